#include "engine/study/mock_exam.hpp"

#include <map>
#include <set>

#include "engine/base/error.hpp"
#include "engine/study/exam_result.hpp"
#include "engine/study/rescore.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t minute = 60'000;

/// A candidate with a record and a bank; the program can be torn off and started again.
class Room {
public:
    explicit Room(int per_leaf = 60) : bank_file_(folder_ / "small.bank") {
        write_bank(small_source(per_leaf), bank_file_);
        open();
    }

    void open() {
        bank_.emplace(Bank::open(bank_file_));
        record_.emplace(Record::open(folder_ / "record.collimate", made_up, morning(0)));
        desk_.emplace(*bank_, *record_);
    }
    /// What a kill leaves: nothing is ended, nothing is flushed on purpose.
    void tear_off() {
        desk_.reset();
        record_.reset();
        bank_.reset();
    }
    void change_bank(const ExamSource& source) {
        tear_off();
        write_bank(source, bank_file_);
        open();
    }

    [[nodiscard]] Desk& desk() { return *desk_; }
    [[nodiscard]] Record& record() { return *record_; }
    [[nodiscard]] const Bank& bank() const { return *bank_; }

    [[nodiscard]] MockExam begin(const ExamSettings& settings = {}, std::uint64_t seed = 7) {
        MockExam exam = MockExam::start(*desk_, settings, now, seed);
        exam.finish_tutorial();
        exam.accept_agreement();
        return exam;
    }
    [[nodiscard]] MockExam go_on() {
        tear_off();
        open();
        return MockExam::resume(*desk_, now).value();
    }

    Now now = morning(0);

private:
    TempFolder folder_;
    fs::path bank_file_;
    std::optional<Bank> bank_;
    std::optional<Record> record_;
    std::optional<Desk> desk_;
};

/// Answers the question on the screen and lets `ms` go by.
void answer(MockExam& exam, bool right, Now now, std::int64_t ms = 30'000) {
    exam.elapse(ms, now);
    exam.respond(answer_to(exam.question(), right), now);
}

std::string refusal(const std::function<void()>& work) {
    try {
        work();
    } catch (const Refused& refused) {
        return refused.what();
    }
    return {};
}

}  // namespace

