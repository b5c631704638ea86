// Paints the exam: its bar, and the question with tools, options, navigator and foot.
#include "app/screens/exam_draw.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/exhibits_draw.hpp"
#include "app/screens/question.hpp"
#include "app/screens/words.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/option_card.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Key;
using ui::Rect;
using ui::Room;

constexpr float question_column = 36.5f;  // em
constexpr float exhibit_gap = 2.35f;
constexpr float least_exhibit = 26.0f;  // beside the question; the navigator takes what is left
constexpr float cell_width = 1.82f;
constexpr float navigator_gap = 0.3f;
constexpr int most_cells = 8;   // in a row of the navigator
constexpr int least_cells = 5;  // below it the review alone shows the way

bool is_compact(Room room) { return room == Room::compact; }

constexpr ui::Chord alt(Key key) { return {.key = key, .alt = true}; }

/// A new page came on the screen: nothing begun on the one before may stay.
void meet_page(const ExamView& view, ExamDraft& draft) {
    if (draft.key == view.key) return;
    draft.key = view.key;
    draft.held = -1;
    draft.strike_next = false;
    draft.marking = false;
    draft.marker = {};
    draft.hidden = 0;
    draft.show_cell = true;
    draft.number.clear();
    ui::clear_focus();
    const auto* question = std::get_if<ExamQuestionView>(&view.page);
    if (!question) return;
    if (question->exhibits.asks_mark && question->options.empty() && !question->exhibits.pictures.empty())
        ui::focus_on(question->exhibits.pictures.front().name);
    if (question->type != ItemType::numeric) return;
    draft.number = question->number_given;
    if (!draft.calculator_open) ui::focus_on(number_field);
}

// ---- keys ------------------------------------------------------------------

std::string letters_of(const ExamQuestionView& view) {
    std::string letters;
    for (const ExamOption& option : view.options) letters += option.letter;
    return letters;
}

/// The answer with an option pressed. One best answer stays answered: a second press does not take it back.
Response with_choice(const ExamQuestionView& view, char letter) {
    if (view.type != ItemType::multiple) return {.letters = std::string(1, letter)};
    Response response;
    for (const ExamOption& option : view.options)
        if (option.chosen != (option.letter == letter)) response.letters += option.letter;
    std::sort(response.letters.begin(), response.letters.end());
    return response;
}

/// The order with the line at `from` one up or down; it stays held.
ExamDone move_line(const ExamQuestionView& view, ExamDraft& draft, int from, int by) {
    std::string letters = letters_of(view);
    const int to = from + by;
    if (to < 0 || to >= static_cast<int>(letters.size())) return std::nullopt;
    std::swap(letters[static_cast<std::size_t>(from)], letters[static_cast<std::size_t>(to)]);
    if (draft.held == from) draft.held = to;
    return exam::Respond{{.letters = letters}};
}

ExamDone strike(const ExamOption& option) { return exam::Strike{.letter = option.letter, .on = !option.struck}; }

/// Place on the screen of the option whose badge carries the letter typed: an order keeps its letters as it moves.
std::optional<std::size_t> option_typed(const ExamQuestionView& view) {
    const auto choice = ui::take_choice(static_cast<int>(view.options.size()));
    if (!choice) return std::nullopt;
    for (std::size_t i = 0; i < view.options.size(); ++i)
        if (view.options[i].badge[0] - 'A' == *choice) return i;
    return std::nullopt;
}

ExamDone read_option_keys(const ExamQuestionView& view, ExamDraft& draft) {
    if (view.type == ItemType::order && draft.held >= 0) {
        if (ui::take(Key::up)) return move_line(view, draft, draft.held, -1);
        if (ui::take(Key::down)) return move_line(view, draft, draft.held, 1);
    }
    const auto place = option_typed(view);
    if (!place) return std::nullopt;
    const ExamOption& option = view.options[*place];
    if (draft.strike_next) {
        draft.strike_next = false;
        return strike(option);
    }
    if (view.type == ItemType::order) {
        draft.held = draft.held == static_cast<int>(*place) ? -1 : static_cast<int>(*place);
        return std::nullopt;
    }
    return exam::Respond{with_choice(view, option.letter)};
}

