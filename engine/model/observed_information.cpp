#include "engine/model/observed_information.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "engine/base/parallel.hpp"
#include "engine/base/random.hpp"
#include "engine/model/calibration.hpp"

namespace collimate {
namespace {

constexpr std::size_t short_test = 60;       // items; beyond, second-order terms are below 1 % of the first
constexpr double most_exact_products = 4e8;  // about a tenth of a second

/// Missing information as a sum of squares: row i holds the values of one factor, for the parameters of the entries of
/// one pattern row and, last, the spread.
struct Factors {
    std::size_t per_group = 1;
    std::vector<std::size_t> start;  ///< of a factor's values
    std::vector<std::size_t> row;    ///< of a factor, in the patterns
    std::vector<float> value;
    std::size_t count() const { return row.size(); }
};

/// Posterior times orthonormal polynomials of ability under it, over the nodes that matter.
struct Polynomials {
    std::size_t first = 0;  ///< node
    std::vector<std::vector<double>> weighted;
};

Polynomials polynomials(const AbilityPosteriors::Posterior& of, const AbilityGrid& grid, std::size_t orders) {
    constexpr double matters = 1e-11;
    const std::span<const double> posterior = of.density;
    const std::size_t first = of.first;
    std::size_t from = 0;
    std::size_t to = posterior.size();
    while (from + 1 < to && posterior[from] < matters) ++from;
    while (to > from + 1 && posterior[to - 1] < matters) --to;
    Polynomials result{.first = first + from};
    std::vector<std::vector<double>> basis = {std::vector<double>(to - from, 1.0)};
    for (std::size_t order = 1; order <= orders; ++order) {
        std::vector<double> next(to - from);
        for (std::size_t q = 0; q < next.size(); ++q)
            next[q] = basis.back()[q] * (grid.node(first + from + q) - grid.node(first + from));
        for (int pass = 0; pass < 2; ++pass)
            for (const std::vector<double>& known : basis) {
                double along = 0.0;
                for (std::size_t q = 0; q < next.size(); ++q) along += posterior[from + q] * known[q] * next[q];
                for (std::size_t q = 0; q < next.size(); ++q) next[q] -= along * known[q];
            }
        double norm = 0.0;
        for (std::size_t q = 0; q < next.size(); ++q) norm += posterior[from + q] * next[q] * next[q];
        const double by = norm > 0.0 ? 1.0 / std::sqrt(norm) : 0.0;
        for (double& value : next) value *= by;
        basis.push_back(std::move(next));
    }
    for (std::size_t order = 1; order <= orders; ++order) {
        for (std::size_t q = 0; q < basis[order].size(); ++q) basis[order][q] *= posterior[from + q];
        result.weighted.push_back(std::move(basis[order]));
    }
    return result;
}

double dot(const double* a, const std::vector<double>& b) {
    double even = 0.0;
    double odd = 0.0;
    std::size_t q = 0;
    for (; q + 1 < b.size(); q += 2) {
        even += a[q] * b[q];
        odd += a[q + 1] * b[q + 1];
    }
    return even + odd + (q < b.size() ? a[q] * b[q] : 0.0);
}

class FactorBuilder {
public:
    explicit FactorBuilder(const InformationParts& parts)
        : parts_(parts), patterns_(*parts.patterns), grid_(parts.posteriors->grid()) {
        if (parts.spread)
            for (std::size_t q = 0; q < grid_.size; ++q)
                spread_score_.push_back(std::pow(grid_.node(q) / *parts.spread, 2) - 1.0);
    }

