#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "app/widgets/controls.hpp"

namespace collimate::ui {

/// Where an option stands once the question has been answered.
enum class OptionOutcome { no, key, wrong_choice, other };

struct OptionCard {
    std::string_view letter;  ///< on the badge; the control is called "Option B"
    std::span<const Span> words;
    bool chosen = false;
    bool struck = false;
    bool compact = false;
    bool can_strike = true;
    bool grip = false;  ///< a sign at the right that it can be dragged
    bool enabled = true;
    OptionOutcome answered = OptionOutcome::no;
    bool own_choice = false;               ///< with OptionOutcome::key: the candidate chose it
    std::string_view remark = {};          ///< once answered, in place of the chip's usual words
    std::span<const Span> rationale = {};  ///< shown inside once answered
};

struct OptionEvent {
    bool chosen = false;                             ///< pressed by mouse, or by Space while it has the focus
    bool struck = false;                             ///< the strike icon was pressed
    std::optional<float> dragged_to = std::nullopt;  ///< the pointer's y while the card is dragged by the mouse
    bool dropped = false;                            ///< let go after a drag
};

[[nodiscard]] float option_card_height(const OptionCard& card, float width);
/// `rect` is at least option_card_height high. Call within a Group so that Up and Down move between the cards.
OptionEvent option_card(const Rect& rect, const OptionCard& card);
/// By mouse a card changes places with its neighbor once the pointer, at `y`, is past the neighbor's middle: -1 up, 1
/// down, 0 not yet.
[[nodiscard]] int places_dragged(std::span<const Rect> cards, int place, float y);
/// Between two cards, in em.
[[nodiscard]] float option_gap(bool compact);

}  // namespace collimate::ui
