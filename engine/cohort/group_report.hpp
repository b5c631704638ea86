#pragma once

#include <set>

#include "engine/cohort/class_report.hpp"

namespace collimate::cohort {

/// A group beside the others of a report, which has its candidates and their first answers.
[[nodiscard]] GroupReport group_report(const Group& group, const std::set<CandidateId>& members,
                                       const ClassReport& report);

}  // namespace collimate::cohort
