// Where the candidate stands: areas, learning points, forecast, the day.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/study/desk_impl.hpp"
#include "engine/study/frame.hpp"

namespace collimate {
namespace {

constexpr double weaker_from = 0.7;
constexpr Day days_of_week = 7;
constexpr double ms_per_minute = 60'000.0;

void add(Tally& sum, const Tally& part) {
    sum.answers += part.answers;
    sum.right += part.right;
}

void add(PoolCounts& sum, const PoolCounts& part) {
    sum.all += part.all;
    sum.unused += part.unused;
    sum.wrong += part.wrong;
    sum.flagged += part.flagged;
    sum.due += part.due;
}

void count_item(AreaStanding& leaf, const ItemHead& head, const ItemState& item, Day today) {
    add(leaf.all, item.all);
    add(leaf.fresh, item.fresh);
    if (head.retired) return;
    add(leaf.pool, {.all = 1,
                    .unused = item.seen() ? 0 : 1,
                    .wrong = item.last_wrong() ? 1 : 0,
                    .flagged = item.flagged ? 1 : 0,
                    .due = item.seen() && item.due <= today ? 1 : 0});
}

bool is_weaker(const LeafStanding& standing) { return !standing.few && standing.p_weak >= weaker_from; }

/// Adds a child to its parent; the means become means when `settle` divides by the weight.
void add_child(AreaStanding& parent, const AreaStanding& child) {
    add(parent.pool, child.pool);
    add(parent.all, child.all);
    add(parent.fresh, child.fresh);
    parent.standing.theta += child.weight * child.standing.theta;
    parent.standing.expected += child.weight * child.standing.expected;
    parent.standing.points_lost += child.standing.points_lost;
    parent.standing.few = parent.standing.few && child.standing.few;
}

void settle(AreaStanding& branch) {
    if (branch.weight <= 0.0) return;
    branch.standing.theta /= branch.weight;
    branch.standing.expected /= branch.weight;
}

std::string evidence_text(const ExamState& state, const std::vector<AreaStanding>& areas) {
    if (state.fresh.answers == 0) return "No answers yet: this is what is known of all first-time candidates.";
    int met = 0;
    int leaves = 0;
    for (const AreaStanding& area : areas) {
        if (!area.leaf) continue;
        ++leaves;
        met += area.fresh.answers > 0 ? 1 : 0;
    }
    return fmt::format("Rests on {} {} to new questions or new numbers, in {} of {} areas.", state.fresh.answers,
                       state.fresh.answers == 1 ? "answer" : "answers", met, leaves);
}

}  // namespace

std::vector<AreaStanding> Desk::areas(Day today) const {
    const std::vector<LeafStanding>& leaf_standings = impl_->leaf_standings();
    std::vector<AreaStanding> areas(outline().areas.size());
    for (std::size_t i = 0; i < areas.size(); ++i) {
        const int leaf = impl_->leaf_of_area[i];
        areas[i] = {.area = static_cast<int>(i), .leaf = leaf >= 0, .weight = impl_->weights[i]};
        if (leaf < 0) continue;
        areas[i].standing = leaf_standings[static_cast<std::size_t>(leaf)];
        areas[i].weaker = is_weaker(areas[i].standing);
    }
    for (const ItemHead& head : heads())
        count_item(areas[static_cast<std::size_t>(head.area)], head,
                   impl_->items[static_cast<std::size_t>(head.ordinal)], today);
    // Children come after their parent, so walking backwards meets every child complete.
    for (std::size_t i = areas.size(); i-- > 0;) {
        if (!areas[i].leaf) settle(areas[i]);
        const int parent = outline().areas[i].parent;
        if (parent >= 0) add_child(areas[static_cast<std::size_t>(parent)], areas[i]);
    }
    return areas;
}

WeakTopics Desk::weak_topics() const {
    const std::vector<LeafStanding>& standings = impl_->leaf_standings();
    std::vector<std::size_t> order(standings.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    WeakTopics topics;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return standings[a].points_lost > standings[b].points_lost; });
    for (const std::size_t leaf : order) topics.costs_most.push_back(impl_->leaves[leaf]);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return standings[a].p_weak > standings[b].p_weak; });
    for (const std::size_t leaf : order)
        if (is_weaker(standings[leaf])) topics.weaker.push_back(impl_->leaves[leaf]);
    return topics;
}

