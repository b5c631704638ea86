#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace collimate {

/// In one line, or with `indent` spaces for each level. Bytes that are not UTF-8 become the replacement character: what
/// is kept or shown must stay readable.
[[nodiscard]] std::string json_text(const nlohmann::json& value, int indent = -1);

/// What a text says that we wrote ourselves. Throws nlohmann::json::exception.
[[nodiscard]] nlohmann::json parse_json(std::string_view text);

/// The same of a text from elsewhere. Throws Refused too: where a value lies deeper than `deepest` objects and lists,
/// or an object has one key twice.
[[nodiscard]] nlohmann::json parse_foreign_json(std::string_view text, int deepest);

}  // namespace collimate
