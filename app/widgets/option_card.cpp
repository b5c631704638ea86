#include "app/widgets/option_card.hpp"

#include <cmath>
#include <string>

#include "app/widgets/internal.hpp"

namespace collimate::ui {
namespace {

struct Look {
    Color ground, edge, ink;
    float line;  ///< pixels
};

Look look_of(const OptionCard& card, bool hovered) {
    const Palette& c = colors();
    if (card.answered == OptionOutcome::key) return {c.surface, c.good, c.text, hairline()};
    if (card.answered == OptionOutcome::wrong_choice) return {c.surface, c.bad, c.text, hairline()};
    if (card.answered == OptionOutcome::other) return {c.surface, c.line, c.text, hairline()};
    if (card.chosen) return {c.accent_soft, c.accent, c.text, em(0.12f)};
    const Color rest = card.struck ? c.canvas : c.surface;
    if (hovered) return {mix(rest, c.text, Tint::hover), c.edge, card.struck ? c.muted : c.text, hairline()};
    if (card.struck) return {c.canvas, c.line, c.muted, hairline()};
    return {c.surface, mix(c.line, c.edge, 0.35f), c.text, hairline()};
}

void badge(const Rect& box, const OptionCard& card, Color ground) {
    const Palette& c = colors();
    const float radius = em(Radius::badge);
    const auto filled = [&](Color color, Color ink) {
        fill(box, color, radius);
        text_in(box, Face::body_bold, ink, card.letter, Align::centre);
    };
    if (card.answered == OptionOutcome::key) return filled(c.good, c.on_good);
    if (card.answered == OptionOutcome::wrong_choice) return filled(c.bad, c.on_bad);
    if (card.answered == OptionOutcome::no && card.chosen) return filled(c.accent, c.on_accent);
    bordered(box, ground, c.edge, radius);
    text_in(box, Face::body_bold, card.struck ? c.muted : c.text, card.letter, Align::centre);
}

struct Mark {
    std::string_view words;
    Tone tone;
    Icon sign;
};

Mark mark_of(const OptionCard& card) {
    const auto words = [&](std::string_view usual) { return card.remark.empty() ? usual : card.remark; };
    if (card.answered == OptionOutcome::key)
        return {words(card.own_choice ? "Answer, your choice" : "Answer"), Tone::good, Icon::right};
    if (card.answered == OptionOutcome::wrong_choice) return {words("Your choice"), Tone::bad, Icon::wrong};
    return {{}, Tone::neutral, Icon::none};
}

float text_left() { return em(3.53f); }

/// From the card's top to its rationale, given the height of the option's own words.
float rationale_top(float words) { return em(0.82f) + std::max(words, em(1.65f)) + em(0.18f); }

/// Kept free at the right of the option's words.
float right_room(const OptionCard& card) {
    if (card.answered == OptionOutcome::no) {
        const float strike = card.can_strike || card.struck ? em(3.06f) : em(0.82f);
        return card.struck ? std::max(strike, text_width(Face::small, "struck out") + em(1.88f)) : strike;
    }
    const Mark mark = mark_of(card);
    return mark.words.empty() ? em(0.82f) : chip_width(mark.words, mark.sign) + em(1.6f);
}

Reading words_reading(const OptionCard& card) {
    return card.answered == OptionOutcome::no ? body_reading() : bold_reading();
}

float padding(const OptionCard& card) { return em(card.compact ? 0.65f : 0.82f); }

float words_width(const OptionCard& card, float width) { return width - text_left() - right_room(card); }

float rationale_width(float width) { return std::min(width - text_left() - em(0.82f), widest_measure(body_reading())); }

/// Height of the option's own words, at least that of the badge beside them.
float head_height(const OptionCard& card, float width) {
    return measure(card.words, words_reading(card), words_width(card, width)).height;
}

bool shows_rationale(const OptionCard& card) { return card.answered != OptionOutcome::no && !card.rationale.empty(); }

/// The words are the pressable part, so the strike icon is a control of its own beside them.
bool strike_control(const Rect& rect, const OptionCard& card) {
    const std::string name = (card.struck ? "Restore " : "Strike out ") + std::string(card.letter);
    const Touch touch = control(rect, {.name = name, .kind = "button", .radius = em(Radius::button), .stop = false});
    tooltip_over(rect, name + ", S then " + std::string(card.letter));
    return touch.clicked;
}

void paint_right(const Rect& rect, const OptionCard& card, const Rect& strike) {
    const Palette& c = colors();
    const Mark mark = mark_of(card);
    if (!mark.words.empty()) {
        const float width = chip_width(mark.words, mark.sign);
        chip({rect.x1 - em(0.82f) - width, rect.y0 + em(0.82f) + std::floor((em(1.65f) - em(chip_height)) / 2)},
             mark.words, mark.tone, mark.sign);
        return;
    }
    if (card.answered != OptionOutcome::no) return;
    if (card.grip)
        icon({rect.x1 - em(1.29f), rect.centre().y}, Icon::grip, mix(c.surface, c.edge, 0.85f), Face::icon_small);
    if (card.struck)
        text_in({rect.x0, strike.y0, rect.x1 - em(0.94f), strike.y1}, Face::small, c.muted, "struck out", Align::right);
    else if (card.can_strike)
        icon(strike.centre(), Icon::strike, mix(c.surface, c.edge, 0.85f), Face::icon_small);
}

}  // namespace

float option_gap(bool compact) { return em(compact ? 0.35f : 0.71f); }

float option_card_height(const OptionCard& card, float width) {
    const float words = head_height(card, width);
    if (!shows_rationale(card)) {
        const float least = em(card.compact ? 2.71f : 3.06f);
        return std::max(least, words + 2 * padding(card));
    }
    return rationale_top(words) + measure(card.rationale, body_reading(), rationale_width(width)).height + em(0.71f);
}

int places_dragged(std::span<const Rect> cards, int place, float y) {
    const auto middle = [&](int i) { return cards[static_cast<std::size_t>(i)].centre().y; };
    if (place > 0 && y < middle(place - 1)) return -1;
    return place + 1 < static_cast<int>(cards.size()) && y > middle(place + 1) ? 1 : 0;
}

OptionEvent option_card(const Rect& rect, const OptionCard& card) {
    OptionEvent event;
    const bool open = card.answered == OptionOutcome::no && card.enabled;
    const float strike_width = card.struck ? right_room(card) : em(2.6f);
    const Rect strike{rect.x1 - strike_width, rect.y0, rect.x1, rect.y1};
    if (open && (card.can_strike || card.struck)) event.struck = strike_control(strike.inset(em(0.3f)), card);
    const std::string name = "Option " + std::string(card.letter);
    const Touch touch = control(rect, {.name = name,
                                       .kind = "option",
                                       .radius = em(Radius::card),
                                       .enabled = open,
                                       .chosen = card.chosen,
                                       .pressed_by = PressedBy::space,
                                       .value = card.struck ? "struck out" : ""});
    const float slack = em(0.35f);
    const bool moved = ImGui::GetIO().MouseDragMaxDistanceSqr[0] > slack * slack;
    if (ImGui::IsItemActive() && moved) event.dragged_to = ImGui::GetIO().MousePos.y;
    event.dropped = ImGui::IsItemDeactivated() && moved;
    event.chosen = touch.clicked && !(moved && ImGui::IsMouseReleased(0) && card.grip);
    const Look look = look_of(card, touch.hovered);
    bordered(rect, look.ground, look.edge, em(Radius::card), look.line);
    const float side = em(1.76f);
    const Reading words = words_reading(card);
    const float height = head_height(card, rect.width());
    const bool tall = shows_rationale(card) || card.answered != OptionOutcome::no;
    const float top = tall ? rect.y0 + em(0.82f) + std::max(0.0f, std::floor((em(1.65f) - words.line) / 2))
                           : std::floor(rect.centre().y - height / 2);
    const float badge_top = tall ? rect.y0 + em(0.76f) : std::floor(rect.centre().y - side / 2);
    badge(at({rect.x0 + em(0.82f), badge_top}, side, side), card, look.ground);
    paragraph({rect.x0 + text_left(), top}, words_width(card, rect.width()), card.words, words, look.ink,
              {.struck = card.struck && card.answered == OptionOutcome::no});
    paint_right(rect, card, strike);
    if (shows_rationale(card))
        paragraph({rect.x0 + text_left(), rect.y0 + rationale_top(height)}, rationale_width(rect.width()),
                  card.rationale, body_reading(),
                  card.answered == OptionOutcome::other ? colors().muted : colors().text);
    return event;
}

}  // namespace collimate::ui
