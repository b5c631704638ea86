// How real exams went, as accreditors count it; painted in class_outcomes_draw.cpp.
#include "app/screens/class_outcomes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"

namespace collimate {
namespace {

constexpr int years_offered = 4;

int year_of(Day day) { return std::atoi(format_day(day).substr(0, 4).c_str()); }

std::string dated(Day day) { return short_date(day) + " " + format_day(day).substr(0, 4); }

ClassRateLine line_of(const cohort::PassRate& rate, std::string name) {
    ClassRateLine line = {.name = std::move(name),
                          .attempts = rate.attempts == 0 ? "none" : fmt::format("{} of {}", rate.passed, rate.attempts),
                          .rate = class_number(rate.rate, NumberForm::percent),
                          .any = rate.attempts > 0};
    line.value = rate.rate.value.value_or(0.0);
    const Limits limits = rate.rate.limits.value_or(Limits{line.value, line.value});
    line.low = limits.low;
    line.high = limits.high;
    if (!rate.benchmark || !rate.margin || !rate.rate.value) return line;
    const double points = 100 * *rate.margin;
    line.below = points < 0;
    line.margin =
        fmt::format("{:.0f} {} {:.0f}\u00A0%", std::abs(points), points < 0 ? "below" : "above", 100 * *rate.benchmark);
    return line;
}

std::string pooled_words(const cohort::PassRate& pooled) {
    if (pooled.attempts == 0) return "No first attempt falls into these five years yet.";
    if (!pooled.rate.value) return why_withheld(pooled.rate);
    std::string words = fmt::format("Pooled over five years {} of {} passed: {}", pooled.passed, pooled.attempts,
                                    percent(*pooled.rate.value));
    if (pooled.margin && pooled.benchmark) {
        const double points = std::abs(100 * *pooled.margin);
        words += fmt::format(", {:.1f} points {} the {} asked for", points, *pooled.margin < 0 ? "below" : "above",
                             percent(*pooled.benchmark));
    }
    return words + ".";
}

void add_choices(ClassOutcomesView& view, const ClassFacts& facts, const ClassDraft& draft, int year, Day today) {
    for (int each = year_of(today); each > year_of(today) - years_offered; --each) {
        view.years.push_back({.name = std::to_string(each), .on = each == year});
        view.year_values.push_back(each);
    }
    std::set<std::string> credentials;
    for (const cohort::Outcome& outcome : facts.roll.outcomes)
        if (outcome.credential.starts_with("arrt")) credentials.insert(outcome.credential);
    if (credentials.size() < 2) return;
    view.credentials.push_back({.name = "All of ARRT", .on = draft.credential.empty()});
    view.credential_codes.emplace_back();
    for (const std::string& credential : credentials) {
        view.credentials.push_back({.name = credential, .on = draft.credential == credential});
        view.credential_codes.push_back(credential);
    }
}

void add_results(ClassOutcomesView& view, const ClassFacts& facts, const ClassNames& names) {
    std::vector<cohort::Outcome> outcomes = facts.roll.outcomes;
    std::stable_sort(outcomes.begin(), outcomes.end(),
                     [](const cohort::Outcome& a, const cohort::Outcome& b) { return a.day > b.day; });
    for (const cohort::Outcome& outcome : outcomes) {
        std::string what = outcome.credential + (outcome.passed ? ", passed" : ", not passed");
        if (outcome.scaled) what += fmt::format(" with {:g}", *outcome.scaled);
        if (!outcome.first_attempt) what += ", a later attempt";
        view.results.push_back(
            {.candidate = outcome.candidate,
             .when = dated(outcome.day),
             .who = names.of(outcome.candidate),
             .what = std::move(what),
             .withdrawn = {.candidate = outcome.candidate, .credential = outcome.credential, .day = outcome.day}});
    }
}

}  // namespace

ClassOutcomesView class_outcomes_view(const ClassFacts& facts, const ClassNames& names, const ClassDraft& draft,
                                      Day today) {
    ClassOutcomesView view;
    const int year = draft.year == 0 ? year_of(today) : draft.year;
    add_choices(view, facts, draft, year, today);
    const cohort::FiveYears five = cohort::five_years(facts.roll, draft.credential, year);
    for (const cohort::PassRate& rate : five.years)
        view.five.push_back(line_of(rate, std::to_string(year_of(rate.to))));
    view.pooled = line_of(five.pooled, "five years");
    view.period = dated(five.pooled.from) + " to " + dated(five.pooled.to);
    view.words = pooled_words(five.pooled);
    view.short_of = view.pooled.below;
    view.threshold = five.pooled.benchmark.value_or(0.75);
    if (!five.why_not.empty()) view.not_counted = "Not counted: " + list_words(five.why_not) + ".";
    view.rule = unbroken(std::string(cohort::five_years_rule));
    for (const cohort::PassRate& rate : cohort::by_credential(facts.roll, draft.denominator, year))
        view.by_credential.push_back(line_of(rate, rate.credential.empty() ? "all" : rate.credential));
    view.denominator = static_cast<int>(draft.denominator);
    view.denominator_words = unbroken(std::string(cohort::by_credential_rule));
    if (view.by_credential.empty())
        view.no_credential = "No ARDMS credential of this programme has a result for " + std::to_string(year) + ".";
    add_results(view, facts, names);
    return view;
}

}  // namespace collimate