TEST_CASE("a mock exam") {
    Room room;
    SECTION("is drawn by the blueprint with pilot items unmarked among the others") {
        const MockExam exam = room.begin();
        CHECK(exam.sitting().size() == 120);
        CHECK(exam.sitting().rules().time_ms == 120 * minute);
        std::map<std::string, int> scored;
        std::map<std::string, int> pilots;
        std::set<std::string> items;
        for (const ExamQuestion& each : exam.begun().questions) {
            ++(each.pilot ? pilots : scored)[each.area];
            items.insert(each.item);
        }
        CHECK(items.size() == 120);
        CHECK(scored == std::map<std::string, int>{{"A.1", 10}, {"A.2", 20}, {"B.1", 30}, {"B.2", 40}});
        CHECK(pilots == std::map<std::string, int>{{"A.1", 2}, {"A.2", 4}, {"B.1", 6}, {"B.2", 8}});
        CHECK_FALSE(items.contains("ct-x-9003"));  // retired
        CHECK(exam.remarks().empty());
    }
    SECTION("goes on where it was torn off, down to the draw and the second") {
        MockExam exam = room.begin();
        for (int number = 1; number <= 5; ++number) {
            answer(exam, number != 2, room.now);
            REQUIRE(exam.next(room.now) == Move::done);
        }
        exam.flag(true, room.now);
        exam.strike('b', true, room.now);
        exam.highlight({{.first = 3, .end = 9}}, room.now);
        exam.elapse(12'345, room.now);
        const Sitting before = exam.sitting();
        const Instance shown = exam.question();
        const MockExam again = room.go_on();
        CHECK(again.sitting().phase() == SittingPhase::asking);
        CHECK(again.sitting().number() == 6);
        CHECK(again.sitting().remaining_ms() == before.remaining_ms());
        CHECK(again.sitting().question(6).elapsed_ms == 12'345);
        CHECK(again.sitting().question(6).flagged);
        CHECK(again.sitting().question(6).struck == "b");
        CHECK(again.sitting().question(6).highlights == std::vector<Highlight>{{.first = 3, .end = 9}});
        CHECK(again.question().item == shown.item);
        CHECK(again.question().seed == shown.seed);
        for (int number = 1; number <= 5; ++number)
            CHECK(again.sitting().question(number).response.letters == before.question(number).response.letters);
        CHECK(again.sitting().numbers(ReviewFilter::complete) == std::vector<int>{1, 2, 3, 4, 5});
        CHECK(again.sitting().count(ReviewFilter::unseen) == 114);
    }
    SECTION("turns its answers into evidence at its end and not before") {
        MockExam exam = room.begin();
        answer(exam, true, room.now);
        exam.next(room.now);
        answer(exam, false, room.now);
        CHECK(room.desk().state().all.answers == 0);
        exam.end(room.now);
        CHECK(exam.ended());
        CHECK(room.desk().state().all == Tally{.answers = 2, .right = 1});
        CHECK(room.desk().state().sittings.at(exam.id()).ended_ms.has_value());
        CHECK_FALSE(open_exam(room.desk()).has_value());
        CHECK_FALSE(room.record().clock_of(exam.id()).has_value());
        const std::uint64_t lived = room.desk().digest();
        room.tear_off();
        room.open();
        CHECK(room.desk().digest() == lived);
        CHECK_NOTHROW(room.record().verify());
    }
    SECTION("ends by itself when the time is up, and keeps what was answered") {
        MockExam exam = room.begin();
        answer(exam, true, room.now, 89 * minute);
        CHECK(exam.elapse(minute, room.now) == Notice::thirty_minutes);
        CHECK(exam.elapse(25 * minute, room.now) == Notice::five_minutes);
        CHECK(exam.elapse(5 * minute, room.now) == Notice::time_up);
        CHECK(exam.ended());
        CHECK(room.desk().state().all.answers == 1);
        const ExamResult result = exam_result(room.bank().outline(), room.record(), exam.id());
        CHECK(result.by == EndedBy::time);
        CHECK(result.report.remaining_ms == 0);
        CHECK(result.report.unanswered + 1 >= result.report.scored);
    }
    SECTION("that was declined asks nothing and scores nothing") {
        MockExam exam = MockExam::start(room.desk(), {}, room.now, 7);
        exam.finish_tutorial();
        exam.decline_agreement(room.now);
        CHECK(exam.ended());
        CHECK_FALSE(open_exam(room.desk()).has_value());
        CHECK(holds(refusal([&] { (void)exam_result(room.bank().outline(), room.record(), exam.id()); }), "declined"));
    }
    SECTION("cannot be begun twice") {
        const MockExam exam = room.begin();
        CHECK(holds(refusal([&] { (void)room.begin(); }), "go on with it or end it"));
    }
    SECTION("goes on in its review and on its break") {
        MockExam exam = room.begin();
        REQUIRE(exam.go_to(9, room.now) == Move::done);
        exam.review(room.now);
        exam.elapse(3000, room.now);
        MockExam again = room.go_on();
        CHECK(again.sitting().phase() == SittingPhase::review);
        CHECK(again.sitting().number() == 9);
        again.take_break(room.now);
        again.elapse(4000, room.now);
        const MockExam third = room.go_on();
        CHECK(third.sitting().phase() == SittingPhase::on_break);
        CHECK(third.sitting().remaining_ms() == 120 * minute - 7000);
    }
    SECTION("does not care what the computer's clock says") {
        MockExam exam = room.begin();
        exam.elapse(minute, room.now);
        exam.respond(answer_to(exam.question(), true), room.now);
        room.now = morning(-200);  // set back by more than half a year
        exam.elapse(minute, room.now);
        exam.next(room.now);
        CHECK(exam.sitting().remaining_ms() == 118 * minute);
        room.now = morning(300);
        MockExam again = room.go_on();
        CHECK(again.sitting().remaining_ms() == 118 * minute);
        CHECK(again.sitting().number() == 2);
        again.end(room.now);
        CHECK(room.desk().state().all.answers == 1);
    }
    SECTION("whose time ran out as the program fell is ended on return") {
        MockExam exam = room.begin();
        answer(exam, true, room.now);
        room.record().keep_clock({.sitting = exam.id(), .number = 1, .remaining_ms = 0, .elapsed_ms = 30'000});
        const MockExam again = room.go_on();
        CHECK(again.ended());
        CHECK(again.sitting().ended_by() == EndedBy::time);
        CHECK(room.desk().state().all.answers == 1);
    }
    SECTION("counts an answer that was taken back as none") {
        MockExam exam = room.begin();
        answer(exam, true, room.now);
        exam.respond({}, room.now);
        exam.end(room.now);
        CHECK(room.desk().state().all.answers == 0);
    }
    SECTION("refuses an option that is not shown, with nothing recorded") {
        MockExam exam = room.begin();
        const std::int64_t seq = room.record().last_seq();
        CHECK_THROWS_AS(exam.respond({.letters = "z"}, room.now), Refused);
        CHECK_THROWS_AS(exam.strike('z', true, room.now), Refused);
        CHECK(room.record().last_seq() == seq);
    }
    SECTION("takes other questions the second time, while there are any") {
        MockExam first = room.begin({.length = FormLength::half});
        for (int number = 1; number <= first.sitting().size(); ++number) {
            answer(first, true, room.now, 1000);
            first.next(room.now);
        }
        first.end(room.now);
        const MockExam second = room.begin({.length = FormLength::half}, 8);
        std::set<std::string> met;
        for (const ExamQuestion& each : first.begun().questions) met.insert(each.item);
        int again = 0;
        for (const ExamQuestion& each : second.begun().questions) again += met.contains(each.item) ? 1 : 0;
        CHECK(again == 0);  // 24 of at least 60 a leaf each time
    }
}

TEST_CASE("a mock exam with places to mark") {
    Room room;
    ExamSource source = small_source(60);
    // Half of the leaf A.1, so that every form has some.
    for (int number = 9201; number <= 9260; ++number) source.items.push_back(small_hotspot(number, "A.1"));
    for (Item& item : source.items)
        if (item.id >= "ct-x-9201") item.points = {"point-0"};
    room.change_bank(source);
    MockExam exam = room.begin({.length = FormLength::half}, 11);
    std::vector<int> places;
    for (int number = 1; number <= exam.sitting().size(); ++number)
        if (exam.question(number).type == ItemType::hotspot) places.push_back(number);
    REQUIRE(places.size() >= 2);
    const Spot hit{.x = 0.45, .y = 0.55};
    const Spot miss{.x = 0.9, .y = 0.1};
    exam.go_to(places[0], room.now);
    exam.respond({.mark = hit}, room.now);
    exam.go_to(places[1], room.now);
    exam.respond({.mark = miss}, room.now);
    MockExam again = room.go_on();
    CHECK(again.sitting().question(places[0]).response.mark == hit);
    CHECK(again.sitting().question(places[1]).response.mark == miss);
    CHECK(again.sitting().question(places[1]).complete);  // a miss, but an answer
    again.end(room.now);
    const ExamResult result = exam_result(room.bank().outline(), room.record(), again.id());
    CHECK(result.report.questions[static_cast<std::size_t>(places[0] - 1)].right);
    CHECK_FALSE(result.report.questions[static_cast<std::size_t>(places[1] - 1)].right);
    CHECK(result.report.questions[static_cast<std::size_t>(places[1] - 1)].answered);
    CHECK(room.desk().state().all == Tally{.answers = 2, .right = 1});
}

TEST_CASE("a mock exam and its bank") {
    Room room;
    MockExam exam = room.begin();
    std::vector<std::string> items;
    for (int number = 1; number <= 4; ++number) {
        items.push_back(exam.question().item);
        answer(exam, number % 2 == 0, room.now);
        exam.next(room.now);
    }
    const SittingId sitting = exam.id();
    SECTION("changed where the exam does not look goes on") {
        std::set<std::string> asked;
        for (const ExamQuestion& each : exam.begun().questions) asked.insert(each.item);
        ExamSource source = small_source(60);
        for (Item& item : source.items)
            if (!asked.contains(item.id)) {
                item.revision = 2;
                item.stem += " Or else?";
            }
        room.change_bank(source);
        CHECK(open_exam(room.desk())->fault.empty());
        CHECK(MockExam::resume(room.desk(), room.now)->sitting().number() == 5);
    }
    SECTION("changed in a question of the exam says so, and ends with what was answered") {
        ExamSource source = small_source(60);
        for (Item& item : source.items)
            if (item.id == items[0] || item.id == items[1]) item.revision = 2;
        room.change_bank(source);
        const OpenExam open = open_exam(room.desk()).value();
        CHECK(holds(open.fault, "2 of its 120 questions"));
        CHECK(holds(open.fault, "end the exam"));
        CHECK(open.answered == 4);
        const std::int64_t seq = room.record().last_seq();
        CHECK(holds(refusal([&] { (void)MockExam::resume(room.desk(), room.now); }), "was changed"));
        CHECK(room.record().last_seq() == seq);
        end_open_exam(room.desk(), open, room.now);
        CHECK(room.desk().state().all == Tally{.answers = 4, .right = 2});
        // The score comes from the record; the words of a changed question are not shown in place of the old ones.
        const ExamResult result = exam_result(room.bank().outline(), room.record(), sitting);
        int unknown = 0;
        int right = 0;
        for (const ScoredQuestion& each : result.report.questions) {
            unknown += instance_of(room.bank(), each) ? 0 : 1;
            right += each.right ? 1 : 0;
        }
        CHECK(unknown == 2);
        CHECK(right == 2);
    }
    SECTION("too small for a form is named by area and number, with nothing recorded") {
        Room poor(17);
        const std::int64_t seq = poor.record().last_seq();
        const std::string reason = refusal([&] { (void)poor.begin(); });
        CHECK(holds(reason, "B.1 lacks"));
        CHECK(holds(reason, "B.2 lacks"));
        CHECK(holds(reason, "sit a shorter form"));
        CHECK(poor.record().last_seq() == seq);
        // A form that borrows from neighbours and has few pilots says that.
        const MockExam half = poor.begin({.length = FormLength::half});
        CHECK_FALSE(half.remarks().empty());
    }
}

TEST_CASE("the score of a mock exam") {
    Room room;
    MockExam exam = room.begin();
    const auto right_of = [&](bool right) { return answer_to(exam.question(), right); };
    // Question 1: wrong, later right. 2: right, later wrong. 3: wrong, later wrong otherwise is not to be had with one
    // wrong option offered, so it stays. 4: changed to and fro before leaving it, which is making up one's mind.
    for (const bool right : {false, true, false}) {
        exam.elapse(10'000, room.now);
        exam.respond(right_of(right), room.now);
        exam.next(room.now);
    }
    exam.respond(right_of(false), room.now);
    exam.respond(right_of(true), room.now);
    exam.go_to(1, room.now);
    exam.elapse(5'000, room.now);
    exam.respond(right_of(true), room.now);
    exam.next(room.now);
    exam.respond(right_of(false), room.now);
    exam.review(room.now);
    exam.end(room.now);
    const ExamResult result = exam_result(room.bank().outline(), room.record(), exam.id());
    const auto& questions = result.report.questions;
    CHECK(questions[0].change == AnswerChange::wrong_to_right);
    CHECK(questions[1].change == AnswerChange::right_to_wrong);
    CHECK_FALSE(questions[2].change.has_value());
    CHECK_FALSE(questions[3].change.has_value());
    CHECK(questions[3].right);
    CHECK(questions[0].response.elapsed_ms == 15'000);
    CHECK(result.report.changes.all() == 2);
    CHECK(result.report.remaining_ms == 120 * minute - 35'000);
    CHECK(result.by == EndedBy::candidate);
    int scored_right = 0;
    for (const ScoredQuestion& each : questions) scored_right += each.right && !each.pilot ? 1 : 0;
    CHECK(result.report.raw == scored_right);
    REQUIRE(past_exams(room.desk().state()).size() == 1);
    CHECK(past_exams(room.desk().state())[0].answered == 4);
}

TEST_CASE("the score of a mock exam whose key was corrected") {
    Room room;
    MockExam exam = room.begin({.length = FormLength::quarter});
    // The first is left wrong and changed to right; all others are right at once.
    const std::string first = exam.question().item;
    answer(exam, false, room.now);
    while (exam.sitting().number() < exam.sitting().size()) {
        exam.next(room.now);
        answer(exam, true, room.now);
    }
    exam.go_to(1, room.now);
    answer(exam, true, room.now);
    exam.end(room.now);
    const SittingId sitting = exam.id();
    const bool pilot = exam_result(room.bank().outline(), room.record(), sitting).report.questions[0].pilot;
    const ScoreReport before = exam_result(room.bank().outline(), room.record(), sitting).report;
    REQUIRE(before.raw == before.scored);

    ExamSource corrected = small_source(60);
    for (Item& item : corrected.items) {
        if (item.id != first || !item.options[0].right || item.numbers) continue;
        item.revision = 2;
        item.options[0].right = false;
        item.options[1].right = true;
        item.options[0].error = "guessed";
        item.options[1].error.clear();
    }
    room.change_bank(corrected);
    const Rescoring rescoring = rescore(room.bank(), room.record(), room.now);
    REQUIRE(rescoring.now_wrong == 1);
    const ExamResult result = exam_result(room.bank().outline(), room.record(), sitting);
    SECTION("tells the new score beside the one told first") {
        CHECK(result.report.raw == before.raw - (pilot ? 0 : 1));
        CHECK_FALSE(result.report.questions[0].right);
        CHECK(result.report.questions[0].first_right == true);
        REQUIRE(result.first);
        CHECK(result.first->raw == before.raw);
        CHECK(result.first->scaled == before.scaled);
    }
    SECTION("shows the question as it is now, with its answer") {
        const auto asked = instance_of(room.bank(), result.report.questions[0]);
        REQUIRE(asked);
        CHECK(key_letters(*asked) == "b");
    }
    SECTION("no longer says what changing that answer did") {
        CHECK(before.changes.wrong_to_right == 1);
        CHECK(result.report.changes.all() == 0);
    }
}
