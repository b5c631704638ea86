#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/item/item.hpp"

namespace collimate {

/// Words for search: letters and digits folded to lower case, single letters left out, an item id kept whole.
[[nodiscard]] std::vector<std::string> search_words(std::string_view text);

using WeightedWords = std::vector<std::pair<std::string, int>>;

/// The words of an item, sorted, each with what it counts by where it stands.
[[nodiscard]] WeightedWords weighted_words(const Item& item,
                                           const std::unordered_map<std::string_view, const LearningPoint*>& points);

struct Posting {
    std::int64_t ordinal = 0;
    int weight = 0;
};

/// Postings packed as the `word` table holds them; ordinals must rise.
void append_posting(std::string& packed, std::int64_t& last_ordinal, Posting posting);

/// Stops at the first byte that makes no sense, or at an ordinal not below `items`.
[[nodiscard]] std::vector<Posting> unpack_postings(std::string_view packed, std::int64_t items);

}  // namespace collimate
