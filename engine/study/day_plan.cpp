// What the plan is told of a candidate, and its day.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/base/index.hpp"
#include "engine/base/random.hpp"
#include "engine/study/desk_impl.hpp"

namespace collimate {
namespace {

/// Of a question that is its own point.
PointHistory history_of(const ItemState& item) {
    const std::int64_t repeats = item.all.answers - item.fresh.answers;
    const std::int64_t wrong = item.all.answers - item.all.right;
    return {.studied = static_cast<double>(item.fresh.answers) + repeat_share * static_cast<double>(repeats),
            .told = static_cast<int>(item.fresh.right + wrong),
            .wrong = static_cast<int>(wrong),
            .last_met = item.seen() ? std::optional(item.last_day) : std::nullopt};
}

/// Points by number; a question without any gets one of its own, behind those of the bank.
std::vector<std::vector<int>> numbered_points(const Desk::Impl& desk, PlanSituation& plan) {
    for (const PointState& point : desk.points)
        plan.points.push_back(
            {.met = point.met, .history = point.history, .missed = point.met > 0 && !point.last_right});
    std::vector<std::vector<int>> of_item(desk.heads.size());
    for (std::size_t i = 0; i < of_item.size(); ++i) {
        for (const std::size_t point : desk.points_of_item[i]) of_item[i].push_back(static_cast<int>(point));
        if (!of_item[i].empty()) continue;
        of_item[i].push_back(static_cast<int>(plan.points.size()));
        plan.points.push_back({.met = static_cast<int>(desk.items[i].all.answers),
                               .history = history_of(desk.items[i]),
                               .missed = desk.items[i].last_wrong()});
    }
    return of_item;
}

/// What the answers of today changed: what was met, and what may not be asked again.
void count_today(const Desk::Impl& desk, PlanSituation& plan, Day today) {
    std::set<int> families;
    std::vector<int> met_today(plan.points.size());
    std::vector<std::pair<std::int64_t, std::size_t>> order;
    for (std::size_t i = 0; i < desk.items.size(); ++i) {
        if (!desk.items[i].seen() || desk.items[i].last_day < today) continue;
        plan.items[i].open = false;
        if (plan.items[i].family >= 0) families.insert(plan.items[i].family);
        for (const int point : plan.items[i].points) ++met_today[at(point)];
        order.emplace_back(desk.items[i].last_seq, i);
    }
    for (PlanItem& item : plan.items) item.open = item.open && !families.contains(item.family);
    std::sort(order.begin(), order.end());
    for (const auto& [seq, item] : order) {
        plan.leaves_today.push_back(plan.items[item].leaf);
        plan.since_new = desk.items[item].all.answers > 1 ? plan.since_new + 1 : 0;
    }
    for (std::size_t i = 0; i < met_today.size(); ++i) plan.points[i].met_before = plan.points[i].met > met_today[i];
    const auto day = desk.state().days.find(today);
    plan.answered_today = day == desk.state().days.end() ? 0 : static_cast<int>(day->second.answers.answers);
}

void mark_leaves_met(const Desk::Impl& desk, PlanSituation& plan, Day today) {
    plan.leaf_met.assign(plan.leaf_weight.size(), false);
    for (std::size_t i = 0; i < desk.items.size(); ++i) {
        const bool before_today =
            desk.items[i].seen() && (desk.items[i].last_day < today || desk.items[i].all.answers > 1);
        if (before_today) plan.leaf_met[at(plan.items[i].leaf)] = true;
    }
}

std::optional<int> days_since_mock(const ExamState& state, Day today) {
    std::optional<int> days;
    for (const auto& [id, sitting] : state.sittings)
        if (sitting.started.kind == SittingKind::mock && sitting.ended_ms)
            days = std::min(days.value_or(today - sitting.day), today - sitting.day);
    return days;
}

}  // namespace

PlanSituation Desk::Impl::plan_situation(Day today, std::uint64_t seed) const {
    PlanSituation plan = {
        .leaf_weight = frame.weight, .today = today, .seed = derive(seed, static_cast<std::uint64_t>(today))};
    if (state().goal.exam_day) plan.days_left = *state().goal.exam_day - today;
    std::vector<std::vector<int>> points_by_item = numbered_points(*this, plan);
    std::map<std::string_view, int> families;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        const ItemHead& head = heads[i];
        const int leaf = leaf_of_area[at(head.area)];
        const double difficulty = shrunk_difficulty(head.label(), frame.difficulty_of(at(leaf)));
        PlanItem item = {.leaf = leaf,
                         .points = std::move(points_by_item[i]),
                         .p_first = probability_right(ability.mean()[at(leaf)], difficulty, head.chance),
                         .retrievability = head.parametric ? 0.0 : retrievability_at(i, today),
                         .drawn_anew = head.parametric,
                         .in_use = !head.retired,
                         .seen = items[i].seen(),
                         .due = items[i].seen() && items[i].due <= today};
        if (!head.family.empty())
            item.family = families.try_emplace(head.family, static_cast<int>(families.size())).first->second;
        plan.items.push_back(std::move(item));
    }
    weigh_points(plan);
    count_today(*this, plan, today);
    mark_leaves_met(*this, plan, today);
    return plan;
}

