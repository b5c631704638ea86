#include "engine/figure/ct_beam.hpp"

#include <algorithm>
#include <cmath>

namespace collimate {

namespace {

/// cm2/g at 30 to 150 keV: water, cortical bone (ICRU 44), iodine, titanium; aluminum filters the beam.
/// The first row of iodine continues the curve above its K edge (33 keV): no line of the beam lies below 35 keV.
struct Coefficients {
    double kev, water, mineral, iodine, titanium, aluminum;
};
constexpr std::array<Coefficients, 7> nist = {{
    {30, 0.3756, 1.331, 46.9, 4.972, 1.128},
    {40, 0.2683, 0.6655, 22.10, 2.214, 0.5685},
    {50, 0.2269, 0.4242, 12.32, 1.213, 0.3681},
    {60, 0.2059, 0.3148, 7.579, 0.7661, 0.2778},
    {80, 0.1837, 0.2229, 3.510, 0.4052, 0.2018},
    {100, 0.1707, 0.1855, 1.942, 0.2721, 0.1704},
    {150, 0.1505, 0.1480, 0.6978, 0.1649, 0.1378},
}};
constexpr double filter_aluminum_cm = 0.7;
constexpr double aluminum_density = 2.70;
constexpr double titanium_density = 4.54;
constexpr double reference_kv = 120.0;
constexpr double reference_depth_mm = 150.0;  ///< of water, behind which the beam is averaged
constexpr double water_step_mm = 10.0;
constexpr int water_steps = 300;

/// Straight in the logarithms of energy and coefficient.
Coefficients coefficients_at(double kev) {
    std::size_t i = 0;
    while (i + 2 < nist.size() && nist[i + 1].kev < kev) ++i;
    const Coefficients& a = nist[i];
    const Coefficients& b = nist[i + 1];
    const double t = std::log(kev / a.kev) / std::log(b.kev / a.kev);
    const auto between = [t](double p, double q) { return p * std::pow(q / p, t); };
    return {kev,
            between(a.water, b.water),
            between(a.mineral, b.mineral),
            between(a.iodine, b.iodine),
            between(a.titanium, b.titanium),
            between(a.aluminum, b.aluminum)};
}

const CtBeam& reference_beam() {
    static const CtBeam beam(reference_kv);
    return beam;
}

}  // namespace

Matter& Matter::operator+=(const Matter& other) {
    water += other.water;
    mineral += other.mineral;
    iodine += other.iodine;
    metal += other.metal;
    return *this;
}

Matter operator-(Matter a, const Matter& b) {
    a.water -= b.water;
    a.mineral -= b.mineral;
    a.iodine -= b.iodine;
    a.metal -= b.metal;
    return a;
}

Matter soft_matter(double hu) { return {.water = 1.0 + hu / 1000}; }

Matter bone_matter(double hu) {
    const auto& per_mm = reference_beam().effective();
    return {.water = 1.0, .mineral = hu / 1000 * per_mm[0] / per_mm[1]};
}

Matter enhanced_matter(double hu, double enhancement_hu) {
    const auto& per_mm = reference_beam().effective();
    Matter matter = soft_matter(hu);
    matter.iodine = enhancement_hu / 1000 * per_mm[0] / per_mm[2];
    return matter;
}

Matter titanium() { return {.metal = titanium_density}; }

CtBeam::CtBeam(double kv) {
    double sum = 0.0;
    for (double kev = 35; kev < kv; kev += 10) {
        const Coefficients c = coefficients_at(kev);
        // Photons fall as (kV - E) / E; the detector weights each with E.
        const double share = (kv - kev) * std::exp(-c.aluminum * aluminum_density * filter_aluminum_cm);
        lines_.push_back({share, {c.water / 10, c.mineral / 10, c.iodine / 10, c.titanium / 10}});
        sum += share;
    }
    double inside = 0.0;
    for (Line& line : lines_) {
        line.share /= sum;
        const double left = line.share * std::exp(-line.per_mm[0] * reference_depth_mm);
        for (std::size_t kind = 0; kind < matter_kinds; ++kind) effective_[kind] += left * line.per_mm[kind];
        inside += left;
    }
    for (double& per_mm : effective_) per_mm /= inside;
    for (int i = 0; i <= water_steps; ++i) water_table_.push_back(attenuation({i * water_step_mm, 0, 0, 0}));
}

double CtBeam::attenuation(const std::array<double, matter_kinds>& lengths) const {
    float passed = 0.0f;
    for (const Line& line : lines_) {
        double sum = 0.0;
        for (std::size_t kind = 0; kind < matter_kinds; ++kind) sum += line.per_mm[kind] * lengths[kind];
        passed += static_cast<float>(line.share) * std::exp(static_cast<float>(-sum));
    }
    return -std::log(std::max(static_cast<double>(passed), 1e-30));
}

double CtBeam::water_corrected(double attenuation) const {
    const auto above = std::lower_bound(water_table_.begin() + 1, water_table_.end() - 1, attenuation);
    const double low = *(above - 1);
    const double steps = static_cast<double>(above - water_table_.begin() - 1) + (attenuation - low) / (*above - low);
    return steps * water_step_mm * effective_[0];
}

double CtBeam::hu_of(const Matter& matter) const {
    const double per_mm = matter.water * effective_[0] + matter.mineral * effective_[1] +
                          matter.iodine * effective_[2] + matter.metal * effective_[3];
    return 1000 * (per_mm / effective_[0] - 1);
}

}  // namespace collimate
