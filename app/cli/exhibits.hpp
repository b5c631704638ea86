#pragma once

#include <optional>
#include <string>

#include "engine/bank/bank.hpp"
#include "engine/item/score.hpp"

namespace collimate {

// Figures, tables and hot spots for who reads lines and may see no picture.

/// Each figure in words: what it shows, its caption, frames, scale and credit; then a table, row by row.
void print_exhibits(const Bank& bank, const Instance& question);

/// Whether a hotspot's places have names to choose among: two or more, all of them named.
[[nodiscard]] bool has_named_places(const Instance& question);

/// What to type for a hotspot: a letter of the named places, or the place itself.
[[nodiscard]] std::string hotspot_instruction(const Instance& question);

/// A place typed as percent from the left and from the top: `40 62.5`. Absent where the line is none.
[[nodiscard]] std::optional<Spot> spot_from(const std::string& line);

/// `40 62.5, inside "ring"`: where a hotspot was answered.
[[nodiscard]] std::string mark_in_words(const Instance& question, const Response& response);

/// What a hotspot's place is called; where it has no name, its middle in percent.
[[nodiscard]] std::string place_in_words(const Choice& place);

}  // namespace collimate
