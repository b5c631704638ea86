#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/study/desk.hpp"

namespace collimate {

enum class Feedback { each, at_end };  ///< after each question (tutor), or none before the end (timed)

struct SessionSettings {
    SittingKind kind = SittingKind::practice;
    /// Drawn one by one by this policy, by the plan among what passes `filter`; absent: drawn at the start from it.
    std::optional<Policy> policy;
    Filter filter;
    int length = 20;  ///< questions; 0 with a policy: until there is nothing to do or the candidate ends
    Feedback feedback = Feedback::each;
    std::optional<int> minutes;  ///< for timed sessions; kept here, enforced by the client
};

enum class Phase { asking, feedback, finished };

/// One answered question of a session.
struct SessionAnswer {
    std::string item;
    std::string area;
    std::string letters;
    std::optional<double> number;
    std::optional<Spot> mark;
    bool right = false;
    Confidence confidence = Confidence::none;
    std::int64_t elapsed_ms = 0;
    std::uint64_t seed = 0;
};

struct SessionArea {
    int area = 0;  ///< index into the outline; leaves, in outline order
    Tally tally;
};

struct SessionSummary {
    Tally all;
    std::int64_t elapsed_ms = 0;
    std::vector<SessionArea> areas;
    std::array<Tally, 4> by_confidence;
    std::vector<std::string> points_missed;  ///< ids: what the missed questions turned on, in order
    std::vector<SessionAnswer> answers;
};

/// A practice session as a state machine, the same for window and terminal:
/// asking -> (submit) -> feedback -> (advance) -> asking ... -> finished.
/// Every answer is on disk before anything else moves; a session that was torn off is resumed from the record alone,
/// with the same questions and the same draws. Borrows the desk.
class Session {
public:
    /// Records the start and draws the first question. Finished at once when nothing passes the filter.
    [[nodiscard]] static Session start(Desk& desk, SessionSettings settings, Now now, std::uint64_t seed);

    /// The open session of this kind, after its last answer; absent when the last one was ended.
    [[nodiscard]] static std::optional<Session> resume(Desk& desk, SittingKind kind, Now now);

    [[nodiscard]] Phase phase() const { return phase_; }
    [[nodiscard]] SittingId sitting() const { return sitting_; }
    [[nodiscard]] const SessionSettings& settings() const { return settings_; }
    [[nodiscard]] int number() const;                 ///< of the question on the screen, 1-based
    [[nodiscard]] std::optional<int> length() const;  ///< absent when open-ended
    [[nodiscard]] const Instance& question() const;   ///< while asking or in feedback
    [[nodiscard]] Why why() const { return why_; }
    [[nodiscard]] const std::optional<PlanChoice>& choice() const { return choice_; }  ///< where the plan took it
    [[nodiscard]] const AnswerResult& result() const;  ///< of the last submit
    [[nodiscard]] const Response& response() const;    ///< of the last submit

    /// Records the answer, then moves to feedback (or on). Throws WorldFailed with the question still asked.
    void submit(const Response& response, Now now);
    /// From feedback to the next question, or to the end.
    void advance(Now now);
    /// From feedback to another question of the same leaf, put in before what was still to come: a new one, else the
    /// longest unseen, none of this session and none answered today. False, with nothing changed, when there is none.
    [[nodiscard]] bool another(Now now);
    /// Ends before the last question.
    void end(Now now);

    [[nodiscard]] SessionSummary summary() const;

private:
    explicit Session(Desk& desk) : desk_(&desk) {}
    [[nodiscard]] bool draw_next(Now now);
    [[nodiscard]] std::optional<std::int64_t> related(Now now) const;
    void move_on(Now now);

    Desk* desk_;
    SessionSettings settings_;
    SittingId sitting_ = 0;
    std::uint64_t seed_ = 0;
    std::vector<std::string> queue_;
    std::vector<SessionAnswer> answers_;
    Phase phase_ = Phase::asking;
    Instance question_;
    Why why_ = Why::random;
    std::optional<PlanChoice> choice_;
    Response response_;
    AnswerResult result_;
};

}  // namespace collimate
