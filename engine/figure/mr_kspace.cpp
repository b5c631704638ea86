#include "engine/figure/mr_kspace.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/figure/fourier.hpp"

namespace collimate {

namespace {

using Complex = std::complex<float>;
constexpr double two_pi = 2 * std::numbers::pi;

Complex turn(double cycles) {
    return {static_cast<float>(std::cos(two_pi * cycles)), static_cast<float>(std::sin(two_pi * cycles))};
}

int row_of(int k, int side) { return k < 0 ? k + side : k; }

std::vector<Complex> spectrum(const MrMagnetization& part) {
    std::vector<Complex> values = part.values;
    fourier_plane(values, part.side, part.side, FourierDirection::forward);
    return values;
}

/// Adds the part's line ky, displaced along both directions by shares of the field of view and scaled.
void add_line(std::vector<Complex>& line, const std::vector<Complex>& part, int ky, int side, int half, double shift_x,
              double shift_y, float scale) {
    const std::size_t row = static_cast<std::size_t>(row_of(ky, side)) * static_cast<std::size_t>(side);
    for (int kx = -half; kx < half; ++kx) {
        const auto column = static_cast<std::size_t>(row_of(kx, side));
        Complex value = part[row + column] * scale;
        if (shift_x != 0 || shift_y != 0) value *= turn(-kx * shift_x - ky * shift_y);
        line[column] += value;
    }
}

double hann(int k, int count, double amount) { return 1 - amount * (0.5 - 0.5 * std::cos(two_pi * k / count)); }

struct Parts {
    std::vector<Complex> still, moving, pulsating;
};

std::vector<Complex> sampled_line(const Parts& parts, const MrSampling& s, int ky, int side) {
    std::vector<Complex> line(static_cast<std::size_t>(side));
    const int half = s.matrix_frequency / 2;
    const double time_ms = (ky + s.matrix_phase / 2) * s.line_ms;
    add_line(line, parts.still, ky, side, half, 0, 0, 1.0F);
    if (!parts.moving.empty()) {
        const double moved = breath(time_ms, s.period_ms);
        add_line(line, parts.moving, ky, side, half, moved * s.shift_x, moved * s.shift_y, 1.0F);
    }
    if (!parts.pulsating.empty()) {
        const double beat = 1 + s.pulsation * std::sin(two_pi * time_ms / s.heart_ms);
        add_line(line, parts.pulsating, ky, side, half, 0, 0, static_cast<float>(beat));
    }
    return line;
}

/// Noise, and a radio signal of one frequency whose phase differs from line to line. Amplitudes become those of the
/// image: a constant line of n samples adds up to n, and its random phases to the root of the number of lines.
void disturb(std::vector<Complex>& line, const MrSampling& s, int side, Random& random) {
    const int half = s.matrix_frequency / 2;
    const double cells = static_cast<double>(side) * side;
    const double noise = s.noise * cells / std::sqrt(static_cast<double>(s.matrix_frequency) * s.matrix_phase);
    const double zipper = s.zipper * cells / (s.matrix_frequency * std::sqrt(static_cast<double>(s.matrix_phase)));
    const double phase = random.uniform();
    for (int kx = -half; kx < half; ++kx) {
        Complex& value = line[static_cast<std::size_t>(row_of(kx, side))];
        if (zipper > 0) value += static_cast<float>(zipper) * turn(phase - kx * (s.zipper_at + 0.5));
        if (noise > 0)
            value += static_cast<float>(noise) *
                     Complex(static_cast<float>(random.normal()), static_cast<float>(random.normal()));
    }
}

}  // namespace

double breath(double time_ms, double period_ms) {
    return std::pow(std::cos(std::numbers::pi * time_ms / period_ms), 4);
}

Field image_of(const MrSlice& slice, const MrSampling& s, std::uint64_t seed) {
    const int side = slice.still.side;
    const auto n = static_cast<std::size_t>(side);
    const Parts parts{spectrum(slice.still), slice.moving.side ? spectrum(slice.moving) : std::vector<Complex>{},
                      slice.pulsating.side ? spectrum(slice.pulsating) : std::vector<Complex>{}};
    Random random(seed);
    std::vector<Complex> kspace(n * n);
    for (int ky = -s.matrix_phase / 2; ky < s.matrix_phase / 2; ++ky) {
        std::vector<Complex> line = sampled_line(parts, s, ky, side);
        disturb(line, s, side, random);
        for (int kx = -s.matrix_frequency / 2; kx < s.matrix_frequency / 2; ++kx) {
            const auto column = static_cast<std::size_t>(row_of(kx, side));
            const double weight = hann(ky, s.matrix_phase, s.smoothing) * hann(kx, s.matrix_frequency, s.smoothing);
            kspace[static_cast<std::size_t>(row_of(ky, side)) * n + column] = line[column] * static_cast<float>(weight);
        }
    }
    if (s.spike > 0) {
        const int u = static_cast<int>(std::lround(s.spike_x)) & (side - 1);
        const int v = static_cast<int>(std::lround(s.spike_y)) & (side - 1);
        kspace[static_cast<std::size_t>(v) * n + static_cast<std::size_t>(u)] +=
            static_cast<float>(s.spike * side * side);
    }
    fourier_plane(kspace, side, side, FourierDirection::inverse);
    Field image(side, side);
    std::transform(kspace.begin(), kspace.end(), image.values.begin(), [](Complex c) { return std::abs(c); });
    return image;
}

}  // namespace collimate
