#include "app/widgets/paint.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/widgets/internal.hpp"

namespace collimate::ui {
namespace {

bool above_everything = false;

bool whole(float length) { return std::floor(length) == length; }

/// Whether a rounded rectangle falls apart into plain ones and its corners without a seam: on whole pixels only, and
/// not where Dear ImGui would take a smaller radius.
bool comes_apart(const Rect& rect, float radius) {
    return whole(rect.x0) && whole(rect.y0) && whole(rect.x1) && whole(rect.y1) && whole(radius) && radius >= 1 &&
           2 * radius + 2 <= std::min(rect.width(), rect.height());
}

/// The corners of a rounded rectangle, each a quarter of a disc.
void corners(const Rect& rect, Color color, float radius) {
    const Rect centres = rect.inset(radius);
    const auto quarter = [&](float x, float y, int from) {  // in twelfths of a circle, clockwise from the right
        canvas().PathArcToFast({x, y}, radius, from, from + 3);
        canvas().PathLineTo({x, y});
        canvas().PathFillConvex(color);
    };
    quarter(centres.x1, centres.y1, 0);
    quarter(centres.x0, centres.y1, 3);
    quarter(centres.x0, centres.y0, 6);
    quarter(centres.x1, centres.y0, 9);
}

/// What of a rounded rectangle an opaque one, smaller by `width` on each side, leaves to be seen, and little more.
void rim(const Rect& rect, Color color, float radius, float width) {
    corners(rect, color, radius);
    const Rect inside = rect.inset(width);
    fill({rect.x0 + radius, rect.y0, rect.x1 - radius, inside.y0}, color);
    fill({rect.x0 + radius, inside.y1, rect.x1 - radius, rect.y1}, color);
    fill({rect.x0, rect.y0 + radius, inside.x0, rect.y1 - radius}, color);
    fill({inside.x1, rect.y0 + radius, rect.x1, rect.y1 - radius}, color);
}

}  // namespace

ImDrawList& canvas() { return above_everything ? *ImGui::GetForegroundDrawList() : *ImGui::GetWindowDrawList(); }

Overlay::Overlay(const Rect& clip) {
    above_everything = true;
    canvas().PushClipRect(ui::top_left(clip), bottom_right(clip));
}

Overlay::~Overlay() {
    canvas().PopClipRect();
    above_everything = false;
}

// One shape of many corners is a fan of long thin triangles, which cost a software renderer more than the plain
// rectangles and small corners it is made of here.
void fill(const Rect& rect, Color color, float radius) {
    if (rect.empty()) return;
    if (!comes_apart(rect, radius)) return canvas().AddRectFilled(top_left(rect), bottom_right(rect), color, radius);
    corners(rect, color, radius);
    fill({rect.x0 + radius, rect.y0, rect.x1 - radius, rect.y0 + radius}, color);
    fill({rect.x0, rect.y0 + radius, rect.x1, rect.y1 - radius}, color);
    fill({rect.x0 + radius, rect.y1 - radius, rect.x1 - radius, rect.y1}, color);
}

void bordered(const Rect& rect, Color ground, Color edge, float radius, float line) {
    const float width = line > 0 ? line : hairline();
    const bool covers = ground >> 24 == 0xFF && whole(width) && width <= radius;
    if (covers && comes_apart(rect, radius))
        rim(rect, edge, radius, width);
    else
        fill(rect, edge, radius);
    fill(rect.inset(width), ground, std::max(radius - width, 0.0f));
}

void outline(const Rect& rect, Color color, float radius, float line, float gap) {
    const Rect path = rect.inset(-(gap + line / 2));
    canvas().AddRect(top_left(path), bottom_right(path), color, radius + gap + line / 2, 0, line);
}

void hairline_across(float x0, float x1, float y, Color color) {
    const float top = std::floor(y);
    fill({std::floor(x0), top, std::floor(x1), top + hairline()}, color);
}

void hairline_down(float x, float y0, float y1, Color color) {
    const float left = std::floor(x);
    fill({left, std::floor(y0), left + hairline(), std::floor(y1)}, color);
}

void disc(Point centre, float radius, Color color) { canvas().AddCircleFilled(vec(centre), radius, color); }

void ring(Point centre, float radius, float line, Color color) {
    canvas().AddCircle(vec(centre), radius, color, 0, line);
}

void arc(Point centre, float radius, float from, float to, float line, Color color, bool round_caps) {
    if (to <= from) return;
    const int segments = std::max(6, static_cast<int>((to - from) * radius / 3.0f));
    canvas().PathArcTo(vec(centre), radius, from, to, segments);
    canvas().PathStroke(color, 0, line);
    if (!round_caps) return;
    for (const float angle : {from, to})
        disc({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)}, line / 2, color);
}

void polyline(std::span<const Point> points, float line, Color color) {
    for (const Point& point : points) canvas().PathLineTo(vec(point));
    canvas().PathStroke(color, 0, line);
}

void dashed(std::span<const Point> points, float line, Color color, float on, float off) {
    float travelled = 0;  // along the current dash and gap
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Point a = points[i - 1];
        const Point b = points[i];
        const float length = std::hypot(b.x - a.x, b.y - a.y);
        const auto along = [&](float d) {
            return ImVec2(a.x + (b.x - a.x) * d / length, a.y + (b.y - a.y) * d / length);
        };
        for (float d = 0; d < length;) {
            const bool drawn = travelled < on;
            const float step = std::max(std::min((drawn ? on : on + off) - travelled, length - d), 0.01f);
            if (drawn) canvas().AddLine(along(d), along(d + step), color, line);
            d += step;
            travelled = travelled + step >= on + off - 0.005f ? 0 : travelled + step;
        }
    }
}

void triangle(Point a, Point b, Point c, Color color) { canvas().AddTriangleFilled(vec(a), vec(b), vec(c), color); }

void fade(const Rect& rect, Color top, Color bottom) {
    canvas().AddRectFilledMultiColor(top_left(rect), bottom_right(rect), top, top, bottom, bottom);
}

void shadow(const Rect& rect, float radius, float spread, float down, float strength) {
    constexpr int steps = 12;
    const float each = 1.0f - std::pow(1.0f - strength, 1.0f / steps);
    for (int step = steps; step > 0; --step) {
        const float share = static_cast<float>(step) / steps;
        const float grow = spread * share * share;
        fill(rect.inset(-grow).shifted(0, down), with_alpha(rgb(0x000000), each), radius + grow);
    }
}

void icon(Point centre, Icon sign, Color color, Face size) {
    if (sign == Icon::none) return;
    ImFont* face = font(size);
    const ImFontGlyph* glyph = face->FindGlyph(static_cast<ImWchar>(sign));
    if (!glyph) return;
    const ImVec2 origin(std::floor(centre.x - (glyph->X0 + glyph->X1) / 2 + 0.5f),
                        std::floor(centre.y - (glyph->Y0 + glyph->Y1) / 2 + 0.5f));
    face->RenderChar(&canvas(), face->FontSize, origin, color, static_cast<ImWchar>(sign));
}

Clip::Clip(const Rect& rect) { ImGui::PushClipRect(top_left(rect), bottom_right(rect), true); }
Clip::~Clip() { ImGui::PopClipRect(); }

Rect clip() {
    const ImVec2 low = canvas().GetClipRectMin();
    const ImVec2 high = canvas().GetClipRectMax();
    return {low.x, low.y, high.x, high.y};
}

}  // namespace collimate::ui
