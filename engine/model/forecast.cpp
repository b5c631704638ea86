#include "engine/model/forecast.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace collimate {
namespace {

constexpr double exam_floor = 0.25;
constexpr double z_80 = 1.2815515655446004;         // 90th percentile of the standard normal
constexpr double answers_per_minute = 0.86 / 1.33;  // share of a session spent answering / minutes an answer takes
constexpr double few_ratio = 0.8;
constexpr double prior_ratio = 0.5;
constexpr double leaf_label_variance = 0.2 * 0.2;  // of all labels of a leaf together, logits^2
constexpr double between_leaves = 0.03;            // variance of leaf difficulties, logits^2
constexpr double within_leaf = 0.6;                // of labels in a leaf, noise included

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// One leaf's success curve f(x) = 1/4 + 3/4 sigmoid(x) and its first three derivatives, averaged over x ~ N(mean,
/// variance).
using Curve = std::array<double, 4>;

/// Trapezoid rule in z with step 1/2 over +-8: for an integrand this smooth it is exact to about 1e-13.
Curve averaged_curve(double mean, double variance) {
    constexpr double step = 0.5;
    constexpr int nodes = 16;
    const double sd = std::sqrt(variance);
    Curve sum{};
    for (int i = -nodes; i <= nodes; ++i) {
        const double z = step * i;
        const double weight = step * std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
        const double p = 1.0 / (1.0 + std::exp(-(mean + sd * z)));
        const double slope = p * (1.0 - p);
        sum[0] += weight * p;
        sum[1] += weight * slope;
        sum[2] += weight * slope * (1.0 - 2.0 * p);
        sum[3] += weight * slope * (1.0 - 6.0 * slope);
    }
    for (double& value : sum) value *= 1.0 - exam_floor;
    sum[0] += exam_floor;
    return sum;
}

/// Abilities at one moment, gamma left out, as they stand against the labels.
struct Outlook {
    std::size_t leaves = 0;
    std::vector<double> mean;
    std::vector<double> covariance;
};

/// Growth ahead in units of gamma.
struct GrowthAhead {
    double mean = 0.0;
    double variance = 0.0;
};

/// The mean is what the ability filter will count; a share uniform on 0 to 1 has the variance 1/12.
GrowthAhead growth_ahead(const Ability& ability, const StudyAhead& ahead) {
    const double now = ability.studied();
    const double by_new = now + ahead.answers - ahead.repeats;
    const double open = growth(by_new, by_new + ahead.repeats);
    return {.mean = growth(now, by_new + repeat_share * ahead.repeats), .variance = open * open / 12.0};
}

/// theta + gamma * growth for every leaf. What moves all thetas alike, the doubt about growth and a shift shared by all
/// labels, adds its variance to every entry of the covariance.
Outlook outlook(const Ability& ability, const StudyAhead& ahead, double shift_variance) {
    const std::size_t leaves = ability.leaves();
    const std::size_t d = leaves + 1;
    const auto& mean = ability.mean();
    const auto& p = ability.covariance();
    const auto [c, c_variance] = growth_ahead(ability, ahead);
    const double gamma = mean[leaves];
    const double gamma_variance = p[leaves * d + leaves];
    const double shared_variance = shift_variance + c_variance * (gamma * gamma + gamma_variance);
    Outlook at = {
        .leaves = leaves, .mean = std::vector<double>(leaves), .covariance = std::vector<double>(leaves * leaves)};
    for (std::size_t i = 0; i < leaves; ++i) {
        at.mean[i] = mean[i] + c * gamma;
        for (std::size_t j = 0; j < leaves; ++j)
            at.covariance[i * leaves + j] =
                p[i * d + j] + c * (p[i * d + leaves] + p[j * d + leaves]) + c * c * gamma_variance + shared_variance;
    }
    return at;
}

std::vector<Curve> averaged_curves(const ExamFrame& frame, const Outlook& at) {
    std::vector<Curve> curves(at.leaves);
    for (std::size_t i = 0; i < at.leaves; ++i)
        curves[i] =
            averaged_curve(at.mean[i] - frame.difficulty_of(i), at.covariance[i * at.leaves + i] + difficulty_variance);
    return curves;
}

/// A raw score as a proportion.
struct Score {
    double mean = 0.0;
    double sd = 0.0;
};

/// Score on `items` items spread over the leaves by `weight` (sums to 1). The covariance of two curves of jointly
/// Gaussian thetas is the series sum over k of cov^k / k! E f^(k) E f^(k) (Mehler's formula); the terms after the third
/// are under half a percent of it at the prior. To it comes the sampling of the form, p (1 - p) / items.
Score score_of(const std::vector<double>& weight, const Outlook& at, const std::vector<Curve>& curves, double items) {
    Score score;
    double variance = 0.0;
    for (std::size_t i = 0; i < at.leaves; ++i) {
        if (weight[i] == 0.0) continue;
        score.mean += weight[i] * curves[i][0];
        double row = 0.0;
        for (std::size_t j = 0; j < at.leaves; ++j) {
            const double c = at.covariance[i * at.leaves + j];
            row += weight[j] * c *
                   (curves[i][1] * curves[j][1] +
                    c / 2.0 * (curves[i][2] * curves[j][2] + c / 3.0 * curves[i][3] * curves[j][3]));
        }
        variance += weight[i] * row;
    }
    score.sd = std::sqrt(variance + score.mean * (1.0 - score.mean) / items);
    return score;
}

double p_pass_of(const ExamFrame& frame, const Score& score) { return normal_cdf((score.mean - frame.cut) / score.sd); }

/// P(pass) when the labels are known to be `shift` logits off: positive when exam items are harder than they say.
double p_pass_at_shift(const ExamFrame& frame, const Ability& ability, const StudyAhead& ahead, double shift) {
    Outlook at = outlook(ability, ahead, 0.0);
    for (double& theta : at.mean) theta -= shift;
    return p_pass_of(frame, score_of(frame.weight, at, averaged_curves(frame, at), frame.items));
}

Interval scaled_interval(const ExamFrame& frame, const Score& score) {
    return {.low = scaled_score(frame, score.mean - z_80 * score.sd),
            .median = scaled_score(frame, score.mean),
            .high = scaled_score(frame, std::min(1.0, score.mean + z_80 * score.sd))};
}

std::vector<Interval> section_intervals(const ExamFrame& frame, const Outlook& at, const std::vector<Curve>& curves) {
    const int categories = *std::max_element(frame.category_of_leaf.begin(), frame.category_of_leaf.end()) + 1;
    std::vector<Interval> sections;
    for (int category = 0; category < categories; ++category) {
        std::vector<double> weight(at.leaves);
        for (std::size_t i = 0; i < at.leaves; ++i)
            if (frame.category_of_leaf[i] == category) weight[i] = frame.weight[i];
        const double share = std::accumulate(weight.begin(), weight.end(), 0.0);
        for (double& w : weight) w = share > 0.0 ? w / share : 0.0;
        sections.push_back(
            share > 0.0 ? scaled_interval(frame, score_of(weight, at, curves, std::max(1.0, share * frame.items)))
                        : Interval{});
    }
    return sections;
}

/// theta_leaf - own mean: its expectation and variance under the joint posterior.
struct Contrast {
    double mean = 0.0;
    double variance = 0.0;
};

std::vector<Contrast> contrasts(const ExamFrame& frame, const Outlook& at) {
    double own_mean = 0.0;
    double own_variance = 0.0;
    std::vector<double> with_own(at.leaves);
    for (std::size_t i = 0; i < at.leaves; ++i) {
        own_mean += frame.weight[i] * at.mean[i];
        for (std::size_t j = 0; j < at.leaves; ++j) with_own[i] += frame.weight[j] * at.covariance[i * at.leaves + j];
        own_variance += frame.weight[i] * with_own[i];
    }
    std::vector<Contrast> all(at.leaves);
    for (std::size_t i = 0; i < at.leaves; ++i)
        all[i] = {.mean = at.mean[i] - own_mean,
                  .variance = at.covariance[i * at.leaves + i] - 2.0 * with_own[i] + own_variance};
    return all;
}

/// The curve without uncertainty about theta: what an exam item of the leaf comes to.
double expected_at(const ExamFrame& frame, std::size_t leaf, double theta) {
    return averaged_curve(theta - frame.difficulty_of(leaf), difficulty_variance)[0];
}

}  // namespace

