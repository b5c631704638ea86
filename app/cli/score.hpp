#pragma once

#include "engine/bank/bank.hpp"
#include "engine/study/exam_result.hpp"

namespace collimate {

/// The score report as lines: score, sections, areas, pace, changes, and what it rests on.
void print_report(const Outline& outline, const ExamResult& result);

/// `1 h 52 min`, `4 min 30 s`
[[nodiscard]] std::string clock_text(std::int64_t ms);

}  // namespace collimate
