#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace collimate {

/// What an option says when it is a number or a range: "3.0 mGy (0.3 rad)", "4 to 6 cm", "less than 5 mSv", "12:1".
struct Quantity {
    double low = 0.0;   ///< -infinity where open below
    double high = 0.0;  ///< infinity where open above; equal to `low` for a single number
    std::string unit;   ///< as written; empty for a pure number, ":1" for a ratio to one
    int decimals = 0;
    int figures_least = 1;  ///< significant figures, trailing zeros of a whole number not counted
    int figures_most = 1;   ///< and counted

    [[nodiscard]] bool single() const { return low == high; }
};

/// Absent when the text says more than one quantity, or something else.
[[nodiscard]] std::optional<Quantity> quantity_in(std::string_view plain);

/// A unit as a factor on a base unit: `cm` is 0.01 on "m". Unknown units are their own base.
struct UnitScale {
    std::string base;
    double factor = 1.0;
};
[[nodiscard]] UnitScale scale_of(std::string_view unit);

/// Equal after conversion to one unit.
[[nodiscard]] bool same_quantity(const Quantity& a, const Quantity& b);

}  // namespace collimate
