// Rules on items whose numbers are drawn: what a walk over the whole grid shows (V2 to V5), and units in the stem (V7).
// Grids that cannot be used at all are refused while the item is read.
#include <fmt/format.h>

#include <algorithm>

#include "engine/bank/lint_rules.hpp"
#include "engine/base/error.hpp"
#include "engine/item/draw.hpp"

namespace collimate {
namespace {

constexpr std::int64_t fewest_draws = 8;
constexpr std::int64_t enough_draws = 20;
constexpr double most_refused = 0.5;
constexpr double most_at_one_rank = 0.6;
constexpr double rarely_shown = 0.05;

/// What a walk over the whole grid counts.
struct Walk {
    std::int64_t admissible = 0;  ///< points that meet the requirements
    std::int64_t usable = 0;
    std::vector<double> ranks;  ///< chance that the key stands at each rank, summed over the draws
    std::vector<double> shown;  ///< chance that each option is on the screen, summed over the draws
};

/// Adds one point: ranks are drawn evenly, then a set of that rank (see draw_set).
void count_sets(const std::vector<ShownSet>& sets, Walk& walk) {
    std::vector<double> of_rank(walk.ranks.size(), 0.0);
    for (const ShownSet& set : sets) of_rank[static_cast<std::size_t>(set.key_rank)] += 1.0;
    const auto attainable =
        static_cast<double>(std::count_if(of_rank.begin(), of_rank.end(), [](double n) { return n > 0.0; }));
    for (std::size_t rank = 0; rank < of_rank.size(); ++rank)
        if (of_rank[rank] > 0.0) walk.ranks[rank] += 1.0 / attainable;
    for (const ShownSet& set : sets)
        for (std::size_t i = 0; i < walk.shown.size(); ++i)
            if (set.options >> i & 1U)
                walk.shown[i] += 1.0 / attainable / of_rank[static_cast<std::size_t>(set.key_rank)];
}

Walk walk_grid(const Item& item, const Worksheet& worksheet) {
    Walk walk;
    walk.ranks.assign(item.options.size(), 0.0);
    walk.shown.assign(item.options.size(), 0.0);
    for (std::int64_t at = 0; at < worksheet.points(); ++at) {
        const GridPoint point = worksheet.at(at);
        if (!point.admissible) continue;
        ++walk.admissible;
        if (item.type == ItemType::numeric || point.values.empty()) {
            ++walk.usable;
            continue;
        }
        const std::vector<ShownSet> sets = shown_sets(item, point);
        if (sets.empty()) continue;
        ++walk.usable;
        count_sets(sets, walk);
    }
    return walk;
}

void report_count(const Item& item, const Walk& walk, Findings& findings) {
    if (!parametric(item) || walk.usable < fewest_draws) return;
    if (walk.usable < enough_draws)
        findings.warn(item, "", "V2", fmt::format("{} draws can be used, fewer than 20", walk.usable),
                      "widen draw, loosen require or lower apart");
    // Draws that a requirement rules out were meant to be; those that keep no set of options apart were not.
    if (static_cast<double>(walk.usable) < (1.0 - most_refused) * static_cast<double>(walk.admissible))
        findings.warn(item, "", "V3",
                      fmt::format("{} of {} draws that meet the requirements can be used, less than half", walk.usable,
                                  walk.admissible),
                      "lower apart, or add errors that come out farther apart");
}

void report_spread(const Item& item, const Walk& walk, Findings& findings) {
    if (item.type != ItemType::single || !has_values(item) || walk.usable == 0) return;
    const auto draws = static_cast<double>(walk.usable);
    for (std::size_t rank = 0; rank < walk.ranks.size(); ++rank)
        if (parametric(item) && walk.ranks[rank] / draws > most_at_one_rank)
            findings.warn(item, "", "V4",
                          fmt::format("in {:.0f}% of draws the right number is number {} from below",
                                      100.0 * walk.ranks[rank] / draws, rank + 1),
                          "add errors that come out on the other side of it");
    for (std::size_t i = 0; i < walk.shown.size(); ++i)
        if (walk.shown[i] / draws < rarely_shown)
            findings.inform(item, std::string(".") + item.options[i].letter, "V5",
                            fmt::format("option {} is shown in {:.1f}% of draws", item.options[i].letter,
                                        100.0 * walk.shown[i] / draws),
                            "lower apart, or replace it by an error that lies farther off");
}

/// Whether the unit follows the placeholder soon: `{a} cm`, `{a}-cm`, `{a} by {b} cm`.
bool unit_follows(const std::string& stem, const Parameter& parameter) {
    constexpr std::size_t soon = 60;
    bool seen = false;
    for (const std::string& opening : {"{" + parameter.name + "}", "{" + parameter.name + ":"})
        for (std::size_t at = stem.find(opening); at != std::string::npos; at = stem.find(opening, at + 1)) {
            seen = true;
            const std::size_t end = stem.find('}', at) + 1;
            if (stem.substr(end, soon).find(parameter.unit) != std::string::npos) return true;
        }
    return !seen;
}

void check_units(const Item& item, Findings& findings) {
    for (const Parameter& parameter : item.numbers->parameters)
        if (!parameter.unit.empty() && !unit_follows(item.stem, parameter))
            findings.warn(item, ".stem", "V7", "{" + parameter.name + "} is not followed by its unit",
                          "write {" + parameter.name + "} " + parameter.unit);
}

}  // namespace

void lint_grid(const Reading& reading, Findings& findings) {
    const Item& item = *reading.item;
    if (!item.numbers ||
        std::none_of(item.options.begin(), item.options.end(), [](const Option& o) { return o.right; }))
        return;
    check_units(item, findings);
    try {
        const Walk walk = walk_grid(item, Worksheet(item));
        report_count(item, walk, findings);
        report_spread(item, walk, findings);
    } catch (const Refused&) {  // an expression or grid that cannot be used: read_source has said so
    }
}

}  // namespace collimate
