#include "engine/model/item_tally.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <numeric>

#include "engine/base/parallel.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace collimate {
namespace {

int options_of(std::span<const ItemOptions> options, std::size_t item) {
    return options.empty() ? 0 : options[item].options;
}

// ---- Complete matrices: planes of bits ----------------------------------------------------------------------------
// Bit i of word w of a plane belongs to candidate 64 w + i. A set of candidates is a plane; a number per candidate, the
// raw score, is one plane a binary digit, so a sum of scores over a set is a few counts of bits.

using Word = std::uint64_t;
constexpr std::size_t word_bits = 64;
static_assert(std::endian::native == std::endian::little, "pack() takes byte 0 of a word for the lowest");
static_assert(sizeof(ResponseCell) == 1);

/// Bit `bit` of each of 64 bytes.
Word pack(const unsigned char* bytes, int bit) {
    Word packed = 0;
#ifdef __SSE2__
    for (int part = 0; part < 4; ++part) {
        const __m128i sixteen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + 16 * part));
        const int highest = _mm_movemask_epi8(_mm_slli_epi64(sixteen, 7 - bit));
        packed |= static_cast<Word>(static_cast<unsigned>(highest)) << (16 * part);
    }
#else
    // The product moves the lowest bit of byte i to bit 56 + i.
    for (int part = 0; part < 8; ++part) {
        Word eight = 0;
        std::memcpy(&eight, bytes + 8 * part, sizeof eight);
        packed |= (((eight >> bit) & 0x0101010101010101U) * 0x0102040810204080U >> 56) << (8 * part);
    }
#endif
    return packed;
}

/// Planes of bits `first` to `first + planes.size() / words - 1` of the bytes; zero beyond them.
void pack_planes(std::span<const unsigned char> bytes, int first, std::size_t words, std::span<Word> planes) {
    std::array<unsigned char, word_bits> last{};
    for (std::size_t w = 0; w < words; ++w) {
        const unsigned char* from = bytes.data() + w * word_bits;
        if ((w + 1) * word_bits > bytes.size()) {
            std::copy(from, bytes.data() + bytes.size(), last.begin());
            from = last.data();
        }
        for (std::size_t plane = 0; plane * words < planes.size(); ++plane)
            planes[plane * words + w] = pack(from, first + static_cast<int>(plane));
    }
}

std::span<const unsigned char> bytes_of(const ResponseMatrix& matrix, std::size_t item) {
    const std::span<const ResponseCell> cells = matrix.column(item).cells;
    return {reinterpret_cast<const unsigned char*>(cells.data()), cells.size()};
}

// Counting bits is one instruction on every x86-64 since 2008, but not in the baseline that Debian builds for.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define COLLIMATE_COUNTS_BITS [[gnu::target_clones("popcnt", "default")]]
#else
#define COLLIMATE_COUNTS_BITS
#endif

COLLIMATE_COUNTS_BITS std::size_t count_bits(const Word* plane, std::size_t words) {
    std::size_t count = 0;
    for (std::size_t w = 0; w < words; ++w) count += static_cast<std::size_t>(std::popcount(plane[w]));
    return count;
}

/// Of `set` with each of `count` planes, which lie one after the other.
COLLIMATE_COUNTS_BITS void count_common(const Word* set, const Word* planes, std::size_t count, std::size_t words,
                                        std::size_t* counts) {
    for (std::size_t plane = 0; plane < count; ++plane) {
        const Word* other = planes + plane * words;
        std::size_t even = 0;
        std::size_t odd = 0;
        std::size_t w = 0;
        for (; w + 1 < words; w += 2) {
            even += static_cast<std::size_t>(std::popcount(set[w] & other[w]));
            odd += static_cast<std::size_t>(std::popcount(set[w + 1] & other[w + 1]));
        }
        if (w < words) even += static_cast<std::size_t>(std::popcount(set[w] & other[w]));
        counts[plane] = even + odd;
    }
}

#undef COLLIMATE_COUNTS_BITS

