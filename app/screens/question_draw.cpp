// Paints the question screen: bar, question or feedback, foot, dialogs.
#include <algorithm>
#include <cmath>

#include "app/screens/exhibits_draw.hpp"
#include "app/screens/explanation_draw.hpp"
#include "app/screens/question.hpp"
#include "app/screens/words.hpp"
#include "app/widgets/dialog.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/scroll.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Key;
using ui::Rect;

using QuestionDid = std::optional<QuestionEvent>;

constexpr float tutor_column = 35.3f;  // em
constexpr float feedback_column = 38.8f;
constexpr float side_column = 30.0f;
constexpr float told_picture = 16.5f;  // height of pictures once the answer is told

bool is_compact(const Stage& stage) { return stage.room == ui::Room::compact; }

const ExhibitsView& exhibits_of(const QuestionView& view) {
    const auto* asking = std::get_if<AskingView>(&view.part);
    return asking ? asking->exhibits : std::get<FeedbackView>(view.part).explained.exhibits;
}

void toggle(std::string& letters, char letter) {
    const auto at = letters.find(letter);
    if (at == std::string::npos)
        letters += letter;
    else
        letters.erase(at, 1);
}

/// Single: the choice moves. Multiple: it comes and goes. What is chosen is not struck out, nor the other way round.
void choose(QuestionDraft& draft, ItemType type, char letter) {
    if (type == ItemType::multiple)
        toggle(draft.chosen, letter);
    else
        draft.chosen = draft.chosen == std::string(1, letter) ? "" : std::string(1, letter);
    if (has_letter(draft.chosen, letter)) std::erase(draft.struck, letter);
}

void strike(QuestionDraft& draft, char letter) {
    toggle(draft.struck, letter);
    std::erase(draft.chosen, letter);
}

std::string letters_shown(const AskingView& view, const QuestionDraft& draft) {
    if (!draft.order.empty()) return draft.order;
    std::string letters;
    for (const AskedOption& option : view.options) letters += option.letter;
    return letters;
}

/// Moves the line at `from` one up or down and keeps hold of it.
void move_line(const AskingView& view, QuestionDraft& draft, int from, int by) {
    std::string letters = letters_shown(view, draft);
    const int to = from + by;
    if (to < 0 || to >= static_cast<int>(letters.size())) return;
    std::swap(letters[static_cast<std::size_t>(from)], letters[static_cast<std::size_t>(to)]);
    draft.order = letters;
    if (draft.held == from) draft.held = to;
}

const AskedOption& option_of(const AskingView& view, char letter) {
    return *std::find_if(view.options.begin(), view.options.end(),
                         [&](const AskedOption& o) { return o.letter == letter; });
}

/// What would be submitted; absent while the answer is not complete.
std::optional<Response> response_of(const AskingView& view, const QuestionDraft& draft) {
    Response response = {.confidence = draft.confidence};
    if (view.type == ItemType::numeric) {
        response.number = typed_number(draft.number);
        return response.number ? std::optional(response) : std::nullopt;
    }
    if (view.type == ItemType::hotspot && view.options.empty()) {
        response.mark = draft.exhibits.mark();
        return response.mark ? std::optional(response) : std::nullopt;
    }
    response.letters = view.type == ItemType::order ? draft.order : draft.chosen;
    if (view.type != ItemType::order) std::sort(response.letters.begin(), response.letters.end());
    return response.letters.empty() ? std::nullopt : std::optional(response);
}

std::string_view missing_words(ItemType type) {
    if (type == ItemType::numeric) return "Type a number first";
    if (type == ItemType::order) return "Move at least one line first";
    if (type == ItemType::hotspot) return "Mark a place first";
    return "Choose an option first";
}

/// A new question came on the screen: nothing typed for the one before may stay.
void meet_question(const QuestionView& view, QuestionDraft& draft) {
    if (draft.key == view.key) return;
    draft = QuestionDraft{};
    draft.key = view.key;
    draft.time.restart(view.now_ms);
    ui::clear_focus();
    const auto* asking = std::get_if<AskingView>(&view.part);
    if (asking && asking->type == ItemType::numeric) ui::focus_on(number_field);
    if (asking && asking->exhibits.asks_mark && !asking->exhibits.pictures.empty())
        ui::focus_on(asking->exhibits.pictures.front().name);
}

