#include "app/widgets/controls.hpp"

#include <cmath>
#include <utility>

#include "app/widgets/internal.hpp"

namespace collimate::ui {
namespace {

struct ButtonColors {
    Color ground, edge, ink;
    Color sign;  ///< of icon and keycap
    bool has_ground = true;
};

ButtonColors colors_at_rest(ButtonKind kind, bool chosen) {
    const Palette& c = colors();
    const Color edge = mix(c.line, c.edge, 0.45f);
    switch (kind) {
        case ButtonKind::primary:
            return {c.accent, c.accent, c.on_accent, c.on_accent};
        case ButtonKind::danger:
            return {c.bad, c.bad, c.on_bad, c.on_bad};
        case ButtonKind::danger_outline:
            return {c.surface, c.bad, c.bad, c.bad};
        case ButtonKind::ghost:
            if (chosen) return {c.bad_soft, c.bad_soft, c.bad, c.bad};
            return {c.surface, c.surface, c.text, c.muted, false};
        case ButtonKind::secondary:
            break;
    }
    return {c.surface, edge, c.text, c.text};
}

/// Hover and pressed deepen the ground towards the text colour; nothing moves.
ButtonColors colors_of(ButtonKind kind, const ButtonLook& look, const Touch& touch) {
    const Palette& c = colors();
    if (!look.enabled) return {c.sunken, c.sunken, c.edge, c.edge, kind != ButtonKind::ghost};
    ButtonColors now = colors_at_rest(kind, look.chosen);
    const float depth = touch.held ? Tint::pressed : touch.hovered ? Tint::hover : 0.0f;
    if (depth == 0.0f) return now;
    const bool filled = now.edge == now.ground;
    now.ground = mix(now.ground, c.text, depth);
    if (filled) now.edge = now.ground;
    now.has_ground = true;
    return now;
}

constexpr float icon_gap = 0.47f;
constexpr float icon_room = 0.94f;

float content_width(std::string_view label, const ButtonLook& look, Face face) {
    float width = text_width(face, label);
    if (look.icon != Icon::none) width += em(icon_room) + em(icon_gap);
    if (look.icon_right != Icon::none) width += em(0.8f) + em(icon_gap);
    if (look.key && look.show_key) width += em(icon_gap) + keycap_width(caption(*look.key));
    return width;
}

Face button_face(ButtonKind kind, const ButtonLook& look) {
    return kind == ButtonKind::ghost && look.icon != Icon::none && !look.chosen ? Face::body : Face::body_bold;
}

void paint_label(const Rect& rect, std::string_view label, const ButtonLook& look, Face face,
                 const ButtonColors& shown) {
    const float middle = (rect.y0 + rect.y1) / 2;
    float x = std::floor(rect.centre().x - content_width(label, look, face) / 2);
    x = std::max(x, rect.x0 + em(0.3f));
    if (look.icon != Icon::none) {
        icon({x + em(icon_room / 2), middle}, look.icon, shown.sign, Face::icon_small);
        x += em(icon_room) + em(icon_gap);
    }
    const float width = std::min(text_width(face, label), rect.x1 - x);
    text_in({x, rect.y0, x + std::ceil(width), rect.y1}, face, shown.ink, label);
    x += width + em(icon_gap);
    if (look.icon_right != Icon::none) {
        icon({x + em(0.4f), middle}, look.icon_right, shown.ink);
        x += em(0.8f) + em(icon_gap);
    }
    if (look.key && look.show_key) keycap({x, middle}, caption(*look.key), shown.ground, shown.sign);
}

}  // namespace

float button_width(std::string_view label, const ButtonLook& look) {
    return std::ceil(content_width(label, look, Face::body_bold)) + em(1.88f);
}

bool button(const Rect& rect, std::string_view label, ButtonKind kind, const ButtonLook& look) {
    const float radius = em(Radius::button);
    Touch touch = control(
        rect, {.name = label, .kind = "button", .radius = radius, .enabled = look.enabled, .chosen = look.chosen});
    const ButtonColors shown = colors_of(kind, look, touch);
    if (shown.has_ground) bordered(rect, shown.ground, shown.edge, radius);
    paint_label(rect, label, look, button_face(kind, look), shown);
    if (!look.enabled && !look.reason.empty()) tooltip_over(rect, look.reason);
    if (look.enabled && !look.tooltip.empty()) tooltip_over(rect, look.tooltip);
    return touch.clicked || (look.enabled && look.key && take(*look.key));
}

bool icon_button(const Rect& rect, std::string_view name, Icon sign, std::optional<Chord> key, bool enabled) {
    const Palette& c = colors();
    const Touch touch =
        control(rect, {.name = name, .kind = "button", .radius = em(Radius::button), .enabled = enabled});
    if (touch.hovered) fill(rect, mix(c.surface, c.text, touch.held ? Tint::pressed : Tint::hover), em(Radius::button));
    icon(rect.centre(), sign, enabled ? c.muted : c.edge);
    tooltip_over(rect, key ? std::string(name) + ", " + caption(*key) : std::string(name));
    return touch.clicked || (enabled && key && take(*key));
}

float link_width(std::string_view label, Icon right) {
    return text_width(Face::small_medium, label) + (right == Icon::none ? 0 : em(1.0f));
}

bool link(Point top_left, std::string_view label, Icon right) {
    const float width = link_width(label, right);
    const Rect words = at(top_left, std::ceil(width), size_of(Face::small_medium));
    const Touch touch =
        control(words.inset(-em(0.18f), -em(0.24f)), {.name = label, .kind = "link", .radius = em(0.29f)});
    const Color ink = touch.hovered ? mix(colors().accent, colors().text, 0.35f) : colors().accent;
    text(top_left, Face::small_medium, ink, label);
    if (touch.hovered) hairline_across(words.x0, words.x0 + text_width(Face::small_medium, label), words.y1, ink);
    if (right != Icon::none) icon({words.x1 - em(0.3f), words.centre().y}, right, ink, Face::icon_small);
    return touch.clicked;
}

float keycap_width(std::string_view label) {
    return std::max(em(1.29f), std::ceil(text_width(Face::small, label)) + em(0.65f));
}

float keycap(Point centre_left, std::string_view label, Color ground, Color ink) {
    const float width = keycap_width(label);
    const float height = em(1.29f);
    const Rect box = at({std::floor(centre_left.x), std::floor(centre_left.y - height / 2)}, width, height);
    bordered(box, ground, mix(ground, ink, 0.45f), em(0.35f));
    text_in(box, Face::small, ink, label, Align::centre);
    return width;
}

namespace {

Face bold_of(Face face) { return face == Face::body ? Face::body_bold : Face::small_medium; }

/// Widths in proportion to the labels in their wider, chosen face.
std::vector<Rect> parts_of(const Rect& rect, std::span<const std::string_view> labels, Face face) {
    float total = 0;
    for (const std::string_view label : labels) total += text_width(bold_of(face), label);
    const float extra = (rect.width() - total) / static_cast<float>(labels.size());
    std::vector<Rect> parts;
    float x = rect.x0;
    for (const std::string_view label : labels) {
        const float width = text_width(bold_of(face), label) + extra;
        parts.push_back({std::round(x), rect.y0, std::round(x + width), rect.y1});
        x += width;
    }
    return parts;
}

}  // namespace

float segmented_width(std::span<const std::string_view> labels, Face face) {
    float total = 0;
    for (const std::string_view label : labels) total += std::ceil(text_width(bold_of(face), label)) + em(1.65f);
    return total;
}

std::optional<int> segmented(const Rect& rect, std::string_view name, std::span<const std::string_view> labels,
                             int current, Face face) {
    const Palette& c = colors();
    const Scope scope(name);
    const Group group(name, Arrows::horizontal, Stops::one);
    bordered(rect, c.sunken, c.line, em(Radius::button));
    std::optional<int> chosen;
    const std::vector<Rect> parts = parts_of(rect, labels, face);
    for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
        const Rect part = parts[static_cast<std::size_t>(i)].inset(em(0.18f));
        const std::string_view label = labels[static_cast<std::size_t>(i)];
        const bool on = i == current;
        const Touch touch = control(
            part,
            {.name = label, .kind = "segment", .radius = em(0.35f), .chosen = on, .pressed_by = PressedBy::space});
        if (on)
            bordered(part, c.surface, mix(c.line, c.edge, 0.6f), em(0.35f));
        else if (touch.hovered)
            fill(part, mix(c.sunken, c.text, Tint::hover), em(0.35f));
        text_in(part, on ? bold_of(face) : face, on ? c.text : c.muted, label, Align::centre);
        if (touch.clicked && !on) chosen = i;
    }
    return chosen;
}

