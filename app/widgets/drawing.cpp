#include "app/widgets/drawing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "app/widgets/internal.hpp"
#include "app/widgets/picture.hpp"

namespace collimate::ui {
namespace {

Color ink_color(Ink ink) {
    const Palette& c = colors();
    switch (ink) {
        case Ink::line:
            return c.text;
        case Ink::muted:
            return c.muted;
        case Ink::accent:
            return c.accent;
        case Ink::tissue:
            return mix(c.surface, c.bad, 0.62f);
        case Ink::bone:
            return mix(c.surface, c.text, 0.55f);
        case Ink::beam:
            return c.warn;
    }
    return c.text;
}

std::vector<Point> points_of(std::span<const Spot> spots, const Rect& picture) {
    std::vector<Point> points;
    points.reserve(spots.size() + 1);
    for (const Spot& spot : spots) points.push_back(point_at(picture, spot));
    return points;
}

float turn(Point a, Point b, Point c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

float signed_area(std::span<const Point> corners) {
    float area = 0;
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Point a = corners[i];
        const Point b = corners[(i + 1) % corners.size()];
        area += a.x * b.y - b.x * a.y;
    }
    return area;
}

bool holds(Point a, Point b, Point c, Point p) {
    return turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0;
}

/// An ear can be cut off: it turns the right way and no other corner lies in it.
bool is_ear(std::span<const Point> corners, const std::vector<unsigned>& left, std::size_t i) {
    const std::size_t n = left.size();
    const unsigned before = left[(i + n - 1) % n], here = left[i], after = left[(i + 1) % n];
    if (turn(corners[before], corners[here], corners[after]) <= 0) return false;
    return std::none_of(left.begin(), left.end(), [&](unsigned other) {
        return other != before && other != here && other != after &&
               holds(corners[before], corners[here], corners[after], corners[other]);
    });
}

/// Triangles by cutting ears (Meisters, Am Math Monthly 82, 1975); corners clockwise on the screen.
std::vector<unsigned> triangles_of(std::span<const Point> corners) {
    std::vector<unsigned> left(corners.size());
    for (unsigned i = 0; i < left.size(); ++i) left[i] = i;
    std::vector<unsigned> triangles;
    while (left.size() > 2) {
        std::size_t ear = 0;
        while (ear < left.size() && !is_ear(corners, left, ear)) ++ear;
        if (ear == left.size()) ear = 0;  // corners on one line: cut anywhere
        const std::size_t n = left.size();
        triangles.insert(triangles.end(), {left[(ear + n - 1) % n], left[ear], left[(ear + 1) % n]});
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(ear));
    }
    return triangles;
}

void draw_stroke(const Stroke& stroke, const Rect& picture) {
    std::vector<Point> points = points_of(stroke.spots, picture);
    if (points.size() < 2) return;
    const Color ink = ink_color(stroke.ink);
    if (stroke.filled && stroke.closed && points.size() > 2)
        fill_shape(points, mix(colors().surface, ink, mode() == Mode::dark ? 0.34f : 0.22f));
    if (stroke.width <= 0) return;
    if (stroke.closed) points.push_back(points.front());
    const float line = std::max(hairline(), static_cast<float>(stroke.width) * picture.width());
    if (stroke.dashed)
        dashed(points, line, ink, em(0.47f), em(0.35f));
    else
        polyline(points, line, ink);
}

/// The face nearest in size that is not larger than asked for; never below the smallest we set.
Face face_for(float height) {
    Face best = Face::small;
    for (const Face face : {Face::body, Face::heading, Face::title})
        if (size_of(face) <= height * 1.06f) best = face;
    return best;
}

void draw_label(const Label& label, const Rect& picture) {
    const Face face = face_for(static_cast<float>(label.size) * picture.width());
    const Point middle = point_at(picture, label.at);
    const float width = text_width(face, label.text);
    text({middle.x - width / 2, middle.y - size_of(face) / 2}, face, ink_color(label.ink), label.text);
}

/// On the black ground of a picture the bright colors of the dark theme serve in both.
Color bright(Tone tone) {
    const Palette& c = palette(Mode::dark);
    switch (tone) {
        case Tone::good:
            return c.good;
        case Tone::bad:
            return c.bad;
        case Tone::warn:
            return c.warn;
        case Tone::accent:
            return c.accent;
        case Tone::neutral:
            break;
    }
    return c.exhibit_text;
}

void cased_line(std::span<const Point> points, Color color) {
    polyline(points, em(0.29f), with_alpha(colors().exhibit, 0.65f));
    polyline(points, em(0.12f), color);
}

Icon sign_of(Tone tone) {
    if (tone == Tone::good) return Icon::right;
    return tone == Tone::bad ? Icon::wrong : Icon::none;
}

/// Words on their own dark ground, kept within the room where they would leave it.
void tag(Point middle_top, const Rect& room, std::string_view words, Tone tone) {
    if (words.empty()) return;
    const Icon sign = sign_of(tone);
    const float left = sign == Icon::none ? em(0.41f) : em(1.41f);
    const float width = left + std::ceil(text_width(Face::small_medium, words)) + em(0.41f);
    const float height = em(1.29f);
    const Rect within = room.inset(em(0.24f));
    const Point corner{
        std::clamp(std::floor(middle_top.x - width / 2), within.x0, std::max(within.x0, within.x1 - width)),
        std::clamp(std::floor(middle_top.y), within.y0, std::max(within.y0, within.y1 - height))};
    const Rect box = at(corner, width, height);
    fill(box, with_alpha(colors().exhibit, 0.78f), em(Radius::cell));
    if (sign != Icon::none) icon({box.x0 + em(0.76f), box.centre().y}, sign, bright(tone), Face::icon_small);
    text_in({box.x0 + left, box.y0, box.x1, box.y1}, Face::small_medium, bright(tone), words);
}

}  // namespace

