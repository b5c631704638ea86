// The class store under load, on SQLite and on a PostgreSQL of its own where Debian's package is installed.
//   bench_class_store import [FOLDER [PART]]   1,000,000 answers in 10,000 signed packages, from files (goals 30, 20 s)
//   bench_class_store open [FOLDER [PART]]     the Class place of 30 opens beside 10,000,000 other answers (goal 0.3 s)
//   bench_class_store drops [FOLDER [PART]]    10,000 dropped connections, then 100 restarts of the server, during an
//                                              import
// FOLDER: where files lie, default the current folder, since /tmp is often memory. PART: of these numbers, default 1.
#include <fmt/core.h>
#include <libpq-fe.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "app/screens/classroom.hpp"
#include "engine/bank/bank.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/base/random.hpp"
#include "engine/cohort/import.hpp"
#include "engine/cohort/store.hpp"
#include "tests/support/postgres.hpp"

using namespace collimate;
using namespace collimate::cohort;
namespace fs = std::filesystem;

namespace {

constexpr TimeMs first_ms = 1'790'000'000'000;
constexpr int answers_a_package = 100;
constexpr const char* exam = "arrt-ct";

template <class Work>
double seconds(Work&& work) {
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
}

Day day_of(TimeMs at_ms) { return static_cast<Day>(at_ms / 86'400'000); }

template <class Id>
Id numbered(std::uint64_t number) {
    Id id;
    const std::uint64_t mixed = derive(number, 17);  // as scattered as random ids
    for (std::size_t i = 0; i < 8; ++i) id.bytes[i] = static_cast<unsigned char>(mixed >> (8 * i));
    for (std::size_t i = 0; i < 8; ++i) id.bytes[8 + i] = static_cast<unsigned char>(number >> (8 * i));
    return id;
}

/// Questions that are answered: those of a bank, since that is what a report is about.
struct AskedItem {
    std::string id;
    std::string area;
    double difficulty = 0.0;
    double chance = 0.0;
};

const std::vector<AskedItem>& asked_items() {
    static const std::vector<AskedItem> items = [] {
        const Bank bank = Bank::open(bank_file(COLLIMATE_BANKS, exam));
        std::vector<AskedItem> all;
        for (const ItemHead& head : bank.heads())
            if (!head.retired)
                all.push_back({.id = head.id,
                               .area = bank.outline().areas[static_cast<std::size_t>(head.area)].code,
                               .difficulty = head.difficulty,
                               .chance = head.chance});
        return all;
    }();
    return items;
}

PackedAnswer made_up_answer(Random& random, TimeMs at_ms) {
    const AskedItem& item = asked_items()[random.below(asked_items().size())];
    return {.id = AnswerId{timed_id(at_ms, std::to_string(random.next()))},
            .exam = exam,
            .item = item.id,
            .area = item.area,
            .difficulty = item.difficulty,
            .chance = item.chance,
            .fresh = random.below(4) != 0,
            .letters = std::string(1, static_cast<char>('a' + static_cast<int>(random.below(4)))),
            .right = random.below(3) != 0,
            .elapsed_ms = static_cast<std::int64_t>(random.below(90'000)),
            .at_ms = at_ms,
            .day = day_of(at_ms)};
}

Package made_up_package(std::uint64_t candidate, int sequence, const Digest& previous) {
    Random random(derive(candidate, static_cast<std::uint64_t>(sequence)));
    Package package = {.candidate = numbered<CandidateId>(candidate), .code = "BENCH"};
    const TimeMs start = first_ms + sequence * 86'400'000LL;
    package.link = {.sequence = sequence, .previous = previous, .made_ms = start + 3'600'000};
    for (int i = 0; i < answers_a_package; ++i) package.answers.push_back(made_up_answer(random, start + i * 30'000));
    return package;
}

/// As packages that were verified already.
Batch made_up_batch(std::uint64_t candidate, const CohortId& cohort, int packages) {
    Batch batch = {.candidate = numbered<CandidateId>(candidate)};
    batch.enrolment = Enrolment{.candidate = batch.candidate, .cohort = cohort, .since_ms = first_ms};
    Digest previous{};
    for (int sequence = 1; sequence <= packages; ++sequence) {
        Package package = made_up_package(candidate, sequence, previous);
        package.link.device = numbered<DeviceId>(candidate);
        package.link.own = Digest{static_cast<unsigned char>(sequence), 1};
        previous = package.link.own;
        batch.links.push_back(package.link);
        std::move(package.answers.begin(), package.answers.end(), std::back_inserter(batch.answers));
    }
    return batch;
}

Cohort class_number(int number, const std::string& code) {
    return {.id = numbered<CohortId>(static_cast<std::uint64_t>(number)), .name = code, .code = code, .exam = exam};
}

Programme programme_number(int number) {
    return {.id = numbered<ProgrammeId>(static_cast<std::uint64_t>(number)),
            .name = fmt::format("Programme {}", number)};
}

std::unique_ptr<Store> new_store(const std::string& place) {
    auto store = open_store(place, IfAbsent::create);
    store->put(programme_number(1));
    const std::vector<Change> changes{class_number(1, "BENCH")};
    store->change(programme_number(1).id, changes);
    return store;
}

/// The stores to measure: a file, and a database of a server of one's own.
class Places {
public:
    explicit Places(const fs::path& folder) : folder_(folder / fmt::format("collimate-bench-{}", getpid())) {
        fs::create_directories(folder_);
        ::setenv("TMPDIR", folder_.c_str(), 1);
        places_.emplace_back("SQLite", (folder_ / "class").string());
        if (!test::PostgresServer::programs()) {
            fmt::print("PostgreSQL: skipped, no server is installed\n");
            return;
        }
        fs::permissions(folder_, fs::perms::all);  // the server runs as another user
        server_ = std::make_unique<test::PostgresServer>(test::Flushing::on);
        places_.emplace_back("PostgreSQL", server_->new_database());
    }
    ~Places() {
        server_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Places(const Places&) = delete;
    Places& operator=(const Places&) = delete;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const { return places_; }
    [[nodiscard]] const fs::path& folder() const { return folder_; }

private:
    fs::path folder_;
    std::unique_ptr<test::PostgresServer> server_;
    std::vector<std::pair<std::string, std::string>> places_;
};

void measure_import(const fs::path& folder, double part) {
    const int candidates = static_cast<int>(1000 * part);
    constexpr int packages = 10;
    const Places places(folder);
    const fs::path shared = places.folder() / "shared";
    fs::create_directory(shared);
    for (int candidate = 0; candidate < candidates; ++candidate) {
        DeviceKey key;
        key.seed[0] = static_cast<unsigned char>(candidate);
        key.seed[1] = static_cast<unsigned char>(candidate >> 8);
        Digest previous{};
        for (int sequence = 1; sequence <= packages; ++sequence) {
            Package package = made_up_package(static_cast<std::uint64_t>(candidate), sequence, previous);
            test::write_bytes(shared / fmt::format("{}-{:02}.collimate-results", candidate, sequence),
                              sign_package(package, key));
            previous = package.link.own;
        }
    }
    ::sync();  // else what lies there already is written to the disk at the importer's expense
    for (const auto& [name, place] : places.all()) {
        const auto store = new_store(place);
        const std::vector<fs::path> files{shared};
        std::int64_t stored = 0;
        const double first = seconds([&] {
            for (const ImportedFile& file : import_packages(*store, files, {})) stored += file.new_answers;
        });
        std::int64_t again = 0;
        const double replay = seconds([&] {
            for (const ImportedFile& file : import_packages(*store, files, {})) again += file.new_answers;
        });
        fmt::print(
            "{}: {} answers of {} packages imported in {:.1f} s (goal {}); the same again, {} new, in {:.1f} s\n", name,
            stored, candidates * packages, first, name == "SQLite" ? "30" : "20", again, replay);
    }
}

/// `others` candidates with 1,000 answers each, in one programme or spread over ten; 30 more make the class.
void fill(Store& store, const CohortId& thirty, std::uint64_t others) {
    for (int number = 2; number <= 10; ++number) {
        store.put(programme_number(number));
        const std::vector<Change> changes{class_number(number, fmt::format("OTHER-{}", number))};
        store.change(programme_number(number).id, changes);
    }
    std::vector<std::vector<Batch>> waiting(11);
    for (std::uint64_t candidate = 0; candidate < others + 30; ++candidate) {
        // Half of the others study in the programme of the class.
        const bool in_class = candidate >= others;
        const int programme = in_class || candidate % 2 == 0 ? 1 : 2 + static_cast<int>(candidate / 2 % 9);
        auto& batches = waiting[static_cast<std::size_t>(programme)];
        const CohortId cohort = in_class ? thirty : class_number(programme, "").id;
        batches.push_back(made_up_batch(candidate, cohort, 10));
        if (batches.size() < 20) continue;
        (void)store.append(programme_number(programme).id, batches);
        batches.clear();
    }
    for (int programme = 1; programme <= 10; ++programme)
        (void)store.append(programme_number(programme).id, waiting[static_cast<std::size_t>(programme)]);
}

/// What the Class place does to show its overview.
void measure_open(const fs::path& folder, double part) {
    const Places places(folder);
    const auto others = static_cast<std::uint64_t>(10'000 * part);
    for (const auto& [name, place] : places.all()) {
        const Cohort thirty = class_number(99, "THIRTY");
        double filling = 0.0;
        {
            const auto store = new_store(place);
            const std::vector<Change> changes{thirty};
            store->change(programme_number(1).id, changes);
            filling = seconds([&] { fill(*store, thirty.id, others); });
        }
        const ClassChoice choice = {.store = place, .programme = programme_number(1).name, .code = thirty.code};
        std::vector<double> times;
        int answers = 0;
        for (int run = 0; run < 7; ++run)
            times.push_back(seconds([&] {
                const ClassFacts facts = read_class(choice, COLLIMATE_BANKS, day_of(first_ms) + 12);
                answers = 0;
                for (const CandidateReport& each : facts.report.value().candidates)
                    answers += each.first_answers + each.repeats;
            }));
        const double first = times.front();
        std::sort(times.begin(), times.end());
        fmt::print(
            "{}: a class of 30 with {} answers opens in {:.3f} s, the first time {:.3f} s (goal 0.3), beside "
            "{} others, stored in {:.0f} s\n",
            name, answers, times[times.size() / 2], first, others * 1000, filling);
    }
}

/// Imports package after package of one candidate until told to stop; every append that returns is an acknowledgement.
/// One that reports that the server went away is made again, as an instructor would.
struct SteadyImport {
    std::int64_t packages = 0;
    std::int64_t refused = 0;
    std::int64_t given_up = 0;
    void run(Store& store, const std::atomic<bool>& stop) {
        Digest previous{};
        while (!stop) {
            const int sequence = static_cast<int>(packages) + 1;
            Package package = made_up_package(1, sequence, previous);
            package.answers.resize(10);
            package.link.own = Digest{static_cast<unsigned char>(sequence), static_cast<unsigned char>(sequence >> 8),
                                      static_cast<unsigned char>(sequence >> 16), 1};
            package.link.device = numbered<DeviceId>(1);
            const Batch batch = {
                .candidate = package.candidate, .links = {package.link}, .answers = std::move(package.answers)};
            try {
                refused +=
                    store.append(programme_number(1).id, std::span(&batch, 1)).front().standing == BatchStanding::refused;
            } catch (const WorldFailed&) {
                ++given_up;
                continue;
            }
            previous = package.link.own;
            ++packages;
        }
    }
};

void report_drops(const char* what, int count, const SteadyImport& import, Store& store) {
    const auto stored = store.batch_of(programme_number(1).id, numbered<CandidateId>(1)).answers.size();
    fmt::print("{} {}: {} answers acknowledged, {} stored, {} packages refused, {} times given up and begun again\n",
               count, what, import.packages * 10, stored, import.refused, import.given_up);
}

int drop_connections(const std::string& admin, int wanted) {
    Random random(1);
    int dropped = 0;
    PGconn* connection = PQconnectdb(admin.c_str());
    while (dropped < wanted) {
        PGresult* result = PQexec(connection,
                                  "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                                  "WHERE application_name = 'collimate'");
        if (PQresultStatus(result) != PGRES_TUPLES_OK) break;
        dropped += std::atoi(PQgetvalue(result, 0, 0));
        PQclear(result);
        std::this_thread::sleep_for(std::chrono::milliseconds(3 + random.below(40)));
    }
    PQfinish(connection);
    return dropped;
}

void measure_drops(const fs::path& folder, double part) {
    if (!test::PostgresServer::programs()) {
        fmt::print("PostgreSQL: skipped, no server is installed\n");
        return;
    }
    ::setenv("TMPDIR", folder.c_str(), 1);
    test::PostgresServer server;
    const int restarts = static_cast<int>(100 * part);
    const auto during = [&](const char* what, auto trouble) {
        const auto store = new_store(server.new_database());
        std::atomic<bool> stop = false;
        SteadyImport import;
        std::thread importer([&] { import.run(*store, stop); });
        const int count = trouble();
        stop = true;
        importer.join();
        report_drops(what, count, import, *store);
    };
    during("dropped connections", [&] { return drop_connections(server.database("postgres"), static_cast<int>(10'000 * part)); });
    during("restarts", [&] {
        for (int i = 0; i < restarts; ++i) {
            server.crash();
            server.start();
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
        }
        return restarts;
    });
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 1 ? argv[1] : "";
    std::setvbuf(stdout, nullptr, _IOLBF, 0);  // the runs are long
    const fs::path folder = fs::absolute(argc > 2 ? argv[2] : ".");
    const double part = argc > 3 ? std::atof(argv[3]) : 1.0;
    if (what == "import")
        measure_import(folder, part);
    else if (what == "open")
        measure_open(folder, part);
    else if (what == "drops")
        measure_drops(folder, part);
    else
        fmt::print(stderr, "usage: bench_class_store import|open|drops [FOLDER [PART]]\n");
    return what == "import" || what == "open" || what == "drops" ? 0 : 2;
}
