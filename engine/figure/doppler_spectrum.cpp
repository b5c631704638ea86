#include "engine/figure/doppler_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/random.hpp"

namespace collimate::sono {

namespace {

constexpr int bins = 256;
constexpr double sound_cm_s = 154000.0;
/// Half the range of angles under which the aperture sees the sample volume: intrinsic spectral broadening.
constexpr double aperture_angle = 0.03;

double decibels(double db) { return std::pow(10.0, db / 10); }

/// One column's power before chance; bins wrap where the machine samples.
class Column {
public:
    explicit Column(const SpectrumSettings& settings)
        : set_(settings), low_(std::min(bottom_hz(settings), top_hz(settings))), width_(settings.prf_hz / bins) {}

    void add(std::vector<double>& power, double hz, double sigma_hz, double strength) const {
        const double sigma = std::max(sigma_hz / width_, 0.7);
        const double middle = (hz - low_) / width_ - 0.5;
        const int reach = static_cast<int>(std::ceil(3 * sigma));
        const int first = static_cast<int>(std::floor(middle)) - reach;
        const double scale = strength / (sigma * std::sqrt(2 * std::numbers::pi));
        for (int i = first; i <= first + 2 * reach + 1; ++i) {
            int bin = i;
            if (set_.continuous) {
                if (bin < 0 || bin >= bins) continue;
            } else {
                bin = ((i % bins) + bins) % bins;
            }
            const double away = (i - middle) / sigma;
            power[static_cast<std::size_t>(bin)] += scale * std::exp(-0.5 * away * away);
        }
    }

    [[nodiscard]] double hz_of(int bin) const { return low_ + (bin + 0.5) * width_; }

private:
    const SpectrumSettings& set_;
    double low_;
    double width_;
};

/// Blood moves in the sample volume at every speed from the axis to the edge of the gate.
void add_blood(std::vector<double>& power, const Column& column, const FlowWave& wave, const SpectrumSettings& s,
               double share, double turbulence) {
    const double axis = s.peak_cm_s * share;
    const double reach = s.continuous ? 1.0 : std::clamp(s.gate_share, 0.02, 1.0);
    constexpr int rings = 40;
    for (int i = 0; i < rings; ++i) {
        const double r = reach * std::sqrt((i + 0.5) / rings);
        const double v = axis * (1 - std::pow(r, wave.bluntness));
        const double hz = doppler_shift_hz(v, s.frequency_mhz, s.angle_deg);
        const double carried = 2 * s.frequency_mhz * 1e6 / sound_cm_s * std::abs(v);
        const double intrinsic = carried * std::sin(s.angle_deg * radian) * aperture_angle;
        const double disturbed = carried * turbulence * std::abs(std::cos(s.angle_deg * radian));
        column.add(power, hz, std::hypot(intrinsic, disturbed, s.prf_hz / 160), 16.0 / rings);
    }
}

/// Walls move slowly and send back far more than blood.
void add_walls(std::vector<double>& power, const Column& column, double steepness) {
    column.add(power, 60 * steepness, 40 * (1 + std::abs(steepness)), 60 * steepness * steepness);
    column.add(power, 0, 22, 60);
}

}  // namespace

double doppler_shift_hz(double velocity_cm_s, double frequency_mhz, double angle_deg) {
    return 2 * frequency_mhz * 1e6 * velocity_cm_s * std::cos(angle_deg * radian) / sound_cm_s;
}

double shown_velocity_cm_s(double shift_hz, const SpectrumSettings& settings) {
    return shift_hz * sound_cm_s / (2 * settings.frequency_mhz * 1e6 * std::cos(settings.cursor_deg * radian));
}

double top_hz(const SpectrumSettings& s) {
    const double top = s.prf_hz * (0.5 + s.baseline_shift);
    return s.inverted ? top - s.prf_hz : top;
}

double bottom_hz(const SpectrumSettings& s) { return s.inverted ? top_hz(s) + s.prf_hz : top_hz(s) - s.prf_hz; }

double wrapped_hz(double shift_hz, const SpectrumSettings& s) {
    if (s.continuous) return shift_hz;
    const double low = std::min(top_hz(s), bottom_hz(s));
    return shift_hz - s.prf_hz * std::floor((shift_hz - low) / s.prf_hz);
}

Spectrum doppler_spectrum(const FlowWave& wave, const SpectrumSettings& s, int columns, std::uint64_t seed) {
    Random random(derive(seed, 40));
    const Column column(s);
    Spectrum made{columns, bins, std::vector<float>(static_cast<std::size_t>(columns) * bins)};
    std::vector<double> power(bins);
    std::vector<double> mirrored(bins);
    std::vector<double> chance(bins, 1.0);
    const double beat_s = 60 / s.beats_per_min;
    double flutter = 0.0;
    for (int c = 0; c < columns; ++c) {
        const double phase = s.seconds * (c + 0.5) / columns / beat_s;
        const double share = flow_share(wave, phase);
        const double steepness = (flow_share(wave, phase + 0.02) - share) / 0.2;
        flutter += 0.4 * (random.normal() * 0.02 - flutter);
        std::fill(power.begin(), power.end(), 0.0);
        const double turbulence = wave.turbulence + s.turbulence;
        add_blood(power, column, wave, s, share * (1 + flutter + turbulence * 0.5 * flutter * random.normal()),
                  turbulence);
        add_walls(power, column, steepness);
        for (int b = 0; b < bins; ++b) {
            const double hz = std::abs(column.hz_of(b));
            const double cut = hz / std::max(1.0, s.wall_filter_hz);
            const double passed = std::pow(cut, 8) / (1 + std::pow(cut, 8));
            power[static_cast<std::size_t>(b)] *= passed * passed;
        }
        // The two channels of direction are never quite apart: each leaks into the other at the opposite shift.
        std::fill(mirrored.begin(), mirrored.end(), 0.0);
        const double leak = decibels(s.crosstalk_db);
        for (int b = 0; b < bins; ++b) {
            const double opposite = wrapped_hz(-column.hz_of(b), s);
            const int other = static_cast<int>(std::floor((opposite - column.hz_of(0)) / (s.prf_hz / bins) + 0.5));
            if (other >= 0 && other < bins)
                mirrored[static_cast<std::size_t>(other)] = leak * power[static_cast<std::size_t>(b)];
        }
        const double floor = decibels(s.noise_db);
        for (int b = 0; b < bins; ++b) {
            const auto i = static_cast<std::size_t>(b);
            const double fresh = -std::log(1 - random.uniform()) * 0.5 - std::log(1 - random.uniform()) * 0.5;
            chance[i] = 0.35 * chance[i] + 0.65 * fresh;  // neighbor columns share part of their samples
            made.power[static_cast<std::size_t>(c) * bins + i] =
                static_cast<float>((power[i] + mirrored[i] + floor) * chance[i]);
        }
    }
    return made;
}

}  // namespace collimate::sono
