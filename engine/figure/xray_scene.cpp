#include "engine/figure/xray_scene.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace collimate {

namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double spongy = 0.2;  // mineral inside a bone, as a share of its cortex

float& in_map(PathMaps& maps, XrayMatter matter, int x, int y) {
    return maps[static_cast<std::size_t>(matter)].at(x, y);
}

/// A solid made ready: its tilt as numbers.
struct ReadySolid {
    const XraySolid* solid;
    double cosine, sine;
};

struct Interval {
    double from, to;
    XrayMatter matter;
    bool in_lung;
};

/// Where a ray (from `a`, towards `b`, t from 0 to 1) runs within an ellipsoid.
bool cross(const ReadySolid& ready, const XrayPlace& a, const XrayPlace& b, Interval& out) {
    const XraySolid& s = *ready.solid;
    const auto local = [&](double dx, double dy, double dz) {
        return XrayPlace{(dx * ready.cosine + dy * ready.sine) / s.radius.x,
                         (-dx * ready.sine + dy * ready.cosine) / s.radius.y, dz / s.radius.z};
    };
    const XrayPlace p = local(a.x - s.middle.x, a.y - s.middle.y, a.z - s.middle.z);
    const XrayPlace d = local(b.x - a.x, b.y - a.y, b.z - a.z);
    const double dd = d.x * d.x + d.y * d.y + d.z * d.z;
    const double pd = p.x * d.x + p.y * d.y + p.z * d.z;
    const double rest = pd * pd - dd * (p.x * p.x + p.y * p.y + p.z * p.z - 1);
    if (rest <= 0) return false;
    const double root = std::sqrt(rest);
    out = {(-pd - root) / dd, (-pd + root) / dd, s.matter, s.in_lung};
    return true;
}

/// Adds up the lengths of each matter; the later interval counts where several overlap.
void add_intervals(const std::vector<Interval>& hits, std::vector<double>& edges, double length_mm, PathMaps& maps,
                   int x, int y) {
    edges.clear();
    for (const Interval& hit : hits) edges.push_back(hit.from), edges.push_back(hit.to);
    std::sort(edges.begin(), edges.end());
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        const double middle = (edges[i] + edges[i + 1]) / 2;
        const auto length = static_cast<float>((edges[i + 1] - edges[i]) * length_mm);
        const Interval* in_lung = nullptr;
        for (auto hit = hits.rbegin(); hit != hits.rend(); ++hit) {
            if (!(hit->from < middle && middle < hit->to)) continue;
            if (hit->in_lung) {
                if (!in_lung) in_lung = &*hit;
                continue;
            }
            in_map(maps, in_lung && hit->matter == XrayMatter::lung ? in_lung->matter : hit->matter, x, y) += length;
            break;
        }
    }
}

void add_solids(PathMaps& maps, const XrayScene& scene, const XrayGeometry& geometry, const PlaneFrame& receptor) {
    std::vector<ReadySolid> ready;
    for (const XraySolid& s : scene.solids)
        ready.push_back({&s, std::cos(s.tilt_deg * degree), std::sin(s.tilt_deg * degree)});
    if (ready.empty()) return;
    std::vector<Interval> hits;
    std::vector<double> edges;
    for (int y = 0; y < receptor.height; ++y)
        for (int x = 0; x < receptor.width; ++x) {
            const auto [a, b] = geometry.ray(receptor.mm(x + 0.5, y + 0.5));
            const double length = std::hypot(b.x - a.x, b.y - a.y, b.z - a.z);
            hits.clear();
            Interval hit{};
            for (const ReadySolid& r : ready)
                if (cross(r, a, b, hit)) hits.push_back(hit);
            add_intervals(hits, edges, length, maps, x, y);
        }
}

/// What lies in lung, and gas, can only fill the room that is there.
void replace(PathMaps& maps, XrayMatter matter, XrayMatter instead_of, int x, int y, float mm) {
    float& displaced = in_map(maps, instead_of, x, y);
    if (instead_of == XrayMatter::lung || matter == XrayMatter::gas) mm = std::min(mm, displaced);
    in_map(maps, matter, x, y) += mm;
    displaced = std::max(0.0F, displaced - mm);
}

/// Thickness of rods over one another's union: of the whole and of the spongy inside.
struct Rods {
    Field outer, inner;
    int left, top, right, bottom;
};

