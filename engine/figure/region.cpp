#include "engine/figure/region.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace collimate {

namespace {

constexpr int ellipse_corners = 96;

std::vector<Spot> outline_of(const Region& region) {
    const auto& s = region.spots;
    switch (region.shape) {
        case Region::Shape::polygon:
            return s;
        case Region::Shape::rectangle:
            return {s[0], {s[1].x, s[0].y}, s[1], {s[0].x, s[1].y}};
        case Region::Shape::ellipse:
            break;
    }
    std::vector<Spot> corners;
    for (int i = 0; i < ellipse_corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / ellipse_corners;
        corners.push_back({s[0].x + s[1].x * std::cos(angle), s[0].y + s[1].y * std::sin(angle)});
    }
    return corners;
}

/// Twice the signed area of the triangle.
double turn(Spot a, Spot b, Spot c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

bool cross(Spot a, Spot b, Spot c, Spot d) {
    return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

bool on_edge(Spot a, Spot b, Spot p) {
    constexpr double slack = 1e-12;
    return std::abs(turn(a, b, p)) < slack && p.x >= std::min(a.x, b.x) - slack && p.x <= std::max(a.x, b.x) + slack &&
           p.y >= std::min(a.y, b.y) - slack && p.y <= std::max(a.y, b.y) + slack;
}

/// Even-odd rule; edges belong to it.
bool polygon_holds(const std::vector<Spot>& corners, Spot p) {
    bool inside = false;
    for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
        const Spot a = corners[j];
        const Spot b = corners[i];
        if (on_edge(a, b, p)) return true;
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)) inside = !inside;
    }
    return inside;
}

/// Whether the boxes about two outlines keep apart: most pairs do, and need no closer look.
bool boxes_apart(const std::vector<Spot>& a, const std::vector<Spot>& b) {
    const auto by_x = [](Spot p, Spot q) { return p.x < q.x; };
    const auto by_y = [](Spot p, Spot q) { return p.y < q.y; };
    const auto [a_left, a_right] = std::minmax_element(a.begin(), a.end(), by_x);
    const auto [b_left, b_right] = std::minmax_element(b.begin(), b.end(), by_x);
    if (a_right->x < b_left->x || b_right->x < a_left->x) return true;
    const auto [a_top, a_bottom] = std::minmax_element(a.begin(), a.end(), by_y);
    const auto [b_top, b_bottom] = std::minmax_element(b.begin(), b.end(), by_y);
    return a_bottom->y < b_top->y || b_bottom->y < a_top->y;
}

}  // namespace

bool well_formed(const Region& region) {
    constexpr std::size_t most_corners = 200;
    const auto& s = region.spots;
    const bool polygon = region.shape == Region::Shape::polygon;
    if (polygon ? s.size() < 3 || s.size() > most_corners : s.size() != 2) return false;
    if (!std::all_of(s.begin(), s.end(), [](Spot p) { return std::isfinite(p.x) && std::isfinite(p.y); })) return false;
    if (region.shape == Region::Shape::ellipse && (s[1].x <= 0 || s[1].y <= 0)) return false;
    if (region.shape == Region::Shape::rectangle && (s[1].x <= s[0].x || s[1].y <= s[0].y)) return false;
    return area_of(region) > 0;
}

bool contains(const Region& region, Spot spot) {
    const auto& s = region.spots;
    switch (region.shape) {
        case Region::Shape::ellipse: {
            const double dx = (spot.x - s[0].x) / s[1].x;
            const double dy = (spot.y - s[0].y) / s[1].y;
            return dx * dx + dy * dy <= 1.0;
        }
        case Region::Shape::rectangle:
            return spot.x >= s[0].x && spot.x <= s[1].x && spot.y >= s[0].y && spot.y <= s[1].y;
        case Region::Shape::polygon:
            return polygon_holds(s, spot);
    }
    return false;
}

double area_of(const Region& region) {
    if (region.shape == Region::Shape::ellipse) return std::numbers::pi * region.spots[1].x * region.spots[1].y;
    const auto corners = outline_of(region);
    double twice = 0.0;
    for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++)
        twice += corners[j].x * corners[i].y - corners[i].x * corners[j].y;
    return std::abs(twice) / 2;
}

bool overlap(const Region& one, const Region& other) {
    const auto a = outline_of(one);
    const auto b = outline_of(other);
    if (boxes_apart(a, b)) return false;
    for (std::size_t i = 0, j = a.size() - 1; i < a.size(); j = i++)
        for (std::size_t k = 0, l = b.size() - 1; k < b.size(); l = k++)
            if (cross(a[j], a[i], b[l], b[k])) return true;
    // Without crossing edges one lies within the other, they touch at a corner, or they are apart.
    const auto holds = [](const Region& region, const std::vector<Spot>& corners) {
        return std::any_of(corners.begin(), corners.end(), [&](Spot s) { return contains(region, s); });
    };
    return holds(one, b) || holds(other, a);
}

bool within_picture(const Region& region) {
    const auto corners = outline_of(region);
    return std::all_of(corners.begin(), corners.end(),
                       [](Spot s) { return s.x >= 0 && s.x <= 1 && s.y >= 0 && s.y <= 1; });
}

Spot middle_of(const Region& region) {
    const auto corners = outline_of(region);
    Spot mean;
    for (const Spot s : corners) {
        mean.x += s.x / static_cast<double>(corners.size());
        mean.y += s.y / static_cast<double>(corners.size());
    }
    if (contains(region, mean)) return mean;
    // A bent polygon: the middle of its widest run along the level of some corner pair.
    Spot best = corners.front();
    double widest = -1.0;
    for (int row = 1; row < 64; ++row) {
        const auto [low, high] =
            std::minmax_element(corners.begin(), corners.end(), [](Spot p, Spot q) { return p.y < q.y; });
        const double y = low->y + (high->y - low->y) * row / 64.0;
        std::vector<double> crossings;
        for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++)
            if ((corners[i].y > y) != (corners[j].y > y))
                crossings.push_back(corners[j].x +
                                    (y - corners[j].y) / (corners[i].y - corners[j].y) * (corners[i].x - corners[j].x));
        std::sort(crossings.begin(), crossings.end());
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
            if (crossings[i + 1] - crossings[i] > widest) {
                widest = crossings[i + 1] - crossings[i];
                best = {(crossings[i] + crossings[i + 1]) / 2, y};
            }
    }
    return best;
}

}  // namespace collimate
