#include <cmath>

#include "app/widgets/page.hpp"

namespace collimate::ui {
namespace {

void ticks(const Rect& rect, std::span<const TickState> states) {
    const Palette& c = colors();
    const float step = std::min(em(0.35f), rect.width() / static_cast<float>(std::max<std::size_t>(states.size(), 1)));
    const float width = std::max(1.0f, std::floor(step * 0.67f));
    const float middle = rect.centre().y + em(0.06f);
    float x = rect.x1 - step * static_cast<float>(states.size());
    for (const TickState state : states) {
        float top = em(0.29f);
        float bottom = em(0.29f);
        Color color = mix(c.surface, c.edge, 0.25f);
        if (state == TickState::right) color = c.good;
        if (state == TickState::answered) color = mix(c.surface, c.accent, Tint::secondary_bar);
        if (state == TickState::wrong) color = c.bad, top = em(0.06f);
        if (state == TickState::current) color = c.accent, top = em(0.53f);
        const float left = std::floor(x);
        fill({left, middle - top, left + width, middle + bottom}, color, std::min(1.0f, width / 2));
        x += step;
    }
}

}  // namespace

float session_bar_height(Room space) { return em(space == Room::compact ? 2.82f : 3.53f); }

SessionBarEvent session_bar(const Rect& rect, const SessionBar& bar) {
    const Palette& c = colors();
    SessionBarEvent event;
    fill(rect, c.surface);
    hairline_across(rect.x0, rect.x1, rect.y1 - hairline(), c.line);
    Rect in{rect.x0 + page_margin(bar.room), rect.y0, rect.x1 - em(1.41f), rect.y1 - hairline()};
    for (int i = static_cast<int>(bar.tools.size()) - 1; i >= 0; --i) {
        const Tool& tool = bar.tools[static_cast<std::size_t>(i)];
        const Rect place = take_right(in, em(2.24f));
        if (icon_button(centred(place, em(2.12f), em(2.12f)), tool.name, tool.icon, tool.key, tool.enabled))
            event.tool = i;
    }
    take_right(in, em(0.82f));
    const float counter = figures_width(Face::body_bold, bar.position);
    figures_in(take_right(in, std::ceil(counter), em(0.82f)), Face::body_bold, c.text, bar.position);
    const float name = std::min(text_width(Face::body_bold, bar.name), in.width() * 0.6f);
    text_in(take_left(in, std::ceil(name), em(0.76f)), Face::body_bold, c.text, bar.name);
    if (bar.room != Room::compact) {
        const float mode = std::min(text_width(Face::small, bar.mode), in.width() * 0.5f);
        text_in(take_left(in, std::ceil(mode), em(0.94f)), Face::small, c.muted, bar.mode);
        const float room_for_ticks = std::min(in.width() * 0.7f, em(0.35f) * static_cast<float>(bar.ticks.size()));
        if (room_for_ticks > em(2)) ticks(take_right(in, room_for_ticks, em(0.47f)), bar.ticks);
    }
    event.middle = in;
    return event;
}

float footer_height(Room space) { return em(space == Room::compact ? 3.29f : 4.24f); }

Rect footer(const Rect& rect, Room space) {
    fill(rect, colors().surface);
    hairline_across(rect.x0, rect.x1, rect.y0, colors().line);
    const float air = (rect.height() - em(large_button_height)) / 2;
    return rect.inset(page_margin(space), std::floor(air));
}

void verdict(const Rect& rect, const Verdict& what) {
    const Palette& c = colors();
    const ToneColors shown = tone_colors(what.tone);
    fill(rect, shown.ground, em(Radius::card));
    const Point sign{rect.x0 + em(2.12f), rect.centre().y};
    disc(sign, em(0.94f), shown.ink);
    const Color on = what.tone == Tone::bad ? c.on_bad : what.tone == Tone::good ? c.on_good : shown.ground;
    icon(sign, what.tone == Tone::good ? Icon::right : what.tone == Tone::bad ? Icon::wrong : Icon::warning, on);
    Rect words = rect.inset(em(1.06f), em(0.65f));
    words.x0 = rect.x0 + em(3.88f);
    if (!what.time.empty()) {
        const float width = std::ceil(text_width(Face::small, what.time));
        text_in(take_right(words, width, em(0.94f)), Face::small, c.muted, what.time, Align::right);
    }
    const float half = std::floor(words.height() / 2);
    text_in(take_top(words, half), Face::heading, shown.ink, what.word);
    text_in(words, Face::small, c.text, what.sentence);
}

namespace {

struct NoticeLayout {
    float words_x, words_width, fact_width;
    bool in_one_line;
    float height;
};

NoticeLayout lay_out(const Notice& what, float width) {
    NoticeLayout plan{};
    plan.words_x = em(2.71f);
    plan.words_width = width - plan.words_x - em(1.06f);
    plan.fact_width = text_width(Face::body_bold, what.fact);
    plan.in_one_line = plan.fact_width + em(0.47f) + text_width(Face::body, what.advice) <= plan.words_width;
    if (plan.in_one_line) {
        plan.height = em(3.18f);
        return plan;
    }
    const float advice =
        what.advice.empty() ? 0 : measure(what.advice, small_reading(), plan.words_width).height + em(0.12f);
    plan.height = 2 * em(0.82f) + measure(what.fact, bold_reading(), plan.words_width).height + advice;
    return plan;
}

}  // namespace

float notice_height(const Notice& what, float width) { return lay_out(what, width).height; }

float notice(Point top_left, float width, const Notice& what) {
    const NoticeLayout plan = lay_out(what, width);
    const ToneColors shown = tone_colors(what.tone);
    const Rect box = at(top_left, width, plan.height);
    fill(box, shown.ground, em(Radius::card));
    const float x = box.x0 + plan.words_x;
    const Color ink = colors().text;
    if (plan.in_one_line) {
        icon({box.x0 + em(1.53f), box.centre().y}, what.icon, shown.ink);
        text_in({x, box.y0, x + plan.fact_width + 1, box.y1}, Face::body_bold, ink, what.fact);
        text_in({x + plan.fact_width + em(0.47f), box.y0, box.x1 - em(0.5f), box.y1}, Face::body, ink, what.advice);
        return plan.height;
    }
    icon({box.x0 + em(1.41f), box.y0 + em(0.82f) + bold_reading().line / 2}, what.icon, shown.ink);
    float y = box.y0 + em(0.82f);
    y += paragraph({x, y}, plan.words_width, what.fact, bold_reading(), ink) + em(0.12f);
    if (!what.advice.empty()) paragraph({x, y}, plan.words_width, what.advice, small_reading(), ink);
    return plan.height;
}

std::optional<int> tabs(const Rect& rect, std::string_view name, std::span<const std::string_view> names, int current) {
    const Palette& c = colors();
    const Group group(name, Arrows::horizontal, Stops::one);
    hairline_across(rect.x0, rect.x1, rect.y1 - hairline(), c.line);
    std::optional<int> chosen;
    float x = rect.x0;
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
        const std::string_view label = names[static_cast<std::size_t>(i)];
        const bool on = i == current;
        const float width = std::ceil(text_width(Face::body_bold, label));  // the wider face, so that nothing moves
        const Rect place{x, rect.y0, x + width, rect.y1};
        const Touch touch = control(place.inset(-em(0.24f), em(0.24f)),
                                    {.name = label, .kind = "tab", .radius = em(0.35f), .chosen = on});
        text_in(place, on ? Face::body_bold : Face::body, on || touch.hovered ? c.text : c.muted, label);
        if (on) fill({place.x0, rect.y1 - em(0.18f), place.x1, rect.y1}, c.accent);
        if (touch.clicked && !on) chosen = i;
        x += width + em(1.53f);
    }
    return chosen;
}

