// What the class was given to do, and who did it; painted in class_assignments_draw.cpp.
#include "app/screens/class_assignments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"

namespace collimate {
namespace {

using cohort::AssignmentReport;

std::string detail_of(const cohort::Assignment& assignment) {
    std::string words = assignment.items.empty()
                            ? counted(static_cast<std::int64_t>(assignment.areas.size()), "area", "areas")
                            : counted(static_cast<std::int64_t>(assignment.items.size()), "question", "questions");
    words += ", given on " + short_date(assignment.given);
    if (assignment.due) words += ", due on " + short_date(*assignment.due);
    return words;
}

ClassAssignmentLine line_of(const AssignmentReport& report, bool shown) {
    const auto done = std::count_if(report.lines.begin(), report.lines.end(),
                                    [](const AssignmentReport::Line& line) { return line.done; });
    const auto all = std::max<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(report.lines.size()), 1);
    return {.id = report.assignment.id,
            .title = report.assignment.title,
            .detail = detail_of(report.assignment),
            .done = fmt::format("{} of {} done", done, report.lines.size()),
            .share = static_cast<double>(done) / static_cast<double>(all),
            .shown = shown};
}

std::string areas_of(const Outline& outline, const cohort::Assignment& assignment) {
    std::vector<std::string> names;
    for (const std::string& code : assignment.areas) {
        const auto area = outline.find(code);
        names.push_back(area ? outline.areas[static_cast<std::size_t>(*area)].title : code);
    }
    return names.empty() ? "" : list_words(names) + ", ten answers in each";
}

/// What the dialog for a new assignment offers.
void add_offer(ClassAssignmentsView& view, const Bank& bank, const ClassDraft& draft) {
    const Outline& outline = bank.outline();
    for (std::size_t i = 0; i < outline.areas.size(); ++i) {
        view.areas.push_back({.code = outline.areas[i].code,
                              .name = outline.areas[i].title,
                              .depth = outline.depth_of(static_cast<int>(i)),
                              .on = draft.areas.contains(outline.areas[i].code)});
    }
    view.form_words = fmt::format("The bank holds {}", counted(bank.size(), "question", "questions"));
    if (outline.scored_items) view.form_words += fmt::format("; the exam itself counts {}", *outline.scored_items);
    view.form_words += ".";
}

void add_candidates(ClassAssignmentsView& view, const AssignmentReport& report, const ClassNames& names, Day today) {
    for (const AssignmentReport::Line& line : report.lines) {
        const std::string of =
            report.assignment.items.empty() ? "" : fmt::format(" of {}", report.assignment.items.size());
        view.candidates.push_back(
            {.candidate = line.candidate,
             .name = names.of(line.candidate),
             .answered = std::to_string(line.answered) + of,
             .right = line.answered == 0 ? "\u2013" : percent(static_cast<double>(line.right) / line.answered),
             .last = line.last_day ? near_day(*line.last_day, today) : "not begun",
             .done = line.done,
             .begun = line.answered > 0});
    }
    std::stable_sort(view.candidates.begin(), view.candidates.end(),
                     [](const ClassAssignedLine& a, const ClassAssignedLine& b) {
                         return std::pair(a.done, a.begun) < std::pair(b.done, b.begun);
                     });
}

}  // namespace

ClassAssignmentsView class_assignments_view(const ClassFacts& facts, const ClassNames& names, const ClassDraft& draft,
                                            Day today) {
    ClassAssignmentsView view = {.can_assign = facts.cohort.has_value() && facts.bank != nullptr};
    if (!facts.cohort)
        view.cannot = "An assignment is given to one class: choose a class first.";
    else if (!facts.bank)
        view.cannot = "There is no question bank here for the exam of this class.";
    if (facts.bank) add_offer(view, *facts.bank, draft);
    view.file = "assignment-" + format_day(today) + ".collimate-assignment";
    if (!facts.report) return view;
    for (auto each = facts.report->assignments.rbegin(); each != facts.report->assignments.rend(); ++each) {
        const bool shown =
            draft.assignment ? *draft.assignment == each->assignment.id : each == facts.report->assignments.rbegin();
        view.lines.push_back(line_of(*each, shown));
        if (!shown) continue;
        view.shown = each->assignment.title;
        view.shown_areas = areas_of(facts.report->outline, each->assignment);
        add_candidates(view, *each, names, today);
    }
    return view;
}

}  // namespace collimate
