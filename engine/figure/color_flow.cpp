#include "engine/figure/color_flow.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/random.hpp"

namespace collimate::sono {

namespace {

constexpr int across = 88;
constexpr int down = 150;
using std::numbers::pi;
constexpr double shown_above_db = -12;  ///< strength that is painted at no gain
constexpr double noise_db = -24;

/// Spreads each cell over its neighbors, as wide as beam and pulse are.
void blur(std::vector<float>& field) {
    constexpr std::array<float, 4> half = {0.30F, 0.23F, 0.09F, 0.03F};
    std::vector<float> made(field.size());
    const auto pass = [&](int count, int other, int step, int stride) {
        for (int o = 0; o < other; ++o)
            for (int i = 0; i < count; ++i) {
                float sum = 0.0F;
                for (int k = -3; k <= 3; ++k) {
                    const int j = std::clamp(i + k, 0, count - 1);
                    sum += half[static_cast<std::size_t>(std::abs(k))] *
                           field[static_cast<std::size_t>(o * stride + j * step)];
                }
                made[static_cast<std::size_t>(o * stride + i * step)] = sum;
            }
        field.swap(made);
    };
    pass(across, down, 1, across);
    pass(down, across, across, 1);
}

}  // namespace

double cycles_between_pulses(double toward_cm_s, const ColorSettings& s) {
    return 2 * s.frequency_mhz * 1e6 * toward_cm_s / (machine_speed_m_s * 100 * s.prf_hz);
}

Rgb flow_color(double cycles, double variance, const ColorSettings& s) {
    const double low = s.baseline_shift - 0.5;
    const double seen = cycles - std::floor(cycles - low);
    const double limit = seen >= 0 ? 0.5 + s.baseline_shift : 0.5 - s.baseline_shift;
    const double strength = std::clamp(std::abs(seen) / std::max(0.02, limit), 0.0, 1.0);
    const bool warm = (seen >= 0) != s.inverted;
    const double first = std::min(1.0, strength * 1.8);
    const double second = std::max(0.0, strength * 1.8 - 0.8);
    std::array<double, 3> c = warm ? std::array{70 + 185 * first, 15 * first + 210 * second, 30 * second}
                                   : std::array{80 * second, 15 + 45 * first + 180 * second, 90 + 165 * first};
    if (s.variance) {
        const double green = std::clamp(1.6 * variance - 0.3, 0.0, 1.0);
        c = {c[0] * (1 - 0.7 * green), c[1] + (230 - c[1]) * green, c[2] * (1 - 0.7 * green)};
    }
    Rgb made;
    for (std::size_t i = 0; i < 3; ++i) made[i] = static_cast<std::uint8_t>(std::lround(std::clamp(c[i], 0.0, 255.0)));
    return made;
}

ColorBox::ColorBox(const FlowScene& flow, const ColorSettings& settings) : flow_(flow), set_(settings) {
    if (flow.scene.probe != ProbeKind::linear)
        apex_mm_ = flow.scene.probe == ProbeKind::curved ? flow.scene.face_radius_mm : 2.0;
}

Place ColorBox::place_of(Spot spot) const {
    const double side = flow_.box_left + spot.u * (flow_.box_right - flow_.box_left);
    const double depth = flow_.box_top_mm + spot.d * (flow_.box_bottom_mm - flow_.box_top_mm);
    if (flow_.scene.probe == ProbeKind::linear) {
        const double middle = (flow_.box_top_mm + flow_.box_bottom_mm) / 2;
        return {side * flow_.scene.half_width_mm + (depth - middle) * std::tan(set_.steer_deg * pi / 180), depth};
    }
    const double angle = side * flow_.scene.half_angle_deg * pi / 180;
    return {(apex_mm_ + depth) * std::sin(angle), (apex_mm_ + depth) * std::cos(angle) - apex_mm_};
}

ColorBox::Spot ColorBox::spot_of(Place p) const {
    double side = 0.0;
    double depth = p.z;
    if (flow_.scene.probe == ProbeKind::linear) {
        const double middle = (flow_.box_top_mm + flow_.box_bottom_mm) / 2;
        side = (p.x - (depth - middle) * std::tan(set_.steer_deg * pi / 180)) / flow_.scene.half_width_mm;
    } else {
        side = std::atan2(p.x, p.z + apex_mm_) / (flow_.scene.half_angle_deg * pi / 180);
        depth = std::hypot(p.x, p.z + apex_mm_) - apex_mm_;
    }
    return {(side - flow_.box_left) / (flow_.box_right - flow_.box_left),
            (depth - flow_.box_top_mm) / (flow_.box_bottom_mm - flow_.box_top_mm)};
}

Place ColorBox::beam(Place p) const {
    if (flow_.scene.probe == ProbeKind::linear)
        return {std::sin(set_.steer_deg * pi / 180), std::cos(set_.steer_deg * pi / 180)};
    const double r = std::max(1e-9, std::hypot(p.x, p.z + apex_mm_));
    return {p.x / r, (p.z + apex_mm_) / r};
}

std::vector<Place> ColorBox::outline() const {
    std::vector<Place> run;
    for (int i = 0; i <= 16; ++i) run.push_back(place_of({i / 16.0, 0}));
    for (int i = 16; i >= 0; --i) run.push_back(place_of({i / 16.0, 1}));
    return run;
}

double ColorBox::toward(Place place, double phase) const {
    const auto motion = flow_.at(place, phase);
    const Place way = beam(place);
    return -(motion.velocity_cm_s.x * way.x + motion.velocity_cm_s.z * way.z);
}

ColorBox::Cells ColorBox::estimate(double phase, std::uint64_t seed) const {
    Random random(seed);
    const Mottle motion_of_tissue(derive(seed, 3));
    Cells cells;
    for (auto* part : {&cells.re, &cells.im, &cells.power}) part->resize(static_cast<std::size_t>(across) * down);
    const double noise = std::pow(10.0, noise_db / 20) * 2.2;
    for (int row = 0; row < down; ++row)
        for (int column = 0; column < across; ++column) {
            const Place place = place_of({(column + 0.5) / across, (row + 0.5) / down});
            const auto motion = flow_.at(place, phase);
            const double spread = std::min(1.0, motion.turbulence + (motion.blood ? set_.turbulence : 0.0));
            double cycles = cycles_between_pulses(toward(place, phase), set_);
            cycles += spread * 0.45 * random.normal() * std::min(1.0, 3 * std::abs(cycles));
            const auto passed = [&](double turn) {
                const double hz = std::abs(turn - std::round(turn)) * set_.prf_hz;
                const double cut = std::pow(hz / std::max(1.0, set_.wall_filter_hz), 4);
                return cut / (1 + cut);
            };
            const double strength = motion.blood ? passed(cycles) : 0.0;
            // A slow push of the whole field: far stronger than blood, and fast enough to pass the filter.
            const double shove = 0.10 + 0.05 * motion_of_tissue.at(place.x / 14, place.z / 14);
            const double flash = set_.flash * (motion.blood ? 0.4 : 1.5);
            const double a = noise * random.normal() + 0.25 * strength * random.normal();
            const double b = noise * random.normal() + 0.25 * strength * random.normal();
            const auto i = static_cast<std::size_t>(row * across + column);
            cells.re[i] =
                static_cast<float>(strength * std::cos(2 * pi * cycles) + flash * std::cos(2 * pi * shove) + a);
            cells.im[i] =
                static_cast<float>(strength * std::sin(2 * pi * cycles) + flash * std::sin(2 * pi * shove) + b);
            cells.power[i] = static_cast<float>(strength + flash);
        }
    for (auto* part : {&cells.re, &cells.im, &cells.power}) blur(*part);
    return cells;
}

void ColorBox::paint(std::span<std::uint8_t> rgb, const EchoDisplay& display, FigureSize size, double phase,
                     std::uint64_t seed) const {
    const Cells cells = estimate(phase, seed);
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            if (!display.scanned(x, y)) continue;
            const Spot spot = spot_of(display.place_of(x + 0.5, y + 0.5));
            if (spot.u < 0 || spot.u >= 1 || spot.d < 0 || spot.d >= 1) continue;
            const double column = std::clamp(spot.u * across - 0.5, 0.0, across - 1.001);
            const double row = std::clamp(spot.d * down - 0.5, 0.0, down - 1.001);
            const int c = static_cast<int>(column);
            const int r = static_cast<int>(row);
            const auto sample = [&](const std::vector<float>& f) {
                const auto i = static_cast<std::size_t>(r * across + c);
                const double tc = column - c;
                const double tr = row - r;
                return (f[i] * (1 - tc) + f[i + 1] * tc) * (1 - tr) +
                       (f[i + across] * (1 - tc) + f[i + across + 1] * tc) * tr;
            };
            const double re = sample(cells.re);
            const double im = sample(cells.im);
            const double strength = std::hypot(re, im);
            // Disturbed blood is no weaker, only less of one mind.
            const double power = std::max(strength, sample(cells.power));
            if (20 * std::log10(power + 1e-9) + set_.gain_db < shown_above_db) continue;
            const double variance = 1 - strength / std::max(1e-6, power);
            const Rgb color = flow_color(std::atan2(im, re) / (2 * pi), variance, set_);
            std::copy(color.begin(), color.end(), rgb.begin() + 3 * (static_cast<std::ptrdiff_t>(y) * size.width + x));
        }
}

}  // namespace collimate::sono
