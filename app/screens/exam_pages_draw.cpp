// Paints the pages of an exam beside its questions: tutorial, agreement, review, break, the end of the time.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/exam_draw.hpp"
#include "app/widgets/dialog.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Key;
using ui::Rect;
using ui::Room;

constexpr float page_width = 46.0f;  // em, of the pages that are read
constexpr float caps_width = 9.4f;
constexpr float line_gap = 0.71f;

bool is_narrow(Room room) { return room == Room::compact || room == Room::one_column; }

/// Room of a page that is read, in the middle of the window, its foot kept for the buttons.
Rect reading_column(const Rect& body, Room room) {
    Rect column = body.inset(ui::page_margin(room), 0);
    const float width = std::min(column.width(), em(page_width));
    column.x0 = std::floor(body.centre().x - width / 2);
    column.x1 = column.x0 + width;
    return column;
}

float line_width(const TutorialLine& line, float width) {
    return line.keys.empty() ? width : width - em(caps_width + 0.71f);
}

float line_height(const TutorialLine& line, float width) {
    return std::max(line.keys.empty() ? 0.0f : em(1.76f),
                    height_of(line.text, ui::body_reading(), line_width(line, width)));
}

void draw_tutorial_line(const TutorialLine& line, const Rect& in) {
    const float width = line_width(line, in.width());
    const float words = height_of(line.text, ui::body_reading(), width);
    if (!line.keys.empty()) {
        const Rect row = ui::at(in.top_left(), em(caps_width), em(1.76f));
        ui::key_caps(row, line.keys);
    }
    const float top = in.y0 + std::floor(std::max(0.0f, (line_height(line, in.width()) - words) / 2));
    ui::paragraph({in.x1 - width, top}, width, line.text, ui::body_reading(), ui::colors().text);
}

/// A heading on the page, then a card as high as what it holds; returns the card's inside.
Rect headed_card(Rect& in, std::string_view heading, float content, float& bottom) {
    in.y0 += em(1.88f);
    ui::text(in.top_left(), ui::Face::title, ui::colors().text, heading);
    in.y0 += ui::size_of(ui::Face::title) + em(0.94f);
    const float padding = ui::card_padding();
    const Rect box = ui::at(in.top_left(), in.width(), content + 2 * padding);
    bottom = box.y1 + em(1.41f);
    return ui::card(box);
}

/// Buttons at the right of a foot, the last given outermost; cut off `in`.
struct FootButton {
    std::string_view label;
    ui::ButtonKind kind = ui::ButtonKind::secondary;
    ui::ButtonLook look;
};
bool foot_button(Rect& in, const FootButton& button, bool left = false) {
    const float width = ui::button_width(button.label, button.look);
    const Rect place = left ? ui::take_left(in, width, em(0.71f)) : ui::take_right(in, width, em(0.71f));
    return ui::button(place, button.label, button.kind, button.look);
}

}  // namespace

ExamDone draw_exam_notice(const std::optional<ExamNotice>& notice, Rect& page, float margin) {
    if (!notice) return std::nullopt;
    const ui::Notice what = {.tone = notice->urgent ? ui::Tone::bad : ui::Tone::warn,
                             .fact = notice->fact,
                             .advice = notice->advice,
                             .icon = ui::Icon::mock_exam};
    Rect strip = page.inset(margin, 0);
    strip.x1 = std::min(strip.x1, strip.x0 + em(36.5f));
    strip.y0 += em(0.71f);
    const float height = ui::notice_height(what, strip.width());
    ui::notice(strip.top_left(), strip.width(), what);
    const Rect cross =
        ui::at({strip.x1 - em(2.24f), strip.y0 + std::floor((height - em(1.88f)) / 2)}, em(1.88f), em(1.88f));
    page.y0 = strip.y0 + height;
    const bool closed = ui::icon_button(cross, "Close the notice", ui::Icon::wrong);
    return closed || ui::take(Key::escape) ? ExamDone(exam::DismissNotice{}) : std::nullopt;
}