/// Scores and classes of the candidates as planes: digits of the score, then the classes.
struct CandidatePlanes {
    std::size_t words = 0;
    std::size_t digits = 0;
    std::size_t classes = 0;
    std::vector<Word> planes;
};

class CompleteTally {
public:
    CompleteTally(const ResponseMatrix& matrix, std::span<const ItemOptions> options)
        : matrix_(matrix), options_(options), words_((matrix.candidates() + word_bits - 1) / word_bits) {}

    MatrixTally run() {
        add_scores();
        MatrixTally result{.items = std::vector<ItemTally>(matrix_.items()), .ability = abilities()};
        result.groups = ability_groups(result.ability);
        add_classes(result.groups);
        for (const std::uint16_t score : scores_) score_squares_ += static_cast<double>(score) * score;
        everybody_ = everybody();
        for_each_index(matrix_.items(), [&](std::size_t item) { result.items[item] = tally_item(item); });
        return result;
    }

private:
    /// Digits of the scores, by adding the items' planes as a ripple-carry adder would.
    void add_scores() {
        rights_.resize(matrix_.items() * words_);
        planes_.words = words_;
        planes_.digits = static_cast<std::size_t>(std::bit_width(matrix_.items()));
        planes_.planes.assign(planes_.digits * words_, 0);
        for_each_index(matrix_.items(), [&](std::size_t item) {
            pack_planes(bytes_of(matrix_, item), 0, words_, std::span(rights_).subspan(item * words_, words_));
        });
        constexpr std::size_t words_at_once = 64;
        for_each_index((words_ + words_at_once - 1) / words_at_once, [&](std::size_t block) {
            for (std::size_t item = 0; item < matrix_.items(); ++item)
                for (std::size_t w = block * words_at_once; w < std::min(words_, (block + 1) * words_at_once); ++w) {
                    Word carry = rights_[item * words_ + w];
                    for (std::size_t digit = w; carry != 0; digit += words_) {
                        const Word both = planes_.planes[digit] & carry;
                        planes_.planes[digit] ^= carry;
                        carry = both;
                    }
                }
        });
        scores_.resize(matrix_.candidates());
        for (std::size_t i = 0; i < scores_.size(); ++i)
            for (std::size_t digit = 0; digit < planes_.digits; ++digit)
                scores_[i] = static_cast<std::uint16_t>(
                    scores_[i] | (planes_.planes[digit * words_ + i / word_bits] >> i % word_bits & 1U) << digit);
    }

    std::vector<double> abilities() const {
        double all = 0.0;
        for (const std::uint16_t score : scores_) all += score;
        const double mean = all / static_cast<double>(scores_.size());
        std::vector<double> ability(scores_.size());
        for (std::size_t i = 0; i < scores_.size(); ++i)
            ability[i] = (scores_[i] - mean) / static_cast<double>(matrix_.items());
        return ability;
    }

    void add_classes(const AbilityGroups& groups) {
        planes_.classes = groups.classes;
        planes_.planes.resize((planes_.digits + planes_.classes) * words_, 0);
        for (std::size_t i = 0; i < scores_.size(); ++i)
            planes_.planes[(planes_.digits + groups.class_of[i]) * words_ + i / word_bits] |= Word{1} << i % word_bits;
    }

    /// `right` is the part of the set that got the item right: its own point is no part of the rest score.
    ScoreTally tally_set(const Word* set, std::size_t right) const {
        std::array<std::size_t, 16 + AbilityGroups::most_classes> counts{};
        count_common(set, planes_.planes.data(), planes_.digits + planes_.classes, words_, counts.data());
        ScoreTally tally;
        std::size_t score_sum = 0;
        for (std::size_t digit = 0; digit < planes_.digits; ++digit) score_sum += counts[digit] << digit;
        for (std::size_t c = 0; c < planes_.classes; ++c) {
            tally.by_class[c] = counts[planes_.digits + c];
            tally.n += tally.by_class[c];
        }
        tally.with_rest = matrix_.items() > 1 ? tally.n : 0;
        tally.rest_sum = static_cast<double>(score_sum - right);
        return tally;
    }

