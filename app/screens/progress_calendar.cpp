// The days until the exam on the progress screen; painted in progress_calendar_draw.cpp.
#include "app/screens/progress_calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "app/screens/words.hpp"
#include "app/widgets/typed_date.hpp"
#include "engine/base/index.hpp"
#include "engine/base/output_file.hpp"
#include "engine/study/ics.hpp"

namespace collimate {
namespace {

using std::chrono::year_month;

year_month month_of(Day day) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
    return date.year() / date.month();
}

Day first_of(year_month month) {
    return static_cast<Day>(std::chrono::sys_days(month / 1).time_since_epoch().count());
}

int days_in(year_month month) {
    return static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day_last(month / std::chrono::last).day()));
}

int months_between(year_month from, year_month to) { return static_cast<int>((to - from).count()); }

/// `November 2026`, from `Saturday 28 November 2026`.
std::string month_words(year_month month) {
    const std::string date = long_date(first_of(month));
    return date.substr(date.find(' ', date.find(' ') + 1) + 1);
}

std::string cell_name(Day day) { return weekday(day) + " " + short_date(day); }

std::string lived_words(const DayState& day) {
    return fmt::format("{} in {} minutes, {} right.", counted(day.answers.answers, "answer", "answers"),
                       std::max(1L, std::lround(static_cast<double>(day.elapsed_ms) / 60'000.0)), day.answers.right);
}

// ---- the month -------------------------------------------------------------

CalendarCell past_cell(const Desk& desk, Day day, int minutes_wanted) {
    CalendarCell cell = {.past = true};
    const ExamState& state = desk.state();
    const auto lived = state.days.find(day);
    if (lived == state.days.end()) {
        cell.missed = !state.days.empty() && day > state.days.begin()->first;
        return cell;
    }
    const double minutes = static_cast<double>(lived->second.elapsed_ms) / 60'000.0;
    cell.minutes = fmt::format("{:.0f}", std::max(1.0, minutes));
    cell.share = std::clamp(minutes / std::max(1, minutes_wanted), 0.05, 1.0);
    return cell;
}

CalendarCell planned_cell(const CalendarDay& planned, int minutes_wanted) {
    CalendarCell cell = {.mock = planned.mock, .exam = planned.exam};
    const double questions = planned.questions();
    if (questions == 0) return cell;
    cell.minutes = fmt::format("{:.0f}", std::max(1.0, planned.minutes));
    cell.share = std::clamp(planned.minutes / std::max(1, minutes_wanted), 0.05, 1.0);
    cell.reviews = planned.reviews / questions;
    cell.fresh = planned.fresh / questions;
    cell.probes = planned.probes / questions;
    return cell;
}

void add_cells(CalendarView& view, const Desk& desk, const std::vector<CalendarDay>& days, year_month month, Day chosen,
               Day today) {
    const Day first = first_of(month);
    view.first_column = static_cast<int>(std::chrono::weekday(std::chrono::sys_days(month / 1)).iso_encoding()) - 1;
    for (int i = 0; i < days_in(month); ++i) {
        const Day day = first + i;
        const auto ahead = static_cast<std::size_t>(std::max(0, day - today));
        CalendarCell cell = day < today            ? past_cell(desk, day, view.minutes)
                            : ahead < days.size() ? planned_cell(days[ahead], view.minutes)
                                                  : CalendarCell{};
        cell.day = day;
        cell.name = cell_name(day);
        cell.number = std::to_string(i + 1);
        cell.today = day == today;
        cell.chosen = day == chosen;
        view.cells.push_back(std::move(cell));
    }
}

std::vector<std::string> day_sentences(const Desk& desk, const std::vector<CalendarDay>& days, Day day, Day today) {
    const auto lived = desk.state().days.find(day);
    std::vector<std::string> words;
    if (lived != desk.state().days.end()) words.push_back("Done: " + lived_words(lived->second));
    if (day < today) {
        if (words.empty()) words.emplace_back("No study on this day.");
        return words;
    }
    const auto ahead = static_cast<std::size_t>(day - today);
    if (ahead >= days.size()) {
        words.emplace_back("After the exam: nothing is planned.");
        return words;
    }
    const CalendarDay& planned = days[ahead];
    words.push_back((day == today && !words.empty() ? "Still to do: " : "") + unbroken(sentence(planned)));
    if (!planned.exam && planned.share < 1.0)
        words.push_back(planned.share < 0.6 ? "Half the usual time, and no new topic, the day before the exam."
                                            : "A little less than usual, two days before the exam.");
    if (planned.due_put_off > 0)
        words.push_back(counted(planned.due_put_off, "due review waits", "due reviews wait") + " for another day.");
    words.push_back(unbroken(fmt::format("Ready {}: {} to pass, a score of about {:.0f}, likely {:.0f} to {:.0f}.",
                                         day == today ? "now" : "that morning", chance_words(planned.p_pass),
                                         planned.scaled.median, planned.scaled.low, planned.scaled.high)));
    return words;
}

// ---- where it leads --------------------------------------------------------

void add_ready(CalendarView& view, const Outline& outline, const std::vector<CalendarDay>& days) {
    if (days.size() < 2) return;
    view.cut = outline.scale.cut;
    const double step = outline.scale.high > 200 ? 50.0 : 10.0;
    double low = view.cut, high = view.cut;
    for (const CalendarDay& day : days) {
        low = std::min(low, day.scaled.low);
        high = std::max(high, day.scaled.high);
        view.ready.push_back({day.day, day.scaled.low, day.scaled.median, day.scaled.high});
        view.ready_hovers.push_back(unbroken(fmt::format("{}: {} to pass, score {:.0f}, likely {:.0f} to {:.0f}",
                                                         short_date(day.day), chance_words(day.p_pass),
                                                         day.scaled.median, day.scaled.low, day.scaled.high)));
    }
    view.axis_low = std::floor(low / step) * step;
    view.axis_high = std::ceil(high / step) * step;
    const CalendarDay& last = days.back();
    view.exam_label = (last.exam ? "exam " : "") + short_date(last.day);
    view.median_label = fmt::format("{:.0f}", last.scaled.median);
    view.high_label = fmt::format("{:.0f}", last.scaled.high);
    view.cut_label = fmt::format("pass {:.0f}", view.cut);
    view.ready_scope = unbroken(fmt::format("pass: {} now, {} then", chance_words(days.front().p_pass),
                                            chance_words(last.p_pass)));
}

// ---- date ------------------------------------------------------------------

void add_typed(CalendarView& view, const Goal& goal, const CalendarDraft& draft, Day today) {
    const auto typed = ui::typed_date(draft.date, today);
    view.date_ready = typed && *typed >= today && typed != goal.exam_day;
    view.date_faulty = !draft.date.empty() && (!typed || *typed < today);
    view.date_words = draft.date.empty()  ? goal.exam_day ? "Exam " + date_words(*goal.exam_day) : "No exam date yet"
                      : !typed            ? "Not a date: write it like 9 Jan 2027."
                      : *typed < today    ? "This day has passed."
                      : !view.date_ready ? "This is the date now."
                                         : distance_words(*typed, today);
}

/// From the first day of study to the exam, in months after that of today.
std::pair<int, int> months_to_see(const Desk& desk, const std::vector<CalendarDay>& days, Day today) {
    const year_month now = month_of(today);
    const Day first = desk.state().days.empty() ? today : std::min(today, desk.state().days.begin()->first);
    const Day last = days.empty() ? today : days.back().day;
    return {months_between(now, month_of(first)), months_between(now, month_of(last))};
}

}  // namespace

CalendarView calendar_view(const Model& model, const CalendarDraft& draft, Now now) {
    const Desk& desk = *model.desk;
    const Goal& goal = desk.state().goal;
    const std::vector<CalendarDay>& days = desk.calendar(now.day);
    CalendarView view = {.today = now.day, .minutes = desk.minutes_per_day()};
    const auto [earliest, latest] = months_to_see(desk, days, now.day);
    const int shown = std::clamp(draft.month, earliest, latest);
    const year_month month = month_of(now.day) + std::chrono::months(shown);
    const Day chosen = draft.chosen.value_or(now.day);
    view.month = month_words(month);
    view.before = shown > earliest;
    view.after = shown < latest;
    add_cells(view, desk, days, month, chosen, now.day);
    view.chosen_head = day_words(chosen);
    view.chosen_words = day_sentences(desk, days, chosen, now.day);
    add_typed(view, goal, draft, now.day);
    view.file = (model.folders.data / "study-plan.ics").string();
    if (days.empty()) {
        view.empty = !goal.exam_day             ? "Set the date of your exam, and every day until then is planned here."
                     : *goal.exam_day < now.day ? "Exam day has passed. Set the next date, and the days until then are "
                                                  "planned here."
                                                : "Today is the exam: nothing is planned.";
        return view;
    }
    view.scope = counted(static_cast<std::int64_t>(*goal.exam_day - now.day), "day", "days") +
                 fmt::format(", {} minutes a day", view.minutes);
    for (const std::string& words : calendar_sentences(days, desk.missed_days(now.day)))
        view.words.push_back(unbroken(words));
    const Forecast as_it_is = desk.forecast(now.day, *goal.exam_day).forecast;
    for (const WhatIf& other : desk.what_if(now.day)) view.what_if.push_back(unbroken(sentence(other, as_it_is)));
    add_ready(view, desk.outline(), days);
    return view;
}

void update(Model& model, CalendarDraft& draft, const CalendarEvent& event, Now now) {
    struct Does {
        Model& model;
        CalendarDraft& draft;
        Now now;

        [[nodiscard]] const Goal& goal() const { return model.desk->state().goal; }
        void operator()(const progress::TurnMonth& turn) const {
            const auto [earliest, latest] = months_to_see(*model.desk, model.desk->calendar(now.day), now.day);
            draft.month = std::clamp(draft.month + turn.by, earliest, latest);
        }
        void operator()(const progress::ChooseDay& choose) const { draft.chosen = choose.day; }
        void operator()(const progress::DateTyped&) const {}
        void operator()(const progress::SetDate&) const {
            const auto day = ui::typed_date(draft.date, now.day);
            if (!day || *day < now.day) return;
            model.desk->set_goal(day, model.desk->minutes_per_day(), now);
            draft.date.clear();
        }
        void operator()(const progress::SetMinutes& set) const {
            model.desk->set_goal(goal().exam_day, set.minutes, now);
        }
        void operator()(const progress::WriteCalendar& write) const {
            write_whole(write.file, to_ics(model.desk->calendar(now.day), model.desk->outline().title,
                                           model.record->candidate(), now.ms));
            draft.exporting = false;
            model.toast = Message{.text = "Written to " + write.file, .shown_ms = now.ms};
        }
    };
    std::visit(Does{model, draft, now}, event);
}

}  // namespace collimate
