// The class store's tables on PostgreSQL, over libpq.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cstring>
#include <memory>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "engine/base/error.hpp"
#include "engine/cohort/libpq.hpp"
#include "engine/cohort/postgres_schema.hpp"
#include "engine/cohort/sql.hpp"

namespace collimate::cohort {
namespace {

constexpr int postgres_format = 1;

/// A server that restarts is back within seconds; it is waited for up to the sum of these.
constexpr std::array<int, 8> waits_ms = {50, 100, 200, 400, 800, 1600, 3200, 6400};

class PgRow final : public SqlRow {
public:
    PgRow(const PGresult* result, int row) : result_(result), row_(row) {}
    bool is_null(int column) const override { return libpq().PQgetisnull(result_, row_, column) != 0; }
    std::int64_t integer(int column) const override { return number<std::int64_t>(column); }
    double real(int column) const override { return number<double>(column); }
    bool yes(int column) const override { return *libpq().PQgetvalue(result_, row_, column) == 't'; }
    std::string text(int column) const override { return std::string(cell(column)); }

    /// A uuid has dashes, a bytea begins with \x; else both are digits.
    void bytes(int column, std::span<unsigned char> into) const override {
        std::array<char, 2 * sizeof(Digest)> digits{};
        std::size_t count = 0;
        std::string_view text = cell(column);
        if (text.starts_with("\\x")) text.remove_prefix(2);
        for (const char c : text)
            if (c != '-' && count < digits.size()) digits[count++] = c;
        if (!read_hex({digits.data(), count}, into)) throw Refused("the class store holds an id that is none");
    }

private:
    std::string_view cell(int column) const {
        return {libpq().PQgetvalue(result_, row_, column),
                static_cast<std::size_t>(libpq().PQgetlength(result_, row_, column))};
    }
    template <class Number>
    Number number(int column) const {
        const std::string_view digits = cell(column);
        Number value{};
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }

    const PGresult* result_;
    int row_;
};

/// As PostgreSQL reads it from text.
struct ToText {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(std::int64_t number) const { return fmt::format_int(number).str(); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(bool yes) const { return yes ? "t" : "f"; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const UuidBytes& id) const { return hex_of(id); }
    std::string operator()(const Digest& digest) const { return "\\x" + hex_of(digest); }
};

/// One element of an array literal.
void append_element(std::string& array, const SqlValue& value) {
    if (std::holds_alternative<std::monostate>(value)) {
        array += "NULL";
        return;
    }
    if (!std::holds_alternative<std::string>(value) && !std::holds_alternative<Digest>(value)) {
        array += std::visit(ToText{}, value);
        return;
    }
    array += '"';
    for (const char c : std::visit(ToText{}, value)) {
        if (c == '"' || c == '\\') array += '\\';
        array += c;
    }
    array += '"';
}

class Postgres final : public Sql {
public:
    explicit Postgres(std::string address) : address_(std::move(address)) { connect(); }

    /// Enters the class store of the database, which is made first where there is none.
    void enter(IfAbsent absent);

