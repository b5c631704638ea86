#include "engine/figure/echo_heart.hpp"

#include <algorithm>
#include <cmath>

#include "engine/figure/echo_stills.hpp"
#include "engine/figure/flow_wave.hpp"

namespace collimate::sono {

namespace {

using Point = FlowWave::Point;
constexpr std::array contraction_points = {Point{0, 0},     Point{.06, .10}, Point{.20, .72}, Point{.37, 1},
                                           Point{.45, .82}, Point{.55, .32}, Point{.66, .18}, Point{.82, .15},
                                           Point{.91, .04}, Point{.97, 0}};
constexpr std::array mitral_points = {Point{0, 0},     Point{.42, 0},  Point{.47, .6},  Point{.52, 1},  Point{.60, .6},
                                      Point{.68, .35}, Point{.80, .4}, Point{.88, .78}, Point{.95, .3}, Point{.99, 0}};
constexpr std::array aortic_points = {Point{0, 0},     Point{.06, 0}, Point{.10, .95}, Point{.15, 1},
                                      Point{.33, .85}, Point{.38, 0}, Point{.39, 0}};
constexpr std::array pulse_points = {Point{0, 0},     Point{.06, .35}, Point{.14, 1}, Point{.26, .7},
                                     Point{.36, .45}, Point{.42, .52}, Point{.7, .2}, Point{.92, .02}};

double over_beat(std::span<const Point> points, double phase) {
    return flow_share({.name = "", .points = points}, phase);
}

constexpr Tissue myocardium{.echo_db = -4, .loss_db_cm_mhz = 0.45, .mottle_db = 2, .grain_x_mm = 3, .grain_z_mm = 2};
constexpr Tissue chamber{.echo_db = -40, .loss_db_cm_mhz = 0.2, .mottle_db = 2, .grain_x_mm = 8, .grain_z_mm = 8};
constexpr Tissue leaflet{.echo_db = 7, .mottle_db = 1};

/// Moves what rests at a place: toward the middle of the left ventricle, most at its inner wall, and along its axis.
struct Beat {
    Contour cavity;          ///< of the left ventricle at rest
    double squeeze = 0.0;    ///< share by which the inner wall comes in
    double outer = 0.0;      ///< the same at the outer wall
    Place across{1.0, 0.4};  ///< how much of it acts along x and z
    Place pull;              ///< of the valve plane
    double pull_from = 0.0;  ///< z where the pull is none, and where it is whole
    double pull_to = 1.0;
    double rests_above = 0.0;  ///< the chest wall does not move

    [[nodiscard]] Place operator()(Place p) const {
        const double share = cavity.share(p);
        const double free = rests_above > 0 ? std::clamp((p.z - rests_above) / 12, 0.0, 1.0) : 1.0;
        const double in = free * (share <= 1 ? squeeze
                                             : outer + (squeeze - outer) * std::exp(-(share - 1) / 0.25) -
                                                   outer * std::clamp((share - 1.6) / 1.5, 0.0, 1.0));
        const Place m = cavity.middle();
        const double along = std::clamp((p.z - pull_from) / (pull_to - pull_from), 0.0, 1.0) *
                             std::clamp((pull_to + 60 - p.z) / 50, 0.0, 1.0);
        return {m.x + (p.x - m.x) * (1 - across.x * in) + along * pull.x,
                m.z + (p.z - m.z) * (1 - across.z * in) + along * pull.z};
    }

