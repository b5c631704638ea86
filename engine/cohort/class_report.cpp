#include "engine/cohort/class_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/base/error.hpp"
#include "engine/cohort/assignment_report.hpp"
#include "engine/cohort/candidate_report.hpp"
#include "engine/cohort/concerns.hpp"
#include "engine/cohort/group_report.hpp"
#include "engine/cohort/mock_results.hpp"

namespace collimate::cohort {
namespace {

constexpr double z_of_80 = 1.2815515655446004;  // 90th percentile of the standard normal
constexpr std::size_t shortest_label = 4;

/// Who is meant, and what was arranged for them.
struct ReportedClass {
    std::string programme;
    std::string name;
    std::optional<Day> exam_day;
    std::vector<Cohort> cohorts;     ///< in the scope
    std::set<CandidateId> expected;  ///< on the report also where nothing came in
    std::vector<Assignment> assignments;
};

std::string programme_name(Store& store, const ProgrammeId& id) {
    for (const Programme& programme : store.programmes())
        if (programme.id == id) return programme.name;
    throw Refused("the class store has no such programme: look at the list of classes");
}

std::vector<Cohort> cohorts_of(const Roll& roll, const ReportScope& scope) {
    std::optional<CohortId> wanted = scope.cohort;
    for (const Group& group : roll.groups)
        if (scope.group == group.id) wanted = group.cohort;
    std::vector<Cohort> found;
    for (const Cohort& cohort : roll.cohorts)
        if (!wanted || *wanted == cohort.id) found.push_back(cohort);
    return found;
}

std::set<CandidateId> members_of(const Roll& roll, const GroupId& group) {
    std::set<CandidateId> members;
    for (const Membership& membership : roll.memberships)
        if (membership.group == group) members.insert(membership.candidate);
    return members;
}

/// Those enrolled in a cohort that prepares for the exam, or for several.
std::set<CandidateId> expected_of(const Roll& roll, const ReportScope& scope, const std::vector<Cohort>& cohorts) {
    std::set<CandidateId> enrolled;
    for (const Enrolment& enrolment : roll.enrolments)
        for (const Cohort& cohort : cohorts)
            if (cohort.id == enrolment.cohort && (cohort.exam.empty() || cohort.exam == scope.exam))
                enrolled.insert(enrolment.candidate);
    if (!scope.group) return enrolled;
    const std::set<CandidateId> members = members_of(roll, *scope.group);
    std::set<CandidateId> both;
    std::set_intersection(enrolled.begin(), enrolled.end(), members.begin(), members.end(),
                          std::inserter(both, both.end()));
    return both;
}

/// Where several cohorts prepare for the exam on different days none is the class's.
std::optional<Day> exam_day_of(const std::vector<Cohort>& cohorts, const std::string& exam) {
    std::set<std::optional<Day>> days;
    for (const Cohort& cohort : cohorts)
        if (cohort.exam.empty() || cohort.exam == exam) days.insert(cohort.exam_day);
    return days.size() == 1 ? *days.begin() : std::nullopt;
}

ReportedClass reported_class(Store& store, const Roll& roll, const ReportScope& scope) {
    ReportedClass about = {.programme = programme_name(store, scope.programme), .cohorts = cohorts_of(roll, scope)};
    about.name = scope.cohort && !about.cohorts.empty() ? about.cohorts.front().name : about.programme;
    for (const Group& group : roll.groups)
        if (scope.group == group.id) about.name = fmt::format("{}, {}", about.cohorts.front().name, group.name);
    about.exam_day = exam_day_of(about.cohorts, scope.exam);
    about.expected = expected_of(roll, scope, about.cohorts);
    for (const Assignment& assignment : roll.assignments)
        for (const Cohort& cohort : about.cohorts)
            if (assignment.cohort == cohort.id && assignment.exam == scope.exam)
                about.assignments.push_back(assignment);
    return about;
}

/// One candidate, all that was gathered.
struct CandidateResults {
    CandidateReport report;
    std::vector<AreaExpectation> expectations;
    std::map<int, CandidateWeek> weeks;
    std::vector<AssignmentReport::Line> assigned;  ///< one an assignment
};

/// Takes the answers of a class as the store tells them, candidate by candidate.
class ClassGathering {
public:
    ClassGathering(const ReportPlaces& places, const ReportedClass& about, MockGathering mocks, Day today)
        : places_(&places), about_(&about), mocks_(std::move(mocks)), today_(today) {}

