#include "engine/study/session.hpp"

#include "engine/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

struct SessionRoom {
    TempFolder folder;
    Bank bank = small_bank(folder.path());
    std::unique_ptr<Record> record =
        std::make_unique<Record>(Record::open(folder / "record.collimate", made_up, morning(0)));
    std::unique_ptr<Desk> desk = std::make_unique<Desk>(bank, *record);

    /// As after closing the program: everything in memory is gone.
    void reopen() {
        desk.reset();
        record.reset();
        record = std::make_unique<Record>(Record::open(folder / "record.collimate"));
        desk = std::make_unique<Desk>(bank, *record);
    }
};

void answer_one(Session& session, bool right, Now now) {
    session.submit(answer_to(session.question(), right), now);
    if (session.phase() == Phase::feedback) session.advance(now);
}

/// What was asked, with which draws.
struct Asked {
    std::vector<std::string> items;
    std::vector<std::uint64_t> draws;
    friend bool operator==(const Asked&, const Asked&) = default;
};

/// Answers until `stop` questions are answered or the session ends; every other answer is right.
void answer_until(Session& session, Asked& asked, std::size_t stop) {
    while (session.phase() != Phase::finished && asked.items.size() < stop) {
        asked.items.push_back(session.question().item);
        asked.draws.push_back(session.question().seed);
        answer_one(session, asked.items.size() % 2 == 0, morning(0));
    }
}

}  // namespace

