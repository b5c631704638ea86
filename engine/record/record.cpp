#include "engine/record/record.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <map>
#include <span>

#include "engine/base/error.hpp"
#include "engine/base/random.hpp"
#include "engine/record/file.hpp"
#include "engine/record/rows.hpp"
#include "engine/record/snapshot.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

using States = std::map<std::string, ExamState, std::less<>>;

/// A torn-off session replays at most this many events, a few milliseconds.
constexpr int events_between_snapshots = 1024;

/// Network time keeps a clock right by steps far below this; a larger step back is worth a line in the log.
constexpr TimeMs clock_tolerance_ms = 1000;

/// A debug build derives everything anew at each snapshot; in longer simulations that would be all it does.
[[maybe_unused]] constexpr std::int64_t longest_checked = 20'000;

/// Each clock kept adds a page to the write-ahead log: four minutes' worth stay below 2 MB.
constexpr int clocks_between_checkpoints = 480;

std::int64_t clock_checksum(const ExamClock& clock) {
    return static_cast<std::int64_t>(hash_of(fmt::format("{} {} {} {} {}", clock.sitting, name_of(clock.phase),
                                                         clock.number, clock.remaining_ms, clock.elapsed_ms)));
}

std::int64_t snapshot_checksum(std::string_view state) { return static_cast<std::int64_t>(hash_of(state)); }

void check_clock(Now now) {
    if (now.ms < earliest_time_ms || now.ms > latest_time_ms)
        throw Refused(
            fmt::format("the clock of this computer says {}: set it right, then answer again", format_time(now.ms)));
}

/// Made by the memory model of this program, with its defaults or parameters that an event of the log names.
bool is_present(const MemoryModel& model) {
    const MemoryModel usual;
    return model.name == usual.name && model.wanted == usual.wanted &&
           (model.fitted > 0 || model.parameters == usual.parameters);
}

bool finite(const std::optional<double>& number) { return !number || std::isfinite(*number); }

bool finite(const std::optional<Spot>& spot) { return !spot || (std::isfinite(spot->x) && std::isfinite(spot->y)); }

void check_numbers(const EventBody& body) {
    const std::string* item = nullptr;
    if (const auto* answer = std::get_if<Answered>(&body);
        answer && !(finite(answer->number) && finite(answer->mark) && std::isfinite(answer->difficulty) &&
                    std::isfinite(answer->chance)))
        item = &answer->item;
    if (const auto* response = std::get_if<Responded>(&body);
        response && !(finite(response->entered) && finite(response->mark)))
        item = &response->item;
    if (const auto* rescored = std::get_if<Rescored>(&body);
        rescored && !(std::isfinite(rescored->difficulty) && std::isfinite(rescored->chance)))
        item = &rescored->item;
    if (const auto* outcome = std::get_if<OutcomeTold>(&body); outcome && !finite(outcome->scaled))
        throw Refused("the score is not a finite number: enter it again");
    if (const auto* fitted = std::get_if<MemoryFitted>(&body);
        fitted && !(std::all_of(fitted->parameters.begin(), fitted->parameters.end(),
                                [](double w) { return std::isfinite(w); }) &&
                    std::isfinite(fitted->loss) && std::isfinite(fitted->default_loss) &&
                    std::isfinite(fitted->log_speed) && std::isfinite(fitted->log_speed_se)))
        throw Refused("the fitted memory is not made of finite numbers: fit it again");
    if (item) throw Refused(fmt::format("an answer to {} is not a finite number: enter it again", *item));
}

}  // namespace

struct Record::Impl {
    fs::path file;
    std::unique_ptr<SQLite::Database> database;
    std::unique_ptr<SQLite::Statement> insert;
    States states;
    std::string candidate;
    std::int64_t forgotten_through = 0;
    std::int64_t last_seq = 0;     ///< highest number ever given
    std::int64_t last_number = 0;  ///< on this device
    TimeMs last_ms = 0;
    int unsaved = 0;      ///< events since the last snapshot
    int kept_clocks = 0;  ///< since the last checkpoint
    bool broken = false;  ///< an fsync failed: what is on disk is unknown until the file is opened anew

    explicit Impl(const fs::path& path) : file(path), database(open_record_file(path)) {}

