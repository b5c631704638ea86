#include "bench/simulate/oracle.hpp"

#include "engine/base/index.hpp"
#include "engine/base/random.hpp"

namespace collimate::simulate {
namespace {

constexpr std::uint64_t twins = 4;
constexpr std::size_t every = 8;  ///< of the exam questions that share no concept with the one answered

std::unique_ptr<Learner> asleep_until_exam(const Learner& learner, int nights, std::uint64_t luck) {
    auto later = learner.twin(luck);
    for (int night = 0; night < nights; ++night) later->night();
    return later;
}

/// The exam's questions and how each would be answered without the answer that is judged.
class Exams {
public:
    Exams(const World& world, const Learner& without) : world_(world), with_concept_(world.concepts.size()) {
        std::vector<double> of_leaf(world.exam.leaves());
        for (const Question& question : world.pool) of_leaf[at(question.leaf)] += 1.0;
        for (std::size_t i = 0; i < world.pool.size(); ++i) {
            const Question& question = world.pool[i];
            without_.push_back(without.right(question));
            share_.push_back(world.exam.weight[at(question.leaf)] / of_leaf[at(question.leaf)]);
            for (int k = 0; k < question.concepts; ++k) with_concept_[at(question.concept_ids[at(k)])].push_back(i);
        }
    }

    /// All exam questions that share a concept with `answered` count, of the others a sample.
    [[nodiscard]] double gain(const Learner& with, const Question& answered, std::size_t offset) const {
        std::vector<bool> near(without_.size());
        double sum = 0.0;
        for (int k = 0; k < answered.concepts; ++k)
            for (const std::size_t i : with_concept_[at(answered.concept_ids[at(k)])]) {
                if (!near[i]) sum += gain_on(with, i);
                near[i] = true;
            }
        for (std::size_t i = offset % every; i < without_.size(); i += every)
            if (!near[i]) sum += static_cast<double>(every) * gain_on(with, i);
        return sum;
    }

private:
    [[nodiscard]] double gain_on(const Learner& with, std::size_t i) const {
        return share_[i] * (with.right(world_.pool[i]) - without_[i]);
    }

    const World& world_;
    std::vector<std::vector<std::size_t>> with_concept_;
    std::vector<double> without_;
    std::vector<double> share_;
};

}  // namespace

std::vector<double> exam_gains(const World& world, const Learner& learner, const std::vector<bool>& fresh, int nights,
                               std::uint64_t seed) {
    std::vector<double> gains(world.bank.size());
    for (std::uint64_t t = 0; t < twins; ++t) {
        const std::uint64_t luck = derive(seed, t);
        const Exams exams(world, *asleep_until_exam(learner, nights, luck));
        for (std::size_t i = 0; i < gains.size(); ++i) {
            const auto twin = learner.twin(derive(luck, 1 + i));
            const bool right = Random(derive(luck, 1'000'000 + i)).uniform() < learner.right(world.bank[i]);
            twin->learn(world.bank[i], right, fresh[i] ? 1.0 : 0.5);
            gains[i] += exams.gain(*asleep_until_exam(*twin, nights, luck), world.bank[i], i + t) / twins;
        }
    }
    return gains;
}

}  // namespace collimate::simulate
