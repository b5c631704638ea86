#include "engine/study/feedback.hpp"

#include <cmath>

#include "engine/study/desk.hpp"
#include "engine/study/mock_exam.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

constexpr double z = 1.2815515655446004;

Observed seen(std::int64_t answers, std::int64_t right, double expected = 0.0, double chance = 0.0) {
    return {.answers = answers, .right = right, .expected = expected, .chance = chance};
}

template <class Enum>
std::size_t at(Enum each) {
    return static_cast<std::size_t>(each);
}

Finding only(const Habits& habits) {
    const std::vector<Finding> all = findings(habits);
    REQUIRE(all.size() == 1);
    return all[0];
}

struct FeedbackRoom {
    TempFolder folder;
    Bank bank = small_bank(folder.path(), 100);
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));
    Desk desk{bank, record};

    void answer(const std::string& item, bool right, Confidence confidence, std::int64_t seconds) {
        const Instance question = desk.present(item);
        Response response = answer_to(question, right);
        response.confidence = confidence;
        response.elapsed_ms = 1000 * seconds;
        (void)desk.answer(0, question, response, morning(0));
    }
};

std::string item(int number) { return "ct-x-" + std::to_string(10'000 + number).substr(1); }

}  // namespace

TEST_CASE("what confidence is worth") {
    Habits habits;
    SECTION("is not told before twenty answers") {
        habits.by_confidence[at(Confidence::sure)] = seen(19, 19);
        const Finding finding = only(habits);
        CHECK_FALSE(finding.enough);
        CHECK(holds(finding.words, "Not enough answers yet: 19 of the 20"));
    }
    SECTION("rests on Wilson's interval: 20 of 30, by hand") {
        habits.by_confidence[at(Confidence::sure)] = seen(30, 20);
        const Finding finding = only(habits);
        CHECK(finding.enough);
        CHECK(finding.value == Approx(20.0 / 30.0));
        // (2/3 + z^2/60 -+ z sqrt(2/9/30 + z^2/3600)) / (1 + z^2/30)
        const double half = z * std::sqrt(2.0 / 270.0 + z * z / 3600.0);
        CHECK(finding.low == Approx((2.0 / 3.0 + z * z / 60.0 - half) / (1.0 + z * z / 30.0)));
        CHECK(finding.high == Approx((2.0 / 3.0 + z * z / 60.0 + half) / (1.0 + z * z / 30.0)));
        CHECK(finding.bearing == Bearing::bad);
        CHECK(finding.evidence == "20 of 30 right: 67 %, likely 55 to 77 %");
    }
    SECTION("tells the sure who are right from the sure who are not, and from those of whom it cannot be said") {
        for (const auto& [right, bearing] :
             {std::pair{98, Bearing::good}, std::pair{86, Bearing::unclear}, std::pair{70, Bearing::bad}}) {
            habits.by_confidence[at(Confidence::sure)] = seen(100, right);
            CHECK(only(habits).bearing == bearing);
        }
    }
    SECTION("holds guesses against luck, which hangs on the options") {
        habits.by_confidence[at(Confidence::guess)] = seen(100, 48, 0.0, 25.0);
        CHECK(only(habits).bearing == Bearing::good);
        CHECK(holds(only(habits).words, "25 %"));
        habits.by_confidence[at(Confidence::guess)] = seen(100, 48, 0.0, 50.0);
        CHECK(only(habits).bearing == Bearing::unclear);
    }
    SECTION("knows doubt that is idle from doubt that is not") {
        habits.by_confidence[at(Confidence::unsure)] = seen(100, 90);
        CHECK(only(habits).bearing == Bearing::good);
        habits.by_confidence[at(Confidence::unsure)] = seen(100, 30);
        CHECK(only(habits).bearing == Bearing::bad);
        habits.by_confidence[at(Confidence::unsure)] = seen(100, 62);
        CHECK(only(habits).bearing == Bearing::unclear);
    }
}

TEST_CASE("what changing answers cost") {
    Habits habits;
    habits.exams = 3;
    SECTION("is nothing where none was changed") { CHECK(holds(only(habits).words, "changed no answer")); }
    SECTION("is counted, but not judged, before ten changes with an effect") {
        habits.changes = {.wrong_to_right = 6, .right_to_wrong = 3, .wrong_to_wrong = 20};
        const Finding finding = only(habits);
        CHECK_FALSE(finding.enough);
        CHECK(finding.answers == 29);
        CHECK(holds(finding.words, "It gained you 3 answers; too few"));
    }
    SECTION("is judged by whether the interval of the good ones leaves one half") {
        habits.changes = {.wrong_to_right = 16, .right_to_wrong = 4};
        CHECK(only(habits).bearing == Bearing::good);
        CHECK(only(habits).value == Approx(0.8));
        CHECK(holds(only(habits).words, "gained you 12 answers"));
        habits.changes = {.wrong_to_right = 4, .right_to_wrong = 16};
        CHECK(only(habits).bearing == Bearing::bad);
        CHECK(holds(only(habits).words, "cost you 12 answers"));
        habits.changes = {.wrong_to_right = 10, .right_to_wrong = 9};
        CHECK(only(habits).bearing == Bearing::unclear);
        CHECK(holds(only(habits).words, "gained you 1 answer, which may be luck"));
    }
}

TEST_CASE("what pace does") {
    Habits habits;
    auto& quick = habits.by_speed[at(Speed::quick)];
    auto& usual = habits.by_speed[at(Speed::usual)];
    SECTION("is the difference beyond what the questions let expect, by hand") {
        quick = seen(20, 10, 13.0);
        usual = seen(40, 30, 28.0);
        const Finding finding = only(habits);
        CHECK(finding.value == Approx(-0.20));  // (10 - 13) / 20 - (30 - 28) / 40
        // Agresti and Caffo: 11/22 and 31/42
        const double reach = z * std::sqrt(0.25 / 22.0 + (31.0 / 42.0) * (11.0 / 42.0) / 42.0);
        CHECK(finding.low == Approx(-0.20 - reach));
        CHECK(finding.high == Approx(-0.20 + reach));
        CHECK(finding.bearing == Bearing::bad);
        CHECK(holds(finding.words, "Haste costs you about 20 right answers in 100"));
    }
    SECTION("is no haste where the quick questions were just harder") {
        quick = seen(20, 10, 9.0);
        usual = seen(40, 30, 28.0);
        CHECK(only(habits).bearing == Bearing::unclear);
    }
    SECTION("is not told before twenty answers on both sides") {
        quick = seen(20, 10, 13.0);
        usual = seen(19, 15, 13.0);
        CHECK_FALSE(only(habits).enough);
        quick = seen(19, 10, 13.0);
        usual = seen(200, 150, 130.0);
        CHECK_FALSE(only(habits).enough);
    }
    SECTION("at the end of exams is held against the quarters before") {
        habits.exams = 1;
        habits.early = seen(120, 90, 84.0);
        habits.late = seen(40, 20, 28.0);
        const Finding finding = findings(habits).back();
        CHECK(finding.about == About::end_of_exam);
        CHECK(finding.value == Approx(-8.0 / 40.0 - 6.0 / 120.0));
        CHECK(finding.bearing == Bearing::bad);
    }
}

TEST_CASE("habits in a log") {
    FeedbackRoom room;
    SECTION("count new questions by confidence, not the repeats") {
        for (int i = 1; i <= 6; ++i) room.answer(item(i), i != 2, i <= 4 ? Confidence::sure : Confidence::guess, 40);
        room.answer(item(1), false, Confidence::sure, 40);
        const Habits habits = room.desk.habits();
        const Observed& sure = habits.by_confidence[at(Confidence::sure)];
        CHECK(sure.answers == 4);
        CHECK(sure.right == 3);
        CHECK(sure.chance == Approx(1.0));
        // Questions 1 to 4 were written as 50, 60, 70 and 80 % right for first-time candidates.
        CHECK(sure.expected == Approx(2.6).margin(1e-6));
        CHECK(habits.by_confidence[at(Confidence::guess)].answers == 2);
    }
    SECTION("count speed against the own median, which takes twenty answers") {
        for (int i = 1; i <= 20; ++i) room.answer(item(i), true, Confidence::none, i <= 10 ? 40 : 60);
        CHECK(room.desk.habits().by_speed[at(Speed::usual)].answers == 0);
        // The median of 10 times 40 s and 10 times 60 s is taken low: 40 s.
        room.answer(item(21), false, Confidence::none, 19);
        room.answer(item(22), true, Confidence::none, 20);
        room.answer(item(23), true, Confidence::none, 81);
        const Habits habits = room.desk.habits();
        CHECK(habits.by_speed[at(Speed::quick)].answers == 1);
        CHECK(habits.by_speed[at(Speed::quick)].right == 0);
        CHECK(habits.by_speed[at(Speed::usual)].answers == 1);
        CHECK(habits.by_speed[at(Speed::slow)].answers == 1);
    }
    SECTION("count changes and quarters of mock exams, live as when opened again") {
        MockExam exam = MockExam::start(room.desk, {.length = FormLength::quarter}, morning(1), 3);
        exam.finish_tutorial();
        exam.accept_agreement();
        for (int number = 1; number <= 4; ++number) {  // 1: wrong, 2 to 4: right
            exam.respond(answer_to(exam.question(), number != 1), morning(1));
            exam.next(morning(1));
        }
        exam.go_to(1, morning(1));
        exam.respond(answer_to(exam.question(), true), morning(1));
        exam.next(morning(1));
        exam.respond(answer_to(exam.question(), false), morning(1));
        exam.end(morning(1));
        const Habits lived = room.desk.habits();
        CHECK(lived.exams == 1);
        CHECK(lived.changes.wrong_to_right == 1);
        CHECK(lived.changes.right_to_wrong == 1);
        CHECK(lived.early.answers == 5);  // four answered and a fifth looked at
        CHECK(lived.early.right == 3);
        CHECK(lived.late.answers == 0);
        const Habits again = Desk(room.bank, room.record).habits();
        CHECK(again.changes.gained() == lived.changes.gained());
        CHECK(again.early == lived.early);
    }
}

TEST_CASE("topics to study") {
    FeedbackRoom room;
    SECTION("are the three that cost most points, each with its interval") {
        const auto topics = topics_to_study(room.desk, morning(0).day);
        REQUIRE(topics.size() == 3);
        CHECK(topics[0].title == "Four");  // 40 of the 100 questions, and nothing else is known
        for (const TopicFinding& topic : topics) {
            CHECK(topic.low < topic.points);
            CHECK(topic.points < topic.high);
            CHECK_FALSE(topic.enough);
            CHECK(holds(topic.evidence, "No answer there yet: not enough yet"));
        }
        CHECK(topics[0].points >= topics[1].points);
    }
    SECTION("say how sure it is that a topic is weaker than the rest") {
        for (int i = 0; i < 400; ++i)  // a hundred each of One, Two, Three, Four
            room.answer(item(i + 1), i / 100 == 2 ? i % 4 == 0 : i % 6 != 0, Confidence::none, 40);
        const auto topics = topics_to_study(room.desk, morning(0).day);
        CHECK(topics[0].title == "Three");
        CHECK(topics[0].enough);
        CHECK(holds(topics[0].evidence, "100 answers there;"));
        CHECK(holds(topics[0].evidence, "sure that it is weaker than the rest of you"));
    }
}
