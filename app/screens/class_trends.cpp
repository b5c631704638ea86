// The class over time, by group and by area of the outline; painted in class_trends_draw.cpp.
#include "app/screens/class_trends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/screens/words.hpp"
#include "engine/model/dif.hpp"

namespace collimate {
namespace {

using cohort::ClassReport;
using cohort::GroupReport;
using cohort::WeekReport;

constexpr std::size_t longest_group_name = 40;  // bytes; it stands on a chip

/// Of ascending values, by linear interpolation between ranks.
double quantile(const std::vector<double>& values, double share) {
    const double rank = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (rank - static_cast<double>(below)) * (values[above] - values[below]);
}

ClassWeekLine line_of(const WeekReport& week) {
    ClassWeekLine line = {.week = "to " + short_date(week.last_day),
                          .active = std::to_string(week.active),
                          .answers = thousands(week.answers),
                          .right = "\u2013",
                          .median = "\u2013",
                          .passing = "\u2013",
                          .active_count = week.active};
    if (week.first_answers > 0) line.right = percent(static_cast<double>(week.right_first) / week.first_answers);
    if (week.expected_scaled.empty()) return line;
    line.median = fmt::format("{:.0f}", quantile(week.expected_scaled, 0.5));
    line.passing = fmt::format("{} of {}", week.expected_to_pass, week.expected_scaled.size());
    return line;
}

void add_points(ClassTrendsView& view, const ClassReport& report) {
    const Outline& outline = report.outline;
    double low = view.cut, high = view.cut;
    for (const WeekReport& week : report.weeks) {
        if (week.expected_scaled.empty()) continue;
        ClassWeekPoint point = {.at = static_cast<double>(week.last_day - report.weeks.front().last_day) / 7.0,
                                .low = quantile(week.expected_scaled, 0.25),
                                .middle = quantile(week.expected_scaled, 0.5),
                                .high = quantile(week.expected_scaled, 0.75)};
        point.hover = fmt::format("{}: median {:.0f}, half the class {:.0f} to {:.0f}", short_date(week.last_day),
                                  point.middle, point.low, point.high);
        low = std::min(low, point.low);
        high = std::max(high, point.high);
        view.points.push_back(std::move(point));
    }
    const double step = axis_step(outline);
    view.axis_low = std::floor(low / step) * step;
    view.axis_high = std::ceil((high + 1) / step) * step;
}

std::string dif_sentence(const ClassReport& report, const GroupReport& group, std::size_t item) {
    const ItemDif& dif = group.items[item];
    const double delta = *dif.delta.value;
    std::string words = fmt::format("{} is {} for {} than for equally able others ({}", report.first.items[item],
                                    delta < 0 ? "harder" : "easier", group.group.name,
                                    dif.klass == DifClass::large ? "large" : "moderate");
    const ClassNumber number = class_number(dif.delta, NumberForm::decimals);
    words += ", delta " + number.value;
    if (!number.limits.empty()) words += ", " + number.limits;
    return words + ").";
}

std::string dif_none(const ClassReport& report) {
    for (const GroupReport& group : report.groups)
        for (const ItemDif& dif : group.items)
            if (!dif.delta.value && dif.delta.withheld == Withheld::too_few)
                return fmt::format(
                    "Whether a question is harder for one group than for equally able others takes {} "
                    "candidates in each; there are {} in {}.",
                    least_per_group, group.candidates, group.group.name);
    return "No question is noticeably harder for one group than for equally able others.";
}

/// Where there is nothing to compare.
ClassGroupsView no_groups(const ClassFacts& facts) {
    if (facts.choice.group)
        return {.empty = "Groups are compared with one another in the whole class.",
                .heading = "You are looking at one group",
                .button = "Show the whole class",
                .helps = class_page::LookThrough{}};
    if (!facts.cohort)
        return {.empty = "A group is part of one class, and here all classes stand together.",
                .heading = "No groups",
                .button = "Choose a class",
                .helps = class_page::ShowDialog{ClassDialog::classes}};
    return {.empty =
                "Put the candidates of a site or a track into a group: then the class can be looked at through it, "
                "and groups are compared here.",
            .heading = "No groups",
            .button = "New group",
            .helps = class_page::EditGroup{}};
}

bool is_member(const cohort::Roll& roll, const CandidateId& candidate, const cohort::GroupId& group) {
    return std::binary_search(roll.memberships.begin(), roll.memberships.end(),
                              cohort::Membership{.candidate = candidate, .group = group});
}

std::vector<CandidateId> enrolled_in(const ClassFacts& facts) {
    std::vector<CandidateId> enrolled;
    for (const cohort::Enrolment& enrolment : facts.roll.enrolments)
        if (facts.cohort && enrolment.cohort == facts.cohort->id) enrolled.push_back(enrolment.candidate);
    return enrolled;
}

std::vector<cohort::Group> groups_of_class(const ClassFacts& facts) {
    std::vector<cohort::Group> groups;
    for (const cohort::Group& group : facts.roll.groups)
        if (facts.cohort && group.cohort == facts.cohort->id) groups.push_back(group);
    std::stable_sort(groups.begin(), groups.end(),
                     [](const cohort::Group& a, const cohort::Group& b) { return a.name < b.name; });
    return groups;
}

}  // namespace

ClassTrendsView class_trends_view(const ClassFacts& facts) {
    const ClassReport& report = *facts.report;
    ClassTrendsView view = {.cut = report.outline.scale.cut, .class_size = static_cast<int>(report.candidates.size())};
    add_points(view, report);
    for (const WeekReport& week : report.weeks) {
        view.weeks.push_back(line_of(week));
        view.most_active = std::max(view.most_active, week.active);
    }
    std::reverse(view.weeks.begin(), view.weeks.end());
    if (view.points.size() < 2) {
        view.empty = "One week is a point, two are a line: there is more to see next week.";
        return view;
    }
    view.first = short_date(report.weeks.front().last_day);
    view.last = short_date(report.weeks.back().last_day);
    view.median = fmt::format("median {:.0f}", view.points.back().middle);
    view.pass = fmt::format("pass {:.0f}", view.cut);
    return view;
}

ClassGroupsView class_groups_view(const ClassFacts& facts) {
    const ClassReport& report = *facts.report;
    ClassGroupsView view = {.cut = report.outline.scale.cut,
                            .cut_label = fmt::format("pass {:.0f}", report.outline.scale.cut)};
    if (report.groups.empty()) return no_groups(facts);
    view.can_edit = facts.cohort.has_value();
    double low = view.cut, high = view.cut;
    for (const GroupReport& group : report.groups) {
        ClassGroupLine line = {.id = group.group.id,
                               .name = group.group.name,
                               .candidates = std::to_string(group.candidates),
                               .score = class_number(group.expected_scaled, NumberForm::score)};
        line.value = group.expected_scaled.value.value_or(view.cut);
        const Limits limits = group.expected_scaled.limits.value_or(Limits{line.value, line.value});
        line.low = limits.low;
        line.high = limits.high;
        low = std::min(low, line.low);
        high = std::max(high, line.high);
        view.lines.push_back(std::move(line));
        for (std::size_t item = 0; item < group.items.size(); ++item)
            if (group.items[item].delta.value && group.items[item].klass != DifClass::negligible)
                view.sentences.push_back(dif_sentence(report, group, item));
    }
    const double step = axis_step(report.outline);
    view.axis_low = std::floor(low / step) * step;
    view.axis_high = std::ceil((high + 1) / step) * step;
    view.dif_note = view.sentences.empty()
                        ? dif_none(report)
                        : "Mantel and Haenszel's test, candidates matched by ability; classes of the Educational "
                          "Testing Service. A few such items are found by chance alone: read the question before "
                          "judging it.";
    return view;
}

ClassThrough class_through(const ClassFacts& facts) {
    ClassThrough through;
    const std::vector<CandidateId> enrolled = enrolled_in(facts);
    for (const cohort::Group& group : groups_of_class(facts)) {
        const auto size = std::count_if(enrolled.begin(), enrolled.end(), [&](const CandidateId& candidate) {
            return is_member(facts.roll, candidate, group.id);
        });
        if (size == 0 && facts.choice.group != group.id) continue;
        through.chips.push_back(
            {.name = group.name, .count = std::to_string(size), .on = facts.choice.group == group.id});
        through.groups.emplace_back(group.id);
    }
    if (through.chips.empty()) return through;
    through.chips.insert(
        through.chips.begin(),
        {.name = "All", .count = std::to_string(enrolled.size()), .on = !facts.choice.group.has_value()});
    through.groups.insert(through.groups.begin(), std::nullopt);
    return through;
}

ClassGroupForm class_group_form(const ClassFacts& facts, const ClassNames& names, const ClassDraft& draft) {
    ClassGroupForm form = {
        .title = "New group",
        .words = "A site or a track: part of this class, to be looked at alone and beside the others."};
    if (draft.group) form.words = "A group cannot be deleted, but one that everybody has left is not offered any more.";
    const std::vector<cohort::Group> groups = groups_of_class(facts);
    for (const cohort::Group& group : groups)
        if (draft.group == group.id) form.title = "Group " + group.name;
    const std::vector<CandidateId> enrolled = enrolled_in(facts);
    std::size_t in = 0;
    for (const CandidateId& candidate : enrolled) {
        const bool on = draft.members.contains(candidate);
        in += on ? 1 : 0;
        if (!names.fits(candidate, draft.narrowed)) continue;
        ClassMemberLine line = {.candidate = candidate, .name = names.of(candidate), .on = on};
        for (const cohort::Group& group : groups)
            if (draft.group != group.id && is_member(facts.roll, candidate, group.id))
                line.others += (line.others.empty() ? "" : ", ") + group.name;
        form.members.push_back(std::move(line));
    }
    std::stable_sort(form.members.begin(), form.members.end(),
                     [](const ClassMemberLine& a, const ClassMemberLine& b) { return a.name < b.name; });
    form.sum = fmt::format("{} of {} are in it.", in, enrolled.size());
    return form;
}

std::string class_group_fault(const ClassFacts& facts, const ClassDraft& draft) {
    if (draft.name.empty()) return "Give the group a name.";
    if (draft.name.size() > longest_group_name) return "The name is too long for its place: shorten it.";
    for (const cohort::Group& group : groups_of_class(facts))
        if (group.name == draft.name && draft.group != group.id) return "There is a group of that name already.";
    if (!draft.group && draft.members.empty()) return "Tick who is in it.";
    return "";
}

ClassCurriculumView class_curriculum_view(const ClassFacts& facts, const std::set<int>& closed) {
    const ClassReport& report = *facts.report;
    const Outline& outline = report.outline;
    ClassCurriculumView view = {.cut = report.cut, .cut_label = fmt::format("pass {:.0f}", 100 * report.cut)};
    std::vector<ClassAreaLine> areas = class_area_lines(outline, report.areas, report.cut);
    std::tie(view.axis_low, view.axis_high) = class_area_axis(areas, report.cut);
    const std::vector<double> weights = area_weights(outline);
    const auto size = static_cast<int>(report.candidates.size());
    for (std::size_t i = 0; i < areas.size(); ++i) {
        bool hidden = false;
        for (int at = outline.areas[i].parent; at >= 0; at = outline.areas[static_cast<std::size_t>(at)].parent)
            hidden = hidden || closed.contains(at);
        if (hidden) continue;
        const int below = report.below[i];
        view.lines.push_back({.area = std::move(areas[i]),
                              .index = static_cast<int>(i),
                              .open = !closed.contains(static_cast<int>(i)),
                              .weight = percent(weights[i]),
                              .below = below == 0 ? "none" : fmt::format("{} of {}", below, size),
                              .many_below = below * 4 >= size && below > 0});
    }
    view.note =
        "Below: candidates whose whole 80\u00A0% interval lies under the pass line. Answers: first ones of the "
        "whole class.";
    return view;
}

}  // namespace collimate