std::vector<PointState> Desk::points() const { return impl_->points; }

std::vector<PointCounts> Desk::points_by_area() const {
    std::vector<PointCounts> counts(outline().areas.size());
    for (std::size_t i = 0; i < impl_->points.size(); ++i) {
        const PointState& point = impl_->points[i];
        const auto area = outline().find(bank().points()[i].area);
        for (int at = area.value_or(-1); at >= 0; at = outline().areas[static_cast<std::size_t>(at)].parent) {
            PointCounts& here = counts[static_cast<std::size_t>(at)];
            ++here.all;
            here.met += point.met > 0 ? 1 : 0;
            here.known += point.met > 0 && point.last_right ? 1 : 0;
            here.missed += point.met > 0 && !point.last_right ? 1 : 0;
        }
    }
    return counts;
}

double Desk::retrievability_of(std::string_view item_id, Day at) const {
    const auto ordinal = impl_->ordinal_of(item_id);
    return ordinal ? impl_->retrievability_at(*ordinal, at) : 0.0;
}

StudyAhead Desk::Impl::study_ahead(Day today, Day until, int minutes, double unused) {
    const double planned = until > today ? planned_answers(until - today, minutes) : 0.0;
    return {.answers = planned, .repeats = std::max(0.0, planned - unused)};
}

int Desk::Impl::unused() const {
    return static_cast<int>(std::count_if(heads.begin(), heads.end(), [&](const ItemHead& head) {
        return !head.retired && !items[static_cast<std::size_t>(head.ordinal)].seen();
    }));
}

Readiness Desk::forecast(Day today, Day at) const {
    const int unused = impl_->unused();
    const StudyAhead ahead = Impl::study_ahead(today, at, impl_->minutes_per_day(), unused);
    Readiness readiness = {.forecast = collimate::forecast(frame(), ability(), ahead),
                           .at = std::max(at, today),
                           .ahead = ahead,
                           .unused = unused,
                           .cut = outline().scale.cut};
    readiness.basis = evidence_text(state(), areas(today)) + " " + assumptions(outline());
    if (!state().outcomes.empty()) readiness.basis += " " + outcome_link().words;
    if (ahead.repeats > 0.0)
        readiness.basis += fmt::format(
            " The plan holds about {:.0f} answers and the bank {} unused questions: how much repeats "
            "teach is not known, so the interval is wide.",
            ahead.answers, unused);
    return readiness;
}

Today Desk::today(Day today) const {
    const ExamState& now = state();
    Today view = {.goal = now.goal};
    if (now.goal.exam_day) view.days_left = *now.goal.exam_day - today;
    for (Day day = today - days_of_week + 1; day <= today; ++day) {
        const auto found = now.days.find(day);
        const DayState done = found == now.days.end() ? DayState{} : found->second;
        view.week.push_back({.day = day,
                             .minutes = static_cast<double>(done.elapsed_ms) / ms_per_minute,
                             .answers = static_cast<int>(done.answers.answers)});
    }
    view.answered = view.week.back().answers;
    view.minutes_done = view.week.back().minutes;
    view.minutes_left = std::max(0.0, impl_->minutes_per_day() - view.minutes_done);
    view.reviews = static_cast<int>(due_list(today).size());
    int unused = 0;
    for (const ItemHead& head : heads()) {
        const ItemState& item = impl_->items[static_cast<std::size_t>(head.ordinal)];
        if (head.retired) continue;
        unused += item.seen() ? 0 : 1;
        view.due_tomorrow += item.seen() && item.due <= today + 1 ? 1 : 0;
    }
    const double fits = planned_answers(1, static_cast<int>(view.minutes_left)) - view.reviews;
    view.fresh = std::clamp(static_cast<int>(fits), 0, unused);
    return view;
}

}  // namespace collimate
