// Paints the outcomes of a class.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/class_outcomes.hpp"
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

constexpr float rate_row = 1.88f;  // em
constexpr float result_row = 1.88f;

/// Name, how many of how many, the rate as a dot with its interval and in figures.
void draw_rate(const ClassRateLine& line, double threshold, const Rect& row, bool strong) {
    const auto& c = ui::colors();
    Rect in = row;
    ui::plain_row(row);
    const Face face = strong ? Face::body_bold : Face::body;
    ui::text_in(ui::take_left(in, std::max(small_width("ardms-msks"), ui::text_width(Face::body_bold, line.name) + 2),
                              em(class_table_gap)),
                face, c.text, line.name);
    ui::figures_in(ui::take_left(in, ui::figures_width(Face::body_bold, "888 of 888"), em(class_table_gap)), face,
                   line.any ? c.text : c.muted, line.attempts);
    if (!line.any) return;
    if (!line.rate.why.empty()) {
        ui::text_in(in, Face::small, c.warn, line.rate.why);
        return;
    }
    ui::text_in(ui::take_right(in, small_width("88 to 100"), em(0.59f)), Face::small, c.muted, line.rate.limits,
                Align::right);
    ui::figures_in(ui::take_right(in, ui::figures_width(Face::body_bold, "100\u00A0%"), em(class_table_gap)), face,
                   line.below ? c.bad : c.text, line.rate.value);
    ui::dot_interval(
        in,
        {.value = line.value, .low = line.low, .high = line.high, .axis_low = 0.0, .axis_high = 1.0, .cut = threshold});
}

float five_height(const ClassOutcomesView& view, float width) {
    float height = em(rate_row) * static_cast<float>(view.five.size() + 1) + em(0.71f) +
                   height_of(view.words, ui::bold_reading(), width) + em(0.47f) +
                   height_of(view.rule, ui::small_reading(), width);
    if (!view.not_counted.empty()) height += height_of(view.not_counted, ui::small_reading(), width) + em(0.35f);
    if (!view.credentials.empty()) height += em(ui::filter_chip_height) + em(0.71f);
    return height;
}

ClassDid draw_five(const ClassOutcomesView& view, CardColumn& column) {
    const auto& c = ui::colors();
    ClassDid event;
    const float width = column.content_width();
    Rect in = column.next("Five years (JRCERT)", view.period, five_height(view, width));
    if (!view.credentials.empty()) {
        Rect chips = ui::take_top(in, em(ui::filter_chip_height), em(0.71f));
        if (const auto chosen = draw_class_chips(view.credentials, chips))
            event = class_page::SetCredential{view.credential_codes[static_cast<std::size_t>(*chosen)]};
    }
    for (const ClassRateLine& line : view.five) draw_rate(line, view.threshold, ui::take_top(in, em(rate_row)), false);
    draw_rate(view.pooled, view.threshold, ui::take_top(in, em(rate_row)), true);
    in.y0 += em(0.71f);
    in.y0 += ui::paragraph(in.top_left(), in.width(), view.words, ui::bold_reading(), view.short_of ? c.bad : c.text) +
             em(0.47f);
    if (!view.not_counted.empty())
        in.y0 += ui::paragraph(in.top_left(), in.width(), view.not_counted, ui::small_reading(), c.warn) + em(0.35f);
    ui::paragraph(in.top_left(), in.width(), view.rule, ui::small_reading(), c.muted);
    return event;
}