struct ProjectedKnot {
    Spot pixel;
    double radius_px;
    double mm_per_pixel;  ///< at the depth of the knot
};

/// Chord through the rod at each pixel near the piece from a to b; the thickest piece counts.
void paint_piece(Rods& rods, const ProjectedKnot& a, const ProjectedKnot& b, const XrayRod& tube, double cut_px) {
    const double dx = b.pixel.x - a.pixel.x;
    const double dy = b.pixel.y - a.pixel.y;
    const double length2 = dx * dx + dy * dy;
    const double reach = std::max(a.radius_px, b.radius_px) + 1;
    const auto clamped = [](double v, int side) {
        return static_cast<int>(std::clamp(v, 0.0, static_cast<double>(side)));
    };
    const int x0 = clamped(std::min(a.pixel.x, b.pixel.x) - reach, rods.outer.width);
    const int x1 = clamped(std::max(a.pixel.x, b.pixel.x) + reach + 1, rods.outer.width);
    const int y0 = clamped(std::min(a.pixel.y, b.pixel.y) - reach, rods.outer.height);
    const int y1 = clamped(std::min(cut_px, std::max(a.pixel.y, b.pixel.y) + reach + 1), rods.outer.height);
    if (x0 >= x1 || y0 >= y1) return;
    rods.left = std::min(rods.left, x0), rods.right = std::max(rods.right, x1);
    rods.top = std::min(rods.top, y0), rods.bottom = std::max(rods.bottom, y1);
    for (int y = y0; y < y1; ++y)
        for (int x = x0; x < x1; ++x) {
            const double px = x + 0.5 - a.pixel.x;
            const double py = y + 0.5 - a.pixel.y;
            const double t = length2 > 0 ? std::clamp((px * dx + py * dy) / length2, 0.0, 1.0) : 0.0;
            const double radius = a.radius_px + t * (b.radius_px - a.radius_px);
            const double off2 = (px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy);
            if (off2 >= radius * radius) continue;
            const double mm = 2 * a.mm_per_pixel * tube.flat;
            float& outer = rods.outer.at(x, y);
            outer = std::max(outer, static_cast<float>(mm * std::sqrt(radius * radius - off2)));
            const double hollow = radius - tube.cortex_mm / a.mm_per_pixel;
            if (tube.cortex_mm <= 0 || hollow <= 0 || off2 >= hollow * hollow) continue;
            float& inner = rods.inner.at(x, y);
            inner = std::max(inner, static_cast<float>(mm * std::sqrt(hollow * hollow - off2)));
        }
}

void paint_tube(Rods& rods, const XrayRod& tube, const XrayGeometry& geometry, const PlaneFrame& receptor) {
    std::vector<ProjectedKnot> knots;
    for (const XrayRodKnot& knot : tube.knots) {
        const double magnified = geometry.magnification_at(knot.at);
        knots.push_back({receptor.pixel(geometry.project(knot.at)), knot.radius * magnified / receptor.mm_per_pixel,
                         receptor.mm_per_pixel / magnified});
    }
    double cut_px = 1e9;
    if (tube.ends_at_y < 1e8) cut_px = receptor.pixel(geometry.project({0, tube.ends_at_y, 0})).y;
    if (knots.size() == 1) paint_piece(rods, knots[0], knots[0], tube, cut_px);
    for (std::size_t i = 0; i + 1 < knots.size(); ++i) paint_piece(rods, knots[i], knots[i + 1], tube, cut_px);
}

/// Adds what was painted to the maps and wipes it.
void flush(Rods& rods, const XrayRod& kind, PathMaps& maps) {
    for (int y = rods.top; y < rods.bottom; ++y)
        for (int x = rods.left; x < rods.right; ++x) {
            float& outer = rods.outer.at(x, y);
            float& inner = rods.inner.at(x, y);
            // Marrow counts as the soft tissue that the spongy bone leaves free.
            replace(maps, kind.matter, kind.instead_of, x, y, outer - static_cast<float>(1 - spongy) * inner);
            outer = inner = 0.0F;
        }
    rods.left = rods.outer.width, rods.top = rods.outer.height;
    rods.right = rods.bottom = 0;
}