void read_choice_keys(const AskingView& view, QuestionDraft& draft) {
    if ((draft.strike_next || draft.held >= 0) && ui::take(Key::escape)) {
        draft.strike_next = false;
        draft.held = -1;
    }
    if (view.options.empty()) return;
    if (ui::take(Key::s)) draft.strike_next = !draft.strike_next;
    const auto place = ui::take_choice(static_cast<int>(view.options.size()));
    if (!place) return;
    const char letter = view.options[static_cast<std::size_t>(*place)].letter;
    if (view.type == ItemType::order) {
        const int at = static_cast<int>(letters_shown(view, draft).find(letter));
        draft.held = draft.held == at ? -1 : at;
    } else if (draft.strike_next) {
        strike(draft, letter);
    } else {
        choose(draft, view.type, letter);
    }
    draft.strike_next = false;
}

void read_order_keys(const AskingView& view, QuestionDraft& draft) {
    if (view.type != ItemType::order || draft.held < 0) return;
    if (ui::take(Key::up)) move_line(view, draft, draft.held, -1);
    if (ui::take(Key::down)) move_line(view, draft, draft.held, 1);
}

void read_confidence_keys(const AskingView& view, QuestionDraft& draft) {
    if (!view.ask_confidence) return;
    const int now = static_cast<int>(draft.confidence);
    if (ui::take(Key::left)) draft.confidence = static_cast<Confidence>(std::max(1, now - 1));
    if (ui::take(Key::right)) draft.confidence = static_cast<Confidence>(std::min(3, now + 1));
}

float draw_chips(const AskingView& view, Rect in) {
    float x = in.x0;
    float y = in.y0;
    for (const QuestionChip& chip : view.chips) {
        const float width = ui::chip_width(chip.text, chip.icon);
        if (x > in.x0 && x + width > in.x1) {
            x = in.x0;
            y += em(ui::chip_height) + em(0.35f);
        }
        x += ui::chip({x, y}, chip.text, chip.tone, chip.icon) + em(0.47f);
    }
    return y + em(ui::chip_height);
}

/// Returns the bottom of each card.
std::vector<float> draw_options(const AskingView& view, QuestionDraft& draft, Rect in, bool compact) {
    const ui::Group group("options", ui::Arrows::vertical);
    std::vector<float> bottoms;
    for (const AskedOption& option : view.options) {
        const ui::OptionCard card = {.letter = option.badge,
                                     .words = option.words,
                                     .chosen = has_letter(draft.chosen, option.letter),
                                     .struck = has_letter(draft.struck, option.letter),
                                     .compact = compact};
        const Rect box = ui::take_top(in, ui::option_card_height(card, in.width()), ui::option_gap(compact));
        const ui::OptionEvent event = ui::option_card(box, card);
        if (event.chosen) choose(draft, view.type, option.letter);
        if (event.struck) strike(draft, option.letter);
        bottoms.push_back(box.y1);
    }
    return bottoms;
}

void draw_order_line(const AskingView& view, QuestionDraft& draft, const std::vector<Rect>& rows, int place) {
    const AskedOption& option = option_of(view, letters_shown(view, draft)[static_cast<std::size_t>(place)]);
    Rect row = rows[static_cast<std::size_t>(place)];
    const bool last = place + 1 == static_cast<int>(rows.size());
    Rect buttons = ui::take_right(row, em(4.6f), em(0.47f));
    const float middle = std::floor(buttons.centre().y - em(1.12f));
    const Rect up = ui::at({buttons.x0, middle}, em(2.24f), em(2.24f));
    const Rect down = up.shifted(em(2.36f), 0);
    if (ui::icon_button(up, "Move " + option.badge + " up", ui::Icon::up, std::nullopt, place > 0))
        move_line(view, draft, place, -1);
    if (ui::icon_button(down, "Move " + option.badge + " down", ui::Icon::down, std::nullopt, !last))
        move_line(view, draft, place, 1);
    const ui::OptionCard card = {.letter = option.badge,
                                 .words = option.words,
                                 .chosen = draft.held == place || draft.dragged == option.letter,
                                 .can_strike = false,
                                 .grip = true};
    const ui::OptionEvent event = ui::option_card(row, card);
    if (event.chosen) draft.held = draft.held == place ? -1 : place;
    if (event.dropped) draft.dragged = 0;
    if (!event.dragged_to) return;
    draft.dragged = option.letter;
    draft.held = -1;
    if (const int by = ui::places_dragged(rows, place, *event.dragged_to)) move_line(view, draft, place, by);
}

