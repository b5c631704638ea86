#pragma once

#include <cstddef>
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

inline constexpr std::size_t grid_chunk = 16;

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
    /// Adds to `sums` (one a node) the posteriors of all candidates of the entry's rows.
    void add_expected_counts(std::size_t entry, std::span<double> sums) const;

    struct Stretch {
        std::size_t first = 0;
        std::size_t size = 0;
    };
    [[nodiscard]] Stretch stretch_of(std::size_t row) const { return rows_[row].at; }
    /// Sums to 1 over the row's stretch; only after `update` that keeps.
    [[nodiscard]] std::span<const double> posterior(std::size_t row, std::size_t group) const;

private:
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
    bool add_group(const ResponsePatterns::Group& group, std::span<const double> base, bool keep, Row& row);

    const ResponsePatterns& patterns_;
    AbilityGrid grid_;
    std::vector<Row> rows_;
};

}  // namespace collimate
