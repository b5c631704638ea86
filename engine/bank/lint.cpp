#include <algorithm>
#include <array>
#include <functional>
#include <tuple>

#include "engine/bank/lint_rules.hpp"
#include "engine/bank/lint_words.hpp"
#include "engine/base/error.hpp"
#include "engine/base/parallel.hpp"
#include "engine/item/instance.hpp"
#include "engine/item/markup.hpp"
#include "engine/item/placeholder.hpp"

namespace collimate {
namespace {

constexpr std::uint64_t sample_seed = 1;

/// Rules that read_source reports and lets waive by itself.
constexpr std::string_view rules_of_reading = "A2";

std::vector<ReadOption> options_of(const Instance& instance) {
    std::vector<ReadOption> options;
    for (const Choice& choice : instance.choices) {
        if (choice.region && choice.text.empty()) continue;  // a place without a name
        ReadOption option{.letter = choice.letter, .right = choice.right, .text = plain(choice.text)};
        option.words = words_of(option.text);
        options.push_back(std::move(option));
    }
    return options;
}

/// Options in the order of their letters, as no draw could be had or none is needed.
Instance as_written(const Item& item) {
    Instance instance{.stem = item.stem};
    for (const Option& option : item.options)
        if (!option.region || !option.text.empty())
            instance.choices.push_back({.letter = option.letter, .right = option.right, .text = option.text});
    return instance;
}

/// Plain words without sub- and superscripts; placeholders become a number.
std::string in_line(std::string_view text) {
    const auto spans = parse_markup(filled(text, [](const Placeholder&) { return std::string("0"); }));
    if (!spans) return std::string(text);
    std::string words;
    for (const Span& span : *spans)
        if (span.style != Style::sub && span.style != Style::sup) words += span.text;
    return words;
}

std::vector<Passage> passages_of(const Item& item) {
    std::vector<Passage> passages;
    const auto add = [&](Passage::Kind kind, std::string part, std::string_view text) {
        if (text.empty()) return;
        Passage passage{.kind = kind, .part = std::move(part), .text = text, .line = in_line(text)};
        passage.written = words_as_written(passage.line);
        passages.push_back(std::move(passage));
    };
    add(Passage::Kind::stem, ".stem", item.stem);
    for (const FigureUse& figure : item.figures) {
        add(Passage::Kind::exhibit, ".figure", figure.alt);
        add(Passage::Kind::exhibit, ".figure", figure.caption);
    }
    if (item.table) {
        add(Passage::Kind::exhibit, "", item.table->caption);
        for (const std::string& column : item.table->columns) add(Passage::Kind::exhibit, "", column);
        for (const auto& row : item.table->rows)
            for (const std::string& cell : row) add(Passage::Kind::exhibit, "", cell);
    }
    add(Passage::Kind::explanation, "", item.principle);
    for (const Option& option : item.options) {
        const std::string part = std::string(".") + option.letter;
        add(Passage::Kind::option, part, option.text);
        add(Passage::Kind::explanation, part, option.why);
        add(Passage::Kind::error, part, option.error);
    }
    for (const Slip& slip : item.slips) add(Passage::Kind::error, "", slip.why);
    return passages;
}

bool waives(const Item& item, std::string_view code) {
    return std::any_of(item.waivers.begin(), item.waivers.end(),
                       [&](const Waiver& waiver) { return waiver.code == code; });
}

void sort_by_place(Diagnostics& list) {
    std::stable_sort(list.begin(), list.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.file, a.line, a.subject, a.code) < std::tie(b.file, b.line, b.subject, b.code);
    });
}

}  // namespace

bool Reading::chooses_words() const {
    return item->type == ItemType::single && !has_values(*item) && options.size() > 1;
}

Reading read_for_lint(const Item& item) {
    Reading reading{.item = &item};
    Instance instance;
    try {
        instance = item.numbers ? present(item, sample_seed) : as_written(item);
    } catch (const Refused&) {  // no usable draw: the grid's own rule says so
        instance = as_written(item);
    }
    reading.stem = plain(instance.stem);
    reading.options = options_of(instance);
    reading.asks = asking_sentence(reading.stem);
    reading.stem_words = words_of(reading.stem);
    reading.asks_words = words_of(reading.asks);
    reading.passages = passages_of(item);
    return reading;
}

