#include "engine/cohort/outcomes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>

namespace collimate::cohort {
namespace {

constexpr int years_pooled = 5;
constexpr int months_counted = 6;
constexpr double five_year_benchmark = 0.75;
constexpr double take_and_pass_benchmark = 0.60;

std::chrono::year_month_day date_of(Day day) {
    return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}};
}

Day day_of(std::chrono::sys_days days) { return static_cast<Day>(days.time_since_epoch().count()); }

int year_of(Day day) { return static_cast<int>(date_of(day).year()); }

Day first_of(int year) { return day_of(std::chrono::year{year} / std::chrono::January / 1); }

Day last_of(int year) { return day_of(std::chrono::year{year} / std::chrono::December / 31); }

/// The same day of the month so many months later, or the last of that month where it has no such day.
Day months_after(Day day, int months) {
    std::chrono::year_month_day date = date_of(day) + std::chrono::months{months};
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    return day_of(std::chrono::sys_days{date});
}

PassRate rate_of(std::string credential, int from_year, int to_year, int attempts, int passed) {
    PassRate rate = {.credential = std::move(credential),
                     .from = first_of(from_year),
                     .to = last_of(to_year),
                     .attempts = attempts,
                     .passed = passed};
    const auto n = static_cast<std::size_t>(attempts);
    if (attempts == 0)
        rate.rate = withheld(Withheld::too_few, 0, 1);
    else
        rate.rate = {
            .value = static_cast<double>(passed) / attempts, .limits = wilson_limits(passed, attempts), .n = n};
    return rate;
}

void compare(PassRate& rate, double benchmark) {
    rate.benchmark = benchmark;
    if (rate.rate.value) rate.margin = *rate.rate.value - benchmark;
}

/// A candidate's place in a cohort.
struct Attendance {
    const Cohort* cohort = nullptr;
    std::optional<Day> completed;
};

std::map<CandidateId, std::vector<Attendance>> attendances_of(const Roll& roll) {
    std::map<CohortId, const Cohort*> cohorts;
    for (const Cohort& cohort : roll.cohorts) cohorts[cohort.id] = &cohort;
    std::map<CandidateId, std::vector<Attendance>> all;
    for (const Enrolment& enrolment : roll.enrolments) {
        const auto cohort = cohorts.find(enrolment.cohort);
        if (cohort == cohorts.end()) continue;
        all[enrolment.candidate].push_back(
            {.cohort = cohort->second,
             .completed = enrolment.completed.has_value() ? enrolment.completed : cohort->second->completed});
    }
    return all;
}

/// When the candidate completed what led to a credential: of the cohort that prepares for it, else of one that prepares
/// for several, else of any.
std::optional<Day> completion_for(const std::vector<Attendance>& attendances, const std::string& credential) {
    const auto fit = [&](const Attendance& each) {
        return each.cohort->exam == credential ? 2 : each.cohort->exam.empty() ? 1 : 0;
    };
    std::optional<Day> completed;
    int best = -1;
    for (const Attendance& each : attendances) {
        if (!each.completed || fit(each) <= best) continue;
        completed = each.completed;
        best = fit(each);
    }
    return completed;
}

struct NotCounted {
    int later_attempts = 0;
    int too_late = 0;
    int no_completion = 0;
};

struct YearCount {
    int attempts = 0;
    int passed = 0;
};

bool is_earlier(const Outcome& a, const Outcome& b) { return a.day < b.day; }

/// Counted first attempts by the year of completion; what is left out is counted along, for completions in the period.
std::map<int, YearCount> count_first_attempts(const Roll& roll, const std::string& credential, int year,
                                              NotCounted& left_out) {
    const auto attendances = attendances_of(roll);
    std::vector<Outcome> outcomes = roll.outcomes;
    std::stable_sort(outcomes.begin(), outcomes.end(), is_earlier);
    std::set<std::pair<CandidateId, std::string>> counted;
    std::map<int, YearCount> years;
    for (const Outcome& outcome : outcomes) {
        if (credential.empty() ? !outcome.credential.starts_with("arrt-") : outcome.credential != credential) continue;
        const auto attended = attendances.find(outcome.candidate);
        std::optional<Day> completed;
        if (attended != attendances.end()) completed = completion_for(attended->second, outcome.credential);
        const int of_year = completed ? year_of(*completed) : year;
        if (of_year > year || of_year <= year - years_pooled) continue;
        const bool first = outcome.first_attempt && counted.insert({outcome.candidate, outcome.credential}).second;
        if (!first)
            ++left_out.later_attempts;
        else if (!completed)
            ++left_out.no_completion;
        else if (outcome.day > months_after(*completed, months_counted))
            ++left_out.too_late;
        else {
            ++years[of_year].attempts;
            years[of_year].passed += outcome.passed ? 1 : 0;
        }
    }
    return years;
}

