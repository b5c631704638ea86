#include "app/screens/today.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/words.hpp"

namespace collimate {
namespace {

constexpr int topics_shown = 5;
constexpr int topic_session_length = 20;
constexpr int more_session_length = 10;  // beyond the minutes of the day

double round_down(double value, double step) { return step * std::floor(value / step); }

double round_up(double value, double step) { return step * std::ceil(value / step); }

// ---- title -----------------------------------------------------------------

void add_title(TodayView& view, const Today& today, const Outline& outline) {
    const std::string name = exam_name(outline);
    view.title = "Today";
    view.short_subtitle = name;
    view.subtitle = name + ", no exam date set";
    if (!today.days_left) return;
    const std::string date = long_date(*today.goal.exam_day);
    if (*today.days_left < 0) {
        view.title = "Exam day has passed";
        view.subtitle = name + ", " + date;
    } else if (*today.days_left == 0) {
        view.title = "Exam day";
        view.subtitle = name + ", " + date;
    } else {
        view.title = counted(*today.days_left, "day", "days");
        view.subtitle = "to " + name + ", " + date;
        view.short_subtitle = "to " + name;
    }
}

std::optional<OpenSession> open_session(const ExamState& state, Now now) {
    std::optional<SittingId> latest;
    for (const SittingKind kind : {SittingKind::practice, SittingKind::review}) {
        const auto sitting = state.open_sitting(kind);
        if (sitting && (!latest || *sitting > *latest)) latest = sitting;
    }
    if (!latest) return {};
    const SittingState& sitting = state.sittings.at(*latest);
    if (sitting.answers.answers == 0) return {};
    const std::string when = sitting.day == now.day       ? "today"
                             : sitting.day == now.day - 1 ? "yesterday"
                                                          : day_words(sitting.day);
    const auto length = static_cast<std::int64_t>(sitting.started.items.size());
    return OpenSession{.kind = sitting.started.kind,
                       .sitting = *latest,
                       .fact = "A session from " + when + " is not finished.",
                       .detail = length > 0 ? fmt::format("{} of {} answered", sitting.answers.answers, length)
                                            : counted(sitting.answers.answers, "answer", "answers")};
}

// ---- today's plan ----------------------------------------------------------

WeekDay week_day(const DayMinutes& day, bool first, bool today, int wanted) {
    WeekDay shown = {.name = today ? "Today" : weekday(day.day), .today = today};
    const auto minutes = std::lround(day.minutes);
    shown.done = wanted > 0 ? std::clamp(day.minutes / wanted, 0.0, 1.0) : 0.0;
    shown.reached = wanted > 0 && minutes >= wanted;
    if (today && minutes == 0) {
        shown.minutes = fmt::format("of {}", wanted);
    } else if (today) {
        shown.minutes = fmt::format("{} of {}", minutes, wanted);
    } else if (minutes == 0) {
        shown.minutes = "none";
    } else {
        shown.minutes = std::to_string(minutes) + (first ? "\u00A0min" : "");
    }
    return shown;
}

/// What was seen before, what is new, and the new ones drawn at random; their minutes add up to the whole.
void add_parts(PlanView& view, const DayPlan& plan, long minutes) {
    struct Part {
        int count = 0;
        double minutes = 0.0;
    };
    std::array<Part, 3> parts;
    for (const PlanChoice& choice : plan.choices) {
        Part& part = parts[choice.reason == PlanReason::probe ? 2 : choice.seen ? 0 : 1];
        ++part.count;
        part.minutes += choice.minutes;
    }
    const std::array labels = {counted(parts[0].count, "review", "reviews"), fmt::format("{} new", parts[1].count),
                               fmt::format("{} new at random", parts[2].count)};
    double told = 0.0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].count == 0) continue;
        const auto before = std::lround(told / plan.minutes * static_cast<double>(minutes));
        told += parts[i].minutes;
        const auto until = std::lround(told / plan.minutes * static_cast<double>(minutes));
        view.parts.push_back({.label = labels[i],
                              .minutes = fmt::format("{}\u00A0min", until - before),
                              .share = parts[i].minutes / plan.minutes});
    }
}

std::string headline_of(const DayPlan& plan, const Today& today) {
    if (plan.days_left == 0) return "Nothing is planned";
    const bool minutes_used = today.answered > 0 && plan.minutes_left < 2.0;  // no question fits any more
    return minutes_used ? "Done for today" : "Nothing is left for today";
}

