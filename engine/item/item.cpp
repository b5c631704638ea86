#include "engine/item/item.hpp"

#include <algorithm>
#include <array>

namespace collimate {

bool parametric(const Item& item) { return item.numbers && !item.numbers->parameters.empty(); }

bool has_values(const Item& item) {
    return std::any_of(item.options.begin(), item.options.end(), [](const Option& o) { return !o.value.empty(); });
}

bool fixed_figure(const Item& item, const FigureUse& figure) {
    return !parametric(item) || std::none_of(figure.settings.begin(), figure.settings.end(), [](const auto& setting) {
        return std::holds_alternative<Formula>(setting.second);
    });
}

std::string_view name_of(ItemType type) {
    constexpr std::array<std::string_view, 5> names = {"single", "multiple", "order", "hotspot", "numeric"};
    return names[static_cast<std::size_t>(type)];
}

std::string_view name_of(Level level) {
    constexpr std::array<std::string_view, 3> names = {"recall", "application", "analysis"};
    return names[static_cast<std::size_t>(level)];
}

std::string_view name_of(Seen seen) {
    constexpr std::array<std::string_view, 3> names = {"page", "quoted", "recalled"};
    return names[static_cast<std::size_t>(seen)];
}

}  // namespace collimate