    Factors build() {
        std::size_t longest = 0;
        for (std::size_t row = 0; row < patterns_.rows(); ++row)
            longest = std::max(longest, patterns_.entries_of(row).size());
        Factors factors{.per_group = longest < short_test ? 2U : 1U, .start = {0}};
        for (std::size_t row = 0; row < patterns_.rows(); ++row) {
            const std::size_t length = patterns_.entries_of(row).size() * parts_.per_item + 1;
            for (std::size_t f = 0; f < row_groups(row) * factors.per_group; ++f) {
                factors.row.push_back(row);
                factors.start.push_back(factors.start.back() + length);
            }
        }
        factors.value.resize(factors.start.back());
        constexpr std::size_t at_once = 16;
        const std::size_t groups = patterns_.groups.size();
        std::vector<std::size_t> row_of_group(groups);
        for (std::size_t row = 0; row < patterns_.rows(); ++row)
            std::fill_n(row_of_group.begin() + static_cast<std::ptrdiff_t>(patterns_.group_start[row]), row_groups(row),
                        row);
        for_each_index((groups + at_once - 1) / at_once, [&](std::size_t block) {
            for (std::size_t g = block * at_once; g < std::min(groups, (block + 1) * at_once); ++g)
                fill(row_of_group[g], g, factors);
        });
        return factors;
    }

private:
    std::size_t row_groups(std::size_t row) const { return patterns_.group_start[row + 1] - patterns_.group_start[row]; }

    void fill(std::size_t row, std::size_t group, Factors& factors) const {
        const Polynomials basis = polynomials(parts_.posteriors->posterior(group), grid_, factors.per_group);
        const double scale = std::sqrt(patterns_.groups[group].count);
        for (std::size_t order = 0; order < factors.per_group; ++order) {
            float* value = factors.value.data() + factors.start[group * factors.per_group + order];
            for (const std::uint32_t entry : patterns_.entries_of(row))
                for (const std::vector<double>& score : parts_.scores)
                    *value++ = static_cast<float>(
                        scale * dot(score.data() + entry * grid_.size + basis.first, basis.weighted[order]));
            *value = parts_.spread
                         ? static_cast<float>(scale * dot(spread_score_.data() + basis.first, basis.weighted[order]))
                         : 0.0F;
        }
        if (!parts_.slopes.empty()) add_right(row, group, basis, factors);
    }

    /// What a right answer says of its item's slope grows with ability as the first polynomial does.
    void add_right(std::size_t row, std::size_t group, const Polynomials& basis, Factors& factors) const {
        double ability = 0.0;
        for (std::size_t q = 0; q < basis.weighted[0].size(); ++q)
            ability += basis.weighted[0][q] * grid_.node(basis.first + q);
        const auto entries = patterns_.entries_of(row);
        const auto rights = patterns_.rights_of(group);
        float* value = factors.value.data() + factors.start[group * factors.per_group];
        for (std::size_t i = 0; i < entries.size(); ++i)
            value[2 * i + 1] += static_cast<float>(rights[i] * parts_.slopes[entries[i]] * ability);
    }

