// Rules on what an item rests on: age (F1, F2), sources from memory (F3), facts that move (F4), and whether it is
// easier than guessing allows (E1) or still unread (B1).
#include <algorithm>

#include "engine/bank/lint_rules.hpp"
#include "engine/bank/lint_words.hpp"
#include "engine/item/score.hpp"

namespace collimate {
namespace {

constexpr Day year = 365;
constexpr Day recheck_after = 2 * year;
constexpr Day fresh = year;
constexpr int old_source = 10;
constexpr double least_above_chance = 5.0;

int year_of(Day day) { return std::stoi(format_day(day).substr(0, 4)); }

void check_age(const Item& item, Day today, Findings& findings) {
    const Day age = today - item.checked;
    if (age > recheck_after) {
        findings.warn(item, "", "F2", "it was last compared with its sources on " + format_day(item.checked),
                      "compare it again and set checked, or waive this with the reason");
        return;
    }
    if (item.moving && item.moving->recheck && *item.moving->recheck <= today) {
        findings.warn(item, "", "F1", "its fact was to be looked at again on " + format_day(*item.moving->recheck),
                      "look at the document, then set checked and recheck");
        return;
    }
    const auto newest = std::max_element(item.sources.begin(), item.sources.end(),
                                         [](const Source& a, const Source& b) { return a.year < b.year; });
    if (newest == item.sources.end() || age <= fresh) return;
    if (item.moving || newest->year < year_of(today) - old_source)
        findings.warn(
            item, "", "F1",
            item.moving ? "its fact is changing and was not checked for a year"
                        : "its newest source is of " + std::to_string(newest->year) + " and was not checked for a year",
            "compare it with the document in force and set checked");
}

/// Whether the stem names the body or document the fact rests on: a word of the authority that carries a name.
bool names_authority(const Reading& reading) {
    const auto stem = words_as_written(reading.stem);
    for (const std::string& word : words_as_written(reading.item->moving->authority)) {
        const bool name = word.size() > 1 && word[0] >= 'A' && word[0] <= 'Z' && !is_stop_word(lowered(word));
        if (name && std::find(stem.begin(), stem.end(), word) != stem.end()) return true;
    }
    return false;
}

}  // namespace

void lint_sources(const Reading& reading, Day today, Findings& findings) {
    const Item& item = *reading.item;
    check_age(item, today, findings);
    const bool from_memory =
        std::all_of(item.sources.begin(), item.sources.end(), [](const Source& s) { return s.seen == Seen::recalled; });
    if (from_memory && !item.sources.empty())
        findings.warn(item, "", "F3", "all its sources are recalled",
                      "read one of them, or a page that quotes it, before release");
    if (item.moving && !names_authority(reading))
        findings.warn(item, ".stem", "F4", "the fact is changing, and the stem does not name its authority",
                      "write \"According to " + item.moving->authority + "\"");
    const double chance = 100.0 * chance_of(item);
    if (item.expected > 0 && item.expected < chance + least_above_chance)
        findings.warn(item, "", "E1", "expected " + std::to_string(item.expected) + " is no better than guessing",
                      "look for what misleads, or raise expected");
    if (!item.read_blind)
        findings.inform(item, "", "B1", "nobody has answered it without the key yet",
                        "have it read blind, then set read_blind");
}

}  // namespace collimate
