#include "engine/study/mock_exam.hpp"

#include <map>
#include <set>

#include "engine/base/error.hpp"
#include "engine/study/exam_result.hpp"
#include "tests/support/catch.hpp"
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

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

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
}
