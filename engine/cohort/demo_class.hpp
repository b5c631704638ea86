#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/bank/bank.hpp"
#include "engine/base/calendar.hpp"
#include "engine/cohort/store.hpp"

namespace collimate::cohort {

inline constexpr std::string_view demonstration_name = "Demonstration class (made up)";
inline constexpr std::string_view demonstration_code = "DEMO";
inline constexpr std::string_view demonstration_exam = "CT midterm (made up)";
inline constexpr int demonstration_candidates = 24;

/// The class that was made, and what is hidden in it for an instructor to find.
struct Demonstration {
    ProgrammeId programme;
    CohortId cohort;
    CandidateId weak;      ///< studies a lot, and is weak in physics and artifacts
    CandidateId idle;      ///< rushed through questions and stopped weeks ago
    std::string miskeyed;  ///< question of the instructor's exam that was scored by a wrong key
    std::string true_key;  ///< its right option as the answer sheet writes it
    std::string told_key;  ///< the one it was scored by
};

/// Fills an empty store with a made-up class, to try the pages of a class on: 24 candidates with made-up names in two
/// groups, who practiced computed tomography for eight weeks up to yesterday and sat two mock exams each; an
/// instructor's exam of 40 questions, one of them scored by a wrong key; an assignment; and first attempts of the five
/// years before. It comes in as results do, in signed result packages and an answer sheet. `ct`: the bank of arrt-ct.
/// The same bank, day and seed give the same class. Throws Refused where the store holds anything already, or for
/// another bank.
Demonstration make_demonstration(Store& store, const Bank& ct, Now now, std::uint64_t seed);

}  // namespace collimate::cohort