void read_escape(ExamDraft& draft) {
    const bool busy = draft.strike_next || draft.marking || draft.held >= 0;
    if (!busy || !ui::take(Key::escape)) return;
    draft.strike_next = false;
    draft.marking = false;
    draft.held = -1;
}

// ---- tools -----------------------------------------------------------------

void toggle_marking(ExamDraft& draft) {
    draft.marking = !draft.marking;
    draft.marker = {};
    draft.strike_next = false;
    if (draft.marking) ui::clear_focus();
}

void toggle_calculator(const ExamQuestionView& view, ExamDraft& draft) {
    draft.calculator_open = !draft.calculator_open;
    ui::clear_focus();
    if (!draft.calculator_open && view.type == ItemType::numeric) ui::focus_on(number_field);
}

/// The row of tools. Their letters are taken here too, those that are options with Alt alone.
ExamDone draw_tools(const ExamQuestionView& view, ExamDraft& draft, const Rect& rect) {
    if (exam_key(Key::c)) toggle_calculator(view, draft);
    if (ui::take(alt(Key::s)) && !view.options.empty()) draft.strike_next = !draft.strike_next;
    if (ui::take(alt(Key::h))) toggle_marking(draft);
    ExamDone event;
    if (exam_key(Key::b)) event = exam::TakeBreak{};
    if (ui::take(alt(Key::f))) event = exam::SetFlag{!view.flagged};
    std::vector<ui::ExamTool> tools{{"Calculator", ui::Icon::calculator, alt(Key::c), draft.calculator_open},
                                    {"Strike out", ui::Icon::strike, ui::Chord{Key::s}, draft.strike_next},
                                    {"Highlight", ui::Icon::highlight, ui::Chord{Key::h}, draft.marking},
                                    {"Break", ui::Icon::mock_exam, alt(Key::b), false}};
    if (!view.exhibits.pictures.empty()) tools.push_back({"Magnify", ui::Icon::magnify, ui::Chord{Key::m}, false});
    const auto pressed = ui::exam_tools(rect, tools, view.flagged);
    if (!pressed) return event;
    if (*pressed == static_cast<int>(tools.size())) return exam::SetFlag{!view.flagged};
    const std::string_view tool = tools[static_cast<std::size_t>(*pressed)].name;
    if (tool == "Calculator") toggle_calculator(view, draft);
    if (tool == "Strike out") draft.strike_next = !draft.strike_next && !view.options.empty();
    if (tool == "Highlight") toggle_marking(draft);
    if (tool == "Magnify") draft.exhibits.magnified = true;
    return tool == "Break" ? exam::TakeBreak{} : event;
}

// ---- the question ----------------------------------------------------------

struct Drawn {
    ExamDone event;
    std::vector<float> bottoms;  ///< of the options
    float bottom = 0;
};

Drawn draw_options(const ExamQuestionView& view, Rect in, bool compact) {
    const ui::Group group("options", ui::Arrows::vertical);
    Drawn drawn;
    for (const ExamOption& option : view.options) {
        const ui::OptionCard card = {.letter = option.badge,
                                     .words = option.words,
                                     .chosen = option.chosen,
                                     .struck = option.struck,
                                     .compact = compact};
        const Rect box = ui::take_top(in, ui::option_card_height(card, in.width()), ui::option_gap(compact));
        const ui::OptionEvent event = ui::option_card(box, card);
        if (event.struck) drawn.event = strike(option);
        if (event.chosen) drawn.event = exam::Respond{with_choice(view, option.letter)};
        drawn.bottoms.push_back(box.y1);
    }
    return drawn;
}

