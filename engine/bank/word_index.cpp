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
    for (const std::string_view mark :
         {"\u00a0", "·", "×", "÷", "±", "°", "\u2013", "\u2014", "\u2212", "’", "‘", "“", "”", "≥", "≤"}) {
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

/// Calls `visit` with each word, in lower case.
template <class Visit>
void each_word(std::string_view text, Visit visit) {
    std::string word;
    const auto end_word = [&] {
        const bool digit = !word.empty() && word[0] >= '0' && word[0] <= '9';
        if ((word.size() > 1 || digit) && word.size() <= longest_word) visit(std::string_view(word));
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
}

}  // namespace

std::vector<std::string> search_words(std::string_view text) {
    std::vector<std::string> words;
    each_word(text, [&](std::string_view word) { words.emplace_back(word); });
    return words;
}

WordIndex::WordIndex(const std::vector<LearningPoint>& points) {
    for (const LearningPoint& point : points) points_[point.id] = &point;
}

void WordIndex::note_word(std::string_view word, int weight) {
    auto found = numbers_.find(word);
    if (found == numbers_.end()) {
        found = numbers_.emplace(std::string(word), entries_.size()).first;
        entries_.emplace_back();
    }
    noted_.emplace_back(found->second, weight);
}

void WordIndex::note(std::string_view text, int weight) {
    const auto visit = [&](std::string_view word) { note_word(word, weight); };
    const bool has_marks = text.find_first_of("*~^:") != std::string_view::npos;
    if (has_marks)
        each_word(plain(text), visit);
    else
        each_word(text, visit);
}

void WordIndex::add(const Item& item, std::int64_t ordinal) {
    noted_.clear();
    note(item.stem, 8);
    for (const std::string& id : item.points) {
        note(id, 6);
        const auto found = points_.find(id);
        if (found != points_.end()) note(found->second->text, 6);
    }
    for (const Option& option : item.options) {
        note(option.text, 4);
        note(option.error, 2);
        note(option.why, 2);
    }
    note(item.principle, 4);
    note_word(item.id, 20);
    std::sort(noted_.begin(), noted_.end(), std::greater<>{});  // of one word the best weight first
    for (std::size_t i = 0; i < noted_.size(); ++i) {
        const auto [number, weight] = noted_[i];
        if (i > 0 && noted_[i - 1].first == number) continue;
        Entry& entry = entries_[number];
        put_varint(entry.places, static_cast<std::uint64_t>(ordinal - entry.last));
        put_varint(entry.places, static_cast<std::uint64_t>(weight));
        entry.last = ordinal;
    }
}

PackedWords WordIndex::packed() && {
    PackedWords words;
    words.reserve(numbers_.size());
    for (const auto& [word, number] : numbers_) words.emplace_back(word, std::move(entries_[number].places));
    std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return words;
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
