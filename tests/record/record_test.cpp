#include "engine/record/record.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <sstream>

#include "engine/base/error.hpp"
#include "engine/record/snapshot.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

std::vector<Event> log_of(const Record& record, std::string_view exam = {}) {
    std::vector<Event> events;
    record.each_event(exam, 0, [&](const Event& event) { events.push_back(event); });
    return events;
}

/// Runs SQL on a file behind the record's back.
void meddle(const fs::path& file, const std::string& sql) {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
    const int code = sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(handle);
    REQUIRE(code == SQLITE_OK);
}

template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const Refused& refused) {
        return refused.what();
    }
    return {};
}

}  // namespace

TEST_CASE("record") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";

    SECTION("a new one is empty and knows its candidate") {
        const Record record = Record::open(file, made_up, morning(0));
        CHECK(record.candidate() == made_up.candidate);
        CHECK(record.last_seq() == 0);
        CHECK(record.exams().empty());
        CHECK(record.state("arrt-ct") == ExamState{});
    }
    SECTION("gives every kind of event back as it was told, in order") {
        const std::vector<EventBody> told = {
            SittingStarted{
                .kind = SittingKind::review, .seed = ~0ULL, .bank_hash = "00ff", .settings = "{}", .items = {"a", "b"}},
            Answered{.sitting = 1,
                     .item = "ct-ip-0001",
                     .revision = 3,
                     .seed = 1ULL << 63,
                     .area = "IP.1.A",
                     .difficulty = -0.1,
                     .chance = 1.0 / 3.0,
                     .fresh = false,
                     .letters = "ca",
                     .number = 0.1 + 0.2,
                     .right = true,
                     .confidence = Confidence::sure,
                     .elapsed_ms = 41'337},
            Answered{.sitting = 1, .item = "ct-ip-0002", .letters = "b", .mark = Spot{0.1 + 0.2, 1.0 / 3.0}},
            GoalSet{.exam_day = morning(60).day, .minutes_per_day = 45},
            GoalSet{.minutes_per_day = 10},
            Flagged{.item = "ct-ip-0001", .on = false},
            Noted{.item = "ct-ip-0001", .text = "\u03bc \"q\" \n"},
            Reported{.item = "ct-ip-0001", .revision = 3, .text = "unclear"},
            Responded{.sitting = 1,
                      .number = 17,
                      .item = "ct-ip-0003",
                      .revision = 2,
                      .letters = "dba",
                      .entered = -1.0 / 3.0,
                      .mark = Spot{0.25, 0.1 + 0.2},
                      .complete = true,
                      .right = true,
                      .confidence = Confidence::unsure,
                      .elapsed_ms = 12'345,
                      .remaining_ms = 7'000'001},
            Responded{.sitting = 1, .item = "ct-ip-0004"},
            Annotated{.sitting = 1,
                      .number = 17,
                      .left = true,
                      .flagged = true,
                      .struck = "ac",
                      .highlights = {{.first = 3, .end = 9}, {.first = 12, .end = 13}},
                      .elapsed_ms = 23'456,
                      .remaining_ms = 6'999'999},
            SittingEnded{.sitting = 1, .by = EndedBy::time, .remaining_ms = 0},
            SittingEnded{.sitting = 1},
            Rescored{.answer = 2,
                     .sitting = 1,
                     .item = "ct-ip-0001",
                     .revision = 4,
                     .difficulty = 0.1 + 0.2,
                     .chance = 1.0 / 3.0,
                     .right = false},
            OutcomeTold{.exam_day = morning(1).day, .passed = true, .scaled = 81.5},
            OutcomeTold{.exam_day = morning(0).day, .withdrawn = true},
            MemoryFitted{.of_class = true},
            MemoryFitted{.own = true,
                         .reviews = 1240,
                         .held_out = 248,
                         .loss = 0.1 + 0.2,
                         .default_loss = 1.0 / 3.0,
                         .log_speed = -0.7,
                         .log_speed_se = 0.07}};
        {
            Record record = Record::open(file, made_up, morning(0));
            for (const EventBody& body : told) record.append("arrt-ct", body, morning(1));
        }
        const std::vector<Event> back = log_of(Record::open(file));
        REQUIRE(back.size() == told.size());
        for (std::size_t i = 0; i < told.size(); ++i)
            CHECK(back[i] == Event{.seq = static_cast<std::int64_t>(i) + 1,
                                   .at_ms = morning(1).ms,
                                   .day = morning(1).day,
                                   .exam = "arrt-ct",
                                   .body = told[i]});
    }
    SECTION("keeps exams apart") {
        Record record = Record::open(file, made_up, morning(0));
        record.append("arrt-ct", an_answer("ct-ip-0001"), morning(0));
        record.append("ardms-spi", an_answer("spi-a-0001"), morning(0));
        record.append("arrt-ct", an_answer("ct-ip-0002"), morning(0));
        CHECK(record.exams() == std::vector<std::string>{"ardms-spi", "arrt-ct"});
        CHECK(record.state("arrt-ct").all.answers == 2);
        CHECK(record.state("ardms-spi").all.answers == 1);
        CHECK(log_of(record, "ardms-spi").size() == 1);
    }
    SECTION("text that is not UTF-8 is kept readable") {
        Record record = Record::open(file, made_up, morning(0));
        const Event event = record.append("arrt-ct", Noted{.item = "x", .text = "caf\xe9"}, morning(0));
        CHECK(std::get<Noted>(event.body).text == "caf\uFFFD");
        CHECK(record.state("arrt-ct").item("x").note == "caf\uFFFD");
    }
    SECTION("an answer that is no number is refused and nothing is kept") {
        Record record = Record::open(file, made_up, morning(0));
        Answered answer = an_answer("ct-ip-0001");
        answer.number = std::numeric_limits<double>::quiet_NaN();
        CHECK_THROWS_AS(record.append("arrt-ct", answer, morning(0)), Refused);
        Answered marked = an_answer("ct-ip-0001");
        marked.mark = Spot{0.5, std::numeric_limits<double>::infinity()};
        CHECK_THROWS_AS(record.append("arrt-ct", marked, morning(0)), Refused);
        CHECK(record.last_seq() == 0);
    }
    SECTION("a clock before 2000 is refused in words") {
        Record record = Record::open(file, made_up, morning(0));
        CHECK(refusal([&] { record.append("arrt-ct", an_answer("x"), {.ms = 0, .day = 0}); }).find("clock") !=
              std::string::npos);
    }
    SECTION("answers of a sitting come back alone and in order") {
        Record record = Record::open(file, made_up, morning(0));
        Answered inside = an_answer("ct-ip-0002");
        inside.sitting = record.append("arrt-ct", SittingStarted{.settings = "{}"}, morning(0)).seq;
        record.append("arrt-ct", inside, morning(0));
        record.append("arrt-ct", an_answer("ct-ip-0003"), morning(0));
        const auto answers = record.answers_of(inside.sitting);
        REQUIRE(answers.size() == 1);
        CHECK(std::get<Answered>(answers[0].body) == inside);
    }
}

