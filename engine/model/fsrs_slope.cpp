#include "engine/model/fsrs_slope.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/parallel.hpp"
#include "engine/model/lanes.hpp"

namespace collimate {
namespace {

constexpr std::size_t chunk_reviews = 16'384;   // fixed, so that sums do not depend on the number of threads
constexpr std::size_t informing_reviews = 25'000;
constexpr double lowest_stability = 0.001;
constexpr double highest_stability = 36500.0;
constexpr double least_chance = 1e-9;
constexpr std::uint32_t rows_multiplied = 16;  // chances of so many reviews do not underflow

// ---- Sensitivities ----------------------------------------------------------------------------------------------------
// A card knows only one of w0..w3, that of its first grade, so its stability depends on 18 numbers: slot 0 is that one,
// slot i - 3 is w_i for i >= 4. Its difficulty depends on w4..w7 alone.

constexpr std::size_t slots = 18;
constexpr std::size_t pairs = slots * (slots + 1) / 2;
constexpr std::size_t slot(std::size_t parameter) { return parameter - 3; }

/// What does not change from review to review.
struct Constants {
    explicit Constants(const FsrsParameters& parameters)
        : w(parameters),
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
    Lanes chance;
    Lanes by_stability;
    Lanes by_w20;
};

[[gnu::always_inline]] inline Recall recall(const Constants& c, const Lanes& days, const Lanes& stability) {
    const double decay = c.w[20];
    const Lanes age = days / stability;
    const Lanes x = c.factor * age;
    const Lanes more = 1.0 + x;
    const Lanes logarithm = log_of(more);
    const Lanes chance = exp_of(-decay * logarithm);
    const Lanes slope = decay * chance / more;
    return {.chance = chance,
            .by_stability = slope * x / stability,
            .by_w20 = -(chance * logarithm) - slope * age * c.factor_by_w20};
}

/// What a review of each card was, and what both its stability and the derivatives are made of.
struct Terms {
    Truth success, hard, easy;
    Truth uncapped, capped;  ///< lapses
    Truth today;             ///< of the same day, unless a pass that would lower the stability: then nothing changes
    Lanes log_s;             ///< of a lapse ln(stability + 1), else ln(stability)
    Lanes log_d;
    Lanes forgotten;  ///< 1 - recall
    Lanes pressed;    ///< what w17 weighs on the same day
    Lanes power;      ///< of the stability
    Lanes grown;      ///< the exponential of the rest
    Lanes room;       ///< 11 - difficulty
    Lanes base;       ///< of a success: its rise but for the exponential and the bonus
    Lanes bonus;
    Lanes rise;
    Lanes scale;  ///< of a lapse: what is left but for the power
    Lanes left;
};

[[gnu::always_inline]] inline Terms terms_of(const Constants& c, const Lanes& days, const Lanes& grade, const Lanes& s,
                                             const Lanes& difficulty, const Lanes& chance) {
    Terms t;
    const Truth later = 0.0 < days;
    const Truth passed = 1.5 < grade;
    const Truth lapse = later & ~passed;
    t.success = later & passed;
    t.hard = t.success & (grade < 2.5);
    t.easy = t.success & (3.5 < grade);
    t.log_s = log_of(choose(lapse, s + 1.0, s));
    t.log_d = log_of(difficulty);
    t.forgotten = 1.0 - chance;
    t.pressed = grade - 3.0 + c.w[18];
    t.power = exp_of(choose(lapse, c.w[13] * t.log_s, -c.w[9] * t.log_s));
    t.grown = exp_of(choose(t.success, c.w[10] * t.forgotten,
                            choose(lapse, c.w[14] * t.forgotten - c.w[12] * t.log_d,
                                   c.w[17] * t.pressed - c.w[19] * t.log_s)));
    t.room = 11.0 - difficulty;
    t.base = c.gain * t.room * t.power;
    t.bonus = choose(t.hard, all_lanes(c.w[15]), choose(t.easy, all_lanes(c.w[16]), all_lanes(1.0)));
    t.rise = t.base * (t.grown - 1.0) * t.bonus;
    t.scale = c.w[11] * t.grown;
    t.left = t.scale * (t.power - 1.0);
    t.uncapped = lapse & (t.left < s * c.lapse_cap);
    t.capped = lapse & ~t.uncapped;
    t.today = ~later & ~(passed & (t.grown < 1.0));
    return t;
}

enum class Derivatives { without, with };

/// The memory of eight cards; its derivatives where wanted.
template <Derivatives derivatives>
class Course {
public:
    Lanes stability;
    Lanes by[slots];  ///< of the stability

