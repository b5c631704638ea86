#pragma once

#include <string>

#include "engine/cohort/report_pages.hpp"

namespace collimate::cohort {

/// One file that needs no other: no script, nothing loaded, made to be printed; tables with captions and headers that a
/// screen reader can follow. All text is escaped.
[[nodiscard]] std::string report_html(const ReportPages& pages);

}  // namespace collimate::cohort