    ~Impl() {
        if (!database || broken) return;
        try {
            save_snapshots();
        } catch (const std::exception&) {  // the log has everything; the next opening replays it
        }
    }

    void load();
    States load_snapshots(std::int64_t& through) const;
    void each_event(std::string_view exam, std::int64_t after_seq,
                    const std::function<void(const Event&)>& visit) const;
    void each_row(const std::string& query, const std::function<void(SQLite::Statement&)>& bind,
                  const std::function<void(const Event&)>& visit) const;
    States derive(std::int64_t through = std::numeric_limits<std::int64_t>::max()) const;
    Hindsight hindsight(std::string_view exam, std::int64_t through) const;
    ExamState derive(std::string_view exam, std::int64_t through) const;
    void write(std::span<Event> events);
    void adopt(std::string_view exam, std::span<const Event> events);
    void check_unbroken() const;
    void forget_clock(SittingId sitting);
    [[noreturn]] void fail(const SQLite::Exception& error);
    void save_snapshots();
    void checkpoint() const;
    std::int64_t verify_log() const;
    void verify_snapshots() const;
};

void Record::Impl::load() {
    SQLite::Statement head(*database, "SELECT id, forgotten_through FROM candidate");
    if (!head.executeStep()) throw Refused(fmt::format("{} names no candidate: restore a backup", file.string()));
    candidate = head.getColumn(0).getString();
    forgotten_through = head.getColumn(1).getInt64();
    SQLite::Statement last(*database, "SELECT seq, at_ms FROM event ORDER BY seq DESC LIMIT 1");
    last_seq = forgotten_through;
    if (last.executeStep()) {
        last_seq = std::max(last_seq, last.getColumn(0).getInt64());
        last_ms = last.getColumn(1).getInt64();
    }
    last_number = last_seq;
    std::int64_t through = 0;
    states = load_snapshots(through);
    bool anew = false;
    each_event({}, through, [&](const Event& event) {
        apply(states[event.exam], event);
        anew = anew || changes_the_past(event);
        ++unsaved;
    });
    if (anew) states = derive();
    insert = std::make_unique<SQLite::Statement>(
        *database,
        fmt::format("INSERT INTO event ({}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", event_columns));
}

/// The snapshots if they are all of this version, made by the present model and unharmed, else none and `through` 0.
States Record::Impl::load_snapshots(std::int64_t& through) const {
    States loaded;
    SQLite::Statement select(*database, "SELECT exam, version, through, checksum, state FROM snapshot");
    through = 0;
    while (select.executeStep()) {
        const std::string text = select.getColumn(4).getString();
        auto state = state_from_json(text);
        const bool usable = select.getColumn(1).getInt() == snapshot_version &&
                            select.getColumn(3).getInt64() == snapshot_checksum(text) && state &&
                            is_present(state->model);
        if (!usable) {
            through = 0;
            return {};
        }
        through = select.getColumn(2).getInt64();
        loaded[select.getColumn(0).getString()] = std::move(*state);
    }
    return loaded;
}

void Record::Impl::each_event(std::string_view exam, std::int64_t after_seq,
                              const std::function<void(const Event&)>& visit) const {
    each_row(
        fmt::format("SELECT {} FROM event WHERE seq > ?1 AND (?2 = '' OR exam = ?2) ORDER BY seq", event_columns),
        [&](SQLite::Statement& select) {
            select.bind(1, after_seq);
            select.bind(2, std::string(exam));
        },
        visit);
}

void Record::Impl::each_row(const std::string& query, const std::function<void(SQLite::Statement&)>& bind,
                            const std::function<void(const Event&)>& visit) const {
    try {
        SQLite::Statement select(*database, query);
        bind(select);
        while (select.executeStep()) visit(from_row(read_row(select)));
    } catch (const SQLite::Exception& error) {
        rethrow(error, file);
    } catch (const Refused& refused) {
        throw Refused(fmt::format("{}: {}", file.string(), refused.what()));
    }
}

