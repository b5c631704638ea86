#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/context.hpp"
#include "app/cli/workplace.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/study/assigned.hpp"

namespace collimate {
namespace {

using nlohmann::json;

struct FormOptions {
    std::filesystem::path bank;
    std::filesystem::path record;
    std::uint64_t seed = 0;
    std::optional<int> length;
    bool as_json = false;
};

const std::string& code_of(const Bank& bank, int area) {
    return bank.outline().areas[static_cast<std::size_t>(area)].code;
}

void print_json(const Bank& bank, const Form& form, std::uint64_t seed) {
    json items = json::array();
    for (const FormItem& item : form.items)
        items.push_back({{"item", bank.head(item.ordinal).id}, {"area", code_of(bank, item.area)}});
    json shortages = json::array();
    for (const Shortage& shortage : form.shortages)
        shortages.push_back({{"area", code_of(bank, shortage.area)},
                             {"wanted", shortage.wanted},
                             {"got", shortage.got},
                             {"replaced", shortage.replaced}});
    const json document = {{"exam", bank.outline().exam}, {"bank", bank.hash()}, {"seed", seed},
                           {"length", form.items.size()}, {"items", items},      {"shortages", shortages}};
    fmt::print("{}\n", json_text(document, 2));
}

void print_lines(const Bank& bank, const Form& form) {
    for (const FormItem& item : form.items) fmt::print("{} {}\n", bank.head(item.ordinal).id, code_of(bank, item.area));
    for (const Shortage& shortage : form.shortages)
        fmt::print(stderr, "{}: {} of {} questions missing, {} of them taken from its nearest relatives\n",
                   code_of(bank, shortage.area), shortage.wanted - shortage.got, shortage.wanted, shortage.replaced);
}

void print_form(const Context& context, const FormOptions& options) {
    if (options.length && *options.length < 1)
        throw Refused("a form has at least one question; name a --length above 0");
    const Bank bank = Bank::open(options.bank);
    std::unique_ptr<Record> record;
    if (!options.record.empty() && !std::filesystem::exists(options.record))
        throw Refused(fmt::format("{} does not exist; name a record with --record", options.record.string()));
    if (!options.record.empty()) record = open_record(context, options.record);
    const Form form =
        form_of(bank, record ? &record->state(bank.outline().exam) : nullptr, options.length, options.seed);
    options.as_json ? print_json(bank, form, options.seed) : print_lines(bank, form);
}

}  // namespace

void add_form_command(CLI::App& app, Context& context) {
    const auto options = std::make_shared<FormOptions>();
    CLI::App* command = app.add_subcommand("form", "Assemble a form by the blueprint and print its questions");
    command->add_option("FILE", options->bank, "Bank file")->required();
    command->add_option("--seed", options->seed, "The same seed gives the same form")->required()->check(seed_fault);
    command->add_option("--length", options->length, "Questions; the exam's own number if left out");
    command->add_option("--record", options->record, "Pass over questions answered in this record");
    command->add_flag("--json", options->as_json, "One JSON document");
    command->callback([options, &context] { print_form(context, *options); });
}

}  // namespace collimate
