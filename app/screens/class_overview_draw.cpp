// Paints the overview of a class.
#include <algorithm>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/class_overview.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Face;
using ui::Rect;

constexpr float heat_row = 1.24f;  // em
constexpr float nobody_row = 2.35f;
constexpr float least_column = 2.82f;
constexpr float widest_column = 5.9f;
constexpr float cell_gap = 0.12f;
constexpr float histogram_height = 9.4f;

struct HeatLayout {
    const HeatLevel* level = nullptr;
    float name = 0;
    float column = 0;
    float score = 0;

    /// The deepest level whose columns have room.
    HeatLayout(const ClassOverviewView& view, float width) {
        name = ui::text_width(Face::small, view.everyone.name);
        for (const std::string& each : view.names) name = std::max(name, ui::text_width(Face::small, each));
        name = std::ceil(std::min(name, width * 0.28f)) + em(0.71f);
        score = std::ceil(ui::figures_width(Face::body_bold, "888")) + em(0.71f);
        const float room = width - name - score;
        for (const HeatLevel& each : view.levels) {
            const float wide = std::floor(room / static_cast<float>(std::max<std::size_t>(each.areas.size(), 1)));
            if (level != nullptr && wide < em(least_column)) break;
            level = &each;
            column = std::min(wide, em(widest_column));
        }
    }

    [[nodiscard]] Rect cell(const Rect& row, std::size_t at) const {
        const float x = row.x0 + name + column * static_cast<float>(at);
        return {x, row.y0 + std::floor(em(0.06f)), x + column - std::ceil(em(cell_gap)), row.y1 - std::ceil(em(0.06f))};
    }
    /// Where the score of a row stands: after the last column.
    [[nodiscard]] Rect score_of(const Rect& row) const {
        const float x = row.x0 + name + column * static_cast<float>(level->areas.size());
        return {x, row.y0, x + score, row.y1};
    }
};

/// Cut after as many signs as fit, with a full stop.
std::string shortened(const std::string& word, float width) {
    if (ui::text_width(Face::small, word) <= width) return word;
    for (std::size_t signs = word.size() - 1; signs > 1; --signs) {
        std::string part = word.substr(0, signs) + ".";
        if (ui::text_width(Face::small, part) <= width) return part;
    }
    return word.substr(0, 1) + ".";
}

void draw_heads(const HeatLayout& layout, const Rect& row) {
    const auto& c = ui::colors();
    for (std::size_t i = 0; i < layout.level->areas.size(); ++i) {
        Rect cell = layout.cell(row, i);
        const auto& [first, second] = layout.level->heads[i];
        Rect low = ui::take_bottom(cell, em(1.06f));
        if (second.empty()) {
            ui::text_in(low, Face::small, c.muted, shortened(first, low.width()), ui::Align::centre);
        } else {
            ui::text_in(ui::take_bottom(cell, em(1.06f)), Face::small, c.muted, shortened(first, low.width()),
                        ui::Align::centre);
            ui::text_in(low, Face::small, c.muted, shortened(second, low.width()), ui::Align::centre);
        }
        ui::tooltip_over(layout.cell(row, i), layout.level->titles[i]);
    }
    const Rect score = layout.score_of(row);
    ui::text_in({score.x0, row.y1 - em(1.06f), score.x1, row.y1}, Face::small, c.muted, "score", ui::Align::right);
}

void draw_figures(const HeatRow& row, const HeatLayout& layout, const Rect& place) {
    for (std::size_t i = 0; i < layout.level->areas.size(); ++i) {
        const HeatFigure& figure = row.figures[layout.level->areas[i]];
        ui::heat_cell(layout.cell(place, i), {.figure = figure.figure,
                                              .ground = ui::diverging(std::clamp(figure.distance, -1.0, 1.0)),
                                              .few = figure.few,
                                              .dense = true,
                                              .hover = figure.hover});
    }
}

