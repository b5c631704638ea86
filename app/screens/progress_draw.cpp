// Paints the progress screen: areas, score over time, memory, sections, sittings.
#include <algorithm>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/explanation_draw.hpp"
#include "app/screens/progress.hpp"
#include "app/screens/words.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/dialog.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Rect;

using ProgressDid = std::optional<ProgressEvent>;

constexpr float progress_area_row = 1.94f;  // em
constexpr float progress_line_row = 1.76f;
constexpr float topic_title = 1.76f;
constexpr float entry_width = 24.0f;
constexpr std::string_view enter_result = "Enter a result";
constexpr float progress_chart_height = 13.0f;
constexpr float column_gap = 0.94f;
constexpr float least_name = 13.5f;  // a name of the third level, mostly whole

enum class AreaColumn { name, right, dots, answers, kept, points };

/// Which columns stand beside the names; the widest contents give the widths.
struct AreaColumns {
    std::vector<AreaColumn> kinds;
    std::vector<ui::Column> columns;
    bool bars = false;  ///< kept: a bar beside the figure
};

/// The most telling columns first, as long as the names keep their room; then in their order on the page.
AreaColumns area_columns(const ProgressView& view, float width) {
    struct Wanted {
        AreaColumn kind;
        ui::Column column;
    };
    const auto small = [](std::string_view words) { return std::ceil(ui::text_width(ui::Face::small, words)); };
    const std::array<Wanted, 5> wanted{
        {{AreaColumn::right, {.head = "right", .width = em(3.06f), .align = ui::Align::centre}},
         {AreaColumn::answers, {.head = "answers", .width = std::max(small("only 88"), small("answers"))}},
         {AreaColumn::dots,
          {.head = view.cut_label, .width = std::max(em(5.88f), small(view.cut_label)), .align = ui::Align::centre}},
         {AreaColumn::kept, {.head = "kept", .width = small("kept")}},
         {AreaColumn::points, {.head = "points known", .width = small("points known")}}}};
    float left = width - em(least_name);
    std::array<std::optional<ui::Column>, 6> chosen;
    chosen[0] = ui::Column{.head = "", .width = 0, .align = ui::Align::left};
    for (const Wanted& column : wanted) {
        left -= column.column.width + em(column_gap);
        if (left < 0) break;
        chosen[static_cast<std::size_t>(column.kind)] = column.column;
    }
    AreaColumns plan{.bars = left > em(4)};
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (!chosen[i]) continue;
        if (static_cast<AreaColumn>(i) == AreaColumn::kept && plan.bars) chosen[i]->width = em(4.7f);
        plan.kinds.push_back(static_cast<AreaColumn>(i));
        plan.columns.push_back(*chosen[i]);
    }
    return plan;
}

void draw_kept(const ProgressArea& area, Rect cell, bool bar) {
    const auto& c = ui::colors();
    const Rect figure = ui::take_right(cell, em(1.41f), em(0.35f));
    if (!area.kept) {
        ui::text_in(figure, ui::Face::small, c.muted, "\u2013", ui::Align::right);
        return;
    }
    ui::figures_in(figure, ui::Face::small, c.muted, std::to_string(static_cast<int>(std::lround(100 * *area.kept))));
    if (bar)
        ui::row_bar(ui::centred(cell, cell.width(), em(0.35f)), *area.kept, ui::mix(c.surface, c.accent, 0.65f), true);
}

void draw_area_figure(const ProgressView& view, const ProgressArea& area, AreaColumn kind, const Rect& cell,
                      bool bars) {
    const auto& c = ui::colors();
    switch (kind) {
        case AreaColumn::name:
            return;
        case AreaColumn::right:
            ui::heat_cell(
                ui::centred(cell, cell.width(), cell.height() - em(0.35f)),
                {.figure = area.heat, .ground = ui::diverging((area.share - view.cut) / full_color), .few = area.few});
            return;
        case AreaColumn::dots: {
            const auto interval = area.interval.value_or(std::pair{area.share, area.share});
            ui::dot_interval(cell, {.value = area.share,
                                    .low = interval.first,
                                    .high = interval.second,
                                    .axis_low = view.axis_low,
                                    .axis_high = view.axis_high,
                                    .cut = view.cut,
                                    .few = area.few});
            return;
        }
        case AreaColumn::answers:
            ui::text_in(cell, ui::Face::small, area.scarce ? c.warn : c.muted, area.answers, ui::Align::right);
            return;
        case AreaColumn::kept:
            return draw_kept(area, cell, bars);
        case AreaColumn::points:
            ui::text_in(cell, ui::Face::small, c.muted, area.points, ui::Align::right);
            return;
    }
}

