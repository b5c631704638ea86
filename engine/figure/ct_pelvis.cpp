#include <algorithm>
#include <cmath>
#include <string>

#include "engine/figure/ct_anatomy.hpp"
#include "engine/figure/ct_bodywork.hpp"

namespace collimate {

namespace {

using namespace ct;

void add_prosthesis(CtSection& section, double diameter) {
    const Spot center{-90, -6};
    const double r = std::clamp(diameter, 16.0, 46.0) / 2;
    section.add(ellipse_contour(center, r, r), titanium(), marrow);
    section.add(band_contour({{center.x - 0.7 * r, center.y + 0.4 * r}, {-116, 8}, {-128, 14}}, 13, 11), titanium(),
                marrow);
    section.add_part("lesion", ellipse_contour(center, r, r));
}

void add_hip(CtSection& section, bool left, const CtLesion& lesion) {
    const auto side = [&](const Contour& outline) { return left ? outline : mirrored(outline); };
    const std::string which = left ? "left " : "right ";
    const Contour anterior =
        side(smooth_contour({{64, -44}, {74, -48}, {78, -36}, {70, -26}, {64, -14}, {62, -4}, {57, -8}, {58, -30}}));
    add_bone(section, anterior, 3, muscle);
    const Contour posterior =
        side(smooth_contour({{58, -4}, {63, 2}, {68, 14}, {80, 20}, {84, 30}, {74, 38}, {64, 28}, {58, 12}}));
    add_bone(section, posterior, 3, muscle);
    section.add_part(which + "acetabulum", posterior);
    const Contour head = side(smooth_contour({{90, -29},
                                              {106, -23},
                                              {112, -8},
                                              {122, 2},
                                              {136, 2},
                                              {143, 12},
                                              {136, 24},
                                              {122, 22},
                                              {108, 14},
                                              {92, 17},
                                              {74, 10},
                                              {67, -6},
                                              {74, -23}}));
    section.add(head, cortex, muscle);
    const Contour inside = inset(head, 1.8);
    section.add(inside, marrow, cortex);
    section.add_part(which + "femoral head", side(ellipse_contour({89, -6}, 21, 20)));
    if (!left && lesion.kind == "hip-prosthesis") add_prosthesis(section, lesion.size_mm);
    section.add(side(ellipse_contour({72, -66}, 4.6, 4.6, 0, 24)), soft_matter(45), fat);
    section.add(side(ellipse_contour({61, -66}, 5.6, 5.2, 0, 24)), soft_matter(42), fat);
    section.add(side(band_contour({{96, 42}, {128, 44}, {150, 30}}, 4.5, 2)), fat, muscle);
    section.add(side(band_contour({{116, -44}, {134, -26}, {150, -8}}, 4.5, 2)), fat, muscle);
    section.add(side(band_contour({{50, 36}, {62, 54}, {92, 60}}, 5, 2)), fat, muscle);
    for (const Spot at : {Spot{40, 82}, {80, 78}, {110, 64}, {64, 68}})
        section.add(side(band_contour({{at.x - 13, at.y + 4}, {at.x, at.y - 1}, {at.x + 13, at.y - 9}}, 1.6, 0.8)), fat,
                    muscle);
}

void add_pelvic_organs(CtSection& section, const CtLesion& lesion) {
    const Contour space = smooth_contour({{-44, -50},
                                          {0, -62},
                                          {44, -50},
                                          {49, -20},
                                          {46, 16},
                                          {36, 48},
                                          {14, 66},
                                          {-14, 66},
                                          {-36, 48},
                                          {-46, 16},
                                          {-49, -20}});
    section.add(space, fat, muscle);
    const Contour bladder =
        smooth_contour({{-38, -28}, {-24, -46}, {0, -52}, {24, -46}, {38, -28}, {30, -8}, {0, -2}, {-30, -8}});
    section.add(bladder, soft_matter(40), fat);
    section.add(scaled(bladder, 0.92, {0, -27}), soft_matter(6), soft_matter(40));
    section.add_part("urinary bladder", bladder);
    for (const double side : {-1.0, 1.0})
        section.add(band_contour({{side * 3, 7}, {side * 16, 5}, {side * 28, 9}}, 8, 4), soft_matter(38), fat);
    const Contour rectum = ellipse_contour({0, 36}, 17, 15);
    section.add(rectum, soft_matter(45), fat);
    section.add(ellipse_contour({0, 36}, 13.5, 11.5), soft_matter(30), soft_matter(45));
    section.add(smooth_contour({{-9, 31}, {0, 27}, {9, 30}, {7, 35}, {-2, 36}, {-8, 35}}), air, soft_matter(30));
    section.add_part("rectum", rectum);
    if (lesion.kind == "bladder-stone") {
        const double r = std::min(lesion.size_mm, 30.0) / 2;
        const Contour stone = ellipse_contour({6, -13 - 0.6 * r}, r, 0.72 * r);
        section.add_low(stone, bone_matter(std::max(lesion.hu, 0.0)), soft_matter(6), lesion.size_mm);
        section.add_part("lesion", stone);
    }
    if (lesion.kind == "fluid") {
        const double w = std::clamp(lesion.size_mm, 4.0, 15.0);
        const Contour pouch = band_contour({{-28, 18}, {-14, 15}, {0, 14}, {14, 15}, {28, 18}}, 0.55 * w, 2);
        add_named(section, "lesion", pouch, soft_matter(lesion.hu), fat);
    }
}

}  // namespace

CtSection ct_pelvis(const CtLesion& lesion) {
    CtSection section;
    section.mobility = {0.6, 0.6};
    const Contour skin = symmetric(
        {{0, -98}, {60, -96}, {118, -80}, {164, -40}, {184, 6}, {172, 56}, {128, 94}, {60, 110}, {10, 100}, {0, 96}},
        6);
    section.add(skin, fat, nothing);
    const Contour muscles = symmetric({{0, -70},
                                       {40, -74},
                                       {58, -58},
                                       {82, -56},
                                       {96, -72},
                                       {124, -62},
                                       {148, -34},
                                       {160, 4},
                                       {150, 46},
                                       {114, 78},
                                       {56, 92},
                                       {16, 84},
                                       {0, 78}},
                                      6);
    section.add(muscles, muscle, fat);
    add_pelvic_organs(section, lesion);
    for (const bool left : {true, false}) add_hip(section, left, lesion);
    const Contour coccyx = smooth_contour({{-11, 70}, {0, 67}, {11, 70}, {6, 78}, {0, 80}, {-6, 78}});
    add_bone(section, coccyx, 3, muscle);
    section.add_part("coccyx", coccyx);
    add_couch(section, 113);
    return section;
}

}  // namespace collimate
