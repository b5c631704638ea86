#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cohort/store.hpp"
#include "engine/model/statistic.hpp"

namespace collimate::cohort {

/// Attempts of one credential that an accreditor's rule counts.
struct PassRate {
    std::string credential;  ///< exam code; empty: all pooled
    Day from = 0;            ///< first day of the period
    Day to = 0;              ///< its last
    int attempts = 0;        ///< what is divided by: first attempts; of sonography candidates, by the denominator
    int passed = 0;
    Statistic rate;                   ///< Wilson's limits
    std::optional<double> benchmark;  ///< share asked for; absent where the accreditor publishes none
    std::optional<double> margin;     ///< rate less benchmark
};

/// Whom a rate of a sonography programme is divided by; the programme chooses, and the page says which.
enum class Denominator { attempted, completed, enrolled };
[[nodiscard]] std::string_view name_of(Denominator denominator);

/// Radiography and its like: first attempts within six months of completion, of those who completed in a calendar
/// year, and the five years to that one pooled. Graduates who pass at the first attempt, of those who take the exam
/// within six months of graduation (JRCERT, Program Effectiveness Data, jrcert.org, read 2026); the pooled rate is to
/// be not less than 75 % (JRCERT Standards 2021, objective 6.1, read as programs publish it).
struct FiveYears {
    std::vector<PassRate> years;  ///< oldest first; those without an attempt too
    PassRate pooled;              ///< against 75 %
    int not_counted = 0;  ///< outcomes left out: a later attempt, later than six months, or no day of completion
    std::vector<std::string> why_not;  ///< in words, with their number
};

/// `year`: the last of the five. `credential` empty: every ARRT credential.
[[nodiscard]] FiveYears five_years(const Roll& roll, const std::string& credential, int year);

/// Sonography: per credential those who passed within a year of completion, at whatever attempt, over those the
/// programme chose, who completed in `year`. Of those who attempted it the accreditor expects 60 % overall (JRC-DMS,
/// Standards Interpretive Guide 2025, read through pages about it, not seen itself); for the other denominators it
/// publishes nothing, and the benchmark is absent.
[[nodiscard]] std::vector<PassRate> by_credential(const Roll& roll, Denominator denominator, int year);

/// What a page says below the table: rule, source and year.
inline constexpr std::string_view five_years_rule =
    "Counted are first attempts within six months of completion, by the calendar year of completion. JRCERT expects a "
    "five-year average of not less than 75 % (Standards 2021, objective 6.1; definition on jrcert.org, read in 2026).";
inline constexpr std::string_view by_credential_rule =
    "Counted are candidates who passed within a year of completion, at any attempt. Of those who attempt, JRC-DMS is "
    "reported to expect 60 % overall (Standards Interpretive Guide 2025, read at second hand; check it). For the other "
    "denominators no benchmark is known.";

}  // namespace collimate::cohort