    const InformationParts& parts_;
    const ResponsePatterns& patterns_;
    AbilityGrid grid_;
    std::vector<double> spread_score_;
};

/// Calls `visit(parameter, value)` for each value of a factor.
template <class Visit>
void each_value(const InformationParts& parts, const Factors& factors, std::size_t factor, const Visit& visit) {
    const float* value = factors.value.data() + factors.start[factor];
    for (const std::uint32_t entry : parts.patterns->entries_of(factors.row[factor])) {
        const std::size_t parameter = parts.patterns->item_of(entry) * parts.per_item;
        for (std::size_t p = 0; p < parts.per_item; ++p) visit(parameter + p, static_cast<double>(*value++));
    }
    if (parts.spread) visit(parts.items * parts.per_item, static_cast<double>(*value));
}

std::size_t parameters_of(const InformationParts& parts) {
    return parts.items * parts.per_item + (parts.spread ? 1 : 0);
}

/// Complete information of the logarithm of the spread: 2 E sum theta^2 / sd^2.
double spread_information(const InformationParts& parts) {
    return 2.0 * parts.posteriors->second_moment() / (*parts.spread * *parts.spread);
}

// ---- Exactly ------------------------------------------------------------------------------------------------------

typedef double EightWide __attribute__((vector_size(64), aligned(8), may_alias));
constexpr std::size_t lane_block = 16;

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define COLLIMATE_WIDE_PRODUCTS [[gnu::target_clones("avx512f", "avx2", "default")]]
#else
#define COLLIMATE_WIDE_PRODUCTS
#endif

/// Subtracts from four rows of `matrix`, sixteen columns, the products of columns `i..i+3` and `j..j+15` of `factors`.
COLLIMATE_WIDE_PRODUCTS void subtract_products(const double* factors, std::size_t count, std::size_t stride,
                                               std::size_t i, std::size_t j, double* matrix) {
    EightWide sums[4][2] = {};
    for (std::size_t f = 0; f < count; ++f) {
        const double* row = factors + f * stride;
        const EightWide low = *reinterpret_cast<const EightWide*>(row + j);
        const EightWide high = *reinterpret_cast<const EightWide*>(row + j + 8);
        for (std::size_t r = 0; r < 4; ++r) {
            sums[r][0] += low * row[i + r];
            sums[r][1] += high * row[i + r];
        }
    }
    for (std::size_t r = 0; r < 4; ++r) {
        EightWide* cells = reinterpret_cast<EightWide*>(matrix + (i + r) * stride + j);
        cells[0] -= sums[r][0];
        cells[1] -= sums[r][1];
    }
}

/// Adds to the rows of `product` a factor's values times the sum of the rows of `x` times its values; a row is eight
/// numbers, the rows of a factor are `parameters`.
COLLIMATE_WIDE_PRODUCTS void add_product(std::span<const std::uint32_t> parameters, const float* values,
                                         const double* x, double* product) {
    EightWide along = {};
    for (std::size_t i = 0; i < parameters.size(); ++i)
        along += *reinterpret_cast<const EightWide*>(x + 8 * parameters[i]) * static_cast<double>(values[i]);
    for (std::size_t i = 0; i < parameters.size(); ++i)
        *reinterpret_cast<EightWide*>(product + 8 * parameters[i]) += along * static_cast<double>(values[i]);
}

#undef COLLIMATE_WIDE_PRODUCTS

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

RowMajor information_matrix(const InformationParts& parts, const Factors& factors) {
    const std::size_t size = parameters_of(parts);
    const std::size_t stride = (size + lane_block - 1) / lane_block * lane_block;
    std::vector<double> matrix(stride * stride, 0.0);
    for (std::size_t item = 0; item < parts.items; ++item) {
        double* own = matrix.data() + item * parts.per_item * (stride + 1);
        const double* complete = parts.complete.data() + item * (parts.per_item == 1 ? 1 : 3);
        own[0] = complete[0];
        if (parts.per_item == 2) {
            own[stride] = complete[1];
            own[stride + 1] = complete[2];
        }
    }
    if (parts.spread) matrix[(size - 1) * (stride + 1)] = spread_information(parts);
    constexpr std::size_t factors_at_once = 128;
    for (std::size_t from = 0; from < factors.count(); from += factors_at_once) {
        const std::size_t count = std::min(factors_at_once, factors.count() - from);
        std::vector<double> dense(count * stride, 0.0);
        for (std::size_t f = 0; f < count; ++f)
            each_value(parts, factors, from + f, [&](std::size_t p, double value) { dense[f * stride + p] = value; });
        for_each_index(stride / lane_block, [&](std::size_t block) {
            for (std::size_t i = block * lane_block; i < (block + 1) * lane_block; i += 4)
                for (std::size_t j = 0; j <= i; j += lane_block)
                    subtract_products(dense.data(), count, stride, i, j, matrix.data());
        });
    }
    const auto dimension = static_cast<Eigen::Index>(size);
    return Eigen::Map<const RowMajor>(matrix.data(), static_cast<Eigen::Index>(stride),
                                      static_cast<Eigen::Index>(stride))
        .topLeftCorner(dimension, dimension);
}

std::vector<double> exact_variances(const InformationParts& parts, const Factors& factors) {
    const RowMajor information = information_matrix(parts, factors);
    const Eigen::LLT<RowMajor, Eigen::Lower> root(information);
    if (root.info() != Eigen::Success) return {};
    RowMajor inverse = RowMajor::Identity(information.rows(), information.cols());
    root.matrixL().solveInPlace(inverse);
    std::vector<double> variances(static_cast<std::size_t>(information.rows()));
    for (std::size_t p = 0; p < variances.size(); ++p)
        variances[p] = inverse.col(static_cast<Eigen::Index>(p)).squaredNorm();
    return variances;
}

// ---- For many parameters ------------------------------------------------------------------------------------------
// With complete = L L', missing = L G L'. The eigenvalues of G are the rates of EM: a few near 1, for shifts and the
// scale of ability, that matter to every item, and a crowd below 1 / (items a candidate met). So
//     (I - G)^-1 = I + G + sum over the few of (lambda / (1 - lambda) - lambda) v v' + order of the crowd squared.

class SpectralInverse {
public:
    SpectralInverse(const InformationParts& parts, Factors factors)
        : parts_(parts), factors_(std::move(factors)), size_(parameters_of(parts)) {
        normalize();
    }

