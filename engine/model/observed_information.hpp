#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/model/ability_grid.hpp"
#include "engine/model/response_patterns.hpp"

namespace collimate {

/// What the observed information of a marginal likelihood is made of. Parameters: `per_item` of item 0, of item 1, ...,
/// then, with `spread`, the logarithm of the ability's standard deviation.
struct InformationParts {
    const ResponsePatterns* patterns = nullptr;
    const AbilityPosteriors* posteriors = nullptr;  ///< kept
    std::size_t items = 0;
    std::size_t per_item = 1;                 ///< 1 or 2
    std::vector<std::vector<double>> scores;  ///< per parameter of an item: entries x grid, derivative of the log entry
    std::vector<double> slopes;  ///< of items, where right answers count by them; ability's factor in their second score
    /// Expected complete information of each item with its prior's: one number, or the three of a symmetric 2 x 2.
    std::vector<double> complete;
    std::optional<double> spread;  ///< the standard deviation, where it was estimated
};

/// Variances of the parameters: the diagonal of (complete - missing)^-1, where missing is the covariance of the
/// complete-data score over the posteriors (Louis 1982). A candidate's score is taken as its regression on orthogonal
/// polynomials of ability, of first order, of second where tests are short: what is left is of the order of the
/// posterior's variance squared. Empty where the information is not positive definite.
[[nodiscard]] std::vector<double> parameter_variances(const InformationParts& parts);

}  // namespace collimate
