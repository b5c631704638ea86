#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/response_matrix.hpp"
#include "engine/model/statistic.hpp"

namespace collimate {

/// The classes of the Educational Testing Service (Zieky 1993): negligible, moderate, large.
enum class DifClass { negligible, moderate, large };

/// Whether an item is harder for one group than for equally able candidates of the other.
struct ItemDif {
    std::size_t reference_n = 0;
    std::size_t focal_n = 0;
    /// Mantel and Haenszel's common odds ratio as -2.35 ln alpha; below 0 the item is harder for the focal group.
    /// Limits by the variance of Robins, Breslow and Greenland 1986.
    Statistic delta;
    double chi_square = 0.0;  ///< of Mantel and Haenszel 1959, less 0.5 for continuity where it is that large
    /// A unless |delta| is 1 or more and differs from 0 at 5 %; C where it is 1.5 or more and above 1 at 5 %, one-sided.
    DifClass klass = DifClass::negligible;
};

enum class DifGroup : std::uint8_t { neither, reference, focal };

/// Candidates are matched on the raw score where all met the same items, else in tenths by ability. One element a
/// candidate in `groups`. `delta` is withheld where a group has fewer than `least_per_group`.
[[nodiscard]] std::vector<ItemDif> mantel_haenszel(const ResponseMatrix& matrix, std::span<const DifGroup> groups);

}  // namespace collimate
