// Paints the days until the exam and where they lead.
#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "app/screens/first_run.hpp"
#include "app/screens/progress_calendar.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/dialog.hpp"
#include "app/widgets/focus.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/page.hpp"

namespace collimate {
namespace {

using ui::Align;
using ui::colors;
using ui::em;
using ui::Face;
using ui::Rect;

using ProgressCalendarDid = std::optional<CalendarEvent>;

constexpr float day_cell_height = 2.71f;  // em
constexpr float day_cell_gap = 0.24f;
constexpr float head_row = 2.0f;
constexpr float names_row = 1.41f;
constexpr float legend_row = 1.29f;
constexpr float calendar_chart_height = 11.0f;
constexpr float part_gap = 0.82f;
constexpr float date_width = 17.6f;  // of the field with its button
constexpr std::string_view set_date = "Set date";
constexpr std::string_view calendar_file = "Write a calendar file";

enum class DayPart { reviews, fresh, probes };

ui::Color part_color(DayPart part) {
    constexpr std::array tints = {1.0f, ui::Tint::secondary_bar, 0.28f};
    return ui::mix(colors().surface, colors().accent, tints[static_cast<std::size_t>(part)]);
}

float sentences_height(const std::vector<std::string>& words, float width) {
    float height = 0.0f;
    for (const std::string& each : words) height += height_of(each, ui::small_reading(), width) + em(0.35f);
    return height;
}

void draw_sentences(Rect& in, const std::vector<std::string>& words) {
    for (const std::string& each : words)
        ui::take_top(in, ui::paragraph(in.top_left(), in.width(), each, ui::small_reading(), colors().muted),
                     em(0.35f));
}

// ---- date and minutes ------------------------------------------------------

bool stacked(float width) { return width < em(date_width + 15.3f); }

float goal_height(float width) {
    const float date = em(ui::input_height) + em(0.24f) + ui::size_of(Face::small);
    return date + (stacked(width) ? em(0.59f) + em(2.24f) : 0.0f) + em(part_gap);
}

ProgressCalendarDid draw_date(Rect in, const CalendarView& view, CalendarDraft& draft) {
    ProgressCalendarDid event;
    Rect row = ui::take_top(in, em(ui::input_height), em(0.24f));
    const ui::ButtonLook look = {.enabled = view.date_ready, .reason = "Write another date from today on."};
    const Rect button = ui::take_right(row, ui::button_width(set_date, look), em(0.47f));
    const std::string before = draft.date;
    if (ui::date_input(row, "Exam date", draft.date, view.today) || draft.date != before) event = progress::DateTyped{};
    if (ui::button(button, set_date, ui::ButtonKind::secondary, look)) event = progress::SetDate{};
    ui::text_in(ui::take_top(in, ui::size_of(Face::small)), Face::small,
                view.date_faulty ? colors().bad : colors().muted, view.date_words);
    return event;
}

ProgressCalendarDid draw_minutes(const Rect& row, const CalendarView& view) {
    static constexpr std::array<std::string_view, 5> labels = {"15", "30", "45", "60", "90"};
    const auto* const found = std::find(std::begin(minutes_offered), std::end(minutes_offered), view.minutes);
    const int current = found == std::end(minutes_offered) ? -1 : static_cast<int>(found - minutes_offered);
    const auto pressed = ui::segmented(row, "Minutes a day", labels, current);
    return pressed ? ProgressCalendarDid(progress::SetMinutes{minutes_offered[*pressed]}) : std::nullopt;
}

ProgressCalendarDid draw_goal(Rect& in, const CalendarView& view, CalendarDraft& draft) {
    Rect part = ui::take_top(in, goal_height(in.width()));
    if (stacked(in.width())) {
        ProgressCalendarDid event = draw_date(
            ui::take_top(part, em(ui::input_height) + em(0.24f) + ui::size_of(Face::small), em(0.59f)), view, draft);
        const ProgressCalendarDid minutes = draw_minutes(ui::take_top(part, em(2.24f)), view);
        return minutes ? minutes : event;
    }
    ProgressCalendarDid event = draw_date(ui::take_left(part, em(date_width), em(part_gap)), view, draft);
    Rect row = ui::take_top(part, em(ui::input_height), em(0.24f));
    if (const ProgressCalendarDid minutes = draw_minutes(ui::centred(row, row.width(), em(2.24f)), view))
        event = minutes;
    ui::text_in(ui::take_top(part, ui::size_of(Face::small)), Face::small, colors().muted, "minutes a day");
    return event;
}

// ---- the month -------------------------------------------------------------

ProgressCalendarDid draw_month_head(Rect row, const CalendarView& view) {
    ProgressCalendarDid event;
    if (ui::icon_button(ui::take_left(row, em(head_row)), "Month before", ui::Icon::back, std::nullopt, view.before))
        event = progress::TurnMonth{-1};
    if (ui::icon_button(ui::take_right(row, em(head_row)), "Month after", ui::Icon::on, std::nullopt, view.after))
        event = progress::TurnMonth{1};
    ui::text_in(row, Face::body_bold, colors().text, view.month, Align::centre);
    return event;
}

void draw_bar(const Rect& track, const CalendarCell& cell) {
    const auto& c = colors();
    ui::fill(track, c.sunken, track.height() / 2);
    Rect bar = track;
    bar.x1 = bar.x0 + std::max(track.height(), std::round(track.width() * static_cast<float>(cell.share)));
    if (cell.past) return ui::fill(bar, ui::mix(c.surface, c.muted, 0.55f), bar.height() / 2);
    const std::array parts = {ui::SharePart{cell.reviews, part_color(DayPart::reviews)},
                              ui::SharePart{cell.fresh, part_color(DayPart::fresh)},
                              ui::SharePart{cell.probes, part_color(DayPart::probes)}};
    ui::share_bar(bar, parts);
}

void draw_cell_words(const Rect& inner, const CalendarCell& cell) {
    const auto& c = colors();
    const ui::Color ink = cell.exam ? c.on_accent : cell.past ? c.muted : c.text;
    const Rect line = {inner.x0, inner.y0, inner.x1, inner.y0 + em(1.12f)};
    const float number =
        ui::text_in(line, cell.today ? Face::small_medium : Face::small, cell.today ? c.accent : ink, cell.number);
    const Rect right = {line.x0 + number + em(0.24f), line.y0, line.x1, line.y1};
    const Rect below = {inner.x0, line.y1, inner.x1, inner.y1};
    if (cell.exam) {
        ui::text_in(below, Face::small_medium, c.on_accent, "Exam");
    } else if (!cell.minutes.empty()) {
        ui::text_in(right, Face::small, c.muted, cell.minutes, Align::right);
    } else if (cell.missed) {
        ui::text_in(below, Face::small, c.muted, "none");
    }
    if (cell.mock && !cell.exam) {
        const float taken = ui::text_width(Face::small, cell.minutes) + em(0.41f);
        ui::icon({right.x1 - taken - em(0.35f), line.centre().y}, ui::Icon::mock_exam, c.accent, Face::icon_small);
    }
}

bool draw_cell(const Rect& rect, const CalendarCell& cell) {
    const auto& c = colors();
    const float radius = em(ui::Radius::cell);
    const ui::Touch touch = ui::control(
        rect, {.name = cell.name, .kind = "day", .radius = radius, .chosen = cell.chosen, .value = cell.minutes});
    const ui::Color ground = cell.exam ? c.accent : cell.chosen ? c.accent_soft : c.surface;
    ui::bordered(rect, touch.hovered ? ui::mix(ground, c.text, ui::Tint::hover) : ground, cell.exam ? c.accent : c.line,
                 radius);
    const Rect inner = rect.inset(em(0.35f), em(0.24f));
    draw_cell_words(inner, cell);
    if (!cell.minutes.empty() && !cell.exam)
        draw_bar({inner.x0, inner.y1 - em(0.47f), inner.x1, inner.y1 - em(0.12f)}, cell);
    if (cell.chosen) ui::outline(rect, cell.exam ? c.text : c.accent, radius, em(0.12f));
    return touch.clicked;
}

int rows_of(const CalendarView& view) { return (view.first_column + static_cast<int>(view.cells.size()) + 6) / 7; }

float month_height(const CalendarView& view) {
    return em(head_row + 0.24f + names_row + (day_cell_height + day_cell_gap) * static_cast<float>(rows_of(view)));
}

ProgressCalendarDid draw_month(Rect& in, const CalendarView& view) {
    static constexpr std::array<std::string_view, 7> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    ProgressCalendarDid event = draw_month_head(ui::take_top(in, em(head_row), em(0.24f)), view);
    const std::vector<Rect> heads = ui::columns(ui::take_top(in, em(names_row)), 7, em(day_cell_gap));
    for (std::size_t i = 0; i < names.size(); ++i)
        ui::text_in(heads[i].inset(em(0.35f), 0), Face::small, colors().muted, names[i]);
    const ui::Group group("days", ui::Arrows::both, ui::Stops::one);
    auto cell = view.cells.begin();
    for (int row = 0; row < rows_of(view); ++row) {
        const std::vector<Rect> places =
            ui::columns(ui::take_top(in, em(day_cell_height), em(day_cell_gap)), 7, em(day_cell_gap));
        for (std::size_t i = 0; i < 7 && cell != view.cells.end(); ++i) {
            if (row == 0 && static_cast<int>(i) < view.first_column) continue;
            if (draw_cell(places[i], *cell)) event = progress::ChooseDay{cell->day};
            ++cell;
        }
    }
    return event;
}

void draw_calendar_legend(Rect row) {
    static constexpr std::array<std::string_view, 3> names = {"reviews", "new", "new at random"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Rect mark = ui::take_left(row, em(0.59f), em(0.35f));
        ui::fill({mark.x0, mark.centre().y - em(0.29f), mark.x1, mark.centre().y + em(0.29f)},
                 part_color(static_cast<DayPart>(i)), em(0.18f));
        const float width = std::ceil(ui::text_width(Face::small, names[i]));
        ui::text_in(ui::take_left(row, width, em(0.82f)), Face::small, colors().muted, names[i]);
    }
    const Rect mark = ui::take_left(row, em(0.82f), em(0.35f));
    ui::icon(mark.centre(), ui::Icon::mock_exam, colors().accent, Face::icon_small);
    ui::text_in(row, Face::small, colors().muted, "mock exam; figures are minutes");
}

// ---- the card --------------------------------------------------------------

float day_height(const CalendarView& view, float width) {
    return em(1.53f) + sentences_height(view.chosen_words, width - em(1.41f)) + em(0.47f);
}

/// What the chosen day holds.
void draw_day(Rect& in, const CalendarView& view) {
    const float height = day_height(view, in.width());
    const Rect box = ui::take_top(in, height, em(part_gap));
    ui::fill(box, colors().sunken, em(ui::Radius::cell));
    Rect words = box.inset(em(0.71f), em(0.29f));
    ui::text_in(ui::take_top(words, em(1.24f)), Face::small_medium, colors().text, view.chosen_head);
    draw_sentences(words, view.chosen_words);
}

float calendar_height(const CalendarView& view, float width) {
    float height = goal_height(width) + month_height(view) + em(legend_row) + em(0.35f);
    height += day_height(view, width) + em(part_gap);
    if (!view.empty.empty()) return height + height_of(view.empty, ui::body_reading(), width);
    height += sentences_height(view.words, width) + em(0.47f);
    height += em(1.41f) + sentences_height(view.what_if, width) + em(0.47f);
    return height + ui::size_of(Face::small_medium);
}

}  // namespace

std::optional<CalendarEvent> draw_calendar(const CalendarView& view, CalendarDraft& draft, CardColumn& column) {
    const ui::Scope scope("calendar");
    Rect in = column.next("Days until the exam", view.scope, calendar_height(view, column.content_width()));
    ProgressCalendarDid event = draw_goal(in, view, draft);
    if (ProgressCalendarDid done = draw_month(in, view)) event = done;
    draw_calendar_legend(ui::take_top(in, em(legend_row), em(0.35f)));
    draw_day(in, view);
    if (!view.empty.empty()) {
        ui::paragraph(in.top_left(), in.width(), view.empty, ui::body_reading(), colors().muted);
        return event;
    }
    draw_sentences(in, view.words);
    ui::take_top(in, em(0.47f));
    ui::text_in(ui::take_top(in, em(1.41f)), Face::small_medium, colors().text, "What would change it");
    draw_sentences(in, view.what_if);
    ui::take_top(in, em(0.47f));
    if (ui::link(in.top_left(), calendar_file, ui::Icon::on)) {
        draft.exporting = true;
        draft.file = view.file;
    }
    return event;
}

void draw_readiness_ahead(const CalendarView& view, CardColumn& column) {
    if (view.ready.size() < 2) return;
    const Rect in = column.next("If you keep to the plan", view.ready_scope, em(calendar_chart_height));
    std::vector<ui::Band::At> band;
    std::vector<ui::XY> line;
    for (const ReadyPoint& at : view.ready) {
        band.push_back({static_cast<double>(at.day), at.low, at.high});
        line.push_back({static_cast<double>(at.day), at.median});
    }
    std::array<std::string, 3> figures;
    std::array<ui::AxisLabel, 3> y;
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double at = view.axis_low + (view.axis_high - view.axis_low) * 0.5 * static_cast<double>(i);
        figures[i] = std::to_string(static_cast<int>(std::lround(at)));
        y[i] = {at, figures[i]};
    }
    const std::array x = {ui::AxisLabel{line.front().x, "today", true}, ui::AxisLabel{line.back().x, view.exam_label}};
    const std::array bands = {ui::Band{band, true}};
    const std::array curves = {ui::Curve{line, true}};
    const std::array ends = {ui::EndLabel{band.back().high, view.high_label},
                             ui::EndLabel{line.back().y, view.median_label, ui::EndLabel::Ink::accent},
                             ui::EndLabel{view.cut, view.cut_label, ui::EndLabel::Ink::text}};
    ui::plot(in, {.x_low = line.front().x,
                  .x_high = line.back().x,
                  .y_low = view.axis_low,
                  .y_high = view.axis_high,
                  .y_labels = y,
                  .x_labels = x,
                  .bands = bands,
                  .curves = curves,
                  .cut = view.cut,
                  .upright = line.back().x,
                  .today = line.front(),
                  .ends = ends,
                  .hovers = view.ready_hovers});
}

