// The class store's tables in one SQLite file.
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
#include <unordered_map>

#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"
#include "engine/cohort/sql.hpp"

namespace collimate::cohort {
namespace fs = std::filesystem;
namespace {

constexpr int store_application_id = 0x436C6373;  // "Clcs"
constexpr int store_schema_version = 1;

/// Another importer holds the file for no longer than one call.
constexpr int busy_ms = 30'000;

/// A store up to this size is checked in full on opening, a fifth of a second; damage in a larger one is found where it
/// is read.
constexpr std::uintmax_t largest_checked = 64U << 20;

/// Every table is keyed by its programme first, so that what belongs together lies together and one programme never
/// meets another. Ids are 16 bytes.
constexpr std::array<std::pair<const char*, const char*>, 16> store_tables = {{
    {"programme", R"(CREATE TABLE programme (
  programme_id BLOB PRIMARY KEY,
  name TEXT NOT NULL
) STRICT, WITHOUT ROWID)"},
    {"cohort", R"(CREATE TABLE cohort (
  programme_id BLOB NOT NULL REFERENCES programme,
  cohort_id BLOB NOT NULL,
  name TEXT NOT NULL,
  code TEXT NOT NULL,                  -- candidates enroll by it
  exam TEXT NOT NULL,                  -- exam code; empty: several
  exam_day INTEGER,                    -- days since 1970; the day forecasts are made for
  completed INTEGER,                   -- days since 1970; end of the programme
  PRIMARY KEY (programme_id, cohort_id),
  UNIQUE (programme_id, code)
) STRICT, WITHOUT ROWID)"},
    {"class_group", R"(CREATE TABLE class_group (
  programme_id BLOB NOT NULL,
  group_id BLOB NOT NULL,
  cohort_id BLOB NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (programme_id, group_id),
  FOREIGN KEY (programme_id, cohort_id) REFERENCES cohort
) STRICT, WITHOUT ROWID)"},
    {"candidate", R"(CREATE TABLE candidate (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,          -- random; made on the candidate's machine, or here for answers from elsewhere
  PRIMARY KEY (programme_id, candidate_id)
) STRICT, WITHOUT ROWID)"},
    {"roster", R"(CREATE TABLE roster (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,
  name TEXT NOT NULL,                  -- the only place for names
  number TEXT NOT NULL,                -- the school's own; empty: none
  PRIMARY KEY (programme_id, candidate_id)
) STRICT, WITHOUT ROWID)"},
    {"enrolment", R"(CREATE TABLE enrolment (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,
  cohort_id BLOB NOT NULL,
  since_ms INTEGER NOT NULL,           -- milliseconds since 1970 UTC
  completed INTEGER,                   -- days since 1970, where it differs from the cohort's
  PRIMARY KEY (programme_id, candidate_id, cohort_id),
  FOREIGN KEY (programme_id, cohort_id) REFERENCES cohort
) STRICT, WITHOUT ROWID)"},
    {"membership", R"(CREATE TABLE membership (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,
  group_id BLOB NOT NULL,
  PRIMARY KEY (programme_id, candidate_id, group_id),
  FOREIGN KEY (programme_id, group_id) REFERENCES class_group
) STRICT, WITHOUT ROWID)"},
    {"outcome", R"(CREATE TABLE outcome (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,
  credential TEXT NOT NULL,            -- exam code
  day INTEGER NOT NULL,                -- days since 1970
  passed INTEGER NOT NULL,             -- 1 passed, 0 not
  first_attempt INTEGER NOT NULL,      -- 1 first, 0 a later one
  scaled REAL,                         -- on the registry's scale
  PRIMARY KEY (programme_id, candidate_id, credential, day)
) STRICT, WITHOUT ROWID)"},
    {"assignment", R"(CREATE TABLE assignment (
  programme_id BLOB NOT NULL,
  assignment_id BLOB NOT NULL,
  cohort_id BLOB NOT NULL,
  title TEXT NOT NULL,
  exam TEXT NOT NULL,
  items TEXT NOT NULL,                 -- ids, a blank between
  areas TEXT NOT NULL,                 -- codes, a blank between
  given INTEGER NOT NULL,              -- days since 1970
  due INTEGER,
  PRIMARY KEY (programme_id, assignment_id),
  FOREIGN KEY (programme_id, cohort_id) REFERENCES cohort
) STRICT, WITHOUT ROWID)"},
    {"tombstone", R"(CREATE TABLE tombstone (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,          -- deleted; nothing of theirs is taken in again
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (programme_id, candidate_id)
) STRICT, WITHOUT ROWID)"},
    {"disclosure", R"(CREATE TABLE disclosure (
  programme_id BLOB NOT NULL,
  disclosure_id BLOB NOT NULL,         -- begins with the time
  at_ms INTEGER NOT NULL,
  kind INTEGER NOT NULL,               -- 0 asked for by the candidate, 1 given to the candidate, 2 given to others
  candidate_id BLOB,                   -- NULL: a whole class
  party TEXT NOT NULL,
  purpose TEXT NOT NULL,
  PRIMARY KEY (programme_id, disclosure_id)
) STRICT, WITHOUT ROWID)"},
    {"link", R"(CREATE TABLE link (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,
  device_id BLOB NOT NULL,             -- first half of the SHA-256 of its public key
  sequence INTEGER NOT NULL,           -- of the package on that device: 1, 2, 3, ...
  previous BLOB NOT NULL,              -- SHA-256 of the package before
  own BLOB NOT NULL,                   -- SHA-256 of the package
  made_ms INTEGER NOT NULL,
  PRIMARY KEY (programme_id, candidate_id, device_id, sequence)
) STRICT, WITHOUT ROWID)"},
    {"response", R"(CREATE TABLE response (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,
  answer_id BLOB NOT NULL,             -- begins with the time
  sitting_id BLOB,                     -- NULL: outside a sitting
  exam TEXT NOT NULL,
  item TEXT NOT NULL,
  revision INTEGER NOT NULL,
  area TEXT NOT NULL,                  -- leaf of the outline at the time
  difficulty REAL NOT NULL,            -- authored, logits
  chance REAL NOT NULL,                -- guess floor, 0 to 1
  fresh INTEGER NOT NULL,              -- 1 first exposure or new draw
  letters TEXT NOT NULL,               -- options chosen, by the author's letters
  correct INTEGER NOT NULL,            -- 1 right, 0 wrong
  elapsed_ms INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,              -- milliseconds since 1970 UTC
  day INTEGER NOT NULL,                -- days since 1970 where the candidate was
  PRIMARY KEY (programme_id, candidate_id, answer_id)
) STRICT, WITHOUT ROWID)"},
    {"verdict", R"(CREATE TABLE verdict (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,
  answer_id BLOB NOT NULL,             -- judged anew
  place INTEGER NOT NULL,              -- the highest stands
  revision INTEGER NOT NULL,
  difficulty REAL NOT NULL,
  chance REAL NOT NULL,
  correct INTEGER NOT NULL,
  PRIMARY KEY (programme_id, candidate_id, answer_id, place)
) STRICT, WITHOUT ROWID)"},
    {"sitting", R"(CREATE TABLE sitting (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,
  sitting_id BLOB NOT NULL,            -- begins with the time
  exam TEXT NOT NULL,
  kind TEXT NOT NULL,                  -- practice, review, mock, driver
  at_ms INTEGER NOT NULL,
  day INTEGER NOT NULL,
  bank TEXT NOT NULL,                  -- content hash
  settings TEXT NOT NULL,              -- JSON; of a mock exam its form
  PRIMARY KEY (programme_id, candidate_id, sitting_id)
) STRICT, WITHOUT ROWID)"},
    {"sitting_end", R"(CREATE TABLE sitting_end (
  programme_id BLOB NOT NULL,
  candidate_id BLOB NOT NULL,
  sitting_id BLOB NOT NULL,
  at_ms INTEGER NOT NULL,
  ended_by TEXT,                       -- of an exam: candidate, time, declined
  remaining_ms INTEGER,                -- of an exam
  PRIMARY KEY (programme_id, candidate_id, sitting_id)
) STRICT, WITHOUT ROWID)"},
}};

