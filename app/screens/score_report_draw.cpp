// Paints the score report: score, sections, areas, pace, changes, and every question.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/score_report.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/dialog.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::Align;
using ui::colors;
using ui::em;
using ui::Face;
using ui::Key;
using ui::Rect;
using ui::Room;

using ScoreReportDone = std::optional<ScoreReportEvent>;

constexpr float report_area_row = 1.65f;  // em
constexpr float section_row = 1.88f;
constexpr float report_question_row = 2.82f;
constexpr float report_pace_height = 8.2f;

// ---- the score -------------------------------------------------------------

float scaled_height(const ScaledView& view, float width) {
    return em(3.3f) + em(0.59f) + em(ui::score_strip_height) + em(0.59f) +
           height_of(view.raw, ui::small_reading(), width) + em(0.35f) +
           (view.first.empty() ? 0.0f : height_of(view.first, ui::small_reading(), width) + em(0.35f)) +
           height_of(view.estimate, ui::small_reading(), width);
}

void draw_scaled(const ScaledView& view, CardColumn& column) {
    const Rect box = column.left();
    Rect in = column.next("Scaled score", {}, scaled_height(view, column.content_width()));
    const ui::Icon sign = view.passed ? ui::Icon::right : ui::Icon::wrong;
    const float chip = ui::chip_width(view.chip, sign);
    ui::chip({in.x1 - chip, box.y0 + ui::card_padding() - em(0.24f)}, view.chip,
             view.passed ? ui::Tone::good : ui::Tone::bad, sign);
    Rect head = ui::take_top(in, em(3.3f), em(0.59f));
    head.x0 += ui::text_in(head, Face::figure, colors().text, view.figure) + em(0.71f);
    head.y0 += em(0.9f);
    ui::text_in(head, Face::body, colors().muted, view.against);
    ui::score_strip(ui::take_top(in, em(ui::score_strip_height), em(0.59f)), {.axis_low = view.axis_low,
                                                                              .axis_high = view.axis_high,
                                                                              .pass = view.pass,
                                                                              .value = view.value,
                                                                              .low = view.low,
                                                                              .high = view.high,
                                                                              .low_label = view.low_label,
                                                                              .high_label = view.high_label,
                                                                              .pass_label = view.pass_label});
    in.y0 += ui::paragraph(in.top_left(), in.width(), view.raw, ui::small_reading(), colors().text) + em(0.35f);
    if (!view.first.empty())
        in.y0 += ui::paragraph(in.top_left(), in.width(), view.first, ui::small_reading(), colors().warn) + em(0.35f);
    ui::paragraph(in.top_left(), in.width(), view.estimate, ui::small_reading(), colors().muted);
}

// ---- sections and areas ----------------------------------------------------

struct PartsLayout {
    float figures = 0;
    float dots = 0;
    bool stacked = false;  ///< names above, where beside the dots one would be cut off
    float row = 0;

    PartsLayout(const PartsView& view, float width, float row_height, Face face) {
        float names = 0;
        for (const PartLine& line : view.lines) {
            figures = std::max(figures, std::ceil(ui::figures_width(face, line.figure)));
            names = std::max(names, std::ceil(ui::text_width(Face::body, line.name)));
        }
        const float free = width - figures - names - 2 * em(0.94f);
        stacked = free < em(5.3f);
        dots = stacked ? width - figures - em(0.94f) : std::min(free, em(11.0f));
        row = em(row_height) + (stacked ? em(1.3f) : 0);
    }
};

void draw_parts(const PartsView& view, std::string_view title, CardColumn& column, float row_height, Face face) {
    if (view.lines.empty()) return;
    const PartsLayout layout(view, column.content_width(), row_height, face);
    Rect in = column.next(title, view.scope, layout.row * static_cast<float>(view.lines.size()) + em(1.3f));
    Rect dots;
    for (const PartLine& line : view.lines) {
        Rect row = ui::take_top(in, layout.row);
        if (layout.stacked) ui::text_in(ui::take_top(row, em(1.3f)), Face::body, colors().text, line.name);
        ui::figures_in(ui::take_right(row, layout.figures, em(0.94f)), face,
                       face == Face::small ? colors().muted : colors().text, line.figure);
        dots = ui::take_right(row, layout.dots, em(0.94f));
        ui::dot_interval(dots, {.value = line.value,
                                .low = line.low,
                                .high = line.high,
                                .axis_low = view.axis_low,
                                .axis_high = view.axis_high,
                                .cut = line.cut,
                                .hover = line.hover});
        if (!layout.stacked) ui::text_in(row, Face::body, colors().text, line.name);
    }
    // Once, under the cut, wholly inside the card.
    const float width = ui::text_width(Face::small, view.cut_label);
    const auto along = static_cast<float>((view.cut_at - view.axis_low) / (view.axis_high - view.axis_low));
    const float left = std::min(dots.x0 + dots.width() * along - width / 2, in.x1 - width);
    ui::text({std::floor(left), in.y0 + em(0.24f)}, Face::small, colors().muted, view.cut_label);
}

