#include "engine/model/calibration.hpp"

#include <Eigen/Core>
#include <Eigen/QR>
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <deque>
#include <numbers>
#include <numeric>

#include "engine/base/parallel.hpp"
#include "engine/model/ability_grid.hpp"
#include "engine/model/observed_information.hpp"
#include "engine/model/response_patterns.hpp"

namespace collimate {
namespace {

constexpr double farthest_difficulty = 15.0;
constexpr double least_log_slope = -4.0;
constexpr double most_log_slope = 3.0;
constexpr double least_spread = 0.02;
constexpr int rounds_of_scoring = 2;

// ---- Anderson's method --------------------------------------------------------------------------------------------

/// Next point of a fixed-point iteration x <- x + residual(x) from the last few points (Walker and Ni 2011, type II).
class Multisecant {
public:
    Eigen::VectorXd next(const Eigen::VectorXd& x, const Eigen::VectorXd& residual) {
        if (last_x_.size() > 0) {
            x_steps_.push_back(x - last_x_);
            residual_steps_.push_back(residual - last_residual_);
            if (x_steps_.size() > memory) {
                x_steps_.pop_front();
                residual_steps_.pop_front();
            }
        }
        last_x_ = x;
        last_residual_ = residual;
        if (x_steps_.empty()) return x + residual;
        Eigen::MatrixXd steps(x.size(), static_cast<Eigen::Index>(residual_steps_.size()));
        Eigen::MatrixXd moves(steps.rows(), steps.cols());
        for (Eigen::Index k = 0; k < steps.cols(); ++k) {
            steps.col(k) = residual_steps_[static_cast<std::size_t>(k)];
            moves.col(k) = x_steps_[static_cast<std::size_t>(k)];
        }
        const Eigen::VectorXd weights = steps.colPivHouseholderQr().solve(residual);
        const Eigen::VectorXd target = x + residual - (moves + steps) * weights;
        const bool wild = !target.allFinite() || (target - x).cwiseAbs().maxCoeff() > 1.0;
        return wild ? Eigen::VectorXd(x + residual) : target;
    }

