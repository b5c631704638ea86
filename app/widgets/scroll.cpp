#include "app/widgets/scroll.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/focus_state.hpp"
#include "app/widgets/internal.hpp"
#include "app/widgets/keys.hpp"
#include "app/widgets/paint.hpp"

namespace collimate::ui {
namespace {

struct Place {
    float offset = 0;   ///< whole pixels hidden above
    float height = 0;   ///< of the content, last frame
    float grabbed = 0;  ///< offset when the bar was taken
    bool under_mouse = false, held = false;
};

Kept<unsigned, Place>& places() {
    static Kept<unsigned, Place> all;
    return all;
}

float furthest(const Place& place, const Rect& view) { return std::max(0.0f, place.height - view.height()); }

void by_wheel(Place& place, const Rect& view) {
    ImGuiIO& io = ImGui::GetIO();
    const bool over = view.contains({io.MousePos.x, io.MousePos.y}) &&
                      ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
    if (!over || io.MouseWheel == 0 || furthest(place, view) == 0) return;
    place.offset -= std::round(io.MouseWheel * em(3.9f));
    io.MouseWheel = 0;  // an area around this one stays still
}

void by_keys(Place& place, const Rect& view) {
    if (furthest(place, view) == 0) return;
    if (take(Key::page_down)) place.offset += std::round(view.height() * 0.85f);
    if (take(Key::page_up)) place.offset -= std::round(view.height() * 0.85f);
    if (take(Key::down)) place.offset += em(3.9f);
    if (take(Key::up)) place.offset -= em(3.9f);
    if (take(Key::home)) place.offset = 0;
    if (take(Key::end)) place.offset = furthest(place, view);
}

void bring(Place& place, const Rect& view, float top, float bottom) {
    const float air = em(0.94f);
    if (top - air < view.y0)
        place.offset -= view.y0 - top + air;
    else if (bottom + air > view.y1)
        place.offset += std::min(bottom + air - view.y1, top - air - view.y0);
}

void fades(const Place& place, const Rect& view, Color ground) {
    const float height = em(0.82f);
    if (place.offset > 0) fade({view.x0, view.y0, view.x1, view.y0 + height}, ground, with_alpha(ground, 0));
    if (place.offset < furthest(place, view))
        fade({view.x0, view.y1 - height, view.x1, view.y1}, with_alpha(ground, 0), ground);
}

float bar_length(const Place& place, const Rect& view) {
    return std::max(em(1.5f), (view.height() - 2 * em(0.29f)) * view.height() / place.height);
}

Rect bar_rect(const Place& place, const Rect& view) {
    const float length = bar_length(place, view);
    const float track = view.height() - 2 * em(0.29f);
    const float top = view.y0 + em(0.29f) + (track - length) * place.offset / furthest(place, view);
    return {view.x1 - em(0.88f), top, view.x1, top + length};
}

/// Before the content, so that the bar and not a row under it gets the mouse.
void move_by_bar(Place& place, const Rect& view) {
    place.under_mouse = place.held = false;
    if (furthest(place, view) == 0) return;
    const Touch touch =
        control(bar_rect(place, view),
                {.name = "scrollbar", .kind = "scrollbar", .stop = false, .pressed_by = PressedBy::nothing});
    place.under_mouse = touch.hovered;
    place.held = ImGui::IsItemActive();
    if (ImGui::IsItemActivated()) place.grabbed = place.offset;
    if (!place.held) return;
    const float travel = std::max(view.height() - 2 * em(0.29f) - bar_length(place, view), 1.0f);
    const float moved = place.grabbed + ImGui::GetMouseDragDelta(0, 0).y * furthest(place, view) / travel;
    place.offset = std::round(std::clamp(moved, 0.0f, furthest(place, view)));
}

void paint_bar(const Place& place, const Rect& view, Color ground) {
    if (furthest(place, view) == 0) return;
    const bool wide = place.under_mouse || place.held;
    const float width = em(wide ? 0.71f : 0.29f);
    const float right = view.x1 - em(wide ? 0.08f : 0.29f);
    const Rect bar = bar_rect(place, view);
    fill({right - width, bar.y0, right, bar.y1}, mix(ground, colors().edge, place.held ? 0.9f : 0.6f), width / 2);
}

}  // namespace

ScrollArea::ScrollArea(const Rect& view, std::string_view name, Color ground)
    : view_(view),
      id_(ImGui::GetID(name.data(), name.data() + name.size())),
      outer_(scroll_area()),
      ground_(ground),
      bottom_(view.y0) {
    Place& place = places()[id_];
    place.offset = std::round(std::clamp(place.offset, 0.0f, furthest(place, view)));
    ImGui::PushID(static_cast<int>(id_));
    ImGui::PushClipRect(top_left(view), bottom_right(view), true);
    enter_scroll_area(id_);
    move_by_bar(place, view);
}

ScrollArea::~ScrollArea() {
    Place& place = places()[id_];
    place.height = std::max(0.0f, bottom_ + place.offset - view_.y0);
    if (const auto wish = take_reveal_in(id_)) bring(place, view_, wish->y0, wish->y1);
    leave_scroll_area(outer_);
    by_wheel(place, view_);
    if (!covered()) by_keys(place, view_);
    fades(place, view_, ground_);
    place.offset = std::clamp(place.offset, 0.0f, furthest(place, view_));
    paint_bar(place, view_, ground_);
    ImGui::PopClipRect();
    ImGui::PopID();
}

Rect ScrollArea::content() const {
    const float top = view_.y0 - places()[id_].offset;
    return {view_.x0, top, view_.x1, top + 1e6f};
}

void ScrollArea::reaches(float y) { bottom_ = std::max(bottom_, y); }

float ScrollArea::below() const {
    const Place& place = places()[id_];
    return furthest(place, view_) - place.offset;
}

void ScrollArea::show(float top, float bottom) { bring(places()[id_], view_, top, bottom); }

}  // namespace collimate::ui
