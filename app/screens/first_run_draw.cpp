#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <span>

#include "app/screens/first_run.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/input.hpp"
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

using FirstRunDone = std::optional<FirstRunEvent>;

constexpr float card_height = 4.0f;    // em
constexpr float card_gap = 0.59f;      // em
constexpr float panel_width = 19.06f;  // em
constexpr const char* independence = "Collimate is not affiliated with or endorsed by ARRT or ARDMS.";

/// Dots for how sure we are of the outline; returns their width.
float draw_dots(ui::Point right_middle, int filled, ui::Color color) {
    const float step = em(0.47f);
    for (int i = 0; i < 3; ++i) {
        const ui::Point centre = {right_middle.x - em(0.18f) - step * static_cast<float>(2 - i), right_middle.y};
        if (i < filled)
            ui::disc(centre, em(0.18f), color);
        else
            ui::ring(centre, em(0.18f), ui::hairline(), ui::mix(colors().surface, color, 0.7f));
    }
    return 2 * step + em(0.36f);
}

// ---- the cards -------------------------------------------------------------

constexpr float dots_width = 1.3f;    // em
constexpr float dots_gap = 0.41f;     // em
constexpr float card_side = 0.82f;    // em
constexpr float name_height = 1.41f;  // em, of a name on one line

/// Height a long name takes beyond its first line, in pixels.
float extra_height(const ExamCard& exam, float card) {
    const float room = card - em(2 * card_side + dots_width + dots_gap);
    const int lines = ui::measure(exam.title, ui::body_reading(), room).lines;
    return static_cast<float>(lines - 1) * ui::body_reading().line;
}

void draw_exam_card(const Rect& rect, const ExamCard& exam, FirstRunDone& event) {
    const ui::Palette& c = colors();
    const ui::Touch touch = ui::control(rect, {.name = exam.title,
                                               .kind = "exam",
                                               .radius = em(ui::Radius::card),
                                               .chosen = exam.chosen,
                                               .pressed_by = ui::PressedBy::enter_or_space});
    if (touch.clicked) event = first_run::Choose{exam.exam};
    const ui::Color ground = exam.chosen     ? c.accent_soft
                             : touch.hovered ? ui::mix(c.surface, c.text, ui::Tint::hover)
                                             : c.surface;
    ui::bordered(rect, ground, exam.chosen ? c.accent : c.line, em(ui::Radius::card), exam.chosen ? em(0.12f) : 0);
    Rect in = rect.inset(em(card_side), em(0.59f));
    const float extra = extra_height(exam, rect.width());
    Rect first = ui::take_top(in, em(name_height) + extra, em(0.12f));
    const ui::Color ink = exam.chosen ? c.accent : c.muted;
    draw_dots({first.x1, first.y0 + em(name_height) / 2}, exam.sure, ink);
    first.x1 -= em(dots_width + dots_gap);
    if (extra > 0)
        ui::paragraph(first.top_left(), first.width(), exam.title, ui::body_reading(), c.text);
    else
        ui::text_in(first, Face::body, c.text, exam.title);
    Rect second = ui::take_top(in, em(1.29f));
    const float count =
        exam.ready ? ui::figures_width(Face::small, exam.questions) : ui::text_width(Face::small, exam.questions);
    const Rect right = ui::take_right(second, std::ceil(count) + 1, em(0.59f));
    ui::text_in(right, Face::small, c.muted, exam.questions, Align::right);
    if (exam.ready || ui::text_width(Face::small, exam.length) <= second.width())
        ui::text_in(second, Face::small, c.muted, exam.length);
    ui::tooltip_over({first.x1, rect.y0, rect.x1, rect.centre().y}, exam.sure_words);
}

void draw_group(Rect& in, const ExamGroup& group, FirstRunDone& event) {
    const Rect head = ui::take_top(in, em(1.41f), em(0.53f));
    const float width = ui::text_in(head, Face::body_bold, colors().text, group.name);
    ui::text_in({head.x0 + width + em(0.59f), head.y0, head.x1, head.y1}, Face::small, colors().muted, group.about);
    const float least = em(14.5f);
    const int across = std::clamp(static_cast<int>((in.width() + em(card_gap)) / (least + em(card_gap))), 1, 5);
    const ui::Group arrows(group.name, ui::Arrows::both);
    std::vector<Rect> row;
    for (std::size_t i = 0; i < group.cards.size(); ++i) {
        const auto column = i % static_cast<std::size_t>(across);
        if (column == 0) {
            const float card = ui::columns(in, across, em(card_gap)).front().width();
            float extra = 0;
            for (std::size_t j = i; j < std::min(i + static_cast<std::size_t>(across), group.cards.size()); ++j)
                extra = std::max(extra, extra_height(group.cards[j], card));
            row = ui::columns(ui::take_top(in, em(card_height) + extra, em(card_gap)), across, em(card_gap));
        }
        draw_exam_card(row[column], group.cards[i], event);
    }
    ui::take_top(in, em(0.82f));
}