TEST_CASE("a clock set back") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    Record record = Record::open(file, made_up, morning(0));
    record.append("arrt-ct", an_answer("ct-ip-0001"), morning(4));
    SECTION("is recorded before the event and the order stays the log's") {
        record.append("arrt-ct", an_answer("ct-ip-0002"), morning(2));
        const auto events = log_of(record);
        REQUIRE(events.size() == 3);
        CHECK(std::get<ClockSetBack>(events[1].body) == ClockSetBack{.was_ms = morning(4).ms, .is_ms = morning(2).ms});
        CHECK(std::get<Answered>(events[2].body).item == "ct-ip-0002");
        CHECK(record.state("arrt-ct").clock_set_back == 1);
    }
    SECTION("gives up the day that had not come: later answers count on their own") {
        const Day due = record.state("arrt-ct").item("ct-ip-0001").due;
        record.append("arrt-ct", an_answer("ct-ip-0002"), morning(2));
        const ExamState& state = record.state("arrt-ct");
        CHECK(state.day == morning(2).day);
        CHECK(state.item("ct-ip-0002").last_day == morning(2).day);
        CHECK(state.item("ct-ip-0001").last_day == morning(2).day);
        CHECK(state.item("ct-ip-0001").due == due - 2);
    }
    SECTION("by a day is a journey: the day stays") {
        record.append("arrt-ct", an_answer("ct-ip-0002"), morning(3));
        CHECK(record.state("arrt-ct").item("ct-ip-0002").last_day == morning(4).day);
    }
    SECTION("to before all study has lost its battery: the day stays") {
        record.append("arrt-ct", an_answer("ct-ip-0002"), morning(6));
        record.append("arrt-ct", an_answer("ct-ip-0003"), morning(-400));
        CHECK(record.state("arrt-ct").item("ct-ip-0003").last_day == morning(6).day);
    }
    SECTION("by a few milliseconds is the ordinary keeping of time") {
        record.append("arrt-ct", an_answer("ct-ip-0002"), after(morning(4), -20));
        CHECK(record.state("arrt-ct").clock_set_back == 0);
    }
    SECTION("is noticed after closing, too") {
        { const Record closed = std::move(record); }
        Record again = Record::open(file);
        again.append("arrt-ct", an_answer("ct-ip-0002"), morning(3));
        CHECK(again.state("arrt-ct").clock_set_back == 1);
    }
}