void fill_shape(std::span<const Point> corners, Color color) {
    if (corners.size() < 3) return;
    std::vector<Point> clockwise(corners.begin(), corners.end());
    if (signed_area(clockwise) < 0) std::reverse(clockwise.begin(), clockwise.end());
    const std::vector<unsigned> triangles = triangles_of(clockwise);
    ImDrawList& list = canvas();
    list.PrimReserve(static_cast<int>(triangles.size()), static_cast<int>(clockwise.size()));
    const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
    const unsigned first = list._VtxCurrentIdx;
    for (const unsigned corner : triangles) list.PrimWriteIdx(static_cast<ImDrawIdx>(first + corner));
    for (const Point& point : clockwise) list.PrimWriteVtx(vec(point), white, color);
    clockwise.push_back(clockwise.front());
    polyline(clockwise, hairline(), color);  // smooths the edge
}

void draw_drawing(const Drawing& drawing, const Rect& picture) {
    for (const Stroke& stroke : drawing.strokes) draw_stroke(stroke, picture);
    for (const Label& label : drawing.labels) draw_label(label, picture);
}

void draw_region(const Region& region, const Rect& picture, const Rect& room, std::string_view words, Tone tone) {
    if (!well_formed(region)) return;
    std::vector<Spot> corners = region.spots;
    if (region.shape == Region::Shape::rectangle)
        corners = {corners[0], {corners[1].x, corners[0].y}, corners[1], {corners[0].x, corners[1].y}};
    if (region.shape == Region::Shape::ellipse) {
        constexpr int pieces = 72;
        const Spot middle = region.spots[0];
        corners.clear();
        for (int i = 0; i < pieces; ++i) {
            const double angle = 2 * std::numbers::pi * i / pieces;
            corners.push_back(
                {middle.x + region.spots[1].x * std::cos(angle), middle.y + region.spots[1].y * std::sin(angle)});
        }
    }
    std::vector<Point> points = points_of(corners, picture);
    points.push_back(points.front());
    cased_line(points, bright(tone));
    const auto lowest = std::max_element(points.begin(), points.end(), [](Point a, Point b) { return a.y < b.y; });
    tag({point_at(picture, middle_of(region)).x, lowest->y + em(0.24f)}, room, words, tone);
}

void draw_mark(Point place, const Rect& room, std::string_view words, Tone tone) {
    const float inner = em(0.29f);
    const float outer = em(0.94f);
    for (const Point way : {Point{1, 0}, Point{-1, 0}, Point{0, 1}, Point{0, -1}}) {
        const std::array<Point, 2> arm{
            {{place.x + way.x * inner, place.y + way.y * inner}, {place.x + way.x * outer, place.y + way.y * outer}}};
        cased_line(arm, bright(tone));
    }
    ring(place, em(0.59f), em(0.24f), with_alpha(colors().exhibit, 0.65f));
    ring(place, em(0.59f), em(0.12f), bright(tone));
    tag({place.x, place.y - outer - em(1.41f)}, room, words, tone);
}

}  // namespace collimate::ui