/// While a line is held, the arrows move it and not the focus.
std::vector<float> draw_order(const AskingView& view, QuestionDraft& draft, Rect in, bool compact) {
    std::optional<ui::Group> group;
    if (draft.held < 0) group.emplace("order", ui::Arrows::vertical);
    const std::string letters = letters_shown(view, draft);
    std::vector<Rect> rows;
    for (const char letter : letters) {
        const ui::OptionCard card = {
            .letter = "A", .words = option_of(view, letter).words, .compact = compact, .can_strike = false};
        const float height = ui::option_card_height(card, in.width() - em(5.07f));
        rows.push_back(ui::take_top(in, height, ui::option_gap(compact)));
    }
    std::vector<float> bottoms;
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
        // Two lines that change places while they are painted are painted so from the next frame on.
        draw_order_line(view, draft, rows, i);
        bottoms.push_back(rows[static_cast<std::size_t>(i)].y1);
    }
    return bottoms;
}

/// Returns the bottom of the field; `submitted` when Enter was pressed in it.
float draw_number(const AskingView& view, QuestionDraft& draft, Rect in, bool& submitted) {
    const Rect box = ui::at(in.top_left(), std::min(in.width(), em(12)), em(ui::input_height));
    const bool faulty = !draft.number.empty() && !typed_number(draft.number);
    submitted = ui::input(box, number_field, draft.number, {.hint = "Number", .faulty = faulty}).submitted;
    ui::text_in({box.x1 + em(0.71f), box.y0, in.x1, box.y1}, ui::Face::body, ui::colors().text, view.unit);
    if (!faulty) return box.y1;
    const Rect line = ui::at({box.x0, box.y1 + em(0.35f)}, in.width(), em(1.3f));
    ui::text_in(line, ui::Face::small, ui::colors().bad, "This is not a number. Write it like 12.5.");
    return line.y1;
}

/// Options that lie below the edge are announced on a line of their own.
void draw_more_below(const Rect& strip, int hidden, QuestionDraft& draft) {
    const std::string words = std::to_string(hidden) + (hidden == 1 ? " more option below" : " more options below");
    ui::icon({strip.x0 + em(0.47f), strip.centre().y}, ui::Icon::down, ui::colors().accent, ui::Face::icon_small);
    const float top = std::floor(strip.centre().y - ui::size_of(ui::Face::small) / 2);
    if (ui::link({strip.x0 + em(1.3f), top}, words)) draft.show_last = true;
}

struct Asked {
    bool submitted = false;
    std::vector<float> bottoms;  ///< of the options
};

/// Pictures and table between stem and options, where there is no room beside them.
float draw_exhibits_between(const ExhibitsView& exhibits, QuestionDraft& draft, const Rect& in, float most,
                            const Stage& stage) {
    ExhibitsView shown = exhibits;
    if (only_thumbnail(exhibits, stage.room)) shown.pictures.clear();
    if (shown.empty()) return in.y0;
    return draw_exhibits(shown, draft.exhibits, in, most) + em(0.94f);
}

/// The part that answers, below the stem. Returns its bottom.
float draw_answers(const AskingView& view, QuestionDraft& draft, const Rect& in, bool compact, Asked& asked) {
    if (view.type == ItemType::numeric) return draw_number(view, draft, in, asked.submitted);
    asked.bottoms =
        view.type == ItemType::order ? draw_order(view, draft, in, compact) : draw_options(view, draft, in, compact);
    return asked.bottoms.empty() ? in.y0 : asked.bottoms.back();
}

std::string_view hint_of(const AskingView& view, const QuestionDraft& draft) {
    if (draft.strike_next) return "Now the letter of the option to strike out";
    return view.keys;
}

