#pragma once

#include <string>
#include <string_view>

namespace collimate {

/// How a number is rounded: to a count of decimals or of significant figures; exactly one is set (>= 0).
struct Precision {
    int decimals = -1;
    int figures = -1;
};

/// Half away from zero, after x (1 + 10^-12), so that 2.675 means 2.675 and not the binary number just below it.
[[nodiscard]] double rounded(double x, Precision precision);

/// A rounded number in words of the bank format: decimal point, a comma from five digits, a plain hyphen as minus.
[[nodiscard]] std::string formatted(double x, Precision precision);

/// A number as its author wrote it in a draw: shortest form, at most ten decimals.
[[nodiscard]] std::string as_drawn(double x);

/// `5 cm`, but `50%` and `60°`; a pure number where `unit` is empty.
[[nodiscard]] std::string with_unit(std::string number, std::string_view unit);

}  // namespace collimate
