#include "engine/model/laplace.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace collimate {
namespace {

constexpr int most_steps = 100;
constexpr double settled = 1e-10;   // logits
constexpr double rounding = 1e-12;  // of the log posterior
constexpr double least_stride = 1e-6;

using Vector = std::vector<double>;

/// The leaves that the evidence met, in rising order, and which of them each piece of evidence belongs to.
struct Met {
    std::vector<std::size_t> leaves;
    std::vector<std::size_t> place;
};

Met leaves_met(std::span<const Evidence> evidence) {
    Met met;
    for (const Evidence& e : evidence) met.leaves.push_back(static_cast<std::size_t>(e.leaf));
    std::sort(met.leaves.begin(), met.leaves.end());
    met.leaves.erase(std::unique(met.leaves.begin(), met.leaves.end()), met.leaves.end());
    for (const Evidence& e : evidence) {
        const auto at = std::lower_bound(met.leaves.begin(), met.leaves.end(), static_cast<std::size_t>(e.leaf));
        met.place.push_back(static_cast<std::size_t>(at - met.leaves.begin()));
    }
    return met;
}

/// Log-likelihood of the evidence, its gradient and the expected (Fisher) information by leaf met.
struct Likelihood {
    double log = 0.0;
    Vector gradient;
    Vector information;
};

Likelihood likelihood_at(std::span<const Evidence> evidence, const Met& met, const Vector& theta) {
    Likelihood at = {.gradient = Vector(theta.size()), .information = Vector(theta.size())};
    for (std::size_t i = 0; i < evidence.size(); ++i) {
        const Evidence& e = evidence[i];
        const std::size_t place = met.place[i];
        const double knows = 1.0 / (1.0 + std::exp(e.difficulty - theta[place]));
        const double right = e.chance + (1.0 - e.chance) * knows;
        // Share of right answers that are known rather than guessed.
        const double earned = e.chance > 0.0 ? (1.0 - e.chance) * knows / right : 1.0;
        const double seen = e.right ? right : (1.0 - e.chance) * (1.0 - knows);
        at.log += std::log(std::max(seen, std::numeric_limits<double>::min()));
        at.gradient[place] += e.right ? (1.0 - knows) * earned : -knows;
        at.information[place] += knows * (1.0 - knows) * earned;
    }
    return at;
}

/// The part of a d x d matrix that belongs to `leaves`.
Vector block(const Vector& matrix, std::size_t d, const std::vector<std::size_t>& leaves) {
    Vector part;
    part.reserve(leaves.size() * leaves.size());
    for (const std::size_t row : leaves)
        for (const std::size_t column : leaves) part.push_back(matrix[row * d + column]);
    return part;
}

Vector times(const Vector& matrix, const Vector& v) {
    const std::size_t k = v.size();
    Vector product(k);
    for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = 0; j < k; ++j) product[i] += matrix[i * k + j] * v[j];
    return product;
}

/// Cholesky factor of B = I + W^1/2 P W^1/2, which is well conditioned whatever the evidence.
Vector factor_of_b(const Vector& prior, const Vector& root_information) {
    const std::size_t k = root_information.size();
    Vector b(k * k);
    for (std::size_t i = 0; i < k; ++i)
        for (std::size_t j = 0; j < k; ++j)
            b[i * k + j] = (i == j ? 1.0 : 0.0) + root_information[i] * prior[i * k + j] * root_information[j];
    (void)factorize(b, k);
    return b;
}

/// Solves L L^T x = v.
void solve(const Vector& factor, Vector& v) {
    const std::size_t k = v.size();
    for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t j = 0; j < i; ++j) v[i] -= factor[i * k + j] * v[j];
        v[i] /= factor[i * k + i];
    }
    for (std::size_t i = k; i-- > 0;) {
        v[i] /= factor[i * k + i];
        for (std::size_t j = 0; j < i; ++j) v[j] -= factor[i * k + j] * v[i];
    }
}

Vector square_roots(Vector v) {
    for (double& x : v) x = std::sqrt(x);
    return v;
}

/// Offset of theta from the prior mean, together with its preimage: offset = P weights.
struct Position {
    Vector weights;
    Vector offset;
};

/// Where one full step of Fisher scoring leads.
Position scoring_step(const Vector& prior, const Likelihood& at, const Vector& offset) {
    const std::size_t k = offset.size();
    const Vector root = square_roots(at.information);
    Vector b(k);
    for (std::size_t i = 0; i < k; ++i) b[i] = at.information[i] * offset[i] + at.gradient[i];
    Vector inner = times(prior, b);
    for (std::size_t i = 0; i < k; ++i) inner[i] *= root[i];
    solve(factor_of_b(prior, root), inner);
    Position next = {.weights = std::move(b)};
    for (std::size_t i = 0; i < k; ++i) next.weights[i] -= root[i] * inner[i];
    next.offset = times(prior, next.weights);
    return next;
}

