// Rules on a bank as a whole: coverage (A1, T1, T2), level mix (M1, M2), length and position of keys (L2, P1, P2, U5),
// negative stems (N2), spellings of sources (F5).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "engine/bank/lint_pairs.hpp"
#include "engine/bank/lint_quantity.hpp"
#include "engine/bank/lint_rules.hpp"
#include "engine/bank/lint_stem.hpp"
#include "engine/bank/lint_words.hpp"

namespace collimate {
namespace {

double share(std::ptrdiff_t part, std::ptrdiff_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

/// Readings by category, in outline order.
std::vector<std::pair<std::string, std::vector<const Reading*>>> by_category(const Outline& outline,
                                                                             const Readings& readings) {
    std::vector<std::pair<std::string, std::vector<const Reading*>>> groups;
    for (const int category : outline.children_of(-1))
        groups.push_back({outline.areas[static_cast<std::size_t>(category)].code, {}});
    for (const Reading& reading : readings) {
        const auto area = outline.find(reading.item->area);
        if (!area) continue;
        const std::string& code = outline.areas[static_cast<std::size_t>(outline.category_of(*area))].code;
        for (auto& [name, group] : groups)
            if (name == code) group.push_back(&reading);
    }
    return groups;
}

// ---------------------------------------------------------------- coverage

void check_areas(const ExamSource& source, const Readings& readings, Findings& findings) {
    std::set<std::string_view> served;
    for (const Reading& reading : readings) served.insert(reading.item->area);
    for (const int leaf : source.outline.leaves()) {
        const Area& area = source.outline.areas[static_cast<std::size_t>(leaf)];
        if (!served.contains(area.code))
            findings.add_to(Severity::warn, area.code, "A1", "no item covers this area (" + area.title + ")",
                            "write items for it");
    }
}

void check_points(const ExamSource& source, const Readings& readings, Findings& findings) {
    std::map<std::string_view, int> uses;
    for (const Reading& reading : readings)
        for (const std::string& point : reading.item->points) ++uses[point];
    for (const LearningPoint& point : source.points) {
        const auto use = uses.find(point.id);
        if (use == uses.end())
            findings.add_to(Severity::warn, point.id, "T1", "no item uses this point",
                            "write an item for it, or take it out");
        else if (use->second == 1)
            findings.add_to(Severity::inform, point.id, "T2", "one item alone uses this point",
                            "a second item would let it be asked again afresh");
    }
}

// ---------------------------------------------------------------- levels

void check_levels(const std::string& code, const std::vector<const Reading*>& group, Findings& findings) {
    constexpr std::ptrdiff_t fewest = 10;
    constexpr double most_recall = 0.40;
    constexpr double tolerance = 0.20;
    struct Target {
        Level level;
        double share;
    };
    static constexpr std::array<Target, 3> targets = {
        {{Level::recall, 0.30}, {Level::application, 0.45}, {Level::analysis, 0.25}}};
    const auto all = static_cast<std::ptrdiff_t>(group.size());
    if (all < fewest) return;
    for (const Target& target : targets) {
        const auto count =
            std::count_if(group.begin(), group.end(), [&](const Reading* r) { return r->item->level == target.level; });
        const double part = share(count, all);
        const std::string figures =
            fmt::format("{} of {} items are {} ({:.0f}%)", count, all, name_of(target.level), 100.0 * part);
        if (target.level == Level::recall && part > most_recall)
            findings.add_to(Severity::warn, code, "M2", figures + ", more than 40%",
                            "turn facts into situations where they are used");
        else if (part < target.share - tolerance)
            findings.add_to(target.level == Level::recall ? Severity::inform : Severity::warn, code, "M1",
                            fmt::format("{}; the target is {:.0f}%", figures, 100.0 * target.share),
                            "write the next items at this level");
    }
}

// ---------------------------------------------------------------- keys

/// Position of the key among options that stay as written; the others are shuffled for each candidate.
std::vector<std::size_t> written_positions(const Readings& readings) {
    std::vector<std::size_t> positions;
    for (const Reading& reading : readings) {
        if (!reading.chooses_words() || !reading.item->written_order || reading.options.size() != 4) continue;
        for (std::size_t at = 0; at < 4; ++at)
            if (reading.options[at].right) positions.push_back(at);
    }
    return positions;
}

void check_key_positions(const Readings& readings, Findings& findings) {
    constexpr double critical = 11.34;  // chi-square, 3 degrees of freedom, p = 0.01
    constexpr std::size_t enough_for_test = 20;
    constexpr std::size_t enough_for_share = 60;
    constexpr std::size_t longest_run = 4;
    const std::vector<std::size_t> positions = written_positions(readings);
    std::array<double, 4> counts{};
    std::size_t run = 0;
    std::size_t longest = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        counts[positions[i]] += 1.0;
        run = i > 0 && positions[i] == positions[i - 1] ? run + 1 : 1;
        longest = std::max(longest, run);
    }
    const auto all = static_cast<double>(positions.size());
    double chi_square = 0.0;
    bool uneven = false;
    for (const double count : counts) {
        chi_square += (count - all / 4.0) * (count - all / 4.0) / std::max(1.0, all / 4.0);
        uneven = uneven || count < 0.17 * all || count > 0.33 * all;
    }
    if ((positions.size() >= enough_for_test && chi_square > critical) ||
        (positions.size() >= enough_for_share && uneven))
        findings.add_to(
            Severity::warn, "", "P1",
            fmt::format("where options stand as written, the key is a to d {:.0f}, {:.0f}, {:.0f} and {:.0f} times",
                        counts[0], counts[1], counts[2], counts[3]),
            "choose distractors on the other side of the key in some items");
    if (longest > longest_run)
        findings.add_to(Severity::inform, "", "P2", fmt::format("{} keys in a row stand at the same place", longest),
                        "vary on which side of the key the distractors lie");
}

void check_extremes(const Readings& readings, Findings& findings) {
    constexpr std::ptrdiff_t fewest = 20;
    std::ptrdiff_t all = 0;
    std::ptrdiff_t extreme = 0;
    for (const Reading& reading : readings) {
        if (!reading.chooses_words() || reading.options.size() != 4) continue;
        std::vector<double> sizes;
        double key = 0.0;
        for (const ReadOption& option : reading.options) {
            const auto quantity = quantity_in(option.text);
            if (!quantity || !quantity->single()) break;
            sizes.push_back(quantity->low * scale_of(quantity->unit).factor);
            if (option.right) key = sizes.back();
        }
        if (sizes.size() != 4) continue;
        const auto [least, most] = std::minmax_element(sizes.begin(), sizes.end());
        ++all;
        extreme += key == *least || key == *most ? 1 : 0;
    }
    const double part = share(extreme, all);
    if (all >= fewest && (part < 0.35 || part > 0.65))
        findings.add_to(
            Severity::inform, "", "U5",
            fmt::format("in {} of {} items with numbers the key is the least or the greatest", extreme, all),
            "about half is due; place distractors on the other side");
}

// ---------------------------------------------------------------- negatives, sources

void check_negatives(const std::string& subject, const std::vector<const Reading*>& group, double most,
                     Findings& findings) {
    constexpr std::ptrdiff_t fewest = 2;
    const auto negative =
        std::count_if(group.begin(), group.end(), [](const Reading* r) { return negative_in(*r).has_value(); });
    const auto all = static_cast<std::ptrdiff_t>(group.size());
    if (negative < fewest || share(negative, all) <= most) return;
    findings.add_to(Severity::warn, subject, "N2", fmt::format("{} of {} stems are negative", negative, all),
                    "ask for what is right instead");
}

/// Characters to change, insert or drop; more than `most` is reported as most + 1.
std::size_t distance(std::string_view a, std::string_view b, std::size_t most) {
    if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > most) return most + 1;
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j)
            diagonal = std::exchange(row[j],
                                     std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)}));
    }
    return row[b.size()];
}

