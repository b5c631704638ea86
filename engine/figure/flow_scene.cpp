#include "engine/figure/flow_scene.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/figure/echo_stills.hpp"

namespace collimate::sono {

namespace {

const Tissue vessel_wall{.echo_db = 6, .mottle_db = 1};

Scene neck_field() {
    Scene s{.probe = ProbeKind::linear, .frequency_mhz = 9, .depth_cm = 4, .focus_cm = 2, .aperture_mm = 11};
    s.half_width_mm = 20;
    s.ground = {.echo_db = -2, .mottle_db = 3, .grain_x_mm = 5, .grain_z_mm = 1};
    add_wall(s, 9);
    return s;
}

void add_faces(Scene& scene, const Tube& tube) {
    for (const double side : {-1.0, 1.0})
        scene.surfaces.push_back({.run = tube.line(side), .echo_db = 16, .mirror_power = 1, .lobed = false});
}

/// A tube along z(x), with its radius, from left to right.
template <class Depth, class Radius>
Tube tube_of(double from, double to, Depth depth, Radius radius, int pieces = 36) {
    Tube tube{.inside = blood, .wall = vessel_wall};
    for (int i = 0; i <= pieces; ++i) {
        const double x = from + (to - from) * i / pieces;
        tube.axis.push_back({x, depth(x)});
        tube.radius_mm.push_back(radius(x));
    }
    return tube;
}

/// The part of a tube between two shares of its axis.
std::vector<Place> stretch(const Tube& tube, double from, double to) {
    const auto count = static_cast<double>(tube.axis.size() - 1);
    const auto first = static_cast<std::ptrdiff_t>(std::lround(from * count));
    const auto last = static_cast<std::ptrdiff_t>(std::lround(to * count));
    const auto one = tube.line(1);
    const auto other = tube.line(-1);
    std::vector<Place> polygon(one.begin() + first, one.begin() + last + 1);
    polygon.insert(polygon.end(), std::make_reverse_iterator(other.begin() + last + 1),
                   std::make_reverse_iterator(other.begin() + first));
    return polygon;
}

void add_tube(FlowScene& made, Tube tube, FlowScene::Stream stream) {
    add_faces(made.scene, tube);
    made.scene.tubes.push_back(std::move(tube));
    made.streams.push_back(stream);
}

FlowScene straight() {
    FlowScene made{.scene = neck_field()};
    add_tube(made,
             tube_of(
                 -40, 40, [](double x) { return 20 + 0.10 * x; }, [](double) { return 3.2; }, 2),
             {&flow_wave("common-carotid")});
    made.scene.places = {{"lumen", box(-9, 18.2, 9, 21.8)},
                         {"tissue-above", box(-8, 11.5, 8, 14)},
                         {"tissue-below", box(-8, 27, 8, 31)}};
    return made;
}

FlowScene curved() {
    FlowScene made{.peak_cm_s = 60, .frequency_mhz = 3, .prf_khz = 4.5};
    Scene& s = made.scene;
    s = {.probe = ProbeKind::curved, .frequency_mhz = 4, .depth_cm = 10, .focus_cm = 6};
    s.ground = {.echo_db = 0, .mottle_db = 1.5};
    add_wall(s, 13);
    add_tube(made,
             tube_of(
                 -75, 75, [](double x) { return 46 + 0.012 * x * x; }, [](double) { return 5.5; }),
             {&flow_wave("renal")});
    made.box_left = -0.82;
    made.box_right = 0.82;
    made.box_top_mm = 26;
    made.box_bottom_mm = 84;
    s.places = {{"left-limb", stretch(s.tubes[0], 0.25, 0.42)},
                {"top-of-curve", stretch(s.tubes[0], 0.47, 0.53)},
                {"right-limb", stretch(s.tubes[0], 0.58, 0.75)},
                {"tissue-below", box(-14, 62, 14, 76)}};
    return made;
}

FlowScene stenosis() {
    FlowScene made{.scene = neck_field(), .peak_cm_s = 55, .prf_khz = 5.5};
    const auto radius = [](double x) { return 3.4 - 1.7 * std::exp(-0.5 * (x + 5) * (x + 5) / 6.0); };
    add_tube(made,
             tube_of(
                 -40, 40, [](double x) { return 20 + 0.08 * x; }, radius, 80),
             {&flow_wave("common-carotid"), 1.0, 37, 52});
    made.scene.tubes[0].wall_mm = 1.2;
    made.scene.places = {{"before-stenosis", stretch(made.scene.tubes[0], 0.28, 0.36)},
                         {"stenosis", stretch(made.scene.tubes[0], 0.40, 0.475)},
                         {"behind-stenosis", stretch(made.scene.tubes[0], 0.5, 0.62)}};
    return made;
}

FlowScene bifurcation() {
    FlowScene made{.scene = neck_field(), .prf_khz = 5};
    const auto lower = [](double x) { return x < -4 ? 20.0 : 20.0 + 4.5 * (1 - std::exp(-(x + 4) * (x + 4) / 90)); };
    const auto upper = [](double x) { return 20.0 - 5.5 * (1 - std::exp(-(x + 4) * (x + 4) / 90)); };
    add_tube(made,
             tube_of(-40, 40, lower, [](double x) { return 3.3 - (x > -4 ? 0.5 * std::min(1.0, (x + 4) / 14) : 0.0); }),
             {&flow_wave("internal-carotid")});
    add_tube(made, tube_of(-2, 40, upper, [](double) { return 2.1; }), {&flow_wave("external-carotid"), 1.1});
    made.box_top_mm = 9;
    made.scene.places = {{"common-carotid", stretch(made.scene.tubes[0], 0.3, 0.44)},
                         {"internal-carotid", stretch(made.scene.tubes[0], 0.6, 0.7)},
                         {"external-carotid", stretch(made.scene.tubes[1], 0.3, 0.45)}};
    return made;
}

FlowScene artery_and_vein() {
    FlowScene made{.scene = neck_field(), .prf_khz = 4};
    add_tube(made,
             tube_of(
                 -40, 40, [](double x) { return 23 + 0.06 * x; }, [](double) { return 2.8; }, 2),
             {&flow_wave("leg-triphasic")});
    add_tube(made,
             tube_of(
                 -40, 40, [](double x) { return 14.5 + 0.06 * x; }, [](double) { return 3.2; }, 2),
             {&flow_wave("limb-vein"), -0.3});
    made.box_top_mm = 9;
    made.scene.places = {{"artery", box(-11, 21.4, 11, 24.6)}, {"vein", box(-11, 12.4, 11, 16.6)}};
    return made;
}

}  // namespace

FlowScene::Motion FlowScene::at(Place place, double phase) const {
    for (std::size_t i = 0; i < scene.tubes.size(); ++i) {
        const Tube& tube = scene.tubes[i];
        const auto spot = tube.nearest(place);
        if (spot.away_mm > spot.radius_mm) continue;
        const Stream& stream = streams[i];
        const double narrowed = tube.radius_mm.front() / std::max(0.2, spot.radius_mm);
        const double out = spot.away_mm / spot.radius_mm;
        const bool disturbed = spot.along_mm > stream.disturbed_from_mm && spot.along_mm < stream.disturbed_to_mm;
        // Behind a narrowing the jet goes on through slow blood until it has mixed.
        const double left =
            disturbed ? (stream.disturbed_to_mm - spot.along_mm) / (stream.disturbed_to_mm - stream.disturbed_from_mm)
                      : 0.0;
        const double jet = 1 + 2.2 * left * std::max(0.0, 1 - 2 * out * out);
        const double axis = jet * peak_cm_s * stream.share * flow_share(*stream.wave, phase) * narrowed * narrowed;
        const double speed = axis * (1 - std::pow(out, std::max(2.0, stream.wave->bluntness)));
        return {{speed * spot.way.x, speed * spot.way.z}, disturbed ? 0.9 : 0.0, true};
    }
    return {};
}

FlowScene flow_scene(std::string_view name) {
    if (name == "curved") return curved();
    if (name == "stenosis") return stenosis();
    if (name == "bifurcation") return bifurcation();
    if (name == "artery-and-vein") return artery_and_vein();
    return straight();
}

}  // namespace collimate::sono
