#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/model/fsrs_fit.hpp"

namespace collimate {

/// A review log from elsewhere.
struct ReviewTable {
    std::vector<Review> reviews;  ///< in the order of the file
    std::size_t cards = 0;
    std::vector<std::string> areas;           ///< in order of appearance; empty where the file names none
    std::vector<std::uint32_t> area_of_card;  ///< index into `areas`; that of the card's first line
};

/// Reads CSV with a header line that names card_id, review_time_unix, rating (1 to 4) and elapsed_days, in any order;
/// a column `area` is read, others are passed over. On a card's first review elapsed_days may be empty or -1.
/// Throws Refused naming file, line and remedy; WorldFailed when the file cannot be read.
[[nodiscard]] ReviewTable read_review_csv(const std::filesystem::path& file);

}  // namespace collimate