ExamDone draw_order_line(const ExamQuestionView& view, ExamDraft& draft, const std::vector<Rect>& rows, int place) {
    const ExamOption& option = view.options[static_cast<std::size_t>(place)];
    Rect row = rows[static_cast<std::size_t>(place)];
    const bool last = place + 1 == static_cast<int>(view.options.size());
    ExamDone event;
    const Rect buttons = ui::take_right(row, em(4.6f), em(0.47f));
    const Rect up = ui::at({buttons.x0, std::floor(buttons.centre().y - em(1.12f))}, em(2.24f), em(2.24f));
    if (ui::icon_button(up, "Move " + option.badge + " up", ui::Icon::up, std::nullopt, place > 0))
        event = move_line(view, draft, place, -1);
    if (ui::icon_button(up.shifted(em(2.36f), 0), "Move " + option.badge + " down", ui::Icon::down, std::nullopt,
                        !last))
        event = move_line(view, draft, place, 1);
    const ui::OptionEvent pressed =
        ui::option_card(row, {.letter = option.badge,
                              .words = option.words,
                              .chosen = draft.held == place || draft.dragged == option.letter,
                              .can_strike = false,
                              .grip = true});
    if (pressed.chosen) draft.held = draft.held == place ? -1 : place;
    if (pressed.dropped) draft.dragged = 0;
    if (!pressed.dragged_to) return event;
    draft.dragged = option.letter;
    draft.held = -1;
    const int by = ui::places_dragged(rows, place, *pressed.dragged_to);
    return by == 0 ? event : move_line(view, draft, place, by);
}

/// While a line is held, the arrows move it and not the focus.
Drawn draw_order(const ExamQuestionView& view, ExamDraft& draft, Rect in, bool compact) {
    std::optional<ui::Group> group;
    if (draft.held < 0) group.emplace("order", ui::Arrows::vertical);
    std::vector<Rect> rows;
    for (const ExamOption& option : view.options) {
        const ui::OptionCard card = {
            .letter = option.badge, .words = option.words, .compact = compact, .can_strike = false};
        rows.push_back(ui::take_top(in, ui::option_card_height(card, in.width() - em(5.07f)), ui::option_gap(compact)));
    }
    Drawn drawn;
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        if (ExamDone moved = draw_order_line(view, draft, rows, i)) drawn.event = std::move(moved);
        drawn.bottoms.push_back(rows[static_cast<std::size_t>(i)].y1);
    }
    return drawn;
}

/// Every number that can be read is kept as it is typed; what cannot counts as no answer.
Drawn draw_number(const ExamQuestionView& view, ExamDraft& draft, const Rect& in) {
    Drawn drawn;
    const Rect box = ui::at(in.top_left(), std::min(in.width(), em(12)), em(ui::input_height));
    const bool faulty = !draft.number.empty() && !typed_number(draft.number);
    const ui::InputEvent event = ui::input(box, number_field, draft.number, {.hint = "Number", .faulty = faulty});
    if (event.changed) drawn.event = exam::Respond{{.number = typed_number(draft.number)}};
    if (event.submitted) drawn.event = exam::Next{};
    ui::text_in({box.x1 + em(0.71f), box.y0, in.x1, box.y1}, ui::Face::body, ui::colors().text, view.unit);
    drawn.bottom = box.y1;
    if (!faulty) return drawn;
    const Rect line = ui::at({box.x0, box.y1 + em(0.35f)}, in.width(), em(1.3f));
    ui::text_in(line, ui::Face::small, ui::colors().bad, "This is not a number. Write it like 12.5.");
    drawn.bottom = line.y1;
    return drawn;
}

Drawn draw_answers(const ExamQuestionView& view, ExamDraft& draft, const Rect& in, bool compact) {
    if (view.type == ItemType::numeric) return draw_number(view, draft, in);
    Drawn drawn = view.type == ItemType::order ? draw_order(view, draft, in, compact) : draw_options(view, in, compact);
    drawn.bottom = drawn.bottoms.empty() ? in.y0 : drawn.bottoms.back();
    return drawn;
}

