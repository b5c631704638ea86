#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/context.hpp"
#include "app/cli/terminal.hpp"
#include "app/cli/workplace.hpp"
#include "engine/base/error.hpp"
#include "engine/base/index.hpp"
#include "engine/base/json_text.hpp"
#include "engine/base/output_file.hpp"
#include "engine/study/ics.hpp"

namespace collimate {
namespace {

using nlohmann::json;

struct TodayOptions {
    std::filesystem::path record;
    std::string exam;
    std::string exam_date;
    std::optional<int> minutes;
    std::filesystem::path ics;
    bool as_json = false;
};

/// The date of the options, absent where none is given.
std::optional<Day> exam_day_from(const TodayOptions& options, Day today) {
    if (options.exam_date.empty()) return std::nullopt;
    const auto day = parse_day(options.exam_date);
    if (!day) throw Refused(fmt::format("\"{}\" is no date; write 2027-01-15", options.exam_date));
    if (*day < today) throw Refused(fmt::format("{} has passed; name the date of your next exam", options.exam_date));
    return day;
}

void change_goal(Desk& desk, const TodayOptions& options, std::optional<Day> exam_day, Now now) {
    if (!exam_day && !options.minutes) return;
    Goal goal = desk.state().goal;
    if (exam_day) goal.exam_day = exam_day;
    constexpr int first_goal_minutes = 30;
    const int minutes = options.minutes.value_or(goal.minutes_per_day > 0 ? goal.minutes_per_day : first_goal_minutes);
    desk.set_goal(goal.exam_day, minutes, now);
}

void print_countdown(const Desk& desk, const Today& today) {
    fmt::print("{} ({})\n", desk.outline().title, desk.outline().exam);
    if (!today.days_left) {
        fmt::print("No exam date is set; set it with: collimate-cli today --exam-date 2027-01-15 --minutes 45\n");
    } else if (*today.days_left > 0) {
        fmt::print("{}: {} {} to your exam.\n", long_date(*today.goal.exam_day), *today.days_left,
                   *today.days_left == 1 ? "day" : "days");
    } else {
        fmt::print("{}: {}\n", long_date(*today.goal.exam_day),
                   *today.days_left == 0 ? "today is your exam." : "your exam date has passed.");
        if (*today.days_left < 0 && !desk.state().outcomes.contains(*today.goal.exam_day))
            fmt::print("Tell how it went, and the forecast learns from it: collimate-cli outcome --passed --date {}\n",
                       format_day(*today.goal.exam_day));
    }
}

void print_forecast(std::string_view when, const Readiness& readiness) {
    const Forecast& forecast = readiness.forecast;
    const std::string low = percent_text(forecast.p_pass_low);
    const std::string high = percent_text(forecast.p_pass_high);
    print_wrapped(fmt::format("{}: {} to pass; {} allowing for difficulty labels that are off together.", when,
                              percent_text(forecast.p_pass), low == high ? low : low + " to " + high));
    print_wrapped(fmt::format("Scaled score about {:.0f}; four times in five between {:.0f} and {:.0f}. {:.0f} passes.",
                              forecast.scaled.median, forecast.scaled.low, forecast.scaled.high, readiness.cut));
}

void print_work(const Today& today) {
    fmt::print("Today: {} {} due; {:.0f} of {:.0f} minutes done.\n", today.reviews,
               today.reviews == 1 ? "review" : "reviews", today.minutes_done, today.minutes_done + today.minutes_left);
    std::string week;
    for (const DayMinutes& day : today.week) week += fmt::format(" {} {:.0f}", weekday(day.day), day.minutes);
    fmt::print("Minutes of the last seven days:{}.\n", week);
}

/// The day's plan in words, and why its first questions come first.
void print_plan(const Desk& desk, Day today) {
    constexpr std::size_t told = 3;
    const DayPlan plan = desk.day_plan(today, plan_seed);
    for (const std::string& words : sentences(plan, desk.state().goal.exam_day)) print_wrapped(words);
    for (std::size_t i = 0; i < std::min(told, plan.choices.size()); ++i) {
        const ItemHead& head = desk.heads()[at(plan.choices[i].item)];
        const Area& area = desk.outline().areas[at(head.area)];
        print_wrapped(fmt::format("{}. {}: {}", i + 1, area.title, sentence(plan.choices[i])), 2);
    }
}

/// What comes after today, shortly, and what another goal would change.
void print_ahead(const Desk& desk, Day today) {
    constexpr std::size_t told = 7;
    const std::vector<CalendarDay> days = desk.calendar(today);
    if (days.size() < 2) return;
    fmt::print("The plan from tomorrow, if every day is kept and answers are as expected:\n");
    for (std::size_t i = 1; i < days.size(); ++i)
        if (i <= told || days[i].mock || days[i].exam)
            print_wrapped(fmt::format("{} {}: {} Ready by then: {} to pass.", weekday(days[i].day),
                                      short_date(days[i].day), sentence(days[i]), chance_words(days[i].p_pass)),
                          2);
    for (const std::string& words : calendar_sentences(days, desk.missed_days(today))) print_wrapped(words);
    const Forecast as_it_is = desk.forecast(today, *desk.state().goal.exam_day).forecast;
    for (const WhatIf& other : desk.what_if(today)) print_wrapped(sentence(other, as_it_is));
    fmt::print("\n");
}

void export_ics(const Desk& desk, const TodayOptions& options, Now now) {
    if (options.ics.empty()) return;
    const std::vector<CalendarDay> days = desk.calendar(now.day);
    if (days.empty()) throw Refused("there is no exam ahead to plan for; set its date with --exam-date");
    write_whole(options.ics, to_ics(days, desk.outline().title, desk.record().candidate(), now.ms));
    if (!options.as_json) fmt::print("{} holds the plan of {} days.\n", options.ics.string(), days.size());
}

json day_or_null(std::optional<Day> day) { return day ? json(format_day(*day)) : json(nullptr); }

json forecast_json(const Readiness& readiness) {
    const Forecast& forecast = readiness.forecast;
    return {{"at", format_day(readiness.at)},    {"p_pass", forecast.p_pass},
            {"p_pass_low", forecast.p_pass_low}, {"p_pass_high", forecast.p_pass_high},
            {"median", forecast.scaled.median},  {"low", forecast.scaled.low},
            {"high", forecast.scaled.high},      {"cut", readiness.cut}};
}

json plan_json(const Desk& desk, Day today) {
    const DayPlan plan = desk.day_plan(today, plan_seed);
    json questions = json::array();
    for (const PlanChoice& choice : plan.choices) {
        const ItemHead& head = desk.heads()[at(choice.item)];
        questions.push_back({{"item", head.id},
                             {"area", desk.outline().areas[at(head.area)].code},
                             {"seen", choice.seen},
                             {"minutes", choice.minutes},
                             {"why", sentence(choice)}});
    }
    return {{"questions", questions},
            {"minutes", plan.minutes},
            {"due", plan.due},
            {"due_put_off", plan.due_put_off},
            {"words", sentences(plan, desk.state().goal.exam_day)}};
}

json calendar_json(const std::vector<CalendarDay>& days) {
    json all = json::array();
    for (const CalendarDay& day : days)
        all.push_back({{"day", format_day(day.day)},
                       {"reviews", day.reviews},
                       {"new", day.fresh},
                       {"new_at_random", day.probes},
                       {"minutes", day.minutes},
                       {"due_put_off", day.due_put_off},
                       {"mock", day.mock},
                       {"exam", day.exam},
                       {"p_pass", day.p_pass},
                       {"median", day.scaled.median},
                       {"low", day.scaled.low},
                       {"high", day.scaled.high}});
    return all;
}

json what_if_json(const Desk& desk, Day today) {
    json all = json::array();
    for (const WhatIf& other : desk.what_if(today))
        all.push_back({{"what", other.words},
                       {"exam_date", day_or_null(other.goal.exam_day)},
                       {"minutes_per_day", other.goal.minutes_per_day},
                       {"p_pass", other.forecast.p_pass},
                       {"median", other.forecast.scaled.median}});
    return all;
}

void print_json(const Desk& desk, const Today& today, Day day) {
    json missed = json::array();
    for (const Day each : desk.missed_days(day)) missed.push_back(format_day(each));
    json document = {{"exam", desk.outline().exam},
                     {"day", format_day(day)},
                     {"exam_date", day_or_null(today.goal.exam_day)},
                     {"minutes_per_day", today.goal.minutes_per_day},
                     {"minutes_done", today.minutes_done},
                     {"reviews_due", today.reviews},
                     {"forecast_today", forecast_json(desk.forecast(day, day))},
                     {"plan", plan_json(desk, day)},
                     {"calendar", calendar_json(desk.calendar(day))},
                     {"missed_days", missed},
                     {"what_if", what_if_json(desk, day)}};
    if (today.days_left && *today.days_left > 0)
        document["forecast_exam_day"] = forecast_json(desk.forecast(day, *today.goal.exam_day));
    fmt::print("{}\n", json_text(document, 2));
}

void show_today(const Context& context, const TodayOptions& options) {
    const Now now = context.now();
    const std::optional<Day> exam_day = exam_day_from(options, now.day);
    const Workplace place = open_workplace(context, options.record, options.exam);
    Desk& desk = *place.desk;
    change_goal(desk, options, exam_day, now);
    const Today today = desk.today(now.day);
    if (options.as_json) {
        export_ics(desk, options, now);
        return print_json(desk, today, now.day);
    }
    print_clock_warning(desk, now.day);
    print_countdown(desk, today);
    fmt::print("\n");
    const Readiness if_sat_now = desk.forecast(now.day, now.day);
    print_forecast("If you sat today", if_sat_now);
    if (today.days_left && *today.days_left > 0)
        print_forecast("On exam day, if you keep to the plan", desk.forecast(now.day, *today.goal.exam_day));
    print_wrapped(if_sat_now.basis);
    fmt::print("\n");
    print_work(today);
    print_plan(desk, now.day);
    print_tomorrow(desk, now.day);
    fmt::print("\n");
    print_ahead(desk, now.day);
    print_topics(desk, now.day);
    print_weaker(desk);
    const std::vector<Finding> all = findings(desk.habits());
    if (!all.empty()) fmt::print("\n");
    print_findings(all);
    export_ics(desk, options, now);
}

}  // namespace

void add_today_command(CLI::App& app, Context& context) {
    const auto options = std::make_shared<TodayOptions>();
    CLI::App* command = app.add_subcommand("today", "Countdown, forecast, what is due, weak areas");
    command->add_option("--exam", options->exam, "Exam code; the one last studied if left out");
    command->add_option("--record", options->record, "Record file; the one of the data folder if left out");
    command->add_option("--exam-date", options->exam_date, "Set the date of your exam, 2027-01-15");
    command->add_option("--minutes", options->minutes, "Set the minutes a day you plan for");
    command->add_option("--ics", options->ics, "Write the plan until the exam as a calendar file");
    command->add_flag("--json", options->as_json, "Print one JSON document");
    command->callback([options, &context] { show_today(context, *options); });
}

}  // namespace collimate
