#include "engine/model/fsrs_fit.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "engine/base/parallel.hpp"
#include "engine/model/laplace.hpp"

namespace collimate {
namespace {

constexpr std::size_t parameters = 21;
constexpr std::size_t chunk_reviews = 8192;  // fixed, so that sums do not depend on the number of threads
constexpr double lowest_stability = 0.001;
constexpr double highest_stability = 36500.0;
constexpr double least_chance = 1e-9;
constexpr std::size_t least_scored = 8;

/// How far from the least loss, of a whole log, a descent may end: the error of 21 estimates costs about ten nats anyway,
/// and where the log is long each step is dear.
double exact_nats(const ReviewLog& log) { return std::clamp(1e-5 * static_cast<double>(log.grade.size()), 0.1, 1.0); }

// ---- Sensitivities ----------------------------------------------------------------------------------------------------
// A card knows only one of w0..w3, that of its first grade, so its stability depends on 18 numbers: slot 0 is that one,
// slot i - 3 is w_i for i >= 4. Its difficulty depends on w4..w7 alone.

constexpr std::size_t slots = 18;
constexpr std::size_t slot(std::size_t parameter) { return parameter - 3; }
using Slots = std::array<double, slots>;

/// What does not change from review to review.
struct Constants {
    explicit Constants(const FsrsParameters& parameters_)
        : w(parameters_),
          factor(std::expm1(-std::log(0.9) / w[20])),
          factor_by_w20((factor + 1.0) * std::log(0.9) / (w[20] * w[20])),
          gain(std::exp(w[8])),
          easy_difficulty(w[4] - std::exp(3.0 * w[5]) + 1.0),
          easy_difficulty_by_w5(-3.0 * std::exp(3.0 * w[5])),
          lapse_cap(std::exp(-w[17] * w[18])) {}

    FsrsParameters w;
    double factor;
    double factor_by_w20;
    double gain;
    double easy_difficulty;
    double easy_difficulty_by_w5;
    double lapse_cap;
};

struct Recall {
    double chance = 1.0;
    double by_stability = 0.0;
    double by_w20 = 0.0;
};

Recall recall(const Constants& c, double days, double stability) {
    const double decay = c.w[20];
    const double x = c.factor * days / stability;
    const double logarithm = std::log1p(x);
    const double chance = std::exp(-decay * logarithm);
    const double slope = decay * chance * x / (1.0 + x);
    return {.chance = chance,
            .by_stability = slope / stability,
            .by_w20 = -chance * (logarithm + decay * days / stability * c.factor_by_w20 / (1.0 + x))};
}

/// A card's memory; its derivatives where `with_gradient`.
template <bool with_gradient>
struct Course {
    double stability = 0.0;
    double difficulty = 0.0;
    Slots by{};                         ///< of the stability
    std::array<double, 4> hardness{};  ///< of the difficulty, by w4..w7

    void begin(const Constants& c, int grade) {
        stability = c.w[static_cast<std::size_t>(grade - 1)];
        const double power = std::exp(c.w[5] * (grade - 1));
        difficulty = c.w[4] - power + 1.0;
        if constexpr (with_gradient) {
            by.fill(0.0);
            by[0] = 1.0;
            hardness = {1.0, -(grade - 1) * power, 0.0, 0.0};
        }
        clamp_difficulty();
    }

    void review(const Constants& c, double days, int grade, const Recall& r) {
        if (days <= 0.0)
            same_day(c, grade);
        else if (grade == 1)
            lapse(c, r);
        else
            success(c, grade, r);
        if (stability < lowest_stability || stability > highest_stability) {
            stability = std::clamp(stability, lowest_stability, highest_stability);
            by.fill(0.0);
        }
        change_difficulty(c, grade);
    }

private:
    void clamp_difficulty() {
        if (difficulty >= 1.0 && difficulty <= 10.0) return;
        difficulty = std::clamp(difficulty, 1.0, 10.0);
        hardness.fill(0.0);
    }

