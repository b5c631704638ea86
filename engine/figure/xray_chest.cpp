#include <cmath>
#include <numbers>
#include <string>

#include "engine/figure/xray_scene.hpp"

namespace collimate {

namespace {

// The patient's left is at positive x, the back at positive z (toward the tube, as for PA).
constexpr double first_rib_y = -166;
constexpr double rib_pitch = 23.0;

double dome_y(double ribs) { return first_rib_y + rib_pitch * (ribs - 1) + 34; }

double chest_half_width(int rib) {
    constexpr double widths[] = {62, 92, 112, 124, 132, 136, 138, 138, 137, 134, 126, 112};
    return widths[rib - 1];
}

void add_ribs(XrayScene& scene) {
    for (int rib = 1; rib <= 11; ++rib)
        for (const double side : {-1.0, 1.0}) {
            XrayRod tube{.cortex_mm = 1.1, .flat = 0.9};
            const double a = chest_half_width(rib);
            const double end_deg = rib <= 7 ? 152 : 118;
            const double start_y = first_rib_y + rib_pitch * (rib - 1);
            for (double angle = 9; angle <= end_deg; angle += 6.5) {
                const double t = angle * std::numbers::pi / 180;
                const double drop = 34 * std::pow(t / 1.57, 1.3) + (t > 1.57 ? 20 * (t - 1.57) : 0) - 9 * std::sin(t);
                tube.knots.push_back({{side * (a * std::sin(t) + 4), start_y + drop, 12 + 74 * std::cos(t)},
                                      (rib == 1 ? 6.0 : 5.2) + 0.9 * std::sin(3 * t)});
            }
            scene.tubes.push_back(tube);
        }
}

void add_spine_and_shoulders(XrayScene& scene) {
    for (int level = -2; level <= 14; ++level)
        add_vertebra(scene, {0, first_rib_y + 3 + rib_pitch * level * 0.985, 52}, 15 + 0.3 * level, 9.3, 88);
    for (const double side : {-1.0, 1.0}) {
        scene.tubes.push_back({.knots = {{{side * 17, -121, -66}, 8.5},
                                         {{side * 32, -126, -68}, 6.5},
                                         {{side * 70, -137, -60}, 5.8},
                                         {{side * 110, -152, -30}, 6.2},
                                         {{side * 146, -158, -2}, 7.5}},
                               .cortex_mm = 1.6});
        scene.tubes.push_back(
            {.knots = {{{side * 140, -150, 60}, 4.5}, {{side * 150, -90, 66}, 4}, {{side * 142, -28, 70}, 4.5}},
             .cortex_mm = 1.8});  // lateral border of the scapula
        scene.plates.push_back({.outline = {{side * 146, -146, 60},
                                            {side * 116, -140, 66},
                                            {side * 112, -90, 70},
                                            {side * 128, -42, 72},
                                            {side * 142, -26, 70},
                                            {side * 152, -80, 66}},
                                .thickness_mm = 1.6});
        scene.tubes.push_back({.knots = {{{side * 182, -138, 10}, 20},
                                         {{side * 196, -104, 10}, 15},
                                         {{side * 202, -30, 10}, 12},
                                         {{side * 206, 60, 10}, 12}},
                               .cortex_mm = 2.5});
    }
}

void add_body(XrayScene& scene) {
    scene.solids.push_back({XrayMatter::soft, {0, 90, 0}, {163, 420, 112}});
    scene.solids.push_back({XrayMatter::soft, {0, -215, 20}, {58, 120, 55}});
    for (const double side : {-1.0, 1.0}) {
        scene.solids.push_back({XrayMatter::soft, {side * 120, -136, 12}, {95, 48, 52}, side * 18});
        scene.solids.push_back({XrayMatter::soft, {side * 202, 20, 12}, {36, 190, 42}, -side * 3});
    }
}

/// Branching vessels from a hilum, thinner with each fork.
void add_vessels(XrayScene& scene, XrayPlace from, double angle, double length, double radius, int depth,
                 Random& random) {
    const double bend = 0.35 * (random.uniform() - 0.5);
    const XrayPlace middle{from.x + 0.5 * length * std::cos(angle), from.y + 0.5 * length * std::sin(angle), from.z};
    const XrayPlace to{middle.x + 0.5 * length * std::cos(angle + bend),
                       middle.y + 0.5 * length * std::sin(angle + bend),
                       from.z + length * 0.5 * (random.uniform() - 0.5)};
    scene.tubes.push_back({.matter = XrayMatter::soft,
                           .instead_of = XrayMatter::lung,
                           .knots = {{from, radius}, {middle, radius * 0.92}, {to, radius * 0.8}}});
    if (depth == 0) return;
    for (const double turn : {-0.42, 0.38})
        add_vessels(scene, to, angle + bend + turn * (0.7 + 0.6 * random.uniform()), length * 0.8, radius * 0.74,
                    depth - 1, random);
}

void add_lungs(XrayScene& scene, const XraySubject& subject, double dome) {
    const double base = dome + 165;  // the ellipsoid's middle is where the chest is widest
    const double squeeze = (base + 155) / 400;
    for (const double side : {-1.0, 1.0}) {
        const XrayPlace middle{side * 70, -158 + 240 * squeeze, 4};
        const XrayPlace radius{67, 240 * squeeze, 84};
        const bool collapsed = subject.finding == "pneumothorax" && side > 0;
        scene.solids.push_back({collapsed ? XrayMatter::gas : XrayMatter::lung, middle, radius, -side * 3.5});
        if (!collapsed) continue;
        const double left = 1 - 0.10 - 0.45 * subject.finding_amount;
        const XrayPlace shrunk{middle.x - 67 * (1 - left) * 0.85, middle.y + 240 * squeeze * (1 - left) * 0.55, 4};
        const XrayPlace size{67 * left, radius.y * (0.35 + 0.65 * left), 84 * left};
        scene.solids.push_back({XrayMatter::soft, shrunk, {size.x + 0.9, size.y + 0.9, size.z + 0.9}, -side * 3.5});
        scene.solids.push_back({XrayMatter::lung, shrunk, size, -side * 3.5});
        scene.outlines.push_back({"pneumothorax", outline_at({{88, -128},
                                                              {110, -108},
                                                              {124, -70},
                                                              {132, -20},
                                                              {133, 20},
                                                              {middle.x + 67 * left * 0.9 - 67 * (1 - left) * 0.8, 10},
                                                              {shrunk.x + size.x * 0.75, -70},
                                                              {80, -122}})});
    }
    Random random(4);
    for (const double side : {-1.0, 1.0}) {
        const double left = subject.finding == "pneumothorax" && side > 0 ? 1 - 0.4 * subject.finding_amount : 1.0;
        for (const double angle : {-1.45, -1.0, -0.45, 0.05, 0.5, 0.95, 1.3}) {
            const double towards = side > 0 ? angle : std::numbers::pi - angle;
            add_vessels(scene, {side * 36, -12 + 22 * angle, 8}, towards, 33 * left, 4.6 * left, 5, random);
        }
        scene.tubes.push_back({.matter = XrayMatter::soft,
                               .instead_of = XrayMatter::lung,
                               .knots = {{{side * 33, -30, 8}, 8}, {{side * 42, -8, 8}, 8}, {{side * 44, 18, 8}, 6}}});
    }
}

void add_mediastinum(XrayScene& scene, double dome) {
    const double widen = std::max(0.0, 75 - dome) / 75;  // a high diaphragm lies the heart down
    scene.solids.push_back({XrayMatter::soft, {1, 40, 10}, {25, 330, 62}});
    scene.solids.push_back({XrayMatter::soft, {-14, dome - 36, -30}, {38 + 8 * widen, 52, 44}});
    scene.solids.push_back({XrayMatter::soft, {32, dome - 38, -34}, {66 + 14 * widen, 47, 48}, 35 - 18 * widen});
    scene.solids.push_back({XrayMatter::soft, {22, -30, -18}, {22, 30, 26}, -12});
    scene.solids.push_back({XrayMatter::soft, {25, -66, 8}, {17.5, 17.5, 22}});
    scene.solids.push_back({XrayMatter::soft, {-17, -62, -14}, {15, 60, 18}, 3});
    scene.solids.push_back({XrayMatter::soft, {20, 60, 44}, {12, 200, 12}});
    for (const auto& path : {std::vector<XrayRodKnot>{{{0, -230, 14}, 8.5}, {{2, -120, 16}, 8.5}, {{3, -52, 20}, 8.5}},
                             std::vector<XrayRodKnot>{{{3, -52, 20}, 7}, {{-22, -30, 20}, 6.2}, {{-36, -18, 20}, 5}},
                             std::vector<XrayRodKnot>{{{3, -52, 20}, 6.5}, {{32, -28, 20}, 5.8}, {{46, -18, 20}, 4.6}}})
        scene.tubes.push_back({.matter = XrayMatter::gas, .instead_of = XrayMatter::soft, .knots = path, .joined = 1});
    scene.outlines.push_back({"heart", outline_ellipse({20, dome - 36, -30}, 52, 38, 25)});
    scene.outlines.push_back({"aortic_knob", outline_ellipse({29, -66, 8}, 16, 16)});
    scene.outlines.push_back({"trachea", outline_at({{-10, -200}, {9, -200}, {13, -58}, {-7, -58}}, 16)});
    scene.outlines.push_back({"carina", outline_ellipse({3, -44, 20}, 12, 10)});
}

void add_diaphragm(XrayScene& scene, double dome) {
    scene.solids.push_back({XrayMatter::soft, {-72, dome + 92, -4}, {82, 92, 108}, 4});
    scene.solids.push_back({XrayMatter::soft, {74, dome + 102, -4}, {80, 90, 108}, -4});
    scene.solids.push_back({XrayMatter::soft, {0, dome + 190, 0}, {170, 130, 116}});
    scene.solids.push_back({XrayMatter::gas, {72, dome + 42, -10}, {30, 19, 26}, 10});
    scene.outlines.push_back({"right_hemidiaphragm", outline_at({{-112, dome + 14},
                                                                 {-72, dome - 7},
                                                                 {-36, dome + 8},
                                                                 {-36, dome + 24},
                                                                 {-72, dome + 10},
                                                                 {-112, dome + 30}})});
    scene.outlines.push_back(
        {"left_hemidiaphragm",
         outline_at(
             {{116, dome + 24}, {84, dome + 3}, {62, dome + 4}, {62, dome + 18}, {84, dome + 18}, {112, dome + 40}})});
    scene.outlines.push_back({"right_costophrenic_angle", outline_ellipse({-128, dome + 44, 0}, 14, 20)});
    scene.outlines.push_back({"left_costophrenic_angle", outline_ellipse({128, dome + 54, 0}, 14, 20)});
    scene.outlines.push_back({"gastric_bubble", outline_ellipse({72, dome + 42, -10}, 28, 17, 10)});
}

void add_finding(XrayScene& scene, const XraySubject& subject, double dome) {
    if (subject.finding == "effusion") {
        const double top = dome + 12 - 120 * subject.finding_amount;
        scene.solids.push_back({XrayMatter::soft, {150, dome + 90, 0}, {62, dome + 90 - top, 100}, 8, true});
        scene.solids.push_back({XrayMatter::soft, {78, dome + 130, 0}, {84, dome + 130 - (top + 38), 104}, 0, true});
        scene.outlines.push_back(
            {"effusion",
             outline_at({{132, top + 12}, {110, top + 38}, {86, top + 52}, {86, dome + 50}, {138, dome + 60}})});
    }
    if (subject.finding == "nodule") {
        const double radius = 3 + 12 * subject.finding_amount;
        scene.tubes.push_back(
            {.matter = XrayMatter::soft, .instead_of = XrayMatter::lung, .knots = {{{-88, -34, -20}, radius}}});
        scene.outlines.push_back({"nodule", outline_ellipse({-88, -34, -20}, radius + 3, radius + 3)});
    }
}

void add_outlines(XrayScene& scene, double dome) {
    for (const double side : {-1.0, 1.0}) {
        const std::string name = side < 0 ? "right" : "left";
        scene.outlines.push_back({name + "_clavicle_end", outline_ellipse({side * 20, -122, -66}, 11, 9)});
        scene.outlines.push_back(
            {name + "_clavicle",
             outline_at({{side * 34, -134}, {side * 110, -160}, {side * 112, -145}, {side * 36, -118}}, -55)});
        scene.outlines.push_back(
            {name + "_scapula",
             outline_at(
                 {{side * 152, -130}, {side * 136, -126}, {side * 132, -40}, {side * 146, -30}, {side * 158, -80}},
                 66)});
        scene.outlines.push_back({name + "_apex", outline_ellipse({side * 54, -142, 0}, 20, 9, side * 30)});
        scene.outlines.push_back({name + "_hilum", outline_ellipse({side * 46, -8, 8}, 13, 24)});
        scene.outlines.push_back({name + "_lung", outline_at({{side * 66, -112},
                                                              {side * 98, -96},
                                                              {side * 118, -20},
                                                              {side * 122, dome - 20},
                                                              {side * 100, dome - 22},
                                                              {side * 74, -30},
                                                              {side * 62, -70}})});
    }
    scene.outlines.push_back({"spinous_processes", outline_at({{-5, -140}, {5, -140}, {5, -70}, {-5, -70}}, 88)});
}

}  // namespace

XrayScene xray_chest(const XraySubject& subject) {
    XrayScene scene;
    scene.receptor_mm = 430;
    scene.turns_over = true;
    const double dome = dome_y(subject.inspiration_ribs);
    add_body(scene);
    add_lungs(scene, subject, dome);
    add_mediastinum(scene, dome);
    add_diaphragm(scene, dome);
    add_finding(scene, subject, dome);
    add_ribs(scene);
    add_spine_and_shoulders(scene);
    add_outlines(scene, dome);
    return scene;
}

}  // namespace collimate
