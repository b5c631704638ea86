// Paints the disclosure log of a class.
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/class_log.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Face;
using ui::Rect;

constexpr float log_air = 0.53f;  // em above and below the words of a line
constexpr float log_sign = 1.65f;
constexpr std::string_view log_request = "Note a request";

struct LogPlaces {
    float when = 0, words = 0;

    /// Widths of the two columns; the time takes what it needs.
    LogPlaces(const ClassLogView& view, float width) {
        for (const ClassLogLine& line : view.lines)
            when = std::max(when, std::ceil(ui::text_width(Face::small, line.when)) + 1);
        words = width - em(log_sign) - when - em(0.94f);
    }
};

float log_height(const ClassLogLine& line, const LogPlaces& places) {
    float height = 2 * em(log_air) + height_of(line.what, ui::body_reading(), places.words);
    if (!line.purpose.empty()) height += height_of(line.purpose, ui::small_reading(), places.words);
    if (!line.due.empty()) height += em(ui::chip_height) + em(0.24f);
    return height;
}

void draw_log_line(const ClassLogLine& line, const LogPlaces& places, Rect row) {
    const auto& c = ui::colors();
    ui::plain_row(row);
    row.y0 += em(log_air);
    const Rect when = ui::take_right(row, places.when, em(0.94f));
    ui::text_in({when.x0, when.y0, when.x1, when.y0 + ui::body_reading().line}, Face::small, c.muted, line.when,
                ui::Align::right);
    ui::icon({row.x0 + em(0.47f), row.y0 + ui::body_reading().line / 2}, line.icon, c.muted, Face::icon_small);
    row.x0 += em(log_sign);
    row.y0 += ui::paragraph(row.top_left(), places.words, line.what, ui::body_reading(), c.text);
    if (!line.purpose.empty())
        row.y0 += ui::paragraph(row.top_left(), places.words, line.purpose, ui::small_reading(), c.muted);
    if (!line.due.empty())
        ui::chip({row.x0, row.y0 + em(0.24f)}, line.due, line.late ? ui::Tone::bad : ui::Tone::warn, ui::Icon::warning);
}

}  // namespace

ClassDid draw_class_log(const ClassLogView& view, const ui::Rect& page, const Stage& stage) {
    if (view.lines.empty()) {
        const auto pressed = ui::empty_state(page, {.icon = ui::Icon::review_list,
                                                    .heading = "The disclosure log is empty",
                                                    .text = view.empty,
                                                    .primary = log_request});
        return pressed ? ClassDid(class_page::ShowDialog{ClassDialog::request}) : std::nullopt;
    }
    ClassDid event;
    ui::ScrollArea area({stage.page.x0, page.y0 - em(ring_room), stage.page.x1, stage.page.y1}, "log",
                        ui::colors().canvas);
    Rect in = area.content();
    in = {page.x0, in.y0 + em(ring_room), page.x1, in.y1};
    CardColumn column(in);
    const float width = column.content_width();
    const LogPlaces places(view, width);
    const float note = height_of(view.note, ui::small_reading(), width);
    float rows = 0;
    for (const ClassLogLine& line : view.lines) rows += log_height(line, places);
    Rect card = column.next("Disclosure log", view.scope, em(ui::button_height) + em(0.71f) + rows + em(0.71f) + note);
    Rect head = ui::take_top(card, em(ui::button_height), em(0.71f));
    if (ui::button(ui::take_left(head, ui::button_width(log_request)), log_request))
        event = class_page::ShowDialog{ClassDialog::request};
    for (const ClassLogLine& line : view.lines)
        draw_log_line(line, places, ui::take_top(card, log_height(line, places)));
    card.y0 += em(0.71f);
    ui::paragraph(card.top_left(), card.width(), view.note, ui::small_reading(), ui::colors().muted);
    area.reaches(column.bottom() + em(1.41f));
    return event;
}

}  // namespace collimate
