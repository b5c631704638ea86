#include "engine/exam/report.hpp"

#include <cmath>

#include "engine/base/error.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

/// ARRT's line: 74.5 at the cut, 99.49 at full marks.
ExamFrame arrt_frame() {
    return {.category_of_leaf = {0, 1},
            .weight = {0.5, 0.5},
            .items = 200,
            .cut = 0.65,
            .scale_cut = 74.5,
            .scale_high = 99.49,
            .scale_low = 1.0,
            .b_ref = -0.4};
}

ExamFrame ardms_frame() {
    ExamFrame frame = arrt_frame();
    frame.scale_cut = 555.0;
    frame.scale_high = 700.0;
    frame.scale_low = 300.0;
    return frame;
}

Outline outline_of(Registry registry) {
    const bool arrt = registry == Registry::arrt;
    Outline outline = {
        .exam = "made-up",
        .registry = registry,
        .scored_items = 200,
        .scale = arrt ? Scale{.low = 1, .cut = 75, .high = 99} : Scale{.low = 300, .cut = 555, .high = 700},
        .cut = {.percent = 65}};
    outline.areas = {{.code = "A"}, {.code = "A.1", .parent = 0}, {.code = "B"}, {.code = "B.1", .parent = 2}};
    return outline;
}

/// `count` questions of mean difficulty, the first `right` of each ten right, leaves in turn.
std::vector<ScoredQuestion> answered(int count, int right_of_ten) {
    std::vector<ScoredQuestion> questions;
    for (int i = 0; i < count; ++i) {
        ScoredQuestion question{.number = i + 1,
                                .item = "q-" + std::to_string(i),
                                .area = i % 2 == 0 ? 1 : 3,
                                .difficulty = -0.4,
                                .chance = 0.25,
                                .seen = true,
                                .answered = true,
                                .right = (i / 2) % 10 < right_of_ten};
        question.response.elapsed_ms = 60'000;
        questions.push_back(std::move(question));
    }
    return questions;
}

}  // namespace

TEST_CASE("the line from raw to scaled score") {
    SECTION("is ARRT's, by its published example") {
        // ARRT (How scaled scores are made): a cut of 130 of 200 gives A = 24.99 / 70 = 0.357 and B = 74.5 - 0.357 *
        // 130 = 28.09.
        const ScoreLine line = score_line(arrt_frame(), 200, 130);
        CHECK(line.slope == Approx(0.357));
        CHECK(line.intercept == Approx(28.09));
        CHECK(line.scaled(130) == Approx(74.5));
        CHECK(line.scaled(200) == Approx(99.49));
        // 119 + 30 = 149 right: 0.357 * 149 + 28.09 = 81.283.
        CHECK(line.scaled(149) == Approx(81.283));
        // Below the cut the same line goes on: 0.357 * 100 + 28.09 = 63.79.
        CHECK(line.scaled(100) == Approx(63.79));
    }
    SECTION("is the assumed one of ARDMS through 555 and 700") {
        // A cut of 65 of 100: A = 145 / 35, B = 555 - 145 / 35 * 65 = 285.714...
        const ScoreLine line = score_line(ardms_frame(), 100, 65);
        CHECK(line.slope == Approx(4.142857));
        CHECK(line.intercept == Approx(285.714286));
        CHECK(line.scaled(80) == Approx(617.142857));
    }
    SECTION("needs a cut below full marks") {
        CHECK_THROWS_AS(score_line(arrt_frame(), 10, 10), Refused);
        CHECK_THROWS_AS(score_line(arrt_frame(), 10, -1), Refused);
    }
}

