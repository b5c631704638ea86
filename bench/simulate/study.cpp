#include "bench/simulate/study.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/base/random.hpp"
#include "engine/model/fsrs.hpp"

namespace collimate::simulate {
namespace {

constexpr double pass_z_settled = 1e-3;
constexpr int reference_candidates = 160;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

struct Seen {
    int times = 0;
    int last_day = 0;
    int due = 0;
    Memory memory;
};

/// Chance to remember the very wording and its answer.
double remembered(const Seen& seen, int day) {
    if (seen.times == 0) return 0.0;
    const double days = day - seen.last_day;
    return 0.95 * std::pow(1.0 + days / (4.0 * seen.times * seen.times), -0.7);
}

/// One person, one bank, day by day.
class Student {
public:
    Student(const World& world, Learner& learner, const Habit& habit, std::uint64_t seed)
        : world_(world),
          learner_(learner),
          habit_(habit),
          random_(seed),
          seen_(world.bank.size()),
          fresh_of_leaf_(by_leaf(world.bank, world.exam.leaves())),
          taken_(world.exam.leaves()) {
        for (auto& leaf : fresh_of_leaf_) random_.shuffle(std::span(leaf));
        for (auto& leaf : fresh_of_leaf_) unused_ += static_cast<int>(leaf.size());
    }

    /// Answers meant for this day; 0 where it is missed.
    int intended(int day) {
        mood_ = 0.8 * mood_ + 0.6 * habit_.mood * random_.normal();
        const bool off =
            random_.uniform() < habit_.missed || (habit_.pauses && day >= habit_.days / 2 && day < habit_.days / 2 + 7);
        if (off) return 0;
        const double minutes = habit_.minutes_a_day * (habit_.crams && day >= habit_.days - 10 ? 2.0 : 1.0);
        return std::max(
            1, static_cast<int>(std::lround(minutes * habit_.answers_a_minute * std::exp(0.25 * random_.normal()))));
    }

    void begin(int day) {
        due_.clear();
        for (int i = 0; habit_.due_first && i < static_cast<int>(seen_.size()); ++i)
            if (seen_[at(i)].times > 0 && seen_[at(i)].due <= day) due_.push_back(i);
        std::sort(due_.begin(), due_.end(), [&](int a, int b) { return seen_[at(a)].due > seen_[at(b)].due; });
    }

    std::optional<int> choose(int day) {
        if (!due_.empty()) {
            const int item = due_.back();
            due_.pop_back();
            return item;
        }
        if (unused_ > 0) return next_new();
        return longest_unseen(day);
    }

    GivenAnswer answer(int item, int day) {
        const Question& question = world_.bank[at(item)];
        Seen& seen = seen_[at(item)];
        const double attention = std::clamp(1.0 + mood_, 0.15, 1.2);
        const bool rushed = attention < 0.6 && random_.uniform() < 0.6 - attention;
        const double memory = question.redrawn ? 0.0 : remembered(seen, day);
        const double knows = memory + (1.0 - memory) * learner_.right(question);
        const bool right = random_.uniform() < (rushed ? question.guess : knows);
        const bool first = seen.times == 0;
        learner_.learn(question, right, std::min(1.0, attention) * (first || question.redrawn ? 1.0 : 0.5));
        seen.memory =
            review(default_fsrs(), seen.memory, first ? 0 : day - seen.last_day, right ? Rating::good : Rating::again);
        seen.due = day + static_cast<int>(std::max(
                             1.0, std::round(std::min(365.0, interval(default_fsrs(), seen.memory.stability, 0.9)))));
        seen.last_day = day;
        ++seen.times;
        return {.day = day, .item = item, .first = first, .right = right};
    }

private:
    int next_new() {
        int best = -1;
        double most = 0.0;
        for (int leaf = 0; leaf < static_cast<int>(taken_.size()); ++leaf) {
            if (fresh_of_leaf_[at(leaf)].empty()) continue;
            const double behind = world_.exam.weight[at(leaf)] * (total_ + 1) - taken_[at(leaf)];
            if (best < 0 || behind > most) best = leaf, most = behind;
        }
        const int item = fresh_of_leaf_[at(best)].back();
        fresh_of_leaf_[at(best)].pop_back();
        ++taken_[at(best)];
        ++total_;
        --unused_;
        return item;
    }

