#pragma once

#include <string>

#include "engine/cohort/report_pages.hpp"

namespace collimate::cohort {

/// The tables one after the other, each led by its title and a row of column names and followed by an empty line. Every
/// text is quoted, and none is taken for a formula.
[[nodiscard]] std::string report_csv(const ReportPages& pages);

}  // namespace collimate::cohort
