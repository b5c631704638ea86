#include "engine/figure/mr_anatomy.hpp"

namespace collimate {

namespace {

// Sagittal through the medial condyle; the front is left, the joint line near y = 2 mm.
const std::vector<Spot> femur = closed_curve(std::vector<Spot>{{-17, -140},
                                                               {-17, -90},
                                                               {-20, -58},
                                                               {-27, -42},
                                                               {-29, -26},
                                                               {-24, -10},
                                                               {-10, -1},
                                                               {8, -0.5},
                                                               {22, -7},
                                                               {30, -20},
                                                               {29, -36},
                                                               {19, -50},
                                                               {14, -75},
                                                               {13, -140}});
const std::vector<Spot> tibia = closed_curve(std::vector<Spot>{{-29, 11},
                                                               {-24, 6.5},
                                                               {-8, 6},
                                                               {10, 6},
                                                               {25, 7},
                                                               {29, 12},
                                                               {25, 24},
                                                               {17, 40},
                                                               {14, 70},
                                                               {13, 140},
                                                               {-15, 140},
                                                               {-16, 70},
                                                               {-23, 46},
                                                               {-29, 36},
                                                               {-28, 22}});
const std::vector<Spot> patella = closed_curve(
    std::vector<Spot>{{-51, -42}, {-44, -50}, {-37, -44}, {-34, -32}, {-36, -22}, {-43, -16}, {-50, -24}, {-53, -34}});
const std::vector<Spot> back_horn{{27.5, 5.6}, {11, 4.2}, {20, 0.5}, {28.5, -7}};
const std::vector<Spot> front_horn{{-28, 6}, {-14, 4.4}, {-20, 0.5}, {-27, -5}};

void add_soft_tissue(MrSketch& sketch) {
    const std::vector<Spot> leg{{-52, -140}, {-54, -80}, {-60, -45}, {-59, -20}, {-48, 5},
                                {-42, 40},   {-36, 90},  {-34, 140}, {62, 140},  {66, 80},
                                {60, 30},    {56, 0},    {58, -40},  {64, -90},  {66, -140}};
    const auto skin = closed_curve(leg);
    sketch.fill(MrTissue::muscle, skin);
    std::vector<Spot> under = leg;
    for (Spot& s : under) s.x += s.x < 0 ? 1.6 : -1.6;
    sketch.fill(MrTissue::fat, closed_curve(under), 0.06);
    sketch.fill(
        MrTissue::muscle,
        closed_curve(std::vector<Spot>{{-42, -140}, {-41, -90}, {-37, -62}, {-25, -60}, {-19, -90}, {-19, -140}}),
        0.06);
    sketch.fill(
        MrTissue::muscle,
        closed_curve(std::vector<Spot>{{17, -140}, {19, -90}, {27, -55}, {40, -28}, {48, -30}, {55, -70}, {58, -140}}),
        0.06);
    sketch.fill(
        MrTissue::muscle,
        closed_curve(std::vector<Spot>{
            {33, -34}, {37, -12}, {38, 20}, {36, 60}, {34, 140}, {56, 140}, {59, 80}, {53, 30}, {48, -5}, {42, -30}}),
        0.06);
    sketch.fill(MrTissue::muscle,
                closed_curve(std::vector<Spot>{{31, 14}, {33, 40}, {29, 80}, {26, 140}, {16, 140}, {18, 70}, {24, 38}}),
                0.06);
    sketch.draw(MrTissue::fat, open_curve(std::vector<Spot>{{36, -30}, {44, 10}, {46, 60}, {44, 130}}), 0.7);
    sketch.draw(MrTissue::fat, open_curve(std::vector<Spot>{{34, -140}, {36, -90}, {42, -50}}), 0.6);
}

void add_bones(MrSketch& sketch) {
    const auto cartilage = open_curve(std::vector<Spot>{
        {-29.6, -36}, {-30, -26}, {-25, -9.5}, {-10, -0.2}, {8, 0.4}, {22.5, -6.2}, {31, -20}, {30.5, -32}});
    sketch.draw(MrTissue::fluid, open_curve(std::vector<Spot>{{-30, -30}, {-24, -4}, {-4, 3}, {12, 3}}), 2.2);
    sketch.draw(MrTissue::cartilage, cartilage, 1.9);
    sketch.draw(MrTissue::cartilage, open_curve(std::vector<Spot>{{-23, 5}, {-8, 4.6}, {10, 4.6}, {24, 5.4}}), 1.4);
    sketch.draw(MrTissue::cartilage, open_curve(std::vector<Spot>{{-36, -45}, {-32.4, -34}, {-34.5, -22}}), 2.0);
    for (const auto* bone : {&femur, &tibia, &patella}) {
        sketch.fill(MrTissue::fatty_marrow, *bone, 0.07);
        auto rim = *bone;
        rim.push_back(rim.front());
        sketch.draw(MrTissue::cortical_bone, rim, 0.8);
    }
    for (const double side : {-17.0, 13.5})  // the shaft's thick cortex
        sketch.draw(MrTissue::cortical_bone,
                    open_curve(std::vector<Spot>{{side, -140}, {side, -95}, {side * 1.08, -66}}), 1.8);
    sketch.draw(MrTissue::cortical_bone, open_curve(std::vector<Spot>{{-23, -47}, {-8, -42}, {8, -45}, {21, -42}}),
                0.45);
    sketch.draw(MrTissue::cortical_bone, open_curve(std::vector<Spot>{{-27, 24}, {-8, 20}, {10, 20}, {25, 19}}), 0.45);
}

void add_ligaments(MrSketch& sketch) {
    sketch.fill(MrTissue::meniscus, back_horn);
    sketch.fill(MrTissue::meniscus, front_horn);
    sketch.draw(MrTissue::ligament, open_curve(std::vector<Spot>{{-46, -47}, {-45, -70}, {-43, -100}, {-42, -140}}),
                2.6);
    sketch.draw(MrTissue::ligament, open_curve(std::vector<Spot>{{-46, -18}, {-42, 0}, {-35, 22}, {-31, 38}}), 2.3);
    sketch.draw(MrTissue::flowing_blood, open_curve(std::vector<Spot>{{47, -140}, {43, -60}, {37, -20}, {37, 40}}),
                1.6);
    sketch.pulsate();
}

void add_knee_finding(MrSketch& sketch, std::string_view finding) {
    if (finding == "lesion") {
        const auto bruise =
            closed_curve(std::vector<Spot>{{-12, -4}, {6, -3}, {14, -12}, {6, -24}, {-8, -22}, {-15, -12}});
        const auto effusion =
            closed_curve(std::vector<Spot>{{-36, -50}, {-36, -72}, {-31, -92}, {-26, -90}, {-25, -66}, {-30, -46}});
        sketch.fill(MrTissue::edema, bruise, 0.12);
        sketch.fill(MrTissue::fluid, effusion);
        sketch.name("lesion", bruise);
        sketch.name("effusion", effusion);
    }
    if (finding == "mass") {
        const auto cyst = closed_curve(std::vector<Spot>{{36, -34}, {47, -32}, {52, -14}, {49, 6}, {41, 8}, {36, -8}});
        sketch.draw(MrTissue::ligament, cyst, 0.8);
        sketch.fill(MrTissue::fluid, cyst);
        sketch.name("mass", cyst);
    }
}

}  // namespace

MrAnatomy mr_knee(std::string_view finding) {
    MrSketch sketch;
    sketch.anatomy.reach_mm = 140;
    sketch.anatomy.metal_mm = {0, 30};
    sketch.anatomy.coil_mm = 72;
    sketch.anatomy.field_in_plane = true;
    sketch.anatomy.posterior_is_right = true;
    add_soft_tissue(sketch);
    add_bones(sketch);
    add_ligaments(sketch);
    add_knee_finding(sketch, finding);
    sketch.name("femur", ellipse_curve({0, -56}, 13, 10));
    sketch.name("tibia", ellipse_curve({0, 52}, 11, 20));
    sketch.name("patella", patella);
    sketch.name("posterior_meniscus", {{29, 6}, {10, 4.5}, {20, -0.5}, {30, -8}});
    sketch.name("anterior_meniscus", {{-29, 6.5}, {-13, 4.6}, {-20, -0.5}, {-28, -6}});
    sketch.name("infrapatellar_fat",
                closed_curve(std::vector<Spot>{{-33, -16}, {-28, -2}, {-31, 8}, {-35, 12}, {-40, -6}}));
    sketch.name("patellar_tendon", {{-48, -12}, {-43, -12}, {-32, 24}, {-36, 25}, {-44, 2}});
    return sketch.anatomy;
}

}  // namespace collimate
