#include "engine/figure/echo_scene.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/random.hpp"

namespace collimate::sono {

namespace {

constexpr double full_turn = 2 * std::numbers::pi;

/// Catmull-Rom through a, b, c, d; t runs from b to c.
double smooth(double a, double b, double c, double d, double t) {
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

}  // namespace

Contour Contour::ellipse(Place middle, double half_x, double half_z, double tilt_deg) {
    Contour made;
    made.middle_ = middle;
    const double tilt = tilt_deg * std::numbers::pi / 180;
    for (int i = 0; i <= steps; ++i) {
        const double angle = full_turn * i / steps - std::numbers::pi - tilt;
        made.radius_[static_cast<std::size_t>(i)] = 1 / std::hypot(std::cos(angle) / half_x, std::sin(angle) / half_z);
    }
    made.reach_ = std::max(half_x, half_z);
    made.least_ = std::min(half_x, half_z);
    return made;
}

Contour Contour::through(Place middle, std::vector<Place> corners) {
    struct Polar {
        double angle;
        double radius;
    };
    std::vector<Polar> seen;
    for (const Place c : corners)
        seen.push_back({std::atan2(c.z - middle.z, c.x - middle.x), std::hypot(c.x - middle.x, c.z - middle.z)});
    std::sort(seen.begin(), seen.end(), [](Polar a, Polar b) { return a.angle < b.angle; });
    const int count = static_cast<int>(seen.size());
    const auto around = [&](int i) {
        const int wrapped = ((i % count) + count) % count;
        Polar p = seen[static_cast<std::size_t>(wrapped)];
        p.angle += full_turn * ((i - wrapped) / count);
        return p;
    };
    Contour made;
    made.middle_ = middle;
    for (int i = 0; i <= steps; ++i) {
        const double angle = full_turn * i / steps - std::numbers::pi;
        int next = 0;
        while (around(next).angle < angle) ++next;
        const Polar b = around(next - 1);
        const Polar c = around(next);
        const double t = (angle - b.angle) / (c.angle - b.angle);
        const double r = smooth(around(next - 2).radius, b.radius, c.radius, around(next + 1).radius, t);
        made.radius_[static_cast<std::size_t>(i)] = r;
        made.reach_ = std::max(made.reach_, r);
        made.least_ = std::min(made.least_, r);
    }
    return made;
}

double Contour::radius(double angle) const {
    const double at = (angle + std::numbers::pi) / full_turn * steps;
    const int i = std::clamp(static_cast<int>(at), 0, steps - 1);
    const double t = at - i;
    return radius_[static_cast<std::size_t>(i)] * (1 - t) + radius_[static_cast<std::size_t>(i) + 1] * t;
}

double Contour::share(Place p) const {
    const double dx = p.x - middle_.x;
    const double dz = p.z - middle_.z;
    const double square = dx * dx + dz * dz;
    if (square > 1.7 * reach_ * reach_) return std::sqrt(square) / reach_;
    return std::sqrt(square) / radius(std::atan2(dz, dx));
}

bool Contour::holds(Place p) const {
    const double square = (p.x - middle_.x) * (p.x - middle_.x) + (p.z - middle_.z) * (p.z - middle_.z);
    if (square > reach_ * reach_) return false;
    return square < least_ * least_ || share(p) <= 1.0;
}

Place Contour::edge(double angle) const {
    const double wrapped = std::remainder(angle, full_turn);
    const double r = radius(wrapped);
    return {middle_.x + r * std::cos(wrapped), middle_.z + r * std::sin(wrapped)};
}

std::vector<Place> Contour::run(int spots, double scale) const {
    std::vector<Place> places;
    for (int i = 0; i < spots; ++i) {
        const Place e = edge(full_turn * i / spots);
        places.push_back({middle_.x + scale * (e.x - middle_.x), middle_.z + scale * (e.z - middle_.z)});
    }
    return places;
}

Contour Contour::scaled(double factor) const {
    Contour made = *this;
    for (double& r : made.radius_) r *= factor;
    made.reach_ *= factor;
    made.least_ *= factor;
    return made;
}

Contour Contour::moved(double x, double z) const {
    Contour made = *this;
    made.middle_.x += x;
    made.middle_.z += z;
    return made;
}

Mottle::Mottle(std::uint64_t seed) {
    Random random(seed);
    for (float& v : value_) v = static_cast<float>(1.5 * random.normal());
}

double Mottle::at(double u, double v) const {
    const double left = std::floor(u);
    const double top = std::floor(v);
    const auto ease = [](double t) { return t * t * (3 - 2 * t); };
    const double tu = ease(u - left);
    const double tv = ease(v - top);
    const auto value = [&](double x, double y) {
        const int column = static_cast<int>(x) & (side - 1);
        const int row = static_cast<int>(y) & (side - 1);
        return static_cast<double>(value_[static_cast<std::size_t>(row * side + column)]);
    };
    return (value(left, top) * (1 - tu) + value(left + 1, top) * tu) * (1 - tv) +
           (value(left, top + 1) * (1 - tu) + value(left + 1, top + 1) * tu) * tv;
}

Tube::Spot Tube::nearest(Place p) const {
    double best = 1e18;
    std::size_t piece = 0;
    double share = 0.0;
    for (std::size_t i = 0; i + 1 < axis.size(); ++i) {
        const double dx = axis[i + 1].x - axis[i].x;
        const double dz = axis[i + 1].z - axis[i].z;
        const double px = p.x - axis[i].x;
        const double pz = p.z - axis[i].z;
        const double t = std::clamp((px * dx + pz * dz) / (dx * dx + dz * dz + 1e-12), 0.0, 1.0);
        const double square = (px - t * dx) * (px - t * dx) + (pz - t * dz) * (pz - t * dz);
        if (square >= best) continue;
        best = square;
        piece = i;
        share = t;
    }
    const auto length = [&](std::size_t i) {
        return std::max(1e-9, std::hypot(axis[i + 1].x - axis[i].x, axis[i + 1].z - axis[i].z));
    };
    Spot spot{.away_mm = std::sqrt(best)};
    spot.past_end = (piece == 0 && share <= 0.0) || (piece + 2 == axis.size() && share >= 1.0);
    spot.radius_mm = radius_mm[piece] + share * (radius_mm[piece + 1] - radius_mm[piece]);
    spot.way = {(axis[piece + 1].x - axis[piece].x) / length(piece),
                (axis[piece + 1].z - axis[piece].z) / length(piece)};
    spot.along_mm = share * length(piece);
    if (spot.away_mm <= spot.radius_mm)  // farther out nobody asks
        for (std::size_t i = 0; i < piece; ++i) spot.along_mm += length(i);
    return spot;
}

std::vector<Place> Tube::line(double share) const {
    std::vector<Place> run;
    for (std::size_t i = 0; i < axis.size(); ++i) {
        const Place a = axis[i == 0 ? 0 : i - 1];
        const Place b = axis[std::min(i + 1, axis.size() - 1)];
        const double length = std::max(1e-9, std::hypot(b.x - a.x, b.z - a.z));
        const double aside = share * radius_mm[i];
        run.push_back({axis[i].x - (b.z - a.z) / length * aside, axis[i].z + (b.x - a.x) / length * aside});
    }
    return run;
}

const Tissue& tissue_at(const Scene& scene, Place place, double below_face_mm, double aside_mm, double& rim_db) {
    rim_db = -99.0;
    for (const Tube& tube : scene.tubes) {
        const auto spot = tube.nearest(place);
        if (spot.away_mm <= spot.radius_mm) return tube.inside;
        if (spot.away_mm <= spot.radius_mm + tube.wall_mm && !spot.past_end) return tube.wall;
    }
    const Layer* found = nullptr;
    for (const Layer& layer : scene.layers)
        if (below_face_mm >= layer.from_mm && below_face_mm < layer.to_mm) found = &layer;
    for (auto s = scene.structures.rbegin(); s != scene.structures.rend(); ++s) {
        if (found && s->under_layers) continue;
        if (!s->outline.holds(place)) continue;
        if (s->half_slice_mm <= 0 && s->rim_db <= -90.0) return s->tissue;
        const double share = s->outline.share(place);
        const double out = s->half_slice_mm > 0 ? aside_mm / s->half_slice_mm : 0.0;
        const double reach = share * share + out * out;
        if (reach > 1.0) continue;
        if (s->rim_db > -90.0 && reach > 0.25) {
            const Place m = s->outline.middle();
            const double radius = std::hypot(place.x - m.x, place.z - m.z) / std::max(share, 1e-9);
            if ((1 - std::sqrt(reach)) * radius < s->rim_mm) rim_db = s->rim_db;
        }
        return s->tissue;
    }
    return found ? found->tissue : scene.ground;
}

}  // namespace collimate::sono
