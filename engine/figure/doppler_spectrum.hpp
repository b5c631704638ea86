#pragma once

#include <cstdint>
#include <numbers>
#include <vector>

#include "engine/figure/flow_wave.hpp"

namespace collimate::sono {

inline constexpr double radian = std::numbers::pi / 180;  ///< in one degree

/// How a spectral Doppler trace is taken and shown. Velocities toward the probe are above 0.
struct SpectrumSettings {
    double frequency_mhz = 5.0;
    double prf_hz = 8000.0;
    bool continuous = false;      ///< no sampling in time: nothing wraps, every depth is heard
    double angle_deg = 60.0;      ///< between beam and flow
    double cursor_deg = 60.0;     ///< what the machine is told it is
    double baseline_shift = 0.0;  ///< share of the scale; above 0 the baseline lies lower
    bool inverted = false;
    double wall_filter_hz = 100.0;
    double gain_db = 0.0;
    double dynamic_range_db = 40.0;
    double gate_share = 0.3;      ///< sample volume over the vessel's diameter
    double turbulence = 0.0;      ///< share of the peak, added to the wave's own
    double crosstalk_db = -40.0;  ///< of the mirror image
    double noise_db = -42.0;
    double peak_cm_s = 85.0;
    double beats_per_min = 70.0;
    double seconds = 4.0;
};

/// f = 2 f0 v cos(angle) / c, in Hz.
[[nodiscard]] double doppler_shift_hz(double velocity_cm_s, double frequency_mhz, double angle_deg);
/// The velocity the machine shows for a shift, with the angle it was told.
[[nodiscard]] double shown_velocity_cm_s(double shift_hz, const SpectrumSettings& settings);
/// Where a shift appears after sampling at the PRF with the baseline shifted.
[[nodiscard]] double wrapped_hz(double shift_hz, const SpectrumSettings& settings);
/// Ends of the scale, in Hz as displayed (inverted scales run the other way).
[[nodiscard]] double top_hz(const SpectrumSettings& settings);
[[nodiscard]] double bottom_hz(const SpectrumSettings& settings);

/// Power by frequency bin and column. Bin 0 is at the bottom of the scale.
struct Spectrum {
    int columns = 0;
    int bins = 0;
    std::vector<float> power;  ///< column by column; 1 is about the level of a clean envelope
};

/// The expected spectrum of blood in the sample volume, sampled as the machine does, with the random strength of
/// each bin that many scatterers give (Evans and McDicken: Doppler Ultrasound, 2nd ed., chapter 8).
[[nodiscard]] Spectrum doppler_spectrum(const FlowWave& wave, const SpectrumSettings& settings, int columns,
                                        std::uint64_t seed);

}  // namespace collimate::sono
