#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exam/outline.hpp"
#include "engine/item/score.hpp"
#include "engine/model/forecast.hpp"

namespace collimate {

/// The straight line from raw to scaled score: A = (high - cut) / (full - raw cut), B = cut - A * raw cut, so that the
/// raw cut gives 74.5 and full marks 99.49 on ARRT's scale (ARRT: How scaled scores are made, volunteers' page), 555
/// and 700 on ARDMS's, where the line is our assumption.
struct ScoreLine {
    double full = 0.0;  ///< most points there are
    double cut = 0.0;   ///< raw cut
    double slope = 0.0;
    double intercept = 0.0;
    [[nodiscard]] double scaled(double raw) const { return slope * raw + intercept; }
};

/// Throws Refused unless 0 <= cut < full.
[[nodiscard]] ScoreLine score_line(const ExamFrame& frame, double full, double cut);

enum class AnswerChange { wrong_to_right, right_to_wrong, wrong_to_wrong };
[[nodiscard]] std::string_view name_of(AnswerChange change);

/// One question of a form as it was answered.
struct ScoredQuestion {
    int number = 1;  ///< in the exam
    std::string item;
    int revision = 1;
    int area = -1;  ///< leaf of the outline; -1 where the outline no longer knows it
    bool pilot = false;
    double difficulty = 0.0;  ///< logits
    double reliability = authored_reliability;  ///< of the difficulty
    double chance = 0.0;
    bool seen = false;
    bool answered = false;
    bool right = false;
    bool flagged = false;
    Response response;                   ///< with the time spent on the question
    std::uint64_t draw = 0;              ///< seed of the draw shown
    std::optional<AnswerChange> change;  ///< first answer left standing against the last; absent where it never changed
    std::optional<bool> first_right;     ///< the verdict first told, where a corrected key changed it
};

/// Where something stands against the pass line, by its 80 % interval.
enum class Standing { above, unclear, below };
[[nodiscard]] std::string_view name_of(Standing standing);

/// A section or an area of the form.
struct ScoredPart {
    int area = 0;  ///< index into the outline
    int right = 0;
    int items = 0;        ///< scored ones
    double cut = 0.0;     ///< proportion right expected of a candidate at the cut, on these very items
    Interval proportion;  ///< right / items, with Wilson's 80 % interval
    std::optional<Interval>
        score;  ///< on the registry's section scale (ARRT: 0.1 to 9.9, 7.5 passes); absent for ARDMS
    Standing standing = Standing::unclear;
};

/// A quarter of the form, by question number.
struct PaceQuarter {
    int first = 1;
    int last = 1;
    int seen = 0;
    std::optional<std::int64_t> median_ms;  ///< of the questions seen; absent where none was
    std::int64_t total_ms = 0;
};

struct AnswerChanges {
    int wrong_to_right = 0;
    int right_to_wrong = 0;
    int wrong_to_wrong = 0;
    [[nodiscard]] int all() const { return wrong_to_right + right_to_wrong + wrong_to_wrong; }
    [[nodiscard]] int gained() const { return wrong_to_right - right_to_wrong; }
};

struct ConfidenceTally {
    int answers = 0;
    int right = 0;
};

/// What a form and its answers come to.
struct ScoreReport {
    int raw = 0;     ///< scored questions right
    int scored = 0;  ///< scored questions
    int pilots = 0;
    int pilots_right = 0;
    int unanswered = 0;  ///< scored ones, seen or not: they count as wrong
    int unseen = 0;      ///< scored ones
    ScoreLine line;
    double cut_exact = 0.0;  ///< points a candidate at the cut is expected to get on these items; `line.cut` is the
                             ///< nearest whole number
    int scaled = 0;          ///< as reported: rounded, within the scale
    Scale scale;
    /// 80 %: where a true score may lie, from the luck of a form of this length and difficulty labels that may all be
    /// off together. The shorter the form, the wider.
    Interval interval;
    bool passed = false;  ///< raw at least the raw cut
    Standing standing = Standing::unclear;
    double p_above = 0.0;              ///< that the true standing is at or above the cut, by this form alone
    std::vector<ScoredPart> sections;  ///< categories with scored questions, in outline order
    std::vector<ScoredPart> areas;     ///< every area below them with scored questions, branches too, in outline order
    std::array<PaceQuarter, 4> pace;
    std::int64_t even_pace_ms = 0;  ///< time of the exam / questions
    std::int64_t time_ms = 0;
    std::int64_t remaining_ms = 0;
    AnswerChanges changes;
    std::array<ConfidenceTally, 4> by_confidence;  ///< index: Confidence
    std::vector<ScoredQuestion> questions;         ///< in the order asked
    std::vector<int> review;                       ///< indices into `questions`: wrong, then unanswered, then right
    std::vector<std::string> basis;                ///< what the score rests on, one sentence each
};

/// Points a candidate just at the cut is expected to get on `questions` (pilot items count nothing): the ability at
/// which items as hard as the exam's give the outline's cut, met with these items' own difficulties. Equating under the
/// Rasch model with a guess floor, from authored or calibrated difficulties.
[[nodiscard]] double expected_at_cut(const ExamFrame& frame, std::span<const ScoredQuestion> questions);

/// Throws Refused when no question is scored.
[[nodiscard]] ScoreReport score_report(const Outline& outline, const ExamFrame& frame,
                                       std::vector<ScoredQuestion> questions, std::int64_t time_ms,
                                       std::int64_t remaining_ms);

/// Median time of each of `parts` equal stretches of the questions, in milliseconds; absent where none was seen.
[[nodiscard]] std::vector<std::optional<std::int64_t>> pace_of(std::span<const ScoredQuestion> questions, int parts);

/// Wilson's score interval for a proportion (Wilson 1927), 80 %; the whole range where `items` is 0.
[[nodiscard]] Interval wilson_interval(int right, int items);

}  // namespace collimate