ExamDone draw_tutorial(const TutorialView& view, ExamDraft& draft, Rect page, Room room) {
    const int last = static_cast<int>(view.pages.size()) - 1;
    const Rect foot = ui::take_bottom(page, ui::footer_height(room));
    const TutorialPage& shown = view.pages[static_cast<std::size_t>(std::clamp(draft.tutorial_page, 0, last))];
    {
        ui::ScrollArea area(page, "tutorial " + shown.heading, ui::colors().canvas);
        Rect in = reading_column(area.content(), room);
        const float width = in.width() - 2 * ui::card_padding();
        float content = -em(line_gap);
        for (const TutorialLine& line : shown.lines) content += line_height(line, width) + em(line_gap);
        float bottom = 0;
        Rect card = headed_card(in, shown.heading, content, bottom);
        for (const TutorialLine& line : shown.lines)
            draw_tutorial_line(line, ui::take_top(card, line_height(line, width), em(line_gap)));
        area.reaches(bottom);
    }
    Rect in = ui::footer(foot, room);
    const bool leave = foot_button(in, {.label = "Leave", .kind = ui::ButtonKind::ghost}, true);
    const bool next = foot_button(in, {.label = draft.tutorial_page < last ? "Next" : "Go on",
                                       .kind = ui::ButtonKind::primary,
                                       .look = {.key = ui::Chord{Key::enter}, .show_key = room != Room::compact}});
    const bool back = draft.tutorial_page > 0 && foot_button(in, {.label = "Back"});
    ui::text_in(in, ui::Face::small, ui::colors().muted,
                "Page " + std::to_string(draft.tutorial_page + 1) + " of " + std::to_string(last + 1));
    if (back || ui::take(Key::left) || ui::take(Key::p)) draft.tutorial_page = std::max(0, draft.tutorial_page - 1);
    if (leave) return exam::Leave{};
    const bool on = next || ui::take(Key::right) || ui::take(Key::n);
    if (on && draft.tutorial_page == last) return exam::FinishTutorial{};
    if (on) ++draft.tutorial_page;
    return std::nullopt;
}

ExamDone draw_agreement(const AgreementView& view, Rect page, Room room) {
    const Rect foot = ui::take_bottom(page, ui::footer_height(room));
    {
        ui::ScrollArea area(page, "agreement", ui::colors().canvas);
        Rect in = reading_column(area.content(), room);
        const float width = in.width() - 2 * ui::card_padding();
        const float indent = em(1.65f);
        float content = em(0.47f) + height_of(view.start, ui::body_reading(), width);
        for (const std::string& term : view.terms)
            content += height_of(term, ui::body_reading(), width - indent) + em(line_gap);
        float bottom = 0;
        Rect card = headed_card(in, "Before you begin", content, bottom);
        for (const std::string& term : view.terms) {
            ui::icon({card.x0 + em(0.5f), card.y0 + std::floor(ui::body_reading().line / 2)}, ui::Icon::right,
                     ui::colors().accent, ui::Face::icon_small);
            card.y0 += ui::paragraph({card.x0 + indent, card.y0}, width - indent, term, ui::body_reading(),
                                     ui::colors().text) +
                       em(line_gap);
        }
        card.y0 += em(0.47f);
        ui::paragraph(card.top_left(), width, view.start, ui::body_reading(), ui::colors().muted);
        area.reaches(bottom);
    }
    Rect in = ui::footer(foot, room);
    const bool agree = foot_button(in, {.label = "I agree, start",
                                        .kind = ui::ButtonKind::primary,
                                        .look = {.key = ui::Chord{Key::enter}, .show_key = room != Room::compact}});
    const bool decline = foot_button(in, {.label = "I do not agree"});
    if (agree) return exam::Agree{};
    return decline || ui::take(Key::escape) ? ExamDone(exam::Leave{}) : std::nullopt;
}