std::string_view hint_of(const ExamQuestionView& view, const ExamDraft& draft) {
    if (draft.strike_next) return "Now the letter of the option to strike out";
    if (draft.marking)
        return "Drag over the words, or move with Left and Right and press Space at both ends. H when done";
    return view.keys;
}

struct Stem {
    ExamDone event;
    float bottom = 0;
};

Stem draw_stem(const ExamQuestionView& view, ExamDraft& draft, Rect in, bool compact) {
    Stem stem;
    if (!view.walk.empty()) {
        const ui::Icon sign = ui::Icon::review_list;
        ui::chip(in.top_left(), view.walk, ui::Tone::accent, sign);
        in.y0 += em(ui::chip_height) + em(0.82f);
    }
    const ui::Reading reading = compact ? ui::compact_stem_reading() : ui::stem_reading();
    const ui::HighlightedParagraph text =
        ui::highlighted_paragraph(in.top_left(), in.width(), view.stem, reading, ui::colors().text,
                                  {.words = view.marked, .marking = draft.marking}, draft.marker);
    if (text.stretch) stem.event = exam::MarkWords{*text.stretch};
    in.y0 += text.height;
    if (!view.instruction.empty()) {
        in.y0 += em(0.47f);
        in.y0 += ui::paragraph(in.top_left(), in.width(), view.instruction, ui::bold_reading(), ui::colors().text);
    }
    stem.bottom = in.y0;
    return stem;
}

/// Options that lie below the edge are announced on a line of their own.
void draw_more_below(const Rect& strip, ExamDraft& draft) {
    const std::string words =
        std::to_string(draft.hidden) + (draft.hidden == 1 ? " more option below" : " more options below");
    ui::icon({strip.x0 + em(0.47f), strip.centre().y}, ui::Icon::down, ui::colors().accent, ui::Face::icon_small);
    const float top = std::floor(strip.centre().y - ui::size_of(ui::Face::small) / 2);
    if (ui::link({strip.x0 + em(1.3f), top}, words)) draft.show_last = true;
}

/// Pictures beside the question: they keep still while the question scrolls.
void draw_exhibits_beside(const ExamQuestionView& view, const ExamView& whole, ExamDraft& draft, const Rect& column) {
    ui::ScrollArea area(column, "exhibits " + whole.key, ui::colors().canvas);
    const float air = em(1.88f);
    const Rect in = area.content().inset(em(ring_room), 0);
    const float height = column.height() - 2 * air;
    // What captions, tools and a table take is not left for the pictures, but these keep half of it.
    const float rest = exhibits_height(view.exhibits, draft.exhibits, in.width(), 0);
    const float most = std::max(height - rest, height * 0.5f);
    area.reaches(draw_exhibits(view.exhibits, draft.exhibits, {in.x0, in.y0 + air, in.x1, in.y1}, most) + em(0.94f));
}

/// Pictures and table between stem and options, where there is no room beside them.
float draw_exhibits_between(const ExamQuestionView& view, ExamDraft& draft, const Rect& in, float most, Room room) {
    ExhibitsView shown = view.exhibits;
    if (only_thumbnail(shown, room)) shown.pictures.clear();
    if (shown.empty()) return in.y0;
    return draw_exhibits(shown, draft.exhibits, in, most) + em(0.94f);
}

