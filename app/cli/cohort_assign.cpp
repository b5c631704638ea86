#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "app/cli/cohort.hpp"
#include "engine/bank/bank.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"
#include "engine/cohort/assignment.hpp"
#include "engine/cohort/demo_class.hpp"
#include "engine/study/assigned.hpp"

namespace collimate {
namespace {

struct AssignOptions : CohortOptions {
    std::string title;
    std::string exam;
    std::vector<std::string> areas;
    std::vector<std::string> items;
    std::optional<int> form;
    std::uint64_t seed = 1;
    std::string due;
    std::filesystem::path file;
};

std::vector<std::string> questions_of_form(const Bank& bank, const AssignOptions& options) {
    const Form form = form_of(bank, nullptr, options.form, options.seed);
    for (const Shortage& shortage : form.shortages)
        fmt::print(stderr, "{}: {} of {} questions missing, {} of them taken from its nearest relatives\n",
                   bank.outline().areas[static_cast<std::size_t>(shortage.area)].code, shortage.wanted - shortage.got,
                   shortage.wanted, shortage.replaced);
    std::vector<std::string> ids;
    for (const FormItem& item : form.items) ids.push_back(bank.head(item.ordinal).id);
    return ids;
}

/// What is assigned must be in the bank that candidates have.
void check_assigned(const Bank& bank, const cohort::AssignmentFile& file) {
    for (const std::string& area : file.areas)
        if (!bank.outline().find(area))
            throw Refused(fmt::format("'{}' is no area of {}; the areas are in its outline", area, file.exam));
    for (const std::string& item : file.items) {
        const auto ordinal = bank.find(item);
        if (!ordinal) throw Refused(fmt::format("'{}' is no question of {}; bank show tells of one", item, file.exam));
        if (bank.head(*ordinal).retired)
            throw Refused(fmt::format("'{}' is retired from {}: assign another question", item, file.exam));
    }
}

std::optional<Day> due_day(const std::string& text) {
    if (text.empty()) return std::nullopt;
    const auto day = parse_day(text);
    if (!day) throw Refused(fmt::format("\"{}\" is no date; write --due 2027-01-15", text));
    return day;
}

void assign(const Context& context, const AssignOptions& options) {
    const OpenClass open = open_class(options);
    const cohort::Cohort cohort = find_class(open.store->roll(open.programme.id), options.code);
    cohort::AssignmentFile file = {.code = cohort.code,
                                   .id = {random_id()},
                                   .title = options.title,
                                   .exam = options.exam.empty() ? cohort.exam : options.exam,
                                   .items = options.items,
                                   .areas = options.areas,
                                   .given = context.now().day,
                                   .due = due_day(options.due)};
    if (file.exam.empty())
        throw Refused(fmt::format("{} prepares for no exam in particular: say which with --exam", cohort.name));
    const Bank bank = Bank::open(bank_file(context.banks(), file.exam));
    if (options.form) file.items = questions_of_form(bank, options);
    check_assigned(bank, file);
    write_whole(options.file, cohort::assignment_text(file));
    const cohort::Change change = cohort::assignment_of(file, cohort.id);
    open.store->change(open.programme.id, std::span(&change, 1));
    fmt::print("{}: {} for {}, {}{}; candidates open it with practice --assignment\n", options.file.string(),
               file.title, cohort.name,
               file.items.empty() ? fmt::format("areas {}", fmt::join(file.areas, ", "))
                                  : fmt::format("{} questions", file.items.size()),
               file.due ? ", due " + format_day(*file.due) : "");
}

void make_demo(const Context& context, const AssignOptions& options) {
    const Bank bank = Bank::open(bank_file(context.banks(), "arrt-ct"));
    const auto store = cohort::open_store(options.store, cohort::IfAbsent::create);
    const cohort::Demonstration made = cohort::make_demonstration(*store, bank, context.now(), options.seed);
    const cohort::Roll roll = store->roll(made.programme);
    fmt::print("{}: {}, class code {}. Everybody in it is made up.\n", options.store, cohort::demonstration_name,
               cohort::demonstration_code);
    fmt::print("{} candidates studied computed tomography for eight weeks; {} earlier candidates have results.\n",
               cohort::demonstration_candidates, roll.candidates.size() - cohort::demonstration_candidates);
    fmt::print(
        "Hidden in it: two candidates at risk, and one question of \"{}\" that was scored by a wrong key.\n"
        "Find it with: collimate-cli cohort items {} --exam \"{}\"\n",
        cohort::demonstration_exam, options.store, cohort::demonstration_exam);
}

}  // namespace

void add_assign_commands(CLI::App& group, Context& context) {
    const auto options = std::make_shared<AssignOptions>();
    CLI::App* demo = group.add_subcommand("demo", "Make the demonstration class in a new store: made-up candidates");
    demo->add_option("STORE", options->store, "Class store: a new file, or an empty postgresql://... database")
        ->required();
    demo->add_option("--seed", options->seed, "Another class for another seed")->check(seed_fault);
    demo->callback([options, &context] { make_demo(context, *options); });
    CLI::App* assigning =
        group.add_subcommand("assign", "Assign questions or areas to a class, as a file for candidates");
    assigning->add_option("STORE", options->store, "Class store: a file, or postgresql://...")->required();
    assigning->add_option("--programme", options->programme, "Where the store has several");
    assigning->add_option("--code,--class", options->code, "Code of the class")->required();
    assigning->add_option("--title", options->title, "What candidates read, \"Artifacts by Friday\"")->required();
    assigning->add_option("--exam", options->exam, "Exam code; the one the class prepares for if left out");
    CLI::Option* areas =
        assigning->add_option("--areas", options->areas, "Area codes, parts included: A,B")->delimiter(',');
    CLI::Option* items = assigning->add_option("--items", options->items, "Questions by id: A,B")->delimiter(',');
    CLI::Option* form = assigning->add_option("--form", options->form, "A form of so many questions by the blueprint")
                            ->check(CLI::Range(1, static_cast<int>(cohort::most_assigned_items)));
    areas->excludes(items)->excludes(form);
    items->excludes(form);
    assigning->add_option("--seed", options->seed, "Of the form; 1 if left out")->needs(form)->check(seed_fault);
    assigning->add_option("--due", options->due, "Day it is due, 2027-01-15");
    assigning->add_option("-o,--output", options->file, "File to write, NAME.collimate-assignment")->required();
    assigning->callback([options, &context] { assign(context, *options); });
}

}  // namespace collimate
