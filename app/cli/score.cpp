#include "app/cli/score.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/cli/answers.hpp"
#include "app/cli/context.hpp"
#include "app/cli/exhibits.hpp"
#include "app/cli/terminal.hpp"
#include "app/cli/workplace.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/base/output_file.hpp"
#include "engine/item/markup.hpp"
#include "engine/print/score_pdf.hpp"
#include "engine/study/frame.hpp"

namespace collimate {
namespace {

using nlohmann::json;

constexpr std::uintmax_t largest_form = 16 << 20;
constexpr int deepest_form = 8;

struct ScoreOptions {
    std::filesystem::path file;
    std::filesystem::path bank;
    std::string exam;
    std::optional<SittingId> sitting;
    std::filesystem::path pdf;
    bool list = false;
    bool as_json = false;
};

const Area& area_at(const Outline& outline, int area) { return outline.areas[static_cast<std::size_t>(area)]; }

std::string title_of(const Outline& outline, const ExamResult& result) {
    std::string title =
        fmt::format("{}, mock exam {} of {}", outline.title, result.start.sitting, long_date(result.day));
    if (!result.start.section.empty()) title += fmt::format(", section {}", result.start.section);
    if (result.start.length != FormLength::full) title += fmt::format(", {} form", name_of(result.start.length));
    return title;
}

// ---------------------------------------------------------------- lines

void print_score(const Outline& outline, const ScoreReport& report) {
    const bool estimate = outline.registry == Registry::ardms;
    fmt::print("Scaled score{}: {} of {:g} to {:g}; {:g} passes. {}.\n", estimate ? " (our estimate)" : "",
               report.scaled, report.scale.low, report.scale.high, report.scale.cut,
               report.passed ? "Passed" : "Not passed");
    fmt::print("Likely {:.0f} to {:.0f} (80 %); that is {} the pass line.\n", report.interval.low, report.interval.high,
               report.standing == Standing::above   ? "above"
               : report.standing == Standing::below ? "below"
                                                    : "not clearly on either side of");
    fmt::print("{} of {} scored questions right; {:g} pass on this form.", report.raw, report.scored, report.line.cut);
    if (report.unanswered > 0) fmt::print(" {} had no answer and count as wrong.", report.unanswered);
    if (report.pilots > 0)
        fmt::print(" {} pilot questions did not count; {} of them were right.", report.pilots, report.pilots_right);
    fmt::print("\n");
}

void print_part(const Outline& outline, const ScoredPart& part) {
    std::string text = fmt::format("  {}: {} of {}", area_text(outline, part.area), part.right, part.items);
    if (part.score)
        text += fmt::format(", score {:.1f} (likely {:.1f} to {:.1f})", part.score->median, part.score->low,
                            part.score->high);
    else
        text += fmt::format(", {:.0f} % (likely {:.0f} to {:.0f})", 100 * part.proportion.median,
                            100 * part.proportion.low, 100 * part.proportion.high);
    text += fmt::format("; {:.0f} % right at the pass line", 100 * part.cut);
    if (part.standing != Standing::unclear) text += fmt::format(", {}", name_of(part.standing));
    print_wrapped(text, 4);
}

void print_pace(const ScoreReport& report) {
    fmt::print("Pace, seconds a question (even pace {}):\n", (report.even_pace_ms + 500) / 1000);
    for (const PaceQuarter& each : report.pace) {
        if (!each.median_ms)
            fmt::print("  questions {} to {}: not seen\n", each.first, each.last);
        else
            fmt::print("  questions {} to {}: median {}\n", each.first, each.last, (*each.median_ms + 500) / 1000);
    }
    fmt::print("  {} used, {} left\n", clock_text(report.time_ms - report.remaining_ms),
               clock_text(report.remaining_ms));
}

void print_changes(const ScoreReport& report) {
    const AnswerChanges& changes = report.changes;
    if (changes.all() == 0) {
        fmt::print("No answer was changed after leaving its question.\n");
        return;
    }
    fmt::print(
        "Answers changed after leaving the question: {}. Wrong to right {}, right to wrong {}, wrong to wrong {}.\n",
        changes.all(), changes.wrong_to_right, changes.right_to_wrong, changes.wrong_to_wrong);
}

void print_question(const Bank& bank, const ScoredQuestion& each) {
    const char* verdict = each.right ? "right" : each.answered ? "wrong" : each.seen ? "no answer" : "not seen";
    fmt::print("\nQuestion {}, {}{}. {}, {}.\n", each.number, verdict, each.pilot ? ", pilot" : "", each.item,
               duration_text(each.response.elapsed_ms));
    if (each.first_right)
        fmt::print("Told first as {}; its key was corrected since.\n", *each.first_right ? "right" : "wrong");
    const auto asked = instance_of(bank, each);
    if (!asked) {
        print_wrapped("The bank no longer holds this question as it was asked.");
        return;
    }
    print_wrapped(plain(asked->stem));
    print_exhibits(bank, *asked);
    print_options(*asked);
    fmt::print("Your answer: {}. Right: {}.\n", answer_text(*asked, each.response), key_text(*asked));
    if (!each.right) print_reasons(*asked);
}

// ---------------------------------------------------------------- JSON

json interval_json(const Interval& interval) {
    return {{"low", interval.low}, {"median", interval.median}, {"high", interval.high}};
}

json parts_json(const Outline& outline, const std::vector<ScoredPart>& parts) {
    json list = json::array();
    for (const ScoredPart& part : parts)
        list.push_back({{"code", area_at(outline, part.area).code},
                        {"title", area_at(outline, part.area).title},
                        {"right", part.right},
                        {"items", part.items},
                        {"cut", part.cut},
                        {"proportion", interval_json(part.proportion)},
                        {"score", part.score ? interval_json(*part.score) : json(nullptr)},
                        {"standing", name_of(part.standing)}});
    return list;
}

json question_json(const Outline& outline, const Bank* bank, const ScoredQuestion& each) {
    json object = {{"number", each.number},
                   {"item", each.item},
                   {"revision", each.revision},
                   {"area", each.area < 0 ? json(nullptr) : json(area_at(outline, each.area).code)},
                   {"pilot", each.pilot},
                   {"seen", each.seen},
                   {"answered", each.answered},
                   {"right", each.right},
                   {"flagged", each.flagged},
                   {"letters", each.response.letters},
                   {"entered", each.response.number ? json(*each.response.number) : json(nullptr)},
                   {"mark", each.response.mark ? json{each.response.mark->x, each.response.mark->y} : json(nullptr)},
                   {"confidence", name_of(each.response.confidence)},
                   {"seconds", static_cast<double>(each.response.elapsed_ms) / 1000.0},
                   {"change", each.change ? json(name_of(*each.change)) : json(nullptr)},
                   {"first_right", each.first_right ? json(*each.first_right) : json(nullptr)}};
    if (bank) object["known"] = instance_of(*bank, each).has_value();
    return object;
}

json report_json(const Outline& outline, const Bank* bank, const ScoreReport& report) {
    json pace = json::array();
    for (const PaceQuarter& each : report.pace)
        pace.push_back(
            {{"first", each.first},
             {"last", each.last},
             {"seen", each.seen},
             {"median_seconds", each.median_ms ? json(static_cast<double>(*each.median_ms) / 1000.0) : json(nullptr)},
             {"total_seconds", static_cast<double>(each.total_ms) / 1000.0}});
    json questions = json::array();
    for (const int index : report.review)
        questions.push_back(question_json(outline, bank, report.questions[static_cast<std::size_t>(index)]));
    json confidence = json::object();
    for (const Confidence each : {Confidence::guess, Confidence::unsure, Confidence::sure}) {
        const ConfidenceTally& tally = report.by_confidence[static_cast<std::size_t>(each)];
        confidence[std::string(name_of(each))] = {{"answers", tally.answers}, {"right", tally.right}};
    }
    return {{"exam", outline.exam},
            {"raw", report.raw},
            {"scored", report.scored},
            {"pilots", report.pilots},
            {"pilots_right", report.pilots_right},
            {"unanswered", report.unanswered},
            {"unseen", report.unseen},
            {"scaled", report.scaled},
            {"scaled_is_estimate", outline.registry == Registry::ardms},
            {"scale", {{"low", report.scale.low}, {"cut", report.scale.cut}, {"high", report.scale.high}}},
            {"line",
             {{"A", report.line.slope}, {"B", report.line.intercept}, {"C", report.line.full}, {"D", report.line.cut}}},
            {"cut_exact", report.cut_exact},
            {"interval", interval_json(report.interval)},
            {"passed", report.passed},
            {"standing", name_of(report.standing)},
            {"p_above", report.p_above},
            {"sections", parts_json(outline, report.sections)},
            {"areas", parts_json(outline, report.areas)},
            {"pace", pace},
            {"even_pace_seconds", static_cast<double>(report.even_pace_ms) / 1000.0},
            {"minutes", static_cast<double>(report.time_ms) / 60'000.0},
            {"minutes_left", static_cast<double>(report.remaining_ms) / 60'000.0},
            {"changes",
             {{"wrong_to_right", report.changes.wrong_to_right},
              {"right_to_wrong", report.changes.right_to_wrong},
              {"wrong_to_wrong", report.changes.wrong_to_wrong}}},
            {"confidence", confidence},
            {"questions", questions},
            {"basis", report.basis}};
}

json findings_json(const std::vector<Finding>& all) {
    json list = json::array();
    for (const Finding& each : all)
        list.push_back({{"about", each.title},
                        {"answers", each.answers},
                        {"enough", each.enough},
                        {"value", each.enough ? json(each.value) : json(nullptr)},
                        {"low", each.enough ? json(each.low) : json(nullptr)},
                        {"high", each.enough ? json(each.high) : json(nullptr)},
                        {"words", each.words},
                        {"evidence", each.evidence}});
    return list;
}

json result_json(const Outline& outline, const Bank& bank, const ExamResult& result) {
    json document = report_json(outline, &bank, result.report);
    document["sitting"] = result.start.sitting;
    document["at"] = format_time(result.at_ms);
    document["section"] = result.start.section.empty() ? json(nullptr) : json(result.start.section);
    document["length"] = name_of(result.start.length);
    document["bank"] = result.start.bank_hash;
    document["first_told"] = result.first ? json{{"raw", result.first->raw},
                                                 {"scaled", result.first->scaled},
                                                 {"passed", result.first->passed},
                                                 {"cut", result.first->line.cut}}
                                          : json(nullptr);
    document["findings"] = findings_json(findings(habits_of(result.report)));
    document["ended_by"] = result.by == EndedBy::time ? "time" : "candidate";
    return document;
}

// ---------------------------------------------------------------- a record

void print_list(const std::vector<PastExam>& exams, bool as_json) {
    json list = json::array();
    for (const PastExam& each : exams) {
        list.push_back({{"sitting", each.sitting},
                        {"at", format_time(each.at_ms)},
                        {"section", each.section.empty() ? json(nullptr) : json(each.section)},
                        {"length", name_of(each.length)},
                        {"questions", each.questions},
                        {"answered", each.answered},
                        {"ended", each.ended}});
        if (!as_json)
            fmt::print("{:>6}  {}  {}{}, {} questions, {}\n", each.sitting, format_day(each.day), name_of(each.length),
                       each.section.empty() ? "" : " section " + each.section, each.questions,
                       each.ended ? fmt::format("{} answered", each.answered) : "not ended");
    }
    if (as_json) fmt::print("{}\n", json_text(list, 2));
    if (!as_json && exams.empty()) fmt::print("No mock exam yet; collimate-cli exam begins one.\n");
}

/// The exam named, else the one whose mock exam began last.
std::string exam_of(const Record& record, const std::string& named) {
    if (!named.empty()) return named;
    std::string latest = last_exam(record);
    SittingId last = 0;
    for (const std::string& exam : record.exams())
        if (const auto past = past_exams(record.state(exam)); !past.empty() && past.front().sitting > last) {
            last = past.front().sitting;
            latest = exam;
        }
    return latest;
}

std::filesystem::path bank_of(const Context& context, const ScoreOptions& options, const std::string& exam) {
    if (!options.bank.empty()) return options.bank;
    try {
        return bank_file(context.banks(), exam);
    } catch (const Refused& refused) {
        throw Refused(fmt::format("{}; the record keeps its exams until that bank is back", refused.what()));
    }
}

/// The latest that has ended, or the one named.
SittingId sitting_of(const std::vector<PastExam>& exams, const ScoreOptions& options, const std::string& exam) {
    if (options.sitting) return *options.sitting;
    for (const PastExam& each : exams)
        if (each.ended && each.answered > 0) return each.sitting;
    throw Refused(fmt::format(
        "no mock exam of {} has been ended with an answer; collimate-cli exam begins one or goes on", exam));
}

void score_record(const Context& context, const ScoreOptions& options) {
    const std::filesystem::path file = record_path(context, options.file);
    if (!std::filesystem::exists(file))
        throw Refused(fmt::format("{} does not exist; name a record or a form", file.string()));
    const auto record = open_record(context, options.file);
    const std::string exam = exam_of(*record, options.exam);
    const std::vector<PastExam> exams = past_exams(record->state(exam));
    if (options.list) {
        print_list(exams, options.as_json);
        return;
    }
    const SittingId sitting = sitting_of(exams, options, exam);
    const Bank bank = Bank::open(bank_of(context, options, exam));
    catch_up(bank, *record, context.now());
    const ExamResult result = exam_result(bank.outline(), *record, sitting);
    if (!options.pdf.empty()) {
        write_whole(options.pdf, score_pdf(bank, result));
        fmt::print(stderr, "{}: the score report is written\n", options.pdf.string());
        if (!options.as_json) return;
    }
    if (options.as_json) {
        fmt::print("{}\n", json_text(result_json(bank.outline(), bank, result), 2));
        return;
    }
    print_report(bank.outline(), result);
    fmt::print("\nEvery question, wrong ones first:\n");
    for (const int index : result.report.review)
        print_question(bank, result.report.questions[static_cast<std::size_t>(index)]);
}

// ---------------------------------------------------------------- a form

json read_form(const std::filesystem::path& file) {
    if (std::filesystem::file_size(file) > largest_form)
        throw Refused(
            fmt::format("{} is too large for a form; name the output of collimate-cli form --json", file.string()));
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    const auto refused = [&](const std::exception& error) {
        return Refused(fmt::format("{} is no form: {}", file.string(), error.what()));
    };
    try {
        return parse_foreign_json(text.str(), deepest_form);
    } catch (const json::exception& error) {
        throw refused(error);
    } catch (const Refused& error) {
        throw refused(error);
    }
}

/// Letters as a string; a number as a number; a place in a picture as [x, y], shares of its width and height, or by the
/// letter of its name.
Response written_response(const json& answer, const std::string& id) {
    Response response;
    if (answer.is_string())
        response.letters = answer.get<std::string>();
    else if (answer.is_number())
        response.number = answer.get<double>();
    else if (answer.is_array() && answer.size() == 2 && answer[0].is_number() && answer[1].is_number())
        response.mark = Spot{answer[0].get<double>(), answer[1].get<double>()};
    else
        throw Refused(
            fmt::format("{}: the answer {} is neither letters (\"B\"), a number (12.5) nor a place ([0.4, 0.6])", id,
                        json_text(answer)));
    return response;
}

/// A question of a form, with the answer written beside it, if one is.
ScoredQuestion form_question(const Bank& bank, const json& entry, int number) {
    const std::string id = entry.at("item").get<std::string>();
    const auto ordinal = bank.find(id);
    if (!ordinal)
        throw Refused(fmt::format("{} is not in {}: use the bank the form was made from", id, bank.file().string()));
    const ItemHead head = bank.head(*ordinal);
    ScoredQuestion question{.number = number,
                            .item = id,
                            .revision = head.revision,
                            .area = head.area,
                            .pilot = entry.value("pilot", false),
                            .difficulty = head.label().difficulty,
                            .reliability = head.label().reliability,
                            .chance = head.chance,
                            .seen = true};
    if (!entry.contains("answer")) return question;
    const Instance shown = present(bank.item(*ordinal), 0);
    question.response = settled(shown, written_response(entry.at("answer"), id));
    question.answered = !question.response.letters.empty() || question.response.number || question.response.mark;
    question.right = is_right(shown, question.response);
    return question;
}

void print_line(const Outline& outline, const ScoreLine& line, double cut_exact, bool as_json) {
    json table = json::array();
    for (int raw = 0; raw <= static_cast<int>(line.full); ++raw) {
        const double scaled = std::clamp(std::round(line.scaled(raw)), outline.scale.low, outline.scale.high);
        table.push_back({{"raw", raw}, {"scaled", scaled}});
    }
    if (as_json) {
        fmt::print(
            "{}\n",
            json_text(json{{"exam", outline.exam},
                           {"scored", line.full},
                           {"cut_exact", cut_exact},
                           {"line", {{"A", line.slope}, {"B", line.intercept}, {"C", line.full}, {"D", line.cut}}},
                           {"scaled_is_estimate", outline.registry == Registry::ardms},
                           {"table", table}},
                      2));
        return;
    }
    fmt::print(
        "{}: {:g} scored questions; {:g} right pass ({:.1f} expected at the cut).\nscaled = {:.4f} * right + {:.4f}\n",
        outline.title, line.full, line.cut, cut_exact, line.slope, line.intercept);
    for (const json& row : table)
        fmt::print("{:>5} right  {:>4} scaled\n", row["raw"].get<int>(), row["scaled"].get<double>());
}

void score_form(const Context& context, const ScoreOptions& options) {
    const json form = read_form(options.file);
    std::vector<ScoredQuestion> questions;
    try {
        const Bank bank = Bank::open(bank_of(context, options, form.at("exam").get<std::string>()));
        for (const json& entry : form.at("items"))
            questions.push_back(form_question(bank, entry, static_cast<int>(questions.size()) + 1));
        if (form.contains("bank") && form.at("bank") != bank.hash())
            fmt::print(stderr, "{}: the form was made from another state of this bank\n", bank.file().string());
        const ExamFrame frame = exam_frame(bank.outline());
        const bool answered =
            std::any_of(questions.begin(), questions.end(), [](const ScoredQuestion& each) { return each.answered; });
        const ScoreReport report = score_report(bank.outline(), frame, questions, 0, 0);
        if (!answered)
            print_line(bank.outline(), report.line, report.cut_exact, options.as_json);
        else if (options.as_json)
            fmt::print("{}\n", json_text(report_json(bank.outline(), &bank, report), 2));
        else {
            print_score(bank.outline(), report);
            for (const ScoredPart& part : report.sections) print_part(bank.outline(), part);
        }
    } catch (const json::exception& error) {
        throw Refused(fmt::format("{} is no form ({}): name the output of collimate-cli form --json",
                                  options.file.string(), error.what()));
    }
}

/// A form is JSON; anything else is taken for a record, which says itself when it is none.
bool is_form(const std::filesystem::path& file) {
    std::error_code unknown;
    if (file.empty() || !std::filesystem::is_regular_file(file, unknown)) return false;
    std::ifstream in(file, std::ios::binary);
    char first = 0;
    return in >> first && first == '{';
}

}  // namespace

std::string clock_text(std::int64_t ms) {
    const std::int64_t seconds = ms / 1000;
    if (seconds < 600) return fmt::format("{} min {} s", seconds / 60, seconds % 60);
    if (seconds < 3600) return fmt::format("{} min", seconds / 60);
    return fmt::format("{} h {} min", seconds / 3600, seconds / 60 % 60);
}

void print_report(const Outline& outline, const ExamResult& result) {
    const ScoreReport& report = result.report;
    fmt::print("\nScore report: {}\n", title_of(outline, result));
    if (result.by == EndedBy::time) fmt::print("The exam ended because its time was up.\n");
    print_score(outline, report);
    if (const std::string first = first_told(result); !first.empty()) print_wrapped(first);
    fmt::print("{}:\n", outline.registry == Registry::arrt ? "Sections (0.1 to 9.9; 7.5 corresponds to the pass line)"
                                                           : "Domains, percent right");
    for (const ScoredPart& part : report.sections) print_part(outline, part);
    fmt::print("Areas:\n");
    for (const ScoredPart& part : report.areas)
        if (outline.is_leaf(part.area)) print_part(outline, part);
    print_pace(report);
    print_changes(report);
    print_findings(findings(habits_of(report)));
    for (const std::string& line : report.basis) print_wrapped(line);
}

void add_score_command(CLI::App& app, Context& context) {
    const auto options = std::make_shared<ScoreOptions>();
    CLI::App* command = app.add_subcommand("score", "Score report of a mock exam in a record, or of a form");
    command->add_option("FILE", options->file,
                        "Record, or a form as `form --json` prints it, answers added as \"answer\"");
    command->add_option("--record", options->file, "The same, by name; the record of the data folder if left out");
    command->add_option("--exam", options->exam, "Exam code; the one of the last mock exam if left out");
    command->add_option("--bank", options->bank, "Bank file; the one of the exam if left out");
    command->add_option("--sitting", options->sitting, "Number of the sitting; the last one ended if left out");
    command->add_flag("--list", options->list, "List the mock exams instead");
    command->add_option("--pdf", options->pdf, "Write the report of an exam as a PDF to this file");
    command->add_flag("--json", options->as_json, "One JSON document");
    command->callback([options, &context] {
        is_form(options->file) ? score_form(context, *options) : score_record(context, *options);
    });
}

}  // namespace collimate
