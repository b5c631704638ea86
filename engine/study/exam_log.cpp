#include "engine/study/exam_log.hpp"

#include <algorithm>

namespace collimate {
namespace {

/// Takes up one event after the other.
class Reader {
public:
    explicit Reader(const ExamStart& start) {
        log.questions.resize(start.questions.size());
        log.remaining_ms = start.rules.time_ms;
    }

    void read(const Event& event) {
        if (std::holds_alternative<SittingStarted>(event.body)) {
            log.at_ms = event.at_ms;
            log.day = event.day;
        } else if (const auto* response = std::get_if<Responded>(&event.body)) {
            take(*response);
        } else if (const auto* note = std::get_if<Annotated>(&event.body)) {
            take(*note);
        } else if (const auto* ended = std::get_if<SittingEnded>(&event.body)) {
            log.ended = *ended;
            log.ended_ms = event.at_ms;
            log.remaining_ms = ended->remaining_ms.value_or(log.remaining_ms);
        }
    }

    void read(const ExamClock& clock) {
        LoggedQuestion* question = enter(clock.number, clock.remaining_ms);
        if (!question) return;
        log.phase = clock.phase;
        question->elapsed_ms = std::max(question->elapsed_ms, clock.elapsed_ms);
    }

    ExamLog log;

private:
    /// The question an event is about; none for a number the form does not have.
    LoggedQuestion* enter(int number, std::int64_t remaining_ms) {
        if (number < 1 || number > static_cast<int>(log.questions.size())) return nullptr;
        log.begun = true;
        log.number = number;
        log.remaining_ms = std::min(log.remaining_ms, std::max<std::int64_t>(0, remaining_ms));
        LoggedQuestion& question = log.questions[static_cast<std::size_t>(number - 1)];
        question.seen = true;
        return &question;
    }

    void take(const Responded& response) {
        LoggedQuestion* question = enter(response.number, response.remaining_ms);
        if (!question) return;
        question->complete = response.complete;
        question->right = response.right;
        question->response = {.letters = response.letters,
                              .number = response.entered,
                              .mark = response.mark,
                              .confidence = response.confidence};
        question->elapsed_ms = std::max(question->elapsed_ms, response.elapsed_ms);
    }

    void take(const Annotated& note) {
        LoggedQuestion* question = enter(note.number, note.remaining_ms);
        if (!question) return;
        question->flagged = note.flagged;
        question->struck = note.struck;
        question->highlights = note.highlights;
        question->elapsed_ms = std::max(question->elapsed_ms, note.elapsed_ms);
        if (!note.left || !question->complete) return;
        if (question->left.empty() || !same_answer(question->left.back().response, question->response))
            question->left.push_back({.response = question->response, .right = question->right});
    }
};

}  // namespace

ExamLog read_exam_log(const Record& record, const ExamStart& start) {
    Reader reader(start);
    for (const Event& event : record.events_of(start.sitting)) reader.read(event);
    if (const auto clock = record.clock_of(start.sitting); clock && !reader.log.ended) reader.read(*clock);
    return std::move(reader.log);
}

}  // namespace collimate
