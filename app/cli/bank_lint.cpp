#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <tuple>

#include "app/cli/bank_commands.hpp"
#include "app/cli/context.hpp"
#include "engine/bank/bank.hpp"
#include "engine/bank/draws.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"

namespace collimate {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

struct LintOptions {
    fs::path folder;
    fs::path released;
    std::string draws;
    bool json = false;
};

std::string_view name_of(Severity severity) {
    return severity == Severity::block ? "block" : severity == Severity::warn ? "warn" : "inform";
}

/// --now where given, else the newest date an item was checked, so that a bank lints the same on every day.
Day day_of_lint(const ExamSource& source, const Context& context) {
    if (context.fixed_now) return context.fixed_now->day;
    Day newest = 0;
    for (const Item& item : source.items) newest = std::max(newest, item.checked);
    return newest;
}

/// The draws of one item, as they stand in the source, faults elsewhere aside.
void print_draws(const ExamSource& source, const std::string& id) {
    const auto found =
        std::find_if(source.items.begin(), source.items.end(), [&](const Item& item) { return item.id == id; });
    if (found == source.items.end()) throw Refused("there is no item " + id + " in this folder; check the id");
    for (const std::string& line : listed_draws(*found)) fmt::print("{}\n", line);
}

Json to_json(const Diagnostic& finding) {
    return {{"file", finding.file},
            {"line", finding.line},
            {"item", finding.subject},
            {"code", finding.code},
            {"fault", finding.fault},
            {"remedy", finding.remedy},
            {"severity", std::string(name_of(finding.severity))}};
}

void print_findings(const Diagnostics& findings, const std::string& summary, bool json) {
    if (json) {
        Json list = Json::array();
        for (const Diagnostic& finding : findings) list.push_back(to_json(finding));
        fmt::print("{}\n", json_text(Json{{"findings", list},
                                          {"blocking", count(findings, Severity::block)},
                                          {"warnings", count(findings, Severity::warn)},
                                          {"notes", count(findings, Severity::inform)}},
                                     2));
        return;
    }
    for (const Diagnostic& finding : findings) fmt::print("{}: {}\n", name_of(finding.severity), to_line(finding));
    fmt::print("{}\n", summary);
}

void lint_folder(const LintOptions& options, const Context& context) {
    Diagnostics form;
    const ExamSource source = read_source(options.folder, form);
    if (!options.draws.empty()) return print_draws(source, options.draws);
    if (!options.released.empty()) {
        const Bank released = Bank::open(options.released);
        released.verify();
        const Diagnostics changes = compare_with_release(source, released);
        form.insert(form.end(), changes.begin(), changes.end());
    }
    const Diagnostics findings = together(std::move(form), lint(source, day_of_lint(source, context)));
    const std::size_t blocking = count(findings, Severity::block);
    print_findings(findings,
                   fmt::format("{} items: {} blocking, {} warnings, {} notes", source.items.size(), blocking,
                               count(findings, Severity::warn), count(findings, Severity::inform)),
                   options.json);
    if (blocking > 0)
        throw Refused(fmt::format("{}: {} blocking findings; mend them", options.folder.string(), blocking));
}

}  // namespace

Diagnostics together(Diagnostics form, Diagnostics rules) {
    form.insert(form.end(), std::make_move_iterator(rules.begin()), std::make_move_iterator(rules.end()));
    std::stable_sort(form.begin(), form.end(), [](const Diagnostic& a, const Diagnostic& b) {
        return std::tie(a.file, a.line) < std::tie(b.file, b.line);
    });
    return form;
}

std::size_t count(const Diagnostics& findings, Severity severity) {
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(),
                                                  [severity](const Diagnostic& d) { return d.severity == severity; }));
}

void add_bank_lint_command(CLI::App& bank, const Context& context) {
    auto options = std::make_shared<LintOptions>();
    CLI::App* command = bank.add_subcommand("lint", "Check questions against the item-writing rules");
    command->add_option("SOURCE_DIR", options->folder, "Folder of an exam")->required();
    command->add_option("--against", options->released, "Released bank whose meaning must be kept");
    command->add_option("--draws", options->draws, "Print every draw of this item instead");
    command->add_flag("--json", options->json, "One JSON document");
    command->callback([options, &context] { lint_folder(*options, context); });
}

}  // namespace collimate
