#include "engine/model/ability_grid.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/parallel.hpp"

namespace collimate {
namespace {

constexpr double reach = 6.0;             // standard deviations looked at on each side
constexpr double negligible_edge = 1e-7;  // of a posterior, at the last node looked at
constexpr double vanishing = -37.0;       // of a logarithm: below the last bit of a sum
constexpr std::size_t rows_at_once = 64;

// Eight numbers at once. The lanes never mix, so every machine computes the same bits, with wide registers or without.
typedef double Eight __attribute__((vector_size(64), aligned(8), may_alias));
static_assert(grid_chunk == 8, "one vector of eight");

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define COLLIMATE_WIDE [[gnu::target_clones("avx512f", "avx2", "default")]]
#else
#define COLLIMATE_WIDE
#endif

/// Adds to `sums` (two chunks) those of each entry; `table` points to the first chunk of entry 0.
COLLIMATE_WIDE void add_two_chunks(const double* table, std::size_t stride, std::span<const std::uint32_t> entries,
                                   double* sums) {
    Eight* const total = reinterpret_cast<Eight*>(sums);
    Eight low = total[0];
    Eight high = total[1];
    for (const std::uint32_t entry : entries) {
        const Eight* const chunk = reinterpret_cast<const Eight*>(table + entry * stride);
        low += chunk[0];
        high += chunk[1];
    }
    total[0] = low;
    total[1] = high;
}

COLLIMATE_WIDE void add_chunk(const double* table, std::size_t stride, std::span<const std::uint32_t> entries,
                              double* sums) {
    Eight total = *reinterpret_cast<Eight*>(sums);
    for (const std::uint32_t entry : entries) total += *reinterpret_cast<const Eight*>(table + entry * stride);
    *reinterpret_cast<Eight*>(sums) = total;
}

/// Adds the weights of the rows named to `sums`, where each row's stretch lies. Sums of neighbors on one stretch of two
/// or three chunks, as most are, stay in registers.
COLLIMATE_WIDE void add_rows(const WeightedStretch* stretches, std::span<const std::uint32_t> rows, double* sums) {
    for (std::size_t i = 0; i < rows.size();) {
        const WeightedStretch& stretch = stretches[rows[i]];
        const std::uint32_t first = stretch.first;
        const std::uint32_t chunks = stretch.chunks;
        Eight* const to = reinterpret_cast<Eight*>(sums + first);
        if (chunks != 2 && chunks != 3) {
            const Eight* const from = reinterpret_cast<const Eight*>(stretch.weight);
            for (std::size_t chunk = 0; chunk < chunks; ++chunk) to[chunk] += from[chunk];
            ++i;
            continue;
        }
        const std::size_t last = chunks - 1;
        Eight low = to[0];
        Eight middle = to[1];
        Eight high = {};
        for (; i < rows.size() && stretches[rows[i]].first == first && stretches[rows[i]].chunks == chunks; ++i) {
            const Eight* const from = reinterpret_cast<const Eight*>(stretches[rows[i]].weight);
            low += from[0];
            middle += from[1];
            high += from[last];
        }
        to[0] = low;
        to[1] = middle;
        if (last == 2) to[2] += high;
    }
}

#undef COLLIMATE_WIDE

}  // namespace

AbilityPosteriors::AbilityPosteriors(const ResponsePatterns& patterns, AbilityGrid grid, std::span<const double> center,
                                     std::span<const double> sd)
    : patterns_(patterns),
      grid_(grid),
      rows_(patterns.rows()),
      mean_(patterns.groups.size()),
      weighted_(patterns.rows()) {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        double low = grid_.node(grid_.size - 1);
        double high = grid_.first;
        for (std::size_t g = patterns.group_start[row]; g < patterns.group_start[row + 1]; ++g) {
            low = std::min(low, center[g] - reach * sd[g]);
            high = std::max(high, center[g] + reach * sd[g]);
        }
        look_from(rows_[row], low, high);
    }
}

/// The whole chunks around `low` to `high`: stretches of different rows then share whole vectors or nothing.
void AbilityPosteriors::look_from(Row& row, double low, double high) const {
    const double last = static_cast<double>(grid_.size - 1);
    const double from = std::clamp(std::floor((low - grid_.first) / grid_.step), 0.0, last);
    const double to = std::clamp(std::ceil((high - grid_.first) / grid_.step), from, last);
    row.at.first = static_cast<std::size_t>(from) / grid_chunk * grid_chunk;
    row.at.size = (static_cast<std::size_t>(to) / grid_chunk + 1) * grid_chunk - row.at.first;
}

