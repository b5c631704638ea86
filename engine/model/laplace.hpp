#pragma once

#include <span>

#include "engine/model/ability.hpp"

namespace collimate {

/// Gaussian at the mode of `prior` times the likelihood of `evidence` (psychometrics section 2): Fisher scoring with
/// halved steps, precision = prior precision + expected information at the mode. Coordinates beyond the evidence's
/// leaves follow through the prior's covariance. Works in the space of the leaves met (Rasmussen and Williams, Gaussian
/// Processes for Machine Learning, 2006, algorithm 3.1), so the cost is k^3 + k d^2 for k of d coordinates.
[[nodiscard]] Gaussian laplace_update(const Gaussian& prior, std::span<const Evidence> evidence);

/// In-place Cholesky factor (lower triangle) of a row-major size x size matrix; false when it is not positive definite.
[[nodiscard]] bool factorize(std::span<double> matrix, std::size_t size);

}  // namespace collimate
