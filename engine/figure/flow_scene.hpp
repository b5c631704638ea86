#pragma once

#include <array>
#include <string_view>

#include "engine/figure/echo_scene.hpp"
#include "engine/figure/flow_wave.hpp"

namespace collimate::sono {

inline constexpr std::array<std::string_view, 5> flow_scene_choices = {"straight", "curved", "stenosis", "bifurcation",
                                                                       "artery-and-vein"};

/// Vessels with blood in motion. Each tube of the scene has its own flow.
struct FlowScene {
    Scene scene;
    struct Stream {
        const FlowWave* wave = nullptr;
        double share = 1.0;              ///< of the scene's peak velocity
        double disturbed_from_mm = 1e9;  ///< along the tube; behind a narrowing
        double disturbed_to_mm = 1e9;
    };
    std::vector<Stream> streams;  ///< one for each tube
    double peak_cm_s = 70.0;      ///< where the first tube has its first radius
    double frequency_mhz = 5.0;
    double prf_khz = 5.0;
    /// The color box: across in shares of the field (-1 to 1), down in millimeters.
    double box_left = -0.7;
    double box_right = 0.7;
    double box_top_mm = 10.0;
    double box_bottom_mm = 32.0;

    struct Motion {
        Place velocity_cm_s;
        double turbulence = 0.0;
        bool blood = false;
    };
    /// Blood speeds up where the tube narrows (continuity) and is slower toward the wall (profile).
    [[nodiscard]] Motion at(Place place, double phase) const;
};

[[nodiscard]] FlowScene flow_scene(std::string_view name);

}  // namespace collimate::sono
