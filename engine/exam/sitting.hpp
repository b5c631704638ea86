#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/item/score.hpp"

namespace collimate {

/// Where a candidate is in an exam. tutorial -> agreement -> asking <-> review, asking or review <-> on_break -> ended.
/// The clock runs from asking on, in the review and on a break too; before it and after the end it stands.
enum class SittingPhase { tutorial, agreement, asking, review, on_break, ended };
[[nodiscard]] std::string_view name_of(SittingPhase phase);
[[nodiscard]] std::optional<SittingPhase> sitting_phase_from(std::string_view name);

enum class EndedBy { candidate, time, declined };  ///< declined: the agreement was not accepted
[[nodiscard]] std::string_view name_of(EndedBy by);
[[nodiscard]] std::optional<EndedBy> ended_by_from(std::string_view name);

/// Half-open range of bytes in the plain text of the stem.
struct Highlight {
    int first = 0;
    int end = 0;
    friend bool operator==(const Highlight&, const Highlight&) = default;
};

/// What the candidate has done with one question so far.
struct SittingQuestion {
    bool seen = false;
    bool complete = false;  ///< answered in full
    Response response;      ///< the answer as it stands, partly given where not complete
    bool flagged = false;
    std::string struck;  ///< letters of the options struck out, sorted
    std::vector<Highlight> highlights;
    std::int64_t elapsed_ms = 0;  ///< on the screen, all visits together

    [[nodiscard]] bool incomplete() const { return seen && !complete; }
};

enum class ReviewFilter { all, complete, incomplete, unseen, flagged };
[[nodiscard]] std::string_view name_of(ReviewFilter filter);

/// Why the candidate stays where they are.
enum class Move {
    done,
    answer_first,  ///< this exam wants an answer before moving on
    nowhere        ///< no such question, or not from here
};

/// What the screen announces once as the time runs.
enum class Notice { thirty_minutes, five_minutes, time_up };

struct SittingRules {
    std::int64_t time_ms = 0;
    bool answer_before_moving_on = false;
};

/// An exam being sat, as a value: what is where, what was answered, how much time is left. It knows no clock and no
/// question; whoever holds it tells it how much time went by and whether an answer is complete. Questions are numbered
/// from 1.
class Sitting {
public:
    Sitting(int questions, SittingRules rules);

    [[nodiscard]] SittingPhase phase() const { return phase_; }
    [[nodiscard]] bool running() const;  ///< whether the clock runs
    [[nodiscard]] const SittingRules& rules() const { return rules_; }
    [[nodiscard]] int size() const { return static_cast<int>(questions_.size()); }
    [[nodiscard]] int number() const { return number_; }  ///< of the question on the screen, or the one to return to
    [[nodiscard]] const SittingQuestion& question(int number) const;
    [[nodiscard]] std::int64_t remaining_ms() const { return remaining_ms_; }
    [[nodiscard]] std::optional<EndedBy> ended_by() const { return ended_by_; }

    /// Numbers of the questions that pass, ascending.
    [[nodiscard]] std::vector<int> numbers(ReviewFilter filter) const;
    [[nodiscard]] int count(ReviewFilter filter) const { return static_cast<int>(numbers(filter).size()); }

    void finish_tutorial();
    void accept_agreement();   ///< to the first question; the clock starts
    void decline_agreement();  ///< ended before it began

    /// Where the rules want an answer first, no question beyond the first incomplete one can be reached, nor the review
    /// from a question that has no answer; going back is free.
    [[nodiscard]] Move can_go_to(int number) const;
    [[nodiscard]] Move can_review() const;
    Move go_to(int number);  ///< from asking or review
    Move next() { return go_to(number_ + 1); }
    Move previous() { return go_to(number_ - 1); }
    Move review();  ///< from asking
    void take_break();
    void end_break();  ///< back to where the break was taken
    void end(EndedBy by = EndedBy::candidate);

    /// Of the question on the screen, while asking.
    void respond(Response response, bool complete);
    void flag(bool on);
    void strike(char letter, bool on);
    void highlight(std::vector<Highlight> highlights);

    /// `ms` more have gone by. What there is to announce now, the latest only. Ends the sitting at 0.
    std::optional<Notice> elapse(std::int64_t ms);

    /// The clock and the counter can be hidden; the clock comes back for the last five minutes.
    void hide_clock(bool hidden) { clock_hidden_ = hidden; }
    void hide_counter(bool hidden) { counter_hidden_ = hidden; }
    [[nodiscard]] bool clock_shown() const;
    [[nodiscard]] bool counter_shown() const { return !counter_hidden_; }

    /// Puts a sitting back to where it was torn off.
    void restore(int number, SittingQuestion question);
    void restore(SittingPhase phase, int number, std::int64_t remaining_ms);

private:
    [[nodiscard]] SittingQuestion& here();
    [[nodiscard]] int first_incomplete() const;
    void show(int number);

    SittingRules rules_;
    std::vector<SittingQuestion> questions_;
    SittingPhase phase_ = SittingPhase::tutorial;
    SittingPhase before_break_ = SittingPhase::asking;
    int number_ = 1;
    std::int64_t remaining_ms_ = 0;
    bool clock_hidden_ = false;
    bool counter_hidden_ = false;
    std::optional<EndedBy> ended_by_;
};

inline constexpr std::int64_t first_notice_ms = 30 * 60 * 1000;
inline constexpr std::int64_t last_notice_ms = 5 * 60 * 1000;

/// Whether a response is all that the question asks for: one option, at least one where several may apply, every entry
/// of an order, a number, a mark.
[[nodiscard]] bool is_complete(const Instance& instance, const Response& response);

/// Same options, number or mark; how sure the candidate was and how long it took aside.
[[nodiscard]] bool same_answer(const Response& a, const Response& b);

/// Whether anything was given at all.
[[nodiscard]] bool is_blank(const Response& response);

}  // namespace collimate
