#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/cohort/store.hpp"

namespace collimate::cohort {

/// What is bound to a statement, or put in a cell; monostate: NULL.
using SqlValue = std::variant<std::monostate, std::int64_t, double, bool, std::string, UuidBytes, Digest>;

/// One row of an answer; columns count from 0. A cell is read as the type its column has.
class SqlRow {
public:
    virtual ~SqlRow() = default;
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual double real(int column) const = 0;
    [[nodiscard]] virtual bool yes(int column) const = 0;
    [[nodiscard]] virtual std::string text(int column) const = 0;
    virtual void bytes(int column, std::span<unsigned char> into) const = 0;

    template <class Id>
    [[nodiscard]] Id id(int column) const {
        Id value;
        bytes(column, value.bytes);
        return value;
    }
};

struct SqlColumn {
    const char* name;
    const char* type;  ///< in PostgreSQL
};

/// A table that only grows; `key` leading columns identify a row.
struct SqlTable {
    const char* name;
    std::vector<SqlColumn> columns;
    std::size_t key = 0;
    bool tells = false;  ///< which rows of an insertion were new
};

/// The server went away or broke the transaction off; nothing of it is stored, unless that was while committing.
struct Interrupted : WorldFailed {
    using WorldFailed::WorldFailed;
};

/// A row with this key is there already.
struct KeyTaken : Refused {
    using Refused::Refused;
};

enum class Access { reading, writing };

/// A database of the class store's tables. Statements are the same for every kind: parameters `$1`, `$2`, ... in the
/// order of their first use, each used with one type.
class Sql {
public:
    virtual ~Sql() = default;

    virtual void begin(Access access) = 0;
    virtual void commit() = 0;
    virtual void roll_back() noexcept = 0;
    /// After Interrupted: ready for a new transaction, on a new connection if need be. False where that fails.
    virtual bool recover() = 0;

    /// Runs one statement; the number of rows it changed. `visit` may not run another.
    virtual std::int64_t run(const char* statement, std::span<const SqlValue> values,
                             const std::function<void(const SqlRow&)>& visit) = 0;
    std::int64_t run(const char* statement, std::span<const SqlValue> values = {}) {
        return run(statement, values, [](const SqlRow&) {});
    }

    /// Inserts rows, given cell after cell, passing over those whose key is there. Which ones were new,
    /// where the table tells; else nothing.
    virtual std::vector<bool> insert(const SqlTable& table, std::span<const SqlValue> cells) = 0;

    /// Waits until no other writer is at these candidates; let go at the end of the transaction.
    virtual void lock(const ProgrammeId& programme, std::span<const CandidateId> candidates) = 0;

    virtual void add_programme(const Programme& programme) = 0;
    /// Removes the rows of a candidate from every table but `tombstone` and `disclosure`.
    virtual void erase(const ProgrammeId& programme, const CandidateId& candidate) = 0;
    /// After a deletion has been committed: nothing of it stays in the files.
    virtual void compact() = 0;
};

/// The tables a candidate's rows are erased from.
inline constexpr const char* tables_of_candidates[] = {"candidate", "roster",     "enrolment", "membership",
                                                       "outcome",   "link",       "response",  "verdict",
                                                       "sitting",   "sitting_end"};

/// The store over such a database.
[[nodiscard]] std::unique_ptr<Store> make_store(std::unique_ptr<Sql> sql);

[[nodiscard]] std::unique_ptr<Sql> open_sqlite(const std::string& file, IfAbsent absent);
[[nodiscard]] std::unique_ptr<Sql> open_postgres(const std::string& address, IfAbsent absent);

}  // namespace collimate::cohort