ToneColors tone_colors(Tone tone) {
    const Palette& c = colors();
    switch (tone) {
        case Tone::accent:
            return {c.accent, c.accent_soft};
        case Tone::good:
            return {c.good, c.good_soft};
        case Tone::warn:
            return {c.warn, c.warn_soft};
        case Tone::bad:
            return {c.bad, c.bad_soft};
        case Tone::neutral:
            break;
    }
    return {c.muted, c.sunken};
}

float chip_width(std::string_view label, Icon sign) {
    const float width = std::ceil(text_width(Face::small_medium, label)) + 2 * em(0.59f);
    return sign == Icon::none ? width : width + em(0.9f) + em(0.41f);
}

float chip(Point top_left, std::string_view label, Tone tone, Icon sign) {
    const ToneColors shown = tone_colors(tone);
    const Rect box = at(top_left, chip_width(label, sign), em(chip_height));
    fill(box, shown.ground, box.height() / 2);
    Rect inner = box.inset(em(0.59f), 0);
    if (sign != Icon::none) icon(take_left(inner, em(0.9f), em(0.41f)).centre(), sign, shown.ink, Face::icon_small);
    text_in({inner.x0, inner.y0, inner.x1 + 1, inner.y1}, Face::small_medium, shown.ink, label);
    return box.width();
}

