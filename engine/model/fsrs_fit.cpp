#include "engine/model/fsrs_fit.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/model/fsrs_slope.hpp"
#include "engine/model/laplace.hpp"

namespace collimate {
namespace {

constexpr std::size_t parameters = fsrs_parameters;
constexpr std::size_t least_scored = 8;

/// How far from the least loss, of a whole log, a descent may end: the error of 21 estimates costs about ten nats anyway,
/// and where the log is long each step is dear.
double exact_nats(const ReviewLog& log) { return std::clamp(1e-5 * static_cast<double>(log.grade.size()), 0.1, 1.0); }

// ---- Posterior --------------------------------------------------------------------------------------------------------
// w0..w3 spread over orders of magnitude between people: their logarithms are what is fitted.

constexpr std::size_t logarithmic = 4;

/// Standard deviations of the parameters over collections (fsrs-rs 6.5, src/training.rs); those of w0..w3 turned into
/// the spread of a logarithm: with median m and standard deviation s, s^2 = m^2 (x - 1) x, x = e^(sigma^2).
const FsrsParameters& prior_spread() {
    static const FsrsParameters spread = [] {
        FsrsParameters s = {6.43, 9.66, 17.58, 27.85, 0.57, 0.28, 0.6,  0.12, 0.39, 0.18, 0.33,
                            0.3,  0.09, 0.16,  0.57,  0.25, 1.03, 0.31, 0.32, 0.14, 0.27};
        for (std::size_t i = 0; i < logarithmic; ++i) {
            const double ratio = s[i] / default_fsrs()[i];
            s[i] = std::sqrt(std::log(0.5 + std::sqrt(0.25 + ratio * ratio)));
        }
        return s;
    }();
    return spread;
}

FsrsParameters to_scale(FsrsParameters w) {
    for (std::size_t i = 0; i < logarithmic; ++i) w[i] = std::log(w[i]);
    return w;
}

FsrsParameters from_scale(FsrsParameters z) {
    for (std::size_t i = 0; i < logarithmic; ++i) z[i] = std::exp(z[i]);
    for (std::size_t i = 0; i < parameters; ++i) z[i] = std::clamp(z[i], least_fsrs()[i], most_fsrs()[i]);
    return z;
}

struct UsualPrior {
    FsrsParameters middle = to_scale(default_fsrs());
    double width = 1.0;  ///< as a share of the published spread
};

double prior_loss(const FsrsParameters& z, const UsualPrior& prior) {
    double sum = 0.0;
    for (std::size_t i = 0; i < parameters; ++i) sum += std::pow((z[i] - prior.middle[i]) / prior_spread()[i], 2);
    return 0.5 * sum / (prior.width * prior.width);
}

/// Turns slopes by w into slopes of the negative log posterior by the fitted scale; a sample of cards stands for all.
void to_posterior(Slope& slope, const FsrsParameters& z, const UsualPrior& prior, double prior_weight) {
    const FsrsParameters w = from_scale(z);
    for (std::size_t i = 0; i < parameters; ++i) {
        if (i < logarithmic) slope.gradient[i] *= w[i];
        for (std::size_t j = 0; j < parameters; ++j) {
            double& cell = slope.information[i * parameters + j];
            if (i < logarithmic) cell *= w[i];
            if (j < logarithmic) cell *= w[j];
        }
        const double precision = prior_weight / std::pow(prior.width * prior_spread()[i], 2);
        slope.gradient[i] += precision * (z[i] - prior.middle[i]);
        slope.information[i * parameters + i] += precision;
    }
}

/// Newton step with parameters that press against a bound held there. `drop`: the fall of the loss it promises.
struct Step {
    FsrsParameters by{};
    double drop = 0.0;
};

std::vector<std::size_t> free_parameters(const Slope& slope, const FsrsParameters& z) {
    const FsrsParameters low = to_scale(least_fsrs());
    const FsrsParameters high = to_scale(most_fsrs());
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < parameters; ++i)
        if (!(z[i] <= low[i] && slope.gradient[i] > 0.0) && !(z[i] >= high[i] && slope.gradient[i] < 0.0))
            free.push_back(i);
    return free;
}

Step newton_step(const Slope& slope, const std::vector<std::size_t>& free) {
    const std::size_t n = free.size();
    std::vector<double> factor(n * n);
    std::vector<double> x(n);
    for (std::size_t i = 0; i < n; ++i) {
        x[i] = -slope.gradient[free[i]];
        for (std::size_t j = 0; j <= i; ++j) factor[i * n + j] = slope.information[free[i] * parameters + free[j]];
    }
    Step step;
    if (!factorize(factor, n)) return step;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < i; ++j) x[i] -= factor[i * n + j] * x[j];
        x[i] /= factor[i * n + i];
        step.drop += 0.5 * x[i] * x[i];
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t j = i + 1; j < n; ++j) x[i] -= factor[j * n + i] * x[j];
        x[i] /= factor[i * n + i];
        step.by[free[i]] = x[i];
    }
    return step;
}

