#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cohort/store.hpp"
#include "engine/model/statistic.hpp"

namespace collimate::cohort {

/// First attempts of one credential that an accreditor's rule counts.
struct PassRate {
    std::string credential;  ///< exam code; empty: all pooled
    Day from = 0;            ///< first day of the period
    Day to = 0;              ///< its last
    int attempts = 0;
    int passed = 0;
    Statistic rate;                   ///< Wilson's limits
    std::optional<double> benchmark;  ///< share asked for; absent where the accreditor publishes none
    std::optional<double> margin;     ///< rate less benchmark
};

/// Whom a rate of a sonography programme is divided by; the programme chooses, and the page says which.
enum class Denominator { attempted, completed, enrolled };
[[nodiscard]] std::string_view name_of(Denominator denominator);

/// Radiography and its like: first attempts within six months of completion, of those who completed in a calendar
/// year, and the five years to that one pooled (JRCERT Standards 2021, objective 6.2).
struct FiveYears {
    std::vector<PassRate> years;  ///< oldest first; those without an attempt too
    PassRate pooled;
    int not_counted = 0;  ///< outcomes left out: a later attempt, later than six months, or no day of completion
    std::vector<std::string> why_not;  ///< in words, with their number
};

/// `year`: the last of the five. `credential` empty: every ARRT credential.
[[nodiscard]] FiveYears five_years(const Roll& roll, const std::string& credential, int year);

/// Sonography: per credential, over those the programme chose, who completed in `year`.
[[nodiscard]] std::vector<PassRate> by_credential(const Roll& roll, Denominator denominator, int year);

}  // namespace collimate::cohort