    Course(const Constants& c, int grade) : stability(all_lanes(c.w[static_cast<std::size_t>(grade - 1)])) {
        const double power = std::exp(c.w[5] * (grade - 1));
        difficulty_ = all_lanes(c.w[4] - power + 1.0);
        if constexpr (derivatives == Derivatives::with) {
            by[0] = all_lanes(1.0);
            hardness_[0] = all_lanes(1.0);
            hardness_[1] = all_lanes(-(grade - 1) * power);
        }
        clamp_difficulty();
    }

    [[gnu::always_inline]] void review(const Constants& c, const Lanes& days, const Lanes& grade, const Recall& r) {
        const Terms t = terms_of(c, days, grade, stability, difficulty_, r.chance);
        const Lanes s = stability;
        stability = choose(t.success, s * (1.0 + t.rise),
                           choose(t.uncapped, t.left,
                                  choose(t.capped, s * c.lapse_cap, choose(t.today, s * t.grown, s))));
        if constexpr (derivatives == Derivatives::with) differentiate(c, t, s, r);
        clamp_stability();
        change_difficulty(c, grade);
    }

private:
    Lanes difficulty_;
    Lanes hardness_[4];  ///< derivatives of the difficulty, by w4..w7

    [[gnu::always_inline]] void clamp_stability() {
        const Truth beyond = (stability < lowest_stability) | (highest_stability < stability);
        if (!any(beyond)) return;
        stability = most(least(stability, all_lanes(highest_stability)), all_lanes(lowest_stability));
        if constexpr (derivatives == Derivatives::with)
            for (Lanes& b : by) b = only(~beyond, b);
    }

    [[gnu::always_inline]] void clamp_difficulty() {
        const Truth beyond = (difficulty_ < 1.0) | (10.0 < difficulty_);
        if (!any(beyond)) return;
        difficulty_ = most(least(difficulty_, all_lanes(10.0)), all_lanes(1.0));
        if constexpr (derivatives == Derivatives::with)
            for (Lanes& h : hardness_) h = only(~beyond, h);
    }

    [[gnu::always_inline]] void change_difficulty(const Constants& c, const Lanes& grade) {
        const Lanes better = (grade - 3.0) * (1.0 / 9.0);
        const Lanes rise = c.w[6] * better;
        const Lanes room = 10.0 - difficulty_;
        const Lanes damped = difficulty_ - rise * room;
        const double kept = 1.0 - c.w[7];
        if constexpr (derivatives == Derivatives::with) {
            const Lanes by_difficulty = kept * (1.0 + rise);
            for (Lanes& h : hardness_) h = h * by_difficulty;
            hardness_[0] = hardness_[0] + c.w[7];
            hardness_[1] = hardness_[1] + c.w[7] * c.easy_difficulty_by_w5;
            hardness_[2] = hardness_[2] - kept * better * room;
            hardness_[3] = hardness_[3] + (c.easy_difficulty - damped);
        }
        difficulty_ = c.w[7] * c.easy_difficulty + kept * damped;
        clamp_difficulty();
    }

