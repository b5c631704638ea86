#include "engine/record/state.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/random.hpp"
#include "engine/model/ability.hpp"
#include "engine/record/snapshot.hpp"

namespace collimate {
namespace {

/// An answer left open over lunch is not ten thousand seconds of study.
constexpr std::int64_t longest_study_ms = 10 * 60 * 1000;

/// Far enough for any exam, near enough that a day number never overflows.
constexpr double longest_interval_days = 36500.0;

/// Answers given on a day that turned out not to have come yet count as given on `day`.
void bring_back(ExamState& state, Day day) {
    for (auto& [id, item] : state.items) {
        const Day ahead = item.last_day - day;
        if (!item.seen() || ahead <= 0) continue;
        item.last_day = day;
        item.due -= ahead;
    }
}

void count(Tally& tally, bool right) {
    ++tally.answers;
    if (right) ++tally.right;
}

void remember(ExamState& state, ItemState& item, const Answered& answer) {
    const Rating rating = rating_of(answer.right, answer.confidence, answer.elapsed_ms, state.pace.median());
    const double elapsed = item.seen() ? state.day - item.last_day : 0;
    const MemoryModel& model = state.model;
    item.memory = review(model.parameters, item.memory, elapsed, rating);
    const double days = interval(model.parameters, item.memory.stability, model.wanted);
    item.due = state.day + static_cast<Day>(std::max(1.0, std::round(std::min(days, longest_interval_days))));
}

void observe(Observed& observed, const Answered& answer) {
    ++observed.answers;
    if (answer.right) ++observed.right;
    observed.expected += probability_right(0.0, answer.difficulty, answer.chance);
    observed.chance += answer.chance;
}

/// What new questions show of the candidate's habits.
void observe(ExamState& state, const Answered& answer) {
    observe(state.sureness[static_cast<std::size_t>(answer.confidence)], answer);
    if (const auto median = state.pace.median())
        observe(state.by_speed[static_cast<std::size_t>(speed_of(answer.elapsed_ms, *median))], answer);
}

void apply_body(ExamState& state, const Event& event, const Answered& told) {
    const Answered answer = as_it_stands(state, event.seq, told);
    ItemState& item = state.items[answer.item];
    item.mixed =
        item.mixed || (item.seen() && (item.last_revision != answer.revision ||
                                       item.last_difficulty != answer.difficulty || item.last_chance != answer.chance));
    item.last_difficulty = answer.difficulty;
    item.last_chance = answer.chance;
    if (answer.fresh) observe(state, answer);
    remember(state, item, answer);
    item.last_day = state.day;
    item.last_seq = event.seq;
    item.last_revision = answer.revision;
    item.last_right = answer.right;
    count(item.all, answer.right);
    count(state.all, answer.right);
    count(state.by_confidence[static_cast<std::size_t>(answer.confidence)], answer.right);
    state.pace.add(answer.elapsed_ms);
    DayState& day = state.days[state.day];
    count(day.answers, answer.right);
    day.elapsed_ms += std::clamp<std::int64_t>(answer.elapsed_ms, 0, longest_study_ms);
    if (answer.fresh) {
        count(item.fresh, answer.right);
        count(state.fresh, answer.right);
        ++day.fresh;
    }
    const auto sitting = state.sittings.find(answer.sitting);
    if (sitting == state.sittings.end()) return;
    count(sitting->second.answers, answer.right);
    sitting->second.elapsed_ms += answer.elapsed_ms;
}

void apply_body(ExamState& state, const Event& event, const SittingStarted& started) {
    state.sittings[event.seq] = {.started = started, .at_ms = event.at_ms, .day = state.day};
}

void apply_body(ExamState& state, const Event& event, const SittingEnded& ended) {
    const auto sitting = state.sittings.find(ended.sitting);
    if (sitting != state.sittings.end()) sitting->second.ended_ms = event.at_ms;
}

void apply_body(ExamState& state, const Event&, const GoalSet& goal) {
    state.goal = {.exam_day = goal.exam_day, .minutes_per_day = goal.minutes_per_day};
}

void apply_body(ExamState& state, const Event&, const Flagged& flagged) {
    state.items[flagged.item].flagged = flagged.on;
}

void apply_body(ExamState& state, const Event&, const Noted& noted) { state.items[noted.item].note = noted.text; }

void apply_body(ExamState& state, const Event&, const Reported&) { ++state.reports; }

void apply_body(ExamState& state, const Event&, const ClockSetBack&) { ++state.clock_set_back; }

// What happens within an exam counts at its end, as answers.
void apply_body(ExamState&, const Event&, const Responded&) {}
void apply_body(ExamState&, const Event&, const Annotated&) {}

// What they say of the past is known from the start: see `expecting`.
void apply_body(ExamState&, const Event&, const Rescored&) {}
void apply_body(ExamState& state, const Event& event, const MemoryFitted& fitted) {
    state.fit = MemoryFit{.day = event.day, .told = fitted};
}

void apply_body(ExamState& state, const Event&, const OutcomeTold& outcome) {
    state.outcomes.erase(outcome.exam_day);
    if (!outcome.withdrawn) state.outcomes[outcome.exam_day] = {.passed = outcome.passed, .scaled = outcome.scaled};
}

}  // namespace

void PaceWindow::add(std::int64_t elapsed_ms) {
    if (times_.size() == capacity) times_.erase(times_.begin());
    times_.push_back(elapsed_ms);
}

std::optional<std::int64_t> PaceWindow::median() const {
    if (times_.size() < enough) return std::nullopt;
    std::vector<std::int64_t> sorted = times_;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>((sorted.size() - 1) / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

Speed speed_of(std::int64_t elapsed_ms, std::int64_t median_ms) {
    if (2 * elapsed_ms < median_ms) return Speed::quick;
    return elapsed_ms > 2 * median_ms ? Speed::slow : Speed::usual;
}

void look_back(Hindsight& hindsight, const Event& event) {
    if (const auto* rescored = std::get_if<Rescored>(&event.body))
        hindsight.rescored[rescored->answer] = {.revision = rescored->revision,
                                                .difficulty = rescored->difficulty,
                                                .chance = rescored->chance,
                                                .right = rescored->right};
    if (const auto* fitted = std::get_if<MemoryFitted>(&event.body)) {
        hindsight.model.parameters = fitted->parameters;
        hindsight.model.fitted = event.seq;
    }
}

bool changes_the_past(const Event& event) {
    return std::holds_alternative<Rescored>(event.body) || std::holds_alternative<MemoryFitted>(event.body);
}

ExamState expecting(Hindsight hindsight) {
    ExamState state;
    state.rescored = std::move(hindsight.rescored);
    state.model = hindsight.model;
    return state;
}

Answered as_it_stands(const ExamState& state, std::int64_t seq, Answered answer) {
    const auto found = state.rescored.find(seq);
    if (found == state.rescored.end()) return answer;
    answer.revision = found->second.revision;
    answer.difficulty = found->second.difficulty;
    answer.chance = found->second.chance;
    answer.right = found->second.right;
    return answer;
}

const ItemState& ExamState::item(std::string_view id) const {
    static const ItemState untouched;
    const auto found = items.find(id);
    return found == items.end() ? untouched : found->second;
}

std::optional<SittingId> ExamState::open_sitting(SittingKind kind) const {
    for (auto sitting = sittings.rbegin(); sitting != sittings.rend(); ++sitting)
        if (sitting->second.started.kind == kind)
            return sitting->second.ended_ms ? std::nullopt : std::optional(sitting->first);
    return std::nullopt;
}

Day study_day(Day first, Day latest, Day event_day) {
    constexpr Day journey = 1;
    if (event_day >= latest - journey) return std::max(latest, event_day);
    const bool lost_its_battery = event_day < first && first < latest;
    return lost_its_battery ? latest : event_day;
}

void apply(ExamState& state, const Event& event) {
    state.applied = event.seq;
    const Day first = state.days.empty() ? event.day : state.days.begin()->first;
    const Day day = study_day(first, state.day, event.day);
    if (day < state.day) bring_back(state, day);
    state.day = day;
    std::visit([&](const auto& body) { apply_body(state, event, body); }, event.body);
}

Rating rating_of(bool right, Confidence confidence, std::int64_t elapsed_ms, std::optional<std::int64_t> median_ms) {
    if (!right || confidence == Confidence::guess) return Rating::again;
    if (confidence == Confidence::unsure) return Rating::hard;
    if (confidence == Confidence::sure && median_ms && 2 * elapsed_ms < *median_ms) return Rating::easy;
    return Rating::good;
}

std::uint64_t digest(const ExamState& state) { return hash_of(state_to_json(state)); }

}  // namespace collimate
