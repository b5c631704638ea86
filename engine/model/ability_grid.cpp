#include "engine/model/ability_grid.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/parallel.hpp"

namespace collimate {
namespace {

constexpr double reach = 6.5;             // standard deviations looked at on each side
constexpr double negligible_edge = 1e-7;  // of a posterior, at the last node looked at
constexpr std::size_t rows_at_once = 64;

// Eight numbers at once. The lanes never mix, so every machine computes the same bits, with wide registers or without.
typedef double Eight __attribute__((vector_size(64), aligned(8), may_alias));
static_assert(grid_chunk == 16, "two vectors of eight");

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define COLLIMATE_WIDE [[gnu::target_clones("avx512f", "avx2", "default")]]
#else
#define COLLIMATE_WIDE
#endif

/// Adds to `sums` (one chunk) that chunk of each entry; `table` points to the chunk of entry 0.
COLLIMATE_WIDE void add_entries(const double* table, std::size_t stride, const std::uint32_t* entries, std::size_t count,
                                double* sums) {
    Eight* const total = reinterpret_cast<Eight*>(sums);
    Eight low = total[0];
    Eight high = total[1];
    for (std::size_t i = 0; i < count; ++i) {
        const Eight* const chunk = reinterpret_cast<const Eight*>(table + entries[i] * stride);
        low += chunk[0];
        high += chunk[1];
    }
    total[0] = low;
    total[1] = high;
}

#undef COLLIMATE_WIDE

void add_chunks(const double* from, std::size_t size, double* to) {
    for (std::size_t q = 0; q < size; q += 8)
        *reinterpret_cast<Eight*>(to + q) += *reinterpret_cast<const Eight*>(from + q);
}

}  // namespace

AbilityPosteriors::AbilityPosteriors(const ResponsePatterns& patterns, AbilityGrid grid, std::span<const double> center,
                                     std::span<const double> sd)
    : patterns_(patterns), grid_(grid), rows_(patterns.rows()) {
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

/// The stretch of whole chunks around `low` to `high`.
void AbilityPosteriors::look_from(Row& row, double low, double high) const {
    const double last = static_cast<double>(grid_.size - 1);
    const double from = std::clamp(std::floor((low - grid_.first) / grid_.step), 0.0, last);
    const double to = std::clamp(std::ceil((high - grid_.first) / grid_.step), from, last);
    const auto nodes = static_cast<std::size_t>(to - from) + 1;
    row.at.size = std::min(grid_.size, (nodes + grid_chunk - 1) / grid_chunk * grid_chunk);
    const std::size_t spare = row.at.size - std::min(nodes, row.at.size);
    const auto first = static_cast<std::size_t>(from);
    row.at.first = std::min(first - std::min(first, spare / 2), grid_.size - row.at.size);
}

void AbilityPosteriors::update(std::span<const double> log_entry, std::span<const double> log_prior, bool keep) {
    const std::size_t blocks = (rows_.size() + rows_at_once - 1) / rows_at_once;
    for_each_index(blocks, [&](std::size_t block) {
        for (std::size_t row = block * rows_at_once; row < std::min(rows_.size(), (block + 1) * rows_at_once); ++row)
            update_row(row, log_entry, log_prior, keep);
    });
}

void AbilityPosteriors::update_row(std::size_t index, std::span<const double> log_entry,
                                   std::span<const double> log_prior, bool keep) {
    Row& row = rows_[index];
    const auto entries = patterns_.entries_of(index);
    const std::span groups = std::span(patterns_.groups)
                                 .subspan(patterns_.group_start[index],
                                          patterns_.group_start[index + 1] - patterns_.group_start[index]);
    if (!row.weight.empty()) look_from(row, row.low, row.high);
    std::vector<double> base;
    for (;;) {
        base.assign(log_prior.begin() + static_cast<std::ptrdiff_t>(row.at.first),
                    log_prior.begin() + static_cast<std::ptrdiff_t>(row.at.first + row.at.size));
        for (std::size_t q = 0; q < row.at.size; q += grid_chunk)
            add_entries(log_entry.data() + row.at.first + q, grid_.size, entries.data(), entries.size(), base.data() + q);
        row.weight.assign(row.at.size, 0.0);
        row.kept.clear();
        row.log_likelihood = row.second_moment = 0.0;
        row.low = grid_.node(grid_.size - 1);
        row.high = grid_.first;
        const bool seen_whole = std::all_of(groups.begin(), groups.end(),
                                            [&](const auto& group) { return add_group(group, base, keep, row); });
        if (seen_whole) break;
        const std::size_t more = std::min(grid_.size, row.at.size + 2 * grid_chunk);
        row.at.first = std::min(row.at.first - std::min(row.at.first, grid_chunk), grid_.size - more);
        row.at.size = more;
    }
}

/// False where the posterior goes on beyond the row's stretch.
bool AbilityPosteriors::add_group(const ResponsePatterns::Group& group, std::span<const double> base, bool keep,
                                  Row& row) {
    const std::size_t size = base.size();
    std::vector<double> density(size);
    for (std::size_t q = 0; q < size; ++q) density[q] = base[q] + group.score * grid_.node(row.at.first + q);
    const double most = *std::max_element(density.begin(), density.end());
    double total = 0.0;
    double mean = 0.0;
    double square = 0.0;
    for (std::size_t q = 0; q < size; ++q) {
        constexpr double vanishing = -60.0;
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
    for (const std::uint32_t index : patterns_.rows_of(entry)) {
        const Row& row = rows_[index];
        add_chunks(row.weight.data(), row.weight.size(), sums.data() + row.at.first);
    }
}

std::span<const double> AbilityPosteriors::posterior(std::size_t row, std::size_t group) const {
    const std::size_t size = rows_[row].at.size;
    return std::span(rows_[row].kept).subspan((group - patterns_.group_start[row]) * size, size);
}

}  // namespace collimate
