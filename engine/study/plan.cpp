#include "engine/study/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/index.hpp"
#include "engine/base/random.hpp"
#include "engine/model/value.hpp"

namespace collimate {
namespace {

constexpr int most_without_new = 4;
constexpr int most_of_a_leaf_in_a_row = 3;
constexpr int days_until_mock_again = 14;
constexpr int open_horizon = 30;  ///< days ahead that value is judged at where no exam is

const PlanItem& item_of(const PlanSituation& situation, int item) { return situation.items[at(item)]; }

/// The evening before and exam day itself: what is met for the first time now does not settle, and worries.
bool on_the_eve(const PlanSituation& now) {
    const bool last = now.days_left && (*now.days_left == 0 || *now.days_left == 1);
    return last && std::find(now.leaf_met.begin(), now.leaf_met.end(), true) != now.leaf_met.end();
}

bool met_before(const PlanSituation& now, const PlanItem& item) {
    if (!now.leaf_met[at(item.leaf)]) return false;
    return item.seen || std::all_of(item.points.begin(), item.points.end(),
                                    [&](int point) { return now.points[at(point)].met_before; });
}

/// The leaf that has had its three in a row; -1 where none has.
int resting_leaf(const PlanSituation& now) {
    const auto& last = now.leaves_today;
    if (last.size() < most_of_a_leaf_in_a_row) return -1;
    const bool alike =
        std::all_of(last.end() - most_of_a_leaf_in_a_row, last.end(), [&](int leaf) { return leaf == last.back(); });
    return alike ? last.back() : -1;
}

std::vector<int> askable(const PlanSituation& now) {
    const bool eve = on_the_eve(now);
    const int resting = resting_leaf(now);
    std::vector<int> rested;
    std::vector<int> others;
    for (int i = 0; i < static_cast<int>(now.items.size()); ++i) {
        const PlanItem& item = now.items[at(i)];
        if (!item.open || !item.in_use || (eve && !met_before(now, item))) continue;
        (item.leaf == resting ? rested : others).push_back(i);
    }
    return others.empty() ? rested : others;
}

double value_of(const PlanSituation& now, const PlanItem& item) {
    constexpr std::size_t at_most = 16;
    std::array<PointExposure, at_most> points;
    const std::size_t count = std::min(at_most, item.points.size());
    for (std::size_t i = 0; i < count; ++i) {
        const PlanPoint& point = now.points[at(item.points[i])];
        points[i] = {.weight = point.weight, .history = point.history};
    }
    const ItemExposure exposure = {
        .p_first = item.p_first, .retrievability = item.retrievability, .repeat = item.repeats()};
    const int days_left = now.days_left && *now.days_left >= 0 ? *now.days_left : open_horizon;
    return value_per_minute({points.data(), count}, exposure, now.today, days_left);
}

/// A new question: a leaf by the exam's weights among those that have one, then any of it.
std::optional<int> draw_probe(const PlanSituation& now, const std::vector<int>& among) {
    std::vector<std::vector<int>> fresh(now.leaf_weight.size());
    for (const int i : among)
        if (!item_of(now, i).seen) fresh[at(item_of(now, i).leaf)].push_back(i);
    double total = 0.0;
    for (std::size_t leaf = 0; leaf < fresh.size(); ++leaf) total += fresh[leaf].empty() ? 0.0 : now.leaf_weight[leaf];
    Random random(derive(now.seed, static_cast<std::uint64_t>(now.answered_today)));
    double left = total * random.uniform();
    const std::vector<int>* drawn = nullptr;
    for (std::size_t leaf = 0; leaf < fresh.size(); ++leaf) {
        if (fresh[leaf].empty()) continue;
        drawn = &fresh[leaf];
        left -= now.leaf_weight[leaf];
        if (left < 0.0) break;
    }
    if (!drawn) return std::nullopt;
    return (*drawn)[random.below(drawn->size())];
}

template <class ValueOf>
int most_valuable(const PlanSituation& now, const std::vector<int>& among, const ValueOf& value_at) {
    int best = -1;
    double most = 0.0;
    std::uint64_t best_lot = 0;
    for (const int i : among) {
        const double value = value_at(i);
        if (best >= 0 && value < most) continue;
        const std::uint64_t lot = derive(now.seed, static_cast<std::uint64_t>(i));
        if (best >= 0 && value == most && lot >= best_lot) continue;
        best = i, most = value, best_lot = lot;
    }
    return best;
}

const PlanPoint& weightiest_point(const PlanSituation& now, const PlanItem& item) {
    const auto importance = [&](int point) {
        const PlanPoint& z = now.points[at(point)];
        return z.weight / (1.0 + z.history.studied);
    };
    const int most = *std::max_element(item.points.begin(), item.points.end(),
                                       [&](int a, int b) { return importance(a) < importance(b); });
    return now.points[at(most)];
}

PlanReason reason_for(const PlanSituation& now, const PlanItem& item, const PlanPoint& point) {
    const bool missed =
        std::any_of(item.points.begin(), item.points.end(), [&](int z) { return now.points[at(z)].missed; });
    if (missed) return PlanReason::missed;
    if (item.due) return PlanReason::forgetting;
    return point.met == 0 ? PlanReason::never_met : PlanReason::seldom_met;
}

PlanChoice choice_of(const PlanSituation& now, int index, bool probe) {
    const PlanItem& item = item_of(now, index);
    const PlanPoint& point = weightiest_point(now, item);
    const double p = raised_by_memory(item.p_first, item.retrievability);
    return {.item = index,
            .reason = probe ? PlanReason::probe : reason_for(now, item, point),
            .leaf = item.leaf,
            .leaf_weight = now.leaf_weight[at(item.leaf)],
            .met = point.met,
            .p = p,
            .retrievability = item.retrievability,
            .minutes = minutes_needed(p, item.retrievability),
            .seen = item.seen,
            .due = item.due};
}

template <class ValueOf>
std::optional<PlanChoice> choose_by(const PlanSituation& now, const ValueOf& value_at) {
    const std::vector<int> among = askable(now);
    if (among.empty()) return std::nullopt;
    if (now.since_new >= most_without_new)
        if (const auto probe = draw_probe(now, among)) return choice_of(now, *probe, true);
    return choice_of(now, most_valuable(now, among, value_at), false);
}

std::string counted(int n, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", n, n == 1 ? one : many);
}

std::string counted_reasons(const DayPlan& plan) {
    std::array<int, 5> of{};
    for (const PlanChoice& choice : plan.choices) ++of[static_cast<std::size_t>(choice.reason)];
    constexpr std::array<std::string_view, 5> words = {"at random for an honest forecast",
                                                       "on something missed last time", "about to be forgotten",
                                                       "on something not met yet", "on something seldom met"};
    std::string parts;
    for (const std::size_t reason : {1u, 2u, 3u, 4u, 0u})
        if (of[reason] > 0) parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", of[reason], words[reason]);
    return parts;
}

/// Nothing due is left out silently.
std::string put_off(const DayPlan& plan) {
    if (plan.due_put_off == 0) return {};
    const bool one = plan.due_put_off == 1;
    const std::string reviews = counted(plan.due_put_off, "review", "reviews");
    if (plan.choices.empty())
        return fmt::format("{} due {} left for another day; nothing piles up.", reviews, one ? "is" : "are");
    return fmt::format("{} due {} not in it: others are worth more of the exam a minute.", reviews, one ? "is" : "are");
}

std::string last_days(const DayPlan& plan) {
    if (!plan.days_left) return {};
    switch (*plan.days_left) {
        case 0:
            return "Today is the exam: nothing is planned.";
        case 1:
            return "The exam is tomorrow: half the usual time, and no new topic.";
        case 2:
            return "Two days to go: a little less than usual.";
        default:
            return {};
    }
}

std::string about_mock(const MockAdvice& mock, std::optional<Day> exam_day) {
    switch (mock.when) {
        case MockAdvice::When::later:
            return exam_day ? fmt::format("A full mock exam tells most between {} and {}.",
                                          short_date(*exam_day - mock.first_days_left),
                                          short_date(*exam_day - mock.last_days_left))
                            : std::string();
        case MockAdvice::When::now:
            return "This is the time for a full mock exam: late enough to show where you will stand, early enough to "
                   "work at what it shows.";
        case MockAdvice::When::done:
        case MockAdvice::When::too_late:
            return {};
    }
    return {};
}

}  // namespace

void weigh_points(PlanSituation& situation) {
    std::vector<int> items_of_leaf(situation.leaf_weight.size());
    for (const PlanItem& item : situation.items) items_of_leaf[at(item.leaf)] += item.in_use ? 1 : 0;
    for (PlanPoint& point : situation.points) point.weight = 0.0;
    for (const PlanItem& item : situation.items)
        for (const int point : item.points)
            if (item.in_use)
                situation.points[at(point)].weight +=
                    situation.leaf_weight[at(item.leaf)] / items_of_leaf[at(item.leaf)];
}

std::optional<PlanChoice> choose(const PlanSituation& situation) {
    return choose_by(situation, [&](int item) { return value_of(situation, item_of(situation, item)); });
}

PlanChooser::PlanChooser(PlanSituation& situation)
    : situation_(situation), values_(situation.items.size()), items_of_point_(situation.points.size()) {
    for (std::size_t i = 0; i < situation.items.size(); ++i) {
        values_[i] = value_of(situation, situation.items[i]);
        for (const int point : situation.items[i].points) items_of_point_[at(point)].push_back(i);
    }
}

std::optional<PlanChoice> PlanChooser::next() const {
    return choose_by(situation_, [&](int item) { return values_[at(item)]; });
}

void PlanChooser::take(const PlanChoice& choice, bool right) {
    collimate::take(situation_, choice, right);
    for (const int point : item_of(situation_, choice.item).points)
        for (const std::size_t i : items_of_point_[at(point)]) values_[i] = value_of(situation_, situation_.items[i]);
}

void take(PlanSituation& situation, const PlanChoice& choice, bool right) {
    PlanItem& taken = situation.items[at(choice.item)];
    const bool fresh = !taken.repeats();
    situation.since_new = taken.seen ? situation.since_new + 1 : 0;
    taken.open = false;
    taken.seen = true;
    if (taken.family >= 0)
        for (PlanItem& item : situation.items)
            if (item.family == taken.family) item.open = false;
    for (const int index : taken.points) {
        PlanPoint& point = situation.points[at(index)];
        ++point.met;
        point.history.add(fresh, right, situation.today);
        point.missed = !right;
    }
    situation.leaves_today.push_back(taken.leaf);
    ++situation.answered_today;
}

double minutes_for_day(int goal_minutes, std::optional<int> days_left) {
    constexpr std::array<double, 3> share_at = {0.0, 0.5, 0.8};
    const bool last_days = days_left && *days_left >= 0 && *days_left < static_cast<int>(share_at.size());
    return goal_minutes * (last_days ? share_at[at(*days_left)] : 1.0);
}

std::optional<MockAdvice> mock_advice(std::optional<int> days_left, std::optional<int> days_since_mock) {
    if (!days_left || *days_left <= 0) return std::nullopt;
    MockAdvice advice;
    const bool sat_of_late = days_since_mock && *days_since_mock < days_until_mock_again;
    if (*days_left > advice.first_days_left)
        advice.when = MockAdvice::When::later;
    else if (sat_of_late)
        advice.when = MockAdvice::When::done;
    else
        advice.when = *days_left >= advice.last_days_left ? MockAdvice::When::now : MockAdvice::When::too_late;
    return advice;
}

DayPlan plan_day(PlanSituation situation, double minutes_left) {
    DayPlan plan = {.minutes_left = std::max(0.0, minutes_left), .days_left = situation.days_left};
    for (const PlanItem& item : situation.items) plan.due += item.in_use && item.open && item.due ? 1 : 0;
    plan.due_put_off = plan.due;
    PlanChooser chooser(situation);
    while (const auto choice = chooser.next()) {
        if (plan.minutes + choice->minutes > plan.minutes_left) break;
        plan.minutes += choice->minutes;
        plan.due_put_off -= choice->due ? 1 : 0;
        plan.choices.push_back(*choice);
        chooser.take(*choice);
    }
    return plan;
}

std::string sentence(const PlanChoice& choice) {
    const std::string weight = fmt::format("{:.1f} % of the exam", 100.0 * choice.leaf_weight);
    switch (choice.reason) {
        case PlanReason::probe:
            return "A new question drawn by the exam's weights: it keeps the forecast honest.";
        case PlanReason::missed:
            return fmt::format("You missed what this turns on when you last met it; its area is {}.", weight);
        case PlanReason::forgetting:
            return fmt::format("Due: you would still remember it with about {:.0f} %.", 100.0 * choice.retrievability);
        case PlanReason::never_met:
            return fmt::format("You have not met what this turns on yet; its area is {}.", weight);
        case PlanReason::seldom_met:
            return fmt::format("You met what this turns on {}; you would be right with about {:.0f} %.",
                               choice.met == 1 ? "only once" : fmt::format("{} times", choice.met), 100.0 * choice.p);
    }
    return {};
}

std::string reasons(const DayPlan& plan) { return plan.choices.empty() ? std::string() : counted_reasons(plan) + "."; }

std::vector<std::string> remarks(const DayPlan& plan, std::optional<Day> exam_day) {
    std::vector<std::string> all = {last_days(plan), put_off(plan)};
    if (plan.mock) all.push_back(about_mock(*plan.mock, exam_day));
    std::erase(all, std::string());
    return all;
}

std::vector<std::string> sentences(const DayPlan& plan, std::optional<Day> exam_day) {
    std::vector<std::string> all = remarks(plan, exam_day);
    if (!plan.choices.empty())
        all.insert(all.begin(), fmt::format("The plan has {} in about {:.0f} minutes: {}.",
                                            counted(static_cast<int>(plan.choices.size()), "question", "questions"),
                                            plan.minutes, counted_reasons(plan)));
    return all;
}

}  // namespace collimate