    void change_difficulty(const Constants& c, int grade) {
        const double rise = c.w[6] * (grade - 3) / 9.0;
        const double damped = difficulty - rise * (10.0 - difficulty);
        if constexpr (with_gradient) {
            const double kept = 1.0 - c.w[7];
            for (double& h : hardness) h *= kept * (1.0 + rise);
            hardness[0] += c.w[7];
            hardness[1] += c.w[7] * c.easy_difficulty_by_w5;
            hardness[2] -= kept * (grade - 3) / 9.0 * (10.0 - difficulty);
            hardness[3] += c.easy_difficulty - damped;
        }
        difficulty = c.w[7] * (c.easy_difficulty - damped) + damped;
        clamp_difficulty();
    }

    /// Chain rule: new stability by old stability, by difficulty and by w20 through the recall.
    void carry(double by_stability, double by_difficulty, double by_w20) {
        for (double& s : by) s *= by_stability;
        for (std::size_t i = 0; i < hardness.size(); ++i) by[slot(4) + i] += by_difficulty * hardness[i];
        by[slot(20)] += by_w20;
    }

    void success(const Constants& c, int grade, const Recall& r) {
        const double s = stability;
        const double log_s = std::log(s);
        const double grown = std::expm1(c.w[10] * (1.0 - r.chance));
        const double base = c.gain * (11.0 - difficulty) * std::exp(-c.w[9] * log_s);
        const double bonus = grade == 2 ? c.w[15] : grade == 4 ? c.w[16] : 1.0;
        const double rise = base * grown * bonus;
        stability = s * (1.0 + rise);
        if constexpr (with_gradient) {
            const double by_chance = -s * c.w[10] * (grown + 1.0) * base * bonus;
            carry(1.0 + rise - c.w[9] * rise + by_chance * r.by_stability, -s * rise / (11.0 - difficulty),
                  by_chance * r.by_w20);
            by[slot(8)] += s * rise;
            by[slot(9)] -= s * rise * log_s;
            by[slot(10)] += s * base * bonus * (grown + 1.0) * (1.0 - r.chance);
            if (grade == 2) by[slot(15)] += s * base * grown;
            if (grade == 4) by[slot(16)] += s * base * grown;
        }
    }

    void lapse(const Constants& c, const Recall& r) {
        const double s = stability;
        const double log_d = std::log(difficulty);
        const double log_s = std::log(s + 1.0);
        const double power = std::exp(c.w[13] * log_s);
        const double scale = c.w[11] * std::exp(c.w[14] * (1.0 - r.chance) - c.w[12] * log_d);
        const double left = scale * (power - 1.0);
        if (left >= s * c.lapse_cap) {
            stability = s * c.lapse_cap;
            if constexpr (with_gradient) {
                carry(c.lapse_cap, 0.0, 0.0);
                by[slot(17)] -= c.w[18] * stability;
                by[slot(18)] -= c.w[17] * stability;
            }
            return;
        }
        stability = left;
        if constexpr (with_gradient) {
            const double by_chance = -c.w[14] * left;
            carry(scale * c.w[13] * power / (s + 1.0) + by_chance * r.by_stability, -c.w[12] * left / difficulty,
                  by_chance * r.by_w20);
            by[slot(11)] += left / c.w[11];
            by[slot(12)] -= left * log_d;
            by[slot(13)] += scale * power * log_s;
            by[slot(14)] += left * (1.0 - r.chance);
        }
    }

