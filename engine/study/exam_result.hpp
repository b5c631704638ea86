#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/exam/report.hpp"
#include "engine/study/exam_log.hpp"
#include "engine/study/mock_exam.hpp"

namespace collimate {

/// A mock exam in the record, for a list.
struct PastExam {
    SittingId sitting = 0;
    TimeMs at_ms = 0;
    Day day = 0;
    std::string section;  ///< code of the category; empty: the whole exam
    FormLength length = FormLength::full;
    int questions = 0;
    int answered = 0;    ///< counted at the end; 0 while it is open
    bool ended = false;  ///< open or torn off otherwise
    friend bool operator==(const PastExam&, const PastExam&) = default;
};

/// Every mock exam of the record, the latest first.
[[nodiscard]] std::vector<PastExam> past_exams(const ExamState& state);

/// An exam that has ended, with its score. Made from the record and the outline alone: the questions themselves are
/// asked for by `instance_of`, and those the bank no longer holds stay unknown.
struct ExamResult {
    ExamStart start;
    TimeMs at_ms = 0;
    Day day = 0;
    TimeMs ended_ms = 0;
    EndedBy by = EndedBy::candidate;
    ScoreReport report;                ///< by the keys and difficulties as they stand now
    std::optional<ScoreReport> first;  ///< as it was told first, where the bank was corrected since
};

/// Which verdicts a score counts.
enum class Verdicts { first_told, as_they_stand };

/// The questions of an exam as they were answered.
[[nodiscard]] std::vector<ScoredQuestion> scored_questions(const Outline& outline, const ExamStart& start,
                                                           const ExamLog& log, Verdicts verdicts);

/// Throws Refused when there is no such exam in the record, it has not ended, or it was declined.
[[nodiscard]] ExamResult exam_result(const Outline& outline, const Record& record, SittingId sitting);

/// What the score was before the bank was corrected, in words; empty where it is the same.
[[nodiscard]] std::string first_told(const ExamResult& result);

/// The question as it was shown; absent where the bank no longer holds it in that revision.
[[nodiscard]] std::optional<Instance> instance_of(const Bank& bank, const ScoredQuestion& question);

}  // namespace collimate
