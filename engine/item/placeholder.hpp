#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace collimate {

/// `{v}`, `{ca:2}`, `{di:+1}`: a number to be filled into a text.
struct Placeholder {
    std::string name;
    int decimals = -1;  ///< -1: as drawn
    bool with_sign = false;
};

/// A text cut at its placeholders: words and numbers in turn.
struct TextPart {
    std::string words;
    std::optional<Placeholder> number;  ///< follows `words`
};

/// Absent, with the reason in `fault`, when a brace is unclosed or holds anything but a placeholder.
[[nodiscard]] std::optional<std::vector<TextPart>> split_placeholders(std::string_view text,
                                                                      std::string* fault = nullptr);

/// `text` with each placeholder replaced by what `fill` says; unchanged where braces are faulty.
[[nodiscard]] std::string filled(std::string_view text, const std::function<std::string(const Placeholder&)>& fill);

}  // namespace collimate
