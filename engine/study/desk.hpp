#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/base/calendar.hpp"
#include "engine/item/instance.hpp"
#include "engine/item/score.hpp"
#include "engine/model/forecast.hpp"
#include "engine/record/record.hpp"
#include "engine/study/calendar.hpp"
#include "engine/study/feedback.hpp"
#include "engine/study/frame.hpp"
#include "engine/study/memory.hpp"
#include "engine/study/plan.hpp"

namespace collimate {

enum class Policy { plan, due, weakest, random };
[[nodiscard]] std::string_view name_of(Policy policy);
[[nodiscard]] std::optional<Policy> policy_from(std::string_view name);

/// Why a question was chosen.
enum class Why { due_review, new_item, weak_area, probe, random };
[[nodiscard]] std::string_view name_of(Why why);

struct Next {
    std::int64_t ordinal = 0;
    Why why = Why::new_item;
    std::optional<PlanChoice> choice;  ///< of the plan: what it rests on
};

enum class PoolState { all, unused, wrong, flagged, due };
[[nodiscard]] std::string_view name_of(PoolState state);
[[nodiscard]] std::optional<PoolState> pool_state_from(std::string_view name);

/// By percent of first-time candidates expected to be right: easy from 75, hard below 50.
enum class DifficultyBand { any, easy, medium, hard };
[[nodiscard]] std::string_view name_of(DifficultyBand band);
[[nodiscard]] std::optional<DifficultyBand> difficulty_band_from(std::string_view name);

/// Which items a practice session draws from.
struct Filter {
    std::vector<std::string> areas;  ///< codes at any level, with all beneath them; empty: the whole exam
    PoolState state = PoolState::all;
    DifficultyBand difficulty = DifficultyBand::any;
    std::vector<std::string> items;  ///< these alone; empty: any
};

/// How many items of an area (with all beneath it) stand in each state. Retired items count nowhere.
struct PoolCounts {
    int all = 0;
    int unused = 0;
    int wrong = 0;  ///< wrong at the last answer
    int flagged = 0;
    int due = 0;
};

/// An area of the outline, leaf or branch, with the candidate's standing in it. Branches sum up their leaves.
struct AreaStanding {
    int area = 0;  ///< index into the outline
    bool leaf = false;
    double weight = 0.0;  ///< share of the exam
    PoolCounts pool;
    Tally all;
    Tally fresh;            ///< first exposures and new draws: what the estimate rests on
    LeafStanding standing;  ///< branches: weighted means; points_lost the sum; interval and p_weak not given
    bool weaker = false;    ///< belongs on the list 'weaker than the rest of you'
};

/// Two lists that are never mixed; indices into `Desk::areas`, leaves only, worst first.
struct WeakTopics {
    std::vector<int> costs_most;  ///< by exam points expected to be lost
    std::vector<int> weaker;      ///< P(theta_leaf < own mean) >= 0.7
};

/// How far the learning points of an area are known: known when the last answer that met the point was right.
struct PointCounts {
    int all = 0;
    int met = 0;
    int known = 0;
    int missed = 0;
};

struct PointState {
    std::string id;
    int met = 0;  ///< answers that met it, on any item
    int right = 0;
    bool last_right = false;
    PointHistory history;
};

struct Readiness {
    Forecast forecast;
    Day at = 0;
    StudyAhead ahead;   ///< planned between now and then
    int unused = 0;     ///< questions not yet seen
    double cut = 0.0;   ///< scaled score at the cut, on the registry's scale
    std::string basis;  ///< what it rests on, in one or two sentences
};

/// What real outcomes did to the forecast.
struct OutcomeLink {
    int outcomes = 0;           ///< entered and not withdrawn
    ExamFrame published;        ///< as it would be without them
    double raw_before = 0.0;    ///< expected proportion correct today without them
    double raw_after = 0.0;     ///< and with them
    double doubt_before = 0.0;  ///< SD of that proportion from not knowing how hard the exam is, without them
    double doubt_after = 0.0;   ///< and with them
    std::string words;          ///< for the candidate; empty without outcomes
};

/// The estimate from what was known of the candidate at the end of a day of study.
struct DayForecast {
    Day day = 0;
    double p_pass = 0.0;
    Interval scaled;
};

struct DayMinutes {
    Day day = 0;
    double minutes = 0.0;
    int answers = 0;
};

struct Today {
    std::optional<int> days_left;
    Goal goal;
    int reviews = 0;   ///< due now and not answered today
    int fresh = 0;     ///< new questions that fit into what is left of the day
    int answered = 0;  ///< today
    double minutes_done = 0.0;
    double minutes_left = 0.0;     ///< of the goal, or of 30 minutes where none is set
    std::vector<DayMinutes> week;  ///< the last seven days, today last
    int due_tomorrow = 0;
};

/// Where another goal would lead.
struct WhatIf {
    Goal goal;
    Forecast forecast;  ///< on its exam day, as Desk::forecast tells it
    std::string words;  ///< `Ten minutes more a day`
};

/// What it would change, in one sentence beside the forecast of the present goal.
[[nodiscard]] std::string sentence(const WhatIf& other, const Forecast& as_it_is);

struct PointMet {
    std::string id;
    std::string text;
    int met_before = 0;
};

/// What came of an answer.
struct AnswerResult {
    std::int64_t seq = 0;
    bool right = false;
    bool fresh = false;
    Rating rating = Rating::again;
    std::optional<double> retrievability;  ///< before the answer; absent for an item never seen
    double stability = 0.0;                ///< days, after it
    Day due = 0;
    std::vector<PointMet> points;
};

/// What is wrong with the result of a real exam, in a sentence; empty where nothing is.
[[nodiscard]] std::string outcome_fault(const OutcomeTold& outcome, const Scale& scale, Day today);

/// One candidate at one exam: a bank, a record, and what follows from both. Keeps the ability filter and the tallies of
/// areas and learning points up to date as answers come in; opened anew on the same record it arrives at the same bits.
/// Borrows both; they outlive it. After Record::rebuild or forget make a new one.
class Desk {
public:
    /// Throws Refused when the record holds a damaged event or the bank was altered. Where the bank may have been
    /// corrected since, `rescore` comes first.
    Desk(const Bank& bank, Record& record);
    Desk(Desk&&) noexcept;
    Desk& operator=(Desk&&) noexcept;
    ~Desk();