    std::optional<int> longest_unseen(int day) const {
        int best = -1;
        for (int i = 0; i < static_cast<int>(seen_.size()); ++i)
            if (seen_[at(i)].last_day < day && (best < 0 || seen_[at(i)].last_day < seen_[at(best)].last_day)) best = i;
        return best < 0 ? std::nullopt : std::optional(best);
    }

    const World& world_;
    Learner& learner_;
    Habit habit_;
    Random random_;
    std::vector<Seen> seen_;
    std::vector<std::vector<int>> fresh_of_leaf_;
    std::vector<int> taken_;
    std::vector<int> due_;
    int unused_ = 0;
    int total_ = 0;
    double mood_ = 0.0;
};

std::vector<double> right_by_leaf(const World& world, const Learner& learner) {
    std::vector<double> right(world.exam.leaves());
    for (const Question& question : world.bank) right[at(question.leaf)] += learner.right(question);
    return right;
}

double form_score(const World& world, const Learner& learner, const std::vector<std::vector<int>>& pool_of_leaf,
                  Random& random) {
    int right = 0;
    int placed = 0;
    double owed = 0.0;
    for (std::size_t leaf = 0; leaf < world.exam.leaves(); ++leaf) {
        owed += world.exam.weight[leaf] * world.exam.items;
        for (; placed < static_cast<int>(std::lround(owed)); ++placed) {
            const auto& among = pool_of_leaf[leaf];
            const Question& question = world.pool[at(among[random.below(among.size())])];
            right += random.uniform() < learner.right(question) ? 1 : 0;
        }
    }
    return static_cast<double>(right) / placed;
}

/// Expected score on every fourth question of the pool.
double quick_raw(const World& world, const Learner& learner) {
    std::vector<double> sum(world.exam.leaves());
    std::vector<double> count(world.exam.leaves());
    for (std::size_t i = 0; i < world.pool.size(); i += 4) {
        sum[at(world.pool[i].leaf)] += learner.right(world.pool[i]);
        count[at(world.pool[i].leaf)] += 1.0;
    }
    double raw = 0.0;
    for (std::size_t leaf = 0; leaf < sum.size(); ++leaf) raw += world.exam.weight[leaf] * sum[leaf] / count[leaf];
    return raw;
}

/// First-time candidates, evenly spaced in level so that few tell much.
std::vector<double> national_levels() {
    std::vector<double> levels;
    for (int i = 0; i < reference_candidates; ++i) {
        const double p = (i + 0.5) / reference_candidates;
        double low = -5.0;
        double high = 5.0;
        for (int halving = 0; halving < 40; ++halving) {
            const double mid = 0.5 * (low + high);
            (0.5 * std::erfc(-mid / std::sqrt(2.0)) < p ? low : high) = mid;
        }
        levels.push_back(low);
    }
    return levels;
}

struct National {
    double mean = 0.0;
    double sd = 0.0;
    double pass = 0.0;
};

National national(const World& world, Family family, Scale scale) {
    const auto levels = national_levels();
    National result;
    double squares = 0.0;
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto learner = make_learner(family, world, scale, levels[i], derive(4, i));
        const double raw = quick_raw(world, *learner);
        const double sd = std::sqrt(raw * (1.0 - raw) / world.exam.items);
        result.mean += raw / reference_candidates;
        squares += raw * raw / reference_candidates;
        result.pass += 0.5 * std::erfc((world.exam.cut - raw) / sd / std::sqrt(2.0)) / reference_candidates;
    }
    result.sd = std::sqrt(std::max(0.0, squares - result.mean * result.mean));
    return result;
}

void set_ease(World& world, Family family, Scale scale) {
    double low = -4.0;
    double high = 5.0;
    while (high - low > 10.0 * pass_z_settled) {
        world.ease = 0.5 * (low + high);
        (national(world, family, scale).pass < world.exam.pass_rate ? low : high) = world.ease;
    }
}

double mean_gain(const World& world, Family family, Scale scale) {
    constexpr int people = 40;
    double gain = 0.0;
    for (std::uint64_t i = 0; i < people; ++i) {
        const auto learner = make_learner(family, world, scale, 0.0, derive(5, i));
        const double before = quick_raw(world, *learner);
        (void)live(world, *learner, {.missed = 0.0, .due_first = i % 2 == 0}, {}, derive(6, i));
        gain += (quick_raw(world, *learner) - before) / people;
    }
    return gain;
}

}  // namespace

