#pragma once

#include <string_view>

#include "engine/figure/mr_anatomy.hpp"
#include "engine/figure/mr_kspace.hpp"

namespace collimate {

/// A slice and the way it is measured. Positions and shares are of the picture: x to the right, y down.
struct MrScan {
    MrAnatomy anatomy;
    double field_t = 1.5;
    MrSequence sequence;
    double fov_mm = 230.0;
    bool phase_across = false;        ///< phase encoding along the picture's rows, else down its columns
    double phase_oversampling = 0.0;  ///< 1: twice the field of view is measured and half of it thrown away
    double bandwidth_hz_px = 130.0;   ///< receiver bandwidth per pixel of the frequency matrix
    double slice_mm = 5.0;
    double averages = 1.0;
    bool fat_saturation = false;
    double saturation_failure = 0.0;
    double shading = 0.0;
    double crosstalk = 0.0;
    double metal_mm = 0.0;   ///< diameter of a metal ball
    double metal_ppm = 0.0;  ///< its susceptibility against tissue
    double motion_mm = 0.0;
    MrSampling sampling;  ///< line_ms, shift_x, shift_y and noise are filled in by `measured`
};

/// Frequency offset around a ball in a field along z: chi/3 f0 (R/r)^3 (3 cos^2 - 1), outside of it (Schenck, Med Phys
/// 23:815, 1996). `cosine` is that of the angle to the field.
[[nodiscard]] double ball_offset_hz(double radius_mm, double distance_mm, double cosine, double ppm, double field_t);

/// Signal-to-noise ratio of tissue with magnetization 1: proportional to the field, the voxel's volume and the root of
/// the time spent sampling it; scaled to 90 at 1.5 T, 0.9 x 0.9 x 5 mm, 256 lines, 130 Hz a pixel.
[[nodiscard]] double signal_to_noise(const MrScan& scan);

/// How far fat lies from where it belongs, along frequency, in pixels of the frequency matrix.
[[nodiscard]] double chemical_shift_pixels(double field_t, double bandwidth_hz_px);

/// Distance between a breathing structure and its first ghost along phase, in shares of the field of view measured,
/// 0 to 1 (Wood and Henkelman, Med Phys 12:143, 1985): TR x averages / period, folded.
[[nodiscard]] double ghost_share(double line_ms, double period_ms);

/// Share of the fat saturation that fails at a place of the picture.
[[nodiscard]] double saturation_failure_at(Spot share);
/// Share of the signal that overlapping slices have saturated there.
[[nodiscard]] double crosstalk_at(Spot share);

/// The magnitude image over a square field of view, in the picture's orientation, on a grid of `side` (power of two).
[[nodiscard]] Field measured(const MrScan& scan, int side, std::uint64_t seed);

}  // namespace collimate
