// One candidate of a class, painted in class_candidate_draw.cpp.
#include "app/screens/class_candidate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"

namespace collimate {
namespace {

using cohort::CandidateReport;
using cohort::ClassReport;

const CandidateReport* report_of(const ClassFacts& facts, const CandidateId& candidate) {
    if (!facts.report) return nullptr;
    for (const CandidateReport& each : facts.report->candidates)
        if (each.candidate == candidate) return &each;
    return nullptr;
}

void add_forecast(ClassCandidateView& view, const ClassReport& report, const CandidateReport& each) {
    const Scale& scale = report.outline.scale;
    const Forecast& forecast = each.forecast;
    view.forecast = true;
    view.unsure = says_little(each);
    view.below = std::any_of(each.concerns.begin(), each.concerns.end(), [](cohort::Concern concern) {
        return concern == cohort::Concern::unlikely || concern == cohort::Concern::doubtful;
    });
    view.chance = shown_chance(forecast.p_pass);
    view.chance_words = fmt::format("chance of passing, {:.0f} to {}", std::max(1.0, 100 * forecast.p_pass_low),
                                    shown_chance(forecast.p_pass_high));
    if (view.unsure) view.chance_words += "; mostly the national figure";
    view.scale_low = scale.high > 200 ? 435 : 55;
    view.scale_cut = scale.cut;
    view.scale_high = scale.high;
    view.score = forecast.scaled.median;
    view.score_low = forecast.scaled.low;
    view.score_high = forecast.scaled.high;
    view.low_label = fmt::format("{:.0f}", view.scale_low);
    view.high_label = fmt::format("{:.0f}", view.scale_high);
    view.pass_label = fmt::format("pass {:.0f}", scale.cut);
    view.score_words = fmt::format(
        "Median score {:.0f}, likely {:.0f} to {:.0f}, {}.", view.score, view.score_low, view.score_high,
        report.exam_day && *report.exam_day > report.today ? "on the exam day, " + short_date(*report.exam_day)
                                                           : std::string("if sat today"));
}

std::vector<ClassFact> facts_of(const CandidateReport& each, Day today) {
    std::vector<ClassFact> facts;
    facts.push_back({"First answers", thousands(each.first_answers)});
    facts.push_back({"Repeats", thousands(each.repeats)});
    facts.push_back({"Last answer", each.last_day ? near_day(*each.last_day, today) : "never"});
    facts.push_back({"Days with answers", fmt::format("{} of the last 30", each.days_in_30)});
    facts.push_back({"Half the answers take less than",
                     each.median_seconds ? duration(std::llround(*each.median_seconds * 1000)) : "\u2013"});
    return facts;
}

ClassMockLine mock_line(const cohort::MockResult& mock) {
    const int of = mock.questions > 0 ? mock.questions : mock.answered;
    const Limits limits = of > 0 ? wilson_limits(mock.right, of) : Limits{.low = 0.0, .high = 1.0};
    ClassMockLine line = {.when = short_date(mock.day),
                          .what = fmt::format("{} of {} right", mock.right, of),
                          .right = percent(mock.share),
                          .share = mock.share,
                          .low = limits.low,
                          .high = limits.high};
    if (mock.answered < of) line.what += fmt::format(", {} left empty", of - mock.answered);
    return line;
}

std::string outcome_words(const cohort::Outcome& outcome) {
    std::string words = outcome.passed ? "passed" : "not passed";
    if (outcome.scaled) words += fmt::format(", {:g}", *outcome.scaled);
    return outcome.credential + ": " + words + (outcome.first_attempt ? "" : ", a later attempt");
}

bool asked_and_waiting(const ClassFacts& facts, const CandidateId& candidate) {
    bool open = false;
    for (const cohort::Disclosure& line : facts.disclosures) {
        if (line.candidate != candidate) continue;
        if (line.kind == cohort::DisclosureKind::requested) open = true;
        if (line.kind == cohort::DisclosureKind::answered) open = false;
    }
    return open;
}

std::string groups_of(const ClassFacts& facts, const CandidateId& candidate) {
    std::vector<std::string> groups;
    for (const cohort::Membership& membership : facts.roll.memberships) {
        if (membership.candidate != candidate) continue;
        for (const cohort::Group& group : facts.roll.groups)
            if (group.id == membership.group) groups.push_back(group.name);
    }
    return list_words(groups);
}

}  // namespace

std::vector<ClassAreaLine> class_area_lines(const Outline& outline, const std::vector<cohort::AreaCell>& cells,
                                            double cut) {
    std::vector<ClassAreaLine> lines;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const cohort::AreaCell& cell = cells[i];
        ClassAreaLine line = {.name = outline.areas[i].title,
                              .branch = !outline.is_leaf(static_cast<int>(i)),
                              .figure = cell_figure(cell),
                              .distance = (cell.expected - cut) / full_color,
                              .value = cell.expected,
                              .low = cell.low,
                              .high = cell.high,
                              .few = cell.few,
                              .answers = thousands(cell.answers),
                              .hover = cell_words(outline.areas[i].title, cell)};
        line.depth = outline.depth_of(static_cast<int>(i));
        lines.push_back(std::move(line));
    }
    return lines;
}