/// What the exam's events say of answers before them.
Hindsight Record::Impl::hindsight(std::string_view exam, std::int64_t through) const {
    Hindsight told;
    each_row(
        fmt::format("SELECT {} FROM event WHERE kind IN ('rescored', 'memory_fitted') AND exam = ?1 AND seq <= ?2 "
                    "ORDER BY seq",
                    event_columns),
        [&](SQLite::Statement& select) {
            select.bind(1, std::string(exam));
            select.bind(2, through);
        },
        [&](const Event& event) { look_back(told, event); });
    return told;
}

States Record::Impl::derive(std::int64_t through) const {
    States derived;
    each_event({}, 0, [&](const Event& event) {
        if (event.seq > through) return;
        auto found = derived.find(event.exam);
        if (found == derived.end()) found = derived.emplace(event.exam, expecting(hindsight(event.exam, through))).first;
        apply(found->second, event);
    });
    return derived;
}

ExamState Record::Impl::derive(std::string_view exam, std::int64_t through) const {
    ExamState derived = expecting(hindsight(exam, through));
    each_event(exam, 0, [&](const Event& event) { apply(derived, event); });
    return derived;
}

/// Takes events that are on disk into the state of their exam.
void Record::Impl::adopt(std::string_view exam, std::span<const Event> events) {
    ExamState& state = states[std::string(exam)];
    if (std::any_of(events.begin(), events.end(), changes_the_past)) {
        state = derive(exam, last_seq);
        return;
    }
    for (const Event& event : events) apply(state, event);
}

void Record::Impl::check_unbroken() const {
    if (broken)
        throw WorldFailed(
            fmt::format("{}: the disk failed before: close Collimate, check the disk and start again", file.string()));
}

/// After a failed fsync nothing is known of what is on disk; it is not tried again.
void Record::Impl::fail(const SQLite::Exception& error) {
    const int code = error.getExtendedErrorCode();
    broken = code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
    rethrow(error, file);
}

void Record::Impl::forget_clock(SittingId sitting) {
    SQLite::Statement remove(*database, "DELETE FROM exam_clock WHERE sitting = ?");
    remove.bind(1, sitting);
    remove.exec();
}

/// Numbers the events and writes them in one transaction. Each becomes what a reader of the file would read.
void Record::Impl::write(std::span<Event> events) {
    check_unbroken();
    try {
        SQLite::Transaction transaction(*database, SQLite::TransactionBehavior::IMMEDIATE);
        std::int64_t seq = last_seq;
        std::int64_t number = last_number;
        for (Event& event : events) {
            event.seq = ++seq;
            EventRow row = to_row(event);
            row.number = ++number;
            insert->tryReset();
            bind_row(*insert, row);
            insert->exec();
            event = from_row(row);
            if (const auto* ended = std::get_if<SittingEnded>(&event.body)) forget_clock(ended->sitting);
        }
        insert->tryReset();
        transaction.commit();
    } catch (const SQLite::Exception& error) {
        insert->tryReset();
        fail(error);
    }
    last_seq += static_cast<std::int64_t>(events.size());
    last_number += static_cast<std::int64_t>(events.size());
    last_ms = events.back().at_ms;
}