void draw_area_figures(const ProgressView& view, const ProgressArea& area, const Rect& row, const AreaColumns& plan) {
    const auto places = ui::cells(row, plan.columns, em(column_gap));
    for (std::size_t i = 0; i < places.size(); ++i) draw_area_figure(view, area, plan.kinds[i], places[i], plan.bars);
}

float detail_height(const ProgressArea& area, float width) {
    if (area.branch || !area.open) return 0;
    const float inner = width - em(2.35f);
    return em(0.35f) + height_of(area.points_detail, ui::small_reading(), inner) + em(0.71f) +
           point_lines_height(area.lines, inner) + em(0.71f) + ui::small_reading().line + em(0.94f);
}

/// What an open area is made of: its learning points, the missed ones first.
ProgressDid draw_detail(const ProgressArea& area, Rect in) {
    Rect box = in;
    box.x0 += em(2.35f);
    box.y0 += em(0.35f);
    box.y0 += ui::paragraph(box.top_left(), box.width(), area.points_detail, ui::small_reading(), ui::colors().muted) +
              em(0.71f);
    box.y0 = draw_point_lines(area.lines, box) + em(0.71f);
    const ui::Scope scope(area.name);
    if (ui::link(box.top_left(), "Practise this area", ui::Icon::on)) return progress::PractiseArea{area.area};
    return std::nullopt;
}

float areas_height(const ProgressView& view, float width) {
    float height = em(1.53f);
    for (const ProgressArea& area : view.areas) height += em(progress_area_row) + detail_height(area, width);
    return height;
}

ProgressDid draw_areas(const ProgressView& view, CardColumn& column) {
    ProgressDid event;
    const float basis = height_of(view.basis, ui::small_reading(), column.content_width());
    const float height = areas_height(view, column.content_width()) + em(0.94f) + basis;
    Rect in = column.next("Areas", "expected right on exam questions, 80\u00A0% interval", height);
    const AreaColumns plan = area_columns(view, in.width());
    ui::table_head(ui::take_top(in, em(1.53f)), plan.columns, em(column_gap));
    {
        const ui::Group group("areas", ui::Arrows::vertical);
        for (const ProgressArea& area : view.areas) {
            const Rect row = ui::take_top(in, em(progress_area_row));
            const ui::Branch branch = !area.branch ? ui::Branch::leaf
                                      : area.open  ? ui::Branch::open
                                                   : ui::Branch::closed;
            const float name_end = ui::cells(row, plan.columns, em(column_gap))[0].x1;
            const ui::TreeEvent tree = ui::tree_row(row, area.name, branch, area.depth, name_end,
                                                    {.chosen = !area.branch && area.open, .hairline = false});
            draw_area_figures(view, area, row, plan);
            if ((tree.toggled || tree.pressed) && area.branch) event = progress::Fold{area.area};
            if (tree.pressed && !area.branch) event = progress::OpenLeaf{area.area};
            const float detail = detail_height(area, in.width());
            if (detail > 0)
                if (ProgressDid practise = draw_detail(area, ui::take_top(in, detail))) event = std::move(practise);
        }
    }
    in.y0 += em(0.94f);
    ui::paragraph(in.top_left(), in.width(), view.basis, ui::small_reading(), ui::colors().muted);
    return event;
}

/// Three figures on the axis: both ends and one between.
struct AxisWords {
    std::array<std::string, 3> words;
    std::array<ui::AxisLabel, 3> labels;
};

void fill_axis(AxisWords& axis, double low, double high) {
    const std::array<double, 3> at{low, (low + high) / 2, high};
    for (std::size_t i = 0; i < at.size(); ++i) {
        axis.words[i] = std::to_string(static_cast<int>(std::lround(at[i])));
        axis.labels[i] = {at[i], axis.words[i]};
    }
}

