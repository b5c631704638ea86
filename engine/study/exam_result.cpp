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

bool rescored(const ExamLog& log) {
    return std::any_of(log.questions.begin(), log.questions.end(),
                       [](const LoggedQuestion& question) { return question.verdict.has_value(); });
}

/// In anything a candidate is told of the score as a whole.
bool differ(const ScoreReport& a, const ScoreReport& b) {
    return a.raw != b.raw || a.scaled != b.scaled || a.line.cut != b.line.cut || a.pilots_right != b.pilots_right;
}

ScoredQuestion scored_question(const Outline& outline, const ExamStart& start, const LoggedQuestion& logged,
                               int number) {
    const ExamQuestion& question = start.questions[static_cast<std::size_t>(number - 1)];
    const bool answered = !is_blank(logged.response);
    ScoredQuestion scored{.number = number,
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
                          .draw = draw_of(start, number),
                          .change = change_of(logged)};
    scored.response.elapsed_ms = logged.elapsed_ms;
    if (question.calibrated) {
        scored.difficulty = question.calibrated->difficulty;
        scored.reliability = question.calibrated->reliability;
    }
    return scored;
}

/// What a change of the answer did cannot be told where the key of that time was wrong.
void adopt(ScoredQuestion& question, const Verdict& verdict) {
    question.revision = verdict.revision;
    question.difficulty = verdict.difficulty;
    question.reliability = authored_reliability;
    question.chance = verdict.chance;
    if (question.right == verdict.right) return;
    question.first_right = question.right;
    question.right = verdict.right;
    question.change.reset();
}

}  // namespace

std::vector<ScoredQuestion> scored_questions(const Outline& outline, const ExamStart& start, const ExamLog& log,
                                             Verdicts verdicts) {
    std::vector<ScoredQuestion> questions;
    for (std::size_t i = 0; i < start.questions.size(); ++i) {
        const LoggedQuestion& logged = log.questions[i];
        questions.push_back(scored_question(outline, start, logged, static_cast<int>(i) + 1));
        if (verdicts == Verdicts::as_they_stand && logged.verdict) adopt(questions.back(), *logged.verdict);
    }
    return questions;
}

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
    const auto report = [&](Verdicts verdicts) {
        return score_report(outline, exam_frame(outline), scored_questions(outline, *start, log, verdicts),
                            start->rules.time_ms, log.remaining_ms);
    };
    ExamResult result{.start = *start,
                      .at_ms = log.at_ms,
                      .day = log.day,
                      .ended_ms = log.ended_ms,
                      .by = by,
                      .report = report(Verdicts::as_they_stand)};
    if (!rescored(log)) return result;
    ScoreReport first = report(Verdicts::first_told);
    if (differ(first, result.report)) result.first = std::move(first);
    return result;
}

std::string first_told(const ExamResult& result) {
    if (!result.first) return {};
    const ScoreReport& first = *result.first;
    const auto changed = std::count_if(result.report.questions.begin(), result.report.questions.end(),
                                       [](const ScoredQuestion& each) { return each.first_right.has_value(); });
    const std::string what = changed == 0   ? std::string("difficulties were corrected")
                             : changed == 1 ? std::string("the key of 1 question was corrected")
                                            : fmt::format("the keys of {} questions were corrected", changed);
    return fmt::format("First told as {}, {}: {} of {} right, {:g} passed. Since then {}.", first.scaled,
                       first.passed ? "passed" : "not passed", first.raw, first.scored, first.line.cut, what);
}

std::optional<Instance> instance_of(const Bank& bank, const ScoredQuestion& question) {
    const auto ordinal = bank.find(question.item);
    if (!ordinal) return std::nullopt;
    const ItemHead head = bank.head(*ordinal);
    if (head.revision != question.revision || head.retired) return std::nullopt;
    return present(bank.item(*ordinal), question.draw);
}

}  // namespace collimate