PlanView plan_view(const Today& today, const DayPlan& day, bool anything_left, Now now) {
    PlanView plan = {
        .date = day_words(now.day), .short_date = weekday(now.day) + " " + short_date(now.day), .start = "Start"};
    if (!day.choices.empty()) {
        const long minutes = std::max(1L, std::lround(day.minutes));
        plan.figure = std::to_string(minutes);
        plan.unit = minutes == 1 ? "minute" : "minutes";
        if (today.answered > 0) plan.start = "Go on";
        add_parts(plan, day, minutes);
        plan.words.push_back(reasons(day));
    } else {
        plan.headline = headline_of(day, today);
        plan.start = "Practise more";
    }
    plan.can_start = anything_left;
    if (!anything_left) plan.reason = "Every question was answered today; they come back from tomorrow on.";
    for (std::string& words : remarks(day, today.goal.exam_day)) plan.words.push_back(std::move(words));
    if (day.choices.empty())
        plan.words.push_back(
            "Tomorrow: " + (today.due_tomorrow == 0 ? "no reviews" : counted(today.due_tomorrow, "review", "reviews")) +
            " due.");
    if (day.mock && day.mock->when == MockAdvice::When::now) plan.mock = "Go to the mock exams";
    for (std::size_t i = 0; i < today.week.size(); ++i)
        plan.week.push_back(week_day(today.week[i], i == 0, i + 1 == today.week.size(), today.goal.minutes_per_day));
    return plan;
}

// ---- readiness -------------------------------------------------------------

ReadinessView readiness_view(const Desk& desk, const Readiness& now_ready) {
    const Outline& outline = desk.outline();
    const Forecast& forecast = now_ready.forecast;
    const bool arrt = outline.registry == Registry::arrt;
    ReadinessView view = {.axis_low = arrt ? 55.0 : 435.0, .axis_high = outline.scale.high, .cut = outline.scale.cut};
    const double step = arrt ? 5.0 : 15.0;
    view.axis_low = std::max(outline.scale.low, std::min(view.axis_low, round_down(forecast.scaled.low, step)));
    view.low = forecast.scaled.low;
    view.median = forecast.scaled.median;
    view.high = forecast.scaled.high;
    view.chance = forecast.p_pass;
    view.chance_low = forecast.p_pass_low;
    view.chance_high = forecast.p_pass_high;
    view.median_words = fmt::format("Median {:.0f}, likely {:.0f} to {:.0f}", view.median, view.low, view.high);
    view.basis = unbroken(now_ready.basis);
    view.mostly_prior = mostly_prior(desk.frame(), desk.ability());
    return view;
}

// ---- where points are lost -------------------------------------------------

void add_axis(WeakView& view) {
    double low = view.cut;
    double high = view.cut;
    for (const WeakRow& row : view.rows) {
        low = std::min(low, row.low);
        high = std::max(high, row.high);
    }
    const double margin = std::max(0.02, 0.08 * (high - low));
    view.axis_low = low - margin;
    view.axis_high = high + margin;
}

std::string answers_words(const AreaStanding& area) {
    if (area.fresh.answers == 0) return "none yet";
    return (area.standing.few ? "only " : "") + thousands(area.fresh.answers);
}

WeakRow weak_row(const AreaStanding& area, const Outline& outline, double most) {
    const LeafStanding& standing = area.standing;
    return {.code = outline.areas[static_cast<std::size_t>(area.area)].code,
            .title = outline.areas[static_cast<std::size_t>(area.area)].title,
            .low = standing.expected_low,
            .at = standing.expected,
            .high = standing.expected_high,
            .few = standing.few,
            .answers = answers_words(area),
            .points = one_decimal(standing.points_lost),
            .hover = fmt::format("{} right expected on exam questions, {:.0f} to {}", percent(standing.expected),
                                 100 * standing.expected_low, percent(standing.expected_high)),
            .bar = most > 0 ? standing.points_lost / most : 0.0};
}

WeakView weak_view(const Desk& desk, Day today) {
    const std::vector<AreaStanding> areas = desk.areas(today);
    std::vector<int> worst = desk.weak_topics().costs_most;
    if (worst.size() > topics_shown) worst.resize(topics_shown);
    std::vector<const AreaStanding*> shown;
    double sum = 0.0;
    for (const int area : worst) {
        shown.push_back(&areas[static_cast<std::size_t>(area)]);
        sum += shown.back()->standing.points_lost;
    }
    WeakView view = {.cut = desk.frame().cut};
    for (const AreaStanding* area : shown)
        view.rows.push_back(weak_row(*area, desk.outline(), shown.front()->standing.points_lost));
    add_axis(view);
    view.link = shown.size() == topics_shown ? "Practise these five" : "Practise these";
    const bool known = desk.outline().scored_items.has_value();
    view.total = fmt::format("{:.1f} of {}{} points", sum, known ? "" : "about ", desk.frame().items);
    return view;
}

// ---- forecast to exam day --------------------------------------------------

ForecastPoint point_of(Day day, const Interval& scaled) {
    return {.day = static_cast<double>(day), .low = scaled.low, .median = scaled.median, .high = scaled.high};
}

void add_axis(ForecastView& view, const Outline& outline) {
    const double step = outline.registry == Registry::arrt ? 10.0 : 50.0;
    double low = view.cut;
    double high = view.cut;
    const auto stretch = [&](const ForecastPoint& point) {
        low = std::min(low, point.low);
        high = std::max(high, point.high);
    };
    std::for_each(view.past.begin(), view.past.end(), stretch);
    if (view.exam_day) stretch(*view.exam_day);
    view.floor = std::max(round_down(outline.scale.low, step), round_down(low, step));
    view.ceiling = std::min(outline.scale.high, round_up(high, step));
    double grid_step = step;
    while ((view.ceiling - view.floor) / grid_step > 5) grid_step += step;
    for (double y = view.floor; y <= view.ceiling; y += grid_step) view.grid.push_back(y);
}

