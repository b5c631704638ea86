#include "engine/bank/calibration_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "engine/bank/content.hpp"
#include "engine/bank/document.hpp"
#include "engine/bank/fields.hpp"
#include "engine/base/error.hpp"
#include "engine/model/fsrs_fit.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t calibration_format = 1;
constexpr std::int64_t memory_format = 2;  // with a class's memory; the newest
constexpr std::array<std::string_view, 1> models_for_banks = {"rasch"};
constexpr std::int64_t most_counted = 1'000'000'000'000;
constexpr double largest_logit = 19.0;
constexpr double least_error = 1e-6;     // logits, the last place that is written
constexpr double most_error = 1.0;       // far above the noise of an author's label
constexpr double written_rounding = 1e-5;           // logits, between an authored difficulty and its digits in a file

ItemCalibration read_calibrated_item(const TomlNode& table, Faults& faults) {
    const TomlNode* id = table.find("id");
    const auto* name = id ? std::get_if<std::string>(&id->value) : nullptr;
    Fields fields(table, name ? name->substr(0, 60) : "", "", faults);
    ItemCalibration item{.item = fields.text("id", Need::required, 60), .line = table.line};
    item.revision = static_cast<int>(fields.integer("revision", Need::required, 1, 1'000'000).value_or(1));
    item.found.n = fields.integer("n", Need::required, 1, most_counted).value_or(1);
    item.found.difficulty = fields.number("difficulty", Need::required, -largest_logit, largest_logit).value_or(0.0);
    item.found.se = fields.number("se", Need::required, least_error, most_error).value_or(most_error);
    item.authored = fields.number("authored", Need::required, -largest_logit, largest_logit).value_or(0.0);
    fields.finish();
    return item;
}

std::optional<ClassMemory> read_memory(const TomlNode& table, Faults& faults) {
    Fields fields(table, "", "memory", faults);
    ClassMemory memory;
    memory.candidates = fields.integer("candidates", Need::required, 1, most_counted).value_or(1);
    memory.reviews = fields.integer("reviews", Need::required, 1, most_counted).value_or(1);
    const std::vector<double> parameters = fields.numbers("parameters", Need::required);
    fields.finish();
    if (!are_fsrs(parameters)) {
        fields.fault("parameters", "are not the 21 of FSRS-6, each within its bounds",
                     "write the file again with collimate-cli cohort calibrate");
        return std::nullopt;
    }
    std::copy(parameters.begin(), parameters.end(), memory.parameters.begin());
    return memory;
}

std::string memory_text(const ClassMemory& memory) {
    std::string parameters;
    for (const double w : memory.parameters) parameters += fmt::format("{}{:.6f}", parameters.empty() ? "" : ", ", w);
    return fmt::format(
        "\n# FSRS-6 of all candidates together; reviews: answers to questions met on an earlier day.\n"
        "[memory]\ncandidates = {}\nreviews = {}\nparameters = [{}]\n",
        memory.candidates, memory.reviews, parameters);
}

void check_items(const CalibrationFile& calibration, std::optional<std::int64_t> due, Faults& faults) {
    if (due && *due != static_cast<std::int64_t>(calibration.items.size()))
        faults.block(0, "",
                     fmt::format("it tells of {} items and holds {}: a part is missing or was added", *due,
                                 calibration.items.size()),
                     "write it again with collimate-cli cohort calibrate");
    std::set<std::string_view> ids;
    for (const ItemCalibration& item : calibration.items)
        if (!ids.insert(item.item).second)
            faults.block(item.line, item.item, "the item stands here a second time",
                         "write the file again with collimate-cli cohort calibrate");
}

/// What keeps an item's authored difficulty in its place; empty where nothing does.
std::string misfit(const ItemCalibration& calibrated, const Item* item) {
    if (!item) return "the exam has no such item";
    if (calibrated.revision != item->revision)
        return fmt::format("the answers were given to revision {}, and the item is at revision {}", calibrated.revision,
                           item->revision);
    const double authored = head_of(*item, 0, 0).difficulty;
    if (std::abs(calibrated.authored - authored) > written_rounding)
        return fmt::format("it was calibrated from an authored difficulty of {:.2f} logits, which is {:.2f} now",
                           calibrated.authored, authored);
    return {};
}

}  // namespace

