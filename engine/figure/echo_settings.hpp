#pragma once

#include "engine/figure/echo_beam.hpp"
#include "engine/figure/generator.hpp"

namespace collimate::sono {

// Parameters that every B-mode generator has. 0 for frequency, depth or focus takes what suits the scene.
inline constexpr FigureParameter frequency_parameter{"frequency_mhz", 0, 18, 0,
                                                     "transmit frequency; 0: what suits the scene"};
inline constexpr FigureParameter depth_parameter{"depth_cm", 0, 25, 0, "depth of the display; 0: what suits the scene"};
inline constexpr FigureParameter focus_parameter{"focus_cm", 0, 25, 0,
                                                 "depth of the transmit focus; 0: what suits the scene"};
inline constexpr FigureParameter gain_parameter{"gain_db", -40, 40, 0, "overall receive gain"};
inline constexpr FigureParameter range_parameter{"dynamic_range_db", 15, 100, 60,
                                                 "echo levels between black and white"};
inline constexpr FigureParameter noise_parameter{
    "noise_db", -120, -40, -88, "noise of the electronics against liver at the skin; what sets penetration"};

/// Settings common to all, from the values of a generator that has the parameters above; the scene's own where 0.
[[nodiscard]] BeamSettings common_settings(const FigureValues& values, const Scene& scene);

}  // namespace collimate::sono