float filter_chip_width(std::string_view label, std::string_view count) {
    const float width = std::ceil(text_width(Face::small_medium, label)) + 2 * em(0.71f);
    return count.empty() ? width : width + em(0.53f) + std::ceil(text_width(Face::small, count));
}

bool filter_chip(Point top_left, std::string_view label, std::string_view count, bool on) {
    const Palette& c = colors();
    const Rect box = at(top_left, filter_chip_width(label, count), em(filter_chip_height));
    const float radius = box.height() / 2;
    const Touch touch = control(box, {.name = label, .kind = "filter", .radius = radius, .chosen = on, .value = count});
    const Color rest = on ? c.accent_soft : c.surface;
    const Color ground = touch.hovered ? mix(rest, c.text, touch.held ? Tint::pressed : Tint::hover) : rest;
    bordered(box, ground, on ? c.accent : mix(c.line, c.edge, 0.45f), radius, on ? em(0.09f) : 0);
    const float x = box.x0 + em(0.71f);
    const float width = text_width(Face::small_medium, label);
    text_in({x, box.y0, x + width + 1, box.y1}, Face::small_medium, on ? c.accent : c.text, label);
    if (!count.empty())
        text_in({x + width, box.y0, box.x1 - em(0.71f), box.y1}, Face::small, on ? c.accent : c.muted, count,
                Align::right);
    return touch.clicked;
}

namespace {

void check_box(const Rect& box, Check state, Color ground) {
    const Palette& c = colors();
    const float radius = em(Radius::cell);
    if (state == Check::off) return bordered(box, ground, c.edge, radius);
    fill(box, c.accent, radius);
    icon(box.centre(), state == Check::on ? Icon::right : Icon::incomplete, c.on_accent, Face::icon_small);
}

std::string_view word_of(Check state) { return state == Check::on ? "on" : state == Check::partly ? "partly" : "off"; }

}  // namespace

bool check_row(const Rect& row, std::string_view label, Check state, float indent, Face face,
               std::optional<float> label_end) {
    const Palette& c = colors();
    const bool on = state == Check::on;
    const Touch touch = control(
        row, {.name = label, .kind = "checkbox", .radius = em(Radius::button), .chosen = on, .value = word_of(state)});
    const Rect ground = row.inset(0, hairline());
    if (on) fill(ground, c.accent_soft, em(Radius::button));
    if (touch.hovered) fill(ground, mix(on ? c.accent_soft : c.surface, c.text, Tint::row_hover), em(Radius::button));
    const float side = em(1.18f);
    const float x = row.x0 + em(0.59f) + indent;
    const Rect box = at({x, std::floor(row.centre().y - side / 2)}, side, side);
    check_box(box, state, c.surface);
    text_in({box.x1 + em(0.71f), row.y0, label_end.value_or(row.x1), row.y1}, face, c.text, label);
    return touch.clicked;
}

bool checkbox(Point top_left, std::string_view label, bool on) {
    const float side = em(1.18f);
    const float width = text_width(Face::body, label);
    const Rect row = at(top_left, side + em(0.71f) + std::ceil(width), em(1.65f));
    const Touch touch = control(
        row.inset(-em(0.24f), 0),
        {.name = label, .kind = "checkbox", .radius = em(Radius::cell), .chosen = on, .value = on ? "on" : "off"});
    const Rect box = at({row.x0, std::floor(row.centre().y - side / 2)}, side, side);
    const Color ground = touch.hovered ? mix(colors().surface, colors().text, Tint::hover) : colors().surface;
    check_box(box, on ? Check::on : Check::off, ground);
    text_in({box.x1 + em(0.71f), row.y0, row.x1 + 1, row.y1}, Face::body, colors().text, label);
    return touch.clicked;
}