namespace {

/// What sitting the exam on each day would come to, as Desk::forecast tells it of that day.
void add_readiness(const Desk::Impl& desk, Day today, std::vector<CalendarDay>& days) {
    const int unused = desk.unused();
    for (CalendarDay& day : days) {
        const Forecast then = collimate::forecast(
            desk.frame, desk.ability, Desk::Impl::study_ahead(today, day.day, desk.minutes_per_day(), unused));
        day.p_pass = then.p_pass;
        day.scaled = then.scaled;
    }
}

}  // namespace

const std::vector<CalendarDay>& Desk::calendar(Day today) const {
    auto& kept = impl_->calendar_kept;
    const std::int64_t seq = record().last_seq();
    if (!kept || kept->seq != seq || kept->today != today)
        kept = Impl::KeptCalendar{.seq = seq, .today = today, .days = calendar_anew(today)};
    return kept->days;
}

std::vector<CalendarDay> Desk::calendar_anew(Day today) const {
    const Desk::Impl& desk = *impl_;
    if (!state().goal.exam_day || *state().goal.exam_day <= today) return {};
    CalendarStart start = {.situation = desk.plan_situation(today, plan_seed),
                           .model = state().model,
                           .theta = ability().mean(),
                           .gamma = ability().mean().back(),
                           .studied = ability().studied(),
                           .today = today,
                           .exam_day = *state().goal.exam_day,
                           .minutes_per_day = desk.minutes_per_day(),
                           .minutes_done = this->today(today).minutes_done,
                           .days_since_mock = days_since_mock(state(), today)};
    for (std::size_t i = 0; i < desk.items.size(); ++i) {
        const ItemHead& head = desk.heads[i];
        const double expected = desk.frame.difficulty_of(at(desk.leaf_of_area[at(head.area)]));
        start.items.push_back({.memory = desk.items[i].memory,
                               .last_day = desk.items[i].last_day,
                               .due = desk.items[i].due,
                               .difficulty = shrunk_difficulty(head.label(), expected),
                               .chance = head.chance});
    }
    std::vector<CalendarDay> days = plan_days(std::move(start));
    add_readiness(desk, today, days);
    return days;
}

std::vector<Day> Desk::missed_days(Day today) const {
    constexpr Day week = 7;
    std::vector<Day> missed;
    if (state().days.empty()) return missed;
    for (Day day = std::max(today - week, state().days.begin()->first); day < today; ++day)
        if (!state().days.contains(day)) missed.push_back(day);
    return missed;
}

std::string sentence(const WhatIf& other, const Forecast& as_it_is) {
    const std::string chance = chance_words(other.forecast.p_pass);
    const std::string usual = chance_words(as_it_is.p_pass);
    const std::string score = fmt::format("{:.0f}", other.forecast.scaled.median);
    const std::string usual_score = fmt::format("{:.0f}", as_it_is.scaled.median);
    if (chance == usual && score == usual_score)
        return fmt::format("{}: no difference that can be told, {} to pass and a score of about {} as it is.",
                           other.words, chance, score);
    return fmt::format("{}: {} to pass{}, a score of about {}{}.", other.words, chance,
                       chance == usual ? " as it is" : " instead of " + usual, score,
                       score == usual_score ? " as it is" : " instead of " + usual_score);
}

std::vector<WhatIf> Desk::what_if(Day today) const {
    constexpr int more = 10;
    constexpr Day week = 7;
    std::vector<WhatIf> all;
    if (!state().goal.exam_day || *state().goal.exam_day <= today) return all;
    const Goal goal = {.exam_day = state().goal.exam_day, .minutes_per_day = impl_->minutes_per_day()};
    const auto add = [&](int minutes, Day days, const char* words) {
        const Goal other = {.exam_day = *goal.exam_day + days, .minutes_per_day = goal.minutes_per_day + minutes};
        if (other.minutes_per_day <= 0 || *other.exam_day <= today) return;
        const StudyAhead ahead = Impl::study_ahead(today, *other.exam_day, other.minutes_per_day, impl_->unused());
        all.push_back({.goal = other, .forecast = collimate::forecast(frame(), ability(), ahead), .words = words});
    };
    add(more, 0, "Ten minutes more a day");
    add(-more, 0, "Ten minutes fewer a day");
    add(0, week, "The exam a week later");
    add(0, -week, "The exam a week sooner");
    return all;
}

DayPlan Desk::day_plan(Day today, std::uint64_t seed) const {
    const PlanSituation situation = impl_->plan_situation(today, seed);
    const double minutes = minutes_for_day(impl_->minutes_per_day(), situation.days_left);
    DayPlan plan = plan_day(situation, minutes - this->today(today).minutes_done);
    plan.mock = mock_advice(situation.days_left, days_since_mock(state(), today));
    return plan;
}

}  // namespace collimate