namespace {

struct CardLook {
    ui::Icon icon;
    ui::Tone tone;
};

CardLook look_of(ReviewFilter filter) {
    switch (filter) {
        case ReviewFilter::all:
            return {ui::Icon::review_list, ui::Tone::neutral};
        case ReviewFilter::complete:
            return {ui::Icon::right, ui::Tone::accent};
        case ReviewFilter::incomplete:
            return {ui::Icon::incomplete, ui::Tone::warn};
        case ReviewFilter::unseen:
            return {ui::Icon::unseen, ui::Tone::neutral};
        case ReviewFilter::flagged:
            return {ui::Icon::flag_on, ui::Tone::bad};
    }
    return {ui::Icon::none, ui::Tone::neutral};
}

ExamDone draw_filter_cards(const ReviewView& view, Rect& in) {
    const ui::Group group("filters", ui::Arrows::horizontal);
    ExamDone event;
    const std::vector<Rect> places = ui::columns(ui::take_top(in, em(ui::filter_card_height), em(1.06f)),
                                                 static_cast<int>(view.cards.size()), em(0.71f));
    for (std::size_t i = 0; i < view.cards.size(); ++i) {
        const ReviewCard& card = view.cards[i];
        const CardLook look = look_of(card.filter);
        if (ui::filter_card(places[i], {.name = card.name,
                                        .explanation = card.explanation,
                                        .count = card.count,
                                        .icon = look.icon,
                                        .tone = look.tone,
                                        .on = card.on}))
            event = exam::SetFilter{card.filter};
    }
    return event;
}

/// Where the cards have no room: the same filters as chips.
ExamDone draw_filter_chips(const ReviewView& view, Rect& in) {
    const ui::Group group("filters", ui::Arrows::both);
    ExamDone event;
    ui::Point place = in.top_left();
    for (const ReviewCard& card : view.cards) {
        const float width = ui::filter_chip_width(card.name, card.count);
        if (place.x > in.x0 && place.x + width > in.x1) place = {in.x0, place.y + em(ui::filter_chip_height + 0.47f)};
        if (ui::filter_chip(place, card.name, card.count, card.on)) event = exam::SetFilter{card.filter};
        place.x += width + em(0.47f);
    }
    in.y0 = place.y + em(ui::filter_chip_height + 0.71f);
    return event;
}

struct CellGrid {
    int per_row = 20;
    float width = 0, height = 0, gap = 0;
    [[nodiscard]] float rows_height(std::size_t cells) const {
        const auto rows = static_cast<float>((static_cast<int>(cells) + per_row - 1) / per_row);
        return std::max(0.0f, rows * (height + gap) - gap);
    }
};

/// Twenty in a row where they fit, else fifteen, ten or five: numbers stay easy to find.
CellGrid grid_of(float room) {
    CellGrid grid = {.height = em(2.06f), .gap = em(0.35f)};
    const float least = em(2.6f);
    while (grid.per_row > 5 && static_cast<float>(grid.per_row) * (least + grid.gap) - grid.gap > room)
        grid.per_row -= 5;
    const auto count = static_cast<float>(grid.per_row);
    grid.width = std::min(std::floor((room - (count - 1) * grid.gap) / count), em(3.53f));
    return grid;
}

ExamDone draw_grid(const ReviewView& view, const Rect& in, const CellGrid& grid) {
    ExamDone event;
    const ui::Group group("questions", ui::Arrows::both, ui::Stops::one);
    for (std::size_t i = 0; i < view.cells.size(); ++i) {
        const auto column = static_cast<float>(static_cast<int>(i) % grid.per_row);
        const auto row = static_cast<float>(static_cast<int>(i) / grid.per_row);
        const Rect cell = ui::at({in.x0 + column * (grid.width + grid.gap), in.y0 + row * (grid.height + grid.gap)},
                                 grid.width, grid.height);
        if (ui::navigator_cell(cell, view.cells[i])) event = exam::GoTo{view.cells[i].number};
    }
    return event;
}

ExamDone draw_review_body(const ReviewView& view, const Rect& body, Room room) {
    const float margin = room == Room::compact ? ui::page_margin(room) : em(2.35f);
    ui::ScrollArea area(body, "exam review", ui::colors().canvas);
    Rect in = area.content().inset(margin, 0);
    in.y0 += em(room == Room::compact ? 0.94f : 1.41f);
    ui::text(in.top_left(), ui::Face::title, ui::colors().text, "Review your answers");
    in.y0 += ui::size_of(ui::Face::title) + em(0.59f);
    in.y0 += ui::paragraph(in.top_left(), in.width(), view.summary, ui::body_reading(), ui::colors().muted) + em(0.94f);
    ExamDone event = is_narrow(room) ? draw_filter_chips(view, in) : draw_filter_cards(view, in);
    const float padding = em(1.06f);
    const CellGrid grid = grid_of(in.width() - 2 * padding);
    const float words = view.empty.empty() ? 0 : em(1.65f);
    const Rect box = ui::at(in.top_left(), in.width(), grid.rows_height(view.cells.size()) + words + 2 * padding);
    ui::card(box);
    if (!view.empty.empty()) ui::text_in(box.inset(padding), ui::Face::body, ui::colors().muted, view.empty);
    if (ExamDone chosen = draw_grid(view, box.inset(padding), grid)) event = std::move(chosen);
    area.reaches(box.y1 + em(1.18f));
    return event;
}

/// Words that give way: in a compact window the two ways on carry their short names.
ExamDone draw_review_foot(const ReviewView& view, ExamDraft& draft, const Rect& rect, Room room) {
    const bool compact = room == Room::compact;
    Rect in = ui::footer(rect, room);
    ExamDone event;
    if (foot_button(in,
                    {.label = compact ? std::string_view("Back") : std::string_view(view.back),
                     .look = {.icon = ui::Icon::back}},
                    true) ||
        ui::take(Key::left) || ui::take(Key::escape) || exam_key(Key::p))
        event = exam::Previous{};
    if (foot_button(in, {.label = "End exam",
                         .kind = ui::ButtonKind::primary,
                         .look = {.key = ui::Chord{Key::e}, .show_key = !compact}}))
        draft.ending = true;
    if (foot_button(in, {.label = compact ? "Incomplete" : "Review incomplete",
                         .look = {.key = ui::Chord{Key::i},
                                  .show_key = !is_narrow(room),
                                  .enabled = view.any_incomplete,
                                  .reason = "Every question is answered"}}))
        event = exam::Walk{ReviewFilter::incomplete};
    if (foot_button(in, {.label = compact ? "Flagged" : "Review flagged",
                         .look = {.key = ui::Chord{Key::f},
                                  .show_key = !is_narrow(room),
                                  .enabled = view.any_flagged,
                                  .reason = "No question is flagged"}}))
        event = exam::Walk{ReviewFilter::flagged};
    if (exam_key(Key::b)) event = exam::TakeBreak{};
    return event;
}

ExamDone draw_end_question(const std::string& words, ExamDraft& draft) {
    static constexpr std::array<ui::DialogButton, 2> buttons{
        {{"Go back", ui::ButtonKind::secondary}, {"End the exam", ui::ButtonKind::danger}}};
    const auto answer = ui::ask("End the exam?", words, buttons);
    if (!answer) return std::nullopt;
    draft.ending = false;
    return *answer == 1 ? ExamDone(exam::End{}) : std::nullopt;
}

}  // namespace

