#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/model/fsrs.hpp"

namespace collimate {

/// One answer of a review history, as it comes: cards and days mixed.
struct Review {
    std::int64_t time_s = 0;           ///< when, seconds since 1970; only the order counts
    std::uint32_t card = 0;            ///< 0 to the number of cards - 1
    float elapsed_days = 0.0F;         ///< since the card's last review, 0 = the same day; not read on its first
    Rating rating = Rating::good;
};

/// Review histories, card by card and in order of time, split at a moment into what is fitted and what is held out.
/// A review is scored where it falls on a later day than the one before it.
struct ReviewLog {
    std::vector<std::uint32_t> start;      ///< of each card in the arrays below; one more closes the last
    std::vector<std::uint32_t> held_from;  ///< of each card: its first review held out
    std::vector<float> elapsed_days;
    std::vector<std::uint8_t> grade;  ///< 1 to 4
};

/// The first `train_fraction` (0 to 1) of all reviews by time are fitted, the rest held out. Ties keep their order.
/// Asserts card < cards.
[[nodiscard]] ReviewLog review_log(std::span<const Review> reviews, std::size_t cards, double train_fraction);

/// Which part of a log.
enum class LogPart { train, held_out };

/// Sum of -ln P over the scored reviews of a part.
struct LogLoss {
    double sum = 0.0;
    std::size_t reviews = 0;

    [[nodiscard]] double mean() const { return reviews == 0 ? 0.0 : sum / static_cast<double>(reviews); }
};

[[nodiscard]] LogLoss log_loss(const ReviewLog& log, LogPart part, const FsrsParameters& w);

/// The gradient of the loss of the fitted part by w0..w20.
[[nodiscard]] FsrsParameters loss_gradient(const ReviewLog& log, const FsrsParameters& w);

/// Lowest and highest value each parameter may take (fsrs-rs 6.5, src/parameter_clipper.rs).
[[nodiscard]] const FsrsParameters& least_fsrs();
[[nodiscard]] const FsrsParameters& most_fsrs();
/// As many numbers as there are parameters, each within its bounds.
[[nodiscard]] bool are_fsrs(std::span<const double> numbers);

/// Why a fit has the parameters it has.
enum class FitOutcome {
    fitted,
    too_few,     ///< fewer than eight scored reviews to fit: the usual ones
    unchecked,   ///< none held out to check against: the usual ones
    not_better,  ///< than the usual ones on what was held out: these
};

struct FsrsFit {
    FitOutcome outcome = FitOutcome::too_few;
    FsrsParameters parameters = default_fsrs();
    double share = 0.0;        ///< of the way from the usual ones to the estimate that was gone; 1: all
    LogLoss train;             ///< of `parameters`, on the reviews they come from
    LogLoss held_out;          ///< of the parameters fitted to the first part alone where those were better
    LogLoss default_train;     ///< of the usual ones
    LogLoss default_held_out;  ///< of the usual ones
};

/// Told the share done, 0 to 1, now and then; whether to go on.
using FitProgress = std::function<bool(double)>;

/// Which reviews the parameters come from, once the held-out ones have spoken for them.
enum class FitTo { train, all };

/// Maximum a posteriori estimate of the 21 parameters: log loss of the scored reviews plus a Gaussian prior around the
/// `usual` ones, the defaults or a class's (log-normal for w0..w3), as wide as the published spread over collections,
/// within the published bounds. Up to 20,000 reviews also under priors down to a quarter as wide; the estimates are
/// averaged by their evidence.
/// Fisher scoring with halved steps from exact first derivatives, first on an eighth of the cards where there are many.
/// Where the estimate does not beat the usual ones on the held-out reviews, half the way to it, a quarter, down to a
/// sixteenth; where none does, or that cannot be told, the usual ones. Asserts that these are within the bounds.
/// The same bits for any number of threads. Absent when `progress` said stop.
[[nodiscard]] std::optional<FsrsFit> fit_fsrs(const ReviewLog& log, FitTo to = FitTo::train,
                                              const FitProgress& progress = {},
                                              const FsrsParameters& usual = default_fsrs());

/// How fast a group of cards is forgotten beside what the parameters say of them.
struct ForgettingSpeed {
    std::size_t reviews = 0;  ///< scored
    double log_speed = 0.0;   ///< ln of the factor on elapsed time; 0 = as the parameters say
    double se = 0.0;
};

/// For every group the factor on elapsed time that makes its scored reviews, fitted and held out, likeliest, under a
/// N(0, 0.5^2) prior on its logarithm; histories run at the parameters' own speed. The standard error is that of
/// reviews clustered in cards (sandwich). `group_of_card` holds numbers below `groups`.
[[nodiscard]] std::vector<ForgettingSpeed> forgetting_speeds(const ReviewLog& log, const FsrsParameters& w,
                                                             std::span<const std::uint32_t> group_of_card,
                                                             std::size_t groups);

/// Two groups, the first forgotten faster than the second.
struct SpeedContrast {
    std::size_t fast = 0;
    std::size_t slow = 0;
    double log_ratio = 0.0;
    double margin = 0.0;  ///< half the 95 % interval that all pairs keep to at once (Bonferroni)

    [[nodiscard]] double ratio() const;  ///< how many times as fast
    [[nodiscard]] double ratio_low() const;
    [[nodiscard]] double ratio_high() const;
};

/// Scored reviews a group needs to be compared at all: below, the standard error itself is not to be relied on.
inline constexpr std::size_t least_compared = 50;

/// The pair told apart most surely, absent where none is: where no group differs a pair is named in at most 5 of 100
/// logs. The speeds are shrunk already, and their errors allow for reviews of one card going together.
[[nodiscard]] std::optional<SpeedContrast> clearest_contrast(std::span<const ForgettingSpeed> groups);

}  // namespace collimate
