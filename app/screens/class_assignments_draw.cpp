// Paints the assignments of a class.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/class_assignments.hpp"
#include "app/screens/class_parts.hpp"
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

constexpr float assignment_row = 4.1f;  // em
constexpr float candidate_row = 1.88f;
constexpr std::string_view new_one = "New assignment";

ClassDid draw_list(const ClassAssignmentsView& view, CardColumn& column) {
    const auto& c = ui::colors();
    ClassDid event;
    Rect in =
        column.next("Assignments", "newest first",
                    em(ui::button_height) + em(0.71f) + em(assignment_row) * static_cast<float>(view.lines.size()));
    const Rect button = ui::take_top(in, em(ui::button_height), em(0.71f));
    if (ui::button(ui::at(button.top_left(), ui::button_width(new_one), button.height()), new_one,
                   ui::ButtonKind::secondary, {.enabled = view.can_assign, .reason = view.cannot}))
        event = class_page::ShowDialog{ClassDialog::assign};
    const ui::Group group("assignments", ui::Arrows::vertical);
    for (const ClassAssignmentLine& line : view.lines) {
        const Rect row = ui::take_top(in, em(assignment_row));
        if (ui::table_row(row, line.title, {.chosen = line.shown})) event = class_page::ShowAssignment{line.id};
        Rect words = row;
        words.y0 += em(0.47f);
        Rect first = ui::take_top(words, em(1.29f));
        const Rect done = ui::take_right(first, small_width(line.done), em(0.71f));
        ui::text_in(done, Face::small, c.muted, line.done, Align::right);
        ui::text_in(first, Face::body_bold, c.text, line.title);
        ui::text_in(ui::take_top(words, em(1.18f), em(0.35f)), Face::small, c.muted, line.detail);
        ui::row_bar(ui::take_top(words, em(0.35f)), line.share, line.share >= 1 ? c.good : c.accent, true);
    }
    return event;
}

ClassDid draw_assigned(const ClassAssignmentsView& view, CardColumn& column) {
    const auto& c = ui::colors();
    ClassDid event;
    const float areas = height_of(view.shown_areas, ui::small_reading(), column.content_width());
    Rect in = column.next(view.shown, {},
                          areas + (areas > 0 ? em(0.47f) : 0) + em(1.41f) +
                              em(candidate_row) * static_cast<float>(view.candidates.size()));
    if (areas > 0)
        in.y0 += ui::paragraph(in.top_left(), in.width(), view.shown_areas, ui::small_reading(), c.muted) + em(0.47f);
    const std::array<ui::Column, 5> columns{{{.head = "candidate", .width = 0, .align = Align::left},
                                             {.head = "answered", .width = small_width("888 of 888")},
                                             {.head = "right", .width = small_width("100 %")},
                                             {.head = "last", .width = small_width("13 days ago")},
                                             {.head = "", .width = ui::chip_width("done", ui::Icon::right)}}};
    ui::table_head(ui::take_top(in, em(1.41f)), columns, em(class_table_gap));
    const ui::Group group("assigned", ui::Arrows::vertical);
    const ui::Scope scope("assigned");
    for (const ClassAssignedLine& line : view.candidates) {
        const Rect row = ui::take_top(in, em(candidate_row));
        if (ui::table_row(row, line.name)) event = class_page::OpenCandidate{line.candidate};
        const std::vector<Rect> cells = ui::cells(row, columns, em(class_table_gap));
        ui::text_in(cells[0], Face::body, c.text, line.name);
        ui::figures_in(cells[1], Face::body, c.text, line.answered);
        ui::figures_in(cells[2], Face::body, c.text, line.right);
        ui::text_in(cells[3], Face::small, line.begun ? c.muted : c.warn, line.last, Align::right);
        if (line.done)
            ui::chip({cells[4].x0, std::floor(row.centre().y - em(ui::chip_height) / 2)}, "done", ui::Tone::good,
                     ui::Icon::right);
    }
    return event;
}

}  // namespace

ClassDid draw_class_assignments(const ClassAssignmentsView& view, const ui::Rect& page, const Stage& stage) {
    if (view.lines.empty()) {
        const std::string words =
            view.can_assign ? "Give the class areas or a form to practise as a small file; who has done it shows here."
                            : view.cannot;
        const auto pressed = ui::empty_state(page, {.icon = ui::Icon::practise,
                                                    .heading = "No assignment yet",
                                                    .text = words,
                                                    .primary = view.can_assign ? new_one : std::string_view()});
        return pressed ? ClassDid(class_page::ShowDialog{ClassDialog::assign}) : std::nullopt;
    }
    ui::ScrollArea area({stage.page.x0, page.y0 - em(ring_room), stage.page.x1, stage.page.y1}, "assignments",
                        ui::colors().canvas);
    Rect in = area.content();
    in = {page.x0, in.y0 + em(ring_room), page.x1, in.y1};
    const auto parts = beside(stage.room) ? ui::columns(in, {40.0f, 60.0f}, em(ui::card_gap)) : std::vector<Rect>{in};
    CardColumn left(parts.front());
    ClassDid event = draw_list(view, left);
    CardColumn right(parts.size() > 1 ? parts[1] : left.left());
    if (ClassDid did = draw_assigned(view, right)) event = std::move(did);
    area.reaches(std::max(left.bottom(), right.bottom()) + em(1.41f));
    return event;
}

}  // namespace collimate
