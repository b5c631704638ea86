#include "engine/exam/sitting.hpp"

#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

constexpr std::int64_t minute = 60'000;

Sitting begun(int questions, SittingRules rules = {.time_ms = 100 * minute}) {
    Sitting sitting(questions, rules);
    sitting.finish_tutorial();
    sitting.accept_agreement();
    return sitting;
}

void choose(Sitting& sitting, const std::string& letters) { sitting.respond({.letters = letters}, !letters.empty()); }

}  // namespace

TEST_CASE("a sitting") {
    SECTION("goes through tutorial and agreement before its clock starts") {
        Sitting sitting(3, {.time_ms = 10 * minute});
        CHECK(sitting.phase() == SittingPhase::tutorial);
        CHECK_FALSE(sitting.elapse(minute).has_value());
        sitting.accept_agreement();  // not yet shown
        CHECK(sitting.phase() == SittingPhase::tutorial);
        sitting.finish_tutorial();
        CHECK(sitting.phase() == SittingPhase::agreement);
        sitting.elapse(minute);
        sitting.accept_agreement();
        CHECK(sitting.phase() == SittingPhase::asking);
        CHECK(sitting.number() == 1);
        CHECK(sitting.remaining_ms() == 10 * minute);
    }
    SECTION("ends without a question where the agreement is declined") {
        Sitting sitting(3, {.time_ms = minute});
        sitting.finish_tutorial();
        sitting.decline_agreement();
        CHECK(sitting.phase() == SittingPhase::ended);
        CHECK(sitting.ended_by() == EndedBy::declined);
        CHECK(sitting.count(ReviewFilter::unseen) == 3);
    }
    SECTION("moves freely unless an answer is wanted first") {
        Sitting sitting = begun(5);
        CHECK(sitting.previous() == Move::nowhere);
        CHECK(sitting.go_to(4) == Move::done);
        CHECK(sitting.next() == Move::done);
        CHECK(sitting.next() == Move::nowhere);
        CHECK(sitting.number() == 5);
        CHECK(sitting.numbers(ReviewFilter::incomplete) == std::vector<int>{1, 4, 5});
        CHECK(sitting.numbers(ReviewFilter::unseen) == std::vector<int>{2, 3});
    }
    SECTION("asks for an answer before moving on where the registry does") {
        Sitting sitting = begun(4, {.time_ms = 100 * minute, .answer_before_moving_on = true});
        CHECK(sitting.next() == Move::answer_first);
        CHECK(sitting.review() == Move::answer_first);
        choose(sitting, "a");
        CHECK(sitting.next() == Move::done);
        CHECK(sitting.previous() == Move::done);  // back is free
        CHECK(sitting.go_to(3) == Move::answer_first);
        CHECK(sitting.go_to(2) == Move::done);
        CHECK(sitting.number() == 2);
        choose(sitting, "b");
        CHECK(sitting.review() == Move::done);
        CHECK(sitting.go_to(4) == Move::answer_first);
        CHECK(sitting.go_to(3) == Move::done);
    }
    SECTION("keeps responses, flags, strike-outs and highlights by question") {
        Sitting sitting = begun(3);
        choose(sitting, "c");
        sitting.flag(true);
        sitting.strike('d', true);
        sitting.strike('a', true);
        sitting.strike('d', true);
        sitting.next();
        sitting.strike('b', true);
        sitting.strike('b', false);
        sitting.highlight({{.first = 0, .end = 4}});
        CHECK(sitting.question(1).response.letters == "c");
        CHECK(sitting.question(1).struck == "ad");
        CHECK(sitting.question(2).struck.empty());
        CHECK(sitting.question(2).highlights.size() == 1);
        CHECK(sitting.numbers(ReviewFilter::flagged) == std::vector<int>{1});
        CHECK(sitting.numbers(ReviewFilter::complete) == std::vector<int>{1});
        sitting.previous();
        choose(sitting, "");  // taken back
        CHECK(sitting.numbers(ReviewFilter::complete).empty());
    }
    SECTION("counts time on the question shown, and only while it is shown") {
        Sitting sitting = begun(2);
        sitting.elapse(20'000);
        sitting.review();
        sitting.elapse(5'000);
        sitting.go_to(2);
        sitting.elapse(7'000);
        sitting.take_break();
        CHECK(sitting.phase() == SittingPhase::on_break);
        CHECK(sitting.go_to(1) == Move::nowhere);
        sitting.elapse(60'000);  // a break does not stop the clock
        sitting.end_break();
        CHECK(sitting.phase() == SittingPhase::asking);
        CHECK(sitting.question(1).elapsed_ms == 20'000);
        CHECK(sitting.question(2).elapsed_ms == 7'000);
        CHECK(sitting.remaining_ms() == 100 * minute - 92'000);
    }
    SECTION("returns from a break to the review it was taken in") {
        Sitting sitting = begun(2);
        sitting.review();
        sitting.take_break();
        sitting.end_break();
        CHECK(sitting.phase() == SittingPhase::review);
    }
    SECTION("announces thirty and five minutes once, and ends at none") {
        Sitting sitting = begun(2);
        CHECK_FALSE(sitting.elapse(70 * minute - 1).has_value());
        CHECK(sitting.elapse(1) == Notice::thirty_minutes);
        CHECK_FALSE(sitting.elapse(1).has_value());
        CHECK(sitting.elapse(25 * minute) == Notice::five_minutes);
        CHECK(sitting.elapse(10 * minute) == Notice::time_up);
        CHECK(sitting.remaining_ms() == 0);
        CHECK(sitting.phase() == SittingPhase::ended);
        CHECK(sitting.ended_by() == EndedBy::time);
        CHECK_FALSE(sitting.elapse(minute).has_value());
    }
    SECTION("announces nothing that was past from the start") {
        Sitting sitting = begun(2, {.time_ms = 20 * minute});
        CHECK_FALSE(sitting.elapse(minute).has_value());
        CHECK(sitting.elapse(14 * minute) == Notice::five_minutes);
    }
    SECTION("hides its clock until the last five minutes") {
        Sitting sitting = begun(2, {.time_ms = 10 * minute});
        sitting.hide_clock(true);
        sitting.hide_counter(true);
        CHECK_FALSE(sitting.clock_shown());
        sitting.elapse(5 * minute);
        CHECK(sitting.clock_shown());
        CHECK_FALSE(sitting.counter_shown());
    }
    SECTION("takes no answer once it has ended") {
        Sitting sitting = begun(2);
        choose(sitting, "a");
        sitting.end();
        choose(sitting, "b");
        sitting.flag(true);
        CHECK(sitting.next() == Move::nowhere);
        CHECK(sitting.question(1).response.letters == "a");
        CHECK_FALSE(sitting.question(1).flagged);
        CHECK(sitting.ended_by() == EndedBy::candidate);
    }
}

TEST_CASE("a response is complete") {
    Instance asked{.choices = {{.letter = 'a'}, {.letter = 'b'}, {.letter = 'c'}}};
    const auto complete = [&](ItemType type, const Response& response) {
        asked.type = type;
        return is_complete(asked, response);
    };
    CHECK(complete(ItemType::single, {.letters = "b"}));
    CHECK_FALSE(complete(ItemType::single, {}));
    CHECK(complete(ItemType::multiple, {.letters = "ab"}));
    CHECK_FALSE(complete(ItemType::order, {.letters = "ca"}));
    CHECK(complete(ItemType::order, {.letters = "cab"}));
    CHECK(complete(ItemType::numeric, {.number = 0.0}));
    CHECK(complete(ItemType::hotspot, {.mark = Spot{.x = 0.1, .y = 0.2}}));  // a miss, but an answer
    CHECK_FALSE(complete(ItemType::hotspot, {}));
    CHECK(is_blank({.confidence = Confidence::sure, .elapsed_ms = 5}));
    CHECK_FALSE(is_blank({.number = 0.0}));
}
