#pragma once

#include <algorithm>
#include <initializer_list>
#include <vector>

namespace collimate::ui {

/// Screen pixels, y downwards.
struct Point {
    float x = 0, y = 0;
};

struct Rect {
    float x0 = 0, y0 = 0, x1 = 0, y1 = 0;

    [[nodiscard]] float width() const { return x1 - x0; }
    [[nodiscard]] float height() const { return y1 - y0; }
    [[nodiscard]] Point top_left() const { return {x0, y0}; }
    [[nodiscard]] Point centre() const { return {(x0 + x1) / 2, (y0 + y1) / 2}; }
    [[nodiscard]] Rect inset(float dx, float dy) const { return {x0 + dx, y0 + dy, x1 - dx, y1 - dy}; }
    [[nodiscard]] Rect inset(float d) const { return inset(d, d); }
    [[nodiscard]] Rect shifted(float dx, float dy) const { return {x0 + dx, y0 + dy, x1 + dx, y1 + dy}; }
    [[nodiscard]] bool contains(Point p) const { return p.x >= x0 && p.x < x1 && p.y >= y0 && p.y < y1; }
    [[nodiscard]] Rect meet(const Rect& o) const {
        return {std::max(x0, o.x0), std::max(y0, o.y0), std::min(x1, o.x1), std::min(y1, o.y1)};
    }
    [[nodiscard]] bool empty() const { return x1 <= x0 || y1 <= y0; }
};

[[nodiscard]] inline Rect at(Point p, float width, float height) { return {p.x, p.y, p.x + width, p.y + height}; }
/// A box of the given size in the middle of another.
[[nodiscard]] Rect centred(const Rect& in, float width, float height);

/// Cut a strip off one side of `rest`; `rest` keeps what lies beyond strip and gap.
Rect take_top(Rect& rest, float height, float gap = 0);
Rect take_bottom(Rect& rest, float height, float gap = 0);
Rect take_left(Rect& rest, float width, float gap = 0);
Rect take_right(Rect& rest, float width, float gap = 0);

/// Columns in proportion to `shares` with `gap` between them, on whole pixels, filling the width exactly.
[[nodiscard]] std::vector<Rect> columns(const Rect& in, std::initializer_list<float> shares, float gap);
[[nodiscard]] std::vector<Rect> columns(const Rect& in, int count, float gap);

/// How the layout gives way (look: section 6), from the window's size in em.
enum class Room { full, slim, one_column, compact };
[[nodiscard]] Room room(const Rect& window);
[[nodiscard]] float page_margin(Room room);  ///< pixels
[[nodiscard]] float rail_width(Room room);   ///< pixels; a session asks for Room::slim at least
inline constexpr float card_gap = 0.94f;     ///< em

}  // namespace collimate::ui
