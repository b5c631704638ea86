#include "engine/cohort/group_report.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace collimate::cohort {
namespace {

/// Mean and Student's 95 % limits: the 97.5th percentile of t with d degrees of freedom is the root of the 95th of F
/// with 1 and d.
Statistic mean_of(const std::vector<double>& values) {
    if (values.size() < least_for_share) return withheld(Withheld::too_few, values.size(), least_for_share);
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0.0;
    for (const double value : values) squares += std::pow(value - mean, 2);
    const double reach = std::sqrt(f_quantile(0.95, 1.0, n - 1.0) * squares / (n - 1.0) / n);
    return {.value = mean, .limits = Limits{.low = mean - reach, .high = mean + reach}, .n = values.size()};
}

}  // namespace

GroupReport group_report(const Group& group, const std::set<CandidateId>& members, const ClassReport& report) {
    GroupReport result = {.group = group};
    std::vector<double> forecasts;
    std::set<std::string> focal;
    for (const CandidateReport& each : report.candidates) {
        if (!members.contains(each.candidate)) continue;
        ++result.candidates;
        focal.insert(hex_of(each.candidate));
        if (each.first_answers > 0) forecasts.push_back(each.forecast.scaled.median);
    }
    result.expected_scaled = mean_of(forecasts);
    std::vector<DifGroup> groups;
    for (const std::string& candidate : report.first.candidates)
        groups.push_back(focal.contains(candidate) ? DifGroup::focal : DifGroup::reference);
    result.items = mantel_haenszel(report.first.matrix, groups);
    return result;
}

}  // namespace collimate::cohort