std::optional<CalendarEvent> draw_calendar_file(CalendarDraft& draft) {
    if (!draft.exporting) return std::nullopt;
    constexpr std::string_view words =
        "The days until the exam as a calendar file (.ics), one entry a day, for the calendar of a phone or computer. "
        "It "
        "holds no name and reminds of nothing.";
    const float width = em(30);
    const float text = height_of(words, ui::small_reading(), width - 2 * em(1.41f));
    ui::Dialog dialog("Write a calendar file", text + em(0.71f + ui::input_height + 1.18f + 2.36f), width);
    Rect in = dialog.content();
    ui::paragraph(in.top_left(), in.width(), words, ui::small_reading(), colors().muted);
    ui::take_top(in, text, em(0.71f));
    if (dialog.opened()) ui::focus_on("File");
    const bool entered = ui::input(ui::take_top(in, em(ui::input_height)), "File", draft.file).submitted;
    Rect foot = ui::take_bottom(in, em(2.36f));
    const ui::ButtonLook look = {.enabled = !draft.file.empty(), .reason = "Name a file."};
    const bool pressed = ui::button(ui::take_right(foot, ui::button_width("Write", look), em(0.71f)), "Write",
                                    ui::ButtonKind::primary, look);
    if (ui::button(ui::take_right(foot, ui::button_width("Cancel")), "Cancel") || dialog.escaped())
        draft.exporting = false;
    return (pressed || entered) && !draft.file.empty() ? ProgressCalendarDid(progress::WriteCalendar{draft.file})
                                                       : std::nullopt;
}

}  // namespace collimate
