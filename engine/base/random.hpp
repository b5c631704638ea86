#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace collimate {

/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
/// What is drawn is stored as a seed, so the sequence must be the same on every machine and standard library;
/// std distributions and std::shuffle are not.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    [[nodiscard]] std::uint64_t next();

    /// Uniform in [0, bound), without modulo bias. `bound` > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);

    /// Uniform in [0, 1), 53 bits.
    [[nodiscard]] double uniform();

    /// Standard normal, by the inverse-free polar method of Marsaglia.
    [[nodiscard]] double normal();

    /// Fisher and Yates.
    template <class T>
    void shuffle(std::span<T> values) {
        for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::uint64_t state_;
};

/// 64-bit FNV-1a of a text, to derive a seed from a name.
[[nodiscard]] std::uint64_t hash_of(std::string_view text);

/// A new seed from a seed and a stream number, so that independent draws do not share a sequence.
[[nodiscard]] std::uint64_t derive(std::uint64_t seed, std::uint64_t stream);

}  // namespace collimate
