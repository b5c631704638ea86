#include "engine/cohort/assignment_report.hpp"

#include <algorithm>

namespace collimate::cohort {
namespace {

constexpr int answers_in_each_area = 10;

}  // namespace

AssignmentGathering::AssignmentGathering(const Assignment& assignment, const ReportPlaces& places)
    : assignment_(&assignment), places_(&places), items_(assignment.items.begin(), assignment.items.end()) {
    for (const std::string& code : assignment.areas) {
        AssignedArea& area = areas_.emplace_back();
        if (const auto index = places.frame().outline.find(code))
            area.leaves.insert(places.leaves_of(*index).begin(), places.leaves_of(*index).end());
    }
}

void AssignmentGathering::add(const PackedAnswer& answer) {
    if (answer.day < assignment_->given) return;
    const std::optional<int> leaf = places_->leaf_of(answer);
    bool counts = items_.contains(answer.item) && answered_.insert(answer.item).second;
    for (AssignedArea& area : areas_) {
        if (!leaf || !area.leaves.contains(*leaf)) continue;
        ++area.answers;
        counts = true;
    }
    if (!counts) return;
    ++line_.answered;
    line_.right += answer.right ? 1 : 0;
    line_.last_day = std::max(line_.last_day.value_or(answer.day), answer.day);
}

AssignmentReport::Line AssignmentGathering::line(const CandidateId& candidate) const {
    AssignmentReport::Line line = line_;
    line.candidate = candidate;
    line.done = answered_.size() == items_.size() &&
                std::all_of(areas_.begin(), areas_.end(),
                            [](const AssignedArea& area) { return area.answers >= answers_in_each_area; });
    return line;
}

}  // namespace collimate::cohort
