#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/calendar.hpp"
#include "engine/item/item.hpp"
#include "engine/item/markup.hpp"

namespace collimate {

// How figures, days and names are put into words on the screens. A figure and its unit never part at a line end.

/// `38 s`, `1 min 12 s`, `2 h 5 min`.
[[nodiscard]] std::string duration(std::int64_t ms);

/// `4:07` of minutes and seconds, `1:04:07` with hours: for a clock that runs. Never below zero.
[[nodiscard]] std::string clock_text(std::int64_t ms);

/// `today`, `tomorrow`, `in 3 days`, `on 9 Jan`; `yesterday`, `3 days ago` for the past.
[[nodiscard]] std::string near_day(Day day, Day today);

/// What an item asks to be done, beyond choosing one option; empty for that.
[[nodiscard]] std::string instruction_for(const Item& item);

/// Markup as spans; text that cannot be read as markup stands as it is.
[[nodiscard]] std::vector<Span> marked(std::string_view markup);
[[nodiscard]] std::vector<Span> plain_span(std::string text);

/// The beginning of a long text on one line: cut after a word, with an ellipsis, at about `signs` bytes.
[[nodiscard]] std::string opening(std::string_view text, std::size_t signs);

/// How closely a source was read, as a sentence fragment for candidates.
[[nodiscard]] std::string_view how_read(Seen seen);
/// `Document, 2024, section`.
[[nodiscard]] std::string source_line(const Source& source);
[[nodiscard]] std::string_view level_name(Level level);  ///< `Recall`, `Application`, `Analysis`

/// `a`, `a and b`, `a, b and c`.
[[nodiscard]] std::string list_words(const std::vector<std::string>& words);

}  // namespace collimate
