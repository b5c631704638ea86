#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/exam/outline.hpp"

namespace collimate {

/// Largest-remainder split of `length` items over the leaves of an outline, one figure per area (0 for branches).
/// Sums to exactly `length`; published counts are met exactly at the full length; ties go to the area listed first,
/// so a form is reproducible.
[[nodiscard]] std::vector<int> allocate(const Outline& outline, int length);

}  // namespace collimate
