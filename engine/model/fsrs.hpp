#pragma once

#include <array>

namespace collimate {

/// The four answers of FSRS-6.
enum class Rating { again = 1, hard = 2, good = 3, easy = 4 };

/// 21 parameters w0..w20.
using FsrsParameters = std::array<double, 21>;

/// Published defaults of FSRS-6 (fsrs-rs 6.5, src/inference.rs).
[[nodiscard]] const FsrsParameters& default_fsrs();

/// What FSRS-6 holds of one item. A stability of 0 means never reviewed.
struct Memory {
    double stability = 0.0;   ///< days until retrievability falls to 0.9
    double difficulty = 0.0;  ///< 1 to 10
    friend bool operator==(const Memory&, const Memory&) = default;
};

/// R(t,S) = (1 + factor t/S)^-w20, factor = 0.9^(-1/w20) - 1.
[[nodiscard]] double retrievability(const FsrsParameters& w, double elapsed_days, double stability);

/// Days until retrievability falls to `wanted`.
[[nodiscard]] double interval(const FsrsParameters& w, double stability, double wanted);

/// State after a review rated `rating`, `elapsed_days` after the last one (0 = the same day; ignored on the first).
[[nodiscard]] Memory review(const FsrsParameters& w, const Memory& before, double elapsed_days, Rating rating);

/// State after each of the four ratings, again to easy, to the same bits as review(); what they share is computed once.
[[nodiscard]] std::array<Memory, 4> reviews(const FsrsParameters& w, const Memory& before, double elapsed_days);

}  // namespace collimate