ClassDid draw_candidate(const HeatRow& row, const HeatLayout& layout, const Rect& place, bool seen) {
    const auto& c = ui::colors();
    ClassDid event;
    if (ui::table_row(place, row.name, {.hairline = false, .bleed = 0.29f}))
        event = class_page::OpenCandidate{row.candidate};
    if (!seen) return event;
    const Rect name{place.x0, place.y0, place.x0 + layout.name - em(0.35f), place.y1};
    ui::text_in(name, Face::small, c.text, row.name);
    draw_figures(row, layout, place);
    const Rect score = layout.score_of(place);
    ui::figures_in(score, row.few ? Face::small : Face::body_bold,
                   row.few     ? c.muted
                   : row.below ? c.bad
                               : c.text,
                   row.few ? row.score + "?" : row.score);
    return event;
}

/// All rows, as the content of a scroll area or of the page.
ClassDid draw_rows(const ClassOverviewView& view, const HeatLayout& layout, Rect& in) {
    ClassDid event;
    if (!view.nobody.empty()) {
        ui::text_in(ui::take_top(in, em(nobody_row)), Face::body, ui::colors().muted, view.nobody);
        return event;
    }
    const Rect shown = ui::clip();
    const ui::Group group("candidates", ui::Arrows::vertical);
    const ui::Scope scope("candidates");
    for (std::size_t i = 0; i < view.rows.size(); ++i) {
        const Rect place = ui::take_top(in, em(heat_row));
        const bool seen = place.y1 > shown.y0 && place.y0 < shown.y1;
        if (ClassDid opened = draw_candidate(view.rows[i], layout, place, seen)) event = std::move(opened);
        if (i == view.first_above && i > 0)
            ui::hairline_across(place.x0, layout.score_of(place).x1, place.y0, ui::colors().text);
    }
    return event;
}

float rows_height(const ClassOverviewView& view) {
    return view.nobody.empty() ? em(heat_row) * static_cast<float>(view.rows.size()) : em(nobody_row);
}

float foot_height() { return em(heat_row) + em(0.53f) + ui::small_reading().line + em(0.35f); }

/// The row of the class, and the beginning of what everything rests on.
ClassDid draw_foot(const ClassOverviewView& view, const HeatLayout& layout, Rect foot) {
    const auto& c = ui::colors();
    ui::hairline_across(foot.x0, layout.score_of(foot).x1, foot.y0, c.line);
    foot.y0 += em(0.18f);
    const Rect row = ui::take_top(foot, em(heat_row), em(0.35f));
    ui::text_in({row.x0, row.y0, row.x0 + layout.name, row.y1}, Face::small_medium, c.text, view.everyone.name);
    draw_figures(view.everyone, layout, row);
    Rect line = ui::take_top(foot, ui::small_reading().line);
    constexpr std::string_view more = "What this rests on";
    const Rect right = ui::take_right(line, ui::link_width(more, ui::Icon::on), em(0.94f));
    ui::text_in(line, Face::small, c.muted, view.basis);
    return ui::link(right.top_left(), more, ui::Icon::on) ? ClassDid(class_page::ShowDialog{ClassDialog::basis})
                                                          : std::nullopt;
}

/// The title leaves room for the scale at its right, which leaves room for the words of the hollow cells.
void draw_legend(const Rect& box) {
    const float head = box.y0 + ui::card_padding();
    Rect line{box.x0 + ui::card_padding() + em(10.6f), head - em(0.12f), box.x1 - ui::card_padding(), head + em(1.29f)};
    const Rect hollow_words =
        ui::take_right(line, std::ceil(ui::text_width(Face::small, "few answers")) + 1, em(0.35f));
    const Rect hollow = ui::take_right(line, em(1.41f), em(1.18f));
    if (line.width() < em(13)) return;
    ui::heat_scale(line, "below", "above pass");
    ui::heat_cell(ui::centred(hollow, hollow.width(), em(0.82f)), {.figure = "", .few = true, .dense = true});
    ui::text_in(hollow_words, Face::small, ui::colors().muted, "few answers");
}