    [[nodiscard]] const Bank& bank() const;
    [[nodiscard]] const Outline& outline() const;
    [[nodiscard]] Record& record() const;
    [[nodiscard]] const ExamState& state() const;
    [[nodiscard]] const std::vector<ItemHead>& heads() const;  ///< by ordinal
    [[nodiscard]] const ExamFrame& frame() const;
    [[nodiscard]] const Ability& ability() const;

    void set_goal(std::optional<Day> exam_day, int minutes_per_day, Now now);
    [[nodiscard]] SittingId start_sitting(SittingStarted sitting, Now now);
    void end_sitting(SittingId sitting, Now now);

    /// The next question, or none when there is nothing to do. An item does not return on a day it was answered, nor
    /// another of its family, while anything else is left. The same record, seed and day give the same answer. due:
    /// what is due, least retrievable first, then new by blueprint; weakest: the leaf that costs most points, new items
    /// first, then the longest unseen; random: uniform; plan: what is worth most of the
    /// exam a minute, see plan.hpp, and nothing twice a day whatever is left; `filter` narrows the plan alone.
    [[nodiscard]] std::optional<Next> next(Policy policy, Now now, std::uint64_t seed, const Filter& filter = {}) const;

    /// Ordinals that pass the filter, in bank order.
    [[nodiscard]] std::vector<std::int64_t> pool(const Filter& filter, Day today) const;
    /// `length` of the filtered items for one session: by blueprint, the least retrievable first where the filter is
    /// `due`, those not yet answered today first; at most one of a family.
    [[nodiscard]] std::vector<std::int64_t> draw(const Filter& filter, int length, Day today, std::uint64_t seed) const;

