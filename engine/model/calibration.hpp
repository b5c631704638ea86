#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/model/response_matrix.hpp"
#include "engine/model/statistic.hpp"

namespace collimate {

/// P(right) = c + (1 - c) sigmoid(a (theta - b)), c given; Rasch: a = 1.
enum class ItemModel { rasch, two_parameter };

struct CalibrationOptions {
    ItemModel model = ItemModel::rasch;
    /// Difficulty by its author, one an item (absent: none), or empty. It is the mean of a normal prior; the class may
    /// as a whole be better or worse than first-time candidates: its mean is fitted along.
    std::vector<std::optional<double>> authored;
    double authored_sd = 0.5;     ///< logits, label noise
    double log_slope_sd = 0.5;    ///< two-parameter: prior of ln a about 0; infinite for none
    std::vector<double> chance;   ///< guess floor c, one an item; empty: 0
    bool accelerated = true;      ///< false: plain EM, to compare with
    int most_iterations = 500;
    double tolerance = 1e-5;      ///< greatest change of a parameter by a further step of EM
};

struct CalibratedItem {
    std::size_t n = 0;
    std::optional<double> difficulty;  ///< b; absent where all were right or all wrong and nobody authored one
    std::optional<double> difficulty_se;
    double slope = 1.0;  ///< a
    std::optional<double> slope_se;
    Statistic infit;   ///< mean squares over the posterior of ability, 1 expected (Wright and Masters 1982);
    Statistic outfit;  ///< withheld below `least_for_fit`
};

struct Calibration {
    std::vector<CalibratedItem> items;
    double ability_mean = 0.0;  ///< of the class; 0 without authored difficulties
    double ability_sd = 1.0;    ///< two-parameter without authored difficulties: 1, which sets the scale
    double log_likelihood = 0.0;  ///< marginal, of the responses to items that could be calibrated
    int iterations = 0;           ///< passes over the responses
    bool converged = false;
};

/// Marginal maximum likelihood with abilities N(mean, sd^2) (Bock and Aitkin 1981; posterior mode where there are
/// priors): EM whose steps are joined by Anderson's method, a multisecant Newton step (Walker and Ni 2011), taken back
/// where the posterior falls. Abilities are integrated on an even grid, finer than any candidate's posterior, each over
/// the stretch where theirs is not negligible. Without guess floors a candidate's answers count by their score, the sum
/// of a over what was right, alone, and of an item's right answers their number and the abilities behind them. Scale:
/// Rasch: a = 1. Two-parameter: sd 1, or, where difficulties are authored, geometric mean of a 1.
///
/// Standard errors: observed information (Louis 1982), the covariance of the score over a posterior by its regression
/// on ability; of more than `most_exact_parameters` the inverse's diagonal by leading eigenvectors and one term of
/// Neumann's series for the rest. The same input gives the same bits on any number of cores.
[[nodiscard]] Calibration calibrate(const ResponseMatrix& matrix, const CalibrationOptions& options = {});

inline constexpr std::size_t most_exact_parameters = 1'200;

}  // namespace collimate