bool switch_control(const Rect& rect, std::string_view name, bool on) {
    const Palette& c = colors();
    const float height = em(1.41f);
    const float width = em(2.59f);
    const Rect track = at({rect.x1 - width, std::floor(rect.centre().y - height / 2)}, width, height);
    const Touch touch = control(
        track, {.name = name, .kind = "switch", .radius = height / 2, .chosen = on, .value = on ? "on" : "off"});
    const Color rest = on ? c.accent : c.edge;
    fill(track, touch.hovered ? mix(rest, c.text, 2 * Tint::hover) : rest, height / 2);
    const float inset = em(0.18f);
    const float radius = height / 2 - inset;
    disc({on ? track.x1 - inset - radius : track.x0 + inset + radius, track.centre().y}, radius, c.surface);
    text_in({rect.x0, rect.y0, track.x0 - em(0.47f), rect.y1}, Face::small, c.muted, on ? "on" : "off", Align::right);
    return touch.clicked;
}

std::optional<float> slider(const Rect& rect, std::string_view name, float value, float low, float high, float step,
                            std::string_view shown) {
    const Palette& c = colors();
    Rect track_box = rect;
    const Rect label = take_right(track_box, std::max(em(2.6f), std::ceil(text_width(Face::body, shown))), em(0.82f));
    const float radius = em(0.59f);
    const Rect travel = track_box.inset(radius, 0);
    const float share = std::clamp((value - low) / (high - low), 0.0f, 1.0f);
    const Point knob{travel.x0 + share * travel.width(), rect.centre().y};
    const Touch touch =
        control(track_box,
                {.name = name, .kind = "slider", .radius = radius, .pressed_by = PressedBy::nothing, .value = shown});
    const float half = em(0.24f) / 2;
    fill({track_box.x0, knob.y - half, track_box.x1, knob.y + half}, c.sunken, half);
    fill({track_box.x0, knob.y - half, knob.x, knob.y + half}, c.accent, half);
    disc(knob, radius, c.accent);
    disc(knob, radius - em(0.12f), touch.hovered ? mix(c.surface, c.text, Tint::hover) : c.surface);
    figures_in(label, Face::body, c.text, shown);
    float next = value;
    if (ImGui::IsItemActive()) {
        const float place = std::clamp((ImGui::GetIO().MousePos.x - travel.x0) / travel.width(), 0.0f, 1.0f);
        next = low + std::round(place * (high - low) / step) * step;
    } else if (touch.focused) {
        if (take(Key::left) || take(Key::down)) next -= step;
        if (take(Key::right) || take(Key::up)) next += step;
    }
    next = std::clamp(next, low, high);
    if (std::abs(next - value) < step / 100) return std::nullopt;
    return next;
}

namespace {

struct Tip {
    Rect over;
    std::string text;
    double since = 0;
    bool seen = false;  // in this frame
};
Tip tip;
constexpr double tip_delay = 0.5;  // seconds

}  // namespace

void tooltip_over(const Rect& rect, std::string_view words) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (!rect.meet(clip()).contains({mouse.x, mouse.y}) || !ImGui::IsWindowHovered()) return;
    if (tip.text != words || tip.over.x0 != rect.x0 || tip.over.y0 != rect.y0)
        tip = {rect, std::string(words), ImGui::GetTime(), true};
    tip.seen = true;
}

void tooltip(std::string_view words) {
    const ImVec2 low = ImGui::GetItemRectMin();
    const ImVec2 high = ImGui::GetItemRectMax();
    tooltip_over({low.x, low.y, high.x, high.y}, words);
}

void draw_tooltip() {
    if (!std::exchange(tip.seen, false)) {
        tip.text.clear();
        return;
    }
    const double left = tip.since + tip_delay - ImGui::GetTime();
    if (left > 0) return wake_in(left);
    const ImVec2 screen = ImGui::GetIO().DisplaySize;
    const Overlay overlay({0, 0, screen.x, screen.y});
    const Reading small = small_reading();
    const TextSize size = measure(tip.text, small, em(22));
    const float width = std::ceil(size.width) + em(1.2f);
    const float height = size.height + em(0.7f);
    const bool below = tip.over.y1 + em(0.35f) + height < screen.y;
    const Point corner{std::clamp(std::floor(tip.over.centre().x - width / 2), em(0.3f),
                                  std::max(screen.x - width - em(0.3f), em(0.3f))),
                       below ? tip.over.y1 + em(0.35f) : tip.over.y0 - em(0.35f) - height};
    const Rect box = at(corner, width, height);
    shadow(box, em(0.35f), em(0.6f), em(0.18f), 0.12f);
    fill(box, colors().toast, em(0.35f));
    paragraph({box.x0 + em(0.6f), box.y0 + em(0.35f)}, em(22), tip.text, small, colors().toast_text);
}

}  // namespace collimate::ui
