#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/cohort/class_matrix.hpp"
#include "engine/cohort/store.hpp"
#include "engine/exam/outline.hpp"
#include "engine/model/dif.hpp"
#include "engine/model/forecast.hpp"
#include "engine/model/item_analysis.hpp"

namespace collimate::cohort {

/// Whom a report is about, and which exam they prepare for.
struct ReportScope {
    ProgrammeId programme;
    std::optional<CohortId> cohort;  ///< absent: everyone in the programme
    std::optional<GroupId> group;
    std::string exam;  ///< exam code
};

/// A question of the bank as a report needs it.
struct FrameItem {
    int leaf = 0;             ///< 0-based number of the leaf where it lies now
    double difficulty = 0.0;  ///< authored, logits; of answers from elsewhere, which carry none
    double chance = 0.0;
    bool retired = false;
    int revision = 1;
    std::optional<CalibratedDifficulty> calibrated;  ///< of answers to `revision`, and of answers from elsewhere
};

/// What a class's estimates are made with; the application brings it, since it comes with the banks.
struct ReportFrame {
    Outline outline;
    ExamFrame exam;
    double evidence_b_ref = 0.0;  ///< difficulties of answers are shrunk towards it
    /// Of the bank, by id. Without them an answer counts in the area it names, answers from elsewhere in none, and new
    /// questions never run out.
    std::map<std::string, FrameItem, std::less<>> items;
};

/// `exam`: exam_frame(outline, heads) of the bank.
[[nodiscard]] ReportFrame report_frame(const Outline& outline, const ExamFrame& exam, std::span<const ItemHead> heads);

/// Where one candidate, or the class, stands in one area of the outline.
struct AreaCell {
    int answers = 0;  ///< first ones
    int right = 0;
    double expected = 0.0;  ///< P(right) on an exam item if they sat today; the class: mean over its candidates
    double low = 0.0;       ///< 80 % interval; the class's is that of this mean, for these very candidates
    double high = 0.0;
    bool few = true;  ///< not enough answers yet: show no number; the class: of more than half of its candidates
};

/// A whole mock exam a candidate ended.
struct MockResult {
    SittingKey sitting;
    Day day = 0;
    int right = 0;  ///< of the questions answered
    int answered = 0;
    int questions = 0;   ///< of the form, pilot questions too; 0 where it is not known
    double share = 0.0;  ///< right of the form's questions, or of those answered where they are not known
};

/// What makes a candidate worth a look, worst first. The forecast decides who is at risk; the others say why or what
/// the forecast cannot see.
enum class Concern {
    unlikely,     ///< the chance of passing is below one half, and the answers carry it
    doubtful,     ///< it is below two thirds
    few_answers,  ///< the forecast is mostly the national figure
    idle,         ///< no answer for 14 days or more
    rushing,      ///< half the first answers took less than 20 s; said from 20 answers on
    falling       ///< fewer right in the last four weeks than before, beyond chance: see `fell`
};
[[nodiscard]] std::string_view name_of(Concern concern);

struct CandidateReport {
    CandidateId candidate;
    std::string label;  ///< four letters and figures from the id, longer where two would be alike
    int first_answers = 0;
    int repeats = 0;
    std::optional<Day> last_day;
    int days_in_30 = 0;                    ///< on which something was answered, of the last thirty
    std::optional<double> median_seconds;  ///< of a first answer, where the time was told
    /// From what is known at the end of `ClassReport::today`: if they went on until the exam day at the pace of the
    /// last thirty days, or, without an exam ahead, if they sat today.
    Forecast forecast;
    StudyAhead ahead;               ///< what that pace comes to
    std::vector<AreaCell> areas;    ///< one per area of the outline
    std::vector<MockResult> mocks;  ///< by time
    std::vector<Concern> concerns;
    /// On the list: `unlikely`, `doubtful` or `few_answers`, or `idle` unless the exam day is past.
    bool at_risk = false;
    std::string why;     ///< one line: `contrast, artifacts; 3 days in 30`
    std::string advice;  ///< one or two sentences: what to do
};

/// The class at the end of a week, from what was known then.
struct WeekReport {
    Day last_day = 0;
    int active = 0;         ///< candidates who answered in it
    int answers = 0;        ///< in it
    int right_first = 0;    ///< of the first answers in it
    int first_answers = 0;  ///< in it
    /// Median forecast of each candidate with evidence by then, had they sat at the week's end; ascending.
    std::vector<double> expected_scaled;
    int expected_to_pass = 0;  ///< of these, forecasts at the cut or above
};

/// One group beside the rest of the class.
struct GroupReport {
    Group group;
    int candidates = 0;
    Statistic expected_scaled;   ///< mean of the forecasts of those with answers, Student's limits
    std::vector<ItemDif> items;  ///< one an item of `ClassReport::first`: the group (focal) against the others
};

struct AssignmentReport {
    Assignment assignment;
    struct Line {
        CandidateId candidate;
        int answered = 0;  ///< of the assigned items, or answers in the assigned areas, from the day it was given
        int right = 0;
        bool done = false;  ///< every item answered; of areas: ten answers in each
        std::optional<Day> last_day;
    };
    std::vector<Line> lines;  ///< in the order of `ClassReport::candidates`
};

/// An exam that was given elsewhere and filed under a name of its own: its questions alone.
struct OtherExam {
    std::string exam;  ///< name
    Day day = 0;       ///< of the last answer
    ClassMatrix first;
    ResponseAnalysis analysis;
};

struct ClassReport {
    std::string programme;
    std::string name;  ///< of the class, or of the programme where no class was asked for
    Day today = 0;     ///< the report is as of the end of this day
    std::optional<Day> exam_day;
    Outline outline;
    double cut = 0.0;                         ///< proportion correct at the cut
    std::vector<CandidateReport> candidates;  ///< by forecast, worst first
    std::vector<AreaCell> areas;              ///< of the class, one per area of the outline
    std::vector<int> below;                   ///< one per area: candidates whose interval lies below the cut
    std::vector<WeekReport> weeks;            ///< from the first answer on, the last one ending today
    ClassMatrix first;                        ///< first answers of the class
    ResponseAnalysis analysis;                ///< of `first`
    std::vector<OtherExam> others;            ///< given elsewhere, by name; estimates do not rest on them
    std::vector<GroupReport> groups;
    std::vector<AssignmentReport> assignments;
    std::string basis;  ///< what the estimates rest on and assume
};

/// Everything a class's pages tell, from one reading of the store. Throws Refused where nobody fits the scope.
[[nodiscard]] ClassReport class_report(Store& store, const ReportScope& scope, const ReportFrame& frame, Day today);

}  // namespace collimate::cohort
