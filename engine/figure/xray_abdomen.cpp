#include <cmath>
#include <string>

#include "engine/figure/xray_scene.hpp"

namespace collimate {

namespace {

void add_body(XrayScene& scene, const XraySubject& subject) {
    scene.solids.push_back({XrayMatter::soft, {0, 20, 0}, {168, 460, 112}});
    scene.solids.push_back({XrayMatter::fat, {0, 40, -10}, {140, 250, 84}});
    for (const double side : {-1.0, 1.0})
        scene.solids.push_back({XrayMatter::lung, {side * 74, -230, 4}, {64, 110, 80}});
    scene.solids.push_back({XrayMatter::soft, {-72, -90, -4}, {84, 92, 108}, 4});
    scene.solids.push_back({XrayMatter::soft, {76, -82, -4}, {80, 88, 106}, -4});
    if (subject.finding == "free_air") {
        const double gap = 6 + 22 * subject.finding_amount;
        scene.solids.push_back({XrayMatter::gas, {-70, -88, -12}, {66, 88, 80}, 4});
        scene.solids.push_back({XrayMatter::soft, {-72, -88 + gap, -4}, {84, 90, 108}, 4});
        scene.outlines.push_back({"free_air", outline_at({{-116, -154},
                                                          {-92, -176},
                                                          {-66, -182},
                                                          {-44, -176},
                                                          {-30, -162},
                                                          {-44, -170 + gap},
                                                          {-70, -176 + gap},
                                                          {-100, -166 + gap}})});
    }
    scene.solids.push_back({XrayMatter::soft, {-86, -60, -10}, {62, 82, 84}, 14});  // liver
    scene.solids.push_back({XrayMatter::soft, {112, -86, 40}, {24, 46, 40}, -12});  // spleen
    for (const double side : {-1.0, 1.0}) {
        scene.solids.push_back({XrayMatter::soft, {side * 62, side < 0 ? -28.0 : -42.0, 50}, {27, 54, 24}, side * -12});
        scene.solids.push_back({XrayMatter::soft, {side * 34, 40, 50}, {21, 110, 24}, side * -10});  // psoas
    }
    scene.solids.push_back({XrayMatter::soft, {0, 190, -10}, {52, 42, 50}});  // bladder
    scene.outlines.push_back({"liver", outline_ellipse({-96, -86, 0}, 30, 40, 10)});
    scene.outlines.push_back({"right_kidney", outline_ellipse({-62, -28, 50}, 26, 52, 12)});
    scene.outlines.push_back({"left_kidney", outline_ellipse({62, -42, 50}, 26, 52, -12)});
    scene.outlines.push_back({"right_psoas_edge", outline_at({{-46, -10}, {-38, -10}, {-62, 80}, {-72, 80}}, 50)});
    scene.outlines.push_back({"left_psoas_edge", outline_at({{46, -10}, {38, -10}, {62, 80}, {72, 80}}, 50)});
}

void add_bones(XrayScene& scene) {
    for (int level = 0; level < 7; ++level) {  // T11 to L5
        const double y = -150 + 36.5 * level;
        add_vertebra(scene, {0, y, 50}, 21 + 0.9 * level, 14.2, 92);
        if (level >= 2)
            scene.outlines.push_back({"l" + std::to_string(level - 1),
                                      outline_at({{-22, y - 13}, {22, y - 13}, {22, y + 13}, {-22, y + 13}}, 50)});
    }
    for (const double side : {-1.0, 1.0}) {
        for (int rib = 0; rib < 4; ++rib) {  // the ninth to the twelfth
            XrayRod tube{.cortex_mm = 1.1};
            const double reach = rib == 3 ? 0.55 : rib == 2 ? 0.95 : 1.5;
            for (double t = 0.15; t <= reach; t += 0.12)
                tube.knots.push_back({{side * (136 * std::sin(t) + 5), -200 + 32.0 * rib + 62 * std::pow(t, 1.25),
                                       12 + 74 * std::cos(t)},
                                      5.2});
            scene.tubes.push_back(tube);
        }
        const auto wing = closed_curve(std::vector<Spot>{{side * 26, 108},
                                                         {side * 60, 84},
                                                         {side * 98, 78},
                                                         {side * 126, 98},
                                                         {side * 128, 124},
                                                         {side * 112, 152},
                                                         {side * 92, 172},
                                                         {side * 66, 176},
                                                         {side * 42, 150}});
        scene.plates.push_back({.outline = outline_at(wing, 20), .thickness_mm = 5, .round_mm = 6, .cortex_mm = 1.2});
        XrayRod crest{.cortex_mm = 1.5};
        for (const Spot s :
             open_curve(std::vector<Spot>{{30, 106}, {60, 86}, {96, 80}, {122, 96}, {129, 120}, {114, 150}}, 4))
            crest.knots.push_back({{side * s.x, s.y, 20}, 4.2});
        scene.tubes.push_back(crest);
        XrayRod rim{.cortex_mm = 1.6};
        for (const Spot s :
             open_curve(std::vector<Spot>{{34, 136}, {54, 164}, {62, 188}, {54, 212}, {24, 230}, {8, 240}}, 4))
            rim.knots.push_back({{side * s.x, s.y, 0}, 6.0});
        scene.tubes.push_back(rim);
        scene.tubes.push_back({.knots = {{{side * 92, 196, 10}, 23},
                                         {{side * 112, 204, 10}, 15},
                                         {{side * 134, 226, 10}, 22},
                                         {{side * 134, 300, 10}, 15}},
                               .cortex_mm = 2});
        scene.outlines.push_back({side < 0 ? "right_iliac_crest" : "left_iliac_crest", outline_at({{side * 58, 80},
                                                                                                   {side * 96, 72},
                                                                                                   {side * 126, 90},
                                                                                                   {side * 122, 104},
                                                                                                   {side * 94, 90},
                                                                                                   {side * 62, 96}},
                                                                                                  20)});
        scene.outlines.push_back({side < 0 ? "right_hip" : "left_hip", outline_ellipse({side * 92, 196, 10}, 22, 22)});
    }
    const auto sacrum = closed_curve(
        std::vector<Spot>{{-48, 106}, {0, 98}, {48, 106}, {38, 150}, {16, 192}, {0, 200}, {-16, 192}, {-38, 150}});
    scene.plates.push_back({.outline = outline_at(sacrum, 70), .thickness_mm = 20, .round_mm = 8, .cortex_mm = 1.5});
    for (const double side : {-1.0, 1.0})
        for (int hole = 0; hole < 3; ++hole)
            scene.plates.push_back(
                {.matter = XrayMatter::soft,
                 .instead_of = XrayMatter::bone,
                 .outline = outline_ellipse({side * (20 - 3.0 * hole), 124 + 20.0 * hole, 70}, 4, 4.5),
                 .thickness_mm = 4});
    scene.outlines.push_back({"sacrum", outline_at({{-24, 112}, {24, 112}, {18, 160}, {-18, 160}}, 70)});
}

/// A string of gas with the bulges of the colon.
void add_colon(XrayScene& scene, const std::vector<Spot>& path, double radius, int joined, Random& random) {
    for (const Spot s : open_curve(path, 4))
        if (random.uniform() < 0.8)
            scene.tubes.push_back({.matter = XrayMatter::gas,
                                   .instead_of = XrayMatter::fat,
                                   .knots = {{{s.x + 3 * random.normal(), s.y + 3 * random.normal(), -30},
                                              radius * (0.7 + 0.5 * random.uniform())}},
                                   .joined = joined,
                                   .flat = 0.8});
}

void add_bowel(XrayScene& scene) {
    Random random(12);
    add_colon(scene, {{-112, 100}, {-116, 60}, {-112, 22}}, 14, 11, random);
    add_colon(scene, {{-84, -2}, {-40, 14}, {10, 18}, {60, 2}, {98, -40}}, 12, 12, random);
    add_colon(scene, {{116, -20}, {120, 30}, {116, 76}}, 10, 13, random);
    add_colon(scene, {{6, 168}, {10, 180}, {4, 196}}, 13, 14, random);
    for (int i = 0; i < 16; ++i)
        scene.tubes.push_back(
            {.matter = XrayMatter::gas,
             .instead_of = XrayMatter::fat,
             .knots = {{{-60 + 120 * random.uniform(), 40 + 90 * random.uniform(), -30}, 4 + 5 * random.uniform()}},
             .flat = 0.8});
    scene.tubes.push_back({.matter = XrayMatter::gas,
                           .instead_of = XrayMatter::soft,
                           .knots = {{{52, -128, -20}, 20}, {{80, -138, -20}, 25}},
                           .flat = 0.9});
    scene.outlines.push_back({"gastric_bubble", outline_ellipse({70, -134, -20}, 30, 22, -15)});
    scene.outlines.push_back({"rectal_gas", outline_ellipse({7, 182, -30}, 14, 20)});
}

void add_obstruction(XrayScene& scene, double amount) {
    const double radius = 13 + 8 * amount;
    for (int loop = 0; loop < 4; ++loop) {
        const double y = 2 + 36.0 * loop;
        const double shift = loop % 2 ? 12 : -10;
        XrayRod tube{.matter = XrayMatter::gas, .instead_of = XrayMatter::fat, .flat = 0.9, .ends_at_y = y + 8};
        for (const Spot s : open_curve(std::vector<Spot>{{-64 + shift, y + 1},
                                                         {-40 + shift, y - 3},
                                                         {0 + shift, y},
                                                         {40 + shift, y - 3},
                                                         {64 + shift, y + 2}},
                                       4))
            tube.knots.push_back({{s.x, s.y, -30}, radius});
        scene.tubes.push_back(tube);
        for (double x = -60; x <= 62; x += 9)  // folds that cross the whole loop
            scene.tubes.push_back({.matter = XrayMatter::soft,
                                   .instead_of = XrayMatter::gas,
                                   .knots = {{{x + shift, y - radius, -30}, 0.9}, {{x + shift + 2, y + 6, -30}, 0.9}},
                                   .flat = 9});
    }
    scene.outlines.push_back({"dilated_loops", outline_at({{-90, -14}, {90, -14}, {90, 124}, {-90, 124}}, -30)});
}

}  // namespace

XrayScene xray_abdomen(const XraySubject& subject) {
    XrayScene scene;
    scene.receptor_mm = 430;
    scene.turns_over = true;
    add_body(scene, subject);
    if (subject.finding != "obstruction") add_bowel(scene);
    if (subject.finding == "obstruction") add_obstruction(scene, subject.finding_amount);
    add_bones(scene);
    if (subject.finding == "stone") {
        const double radius = 1.5 + 5 * subject.finding_amount;
        scene.tubes.push_back({.knots = {{{-58, -24, 50}, radius}}});
        scene.outlines.push_back({"stone", outline_ellipse({-58, -24, 50}, radius + 3, radius + 3)});
    }
    return scene;
}

}  // namespace collimate
