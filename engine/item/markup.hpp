#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace collimate {

enum class Style { plain, bold, italic, sub, sup };

struct Span {
    std::string text;  ///< UTF-8; Greek names resolved, minus signs and unbreakable spaces set; '\n' is a line break
    Style style = Style::plain;
};

/// The closed markup of the bank format: **bold**, *italic*, ~sub~, ^sup^, :mu:. No nesting, no escapes.
/// Absent with the reason in `fault` when something is unclosed or unknown.
[[nodiscard]] std::optional<std::vector<Span>> parse_markup(std::string_view text, std::string* fault = nullptr);

/// Plain text for terminals and search: markup resolved, sub- and superscripts set in line (10^6, CTDIvol).
[[nodiscard]] std::string plain(std::string_view text);

}  // namespace collimate
