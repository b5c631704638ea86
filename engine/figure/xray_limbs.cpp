#include <algorithm>
#include <cmath>
#include <string>

#include "engine/figure/xray_scene.hpp"

namespace collimate {

namespace {

struct Shaft {
    const char* name;
    Spot base, head;
    double base_radius, waist_radius, head_radius;
    double soft_radius;
};

// Left hand, palm on the receptor.
constexpr Shaft shafts[] = {{"metacarpal_1", {27, 38}, {52, 4}, 7.2, 5.0, 7.6, 13},
                            {"metacarpal_2", {14, 27}, {24, -33}, 8.2, 4.3, 7.6, 14},
                            {"metacarpal_3", {2, 26}, {4, -39}, 7.6, 4.3, 7.6, 14},
                            {"metacarpal_4", {-10, 28}, {-15, -31}, 6.4, 3.7, 6.8, 14},
                            {"metacarpal_5", {-20, 31}, {-32, -21}, 6.6, 3.6, 6.6, 13},
                            {"proximal_phalanx_1", {57, -3}, {69, -28}, 7.4, 5.0, 6.0, 11},
                            {"distal_phalanx_1", {71.5, -33}, {78, -52}, 6.6, 3.4, 4.4, 10.5},
                            {"proximal_phalanx_2", {26.6, -42}, {34, -79}, 7.4, 4.8, 5.6, 10},
                            {"middle_phalanx_2", {35.4, -84}, {40, -105}, 6.2, 3.8, 4.7, 9},
                            {"distal_phalanx_2", {41, -109.5}, {43.5, -124}, 5.0, 2.6, 3.6, 8.5},
                            {"proximal_phalanx_3", {4.4, -48}, {5.4, -90}, 7.6, 5.0, 5.8, 10.5},
                            {"middle_phalanx_3", {5.7, -95}, {6.4, -123}, 6.4, 4.0, 4.8, 9.5},
                            {"distal_phalanx_3", {6.6, -127.5}, {7.2, -143}, 5.2, 2.7, 3.7, 8.5},
                            {"proximal_phalanx_4", {-16.6, -39}, {-24, -79}, 7.0, 4.6, 5.4, 10},
                            {"middle_phalanx_4", {-25, -84}, {-30, -110}, 6.0, 3.7, 4.6, 9},
                            {"distal_phalanx_4", {-31, -114.5}, {-34, -129}, 5.0, 2.6, 3.6, 8.2},
                            {"proximal_phalanx_5", {-34.6, -28}, {-44, -59}, 6.4, 4.0, 4.8, 9},
                            {"middle_phalanx_5", {-45.2, -63}, {-50.5, -79}, 5.2, 3.3, 4.0, 8.2},
                            {"distal_phalanx_5", {-51.6, -83}, {-55, -96}, 4.4, 2.3, 3.2, 7.5}};

struct Carpal {
    const char* name;
    Spot middle;
    double radius_x, radius_y, tilt_deg;
};
constexpr Carpal carpals[] = {{"trapezium", {25, 44}, 8.4, 7.2, -35},  {"trapezoid", {13.5, 38}, 6.2, 6.6, 10},
                              {"capitate", {1.5, 43}, 7.4, 12, 4},     {"hamate", {-12, 43}, 8, 9.5, -18},
                              {"scaphoid", {17.5, 57}, 6.8, 11, 38},   {"lunate", {2, 62}, 9.4, 7.4, 0},
                              {"triquetrum", {-13, 58}, 7.6, 6.8, 20}, {"pisiform", {-19, 59}, 4.8, 5.6, 0}};

XrayPlace at(Spot s, double z = 0) { return {s.x, s.y, z}; }
Spot along(Spot a, Spot b, double t) { return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)}; }