TEST_CASE("practice session") {
    SessionRoom room;
    SECTION("goes from question to feedback to the next and ends after its length") {
        Session session = Session::start(*room.desk, {.length = 3}, morning(0), 11);
        for (int i = 1; i <= 3; ++i) {
            CHECK(session.phase() == Phase::asking);
            CHECK(session.number() == i);
            CHECK(session.length() == 3);
            const std::string asked = session.question().item;
            session.submit(answer_to(session.question(), i != 2), morning(0));
            CHECK(session.phase() == Phase::feedback);
            CHECK(session.number() == i);
            CHECK(session.question().item == asked);
            CHECK(session.result().right == (i != 2));
            session.advance(morning(0));
        }
        CHECK(session.phase() == Phase::finished);
        const SessionSummary summary = session.summary();
        CHECK(summary.all == Tally{.answers = 3, .right = 2});
        CHECK(summary.elapsed_ms == 3 * 45'000);
        CHECK(summary.points_missed.size() == 1);
        Tally areas;
        for (const SessionArea& area : summary.areas) areas.answers += area.tally.answers;
        CHECK(areas.answers == 3);
        CHECK_FALSE(Session::resume(*room.desk, SittingKind::practice, morning(0)));
    }
    SECTION("without feedback goes straight on") {
        Session session = Session::start(*room.desk, {.length = 2, .feedback = Feedback::at_end}, morning(0), 11);
        session.submit(answer_to(session.question(), true), morning(0));
        CHECK(session.phase() == Phase::asking);
        session.submit(answer_to(session.question(), true), morning(0));
        CHECK(session.phase() == Phase::finished);
    }
    SECTION("is finished at once, and not recorded, when nothing passes the filter") {
        const Session session = Session::start(*room.desk, {.filter = {.state = PoolState::wrong}}, morning(0), 11);
        CHECK(session.phase() == Phase::finished);
        CHECK(room.record->last_seq() == 0);
    }
    SECTION("ends early when the candidate says so") {
        Session session = Session::start(*room.desk, {.length = 5}, morning(0), 11);
        answer_one(session, true, morning(0));
        session.end(morning(0));
        CHECK(session.phase() == Phase::finished);
        CHECK(session.summary().all.answers == 1);
        CHECK_FALSE(room.desk->state().open_sitting(SittingKind::practice));
    }
    SECTION("drawn by a policy goes on until there is nothing to do") {
        Session session = Session::start(*room.desk, {.policy = Policy::due, .length = 0}, morning(0), 11);
        CHECK_FALSE(session.length());
        Asked asked;
        answer_until(session, asked, 1000);
        CHECK(asked.items.size() == 82);  // 80 plain, one of the twins, the number
    }
    SECTION("drawn by the plan says why it takes each question, and keeps to the filter") {
        Session session = Session::start(
            *room.desk, {.policy = Policy::plan, .filter = {.areas = {"A.1"}}, .length = 6}, morning(0), 11);
        for (int i = 0; i < 6; ++i) {
            REQUIRE(session.choice());
            CHECK_FALSE(sentence(*session.choice()).empty());
            CHECK(session.question().area == "A.1");
            answer_one(session, i % 2 == 0, morning(0));
        }
        CHECK(session.phase() == Phase::finished);
    }
    SECTION("an answer that is refused leaves the question on the screen") {
        Session session = Session::start(*room.desk, {.length = 2}, morning(0), 11);
        CHECK_THROWS_AS(session.submit({.letters = "x"}, morning(0)), Refused);
        CHECK(session.phase() == Phase::asking);
        CHECK(session.number() == 1);
        answer_one(session, true, morning(0));
        CHECK(session.number() == 2);
    }
}

TEST_CASE("a session torn off asks the same questions with the same draws as one that was not") {
    const bool by_policy = GENERATE(false, true);
    const std::size_t answered = GENERATE(0U, 1U, 4U);
    SessionRoom room;
    SessionRoom whole_room;
    SessionSettings settings = {.filter = {.areas = {"B"}}, .length = 5};
    if (by_policy) settings.policy = Policy::random;
    Asked torn;
    {
        Session session = Session::start(*room.desk, settings, morning(0), 23);
        answer_until(session, torn, answered);
    }
    room.reopen();
    auto resumed = Session::resume(*room.desk, SittingKind::practice, morning(0));
    REQUIRE(resumed);
    CHECK(resumed->number() == static_cast<int>(answered) + 1);
    CHECK(resumed->settings().length == 5);
    answer_until(*resumed, torn, 5);

    Asked whole;
    Session session = Session::start(*whole_room.desk, settings, morning(0), 23);
    answer_until(session, whole, 5);
    CHECK(torn == whole);
    CHECK(resumed->phase() == Phase::finished);
    CHECK(resumed->summary().all == session.summary().all);
    CHECK(digest(room.desk->state()) == digest(whole_room.desk->state()));
}

TEST_CASE("a session torn off after its last answer ends on resuming") {
    SessionRoom room;
    {
        Session session = Session::start(*room.desk, {.length = 1}, morning(0), 23);
        session.submit(answer_to(session.question(), true), morning(0));
    }
    room.reopen();
    const auto resumed = Session::resume(*room.desk, SittingKind::practice, morning(0));
    REQUIRE(resumed);
    CHECK(resumed->phase() == Phase::finished);
    CHECK(resumed->summary().all.answers == 1);
    CHECK_FALSE(Session::resume(*room.desk, SittingKind::practice, morning(0)));
}

TEST_CASE("a session resumed on a bank that was mended asks what is left of it") {
    SessionRoom room;
    std::string next;
    {
        Session session = Session::start(*room.desk, {.length = 4}, morning(0), 23);
        answer_one(session, true, morning(0));
        next = session.question().item;
    }
    ExamSource source = small_source(20);
    for (Item& item : source.items)
        if (item.id == next) item.retired = Retired{.on = morning(0).day, .why = "wrong"};
    write_bank(source, room.folder / "mended.bank");
    const Bank mended = Bank::open(room.folder / "mended.bank");
    Desk desk(mended, *room.record);
    auto resumed = Session::resume(desk, SittingKind::practice, morning(0));
    REQUIRE(resumed);
    CHECK(resumed->length() == 3);
    CHECK(resumed->number() == 2);
    CHECK(resumed->question().item != next);
}
