#include "engine/model/response_patterns.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

namespace collimate {
namespace {

/// Entries 2 j + x of every candidate, j numbering the items listed.
struct CandidateEntries {
    std::vector<std::size_t> start;
    std::vector<std::uint32_t> entry;

    std::span<const std::uint32_t> of(std::size_t candidate) const {
        return std::span(entry).subspan(start[candidate], start[candidate + 1] - start[candidate]);
    }
};

CandidateEntries entries_by_candidate(const ResponseMatrix& matrix, std::span<const std::size_t> items) {
    CandidateEntries result{.start = std::vector<std::size_t>(matrix.candidates() + 1, 0)};
    for (const std::size_t item : items) {
        const ResponseColumn column = matrix.column(item);
        for (std::size_t i = 0; i < column.cells.size(); ++i) ++result.start[column.candidate(i) + 1];
    }
    std::partial_sum(result.start.begin(), result.start.end(), result.start.begin());
    result.entry.resize(result.start.back());
    std::vector<std::size_t> next(result.start.begin(), result.start.end() - 1);
    for (std::size_t j = 0; j < items.size(); ++j) {
        const ResponseColumn column = matrix.column(items[j]);
        for (std::size_t i = 0; i < column.cells.size(); ++i)
            result.entry[next[column.candidate(i)]++] =
                static_cast<std::uint32_t>(2 * j + (column.cells[i].right() ? 1 : 0));
    }
    return result;
}

double count_right(std::span<const std::uint32_t> entries) {
    return static_cast<double>(
        std::count_if(entries.begin(), entries.end(), [](std::uint32_t e) { return e % 2 == 1; }));
}

void add_columns(ResponsePatterns& patterns) {
    patterns.column_start.assign(patterns.entries + 1, 0);
    for (const std::uint32_t entry : patterns.row_entry) ++patterns.column_start[entry + 1];
    std::partial_sum(patterns.column_start.begin(), patterns.column_start.end(), patterns.column_start.begin());
    patterns.column_row.resize(patterns.row_entry.size());
    std::vector<std::size_t> next(patterns.column_start.begin(), patterns.column_start.end() - 1);
    for (std::size_t row = 0; row < patterns.rows(); ++row)
        for (const std::uint32_t entry : patterns.entries_of(row))
            patterns.column_row[next[entry]++] = static_cast<std::uint32_t>(row);
}

/// Groups of one row from the scores of its candidates.
void add_groups(ResponsePatterns& patterns, std::span<const std::uint32_t> candidates, std::span<const double> score) {
    std::map<double, std::uint32_t> group_of_score;
    for (const std::uint32_t candidate : candidates) {
        const auto [found, is_new] =
            group_of_score.try_emplace(score[candidate], static_cast<std::uint32_t>(patterns.groups.size()));
        if (is_new) patterns.groups.push_back({.score = score[candidate], .right = score[candidate]});
        patterns.groups[found->second].count += 1.0;
        patterns.group_of_candidate[candidate] = found->second;
    }
    patterns.group_start.push_back(patterns.groups.size());
}

/// The candidates who met the same items; who met none belong nowhere. Sets in order of their first candidate.
std::vector<std::vector<std::uint32_t>> same_items(const CandidateEntries& entries, std::size_t candidates) {
    const auto equal_items = [&](std::uint32_t a, std::uint32_t b) {
        const auto first = entries.of(a);
        const auto second = entries.of(b);
        return std::equal(first.begin(), first.end(), second.begin(), second.end(),
                          [](std::uint32_t x, std::uint32_t y) { return x / 2 == y / 2; });
    };
    std::vector<std::vector<std::uint32_t>> sets;
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_hash;
    for (std::uint32_t candidate = 0; candidate < candidates; ++candidate) {
        if (entries.of(candidate).empty()) continue;
        std::uint64_t hash = 14695981039346656037U;
        for (const std::uint32_t entry : entries.of(candidate)) hash = (hash ^ entry / 2) * 1099511628211U;
        std::vector<std::size_t>& alike = by_hash[hash];
        const auto known = std::find_if(alike.begin(), alike.end(),
                                        [&](std::size_t set) { return equal_items(sets[set].front(), candidate); });
        if (known == alike.end()) {
            alike.push_back(sets.size());
            sets.push_back({candidate});
        } else {
            sets[*known].push_back(candidate);
        }
    }
    return sets;
}

/// Sets in order of the share right: neighbors in ability are then neighbors in memory.
void sort_by_share(std::vector<std::vector<std::uint32_t>>& sets, const CandidateEntries& entries,
                   std::span<const double> score) {
    std::vector<double> share(sets.size(), 0.0);
    for (std::size_t s = 0; s < sets.size(); ++s) {
        for (const std::uint32_t candidate : sets[s]) share[s] += score[candidate];
        share[s] /= static_cast<double>(sets[s].size() * entries.of(sets[s].front()).size());
    }
    std::vector<std::size_t> order(sets.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return share[a] < share[b]; });
    std::vector<std::vector<std::uint32_t>> sorted;
    for (const std::size_t s : order) sorted.push_back(std::move(sets[s]));
    sets = std::move(sorted);
}

/// Who met the same items, and how many each had right.
struct CandidateSets {
    CandidateEntries entries;
    std::vector<double> right;  ///< by candidate
    std::vector<std::vector<std::uint32_t>> sets;
};

CandidateSets candidate_sets(const ResponseMatrix& matrix, std::span<const std::size_t> items) {
    CandidateSets known{.entries = entries_by_candidate(matrix, items),
                        .right = std::vector<double>(matrix.candidates())};
    for (std::size_t candidate = 0; candidate < known.right.size(); ++candidate)
        known.right[candidate] = count_right(known.entries.of(candidate));
    known.sets = same_items(known.entries, matrix.candidates());
    sort_by_share(known.sets, known.entries, known.right);
    return known;
}

/// A row of the items that these responses are to.
void add_row(ResponsePatterns& patterns, std::span<const std::uint32_t> responses) {
    for (const std::uint32_t entry : responses) patterns.row_entry.push_back(entry / 2);
    patterns.row_start.push_back(patterns.row_entry.size());
}

bool met_by_everybody(const ResponseMatrix& matrix, std::span<const std::size_t> items) {
    return std::all_of(items.begin(), items.end(),
                       [&](std::size_t item) { return matrix.column(item).cells.size() == matrix.candidates(); });
}

ResponsePatterns one_form(const ResponseMatrix& matrix, std::span<const std::size_t> items) {
    ResponsePatterns patterns{.entries = items.size(), .row_start = {0, items.size()}, .group_start = {0}};
    patterns.row_entry.resize(items.size());
    std::iota(patterns.row_entry.begin(), patterns.row_entry.end(), 0U);
    std::vector<std::uint16_t> rights(matrix.candidates(), 0);
    for (const std::size_t item : items) {
        const ResponseCell* cells = matrix.column(item).cells.data();
        for (std::size_t i = 0; i < rights.size(); ++i)
            rights[i] = static_cast<std::uint16_t>(rights[i] + (cells[i].right() ? 1 : 0));
    }
    const std::vector<double> score(rights.begin(), rights.end());
    std::vector<std::uint32_t> everybody(matrix.candidates());
    std::iota(everybody.begin(), everybody.end(), 0U);
    patterns.group_of_candidate.assign(matrix.candidates(), ResponsePatterns::no_group);
    add_groups(patterns, everybody, score);
    add_columns(patterns);
    return patterns;
}

}  // namespace

