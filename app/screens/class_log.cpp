// To whom something of the class was given, and who was deleted; painted in class_log_draw.cpp.
#include "app/screens/class_log.hpp"

#include <algorithm>

#include "app/screens/words.hpp"

namespace collimate {
namespace {

using cohort::Disclosure;
using cohort::DisclosureKind;

constexpr Day days_to_answer = 45;  // 20 U.S.C. 1232g(a)(1)(A), 34 CFR 99.10(b)

std::string log_day(Day day) { return short_date(day) + " " + format_day(day).substr(0, 4); }

std::string log_time(TimeMs at_ms, TimeMs offset_ms) {
    return log_day(day_at(at_ms, offset_ms)) + ", " + clock_words(at_ms + offset_ms);
}

/// Whether a candidate's request was still unanswered at the end of the log.
bool still_open(const std::vector<Disclosure>& log, std::size_t request) {
    for (std::size_t i = request + 1; i < log.size(); ++i)
        if (log[i].candidate == log[request].candidate && log[i].kind == DisclosureKind::answered) return false;
    return true;
}

std::string what_words(const Disclosure& line, const ClassNames& names) {
    const std::string who = line.candidate ? names.of(*line.candidate) : "";
    if (line.kind == DisclosureKind::requested) return who + " asked to see what is kept of them";
    if (line.kind == DisclosureKind::answered) return who + " was given what is kept of them";
    const std::string of = line.candidate ? "What is kept of " + who : "A report of the class";
    return of + " was given to " + line.to;
}

}  // namespace

ClassLogView class_log_view(const ClassFacts& facts, const ClassNames& names, TimeMs utc_offset_ms, Day today) {
    ClassLogView view = {.scope = facts.programme.name + ", newest first"};
    for (std::size_t i = 0; i < facts.disclosures.size(); ++i) {
        const Disclosure& each = facts.disclosures[i];
        ClassLogLine line = {.at_ms = each.at_ms,
                             .when = log_time(each.at_ms, utc_offset_ms),
                             .what = what_words(each, names),
                             .purpose = each.kind == DisclosureKind::disclosed ? each.purpose : "",
                             .icon = ui::Icon::exported};
        if (each.kind == DisclosureKind::requested) {
            line.icon = ui::Icon::help;
            const Day by = day_at(each.at_ms, utc_offset_ms) + days_to_answer;
            if (still_open(facts.disclosures, i)) line.due = "due by " + log_day(by);
            line.late = !line.due.empty() && by < today;
        }
        view.lines.push_back(std::move(line));
    }
    for (const cohort::Tombstone& each : facts.roll.tombstones)
        view.lines.push_back({.at_ms = each.at_ms,
                              .when = log_time(each.at_ms, utc_offset_ms),
                              .what = names.label(each.candidate) + " was deleted for good",
                              .icon = ui::Icon::wrong});
    std::stable_sort(view.lines.begin(), view.lines.end(),
                     [](const ClassLogLine& a, const ClassLogLine& b) { return a.at_ms > b.at_ms; });
    view.note =
        "Here stand what candidates asked for and were given, what was exported with a name under \u201CGiven to\u201D "
        "(34 CFR 99.32), and deletions. Nothing of it can be changed. Who sat at the machine is not recorded.";
    if (view.lines.empty())
        view.empty =
            "Nothing was given to anybody, and nobody was deleted. When you export, write under \u201CGiven to\u201D "
            "who "
            "gets it: then it stands here.";
    return view;
}

}  // namespace collimate
