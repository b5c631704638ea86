#pragma once

#include <optional>
#include <string_view>

#include "engine/base/calendar.hpp"

namespace collimate::ui {

/// A date as people type it: 2027-01-09, 1/9/2027 (month first), 9 Jan 2027, January 9, 2027, Sat 9 January 2027.
/// Without a year the next such day from `today` on. Absent when it is not one of these or not a day of the calendar.
[[nodiscard]] std::optional<Day> typed_date(std::string_view text, Day today);

}  // namespace collimate::ui