void AbilityPosteriors::update(std::span<const double> log_entry, std::span<const double> log_prior, bool keep) {
    const std::size_t blocks = (rows_.size() + rows_at_once - 1) / rows_at_once;
    for_each_index(blocks, [&](std::size_t block) {
        for (std::size_t row = block * rows_at_once; row < std::min(rows_.size(), (block + 1) * rows_at_once); ++row)
            update_row(row, log_entry, log_prior, keep);
    });
    if (keep) kept_.resize(patterns_.groups.size());
    for (std::size_t index = 0; index < rows_.size(); ++index) {
        const Row& row = rows_[index];
        const auto stretch_at = [&](const double* weight) {
            return WeightedStretch{.weight = weight,
                                   .first = static_cast<std::uint32_t>(row.at.first),
                                   .chunks = static_cast<std::uint32_t>(row.at.size / grid_chunk)};
        };
        weighted_[index] = stretch_at(row.weight.data());
        if (!keep) continue;
        const std::size_t first = patterns_.group_start[index];
        for (std::size_t g = first; g < patterns_.group_start[index + 1]; ++g)
            kept_[g] = stretch_at(row.kept.data() + (g - first) * row.at.size);
    }
}

void AbilityPosteriors::update_row(std::size_t index, std::span<const double> log_entry,
                                   std::span<const double> log_prior, bool keep) {
    Row& row = rows_[index];
    const auto entries = patterns_.entries_of(index);
    if (!row.weight.empty()) look_from(row, row.low, row.high);
    std::vector<double> base;
    for (;;) {
        base.assign(log_prior.begin() + static_cast<std::ptrdiff_t>(row.at.first),
                    log_prior.begin() + static_cast<std::ptrdiff_t>(row.at.first + row.at.size));
        std::size_t q = 0;
        for (; q + grid_chunk < row.at.size; q += 2 * grid_chunk)
            add_two_chunks(log_entry.data() + row.at.first + q, grid_.size, entries, base.data() + q);
        if (q < row.at.size) add_chunk(log_entry.data() + row.at.first + q, grid_.size, entries, base.data() + q);
        row.weight.assign(row.at.size, 0.0);
        row.kept.clear();
        row.log_likelihood = row.second_moment = 0.0;
        row.low = grid_.node(grid_.size - 1);
        row.high = grid_.first;
        std::size_t group = patterns_.group_start[index];
        while (group < patterns_.group_start[index + 1] && add_group(group, base, keep, row)) ++group;
        if (group == patterns_.group_start[index + 1]) break;
        const std::size_t more = std::min(grid_.size, row.at.size + 2 * grid_chunk);
        row.at.first = std::min(row.at.first - std::min(row.at.first, grid_chunk), grid_.size - more);
        row.at.size = more;
    }
}

/// False where the posterior goes on beyond the row's stretch.
bool AbilityPosteriors::add_group(std::size_t index, std::span<const double> base, bool keep, Row& row) {
    const ResponsePatterns::Group& group = patterns_.groups[index];
    const std::size_t size = base.size();
    std::vector<double> density(size);
    for (std::size_t q = 0; q < size; ++q) density[q] = base[q] + group.score * grid_.node(row.at.first + q);
    const double most = *std::max_element(density.begin(), density.end());
    double total = 0.0;
    double mean = 0.0;
    double square = 0.0;
    for (std::size_t q = 0; q < size; ++q) {
        density[q] = density[q] - most < vanishing ? 0.0 : std::exp(density[q] - most);
        const double theta = grid_.node(row.at.first + q);
        total += density[q];
        mean += density[q] * theta;
        square += density[q] * theta * theta;
    }
    if (row.at.first > 0 && density.front() > negligible_edge * total) return false;
    if (row.at.first + size < grid_.size && density.back() > negligible_edge * total) return false;
    for (std::size_t q = 0; q < size; ++q) {
        density[q] /= total;
        row.weight[q] += group.count * density[q];
    }
    mean /= total;
    mean_[index] = mean;
    square /= total;
    row.log_likelihood += group.count * (most + std::log(total));
    row.second_moment += group.count * square;
    const double sd = std::sqrt(std::max(0.0, square - mean * mean));
    row.low = std::min(row.low, mean - reach * sd);
    row.high = std::max(row.high, mean + reach * sd);
    if (keep) row.kept.insert(row.kept.end(), density.begin(), density.end());
    return true;
}

double AbilityPosteriors::log_likelihood() const {
    double sum = 0.0;
    for (const Row& row : rows_) sum += row.log_likelihood;
    return sum;
}

double AbilityPosteriors::second_moment() const {
    double sum = 0.0;
    for (const Row& row : rows_) sum += row.second_moment;
    return sum;
}

void AbilityPosteriors::add_expected_counts(std::size_t entry, std::span<double> sums) const {
    add_rows(weighted_.data(), patterns_.rows_of(entry), sums.data());
}

void AbilityPosteriors::add_posteriors(std::span<const std::uint32_t> groups, std::span<double> sums) const {
    add_rows(kept_.data(), groups, sums.data());
}

AbilityPosteriors::Posterior AbilityPosteriors::posterior(std::size_t group) const {
    const WeightedStretch& kept = kept_[group];
    return {.first = kept.first, .density = {kept.weight, kept.chunks * grid_chunk}};
}

}  // namespace collimate
