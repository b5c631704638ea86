#pragma once

#include <span>

namespace collimate {

/// What the plan knows of one learning point of an item. An item without points is its own point.
struct PointExposure {
    double weight = 0.0;  ///< f_z: sum of weight_leaf / items_leaf over the items that carry the point
    int met = 0;          ///< n_z: times met on any item, today included
    int met_today = 0;    ///< items of the point already met today
};

/// P(correct) of an item raised by the memory of it: 0.7 R + (1 - 0.7 R) p_first; R = 0 for an item never seen.
[[nodiscard]] double raised_by_memory(double p_first, double retrievability);

/// Minutes an item takes with its feedback: 1.2 (1 - 0.3 R) + 0.5 (1 - p), p raised by memory.
[[nodiscard]] double minutes_needed(double p, double retrievability);

/// Value of an item now, per minute (psychometrics section 5):
///   sum over its points of f_z / (1 + n_z) * [(1 - p) + 0.5 p (1 - 0.5 R)] / minutes,
/// where a point already met today counts 0.4. In shares of the exam per minute: only comparisons mean anything.
/// `p_first` is P(correct) of someone who has not seen the item, `retrievability` that of this very item, 0 if never
/// seen.
[[nodiscard]] double value_per_minute(std::span<const PointExposure> points, double p_first, double retrievability);

}  // namespace collimate