    void forget() {
        x_steps_.clear();
        residual_steps_.clear();
        last_x_.resize(0);
    }

private:
    static constexpr std::size_t memory = 5;
    std::deque<Eigen::VectorXd> x_steps_;
    std::deque<Eigen::VectorXd> residual_steps_;
    Eigen::VectorXd last_x_;
    Eigen::VectorXd last_residual_;
};

// ---- One item -----------------------------------------------------------------------------------------------------

struct ItemParameters {
    double difficulty = 0.0;
    double log_slope = 0.0;
    double chance = 0.0;
};

/// P and what the likelihood needs of it at one ability.
struct ItemCurve {
    double right = 0.5;       ///< P
    double wrong = 0.5;       ///< 1 - P
    double right_slope = 0.0;  ///< d ln P / d eta, eta = a (theta - b)
    double wrong_slope = 0.0;
    double right_bend = 0.0;  ///< second derivatives
    double wrong_bend = 0.0;
};

ItemCurve curve_at(double eta, double chance) {
    // Symmetric in the sign of eta, so that neither tail loses its digits.
    const double small = std::exp(-std::abs(eta));
    const double logistic = eta >= 0.0 ? 1.0 / (1.0 + small) : small / (1.0 + small);
    const double rest = eta >= 0.0 ? small / (1.0 + small) : 1.0 / (1.0 + small);
    ItemCurve curve{.right = chance + (1.0 - chance) * logistic, .wrong = (1.0 - chance) * rest};
    curve.right_slope = (1.0 - chance) * logistic * rest / curve.right;
    curve.wrong_slope = -logistic;
    curve.right_bend = curve.right_slope * (rest - logistic) - curve.right_slope * curve.right_slope;
    curve.wrong_bend = -logistic * rest;
    return curve;
}

/// Normal prior of one parameter; precision 0 for none.
struct Prior {
    double mean = 0.0;
    double precision = 0.0;
};

struct ItemPriors {
    Prior difficulty;
    Prior log_slope;
};

/// Expected responses of an item at each node.
struct ExpectedCounts {
    std::vector<double> right;
    std::vector<double> wrong;
};

/// Gradient and information of one item's part of the expected complete log posterior.
struct ItemScore {
    double g_b = 0.0;
    double g_s = 0.0;
    double i_bb = 0.0;
    double i_bs = 0.0;
    double i_ss = 0.0;
};

ItemScore score_of(const ItemParameters& item, const ItemPriors& priors) {
    return {.g_b = -priors.difficulty.precision * (item.difficulty - priors.difficulty.mean),
            .g_s = -priors.log_slope.precision * (item.log_slope - priors.log_slope.mean),
            .i_bb = priors.difficulty.precision,
            .i_ss = priors.log_slope.precision};
}

/// A step of Fisher's scoring.
void move(ItemParameters& item, bool with_slope, const ItemScore& score) {
    if (!with_slope) {
        item.difficulty += std::clamp(score.g_b / score.i_bb, -1.0, 1.0);
    } else {
        const double determinant = score.i_bb * score.i_ss - score.i_bs * score.i_bs;
        if (!(determinant > 0.0)) return;
        item.difficulty += std::clamp((score.i_ss * score.g_b - score.i_bs * score.g_s) / determinant, -1.0, 1.0);
        item.log_slope += std::clamp((score.i_bb * score.g_s - score.i_bs * score.g_b) / determinant, -0.5, 0.5);
    }
    item.difficulty = std::clamp(item.difficulty, -farthest_difficulty, farthest_difficulty);
    item.log_slope = std::clamp(item.log_slope, least_log_slope, most_log_slope);
}

void improve(ItemParameters& item, bool with_slope, const ExpectedCounts& counts, const ItemPriors& priors,
             const AbilityGrid& grid) {
    const double a = std::exp(item.log_slope);
    ItemScore score = score_of(item, priors);
    for (std::size_t q = 0; q < grid.size; ++q) {
        const double n = counts.right[q] + counts.wrong[q];
        if (n < 1e-12) continue;
        const double eta = a * (grid.node(q) - item.difficulty);
        const ItemCurve curve = curve_at(eta, item.chance);
        const double slope = counts.right[q] * curve.right_slope + counts.wrong[q] * curve.wrong_slope;
        const double weight = -n * curve.right_slope * curve.wrong_slope;
        score.g_b -= a * slope;
        score.g_s += eta * slope;
        score.i_bb += a * a * weight;
        score.i_bs -= a * eta * weight;
        score.i_ss += eta * eta * weight;
    }
    move(item, with_slope, score);
}

/// Of the right answers to an item without guessing their number and the sum of the abilities behind them are enough.
struct RightAnswers {
    double n = 0.0;
    double ability = 0.0;
};

/// `counts`: expected candidates at each node.
void improve_by_score(ItemParameters& item, std::span<const double> counts, const RightAnswers& right,
                      const ItemPriors& priors, const AbilityGrid& grid) {
    const double a = std::exp(item.log_slope);
    ItemScore score = score_of(item, priors);
    score.g_b -= a * right.n;
    score.g_s += a * (right.ability - item.difficulty * right.n);
    for (std::size_t q = 0; q < grid.size; ++q) {
        if (counts[q] < 1e-12) continue;
        const double eta = a * (grid.node(q) - item.difficulty);
        const double p = 1.0 / (1.0 + std::exp(-eta));
        const double weight = counts[q] * p * (1.0 - p);
        score.g_b += a * counts[q] * p;
        score.g_s -= eta * counts[q] * p;
        score.i_bb += a * a * weight;
        score.i_bs -= a * eta * weight;
        score.i_ss += eta * eta * weight;
    }
    move(item, true, score);
}

/// The same in the Rasch model, where `odds`, e^theta at each node, saves the exponentials.
void improve_by_score(double& difficulty, std::span<const double> counts, double right, const Prior& prior,
                      std::span<const double> odds) {
    const double hard = std::exp(difficulty);
    double expected = 0.0;
    double information = prior.precision;
    for (std::size_t q = 0; q < counts.size(); ++q) {
        const double p = odds[q] / (odds[q] + hard);
        expected += counts[q] * p;
        information += counts[q] * p * (1.0 - p);
    }
    const double gradient = expected - right - prior.precision * (difficulty - prior.mean);
    difficulty = std::clamp(difficulty + std::clamp(gradient / information, -1.0, 1.0), -farthest_difficulty,
                            farthest_difficulty);
}

// ---- The whole ----------------------------------------------------------------------------------------------------

struct ItemCount {
    std::size_t n = 0;
    std::size_t right = 0;
};

std::vector<ItemCount> item_counts(const ResponseMatrix& matrix) {
    std::vector<ItemCount> counts(matrix.items());
    for_each_index(matrix.items(), [&](std::size_t item) {
        const auto cells = matrix.column(item).cells;
        std::size_t right = 0;
        for (const ResponseCell cell : cells) right += cell.right() ? 1U : 0U;
        counts[item] = {.n = cells.size(), .right = right};
    });
    return counts;
}

/// Moments of a set of numbers with weights.
struct Moments {
    double mean = 0.0;
    double variance = 0.0;
};

class Calibrator {
public:
    Calibrator(const ResponseMatrix& matrix, const CalibrationOptions& options)
        : matrix_(matrix), options_(options), counts_(item_counts(matrix)) {
        assert(options.authored.empty() || options.authored.size() == matrix.items());
        assert(options.chance.empty() || options.chance.size() == matrix.items());
        for (std::size_t item = 0; item < matrix.items(); ++item)
            if (counts_[item].n > 0 && (bounded(item) || authored(item))) used_.push_back(item);
        two_ = options.model == ItemModel::two_parameter;
        const bool any_chance = std::any_of(options.chance.begin(), options.chance.end(), [](double c) { return c > 0.0; });
        by_score_ = !any_chance;
        patterns_ = !by_score_ ? candidate_patterns(matrix, used_)
                    : two_     ? slope_patterns(matrix, used_)
                               : rasch_patterns(matrix, used_);
        any_authored_ = std::any_of(used_.begin(), used_.end(), [&](std::size_t item) { return authored(item).has_value(); });
    }