ExamDone draw_review(const ReviewView& view, const ExamView& whole, ExamDraft& draft, Rect page, Room room) {
    const Rect foot = ui::take_bottom(page, ui::footer_height(room));
    ExamDone event = draw_exam_notice(whole.notice, page, room == Room::compact ? ui::page_margin(room) : em(2.35f));
    if (ExamDone chosen = draw_review_body(view, page, room)) event = std::move(chosen);
    if (ExamDone chosen = draw_review_foot(view, draft, foot, room)) event = std::move(chosen);
    if (draft.ending)
        if (ExamDone ended = draw_end_question(whole.end_question, draft)) event = std::move(ended);
    return event;
}

ExamDone draw_break(const BreakView& view, const Rect& page) {
    const auto pressed = ui::empty_state(
        page, {.icon = ui::Icon::mock_exam, .heading = "You are on a break", .text = view.text, .primary = "Go on"});
    return pressed || ui::take(Key::enter) ? ExamDone(exam::EndBreak{}) : std::nullopt;
}

ExamDone draw_time_up(const TimeUpView& view, const Rect& page) {
    const auto pressed = ui::empty_state(page, {.icon = ui::Icon::mock_exam,
                                                .tone = ui::Tone::warn,
                                                .heading = "Time is up",
                                                .text = view.text,
                                                .primary = "See the score report"});
    return pressed || ui::take(Key::enter) ? ExamDone(exam::SeeReport{}) : std::nullopt;
}

}  // namespace collimate
