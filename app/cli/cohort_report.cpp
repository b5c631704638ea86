#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/cli/cohort.hpp"
#include "engine/bank/bank.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/base/characters.hpp"
#include "engine/base/json_text.hpp"
#include "engine/base/output_file.hpp"
#include "engine/cohort/report_csv.hpp"
#include "engine/cohort/report_html.hpp"
#include "engine/print/class_pdf.hpp"
#include "engine/study/frame.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

using cohort::AreaCell;
using cohort::CandidateReport;
using cohort::ClassReport;
using cohort::PassRate;
using cohort::ReportChoices;
using cohort::ReportTable;
using nlohmann::json;

constexpr int page_columns = 100;
constexpr int least_shared_count = 10;

struct ReportOptions : CohortOptions {
    std::string exam;
    std::string group;
    fs::path csv, html, pdf;
    bool names = false;
    bool shared = false;
    std::string to, purpose;
    int year = 0;  ///< 0: this one
    std::string credential;
    std::string denominator = "attempted";
};

/// A report and what else its pages need.
struct MadeReport {
    OpenClass open;
    ClassReport report;
    ReportChoices choices;
};

ReportChoices choices_of(const Context& context, const ReportOptions& options, OpenClass& open) {
    ReportChoices choices{.shared = options.shared};
    if (options.names && options.shared) throw Refused("a shared report has no names: leave out --names or --shared");
    if (options.names) choices.names = open.store->roster(open.programme.id);
    const cohort::Roll roll = open.store->roll(open.programme.id);
    const std::string today = format_day(context.now().day);
    const int year = options.year > 0 ? options.year : std::stoi(today.substr(0, 4));
    choices.five_years = cohort::five_years(roll, options.credential, year);
    for (const auto denominator :
         {cohort::Denominator::attempted, cohort::Denominator::completed, cohort::Denominator::enrolled})
        if (name_of(denominator) == options.denominator) choices.denominator = denominator;
    choices.credentials = cohort::by_credential(roll, choices.denominator, year);
    return choices;
}

/// The class named, or the only one that has not completed yet; none where there are several.
std::optional<cohort::Cohort> class_of(const cohort::Roll& roll, const std::string& code, Day today) {
    if (!code.empty()) return find_class(roll, code);
    std::vector<cohort::Cohort> studying;
    for (const cohort::Cohort& each : roll.cohorts)
        if (!each.completed || *each.completed >= today) studying.push_back(each);
    if (studying.size() == 1) return studying.front();
    return std::nullopt;
}

cohort::GroupId group_named(const cohort::Roll& roll, const std::string& name) {
    std::vector<std::string> names;
    for (const cohort::Group& group : roll.groups) {
        if (group.name == name) return group.id;
        names.push_back(group.name);
    }
    throw Refused(fmt::format("no group is called \"{}\"; there are: {}", name, fmt::join(names, ", ")));
}

MadeReport make_report(const Context& context, const ReportOptions& options) {
    MadeReport made{.open = open_class(options), .report = {}, .choices = {}};
    const cohort::Roll roll = made.open.store->roll(made.open.programme.id);
    const auto of = class_of(roll, options.code, context.now().day);
    cohort::ReportScope scope{.programme = made.open.programme.id, .exam = options.exam};
    if (of) scope.cohort = of->id;
    if (scope.exam.empty() && of) scope.exam = of->exam;
    if (scope.exam.empty()) throw Refused("name a class with --code, or an exam with --exam");
    if (!options.group.empty()) scope.group = group_named(roll, options.group);
    const Bank bank = Bank::open(bank_file(context.banks(), scope.exam));
    const std::vector<ItemHead> heads = bank.heads();
    const auto frame = cohort::report_frame(bank.outline(), exam_frame(bank.outline(), heads), heads);
    made.report = cohort::class_report(*made.open.store, scope, frame, context.now().day);
    made.choices = choices_of(context, options, made.open);
    return made;
}

// ---------------------------------------------------------------- text

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// The first `width` characters are taken off the text.
std::string take_off(std::string& text, std::size_t width) {
    std::size_t end = 0;
    for (std::size_t count = 0; end < text.size(); ++end)
        if ((text[end] & 0xC0) != 0x80 && count++ == width) break;
    std::string part = text.substr(0, end);
    text.erase(0, end);
    return part;
}

