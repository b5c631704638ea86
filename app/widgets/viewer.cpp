#include "app/widgets/viewer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "app/widgets/drawing.hpp"
#include "app/widgets/internal.hpp"

namespace collimate::ui {
namespace {

constexpr float tool_row = 2.35f;  // em, its gap above included
constexpr float loop_row = 2.35f;
constexpr float tool_side = 2.0f;
constexpr float zoom_step = 1.25f;
constexpr double fine_step = 0.005;  // of the picture, for the cursor
constexpr double coarse_step = 0.05;
constexpr double longest_gap_ms = 250;  // a frame after a sleep does not make a loop jump
constexpr std::array<double, 4> speeds{0.25, 0.5, 1, 2};

bool is_loop(const Figure& figure) { return figure.frames > 1 && figure.frame_ms > 0; }

GrayWindow window_of(const Figure& figure, const ViewerState& state) {
    return state.window.value_or(opening_window(figure));
}

Shown shown_of(const Figure& figure, const ViewerState& state, const Rect& picture) {
    const float pixels = static_cast<float>(figure.width) / std::max(picture.width(), 1.0f);
    return {.frame = std::clamp(state.place.frame, 0, std::max(figure.frames - 1, 0)),
            .window = window_of(figure, state),
            .inverted = state.inverted,
            .shrink = std::max(1, static_cast<int>(std::lround(pixels)))};
}

// What the person does.

void zoom_to(ViewerState& state, float zoom) {
    state.zoom = std::clamp(zoom, 1.0f, farthest_zoom);
    if (state.zoom == 1) state.middle = {0.5, 0.5};
}

/// Zooms so that what is under the pointer stays there.
void zoom_at(ViewerState& state, const Rect& picture, const Rect& room, Point pointer, float factor) {
    const Spot held = spot_at(picture, pointer);
    const float before = state.zoom;
    zoom_to(state, state.zoom * factor);
    const float scale = state.zoom / before;
    const Point middle = room.centre();
    state.middle = {held.x - static_cast<double>((pointer.x - middle.x) / (picture.width() * scale)),
                    held.y - static_cast<double>((pointer.y - middle.y) / (picture.height() * scale))};
    state.middle = {std::clamp(state.middle.x, 0.0, 1.0), std::clamp(state.middle.y, 0.0, 1.0)};
}

void pan(ViewerState& state, const Rect& picture, float dx, float dy) {
    if (state.zoom <= 1) return;
    const double half = 0.5 / static_cast<double>(state.zoom);
    const auto moved = [&](double at, float by, float size) {
        return std::clamp(at - static_cast<double>(by / std::max(size, 1.0f)), half, 1 - half);
    };
    state.middle = {moved(state.middle.x, dx, picture.width()), moved(state.middle.y, dy, picture.height())};
}

bool same_window(const GrayWindow& a, const GrayWindow& b) { return a.center == b.center && a.width == b.width; }

/// The figure's windows; the one it opens with goes by its name where it is one of the named ones.
std::vector<GrayWindow> presets_of(const Figure& figure) {
    std::vector<GrayWindow> presets = figure.windows;
    const bool named_too = presets.size() > 1 && presets.front().name.empty() &&
                           std::any_of(presets.begin() + 1, presets.end(),
                                       [&](const GrayWindow& other) { return same_window(other, presets.front()); });
    if (named_too) presets.erase(presets.begin());
    for (GrayWindow& preset : presets)
        if (preset.name.empty()) preset.name = "Standard";
    return presets;
}

/// Index among the presets; -1 for a window of one's own.
int preset_in_force(const std::vector<GrayWindow>& presets, const Figure& figure, const ViewerState& state) {
    const GrayWindow now = window_of(figure, state);
    for (std::size_t i = 0; i < presets.size(); ++i)
        if (same_window(presets[i], now)) return static_cast<int>(i);
    return -1;
}

/// The preset after the one in force; from a window of one's own to the first.
void next_preset(const Figure& figure, ViewerState& state) {
    const std::vector<GrayWindow> presets = presets_of(figure);
    if (presets.empty()) return;
    const int next = preset_in_force(presets, figure, state) + 1;
    state.window = presets[static_cast<std::size_t>(next) % presets.size()];
}

void step_frame(const Figure& figure, ViewerState& state, int by) {
    state.playing = false;
    state.place = {.frame = (state.place.frame + by + figure.frames) % figure.frames};
}

void change_speed(ViewerState& state, int by) {
    const auto now = std::find(speeds.begin(), speeds.end(), state.speed) - speeds.begin();
    state.speed = speeds[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(now + by, 0, speeds.size() - 1))];
}

void run_loop(const Figure& figure, ViewerState& state) {
    if (!state.playing) return;
    const double ms = std::min(1000.0 * static_cast<double>(ImGui::GetIO().DeltaTime), longest_gap_ms);
    state.place = advanced(figure, state.place, ms, state.speed);
    wake_in((figure.frame_ms - state.place.left_ms) / state.speed / 1000);
}

struct Mouse {
    Point at, moved;
    float wheel = 0;
    bool ctrl = false;
};

Mouse mouse() {
    const ImGuiIO& io = ImGui::GetIO();
    return {{io.MousePos.x, io.MousePos.y}, {io.MouseDelta.x, io.MouseDelta.y}, io.MouseWheel, io.KeyCtrl};
}

/// The tool of the left button. A press that hardly moved is a click.
void drag_left(const Figure& figure, ViewerState& state, const Rect& picture, const ViewerLook& look) {
    const Mouse now = mouse();
    const bool began = ImGui::IsItemActivated();
    switch (state.tool) {
        case DragTool::window:
            state.window = dragged(figure, window_of(figure, state), now.moved.x, now.moved.y);
            break;
        case DragTool::measure: {
            const Spot spot = spot_at(picture, now.at);
            const Spot kept{std::clamp(spot.x, 0.0, 1.0), std::clamp(spot.y, 0.0, 1.0)};
            if (began || !state.measured)
                state.measured = Segment{kept, kept};
            else
                state.measured->to = kept;
            break;
        }
        case DragTool::pan:
            if (!began && (!look.asks_mark || state.zoom > 1)) pan(state, picture, now.moved.x, now.moved.y);
            break;
    }
}

/// Where the mouse let go of the picture without having dragged it.
bool clicked_in_place(const Touch& touch) {
    const float most = em(0.35f);
    return touch.clicked && ImGui::IsMouseReleased(0) && ImGui::GetIO().MouseDragMaxDistanceSqr[0] <= most * most;
}

void turn_wheel(ViewerState& state, const Rect& picture, const Rect& room, bool large) {
    const Mouse now = mouse();
    if (now.wheel == 0 || (!large && !now.ctrl)) return;
    zoom_at(state, picture, room, now.at, std::pow(zoom_step, now.wheel));
    ImGui::GetIO().MouseWheel = 0;  // the page stays still
}

void set_mark(ViewerState& state, Spot spot, ViewerEvent& event) {
    if (!within(spot)) return;
    state.mark = spot;
    state.cursor.reset();
    event.marked = event.touched = true;
}

void handle_mouse(const Rect& room, const Rect& picture, const Figure& figure, ViewerState& state,
                  const ViewerLook& look, const Touch& touch, ViewerEvent& event) {
    if (ImGui::IsItemActive()) {
        event.touched = true;
        drag_left(figure, state, picture, look);
    }
    if (look.asks_mark && state.tool != DragTool::measure && clicked_in_place(touch) && room.contains(mouse().at))
        set_mark(state, spot_at(picture, mouse().at), event);
    if (touch.hovered && figure.is_gray() && ImGui::IsMouseClicked(1)) state.windowing = event.touched = true;
    if (!ImGui::IsMouseDown(1)) state.windowing = false;
    if (state.windowing) state.window = dragged(figure, window_of(figure, state), mouse().moved.x, mouse().moved.y);
    if (touch.hovered) turn_wheel(state, picture, room, look.large);
}

/// Arrows with and without Shift, in the order they are asked for.
std::optional<Spot> arrow_step() {
    for (const bool coarse : {false, true}) {
        const double step = coarse ? coarse_step : fine_step;
        if (take(Chord{.key = Key::left, .shift = coarse})) return Spot{-step, 0};
        if (take(Chord{.key = Key::right, .shift = coarse})) return Spot{step, 0};
        if (take(Chord{.key = Key::up, .shift = coarse})) return Spot{0, -step};
        if (take(Chord{.key = Key::down, .shift = coarse})) return Spot{0, step};
    }
    return std::nullopt;
}

/// Hot spot: the arrows move a cursor, Enter or Space sets the mark there. A mark that stands leaves Enter to the page.
void move_cursor(ViewerState& state, ViewerEvent& event) {
    if (const auto step = arrow_step()) {
        const Spot from = state.cursor.value_or(state.mark.value_or(Spot{0.5, 0.5}));
        state.cursor = Spot{std::clamp(from.x + step->x, 0.0, 1.0), std::clamp(from.y + step->y, 0.0, 1.0)};
        event.touched = true;
    }
    if (state.cursor && (take(Key::enter) || take(Key::space))) set_mark(state, *state.cursor, event);
}

void handle_focused_keys(const Rect& picture, ViewerState& state, const ViewerLook& look, ViewerEvent& event) {
    if (look.asks_mark) return move_cursor(state, event);
    if (state.zoom <= 1) return;
    if (const auto step = arrow_step())
        pan(state, picture, static_cast<float>(-step->x) * picture.width() * 2,
            static_cast<float>(-step->y) * picture.height() * 2);
}

void toggle_tool(ViewerState& state, DragTool tool) {
    state.tool = state.tool == tool ? DragTool::pan : tool;
    if (tool == DragTool::measure) state.measured.reset();
}

void handle_keys(const Figure& figure, ViewerState& state) {
    if (figure.is_gray()) {
        if (take(Key::i)) state.inverted = !state.inverted;
        if (take(Key::v)) next_preset(figure, state);
        if (take(Key::w)) toggle_tool(state, DragTool::window);
    }
    if (figure.mm_per_pixel && take(Key::l)) toggle_tool(state, DragTool::measure);
    if (take(Key::plus)) zoom_to(state, state.zoom * zoom_step);
    if (take(Key::minus)) zoom_to(state, state.zoom / zoom_step);
    if (take(Key::d0)) zoom_to(state, 1);
    if (!is_loop(figure)) return;
    if (take(Key::space)) state.playing = !state.playing;
    if (take(Key::comma)) step_frame(figure, state, -1);
    if (take(Key::period)) step_frame(figure, state, 1);
    if (take(Chord{.key = Key::comma, .shift = true})) change_speed(state, -1);
    if (take(Chord{.key = Key::period, .shift = true})) change_speed(state, 1);
}

// What it looks like.

/// On the black of a picture: light words with a dark edge, so that they read on any gray.
void over_text(const Rect& box, std::string_view words, Align align) {
    const Palette& c = colors();
    for (const Point by : {Point{1, 1}, Point{-1, 1}, Point{1, -1}, Point{-1, -1}})
        text_in(box.shifted(by.x, by.y), Face::small, with_alpha(c.exhibit, 0.55f), words, align);
    text_in(box, Face::small, c.exhibit_text, words, align);
}

std::string speed_words(double speed) {
    if (speed == 0.25) return "\u00BC\u00D7";
    if (speed == 0.5) return "\u00BD\u00D7";
    return speed == 2 ? "2\u00D7" : "1\u00D7";
}

std::string zoom_words(float zoom) {
    std::array<char, 16> words{};
    std::snprintf(words.data(), words.size(), "%.1f\u00D7", static_cast<double>(zoom));
    return words.data();
}

std::string frame_words(const Figure& figure, const ViewerState& state) {
    return std::to_string(state.place.frame + 1) + " of " + std::to_string(figure.frames);
}

bool tells_window(const Figure& figure, const ViewerState& state) {
    return figure.is_gray() && (!figure.unit.empty() || state.window.has_value());
}

void draw_overlay(const Rect& room, const Rect& picture, const Figure& figure, const ViewerState& state,
                  const ViewerLook& look, bool hovered) {
    Rect in = room.inset(em(0.65f), em(0.47f));
    const float line = em(1.06f);
    Rect top = take_top(in, line);
    Rect bottom = take_bottom(in, line);
    std::string right = is_loop(figure) && !look.tools ? frame_words(figure, state) : "";
    if (state.zoom > 1) right += (right.empty() ? "" : "   ") + zoom_words(state.zoom);
    over_text(take_right(top, std::ceil(text_width(Face::small, right)) + 1, em(0.94f)), right, Align::right);
    over_text(top, look.title, Align::left);
    const auto value = hovered ? value_at(figure, state.place.frame, spot_at(picture, mouse().at)) : std::nullopt;
    const std::string words = value ? value_words(figure, *value) : "";
    over_text(take_right(bottom, std::ceil(text_width(Face::small, words)) + 1, em(0.94f)), words, Align::right);
    if (tells_window(figure, state))
        over_text(bottom, window_words(window_of(figure, state)) + (state.inverted ? "  inverted" : ""), Align::left);
}

void draw_measured(const Rect& picture, const Figure& figure, const Segment& segment) {
    const Palette& bright = palette(Mode::dark);
    const std::array<Point, 2> ends{point_at(picture, segment.from), point_at(picture, segment.to)};
    polyline(ends, em(0.24f), with_alpha(colors().exhibit, 0.65f));
    polyline(ends, em(0.12f), bright.warn);
    for (const Point& end : ends) disc(end, em(0.24f), bright.warn);
    const auto length = length_mm(figure, segment);
    if (!length || *length <= 0) return;
    std::array<char, 32> words{};
    std::snprintf(words.data(), words.size(), *length < 100 ? "%.1f\u00A0mm" : "%.0f\u00A0mm", *length);
    const float width = std::ceil(text_width(Face::small_medium, words.data())) + em(0.82f);
    const Point corner{std::floor((ends[0].x + ends[1].x) / 2 + em(0.59f)),
                       std::floor((ends[0].y + ends[1].y) / 2 - em(1.53f))};
    const Rect box = at(corner, width, em(1.29f));
    fill(box, with_alpha(colors().exhibit, 0.78f), em(Radius::cell));
    text_in(box, Face::small_medium, bright.warn, words.data(), Align::centre);
}

/// The ground of a picture is black in both themes; a drawing stands on the surface in the theme's own colors.
void draw_picture(const Rect& room, const Rect& picture, const Figure& figure, const ViewerState& state) {
    const Palette& c = colors();
    const bool drawn = figure.drawing && !figure.is_gray() && !figure.is_color();
    if (drawn)
        bordered(room, c.surface, c.line, em(Radius::card));
    else
        fill(room, c.exhibit, em(Radius::card));
    if (figure.is_gray() || figure.is_color())
        image_in(room, picture, state.texture->of(figure, shown_of(figure, state, picture)), em(Radius::card));
    const Clip cut(room.inset(hairline()));
    if (figure.drawing) draw_drawing(*figure.drawing, picture);
}

void draw_marks(const Rect& room, const Rect& picture, const Figure& figure, const ViewerState& state,
                const ViewerLook& look) {
    for (const NotedRegion& noted : look.regions) draw_region(noted.region, picture, room, noted.words, noted.tone);
    if (state.measured) draw_measured(picture, figure, *state.measured);
    if (state.mark) draw_mark(point_at(picture, *state.mark), room, look.mark_words, look.mark_tone);
    if (look.asks_mark && state.cursor) draw_mark(point_at(picture, *state.cursor), room, "", Tone::warn);
}

// The rows below the picture.

struct ToolKey {
    std::string_view name;
    Icon icon;
    Key key;
};

bool tool_button(const Rect& rect, std::string_view name, Icon sign, Key key, bool on) {
    const Palette& c = colors();
    const Touch touch = control(
        rect, {.name = name, .kind = "tool", .radius = em(Radius::button), .chosen = on, .value = on ? "on" : ""});
    if (on)
        fill(rect, c.accent_soft, em(Radius::button));
    else if (touch.hovered)
        fill(rect, mix(c.canvas, c.text, touch.held ? Tint::pressed : Tint::hover), em(Radius::button));
    icon(rect.centre(), sign, on ? c.accent : c.muted, Face::icon_small);
    tooltip_over(rect, std::string(name) + ", " + caption({key}));
    return touch.clicked;
}

/// The parts of the row in the order they go when room is short: zoom first; presets shrink to one button.
struct ToolPlan {
    bool zoom = true, measure = true, window = true, described = true, invert = true;
    bool all_presets = true, preset = true;
};

float presets_width(const Figure& figure) {
    float width = 0;
    for (const GrayWindow& preset : presets_of(figure)) width += text_width(Face::small_medium, preset.name) + em(1.3f);
    return std::ceil(width) + em(0.36f);
}

float preset_button_width(const Figure& figure) {
    float width = text_width(Face::small_medium, "Own window");
    for (const GrayWindow& preset : presets_of(figure))
        width = std::max(width, text_width(Face::small_medium, preset.name));
    return std::ceil(width) + em(1.18f);
}

float width_of(const ToolPlan& plan, const Figure& figure) {
    const float side = em(tool_side);
    float width = side;  // magnify
    if (plan.preset) width += (plan.all_presets ? presets_width(figure) : preset_button_width(figure)) + em(0.47f);
    for (const bool shown : {plan.window, plan.invert, plan.measure, plan.described})
        if (shown) width += side;
    return width + (plan.zoom ? 3 * side : 0);
}

ToolPlan plan_tools(const Figure& figure, const ViewerLook& look, float room) {
    ToolPlan plan{.measure = figure.mm_per_pixel.has_value(),
                  .window = figure.is_gray(),
                  .described = !look.alt.empty(),
                  .invert = figure.is_gray(),
                  .preset = figure.is_gray() && presets_of(figure).size() > 1};
    for (bool* part : {&plan.all_presets, &plan.zoom, &plan.preset, &plan.measure, &plan.window})
        if (width_of(plan, figure) > room) *part = false;
    return plan;
}

void draw_presets(Rect& row, const Figure& figure, ViewerState& state, bool all) {
    const std::vector<GrayWindow> presets = presets_of(figure);
    const int now = preset_in_force(presets, figure, state);
    if (!all) {
        const std::string name = now < 0 ? "Own window" : presets[static_cast<std::size_t>(now)].name;
        const Rect place = take_left(row, preset_button_width(figure), em(0.47f));
        const Touch touch =
            control(place, {.name = "Preset", .kind = "tool", .radius = em(Radius::button), .value = name});
        const Palette& c = colors();
        const Color ground = touch.hovered ? mix(c.surface, c.text, Tint::hover) : c.surface;
        bordered(centred(place, place.width(), em(1.76f)), ground, mix(c.line, c.edge, 0.45f), em(Radius::button));
        text_in(place, Face::small_medium, c.text, name, Align::centre);
        tooltip_over(place, "Next preset of the window, V");
        if (touch.clicked) next_preset(figure, state);
        return;
    }
    std::vector<std::string_view> labels;
    for (const GrayWindow& preset : presets) labels.push_back(preset.name);
    const Rect place = take_left(row, presets_width(figure), em(0.47f));
    const auto chosen = segmented(centred(place, place.width(), em(1.88f)), "Window preset", labels, now, Face::small);
    if (chosen) state.window = presets[static_cast<std::size_t>(*chosen)];
}

void draw_zoom_tools(Rect& row, ViewerState& state) {
    const float side = em(tool_side);
    if (tool_button(take_left(row, side), "Zoom out", Icon::zoom_out, Key::minus, false))
        zoom_to(state, state.zoom / zoom_step);
    if (tool_button(take_left(row, side), "Fit", Icon::fit, Key::d0, false)) zoom_to(state, 1);
    if (tool_button(take_left(row, side), "Zoom in", Icon::magnify, Key::plus, false))
        zoom_to(state, state.zoom * zoom_step);
}

void draw_describe(const Rect& place, ViewerState& state, const ViewerLook& look) {
    const Palette& c = colors();
    const Touch touch = control(place, {.name = "Describe",
                                        .kind = "tool",
                                        .radius = em(Radius::button),
                                        .chosen = state.described,
                                        .value = look.alt});
    if (state.described || touch.hovered)
        fill(place, state.described ? c.accent_soft : mix(c.canvas, c.text, Tint::hover), em(Radius::button));
    icon(place.centre(), Icon::describe, state.described ? c.accent : c.muted, Face::icon_small);
    tooltip_over(place, look.alt);
    if (touch.clicked) state.described = !state.described;
}

void draw_tools(Rect row, const Figure& figure, ViewerState& state, const ViewerLook& look, ViewerEvent& event) {
    const ToolPlan plan = plan_tools(figure, look, row.width());
    const Group group("tools", Arrows::horizontal, Stops::one);
    row.y0 += em(tool_row - tool_side);
    const float side = em(tool_side);
    if (plan.preset) draw_presets(row, figure, state, plan.all_presets);
    if (plan.window &&
        tool_button(take_left(row, side), "Window by drag", Icon::window, Key::w, state.tool == DragTool::window))
        toggle_tool(state, DragTool::window);
    if (plan.invert && tool_button(take_left(row, side), "Invert", Icon::invert, Key::i, state.inverted))
        state.inverted = !state.inverted;
    if (plan.measure &&
        tool_button(take_left(row, side), "Measure length", Icon::measure, Key::l, state.tool == DragTool::measure))
        toggle_tool(state, DragTool::measure);
    if (plan.zoom) draw_zoom_tools(row, state);
    if (tool_button(take_right(row, side), look.large ? "Back to the question" : "Magnify",
                    look.large ? Icon::fit : Icon::full_size, Key::m, false))
        event.magnify = true;
    if (plan.described) draw_describe(take_right(row, side), state, look);
}

void draw_loop(Rect row, const Figure& figure, ViewerState& state) {
    const Group group("loop", Arrows::horizontal);
    row.y0 += em(loop_row - tool_side);
    const float side = em(tool_side);
    if (tool_button(take_left(row, side), state.playing ? "Pause" : "Play", state.playing ? Icon::pause : Icon::play,
                    Key::space, false))
        state.playing = !state.playing;
    if (tool_button(take_left(row, side), "Frame back", Icon::step_back, Key::comma, false))
        step_frame(figure, state, -1);
    if (tool_button(take_left(row, side, em(0.47f)), "Frame on", Icon::step_on, Key::period, false))
        step_frame(figure, state, 1);
    const Rect speed = take_right(row, em(2.35f), em(0.47f));
    const Touch touch = control(
        speed, {.name = "Speed", .kind = "tool", .radius = em(Radius::button), .value = speed_words(state.speed)});
    if (touch.hovered) fill(speed, mix(colors().canvas, colors().text, Tint::hover), em(Radius::button));
    text_in(speed, Face::small_medium, colors().muted, speed_words(state.speed), Align::centre);
    tooltip_over(speed, "Speed of the loop, Shift , and Shift .");
    if (touch.clicked) state.speed = state.speed >= speeds.back() ? speeds.front() : state.speed * 2;
    const auto frame = slider(row, "Frame", static_cast<float>(state.place.frame), 0,
                              static_cast<float>(figure.frames - 1), 1, frame_words(figure, state));
    if (!frame) return;
    state.playing = false;
    state.place = {.frame = static_cast<int>(std::lround(*frame))};
}

float rows_height(const Figure& figure, bool tools) {
    return (is_loop(figure) && tools ? em(loop_row) : 0) + (tools ? em(tool_row) : 0);
}

std::string spoken(const Figure& figure, const ViewerState& state, const ViewerLook& look) {
    std::string words(look.alt);
    if (figure.is_gray()) words += "; " + window_words(window_of(figure, state));
    if (is_loop(figure)) words += "; frame " + frame_words(figure, state);
    return words;
}

}  // namespace

