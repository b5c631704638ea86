#include "engine/figure/ct_bodywork.hpp"

#include <algorithm>
#include <cmath>

namespace collimate::ct {

Contour symmetric(const Contour& half, int steps) {
    Contour all = half;
    for (std::size_t i = half.size() - 2; i > 0; --i) all.push_back({-half[i].x, half[i].y});
    return smooth_contour(all, steps);
}

void add_bone(CtSection& section, const Contour& outline, double rind, const Matter& around) {
    section.add(outline, cortex, around);
    section.add(inset(outline, rind), marrow, cortex);
}

void add_vertebra(CtSection& section, Spot c, double rx, double ry, const Matter& around, const Matter& around_arch) {
    const Contour body = smooth_contour({{c.x, c.y - ry},
                                         {c.x + 0.75 * rx, c.y - 0.7 * ry},
                                         {c.x + rx, c.y},
                                         {c.x + 0.8 * rx, c.y + 0.75 * ry},
                                         {c.x, c.y + 0.8 * ry},
                                         {c.x - 0.8 * rx, c.y + 0.75 * ry},
                                         {c.x - rx, c.y},
                                         {c.x - 0.75 * rx, c.y - 0.7 * ry}});
    add_bone(section, body, 2.2, around);
    section.add_part("vertebral body", body);
    const double canal = c.y + 0.8 * ry + 9;
    const Contour cord_canal = ellipse_contour({c.x, canal}, 10, 8);
    section.add(ellipse_contour({c.x, canal}, 10, 8), soft_matter(20), around_arch);
    section.add(ellipse_contour({c.x, canal}, 5, 4), soft_matter(38), soft_matter(20));
    section.add_part("spinal canal", cord_canal);
    for (const double side : {-1.0, 1.0}) {
        const auto at = [&](double x, double y) { return Spot{c.x + side * x, c.y + y}; };
        const double back = canal - c.y;
        section.add(band_contour({at(12.5, back - 9), at(14.5, back), at(9, back + 11), at(2.5, back + 15)}, 7, 4),
                    bone_matter(650), around_arch);
        section.add(band_contour({at(18.5, back + 1), at(30, back + 3), at(38, back + 9)}, 8, 5), bone_matter(500),
                    around);
    }
    section.add(band_contour({{c.x, canal + 16.5}, {c.x, canal + 25}}, 7, 4), bone_matter(550), around_arch);
}

void add_couch(CtSection& section, double top_y) {
    section.mobility = {};
    const auto curve = [&](double lift) {
        return Contour{{-215, top_y - 26 + lift},
                       {-120, top_y - 5 + lift},
                       {0, top_y + 2 + lift},
                       {120, top_y - 5 + lift},
                       {215, top_y - 26 + lift}};
    };
    section.add(band_contour(curve(1.5), 1.6, 1.6), soft_matter(-250), nothing);
    section.add(band_contour(curve(28), 1.6, 1.6), soft_matter(-300), nothing);
}

void add_named(CtSection& section, const char* name, const Contour& outline, const Matter& inside,
               const Matter& around) {
    section.add(outline, inside, around);
    section.add_part(name, outline);
}

}  // namespace collimate::ct
