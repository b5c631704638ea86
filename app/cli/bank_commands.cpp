#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <map>
#include <memory>

#include "app/cli/bank_commands.hpp"
#include "app/cli/context.hpp"
#include "engine/bank/bank.hpp"
#include "engine/bank/calibration_file.hpp"
#include "engine/bank/schema.hpp"
#include "engine/bank/source.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
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
    fs::path calibration;
};

void take_calibration(ExamSource& source, const fs::path& file) {
    Diagnostics findings;
    const CalibrationFile calibration = read_calibration(file, findings);
    if (!blocks(findings)) apply_calibration(source, calibration, file, findings);
    for (const Diagnostic& finding : findings) fmt::print(stderr, "{}\n", to_line(finding));
    if (blocks(findings))
        throw Refused(fmt::format("{}: the calibration cannot be used; nothing was written", file.string()));
}

void compile(const CompileOptions& options, const Context& context) {
    Diagnostics form;
    ExamSource source = read_source(options.folder, form);
    const Diagnostics findings = together(std::move(form), blocking_faults(source, context.now().day));
    for (const Diagnostic& finding : findings)
        if (finding.severity == Severity::block) fmt::print(stderr, "{}\n", to_line(finding));
    if (blocks(findings))
        throw Refused(fmt::format("{}: {} faults; nothing was written; mend them and compile again",
                                  options.folder.string(), count(findings, Severity::block)));
    if (!options.calibration.empty()) take_calibration(source, options.calibration);
    check_target(options.output, bank_application_id);
    const std::string hash = write_bank(source, options.output);
    const std::string calibrated =
        options.calibration.empty() ? "" : fmt::format(" ({} calibrated)", source.calibrated.size());
    fmt::print("{}: {} items{}, {}\n", options.output.string(), source.items.size(), calibrated, hash.substr(0, 16));
}

void add_compile(CLI::App& bank, const Context& context) {
    auto options = std::make_shared<CompileOptions>();
    CLI::App* command = bank.add_subcommand("compile", "Compile an exam folder into a bank file");
    command->add_option("SOURCE_DIR", options->folder, "Folder with outline.toml, points.toml and items/")->required();
    command->add_option("-o,--output", options->output, "Bank file to write")->required();
    command->add_option("--calibration", options->calibration, "Difficulties that cohort calibrate has written");
    command->callback([options, &context] { compile(*options, context); });
}

// ---------------------------------------------------------------- info

struct InfoOptions {
    fs::path file;
    bool json = false;
};

Json origin_json(const Bank& bank, std::int64_t calibrated) {
    if (!bank.calibration()) return nullptr;
    const CalibrationOrigin& origin = *bank.calibration();
    return {{"items", calibrated},
            {"model", origin.model},
            {"candidates", origin.candidates},
            {"answers", origin.answers},
            {"newest", format_day(origin.newest)}};
}

void print_origin(const Bank& bank, std::int64_t calibrated) {
    if (!bank.calibration()) return;
    const CalibrationOrigin& origin = *bank.calibration();
    fmt::print("{} items calibrated by the {} model on {} answers of {} candidates, the last of {}\n", calibrated,
               origin.model, origin.answers, origin.candidates, format_day(origin.newest));
    if (bank.memory())
        fmt::print("memory of a class, fitted to {} reviews of {} candidates\n", bank.memory()->reviews,
                   bank.memory()->candidates);
}

Json memory_json(const Bank& bank) {
    if (!bank.memory()) return nullptr;
    const ClassMemory& memory = *bank.memory();
    return {{"candidates", memory.candidates}, {"reviews", memory.reviews}, {"parameters", memory.parameters}};
}

void info(const InfoOptions& options) {
    const Bank bank = Bank::open(options.file);
    bank.verify();
    std::map<std::string, int> types;
    int parametric_items = 0;
    int retired = 0;
    std::int64_t calibrated = 0;
    for (const ItemHead& head : bank.heads()) {
        ++types[std::string(name_of(head.type))];
        parametric_items += head.parametric ? 1 : 0;
        retired += head.retired ? 1 : 0;
        calibrated += head.calibrated ? 1 : 0;
    }
    const std::int64_t pictures = bank.pictures();
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
        const Json document = {{"exam", outline.exam},
                               {"title", outline.title},
                               {"items", bank.size()},
                               {"areas", areas},
                               {"types", types},
                               {"parametric", parametric_items},
                               {"retired", retired},
                               {"points", bank.points().size()},
                               {"hash", bank.hash()},
                               {"pictures", pictures},
                               {"calibrated", origin_json(bank, calibrated)},
                               {"memory", memory_json(bank)},
                               {"schema_version", bank.schema_version()}};
        fmt::print("{}\n", json_text(document, 2));
        return;
    }
    fmt::print(
        "{}  {}\n{} items ({} with numbers drawn anew, {} retired), {} learning points, {} pictures\nhash {}\nformat "
        "{}\n",
        outline.exam, outline.title, bank.size(), parametric_items, retired, bank.points().size(), pictures,
        bank.hash(), bank.schema_version());
    print_origin(bank, calibrated);
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

Json region_json(const FigurePlace& place) {
    if (const std::string* part = std::get_if<std::string>(&place)) return {{"part", *part}};
    const Region& region = std::get<Region>(place);
    Json spots = Json::array();
    for (const Spot spot : region.spots) spots.push_back({spot.x, spot.y});
    constexpr std::array<std::string_view, 3> shapes = {"ellipse", "rectangle", "polygon"};
    return {{"shape", shapes[static_cast<std::size_t>(region.shape)]}, {"spots", spots}, {"area", area_of(region)}};
}