    /// The item as this candidate meets it now. The draw follows from candidate, item and times seen, so that it is the
    /// same one after a crash and a new one after an answer.
    [[nodiscard]] Instance present(std::string_view item_id) const;

    /// Scores, appends, and adopts once it is on disk. Throws WorldFailed with nothing changed.
    AnswerResult answer(SittingId sitting, const Instance& instance, const Response& response, Now now);
    /// Ends an exam: its answers and its end in one transaction, then adopted. `fresh` is decided here; items the bank
    /// no longer holds are recorded all the same. Throws WorldFailed with nothing changed.
    void end_exam(std::vector<Answered> answers, SittingEnded ended, Now now);
    /// Enters the result of a real exam, or withdraws what was entered for that day, and links b_ref to all that are
    /// known (psychometrics section 5). Throws Refused with `outcome_fault`, and for a withdrawal of what was never
    /// entered.
    void tell_outcome(const OutcomeTold& outcome, Now now);
    void flag(std::string_view item_id, bool on, Now now);
    void note(std::string_view item_id, std::string text, Now now);
    void report(std::string_view item_id, std::string text, Now now);

    [[nodiscard]] std::vector<AreaStanding> areas(Day today) const;  ///< one per area of the outline, in its order
    [[nodiscard]] WeakTopics weak_topics() const;
    [[nodiscard]] std::vector<PointState> points() const;               ///< in the bank's order
    [[nodiscard]] std::vector<PointCounts> points_by_area() const;      ///< one per area of the outline
    [[nodiscard]] std::vector<std::int64_t> due_list(Day today) const;  ///< ordinals, least retrievable first
    [[nodiscard]] double retrievability_of(std::string_view item_id, Day at) const;  ///< 0 where never seen

    /// `at` today: if sat now; later: if the plan is kept.
    [[nodiscard]] Readiness forecast(Day today, Day at) const;
    [[nodiscard]] const std::vector<DayForecast>& history() const;  ///< one per finished day of study
    [[nodiscard]] Today today(Day today) const;
    /// What the plan holds for the rest of the day within the minutes of the goal: what `next` will bring, as long as
    /// the answers are as expected. `PlanChoice::item` is the ordinal.
    [[nodiscard]] DayPlan day_plan(Day today, std::uint64_t seed) const;
    /// Of the goal; what is assumed where none is set.
    [[nodiscard]] int minutes_per_day() const;
    /// What the plan will do each day until the exam; empty without an exam ahead.
    [[nodiscard]] const std::vector<CalendarDay>& calendar(Day today) const;
    /// Days of the last seven, today left out, without an answer; none before the first day of study.
    [[nodiscard]] std::vector<Day> missed_days(Day today) const;
    /// Ten minutes a day more and fewer, a week later and sooner; empty without an exam ahead.
    [[nodiscard]] std::vector<WhatIf> what_if(Day today) const;
    /// The reviews that memory is fitted to, copied, so that a fit on another thread reads nothing of the record.
    [[nodiscard]] MemoryLog memory_log() const;
    /// How much of what was seen is remembered, by category of the outline in its order.
    [[nodiscard]] MemoryByArea memory_by_area(Day today) const;
    /// Where the bank brings how a class forgets, records that memory stands on it, unless there is a fit of one's own
    /// or it does already. Throws WorldFailed.
    void take_class_memory(Now now);
    /// Records what a fit came to; all that is kept of memory stands on it from here on. Throws WorldFailed.
    void keep_fit(const MemoryFitted& fitted, Now now);
    [[nodiscard]] Habits habits() const;
    [[nodiscard]] OutcomeLink outcome_link() const;
    /// The models that made what is told here, by name and parameters: memory, then ability.
    [[nodiscard]] std::vector<ModelVersion> models() const;

    /// Over the state, the ability and the models by their bits; a desk opened anew has the same one.
    [[nodiscard]] std::uint64_t digest() const;

    struct Impl;

private:
    [[nodiscard]] std::vector<CalendarDay> calendar_anew(Day today) const;
    std::unique_ptr<Impl> impl_;
};

}  // namespace collimate
