#pragma once

#include <optional>
#include <span>

#include "engine/cohort/candidate_report.hpp"

namespace collimate::cohort {

/// Whether fewer answers were right from `since` on than before, beyond chance: were the candidate as able then as
/// before, so few would come in one of a hundred. The difficulties of the questions are allowed for: at the ability at
/// which as many answers as were right are expected to be, the sum of (right - P) over the later ones, less what
/// fitting that ability takes of it, against its standard deviation. Never from fewer than 20 answers on either side.
[[nodiscard]] bool fell(std::span<const DatedEvidence> evidence, Day since);

/// Fills in `concerns`, `at_risk`, `why` and `advice` of a report that has all else.
void judge(CandidateReport& report, const CandidateGathering& gathering, const ReportFrame& frame, Day today,
           std::optional<Day> exam_day);

}  // namespace collimate::cohort
