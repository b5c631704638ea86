#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/study/calendar.hpp"

namespace collimate {

/// The days as an iCalendar file (RFC 5545): all-day events that block no time and remind of nothing, one a day with
/// something in it. `owner` tells files of different candidates apart without naming them: an event exported again
/// replaces itself.
[[nodiscard]] std::string to_ics(std::span<const CalendarDay> days, std::string_view exam_title,
                                 std::string_view owner, TimeMs now_ms);

}  // namespace collimate