    [[nodiscard]] Contour operator()(const Contour& rest) const {
        std::vector<Place> corners;
        for (const Place p : rest.run(28)) corners.push_back((*this)(p));
        return Contour::through((*this)(rest.middle()), corners);
    }
};

Tube leaf(Place hinge, Place belly, Place tip, double half_mm) {
    return {.axis = {hinge, {(hinge.x + belly.x) / 2, (hinge.z + belly.z) / 2}, belly, tip},
            .radius_mm = {half_mm, half_mm, half_mm, half_mm * 1.2},
            .inside = leaflet,
            .wall = leaflet,
            .wall_mm = 0.0};
}

Place between(Place a, Place b, double t) { return {a.x + t * (b.x - a.x), a.z + t * (b.z - a.z)}; }

std::vector<Place> ring(const Contour& outline) {
    auto run = outline.run(72);
    run.push_back(run.front());
    return run;
}

void add_chamber(Scene& scene, const char* name, const Contour& outline, double inset = 0.85) {
    scene.structures.push_back({.outline = outline, .tissue = chamber});
    scene.surfaces.push_back({.run = ring(outline), .echo_db = 9, .mirror_power = 2.5, .lobed = false});
    scene.places.push_back({name, outline.run(40, inset)});
}

Scene four_chamber(double phase, const MotionOptions& o) {
    Scene s{.probe = ProbeKind::phased,
            .frequency_mhz = 2.5,
            .depth_cm = 16,
            .focus_cm = 9,
            .aperture_mm = 18,
            .half_angle_deg = 40};
    s.ground = {.echo_db = -16, .loss_db_cm_mhz = 0.6, .mottle_db = 4, .grain_x_mm = 10, .grain_z_mm = 6};
    const double x = o.shift_mm;
    const double c = contraction_at(phase) * o.contraction_percent / 100;
    const auto lv = Contour::through({x + 15, 68}, {{x + 7, 32},
                                                    {x + 17, 36},
                                                    {x + 28, 52},
                                                    {x + 35, 70},
                                                    {x + 36, 88},
                                                    {x + 31, 98},
                                                    {x + 15, 101},
                                                    {x + 1, 98},
                                                    {x - 2, 84},
                                                    {x - 2, 66},
                                                    {x, 46}});
    const auto rv = Contour::through({x - 25, 78}, {{x - 13, 50},
                                                    {x - 11, 66},
                                                    {x - 12, 84},
                                                    {x - 13, 97},
                                                    {x - 26, 101},
                                                    {x - 40, 98},
                                                    {x - 43, 86},
                                                    {x - 38, 70},
                                                    {x - 27, 57}});
    const auto la = Contour::ellipse({x + 16, 121}, 21, 19);
    const auto ra = Contour::ellipse({x - 28, 120}, 20, 18);
    const auto heart = Contour::through({x - 2, 85}, {{x + 4, 22},
                                                      {x + 26, 32},
                                                      {x + 42, 58},
                                                      {x + 47, 88},
                                                      {x + 43, 118},
                                                      {x + 30, 142},
                                                      {x, 143},
                                                      {x - 32, 141},
                                                      {x - 52, 120},
                                                      {x - 51, 90},
                                                      {x - 42, 62},
                                                      {x - 22, 38}});
    const Beat beat{
        .cavity = lv, .squeeze = 0.30 * c, .outer = 0.06 * c, .pull = {0, -13 * c}, .pull_from = 40, .pull_to = 98};
    const auto follow = [&](const Contour& rest, double size) {
        const Place m = rest.middle();
        const Place to = beat(m);
        return rest.scaled(size).moved(to.x - m.x, to.z - m.z);
    };
    if (o.effusion_mm > 0) {
        const Place m = heart.middle();
        const double wider = 1 + o.effusion_mm / 60;
        s.structures.push_back({.outline = beat(heart).scaled(wider), .tissue = chamber, .rim_db = 6, .rim_mm = 2});
        s.places.push_back(
            {"effusion", disk({m.x + 49 + o.effusion_mm / 2, m.z}, std::max(2.0, o.effusion_mm / 2), 14)});
    }
    s.structures.push_back({.outline = beat(heart), .tissue = myocardium, .rim_db = 6, .rim_mm = 1.8});
    add_chamber(s, "left-ventricle", beat(lv));
    add_chamber(s, "right-ventricle", follow(rv, 1 - 0.10 * c));
    add_chamber(s, "left-atrium", follow(la, 1 + 0.06 * c));
    add_chamber(s, "right-atrium", follow(ra, 1 + 0.05 * c));
    const auto valve = [&](Place left, Place right, double open, const char* name) {
        const Place a = beat(left);
        const Place b = beat(right);
        const double w = b.x - a.x;
        const Place closed{(a.x + b.x) / 2, (a.z + b.z) / 2 - 3};
        const double reach = 0.55 * w;
        s.tubes.push_back(leaf(a, between({a.x + 0.3 * w, a.z - 1.5}, {a.x + 0.13 * w, a.z - 0.5 * reach}, open),
                               between(closed, {a.x + 0.22 * w, a.z - reach}, open), 0.9));
        s.tubes.push_back(leaf(b, between({b.x - 0.3 * w, b.z - 1.5}, {b.x - 0.08 * w, b.z - 0.45 * reach}, open),
                               between(closed, {b.x - 0.12 * w, b.z - 0.85 * reach}, open), 0.9));
        s.places.push_back({name, disk({closed.x, closed.z - 3}, 0.42 * w, 7)});
    };
    valve({x + 1, 103}, {x + 33, 103}, mitral_opening_at(phase), "mitral-valve");
    valve({x - 42, 102}, {x - 11, 99}, mitral_opening_at(phase), "tricuspid-valve");
    s.places.push_back({"septum", disk(beat(Place{x - 6.5, 70}), 4, 15)});
    s.places.push_back({"lateral-wall", disk(beat(Place{x + 41, 74}), 4.5, 14)});
    s.moved = beat;
    return s;
}

Scene long_axis(double phase, const MotionOptions& o) {
    Scene s{.probe = ProbeKind::phased,
            .frequency_mhz = 2.5,
            .depth_cm = 15,
            .focus_cm = 8,
            .aperture_mm = 18,
            .half_angle_deg = 40};
    s.ground = {.echo_db = -12, .loss_db_cm_mhz = 0.6, .mottle_db = 4, .grain_x_mm = 10, .grain_z_mm = 5};
    s.layers = {{0, 6, muscle}, {6, 16, {.echo_db = -6, .mottle_db = 3, .grain_x_mm = 9, .grain_z_mm = 1}}};
    const double x = o.shift_mm;
    const double c = contraction_at(phase) * o.contraction_percent / 100;
    const auto lv = Contour::through({x - 22, 68}, {{x - 66, 74},
                                                    {x - 50, 57},
                                                    {x - 22, 49},
                                                    {x + 4, 47},
                                                    {x + 19, 52},
                                                    {x + 24, 70},
                                                    {x + 23, 83},
                                                    {x + 6, 90},
                                                    {x - 24, 91},
                                                    {x - 50, 88}});
    const auto wall = Contour::through({x - 20, 68}, {{x - 84, 78},
                                                      {x - 60, 49},
                                                      {x - 24, 39},
                                                      {x + 6, 37},
                                                      {x + 26, 42},
                                                      {x + 30, 70},
                                                      {x + 14, 94},
                                                      {x - 20, 102},
                                                      {x - 60, 101}});
    const auto rv = Contour::ellipse({x - 6, 28}, 50, 8.5, -2);
    const auto la = Contour::ellipse({x + 42, 86}, 25, 16, -6);
    const auto descending = Contour::ellipse({x + 34, 117}, 10, 10);
    const Beat beat{.cavity = lv,
                    .squeeze = 0.30 * c,
                    .outer = 0.05 * c,
                    .across = {0.3, 1.0},
                    .pull = {-4 * c, 0},
                    .pull_from = 20,
                    .pull_to = 60,
                    .rests_above = 20};
    const auto outer = beat(wall);
    s.structures.push_back({.outline = Contour::ellipse({x - 4, 68}, 92, 48),
                            .tissue = {.echo_db = -8, .mottle_db = 2},
                            .under_layers = true});
    if (o.effusion_mm > 0) {
        s.structures.push_back({.outline = outer.scaled(1 + o.effusion_mm / 34).moved(0, 0.3 * o.effusion_mm),
                                .tissue = chamber,
                                .rim_db = 8,
                                .rim_mm = 1.6,
                                .under_layers = true});
        s.places.push_back(
            {"effusion", disk({x - 24, 102.5 + 0.6 * o.effusion_mm}, 22, std::max(1.5, 0.42 * o.effusion_mm))});
    }
    s.structures.push_back({.outline = outer, .tissue = myocardium, .under_layers = true});
    add_chamber(s, "right-ventricle", rv.scaled(1 - 0.06 * c));
    add_chamber(s, "left-ventricle", beat(lv));
    add_chamber(s, "left-atrium", la.scaled(1 + 0.05 * c));
    add_chamber(s, "descending-aorta", descending, 1.0);
    // Aortic root: a tube that leaves the ventricle toward the upper right, drawn after its leaflets, which lie on top.
    const Place root = beat(Place{x + 22, 55});
    const Place up{x + 78, 41 + 2 * c};
    const double open = aortic_opening_at(phase);
    for (const double side : {-1.0, 1.0}) {
        const Place hinge{root.x + 2, root.z + side * 9.5};
        const Place meets{root.x + 6, root.z - 1 + side * 1.2};
        const Place tip = between({root.x + 13, root.z - 2.3 + side * 0.4}, {root.x + 15, root.z - 3 + side * 8}, open);
        s.tubes.push_back(leaf(hinge, between(meets, {root.x + 8, root.z + side * 9}, open), tip, 0.6));
    }
    const double mitral = mitral_opening_at(phase);
    const Place front = beat(Place{x + 24, 67});
    const Place back = beat(Place{x + 20, 91});
    const Place closed = between(front, back, 0.55);
    const Place meets{closed.x - 8, closed.z};
    s.tubes.push_back(leaf(front, between({front.x - 6, front.z + 6}, {front.x - 12, front.z + 1}, mitral),
                           between(meets, {front.x - 23, front.z - 4}, mitral), 0.9));
    s.tubes.push_back(leaf(back, between({back.x - 4, back.z - 5}, {back.x - 9, back.z - 1}, mitral),
                           between(meets, {back.x - 15, back.z - 1.5}, mitral), 0.9));
    Tube aorta{.axis = {root, between(root, up, 0.3), up},
               .radius_mm = {10.5, 13, 12},
               .inside = chamber,
               .wall = {.echo_db = 5, .mottle_db = 1},
               .wall_mm = 1.8};
    for (const double side : {-1.0, 1.0})
        s.surfaces.push_back({.run = aorta.line(side), .echo_db = 14, .lobed = false});
    s.tubes.push_back(aorta);
    std::vector<Place> pericardium;
    for (double degree = 40; degree <= 150; degree += 5) pericardium.push_back(outer.edge(degree * 0.0174533));
    s.surfaces.push_back({.run = pericardium, .echo_db = 22, .mirror_power = 1, .lobed = false});
    s.places.push_back({"aortic-root", disk(between(root, up, 0.5), 12, 8)});
    s.places.push_back({"mitral-valve", disk({meets.x - 2, meets.z - 2}, 13, 9)});
    s.places.push_back({"septum", disk(beat(Place{x - 24, 44}), 14, 3.5)});
    s.places.push_back({"posterior-wall", disk(beat(Place{x - 24, 96.5}), 16, 3.5)});
    s.moved = beat;
    return s;
}

Scene carotid(double phase, const MotionOptions& o) {
    Scene s{.probe = ProbeKind::linear, .frequency_mhz = 9, .depth_cm = 4, .focus_cm = 2, .aperture_mm = 12};
    s.ground = {.echo_db = -1, .mottle_db = 3, .grain_x_mm = 5, .grain_z_mm = 1};
    add_wall(s, 9);
    const double widened = 0.45 * over_beat(pulse_points, phase) * o.contraction_percent / 100;
    const double middle = 20.0;
    Tube tube{.inside = blood, .wall = {.echo_db = 5, .mottle_db = 1}, .wall_mm = 0.8};
    for (const double at : {-45.0, 45.0}) {
        tube.axis.push_back({at, middle + 0.03 * at});
        tube.radius_mm.push_back(3.1 + widened);
    }
    for (const double side : {-1.0, 1.0}) {
        s.surfaces.push_back({.run = tube.line(side), .echo_db = 17, .lobed = false});
        s.surfaces.push_back({.run = tube.line(side * 1.22), .echo_db = 21, .lobed = false});
    }
    s.tubes.push_back(tube);
    s.places = {{"lumen", box(-17, 18.2, 17, 21.8)},
                {"near-wall", box(-17, 14.6, 17, 17.4)},
                {"far-wall", box(-17, 22.6, 17, 25.4)}};
    s.moved = [widened](Place p) {
        const double away = p.z - (20.0 + 0.03 * p.x);
        const double out = std::abs(away) / 3.1;
        return Place{p.x, p.z + std::copysign(widened * (out < 1 ? out : std::exp(-(out - 1) / 0.8)), away)};
    };
    return s;
}

}  // namespace

double contraction_at(double phase) { return over_beat(contraction_points, phase); }
double mitral_opening_at(double phase) { return over_beat(mitral_points, phase); }
double aortic_opening_at(double phase) { return over_beat(aortic_points, phase); }

Scene motion_scene(std::string_view name, double phase, const MotionOptions& options) {
    if (name == "carotid") return carotid(phase, options);
    return name == "long-axis" ? long_axis(phase, options) : four_chamber(phase, options);
}

}  // namespace collimate::sono
