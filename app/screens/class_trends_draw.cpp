// Paints trends, groups and the curriculum of a class.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/class_parts.hpp"
#include "app/screens/class_trends.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::Align;
using ui::em;
using ui::Face;
using ui::Rect;

constexpr float trends_chart_height = 14.0f;  // em
constexpr float trends_line_row = 1.76f;
constexpr float group_row = 2.35f;
constexpr float trends_area_row = 1.65f;

void draw_scores(const ClassTrendsView& view, CardColumn& column) {
    if (!view.empty.empty()) {
        const Rect in = column.next("Forecast scores, week by week", {},
                                    height_of(view.empty, ui::body_reading(), column.content_width()));
        ui::paragraph(in.top_left(), in.width(), view.empty, ui::body_reading(), ui::colors().muted);
        return;
    }
    const Rect in =
        column.next("Forecast scores, week by week", "median and middle half of the class", em(trends_chart_height));
    std::vector<ui::Band::At> band;
    std::vector<ui::XY> median;
    std::vector<std::string> hovers;
    for (const ClassWeekPoint& point : view.points) {
        band.push_back({point.at, point.low, point.high});
        median.push_back({point.at, point.middle});
        hovers.push_back(point.hover);
    }
    std::array<std::string, 3> words;
    std::array<ui::AxisLabel, 3> y;
    for (std::size_t i = 0; i < 3; ++i) {
        const double at = view.axis_low + (view.axis_high - view.axis_low) * static_cast<double>(i) / 2;
        words[i] = std::to_string(std::lround(at));
        y[i] = {at, words[i]};
    }
    const std::array<ui::AxisLabel, 2> x{{{view.points.front().at, view.first}, {view.points.back().at, view.last}}};
    const std::array<ui::Band, 1> bands{{{band, false}}};
    const std::array<ui::Curve, 1> curves{{{median}}};
    const std::array<ui::EndLabel, 2> ends{{{view.points.back().middle, view.median, ui::EndLabel::Ink::accent},
                                            {view.cut, view.pass, ui::EndLabel::Ink::text}}};
    ui::plot(in, {.x_low = view.points.front().at,
                  .x_high = view.points.back().at,
                  .y_low = view.axis_low,
                  .y_high = view.axis_high,
                  .y_labels = y,
                  .x_labels = x,
                  .bands = bands,
                  .curves = curves,
                  .cut = view.cut,
                  .ends = ends,
                  .hovers = hovers});
}

void draw_weeks(const ClassTrendsView& view, CardColumn& column) {
    const auto& c = ui::colors();
    Rect in =
        column.next("Weeks", "newest first", em(1.41f) + em(trends_line_row) * static_cast<float>(view.weeks.size()));
    const std::array<ui::Column, 6> columns{{{.head = "week", .width = 0, .align = Align::left},
                                             {.head = "active", .width = em(5.3f)},
                                             {.head = "answers", .width = small_width("answers")},
                                             {.head = "right", .width = small_width("100 %")},
                                             {.head = "median", .width = small_width("median")},
                                             {.head = "to pass", .width = small_width("300 of 300")}}};
    ui::table_head(ui::take_top(in, em(1.41f)), columns, em(class_table_gap));
    for (const ClassWeekLine& week : view.weeks) {
        const Rect row = ui::take_top(in, em(trends_line_row));
        ui::plain_row(row);
        const std::vector<Rect> cells = ui::cells(row, columns, em(class_table_gap));
        ui::text_in(cells[0], Face::body, c.text, week.week);
        Rect active = cells[1];
        ui::figures_in(ui::take_right(active, em(1.76f), em(0.47f)), Face::body, c.text, week.active);
        ui::row_bar({active.x0, active.centre().y - em(0.18f), active.x1, active.centre().y + em(0.18f)},
                    view.class_size > 0 ? std::min(1.0, static_cast<double>(week.active_count) / view.class_size) : 0.0,
                    ui::mix(c.surface, c.accent, ui::Tint::secondary_bar), true);
        ui::figures_in(cells[2], Face::body, c.text, week.answers);
        ui::figures_in(cells[3], Face::body, c.text, week.right);
        ui::figures_in(cells[4], Face::body, c.text, week.median);
        ui::figures_in(cells[5], Face::body, c.text, week.passing);
    }
}

