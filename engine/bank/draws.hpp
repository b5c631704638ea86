#pragma once

#include <string>
#include <vector>

#include "engine/item/item.hpp"

namespace collimate {

/// Every point of a parametric item's grid in one line each, for its author: the drawn numbers, what each option gives
/// (the key starred), and the ranks the key can take; or why the draw is refused. Throws Refused where there are none.
[[nodiscard]] std::vector<std::string> listed_draws(const Item& item);

}  // namespace collimate