    /// Derivatives of the new stability; `s` is the old.
    [[gnu::always_inline]] void differentiate(const Constants& c, const Terms& t, const Lanes& s, const Recall& r) {
        const Lanes gained = only(t.success, s * t.rise);
        const Lanes left = only(t.uncapped, t.left);
        const Lanes steep = s * t.base * t.grown;
        const Lanes by_chance = choose(t.success, -c.w[10] * steep * t.bonus, -c.w[14] * left);
        const Lanes directly =
            choose(t.success, 1.0 + (1.0 - c.w[9]) * t.rise,
                   choose(t.uncapped, c.w[13] * t.scale * t.power / (s + 1.0),
                          choose(t.capped, all_lanes(c.lapse_cap),
                                 choose(t.today, (1.0 - c.w[19]) * t.grown, all_lanes(1.0)))));
        carry(directly + by_chance * r.by_stability, -(gained / t.room) - c.w[12] * left / difficulty_,
              by_chance * r.by_w20);
        add(8, gained);
        add(9, -(gained * t.log_s));
        add(10, only(t.success, steep * t.bonus * t.forgotten));
        add(11, left * (1.0 / c.w[11]));
        add(12, -(left * t.log_d));
        add(13, only(t.uncapped, t.scale * t.power * t.log_s));
        add(14, left * t.forgotten);
        const Lanes plain = s * t.base * (t.grown - 1.0);
        add(15, only(t.hard, plain));
        add(16, only(t.easy, plain));
        const Lanes today = only(t.today, stability);
        const Lanes cap = only(t.capped, stability);
        add(17, today * t.pressed - cap * c.w[18]);
        add(18, (today - cap) * c.w[17]);
        add(19, -(today * t.log_s));
    }

    [[gnu::always_inline]] void add(std::size_t parameter, const Lanes& derivative) {
        by[slot(parameter)] = by[slot(parameter)] + derivative;
    }

    /// Chain rule: new stability by old stability, by difficulty and by w20 through the recall.
    [[gnu::always_inline]] void carry(const Lanes& by_stability, const Lanes& by_difficulty, const Lanes& by_w20) {
        for (Lanes& s : by) s = s * by_stability;
        for (std::size_t i = 0; i < 4; ++i) by[slot(4) + i] = by[slot(4) + i] + by_difficulty * hardness_[i];
        by[slot(20)] = by[slot(20)] + by_w20;
    }
};

// ---- Sums -------------------------------------------------------------------------------------------------------------

/// Minus the logarithm of many chances, taken of their product now and then.
class ChanceProduct {
public:
    [[gnu::always_inline]] void multiply(const Truth& where, const Lanes& chance) {
        product_ = choose(where, product_ * chance, product_);
    }
    [[gnu::always_inline]] void settle() {
        loss_ = loss_ - log_of(product_);
        product_ = all_lanes(1.0);
    }
    [[nodiscard]] double loss() const { return sum(loss_); }

private:
    Lanes product_ = all_lanes(1.0);
    Lanes loss_;
};

/// Gradient and expected information of cards with one first grade, lane by lane.
struct LaneSums {
    Lanes gradient[slots];
    Lanes information[pairs];  ///< lower triangle, row by row
};

[[gnu::always_inline]] inline void add_square(LaneSums& sums, const Lanes (&d)[slots], const Lanes& weight) {
    Lanes* cell = sums.information;
    for (std::size_t i = 0; i < slots; ++i) {
        const Lanes weighted = weight * d[i];
        for (std::size_t j = 0; j <= i; ++j, ++cell) *cell = *cell + weighted * d[j];
    }
}

/// Gradient and expected information over the lanes, by first grade.
struct PartSums {
    std::array<std::array<double, slots>, 4> gradient{};
    std::array<std::array<double, pairs>, 4> information{};

