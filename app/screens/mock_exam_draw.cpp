// Paints the place of the mock exams: what can be sat, what it takes, what was sat before.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/mock_exam.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/dialog.hpp"
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

using MockExamDone = std::optional<MockExamEvent>;

constexpr float extent_row = 2.18f;  // em
constexpr float past_row = 2.35f;
constexpr float left_height = 3.53f;

// ---- an exam that was left -------------------------------------------------

float left_card_height(const LeftExam& left, float width) {
    if (left.fault.empty()) return em(left_height);
    return em(left_height) + height_of(left.fault, ui::body_reading(), width - 2 * em(1.18f)) + em(0.94f);
}

/// Where it can be gone on with, that is the one primary action of the page.
MockExamDone draw_left(const LeftExam& left, MockExamDraft& draft, const Rect& rect, bool primary_here) {
    MockExamDone event;
    const bool faulty = !left.fault.empty();
    ui::fill(rect, faulty ? colors().warn_soft : colors().accent_soft, em(ui::Radius::card));
    Rect in = rect.inset(em(1.18f), 0);
    Rect row = ui::take_top(in, em(left_height));
    row = ui::centred(row, row.width(), em(ui::button_height));
    if (!faulty && primary_here) {
        const ui::ButtonLook look = {.key = ui::Chord{ui::Key::enter}, .show_key = false};
        if (ui::button(ui::take_right(row, ui::button_width("Go on", look), em(0.71f)), "Go on",
                       ui::ButtonKind::primary, look))
            event = mock_exam::GoOn{};
    }
    if (ui::button(ui::take_right(row, ui::button_width("End it"), em(0.94f)), "End it", ui::ButtonKind::ghost))
        draft.ending = true;
    const Rect sign = ui::take_left(row, em(1.06f), em(0.71f));
    ui::icon(sign.centre(), faulty ? ui::Icon::warning : ui::Icon::returns, faulty ? colors().warn : colors().accent);
    row.x0 += ui::text_in(row, Face::body_bold, colors().text, left.fact) + em(0.59f);
    ui::text_in(row, Face::body, colors().muted, left.detail);
    if (faulty) ui::paragraph(in.top_left(), in.width(), left.fault, ui::body_reading(), colors().text);
    return event;
}

MockExamDone draw_ending(MockExamDraft& draft) {
    static constexpr std::array<ui::DialogButton, 2> buttons{
        {{"Keep it", ui::ButtonKind::secondary}, {"End the exam", ui::ButtonKind::danger}}};
    const auto answer = ui::ask("End the exam that is open?",
                                "What you answered counts and is scored. The rest counts as not answered. You cannot "
                                "go on with it afterwards.",
                                buttons);
    if (!answer) return std::nullopt;
    draft.ending = false;
    return *answer == 1 ? MockExamDone(mock_exam::EndLeft{}) : std::nullopt;
}

// ---- what to sit -----------------------------------------------------------

void draw_label(Rect& in, std::string_view label) {
    ui::text_in(ui::take_top(in, em(1.18f), em(0.41f)), Face::small_medium, colors().text, label);
}

/// A round mark as of a choice among several.
void draw_choice_mark(ui::Point centre, bool on) {
    ui::ring(centre, em(0.53f), em(0.12f), on ? colors().accent : colors().edge);
    if (on) ui::disc(centre, em(0.29f), colors().accent);
}

constexpr float extent_gap = 0.82f;     // em, between the columns
constexpr float extent_indent = 1.65f;  // for the mark

std::array<ui::Column, 3> extent_columns() {
    const float figures = std::ceil(ui::text_width(Face::small, "questions"));
    return {{{"", 0, Align::left}, {"questions", figures}, {"time", em(4.4f)}}};
}

ui::Reading extent_reading(const ExamExtent& extent) {
    return extent.section ? ui::body_reading() : ui::bold_reading();
}

