#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/model/fsrs_fit.hpp"

namespace collimate {

inline constexpr std::size_t fsrs_parameters = std::tuple_size_v<FsrsParameters>;
inline constexpr std::size_t cards_at_once = 8;

/// Up to eight cards that began with one grade and were reviewed about equally often, each in a lane of its own.
/// A row holds one review of every card; where a card has none left it holds a Good of the same day.
struct CardBatch {
    std::array<double, cards_at_once> held_from{};  ///< first row held out; the card's first review has no row
    std::size_t first_row = 0;
    std::uint32_t rows = 0;
    std::uint32_t train_rows = 0;
    std::uint32_t train_scored = 0;
    std::uint32_t held_scored = 0;
    std::uint8_t grade = 1;  ///< of the first review
};

/// The histories of a log, batch by batch, by first grade and by length.
struct CardBatches {
    std::vector<CardBatch> batches;
    std::vector<std::size_t> chunks;  ///< first batch of each chunk, and the number of batches
    std::vector<double> days;         ///< elapsed, eight a row
    std::vector<double> grade;        ///< 1 to 4, eight a row
};

[[nodiscard]] CardBatches batches_of(const ReviewLog& log);

/// Which reviews of a card count.
enum class Scope { train, held_out, all };

/// Losses of both parts, each where the scope has it.
struct PartLosses {
    LogLoss train;
    LogLoss held_out;

    [[nodiscard]] LogLoss both() const { return {train.sum + held_out.sum, train.reviews + held_out.reviews}; }
};

[[nodiscard]] PartLosses losses_of(const CardBatches& cards, const FsrsParameters& w, Scope scope,
                                   std::size_t stride = 1);

/// Loss with gradient and expected information (row-major, 21 x 21, lower triangle) by w0..w20.
struct Slope {
    LogLoss loss;
    FsrsParameters gradient{};
    std::array<double, fsrs_parameters * fsrs_parameters> information{};
};

struct PartSlopes {
    Slope train;
    Slope held_out;

    [[nodiscard]] Slope both() const;
};

/// Exact derivatives over every `stride`-th batch. Where these are many, the information comes from some of them,
/// evenly taken, about 25,000 reviews or more, and stands for all: it only leads the way. The same bits for any number
/// of threads.
[[nodiscard]] PartSlopes slopes_of(const CardBatches& cards, const FsrsParameters& w, Scope scope,
                                   std::size_t stride = 1);

}  // namespace collimate