void draw_ability(const AbilityView& view, CardColumn& column) {
    if (!view.empty.empty()) {
        const Rect in = column.next("Score over time", view.scope,
                                    height_of(view.empty, ui::body_reading(), column.content_width()));
        ui::paragraph(in.top_left(), in.width(), view.empty, ui::body_reading(), ui::colors().muted);
        return;
    }
    const Rect in = column.next("Score over time", view.scope, em(progress_chart_height));
    std::vector<ui::Band::At> band;
    std::vector<ui::XY> line;
    for (const DatedBand& day : view.days) {
        band.push_back({static_cast<double>(day.day), day.low, day.high});
        line.push_back({static_cast<double>(day.day), day.middle});
    }
    AxisWords y;
    fill_axis(y, view.axis_low, view.axis_high);
    const std::array<ui::AxisLabel, 2> x{{{band.front().x, view.first_day}, {band.back().x, view.last_day}}};
    const std::array<ui::Band, 1> bands{{{band}}};
    const std::array<ui::Curve, 1> curves{{{line}}};
    const std::array<ui::EndLabel, 2> ends{
        {{line.back().y, view.you, ui::EndLabel::Ink::accent}, {view.cut, view.pass, ui::EndLabel::Ink::text}}};
    ui::plot(in, {.x_low = band.front().x,
                  .x_high = band.back().x,
                  .y_low = view.axis_low,
                  .y_high = view.axis_high,
                  .y_labels = y.labels,
                  .x_labels = x,
                  .bands = bands,
                  .curves = curves,
                  .cut = view.cut,
                  .today = line.back(),
                  .ends = ends});
}

std::vector<ui::XY> curve_of(const std::vector<DatedBand>& days) {
    std::vector<ui::XY> line;
    for (const DatedBand& day : days) line.push_back({static_cast<double>(day.day), 100 * day.middle});
    return line;
}

void draw_memory(const MemoryView& view, CardColumn& column) {
    if (!view.empty.empty()) {
        const Rect in = column.next("Memory", {}, height_of(view.empty, ui::body_reading(), column.content_width()));
        ui::paragraph(in.top_left(), in.width(), view.empty, ui::body_reading(), ui::colors().muted);
        return;
    }
    const Rect in = column.next("Memory", view.scope, em(progress_chart_height));
    const std::vector<ui::XY> stop = curve_of(view.stopping);
    const std::vector<ui::XY> keep = curve_of(view.reviewing);
    std::vector<ui::Band::At> between;
    for (std::size_t i = 0; i < stop.size(); ++i) between.push_back({stop[i].x, stop[i].y, keep[i].y});
    AxisWords y;
    fill_axis(y, 0, 100);
    const std::string today = "today, " + view.today;
    const std::array<ui::AxisLabel, 2> x{{{stop.front().x, today}, {stop.back().x, view.last_day}}};
    const std::array<ui::Band, 1> bands{{{between, true}}};
    const std::array<ui::Curve, 2> curves{{{keep}, {.points = stop, .dashed = true, .muted = true}}};
    const std::string keep_words = view.keep + " reviewing";
    const std::string stop_words = view.stop + " stopping";
    const std::array<ui::EndLabel, 2> ends{
        {{keep.back().y, keep_words, ui::EndLabel::Ink::accent}, {stop.back().y, stop_words, ui::EndLabel::Ink::text}}};
    ui::plot(in, {.x_low = stop.front().x,
                  .x_high = stop.back().x,
                  .y_low = 0,
                  .y_high = 100,
                  .y_labels = y.labels,
                  .x_labels = x,
                  .bands = bands,
                  .curves = curves,
                  .ends = ends});
}

float words_height(const AreaMemoryView& view, float width) {
    float height = 0.0f;
    for (const std::string& words : view.words) height += height_of(words, ui::small_reading(), width) + em(0.35f);
    return height;
}

