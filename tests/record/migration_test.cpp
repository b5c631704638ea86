// Records that an earlier version wrote.
#include <SQLiteCpp/SQLiteCpp.h>

#include <cmath>

#include "engine/base/error.hpp"
#include "engine/record/record.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

/// A record of format 1: one session of three answers, two of them wrong, and a note.
void write_format_1(const fs::path& file) {
    SQLite::Database database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    database.exec(bytes_of(fs::path(COLLIMATE_SOURCE_DIR) / "tests/record/data/format-1.sql"));
    database.exec("PRAGMA journal_mode=WAL");
}

int format_in(const fs::path& file) {
    SQLite::Database database(file.string());
    return database.execAndGet("PRAGMA user_version").getInt();
}

std::vector<Event> events_in(const Record& record) {
    std::vector<Event> events;
    record.each_event({}, 0, [&](const Event& event) { events.push_back(event); });
    return events;
}

}  // namespace

TEST_CASE("a record of format 1") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    write_format_1(file);
    SECTION("opens with everything in it, and takes the clock of an exam") {
        Record record = Record::open(file);
        CHECK(record.verify() == 5);
        CHECK(record.state("arrt-ct").all == Tally{.answers = 3, .right = 1});
        CHECK(record.state("arrt-ct").item("ct-pc-0003").note == "hello");
        CHECK_FALSE(record.clock_of(1).has_value());
        const ExamClock clock{
            .sitting = 1, .phase = SittingPhase::review, .number = 7, .remaining_ms = 61'234, .elapsed_ms = 999};
        record.keep_clock(clock);
        CHECK(record.clock_of(1) == clock);
        CHECK(record.append("arrt-ct", an_answer("ct-ip-0001"), morning(1)).seq == 6);
    }
    SECTION("is kept as it was among the backups, once") {
        const auto events = events_in(Record::open(file));
        REQUIRE(backups_of(file).size() == 1);
        const fs::path kept = backups_of(file).front();
        CHECK(kept.filename() == "record-before-format-4.collimate");
        CHECK(format_in(kept) == 1);
        (void)Record::open(file);
        CHECK(backups_of(file).size() == 1);
        const fs::path elsewhere = folder / "elsewhere.collimate";
        fs::copy_file(kept, elsewhere);
        CHECK(events_in(Record::open(elsewhere)) == events);
    }
    SECTION("can be restored from its backup") {
        { Record::open(file).append("arrt-ct", an_answer("ct-ip-0001"), morning(1)); }
        const fs::path kept = backups_of(file).front();
        restore_record(kept, file, morning(2));
        CHECK(events_in(Record::open(file)).size() == 5);
        CHECK(format_in(kept) == 1);
    }
    SECTION("keeps every byte where its backup cannot be made") {
        write_bytes(folder / "backups", "a file where the folder should be");
        const std::string before = bytes_of(file);
        CHECK_THROWS_AS(Record::open(file), WorldFailed);
        const bool untouched = bytes_of(file) == before;
        CHECK(untouched);
        CHECK(format_in(file) == 1);
        fs::remove(folder / "backups");
        CHECK(Record::open(file).verify() == 5);
    }
}

TEST_CASE("the clock of an exam in a record") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    const ExamClock clock{
        .sitting = 1, .phase = SittingPhase::on_break, .number = 12, .remaining_ms = 3'600'000, .elapsed_ms = 12};
    {
        Record record = Record::open(file, made_up, morning(0));
        record.append("arrt-ct", SittingStarted{.kind = SittingKind::mock, .settings = "{}", .items = {"x"}},
                      morning(0));
        CHECK_FALSE(record.clock_of(1).has_value());
        ExamClock earlier = clock;
        earlier.remaining_ms += 500;
        record.keep_clock(earlier);
        record.keep_clock(clock);
    }
    SECTION("is the last one kept, after closing too") { CHECK(Record::open(file).clock_of(1) == clock); }
    SECTION("does not let the write-ahead log grow for ever") {
        Record record = Record::open(file);
        for (int i = 0; i < 2000; ++i) record.keep_clock(clock);
        CHECK(fs::file_size(file.string() + "-wal") < 3'000'000);
    }
    SECTION("goes with the end of the sitting") {
        Record record = Record::open(file);
        record.append("arrt-ct", SittingEnded{.sitting = 1, .by = EndedBy::time, .remaining_ms = 0}, morning(0));
        CHECK_FALSE(record.clock_of(1).has_value());
    }
    SECTION("is not believed when it is damaged") {
        {
            SQLite::Database database(file.string(), SQLite::OPEN_READWRITE);
            database.exec("UPDATE exam_clock SET remaining_ms = 9000000");
        }
        CHECK_FALSE(Record::open(file).clock_of(1).has_value());
    }
    SECTION("goes when the exam is forgotten") {
        Record record = Record::open(file);
        record.forget("arrt-ct");
        CHECK_FALSE(record.clock_of(1).has_value());
    }
}

TEST_CASE("several events at once") {
    const TempFolder folder;
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));
    SECTION("are all there, in order") {
        const auto events = record.append_all(
            "arrt-ct", {an_answer("ct-ip-0001"), an_answer("ct-ip-0002", false), SittingEnded{.sitting = 0}},
            morning(0));
        REQUIRE(events.size() == 3);
        CHECK(events[2].seq == 3);
        CHECK(record.state("arrt-ct").all == Tally{.answers = 2, .right = 1});
        CHECK(record.verify() == 3);
    }
    SECTION("are none where one is refused") {
        Answered bad = an_answer("ct-ip-0002");
        bad.difficulty = std::nan("");
        CHECK_THROWS_AS(record.append_all("arrt-ct", {an_answer("ct-ip-0001"), bad}, morning(0)), Refused);
        CHECK(record.last_seq() == 0);
    }
    SECTION("come back without the line about a clock set back") {
        record.append("arrt-ct", an_answer("ct-ip-0001"), after(morning(0), 60'000));
        const auto events =
            record.append_all("arrt-ct", {an_answer("ct-ip-0002"), an_answer("ct-ip-0003")}, morning(0));
        REQUIRE(events.size() == 2);
        CHECK(std::get<Answered>(events[0].body).item == "ct-ip-0002");
        CHECK(record.state("arrt-ct").clock_set_back == 1);
    }
}
