// Paints the page of one candidate.
#include <algorithm>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/class_candidate.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Face;
using ui::Rect;

constexpr float line_row = 1.76f;  // em
constexpr float candidate_area_row = 1.53f;

ClassDid draw_head(const ClassCandidateView& view, Rect head, bool wide) {
    ClassDid event;
    ui::icon({head.x0 + em(0.24f), head.y0 + em(0.59f)}, ui::Icon::back, ui::colors().accent, Face::icon_small);
    if (ui::link({head.x0 + em(0.82f), head.y0 + em(0.12f)}, "Back to the class") || ui::take(ui::Key::escape))
        event = class_page::Back{};
    Rect line{head.x0, head.y0 + em(1.65f), head.x1, head.y0 + em(1.65f + ui::button_height)};
    const ui::ButtonLook remove = {.enabled = view.no_remove.empty(), .reason = view.no_remove};
    if (ui::button(ui::take_right(line, ui::button_width("Delete", remove), em(0.59f)), "Delete",
                   ui::ButtonKind::danger_outline, remove))
        event = class_page::ShowDialog{ClassDialog::remove};
    const ui::ButtonLook save = {.icon = ui::Icon::exported, .tooltip = "everything that is kept of this candidate"};
    if (ui::button(ui::take_right(line, ui::button_width("Export", save), em(0.59f)), "Export",
                   ui::ButtonKind::secondary, save))
        event = class_page::ShowDialog{ClassDialog::person};
    if (ui::button(ui::take_right(line, ui::button_width(view.name_button), em(0.94f)), view.name_button))
        event = class_page::ShowDialog{ClassDialog::name};
    line.x0 += ui::text_in(line, Face::title, ui::colors().text, view.title) + em(0.82f);
    line.y0 += em(0.35f);
    if (wide) ui::text_in(line, Face::body, ui::colors().muted, view.subtitle);
    return event;
}

float chips_height(const ClassCandidateView& view) {
    return view.concerns.empty() ? 0 : em(ui::chip_height) + em(0.71f);
}

void draw_forecast(const ClassCandidateView& view, CardColumn& column) {
    const auto& c = ui::colors();
    const float width = column.content_width();
    const float words =
        height_of(view.why, ui::body_reading(), width) + em(0.35f) + height_of(view.advice, ui::body_reading(), width);
    if (!view.forecast) {
        constexpr std::string_view none = "Nothing was answered yet, so nothing can be forecast.";
        Rect in = column.next("Forecast", {}, height_of(none, ui::body_reading(), width));
        ui::paragraph(in.top_left(), in.width(), none, ui::body_reading(), c.muted);
        return;
    }
    Rect in = column.next("Forecast", "80\u00A0% interval",
                          em(3.3f) + em(0.35f) + em(ui::score_strip_height) + em(1.65f) + chips_height(view) + words);
    Rect head = ui::take_top(in, em(3.3f), em(0.35f));
    head.x0 += ui::text_in(head, Face::figure,
                           view.unsure  ? c.muted
                           : view.below ? c.bad
                                        : c.text,
                           view.chance) +
               em(0.71f);
    head.y0 += em(0.9f);
    ui::text_in(head, Face::body, c.muted, view.chance_words);
    ui::score_strip(ui::take_top(in, em(ui::score_strip_height)), {.axis_low = view.scale_low,
                                                                   .axis_high = view.scale_high,
                                                                   .pass = view.scale_cut,
                                                                   .value = view.score,
                                                                   .low = view.score_low,
                                                                   .high = view.score_high,
                                                                   .low_label = view.low_label,
                                                                   .high_label = view.high_label,
                                                                   .pass_label = view.pass_label});
    ui::text_in(ui::take_top(in, em(1.29f), em(0.35f)), Face::small, c.muted, view.score_words);
    if (!view.concerns.empty()) {
        float x = in.x0;
        for (const std::string& concern : view.concerns)
            x += ui::chip({x, in.y0}, concern, ui::Tone::warn, ui::Icon::warning) + em(0.47f);
        in.y0 += chips_height(view);
    }
    in.y0 += ui::paragraph(in.top_left(), in.width(), view.why, ui::body_reading(), c.text) + em(0.35f);
    ui::paragraph(in.top_left(), in.width(), view.advice, ui::body_reading(), c.muted);
}

void draw_area(const ClassAreaLine& area, const ClassCandidateView& view, Rect row, float dots, float answers) {
    const auto& c = ui::colors();
    ui::text_in(ui::take_right(row, answers, em(0.71f)), Face::small, c.muted, area.answers, ui::Align::right);
    const Rect place = ui::take_right(row, dots, em(0.71f));
    if (!area.few)
        ui::dot_interval(place, {.value = area.value,
                                 .low = area.low,
                                 .high = area.high,
                                 .axis_low = view.axis_low,
                                 .axis_high = view.axis_high,
                                 .cut = view.cut});
    const Rect cell = ui::take_right(row, em(2.6f), em(0.71f));
    ui::heat_cell(ui::centred(cell, cell.width(), row.height() - em(0.24f)),
                  {.figure = area.figure,
                   .ground = ui::diverging(std::clamp(area.distance, -1.0, 1.0)),
                   .few = area.few,
                   .dense = true,
                   .hover = area.hover});
    row.x0 += em(1.18f) * static_cast<float>(area.depth);
    ui::text_in(row, area.branch ? Face::body_bold : Face::body, c.text, area.name);
}

