#include "bench/simulate/cohort.hpp"

#include <array>
#include <cmath>

#include "bench/simulate/classmates.hpp"
#include "engine/base/random.hpp"

namespace collimate::simulate {
namespace {

/// How far off the authors are in the `number`th bank of a family. The shifts of a family's banks are spread evenly
/// over their distribution, so that few banks do not favor either side.
LabelError label_error(Family family, int number, int of) {
    constexpr std::array<double, 8> normal_eighths = {-1.534, -0.887, -0.489, -0.157, 0.157, 0.489, 0.887, 1.534};
    const double z = normal_eighths[static_cast<std::size_t>(number * 8 / of * 3 % 8)];
    if (family == Family::labels) return {.noise = 1.0, .shift = 0.25 * z, .leaf_noise = 0.3};
    return {.noise = 0.5, .shift = 0.15 * z, .leaf_noise = 0.0};
}

}  // namespace

Cohort recruit(const Recruitment& recruitment) {
    Cohort cohort;
    for (const Family family : recruitment.families) {
        const std::uint64_t seed = derive(recruitment.seed, static_cast<std::uint64_t>(family));
        const std::size_t first = cohort.worlds.size();
        const Scale scale = anchored(family, make_world(0, 1000, derive(seed, 1)));
        for (int w = 0; w < recruitment.worlds_each; ++w) {
            const std::uint64_t world_seed = derive(seed, static_cast<std::uint64_t>(100 + w));
            cohort.worlds.push_back(make_world(w, recruitment.bank_size, world_seed));
            cohort.scales.push_back(scale);
            settle(cohort.worlds.back(), family, scale, label_error(family, w, recruitment.worlds_each),
                   derive(world_seed, 2));
            const World& settled = cohort.worlds.back();
            cohort.labels.push_back(
                recruitment.classmates > 0
                    ? calibrated_labels(settled, family, scale, recruitment.classmates, derive(world_seed, 4))
                    : authored_labels(settled));
            cohort.national.push_back(national_by_leaf(cohort.worlds.back(), family, scale, derive(world_seed, 3)));
        }
        for (int i = 0; i < recruitment.people_each; ++i) {
            const std::uint64_t own = derive(seed, static_cast<std::uint64_t>(10'000 + i));
            Random random(own);
            Person person = {.family = family,
                             .world = first + static_cast<std::size_t>(i % recruitment.worlds_each),
                             .weaker = i / recruitment.worlds_each % 2 == 1,
                             .habit = draw_habit(family, derive(own, 1))};
            const double level = random.normal() - (person.weaker ? weaker_by : 0.0);
            const World& world = cohort.worlds[person.world];
            const auto learner = make_learner(family, world, scale, level, derive(own, 2));
            person.life = live(world, *learner, person.habit, recruitment.counts, derive(own, 3));
            cohort.people.push_back(std::move(person));
        }
    }
    return cohort;
}

}  // namespace collimate::simulate
