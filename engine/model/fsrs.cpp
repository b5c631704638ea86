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
auto kept_for(Compute compute, Parameters... parameters) {
    struct Kept {
        decltype(compute()) value{};
        std::array<double, sizeof...(parameters)> of{};
        bool known = false;
    };
    thread_local constinit Kept kept;
    const std::array<double, sizeof...(parameters)> asked = {parameters...};
    if (!kept.known || asked != kept.of) kept = {compute(), asked, true};
    return kept.value;
}

double forgetting_factor(const FsrsParameters& w) {
    return kept_for([&] { return std::pow(0.9, -1.0 / w[20]) - 1.0; }, w[20]);
}

/// D0(g), not clamped: the mean the difficulty reverts to is D0(4) as it comes.
double first_difficulty(const FsrsParameters& w, int grade) { return w[4] - std::exp(w[5] * (grade - 1)) + 1.0; }

double easy_difficulty(const FsrsParameters& w) {
    return kept_for([&] { return first_difficulty(w, 4); }, w[4], w[5]);
}

double next_difficulty(const FsrsParameters& w, double difficulty, double easy, int grade) {
    const double damped = difficulty - w[6] * (grade - 3) * (10.0 - difficulty) / 9.0;
    return clamp_difficulty(w[7] * (easy - damped) + damped);
}

/// By how much a success lengthens the stability, as a share of it, where neither Hard nor Easy was said.
double rise(const FsrsParameters& w, const Memory& m, double r) {
    const double gain = kept_for([&] { return std::exp(w[8]); }, w[8]);
    return gain * (11.0 - m.difficulty) * std::pow(m.stability, -w[9]) * std::expm1(w[10] * (1.0 - r));
}

double after_success(const FsrsParameters& w, const Memory& m, double rise, Rating rating) {
    const double bonus = rating == Rating::hard ? w[15] : rating == Rating::easy ? w[16] : 1.0;
    return m.stability * (1.0 + rise * bonus);
}

double after_lapse(const FsrsParameters& w, const Memory& m, double r) {
    const double forgotten = w[11] * std::pow(m.difficulty, -w[12]) * (std::pow(m.stability + 1.0, w[13]) - 1.0) *
                             std::exp(w[14] * (1.0 - r));
    const double cap = kept_for([&] { return std::exp(w[17] * w[18]); }, w[17], w[18]);
    return std::min(forgotten, m.stability / cap);
}

double after_same_day(const FsrsParameters& w, const Memory& m, double power, int grade) {
    const double increase = std::exp(w[17] * (grade - 3 + w[18])) * power;
    return m.stability * (grade >= 2 ? std::max(increase, 1.0) : increase);
}

Memory first_memory(const FsrsParameters& w, int grade) {
    return {.stability = std::clamp(w[static_cast<std::size_t>(grade - 1)], least_stability, most_first_stability),
            .difficulty = clamp_difficulty(first_difficulty(w, grade))};
}

/// A memory some days after its last review, and what its next states share.
class Waited {
public:
    Waited(const FsrsParameters& w, const Memory& before, double elapsed_days)
        : w_(w),
          held_{.stability = clamp_stability(before.stability), .difficulty = clamp_difficulty(before.difficulty)},
          easy_(easy_difficulty(w)),
          same_day_(elapsed_days <= 0.0),
          r_(retrievability(w, std::max(elapsed_days, 0.0), held_.stability)) {}

    [[nodiscard]] bool same_day() const { return same_day_; }
    /// What every pass shares.
    [[nodiscard]] double rise() const { return collimate::rise(w_, held_, r_); }
    /// What all answers of the same day share.
    [[nodiscard]] double power() const { return std::pow(held_.stability, -w_[19]); }

    /// `shared`: power() on the same day, else rise(); not read after a lapse.
    [[nodiscard]] Memory rated(Rating rating, double shared) const {
        const int grade = static_cast<int>(rating);
        const double stability = same_day_                 ? after_same_day(w_, held_, shared, grade)
                                 : rating == Rating::again ? after_lapse(w_, held_, r_)
                                                           : after_success(w_, held_, shared, rating);
        return {.stability = clamp_stability(stability), .difficulty = next_difficulty(w_, held_.difficulty, easy_, grade)};
    }

private:
    const FsrsParameters& w_;
    Memory held_;
    double easy_;  ///< the difficulty that all revert to
    bool same_day_;
    double r_;
};

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
    struct Wait {
        double factor = 0.0;
        double wanted = 0.0;
    };
    const Wait wait =
        kept_for([&] { return Wait{forgetting_factor(w), std::pow(wanted, -1.0 / w[20]) - 1.0}; }, wanted, w[20]);
    return stability / wait.factor * wait.wanted;
}

Memory review(const FsrsParameters& w, const Memory& before, double elapsed_days, Rating rating) {
    if (before.stability <= 0.0) return first_memory(w, static_cast<int>(rating));
    const Waited waited(w, before, elapsed_days);
    const double shared = waited.same_day() ? waited.power() : rating == Rating::again ? 0.0 : waited.rise();
    return waited.rated(rating, shared);
}

std::array<Memory, 4> reviews(const FsrsParameters& w, const Memory& before, double elapsed_days) {
    if (before.stability <= 0.0)
        return {first_memory(w, 1), first_memory(w, 2), first_memory(w, 3), first_memory(w, 4)};
    const Waited waited(w, before, elapsed_days);
    const double shared = waited.same_day() ? waited.power() : waited.rise();
    return {waited.rated(Rating::again, shared), waited.rated(Rating::hard, shared),
            waited.rated(Rating::good, shared), waited.rated(Rating::easy, shared)};
}

}  // namespace collimate
