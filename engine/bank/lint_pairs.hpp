#pragma once

#include <string>
#include <vector>

namespace collimate {

/// Two texts of a list, by index, and how alike they are.
struct SimilarPair {
    std::size_t first = 0;
    std::size_t second = 0;
    double cosine = 0.0;
};

enum class Weighing { even, by_rarity };

/// All pairs whose bags of features have a cosine of at least `threshold` (> 0), each feature counted once in a text;
/// by rarity: weighted by the inverse document frequency. Sorted. An inverted index over the rarest features alone
/// finds the candidates: Bayardo, Ma, Srikant, Scaling up all pairs similarity search, WWW 2007, section 4.
[[nodiscard]] std::vector<SimilarPair> similar_pairs(const std::vector<std::vector<std::string>>& features,
                                                     double threshold, Weighing weighing = Weighing::even);

}  // namespace collimate