/// Chips, stem, what stands between, and options. Returns the bottom.
float draw_asked_column(const AskingView& view, QuestionDraft& draft, Rect in, float height, const Stage& stage,
                        Asked& asked) {
    const bool compact = is_compact(stage);
    in.y0 += compact ? em(0.94f) : em(1.65f);
    if (!compact) in.y0 = draw_chips(view, in) + em(view.why.empty() ? 0.94f : 0.59f);
    if (!view.why.empty())
        in.y0 += ui::paragraph(in.top_left(), in.width(), view.why, ui::small_reading(), ui::colors().muted) +
                 em(compact ? 0.47f : 0.94f);
    const ui::Reading stem = compact ? ui::compact_stem_reading() : ui::stem_reading();
    in.y0 += ui::paragraph(in.top_left(), in.width(), view.stem, stem, ui::colors().text);
    if (!view.instruction.empty()) {
        in.y0 += em(0.47f);
        in.y0 += ui::paragraph(in.top_left(), in.width(), view.instruction, ui::bold_reading(), ui::colors().text);
    }
    in.y0 += compact ? em(0.71f) : em(1.41f);
    if (!beside(stage.room)) in.y0 = draw_exhibits_between(view.exhibits, draft, in, height, stage);
    float bottom = draw_answers(view, draft, in, compact, asked);
    if (compact) return bottom;
    if (bottom > in.y0) bottom += em(0.82f);
    return bottom + ui::paragraph({in.x0, bottom}, in.width(), hint_of(view, draft), ui::small_reading(),
                                  draft.strike_next ? ui::colors().accent : ui::colors().muted);
}

/// Pictures beside the question: they keep still while the question scrolls.
void draw_exhibits_beside(const ExhibitsView& exhibits, ExhibitsDraft& draft, const Rect& column,
                          const std::string& key) {
    // The bar of the scrolling lies in the margin, a focus ring within the clip.
    const Rect view = {column.x0 - em(ring_room), column.y0, column.x1 + em(1.18f), column.y1};
    ui::ScrollArea area(view, "exhibits " + key, ui::colors().canvas);
    const float air = em(1.65f);
    const Rect in = {column.x0, area.content().y0, column.x1, area.content().y1};
    const float height = column.height() - 2 * air;
    // What captions, tools and a table take is not left for the pictures, but these keep half of it.
    const float rest = exhibits_height(exhibits, draft, in.width(), 0);
    const float most = std::max(height - rest, height * 0.5f);
    area.reaches(draw_exhibits(exhibits, draft, {in.x0, in.y0 + air, in.x1, in.y1}, most) + em(0.94f));
}

/// Question at the left, its exhibits at the right; each scrolls by itself, the rest of the screen keeps still.
Asked draw_asking(const AskingView& view, const QuestionView& whole, QuestionDraft& draft, Rect body,
                  const Stage& stage) {
    const float margin = ui::page_margin(stage.room);
    Asked asked;
    Rect strip = body;
    Rect visible = body;
    if (draft.hidden > 0) strip = ui::take_bottom(visible, em(2.12f));
    Rect left = visible;
    Rect right = body;
    const bool two = beside(stage.room) && !view.exhibits.empty();
    if (two) {
        const float gap = em(2.35f);
        const float room = body.width() - 2 * margin - gap;
        left.x1 = std::floor(body.x0 + margin + std::min(em(tutor_column), room * 0.56f) + gap / 2);
        right = {left.x1 + gap / 2, body.y0, body.x1 - margin, body.y1};
    }
    // What answers comes first for Tab and for the arrows.
    const bool picture_first = view.exhibits.asks_mark;
    if (two && picture_first) draw_exhibits_beside(view.exhibits, draft.exhibits, right, whole.key);
    {
        ui::ScrollArea area(left, "question " + whole.key, ui::colors().canvas);
        Rect in = area.content();
        in = {in.x0 + margin, in.y0, left.x1 < visible.x1 ? left.x1 - em(1.18f) : in.x1 - margin, in.y1};
        in.x1 = std::min(in.x1, in.x0 + em(tutor_column));
        const float bottom = draw_asked_column(view, draft, in, visible.height() * 0.62f, stage, asked);
        const auto& bottoms = asked.bottoms;
        if (draft.show_last && !bottoms.empty()) area.show(bottoms.back() - em(2), bottoms.back());
        draft.show_last = false;
        area.reaches(bottom + em(0.94f));
    }
    if (two && !picture_first) draw_exhibits_beside(view.exhibits, draft.exhibits, right, whole.key);
    if (draft.hidden > 0) draw_more_below(strip.inset(margin, 0), draft.hidden, draft);
    draft.hidden = static_cast<int>(std::count_if(asked.bottoms.begin(), asked.bottoms.end(),
                                                  [&](float b) { return b > visible.y1 + ui::hairline(); }));
    return asked;
}

// Feedback.

constexpr float section_gap = 1.18f;  // em

ui::Reading head_reading() { return ui::reading(ui::Face::small_medium, ui::small_reading().line); }

