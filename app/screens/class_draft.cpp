#include "app/screens/class_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>
#include <sstream>

#include "app/screens/words.hpp"

namespace collimate {
namespace {

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char sign) { return static_cast<char>(std::toupper(sign)); });
    return text;
}

std::string without_ends(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string decimals(double value) {
    std::string text = fmt::format("{:.2f}", value);
    if (text == "-0.00") text = "0.00";
    if (text.front() == '-') text.replace(0, 1, "\u2212");
    return text;
}

std::string in_form(double value, NumberForm form) {
    switch (form) {
        case NumberForm::percent:
            return percent(value);
        case NumberForm::decimals:
            return decimals(value);
        case NumberForm::seconds:
            return fmt::format("{:.0f}\u00A0s", value);
        case NumberForm::score:
            break;
    }
    return one_decimal(value);
}

}  // namespace

ClassNames::ClassNames(const ClassFacts& facts, bool names) : facts_(facts), names_(names) {
    for (const auto& [candidate, entry] : facts.roster) ++called_[entry.name];
    if (!facts.report) return;
    for (const cohort::CandidateReport& each : facts.report->candidates) labels_.emplace(each.candidate, each.label);
}

std::string ClassNames::label(const CandidateId& candidate) const {
    const auto known = labels_.find(candidate);
    return known != labels_.end() ? known->second : upper(hex_of(candidate).substr(0, 4));
}

std::string ClassNames::of(const CandidateId& candidate) const {
    const auto entry = facts_.roster.find(candidate);
    if (!names_ || entry == facts_.roster.end()) return label(candidate);
    const std::string& name = entry->second.name;
    if (!name.empty()) return called_.at(name) > 1 ? name + " (" + label(candidate) + ")" : name;
    return entry->second.number.empty() ? label(candidate) : entry->second.number;
}

std::optional<CandidateId> ClassNames::find(const std::string& typed) const {
    if (typed.empty()) return std::nullopt;
    std::set<CandidateId> found;
    const std::string wanted = upper(typed);
    for (const CandidateId& candidate : facts_.roll.candidates) {
        const auto entry = facts_.roster.find(candidate);
        const bool named = entry != facts_.roster.end() &&
                           (upper(entry->second.name) == wanted || upper(entry->second.number) == wanted);
        const bool begins = typed.size() >= 4 && upper(hex_of(candidate)).starts_with(wanted);
        if (named || begins || upper(label(candidate)) == wanted) found.insert(candidate);
    }
    return found.size() == 1 ? std::optional(*found.begin()) : std::nullopt;
}

bool ClassNames::fits(const CandidateId& candidate, const std::string& typed) const {
    const std::string wanted = upper(without_ends(typed));
    const auto holds = [&](const std::string& text) { return upper(text).find(wanted) != std::string::npos; };
    const auto entry = facts_.roster.find(candidate);
    if (entry != facts_.roster.end() && (holds(entry->second.name) || holds(entry->second.number))) return true;
    return holds(label(candidate)) || upper(hex_of(candidate)).starts_with(wanted);
}

ClassNumber class_number(const Statistic& statistic, NumberForm form) {
    if (!statistic.value) return {.value = "\u2013", .why = why_withheld(statistic)};
    ClassNumber number = {.value = in_form(*statistic.value, form)};
    if (!statistic.limits) return number;
    const auto [low, high] = *statistic.limits;
    if (form == NumberForm::percent)
        number.limits = fmt::format("{:.0f} to {:.0f}", 100 * low, 100 * high);
    else if (form == NumberForm::seconds)
        number.limits = fmt::format("{:.0f} to {:.0f}", low, high);
    else
        number.limits = in_form(low, form) + " to " + in_form(high, form);
    return number;
}

std::string cell_figure(const cohort::AreaCell& cell) {
    if (cell.few) return cell.answers > 0 ? "few" : "\u2013";
    return fmt::format("{:.0f}", 100 * cell.expected);
}

std::string cell_words(const std::string& area, const cohort::AreaCell& cell) {
    if (cell.answers == 0) return area + ": nothing answered yet";
    const std::string right = fmt::format("{} of {} right", cell.right, cell.answers);
    if (cell.few) return area + ": " + right + ", too few to say more";
    return fmt::format("{}: {}, likely {:.0f} to {:.0f}; {}", area, percent(cell.expected), 100 * cell.low,
                       100 * cell.high, right);
}

std::pair<std::string, std::string> short_title(const std::string& title) {
    static constexpr std::array<std::string_view, 12> small = {"and", "of",  "the", "or",   "to", "a",
                                                               "in",  "for", "by",  "with", "on", "&"};
    std::istringstream in(title.substr(0, title.find('(')));
    std::vector<std::string> words;
    for (std::string word; in >> word;) {
        while (!word.empty() && (word.back() == ',' || word.back() == ';')) word.pop_back();
        if (!word.empty() && std::find(small.begin(), small.end(), word) == small.end()) words.push_back(word);
    }
    if (words.empty()) return {title, ""};
    return {words[0], words.size() > 1 ? words[1] : ""};
}

std::string shown_chance(double share) { return percent(std::clamp(share, 0.01, 0.99)); }

bool says_little(const cohort::CandidateReport& candidate) {
    return std::find(candidate.concerns.begin(), candidate.concerns.end(), cohort::Concern::few_answers) !=
           candidate.concerns.end();
}

std::string_view concern_words(cohort::Concern concern) {
    switch (concern) {
        case cohort::Concern::unlikely:
            return "unlikely to pass";
        case cohort::Concern::doubtful:
            return "may not pass";
        case cohort::Concern::few_answers:
            return "few answers";
        case cohort::Concern::idle:
            return "idle";
        case cohort::Concern::rushing:
            return "rushing";
        case cohort::Concern::falling:
            return "falling";
    }
    return {};
}

}  // namespace collimate
