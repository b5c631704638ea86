#include "app/widgets/exam_parts.hpp"

#include <array>
#include <cmath>
#include <string>

namespace collimate::ui {
namespace {

/// Eye or clock at the left of its value; pressing hides or shows the value.
bool hideable(Rect& rest, std::string_view name, Icon sign, std::string_view value, bool shown, Face face, Color ink) {
    const Palette& c = colors();
    if (shown) {
        const float width = std::ceil(figures_width(face, value));
        figures_in(take_right(rest, width, em(0.41f)), face, ink, value);
    }
    const Rect place = take_right(rest, em(1.65f), em(0.82f));
    const Rect target = centred(place, em(1.65f), em(1.65f));
    const Touch touch = control(target, {.name = name, .kind = "button", .radius = em(Radius::cell), .chosen = shown});
    if (touch.hovered) fill(target, mix(c.exam_bar, c.exam_text, 0.12f), em(Radius::cell));
    icon(target.centre(), sign, c.exam_muted);
    tooltip_over(target, name);
    return touch.clicked;
}

}  // namespace

ExamBarEvent exam_bar(const Rect& rect, const ExamBar& bar) {
    const Palette& c = colors();
    ExamBarEvent event;
    fill(rect, c.exam_bar);
    Rect in = rect.inset(em(1.41f), 0);
    event.clock_toggled = hideable(in, bar.clock_shown ? "Hide the clock" : "Show the clock", Icon::mock_exam,
                                   bar.clock, bar.clock_shown, Face::heading, c.exam_text);
    event.counter_toggled =
        hideable(in, bar.counter_shown ? "Hide the counter" : "Show the counter",
                 bar.counter_shown ? Icon::show : Icon::hide, bar.counter, bar.counter_shown, Face::body, c.exam_muted);
    text_in(in, Face::body_bold, c.exam_text, bar.name);
    return event;
}

std::optional<int> exam_tools(const Rect& rect, std::span<const ExamTool> tools, bool flagged) {
    const Palette& c = colors();
    fill(rect, c.surface);
    hairline_across(rect.x0, rect.x1, rect.y1 - hairline(), c.line);
    Rect in = rect.inset(em(0.94f), em(0.41f));
    std::optional<int> pressed;
    const ButtonLook flag{.key = Chord{Key::f}, .icon = flagged ? Icon::flag_on : Icon::flag_off, .chosen = flagged};
    const std::string_view label = flagged ? "Flagged" : "Flag";
    const float flag_width = button_width("Flagged", flag);
    if (button(take_right(in, flag_width), label, ButtonKind::ghost, flag)) pressed = static_cast<int>(tools.size());
    // In a narrow window the words go and the icons stay, with their tooltips.
    float wanted = 0;
    for (const ExamTool& tool : tools)
        wanted += button_width(tool.name, {.key = tool.key, .icon = tool.icon}) - em(0.94f);
    const bool wordy = wanted <= in.width();
    for (int i = 0; i < static_cast<int>(tools.size()); ++i) {
        const ExamTool& tool = tools[static_cast<std::size_t>(i)];
        const ButtonLook look{.key = tool.key, .icon = tool.icon};
        const Rect place = take_left(in, wordy ? button_width(tool.name, look) - em(0.94f) : em(2.24f));
        if (tool.on) fill(place, c.accent_soft, em(Radius::button));
        const bool hit = wordy ? button(place, tool.name, ButtonKind::ghost, look)
                               : icon_button(place, tool.name, tool.icon, tool.key);
        if (hit) pressed = i;
    }
    return pressed;
}

namespace {

void cell_ground(const Rect& rect, CellState state, Color surface) {
    const Palette& c = colors();
    const float radius = em(Radius::cell);
    if (state == CellState::complete) fill(rect, mix(surface, c.accent, mode() == Mode::light ? 0.16f : 0.30f), radius);
    if (state == CellState::incomplete) bordered(rect, surface, c.warn, radius, em(0.09f));
    if (state == CellState::unseen) bordered(rect, surface, mix(c.line, c.edge, 0.25f), radius);
}

void flag_corner(const Rect& rect) {
    const float side = em(0.53f);
    triangle({rect.x1 - side, rect.y0}, {rect.x1, rect.y0}, {rect.x1, rect.y0 + side}, colors().bad);
}

}  // namespace

bool navigator_cell(const Rect& rect, const NavigatorCell& cell) {
    const Palette& c = colors();
    const std::string name = "Question " + std::to_string(cell.number);
    const Touch touch =
        control(rect, {.name = name, .kind = "cell", .radius = em(Radius::cell), .chosen = cell.current});
    cell_ground(rect, cell.state, touch.hovered ? mix(c.surface, c.text, Tint::hover) : c.surface);
    text_in(rect, Face::small, cell.state == CellState::unseen ? c.muted : c.text, std::to_string(cell.number),
            Align::centre);
    if (cell.flagged) flag_corner(rect);
    if (cell.current) outline(rect, c.accent, em(Radius::cell), em(0.12f), em(0.06f));
    return touch.clicked;
}

float navigator_key(const Rect& rect) {
    struct Mark {
        std::string_view word;
        CellState state;
        bool flagged;
    };
    constexpr std::array<Mark, 4> marks{{{"complete", CellState::complete, false},
                                         {"incomplete", CellState::incomplete, false},
                                         {"unseen", CellState::unseen, false},
                                         {"flagged", CellState::complete, true}}};
    const float line = em(1.53f);
    const std::vector<Rect> halves = columns(rect, 2, em(0.47f));
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const Rect& half = halves[i % 2];
        const float top = half.y0 + line * static_cast<float>(i / 2);
        const Rect sample = at({half.x0, top + em(0.24f)}, em(1.18f), em(1.06f));
        cell_ground(sample, marks[i].state, colors().surface);
        if (marks[i].flagged) flag_corner(sample);
        text_in({sample.x1 + em(0.41f), top, half.x1, top + line}, Face::small, colors().muted, marks[i].word);
    }
    return 2 * line;
}

bool filter_card(const Rect& rect, const FilterCard& card) {
    const Palette& c = colors();
    const Touch touch = control(
        rect,
        {.name = card.name, .kind = "filter", .radius = em(Radius::card), .chosen = card.on, .value = card.count});
    const Color rest = card.on ? c.accent_soft : c.surface;
    bordered(rect, touch.hovered ? mix(rest, c.text, Tint::row_hover) : rest, card.on ? c.accent : c.line,
             em(Radius::card), card.on ? em(0.12f) : 0);
    Rect in = rect.inset(em(0.94f), em(1.06f));
    const float count = std::ceil(figures_width(Face::title, card.count));
    figures_in(take_right(in, count, em(0.47f)), Face::title, c.text, card.count);
    const Rect sign = take_left(in, em(1.18f), em(0.59f));
    const float half = std::floor(in.height() / 2);
    icon({sign.centre().x, sign.y0 + half / 2}, card.icon,
         card.tone == Tone::neutral ? c.muted : tone_colors(card.tone).ink);
    text_in(take_top(in, half), Face::body_bold, c.text, card.name);
    text_in(in, Face::small, c.muted, card.explanation);
    return touch.clicked;
}

}  // namespace collimate::ui
