#include "engine/figure/mr_slice.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace collimate {

namespace {

using Complex = std::complex<float>;

double smooth_step(double from, double to, double value) {
    const double t = std::clamp((value - from) / (to - from), 0.0, 1.0);
    return t * t * (3 - 2 * t);
}

/// Magnetization as it lies in the body, before anything is displaced.
struct Painting {
    Field water, fat, pulsating;
};

void paint(Painting& painting, const MrPiece& piece, const MrScan& scan, const PlaneFrame& frame,
           const Field& texture) {
    const auto outline = frame.pixels(piece.spots);
    const Mask mask = piece.pen_mm > 0
                          ? cover_path(outline, piece.pen_mm / frame.mm_per_pixel, frame.width, frame.height)
                          : cover_polygon(outline, frame.width, frame.height);
    const MrSignal s = signal(piece.tissue, scan.field_t, scan.sequence);
    const bool beats = piece.pulsates && scan.sampling.pulsation > 0;
    const auto water = static_cast<float>(beats ? 0.0 : s.water);
    const auto pulse = static_cast<float>(beats ? s.water : 0.0);
    const auto fat = static_cast<float>(s.fat);
    const auto mottle = static_cast<float>(piece.mottle);
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x) {
            const float share = mask.at(x, y);
            if (share <= 0) continue;
            const int px = mask.left + x;
            const int py = mask.top + y;
            const float grain = 1 + mottle * texture.at(px, py);
            const auto mix = [&](float& held, float value) { held += share * (value * grain - held); };
            mix(painting.water.at(px, py), water);
            mix(painting.fat.at(px, py), fat);
            if (scan.sampling.pulsation > 0) mix(painting.pulsating.at(px, py), pulse);
        }
}

Painting painted(const MrScan& scan, const PlaneFrame& frame) {
    constexpr std::uint64_t texture_seed = 11;  // belongs to the anatomy, not to the measurement
    constexpr double texture_mm = 3.0;
    Random random(texture_seed);
    const Field texture = smooth_noise(frame.width, frame.height, texture_mm / frame.mm_per_pixel, random);
    Painting painting{Field(frame.width, frame.height), Field(frame.width, frame.height),
                      Field(scan.sampling.pulsation > 0 ? frame.width : 0, frame.height)};
    for (const MrPiece& piece : scan.anatomy.pieces) paint(painting, piece, scan, frame, texture);
    return painting;
}

double moving_share(const MrAnatomy& anatomy, Spot mm) {
    switch (anatomy.motion) {
        case MrMotion::whole:
            return 1.0;
        case MrMotion::none:
            return 0.0;
        case MrMotion::front:
            break;
    }
    return smooth_step(anatomy.rest_mm, anatomy.full_mm, anatomy.front_is_left ? mm.x : mm.y);
}

/// What the magnet's field does at a place: the offset by metal, and the signal that is left there.
struct Local {
    double offset_hz = 0.0;
    double left = 1.0;
};

Local near_metal(const MrScan& scan, Spot mm) {
    if (scan.metal_mm <= 0) return {};
    const double radius = scan.metal_mm / 2;
    const double dx = mm.x - scan.anatomy.metal_mm.x;
    const double dy = mm.y - scan.anatomy.metal_mm.y;
    const double distance = std::hypot(dx, dy);
    if (distance < radius) return {0.0, 0.0};
    const double cosine = scan.anatomy.field_in_plane ? dy / distance : 0.0;
    Local local;
    local.offset_hz = ball_offset_hz(radius, distance, cosine, scan.metal_ppm, scan.field_t);
    constexpr double excited_hz = 2500;  // beyond, the pulses for this slice do not reach
    local.left = std::exp(-std::pow(local.offset_hz / excited_hz, 2));
    if (scan.sequence.kind == MrSequence::Kind::gradient_echo) {
        const double slope_hz_mm =
            3 * std::abs(scan.metal_ppm) / 3 * larmor_mhz(scan.field_t) * std::pow(radius / distance, 3) / distance;
        const double voxel_mm = std::max(scan.slice_mm, scan.fov_mm / scan.sampling.matrix_phase);
        const double cycles = slope_hz_mm * voxel_mm * scan.sequence.te_ms / 1000;
        local.left *= 1 / (1 + std::pow(std::numbers::pi * cycles, 2));
    }
    return local;
}

