#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/today.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/keys.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::Align;
using ui::colors;
using ui::em;
using ui::Face;
using ui::Rect;
using ui::Room;

using TodayDone = std::optional<TodayEvent>;

constexpr float plan_height = 17.76f;    // em, without words
constexpr float words_top = 10.9f;       // em, below the parts
constexpr float strip_height = 5.6f;     // em, of the week with what is below it
constexpr float second_height = 16.1f;   // em, at least
constexpr float second_highest = 27.0f;  // em; beyond it a chart only gets thinner
constexpr float open_height = 3.53f;     // em

bool narrow(Room room) { return room != Room::full; }

// ---- a session or an exam that was left ------------------------------------

Rect draw_left_ground(const Rect& rect) {
    ui::bordered(rect, colors().accent_soft, colors().accent_soft, em(ui::Radius::card));
    const Rect in = rect.inset(em(1.18f), 0);
    return ui::centred(in, in.width(), em(ui::button_height));
}

void draw_left_words(Rect in, std::string_view fact, std::string_view detail) {
    const Rect sign = ui::take_left(in, em(1.06f), em(0.71f));
    ui::icon(sign.centre(), ui::Icon::returns, colors().accent);
    in.x0 += ui::text_in(in, Face::body_bold, colors().text, fact) + em(0.59f);
    ui::text_in(in, Face::body, colors().muted, detail);
}

void draw_open_exam(const Rect& rect, const LeftExam& exam, TodayDone& event) {
    Rect in = draw_left_ground(rect);
    const std::string_view label = exam.fault.empty() ? "Go on with the exam" : "See what is in the way";
    if (ui::button(ui::take_right(in, ui::button_width(label), em(0.94f)), label, ui::ButtonKind::secondary))
        event = today::GoOnExam{};
    draw_left_words(in, exam.fact, exam.detail);
}

void draw_open_session(const Rect& rect, const OpenSession& open, TodayDone& event) {
    Rect in = draw_left_ground(rect);
    const float go_on = ui::button_width("Go on");
    if (ui::button(ui::take_right(in, go_on, em(0.71f)), "Go on", ui::ButtonKind::secondary))
        event = today::GoOn{open.kind};
    if (ui::button(ui::take_right(in, ui::button_width("End it"), em(0.94f)), "End it", ui::ButtonKind::ghost))
        event = today::EndOpen{open.sitting};
    draw_left_words(in, open.fact, open.detail);
}

// ---- today's plan ----------------------------------------------------------

void draw_plan_head(Rect in, const PlanView& plan, TodayDone& event) {
    const ui::ButtonLook look = {.key = ui::Chord{ui::Key::enter}, .enabled = plan.can_start, .reason = plan.reason};
    const Rect row = ui::take_top(in, em(2.71f));
    const float width = ui::button_width(plan.start, look);
    const Rect button = {row.x1 - width, row.y0, row.x1, row.y1};
    if (ui::button(button, plan.start, ui::ButtonKind::primary, look)) event = today::StartPlan{};
    const Rect words = {row.x0, row.y0, button.x0 - em(0.94f), row.y1};
    if (plan.figure.empty()) {
        ui::text_in(words, Face::title, colors().text, plan.headline);
        return;
    }
    const float middle = row.y0 + em(1.18f);
    const float top = middle - ui::size_of(Face::figure) / 2;
    const float figure = ui::figures_in({words.x0, top, words.x1, top + ui::size_of(Face::figure)}, Face::figure,
                                        colors().text, plan.figure, Align::left);
    const float baseline = top + ui::size_of(Face::figure) * 0.8f;
    const float unit_top = baseline - ui::size_of(Face::heading) * 0.8f;
    ui::text_in({words.x0 + figure + em(0.35f), unit_top, words.x1, unit_top + ui::size_of(Face::heading)},
                Face::heading, colors().muted, plan.unit);
}

ui::Color part_color(std::size_t part) {
    constexpr std::array tints = {1.0f, ui::Tint::secondary_bar, 0.28f};
    return ui::mix(colors().surface, colors().accent, tints[std::min(part, tints.size() - 1)]);
}

void draw_two_lines(const Rect& rect, std::string_view first, std::string_view second, Align align) {
    ui::text_in({rect.x0, rect.y0, rect.x1, rect.y0 + em(1.12f)}, Face::small_medium, colors().text, first, align);
    ui::text_in({rect.x0, rect.y0 + em(1.12f), rect.x1, rect.y0 + em(2.24f)}, Face::small, colors().muted, second,
                align);
}

/// Why these, what is left out, and the way to a mock exam where one is proposed.
float words_height(const PlanView& plan, float width) {
    float height = 0.0f;
    for (const std::string& words : plan.words)
        height += ui::measure(words, ui::small_reading(), width).height + em(0.35f);
    if (!plan.mock.empty()) height += ui::size_of(Face::small_medium) + em(0.35f);
    return std::max(0.0f, height - em(0.35f));
}