/// Center and radii, corners, or the part.
std::string region_text(const FigurePlace& place) {
    if (const std::string* part = std::get_if<std::string>(&place)) return "the part " + *part;
    const Region& region = std::get<Region>(place);
    std::string text = region.shape == Region::Shape::ellipse ? "ellipse" : "corners";
    for (const Spot spot : region.spots) text += fmt::format(" ({:.3f}, {:.3f})", spot.x, spot.y);
    return text;
}

Json figures_json(const Item& item) {
    Json list = Json::array();
    for (const FigureUse& figure : item.figures) {
        Json each = {{"size", {figure.size.width, figure.size.height}},
                     {"alt", figure.alt},
                     {"caption", figure.caption},
                     {"stored", fixed_figure(item, figure)}};
        if (!figure.name.empty()) each["name"] = figure.name;
        if (figure.image) {
            each["image"] = {{"credit", figure.image->credit},
                             {"license", figure.image->license},
                             {"year", figure.image->year},
                             {"hash", figure.image->hash}};
            list.push_back(each);
            continue;
        }
        each["generator"] = figure.generator;
        each["version"] = figure.version;
        each["seed"] = figure.seed;
        each["with"] = Json::object();
        for (const auto& [name, setting] : figure.settings) {
            if (const double* number = std::get_if<double>(&setting)) each["with"][name] = *number;
            if (const std::string* word = std::get_if<std::string>(&setting)) each["with"][name] = *word;
            if (const Formula* formula = std::get_if<Formula>(&setting))
                each["with"][name] = {{"formula", formula->text}};
        }
        list.push_back(each);
    }
    return list;
}

Json options_json(const Item& item) {
    Json list = Json::array();
    for (const Option& option : item.options) {
        Json each = {{"letter", std::string(1, option.letter)}, {"right", option.right}, {"why", option.why}};
        if (option.region)
            each["region"] = region_json(*option.region);
        else
            each[option.value.empty() ? "text" : "value"] = option.value.empty() ? option.text : option.value;
        if (option.region && !option.text.empty()) each["text"] = option.text;
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
    if (!item.figures.empty()) document["figures"] = figures_json(item);
    if (item.table)
        document["table"] = {
            {"caption", item.table->caption}, {"columns", item.table->columns}, {"rows", item.table->rows}};
    for (const Slip& slip : item.slips)
        document["slips"].push_back({{"order", slip.order}, {"error", slip.error}, {"why", slip.why}});
    if (item.numbers) document["numbers"] = numbers_json(*item.numbers);
    if (item.principle.empty())
        for (const Option& option : item.options)
            if (option.right) document["rationale"] = option.why;
    return document;
}

void print_exhibits_of(const Item& item) {
    for (const FigureUse& figure : item.figures)
        fmt::print(
            "Figure: {}, {} x {}{}\n  {}\n\n",
            figure.image ? figure.image->credit : figure.generator + " version " + std::to_string(figure.version),
            figure.size.width, figure.size.height, fixed_figure(item, figure) ? "" : ", drawn anew each time",
            plain(figure.alt));
    if (!item.table) return;
    const auto print_row = [](const std::vector<std::string>& cells) {
        for (const std::string& cell : cells) fmt::print("  {:<20}", plain(cell));
        fmt::print("\n");
    };
    fmt::print("Table{}\n", item.table->caption.empty() ? "" : ": " + plain(item.table->caption));
    print_row(item.table->columns);
    for (const auto& row : item.table->rows) print_row(row);
    fmt::print("\n");
}

void print_item(const Item& item) {
    fmt::print("{}  revision {}  {}  {}  {}\n\n{}\n\n", item.id, item.revision, item.area, name_of(item.type),
               name_of(item.level), plain(item.stem));
    print_exhibits_of(item);
    for (const Option& option : item.options) {
        const std::string mark = option.right ? "*" : option.place > 0 ? std::to_string(option.place) : " ";
        std::string words = option.value.empty() ? plain(option.text) : option.value;
        if (option.region) words += (words.empty() ? "" : ": ") + region_text(*option.region);
        fmt::print("{} {}) {}\n     {}\n", mark, option.letter, words, plain(option.why));
        if (!option.error.empty()) fmt::print("     slip: {}\n", plain(option.error));
    }
    if (!item.principle.empty()) fmt::print("\n{}\n", plain(item.principle));
    fmt::print("\n");
    for (const Source& source : item.sources)
        fmt::print("Source: {} ({}), {} [{}]\n", source.doc, source.year, source.section, name_of(source.seen));
    fmt::print("Checked {}. {}\n", format_day(item.checked), item.origin);
}

Json difficulty_json(const ItemHead& head) {
    Json difficulty = {{"authored", head.difficulty}, {"calibrated", nullptr}};
    if (head.calibrated)
        difficulty["calibrated"] = {
            {"difficulty", head.calibrated->difficulty}, {"se", head.calibrated->se}, {"n", head.calibrated->n}};
    return difficulty;
}

void print_difficulty(const ItemHead& head) {
    fmt::print("Difficulty: {:.2f} logits as authored", head.difficulty);
    if (head.calibrated)
        fmt::print(", {:.2f} (standard error {:.2f}) with {} first answers of a class", head.calibrated->difficulty,
                   head.calibrated->se, head.calibrated->n);
    fmt::print(".\n");
}

void show(const ShowOptions& options) {
    const Bank bank = Bank::open(options.file);
    const Item item = bank.item(options.item);
    const ItemHead head = bank.head(bank.find(item.id).value());
    if (!options.json) {
        print_item(item);
        print_difficulty(head);
        return;
    }
    Json document = item_document(item);
    document["difficulty"] = difficulty_json(head);
    fmt::print("{}\n", json_text(document, 2));
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
    add_bank_figure_commands(*bank);
}

}  // namespace collimate
