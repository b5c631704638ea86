#include "engine/item/draw.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/base/error.hpp"
#include "engine/item/expression.hpp"
#include "engine/item/number.hpp"

namespace collimate {
namespace {

constexpr int tries_before_walking = 200;

std::int64_t grid_size(const Numbers& numbers) {
    std::int64_t size = 1;
    for (const Parameter& parameter : numbers.parameters) {
        if (parameter.values.empty()) throw Refused("parameter '" + parameter.name + "' has no values");
        size *= static_cast<std::int64_t>(std::min<std::size_t>(parameter.values.size(), largest_grid + 1));
        if (size > largest_grid) throw Refused("the grid of all parameters has more than 20,000 points");
    }
    return size;
}

/// Order in which the lets can be calculated, each after those it uses.
std::vector<std::size_t> let_order(const std::vector<Let>& lets) {
    enum class Mark { fresh, open, done };
    std::vector<Mark> marks(lets.size(), Mark::fresh);
    std::vector<std::size_t> order;
    const auto visit = [&](const auto& self, std::size_t at) -> void {
        if (marks[at] == Mark::done) return;
        if (marks[at] == Mark::open) throw Refused("'" + lets[at].name + "' of let is defined by itself, in a circle");
        marks[at] = Mark::open;
        for (const std::string& name : names_in(lets[at].expression))
            for (std::size_t other = 0; other < lets.size(); ++other)
                if (lets[other].name == name) self(self, other);
        marks[at] = Mark::done;
        order.push_back(at);
    };
    for (std::size_t at = 0; at < lets.size(); ++at) visit(visit, at);
    return order;
}

int key_index(const Item& item) {
    for (std::size_t i = 0; i < item.options.size(); ++i)
        if (item.options[i].right) return static_cast<int>(i);
    return -1;
}

/// Least distance two shown numbers may have, in the unit of the key. Rounded numbers must differ in any case.
double least_gap(const Numbers& numbers, double key) { return std::abs(key) * numbers.apart / 100.0; }

bool too_close(double a, double b, double gap) {
    const double distance = std::abs(a - b);
    return distance <= gap * (1.0 - 1e-9) || distance == 0.0;
}

}  // namespace

struct Worksheet::Impl {
    const Item& item;
    std::int64_t points = 1;
    std::vector<std::string> names;
    mutable std::vector<double> values;  ///< what the compiled expressions read
    std::vector<std::size_t> order;
    std::vector<Expression> lets;
    std::vector<Expression> requirements;
    std::vector<Expression> options;
    std::vector<Expression> settings;
};

Worksheet::Worksheet(const Item& item) : impl_(new Impl{.item = item}) {
    const Numbers& numbers = item.numbers.value();
    impl_->points = grid_size(numbers);
    for (const Parameter& parameter : numbers.parameters) impl_->names.push_back(parameter.name);
    for (const Let& let : numbers.lets) impl_->names.push_back(let.name);
    impl_->values.assign(impl_->names.size(), 1.0);
    impl_->order = let_order(numbers.lets);
    const auto compile = [&](const std::string& text, const std::string& where) {
        try {
            return Expression(text, impl_->names, impl_->values.data());
        } catch (const Refused& refused) {
            throw Refused(where + " \"" + text + "\": " + refused.what());
        }
    };
    for (const Let& let : numbers.lets) impl_->lets.push_back(compile(let.expression, "let " + let.name));
    for (const std::string& text : numbers.require) impl_->requirements.push_back(compile(text, "require"));
    for (const Option& option : item.options)
        if (!option.value.empty())
            impl_->options.push_back(compile(option.value, std::string("value of option ") + option.letter));
    for (const FigureUse& figure : item.figures)
        for (const auto& [name, setting] : figure.settings)
            if (const Formula* formula = std::get_if<Formula>(&setting))
                impl_->settings.push_back(compile(formula->text, "figure: " + name));
}

Worksheet::Worksheet(Worksheet&&) noexcept = default;
Worksheet::~Worksheet() = default;

std::int64_t Worksheet::points() const { return impl_->points; }
const std::vector<std::string>& Worksheet::names() const { return impl_->names; }

GridPoint Worksheet::at(std::int64_t point) const {
    const Numbers& numbers = *impl_->item.numbers;
    std::int64_t rest = point;
    for (std::size_t i = 0; i < numbers.parameters.size(); ++i) {
        const auto& values = numbers.parameters[i].values;
        const auto count = static_cast<std::int64_t>(values.size());
        impl_->values[i] = values[static_cast<std::size_t>(rest % count)];
        rest /= count;
    }
    for (const std::size_t let : impl_->order)
        impl_->values[numbers.parameters.size() + let] = impl_->lets[let].value();
    GridPoint result;
    result.admissible = std::all_of(impl_->requirements.begin(), impl_->requirements.end(), [](const Expression& e) {
        const double truth = e.value();
        return std::isfinite(truth) && truth != 0.0;
    });
    result.named = impl_->values;
    for (const Expression& option : impl_->options)
        result.values.push_back(rounded(option.value(), {.decimals = numbers.decimals, .figures = numbers.figures}));
    for (const Expression& setting : impl_->settings) result.settings.push_back(setting.value());
    return result;
}

std::vector<ShownSet> shown_sets(const Item& item, const GridPoint& point) {
    const int key = key_index(item);
    const Numbers& numbers = item.numbers.value();
    const std::size_t count = std::min<std::size_t>(point.values.size(), 16);
    // A faulty item may give its key in words and the others as values.
    if (key < 0 || static_cast<std::size_t>(key) >= count) return {};
    const double right = point.values[static_cast<std::size_t>(key)];
    const double gap = least_gap(numbers, right);
    const int show = numbers.show > 0 ? numbers.show : static_cast<int>(count);
    std::vector<std::size_t> pool;
    for (std::size_t i = 0; i < count; ++i) {
        const bool sign_betrays = right > 0.0 && point.values[i] <= 0.0;
        if (static_cast<int>(i) != key && !sign_betrays && !too_close(point.values[i], right, gap)) pool.push_back(i);
    }
    std::vector<ShownSet> sets;
    for (std::uint32_t pick = 0; pick < (1U << pool.size()); ++pick) {
        if (std::popcount(pick) != show - 1) continue;
        ShownSet set{.options = 1U << key};
        bool apart = true;
        for (std::size_t a = 0; a < pool.size() && apart; ++a) {
            if (!(pick >> a & 1U)) continue;
            set.options |= 1U << pool[a];
            set.key_rank += point.values[pool[a]] < right ? 1 : 0;
            for (std::size_t b = 0; b < a && apart; ++b)
                if (pick >> b & 1U) apart = !too_close(point.values[pool[a]], point.values[pool[b]], gap);
        }
        if (apart) sets.push_back(set);
    }
    return sets;
}

ShownSet draw_set(const std::vector<ShownSet>& sets, Random& random) {
    std::vector<int> ranks;
    for (const ShownSet& set : sets)
        if (std::find(ranks.begin(), ranks.end(), set.key_rank) == ranks.end()) ranks.push_back(set.key_rank);
    std::sort(ranks.begin(), ranks.end());
    const int rank = ranks[random.below(ranks.size())];
    std::vector<ShownSet> fitting;
    std::copy_if(sets.begin(), sets.end(), std::back_inserter(fitting),
                 [rank](const ShownSet& set) { return set.key_rank == rank; });
    return fitting[random.below(fitting.size())];
}

bool usable(const Item& item, const GridPoint& point) {
    const auto finite = [](double v) { return std::isfinite(v); };
    if (!point.admissible || !std::all_of(point.values.begin(), point.values.end(), finite) ||
        !std::all_of(point.settings.begin(), point.settings.end(), finite))
        return false;
    return item.type == ItemType::numeric || point.values.empty() || !shown_sets(item, point).empty();
}

std::optional<GridPoint> draw_point(const Item& item, const Worksheet& worksheet, Random& random) {
    const auto points = static_cast<std::uint64_t>(worksheet.points());
    for (int tries = 0; tries < tries_before_walking; ++tries) {
        GridPoint point = worksheet.at(static_cast<std::int64_t>(random.below(points)));
        if (usable(item, point)) return point;
    }
    // Few draws are usable: list them all, which leaves the distribution as it was.
    std::vector<std::int64_t> good;
    for (std::int64_t at = 0; at < worksheet.points(); ++at)
        if (usable(item, worksheet.at(at))) good.push_back(at);
    if (good.empty()) return std::nullopt;
    return worksheet.at(good[random.below(good.size())]);
}

}  // namespace collimate