[[noreturn]] void tell(const SQLite::Exception& error, const fs::path& file) {
    switch (error.getErrorCode() & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw WorldFailed(fmt::format("{} has been busy for {} seconds: another program holds it; try again",
                                          file.string(), busy_ms / 1000));
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            throw Refused(fmt::format("{} is damaged ({}): restore a copy", file.string(), error.what()));
        case SQLITE_FULL:
            throw WorldFailed(fmt::format("{}: the disk is full; free some space and try again", file.string()));
        case SQLITE_CONSTRAINT:
            if (error.getExtendedErrorCode() == SQLITE_CONSTRAINT_FOREIGNKEY)
                throw Refused("the programme has no such class or group: list them first");
            throw KeyTaken("the class store holds that already: choose another name or code");
        default:
            throw WorldFailed(fmt::format("{} cannot be read or written ({}): check the disk and the permissions",
                                          file.string(), error.what()));
    }
}

class SqliteRow final : public SqlRow {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
    bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
    double real(int column) const override { return sqlite3_column_double(statement_, column); }
    bool yes(int column) const override { return sqlite3_column_int64(statement_, column) != 0; }
    std::string text(int column) const override {
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return {bytes, bytes + sqlite3_column_bytes(statement_, column)};
    }
    void bytes(int column, std::span<unsigned char> into) const override {
        const auto* blob = sqlite3_column_blob(statement_, column);
        if (static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)) != into.size())
            throw Refused("the class store holds an id that is none: restore a copy");
        std::memcpy(into.data(), blob, into.size());
    }