Habit draw_habit(Family family, std::uint64_t seed) {
    Random random(seed);
    constexpr std::array<std::array<int, 2>, 4> plans = {{{60, 45}, {90, 30}, {60, 30}, {35, 45}}};
    const auto plan = plans[random.below(plans.size())];
    Habit habit = {.days = plan[0],
                   .minutes_a_day = plan[1],
                   .answers_a_minute = 0.65 * std::exp(0.2 * random.normal()),
                   .missed = 0.2 * random.uniform(),
                   .due_first = random.uniform() < 0.5};
    if (family == Family::moods) {
        habit.missed = 0.1 + 0.3 * random.uniform();
        habit.mood = 0.35;
        habit.pauses = random.uniform() < 0.5;
        habit.crams = random.uniform() < 0.5;
    }
    return habit;
}

Truth truth_of(const World& world, const Learner& learner, std::uint64_t seed) {
    const auto pool_of_leaf = by_leaf(world.pool, world.exam.leaves());
    Truth truth;
    for (std::size_t leaf = 0; leaf < world.exam.leaves(); ++leaf) {
        double sum = 0.0;
        for (const int i : pool_of_leaf[leaf]) sum += learner.right(world.pool[at(i)]);
        truth.leaf.push_back(sum / static_cast<double>(pool_of_leaf[leaf].size()));
        truth.raw += world.exam.weight[leaf] * truth.leaf.back();
    }
    Random random(seed);
    truth.form = form_score(world, learner, pool_of_leaf, random);
    return truth;
}

Life live(const World& world, Learner& learner, const Habit& habit, std::span<const int> counts, std::uint64_t seed) {
    Student student(world, learner, habit, seed);
    Life life;
    std::size_t next = 0;
    for (int day = 1; day <= habit.days; ++day) {
        const int intended = student.intended(day);
        student.begin(day);
        for (int i = 0; i < intended; ++i) {
            const auto item = student.choose(day);
            if (!item) break;
            life.answers.push_back(student.answer(*item, day));
            const int given = static_cast<int>(life.answers.size());
            if (next < counts.size() && given == counts[next])
                life.checkpoints.push_back({.answers = given,
                                            .day = day,
                                            .truth = truth_of(world, learner, derive(seed, ++next)),
                                            .bank_right = right_by_leaf(world, learner)});
        }
        learner.night();
    }
    if (!counts.empty()) life.exam = truth_of(world, learner, derive(seed, 99));
    return life;
}

Scale anchored(Family family, World world) {
    const Anchor anchor = anchor_of(family);
    Scale scale;
    double low = 0.05;
    double high = 2.5;
    for (int halving = 0; halving < 9; ++halving) {
        scale.spread = 0.5 * (low + high);
        set_ease(world, family, scale);
        (national(world, family, scale).sd < anchor.spread ? low : high) = scale.spread;
    }
    low = 0.02;
    high = 8.0;
    for (int halving = 0; halving < 10; ++halving) {
        scale.rate = std::sqrt(low * high);
        (mean_gain(world, family, scale) < anchor.gain ? low : high) = scale.rate;
    }
    return scale;
}

void settle(World& world, Family family, Scale scale, LabelError error, std::uint64_t seed) {
    set_ease(world, family, scale);
    std::vector<double> share(world.bank.size());
    const auto levels = national_levels();
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto learner = make_learner(family, world, scale, levels[i], derive(4, i));
        for (std::size_t q = 0; q < share.size(); ++q) share[q] += learner->right(world.bank[q]) / reference_candidates;
    }
    Random random(seed);
    std::vector<double> of_leaf(world.exam.leaves());
    for (double& e : of_leaf) e = error.leaf_noise * random.normal();
    for (std::size_t q = 0; q < share.size(); ++q) {
        Question& question = world.bank[q];
        const double off = error.shift + of_leaf[at(question.leaf)] + error.noise * random.normal();
        question.label = authored_label(share[q], question.told_chance, off);
    }
}

std::vector<double> national_by_leaf(const World& world, Family family, Scale scale, std::uint64_t seed) {
    std::vector<double> mean(world.exam.leaves());
    const auto levels = national_levels();
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const auto learner = make_learner(family, world, scale, levels[i], derive(seed, i));
        for (const Question& question : world.pool) mean[at(question.leaf)] += learner->right(question);
    }
    const auto pool_of_leaf = by_leaf(world.pool, world.exam.leaves());
    for (std::size_t leaf = 0; leaf < mean.size(); ++leaf)
        mean[leaf] /= static_cast<double>(levels.size() * pool_of_leaf[leaf].size());
    return mean;
}

}  // namespace collimate::simulate