/// Lines of at most `width` characters, broken at spaces, a longer word anywhere.
std::vector<std::string> wrapped(const std::string& text, std::size_t width) {
    std::vector<std::string> lines(1);
    std::istringstream words(visible(text));
    for (std::string word; words >> word;) {
        if (!lines.back().empty() && width_of(lines.back()) + 1 + width_of(word) > width) lines.emplace_back();
        for (; width_of(word) > width; lines.emplace_back()) lines.back() = take_off(word, width);
        lines.back() += (lines.back().empty() ? "" : " ") + word;
    }
    return lines;
}

void print_row(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
    std::vector<std::vector<std::string>> lines;
    std::size_t most = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        lines.push_back(wrapped(cells[i], widths[i] - 1));
        most = std::max(most, lines.back().size());
    }
    for (std::size_t line = 0; line < most; ++line) {
        std::string text;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string part = line < lines[i].size() ? lines[i][line] : "";
            text += part + std::string(width_of(part) < widths[i] ? widths[i] - width_of(part) : 1, ' ');
        }
        fmt::print("{}\n", text.substr(0, text.find_last_not_of(' ') + 1));
    }
}

void print_wide(const std::string& text) {
    for (const std::string& line : wrapped(text, page_columns)) fmt::print("{}\n", line);
}

void print_table(const ReportTable& table) {
    fmt::print("\n{}\n", visible(table.title));
    if (table.rows.empty()) fmt::print("{}\n", table.empty);
    std::vector<std::size_t> widths;
    for (const double share : table.widths)
        widths.push_back(static_cast<std::size_t>(std::max(4.0, share * page_columns)));
    if (!table.rows.empty()) print_row(table.columns, widths);
    for (const auto& row : table.rows) {
        std::vector<std::string> cells;
        for (const cohort::ReportCell& cell : row) cells.push_back(cell.text);
        print_row(cells, widths);
    }
    if (!table.remark.empty()) print_wide(table.remark);
}

// ---------------------------------------------------------------- JSON

json number_or_null(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }

json interval_json(const Interval& interval) { return {interval.low, interval.median, interval.high}; }

json count_json(int count, const ReportChoices& choices) {
    return choices.shared && count > 0 && count < least_shared_count ? json(nullptr) : json(count);
}

json cell_json(const Outline& outline, std::size_t area, const AreaCell& cell, bool hide) {
    const bool untold = cell.few || hide;
    return {{"code", outline.areas[area].code},
            {"title", outline.areas[area].title},
            {"answers", cell.answers},
            {"right", cell.right},
            {"expected", untold ? json(nullptr) : json(cell.expected)},
            {"expected_80", untold ? json(nullptr) : json{cell.low, cell.high}}};
}

json cells_json(const Outline& outline, const std::vector<AreaCell>& cells) {
    json list = json::array();
    for (std::size_t area = 0; area < cells.size(); ++area)
        list.push_back(cell_json(outline, area, cells[area], false));
    return list;
}

json candidate_json(const ClassReport& report, const CandidateReport& each, const ReportChoices& choices) {
    json concerns = json::array();
    for (const cohort::Concern concern : each.concerns) concerns.push_back(name_of(concern));
    json mocks = json::array();
    for (const cohort::MockResult& mock : each.mocks)
        mocks.push_back({{"day", format_day(mock.day)},
                         {"right", mock.right},
                         {"answered", mock.answered},
                         {"questions", mock.questions},
                         {"share", mock.share}});
    return {{"candidate", hex_of(each.candidate)},
            {"name", shown_name(each, choices)},
            {"first_answers", each.first_answers},
            {"repeats", each.repeats},
            {"last_day", each.last_day ? json(format_day(*each.last_day)) : json(nullptr)},
            {"days_in_30", each.days_in_30},
            {"median_seconds", number_or_null(each.median_seconds)},
            {"p_pass", each.forecast.p_pass},
            {"p_pass_low", each.forecast.p_pass_low},
            {"p_pass_high", each.forecast.p_pass_high},
            {"scaled_80", interval_json(each.forecast.scaled)},
            {"at_risk", each.at_risk},
            {"concerns", concerns},
            {"why", each.why},
            {"advice", each.advice},
            {"areas", cells_json(report.outline, each.areas)},
            {"mock_exams", mocks}};
}