XrayRod shaft_tube(const Shaft& s) {
    XrayRod tube{.cortex_mm = 1.15, .flat = 0.85};
    for (const double t : {0.0, 0.10, 0.28, 0.55, 0.78, 0.92, 1.0}) {
        const double towards_base = t < 0.5 ? 1 - t / 0.42 : 0;
        const double towards_head = t > 0.5 ? (t - 0.62) / 0.38 : 0;
        const double radius = s.waist_radius + (s.base_radius - s.waist_radius) * std::max(0.0, towards_base) +
                              (s.head_radius - s.waist_radius) * std::max(0.0, towards_head);
        // The round ends reach beyond the knots; neighbors leave room for cartilage.
        const double length = std::hypot(s.head.x - s.base.x, s.head.y - s.base.y);
        const double from = 0.42 * s.base_radius / length;
        const double to = 1 - 0.42 * s.head_radius / length;
        tube.knots.push_back(
            {at(along(s.base, s.head, from + t * (to - from))), radius * (t == 0 || t == 1 ? 0.9 : 1)});
    }
    return tube;
}

std::vector<XrayPlace> shaft_outline(const Shaft& s) {
    const double dx = s.head.x - s.base.x;
    const double dy = s.head.y - s.base.y;
    const double length = std::hypot(dx, dy);
    const double w = s.base_radius * 0.9;
    const Spot n{-dy / length * w, dx / length * w};
    return outline_at({{s.base.x + n.x, s.base.y + n.y},
                       {s.head.x + n.x, s.head.y + n.y},
                       {s.head.x - n.x, s.head.y - n.y},
                       {s.base.x - n.x, s.base.y - n.y}});
}

void add_hand_tissue(XrayScene& scene) {
    const auto flesh = [&](std::vector<XrayRodKnot> knots, double flat) {
        scene.tubes.push_back({.matter = XrayMatter::soft,
                               .instead_of = XrayMatter::gas,
                               .knots = std::move(knots),
                               .joined = 1,
                               .flat = flat});
    };
    for (const Shaft& s : shafts) {
        const bool tip = std::string_view(s.name).starts_with("distal");
        const Spot end = tip ? along(s.base, s.head, 1.15) : s.head;
        flesh({{at(s.base), s.soft_radius}, {at(end), tip ? s.soft_radius * 0.82 : s.soft_radius * 0.95}}, 0.9);
    }
    for (const double x : {-24.0, -12.0, 0.0, 12.0, 22.0})
        flesh({{{x * 0.72, 140, 0}, 18}, {{x * 0.8, 80, 0}, 17}, {{x, 40, 0}, 16}, {{x * 1.15 - 2, -14, 0}, 13}}, 0.85);
    flesh({{{22, 46, 0}, 16}, {{38, 18, 0}, 16}, {{50, -2, 0}, 11}}, 1.0);
    flesh({{{20, 20, 0}, 14}, {{36, 0, 0}, 10}}, 0.9);
}

void add_fracture(XrayScene& scene, double amount) {
    // A gap across the neck of the fifth metacarpal, the head tipped.
    scene.plates.push_back({.matter = XrayMatter::soft,
                            .instead_of = XrayMatter::bone,
                            .outline = outline_at({{-37, -6},
                                                   {-30.5, -9.5},
                                                   {-23, -8.0},
                                                   {-23, -9.5 - 1.6 * amount},
                                                   {-30, -11 - 1.6 * amount},
                                                   {-37, -7.5 - 1.6 * amount}}),
                            .thickness_mm = 5.0});
    scene.outlines.push_back({"fracture", outline_ellipse({-30, -9, 0}, 9, 6)});
}

}  // namespace

