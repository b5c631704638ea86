#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace collimate {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

/// A character that no text of ours may hold: it steers a terminal, is not seen, turns the reading direction, or has
/// several spellings.
struct BadCharacter {
    std::size_t at = 0;  ///< byte
    char32_t code = 0;
    std::string_view what;    ///< "a control character"
    std::string_view remedy;  ///< what an author does about it
};

/// The first one; line ends are fine. Bytes that are not UTF-8 are passed over: parsers refuse them by themselves.
[[nodiscard]] std::optional<BadCharacter> find_bad_character(std::string_view text);

/// What is wrong with one code point, as `what` and `remedy`; `at` is 0.
[[nodiscard]] std::optional<BadCharacter> bad_character(char32_t code);

[[nodiscard]] bool is_utf8(std::string_view text);

/// The text with such characters, and tabs, written out, `\u{1b}`, so that a stranger's text cannot steer a terminal.
/// Line ends are written out, too.
[[nodiscard]] std::string visible(std::string_view text);

}  // namespace collimate
