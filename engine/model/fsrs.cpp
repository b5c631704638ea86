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

/// What follows from some parameters alone, kept for the last ones asked for: half the time of a review went into it.
template <class Compute, class... Parameters>
double kept_for(Compute compute, Parameters... parameters) {
    thread_local std::array<double, sizeof...(parameters)> last{};
    thread_local double value = 0.0;
    thread_local bool known = false;
    const std::array<double, sizeof...(parameters)> asked = {parameters...};
    if (!known || asked != last) value = compute(), last = asked, known = true;
    return value;
}

double forgetting_factor(const FsrsParameters& w) {
    return kept_for([&] { return std::pow(0.9, -1.0 / w[20]) - 1.0; }, w[20]);
}

/// D0(g), not clamped: the mean the difficulty reverts to is D0(4) as it comes.
double first_difficulty(const FsrsParameters& w, int grade) { return w[4] - std::exp(w[5] * (grade - 1)) + 1.0; }

double next_difficulty(const FsrsParameters& w, double difficulty, int grade) {
    const double damped = difficulty - w[6] * (grade - 3) * (10.0 - difficulty) / 9.0;
    const double easy = kept_for([&] { return first_difficulty(w, 4); }, w[4], w[5]);
    return clamp_difficulty(w[7] * (easy - damped) + damped);
}

double after_success(const FsrsParameters& w, const Memory& m, double r, Rating rating) {
    const double hard = rating == Rating::hard ? w[15] : 1.0;
    const double easy = rating == Rating::easy ? w[16] : 1.0;
    const double gain = kept_for([&] { return std::exp(w[8]); }, w[8]);
    return m.stability * (1.0 + gain * (11.0 - m.difficulty) * std::pow(m.stability, -w[9]) *
                                    std::expm1(w[10] * (1.0 - r)) * hard * easy);
}

double after_lapse(const FsrsParameters& w, const Memory& m, double r) {
    const double forgotten = w[11] * std::pow(m.difficulty, -w[12]) * (std::pow(m.stability + 1.0, w[13]) - 1.0) *
                             std::exp(w[14] * (1.0 - r));
    const double cap = kept_for([&] { return std::exp(w[17] * w[18]); }, w[17], w[18]);
    return std::min(forgotten, m.stability / cap);
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
    const double wait = kept_for([&] { return std::pow(wanted, -1.0 / w[20]) - 1.0; }, wanted, w[20]);
    return stability / forgetting_factor(w) * wait;
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