/// The page scrolls: cards beside each other where there is room.
template <class Draw>
void scroll_page(const Rect& page, const Stage& stage, std::string_view name, Draw draw) {
    ui::ScrollArea area({stage.page.x0, page.y0 - em(ring_room), stage.page.x1, stage.page.y1}, name,
                        ui::colors().canvas);
    Rect in = area.content();
    in = {page.x0, in.y0 + em(ring_room), page.x1, in.y1};
    area.reaches(draw(in) + em(1.41f));
}

// ---- groups ----------------------------------------------------------------

ClassDid draw_group(const ClassGroupsView& view, const ClassGroupLine& line, const Rect& row) {
    const auto& c = ui::colors();
    Rect in = row;
    ClassDid event;
    if (!view.can_edit)
        ui::plain_row(row);
    else if (ui::table_row(row, line.name))
        event = class_page::EditGroup{line.id};
    ui::text_in(ui::take_left(in, std::min(in.width() * 0.26f, em(12)), em(class_table_gap)), Face::body, c.text,
                line.name);
    ui::figures_in(ui::take_left(in, em(3.5f), em(class_table_gap)), Face::body, c.text, line.candidates);
    if (!line.score.why.empty()) {
        ui::text_in(in, Face::small, c.warn, line.score.why);
        return event;
    }
    ui::text_in(ui::take_right(in, small_width("88.8 to 88.8"), em(0.47f)), Face::small, c.muted, line.score.limits,
                Align::right);
    ui::figures_in(ui::take_right(in, em(3.3f), em(0.47f)), Face::body_bold, c.text, line.score.value);
    ui::dot_interval(in, {.value = line.value,
                          .low = line.low,
                          .high = line.high,
                          .axis_low = view.axis_low,
                          .axis_high = view.axis_high,
                          .cut = view.cut});
    return event;
}

/// The groups, and the way to a new one.
ClassDid draw_group_list(const ClassGroupsView& view, CardColumn& column) {
    constexpr std::string_view make = "New group";
    constexpr std::string_view hint = "Press a group to rename it, or to change who is in it.";
    ClassDid event;
    const float top = view.can_edit ? em(ui::button_height) + em(0.71f) : 0;
    Rect in = column.next("Groups", "mean of the forecast scores, 95\u00A0% interval, " + view.cut_label,
                          top + em(group_row) * static_cast<float>(view.lines.size()));
    if (view.can_edit) {
        Rect head = ui::take_top(in, em(ui::button_height), em(0.71f));
        if (ui::button(ui::take_left(head, ui::button_width(make), em(0.94f)), make)) event = class_page::EditGroup{};
        ui::text_in(head, Face::small, ui::colors().muted, hint);
    }
    const ui::Group rows("groups", ui::Arrows::vertical);
    const ui::Scope scope("groups");
    for (const ClassGroupLine& line : view.lines)
        if (ClassDid pressed = draw_group(view, line, ui::take_top(in, em(group_row)))) event = std::move(pressed);
    return event;
}

void draw_differences(const ClassGroupsView& view, CardColumn& column) {
    const float width = std::min(column.content_width(), ui::widest_measure(ui::body_reading()));
    float height = height_of(view.dif_note, ui::small_reading(), width);
    for (const std::string& sentence : view.sentences)
        height += height_of(sentence, ui::body_reading(), width) + em(0.59f);
    Rect in = column.next("Questions that differ between groups", {}, height);
    for (const std::string& sentence : view.sentences)
        in.y0 += ui::paragraph(in.top_left(), width, sentence, ui::body_reading(), ui::colors().text) + em(0.59f);
    ui::paragraph(in.top_left(), width, view.dif_note, ui::small_reading(), ui::colors().muted);
}

// ---- curriculum ------------------------------------------------------------

struct CurriculumColumns {
    float cell, dots, answers, below, weight;
    explicit CurriculumColumns(const ClassCurriculumView& view, float width) {
        cell = em(2.82f);
        answers = small_width("answers");
        below = small_width("below");
        weight = std::max(small_width("weight"), small_width("88 %"));
        for (const ClassCurriculumLine& line : view.lines) {
            answers = std::max(answers, small_width(line.area.answers));
            below = std::max(below, small_width(line.below));
        }
        dots = width > em(44) ? std::min(em(13), width * 0.24f) : 0;
    }
};

void draw_curriculum_heads(const ClassCurriculumView& view, const CurriculumColumns& columns, Rect row) {
    const auto& c = ui::colors();
    const auto head = [&](float width, std::string_view words, Align align) {
        if (width > 0) ui::text_in(ui::take_right(row, width, em(class_table_gap)), Face::small, c.muted, words, align);
    };
    head(columns.weight, "weight", Align::right);
    head(columns.answers, "answers", Align::right);
    head(columns.below, "below", Align::right);
    head(columns.dots, view.cut_label, Align::centre);
    head(columns.cell, "class", Align::centre);
}

