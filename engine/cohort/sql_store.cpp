// The class store's verbs over any database that Sql stands for.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/bank/content.hpp"
#include "engine/base/error.hpp"
#include "engine/cohort/chain.hpp"
#include "engine/cohort/sql.hpp"
#include "engine/cohort/tables.hpp"

namespace collimate::cohort {
namespace {

/// A connection that is dropped so often in a row will not hold; each time a server that restarts is waited for.
constexpr int most_attempts = 50;

using Values = std::vector<SqlValue>;

template <class T>
SqlValue or_null(const std::optional<T>& value) {
    if (!value) return std::monostate{};
    if constexpr (std::is_integral_v<T>)
        return std::int64_t{*value};
    else
        return *value;
}

template <class Id>
SqlValue id_or_null(const std::optional<Id>& id) {
    return id ? SqlValue(id->bytes) : SqlValue(std::monostate{});
}

SqlValue whole(std::int64_t number) { return number; }

std::optional<Day> day_at(const SqlRow& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(static_cast<Day>(row.integer(column)));
}

Digest digest_at(const SqlRow& row, int column) {
    Digest digest{};
    row.bytes(column, digest);
    return digest;
}

// ---- rows from values

void add_cells(Values& cells, const ProgrammeId& programme, const CandidateId& candidate) {
    cells.emplace_back(programme.bytes);
    cells.emplace_back(candidate.bytes);
}

void add_row(Values& cells, const ProgrammeId& programme, const Enrolment& enrolment) {
    add_cells(cells, programme, enrolment.candidate);
    cells.emplace_back(enrolment.cohort.bytes);
    cells.push_back(whole(enrolment.since_ms));
    cells.push_back(or_null(enrolment.completed));
}

void add_row(Values& cells, const ProgrammeId& programme, const CandidateId& candidate, const PackageLink& link) {
    add_cells(cells, programme, candidate);
    cells.emplace_back(link.device.bytes);
    cells.push_back(whole(link.sequence));
    cells.emplace_back(link.previous);
    cells.emplace_back(link.own);
    cells.push_back(whole(link.made_ms));
}

void add_row(Values& cells, const ProgrammeId& programme, const CandidateId& candidate, const PackedAnswer& answer) {
    add_cells(cells, programme, candidate);
    cells.emplace_back(answer.id.bytes);
    cells.push_back(id_or_null(answer.sitting));
    cells.emplace_back(answer.exam);
    cells.emplace_back(answer.item);
    cells.push_back(whole(answer.revision));
    cells.emplace_back(answer.area);
    cells.emplace_back(answer.difficulty);
    cells.emplace_back(answer.chance);
    cells.emplace_back(answer.fresh);
    cells.emplace_back(answer.letters);
    cells.emplace_back(answer.right);
    cells.push_back(whole(answer.elapsed_ms));
    cells.push_back(whole(answer.at_ms));
    cells.push_back(whole(answer.day));
}

void add_row(Values& cells, const ProgrammeId& programme, const CandidateId& candidate, const PackedVerdict& verdict) {
    add_cells(cells, programme, candidate);
    cells.emplace_back(verdict.answer.bytes);
    cells.push_back(whole(verdict.order));
    cells.push_back(whole(verdict.revision));
    cells.emplace_back(verdict.difficulty);
    cells.emplace_back(verdict.chance);
    cells.emplace_back(verdict.right);
}

void add_row(Values& cells, const ProgrammeId& programme, const CandidateId& candidate, const PackedSitting& sitting) {
    add_cells(cells, programme, candidate);
    cells.emplace_back(sitting.id.bytes);
    cells.emplace_back(sitting.exam);
    cells.emplace_back(std::string(name_of(sitting.kind)));
    cells.push_back(whole(sitting.at_ms));
    cells.push_back(whole(sitting.day));
    cells.emplace_back(sitting.bank_hash);
    cells.emplace_back(sitting.settings);
}

void add_row(Values& cells, const ProgrammeId& programme, const CandidateId& candidate, const PackedEnd& end) {
    add_cells(cells, programme, candidate);
    cells.emplace_back(end.sitting.bytes);
    cells.push_back(whole(end.at_ms));
    cells.push_back(end.by ? SqlValue(std::string(name_of(*end.by))) : SqlValue(std::monostate{}));
    cells.push_back(or_null(end.remaining_ms));
}

// ---- values from rows

/// Columns: answer_id, sitting_id, exam, item, revision, area, difficulty, chance, fresh, letters, correct, elapsed_ms,
/// at_ms, day.
PackedAnswer answer_in(const SqlRow& row) {
    PackedAnswer answer = {.id = row.id<AnswerId>(0),
                           .exam = row.text(2),
                           .item = row.text(3),
                           .revision = static_cast<int>(row.integer(4)),
                           .area = row.text(5),
                           .difficulty = row.real(6),
                           .chance = row.real(7),
                           .fresh = row.yes(8),
                           .letters = row.text(9),
                           .right = row.yes(10),
                           .elapsed_ms = row.integer(11),
                           .at_ms = row.integer(12),
                           .day = static_cast<Day>(row.integer(13))};
    if (!row.is_null(1)) answer.sitting = row.id<SittingKey>(1);
    return answer;
}

/// Columns: answer_id, place, revision, difficulty, chance, correct.
PackedVerdict verdict_in(const SqlRow& row) {
    return {.answer = row.id<AnswerId>(0),
            .order = row.integer(1),
            .revision = static_cast<int>(row.integer(2)),
            .difficulty = row.real(3),
            .chance = row.real(4),
            .right = row.yes(5)};
}

/// Columns: sitting_id, exam, kind, at_ms, day, bank, settings.
PackedSitting sitting_in(const SqlRow& row) {
    return {.id = row.id<SittingKey>(0),
            .exam = row.text(1),
            .kind = sitting_kind_from(row.text(2)).value_or(SittingKind::practice),
            .at_ms = row.integer(3),
            .day = static_cast<Day>(row.integer(4)),
            .bank_hash = row.text(5),
            .settings = row.text(6)};
}

/// Columns: sitting_id, at_ms, ended_by, remaining_ms.
PackedEnd end_in(const SqlRow& row) {
    PackedEnd end = {.sitting = row.id<SittingKey>(0), .at_ms = row.integer(1)};
    if (!row.is_null(2)) end.by = ended_by_from(row.text(2));
    if (!row.is_null(3)) end.remaining_ms = row.integer(3);
    return end;
}

/// Columns: device_id, sequence, previous, own, made_ms.
PackageLink link_in(const SqlRow& row) {
    return {.device = row.id<DeviceId>(0),
            .sequence = row.integer(1),
            .previous = digest_at(row, 2),
            .own = digest_at(row, 3),
            .made_ms = row.integer(4)};
}

/// The answer on the last of its verdicts.
void apply_verdict(ClassResponse& response, const PackedVerdict& verdict) {
    response.corrected = true;
    response.answer.revision = verdict.revision;
    response.answer.difficulty = verdict.difficulty;
    response.answer.chance = verdict.chance;
    response.answer.right = verdict.right;
}

/// Statements and values of a query's conditions on one candidate's rows.
struct Conditions {
    std::string text;
    Values values;
    void add(const char* condition, SqlValue value) {
        values.push_back(std::move(value));
        text += fmt::format(" AND {} ${}", condition, values.size());
    }
};

Conditions conditions_of(const Query& query, const CandidateId& candidate) {
    Conditions conditions;
    conditions.values.emplace_back(query.programme.bytes);
    conditions.add("candidate_id =", candidate.bytes);
    if (!query.exam.empty()) conditions.add("exam =", query.exam);
    if (query.from_ms > 0) conditions.add("at_ms >=", whole(query.from_ms));
    if (query.before_ms < std::numeric_limits<TimeMs>::max()) conditions.add("at_ms <", whole(query.before_ms));
    return conditions;
}

class SqlStore final : public Store {
public:
    explicit SqlStore(std::unique_ptr<Sql> sql) : sql_(std::move(sql)) {}

