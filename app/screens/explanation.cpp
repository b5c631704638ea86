#include "app/screens/explanation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"

namespace collimate {
namespace {

/// A rationale and, below it, the name of the slip.
std::vector<Span> why_of(const Choice& choice) {
    std::vector<Span> spans = marked(choice.why);
    if (choice.error.empty()) return spans;
    spans.push_back({.text = choice.why.empty() ? "Slip: " : "\nSlip: ", .style = Style::italic});
    for (Span span : marked(choice.error)) {
        if (span.style == Style::plain) span.style = Style::italic;
        spans.push_back(std::move(span));
    }
    return spans;
}

ExplainedOption explain_choice(const Choice& choice, std::string badge, bool own) {
    ExplainedOption option = {
        .badge = std::move(badge), .words = marked(choice.text), .why = why_of(choice), .own_choice = own};
    if (choice.right)
        option.answered = ui::OptionOutcome::key;
    else if (own)
        option.answered = ui::OptionOutcome::wrong_choice;
    return option;
}

int rank_of(const ExplainedOption& option) {
    if (option.answered == ui::OptionOutcome::key) return 0;
    return option.answered == ui::OptionOutcome::wrong_choice ? 1 : 2;
}

std::vector<ExplainedOption> explain_chosen(const Instance& instance, const Response* response) {
    std::vector<ExplainedOption> options;
    for (std::size_t i = 0; i < instance.choices.size(); ++i) {
        const Choice& choice = instance.choices[i];
        const bool own = response && has_letter(response->letters, choice.letter);
        options.push_back(explain_choice(choice, screen_letter(i), own));
        if (instance.type == ItemType::hotspot && choice.text.empty())
            options.back().words = plain_span("The place marked " + screen_letter(i));
        if (instance.type == ItemType::multiple && response && choice.right && !own)
            options.back().remark = "Answer, not chosen";
    }
    std::stable_sort(options.begin(), options.end(),
                     [](const ExplainedOption& a, const ExplainedOption& b) { return rank_of(a) < rank_of(b); });
    return options;
}

/// In the right order, each with the place it was given.
std::vector<ExplainedOption> explain_order(const Instance& instance, const Response* response) {
    std::vector<const Choice*> in_order;
    for (const Choice& choice : instance.choices) in_order.push_back(&choice);
    std::stable_sort(in_order.begin(), in_order.end(),
                     [](const Choice* a, const Choice* b) { return a->place < b->place; });
    std::vector<ExplainedOption> options;
    for (const Choice* choice : in_order) {
        ExplainedOption option = {
            .badge = std::to_string(choice->place), .words = marked(choice->text), .why = why_of(*choice)};
        const auto given = response ? response->letters.find(choice->letter) : std::string::npos;
        if (given != std::string::npos) {
            const bool right = static_cast<int>(given) + 1 == choice->place;
            option.answered = right ? ui::OptionOutcome::key : ui::OptionOutcome::wrong_choice;
            option.remark = right ? "In its place" : fmt::format("You put it at {}", given + 1);
        }
        options.push_back(std::move(option));
    }
    return options;
}

/// The key and the known slips; a number of one's own that is neither stands beside them.
std::vector<ExplainedOption> explain_number(const Instance& instance, const Response* response) {
    std::vector<ExplainedOption> options;
    bool met = false;
    for (const Choice& choice : instance.choices) {
        const bool own = response && response->number && choice.value && !met &&
                         std::abs(*response->number - *choice.value) <= instance.tolerance;
        met = met || own;
        options.push_back(explain_choice(choice, choice.right ? "=" : "\u2260", own));
    }
    if (response && response->number && !met)
        options.push_back({.badge = "\u2260",
                           .words = plain_span(number_with_unit(*response->number, instance.unit)),
                           .why = plain_span("Your number; it belongs to none of the known slips."),
                           .answered = ui::OptionOutcome::wrong_choice,
                           .own_choice = true});
    std::stable_sort(options.begin(), options.end(),
                     [](const ExplainedOption& a, const ExplainedOption& b) { return rank_of(a) < rank_of(b); });
    return options;
}

std::vector<ExplainedOption> explain_options(const Instance& instance, const Response* response) {
    if (instance.type == ItemType::order) return explain_order(instance, response);
    if (instance.type == ItemType::numeric) return explain_number(instance, response);
    return explain_chosen(instance, response);
}

std::string moving_words(const Moving& moving) {
    std::string words = "This fact is changing. The answer follows " + plain(moving.authority) + ".";
    if (!moving.older.empty()) words += " Older or competing: " + plain(moving.older) + ".";
    if (moving.recheck) words += " To be looked at again on " + short_date(*moving.recheck) + ".";
    return words;
}

PointLine point_line(const LearningPoint& point, const PointState& state) {
    PointLine line = {.id = point.id, .text = marked(point.text), .standing = "not met yet", .word = "New"};
    if (state.met == 0) return line;
    line.tone = state.last_right ? ui::Tone::good : ui::Tone::bad;
    line.word = state.last_right ? "Known" : "Missed";
    line.standing = state.met == 1   ? "met once"
                    : state.met == 2 ? fmt::format("met twice, right {}", state.right)
                                     : fmt::format("met {}\u00A0times, right {}", state.met, state.right);
    return line;
}

}  // namespace

std::string screen_letter(std::size_t place) {
    return std::string(1, static_cast<char>('A' + static_cast<int>(place)));
}

std::string screen_letters(const Instance& instance, const std::string& letters) {
    std::vector<std::string> shown;
    for (const char letter : letters)
        for (std::size_t i = 0; i < instance.choices.size(); ++i)
            if (instance.choices[i].letter == letter) shown.push_back(screen_letter(i));
    if (instance.type != ItemType::order) {
        std::sort(shown.begin(), shown.end());
        return list_words(shown);
    }
    std::string sequence;
    for (const std::string& letter : shown) sequence += (sequence.empty() ? "" : ", ") + letter;
    return sequence;
}

std::string number_with_unit(double number, const std::string& unit) {
    std::string text = fmt::format("{:.10g}", number);
    if (text.front() == '-') text.replace(0, 1, "\u2212");
    if (unit.empty()) return text;
    return text + (unit == "%" || unit == "\u00B0" ? "" : "\u00A0") + plain(unit);
}

std::vector<PointLine> point_lines(const Model& model, const std::vector<std::string>& ids) {
    const auto& points = model.bank->points();
    const std::vector<PointState> states = model.desk->points();
    std::vector<PointLine> lines;
    for (const std::string& id : ids)
        for (std::size_t i = 0; i < points.size() && i < states.size(); ++i)
            if (points[i].id == id) lines.push_back(point_line(points[i], states[i]));
    return lines;
}

Explanation explain(const Model& model, const Instance& instance, const Response* response) {
    const Item item = model.bank->item(instance.item);
    Explanation explanation = {.stem = marked(instance.stem),
                               .principle = marked(instance.principle),
                               .exhibits = exhibits_told(model, instance, response),
                               .options = explain_options(instance, response),
                               .points = point_lines(model, item.points)};
    for (const Source& source : item.sources)
        explanation.sources.push_back({.text = source_line(source), .how = std::string(how_read(source.seen))});
    if (item.moving) explanation.moving = moving_words(*item.moving);
    return explanation;
}

}  // namespace collimate
