#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bench/simulate/study.hpp"
#include "engine/model/ability.hpp"

namespace collimate::simulate {

/// One candidate: who, in which world, and all that happened.
struct Person {
    Family family = Family::traces;
    std::size_t world = 0;
    bool weaker = false;  ///< of the half that stands below what the model is told
    Habit habit;
    Life life;
};

struct Cohort {
    std::vector<World> worlds;
    std::vector<Scale> scales;                         ///< by world
    std::vector<std::vector<DifficultyLabel>> labels;  ///< by world and question of its bank
    std::vector<std::vector<double>> national;         ///< by world and leaf: first-time candidates' chance to be right
    std::vector<Person> people;
};

/// The weaker half starts this many SD of first-time candidates below them.
inline constexpr double weaker_by = 1.0;

/// What a cohort is made of. Equal values give equal cohorts.
struct Recruitment {
    std::vector<Family> families;
    int people_each = 250;
    int worlds_each = 8;
    int bank_size = 1000;
    int classmates = 0;       ///< whose answers the bank's difficulties are calibrated on; 0: as authored
    std::vector<int> counts;  ///< answers at which to look
    std::uint64_t seed = 1;
};

[[nodiscard]] Cohort recruit(const Recruitment& recruitment);

}  // namespace collimate::simulate
