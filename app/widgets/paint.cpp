#include "app/widgets/paint.hpp"

#include <cmath>
#include <numbers>

#include "app/widgets/internal.hpp"

namespace collimate::ui {
namespace {
bool above_everything = false;
}

ImDrawList& canvas() { return above_everything ? *ImGui::GetForegroundDrawList() : *ImGui::GetWindowDrawList(); }

Overlay::Overlay(const Rect& clip) {
    above_everything = true;
    canvas().PushClipRect(ui::top_left(clip), bottom_right(clip));
}

Overlay::~Overlay() {
    canvas().PopClipRect();
    above_everything = false;
}

void fill(const Rect& rect, Color color, float radius) {
    if (!rect.empty()) canvas().AddRectFilled(top_left(rect), bottom_right(rect), color, radius);
}

void bordered(const Rect& rect, Color ground, Color edge, float radius, float line) {
    const float width = line > 0 ? line : hairline();
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