void draw_areas(const ClassCandidateView& view, CardColumn& column) {
    if (view.areas.empty()) return;
    Rect in = column.next("Areas", "expected right on exam questions, 80\u00A0% interval",
                          em(1.41f) + em(candidate_area_row) * static_cast<float>(view.areas.size()));
    const float answers = std::ceil(ui::text_width(Face::small, "answers"));
    const float dots = std::clamp(in.width() * 0.24f, em(4.7f), em(11));
    Rect head = ui::take_top(in, em(1.41f));
    const auto& c = ui::colors();
    ui::text_in(ui::take_right(head, answers, em(0.71f)), Face::small, c.muted, "answers", ui::Align::right);
    ui::text_in(ui::take_right(head, dots, em(0.71f)), Face::small, c.muted, view.cut_label, ui::Align::centre);
    ui::text_in(ui::take_right(head, em(2.6f)), Face::small, c.muted, "right", ui::Align::centre);
    for (const ClassAreaLine& area : view.areas)
        draw_area(area, view, ui::take_top(in, em(candidate_area_row)), dots, answers);
}

void draw_facts(const ClassCandidateView& view, CardColumn& column) {
    if (view.facts.empty()) return;
    const auto& c = ui::colors();
    Rect in = column.next("Pace and days", {}, em(line_row) * static_cast<float>(view.facts.size()));
    for (std::size_t i = 0; i < view.facts.size(); ++i) {
        Rect row = ui::take_top(in, em(line_row));
        if (i > 0) ui::plain_row(row);
        const float value = std::ceil(ui::text_width(Face::body_bold, view.facts[i].value)) + 1;
        ui::text_in(ui::take_right(row, value, em(0.71f)), Face::body_bold, c.text, view.facts[i].value,
                    ui::Align::right);
        ui::text_in(row, Face::body, c.muted, view.facts[i].name);
    }
}

void draw_mocks(const ClassCandidateView& view, CardColumn& column) {
    const auto& c = ui::colors();
    if (view.mocks.empty()) {
        Rect in = column.next("Mock exams", {}, ui::body_reading().line);
        ui::text_in(ui::take_top(in, ui::body_reading().line), Face::body, c.muted, "None ended yet.");
        return;
    }
    Rect in =
        column.next("Mock exams", "right, 95\u00A0% interval", em(line_row) * static_cast<float>(view.mocks.size()));
    for (const ClassMockLine& mock : view.mocks) {
        Rect row = ui::take_top(in, em(line_row));
        ui::figures_in(ui::take_right(row, em(2.82f), em(0.71f)), Face::body_bold, c.text, mock.right);
        const Rect dots = ui::take_right(row, std::min(em(7), row.width() * 0.35f), em(0.71f));
        ui::dot_interval(dots, {.value = mock.share,
                                .low = mock.low,
                                .high = mock.high,
                                .axis_low = std::min(0.4, mock.low),
                                .axis_high = 1.0,
                                .cut = view.cut});
        ui::text_in(ui::take_left(row, em(3.6f), em(0.47f)), Face::small, c.muted, mock.when);
        ui::text_in(row, Face::body, c.text, mock.what);
    }
}

ClassDid draw_outcomes(const ClassCandidateView& view, CardColumn& column) {
    const auto& c = ui::colors();
    ClassDid event;
    const float none = view.outcomes.empty() ? ui::body_reading().line : 0;
    Rect in =
        column.next("Real exams", {},
                    none + em(line_row) * static_cast<float>(view.outcomes.size()) + em(0.71f) + em(ui::button_height));
    if (view.outcomes.empty()) ui::text_in(ui::take_top(in, none), Face::body, c.muted, "No result was entered yet.");
    for (const ClassOutcomeLine& line : view.outcomes) {
        const ui::Scope scope(line.when + line.what);
        Rect row = ui::take_top(in, em(line_row));
        const Rect remove = ui::take_right(row, ui::link_width("Remove"), em(0.71f));
        if (ui::link({remove.x0, remove.centre().y - ui::size_of(Face::small_medium) / 2}, "Remove"))
            event = class_page::WithdrawOutcome{line.withdrawn};
        ui::text_in(ui::take_left(row, em(6.1f), em(0.47f)), Face::small, c.muted, line.when);
        ui::text_in(row, Face::body, c.text, line.what);
    }
    in.y0 += em(0.71f);
    constexpr std::string_view enter = "Enter a result";
    if (ui::button(ui::at(in.top_left(), ui::button_width(enter), em(ui::button_height)), enter))
        event = class_page::ShowDialog{ClassDialog::outcome};
    return event;
}

}  // namespace

ClassDid draw_class_candidate(const ClassCandidateView& view, const ui::Rect& page, const Stage& stage) {
    Rect rest = page;
    rest.y0 += em(0.94f);
    ClassDid event = draw_head(view, ui::take_top(rest, em(4.7f)), beside(stage.room));
    ui::ScrollArea area({stage.page.x0, rest.y0 - em(ring_room), stage.page.x1, stage.page.y1}, "candidate",
                        ui::colors().canvas);
    Rect in = area.content();
    in = {page.x0, in.y0 + em(ring_room), page.x1, in.y1};
    const auto parts = beside(stage.room) ? ui::columns(in, {58.5f, 41.5f}, em(ui::card_gap)) : std::vector<Rect>{in};
    CardColumn left(parts.front());
    draw_forecast(view, left);
    CardColumn right(parts.size() > 1 ? parts[1] : left.left());
    draw_facts(view, right);
    draw_mocks(view, right);
    if (ClassDid told = draw_outcomes(view, right)) event = std::move(told);
    CardColumn below(parts.size() > 1 ? left.left() : right.left());
    draw_areas(view, below);
    area.reaches(std::max({left.bottom(), right.bottom(), below.bottom()}) + em(1.41f));
    return event;
}

}  // namespace collimate