/// A long name of a section takes the lines it needs.
float extent_height(const ExamExtent& extent, float width) {
    const float name = ui::cells(Rect{0, 0, width, 1}, extent_columns(), em(extent_gap))[0].width() - em(extent_indent);
    const ui::Reading reading = extent_reading(extent);
    return em(extent_row) + std::max(0.0f, height_of(extent.name, reading, name) - reading.line);
}

MockExamDone draw_extents(const MockExamView& view, Rect& in) {
    MockExamDone event;
    const auto columns = extent_columns();
    ui::table_head(ui::take_top(in, em(1.53f)), columns, em(extent_gap));
    const ui::Group group("what to sit", ui::Arrows::vertical, ui::Stops::one);
    for (const ExamExtent& extent : view.extents) {
        const Rect row = ui::take_top(in, extent_height(extent, in.width()));
        const ui::Touch touch =
            ui::control(row.inset(-em(0.59f), ui::hairline()),
                        {.name = extent.name, .kind = "choice", .radius = em(ui::Radius::button), .chosen = extent.on});
        if (extent.on)
            ui::fill(row.inset(-em(0.59f), ui::hairline()), colors().accent_soft, em(ui::Radius::button));
        else if (touch.hovered)
            ui::fill(row.inset(-em(0.59f), ui::hairline()),
                     ui::mix(colors().surface, colors().text, ui::Tint::row_hover), em(ui::Radius::button));
        const auto cells = ui::cells(row, columns, em(extent_gap));
        draw_choice_mark({cells[0].x0 + em(0.59f), row.centre().y}, extent.on);
        const ui::Reading reading = extent_reading(extent);
        const float name = cells[0].width() - em(extent_indent);
        const float top = row.centre().y - height_of(extent.name, reading, name) / 2;
        ui::paragraph({cells[0].x0 + em(extent_indent), std::floor(top)}, name, extent.name, reading, colors().text);
        ui::figures_in(cells[1], Face::small, colors().muted, extent.questions);
        ui::text_in(cells[2], Face::small, colors().muted, extent.time, Align::right);
        if (touch.clicked) event = mock_exam::SetSection{extent.section};
    }
    return event;
}

float choices_height(const MockExamView& view, float width) {
    float extents = 0;
    for (const ExamExtent& extent : view.extents) extents += extent_height(extent, width);
    return em(1.53f) + extents + em(1.18f) + em(1.59f) + em(2.35f) + em(1.18f) + em(1.65f) + em(0.24f) +
           height_of(view.answer_first_words, ui::small_reading(), width);
}

MockExamDone draw_choices(const MockExamView& view, Rect in) {
    static constexpr std::array<std::string_view, 3> lengths = {"Full", "Half", "Quarter"};
    MockExamDone event = draw_extents(view, in);
    in.y0 += em(1.18f);
    draw_label(in, "Length");
    if (const auto i =
            ui::segmented(ui::take_top(in, em(2.35f), em(1.18f)), "Length", lengths, static_cast<int>(view.length)))
        event = mock_exam::SetLength{static_cast<FormLength>(*i)};
    Rect row = ui::take_top(in, em(1.65f), em(0.24f));
    if (ui::switch_control(ui::take_right(row, em(5.5f)), "Answer before moving on", view.answer_first))
        event = mock_exam::SetAnswerFirst{!view.answer_first};
    ui::text_in(row, Face::body, colors().text, "Answer before moving on");
    ui::paragraph(in.top_left(), in.width(), view.answer_first_words, ui::small_reading(), colors().muted);
    return event;
}

// ---- what it takes ---------------------------------------------------------

MockExamDone draw_start(const MockExamView& view, const Rect& place, bool show_key) {
    if (view.left && view.left->fault.empty()) {
        const ui::ButtonLook off = {.enabled = false, .reason = view.reason};
        ui::button(place, "Start", ui::ButtonKind::secondary, off);
        return std::nullopt;
    }
    const ui::ButtonLook look = {
        .key = ui::Chord{ui::Key::enter}, .show_key = show_key, .enabled = view.can_start, .reason = view.reason};
    return ui::button(place, "Start", ui::ButtonKind::primary, look) ? MockExamDone(mock_exam::Start{}) : std::nullopt;
}