std::pair<double, double> class_area_axis(const std::vector<ClassAreaLine>& lines, double cut) {
    double low = cut - 0.1, high = cut + 0.1;
    for (const ClassAreaLine& line : lines)
        if (!line.few) low = std::min(low, line.low), high = std::max(high, line.high);
    return {std::max(0.0, std::floor(low * 10) / 10), std::min(1.0, std::ceil(high * 10) / 10)};
}

ClassCandidateView class_candidate_view(const ClassFacts& facts, const ClassNames& names, const CandidateId& candidate,
                                        Day today) {
    ClassCandidateView view = {.candidate = candidate, .title = names.of(candidate)};
    if (view.title != names.label(candidate)) view.subtitle = names.label(candidate);
    if (const std::string groups = groups_of(facts, candidate); !groups.empty())
        view.subtitle += (view.subtitle.empty() ? "" : ", ") + groups;
    const auto entry = facts.roster.find(candidate);
    view.name_button = entry == facts.roster.end() || entry->second.name.empty() ? "Enter a name" : "Change the name";
    if (const CandidateReport* each = report_of(facts, candidate)) {
        add_forecast(view, *facts.report, *each);
        for (const cohort::Concern concern : each->concerns) view.concerns.emplace_back(concern_words(concern));
        view.why = unbroken(each->why);
        view.advice = unbroken(each->advice);
        view.cut = facts.report->cut;
        view.cut_label = "pass " + fmt::format("{:.0f}", 100 * view.cut);
        view.areas = class_area_lines(facts.report->outline, each->areas, view.cut);
        std::tie(view.axis_low, view.axis_high) = class_area_axis(view.areas, view.cut);
        view.facts = facts_of(*each, today);
        for (const cohort::MockResult& mock : each->mocks) view.mocks.push_back(mock_line(mock));
    }
    for (const cohort::Outcome& outcome : facts.roll.outcomes)
        if (outcome.candidate == candidate)
            view.outcomes.push_back(
                {.when = short_date(outcome.day) + " " + format_day(outcome.day).substr(0, 4),
                 .what = outcome_words(outcome),
                 .withdrawn = {.candidate = candidate, .credential = outcome.credential, .day = outcome.day}});
    view.file = "candidate-" + names.label(candidate) + "-" + format_day(today) + ".json";
    view.remove_text =
        "Every answer, outcome, group and name of " + view.title +
        " is removed from this class store for good, and no package of theirs is taken in again. Copies of the store, "
        "packages and exports kept elsewhere are not reached.";
    if (asked_and_waiting(facts, candidate))
        view.no_remove = "They asked to see what is kept of them: give it to them first.";
    return view;
}

}  // namespace collimate
