#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/cli/cohort.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/base/output_file.hpp"
#include "engine/cohort/class_calibration.hpp"
#include "engine/cohort/class_matrix.hpp"
#include "engine/model/calibration.hpp"
#include "engine/model/item_analysis.hpp"

namespace collimate {
namespace {

using nlohmann::json;

struct NumbersOptions : CohortOptions {
    std::string exam;
    std::optional<int> cut;
    std::string model = "rasch";
    std::string output;
};

cohort::Query query_of(const OpenClass& open, const NumbersOptions& options) {
    cohort::Query query{.programme = open.programme.id, .exam = options.exam};
    if (!options.code.empty()) query.cohort = find_class(open.store->roll(open.programme.id), options.code).id;
    return query;
}

cohort::ClassMatrix first_answers(const OpenClass& open, const NumbersOptions& options) {
    cohort::ClassMatrix matrix = cohort::class_matrix(*open.store, query_of(open, options));
    if (matrix.items.empty()) throw Refused("there are no first answers that fit: import results, or ask for less");
    return matrix;
}

json value_of(const Statistic& statistic) { return statistic.value ? json(*statistic.value) : json(nullptr); }

json limits_of(const Statistic& statistic) {
    return statistic.limits ? json{statistic.limits->low, statistic.limits->high} : json(nullptr);
}

/// The number under its name, its limits and, where it is withheld, why, beside it.
void put(json& into, const std::string& name, const Statistic& statistic) {
    into[name] = value_of(statistic);
    into[name + "_95"] = limits_of(statistic);
    if (!statistic.value) into[name + "_withheld"] = why_withheld(statistic);
}

std::string label_of(const cohort::ClassMatrix& matrix, std::size_t item, std::optional<int> option) {
    return option ? matrix.labels[item][static_cast<std::size_t>(*option)] : std::string("none");
}

std::vector<std::string> flags_of(const cohort::ClassMatrix& matrix, std::size_t item, const ItemAnalysis& analysis) {
    std::vector<std::string> flags;
    if (analysis.key_suspect)
        flags.push_back(fmt::format("key suspect: {} goes with ability more than the key; it is the right one with a "
                                    "chance of {:.2f}",
                                    label_of(matrix, item, analysis.key_suspect), analysis.key_doubt));
    if (analysis.negative_discrimination) flags.emplace_back("negative discrimination");
    for (const OptionAnalysis& option : analysis.options)
        if (option.non_functioning) flags.push_back("non-functioning: " + label_of(matrix, item, option.option));
    return flags;
}

json options_of(const cohort::ClassMatrix& matrix, std::size_t item, const ItemAnalysis& analysis) {
    json list = json::array();
    for (const OptionAnalysis& option : analysis.options) {
        json line = {{"option", label_of(matrix, item, option.option)}, {"key", option.key}, {"n", option.chosen}};
        put(line, "share", option.share);
        put(line, "point_biserial", option.point_biserial);
        line["by_third"] = option.by_third ? json(*option.by_third) : json(nullptr);
        list.push_back(line);
    }
    return list;
}

json form_json(const FormAnalysis& form, bool decided) {
    json out = {{"n", form.n}, {"items", form.items}};
    put(out, "mean", form.mean);
    put(out, "sd", form.sd);
    put(out, "kr20", form.kr20);
    put(out, "sem", form.sem);
    if (!decided) return out;
    put(out, "consistency", form.consistency);
    put(out, "kappa", form.kappa);
    return out;
}

json items_json(const cohort::ClassMatrix& matrix, const ResponseAnalysis& analysis, bool decided) {
    json items = json::array();
    for (std::size_t item = 0; item < matrix.items.size(); ++item) {
        const ItemAnalysis& each = analysis.items[item];
        json line = {{"item", matrix.items[item]}, {"n", each.n}, {"flags", flags_of(matrix, item, each)}};
        put(line, "facility", each.facility);
        put(line, "point_biserial", each.point_biserial);
        put(line, "discrimination_27", each.discrimination_27);
        put(line, "median_seconds", median_seconds(matrix, item));
        line["options"] = options_of(matrix, item, each);
        items.push_back(line);
    }
    return {{"items", items}, {"form", form_json(analysis.form, decided)}};
}

std::string shown(const Statistic& statistic) {
    if (!statistic.value) return "-";
    if (!statistic.limits) return fmt::format("{:.2f}", *statistic.value);
    return fmt::format("{:.2f} ({:.2f} to {:.2f})", *statistic.value, statistic.limits->low, statistic.limits->high);
}

void print_form_line(const char* name, const Statistic& statistic) {
    fmt::print("{}: {}\n", name, statistic.value ? shown(statistic) : why_withheld(statistic));
}

void print_items(const cohort::ClassMatrix& matrix, const ResponseAnalysis& analysis, bool decided) {
    fmt::print("First answers of {} candidates to {} questions. In brackets: 95 % limits.\n", matrix.candidates.size(),
               matrix.items.size());
    for (std::size_t item = 0; item < matrix.items.size(); ++item) {
        const ItemAnalysis& each = analysis.items[item];
        const Statistic seconds = median_seconds(matrix, item);
        fmt::print("{}: n {}, facility {}, point-biserial {}{}\n", matrix.items[item], each.n, shown(each.facility),
                   shown(each.point_biserial), seconds.value ? fmt::format(", median {:.0f} s", *seconds.value) : "");
        for (const std::string& flag : flags_of(matrix, item, each)) fmt::print("  {}\n", flag);
        if (!each.point_biserial.value) fmt::print("  {}\n", why_withheld(each.point_biserial));
    }
    fmt::print("The whole, over the {} candidates who met every question:\n", analysis.form.n);
    print_form_line("mean", analysis.form.mean);
    print_form_line("sd", analysis.form.sd);
    print_form_line("KR-20", analysis.form.kr20);
    print_form_line("standard error of measurement", analysis.form.sem);
    if (!decided) return;
    print_form_line("decided alike on a parallel form", analysis.form.consistency);
    print_form_line("the same beyond chance", analysis.form.kappa);
}

void analyze(const NumbersOptions& options) {
    const cohort::ClassMatrix matrix = first_answers(open_class(options), options);
    const ResponseAnalysis analysis = analyze_responses(matrix.matrix, matrix.options, options.cut);
    if (options.as_json)
        fmt::print("{}\n", items_document(matrix, analysis, options.cut));
    else
        print_items(matrix, analysis, options.cut.has_value());
}

json calibration_json(const cohort::ClassMatrix& matrix, const Calibration& calibration) {
    const auto number = [](const std::optional<double>& value) { return value ? json(*value) : json(nullptr); };
    json items = json::array();
    for (std::size_t item = 0; item < matrix.items.size(); ++item) {
        const CalibratedItem& each = calibration.items[item];
        json line = {{"item", matrix.items[item]},   {"n", each.n},         {"b", number(each.difficulty)},
                     {"b_se", number(each.difficulty_se)}, {"a", each.slope}, {"a_se", number(each.slope_se)}};
        put(line, "infit", each.infit);
        put(line, "outfit", each.outfit);
        items.push_back(line);
    }
    return {{"items", items},
            {"ability_mean", calibration.ability_mean},
            {"ability_sd", calibration.ability_sd},
            {"log_likelihood", calibration.log_likelihood},
            {"iterations", calibration.iterations},
            {"converged", calibration.converged}};
}

void print_calibration(const cohort::ClassMatrix& matrix, const Calibration& calibration, ItemModel model) {
    fmt::print("{} candidates; their ability: mean {:.2f}, sd {:.2f} logits{}\n", matrix.candidates.size(),
               calibration.ability_mean, calibration.ability_sd, calibration.converged ? "" : "; not converged");
    for (std::size_t item = 0; item < matrix.items.size(); ++item) {
        const CalibratedItem& each = calibration.items[item];
        if (!each.difficulty) {
            fmt::print("{}: n {}, all answered alike\n", matrix.items[item], each.n);
            continue;
        }
        fmt::print("{}: n {}, b {:.2f}{}{}\n", matrix.items[item], each.n, *each.difficulty,
                   each.difficulty_se ? fmt::format(" (se {:.2f})", *each.difficulty_se) : "",
                   model == ItemModel::rasch ? "" : fmt::format(", a {:.2f}", each.slope));
    }
}

cohort::ClassForgetting forgetting_of(const OpenClass& open, const NumbersOptions& options,
                                      const cohort::ClassMatrix& matrix) {
    if (matrix.exams.size() != 1) return {};
    cohort::Query query = query_of(open, options);
    query.exam = *matrix.exams.begin();
    return cohort::class_forgetting(*open.store, query);
}

json forgetting_json(const cohort::ClassForgetting& forgetting) {
    const LogLoss& usual = forgetting.fit.default_held_out;
    const auto mean = [&](const LogLoss& loss) { return usual.reviews == 0 ? json(nullptr) : json(loss.mean()); };
    return {{"candidates", forgetting.candidates},
            {"reviews", forgetting.reviews},
            {"parameters", forgetting.memory ? json(forgetting.memory->parameters) : json(nullptr)},
            {"log_loss_test", mean(forgetting.fit.held_out)},
            {"log_loss_test_defaults", mean(usual)}};
}

void print_forgetting(const cohort::ClassForgetting& forgetting) {
    if (forgetting.fit.default_held_out.reviews == 0) {
        fmt::print("Memory is fitted from {} answers of {} candidates to questions met on an earlier day; here are {} of "
                   "{}.\n",
                   cohort::least_class_reviews, cohort::least_class_candidates, forgetting.reviews,
                   forgetting.candidates);
        return;
    }
    fmt::print("Memory, from {} answers of {} candidates to questions met on an earlier day: on those of the last fifth "
               "of them, kept aside, ",
               forgetting.reviews, forgetting.candidates);
    if (forgetting.memory)
        fmt::print("the log loss is {:.4f} against {:.4f} by the usual parameters; less is better.\n",
                   forgetting.fit.held_out.mean(), forgetting.fit.default_held_out.mean());
    else
        fmt::print("parameters of the class foretell no better than the usual ones, which stay.\n");
}

/// A bank's response model has no slopes: whatever model is shown, a file holds the difficulties of the Rasch model.
void write_calibration_file(const cohort::ClassMatrix& matrix, const Calibration& rasch,
                            const cohort::ClassForgetting& forgetting, const NumbersOptions& options) {
    CalibrationFile file = cohort::calibration_file(matrix, rasch);
    file.memory = forgetting.memory;
    write_whole(options.output, calibration_text(file));
    if (options.as_json) return;
    fmt::print("{}: {} of {} questions; the others have fewer than {} first answers or no authored difficulty\n",
               options.output, file.items.size(), matrix.items.size(), least_for_fit);
    if (options.model != "rasch")
        fmt::print("A bank's response model has no slopes: the file holds the difficulties of --model rasch\n");
}

void calibrate_class(const NumbersOptions& options) {
    const OpenClass open = open_class(options);
    const cohort::ClassMatrix matrix = first_answers(open, options);
    const auto calibrated = [&](ItemModel model) {
        return calibrate(matrix.matrix, {.model = model, .authored = matrix.authored, .chance = matrix.chance});
    };
    const ItemModel model = options.model == "2pl" ? ItemModel::two_parameter : ItemModel::rasch;
    const Calibration calibration = calibrated(model);
    const cohort::ClassForgetting forgetting = forgetting_of(open, options, matrix);
    if (!options.output.empty())
        write_calibration_file(matrix, model == ItemModel::rasch ? calibration : calibrated(ItemModel::rasch),
                               forgetting, options);
    if (options.as_json) {
        json document = calibration_json(matrix, calibration);
        document["memory"] = forgetting_json(forgetting);
        fmt::print("{}\n", json_text(document, 2));
        return;
    }
    print_calibration(matrix, calibration, model);
    print_forgetting(forgetting);
}

CLI::App* add_numbers_command(CLI::App& group, const char* name, const char* does, void (*action)(const NumbersOptions&),
                              const std::shared_ptr<NumbersOptions>& options) {
    CLI::App* command = group.add_subcommand(name, does);
    command->add_option("STORE", options->store, "Class store: a file, or postgresql://...")->required();
    command->add_option("--programme", options->programme, "Where the store has several");
    command->add_option("--code", options->code, "Only the class with this code");
    command->add_option("--exam", options->exam, "Only answers to this exam");
    command->add_flag("--json", options->as_json, "One JSON document");
    command->callback([action, options] { action(*options); });
    return command;
}

}  // namespace

std::string items_document(const cohort::ClassMatrix& matrix, const ResponseAnalysis& analysis,
                           std::optional<int> cut) {
    return json_text(items_json(matrix, analysis, cut.has_value()), 2);
}

void add_numbers_commands(CLI::App& group) {
    const auto options = std::make_shared<NumbersOptions>();
    add_numbers_command(group, "items", "Statistics of questions and of the form, from first answers", analyze, options)
        ->add_option("--cut", options->cut, "Least raw score that passes, for the consistency of decisions");
    CLI::App* calibrate_command = add_numbers_command(
        group, "calibrate", "Difficulties and slopes of questions with standard errors", calibrate_class, options);
    calibrate_command->add_option("--model", options->model, "rasch or 2pl")->check(CLI::IsMember({"rasch", "2pl"}));
    calibrate_command->add_option("-o,--output", options->output,
                                  "Calibration file to write, for bank compile: difficulties and memory");
}

}  // namespace collimate