private:
    sqlite3_stmt* statement_;
};

using PreparedStatement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

void bind_value(sqlite3_stmt* statement, int index, const SqlValue& value) {
    const auto blob = [&](const auto& bytes) {
        sqlite3_bind_blob(statement, index, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
    };
    if (const auto* whole = std::get_if<std::int64_t>(&value)) sqlite3_bind_int64(statement, index, *whole);
    if (const auto* real = std::get_if<double>(&value)) sqlite3_bind_double(statement, index, *real);
    if (const auto* yes = std::get_if<bool>(&value)) sqlite3_bind_int64(statement, index, *yes ? 1 : 0);
    if (const auto* text = std::get_if<std::string>(&value))
        sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()), SQLITE_STATIC);
    if (const auto* id = std::get_if<UuidBytes>(&value)) blob(*id);
    if (const auto* digest = std::get_if<Digest>(&value)) blob(*digest);
    if (std::holds_alternative<std::monostate>(value)) sqlite3_bind_null(statement, index);
}

/// Leaves a statement ready for its next run however this one ends.
class ResetLater {
public:
    explicit ResetLater(sqlite3_stmt* statement) : statement_(statement) {}
    ~ResetLater() { sqlite3_reset(statement_); }
    ResetLater(const ResetLater&) = delete;
    ResetLater& operator=(const ResetLater&) = delete;

private:
    sqlite3_stmt* statement_;
};

class Sqlite final : public Sql {
    template <class Work>
    auto plainly(Work work) {
        try {
            return work();
        } catch (const SQLite::Exception& error) {
            tell(error, file_);
        }
    }

public:
    Sqlite(fs::path file, std::unique_ptr<SQLite::Database> database)
        : file_(std::move(file)), database_(std::move(database)) {}

    void begin(Access access) override {
        plainly([&] { database_->exec(access == Access::writing ? "BEGIN IMMEDIATE" : "BEGIN"); });
    }
    void commit() override {
        plainly([&] { database_->exec("COMMIT"); });
    }
    void roll_back() noexcept override { sqlite3_exec(database_->getHandle(), "ROLLBACK", nullptr, nullptr, nullptr); }
    bool recover() override { return false; }

