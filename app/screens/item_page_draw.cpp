// Paints the page of one question.
#include <algorithm>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/exhibits_draw.hpp"
#include "app/screens/explanation_draw.hpp"
#include "app/screens/item_page.hpp"
#include "app/widgets/dialog.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Key;
using ui::Rect;

using ItemPageDid = std::optional<ItemPageEvent>;

constexpr float fact_row = 1.65f;  // em
constexpr float answer_row = 1.65f;
constexpr float note_height = 6.0f;
constexpr float picture_height = 22.0f;

/// A ghost with its name, or its icon alone where room is short.
bool draw_tool(Rect& line, std::string_view name, ui::Icon sign, Key key, bool on, bool named) {
    const ui::ButtonLook look = {.key = ui::Chord{key}, .show_key = false, .icon = sign, .chosen = on};
    if (named)
        return ui::button(ui::take_right(line, ui::button_width(name, look), em(0.24f)), name, ui::ButtonKind::ghost,
                          look);
    return ui::icon_button(ui::take_right(line, em(ui::button_height), em(0.24f)), name, sign, ui::Chord{key});
}

/// The way back, the name of the question, and what can be done with it.
ItemPageDid draw_head(const ItemPageView& view, ItemPageDraft& draft, std::string_view back, Rect head, bool wide) {
    ItemPageDid event;
    const std::string way_back = "Back to " + std::string(back);
    ui::icon({head.x0 + em(0.24f), head.y0 + em(1.41f)}, ui::Icon::back, ui::colors().accent, ui::Face::icon_small);
    if (ui::link({head.x0 + em(0.82f), head.y0 + em(0.94f)}, way_back)) event = item_page::Back{};
    if (!draft.editing_note && ui::take(Key::escape)) event = item_page::Back{};
    Rect line{head.x0, head.y0 + em(2.35f), head.x1, head.y0 + em(2.35f + ui::button_height)};
    const ui::ButtonLook practise = {.key = ui::Chord{Key::p},
                                     .show_key = false,
                                     .enabled = view.retired.empty(),
                                     .reason = "Retired: not asked any more"};
    const std::string_view label = wide ? "Practise this" : "Practise";
    if (ui::button(ui::take_right(line, ui::button_width(label, practise), em(0.71f)), label, ui::ButtonKind::primary,
                   practise))
        event = item_page::Practise{};
    if (draw_tool(line, view.flagged ? "Flagged" : "Flag", view.flagged ? ui::Icon::flag_on : ui::Icon::flag_off,
                  Key::f, view.flagged, wide))
        event = item_page::SetFlag{!view.flagged};
    if (draw_tool(line, "Note", ui::Icon::note, Key::n, false, wide)) {
        draft.editing_note = true;
        draft.note = view.note;
    }
    const float title = ui::text_in(line, ui::Face::title, ui::colors().text, view.id);
    line.x0 += title + em(0.82f);
    line.y0 += em(0.35f);
    if (wide) ui::text_in(line, ui::Face::body, ui::colors().muted, view.area);
    return event;
}

float notices_height(const ItemPageView& view, float width) {
    if (view.retired.empty()) return 0;
    return ui::notice_height({.fact = "Retired", .advice = view.retired}, width) + em(ui::card_gap);
}

void draw_question(const ItemPageView& view, ItemPageDraft& draft, CardColumn& column, bool wide) {
    const ExhibitsView& exhibits = view.explained.exhibits;
    const float width = column.content_width();
    const float measure = std::min(width, ui::widest_measure(ui::body_reading()));
    const float stem = ui::measure(view.explained.stem, ui::body_reading(), measure).height;
    const float shown =
        exhibits.empty() ? 0 : exhibits_height(exhibits, draft.exhibits, width, em(picture_height)) + em(0.94f);
    Rect in = column.next("Question", wide ? std::string_view(view.draw_note) : std::string_view(view.area),
                          stem + em(0.94f) + shown + explained_options_height(view.explained, width));
    in.y0 +=
        ui::paragraph(in.top_left(), measure, view.explained.stem, ui::body_reading(), ui::colors().text) + em(0.94f);
    if (!exhibits.empty()) {
        draw_exhibits(exhibits, draft.exhibits, in, em(picture_height));
        in.y0 += shown;
    }
    draw_explained_options(view.explained, in);
}

void draw_answers(const ItemPageView& view, CardColumn& column) {
    const float width = column.content_width();
    const float memory = height_of(view.memory, ui::small_reading(), width);
    if (view.answers.empty()) {
        const Rect in = column.next("Your answers", {}, ui::small_reading().line);
        ui::paragraph(in.top_left(), in.width(), "None yet.", ui::small_reading(), ui::colors().muted);
        return;
    }
    const auto count = static_cast<float>(view.answers.size());
    Rect in = column.next("Your answers", "newest first", em(answer_row) * count + em(0.59f) + memory);
    for (const AnswerLine& answer : view.answers) {
        const auto& c = ui::colors();
        Rect row = ui::take_top(in, em(answer_row));
        ui::icon({row.x0 + em(0.5f), row.centre().y}, answer.right ? ui::Icon::right : ui::Icon::wrong,
                 answer.right ? c.good : c.bad, ui::Face::icon_small);
        row.x0 += em(1.53f);
        ui::text_in(ui::take_left(row, em(3.6f), em(0.47f)), ui::Face::small, c.text, answer.when);
        ui::figures_in(ui::take_right(row, em(4.7f), em(0.47f)), ui::Face::small, c.muted, answer.time);
        ui::text_in(row, ui::Face::small, c.text, (answer.right ? "right: " : "wrong: ") + answer.given);
    }
    in.y0 += em(0.59f);
    ui::paragraph(in.top_left(), in.width(), view.memory, ui::small_reading(), ui::colors().muted);
}