void Record::Impl::save_snapshots() {
    if (unsaved == 0) return;
    try {
        SQLite::Transaction transaction(*database, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement replace(*database, "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?, ?)");
        for (const auto& [exam, state] : states) {
            const std::string text = state_to_json(state);
            replace.reset();
            replace.bind(1, exam);
            replace.bind(2, snapshot_version);
            replace.bind(3, last_seq);
            replace.bind(4, snapshot_checksum(text));
            replace.bind(5, text);
            replace.exec();
        }
        transaction.commit();
    } catch (const SQLite::Exception& error) {
        rethrow(error, file);
    }
    unsaved = 0;
}

void Record::Impl::checkpoint() const {
    sqlite3_wal_checkpoint_v2(database->getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

std::int64_t Record::Impl::verify_log() const {
    try {
        const std::string verdict = database->execAndGet("PRAGMA integrity_check(1)").getString();
        if (verdict != "ok") throw Refused(fmt::format("{} is damaged ({}): restore a backup", file.string(), verdict));
    } catch (const SQLite::Exception& error) {
        rethrow(error, file);
    }
    std::int64_t events = 0;
    std::int64_t before = forgotten_through;
    each_event({}, 0, [&](const Event& event) {
        ++events;
        if (event.seq <= forgotten_through) return;
        if (event.seq != before + 1) throw Refused(fmt::format("event {} is missing: restore a backup", before + 1));
        before = event.seq;
    });
    return events;
}

/// Compares what is kept and what is lived with what the log gives. Both come from `apply`, so a difference is a fault
/// of ours or of the memory, not of the candidate's.
void Record::Impl::verify_snapshots() const {
    std::int64_t through = 0;
    const States kept = load_snapshots(through);
    if (!kept.empty() && kept != derive(through))
        throw Refused(fmt::format("{}: the snapshot differs from the log: run record rebuild", file.string()));
    if (derive() != states)
        throw Refused(fmt::format("{}: the state differs from the log: run record rebuild", file.string()));
}

Record::Record(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Record::Record(Record&&) noexcept = default;
Record& Record::operator=(Record&&) noexcept = default;
Record::~Record() = default;

Record Record::open(const fs::path& file, const Identity& identity, Now now) {
    std::error_code unreadable;
    if (!fs::exists(file, unreadable) && !unreadable) {
        check_clock(now);
        create_record_file(file, identity, now.ms);
    }
    return open(file);
}

Record Record::open(const fs::path& file) {
    std::error_code unreadable;
    if (fs::is_directory(file, unreadable))
        throw Refused(fmt::format("{} is a folder, not a Collimate record: name the file", file.string()));
    auto impl = std::make_unique<Impl>(file);
    try {
        impl->load();
    } catch (const SQLite::Exception& error) {
        rethrow(error, file);
    }
    Record record(std::move(impl));
    record.migrate();
    return record;
}

void Record::migrate() {
    if (format_of(*impl_->database) == record_schema) return;
    try {
        keep_copy(fmt::format("before-format-{}", record_schema));
        migrate_format(*impl_->database);
    } catch (const SQLite::Exception& error) {
        impl_->unsaved = 0;
        rethrow(error, impl_->file);
    } catch (...) {
        impl_->unsaved = 0;  // the file keeps every byte
        throw;
    }
}

Event Record::append(std::string_view exam, EventBody body, Now now) {
    std::vector<EventBody> bodies;
    bodies.push_back(std::move(body));
    return std::move(append_all(exam, std::move(bodies), now).front());
}

std::vector<Event> Record::append_all(std::string_view exam, std::vector<EventBody> bodies, Now now) {
    check_clock(now);
    for (const EventBody& body : bodies) check_numbers(body);
    if (bodies.empty()) return {};
    std::vector<Event> events;
    const auto add = [&](EventBody part) {
        events.push_back({.at_ms = now.ms, .day = now.day, .exam = std::string(exam), .body = std::move(part)});
    };
    if (now.ms + clock_tolerance_ms <= impl_->last_ms) add(ClockSetBack{.was_ms = impl_->last_ms, .is_ms = now.ms});
    for (EventBody& body : bodies) add(std::move(body));
    impl_->write(events);
    impl_->adopt(exam, events);
    impl_->unsaved += static_cast<int>(events.size());
    if (impl_->unsaved >= events_between_snapshots) {
        try {
            flush();
        } catch (const WorldFailed&) {  // the event itself is safe; the snapshot can wait
        }
    }
    if (events.size() > bodies.size()) events.erase(events.begin());
    return events;
}

void Record::keep_clock(const ExamClock& clock) {
    impl_->check_unbroken();
    try {
        SQLite::Statement replace(*impl_->database, "INSERT OR REPLACE INTO exam_clock VALUES (?, ?, ?, ?, ?, ?)");
        replace.bind(1, clock.sitting);
        replace.bind(2, std::string(name_of(clock.phase)));
        replace.bind(3, clock.number);
        replace.bind(4, clock.remaining_ms);
        replace.bind(5, clock.elapsed_ms);
        replace.bind(6, clock_checksum(clock));
        replace.exec();
    } catch (const SQLite::Exception& error) {
        impl_->fail(error);
    }
    if (++impl_->kept_clocks < clocks_between_checkpoints) return;
    impl_->kept_clocks = 0;
    impl_->checkpoint();
}

std::optional<ExamClock> Record::clock_of(SittingId sitting) const {
    try {
        SQLite::Statement select(
            *impl_->database,
            "SELECT phase, number, remaining_ms, elapsed_ms, checksum FROM exam_clock WHERE sitting = ?");
        select.bind(1, sitting);
        if (!select.executeStep()) return std::nullopt;
        const auto phase = sitting_phase_from(select.getColumn(0).getString());
        const ExamClock clock{.sitting = sitting,
                              .phase = phase.value_or(SittingPhase::asking),
                              .number = select.getColumn(1).getInt(),
                              .remaining_ms = select.getColumn(2).getInt64(),
                              .elapsed_ms = select.getColumn(3).getInt64()};
        if (phase && select.getColumn(4).getInt64() == clock_checksum(clock)) return clock;
        return std::nullopt;
    } catch (const SQLite::Exception& error) {
        rethrow(error, impl_->file);
    }
}

const ExamState& Record::state(std::string_view exam) const {
    static const ExamState untouched;
    const auto found = impl_->states.find(exam);
    return found == impl_->states.end() ? untouched : found->second;
}

std::vector<std::string> Record::exams() const {
    std::vector<std::string> codes;
    for (const auto& [exam, state] : impl_->states) codes.push_back(exam);
    return codes;
}

void Record::each_event(std::string_view exam, std::int64_t after_seq,
                        const std::function<void(const Event&)>& visit) const {
    impl_->each_event(exam, after_seq, visit);
}

std::vector<Event> Record::events_of(SittingId sitting) const {
    std::vector<Event> events;
    impl_->each_row(
        fmt::format("SELECT {} FROM event WHERE seq = ?1 OR (seq > ?1 AND sitting = ?1) ORDER BY seq", event_columns),
        [&](SQLite::Statement& select) { select.bind(1, sitting); },
        [&](const Event& event) { events.push_back(event); });
    return events;
}

std::vector<Event> Record::answers_of(SittingId sitting) const {
    std::vector<Event> events = events_of(sitting);
    std::erase_if(events, [](const Event& event) { return !std::holds_alternative<Answered>(event.body); });
    return events;
}

const fs::path& Record::file() const { return impl_->file; }

const std::string& Record::candidate() const { return impl_->candidate; }

std::int64_t Record::last_seq() const { return impl_->last_seq; }

TimeMs Record::last_saved_ms() const { return impl_->last_ms; }

std::int64_t Record::verify() const {
    const std::int64_t events = impl_->verify_log();
    impl_->verify_snapshots();
    return events;
}

void Record::rebuild() {
    try {
        impl_->database->exec("DELETE FROM snapshot");
    } catch (const SQLite::Exception& error) {
        rethrow(error, impl_->file);
    }
    impl_->states = impl_->derive();
    impl_->unsaved = 1;
    flush();
}

void Record::flush() {
    assert(impl_->last_seq > longest_checked || impl_->derive() == impl_->states);
    impl_->save_snapshots();
    impl_->checkpoint();
}

void Record::copy_into(const fs::path& new_file) const {
    impl_->verify_log();
    try {
        SQLite::Statement vacuum(*impl_->database, "VACUUM INTO ?");
        vacuum.bind(1, new_file.string());
        vacuum.exec();
    } catch (const SQLite::Exception& error) {
        rethrow(error, impl_->file);
    }
}

std::int64_t Record::forget(std::string_view exam) {
    SQLite::Database& database = *impl_->database;
    std::int64_t removed = 0;
    try {
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        SQLite::Statement events(database, "DELETE FROM event WHERE ?1 = '' OR exam = ?1");
        events.bind(1, std::string(exam));
        removed = events.exec();
        SQLite::Statement mark(database, "UPDATE candidate SET forgotten_through = ?");
        mark.bind(1, impl_->last_seq);
        mark.exec();
        database.exec("DELETE FROM snapshot");
        database.exec("DELETE FROM exam_clock WHERE sitting NOT IN (SELECT seq FROM event)");
        transaction.commit();
        database.exec("VACUUM");
        sqlite3_wal_checkpoint_v2(database.getHandle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    } catch (const SQLite::Exception& error) {
        rethrow(error, impl_->file);
    }
    impl_->forgotten_through = impl_->last_seq;
    impl_->states = impl_->derive();
    impl_->unsaved = 1;
    flush();
    return removed;
}

}  // namespace collimate
