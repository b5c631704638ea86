#include "engine/figure/contour.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace collimate {

namespace {

Spot turned(Spot spot, double angle_deg) {
    const double angle = angle_deg * std::numbers::pi / 180;
    return {spot.x * std::cos(angle) - spot.y * std::sin(angle), spot.x * std::sin(angle) + spot.y * std::cos(angle)};
}

/// Catmull and Rom 1974, uniform, between b (t = 0) and c (t = 1).
Spot on_spline(Spot a, Spot b, Spot c, Spot d, double t) {
    const auto along = [t](double p, double q, double r, double s) {
        return q + 0.5 * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
    };
    return {along(a.x, b.x, c.x, d.x), along(a.y, b.y, c.y, d.y)};
}

Contour open_curve(const Contour& points, int steps) {
    Contour curve;
    const auto n = points.size();
    for (std::size_t i = 0; i + 1 < n; ++i)
        for (int step = 0; step < steps; ++step)
            curve.push_back(on_spline(points[i > 0 ? i - 1 : 0], points[i], points[i + 1],
                                      points[i + 2 < n ? i + 2 : n - 1], static_cast<double>(step) / steps));
    curve.push_back(points.back());
    return curve;
}

}  // namespace

Contour ellipse_contour(Spot center, double radius_x, double radius_y, double tilt_deg, int corners) {
    Contour contour;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        const Spot spot = turned({radius_x * std::cos(angle), radius_y * std::sin(angle)}, tilt_deg);
        contour.push_back({center.x + spot.x, center.y + spot.y});
    }
    return contour;
}

Contour rectangle_contour(Spot center, double width, double height, double tilt_deg) {
    Contour contour;
    for (const Spot corner : {Spot{-1, -1}, Spot{1, -1}, Spot{1, 1}, Spot{-1, 1}}) {
        const Spot spot = turned({corner.x * width / 2, corner.y * height / 2}, tilt_deg);
        contour.push_back({center.x + spot.x, center.y + spot.y});
    }
    return contour;
}

Contour smooth_contour(const Contour& points, int steps) {
    Contour contour;
    const auto n = points.size();
    for (std::size_t i = 0; i < n; ++i)
        for (int step = 0; step < steps; ++step)
            contour.push_back(on_spline(points[(i + n - 1) % n], points[i], points[(i + 1) % n], points[(i + 2) % n],
                                        static_cast<double>(step) / steps));
    return contour;
}

Contour band_contour(const Contour& points, double width, double end_width, int steps) {
    const Contour middle = open_curve(points, steps);
    Contour left;
    Contour right;
    for (std::size_t i = 0; i < middle.size(); ++i) {
        const Spot before = middle[i > 0 ? i - 1 : 0];
        const Spot after = middle[i + 1 < middle.size() ? i + 1 : i];
        const double length = std::hypot(after.x - before.x, after.y - before.y);
        if (length <= 0.0) continue;
        const double along = static_cast<double>(i) / static_cast<double>(middle.size() - 1);
        const double half = 0.5 * (end_width + (width - end_width) * std::sin(std::numbers::pi * along));
        const Spot normal{-(after.y - before.y) / length * half, (after.x - before.x) / length * half};
        left.push_back({middle[i].x + normal.x, middle[i].y + normal.y});
        right.push_back({middle[i].x - normal.x, middle[i].y - normal.y});
    }
    left.insert(left.end(), right.rbegin(), right.rend());
    return left;
}

Contour mirrored(const Contour& contour) {
    Contour other(contour.rbegin(), contour.rend());
    for (Spot& spot : other) spot.x = -spot.x;
    return other;
}

Contour shifted(Contour contour, double dx, double dy) {
    for (Spot& spot : contour) spot = {spot.x + dx, spot.y + dy};
    return contour;
}

Contour scaled(Contour contour, double factor, Spot center) {
    for (Spot& spot : contour)
        spot = {center.x + (spot.x - center.x) * factor, center.y + (spot.y - center.y) * factor};
    return contour;
}

Contour inset(const Contour& contour, double depth) {
    const double inward = signed_area(contour) < 0 ? -depth : depth;
    Contour inner;
    const auto n = contour.size();
    for (std::size_t i = 0; i < n; ++i) {
        const Spot before = contour[(i + n - 1) % n];
        const Spot after = contour[(i + 1) % n];
        const double length = std::max(1e-9, std::hypot(after.x - before.x, after.y - before.y));
        inner.push_back({contour[i].x - (after.y - before.y) / length * inward,
                         contour[i].y + (after.x - before.x) / length * inward});
    }
    return inner;
}

double signed_area(const Contour& contour) {
    double twice = 0.0;
    for (std::size_t i = 0, j = contour.size() - 1; i < contour.size(); j = i++)
        twice += contour[j].x * contour[i].y - contour[i].x * contour[j].y;
    return twice / 2;
}

bool holds(const Contour& contour, Spot spot) {
    bool inside = false;
    for (std::size_t i = 0, j = contour.size() - 1; i < contour.size(); j = i++) {
        const Spot a = contour[j];
        const Spot b = contour[i];
        if ((a.y > spot.y) != (b.y > spot.y) && spot.x < a.x + (spot.y - a.y) / (b.y - a.y) * (b.x - a.x))
            inside = !inside;
    }
    return inside;
}

double distance_to(const Contour& contour, Spot spot) {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0, j = contour.size() - 1; i < contour.size(); j = i++) {
        const Spot a = contour[j];
        const Spot d{contour[i].x - a.x, contour[i].y - a.y};
        const double length = std::max(1e-12, d.x * d.x + d.y * d.y);
        const double t = std::clamp(((spot.x - a.x) * d.x + (spot.y - a.y) * d.y) / length, 0.0, 1.0);
        const double dx = spot.x - a.x - t * d.x;
        const double dy = spot.y - a.y - t * d.y;
        least = std::min(least, dx * dx + dy * dy);
    }
    return std::sqrt(least);
}

}  // namespace collimate
