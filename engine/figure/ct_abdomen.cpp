#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "engine/figure/ct_anatomy.hpp"
#include "engine/figure/ct_bodywork.hpp"

namespace collimate {

namespace {

using namespace ct;

/// How much iodine each tissue holds, in HU at 120 kV, at usual times: 30 s, 70 s and 5 min after the injection.
struct Phase {
    double artery, portal_vein, cava, liver, spleen, pancreas, cortex, medulla, pelvis, lesion;
};

Phase phase_named(std::string_view name) {
    if (name == "arterial") return {270, 60, 70, 15, 70, 65, 130, 35, 0, 45};
    if (name == "portal") return {120, 135, 110, 58, 75, 50, 145, 110, 10, 12};
    if (name == "delayed") return {65, 70, 65, 35, 40, 25, 95, 95, 600, 15};
    return {};
}

const Matter gut_wall = soft_matter(45);

void add_wall(CtSection& section) {
    const Contour skin = symmetric(
        {{0, -116}, {60, -113}, {118, -90}, {158, -44}, {170, 8}, {156, 58}, {112, 96}, {52, 118}, {12, 118}, {0, 116}},
        6);
    section.add(skin, fat, nothing);
    const Contour muscles = symmetric(
        {{0, -92}, {44, -93}, {98, -75}, {138, -36}, {150, 10}, {138, 56}, {100, 86}, {52, 104}, {14, 108}, {0, 106}},
        6);
    section.add(muscles, muscle, fat);
    const Contour cavity = symmetric({{0, -84},
                                      {42, -85},
                                      {92, -68},
                                      {129, -33},
                                      {140, 10},
                                      {128, 50},
                                      {96, 72},
                                      {62, 74},
                                      {36, 70},
                                      {25, 74},
                                      {0, 75}},
                                     6);
    section.add(cavity, fat, muscle);
    for (const double side : {-1.0, 1.0})
        for (const double at : {-18.0, 12.0, 38.0, 62.0}) {
            Contour arc;
            for (const double step : {-5.0, 0.0, 5.0}) {
                const double angle = (at + step) * std::numbers::pi / 180;
                arc.push_back({side * 145 * std::cos(angle), 8 + 84 * std::sin(angle)});
            }
            section.add(band_contour(arc, 7.5, 4), cortex, muscle);
            section.add(band_contour(arc, 3.8, 1.5), marrow, cortex);
        }
}

void add_liver(CtSection& section, const Phase& phase, const CtLesion& lesion) {
    const Matter liver = enhanced_matter(58, phase.liver);
    const Contour outline = smooth_contour({{8, -78},
                                            {-40, -83},
                                            {-88, -68},
                                            {-124, -34},
                                            {-135, 10},
                                            {-122, 46},
                                            {-109, 60},
                                            {-101, 50},
                                            {-99, 28},
                                            {-88, 9},
                                            {-66, 4},
                                            {-46, 3},
                                            {-38, -8},
                                            {-24, -28},
                                            {6, -40},
                                            {34, -58},
                                            {28, -73}});
    section.add(outline, liver, fat);
    section.add_part("liver", ellipse_contour({-104, 2}, 24, 34));
    const Matter portal = enhanced_matter(42, phase.portal_vein);
    section.add(band_contour({{-44, -12}, {-64, -18}, {-88, -14}, {-106, -22}}, 8, 3), portal, liver);
    section.add(band_contour({{-66, -19}, {-74, -36}, {-90, -46}}, 5, 2.5), portal, liver);
    for (const Spot at : {Spot{-112, 30}, {-98, 22}, {-116, -8}, {-24, -60}, {-50, -66}, {-6, -62}})
        section.add(ellipse_contour(at, 3.2, 2.4, 25, 20), portal, liver);
    const Contour gallbladder = ellipse_contour({-58, -46}, 12, 18, 25);
    section.add(gallbladder, soft_matter(30), liver);
    section.add(scaled(gallbladder, 0.87, {-58, -46}), fluid, soft_matter(30));
    section.add_part("gallbladder", gallbladder);
    if (lesion.kind != "liver-lesion") return;
    const double r = std::min(lesion.size_mm, 44.0) / 2;
    const Contour mass = smooth_contour({{-104 + r, 4},
                                         {-104 + 0.6 * r, 4 + 0.8 * r},
                                         {-104 - 0.3 * r, 4 + 0.95 * r},
                                         {-104 - r, 4 + 0.1 * r},
                                         {-104 - 0.6 * r, 4 - 0.8 * r},
                                         {-104 + 0.4 * r, 4 - 0.9 * r}});
    section.add_low(mass, enhanced_matter(lesion.hu, phase.lesion), liver, lesion.size_mm);
    section.add_part("lesion", mass);
}

void add_stomach(CtSection& section) {
    const Contour outline =
        smooth_contour({{30, -48}, {52, -66}, {88, -62}, {112, -38}, {114, -12}, {92, -4}, {70, -18}, {48, -26}});
    section.add(outline, gut_wall, fat);
    const Contour inside = scaled(outline, 0.88, {78, -36});
    section.add(inside, soft_matter(22), gut_wall);
    section.add_part("stomach", outline);
    // Gas rises: everything of the lumen above a level line.
    Contour gas;
    for (const Spot s : inside) gas.push_back({s.x, std::min(s.y, -42.0)});
    section.add(gas, air, soft_matter(22));
}

void add_bowel(CtSection& section) {
    struct Loop {
        Spot at;
        double rx, ry, tilt, gas;
    };
    for (const Loop& loop : std::vector<Loop>{
             {{18, -58 + 22}, 12, 9, 10, 0.0}, {{124, 6}, 11, 14, 0, 0.55}, {{-20, -12}, 11, 9, 0, 0.0}}) {
        section.add(ellipse_contour(loop.at, loop.rx, loop.ry, loop.tilt), gut_wall, fat);
        section.add(ellipse_contour(loop.at, loop.rx - 2.2, loop.ry - 2.2, loop.tilt), soft_matter(15), gut_wall);
        if (loop.gas > 0)
            section.add(
                ellipse_contour({loop.at.x, loop.at.y - 3}, (loop.rx - 3) * loop.gas * 1.5, (loop.ry - 4) * loop.gas),
                air, soft_matter(15));
    }
}

void add_kidney(CtSection& section, bool left, const Phase& phase, const CtLesion& lesion) {
    const auto side = [&](const Contour& outline) { return left ? outline : mirrored(outline); };
    const Matter rind = enhanced_matter(32, phase.cortex);
    const Matter medulla = enhanced_matter(32, phase.medulla);
    const Contour outline = side(
        smooth_contour({{58, 14}, {76, 12}, {91, 24}, {94, 42}, {84, 58}, {68, 60}, {59, 52}, {66, 40}, {64, 28}}));
    section.add(outline, rind, fat);
    section.add_part(left ? "left kidney" : "right kidney", outline);
    for (const Spot at : {Spot{73, 20}, {84, 29}, {86, 42}, {79, 52}, {68, 54}})
        section.add(side(ellipse_contour(at, 4.2, 4.2, 0, 24)), medulla, rind);
    section.add(side(smooth_contour({{66, 29}, {74, 30}, {78, 38}, {73, 46}, {66, 44}, {68.5, 37}})), fat, rind);
    section.add(side(ellipse_contour({72.5, 38}, 3.2, 4, 0, 20)), enhanced_matter(8, phase.pelvis), fat);
    if (left && lesion.kind == "kidney-stone") {
        const double r = std::min(lesion.size_mm, 7.0) / 2;
        section.add_low(ellipse_contour({72.5, 38}, r, r, 0, 24), bone_matter(std::max(lesion.hu, 0.0)),
                        enhanced_matter(8, phase.pelvis), lesion.size_mm);
        section.add_part("lesion", ellipse_contour({72.5, 38}, r + 3, r + 3));
    }
}

void add_vessels(CtSection& section, const Phase& phase, const CtLesion& lesion) {
    const Matter artery = enhanced_matter(42, phase.artery);
    const bool wide = lesion.kind == "aneurysm";
    const double r = wide ? std::clamp(lesion.size_mm, 24.0, 44.0) / 2 : 10.5;
    const Spot center{wide ? 12.0 : 8.0, 30 - (r - 10.5)};
    const Contour aorta = ellipse_contour(center, r, r);
    if (wide) {
        // Thrombus lines the wall, blood keeps its usual width; chalk in the wall.
        section.add(aorta, soft_matter(38), fat);
        section.add(ellipse_contour({center.x - 2, center.y + 2}, 0.55 * r, 0.55 * r), artery, soft_matter(38));
        section.add(band_contour({{center.x + 0.93 * r, center.y - 0.3 * r},
                                  {center.x + 0.98 * r, center.y},
                                  {center.x + 0.93 * r, center.y + 0.3 * r}},
                                 2, 1),
                    bone_matter(600), soft_matter(38));
        section.add_part("lesion", aorta);
    } else {
        section.add(aorta, artery, fat);
    }
    section.add_part("aorta", aorta);
    add_named(section, "inferior vena cava", ellipse_contour({-21, 30}, 12, 9.5), enhanced_matter(42, phase.cava), fat);
    if (wide) return;
    section.add(ellipse_contour({8, 13}, 4, 4, 0, 24), artery, fat);
    add_named(section, "superior mesenteric vein", ellipse_contour({-4, 5}, 5.5, 5.5, 0, 24),
              enhanced_matter(42, phase.portal_vein), fat);
    section.add(band_contour({{10, -1}, {34, 0}, {60, -1}, {78, 7}}, 5.5, 4), enhanced_matter(42, phase.portal_vein),
                fat);
}

}  // namespace

CtSection ct_abdomen(std::string_view phase_name, const CtLesion& lesion) {
    const Phase phase = phase_named(phase_name);
    CtSection section;
    section.mobility = {0.1, 0.6};
    add_wall(section);
    section.mobility = {};
    add_vertebra(section, {0, 60}, 21, 17, fat, muscle);
    for (const double side : {-1.0, 1.0}) {
        section.add(ellipse_contour({side * 33.5, 56}, 9.5, 11, side * 10), muscle, fat);
        section.add(ellipse_contour({side * 38, 94}, 1, 1, 0, 12), fat, muscle);
    }
    section.mobility = {0.2, 1.0};
    add_liver(section, phase, lesion);
    add_stomach(section);
    add_bowel(section);
    const Contour spleen =
        smooth_contour({{116, 12 + 12}, {126, 20}, {133, 30}, {126, 50}, {108, 64}, {100, 60}, {112, 44}});
    add_named(section, "spleen", spleen, enhanced_matter(48, phase.spleen), fat);
    if (lesion.kind != "aneurysm") {
        const Contour pancreas = smooth_contour(
            {{-4, -14}, {14, -16}, {38, -13}, {64, -15}, {94, 0}, {90, 8}, {62, -8}, {38, -6}, {14, -7}, {-2, -3}});
        add_named(section, "pancreas", pancreas, enhanced_matter(40, phase.pancreas), fat);
    }
    for (const bool left : {true, false}) add_kidney(section, left, phase, lesion);
    add_vessels(section, phase, lesion);
    if (lesion.kind == "free-air") {
        const double depth = std::clamp(lesion.size_mm, 4.0, 24.0);
        const Contour pocket = smooth_contour({{40, -83.5},
                                               {66, -79},
                                               {88, -68},
                                               {80, -69 + 0.25 * depth},
                                               {60, -78 + 0.6 * depth},
                                               {42, -80 + 0.25 * depth}});
        add_named(section, "lesion", pocket, air, fat);
    }
    add_couch(section, 121);
    return section;
}

}  // namespace collimate
