#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/exam/form.hpp"
#include "engine/exam/sitting.hpp"
#include "engine/study/desk.hpp"

namespace collimate {

struct ExamSettings {
    std::optional<int> section;  ///< a category of the outline; absent: the whole exam
    FormLength length = FormLength::full;
    bool answer_before_moving_on = false;
};

/// A question of a sitting with what its score needs, as it stood when the candidate sat down.
struct ExamQuestion {
    std::string item;
    int revision = 1;
    std::string area;         ///< code of the leaf
    double difficulty = 0.0;  ///< authored, logits
    double chance = 0.0;
    bool pilot = false;
    std::optional<DifficultyLabel> calibrated;  ///< what it is scored by, where the bank had it
};

/// What was laid down when an exam began. Kept in the record, so that a score needs no form to be drawn again.
struct ExamStart {
    SittingId sitting = 0;
    std::uint64_t seed = 0;
    std::string bank_hash;
    std::string section;  ///< code of the category; empty: the whole exam
    FormLength length = FormLength::full;
    SittingRules rules;
    bool length_assumed = false;
    bool time_assumed = false;
    std::vector<ExamQuestion> questions;
};

/// Absent where the sitting is no exam or was written by another version.
[[nodiscard]] std::optional<ExamStart> exam_start(SittingId sitting, const SittingStarted& started);

/// Seed of the draw and of the order of the options of a question.
[[nodiscard]] std::uint64_t draw_of(const ExamStart& start, int number);

/// The form a candidate would sit: the items they have met least, never met first. Without a record a function of the
/// bank and the seed alone.
[[nodiscard]] ExamForm exam_form(const Bank& bank, const ExamState* record, const ExamPlan& plan, std::uint64_t seed);

/// What the bank lacks for a form, one sentence for each area; empty where it holds enough.
[[nodiscard]] std::vector<std::string> shortage_lines(const Outline& outline, const ExamForm& form);

/// An exam that was begun and not ended, as the record tells it.
struct OpenExam {
    ExamStart start;
    int number = 1;
    int answered = 0;
    std::int64_t remaining_ms = 0;
    /// Why it cannot be gone on with, one sentence with the remedy; empty where it can. It can still be ended, and what
    /// was answered is kept.
    std::string fault;
};

/// The exam left open last; absent where the last one was ended.
[[nodiscard]] std::optional<OpenExam> open_exam(const Desk& desk);

/// Ends an exam that is not gone on with. What was answered counts; the rest was not answered.
void end_open_exam(Desk& desk, const OpenExam& exam, Now now);

/// An exam being sat: the sitting, its questions and the record, the same for window and terminal. What the candidate
/// does is on disk before it shows; torn off by a kill or a power cut it goes on at the same question, with the same
/// draws, at most a second of the clock off. While the program does not run, the clock stands: a power cut is not the
/// candidate's fault. Borrows the desk.
///
/// Every change throws WorldFailed with nothing changed when the disk refuses.
class MockExam {
public:
    /// Draws the form and records the start. Throws Refused naming every area the bank cannot fill.
    [[nodiscard]] static MockExam start(Desk& desk, const ExamSettings& settings, Now now, std::uint64_t seed);

    /// Goes on with the exam left open; one whose time has run out is ended. Absent where there is none. Throws Refused
    /// with the sentence of OpenExam::fault.
    [[nodiscard]] static std::optional<MockExam> resume(Desk& desk, Now now);

    [[nodiscard]] const Sitting& sitting() const { return sitting_; }
    [[nodiscard]] const ExamStart& begun() const { return start_; }
    [[nodiscard]] SittingId id() const { return start_.sitting; }
    [[nodiscard]] bool ended() const { return sitting_.phase() == SittingPhase::ended; }
    /// The question of a number as the candidate meets it.
    [[nodiscard]] const Instance& question(int number) const;
    [[nodiscard]] const Instance& question() const { return question(sitting_.number()); }
    /// What came out short at the start, in words: fewer pilot items, items of neighbouring areas.
    [[nodiscard]] const std::vector<std::string>& remarks() const { return remarks_; }

    void finish_tutorial();
    void accept_agreement();
    void decline_agreement(Now now);

    Move go_to(int number, Now now);
    Move next(Now now) { return go_to(sitting_.number() + 1, now); }
    Move previous(Now now) { return go_to(sitting_.number() - 1, now); }
    Move review(Now now);
    void take_break(Now now);
    void end_break();

    /// The answer as it stands from here on; a blank one takes it back. Throws Refused for an option that is not shown.
    void respond(const Response& response, Now now);
    void flag(bool on, Now now);
    void strike(char letter, bool on, Now now);
    void highlight(std::vector<Highlight> highlights, Now now);
    void hide_clock(bool hidden) { sitting_.hide_clock(hidden); }
    void hide_counter(bool hidden) { sitting_.hide_counter(hidden); }

    /// To be called at least twice a second while the exam runs, with the time gone by on a clock that never jumps.
    /// Keeps the clock on disk; when the time is up, ends the exam. What there is to announce, if anything.
    std::optional<Notice> elapse(std::int64_t ms, Now now);

    void end(Now now);

private:
    enum class Leaving { no, yes };

    MockExam(Desk& desk, ExamStart start);
    /// Records what is noted on a question, as `after` holds it.
    void annotate(const Sitting& after, int number, Leaving leaving, Now now);
    void note(Sitting after, Now now);
    Move leave(Move move, Sitting after, Now now);
    void keep_clock(const Sitting& sitting);
    void adopt(Sitting after);  ///< once its clock is on disk
    void close(Now now);
    void record_end(const Sitting& after, Now now);

    Desk* desk_;
    ExamStart start_;
    Sitting sitting_;
    std::vector<std::string> remarks_;
    std::int64_t unkept_ms_ = 0;  ///< gone by since the clock was kept
    bool closed_ = false;         ///< the end is on disk
    mutable std::map<int, Instance> shown_;
};

}  // namespace collimate
