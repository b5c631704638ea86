#include "engine/print/score_pdf.hpp"

#include <fmt/format.h>

#include "engine/print/page_writer.hpp"
#include "engine/print/question_print.hpp"

namespace collimate {
namespace {

const Area& area_at(const Outline& outline, int area) { return outline.areas[static_cast<std::size_t>(area)]; }

std::string minutes_text(std::int64_t ms) { return fmt::format("{} min {} s", ms / 60'000, ms / 1000 % 60); }

void print_score(PageWriter& pages, const Outline& outline, const ScoreReport& report, const std::string& first_told) {
    const bool estimate = outline.registry == Registry::ardms;
    const double width = report.scale.high - report.scale.low;
    const auto share = [&](double scaled) { return (scaled - report.scale.low) / width; };
    pages.heading(fmt::format("Scaled score{}: {}, {}", estimate ? " (our estimate)" : "", report.scaled,
                              report.passed ? "passed" : "not passed"));
    pages.interval_row(
        print_plain(fmt::format("{:g} to {:g}, {:g} passes", report.scale.low, report.scale.high, report.scale.cut)),
        {.low = share(report.interval.low),
         .middle = share(report.scaled),
         .high = share(report.interval.high),
         .line = share(report.scale.cut)},
        fmt::format("likely {:.0f} to {:.0f}", report.interval.low, report.interval.high));
    std::string text = fmt::format("{} of {} scored questions right; {:g} pass on this form.", report.raw,
                                   report.scored, report.line.cut);
    if (report.unanswered > 0) text += fmt::format(" {} had no answer and count as wrong.", report.unanswered);
    if (report.pilots > 0)
        text += fmt::format(" {} pilot questions did not count; {} of them were right.", report.pilots,
                            report.pilots_right);
    pages.paragraph(print_plain(text));
    if (!first_told.empty()) pages.paragraph(print_plain(first_told));
    for (const std::string& line : report.basis) pages.remark(print_plain(line));
}

void print_part(PageWriter& pages, const Outline& outline, const ScoredPart& part) {
    const Area& area = area_at(outline, part.area);
    const std::string figures =
        part.score ? fmt::format("{} of {}, score {:.1f}", part.right, part.items, part.score->median)
                   : fmt::format("{} of {}, {:.0f} %", part.right, part.items, 100 * part.proportion.median);
    pages.interval_row(
        print_plain(area.code + " ") + print_markup(area.title),
        {.low = part.proportion.low, .middle = part.proportion.median, .high = part.proportion.high, .line = part.cut},
        figures);
}

void print_parts(PageWriter& pages, const Outline& outline, const ScoreReport& report) {
    pages.heading(outline.registry == Registry::arrt ? "Sections (0.1 to 9.9; 7.5 corresponds to the pass line)"
                                                     : "Domains");
    for (const ScoredPart& part : report.sections) print_part(pages, outline, part);
    pages.heading("Areas against the pass line");
    for (const ScoredPart& part : report.areas)
        if (outline.is_leaf(part.area)) print_part(pages, outline, part);
    pages.remark(
        "Dot: percent right. Bar: 80 % interval. Line: percent right of a candidate at the cut, on these very "
        "questions.");
}

void print_course(PageWriter& pages, const ScoreReport& report) {
    pages.heading("Pace");
    for (const PaceQuarter& each : report.pace)
        pages.row({fmt::format("Questions {} to {}", each.first, each.last), fmt::format("{} seen", each.seen),
                   each.median_ms ? fmt::format("median {} s", (*each.median_ms + 500) / 1000) : "not seen"},
                  {0.4, 0.3, 0.3});
    pages.paragraph(fmt::format("An even pace is {} s a question. {} used, {} left.",
                                (report.even_pace_ms + 500) / 1000, minutes_text(report.time_ms - report.remaining_ms),
                                minutes_text(report.remaining_ms)));
    const AnswerChanges& changes = report.changes;
    pages.heading("Answers changed after leaving the question");
    pages.paragraph(fmt::format("{} changed: wrong to right {}, right to wrong {}, wrong to wrong {}.", changes.all(),
                                changes.wrong_to_right, changes.right_to_wrong, changes.wrong_to_wrong));
    pages.heading("How you worked");
    for (const Finding& finding : findings(habits_of(report)))
        pages.paragraph(fmt::format("<b>{}</b> {}{}", print_plain(finding.title + "."), print_plain(finding.words),
                                    finding.evidence.empty() ? "" : print_plain(" " + finding.evidence + ".")));
}

std::string place_text(Spot spot) {
    return fmt::format("{:.0f} % from the left, {:.0f} % from the top", 100 * spot.x, 100 * spot.y);
}

/// What stands for an option on paper: a letter where options were listed.
std::string name_of_choice(const Instance& asked, const Choice& choice) {
    if (asked.type != ItemType::numeric && asked.type != ItemType::hotspot)
        return std::string(1, printed_label(asked, choice.letter));
    return choice.text.empty() ? place_text(middle_of(*choice.region)) : print_markup(choice.text);
}

std::string answer_of(const Instance& asked, const Response& response) {
    if (is_blank(response)) return "none";
    if (response.number) return fmt::format("{:g}", *response.number);
    if (response.mark) return place_text(*response.mark);
    return printed_labels(asked, response.letters);
}

std::string key_of(const Instance& asked) {
    if (asked.type != ItemType::numeric && asked.type != ItemType::hotspot)
        return print_plain(printed_labels(asked, key_letters(asked)));
    for (const Choice& choice : asked.choices)
        if (choice.right) return name_of_choice(asked, choice);
    return {};
}

void print_reason(PageWriter& pages, const Instance& asked, const Choice& choice) {
    if (choice.why.empty()) return;
    pages.remark(fmt::format("<b>{}</b> {}", name_of_choice(asked, choice), print_markup(choice.why)), 12.0);
}

void print_question(PageWriter& pages, const Bank& bank, const ScoredQuestion& each) {
    const char* verdict = each.right ? "right" : each.answered ? "wrong" : each.seen ? "no answer" : "not seen";
    pages.need(110.0);
    pages.space(6.0);
    pages.paragraph(fmt::format("<b>Question {}: {}{}</b>{}", each.number, verdict, each.pilot ? ", pilot" : "",
                                each.first_right ? "; its key was corrected since" : ""));
    const auto asked = instance_of(bank, each);
    if (!asked) {
        pages.remark(print_plain(each.item + ": the bank no longer holds this question as it was asked."));
        return;
    }
    print_question_body(pages, bank, *asked);
    pages.paragraph(
        fmt::format("Your answer: {}. Right: {}.", print_plain(answer_of(*asked, each.response)), key_of(*asked)));
    if (!asked->principle.empty()) pages.remark(print_markup(asked->principle), 12.0);
    for (const Choice& choice : asked->choices) print_reason(pages, *asked, choice);
}

}  // namespace

std::string score_pdf(const Bank& bank, const ExamResult& result) {
    const Outline& outline = bank.outline();
    PageWriter pages(fmt::format("{}, mock exam of {}", outline.title, format_day(result.day)), result.ended_ms);
    pages.title(fmt::format("Score report: {}", print_markup(outline.title)));
    pages.remark(print_plain(fmt::format(
        "Mock exam {} of {}{}{}. Not affiliated with or endorsed by ARRT or ARDMS.", result.start.sitting,
        long_date(result.day), result.start.section.empty() ? "" : ", section " + result.start.section,
        result.start.length == FormLength::full ? "" : fmt::format(", {} form", name_of(result.start.length)))));
    print_score(pages, outline, result.report, first_told(result));
    print_parts(pages, outline, result.report);
    print_course(pages, result.report);
    pages.heading("Every question, wrong ones first");
    for (const int index : result.report.review)
        print_question(pages, bank, result.report.questions[static_cast<std::size_t>(index)]);
    return pages.finish();
}

}  // namespace collimate