    void begin(Access access) override {
        execute(access == Access::writing ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
    void commit() override { execute("COMMIT"); }
    void roll_back() noexcept override { PgResult(libpq().PQexec(connection_.get(), "ROLLBACK")); }
    bool recover() override;

    using Sql::run;
    std::int64_t run(const char* statement, std::span<const SqlValue> values,
                     const std::function<void(const SqlRow&)>& visit) override;
    std::vector<bool> insert(const SqlTable& table, std::span<const SqlValue> cells) override;
    void lock(const ProgrammeId& programme, std::span<const CandidateId> candidates) override;
    void add_programme(const Programme& programme) override;
    void erase(const ProgrammeId& programme, const CandidateId& candidate) override;
    void compact() override;

private:
    void connect();
    void begin_session();
    void make_schema();
    [[nodiscard]] bool has_schema();
    void execute(const char* script);
    PgResult execute_prepared(const std::string& statement, std::span<const std::string> texts,
                              std::span<const bool> nulls);
    PgResult checked(PGresult* raw);
    [[noreturn]] void tell(const PGresult* result);
    /// Never the address itself: a password may stand in it.
    [[nodiscard]] std::string server() const {
        const auto told = [](const char* text) { return text && *text ? text : "?"; };  // none of an unreadable address
        return fmt::format("the database {} on {}:{}", told(libpq().PQdb(connection_.get())),
                           told(libpq().PQhost(connection_.get())), told(libpq().PQport(connection_.get())));
    }
    /// What the server or the library said, on one line.
    static std::string reason(const char* message) {
        std::string text = message ? message : "";
        std::replace(text.begin(), text.end(), '\n', ' ');
        while (!text.empty() && text.back() == ' ') text.pop_back();
        return text;
    }

    std::string address_;
    PgConnection connection_;
    std::unordered_map<std::string, std::string> prepared_;  ///< statement -> name
    bool entered_ = false;
};

void Postgres::connect() {
    prepared_.clear();
    // What the address says of these comes later and stands.
    const std::array<const char*, 5> keys = {"application_name", "connect_timeout", "tcp_user_timeout", "dbname",
                                             nullptr};
    const std::array<const char*, 5> values = {"collimate", "10", "30000", address_.c_str(), nullptr};
    connection_.reset(libpq().PQconnectdbParams(keys.data(), values.data(), 1));
    if (libpq().PQstatus(connection_.get()) != CONNECTION_OK)
        throw Interrupted(fmt::format("{} cannot be reached ({}): check the address, the password and the network",
                                      server(), reason(libpq().PQerrorMessage(connection_.get()))));
    libpq().PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    execute(
        "SET client_encoding = 'UTF8'; SET synchronous_commit = on; SET client_min_messages = error; "
        "SET search_path = collimate, pg_temp; SET bytea_output = 'hex'; SET extra_float_digits = 1");
    if (entered_) begin_session();
}

/// From here on with an instructor's rights only, whatever those of the login are.
void Postgres::begin_session() {
    execute("SET ROLE collimate_instructor");
    entered_ = true;
}

bool Postgres::recover() {
    if (libpq().PQstatus(connection_.get()) == CONNECTION_OK) {
        roll_back();
        if (libpq().PQstatus(connection_.get()) == CONNECTION_OK) return true;
    }
    for (const int wait_ms : waits_ms) {
        try {
            connect();
            return true;
        } catch (const Interrupted&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
        }
    }
    return false;
}

bool Postgres::has_schema() {
    bool there = false;
    run("SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname = 'collimate'", {},
        [&](const SqlRow&) { there = true; });
    return there;
}

void Postgres::make_schema() {
    execute("BEGIN");
    try {
        execute("SELECT pg_advisory_xact_lock(4857235904523)");  // two at once make it once
        if (!has_schema()) execute(postgres_schema);
        execute("COMMIT");
    } catch (const Interrupted&) {
        throw;
    } catch (const std::exception& error) {
        roll_back();
        throw Refused(fmt::format(
            "{}: the class store cannot be made there ({}): let someone open it first whose login may create "
            "roles and schemas",
            server(), error.what()));
    }
}

void Postgres::enter(IfAbsent absent) {
    if (!has_schema()) {
        if (absent == IfAbsent::refuse)
            throw Refused(fmt::format("{} holds no class store: make one by importing", server()));
        make_schema();
    }
    std::int64_t format = 0;
    try {
        begin_session();
        run("SELECT version FROM format", {}, [&](const SqlRow& row) { format = row.integer(0); });
    } catch (const Refused& refused) {
        throw Refused(fmt::format(
            "{}: this login may not use the class store ({}): let a colleague share a programme with it, SELECT "
            "collimate.share_programme(programme, login)",
            server(), refused.what()));
    }
    if (format != postgres_format)
        throw Refused(
            fmt::format("{} has class store format {} and this Collimate knows format {}: use the newer "
                        "Collimate that made it",
                        server(), format, postgres_format));
}

void Postgres::tell(const PGresult* result) {
    const char* raw_state = result ? libpq().PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    const std::string_view state = raw_state ? raw_state : "";
    const std::string said = reason(result ? libpq().PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
                                           : libpq().PQerrorMessage(connection_.get()));
    const bool broken_off =
        state == "40001" || state == "40P01" || state == "55P03" || state.starts_with("08") || state.starts_with("57P");
    if (broken_off || libpq().PQstatus(connection_.get()) != CONNECTION_OK)
        throw Interrupted(fmt::format("{} went away ({}): what was reported as stored is stored; try again", server(),
                                      said.empty() ? reason(libpq().PQerrorMessage(connection_.get())) : said));
    if (state == "42501" || state == "42704" || state == "22023")
        throw Refused(fmt::format("{} refuses this ({}): ask whoever administers it", server(), said));
    if (state == "23505") throw KeyTaken("the class store holds that already: choose another name or code");
    if (state == "23503") throw Refused("the programme has no such class or group: list them first");
    if (state.starts_with("53"))
        throw WorldFailed(fmt::format("{} has no room or memory left ({}): tell its administrator", server(), said));
    throw WorldFailed(fmt::format("{} failed ({}): tell its administrator", server(), said));
}

PgResult Postgres::checked(PGresult* raw) {
    PgResult result(raw);
    const ExecStatusType status = libpq().PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) tell(result.get());
    return result;
}

void Postgres::execute(const char* script) {
    const PgResult result = checked(libpq().PQexec(connection_.get(), script));
    // A transaction in which something failed is rolled back by COMMIT, which the server calls a success.
    if (std::strcmp(script, "COMMIT") == 0 && std::strcmp(libpq().PQcmdStatus(result.get()), "COMMIT") != 0)
        throw Interrupted(fmt::format("{} rolled the transaction back: try again", server()));
}

PgResult Postgres::execute_prepared(const std::string& statement, std::span<const std::string> texts,
                                    std::span<const bool> nulls) {
    auto found = prepared_.find(statement);
    if (found == prepared_.end()) {
        const std::string name = fmt::format("s{}", prepared_.size());
        checked(libpq().PQprepare(connection_.get(), name.c_str(), statement.c_str(), 0, nullptr));
        found = prepared_.emplace(statement, name).first;
    }
    std::vector<const char*> pointers(texts.size());
    std::vector<int> lengths(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        pointers[i] = nulls[i] ? nullptr : texts[i].c_str();
        lengths[i] = static_cast<int>(texts[i].size());
    }
    return checked(libpq().PQexecPrepared(connection_.get(), found->second.c_str(), static_cast<int>(texts.size()),
                                          pointers.data(), lengths.data(), nullptr, 0));
}

std::int64_t Postgres::run(const char* statement, std::span<const SqlValue> values,
                           const std::function<void(const SqlRow&)>& visit) {
    std::vector<std::string> texts;
    const auto nulls = std::make_unique<bool[]>(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        nulls[i] = std::holds_alternative<std::monostate>(values[i]);
        texts.push_back(std::visit(ToText{}, values[i]));
    }
    const PgResult result = execute_prepared(statement, texts, {nulls.get(), values.size()});
    for (int row = 0; row < libpq().PQntuples(result.get()); ++row) visit(PgRow(result.get(), row));
    std::int64_t changed = 0;
    const std::string_view count = libpq().PQcmdTuples(result.get());
    std::from_chars(count.data(), count.data() + count.size(), changed);
    return changed;
}

/// INSERT .. SELECT FROM unnest(..): the rows travel as one array a column, without a table to stage them in, and
/// unlike COPY it may pass over what is there.
std::string bulk_insertion(const SqlTable& table) {
    std::string names, arrays, key;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const SqlColumn& column = table.columns[i];
        const char* comma = i == 0 ? "" : ", ";
        names += fmt::format("{}{}", comma, column.name);
        arrays += fmt::format("{}${}::{}[]", comma, i + 1, column.type);
        if (i < table.key) key += fmt::format("{}{}", comma, column.name);
    }
    return fmt::format("INSERT INTO {} ({}) SELECT * FROM unnest({}) ON CONFLICT DO NOTHING{}", table.name, names,
                       arrays, table.tells ? " RETURNING " + key : "");
}

std::vector<bool> Postgres::insert(const SqlTable& table, std::span<const SqlValue> cells) {
    if (cells.empty()) return {};
    const std::size_t width = table.columns.size();
    const std::size_t rows = cells.size() / width;
    std::vector<std::string> arrays(width, "{");
    for (std::size_t i = 0; i < cells.size(); ++i) {
        std::string& array = arrays[i % width];
        if (array.size() > 1) array += ',';
        append_element(array, cells[i]);
    }
    for (std::string& array : arrays) array += '}';
    const auto nulls = std::make_unique<bool[]>(width);
    const PgResult result = execute_prepared(bulk_insertion(table), arrays, {nulls.get(), width});
    if (!table.tells) return {};
    if (static_cast<std::size_t>(libpq().PQntuples(result.get())) == rows) return std::vector<bool>(rows, true);
    std::unordered_set<std::string> stored;
    for (int row = 0; row < libpq().PQntuples(result.get()); ++row) {
        const PgRow cell(result.get(), row);
        std::string key;
        UuidBytes id;
        for (int column = 0; column < static_cast<int>(table.key); ++column) {
            cell.bytes(column, id);
            key.append(id.begin(), id.end());
        }
        stored.insert(std::move(key));
    }
    std::vector<bool> fresh;
    for (std::size_t row = 0; row < rows; ++row) {
        std::string key;
        for (std::size_t column = 0; column < table.key; ++column) {
            const auto& id = std::get<UuidBytes>(cells[row * width + column]);
            key.append(id.begin(), id.end());
        }
        fresh.push_back(stored.erase(key) > 0);
    }
    return fresh;
}

void Postgres::lock(const ProgrammeId& programme, std::span<const CandidateId> candidates) {
    std::vector<std::int64_t> keys;
    for (const CandidateId& candidate : candidates) {
        std::array<unsigned char, 8> mixed{};
        for (std::size_t i = 0; i < mixed.size(); ++i)
            mixed[i] = static_cast<unsigned char>(candidate.bytes[i] ^ candidate.bytes[i + 8] ^ programme.bytes[i]);
        keys.push_back(std::bit_cast<std::int64_t>(mixed));
    }
    std::sort(keys.begin(), keys.end());  // everyone in the same order, so that no two wait for each other
    const std::vector<SqlValue> array{fmt::format("{{{}}}", fmt::join(keys, ","))};
    run("SELECT count(pg_advisory_xact_lock(k)) FROM unnest($1::bigint[]) AS k", array);
}

void Postgres::add_programme(const Programme& programme) {
    const std::vector<SqlValue> values{programme.id.bytes, programme.name};
    run("SELECT add_programme($1, $2)", values);
}

void Postgres::erase(const ProgrammeId& programme, const CandidateId& candidate) {
    const std::vector<SqlValue> values{programme.bytes, candidate.bytes};
    run("SELECT erase_candidate($1, $2)", values);
}

/// Deleted rows are overwritten by VACUUM, which the owner of the database may ask for; for others autovacuum comes.
void Postgres::compact() {
    execute("RESET ROLE");
    PgResult(
        libpq().PQexec(connection_.get(),
                       "VACUUM candidate, roster, enrolment, membership, outcome, link, response, verdict, sitting, "
                       "sitting_end"));
    begin_session();
}

}  // namespace

std::unique_ptr<Sql> open_postgres(const std::string& address, IfAbsent absent) {
    auto postgres = std::make_unique<Postgres>(address);
    postgres->enter(absent);
    return postgres;
}

}  // namespace collimate::cohort
