#include "engine/bank/draws.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/base/error.hpp"
#include "engine/item/draw.hpp"
#include "engine/item/number.hpp"

namespace collimate {
namespace {

std::string verdict(const Item& item, const GridPoint& point) {
    if (!point.admissible) return "refused: a requirement fails";
    if (!std::all_of(point.values.begin(), point.values.end(), [](double v) { return std::isfinite(v); }))
        return "refused: a value is not finite";
    if (item.type == ItemType::numeric || point.values.empty()) return "usable";
    std::set<int> ranks;
    const std::vector<ShownSet> sets = shown_sets(item, point);
    for (const ShownSet& set : sets) ranks.insert(set.key_rank + 1);
    if (sets.empty()) return "refused: too few options stand apart";
    std::string text = std::to_string(sets.size()) + (sets.size() == 1 ? " set" : " sets") + ", key at";
    for (const int rank : ranks) text += " " + std::to_string(rank);
    return text;
}

std::string line_for(const Item& item, const Worksheet& worksheet, const GridPoint& point) {
    const Numbers& numbers = *item.numbers;
    std::string line;
    for (std::size_t i = 0; i < numbers.parameters.size(); ++i)
        line += worksheet.names()[i] + "=" + as_drawn(point.named[i]) + " ";
    line += "|";
    for (std::size_t i = 0; i < point.values.size(); ++i) {
        const bool finite = std::isfinite(point.values[i]);
        line +=
            std::string(" ") + item.options[i].letter + (item.options[i].right ? "*" : "") + " " +
            (finite ? formatted(point.values[i], {.decimals = numbers.decimals, .figures = numbers.figures}) : "none");
    }
    return line + " | " + verdict(item, point);
}

}  // namespace

std::vector<std::string> listed_draws(const Item& item) {
    if (!item.numbers) throw Refused("item " + item.id + ": it draws no numbers; name one whose options have 'value'");
    const Worksheet worksheet(item);
    std::vector<std::string> lines;
    for (std::int64_t at = 0; at < worksheet.points(); ++at)
        lines.push_back(line_for(item, worksheet, worksheet.at(at)));
    return lines;
}

}  // namespace collimate
