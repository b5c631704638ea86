#include "engine/figure/ct_phantom.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numbers>

namespace collimate {

namespace {

const Matter water = soft_matter(0);
const Matter air = soft_matter(-1000);
const Matter none = {};

Spot on_circle(double radius, double angle_deg) {
    const double angle = angle_deg * std::numbers::pi / 180;
    return {radius * std::cos(angle), radius * std::sin(angle)};
}

void add_rod(CtSection& section, const std::string& name, Spot center, double diameter, const Matter& matter) {
    const Contour rod = ellipse_contour(center, diameter / 2, diameter / 2);
    section.add(rod, matter, water);
    section.add_part(name, rod);
}

/// The materials and places of common accreditation phantoms: 25 mm rods.
void add_inserts(CtSection& section) {
    add_rod(section, "polyethylene", on_circle(63, -135), 25, soft_matter(-95));
    add_rod(section, "bone", on_circle(63, -45), 25, bone_matter(955));
    add_rod(section, "acrylic", on_circle(63, 45), 25, soft_matter(120));
    add_rod(section, "air", on_circle(63, 135), 25, air);
    add_rod(section, "water", on_circle(63, 0), 25, water);
}

/// One large rod and five rows of four, each row of one diameter, spaced by twice their diameter.
void add_low_contrast(CtSection& section, double contrast_hu) {
    add_rod(section, "25 mm rod", on_circle(60, -90), 25, soft_matter(contrast_hu));
    constexpr std::array diameters = {6.0, 5.0, 4.0, 3.0, 2.0};
    for (std::size_t row = 0; row < diameters.size(); ++row) {
        const double d = diameters[row];
        const double angle = -36 + 63.0 * static_cast<double>(row);
        for (int i = 0; i < 4; ++i)
            section.add(ellipse_contour(on_circle(32 + 2 * d * i, angle), d / 2, d / 2, 0, 24),
                        soft_matter(contrast_hu), water);
        section.add_part(fmt::format("{:.0f} mm rods", d),
                         rectangle_contour(on_circle(32 + 3 * d, angle), 8 * d, 3 * d, angle));
    }
}

/// Aluminum bars in eight squares of 15 mm, 4 to 12 line pairs per cm.
void add_line_pairs(CtSection& section) {
    constexpr std::array pairs_per_cm = {4, 5, 6, 7, 8, 9, 10, 12};
    for (std::size_t i = 0; i < pairs_per_cm.size(); ++i) {
        const Spot center = on_circle(66, -90 + 45.0 * static_cast<double>(i));
        const double period = 10.0 / pairs_per_cm[i];
        const int bars = static_cast<int>(15.0 / period);
        for (int bar = 0; bar < bars; ++bar)
            section.add(rectangle_contour({center.x + (bar - (bars - 1) / 2.0) * period, center.y}, period / 2, 15.0),
                        bone_matter(1500), water);
        section.add_part(fmt::format("{} lp/cm", pairs_per_cm[i]), rectangle_contour(center, 18, 18));
    }
}

void add_dense_rods(CtSection& section) {
    add_rod(section, "left rod", {-50, 0}, 30, bone_matter(1400));
    add_rod(section, "right rod", {50, 0}, 30, bone_matter(1400));
    section.add_part("band between", rectangle_contour({0, 0}, 62, 24));
}

}  // namespace

CtSection ct_phantom(std::string_view kind, double low_contrast_hu, const CtTarget& target) {
    CtSection section;
    section.mobility = {1.0, 0.3};
    const Contour shell = ellipse_contour({}, ct_phantom_radius_mm, ct_phantom_radius_mm, 0, 180);
    section.add(shell, soft_matter(120), none);
    section.add(ellipse_contour({}, 94, 94, 0, 180), water, soft_matter(120));
    section.add_part("phantom", shell);
    section.add_part("center", ellipse_contour({}, 12, 12));
    if (kind == "inserts") add_inserts(section);
    if (kind == "low-contrast") add_low_contrast(section, low_contrast_hu);
    if (kind == "line-pairs") add_line_pairs(section);
    if (kind == "dense-rods") add_dense_rods(section);
    if (target.diameter_mm > 0.0) {
        const Contour rod = ellipse_contour(target.center_mm, target.diameter_mm / 2, target.diameter_mm / 2);
        const Matter matter = target.hu > 300 ? bone_matter(target.hu) : soft_matter(target.hu);
        section.add_low(rod, matter, water, target.height_mm);
        section.add_part("target", rod);
    }
    return section;
}

}  // namespace collimate
