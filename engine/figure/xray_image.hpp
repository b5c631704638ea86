#pragma once

#include <cstdint>

#include "engine/figure/xray_scene.hpp"

namespace collimate {

/// How the exposure is made. Lengths on the receptor unless named otherwise.
struct XrayExposure {
    XrayGeometry geometry;
    double kvp = 80.0;
    double mas = 4.0;
    double focal_spot_mm = 1.0;
    XrayGrid grid;
    double grid_lines = 0.0;  ///< how much the strips of a grid at rest show, 0 to 1
    double lines_per_cm = 40.0;
    double scatter = 1.0;         ///< scatter as it follows from the part, times this
    double field_width_mm = 1e4;  ///< of the collimated beam
    double field_height_mm = 1e4;
    double field_x_mm = 0.0;
    double field_y_mm = 0.0;
    double motion_mm = 0.0;        ///< of the patient along y during the exposure
    double double_exposure = 0.0;  ///< share of a second exposure of the same part, moved
    double heel = 0.0;             ///< loss toward the anode (up), 1: 45 % at the edge of the receptor
};

/// What arrives at the receptor.
struct XrayDose {
    Field primary;  ///< microgray
    Field scatter;
};

/// Width of the shadow's blurred edge: focal spot x (magnification - 1), on the receptor.
[[nodiscard]] double focal_blur_mm(double focal_spot_mm, double magnification);

[[nodiscard]] XrayDose dose_of(const XrayScene& scene, const XrayExposure& exposure, const PlaneFrame& receptor);

/// Photons counted in each pixel: Poisson noise (normal in the limit) on the detected share, 0.6, of those that arrive.
[[nodiscard]] Field counted_photons(const XrayDose& dose, double pixel_mm, double noise, std::uint64_t seed);
inline constexpr double detected_share = 0.6;

}  // namespace collimate