struct Weights {
    double water = 1.0;
    double fat = 1.0;
};

Weights weights_at(const MrScan& scan, Spot mm, const Local& local) {
    const Spot share{mm.x / scan.fov_mm + 0.5, mm.y / scan.fov_mm + 0.5};
    double both = local.left * (1 - 0.92 * scan.crosstalk * crosstalk_at(share));
    const double beyond = std::abs(mm.y) - scan.anatomy.coil_mm;
    constexpr double coil_edge_mm = 22;
    if (beyond > 0) both *= std::exp(-std::pow(beyond / coil_edge_mm, 2));
    if (scan.shading > 0) {
        constexpr double reach_mm = 75;
        const double depth = std::max(0.0, 90 - (scan.anatomy.posterior_is_right ? mm.x : mm.y));
        both *= 1 - scan.shading + scan.shading * 1.5 * std::exp(-depth / reach_mm);
    }
    Weights weights{both, both};
    if (scan.fat_saturation) {
        const double miss = scan.saturation_failure * saturation_failure_at(share);
        const double band_hz = fat_shift_hz(scan.field_t) / 2;
        const double fat_hit = (1 - miss) * std::exp(-std::pow(local.offset_hz / band_hz, 4));
        const double water_hit = std::exp(-std::pow((local.offset_hz + 2 * band_hz) / band_hz, 4));
        weights.fat *= 1 - 0.95 * fat_hit;
        weights.water *= 1 - std::max(0.65 * miss, 0.95 * water_hit);
    }
    return weights;
}

/// Puts painted magnetization where the measurement will see it: along frequency displaced by its offset, along phase
/// folded into the field of view. Grid: frequency along rows, phase down.
class Deposit {
public:
    Deposit(const MrScan& scan, int side) : scan_(scan), side_(side), measured_(side * (1 + scan.phase_oversampling)) {}

    void add(MrMagnetization& grid, double frequency_px, double phase_px, double offset_hz, Complex value) const {
        const double folded = phase_px - measured_ * std::round(phase_px / measured_);
        const int row = static_cast<int>(std::floor(folded)) + side_ / 2;
        if (row < 0 || row >= side_) return;
        const double at =
            frequency_px + side_ / 2.0 + offset_hz / scan_.bandwidth_hz_px * side_ / scan_.sampling.matrix_frequency;
        if (!(at > -1 && at < side_)) return;
        const int column = static_cast<int>(std::floor(at));
        const auto right = static_cast<float>(at - column);
        if (column >= 0) grid.at(column, row) += value * (1 - right);
        if (column + 1 < side_) grid.at(column + 1, row) += value * right;
    }

private:
    const MrScan& scan_;
    int side_;
    double measured_;
};

Complex turned(double amount, double cycles) {
    const double angle = 2 * std::numbers::pi * cycles;
    return {static_cast<float>(amount * std::cos(angle)), static_cast<float>(amount * std::sin(angle))};
}

MrSlice deposited(const MrScan& scan, const Painting& painting, const PlaneFrame& frame, int side) {
    const bool moves = scan.motion_mm > 0 && scan.anatomy.motion != MrMotion::none;
    MrSlice slice{MrMagnetization(side), MrMagnetization(moves ? side : 0),
                  MrMagnetization(scan.sampling.pulsation > 0 ? side : 0)};
    const Deposit deposit(scan, side);
    const double fat_hz = -fat_shift_hz(scan.field_t);
    const double echo_s =
        scan.sequence.kind == MrSequence::Kind::gradient_echo ? scan.sequence.te_ms / 1000 : 0.0;  // else refocused
    for (int y = 0; y < frame.height; ++y)
        for (int x = 0; x < frame.width; ++x) {
            const float water = painting.water.at(x, y);
            const float fat = painting.fat.at(x, y);
            const float pulse = painting.pulsating.width ? painting.pulsating.at(x, y) : 0.0F;
            if (water == 0 && fat == 0 && pulse == 0) continue;
            const Spot mm = frame.mm(x + 0.5, y + 0.5);
            const Local local = near_metal(scan, mm);
            const Weights weights = weights_at(scan, mm, local);
            const double across = x - frame.width / 2;
            const double down = y - frame.height / 2;
            const double f = scan.phase_across ? down : across;
            const double p = scan.phase_across ? across : down;
            const Complex w = turned(water * weights.water, local.offset_hz * echo_s);
            const Complex a = turned(fat * weights.fat, (local.offset_hz + fat_hz) * echo_s);
            const double share = moves ? moving_share(scan.anatomy, mm) : 0.0;
            const auto moving = static_cast<float>(share);
            if (share < 1) {
                deposit.add(slice.still, f, p, local.offset_hz, w * (1 - moving));
                deposit.add(slice.still, f, p, local.offset_hz + fat_hz, a * (1 - moving));
            }
            if (share > 0) {
                deposit.add(slice.moving, f, p, local.offset_hz, w * moving);
                deposit.add(slice.moving, f, p, local.offset_hz + fat_hz, a * moving);
            }
            if (pulse > 0)
                deposit.add(slice.pulsating, f, p, local.offset_hz,
                            turned(pulse * weights.water, local.offset_hz * echo_s));
        }
    return slice;
}

