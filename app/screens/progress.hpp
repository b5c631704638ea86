#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/exam_history.hpp"
#include "app/screens/explanation.hpp"
#include "app/screens/findings.hpp"
#include "app/screens/model.hpp"
#include "app/screens/progress_calendar.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

/// One area of the outline; shares 0 to 1.
struct ProgressArea {
    int area = 0;  ///< index into the outline
    int depth = 0;
    bool branch = false;
    bool open = true;  ///< branches: its areas are shown; leaves: its learning points are
    std::string name;
    std::string heat;  ///< `68 %`, `68 ?` with few answers, a dash without any
    double share = 0.0;
    std::optional<std::pair<double, double>> interval;  ///< 80 %; absent for branches
    bool few = false;
    std::string answers;           ///< first answers, which the estimate rests on: `39`, `only 9`
    bool scarce = false;           ///< some, but few
    std::optional<double> kept;    ///< mean chance of remembering what was seen
    std::string points;            ///< `12 of 20 known`
    std::string points_detail;     ///< `20 learning points: 12 known, 3 missed, 5 not met yet`
    std::vector<PointLine> lines;  ///< of an open leaf: missed first, then not met, then known
};

struct DatedBand {
    Day day = 0;
    double low = 0.0, middle = 0.0, high = 0.0;
};

/// The forecast score at the end of each day of study.
struct AbilityView {
    std::string scope;
    std::vector<DatedBand> days;
    double cut = 0.0;
    double axis_low = 0.0, axis_high = 0.0;
    std::string first_day, last_day;
    std::string you, pass;  ///< labels at the right end
    std::string empty;      ///< in words, while there is no finished day; empty else
};

struct MemoryView {
    std::string scope;                ///< `of 412 questions seen, share remembered`
    std::vector<DatedBand> stopping;  ///< middle alone is meant
    std::vector<DatedBand> reviewing;
    std::string today, stop, keep;  ///< `79 %`
    std::string last_day;
    std::string empty;
};

/// How much of one category is remembered.
struct AreaMemoryLine {
    std::string name;
    double kept = 0.0;
    bool few = true;
    std::string figure;  ///< `79 %`
    std::string seen;    ///< `120 seen`
    std::string hover;
};

struct AreaMemoryView {
    std::vector<AreaMemoryLine> lines;
    std::vector<std::string> words;  ///< one area beside another, and what the fit came to
    std::string button;              ///< `Fit my memory`
    bool can_fit = false;
    std::string reason;              ///< why it cannot be fitted
    std::optional<double> fitting;   ///< share done of a fit under way
};

struct SectionLine {
    std::string name;
    double low = 0.0, median = 0.0, high = 0.0;
    std::string score;
};

struct SectionsView {
    std::string scope;
    double axis_low = 0.0, axis_high = 0.0, cut = 0.0;
    std::string cut_label;
    std::vector<SectionLine> lines;
};

struct SittingLine {
    std::string when, what, right, time;
};

/// One of the topics to study first.
struct TopicLine {
    std::string title, points;  ///< `6.3`
    std::string words, evidence;
    bool few = false;
};

struct TopicsView {
    std::string scope;  ///< `exam points they cost, of 165`
    std::vector<TopicLine> lines;
    std::vector<std::string> areas;  ///< codes, for a session of these
    std::string practise;            ///< `Practise these three`
};

struct RealResultLine {
    Day day = 0;
    std::string when, what;  ///< `9 Jan 2027`, `not passed, 71`
};

/// Results of real exams, and the one being entered.
struct RealResultsView {
    std::vector<RealResultLine> lines;
    std::string words;  ///< what they did to the forecast, or what entering one is good for
    std::string entry;  ///< what is wrong or missing in the result being entered
    bool entry_faulty = false;
    bool entry_ready = false;
};

struct ProgressView {
    std::string subtitle;
    std::string basis;                       ///< what the estimates rest on
    double cut = 0.0;                        ///< proportion correct
    std::string cut_label;                   ///< `pass 66`
    double axis_low = 0.0, axis_high = 1.0;  ///< of the dots
    std::vector<ProgressArea> areas;
    AbilityView ability;
    CalendarView calendar;
    MemoryView memory;
    AreaMemoryView area_memory;
    SectionsView sections;
    std::vector<PastScore> exams;  ///< newest first
    double exams_low = 0.0, exams_high = 0.0, exams_cut = 0.0;
    TopicsView topics;
    std::vector<FindingLine> findings;
    std::string findings_empty;  ///< in words, while there are none
    RealResultsView real;
    std::vector<SittingLine> sittings;  ///< newest first
    std::string earlier;                ///< `12 earlier`; empty when all are shown
    bool nothing_yet = false;
};

enum class Period { month, all };

struct ProgressDraft {
    std::set<int> closed;  ///< branches folded together
    std::optional<int> open_leaf;
    Period period = Period::month;
    CalendarDraft calendar;
    bool entering = false;       ///< the dialog for a real result is open
    std::string result_date;     ///< as typed so far
    std::string result_score;    ///< likewise
    std::optional<bool> passed;  ///< as chosen
};

namespace progress {
struct Fold {
    int area = 0;
};
struct OpenLeaf {
    int area = 0;  ///< again to close it
};
struct SetPeriod {
    Period period = Period::month;
};
struct PractiseArea {
    int area = 0;
};
struct PractiseTopics {};
struct EntryChanged {};  ///< the draft holds it
struct KeepResult {};
struct WithdrawResult {
    Day day = 0;
};
struct FitMemory {};
struct StopFit {};
struct Start {};  ///< from the empty state: to Today
struct OpenReport {
    SittingId sitting = 0;
};
}  // namespace progress

using ProgressEvent = std::variant<progress::Fold, progress::OpenLeaf, progress::SetPeriod, progress::PractiseArea,
                                   progress::PractiseTopics, progress::EntryChanged, progress::KeepResult,
                                   progress::WithdrawResult, progress::FitMemory, progress::StopFit,
                                   progress::Start, progress::OpenReport, CalendarEvent>;

[[nodiscard]] ProgressView progress_view(const Model& model, const ProgressDraft& draft, Now now);
[[nodiscard]] std::optional<ProgressEvent> draw(const ProgressView& view, ProgressDraft& draft, const Stage& stage);
void update(Model& model, ProgressDraft& draft, const ProgressEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> progress_keys();

}  // namespace collimate
