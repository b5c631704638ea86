#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/model/fsrs_fit.hpp"

namespace collimate {
namespace {

constexpr double log_speed_variance = 0.5 * 0.5;

/// Factor * days / stability of one scored review, so that P = (1 + age e^log_speed)^-decay.
struct AgedReview {
    std::uint32_t card = 0;
    double age = 0.0;
    bool right = false;
};

void age_card(const ReviewLog& log, const FsrsParameters& w, std::uint32_t card, std::vector<AgedReview>& aged) {
    const double factor = std::expm1(-std::log(0.9) / w[20]);
    Memory memory;
    for (std::uint32_t i = log.start[card]; i < log.start[card + 1]; ++i) {
        const double days = static_cast<double>(log.elapsed_days[i]);
        if (i > log.start[card] && days > 0.0)
            aged.push_back({.card = card, .age = factor * days / memory.stability, .right = log.grade[i] > 1});
        memory = review(w, memory, days, static_cast<Rating>(log.grade[i]));
    }
}

/// Slopes of the log likelihood by the log speed: first, expected second, and the sum over cards of squared firsts.
struct SpeedSlope {
    double score = 0.0;
    double information = 0.0;
    double squares = 0.0;
};

SpeedSlope speed_slope(const std::vector<AgedReview>& aged, double decay, double log_speed) {
    SpeedSlope slope;
    double of_card = 0.0;
    for (std::size_t i = 0; i < aged.size(); ++i) {
        const double x = aged[i].age * std::exp(log_speed);
        const double chance = std::clamp(std::pow(1.0 + x, -decay), 1e-9, 1.0 - 1e-9);
        const double by = -decay * chance * x / (1.0 + x);
        const double score = (aged[i].right ? 1.0 / chance : -1.0 / (1.0 - chance)) * by;
        slope.score += score;
        slope.information += by * by / (chance * (1.0 - chance));
        of_card += score;
        if (i + 1 == aged.size() || aged[i + 1].card != aged[i].card) {
            slope.squares += of_card * of_card;
            of_card = 0.0;
        }
    }
    return slope;
}

ForgettingSpeed speed_of(const std::vector<AgedReview>& aged, double decay) {
    constexpr int scoring_steps = 20;
    double log_speed = 0.0;
    for (int i = 0; i < scoring_steps; ++i) {
        const SpeedSlope at = speed_slope(aged, decay, log_speed);
        const double step = (at.score - log_speed / log_speed_variance) / (at.information + 1.0 / log_speed_variance);
        log_speed += std::clamp(step, -0.5, 0.5);
    }
    const SpeedSlope at = speed_slope(aged, decay, log_speed);
    const double precision = at.information + 1.0 / log_speed_variance;
    const double clustered = std::max(at.squares, at.information) + 1.0 / log_speed_variance;
    return {.reviews = aged.size(), .log_speed = log_speed, .se = std::sqrt(clustered) / precision};
}

/// z with 2 (1 - Phi(z)) = p.
double two_sided_z(double p) {
    double low = 0.0;
    double high = 10.0;
    for (int i = 0; i < 60; ++i) {
        const double z = 0.5 * (low + high);
        (std::erfc(z / std::sqrt(2.0)) > p ? low : high) = z;
    }
    return low;
}

}  // namespace

std::vector<ForgettingSpeed> forgetting_speeds(const ReviewLog& log, const FsrsParameters& w,
                                               std::span<const std::uint32_t> group_of_card, std::size_t groups) {
    std::vector<std::vector<AgedReview>> aged(groups);
    for (std::uint32_t card = 0; card < group_of_card.size(); ++card) {
        assert(group_of_card[card] < groups);
        age_card(log, w, card, aged[group_of_card[card]]);
    }
    std::vector<ForgettingSpeed> speeds;
    for (const std::vector<AgedReview>& group : aged) speeds.push_back(speed_of(group, w[20]));
    return speeds;
}

double SpeedContrast::ratio() const { return std::exp(log_ratio); }
double SpeedContrast::ratio_low() const { return std::exp(log_ratio - margin); }
double SpeedContrast::ratio_high() const { return std::exp(log_ratio + margin); }

std::optional<SpeedContrast> clearest_contrast(std::span<const ForgettingSpeed> groups) {
    std::vector<std::size_t> compared;
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (groups[i].reviews >= least_compared) compared.push_back(i);
    const double pairs = 0.5 * static_cast<double>(compared.size()) * (static_cast<double>(compared.size()) - 1.0);
    if (pairs < 1.0) return {};
    const double z = two_sided_z(0.05 / pairs);
    std::optional<SpeedContrast> clearest;
    for (const std::size_t fast : compared)
        for (const std::size_t slow : compared) {
            const double ratio = groups[fast].log_speed - groups[slow].log_speed;
            const double margin = z * std::hypot(groups[fast].se, groups[slow].se);
            if (ratio > margin && (!clearest || ratio - margin > clearest->log_ratio - clearest->margin))
                clearest = {.fast = fast, .slow = slow, .log_ratio = ratio, .margin = margin};
        }
    return clearest;
}

}  // namespace collimate