std::optional<EmptyEvent> empty_state(const Rect& rect, const EmptyState& what) {
    const Palette& c = colors();
    const ToneColors shown = tone_colors(what.tone);
    const Reading body = body_reading();
    const float measure_width = std::min(em(18.8f), rect.width() - em(2));
    const float words = measure(what.text, body, measure_width).height;
    const bool buttons = !what.primary.empty() || !what.ghost.empty();
    const float height = em(3.76f) + em(1.18f) + em(1.65f) + em(0.59f) + words + (buttons ? em(1.06f) + em(2.36f) : 0);
    float y = std::floor(std::max(rect.y0 + em(0.5f), rect.centre().y - height / 2));
    const float x = std::floor(rect.centre().x);
    disc({x, y + em(1.88f)}, em(1.88f), shown.ground);
    icon({x, y + em(1.88f)}, what.icon, shown.ink, Face::icon_large);
    y += em(3.76f) + em(1.18f);
    text_in({rect.x0, y, rect.x1, y + em(1.65f)}, Face::heading, c.text, what.heading, Align::centre);
    y += em(1.65f) + em(0.59f);
    y += paragraph({x - std::floor(measure_width / 2), y}, measure_width, what.text, body, c.muted,
                   {.align = Align::centre});
    y += em(1.06f);
    const float first = what.primary.empty() ? 0 : button_width(what.primary);
    const float second = what.ghost.empty() ? 0 : button_width(what.ghost);
    Rect row = at({std::floor(x - (first + second + (first > 0 && second > 0 ? em(0.59f) : 0)) / 2), y},
                  first + second + em(1), em(2.36f));
    std::optional<EmptyEvent> event;
    if (first > 0 && button(take_left(row, first, em(0.59f)), what.primary, ButtonKind::primary))
        event = EmptyEvent::primary;
    if (second > 0 && button(take_left(row, second), what.ghost, ButtonKind::ghost)) event = EmptyEvent::ghost;
    return event;
}

