#include "engine/record/file.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <string>

#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

using Schema = std::map<std::string, std::string>;

/// The tables of format 1. Their words stay as they are for ever, since a migration adds tables and rewrites none: the
/// kinds of event that came later are named in event.hpp.
const Schema& first_schema() {
    static const Schema schema = {{"candidate", R"(CREATE TABLE candidate (
  id TEXT NOT NULL,                    -- 32 hex digits at random; says nothing about the person
  created_ms INTEGER NOT NULL,         -- milliseconds since 1970 UTC
  forgotten_through INTEGER NOT NULL   -- highest event number ever removed at the candidate's wish; numbers are not used again
) STRICT)"},
                                  {"device", R"(CREATE TABLE device (
  number INTEGER PRIMARY KEY,          -- 1: the device that made this file
  id TEXT NOT NULL                     -- 32 hex digits at random
) STRICT)"},
                                  {"event", R"(CREATE TABLE event (
  seq INTEGER PRIMARY KEY,             -- order of the log, growing without gaps; the clock orders nothing
  device INTEGER NOT NULL,             -- device.number; with the next column the event's identity across copies
  number INTEGER NOT NULL,             -- 1, 2, 3 ... on that device
  at_ms INTEGER NOT NULL,              -- milliseconds since 1970 UTC: a label
  day INTEGER NOT NULL,                -- days since 1970 where the candidate was
  exam TEXT NOT NULL,                  -- exam code
  kind TEXT NOT NULL,                  -- answered, sitting_started, sitting_ended, goal_set, flagged, noted, reported, clock_set_back
  sitting INTEGER,                     -- seq of its sitting_started; 0: outside a sitting
  item TEXT,                           -- item id
  revision INTEGER,                    -- of the item
  draw INTEGER,                        -- seed of the draw shown, 64 bits
  area TEXT,                           -- leaf of the outline at the time
  difficulty REAL,                     -- authored, logits
  chance REAL,                         -- guess floor, 0 to 1
  fresh INTEGER,                       -- 1: first exposure or new draw, evidence about ability
  letters TEXT,                        -- options chosen, by the author's letters
  entered REAL,                        -- number entered, in the item's unit
  correct INTEGER,                     -- 1 right, 0 wrong
  confidence INTEGER,                  -- 0 none given, 1 guess, 2 unsure, 3 sure
  elapsed_ms INTEGER,                  -- time on the question, milliseconds
  body TEXT,                           -- JSON of the other kinds
  checksum INTEGER NOT NULL            -- SipHash-2-4 of all columns before
) STRICT)"},
                                  {"snapshot", R"(CREATE TABLE snapshot (
  exam TEXT PRIMARY KEY,               -- exam code
  version INTEGER NOT NULL,            -- of the form; another one: thrown away and derived anew
  through INTEGER NOT NULL,            -- seq up to which the log is contained
  checksum INTEGER NOT NULL,           -- of the state
  state TEXT NOT NULL                  -- JSON; derived from the log, never the only copy of anything
) STRICT, WITHOUT ROWID)"}};
    return schema;
}

/// Came with format 2. Formats 3 and 4 have the tables of format 2 and more kinds of event, which an older program cannot
/// read.
constexpr const char* exam_clock_table = R"(CREATE TABLE exam_clock (
  sitting INTEGER PRIMARY KEY,         -- seq of the sitting_started of an exam that has not ended
  phase TEXT NOT NULL,                 -- asking, review or break
  number INTEGER NOT NULL,             -- of the question on the screen, 1 the first
  remaining_ms INTEGER NOT NULL,       -- time left, never more than a second behind
  elapsed_ms INTEGER NOT NULL,         -- on that question so far
  checksum INTEGER NOT NULL            -- of all columns before
) STRICT)";

/// The whole schema of a format. A file that holds anything else is not opened.
Schema expected_schema(int format) {
    Schema schema = first_schema();
    if (format >= 2) schema["exam_clock"] = exam_clock_table;
    return schema;
}

