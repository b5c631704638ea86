#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace collimate {

/// Milliseconds since 1970-01-01T00:00:00Z. Accepted from outside only within 2000 to 2100.
using TimeMs = std::int64_t;
inline constexpr TimeMs earliest_time_ms = 946'684'800'000;  ///< 2000-01-01T00:00:00Z
inline constexpr TimeMs latest_time_ms = 4'102'444'799'999;  ///< the last of 2099

/// Calendar day as days since 1970-01-01, in the candidate's own time zone at the moment of the event.
using Day = std::int32_t;

/// A moment as the candidate lives it. The engine never asks a clock; whoever calls it brings `Now`.
struct Now {
    TimeMs ms = 0;
    Day day = 0;
};

inline constexpr TimeMs ms_per_day = 86'400'000;

/// The day of a moment where clocks are `utc_offset_ms` ahead of UTC.
[[nodiscard]] Day day_at(TimeMs ms, TimeMs utc_offset_ms);

/// Reads RFC 3339 (`2026-12-01T09:00:00Z`, offset allowed; the day is the one written, not the UTC one)
/// or a bare date (`2026-12-01`, midnight UTC). Absent when malformed or outside 2000 to 2100.
[[nodiscard]] std::optional<Now> parse_time(std::string_view text);
[[nodiscard]] std::optional<Day> parse_day(std::string_view text);

[[nodiscard]] std::string format_time(TimeMs ms);  ///< `2026-12-01T09:00:00Z`
[[nodiscard]] std::string format_day(Day day);     ///< `2026-12-01`
[[nodiscard]] std::string long_date(Day day);      ///< `Saturday 9 January 2027`
[[nodiscard]] std::string short_date(Day day);     ///< `9 Jan`
[[nodiscard]] std::string weekday(Day day);        ///< `Mon`

}  // namespace collimate
