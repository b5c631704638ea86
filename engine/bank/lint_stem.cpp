// Rules on the stem of one item: negatives (N1, N3) and the question itself (Q).
#include <algorithm>

#include "engine/bank/lint_rules.hpp"
#include "engine/bank/lint_stem.hpp"
#include "engine/bank/lint_words.hpp"

namespace collimate {
namespace {

constexpr std::string_view at_stem = ".stem";
constexpr std::size_t most_stem_words = 90;
constexpr std::size_t shortest_question = 6;

/// Whether a word of the asking sentence turns the question round: "Which is NOT", not "if the patient does not".
bool turns_round(const std::vector<std::string>& words, std::size_t at) {
    const std::string& word = words[at];
    const std::string_view next = at + 1 < words.size() ? std::string_view(words[at + 1]) : std::string_view();
    const std::string_view before = at > 0 ? std::string_view(words[at - 1]) : std::string_view();
    if (word == "not" || word.ends_with("n't")) return next != "only";
    if (word == "except") return !is_any_of(next, {"for", "during", "in", "at", "on"});
    if (word == "least")
        return is_any_of(
            next, {"likely", "appropriate", "correct", "important", "useful", "accurate", "acceptable", "desirable"});
    if (word == "incorrect" || word == "contraindicated" || word == "untrue") return true;
    return word == "false" && (is_any_of(before, {"is", "are", "statement"}) || next.empty());
}

bool is_capital(std::string_view word) {
    return word.size() > 1 && std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// Where the question proper is spoken: after a word that asks, before a clause of its own begins.
bool in_question(const std::vector<std::string>& words, std::size_t at) {
    if (words[at] == "except") return true;  // "All of these, except which?"
    bool asked = false;
    for (std::size_t i = 0; i < at; ++i) {
        if (is_any_of(words[i], {"which", "what", "who", "where"})) asked = true;
        if (asked && is_any_of(words[i], {"if", "when", "that", "because", "although", "unless", "once", "while",
                                          "whose", "who", "since", "but", "and", "until", "so", "rather"}))
            return is_any_of(words[i], {"who"}) && i == 0;
    }
    return asked;
}

bool comma_between(const std::string& asks, std::string_view word) {
    const auto comma = asks.find(',');
    const auto found = lowered(asks).find(word);
    const auto asked = std::min(lowered(asks).find("which"), lowered(asks).find("what"));
    return comma != std::string::npos && comma < found && comma > asked;
}

void check_negative(const Reading& reading, Findings& findings) {
    const auto negative = negative_in(reading);
    if (!negative) return;
    if (!negative->stressed)
        findings.block(*reading.item, at_stem, "N1", "the question turns on \"" + negative->word + "\" without stress",
                       "ask it positively, or write the word in capitals and bold: **NOT**");
    for (const ReadOption& option : reading.options) {
        const bool negated = std::any_of(option.words.begin(), option.words.end(), [](const std::string& word) {
            return word.ends_with("n't") || is_any_of(word, {"not", "never", "cannot", "without", "none"});
        });
        if (negated)
            findings.block(*reading.item, std::string(".") + option.letter, "N3",
                           "a negated option under a negative question", "word the option positively, or the question");
    }
}

/// "Which is true?" and its kin, which ask nothing by themselves.
bool asks_nothing(const std::vector<std::string>& words) {
    std::vector<std::string> core;
    for (const std::string& word : words)
        if (!is_any_of(word, {"of", "the", "following", "these", "below", "statement", "statements", "one", "sentence",
                              "most"}))
            core.push_back(word);
    const auto which =
        std::find_if(core.begin(), core.end(), [](const auto& w) { return w == "which" || w == "what"; });
    if (core.end() - which < 3 || !is_any_of(which[1], {"is", "are", "would"})) return false;
    const std::size_t adjective = which[2] == "be" || which[2] == "not" ? 3 : 2;
    if (static_cast<std::size_t>(core.end() - which) <= adjective) return false;
    if (!is_any_of(which[static_cast<std::ptrdiff_t>(adjective)],
                   {"true", "correct", "false", "incorrect", "accurate", "right"}))
        return false;
    // "Regarding grids, which is correct?" leaves the point to the options just as "Which is correct?" does.
    const bool opened_by_subject =
        which == core.begin() || is_any_of(core[0], {"regarding", "concerning", "about", "with", "for"});
    return opened_by_subject;
}

bool full_sentences(const Reading& reading) {
    return std::all_of(reading.options.begin(), reading.options.end(), [](const ReadOption& option) {
        return option.words.size() >= 4 &&
               std::any_of(option.words.begin() + 1, option.words.end(), [](const std::string& w) {
                   return is_any_of(
                       w, {"is", "are", "was", "has", "have", "does", "can", "must", "should", "will", "may"});
               });
    });
}

void check_question(const Reading& reading, Findings& findings) {
    const Item& item = *reading.item;
    if (!reading.stem.ends_with('?'))
        findings.warn(item, at_stem, "Q1", "the stem does not end in a question",
                      "end it with a question mark; ask one thing");
    else if (reading.stem_words.size() < shortest_question)
        findings.warn(item, at_stem, "Q1", "the stem has fewer than 6 words",
                      "say what is asked, so that it can be answered unseen");
    const bool alone = reading.asks.size() + 1 >= reading.stem.size();
    if (asks_nothing(reading.asks_words) && (alone || full_sentences(reading)))
        findings.block(item, at_stem, "Q2",
                       "the stem asks nothing by itself: its options are statements to be judged one by one",
                       "ask for the one fact the item is about");
    if (reading.stem.find("__") != std::string::npos)
        findings.block(item, at_stem, "Q3", "a blank stands inside the stem", "write a full question");
    if (reading.stem_words.size() > most_stem_words)
        findings.warn(item, at_stem, "Q4", "the stem has " + std::to_string(reading.stem_words.size()) + " words",
                      "cut it to 90, keeping what is needed to answer");
}

}  // namespace

std::optional<Negative> negative_in(const Reading& reading) {
    const auto& words = reading.asks_words;
    const auto written = words_as_written(reading.asks);
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (!turns_round(words, at)) continue;
        if (is_capital(written[at]) || reading.item->stem.find("**" + written[at] + "**") != std::string::npos)
            return Negative{.word = written[at], .stressed = true};
        if (in_question(words, at) && !comma_between(reading.asks, words[at])) return Negative{.word = written[at]};
    }
    return std::nullopt;
}

void lint_stem(const Reading& reading, Findings& findings) {
    check_negative(reading, findings);
    check_question(reading, findings);
}

}  // namespace collimate
