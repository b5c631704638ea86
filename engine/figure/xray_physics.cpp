#include "engine/figure/xray_physics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace collimate {

namespace {

constexpr std::array<double, 8> energies{20, 30, 40, 50, 60, 80, 100, 150};
using Coefficients = std::array<double, 8>;  // cm2/g
constexpr Coefficients water{0.8096, 0.3756, 0.2683, 0.2269, 0.2059, 0.1837, 0.1707, 0.1505};
constexpr Coefficients adipose{0.5677, 0.3063, 0.2396, 0.2123, 0.1974, 0.1800, 0.1688, 0.1500};
constexpr Coefficients cortical{4.001, 1.331, 0.6655, 0.4242, 0.3148, 0.2229, 0.1855, 0.1480};
constexpr Coefficients aluminum{3.441, 1.128, 0.5685, 0.3681, 0.2778, 0.2018, 0.1704, 0.1378};
constexpr Coefficients lead{86.36, 30.32, 14.36, 8.041, 5.021, 2.419, 5.549, 2.014};
constexpr Coefficients air{0.7779, 0.3538, 0.2485, 0.2080, 0.1875, 0.1662, 0.1541, 0.1356};

struct Substance {
    const Coefficients& coefficients;
    double density;  ///< g/cm3
};

Substance substance(XrayMatter matter) {
    switch (matter) {
        case XrayMatter::gas:
            return {air, 0.0012};
        case XrayMatter::lung:
            return {water, 0.26};
        case XrayMatter::fat:
            return {adipose, 0.95};
        case XrayMatter::soft:
            return {water, 1.05};
        case XrayMatter::bone:
            return {cortical, 1.92};
        case XrayMatter::aluminum:
            return {aluminum, 2.699};
        case XrayMatter::lead:
            break;
    }
    return {lead, 11.35};
}

}  // namespace

double attenuation_per_mm(XrayMatter matter, double kev) {
    const Substance s = substance(matter);
    const double energy = std::clamp(kev, energies.front(), energies.back());
    std::size_t i = 0;
    while (i + 2 < energies.size() && energies[i + 1] < energy) ++i;
    const double t = std::log(energy / energies[i]) / std::log(energies[i + 1] / energies[i]);
    const double mass = s.coefficients[i] * std::pow(s.coefficients[i + 1] / s.coefficients[i], t);
    return mass * s.density / 10;
}

double effective_kev(double kvp) { return 15 + 0.36 * kvp; }

double kerma_ugy(double kvp, double mas, double distance_cm) {
    return 50 * mas * std::pow(kvp / 80, 2) * std::pow(100 / distance_cm, 2);
}

double grid_primary(const XrayGrid& grid, double x_mm, double sid_cm) {
    if (grid.kind == XrayGrid::Kind::none) return 1.0;
    constexpr double aligned = 0.7;
    const double ray = (x_mm + grid.off_center_mm) / (10 * sid_cm);
    double strip = grid.kind == XrayGrid::Kind::focused ? x_mm / (10 * grid.focus_cm) : 0.0;
    if (grid.upside_down) strip = -strip;
    strip += std::tan(grid.tilt_deg * std::numbers::pi / 180);
    return aligned * std::max(0.0, 1 - grid.ratio * std::abs(ray - strip));
}

double grid_scatter(const XrayGrid& grid) {
    return grid.kind == XrayGrid::Kind::none ? 1.0 : std::min(0.5, 1.45 / grid.ratio);
}

}  // namespace collimate