XrayScene xray_hand(const XraySubject& subject) {
    XrayScene scene;
    scene.receptor_mm = 300;

    add_hand_tissue(scene);
    for (const Shaft& s : shafts) {
        scene.tubes.push_back(shaft_tube(s));
        scene.outlines.push_back({s.name, shaft_outline(s)});
    }
    for (const Carpal& c : carpals) {
        const auto outline = outline_ellipse(at(c.middle), 1.12 * c.radius_x, 1.12 * c.radius_y, c.tilt_deg);
        scene.plates.push_back({.outline = outline, .thickness_mm = 12, .round_mm = 4, .cortex_mm = 0.5});
        scene.outlines.push_back(
            {c.name, outline_ellipse(at(c.middle), 0.7 * c.radius_x, 0.7 * c.radius_y, c.tilt_deg)});
    }
    scene.tubes.push_back(
        {.knots = {{{12, 83, 0}, 12.5}, {{12, 89, 0}, 13}, {{11, 102, 0}, 9}, {{10, 118, 0}, 7}, {{9, 170, 0}, 6.5}},
         .cortex_mm = 1.6,
         .flat = 0.8});
    scene.tubes.push_back(
        {.knots = {{{-17, 78, 0}, 6.8}, {{-17, 86, 0}, 7.2}, {{-16, 98, 0}, 5.4}, {{-15, 170, 0}, 5.2}},
         .cortex_mm = 1.6});
    scene.tubes.push_back({.knots = {{{-21.5, 74, 0}, 2.2}, {{-20, 80, 0}, 3}}, .cortex_mm = 0.8});
    scene.outlines.push_back({"radius", outline_at({{1, 76}, {22, 72}, {23, 86}, {16, 118}, {3, 118}, {2, 90}})});
    scene.outlines.push_back({"ulna", outline_at({{-24, 76}, {-10, 76}, {-10, 118}, {-21, 118}})});
    if (subject.finding == "fracture") add_fracture(scene, subject.finding_amount);
    return scene;
}

XrayScene xray_knee(const XraySubject& subject) {
    XrayScene scene;
    scene.receptor_mm = 260;
    for (const double x : {-14.0, 0.0, 14.0})
        scene.tubes.push_back({.matter = XrayMatter::soft,
                               .instead_of = XrayMatter::gas,
                               .knots = {{{x * 1.6, -170, 0}, 62},
                                         {{x * 1.3, -60, 0}, 52},
                                         {{x, 0, 0}, 48},
                                         {{x, 50, 0}, 46},
                                         {{x, 170, 0}, 44}},
                               .joined = 1,
                               .flat = 0.95});
    const auto bone = [&](const std::vector<Spot>& knots, double z, double thickness, double round, double cortex) {
        scene.plates.push_back({.outline = outline_at(closed_curve(knots, 5), z),
                                .thickness_mm = thickness,
                                .round_mm = round,
                                .cortex_mm = cortex});
    };
    bone({{-14, -190}, {-14.5, -110}, {-17, -85},   {-24, -64}, {-34, -50}, {-41, -40}, {-43, -28},
          {-41, -14},  {-34, -4},     {-22, -1},    {-12, -6},  {-6, -15},  {0, -18},   {6, -15},
          {12, -6},    {22, -2},      {33, -5},     {40, -14},  {42, -28},  {38, -42},  {29, -54},
          {21, -68},   {16, -86},     {14.5, -110}, {14, -190}},
         0, 36, 12, 3.0);
    bone({{-39, 6},    {-22, 4.5}, {-8, 5},     {-5, -1.5}, {-1, 3},   {4, -2},   {8, 5},
          {22, 5},     {38, 7},    {39, 16},    {34, 27},   {24, 42},  {16, 62},  {13, 90},
          {12.5, 190}, {-13, 190}, {-13.5, 90}, {-17, 60},  {-26, 40}, {-36, 26}, {-40, 15}},
         0, 34, 11, 2.6);
    bone({{34, 20},
          {40, 16},
          {47, 22},
          {47, 32},
          {42, 44},
          {39, 60},
          {38, 120},
          {37, 190},
          {27, 190},
          {28, 120},
          {31, 60},
          {33, 40}},
         -12, 13, 5, 2.0);
    bone({{-14, -52}, {2, -57}, {18, -52}, {23, -38}, {16, -24}, {3, -14}, {-10, -24}, {-18, -38}}, 32, 20, 8, 1.2);
    scene.outlines.push_back({"femur", outline_at({{-16, -120}, {16, -120}, {20, -68}, {-20, -68}})});
    scene.outlines.push_back({"patella", outline_ellipse({2, -33, 32}, 18, 20)});
    scene.outlines.push_back({"medial_condyle", outline_ellipse({-32, -20, 0}, 11, 17)});
    scene.outlines.push_back({"lateral_condyle", outline_ellipse({32, -20, 0}, 11, 17)});
    scene.outlines.push_back({"joint_space_medial", outline_at({{-38, -2}, {-14, -2}, {-14, 5}, {-38, 5}})});
    scene.outlines.push_back({"joint_space_lateral", outline_at({{14, -2}, {38, -2}, {38, 5}, {14, 5}})});
    scene.outlines.push_back({"intercondylar_eminence", outline_ellipse({0, 1, 0}, 10, 7)});
    scene.outlines.push_back({"tibia", outline_at({{-18, 44}, {18, 44}, {12, 110}, {-12, 110}})});
    scene.outlines.push_back(
        {"fibula", outline_at({{31, 20}, {47, 20}, {44, 60}, {39, 110}, {29, 110}, {32, 60}}, -12)});
    if (subject.finding == "fracture") {
        const double gap = 0.8 + 2 * subject.finding_amount;
        scene.plates.push_back(
            {.matter = XrayMatter::soft,
             .instead_of = XrayMatter::bone,
             .outline = outline_at({{14, 8}, {14 + gap, 8}, {24 + gap, 30}, {34 + gap, 44}, {33, 44}, {22, 30}}),
             .thickness_mm = 26});
        scene.outlines.push_back({"fracture", outline_at({{10, 8}, {20, 8}, {30, 28}, {40, 44}, {28, 46}, {18, 30}})});
    }
    return scene;
}

