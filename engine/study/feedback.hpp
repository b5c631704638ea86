#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/exam/report.hpp"
#include "engine/record/state.hpp"

namespace collimate {

class Desk;

/// What answers show of how a candidate works, as counts. `by_confidence` and `by_speed` hold first exposures and fresh
/// draws only: a remembered question says little.
struct Habits {
    std::array<Observed, 4> by_confidence;  ///< index: Confidence
    std::array<Observed, 3> by_speed;       ///< index: Speed
    AnswerChanges changes;                  ///< in mock exams
    int exams = 0;                          ///< mock exams ended
    Observed early;                         ///< questions seen in the first three quarters of mock exams
    Observed late;                          ///< and in the last
};

/// Adds changes and quarters of one exam.
void add_exam(Habits& habits, const std::vector<ScoredQuestion>& questions);

/// Of one mock exam; speed against the median of that exam, once `PaceWindow::enough` questions were answered.
[[nodiscard]] Habits habits_of(const ScoreReport& report);

enum class About { sure, unsure, guess, changes, quick, slow, end_of_exam };

/// For the candidate: good news, bad news, or nothing that could be told apart from chance.
enum class Bearing { unclear, good, bad };

/// One statement to a candidate about how they work, with what it rests on.
struct Finding {
    About about = About::sure;
    std::int64_t answers = 0;  ///< it rests on
    bool enough = false;       ///< at least the guard of its kind; else no interval is given
    /// sure, unsure, guess: share right. changes: share of the changes with an effect that went from wrong to right.
    /// quick, slow: right answers beyond what first-time candidates would give, a question, less the same at the usual
    /// speed; end_of_exam: in the last quarter, less the same before it.
    double value = 0.0;
    double low = 0.0;  ///< 80 % interval
    double high = 0.0;
    Bearing bearing = Bearing::unclear;
    std::string title;     ///< `When you were sure`
    std::string words;     ///< what it means and what to do
    std::string evidence;  ///< n and interval in words; empty where nothing was seen
};

inline constexpr int enough_answers = 20;  ///< of one confidence or speed before anything is said
inline constexpr int enough_changes = 10;  ///< with an effect

/// Every statement that the counts allow, in a fixed order. What never occurred is left out.
/// Shares: Wilson's interval (1927). Differences: the variance of Agresti and Caffo (2000), that is of p (1 - p) / n
/// with one right and one wrong answer added to each side.
[[nodiscard]] std::vector<Finding> findings(const Habits& habits);

/// A topic worth studying, by the exam points it costs.
struct TopicFinding {
    int area = 0;         ///< leaf, index into the outline
    double points = 0.0;  ///< expected to be lost there
    double low = 0.0;     ///< 80 % interval
    double high = 0.0;
    std::int64_t answers = 0;  ///< new questions answered there
    bool enough = false;       ///< the answers say more than the prior does
    std::string title;         ///< of the area
    std::string words;         ///< `costs about 6.3 of 165 exam points, likely 5.1 to 7.6`
    std::string evidence;      ///< how sure that is, and why
};

/// The leaves that cost most points, worst first.
[[nodiscard]] std::vector<TopicFinding> topics_to_study(const Desk& desk, Day today, std::size_t most = 3);

}  // namespace collimate
