#pragma once

#include <span>
#include <string_view>

namespace collimate::sono {

/// How fast blood flows over one heart beat, and how it fills the vessel.
struct FlowWave {
    struct Point {
        double phase;  ///< share of the beat, from 0 (start of the upstroke) to 1
        double share;  ///< of the peak; below 0: away from the probe
    };
    std::string_view name;
    double peak_cm_s;   ///< of the fastest blood, sign of its usual direction against the probe
    double bluntness;   ///< exponent of the velocity profile: 2 parabola, large plug
    double turbulence;  ///< usual spread of velocities, share of the peak
    double angle_deg;   ///< usual angle between beam and flow
    double depth_cm;    ///< of the sample volume
    double frequency_mhz;
    bool continuous;  ///< usually sampled with a continuous wave
    std::span<const Point> points;
};

[[nodiscard]] std::span<const std::string_view> flow_wave_names();
[[nodiscard]] const FlowWave& flow_wave(std::string_view name);
/// Share of the peak at a phase (only its fraction counts), smooth through the wave's points.
[[nodiscard]] double flow_share(const FlowWave& wave, double phase);

}  // namespace collimate::sono
