#include "engine/model/response_matrix.hpp"

#include <cassert>
#include <utility>

namespace collimate {
namespace {

/// Positions of each key's entries after a stable counting sort: `start` has one element more than there are keys.
template <class KeyOf>
std::vector<std::size_t> counting_starts(std::size_t keys, std::size_t entries, const KeyOf& key_of) {
    std::vector<std::size_t> start(keys + 1, 0);
    for (std::size_t i = 0; i < entries; ++i) ++start[key_of(i) + 1];
    for (std::size_t k = 0; k < keys; ++k) start[k + 1] += start[k];
    return start;
}

/// Indices of the responses by item, within an item by candidate, equal ones in the order given.
std::vector<std::uint32_t> by_item_and_candidate(std::size_t candidates, std::size_t items,
                                                 std::span<const ScoredResponse> responses) {
    const auto sorted = [&](std::size_t keys, const auto& key_of, const auto& entry_at) {
        std::vector<std::size_t> next = counting_starts(keys, responses.size(), key_of);
        std::vector<std::uint32_t> order(responses.size());
        for (std::size_t i = 0; i < responses.size(); ++i) {
            const std::uint32_t entry = entry_at(i);
            order[next[key_of(entry)]++] = entry;
        }
        return order;
    };
    const std::vector<std::uint32_t> by_candidate =
        sorted(candidates, [&](std::size_t i) { return responses[i].candidate; },
               [](std::size_t i) { return static_cast<std::uint32_t>(i); });
    return sorted(items, [&](std::size_t i) { return responses[i].item; },
                  [&](std::size_t i) { return by_candidate[i]; });
}

}  // namespace

ResponseMatrix::ResponseMatrix(std::size_t candidates, std::size_t items, std::span<const ScoredResponse> responses)
    : candidates_(candidates), first_candidate_(items, 0) {
    start_.reserve(items + 1);
    cells_.reserve(responses.size());
    candidate_of_.reserve(responses.size());
    const auto close_items = [&](std::size_t below) {
        while (start_.size() <= below) {
            const std::size_t item = start_.size() - 1;
            if (cells_.size() - start_[item] == candidates_) candidate_of_.resize(first_candidate_[item]);
            start_.push_back(cells_.size());
            if (item + 1 < first_candidate_.size()) first_candidate_[item + 1] = candidate_of_.size();
        }
    };
    const ScoredResponse* previous = nullptr;
    for (const std::uint32_t i : by_item_and_candidate(candidates, items, responses)) {
        const ScoredResponse& response = responses[i];
        assert(response.candidate < candidates && response.item < items);
        if (previous && previous->item == response.item && previous->candidate == response.candidate) continue;
        close_items(response.item);
        cells_.push_back(response.cell);
        candidate_of_.push_back(response.candidate);
        previous = &response;
    }
    close_items(items);
}

ResponseMatrix::ResponseMatrix(std::size_t candidates, std::size_t items, std::vector<ResponseCell> cells)
    : candidates_(candidates), start_(items + 1), first_candidate_(items, 0), cells_(std::move(cells)) {
    assert(cells_.size() == candidates * items);
    for (std::size_t item = 0; item <= items; ++item) start_[item] = item * candidates;
}

ResponseColumn ResponseMatrix::column(std::size_t item) const {
    const std::size_t count = start_[item + 1] - start_[item];
    const std::span<const ResponseCell> cells(cells_.data() + start_[item], count);
    if (count == candidates_) return {.candidates = {}, .cells = cells};
    return {.candidates = std::span(candidate_of_).subspan(first_candidate_[item], count), .cells = cells};
}

ResponseRows ResponseMatrix::rows() const {
    ResponseRows rows{.start = std::vector<std::size_t>(candidates_ + 1, 0),
                      .items = std::vector<std::uint32_t>(responses()),
                      .cells = std::vector<ResponseCell>(responses())};
    for (std::size_t item = 0; item < items(); ++item) {
        const ResponseColumn met = column(item);
        for (std::size_t i = 0; i < met.cells.size(); ++i) ++rows.start[met.candidate(i) + 1];
    }
    for (std::size_t c = 0; c < candidates_; ++c) rows.start[c + 1] += rows.start[c];
    std::vector<std::size_t> next(rows.start.begin(), rows.start.end() - 1);
    for (std::size_t item = 0; item < items(); ++item) {
        const ResponseColumn met = column(item);
        for (std::size_t i = 0; i < met.cells.size(); ++i) {
            const std::size_t at = next[met.candidate(i)]++;
            rows.items[at] = static_cast<std::uint32_t>(item);
            rows.cells[at] = met.cells[i];
        }
    }
    return rows;
}

}  // namespace collimate
