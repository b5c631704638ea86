#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/item/item.hpp"

namespace collimate {

/// Words for search: letters and digits folded to lower case, single letters left out.
[[nodiscard]] std::vector<std::string> search_words(std::string_view text);

/// Word and its packed postings, in order of word.
using PackedWords = std::vector<std::pair<std::string, std::string>>;

/// Gathers the words of items, each with what it counts by where it stands. Items come in order of their ordinals.
class WordIndex {
public:
    explicit WordIndex(const std::vector<LearningPoint>& points);
    void add(const Item& item, std::int64_t ordinal);
    [[nodiscard]] PackedWords packed() &&;

private:
    struct Entry {
        std::string places;
        std::int64_t last = 0;  ///< ordinal of the newest posting
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>{}(word); }
    };
    void note(std::string_view text, int weight);
    void note_word(std::string_view word, int weight);

    std::unordered_map<std::string_view, const LearningPoint*> points_;
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> numbers_;  ///< of words, into entries_
    std::vector<Entry> entries_;
    std::vector<std::pair<std::size_t, int>> noted_;  ///< words of the item at hand, with their weights
};

struct Posting {
    std::int64_t ordinal = 0;
    int weight = 0;
};

/// Stops at the first byte that makes no sense, or at an ordinal not below `items`.
[[nodiscard]] std::vector<Posting> unpack_postings(std::string_view packed, std::int64_t items);

}  // namespace collimate
