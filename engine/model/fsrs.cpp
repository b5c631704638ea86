#include "engine/model/fsrs.hpp"

#include <algorithm>
#include <cmath>

namespace collimate {
namespace {

constexpr double least_stability = 0.001;
constexpr double most_stability = 36500.0;
constexpr double most_first_stability = 100.0;

double clamp_stability(double stability) { return std::clamp(stability, least_stability, most_stability); }

double clamp_difficulty(double difficulty) { return std::clamp(difficulty, 1.0, 10.0); }

double forgetting_factor(const FsrsParameters& w) { return std::pow(0.9, -1.0 / w[20]) - 1.0; }

/// D0(g), not clamped: the mean the difficulty reverts to is D0(4) as it comes.
double first_difficulty(const FsrsParameters& w, int grade) { return w[4] - std::exp(w[5] * (grade - 1)) + 1.0; }

double next_difficulty(const FsrsParameters& w, double difficulty, int grade) {
    const double damped = difficulty - w[6] * (grade - 3) * (10.0 - difficulty) / 9.0;
    return clamp_difficulty(w[7] * (first_difficulty(w, 4) - damped) + damped);
}

double after_success(const FsrsParameters& w, const Memory& m, double r, Rating rating) {
    const double hard = rating == Rating::hard ? w[15] : 1.0;
    const double easy = rating == Rating::easy ? w[16] : 1.0;
    return m.stability * (1.0 + std::exp(w[8]) * (11.0 - m.difficulty) * std::pow(m.stability, -w[9]) *
                                    std::expm1(w[10] * (1.0 - r)) * hard * easy);
}

double after_lapse(const FsrsParameters& w, const Memory& m, double r) {
    const double forgotten = w[11] * std::pow(m.difficulty, -w[12]) * (std::pow(m.stability + 1.0, w[13]) - 1.0) *
                             std::exp(w[14] * (1.0 - r));
    return std::min(forgotten, m.stability / std::exp(w[17] * w[18]));
}

double after_same_day(const FsrsParameters& w, const Memory& m, int grade) {
    const double increase = std::exp(w[17] * (grade - 3 + w[18])) * std::pow(m.stability, -w[19]);
    return m.stability * (grade >= 2 ? std::max(increase, 1.0) : increase);
}

}  // namespace

const FsrsParameters& default_fsrs() {
    static constexpr FsrsParameters defaults = {0.212,  1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194,
                                                0.001,  1.8722, 0.1666, 0.796,  1.4835, 0.0614, 0.2629,
                                                1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542};
    return defaults;
}

double retrievability(const FsrsParameters& w, double elapsed_days, double stability) {
    return std::pow(1.0 + forgetting_factor(w) * elapsed_days / stability, -w[20]);
}

double interval(const FsrsParameters& w, double stability, double wanted) {
    return stability / forgetting_factor(w) * (std::pow(wanted, -1.0 / w[20]) - 1.0);
}

Memory review(const FsrsParameters& w, const Memory& before, double elapsed_days, Rating rating) {
    const int grade = static_cast<int>(rating);
    if (before.stability <= 0.0)
        return {.stability = std::clamp(w[static_cast<std::size_t>(grade - 1)], least_stability, most_first_stability),
                .difficulty = clamp_difficulty(first_difficulty(w, grade))};
    const Memory held = {.stability = clamp_stability(before.stability),
                         .difficulty = clamp_difficulty(before.difficulty)};
    const double r = retrievability(w, std::max(elapsed_days, 0.0), held.stability);
    const double stability = elapsed_days <= 0.0       ? after_same_day(w, held, grade)
                             : rating == Rating::again ? after_lapse(w, held, r)
                                                       : after_success(w, held, r, rating);
    return {.stability = clamp_stability(stability), .difficulty = next_difficulty(w, held.difficulty, grade)};
}

}  // namespace collimate