void draw_legend(Rect& in) {
    const float left = em(2.0f);
    draw_dots({in.x0 + em(1.3f), in.y0 + ui::small_reading().line / 2}, 3, colors().muted);
    ui::take_top(in,
                 ui::paragraph({in.x0 + left, in.y0}, in.width() - left,
                               "how sure we are of the outline. Number at the right: questions in the bank.",
                               ui::small_reading(), colors().muted),
                 em(0.41f));
    ui::take_top(in, ui::paragraph(in.top_left(), in.width(), independence, ui::small_reading(), colors().muted));
}

void draw_exams(const Rect& rect, const FirstRunView& view, const Stage& stage, FirstRunDone& event) {
    ui::ScrollArea area(rect, "exams", colors().canvas);
    const float margin = stage.room == Room::full ? em(2.12f) : ui::page_margin(stage.room);
    Rect in = area.content();
    in = {in.x0 + margin, in.y0, in.x1 - margin, in.y1};
    const bool narrow = stage.room == Room::one_column || stage.room == Room::compact;
    ui::page_title(in, narrow ? "Your exam" : "Which exam are you preparing for?");
    ui::take_top(in, em(4.3f));
    if (!view.notice.empty()) {
        const ui::Notice notice = {.fact = "Some question files were left out.", .advice = view.notice};
        ui::take_top(in, ui::notice(in.top_left(), in.width(), notice), em(0.94f));
    }
    for (const ExamGroup& group : view.groups) draw_group(in, group, event);
    draw_legend(in);
    area.reaches(in.y0 + em(1.41f));
}

// ---- the exam chosen -------------------------------------------------------

void draw_paragraph(Rect& in, std::string_view words, float gap) {
    ui::take_top(in, ui::paragraph(in.top_left(), in.width(), words, ui::small_reading(), colors().muted), gap);
}

/// Name, bar and count in one line; where a name is too long for that, all names stand above their bars.
void draw_parts(Rect& in, std::span<const ExamPart> parts) {
    float figures = 0;
    float names = 0;
    for (const ExamPart& part : parts) {
        figures = std::max(figures, ui::text_width(Face::small, part.count));
        names = std::max(names, ui::text_width(Face::small, part.title));
    }
    const float count = std::ceil(figures) + 1;
    const float gap = em(0.59f);
    const float bar_share = 0.38f;
    const bool stacked = names > (in.width() - count - gap) * (1 - bar_share) - gap;
    for (const ExamPart& part : parts) {
        if (stacked)
            ui::take_top(in, ui::paragraph(in.top_left(), in.width(), part.title, ui::small_reading(), colors().text));
        Rect row = ui::take_top(in, em(stacked ? 0.8f : 1.65f), stacked ? em(0.41f) : 0);
        ui::figures_in(ui::take_right(row, count, gap), Face::small, colors().muted, part.count);
        const Rect bar = stacked ? row : ui::take_right(row, row.width() * bar_share, gap);
        ui::row_bar({bar.x0, bar.centre().y - em(0.24f), bar.x1, bar.centre().y + em(0.24f)}, part.share,
                    ui::mix(colors().surface, colors().accent, ui::Tint::secondary_bar));
        if (!stacked) ui::text_in(row, Face::small, colors().text, part.title);
    }
}

void draw_detail(Rect& in, const ExamDetail& exam) {
    const ui::Reading heading = ui::reading(Face::heading, em(1.41f));
    ui::take_top(in, ui::paragraph(in.top_left(), in.width(), exam.title, heading, colors().text), em(0.59f));
    draw_paragraph(in, exam.about, em(0.29f));
    draw_paragraph(in, exam.sure_words, em(0.94f));
    ui::text_in(ui::take_top(in, em(1.18f), em(0.35f)), Face::small_medium, colors().text, exam.parts_head);
    draw_parts(in, exam.parts);
    ui::take_top(in, em(0.59f));
    ui::hairline_across(in.x0, in.x1, in.y0, colors().line);
    ui::take_top(in, em(1.06f));
}