void add_tubes(PathMaps& maps, const XrayScene& scene, const XrayGeometry& geometry, const PlaneFrame& receptor) {
    Rods rods{Field(receptor.width, receptor.height),
              Field(receptor.width, receptor.height),
              receptor.width,
              receptor.height,
              0,
              0};
    for (std::size_t i = 0; i < scene.tubes.size(); ++i) {
        const XrayRod& tube = scene.tubes[i];
        paint_tube(rods, tube, geometry, receptor);
        const bool goes_on = tube.joined > 0 && i + 1 < scene.tubes.size() && scene.tubes[i + 1].joined == tube.joined;
        if (!goes_on) flush(rods, tube, maps);
    }
}

/// Share of the full thickness at a place whose blurred coverage is `blurred`: 0 at the edge (a half), 1 well inside.
double rounded(double blurred) {
    const double inside = std::clamp(2.2 * (blurred - 0.5), 0.0, 1.0);
    return std::sqrt(inside * (2 - inside));
}

void add_rounded(PathMaps& maps, const XrayPlate& plate, const std::vector<Spot>& corners, double pixels_per_mm,
                 int width, int height) {
    // Room around the picture, so that a bone that leaves it does not round off at its border.
    const double sigma = plate.round_mm * pixels_per_mm / 2;
    const int pad = static_cast<int>(3 * sigma) + 1;
    std::vector<Spot> moved = corners;
    for (Spot& s : moved) s = {s.x + pad, s.y + pad};
    const Mask mask = cover_polygon(moved, width + 2 * pad, height + 2 * pad);
    if (mask.width == 0) return;
    Field cover(mask.width + 2 * pad, mask.height + 2 * pad);
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x) cover.at(x + pad, y + pad) = mask.at(x, y);
    blur(cover, sigma, sigma);
    // A blurred edge falls by 0.4 in a sigma; the marrow begins a cortex farther in.
    const double step = 0.4 * plate.cortex_mm * pixels_per_mm / std::max(sigma, 0.3);
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x) {
            const int px = mask.left + x - pad;
            const int py = mask.top + y - pad;
            if (mask.at(x, y) <= 0 || px < 0 || py < 0 || px >= width || py >= height) continue;
            const double blurred = cover.at(x + pad, y + pad);
            const double outer = plate.thickness_mm * rounded(blurred);
            const double inner = plate.cortex_mm > 0
                                     ? std::max(0.0, plate.thickness_mm - 2 * plate.cortex_mm) * rounded(blurred - step)
                                     : 0.0;
            const double dense = outer - (1 - spongy) * std::min(inner, outer);
            replace(maps, plate.matter, plate.instead_of, px, py, mask.at(x, y) * static_cast<float>(dense));
        }
}

void add_plates(PathMaps& maps, const XrayScene& scene, const XrayGeometry& geometry, const PlaneFrame& receptor) {
    for (const XrayPlate& plate : scene.plates) {
        std::vector<Spot> corners;
        for (const XrayPlace& p : plate.outline) corners.push_back(receptor.pixel(geometry.project(p)));
        if (plate.round_mm > 0) {
            const double scale = geometry.magnification_at(plate.outline.front()) / receptor.mm_per_pixel;
            add_rounded(maps, plate, corners, scale, receptor.width, receptor.height);
            continue;
        }
        const Mask mask = cover_polygon(corners, receptor.width, receptor.height);
        for (int y = 0; y < mask.height; ++y)
            for (int x = 0; x < mask.width; ++x)
                replace(maps, plate.matter, plate.instead_of, mask.left + x, mask.top + y,
                        mask.at(x, y) * static_cast<float>(plate.thickness_mm));
    }
}

/// From the patient to the room: turned over, moved, turned about the long axis.
XrayPlace placed(const XrayGeometry& g, XrayPlace p) {
    if (g.turned_over) p.z = -p.z;
    const double c = std::cos(g.rotation_deg * degree);
    const double s = std::sin(g.rotation_deg * degree);
    return {p.x * c + p.z * s + g.shift_x_mm, p.y + g.shift_y_mm, p.z * c - p.x * s};
}

XrayPlace unplaced(const XrayGeometry& g, XrayPlace p) {
    const double c = std::cos(g.rotation_deg * degree);
    const double s = std::sin(g.rotation_deg * degree);
    const double x = p.x - g.shift_x_mm;
    XrayPlace q{x * c - p.z * s, p.y - g.shift_y_mm, p.z * c + x * s};
    if (g.turned_over) q.z = -q.z;
    return q;
}

}  // namespace

double XrayGeometry::magnification_at(XrayPlace place) const {
    const double height = placed(*this, place).z;
    return sid_mm / std::max(sid_mm - oid_mm - height, 0.05 * sid_mm);
}

