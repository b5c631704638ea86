#pragma once

#include <optional>
#include <string_view>

#include "app/widgets/layout.hpp"
#include "app/widgets/theme.hpp"

namespace collimate::ui {

/// Between construction and destruction everything painted is cut to `view` and moved by what was scrolled: wheel, bar,
/// Page up and down, Home, End, and Tab to a control outside. The ground is the colour the cut edges fade into.
///
///     ScrollArea area(view, "areas", colors().surface);
///     Rect in = area.content();
///     ... take_top(in, row) ...
///     area.reaches(in.y0);
class ScrollArea {
public:
    ScrollArea(const Rect& view, std::string_view name, Color ground);
    ~ScrollArea();
    ScrollArea(const ScrollArea&) = delete;
    ScrollArea& operator=(const ScrollArea&) = delete;

    /// As wide as the view, its top where scrolling has put it, without end below. The bar lies over the view's right
    /// 0.88 em, so a page gives its whole width with the margin and insets this.
    [[nodiscard]] Rect content() const;
    [[nodiscard]] Rect view() const { return view_; }
    /// Bottom of what was drawn; the furthest counts.
    void reaches(float y);
    /// Pixels of content below the view, as of the last frame.
    [[nodiscard]] float below() const;
    /// Scrolls so that the stretch is in view, from the next frame on.
    void show(float top, float bottom);

private:
    Rect view_;
    unsigned id_;
    unsigned outer_;
    Color ground_;
    float bottom_;
};

}  // namespace collimate::ui
