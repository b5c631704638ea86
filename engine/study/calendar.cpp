#include "engine/study/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/base/index.hpp"
#include "engine/base/random.hpp"
#include "engine/model/ability.hpp"

namespace collimate {
namespace {

constexpr double longest_wait_days = 36500.0;

/// The plan's situation carried from day to day.
class DaysAhead {
public:
    explicit DaysAhead(CalendarStart start) : now_(std::move(start)), studied_(now_.studied) {}

    [[nodiscard]] CalendarDay live(Day day) {
        if (day > now_.today) turn_to(day);
        const double minutes = minutes_for_day(now_.minutes_per_day, now_.exam_day - day);
        const DayPlan plan = plan_day(now_.situation, day == now_.today ? minutes - now_.minutes_done : minutes);
        CalendarDay lived = {.day = day,
                             .due_put_off = plan.due_put_off,
                             .minutes = plan.minutes,
                             .share = minutes_for_day(1, now_.exam_day - day)};
        for (const PlanChoice& choice : plan.choices) {
            ++(choice.reason == PlanReason::probe ? lived.probes : choice.seen ? lived.reviews : lived.fresh);
            answer(choice, day);
        }
        return lived;
    }

private:
    /// What a night changes: all is open again, some is forgotten, some has come due, and study has raised ability.
    void turn_to(Day day) {
        PlanSituation& plan = now_.situation;
        plan.days_left = now_.exam_day - day;
        plan.seed = derive(now_.seed, static_cast<std::uint64_t>(day));
        plan.leaves_today.clear();
        plan.answered_today = 0;
        plan.since_new = 0;
        plan.today = day;
        for (PlanPoint& point : plan.points) point.met_before = point.met > 0;
        const double grown = now_.gamma * growth(now_.studied, studied_);
        for (std::size_t i = 0; i < plan.items.size(); ++i) {
            PlanItem& item = plan.items[i];
            const CalendarItem& memory = now_.items[i];
            item.open = true;
            item.due = item.seen && memory.due <= day;
            if (item.seen) plan.leaf_met[at(item.leaf)] = true;
            item.retrievability =
                item.repeats() ? retrievability(now_.model.parameters, day - memory.last_day, memory.memory.stability)
                               : 0.0;
            item.p_first = probability_right(now_.theta[at(item.leaf)] + grown, memory.difficulty, memory.chance);
        }
    }

    void answer(const PlanChoice& choice, Day day) {
        CalendarItem& memory = now_.items[at(choice.item)];
        const bool right = tell_out(choice.p);
        studied_ += now_.situation.items[at(choice.item)].repeats() ? repeat_share : 1.0;
        take(now_.situation, choice, right);
        memory.memory =
            review(now_.model.parameters, memory.memory, day - memory.last_day, right ? Rating::good : Rating::again);
        memory.last_day = day;
        const double wait = interval(now_.model.parameters, memory.memory.stability, now_.model.wanted);
        memory.due = day + static_cast<Day>(std::max(1.0, std::round(std::min(wait, longest_wait_days))));
    }

    bool tell_out(double p) {
        owed_ += p;
        if (owed_ < 0.5) return false;
        owed_ -= 1.0;
        return true;
    }

    CalendarStart now_;
    double studied_;
    double owed_ = 0.0;  ///< expected right answers not told out yet
};

bool is_saturday(Day day) { return weekday(day) == "Sat"; }

}  // namespace

std::optional<Day> mock_day(Day today, Day exam_day, std::optional<int> days_since_mock) {
    const auto advice = mock_advice(exam_day - today, days_since_mock);
    if (!advice || advice->when == MockAdvice::When::done || advice->when == MockAdvice::When::too_late)
        return std::nullopt;
    const Day first = std::max(today, exam_day - advice->first_days_left);
    for (Day day = first; day <= exam_day - advice->last_days_left; ++day)
        if (is_saturday(day)) return day;
    return first;
}

std::vector<CalendarDay> plan_days(CalendarStart start) {
    const Day today = start.today;
    const Day exam_day = start.exam_day;
    const std::optional<Day> mock = mock_day(today, exam_day, start.days_since_mock);
    std::vector<CalendarDay> days;
    DaysAhead ahead(std::move(start));
    for (Day day = today; day < std::min(exam_day, today + longest_calendar); ++day) {
        days.push_back(ahead.live(day));
        days.back().mock = mock == day;
    }
    if (exam_day >= today && exam_day - today <= longest_calendar)
        days.push_back({.day = exam_day, .exam = true, .share = 0.0});
    return days;
}

std::string sentence(const CalendarDay& day) {
    if (day.exam) return "The exam; nothing else is planned.";
    const std::string mock = day.mock ? " A full mock exam may take their place." : "";
    if (day.questions() == 0) return "Nothing is planned." + mock;
    const int questions = day.questions();
    return fmt::format("{} {} in about {:.0f} minutes: {} {}, {} new and {} new at random.{}", questions,
                       questions == 1 ? "question" : "questions", day.minutes, day.reviews,
                       day.reviews == 1 ? "review" : "reviews", day.fresh, day.probes, mock);
}

std::string chance_words(double p_pass) {
    if (p_pass < 0.01) return "under 1 %";
    if (p_pass > 0.99) return "over 99 %";
    return fmt::format("{:.0f} %", 100.0 * p_pass);
}

namespace {

std::string where_they_lead(const std::vector<CalendarDay>& days) {
    const CalendarDay& first = days.front();
    const CalendarDay& last = days.back();
    if (!last.exam || days.size() < 2) return {};
    const std::string now = chance_words(first.p_pass);
    const std::string then = chance_words(last.p_pass);
    return fmt::format(
        "Kept until {}, the plan leads {} to pass: a scaled score of about {:.0f}, four times "
        "in five between {:.0f} and {:.0f}.",
        short_date(last.day), now == then ? "to " + then : "from " + now + " to " + then, last.scaled.median,
        last.scaled.low, last.scaled.high);
}

std::string about_missed(const std::vector<Day>& missed) {
    if (missed.empty()) return {};
    const bool one = missed.size() == 1;
    return fmt::format(
        "{} of the last seven days {} without study. Nothing of {} is piled up: no day to come is longer "
        "than usual.",
        missed.size(), one ? "was" : "were", one ? "it" : "them");
}

std::string about_waiting(const std::vector<CalendarDay>& days) {
    const auto most = std::max_element(days.begin(), days.end(), [](const CalendarDay& a, const CalendarDay& b) {
        return a.due_put_off < b.due_put_off;
    });
    if (most->due_put_off == 0) return {};
    const auto reviews = [](int n) { return fmt::format("{} due {}", n, n == 1 ? "review" : "reviews"); };
    if (most == days.begin())
        return fmt::format(
            "Left out today: {}, more than on any day to come; other questions are worth more of the exam "
            "a minute.",
            reviews(most->due_put_off));
    return fmt::format("Left out today: {}; most, {}, on {}. Other questions are worth more of the exam a minute.",
                       days.front().due_put_off == 0 ? "none" : reviews(days.front().due_put_off), most->due_put_off,
                       short_date(most->day));
}

}  // namespace

std::vector<std::string> calendar_sentences(const std::vector<CalendarDay>& days, const std::vector<Day>& missed) {
    if (days.empty()) return {};
    std::vector<std::string> all = {where_they_lead(days), about_missed(missed), about_waiting(days)};
    std::erase(all, std::string());
    return all;
}

}  // namespace collimate
