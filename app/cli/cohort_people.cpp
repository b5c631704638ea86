#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <nlohmann/json.hpp>

#include "app/cli/cohort.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/base/output_file.hpp"
#include "engine/cohort/person.hpp"

namespace collimate {
namespace {

using nlohmann::json;

struct PeopleOptions : CohortOptions {
    std::string name;
    std::string number;
    std::string group;
    std::string exam;
    std::string date;
    std::string to;
    std::string purpose;
    std::filesystem::path file;
    std::optional<double> score;
    bool leave = false;
    bool passed = false;
    bool failed = false;
    bool withdraw = false;
    bool repeat = false;
    bool sure = false;
};

void change(OpenClass& open, const cohort::Change& one) { open.store->change(open.programme.id, std::span(&one, 1)); }

void list_roster(const Context&, const PeopleOptions& options) {
    OpenClass open = open_class(options);
    const cohort::Roll roll = open.store->roll(open.programme.id);
    const cohort::Roster roster = open.store->roster(open.programme.id);
    json list = json::array();
    for (const CandidateId& candidate : roll.candidates) {
        json person = {{"candidate", hex_of(candidate)}, {"name", nullptr}, {"number", nullptr}};
        if (const auto entry = roster.find(candidate); entry != roster.end()) {
            person["name"] = entry->second.name;
            person["number"] = entry->second.number;
        }
        person["codes"] = json::array();
        for (const cohort::Enrolment& row : roll.enrolments)
            for (const cohort::Cohort& each : roll.cohorts)
                if (row.candidate == candidate && row.cohort == each.id) person["codes"].push_back(each.code);
        list.push_back(person);
    }
    if (options.as_json) {
        fmt::print("{}\n", json_text(json{{"programme", open.programme.name}, {"candidates", list}}, 2));
        return;
    }
    for (const json& person : list)
        fmt::print("{}  {}  {}\n", person["candidate"].get<std::string>(),
                   person["name"].is_null() ? "(no name)" : person["name"].get<std::string>(),
                   json_text(person["codes"]));
}

void name_person(const Context&, const PeopleOptions& options) {
    OpenClass open = open_class(options);
    const CandidateId candidate = find_person(open, options.person);
    if (options.name.empty() && options.number.empty())
        change(open, cohort::Unnamed{.candidate = candidate});
    else
        change(open, cohort::Named{.candidate = candidate, .entry = {.name = options.name, .number = options.number}});
}

void enroll(const Context& context, const PeopleOptions& options) {
    OpenClass open = open_class(options);
    const CandidateId candidate = find_person(open, options.person);
    const std::optional<Day> completed = parse_day(options.date);
    if (!options.date.empty() && !completed)
        throw Refused(fmt::format("\"{}\" is no date; write --completed 2026-12-20", options.date));
    const cohort::CohortId into = find_class(open.store->roll(open.programme.id), options.code).id;
    if (options.withdraw)
        change(open, cohort::Withdrawn{.candidate = candidate, .cohort = into});
    else
        change(open, cohort::Enrolment{
                         .candidate = candidate, .cohort = into, .since_ms = context.now().ms, .completed = completed});
}

void put_in_group(const Context&, const PeopleOptions& options) {
    OpenClass open = open_class(options);
    const cohort::Roll roll = open.store->roll(open.programme.id);
    const cohort::Cohort in = find_class(roll, options.code);
    const CandidateId candidate = find_person(open, options.person);
    cohort::Group group{.id = {random_id()}, .cohort = in.id, .name = options.group};
    for (const cohort::Group& each : roll.groups)
        if (each.cohort == in.id && each.name == options.group) group = each;
    const cohort::Membership membership{.candidate = candidate, .group = group.id};
    std::vector<cohort::Change> changes{group};
    if (options.leave)
        changes.emplace_back(cohort::Left{membership});
    else
        changes.emplace_back(membership);
    open.store->change(open.programme.id, changes);
}

void tell_outcome(const Context&, const PeopleOptions& options) {
    if (options.passed + options.failed + options.withdraw != 1)
        throw Refused("say one of --passed, --failed and --withdraw");
    const auto day = parse_day(options.date);
    if (!day) throw Refused(fmt::format("\"{}\" is no date; write --date 2027-01-15", options.date));
    OpenClass open = open_class(options);
    const CandidateId candidate = find_person(open, options.person);
    if (options.withdraw)
        change(open, cohort::OutcomeWithdrawn{.candidate = candidate, .credential = options.exam, .day = *day});
    else
        change(open, cohort::Outcome{.candidate = candidate,
                                     .credential = options.exam,
                                     .day = *day,
                                     .passed = options.passed,
                                     .first_attempt = !options.repeat,
                                     .scaled = options.score});
}

void request(const Context& context, const PeopleOptions& options) {
    OpenClass open = open_class(options);
    const CandidateId candidate = find_person(open, options.person);
    change(open, cohort::Disclosure{.at_ms = context.now().ms,
                                    .kind = cohort::DisclosureKind::requested,
                                    .candidate = candidate,
                                    .to = "the candidate",
                                    .purpose = "access to their own record"});
    fmt::print("Noted. The record is due to them by {}; until they have it nothing of theirs is deleted.\n",
               format_day(context.now().day + 45));
}

void export_person(const Context& context, const PeopleOptions& options) {
    if (!options.to.empty() && options.purpose.empty())
        throw Refused("say with --purpose what they need it for: the disclosure log asks for it");
    OpenClass open = open_class(options);
    const CandidateId candidate = find_person(open, options.person);
    write_whole(options.file, cohort::person_json(*open.store, open.programme.id, candidate));
    const bool own = options.to.empty();
    change(open, cohort::Disclosure{.at_ms = context.now().ms,
                                    .kind = own ? cohort::DisclosureKind::answered : cohort::DisclosureKind::disclosed,
                                    .candidate = candidate,
                                    .to = own ? "the candidate" : options.to,
                                    .purpose = own ? "access to their own record" : options.purpose});
    fmt::print("{}: everything that is kept of {}; written into the log\n", options.file.string(), hex_of(candidate));
}

void delete_person(const Context& context, const PeopleOptions& options) {
    OpenClass open = open_class(options);
    const CandidateId candidate = find_person(open, options.person);
    if (!options.sure)
        throw Refused(
            fmt::format("this deletes every row of candidate {}, the name included, for good, and no package "
                        "of theirs is taken in again; say --yes to do it",
                        hex_of(candidate)));
    open.store->forget(open.programme.id, candidate, context.now().ms);
    fmt::print(
        "Candidate {} was deleted. Copies of the store, packages and exports kept elsewhere are not reached by "
        "this.\n",
        hex_of(candidate));
}

void show_log(const Context& context, const PeopleOptions& options) {
    static constexpr std::array what = {"asked for", "given to the candidate", "disclosed"};
    OpenClass open = open_class(options);
    if (!options.to.empty()) {
        if (options.purpose.empty()) throw Refused("say with --purpose what they need it for");
        cohort::Disclosure line{.at_ms = context.now().ms, .to = options.to, .purpose = options.purpose};
        if (!options.person.empty()) line.candidate = find_person(open, options.person);
        change(open, line);
    }
    json list = json::array();
    for (const cohort::Disclosure& line : open.store->disclosures(open.programme.id))
        list.push_back({{"at", format_time(line.at_ms)},
                        {"what", what.at(static_cast<std::size_t>(line.kind))},
                        {"candidate", line.candidate ? json(hex_of(*line.candidate)) : json(nullptr)},
                        {"to", line.to},
                        {"purpose", line.purpose}});
    if (options.as_json) {
        fmt::print("{}\n", json_text(json{{"log", list}}, 2));
        return;
    }
    for (const json& line : list)
        fmt::print("{}  {}  {}  to {}: {}\n", line["at"].get<std::string>(), line["what"].get<std::string>(),
                   line["candidate"].is_null() ? "a class" : line["candidate"].get<std::string>(),
                   line["to"].get<std::string>(), line["purpose"].get<std::string>());
}

using PeopleAction = void (*)(const Context&, const PeopleOptions&);

/// Adds commands about people, all with STORE and --programme.
class PeopleCommands {
public:
    PeopleCommands(CLI::App& group, const Context& context) : group_(group), context_(context) {}