float lines_height(const std::vector<std::string>& lines, const ui::Reading& reading, float width) {
    float height = 0;
    for (const std::string& line : lines) height += height_of(line, reading, width) + em(0.59f);
    return height;
}

float takes_height(const MockExamView& view, float width) {
    const float lacks = view.lacks.empty()
                            ? 0
                            : lines_height(view.lacks, ui::small_reading(), width - em(2.83f)) + em(1.06f) + em(0.59f);
    return em(1.88f) + em(0.59f) + lines_height(view.takes, ui::body_reading(), width) + lacks;
}

/// What the bank lacks, on the ground of a warning.
void draw_lacks(const MockExamView& view, Rect& in) {
    if (view.lacks.empty()) return;
    const float words = in.width() - em(2.83f);
    const Rect box = ui::take_top(in, lines_height(view.lacks, ui::small_reading(), words) + em(1.06f), em(0.59f));
    ui::fill(box, colors().warn_soft, em(ui::Radius::card));
    ui::icon({box.x0 + em(1.06f), box.y0 + em(0.82f) + std::floor(ui::small_reading().line / 2)}, ui::Icon::warning,
             colors().warn);
    float y = box.y0 + em(0.82f);
    for (const std::string& line : view.lacks)
        y += ui::paragraph({box.x0 + em(2.12f), y}, words, line, ui::small_reading(), colors().text) + em(0.59f);
}

void draw_takes(const MockExamView& view, Rect in) {
    Rect head = ui::take_top(in, em(1.88f), em(0.59f));
    head.x0 += ui::text_in(head, Face::heading, colors().text, view.questions) + em(0.47f);
    ui::text_in(head, Face::heading, colors().muted, view.time);
    for (const std::string& line : view.takes)
        in.y0 += ui::paragraph(in.top_left(), in.width(), line, ui::body_reading(), colors().text) + em(0.59f);
    draw_lacks(view, in);
}

// ---- what was sat ----------------------------------------------------------

/// Under the cut of the dots, once, wholly inside the card.
void draw_pass_label(const MockExamView& view, const Rect& dots, float top, float right) {
    const float width = ui::text_width(Face::small, view.pass_label);
    const auto along = static_cast<float>((view.cut - view.axis_low) / (view.axis_high - view.axis_low));
    const float left = std::min(dots.x0 + dots.width() * along - width / 2, right - width);
    ui::text({std::floor(left), top}, Face::small, colors().muted, view.pass_label);
}

MockExamDone draw_past(const MockExamView& view, CardColumn& column) {
    if (view.past.empty()) {
        constexpr std::string_view words =
            "None yet. A mock exam shows what your answers are worth under the clock, and makes the forecast surer.";
        const Rect in =
            column.next("Past mock exams", {}, height_of(words, ui::body_reading(), column.content_width()));
        ui::paragraph(in.top_left(), in.width(), words, ui::body_reading(), colors().muted);
        return std::nullopt;
    }
    MockExamDone event;
    Rect in = column.next("Past mock exams", "scaled, 80\u00A0% interval",
                          em(past_row) * static_cast<float>(view.past.size()) + em(1.3f));
    Rect dots;
    const ui::Group group("past exams", ui::Arrows::vertical);
    for (std::size_t i = 0; i < view.past.size(); ++i) {
        const PastScore& score = view.past[i];
        Rect row = ui::take_top(in, em(past_row));
        if (ui::table_row(row, "Report of " + score.when + ", " + score.what, {.hairline = i > 0}))
            event = mock_exam::OpenReport{score.sitting};
        ui::figures_in(ui::take_right(row, std::ceil(ui::figures_width(Face::body_bold, "888")), em(0.71f)),
                       Face::body_bold, colors().text, score.score);
        dots = ui::take_right(row, std::min(em(7.0f), row.width() * 0.36f), em(0.71f));
        ui::dot_interval(dots, {.value = score.value,
                                .low = score.low,
                                .high = score.high,
                                .axis_low = view.axis_low,
                                .axis_high = view.axis_high,
                                .cut = view.cut,
                                .hover = score.likely});
        ui::text_in(ui::take_left(row, em(3.6f), em(0.47f)), Face::small, colors().muted, score.when);
        ui::text_in(row, Face::body, colors().text, score.what);
    }
    draw_pass_label(view, dots, in.y0 + em(0.24f), in.x1);
    return event;
}