/// In a box of its own, in which the rows scroll while heads and foot keep still.
ClassDid draw_heat(const ClassOverviewView& view, const Rect& box) {
    Rect in = ui::card(box, "Candidates by area");
    draw_legend(box);
    const HeatLayout layout(view, in.width() - em(0.47f));
    draw_heads(layout, ui::take_top(in, em(2.24f), em(0.18f)));
    const float foot = foot_height();
    const float rows = rows_height(view) + em(2 * ring_room + 0.18f);
    const Rect list_box = ui::take_top(in, std::min(rows, in.height() - foot));
    ClassDid event = draw_foot(view, layout, in);
    ui::ScrollArea area({box.x0 + em(0.29f), list_box.y0 - em(ring_room), box.x1 - em(0.12f), list_box.y1 - em(0.18f)},
                        "candidates", ui::colors().surface);
    Rect list = area.content();
    list = {in.x0, list.y0 + em(ring_room), in.x1 - em(0.47f), list.y1};
    if (ClassDid opened = draw_rows(view, layout, list)) event = std::move(opened);
    area.reaches(list.y0 + em(ring_room));
    return event;
}

/// In a column of the page, at its whole height.
ClassDid draw_heat(const ClassOverviewView& view, CardColumn& column) {
    const float width = column.content_width();
    const Rect box = column.left();
    Rect in = column.next("Candidates by area", {}, em(2.42f) + rows_height(view) + em(0.35f) + foot_height());
    draw_legend(box);
    const HeatLayout layout(view, width);
    draw_heads(layout, ui::take_top(in, em(2.24f), em(0.18f)));
    ClassDid event = draw_rows(view, layout, in);
    in.y0 += em(0.35f);
    if (ClassDid asked = draw_foot(view, layout, in)) event = std::move(asked);
    return event;
}

void draw_histogram(const ClassOverviewView& view, const Rect& in) {
    const auto& c = ui::colors();
    const ScoreBins& bins = view.bins;
    std::vector<ui::Bar> bars;
    std::vector<std::string> hovers(bins.counts.size());
    int most = 1;
    for (std::size_t i = 0; i < bins.counts.size(); ++i) {
        const double from = bins.low + bins.width * static_cast<double>(i);
        hovers[i] = std::to_string(bins.counts[i]) + " from " + std::to_string(std::lround(from)) + " to " +
                    std::to_string(std::lround(from + bins.width) - 1);
        bars.push_back({.value = static_cast<double>(bins.counts[i]),
                        .color = from < bins.cut ? c.diverging[1] : c.diverging[7],
                        .hover = hovers[i]});
        most = std::max(most, bins.counts[i]);
    }
    const int top = most + most % 2;
    const std::string half = std::to_string(top / 2), whole = std::to_string(top);
    const std::array<ui::AxisLabel, 3> y{{{0, "0"}, {top / 2.0, half}, {static_cast<double>(top), whole}}};
    std::vector<std::string> words;
    std::vector<ui::AxisLabel> x;
    const std::size_t step = std::max<std::size_t>(1, (bins.counts.size() + 3) / 4);
    for (std::size_t i = 0; i <= bins.counts.size(); i += step)
        words.push_back(std::to_string(std::lround(bins.low + bins.width * static_cast<double>(i))));
    for (std::size_t i = 0; i < words.size(); ++i) x.push_back({static_cast<double>(i * step), words[i]});
    ui::bars(in, {.bars = bars,
                  .y_high = static_cast<double>(top),
                  .y_labels = y,
                  .x_labels = x,
                  .cut = (bins.cut - bins.low) / bins.width,
                  .below_label = bins.below,
                  .cut_label = bins.pass});
}

float risk_height(const RiskLine& line, float width) {
    return em(0.35f) + em(1.29f) + height_of(line.why, ui::small_reading(), width - em(4.7f)) + em(0.47f);
}