TEST_CASE("the cut of a form") {
    const ExamFrame frame = arrt_frame();
    auto questions = answered(200, 7);
    SECTION("is the outline's percent where the items are as the exam's") {
        // Labels spread as authored labels do, 0.7 * sqrt(0.66) after shrinkage, by nine equal slices of a normal
        // distribution: the sum over them must come out near 65 %.
        const std::vector<double> z = {-1.5932, -0.9674, -0.5895, -0.2822, 0.0, 0.2822, 0.5895, 0.9674, 1.5932};
        for (std::size_t i = 0; i < questions.size(); ++i)
            questions[i].difficulty = -0.4 + 0.7 / std::sqrt(0.66) * z[i % z.size()];
        questions.resize(198);
        CHECK(expected_at_cut(frame, questions) / 198 == Approx(0.65).margin(0.003));
    }
    SECTION("is the same where the items are calibrated, as far as they are believed") {
        const std::vector<double> z = {-1.5932, -0.9674, -0.5895, -0.2822, 0.0, 0.2822, 0.5895, 0.9674, 1.5932};
        for (std::size_t i = 0; i < questions.size(); ++i) {
            questions[i].reliability = 0.95;
            questions[i].difficulty = -0.4 + 0.7 / std::sqrt(0.95) * z[i % z.size()];
        }
        questions.resize(198);
        CHECK(expected_at_cut(frame, questions) / 198 == Approx(0.65).margin(0.003));
    }
    SECTION("moves more with a difficulty that is calibrated than with one that is authored") {
        for (ScoredQuestion& each : questions) each.difficulty += 0.5;
        const double authored = expected_at_cut(frame, questions);
        for (ScoredQuestion& each : questions) each.reliability = 0.95;
        CHECK(expected_at_cut(frame, questions) < authored - 1.0);
    }
    SECTION("falls as the items get harder and rises as they get easier") {
        const double even = expected_at_cut(frame, questions);
        for (ScoredQuestion& each : questions) each.difficulty += 0.5;
        const double hard = expected_at_cut(frame, questions);
        for (ScoredQuestion& each : questions) each.difficulty -= 1.0;
        const double easy = expected_at_cut(frame, questions);
        CHECK(hard < even - 5.0);
        CHECK(easy > even + 5.0);
    }
    SECTION("does not hang on pilot items") {
        const double even = expected_at_cut(frame, questions);
        auto more = questions;
        for (ScoredQuestion each : answered(30, 7)) {
            each.pilot = true;
            each.difficulty = 3.0;
            more.push_back(each);
        }
        CHECK(expected_at_cut(frame, more) == Approx(even));
    }
}