void draw_sections(const PartsView& view, CardColumn& column) {
    draw_parts(view, "Sections", column, section_row, Face::body_bold);
}

void draw_areas(const PartsView& view, CardColumn& column) {
    draw_parts(view, "Areas against the pass line", column, report_area_row, Face::small);
}

// ---- pace and changes ------------------------------------------------------

void draw_pace(const PaceView& view, CardColumn& column) {
    const std::string words = view.quarters + " " + view.left;
    const float below = height_of(words, ui::small_reading(), column.content_width());
    Rect in = column.next("Pace", view.scope, em(report_pace_height) + em(0.71f) + below);
    const float longest = *std::max_element(view.seconds.begin(), view.seconds.end());
    const double top = std::max(20.0, std::ceil(std::max(longest, view.even * 1.1f) / 20.0) * 20.0);
    std::vector<ui::Bar> bars;
    for (const float seconds : view.seconds)
        bars.push_back(
            {.value = seconds, .color = ui::mix(colors().surface, colors().accent, ui::Tint::secondary_bar)});
    const std::string half = std::to_string(static_cast<int>(top / 2));
    const std::string whole = std::to_string(static_cast<int>(top));
    const std::array<ui::AxisLabel, 3> y{{{0, "0"}, {top / 2, half}, {top, whole}}};
    const std::array<ui::AxisLabel, 2> x{{{0, "1"}, {static_cast<double>(view.seconds.size()), view.last_label}}};
    ui::bars(ui::take_top(in, em(report_pace_height), em(0.71f)),
             {.bars = bars, .y_high = top, .y_labels = y, .x_labels = x, .across = view.even});
    ui::paragraph(in.top_left(), in.width(), words, ui::small_reading(), colors().muted);
}

void draw_change(const Rect& rect, ui::Icon sign, ui::Color color, int count, std::string_view words) {
    Rect in = rect;
    Rect line = ui::take_top(in, em(1.41f));
    ui::icon(ui::take_left(line, em(0.82f), em(0.47f)).centre(), sign, color, Face::icon_small);
    ui::text_in(line, Face::body_bold, colors().text, std::to_string(count));
    ui::text_in(ui::take_top(in, em(1.29f)), Face::small, colors().muted, words);
}

void draw_changes(const ChangesView& view, CardColumn& column) {
    const bool any = view.wrong_to_right + view.right_to_wrong + view.wrong_to_wrong > 0;
    const float parts = any ? em(0.59f) + em(0.59f) + em(2.7f) + em(0.71f) : 0;
    Rect in = column.next("Answers you changed", view.scope,
                          parts + height_of(view.words, ui::body_reading(), column.content_width()));
    if (any) {
        const auto& c = colors();
        const std::array<ui::SharePart, 3> shares{{{static_cast<double>(view.wrong_to_right), c.good},
                                                   {static_cast<double>(view.right_to_wrong), c.bad},
                                                   {static_cast<double>(view.wrong_to_wrong), c.edge}}};
        ui::share_bar(ui::take_top(in, em(0.59f), em(0.59f)), shares);
        const std::vector<Rect> cells = ui::columns(ui::take_top(in, em(2.7f), em(0.71f)), 3, em(0.59f));
        draw_change(cells[0], ui::Icon::up, c.good, view.wrong_to_right, "wrong to right");
        draw_change(cells[1], ui::Icon::down, c.bad, view.right_to_wrong, "right to wrong");
        draw_change(cells[2], ui::Icon::incomplete, c.muted, view.wrong_to_wrong, "wrong to wrong");
    }
    ui::paragraph(in.top_left(), in.width(), view.words, ui::body_reading(), colors().text);
}

void draw_habits(const ScoreReportView& view, CardColumn& column) {
    if (view.findings.empty()) return;
    draw_findings(view.findings, column.next("How you worked", "80\u00A0% interval",
                                             findings_height(view.findings, column.content_width())));
}

void draw_basis(const ScoreReportView& view, CardColumn& column) {
    float height = -em(0.47f);
    for (const std::string& line : view.basis)
        height += height_of(line, ui::small_reading(), column.content_width()) + em(0.47f);
    Rect in = column.next("What this rests on", {}, height);
    for (const std::string& line : view.basis)
        in.y0 += ui::paragraph(in.top_left(), in.width(), line, ui::small_reading(), colors().muted) + em(0.47f);
}