/// A part of the card beside the answer: icon and heading, then what it says. Each knows its height before it is
/// painted, for the ground of the card.
struct FeedbackSection {
    ui::Icon sign;
    std::string_view heading;
    float content = 0;  ///< pixels
};

float section_height(const FeedbackSection& section, float width) {
    return ui::measure(section.heading, head_reading(), width - em(1.53f)).height + em(0.41f) + section.content +
           em(section_gap);
}

/// Room of the content.
Rect draw_section(const FeedbackSection& section, Rect& in) {
    const float left = em(1.53f);
    ui::icon({in.x0 + em(0.5f), in.y0 + std::floor(head_reading().line / 2)}, section.sign, ui::colors().accent);
    in.y0 +=
        ui::paragraph({in.x0 + left, in.y0}, in.width() - left, section.heading, head_reading(), ui::colors().text) +
        em(0.41f);
    return ui::take_top(in, section.content, em(section_gap));
}

float small_height(std::string_view words, float width) {
    return ui::measure(words, ui::small_reading(), width).height;
}

/// The sections of a feedback: memory, area, learning points, sources.
std::array<FeedbackSection, 4> sections_of(const FeedbackView& view, float width) {
    const Explanation& explained = view.explained;
    return {{{ui::Icon::returns, view.memory.heading,
              small_height(view.memory.text, width) + (view.memory.now ? em(0.94f) : 0)},
             {ui::Icon::progress, view.area, small_height(view.area_text, width)},
             {ui::Icon::saved, explained.points.size() == 1 ? "What to know" : "What to know from it",
              point_lines_height(explained.points, width)},
             {ui::Icon::source, explained.sources.size() == 1 ? "Source" : "Sources",
              source_lines_height(explained, width)}}};
}

void draw_memory(const MemoryLines& memory, Rect in) {
    in.y0 += ui::paragraph(in.top_left(), in.width(), memory.text, ui::small_reading(), ui::colors().muted) + em(0.59f);
    if (!memory.now) return;
    ui::progress_bar(ui::take_top(in, em(0.35f)), static_cast<float>(*memory.now),
                     static_cast<float>(memory.reviewed.value_or(0.0)));
}

QuestionDid draw_side(const FeedbackView& view, Rect in, float& bottom) {
    const float padding = em(1.18f);
    const float width = in.width() - 2 * padding;
    const std::array<FeedbackSection, 4> sections = sections_of(view, width);
    float height = 2 * padding + em(0.82f) + em(ui::button_height) - em(section_gap) + em(1.06f);
    for (const FeedbackSection& section : sections) height += section_height(section, width);
    const Rect box = ui::at(in.top_left(), in.width(), std::ceil(height));
    ui::card(box);
    Rect inner = box.inset(padding);
    draw_memory(view.memory, draw_section(sections[0], inner));
    const Rect area = draw_section(sections[1], inner);
    ui::paragraph(area.top_left(), area.width(), view.area_text, ui::small_reading(), ui::colors().muted);
    draw_point_lines(view.explained.points, draw_section(sections[2], inner));
    draw_source_lines(view.explained, draw_section(sections[3], inner));
    Rect foot = box.inset(padding);
    const Rect place = ui::take_bottom(foot, em(ui::button_height), em(0.82f));
    ui::hairline_across(foot.x0, foot.x1, foot.y1, ui::colors().line);
    bottom = box.y1;
    if (ui::button(place, view.another, ui::ButtonKind::secondary, {.key = ui::Chord{Key::t}}))
        return question::Another{};
    return std::nullopt;
}

float draw_answer(const FeedbackView& view, QuestionDraft& draft, Rect in, const Stage& stage) {
    const Rect head = ui::take_top(in, em(ui::verdict_height), em(0.94f));
    const float room = in.width() - em(5.9f) - ui::text_width(ui::Face::small, view.time);
    const bool fits = ui::text_width(ui::Face::small, view.sentence) <= room;
    ui::verdict(head, {.tone = view.right ? ui::Tone::good : ui::Tone::bad,
                       .word = view.verdict,
                       .sentence = fits ? std::string_view(view.sentence) : std::string_view(view.time),
                       .time = fits ? std::string_view(view.time) : std::string_view()});
    const auto& c = ui::colors();
    if (!fits) in.y0 += ui::paragraph(in.top_left(), in.width(), view.sentence, ui::body_reading(), c.text) + em(0.71f);
    if (!view.partial.empty())
        in.y0 += ui::paragraph(in.top_left(), in.width(), view.partial, ui::small_reading(), c.muted) + em(0.71f);
    const float measure = std::min(in.width(), ui::widest_measure(ui::body_reading()));
    in.y0 += ui::paragraph(in.top_left(), measure, view.explained.stem, ui::body_reading(), c.muted) + em(0.71f);
    if (!beside(stage.room)) in.y0 = draw_exhibits_between(view.explained.exhibits, draft, in, em(20), stage);
    return draw_explained_options(view.explained, in);
}