    void add(const ClassResponse& response) {
        if (response.answer.day > today_) return;
        if (response.answer.exam != places_->frame().outline.exam) return add_elsewhere(response);
        if (candidate_ != response.candidate) begin(response.candidate);
        gathering_->add(response.answer);
        for (AssignmentGathering& assignment : assigned_) assignment.add(response.answer);
        mocks_.add(response.answer);
        if (response.answer.fresh) matrix_.add(response);
    }

    /// Everyone, also of whom nothing came in, by id.
    std::vector<CandidateResults> finish() {
        if (candidate_) close();
        for (const CandidateId& candidate : about_->expected) {
            if (met_.contains(candidate)) continue;
            begin(candidate);
            close();
        }
        std::sort(results_.begin(), results_.end(), [](const CandidateResults& a, const CandidateResults& b) {
            return a.report.candidate < b.report.candidate;
        });
        return std::move(results_);
    }
    ClassMatrix matrix() { return matrix_.finish(); }

    std::vector<OtherExam> others() {
        std::vector<OtherExam> all;
        for (auto& [exam, gathered] : elsewhere_) {
            OtherExam& other = all.emplace_back(OtherExam{.exam = exam, .day = gathered.day});
            other.first = gathered.matrix.finish();
            other.analysis = analyze_responses(other.first.matrix, other.first.options);
        }
        return all;
    }

private:
    /// Practice for another exam of a registry is a report of its own.
    void add_elsewhere(const ClassResponse& response) {
        const PackedAnswer& answer = response.answer;
        const auto codes = exam_codes();
        if (!answer.fresh || std::find(codes.begin(), codes.end(), answer.exam) != codes.end()) return;
        Elsewhere& exam = elsewhere_[answer.exam];
        exam.day = std::max(exam.day, answer.day);
        exam.matrix.add(response);
    }

    void begin(const CandidateId& candidate) {
        if (candidate_) close();
        candidate_ = candidate;
        met_.insert(candidate);
        gathering_.emplace(*places_, today_);
        assigned_.clear();
        for (const Assignment& assignment : about_->assignments) assigned_.emplace_back(assignment, *places_);
    }

    void close() {
        CandidateResults& results = results_.emplace_back();
        results.expectations = gathering_->expectations();
        results.report = gathering_->report(about_->exam_day, results.expectations);
        results.report.candidate = *candidate_;
        results.report.mocks = mocks_.results_of(*candidate_);
        judge(results.report, *gathering_, places_->frame(), today_, about_->exam_day);
        results.weeks = gathering_->weeks();
        for (const AssignmentGathering& assignment : assigned_)
            results.assigned.push_back(assignment.line(*candidate_));
        candidate_.reset();
    }

