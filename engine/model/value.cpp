#include "engine/model/value.hpp"

#include <algorithm>
#include <cmath>

#include "engine/model/ability.hpp"

namespace collimate {
namespace {

constexpr double first_stability = 6.0;  ///< days
constexpr double kept_from_school = 0.5;
constexpr double spacing_days = 2.0;
constexpr double within_a_day = 0.3;  ///< days that two meetings on one day lie apart, as far as spacing goes

/// Share of a point that is still kept so many days after it was last met.
double kept(double days, double studied) {
    return 1.0 / std::sqrt(1.0 + days / (first_stability * std::sqrt(1.0 + studied)));
}

double gain(const PointExposure& point, double p_first, Day today, int days_left) {
    const PointHistory& past = point.history;
    const double unknown = (1.0 - p_first + past.wrong) / (1.0 + past.told);
    const double with = kept(days_left, past.studied + 1.0);
    if (!past.last_met) return unknown * with + (1.0 - unknown) * std::max(0.0, with - kept_from_school);
    const double since = std::max(0, today - *past.last_met);
    const double spacing = 1.0 - std::exp(-(since + within_a_day) / spacing_days);
    const double without = kept(since + days_left, past.studied);
    return spacing * (unknown * with + (1.0 - unknown) * std::max(0.0, with - without));
}

}  // namespace

void PointHistory::add(bool fresh, bool right, Day day) {
    studied += fresh ? 1.0 : repeat_share;
    told += fresh || !right ? 1 : 0;
    wrong += right ? 0 : 1;
    last_met = day;
}

double raised_by_memory(double p_first, double retrievability) {
    return 0.7 * retrievability + (1.0 - 0.7 * retrievability) * p_first;
}

double minutes_needed(double p, double retrievability) { return 1.2 * (1.0 - 0.3 * retrievability) + 0.5 * (1.0 - p); }

double value_per_minute(std::span<const PointExposure> points, const ItemExposure& item, Day today, int days_left) {
    double sum = 0.0;
    for (const PointExposure& point : points)
        sum += point.weight / (1.0 + point.history.studied) * gain(point, item.p_first, today, days_left);
    const double teaches = (item.repeat ? repeat_share : 1.0) * (1.0 - 0.5 * item.retrievability);
    return teaches * sum / minutes_needed(raised_by_memory(item.p_first, item.retrievability), item.retrievability);
}

}  // namespace collimate
