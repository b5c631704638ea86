#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace collimate {

/// How often an option was chosen, and by whom.
struct ChosenOption {
    double n = 0.0;
    double point_biserial = 0.0;  ///< with the rest score
};

struct KeyDoubt {
    std::size_t option = 0;  ///< of the distractors that go with ability more than the key, the likeliest to be right
    double chance = 0.0;     ///< that it is, 0 to 1
};

/// Whether the key of an item with one right option may be another one, from all that the options' counts and
/// correlations say. Each option in turn is taken for the right one, chosen along a logistic curve over the rest score,
///     P(right | t) = 1 / (1 + exp(-a (t - b))),   t standardized, ln a ~ N(-0.1, 0.5^2), b ~ N(-0.6, 1),
/// so that it is usually chosen by two thirds, and more by the able; those who miss it choose among the others in
/// proportions that do not hang on ability, all proportions being alike likely beforehand. The marginal likelihoods
/// need only n, the number who chose an option and its correlation, for t taken as normal; they are summed over a grid
/// of a and b. Beforehand one key in fifty is wrong, each distractor alike likely to be the right one.
///
/// Why not a test of the two correlations alone: among 24 candidates Steiger's (1980, equation 14) at one-sided 5 %
/// finds .69 of wrong keys of questions that separate well and .39 of ordinary ones, this at a chance of 0.2 finds .98
/// and .85, with fewer false alarms (.14 against .21 an exam of 40 questions); `bench_key_doubt` shows it.
///
/// `n` candidates answered with a rest score. Absent where no distractor goes with ability more than the key.
[[nodiscard]] std::optional<KeyDoubt> doubt_of_key(std::span<const ChosenOption> options, std::size_t key, double n);

/// From here on a key is suspect: to check it costs a minute, to keep a wrong one costs candidates their points.
inline constexpr double suspect_chance = 0.2;

}  // namespace collimate
