#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/calendar.hpp"
#include "engine/model/value.hpp"

namespace collimate {

/// What the plan knows of one question.
struct PlanItem {
    int leaf = 0;
    int family = -1;            ///< of one family one question a day; -1: none
    std::vector<int> points;    ///< what it teaches, never empty: without learning points it is its own
    double p_first = 0.5;       ///< P(right) of this candidate, had they not seen it
    double retrievability = 0;  ///< of this very question; 0 where never seen or drawn anew each time
    bool drawn_anew = false;    ///< parametric: other numbers each time, never remembered
    bool in_use = true;         ///< not retired
    bool open = true;           ///< may be asked today: neither it nor its family was
    bool seen = false;
    bool due = false;

    [[nodiscard]] bool repeats() const { return seen && !drawn_anew; }  ///< the very same question again
};

struct PlanPoint {
    double weight = 0.0;  ///< f_z: sum of weight_leaf / items_leaf over the questions that carry it
    int met = 0;          ///< answers that met it, on any question
    PointHistory history;
    bool met_before = false;  ///< before today
    bool missed = false;      ///< wrong when last met
};

/// Everything a choice rests on; equal situations give equal plans.
struct PlanSituation {
    std::vector<PlanItem> items;
    std::vector<PlanPoint> points;
    std::vector<double> leaf_weight;  ///< shares of the exam
    std::vector<bool> leaf_met;       ///< before today
    std::vector<int> leaves_today;    ///< of the last questions asked today, the newest last
    int answered_today = 0;
    int since_new = 0;  ///< questions asked today since the last new one
    Day today = 0;
    std::optional<int> days_left;  ///< to the exam; absent without a date, below 0 once it has passed
    std::uint64_t seed = 0;        ///< of the day
};

/// Sets the weight of every point from the questions in use.
void weigh_points(PlanSituation& situation);

/// Why the plan takes a question; the words are in `sentence`.
enum class PlanReason {
    probe,       ///< new, at random by the exam's weights, after four that were not: so the forecast stays honest
    missed,      ///< what it turns on was wrong when last met
    forgetting,  ///< due for review
    never_met,   ///< it turns on something not met yet
    seldom_met,  ///< met few times for what it weighs
};

/// One choice with the figures it rests on.
struct PlanChoice {
    int item = 0;
    PlanReason reason = PlanReason::never_met;
    int leaf = 0;
    double leaf_weight = 0.0;     ///< share of the exam
    int met = 0;                  ///< times its weightiest point was met
    double p = 0.0;               ///< P(right) now, memory included
    double retrievability = 0.0;  ///< 0 for a new question
    double minutes = 0.0;         ///< it is expected to take
    bool seen = false;
    bool due = false;
};

/// Of the plan that is shown and followed, so that both are the same; simulations take others.
inline constexpr std::uint64_t plan_seed = 0;

/// The question worth most exam points a minute (model/value.hpp); a probe where the last four were not new. Never one
/// that is not open; at most three of a leaf in a row while another leaf is open. From the evening before the exam
/// on nothing not met before, unless nothing was. Absent when nothing is left for today.
[[nodiscard]] std::optional<PlanChoice> choose(const PlanSituation& situation);

/// The situation once the choice is answered, as far as later choices depend on it.
void take(PlanSituation& situation, const PlanChoice& choice, bool right = true);

/// `choose` and `take` for a whole day: taking a question changes the value only of those that share a point with it,
/// so the others keep theirs. The situation has to outlive it and to be changed by nobody else.
class PlanChooser {
public:
    explicit PlanChooser(PlanSituation& situation);
    [[nodiscard]] std::optional<PlanChoice> next() const;
    void take(const PlanChoice& choice, bool right = true);

private:
    PlanSituation& situation_;
    std::vector<double> values_;  ///< by question
    std::vector<std::vector<std::size_t>> items_of_point_;
};

/// Minutes to spend on a day so far before the exam: all of the goal; 80 % two days before, half the day before, none
/// on the day itself. The shares are our judgement: rest before an exam is advised everywhere and measured nowhere.
/// Missed days add nothing.
[[nodiscard]] double minutes_for_day(int goal_minutes, std::optional<int> days_left);

/// Where a mock exam of full length tells most: 14 to 7 days before the exam, late enough to measure what exam day
/// brings, early enough to work at what it shows.
struct MockAdvice {
    enum class When { later, now, done, too_late } when = When::later;
    int first_days_left = 14;
    int last_days_left = 7;
};

/// Absent without an exam ahead. `days_since_mock`: since the last mock exam, absent where there was none.
[[nodiscard]] std::optional<MockAdvice> mock_advice(std::optional<int> days_left, std::optional<int> days_since_mock);

/// What the plan holds for the rest of a day.
struct DayPlan {
    std::vector<PlanChoice> choices;  ///< in order, as if each were answered as expected
    double minutes = 0.0;             ///< that the choices take
    double minutes_left = 0.0;        ///< that the day still has
    std::optional<int> days_left;
    int due = 0;          ///< reviews due and open
    int due_put_off = 0;  ///< of these, not among the choices
    std::optional<MockAdvice> mock;
};

/// Chooses until the minutes are used up; a question that would end beyond them is left out.
[[nodiscard]] DayPlan plan_day(PlanSituation situation, double minutes_left);

/// Why this question, in one sentence for the candidate.
[[nodiscard]] std::string sentence(const PlanChoice& choice);

/// Why the day's questions are in it, counted by reason, in one sentence; empty where there are none.
[[nodiscard]] std::string reasons(const DayPlan& plan);

/// What else is to be said of the day, a sentence each: the last days before the exam, what is due but not chosen, the
/// mock exam. `exam_day` names dates where there is one.
[[nodiscard]] std::vector<std::string> remarks(const DayPlan& plan, std::optional<Day> exam_day);

/// The whole day in words: how many questions in how many minutes and why, then the remarks.
[[nodiscard]] std::vector<std::string> sentences(const DayPlan& plan, std::optional<Day> exam_day);

}  // namespace collimate
