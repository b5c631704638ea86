#include "engine/study/exam_log.hpp"

#include <algorithm>

namespace collimate {

ExamLogReader::ExamLogReader(const ExamStart& start) {
    for (std::size_t i = 0; i < start.questions.size(); ++i)
        number_of_[start.questions[i].item] = static_cast<int>(i) + 1;
    log_.questions.resize(start.questions.size());
    log_.remaining_ms = start.rules.time_ms;
}

void ExamLogReader::read(const Event& event) {
    if (std::holds_alternative<SittingStarted>(event.body)) {
        log_.at_ms = event.at_ms;
        log_.day = event.day;
    } else if (const auto* response = std::get_if<Responded>(&event.body)) {
        take(*response);
    } else if (const auto* note = std::get_if<Annotated>(&event.body)) {
        take(*note);
    } else if (const auto* rescored = std::get_if<Rescored>(&event.body)) {
        take(*rescored);
    } else if (const auto* ended = std::get_if<SittingEnded>(&event.body)) {
        log_.ended = *ended;
        log_.ended_ms = event.at_ms;
        log_.remaining_ms = ended->remaining_ms.value_or(log_.remaining_ms);
    }
}

void ExamLogReader::read(const ExamClock& clock) {
    LoggedQuestion* question = enter(clock.number, clock.remaining_ms);
    if (!question) return;
    log_.phase = clock.phase;
    question->elapsed_ms = std::max(question->elapsed_ms, clock.elapsed_ms);
}

/// The question an event is about; none for a number the form does not have.
LoggedQuestion* ExamLogReader::enter(int number, std::int64_t remaining_ms) {
    if (number < 1 || number > static_cast<int>(log_.questions.size())) return nullptr;
    log_.begun = true;
    log_.number = number;
    log_.remaining_ms = std::min(log_.remaining_ms, std::max<std::int64_t>(0, remaining_ms));
    LoggedQuestion& question = log_.questions[static_cast<std::size_t>(number - 1)];
    question.seen = true;
    return &question;
}

void ExamLogReader::take(const Responded& response) {
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

void ExamLogReader::take(const Annotated& note) {
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

void ExamLogReader::take(const Rescored& rescored) {
    const auto found = number_of_.find(rescored.item);
    if (found == number_of_.end()) return;
    log_.questions[static_cast<std::size_t>(found->second - 1)].verdict = Verdict{.revision = rescored.revision,
                                                                                  .difficulty = rescored.difficulty,
                                                                                  .chance = rescored.chance,
                                                                                  .right = rescored.right};
}

ExamLog read_exam_log(const Record& record, const ExamStart& start) {
    ExamLogReader reader(start);
    for (const Event& event : record.events_of(start.sitting)) reader.read(event);
    if (const auto clock = record.clock_of(start.sitting); clock && !reader.log().ended) reader.read(*clock);
    return reader.log();
}

}  // namespace collimate