std::string calibration_text(const CalibrationFile& calibration) {
    std::vector<const ItemCalibration*> items;
    for (const ItemCalibration& item : calibration.items) items.push_back(&item);
    std::sort(items.begin(), items.end(),
              [](const ItemCalibration* a, const ItemCalibration* b) { return a->item < b->item; });
    std::string text = fmt::format(
        "# Difficulties of questions as a class answered them, for collimate-cli bank compile --calibration.\n"
        "# Logits on the scale of the authored difficulties; se: standard error; n: first answers.\n"
        "format = {}\nexam = \"{}\"\nmodel = \"{}\"\ncandidates = {}\nanswers = {}\nnewest = {}\nitems = {}\n",
        calibration.memory ? memory_format : calibration_format, calibration.exam, calibration.origin.model, calibration.origin.candidates,
        calibration.origin.answers, format_day(calibration.origin.newest), items.size());
    if (calibration.memory) text += memory_text(*calibration.memory);
    for (const ItemCalibration* item : items)
        text += fmt::format(
            "\n[[item]]\nid = \"{}\"\nrevision = {}\nn = {}\ndifficulty = {:.6f}\nse = {:.6f}\nauthored = {:.6f}\n",
            item->item, item->revision, item->found.n, item->found.difficulty, item->found.se, item->authored);
    return text;
}

CalibrationFile read_calibration(const fs::path& file, Diagnostics& diagnostics) {
    if (!fs::is_regular_file(file))
        throw WorldFailed(file.string() +
                          ": no such file; name one that collimate-cli cohort calibrate -o has written");
    Faults faults{.file = file.generic_string(), .list = diagnostics};
    const auto text = read_text(file, faults);
    if (!text) return {};
    check_encoding(*text, faults);
    const TomlNode document = parse_toml(*text, "item", faults);
    Fields fields(document, "", "", faults);
    const auto format = fields.integer("format", Need::required, 0, 1'000'000);
    if (format && *format != calibration_format && *format != memory_format) {
        fields.fault("format", "is " + std::to_string(*format) + ", which this version cannot read",
                     "use a newer version of Collimate, or calibrate the class again with this one");
        return {};
    }
    CalibrationFile calibration{.exam = fields.text("exam", Need::required, 60)};
    (void)fields.one_of("model", Need::required, models_for_banks);
    calibration.origin.model = models_for_banks[0];
    calibration.origin.candidates = fields.integer("candidates", Need::required, 1, most_counted).value_or(1);
    calibration.origin.answers = fields.integer("answers", Need::required, 1, most_counted).value_or(1);
    calibration.origin.newest = fields.day("newest", Need::required).value_or(0);
    const auto due = fields.integer("items", Need::required, 1, most_counted);
    if (format == memory_format)
        if (const TomlNode* table = fields.table("memory", Need::required))
            calibration.memory = read_memory(*table, faults);
    for (const TomlNode* table : fields.tables("item", Need::required))
        calibration.items.push_back(read_calibrated_item(*table, faults));
    fields.finish();
    check_items(calibration, due, faults);
    return calibration;
}

void apply_calibration(ExamSource& source, const CalibrationFile& calibration, const fs::path& file,
                       Diagnostics& diagnostics) {
    Faults faults{.file = file.generic_string(), .list = diagnostics};
    if (calibration.exam != source.outline.exam) {
        faults.block(0, "",
                     fmt::format("it is a calibration of {}, and the folder is {}", calibration.exam,
                                 source.outline.exam),
                     "name the calibration of this exam");
        return;
    }
    std::map<std::string_view, const Item*> items;
    for (const Item& item : source.items) items[item.id] = &item;
    source.calibration = calibration.origin;
    for (const ItemCalibration& each : calibration.items) {
        const auto found = items.find(each.item);
        const std::string fault = misfit(each, found == items.end() ? nullptr : found->second);
        if (fault.empty())
            source.calibrated[each.item] = each.found;
        else
            faults.add(Severity::warn, each.line, each.item, {}, fault,
                       "it is passed over; calibrate again once the class has answered the item as it is now");
    }
    source.memory = calibration.memory;
    if (source.calibrated.empty() && !source.memory) source.calibration.reset();
}

}  // namespace collimate
