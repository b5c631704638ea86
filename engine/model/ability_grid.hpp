#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/model/response_patterns.hpp"

namespace collimate {

/// Even nodes of ability. An even grid integrates a bell curve of standard deviation s with relative error
/// 2 exp(-2 pi^2 s^2 / step^2): below 1e-8 for step = s (Trefethen and Weideman 2014).
struct AbilityGrid {
    double first = 0.0;
    double step = 1.0;
    std::size_t size = 0;
    [[nodiscard]] double node(std::size_t at) const { return first + step * static_cast<double>(at); }
};

inline constexpr std::size_t grid_chunk = 8;

/// Weights of whole chunks and the node of the first of them.
struct WeightedStretch {
    const double* weight = nullptr;
    std::uint32_t first = 0;
    std::uint32_t chunks = 0;
};

/// Posterior of ability of every group of candidates, each on the stretch of the grid where it is not negligible.
class AbilityPosteriors {
public:
    /// The grid's size is a multiple of `grid_chunk`. `center` and `sd` are guesses, one a group; they choose where to
    /// look first.
    AbilityPosteriors(const ResponsePatterns& patterns, AbilityGrid grid, std::span<const double> center,
                      std::span<const double> sd);

    /// `log_entry`: entries x grid, the logarithm of each entry; `log_prior` that of the ability's density times the
    /// step. `keep` also keeps the posterior of each group.
    void update(std::span<const double> log_entry, std::span<const double> log_prior, bool keep = false);

    [[nodiscard]] const AbilityGrid& grid() const { return grid_; }
    [[nodiscard]] double log_likelihood() const;
    [[nodiscard]] double second_moment() const;  ///< sum of E theta^2 over candidates
    [[nodiscard]] double mean(std::size_t group) const { return mean_[group]; }  ///< of the group's ability
    /// Adds to `sums` (one a node) the posteriors of all candidates of the entry's rows.
    void add_expected_counts(std::size_t entry, std::span<double> sums) const;

    /// The same of the groups named; only after `update` that keeps.
    void add_posteriors(std::span<const std::uint32_t> groups, std::span<double> sums) const;

    struct Posterior {
        std::size_t first = 0;  ///< node
        std::span<const double> density;  ///< sums to 1
    };
    [[nodiscard]] Posterior posterior(std::size_t group) const;  ///< only after `update` that keeps

private:
    struct Stretch {
        std::size_t first = 0;
        std::size_t size = 0;
    };
    struct Row {
        Stretch at;
        std::vector<double> weight;  ///< posteriors of the row's candidates, added up
        std::vector<double> kept;    ///< one after the other, by group
        double log_likelihood = 0.0;
        double second_moment = 0.0;
        double low = 0.0;  ///< where the next look begins and ends
        double high = 0.0;
    };

    void look_from(Row& row, double low, double high) const;
    void update_row(std::size_t row, std::span<const double> log_entry, std::span<const double> log_prior, bool keep);
    bool add_group(std::size_t group, std::span<const double> base, bool keep, Row& row);

    const ResponsePatterns& patterns_;
    AbilityGrid grid_;
    std::vector<Row> rows_;
    std::vector<double> mean_;  ///< of the groups
    std::vector<WeightedStretch> weighted_;  ///< of the rows, as the last update left them
    std::vector<WeightedStretch> kept_;      ///< of the groups, as the last update that kept them left them
};

}  // namespace collimate
