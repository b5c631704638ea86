#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/figure/mr_anatomy.hpp"

namespace collimate {

namespace {

/// Egg-shaped, the narrow end in front (up).
std::vector<Spot> head_outline(double radius_x, double radius_y) {
    constexpr int corners = 96;
    std::vector<Spot> outline;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        const double y = -std::cos(angle);
        outline.push_back({radius_x * std::sin(angle) * (1 + 0.07 * y - 0.03 * y * y), radius_y * y});
    }
    return outline;
}

/// A furrow of the cortex: from its mouth inward, swaying.
std::vector<Spot> furrow(Spot mouth, Spot inward, double depth_mm, double sway, Random& random) {
    std::vector<Spot> knots;
    const double bend = sway * (random.uniform() - 0.5);
    for (int i = 0; i <= 4; ++i) {
        const double t = i / 4.0;
        const double side = depth_mm * (bend * t * t + 0.10 * std::sin(t * 5 + 6 * random.uniform()) * t);
        knots.push_back(
            {mouth.x + inward.x * depth_mm * t - inward.y * side, mouth.y + inward.y * depth_mm * t + inward.x * side});
    }
    return open_curve(knots, 4);
}

std::vector<std::vector<Spot>> outer_furrows(Random& random) {
    std::vector<std::vector<Spot>> furrows;
    const auto surface = head_outline(63, 82);
    for (const int side : {1, -1})
        for (double degree = 10; degree < 174; degree += 11.5) {
            const double at = degree + 4 * (random.uniform() - 0.5);
            if (std::abs(at - 77) < 9) continue;  // the lateral fissure comes there
            const double angle = at * std::numbers::pi / 180;
            const Spot mouth{side * 62.5 * std::sin(angle) * (1 - 0.07 * std::cos(angle)), -81.5 * std::cos(angle)};
            const double length = std::hypot(mouth.x, mouth.y * 0.75);
            const Spot inward{-mouth.x / length, -mouth.y * 0.75 / length};
            const double depth = 11 + 12 * random.uniform();
            furrows.push_back(furrow(mouth, inward, depth, 1.1, random));
            if (random.uniform() < 0.5) {
                const Spot fork = furrows.back()[furrows.back().size() / 2];
                const double turn = (random.uniform() < 0.5 ? -0.9 : 0.9);
                const Spot branch{inward.x * std::cos(turn) - inward.y * std::sin(turn),
                                  inward.x * std::sin(turn) + inward.y * std::cos(turn)};
                furrows.push_back(furrow(fork, branch, 7, 0.8, random));
            }
        }
    return furrows;
}

std::vector<std::vector<Spot>> inner_furrows(Random& random) {
    std::vector<std::vector<Spot>> furrows;
    for (const int side : {1, -1})
        for (const double y : {-70.0, -59.0, -48.0, 52.0, 61.0, 70.0}) {
            const double at = y + 3 * random.uniform();
            furrows.push_back(furrow({side * 0.5, at}, {static_cast<double>(side), 0.25 * (at < 0 ? 1 : -1)},
                                     8 + 6 * random.uniform(), 0.9, random));
        }
    furrows.push_back({{0, -82}, {0.6, -60}, {0, -41}});
    furrows.push_back({{0, 41}, {-0.5, 60}, {0, 82}});
    for (const int side : {1, -1}) {
        const auto s = static_cast<double>(side);
        furrows.push_back(open_curve(std::vector<Spot>{{s * 61, -17}, {s * 52, -13}, {s * 43, -14}}, 5));
        furrows.push_back(open_curve(std::vector<Spot>{{s * 40, -26}, {s * 43, -14}, {s * 43.5, -2}, {s * 41, 9}}, 5));
    }
    return furrows;
}

/// Between skull and scalp, thickest at the temple.
std::vector<Spot> temporal_muscle() {
    std::vector<Spot> outline;
    for (const Spot s : head_outline(71, 90))
        if (s.x > 0 && s.y > -62 && s.y < 14) outline.push_back(s);
    const std::vector<Spot> inner = outline;
    for (auto s = inner.rbegin(); s != inner.rend(); ++s) {
        const double t = (s->y + 62) / 76;
        outline.push_back({s->x + 6.2 * std::sin(std::numbers::pi * t), s->y});
    }
    return outline;
}

void add_skull(MrSketch& sketch) {
    sketch.fill(MrTissue::muscle, head_outline(79, 99));  // skin
    sketch.fill(MrTissue::fat, head_outline(77.2, 97.2), 0.06);
    sketch.fill_both(MrTissue::muscle, temporal_muscle(), 0.05);
    sketch.fill(MrTissue::cortical_bone, head_outline(72.5, 92));
    sketch.fill(MrTissue::fatty_marrow, head_outline(70.6, 90), 0.12);
    sketch.fill(MrTissue::cortical_bone, head_outline(68.6, 87.8));
    sketch.fill(MrTissue::csf, head_outline(66, 85));
}

void add_cortex(MrSketch& sketch) {
    Random random(20);
    auto furrows = outer_furrows(random);
    const auto inner = inner_furrows(random);
    furrows.insert(furrows.end(), inner.begin(), inner.end());
    sketch.fill(MrTissue::gray_matter, head_outline(63.5, 82.5), 0.03);
    sketch.fill(MrTissue::white_matter, head_outline(60, 79), 0.02);
    for (const auto& path : furrows) sketch.draw(MrTissue::gray_matter, path, 3.6, 0.03);
    for (const auto& path : furrows) sketch.draw(MrTissue::csf, path, 0.5 + 0.4 * random.uniform());
    sketch.draw(MrTissue::ligament, {{0, -86}, {0.4, -60}, {0, -44}}, 0.4);  // falx
    sketch.draw(MrTissue::ligament, {{0, 44}, {-0.3, 60}, {0, 86}}, 0.4);
}

const std::vector<Spot> frontal_horn = closed_curve(
    std::vector<Spot>{{1.6, -20}, {4, -29}, {10, -36}, {15.5, -38}, {16, -33}, {10.5, -25}, {6, -15}, {2.4, -11}});
const std::vector<Spot> atrium =
    closed_curve(std::vector<Spot>{{20, 34}, {25, 31}, {30, 38}, {31, 48}, {28, 57}, {24, 54}, {23.5, 44}});
const std::vector<Spot> lentiform =
    closed_curve(std::vector<Spot>{{18, -4}, {22, -15}, {28, -21}, {33, -12}, {32.5, 2}, {27, 11}, {21, 6}});

void add_deep_gray(MrSketch& sketch) {
    const auto caudate = ellipse_curve({14.5, -25}, 5, 9.5, 28);
    const auto thalamus = ellipse_curve({11.5, 12}, 9, 15, -22);
    sketch.fill_both(MrTissue::deep_gray, caudate, 0.02);
    sketch.fill_both(MrTissue::deep_gray, lentiform, 0.02);
    sketch.fill_both(MrTissue::deep_gray, thalamus, 0.02);
    sketch.draw_both(MrTissue::gray_matter, open_curve(std::vector<Spot>{{36.5, -24}, {38.5, -12}, {38, 8}}, 5), 2.2);
    sketch.fill_both(MrTissue::csf, frontal_horn);
    sketch.fill_both(MrTissue::csf, atrium);
    sketch.fill_both(MrTissue::choroid, ellipse_curve({27, 44}, 2, 4.6, -12), 0.15);  // choroid plexus
    sketch.draw(MrTissue::csf, {{0, -7}, {0.2, 5}, {0, 18}}, 1.7);
    sketch.fill(MrTissue::csf, {{-8, 33}, {-3, 28}, {3, 28}, {8, 33}, {2, 36}, {-2, 36}});
    sketch.fill(MrTissue::flowing_blood, closed_curve(std::vector<Spot>{{-4.5, 86}, {4.5, 86}, {0, 79.5}}));
    sketch.pulsate();
    sketch.fill(MrTissue::flowing_blood, ellipse_curve({0, -84.5}, 2, 1.5));
    sketch.pulsate();
    sketch.fill_both(MrTissue::flowing_blood, ellipse_curve({3.2, 38.5}, 1.3, 1.3));
    sketch.pulsate();
    sketch.name("thalamus", thalamus);
    sketch.name("caudate", caudate);
}

void add_brain_finding(MrSketch& sketch, std::string_view finding) {
    if (finding == "lesion") {  // plaques that point away from the ventricles
        const auto largest = ellipse_curve({24, -40}, 4.5, 9, 48);
        sketch.fill(MrTissue::plaque, largest, 0.05);
        sketch.fill(MrTissue::plaque, ellipse_curve({-23, -42}, 3, 6, -50), 0.05);
        sketch.fill(MrTissue::plaque, ellipse_curve({38, 36}, 3.5, 8, 70), 0.05);
        sketch.fill(MrTissue::plaque, ellipse_curve({-37, 30}, 3, 5, -60), 0.05);
        sketch.name("lesion", largest);
    }
    if (finding == "mass") {
        const auto swelling = closed_curve(std::vector<Spot>{
            {-24, 22}, {-38, 12}, {-45, 20}, {-50, 30}, {-44, 40}, {-46, 52}, {-36, 54}, {-31, 46}, {-26, 38}});
        const auto mass =
            closed_curve(std::vector<Spot>{{-32, 26}, {-39, 24}, {-44, 30}, {-41, 38}, {-34, 38}, {-30, 33}});
        sketch.fill(MrTissue::edema, swelling, 0.06);
        sketch.fill(MrTissue::tumor, mass, 0.08);
        sketch.fill(MrTissue::fluid, ellipse_curve({-37.5, 31}, 3, 3.5));
        sketch.name("mass", mass);
    }
    if (finding == "infarct") {
        const auto wedge = closed_curve(
            std::vector<Spot>{{58, -24}, {61, -6}, {60, 10}, {55, 20}, {45, 14}, {42, 2}, {45, -10}, {51, -18}});
        sketch.fill(MrTissue::infarct, wedge, 0.05);
        sketch.name("infarct", wedge);
    }
}

}  // namespace

MrAnatomy mr_brain(std::string_view finding) {
    MrSketch sketch;
    sketch.anatomy.reach_mm = 102;
    sketch.anatomy.metal_mm = {-44, -14};
    add_skull(sketch);
    add_cortex(sketch);
    add_deep_gray(sketch);
    add_brain_finding(sketch, finding);
    sketch.name("frontal_horn", frontal_horn);
    sketch.name("lateral_ventricle", atrium);
    sketch.name("white_matter", ellipse_curve({-27, -46}, 5, 8));
    sketch.name("scalp_fat", {{-18, -97}, {0, -99}, {18, -97}, {17, -90}, {0, -92}, {-17, -90}});
    sketch.name("sagittal_sinus", ellipse_curve({0, 83.5}, 6, 4.5));
    return sketch.anatomy;
}

}  // namespace collimate
