#include "engine/record/state.hpp"

#include <cmath>

#include "engine/record/snapshot.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

Event on_day(std::int64_t seq, int day, EventBody body) {
    const Now now = morning(day);
    return {.seq = seq, .at_ms = now.ms, .day = now.day, .exam = "arrt-ct", .body = std::move(body)};
}

Answered answered_in(std::int64_t elapsed_ms, bool right, Confidence confidence) {
    Answered answer = an_answer("ct-ip-0001", right);
    answer.elapsed_ms = elapsed_ms;
    answer.confidence = confidence;
    return answer;
}

}  // namespace

TEST_CASE("rating of an answer") {
    const std::int64_t median = 40'000;
    SECTION("wrong is again, however sure and fast") {
        for (const auto confidence : {Confidence::none, Confidence::guess, Confidence::unsure, Confidence::sure})
            CHECK(rating_of(false, confidence, 1'000, median) == Rating::again);
    }
    SECTION("a right guess is again") { CHECK(rating_of(true, Confidence::guess, 1'000, median) == Rating::again); }
    SECTION("right but unsure is hard") { CHECK(rating_of(true, Confidence::unsure, 1'000, median) == Rating::hard); }
    SECTION("right without a confidence is good at any speed") {
        CHECK(rating_of(true, Confidence::none, 1'000, median) == Rating::good);
    }
    SECTION("right and sure is easy only under half the own median time") {
        CHECK(rating_of(true, Confidence::sure, 19'999, median) == Rating::easy);
        CHECK(rating_of(true, Confidence::sure, 20'000, median) == Rating::good);
    }
    SECTION("without an own median nothing is easy") {
        CHECK(rating_of(true, Confidence::sure, 1, std::nullopt) == Rating::good);
    }
}

TEST_CASE("pace window") {
    PaceWindow pace;
    SECTION("has no median before twenty answers") {
        for (int i = 0; i < 19; ++i) pace.add(1000);
        CHECK_FALSE(pace.median());
        pace.add(1000);
        CHECK(pace.median() == 1000);
    }
    SECTION("forgets what is older than its window") {
        for (std::size_t i = 0; i < PaceWindow::capacity; ++i) pace.add(1'000'000);
        for (std::size_t i = 0; i < PaceWindow::capacity; ++i) pace.add(static_cast<std::int64_t>(i));
        CHECK(pace.median() == 50);  // of 0..100
        CHECK(pace.times().size() == PaceWindow::capacity);
    }
}

TEST_CASE("state of an item") {
    ExamState state;
    SECTION("a wrong answer is due the next day") {
        apply(state, on_day(1, 0, an_answer("ct-ip-0001", false)));
        CHECK(state.item("ct-ip-0001").due == morning(1).day);
        CHECK(state.item("ct-ip-0001").last_wrong());
    }
    SECTION("due is the last day plus the interval at 0.9, which is the stability, and at least a day") {
        apply(state, on_day(1, 0, an_answer("ct-ip-0001")));
        for (int review = 2; review < 8; ++review) {
            const ItemState before = state.item("ct-ip-0001");
            apply(state, on_day(review, before.due - morning(0).day, an_answer("ct-ip-0001")));
            const ItemState& item = state.item("ct-ip-0001");
            const double days = interval(default_fsrs(), item.memory.stability, 0.9);
            CHECK(days == Approx(item.memory.stability));
            CHECK(item.due - item.last_day == std::max(1.0, std::round(days)));
            CHECK(item.memory.stability > before.memory.stability);
        }
    }
    SECTION("a day less, as a journey brings it, counts as the last") {
        apply(state, on_day(1, 5, an_answer("ct-ip-0001")));
        apply(state, on_day(2, 4, an_answer("ct-ip-0001")));
        CHECK(state.day == morning(5).day);
        CHECK(state.item("ct-ip-0001").last_day == morning(5).day);
        CHECK(state.days.size() == 1);
    }
    SECTION("never touched, it is the empty state") { CHECK(state.item("nothing") == ItemState{}); }
    SECTION("the last note stands and an empty one removes it") {
        apply(state, on_day(1, 0, Noted{.item = "ct-ip-0001", .text = "first"}));
        apply(state, on_day(2, 0, Noted{.item = "ct-ip-0001", .text = "second"}));
        CHECK(state.item("ct-ip-0001").note == "second");
        CHECK_FALSE(state.item("ct-ip-0001").seen());
        apply(state, on_day(3, 0, Noted{.item = "ct-ip-0001"}));
        CHECK(state.item("ct-ip-0001").note.empty());
    }
}

TEST_CASE("tallies of a state") {
    ExamState state;
    SECTION("a question left open over lunch counts ten minutes of study") {
        apply(state, on_day(1, 0, answered_in(3'600'000, true, Confidence::none)));
        CHECK(state.days.at(morning(0).day).elapsed_ms == 600'000);
    }
    SECTION("confidence is counted by what was said") {
        apply(state, on_day(1, 0, answered_in(1000, true, Confidence::sure)));
        apply(state, on_day(2, 0, answered_in(1000, false, Confidence::sure)));
        CHECK(state.by_confidence[static_cast<std::size_t>(Confidence::sure)] == Tally{.answers = 2, .right = 1});
    }
    SECTION("an answer belongs to its sitting") {
        apply(state, on_day(1, 0, SittingStarted{.settings = "{}"}));
        Answered answer = an_answer("ct-ip-0001");
        answer.sitting = 1;
        apply(state, on_day(2, 0, answer));
        CHECK(state.sittings.at(1).answers == Tally{.answers = 1, .right = 1});
        CHECK(state.open_sitting(SittingKind::practice) == 1);
        CHECK_FALSE(state.open_sitting(SittingKind::mock));
        apply(state, on_day(3, 0, SittingEnded{.sitting = 1}));
        CHECK_FALSE(state.open_sitting(SittingKind::practice));
    }
    SECTION("an abandoned sitting is not open once a later one of its kind was ended") {
        apply(state, on_day(1, 0, SittingStarted{.settings = "{}"}));
        apply(state, on_day(2, 0, SittingStarted{.settings = "{}"}));
        apply(state, on_day(3, 0, SittingEnded{.sitting = 2}));
        CHECK_FALSE(state.open_sitting(SittingKind::practice));
    }
}

TEST_CASE("state as JSON") {
    ExamState state;
    apply(
        state,
        on_day(1, 0, SittingStarted{.seed = ~0ULL, .bank_hash = "f00", .settings = "{\"a\":1}", .items = {"x", "y"}}));
    for (int i = 2; i < 60; ++i) {
        Answered answer = answered_in(i * 997, i % 3 != 0, static_cast<Confidence>(i % 4));
        answer.item = "ct-ip-" + std::to_string(i % 7);
        answer.sitting = 1;
        answer.fresh = i < 9;
        apply(state, on_day(i, i / 5, answer));
    }
    apply(state, on_day(60, 20, GoalSet{.exam_day = morning(70).day, .minutes_per_day = 45}));
    apply(state, on_day(61, 20, Noted{.item = "ct-ip-0", .text = "\u03bc = 0.19 cm\u207b\u00b9"}));
    SECTION("reads back bit for bit") {
        const auto back = state_from_json(state_to_json(state));
        REQUIRE(back);
        CHECK(*back == state);
        CHECK(digest(*back) == digest(state));
    }
    SECTION("the smallest change of a number changes the digest") {
        ExamState other = state;
        double& stability = other.items.find("ct-ip-3")->second.memory.stability;
        stability = std::nextafter(stability, 1e9);
        CHECK(digest(other) != digest(state));
    }
    SECTION("what is not a state is absent, not an exception") {
        for (const char* text : {"", "{", "[]", "{}", "{\"applied\":\"x\"}", "null"})
            CHECK_FALSE(state_from_json(text));
    }
    SECTION("tallies of items, days and confidences all sum to the whole") {
        Tally items, days, confidences;
        for (const auto& [id, item] : state.items) items.answers += item.all.answers, items.right += item.all.right;
        for (const auto& [day, tally] : state.days)
            days.answers += tally.answers.answers, days.right += tally.answers.right;
        for (const Tally& tally : state.by_confidence)
            confidences.answers += tally.answers, confidences.right += tally.right;
        CHECK(items == state.all);
        CHECK(days == state.all);
        CHECK(confidences == state.all);
        CHECK(state.all.answers == 58);
    }
}