json areas_json(const ClassReport& report, const ReportChoices& choices) {
    json list = json::array();
    const bool hide = count_json(static_cast<int>(report.candidates.size()), choices).is_null();
    const std::vector<double> weights = area_weights(report.outline);
    for (std::size_t area = 0; area < report.areas.size(); ++area) {
        list.push_back(cell_json(report.outline, area, report.areas[area], hide));
        list.back()["weight"] = weights[area];
        list.back()["below"] = hide ? json(nullptr) : count_json(report.below[area], choices);
    }
    return list;
}

json risk_json(const ClassReport& report, const ReportChoices& choices) {
    std::vector<const CandidateReport*> listed;
    for (const CandidateReport& each : report.candidates)
        if (each.at_risk && !choices.shared) listed.push_back(&each);
    std::stable_sort(listed.begin(), listed.end(), [](const CandidateReport* a, const CandidateReport* b) {
        return a->forecast.p_pass < b->forecast.p_pass;
    });
    json list = json::array();
    for (const CandidateReport* each : listed) list.push_back(candidate_json(report, *each, choices));
    return list;
}

json weeks_json(const ClassReport& report, const ReportChoices& choices) {
    json list = json::array();
    for (const cohort::WeekReport& week : report.weeks) {
        json line = {{"to", format_day(week.last_day)},
                     {"active", count_json(week.active, choices)},
                     {"answers", week.answers},
                     {"expected_to_pass", count_json(week.expected_to_pass, choices)},
                     {"candidates", count_json(static_cast<int>(week.expected_scaled.size()), choices)}};
        if (!choices.shared) {
            line["first_answers"] = week.first_answers;
            line["right_first"] = week.right_first;
            line["expected_scaled"] = week.expected_scaled;
        }
        list.push_back(line);
    }
    return list;
}

json rate_json(const PassRate& rate, bool hide) {
    const bool told = !hide && rate.rate.value.has_value();
    return {{"credential", rate.credential.empty() ? json("all") : json(rate.credential)},
            {"from", format_day(rate.from)},
            {"to", format_day(rate.to)},
            {"attempts", hide ? json(nullptr) : json(rate.attempts)},
            {"passed", hide ? json(nullptr) : json(rate.passed)},
            {"rate", told ? json(*rate.rate.value) : json(nullptr)},
            {"rate_95", told ? json{rate.rate.limits->low, rate.rate.limits->high} : json(nullptr)},
            {"benchmark", number_or_null(rate.benchmark)},
            {"margin", hide ? json(nullptr) : number_or_null(rate.margin)}};
}

json outcomes_json(const ReportChoices& choices) {
    const std::vector<bool> hide = cohort::hidden_years(choices.five_years.years, choices);
    json years = json::array();
    for (std::size_t i = 0; i < hide.size(); ++i) years.push_back(rate_json(choices.five_years.years[i], hide[i]));
    json credentials = json::array();
    for (const PassRate& rate : choices.credentials)
        credentials.push_back(rate_json(rate, count_json(rate.attempts, choices).is_null()));
    const PassRate& pooled = choices.five_years.pooled;
    return {{"five_years",
             {{"years", years},
              {"pooled", rate_json(pooled, count_json(pooled.attempts, choices).is_null())},
              {"not_counted", choices.shared ? json(nullptr) : json(choices.five_years.not_counted)},
              {"why_not", choices.shared ? json::array() : json(choices.five_years.why_not)},
              {"rule", cohort::five_years_rule}}},
            {"by_credential",
             {{"denominator", name_of(choices.denominator)},
              {"credentials", credentials},
              {"rule", cohort::by_credential_rule}}}};
}