    std::vector<Programme> programmes() override;
    void put(const Programme& programme) override;
    Roll roll(const ProgrammeId& programme) override;
    Roster roster(const ProgrammeId& programme) override;
    std::vector<Disclosure> disclosures(const ProgrammeId& programme) override;
    void change(const ProgrammeId& programme, std::span<const Change> changes) override;
    std::vector<Appended> append(const ProgrammeId& programme, std::span<const Batch> batches) override;
    void each_response(const Query& query, const std::function<void(const ClassResponse&)>& visit) override;
    std::vector<SittingRow> sittings(const Query& query) override;
    Batch batch_of(const ProgrammeId& programme, const CandidateId& candidate) override;
    void forget(const ProgrammeId& programme, const CandidateId& candidate, TimeMs at_ms) override;

private:
    template <class Work>
    auto transact(Access access, Work work);
    template <class Row>
    std::vector<Row> rows(const char* statement, std::span<const SqlValue> values, Row (*read)(const SqlRow&));
    template <class Row>
    std::vector<Row> rows_of(const char* statement, const ProgrammeId& programme, const CandidateId& candidate,
                             Row (*read)(const SqlRow&));

    void check_programme(const ProgrammeId& programme);
    std::vector<Disclosure> read_disclosures(const ProgrammeId& programme);
    std::vector<CandidateId> candidates_of(const Query& query);
    std::vector<PackageLink> links_of(const ProgrammeId& programme, const CandidateId& candidate);
    std::vector<PackedVerdict> verdicts_of(const ProgrammeId& programme, const CandidateId& candidate);
    void visit_candidate(const Query& query, const CandidateId& candidate,
                         const std::function<void(const ClassResponse&)>& visit);