// ---- the page --------------------------------------------------------------

void keep(MockExamDone& event, MockExamDone other) {
    if (other) event = std::move(other);
}

MockExamDone draw_beside(const MockExamView& view, const Rect& in, float& bottom) {
    const auto parts = ui::columns(in, {50.0f, 50.0f}, em(ui::card_gap));
    CardColumn left(parts[0]);
    const Rect choices = left.next("New mock exam", {}, choices_height(view, left.content_width()));
    MockExamDone event = draw_choices(view, choices);
    CardColumn right(parts[1]);
    Rect takes = right.next("What it takes", {}, takes_height(view, right.content_width()) + em(0.47f) + em(2.82f));
    const Rect start = ui::take_bottom(takes, em(2.82f), em(0.47f));
    draw_takes(view, takes);
    keep(event, draw_start(view, start, true));
    keep(event, draw_past(view, right));
    bottom = std::max(left.bottom(), right.bottom());
    return event;
}

MockExamDone draw_below(const MockExamView& view, const Rect& in, float& bottom) {
    CardColumn column(in);
    const Rect choices = column.next("New mock exam", {}, choices_height(view, column.content_width()));
    MockExamDone event = draw_choices(view, choices);
    draw_takes(view, column.next("What it takes", {}, takes_height(view, column.content_width())));
    keep(event, draw_past(view, column));
    bottom = column.bottom();
    return event;
}

/// In one column the start stays at the foot of the page.
MockExamDone draw_foot(const MockExamView& view, const Rect& rect, Room room) {
    Rect in = ui::footer(rect, room);
    const bool go_on = view.left && view.left->fault.empty();
    if (go_on) {
        const ui::ButtonLook look = {.key = ui::Chord{ui::Key::enter}, .show_key = false};
        const bool pressed = ui::button(ui::take_right(in, ui::button_width("Go on", look), em(0.94f)), "Go on",
                                        ui::ButtonKind::primary, look);
        ui::text_in(in, Face::body, colors().muted, view.left->detail);
        return pressed ? MockExamDone(mock_exam::GoOn{}) : std::nullopt;
    }
    const Rect start = ui::take_right(in, std::max(em(7.0f), ui::button_width("Start")), em(0.94f));
    ui::text_in(in, Face::body, colors().muted, view.questions + " " + view.time);
    return draw_start(view, start, false);
}

}  // namespace

std::optional<MockExamEvent> draw(const MockExamView& view, MockExamDraft& draft, const Stage& stage) {
    ui::fill(stage.page, colors().canvas);
    const bool wide = beside(stage.room);
    const float margin = ui::page_margin(stage.room);
    Rect page = stage.page;
    const Rect foot = wide ? Rect{} : ui::take_bottom(page, ui::footer_height(stage.room));
    MockExamDone event;
    {
        ui::ScrollArea area(page, "mock exam", colors().canvas);
        Rect in = area.content().inset(margin, 0);
        ui::page_title(in, "Mock exam", view.subtitle);
        ui::take_top(in, em(ui::title_height));
        if (view.left) {
            const float height = left_card_height(*view.left, in.width());
            keep(event, draw_left(*view.left, draft, ui::take_top(in, height, em(ui::card_gap)), wide));
        }
        float bottom = in.y0;
        keep(event, wide ? draw_beside(view, in, bottom) : draw_below(view, in, bottom));
        area.reaches(bottom + em(1.41f));
    }
    if (!wide) keep(event, draw_foot(view, foot, stage.room));
    if (draft.ending) keep(event, draw_ending(draft));
    return event;
}

}  // namespace collimate
