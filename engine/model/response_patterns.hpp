#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/response_matrix.hpp"

namespace collimate {

/// Responses arranged for the likelihood of an ability. A row is a sum of entries, each a function of ability; the
/// candidates of a row differ by a factor e^(score * theta) alone.
///
/// Without guessing the entries of a row are the items met, entry j standing for 1 - P_j, and its candidates met these
/// items and no others: in the Rasch model all who did, grouped by their number right, else each a group whose score is
/// the sum of the slopes of the items they got right. In other models a row is one candidate, and entry 2 j + x stands for
/// response x to item j.
struct ResponsePatterns {
    struct Group {
        double score = 0.0;
        double count = 0.0;  ///< candidates
        double right = 0.0;  ///< responses of each; in the Rasch model, and before slopes are known, the score
    };

    bool by_response = false;  ///< entries are item and response
    std::size_t entries = 0;
    std::vector<std::size_t> row_start;  ///< one more than there are rows
    std::vector<std::uint32_t> row_entry;
    std::vector<std::size_t> group_start;  ///< of a row, one more
    std::vector<Group> groups;
    std::vector<std::size_t> column_start;  ///< of an entry, one more
    std::vector<std::uint32_t> column_row;
    std::vector<std::uint32_t> group_of_candidate;  ///< no_group for who met none of the items
    std::vector<std::size_t> right_start;           ///< of a group, where groups are candidates; else empty
    std::vector<std::uint8_t> right;                ///< 1 or 0 for each entry of a group's row

    static constexpr std::uint32_t no_group = 0xFFFFFFFF;
    [[nodiscard]] std::size_t rows() const { return row_start.size() - 1; }
    [[nodiscard]] std::size_t item_of(std::uint32_t entry) const { return by_response ? entry / 2 : entry; }
    [[nodiscard]] std::span<const std::uint32_t> entries_of(std::size_t row) const {
        return std::span(row_entry).subspan(row_start[row], row_start[row + 1] - row_start[row]);
    }
    [[nodiscard]] std::span<const std::uint32_t> rows_of(std::size_t entry) const {
        return std::span(column_row).subspan(column_start[entry], column_start[entry + 1] - column_start[entry]);
    }
    /// The responses of a group to the entries of its row.
    [[nodiscard]] std::span<const std::uint8_t> rights_of(std::size_t group) const {
        return std::span(right).subspan(right_start[group], right_start[group + 1] - right_start[group]);
    }
};

/// Of the items listed (columns of the matrix, ascending), numbered in that order.
[[nodiscard]] ResponsePatterns rasch_patterns(const ResponseMatrix& matrix, std::span<const std::size_t> items);
[[nodiscard]] ResponsePatterns slope_patterns(const ResponseMatrix& matrix, std::span<const std::size_t> items);
[[nodiscard]] ResponsePatterns candidate_patterns(const ResponseMatrix& matrix, std::span<const std::size_t> items);

}  // namespace collimate