    const ReportPlaces* places_;
    const ReportedClass* about_;
    MockGathering mocks_;
    Day today_;
    std::optional<CandidateId> candidate_;
    std::optional<CandidateGathering> gathering_;
    std::vector<AssignmentGathering> assigned_;
    MatrixGathering matrix_;
    struct Elsewhere {
        Day day = 0;
        MatrixGathering matrix;
    };
    std::map<std::string, Elsewhere> elsewhere_;
    std::set<CandidateId> met_;
    std::vector<CandidateResults> results_;
};

/// The shortest beginnings of the ids, four digits at least, that nobody else's id begins with.
std::map<CandidateId, std::string> labels_of(const std::set<CandidateId>& candidates) {
    std::map<CandidateId, std::string> labels;
    std::string before;
    for (auto at = candidates.begin(); at != candidates.end(); ++at) {
        const std::string id = hex_of(*at);
        const std::string after = std::next(at) == candidates.end() ? std::string() : hex_of(*std::next(at));
        std::size_t length = shortest_label;
        while (length < id.size() &&
               (before.starts_with(id.substr(0, length)) || after.starts_with(id.substr(0, length))))
            ++length;
        std::string& label = labels[*at] = id.substr(0, length);
        for (char& c : label) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        before = id;
    }
    return labels;
}

/// The mean over the candidates and its 80 % interval: what is not known of each is their own, the shift of all labels
/// is shared.
AreaCell class_cell(const std::vector<CandidateResults>& all, std::size_t area, double label_shift_sd) {
    AreaCell cell;
    double variance = 0.0;
    double per_shift = 0.0;
    std::size_t few = 0;
    const auto n = static_cast<double>(all.size());
    for (const CandidateResults& each : all) {
        cell.answers += each.report.areas[area].answers;
        cell.right += each.report.areas[area].right;
        cell.expected += each.report.areas[area].expected / n;
        variance += std::pow(each.expectations[area].sd / n, 2);
        per_shift += each.expectations[area].per_shift / n;
        few += each.report.areas[area].few ? 1 : 0;
    }
    const double reach = z_of_80 * std::sqrt(variance + std::pow(per_shift * label_shift_sd, 2));
    cell.low = std::max(0.0, cell.expected - reach);
    cell.high = std::min(1.0, cell.expected + reach);
    cell.few = 2 * few > all.size();
    return cell;
}

int count_below(const std::vector<CandidateResults>& all, std::size_t area, double cut) {
    return static_cast<int>(std::count_if(all.begin(), all.end(), [&](const CandidateResults& each) {
        return !each.report.areas[area].few && each.report.areas[area].high < cut;
    }));
}

/// Week `number` counts backwards from the one that ends today. `known` holds each candidate's latest forecast and is
/// brought up to this week.
WeekReport week_report(const std::vector<CandidateResults>& all, int number, Day today, double scale_cut,
                       std::vector<std::optional<double>>& known) {
    WeekReport week = {.last_day = today - 7 * number};
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (const auto found = all[i].weeks.find(number); found != all[i].weeks.end()) {
            ++week.active;
            week.answers += found->second.answers;
            week.first_answers += found->second.first_answers;
            week.right_first += found->second.right_first;
            if (found->second.scaled) known[i] = found->second.scaled;
        }
        if (known[i]) week.expected_scaled.push_back(*known[i]);
    }
    std::sort(week.expected_scaled.begin(), week.expected_scaled.end());
    week.expected_to_pass = static_cast<int>(std::count_if(week.expected_scaled.begin(), week.expected_scaled.end(),
                                                           [&](double score) { return score >= scale_cut; }));
    return week;
}

std::vector<WeekReport> weeks_of(const std::vector<CandidateResults>& all, Day today, double scale_cut) {
    int first = -1;
    for (const CandidateResults& each : all)
        if (!each.weeks.empty()) first = std::max(first, each.weeks.rbegin()->first);
    std::vector<std::optional<double>> known(all.size());
    std::vector<WeekReport> weeks;
    for (int number = first; number >= 0; --number) weeks.push_back(week_report(all, number, today, scale_cut, known));
    return weeks;
}

std::vector<AssignmentReport> assignments_of(const Roll& roll, const ReportedClass& about,
                                             const std::vector<CandidateResults>& all) {
    std::vector<AssignmentReport> reports;
    for (std::size_t i = 0; i < about.assignments.size(); ++i) {
        AssignmentReport& report =
            reports.emplace_back(AssignmentReport{.assignment = about.assignments[i], .lines = {}});
        std::set<CandidateId> given;
        for (const Enrolment& enrolment : roll.enrolments)
            if (enrolment.cohort == report.assignment.cohort) given.insert(enrolment.candidate);
        for (const CandidateResults& each : all)
            if (given.contains(each.report.candidate)) report.lines.push_back(each.assigned[i]);
    }
    return reports;
}

std::string basis_of(const ClassReport& report, const ReportPlaces& places, Day today) {
    std::size_t answered = 0;
    int first_answers = 0;
    double repeats_ahead = 0.0;
    for (const CandidateReport& each : report.candidates) {
        answered += each.last_day ? 1 : 0;
        first_answers += each.first_answers;
        repeats_ahead += each.ahead.repeats;
    }
    std::string text = fmt::format("Rests on {} first answers of {} of {} candidates until {}.", first_answers,
                                   answered, report.candidates.size(), long_date(today));
    if (report.exam_day && *report.exam_day > today)
        text += fmt::format(
            " Forecasts are for {}, if each goes on answering at the pace of their last 30 days; areas and trends are "
            "as if "
            "they sat today or at the end of a week.",
            long_date(*report.exam_day));
    else
        text += " Forecasts are as if they sat today.";
    if (repeats_ahead > 0.0 && places.questions() > 0)
        text += " How much repeats teach is not known, so that intervals are wider where new questions run out.";
    return text + " Intervals of forecasts and areas are 80 %, those of class statistics 95 %. " +
           assumptions(places.frame().outline);
}

}  // namespace

