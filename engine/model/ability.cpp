#include "engine/model/ability.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "engine/model/laplace.hpp"

namespace collimate {
namespace {

constexpr std::size_t most_evidence = 32;  // of one batch, so that an answer's cost is bounded
constexpr double growth_mean = 0.33;
constexpr double growth_variance = 0.2 * 0.2;
constexpr double drift_a_day = 0.001;  // of the prior covariance

double prior_covariance(const std::vector<int>& category_of_leaf, std::size_t i, std::size_t j) {
    return overall_variance + (category_of_leaf[i] == category_of_leaf[j] ? category_variance : 0.0) +
           (i == j ? leaf_variance : 0.0);
}

Gaussian prior_of(const std::vector<int>& category_of_leaf) {
    const std::size_t leaves = category_of_leaf.size();
    const std::size_t d = leaves + 1;
    Gaussian prior = {.mean = std::vector<double>(d), .covariance = std::vector<double>(d * d)};
    for (std::size_t i = 0; i < leaves; ++i)
        for (std::size_t j = 0; j < leaves; ++j) prior.covariance[i * d + j] = prior_covariance(category_of_leaf, i, j);
    prior.mean[leaves] = growth_mean;
    prior.covariance[leaves * d + leaves] = growth_variance;
    return prior;
}

/// theta + amount * gamma for every leaf; gamma is the last coordinate.
void grow(Gaussian& state, double amount) {
    const std::size_t d = state.mean.size();
    const std::size_t gamma = d - 1;
    auto& p = state.covariance;
    for (std::size_t i = 0; i < gamma; ++i) {
        state.mean[i] += amount * state.mean[gamma];
        for (std::size_t j = 0; j < gamma; ++j)
            p[i * d + j] += amount * (p[i * d + gamma] + p[j * d + gamma]) + amount * amount * p[gamma * d + gamma];
    }
    for (std::size_t i = 0; i < gamma; ++i) {
        p[i * d + gamma] += amount * p[gamma * d + gamma];
        p[gamma * d + i] = p[i * d + gamma];
    }
}

}  // namespace

double shrunk_difficulty(double difficulty, double b_ref, double reliability) {
    return b_ref + reliability * (difficulty - b_ref);
}

double reliability_of(double standard_error) {
    return difficulty_variance / (difficulty_variance + standard_error * standard_error);
}

double shrunk_difficulty(const DifficultyLabel& label, double b_ref) {
    return shrunk_difficulty(label.difficulty, b_ref, label.reliability);
}

double probability_right(double theta, double difficulty, double chance) {
    return chance + (1.0 - chance) / (1.0 + std::exp(difficulty - theta));
}

double growth(double before, double after) { return std::log((300.0 + after) / (300.0 + before)); }

Ability::Ability(std::span<const int> category_of_leaf)
    : category_of_leaf_(category_of_leaf.begin(), category_of_leaf.end()), before_batch_(prior_of(category_of_leaf_)) {}

double Ability::studied() const { return static_cast<double>(answers_) + repeat_share * static_cast<double>(repeats_); }

void Ability::open_day(Day day) {
    if (day_ && day != *day_) {
        close_batch();
        if (day > *day_) drift(day - *day_);
    }
    day_ = day;
    posterior_.reset();
}

void Ability::repeat(Day day) {
    open_day(day);
    ++repeats_;
}

void Ability::answer(Day day, const Evidence* evidence) {
    open_day(day);
    ++answers_;
    if (!evidence) return;
    assert(evidence->leaf >= 0 && static_cast<std::size_t>(evidence->leaf) < leaves());
    assert(evidence->chance >= 0.0 && evidence->chance < 1.0);
    batch_.push_back(*evidence);
    if (batch_.size() == most_evidence) close_batch();
}

const Gaussian& Ability::posterior() const {
    if (!posterior_) {
        posterior_ = laplace_update(before_batch_, batch_);
        grow(*posterior_, growth(studied_before_batch_, studied()));
    }
    return *posterior_;
}

void Ability::close_batch() {
    before_batch_ = posterior();
    studied_before_batch_ = studied();
    batch_.clear();
}

/// The share is taken leaf by leaf, P + D P0 D with D diagonal: no leaf gets wider than the prior, and a leaf at that
/// cap does not hold the others back.
void Ability::drift(Day days) {
    posterior_.reset();
    const std::size_t d = leaves() + 1;
    auto& p = before_batch_.covariance;
    std::vector<double> root(leaves());
    for (std::size_t i = 0; i < leaves(); ++i) {
        const double room = 1.0 - p[i * d + i] / prior_covariance(category_of_leaf_, i, i);
        root[i] = std::sqrt(std::clamp(drift_a_day * days, 0.0, std::max(room, 0.0)));
    }
    for (std::size_t i = 0; i < leaves(); ++i)
        for (std::size_t j = 0; j < leaves(); ++j)
            p[i * d + j] += root[i] * root[j] * prior_covariance(category_of_leaf_, i, j);
}

}  // namespace collimate