void draw_area_memory_line(Rect& in, const AreaMemoryLine& line) {
    const auto& c = ui::colors();
    ui::text_in(ui::take_top(in, em(1.3f)), ui::Face::body, c.text, line.name);
    Rect row = ui::take_top(in, em(progress_line_row));
    ui::figures_in(ui::take_right(row, ui::figures_width(ui::Face::small, "100\u00A0%"), em(0.71f)), ui::Face::small,
                   c.text, line.figure);
    const float seen = std::ceil(ui::text_width(ui::Face::small, "888 seen"));
    ui::text_in(ui::take_right(row, seen, em(0.71f)), ui::Face::small, line.few ? c.warn : c.muted, line.seen,
                ui::Align::right);
    ui::dot_interval(row, {.value = line.kept,
                           .low = line.kept,
                           .high = line.kept,
                           .judged = ui::Judged::you,
                           .few = line.few,
                           .hover = line.hover});
}

/// The button, or how far the fit is and the way to stop it.
ProgressDid draw_fit(Rect in, const AreaMemoryView& view) {
    if (view.fitting) {
        const Rect stop = ui::take_right(in, ui::button_width("Cancel"), em(0.71f));
        ui::progress_bar(ui::centred(in, in.width(), em(0.47f)), static_cast<float>(*view.fitting));
        return ui::button(stop, "Cancel") ? ProgressDid(progress::StopFit{}) : std::nullopt;
    }
    const ui::ButtonLook look = {.enabled = view.can_fit, .reason = view.reason};
    const Rect place = ui::take_left(in, ui::button_width(view.button, look));
    return ui::button(place, view.button, ui::ButtonKind::secondary, look) ? ProgressDid(progress::FitMemory{})
                                                                           : std::nullopt;
}

ProgressDid draw_area_memory(const AreaMemoryView& view, CardColumn& column) {
    if (view.lines.empty()) return std::nullopt;
    const float lines = em(1.3f + progress_line_row) * static_cast<float>(view.lines.size());
    Rect in =
        column.next("Memory by area", "remembered today",
                    lines + em(0.47f) + words_height(view, column.content_width()) + em(0.47f) + em(ui::button_height));
    for (const AreaMemoryLine& line : view.lines) draw_area_memory_line(in, line);
    ui::take_top(in, em(0.47f));
    for (const std::string& words : view.words)
        ui::take_top(in, ui::paragraph(in.top_left(), in.width(), words, ui::small_reading(), ui::colors().muted),
                     em(0.35f));
    ui::take_top(in, em(0.47f));
    return draw_fit(ui::take_top(in, em(ui::button_height)), view);
}

void draw_sections(const SectionsView& view, CardColumn& column) {
    if (view.lines.empty()) return;
    const float figure = ui::figures_width(ui::Face::body_bold, "888");
    const float gap = em(0.71f);
    const float beside = column.content_width() - figure - gap;  // for name and dots in one line
    const float shared = std::min(em(8.2f), beside * 0.45f);
    const bool stacked = std::any_of(view.lines.begin(), view.lines.end(), [&](const SectionLine& line) {
        return ui::text_width(ui::Face::body, line.name) > beside - shared - gap;
    });
    const float name_row = stacked ? em(1.3f) : 0;
    Rect in = column.next("Sections, if you sat today", view.scope,
                          (em(progress_line_row) + name_row) * static_cast<float>(view.lines.size()) + em(1.18f));
    Rect dots;
    for (const SectionLine& line : view.lines) {
        if (stacked) ui::text_in(ui::take_top(in, name_row), ui::Face::body, ui::colors().text, line.name);
        Rect row = ui::take_top(in, em(progress_line_row));
        ui::figures_in(ui::take_right(row, figure, gap), ui::Face::body_bold, ui::colors().text, line.score);
        dots = stacked ? row : ui::take_right(row, shared, gap);
        ui::dot_interval(dots, {.value = line.median,
                                .low = line.low,
                                .high = line.high,
                                .axis_low = view.axis_low,
                                .axis_high = view.axis_high,
                                .cut = view.cut});
        if (!stacked) ui::text_in(row, ui::Face::body, ui::colors().text, line.name);
    }
    const float width = ui::text_width(ui::Face::small, view.cut_label);
    const double along = (view.cut - view.axis_low) / (view.axis_high - view.axis_low);
    const float middle = dots.x0 + dots.width() * static_cast<float>(along);
    ui::text({std::floor(middle - width / 2), in.y0 + em(0.24f)}, ui::Face::small, ui::colors().muted, view.cut_label);
}

