#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/fsrs.hpp"
#include "engine/record/event.hpp"

namespace collimate {

/// What made a derived state: another name or another parameter, and the state is derived anew. Data, so that a state
/// says of itself what it rests on.
struct MemoryModel {
    std::string name = "fsrs-6";
    FsrsParameters parameters = default_fsrs();
    double wanted = 0.9;      ///< retrievability at which an item is due
    std::int64_t fitted = 0;  ///< `seq` of the MemoryFitted the parameters come from; 0: none, they are the defaults
    friend bool operator==(const MemoryModel&, const MemoryModel&) = default;
};

struct Tally {
    std::int64_t answers = 0;
    std::int64_t right = 0;
    friend bool operator==(const Tally&, const Tally&) = default;
};

/// Answers to new questions beside what was to be expected of them.
struct Observed {
    std::int64_t answers = 0;
    std::int64_t right = 0;
    double expected = 0.0;  ///< sum of the share of first-time candidates who get each right
    double chance = 0.0;    ///< sum of the guess floors
    friend bool operator==(const Observed&, const Observed&) = default;
};

/// Against the candidate's own median time so far: under half of it, over twice of it.
enum class Speed { quick, usual, slow };
[[nodiscard]] Speed speed_of(std::int64_t elapsed_ms, std::int64_t median_ms);

/// The verdict an answer stands on since its question was corrected.
struct Verdict {
    int revision = 1;
    double difficulty = 0.0;
    double chance = 0.0;
    bool right = false;
    friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// How a real exam went.
struct RealOutcome {
    bool passed = false;
    std::optional<double> scaled;
    friend bool operator==(const RealOutcome&, const RealOutcome&) = default;
};

/// When the memory model was fitted last, and what came of it.
struct MemoryFit {
    Day day = 0;
    MemoryFitted told;
    friend bool operator==(const MemoryFit&, const MemoryFit&) = default;
};

/// What the log says about one item.
struct ItemState {
    Memory memory;
    Day last_day = 0;           ///< of the last answer
    Day due = 0;                ///< last_day + max(1, round(interval at retrievability 0.9))
    std::int64_t last_seq = 0;  ///< of the last answer; 0 = never answered
    int last_revision = 0;
    double last_difficulty = 0.0;  ///< authored, that the last answer stands on; likewise:
    double last_chance = 0.0;
    bool mixed = false;  ///< not all answers stand on the same revision, difficulty and guess floor
    bool last_right = false;
    bool flagged = false;
    Tally all;
    Tally fresh;  ///< first exposures and new draws
    std::string note;

    [[nodiscard]] bool seen() const { return all.answers > 0; }
    [[nodiscard]] bool last_wrong() const { return seen() && !last_right; }
    friend bool operator==(const ItemState&, const ItemState&) = default;
};

struct DayState {
    Tally answers;
    std::int64_t elapsed_ms = 0;
    int fresh = 0;  ///< answers that were first exposures or new draws
    friend bool operator==(const DayState&, const DayState&) = default;
};

struct SittingState {
    SittingStarted started;
    TimeMs at_ms = 0;
    Day day = 0;
    Tally answers;
    std::int64_t elapsed_ms = 0;
    std::optional<TimeMs> ended_ms;
    friend bool operator==(const SittingState&, const SittingState&) = default;
};

struct Goal {
    std::optional<Day> exam_day;
    int minutes_per_day = 0;
    friend bool operator==(const Goal&, const Goal&) = default;
};

/// The last answer times of a candidate, for their own median. A fixed window, so that it neither grows nor forgets
/// slowly.
class PaceWindow {
public:
    static constexpr std::size_t capacity = 101;
    static constexpr std::size_t enough = 20;

    void add(std::int64_t elapsed_ms);
    /// Median of the window in milliseconds; absent before `enough` answers.
    [[nodiscard]] std::optional<std::int64_t> median() const;
    [[nodiscard]] const std::vector<std::int64_t>& times() const { return times_; }  ///< oldest first
    friend bool operator==(const PaceWindow&, const PaceWindow&) = default;

private:
    std::vector<std::int64_t> times_;
};

/// What the log alone says about one exam; grows with items, days and sittings, not with answers.
/// What needs the bank as well (areas, learning points, ability, forecast) is the Desk's.
struct ExamState {
    MemoryModel model;
    std::int64_t applied = 0;  ///< seq of the last event applied
    Day day = 0;               ///< the day of study: see study_day
    Goal goal;
    Tally all;
    Tally fresh;
    std::array<Tally, 4> by_confidence;  ///< index: Confidence
    std::array<Observed, 4> sureness;    ///< new questions by confidence
    std::array<Observed, 3> by_speed;    ///< new questions by Speed, once there is a median
    PaceWindow pace;
    std::optional<MemoryFit> fit;              ///< the last one
    std::map<Day, RealOutcome> outcomes;       ///< of real exams, by their day
    std::map<std::int64_t, Verdict> rescored;  ///< by `seq` of the answer
    std::map<std::string, ItemState, std::less<>> items;
    std::map<Day, DayState> days;
    std::map<SittingId, SittingState> sittings;
    int reports = 0;
    int clock_set_back = 0;
    friend bool operator==(const ExamState&, const ExamState&) = default;

    /// State of an item; the empty state where it was never touched.
    [[nodiscard]] const ItemState& item(std::string_view id) const;
    /// The latest sitting of this kind that was neither ended nor followed by a later one.
    [[nodiscard]] std::optional<SittingId> open_sitting(SittingKind kind) const;
};

/// What events yet to come say of answers before them.
struct Hindsight {
    std::map<std::int64_t, Verdict> rescored;
    MemoryModel model;
};

/// Takes up what the event, if it is of such a kind, says of answers before it.
void look_back(Hindsight& hindsight, const Event& event);

/// Whether a state that meets the event is to be derived anew.
[[nodiscard]] bool changes_the_past(const Event& event);

/// An empty state that knows what is to come.
[[nodiscard]] ExamState expecting(Hindsight hindsight);

/// The day an event counts on, `first` and `latest` being days of study before it. Days do not run backwards: one back
/// is a journey, and a day before all others a clock that lost its battery. Further back, the clock had been ahead, and
/// what it said then is given up: otherwise nothing would come back before that day.
[[nodiscard]] Day study_day(Day first, Day latest, Day event_day);

/// The one function that changes a state: the live path and the rebuild both go through it, so they cannot disagree.
/// Events come in the order of `seq`. A Rescored and a MemoryFitted change what earlier answers came to, so a state that
/// meets one is derived anew from the first event on, `expecting` them.
void apply(ExamState& state, const Event& event);

/// The answer as it stands: as it was told, or on the verdict that came later.
[[nodiscard]] Answered as_it_stands(const ExamState& state, std::int64_t seq, Answered answer);

/// Rating of an answer (psychometrics section 4): wrong or guessed: again; unsure: hard; right: good; sure and under
/// half of the own median time: easy. No confidence given: good.
[[nodiscard]] Rating rating_of(bool right, Confidence confidence, std::int64_t elapsed_ms,
                               std::optional<std::int64_t> median_ms);

/// 64 bits over everything in the state, every floating-point number by its bits: equal states, equal digests.
[[nodiscard]] std::uint64_t digest(const ExamState& state);

}  // namespace collimate
