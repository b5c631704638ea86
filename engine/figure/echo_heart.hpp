#pragma once

#include <array>
#include <string_view>

#include "engine/figure/echo_scene.hpp"

namespace collimate::sono {

inline constexpr std::array<std::string_view, 3> motion_scene_choices = {"four-chamber", "long-axis", "carotid"};

/// How a heart or an artery beats.
struct MotionOptions {
    double contraction_percent = 100.0;  ///< of normal wall motion
    double effusion_mm = 0.0;            ///< fluid around the heart
    double shift_mm = 0.0;               ///< the heart moved aside under the probe
};

/// The scene at a phase of the beat: 0 is the start of contraction, 0.37 its end. `moved` carries the scatterers.
[[nodiscard]] Scene motion_scene(std::string_view name, double phase, const MotionOptions& options);

/// 0 at rest, 1 at the end of systole.
[[nodiscard]] double contraction_at(double phase);
/// 0 closed, 1 wide open: mitral valve (early and atrial waves), aortic valve.
[[nodiscard]] double mitral_opening_at(double phase);
[[nodiscard]] double aortic_opening_at(double phase);

}  // namespace collimate::sono
