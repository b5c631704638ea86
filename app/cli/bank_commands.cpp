#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <map>
#include <memory>

#include "app/cli/bank_commands.hpp"
#include "app/cli/context.hpp"
#include "engine/bank/bank.hpp"
#include "engine/bank/schema.hpp"
#include "engine/bank/source.hpp"
#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"
#include "engine/item/markup.hpp"
#include "engine/item/score.hpp"

namespace collimate {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

// ---------------------------------------------------------------- compile

struct CompileOptions {
    fs::path folder;
    fs::path output;
};

void compile(const CompileOptions& options, const Context& context) {
    Diagnostics form;
    const ExamSource source = read_source(options.folder, form);
    const Diagnostics findings = together(std::move(form), blocking_faults(source, context.now().day));
    for (const Diagnostic& finding : findings)
        if (finding.severity == Severity::block) fmt::print(stderr, "{}\n", to_line(finding));
    if (blocks(findings))
        throw Refused(fmt::format("{}: {} faults; nothing was written; mend them and compile again",
                                  options.folder.string(), count(findings, Severity::block)));
    check_target(options.output, bank_application_id);
    const std::string hash = write_bank(source, options.output);
    fmt::print("{}: {} items, {}\n", options.output.string(), source.items.size(), hash.substr(0, 16));
}

void add_compile(CLI::App& bank, const Context& context) {
    auto options = std::make_shared<CompileOptions>();
    CLI::App* command = bank.add_subcommand("compile", "Compile an exam folder into a bank file");
    command->add_option("SOURCE_DIR", options->folder, "Folder with outline.toml, points.toml and items/")->required();
    command->add_option("-o,--output", options->output, "Bank file to write")->required();
    command->callback([options, &context] { compile(*options, context); });
}

// ---------------------------------------------------------------- info

struct InfoOptions {
    fs::path file;
    bool json = false;
};

void info(const InfoOptions& options) {
    const Bank bank = Bank::open(options.file);
    bank.verify();
    std::map<std::string, int> types;
    int parametric_items = 0;
    int retired = 0;
    for (const ItemHead& head : bank.heads()) {
        ++types[std::string(name_of(head.type))];
        parametric_items += head.parametric ? 1 : 0;
        retired += head.retired ? 1 : 0;
    }
    const Outline& outline = bank.outline();
    const std::vector<double> weights = area_weights(outline);
    Json areas = Json::array();
    for (const int leaf : outline.leaves()) {
        const auto at = static_cast<std::size_t>(leaf);
        areas.push_back({{"code", outline.areas[at].code},
                         {"title", outline.areas[at].title},
                         {"items", bank.range(leaf).size()},
                         {"weight", weights[at]}});
    }
    if (options.json) {
        const Json document = {{"exam", outline.exam}, {"title", outline.title},
                               {"items", bank.size()}, {"areas", areas},
                               {"types", types},       {"parametric", parametric_items},
                               {"retired", retired},   {"points", bank.points().size()},
                               {"hash", bank.hash()},  {"schema_version", bank.schema_version()}};
        fmt::print("{}\n", document.dump(2));
        return;
    }
    fmt::print("{}  {}\n{} items ({} with numbers drawn anew, {} retired), {} learning points\nhash {}\nformat {}\n",
               outline.exam, outline.title, bank.size(), parametric_items, retired, bank.points().size(), bank.hash(),
               bank.schema_version());
    for (const auto& [type, number] : types) fmt::print("{:<10} {}\n", type, number);
    for (const Json& area : areas)
        fmt::print("{:<12} {:>5}  {}\n", area["code"].get<std::string>(), area["items"].get<std::int64_t>(),
                   area["title"].get<std::string>());
}

void add_info(CLI::App& bank) {
    auto options = std::make_shared<InfoOptions>();
    CLI::App* command = bank.add_subcommand("info", "What a bank file holds");
    command->add_option("FILE", options->file, "Bank file")->required();
    command->add_flag("--json", options->json, "One JSON document");
    command->callback([options] { info(*options); });
}

// ---------------------------------------------------------------- show

struct ShowOptions {
    fs::path file;
    std::string item;
    bool json = false;
};

std::string key_of(const Item& item) {
    Instance whole{.type = item.type};
    for (const Option& option : item.options)
        whole.choices.push_back({.letter = option.letter, .right = option.right, .place = option.place});
    return key_letters(whole);
}

Json options_json(const Item& item) {
    Json list = Json::array();
    for (const Option& option : item.options) {
        Json each = {{"letter", std::string(1, option.letter)}, {"right", option.right}, {"why", option.why}};
        each[option.value.empty() ? "text" : "value"] = option.value.empty() ? option.text : option.value;
        if (!option.error.empty()) each["error"] = option.error;
        if (option.place > 0) each["place"] = option.place;
        list.push_back(each);
    }
    return list;
}

Json numbers_json(const Numbers& numbers) {
    Json draw = Json::object();
    for (const Parameter& parameter : numbers.parameters)
        draw[parameter.name] = {{"values", parameter.values}, {"unit", parameter.unit}};
    Json let = Json::object();
    for (const Let& each : numbers.lets) let[each.name] = each.expression;
    Json object = {
        {"draw", draw}, {"let", let}, {"require", numbers.require}, {"unit", numbers.unit}, {"apart", numbers.apart}};
    if (numbers.decimals >= 0) object["decimals"] = numbers.decimals;
    if (numbers.figures >= 0) object["figures"] = numbers.figures;
    if (numbers.show > 0) object["show"] = numbers.show;
    if (numbers.within) object["within"] = *numbers.within;
    if (numbers.within_percent) object["within_percent"] = *numbers.within_percent;
    return object;
}

Json sources_json(const Item& item) {
    Json list = Json::array();
    for (const Source& source : item.sources) {
        Json each = {{"doc", source.doc},
                     {"year", source.year},
                     {"section", source.section},
                     {"seen", std::string(name_of(source.seen))}};
        if (!source.url.empty()) each["url"] = source.url;
        list.push_back(each);
    }
    return list;
}

Json item_document(const Item& item) {
    Json document = {{"id", item.id},
                     {"revision", item.revision},
                     {"area", item.area},
                     {"type", std::string(name_of(item.type))},
                     {"level", std::string(name_of(item.level))},
                     {"expected", item.expected},
                     {"points", item.points},
                     {"stem", item.stem},
                     {"options", options_json(item)},
                     {"key", key_of(item)},
                     {"rationale", item.principle},
                     {"sources", sources_json(item)},
                     {"checked", format_day(item.checked)},
                     {"family", item.family},
                     {"enemies", item.enemies},
                     {"origin", item.origin},
                     {"authors", item.authors},
                     {"license", item.license},
                     {"retired", item.retired.has_value()}};
    if (item.numbers) document["numbers"] = numbers_json(*item.numbers);
    if (item.principle.empty())
        for (const Option& option : item.options)
            if (option.right) document["rationale"] = option.why;
    return document;
}

void print_item(const Item& item) {
    fmt::print("{}  revision {}  {}  {}  {}\n\n{}\n\n", item.id, item.revision, item.area, name_of(item.type),
               name_of(item.level), plain(item.stem));
    for (const Option& option : item.options) {
        const std::string mark = option.right ? "*" : option.place > 0 ? std::to_string(option.place) : " ";
        fmt::print("{} {}) {}\n     {}\n", mark, option.letter,
                   option.value.empty() ? plain(option.text) : option.value, plain(option.why));
        if (!option.error.empty()) fmt::print("     slip: {}\n", plain(option.error));
    }
    if (!item.principle.empty()) fmt::print("\n{}\n", plain(item.principle));
    fmt::print("\n");
    for (const Source& source : item.sources)
        fmt::print("Source: {} ({}), {} [{}]\n", source.doc, source.year, source.section, name_of(source.seen));
    fmt::print("Checked {}. {}\n", format_day(item.checked), item.origin);
}

void show(const ShowOptions& options) {
    const Item item = Bank::open(options.file).item(options.item);
    if (options.json)
        fmt::print("{}\n", item_document(item).dump(2));
    else
        print_item(item);
}

void add_show(CLI::App& bank) {
    auto options = std::make_shared<ShowOptions>();
    CLI::App* command = bank.add_subcommand("show", "One item in full, key and rationale included");
    command->add_option("FILE", options->file, "Bank file")->required();
    command->add_option("ITEM", options->item, "Item id, e.g. ct-ip-0001")->required();
    command->add_flag("--json", options->json, "One JSON document");
    command->callback([options] { show(*options); });
}

}  // namespace

void add_bank_commands(CLI::App& app, Context& context) {
    CLI::App* bank = app.add_subcommand("bank", "Question banks: compile, check, look inside");
    bank->require_subcommand(1);
    add_compile(*bank, context);
    add_bank_lint_command(*bank, context);
    add_info(*bank);
    add_show(*bank);
    add_bank_booklet(*bank, context);
}

}  // namespace collimate