void draw_habits(const ProgressView& view, CardColumn& column) {
    if (view.findings.empty()) {
        const Rect in =
            column.next("How you work", {}, height_of(view.findings_empty, ui::body_reading(), column.content_width()));
        ui::paragraph(in.top_left(), in.width(), view.findings_empty, ui::body_reading(), ui::colors().muted);
        return;
    }
    draw_findings(view.findings, column.next("How you work", "new questions, 80\u00A0% interval",
                                             findings_height(view.findings, column.content_width())));
}

// ---- what to study first ---------------------------------------------------

float topic_height(const TopicLine& line, float width) {
    return em(topic_title) + height_of(line.evidence, ui::small_reading(), width) + em(0.94f);
}

ProgressDid draw_topics(const TopicsView& view, CardColumn& column) {
    const auto& c = ui::colors();
    float height = ui::size_of(ui::Face::small_medium) + em(0.24f);
    for (const TopicLine& line : view.lines) height += topic_height(line, column.content_width());
    Rect in = column.next("Study these first", view.scope, height);
    const float figure = ui::figures_width(ui::Face::body_bold, "88.8");
    for (std::size_t i = 0; i < view.lines.size(); ++i) {
        const TopicLine& line = view.lines[i];
        Rect row = ui::take_top(in, em(topic_title));
        ui::figures_in(ui::take_right(row, figure, em(0.71f)), ui::Face::body_bold, c.text, line.points);
        const float likely = std::ceil(ui::text_width(ui::Face::small, line.words));
        ui::text_in(ui::take_right(row, likely, em(0.71f)), ui::Face::small, c.muted, line.words, ui::Align::right);
        ui::figures_in(ui::take_left(row, em(0.71f), em(0.59f)), ui::Face::body_bold, c.muted, std::to_string(i + 1));
        ui::text_in(row, ui::Face::body_bold, c.text, line.title);
        in.y0 +=
            ui::paragraph(in.top_left(), in.width(), line.evidence, ui::small_reading(), line.few ? c.warn : c.muted) +
            em(0.94f);
    }
    return ui::link({in.x0, in.y0}, view.practise, ui::Icon::on) ? ProgressDid(progress::PractiseTopics{})
                                                                 : std::nullopt;
}

// ---- the real exam ---------------------------------------------------------

ProgressDid draw_real(const RealResultsView& view, ProgressDraft& draft, CardColumn& column) {
    const auto& c = ui::colors();
    ProgressDid event;
    Rect in = column.next("The real exam", {},
                          em(progress_line_row) * static_cast<float>(view.lines.size()) +
                              height_of(view.words, ui::small_reading(), column.content_width()) + em(0.82f) +
                              em(ui::button_height));
    for (const RealResultLine& line : view.lines) {
        const ui::Scope scope(line.when);
        Rect row = ui::take_top(in, em(progress_line_row));
        const Rect remove = ui::take_right(row, ui::link_width("Remove"), em(0.71f));
        if (ui::link({remove.x0, remove.centre().y - ui::size_of(ui::Face::small_medium) / 2}, "Remove"))
            event = progress::WithdrawResult{line.day};
        ui::text_in(ui::take_left(row, em(6.1f), em(0.47f)), ui::Face::small, c.muted, line.when);
        ui::text_in(row, ui::Face::body, c.text, line.what);
    }
    in.y0 += ui::paragraph(in.top_left(), in.width(), view.words, ui::small_reading(), c.muted) + em(0.82f);
    if (ui::button(ui::at(in.top_left(), ui::button_width(enter_result), em(ui::button_height)), enter_result)) {
        draft.entering = true;
        draft.result_date.clear();
        draft.result_score.clear();
        draft.passed.reset();
        event = progress::EntryChanged{};
    }
    return event;
}