TEST_CASE("what is lived equals what is rebuilt, bit for bit") {
    const auto seed = GENERATE(range(1, 13));
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    auto record = std::make_unique<Record>(Record::open(file, made_up, morning(0)));
    RandomLog log(static_cast<std::uint64_t>(seed));
    Random random(static_cast<std::uint64_t>(seed) + 1000);
    for (int day = 0; day < 12; ++day) {
        log.live_a_day(*record, day);
        if (random.below(3) == 0) record->flush();
        if (random.below(3) == 0) {
            record.reset();
            record = std::make_unique<Record>(Record::open(file));
        }
    }
    CHECK_NOTHROW(record->verify());
    std::vector<std::uint64_t> lived;
    for (const std::string& exam : record->exams()) lived.push_back(digest(record->state(exam)));
    record->rebuild();
    std::vector<std::uint64_t> rebuilt;
    for (const std::string& exam : record->exams()) rebuilt.push_back(digest(record->state(exam)));
    CHECK(lived == rebuilt);
    CHECK(lived.size() >= 1);
}

TEST_CASE("answers judged anew") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    const auto judged = [](std::int64_t answer, bool right) {
        return Rescored{
            .answer = answer, .item = "ct-ip-0001", .revision = 2, .difficulty = -0.5, .chance = 0.25, .right = right};
    };
    std::uint64_t lived = 0;
    {
        Record record = Record::open(file, made_up, morning(0));
        record.append("arrt-ct", an_answer("ct-ip-0001", false), morning(0));
        record.append("arrt-ct", an_answer("ct-ip-0002"), morning(0));
        record.append("arrt-ct", an_answer("ct-ip-0001", false), morning(2));
        record.flush();
        record.append_all("arrt-ct", {judged(1, true), judged(3, true)}, morning(3));
        record.append("arrt-ct", an_answer("ct-ip-0003"), morning(3));
        lived = digest(record.state("arrt-ct"));
    }
    SECTION("leave every state as if the key had always been the right one") {
        ExamState right_from_the_start;
        std::int64_t seq = 0;
        for (const auto& [item, day] : {std::pair{"ct-ip-0001", 0}, std::pair{"ct-ip-0002", 0},
                                        std::pair{"ct-ip-0001", 2}, std::pair{"ct-ip-0003", 3}}) {
            Answered answer = an_answer(item);
            if (answer.item == "ct-ip-0001") answer.revision = 2, answer.difficulty = -0.5;
            apply(right_from_the_start,
                  {.seq = ++seq, .day = morning(day).day, .exam = "arrt-ct", .body = std::move(answer)});
        }
        const Record record = Record::open(file);
        const ExamState& state = record.state("arrt-ct");
        CHECK(state.all == Tally{.answers = 4, .right = 4});
        CHECK(state.item("ct-ip-0001").memory == right_from_the_start.item("ct-ip-0001").memory);
        CHECK(state.item("ct-ip-0001").due == right_from_the_start.item("ct-ip-0001").due);
        CHECK(state.item("ct-ip-0001").last_revision == 2);
        CHECK_FALSE(state.item("ct-ip-0001").mixed);
        CHECK(state.sureness == right_from_the_start.sureness);
        CHECK(state.days == right_from_the_start.days);
    }
    SECTION("are the same lived, opened again after a snapshot, and rebuilt, bit for bit") {
        Record record = Record::open(file);
        CHECK(digest(record.state("arrt-ct")) == lived);
        CHECK_NOTHROW(record.verify());
        record.rebuild();
        CHECK(digest(record.state("arrt-ct")) == lived);
    }
    SECTION("keep what was told first in the log") {
        const Record record = Record::open(file);
        std::vector<bool> told;
        record.each_event("arrt-ct", 0, [&](const Event& event) {
            if (const auto* answer = std::get_if<Answered>(&event.body)) told.push_back(answer->right);
        });
        CHECK(told == std::vector<bool>{false, true, false, true});
    }
    SECTION("can be judged once more; the last verdict stands") {
        Record record = Record::open(file);
        record.append("arrt-ct", judged(1, false), morning(4));
        CHECK(record.state("arrt-ct").all == Tally{.answers = 4, .right = 3});
        const std::uint64_t now = digest(record.state("arrt-ct"));
        record.rebuild();
        CHECK(digest(record.state("arrt-ct")) == now);
    }
    SECTION("that are mixed with answers under another revision say so") {
        Record record = Record::open(file);
        record.append("arrt-ct", an_answer("ct-ip-0001"), morning(4));
        CHECK(record.state("arrt-ct").item("ct-ip-0001").mixed);
    }
}

