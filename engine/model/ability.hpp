#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/calendar.hpp"

namespace collimate {

/// One answer that says something about ability: a first exposure, or a fresh draw of a parametric item.
struct Evidence {
    int leaf = 0;             ///< index of the leaf, 0..leaves-1
    double difficulty = 0.0;  ///< b* of psychometrics section 2: already shrunk, logits
    double chance = 0.0;      ///< guess floor
    bool right = false;
};

/// b* = b_ref + r (b - b_ref); `reliability` 0.66 for authored difficulties.
[[nodiscard]] double shrunk_difficulty(double difficulty, double b_ref, double reliability);

inline constexpr double authored_reliability = 0.66;

/// P(correct) = c + (1 - c) sigmoid(theta - b).
[[nodiscard]] double probability_right(double theta, double difficulty, double chance);

/// Area ability with growth: a Gaussian over one theta per leaf and the growth rate gamma, filtered by one Laplace
/// update a day (psychometrics section 3). Copyable value; equal histories give equal bits.
class Ability {
public:
    /// `category_of_leaf[i]` numbers the category of leaf i, 0-based.
    explicit Ability(std::span<const int> category_of_leaf);

    /// One answer on `day`. Days never go back: an earlier day counts as the current one. Repeats pass no evidence but still
    /// count as study.
    void answer(Day day, const Evidence* evidence);

    [[nodiscard]] std::size_t leaves() const;
    [[nodiscard]] std::int64_t answers() const;  ///< n, all answers
    /// Posterior mean, leaves then gamma; with everything answered so far.
    [[nodiscard]] const std::vector<double>& mean() const;
    /// Posterior covariance, row-major, (leaves+1)^2.
    [[nodiscard]] const std::vector<double>& covariance() const;

    friend bool operator==(const Ability&, const Ability&) = default;

private:
    // filled in by the implementation
};

}  // namespace collimate
