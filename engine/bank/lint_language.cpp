// Rules on the words of one item: abbreviations (S2), readability (S3), brands and persons (S4, Q5), American spelling
// (S6), how numbers are set (S7), and on its rationale (R1, R2).
#include <algorithm>
#include <cctype>

#include "engine/bank/lint_rules.hpp"
#include "engine/bank/lint_words.hpp"
#include "engine/base/characters.hpp"
#include "engine/item/units.hpp"

namespace collimate {
namespace {

constexpr std::size_t shortest_why = 60;
constexpr std::size_t longest_why = 150;
constexpr double hardest_grade = 13.0;

bool upper(char c) { return c >= 'A' && c <= 'Z'; }

// ---------------------------------------------------------------- S2

bool is_roman(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c == 'I' || c == 'V' || c == 'X'; });
}

bool is_abbreviation(std::string_view word) {
    const auto capitals = std::count_if(word.begin(), word.end(), upper);
    if (capitals < 2 || is_roman(word) || is_unit(word) || is_known_abbreviation(word)) return false;
    if (is_any_of(word, {"NOT", "EXCEPT", "LEAST", "INCORRECT", "FALSE", "MOST", "BEST", "FIRST", "LAST", "AND", "OR"}))
        return false;
    // Names of people such as McCollough.
    const auto small = std::count_if(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return small <= capitals;
}

/// Whether the words of a text spell the letters out one after another: "deviation index" for DI.
bool spelled_out(const std::vector<std::string>& words, std::string_view abbreviation) {
    std::string initials;
    for (const char c : abbreviation)
        if (std::isalpha(static_cast<unsigned char>(c))) initials += lowered(std::string_view(&c, 1));
    if (initials.ends_with('s') && abbreviation.ends_with('s')) initials.pop_back();
    for (std::size_t start = 0; start < words.size(); ++start) {
        std::size_t letter = 0;
        for (std::size_t at = start; at < words.size() && letter < initials.size(); ++at) {
            if (words[at][0] == initials[letter])
                ++letter;
            else if (at == start || !is_stop_word(words[at]))
                break;
        }
        if (letter == initials.size()) return true;
    }
    return false;
}

/// "dose-length product (DLP)" and "DLP (dose-length product)".
bool in_brackets(std::string_view text, std::string_view abbreviation) {
    return text.find("(" + std::string(abbreviation)) != std::string_view::npos ||
           text.find(std::string(abbreviation) + " (") != std::string_view::npos;
}

/// What explains an abbreviation: all texts, or only those seen before the answer.
struct Context {
    std::string text;
    std::vector<std::string> words;
};

Context context_of(const std::vector<Passage>& passages, bool asked_only) {
    Context context;
    for (const Passage& passage : passages)
        if (passage.asked() || !asked_only) context.text += passage.line + " . ";
    context.words = words_of(context.text);
    return context;
}

void check_abbreviations(const Item& item, const std::vector<Passage>& passages, Findings& findings) {
    std::set<std::string> told;
    for (const Passage& passage : passages) {
        for (const std::string& word : passage.written) {
            if (!is_abbreviation(word) || told.contains(word)) continue;
            const Context context = context_of(passages, passage.asked());
            if (in_brackets(context.text, word) || spelled_out(context.words, word)) continue;
            told.insert(word);
            findings.warn(item, passage.part, "S2", "\"" + word + "\" is not spelled out",
                          "write its words, then " + word + " in brackets, at its first use in " +
                              (passage.asked() ? "the question" : "the item"));
        }
    }
}

// ---------------------------------------------------------------- words that do not belong

void check_persons(const Reading& reading, Findings& findings) {
    const auto written = words_as_written(reading.stem);
    for (std::size_t at = 0; at < written.size(); ++at) {
        const std::string word = lowered(written[at]);
        const bool us = word == "us" && written[at] == "us";
        const std::string_view next = at + 1 < written.size() ? std::string_view(written[at + 1]) : std::string_view();
        const bool self = written[at] == "I" &&
                          is_any_of(next, {"am", "was", "will", "have", "should", "would", "can", "do", "need"});
        if (us || self || is_any_of(word, {"you", "your", "yours", "we", "our", "ours", "my", "me", "mine"})) {
            findings.warn(*reading.item, ".stem", "Q5", "the stem says \"" + written[at] + "\"",
                          "say the technologist or the sonographer");
            return;
        }
    }
}

void check_people_and_brands(const Item& item, const Passage& passage, Findings& findings) {
    for (const std::string& word : passage.written) {
        const std::string low = lowered(word);
        const bool capital = !word.empty() && upper(word[0]);
        if (capital && is_brand(word))
            findings.warn(item, passage.part, "S4", "\"" + word + "\" is a brand",
                          "name the kind of device or drug instead");
        else if (passage.asked() && is_any_of(low, {"he", "she"}))
            findings.warn(item, passage.part, "S4", "\"" + word + "\" stands for a person",
                          "write the patient, or the role");
        else if (capital && is_any_of(low, {"mr", "mrs", "ms"}) && word != "MR" && word != "MS")
            findings.warn(item, passage.part, "S4", "\"" + word + "\" names a person",
                          "write the patient and, if it matters, the age");
        else if (is_any_of(low, {"housewife", "stewardess", "oriental", "caucasian", "manpower", "crippled",
                                 "handicapped", "retarded"}))
            findings.warn(item, passage.part, "S4", "\"" + word + "\" is a stereotype or out of date",
                          "leave it out or say what matters");
    }
}

void check_spelling(const Item& item, const Passage& passage, Findings& findings) {
    for (const std::string& word : passage.written) {
        const std::string american = american_for(lowered(word));
        if (american.empty()) continue;
        findings.warn(item, passage.part, "S6", "\"" + word + "\" is British spelling", "write \"" + american + "\"");
    }
}

// ---------------------------------------------------------------- S7: how numbers are set

/// Units that are never words, so that a number glued to one is a slip and not a name such as L5 or 3D.
bool is_plain_unit(std::string_view letters) {
    return is_any_of(
        letters, {"cm", "mm", "kVp", "kV",   "mA",  "mAs", "MHz", "kHz", "Hz",  "mGy", "Gy",  "mSv",  "Sv",  "mL", "kg",
                  "mg", "dB", "HU",  "mmHg", "keV", "MeV", "ms",  "mW",  "MBq", "mCi", "cGy", "mrem", "rem", "rad"});
}

/// The blank-separated token with brackets and closing punctuation taken off.
std::string_view trimmed(std::string_view token) {
    const auto first = token.find_first_not_of("(\"");
    if (first == std::string_view::npos) return {};
    token.remove_prefix(first);
    const auto last = token.find_last_not_of(").,;:?!\"");
    return last == std::string_view::npos ? std::string_view{} : token.substr(0, last + 1);
}

/// `4-6` and `4–6`, but not a date or the name of a report or a vertebra.
bool is_range_with_hyphen(std::string_view token) {
    std::size_t hyphen = token.find('-');
    std::size_t width = 1;
    if (const auto dash = token.find("–"); dash != std::string_view::npos)
        hyphen = dash, width = std::string_view("–").size();
    if (hyphen == std::string_view::npos || hyphen == 0) return false;
    const std::string_view second = token.substr(hyphen + width);
    return is_number(token.substr(0, hyphen)) && is_number(second);
}

void check_number_style(const Item& item, const Passage& passage, Findings& findings) {
    std::string_view rest = passage.text;
    bool number_before = false;
    while (!rest.empty()) {
        const auto end = std::min(rest.find_first_of(" \n"), rest.size());
        const std::string_view token = trimmed(rest.substr(0, end));
        const std::string said(token);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const auto letters =
            std::find_if(token.begin(), token.end(), [](char c) { return !is_digit(c) && c != '.' && c != ','; });
        const std::string_view tail = token.substr(static_cast<std::size_t>(letters - token.begin()));
        if (is_range_with_hyphen(token))
            findings.block(item, passage.part, "S7", "\"" + said + "\" writes a range with a hyphen",
                           "write \"4 to 6\"");
        else if (!tail.empty() && tail.size() < token.size() && is_plain_unit(tail))
            findings.warn(item, passage.part, "S7", "no space before the unit in \"" + said + "\"",
                          "write \"5 cm\", and \"50%\" and \"60°\" without");
        else if (number_before && (token == "%" || token == "°"))
            findings.warn(item, passage.part, "S7", "a space before " + said, "write \"50%\" and \"60°\"");
        else if (token.size() > 1 && token[0] == '.' && is_digit(token[1]))
            findings.warn(item, passage.part, "S7", "\"" + said + "\" lacks its zero", "write 0" + said);
        else if (token.size() >= 5 && std::all_of(token.begin(), token.end(), is_digit))
            findings.warn(item, passage.part, "S7", "\"" + said + "\" lacks its comma",
                          "from five digits on, write as in 77,000");
        number_before = is_number(token) || token.ends_with('}');
    }
}

// ---------------------------------------------------------------- R: rationale

void check_rationale(const Reading& reading, Findings& findings) {
    const Item& item = *reading.item;
    std::size_t words = 0;
    for (const Passage& passage : reading.passages)
        words += passage.kind == Passage::Kind::explanation ? passage.written.size() : 0;
    if (words < shortest_why || words > longest_why)
        findings.warn(item, "", "R1", "all explanations together have " + std::to_string(words) + " words",
                      words < shortest_why ? "say more: 60 to 150 words, with the principle and why each error fails"
                                           : "say it in 60 to 150 words");
    for (const Passage& passage : reading.passages) {
        if (passage.kind != Passage::Kind::explanation) continue;
        const auto& written = passage.written;
        for (std::size_t at = 0; at + 1 < written.size(); ++at) {
            const std::string word = lowered(written[at]);
            const bool letter = written[at + 1].size() == 1 && upper(written[at + 1][0]) && written[at + 1][0] <= 'J';
            const bool by_letter = letter && is_any_of(word, {"option", "choice", "answer", "distractor"});
            if (by_letter || (word == "see" && lowered(written[at + 1]) == "textbook"))
                findings.warn(
                    item, passage.part, "R2", "the explanation says \"" + written[at] + " " + written[at + 1] + "\"",
                    "refer to what the option says: letters are shuffled, and the candidate has no textbook at hand");
        }
    }
}

}  // namespace

void lint_language(const Reading& reading, Findings& findings) {
    const Item& item = *reading.item;
    check_abbreviations(item, reading.passages, findings);
    check_persons(reading, findings);
    for (const Passage& passage : reading.passages) {
        check_people_and_brands(item, passage, findings);
        check_spelling(item, passage, findings);
        check_number_style(item, passage, findings);
    }
    if (item.level == Level::recall && reading_grade(reading.stem) > hardest_grade)
        findings.inform(item, ".stem", "S3", "the stem is hard to read for a question of recall",
                        "shorten its sentences");
    check_rationale(reading, findings);
}

}  // namespace collimate