double scaled_score(const ExamFrame& frame, double raw) {
    const double slope = (frame.scale_high - frame.scale_cut) / (1.0 - frame.cut);
    return std::max(frame.scale_low, frame.scale_cut + slope * (raw - frame.cut));
}

std::vector<double> leaf_shifts(const ExamFrame& frame, std::span<const LabeledItem> bank) {
    const std::size_t leaves = frame.weight.size();
    std::vector<double> mean(leaves);
    std::vector<double> count(leaves);
    for (const LabeledItem& item : bank) {
        const auto leaf = static_cast<std::size_t>(item.leaf);
        count[leaf] += 1.0;
        mean[leaf] += (item.difficulty - mean[leaf]) / count[leaf];
    }
    double weight = 0.0;
    double whole = 0.0;
    for (std::size_t i = 0; i < leaves; ++i) {
        if (count[i] == 0.0) continue;
        weight += frame.weight[i];
        whole += frame.weight[i] * mean[i];
    }
    std::vector<double> shift(leaves);
    double rest = 0.0;
    for (std::size_t i = 0; i < leaves; ++i) {
        if (count[i] > 0.0 && weight > 0.0)
            shift[i] = (mean[i] - whole / weight) * between_leaves / (between_leaves + within_leaf / count[i]);
        rest += frame.weight[i] * shift[i];
    }
    for (double& s : shift) s -= rest;
    return shift;
}