void draw_date(Rect& in, const FirstRunView& view, FirstRunDraft& draft, FirstRunDone& event) {
    ui::text_in(ui::take_top(in, em(1.41f), em(0.41f)), Face::body_bold, colors().text, "Exam date");
    const Rect field = ui::take_top(in, em(ui::input_height), em(0.35f));
    const std::string before = draft.date;
    if (ui::date_input(field, "Exam date", draft.date, view.today) || draft.date != before)
        event = first_run::DateChanged{};
    Rect row = ui::take_top(in, ui::size_of(Face::small_medium), em(1.29f));
    const std::string_view label = draft.no_date ? "I have a date" : "I have no date yet";
    const float width = ui::link_width(label);
    if (ui::link({row.x1 - width, row.y0}, label)) event = first_run::SetNoDate{!draft.no_date};
    row.x1 -= width + em(0.59f);
    ui::text_in(row, Face::small, view.date_faulty ? colors().bad : colors().muted, view.date_words);
}

void draw_minutes(Rect& in, const FirstRunView& view, const FirstRunDraft& draft, FirstRunDone& event) {
    ui::text_in(ui::take_top(in, em(1.41f), em(0.41f)), Face::body_bold, colors().text, "Minutes a day");
    static constexpr std::array<std::string_view, 5> labels = {"15", "30", "45", "60", "90"};
    const auto* const at = std::find(std::begin(minutes_offered), std::end(minutes_offered), draft.minutes);
    const int current = at == std::end(minutes_offered) ? -1 : static_cast<int>(at - minutes_offered);
    const Rect row = ui::take_top(in, em(ui::input_height), em(0.53f));
    if (const auto chosen = ui::segmented(row, "Minutes a day", labels, current))
        event = first_run::SetMinutes{minutes_offered[*chosen]};
    ui::text_in(ui::take_top(in, em(1.29f)), Face::small, colors().muted, view.sum);
}

void draw_start(Rect foot, const FirstRunView& view, FirstRunDone& event) {
    ui::hairline_across(foot.x0, foot.x1, foot.y0, colors().line);
    foot = foot.inset(em(1.47f), em(0.94f));
    const Rect button = ui::take_top(foot, em(2.82f), em(0.47f));
    const ui::ButtonLook look = {.key = ui::Chord{ui::Key::enter}, .enabled = view.can_start, .reason = view.reason};
    if (ui::button(button, "Start", ui::ButtonKind::primary, look)) event = first_run::Start{};
    const Rect words = ui::take_top(foot, em(1.29f));
    if (!view.can_leave) {
        Rect line = words;
        constexpr std::string_view teach = "I teach a class";
        const Rect right = ui::take_right(line, ui::link_width(teach, ui::Icon::on), em(0.71f));
        if (ui::link(right.top_left(), teach, ui::Icon::on)) event = first_run::Teach{};
        ui::text_in(line, Face::small, colors().muted,
                    view.can_start ? "All of this can be changed later" : view.reason);
        return;
    }
    const std::string_view label = "Stay with the present exam";
    if (ui::link({words.centre().x - ui::link_width(label) / 2, words.y0}, label)) event = first_run::Leave{};
}

void draw_panel(const Rect& rect, const FirstRunView& view, FirstRunDraft& draft, FirstRunDone& event) {
    ui::fill(rect, colors().surface);
    ui::hairline_down(rect.x0, rect.y0, rect.y1, colors().line);
    Rect rest = rect;
    const Rect foot = ui::take_bottom(rest, em(6.5f));
    {
        ui::ScrollArea area(rest, "exam", colors().surface);
        Rect in = area.content();
        in = {in.x0 + em(1.47f), in.y0 + em(1.76f), in.x1 - em(1.47f), in.y1};
        if (view.detail) {
            draw_detail(in, *view.detail);
            draw_date(in, view, draft, event);
            draw_minutes(in, view, draft, event);
        } else {
            ui::text_in(ui::take_top(in, em(1.41f), em(0.59f)), Face::heading, colors().text, "Choose your exam");
            draw_paragraph(in, "Then give its date and the minutes you have on most days. Nothing else is asked.", 0);
        }
        area.reaches(in.y0 + em(0.94f));
    }
    draw_start(foot, view, event);
}

}  // namespace

std::optional<FirstRunEvent> draw(const FirstRunView& view, FirstRunDraft& draft, const Stage& stage) {
    FirstRunDone event;
    Rect rest = stage.page;
    const float width = std::min(em(panel_width), std::floor(rest.width() * 0.46f));
    const Rect panel = ui::take_right(rest, width);
    draw_exams(rest, view, stage, event);
    draw_panel(panel, view, draft, event);
    return event;
}

}  // namespace collimate