TEST_CASE("results of real exams in a record") {
    const TempFolder folder;
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));
    const Day day = morning(3).day;
    record.append("arrt-ct", OutcomeTold{.exam_day = day, .passed = false}, morning(5));
    record.append("arrt-ct", OutcomeTold{.exam_day = day, .passed = false, .scaled = 71}, morning(6));
    record.append("arrt-ct", OutcomeTold{.exam_day = day + 1, .passed = true}, morning(6));
    SECTION("stand as told last for each day") {
        const auto& outcomes = record.state("arrt-ct").outcomes;
        REQUIRE(outcomes.size() == 2);
        CHECK(outcomes.at(day) == RealOutcome{.passed = false, .scaled = 71});
    }
    SECTION("go when they are withdrawn") {
        record.append("arrt-ct", OutcomeTold{.exam_day = day, .withdrawn = true}, morning(6));
        CHECK_FALSE(record.state("arrt-ct").outcomes.contains(day));
        CHECK_NOTHROW(record.verify());
    }
}

TEST_CASE("a record that an older model wrote") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    std::uint64_t lived = 0;
    {
        Record record = Record::open(file, made_up, morning(0));
        RandomLog log(11);
        for (int day = 0; day < 4; ++day) log.live_a_day(record, day);
        lived = digest(record.state("arrt-ct"));
    }
    // A version that never was: another first stability, items due at 0.8, the same form of snapshot and sound in
    // itself.
    ExamState older;
    older.model.name = "fsrs-6";
    older.model.parameters[2] += 0.5;
    older.model.wanted = 0.8;
    {
        const Record record = Record::open(file);
        record.each_event("arrt-ct", 0, [&](const Event& event) { apply(older, event); });
    }
    {
        const std::string text = state_to_json(older);
        SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
        SQLite::Statement replace(database, "UPDATE snapshot SET state = ?, checksum = ? WHERE exam = 'arrt-ct'");
        replace.bind(1, text);
        replace.bind(2, static_cast<std::int64_t>(hash_of(text)));
        REQUIRE(replace.exec() == 1);
    }
    REQUIRE(digest(older) != lived);
    SECTION("names that model in its snapshot") {
        const auto read = state_from_json(state_to_json(older));
        REQUIRE(read);
        CHECK(read->model == older.model);
        CHECK_FALSE(read->model == MemoryModel{});
    }
    SECTION("is rebuilt on opening, and equals what was lived bit for bit") {
        const Record record = Record::open(file);
        CHECK(digest(record.state("arrt-ct")) == lived);
        CHECK(record.state("arrt-ct").model == MemoryModel{});
        CHECK_NOTHROW(record.verify());
    }
}