void draw_words(Rect in, const PlanView& plan, TodayDone& event) {
    for (const std::string& words : plan.words)
        in.y0 += ui::paragraph(in.top_left(), in.width(), words, ui::small_reading(), colors().muted) + em(0.35f);
    if (!plan.mock.empty() && ui::link(in.top_left(), plan.mock, ui::Icon::on)) event = today::GoToMock{};
}

void draw_parts(Rect in, const PlanView& plan) {
    std::vector<ui::SharePart> parts;
    for (std::size_t i = 0; i < plan.parts.size(); ++i) parts.push_back({plan.parts[i].share, part_color(i)});
    const Rect bar = ui::take_top(in, em(0.59f), em(0.41f));
    if (parts.empty()) parts.push_back({1.0, colors().sunken});
    ui::share_bar(bar, parts);
    const std::vector<Rect> cells = ui::columns(in, 3, em(0.71f));
    for (std::size_t i = 0; i < plan.parts.size(); ++i) {
        Rect cell = cells[i];
        const Rect mark = {cell.x0, cell.y0 + em(0.29f), cell.x0 + em(0.59f), cell.y0 + em(0.88f)};
        ui::fill(mark, part_color(i), em(0.18f));
        cell.x0 += em(1.06f);
        draw_two_lines(cell, plan.parts[i].label, plan.parts[i].minutes, Align::left);
    }
}

void draw_plan(const Rect& rect, const PlanView& plan, Room room, TodayDone& event) {
    Rect in = ui::card(rect, "Today\u2019s plan", narrow(room) ? plan.short_date : plan.date);
    const auto below = [&](float times) { return Rect{in.x0, rect.y0 + em(times), in.x1, in.y1}; };
    draw_plan_head(below(3.76f), plan, event);
    if (!plan.parts.empty()) draw_parts(below(7.41f), plan);
    draw_words(below(plan.parts.empty() ? 7.41f : words_top), plan, event);
    const float strip_top = rect.y1 - em(strip_height);
    ui::hairline_across(in.x0, in.x1, strip_top - em(0.9f), colors().line);
    const Rect strip = {in.x0, strip_top, in.x1, strip_top + em(ui::day_ring_height)};
    const std::vector<Rect> days = ui::columns(strip, static_cast<int>(plan.week.size()), 0);
    for (std::size_t i = 0; i < plan.week.size(); ++i)
        ui::day_ring(days[i], {.day = plan.week[i].name,
                               .minutes = plan.week[i].minutes,
                               .share = plan.week[i].done,
                               .today = plan.week[i].today});
}

// ---- readiness -------------------------------------------------------------

constexpr float dial_top = 2.1f;    // em, from the card's top
constexpr float basis_top = 14.2f;  // em, from the dial's

float basis_width(float card_width) { return std::min(card_width - 2 * ui::card_padding(), em(24)); }

float readiness_height(const ReadinessView& view, float width) {
    return em(dial_top + basis_top + 0.94f) + ui::measure(view.basis, ui::small_reading(), basis_width(width)).height;
}

void draw_readiness(const Rect& rect, const ReadinessView& view) {
    const Rect in = ui::card(rect, "Readiness");
    const float spare = std::max(0.0f, rect.height() - readiness_height(view, rect.width()));
    const float top = rect.y0 + em(dial_top) + spare / 2;
    const Rect dial = {in.x0, top, in.x1, top + em(ui::gauge_height)};
    ui::gauge(dial, {.chance = view.chance,
                     .chance_low = view.chance_low,
                     .chance_high = view.chance_high,
                     .median = view.median,
                     .low = view.low,
                     .high = view.high,
                     .axis_low = view.axis_low,
                     .axis_high = view.axis_high,
                     .pass = view.cut,
                     .mostly_national = view.mostly_prior,
                     .median_words = view.median_words});
    const ui::Reading small = ui::small_reading();
    const float width = basis_width(rect.width());
    ui::paragraph({in.centre().x - width / 2, top + em(basis_top)}, width, view.basis, small, colors().muted,
                  {.align = Align::centre});
}

// ---- where points are lost -------------------------------------------------

struct WeakColumns {
    float dot, answers, bar, points, gap;
};

WeakColumns weak_columns(Room room) {
    return {.dot = em(room == Room::compact ? 5.0f : 6.2f),
            .answers = std::ceil(ui::text_width(Face::small, "only 999")),
            .bar = narrow(room) ? 0.0f : em(2.8f),
            .points = std::ceil(ui::text_width(Face::small, "points")),
            .gap = em(0.82f)};
}

