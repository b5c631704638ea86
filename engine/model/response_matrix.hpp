#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace collimate {

/// What a candidate did with an item, in one byte: right or wrong, and which option was chosen.
class ResponseCell {
public:
    static constexpr int most_options = 127;

    ResponseCell() = default;
    /// `option` counts from 0 below `most_options`; absent where none was chosen or the item has none.
    ResponseCell(bool right, std::optional<int> option)
        : bits_(static_cast<std::uint8_t>((option ? *option : most_options) << 1 | (right ? 1 : 0))) {}

    [[nodiscard]] bool right() const { return (bits_ & 1) != 0; }
    [[nodiscard]] std::optional<int> option() const {
        return slot() == most_options ? std::nullopt : std::optional<int>(slot());
    }
    /// The option, or `most_options` where none was chosen.
    [[nodiscard]] int slot() const { return bits_ >> 1; }
    friend bool operator==(const ResponseCell&, const ResponseCell&) = default;

private:
    std::uint8_t bits_ = most_options << 1;
};

struct ScoredResponse {
    std::uint32_t candidate = 0;
    std::uint32_t item = 0;
    ResponseCell cell;
};

/// The responses to one item, candidates ascending. Where all candidates met it, `candidates` is empty and cell i is
/// that of candidate i.
struct ResponseColumn {
    std::span<const std::uint32_t> candidates;
    std::span<const ResponseCell> cells;

    [[nodiscard]] bool everybody() const { return candidates.empty() && !cells.empty(); }
    [[nodiscard]] std::uint32_t candidate(std::size_t at) const {
        return candidates.empty() ? static_cast<std::uint32_t>(at) : candidates[at];
    }
};

/// The same responses by candidate: those of candidate c are at start[c] to start[c + 1], items ascending.
struct ResponseRows {
    std::vector<std::size_t> start;
    std::vector<std::uint32_t> items;
    std::vector<ResponseCell> cells;
};

/// Scored responses of candidates to items, stored by item; what was not presented is not there. One byte a response
/// where all met the item, five otherwise.
class ResponseMatrix {
public:
    ResponseMatrix() = default;
    /// Indices below the counts; of several responses of a candidate to an item the first listed counts, as only the
    /// first exposure is evidence.
    ResponseMatrix(std::size_t candidates, std::size_t items, std::span<const ScoredResponse> responses);
    /// Everybody met everything: cells[item * candidates + candidate].
    ResponseMatrix(std::size_t candidates, std::size_t items, std::vector<ResponseCell> cells);

    [[nodiscard]] std::size_t candidates() const { return candidates_; }
    [[nodiscard]] std::size_t items() const { return start_.size() - 1; }
    [[nodiscard]] std::size_t responses() const { return cells_.size(); }
    [[nodiscard]] bool complete() const { return cells_.size() == candidates_ * items(); }
    [[nodiscard]] ResponseColumn column(std::size_t item) const;
    [[nodiscard]] ResponseRows rows() const;

private:
    std::size_t candidates_ = 0;
    std::vector<std::size_t> start_ = {0};           ///< of an item's cells
    std::vector<std::size_t> first_candidate_;       ///< of an item, in `candidate_of_`; unused where everybody met it
    std::vector<ResponseCell> cells_;
    std::vector<std::uint32_t> candidate_of_;
};

}  // namespace collimate