    ItemTally tally_item(std::size_t item) const {
        const Word* rights = rights_.data() + item * words_;
        const std::size_t right = count_bits(rights, words_);
        ItemTally result{.all = everybody_, .right = tally_set(rights, right)};
        result.all.rest_sum -= static_cast<double>(right);
        const double right_score_sum = result.right.rest_sum + static_cast<double>(right);
        result.rest_squares = score_squares_ - 2.0 * right_score_sum + static_cast<double>(right);
        if (const int options = options_of(options_, item); options > 0) tally_options(item, options, result);
        return result;
    }

    /// Their points for an item still among their rest scores.
    ScoreTally everybody() const {
        ScoreTally tally{.n = scores_.size(), .with_rest = matrix_.items() > 1 ? scores_.size() : 0};
        for (std::size_t c = 0; c < planes_.classes; ++c)
            tally.by_class[c] = count_bits(planes_.planes.data() + (planes_.digits + c) * words_, words_);
        tally.rest_sum = std::accumulate(scores_.begin(), scores_.end(), 0.0);
        return tally;
    }

    /// Options are numbered in as many bits as they take; who chose none has all of them set.
    void tally_options(std::size_t item, int options, ItemTally& result) const {
        const auto bits = static_cast<std::size_t>(std::bit_width(static_cast<unsigned>(options)));
        std::vector<Word> digits(bits * words_);
        pack_planes(bytes_of(matrix_, item), 1, words_, digits);
        const Word* rights = rights_.data() + item * words_;
        std::vector<Word> set(words_);
        for (int option = 0; option <= options; ++option) {
            const std::size_t code = option < options ? static_cast<std::size_t>(option) : (std::size_t{1} << bits) - 1;
            std::fill(set.begin(), set.end() - 1, ~Word{0});
            set.back() = last_word();
            for (std::size_t bit = 0; bit < bits; ++bit) {
                const Word unlike = (code >> bit & 1U) != 0 ? 0 : ~Word{0};
                const Word* digit = digits.data() + bit * words_;
                for (std::size_t w = 0; w < words_; ++w) set[w] &= digit[w] ^ unlike;
            }
            result.options.push_back(tally_option(set, std::span(rights, words_), result.right));
        }
    }

    /// Most often nobody chose none, and the right ones are those who chose the key: both need no second count.
    ScoreTally tally_option(std::span<const Word> set, std::span<const Word> rights, const ScoreTally& right) const {
        if (std::equal(set.begin(), set.end(), rights.begin())) return right;
        if (std::all_of(set.begin(), set.end(), [](Word word) { return word == 0; })) return {};
        std::size_t count = 0;
        count_common(set.data(), rights.data(), 1, words_, &count);
        return tally_set(set.data(), count);
    }

    Word last_word() const {
        const std::size_t used = scores_.size() % word_bits;
        return used == 0 ? ~Word{0} : (Word{1} << used) - 1;
    }

    const ResponseMatrix& matrix_;
    std::span<const ItemOptions> options_;
    std::size_t words_;
    std::vector<Word> rights_;
    std::vector<std::uint16_t> scores_;
    CandidatePlanes planes_;
    double score_squares_ = 0.0;
    ScoreTally everybody_;
};

// ---- Other matrices: one response after the other -----------------------------------------------------------------

std::vector<double> facilities(const ResponseMatrix& matrix) {
    std::vector<double> facility(matrix.items(), 0.0);
    for_each_index(matrix.items(), [&](std::size_t item) {
        const auto cells = matrix.column(item).cells;
        const auto right = std::count_if(cells.begin(), cells.end(), [](ResponseCell cell) { return cell.right(); });
        if (!cells.empty()) facility[item] = static_cast<double>(right) / static_cast<double>(cells.size());
    });
    return facility;
}

class SparseTally {
public:
    SparseTally(const ResponseMatrix& matrix, std::span<const ItemOptions> options)
        : matrix_(matrix),
          options_(options),
          facility_(facilities(matrix)),
          met_(matrix.candidates(), 0.0),
          surplus_(matrix.candidates(), 0.0) {}