/// Stem and options at the left; they scroll, the rest of the page keeps still.
ExamDone draw_question(const ExamQuestionView& view, const ExamView& whole, ExamDraft& draft, Rect body, float margin,
                       Room room) {
    const bool compact = is_compact(room);
    ExamDone event;
    Rect strip = body;
    Rect visible = body;
    if (draft.hidden > 0) strip = ui::take_bottom(visible, em(2.12f));
    Drawn drawn;
    {
        ui::ScrollArea area(visible, "exam " + whole.key, ui::colors().canvas);
        Rect in = area.content().inset(margin, 0);
        in.x1 = std::min(in.x1, in.x0 + em(question_column));
        in.y0 += em(compact ? 0.94f : 1.88f);
        Stem stem = draw_stem(view, draft, in, compact);
        event = std::move(stem.event);
        in.y0 = stem.bottom + em(compact ? 0.71f : 1.41f);
        if (!beside(room)) in.y0 = draw_exhibits_between(view, draft, in, visible.height() * 0.62f, room);
        drawn = draw_answers(view, draft, in, compact);
        if (drawn.event) event = std::move(drawn.event);
        float bottom = drawn.bottom;
        const bool told = draft.strike_next || draft.marking;
        if (!compact || told)
            bottom += em(0.82f) + ui::paragraph({in.x0, drawn.bottom + em(0.82f)}, in.width(), hint_of(view, draft),
                                                ui::small_reading(), told ? ui::colors().accent : ui::colors().muted);
        if (draft.show_last && !drawn.bottoms.empty()) area.show(drawn.bottoms.back() - em(2), drawn.bottoms.back());
        draft.show_last = false;
        area.reaches(bottom + em(0.94f));
    }
    if (draft.hidden > 0) draw_more_below(strip.inset(margin, 0), draft);
    draft.hidden = static_cast<int>(std::count_if(drawn.bottoms.begin(), drawn.bottoms.end(),
                                                  [&](float bottom) { return bottom > visible.y1 + ui::hairline(); }));
    return event;
}

// ---- the navigator ---------------------------------------------------------

constexpr float navigator_margin = 1.18f;  // em, both sides; the bar of the scrolling lies in the right one

float navigator_width(int cells) {
    return em(2 * navigator_margin) + em(cell_width) * static_cast<float>(cells) +
           em(navigator_gap) * static_cast<float>(cells - 1);
}

/// Cells in a row: as many as stand beside the question and its exhibits, none where too few would.
int navigator_cells(const ExamQuestionView& view, float width, float margin, Room room) {
    if (is_compact(room)) return 0;
    const float exhibits = view.exhibits.empty() || !beside(room) ? 0 : em(exhibit_gap + least_exhibit);
    const float free = width - 2 * margin - em(question_column) - exhibits;
    int cells = most_cells;
    while (cells >= least_cells && navigator_width(cells) > free) --cells;
    return cells >= least_cells ? cells : 0;
}

Rect cell_place(const Rect& in, int index, int per_row, float width, float height, float gap) {
    const auto column = static_cast<float>(index % per_row);
    const auto row = static_cast<float>(index / per_row);
    return ui::at({std::floor(in.x0 + column * (width + gap)), std::floor(in.y0 + row * (height + gap))}, width,
                  height);
}

ExamDone draw_navigator(const ExamQuestionView& view, ExamDraft& draft, const Rect& rect, int per_row) {
    const auto& c = ui::colors();
    ui::fill(rect, c.surface);
    ui::hairline_down(rect.x0, rect.y0, rect.y1, c.line);
    Rect in = rect.inset(em(navigator_margin), em(1.18f));
    Rect head = ui::take_top(in, em(1.41f), em(0.47f));
    ui::text_in(head, ui::Face::small, c.muted, view.complete, ui::Align::right);
    ui::text_in(head, ui::Face::body_bold, c.text, "Navigator");
    const Rect key = ui::take_bottom(in, em(3.06f), em(0.71f));
    ui::navigator_key(key);
    ExamDone event;
    const float height = em(ui::navigator_cell_height);
    const ui::Group group("navigator", ui::Arrows::both, ui::Stops::one);
    ui::ScrollArea area({in.x0 - em(0.35f), in.y0, rect.x1, in.y1}, "navigator", c.surface);
    Rect cells = area.content();
    cells.x0 += em(0.35f);
    cells.y0 += em(0.29f);
    for (std::size_t i = 0; i < view.cells.size(); ++i) {
        const Rect place = cell_place(cells, static_cast<int>(i), per_row, em(cell_width), height, em(navigator_gap));
        if (ui::navigator_cell(place, view.cells[i])) event = exam::GoTo{view.cells[i].number};
        if (view.cells[i].current && draft.show_cell) area.show(place.y0 - height, place.y1 + height);
        area.reaches(place.y1 + em(0.29f));
    }
    draft.show_cell = false;
    return event;
}

