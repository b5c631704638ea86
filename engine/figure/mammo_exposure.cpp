#include "engine/figure/mammo_exposure.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/random.hpp"

namespace collimate {

namespace {

constexpr double quanta_per_mas = 1.7e4;  ///< per mm2 behind the compression paddle at 28 kV
constexpr double readout_quanta = 60.0;   ///< readout noise of one mm2, squared
constexpr double scatter_spread_mm = 20.0;
constexpr double least_share = 1e-6;
constexpr std::uint64_t detector_pattern = 90;  ///< always the same detector

/// Attenuation falls with a power of the energy; `at_20` in 1/cm at 20 keV.
double per_mm(double at_20, double power, double kev) { return at_20 / 10 * std::pow(kev / 20, -power); }

void smooth_rows(MammoPlane& plane, const std::vector<float>& weights) {
    const int reach = static_cast<int>(weights.size()) / 2;
    std::vector<float> row(static_cast<std::size_t>(plane.width));
    for (int y = 0; y < plane.height; ++y) {
        for (int x = 0; x < plane.width; ++x) row[static_cast<std::size_t>(x)] = plane.at(x, y);
        for (int x = 0; x < plane.width; ++x) {
            float sum = 0.0f;
            for (int k = -reach; k <= reach; ++k)
                sum += weights[static_cast<std::size_t>(k + reach)] *
                       row[static_cast<std::size_t>(std::clamp(x + k, 0, plane.width - 1))];
            plane.at(x, y) = sum;
        }
    }
}

void smooth_columns(MammoPlane& plane, const std::vector<float>& weights) {
    const int reach = static_cast<int>(weights.size()) / 2;
    const MammoPlane before = plane;
    for (int y = 0; y < plane.height; ++y)
        for (int x = 0; x < plane.width; ++x) {
            float sum = 0.0f;
            for (int k = -reach; k <= reach; ++k)
                sum +=
                    weights[static_cast<std::size_t>(k + reach)] * before.at(x, std::clamp(y + k, 0, plane.height - 1));
            plane.at(x, y) = sum;
        }
}

std::vector<float> normalized(std::vector<float> weights) {
    float sum = 0.0f;
    for (const float w : weights) sum += w;
    for (float& w : weights) w /= sum;
    return weights;
}

std::vector<float> bell(double deviation_px) {
    const int reach = std::clamp(static_cast<int>(std::ceil(3 * deviation_px)), 0, 30);
    std::vector<float> weights;
    for (int k = -reach; k <= reach; ++k)
        weights.push_back(static_cast<float>(std::exp(-0.5 * k * k / std::max(1e-6, deviation_px * deviation_px))));
    return normalized(weights);
}

std::vector<float> box(double length_px) {
    const int reach = std::clamp(static_cast<int>(std::ceil(length_px / 2)), 0, 60);
    std::vector<float> weights;
    for (int k = -reach; k <= reach; ++k)
        weights.push_back(static_cast<float>(std::clamp(length_px / 2 + 0.5 - std::abs(k), 0.02, 1.0)));
    return normalized(weights);
}

/// Scattered quanta hardly carry shape: what thick parts scatter out of the primary beam, spread over two centimeters.
MammoPlane scattered(const MammoPlane& primary, double scatter_to_primary) {
    const auto depth_of = [](float p) { return p < 0.9f ? -std::log(std::max(p, 1e-6f)) : 0.0f; };
    double sum = 0.0;
    double count = 1e-9;
    for (const float p : primary.values) {
        sum += depth_of(p);
        count += p < 0.9f ? 1.0 : 0.0;
    }
    const auto scale = static_cast<float>(scatter_to_primary / std::max(0.1, sum / count));
    MammoPlane scatter = primary;
    for (float& p : scatter.values) p *= scale * depth_of(p);
    const auto spread = box(scatter_spread_mm / primary.mm_per_pixel);
    smooth_rows(scatter, spread);
    smooth_columns(scatter, spread);
    return scatter;
}

void cast_grid(MammoPlane& quanta, const MammoExposure& exposure) {
    if (exposure.grid_percent <= 0.0) return;
    const double period_px = 10 / exposure.grid_lines_per_cm / quanta.mm_per_pixel;
    for (int y = 0; y < quanta.height; ++y) {
        // A slow swell: the focus of the grid does not quite fit. Below two pixels a period would alias away.
        const double phase = std::fmod(y / std::max(2.5, period_px), 1.0);
        const double depth = exposure.grid_percent / 100 * (0.8 + 0.2 * std::sin(6.0 * y / quanta.height));
        const auto pass = static_cast<float>(1 - depth * (phase < 0.4 ? 1.0 : 0.0));
        for (int x = 0; x < quanta.width; ++x) quanta.at(x, y) *= pass;
    }
}

void add_faults(MammoPlane& plane, const MammoExposure& exposure) {
    for (const double place : dead_line_places(exposure.dead_lines)) {
        const int x = std::clamp(static_cast<int>(place * plane.width), 0, plane.width - 1);
        for (int y = 0; y < plane.height; ++y) plane.at(x, y) = 0.0f;
    }
    for (const Spot place : dead_pixel_places(exposure.dead_pixels)) {
        const int x = std::clamp(static_cast<int>(place.x * plane.width), 0, plane.width - 2);
        const int y = std::clamp(static_cast<int>(place.y * plane.height), 0, plane.height - 2);
        for (const int k : {0, 1}) plane.at(x + k, y) = plane.at(x + k, y + 1) = 0.0f;
    }
}

}  // namespace

MammoTissues mammo_tissues(double kv) {
    // Mean energy of a tungsten-rhodium beam, about 20 keV at 28 kV, grows by half a keV for each kV.
    const double kev = 20 + 0.5 * (kv - 28);
    return {.fat = per_mm(0.456, 1.35, kev),
            .gland = per_mm(0.802, 1.86, kev),
            .mass = per_mm(0.844, 1.89, kev),
            .calcification = per_mm(20.0, 2.7, kev),
            .acrylic = per_mm(0.680, 1.55, kev),
            .wax = per_mm(0.410, 1.25, kev),
            .nylon = per_mm(0.600, 1.50, kev),
            .phenolic = per_mm(0.640, 1.60, kev),
            .alumina = per_mm(8.85, 2.75, kev)};
}

double mammo_quanta_per_mm2(const MammoExposure& exposure) {
    return quanta_per_mas * exposure.mas * std::pow(exposure.kv / 28, 3.0);
}

std::vector<double> dead_line_places(int lines) {
    Random random(detector_pattern);
    std::vector<double> places;
    for (int i = 0; i < lines; ++i) places.push_back(0.34 + 0.26 * random.uniform());
    return places;
}

std::vector<Spot> dead_pixel_places(int pixels) {
    Random random(detector_pattern + 1);
    std::vector<Spot> places;
    for (int i = 0; i < pixels; ++i) {
        const double x = 0.32 + 0.32 * random.uniform();
        places.push_back({x, 0.15 + 0.7 * random.uniform()});
    }
    return places;
}

Region ghost_region() { return {Region::Shape::ellipse, {{0.12, 0.36}, {0.34, 0.30}}}; }

MammoPlane exposed(const MammoPlane& attenuation, const MammoExposure& exposure, std::uint64_t seed) {
    MammoPlane plane = attenuation;
    for (float& v : plane.values) v = std::exp(-v);
    if (exposure.blur_mm > 0.0) {
        smooth_rows(plane, bell(exposure.blur_mm / plane.mm_per_pixel));
        smooth_columns(plane, bell(exposure.blur_mm / plane.mm_per_pixel));
    }
    if (exposure.motion_mm > 0.0) smooth_columns(plane, box(exposure.motion_mm / plane.mm_per_pixel));
    if (exposure.scatter_to_primary > 0.0) {
        const MammoPlane scatter = scattered(plane, exposure.scatter_to_primary);
        for (std::size_t i = 0; i < plane.values.size(); ++i) plane.values[i] += scatter.values[i];
    }
    cast_grid(plane, exposure);
    Random random(derive(seed, 2));
    const double area = plane.mm_per_pixel * plane.mm_per_pixel;
    const double in_air = mammo_quanta_per_mm2(exposure) * area;
    const Region ghost = ghost_region();
    for (int y = 0; y < plane.height; ++y)
        for (int x = 0; x < plane.width; ++x) {
            float& v = plane.at(x, y);
            const double expected = in_air * v;
            const double spread = exposure.noise ? std::sqrt(expected + readout_quanta * area) : 0.0;
            const double counted = expected + (spread > 0.0 ? spread * random.normal() : 0.0);
            v = static_cast<float>(-std::log(std::max(counted / in_air, least_share)));
            if (exposure.ghost_percent > 0.0 && contains(ghost, {(x + 0.5) / plane.width, (y + 0.5) / plane.height}))
                v += static_cast<float>(exposure.ghost_percent / 100);
        }
    add_faults(plane, exposure);
    return plane;
}

}  // namespace collimate
