#pragma once

#include <string>

#include "engine/base/calendar.hpp"
#include "engine/cohort/report_pages.hpp"

namespace collimate {

/// A class report on paper, as the bytes of a PDF dated `at`; the same report gives the same bytes.
[[nodiscard]] std::string class_pdf(const cohort::ReportPages& report, TimeMs at);

}  // namespace collimate