std::string backups_hint(const fs::path& file) {
    return "restore a backup from the folder " + (file.parent_path() / "backups").string();
}

std::uint32_t big_endian(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

/// Magic, application id and version from the first hundred bytes, without SQLite, so that nothing foreign is ever
/// opened.
void check_header(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw WorldFailed(
            fmt::format("{} cannot be read ({}): check its permissions", file.string(), std::strerror(errno)));
    std::array<unsigned char, 100> head{};
    in.read(reinterpret_cast<char*>(head.data()), head.size());
    if (in.gcount() != static_cast<std::streamsize>(head.size()) ||
        std::memcmp(head.data(), "SQLite format 3", 16) != 0)
        throw Refused(fmt::format("{} is not a Collimate record: choose another file", file.string()));
    if (big_endian(&head[68]) != static_cast<std::uint32_t>(record_application_id))
        throw Refused(fmt::format("{} is a database of another kind, not a Collimate record: choose another file",
                                  file.string()));
    const std::uint32_t version = big_endian(&head[60]);
    if (version < 1 || version > static_cast<std::uint32_t>(record_schema))
        throw Refused(
            fmt::format("{} has record format {} and this Collimate knows format {}: use the newer Collimate that "
                        "wrote it",
                        file.string(), version, record_schema));
}

void check_writable(const fs::path& file) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    if (faccessat(AT_FDCWD, file.c_str(), W_OK, AT_EACCESS) != 0)
        throw WorldFailed(fmt::format("{} cannot be written ({}): make the file writable or choose another one",
                                      file.string(), std::strerror(errno)));
    if (faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0)
        throw WorldFailed(
            fmt::format("the folder of {} cannot be written ({}): make the folder writable or choose another one",
                        file.string(), std::strerror(errno)));
}

void check_schema(SQLite::Database& database, const fs::path& file) {
    std::map<std::string, std::string> found;
    SQLite::Statement select(database, "SELECT name, sql FROM sqlite_schema");
    while (select.executeStep()) found[select.getColumn(0).getString()] = select.getColumn(1).getString();
    if (found != expected_schema(format_of(database)))
        throw Refused(
            fmt::format("{} does not hold the tables of a Collimate record: {}", file.string(), backups_hint(file)));
}

void check_structure(SQLite::Database& database, const fs::path& file) {
    const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString();
    if (verdict != "ok")
        throw Refused(fmt::format("{} is damaged ({}): {}", file.string(), verdict, backups_hint(file)));
}

void harden(SQLite::Database& database) {
    sqlite3* handle = database.getHandle();
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    database.exec("PRAGMA mmap_size=0");
    database.exec("PRAGMA cell_size_check=ON");
}

void checkpoint_on_close(SQLite::Database& database, bool on) {
    sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 0 : 1, nullptr);
}

/// WAL with synchronous=FULL: of the settings that lose nothing in a power cut the one with a single fsync per commit.
/// Held exclusively, it needs no shared memory file. Checkpoints are taken with the snapshots, not in the middle of an
/// answer.
void make_durable(SQLite::Database& database, const fs::path& file) {
    if (database.execAndGet("PRAGMA journal_mode=WAL").getString() != "wal")
        throw WorldFailed(
            fmt::format("{} lies where write-ahead logging is impossible: keep it in another folder", file.string()));
    database.exec("PRAGMA synchronous=FULL");
    database.exec("PRAGMA wal_autocheckpoint=0");
    database.exec("PRAGMA secure_delete=ON");
}

/// Takes the exclusive lock and looks, changing nothing: what is refused here keeps its bytes, a write-ahead log
/// included.
std::unique_ptr<SQLite::Database> open_checked(const fs::path& file) {
    auto database = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE, 0);
    harden(*database);
    checkpoint_on_close(*database, false);
    database->exec("PRAGMA locking_mode=EXCLUSIVE");
    check_schema(*database, file);
    check_structure(*database, file);
    return database;
}