    void admit(const ProgrammeId& programme, const CandidateId& candidate);
    void apply(const ProgrammeId& programme, const Cohort& cohort);
    void apply(const ProgrammeId& programme, const Group& group);
    void apply(const ProgrammeId& programme, const Enrolment& enrolment);
    void apply(const ProgrammeId& programme, const Membership& membership);
    void apply(const ProgrammeId& programme, const Outcome& outcome);
    void apply(const ProgrammeId& programme, const Assignment& assignment);
    void apply(const ProgrammeId& programme, const Disclosure& disclosure);
    void apply(const ProgrammeId& programme, const Named& named);
    void apply(const ProgrammeId& programme, const Unnamed& unnamed);
    void apply(const ProgrammeId& programme, const Withdrawn& withdrawn);
    void apply(const ProgrammeId& programme, const Left& left);
    void apply(const ProgrammeId& programme, const OutcomeWithdrawn& withdrawn);
    void apply(const ProgrammeId& programme, const AssignmentWithdrawn& withdrawn);

    std::vector<Appended> append_within(const ProgrammeId& programme, std::span<const Batch> batches);
    void insert_rows(const ProgrammeId& programme, std::span<const Batch* const> batches,
                     std::span<Appended* const> results);

    std::unique_ptr<Sql> sql_;
};

/// Runs `work` in one transaction; when the server goes away, again on a new connection. So `work` begins from nothing
/// each time.
template <class Work>
auto SqlStore::transact(Access access, Work work) {
    for (int attempt = 1;; ++attempt) {
        try {
            sql_->begin(access);
            if constexpr (std::is_void_v<decltype(work())>) {
                work();
                sql_->commit();
                return;
            } else {
                auto result = work();
                sql_->commit();
                return result;
            }
        } catch (const Interrupted&) {
            if (attempt == most_attempts || !sql_->recover()) throw;
        } catch (...) {
            sql_->roll_back();
            throw;
        }
    }
}

template <class Row>
std::vector<Row> SqlStore::rows(const char* statement, std::span<const SqlValue> values, Row (*read)(const SqlRow&)) {
    std::vector<Row> found;
    sql_->run(statement, values, [&](const SqlRow& row) { found.push_back(read(row)); });
    return found;
}

template <class Row>
std::vector<Row> SqlStore::rows_of(const char* statement, const ProgrammeId& programme, const CandidateId& candidate,
                                   Row (*read)(const SqlRow&)) {
    return rows(statement, Values{programme.bytes, candidate.bytes}, read);
}

void SqlStore::check_programme(const ProgrammeId& programme) {
    bool there = false;
    sql_->run("SELECT name FROM programme WHERE programme_id = $1", Values{programme.bytes},
              [&](const SqlRow&) { there = true; });
    if (!there)
        throw Refused(fmt::format("the class store has no programme {}, or it is not yours to see: list the programmes",
                                  hex_of(programme)));
}

std::vector<Programme> SqlStore::programmes() {
    return transact(Access::reading, [&] {
        return rows<Programme>(
            "SELECT programme_id, name FROM programme ORDER BY name, programme_id", {},
            [](const SqlRow& row) { return Programme{.id = row.id<ProgrammeId>(0), .name = row.text(1)}; });
    });
}

void SqlStore::put(const Programme& programme) {
    transact(Access::writing, [&] {
        const Values values{programme.name, programme.id.bytes};
        if (sql_->run("UPDATE programme SET name = $1 WHERE programme_id = $2", values) == 0)
            sql_->add_programme(programme);
    });
}

// ---- the roll

namespace read {

Cohort cohort(const SqlRow& row) {
    return {.id = row.id<CohortId>(0),
            .name = row.text(1),
            .code = row.text(2),
            .exam = row.text(3),
            .exam_day = day_at(row, 4),
            .completed = day_at(row, 5)};
}

Group group(const SqlRow& row) {
    return {.id = row.id<GroupId>(0), .cohort = row.id<CohortId>(1), .name = row.text(2)};
}

Enrolment enrolment(const SqlRow& row) {
    return {.candidate = row.id<CandidateId>(0),
            .cohort = row.id<CohortId>(1),
            .since_ms = row.integer(2),
            .completed = day_at(row, 3)};
}

Membership membership(const SqlRow& row) { return {.candidate = row.id<CandidateId>(0), .group = row.id<GroupId>(1)}; }

Outcome outcome(const SqlRow& row) {
    return {.candidate = row.id<CandidateId>(0),
            .credential = row.text(1),
            .day = static_cast<Day>(row.integer(2)),
            .passed = row.yes(3),
            .first_attempt = row.yes(4),
            .scaled = row.is_null(5) ? std::nullopt : std::optional(row.real(5))};
}

Assignment assignment(const SqlRow& row) {
    return {.id = row.id<AssignmentId>(0),
            .cohort = row.id<CohortId>(1),
            .title = row.text(2),
            .exam = row.text(3),
            .items = split_words(row.text(4)),
            .areas = split_words(row.text(5)),
            .given = static_cast<Day>(row.integer(6)),
            .due = day_at(row, 7)};
}

Tombstone tombstone(const SqlRow& row) { return {.candidate = row.id<CandidateId>(0), .at_ms = row.integer(1)}; }

Disclosure disclosure(const SqlRow& row) {
    Disclosure line = {.at_ms = row.integer(0),
                       .kind = static_cast<DisclosureKind>(std::clamp<std::int64_t>(row.integer(1), 0, 2)),
                       .to = row.text(3),
                       .purpose = row.text(4)};
    if (!row.is_null(2)) line.candidate = row.id<CandidateId>(2);
    return line;
}

}  // namespace read

Roll SqlStore::roll(const ProgrammeId& programme) {
    return transact(Access::reading, [&] {
        check_programme(programme);
        const Values id{programme.bytes};
        Roll roll;
        roll.cohorts = rows(
            "SELECT cohort_id, name, code, exam, exam_day, completed FROM cohort "
            "WHERE programme_id = $1 ORDER BY cohort_id",
            id, read::cohort);
        roll.groups =
            rows("SELECT group_id, cohort_id, name FROM class_group WHERE programme_id = $1 ORDER BY group_id", id,
                 read::group);
        roll.enrolments = rows(
            "SELECT candidate_id, cohort_id, since_ms, completed FROM enrolment "
            "WHERE programme_id = $1 ORDER BY candidate_id, cohort_id",
            id, read::enrolment);
        roll.memberships = rows(
            "SELECT candidate_id, group_id FROM membership "
            "WHERE programme_id = $1 ORDER BY candidate_id, group_id",
            id, read::membership);
        roll.outcomes = rows(
            "SELECT candidate_id, credential, day, passed, first_attempt, scaled FROM outcome "
            "WHERE programme_id = $1 ORDER BY candidate_id, credential, day",
            id, read::outcome);
        roll.assignments = rows(
            "SELECT assignment_id, cohort_id, title, exam, items, areas, given, due "
            "FROM assignment WHERE programme_id = $1 ORDER BY assignment_id",
            id, read::assignment);
        roll.tombstones = rows(
            "SELECT candidate_id, at_ms FROM tombstone "
            "WHERE programme_id = $1 ORDER BY candidate_id",
            id, read::tombstone);
        roll.candidates = rows<CandidateId>(
            "SELECT candidate_id FROM candidate "
            "WHERE programme_id = $1 ORDER BY candidate_id",
            id, [](const SqlRow& row) { return row.id<CandidateId>(0); });
        return roll;
    });
}

Roster SqlStore::roster(const ProgrammeId& programme) {
    return transact(Access::reading, [&] {
        check_programme(programme);
        Roster roster;
        sql_->run(
            "SELECT candidate_id, name, number FROM roster WHERE programme_id = $1", Values{programme.bytes},
            [&](const SqlRow& row) { roster[row.id<CandidateId>(0)] = {.name = row.text(1), .number = row.text(2)}; });
        return roster;
    });
}

std::vector<Disclosure> SqlStore::read_disclosures(const ProgrammeId& programme) {
    return rows(
        "SELECT at_ms, kind, candidate_id, party, purpose FROM disclosure "
        "WHERE programme_id = $1 ORDER BY disclosure_id",
        Values{programme.bytes}, read::disclosure);
}

std::vector<Disclosure> SqlStore::disclosures(const ProgrammeId& programme) {
    return transact(Access::reading, [&] {
        check_programme(programme);
        return read_disclosures(programme);
    });
}

// ---- changes

void SqlStore::change(const ProgrammeId& programme, std::span<const Change> changes) {
    transact(Access::writing, [&] {
        check_programme(programme);
        for (const Change& each : changes) std::visit([&](const auto& one) { apply(programme, one); }, each);
    });
}

void SqlStore::apply(const ProgrammeId& programme, const Cohort& cohort) {
    if (cohort.code.empty()) throw Refused(fmt::format("the class \"{}\" has no code: give it one", cohort.name));
    sql_->run("SELECT programme_id, cohort_id, name FROM cohort WHERE code = $1", Values{cohort.code},
              [&](const SqlRow& row) {
                  if (row.id<ProgrammeId>(0) != programme || row.id<CohortId>(1) != cohort.id)
                      throw KeyTaken(fmt::format("the code {} is that of \"{}\" already: choose another one",
                                                 cohort.code, row.text(2)));
              });
    sql_->run(
        "INSERT INTO cohort (programme_id, cohort_id, name, code, exam, exam_day, completed) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (programme_id, cohort_id) DO UPDATE SET "
        "name = excluded.name, code = excluded.code, exam = excluded.exam, exam_day = excluded.exam_day, "
        "completed = excluded.completed",
        Values{programme.bytes, cohort.id.bytes, cohort.name, cohort.code, cohort.exam, or_null(cohort.exam_day),
               or_null(cohort.completed)});
}

void SqlStore::apply(const ProgrammeId& programme, const Group& group) {
    sql_->run(
        "INSERT INTO class_group (programme_id, group_id, cohort_id, name) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (programme_id, group_id) DO UPDATE SET cohort_id = excluded.cohort_id, name = excluded.name",
        Values{programme.bytes, group.id.bytes, group.cohort.bytes, group.name});
}

/// Makes a candidate known to the programme. Throws Refused for one who was deleted from it.
void SqlStore::admit(const ProgrammeId& programme, const CandidateId& candidate) {
    const Values values{programme.bytes, candidate.bytes};
    sql_->run("SELECT at_ms FROM tombstone WHERE programme_id = $1 AND candidate_id = $2", values,
              [&](const SqlRow& row) {
                  throw Refused(
                      fmt::format("candidate {} was deleted from this programme on {}: nothing of theirs is "
                                  "taken in again",
                                  hex_of(candidate), format_time(row.integer(0))));
              });
    sql_->run("INSERT INTO candidate (programme_id, candidate_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", values);
}

void SqlStore::apply(const ProgrammeId& programme, const Enrolment& enrolment) {
    admit(programme, enrolment.candidate);
    Values cells;
    add_row(cells, programme, enrolment);
    sql_->run(
        "INSERT INTO enrolment (programme_id, candidate_id, cohort_id, since_ms, completed) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (programme_id, candidate_id, cohort_id) DO UPDATE SET "
        "since_ms = excluded.since_ms, completed = excluded.completed",
        cells);
}

void SqlStore::apply(const ProgrammeId& programme, const Membership& membership) {
    admit(programme, membership.candidate);
    sql_->run(
        "INSERT INTO membership (programme_id, candidate_id, group_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        Values{programme.bytes, membership.candidate.bytes, membership.group.bytes});
}

void SqlStore::apply(const ProgrammeId& programme, const Outcome& outcome) {
    admit(programme, outcome.candidate);
    sql_->run(
        "INSERT INTO outcome (programme_id, candidate_id, credential, day, passed, first_attempt, scaled) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (programme_id, candidate_id, credential, day) DO UPDATE SET "
        "passed = excluded.passed, first_attempt = excluded.first_attempt, scaled = excluded.scaled",
        Values{programme.bytes, outcome.candidate.bytes, outcome.credential, whole(outcome.day), outcome.passed,
               outcome.first_attempt, or_null(outcome.scaled)});
}

void SqlStore::apply(const ProgrammeId& programme, const Assignment& assignment) {
    sql_->run(
        "INSERT INTO assignment (programme_id, assignment_id, cohort_id, title, exam, items, areas, given, due) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (programme_id, assignment_id) DO UPDATE SET "
        "cohort_id = excluded.cohort_id, title = excluded.title, exam = excluded.exam, items = excluded.items, "
        "areas = excluded.areas, given = excluded.given, due = excluded.due",
        Values{programme.bytes, assignment.id.bytes, assignment.cohort.bytes, assignment.title, assignment.exam,
               joined(assignment.items), joined(assignment.areas), whole(assignment.given), or_null(assignment.due)});
}

/// The same line told twice, as by two stores that are merged, is one.
void SqlStore::apply(const ProgrammeId& programme, const Disclosure& line) {
    const auto kind = static_cast<std::int64_t>(line.kind);
    const UuidBytes id =
        timed_id(line.at_ms, fmt::format("collimate disclosure\n{}\n{}\n{}\n{}\n{}", line.at_ms, kind,
                                         line.candidate ? hex_of(*line.candidate) : "", line.to, line.purpose));
    sql_->run(
        "INSERT INTO disclosure (programme_id, disclosure_id, at_ms, kind, candidate_id, party, purpose) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        Values{programme.bytes, id, whole(line.at_ms), kind, id_or_null(line.candidate), line.to, line.purpose});
}

void SqlStore::apply(const ProgrammeId& programme, const Named& named) {
    admit(programme, named.candidate);
    sql_->run(
        "INSERT INTO roster (programme_id, candidate_id, name, number) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (programme_id, candidate_id) DO UPDATE SET name = excluded.name, number = excluded.number",
        Values{programme.bytes, named.candidate.bytes, named.entry.name, named.entry.number});
}

void SqlStore::apply(const ProgrammeId& programme, const Unnamed& unnamed) {
    sql_->run("DELETE FROM roster WHERE programme_id = $1 AND candidate_id = $2",
              Values{programme.bytes, unnamed.candidate.bytes});
}

void SqlStore::apply(const ProgrammeId& programme, const Withdrawn& withdrawn) {
    sql_->run("DELETE FROM enrolment WHERE programme_id = $1 AND candidate_id = $2 AND cohort_id = $3",
              Values{programme.bytes, withdrawn.candidate.bytes, withdrawn.cohort.bytes});
}

void SqlStore::apply(const ProgrammeId& programme, const Left& left) {
    sql_->run("DELETE FROM membership WHERE programme_id = $1 AND candidate_id = $2 AND group_id = $3",
              Values{programme.bytes, left.membership.candidate.bytes, left.membership.group.bytes});
}

void SqlStore::apply(const ProgrammeId& programme, const OutcomeWithdrawn& withdrawn) {
    sql_->run("DELETE FROM outcome WHERE programme_id = $1 AND candidate_id = $2 AND credential = $3 AND day = $4",
              Values{programme.bytes, withdrawn.candidate.bytes, withdrawn.credential, whole(withdrawn.day)});
}

void SqlStore::apply(const ProgrammeId& programme, const AssignmentWithdrawn& withdrawn) {
    sql_->run("DELETE FROM assignment WHERE programme_id = $1 AND assignment_id = $2",
              Values{programme.bytes, withdrawn.id.bytes});
}

// ---- what candidates did

std::vector<PackageLink> SqlStore::links_of(const ProgrammeId& programme, const CandidateId& candidate) {
    return rows_of(
        "SELECT device_id, sequence, previous, own, made_ms FROM link "
        "WHERE programme_id = $1 AND candidate_id = $2 ORDER BY device_id, sequence",
        programme, candidate, link_in);
}

std::vector<Appended> SqlStore::append(const ProgrammeId& programme, std::span<const Batch> batches) {
    return transact(Access::writing, [&] { return append_within(programme, batches); });
}

std::vector<Appended> SqlStore::append_within(const ProgrammeId& programme, std::span<const Batch> batches) {
    check_programme(programme);
    std::set<CandidateId> named;
    for (const Batch& batch : batches) named.insert(batch.candidate);
    sql_->lock(programme, std::vector<CandidateId>(named.begin(), named.end()));
    std::map<CandidateId, TimeMs> deleted;
    sql_->run("SELECT candidate_id, at_ms FROM tombstone WHERE programme_id = $1", Values{programme.bytes},
              [&](const SqlRow& row) { deleted[row.id<CandidateId>(0)] = row.integer(1); });
    std::map<CandidateId, std::vector<PackageLink>> stored;  // with those of the batches before
    for (const CandidateId& candidate : named) stored[candidate] = links_of(programme, candidate);

    std::vector<Appended> results(batches.size());
    std::vector<const Batch*> taken;
    std::vector<Appended*> results_of_taken;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        const Batch& batch = batches[i];
        if (const auto found = deleted.find(batch.candidate); found != deleted.end()) {
            results[i] = {
                .standing = BatchStanding::refused,
                .reason = fmt::format("its candidate was deleted from this programme on {}: nothing of theirs "
                                      "is taken in again",
                                      format_time(found->second))};
            continue;
        }
        std::vector<PackageLink>& chain = stored[batch.candidate];
        const ChainVerdict verdict = judge_links(chain, batch.links);
        if (!verdict.fault.empty()) {
            results[i] = {.standing = BatchStanding::refused, .reason = verdict.fault};
            continue;
        }
        if (!batch.links.empty() && verdict.fresh.empty()) {
            results[i].standing = BatchStanding::known;
            continue;
        }
        results[i].new_device = verdict.new_device;
        chain.insert(chain.end(), verdict.fresh.begin(), verdict.fresh.end());
        taken.push_back(&batch);
        results_of_taken.push_back(&results[i]);
    }
    insert_rows(programme, taken, results_of_taken);
    return results;
}

void SqlStore::insert_rows(const ProgrammeId& programme, std::span<const Batch* const> batches,
                           std::span<Appended* const> results) {
    Values candidates, enrolments, links, answers, verdicts, sittings, ends;
    for (const Batch* batch : batches) {
        add_cells(candidates, programme, batch->candidate);
        if (batch->enrolment) add_row(enrolments, programme, *batch->enrolment);
        for (const auto& link : batch->links) add_row(links, programme, batch->candidate, link);
        for (const auto& answer : batch->answers) add_row(answers, programme, batch->candidate, answer);
        for (const auto& verdict : batch->verdicts) add_row(verdicts, programme, batch->candidate, verdict);
        for (const auto& sitting : batch->sittings) add_row(sittings, programme, batch->candidate, sitting);
        for (const auto& end : batch->ends) add_row(ends, programme, batch->candidate, end);
    }
    sql_->insert(candidate_table(), candidates);
    sql_->insert(enrolment_table(), enrolments);
    sql_->insert(link_table(), links);
    sql_->insert(sitting_table(), sittings);
    const std::vector<bool> fresh = sql_->insert(response_table(), answers);
    sql_->insert(verdict_table(), verdicts);
    sql_->insert(sitting_end_table(), ends);
    auto row = fresh.begin();
    for (std::size_t i = 0; i < batches.size(); ++i) {
        const auto end = row + static_cast<std::ptrdiff_t>(batches[i]->answers.size());
        results[i]->new_answers = std::count(row, end, true);
        row = end;
        if (batches[i]->links.empty() && results[i]->new_answers == 0) results[i]->standing = BatchStanding::known;
    }
}

std::vector<CandidateId> SqlStore::candidates_of(const Query& query) {
    if (query.candidate) return {*query.candidate};
    const auto id_in = [](const SqlRow& row) { return row.id<CandidateId>(0); };
    const auto in_order = [](std::vector<CandidateId> ids) {
        std::sort(ids.begin(), ids.end());
        return ids;
    };
    const UuidBytes& programme = query.programme.bytes;
    if (query.group)
        return in_order(
            rows<CandidateId>("SELECT candidate_id FROM membership WHERE programme_id = $1 AND group_id = $2",
                              Values{programme, query.group->bytes}, id_in));
    if (query.cohort)
        return in_order(
            rows<CandidateId>("SELECT candidate_id FROM enrolment WHERE programme_id = $1 AND cohort_id = $2",
                              Values{programme, query.cohort->bytes}, id_in));
    return in_order(
        rows<CandidateId>("SELECT candidate_id FROM candidate WHERE programme_id = $1", Values{programme}, id_in));
}

std::vector<PackedVerdict> SqlStore::verdicts_of(const ProgrammeId& programme, const CandidateId& candidate) {
    return rows_of(
        "SELECT answer_id, place, revision, difficulty, chance, correct FROM verdict "
        "WHERE programme_id = $1 AND candidate_id = $2 ORDER BY answer_id, place",
        programme, candidate, verdict_in);
}

void SqlStore::visit_candidate(const Query& query, const CandidateId& candidate,
                               const std::function<void(const ClassResponse&)>& visit) {
    std::map<AnswerId, PackedVerdict> standing;  // the last of each answer
    for (const PackedVerdict& verdict : verdicts_of(query.programme, candidate)) standing[verdict.answer] = verdict;
    Conditions conditions = conditions_of(query, candidate);
    if (query.fresh) conditions.add("fresh =", *query.fresh);
    const std::string statement = fmt::format(
        "SELECT answer_id, sitting_id, exam, item, revision, area, difficulty, chance, fresh, letters, correct, "
        "elapsed_ms, at_ms, day FROM response WHERE programme_id = $1{} ORDER BY answer_id",
        conditions.text);
    ClassResponse response = {.candidate = candidate};
    sql_->run(statement.c_str(), conditions.values, [&](const SqlRow& row) {
        response.answer = answer_in(row);
        response.corrected = false;
        if (const auto found = standing.find(response.answer.id); found != standing.end())
            apply_verdict(response, found->second);
        visit(response);
    });
}

void SqlStore::each_response(const Query& query, const std::function<void(const ClassResponse&)>& visit) {
    bool told = false;
    const auto telling = [&](const ClassResponse& response) {
        told = true;
        visit(response);
    };
    transact(Access::reading, [&] {
        if (told) throw WorldFailed("the class store went away in the middle of reading: try again");
        check_programme(query.programme);
        for (const CandidateId& candidate : candidates_of(query)) visit_candidate(query, candidate, telling);
    });
}

std::vector<SittingRow> SqlStore::sittings(const Query& query) {
    return transact(Access::reading, [&] {
        check_programme(query.programme);
        std::vector<SittingRow> found;
        for (const CandidateId& candidate : candidates_of(query)) {
            const std::size_t first = found.size();
            const Conditions conditions = conditions_of(query, candidate);
            const std::string statement = fmt::format(
                "SELECT sitting_id, exam, kind, at_ms, day, bank, settings FROM sitting WHERE programme_id = $1{} "
                "ORDER BY sitting_id",
                conditions.text);
            sql_->run(statement.c_str(), conditions.values, [&](const SqlRow& row) {
                found.push_back({.candidate = candidate, .started = sitting_in(row)});
            });
            if (found.size() == first) continue;
            std::map<SittingKey, PackedEnd> ends;
            for (PackedEnd& end : rows_of("SELECT sitting_id, at_ms, ended_by, remaining_ms FROM sitting_end "
                                          "WHERE programme_id = $1 AND candidate_id = $2 ORDER BY sitting_id",
                                          query.programme, candidate, end_in))
                ends[end.sitting] = end;
            for (std::size_t i = first; i < found.size(); ++i)
                if (const auto end = ends.find(found[i].started.id); end != ends.end()) found[i].ended = end->second;
        }
        return found;
    });
}

Batch SqlStore::batch_of(const ProgrammeId& programme, const CandidateId& candidate) {
    return transact(Access::reading, [&] {
        check_programme(programme);
        Batch batch = {.candidate = candidate};
        batch.links = links_of(programme, candidate);
        batch.answers = rows_of(
            "SELECT answer_id, sitting_id, exam, item, revision, area, difficulty, chance, fresh, letters, correct, "
            "elapsed_ms, at_ms, day FROM response WHERE programme_id = $1 AND candidate_id = $2 ORDER BY answer_id",
            programme, candidate, answer_in);
        batch.verdicts = verdicts_of(programme, candidate);
        batch.sittings = rows_of(
            "SELECT sitting_id, exam, kind, at_ms, day, bank, settings FROM sitting "
            "WHERE programme_id = $1 AND candidate_id = $2 ORDER BY sitting_id",
            programme, candidate, sitting_in);
        batch.ends = rows_of(
            "SELECT sitting_id, at_ms, ended_by, remaining_ms FROM sitting_end "
            "WHERE programme_id = $1 AND candidate_id = $2 ORDER BY sitting_id",
            programme, candidate, end_in);
        return batch;
    });
}

void SqlStore::forget(const ProgrammeId& programme, const CandidateId& candidate, TimeMs at_ms) {
    transact(Access::writing, [&] {
        check_programme(programme);
        sql_->lock(programme, std::span(&candidate, 1));
        if (has_open_request(read_disclosures(programme), candidate))
            throw Refused(
                fmt::format("candidate {} asked to see what is kept of them and has not been answered: export "
                            "it for them first, then delete",
                            hex_of(candidate)));
        sql_->run(
            "INSERT INTO tombstone (programme_id, candidate_id, at_ms) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            Values{programme.bytes, candidate.bytes, whole(at_ms)});
        sql_->erase(programme, candidate);
    });
    sql_->compact();
}

}  // namespace

std::unique_ptr<Store> make_store(std::unique_ptr<Sql> sql) { return std::make_unique<SqlStore>(std::move(sql)); }

}  // namespace collimate::cohort
