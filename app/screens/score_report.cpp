// What a score report shows; it is painted in score_report_draw.cpp.
#include "app/screens/score_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "app/screens/exam.hpp"
#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"
#include "engine/base/index.hpp"
#include "engine/base/output_file.hpp"

namespace collimate {
namespace {

constexpr std::size_t report_stem_signs = 140;
constexpr int pace_stretches = 13;
constexpr std::size_t questions_a_stretch = 5;  // at least, so that a median says something

// ---- the score -------------------------------------------------------------

std::string against_words(const ScoreReport& report) {
    const int distance = report.scaled - static_cast<int>(report.scale.cut);
    const std::string likely = fmt::format(", likely {:.0f} to {:.0f}", report.interval.low, report.interval.high);
    if (distance == 0) return "just the pass score" + likely;
    return fmt::format("{} {} the pass score", std::abs(distance), distance > 0 ? "above" : "below") + likely;
}

/// The chance that the candidate stands above the pass line, in words that claim no more than one form can tell.
std::string estimate_words(const Outline& outline, const ScoreReport& report) {
    const std::string chance = report.p_above > 0.99   ? "over 99\u00A0%"
                               : report.p_above < 0.01 ? "under 1\u00A0%"
                                                       : percent(report.p_above);
    const std::string ours = outline.registry == Registry::arrt
                                 ? "Our estimate, by ARRT\u2019s published way from raw to scaled scores."
                                 : "Our estimate: ARDMS publishes no way from raw to scaled scores.";
    const std::string close =
        report.standing == Standing::unclear ? " Its interval crosses the pass line: it could go either way." : "";
    return fmt::format("{} By this exam alone, the chance that you stand above the pass line is {}.{}", ours, chance,
                       close);
}

std::string raw_words(const ScoreReport& report) {
    std::string words = fmt::format("{} of {} scored questions right.", report.raw, report.scored);
    if (report.unanswered > 0)
        words += fmt::format(" {} without an answer {} wrong.", report.unanswered,
                             report.unanswered == 1 ? "counts as" : "count as");
    if (report.pilots > 0)
        words += fmt::format(" {} did not count.", counted(report.pilots, "pilot question", "pilot questions"));
    return words;
}

ScaledView scaled_of(const Outline& outline, const ScoreReport& report) {
    return {.figure = std::to_string(report.scaled),
            .chip = report.passed ? "Passed" : "Not passed",
            .passed = report.passed,
            .against = against_words(report),
            .estimate = estimate_words(outline, report),
            .axis_low = report.scale.low,
            .axis_high = report.scale.high,
            .pass = report.scale.cut,
            .value = report.interval.median,
            .low = report.interval.low,
            .high = report.interval.high,
            .low_label = fmt::format("{:.0f}", report.scale.low),
            .high_label = fmt::format("{:.0f}", report.scale.high),
            .pass_label = fmt::format("pass {:.0f}", report.scale.cut),
            .raw = raw_words(report)};
}

// ---- sections and areas ----------------------------------------------------

/// Round figures around every interval and cut.
void fit_axis(PartsView& view, double step, double least, double most) {
    double low = view.cut_at, high = view.cut_at;
    for (const PartLine& line : view.lines) {
        low = std::min({low, line.low, line.cut});
        high = std::max({high, line.high, line.cut});
    }
    view.axis_low = std::max(least, std::floor(low / step) * step);
    view.axis_high = std::min(most, std::ceil(high / step) * step);
}

PartLine proportion_line(const Outline& outline, const ScoredPart& part) {
    return {.name = outline.areas[at(part.area)].title,
            .figure = fmt::format("{} of {}", part.right, part.items),
            .value = part.proportion.median,
            .low = part.proportion.low,
            .high = part.proportion.high,
            .cut = part.cut,
            .hover = fmt::format("{} right, {:.0f} to {}; the pass line lies at {} of these questions",
                                 percent(part.proportion.median), 100 * part.proportion.low,
                                 percent(part.proportion.high), percent(part.cut))};
}

std::string pass_line_words(const ScoreReport& report) {
    return "pass line about " + percent(report.cut_exact / report.scored);
}

void use_proportions(PartsView& view, const ScoreReport& report) {
    view.scope = "right of questions, 80\u00A0% interval";
    view.cut_at = report.cut_exact / report.scored;
    view.cut_label = pass_line_words(report);
}

PartsView sections_of(const Outline& outline, const ScoreReport& report) {
    PartsView view;
    const bool scored = !report.sections.empty() && report.sections.front().score.has_value();
    if (!scored) {
        use_proportions(view, report);
        for (const ScoredPart& part : report.sections) view.lines.push_back(proportion_line(outline, part));
        fit_axis(view, 0.1, 0.0, 1.0);
        return view;
    }
    view.scope = "0.1 to 9.9, 80\u00A0% interval";
    view.cut_at = 7.5;
    view.cut_label = "pass 7.5";
    for (const ScoredPart& part : report.sections)
        view.lines.push_back({.name = outline.areas[at(part.area)].title,
                              .figure = one_decimal(part.score->median),
                              .value = part.score->median,
                              .low = part.score->low,
                              .high = part.score->high,
                              .cut = view.cut_at,
                              .hover = fmt::format("{} of {} right, likely {:.1f} to {:.1f}", part.right, part.items,
                                                   part.score->low, part.score->high)});
    fit_axis(view, 1.0, 0.0, 10.0);
    return view;
}

/// The level below the sections; what lies deeper has too few questions to say anything.
PartsView areas_of(const Outline& outline, const ScoreReport& report) {
    PartsView view;
    use_proportions(view, report);
    for (const ScoredPart& part : report.areas) {
        const int parent = outline.areas[at(part.area)].parent;
        if (parent >= 0 && outline.areas[at(parent)].parent < 0) view.lines.push_back(proportion_line(outline, part));
    }
    fit_axis(view, 0.1, 0.0, 1.0);
    return view;
}

// ---- pace and changes ------------------------------------------------------

std::string quarter_words(const ScoreReport& report) {
    std::vector<std::string> medians;
    for (const PaceQuarter& quarter : report.pace)
        medians.push_back(quarter.median_ms ? std::to_string((*quarter.median_ms + 500) / 1000) : "\u2013");
    return "By quarter: " + list_words(medians) + "\u00A0s.";
}

PaceView pace_of_exam(const ScoreReport& report) {
    const std::size_t size = report.questions.size();
    const int stretches = std::clamp(static_cast<int>(size / questions_a_stretch), 1, pace_stretches);
    PaceView view = {
        .even = static_cast<float>(report.even_pace_ms) / 1000.0f,
        .last_label = std::to_string(size),
        .quarters = quarter_words(report),
        .left = report.remaining_ms == 0 ? "The time ran out." : duration(report.remaining_ms) + " were left."};
    view.scope = fmt::format("seconds a question, line at even pace {}", (report.even_pace_ms + 500) / 1000);
    for (const auto& median : pace_of(report.questions, stretches))
        view.seconds.push_back(median ? static_cast<float>(*median) / 1000.0f : 0.0f);
    return view;
}

ChangesView changes_of(const ScoreReport& report, const Finding& finding) {
    return {.scope = fmt::format("{} of {}", report.changes.all(), report.questions.size()),
            .wrong_to_right = report.changes.wrong_to_right,
            .right_to_wrong = report.changes.right_to_wrong,
            .wrong_to_wrong = report.changes.wrong_to_wrong,
            .words = finding.words};
}

/// Changes have a card of their own.
void add_findings(ScoreReportView& view, const ScoreReport& report) {
    std::vector<Finding> all = findings(habits_of(report));
    const auto changes =
        std::find_if(all.begin(), all.end(), [](const Finding& finding) { return finding.about == About::changes; });
    view.changes = changes_of(report, *changes);
    all.erase(changes);
    view.findings = finding_lines(all);
}

// ---- the questions ---------------------------------------------------------

Outcome outcome_of(const ScoredQuestion& question) {
    if (question.right) return Outcome::right;
    return question.answered ? Outcome::wrong : Outcome::unanswered;
}

std::string given_words(const ScoredQuestion& question, const Instance* shown) {
    if (!question.answered) return question.seen ? "no answer" : "not seen";
    if (!shown) return "";
    if (question.response.number) return number_with_unit(*question.response.number, plain(shown->unit));
    return screen_letters(*shown, question.response.letters);
}

ReportQuestion question_line(const Outline& outline, const OpenReport& report, int index) {
    const ScoredQuestion& question = report.result.report.questions[at(index)];
    const auto& shown = report.questions[at(index)];
    ReportQuestion line = {.index = index,
                           .outcome = outcome_of(question),
                           .number = std::to_string(question.number),
                           .stem = shown ? opening(plain(shown->stem), report_stem_signs)
                                         : question.item + ", no longer in the bank as it was",
                           .area = question.area >= 0 ? outline.areas[at(question.area)].title : "",
                           .given = given_words(question, shown ? &*shown : nullptr),
                           .time = question.seen ? duration(question.response.elapsed_ms) : "",
                           .can_open = shown.has_value()};
    if (question.pilot) line.area += ", pilot";
    if (question.flagged) line.area += ", flagged";
    if (question.first_right) line.area += ", key corrected since";
    return line;
}

void add_questions(ScoreReportView& view, const Outline& outline, const OpenReport& report) {
    int wrong = 0;
    for (const int index : report.result.report.review) {
        view.questions.push_back(question_line(outline, report, index));
        const bool pilot = report.result.report.questions[at(index)].pilot;
        wrong += view.questions.back().outcome != Outcome::right && !pilot;
    }
    const auto first = std::find_if(view.questions.begin(), view.questions.end(), [](const ReportQuestion& line) {
        return line.outcome != Outcome::right && line.can_open;
    });
    if (wrong == 0 || first == view.questions.end()) return;
    view.review = fmt::format("Review {} wrong", wrong);
    view.first_wrong = first->index;
}

void add_page(ScoreReportView& view, const Model& model, int open, Now now) {
    const ScoredQuestion& question = model.report->result.report.questions[at(open)];
    OpenItem item = {.id = question.item, .seed = question.draw};
    if (question.answered) item.response = question.response;
    view.page = item_page_view(model, item, now);
    std::vector<const ReportQuestion*> lines;
    for (const ReportQuestion& line : view.questions)
        if (line.can_open) lines.push_back(&line);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i]->index != open) continue;
        view.page_place = fmt::format("Question {}", question.number);
        if (i > 0) view.before = lines[i - 1]->index;
        if (i + 1 < lines.size()) view.after = lines[i + 1]->index;
    }
}