double planned_answers(int days, int minutes_per_day) {
    return static_cast<double>(days) * minutes_per_day * answers_per_minute;
}

Forecast forecast(const ExamFrame& frame, const Ability& ability, const StudyAhead& ahead) {
    assert(ahead.repeats >= 0.0 && ahead.repeats <= ahead.answers);
    assert(frame.items > 0 && frame.weight.size() == ability.leaves());
    const Outlook at = outlook(ability, ahead, frame.label_shift_sd * frame.label_shift_sd);
    const auto curves = averaged_curves(frame, at);
    const Score score = score_of(frame.weight, at, curves, frame.items);
    return {.p_pass = p_pass_of(frame, score),
            .raw = score.mean,
            .raw_sd = score.sd,
            .scaled = scaled_interval(frame, score),
            .sections = section_intervals(frame, at, curves),
            .p_pass_low = p_pass_at_shift(frame, ability, ahead, z_80 * frame.label_shift_sd),
            .p_pass_high = p_pass_at_shift(frame, ability, ahead, -z_80 * frame.label_shift_sd)};
}

double link_b_ref(const ExamFrame& frame, double first_time_pass) {
    const Ability prior(frame.category_of_leaf);
    const Outlook at = outlook(prior, {}, frame.label_shift_sd * frame.label_shift_sd);
    ExamFrame trial = frame;
    double low = -10.0;
    double high = 10.0;
    for (int halving = 0; halving < 60; ++halving) {
        trial.b_ref = 0.5 * (low + high);
        const bool too_easy =
            p_pass_of(trial, score_of(trial.weight, at, averaged_curves(trial, at), trial.items)) > first_time_pass;
        (too_easy ? low : high) = trial.b_ref;
    }
    return 0.5 * (low + high);
}

