#pragma once

#include <cstdint>
#include <vector>

#include "bench/simulate/learner.hpp"

namespace collimate::simulate {

/// What one answer to each question of the bank would add to the proportion right on exam day, for someone who sees the
/// learner's mind but not its luck: a twin answers, reads, and sleeps until the exam; the mean of a few twins.
/// `fresh`: of each question, that it is new or drawn anew.
[[nodiscard]] std::vector<double> exam_gains(const World& world, const Learner& learner, const std::vector<bool>& fresh,
                                             int nights, std::uint64_t seed);

}  // namespace collimate::simulate
