#include "engine/bank/check_item.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

#include "engine/base/error.hpp"
#include "engine/item/draw.hpp"
#include "engine/item/expression.hpp"
#include "engine/item/instance.hpp"
#include "engine/item/number.hpp"
#include "engine/item/placeholder.hpp"

namespace collimate {
namespace {

constexpr std::int64_t fewest_draws = 8;

struct Bounds {
    int low = 0;
    int high = 0;
};

bool has_formula(const FigureUse& figure) {
    return std::any_of(figure.settings.begin(), figure.settings.end(),
                       [](const auto& setting) { return std::holds_alternative<Formula>(setting.second); });
}

void add_placeholders(const std::string& text, std::set<std::string>& names) {
    const auto parts = split_placeholders(text);
    for (const TextPart& part : parts.value_or(std::vector<TextPart>{}))
        if (part.number) names.insert(part.number->name);
}

/// Numbers the candidate is shown, in the stem, a table, or a figure; those a figure is reckoned from count.
std::set<std::string> told_names(const Item& item) {
    std::set<std::string> names;
    add_placeholders(item.stem, names);
    if (item.table) {
        for (const std::string& column : item.table->columns) add_placeholders(column, names);
        for (const auto& row : item.table->rows)
            for (const std::string& cell : row) add_placeholders(cell, names);
    }
    std::vector<std::string> open;
    for (const FigureUse& figure : item.figures) {
        add_placeholders(figure.caption, names);
        for (const auto& [name, setting] : figure.settings)
            if (const Formula* formula = std::get_if<Formula>(&setting)) open.push_back(formula->text);
    }
    std::set<std::string> visited;
    while (!open.empty()) {
        const std::string text = std::move(open.back());
        open.pop_back();
        for (const std::string& name : names_in(text)) {
            names.insert(name);
            for (const Let& let : item.numbers->lets)
                if (let.name == name && visited.insert(name).second) open.push_back(let.expression);
        }
    }
    return names;
}

/// Figures and places of one draw; the first fault ends it, so that a grid does not repeat it.
class FigureCheck {
public:
    FigureCheck(const Item& item, const std::function<int(const std::string&)>& line_of, Faults& faults)
        : item_(item), line_of_(line_of), faults_(faults) {}

    /// False where a fault was found. `draw` says which draw it is.
    bool check(std::span<const double> formulas, const std::string& draw) {
        if (item_.figures.empty()) return true;
        try {
            const std::vector<ShownFigure> figures = figures_at(item_, formulas);
            for (const ShownFigure& figure : figures)
                if (!figure.generator.empty())
                    if (const Generator* generator = find_generator(figure.generator))
                        (void)FigureValues(*generator, figure.settings);
            return item_.type != ItemType::hotspot || check_places(figures.at(0), draw);
        } catch (const Refused& refused) {
            block("figure", std::string(refused.what()) + " (at " + draw + ")",
                  "keep the settings within the range at every draw, with 'require' or another expression");
            return false;
        }
    }

private:
    bool check_places(const ShownFigure& figure, const std::string& draw) {
        std::vector<FigurePart> parts;
        std::vector<std::pair<char, Region>> places;
        for (const Option& option : item_.options) {
            if (!option.region) return false;  // told while it was read
            if (const Region* region = std::get_if<Region>(&*option.region)) {
                places.emplace_back(option.letter, *region);
                continue;
            }
            if (parts.empty() && !figure.generator.empty()) parts = parts_of(figure);
            const std::string& name = std::get<std::string>(*option.region);
            const auto part =
                std::find_if(parts.begin(), parts.end(), [&](const FigurePart& p) { return p.name == name; });
            if (part == parts.end()) return unknown_part(option.letter, name, parts, draw);
            if (!well_formed(part->region) || !within_picture(part->region))
                return block(std::string(1, option.letter), "the part " + name + " leaves the picture at " + draw,
                             "choose settings that keep it inside, or another part");
            places.emplace_back(option.letter, part->region);
        }
        for (std::size_t i = 0; i < places.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (overlap(places[i].second, places[j].second))
                    return block(std::string(1, places[i].first),
                                 std::string("its region overlaps that of option ") + places[j].first + " at " + draw,
                                 "draw the regions apart: a mark must hit one of them alone");
        return true;
    }

    bool unknown_part(char letter, const std::string& name, const std::vector<FigurePart>& parts,
                      const std::string& draw) {
        std::string names;
        for (const FigurePart& part : parts) names += (names.empty() ? "" : ", ") + part.name;
        return block(
            std::string(1, letter), "the figure has no part \"" + name + "\" at " + draw,
            names.empty() ? "draw the region as a circle, ellipse, rectangle or polygon" : "write one of: " + names);
    }

    bool block(const std::string& part, std::string fault, std::string remedy) {
        faults_.block(line_of_(part), item_.id, std::move(fault), std::move(remedy));
        return false;
    }

    const Item& item_;
    const std::function<int(const std::string&)>& line_of_;
    Faults& faults_;
};

class ItemCheck {
public:
    ItemCheck(const Item& item, const std::function<int(const std::string&)>& line_of, Faults& faults)
        : item_(item), line_of_(line_of), faults_(faults) {}

    void run() {
        check_count();
        if (item_.type == ItemType::order)
            check_places();
        else
            check_keys();
        if (!item_.numbers) {
            if (std::any_of(item_.figures.begin(), item_.figures.end(), has_formula))
                block("figure", "", "a setting of the figure is an expression, but the item draws no numbers",
                      "write the number itself");
            else
                FigureCheck(item_, line_of_, faults_).check({}, "any draw");
            return;
        }
        check_parameters_are_told();
        try {
            const Worksheet worksheet(item_);
            walk(worksheet);
        } catch (const Refused& refused) {
            block("option", "", refused.what(), "mend the expression or the draw");
        }
    }

private:
    void block(const std::string& part, std::string code, std::string fault, std::string remedy) {
        faults_.add(Severity::block, line_of_(part), item_.id, std::move(code), std::move(fault), std::move(remedy));
    }