    std::vector<double> variances() {
        find_leading();
        if (values_.maxCoeff() >= 1.0) return {};
        const std::size_t d = parts_.per_item;
        std::vector<double> result(size_);
        const std::vector<double> block = inverse_blocks();
        for (std::size_t item = 0; item < parts_.items; ++item) {
            const double* root = roots_.data() + 3 * item;
            const double* b = block.data() + 3 * item;
            if (d == 1) {
                result[item] = b[0] / (root[0] * root[0]);
                continue;
            }
            // L^-T B L^-1 with L^-1 = [1 / l0, 0; -l1 / (l0 l2), 1 / l2].
            const double down = -root[1] / (root[0] * root[2]);
            const double first = 1.0 / root[0];
            result[2 * item] = first * first * b[0] + 2.0 * first * down * b[1] + down * down * b[2];
            result[2 * item + 1] = b[2] / (root[2] * root[2]);
        }
        if (parts_.spread) result.back() = block[3 * parts_.items] / spread_information(parts_);
        return result;
    }

private:
    static constexpr Eigen::Index leading = 8;  ///< as many as add_product takes at once
    using Block = Eigen::Matrix<double, Eigen::Dynamic, leading, Eigen::RowMajor>;

    /// Cholesky roots of the complete information; the factors' values in its scale.
    void normalize() {
        const double spread_root = parts_.spread ? std::sqrt(spread_information(parts_)) : 1.0;
        roots_.resize(3 * parts_.items);
        for (std::size_t item = 0; item < parts_.items; ++item) {
            double* root = roots_.data() + 3 * item;
            if (parts_.per_item == 1) {
                root[0] = std::sqrt(parts_.complete[item]);
            } else {
                const double* complete = parts_.complete.data() + 3 * item;
                root[0] = std::sqrt(complete[0]);
                root[1] = complete[1] / root[0];
                root[2] = std::sqrt(complete[2] - root[1] * root[1]);
            }
        }
        for (std::size_t f = 0; f < factors_.count(); ++f) {
            float* value = factors_.value.data() + factors_.start[f];
            for (const std::uint32_t entry : parts_.patterns->entries_of(factors_.row[f])) {
                const double* root = roots_.data() + 3 * parts_.patterns->item_of(entry);
                const double first = static_cast<double>(value[0]) / root[0];
                value[0] = static_cast<float>(first);
                if (parts_.per_item == 2)
                    value[1] = static_cast<float>((static_cast<double>(value[1]) - root[1] * first) / root[2]);
                value += parts_.per_item;
            }
            if (parts_.spread) *value = static_cast<float>(static_cast<double>(*value) / spread_root);
        }
    }