    MatrixTally run() {
        for (std::size_t item = 0; item < matrix_.items(); ++item) {
            const ResponseColumn column = matrix_.column(item);
            for (std::size_t i = 0; i < column.cells.size(); ++i) {
                met_[column.candidate(i)] += 1.0;
                surplus_[column.candidate(i)] += (column.cells[i].right() ? 1.0 : 0.0) - facility_[item];
            }
        }
        MatrixTally result{.items = std::vector<ItemTally>(matrix_.items()), .ability = abilities()};
        result.groups = groups_of_those_who_answered(result.ability);
        for_each_index(matrix_.items(),
                       [&](std::size_t item) { result.items[item] = tally_item(item, result.groups); });
        return result;
    }

private:
    std::vector<double> abilities() const {
        std::vector<double> ability(met_.size(), 0.0);
        for (std::size_t i = 0; i < met_.size(); ++i)
            if (met_[i] > 0.0) ability[i] = surplus_[i] / met_[i];
        return ability;
    }

    AbilityGroups groups_of_those_who_answered(const std::vector<double>& ability) const {
        std::vector<double> scores;
        for (std::size_t i = 0; i < met_.size(); ++i)
            if (met_[i] > 0.0) scores.push_back(ability[i]);
        if (scores.empty()) return {};
        AbilityGroups groups = ability_groups(scores);
        std::vector<std::uint8_t> class_of(met_.size(), 0);
        std::size_t next = 0;
        for (std::size_t i = 0; i < met_.size(); ++i)
            if (met_[i] > 0.0) class_of[i] = groups.class_of[next++];
        groups.class_of = std::move(class_of);
        return groups;
    }

    ItemTally tally_item(std::size_t item, const AbilityGroups& groups) const {
        const ResponseColumn column = matrix_.column(item);
        const int options = options_of(options_, item);
        ItemTally result;
        if (options > 0) result.options.resize(static_cast<std::size_t>(options) + 1);
        std::array<ScoreTally, 2> by_right;
        for (std::size_t i = 0; i < column.cells.size(); ++i) {
            const ResponseCell cell = column.cells[i];
            const std::uint32_t candidate = column.candidate(i);
            const std::uint8_t own_class = groups.class_of[candidate];
            const bool has_rest = met_[candidate] > 1.0;
            double rest = 0.0;
            if (has_rest)
                rest = (surplus_[candidate] - (cell.right() ? 1.0 : 0.0) + facility_[item]) / (met_[candidate] - 1.0);
            result.rest_squares += rest * rest;
            add(by_right[cell.right() ? 1 : 0], own_class, has_rest, rest);
            if (options > 0)
                add(result.options[static_cast<std::size_t>(std::min(cell.slot(), options))], own_class, has_rest,
                    rest);
        }
        result.right = by_right[1];
        result.all = sum(by_right[0], by_right[1]);
        return result;
    }

    static void add(ScoreTally& tally, std::uint8_t own_class, bool has_rest, double rest) {
        ++tally.n;
        ++tally.by_class[own_class];
        tally.with_rest += has_rest ? 1 : 0;
        tally.rest_sum += rest;
    }

    static ScoreTally sum(ScoreTally a, const ScoreTally& b) {
        a.n += b.n;
        for (std::size_t c = 0; c < a.by_class.size(); ++c) a.by_class[c] += b.by_class[c];
        a.with_rest += b.with_rest;
        a.rest_sum += b.rest_sum;
        return a;
    }

    const ResponseMatrix& matrix_;
    std::span<const ItemOptions> options_;
    std::vector<double> facility_;
    std::vector<double> met_;
    std::vector<double> surplus_;
};

}  // namespace

MatrixTally tally(const ResponseMatrix& matrix, std::span<const ItemOptions> options) {
    constexpr std::size_t most_digits = 16;
    if (matrix.complete() && matrix.candidates() > 0 && matrix.items() > 0 &&
        matrix.items() < (std::size_t{1} << most_digits))
        return CompleteTally(matrix, options).run();
    return SparseTally(matrix, options).run();
}

}  // namespace collimate
