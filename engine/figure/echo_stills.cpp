#include "engine/figure/echo_stills.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/base/random.hpp"

namespace collimate::sono {

namespace {

using std::numbers::pi;

void take_probe(Scene& scene, const SceneOptions& options) {
    if (options.probe) scene.probe = *options.probe;
}

void append(std::vector<Place>& run, const std::vector<Place>& more) {
    run.insert(run.end(), more.begin(), more.end());
}

std::vector<Place> arc(const Contour& outline, double from_deg, double to_deg, int spots = 40) {
    std::vector<Place> run;
    for (int i = 0; i <= spots; ++i)
        run.push_back(outline.edge((from_deg + (to_deg - from_deg) * i / spots) * pi / 180));
    return run;
}

/// Loss per millimeter of something so thick that all of it takes `loss_db`.
double loss_per_mm(double loss_db, double thick_mm) { return loss_db / std::max(0.5, thick_mm); }

/// Small veins (black) and portal branches (bright walls) of a liver, kept away from `free`.
void add_liver_vessels(Scene& scene, const SceneOptions& options, Place low, Place high, std::vector<Contour> free) {
    Random random(derive(options.seed, 77));
    for (int i = 0; i < 26; ++i) {
        const Place at{low.x + (high.x - low.x) * random.uniform(), low.z + (high.z - low.z) * random.uniform()};
        const double half = 1.0 + 1.8 * random.uniform();
        const double longer = half * (1 + 3.0 * random.uniform());
        const double tilt = 120 * random.uniform() - 60;
        const bool portal = random.uniform() < 0.5;
        const auto vessel = Contour::ellipse(at, longer, half, tilt);
        if (std::any_of(free.begin(), free.end(), [&](const Contour& o) { return o.scaled(1.35).share(at) < 1; }))
            continue;
        free.push_back(Contour::ellipse(at, 2.5 * longer, 2.5 * longer));
        scene.structures.push_back({.outline = vessel,
                                    .tissue = {.echo_db = -22, .loss_db_cm_mhz = 0.3, .mottle_db = 0},
                                    .rim_db = portal ? 7.0 : -99.0,
                                    .rim_mm = 0.9,
                                    .under_layers = true});
    }
}

Scene phantom(const SceneOptions& o) {
    Scene s{.frequency_mhz = 4.0, .depth_cm = 16, .focus_cm = 8};
    take_probe(s, o);
    s.ground = {.echo_db = 0, .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 0};
    const auto pin = [&](double x, double z) { s.targets.push_back({{x, z}, 30}); };
    for (int cm = 1; cm <= 15; ++cm) pin(-4, 10.0 * cm);
    for (const double x : {-44.0, -34.0, -24.0, -14.0, 6.0, 16.0, 26.0, 36.0, 46.0}) pin(x, 100);
    const std::array<double, 6> apart = {0, 4, 7, 9, 10, 10.5};
    for (std::size_t i = 0; i < apart.size(); ++i) pin(-32 + static_cast<double>(i) * 0.6, 78 + apart[i]);
    const std::array<double, 6> beside = {0, 5, 9, 12, 14, 15};
    for (const double x : beside) pin(-44 + x, 125);
    const std::array<double, 5> levels = {-6, -3, 3, 6, 12};
    const std::array<double, 5> across = {-43, -22, 12, 28, 44};
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const Place at{across[i], 58};
        const auto round = Contour::ellipse(at, 6, 6);
        s.structures.push_back(
            {.outline = round,
             .tissue = {.echo_db = levels[i], .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 0}});
        s.places.push_back(
            {fmt::format("target-{}-{}", levels[i] < 0 ? "minus" : "plus", std::abs(levels[i])), round.run()});
    }
    struct Hole {
        const char* name;
        double x, z, r;
    };
    for (const Hole h :
         {Hole{"cyst-shallow", 26, 34, 3}, Hole{"cyst-middle", 24, 82, 4}, Hole{"cyst-deep", 24, 134, 5}}) {
        const double r = h.r * o.size_percent / 100;
        const auto round = Contour::ellipse({h.x, h.z}, r, r);
        s.structures.push_back(
            {.outline = round, .tissue = {.echo_db = -52, .loss_db_cm_mhz = 0.05, .mottle_db = 0}, .half_slice_mm = r});
        s.places.push_back({h.name, round.run(48, 1.3)});
    }
    s.places.push_back({"axial-group", box(-36, 74, -25, 92)});
    s.places.push_back({"lateral-group", box(-48, 119, -25, 131)});
    s.places.push_back({"vertical-pins", box(-8, 5, 0, 155)});
    s.places.push_back({"horizontal-pins", box(2, 95, 50, 105)});
    return s;
}

Scene gallbladder(const SceneOptions& o) {
    Scene s{.frequency_mhz = 4.0, .depth_cm = 12, .focus_cm = 6};
    take_probe(s, o);
    s.ground = {.echo_db = 0, .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 1.2};
    add_wall(s, 16);
    const auto bladder = Contour::through({4, 56}, {{-34, 70},
                                                    {-26, 62},
                                                    {-12, 51},
                                                    {4, 43},
                                                    {22, 40},
                                                    {34, 45},
                                                    {37, 54},
                                                    {30, 64},
                                                    {14, 69},
                                                    {-4, 69},
                                                    {-20, 71},
                                                    {-31, 74}});
    add_liver_vessels(s, o, {-60, 22}, {60, 112}, {bladder});
    s.structures.push_back(
        {.outline = bladder, .tissue = fluid, .rim_db = 8, .rim_mm = 1.6, .half_slice_mm = 14, .bends_beam = true});
    s.surfaces.push_back({.run = arc(bladder, 180, 360), .echo_db = 18, .repeats = true});
    s.surfaces.push_back({.run = arc(bladder, 10, 170), .echo_db = 20});
    const double r = 6.5 * o.size_percent / 100;
    const Place lies{9, 67.5 - r};
    const auto stone = Contour::ellipse(lies, 1.25 * r, r, -4);
    s.structures.push_back({.outline = stone,
                            .tissue = {.echo_db = 4,
                                       .loss_db_cm_mhz = 0.5,
                                       .loss_db_mm = loss_per_mm(o.stone_loss_db, 1.4 * r),
                                       .mottle_db = 3,
                                       .grain_x_mm = 1.5,
                                       .grain_z_mm = 1},
                            .half_slice_mm = 1.2 * r});
    s.surfaces.push_back({.run = arc(stone, 200, 340), .echo_db = 32, .mirror_power = 0.7});
    s.comets.push_back({.at = {-3, 46.5}, .half_width_mm = 1.5, .spacing_mm = 1.3, .tail_mm = 14, .echo_db = 22});
    s.ring_downs.push_back({.at = {-40, 80}, .spacing_mm = 0.9, .tail_mm = 60, .echo_db = 23});
    s.targets.push_back({{-40, 80}, 22});
    s.places = {{"gallbladder", bladder.run()},
                {"stone", stone.run(40, 1.1)},
                {"stone-shadow", behind(s, lies, 1.1 * r, 76, 116)},
                {"enhancement", behind(s, {27, 66}, 6, 70, 100)},
                {"edge-shadow", behind(s, {38, 55}, 2.5, 62, 105)},
                {"comet-tail", box(-6, 45, 0, 60)},
                {"ring-down", behind(s, {-40, 80}, 3, 79, 116)},
                {"reverberation", box(10, 46, 30, 52)}};
    return s;
}

Scene liver_kidney(const SceneOptions& o) {
    Scene s{.frequency_mhz = 3.5, .depth_cm = 15, .focus_cm = 9};
    take_probe(s, o);
    s.ground = {
        .echo_db = -5, .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 3, .grain_x_mm = 8, .grain_z_mm = 2};
    add_wall(s, 15);
    const auto liver = Contour::through({-8, 45}, {{-95, 60},
                                                   {-80, 5},
                                                   {0, -20},
                                                   {70, 0},
                                                   {80, 40},
                                                   {52, 66},
                                                   {30, 76},
                                                   {0, 90},
                                                   {-30, 102},
                                                   {-62, 112},
                                                   {-85, 95}});
    const auto kidney = Contour::through({10, 92}, {{-42, 108},
                                                    {-36, 96},
                                                    {-14, 80},
                                                    {14, 69},
                                                    {40, 65},
                                                    {57, 72},
                                                    {60, 83},
                                                    {50, 95},
                                                    {30, 106},
                                                    {12, 108},
                                                    {-8, 115},
                                                    {-32, 118}});
    const Tissue parenchyma{.echo_db = 0, .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 1.2};
    s.structures.push_back({.outline = liver, .tissue = parenchyma, .rim_db = 4, .rim_mm = 1, .under_layers = true});
    add_liver_vessels(s, o, {-70, 20}, {60, 95}, {kidney});
    s.structures.push_back({.outline = kidney.scaled(1.08), .tissue = {.echo_db = 7, .mottle_db = 2}});
    s.structures.push_back(
        {.outline = kidney,
         .tissue = {.echo_db = -3.5, .loss_db_cm_mhz = 0.45, .mottle_db = 1, .grain_x_mm = 3, .grain_z_mm = 3},
         .rim_db = 6,
         .rim_mm = 0.9});
    const Place m = kidney.middle();
    for (int i = 0; i < 9; ++i) {
        const double angle = 2 * pi * i / 9 + 0.25;
        const Place e = kidney.edge(angle);
        const Place at{m.x + 0.7 * (e.x - m.x), m.z + 0.7 * (e.z - m.z)};
        s.structures.push_back({.outline = Contour::ellipse(at, 5.5, 4.2, angle * 180 / pi),
                                .tissue = {.echo_db = -10, .loss_db_cm_mhz = 0.4}});
    }
    const auto sinus =
        Contour::through({10, 91}, {{-20, 101}, {-8, 92}, {10, 85}, {32, 78}, {40, 81}, {30, 91}, {12, 97}, {-8, 103}});
    s.structures.push_back(
        {.outline = sinus, .tissue = {.echo_db = 10, .mottle_db = 3.5, .grain_x_mm = 4, .grain_z_mm = 2}});
    s.surfaces.push_back({.run = arc(kidney, 180, 330), .echo_db = 19});
    s.surfaces.push_back({.run = arc(liver, 75, 150), .echo_db = 15});
    s.places = {{"liver", box(-35, 32, 20, 58)},
                {"kidney-cortex", disk({30, 72}, 9, 3)},
                {"renal-sinus", sinus.run()},
                {"kidney", kidney.run()}};
    return s;
}

/// Where a beam that the mirror turned back shows what really lies at `at`: the beam that comes nearest to it.
Place mirror_place(const Scene& scene, Place at) {
    const MirrorArc& arc_of = *scene.mirror;
    Place best;
    double nearest = 1e9;
    for (double angle = -scene.half_angle_deg; angle <= scene.half_angle_deg; angle += 0.2) {
        const Place way{std::sin(angle * pi / 180), std::cos(angle * pi / 180)};
        const double apex = scene.face_radius_mm + arc_of.middle.z;
        const double along = apex * way.z + arc_of.middle.x * way.x;
        const double square =
            along * along - apex * apex - arc_of.middle.x * arc_of.middle.x + arc_of.radius_mm * arc_of.radius_mm;
        const double hit = along + std::sqrt(std::max(0.0, square));
        const Place wall{hit * way.x, hit * way.z - scene.face_radius_mm};
        const Place normal{(wall.x - arc_of.middle.x) / arc_of.radius_mm,
                           (wall.z - arc_of.middle.z) / arc_of.radius_mm};
        const double turn = 2 * (way.x * normal.x + way.z * normal.z);
        const Place back{way.x - turn * normal.x, way.z - turn * normal.z};
        const double beyond = (at.x - wall.x) * back.x + (at.z - wall.z) * back.z;
        const double miss = std::hypot(wall.x + beyond * back.x - at.x, wall.z + beyond * back.z - at.z);
        if (beyond < 0 || miss > nearest) continue;
        nearest = miss;
        best = {wall.x + beyond * way.x, wall.z + beyond * way.z};
    }
    return best;
}

/// A lesion in the liver before the diaphragm; the sides of the arc meet the lung.
Scene diaphragm(const SceneOptions& o) {
    Scene s{.frequency_mhz = 3.5, .depth_cm = 17, .focus_cm = 10};
    take_probe(s, o);
    s.half_angle_deg = 35;
    s.ground = {.echo_db = -26, .loss_db_cm_mhz = 0.6, .mottle_db = 3, .grain_x_mm = 12, .grain_z_mm = 8};
    add_wall(s, 15);
    s.mirror = MirrorArc{{-8, 32}, 92};
    const auto liver = Contour::ellipse(s.mirror->middle, s.mirror->radius_mm, s.mirror->radius_mm);
    s.structures.push_back({.outline = liver,
                            .tissue = {.echo_db = 0, .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 1.2},
                            .under_layers = true});
    const double r = 10 * o.size_percent / 100;
    const Place at{4, 98};
    const auto lesion = Contour::ellipse(at, r * 1.1, r);
    add_liver_vessels(s, o, {-70, 22}, {60, 112}, {lesion});
    s.structures.push_back({.outline = lesion,
                            .tissue = {.echo_db = o.lesion_db,
                                       .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz,
                                       .speed_m_s = o.lesion_speed_m_s,
                                       .mottle_db = 1,
                                       .grain_x_mm = 3,
                                       .grain_z_mm = 2},
                            .rim_db = o.lesion_db + 1,
                            .half_slice_mm = r});
    s.surfaces.push_back({.run = arc(liver, 30, 150, 90), .echo_db = 29, .mirror_power = 1.5});
    s.places = {{"lesion", lesion.run(48, 1.15)},
                {"mirror-image", disk(mirror_place(s, at), 2.0 * r, 1.1 * r)},
                {"diaphragm", arc(liver.scaled(0.985), 62, 120)},
                {"diaphragm-behind-lesion", disk({at.x * 1.2, 124}, r, 5)}};
    append(s.places[2].polygon, arc(liver.scaled(1.035), 120, 62));
    return s;
}

Scene cyst(const SceneOptions& o) {
    Scene s{.frequency_mhz = 4.0, .depth_cm = 14, .focus_cm = 7};
    take_probe(s, o);
    s.ground = {.echo_db = 0, .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 1.2};
    add_wall(s, 15);
    const double r = 19 * o.size_percent / 100;
    const Place m{2, 62};
    const auto round = Contour::ellipse(m, 1.08 * r, r, 8);
    add_liver_vessels(s, o, {-65, 22}, {65, 130}, {round});
    s.structures.push_back(
        {.outline = round, .tissue = fluid, .rim_db = 4, .rim_mm = 0.8, .half_slice_mm = r, .bends_beam = true});
    s.surfaces.push_back({.run = arc(round, 190, 350), .echo_db = 19});
    s.surfaces.push_back({.run = arc(round, 15, 165), .echo_db = 23});
    s.surfaces.push_back({.run = level_run(s, 15.5), .echo_db = 17, .repeats = true, .lobed = false});
    s.ring_downs.push_back({.at = {46, 62}, .spacing_mm = 0.9, .tail_mm = 80, .echo_db = 23});
    s.comets.push_back({.at = {-40, 55}, .half_width_mm = 1.8, .spacing_mm = 1.4, .tail_mm = 16, .echo_db = 24});
    s.targets.push_back({{46, 62}, 22});
    s.targets.push_back({{-40, 55}, 24});
    for (int i = 0; i < 7; ++i)
        s.ghosts.push_back({.run = disk({m.x + 3, m.z + 28}, 40.0 + 2.0 * i, 29.0 + 0.9 * i),
                            .echo_db = 4.0 - 2.5 * std::abs(i - 3),
                            .mirror_power = 1});
    s.places = {{"cyst", round.run()},
                {"enhancement", behind(s, {m.x, m.z + r}, 0.6 * r, m.z + 1.15 * r, m.z + 2.6 * r)},
                {"left-edge-shadow", behind(s, {m.x - 1.04 * r, m.z}, 2.5, m.z + 0.8 * r, m.z + 3 * r)},
                {"right-edge-shadow", behind(s, {m.x + 1.04 * r, m.z}, 2.5, m.z + 0.8 * r, m.z + 3 * r)},
                {"ring-down", behind(s, {46, 62}, 3, 64, 132)},
                {"comet-tail", behind(s, {-40, 55}, 3, 54, 74)},
                {"near-wall", disk({m.x, m.z - 0.8 * r}, 0.6 * r, 0.3 * r)},
                {"far-wall", disk({m.x, m.z + 0.85 * r}, 0.6 * r, 0.25 * r)}};
    return s;
}

Scene bladder(const SceneOptions& o) {
    Scene s{.frequency_mhz = 3.5, .depth_cm = 13, .focus_cm = 7};
    take_probe(s, o);
    s.ground = {
        .echo_db = -9, .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 3, .grain_x_mm = 7, .grain_z_mm = 2.5};
    add_wall(s, 20);
    const double k = o.size_percent / 100;
    const Place m{0, 52};
    const auto at = [&](double x, double z) { return Place{m.x + k * x, m.z + k * (z - m.z)}; };
    const auto urine = Contour::through(m, {at(-46, 50), at(-38, 34), at(-15, 28), at(15, 28), at(38, 33), at(46, 50),
                                            at(38, 68), at(16, 76), at(-16, 76), at(-38, 68)});
    const auto prostate = Contour::ellipse({0, 90}, 24, 13);
    s.structures.push_back({.outline = urine.scaled(1.09), .tissue = {.echo_db = -6, .mottle_db = 2}});
    s.structures.push_back(
        {.outline = prostate,
         .tissue = {.echo_db = -14, .loss_db_cm_mhz = 0.6, .mottle_db = 1.5, .grain_x_mm = 3, .grain_z_mm = 3},
         .rim_db = -2,
         .rim_mm = 1.2});
    s.structures.push_back(
        {.outline = urine, .tissue = fluid, .rim_db = 3, .rim_mm = 1, .half_slice_mm = 34 * k, .bends_beam = true});
    s.surfaces.push_back({.run = arc(urine, 185, 355), .echo_db = 20});
    s.surfaces.push_back({.run = arc(urine, 5, 175), .echo_db = 24});
    for (const double z : {7.0, 10.5})
        s.surfaces.push_back({.run = level_run(s, z), .echo_db = 15, .repeats = true, .lobed = false});
    s.surfaces.push_back({.run = {{-14, 108}, {-6, 105}, {5, 105}, {14, 109}}, .echo_db = 24});
    s.structures.push_back(
        {.outline = Contour::ellipse({0, 114}, 15, 8), .tissue = {.echo_db = -8, .loss_db_mm = 1.2, .mottle_db = 3}});
    for (int i = 0; i < 6; ++i)
        s.ghosts.push_back(
            {.run = disk({4, 88}, 40.0 + 1.1 * i, 36.0 + 1.2 * i), .echo_db = 3.0 - 2.0 * i, .mirror_power = 1});
    s.places = {{"bladder", urine.run()},
                {"prostate", prostate.run()},
                {"reverberation", disk(at(0, 34), 26 * k, 5 * k)},
                {"far-wall", disk(at(0, 73), 30 * k, 5 * k)},
                {"left-far-corner", disk(at(-34, 66), 7 * k, 6 * k)},
                {"right-far-corner", disk(at(34, 66), 7 * k, 6 * k)}};
    return s;
}

/// Common carotid artery, long axis, with a plaque on its far wall.
Scene vessel(const SceneOptions& o) {
    Scene s{.probe = ProbeKind::linear, .frequency_mhz = 9, .depth_cm = 4, .focus_cm = 2, .aperture_mm = 12};
    take_probe(s, o);
    s.ground = {
        .echo_db = -1, .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 3, .grain_x_mm = 5, .grain_z_mm = 1};
    const double half = 3.2 * o.size_percent / 100;
    const double top = 20 - half;
    const double low = 20 + half;
    s.layers = {{0, 1.5, {.echo_db = 6, .mottle_db = 2, .grain_x_mm = 8, .grain_z_mm = 0.4}},
                {1.5, 5, fat},
                {5, std::min(12.5, top - 2), {.echo_db = -6, .mottle_db = 4, .grain_x_mm = 8, .grain_z_mm = 0.5}},
                {top - 0.7, low + 0.7, {.echo_db = 4, .mottle_db = 1}},
                {top, low, blood}};
    for (const double z : {1.5, 5.0, std::min(12.5, top - 2)})
        s.surfaces.push_back({.run = level_run(s, z), .echo_db = 14, .lobed = false});
    for (const double z : {top - 0.75, top, low, low + 0.75})
        s.surfaces.push_back(
            {.run = level_run(s, z), .echo_db = z < top || z > low ? 20.0 : 15.0, .repeats = z == top});
    const auto plaque = Contour::through({4, low - 0.3}, {{-4.5, low},
                                                          {-2.5, low - 0.7},
                                                          {1.5, low - 1.7},
                                                          {6, low - 1.6},
                                                          {10, low - 0.7},
                                                          {12.5, low},
                                                          {10, low + 0.4},
                                                          {4, low + 0.5},
                                                          {-2, low + 0.4}});
    s.structures.push_back({.outline = plaque,
                            .tissue = {.echo_db = 5,
                                       .loss_db_mm = loss_per_mm(o.stone_loss_db, 2.0),
                                       .mottle_db = 3,
                                       .grain_x_mm = 1,
                                       .grain_z_mm = 0.6}});
    s.surfaces.push_back({.run = arc(plaque, 200, 340), .echo_db = 24, .mirror_power = 0.7});
    s.places = {{"lumen", box(-17, top + 0.5, -5, low - 0.5)},
                {"plaque", plaque.run(40, 1.15)},
                {"plaque-shadow", box(-1.5, low + 1.2, 9.5, 39)},
                {"near-wall", box(-17, top - 1.4, 17, top + 0.4)},
                {"far-wall", box(-17, low - 0.4, -5, low + 1.4)}};
    return s;
}

/// Neck, short axis: thyroid lobe, carotid artery, jugular vein, trachea.
Scene neck(const SceneOptions& o) {
    Scene s{.probe = ProbeKind::linear, .frequency_mhz = 10, .depth_cm = 4, .focus_cm = 2, .aperture_mm = 12};
    take_probe(s, o);
    s.ground = {
        .echo_db = -3, .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 3, .grain_x_mm = 4, .grain_z_mm = 1};
    s.layers = {{0, 1.5, {.echo_db = 6, .mottle_db = 2, .grain_x_mm = 8, .grain_z_mm = 0.4}},
                {1.5, 4.5, fat},
                {4.5, 9, {.echo_db = -7, .mottle_db = 4, .grain_x_mm = 8, .grain_z_mm = 0.5}}};
    for (const double z : {1.5, 4.5, 9.0})
        s.surfaces.push_back({.run = level_run(s, z), .echo_db = 14, .lobed = false});
    const double k = o.size_percent / 100;
    const auto thyroid = Contour::through(
        {7, 17}, {{-3, 17}, {0, 12}, {7, 10.5}, {14, 11}, {17, 13}, {13, 18}, {9, 24}, {3, 25}, {-1, 22}});
    const auto carotid = Contour::ellipse({-5.5, 22}, 3.3 * k, 3.2 * k);
    const auto jugular = Contour::ellipse({-12, 15}, 5.2 * k, 3.6 * k, 20);
    const auto trachea = Contour::ellipse({22, 21}, 9, 8.5);
    s.structures = {
        {.outline = thyroid,
         .tissue = {.echo_db = 4, .mottle_db = 0.8, .grain_x_mm = 1.5, .grain_z_mm = 1.5},
         .rim_db = 9,
         .rim_mm = 0.4},
        {.outline = jugular, .tissue = blood, .rim_db = 3, .rim_mm = 0.3, .bends_beam = true},
        {.outline = carotid.scaled(1.2), .tissue = {.echo_db = 5, .mottle_db = 1}},
        {.outline = carotid, .tissue = blood, .bends_beam = true},
        {.outline = trachea, .tissue = {.echo_db = -10, .loss_db_mm = 3, .mottle_db = 2}, .rim_db = 6, .rim_mm = 0.8}};
    const double r = 3.4 * k;
    const auto nodule = Contour::ellipse({6.5, 17.5}, 1.15 * r, r);
    s.structures.push_back({.outline = nodule,
                            .tissue = {.echo_db = o.lesion_db,
                                       .speed_m_s = o.lesion_speed_m_s,
                                       .mottle_db = 2,
                                       .grain_x_mm = 0.8,
                                       .grain_z_mm = 0.8},
                            .rim_db = -99,
                            .half_slice_mm = r,
                            .bends_beam = true});
    for (const auto* v : {&carotid, &jugular}) {
        s.surfaces.push_back({.run = arc(*v, 200, 340), .echo_db = 18});
        s.surfaces.push_back({.run = arc(*v, 20, 160), .echo_db = 20});
    }
    s.surfaces.push_back({.run = arc(trachea, 190, 300), .echo_db = 28, .repeats = true});
    s.places = {{"thyroid", box(-1, 11.5, 3, 14)}, {"nodule", nodule.run(40, 1.05)},
                {"carotid", carotid.run()},        {"jugular", jugular.run()},
                {"trachea", box(15, 16, 19, 30)},  {"enhancement", box(-8, 26.5, -3, 36)}};
    return s;
}

/// Axial section of a fetal head at the level of the thalami; outer to outer across: 70 mm at 100 percent.
Scene fetal_head(const SceneOptions& o) {
    Scene s{.frequency_mhz = 4.0, .depth_cm = 13, .focus_cm = 7};
    take_probe(s, o);
    s.ground = {
        .echo_db = -2, .loss_db_cm_mhz = o.tissue_loss_db_cm_mhz, .mottle_db = 3, .grain_x_mm = 9, .grain_z_mm = 2};
    add_wall(s, 15);
    const double k = o.size_percent / 100;
    const Place m{0, 68};
    const auto spot = [&](double x, double z) { return Place{m.x + k * x, m.z + k * z}; };
    s.structures.push_back({.outline = Contour::ellipse({-2, 68}, 70, 46),
                            .tissue = fluid,
                            .rim_db = 2,
                            .rim_mm = 4,
                            .under_layers = true});
    const auto skull = Contour::ellipse(m, 45 * k, 35 * k);
    const double bone_loss = loss_per_mm(o.stone_loss_db, 3.0) * 0.08;
    s.structures.push_back({.outline = skull.scaled(1.07), .tissue = {.echo_db = -6, .mottle_db = 1}});
    s.structures.push_back({.outline = skull, .tissue = {.echo_db = 12, .loss_db_mm = bone_loss, .mottle_db = 1}});
    s.structures.push_back(
        {.outline = skull.scaled(0.955),
         .tissue = {.echo_db = -15, .loss_db_cm_mhz = 0.3, .mottle_db = 2.5, .grain_x_mm = 5, .grain_z_mm = 3}});
    const auto add = [&](double x, double z, double half_x, double half_z, double tilt, double db) {
        s.structures.push_back(
            {.outline = Contour::ellipse(spot(x, z), half_x * k, half_z * k, tilt),
             .tissue = {.echo_db = db, .loss_db_cm_mhz = 0.25, .mottle_db = 1.5, .grain_x_mm = 3, .grain_z_mm = 2}});
    };
    add(4, -7.5, 9, 6, 25, -24);
    add(4, 7.5, 9, 6, -25, -24);
    add(-17, 0, 6, 3.4, 0, -45);
    add(22, -15, 9, 3.5, 22, 0);
    add(22, 15, 9, 3.5, -22, 0);
    const auto line = [&](double x0, double z0, double x1, double z1, double db) {
        std::vector<Place> run;
        for (int i = 0; i <= 20; ++i)
            run.push_back(spot(x0 + (x1 - x0) * i / 20.0, z0 + (z1 - z0) * i / 20.0 + 0.3 * std::sin(i * 1.1)));
        s.surfaces.push_back({.run = run, .echo_db = db, .lobed = false});
    };
    line(-41, 0, -24, 0, 17);
    line(-12, 0, 40, 0, 16);
    line(-23, -3.3, -11, -3.3, 14);
    line(-23, 3.3, -11, 3.3, 14);
    line(-30, -17, 12, -19, 6);
    line(-30, 17, 12, 19, 6);
    s.surfaces.push_back({.run = skull.run(160), .echo_db = 30, .mirror_power = 1.2});
    s.surfaces.back().run.push_back(s.surfaces.back().run.front());
    s.surfaces.push_back({.run = arc(skull.scaled(0.955), 200, 340), .echo_db = 20, .lobed = false});
    s.places = {{"skull", skull.run()},
                {"cavum", disk(spot(-17, 0), 7 * k, 4.5 * k)},
                {"thalami", disk(spot(4, 0), 10 * k, 13 * k)},
                {"falx", box(m.x + 16 * k, m.z - 2.5 * k, m.x + 40 * k, m.z + 2.5 * k)},
                {"near-hemisphere", disk(spot(0, -24), 22 * k, 4 * k)},
                {"far-hemisphere", disk(spot(0, 24), 22 * k, 4 * k)}};
    return s;
}

/// Ribs and the pleural line; air beyond it sends everything back.
Scene pleura(const SceneOptions& o) {
    Scene s{.probe = ProbeKind::linear, .frequency_mhz = 7, .depth_cm = 6, .focus_cm = 1.5, .aperture_mm = 12};
    take_probe(s, o);
    s.half_width_mm = 23;
    s.ground = {.echo_db = -14, .loss_db_cm_mhz = 0.8, .mottle_db = 2.5, .grain_x_mm = 3, .grain_z_mm = 2};
    s.layers = {
        {0, 1.5, {.echo_db = 6, .mottle_db = 2, .grain_x_mm = 8, .grain_z_mm = 0.4}}, {1.5, 6, fat}, {6, 15, muscle}};
    for (const double z : {1.5, 6.0}) s.surfaces.push_back({.run = level_run(s, z), .echo_db = 14, .lobed = false});
    for (const double x : {-17.0, 17.0}) {
        const auto rib = Contour::ellipse({x, 11.5}, 5.5, 3);
        s.structures.push_back(
            {.outline = rib,
             .tissue = {.echo_db = -6, .loss_db_mm = loss_per_mm(o.stone_loss_db, 4.5), .mottle_db = 1}});
        s.surfaces.push_back({.run = arc(rib, 190, 350), .echo_db = 27, .mirror_power = 0.8});
    }
    s.surfaces.push_back({.run = level_run(s, 15), .echo_db = 29, .repeats = true, .lobed = false});
    for (const double x : {-5.0, 4.5})
        s.ring_downs.push_back(
            {.at = {x, 15.5}, .half_width_mm = 0.4, .spacing_mm = 0.35, .tail_mm = 46, .echo_db = 16});
    s.places = {{"pleural-line", box(-9, 13.8, 9, 16.4)},  {"a-line", box(-9, 28.6, 9, 31.4)},
                {"second-a-line", box(-9, 43.6, 9, 46.4)}, {"b-line", box(2.5, 18, 6.5, 28)},
                {"left-rib", disk({-17, 9.5}, 5.5, 2)},    {"rib-shadow", box(-20, 17, -13, 58)}};
    return s;
}

struct Maker {
    std::string_view name;
    Scene (*make)(const SceneOptions&);
};
constexpr std::array makers = {Maker{"phantom", phantom},
                               Maker{"gallbladder", gallbladder},
                               Maker{"liver-kidney", liver_kidney},
                               Maker{"diaphragm", diaphragm},
                               Maker{"cyst", cyst},
                               Maker{"bladder", bladder},
                               Maker{"vessel", vessel},
                               Maker{"neck", neck},
                               Maker{"fetal-head", fetal_head},
                               Maker{"pleura", pleura}};

}  // namespace