void Findings::add(Severity severity, const Item& item, std::string_view part, std::string code, std::string fault,
                   std::string remedy) {
    if (severity != Severity::block && waives(item, code)) {
        used_waivers_.emplace(item.id, std::move(code));
        return;
    }
    auto place = source_.get().places.find(item.id + std::string(part));
    if (place == source_.get().places.end()) place = source_.get().places.find(item.id);
    const SourcePlace where = place == source_.get().places.end() ? SourcePlace{.file = "items"} : place->second;
    list_.push_back({.file = where.file,
                     .line = where.line,
                     .subject = item.id,
                     .fault = std::move(fault),
                     .remedy = std::move(remedy),
                     .severity = severity,
                     .code = std::move(code)});
}

void Findings::add_to(Severity severity, const std::string& subject, std::string code, std::string fault,
                      std::string remedy) {
    const auto place = source_.get().places.find(subject);
    const SourcePlace where =
        place == source_.get().places.end() ? SourcePlace{.file = source_.get().outline.exam} : place->second;
    list_.push_back({.file = where.file,
                     .line = where.line,
                     .subject = subject,
                     .fault = std::move(fault),
                     .remedy = std::move(remedy),
                     .severity = severity,
                     .code = std::move(code)});
}

void Findings::merge(Findings&& other) {
    list_.insert(list_.end(), std::make_move_iterator(other.list_.begin()), std::make_move_iterator(other.list_.end()));
    used_waivers_.merge(other.used_waivers_);
}

void Findings::report_idle_waivers() {
    for (const Item& item : source_.get().items) {
        if (item.retired) continue;
        for (const Waiver& waiver : item.waivers) {
            if (waiver.code == rules_of_reading || used_waivers_.contains({item.id, waiver.code})) continue;
            const bool blocked = std::any_of(list_.begin(), list_.end(), [&](const Diagnostic& d) {
                return d.subject == item.id && d.code == waiver.code;
            });
            add(Severity::warn, item, "", "W1",
                blocked ? "rule " + waiver.code + " is waived, but what it found blocks"
                        : "rule " + waiver.code + " is waived, but finds nothing here",
                blocked ? "mend what it found; a blocking rule cannot be waived" : "take the waiver out");
        }
    }
}

Diagnostics Findings::take() {
    sort_by_place(list_);
    return std::move(list_);
}

namespace {

/// Rules that look at one item alone.
void lint_item(const Reading& reading, Day today, Findings& findings) {
    lint_options(reading, findings);
    lint_stem(reading, findings);
    lint_language(reading, findings);
    lint_numbers(reading, findings);
    lint_figures(reading, findings);
    lint_grid(reading, findings);
    lint_sources(reading, today, findings);
}

using BankRule = std::function<void(const Readings&, Findings&)>;

/// All rules that look at one item alone, and those named of the ones that look at the bank.
Findings findings_of(const ExamSource& source, Day today, const std::vector<BankRule>& over_the_bank) {
    constexpr std::size_t items_at_once = 32;
    std::vector<const Item*> asked;
    for (const Item& item : source.items)
        if (!item.retired) asked.push_back(&item);
    Readings readings(asked.size());
    std::vector<Findings> parts((asked.size() + items_at_once - 1) / items_at_once, Findings(source));
    for_each_index(parts.size(), [&](std::size_t part) {
        const std::size_t end = std::min((part + 1) * items_at_once, asked.size());
        for (std::size_t at = part * items_at_once; at < end; ++at) {
            readings[at] = read_for_lint(*asked[at]);
            lint_item(readings[at], today, parts[part]);
        }
    });
    const std::size_t of_items = parts.size();
    parts.resize(of_items + over_the_bank.size(), Findings(source));
    for_each_index(over_the_bank.size(),
                   [&](std::size_t rule) { over_the_bank[rule](readings, parts[of_items + rule]); });
    Findings findings(source);
    for (Findings& part : parts) findings.merge(std::move(part));
    return findings;
}

}  // namespace

Diagnostics lint(const ExamSource& source, Day today) {
    Findings findings = findings_of(source, today,
                                    {lint_clang, lint_duplicates, lint_cueing, lint_same_stems, lint_key_length,
                                     [&](const auto& readings, auto& found) { lint_bank(source, readings, found); }});
    findings.report_idle_waivers();
    return findings.take();
}

Diagnostics blocking_faults(const ExamSource& source, Day today) {
    Diagnostics found = findings_of(source, today, {lint_same_stems, lint_key_length}).take();
    std::erase_if(found, [](const Diagnostic& each) { return each.severity != Severity::block; });
    return found;
}

}  // namespace collimate
