#include "bench/simulate/world.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/random.hpp"

namespace collimate::simulate {
namespace {

constexpr int concept_count = 280;
constexpr int pool_a_leaf = 60;  // registries draw from thousands: a leaf's own difficulty, not that of a few

struct Outline {
    int categories, leaves, items;
    double cut, pass_rate;
};

constexpr std::array<Outline, 4> outlines = {
    {{4, 23, 165, 0.65, 0.74}, {5, 60, 200, 0.66, 0.84}, {3, 16, 120, 0.62, 0.70}, {5, 36, 170, 0.67, 0.79}}};

Exam make_exam(const Outline& outline, Random& random) {
    Exam exam = {.items = outline.items, .cut = outline.cut, .pass_rate = outline.pass_rate};
    double sum = 0.0;
    for (int leaf = 0; leaf < outline.leaves; ++leaf) {
        exam.category_of_leaf.push_back(leaf * outline.categories / outline.leaves);
        exam.weight.push_back(std::exp(0.55 * random.normal()));
        sum += exam.weight.back();
    }
    for (double& weight : exam.weight) weight /= sum;
    return exam;
}

std::vector<Concept> make_concepts(const Exam& exam, Random& random) {
    std::vector<Concept> concepts;
    std::vector<double> leaf_hardness;
    for (std::size_t leaf = 0; leaf < exam.leaves(); ++leaf) {
        const double hardness = 0.3 * random.normal();
        const int share = std::max(3, static_cast<int>(std::lround(exam.weight[leaf] * concept_count)));
        for (int i = 0; i < share; ++i) {
            const bool of_category = random.uniform() < 0.4;
            const int drawn = static_cast<int>(random.below(cluster_count));
            concepts.push_back({.leaf = static_cast<int>(leaf),
                                .cluster = of_category ? exam.category_of_leaf[leaf] * 2 % cluster_count : drawn,
                                .needs = i > 0 && random.uniform() < 0.4 ? static_cast<int>(concepts.size()) - 1 : -1,
                                .hardness = hardness + random.normal(),
                                .in_bank = i == 0 || random.uniform() < 0.85});
        }
    }
    return concepts;
}

int draw_concept(const std::vector<Concept>& concepts, const std::vector<int>& among, bool of_bank, Random& random) {
    for (;;) {
        const int drawn = among[random.below(among.size())];
        if (!of_bank || concepts[static_cast<std::size_t>(drawn)].in_bank) return drawn;
    }
}

/// Questions with four options mostly; a few with numbers to fill in or several to choose.
void set_format(Question& question, Random& random) {
    const double kind = random.uniform();
    const double options = kind < 0.75 ? 4.0 : kind < 0.9 ? 5.0 : kind < 0.95 ? 15.0 : 0.0;
    question.told_chance = options > 0.0 ? 1.0 / options : 0.0;
    question.guess = options > 0.0 ? (0.8 + 0.8 * random.uniform()) / options : 0.02;
    question.slip = 0.01 + 0.09 * random.uniform();
}

Question make_question(const World& world, const std::vector<std::vector<int>>& concepts_of_leaf,
                       const std::vector<int>& all, int leaf, bool of_bank, Random& random) {
    Question question = {.leaf = leaf, .hardness = random.normal(), .slope = std::exp(0.35 * random.normal())};
    set_format(question, random);
    const auto& own = concepts_of_leaf[static_cast<std::size_t>(leaf)];
    question.concept_ids[0] = draw_concept(world.concepts, own, of_bank, random);
    const double more = random.uniform();
    question.concepts = more < 0.5 ? 1 : more < 0.85 ? 2 : 3;
    for (std::size_t i = 1; i < static_cast<std::size_t>(question.concepts); ++i)
        question.concept_ids[i] = draw_concept(world.concepts, random.uniform() < 0.5 ? own : all, of_bank, random);
    question.redrawn = of_bank && random.uniform() < 0.12;
    return question;
}

int draw_leaf(const Exam& exam, Random& random) {
    double u = random.uniform();
    for (std::size_t leaf = 0; leaf + 1 < exam.leaves(); ++leaf) {
        if (u < exam.weight[leaf]) return static_cast<int>(leaf);
        u -= exam.weight[leaf];
    }
    return static_cast<int>(exam.leaves()) - 1;
}

}  // namespace

World make_world(int outline, int bank_size, std::uint64_t seed) {
    Random random(seed);
    World world;
    world.exam = make_exam(outlines[static_cast<std::size_t>(outline) % outlines.size()], random);
    world.concepts = make_concepts(world.exam, random);
    std::vector<std::vector<int>> concepts_of_leaf(world.exam.leaves());
    std::vector<int> all;
    for (std::size_t z = 0; z < world.concepts.size(); ++z) {
        concepts_of_leaf[static_cast<std::size_t>(world.concepts[z].leaf)].push_back(static_cast<int>(z));
        all.push_back(static_cast<int>(z));
    }
    for (int leaf = 0; leaf < static_cast<int>(world.exam.leaves()); ++leaf)
        for (int i = 0; i < pool_a_leaf; ++i)
            world.pool.push_back(make_question(world, concepts_of_leaf, all, leaf, false, random));
    for (int i = 0; i < bank_size; ++i) {
        // Banks are uneven: a third of the questions lies where authors like to write.
        const int anywhere = static_cast<int>(random.below(world.exam.leaves()));
        const int leaf = random.uniform() < 0.67 ? draw_leaf(world.exam, random) : anywhere;
        world.bank.push_back(make_question(world, concepts_of_leaf, all, leaf, true, random));
    }
    return world;
}

std::vector<std::vector<int>> by_leaf(const std::vector<Question>& questions, std::size_t leaves) {
    std::vector<std::vector<int>> sorted(leaves);
    for (std::size_t i = 0; i < questions.size(); ++i)
        sorted[static_cast<std::size_t>(questions[i].leaf)].push_back(static_cast<int>(i));
    return sorted;
}

double authored_label(double share, double told_chance, double error) {
    const auto logit = [&](double p) {
        const double known = std::clamp((p - told_chance) / (1.0 - told_chance), 0.04, 0.97);
        return std::log(known / (1.0 - known));
    };
    const double meant = told_chance + (1.0 - told_chance) / (1.0 + std::exp(-(logit(share) - error)));
    return -logit(std::clamp(std::round(meant * 20.0) / 20.0, 0.05, 0.95));
}

}  // namespace collimate::simulate