ClassDid draw_risk(const RiskLine& line, const Rect& row) {
    const auto& c = ui::colors();
    ClassDid event;
    if (ui::table_row(row, line.name)) event = class_page::OpenCandidate{line.candidate};
    Rect in = row;
    in.y0 += em(0.35f);
    const Rect chance = ui::take_right(in, em(4.0f), em(0.71f));
    ui::text_in({chance.x0, chance.y0, chance.x1, row.y1 - em(0.35f)}, line.unsure ? Face::small : Face::body_bold,
                line.unsure ? c.warn : c.bad, line.chance, ui::Align::right);
    ui::text_in(ui::take_top(in, em(1.29f)), Face::body_bold, c.text, line.name);
    ui::paragraph(in.top_left(), in.width(), line.why, ui::small_reading(), c.muted);
    return event;
}

float risks_height(const ClassOverviewView& view, float width) {
    if (view.risks.empty()) return height_of(view.no_risk, ui::body_reading(), width);
    float height = 0;
    for (const RiskLine& line : view.risks) height += risk_height(line, width);
    return height;
}

ClassDid draw_risk_lines(const ClassOverviewView& view, Rect& in) {
    if (view.risks.empty()) {
        in.y0 += ui::paragraph(in.top_left(), in.width(), view.no_risk, ui::body_reading(), ui::colors().muted);
        return std::nullopt;
    }
    ClassDid event;
    const ui::Group group("at risk", ui::Arrows::vertical);
    const ui::Scope scope("at risk");
    for (const RiskLine& line : view.risks)
        if (ClassDid opened = draw_risk(line, ui::take_top(in, risk_height(line, in.width()))))
            event = std::move(opened);
    return event;
}

ClassDid draw_risks(const ClassOverviewView& view, const Rect& box) {
    const Rect in = ui::card(box, "At risk", "chance of passing");
    ui::ScrollArea area({box.x0 + em(0.29f), in.y0 - em(ring_room), box.x1 - em(0.12f), box.y1 - em(0.35f)}, "at risk",
                        ui::colors().surface);
    Rect list = area.content();
    list = {in.x0, list.y0 + em(ring_room), in.x1, list.y1};
    ClassDid event = draw_risk_lines(view, list);
    area.reaches(list.y0 + em(0.47f));
    return event;
}

ClassDid draw_column(const ClassOverviewView& view, const Rect& page) {
    ui::ScrollArea area({page.x0 - em(1.0f), page.y0 - em(ring_room), page.x1 + em(1.0f), page.y1}, "class",
                        ui::colors().canvas);
    Rect in = area.content();
    in = {page.x0, in.y0 + em(ring_room), page.x1, in.y1};
    CardColumn column(in);
    ClassDid event;
    const bool searching = !view.found.empty();  // what is found stands first
    if (searching) event = draw_heat(view, column);
    Rect risks = column.next("At risk", "chance of passing", risks_height(view, column.content_width()));
    if (ClassDid opened = draw_risk_lines(view, risks)) event = std::move(opened);
    draw_histogram(view, column.next("Forecast scores", view.bins_scope, em(11)));
    if (!searching)
        if (ClassDid opened = draw_heat(view, column)) event = std::move(opened);
    area.reaches(column.bottom() + em(1.41f));
    return event;
}

}  // namespace

ClassDid draw_class_overview(const ClassOverviewView& view, const Rect& page, const Stage& stage) {
    if (stage.room == ui::Room::one_column || stage.room == ui::Room::compact) return draw_column(view, page);
    Rect box = page;
    box.y1 -= em(1.41f);
    const auto parts = ui::columns(box, {69.5f, 30.5f}, em(ui::card_gap));
    ClassDid event = draw_heat(view, parts[0]);
    Rect right = parts[1];
    const Rect scores =
        ui::take_top(right, ui::card_head() + em(histogram_height) + ui::card_padding(), em(ui::card_gap));
    draw_histogram(view, ui::card(scores, "Forecast scores", view.bins_scope));
    if (ClassDid opened = draw_risks(view, right)) event = std::move(opened);
    return event;
}

}  // namespace collimate