void draw_note(const ItemPageView& view, CardColumn& column) {
    if (view.note.empty()) return;
    const Rect in =
        column.next("Note", "only you see it", height_of(view.note, ui::body_reading(), column.content_width()));
    ui::paragraph(in.top_left(), in.width(), view.note, ui::body_reading(), ui::colors().text);
}

void draw_points(const ItemPageView& view, CardColumn& column) {
    if (view.explained.points.empty()) return;
    draw_point_lines(
        view.explained.points,
        column.next("What to know", {}, point_lines_height(view.explained.points, column.content_width())));
}

void draw_sources(const ItemPageView& view, CardColumn& column) {
    const float width = column.content_width();
    const float origin = height_of(view.origin, ui::small_reading(), width);
    Rect in = column.next("Where it comes from", {}, source_lines_height(view.explained, width) + em(0.71f) + origin);
    in.y0 = draw_source_lines(view.explained, in) + em(0.71f);
    ui::paragraph(in.top_left(), in.width(), view.origin, ui::small_reading(), ui::colors().muted);
}

float name_width(const ItemPageView& view) {
    float width = 0;
    for (const FactLine& fact : view.facts) width = std::max(width, ui::text_width(ui::Face::small, fact.name));
    return width + em(0.94f);
}

void draw_facts(const ItemPageView& view, CardColumn& column) {
    const float names = name_width(view);
    const float values = column.content_width() - names;
    const float air = em(fact_row) - ui::small_reading().line;
    float height = 0;
    for (const FactLine& fact : view.facts) height += height_of(fact.value, ui::small_reading(), values) + air;
    Rect in = column.next("About this question", {}, height);
    for (const FactLine& fact : view.facts) {
        const Rect row = ui::take_top(in, height_of(fact.value, ui::small_reading(), values) + air);
        ui::text(row.top_left(), ui::Face::small, ui::colors().muted, fact.name);
        ui::paragraph({row.x0 + names, row.y0}, values, fact.value, ui::small_reading(), ui::colors().text);
    }
}

void draw_side(const ItemPageView& view, CardColumn& column) {
    draw_answers(view, column);
    draw_note(view, column);
    draw_points(view, column);
    draw_sources(view, column);
    draw_facts(view, column);
}

float draw_cards(const ItemPageView& view, ItemPageDraft& draft, Rect in, bool wide) {
    if (!view.retired.empty()) {
        const ui::Notice retired = {.fact = "Retired", .advice = view.retired};
        ui::notice(in.top_left(), in.width(), retired);
        in.y0 += notices_height(view, in.width());
    }
    if (!wide) {
        CardColumn column(in);
        draw_question(view, draft, column, wide);
        draw_side(view, column);
        return column.bottom();
    }
    const auto parts = ui::columns(in, {58.5f, 41.5f}, em(ui::card_gap));
    CardColumn left(parts[0]);
    CardColumn right(parts[1]);
    draw_question(view, draft, left, wide);
    draw_side(view, right);
    return std::max(left.bottom(), right.bottom());
}

ItemPageDid draw_note_dialog(ItemPageDraft& draft) {
    ui::Dialog dialog("Note on this question", em(note_height) + em(1.18f) + em(2.36f), em(30));
    Rect in = dialog.content();
    if (dialog.opened()) ui::focus_on("Note text");
    ui::text_area(ui::take_top(in, em(note_height), em(1.18f)), "Note text", draft.note,
                  {.hint = "Only you see it. It stays with the question."});
    Rect foot = ui::take_top(in, em(2.36f));
    const ui::ButtonLook look = {.key = ui::Chord{Key::enter, true}};
    const Rect keep = ui::take_right(foot, ui::button_width("Keep note", look), em(0.71f));
    const bool dropped = ui::button(ui::take_right(foot, ui::button_width("Cancel")), "Cancel") || dialog.escaped();
    const bool kept = ui::button(keep, "Keep note", ui::ButtonKind::primary, look);
    if (dropped || kept) draft.editing_note = false;
    return kept ? ItemPageDid(item_page::KeepNote{draft.note}) : std::nullopt;
}

}  // namespace

std::optional<ItemPageEvent> draw_item_page(const ItemPageView& view, ItemPageDraft& draft, std::string_view back,
                                            const Stage& stage) {
    const float margin = ui::page_margin(stage.room);
    Rect page = stage.page.inset(margin, 0);
    const bool wide = beside(stage.room);
    meet_exhibits(view.explained.exhibits, draft.exhibits);
    ItemPageDid event = draw_head(view, draft, back, ui::take_top(page, em(5.41f)), wide);
    const Rect body{stage.page.x0, page.y0 - em(ring_room), stage.page.x1, stage.page.y1};
    {
        ui::ScrollArea area(body, "item " + view.id, ui::colors().canvas);
        Rect in = area.content().inset(margin, 0);
        in.y0 += em(ring_room);
        area.reaches(draw_cards(view, draft, in, wide) + em(1.41f));
    }
    if (draft.editing_note)
        if (ItemPageDid kept = draw_note_dialog(draft)) event = std::move(kept);
    draw_magnified(view.explained.exhibits, draft.exhibits, stage.window);
    return event;
}

}  // namespace collimate
