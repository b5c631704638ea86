#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/model/ability_groups.hpp"
#include "engine/model/item_analysis.hpp"

namespace collimate {

/// Some of those who met an item: how many, by ability class, and their rest scores.
struct ScoreTally {
    std::size_t n = 0;
    std::array<std::size_t, AbilityGroups::most_classes> by_class{};
    std::size_t with_rest = 0;  ///< those who met another item
    double rest_sum = 0.0;
};

struct ItemTally {
    ScoreTally all;
    ScoreTally right;
    double rest_squares = 0.0;        ///< of all
    std::vector<ScoreTally> options;  ///< one an option, then those who chose none
};

struct MatrixTally {
    std::vector<ItemTally> items;
    std::vector<double> ability;  ///< per candidate: mean of response less facility
    AbilityGroups groups;
};

/// What item analysis counts. A complete matrix is counted in words of 64 candidates, any other one by one; rest scores
/// are raw in the first case and those of `ItemAnalysis` in the second, which differ by scale and origin alone.
[[nodiscard]] MatrixTally tally(const ResponseMatrix& matrix, std::span<const ItemOptions> options);

}  // namespace collimate