json assignments_json(const ClassReport& report, const ReportChoices& choices) {
    json list = json::array();
    for (const cohort::AssignmentReport& each : report.assignments) {
        json lines = json::array();
        if (!choices.shared)
            for (const auto& line : each.lines)
                lines.push_back({{"candidate", hex_of(line.candidate)},
                                 {"answered", line.answered},
                                 {"right", line.right},
                                 {"done", line.done}});
        list.push_back({{"title", each.assignment.title},
                        {"given", format_day(each.assignment.given)},
                        {"due", each.assignment.due ? json(format_day(*each.assignment.due)) : json(nullptr)},
                        {"lines", lines}});
    }
    return list;
}

json groups_json(const ClassReport& report, const ReportChoices& choices) {
    json list = json::array();
    for (const cohort::GroupReport& group : report.groups) {
        const Statistic& mean = group.expected_scaled;
        const bool told = mean.value && !count_json(group.candidates, choices).is_null();
        list.push_back({{"group", group.group.name},
                        {"candidates", count_json(group.candidates, choices)},
                        {"mean_scaled", told ? json(*mean.value) : json(nullptr)},
                        {"mean_scaled_95", told ? json{mean.limits->low, mean.limits->high} : json(nullptr)}});
    }
    return list;
}

json report_json(const MadeReport& made) {
    const auto& [open, report, choices] = made;
    json candidates = json::array();
    if (!choices.shared)
        for (const CandidateReport& each : report.candidates)
            candidates.push_back(candidate_json(report, each, choices));
    json questions;  // null where shared: options and questions are cells of few
    json elsewhere = json::array();
    if (!choices.shared) questions = parse_json(items_document(report.first, report.analysis, std::nullopt));
    for (const cohort::OtherExam& other : report.others) {
        if (choices.shared) break;
        elsewhere.push_back(parse_json(items_document(other.first, other.analysis, std::nullopt)));
        elsewhere.back()["exam"] = other.exam;
    }
    json document = {{"programme", report.programme},
                     {"class", report.name},
                     {"exam", report.outline.exam},
                     {"day", format_day(report.today)},
                     {"exam_day", report.exam_day ? json(format_day(*report.exam_day)) : json(nullptr)},
                     {"cut", report.cut},
                     {"n", count_json(static_cast<int>(report.candidates.size()), choices)},
                     {"candidates", candidates},
                     {"areas", areas_json(report, choices)},
                     {"weeks", weeks_json(report, choices)},
                     {"questions", questions},
                     {"elsewhere", elsewhere},
                     {"groups", groups_json(report, choices)},
                     {"assignments", assignments_json(report, choices)},
                     {"basis", report.basis}};
    document.update(outcomes_json(choices));
    return document;
}

// ---------------------------------------------------------------- commands

void check_disclosure(const ReportOptions& options) {
    if (options.to.empty() != options.purpose.empty())
        throw Refused("the disclosure log asks for both: say with --to who is given it and with --for what for");
    if (!options.to.empty() && options.csv.empty() && options.html.empty() && options.pdf.empty())
        throw Refused("--to goes with a file: name one with --csv, --html or --pdf");
}

void write_files(const Context& context, const ReportOptions& options, MadeReport& made) {
    const cohort::ReportPages pages = report_pages(made.report, made.choices);
    const auto write = [&](const fs::path& file, const auto& text_of) {
        if (file.empty()) return;
        write_whole(file, text_of());
        fmt::print(stderr, "{}: written\n", visible(file.string()));
    };
    write(options.csv, [&] { return cohort::report_csv(pages); });
    write(options.html, [&] { return cohort::report_html(pages); });
    write(options.pdf, [&] { return class_pdf(pages, context.now().ms); });
    if (options.to.empty()) return;
    const std::vector<cohort::Change> changes{
        cohort::Disclosure{.at_ms = context.now().ms, .to = options.to, .purpose = options.purpose}};
    made.open.store->change(made.open.programme.id, changes);
}

