#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/findings.hpp"
#include "app/screens/item_page.hpp"
#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

/// The one number: the scaled score on its whole scale.
struct ScaledView {
    std::string figure;  ///< "79"
    std::string chip;    ///< "Passed", "Not passed"
    bool passed = false;
    std::string against;   ///< "4 above the pass score, likely 74 to 84"
    std::string estimate;  ///< that it is ours, and what it says of the candidate's standing
    double axis_low = 1.0, axis_high = 99.0, pass = 75.0, value = 0.0, low = 0.0, high = 0.0;
    std::string low_label, high_label, pass_label;
    std::string first;  ///< the score told first, where the bank was corrected since
    std::string raw;    ///< "119 of 165 scored questions right. 30 pilot questions did not count."
};

/// A section or an area against the pass line.
struct PartLine {
    std::string name;
    std::string figure;  ///< "8.2", "9 of 10"
    double value = 0.0, low = 0.0, high = 0.0, cut = 0.0;
    std::string hover;
};

struct PartsView {
    std::string scope;
    double axis_low = 0.0, axis_high = 1.0;
    std::string cut_label;
    double cut_at = 0.0;  ///< where the label stands
    std::vector<PartLine> lines;
};

struct PaceView {
    std::string scope;
    std::vector<float> seconds;  ///< medians of equal stretches of the exam; 0 where nothing was seen
    float even = 0.0f;
    std::string last_label;  ///< "195"
    std::string quarters;    ///< "By quarter: 58, 55, 52 and 45 s."
    std::string left;        ///< "12 min 8 s were left."
};

struct ChangesView {
    std::string scope;  ///< "16 of 195"
    int wrong_to_right = 0, right_to_wrong = 0, wrong_to_wrong = 0;
    std::string words;  ///< "It gained you 6 answers: going back pays for you."
};

enum class Outcome { wrong, unanswered, right };

struct ReportQuestion {
    int index = 0;  ///< into ScoreReport::questions
    Outcome outcome = Outcome::wrong;
    std::string number;  ///< of the question in the exam
    std::string stem;    ///< its start
    std::string area;    ///< with "pilot" and "flagged" where it was
    std::string given;
    std::string time;
    bool can_open = true;
};

struct ScoreReportView {
    std::string subtitle;
    ScaledView scaled;
    PartsView sections;
    PartsView areas;
    PaceView pace;
    ChangesView changes;
    std::vector<FindingLine> findings;  ///< all but the changes
    std::vector<std::string> basis;
    std::vector<ReportQuestion> questions;  ///< wrong first
    std::string review;                     ///< "Review 46 wrong"; empty where all were right
    int first_wrong = 0;                    ///< index it opens
    std::string print_file;                 ///< proposed
    std::optional<ItemPageView> page;       ///< the question being looked at
    std::string page_place;                 ///< "3 of 195, question 17"
    std::optional<int> before, after;       ///< the questions beside it, in the order of the list
};

struct ScoreReportDraft {
    SittingId sitting = 0;    ///< the report it belongs to
    bool printing = false;    ///< the dialog is open
    std::string file;         ///< to print into
    std::optional<int> open;  ///< index of the question being looked at
    ItemPageDraft page;
};

namespace report_page {
struct Open {
    int index = 0;
};
struct Print {
    std::string file;
};
struct Close {};
}  // namespace report_page

using ScoreReportEvent = std::variant<report_page::Open, report_page::Print, report_page::Close, ItemPageEvent>;

/// Needs Model::report.
[[nodiscard]] ScoreReportView score_report_view(const Model& model, const ScoreReportDraft& draft, Now now);
[[nodiscard]] std::optional<ScoreReportEvent> draw(const ScoreReportView& view, ScoreReportDraft& draft,
                                                   const Stage& stage);
void update(Model& model, ScoreReportDraft& draft, const ScoreReportEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> score_report_keys();

}  // namespace collimate
