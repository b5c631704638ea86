#include <cmath>
#include <numbers>

#include "engine/figure/mr_anatomy.hpp"

namespace collimate {

namespace {

/// A vertebra or disc of the lumbar curve: its middle and how far it is tipped forward.
struct Level {
    Spot middle;
    double tilt_deg;

    [[nodiscard]] Spot at(double x, double y) const {
        const double a = tilt_deg * std::numbers::pi / 180;
        return {middle.x + x * std::cos(a) - y * std::sin(a), middle.y + x * std::sin(a) + y * std::cos(a)};
    }
    [[nodiscard]] std::vector<Spot> outline(std::vector<Spot> local) const {
        for (Spot& s : local) s = at(s.x, s.y);
        return local;
    }
};

// T11 to L5; the front is left. The sacrum follows.
const std::vector<Level> vertebrae{{{6, -138}, 10}, {{0, -103}, 8}, {{-5, -67}, 6},  {{-9, -30}, 3},
                                   {{-11, 8}, -1},  {{-9, 46}, -7}, {{-2, 83}, -18}, {{14, 116}, -36}};
const std::vector<std::string> names{"T11", "T12", "L1", "L2", "L3", "L4", "L5", "S1"};

Level between(const Level& a, const Level& b) {
    return {{(a.middle.x + b.middle.x) / 2, (a.middle.y + b.middle.y) / 2}, (a.tilt_deg + b.tilt_deg) / 2};
}

std::vector<Spot> body_outline(const Level& level) {
    return closed_curve(
        level.outline({{-17, -12.5}, {0, -11}, {17, -12.5}, {15.8, 0}, {17, 12.5}, {0, 11}, {-17.5, 12.5}, {-16, 0}}),
        6);
}

std::vector<Spot> canal_line() {
    std::vector<Spot> knots{{34, -172}};
    for (const Level& level : vertebrae) knots.push_back(level.at(25, 0));
    knots.push_back({52, 132});
    knots.push_back({66, 150});
    return open_curve(knots, 8);
}

void add_surroundings(MrSketch& sketch) {
    sketch.fill(MrTissue::muscle, {{-150, -180}, {92, -180}, {94, -60}, {88, 40}, {102, 120}, {110, 180}, {-150, 180}});
    sketch.fill(MrTissue::fat,
                closed_curve(std::vector<Spot>{
                    {-150, -180}, {90, -180}, {92, -60}, {86, 40}, {100, 120}, {108, 180}, {-150, 180}}),
                0.05);
    Random random(3);
    for (int loop = 0; loop < 44; ++loop) {
        const Spot at{-68 - 80 * random.uniform(), -172 + 8.0 * loop};
        sketch.fill(MrTissue::bowel, ellipse_curve(at, 10 + 8 * random.uniform(), 10, 37.0 * loop), 0.12);
        if (loop % 5 == 0) sketch.fill(MrTissue::air, ellipse_curve({at.x, at.y - 2}, 9, 5, 21.0 * loop));
        if (loop % 3 == 1) sketch.fill(MrTissue::fluid, ellipse_curve(at, 5, 3, 37.0 * loop), 0.2);
    }
    sketch.fill(MrTissue::muscle,
                closed_curve(std::vector<Spot>{
                    {56, -180}, {60, -60}, {56, 40}, {64, 110}, {74, 104}, {70, 30}, {78, -60}, {80, -180}}),
                0.1);
    sketch.draw(MrTissue::flowing_blood,
                open_curve(std::vector<Spot>{{-20, -180}, {-27, -100}, {-35, -30}, {-38, 20}, {-34, 58}}), 7.5);
    sketch.pulsate();
}

void add_canal(MrSketch& sketch) {
    const auto canal = canal_line();
    sketch.draw(MrTissue::ligament, canal, 9.3);
    sketch.draw(MrTissue::csf, canal, 8.2);
    sketch.pulsate();
    const Level conus = vertebrae[2];
    sketch.draw(
        MrTissue::cord,
        open_curve(std::vector<Spot>{{34, -180}, vertebrae[0].at(25, 0), vertebrae[1].at(25, 0), conus.at(26, -14)}),
        3.6);
    sketch.draw(MrTissue::cord, open_curve(std::vector<Spot>{conus.at(26, -16), conus.at(27, 4), conus.at(28, 14)}),
                1.9);
    for (int strand = 0; strand < 6; ++strand) {
        std::vector<Spot> knots{conus.at(26 + 0.4 * strand, -4)};
        for (std::size_t i = 3; i < vertebrae.size(); ++i)
            knots.push_back(vertebrae[i].at(22.5 + 1.9 * strand + (i % 2 ? 0.6 : -0.4), 0));
        sketch.draw(MrTissue::cord, open_curve(knots), 0.45);
    }
    sketch.name("conus", conus.outline({{21, -22}, {31, -22}, {30, 10}, {24, 10}}));
    sketch.name("csf", vertebrae[4].outline({{18.5, -14}, {32, -14}, {32, 14}, {18.5, 14}}));
}

void add_column(MrSketch& sketch) {
    for (std::size_t i = 0; i < vertebrae.size(); ++i) {
        const Level& level = vertebrae[i];
        if (i + 1 < vertebrae.size()) {
            const Level disc = between(level, vertebrae[i + 1]);
            const double half = i < 2 ? 5.5 : 7.5;
            sketch.fill(
                MrTissue::disc_ring,
                closed_curve(disc.outline({{-17, -half}, {17, -half}, {18, 0}, {17, half}, {-17, half}, {-18.5, 0}}),
                             6));
            sketch.fill(MrTissue::disc_nucleus, ellipse_curve(disc.at(0, 0), 11.5, half - 1.8, disc.tilt_deg), 0.05);
        }
        const auto body = body_outline(level);
        auto rim = body;
        rim.push_back(rim.front());
        sketch.fill(MrTissue::red_marrow, body, 0.07);
        sketch.draw(MrTissue::cortical_bone, rim, 0.7);
        sketch.draw(MrTissue::blood, {level.at(6, 0), level.at(13.5, 0)}, 0.8);  // basivertebral vein
        if (i < 7) {
            const auto spinous =
                closed_curve(level.outline({{35, 4}, {44, 2}, {58, 8}, {62, 16}, {56, 22}, {44, 17}, {36, 14}}), 5);
            sketch.fill(MrTissue::red_marrow, spinous, 0.07);
            auto edge = spinous;
            edge.push_back(edge.front());
            sketch.draw(MrTissue::cortical_bone, edge, 0.7);
        }
        sketch.name(names[i], level.outline({{-14, -10}, {14, -10}, {14, 10}, {-14, 10}}));
    }
    const std::vector<Level> sacrum{{{36, 138}, -50}, {{56, 154}, -60}, {{74, 165}, -68}};
    for (const Level& level : sacrum) {
        auto body = closed_curve(level.outline({{-13, -9}, {12, -8}, {11, 8}, {-13, 9}}), 6);
        sketch.fill(MrTissue::red_marrow, body, 0.07);
        body.push_back(body.front());
        sketch.draw(MrTissue::cortical_bone, body, 0.6);
    }
}

void add_spine_finding(MrSketch& sketch, std::string_view finding) {
    const Level disc = between(vertebrae[5], vertebrae[6]);  // L4-L5
    if (finding == "lesion") {
        const auto herniation =
            closed_curve(disc.outline({{14, -4.5}, {20, -5}, {26.5, -1}, {26, 4}, {20, 6}, {14, 5}}), 6);
        sketch.fill(MrTissue::disc_ring, ellipse_curve(disc.middle, 16, 6.5, disc.tilt_deg));
        sketch.fill(MrTissue::degenerated_disc, ellipse_curve(disc.middle, 13, 4.5, disc.tilt_deg));
        sketch.fill(MrTissue::disc_ring, herniation);
        sketch.name("lesion", herniation);
    } else {
        sketch.name("disc_L4_L5", disc.outline({{-17, -5}, {17, -5}, {17, 5}, {-17, 5}}));
    }
    if (finding == "mass") {
        const auto metastasis = ellipse_curve(vertebrae[3].at(-2, 0), 11, 9.5, 20);
        sketch.fill(MrTissue::tumor, metastasis, 0.08);
    }
}

}  // namespace

MrAnatomy mr_spine(std::string_view finding) {
    MrSketch sketch;
    sketch.anatomy.reach_mm = 180;
    sketch.anatomy.motion = MrMotion::front;
    sketch.anatomy.front_is_left = true;
    sketch.anatomy.rest_mm = -25;
    sketch.anatomy.full_mm = -70;
    sketch.anatomy.metal_mm = {34, 64};
    sketch.anatomy.coil_mm = 140;
    sketch.anatomy.field_in_plane = true;
    sketch.anatomy.posterior_is_right = true;
    add_surroundings(sketch);
    add_canal(sketch);
    add_column(sketch);
    add_spine_finding(sketch, finding);
    sketch.name("aorta", {{-28, -120}, {-18, -120}, {-28, -30}, {-30, 10}, {-45, 10}, {-42, -30}});
    return sketch.anatomy;
}

}  // namespace collimate
