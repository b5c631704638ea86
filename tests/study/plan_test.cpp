#include "engine/study/plan.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/base/index.hpp"
#include "engine/base/random.hpp"
#include "engine/study/desk.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

/// `leaves` equal leaves of `each` questions; every question has a point of its own.
PlanSituation even_situation(int leaves, int each) {
    PlanSituation plan = {.seed = 7};
    plan.leaf_weight.assign(at(leaves), 1.0 / leaves);
    plan.leaf_met.assign(at(leaves), false);
    for (int i = 0; i < leaves * each; ++i) {
        plan.items.push_back({.leaf = i / each, .points = {i}, .p_first = 0.6});
        plan.points.push_back({});
    }
    weigh_points(plan);
    return plan;
}

/// Marks a question as met before today.
void meet(PlanSituation& plan, int item, int times = 1) {
    plan.items[at(item)].seen = true;
    plan.leaf_met[at(plan.items[at(item)].leaf)] = true;
    for (const int point : plan.items[at(item)].points) {
        plan.points[at(point)].met += times;
        for (int i = 0; i < times; ++i) plan.points[at(point)].history.add(i == 0, true, plan.today - 5);
        plan.points[at(point)].met_before = true;
    }
}

std::vector<int> items_of(const DayPlan& plan) {
    std::vector<int> items;
    for (const PlanChoice& choice : plan.choices) items.push_back(choice.item);
    return items;
}

