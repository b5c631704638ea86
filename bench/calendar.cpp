// Replanning every day until the exam: 120 days of 45 minutes over 2,000 questions; the goal is 200 ms.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "engine/base/index.hpp"
#include "engine/base/random.hpp"
#include "engine/study/calendar.hpp"

using namespace collimate;

namespace {

CalendarStart candidate(int questions, Day days) {
    constexpr int leaves = 30;
    CalendarStart start = {.theta = std::vector<double>(leaves, 0.2),
                           .gamma = 0.33,
                           .today = 20'000,
                           .exam_day = 20'000 + days,
                           .minutes_per_day = 45};
    PlanSituation& plan = start.situation;
    plan.leaf_weight.assign(leaves, 1.0 / leaves);
    plan.leaf_met.assign(leaves, true);
    plan.days_left = days;
    plan.points.resize(at(questions / 2));
    Random random(1);
    for (int i = 0; i < questions; ++i) {
        const bool seen = random.below(4) == 0;
        const int points = questions / 2;
        plan.items.push_back({.leaf = i % leaves,
                              .points = {i % points, static_cast<int>(random.below(static_cast<unsigned>(points)))},
                              .p_first = 0.65,
                              .seen = seen});
        start.items.push_back({.memory = seen ? Memory{.stability = 5.0, .difficulty = 5.0} : Memory{},
                               .last_day = 19'990,
                               .due = 19'995 + static_cast<Day>(random.below(30)),
                               .difficulty = random.uniform() - 0.5,
                               .chance = 0.25});
    }
    weigh_points(plan);
    return start;
}

/// Readiness on each day, for an exam of 80 leaves.
void print_readiness(Day days) {
    constexpr int leaves = 80;
    ExamFrame frame = {.weight = std::vector<double>(leaves, 1.0 / leaves),
                       .items = 165,
                       .cut = 0.66,
                       .scale_cut = 74.5,
                       .scale_high = 99.49,
                       .scale_low = 1.0};
    for (int i = 0; i < leaves; ++i) frame.category_of_leaf.push_back(i / 20);
    const Ability ability(frame.category_of_leaf);
    const auto from = std::chrono::steady_clock::now();
    double sum = 0.0;
    for (Day day = 0; day <= days; ++day) sum += forecast(frame, ability, {.answers = planned_answers(day, 45)}).p_pass;
    const double took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count();
    fmt::print("readiness on each of {} days over {} leaves: {:.0f} ms (mean {:.3f})\n", days, leaves, took,
               sum / (days + 1));
}

}  // namespace

int main() {
    const CalendarStart start = candidate(2000, 120);
    std::vector<double> took;
    int questions = 0;
    for (int i = 0; i < 11; ++i) {
        const auto from = std::chrono::steady_clock::now();
        const std::vector<CalendarDay> days = plan_days(start);
        took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - from).count());
        questions = 0;
        for (const CalendarDay& day : days) questions += day.questions();
    }
    std::sort(took.begin(), took.end());
    print_readiness(120);
    fmt::print("replanning 120 days over 2,000 questions ({} answers planned): median {:.0f} ms, worst of 11 {:.0f} ms; goal 200 ms\n",
               questions, took[5], took.back());
}
