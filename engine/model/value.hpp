#pragma once

#include <optional>
#include <span>

#include "engine/base/calendar.hpp"

namespace collimate {

/// What the answers so far say of one learning point.
struct PointHistory {
    double studied = 0.0;  ///< n_z: 1 for each new question or draw that met it, `repeat_share` for each repeat
    int told = 0;          ///< answers that say whether it is known: a question known by heart, right again, does not
    int wrong = 0;         ///< of these
    std::optional<Day> last_met;

    void add(bool fresh, bool right, Day day);
    friend bool operator==(const PointHistory&, const PointHistory&) = default;
};

/// One learning point of an item. An item without points is its own point.
struct PointExposure {
    double weight = 0.0;  ///< f_z: sum of weight_leaf / items_leaf over the items that carry the point
    PointHistory history;
};

struct ItemExposure {
    double p_first = 0.5;         ///< P(correct) of someone who has not seen the item
    double retrievability = 0.0;  ///< R of this very item, 0 if never seen or drawn anew
    bool repeat = false;          ///< seen, and not drawn anew
};

/// P(correct) of an item raised by the memory of it: 0.7 R + (1 - 0.7 R) p_first; R = 0 for an item never seen.
[[nodiscard]] double raised_by_memory(double p_first, double retrievability);

/// Minutes an item takes with its feedback: 1.2 (1 - 0.3 R) + 0.5 (1 - p), p raised by memory.
[[nodiscard]] double minutes_needed(double p, double retrievability);

/// Value of an item now, per minute, by what it will still be worth on exam day, T days ahead:
///   (1 - 0.5 R) * [repeat_share if a repeat] * sum over its points of f_z / (1 + n_z) * spacing * gain / minutes
///   gain    = q kept(T, n_z + 1) + (1 - q) max(0, kept(T, n_z + 1) - kept(t + T, n_z)):
///             what is not known is learned, what is known is kept from fading; t days since the point was met,
///             kept(t, n) = (1 + t / (6 sqrt(1 + n)))^-0.5, half where the point was never met
///   q       = (1 - p_first + wrong) / (1 + told): the point is not known
///   spacing = 1 - exp(-(t + 0.3) / 2): met again too soon, a point gains little; 1 where it was never met
/// In shares of the exam per minute: only comparisons mean anything. The constants were chosen by simulation
/// (bench/plan), where all of them lie on a plateau.
[[nodiscard]] double value_per_minute(std::span<const PointExposure> points, const ItemExposure& item, Day today,
                                      int days_left);

}  // namespace collimate
