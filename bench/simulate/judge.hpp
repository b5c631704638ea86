#pragma once

#include <array>
#include <span>
#include <vector>

#include "bench/simulate/cohort.hpp"
#include "engine/model/forecast.hpp"

namespace collimate::simulate {

/// What the model said, beside what was true.
struct Statement {
    double p_pass = 0.0;
    bool passed = false;
    double raw = 0.0;       ///< expected proportion right
    double raw_sd = 0.0;    ///< of one form
    double true_raw = 0.0;  ///< the mind's own expectation
    double form = 0.0;      ///< proportion right on the form sat
};

/// Questions that draw a leaf's share right toward the share right of all.
inline constexpr std::array<double, 6> bank_shrinkages = {0.0, 2.0, 4.0, 8.0, 16.0, 32.0};

/// Ways to order the leaves by what they cost, and how many of the first five are among the true five.
struct Precision {
    double model = 0.0;
    double weight = 0.0;          ///< blueprint weight alone
    double raw_percent = 0.0;     ///< lowest share right, unanswered leaves last
    double shrunk_percent = 0.0;  ///< weight * (1 - share right shrunk to the whole by ten answers)
    /// weight * (1 - true share right on all of the bank), by how it is shrunk: more than any answers to it can tell
    std::array<double, bank_shrinkages.size()> whole_bank{};
};

/// The list 'weaker than the rest of you': how many leaves it names, and how many of them are below the candidate's own
/// mean against first-time candidates. Beside it as many leaves of lowest raw percent.
struct WeakerList {
    int named = 0;
    int truly = 0;
    int by_raw_percent = 0;
};

/// All that is said after some number of answers.
struct Look {
    Statement today;
    Statement exam_day;
    Precision at_five;
    WeakerList weaker;
    double first_percent = 0.0;  ///< share right of first exposures so far
    double all_percent = 0.0;    ///< share right of all answers so far
    bool used_up = false;        ///< no unused question is left in the bank
};

/// One person as the model sees them; one look a checkpoint, in the cohort's order of counts.
[[nodiscard]] std::vector<Look> judge(const Cohort& cohort, const Person& person);

/// `labels`: of the questions of its bank.
[[nodiscard]] ExamFrame frame_of(const World& world, std::span<const DifficultyLabel> labels);

}  // namespace collimate::simulate
