#pragma once

#include <complex>
#include <cstdint>

#include "engine/figure/field.hpp"

namespace collimate {

/// Complex magnetization of a plane, as rows of a square grid.
struct MrMagnetization {
    int side = 0;
    std::vector<std::complex<float>> values;

    explicit MrMagnetization(int n = 0) : side(n), values(static_cast<std::size_t>(n) * static_cast<std::size_t>(n)) {}
    [[nodiscard]] std::complex<float>& at(int x, int y) {
        return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(side) + static_cast<std::size_t>(x)];
    }
};

/// What is received: a part that stays, one that breathes or shakes, one that pulsates. Phase runs down the rows.
struct MrSlice {
    MrMagnetization still;
    MrMagnetization moving;     ///< side 0 where nothing moves
    MrMagnetization pulsating;  ///< side 0 where nothing pulsates
};

/// How k-space is filled. Lines follow one another from the top, one every TR, each repeated for its averages at once.
struct MrSampling {
    int matrix_frequency = 256;
    int matrix_phase = 256;
    double smoothing = 0.0;     ///< 0: none (truncation shows); 1: a full Hann window
    double noise = 0.0;         ///< standard deviation of each channel in the image, in units of magnetization
    double line_ms = 500.0;     ///< from one line to the next
    double period_ms = 4000.0;  ///< of breathing
    double shift_x = 0.0;       ///< peak displacement of the moving part along frequency, share of the field of view
    double shift_y = 0.0;       ///< along phase
    double heart_ms = 850.0;
    double pulsation = 0.0;   ///< share of the pulsating signal that comes and goes
    double zipper = 0.0;      ///< amplitude in units of magnetization
    double zipper_at = 0.25;  ///< place along frequency, share of the field of view from its middle
    double spike = 0.0;       ///< amplitude in units of magnetization
    double spike_x = 0.0;     ///< cycles across the field of view
    double spike_y = 0.0;
};

/// Displacement of the breathing part at a time, 0 to 1: long rest in expiration (fourth power of a cosine;
/// Lujan et al., Med Phys 26:715, 1999).
[[nodiscard]] double breath(double time_ms, double period_ms);

/// Magnitude image on the grid of the slice: transformed, sampled, disturbed, zero filled and transformed back.
[[nodiscard]] Field image_of(const MrSlice& slice, const MrSampling& sampling, std::uint64_t seed);

}  // namespace collimate
