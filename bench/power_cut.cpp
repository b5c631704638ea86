// Power cuts and kills inside a sitting: what of the acknowledged is lost? An exam is sat on a file system in a loop
// device that is shut down in the middle of the writing, as a power cut would; weaker settings of the same database
// lose rows in the same run.
//   bench_power_cut [--cuts 500] [--kills 1000] [--fs ext4|xfs] [FOLDER]     needs root for the loop devices
#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>

#include "tests/support/exam_candidate.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

constexpr int items_per_leaf = 60;
constexpr int rounds_per_control = 5;  ///< weaker settings are cut every fifth time

struct Options {
    int cuts = 500;
    int kills = 1000;
    std::string fs = "ext4";
    fs::path folder = ".";
};

void shell(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

// ---------------------------------------------------------------- a disk that can be cut off

class Disk {
public:
    Disk(const fs::path& image, fs::path place, const std::string& kind) : image_(image), place_(std::move(place)) {
        fs::create_directories(place_);
        shell(fmt::format("truncate -s {} {}", kind == "xfs" ? "400M" : "64M", image_.string()));
        shell(fmt::format("mkfs.{} -q {}", kind, image_.string()));
        mount();
    }
    ~Disk() {
        const int ignored = std::system(fmt::format("umount {} 2>/dev/null", place_.string()).c_str());
        (void)ignored;
    }
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    void mount() { shell(fmt::format("mount -o loop {} {}", image_.string(), place_.string())); }
    void unmount() { shell(fmt::format("umount {}", place_.string())); }

    /// From here on nothing reaches the device, the journal in memory neither. ext4 and XFS share the number:
    /// XFS_IOC_GOINGDOWN with XFS_FSOP_GOING_FLAGS_NOLOGFLUSH, EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH.
    void cut() {
        const int handle = ::open(place_.c_str(), O_RDONLY);
        std::uint32_t flags = 2;
        if (handle < 0 || ::ioctl(handle, _IOR('X', 125, std::uint32_t), &flags) != 0)
            throw std::runtime_error("the file system cannot be shut down");
        ::close(handle);
    }
    [[nodiscard]] const fs::path& place() const { return place_; }

private:
    fs::path image_;
    fs::path place_;
};

// ---------------------------------------------------------------- one round

/// A child that does `work` with the writing end of a pipe until something stops it.
struct Worker {
    pid_t id = 0;
    int pipe_end = 0;

    explicit Worker(const std::function<void(int)>& work) {
        int ends[2];
        if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
        id = ::fork();
        if (id < 0) throw std::runtime_error("no child");
        if (id > 0) {
            ::close(ends[1]);
            pipe_end = ends[0];
            return;
        }
        ::close(ends[0]);
        try {
            work(ends[1]);
        } catch (const std::exception&) {  // the disk has gone
        }
        ::_exit(0);
    }
    void kill() const {
        ::kill(id, SIGKILL);
        int status = 0;
        ::waitpid(id, &status, 0);
    }
};

void wait_for_first(int pipe_end, void* first, std::size_t size) {
    if (::read(pipe_end, first, size) != static_cast<ssize_t>(size))
        throw std::runtime_error("the worker came to nothing");
}

/// What has been acknowledged up to now. Only this counts: an acknowledgement that comes after the cut is one of a file
/// system that has already gone, and says nothing about a power cut.
template <class Thing>
void read_up_to_now(int pipe_end, std::vector<Thing>& told) {
    Thing each;
    pollfd pipe{.fd = pipe_end, .events = POLLIN, .revents = 0};
    while (::poll(&pipe, 1, 0) == 1 && (pipe.revents & POLLIN) != 0 &&
           ::read(pipe_end, &each, sizeof each) == sizeof each)
        told.push_back(each);
}

void wait_at_random(Random& random) {
    std::this_thread::sleep_for(std::chrono::microseconds(3000 + random.below(120'000)));
}

struct Sum {
    int rounds = 0;
    std::int64_t told = 0;
    int rounds_with_losses = 0;
    int answers = 0;
    int ends = 0;
    int places = 0;
    std::int64_t clock_ms = 0;
};

void add(Sum& sum, const Losses& losses, const std::vector<Told>& told) {
    ++sum.rounds;
    for (const Told& each : told) sum.told += each.what == Told::What::answered ? 1 : 0;
    sum.rounds_with_losses += losses.answers + losses.ends + losses.places > 0 ? 1 : 0;
    sum.answers += losses.answers;
    sum.ends += losses.ends;
    sum.places += losses.places;
    sum.clock_ms = std::max(sum.clock_ms, losses.clock_ms);
}

/// One sitting torn off by `tear`, and the record held against what was told.
void tear_off(Sum& sum, const fs::path& bank_file, const fs::path& record_file, Random& random,
              const std::function<void(const Worker&)>& tear) {
    const std::uint64_t seed = random.next();
    const Worker worker([&](int pipe_end) {
        const Bank bank = Bank::open(bank_file);
        HastyCandidate(bank, record_file, pipe_end, seed).sit_for_ever();
    });
    std::vector<Told> told(1);
    wait_for_first(worker.pipe_end, told.data(), sizeof(Told));
    wait_at_random(random);
    read_up_to_now(worker.pipe_end, told);
    tear(worker);
    ::close(worker.pipe_end);
    const Record record = Record::open(record_file);
    record.verify();
    add(sum, losses_of(record, told), told);
}

// ---------------------------------------------------------------- weaker settings

void exec(sqlite3* database, const std::string& sql) {
    if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(database));
}

using Database = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;

Database open_plain(const fs::path& file) {
    sqlite3* handle = nullptr;
    sqlite3_open(file.c_str(), &handle);
    Database database(handle, &sqlite3_close);
    exec(handle, "PRAGMA locking_mode=EXCLUSIVE");
    return database;
}

void write_rows(const fs::path& file, const std::string& synchronous, int pipe_end) {
    const Database database = open_plain(file);
    exec(database.get(), "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=" + synchronous);
    exec(database.get(), "CREATE TABLE IF NOT EXISTS answer (n INTEGER PRIMARY KEY, text TEXT)");
    for (;;) {
        exec(database.get(), "INSERT INTO answer(text) VALUES ('" + std::string(200, 'x') + "')");
        const std::int64_t row = sqlite3_last_insert_rowid(database.get());
        if (::write(pipe_end, &row, sizeof row) != sizeof row) return;
    }
}

std::int64_t last_row(const fs::path& file) {
    if (!fs::exists(file)) return 0;
    const Database database = open_plain(file);
    std::int64_t last = 0;
    sqlite3_exec(
        database.get(), "SELECT max(n) FROM answer",
        [](void* out, int, char** values, char**) {
            if (values[0]) *static_cast<std::int64_t*>(out) = std::strtoll(values[0], nullptr, 10);
            return 0;
        },
        &last, nullptr);
    return last;
}

void cut_plain(Sum& sum, Disk& disk, const std::string& synchronous, Random& random) {
    const fs::path file = disk.place() / "plain.db";
    const Worker worker([&](int pipe_end) { write_rows(file, synchronous, pipe_end); });
    std::vector<std::int64_t> told(1);
    wait_for_first(worker.pipe_end, told.data(), sizeof(std::int64_t));
    wait_at_random(random);
    read_up_to_now(worker.pipe_end, told);
    disk.cut();
    worker.kill();
    ::close(worker.pipe_end);
    sum.told += static_cast<std::int64_t>(told.size());
    disk.unmount();
    disk.mount();
    const std::int64_t lost = std::max<std::int64_t>(0, told.back() - last_row(file));
    ++sum.rounds;
    sum.rounds_with_losses += lost > 0 ? 1 : 0;
    sum.answers += static_cast<int>(lost);
    for (const char* end : {"", "-wal", "-shm", "-journal"}) fs::remove(file.string() + end);
}

// ---------------------------------------------------------------- the run

void print(const std::string& what, const Sum& sum) {
    fmt::print("{:<44} {:>5} times, {:>7} acknowledged, {:>4} times with losses: {} answers, {} ends, {} places", what,
               sum.rounds, sum.told, sum.rounds_with_losses, sum.answers, sum.ends, sum.places);
    fmt::print("; clock at most {} ms behind\n", sum.clock_ms);
    std::fflush(stdout);
}

void print_plain(const std::string& what, const Sum& sum) {
    fmt::print("{:<44} {:>5} times, {:>7} acknowledged, {:>4} times with losses: {} rows\n", what, sum.rounds, sum.told,
               sum.rounds_with_losses, sum.answers);
}

Sum kill_sittings(const Options& options, const fs::path& bank, Random& random) {
    Sum sum;
    for (int round = 0; round < options.kills; ++round) {
        const fs::path file = options.folder / fmt::format("killed-{}.collimate", round / 100);
        tear_off(sum, bank, file, random, [](const Worker& worker) { worker.kill(); });
    }
    return sum;
}

struct CutSums {
    Sum sitting;
    Sum full;
    Sum normal;
    Sum off;
};

CutSums cut_sittings(const Options& options, const fs::path& bank, Random& random) {
    CutSums sums;
    Disk disk(options.folder / "sitting.img", options.folder / "sitting", options.fs);
    Disk plain(options.folder / "plain.img", options.folder / "plain", options.fs);
    for (int round = 0; round < options.cuts; ++round) {
        const fs::path file = disk.place() / fmt::format("record-{}.collimate", round / 50);
        tear_off(sums.sitting, bank, file, random, [&](const Worker& worker) {
            disk.cut();
            worker.kill();
            disk.unmount();
            disk.mount();
        });
        if (round % rounds_per_control != 0) continue;
        cut_plain(sums.full, plain, "FULL", random);
        cut_plain(sums.normal, plain, "NORMAL", random);
        cut_plain(sums.off, plain, "OFF", random);
    }
    return sums;
}

int run(const Options& options) {
    write_bank(small_source(items_per_leaf), options.folder / "small.bank");
    Random random(20261123);
    const Sum kills = kill_sittings(options, options.folder / "small.bank", random);
    print("kill -9 in a sitting", kills);
    const CutSums cuts = cut_sittings(options, options.folder / "small.bank", random);
    print("power cut in a sitting, " + options.fs, cuts.sitting);
    print_plain("the same with plain rows: WAL, FULL", cuts.full);
    print_plain("weaker: WAL, NORMAL", cuts.normal);
    print_plain("weaker: WAL, OFF", cuts.off);
    const bool ours = kills.rounds_with_losses + cuts.sitting.rounds_with_losses == 0 &&
                      std::max(kills.clock_ms, cuts.sitting.clock_ms) <= 1000;
    const bool controls = options.cuts == 0 || (cuts.normal.answers > 0 && cuts.off.answers > 0);
    fmt::print("{}\n", !controls ? "The weaker settings lost nothing: this run proves nothing."
                       : ours    ? "Nothing acknowledged was lost."
                                 : "Acknowledged work was LOST.");
    return ours && controls ? 0 : 1;
}

Options options_from(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const bool more = i + 1 < argc;
        if (word == "--cuts" && more)
            options.cuts = std::atoi(argv[++i]);
        else if (word == "--kills" && more)
            options.kills = std::atoi(argv[++i]);
        else if (word == "--fs" && more)
            options.fs = argv[++i];
        else
            options.folder = word;
    }
    options.folder = fs::absolute(options.folder) / ("collimate-cut-" + std::to_string(::getpid()));
    return options;
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = options_from(argc, argv);
    fs::create_directories(options.folder);
    int code = 3;
    try {
        code = run(options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "bench_power_cut: {}\n", error.what());
    }
    std::error_code ignored;
    fs::remove_all(options.folder, ignored);
    return code;
}
