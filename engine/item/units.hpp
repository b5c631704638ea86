#pragma once

#include <string_view>

namespace collimate {

/// Whether a token is a unit of the bank format's list, alone (`cm`, `mGy`) or compound (`mGy·cm`, `mL/min/1.73 m^2^`
/// up to its first space). Markup marks inside are allowed.
[[nodiscard]] bool is_unit(std::string_view token);

/// Whether a unit is set without a space before it: `%` and `°`.
[[nodiscard]] bool joins_number(std::string_view unit);

}  // namespace collimate