    /// G times a block of vectors; factors in stretches of fixed length, added in their order.
    Block times(const Block& x) const {
        constexpr std::size_t stretches = 8;
        std::vector<Block> parts(stretches);
        for_each_index(stretches, [&](std::size_t s) {
            parts[s] = Block::Zero(x.rows(), leading);
            std::vector<std::uint32_t> parameters;
            for (std::size_t f = s * factors_.count() / stretches; f < (s + 1) * factors_.count() / stretches; ++f) {
                parameters.clear();
                each_value(parts_, factors_, f,
                           [&](std::size_t p, double) { parameters.push_back(static_cast<std::uint32_t>(p)); });
                add_product(parameters, factors_.value.data() + factors_.start[f], x.data(), parts[s].data());
            }
        });
        Block sum = parts[0];
        for (std::size_t s = 1; s < stretches; ++s) sum += parts[s];
        return sum;
    }

    static Block orthonormal(const Block& x) {
        const Eigen::HouseholderQR<Eigen::MatrixXd> qr(x);
        return qr.householderQ() * Eigen::MatrixXd::Identity(x.rows(), leading);
    }

    /// Subspace iteration from directions that shift all items alike, and others by chance.
    void find_leading() {
        constexpr int rounds = 4;
        Random random(1);
        Block x(static_cast<Eigen::Index>(size_), leading);
        for (Eigen::Index p = 0; p < x.rows(); ++p)
            for (Eigen::Index v = 0; v < leading; ++v) x(p, v) = random.normal();
        for (std::size_t item = 0; item < parts_.items; ++item)
            x(static_cast<Eigen::Index>(item * parts_.per_item), 0) = roots_[3 * item];
        x = orthonormal(x);
        Block moved = times(x);
        for (int round = 0; round < rounds; ++round) {
            x = orthonormal(moved);
            moved = times(x);
        }
        const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> ritz(x.transpose() * moved);
        values_ = ritz.eigenvalues();
        vectors_ = x * ritz.eigenvectors();
    }

    /// Blocks (b00, b01, b11) of (I - G)^-1 by item; that of the spread last.
    std::vector<double> inverse_blocks() const {
        std::vector<double> block(3 * (parts_.items + 1), 0.0);
        for (std::size_t b = 0; b < block.size(); b += 3) block[b] = block[b + 2] = 1.0;
        const auto add = [&](std::size_t at, double weight, double u, double v) {
            block[at] += weight * u * u;
            block[at + 1] += weight * u * v;
            block[at + 2] += weight * v * v;
        };
        const std::size_t d = parts_.per_item;
        for (std::size_t f = 0; f < factors_.count(); ++f) {
            const float* value = factors_.value.data() + factors_.start[f];
            for (const std::uint32_t entry : parts_.patterns->entries_of(factors_.row[f])) {
                add(3 * parts_.patterns->item_of(entry), 1.0, static_cast<double>(value[0]),
                    d == 2 ? static_cast<double>(value[1]) : 0.0);
                value += d;
            }
            add(3 * parts_.items, 1.0, static_cast<double>(*value), 0.0);
        }
        for (Eigen::Index k = 0; k < leading; ++k) {
            const double more = values_[k] / (1.0 - values_[k]) - values_[k];
            for (std::size_t item = 0; item < parts_.items; ++item)
                add(3 * item, more, vectors_(static_cast<Eigen::Index>(d * item), k),
                    d == 2 ? vectors_(static_cast<Eigen::Index>(d * item + 1), k) : 0.0);
            if (parts_.spread) add(3 * parts_.items, more, vectors_(static_cast<Eigen::Index>(size_ - 1), k), 0.0);
        }
        return block;
    }

    const InformationParts& parts_;
    Factors factors_;
    std::size_t size_;
    std::vector<double> roots_;
    Eigen::VectorXd values_;
    Eigen::MatrixXd vectors_;
};

}  // namespace

std::vector<double> parameter_variances(const InformationParts& parts) {
    Factors factors = FactorBuilder(parts).build();
    const auto size = static_cast<double>(parameters_of(parts));
    if (size <= most_exact_parameters && 0.5 * size * size * static_cast<double>(factors.count()) <= most_exact_products)
        return exact_variances(parts, factors);
    return SpectralInverse(parts, std::move(factors)).variances();
}

}  // namespace collimate
