#include "app/cli/cohort.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sodium.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/bank/bank.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/cohort/import.hpp"
#include "engine/cohort/matrix_csv.hpp"
#include "engine/cohort/merge.hpp"
#include "engine/cohort/sheet_import.hpp"

namespace collimate {
namespace fs = std::filesystem;

using nlohmann::json;

namespace {

struct ClassOptions : CohortOptions {
    std::vector<fs::path> files;
    fs::path matrix;    ///< answers from elsewhere
    std::string other;  ///< store to merge
    std::string name;   ///< of a class
    std::string exam;
    std::string exam_day;
    std::string given;  ///< day of an exam given elsewhere
    std::string completed;
};

std::optional<Day> day_named(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto day = parse_day(text);
    if (!day) throw Refused(fmt::format("\"{}\" is no date; write 2027-01-15", text));
    return day;
}

/// Eight letters and digits that are not mistaken for one another.
std::string new_code() {
    static constexpr std::string_view letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
    std::string code;
    for (int i = 0; i < 8; ++i) code += letters[randombytes_uniform(static_cast<std::uint32_t>(letters.size()))];
    return code;
}

/// A new store has one programme with one class, so that packages without a code can be imported on the first day.
void prepare_new_store(cohort::Store& store) {
    if (!store.programmes().empty()) return;
    const cohort::Programme programme{.id = {random_id()}, .name = "Programme"};
    store.put(programme);
    const std::vector<cohort::Change> changes{cohort::Cohort{.id = {random_id()}, .name = "Class", .code = new_code()}};
    store.change(programme.id, changes);
}

/// Asks the banks of the folder, each opened once; an exam without a bank has no items.
class ItemsKnown {
public:
    explicit ItemsKnown(fs::path banks) : folder_(std::move(banks)) {}
    bool operator()(std::string_view exam, std::string_view item) {
        auto found = banks_.find(exam);
        if (found == banks_.end()) found = banks_.emplace(exam, open(std::string(exam))).first;
        return found->second && found->second->find(item).has_value();
    }

private:
    std::unique_ptr<Bank> open(const std::string& exam) const {
        try {
            return std::make_unique<Bank>(Bank::open(bank_file(folder_, exam)));
        } catch (const Refused&) {
            return nullptr;
        }
    }