FrameTexture::~FrameTexture() { release(texture_); }

Texture FrameTexture::of(const Figure& figure, const Shown& shown) {
    if (lives(texture_) && figure_ == &figure && shown_ == shown) return texture_;
    paint_pixels(figure, shown, pixels_);
    renew(texture_, pixels_.rgba, pixels_.width, pixels_.height);
    figure_ = &figure;
    shown_ = shown;
    return texture_;
}

float viewer_height(const Figure& figure, float width, float most, bool tools) {
    const float shape = static_cast<float>(std::max(figure.height, 1)) / static_cast<float>(std::max(figure.width, 1));
    return std::min(std::ceil(width * shape), most) + rows_height(figure, tools);
}

ViewerEvent viewer(const Rect& rect, const Figure& figure, ViewerState& state, const ViewerLook& look) {
    ViewerEvent event;
    const Scope scope(look.name);
    Rect room = rect;
    const Rect tools = take_bottom(room, look.tools ? em(tool_row) : 0);
    const Rect loop = take_bottom(room, look.tools && is_loop(figure) ? em(loop_row) : 0);
    Rect picture = placed(figure, room, state.zoom, state.middle);
    const Touch touch = control(room, {.name = look.name,
                                       .kind = "picture",
                                       .radius = em(Radius::card),
                                       .pressed_by = PressedBy::nothing,
                                       .value = spoken(figure, state, look)});
    handle_mouse(room, picture, figure, state, look, touch, event);
    if (touch.focused) handle_focused_keys(picture, state, look, event);
    if (look.takes_keys) handle_keys(figure, state);
    if (is_loop(figure)) run_loop(figure, state);
    picture = placed(figure, room, state.zoom, state.middle);
    draw_picture(room, picture, figure, state);
    {
        const Clip cut(room);
        draw_marks(room, picture, figure, state, look);
        draw_overlay(room, picture, figure, state, look, touch.hovered);
    }
    if (!look.tools) return event;
    if (is_loop(figure)) draw_loop(loop, figure, state);
    draw_tools(tools, figure, state, look, event);
    return event;
}

