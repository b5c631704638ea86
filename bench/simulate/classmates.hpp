#pragma once

#include <cstdint>
#include <vector>

#include "bench/simulate/study.hpp"
#include "engine/model/ability.hpp"

namespace collimate::simulate {

/// What a bank says of its questions, one label a question: as its authors wrote them.
[[nodiscard]] std::vector<DifficultyLabel> authored_labels(const World& world);

/// The same after so many earlier candidates of the family, half of them weaker, have studied with the bank until their
/// exam and their first answers were calibrated as a class's are.
[[nodiscard]] std::vector<DifficultyLabel> calibrated_labels(const World& world, Family family, Scale scale,
                                                             int classmates, std::uint64_t seed);

}  // namespace collimate::simulate
