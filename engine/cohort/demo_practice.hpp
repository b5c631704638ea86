#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/cohort/made_up_learner.hpp"
#include "engine/record/package.hpp"

namespace collimate::cohort {

inline constexpr int demonstration_weeks = 8;

/// How a made-up candidate spends the weeks.
struct DemoHabits {
    MadeUpCharacter character;
    int sessions_a_week = 4;
    int questions = 12;               ///< a session, on average
    int weeks = demonstration_weeks;  ///< then nothing more comes
    std::vector<int> mock_days;       ///< counted from the first day
    double dutiful = 1.0;             ///< share of the assigned questions that are done
};

/// What all have in common.
struct DemoCourse {
    const Bank* bank = nullptr;
    std::span<const MadeUpItem> items;  ///< what practice and mock exams draw from
    std::vector<std::string> assigned;  ///< ids, asked first from that day on
    Day first_day = 0;
    Day assigned_day = 0;
    TimeMs midnight_ms = 0;  ///< of the first day
    std::string code;
};

/// One result package for each week in which the candidate did something, signed and chained as a device would.
[[nodiscard]] std::vector<Package> demo_packages(const DemoCourse& course, const DemoHabits& habits,
                                                 const CandidateId& candidate, std::uint64_t seed);

}  // namespace collimate::cohort
