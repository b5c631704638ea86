#include "engine/study/ics.hpp"
#include "engine/study/desk.hpp"

#include "engine/base/index.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

/// 4 leaves of 60 questions with a point each, the first `seen` answered a week before today and due.
CalendarStart beginning(int days, int minutes, int seen = 40) {
    constexpr Day today = 20'000;
    CalendarStart start = {.theta = std::vector<double>(4, 0.0),
                           .gamma = 0.33,
                           .today = today,
                           .exam_day = today + days,
                           .minutes_per_day = minutes};
    PlanSituation& plan = start.situation;
    plan.leaf_weight.assign(4, 0.25);
    plan.leaf_met.assign(4, false);
    plan.days_left = days;
    plan.today = today;
    for (int i = 0; i < 240; ++i) {
        const bool old = i < seen;
        plan.items.push_back({.leaf = i % 4, .points = {i}, .p_first = 0.6, .seen = old, .due = old});
        plan.points.push_back({.met = old ? 1 : 0, .met_before = old});
        if (old) plan.points.back().history.add(true, true, today - 7);
        if (old) plan.leaf_met[at(i % 4)] = true;
        start.items.push_back({.memory = {.stability = old ? 2.3 : 0.0, .difficulty = old ? 5.0 : 0.0},
                               .last_day = today - 7,
                               .due = today - 5,
                               .chance = 0.25});
    }
    weigh_points(plan);
    return start;
}

int questions(const std::vector<CalendarDay>& days) {
    int sum = 0;
    for (const CalendarDay& day : days) sum += day.questions();
    return sum;
}

}  // namespace

