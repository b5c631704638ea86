#include "bench/simulate/classmates.hpp"

#include "bench/simulate/cohort.hpp"
#include "engine/base/random.hpp"
#include "engine/model/calibration.hpp"

namespace collimate::simulate {

std::vector<DifficultyLabel> authored_labels(const World& world) {
    std::vector<DifficultyLabel> labels;
    for (const Question& question : world.bank) labels.push_back({.difficulty = question.label});
    return labels;
}

std::vector<DifficultyLabel> calibrated_labels(const World& world, Family family, Scale scale, int classmates,
                                               std::uint64_t seed) {
    std::vector<ScoredResponse> responses;
    for (int i = 0; i < classmates; ++i) {
        const std::uint64_t own = derive(seed, static_cast<std::uint64_t>(i));
        const double level = Random(own).normal() - (i % 2 == 1 ? weaker_by : 0.0);
        const auto learner = make_learner(family, world, scale, level, derive(own, 2));
        const Life life = live(world, *learner, draw_habit(family, derive(own, 1)), {}, derive(own, 3));
        for (const GivenAnswer& answer : life.answers)
            if (answer.first)
                responses.push_back({.candidate = static_cast<std::uint32_t>(i),
                                     .item = static_cast<std::uint32_t>(answer.item),
                                     .cell = ResponseCell(answer.right, {})});
    }
    CalibrationOptions options;
    for (const Question& question : world.bank) {
        options.authored.push_back(question.label);
        options.chance.push_back(question.told_chance);
    }
    const ResponseMatrix matrix(static_cast<std::size_t>(classmates), world.bank.size(), responses);
    const Calibration calibration = calibrate(matrix, options);
    std::vector<DifficultyLabel> labels = authored_labels(world);
    for (std::size_t item = 0; item < labels.size(); ++item) {
        const CalibratedItem& found = calibration.items[item];
        if (found.n >= least_for_fit && found.difficulty && found.difficulty_se)
            labels[item] = {.difficulty = *found.difficulty, .reliability = reliability_of(*found.difficulty_se)};
    }
    return labels;
}

}  // namespace collimate::simulate