/// Frame of the painting: along frequency the field of view, along phase all that may fold into it.
PlaneFrame painting_frame(const MrScan& scan, int side) {
    constexpr int most_fields = 4;
    PlaneFrame frame{side, side, scan.fov_mm / side, {0, 0}};
    const double needed = std::ceil(scan.anatomy.reach_mm / frame.mm_per_pixel);
    const int half = static_cast<int>(std::clamp(needed, side / 2.0, most_fields * side / 2.0));
    (scan.phase_across ? frame.width : frame.height) = 2 * half;
    return frame;
}

Field transposed(const Field& field) {
    Field result(field.height, field.width);
    for (int y = 0; y < field.height; ++y)
        for (int x = 0; x < field.width; ++x) result.at(y, x) = field.at(x, y);
    return result;
}

}  // namespace

double ball_offset_hz(double radius_mm, double distance_mm, double cosine, double ppm, double field_t) {
    if (distance_mm < radius_mm) return 0.0;
    return ppm / 3 * larmor_mhz(field_t) * std::pow(radius_mm / distance_mm, 3) * (3 * cosine * cosine - 1);
}

double signal_to_noise(const MrScan& scan) {
    const auto figure = [](double field_t, double volume_mm3, double samplings, double bandwidth) {
        return field_t * volume_mm3 * std::sqrt(samplings / bandwidth);
    };
    const MrSampling& s = scan.sampling;
    const double volume = scan.fov_mm / s.matrix_frequency * scan.fov_mm / s.matrix_phase * scan.slice_mm;
    const double samplings = s.matrix_phase * scan.averages * (1 + scan.phase_oversampling);
    return 90 * figure(scan.field_t, volume, samplings, scan.bandwidth_hz_px) / figure(1.5, 0.9 * 0.9 * 5, 256, 130);
}

double chemical_shift_pixels(double field_t, double bandwidth_hz_px) { return fat_shift_hz(field_t) / bandwidth_hz_px; }

double ghost_share(double line_ms, double period_ms) {
    const double cycles = line_ms / period_ms;
    return cycles - std::floor(cycles);
}

double saturation_failure_at(Spot share) { return smooth_step(0.52, 0.68, share.x + 0.25 * (share.y - 0.5)); }

double crosstalk_at(Spot share) {
    const double off = std::abs(share.y - 0.72 - 0.12 * (share.x - 0.5));
    return 1 - smooth_step(0.025, 0.05, off);
}

Field measured(const MrScan& scan, int side, std::uint64_t seed) {
    const PlaneFrame frame = painting_frame(scan, side);
    const Painting painting = painted(scan, frame);
    MrSampling sampling = scan.sampling;
    sampling.line_ms = scan.sequence.tr_ms * scan.averages * (1 + scan.phase_oversampling);
    sampling.noise *= 1 / signal_to_noise(scan);
    // Breathing moves the body along the front-back line.
    const double moved = -scan.motion_mm / scan.fov_mm;
    const bool along_phase = scan.phase_across == (scan.anatomy.front_is_left || scan.anatomy.posterior_is_right);
    (along_phase ? sampling.shift_y : sampling.shift_x) = moved;
    Field image = image_of(deposited(scan, painting, frame, side), sampling, seed);
    return scan.phase_across ? transposed(image) : image;
}

}  // namespace collimate