    void same_day(const Constants& c, int grade) {
        const double log_s = std::log(stability);
        const double increase = std::exp(c.w[17] * (grade - 3 + c.w[18]) - c.w[19] * log_s);
        if (grade >= 2 && increase < 1.0) return;
        stability *= increase;
        if constexpr (with_gradient) {
            carry(increase * (1.0 - c.w[19]), 0.0, 0.0);
            by[slot(17)] += stability * (grade - 3 + c.w[18]);
            by[slot(18)] += stability * c.w[17];
            by[slot(19)] -= stability * log_s;
        }
    }
};

/// Loss, gradient and expected information of some cards. The information's lower triangle, and more, is filled.
struct Sums {
    LogLoss train;
    LogLoss held_out;
    std::array<Slots, 4> gradient{};
    std::array<std::array<Slots, slots>, 4> information{};
};

/// Adds weight * d d^T, for the rows i and columns up to i at least.
void add_square(std::array<Slots, slots>& sum, const Slots& d, double weight) {
    constexpr std::size_t half = 10;  // constant and even, so that the columns are added two by two
    for (std::size_t i = 0; i < half; ++i) {
        if (d[i] == 0.0) continue;
        const double by = weight * d[i];
        for (std::size_t j = 0; j < half; ++j) sum[i][j] += by * d[j];
    }
    for (std::size_t i = half; i < slots; ++i) {
        if (d[i] == 0.0) continue;
        const double by = weight * d[i];
        for (std::size_t j = 0; j < slots; ++j) sum[i][j] += by * d[j];
    }
}

template <bool with_gradient>
void add_review(const Course<with_gradient>& course, const Recall& r, int grade, std::size_t first, LogLoss& loss,
                Sums& sums) {
    const bool right = grade > 1;
    const double chance = std::clamp(r.chance, least_chance, 1.0 - least_chance);
    loss.sum -= right ? std::log(chance) : std::log1p(-chance);
    ++loss.reviews;
    if constexpr (with_gradient) {
        Slots by = course.by;
        for (double& b : by) b *= r.by_stability;
        by[slot(20)] += r.by_w20;
        const double slope = right ? -1.0 / chance : 1.0 / (1.0 - chance);
        for (std::size_t i = 0; i < slots; ++i) sums.gradient[first][i] += slope * by[i];
        add_square(sums.information[first], by, 1.0 / (chance * (1.0 - chance)));
    }
}

/// Which reviews of a card count.
enum class Scope { train, held_out, all };

template <bool with_gradient>
void add_card(const Constants& c, const ReviewLog& log, std::size_t card, Scope scope, Sums& sums) {
    const std::size_t from = log.start[card];
    const std::size_t held = log.held_from[card];
    const std::size_t end = scope == Scope::train ? held : log.start[card + 1];
    const std::size_t scored_from = scope == Scope::held_out ? held : from;
    if (from >= end) return;
    Course<with_gradient> course;
    course.begin(c, log.grade[from]);
    const std::size_t first = static_cast<std::size_t>(log.grade[from] - 1);
    for (std::size_t i = from + 1; i < end; ++i) {
        const double days = static_cast<double>(log.elapsed_days[i]);
        const int grade = log.grade[i];
        const Recall r = days > 0.0 ? recall(c, days, course.stability) : Recall{};
        if (days > 0.0 && i >= scored_from) add_review(course, r, grade, first, i < held ? sums.train : sums.held_out, sums);
        if (i + 1 < end) course.review(c, days, grade, r);
    }
}

/// First card of each stretch of about `chunk_reviews` reviews, and the number of cards.
std::vector<std::size_t> chunks_of(const ReviewLog& log) {
    std::vector<std::size_t> bounds = {0};
    const std::size_t cards = log.held_from.size();
    for (std::size_t card = 1; card < cards; ++card)
        if (log.start[card] - log.start[bounds.back()] >= chunk_reviews) bounds.push_back(card);
    bounds.push_back(cards);
    return bounds;
}

/// Every `stride`-th card.
template <bool with_gradient>
std::vector<Sums> pass(const ReviewLog& log, const FsrsParameters& w, Scope scope, std::size_t stride) {
    const Constants c(w);
    const std::vector<std::size_t> bounds = chunks_of(log);
    std::vector<Sums> sums(bounds.size() - 1);
    for_each_index(sums.size(), [&](std::size_t chunk) {
        Sums own;
        for (std::size_t card = (bounds[chunk] + stride - 1) / stride * stride; card < bounds[chunk + 1]; card += stride)
            add_card<with_gradient>(c, log, card, scope, own);
        sums[chunk] = own;
    });
    return sums;
}

void add(LogLoss& loss, const LogLoss& part) {
    loss.sum += part.sum;
    loss.reviews += part.reviews;
}

LogLoss loss_of(const ReviewLog& log, const FsrsParameters& w, Scope scope, std::size_t stride = 1) {
    LogLoss loss;
    for (const Sums& part : pass<false>(log, w, scope, stride)) {
        add(loss, part.train);
        add(loss, part.held_out);
    }
    return loss;
}

/// Loss with gradient and expected information (row-major, 21 x 21, lower triangle) by w0..w20.
struct Slope {
    LogLoss loss;
    FsrsParameters gradient{};
    std::array<double, parameters * parameters> information{};
};

Slope slope_of(const ReviewLog& log, const FsrsParameters& w, Scope scope, std::size_t stride) {
    Slope slope;
    for (const Sums& part : pass<true>(log, w, scope, stride)) {
        add(slope.loss, part.train);
        add(slope.loss, part.held_out);
        for (std::size_t first = 0; first < 4; ++first)
            for (std::size_t i = 0; i < slots; ++i) {
                const std::size_t row = i == 0 ? first : i + 3;
                slope.gradient[row] += part.gradient[first][i];
                for (std::size_t j = 0; j <= i; ++j)
                    slope.information[row * parameters + (j == 0 ? first : j + 3)] += part.information[first][i][j];
            }
    }
    return slope;
}

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

double prior_loss(const FsrsParameters& z) {
    const FsrsParameters middle = to_scale(default_fsrs());
    double sum = 0.0;
    for (std::size_t i = 0; i < parameters; ++i) sum += std::pow((z[i] - middle[i]) / prior_spread()[i], 2);
    return 0.5 * sum;
}

/// Turns slopes by w into slopes of the negative log posterior by the fitted scale; a sample of cards stands for all.
void to_posterior(Slope& slope, const FsrsParameters& z, double prior_weight) {
    const FsrsParameters w = from_scale(z);
    const FsrsParameters middle = to_scale(default_fsrs());
    for (std::size_t i = 0; i < parameters; ++i) {
        if (i < logarithmic) slope.gradient[i] *= w[i];
        for (std::size_t j = 0; j < parameters; ++j) {
            double& cell = slope.information[i * parameters + j];
            if (i < logarithmic) cell *= w[i];
            if (j < logarithmic) cell *= w[j];
        }
        const double precision = prior_weight / (prior_spread()[i] * prior_spread()[i]);
        slope.gradient[i] += precision * (z[i] - middle[i]);
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

/// Descends from `z` on every `stride`-th card until a step promises less than `tolerance` nats, or did what it
/// promised to within it. The loss at the end; absent when told to stop.
std::optional<LogLoss> descend(const ReviewLog& log, Scope scope, std::size_t stride, double tolerance,
                               FsrsParameters& z, Watch& watch) {
    constexpr int step_limit = 30;
    constexpr int halving_limit = 8;
    const double weight = 1.0 / static_cast<double>(stride);
    const auto posterior = [&](const LogLoss& loss, const FsrsParameters& at) {
        return loss.sum + prior_loss(at) * weight;
    };
    LogLoss here;
    for (int taken = 0; taken < step_limit; ++taken) {
        Slope slope = slope_of(log, from_scale(z), scope, stride);
        if (!watch.go_on(weight)) return {};
        here = slope.loss;
        to_posterior(slope, z, weight);
        const Step step = newton_step(slope, free_parameters(slope, z));
        if (step.drop < tolerance) return here;
        const double before = posterior(here, z);
        double length = 1.0;
        FsrsParameters to = moved(z, step, length);
        LogLoss there = loss_of(log, from_scale(to), scope, stride);
        for (int halved = 0; posterior(there, to) > before && halved < halving_limit; ++halved) {
            length *= 0.5;
            to = moved(z, step, length);
            there = loss_of(log, from_scale(to), scope, stride);
        }
        const double after = posterior(there, to);
        if (after >= before) return here;
        z = to;
        here = there;
        if (std::abs(before - after - step.drop) < tolerance) return here;
    }
    return here;
}

/// Sampling eight times fewer cards first leaves one or two steps on all of them: one Newton step from an estimate
/// with an error of order n^-1/2 is as efficient as the optimum (Le Cam's one-step estimator).
std::optional<LogLoss> descend_in_stages(const ReviewLog& log, Scope scope, FsrsParameters& z, Watch& watch) {
    constexpr std::size_t smallest_sample = 12000;
    std::size_t stride = 1;
    while (log.grade.size() / (8 * stride) >= smallest_sample && log.held_from.size() / (8 * stride) >= 500)
        stride *= 8;
    for (; stride > 1; stride /= 8)
        if (!descend(log, scope, stride, 0.5, z, watch)) return {};
    return descend(log, scope, 1, exact_nats(log), z, watch);
}

FsrsFit defaults_of(const ReviewLog& log) {
    LogLoss train;
    LogLoss held_out;
    for (const Sums& part : pass<false>(log, default_fsrs(), Scope::all, 1)) {
        add(train, part.train);
        add(held_out, part.held_out);
    }
    return {.outcome = train.reviews < least_scored ? FitOutcome::too_few : FitOutcome::unchecked,
            .train = train,
            .held_out = held_out,
            .default_train = train,
            .default_held_out = held_out};
}

/// A share of the way from the defaults to `z`, on the fitted scale.
FsrsParameters towards(const FsrsParameters& z, double share) {
    FsrsParameters at = to_scale(default_fsrs());
    for (std::size_t i = 0; i < parameters; ++i) at[i] += share * (z[i] - at[i]);
    return at;
}

struct Way {
    double share = 0.0;
    LogLoss held_out;
};

/// How far to go from the defaults to the estimate: all the way, or half, a quarter, ... of it, the first that beats the
/// defaults on the held-out reviews. On short logs these few reviews often speak against a good estimate by chance, and
/// part of the way keeps part of what it gains.
std::optional<Way> way_to_go(const ReviewLog& log, const FsrsParameters& z, const LogLoss& of_defaults) {
    constexpr double shortest = 1.0 / 16.0;
    for (double share = 1.0; share >= shortest; share *= 0.5) {
        const LogLoss held_out = loss_of(log, from_scale(towards(z, share)), Scope::held_out);
        if (held_out.sum < of_defaults.sum) return Way{.share = share, .held_out = held_out};
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

LogLoss log_loss(const ReviewLog& log, LogPart part, const FsrsParameters& w) {
    return loss_of(log, w, part == LogPart::train ? Scope::train : Scope::held_out);
}

FsrsParameters loss_gradient(const ReviewLog& log, const FsrsParameters& w) {
    return slope_of(log, w, Scope::train, 1).gradient;
}

std::optional<FsrsFit> fit_fsrs(const ReviewLog& log, FitTo to, const FitProgress& progress) {
    Watch watch(progress, to == FitTo::all ? 4.0 : 2.0);
    FsrsFit fit = defaults_of(log);
    if (!watch.go_on(0.5)) return {};
    if (fit.train.reviews < least_scored || fit.held_out.reviews == 0) return fit;
    FsrsParameters z = to_scale(default_fsrs());
    auto reached = descend_in_stages(log, Scope::train, z, watch);
    if (!reached) return {};
    const auto way = way_to_go(log, z, fit.default_held_out);
    if (!way) {
        fit.outcome = FitOutcome::not_better;
        return fit;
    }
    if (to == FitTo::all) reached = descend(log, Scope::all, 1, exact_nats(log), z, watch);
    if (!reached) return {};
    fit.outcome = FitOutcome::fitted;
    fit.parameters = from_scale(towards(z, way->share));
    fit.share = way->share;
    fit.held_out = way->held_out;
    fit.train =
        way->share == 1.0 ? *reached : loss_of(log, fit.parameters, to == FitTo::all ? Scope::all : Scope::train);
    if (progress) progress(1.0);
    return fit;
}

}  // namespace collimate
