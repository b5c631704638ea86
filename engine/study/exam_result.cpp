#include "engine/study/exam_result.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/error.hpp"
#include "engine/study/exam_log.hpp"
#include "engine/study/frame.hpp"

namespace collimate {
namespace {

/// The first answer left standing against the last. Two right ones, a number entered anew, are no change.
std::optional<AnswerChange> change_of(const LoggedQuestion& logged) {
    if (logged.left.size() < 2) return std::nullopt;
    const LeftAnswer& first = logged.left.front();
    const LeftAnswer& last = logged.left.back();
    if (same_answer(first.response, last.response) || (first.right && last.right)) return std::nullopt;
    if (first.right) return AnswerChange::right_to_wrong;
    return last.right ? AnswerChange::wrong_to_right : AnswerChange::wrong_to_wrong;
}

int leaf_of(const Outline& outline, const std::string& code) {
    if (const auto area = outline.find(code)) return *area;
    for (int area = 0; area < static_cast<int>(outline.areas.size()); ++area) {
        const auto& was = outline.areas[static_cast<std::size_t>(area)].was;
        if (std::find(was.begin(), was.end(), code) != was.end()) return area;
    }
    return -1;
}

std::vector<ScoredQuestion> scored_questions(const Outline& outline, const ExamStart& start, const ExamLog& log) {
    std::vector<ScoredQuestion> questions;
    for (std::size_t i = 0; i < start.questions.size(); ++i) {
        const ExamQuestion& question = start.questions[i];
        const LoggedQuestion& logged = log.questions[i];
        const bool answered = !is_blank(logged.response);
        ScoredQuestion scored{.number = static_cast<int>(i) + 1,
                              .item = question.item,
                              .revision = question.revision,
                              .area = leaf_of(outline, question.area),
                              .pilot = question.pilot,
                              .difficulty = question.difficulty,
                              .chance = question.chance,
                              .seen = logged.seen,
                              .answered = answered,
                              .right = answered && logged.right,
                              .flagged = logged.flagged,
                              .response = logged.response,
                              .draw = draw_of(start, static_cast<int>(i) + 1),
                              .change = change_of(logged)};
        scored.response.elapsed_ms = logged.elapsed_ms;
        questions.push_back(std::move(scored));
    }
    return questions;
}

}  // namespace

std::vector<PastExam> past_exams(const ExamState& state) {
    std::vector<PastExam> exams;
    for (auto sitting = state.sittings.rbegin(); sitting != state.sittings.rend(); ++sitting) {
        const auto start = exam_start(sitting->first, sitting->second.started);
        if (!start) continue;
        exams.push_back({.sitting = sitting->first,
                         .at_ms = sitting->second.at_ms,
                         .day = sitting->second.day,
                         .section = start->section,
                         .length = start->length,
                         .questions = static_cast<int>(start->questions.size()),
                         .answered = static_cast<int>(sitting->second.answers.answers),
                         .ended = sitting->second.ended_ms.has_value()});
    }
    return exams;
}

ExamResult exam_result(const Outline& outline, const Record& record, SittingId sitting) {
    const ExamState& state = record.state(outline.exam);
    const auto found = state.sittings.find(sitting);
    const auto start = found == state.sittings.end() ? std::nullopt : exam_start(sitting, found->second.started);
    if (!start)
        throw Refused(fmt::format("{} holds no mock exam {} of {}: list them with score --list", record.file().string(),
                                  sitting, outline.exam));
    const ExamLog log = read_exam_log(record, *start);
    if (!log.ended)
        throw Refused(
            fmt::format("exam {} has not ended: go on with it or end it, then its score can be told", sitting));
    const EndedBy by = log.ended->by.value_or(EndedBy::candidate);
    if (by == EndedBy::declined)
        throw Refused(fmt::format("exam {} was not begun, since its agreement was declined: it has no score", sitting));
    return {.start = *start,
            .at_ms = log.at_ms,
            .day = log.day,
            .ended_ms = log.ended_ms,
            .by = by,
            .report = score_report(outline, exam_frame(outline), scored_questions(outline, *start, log),
                                   start->rules.time_ms, log.remaining_ms)};
}

std::optional<Instance> instance_of(const Bank& bank, const ScoredQuestion& question) {
    const auto ordinal = bank.find(question.item);
    if (!ordinal) return std::nullopt;
    const ItemHead head = bank.head(*ordinal);
    if (head.revision != question.revision || head.retired) return std::nullopt;
    return present(bank.item(*ordinal), question.draw);
}

}  // namespace collimate