    Calibration run() {
        Calibration result{.items = std::vector<CalibratedItem>(matrix_.items())};
        for (std::size_t item = 0; item < matrix_.items(); ++item) {
            result.items[item].n = counts_[item].n;
            result.items[item].infit = result.items[item].outfit = fit_withheld(item);
        }
        if (patterns_.groups.empty()) return result;
        start();
        iterate(result);
        finish(result);
        return result;
    }

private:
    // ---- What is where ----

    std::optional<double> authored(std::size_t item) const {
        return options_.authored.empty() ? std::nullopt : options_.authored[item];
    }
    bool bounded(std::size_t item) const { return counts_[item].right > 0 && counts_[item].right < counts_[item].n; }
    std::size_t items() const { return used_.size(); }
    Eigen::Index parameters() const { return static_cast<Eigen::Index>(two_ ? 2 * items() : items() + 1); }
    static Eigen::Index at(std::size_t index) { return static_cast<Eigen::Index>(index); }

    ItemParameters parameters_of(const Eigen::VectorXd& x, std::size_t j) const {
        return {.difficulty = x[at(j)],
                .log_slope = two_ ? x[at(items() + j)] : 0.0,
                .chance = options_.chance.empty() ? 0.0 : options_.chance[used_[j]]};
    }
    double spread_of(const Eigen::VectorXd& x) const { return two_ ? 1.0 : std::exp(x[at(items())]); }

    // ---- Where to begin ----

