#include "engine/figure/mr_anatomy.hpp"

namespace collimate {

void MrSketch::fill(MrTissue tissue, std::vector<Spot> outline, double mottle) {
    anatomy.pieces.push_back({.tissue = tissue, .spots = std::move(outline), .mottle = mottle});
}

void MrSketch::draw(MrTissue tissue, std::vector<Spot> path, double pen_mm, double mottle) {
    anatomy.pieces.push_back({.tissue = tissue, .spots = std::move(path), .pen_mm = pen_mm, .mottle = mottle});
}

void MrSketch::fill_both(MrTissue tissue, const std::vector<Spot>& outline, double mottle) {
    fill(tissue, outline, mottle);
    fill(tissue, mirror_image(outline), mottle);
}

void MrSketch::draw_both(MrTissue tissue, const std::vector<Spot>& path, double pen_mm) {
    draw(tissue, path, pen_mm);
    draw(tissue, mirror_image(path), pen_mm);
}

void MrSketch::name(std::string word, std::vector<Spot> outline) {
    anatomy.outlines.push_back({std::move(word), std::move(outline)});
}

MrAnatomy mr_anatomy(std::string_view anatomy, std::string_view finding) {
    if (anatomy == "brain") return mr_brain(finding);
    if (anatomy == "knee") return mr_knee(finding);
    if (anatomy == "spine") return mr_spine(finding);
    if (anatomy == "abdomen") return mr_abdomen(finding);
    return mr_test_object(anatomy == "grid");
}

MrAnatomy mr_test_object(bool grid) {
    MrSketch sketch;
    sketch.anatomy.reach_mm = 105;
    sketch.anatomy.motion = MrMotion::whole;
    const auto disk = ellipse_curve({0, 0}, 95, 95);
    sketch.fill(MrTissue::phantom_fluid, disk);
    sketch.name("phantom", disk);
    if (!grid) return sketch.anatomy;
    constexpr double pitch_mm = 15, reach_mm = 60;
    for (double at = -reach_mm; at <= reach_mm; at += pitch_mm) {
        sketch.draw(MrTissue::plastic, {{at, -reach_mm}, {at, reach_mm}}, 0.8);
        sketch.draw(MrTissue::plastic, {{-reach_mm, at}, {reach_mm, at}}, 0.8);
    }
    sketch.name("grid", {{-reach_mm, -reach_mm}, {reach_mm, -reach_mm}, {reach_mm, reach_mm}, {-reach_mm, reach_mm}});
    return sketch.anatomy;
}

}  // namespace collimate
