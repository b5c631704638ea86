#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "bench/simulate/learner.hpp"

namespace collimate::simulate {

/// How someone studies.
struct Habit {
    int days = 60;
    int minutes_a_day = 45;
    double answers_a_minute = 0.65;
    double missed = 0.1;    ///< share of days without study
    bool due_first = true;  ///< reviews that have come due, then new questions; else new ones, then the longest unseen
    double mood = 0.0;      ///< how far attention sways from day to day
    bool pauses = false;    ///< a week off in the middle
    bool crams = false;     ///< double in the last ten days
};

/// Habits as various as people; `Family::moods` has the unruly ones.
[[nodiscard]] Habit draw_habit(Family family, std::uint64_t seed);

struct GivenAnswer {
    int day = 0;
    int item = 0;
    bool first = false;  ///< never seen before
    bool right = false;
};

/// The mind's true state at one moment, and one form sat in it.
struct Truth {
    std::vector<double> leaf;  ///< chance to be right on an exam question, by leaf
    double raw = 0.0;          ///< the same of a whole form
    double form = 0.0;         ///< proportion right on one form drawn from the pool
};

struct Checkpoint {
    int answers = 0;  ///< given so far
    int day = 0;
    Truth truth;
    std::vector<double> bank_right;  ///< expected right answers, by leaf, were all of the bank asked as new
};

struct Life {
    std::vector<GivenAnswer> answers;
    std::vector<Checkpoint> checkpoints;
    Truth exam;  ///< on exam day
};

/// Lives through the days up to the exam. `counts` rises; a checkpoint that the days do not reach is left out.
[[nodiscard]] Life live(const World& world, Learner& learner, const Habit& habit, std::span<const int> counts,
                        std::uint64_t seed);

[[nodiscard]] Truth truth_of(const World& world, const Learner& learner, std::uint64_t seed);

/// Scale at which first-time candidates of the family differ and learn as `anchor_of` says; the world's ease is set on
/// the way. Needs a world of 1,000 questions.
[[nodiscard]] Scale anchored(Family family, World world);

/// Sets the world's ease so that first-time candidates pass at the published rate, then has authors label the bank.
void settle(World& world, Family family, Scale scale, LabelError error, std::uint64_t seed);

/// Chance of first-time candidates to be right on the questions of each leaf, from the pool; what leaf truths are
/// compared with.
[[nodiscard]] std::vector<double> national_by_leaf(const World& world, Family family, Scale scale, std::uint64_t seed);

}  // namespace collimate::simulate
