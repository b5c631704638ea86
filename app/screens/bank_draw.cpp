// Paints the bank screen: search, filters, list, coverage; and hands over to the page of one question.
#include <algorithm>
#include <cmath>

#include "app/screens/bank.hpp"
#include "app/screens/cards.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Rect;

using BankDid = std::optional<BankEvent>;

constexpr std::string_view search_field = "Search";
constexpr float question_row = 2.82f;  // em
constexpr float coverage_row = 1.76f;
constexpr float row_gap = 0.59f;

/// Filter chips beside each other, on as many lines as they need. Returns the one pressed; `in` keeps what is below.
template <std::size_t n>
std::optional<int> draw_filters(const std::array<BankFilterChip, n>& chips, Rect& in) {
    std::optional<int> pressed;
    float x = in.x0;
    float y = in.y0;
    for (std::size_t i = 0; i < n; ++i) {
        const float width = ui::filter_chip_width(chips[i].name, chips[i].count);
        if (x > in.x0 && x + width > in.x1) {
            x = in.x0;
            y += em(ui::filter_chip_height) + em(0.47f);
        }
        if (ui::filter_chip({x, y}, chips[i].name, chips[i].count, chips[i].on)) pressed = static_cast<int>(i);
        x += width + em(0.47f);
    }
    in.y0 = y + em(ui::filter_chip_height);
    return pressed;
}

BankDid draw_filter_rows(const BankView& view, Rect& in) {
    BankDid event;
    if (const auto state = draw_filters(view.states, in)) event = bank_screen::SetState{static_cast<BankState>(*state)};
    in.y0 += em(0.47f);
    if (const auto level = draw_filters(view.levels, in))
        event = bank_screen::SetLevel{*level == 0 ? std::nullopt : std::optional(static_cast<Level>(*level - 1))};
    in.y0 += em(0.71f);
    Rect line = ui::take_top(in, em(1.41f), em(0.35f));
    ui::text_in(line, ui::Face::body_bold, ui::colors().text, view.found);
    if (view.area.empty()) return event;
    const Rect clear = ui::take_right(line, ui::link_width("All areas"), em(0.94f));
    if (ui::link({clear.x0, clear.y0 + em(0.2f)}, "All areas")) event = bank_screen::SetArea{std::nullopt};
    line.x0 += ui::text_width(ui::Face::body_bold, view.found) + em(0.82f);
    ui::text_in(line, ui::Face::small, ui::colors().muted, "in " + view.area);
    return event;
}

void draw_row_words(const BankRow& row, Rect in) {
    const auto& c = ui::colors();
    const float half = std::floor(em(1.24f));
    Rect right = ui::take_right(in, ui::chip_width(row.history, row.icon), em(0.94f));
    ui::chip({right.x0, std::floor(in.centre().y - em(ui::chip_height) / 2)}, row.history, row.tone, row.icon);
    for (const auto& [on, sign, color] :
         {std::tuple{row.flagged, ui::Icon::flag_on, c.bad}, std::tuple{row.noted, ui::Icon::note, c.muted}})
        if (on) ui::icon(ui::take_right(in, em(1.06f), em(0.35f)).centre(), sign, color, ui::Face::icon_small);
    in.y0 += std::floor((in.height() - 2 * half) / 2);
    ui::text_in(ui::take_top(in, half), ui::Face::body, c.text, row.stem);
    ui::text_in(ui::take_top(in, half), ui::Face::small, c.muted,
                row.id + "   \u00B7   " + row.area + "   \u00B7   " + row.level);
}

BankDid draw_rows(const BankView& view, Rect& in) {
    BankDid event;
    const ui::Group group("questions", ui::Arrows::vertical);
    for (const BankRow& row : view.rows) {
        const Rect place = ui::take_top(in, em(question_row));
        if (ui::table_row(place, row.id)) event = bank_screen::Open{row.id};
        draw_row_words(row, place);
    }
    if (view.more.empty()) return event;
    const Rect more = ui::take_top(in, em(question_row));
    if (ui::link({more.x0, more.y0 + em(0.94f)}, view.more, ui::Icon::down)) event = bank_screen::ShowMore{};
    return event;
}