ResponsePatterns rasch_patterns(const ResponseMatrix& matrix, std::span<const std::size_t> items) {
    constexpr std::size_t most_for_one_form = 65'535;
    if (items.size() <= most_for_one_form && met_by_everybody(matrix, items)) return one_form(matrix, items);
    CandidateSets known = candidate_sets(matrix, items);
    ResponsePatterns patterns{.entries = items.size(), .row_start = {0}, .group_start = {0}};
    patterns.group_of_candidate.assign(matrix.candidates(), ResponsePatterns::no_group);
    for (const std::vector<std::uint32_t>& set : known.sets) {
        add_row(patterns, known.entries.of(set.front()));
        add_groups(patterns, set, known.right);
    }
    add_columns(patterns);
    return patterns;
}

ResponsePatterns slope_patterns(const ResponseMatrix& matrix, std::span<const std::size_t> items) {
    constexpr std::size_t most_in_row = 128;  // of neighbors, whose posteriors lie on one stretch
    CandidateSets known = candidate_sets(matrix, items);
    ResponsePatterns patterns{.entries = items.size(), .row_start = {0}, .group_start = {0}};
    patterns.right_start = {0};
    patterns.group_of_candidate.assign(matrix.candidates(), ResponsePatterns::no_group);
    for (std::vector<std::uint32_t>& set : known.sets) {
        std::stable_sort(set.begin(), set.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return known.right[a] < known.right[b]; });
        for (std::size_t from = 0; from < set.size(); from += most_in_row) {
            add_row(patterns, known.entries.of(set.front()));
            for (std::size_t i = from; i < std::min(set.size(), from + most_in_row); ++i) {
                patterns.group_of_candidate[set[i]] = static_cast<std::uint32_t>(patterns.groups.size());
                patterns.groups.push_back({.score = known.right[set[i]], .count = 1.0, .right = known.right[set[i]]});
                for (const std::uint32_t entry : known.entries.of(set[i]))
                    patterns.right.push_back(static_cast<std::uint8_t>(entry % 2));
                patterns.right_start.push_back(patterns.right.size());
            }
            patterns.group_start.push_back(patterns.groups.size());
        }
    }
    add_columns(patterns);
    return patterns;
}

ResponsePatterns candidate_patterns(const ResponseMatrix& matrix, std::span<const std::size_t> items) {
    const CandidateEntries entries = entries_by_candidate(matrix, items);
    ResponsePatterns patterns{.by_response = true, .entries = 2 * items.size(), .row_start = {0}, .group_start = {0}};
    patterns.group_of_candidate.assign(matrix.candidates(), ResponsePatterns::no_group);
    for (std::size_t candidate = 0; candidate < matrix.candidates(); ++candidate) {
        const auto own = entries.of(candidate);
        if (own.empty()) continue;
        patterns.row_entry.insert(patterns.row_entry.end(), own.begin(), own.end());
        patterns.row_start.push_back(patterns.row_entry.size());
        patterns.group_of_candidate[candidate] = static_cast<std::uint32_t>(patterns.groups.size());
        patterns.groups.push_back({.score = 0.0, .count = 1.0, .right = count_right(own)});
        patterns.group_start.push_back(patterns.groups.size());
    }
    add_columns(patterns);
    return patterns;
}

}  // namespace collimate
