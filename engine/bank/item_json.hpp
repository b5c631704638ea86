#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exam/outline.hpp"
#include "engine/item/item.hpp"

namespace collimate {

/// Canonical JSON of an item: keys sorted, fields at their default left out. Equal items give equal bytes.
[[nodiscard]] std::string item_to_json(const Item& item);

/// Throws Refused saying what is wrong: depth, duplicate keys, unknown or missing fields, types, ranges.
[[nodiscard]] Item item_from_json(std::string_view text);

/// The outline without its areas.
[[nodiscard]] std::string outline_to_json(const Outline& outline);
[[nodiscard]] Outline outline_from_json(std::string_view text);

/// A list of texts as a JSON array.
[[nodiscard]] std::string texts_to_json(const std::vector<std::string>& texts);
[[nodiscard]] std::vector<std::string> texts_from_json(std::string_view text);
/// The same of numbers.
[[nodiscard]] std::string numbers_to_json(std::span<const double> numbers);
[[nodiscard]] std::vector<double> numbers_from_json(std::string_view text);

}  // namespace collimate