// ---- every question --------------------------------------------------------

struct OutcomeLook {
    std::string_view word;
    ui::Icon icon;
    ui::Color color;
};

OutcomeLook look_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::wrong:
            return {"wrong", ui::Icon::wrong, colors().bad};
        case Outcome::unanswered:
            return {"no answer", ui::Icon::unseen, colors().warn};
        case Outcome::right:
            return {"right", ui::Icon::right, colors().good};
    }
    return {"", ui::Icon::none, 0};
}

void draw_question_words(const ReportQuestion& question, Rect row) {
    const auto& c = colors();
    const bool wide = row.width() > em(28);
    const OutcomeLook look = look_of(question.outcome);
    ui::icon({row.x0 + em(0.59f), row.centre().y}, look.icon, look.color);
    row.x0 += em(1.65f);
    Rect right = ui::take_right(row, wide ? em(7.5f) : em(4.5f), em(0.94f));
    const float half = std::floor(em(1.24f));
    right.y0 = row.y0 = row.y0 + std::floor((row.height() - 2 * half) / 2);
    ui::text_in(ui::take_top(right, half), Face::small, c.text, question.given, Align::right);
    ui::text_in(ui::take_top(right, half), Face::small, c.muted, question.time, Align::right);
    ui::text_in(ui::take_top(row, half), Face::body, question.can_open ? c.text : c.muted, question.stem);
    ui::text_in(ui::take_top(row, half), Face::small, c.muted,
                question.number + "   \u00B7   " + std::string(look.word) + "   \u00B7   " + question.area);
}

ScoreReportDone draw_questions(const ScoreReportView& view, CardColumn& column) {
    ScoreReportDone event;
    Rect in = column.next("Every question", "wrong first",
                          em(report_question_row) * static_cast<float>(view.questions.size()));
    const ui::Group group("questions", ui::Arrows::vertical);
    const Rect shown = ui::clip();
    for (std::size_t i = 0; i < view.questions.size(); ++i) {
        const ReportQuestion& question = view.questions[i];
        const Rect row = ui::take_top(in, em(report_question_row));
        if (!question.can_open)
            ui::plain_row(row);
        else if (ui::table_row(row, "Question " + question.number, {.hairline = i > 0}))
            event = report_page::Open{question.index};
        if (row.y1 > shown.y0 && row.y0 < shown.y1) draw_question_words(question, row);
    }
    return event;
}

// ---- the page --------------------------------------------------------------

struct ScoreReportTitle {
    Rect page;  ///< below it
    ScoreReportDone event;
};

ScoreReportTitle draw_title(const ScoreReportView& view, ScoreReportDraft& draft, Rect page, bool wide) {
    ScoreReportTitle row;
    Rect head = ui::take_top(page, em(ui::title_height));
    Rect line = head;
    line.y0 += em(1.18f);
    line.y1 = line.y0 + em(ui::button_height);
    const ui::ButtonLook review = {.key = ui::Chord{Key::enter}, .show_key = wide};
    if (!view.review.empty() && ui::button(ui::take_right(line, ui::button_width(view.review, review), em(0.71f)),
                                           view.review, ui::ButtonKind::primary, review))
        row.event = report_page::Open{view.first_wrong};
    const ui::ButtonLook print = {.key = ui::Chord{Key::p}, .show_key = false, .icon = ui::Icon::exported};
    if (ui::button(ui::take_right(line, ui::button_width("Print", print), em(0.71f)), "Print",
                   ui::ButtonKind::secondary, print)) {
        draft.printing = true;
        draft.file = view.print_file;
    }
    if (ui::button(ui::take_right(line, ui::button_width("Close"), em(0.94f)), "Close", ui::ButtonKind::ghost) ||
        ui::take(Key::escape))
        row.event = report_page::Close{};
    head.x1 = line.x1;
    ui::page_title(head, "Score report", wide ? std::string_view(view.subtitle) : std::string_view());
    row.page = page;
    return row;
}

ScoreReportDone draw_printing(ScoreReportDraft& draft) {
    constexpr std::string_view words =
        "The report with every question, wrong first, its answer and why, as a PDF on letter paper.";
    const float width = em(30);
    const float text = height_of(words, ui::small_reading(), width - 2 * em(1.41f));
    ui::Dialog dialog("Print the score report", text + em(0.71f + ui::input_height + 1.18f + 2.36f), width);
    Rect in = dialog.content();
    ui::paragraph(in.top_left(), in.width(), words, ui::small_reading(), colors().muted);
    ui::take_top(in, text, em(0.71f));
    if (dialog.opened()) ui::focus_on("File");
    const bool entered = ui::input(ui::take_top(in, em(ui::input_height)), "File", draft.file).submitted;
    Rect foot = ui::take_bottom(in, em(2.36f));
    const ui::ButtonLook look = {.enabled = !draft.file.empty(), .reason = "Name a file."};
    const bool pressed = ui::button(ui::take_right(foot, ui::button_width("Write PDF", look), em(0.71f)), "Write PDF",
                                    ui::ButtonKind::primary, look);
    if (ui::button(ui::take_right(foot, ui::button_width("Cancel")), "Cancel") || dialog.escaped())
        draft.printing = false;
    return (pressed || entered) && !draft.file.empty() ? ScoreReportDone(report_page::Print{draft.file}) : std::nullopt;
}