TEST_CASE("verifying a record") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    {
        Record record = Record::open(file, made_up, morning(0));
        RandomLog log(5);
        for (int day = 0; day < 3; ++day) log.live_a_day(record, day);
        record.append("arrt-ct", an_answer("ct-ip-0001", false), morning(3));
    }
    SECTION("names the event whose content was changed") {
        meddle(file, "UPDATE event SET correct = 1 - correct WHERE seq = (SELECT max(seq) FROM event)");
        const Record record = Record::open(file);
        CHECK(refusal([&] { record.verify(); }).find("event " + std::to_string(record.last_seq())) !=
              std::string::npos);
    }
    SECTION("names the event that is missing") {
        meddle(file, "DELETE FROM event WHERE seq = 4");
        CHECK(refusal([&] { Record::open(file).verify(); }).find("event 4 is missing") != std::string::npos);
    }
    SECTION("a harmed snapshot is not believed: the log is replayed") {
        const std::uint64_t before = digest(Record::open(file).state("arrt-ct"));
        meddle(file, "UPDATE snapshot SET state = replace(state, '1', '2')");
        const Record record = Record::open(file);
        CHECK(digest(record.state("arrt-ct")) == before);
        CHECK_NOTHROW(record.verify());
    }
    SECTION("a snapshot of another version is derived anew") {
        const std::uint64_t before = digest(Record::open(file).state("arrt-ct"));
        meddle(file, "UPDATE snapshot SET version = version + 1");
        CHECK(digest(Record::open(file).state("arrt-ct")) == before);
    }
}

TEST_CASE("a file that is refused") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    {
        Record record = Record::open(file, made_up, morning(0));
        RandomLog log(7);
        for (int day = 0; day < 30; ++day) log.live_a_day(record, day);
    }
    std::string expected;
    SECTION("is not a database") {
        write_bytes(file, "exam notes, nothing else");
        expected = "not a Collimate record";
    }
    SECTION("is empty") {
        write_bytes(file, "");
        expected = "not a Collimate record";
    }
    SECTION("is a database of another application") {
        fs::remove(file);
        meddle(file, "CREATE TABLE t(x); INSERT INTO t VALUES (1)");
        expected = "another kind";
    }
    SECTION("is of a newer format") {
        meddle(file, "PRAGMA user_version = 99");
        expected = "format 99";
    }
    SECTION("holds a table of somebody else") {
        meddle(file, "CREATE TABLE extra(x)");
        expected = "tables";
    }
    SECTION("holds a trigger") {
        meddle(file, "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END");
        expected = "tables";
    }
    SECTION("has a damaged page") {
        std::string bytes = bytes_of(file);
        REQUIRE(bytes.size() > 5 * 4096);
        for (std::size_t i = 0; i < 2000; ++i) bytes[4 * 4096 + i] = static_cast<char>(0xA5);
        write_bytes(file, bytes);
        expected = "damaged";
    }
    SECTION("was cut short") {
        fs::resize_file(file, fs::file_size(file) - 4096 - 100);
        expected = "damaged";
    }
    const std::string before = bytes_of(file);
    const std::string reason = refusal([&] { (void)Record::open(file, made_up, morning(40)); });
    CHECK(reason.find(expected) != std::string::npos);
    CHECK(reason.find(file.string()) != std::string::npos);
    const bool untouched = bytes_of(file) == before;
    CHECK(untouched);
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("backup and restore") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    auto record = std::make_unique<Record>(Record::open(file, made_up, morning(0)));
    RandomLog log(3);
    log.live_a_day(*record, 0);
    const auto before = log_of(*record);

    SECTION("a backup is a record with the same events") {
        record->backup(folder / "copy.collimate");
        const Record copy = Record::open(folder / "copy.collimate");
        CHECK(log_of(copy) == before);
        CHECK_NOTHROW(copy.verify());
    }
    SECTION("restoring brings the old events back and sets the present ones aside") {
        record->backup(folder / "copy.collimate");
        log.live_a_day(*record, 1);
        const auto later = log_of(*record);
        record.reset();
        const fs::path aside = restore_record(folder / "copy.collimate", file, morning(2));
        CHECK(log_of(Record::open(file)) == before);
        CHECK(log_of(Record::open(aside)) == later);
    }
    SECTION("a restore over a damaged file keeps the damaged bytes") {
        record->backup(folder / "copy.collimate");
        record.reset();
        write_bytes(file, "ruined");
        const fs::path aside = restore_record(folder / "copy.collimate", file, morning(2));
        CHECK(bytes_of(aside) == "ruined");
        CHECK(log_of(Record::open(file)) == before);
    }
    SECTION("a bad backup is refused and the present file stays") {
        record.reset();
        write_bytes(folder / "bad.collimate", "nothing");
        const std::string bytes = bytes_of(file);
        CHECK_THROWS_AS(restore_record(folder / "bad.collimate", file, morning(2)), Refused);
        const bool untouched = bytes_of(file) == bytes;
        CHECK(untouched);
    }
    SECTION("an open record is not replaced") {
        record->backup(folder / "copy.collimate");
        CHECK_THROWS_AS(restore_record(folder / "copy.collimate", file, morning(2)), Refused);
        CHECK(log_of(*record) == before);
    }
    SECTION("one daily backup a day, kept for two weeks") {
        for (int day = 0; day < 20; ++day) {
            const fs::path first = record->backup_daily(morning(day).day);
            const auto time = fs::last_write_time(first);
            CHECK(record->backup_daily(morning(day).day) == first);
            CHECK(fs::last_write_time(first) == time);
        }
        CHECK(backups_of(file).size() == 14);
    }
    SECTION("into a folder that does not exist fails in words and leaves nothing") {
        CHECK_THROWS_AS(record->backup(folder / "no/such/copy.collimate"), WorldFailed);
        CHECK_FALSE(fs::exists(folder / "no"));
    }
}