    CLI::App* add(const char* name, const char* does, PeopleAction action) {
        CLI::App* command = group_.add_subcommand(name, does);
        command->add_option("STORE", options->store, "Class store: a file, or postgresql://...")->required();
        command->add_option("--programme", options->programme, "Name of the programme, where there are several");
        command->callback([all = options, action, &context = context_] { action(context, *all); });
        return command;
    }
    CLI::App* add_about_one(const char* name, const char* does, PeopleAction action) {
        CLI::App* command = add(name, does, action);
        command->add_option("CANDIDATE", options->person, "Id or its beginning, number or name")->required();
        return command;
    }

    std::shared_ptr<PeopleOptions> options = std::make_shared<PeopleOptions>();

private:
    CLI::App& group_;
    const Context& context_;
};

}  // namespace

void add_person_commands(CLI::App& group, Context& context) {
    PeopleCommands people(group, context);
    PeopleOptions& options = *people.options;
    people.add("roster", "List candidates with their names", list_roster)
        ->add_flag("--json", options.as_json, "One JSON document");
    CLI::App* naming =
        people.add_about_one("name", "Write a name into the roster; without one it is removed", name_person);
    naming->add_option("--name", options.name, "Name");
    naming->add_option("--number", options.number, "The school's own number");
    CLI::App* enrolling = people.add_about_one("enroll", "Put a candidate into a class", enroll);
    enrolling->add_option("--code", options.code, "Code of the class")->required();
    enrolling->add_option("--completed", options.date, "Day this candidate completed the programme");
    enrolling->add_flag("--withdraw", options.withdraw, "Take them out of it; answers stay");
    CLI::App* grouping = people.add_about_one("group", "Put a candidate into a group of a class", put_in_group);
    grouping->add_option("--code", options.code, "Code of the class")->required();
    grouping->add_option("--group", options.group, "Name of the group")->required();
    grouping->add_flag("--leave", options.leave, "Take them out of it");
    CLI::App* outcome = people.add_about_one("outcome", "How a real exam went", tell_outcome);
    outcome->add_option("--exam", options.exam, "Exam code")->required();
    outcome->add_option("--date", options.date, "Day of the exam, 2027-01-15")->required();
    outcome->add_flag("--passed", options.passed, "It was passed");
    outcome->add_flag("--failed", options.failed, "It was not passed");
    outcome->add_flag("--withdraw", options.withdraw, "What was entered for that day was a mistake");
    outcome->add_flag("--repeat", options.repeat, "Not the first attempt");
    outcome->add_option("--score", options.score, "Scaled score, where it was reported");
    people.add_about_one("request", "A candidate asked to see what is kept of them", request);
    CLI::App* person = people.add_about_one("person", "Everything that is kept of one candidate", export_person);
    person->add_option("-o,--output", options.file, "File to write")->required();
    person->add_option("--to", options.to, "Who is given it; the candidate if left out");
    person->add_option("--purpose", options.purpose, "What they need it for");
    people.add_about_one("delete", "Delete a candidate for good", delete_person)
        ->add_flag("--yes", options.sure, "Really do it");
    CLI::App* log = people.add("log", "The disclosure log; --to adds a line", show_log);
    log->add_option("--to", options.to, "Who was given something");
    log->add_option("--purpose", options.purpose, "What they need it for");
    log->add_option("--candidate", options.person, "Of whom; a whole class if left out");
    log->add_flag("--json", options.as_json, "One JSON document");
}

}  // namespace collimate
