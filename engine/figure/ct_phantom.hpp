#pragma once

#include <cstdint>
#include <string_view>

#include "engine/figure/ct_scan.hpp"

namespace collimate {

/// A rod of the author's own choosing.
struct CtTarget {
    double diameter_mm = 0.0;  ///< 0: absent
    double hu = 0.0;
    double height_mm = 40.0;
    Spot center_mm = {};
};

inline constexpr double ct_phantom_radius_mm = 100.0;

/// Quality control phantoms, 200 mm across: `water`, `inserts`, `low-contrast`, `line-pairs`, `dense-rods`.
[[nodiscard]] CtSection ct_phantom(std::string_view kind, double low_contrast_hu, const CtTarget& target);

}  // namespace collimate