FsrsParameters moved(const FsrsParameters& z, const Step& step, double length) {
    const FsrsParameters low = to_scale(least_fsrs());
    const FsrsParameters high = to_scale(most_fsrs());
    FsrsParameters to = z;
    for (std::size_t i = 0; i < parameters; ++i) to[i] = std::clamp(z[i] + length * step.by[i], low[i], high[i]);
    return to;
}

/// Says how far the work is and asks whether to go on.
class Watch {
public:
    Watch(const FitProgress& progress, double passes) : progress_(progress), passes_(passes) {}

    [[nodiscard]] bool go_on(double pass) {
        done_ += pass;
        return !progress_ || progress_(done_ / (done_ + passes_));
    }

private:
    const FitProgress& progress_;
    double passes_;
    double done_ = 0.0;
};

/// What is known of a point: its losses and slopes.
struct Surveyed {
    FsrsParameters z{};
    PartSlopes slopes;
};

/// Whether a step that promised `drop` nats and gave `fall` ended within `tolerance` of the least. What it missed by is
/// the drop times the error of the information along the way; the second step would win about that error squared.
bool arrived(double drop, double fall, double tolerance) {
    const double missed = std::abs(fall - drop);
    return missed < tolerance || (missed < 0.1 * drop && 4.0 * missed * missed < tolerance * drop);
}

/// Descends on the fitted reviews, or on all.
class Descent {
public:
    Descent(const CardBatches& cards, FitTo to, const UsualPrior& prior, Watch& watch)
        : cards_(cards), to_(to), prior_(prior), watch_(watch) {}

    /// From `z`, on every `stride`-th batch of cards, until a step promises less than `tolerance` nats or did what it
    /// promised. `z` ends where the losses told are; absent when told to stop. `known` is where slopes were last taken,
    /// and where the descent begins, in place of `z`, when it holds something.
    std::optional<PartLosses> run(std::size_t stride, double tolerance, FsrsParameters& z,
                                  std::optional<Surveyed>& known) const {
        constexpr int step_limit = 30;
        const double weight = 1.0 / static_cast<double>(stride);
        // A sample of the cards only leads to where all are measured, and there both parts are wanted.
        const Scope measured = stride == 1 ? Scope::all : Scope::train;
        PartLosses here;
        for (int taken = 0; taken < step_limit; ++taken) {
            if (taken > 0 || !known) known = Surveyed{z, slopes_of(cards_, from_scale(z), measured, stride)};
            z = known->z;
            if (!watch_.go_on(weight)) return {};
            here = {.train = known->slopes.train.loss, .held_out = known->slopes.held_out.loss};
            Slope slope = to_ == FitTo::all ? known->slopes.both() : known->slopes.train;
            to_posterior(slope, z, prior_, weight);
            const Step step = newton_step(slope, free_parameters(slope, z));
            if (step.drop < tolerance) return here;
            const double before = posterior(here, z, weight);
            const auto measure = [&](const FsrsParameters& at) {
                return losses_of(cards_, from_scale(at), measured, stride);
            };
            const auto [to, there] = shortened(step, z, before, weight, measure);
            const double after = posterior(there, to, weight);
            if (after >= before) return here;
            z = to;
            here = there;
            if (arrived(step.drop, before - after, tolerance)) return here;
        }
        return here;
    }

private:
    [[nodiscard]] double posterior(const PartLosses& loss, const FsrsParameters& z, double weight) const {
        return (to_ == FitTo::all ? loss.both() : loss.train).sum + prior_loss(z, prior_) * weight;
    }

    /// The step, halved until it leads down.
    template <class Measure>
    [[nodiscard]] std::pair<FsrsParameters, PartLosses> shortened(const Step& step, const FsrsParameters& z,
                                                                  double before, double weight,
                                                                  const Measure& measure) const {
        constexpr int halving_limit = 8;
        double length = 1.0;
        FsrsParameters to = moved(z, step, length);
        PartLosses there = measure(to);
        for (int halved = 0; posterior(there, to, weight) > before && halved < halving_limit; ++halved) {
            length *= 0.5;
            to = moved(z, step, length);
            there = measure(to);
        }
        return {to, there};
    }