    void add(const LaneSums& sums, int grade) {
        const std::size_t first = static_cast<std::size_t>(grade - 1);
        for (std::size_t i = 0; i < slots; ++i) gradient[first][i] += sum(sums.gradient[i]);
        for (std::size_t i = 0; i < pairs; ++i) information[first][i] += sum(sums.information[i]);
    }
};

/// Sums over a chunk.
struct Sums {
    PartLosses loss;
    std::size_t train_informing = 0;  ///< scored reviews that the information comes from
    std::size_t held_informing = 0;
    PartSums train;
    PartSums held_out;
};

/// What is gathered from batches of one first grade.
struct Gathered {
    LaneSums train;
    LaneSums held_out;
};

/// Which scored reviews of a row belong where.
struct Parts {
    Truth train;
    Truth held_out;
};

[[gnu::always_inline]] inline void add_slopes(const Course<Derivatives::with>& course, const Recall& r,
                                              const Lanes& chance, const Truth& passed, const Parts& parts,
                                              bool informing, Gathered& gathered) {
    const Lanes slope = choose(passed, -1.0 / chance, 1.0 / (1.0 - chance));
    const Lanes weight = 1.0 / (chance * (1.0 - chance));
    Lanes d[slots];
    for (std::size_t i = 0; i < slots; ++i) d[i] = course.by[i] * r.by_stability;
    d[slot(20)] = d[slot(20)] + r.by_w20;
    const auto add = [&](const Truth& where, LaneSums& sums) {
        if (!any(where)) return;
        const Lanes here = only(where, slope);
        for (std::size_t i = 0; i < slots; ++i) sums.gradient[i] = sums.gradient[i] + here * d[i];
        if (informing) add_square(sums, d, only(where, weight));
    };
    add(parts.train, gathered.train);
    add(parts.held_out, gathered.held_out);
}

template <Derivatives derivatives>
void add_batch(const Constants& c, const CardBatches& cards, const CardBatch& batch, Scope scope, bool informing,
               PartLosses& loss, Gathered* gathered) {
    const std::uint32_t rows = scope == Scope::train ? batch.train_rows : batch.rows;
    const Lanes held_from = load(batch.held_from.data());
    Course<derivatives> course(c, batch.grade);
    ChanceProduct train;
    ChanceProduct held_out;
    for (std::uint32_t row = 0; row < rows; ++row) {
        const Lanes days = load(&cards.days[(batch.first_row + row) * cards_at_once]);
        const Lanes grade = load(&cards.grade[(batch.first_row + row) * cards_at_once]);
        const Recall r = recall(c, days, course.stability);
        const Truth later = 0.0 < days;
        const Truth passed = 1.5 < grade;
        const Truth fitted = static_cast<double>(row) < held_from;
        const Truth nowhere = later & ~later;
        const Parts parts = {.train = scope == Scope::held_out ? nowhere : later & fitted,
                             .held_out = scope == Scope::train ? nowhere : later & ~fitted};
        const Lanes chance = most(least(r.chance, all_lanes(1.0 - least_chance)), all_lanes(least_chance));
        const Lanes likelihood = choose(passed, chance, 1.0 - chance);
        train.multiply(parts.train, likelihood);
        held_out.multiply(parts.held_out, likelihood);
        if ((row + 1) % rows_multiplied == 0) train.settle(), held_out.settle();
        if constexpr (derivatives == Derivatives::with)
            add_slopes(course, r, chance, passed, parts, informing, *gathered);
        if (row + 1 < rows) course.review(c, days, grade, r);
    }
    train.settle();
    held_out.settle();
    if (scope != Scope::held_out) loss.train.sum += train.loss(), loss.train.reviews += batch.train_scored;
    if (scope != Scope::train) loss.held_out.sum += held_out.loss(), loss.held_out.reviews += batch.held_scored;
}

std::size_t first_of_stride(std::size_t from, std::size_t stride) { return (from + stride - 1) / stride * stride; }

PartLosses chunk_losses(const Constants& c, const CardBatches& cards, std::size_t chunk, Scope scope, std::size_t stride) {
    PartLosses loss;
    const std::size_t end = cards.chunks[chunk + 1];
    for (std::size_t i = first_of_stride(cards.chunks[chunk], stride); i < end; i += stride)
        add_batch<Derivatives::without>(c, cards, cards.batches[i], scope, false, loss, nullptr);
    return loss;
}

/// Information is taken from every `informing`-th of the batches visited.
Sums chunk_slopes(const Constants& c, const CardBatches& cards, std::size_t chunk, Scope scope, std::size_t stride,
                  std::size_t informing) {
    Sums sums;
    Gathered gathered{};
    const auto flush = [&](int grade) {
        sums.train.add(gathered.train, grade);
        sums.held_out.add(gathered.held_out, grade);
        gathered = {};
    };
    int grade = 0;
    const std::size_t end = cards.chunks[chunk + 1];
    for (std::size_t i = first_of_stride(cards.chunks[chunk], stride); i < end; i += stride) {
        const CardBatch& batch = cards.batches[i];
        if (grade != 0 && batch.grade != grade) flush(grade);
        grade = batch.grade;
        const bool informs = i / stride % informing == 0;
        if (informs) sums.train_informing += batch.train_scored, sums.held_informing += batch.held_scored;
        add_batch<Derivatives::with>(c, cards, batch, scope, informs, sums.loss, &gathered);
    }
    if (grade != 0) flush(grade);
    return sums;
}

void add(LogLoss& loss, const LogLoss& part) {
    loss.sum += part.sum;
    loss.reviews += part.reviews;
}

void add(Slope& slope, const PartSums& part) {
    for (std::size_t first = 0; first < 4; ++first) {
        const double* cell = part.information[first].data();
        for (std::size_t i = 0; i < slots; ++i) {
            const std::size_t row = i == 0 ? first : i + 3;
            slope.gradient[row] += part.gradient[first][i];
            for (std::size_t j = 0; j <= i; ++j)
                slope.information[row * fsrs_parameters + (j == 0 ? first : j + 3)] += *cell++;
        }
    }
}

void stand_for_all(Slope& slope, std::size_t informing) {
    if (informing == 0 || informing == slope.loss.reviews) return;
    const double scale = static_cast<double>(slope.loss.reviews) / static_cast<double>(informing);
    for (double& cell : slope.information) cell *= scale;
}

/// Cards by first grade, then by reviews fitted, then by all: a number that sorts so, with the card below.
std::vector<std::uint64_t> cards_in_order(const ReviewLog& log) {
    constexpr std::uint64_t most = (1U << 14) - 1;  // longer histories share a place
    std::vector<std::uint64_t> keys;
    keys.reserve(log.held_from.size());
    for (std::size_t card = 0; card < log.held_from.size(); ++card) {
        const std::uint32_t start = log.start[card];
        if (log.start[card + 1] - start < 2) continue;  // nothing to score
        const std::uint64_t grade = log.grade[start];
        const std::uint64_t fitted = std::min<std::uint64_t>(log.held_from[card] - start, most);
        const std::uint64_t length = std::min<std::uint64_t>(log.start[card + 1] - start, most);
        keys.push_back(grade << 60U | fitted << 46U | length << 32U | card);
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

void put_card(const ReviewLog& log, std::size_t card, std::size_t lane, CardBatches& cards, CardBatch& batch) {
    const std::size_t from = log.start[card] + 1;
    const std::size_t end = log.start[card + 1];
    const std::size_t held = std::max<std::size_t>(log.held_from[card], from);
    batch.held_from[lane] = static_cast<double>(held - from);
    batch.train_rows = std::max(batch.train_rows, static_cast<std::uint32_t>(held - from));
    for (std::size_t i = from; i < end; ++i) {
        const std::size_t at = (batch.first_row + i - from) * cards_at_once + lane;
        const double days = static_cast<double>(log.elapsed_days[i]);
        cards.days[at] = days;
        cards.grade[at] = log.grade[i];
        if (days > 0.0) ++(i < held ? batch.train_scored : batch.held_scored);
    }
}

}  // namespace

Slope PartSlopes::both() const {
    Slope sum = train;
    add(sum.loss, held_out.loss);
    for (std::size_t i = 0; i < sum.gradient.size(); ++i) sum.gradient[i] += held_out.gradient[i];
    for (std::size_t i = 0; i < sum.information.size(); ++i) sum.information[i] += held_out.information[i];
    return sum;
}

CardBatches batches_of(const ReviewLog& log) {
    const std::vector<std::uint64_t> keys = cards_in_order(log);
    const auto card_of = [&](std::size_t i) { return static_cast<std::size_t>(keys[i] & 0xffffffffU); };
    CardBatches cards;
    cards.days.reserve(log.grade.size());
    cards.grade.reserve(log.grade.size());
    std::size_t row = 0;
    std::size_t of_chunk = chunk_reviews;
    for (std::size_t i = 0; i < keys.size();) {
        const std::uint64_t grade = keys[i] >> 60U;
        CardBatch batch = {.first_row = row, .grade = static_cast<std::uint8_t>(grade)};
        std::size_t in_batch = 0;
        for (; in_batch < cards_at_once && i + in_batch < keys.size() && keys[i + in_batch] >> 60U == grade; ++in_batch) {
            const std::size_t card = card_of(i + in_batch);
            batch.rows = std::max(batch.rows, log.start[card + 1] - log.start[card] - 1);
        }
        row += batch.rows;
        cards.days.resize(row * cards_at_once, 0.0);
        cards.grade.resize(row * cards_at_once, 3.0);
        for (std::size_t lane = 0; lane < in_batch; ++lane) put_card(log, card_of(i + lane), lane, cards, batch);
        if (of_chunk >= chunk_reviews) cards.chunks.push_back(cards.batches.size()), of_chunk = 0;
        of_chunk += batch.rows * cards_at_once;
        cards.batches.push_back(batch);
        i += in_batch;
    }
    cards.chunks.push_back(cards.batches.size());
    return cards;
}

PartLosses losses_of(const CardBatches& cards, const FsrsParameters& w, Scope scope, std::size_t stride) {
    const Constants c(w);
    std::vector<PartLosses> chunks(cards.chunks.size() - 1);
    for_each_index(chunks.size(), [&](std::size_t chunk) { chunks[chunk] = chunk_losses(c, cards, chunk, scope, stride); });
    PartLosses loss;
    for (const PartLosses& chunk : chunks) {
        add(loss.train, chunk.train);
        add(loss.held_out, chunk.held_out);
    }
    return loss;
}

PartSlopes slopes_of(const CardBatches& cards, const FsrsParameters& w, Scope scope, std::size_t stride) {
    const Constants c(w);
    const std::size_t visited = cards.days.size() / stride;
    const std::size_t informing = std::clamp<std::size_t>(visited / informing_reviews, 1, 8);
    std::vector<Sums> chunks(cards.chunks.size() - 1);
    for_each_index(chunks.size(), [&](std::size_t chunk) {
        chunks[chunk] = chunk_slopes(c, cards, chunk, scope, stride, informing);
    });
    PartSlopes slopes;
    std::size_t train_informing = 0;
    std::size_t held_informing = 0;
    for (const Sums& chunk : chunks) {
        add(slopes.train.loss, chunk.loss.train);
        add(slopes.held_out.loss, chunk.loss.held_out);
        add(slopes.train, chunk.train);
        add(slopes.held_out, chunk.held_out);
        train_informing += chunk.train_informing;
        held_informing += chunk.held_informing;
    }
    stand_for_all(slopes.train, train_informing);
    stand_for_all(slopes.held_out, held_informing);
    return slopes;
}

}  // namespace collimate