Spot XrayGeometry::project(XrayPlace place) const {
    const XrayPlace p = placed(*this, place);
    const double m = magnification_at(place);
    const double slope = std::tan(tube_angle_deg * degree);
    const double focus_y = -(sid_mm - oid_mm) * slope;
    return {p.x * m, focus_y + (p.y - focus_y) * m - oid_mm * slope};
}

std::array<XrayPlace, 2> XrayGeometry::ray(Spot receptor) const {
    const double slope = std::tan(tube_angle_deg * degree);
    const XrayPlace focus{0, -(sid_mm - oid_mm) * slope, sid_mm - oid_mm};
    return {unplaced(*this, focus), unplaced(*this, {receptor.x, receptor.y + oid_mm * slope, -oid_mm})};
}

PathMaps path_maps(const XrayScene& scene, const XrayGeometry& geometry, const PlaneFrame& receptor) {
    PathMaps maps;
    for (Field& map : maps) map = Field(receptor.width, receptor.height);
    add_solids(maps, scene, geometry, receptor);
    add_tubes(maps, scene, geometry, receptor);
    add_plates(maps, scene, geometry, receptor);
    return maps;
}

XrayScene xray_scene(const XraySubject& subject) {
    if (subject.anatomy == "chest") return xray_chest(subject);
    if (subject.anatomy == "hand") return xray_hand(subject);
    if (subject.anatomy == "knee") return xray_knee(subject);
    if (subject.anatomy == "abdomen") return xray_abdomen(subject);
    return subject.anatomy == "line_pairs" ? xray_line_pairs() : xray_step_wedge();
}

void add_vertebra(XrayScene& scene, XrayPlace middle, double half_width, double half_height, double spinous_z) {
    const auto rod = [&](XrayPlace a, XrayPlace b, double radius, double cortex, double flat) {
        scene.tubes.push_back({.knots = {{a, radius}, {b, radius}}, .cortex_mm = cortex, .flat = flat});
    };
    const double w = half_width;
    const double h = half_height;
    const auto body = closed_curve(std::vector<Spot>{{-w, -h},
                                                     {-w * 0.4, -h * 0.94},
                                                     {w * 0.4, -h * 0.94},
                                                     {w, -h},
                                                     {w * 1.02, -h * 0.75},
                                                     {w * 0.88, 0},
                                                     {w * 1.02, h * 0.75},
                                                     {w, h},
                                                     {w * 0.4, h * 0.94},
                                                     {-w * 0.4, h * 0.94},
                                                     {-w, h},
                                                     {-w * 1.02, h * 0.75},
                                                     {-w * 0.88, 0},
                                                     {-w * 1.02, -h * 0.75}},
                                   4);
    std::vector<XrayPlace> outline;
    for (const Spot s : body) outline.push_back({middle.x + s.x, middle.y + s.y, middle.z});
    scene.plates.push_back({.outline = outline, .thickness_mm = 1.15 * h, .round_mm = 0.25 * h, .cortex_mm = 0.5});
    for (const double side : {-1.0, 1.0}) {
        rod({middle.x + side * half_width * 0.62, middle.y - half_height * 0.35, middle.z + 18},
            {middle.x + side * half_width * 0.62, middle.y - half_height * 0.15, middle.z + 18}, half_height * 0.3, 1.2,
            2.2);
        rod({middle.x + side * half_width * 0.6, middle.y - half_height * 0.1, middle.z + 26},
            {middle.x + side * half_width * 1.6, middle.y - half_height * 0.35, middle.z + 30}, half_height * 0.24, 0.8,
            1.0);
    }
    rod({middle.x, middle.y + half_height * 0.4, spinous_z}, {middle.x, middle.y + half_height * 1.1, spinous_z},
        half_height * 0.22, 0.9, 3.0);
}

std::vector<XrayPlace> outline_ellipse(XrayPlace middle, double radius_x, double radius_y, double tilt_deg) {
    return outline_at(ellipse_curve({middle.x, middle.y}, radius_x, radius_y, tilt_deg), middle.z);
}

std::vector<XrayPlace> outline_at(const std::vector<Spot>& spots, double z) {
    std::vector<XrayPlace> outline;
    for (const Spot s : spots) outline.push_back({s.x, s.y, z});
    return outline;
}

}  // namespace collimate
