#include "app/screens/exam_history.hpp"

#include <fmt/format.h>

#include "app/screens/phrases.hpp"
#include "engine/base/error.hpp"

namespace collimate {
namespace {

/// Absent for an exam that was declined: it has no score.
const std::optional<ExamResult>& result_of(const Model& model, SittingId sitting) {
    const auto kept = model.results->find(sitting);
    if (kept != model.results->end()) return kept->second;
    std::optional<ExamResult> result;
    try {
        result = exam_result(model.bank->outline(), *model.record, sitting);
    } catch (const Refused&) {
    }
    return model.results->emplace(sitting, std::move(result)).first->second;
}

std::optional<PastScore> score_of(const Model& model, const PastExam& exam) {
    const auto& result = result_of(model, exam.sitting);
    if (!result) return std::nullopt;
    const ScoreReport& report = result->report;
    return PastScore{.sitting = exam.sitting,
                     .when = short_date(exam.day),
                     .what = exam_extent(model.bank->outline(), exam.section, exam.length),
                     .right = fmt::format("{} of {}", report.raw, report.scored),
                     .score = std::to_string(report.scaled),
                     .likely = fmt::format("{:.0f} to {:.0f}", report.interval.low, report.interval.high),
                     .passed = report.passed,
                     .value = report.interval.median,
                     .low = report.interval.low,
                     .high = report.interval.high};
}

}  // namespace

std::string exam_extent(const Outline& outline, std::string_view section, FormLength length) {
    const auto area = section.empty() ? std::nullopt : outline.find(section);
    std::string words = area ? outline.areas[static_cast<std::size_t>(*area)].title : "Whole exam";
    if (length != FormLength::full) words += fmt::format(", {} length", name_of(length));
    return words;
}

std::vector<PastScore> past_scores(const Model& model, std::size_t most) {
    std::vector<PastScore> scores;
    for (const PastExam& exam : past_exams(model.desk->state())) {
        if (!exam.ended) continue;
        if (auto score = score_of(model, exam)) scores.push_back(std::move(*score));
        if (scores.size() == most) break;
    }
    return scores;
}

std::optional<LeftExam> left_exam(const Model& model) {
    const auto open = open_exam(*model.desk);
    if (!open) return std::nullopt;
    return LeftExam{.fact = "A mock exam is not finished.",
                    .detail = fmt::format("{}: {} of {} answered, {} left",
                                          exam_extent(model.bank->outline(), open->start.section, open->start.length),
                                          open->answered, open->start.questions.size(), clock_text(open->remaining_ms)),
                    .fault = open->fault};
}

}  // namespace collimate