TEST_CASE("forgetting") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    const std::string secret = "a private remark about myself";
    {
        Record record = Record::open(file, made_up, morning(0));
        record.append("arrt-ct", Noted{.item = "ct-ip-0001", .text = secret}, morning(0));
        record.append("ardms-spi", an_answer("spi-a-0001"), morning(0));
        record.append("arrt-ct", an_answer("ct-ip-0001"), morning(0));
        CHECK(record.forget("arrt-ct") == 2);
        CHECK(record.exams() == std::vector<std::string>{"ardms-spi"});
        CHECK(bytes_of(file).find(secret) == std::string::npos);
        CHECK(bytes_of(file.string() + "-wal").find(secret) == std::string::npos);
    }
    Record record = Record::open(file);
    CHECK(bytes_of(file).find(secret) == std::string::npos);
    CHECK_NOTHROW(record.verify());
    SECTION("does not use numbers again") {
        CHECK(record.append("arrt-ct", an_answer("ct-ip-0002"), morning(1)).seq == 4);
        CHECK_NOTHROW(record.verify());
    }
    SECTION("of everything leaves an empty record") {
        CHECK(record.forget("") == 1);
        CHECK(record.exams().empty());
        CHECK_NOTHROW(record.verify());
    }
}

TEST_CASE("exports") {
    const TempFolder folder;
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));
    Answered answer = an_answer("=cmd()|'x'", false);
    answer.number = -3.5;
    record.append("arrt-ct", answer, morning(0));
    record.append("ardms-spi", Noted{.item = "spi-a-0001", .text = "said \"so\""}, morning(0));
    SECTION("CSV holds the answers, text quoted and harmless to a spreadsheet") {
        std::ostringstream out;
        record.export_csv(out);
        const std::string text = out.str();
        CHECK(std::count(text.begin(), text.end(), '\n') == 2);
        CHECK(text.find(",\"'=cmd()|'x'\",") != std::string::npos);
        CHECK(text.find(",-3.5,") != std::string::npos);
    }
    SECTION("JSON lines hold a head and every event, or those of one exam") {
        std::ostringstream all, one;
        record.export_json(all);
        record.export_json(one, "ardms-spi");
        const std::string everything = all.str();
        const std::string lines = one.str();
        CHECK(std::count(everything.begin(), everything.end(), '\n') == 3);
        CHECK(std::count(lines.begin(), lines.end(), '\n') == 2);
        CHECK(lines.find(R"(said \"so\")") != std::string::npos);
        CHECK(lines.find("arrt-ct") == std::string::npos);
    }
}