void progress_bar(const Rect& rect, float share, float second_share) {
    const Palette& c = colors();
    const float radius = std::min(rect.height() / 2, em(0.18f));
    const auto part = [&](float of) {
        return Rect{rect.x0, rect.y0, rect.x0 + std::round(rect.width() * std::clamp(of, 0.0f, 1.0f)), rect.y1};
    };
    fill(rect, c.sunken, radius);
    if (second_share > share) fill(part(second_share), mix(c.surface, c.accent, Tint::interval), radius);
    fill(part(share), c.accent, radius);
}

bool loading(const Rect& rect, const Loading& work) {
    const Palette& c = colors();
    const float width = std::min(em(18.2f), rect.width() - em(2));
    const float height = em(13.4f);
    Rect in = centred(rect, width, height);
    text_in(take_top(in, em(1.65f), em(0.94f)), Face::heading, c.text, work.what, Align::centre);
    progress_bar(take_top(in, em(0.47f), em(0.65f)), work.share);
    Rect line = take_top(in, em(1.06f), em(1.41f));
    text_in(take_right(line, std::ceil(text_width(Face::small, work.time_left)), em(0.94f)), Face::small, c.muted,
            work.time_left, Align::right);
    text_in(line, Face::small, c.muted, work.detail);
    for (const float share : {1.0f, 0.88f, 0.6f}) {
        const Rect bone = take_top(in, em(0.71f), em(0.71f));
        fill({bone.x0, bone.y0, bone.x0 + std::round(width * share), bone.y1}, c.sunken, em(0.29f));
    }
    take_top(in, em(1.06f));
    if (!work.can_cancel) return false;
    const float cancel = button_width("Cancel");
    return button(at({std::floor(rect.centre().x - cancel / 2), in.y0}, cancel, em(2.36f)), "Cancel");
}

}  // namespace collimate::ui