std::span<const std::string_view> still_scenes() {
    static const auto names = [] {
        std::array<std::string_view, makers.size()> all;
        std::transform(makers.begin(), makers.end(), all.begin(), [](const Maker& m) { return m.name; });
        return all;
    }();
    return names;
}

Scene still_scene(std::string_view name, const SceneOptions& options) {
    const auto found = std::find_if(makers.begin(), makers.end(), [&](const Maker& m) { return m.name == name; });
    return (found == makers.end() ? makers.front() : *found).make(options);
}

void add_wall(Scene& scene, double thickness_mm) {
    scene.layers.push_back({0, 2.0, {.echo_db = 6, .mottle_db = 2, .grain_x_mm = 14, .grain_z_mm = 0.7}});
    scene.layers.push_back({2.0, 0.45 * thickness_mm, fat});
    scene.layers.push_back({0.45 * thickness_mm, thickness_mm, muscle});
    for (const double z : {2.0, 0.45 * thickness_mm, thickness_mm})
        scene.surfaces.push_back({.run = level_run(scene, z), .echo_db = 13, .lobed = false});
}

std::vector<Place> level_run(const Scene& scene, double depth_mm) {
    std::vector<Place> run;
    for (int i = 0; i <= 80; ++i) {
        const double side = i / 40.0 - 1;
        const double waver = 0.25 * std::sin(side * 9 + depth_mm) + 0.15 * std::sin(side * 23 + 2 * depth_mm);
        if (scene.probe == ProbeKind::linear) {
            run.push_back({side * 40, depth_mm + 0.4 * waver});
            continue;
        }
        const double face = scene.probe == ProbeKind::curved ? scene.face_radius_mm : 2.0;
        const double r = face + depth_mm + waver;
        const double angle = side * 50 * pi / 180;
        run.push_back({r * std::sin(angle), r * std::cos(angle) - face});
    }
    return run;
}

std::vector<Place> box(double left, double top, double right, double bottom) {
    return {{left, top}, {right, top}, {right, bottom}, {left, bottom}};
}

std::vector<Place> disk(Place middle, double half_x, double half_z) {
    return Contour::ellipse(middle, half_x, half_z).run(48);
}

std::vector<Place> behind(const Scene& scene, Place object, double half_width_mm, double from_mm, double to_mm) {
    if (scene.probe == ProbeKind::linear)
        return box(object.x - half_width_mm, from_mm, object.x + half_width_mm, to_mm);
    const double apex = scene.probe == ProbeKind::curved ? scene.face_radius_mm : 2.0;
    const auto on = [&](double x, double z) { return Place{x * (z + apex) / (object.z + apex), z}; };
    return {on(object.x - half_width_mm, from_mm), on(object.x + half_width_mm, from_mm),
            on(object.x + half_width_mm, to_mm), on(object.x - half_width_mm, to_mm)};
}

}  // namespace collimate::sono