QuestionDid draw_feedback(const FeedbackView& view, const QuestionView& whole, QuestionDraft& draft, const Rect& body,
                          const Stage& stage) {
    ui::ScrollArea area(body, "feedback " + whole.key, ui::colors().canvas);
    Rect in = area.content().inset(ui::page_margin(stage.room), 0);
    in.y0 += em(1.41f);
    if (!beside(stage.room)) {
        in.y0 = draw_answer(view, draft, in, stage) + em(0.94f);
        float bottom = in.y0;
        QuestionDid event = draw_side(view, in, bottom);
        area.reaches(bottom + em(1.41f));
        return event;
    }
    const float gap = em(1.88f);
    Rect left = in;
    left.x1 = std::floor(std::min(in.x0 + em(feedback_column), in.x0 + (in.width() - gap) * 0.585f));
    Rect right = in;
    right.x0 = left.x1 + gap;
    right.x1 = std::min(right.x1, right.x0 + em(side_column));
    const float answer_bottom = draw_answer(view, draft, left, stage);
    const ExhibitsView& exhibits = view.explained.exhibits;
    if (!exhibits.empty())
        right.y0 =
            draw_exhibits(exhibits, draft.exhibits, right, exhibits.mark ? body.height() - em(7) : em(told_picture)) +
            em(0.94f);
    float side_bottom = right.y0;
    QuestionDid event = draw_side(view, right, side_bottom);
    area.reaches(std::max(answer_bottom, side_bottom) + em(1.41f));
    return event;
}

// The bar above, the foot below, the dialogs.

bool draw_bar(const QuestionView& view, QuestionDraft& draft, const Rect& rect, const Stage& stage) {
    const std::array<ui::Tool, 1> tools{{{"End session", ui::Icon::wrong}}};
    const auto event = ui::session_bar(rect, {.name = view.header.name,
                                              .mode = view.header.mode,
                                              .position = view.header.number,
                                              .ticks = view.header.ticks,
                                              .tools = tools,
                                              .room = stage.room});
    Rect middle = event.middle;
    if (only_thumbnail(exhibits_of(view), stage.room)) {
        draw_exhibit_thumbnail(exhibits_of(view), draft.exhibits, middle);
        ui::take_left(middle, em(2.7f));
    }
    if (!view.header.clock.empty())
        ui::figures_in(middle.inset(em(0.71f), 0), ui::Face::body_bold,
                       view.header.clock_short ? ui::colors().bad : ui::colors().text, view.header.clock);
    return event.tool.has_value();
}

struct FootTool {
    std::string_view name;
    ui::Icon icon;
    std::optional<Key> key = std::nullopt;
};

void open_note(const QuestionView& view, QuestionDraft& draft) {
    draft.dialog = QuestionDialog::note;
    draft.note = view.note;
}

/// Names beside the icons where they fit; where not even three icons fit, note and report lie behind the dots.
QuestionDid draw_foot_tools(const QuestionView& view, QuestionDraft& draft, Rect in, bool named) {
    const FootTool flag{view.flagged ? "Flagged" : "Flag", view.flagged ? ui::Icon::flag_on : ui::Icon::flag_off,
                        Key::f};
    const FootTool note{view.note.empty() ? "Note" : "Note, written", ui::Icon::note, Key::n};
    const FootTool report{"Report", ui::Icon::warning, Key::r};
    const auto press = [&](const FootTool& tool) {
        const auto key = tool.key ? std::optional(ui::Chord{*tool.key}) : std::nullopt;
        const ui::ButtonLook look = {.key = key, .show_key = false, .icon = tool.icon};
        const Rect slot = ui::take_left(in, named ? ui::button_width(tool.name, look) : em(2.59f));
        const Rect place = ui::centred(slot, named ? slot.width() : em(2.24f), em(ui::button_height));
        return named ? ui::button(place, tool.name, ui::ButtonKind::ghost, look)
                     : ui::icon_button(place, tool.name, tool.icon, key);
    };
    const bool narrow = in.width() < em(3 * 2.59f);
    QuestionDid event;
    if (press(flag)) event = question::SetFlag{!view.flagged};
    if (narrow) {
        draft.more_place = ui::at(in.top_left(), em(2.59f), in.height());
        if (ui::take(*note.key)) open_note(view, draft);
        if (ui::take(*report.key)) draft.dialog = QuestionDialog::report;
        if (press({"More", ui::Icon::more})) draft.dialog = QuestionDialog::more;
        return event;
    }
    if (press(note)) open_note(view, draft);
    if (press(report)) draft.dialog = QuestionDialog::report;
    return event;
}

