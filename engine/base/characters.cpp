#include "engine/base/characters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace collimate {

namespace {

struct CodeRange {
    char32_t first = 0;
    char32_t last = 0;
    std::string_view what;
    std::string_view remedy;
};

constexpr std::string_view remove_it = "remove it";
constexpr std::string_view compose = "write the letter with its mark as one character (NFC)";

/// From the Unicode Character Database 15.0: general categories Cc, Cf (those that occur in running text), Zl, Zp, Co,
/// and the combining marks of scripts that have composed letters.
// clang-format off
constexpr std::array<CodeRange, 24> bad_ranges = {{
    {0x0000, 0x0009, "a control character", "remove it (tabs too)"},
    {0x000B, 0x001F, "a control character", remove_it},
    {0x007F, 0x009F, "a control character", remove_it},
    {0x00AD, 0x00AD, "a soft hyphen", remove_it},
    {0x0300, 0x036F, "a combining mark", compose},
    {0x061C, 0x061C, "a mark of reading direction", remove_it},
    {0x115F, 0x1160, "a filler that is not seen", remove_it},
    {0x180E, 0x180E, "a space that is not seen", remove_it},
    {0x1AB0, 0x1AFF, "a combining mark", compose},
    {0x1DC0, 0x1DFF, "a combining mark", compose},
    {0x200B, 0x200D, "a space that is not seen", remove_it},
    {0x200E, 0x200F, "a mark of reading direction", remove_it},
    {0x2028, 0x2029, "a line separator", "end the line instead"},
    {0x202A, 0x202E, "a mark of reading direction", remove_it},
    {0x2060, 0x2064, "a character that is not seen", remove_it},
    {0x2066, 0x206F, "a mark of reading direction", remove_it},
    {0x20D0, 0x20FF, "a combining mark", compose},
    {0x3164, 0x3164, "a filler that is not seen", remove_it},
    {0xE000, 0xF8FF, "a character of private use", "write it in words"},
    {0xFE00, 0xFE0F, "a variation selector", remove_it},
    {0xFE20, 0xFE2F, "a combining mark", compose},
    {0xFEFF, 0xFEFF, "a byte order mark", "save the file as UTF-8 without one"},
    {0xFFF9, 0xFFFF, "a character that stands for none", remove_it},
    {0xE0000, 0x10FFFF, "a character of private use", "write it in words"},
}};
// clang-format on

/// Decodes the character at `at`; length 0 where the bytes are not UTF-8.
struct Decoded {
    char32_t code = 0;
    std::size_t length = 0;
};

Decoded decode(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (length == 0 || at + length > text.size()) return {};
    char32_t code = first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return {};
        code = (code << 6) | (byte(at + i) & 0x3Fu);
    }
    return {code, length};
}

}  // namespace

std::optional<BadCharacter> bad_character(char32_t code) {
    if (code >= 0x20 && code < 0x7F) return std::nullopt;
    const auto range = std::partition_point(bad_ranges.begin(), bad_ranges.end(),
                                            [code](const CodeRange& r) { return r.last < code; });
    if (range == bad_ranges.end() || code < range->first) return std::nullopt;
    return BadCharacter{.code = code, .what = range->what, .remedy = range->remedy};
}

std::optional<BadCharacter> find_bad_character(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Decoded character = decode(text, at);
        if (character.length > 0)
            if (auto bad = bad_character(character.code)) {
                bad->at = at;
                return bad;
            }
        at += std::max<std::size_t>(character.length, 1);
    }
    return std::nullopt;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const Decoded character = decode(text, at);
        if (character.length == 0) return false;
        at += character.length;
    }
    return true;
}

std::string visible(std::string_view text) {
    std::string shown;
    for (std::size_t at = 0; at < text.size();) {
        const Decoded character = decode(text, at);
        const std::size_t length = std::max<std::size_t>(character.length, 1);
        if (character.length == 0)
            shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at]));
        else if (character.code == '\n' || bad_character(character.code))
            shown += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(character.code));
        else
            shown += text.substr(at, length);
        at += length;
    }
    return shown;
}

}  // namespace collimate
