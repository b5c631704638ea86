#include "app/cli/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/cli/exhibits.hpp"
#include "app/cli/terminal.hpp"
#include "engine/exam/sitting.hpp"
#include "engine/item/markup.hpp"

namespace collimate {
namespace {

std::optional<double> number_in(const std::string& line) {
    double number = 0.0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    return error == std::errc{} && end == line.data() + line.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

char label_of(const Instance& question, char letter) {
    for (std::size_t i = 0; i < question.choices.size(); ++i)
        if (question.choices[i].letter == letter) return static_cast<char>('A' + i);
    return '?';
}

std::string labels_of(const Instance& question, const std::string& letters) {
    std::string labels;
    for (const char letter : letters) labels += label_of(question, letter);
    if (question.type != ItemType::order) std::sort(labels.begin(), labels.end());
    return labels;
}

std::string instruction_for(const Instance& question) {
    const char last = static_cast<char>('A' + question.choices.size() - 1);
    switch (question.type) {
        case ItemType::multiple:
            return fmt::format("Your answer, all letters that apply, A to {}:", last);
        case ItemType::order:
            return fmt::format("Your order, all letters from first to last, A to {}:", last);
        case ItemType::numeric:
            return question.unit.empty() ? "Your answer, a number:"
                                         : fmt::format("Your answer, a number in {}:", plain(question.unit));
        case ItemType::hotspot:
            return hotspot_instruction(question);
        case ItemType::single:
            break;
    }
    return fmt::format("Your answer, A to {}:", last);
}

std::optional<Response> response_from(const Instance& question, const std::string& line) {
    Response response;
    if (question.type == ItemType::numeric) {
        response.number = number_in(line);
        return response.number ? std::optional(response) : std::nullopt;
    }
    if (question.type == ItemType::hotspot) {
        response.mark = spot_from(line);
        if (response.mark) return settled(question, response);
        if (!has_named_places(question)) return std::nullopt;
    }
    for (const char c : line) {
        if (c == ' ' || c == ',') continue;
        const int position = c >= 'a' && c <= 'z' ? c - 'a' : c - 'A';
        if (position < 0 || position >= static_cast<int>(question.choices.size())) return std::nullopt;
        const char letter = question.choices[static_cast<std::size_t>(position)].letter;
        if (response.letters.find(letter) != std::string::npos) return std::nullopt;
        response.letters += letter;
    }
    const std::size_t given = response.letters.size();
    const bool fits = question.type == ItemType::multiple ? given > 0
                      : question.type == ItemType::order  ? given == question.choices.size()
                                                          : given == 1;
    return fits ? std::optional(response) : std::nullopt;
}

std::string answer_text(const Instance& question, const Response& response) {
    if (is_blank(response)) return "none";
    if (response.number)
        return fmt::format("{:g}{}{}", *response.number, question.unit.empty() ? "" : " ", plain(question.unit));
    if (question.type == ItemType::hotspot) return mark_in_words(question, response);
    return labels_of(question, response.letters);
}

std::string key_text(const Instance& question) {
    const bool by_words = question.type == ItemType::numeric || question.type == ItemType::hotspot;
    if (!by_words) return labels_of(question, key_letters(question));
    for (const Choice& choice : question.choices)
        if (choice.right) return choice.region ? place_in_words(choice) : plain(choice.text);
    return {};
}

void print_options(const Instance& question, const std::string& struck) {
    if (question.type == ItemType::numeric || (question.type == ItemType::hotspot && !has_named_places(question)))
        return;
    for (const Choice& choice : question.choices)
        print_wrapped(fmt::format("  {}. {}{}", label_of(question, choice.letter), plain(choice.text),
                                  struck.find(choice.letter) == std::string::npos ? "" : " (struck out)"),
                      5);
}

void print_reasons(const Instance& question) {
    if (!question.principle.empty()) print_wrapped(plain(question.principle));
    for (const Choice& choice : question.choices) {
        if (choice.why.empty()) continue;
        const std::string name = choice.region ? place_in_words(choice)
                                 : question.type == ItemType::numeric
                                     ? plain(choice.text)
                                     : std::string(1, label_of(question, choice.letter));
        const std::string verdict = question.type == ItemType::order ? "" : choice.right ? " is right" : " is wrong";
        print_wrapped(fmt::format("  {}{}: {}", name, verdict, plain(choice.why)), 5);
    }
}

}  // namespace collimate