std::vector<LeafStanding> standings(const ExamFrame& frame, const Ability& ability) {
    const Outlook known = outlook(ability, {}, 0.0);
    const Outlook at = outlook(ability, {}, frame.label_shift_sd * frame.label_shift_sd);
    const auto curves = averaged_curves(frame, at);
    const auto posterior = contrasts(frame, known);
    const auto prior = contrasts(frame, outlook(Ability(frame.category_of_leaf), {}, 0.0));
    std::vector<LeafStanding> all(at.leaves);
    for (std::size_t i = 0; i < at.leaves; ++i) {
        const double reach = z_80 * std::sqrt(at.covariance[i * at.leaves + i]);
        const double contrast_sd = std::sqrt(std::max(posterior[i].variance, 0.0) + leaf_label_variance);
        all[i] = {.theta = known.mean[i],
                  .se = std::sqrt(known.covariance[i * at.leaves + i]),
                  .expected = curves[i][0],
                  .expected_low = expected_at(frame, i, at.mean[i] - reach),
                  .expected_high = expected_at(frame, i, at.mean[i] + reach),
                  .points_lost = frame.weight[i] * (1.0 - curves[i][0]) * frame.items,
                  .p_weak = normal_cdf(-posterior[i].mean / contrast_sd),
                  .few = posterior[i].variance > few_ratio * prior[i].variance};
    }
    return all;
}

std::vector<AreaExpectation> area_expectations(const ExamFrame& frame, const Ability& ability,
                                               std::span<const std::vector<int>> areas) {
    const Outlook known = outlook(ability, {}, 0.0);
    const auto curves =
        averaged_curves(frame, outlook(ability, {}, frame.label_shift_sd * frame.label_shift_sd));
    std::vector<AreaExpectation> all;
    for (const std::vector<int>& leaves : areas) {
        double share = 0.0;
        for (const int leaf : leaves) share += frame.weight[static_cast<std::size_t>(leaf)];
        std::vector<double> weight(known.leaves);
        for (const int leaf : leaves) {
            const auto i = static_cast<std::size_t>(leaf);
            weight[i] = share > 0.0 ? frame.weight[i] / share : 1.0 / static_cast<double>(leaves.size());
        }
        const Score score = score_of(weight, known, curves, std::numeric_limits<double>::infinity());
        AreaExpectation& area = all.emplace_back(AreaExpectation{.expected = score.mean, .sd = score.sd});
        for (std::size_t i = 0; i < known.leaves; ++i) area.per_shift += weight[i] * curves[i][1];
    }
    return all;
}

namespace {

/// Of the prior variance of a linear combination of the leaves' abilities more than `ratio` is left.
bool little_told(const ExamFrame& frame, const Ability& ability, const std::vector<double>& combination, double ratio) {
    const auto variance = [&](const Ability& of) {
        const std::size_t width = of.leaves() + 1;
        const std::vector<double>& covariance = of.covariance();
        double sum = 0.0;
        for (std::size_t i = 0; i < of.leaves(); ++i)
            for (std::size_t j = 0; j < of.leaves(); ++j)
                sum += combination[i] * combination[j] * covariance[i * width + j];
        return sum;
    };
    return variance(ability) > ratio * variance(Ability(frame.category_of_leaf));
}

}  // namespace

bool mostly_prior(const ExamFrame& frame, const Ability& ability) {
    return little_told(frame, ability, frame.weight, prior_ratio);
}

bool few_answers(const ExamFrame& frame, const Ability& ability, std::span<const int> leaves) {
    double weight = 0.0;
    for (const int leaf : leaves) weight += frame.weight[static_cast<std::size_t>(leaf)];
    if (weight <= 0.0) return true;
    std::vector<double> contrast(frame.weight.size());
    for (std::size_t i = 0; i < contrast.size(); ++i) contrast[i] = -frame.weight[i];
    for (const int leaf : leaves)
        contrast[static_cast<std::size_t>(leaf)] += frame.weight[static_cast<std::size_t>(leaf)] / weight;
    return little_told(frame, ability, contrast, few_ratio);
}

}  // namespace collimate
