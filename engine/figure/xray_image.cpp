#include "engine/figure/xray_image.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace collimate {

namespace {

/// Share of the beam that a straight line leaves: exp(-sum of mu x), and the patient's thickness on the way.
struct Passed {
    Field share;
    Field tissue_mm;
};

Passed passed(const PathMaps& maps, double kev, const PlaneFrame& receptor) {
    Passed result{Field(receptor.width, receptor.height), Field(receptor.width, receptor.height)};
    std::array<float, matter_count> mu{};
    for (int m = 0; m < matter_count; ++m)
        mu[static_cast<std::size_t>(m)] = static_cast<float>(attenuation_per_mm(static_cast<XrayMatter>(m), kev));
    for (std::size_t i = 0; i < result.share.values.size(); ++i) {
        float sum = 0;
        for (std::size_t m = 0; m < mu.size(); ++m) sum += mu[m] * maps[m].values[i];
        result.share.values[i] = std::exp(-sum);
        const auto in = [&](XrayMatter matter) { return maps[static_cast<std::size_t>(matter)].values[i]; };
        result.tissue_mm.values[i] =
            in(XrayMatter::soft) + in(XrayMatter::fat) + 1.8F * in(XrayMatter::bone) + 0.26F * in(XrayMatter::lung);
    }
    return result;
}

double edge(double inside_mm, double soft_mm) { return std::clamp(0.5 + inside_mm / soft_mm, 0.0, 1.0); }

/// Share of the tube's output that the collimator and the anode let go toward a place of the receptor.
double beam_at(const XrayExposure& e, Spot mm) {
    constexpr double penumbra_mm = 2.0;
    const double x = e.field_width_mm / 2 - std::abs(mm.x - e.field_x_mm);
    const double y = e.field_height_mm / 2 - std::abs(mm.y - e.field_y_mm);
    constexpr double reach_mm = 215;
    const double heel = 1 - 0.45 * e.heel * std::clamp(-mm.y / reach_mm, -0.35, 1.0);
    return edge(x, penumbra_mm) * edge(y, penumbra_mm) * heel;
}

double grid_line(const XrayExposure& e, double x_mm) {
    if (e.grid_lines <= 0 || e.grid.kind == XrayGrid::Kind::none) return 1.0;
    return 1 - 0.3 * e.grid_lines * (0.5 + 0.5 * std::cos(2 * std::numbers::pi * x_mm / 10 * e.lines_per_cm));
}

/// The same part once more, moved between the exposures.
void expose_again(Field& share, double amount, double mm_per_pixel) {
    if (amount <= 0) return;
    const int dx = static_cast<int>(std::lround(14 / mm_per_pixel));
    const int dy = static_cast<int>(std::lround(22 / mm_per_pixel));
    const Field first = share;
    for (int y = 0; y < share.height; ++y)
        for (int x = 0; x < share.width; ++x) {
            const int from_x = std::clamp(x - dx, 0, share.width - 1);
            const int from_y = std::clamp(y - dy, 0, share.height - 1);
            share.at(x, y) += static_cast<float>(amount) * first.at(from_x, from_y);
        }
}

/// Scatter that reaches the receptor, relative to the unattenuated beam: about 1.3 of the primary for 10 cm of tissue
/// in a large field (Johns and Cunningham, The Physics of Radiology), spread widely, less through an air gap.
Field scattered(const Field& share, const Field& tissue_mm, const XrayExposure& e, const PlaneFrame& receptor) {
    constexpr int coarse = 4;
    const int w = std::max(8, receptor.width / coarse);
    const int h = std::max(8, receptor.height / coarse);
    Field source(receptor.width, receptor.height);
    double lit_mm2 = 0;
    for (int y = 0; y < receptor.height; ++y)
        for (int x = 0; x < receptor.width; ++x) {
            const auto beam = static_cast<float>(beam_at(e, receptor.mm(x + 0.5, y + 0.5)));
            source.at(x, y) = beam * share.at(x, y) * tissue_mm.at(x, y) * 0.013F;
            lit_mm2 += beam * receptor.mm_per_pixel * receptor.mm_per_pixel;
        }
    Field result = resized(source, w, h);
    constexpr double spread_mm = 30;
    const double pixel = receptor.mm_per_pixel * receptor.width / w;
    blur(result, spread_mm / pixel, spread_mm / pixel);
    const double field_size = 1 - std::exp(-std::sqrt(lit_mm2) / 130);
    const double gap_cm = e.geometry.oid_mm / 10;
    const double gap = 1 / (1 + std::pow(gap_cm / 18, 2));
    const double voltage = 0.75 + 0.25 * e.kvp / 80;
    const auto factor = static_cast<float>(e.scatter * field_size * gap * voltage);
    for (float& v : result.values) v *= factor;
    return resized(result, receptor.width, receptor.height);
}

}  // namespace

double focal_blur_mm(double focal_spot_mm, double magnification) {
    return focal_spot_mm * std::max(0.0, magnification - 1);
}

XrayDose dose_of(const XrayScene& scene, const XrayExposure& e, const PlaneFrame& receptor) {
    Passed beam = passed(path_maps(scene, e.geometry, receptor), effective_kev(e.kvp), receptor);
    expose_again(beam.share, e.double_exposure, receptor.mm_per_pixel);
    const double even = std::sqrt(12.0);  // standard deviation of an even spread of width 1
    const double m = e.geometry.magnification();
    const double focal = focal_blur_mm(e.focal_spot_mm, m) / even / receptor.mm_per_pixel;
    const double moved = e.motion_mm * m / even / receptor.mm_per_pixel;
    blur(beam.share, focal, std::hypot(focal, moved));

    const double sid_cm = e.geometry.sid_mm / 10;
    const double kerma = kerma_ugy(e.kvp, e.mas, sid_cm);
    XrayDose dose{Field(receptor.width, receptor.height), scattered(beam.share, beam.tissue_mm, e, receptor)};
    const double scatter_passes = grid_scatter(e.grid);
    for (int x = 0; x < receptor.width; ++x) {
        const double x_mm = receptor.mm(x + 0.5, 0).x;
        const double primary_passes = grid_primary(e.grid, x_mm, sid_cm) * grid_line(e, x_mm);
        for (int y = 0; y < receptor.height; ++y) {
            const double lit = beam_at(e, receptor.mm(x + 0.5, y + 0.5));
            dose.primary.at(x, y) = static_cast<float>(kerma * lit * primary_passes) * beam.share.at(x, y);
            dose.scatter.at(x, y) *= static_cast<float>(kerma * scatter_passes);
        }
    }
    return dose;
}

Field counted_photons(const XrayDose& dose, double pixel_mm, double noise, std::uint64_t seed) {
    Random random(seed);
    Field photons(dose.primary.width, dose.primary.height);
    const double per_ugy = photons_per_mm2_ugy * detected_share * pixel_mm * pixel_mm;
    for (std::size_t i = 0; i < photons.values.size(); ++i) {
        const double mean =
            per_ugy * std::max(0.0, static_cast<double>(dose.primary.values[i]) + dose.scatter.values[i]);
        const double counted = noise > 0 ? mean + noise * std::sqrt(mean) * random.normal() : mean;
        photons.values[i] = static_cast<float>(std::max(counted, 0.0));
    }
    return photons;
}

}  // namespace collimate
