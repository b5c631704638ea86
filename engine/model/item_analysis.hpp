#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/model/response_matrix.hpp"
#include "engine/model/statistic.hpp"

namespace collimate {

/// What an item offers: options 0 to `options` - 1, of which `keys` are right. `options` 0 where it has none or they
/// were not told; no cell of its column names an option beyond.
struct ItemOptions {
    int options = 0;
    std::vector<int> keys;
};

struct OptionAnalysis {
    std::optional<int> option;  ///< absent: no option chosen
    bool key = false;
    std::size_t chosen = 0;
    Statistic share;                                ///< of those who met the item, Wilson's limits
    std::optional<std::array<double, 3>> by_third;  ///< share among the lower, middle and upper third by ability
    Statistic point_biserial;                       ///< of choosing it with the rest score, Fisher's limits
    bool non_functioning = false;                   ///< a distractor whose share is below 5 %, upper limit included
};

/// Classical statistics of one item (psychometrics section 7). The rest score is that on the candidate's other items:
/// for each the response less the item's facility, on average, which for a common form is the usual item-rest score and
/// lets candidates who met different items be compared.
struct ItemAnalysis {
    std::size_t n = 0;
    Statistic facility;        ///< share right, Wilson's limits
    Statistic point_biserial;  ///< corrected: right with the rest score (Henrysson 1963), Fisher's limits
    Statistic
        discrimination_27;  ///< facility of the upper less that of the lower 27 % (Kelley 1939), Newcombe's limits
    std::vector<OptionAnalysis> options;   ///< in order, then those who chose none, where there are any
    bool negative_discrimination = false;  ///< the point-biserial's upper limit is below 0
    /// A distractor that goes with ability more than the key and is right itself with a chance of 0.2 or more, by the
    /// counts and correlations of all options: see key_doubt.hpp. Is the key right?
    std::optional<int> key_suspect;
    double key_doubt = 0.0;  ///< the chance of it; 0 without a suspect
};

/// Statistics of a form, over the candidates who met every item.
struct FormAnalysis {
    std::size_t n = 0;
    std::size_t items = 0;
    Statistic mean;  ///< of the raw score, Student's limits
    Statistic sd;
    Statistic kr20;         ///< Kuder and Richardson 1937, formula 20; limits by Feldt 1965
    Statistic sem;          ///< sd * sqrt(1 - KR-20)
    Statistic consistency;  ///< share who would be decided alike on a parallel form (Subkoviak 1976); needs a cut
    Statistic kappa;        ///< the same beyond chance
};

struct ResponseAnalysis {
    std::vector<ItemAnalysis> items;
    FormAnalysis form;
    /// Per candidate: average over the items met of the response less the item's facility; 0 for who met none.
    std::vector<double> ability;
};

/// Classical analysis of first exposures. `options` is empty or one an item. `cut`: least raw score that passes.
[[nodiscard]] ResponseAnalysis analyze_responses(const ResponseMatrix& matrix, std::span<const ItemOptions> options,
                                                 std::optional<int> cut = std::nullopt);

/// The form's part alone.
[[nodiscard]] FormAnalysis analyze_form(const ResponseMatrix& matrix, std::optional<int> cut = std::nullopt);

}  // namespace collimate
