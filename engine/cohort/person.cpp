#include "engine/cohort/person.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"

namespace collimate::cohort {
namespace {

using nlohmann::json;

json day_or_null(const std::optional<Day>& day) { return day ? json(format_day(*day)) : json(nullptr); }

template <class Row, class Write>
json rows_of_person(const std::vector<Row>& rows, const CandidateId& candidate, Write write) {
    json list = json::array();
    for (const Row& row : rows)
        if (row.candidate == candidate) list.push_back(write(row));
    return list;
}

std::string name_of_cohort(const Roll& roll, const CohortId& id) {
    for (const Cohort& cohort : roll.cohorts)
        if (cohort.id == id) return cohort.name;
    return "";
}

std::string name_of_group(const Roll& roll, const GroupId& id) {
    for (const Group& group : roll.groups)
        if (group.id == id) return group.name;
    return "";
}

json arranged_json(const Roll& roll, const CandidateId& candidate) {
    return {{"classes", rows_of_person(roll.enrolments, candidate,
                                       [&](const Enrolment& row) -> json {
                                           return {{"class", name_of_cohort(roll, row.cohort)},
                                                   {"since", format_time(row.since_ms)},
                                                   {"completed", day_or_null(row.completed)}};
                                       })},
            {"groups", rows_of_person(roll.memberships, candidate,
                                      [&](const Membership& row) -> json { return name_of_group(roll, row.group); })},
            {"outcomes", rows_of_person(roll.outcomes, candidate, [](const Outcome& row) -> json {
                 return {{"credential", row.credential},
                         {"day", format_day(row.day)},
                         {"passed", row.passed},
                         {"first_attempt", row.first_attempt},
                         {"scaled", row.scaled ? json(*row.scaled) : json(nullptr)}};
             })}};
}

json answer_json(const PackedAnswer& answer) {
    return {{"at", format_time(answer.at_ms)},
            {"exam", answer.exam},
            {"item", answer.item},
            {"revision", answer.revision},
            {"area", answer.area},
            {"difficulty", answer.difficulty},
            {"chance", answer.chance},
            {"first_exposure", answer.fresh},
            {"letters", answer.letters},
            {"right", answer.right},
            {"seconds", static_cast<double>(answer.elapsed_ms) / 1000.0},
            {"id", hex_of(answer.id)},
            {"sitting", answer.sitting ? json(hex_of(*answer.sitting)) : json(nullptr)}};
}

json sitting_json(const SittingRow& row) {
    return {{"id", hex_of(row.started.id)},
            {"exam", row.started.exam},
            {"kind", name_of(row.started.kind)},
            {"at", format_time(row.started.at_ms)},
            {"ended", row.ended ? json(format_time(row.ended->at_ms)) : json(nullptr)}};
}

json disclosure_json(const Disclosure& line) {
    static constexpr std::array kinds = {"asked for by the candidate", "given to the candidate", "given to others"};
    return {{"at", format_time(line.at_ms)},
            {"what", kinds.at(static_cast<std::size_t>(line.kind))},
            {"to", line.to},
            {"purpose", line.purpose}};
}

json done_json(const Batch& batch) {
    json answers = json::array();
    for (const PackedAnswer& answer : batch.answers) answers.push_back(answer_json(answer));
    json verdicts = json::array();
    for (const PackedVerdict& verdict : batch.verdicts)
        verdicts.push_back(
            {{"answer", hex_of(verdict.answer)}, {"revision", verdict.revision}, {"right", verdict.right}});
    json packages = json::array();
    for (const PackageLink& link : batch.links)
        packages.push_back({{"device", hex_of(link.device)},
                            {"sequence", link.sequence},
                            {"made", format_time(link.made_ms)},
                            {"sha256", hex_of(link.own)}});
    return {{"answers", answers}, {"judged_anew", verdicts}, {"packages", packages}};
}

}  // namespace

std::string person_json(Store& store, const ProgrammeId& programme, const CandidateId& candidate) {
    const Roll roll = store.roll(programme);
    if (!std::binary_search(roll.candidates.begin(), roll.candidates.end(), candidate))
        throw Refused(
            fmt::format("the programme keeps nothing of candidate {}: look at the roster", hex_of(candidate)));
    const Roster roster = store.roster(programme);
    const auto entry = roster.find(candidate);
    json person = {{"format", "collimate-person"}, {"version", 1}, {"candidate", hex_of(candidate)}};
    person["name"] = entry == roster.end() ? json(nullptr) : json(entry->second.name);
    person["number"] = entry == roster.end() ? json(nullptr) : json(entry->second.number);
    person.update(arranged_json(roll, candidate));
    person.update(done_json(store.batch_of(programme, candidate)));
    json sittings = json::array();
    for (const SittingRow& row : store.sittings({.programme = programme, .candidate = candidate}))
        sittings.push_back(sitting_json(row));
    person["sittings"] = sittings;
    json log = json::array();
    for (const Disclosure& line : store.disclosures(programme))
        if (!line.candidate || *line.candidate == candidate) log.push_back(disclosure_json(line));
    person["disclosures"] = log;
    return json_text(person, 2) + "\n";
}

}  // namespace collimate::cohort
