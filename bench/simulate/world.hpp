#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace collimate::simulate {

/// An exam as its registry publishes it.
struct Exam {
    std::vector<int> category_of_leaf;
    std::vector<double> weight;  ///< share of a form per leaf, sums to 1
    int items = 0;               ///< scored questions of a form
    double cut = 0.0;            ///< proportion right at the cut
    double pass_rate = 0.0;      ///< of first-time candidates, as the model is told
    [[nodiscard]] std::size_t leaves() const { return weight.size(); }
};

/// A question as it is. What the practice bank says of it stands in `label` and `told_chance`.
struct Question {
    int leaf = 0;
    std::array<int, 3> concept_ids{};  ///< the first lies in the leaf, the others anywhere
    int concepts = 1;
    double hardness = 0.0;  ///< beyond its concepts, standard normal
    double slope = 1.0;     ///< how sharply it separates those who can from those who cannot
    double guess = 0.25;    ///< chance of someone who does not know; wrong options are not equally tempting
    double slip = 0.05;     ///< chance that someone who knows is wrong
    bool redrawn = false;   ///< new numbers at each showing
    double told_chance = 0.25;
    double label = 0.0;  ///< authored difficulty, logits, from a percentage estimated with error
};

/// A thing to know. The hidden cluster runs across the outline: arithmetic, physics, anatomy...
struct Concept {
    int leaf = 0;
    int cluster = 0;
    int needs = -1;  ///< a concept that comes before it, or none
    double hardness = 0.0;
    bool in_bank = true;  ///< some of what an exam asks, no practice question teaches
};

/// How wrong the authored difficulties are, in logits.
struct LabelError {
    double noise = 0.5;       ///< of each question
    double shift = 0.0;       ///< of all questions together
    double leaf_noise = 0.0;  ///< of all questions of a leaf together
};

inline constexpr int cluster_count = 10;

/// An exam, what may be asked in it, and a practice bank.
struct World {
    Exam exam;
    std::vector<Concept> concepts;
    std::vector<Question> pool;  ///< what real forms are drawn from
    std::vector<Question> bank;
    double ease = 0.0;  ///< added to every chance to know; set so that first-time candidates pass at the published rate
};

/// One of four outlines: 16 to 60 leaves, 120 to 200 questions, cuts and pass rates as registries have them. Labels are
/// still missing.
[[nodiscard]] World make_world(int outline, int bank_size, std::uint64_t seed);

/// A question of the pool, by the exam's weights.
[[nodiscard]] std::vector<std::vector<int>> by_leaf(const std::vector<Question>& questions, std::size_t leaves);

/// What an author writes down who expects `share` of first-time candidates to be right but is `error` logits off: the
/// percentage rounded to five, then turned to logits over the guess floor.
[[nodiscard]] double authored_label(double share, double told_chance, double error);

}  // namespace collimate::simulate