void thumbnail(const Rect& rect, const Figure& figure, FrameTexture& texture) {
    const Rect picture = placed(figure, rect, 1, {0.5, 0.5});
    fill(rect, figure.is_gray() || figure.is_color() ? colors().exhibit : colors().surface, em(Radius::cell));
    const Clip cut(rect);
    const ViewerState plain{.measured = std::nullopt, .texture = nullptr};
    if (figure.is_gray() || figure.is_color())
        image_in(rect, picture, texture.of(figure, shown_of(figure, plain, picture)), em(Radius::cell));
    if (!figure.drawing) return;
    for (const Stroke& stroke : figure.drawing->strokes) draw_drawing({.strokes = {stroke}, .labels = {}}, picture);
}

void viewer_waiting(const Rect& rect, const ViewerLook& look, ViewerState& state) {
    constexpr double patience = 0.3;  // seconds before anything is said
    constexpr double turn_seconds = 1.4;
    const Palette& c = colors();
    control(rect, {.name = look.name,
                   .kind = "picture",
                   .radius = em(Radius::card),
                   .pressed_by = PressedBy::nothing,
                   .value = look.alt});
    fill(rect, c.exhibit, em(Radius::card));
    wake_in(1.0 / 30);
    const double now = ImGui::GetTime();
    if (!state.waiting_since) state.waiting_since = now;
    if (now - *state.waiting_since < patience) return;
    const Point middle = rect.centre();
    const double turned = std::fmod(now, turn_seconds) / turn_seconds * 2 * 3.14159265;
    const auto from = static_cast<float>(turned);
    ring({middle.x, middle.y - em(1.18f)}, em(0.94f), em(0.18f), mix(c.exhibit, c.exhibit_text, 0.25f));
    arc({middle.x, middle.y - em(1.18f)}, em(0.94f), from, from + 1.7f, em(0.18f), c.exhibit_text, true);
    text_in({rect.x0, middle.y + em(0.29f), rect.x1, middle.y + em(1.59f)}, Face::small, c.exhibit_text,
            "The picture is being computed", Align::centre);
}