    /// Difficulties and abilities by Cohen's approximation (Wright and Stone 1979, PROX), and the grid.
    void start() {
        x_ = Eigen::VectorXd::Zero(parameters());
        for (std::size_t j = 0; j < items(); ++j) {
            const double n = static_cast<double>(counts_[used_[j]].n);
            const double right = static_cast<double>(counts_[used_[j]].right);
            x_[at(j)] = std::log((n - right + 0.5) / (right + 0.5));
        }
        std::vector<double> center(patterns_.groups.size());
        std::vector<double> sd(center.size());
        double longest = 1.0;
        for (std::size_t row = 0; row < patterns_.rows(); ++row) {
            const auto entries = patterns_.entries_of(row);
            const double met = static_cast<double>(entries.size());
            longest = std::max(longest, met);
            const Moments hard = difficulty_moments(entries);
            for (std::size_t g = patterns_.group_start[row]; g < patterns_.group_start[row + 1]; ++g) {
                const double right = patterns_.groups[g].right;
                center[g] = hard.mean + std::sqrt(1.0 + hard.variance / 2.89) * std::log((right + 0.5) / (met - right + 0.5));
                sd[g] = std::sqrt(1.0 / (0.2 * met + 1.0));
            }
        }
        const double spread = two_ ? 1.0 : starting_spread(center, sd);
        for (std::size_t g = 0; g < center.size(); ++g) center[g] *= spread * spread / (spread * spread + sd[g] * sd[g]);
        const double widen = std::sqrt(1.0 + spread * spread / 2.89);
        for (std::size_t j = 0; j < items(); ++j) x_[at(j)] *= widen;
        if (!two_) x_[at(items())] = std::log(spread);
        lay_grid(spread, longest, center, sd);
    }

    Moments difficulty_moments(std::span<const std::uint32_t> entries) const {
        Moments moments;
        for (const std::uint32_t entry : entries) moments.mean += x_[at(patterns_.item_of(entry))];
        moments.mean /= static_cast<double>(entries.size());
        for (const std::uint32_t entry : entries)
            moments.variance += std::pow(x_[at(patterns_.item_of(entry))] - moments.mean, 2);
        moments.variance /= static_cast<double>(entries.size());
        return moments;
    }

    double starting_spread(const std::vector<double>& center, const std::vector<double>& sd) const {
        double n = 0.0, sum = 0.0, squares = 0.0, error = 0.0;
        for (std::size_t g = 0; g < center.size(); ++g) {
            const double count = patterns_.groups[g].count;
            n += count;
            sum += count * center[g];
            squares += count * center[g] * center[g];
            error += count * sd[g] * sd[g];
        }
        const double variance = squares / n - sum / n * sum / n - error / n;
        return std::clamp(std::sqrt(std::max(0.0, variance)), 0.3, 3.0);
    }

    /// Steps of the narrowest posterior's standard deviation, of less where slopes may make it narrower; wide enough for a
    /// spread half as large again.
    void lay_grid(double spread, double longest, std::span<const double> center, std::span<const double> sd) {
        const double narrowest = 1.0 / std::sqrt(0.22 * longest + 1.0 / (spread * spread));
        const double half = std::clamp(7.0 * spread, 4.0, 16.0);
        AbilityGrid grid{.step = (two_ ? 0.85 : 1.0) * narrowest};
        const double nodes = 2.0 * half / grid.step;
        grid.size = (static_cast<std::size_t>(nodes) / grid_chunk + 1) * grid_chunk;
        grid.first = -0.5 * grid.step * static_cast<double>(grid.size - 1);
        posteriors_.emplace(patterns_, grid, center, sd);
        log_entry_.resize(patterns_.entries * grid.size);
        for (std::size_t q = 0; q < grid.size; ++q) odds_.push_back(std::exp(grid.node(q)));
    }

    // ---- One step of EM ----

    double density_log(double theta, double spread) const {
        const double z = theta / spread;
        return -0.5 * z * z - std::log(spread) - 0.5 * std::log(2.0 * std::numbers::pi);
    }

    std::vector<double> log_prior(double spread) const {
        const AbilityGrid& grid = posteriors_->grid();
        std::vector<double> result(grid.size);
        for (std::size_t q = 0; q < grid.size; ++q)
            result[q] = density_log(grid.node(q), spread) + std::log(grid.step);
        return result;
    }

    /// The priors on the scale that is fitted. Authored difficulties are on the bank's: shift + stretch * ours; both
    /// follow from the estimates themselves.
    struct BankScale {
        double shift = 0.0;
        double stretch = 1.0;
    };

    BankScale bank_scale(const Eigen::VectorXd& x) const {
        BankScale scale;
        if (!any_authored_) return scale;
        if (two_) scale.stretch = std::exp(x.tail(at(items())).mean());
        double n = 0.0;
        for (std::size_t j = 0; j < items(); ++j)
            if (const auto b = authored(used_[j])) {
                scale.shift += *b - scale.stretch * x[at(j)];
                n += 1.0;
            }
        scale.shift /= n;
        return scale;
    }

