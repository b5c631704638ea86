#include "app/widgets/focus.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "app/widgets/controls.hpp"
#include "app/widgets/focus_state.hpp"
#include "app/widgets/image.hpp"
#include "app/widgets/internal.hpp"
#include "app/widgets/keys.hpp"
#include "app/widgets/paint.hpp"
#include "app/widgets/recorder.hpp"

namespace collimate::ui {
namespace {

/// One control in drawing order, which is the order of Tab.
struct Entry {
    unsigned id = 0, group = 0, area = 0;
    Rect rect, clip;
    float radius = 0;
    Arrows arrows = Arrows::vertical;
    Stops stops = Stops::each;
    PressedBy pressed_by = PressedBy::enter_or_space;
    int layer = 0;
    bool stop = true, chosen = false, ring = true;
};

struct State {
    std::vector<Entry> drawn;     // by this frame so far
    std::vector<Entry> previous;  // by the last whole frame
    unsigned focus = 0;
    bool ring = false;  // the keyboard moved last
    unsigned pressed = 0;
    unsigned arrived = 0;                // focused by the keyboard this frame
    unsigned field = 0;                  // the text field being edited
    unsigned reveal = 0;                 // to be scrolled into view
    std::string wanted;                  // by name, see focus_on
    std::vector<unsigned> before_layer;  // focus to return to
    int layer = 0, top_layer = 0, highest = 0;
    bool editing = false, editing_next = false;
    unsigned group = 0, area = 0;
    Arrows arrows = Arrows::vertical;
    Stops stops = Stops::each;
    std::vector<std::string> scopes;
    std::optional<double> wake;
    Recorder* recorder = nullptr;
    unsigned session = 0;
};
State state;

bool reachable(const Entry& entry) { return entry.stop && entry.layer == state.top_layer; }

const Entry* focused_entry() {
    for (const Entry& entry : state.previous)
        if (entry.id == state.focus && reachable(entry)) return &entry;
    return nullptr;
}

void move_to(const Entry& entry) {
    if (state.editing) ImGui::ClearActiveID();
    state.focus = state.arrived = state.reveal = entry.id;
    state.ring = true;
}

/// A group with one stop is entered at its chosen member, else at its first.
const Entry& door(const Entry& entry) {
    if (entry.group == 0 || entry.stops == Stops::each) return entry;
    for (const Entry& other : state.previous)
        if (other.group == entry.group && reachable(other) && other.chosen) return other;
    for (const Entry& other : state.previous)
        if (other.group == entry.group && reachable(other)) return other;
    return entry;
}

void step(int direction) {
    std::vector<const Entry*> stops;
    for (const Entry& entry : state.previous)
        if (reachable(entry)) stops.push_back(&entry);
    if (stops.empty()) return;
    const int count = static_cast<int>(stops.size());
    int at = direction > 0 ? -1 : count;
    for (int i = 0; i < count; ++i)
        if (stops[static_cast<std::size_t>(i)]->id == state.focus) at = i;
    const Entry* here = at >= 0 && at < count ? stops[static_cast<std::size_t>(at)] : nullptr;
    for (int tries = 0; tries < count; ++tries) {
        at = (at + direction + count) % count;
        const Entry* next = stops[static_cast<std::size_t>(at)];
        const bool same_stop = here && here->group != 0 && here->group == next->group && next->stops == Stops::one;
        if (!same_stop) return move_to(door(*next));
    }
}

/// The nearest member of the group in a direction; off-axis distance weighs more.
void walk(const Entry& from, float dx, float dy) {
    const Entry* best = nullptr;
    float nearest = 0;
    for (const Entry& entry : state.previous) {
        if (entry.group != from.group || entry.id == from.id || !reachable(entry)) continue;
        const Point a = from.rect.centre();
        const Point b = entry.rect.centre();
        const float along = (b.x - a.x) * dx + (b.y - a.y) * dy;
        const float across = std::abs((b.x - a.x) * dy) + std::abs((b.y - a.y) * dx);
        if (along <= 0.5f) continue;
        const float distance = along + 3 * across;
        if (best && distance >= nearest) continue;
        best = &entry;
        nearest = distance;
    }
    if (best) move_to(*best);
}

void walk_by_arrows(const Entry& from) {
    if (from.group == 0 || state.editing) return;
    if (from.arrows != Arrows::horizontal) {
        if (take_raw({Key::up})) walk(from, 0, -1);
        if (take_raw({Key::down})) walk(from, 0, 1);
    }
    if (from.arrows != Arrows::vertical) {
        if (take_raw({Key::left})) walk(from, -1, 0);
        if (take_raw({Key::right})) walk(from, 1, 0);
    }
}

void press_by_keys(const Entry& entry) {
    if (state.editing || entry.pressed_by == PressedBy::nothing) return;
    const bool space = take_raw({Key::space});
    const bool enter = entry.pressed_by == PressedBy::enter_or_space && take_raw({Key::enter});
    if (space || enter) state.pressed = entry.id;
}

void read_keyboard() {
    state.pressed = state.arrived = 0;
    while (take_raw({Key::tab})) step(1);
    while (take_raw({Key::tab, false, true})) step(-1);
    const Entry* entry = focused_entry();
    if (!entry || !state.ring || state.arrived != 0) return;
    walk_by_arrows(*entry);
    if (state.arrived == 0) press_by_keys(*entry);
}

void draw_ring() {
    if (!state.ring) return;
    for (const Entry& entry : state.drawn) {
        if (entry.id != state.focus || !entry.ring || entry.layer != state.highest) continue;
        const Rect near_clip = entry.clip.inset(-em(0.42f));
        const Overlay overlay(near_clip);
        outline(entry.rect, colors().accent, entry.radius, em(0.12f), em(0.12f));
        return;
    }
}

std::string scope_path() {
    std::string path;
    for (const std::string& scope : state.scopes) path += (path.empty() ? "" : "/") + scope;
    return path;
}

void note(const Rect& rect, const Control& what, const Touch& touch) {
    if (!state.recorder) return;
    state.recorder->controls.push_back({std::string(what.name), std::string(what.kind), scope_path(),
                                        std::string(what.value), rect, clip(), state.layer, what.enabled, what.chosen,
                                        touch.focused});
}

Touch touch_by_mouse(const Rect& rect, const Control& what, unsigned id) {
    Touch touch;
    if (rect.empty()) return touch;
    ImGui::SetCursorScreenPos(top_left(rect));
    ImGui::PushID(static_cast<int>(id));
    const bool clicked = ImGui::InvisibleButton("##hit", {rect.width(), rect.height()});
    ImGui::PopID();
    touch.hovered = what.enabled && ImGui::IsItemHovered();
    touch.held = what.enabled && ImGui::IsItemActive() && touch.hovered;
    touch.clicked = what.enabled && clicked;
    if (touch.clicked) {
        state.focus = what.stop ? id : state.focus;
        state.ring = false;
    }
    return touch;
}

}  // namespace

Touch control(const Rect& rect, const Control& what) {
    const unsigned id = ImGui::GetID(what.name.data(), what.name.data() + what.name.size());
    if (!state.wanted.empty() && state.wanted == what.name && what.enabled) {
        state.focus = state.arrived = state.reveal = id;
        state.ring = true;
        state.wanted.clear();
        wake_in(0);
    }
    Touch touch = touch_by_mouse(rect, what, id);
    touch.clicked = touch.clicked || (what.enabled && state.pressed == id);
    const bool caret = state.editing_next && state.field == id;
    touch.focused = what.enabled && state.focus == id && (state.ring || caret);
    if (what.enabled)
        state.drawn.push_back({id, state.group, state.area, rect, clip(), what.radius, state.arrows, state.stops,
                               what.pressed_by, state.layer, what.stop, what.chosen, what.ring});
    note(rect, what, touch);
    return touch;
}

Scope::Scope(std::string_view name) {
    state.scopes.emplace_back(name);
    ImGui::PushID(name.data(), name.data() + name.size());
}
Scope::~Scope() {
    ImGui::PopID();
    state.scopes.pop_back();
}

Group::Group(std::string_view name, Arrows arrows, Stops stops)
    : outer_(state.group), outer_arrows_(state.arrows), outer_stops_(state.stops) {
    state.group = ImGui::GetID(name.data(), name.data() + name.size());
    state.arrows = arrows;
    state.stops = stops;
}
Group::~Group() {
    state.group = outer_;
    state.arrows = outer_arrows_;
    state.stops = outer_stops_;
}

void focus_on(std::string_view name) {
    state.wanted = name;
    wake_in(0);
}
void clear_focus() {
    state.focus = 0;
    state.ring = false;
}

void reset_focus() { state = {.recorder = state.recorder, .session = state.session + 1}; }

Rect begin_frame(Ground ground) {
    state.previous = std::move(state.drawn);
    state.drawn.clear();
    state.top_layer = state.highest;
    state.highest = state.layer = 0;
    state.editing = std::exchange(state.editing_next, false);
    state.wake.reset();
    if (state.recorder) *state.recorder = {.top_layer = state.top_layer};
    begin_keys();
    release_left();
    if (ImGui::IsMouseClicked(0)) state.ring = false;
    read_keyboard();
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
    ImGui::Begin("##page", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoScrollWithMouse);
    ImGui::PopStyleVar();
    const Rect window{0, 0, size.x, size.y};
    if (ground == Ground::painted) fill(window, colors().canvas);
    return window;
}

void end_frame() {
    draw_ring();
    draw_tooltip();
    ImGui::End();
    if (state.recorder) state.recorder->top_layer = state.highest;
    if (state.highest < state.top_layer && !state.before_layer.empty()) {
        state.focus = state.before_layer.back();
        state.before_layer.pop_back();
    }
}

void wake_in(double seconds) { state.wake = std::min(state.wake.value_or(seconds), seconds); }
std::optional<double> next_wake() { return state.wake; }
bool editing() { return state.editing; }
bool covered() { return state.layer < state.top_layer; }

void listen(Recorder* recorder) { state.recorder = recorder; }
Recorder* listener() { return state.recorder; }

unsigned session() { return state.session; }

void enter_scroll_area(unsigned id) { state.area = id; }
void leave_scroll_area(unsigned outer) { state.area = outer; }
unsigned scroll_area() { return state.area; }

std::optional<Rect> take_reveal_in(unsigned area) {
    if (state.reveal == 0) return std::nullopt;
    for (const Entry& entry : state.drawn) {
        if (entry.id != state.reveal || entry.area != area) continue;
        state.reveal = 0;
        return entry.rect;
    }
    return std::nullopt;
}

void enter_layer(bool opened) {
    ++state.layer;
    state.highest = std::max(state.highest, state.layer);
    if (opened) state.before_layer.push_back(state.focus);
}
void leave_layer() { --state.layer; }

namespace {
unsigned id_of(std::string_view name) { return ImGui::GetID(name.data(), name.data() + name.size()); }
}  // namespace

bool just_focused(std::string_view name) {
    return (state.arrived != 0 && state.arrived == id_of(name)) || (!state.wanted.empty() && state.wanted == name);
}
bool field_active(std::string_view name) { return state.editing && state.field == id_of(name); }

void note_field(std::string_view name, bool active) {
    if (!active) return;
    state.field = id_of(name);
    state.editing_next = true;
    if (state.arrived != 0 && state.arrived != state.field) return;
    state.focus = state.field;
}

}  // namespace collimate::ui
