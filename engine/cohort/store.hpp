#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/calendar.hpp"
#include "engine/base/error.hpp"
#include "engine/base/uuid.hpp"
#include "engine/record/package.hpp"

namespace collimate::cohort {

using ProgrammeId = Uuid<struct ProgrammeKind>;
using CohortId = Uuid<struct CohortKind>;
using GroupId = Uuid<struct GroupKind>;
using AssignmentId = Uuid<struct AssignmentKind>;

/// A school's programme. Everything else belongs to exactly one.
struct Programme {
    ProgrammeId id;
    std::string name;
    friend bool operator==(const Programme&, const Programme&) = default;
};

/// Candidates who study in one programme and year.
struct Cohort {
    CohortId id;
    std::string name;
    std::string code;              ///< candidates enroll by it; unique among the programmes one may see
    std::string exam;              ///< exam code they prepare for; empty where there are several
    std::optional<Day> exam_day;   ///< when most will sit it: the day forecasts are made for
    std::optional<Day> completed;  ///< of the programme; first attempts are counted from here
    friend bool operator==(const Cohort&, const Cohort&) = default;
};

/// Part of a cohort to be compared with the rest: a site, a track.
struct Group {
    GroupId id;
    CohortId cohort;
    std::string name;
    friend bool operator==(const Group&, const Group&) = default;
};

struct Enrolment {
    CandidateId candidate;
    CohortId cohort;
    TimeMs since_ms = 0;
    std::optional<Day> completed;  ///< where it differs from the cohort's
    friend bool operator==(const Enrolment&, const Enrolment&) = default;
};

struct Membership {
    CandidateId candidate;
    GroupId group;
    friend auto operator<=>(const Membership&, const Membership&) = default;
};

/// Who a candidate is. Kept in a table of its own, which nothing else refers to.
struct RosterEntry {
    std::string name;
    std::string number;  ///< the school's own, or the id in answers from elsewhere; empty where there is none
    friend bool operator==(const RosterEntry&, const RosterEntry&) = default;
};
using Roster = std::map<CandidateId, RosterEntry>;

/// How a real exam went, as the programme learned it. One a candidate, credential and day.
struct Outcome {
    CandidateId candidate;
    std::string credential;  ///< exam code
    Day day = 0;
    bool passed = false;
    bool first_attempt = true;
    std::optional<double> scaled;
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

/// A form or a list of areas that a cohort was given.
struct Assignment {
    AssignmentId id;
    CohortId cohort;
    std::string title;
    std::string exam;
    std::vector<std::string> items;  ///< ids; empty where areas are assigned
    std::vector<std::string> areas;  ///< codes; empty where items are assigned
    Day given = 0;
    std::optional<Day> due;
    friend bool operator==(const Assignment&, const Assignment&) = default;
};

/// A candidate deleted from a programme; a package of theirs is refused from then on.
struct Tombstone {
    CandidateId candidate;
    TimeMs at_ms = 0;
    friend bool operator==(const Tombstone&, const Tombstone&) = default;
};

enum class DisclosureKind {
    requested,  ///< the candidate asked to see what is kept: answer within 45 days; until then nothing is deleted
    answered,   ///< they were given it
    disclosed   ///< something was given to somebody else
};

/// One line of the log FERPA asks for (34 CFR 99.32). It is never changed.
struct Disclosure {
    TimeMs at_ms = 0;
    DisclosureKind kind = DisclosureKind::disclosed;
    std::optional<CandidateId> candidate;  ///< absent: a whole class
    std::string to;                        ///< party
    std::string purpose;                   ///< its legitimate interest
    friend bool operator==(const Disclosure&, const Disclosure&) = default;
};

/// Who is in a programme and what was arranged for them, without names. A few thousand rows at most; all in order of
/// their keys.
struct Roll {
    std::vector<Cohort> cohorts;
    std::vector<Group> groups;
    std::vector<Enrolment> enrolments;
    std::vector<Membership> memberships;
    std::vector<Outcome> outcomes;
    std::vector<Assignment> assignments;
    std::vector<Tombstone> tombstones;
    std::vector<CandidateId> candidates;  ///< everyone of whom anything is kept, enrolled or not
    friend bool operator==(const Roll&, const Roll&) = default;
};

/// Adds what is not there, or replaces what has the same key: id; candidate and cohort; candidate, credential and day.
struct Named {
    CandidateId candidate;
    RosterEntry entry;
};
struct Unnamed {
    CandidateId candidate;
};
struct Withdrawn {  ///< an enrolment; answers stay
    CandidateId candidate;
    CohortId cohort;
};
struct Left {  ///< a group
    Membership membership;
};
struct OutcomeWithdrawn {  ///< entered by mistake
    CandidateId candidate;
    std::string credential;
    Day day = 0;
};
struct AssignmentWithdrawn {
    AssignmentId id;
};
using Change = std::variant<Cohort, Group, Enrolment, Membership, Outcome, Assignment, Disclosure, Named, Unnamed,
                            Withdrawn, Left, OutcomeWithdrawn, AssignmentWithdrawn>;

/// What came from one candidate at once: a result package (one link), everything another store holds of them (every
/// link), or answers from elsewhere (no link).
struct Batch {
    CandidateId candidate;
    std::optional<Enrolment> enrolment;  ///< added with it where there is none yet
    std::vector<PackageLink> links;      ///< of each device in order
    std::vector<PackedAnswer> answers;
    std::vector<PackedVerdict> verdicts;
    std::vector<PackedSitting> sittings;
    std::vector<PackedEnd> ends;
    friend bool operator==(const Batch&, const Batch&) = default;
};

enum class BatchStanding { stored, known, refused };

/// What became of a batch.
struct Appended {
    BatchStanding standing = BatchStanding::stored;
    std::string reason;            ///< of a refusal: one sentence with the remedy
    std::int64_t new_answers = 0;  ///< not in the store before
    bool new_device = false;       ///< the candidate was known from other devices before
    friend bool operator==(const Appended&, const Appended&) = default;
};

/// An answer in the store, on the latest verdict.
struct ClassResponse {
    CandidateId candidate;
    PackedAnswer answer;
    bool corrected = false;  ///< judged anew since it was given
    friend bool operator==(const ClassResponse&, const ClassResponse&) = default;
};

struct SittingRow {
    CandidateId candidate;
    PackedSitting started;
    std::optional<PackedEnd> ended;
    friend bool operator==(const SittingRow&, const SittingRow&) = default;
};

/// Which answers or sittings; every condition that is given must hold.
struct Query {
    ProgrammeId programme;
    std::optional<CohortId> cohort;
    std::optional<GroupId> group;
    std::optional<CandidateId> candidate;
    std::string exam;           ///< empty: any
    std::optional<bool> fresh;  ///< answers only: true first exposures, false repeats
    TimeMs from_ms = 0;
    TimeMs before_ms = std::numeric_limits<TimeMs>::max();
};

/// The class: what candidates did, and who they are, of one or more programmes. What they did only grows; every call
/// is all or nothing and durable when it returns. Several processes may use one store at once.
///
/// Throws Refused for what cannot be (an unknown programme, a code that is taken), WorldFailed when the disk or the
/// database server fails; nothing of that call has been stored then, and it may be made again.
class Store {
public:
    virtual ~Store() = default;

