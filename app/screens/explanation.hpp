#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/screens/exhibits.hpp"
#include "app/widgets/option_card.hpp"
#include "engine/item/markup.hpp"

namespace collimate {

/// An option of a question that is no secret any more.
struct ExplainedOption {
    std::string badge;  ///< letter on the screen, place in the order, or a sign for a number
    std::vector<Span> words;
    std::vector<Span> why;  ///< with the slip's name at its end
    ui::OptionOutcome answered = ui::OptionOutcome::other;
    bool own_choice = false;
    std::string remark;  ///< in place of the usual chip; empty for that
};

struct PointLine {
    std::string id;
    std::vector<Span> text;
    std::string standing;  ///< `met 3 times, missed last time`
    ui::Tone tone = ui::Tone::neutral;
    std::string word;  ///< `Known`, `Missed`, `Not met yet`
};

struct SourceLine {
    std::string text;
    std::string how;  ///< how it was read
};

/// What a question meant: shown after an answer, and on the page of an item.
struct Explanation {
    std::vector<Span> stem;
    std::vector<Span> principle;
    ExhibitsView exhibits;
    std::vector<ExplainedOption> options;  ///< key first, then the choice, then the rest
    std::vector<PointLine> points;
    std::vector<SourceLine> sources;
    std::string moving;  ///< whose word the key follows where the fact is changing; empty else
};

/// `response` absent: no choice is marked. Throws Refused when the bank does not hold the item.
[[nodiscard]] Explanation explain(const Model& model, const Instance& instance, const Response* response);

/// The candidate's standing on these learning points, in their order.
[[nodiscard]] std::vector<PointLine> point_lines(const Model& model, const std::vector<std::string>& ids);

/// The letter a choice carries on the screen, by its place.
[[nodiscard]] std::string screen_letter(std::size_t place);
/// `A and C` for the author's letters of a response, as they stood on the screen.
[[nodiscard]] std::string screen_letters(const Instance& instance, const std::string& letters);
/// A number as it was typed in, with its unit.
[[nodiscard]] std::string number_with_unit(double number, const std::string& unit);

}  // namespace collimate