/// The search field keeps still; filters and list scroll.
BankDid draw_questions(const BankView& view, BankDraft& draft, const Rect& box) {
    BankDid event;
    ui::card(box);
    Rect in = box.inset(ui::card_padding());
    if (draft.focus_search) ui::focus_on(search_field);
    draft.focus_search = false;
    if (ui::search_input(ui::take_top(in, em(ui::input_height), em(0.41f)), search_field, draft.typed).changed)
        event = bank_screen::Search{draft.typed};
    ui::ScrollArea area({box.x0 + em(0.5f), in.y0, box.x1 - em(0.18f), box.y1 - em(0.18f)}, "questions",
                        ui::colors().surface);
    Rect list = area.content();
    list.x0 = in.x0;
    list.x1 = in.x1;
    list.y0 += em(0.35f);
    if (BankDid filtered = draw_filter_rows(view, list)) event = std::move(filtered);
    if (view.empty.empty()) {
        if (BankDid opened = draw_rows(view, list)) event = std::move(opened);
    } else {
        const Rect room = ui::take_top(list, em(15));
        if (ui::empty_state(room, {.icon = ui::Icon::search,
                                   .heading = "Nothing found",
                                   .text = view.empty,
                                   .primary = "Clear the filters"}))
            event = bank_screen::ClearFilters{};
    }
    area.reaches(list.y0 + em(0.35f));
    return event;
}

/// Few questions for the weight of an area are orange, many are blue; the figure stands in the cell.
BankDid draw_coverage_row(const CoverageLine& line, const Rect& row) {
    const auto& c = ui::colors();
    Rect in = row;
    const Rect share = ui::take_right(in, em(3.3f), em(0.71f));
    const Rect cell = ui::take_right(in, em(3.06f), em(0.71f));
    const bool pressed = ui::table_row(row, line.name, {.chosen = line.chosen, .hairline = false});
    ui::heat_cell(ui::centred(cell, cell.width(), row.height() - em(0.24f)),
                  {.figure = line.items,
                   .ground = ui::diverging(std::clamp(line.balance / 2, -1.0, 1.0)),
                   .few = line.none,
                   .dense = true});
    ui::figures_in(share, ui::Face::small, c.muted, line.share);
    in.x0 += em(1.18f) * static_cast<float>(line.depth);
    ui::text_in(in, line.branch ? ui::Face::body_bold : ui::Face::body, c.text, line.name);
    return pressed ? BankDid(bank_screen::SetArea{line.area}) : std::nullopt;
}

BankDid draw_coverage(const BankView& view, const Rect& box) {
    BankDid event;
    Rect in = ui::card(box, "Coverage", view.coverage_scope);
    ui::heat_scale(ui::take_top(in, em(1.3f), em(0.35f)), "few for its weight", "many");
    const float note = height_of(view.coverage_note, ui::small_reading(), in.width());
    const Rect foot = ui::take_bottom(in, note, em(0.71f));
    ui::paragraph(foot.top_left(), foot.width(), view.coverage_note, ui::small_reading(), ui::colors().muted);
    {
        ui::ScrollArea area({box.x0 + em(0.5f), in.y0, box.x1 - em(0.12f), in.y1}, "coverage", ui::colors().surface);
        Rect list = area.content();
        list.x0 = in.x0;
        list.x1 = in.x1 - em(0.35f);
        const ui::Group group("coverage", ui::Arrows::vertical);
        const ui::Scope scope("coverage");
        for (const CoverageLine& line : view.coverage)
            if (BankDid pressed = draw_coverage_row(line, ui::take_top(list, em(coverage_row))))
                event = std::move(pressed);
        area.reaches(list.y0 + em(0.35f));
    }
    return event;
}

BankDid draw_bank(const BankView& view, BankDraft& draft, const Stage& stage) {
    Rect page = stage.page.inset(ui::page_margin(stage.room), 0);
    ui::page_title(ui::take_top(page, em(ui::title_height)), "Bank", view.subtitle);
    page.y1 -= em(1.41f);
    if (stage.room == ui::Room::full) {
        const auto parts = ui::columns(page, {58.5f, 41.5f}, em(ui::card_gap));
        BankDid event = draw_questions(view, draft, parts[0]);
        if (BankDid area = draw_coverage(view, parts[1])) event = std::move(area);
        return event;
    }
    static constexpr std::array<std::string_view, 2> names{"Questions", "Coverage"};
    const Rect tabs = ui::take_top(page, em(ui::tabs_height), em(0.71f));
    if (const auto tab = ui::tabs(tabs, "bank", names, static_cast<int>(draft.tab)))
        draft.tab = static_cast<BankTab>(*tab);
    return draft.tab == BankTab::questions ? draw_questions(view, draft, page) : draw_coverage(view, page);
}

}  // namespace

std::optional<BankEvent> draw(const BankView& view, BankDraft& draft, const Stage& stage) {
    ui::fill(stage.page, ui::colors().canvas);
    if (!view.page) return draw_bank(view, draft, stage);
    if (ui::take({.key = ui::Key::f, .ctrl = true})) {
        draft.focus_search = true;
        return ItemPageEvent(item_page::Back{});
    }
    const auto event = draw_item_page(*view.page, draft.page, "Bank", stage);
    return event ? BankDid(*event) : std::nullopt;
}

}  // namespace collimate
