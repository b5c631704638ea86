#pragma once

#include <functional>
#include <string>

#include "engine/bank/document.hpp"
#include "engine/item/item.hpp"

namespace collimate {

/// Whether the parts of an item, each well formed, make an item that can be shown and scored: number and kind of
/// options, keys, places, and, where numbers are drawn, every point of the grid. `line_of` gives the line of "stem", of
/// an option ("a") or of another key.
void check_item(const Item& item, const std::function<int(const std::string&)>& line_of, Faults& faults);

}  // namespace collimate