    ItemPriors priors_of(std::size_t j, const BankScale& scale) const {
        ItemPriors priors;
        if (const auto b = authored(used_[j])) {
            const double sd = options_.authored_sd / scale.stretch;
            priors.difficulty = {.mean = (*b - scale.shift) / scale.stretch, .precision = 1.0 / (sd * sd)};
        }
        if (two_ && std::isfinite(options_.log_slope_sd))
            // Around the mean of all where the scale is the bank's: there only ratios of slopes mean anything.
            priors.log_slope = {.mean = std::log(scale.stretch),
                                .precision = 1.0 / (options_.log_slope_sd * options_.log_slope_sd)};
        return priors;
    }

    void fill_entries(const Eigen::VectorXd& x) {
        const AbilityGrid& grid = posteriors_->grid();
        for_each_index(blocks(), [&](std::size_t block) {
            each_of(block, [&](std::size_t j) {
                const ItemParameters item = parameters_of(x, j);
                const double a = std::exp(item.log_slope);
                if (by_score_) {
                    // ln (1 - P); the factor e^(a (theta - b)) of a right answer stands with scores and items.
                    const double ease = std::exp(-a * item.difficulty);
                    for (std::size_t q = 0; q < grid.size; ++q)
                        log_entry_[j * grid.size + q] =
                            -std::log1p((two_ ? std::exp(a * grid.node(q)) : odds_[q]) * ease);
                    return;
                }
                double* wrong = log_entry_.data() + 2 * j * grid.size;
                double* right = wrong + grid.size;
                for (std::size_t q = 0; q < grid.size; ++q) {
                    const double eta = a * (grid.node(q) - item.difficulty);
                    const double small = std::log1p(std::exp(-std::abs(eta)));
                    const double log_rest = eta > 0.0 ? -eta - small : -small;
                    wrong[q] = std::log1p(-item.chance) + log_rest;
                    right[q] = item.chance > 0.0 ? std::log(curve_at(eta, item.chance).right) : log_rest + eta;
                }
            });
        });
    }

    static constexpr std::size_t items_at_once = 16;
    std::size_t blocks() const { return (items() + items_at_once - 1) / items_at_once; }
    template <class Work>
    void each_of(std::size_t block, const Work& work) const {
        for (std::size_t j = block * items_at_once; j < std::min(items(), (block + 1) * items_at_once); ++j) work(j);
    }

    /// Of entries by response.
    ExpectedCounts expected_counts(std::size_t j) const {
        const std::size_t size = posteriors_->grid().size;
        ExpectedCounts counts{.right = std::vector<double>(size, 0.0), .wrong = std::vector<double>(size, 0.0)};
        posteriors_->add_expected_counts(2 * j, counts.wrong);
        posteriors_->add_expected_counts(2 * j + 1, counts.right);
        return counts;
    }

    struct Step {
        double log_posterior = 0.0;
        double log_likelihood = 0.0;
        Eigen::VectorXd next;
    };

    double log_prior_of_items(const Eigen::VectorXd& x, const BankScale& scale) const {
        double sum = 0.0;
        for (std::size_t j = 0; j < items(); ++j) {
            const ItemPriors priors = priors_of(j, scale);
            const ItemParameters item = parameters_of(x, j);
            sum -= 0.5 * priors.difficulty.precision * std::pow(item.difficulty - priors.difficulty.mean, 2);
            sum -= 0.5 * priors.log_slope.precision * std::pow(item.log_slope - priors.log_slope.mean, 2);
        }
        return sum;
    }

    /// Log-likelihood at x; its posteriors are in place afterwards.
    double look(const Eigen::VectorXd& x, bool keep = false) {
        fill_entries(x);
        const std::vector<double> slopes = slopes_of(x);
        if (by_score_ && two_) weigh_scores(slopes);
        posteriors_->update(log_entry_, log_prior(spread_of(x)), keep);
        double sum = posteriors_->log_likelihood();
        if (by_score_)
            for (std::size_t j = 0; j < items(); ++j)
                sum -= slopes[j] * x[at(j)] * static_cast<double>(counts_[used_[j]].right);
        return sum;
    }

