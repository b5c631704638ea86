#include "engine/cohort/concerns.hpp"

#include <algorithm>

#include "engine/base/random.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/made_class.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

const Day this_day = parse_day("2026-12-01").value();
const Day day_of_exam = this_day + 30;

/// What is judged of one log alone.
CandidateReport judged(const MadeLog& log, std::optional<Day> exam_day = day_of_exam) {
    static const ReportFrame frame = small_frame();
    const ReportPlaces places(frame);
    CandidateGathering gathering(places, this_day);
    for (const PackedAnswer& answer : log.answers()) gathering.add(answer);
    CandidateReport report = gathering.report(exam_day, gathering.expectations());
    judge(report, gathering, frame, this_day, exam_day);
    return report;
}

/// 200 answers over the last four weeks, the last of them yesterday.
MadeLog steady(double right, int seconds = 45) {
    MadeLog log(1);
    for (int week = 4; week >= 1; --week)
        for (int day = 0; day < 5; ++day)
            log.study({.day = this_day - 7 * week + day + 1, .answers = 10, .right = right, .seconds = seconds});
    return log;
}

std::vector<DatedEvidence> simulated(double before, double later, std::uint64_t seed) {
    Random random(seed);
    std::vector<DatedEvidence> all;
    for (int i = 0; i < 160; ++i) {
        // Later questions are harder, as a plan that goes for what is weak brings them.
        Evidence each = {.difficulty = 0.7 * random.normal() + (i < 80 ? -0.5 : 0.5), .chance = 0.25};
        each.right = random.uniform() < probability_right(i < 80 ? before : later, each.difficulty, each.chance);
        all.push_back({.day = i, .evidence = each});
    }
    return all;
}

}  // namespace

