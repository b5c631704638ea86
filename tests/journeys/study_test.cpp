// Whole days of study, lived, torn off and taken up again.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/study/session.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

/// A day at the desk: one session of some kind, with now and then a flag, a note, a goal.
void live_a_day(Desk& desk, Random& random, int day) {
    Now now = morning(day);
    SessionSettings settings = {.length = static_cast<int>(5 + random.below(15))};
    if (random.below(2) == 0) settings.policy = static_cast<Policy>(random.below(4));
    if (random.below(4) == 0) desk.set_goal(morning(60).day, static_cast<int>(10 + random.below(60)), now);
    Session session = Session::start(desk, settings, now, random.next());
    while (session.phase() != Phase::finished) {
        now = after(now, static_cast<std::int64_t>(random.below(80'000)));
        if (random.below(9) == 0) desk.flag(session.question().item, random.below(2) == 0, now);
        if (random.below(15) == 0) desk.note(session.question().item, "remember this", now);
        Response response = answer_to(session.question(), random.below(3) != 0);
        response.confidence = static_cast<Confidence>(random.below(4));
        response.elapsed_ms = static_cast<std::int64_t>(random.below(90'000));
        session.submit(response, now);
        if (random.below(25) == 0) session.end(now);
        if (session.phase() == Phase::feedback) session.advance(now);
    }
}

/// Answers for ever, telling the number of each answer only after it was submitted.
[[noreturn]] void answer_and_tell(const std::filesystem::path& bank_file, const std::filesystem::path& file,
                                  int pipe_end) {
    const Bank bank = Bank::open(bank_file);
    Record record = Record::open(file, made_up, morning(0));
    Desk desk(bank, record);
    Session session = Session::start(desk, {.length = 1000}, morning(0), 5);
    while (session.phase() != Phase::finished) {
        session.submit(answer_to(session.question(), true), morning(0));
        const std::int64_t told = session.number();
        if (::write(pipe_end, &told, sizeof told) != sizeof told) ::_exit(1);
        session.advance(morning(0));
    }
    for (;;) ::pause();
}

/// Runs a session in a child, kills it after `answers` were told, and returns how many were.
std::int64_t told_before_kill(const std::filesystem::path& bank_file, const std::filesystem::path& file,
                              std::int64_t answers) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);  // to kill process -1 would be to kill all of them
    if (child == 0) {
        ::close(ends[0]);
        try {
            answer_and_tell(bank_file, file, ends[1]);
        } catch (...) {
            ::_exit(1);
        }
    }
    ::close(ends[1]);
    std::int64_t told = 0;
    while (told < answers && ::read(ends[0], &told, sizeof told) == sizeof told) continue;
    ::kill(child, SIGKILL);
    for (std::int64_t more = 0; ::read(ends[0], &more, sizeof more) == sizeof more;) told = more;
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return told;
}

}  // namespace

TEST_CASE("days of study lived equal the same days derived from the log, bit for bit") {
    const auto seed = GENERATE(range(1, 7));
    const TempFolder folder;
    const Bank bank = small_bank(folder.path(), 15);
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));
    Desk desk(bank, record);
    Random random(static_cast<std::uint64_t>(seed));
    for (int day = 0; day < 14; day += 1 + static_cast<int>(random.below(2))) {
        live_a_day(desk, random, day);
        const Desk derived(bank, record);
        REQUIRE(derived.digest() == desk.digest());
        CHECK(derived.ability() == desk.ability());
        CHECK(derived.history().size() == desk.history().size());
        CHECK(derived.weak_topics().costs_most == desk.weak_topics().costs_most);
        const Day today = morning(day).day;
        CHECK(derived.forecast(today, today + 20).forecast.p_pass == desk.forecast(today, today + 20).forecast.p_pass);
        CHECK(derived.due_list(today + 1) == desk.due_list(today + 1));
    }
    CHECK_NOTHROW(record.verify());
    CHECK(desk.state().all.answers > 30);
}

TEST_CASE("a session killed in the middle goes on after the last answer told") {
    const TempFolder folder;
    const Bank bank = small_bank(folder.path());
    for (const std::int64_t answers : {1, 7, 13}) {
        const std::int64_t told = told_before_kill(bank.file(), folder / "record.collimate", answers);
        CHECK(told >= answers);
        Record record = Record::open(folder / "record.collimate");
        Desk desk(bank, record);
        auto session = Session::resume(desk, SittingKind::practice, morning(0));
        REQUIRE(session);
        // At most one answer more than told: on disk, but killed before it was said.
        const auto answered = static_cast<std::int64_t>(session->summary().answers.size());
        CHECK(answered >= told);
        CHECK(answered <= told + 1);
        CHECK_NOTHROW(record.verify());
        if (session->phase() != Phase::finished) session->end(morning(0));
    }
}