// ---- the foot --------------------------------------------------------------

ExamDone draw_foot(const ExamQuestionView& view, const Rect& rect, Room room) {
    const bool compact = is_compact(room);
    Rect in = ui::footer(rect, room);
    ExamDone event;
    const bool first = view.number == 1 && view.walk.empty();
    const ui::ButtonLook back = {.icon = ui::Icon::back, .enabled = !first, .reason = "This is the first question"};
    const float least = compact ? 0.0f : em(8.24f);
    if (ui::button(ui::take_left(in, std::max(least, ui::button_width("Previous", back)), em(1.18f)), "Previous",
                   ui::ButtonKind::secondary, back))
        event = exam::Previous{};
    const ui::ButtonLook next = {.key = ui::Chord{Key::enter},
                                 .show_key = false,
                                 .icon = view.last ? ui::Icon::review_list : ui::Icon::none,
                                 .icon_right = view.last ? ui::Icon::none : ui::Icon::on};
    const Rect next_place = ui::take_right(in, std::max(least, ui::button_width(view.next, next)), em(0.71f));
    if (!view.last) {
        const ui::ButtonLook review = {.icon = ui::Icon::review_list};
        if (ui::button(ui::take_right(in, std::max(least, ui::button_width("Review", review)), em(0.71f)), "Review",
                       ui::ButtonKind::secondary, review))
            event = exam::Review{};
    }
    if (!compact) ui::text_in(in, ui::Face::small, ui::colors().muted, "Left and Right move, Enter goes on");
    if (ui::button(next_place, view.next, ui::ButtonKind::primary, next)) event = exam::Next{};
    return event;
}

ExamDone read_move_keys() {
    if (exam_key(Key::n) || ui::take(Key::right)) return exam::Next{};
    if (exam_key(Key::p) || ui::take(Key::left)) return exam::Previous{};
    if (exam_key(Key::r)) return exam::Review{};
    return std::nullopt;
}

void keep_first(ExamDone& event, ExamDone other) {
    if (!event && other) event = std::move(other);
}

/// The page left of the navigator: question, and at its right the exhibits where there is room. What answers comes
/// first for Tab and for the arrows.
ExamDone draw_body(const ExamQuestionView& view, const ExamView& whole, ExamDraft& draft, Rect page, float margin,
                   Room room) {
    ExamDone event = draw_exam_notice(whole.notice, page, margin);
    if (!beside(room) || view.exhibits.empty()) {
        keep_first(event, draw_question(view, whole, draft, page, margin, room));
        return event;
    }
    const float free = page.width() - 2 * margin - em(exhibit_gap);
    Rect right = page;
    right.x0 =
        std::floor(page.x0 + margin + std::min(em(question_column), free * 0.56f) + em(exhibit_gap) - em(ring_room));
    right.x1 = page.x1 - margin + em(ring_room);
    page.x1 = right.x0 + em(ring_room) - em(exhibit_gap) + margin;
    if (view.exhibits.asks_mark) draw_exhibits_beside(view, whole, draft, right);
    keep_first(event, draw_question(view, whole, draft, page, margin, room));
    if (!view.exhibits.asks_mark) draw_exhibits_beside(view, whole, draft, right);
    return event;
}