bool said(const DayPlan& plan, std::string_view words) {
    const auto all = sentences(plan, std::nullopt);
    return std::any_of(all.begin(), all.end(),
                       [&](const std::string& each) { return each.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("weights of learning points") {
    PlanSituation plan = even_situation(4, 5);
    SECTION("add up to the exam where every question has one point") {
        double sum = 0.0;
        for (const PlanPoint& point : plan.points) sum += point.weight;
        CHECK(sum == Approx(1.0));
    }
    SECTION("a point on two questions weighs both, a retired question nothing") {
        plan.items[1].points = {0};
        plan.items[2].in_use = false;
        weigh_points(plan);
        CHECK(plan.points[0].weight == Approx(2.0 * 0.25 / 4.0));
        CHECK(plan.points[1].weight == 0.0);
        CHECK(plan.points[2].weight == 0.0);
    }
}

TEST_CASE("the plan's next question") {
    SECTION("a point never met beats the same point met three times") {
        PlanSituation plan = even_situation(1, 2);
        plan.points[0].met = 3;
        for (int i = 0; i < 3; ++i) plan.points[0].history.add(true, true, plan.today - 5);
        CHECK(choose(plan)->item == 1);
        CHECK(choose(plan)->reason == PlanReason::never_met);
        std::swap(plan.points[0], plan.points[1]);
        CHECK(choose(plan)->item == 0);
    }
    SECTION("of two alike the one of the heavier leaf") {
        PlanSituation plan = even_situation(2, 1);
        plan.leaf_weight = {0.3, 0.7};
        weigh_points(plan);
        CHECK(choose(plan)->item == 1);
    }
    SECTION("another question of a point met today waits behind one not met today") {
        PlanSituation plan = even_situation(1, 3);
        plan.items[1].points = {0};
        weigh_points(plan);  // the shared point weighs double
        const PlanChoice first = *choose(plan);
        CHECK(first.item != 2);
        take(plan, first);
        CHECK(choose(plan)->item == 2);  // 2 / (1 + 1) < 1, and spacing takes the more off
    }
    SECTION("after four that were not new comes a new one, at random by the exam's weights") {
        PlanSituation plan = even_situation(4, 20);
        plan.leaf_weight = {0.1, 0.2, 0.3, 0.4};
        for (int i = 0; i < 80; i += 2) meet(plan, i);
        weigh_points(plan);
        plan.since_new = 4;
        std::map<int, int> probes;
        constexpr int draws = 4000;
        for (int i = 0; i < draws; ++i) {
            plan.seed = derive(1, static_cast<std::uint64_t>(i));
            const PlanChoice choice = *choose(plan);
            REQUIRE(choice.reason == PlanReason::probe);
            REQUIRE_FALSE(choice.seen);
            ++probes[choice.leaf];
        }
        for (int leaf = 0; leaf < 4; ++leaf)  // within four binomial SD
            CHECK(probes[leaf] / static_cast<double>(draws) == Approx(plan.leaf_weight[at(leaf)]).margin(0.031));
    }
    SECTION("at most three of a leaf in a row while there are others, and the fourth where there are none") {
        PlanSituation plan = even_situation(3, 30);
        plan.leaf_weight = {0.98, 0.01, 0.01};
        weigh_points(plan);
        int in_a_row = 0;
        int leaf = -1;
        int heavy = 0;
        for (int i = 0; i < 40; ++i) {
            const PlanChoice choice = *choose(plan);
            in_a_row = choice.leaf == leaf ? in_a_row + 1 : 1;
            leaf = choice.leaf;
            heavy += leaf == 0 ? 1 : 0;
            CHECK(in_a_row <= 3);
            take(plan, choice);
        }
        CHECK(heavy > 20);
        PlanSituation alone = even_situation(1, 6);
        CHECK(plan_day(alone, 1000.0).choices.size() == 6);
    }
    SECTION("every reason has a sentence of its own") {
        std::set<std::string> words;
        for (const PlanReason reason : {PlanReason::probe, PlanReason::missed, PlanReason::forgetting,
                                        PlanReason::never_met, PlanReason::seldom_met}) {
            const std::string own = sentence({.reason = reason, .leaf_weight = 0.04, .met = 2, .p = 0.6});
            CHECK(own.back() == '.');
            words.insert(own);
        }
        CHECK(words.size() == 5);
    }
}

TEST_CASE("a day of the plan") {
    PlanSituation plan = even_situation(4, 30);
    for (int i = 0; i < 120; i += 3) meet(plan, i, 1 + i % 4);
    SECTION("holds nothing twice, and one of a family") {
        for (int i = 0; i < 120; i += 10) plan.items[at(i)].family = i % 20;
        const DayPlan day = plan_day(plan, 1000.0);
        const std::vector<int> items = items_of(day);
        CHECK(std::set<int>(items.begin(), items.end()).size() == items.size());
        std::set<int> families;
        for (const int item : items)
            if (plan.items[at(item)].family >= 0) CHECK(families.insert(plan.items[at(item)].family).second);
        CHECK(families.size() == 2);
    }
    SECTION("is the same for the same seed, and its first question what comes next") {
        const DayPlan day = plan_day(plan, 45.0);
        CHECK(items_of(day) == items_of(plan_day(plan, 45.0)));
        CHECK(day.choices.front().item == choose(plan)->item);
    }
    SECTION("is what choosing and taking one by one brings, points shared or not") {
        for (int i = 0; i < 120; i += 2) plan.items[at(i)].points.push_back(i % 10);
        weigh_points(plan);
        PlanSituation one_by_one = plan;
        for (const PlanChoice& planned : plan_day(plan, 60.0).choices) {
            const PlanChoice next = *choose(one_by_one);
            CHECK(next.item == planned.item);
            take(one_by_one, next);
        }
    }
    SECTION("keeps within its minutes, whatever has come due meanwhile") {
        for (const double minutes : {0.0, 10.0, 45.0}) {
            PlanSituation missed_a_week = plan;
            for (PlanItem& item : missed_a_week.items) {
                item.due = item.seen;
                item.retrievability = item.seen ? 0.5 : 0.0;
            }
            CHECK(plan_day(plan, minutes).minutes <= minutes);
            CHECK(plan_day(missed_a_week, minutes).minutes <= minutes);
        }
    }
    SECTION("counts what is due and not in it, and says so") {
        for (PlanItem& item : plan.items) item.due = item.seen;
        const DayPlan day = plan_day(plan, 20.0);
        const auto chosen = std::count_if(day.choices.begin(), day.choices.end(), [](auto& c) { return c.due; });
        CHECK(day.due == 40);
        REQUIRE(day.due_put_off == 40 - chosen);
        REQUIRE(day.due_put_off > 1);
        CHECK(said(day, std::to_string(day.due_put_off) + " reviews due are not in it"));
        CHECK_FALSE(said(plan_day(plan, 1000.0), "not in it"));
    }
    SECTION("makes its numbers add up in words") {
        const DayPlan day = plan_day(plan, 45.0);
        CHECK(said(day, "The plan has " + std::to_string(day.choices.size()) + " questions"));
    }
}

TEST_CASE("the last days before the exam") {
    SECTION("take the minutes back, and no day gets more than the goal") {
        CHECK(minutes_for_day(40, std::nullopt) == 40.0);
        CHECK(minutes_for_day(40, -3) == 40.0);
        CHECK(minutes_for_day(40, 0) == 0.0);
        for (int days = 1; days < 30; ++days) {
            CHECK(minutes_for_day(40, days) >= minutes_for_day(40, days - 1));
            CHECK(minutes_for_day(40, days) <= 40.0);
        }
        CHECK(minutes_for_day(40, 3) == 40.0);
    }
    SECTION("the evening before brings no new leaf and no new point, the days before do") {
        PlanSituation plan = even_situation(4, 10);
        for (int i = 0; i < 15; ++i) meet(plan, i);
        plan.items[16].points = {3};  // new, on a point met
        weigh_points(plan);
        for (const int days : {0, 1}) {
            plan.days_left = days;
            const std::vector<int> items = items_of(plan_day(plan, 1000.0));
            CHECK(items.size() == 16);
            for (const int item : items) CHECK((item < 15 || item == 16));
        }
        plan.days_left = 2;
        CHECK(plan_day(plan, 1000.0).choices.size() == 40);
    }
    SECTION("someone who begins the evening before still gets questions") {
        PlanSituation plan = even_situation(2, 10);
        plan.days_left = 1;
        CHECK(plan_day(plan, 1000.0).choices.size() == 20);
    }
    SECTION("a mock exam is proposed once, from 14 to 7 days before") {
        using When = MockAdvice::When;
        CHECK_FALSE(mock_advice(std::nullopt, std::nullopt));
        CHECK_FALSE(mock_advice(0, std::nullopt));
        CHECK(mock_advice(15, std::nullopt)->when == When::later);
        CHECK(mock_advice(14, std::nullopt)->when == When::now);
        CHECK(mock_advice(7, 40)->when == When::now);
        CHECK(mock_advice(7, 3)->when == When::done);
        CHECK(mock_advice(6, std::nullopt)->when == When::too_late);
    }
}

TEST_CASE("the plan at the desk") {
    TempFolder folder;
    const Bank bank = small_bank(folder.path(), 20);
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));
    Desk desk(bank, record);
    const auto answer = [&](const Next& next, bool right, Now now) {
        const Instance question = desk.present(desk.heads()[static_cast<std::size_t>(next.ordinal)].id);
        desk.answer(0, question, answer_to(question, right), now);
    };
    const auto study = [&](int day, int questions) {
        for (int i = 0; i < questions; ++i)
            answer(desk.next(Policy::plan, morning(day), 1).value(), i % 3 != 0, morning(day));
    };
    desk.set_goal(morning(40).day, 30, morning(0));
    SECTION("there is a probe exactly where the last four were not new, and each choice carries its reason") {
        int probes = 0;
        for (int day = 0; day < 6; ++day)
            for (int i = 0, since_new = 0; i < 15; ++i) {
                const Next next = desk.next(Policy::plan, morning(day), 1).value();
                REQUIRE(next.choice);
                const bool left = !desk.pool({.state = PoolState::unused}, morning(day).day).empty();
                CHECK((next.why == Why::probe) == (since_new >= 4 && left));
                CHECK_FALSE(sentence(*next.choice).empty());
                probes += next.why == Why::probe ? 1 : 0;
                since_new = next.choice->seen ? since_new + 1 : 0;
                answer(next, day % 2 == 0, morning(day));
            }
        CHECK(probes > 0);
    }
    SECTION("the day's plan begins with the next question and shrinks as minutes are used") {
        study(0, 4);
        const DayPlan before = desk.day_plan(morning(0).day, 1);
        const Next next = desk.next(Policy::plan, morning(0), 1).value();
        CHECK(before.choices.front().item == next.ordinal);
        answer(next, true, morning(0));
        CHECK(desk.day_plan(morning(0).day, 1).minutes_left == Approx(before.minutes_left - 0.75));  // 45 s
    }
    SECTION("a missed week makes no larger day, and what is due and left out is told") {
        for (int day = 0; day < 3; ++day) study(day, 25);
        const DayPlan day = desk.day_plan(morning(10).day, 1);
        CHECK(day.minutes_left == 30.0);
        CHECK(day.minutes <= 30.0);
        CHECK(day.due == static_cast<int>(desk.due_list(morning(10).day).size()));
        const auto chosen = std::count_if(day.choices.begin(), day.choices.end(), [](auto& c) { return c.due; });
        CHECK(day.due_put_off == day.due - chosen);
    }
    SECTION("the calendar begins with the day's plan, and more minutes never promise less") {
        study(0, 10);
        const auto days = desk.calendar(morning(1).day);
        REQUIRE(days.size() == 40);
        CHECK(days.front().questions() == static_cast<int>(desk.day_plan(morning(1).day, plan_seed).choices.size()));
        const double kept = desk.forecast(morning(1).day, morning(40).day).forecast.p_pass;
        const auto others = desk.what_if(morning(1).day);
        REQUIRE(others.size() == 4);
        CHECK(others[0].forecast.raw >= desk.forecast(morning(1).day, morning(40).day).forecast.raw);
        CHECK(others[1].forecast.raw <= others[0].forecast.raw);
        CHECK(kept > 0.0);
        desk.set_goal(std::nullopt, 30, morning(1));
        CHECK(desk.calendar(morning(1).day).empty());
        CHECK(desk.what_if(morning(1).day).empty());
    }
    SECTION("halving the minutes or moving the date replans at once") {
        const std::size_t before = desk.day_plan(morning(1).day, 1).choices.size();
        desk.set_goal(morning(40).day, 15, morning(1));
        CHECK(desk.day_plan(morning(1).day, 1).choices.size() < before);
        desk.set_goal(morning(1).day, 15, morning(1));
        CHECK(desk.day_plan(morning(1).day, 1).choices.empty());
    }
    SECTION("the evening before keeps to leaves met before, however long one goes on") {
        std::set<int> met;
        for (const char* item : {"ct-x-0003", "ct-x-0005", "ct-x-0025"}) {
            const Instance question = desk.present(item);
            desk.answer(0, question, answer_to(question, true), morning(0));
        }
        for (const ItemHead& head : desk.heads())
            if (desk.state().item(head.id).seen()) met.insert(head.area);
        int asked = 0;
        while (const auto next = desk.next(Policy::plan, morning(39), 1)) {
            CHECK(met.contains(desk.heads()[static_cast<std::size_t>(next->ordinal)].area));
            answer(*next, true, morning(39));
            ++asked;
        }
        CHECK(asked >= 3);
    }
}
