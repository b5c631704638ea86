#pragma once

#include <string>
#include <vector>

#include "engine/base/calendar.hpp"
#include "engine/model/forecast.hpp"
#include "engine/record/state.hpp"
#include "engine/study/plan.hpp"

namespace collimate {

/// What the calendar follows of one question beside PlanItem, to know how it will stand on a later day.
struct CalendarItem {
    Memory memory;
    Day last_day = 0;
    Day due = 0;
    double difficulty = 0.0;  ///< b*, logits
    double chance = 0.0;      ///< guess floor
};

/// Where a calendar begins.
struct CalendarStart {
    PlanSituation situation;          ///< of today
    std::vector<CalendarItem> items;  ///< as those of the situation
    MemoryModel model;
    std::vector<double> theta;  ///< per leaf
    double gamma = 0.0;
    double studied = 0.0;  ///< n of the ability
    Day today = 0;
    Day exam_day = 0;
    int minutes_per_day = 0;
    double minutes_done = 0.0;  ///< today
    std::optional<int> days_since_mock;
    std::uint64_t seed = plan_seed;
};

/// One day as the plan will go, if every day is kept and the answers are as expected.
struct CalendarDay {
    Day day = 0;
    int reviews = 0;
    int fresh = 0;   ///< new, without the probes
    int probes = 0;  ///< new, at random by the exam's weights
    int due_put_off = 0;
    double minutes = 0.0;
    bool mock = false;  ///< a full mock exam is proposed
    bool exam = false;
    double share = 1.0;  ///< of the usual minutes: less in the last days
    /// If the exam were on the morning of this day, the days before it kept: filled by Desk::calendar.
    double p_pass = 0.0;
    Interval scaled;

    [[nodiscard]] int questions() const { return reviews + fresh + probes; }
};

/// Days beyond this are not planned one by one.
inline constexpr Day longest_calendar = 400;

/// Where the one mock exam goes: a Saturday of the days in which it tells most, or the first such day left. Absent
/// where one was sat of late or it is too late. That a Saturday has the hours for it is our assumption.
[[nodiscard]] std::optional<Day> mock_day(Day today, Day exam_day, std::optional<int> days_since_mock);

/// Plays the plan from today to exam day, at most `longest_calendar` days. Of every question planned the expected share
/// is right: whole answers are told out so that their sum follows the sum of P(right). Equal starts give equal days.
[[nodiscard]] std::vector<CalendarDay> plan_days(CalendarStart start);

/// The day in one sentence.
[[nodiscard]] std::string sentence(const CalendarDay& day);

/// `12 %`; beyond 1 and 99 percent no closer than that.
[[nodiscard]] std::string chance_words(double p_pass);

/// What is to be said of the days as a whole, a sentence each: where they lead, days missed of late, due reviews that
/// wait and how many at most. Empty where there are no days.
[[nodiscard]] std::vector<std::string> calendar_sentences(const std::vector<CalendarDay>& days,
                                                          const std::vector<Day>& missed);

}  // namespace collimate
