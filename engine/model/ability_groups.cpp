#include "engine/model/ability_groups.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace collimate {
namespace {

/// The score at the edge of the lowest `size` candidates; `scores` is rearranged.
double score_at(std::vector<double>& scores, double size) {
    const auto last = static_cast<double>(scores.size() - 1);
    const auto rank = static_cast<std::ptrdiff_t>(std::clamp(std::ceil(size) - 1.0, 0.0, last));
    std::nth_element(scores.begin(), scores.begin() + rank, scores.end());
    return scores[static_cast<std::size_t>(rank)];
}

/// Weights that take exactly `size` candidates from the first class on.
std::vector<double> weights_from_below(const std::vector<double>& sizes, double size) {
    std::vector<double> weights(sizes.size(), 0.0);
    for (std::size_t c = 0; c < sizes.size() && size > 0.0; ++c) {
        if (sizes[c] > 0.0) weights[c] = std::min(1.0, size / sizes[c]);
        size -= sizes[c];
    }
    return weights;
}

std::vector<double> weights_from_above(std::vector<double> sizes, double size) {
    std::reverse(sizes.begin(), sizes.end());
    std::vector<double> weights = weights_from_below(sizes, size);
    std::reverse(weights.begin(), weights.end());
    return weights;
}

}  // namespace

AbilityGroups ability_groups(std::span<const double> scores) {
    const auto n = static_cast<double>(scores.size());
    std::vector<double> work(scores.begin(), scores.end());
    // Just inside the group counted from above, the cut is the score of its lowest member.
    const std::set<double> cuts = {score_at(work, 0.27 * n), score_at(work, n / 3.0),
                                   score_at(work, std::floor(n - n / 3.0) + 1.0),
                                   score_at(work, std::floor(n - 0.27 * n) + 1.0)};

    AbilityGroups groups{.class_of = std::vector<std::uint8_t>(scores.size()), .classes = 2 * cuts.size() + 1};
    std::vector<double> sizes(groups.classes, 0.0);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        std::size_t own = 0;
        for (const double cut : cuts) own += (scores[i] >= cut ? 1U : 0U) + (scores[i] > cut ? 1U : 0U);
        groups.class_of[i] = static_cast<std::uint8_t>(own);
        sizes[own] += 1.0;
    }
    groups.lower_27 = weights_from_below(sizes, 0.27 * n);
    groups.lower_third = weights_from_below(sizes, n / 3.0);
    groups.upper_27 = weights_from_above(sizes, 0.27 * n);
    groups.upper_third = weights_from_above(sizes, n / 3.0);
    return groups;
}

}  // namespace collimate