/// "1 November 2026": in a title the weekday says nothing.
std::string date_of(Day day) {
    const std::string date = long_date(day);
    return date.substr(date.find(' ') + 1);
}

struct ScoreReportUpdates {
    Model& model;
    ScoreReportDraft& draft;
    Now now;

    void operator()(const report_page::Open& open) const {
        draft.page = {};
        draft.open = open.index;
        draft.sitting = model.report->result.start.sitting;
    }
    void operator()(const report_page::Print& print) const {
        draft.printing = false;
        write_whole(print.file, model.printer().score_pdf(*model.bank, model.report->result));
        model.toast = Message{.text = "Written to " + print.file, .shown_ms = now.ms};
    }
    void operator()(const report_page::Close&) const {
        model.report.reset();
        draft = {};
        model.place = Place::mock_exam;
    }
    void operator()(const ItemPageEvent& page) const {
        if (std::holds_alternative<item_page::Back>(page)) {
            draft.open.reset();
            return;
        }
        update_item_page(model, model.report->result.report.questions[at(*draft.open)].item, page, now);
    }
};

}  // namespace

ScoreReportView score_report_view(const Model& model, const ScoreReportDraft& draft, Now now) {
    const Outline& outline = model.bank->outline();
    const OpenReport& open = *model.report;
    const ScoreReport& report = open.result.report;
    const ExamStart& start = open.result.start;
    ScoreReportView view = {.subtitle = capitalized(sitting_name(model, start.sitting, start.section, start.length)) +
                                        ", " + date_of(open.result.day) + ", " + exam_name(outline),
                            .scaled = scaled_of(outline, report),
                            .sections = sections_of(outline, report),
                            .areas = areas_of(outline, report),
                            .pace = pace_of_exam(report),
                            .basis = report.basis};
    view.print_file = (model.folders.data / fmt::format("score-report-{}.pdf", format_day(open.result.day))).string();
    view.scaled.first = first_told(open.result);
    add_findings(view, report);
    add_questions(view, outline, open);
    if (draft.open && draft.sitting == start.sitting) add_page(view, model, *draft.open, now);
    return view;
}

void update(Model& model, ScoreReportDraft& draft, const ScoreReportEvent& event, Now now) {
    std::visit(ScoreReportUpdates{model, draft, now}, event);
}

std::span<const KeyHelp> score_report_keys() {
    static constexpr std::array<KeyHelp, 6> keys{{{"Enter", "review what was wrong"},
                                                  {"P", "print into a PDF file"},
                                                  {"Left, Right", "the question before, the next one"},
                                                  {"Tab, Up, Down", "move between the questions"},
                                                  {"Space", "open the question"},
                                                  {"Esc", "back"}}};
    return keys;
}

}  // namespace collimate
