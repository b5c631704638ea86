#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace collimate {

/// Candidates ranked by score and cut into the groups that item analysis compares: thirds, and the outer 27 %
/// (Kelley 1939). A group takes its exact share: candidates tied at a cut count with the part of them that it needs, so
/// that nothing hangs on their order. They are sorted into up to nine classes; a group is a weight on each.
struct AbilityGroups {
    static constexpr std::size_t most_classes = 9;
    std::vector<std::uint8_t> class_of;  ///< of a candidate, ascending with the score
    std::size_t classes = 0;
    std::vector<double> lower_27, upper_27, lower_third, upper_third;  ///< weight of a class
};

/// At least one score.
[[nodiscard]] AbilityGroups ability_groups(std::span<const double> scores);

}  // namespace collimate
