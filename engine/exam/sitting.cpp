#include "engine/exam/sitting.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace collimate {
namespace {

constexpr std::array<std::string_view, 6> phase_names = {"tutorial", "agreement", "asking", "review", "break", "ended"};
constexpr std::array<std::string_view, 3> ended_by_names = {"candidate", "time", "declined"};
constexpr std::array<std::string_view, 5> filter_names = {"all", "complete", "incomplete", "unseen", "flagged"};

bool passes(const SittingQuestion& question, ReviewFilter filter) {
    switch (filter) {
        case ReviewFilter::all:
            return true;
        case ReviewFilter::complete:
            return question.complete;
        case ReviewFilter::incomplete:
            return question.incomplete();
        case ReviewFilter::unseen:
            return !question.seen;
        case ReviewFilter::flagged:
            return question.flagged;
    }
    return false;
}

}  // namespace

std::string_view name_of(SittingPhase phase) { return phase_names[static_cast<std::size_t>(phase)]; }

std::optional<SittingPhase> sitting_phase_from(std::string_view name) {
    const auto found = std::find(phase_names.begin(), phase_names.end(), name);
    if (found == phase_names.end()) return std::nullopt;
    return static_cast<SittingPhase>(found - phase_names.begin());
}

std::string_view name_of(EndedBy by) { return ended_by_names[static_cast<std::size_t>(by)]; }

std::optional<EndedBy> ended_by_from(std::string_view name) {
    const auto found = std::find(ended_by_names.begin(), ended_by_names.end(), name);
    if (found == ended_by_names.end()) return std::nullopt;
    return static_cast<EndedBy>(found - ended_by_names.begin());
}

std::string_view name_of(ReviewFilter filter) { return filter_names[static_cast<std::size_t>(filter)]; }

Sitting::Sitting(int questions, SittingRules rules)
    : rules_(rules), questions_(static_cast<std::size_t>(questions)), remaining_ms_(rules.time_ms) {
    assert(questions > 0);
}

bool Sitting::running() const {
    return phase_ == SittingPhase::asking || phase_ == SittingPhase::review || phase_ == SittingPhase::on_break;
}

const SittingQuestion& Sitting::question(int number) const {
    return questions_.at(static_cast<std::size_t>(number - 1));
}

SittingQuestion& Sitting::here() { return questions_[static_cast<std::size_t>(number_ - 1)]; }

std::vector<int> Sitting::numbers(ReviewFilter filter) const {
    std::vector<int> found;
    for (int number = 1; number <= size(); ++number)
        if (passes(question(number), filter)) found.push_back(number);
    return found;
}

/// Number of the first question without a full answer; one past the last where there is none.
int Sitting::first_incomplete() const {
    const auto found =
        std::find_if(questions_.begin(), questions_.end(), [](const SittingQuestion& each) { return !each.complete; });
    return static_cast<int>(found - questions_.begin()) + 1;
}

void Sitting::finish_tutorial() {
    if (phase_ == SittingPhase::tutorial) phase_ = SittingPhase::agreement;
}

void Sitting::accept_agreement() {
    if (phase_ == SittingPhase::agreement) show(1);
}

void Sitting::decline_agreement() {
    if (phase_ == SittingPhase::agreement) end(EndedBy::declined);
}

void Sitting::show(int number) {
    number_ = number;
    phase_ = SittingPhase::asking;
    here().seen = true;
}

Move Sitting::can_go_to(int number) const {
    const bool from_here = phase_ == SittingPhase::asking || phase_ == SittingPhase::review;
    if (!from_here || number < 1 || number > size()) return Move::nowhere;
    const bool skips = rules_.answer_before_moving_on && number > first_incomplete();
    return skips ? Move::answer_first : Move::done;
}

Move Sitting::can_review() const {
    if (phase_ != SittingPhase::asking) return Move::nowhere;
    const bool leaves_open = rules_.answer_before_moving_on && !question(number_).complete;
    return leaves_open ? Move::answer_first : Move::done;
}

Move Sitting::go_to(int number) {
    const Move move = can_go_to(number);
    if (move == Move::done) show(number);
    return move;
}

Move Sitting::review() {
    const Move move = can_review();
    if (move == Move::done) phase_ = SittingPhase::review;
    return move;
}

void Sitting::take_break() {
    if (phase_ != SittingPhase::asking && phase_ != SittingPhase::review) return;
    before_break_ = phase_;
    phase_ = SittingPhase::on_break;
}

void Sitting::end_break() {
    if (phase_ == SittingPhase::on_break) phase_ = before_break_;
}

void Sitting::end(EndedBy by) {
    if (phase_ == SittingPhase::ended) return;
    phase_ = SittingPhase::ended;
    ended_by_ = by;
}

void Sitting::respond(Response response, bool complete) {
    if (phase_ != SittingPhase::asking) return;
    here().response = std::move(response);
    here().complete = complete;
}

void Sitting::flag(bool on) {
    if (phase_ == SittingPhase::asking) here().flagged = on;
}

void Sitting::strike(char letter, bool on) {
    if (phase_ != SittingPhase::asking) return;
    std::string& struck = here().struck;
    std::erase(struck, letter);
    if (on) struck.insert(std::lower_bound(struck.begin(), struck.end(), letter), letter);
}

void Sitting::highlight(std::vector<Highlight> highlights) {
    if (phase_ == SittingPhase::asking) here().highlights = std::move(highlights);
}

std::optional<Notice> Sitting::elapse(std::int64_t ms) {
    if (!running() || ms <= 0) return std::nullopt;
    const std::int64_t before = remaining_ms_;
    const std::int64_t passed = std::min(ms, before);
    remaining_ms_ -= passed;
    if (phase_ == SittingPhase::asking) here().elapsed_ms += passed;
    if (remaining_ms_ == 0) {
        end(EndedBy::time);
        return Notice::time_up;
    }
    const auto crossed = [&](std::int64_t mark) { return before > mark && remaining_ms_ <= mark; };
    if (crossed(last_notice_ms)) return Notice::five_minutes;
    if (crossed(first_notice_ms)) return Notice::thirty_minutes;
    return std::nullopt;
}

bool Sitting::clock_shown() const { return !clock_hidden_ || remaining_ms_ <= last_notice_ms; }

void Sitting::restore(int number, SittingQuestion question) {
    questions_.at(static_cast<std::size_t>(number - 1)) = std::move(question);
}

void Sitting::restore(SittingPhase phase, int number, std::int64_t remaining_ms) {
    phase_ = phase;
    number_ = std::clamp(number, 1, size());
    remaining_ms_ = std::clamp<std::int64_t>(remaining_ms, 0, rules_.time_ms);
    if (running()) here().seen = true;
}

bool same_answer(const Response& a, const Response& b) {
    return a.letters == b.letters && a.number == b.number && a.mark == b.mark;
}

bool is_blank(const Response& response) { return same_answer(response, Response{}); }

bool is_complete(const Instance& instance, const Response& response) {
    switch (instance.type) {
        case ItemType::numeric:
            return response.number.has_value();
        case ItemType::order:
            return response.letters.size() == instance.choices.size();
        case ItemType::multiple:
            return !response.letters.empty();
        case ItemType::hotspot:
            return response.mark.has_value() || response.letters.size() == 1;
        case ItemType::single:
            return response.letters.size() == 1;
    }
    return false;
}

}  // namespace collimate
