#include "engine/cohort/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/base/error.hpp"

namespace collimate::cohort {
namespace {

/// The programme here that `programme` is, which is added where there is none.
ProgrammeId same_programme(Store& into, const Programme& programme) {
    const std::vector<Programme> here = into.programmes();
    for (const Programme& each : here)
        if (each.id == programme.id) return each.id;
    for (const Programme& each : here)
        if (each.name == programme.name) return each.id;
    into.put(programme);
    return programme.id;
}

/// One programme of the other store on its way into this one.
class ProgrammeMerge {
public:
    ProgrammeMerge(Store& into, Store& from, const ProgrammeId& there)
        : into_(into), from_(from), there_(there), theirs_(from.roll(there)) {}

    void run(const ProgrammeId& here, MergeReport& report) {
        here_ = here;
        take_deletions(report);
        take_arrangements();
        for (const CandidateId& candidate : theirs_.candidates)
            if (!is_deleted(candidate)) take_candidate(candidate, report);
    }

private:
    [[nodiscard]] bool is_deleted(const CandidateId& candidate) const { return deleted_.contains(candidate); }

    void take_deletions(MergeReport& report) {
        for (const Tombstone& tombstone : into_.roll(here_).tombstones) deleted_.insert(tombstone.candidate);
        for (const Tombstone& tombstone : theirs_.tombstones) {
            if (is_deleted(tombstone.candidate)) continue;
            try {
                into_.forget(here_, tombstone.candidate, tombstone.at_ms);
                deleted_.insert(tombstone.candidate);
                ++report.deleted;
            } catch (const Refused& refused) {
                report.refused.emplace_back(refused.what());
            }
        }
    }

    void take_arrangements() {
        const Roll ours = into_.roll(here_);
        std::vector<Change> changes;
        take_cohorts(ours, changes);
        take_groups(ours, changes);
        for (Enrolment enrolment : theirs_.enrolments) {
            enrolment.cohort = cohort_of(enrolment.cohort);
            add(changes, enrolment, ours.enrolments, [&](const Enrolment& each) {
                return each.candidate == enrolment.candidate && each.cohort == enrolment.cohort;
            });
        }
        for (Membership membership : theirs_.memberships) {
            membership.group = groups_.at(membership.group);
            add(changes, membership, ours.memberships, [&](const Membership& each) { return each == membership; });
        }
        for (const Outcome& outcome : theirs_.outcomes)
            add(changes, outcome, ours.outcomes, [&](const Outcome& each) {
                return each.candidate == outcome.candidate && each.credential == outcome.credential &&
                       each.day == outcome.day;
            });
        for (Assignment assignment : theirs_.assignments) {
            assignment.cohort = cohort_of(assignment.cohort);
            add(changes, assignment, ours.assignments,
                [&](const Assignment& each) { return each.id == assignment.id; });
        }
        const Roster roster = into_.roster(here_);
        for (const auto& [candidate, entry] : from_.roster(there_))
            if (!roster.contains(candidate) && !is_deleted(candidate))
                changes.emplace_back(Named{.candidate = candidate, .entry = entry});
        for (const Disclosure& line : from_.disclosures(there_)) changes.emplace_back(line);
        into_.change(here_, changes);
    }

    void take_cohorts(const Roll& ours, std::vector<Change>& changes) {
        for (const Cohort& cohort : theirs_.cohorts) {
            const auto same = std::find_if(ours.cohorts.begin(), ours.cohorts.end(), [&](const Cohort& each) {
                return each.id == cohort.id || each.code == cohort.code;
            });
            cohorts_[cohort.id] = same == ours.cohorts.end() ? cohort.id : same->id;
            if (same == ours.cohorts.end()) changes.emplace_back(cohort);
        }
    }

    void take_groups(const Roll& ours, std::vector<Change>& changes) {
        for (Group group : theirs_.groups) {
            const GroupId there = group.id;
            group.cohort = cohort_of(group.cohort);
            const auto same = std::find_if(ours.groups.begin(), ours.groups.end(), [&](const Group& each) {
                return each.id == group.id || (each.cohort == group.cohort && each.name == group.name);
            });
            groups_[there] = same == ours.groups.end() ? group.id : same->id;
            if (same == ours.groups.end()) changes.emplace_back(group);
        }
    }

    [[nodiscard]] CohortId cohort_of(const CohortId& theirs) const { return cohorts_.at(theirs); }

    /// Adds what is not among `present`, unless it is of someone deleted.
    template <class Row, class Same>
    void add(std::vector<Change>& changes, const Row& row, const std::vector<Row>& present, Same same) const {
        if constexpr (requires { row.candidate; })
            if (is_deleted(row.candidate)) return;
        if (std::none_of(present.begin(), present.end(), same)) changes.emplace_back(row);
    }

    void take_candidate(const CandidateId& candidate, MergeReport& report) {
        Batch batch = from_.batch_of(there_, candidate);
        Appended result = into_.append(here_, std::span(&batch, 1)).front();
        if (result.standing == BatchStanding::known && !batch.links.empty()) {
            batch.links.clear();  // what came without a package may still be new
            result = into_.append(here_, std::span(&batch, 1)).front();
        }
        if (result.standing == BatchStanding::refused)
            report.refused.push_back(fmt::format("candidate {}: {}", hex_of(candidate), result.reason));
        if (result.new_answers > 0) ++report.candidates;
        report.new_answers += result.new_answers;
    }

    Store& into_;
    Store& from_;
    ProgrammeId there_;
    ProgrammeId here_;
    Roll theirs_;
    std::set<CandidateId> deleted_;
    std::map<CohortId, CohortId> cohorts_;  ///< theirs -> ours
    std::map<GroupId, GroupId> groups_;
};

}  // namespace

MergeReport merge_stores(Store& into, Store& from) {
    MergeReport report;
    for (const Programme& programme : from.programmes())
        ProgrammeMerge(into, from, programme.id).run(same_programme(into, programme), report);
    return report;
}

}  // namespace collimate::cohort