TEST_CASE("what an instructor should look at") {
    SECTION("a candidate who will likely pass is no concern") {
        const CandidateReport report = judged(steady(0.9));
        CHECK(report.forecast.p_pass > 0.8);
        CHECK(report.concerns.empty());
        CHECK_FALSE(report.at_risk);
        CHECK(report.advice.empty());
    }
    SECTION("below one half passing is unlikely, with the areas that cost most and their figures") {
        MadeLog log = steady(0.7);
        for (int i = 0; i < 8; ++i) log.study({.day = this_day - 8 + i, .answers = 15, .right = 0.2, .area = "B.2"});
        const CandidateReport report = judged(log);
        REQUIRE(report.forecast.p_pass < 0.5);
        CHECK(has(report, Concern::unlikely));
        CHECK_FALSE(has(report, Concern::doubtful));
        CHECK(report.at_risk);
        CHECK(report.why.starts_with("Four"));
        CHECK(holds(report.advice, "in Four ("));
        CHECK(holds(report.advice, "66 % is the cut"));
    }
    SECTION("between one half and two thirds it is doubtful") {
        CandidateReport report = judged(steady(0.8));
        for (int wrong = 1; report.forecast.p_pass >= 2.0 / 3.0; ++wrong) {
            MadeLog log = steady(0.8);
            log.study({.day = this_day, .answers = wrong, .right = 0.0});
            report = judged(log);
        }
        REQUIRE(report.forecast.p_pass > 0.5);
        CHECK(has(report, Concern::doubtful));
        CHECK(report.at_risk);
    }
    SECTION("few answers are no verdict, but belong on the list") {
        MadeLog log(1);
        log.study({.day = this_day, .answers = 8, .right = 0.0});
        const CandidateReport report = judged(log);
        CHECK(has(report, Concern::few_answers));
        CHECK_FALSE(has(report, Concern::unlikely));
        CHECK(report.at_risk);
        CHECK(holds(report.why, "only 8 first answers"));
        CHECK(holds(report.advice, "60 new questions"));
    }
    SECTION("nothing at all says so") {
        const CandidateReport report = judged(MadeLog(1));
        CHECK(report.at_risk);
        CHECK(report.why == "no answer yet");
        CHECK(holds(report.advice, "Nothing has come in"));
    }
    SECTION("14 days without an answer are idle, 13 are not") {
        MadeLog log(1);
        for (int i = 0; i < 20; ++i) log.study({.day = this_day - 33 + i, .answers = 10, .right = 0.9});
        CHECK(has(judged(log), Concern::idle));
        CHECK(holds(judged(log).why, "idle for 14 days"));
        CHECK(judged(log).at_risk);
        log.study({.day = this_day - 13, .answers = 1});
        CHECK_FALSE(has(judged(log), Concern::idle));
    }
    SECTION("who is idle after the exam is not on the list for that") {
        MadeLog log(1);
        for (int i = 0; i < 20; ++i) log.study({.day = this_day - 50 + i, .answers = 10, .right = 0.9});
        CHECK(judged(log, this_day - 20).concerns == std::vector{Concern::idle});
        CHECK_FALSE(judged(log, this_day - 20).at_risk);
    }
    SECTION("half the first answers under 20 s are rushed; repeats may be quick") {
        CHECK(has(judged(steady(0.9, 19)), Concern::rushing));
        CHECK(holds(judged(steady(0.9, 19)).why, "fast, 19 s each"));
        CHECK_FALSE(has(judged(steady(0.9, 20)), Concern::rushing));
        MadeLog log = steady(0.9, 40);
        for (int i = 0; i < 5; ++i)
            log.study({.day = this_day - 5 + i, .answers = 100, .right = 1.0, .seconds = 6, .fresh = false});
        CHECK_FALSE(has(judged(log), Concern::rushing));
    }
    SECTION("19 answers are too few to call rushed") {
        MadeLog log(1);
        log.study({.day = this_day, .answers = 19, .seconds = 5});
        CHECK_FALSE(has(judged(log), Concern::rushing));
        log.study({.day = this_day, .answers = 1, .seconds = 5});
        CHECK(has(judged(log), Concern::rushing));
    }
    SECTION("fewer right in the last four weeks is falling") {
        MadeLog log(1);
        for (int i = 0; i < 10; ++i) log.study({.day = this_day - 60 + i, .answers = 10, .right = 0.9});
        MadeLog same_again = log;
        for (int i = 0; i < 10; ++i) log.study({.day = this_day - 20 + i, .answers = 10, .right = 0.6});
        CHECK(has(judged(log), Concern::falling));
        for (int i = 0; i < 10; ++i) same_again.study({.day = this_day - 20 + i, .answers = 10, .right = 0.9});
        CHECK_FALSE(has(judged(same_again), Concern::falling));
    }
    SECTION("a few days of work in thirty are told") {
        MadeLog log(1);
        for (int i = 2; i >= 0; --i) log.study({.day = this_day - i, .answers = 60, .right = 0.4});
        CHECK(holds(judged(log).why, "3 days in 30"));
    }
}

TEST_CASE("telling a fall from chance") {
    constexpr int trials = 2000;
    const auto alarms = [&](double before, double later) {
        int count = 0;
        for (int seed = 1; seed <= trials; ++seed)
            count += fell(simulated(before, later, static_cast<std::uint64_t>(seed)), 80) ? 1 : 0;
        return static_cast<double>(count) / trials;
    };
    SECTION("an able candidate whose questions get harder is cleared but once in a hundred") {
        // Binomial standard deviation at 0.01: 0.0022.
        CHECK(alarms(0.5, 0.5) < 0.01 + 3 * 0.0022);
        CHECK(alarms(1.5, 1.5) < 0.01 + 3 * 0.0022);
    }
    SECTION("a real fall by a logit and a half is mostly seen") { CHECK(alarms(1.0, -0.5) > 0.7); }
    SECTION("getting better is never a fall") { CHECK(alarms(-0.5, 1.0) == 0.0); }
    SECTION("19 answers on a side are too few, and so are answers all right") {
        const auto all = simulated(2.0, -2.0, 1);
        CHECK(fell(all, 80));
        CHECK_FALSE(fell(all, 160 - 19));
        CHECK_FALSE(fell(all, 19));
        auto right = all;
        for (DatedEvidence& each : right) each.evidence.right = true;
        CHECK_FALSE(fell(right, 80));
    }
}
