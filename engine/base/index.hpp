#pragma once

#include <cstddef>

namespace collimate {

/// A position as the standard containers want it; the position is not negative.
[[nodiscard]] constexpr std::size_t at(int index) { return static_cast<std::size_t>(index); }

}  // namespace collimate
