#include "engine/figure/mr_anatomy.hpp"

namespace collimate {

namespace {

// Axial at the level of the kidneys; the patient's right is left in the picture, the front is up.
const std::vector<Spot> liver = closed_curve(std::vector<Spot>{{-138, 8},
                                                               {-134, -34},
                                                               {-110, -66},
                                                               {-70, -82},
                                                               {-24, -84},
                                                               {14, -76},
                                                               {20, -66},
                                                               {-4, -50},
                                                               {-26, -38},
                                                               {-36, -22},
                                                               {-40, 2},
                                                               {-58, 14},
                                                               {-76, 24},
                                                               {-92, 52},
                                                               {-112, 62},
                                                               {-130, 44}});
const std::vector<Spot> spleen = closed_curve(
    std::vector<Spot>{{134, 6}, {136, 34}, {122, 60}, {100, 72}, {96, 64}, {108, 44}, {114, 18}, {122, 0}});
const std::vector<Spot> stomach = closed_curve(std::vector<Spot>{
    {34, -70}, {66, -80}, {100, -66}, {118, -36}, {112, -8}, {92, -2}, {78, -22}, {58, -40}, {38, -50}});

void add_wall(MrSketch& sketch) {
    const auto scaled = [](double x, double y) {
        return closed_curve(std::vector<Spot>{{0, -y},
                                              {x * 0.62, -y * 0.88},
                                              {x * 0.95, -y * 0.4},
                                              {x, y * 0.15},
                                              {x * 0.86, y * 0.65},
                                              {x * 0.45, y * 0.95},
                                              {0, y * 0.9},
                                              {-x * 0.45, y * 0.95},
                                              {-x * 0.86, y * 0.65},
                                              {-x, y * 0.15},
                                              {-x * 0.95, -y * 0.4},
                                              {-x * 0.62, -y * 0.88}});
    };
    sketch.fill(MrTissue::muscle, scaled(168, 118));
    sketch.fill(MrTissue::fat, scaled(166, 116), 0.05);
    sketch.fill(MrTissue::muscle, scaled(150, 99), 0.06);
    sketch.fill(MrTissue::fat, scaled(143, 91), 0.06);
    sketch.draw(MrTissue::fat, {{0, -98}, {0, -88}}, 1.5);
    for (const double x : {-128.0, -141.0, 129.0, 142.0})  // ribs
        sketch.draw(MrTissue::red_marrow, {{x, 40}, {x * 0.985, 48}}, 3.0);
    sketch.name("anterior_wall_fat", {{-50, -113}, {0, -117}, {50, -113}, {45, -99}, {0, -101}, {-45, -99}});
}

void add_back(MrSketch& sketch) {
    sketch.fill_both(MrTissue::muscle, ellipse_curve({34, 78}, 26, 19, -8), 0.08);
    sketch.fill_both(MrTissue::muscle, ellipse_curve({31, 46}, 11, 15, 15), 0.06);
    const auto body = ellipse_curve({0, 44}, 21, 16);
    sketch.fill(MrTissue::cortical_bone, ellipse_curve({0, 44}, 22, 17));
    sketch.fill(MrTissue::red_marrow, body, 0.07);
    sketch.fill(MrTissue::cortical_bone, ellipse_curve({0, 68}, 17, 12));
    sketch.fill(MrTissue::csf, ellipse_curve({0, 66}, 9, 7.5));
    sketch.fill(MrTissue::cord, ellipse_curve({0, 67}, 4.5, 3.5));
    sketch.draw(MrTissue::red_marrow, {{0, 80}, {0, 96}}, 3.0);
    sketch.name("vertebra", body);
}

void add_kidneys(MrSketch& sketch) {
    for (const double side : {-1.0, 1.0}) {
        const Spot at{side * 70, 40};
        sketch.fill(MrTissue::kidney_cortex, ellipse_curve(at, 22, 28, side * 25), 0.03);
        sketch.fill(MrTissue::kidney_medulla, ellipse_curve({at.x - side * 3, at.y}, 13, 19, side * 25), 0.05);
        sketch.fill(MrTissue::fat, ellipse_curve({at.x - side * 11, at.y - 2}, 9, 8, side * 25), 0.05);
        sketch.draw(MrTissue::flowing_blood, {{at.x - side * 12, at.y - 2}, {side * 26, 26}}, 2.4);
        sketch.name(side < 0 ? "right_kidney" : "left_kidney", ellipse_curve(at, 21, 27, side * 25));
    }
}

void add_organs(MrSketch& sketch) {
    for (const Spot loop : {Spot{10, -62}, Spot{40, -14}, Spot{64, 6}, Spot{96, 22}, Spot{44, -32}, Spot{-18, -26}}) {
        sketch.fill(MrTissue::bowel, ellipse_curve(loop, 14, 11, loop.x), 0.12);
        sketch.fill(MrTissue::fluid, ellipse_curve(loop, 6, 4, loop.x), 0.2);
    }
    sketch.fill(MrTissue::bowel, stomach, 0.06);
    sketch.fill(MrTissue::fluid, ellipse_curve({90, -32}, 19, 20, -40), 0.05);
    sketch.fill(MrTissue::air,
                closed_curve(std::vector<Spot>{{44, -68}, {68, -74}, {96, -60}, {104, -49}, {62, -49}, {46, -56}}));
    sketch.fill(MrTissue::liver, liver, 0.035);
    for (const auto& vessel :
         {std::vector<Spot>{{-34, -14}, {-58, -14}, {-84, -26}, {-108, -28}},
          std::vector<Spot>{{-58, -14}, {-84, 4}, {-108, 22}}, std::vector<Spot>{{-84, -26}, {-96, -48}},
          std::vector<Spot>{{-30, -50}, {-60, -58}, {-88, -62}}})
        sketch.draw(MrTissue::flowing_blood, open_curve(vessel), 2.0);
    sketch.fill(MrTissue::bile, ellipse_curve({-46, -32}, 10, 14, 25));
    sketch.fill(MrTissue::spleen, spleen, 0.03);
    sketch.draw(MrTissue::pancreas, open_curve(std::vector<Spot>{{-22, -4}, {0, -12}, {30, -8}, {62, -14}, {86, 4}}), 7,
                0.1);
    sketch.name("liver", closed_curve(std::vector<Spot>{{-132, 4},
                                                        {-126, -34},
                                                        {-108, -56},
                                                        {-78, -68},
                                                        {-62, -50},
                                                        {-70, -8},
                                                        {-84, 24},
                                                        {-100, 48},
                                                        {-120, 50}}));
    sketch.name("spleen", spleen);
    sketch.name("gallbladder", ellipse_curve({-46, -32}, 9, 13, 25));
    sketch.name("stomach",
                closed_curve(std::vector<Spot>{{66, -78}, {98, -64}, {114, -36}, {108, -10}, {92, -8}, {76, -40}}));
}

void add_vessels(MrSketch& sketch) {
    const auto aorta = ellipse_curve({9, 18}, 9.5, 9.5);
    sketch.fill(MrTissue::ligament, ellipse_curve({9, 18}, 10.5, 10.5));
    sketch.fill(MrTissue::flowing_blood, aorta);
    sketch.pulsate();
    sketch.name("aorta", aorta);
    const auto cava = ellipse_curve({-20, 18}, 12, 8.5);
    sketch.fill(MrTissue::flowing_blood, cava);
    sketch.name("vena_cava", cava);
}

}  // namespace

MrAnatomy mr_abdomen(std::string_view finding) {
    MrSketch sketch;
    sketch.anatomy.reach_mm = 172;
    sketch.anatomy.motion = MrMotion::front;
    sketch.anatomy.rest_mm = 45;
    sketch.anatomy.full_mm = -70;
    sketch.anatomy.metal_mm = {24, 62};
    add_wall(sketch);
    add_back(sketch);
    add_kidneys(sketch);
    add_organs(sketch);
    add_vessels(sketch);
    if (finding == "lesion" || finding == "mass") {
        const auto spot = ellipse_curve({-108, 4}, 13, 12);
        sketch.fill(finding == "lesion" ? MrTissue::fluid : MrTissue::tumor, spot, 0.04);
        sketch.anatomy.outlines.insert(sketch.anatomy.outlines.begin(), {std::string(finding), spot});
    }
    return sketch.anatomy;
}

}  // namespace collimate