/// Titles that differ by a slip of the pen only. Titles with other numbers are other editions, reports or pages.
void check_documents(const Readings& readings, Findings& findings) {
    constexpr double alike = 0.7;
    constexpr std::size_t slip = 3;
    std::map<std::string, const Item*> documents;
    for (const Reading& reading : readings)
        for (const Source& source : reading.item->sources) documents.emplace(source.doc, reading.item);
    std::vector<std::vector<std::string>> words;
    std::vector<std::string> joined;
    std::vector<std::string> numbers;
    std::vector<const std::pair<const std::string, const Item*>*> entries;
    for (const auto& entry : documents) {
        entries.push_back(&entry);
        words.push_back(words_of(entry.first));
        joined.emplace_back();
        numbers.emplace_back();
        for (const std::string& word : words.back()) {
            joined.back() += word + " ";
            for (const char c : word)
                if (c >= '0' && c <= '9') numbers.back() += c;
            numbers.back() += ' ';
        }
        std::erase(numbers.back(), ' ');
    }
    for (const SimilarPair& pair : similar_pairs(words, alike)) {
        if (numbers[pair.first] != numbers[pair.second] ||
            distance(joined[pair.first], joined[pair.second], slip) > slip)
            continue;
        findings.warn(*entries[pair.second]->second, "", "F5",
                      "source \"" + entries[pair.second]->first + "\" is spelled otherwise in " +
                          entries[pair.first]->second->id + ": \"" + entries[pair.first]->first + "\"",
                      "spell one document in one way");
    }
}

}  // namespace