void draw_figures(const ScoreReportView& view, CardColumn& column) {
    draw_pace(view.pace, column);
    draw_changes(view.changes, column);
}

/// Beside each other: score and areas left, sections, pace and changes right, the rest where there is room, the
/// questions across below.
ScoreReportDone draw_cards(const ScoreReportView& view, const Rect& in, Room room, float& bottom) {
    if (!beside(room)) {
        CardColumn column(in);
        draw_scaled(view.scaled, column);
        draw_sections(view.sections, column);
        draw_areas(view.areas, column);
        draw_figures(view, column);
        draw_habits(view, column);
        draw_basis(view, column);
        ScoreReportDone event = draw_questions(view, column);
        bottom = column.bottom();
        return event;
    }
    const auto parts = ui::columns(in, {56.0f, 44.0f}, em(ui::card_gap));
    CardColumn left(parts[0]);
    CardColumn right(parts[1]);
    draw_scaled(view.scaled, left);
    draw_areas(view.areas, left);
    draw_sections(view.sections, right);
    draw_figures(view, right);
    const auto shorter = [&]() -> CardColumn& { return left.bottom() <= right.bottom() ? left : right; };
    draw_habits(view, shorter());
    draw_basis(view, shorter());
    const float top = std::max(left.bottom(), right.bottom()) + em(ui::card_gap);
    CardColumn below({in.x0, top, in.x1, in.y1});
    ScoreReportDone event = draw_questions(view, below);
    bottom = below.bottom();
    return event;
}

/// One question, as on its page in the bank; Left and Right go through them in the order of the list.
ScoreReportDone draw_page(const ScoreReportView& view, ScoreReportDraft& draft, const Stage& stage) {
    Stage inner = stage;
    const float margin = ui::page_margin(stage.room);
    const Rect foot = ui::take_bottom(inner.page, ui::footer_height(stage.room));
    ScoreReportDone event;
    if (const auto done = draw_item_page(*view.page, draft.page, "Score report", inner)) event = *done;
    Rect in = ui::footer(foot, stage.room);
    const ui::ButtonLook before = {
        .icon = ui::Icon::back, .enabled = view.before.has_value(), .reason = "This is the first of the list"};
    const ui::ButtonLook after = {.key = ui::Chord{Key::enter},
                                  .show_key = false,
                                  .icon_right = ui::Icon::on,
                                  .enabled = view.after.has_value(),
                                  .reason = "This is the last of the list"};
    const bool back = ui::button(ui::take_left(in, ui::button_width("Previous", before), margin), "Previous",
                                 ui::ButtonKind::secondary, before);
    const bool on =
        ui::button(ui::take_right(in, ui::button_width("Next", after), margin), "Next", ui::ButtonKind::primary, after);
    ui::text_in(in, Face::body, colors().muted, view.page_place, Align::left);
    if (view.before && (back || ui::take(Key::left))) event = report_page::Open{*view.before};
    if (view.after && (on || ui::take(Key::right))) event = report_page::Open{*view.after};
    return event;
}

}  // namespace

std::optional<ScoreReportEvent> draw(const ScoreReportView& view, ScoreReportDraft& draft, const Stage& stage) {
    ui::fill(stage.page, colors().canvas);
    if (view.page) return draw_page(view, draft, stage);
    const float margin = ui::page_margin(stage.room);
    ScoreReportTitle title = draw_title(view, draft, stage.page.inset(margin, 0), beside(stage.room));
    const Rect body{stage.page.x0, title.page.y0 - em(ring_room), stage.page.x1, stage.page.y1};
    ScoreReportDone event = title.event;
    {
        ui::ScrollArea area(body, "score report", colors().canvas);
        Rect in = area.content().inset(margin, 0);
        in.y0 += em(ring_room);
        float bottom = in.y0;
        if (ScoreReportDone opened = draw_cards(view, in, stage.room, bottom)) event = std::move(opened);
        area.reaches(bottom + em(1.41f));
    }
    if (draft.printing)
        if (ScoreReportDone printed = draw_printing(draft)) event = std::move(printed);
    return event;
}

}  // namespace collimate