ProgressDid draw_entry(const RealResultsView& view, ProgressDraft& draft) {
    static constexpr std::array<std::string_view, 2> verdicts = {"Passed", "Not passed"};
    const auto words =
        std::max(height_of(view.entry, ui::small_reading(), em(entry_width) - 2 * em(1.41f)), ui::small_reading().line);
    ui::Dialog dialog("Result of the real exam",
                      em(2 * (ui::input_height + 0.59f) + 2.24f + 0.59f + 0.94f + 2.24f) + words, em(entry_width));
    Rect in = dialog.content();
    ProgressDid event;
    const auto changed = [&](ui::InputEvent input) {
        if (input.changed) event = progress::EntryChanged{};
    };
    changed(ui::input(ui::take_top(in, em(ui::input_height), em(0.59f)), "Date of the exam", draft.result_date,
                      {.hint = "Date of the exam, 9 Jan 2027"}));
    const int current = draft.passed ? (*draft.passed ? 0 : 1) : -1;
    if (const auto chosen = ui::segmented(ui::take_top(in, em(2.24f), em(0.59f)), "Verdict", verdicts, current)) {
        draft.passed = *chosen == 0;
        event = progress::EntryChanged{};
    }
    changed(ui::input(ui::take_top(in, em(ui::input_height), em(0.59f)), "Scaled score", draft.result_score,
                      {.hint = "Scaled score, if you have it", .faulty = view.entry_faulty}));
    ui::paragraph(in.top_left(), in.width(), view.entry, ui::small_reading(),
                  view.entry_faulty ? ui::colors().bad : ui::colors().muted);
    Rect foot = ui::take_bottom(in, em(ui::button_height));
    const ui::ButtonLook look = {.key = ui::Chord{ui::Key::enter},
                                 .enabled = view.entry_ready,
                                 .reason = "Give the date and whether it was passed."};
    if (ui::button(ui::take_right(foot, ui::button_width("Keep", look), em(0.59f)), "Keep", ui::ButtonKind::primary,
                   look))
        event = progress::KeepResult{};
    if (ui::button(ui::take_right(foot, ui::button_width("Cancel")), "Cancel") || dialog.escaped())
        draft.entering = false;
    if (dialog.opened()) ui::focus_on("Date of the exam");
    return event;
}

ProgressDid draw_exams(const ProgressView& view, CardColumn& column) {
    if (view.exams.empty()) return std::nullopt;
    ProgressDid event;
    Rect in = column.next("Mock exams", "scaled, 80\u00A0% interval",
                          em(progress_area_row) * static_cast<float>(view.exams.size()));
    const float figure = ui::figures_width(ui::Face::body_bold, "888");
    const ui::Group group("mock exams", ui::Arrows::vertical);
    for (std::size_t i = 0; i < view.exams.size(); ++i) {
        const PastScore& exam = view.exams[i];
        Rect row = ui::take_top(in, em(progress_area_row));
        if (ui::table_row(row, "Report of " + exam.when + ", " + exam.what, {.hairline = i > 0}))
            event = progress::OpenReport{exam.sitting};
        ui::figures_in(ui::take_right(row, figure, em(0.71f)), ui::Face::body_bold, ui::colors().text, exam.score);
        const Rect dots = ui::take_right(row, std::min(em(7.0f), row.width() * 0.36f), em(0.71f));
        ui::dot_interval(dots, {.value = exam.value,
                                .low = exam.low,
                                .high = exam.high,
                                .axis_low = view.exams_low,
                                .axis_high = view.exams_high,
                                .cut = view.exams_cut,
                                .hover = exam.likely});
        ui::text_in(ui::take_left(row, em(3.6f), em(0.47f)), ui::Face::small, ui::colors().muted, exam.when);
        ui::text_in(row, ui::Face::body, ui::colors().text, exam.what);
    }
    return event;
}

void draw_sittings(const ProgressView& view, CardColumn& column) {
    if (view.sittings.empty()) return;
    Rect in = column.next("Sessions", view.earlier, em(progress_line_row) * static_cast<float>(view.sittings.size()));
    for (const SittingLine& line : view.sittings) {
        const auto& c = ui::colors();
        Rect row = ui::take_top(in, em(progress_line_row));
        ui::text_in(ui::take_left(row, em(3.6f), em(0.47f)), ui::Face::small, c.muted, line.when);
        ui::text_in(ui::take_right(row, em(5.2f), em(0.71f)), ui::Face::small, c.muted, line.time, ui::Align::right);
        ui::figures_in(ui::take_right(row, em(4.2f), em(0.71f)), ui::Face::small, c.text, line.right);
        ui::text_in(row, ui::Face::body, c.text, line.what);
    }
}