float viewer_fault_height(const ViewerLook& look, std::string_view fault, float width) {
    const float words = width - 2 * em(1.18f);
    return 2 * em(1.18f) + em(1.88f) + measure(fault, small_reading(), words).height +
           (look.alt.empty() ? 0 : em(0.71f) + measure(look.alt, body_reading(), words).height);
}

void viewer_fault(const Rect& rect, const ViewerLook& look, std::string_view fault) {
    const Palette& c = colors();
    control(rect, {.name = look.name,
                   .kind = "picture",
                   .radius = em(Radius::card),
                   .pressed_by = PressedBy::nothing,
                   .value = look.alt});
    bordered(rect, c.surface, c.line, em(Radius::card));
    Rect in = rect.inset(em(1.18f));
    const Rect head = take_top(in, em(1.41f), em(0.47f));
    icon({head.x0 + em(0.5f), head.centre().y}, Icon::warning, c.warn);
    text_in({head.x0 + em(1.53f), head.y0, head.x1, head.y1}, Face::body_bold, c.text, "This picture cannot be shown");
    in.y0 += paragraph(in.top_left(), in.width(), fault, small_reading(), c.muted) + em(0.71f);
    if (!look.alt.empty()) paragraph(in.top_left(), in.width(), look.alt, body_reading(), c.text);
}

std::span<const ViewerKey> viewer_keys() {
    static constexpr std::array<ViewerKey, 9> keys{{{"M", "picture in the whole window, and back"},
                                                    {"+, \u2212, 0", "picture larger, smaller, fitted"},
                                                    {"V", "next window preset"},
                                                    {"W", "window by drag (or the right button)"},
                                                    {"I", "invert"},
                                                    {"L", "measure a length"},
                                                    {"Space", "loop: play or pause"},
                                                    {", and .", "loop: frame back, frame on"},
                                                    {"Shift , and .", "loop: slower, faster"}}};
    return keys;
}

}  // namespace collimate::ui