ClassDid draw_credentials(const ClassOutcomesView& view, CardColumn& column) {
    static constexpr std::array<std::string_view, 3> names = {"sat it", "completed", "enrolled"};
    const auto& c = ui::colors();
    ClassDid event;
    const float width = column.content_width();
    const float none = view.no_credential.empty() ? 0 : height_of(view.no_credential, ui::body_reading(), width);
    Rect in = column.next("Per credential (JRC-DMS)", {},
                          em(ui::segmented_height) + em(0.71f) + none +
                              em(rate_row) * static_cast<float>(view.by_credential.size()) + em(0.71f) +
                              height_of(view.denominator_words, ui::small_reading(), width));
    const Rect choice = ui::take_top(in, em(ui::segmented_height), em(0.71f));
    if (const auto chosen = ui::segmented(choice, "Share of those who", names, view.denominator))
        event = class_page::SetDenominator{static_cast<cohort::Denominator>(*chosen)};
    if (!view.no_credential.empty())
        in.y0 += ui::paragraph(in.top_left(), in.width(), view.no_credential, ui::body_reading(), c.muted);
    for (const ClassRateLine& line : view.by_credential)
        draw_rate(line, view.threshold, ui::take_top(in, em(rate_row)), false);
    in.y0 += em(0.71f);
    ui::paragraph(in.top_left(), in.width(), view.denominator_words, ui::small_reading(), c.muted);
    return event;
}

ClassDid draw_results(const ClassOutcomesView& view, CardColumn& column) {
    const auto& c = ui::colors();
    ClassDid event;
    const float none = view.results.empty() ? ui::body_reading().line : 0;
    Rect in = column.next(
        "Results entered", {},
        em(ui::button_height) + em(0.71f) + none + em(result_row) * static_cast<float>(view.results.size()));
    constexpr std::string_view enter = "Enter a result";
    const Rect button = ui::take_top(in, em(ui::button_height), em(0.71f));
    if (ui::button(ui::at(button.top_left(), ui::button_width(enter), button.height()), enter))
        event = class_page::ShowDialog{ClassDialog::outcome};
    if (view.results.empty()) ui::text_in(ui::take_top(in, none), Face::body, c.muted, "None yet.");
    const Rect shown = ui::clip();
    for (const ClassResultLine& line : view.results) {
        const ui::Scope scope(line.when + line.who + line.what);
        Rect row = ui::take_top(in, em(result_row));
        ui::plain_row(row);
        const Rect remove = ui::take_right(row, ui::link_width("Remove"), em(0.71f));
        if (ui::link({remove.x0, remove.centre().y - ui::size_of(Face::small_medium) / 2}, "Remove"))
            event = class_page::WithdrawOutcome{line.withdrawn};
        if (row.y1 < shown.y0 || row.y0 > shown.y1) continue;
        ui::text_in(ui::take_left(row, em(6.1f), em(0.47f)), Face::small, c.muted, line.when);
        ui::text_in(ui::take_left(row, std::min(row.width() * 0.36f, em(10)), em(0.47f)), Face::body, c.text, line.who);
        ui::text_in(row, Face::body, c.text, line.what);
    }
    return event;
}

}  // namespace

ClassDid draw_class_outcomes(const ClassOutcomesView& view, const ui::Rect& page, const Stage& stage) {
    ClassDid event;
    ui::ScrollArea area({stage.page.x0, page.y0 - em(ring_room), stage.page.x1, stage.page.y1}, "outcomes",
                        ui::colors().canvas);
    Rect in = area.content();
    in = {page.x0, in.y0 + em(ring_room), page.x1, in.y1};
    if (const auto chosen = draw_class_chips(view.years, in))
        event = class_page::SetYear{view.year_values[static_cast<std::size_t>(*chosen)]};
    in.y0 += em(0.71f);
    const auto parts = beside(stage.room) ? ui::columns(in, {55.0f, 45.0f}, em(ui::card_gap)) : std::vector<Rect>{in};
    CardColumn left(parts.front());
    if (ClassDid did = draw_five(view, left)) event = std::move(did);
    CardColumn right(parts.size() > 1 ? parts[1] : left.left());
    if (ClassDid did = draw_credentials(view, right)) event = std::move(did);
    Rect across = in;
    across.y0 = std::max(left.bottom(), right.bottom()) + em(ui::card_gap);
    CardColumn below(across);
    if (ClassDid did = draw_results(view, below)) event = std::move(did);
    area.reaches(below.bottom() + em(1.41f));
    return event;
}

}  // namespace collimate