/// Removes the empty write-ahead log that opening leaves beside a file which is then refused. One that lay there before
/// may be in use by the process that holds the record, and stays.
class LogBeside {
public:
    explicit LogBeside(const fs::path& file) : log_(file.string() + "-wal"), there_before_(fs::exists(log_)) {}
    void tidy() const {
        std::error_code ignored;
        if (!there_before_ && fs::exists(log_, ignored) && fs::file_size(log_, ignored) == 0) fs::remove(log_, ignored);
    }

private:
    fs::path log_;
    bool there_before_;
};

bool is_busy(const SQLite::Exception& error) {
    const int code = error.getErrorCode() & 0xff;
    return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

void write_schema(const fs::path& temporary, const Identity& identity, TimeMs at_ms) {
    SQLite::Database database(temporary.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    harden(database);
    database.exec(fmt::format("PRAGMA application_id={}", record_application_id));
    database.exec(fmt::format("PRAGMA user_version={}", record_schema));
    SQLite::Transaction transaction(database);
    for (const auto& [name, sql] : expected_schema(record_schema)) database.exec(sql);
    SQLite::Statement candidate(database, "INSERT INTO candidate VALUES (?, ?, 0)");
    candidate.bind(1, identity.candidate);
    candidate.bind(2, at_ms);
    candidate.exec();
    SQLite::Statement device(database, "INSERT INTO device VALUES (1, ?)");
    device.bind(1, identity.device);
    device.exec();
    transaction.commit();
    database.exec("PRAGMA journal_mode=WAL");
}

}  // namespace

void rethrow(const SQLite::Exception& error, const fs::path& file) {
    if (is_busy(error))
        throw RecordHeld(fmt::format("{} is open in another program: close the other Collimate window or command first",
                                     file.string()));
    switch (error.getErrorCode() & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            throw Refused(fmt::format("{} is damaged ({}): {}", file.string(), error.what(), backups_hint(file)));
        case SQLITE_FULL:
            throw WorldFailed(fmt::format("{}: the disk is full; free some space and try again", file.string()));
        default:
            throw WorldFailed(fmt::format("{} cannot be read or written ({}): check the disk and the permissions",
                                          file.string(), error.what()));
    }
}

int format_of(SQLite::Database& database) { return database.execAndGet("PRAGMA user_version").getInt(); }

void migrate_format(SQLite::Database& database) {
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    if (format_of(database) < 2) database.exec(exam_clock_table);
    database.exec(fmt::format("PRAGMA user_version={}", record_schema));
    transaction.commit();
}

void create_record_file(const fs::path& file, const Identity& identity, TimeMs at_ms) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const fs::path temporary = folder / fmt::format(".{}.{}.new", file.filename().string(), ::getpid());
    std::error_code ignored;
    fs::remove(temporary, ignored);
    try {
        write_schema(temporary, identity, at_ms);
        sync_to_disk(temporary);
        // A link, not a rename: it never replaces a record that another process made in the meantime.
        if (::link(temporary.c_str(), file.c_str()) != 0)
            throw WorldFailed(
                fmt::format("{} cannot be created ({}): choose another folder", file.string(), std::strerror(errno)));
        fs::remove(temporary, ignored);
        sync_to_disk(folder);
    } catch (const SQLite::Exception& error) {
        fs::remove(temporary, ignored);
        throw WorldFailed(
            fmt::format("{} cannot be created ({}): check that its folder exists, is writable and has space",
                        file.string(), error.what()));
    } catch (...) {
        fs::remove(temporary, ignored);
        throw;
    }
}

std::unique_ptr<SQLite::Database> open_record_file(const fs::path& file) {
    check_header(file);
    check_writable(file);
    const LogBeside log(file);
    try {
        auto database = open_checked(file);
        make_durable(*database, file);
        checkpoint_on_close(*database, true);
        return database;
    } catch (const SQLite::Exception& error) {
        if (!is_busy(error)) log.tidy();
        rethrow(error, file);
    } catch (const Refused&) {
        log.tidy();
        throw;
    }
}

}  // namespace collimate