    /// Options of an item by type (a hotspot has 1 to 10 regions); what is shown counts where a pool is drawn from.
    void check_count() {
        Bounds allowed{.low = 1, .high = 10};
        if (item_.type == ItemType::single) allowed = {.low = 3, .high = 5};
        if (item_.type == ItemType::multiple) allowed = {.low = 4, .high = 10};
        if (item_.type == ItemType::order) allowed = {.low = 4, .high = 8};
        const bool pool = item_.numbers && item_.numbers->show > 0;
        const int count = pool ? item_.numbers->show : static_cast<int>(item_.options.size());
        if (count < allowed.low || count > allowed.high)
            block("option", "K2", "it shows " + std::to_string(count) + " options",
                  "type " + std::string(name_of(item_.type)) + " takes " + std::to_string(allowed.low) + " to " +
                      std::to_string(allowed.high) + (has_values(item_) ? "; 'show' says how many of a pool" : ""));
    }

    void check_keys() {
        const auto keys =
            std::count_if(item_.options.begin(), item_.options.end(), [](const Option& o) { return o.right; });
        const auto count = static_cast<std::ptrdiff_t>(item_.options.size());
        const std::string found = "it has " + std::to_string(keys) + " right options";
        if (item_.type == ItemType::multiple) {
            if (keys < 2 || keys >= count)
                block("option", "K1", found + " of " + std::to_string(count),
                      "mark 2 to all but one with right = true");
        } else if (keys != 1) {
            block("option", "K1", found, "mark exactly one with right = true");
        }
    }

    void check_places() {
        std::vector<int> places;
        for (const Option& option : item_.options) places.push_back(option.place);
        std::sort(places.begin(), places.end());
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (places[i] == static_cast<int>(i) + 1) continue;
            block("option", "K1", "the places are not 1 to " + std::to_string(places.size()) + " without gaps",
                  "give each option its position in the right order");
            return;
        }
    }

    /// A drawn number the candidate is not told cannot be reckoned with.
    void check_parameters_are_told() {
        const std::set<std::string> told = told_names(item_);
        for (const Parameter& parameter : item_.numbers->parameters)
            if (!told.contains(parameter.name))
                block("stem", "",
                      "the drawn number '" + parameter.name + "' appears neither in the stem nor in figure or table",
                      "write {" + parameter.name + "} where the candidate needs it, or make it a let");
    }

    [[nodiscard]] std::string described(const Worksheet& worksheet, const GridPoint& point) const {
        std::string text;
        for (std::size_t i = 0; i < item_.numbers->parameters.size(); ++i)
            text += (i ? ", " : "") + worksheet.names()[i] + " = " + as_drawn(point.named[i]);
        return text.empty() ? "the fixed numbers" : text;
    }

    void walk(const Worksheet& worksheet) {
        std::int64_t usable_draws = 0;
        FigureCheck figures(item_, line_of_, faults_);
        for (std::int64_t at = 0; at < worksheet.points(); ++at) {
            const GridPoint point = worksheet.at(at);
            if (!point.admissible) continue;
            if (!check_finite(worksheet, point)) return;
            if (item_.type == ItemType::numeric && !check_slips(worksheet, point)) return;
            if (!usable(item_, point)) continue;
            ++usable_draws;
            if (!figures.check(point.settings, described(worksheet, point))) return;
        }
        const bool drawn = !item_.numbers->parameters.empty();
        if (usable_draws < (drawn ? fewest_draws : 1))
            block("option", "",
                  "only " + std::to_string(usable_draws) + " of " + std::to_string(worksheet.points()) +
                      " draws can be used",
                  "loosen 'require' or 'apart', widen the draw, or add distractors; at least 8 are due");
    }

    bool check_finite(const Worksheet& worksheet, const GridPoint& point) {
        for (std::size_t i = 0; i < point.values.size(); ++i) {
            if (std::isfinite(point.values[i])) continue;
            block(std::string(1, item_.options[i].letter), "",
                  "its value is not a finite number at " + described(worksheet, point),
                  "exclude the point with 'require' or mend the expression");
            return false;
        }
        return true;
    }

    /// A known slip that counts as right would be praised.
    bool check_slips(const Worksheet& worksheet, const GridPoint& point) {
        const auto key =
            std::find_if(item_.options.begin(), item_.options.end(), [](const Option& o) { return o.right; });
        if (key == item_.options.end()) return false;
        const double right = point.values[static_cast<std::size_t>(key - item_.options.begin())];
        const Numbers& numbers = *item_.numbers;
        const double tolerance =
            numbers.within.value_or(std::abs(right) * numbers.within_percent.value_or(0.0) / 100.0);
        for (std::size_t i = 0; i < point.values.size(); ++i) {
            if (item_.options[i].right || std::abs(point.values[i] - right) > tolerance) continue;
            block(std::string(1, item_.options[i].letter), "",
                  "the slip lies within the tolerance of the key at " + described(worksheet, point),
                  "narrow the tolerance, or exclude the point with 'require'");
            return false;
        }
        return true;
    }

    const Item& item_;
    const std::function<int(const std::string&)>& line_of_;
    Faults& faults_;
};

}  // namespace

void check_item(const Item& item, const std::function<int(const std::string&)>& line_of, Faults& faults) {
    if (!item.options.empty()) ItemCheck(item, line_of, faults).run();
}

}  // namespace collimate