void draw_weak_head(Rect row, const WeakView& view, const WeakColumns& columns) {
    ui::text_in(ui::take_right(row, columns.points + columns.bar, columns.gap), Face::small, colors().muted, "points",
                Align::right);
    ui::text_in(ui::take_right(row, columns.answers, columns.gap), Face::small, colors().muted, "answers",
                Align::right);
    const Rect dot = ui::take_right(row, columns.dot, columns.gap);
    const auto share = static_cast<float>((view.cut - view.axis_low) / (view.axis_high - view.axis_low));
    const float x = dot.x0 + share * dot.width();
    const float half = em(2);
    ui::text_in({x - half, row.y0, x + half, row.y1}, Face::small, colors().muted, "pass", Align::centre);
}

void draw_weak_row(Rect row, const WeakRow& topic, const WeakView& view, const WeakColumns& columns) {
    const ui::DotInterval dot = {.value = topic.at,
                                 .low = topic.low,
                                 .high = topic.high,
                                 .axis_low = view.axis_low,
                                 .axis_high = view.axis_high,
                                 .cut = view.cut,
                                 .few = topic.few,
                                 .hover = topic.hover};
    ui::figures_in(ui::take_right(row, columns.points), Face::body_bold, colors().text, topic.points);
    if (columns.bar > 0) {
        const Rect bar = ui::take_right(row, columns.bar);
        ui::row_bar({bar.x0, bar.centre().y - em(0.24f), bar.x1, bar.centre().y + em(0.24f)}, topic.bar,
                    ui::mix(colors().surface, ui::dot_color(dot), 0.75f));
    }
    row.x1 -= columns.gap;
    ui::figures_in(ui::take_right(row, columns.answers, columns.gap), Face::small,
                   topic.few ? colors().warn : colors().muted, topic.answers);
    ui::dot_interval(ui::take_right(row, columns.dot, columns.gap), dot);
    ui::text_in(row, Face::body, colors().text, topic.title);
}

void draw_weak(const Rect& rect, const WeakView& view, Room room, TodayDone& event) {
    Rect in = ui::card(rect, "Where points are lost");
    const WeakColumns columns = weak_columns(room);
    const Rect foot = ui::take_bottom(in, ui::size_of(Face::small_medium), em(0.71f));
    draw_weak_head(ui::take_top(in, em(1.29f)), view, columns);
    const float height =
        std::min(em(2.94f), in.height() / static_cast<float>(std::max<std::size_t>(view.rows.size(), 1)));
    for (const WeakRow& row : view.rows) draw_weak_row(ui::take_top(in, height), row, view, columns);
    const bool pressed = ui::link({foot.x0, foot.y0}, view.link, ui::Icon::on);
    if (pressed) {
        today::PractiseAreas practise;
        for (const WeakRow& row : view.rows) practise.areas.push_back(row.code);
        event = practise;
    }
    const float left = foot.x0 + ui::link_width(view.link, ui::Icon::on) + em(0.94f);
    ui::text_in({left, foot.y0, foot.x1, foot.y1}, Face::small, colors().muted, view.total, Align::right);
}

// ---- forecast --------------------------------------------------------------

struct Lines {
    std::vector<ui::Band::At> past_band, future_band;
    std::vector<ui::XY> past, future;
};

Lines lines_of(const ForecastView& view) {
    Lines lines;
    for (const ForecastPoint& at : view.past) {
        lines.past_band.push_back({at.day, at.low, at.high});
        lines.past.push_back({at.day, at.median});
    }
    if (!view.exam_day) return lines;
    for (const ForecastPoint& at : {view.past.back(), *view.exam_day}) {
        lines.future_band.push_back({at.day, at.low, at.high});
        lines.future.push_back({at.day, at.median});
    }
    return lines;
}

void draw_chart(const Rect& rect, const ForecastView& view, Room room) {
    const Lines lines = lines_of(view);
    std::vector<std::string> figures;
    for (const double y : view.grid) figures.push_back(std::to_string(static_cast<int>(y)));
    std::vector<ui::AxisLabel> y_labels;
    for (std::size_t i = 0; i < view.grid.size(); ++i) y_labels.push_back({view.grid[i], figures[i]});
    const ForecastPoint& today = view.past.back();
    std::vector<ui::AxisLabel> x_labels;
    if (!view.first_label.empty()) x_labels.push_back({view.past.front().day, view.first_label});
    if (!narrow(room) || !view.exam_day || view.first_label.empty()) x_labels.push_back({today.day, "today", true});
    if (view.exam_day) x_labels.push_back({view.exam_day->day, view.exam_label});
    const ForecastPoint& last = view.exam_day ? *view.exam_day : today;
    const std::array ends = {ui::EndLabel{last.high, view.high_label},
                             ui::EndLabel{last.median, view.median_label, ui::EndLabel::Ink::accent},
                             ui::EndLabel{view.cut, view.cut_label, ui::EndLabel::Ink::text}};
    const std::array bands = {ui::Band{lines.past_band}, ui::Band{lines.future_band, true}};
    const std::array curves = {ui::Curve{lines.past}, ui::Curve{lines.future, true}};
    ui::plot(rect, {.x_low = view.past.front().day,
                    .x_high = std::max(last.day, view.past.front().day + 1),
                    .y_low = view.floor,
                    .y_high = view.ceiling,
                    .y_labels = y_labels,
                    .x_labels = x_labels,
                    .bands = bands,
                    .curves = curves,
                    .cut = view.cut,
                    .upright = view.exam_day ? std::optional(view.exam_day->day) : std::nullopt,
                    .today = ui::XY{today.day, today.median},
                    .ends = ends,
                    .hovers = view.hovers});
}

