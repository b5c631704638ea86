#pragma once

#include <span>

#include "app/widgets/layout.hpp"
#include "app/widgets/theme.hpp"
#include "app/widgets/type.hpp"

namespace collimate::ui {

/// Radii of the design language, in em.
struct Radius {
    static constexpr float card = 0.59f, button = 0.47f, badge = 0.41f, cell = 0.29f, dense_cell = 0.18f, modal = 0.82f;
};

void fill(const Rect& rect, Color color, float radius = 0);
/// Two fills, edge colour then ground: no halo at the corners. `line` in pixels, 0 for a hairline.
void bordered(const Rect& rect, Color ground, Color edge, float radius, float line = 0);
/// Outline only, `gap` pixels outside the rectangle.
void outline(const Rect& rect, Color color, float radius, float line, float gap = 0);
void hairline_across(float x0, float x1, float y, Color color);
void hairline_down(float x, float y0, float y1, Color color);
void disc(Point centre, float radius, Color color);
void ring(Point centre, float radius, float line, Color color);
/// Angles in radians, clockwise from the right; round caps when asked.
void arc(Point centre, float radius, float from, float to, float line, Color color, bool round_caps);
void polyline(std::span<const Point> points, float line, Color color);
/// `on` and `off` in pixels along the line.
void dashed(std::span<const Point> points, float line, Color color, float on, float off);
void triangle(Point a, Point b, Point c, Color color);
/// From `top` to `bottom` colour, for the fade at a cut edge.
void fade(const Rect& rect, Color top, Color bottom);
/// Soft shadow of stacked fills: `spread` and `down` in pixels, `strength` 0 to 1.
void shadow(const Rect& rect, float radius, float spread, float down, float strength);
/// Icon centred by its own box, not by its advance.
void icon(Point centre, Icon sign, Color color, Face size = Face::icon);

/// Everything painted within is cut to the rectangle.
class Clip {
public:
    explicit Clip(const Rect& rect);
    ~Clip();
    Clip(const Clip&) = delete;
    Clip& operator=(const Clip&) = delete;
};

/// What is left of the current clip.
[[nodiscard]] Rect clip();

}  // namespace collimate::ui