void draw_more(const QuestionView& view, QuestionDraft& draft) {
    const float width = ui::button_width("Report a problem") + em(0.59f);
    Rect anchor = draft.more_place;
    anchor.x1 = anchor.x0 + width + em(1.88f);
    ui::Dialog dialog("More", ui::Dialog::Popup{anchor}, 2 * em(ui::button_height) + em(0.35f), width);
    Rect in = dialog.content();
    if (dialog.opened()) ui::focus_on("Note");
    if (dialog.escaped()) draft.dialog = QuestionDialog::none;
    if (ui::button(ui::take_top(in, em(ui::button_height), em(0.35f)), "Note", ui::ButtonKind::ghost))
        open_note(view, draft);
    if (ui::button(ui::take_top(in, em(ui::button_height)), "Report a problem", ui::ButtonKind::ghost))
        draft.dialog = QuestionDialog::report;
}

void draw_confidence(QuestionDraft& draft, Rect& in, bool labelled) {
    static constexpr std::array<std::string_view, 3> labels{"Guess", "Unsure", "Sure"};
    const Rect slot = ui::take_right(in, ui::segmented_width(labels, ui::Face::small), em(0.71f));
    const Rect place = ui::centred(slot, slot.width(), em(ui::segmented_height));
    const auto chosen =
        ui::segmented(place, "How sure?", labels, static_cast<int>(draft.confidence) - 1, ui::Face::small);
    if (chosen) draft.confidence = static_cast<Confidence>(*chosen + 1);
    if (!labelled) return;
    const Rect label = ui::take_right(in, std::ceil(ui::text_width(ui::Face::small, "How sure?")), em(0.71f));
    ui::text_in(label, ui::Face::small, ui::colors().muted, "How sure?", ui::Align::right);
}

QuestionDid draw_foot(const QuestionView& view, QuestionDraft& draft, const Rect& rect, const Stage& stage) {
    const bool compact = is_compact(stage);
    Rect in = ui::footer(rect, stage.room);
    const auto* asking = std::get_if<AskingView>(&view.part);
    const auto* feedback = std::get_if<FeedbackView>(&view.part);
    const std::string_view label = asking ? std::string_view(asking->submit) : std::string_view(feedback->next);
    const std::optional<Response> response = asking ? response_of(*asking, draft) : std::nullopt;
    const ui::ButtonLook look = {.key = ui::Chord{Key::enter},
                                 .show_key = !compact,
                                 .enabled = feedback || response.has_value(),
                                 .reason = asking ? missing_words(asking->type) : std::string_view()};
    QuestionDid event;
    const Rect primary = ui::take_right(in, ui::button_width(label, look), em(1.18f));
    if (asking && asking->ask_confidence) draw_confidence(draft, in, !compact);
    in.x0 -= em(compact ? 0.59f : 0.94f);  // a ghost's words, not its ground, stand on the margin
    QuestionDid tool = draw_foot_tools(view, draft, in, !compact);
    const bool pressed = ui::button(primary, label, ui::ButtonKind::primary, look);
    if (tool) event = std::move(tool);
    if (pressed && feedback) event = question::GoOn{};
    if (pressed && response) event = question::Submit{*response};
    return event;
}

struct TextDialog {
    std::string_view title, field, hint, keep;
    bool may_be_empty = false;
};

enum class DialogOutcome { open, kept, dropped };

