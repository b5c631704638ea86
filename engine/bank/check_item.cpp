#include "engine/bank/check_item.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/error.hpp"
#include "engine/item/draw.hpp"
#include "engine/item/number.hpp"
#include "engine/item/placeholder.hpp"

namespace collimate {
namespace {

constexpr std::int64_t fewest_draws = 8;

struct Bounds {
    int low = 0;
    int high = 0;
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
        if (!item_.numbers) return;
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

    /// Options of an item by type; what is shown counts where a pool is drawn from.
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
                      std::to_string(allowed.high) + (item_.numbers ? "; 'show' says how many of a pool" : ""));
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
        const auto parts = split_placeholders(item_.stem);
        if (!parts) return;
        for (const Parameter& parameter : item_.numbers->parameters) {
            const bool told = std::any_of(parts->begin(), parts->end(), [&](const TextPart& part) {
                return part.number && part.number->name == parameter.name;
            });
            if (!told)
                block("stem", "", "the drawn number '" + parameter.name + "' does not appear in the stem",
                      "write {" + parameter.name + "} where the candidate needs it, or make it a let");
        }
    }

    [[nodiscard]] std::string described(const Worksheet& worksheet, const GridPoint& point) const {
        std::string text;
        for (std::size_t i = 0; i < item_.numbers->parameters.size(); ++i)
            text += (i ? ", " : "") + worksheet.names()[i] + " = " + as_drawn(point.named[i]);
        return text.empty() ? "the fixed numbers" : text;
    }

    void walk(const Worksheet& worksheet) {
        std::int64_t usable_draws = 0;
        for (std::int64_t at = 0; at < worksheet.points(); ++at) {
            const GridPoint point = worksheet.at(at);
            if (!point.admissible) continue;
            if (!check_finite(worksheet, point)) return;
            if (item_.type == ItemType::numeric && !check_slips(worksheet, point)) return;
            usable_draws += usable(item_, point) ? 1 : 0;
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
    if (!item.options.empty() && item.type != ItemType::hotspot) ItemCheck(item, line_of, faults).run();
}

}  // namespace collimate
