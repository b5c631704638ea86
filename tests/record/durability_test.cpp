// What a broken world does to a record. Each case runs in a child process that is killed, starved or robbed of rights.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/base/error.hpp"
#include "engine/record/record.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

constexpr fs::perms readable_only = fs::perms::owner_read | fs::perms::owner_exec | fs::perms::group_read |
                                    fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;

/// Runs `body` in a child that never returns into the test runner; its result is the exit code, 99 an exception.
template <class Body>
pid_t in_child(Body body) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);  // to kill process -1 would be to kill all of them
    if (child > 0) return child;
    int code = 99;
    try {
        code = body();
    } catch (...) {
    }
    ::_exit(code);
}

int exit_code_of(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// Appends answers for ever, with a snapshot now and then, and tells each number only after append has returned.
int append_and_tell(const fs::path& file, int pipe_end) {
    Record record = Record::open(file, made_up, morning(0));
    Random random(static_cast<std::uint64_t>(record.last_seq()) + 17);
    for (int i = 0;; ++i) {
        const std::string item = "ct-ip-" + std::to_string(random.below(500));
        const std::int64_t seq =
            record.append("arrt-ct", an_answer(item, random.below(2) == 0), after(morning(0), i * 10)).seq;
        if (::write(pipe_end, &seq, sizeof seq) != sizeof seq) return 1;
        if (i % 50 == 49) record.flush();
    }
}

/// Reads acknowledgements until `count` have come, kills the writer, and reads what was still in the pipe.
std::int64_t last_acknowledged(pid_t child, int pipe_end, int count) {
    std::int64_t last = 0;
    std::int64_t seq = 0;
    for (int i = 0; i < count && ::read(pipe_end, &seq, sizeof seq) == sizeof seq; ++i) last = seq;
    ::kill(child, SIGKILL);
    while (::read(pipe_end, &seq, sizeof seq) == sizeof seq) last = seq;
    return last;
}

}  // namespace

TEST_CASE("a record whose program is killed") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    std::int64_t told = 0;
    // Before and after a snapshot, so that replay from one and from the beginning are both met.
    for (const int answers : {1, 37, 60, 110}) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        const pid_t child = in_child([&] {
            ::close(ends[0]);
            return append_and_tell(file, ends[1]);
        });
        ::close(ends[1]);
        told = last_acknowledged(child, ends[0], answers);
        ::close(ends[0]);
        CHECK(exit_code_of(child) == -SIGKILL);
        const Record record = Record::open(file);
        CHECK(record.last_seq() >= told);
        // At most the one event that was on disk but not yet told.
        CHECK(record.last_seq() <= told + 2);
        CHECK(record.state("arrt-ct").applied == record.last_seq());
        CHECK_NOTHROW(record.verify());
    }
    CHECK(told >= 1 + 37 + 60 + 110);
}

TEST_CASE("a record on a full disk") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    // The limit on file size stands in for the disk: the write fails in the middle of the log.
    const int code = exit_code_of(in_child([&] {
        ::signal(SIGXFSZ, SIG_IGN);
        Record record = Record::open(file, made_up, morning(0));
        record.append("arrt-ct", an_answer("ct-ip-0001"), morning(0));
        rlimit limit{};
        ::getrlimit(RLIMIT_FSIZE, &limit);
        const rlim_t unlimited = limit.rlim_cur;
        limit.rlim_cur = fs::file_size(file.string() + "-wal") + 1000;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const ExamState before = record.state("arrt-ct");
        int refused = 0;
        for (int i = 0; i < 3; ++i) {
            try {
                record.append("arrt-ct", an_answer("ct-ip-0002"), morning(0));
            } catch (const WorldFailed&) {
                ++refused;
            }
        }
        if (refused != 3) return 1;
        if (record.state("arrt-ct") != before) return 2;
        limit.rlim_cur = unlimited;
        ::setrlimit(RLIMIT_FSIZE, &limit);
        if (record.append("arrt-ct", an_answer("ct-ip-0002"), morning(0)).seq != before.applied + 1) return 3;
        record.verify();
        return 0;
    }));
    CHECK(code == 0);
    const Record record = Record::open(file);
    CHECK(record.state("arrt-ct").all.answers == 2);
    CHECK_NOTHROW(record.verify());
}

TEST_CASE("a record that may not be written") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    { Record::open(file, made_up, morning(0)).append("arrt-ct", an_answer("ct-ip-0001"), morning(0)); }
    const std::string before = bytes_of(file);
    std::string blamed;
    SECTION("because of the file") {
        fs::permissions(folder.path(), fs::perms::all);
        fs::permissions(file, fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
        blamed = "make the file writable";
    }
    SECTION("because of the folder") {
        fs::permissions(file, fs::perms::all);
        fs::permissions(folder.path(), readable_only);
        blamed = "make the folder writable";
    }
    // Root may write everywhere, so the child is nobody.
    const int code = exit_code_of(in_child([&] {
        if (::geteuid() == 0 && ::seteuid(65534) != 0) return 1;
        try {
            (void)Record::open(file);
        } catch (const WorldFailed& failed) {
            const std::string message = failed.what();
            return message.find(blamed) != std::string::npos && message.find(file.string()) != std::string::npos ? 0
                                                                                                                 : 2;
        }
        return 3;
    }));
    CHECK(code == 0);
    CHECK(bytes_of(file) == before);
}

TEST_CASE("a record in a folder that may not be written cannot be made") {
    const TempFolder folder;
    fs::permissions(folder.path(), readable_only);
    const int code = exit_code_of(in_child([&] {
        if (::geteuid() == 0 && ::seteuid(65534) != 0) return 1;
        try {
            (void)Record::open(folder / "record.collimate", made_up, morning(0));
        } catch (const WorldFailed&) {
            return 0;
        }
        return 2;
    }));
    CHECK(code == 0);
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a record that another process holds") {
    const TempFolder folder;
    const fs::path file = folder / "record.collimate";
    int ready[2];
    int done[2];
    REQUIRE(::pipe(ready) == 0);
    REQUIRE(::pipe(done) == 0);
    const pid_t holder = in_child([&] {
        ::close(done[1]);
        Record record = Record::open(file, made_up, morning(0));
        record.append("arrt-ct", an_answer("ct-ip-0001"), morning(0));
        char token = 'x';
        if (::write(ready[1], &token, 1) != 1) return 1;
        const bool released = ::read(done[0], &token, 1) == 0;
        record.append("arrt-ct", an_answer("ct-ip-0002"), morning(0));
        return released ? 0 : 2;
    });
    ::close(done[0]);
    char token = 0;
    REQUIRE(::read(ready[0], &token, 1) == 1);
    const std::string before = bytes_of(file) + bytes_of(file.string() + "-wal");
    std::string reason;
    try {
        (void)Record::open(file);
    } catch (const Refused& refused) {
        reason = refused.what();
    }
    CHECK(reason.find("open in another program") != std::string::npos);
    CHECK(bytes_of(file) + bytes_of(file.string() + "-wal") == before);
    ::close(done[1]);
    CHECK(exit_code_of(holder) == 0);
    CHECK(Record::open(file).state("arrt-ct").all.answers == 2);
    ::close(ready[0]);
    ::close(ready[1]);
}