ClassReport class_report(Store& store, const ReportScope& scope, const ReportFrame& frame, Day today) {
    const Roll roll = store.roll(scope.programme);
    const ReportedClass about = reported_class(store, roll, scope);
    const ReportPlaces places(frame);
    const Query query = {.programme = scope.programme, .cohort = scope.cohort, .group = scope.group};
    ClassGathering gathering(places, about, MockGathering(store.sittings(query), scope.exam, today), today);
    store.each_response(query, [&](const ClassResponse& response) { gathering.add(response); });
    std::vector<CandidateResults> all = gathering.finish();
    if (all.empty())
        throw Refused(
            fmt::format("nobody in {} prepares for {} or has answered its questions: import results, or name "
                        "another class or exam",
                        about.name, scope.exam));
    const auto labels = labels_of({roll.candidates.begin(), roll.candidates.end()});
    for (CandidateResults& each : all) each.report.label = labels.at(each.report.candidate);
    std::stable_sort(all.begin(), all.end(), [](const CandidateResults& a, const CandidateResults& b) {
        return a.report.forecast.raw < b.report.forecast.raw;
    });
    ClassReport report = {.programme = about.programme,
                          .name = about.name,
                          .today = today,
                          .exam_day = about.exam_day,
                          .outline = frame.outline,
                          .cut = frame.exam.cut};
    for (std::size_t area = 0; area < frame.outline.areas.size(); ++area) {
        report.areas.push_back(class_cell(all, area, frame.exam.label_shift_sd));
        report.below.push_back(count_below(all, area, frame.exam.cut));
    }
    report.weeks = weeks_of(all, today, frame.exam.scale_cut);
    report.assignments = assignments_of(roll, about, all);
    for (CandidateResults& each : all) report.candidates.push_back(std::move(each.report));
    report.first = gathering.matrix();
    report.analysis = analyze_responses(report.first.matrix, report.first.options);
    report.others = gathering.others();
    if (!scope.group)
        for (const Group& group : roll.groups)
            if (std::any_of(about.cohorts.begin(), about.cohorts.end(),
                            [&](const Cohort& cohort) { return cohort.id == group.cohort; }))
                report.groups.push_back(group_report(group, members_of(roll, group.id), report));
    report.basis = basis_of(report, places, today);
    return report;
}

}  // namespace collimate::cohort
