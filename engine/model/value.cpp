#include "engine/model/value.hpp"

namespace collimate {
namespace {

constexpr double same_day_share = 0.4;

}  // namespace

double raised_by_memory(double p_first, double retrievability) {
    return 0.7 * retrievability + (1.0 - 0.7 * retrievability) * p_first;
}

double minutes_needed(double p, double retrievability) { return 1.2 * (1.0 - 0.3 * retrievability) + 0.5 * (1.0 - p); }

double value_per_minute(std::span<const PointExposure> points, double p_first, double retrievability) {
    double importance = 0.0;
    for (const PointExposure& point : points)
        importance += (point.met_today > 0 ? same_day_share : 1.0) * point.weight / (1.0 + point.met);
    const double p = raised_by_memory(p_first, retrievability);
    const double to_learn = (1.0 - p) + 0.5 * p * (1.0 - 0.5 * retrievability);
    return importance * to_learn / minutes_needed(p, retrievability);
}

}  // namespace collimate
