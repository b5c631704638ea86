// Power cuts and kills inside a sitting, a few of each; bench/power_cut.cpp does hundreds on a real file system.
#include <signal.h>
#include <sys/wait.h>

#include <functional>
#include <memory>

#include "tests/support/catch.hpp"
#include "tests/support/exam_candidate.hpp"
#include "tests/support/forgetful_disk.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

/// Runs `work` in a child until it has told `count` things, then kills it; what it told.
template <class Thing>
std::vector<Thing> told_before_the_end(int count, const std::function<void(int)>& work) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        ::close(ends[0]);
        try {
            work(ends[1]);
        } catch (...) {
        }
        ::_exit(99);
    }
    ::close(ends[1]);
    std::vector<Thing> told;
    Thing each;
    while (static_cast<int>(told.size()) < count && ::read(ends[0], &each, sizeof each) == sizeof each)
        told.push_back(each);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    while (::read(ends[0], &each, sizeof each) == sizeof each) told.push_back(each);
    ::close(ends[0]);
    CHECK(WIFSIGNALED(status));
    return told;
}

void check_nothing_lost(const Record& record, const std::vector<Told>& told) {
    CHECK_NOTHROW(record.verify());
    const Losses losses = losses_of(record, told);
    CHECK(losses.answers == 0);
    CHECK(losses.ends == 0);
    CHECK(losses.places == 0);
    CHECK(losses.clock_ms <= 1000);
}

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

Database open_plain(const fs::path& file) {
    sqlite3* handle = nullptr;
    sqlite3_open(file.c_str(), &handle);
    sqlite3_exec(handle, "PRAGMA locking_mode=EXCLUSIVE", nullptr, nullptr, nullptr);
    return {handle, &sqlite3_close};
}

/// Rows in the same kind of log, by another setting.
void write_rows(const fs::path& file, const std::string& synchronous, int pipe_end) {
    const Database database = open_plain(file);
    sqlite3_exec(database.get(), ("PRAGMA journal_mode=WAL; PRAGMA synchronous=" + synchronous).c_str(), nullptr,
                 nullptr, nullptr);
    for (;;) {
        if (sqlite3_exec(database.get(), "INSERT INTO t VALUES (1)", nullptr, nullptr, nullptr) != SQLITE_OK) return;
        const std::int64_t row = sqlite3_last_insert_rowid(database.get());
        if (::write(pipe_end, &row, sizeof row) != sizeof row) return;
    }
}

std::int64_t rows_in(const fs::path& file) {
    const Database database = open_plain(file);
    std::int64_t rows = -1;
    sqlite3_exec(
        database.get(), "SELECT count(*) FROM t",
        [](void* out, int, char** values, char**) {
            *static_cast<std::int64_t*>(out) = std::stoll(values[0]);
            return 0;
        },
        &rows, nullptr);
    return rows;
}

}  // namespace

TEST_CASE("an exam torn off again and again") {
    const TempFolder folder;
    const fs::path bank_file = folder / "small.bank";
    write_bank(small_source(60), bank_file);
    const fs::path file = folder / "record.collimate";
    { (void)Record::open(file, made_up, morning(0)); }
    Random random(5);
    const auto sit = [&](std::uint64_t seed) {
        return [&, seed](int pipe_end) {
            const Bank bank = Bank::open(bank_file);
            HastyCandidate(bank, file, pipe_end, seed).sit_for_ever();
        };
    };
    SECTION("by kills loses nothing that was acknowledged") {
        for (int kill = 0; kill < 20; ++kill) {
            const auto told = told_before_the_end<Told>(1 + static_cast<int>(random.below(60)), sit(random.next()));
            check_nothing_lost(Record::open(file), told);
        }
    }
    SECTION("by power cuts loses nothing that was acknowledged") {
        for (int cut = 0; cut < 20; ++cut) {
            forgetful::settle(file);
            const auto work = sit(random.next());
            const auto told = told_before_the_end<Told>(1 + static_cast<int>(random.below(60)), [&](int pipe_end) {
                forgetful::install();
                work(pipe_end);
            });
            forgetful::cut_power(file);
            check_nothing_lost(Record::open(file), told);
        }
    }
}

TEST_CASE("the disk that forgets") {
    const TempFolder folder;
    const fs::path file = folder / "plain.db";
    {
        const Database database = open_plain(file);
        sqlite3_exec(database.get(), "PRAGMA journal_mode=WAL; CREATE TABLE t (x)", nullptr, nullptr, nullptr);
    }
    forgetful::settle(file);
    const auto lost_with = [&](const std::string& synchronous) {
        const auto told = told_before_the_end<std::int64_t>(50, [&](int pipe_end) {
            forgetful::install();
            write_rows(file, synchronous, pipe_end);
        });
        forgetful::cut_power(file);
        return told.back() - std::min(told.back(), rows_in(file));
    };
    SECTION("keeps what is committed with synchronous FULL") { CHECK(lost_with("FULL") == 0); }
    SECTION("loses what is committed with NORMAL") { CHECK(lost_with("NORMAL") > 0); }
    SECTION("loses what is committed with OFF") { CHECK(lost_with("OFF") > 0); }
}
