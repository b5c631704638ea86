#include "engine/item/placeholder.hpp"

#include <algorithm>

namespace collimate {
namespace {

bool is_name(std::string_view text) {
    return !text.empty() && text[0] >= 'a' && text[0] <= 'z' && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

/// What stands between the braces.
std::optional<Placeholder> parse_placeholder(std::string_view inside) {
    Placeholder placeholder;
    const auto colon = inside.find(':');
    const std::string_view name = inside.substr(0, colon);
    if (!is_name(name)) return std::nullopt;
    placeholder.name = name;
    if (colon == std::string_view::npos) return placeholder;
    std::string_view format = inside.substr(colon + 1);
    if (format.starts_with('+')) {
        placeholder.with_sign = true;
        format.remove_prefix(1);
    }
    if (format.size() != 1 || format[0] < '0' || format[0] > '9') return std::nullopt;
    placeholder.decimals = format[0] - '0';
    return placeholder;
}

}  // namespace

std::optional<std::vector<TextPart>> split_placeholders(std::string_view text, std::string* fault) {
    const auto fail = [&](std::string reason) -> std::optional<std::vector<TextPart>> {
        if (fault) *fault = std::move(reason);
        return std::nullopt;
    };
    std::vector<TextPart> parts;
    while (!text.empty()) {
        const auto brace = text.find_first_of("{}");
        if (brace == std::string_view::npos) {
            parts.push_back({.words = std::string(text)});
            break;
        }
        const auto end = text.find('}', brace);
        if (text[brace] == '}' || end == std::string_view::npos) return fail("a brace without its partner");
        const std::string_view inside = text.substr(brace + 1, end - brace - 1);
        const auto placeholder = parse_placeholder(inside);
        if (!placeholder)
            return fail("{" + std::string(inside) + "} is not a placeholder such as {v}, {ca:2} or {di:+1}");
        parts.push_back({.words = std::string(text.substr(0, brace)), .number = placeholder});
        text.remove_prefix(end + 1);
    }
    return parts;
}

std::string filled(std::string_view text, const std::function<std::string(const Placeholder&)>& fill) {
    const auto parts = split_placeholders(text);
    if (!parts) return std::string(text);
    std::string whole;
    for (const TextPart& part : *parts) {
        whole += part.words;
        if (part.number) whole += fill(*part.number);
    }
    return whole;
}

}  // namespace collimate