    fs::path folder_;
    std::map<std::string, std::unique_ptr<Bank>, std::less<>> banks_;
};

const char* word_for(cohort::BatchStanding standing) {
    switch (standing) {
        case cohort::BatchStanding::stored:
            return "new";
        case cohort::BatchStanding::known:
            return "already known";
        case cohort::BatchStanding::refused:
            break;
    }
    return "refused";
}

json to_json(const cohort::ImportedFile& file) {
    json line = {{"file", file.file.string()}, {"result", word_for(file.standing)}, {"notes", file.notes}};
    if (file.standing == cohort::BatchStanding::refused) {
        line["reason"] = file.reason;
        return line;
    }
    line["candidate"] = hex_of(file.candidate);
    line["answers"] = file.answers;
    line["new_answers"] = file.new_answers;
    return line;
}

void print_imported(const std::vector<cohort::ImportedFile>& files) {
    for (const cohort::ImportedFile& file : files) {
        const std::string name = visible(file.file.string());
        if (file.standing == cohort::BatchStanding::refused) {
            fmt::print(stderr, "{}: refused: {}\n", name, file.reason);
            continue;
        }
        fmt::print("{}: {}, candidate {}, {} answers, {} of them new\n", name, word_for(file.standing),
                   hex_of(file.candidate).substr(0, 8), file.answers, file.new_answers);
        for (const std::string& note : file.notes) fmt::print("  {}\n", note);
    }
    fmt::print("{}\n", package_limit);
}

void import_matrix(const ClassOptions& options) {
    const cohort::AnswerSheet sheet = cohort::read_matrix_csv(options.matrix);
    const OpenClass open = open_class(options);
    const auto written = fs::last_write_time(options.matrix).time_since_epoch();
    const Day file_day =
        static_cast<Day>(std::chrono::floor<std::chrono::days>(
                             std::chrono::file_clock::to_sys(fs::file_time_type(written)).time_since_epoch())
                             .count());
    const cohort::SheetFiling filing = {
        .exam = options.exam.empty() ? options.matrix.stem().string() : options.exam,
        .day = day_named(options.given).value_or(file_day),
        .cohort = options.code.empty()
                      ? std::nullopt
                      : std::optional(find_class(open.store->roll(open.programme.id), options.code).id),
        .new_id = random_id};
    const cohort::SheetImport done = cohort::import_sheet(*open.store, open.programme.id, sheet, filing);
    fmt::print("{}: {} candidates, {} of them new on the roster; {} new answers to {} questions, filed under {}, {}\n",
               visible(options.matrix.string()), done.candidates, done.new_candidates, done.new_answers,
               sheet.answers.items.size(), filing.exam, format_day(filing.day));
    if (!sheet.absent.empty()) fmt::print("{} candidates answered nothing and were left out\n", sheet.absent.size());
    if (sheet.unanswered > 0) fmt::print("{} empty cells count as wrong\n", sheet.unanswered);
}

void import(const Context& context, const ClassOptions& options) {
    const auto store = cohort::open_store(options.store, cohort::IfAbsent::create);
    prepare_new_store(*store);
    if (!options.matrix.empty()) return import_matrix(options);
    ItemsKnown known(context.banks());
    const auto files = cohort::import_packages(
        *store, options.files, {.code = options.code, .knows = std::ref(known), .now_ms = context.now().ms});
    const auto refused = std::count_if(files.begin(), files.end(), [](const cohort::ImportedFile& file) {
        return file.standing == cohort::BatchStanding::refused;
    });
    if (options.as_json) {
        json list = json::array();
        for (const auto& file : files) list.push_back(to_json(file));
        fmt::print("{}\n", json_text(json{{"files", list}, {"limit", package_limit}}, 2));
    } else {
        print_imported(files);
    }
    if (files.empty()) throw Refused("there is no result package in what was named: name files or folders with some");
    if (refused > 0) throw Refused(fmt::format("{} of {} files refused; the others are stored", refused, files.size()));
}

void add_class(const Context&, const ClassOptions& options) {
    const auto store = cohort::open_store(options.store, cohort::IfAbsent::create);
    const std::string wanted = options.programme.empty() ? "Programme" : options.programme;
    auto programmes = store->programmes();
    auto found = std::find_if(programmes.begin(), programmes.end(), [&](const cohort::Programme& programme) {
        return programme.name == wanted || (options.programme.empty() && programmes.size() == 1);
    });
    if (found == programmes.end()) {
        programmes.push_back({.id = {random_id()}, .name = wanted});
        found = std::prev(programmes.end());
        store->put(*found);
    }
    cohort::Cohort added{.id = {random_id()},
                         .name = options.name,
                         .code = options.code.empty() ? new_code() : options.code,
                         .exam = options.exam,
                         .exam_day = day_named(options.exam_day),
                         .completed = day_named(options.completed)};
    const std::vector<cohort::Change> changes{added};
    store->change(found->id, changes);
    fmt::print("{} in {}: candidates enroll by the code {}\n", added.name, found->name, added.code);
}

json to_json(const cohort::Roll& roll, const cohort::Cohort& each) {
    const auto enrolled = std::count_if(roll.enrolments.begin(), roll.enrolments.end(),
                                        [&](const cohort::Enrolment& row) { return row.cohort == each.id; });
    return {{"name", each.name},
            {"code", each.code},
            {"exam", each.exam},
            {"exam_day", each.exam_day ? json(format_day(*each.exam_day)) : json(nullptr)},
            {"completed", each.completed ? json(format_day(*each.completed)) : json(nullptr)},
            {"candidates", enrolled}};
}

void list_classes(const Context&, const ClassOptions& options) {
    const auto store = cohort::open_store(options.store, cohort::IfAbsent::refuse);
    json programmes = json::array();
    for (const cohort::Programme& programme : store->programmes()) {
        const cohort::Roll roll = store->roll(programme.id);
        json classes = json::array();
        for (const cohort::Cohort& each : roll.cohorts) classes.push_back(to_json(roll, each));
        programmes.push_back({{"programme", programme.name}, {"id", hex_of(programme.id)}, {"classes", classes}});
    }
    if (options.as_json) {
        fmt::print("{}\n", json_text(json{{"programmes", programmes}}, 2));
        return;
    }
    for (const json& programme : programmes) {
        fmt::print("{}\n", programme["programme"].get<std::string>());
        for (const json& each : programme["classes"])
            fmt::print("  {}, code {}, {} candidates\n", each["name"].get<std::string>(),
                       each["code"].get<std::string>(), each["candidates"].get<int>());
    }
}

void merge(const Context&, const ClassOptions& options) {
    const auto from = cohort::open_store(options.other, cohort::IfAbsent::refuse);
    const auto into = cohort::open_store(options.store, cohort::IfAbsent::create);
    const cohort::MergeReport report = cohort::merge_stores(*into, *from);
    fmt::print("{} new answers of {} candidates; {} candidates deleted here because they were there\n",
               report.new_answers, report.candidates, report.deleted);
    for (const std::string& each : report.refused) fmt::print(stderr, "refused: {}\n", each);
    if (!report.refused.empty())
        throw Refused(fmt::format("{} candidates refused; the others are merged", report.refused.size()));
}

using ClassAction = void (*)(const Context&, const ClassOptions&);

CLI::App* add_class_command(CLI::App& group, const char* name, const char* does, ClassAction action,
                            const std::shared_ptr<ClassOptions>& options, const Context& context) {
    CLI::App* command = group.add_subcommand(name, does);
    command->add_option("STORE", options->store, "Class store: a file, or postgresql://...")->required();
    command->callback([options, action, &context] { action(context, *options); });
    return command;
}

}  // namespace

UuidBytes random_id() {
    UuidBytes id{};
    randombytes_buf(id.data(), id.size());
    return id;
}

OpenClass open_class(const CohortOptions& options) {
    OpenClass open{.store = cohort::open_store(options.store, cohort::IfAbsent::refuse), .programme = {}};
    std::vector<std::string> names;
    for (const cohort::Programme& programme : open.store->programmes()) {
        names.push_back(programme.name);
        if (programme.name == options.programme || (options.programme.empty() && names.size() == 1))
            open.programme = programme;
    }
    const bool named = std::count(names.begin(), names.end(), options.programme) == 1;
    if (named || (options.programme.empty() && names.size() == 1)) return open;
    throw Refused(names.empty() ? "the class store has no programme yet: add a class, or import a package"
                                : fmt::format("name one programme with --programme: {}", fmt::join(names, ", ")));
}

cohort::Cohort find_class(const cohort::Roll& roll, const std::string& code) {
    std::vector<std::string> codes;
    for (const cohort::Cohort& each : roll.cohorts) {
        if (each.code == code) return each;
        codes.push_back(fmt::format("{} ({})", each.code, each.name));
    }
    throw Refused(fmt::format("no class has the code \"{}\"; there are {}", code, fmt::join(codes, ", ")));
}

CandidateId find_person(OpenClass& open, const std::string& person) {
    const cohort::Roll roll = open.store->roll(open.programme.id);
    const cohort::Roster roster = open.store->roster(open.programme.id);
    std::string as_hex = person;  // a report's label is the beginning of an id in capitals
    for (char& c : as_hex) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    std::vector<CandidateId> found;
    for (const CandidateId& candidate : roll.candidates) {
        const auto entry = roster.find(candidate);
        const bool by_roster =
            entry != roster.end() && (entry->second.name == person || entry->second.number == person);
        if (by_roster || (person.size() >= 4 && hex_of(candidate).starts_with(as_hex))) found.push_back(candidate);
    }
    if (found.size() == 1) return found.front();
    throw Refused(found.empty() ? fmt::format("nobody in {} is \"{}\": look at the roster", open.programme.name, person)
                                : fmt::format("{} candidates are \"{}\": write more of the id", found.size(), person));
}

void add_cohort_commands(CLI::App& app, Context& context) {
    const auto options = std::make_shared<ClassOptions>();
    CLI::App* group = app.add_subcommand("cohort", "A class: import results, keep the roster, merge stores");
    group->require_subcommand(1);
    CLI::App* importing = add_class_command(
        *group, "import", "Result packages, or folders with some, into a class store", import, options, context);
    CLI::Option* files = importing->add_option("FILE", options->files, "Packages or folders");
    importing->add_option("--matrix", options->matrix, "Answers to an exam given elsewhere, CSV")->excludes(files);
    importing->add_option("--exam", options->exam, "Exam code of these answers; the file's name if left out");
    importing->add_option("--given", options->given, "Day of that exam, 2026-11-20; the file's date if left out");
    importing->add_option("--programme", options->programme, "Where the store has several");
    importing->add_option("--code", options->code, "Class to enroll in, whatever the packages say");
    importing->add_flag("--json", options->as_json, "One JSON document");
    CLI::App* adding = add_class_command(*group, "add", "Add a class", add_class, options, context);
    adding->add_option("NAME", options->name, "Name of the class")->required();
    adding->add_option("--programme", options->programme, "Programme it belongs to, added where it is new");
    adding->add_option("--code", options->code, "Code candidates enroll by; made up if left out");
    adding->add_option("--exam", options->exam, "Exam code");
    adding->add_option("--exam-day", options->exam_day, "Day forecasts are made for, 2027-01-15");
    adding->add_option("--completed", options->completed, "Day the programme ends, 2026-12-20");
    add_class_command(*group, "classes", "List programmes and classes", list_classes, options, context)
        ->add_flag("--json", options->as_json, "One JSON document");
    add_class_command(*group, "merge", "Bring everything of another store into this one", merge, options, context)
        ->add_option("OTHER", options->other, "Store to read from")
        ->required();
    add_person_commands(*group, context);
    add_numbers_commands(*group);
    add_report_commands(*group, context);
    add_assign_commands(*group, context);
}

}  // namespace collimate