    const CardBatches& cards_;
    FitTo to_;
    UsualPrior prior_;
    Watch& watch_;
};

/// An estimate from the fitted reviews, its prior, and what is known of it.
struct Estimate {
    FsrsParameters z{};
    UsualPrior prior;
    PartLosses losses;
    std::optional<Surveyed> known;
};

/// Sampling eight times fewer cards first leaves one or two steps on all of them: one Newton step from an estimate
/// with an error of order n^-1/2 is as efficient as the optimum (Le Cam's one-step estimator).
std::optional<Estimate> estimate_in_stages(const ReviewLog& log, const CardBatches& cards, const UsualPrior& prior,
                                           Watch& watch) {
    constexpr std::size_t smallest_sample = 12000;
    Estimate estimate = {.z = prior.middle, .prior = prior};
    const Descent descent(cards, FitTo::train, prior, watch);
    std::size_t stride = 1;
    while (log.grade.size() / (8 * stride) >= smallest_sample && cards.batches.size() / (8 * stride) >= 64) stride *= 8;
    for (; stride > 1; stride /= 8) {
        std::optional<Surveyed> sampled;
        if (!descent.run(stride, 0.5, estimate.z, sampled)) return {};
    }
    const auto reached = descent.run(1, exact_nats(log), estimate.z, estimate.known);
    if (!reached) return {};
    estimate.losses = *reached;
    return estimate;
}

/// ln of the probability of the fitted reviews under a prior of the estimate's width, but for a constant (Laplace's
/// approximation at the mode: MacKay, Information Theory, Inference, and Learning Algorithms, 2003, section 28.1).
double log_evidence(const CardBatches& cards, const Estimate& estimate) {
    Slope slope = slopes_of(cards, from_scale(estimate.z), Scope::train).train;
    to_posterior(slope, estimate.z, estimate.prior, 1.0);
    if (!factorize(slope.information, parameters)) return std::numeric_limits<double>::lowest();
    double evidence = -slope.loss.sum - prior_loss(estimate.z, estimate.prior);
    for (std::size_t i = 0; i < parameters; ++i)
        evidence -= std::log(slope.information[i * parameters + i] * estimate.prior.width);
    return evidence;
}

/// Mean of estimates, and of the logarithms of their widths, each as probable as its evidence says.
Estimate averaged(const CardBatches& cards, const std::vector<Estimate>& estimates) {
    std::vector<double> probability;
    for (const Estimate& each : estimates) probability.push_back(log_evidence(cards, each));
    const double highest = *std::max_element(probability.begin(), probability.end());
    double total = 0.0;
    for (double& p : probability) p = std::exp(p - highest), total += p;
    Estimate mean{.prior = estimates.front().prior};
    double log_width = 0.0;
    for (std::size_t i = 0; i < estimates.size(); ++i) {
        const double p = probability[i] / total;
        log_width += p * std::log(estimates[i].prior.width);
        for (std::size_t k = 0; k < parameters; ++k) mean.z[k] += p * estimates[i].z[k];
    }
    mean.prior.width = std::exp(log_width);
    mean.losses = losses_of(cards, from_scale(mean.z), Scope::all);
    return mean;
}

/// Where the log is short, how far from the usual somebody is likely to be is read from the log itself: the prior is
/// tried narrower too (empirical Bayes). A long log outweighs any of these priors.
std::optional<Estimate> estimate_of(const ReviewLog& log, const CardBatches& cards, const UsualPrior& prior,
                                    Watch& watch) {
    constexpr std::size_t most_reviews = 20'000;
    std::optional<Estimate> widest = estimate_in_stages(log, cards, prior, watch);
    if (!widest || log.grade.size() > most_reviews) return widest;
    std::vector<Estimate> estimates = {*widest};
    for (const double width : {0.7, 0.5, 0.35, 0.25}) {
        Estimate narrower = {.z = estimates.back().z, .prior = {.middle = prior.middle, .width = width}};
        const auto reached =
            Descent(cards, FitTo::train, narrower.prior, watch).run(1, exact_nats(log), narrower.z, narrower.known);
        if (!reached) return {};
        estimates.push_back(narrower);
    }
    return averaged(cards, estimates);
}

FsrsFit usual_fit(const CardBatches& cards, const FsrsParameters& usual) {
    const auto [train, held_out] = losses_of(cards, usual, Scope::all);
    return {.outcome = train.reviews < least_scored ? FitOutcome::too_few : FitOutcome::unchecked,
            .parameters = usual,
            .train = train,
            .held_out = held_out,
            .default_train = train,
            .default_held_out = held_out};
}