void report(const Context& context, const ReportOptions& options) {
    check_disclosure(options);
    MadeReport made = make_report(context, options);
    if (!options.csv.empty() || !options.html.empty() || !options.pdf.empty()) {
        write_files(context, options, made);
        if (!options.as_json) return;
    }
    if (options.as_json) {
        fmt::print("{}\n", json_text(report_json(made), 2));
        return;
    }
    const cohort::ReportPages pages = report_pages(made.report, made.choices);
    fmt::print("{}\n{}\n", visible(pages.title), visible(pages.subtitle));
    for (const std::string& remark : pages.remarks) print_wide(remark);
    for (const ReportTable& table : pages.tables) print_table(table);
}

void areas(const Context& context, const ReportOptions& options) {
    const MadeReport made = make_report(context, options);
    if (options.as_json)
        fmt::print("{}\n",
                   json_text(json{{"areas", areas_json(made.report, made.choices)}, {"basis", made.report.basis}}, 2));
    else
        print_table(areas_table(made.report, made.choices));
}

void risk(const Context& context, const ReportOptions& options) {
    const MadeReport made = make_report(context, options);
    if (options.as_json)
        fmt::print("{}\n",
                   json_text(json{{"at_risk", risk_json(made.report, made.choices)}, {"basis", made.report.basis}}, 2));
    else
        print_table(risk_table(made.report, made.choices));
}

void outcomes(const Context& context, const ReportOptions& options) {
    OpenClass open = open_class(options);
    const ReportChoices choices = choices_of(context, options, open);
    if (options.as_json) {
        fmt::print("{}\n", json_text(outcomes_json(choices), 2));
        return;
    }
    print_table(five_years_table(choices));
    print_table(credentials_table(choices));
}

using ReportAction = void (*)(const Context&, const ReportOptions&);

CLI::App* add_report_command(CLI::App& group, const char* name, const char* does, ReportAction action,
                             const std::shared_ptr<ReportOptions>& options, const Context& context) {
    CLI::App* command = group.add_subcommand(name, does);
    command->add_option("STORE", options->store, "Class store: a file, or postgresql://...")->required();
    command->add_option("--programme", options->programme, "Where the store has several");
    command->add_flag("--shared", options->shared, "Leave single candidates out and counts below ten");
    command->add_flag("--json", options->as_json, "One JSON document");
    command->callback([action, options, &context] { action(context, *options); });
    return command;
}

void add_scope(CLI::App& command, ReportOptions& options) {
    command.add_option("--code,--class", options.code, "Class; the only one not completed yet if left out");
    command.add_option("--exam", options.exam, "Exam code; that of the class if left out");
    command.add_option("--group", options.group, "Only this group");
    command.add_flag("--names", options.names, "Names from the roster in place of labels");
}

void add_outcome_options(CLI::App& command, ReportOptions& options) {
    command.add_option("--year", options.year, "Last year of completion that counts; this one if left out")
        ->check(CLI::Range(2000, 2100));
    command.add_option("--credential", options.credential, "Exam code of first attempts; all of ARRT if left out");
    command.add_option("--denominator", options.denominator, "Of sonography: attempted, completed or enrolled")
        ->check(CLI::IsMember({"attempted", "completed", "enrolled"}));
}

}  // namespace

void add_report_commands(CLI::App& group, Context& context) {
    const auto options = std::make_shared<ReportOptions>();
    CLI::App* whole = add_report_command(
        group, "report", "The class: overview, who is at risk, areas, questions, outcomes", report, options, context);
    add_scope(*whole, *options);
    add_outcome_options(*whole, *options);
    whole->add_option("--csv", options->csv, "Write the tables to this file");
    whole->add_option("--html", options->html, "Write the pages to this file, made to be printed");
    whole->add_option("--pdf", options->pdf, "Write the pages to this file");
    whole->add_option("--to", options->to, "Who is given the file: a line in the disclosure log");
    whole->add_option("--for,--purpose", options->purpose, "What they need it for");
    add_scope(*add_report_command(group, "areas", "Where the class stands in each area of the outline", areas, options,
                                  context),
              *options);
    add_scope(*add_report_command(group, "risk", "Candidates at risk, why, and what to do", risk, options, context),
              *options);
    add_outcome_options(
        *add_report_command(group, "outcomes", "Pass rates as accreditors count them", outcomes, options, context),
        *options);
}

}  // namespace collimate