/// The first picture small, among the tools of a compact window.
void draw_thumbnail(const ExamQuestionView& view, ExamDraft& draft, const Rect& tools, Room room) {
    if (!only_thumbnail(view.exhibits, room)) return;
    const float side = em(2.6f);
    const float flag = ui::button_width("Flagged", {.key = ui::Chord{Key::f}, .icon = ui::Icon::flag_on});
    const float right = tools.x1 - em(0.94f) - flag - em(0.94f);
    draw_exhibit_thumbnail(view.exhibits, draft.exhibits, {right - side, tools.y0, right, tools.y1});
}

/// A mark set since the answer was kept.
ExamDone read_mark(const ExamQuestionView& view, const ExamDraft& draft) {
    if (!view.exhibits.asks_mark || !view.options.empty()) return std::nullopt;
    const std::optional<Spot> mark = draft.exhibits.mark();
    if (!mark || mark == view.mark_given) return std::nullopt;
    return exam::Respond{{.mark = mark}};
}

}  // namespace

bool exam_key(Key key) { return ui::take(key) || ui::take(alt(key)); }

ExamDone draw_exam_question(const ExamQuestionView& view, const ExamView& whole, ExamDraft& draft, Rect page,
                            const Stage& stage) {
    const Room room = stage.room;
    const float margin = is_compact(room) ? ui::page_margin(room) : em(2.35f);
    meet_exhibits(view.exhibits, draft.exhibits);
    const Rect tools = ui::take_top(page, em(ui::exam_tools_height));
    const Rect foot = ui::take_bottom(page, ui::footer_height(room));
    if (draft.calculator_open && ui::calculator_panel(page, draft.calculator)) toggle_calculator(view, draft);
    read_escape(draft);
    ExamDone event = read_option_keys(view, draft);
    const int cells = navigator_cells(view, page.width(), margin, room);
    if (cells > 0) keep_first(event, draw_navigator(view, draft, ui::take_right(page, navigator_width(cells)), cells));
    keep_first(event, draw_body(view, whole, draft, page, margin, room));
    keep_first(event, draw_tools(view, draft, tools));
    draw_thumbnail(view, draft, tools, room);
    keep_first(event, draw_foot(view, foot, room));
    keep_first(event, read_move_keys());
    draw_magnified(view.exhibits, draft.exhibits, stage.window);
    keep_first(event, read_mark(view, draft));
    return event;
}

std::optional<ExamEvent> draw(const ExamView& view, ExamDraft& draft, const Stage& stage) {
    meet_page(view, draft);
    ui::fill(stage.page, ui::colors().canvas);
    Rect page = stage.page;
    const Rect bar = ui::take_top(page, em(ui::exam_bar_height));
    struct Pages {
        const ExamView& view;
        ExamDraft& draft;
        Rect page;
        const Stage& stage;
        Room room = stage.room;
        ExamDone operator()(const TutorialView& tutorial) const { return draw_tutorial(tutorial, draft, page, room); }
        ExamDone operator()(const AgreementView& agreement) const { return draw_agreement(agreement, page, room); }
        ExamDone operator()(const ExamQuestionView& question) const {
            return draw_exam_question(question, view, draft, page, stage);
        }
        ExamDone operator()(const ReviewView& review) const { return draw_review(review, view, draft, page, room); }
        ExamDone operator()(const BreakView& pause) const { return draw_break(pause, page); }
        ExamDone operator()(const TimeUpView& up) const { return draw_time_up(up, page); }
    };
    ExamDone event = std::visit(Pages{view, draft, page, stage}, view.page);
    const ui::ExamBarEvent pressed = ui::exam_bar(bar, {.name = view.header.name,
                                                        .counter = view.header.counter,
                                                        .clock = view.header.clock,
                                                        .counter_shown = view.header.counter_shown,
                                                        .clock_shown = view.header.clock_shown});
    if (pressed.clock_toggled || exam_key(Key::t)) keep_first(event, exam::HideClock{view.header.clock_shown});
    if (pressed.counter_toggled) keep_first(event, exam::HideCounter{view.header.counter_shown});
    return event;
}

}  // namespace collimate
