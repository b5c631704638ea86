#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/model/item_analysis.hpp"
#include "engine/model/response_matrix.hpp"

namespace collimate::test {

/// Candidates and items by the two-parameter model: abilities N(mean, sd^2), difficulties N(0, 1), ln of slopes
/// N(0, slope_sd^2), four options of which the first is the key, each distractor as likely as the others.
struct SimulatedClass {
    std::vector<double> ability;
    std::vector<double> difficulty;
    std::vector<double> slope;
    ResponseMatrix matrix;
    std::vector<ItemOptions> options;
};

struct ClassShape {
    std::size_t candidates = 0;
    std::size_t items = 0;
    double slope_sd = 0.0;
    double ability_mean = 0.0;
    double ability_sd = 1.0;
    std::size_t items_each = 0;  ///< met by a candidate, drawn at random; 0: all
};

inline ResponseCell simulated_response(double ability, double difficulty, double slope, Random& random) {
    const bool right = random.uniform() < 1.0 / (1.0 + std::exp(-slope * (ability - difficulty)));
    return {right, right ? 0 : 1 + static_cast<int>(random.below(3))};
}

inline SimulatedClass simulated_class(const ClassShape& shape, std::uint64_t seed) {
    Random random(seed);
    SimulatedClass made;
    for (std::size_t i = 0; i < shape.candidates; ++i)
        made.ability.push_back(shape.ability_mean + shape.ability_sd * random.normal());
    for (std::size_t j = 0; j < shape.items; ++j) {
        made.difficulty.push_back(random.normal());
        made.slope.push_back(std::exp(shape.slope_sd * random.normal()));
    }
    made.options.assign(shape.items, {.options = 4, .keys = {0}});
    if (shape.items_each == 0) {
        std::vector<ResponseCell> cells;
        cells.reserve(shape.candidates * shape.items);
        for (std::size_t j = 0; j < shape.items; ++j)
            for (std::size_t i = 0; i < shape.candidates; ++i)
                cells.push_back(simulated_response(made.ability[i], made.difficulty[j], made.slope[j], random));
        made.matrix = ResponseMatrix(shape.candidates, shape.items, std::move(cells));
        return made;
    }
    std::vector<ScoredResponse> responses;
    std::vector<std::uint32_t> order(shape.items);
    for (std::size_t j = 0; j < shape.items; ++j) order[j] = static_cast<std::uint32_t>(j);
    for (std::size_t i = 0; i < shape.candidates; ++i) {
        random.shuffle(std::span(order));
        for (std::size_t k = 0; k < shape.items_each; ++k)
            responses.push_back({.candidate = static_cast<std::uint32_t>(i),
                                 .item = order[k],
                                 .cell = simulated_response(made.ability[i], made.difficulty[order[k]],
                                                            made.slope[order[k]], random)});
    }
    made.matrix = ResponseMatrix(shape.candidates, shape.items, responses);
    return made;
}

/// Root mean square of the differences, each series about its own mean, as the scale's origin is the class's.
inline double centered_rmse(const std::vector<double>& estimate, const std::vector<double>& truth) {
    double shift = 0.0;
    for (std::size_t i = 0; i < truth.size(); ++i) shift += (estimate[i] - truth[i]) / static_cast<double>(truth.size());
    double squares = 0.0;
    for (std::size_t i = 0; i < truth.size(); ++i) squares += std::pow(estimate[i] - truth[i] - shift, 2);
    return std::sqrt(squares / static_cast<double>(truth.size()));
}

}  // namespace collimate::test