    std::vector<double> slopes_of(const Eigen::VectorXd& x) const {
        std::vector<double> slopes(items());
        for (std::size_t j = 0; j < items(); ++j) slopes[j] = std::exp(parameters_of(x, j).log_slope);
        return slopes;
    }

    /// Scores of the groups of slope_patterns.
    void weigh_scores(const std::vector<double>& slopes) {
        for_each_index(patterns_.rows(), [&](std::size_t row) {
            const auto entries = patterns_.entries_of(row);
            for (std::size_t g = patterns_.group_start[row]; g < patterns_.group_start[row + 1]; ++g) {
                const auto rights = patterns_.rights_of(g);
                double score = 0.0;
                for (std::size_t i = 0; i < entries.size(); ++i) score += rights[i] * slopes[entries[i]];
                patterns_.groups[g].score = score;
            }
        });
    }

    /// Expected, by candidate; by the posteriors in place.
    std::vector<double> abilities() const {
        std::vector<double> ability(matrix_.candidates(), 0.0);
        for (std::size_t i = 0; i < ability.size(); ++i)
            if (const std::uint32_t group = patterns_.group_of_candidate[i]; group != ResponsePatterns::no_group)
                ability[i] = posteriors_->mean(group);
        return ability;
    }

    RightAnswers right_answers(std::size_t j, const std::vector<double>& ability) const {
        const ResponseColumn column = matrix_.column(used_[j]);
        std::array<double, 4> sums{};  // side by side, so that none waits for the one before
        for (std::size_t i = 0; i < column.cells.size(); ++i)
            sums[i % sums.size()] += static_cast<int>(column.cells[i].right()) * ability[column.candidate(i)];
        return {.n = static_cast<double>(counts_[used_[j]].right), .ability = sums[0] + sums[1] + (sums[2] + sums[3])};
    }

    /// By the posteriors in place.
    ItemParameters improved(ItemParameters item, std::size_t j, const ItemPriors& priors,
                            const std::vector<double>& ability) const {
        if (!by_score_) {
            const ExpectedCounts counts = expected_counts(j);
            for (int round = 0; round < rounds_of_scoring; ++round)
                improve(item, two_, counts, priors, posteriors_->grid());
            return item;
        }
        std::vector<double> counts(odds_.size(), 0.0);
        posteriors_->add_expected_counts(j, counts);
        const RightAnswers right =
            two_ ? right_answers(j, ability) : RightAnswers{.n = static_cast<double>(counts_[used_[j]].right)};
        for (int round = 0; round < rounds_of_scoring; ++round) {
            if (two_)
                improve_by_score(item, counts, right, priors, posteriors_->grid());
            else
                improve_by_score(item.difficulty, counts, right.n, priors.difficulty, odds_);
        }
        return item;
    }

    Step step(const Eigen::VectorXd& x) {
        Step result{.log_likelihood = look(x), .next = x};
        const BankScale scale = bank_scale(x);
        result.log_posterior = result.log_likelihood + log_prior_of_items(x, scale);
        const std::vector<double> ability = by_score_ && two_ ? abilities() : std::vector<double>();
        for_each_index(blocks(), [&](std::size_t block) {
            each_of(block, [&](std::size_t j) {
                const ItemParameters item = improved(parameters_of(x, j), j, priors_of(j, scale), ability);
                result.next[at(j)] = item.difficulty;
                if (two_) result.next[at(items() + j)] = item.log_slope;
            });
        });
        if (!two_) {
            const double spread = std::sqrt(posteriors_->second_moment() / candidates());
            result.next[at(items())] = std::log(std::max(least_spread, spread));
        }
        return result;
    }

    double candidates() const {
        double n = 0.0;
        for (const ResponsePatterns::Group& group : patterns_.groups) n += group.count;
        return n;
    }

