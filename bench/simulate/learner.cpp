#include "bench/simulate/learner.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/random.hpp"

namespace collimate::simulate {
namespace {

double phi(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

std::size_t at(int index) { return static_cast<std::size_t>(index); }

double answer_chance(const Question& q, double knows) { return knows * (1.0 - q.slip) + (1.0 - knows) * q.guess; }

/// How well schooled someone is in each concept before any practice: standard normal scale, 0 = even chance to know it.
std::vector<double> schooling(const World& world, double reach, Random& random) {
    std::array<double, cluster_count> of_cluster{};
    for (double& c : of_cluster) c = 0.35 * random.normal();
    std::vector<double> of_leaf(world.exam.leaves());
    for (double& leaf : of_leaf) leaf = 0.25 * random.normal();
    std::vector<double> schooled;
    for (const Concept& z : world.concepts)
        schooled.push_back(reach + world.ease + of_cluster[at(z.cluster)] + of_leaf[at(z.leaf)] - 0.6 * z.hardness);
    return schooled;
}

class Traces : public Learner {
public:
    Traces(const World& world, Scale scale, double level, std::uint64_t seed) : random_(seed), rate_(scale.rate) {
        for (const double s : schooling(world, scale.spread * level, random_))
            traces_.push_back({.held = random_.uniform() < phi(s),
                               .stability = 1500.0 * std::exp(0.8 * random_.normal()),
                               .age = 20.0 + 300.0 * random_.uniform()});
    }
    double right(const Question& q) const override {
        double knows = phi(1.6 - 0.6 * q.hardness);
        for (int i = 0; i < q.concepts; ++i) knows *= traces_[at(q.concept_ids[at(i)])].recall();
        return answer_chance(q, knows);
    }
    void learn(const Question& q, bool, double share) override {
        for (int i = 0; i < q.concepts; ++i) {
            Trace& trace = traces_[at(q.concept_ids[at(i)])];
            if (trace.held) {
                trace.stability *= 1.0 + 2.0 * share * rate_ * (1.0 - trace.recall());
            } else if (random_.uniform() < 0.5 * share * rate_) {
                trace = {.held = true, .stability = 8.0 * std::exp(0.5 * random_.normal())};
            } else {
                continue;
            }
            if (random_.uniform() < share) trace.age = 0.0;
        }
    }
    void night() override {
        for (Trace& trace : traces_) trace.age += 1.0;
    }

    std::unique_ptr<Learner> twin(std::uint64_t luck) const override {
        auto other = std::make_unique<Traces>(*this);
        other->random_ = Random(luck);
        return other;
    }

private:
    struct Trace {
        bool held = false;
        double stability = 1.0;  ///< days
        double age = 0.0;        ///< days since last met
        [[nodiscard]] double recall() const { return held ? std::pow(1.0 + age / stability, -0.4) : 0.0; }
    };
    Random random_;
    double rate_;
    std::vector<Trace> traces_;
};

class Clusters : public Learner {
public:
    Clusters(const World& world, Scale scale, double level, std::uint64_t seed) : world_(world), rate_(scale.rate) {
        Random random(seed);
        for (double& s : base_) s = scale.spread * level + 0.35 * random.normal();
    }
    double right(const Question& q) const override {
        double skill = world_.ease - 0.7 * q.hardness;
        for (int i = 0; i < q.concepts; ++i) {
            const Concept& z = world_.concepts[at(q.concept_ids[at(i)])];
            skill += (base_[at(z.cluster)] + gained_[at(z.cluster)] - 0.5 * z.hardness) / q.concepts;
        }
        return answer_chance(q, phi(skill));
    }
    void learn(const Question& q, bool was_right, double share) override {
        for (int i = 0; i < q.concepts; ++i) {
            const std::size_t own = at(world_.concepts[at(q.concept_ids[at(i)])].cluster);
            met_[own] += 1.0;
            const double step = 0.02 * rate_ * share * (was_right ? 0.7 : 1.0) / std::sqrt(1.0 + met_[own] / 20.0);
            for (std::size_t c = 0; c < gained_.size(); ++c) gained_[c] += c == own ? step : 0.1 * step;
        }
    }
    void night() override {
        for (double& g : gained_) g *= 0.994;
    }

    std::unique_ptr<Learner> twin(std::uint64_t) const override { return std::make_unique<Clusters>(*this); }

private:
    const World& world_;
    double rate_;
    std::array<double, cluster_count> base_{};
    std::array<double, cluster_count> gained_{};
    std::array<double, cluster_count> met_{};
};

class Curves : public Learner {
public:
    Curves(const World& world, Scale scale, double level, std::uint64_t seed) : world_(world) {
        Random random(seed);
        const double behind = random.uniform() < 0.15 ? -1.2 : 0.2;
        start_.resize(world.exam.leaves());
        for (double& s : start_) s = scale.spread * (level + behind) + 0.3 * random.normal();
        plateau_ = scale.rate * (0.3 + random.uniform());
        met_.resize(start_.size());
    }
    double right(const Question& q) const override {
        const double practised = 1.0 - std::exp(-all_ / 900.0 - met_[at(q.leaf)] / 60.0);
        const double skill = start_[at(q.leaf)] + plateau_ * practised + world_.ease;
        const double hard = 0.8 * q.hardness + 0.5 * world_.concepts[at(q.concept_ids[0])].hardness;
        return answer_chance(q, 1.0 / (1.0 + std::exp(-1.7 * q.slope * (skill - hard))));
    }
    void learn(const Question& q, bool, double share) override {
        all_ += share;
        met_[at(q.leaf)] += share;
    }
    void night() override {}

    std::unique_ptr<Learner> twin(std::uint64_t) const override { return std::make_unique<Curves>(*this); }

private:
    const World& world_;
    std::vector<double> start_;
    std::vector<double> met_;
    double plateau_ = 0.0;
    double all_ = 0.0;
};

class TwoStage : public Learner {
public:
    TwoStage(const World& world, Scale scale, double level, std::uint64_t seed) : rate_(scale.rate) {
        Random random(seed);
        for (const double s : schooling(world, scale.spread * level, random))
            stores_.push_back({.slow = phi(s + 0.8 * random.normal())});
    }
    double right(const Question& q) const override {
        double weakest = 1.0;
        for (int i = 0; i < q.concepts; ++i) weakest = std::min(weakest, stores_[at(q.concept_ids[at(i)])].recall());
        return answer_chance(q, weakest * phi(1.2 - 0.5 * q.hardness));
    }
    void learn(const Question& q, bool was_right, double share) override {
        for (int i = 0; i < q.concepts; ++i) {
            Store& store = stores_[at(q.concept_ids[at(i)])];
            store.fast += (1.0 - store.fast) * (was_right ? 0.4 : 0.7) * share;
        }
    }
    void night() override {
        for (Store& store : stores_) {
            store.slow += std::min(1.0, 0.12 * rate_) * store.fast * (1.0 - store.slow);
            store.slow *= 0.998;
            store.fast *= 0.75;
        }
    }

    std::unique_ptr<Learner> twin(std::uint64_t) const override { return std::make_unique<TwoStage>(*this); }

private:
    struct Store {
        double fast = 0.0;
        double slow = 0.0;
        [[nodiscard]] double recall() const { return 1.0 - (1.0 - fast) * (1.0 - slow); }
    };
    double rate_;
    std::vector<Store> stores_;
};

class Misconceptions : public Learner {
public:
    Misconceptions(const World& world, Scale scale, double level, std::uint64_t seed)
        : world_(world), random_(seed), rate_(scale.rate) {
        for (const double s : schooling(world, scale.spread * level, random_)) {
            const bool known = random_.uniform() < phi(s);
            const bool wrongly = random_.uniform() < 0.3;
            facts_.push_back({.state = known ? State::known : wrongly ? State::wrong : State::unknown, .grip = 3});
        }
    }
    double right(const Question& q) const override {
        bool known = true;
        for (int i = 0; i < q.concepts; ++i) {
            const State state = facts_[at(q.concept_ids[at(i)])].state;
            if (state == State::wrong) return 0.4 * q.guess;
            known = known && state == State::known;
        }
        return answer_chance(q, known ? phi(1.3 - 0.6 * q.hardness) : 0.0);
    }
    void learn(const Question& q, bool was_right, double share) override {
        for (int i = 0; i < q.concepts; ++i) {
            const int id = q.concept_ids[at(i)];
            Fact& fact = facts_[at(id)];
            const int before = world_.concepts[at(id)].needs;
            const bool ready = before < 0 || facts_[at(before)].state == State::known;
            if (fact.state == State::known) {
                fact.grip += 1;
            } else if (random_.uniform() < (ready ? 0.4 : 0.1) * (was_right ? 0.5 : 1.0) * rate_ * share) {
                fact = {.state = State::known, .before = fact.state, .grip = 0};
            }
        }
    }
    void night() override {
        for (Fact& fact : facts_)
            if (fact.state == State::known && fact.grip < 3 && random_.uniform() < 0.02 / (1 << fact.grip))
                fact.state = fact.before;
    }

    std::unique_ptr<Learner> twin(std::uint64_t luck) const override {
        auto other = std::make_unique<Misconceptions>(*this);
        other->random_ = Random(luck);
        return other;
    }

private:
    enum class State { unknown, wrong, known };
    struct Fact {
        State state = State::unknown;
        State before = State::unknown;
        int grip = 0;  ///< times met since it was learned, or 3 from school
    };
    const World& world_;
    Random random_;
    double rate_;
    std::vector<Fact> facts_;
};

class Moods : public Learner {
public:
    Moods(const World& world, Scale scale, double level, std::uint64_t seed) : world_(world), rate_(scale.rate) {
        Random random(seed);
        base_ = schooling(world, scale.spread * level, random);
        gained_.resize(base_.size());
    }
    double right(const Question& q) const override {
        double able = -0.6 * q.hardness;
        for (int i = 0; i < q.concepts; ++i) {
            const std::size_t z = at(q.concept_ids[at(i)]);
            able += (base_[z] + gained_[z]) / q.concepts;
        }
        return answer_chance(q, phi(able));
    }
    void learn(const Question& q, bool, double share) override {
        for (int i = 0; i < q.concepts; ++i) {
            double& gained = gained_[at(q.concept_ids[at(i)])];
            gained += 0.25 * rate_ * share * std::max(0.0, 2.0 - gained);
        }
    }
    void night() override {
        for (double& gained : gained_) gained *= std::exp2(-1.0 / 45.0);
    }

    std::unique_ptr<Learner> twin(std::uint64_t) const override { return std::make_unique<Moods>(*this); }

private:
    const World& world_;
    double rate_;
    std::vector<double> base_;
    std::vector<double> gained_;
};

/// Storage only grows, and most where retrieval was hard; retrieval fades, the slower the more is stored (the new
/// theory of disuse, Bjork and Bjork 1992).
class Disuse : public Learner {
public:
    Disuse(const World& world, Scale scale, double level, std::uint64_t seed) : rate_(scale.rate) {
        Random random(seed);
        for (const double s : schooling(world, scale.spread * level, random))
            facts_.push_back({.stored = 2.0 * std::exp(0.5 * random.normal()), .reached = phi(s)});
    }
    double right(const Question& q) const override {
        double reached = 1.0;
        for (int i = 0; i < q.concepts; ++i) reached *= facts_[at(q.concept_ids[at(i)])].reached;
        return answer_chance(q, std::pow(reached, 1.0 / q.concepts) * phi(1.4 - 0.5 * q.hardness));
    }
    void learn(const Question& q, bool was_right, double share) override {
        for (int i = 0; i < q.concepts; ++i) {
            Fact& fact = facts_[at(q.concept_ids[at(i)])];
            fact.stored += rate_ * share * (1.0 - fact.reached);
            fact.reached += (1.0 - fact.reached) * (was_right ? 0.6 : 0.4) * std::min(1.0, rate_) * share;
        }
    }
    void night() override {
        for (Fact& fact : facts_) fact.reached *= std::exp(-0.03 / (1.0 + 2.0 * fact.stored));
    }
    std::unique_ptr<Learner> twin(std::uint64_t) const override { return std::make_unique<Disuse>(*this); }

private:
    struct Fact {
        double stored = 0.0;
        double reached = 0.0;
    };
    double rate_;
    std::vector<Fact> facts_;
};

/// Each fact has a neighbor it is mixed up with: practice of one alone also weakens the other, practice of both in turn
/// tells them apart.
class Confusions : public Learner {
public:
    Confusions(const World& world, Scale scale, double level, std::uint64_t seed) : rate_(scale.rate) {
        Random random(seed);
        strength_ = schooling(world, scale.spread * level, random);
        apart_.resize(strength_.size());
        last_.resize(strength_.size());
    }
    double right(const Question& q) const override {
        double able = 1.0 - 0.5 * q.hardness;
        for (int i = 0; i < q.concepts; ++i) able = std::min(able, clear(at(q.concept_ids[at(i)])));
        return answer_chance(q, phi(able));
    }
    void learn(const Question& q, bool was_right, double share) override {
        for (int i = 0; i < q.concepts; ++i) {
            const std::size_t own = at(q.concept_ids[at(i)]);
            const std::size_t pair = own / 2;
            const double step = rate_ * share * (was_right ? 0.15 : 0.3);
            strength_[own] += step;
            if (last_[pair] == static_cast<int>(2 - own % 2)) apart_[pair] += (1.0 - apart_[pair]) * 0.3 * share;
            if (const std::size_t other = own ^ 1; other < strength_.size())
                strength_[other] -= 0.3 * step * (1.0 - apart_[pair]);
            last_[pair] = static_cast<int>(1 + own % 2);
        }
    }
    void night() override {
        for (double& s : strength_) s -= 0.002;
    }
    std::unique_ptr<Learner> twin(std::uint64_t) const override { return std::make_unique<Confusions>(*this); }

private:
    [[nodiscard]] double clear(std::size_t fact) const { return strength_[fact] + 0.4 * apart_[fact / 2]; }
    double rate_;
    std::vector<double> strength_;
    std::vector<double> apart_;  ///< of each pair, 0 to 1
    std::vector<int> last_;      ///< which of a pair was practised last: 1, 2 or neither
};

}  // namespace

std::string_view name_of(Family family) {
    constexpr std::array<std::string_view, 9> names = {"traces", "clusters", "curves", "two-stage", "misconceptions",
                                                       "moods",  "labels",   "disuse", "confusions"};
    return names[static_cast<std::size_t>(family)];
}

bool tuned_on(Family family) {
    return family == Family::traces || family == Family::clusters || family == Family::curves;
}

Anchor anchor_of(Family family) {
    switch (family) {
        case Family::traces:
            return {.spread = 0.085, .gain = 0.10};
        case Family::clusters:
            return {.spread = 0.09, .gain = 0.08};
        case Family::curves:
            return {.spread = 0.08, .gain = 0.11};
        case Family::two_stage:
            return {.spread = 0.08, .gain = 0.09};
        case Family::misconceptions:
            return {.spread = 0.095, .gain = 0.11};
        case Family::moods:
            return {.spread = 0.085, .gain = 0.08};
        case Family::labels:
            return {.spread = 0.09, .gain = 0.10};
        case Family::disuse:
            return {.spread = 0.085, .gain = 0.09};
        case Family::confusions:
            return {.spread = 0.09, .gain = 0.10};
    }
    return {};
}

std::unique_ptr<Learner> make_learner(Family family, const World& world, Scale scale, double level,
                                      std::uint64_t seed) {
    scale.rate *= std::exp(0.4 * Random(derive(seed, 1)).normal());  // some learn twice as fast as others
    switch (family) {
        case Family::traces:
            return std::make_unique<Traces>(world, scale, level, seed);
        case Family::clusters:
        case Family::labels:
            return std::make_unique<Clusters>(world, scale, level, seed);
        case Family::curves:
            return std::make_unique<Curves>(world, scale, level, seed);
        case Family::two_stage:
            return std::make_unique<TwoStage>(world, scale, level, seed);
        case Family::misconceptions:
            return std::make_unique<Misconceptions>(world, scale, level, seed);
        case Family::moods:
            return std::make_unique<Moods>(world, scale, level, seed);
        case Family::disuse:
            return std::make_unique<Disuse>(world, scale, level, seed);
        case Family::confusions:
            return std::make_unique<Confusions>(world, scale, level, seed);
    }
    return nullptr;
}

}  // namespace collimate::simulate
