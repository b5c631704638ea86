#include "engine/model/key_doubt.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace collimate {
namespace {

constexpr double wrong_before = 1.0 / 50.0;
constexpr double log_slope_mean = -0.1, log_slope_sd = 0.5;
constexpr double place_mean = -0.6, place_sd = 1.0;

/// A curve of the grid.
struct Curve {
    double slope = 1.0;
    double place = 0.0;
    double log_rest = 0.0;  ///< mean over the candidates of -ln(1 - P)
    double log_weight = 0.0;
};

double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

/// E softplus(a (t - b)) for t ~ N(0, 1), by the trapezoid rule.
double mean_softplus(double slope, double place) {
    double sum = 0.0;
    double weights = 0.0;
    for (int step = -20; step <= 20; ++step) {
        const double t = 0.2 * step;
        const double weight = std::exp(-0.5 * t * t);
        sum += weight * softplus(slope * (t - place));
        weights += weight;
    }
    return sum / weights;
}

std::vector<Curve> make_curves() {
    std::vector<Curve> curves;
    double all = 0.0;
    for (int i = -3; i <= 3; ++i)
        for (int j = -4; j <= 4; ++j) {
            const double from_slope = 2.0 * i / 3.0;
            const double from_place = 0.6 * j;
            const double weight = std::exp(-0.5 * (from_slope * from_slope + from_place * from_place));
            all += weight;
            Curve& curve = curves.emplace_back(Curve{.slope = std::exp(log_slope_mean + log_slope_sd * from_slope),
                                                     .place = place_mean + place_sd * from_place,
                                                     .log_weight = std::log(weight)});
            curve.log_rest = mean_softplus(curve.slope, curve.place);
        }
    for (Curve& curve : curves) curve.log_weight -= std::log(all);
    return curves;
}

/// ln of the likelihood that just these chose the right option.
double log_likelihood_of_right(const ChosenOption& option, double n) {
    static const std::vector<Curve> curves = make_curves();
    const double share = option.n / n;
    const double score_sum = option.point_biserial * n * std::sqrt(share * (1.0 - share));  // of t over its choosers
    double most = -1e300;
    std::vector<double> logs;
    for (const Curve& curve : curves) {
        logs.push_back(curve.log_weight + curve.slope * (score_sum - curve.place * option.n) - n * curve.log_rest);
        most = std::max(most, logs.back());
    }
    double sum = 0.0;
    for (const double each : logs) sum += std::exp(each - most);
    return most + std::log(sum);
}

/// ln of the likelihood of who chose which of the others: multinomial, all proportions alike likely.
double log_likelihood_of_others(std::span<const ChosenOption> options, std::size_t right) {
    double n = 0.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (i == right) continue;
        n += options[i].n;
        sum += std::lgamma(options[i].n + 1.0);
    }
    const auto others = static_cast<double>(options.size() - 1);
    return sum + std::lgamma(others) - std::lgamma(n + others);
}

}  // namespace

std::optional<KeyDoubt> doubt_of_key(std::span<const ChosenOption> options, std::size_t key, double n) {
    const bool any = std::any_of(options.begin(), options.end(), [&](const ChosenOption& option) {
        return option.point_biserial > options[key].point_biserial;
    });
    if (!any) return std::nullopt;
    std::vector<double> logs;  // likelihood and what was likely before
    const double each_before = wrong_before / static_cast<double>(options.size() - 1);
    for (std::size_t i = 0; i < options.size(); ++i)
        logs.push_back(std::log(i == key ? 1.0 - wrong_before : each_before) + log_likelihood_of_right(options[i], n) +
                       log_likelihood_of_others(options, i));
    const double most = *std::max_element(logs.begin(), logs.end());
    double all = 0.0;
    for (double& each : logs) all += (each = std::exp(each - most));
    std::optional<KeyDoubt> doubt;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (!(options[i].point_biserial > options[key].point_biserial)) continue;
        const double chance = logs[i] / all;
        if (!doubt || chance > doubt->chance) doubt = KeyDoubt{.option = i, .chance = chance};
    }
    return doubt;
}

}  // namespace collimate