    using Sql::run;
    std::int64_t run(const char* text, std::span<const SqlValue> values,
                     const std::function<void(const SqlRow&)>& visit) override {
        return plainly([&] {
            sqlite3_stmt* statement = prepared(text);
            const ResetLater later(statement);
            for (std::size_t i = 0; i < values.size(); ++i) bind_value(statement, static_cast<int>(i) + 1, values[i]);
            const SqliteRow row(statement);
            while (step(statement)) visit(row);
            return std::int64_t{sqlite3_changes(database_->getHandle())};
        });
    }

    std::vector<bool> insert(const SqlTable& table, std::span<const SqlValue> cells) override {
        return plainly([&] {
            const std::size_t width = table.columns.size();
            std::vector<bool> fresh;
            sqlite3_stmt* statement = prepared(insertion(table));
            for (; !cells.empty(); cells = cells.subspan(width)) {
                const ResetLater later(statement);
                for (std::size_t i = 0; i < width; ++i) bind_value(statement, static_cast<int>(i) + 1, cells[i]);
                step(statement);
                if (table.tells) fresh.push_back(sqlite3_changes(database_->getHandle()) > 0);
            }
            return fresh;
        });
    }

    void lock(const ProgrammeId&, std::span<const CandidateId>) override {}  // BEGIN IMMEDIATE holds the whole file

    void add_programme(const Programme& programme) override {
        const std::vector<SqlValue> values{programme.id.bytes, programme.name};
        run("INSERT INTO programme (programme_id, name) VALUES ($1, $2)", values);
    }

    void erase(const ProgrammeId& programme, const CandidateId& candidate) override {
        const std::vector<SqlValue> values{programme.bytes, candidate.bytes};
        for (const char* table : tables_of_candidates)
            run(fmt::format("DELETE FROM {} WHERE programme_id = $1 AND candidate_id = $2", table).c_str(), values);
    }

