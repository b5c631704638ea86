#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace collimate {

/// 95 % limits of a class statistic.
struct Limits {
    double low = 0.0;
    double high = 0.0;
    friend bool operator==(const Limits&, const Limits&) = default;
};

/// Why a statistic is not told.
enum class Withheld {
    no,
    too_few,    ///< fewer candidates than it takes to say anything
    no_spread,  ///< all answered alike, or all other answers came out alike
    unequal,    ///< the candidates did not meet the same items
    no_bound,   ///< the data drive the estimate beyond every bound
    untold,     ///< no answer says anything of it
};

/// A number from class data that knows its doubt, or why there is none: below the guard a sentence stands instead.
struct Statistic {
    std::optional<double> value;
    std::optional<Limits> limits;  ///< 95 %; absent where the statistic has none
    std::size_t n = 0;             ///< candidates behind it
    Withheld withheld = Withheld::no;
    std::size_t needed = 0;  ///< candidates it takes, where `withheld` is `too_few`
    friend bool operator==(const Statistic&, const Statistic&) = default;
};

/// The sentence in place of a number: "11 candidates answered; it takes 20 to say this." Empty where there is a number.
[[nodiscard]] std::string why_withheld(const Statistic& statistic);

[[nodiscard]] Statistic withheld(Withheld why, std::size_t n, std::size_t needed = 0);

// Candidates it takes. At 10 the interval of a facility is 0.5 wide at most, and it is the smallest cell that a shared
// report shows; at 20 that of a correlation is 0.9 wide, at 11 it would be 1.2. ETS asks for 100 in the smaller group
// before differential functioning is judged (Zieky 1993, in Holland and Wainer); classes never have them, so from 30 on
// it is told with its interval. Mean squares of fit vary by 0.26 about 1 at 30.
inline constexpr std::size_t least_for_share = 10;
inline constexpr std::size_t least_for_correlation = 20;
inline constexpr std::size_t least_per_group = 30;
inline constexpr std::size_t least_for_fit = 30;

/// Wilson's score interval (Wilson 1927) for `right` of `n`; n > 0.
[[nodiscard]] Limits wilson_limits(double right, double n);

/// Fisher's z interval (Fisher 1921) for a correlation of n pairs; n > 3.
[[nodiscard]] Limits fisher_limits(double r, double n);

/// Median of a sample, the mean of the two middle values where they are even in number. Limits are two of the values
/// themselves, whatever the distribution (Thompson 1936): the r-th from either end, r the largest for which a
/// binomial count with chance 1/2 stays below it with 2.5 % at most. Told from `least_for_share` values on.
[[nodiscard]] Statistic median_statistic(std::vector<double> values);

/// Phi^-1 by bisection on erfc; 0 < p < 1.
[[nodiscard]] double normal_quantile(double p);

/// Regularized incomplete beta function I_x(a, b), a and b > 0, by Lentz's continued fraction (DLMF 8.17.22);
/// relative error below 1e-12 for a, b up to 1e6.
[[nodiscard]] double incomplete_beta(double a, double b, double x);

/// Quantile of Fisher's F with d1 and d2 degrees of freedom, by Newton's method kept in a bracket; 0 < p < 1.
[[nodiscard]] double f_quantile(double p, double d1, double d2);

}  // namespace collimate