ProgressDid draw_charts(const ProgressView& view, ProgressDraft& draft, CardColumn& column) {
    draw_readiness_ahead(view.calendar, column);
    draw_ability(view.ability, column);
    draw_memory(view.memory, column);
    ProgressDid event = draw_area_memory(view.area_memory, column);
    draw_sections(view.sections, column);
    if (ProgressDid opened = draw_exams(view, column)) event = std::move(opened);
    if (ProgressDid told = draw_real(view.real, draft, column)) event = std::move(told);
    draw_sittings(view, column);
    return event;
}

/// What to do, each day until the exam, and how one works, before the tree of all areas.
ProgressDid draw_advice(const ProgressView& view, ProgressDraft& draft, CardColumn& column) {
    ProgressDid event = draw_topics(view.topics, column);
    if (auto planned = draw_calendar(view.calendar, draft.calendar, column)) event = std::move(*planned);
    draw_habits(view, column);
    return event;
}

ProgressDid draw_cards(const ProgressView& view, ProgressDraft& draft, const Rect& in, bool wide, float& bottom) {
    ProgressDid event;
    const auto take = [&](ProgressDid done) {
        if (done) event = std::move(done);
    };
    if (!wide) {
        CardColumn column(in);
        take(draw_advice(view, draft, column));
        take(draw_areas(view, column));
        take(draw_charts(view, draft, column));
        bottom = column.bottom();
        return event;
    }
    const auto parts = ui::columns(in, {62.5f, 37.5f}, em(ui::card_gap));
    CardColumn left(parts[0]);
    CardColumn right(parts[1]);
    take(draw_advice(view, draft, left));
    take(draw_areas(view, left));
    take(draw_charts(view, draft, right));
    bottom = std::max(left.bottom(), right.bottom());
    return event;
}

ProgressDid draw_title(const ProgressView& view, const ProgressDraft& draft, Rect& page) {
    ProgressDid event;
    Rect head = ui::take_top(page, em(ui::title_height));
    const float top = head.y0 + em(1.41f);
    const float all = ui::filter_chip_width("All time");
    const float month = ui::filter_chip_width("30 days");
    if (ui::filter_chip({head.x1 - all - em(0.47f) - month, top}, "30 days", {}, draft.period == Period::month))
        event = progress::SetPeriod{Period::month};
    if (ui::filter_chip({head.x1 - all, top}, "All time", {}, draft.period == Period::all))
        event = progress::SetPeriod{Period::all};
    head.x1 -= all + month + em(1.41f);
    ui::page_title(head, "Progress", view.subtitle);
    return event;
}

}  // namespace

std::optional<ProgressEvent> draw(const ProgressView& view, ProgressDraft& draft, const Stage& stage) {
    ui::fill(stage.page, ui::colors().canvas);
    const float margin = ui::page_margin(stage.room);
    Rect page = stage.page.inset(margin, 0);
    if (view.nothing_yet) {
        ui::page_title(ui::take_top(page, em(ui::title_height)), "Progress", view.subtitle);
        const auto pressed =
            ui::empty_state(page, {.icon = ui::Icon::progress,
                                   .heading = "Nothing to see yet",
                                   .text = "Areas, memory and your score over time grow here with your first answers.",
                                   .primary = "Go to Today"});
        return pressed ? ProgressDid(progress::Start{}) : std::nullopt;
    }
    ProgressDid event = draw_title(view, draft, page);
    const Rect body{stage.page.x0, page.y0 - em(ring_room), stage.page.x1, stage.page.y1};
    ui::ScrollArea area(body, "progress", ui::colors().canvas);
    Rect in = area.content().inset(margin, 0);
    in.y0 += em(ring_room);
    float bottom = in.y0;
    if (ProgressDid done = draw_cards(view, draft, in, beside(stage.room), bottom)) event = std::move(done);
    area.reaches(bottom + em(1.41f));
    if (auto written = draw_calendar_file(draft.calendar)) event = std::move(*written);
    if (draft.entering)
        if (ProgressDid told = draw_entry(view.real, draft)) event = std::move(told);
    return event;
}

}  // namespace collimate
