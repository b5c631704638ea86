#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/context.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/base/json_text.hpp"

namespace collimate {
namespace {

using nlohmann::json;

template <class T>
json or_null(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

void print_json(const Shelf& shelf) {
    json exams = json::array();
    for (const ShelvedBank& bank : shelf.banks)
        exams.push_back({{"code", bank.outline.exam},
                         {"title", bank.outline.title},
                         {"registry", name_of(bank.outline.registry)},
                         {"scored_items", or_null(bank.outline.scored_items)},
                         {"minutes", or_null(bank.outline.minutes)},
                         {"items", bank.items},
                         {"confidence", name_of(bank.outline.confidence)}});
    fmt::print("{}\n", json_text(json{{"exams", exams}}, 2));
}

std::string number_text(const std::optional<int>& number) { return number ? std::to_string(*number) : "?"; }

void print_table(const Shelf& shelf) {
    fmt::print("{:<11}{:>7}{:>9}{:>10}  {:<8} {}\n", "code", "scored", "minutes", "questions", "outline", "title");
    for (const ShelvedBank& bank : shelf.banks)
        fmt::print("{:<11}{:>7}{:>9}{:>10}  {:<8} {}\n", bank.outline.exam, number_text(bank.outline.scored_items),
                   number_text(bank.outline.minutes), bank.items, name_of(bank.outline.confidence), bank.outline.title);
}

void list_exams(const Context& context, bool as_json) {
    const Shelf shelf = read_shelf(context.banks());
    for (const std::string& refused : shelf.refused) fmt::print(stderr, "collimate-cli: {}\n", refused);
    as_json ? print_json(shelf) : print_table(shelf);
}

}  // namespace

void add_exams_command(CLI::App& app, Context& context) {
    const auto as_json = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("exams", "The exams known, with the number of questions for each");
    command->add_flag("--json", *as_json, "One JSON document");
    command->callback([as_json, &context] { list_exams(context, *as_json); });
}

}  // namespace collimate
