#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/random.hpp"
#include "engine/figure/ct_anatomy.hpp"
#include "engine/figure/ct_bodywork.hpp"

namespace collimate {

namespace {

using namespace ct;

const Matter lung = soft_matter(-855);
constexpr std::uint64_t vessel_pattern = 41;  ///< always the same patient

Contour right_lung() {
    return smooth_contour({{-22, -78},
                           {-62, -88},
                           {-104, -73},
                           {-134, -35},
                           {-140, 14},
                           {-126, 58},
                           {-92, 88},
                           {-60, 92},
                           {-30, 76},
                           {-27, 52},
                           {-30, 28},
                           {-46, 10},
                           {-50, -14},
                           {-44, -44}});
}

Contour left_lung() {
    return smooth_contour({{24, -78},
                           {62, -88},
                           {104, -73},
                           {134, -35},
                           {140, 14},
                           {126, 58},
                           {92, 88},
                           {60, 92},
                           {40, 78},
                           {41, 56},
                           {40, 26},
                           {48, 8},
                           {52, -14},
                           {46, -44}});
}

/// Where vessels may lie: in the lung and not in what fills a part of it.
struct VesselBed {
    const Contour& lung;
    const Contour& filled;
    [[nodiscard]] bool holds_all(std::initializer_list<Spot> spots) const {
        return std::all_of(spots.begin(), spots.end(),
                           [&](Spot s) { return holds(lung, s) && (filled.empty() || !holds(filled, s)); });
    }
};

/// What fills a part of the lung; empty for other lesions.
Contour lung_lesion(const CtLesion& lesion) {
    if (lesion.kind == "nodule") {
        const double r = lesion.size_mm / 2;
        Contour nodule;
        for (int i = 0; i < 36; ++i) {
            const double angle = i * std::numbers::pi / 18;
            const double edge = r * (1 + 0.07 * std::sin(3 * angle + 1) + 0.05 * std::sin(7 * angle));
            nodule.push_back({96 + edge * std::cos(angle), -36 + edge * std::sin(angle)});
        }
        return nodule;
    }
    if (lesion.kind == "effusion") {
        const double depth = std::clamp(lesion.size_mm, 5.0, 45.0);
        return smooth_contour({{-126, 58 - 0.4 * depth},
                               {-108, 78 - 0.8 * depth},
                               {-74, 90 - depth},
                               {-40, 82 - 0.6 * depth},
                               {-40, 79},
                               {-60, 91},
                               {-92, 87},
                               {-124, 60}});
    }
    if (lesion.kind == "pneumothorax") {
        const double depth = std::clamp(lesion.size_mm, 5.0, 40.0);
        return smooth_contour({{-30, -80},
                               {-62, -87},
                               {-103, -72},
                               {-132, -36},
                               {-126 + 0.4 * depth, -30},
                               {-98 + 0.4 * depth, -70 + 0.8 * depth},
                               {-62, -86 + depth},
                               {-34, -78 + 0.5 * depth}});
    }
    return {};
}

void add_lung_lesion(CtSection& section, const CtLesion& lesion, const Contour& outline) {
    if (lesion.kind == "nodule") section.add_low(outline, soft_matter(lesion.hu), lung, lesion.size_mm);
    if (lesion.kind == "effusion") section.add(outline, soft_matter(lesion.hu), lung);
    if (lesion.kind == "pneumothorax") {
        section.add(scaled(outline, 1.03, {-80, -80}), soft_matter(-500), lung);
        section.add(outline, air, soft_matter(-500));
    }
    section.add_part("lesion",
                     lesion.kind == "nodule" ? scaled(outline, 1.0 + 4 / lesion.size_mm, {96, -36}) : outline);
}

/// Arteries and veins thin out from the hilum, each into two of its kind. Most leave the slice, so that only a part of
/// its thickness holds them.
void grow_vessel(CtSection& section, const VesselBed& bed, Spot from, double angle, double width, Random& random,
                 const Matter& blood) {
    const double length = 8 + 4.5 * width + 8 * random.uniform();
    const double bend = angle + 0.3 * random.normal();
    const Spot to{from.x + length * std::cos(bend), from.y + length * std::sin(bend)};
    const Spot half{(from.x + to.x) / 2 + random.normal(), (from.y + to.y) / 2 + random.normal()};
    const Spot ahead{to.x + 4 * std::cos(bend), to.y + 4 * std::sin(bend)};
    if (width < 1.0 || !bed.holds_all({half, to, ahead})) return;
    section.add_low(band_contour({from, half, to}, width, 0.8 * width, 3), blood, lung,
                    width * (0.7 + 0.8 * random.uniform()));
    const double spread = 0.3 + 0.4 * random.uniform();
    const bool forks = random.uniform() < 0.75;
    grow_vessel(section, bed, to, bend + spread, width * (0.66 + 0.16 * random.uniform()), random, blood);
    if (forks) grow_vessel(section, bed, to, bend - spread, width * (0.55 + 0.2 * random.uniform()), random, blood);
}

void add_lung(CtSection& section, const Contour& outline, bool left, double contrast_hu, const Contour& filled) {
    const VesselBed bed{outline, filled};
    section.add(outline, lung, fat);
    const double side = left ? 1.0 : -1.0;
    section.add_part(left ? "left lung" : "right lung", ellipse_contour({side * 98, -5}, 30, 60));
    Random random(vessel_pattern + (left ? 1 : 0));
    const Matter blood = enhanced_matter(40, 0.6 * contrast_hu);
    for (int i = 0; i < 6; ++i) {
        const Spot root{side * (50 + 4 * random.uniform()), -22.0 + 8 * i};
        const double lean = -0.95 + 0.38 * i + 0.1 * random.normal();
        grow_vessel(section, bed, root, left ? lean : std::numbers::pi - lean, 3.2 + 1.8 * random.uniform(), random,
                    blood);
    }
    // Vessels that cross the slice, thinner toward the chest wall.
    for (int i = 0; i < 110; ++i) {
        const double out = random.uniform();
        const Spot at{side * (40 + 96 * out), -84 + 172 * random.uniform()};
        const double r = 0.6 + (2.0 - 1.5 * out) * random.uniform() * random.uniform();
        const Spot edge{at.x + side * 7, at.y + (at.y < 0 ? -6.0 : 6.0)};
        if (bed.holds_all({at, edge}))
            section.add_low(ellipse_contour(at, r, r * (0.7 + 0.6 * random.uniform()), 0, 10), blood, lung, 2 + 2 * r);
    }
    const Contour fissure = left ? Contour{{60, 16}, {95, 8}, {126, -20}} : Contour{{-60, 16}, {-95, 6}, {-128, -14}};
    section.add(band_contour(fissure, 0.9, 0.6), soft_matter(-500), lung);
}

void add_ribs(CtSection& section) {
    for (const double side : {-1.0, 1.0})
        for (const double at : {-58.0, -33.0, -8.0, 18.0, 42.0, 64.0}) {
            Contour arc;
            for (const double step : {-7.0, 0.0, 7.0}) {
                const double angle = (at + step) * std::numbers::pi / 180;
                arc.push_back({side * 153 * std::cos(angle), 4 + 104 * std::sin(angle)});
            }
            section.add(band_contour(arc, 8.5, 4), cortex, muscle);
            section.add(band_contour(arc, 4.5, 1.5), marrow, cortex);
        }
    for (const double side : {-1.0, 1.0}) {
        section.add(band_contour({{side * 84, 99}, {side * 112, 88}, {side * 138, 68}}, 9, 5), cortex, muscle);
        section.add(band_contour({{side * 90, 97}, {side * 112, 88}, {side * 133, 71}}, 4.5, 2), marrow, cortex);
    }
    const Contour sternum = smooth_contour({{-20, -100}, {0, -103}, {20, -100}, {18, -91}, {0, -89}, {-18, -91}});
    add_bone(section, sternum, 2.2, muscle);
    section.add_part("sternum", sternum);
}

void add_aorta(CtSection& section, const CtLesion& lesion, const Matter& blood) {
    const bool dissected = lesion.kind == "dissection";
    const Contour ascending = ellipse_contour({-13, -38}, 16.5, 17);
    const double r = dissected ? 18.0 : 12.5;
    const Spot center{27, 34};
    const Contour descending = ellipse_contour(center, r, r);
    add_named(section, "ascending aorta", ascending, blood, fat);
    add_named(section, "descending aorta", descending, blood, fat);
    if (!dissected) return;
    // The false lumen fills later; the flap between the two is a thin dark line.
    const Matter late{blood.water, blood.mineral, 0.55 * blood.iodine, blood.metal};
    const Contour half = smooth_contour({{27, 17}, {38, 22}, {44, 34}, {38, 46}, {27, 51}, {31, 34}});
    section.add(half, late, blood);
    const Contour flap = band_contour({{26.5, 17.5}, {31, 26}, {31.5, 42}, {26.5, 50.5}}, 1.8, 1.4);
    section.add(flap, soft_matter(45), blood);
    section.add_part("intimal flap", band_contour({{26.5, 17.5}, {31, 26}, {31.5, 42}, {26.5, 50.5}}, 7, 6));
}

void add_mediastinum(CtSection& section, const CtLesion& lesion, double contrast_hu) {
    const Matter artery = enhanced_matter(42, contrast_hu);
    const Matter vein = enhanced_matter(42, 1.15 * contrast_hu);
    section.mobility = {0.5, 0.9};
    add_aorta(section, lesion, artery);
    const Contour trunk = smooth_contour({{8, -52},
                                          {22, -58},
                                          {34, -48},
                                          {39, -28},
                                          {41, -8},
                                          {31, -2},
                                          {17, -12},
                                          {-4, -10},
                                          {-24, -4},
                                          {-44, 2},
                                          {-46, -12},
                                          {-24, -17},
                                          {-3, -20},
                                          {10, -28}});
    add_named(section, "pulmonary trunk", trunk, artery, fat);
    add_named(section, "superior vena cava", ellipse_contour({-37, -31}, 8, 9.5), vein, fat);
    if (lesion.kind == "embolism") {
        const double w = std::clamp(lesion.size_mm, 3.0, 9.0);
        const Contour clot = band_contour({{-8, -14}, {-22, -11}, {-38, -6}}, w, 0.5 * w);
        add_named(section, "lesion", clot, soft_matter(lesion.hu), artery);
    }
    for (const double side : {-1.0, 1.0}) {
        const Spot at{side * 17 - 1, 12};
        section.add(ellipse_contour(at, 9.5, 8, side * 30), soft_matter(35), fat);
        section.add(ellipse_contour(at, 8, 6.5, side * 30), air, soft_matter(35));
        section.add_part(side < 0 ? "right main bronchus" : "left main bronchus", ellipse_contour(at, 9, 7.5));
    }
    add_named(section, "esophagus", ellipse_contour({7, 27}, 7, 5.5), soft_matter(38), fat);
    section.add(ellipse_contour({6, 26}, 2, 1), soft_matter(-600), soft_matter(38));
    section.add(ellipse_contour({-12, 37}, 3.5, 3.5, 0, 20), vein, fat);
    section.add(ellipse_contour({-2, 13}, 5, 4, 0, 24), soft_matter(40), fat);
    section.add(smooth_contour({{-16, -76}, {0, -80}, {16, -76}, {8, -62}, {-8, -62}}), soft_matter(-60), fat);
}

CtSection trunk_level(const CtLesion& lesion, double contrast_hu) {
    CtSection section;
    section.mobility = {0.0, 0.3};
    const Contour skin = symmetric({{0, -112},
                                    {60, -119},
                                    {118, -106},
                                    {160, -66},
                                    {180, -8},
                                    {172, 52},
                                    {134, 98},
                                    {70, 119},
                                    {18, 117},
                                    {0, 114}},
                                   6);
    section.add(skin, fat, nothing);
    const Contour chest_wall = symmetric({{0, -104},
                                          {24, -103},
                                          {62, -110},
                                          {112, -97},
                                          {148, -62},
                                          {167, -8},
                                          {160, 48},
                                          {124, 90},
                                          {68, 111},
                                          {20, 109},
                                          {0, 106}},
                                         6);
    section.add(chest_wall, muscle, fat);
    const Contour cage = symmetric({{0, -88},
                                    {62, -92},
                                    {107, -77},
                                    {138, -38},
                                    {144, 14},
                                    {130, 61},
                                    {95, 92},
                                    {56, 97},
                                    {40, 88},
                                    {24, 74},
                                    {0, 70}},
                                   6);
    section.add(cage, fat, muscle);
    add_ribs(section);
    section.mobility = {};
    add_vertebra(section, {0, 57}, 17, 15, fat, muscle);
    section.mobility = {0.1, 0.7};
    const Contour filled = lung_lesion(lesion);
    const Contour clear = lesion.kind == "nodule" ? scaled(filled, 1 + 10 / lesion.size_mm, {96, -36}) : filled;
    add_lung(section, right_lung(), false, contrast_hu, clear);
    add_lung(section, left_lung(), true, contrast_hu, clear);
    add_mediastinum(section, lesion, contrast_hu);
    if (!filled.empty()) add_lung_lesion(section, lesion, filled);
    add_couch(section, 123);
    return section;
}

void add_shoulder(CtSection& section, bool left) {
    const auto side = [&](const Contour& outline) { return left ? outline : mirrored(outline); };
    const std::string which = left ? "left " : "right ";
    const Contour head = side(ellipse_contour({176, 2}, 24, 23));
    add_bone(section, head, 3, muscle);
    section.add_part(which + "humeral head", head);
    const Contour blade =
        side(smooth_contour({{147, -8}, {153, 4}, {149, 20}, {130, 34}, {100, 54}, {92, 52}, {124, 26}, {138, 8}}));
    add_bone(section, blade, 3, muscle);
    section.add_part(which + "scapula", blade);
    section.add(side(band_contour({{28, -34}, {62, -46}, {104, -36}, {138, -26}}, 12, 10)), cortex, muscle);
    section.add(side(band_contour({{32, -35}, {62, -45.5}, {104, -36}, {134, -27}}, 6, 5)), marrow, cortex);
    section.add(side(band_contour({{44, 36}, {70, 26}, {84, 4}, {70, -18}}, 7, 4)), bone_matter(800), muscle);
    const Contour apex = side(smooth_contour({{30, 6}, {44, -12}, {62, -6}, {68, 10}, {56, 26}, {36, 26}}));
    add_named(section, left ? "left lung apex" : "right lung apex", apex, soft_matter(-830), muscle);
    for (const Spot at : {Spot{40, 8}, {50, 2}, {48, 16}, {58, 10}})
        section.add(side(ellipse_contour(at, 1.4, 1.2, 0, 12)), soft_matter(20), soft_matter(-830));
    section.add(side(band_contour({{168, -40}, {196, -32}, {208, -6}}, 4, 2)), fat, muscle);
    section.add(side(band_contour({{80, 62}, {120, 50}, {160, 34}}, 4, 2)), fat, muscle);
}

CtSection shoulder_level(double contrast_hu) {
    CtSection section;
    section.mobility = {0.2, 0.5};
    const Contour skin = symmetric({{0, -44},
                                    {34, -50},
                                    {88, -60},
                                    {146, -60},
                                    {196, -48},
                                    {218, -16},
                                    {216, 22},
                                    {186, 54},
                                    {128, 80},
                                    {70, 92},
                                    {20, 88},
                                    {0, 86}},
                                   6);
    section.add(skin, fat, nothing);
    section.add(scaled(skin, 0.955), muscle, fat);
    for (const bool left : {true, false}) add_shoulder(section, left);
    const Matter blood = enhanced_matter(42, contrast_hu);
    section.add(ellipse_contour({0, -14}, 27, 20), fat, muscle);
    section.add(ellipse_contour({0, -10}, 11, 10), soft_matter(60), fat);
    add_named(section, "trachea", ellipse_contour({0, -10}, 9, 8.5), air, soft_matter(60));
    for (const double side : {-1.0, 1.0}) {
        section.add(ellipse_contour({side * 16, -12}, 5.5, 10), soft_matter(100 + 0.2 * contrast_hu), fat);
        section.add(ellipse_contour({side * 21.5, -2}, 3.4, 3.4, 0, 24), blood, fat);
        section.add(ellipse_contour({side * 20, -24}, 5, 3.6, 0, 24), enhanced_matter(42, 0.8 * contrast_hu), fat);
    }
    section.mobility = {};
    add_vertebra(section, {0, 26}, 15, 12, muscle, muscle);
    add_couch(section, 94);
    return section;
}

}  // namespace

CtSection ct_chest(std::string_view level, const CtLesion& lesion, double contrast_hu) {
    return level == "shoulders" ? shoulder_level(contrast_hu) : trunk_level(lesion, contrast_hu);
}

}  // namespace collimate
