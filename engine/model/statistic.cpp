#include "engine/model/statistic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace collimate {
namespace {

constexpr double z_95 = 1.959963984540054;

/// The continued fraction of DLMF 8.17.22, x below the mean.
double beta_fraction(double a, double b, double x) {
    constexpr double tiny = std::numeric_limits<double>::min() / std::numeric_limits<double>::epsilon();
    constexpr int most_terms = 20'000;
    double c = 1.0;
    double d = 1.0 - (a + b) * x / (a + 1.0);
    d = 1.0 / (std::abs(d) < tiny ? tiny : d);
    double value = d;
    for (int m = 1; m <= most_terms; ++m) {
        const double step = m;
        for (const double term : {step * (b - step) * x / ((a + 2.0 * step - 1.0) * (a + 2.0 * step)),
                                  -(a + step) * (a + b + step) * x / ((a + 2.0 * step) * (a + 2.0 * step + 1.0))}) {
            d = 1.0 + term * d;
            c = 1.0 + term / c;
            d = 1.0 / (std::abs(d) < tiny ? tiny : d);
            c = std::abs(c) < tiny ? tiny : c;
            value *= c * d;
        }
        if (std::abs(c * d - 1.0) < 1e-15) break;
    }
    return value;
}

}  // namespace

std::string why_withheld(const Statistic& statistic) {
    switch (statistic.withheld) {
        case Withheld::no: return {};
        case Withheld::too_few:
            return fmt::format("{} candidate{} answered; it takes {} to say this.", statistic.n,
                               statistic.n == 1 ? "" : "s", statistic.needed);
        case Withheld::no_spread: return "All came out alike, so nothing tells the stronger from the weaker.";
        case Withheld::unequal: return "The candidates did not meet the same questions, so there is no common score.";
        case Withheld::no_bound: return "The answers set no bound: all were right, or all were wrong.";
        case Withheld::untold: return "The answers do not tell it.";
    }
    return {};
}

Statistic withheld(Withheld why, std::size_t n, std::size_t needed) {
    return {.n = n, .withheld = why, .needed = needed};
}

Limits wilson_limits(double right, double n) {
    const double z2 = z_95 * z_95;
    const double middle = (right + 0.5 * z2) / (n + z2);
    const double half = z_95 / (n + z2) * std::sqrt(right * (n - right) / n + 0.25 * z2);
    return {.low = std::max(0.0, middle - half), .high = std::min(1.0, middle + half)};
}

Limits fisher_limits(double r, double n) {
    const double z = std::atanh(std::clamp(r, -1.0 + 1e-15, 1.0 - 1e-15));
    const double half = z_95 / std::sqrt(n - 3.0);
    return {.low = std::tanh(z - half), .high = std::tanh(z + half)};
}

Statistic median_statistic(std::vector<double> values) {
    const std::size_t n = values.size();
    if (n == 0) return withheld(Withheld::untold, 0);
    if (n < least_for_share) return withheld(Withheld::too_few, n, least_for_share);
    std::sort(values.begin(), values.end());
    // P(count of n <= r) = I_1/2(n - r, r + 1), so that value r from the end, counted from 0, is low enough.
    std::size_t r = 0;
    const auto chance_to = [&](std::size_t count) {
        return incomplete_beta(static_cast<double>(n - count), static_cast<double>(count) + 1.0, 0.5);
    };
    while (chance_to(r + 1) <= 0.025) ++r;
    return {.value = 0.5 * (values[(n - 1) / 2] + values[n / 2]),
            .limits = Limits{.low = values[r], .high = values[n - 1 - r]},
            .n = n};
}

double normal_quantile(double p) {
    double low = -40.0;
    double high = 40.0;
    for (int i = 0; i < 100; ++i) {
        const double z = 0.5 * (low + high);
        (0.5 * std::erfc(-z / std::sqrt(2.0)) < p ? low : high) = z;
    }
    return 0.5 * (low + high);
}

double incomplete_beta(double a, double b, double x) {
    if (x <= 0.0) return 0.0;
    if (x >= 1.0) return 1.0;
    if (x > (a + 1.0) / (a + b + 2.0)) return 1.0 - incomplete_beta(b, a, 1.0 - x);
    const double front =
        std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
    return front * beta_fraction(a, b, x) / a;
}

double f_quantile(double p, double d1, double d2) {
    const double a = 0.5 * d1;
    const double b = 0.5 * d2;
    const double log_beta = std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b);
    double low = 0.0;
    double high = 1.0;
    double x = a / (a + b);
    for (int i = 0; i < 100 && high - low > 1e-16; ++i) {
        const double off = incomplete_beta(a, b, x) - p;
        (off < 0.0 ? low : high) = x;
        const double density = std::exp((a - 1.0) * std::log(x) + (b - 1.0) * std::log1p(-x) - log_beta);
        double next = x - off / density;
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        const bool settled = std::abs(next - x) < 1e-14 * x;
        x = next;
        if (settled) break;
    }
    return d2 * x / (d1 * (1.0 - x));
}

}  // namespace collimate
