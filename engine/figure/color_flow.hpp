#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/figure/echo_display.hpp"
#include "engine/figure/flow_scene.hpp"

namespace collimate::sono {

using Rgb = std::array<std::uint8_t, 3>;

/// How color Doppler is set.
struct ColorSettings {
    double frequency_mhz = 5.0;
    double prf_hz = 5000.0;
    double baseline_shift = 0.0;  ///< share of the scale; above 0 the baseline lies lower
    bool inverted = false;
    bool variance = false;
    double steer_deg = 0.0;
    double gain_db = 0.0;
    double wall_filter_hz = 80.0;
    double flash = 0.0;       ///< 0 to 1
    double turbulence = 0.0;  ///< 0 to 1
};

/// Phase turned between two pulses, in cycles: 2 f0 v / (c PRF). Half a cycle is the Nyquist limit.
[[nodiscard]] double cycles_between_pulses(double toward_cm_s, const ColorSettings& settings);

/// Color of a phase (in cycles; only what sampling leaves of it counts): red and yellow toward, blue and cyan away.
[[nodiscard]] Rgb flow_color(double cycles, double variance, const ColorSettings& settings);

/// The colored part of the picture.
class ColorBox {
public:
    ColorBox(const FlowScene& flow, const ColorSettings& settings);

    [[nodiscard]] std::vector<Place> outline() const;
    /// Lag-one autocorrelation (Kasai 1985) at each cell for a time in the beat, painted where it is strong enough.
    void paint(std::span<std::uint8_t> rgb, const EchoDisplay& display, FigureSize size, double phase,
               std::uint64_t seed) const;

    /// Velocity toward the probe along the Doppler beam, cm/s.
    [[nodiscard]] double toward(Place place, double phase) const;

private:
    struct Spot {
        double u = 0.0;  ///< 0 to 1 across the box
        double d = 0.0;  ///< 0 to 1 down
    };
    struct Cells {
        std::vector<float> re, im, power;
    };
    [[nodiscard]] Place place_of(Spot spot) const;
    [[nodiscard]] Spot spot_of(Place place) const;
    [[nodiscard]] Place beam(Place place) const;
    [[nodiscard]] Cells estimate(double phase, std::uint64_t seed) const;

    const FlowScene& flow_;
    const ColorSettings& set_;
    double apex_mm_ = 0.0;  ///< of a curved probe's field above its face
};

}  // namespace collimate::sono
