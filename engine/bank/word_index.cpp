#include "engine/bank/word_index.hpp"

#include <algorithm>

#include "engine/item/markup.hpp"

namespace collimate {
namespace {

constexpr std::size_t longest_word = 40;

bool word_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80;
}

/// Bytes of characters above ASCII that separate words: no-break space, dashes, minus, dot, times, quotes.
bool separates(std::string_view rest, std::size_t& length) {
    for (const std::string_view mark : {"\u00a0", "·", "×", "÷", "±", "°", "\u2013", "\u2014", "\u2212", "’", "‘", "“", "”", "≥", "≤"}) {
        if (!rest.starts_with(mark)) continue;
        length = mark.size();
        return true;
    }
    return false;
}

void put_varint(std::string& bytes, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes += static_cast<char>((value & 0x7f) | 0x80);
    bytes += static_cast<char>(value);
}

/// False at the end or where no number of at most nine bytes stands.
bool take_varint(std::string_view& bytes, std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 63 && !bytes.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes[0]);
        bytes.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80) return true;
    }
    return false;
}

void add_words(WeightedWords& words, std::string_view text, int weight) {
    const bool has_marks = text.find_first_of("*~^:") != std::string_view::npos;
    for (std::string& word : search_words(has_marks ? plain(text) : std::string(text)))
        words.push_back({std::move(word), weight});
}

}  // namespace

std::vector<std::string> search_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&] {
        const bool digit = !word.empty() && word[0] >= '0' && word[0] <= '9';
        if ((word.size() > 1 || digit) && word.size() <= longest_word) words.push_back(word);
        word.clear();
    };
    for (std::size_t i = 0; i < text.size();) {
        std::size_t length = 1;
        const bool above = static_cast<unsigned char>(text[i]) >= 0x80;
        if (!word_byte(text[i]) || (above && separates(text.substr(i), length))) {
            end_word();
            i += length;
            continue;
        }
        word += text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
        ++i;
    }
    end_word();
    return words;
}

WeightedWords weighted_words(const Item& item, const std::unordered_map<std::string_view, const LearningPoint*>& points) {
    WeightedWords words;
    add_words(words, item.stem, 8);
    for (const std::string& id : item.points) {
        add_words(words, id, 6);
        const auto found = points.find(id);
        if (found != points.end()) add_words(words, found->second->text, 6);
    }
    for (const Option& option : item.options) {
        add_words(words, option.text, 4);
        add_words(words, option.error, 2);
        add_words(words, option.why, 2);
    }
    add_words(words, item.principle, 4);
    words.push_back({item.id, 20});
    // Each word once, at its best weight.
    std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first < b.first : a.second > b.second;
    });
    words.erase(std::unique(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.first == b.first; }),
                words.end());
    return words;
}

void append_posting(std::string& packed, std::int64_t& last_ordinal, Posting posting) {
    put_varint(packed, static_cast<std::uint64_t>(posting.ordinal - last_ordinal));
    put_varint(packed, static_cast<std::uint64_t>(posting.weight));
    last_ordinal = posting.ordinal;
}

std::vector<Posting> unpack_postings(std::string_view packed, std::int64_t items) {
    std::vector<Posting> postings;
    std::int64_t ordinal = 0;
    std::uint64_t step = 0;
    std::uint64_t weight = 0;
    while (take_varint(packed, step) && take_varint(packed, weight)) {
        if (step >= static_cast<std::uint64_t>(items - ordinal)) break;
        ordinal += static_cast<std::int64_t>(step);
        postings.push_back({.ordinal = ordinal, .weight = static_cast<int>(std::min<std::uint64_t>(weight, 100))});
    }
    return postings;
}

}  // namespace collimate
