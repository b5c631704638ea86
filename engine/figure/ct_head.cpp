#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/figure/ct_anatomy.hpp"
#include "engine/figure/ct_bodywork.hpp"

namespace collimate {

namespace {

using namespace ct;

const Matter gray = soft_matter(39);
const Matter white = soft_matter(29);
const Matter csf = soft_matter(4);
const Matter dura = soft_matter(58);
constexpr double brain_share = 0.912;  ///< of the skull's outer outline
constexpr double skull_inside_share = 0.930;

/// Presses the inside of the head to the patient's right; nothing moves at the skull.
class Pressed {
public:
    explicit Pressed(double shift_mm) : shift_mm_(shift_mm) {}

    Contour operator()(Contour outline) const {
        for (Spot& s : outline) {
            const double edge = (s.x / 62) * (s.x / 62) + (s.y / 86) * (s.y / 86);
            s.x -= shift_mm_ * std::max(0.0, 1 - edge);
        }
        return outline;
    }

private:
    double shift_mm_;
};

Contour skull_outline(std::string_view level) {
    if (level == "ventricles")
        return symmetric(
            {{0, -92}, {28, -87}, {51, -68}, {63, -38}, {69, -3}, {71, 27}, {64, 57}, {46, 80}, {22, 92}, {0, 95}});
    return symmetric(
        {{0, -90}, {24, -87}, {47, -76}, {58, -52}, {66, -22}, {72, 8}, {70, 38}, {52, 68}, {26, 84}, {0, 90}});
}

void add_skull(CtSection& section, const Contour& skull) {
    const Contour scalp = scaled(skull, 1.10);
    section.add(scalp, soft_matter(30), nothing);
    section.add(scaled(skull, 1.078), soft_matter(-60), soft_matter(30));
    section.add(scaled(skull, 1.028), soft_matter(40), soft_matter(-60));
    section.add(skull, bone_matter(1250), soft_matter(40));
    section.add(scaled(skull, 0.980), bone_matter(650), bone_matter(1250));
    section.add(scaled(skull, 0.950), bone_matter(1350), bone_matter(650));
    section.add(scaled(skull, skull_inside_share), csf, bone_matter(1350));
    section.add_part("skull", skull);
}

/// Where a line from the middle of the head meets an outline.
Spot met_by(const Contour& outline, double angle_deg) {
    const double angle = angle_deg * std::numbers::pi / 180;
    double reach = 0.0;
    while (holds(outline, {std::cos(angle) * reach, std::sin(angle) * reach})) reach += 0.5;
    return {std::cos(angle) * reach, std::sin(angle) * reach};
}

/// Blood along the inner table of the patient's left side: stripped dura bulges inward as a lens; under the dura it
/// spreads over the hemisphere as a crescent.
Contour blood_at_table(const Contour& skull, bool lens, double thickness) {
    const double from = lens ? -44 : -72;
    const double to = lens ? 22 : 66;
    const Contour table = scaled(skull, skull_inside_share - 0.004);
    const Spot a = met_by(table, from);
    const Spot b = met_by(table, to);
    Contour outer;
    Contour inner;
    constexpr int steps = 24;
    for (int i = 0; i <= steps; ++i) {
        const double share = static_cast<double>(i) / steps;
        const Spot edge = met_by(table, from + (to - from) * share);
        outer.push_back(edge);
        const double length = std::hypot(edge.x, edge.y);
        const double crescent = thickness * std::pow(std::sin(std::numbers::pi * share), 0.4) / length;
        const double bulge = (thickness - 8) * 4 * share * (1 - share);
        inner.push_back(lens ? Spot{a.x + (b.x - a.x) * share - bulge, a.y + (b.y - a.y) * share}
                             : Spot{edge.x * (1 - crescent), edge.y * (1 - crescent)});
    }
    outer.insert(outer.end(), inner.rbegin() + 1, inner.rend() - 1);
    return outer;
}

Contour lesion_outline(const CtLesion& lesion, const Contour& skull) {
    if (lesion.kind == "epidural") return blood_at_table(skull, true, std::clamp(lesion.size_mm, 10.0, 45.0));
    if (lesion.kind == "subdural") return blood_at_table(skull, false, std::min(lesion.size_mm, 35.0));
    const double r = lesion.size_mm / 2;
    if (lesion.kind == "hemorrhage")
        return smooth_contour({{33 - r, -2},
                               {33 - 0.5 * r, -2 - 1.05 * r},
                               {33 + 0.4 * r, -2 - 0.9 * r},
                               {33 + 0.8 * r, -2 + 0.1 * r},
                               {33 + 0.5 * r, -2 + 1.1 * r},
                               {33 - 0.6 * r, -2 + 0.9 * r}});
    if (lesion.kind == "infarct") {
        const double k = std::clamp(lesion.size_mm / 40, 0.4, 1.3);
        return scaled(smooth_contour({{57, -30}, {42, -22}, {30, -4}, {40, 12}, {59, 26}, {61, 0}}), k, {59, 0});
    }
    return {};
}

double pressure_of(const CtLesion& lesion) {
    if (lesion.kind == "none") return 0.0;
    if (lesion.kind == "infarct") return 1.5;
    return std::min(14.0, 0.35 * lesion.size_mm);
}

/// Cortex folds: white matter ends short of the surface, furrows of fluid run in from it.
void add_cortex(CtSection& section, const Contour& skull, const Contour& lesion, bool effaces, const Pressed& pressed) {
    const Contour kept_clear =
        lesion.empty() ? lesion : scaled(lesion, 1.12, middle_of({Region::Shape::polygon, lesion}));
    const auto in_lesion = [&](Spot s) { return !kept_clear.empty() && holds(kept_clear, s); };
    section.add(scaled(skull, brain_share), gray, csf);
    constexpr int folds = 24;
    constexpr int corners = folds * 10;
    Contour core;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * (i + 0.5) / corners;
        const Spot direction{std::cos(angle), std::sin(angle)};
        double reach = 0.0;
        while (holds(skull, {direction.x * reach, direction.y * reach})) reach += 0.5;
        const double wave = std::sin(folds * angle + 1.2 * std::sin(3 * angle));
        double depth = reach * (1 - brain_share) + 8 + 3.5 * wave + 2.0 * std::sin(7 * angle + 1);
        while (effaces && in_lesion({direction.x * (reach - depth), direction.y * (reach - depth)})) depth += 1;
        core.push_back({direction.x * (reach - depth), direction.y * (reach - depth)});
        if (i % 10 == 2 && std::abs(direction.x) > 0.12) {
            const double bend = 0.02 * std::sin(5.0 * i);
            const auto along = [&](double share, double turn) {
                return Spot{reach * share * std::cos(angle + turn), reach * share * std::sin(angle + turn)};
            };
            const Contour furrow =
                pressed(band_contour({along(brain_share, 0), along(0.875, bend), along(0.82 + bend, bend)}, 1.4, 0.9));
            if (std::none_of(furrow.begin(), furrow.end(), in_lesion)) section.add(furrow, csf, gray);
        }
    }
    section.add(pressed(core), white, gray);
}

void add_fissure(CtSection& section, const Pressed& pressed) {
    for (const auto& [from, to] : {std::pair{-68.0, -47.0}, std::pair{40.0, 72.0}}) {
        const double middle = (from + to) / 2;
        section.add(pressed(band_contour({{0, from}, {0, middle}, {0, to}}, 11, 8)), gray, white);
        section.add(pressed(band_contour({{0, from - 1}, {0, middle}, {0, to}}, 3.2, 2.4)), csf, gray);
    }
    section.add(pressed(band_contour({{0, -83}, {0, -65}, {0, -50}}, 1.6, 1.4)), dura, csf);
    section.add(pressed(band_contour({{0, 44}, {0, 65}, {0, 84}}, 1.6, 1.4)), dura, csf);
    section.add_part("falx cerebri", pressed(band_contour({{0, -82}, {0, -65}, {0, -48}}, 6, 5)));
}

void add_deep_pair(CtSection& section, bool left, bool covered, const Pressed& pressed) {
    const auto side = [&](const Contour& outline) { return pressed(left ? outline : mirrored(outline)); };
    const std::string which = left ? "left " : "right ";
    const Contour horn =
        side(smooth_contour({{2.2, -30}, {6, -38}, {12, -43}, {16, -40}, {12.5, -31}, {8, -22}, {3, -17}}));
    section.add(horn, csf, white);
    section.add_part(which + "frontal horn", horn);
    const Contour trigone = side(smooth_contour({{21, 30}, {26, 24}, {32, 31}, {31, 45}, {26, 53}, {22.5, 42}}));
    section.add(trigone, csf, white);
    section.add_part(which + "occipital horn", trigone);
    section.add(side(ellipse_contour({26.5, 36}, 2.2, 4.5, -10)), bone_matter(160), csf);
    section.add(side(ellipse_contour({16.2, -28}, 4.2, 8.5, 25)), gray, white);
    const Contour thalamus = side(smooth_contour({{3.4, -8}, {8, -12}, {14, -3}, {17, 8}, {12, 16}, {5, 12}}));
    section.add(thalamus, gray, white);
    section.add_part(which + "thalamus", thalamus);
    if (covered) return;
    section.add(side(smooth_contour({{19, -8}, {24, -20}, {30.5, -22}, {33, -10}, {31, 4}, {25, 5}})), gray, white);
    section.add(side(band_contour({{37, -22}, {39, -10}, {39, 4}, {37, 16}}, 5, 3)), gray, white);
    section.add(side(band_contour({{40, -24}, {42.5, -10}, {42.5, 4}, {40, 16}}, 2.6, 1.6)), csf, white);
}

void add_ventricle_level(CtSection& section, const Contour& skull, const CtLesion& lesion) {
    const Contour finding = lesion_outline(lesion, skull);
    const Pressed pressed(pressure_of(lesion));
    const bool covered = lesion.kind == "hemorrhage" || lesion.kind == "infarct" ||
                         (!finding.empty() && lesion.kind != "subdural" && lesion.size_mm > 18);
    const bool effaces = lesion.kind == "epidural" || lesion.kind == "subdural";
    add_cortex(section, skull, finding, effaces, pressed);
    add_fissure(section, pressed);
    add_deep_pair(section, true, covered, pressed);
    add_deep_pair(section, false, false, pressed);
    const Contour third = pressed(ellipse_contour({0, -1}, 2.0, 11));
    add_named(section, "third ventricle", third, csf, white);
    add_named(section, "pineal gland", pressed(ellipse_contour({0, 17.5}, 2.6, 3.4)), bone_matter(190), white);
    section.add(pressed(smooth_contour({{-11, 25}, {0, 22.5}, {11, 25}, {4, 28.5}, {-4, 28.5}})), csf, white);
    if (finding.empty()) return;

    const Matter around = effaces ? gray : lesion.kind == "infarct" ? soft_matter(33) : white;
    if (lesion.kind == "hemorrhage")
        section.add(scaled(finding, 1.0 + 7 / std::max(8.0, lesion.size_mm / 2), {33, -2}), soft_matter(20), white);
    section.add(finding, soft_matter(lesion.hu), lesion.kind == "hemorrhage" ? soft_matter(20) : around);
    section.add_part("lesion", finding);
}

void add_ear_bone(CtSection& section, bool left) {
    const auto side = [&](const Contour& outline) { return left ? outline : mirrored(outline); };
    const Contour ridge =
        side(smooth_contour({{15, 5}, {32, 5}, {48, 10}, {61, 10}, {62, 32}, {51, 37}, {38, 24}, {24, 15}}));
    add_named(section, left ? "left petrous ridge" : "right petrous ridge", ridge, bone_matter(1500), gray);
    for (const Spot cell : {Spot{54, 17}, {58, 22}, {53, 25}, {57, 29}, {51, 30}, {47, 19}})
        section.add(side(ellipse_contour(cell, 2.3, 1.8, 30, 16)), soft_matter(-850), bone_matter(1500));
    section.add(side(ellipse_contour({33, 12}, 4.5, 1.4, 25, 16)), soft_matter(-300), bone_matter(1500));
}

void add_face_front(CtSection& section, bool left) {
    const auto side = [&](const Contour& outline) { return left ? outline : mirrored(outline); };
    section.add(side(smooth_contour({{13, -76}, {26, -79}, {39, -71}, {35, -52}, {20, -34}, {14, -46}})),
                bone_matter(900), csf);
    section.add(side(smooth_contour({{15, -75}, {26, -77}, {37, -70}, {33, -53}, {20, -37}, {16, -48}})), fat,
                bone_matter(900));
    const Contour globe = side(ellipse_contour({25.5, -66}, 10, 10));
    add_named(section, left ? "left globe" : "right globe", globe, soft_matter(12), fat);
    section.add(side(ellipse_contour({25.5, -73}, 4.2, 1.8)), soft_matter(75), soft_matter(12));
    section.add(side(band_contour({{24.5, -55.8}, {22.5, -48}, {20.5, -40}}, 3.6, 3.2)), soft_matter(35), fat);
}

void add_posterior_fossa(CtSection& section, const Contour& skull) {
    const Contour brain = scaled(skull, brain_share);
    section.add(brain, gray, csf);
    for (const bool left : {true, false}) add_face_front(section, left);
    section.add(rectangle_contour({0, -56}, 23, 40), bone_matter(260), gray);
    int cell = 0;
    for (const double y : {-70.0, -61.5, -53.0, -44.0})
        for (const double x : {-6.0, 6.0}) {
            const double swell = 0.5 * std::sin(3.0 * ++cell);
            section.add(ellipse_contour({x, y + swell}, 4.8, 3.7 + 0.5 * swell, 20 * swell, 20), soft_matter(-900),
                        bone_matter(260));
        }
    const Contour sinus = smooth_contour({{-13, -28}, {0, -32}, {13, -28}, {12, -15}, {0, -12}, {-12, -15}});
    section.add(scaled(sinus, 1.16, {0, -22}), bone_matter(800), gray);
    add_named(section, "sphenoid sinus", sinus, air, bone_matter(800));
    for (const bool left : {true, false}) add_ear_bone(section, left);
    add_named(section, "pons", ellipse_contour({0, 21}, 13, 10.5), soft_matter(33), gray);
    section.add(band_contour({{-13, 9.2}, {0, 8.5}, {13, 9.2}}, 3.0, 2), csf, gray);
    add_named(section, "fourth ventricle", smooth_contour({{-7, 36}, {0, 34}, {7, 36}, {4, 40}, {0, 42}, {-4, 40}}),
              csf, gray);
    for (const double x : {-1.0, 1.0})
        for (const double y : {48.0, 54.0, 60.0, 66.0})
            section.add(band_contour({{x * 9, y - 4}, {x * 24, y}, {x * 38, y - 7}}, 1.1, 0.6), soft_matter(27), gray);
    section.add(band_contour({{0, 50}, {0, 58}, {0, 74}}, 2.2, 1.2), soft_matter(18), gray);
    // Where the last part of hardening by the ridges shows.
    section.add_part("between the petrous ridges", rectangle_contour({0, 20}, 27, 15));
}

}  // namespace

CtSection ct_head(std::string_view level, const CtLesion& lesion) {
    CtSection section;
    section.mobility = {1.0, 0.4};
    const Contour skull = skull_outline(level);
    add_skull(section, skull);
    if (level == "ventricles")
        add_ventricle_level(section, skull, lesion);
    else
        add_posterior_fossa(section, skull);
    // The head holder: a foam cradle in a thin shell.
    section.mobility = {};
    section.add(band_contour({{-92, 40}, {-66, 98}, {0, 117}, {66, 98}, {92, 40}}, 2.4, 2.0), soft_matter(-450),
                nothing);
    return section;
}

}  // namespace collimate