TEST_CASE("the calendar of the plan") {
    SECTION("begins with the plan of today and ends with the exam") {
        const CalendarStart start = beginning(30, 40);
        const auto days = plan_days(start);
        REQUIRE(days.size() == 31);
        const DayPlan today = plan_day(start.situation, 40);
        CHECK(days.front().questions() == static_cast<int>(today.choices.size()));
        CHECK(days.front().due_put_off == today.due_put_off);
        CHECK(days.back().exam);
        CHECK(days.back().questions() == 0);
    }
    SECTION("keeps every day within its minutes, fewer in the last two") {
        const auto days = plan_days(beginning(30, 40));
        for (const CalendarDay& day : days) CHECK(day.minutes <= minutes_for_day(40, days.back().day - day.day));
    }
    SECTION("brings nothing new the night before beyond points already met") {
        const auto days = plan_days(beginning(30, 40));
        CHECK(days[29].fresh + days[29].probes == 0);  // each question has a point of its own
        CHECK(days[29].reviews > 0);
    }
    SECTION("half the minutes, and a week missed, make no day larger than its goal") {
        const auto whole = plan_days(beginning(30, 40));
        const auto half = plan_days(beginning(30, 20));
        for (const CalendarDay& day : half) CHECK(day.minutes <= 20.0);
        CHECK(questions(half) < questions(whole));
        CHECK(questions(half) > 0);
        CalendarStart late = beginning(30, 40);
        late.today += 7;
        late.situation.days_left = 23;
        const auto after = plan_days(late);
        CHECK(after.size() == 24);
        for (const CalendarDay& day : after) CHECK(day.minutes <= 40.0);
    }
    SECTION("follows the date when it moves") {
        CHECK(plan_days(beginning(10, 40)).size() == 11);
        CHECK(plan_days(beginning(60, 40)).size() == 61);
        CHECK(plan_days(beginning(0, 40)).size() == 1);
        CHECK(plan_days(beginning(-1, 40)).empty());
        CHECK(plan_days(beginning(longest_calendar + 50, 1)).size() == static_cast<std::size_t>(longest_calendar));
    }
    SECTION("says of the last days that they are shorter") {
        const auto days = plan_days(beginning(30, 40));
        CHECK(days[10].share == 1.0);
        CHECK(days[28].share == Approx(0.8));
        CHECK(days[29].share == Approx(0.5));
        CHECK(days[30].share == 0.0);
    }
    SECTION("tells days missed, and what waits and when most of it does") {
        auto days = plan_days(beginning(30, 5));
        const auto words = calendar_sentences(days, {19'995, 19'997});
        REQUIRE(words.size() == 3);
        CHECK(words[1].find("2 of the last seven days were without study") == 0);
        CHECK(words[2].find(std::to_string(days.front().due_put_off) + " due reviews") != std::string::npos);
        for (CalendarDay& day : days) day.due_put_off = 0;
        CHECK(calendar_sentences(days, {}).size() == 1);
        CHECK(calendar_sentences({}, {19'995}).empty());
    }
    SECTION("says what is due and waits, and every day has its sentence") {
        const auto days = plan_days(beginning(30, 5));
        CHECK(days.front().due_put_off > 0);
        for (const CalendarDay& day : days) CHECK(sentence(day).back() == '.');
    }
}

TEST_CASE("the plan as a calendar file") {
    const auto days = plan_days(beginning(20, 40));
    const std::string ics = to_ics(days, "Sonography; Principles, and \u00c4nderung of a very long title " + std::string(60, 'x'),
                                   "someone", 1'796'000'000'000);
    SECTION("has lines of at most 75 octets that end as the standard asks") {
        std::size_t from = 0;
        while (from < ics.size()) {
            const std::size_t end = ics.find("\r\n", from);
            REQUIRE(end != std::string::npos);
            CHECK(end - from <= 75);
            from = end + 2;
        }
    }
    SECTION("escapes what would part values, reminds of nothing, and names the exam day") {
        CHECK(ics.find("Sonography\\; Principles\\,") != std::string::npos);
        CHECK(ics.find("VALARM") == std::string::npos);
        CHECK(ics.find("DTSTART;VALUE=DATE:20241024") != std::string::npos);  // 20,000 + 20 days after 1970-01-01
        CHECK(ics.find("someone") == std::string::npos);
    }
}

TEST_CASE("the day of the mock exam") {
    constexpr Day exam = 20'000;
    SECTION("is a Saturday two to one weeks before, whatever the weekday of the exam") {
        for (Day day = exam; day < exam + 7; ++day) {
            const auto mock = mock_day(day - 60, day, std::nullopt);
            REQUIRE(mock);
            CHECK(weekday(*mock) == "Sat");
            CHECK(day - *mock >= 7);
            CHECK(day - *mock <= 14);
        }
    }
    SECTION("is not behind, and none where one was sat of late or it is too late") {
        for (int left = 7; left <= 14; ++left) CHECK(mock_day(exam - left, exam, std::nullopt).value() >= exam - left);
        CHECK_FALSE(mock_day(exam - 10, exam, 3));
        CHECK_FALSE(mock_day(exam - 6, exam, std::nullopt));
        CHECK_FALSE(mock_day(exam, exam, std::nullopt));
    }
}

TEST_CASE("readiness on the days of the calendar") {
    const TempFolder folder;
    const Bank bank = small_bank(folder.path(), 20);
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));
    Desk desk(bank, record);
    const Day today = morning(3).day;
    CHECK(desk.calendar(today).empty());
    desk.set_goal(today + 40, 30, morning(0));
    for (int i = 0; i < 12; ++i) {
        const Instance question = desk.present(desk.heads()[at(i)].id);
        desk.answer(0, question, answer_to(question, i % 3 != 0), morning(0));
    }
    SECTION("is what the forecast tells of that day, from now to the exam") {
        const auto& days = desk.calendar(today);
        REQUIRE(days.size() == 41);
        for (const CalendarDay& day : days) {
            const Forecast then = desk.forecast(today, day.day).forecast;
            CHECK(day.p_pass == then.p_pass);
            CHECK(day.scaled.median == then.scaled.median);
            CHECK(day.scaled.low == then.scaled.low);
        }
        CHECK(days.back().p_pass > days.front().p_pass);
    }
    SECTION("follows a new date, other minutes and an answer at once") {
        const double before = desk.calendar(today).back().p_pass;
        desk.set_goal(today + 40, 60, morning(3));
        CHECK(desk.calendar(today).back().p_pass > before);
        desk.set_goal(today + 20, 60, morning(3));
        CHECK(desk.calendar(today).size() == 21);
        const int planned = desk.calendar(today).front().questions();
        const Instance question = desk.present(desk.heads()[30].id);
        Response response = answer_to(question, true);
        response.elapsed_ms = 30 * 60'000;
        desk.answer(0, question, response, morning(3));
        CHECK(desk.calendar(today).front().questions() < planned);
    }
    SECTION("is compared with other minutes and dates in words") {
        const Forecast as_it_is = desk.forecast(today, today + 40).forecast;
        const auto others = desk.what_if(today);
        REQUIRE(others.size() == 4);
        CHECK(sentence(others[0], as_it_is).find("Ten minutes more a day: ") == 0);
        CHECK(sentence(others[0], others[0].forecast).find("no difference that can be told") != std::string::npos);
    }
    SECTION("does not set two figures against each other that read the same") {
        const Forecast as_it_is = {.p_pass = 0.993, .scaled = {.median = 92.0}};
        const Forecast later = {.p_pass = 0.997, .scaled = {.median = 93.0}};
        CHECK(sentence({.forecast = later, .words = "The exam a week later"}, as_it_is) ==
              "The exam a week later: over 99 % to pass as it is, a score of about 93 instead of 92.");
    }
    SECTION("knows the days missed since study began") {
        CHECK(desk.missed_days(today) == std::vector<Day>{today - 2, today - 1});
        CHECK(desk.missed_days(morning(0).day).empty());
    }
}