void draw_forecast(const Rect& rect, const ForecastView& view, Room room, TodayDone& event) {
    Rect in = ui::card(rect, narrow(room) ? "Forecast" : "Forecast to exam day", view.scope);
    if (!view.note.empty()) {
        const float height = ui::measure(view.note, ui::small_reading(), in.width()).height;
        const Rect words = ui::take_bottom(in, height, em(0.47f));
        ui::paragraph(words.top_left(), words.width(), view.note, ui::small_reading(), colors().muted);
    }
    if (view.no_date.empty()) return draw_chart(in, view, room);
    const bool history = view.past.size() > 1;
    Rect words = history ? ui::take_bottom(in, em(2.71f), em(0.47f)) : ui::centred(in, in.width(), em(2.71f));
    ui::text_in(ui::take_top(words, em(1.29f), em(0.12f)), Face::body, colors().muted, view.no_date,
                history ? Align::left : Align::centre);
    const float width = ui::link_width("Set the exam date", ui::Icon::on);
    const float left = history ? words.x0 : words.centre().x - width / 2;
    if (ui::link({left, words.y0}, "Set the exam date", ui::Icon::on)) event = today::SetExamDate{};
    if (history) draw_chart(in, view, room);
}

// ---- the page --------------------------------------------------------------

/// As high as the words of the plan ask for.
float first_height(const PlanView& plan, float width) {
    const float words = words_height(plan, width - 2 * ui::card_padding());
    const float room = plan.parts.empty() ? em(words_top - 7.41f) : 0.0f;  // that of the parts is free for words
    return em(plan_height) + std::max(0.0f, words - room);
}

void draw_cards(Rect& in, const TodayView& view, const Stage& stage, TodayDone& event) {
    const float gap = em(ui::card_gap);
    if (stage.room == Room::one_column || stage.room == Room::compact) {
        draw_plan(ui::take_top(in, first_height(view.plan, in.width()), gap), view.plan, stage.room, event);
        draw_readiness(ui::take_top(in, readiness_height(view.readiness, in.width()), gap), view.readiness);
        draw_weak(ui::take_top(in, em(second_height), gap), view.weak, stage.room, event);
        draw_forecast(ui::take_top(in, em(second_height), gap), view.forecast, stage.room, event);
        return;
    }
    const std::vector<Rect> wide = ui::columns(in, {59.4f, 40.6f}, gap);
    const float top =
        std::max(first_height(view.plan, wide[0].width()), readiness_height(view.readiness, wide[1].width()));
    const std::vector<Rect> first = ui::columns(ui::take_top(in, top, gap), {59.4f, 40.6f}, gap);
    draw_plan(first[0], view.plan, stage.room, event);
    draw_readiness(first[1], view.readiness);
    const float left = stage.page.y1 - em(1.47f) - in.y0;
    const float height = std::clamp(left, em(second_height), em(second_highest));
    const std::vector<Rect> second = ui::columns(ui::take_top(in, height, gap), {59.4f, 40.6f}, gap);
    draw_weak(second[0], view.weak, stage.room, event);
    draw_forecast(second[1], view.forecast, stage.room, event);
}

}  // namespace

std::optional<TodayEvent> draw(const TodayView& view, TodayDraft&, const Stage& stage) {
    TodayDone event;
    ui::ScrollArea area(stage.page, "today", colors().canvas);
    Rect in = area.content();
    in = {in.x0 + ui::page_margin(stage.room), in.y0, in.x1 - ui::page_margin(stage.room), in.y1};
    ui::page_title(in, view.title, stage.room == Room::full ? view.subtitle : view.short_subtitle);
    ui::take_top(in, em(ui::title_height));
    if (view.exam) draw_open_exam(ui::take_top(in, em(open_height), em(ui::card_gap)), *view.exam, event);
    if (view.open) draw_open_session(ui::take_top(in, em(open_height), em(ui::card_gap)), *view.open, event);
    draw_cards(in, view, stage, event);
    area.reaches(in.y0 + em(0.53f));
    return event;
}

}  // namespace collimate