std::vector<std::string> words_of(const NotCounted& left_out) {
    std::vector<std::string> words;
    if (left_out.later_attempts > 0)
        words.push_back(fmt::format("{} after the first attempt", left_out.later_attempts));
    if (left_out.too_late > 0)
        words.push_back(fmt::format("{} later than six months after completion", left_out.too_late));
    if (left_out.no_completion > 0)
        words.push_back(fmt::format("{} of candidates without a day of completion", left_out.no_completion));
    return words;
}

/// Candidates of cohorts that prepare for a sonography exam or for several: those who completed in the year and, for
/// `enrolled`, all whose cohort did.
std::map<CandidateId, std::optional<Day>> sonographers(const Roll& roll, Denominator denominator, int year) {
    std::map<CandidateId, std::optional<Day>> chosen;
    for (const auto& [candidate, attendances] : attendances_of(roll))
        for (const Attendance& each : attendances) {
            if (!each.cohort->exam.empty() && !each.cohort->exam.starts_with("ardms-")) continue;
            const bool by_class = denominator == Denominator::enrolled && each.cohort->completed.has_value();
            const std::optional<Day>& counted = by_class ? each.cohort->completed : each.completed;
            if (counted.has_value() && year_of(counted.value()) == year) chosen[candidate] = each.completed;
        }
    return chosen;
}

}  // namespace

std::string_view name_of(Denominator denominator) {
    static constexpr std::array<std::string_view, 3> names = {"attempted", "completed", "enrolled"};
    return names[static_cast<std::size_t>(denominator)];
}

FiveYears five_years(const Roll& roll, const std::string& credential, int year) {
    FiveYears result;
    NotCounted left_out;
    const auto counts = count_first_attempts(roll, credential, year, left_out);
    YearCount pooled;
    for (int each = year - years_pooled + 1; each <= year; ++each) {
        const auto found = counts.find(each);
        const YearCount count = found == counts.end() ? YearCount{} : found->second;
        pooled.attempts += count.attempts;
        pooled.passed += count.passed;
        result.years.push_back(rate_of(credential, each, each, count.attempts, count.passed));
    }
    result.pooled = rate_of(credential, year - years_pooled + 1, year, pooled.attempts, pooled.passed);
    compare(result.pooled, five_year_benchmark);
    result.not_counted = left_out.later_attempts + left_out.too_late + left_out.no_completion;
    result.why_not = words_of(left_out);
    return result;
}

std::vector<PassRate> by_credential(const Roll& roll, Denominator denominator, int year) {
    const auto chosen = sonographers(roll, denominator, year);
    std::map<std::string, std::map<CandidateId, bool>> credentials;  // whether passed
    for (const Outcome& outcome : roll.outcomes) {
        const auto candidate = chosen.find(outcome.candidate);
        if (candidate == chosen.end() || !outcome.credential.starts_with("ardms-")) continue;
        if (candidate->second && outcome.day > months_after(*candidate->second, 12)) continue;
        bool& passed = credentials[outcome.credential][outcome.candidate];
        passed = passed || outcome.passed;
    }
    std::vector<PassRate> rates;
    for (const auto& [credential, taken] : credentials) {
        const auto passed = std::count_if(taken.begin(), taken.end(), [](const auto& each) { return each.second; });
        const std::size_t all = denominator == Denominator::attempted ? taken.size() : chosen.size();
        rates.push_back(rate_of(credential, year, year, static_cast<int>(all), static_cast<int>(passed)));
        if (denominator == Denominator::attempted) compare(rates.back(), take_and_pass_benchmark);
    }
    return rates;
}

}  // namespace collimate::cohort