XrayScene xray_line_pairs() {
    XrayScene scene;
    scene.receptor_mm = 60;
    scene.test_object = true;
    // Bars of one group lie across, as wide as the gaps between them; groups in two columns.
    constexpr double groups[] = {0.5, 0.7, 1.0, 1.4, 2.0, 2.5, 3.1, 3.7};
    int number = 0;
    for (const double per_mm : groups) {
        const double left = number % 2 == 0 ? -22 : 4;
        const double top = -23 + 12.5 * (number / 2);
        const double pitch = 1 / per_mm;
        const int bars = per_mm < 1 ? 4 : 5;
        for (int bar = 0; bar < bars; ++bar)
            scene.plates.push_back({.matter = XrayMatter::lead,
                                    .instead_of = XrayMatter::gas,
                                    .outline = outline_at({{left, top + bar * pitch},
                                                           {left + 18, top + bar * pitch},
                                                           {left + 18, top + (bar + 0.5) * pitch},
                                                           {left, top + (bar + 0.5) * pitch}}),
                                    .thickness_mm = 0.05});
        const std::string name = "group_" + std::to_string(++number);
        scene.outlines.push_back({name, outline_at({{left, top - 0.5},
                                                    {left + 18, top - 0.5},
                                                    {left + 18, top + bars * pitch},
                                                    {left, top + bars * pitch}})});
    }
    return scene;
}

XrayScene xray_step_wedge() {
    XrayScene scene;
    scene.receptor_mm = 240;
    scene.test_object = true;
    scene.plates.push_back({.matter = XrayMatter::soft,
                            .instead_of = XrayMatter::gas,
                            .outline = outline_at({{-200, -200}, {200, -200}, {200, 200}, {-200, 200}}),
                            .thickness_mm = 100});
    constexpr int steps = 10;
    constexpr double step_mm = 16;
    for (int step = 0; step < steps; ++step) {
        const double top = -80 + step_mm * step;
        scene.plates.push_back(
            {.matter = XrayMatter::aluminum,
             .instead_of = XrayMatter::gas,
             .outline = outline_at({{-30, top}, {30, top}, {30, top + step_mm}, {-30, top + step_mm}}),
             .thickness_mm = 2.5 * (step + 1)});
        scene.outlines.push_back(
            {"step_" + std::to_string(step + 1),
             outline_at({{-28, top + 1}, {28, top + 1}, {28, top + step_mm - 1}, {-28, top + step_mm - 1}})});
    }
    return scene;
}

}  // namespace collimate