void add_exam_day(ForecastView& view, const Desk& desk, const Today& today, Now now) {
    if (!today.days_left) {
        view.no_date = "It needs the date of your exam.";
    } else if (*today.days_left <= 0) {
        const bool told = desk.state().outcomes.contains(*today.goal.exam_day);
        view.no_date = *today.days_left == 0 ? "Today is exam day."
                       : told                ? "Exam day has passed."
                                             : "Exam day has passed. Tell on Progress how it went.";
    } else {
        const Day exam_day = *today.goal.exam_day;
        const Readiness then = desk.forecast(now.day, exam_day);
        view.exam_day = point_of(exam_day, then.forecast.scaled);
        if (then.ahead.repeats > 0.0)
            view.note = fmt::format("About {} planned, {} left: what repeats add is unknown, so the band is wide.",
                                    counted(roughly(then.ahead.answers), "answer", "answers"),
                                    counted(then.unused, "new question", "new questions"));
        view.exam_label = "exam " + short_date(exam_day);
    }
}

ForecastView forecast_view(const Desk& desk, const Readiness& ready, const Today& today, Now now) {
    ForecastView view = {.cut = desk.outline().scale.cut};
    for (const DayForecast& day : desk.history())
        if (day.day < now.day) view.past.push_back(point_of(day.day, day.scaled));
    view.past.push_back(point_of(now.day, ready.forecast.scaled));
    add_exam_day(view, desk, today, now);
    add_axis(view, desk.outline());
    if (view.past.size() > 1) view.first_label = short_date(static_cast<Day>(view.past.front().day));
    view.scope = "scaled score, 80\u00A0% band";
    for (const ForecastPoint& point : view.past)
        view.hovers.push_back(fmt::format("{}: {:.0f}, likely {:.0f} to {:.0f}",
                                          short_date(static_cast<Day>(point.day)), point.median, point.low,
                                          point.high));
    const ForecastPoint& last = view.exam_day ? *view.exam_day : view.past.back();
    view.median_label = fmt::format("{:.0f}", last.median);
    view.high_label = fmt::format("{:.0f}", last.high);
    view.cut_label = fmt::format("pass {:.0f}", view.cut);
    return view;
}

// ---- update ----------------------------------------------------------------

struct TodayUpdates {
    Model& model;
    Now now;

    void operator()(const today::StartPlan&) const {
        const auto planned = static_cast<int>(model.desk->day_plan(now.day, plan_seed).choices.size());
        begin_session(model,
                      {.kind = SittingKind::review,
                       .policy = Policy::plan,
                       .length = planned > 0 ? planned : more_session_length},
                      now);
    }
    void operator()(const today::GoOn& event) const {
        const auto open = model.desk->state().open_sitting(event.kind);
        const bool at_hand = model.session && open && model.session->sitting() == *open;
        if (!at_hand) model.session = Session::resume(*model.desk, event.kind, now);
        if (model.session) model.place = Place::question;
    }
    void operator()(const today::EndOpen& event) const {
        model.desk->end_sitting(event.sitting, now);
        model.session.reset();
    }
    void operator()(const today::PractiseAreas& event) const {
        begin_session(model, {.policy = Policy::plan, .filter = {.areas = event.areas}, .length = topic_session_length},
                      now);
    }
    void operator()(const today::GoToMock&) const { model.place = Place::mock_exam; }
    void operator()(const today::SetExamDate&) const { model.place = Place::settings; }
    /// What is in the way of going on is told where the exams are.
    void operator()(const today::GoOnExam&) const {
        const auto left = left_exam(model);
        if (left && left->fault.empty())
            go_on_with_exam(model, now);
        else
            model.place = Place::mock_exam;
    }
};

}  // namespace

TodayView today_view(const Model& model, const TodayDraft&, Now now) {
    const Desk& desk = *model.desk;
    const Today today = desk.today(now.day);
    const Readiness ready = desk.forecast(now.day, now.day);
    TodayView view;
    add_title(view, today, desk.outline());
    view.exam = left_exam(model);
    view.open = open_session(desk.state(), now);
    view.plan =
        plan_view(today, desk.day_plan(now.day, plan_seed), desk.next(Policy::plan, now, plan_seed).has_value(), now);
    view.readiness = readiness_view(desk, ready);
    view.weak = weak_view(desk, now.day);
    view.forecast = forecast_view(desk, ready, today, now);
    return view;
}

void update(Model& model, TodayDraft&, const TodayEvent& event, Now now) {
    std::visit(TodayUpdates{model, now}, event);
}

std::span<const KeyHelp> today_keys() {
    static constexpr std::array keys = {KeyHelp{"Enter", "start today's plan"}};
    return keys;
}

}  // namespace collimate
