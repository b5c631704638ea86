#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/context.hpp"
#include "app/cli/terminal.hpp"
#include "app/cli/workplace.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"

namespace collimate {
namespace {

using nlohmann::json;

struct OutcomeOptions {
    std::filesystem::path record;
    std::string exam;
    std::string date;
    std::optional<double> score;
    bool passed = false;
    bool failed = false;
    bool withdraw = false;
    bool as_json = false;
};

Day day_from(const std::string& text) {
    if (text.empty()) throw Refused("name the day of the exam with --date 2027-01-15");
    const auto day = parse_day(text);
    if (!day) throw Refused(fmt::format("\"{}\" is no date; write 2027-01-15", text));
    return *day;
}

/// What is to be recorded; absent where nothing is told and the results are only to be listed.
std::optional<OutcomeTold> outcome_from(const OutcomeOptions& options) {
    if (options.passed + options.failed + options.withdraw > 1)
        throw Refused("say one of --passed, --failed and --withdraw");
    if (options.passed || options.failed || options.withdraw)
        return OutcomeTold{.exam_day = day_from(options.date),
                           .passed = options.passed,
                           .scaled = options.withdraw ? std::nullopt : options.score,
                           .withdrawn = options.withdraw};
    if (options.score || !options.date.empty()) throw Refused("say --passed or --failed as well");
    return std::nullopt;
}

json outcomes_json(const Desk& desk) {
    json list = json::array();
    for (const auto& [day, outcome] : desk.state().outcomes)
        list.push_back({{"date", format_day(day)},
                        {"passed", outcome.passed},
                        {"scaled", outcome.scaled ? json(*outcome.scaled) : json(nullptr)}});
    const OutcomeLink link = desk.outcome_link();
    return {{"exam", desk.outline().exam},
            {"outcomes", list},
            {"expected_raw", {{"without", link.raw_before}, {"with", link.raw_after}}},
            {"doubt_raw", {{"without", link.doubt_before}, {"with", link.doubt_after}}},
            {"words", link.words}};
}

void print_outcomes(const Desk& desk) {
    if (desk.state().outcomes.empty()) {
        fmt::print("{}: no real result entered. With --passed or --failed, --date and --score it is counted in.\n",
                   desk.outline().title);
        return;
    }
    fmt::print("Real results of {}:\n", desk.outline().title);
    for (const auto& [day, outcome] : desk.state().outcomes)
        fmt::print("  {}: {}{}\n", format_day(day), outcome.passed ? "passed" : "not passed",
                   outcome.scaled ? fmt::format(", score {:g}", *outcome.scaled) : "");
    print_wrapped(desk.outcome_link().words);
}

void tell(const Context& context, const OutcomeOptions& options) {
    const std::optional<OutcomeTold> outcome = outcome_from(options);
    if (!outcome && !std::filesystem::exists(record_path(context, options.record)))
        throw Refused("there is no record yet; begin with collimate-cli practice");
    const Workplace place = open_workplace(context, options.record, options.exam);
    if (outcome) place.desk->tell_outcome(*outcome, context.now());
    if (options.as_json)
        fmt::print("{}\n", json_text(outcomes_json(*place.desk), 2));
    else
        print_outcomes(*place.desk);
}

}  // namespace

void add_outcome_command(CLI::App& app, Context& context) {
    const auto options = std::make_shared<OutcomeOptions>();
    CLI::App* command =
        app.add_subcommand("outcome", "Enter or list results of the real exam; the forecast learns from them");
    command->add_option("--exam", options->exam, "Exam code; the one last studied if left out");
    command->add_option("--record", options->record, "Record file; the one of the data folder if left out");
    command->add_flag("--passed", options->passed, "The exam was passed");
    command->add_flag("--failed", options->failed, "The exam was not passed");
    command->add_flag("--withdraw", options->withdraw, "What was entered for that day was a mistake");
    command->add_option("--date", options->date, "Day of the exam, 2027-01-15");
    command->add_option("--score", options->score, "Scaled score, where it was reported");
    command->add_flag("--json", options->as_json, "One JSON document");
    command->callback([options, &context] { tell(context, *options); });
}

}  // namespace collimate