    void compact() override {
        plainly([&] {
            prepared_.clear();
            database_->exec("VACUUM");
            sqlite3_wal_checkpoint_v2(database_->getHandle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        });
    }

private:
    sqlite3_stmt* prepared(const std::string& text) {
        auto found = prepared_.find(text);
        if (found == prepared_.end()) {
            sqlite3_stmt* made = nullptr;
            const int code = sqlite3_prepare_v3(database_->getHandle(), text.c_str(), static_cast<int>(text.size()) + 1,
                                                SQLITE_PREPARE_PERSISTENT, &made, nullptr);
            if (code != SQLITE_OK) throw SQLite::Exception(database_->getHandle(), code);
            found = prepared_.emplace(text, PreparedStatement(made, sqlite3_finalize)).first;
        }
        return found->second.get();
    }

    /// Whether there is a row.
    bool step(sqlite3_stmt* statement) {
        const int code = sqlite3_step(statement);
        if (code != SQLITE_ROW && code != SQLITE_DONE) throw SQLite::Exception(database_->getHandle(), code);
        return code == SQLITE_ROW;
    }

    static std::string insertion(const SqlTable& table) {
        std::string names, marks;
        for (const SqlColumn& column : table.columns) {
            names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
            marks += marks.empty() ? "?" : ", ?";
        }
        return fmt::format("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT DO NOTHING", table.name, names, marks);
    }

    fs::path file_;
    std::unique_ptr<SQLite::Database> database_;
    std::unordered_map<std::string, PreparedStatement> prepared_;  // goes before the database
};

void harden_store(SQLite::Database& database) {
    sqlite3* handle = database.getHandle();
    sqlite3_extended_result_codes(handle, 1);
    for (const int off : {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW})
        sqlite3_db_config(handle, off, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    database.exec("PRAGMA mmap_size=0");
    database.exec("PRAGMA cell_size_check=ON");
    database.exec("PRAGMA foreign_keys=ON");
}

std::uint32_t number_in_header(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

/// From the first hundred bytes, without SQLite, so that nothing foreign is ever opened.
void check_store_header(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        throw WorldFailed(
            fmt::format("{} cannot be read ({}): check its permissions", file.string(), std::strerror(errno)));
    std::array<unsigned char, 100> head{};
    in.read(reinterpret_cast<char*>(head.data()), head.size());
    if (in.gcount() != static_cast<std::streamsize>(head.size()) ||
        std::memcmp(head.data(), "SQLite format 3", 16) != 0 ||
        number_in_header(&head[68]) != static_cast<std::uint32_t>(store_application_id))
        throw Refused(fmt::format("{} is no class store: choose another file", file.string()));
    const std::uint32_t version = number_in_header(&head[60]);
    if (version != static_cast<std::uint32_t>(store_schema_version))
        throw Refused(
            fmt::format("{} has class store format {} and this Collimate knows format {}: use the newer Collimate that "
                        "wrote it",
                        file.string(), version, store_schema_version));
}

void check_store_schema(SQLite::Database& database, const fs::path& file) {
    std::map<std::string, std::string> found;
    SQLite::Statement select(database, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL");
    while (select.executeStep()) found[select.getColumn(0).getString()] = select.getColumn(1).getString();
    const std::map<std::string, std::string> expected(store_tables.begin(), store_tables.end());
    if (found != expected)
        throw Refused(fmt::format("{} does not hold the tables of a class store: restore a copy", file.string()));
    if (fs::file_size(file) > largest_checked) return;
    const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString();
    if (verdict != "ok") throw Refused(fmt::format("{} is damaged ({}): restore a copy", file.string(), verdict));
}

void make_store_file(const fs::path& temporary) {
    SQLite::Database database(temporary.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    harden_store(database);
    database.exec(fmt::format("PRAGMA application_id={}", store_application_id));
    database.exec(fmt::format("PRAGMA user_version={}", store_schema_version));
    SQLite::Transaction transaction(database);
    for (const auto& [name, sql] : store_tables) database.exec(sql);
    transaction.commit();
    database.exec("PRAGMA journal_mode=WAL");
}

void create_store_file(const fs::path& file) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    const fs::path temporary = folder / fmt::format(".{}.{}.new", file.filename().string(), ::getpid());
    std::error_code ignored;
    fs::remove(temporary, ignored);
    try {
        make_store_file(temporary);
        sync_to_disk(temporary);
        // A link, not a rename: it never replaces a store that another process made in the meantime.
        const int fault = ::link(temporary.c_str(), file.c_str()) == 0 ? 0 : errno;
        fs::remove(temporary, ignored);
        if (fault != 0 && fault != EEXIST)
            throw WorldFailed(
                fmt::format("{} cannot be created ({}): choose another folder", file.string(), std::strerror(fault)));
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

/// As a record: write-ahead log, every commit on disk; but shared, since several may import at once.
void make_store_durable(SQLite::Database& database, const fs::path& file) {
    if (database.execAndGet("PRAGMA journal_mode=WAL").getString() != "wal")
        throw WorldFailed(
            fmt::format("{} lies where write-ahead logging is impossible: keep it in another folder", file.string()));
    database.exec("PRAGMA synchronous=FULL");
    database.exec("PRAGMA secure_delete=ON");
    database.exec("PRAGMA cache_size=-65536");
}

}  // namespace

std::unique_ptr<Sql> open_sqlite(const std::string& place, IfAbsent absent) {
    const fs::path file = place;
    std::error_code unreadable;
    if (fs::is_directory(file, unreadable))
        throw Refused(fmt::format("{} is a folder, not a class store: name the file", place));
    if (!fs::exists(file, unreadable)) {
        if (absent == IfAbsent::refuse)
            throw Refused(fmt::format("{} does not exist: name a class store, or make one by importing", place));
        create_store_file(file);
    }
    check_store_header(file);
    try {
        auto database = std::make_unique<SQLite::Database>(place, SQLite::OPEN_READWRITE, busy_ms);
        harden_store(*database);
        check_store_schema(*database, file);
        make_store_durable(*database, file);
        return std::make_unique<Sqlite>(file, std::move(database));
    } catch (const SQLite::Exception& error) {
        tell(error, file);
    }
}

}  // namespace collimate::cohort
