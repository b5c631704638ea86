#pragma once

#include <string>

#include "engine/bank/bank.hpp"
#include "engine/cohort/report_pages.hpp"
#include "engine/study/exam_result.hpp"

namespace collimate {

/// What can be put on paper. The window calls it through this table, since Pango and Cairo take longer to load than the
/// rest of it: they come with a module that is loaded when something is first printed.
struct Printer {
    std::string (*score_pdf)(const Bank& bank, const ExamResult& result) = nullptr;
    std::string (*class_pdf)(const cohort::ReportPages& report, TimeMs at) = nullptr;
};

/// That of the library linked.
[[nodiscard]] Printer linked_printer();

}  // namespace collimate
