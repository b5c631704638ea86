#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "app/screens/practise.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"

namespace collimate {
namespace {

using ui::Align;
using ui::colors;
using ui::em;
using ui::Face;
using ui::Rect;
using ui::Room;

using PractiseDone = std::optional<PractiseEvent>;

constexpr float practise_row = 2.18f;   // em
constexpr float session_width = 20.9f;  // em
constexpr float indent = 1.41f;         // em a level

// ---- areas -----------------------------------------------------------------

struct TreeColumns {
    float right, count, gap;
    bool fresh;
};

TreeColumns tree_columns(Room room) {
    return {.right = em(3.18f),
            .count = std::ceil(std::max(ui::figures_width(Face::small, "9,999"), ui::text_width(Face::small, "due"))) +
                     em(0.47f),
            .gap = em(0.59f),
            .fresh = room != Room::compact};
}

void draw_tree_head(Rect row, const TreeColumns& columns) {
    const auto head = [&](std::string_view word, float width, Align align) {
        ui::text_in(ui::take_right(row, width, columns.gap), Face::small, colors().muted, word, align);
    };
    head("all", columns.count, Align::right);
    head("due", columns.count, Align::right);
    if (columns.fresh) head("new", columns.count, Align::right);
    head("right", columns.right, Align::centre);
}

/// The sign that opens or closes a branch, behind its name. It is asked before the row, so that it gets the mouse.
struct BranchSign {
    Rect rect;
    bool shown = false;
    ui::Touch touch;
};

BranchSign branch_sign(const Rect& row, const AreaRow& area, PractiseDone& event) {
    const float name_left = row.x0 + em(1.18f + 0.71f + indent * static_cast<float>(area.depth));
    const float left =
        std::min(name_left + ui::text_width(Face::body_bold, area.title) + em(0.35f), row.x1 - em(1.53f));
    BranchSign sign = {.rect = {left, row.y0 + em(0.29f), left + em(1.53f), row.y1 - em(0.29f)},
                       .shown = area.branch && area.depth > 0};
    if (!sign.shown) return sign;
    const std::string name = (area.open ? "Close " : "Open ") + area.title;
    sign.touch = ui::control(sign.rect, {.name = name, .kind = "branch", .radius = em(ui::Radius::cell)});
    if (sign.touch.clicked) event = practise::Open{area.area};
    return sign;
}

void draw_area(const Rect& whole, const AreaRow& area, const TreeColumns& columns, PractiseDone& event) {
    const ui::Scope scope(area.code);
    Rect row = whole;
    const Rect all = ui::take_right(row, columns.count, columns.gap);
    const Rect due = ui::take_right(row, columns.count, columns.gap);
    const Rect fresh = columns.fresh ? ui::take_right(row, columns.count, columns.gap) : Rect{};
    const Rect right = ui::take_right(row, columns.right, columns.gap);
    const BranchSign sign = branch_sign(row, area, event);
    const ui::Check check = area.ticked == Ticked::yes      ? ui::Check::on
                            : area.ticked == Ticked::partly ? ui::Check::partly
                                                            : ui::Check::off;
    const float label_end = sign.shown ? sign.rect.x0 : row.x1;
    if (ui::check_row(whole.inset(-em(0.59f), em(0.06f)), area.title, check,
                      em(indent) * static_cast<float>(area.depth), area.branch ? Face::body_bold : Face::body,
                      label_end))
        event = practise::Tick{area.area};
    if (sign.shown)
        ui::icon(sign.rect.centre(), area.open ? ui::Icon::open_branch : ui::Icon::closed_branch,
                 sign.touch.hovered ? colors().text : colors().muted);
    ui::heat_cell(right.inset(0, em(0.24f)),
                  {.figure = area.right, .ground = ui::diverging(area.distance), .few = area.few});
    if (columns.fresh) ui::figures_in(fresh, Face::small, colors().muted, area.fresh);
    ui::figures_in(due, area.any_due ? Face::small_medium : Face::small, area.any_due ? colors().text : colors().muted,
                   area.due);
    ui::figures_in(all, Face::small, colors().muted, area.all);
}

void draw_area_links(const Rect& rect, const PractiseView& view, PractiseDone& event) {
    const float top = rect.y0 + ui::card_padding() + em(0.06f);
    float right = rect.x1 - ui::card_padding();
    const auto place = [&](std::string_view label) {
        const float width = ui::link_width(label);
        const ui::Point at = {right - width, top};
        right -= width + em(1.06f);
        return at;
    };
    const ui::Point whole = place("Whole exam");
    if (ui::link(whole, "Whole exam")) event = practise::Clear{};
    if (view.any_weak) {
        if (ui::link(place("Weak ones"), "Weak ones")) event = practise::TickWeak{};
        return;
    }
    const float width = ui::text_width(Face::small_medium, "Weak ones");
    const Rect off = {right - width, top, right + 1, top + ui::size_of(Face::small_medium)};
    ui::text(off.top_left(), Face::small_medium, colors().edge, "Weak ones");
    ui::tooltip_over(off, view.weak_reason);
}

void draw_rows(Rect& in, const PractiseView& view, const TreeColumns& columns, PractiseDone& event) {
    const ui::Group group("areas", ui::Arrows::vertical);
    for (const AreaRow& area : view.rows) draw_area(ui::take_top(in, em(practise_row)), area, columns, event);
}

void draw_areas(const Rect& rect, const PractiseView& view, Room room, PractiseDone& event) {
    Rect in = ui::card(rect, "Areas");
    draw_area_links(rect, view, event);
    const TreeColumns columns = tree_columns(room);
    draw_tree_head(ui::take_top(in, em(1.41f)), columns);
    ui::hairline_across(in.x0, in.x1, in.y0, colors().line);
    ui::ScrollArea area({rect.x0 + em(0.59f), in.y0 + ui::hairline(), rect.x1 - em(0.35f), rect.y1 - em(0.59f)},
                        "areas", colors().surface);
    Rect rows = area.content();
    rows = {in.x0, rows.y0 + em(0.29f), in.x1, rows.y1};
    draw_rows(rows, view, columns, event);
    area.reaches(rows.y0 + em(0.35f));
}

// ---- the session -----------------------------------------------------------

void draw_practise_label(Rect& in, std::string_view label) {
    ui::text_in(ui::take_top(in, em(1.18f), em(0.41f)), Face::small_medium, colors().text, label);
}

void draw_states(Rect& in, const PractiseView& view, PractiseDone& event) {
    draw_practise_label(in, "Questions");
    const ui::Group group("questions", ui::Arrows::both);
    ui::Point at = in.top_left();
    for (const StateChip& chip : view.states) {
        const float width = ui::filter_chip_width(chip.label, chip.count);
        if (at.x > in.x0 && at.x + width > in.x1) at = {in.x0, at.y + em(ui::filter_chip_height + 0.47f)};
        if (ui::filter_chip(at, chip.label, chip.count, chip.on)) event = practise::SetState{chip.state};
        at.x += width + em(0.47f);
    }
    in.y0 = at.y + em(ui::filter_chip_height + 0.94f);
}

void draw_choices(Rect& in, const PractiseView& view, const PractiseDraft& draft, PractiseDone& event) {
    static constexpr std::array<std::string_view, 4> difficulties = {"Any", "Easy", "Medium", "Hard"};
    static constexpr std::array<std::string_view, 4> lengths = {"10", "20", "30", "50"};
    static constexpr std::array<std::string_view, 2> modes = {"Tutor", "Timed"};
    const auto choose = [&](std::string_view label, std::span<const std::string_view> labels, int current) {
        draw_practise_label(in, label);
        return ui::segmented(ui::take_top(in, em(2.35f), em(0.94f)), label, labels, current);
    };
    if (const auto i = choose("Difficulty", difficulties, static_cast<int>(draft.difficulty)))
        event = practise::SetDifficulty{static_cast<DifficultyBand>(*i)};
    const auto* const at = std::find(std::begin(practise_lengths), std::end(practise_lengths), draft.length);
    if (const auto i = choose("Length", lengths, static_cast<int>(at - practise_lengths)))
        event = practise::SetLength{practise_lengths[*i]};
    if (const auto i = choose("Mode", modes, static_cast<int>(draft.feedback)))
        event = practise::SetFeedback{static_cast<Feedback>(*i)};
    in.y0 -= em(0.47f);
    ui::take_top(in, ui::paragraph(in.top_left(), in.width(), view.mode_words, ui::small_reading(), colors().muted));
}

constexpr float start_height = 6.6f;  // em

void draw_start(Rect in, const PractiseView& view, PractiseDone& event) {
    ui::take_top(in, em(0.71f));
    Rect row = ui::take_top(in, em(1.53f), em(0.71f));
    ui::text_in(ui::take_right(row, std::ceil(ui::text_width(Face::body, view.time)) + 1, em(0.59f)), Face::body,
                colors().muted, view.time, Align::right);
    const float width = ui::text_in(row, Face::body, colors().text, view.questions);
    ui::text_in({row.x0 + width + em(0.47f), row.y0, row.x1, row.y1}, Face::small, colors().muted, view.scope);
    const ui::ButtonLook look = {.key = ui::Chord{ui::Key::enter}, .enabled = view.can_start, .reason = view.reason};
    if (ui::button(ui::take_top(in, em(2.82f)), "Start", ui::ButtonKind::primary, look)) event = practise::Start{};
}

void draw_session(const Rect& rect, const PractiseView& view, const PractiseDraft& draft, PractiseDone& event) {
    Rect in = ui::card(rect, "Session");
    const Rect foot = ui::take_bottom(in, em(start_height), em(0.47f));
    {
        ui::ScrollArea area({in.x0 - em(0.47f), in.y0, rect.x1 - em(0.35f), in.y1}, "session", colors().surface);
        Rect middle = area.content();
        middle = {in.x0, middle.y0 + em(0.18f), in.x1, middle.y1};
        draw_states(middle, view, event);
        draw_choices(middle, view, draft, event);
        area.reaches(middle.y0 + em(0.35f));
    }
    ui::hairline_across(foot.x0, foot.x1, foot.y0, colors().line);
    draw_start(foot, view, event);
}

/// In one column the whole page scrolls and the start stays at its foot.
void draw_one_column(Rect page, const PractiseView& view, const PractiseDraft& draft, const Stage& stage,
                     PractiseDone& event) {
    const float margin = ui::page_margin(stage.room);
    const Rect foot = ui::take_bottom(page, em(start_height + 0.35f));
    {
        ui::ScrollArea area(page, "practise", colors().canvas);
        Rect in = area.content();
        in = {in.x0 + margin, in.y0, in.x1 - margin, in.y1};
        ui::page_title(in, "Practise", view.subtitle);
        ui::take_top(in, em(ui::title_height));
        Rect session = ui::take_top(in, em(24.5f), em(ui::card_gap));
        session = ui::card(session, "Session");
        draw_states(session, view, event);
        draw_choices(session, view, draft, event);
        const float height =
            ui::card_head() + em(1.41f + practise_row * static_cast<float>(view.rows.size())) + ui::card_padding();
        const Rect card = ui::take_top(in, height, em(ui::card_gap));
        Rect areas = ui::card(card, "Areas");
        draw_area_links(card, view, event);
        const TreeColumns columns = tree_columns(stage.room);
        draw_tree_head(ui::take_top(areas, em(1.41f)), columns);
        ui::hairline_across(areas.x0, areas.x1, areas.y0, colors().line);
        draw_rows(areas, view, columns, event);
        area.reaches(in.y0);
    }
    ui::fill(foot, colors().surface);
    ui::hairline_across(foot.x0, foot.x1, foot.y0, colors().line);
    draw_start({foot.x0 + margin, foot.y0, foot.x1 - margin, foot.y1}, view, event);
}

}  // namespace

std::optional<PractiseEvent> draw(const PractiseView& view, PractiseDraft& draft, const Stage& stage) {
    PractiseDone event;
    if (stage.room == Room::one_column || stage.room == Room::compact) {
        draw_one_column(stage.page, view, draft, stage, event);
        return event;
    }
    Rect in = stage.page.inset(ui::page_margin(stage.room), 0);
    ui::page_title(in, "Practise", view.subtitle);
    ui::take_top(in, em(ui::title_height));
    in.y1 -= em(1.47f);
    const Rect session = ui::take_right(in, std::min(em(session_width), in.width() * 0.4f), em(ui::card_gap));
    draw_areas(in, view, stage.room, event);
    draw_session(session, view, draft, event);
    return event;
}

}  // namespace collimate