TEST_CASE("a score report") {
    const ExamFrame frame = arrt_frame();
    const Outline outline = outline_of(Registry::arrt);
    SECTION("counts scored questions alone") {
        auto questions = answered(200, 8);
        for (std::size_t i = 0; i < 20; ++i) questions[i].pilot = true;  // ten items of each area, eight of ten right
        const ScoreReport report = score_report(outline, frame, questions, 200 * 60'000, 0);
        CHECK(report.scored == 180);
        CHECK(report.raw == 144);
        CHECK(report.pilots == 20);
        CHECK(report.pilots_right == 16);
        CHECK(report.line.full == 180);
    }
    SECTION("scales by its own line and rounds as the registry does") {
        const ScoreReport report = score_report(outline, frame, answered(200, 8), 200 * 60'000, 0);
        CHECK(report.raw == 160);
        // All items alike, so the cut is a whole number of the 200 nearest to 200 times the chance at the cut.
        CHECK(report.line.cut == std::round(report.cut_exact));
        const double slope = 24.99 / (200.0 - report.line.cut);
        CHECK(report.scaled == std::lround(74.5 + slope * (160.0 - report.line.cut)));
        CHECK(report.passed);
        CHECK(report.interval.low < report.scaled);
        CHECK(report.interval.high > report.scaled);
    }
    SECTION("passes at the cut and fails one below it") {
        auto questions = answered(200, 0);
        const int cut = static_cast<int>(score_report(outline, frame, questions, 1, 0).line.cut);
        for (int i = 0; i < cut; ++i) questions[static_cast<std::size_t>(i)].right = true;
        const ScoreReport at = score_report(outline, frame, questions, 1, 0);
        CHECK(at.passed);
        CHECK(at.scaled == 75);
        CHECK(at.standing == Standing::unclear);
        CHECK(at.p_above == Approx(0.5).margin(0.05));
        questions[0].right = false;
        const ScoreReport below = score_report(outline, frame, questions, 1, 0);
        CHECK_FALSE(below.passed);
        CHECK(below.scaled == 74);
    }
    SECTION("gives 99 for full marks and never leaves the scale") {
        CHECK(score_report(outline, frame, answered(200, 10), 1, 0).scaled == 99);
        const ScoreReport none = score_report(outline, frame, answered(200, 0), 1, 0);
        CHECK(none.scaled >= 1);
        CHECK(none.interval.low >= 1.0);
        CHECK(none.standing == Standing::below);
    }
    SECTION("is less sure the shorter the form") {
        double before = 0.0;
        for (const int items : {200, 100, 50}) {
            const ScoreReport report = score_report(outline, frame, answered(items, 7), 1, 0);
            const double width = report.interval.high - report.interval.low;
            CHECK(width > 1.2 * before);
            before = width;
        }
    }
    SECTION("has an interval of the width that binomial luck and the shift of the labels make") {
        // 140 of 200 right on items all alike: luck sqrt(200 * 0.7 * 0.3) = 6.48. Slope of the curve at 0.7: with
        // q = (0.7 - 0.25) / 0.75 = 0.6 it is at most 0.75 * 0.6 * 0.4 = 0.18 a question and logit, so the shift of
        // 0.15 adds at most 0.15 * 200 * 0.18 = 5.4. Together sqrt(42 + 29.2) = 8.4 at most, and 6.48 at least.
        const ScoreReport report = score_report(outline, frame, answered(200, 7), 1, 0);
        const double half = 0.5 * (report.interval.high - report.interval.low) / report.line.slope / 1.28155;
        CHECK(half > 6.48);
        CHECK(half < 8.44);
    }
    SECTION("shows ARRT's sections from 0.1 to 9.9, 7.5 at the pass line") {
        auto questions = answered(200, 10);
        for (ScoredQuestion& each : questions)
            if (each.area == 3) each.right = false;
        const ScoreReport report = score_report(outline, frame, questions, 1, 0);
        REQUIRE(report.sections.size() == 2);
        CHECK(report.sections[0].right == 100);
        CHECK(report.sections[0].score->median == Approx(9.9));
        CHECK(report.sections[1].score->median >= 0.1);
        CHECK(report.sections[1].standing == Standing::below);
        // At the cut of the section the line gives 7.45, shown as 7.5 (or 7.4 for want of a whole question below it).
        const ScoredPart& part = report.sections[0];
        const ScoreLine line = score_line(frame, part.items, part.cut * part.items);
        CHECK(line.scaled(part.cut * part.items) / 10.0 == Approx(7.45));
    }
    SECTION("shows ARDMS's domains in percent and labels the scaled score an estimate") {
        const ScoreReport report = score_report(outline_of(Registry::ardms), ardms_frame(), answered(200, 8), 1, 0);
        CHECK(report.scaled > 555);
        CHECK(report.scaled < 700);
        for (const ScoredPart& part : report.sections) {
            CHECK_FALSE(part.score.has_value());
            CHECK(part.proportion.median == Approx(0.8));
        }
        bool told = false;
        for (const std::string& line : report.basis) told = told || line.find("our estimate") != std::string::npos;
        CHECK(told);
    }
    SECTION("lists every question, wrong first, then unanswered, then right") {
        auto questions = answered(4, 10);
        questions[1].right = false;
        questions[2].right = questions[2].answered = false;
        const ScoreReport report = score_report(outline, frame, questions, 1, 0);
        CHECK(report.review == std::vector<int>{1, 2, 0, 3});
        CHECK(report.unanswered == 1);
        CHECK(report.raw == 2);
    }
    SECTION("counts answer changes by kind and confidence where it was given") {
        auto questions = answered(8, 5);
        questions[0].change = AnswerChange::wrong_to_right;
        questions[1].change = AnswerChange::wrong_to_right;
        questions[2].change = AnswerChange::right_to_wrong;
        questions[3].change = AnswerChange::wrong_to_wrong;
        questions[0].response.confidence = Confidence::sure;
        const ScoreReport report = score_report(outline, frame, questions, 1, 0);
        CHECK(report.changes.all() == 4);
        CHECK(report.changes.wrong_to_right == 2);
        CHECK(report.changes.gained() == 1);
        CHECK(report.by_confidence[static_cast<std::size_t>(Confidence::sure)].answers == 1);
        CHECK(report.by_confidence[static_cast<std::size_t>(Confidence::sure)].right == 1);
    }
    SECTION("tells the pace by quarter") {
        auto questions = answered(10, 5);
        for (std::size_t i = 0; i < 10; ++i) questions[i].response.elapsed_ms = static_cast<std::int64_t>(i + 1) * 1000;
        questions[9].seen = false;
        questions[9].response.elapsed_ms = 0;
        const ScoreReport report = score_report(outline, frame, questions, 600'000, 90'000);
        // Quarters of ten: 1-2, 3-5, 6-7, 8-10 (of which 10 was not seen).
        CHECK(report.pace[0].first == 1);
        CHECK(report.pace[0].last == 2);
        CHECK(report.pace[0].median_ms == 1500);
        CHECK(report.pace[1].median_ms == 4000);
        CHECK(report.pace[3].first == 8);
        CHECK(report.pace[3].seen == 2);
        CHECK(report.pace[3].median_ms == 8500);
        CHECK(report.even_pace_ms == 60'000);
        CHECK(pace_of(report.questions, 5)[4] == 9000);
    }
    SECTION("cannot be made of nothing") { CHECK_THROWS_AS(score_report(outline, frame, {}, 1, 0), Refused); }
}

TEST_CASE("wilson's interval") {
    // Wilson 1927 at z = 1.2815516: for 5 of 10, z^2 = 1.642374, scale 1 / 1.1642374 = 0.858932,
    // middle 0.858932 * (0.5 + 0.0821187) = 0.5, half 0.858932 * 1.2815516 * sqrt(0.025 + 0.00410594) = 0.187797.
    const Interval half = wilson_interval(5, 10);
    CHECK(half.low == Approx(0.312203).epsilon(1e-4));
    CHECK(half.high == Approx(0.687797).epsilon(1e-4));
    CHECK(wilson_interval(10, 10).high == Approx(1.0));
    CHECK(wilson_interval(10, 10).low < 0.9);
    CHECK(wilson_interval(0, 10).low == Approx(0.0).margin(1e-12));
}
