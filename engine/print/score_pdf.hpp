#pragma once

#include <string>

#include "engine/bank/bank.hpp"
#include "engine/study/exam_result.hpp"

namespace collimate {

/// The score report on paper, as the bytes of a PDF: score, sections, areas, pace, changes, then every question, wrong
/// first, with its answer, its key and why. A question the bank no longer holds is named and not shown. The same result
/// gives the same bytes.
[[nodiscard]] std::string score_pdf(const Bank& bank, const ExamResult& result);

}  // namespace collimate