void lint_key_length(const Readings& readings, Findings& findings) {
    constexpr std::ptrdiff_t fewest = 50;
    constexpr double many = 0.32;
    constexpr double too_many = 0.40;
    std::ptrdiff_t all = 0;
    std::ptrdiff_t longest = 0;
    std::ptrdiff_t shortest = 0;
    for (const Reading& reading : readings) {
        if (!reading.chooses_words()) continue;
        std::size_t key = 0;
        std::size_t most = 0;
        std::size_t least = std::string::npos;
        for (const ReadOption& option : reading.options) {
            const auto length = static_cast<std::size_t>(
                std::count_if(option.text.begin(), option.text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
            if (option.right)
                key = length;
            else
                most = std::max(most, length), least = std::min(least, length);
        }
        ++all;
        longest += key > most ? 1 : 0;
        shortest += key < least ? 1 : 0;
    }
    if (all < fewest) return;
    for (const auto& [count, word] : {std::pair{longest, "longest"}, std::pair{shortest, "shortest"}}) {
        const double part = share(count, all);
        if (part <= many) continue;
        findings.add_to(part > too_many ? Severity::block : Severity::warn, "", "L2",
                        fmt::format("in {} of {} items ({:.0f}%) the right option is the {}; chance is 25%", count, all,
                                    100.0 * part, word),
                        "even out the lengths of options");
    }
}

void lint_bank(const ExamSource& source, const Readings& readings, Findings& findings) {
    constexpr double most_negative = 0.05;
    constexpr double most_negative_in_area = 0.10;
    if (readings.empty()) return;  // an outline whose items are still to be written
    check_areas(source, readings, findings);
    check_points(source, readings, findings);
    std::vector<const Reading*> all;
    for (const Reading& reading : readings) all.push_back(&reading);
    for (const auto& [code, group] : by_category(source.outline, readings)) {
        check_levels(code, group, findings);
        check_negatives(code, group, most_negative_in_area, findings);
    }
    check_negatives("", all, most_negative, findings);
    check_key_positions(readings, findings);
    check_extremes(readings, findings);
    check_documents(readings, findings);
}

}  // namespace collimate