    /// Those one may see, by name.
    [[nodiscard]] virtual std::vector<Programme> programmes() = 0;
    /// Adds it, or gives it a new name.
    virtual void put(const Programme& programme) = 0;

    [[nodiscard]] virtual Roll roll(const ProgrammeId& programme) = 0;
    [[nodiscard]] virtual Roster roster(const ProgrammeId& programme) = 0;
    [[nodiscard]] virtual std::vector<Disclosure> disclosures(const ProgrammeId& programme) = 0;  ///< oldest first
    /// All of them, or none.
    virtual void change(const ProgrammeId& programme, std::span<const Change> changes) = 0;

    /// Each batch by itself is all or nothing: a refused one does not stop the others. One whose links are all known
    /// adds nothing. A link must follow the last one of its device; a gap, a fork or a deleted candidate is refused.
    [[nodiscard]] virtual std::vector<Appended> append(const ProgrammeId& programme,
                                                       std::span<const Batch> batches) = 0;

    /// By candidate, then by answer id, which is by time.
    virtual void each_response(const Query& query, const std::function<void(const ClassResponse&)>& visit) = 0;
    [[nodiscard]] virtual std::vector<SittingRow> sittings(const Query& query) = 0;  ///< by candidate, then by time

    /// Everything that came from one candidate.
    [[nodiscard]] virtual Batch batch_of(const ProgrammeId& programme, const CandidateId& candidate) = 0;

    /// Removes every row of a candidate, their name included, from the file itself as well, and leaves a tombstone,
    /// also where there was no row. What a disclosure log says of them stays. Throws Refused while they have an open
    /// request to see their data.
    virtual void forget(const ProgrammeId& programme, const CandidateId& candidate, TimeMs at_ms) = 0;
};

enum class IfAbsent { refuse, create };

/// `place`: a path, or `postgresql://...`. Throws Refused when it holds something else, is damaged or newer.
[[nodiscard]] std::unique_ptr<Store> open_store(const std::string& place, IfAbsent absent);

}  // namespace collimate::cohort
