#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/cohort/candidate_report.hpp"

namespace collimate::cohort {

/// How far one candidate is with one assignment, from their answers as they come in.
class AssignmentGathering {
public:
    /// Borrows both.
    AssignmentGathering(const Assignment& assignment, const ReportPlaces& places);

    void add(const PackedAnswer& answer);
    [[nodiscard]] AssignmentReport::Line line(const CandidateId& candidate) const;

private:
    struct AssignedArea {
        std::set<int> leaves;
        int answers = 0;
    };

    const Assignment* assignment_;
    const ReportPlaces* places_;
    std::set<std::string, std::less<>> items_;
    std::set<std::string, std::less<>> answered_;
    std::vector<AssignedArea> areas_;
    AssignmentReport::Line line_;
};

}  // namespace collimate::cohort
