#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/calendar.hpp"
#include "engine/exam/outline.hpp"

namespace collimate {

inline constexpr std::string_view nbsp = "\u00A0";  ///< a space that no line ends at
inline constexpr std::int64_t ms_per_minute = 60'000;
inline constexpr double full_color = 0.25;  ///< share right from the cut at which an area's color is at its end
inline constexpr std::string_view number_field = "Your number";

[[nodiscard]] std::string_view registry_name(Registry registry);  ///< "ARRT", "ARDMS"

/// "ARRT Computed Tomography".
[[nodiscard]] std::string exam_name(const Outline& outline);

/// "165 q, 3 h 15"; what is not published is left out, and "length not published" where nothing is.
[[nodiscard]] std::string exam_length(const Outline& outline);

/// How sure we are of the outline's figures, in a sentence for candidates.
[[nodiscard]] std::string outline_sureness(OutlineConfidence confidence);
[[nodiscard]] std::string outline_age(const Outline& outline);  ///< "Outline of September 2026."

[[nodiscard]] std::string thousands(std::int64_t value);  ///< "1,240"
[[nodiscard]] std::string counted(std::int64_t count, std::string_view one,
                                  std::string_view many);  ///< "1 day", "1,240 answers"
/// 1,483 becomes 1,500: two figures are all a plan is worth.
[[nodiscard]] std::int64_t roughly(double value);
[[nodiscard]] std::string percent(double share);            ///< "80 %", the space unbreakable
[[nodiscard]] std::string unbroken(std::string text);       ///< each figure of it kept on a line with its percent sign
[[nodiscard]] std::string one_decimal(double value);        ///< "2.4"
[[nodiscard]] std::string hours_and_minutes(int minutes);   ///< "3 h 15", "3 h", "45 min"
[[nodiscard]] std::string file_size(std::uintmax_t bytes);  ///< "1.8 MB"

[[nodiscard]] std::string date_words(Day day);           ///< "Sat 9 January 2027"
[[nodiscard]] std::string day_words(Day day);            ///< "Sunday 22 November"
[[nodiscard]] std::string clock_words(TimeMs local_ms);  ///< "09:41", of a time already shifted to the candidate's zone

/// From one line of a scale's axis to the next: ARDMS counts to 700, ARRT to 99.
[[nodiscard]] double axis_step(const Outline& outline);

[[nodiscard]] std::string capitalized(std::string words);  ///< the first letter large
[[nodiscard]] bool has_letter(std::string_view letters, char letter);

/// "48 days from today", "today", "tomorrow", "12 days ago".
[[nodiscard]] std::string distance_words(Day day, Day today);

}  // namespace collimate