ClassDid draw_curriculum_row(const ClassCurriculumView& view, const ClassCurriculumLine& line,
                             const CurriculumColumns& columns, const Rect& row) {
    const auto& c = ui::colors();
    Rect in = row;
    const Rect weight = ui::take_right(in, columns.weight, em(class_table_gap));
    const Rect answers = ui::take_right(in, columns.answers, em(class_table_gap));
    const Rect below = ui::take_right(in, columns.below, em(class_table_gap));
    const Rect dots = columns.dots > 0 ? ui::take_right(in, columns.dots, em(class_table_gap)) : Rect{};
    const Rect cell = ui::take_right(in, columns.cell, em(class_table_gap));
    const ui::Branch branch = !line.area.branch ? ui::Branch::leaf : line.open ? ui::Branch::open : ui::Branch::closed;
    ClassDid event;
    if (line.area.branch) {
        const ui::TreeEvent tree =
            ui::tree_row(row, line.area.name, branch, line.area.depth, in.x1, {.hairline = false});
        if (tree.pressed || tree.toggled) event = class_page::Fold{line.index};
    } else {
        Rect name = in;
        name.x0 += em(1.18f) * static_cast<float>(line.area.depth + 1);
        ui::text_in(name, Face::body, c.text, line.area.name);
    }
    ui::heat_cell(ui::centred(cell, cell.width(), row.height() - em(0.29f)),
                  {.figure = line.area.figure,
                   .ground = ui::diverging(std::clamp(line.area.distance, -1.0, 1.0)),
                   .few = line.area.few,
                   .dense = true,
                   .hover = line.area.hover});
    if (columns.dots > 0 && !line.area.few)
        ui::dot_interval(dots, {.value = line.area.value,
                                .low = line.area.low,
                                .high = line.area.high,
                                .axis_low = view.axis_low,
                                .axis_high = view.axis_high,
                                .cut = view.cut});
    ui::text_in(below, line.many_below ? Face::small_medium : Face::small, line.many_below ? c.bad : c.muted,
                line.below, Align::right);
    ui::figures_in(answers, Face::small, c.muted, line.area.answers);
    ui::figures_in(weight, Face::small, c.muted, line.weight);
    return event;
}

}  // namespace

void draw_class_trends(const ClassTrendsView& view, const ui::Rect& page, const Stage& stage) {
    scroll_page(page, stage, "trends", [&](const Rect& in) {
        CardColumn column(in);
        draw_scores(view, column);
        draw_weeks(view, column);
        return column.bottom();
    });
}

ClassDid draw_class_groups(const ClassGroupsView& view, const ui::Rect& page, const Stage& stage) {
    if (!view.empty.empty()) {
        const auto pressed = ui::empty_state(
            page, {.icon = ui::Icon::group, .heading = view.heading, .text = view.empty, .primary = view.button});
        return pressed ? ClassDid(view.helps) : std::nullopt;
    }
    ClassDid event;
    scroll_page(page, stage, "groups", [&](const Rect& in) {
        CardColumn column(in);
        event = draw_group_list(view, column);
        draw_differences(view, column);
        return column.bottom();
    });
    return event;
}

ClassDid draw_class_curriculum(const ClassCurriculumView& view, const ui::Rect& page, const Stage& stage) {
    ClassDid event;
    scroll_page(page, stage, "curriculum", [&](const Rect& area) {
        CardColumn column(area);
        const float note = height_of(view.note, ui::small_reading(), column.content_width());
        Rect in = column.next(
            "Areas of the outline", beside(stage.room) ? "expected right of the class, 80\u00A0% interval" : "",
            em(1.41f) + em(trends_area_row) * static_cast<float>(view.lines.size()) + em(0.71f) + note);
        const CurriculumColumns columns(view, in.width());
        draw_curriculum_heads(view, columns, ui::take_top(in, em(1.41f)));
        {
            const ui::Group group("curriculum", ui::Arrows::vertical);
            for (const ClassCurriculumLine& line : view.lines)
                if (ClassDid folded = draw_curriculum_row(view, line, columns, ui::take_top(in, em(trends_area_row))))
                    event = std::move(folded);
        }
        in.y0 += em(0.71f);
        ui::paragraph(in.top_left(), in.width(), view.note, ui::small_reading(), ui::colors().muted);
        return column.bottom();
    });
    return event;
}

}  // namespace collimate