double log_prior(const Position& position) {
    double sum = 0.0;
    for (std::size_t i = 0; i < position.offset.size(); ++i) sum -= 0.5 * position.weights[i] * position.offset[i];
    return sum;
}

Vector blend(const Vector& from, const Vector& to, double stride) {
    Vector between(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) between[i] = from[i] + stride * (to[i] - from[i]);
    return between;
}

Vector shifted(const Vector& start, const Vector& offset) {
    Vector theta(start);
    for (std::size_t i = 0; i < theta.size(); ++i) theta[i] += offset[i];
    return theta;
}

double largest_change(const Vector& from, const Vector& to) {
    double largest = 0.0;
    for (std::size_t i = 0; i < from.size(); ++i) largest = std::max(largest, std::abs(to[i] - from[i]));
    return largest;
}

/// The likelihood at the posterior mode of the leaves met, whose prior is N(start, prior).
Likelihood likelihood_at_mode(std::span<const Evidence> evidence, const Met& met, const Vector& start,
                              const Vector& prior) {
    Position here = {.weights = Vector(start.size()), .offset = Vector(start.size())};
    Likelihood at = likelihood_at(evidence, met, start);
    for (int step = 0; step < most_steps; ++step) {
        const Position target = scoring_step(prior, at, here.offset);
        const double height = at.log + log_prior(here);
        for (double stride = 1.0; stride > least_stride; stride *= 0.5) {
            Position next = {.weights = blend(here.weights, target.weights, stride),
                             .offset = blend(here.offset, target.offset, stride)};
            at = likelihood_at(evidence, met, shifted(start, next.offset));
            const double change = largest_change(here.offset, next.offset);
            const bool climbs = at.log + log_prior(next) >= height - rounding;
            if (climbs) here = std::move(next);
            if (change < settled) return at;
            if (climbs) break;
        }
    }
    return at;
}

/// P - P_K W^1/2 B^-1 W^1/2 P_K^T, for the leaves K met.
void reduce(Vector& covariance, std::size_t d, const Met& met, const Vector& prior, const Vector& information) {
    const std::size_t k = met.leaves.size();
    const Vector root = square_roots(information);
    const Vector factor = factor_of_b(prior, root);
    Vector v(k * d);  // L^-1 W^1/2 P_K^T, row by row
    for (std::size_t i = 0; i < k; ++i) {
        double* row = &v[i * d];
        for (std::size_t c = 0; c < d; ++c) row[c] = root[i] * covariance[met.leaves[i] * d + c];
        for (std::size_t j = 0; j < i; ++j)
            for (std::size_t c = 0; c < d; ++c) row[c] -= factor[i * k + j] * v[j * d + c];
        for (std::size_t c = 0; c < d; ++c) row[c] /= factor[i * k + i];
    }
    for (std::size_t r = 0; r < d; ++r) {
        double* target = &covariance[r * d];
        for (std::size_t i = 0; i < k; ++i)
            for (std::size_t c = 0; c <= r; ++c) target[c] -= v[i * d + r] * v[i * d + c];
        for (std::size_t c = 0; c < r; ++c) covariance[c * d + r] = target[c];
    }
}

}  // namespace

bool factorize(std::span<double> matrix, std::size_t size) {
    for (std::size_t j = 0; j < size; ++j) {
        const double pivot = matrix[j * size + j];
        if (!(pivot > 0.0)) return false;
        const double root = std::sqrt(pivot);
        matrix[j * size + j] = root;
        for (std::size_t i = j + 1; i < size; ++i) matrix[i * size + j] /= root;
        for (std::size_t i = j + 1; i < size; ++i)
            for (std::size_t c = j + 1; c <= i; ++c)
                matrix[i * size + c] -= matrix[i * size + j] * matrix[c * size + j];
    }
    return true;
}

Gaussian laplace_update(const Gaussian& prior, std::span<const Evidence> evidence) {
    if (evidence.empty()) return prior;
    const std::size_t d = prior.mean.size();
    const Met met = leaves_met(evidence);
    const Vector met_prior = block(prior.covariance, d, met.leaves);
    Vector start;
    for (const std::size_t leaf : met.leaves) start.push_back(prior.mean[leaf]);
    const Likelihood mode = likelihood_at_mode(evidence, met, start, met_prior);
    Gaussian posterior = prior;
    // At the mode the pull of the evidence balances the prior: mean - prior mean = P gradient.
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j < met.leaves.size(); ++j)
            posterior.mean[i] += prior.covariance[met.leaves[j] * d + i] * mode.gradient[j];
    reduce(posterior.covariance, d, met, met_prior, mode.information);
    return posterior;
}

}  // namespace collimate