    void iterate(Calibration& result) {
        Multisecant multisecant;
        Eigen::VectorXd plain = x_;
        double best = -std::numeric_limits<double>::infinity();
        bool jumped = false;
        while (result.iterations < options_.most_iterations) {
            Step now = step(x_);
            ++result.iterations;
            if (jumped && !(now.log_posterior >= best - 1e-9 * std::abs(best))) {
                multisecant.forget();
                x_ = plain;
                jumped = false;
                continue;
            }
            best = now.log_posterior;
            const Eigen::VectorXd residual = now.next - x_;
            result.converged = residual.cwiseAbs().maxCoeff() < options_.tolerance;
            plain = now.next;
            if (result.converged) break;
            x_ = options_.accelerated ? bounded(multisecant.next(x_, residual)) : now.next;
            jumped = options_.accelerated;
        }
        x_ = plain;
    }

    Eigen::VectorXd bounded(Eigen::VectorXd x) const {
        const auto clamp_part = [](auto part, double low, double high) { part = part.cwiseMax(low).cwiseMin(high).eval(); };
        clamp_part(x.head(at(items())), -farthest_difficulty, farthest_difficulty);
        if (two_)
            clamp_part(x.tail(at(items())), least_log_slope, most_log_slope);
        else
            clamp_part(x.tail(1), std::log(least_spread), std::log(10.0));
        return x;
    }

    // ---- What is told ----

    void finish(Calibration& result) {
        result.log_likelihood = look(x_, true);
        const BankScale scale = bank_scale(x_);
        const std::vector<ExpectedCounts> counts = final_counts();
        const std::vector<double> variances = parameter_variances(information(counts, scale));
        const std::size_t d = two_ ? 2 : 1;
        for (std::size_t j = 0; j < items(); ++j) {
            CalibratedItem& item = result.items[used_[j]];
            const ItemParameters own = parameters_of(x_, j);
            item.difficulty = scale.shift + scale.stretch * own.difficulty;
            item.slope = std::exp(own.log_slope) / scale.stretch;
            if (!variances.empty()) {
                item.difficulty_se = scale.stretch * std::sqrt(variances[d * j]);
                if (two_) item.slope_se = item.slope * std::sqrt(variances[d * j + 1]);
            }
            describe_fit(own, counts[j], item);
        }
        result.ability_mean = scale.shift;
        result.ability_sd = scale.stretch * spread_of(x_);
    }

    /// Of every item, right and wrong apart.
    std::vector<ExpectedCounts> final_counts() const {
        std::vector<ExpectedCounts> result(items());
        for_each_index(items(), [&](std::size_t j) {
            if (!by_score_) {
                result[j] = expected_counts(j);
                return;
            }
            const std::size_t size = posteriors_->grid().size;
            ExpectedCounts counts{.right = std::vector<double>(size, 0.0), .wrong = std::vector<double>(size, 0.0)};
            posteriors_->add_expected_counts(j, counts.wrong);
            add_right(matrix_.column(used_[j]), counts.right);
            for (std::size_t q = 0; q < size; ++q) counts.wrong[q] = std::max(0.0, counts.wrong[q] - counts.right[q]);
            result[j] = std::move(counts);
        });
        return result;
    }

    /// Posteriors of those who were right; where groups are few, each once for all of it.
    void add_right(const ResponseColumn& column, std::vector<double>& right) const {
        if (column.cells.size() < 2 * patterns_.groups.size()) {
            std::vector<std::uint32_t> groups;
            for (std::size_t i = 0; i < column.cells.size(); ++i)
                if (column.cells[i].right()) groups.push_back(patterns_.group_of_candidate[column.candidate(i)]);
            posteriors_->add_posteriors(groups, right);
            return;
        }
        std::vector<std::uint32_t> count(patterns_.groups.size(), 0);
        for (std::size_t i = 0; i < column.cells.size(); ++i)
            count[patterns_.group_of_candidate[column.candidate(i)]] += column.cells[i].right() ? 1U : 0U;
        for (std::uint32_t group = 0; group < count.size(); ++group) {
            const auto [first, density] = posteriors_->posterior(group);
            for (std::size_t q = 0; q < density.size(); ++q) right[first + q] += count[group] * density[q];
        }
    }

    Statistic fit_withheld(std::size_t item) const {
        if (counts_[item].n < least_for_fit) return withheld(Withheld::too_few, counts_[item].n, least_for_fit);
        return withheld(Withheld::no_bound, counts_[item].n);
    }