/// A share of the way from the usual parameters to `z`, all on the fitted scale.
FsrsParameters towards(FsrsParameters at, const FsrsParameters& z, double share) {
    for (std::size_t i = 0; i < parameters; ++i) at[i] += share * (z[i] - at[i]);
    return at;
}

struct Way {
    double share = 0.0;
    LogLoss held_out;
};

/// How far to go from the usual parameters to the estimate: all the way, or half, a quarter, ... of it, the first that
/// beats the usual ones on the held-out reviews. On short logs these few reviews often speak against a good estimate by
/// chance, and part of the way keeps part of what it gains.
std::optional<Way> way_to_go(const CardBatches& cards, const Estimate& estimate, const LogLoss& of_usual) {
    constexpr double shortest = 1.0 / 16.0;
    const LogLoss& of_estimate = estimate.losses.held_out;
    if (of_estimate.sum < of_usual.sum) return Way{.share = 1.0, .held_out = of_estimate};
    for (double share = 0.5; share >= shortest; share *= 0.5) {
        const FsrsParameters at = towards(estimate.prior.middle, estimate.z, share);
        const LogLoss held_out = losses_of(cards, from_scale(at), Scope::held_out).held_out;
        if (held_out.sum < of_usual.sum) return Way{.share = share, .held_out = held_out};
    }
    return {};
}

}  // namespace

const FsrsParameters& least_fsrs() {
    static constexpr FsrsParameters least = {0.001, 0.001, 0.001, 0.001, 1.0, 0.001, 0.001, 0.001, 0.0, 0.0, 0.001,
                                             0.001, 0.001, 0.001, 0.0,   0.0, 1.0,   0.0,   0.0,   0.01, 0.1};
    return least;
}

const FsrsParameters& most_fsrs() {
    static constexpr FsrsParameters most = {100.0, 100.0, 100.0, 100.0, 10.0, 4.0, 4.0, 0.75, 4.5, 0.8, 3.5,
                                            5.0,   0.25,  0.9,   4.0,   1.0,  6.0, 2.0, 2.0,  0.8, 0.8};
    return most;
}

bool are_fsrs(std::span<const double> numbers) {
    if (numbers.size() != parameters) return false;
    for (std::size_t i = 0; i < parameters; ++i)
        if (!(numbers[i] >= least_fsrs()[i] && numbers[i] <= most_fsrs()[i])) return false;
    return true;
}

LogLoss log_loss(const ReviewLog& log, LogPart part, const FsrsParameters& w) {
    const CardBatches cards = batches_of(log);
    return part == LogPart::train ? losses_of(cards, w, Scope::train).train
                                  : losses_of(cards, w, Scope::held_out).held_out;
}

FsrsParameters loss_gradient(const ReviewLog& log, const FsrsParameters& w) {
    return slopes_of(batches_of(log), w, Scope::train).train.gradient;
}

std::optional<FsrsFit> fit_fsrs(const ReviewLog& log, FitTo to, const FitProgress& progress,
                                const FsrsParameters& usual) {
    assert(are_fsrs(usual));
    Watch watch(progress, to == FitTo::all ? 3.0 : 2.0);
    const CardBatches cards = batches_of(log);
    FsrsFit fit = usual_fit(cards, usual);
    if (!watch.go_on(0.5)) return {};
    if (fit.train.reviews < least_scored || fit.held_out.reviews == 0) return fit;
    std::optional<Estimate> estimate = estimate_of(log, cards, {.middle = to_scale(usual)}, watch);
    if (!estimate) return {};
    const auto way = way_to_go(cards, *estimate, fit.default_held_out);
    if (!way) {
        fit.outcome = FitOutcome::not_better;
        return fit;
    }
    std::optional<PartLosses> reached = estimate->losses;
    // Where slopes were last taken those of all reviews are known too, and one step from there is most of the way.
    if (to == FitTo::all)
        reached = Descent(cards, to, estimate->prior, watch).run(1, exact_nats(log), estimate->z, estimate->known);
    if (!reached) return {};
    fit.outcome = FitOutcome::fitted;
    fit.parameters = from_scale(towards(estimate->prior.middle, estimate->z, way->share));
    fit.share = way->share;
    fit.held_out = way->held_out;
    if (way->share < 1.0) reached = losses_of(cards, fit.parameters, Scope::all);
    fit.train = to == FitTo::all ? reached->both() : reached->train;
    if (progress) progress(1.0);
    return fit;
}

}  // namespace collimate