DialogOutcome draw_text_dialog(const TextDialog& what, std::string& text) {
    ui::Dialog dialog(what.title, em(7.5f) + em(1.18f) + em(2.36f), em(30));
    Rect in = dialog.content();
    if (dialog.opened()) ui::focus_on(what.field);
    ui::text_area(ui::take_top(in, em(7.5f), em(1.18f)), what.field, text, {.hint = what.hint});
    Rect foot = ui::take_top(in, em(2.36f));
    const ui::ButtonLook look = {.key = ui::Chord{Key::enter, true},
                                 .enabled = what.may_be_empty || !text.empty(),
                                 .reason = "Write something first"};
    const Rect keep = ui::take_right(foot, ui::button_width(what.keep, look), em(0.71f));
    const Rect cancel = ui::take_right(foot, ui::button_width("Cancel"));
    if (ui::button(cancel, "Cancel") || dialog.escaped()) return DialogOutcome::dropped;
    return ui::button(keep, what.keep, ui::ButtonKind::primary, look) ? DialogOutcome::kept : DialogOutcome::open;
}

QuestionDid draw_note_dialog(QuestionDraft& draft) {
    const auto outcome = draw_text_dialog({.title = "Note on this question",
                                           .field = "Note",
                                           .hint = "Only you see it. It stays with the question.",
                                           .keep = "Keep note",
                                           .may_be_empty = true},
                                          draft.note);
    if (outcome == DialogOutcome::dropped) draft.dialog = QuestionDialog::none;
    if (outcome == DialogOutcome::kept) return question::KeepNote{draft.note};
    return std::nullopt;
}

QuestionDid draw_report_dialog(QuestionDraft& draft) {
    const auto outcome = draw_text_dialog({.title = "Report a problem",
                                           .field = "Problem",
                                           .hint = "What is wrong or unclear? Kept in your record; nothing is sent.",
                                           .keep = "Keep report"},
                                          draft.report);
    if (outcome == DialogOutcome::dropped) draft.dialog = QuestionDialog::none;
    if (outcome == DialogOutcome::kept) return question::Report{draft.report};
    return std::nullopt;
}

QuestionDid draw_end_dialog(const QuestionView& view, QuestionDraft& draft) {
    static constexpr std::array<ui::DialogButton, 2> buttons{
        {{"Keep going", ui::ButtonKind::secondary}, {"End session", ui::ButtonKind::danger}}};
    const auto answer =
        ui::ask("End this session?", view.header.answered + ". What you answered is kept and counts.", buttons);
    if (!answer) return std::nullopt;
    draft.dialog = QuestionDialog::none;
    return *answer == 1 ? QuestionDid(question::EndSession{}) : std::nullopt;
}

QuestionDid draw_dialog(const QuestionView& view, QuestionDraft& draft) {
    switch (draft.dialog) {
        case QuestionDialog::none:
            return std::nullopt;
        case QuestionDialog::note:
            return draw_note_dialog(draft);
        case QuestionDialog::report:
            return draw_report_dialog(draft);
        case QuestionDialog::more:
            draw_more(view, draft);
            return std::nullopt;
        case QuestionDialog::end:
            return draw_end_dialog(view, draft);
    }
    return std::nullopt;
}

}  // namespace

std::optional<QuestionEvent> draw(const QuestionView& view, QuestionDraft& draft, const Stage& stage) {
    meet_question(view, draft);
    const auto* asking = std::get_if<AskingView>(&view.part);
    if (asking) {
        draft.time.seen(view.now_ms);
        ui::wake_in(1.0);
    }
    ui::fill(stage.page, ui::colors().canvas);
    Rect body = stage.page;
    const Rect bar = ui::take_top(body, ui::session_bar_height(stage.room));
    const Rect foot = ui::take_bottom(body, ui::footer_height(stage.room));
    meet_exhibits(exhibits_of(view), draft.exhibits);
    if (draw_bar(view, draft, bar, stage)) draft.dialog = QuestionDialog::end;
    QuestionDid event;
    bool submitted = false;
    if (asking) {
        read_choice_keys(*asking, draft);
        read_order_keys(*asking, draft);
        submitted = draw_asking(*asking, view, draft, body, stage).submitted;
        read_confidence_keys(*asking, draft);
    } else {
        event = draw_feedback(std::get<FeedbackView>(view.part), view, draft, body, stage);
    }
    if (QuestionDid done = draw_foot(view, draft, foot, stage)) event = std::move(done);
    if (submitted && !event)
        if (const auto response = response_of(*asking, draft)) event = question::Submit{*response};
    if (QuestionDid done = draw_dialog(view, draft)) event = std::move(done);
    draw_magnified(exhibits_of(view), draft.exhibits, stage.window);
    if (view.time_up) return question::EndSession{};
    return event;
}

}  // namespace collimate