    void describe_fit(const ItemParameters& own, const ExpectedCounts& counts, CalibratedItem& item) const {
        if (item.n < least_for_fit) return;
        const AbilityGrid& grid = posteriors_->grid();
        const double a = std::exp(own.log_slope);
        double squares = 0.0, variance = 0.0, standardized = 0.0, n = 0.0;
        for (std::size_t q = 0; q < grid.size; ++q) {
            const double count = counts.right[q] + counts.wrong[q];
            if (count < 1e-12) continue;
            const ItemCurve curve = curve_at(a * (grid.node(q) - own.difficulty), own.chance);
            const double square = counts.right[q] * curve.wrong * curve.wrong + counts.wrong[q] * curve.right * curve.right;
            squares += square;
            variance += count * curve.right * curve.wrong;
            standardized += square / (curve.right * curve.wrong);
            n += count;
        }
        item.infit = {.value = squares / variance, .n = item.n};
        item.outfit = {.value = standardized / n, .n = item.n};
    }

    InformationParts information(const std::vector<ExpectedCounts>& counts, const BankScale& scale) const {
        const AbilityGrid& grid = posteriors_->grid();
        const std::size_t d = two_ ? 2 : 1;
        InformationParts parts{.patterns = &patterns_,
                               .posteriors = &*posteriors_,
                               .items = items(),
                               .per_item = d,
                               .scores = std::vector(d, std::vector<double>(patterns_.entries * grid.size)),
                               .complete = std::vector<double>(items() * (two_ ? 3 : 1))};
        if (!two_) parts.spread = spread_of(x_);
        if (two_ && by_score_) parts.slopes = slopes_of(x_);
        for_each_index(items(), [&](std::size_t j) { add_item(j, counts[j], priors_of(j, scale), parts); });
        return parts;
    }

    void add_item(std::size_t j, const ExpectedCounts& counts, const ItemPriors& priors, InformationParts& parts) const {
        const AbilityGrid& grid = posteriors_->grid();
        const ItemParameters item = parameters_of(x_, j);
        const double a = std::exp(item.log_slope);
        double i_bb = priors.difficulty.precision, i_bs = 0.0, i_ss = priors.log_slope.precision;
        for (std::size_t q = 0; q < grid.size; ++q) {
            const double eta = a * (grid.node(q) - item.difficulty);
            const ItemCurve curve = curve_at(eta, item.chance);
            const double bend = counts.right[q] * curve.right_bend + counts.wrong[q] * curve.wrong_bend;
            const double slope = counts.right[q] * curve.right_slope + counts.wrong[q] * curve.wrong_slope;
            i_bb -= a * a * bend;
            i_bs += a * eta * bend + a * slope;
            i_ss -= eta * eta * bend + eta * slope;
            const std::size_t wrong = (by_score_ ? j : 2 * j) * grid.size + q;
            parts.scores[0][wrong] = -a * curve.wrong_slope;
            if (two_) parts.scores[1][wrong] = eta * curve.wrong_slope;
            if (by_score_) continue;
            parts.scores[0][wrong + grid.size] = -a * curve.right_slope;
            if (two_) parts.scores[1][wrong + grid.size] = eta * curve.right_slope;
        }
        parts.complete[two_ ? 3 * j : j] = i_bb;
        if (two_) {
            parts.complete[3 * j + 1] = i_bs;
            parts.complete[3 * j + 2] = i_ss;
        }
    }

    const ResponseMatrix& matrix_;
    const CalibrationOptions& options_;
    std::vector<ItemCount> counts_;
    std::vector<std::size_t> used_;  ///< items that can be calibrated
    bool two_ = false;
    bool by_score_ = false;
    bool any_authored_ = false;
    ResponsePatterns patterns_;
    std::optional<AbilityPosteriors> posteriors_;
    std::vector<double> log_entry_;
    std::vector<double> odds_;  ///< e^theta at each node
    Eigen::VectorXd x_;  ///< difficulties, then the logarithm of the spread or those of the slopes
};

}  // namespace

Calibration calibrate(const ResponseMatrix& matrix, const CalibrationOptions& options) {
    return Calibrator(matrix, options).run();
}

}  // namespace collimate
