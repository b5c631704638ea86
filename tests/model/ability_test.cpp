#include "engine/model/ability.hpp"

#include <array>
#include <cmath>

#include "engine/base/random.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

const std::vector<int> two_categories = {0, 0, 1, 1};  // leaves 0 and 1 are siblings, so are 2 and 3

Evidence right_on(int leaf, double difficulty = 0.0, double chance = 0.25) {
    return {.leaf = leaf, .difficulty = difficulty, .chance = chance, .right = true};
}

Evidence wrong_on(int leaf, double difficulty = 0.0, double chance = 0.25) {
    return {.leaf = leaf, .difficulty = difficulty, .chance = chance, .right = false};
}

Ability after(std::vector<Evidence> history, const std::vector<int>& categories = two_categories, Day day = 100) {
    Ability ability(categories);
    for (const Evidence& e : history) ability.answer(day, &e);
    return ability;
}

double variance(const Ability& ability, std::size_t leaf) {
    return ability.covariance()[leaf * (ability.leaves() + 1) + leaf];
}

double log_likelihood(const Evidence& e, double theta) {
    const double p = probability_right(theta, e.difficulty, e.chance);
    return std::log(e.right ? p : 1.0 - p);
}

std::vector<Evidence> random_history(Random& random, int length, int leaves) {
    std::vector<Evidence> history;
    for (int i = 0; i < length; ++i)
        history.push_back({.leaf = static_cast<int>(random.below(static_cast<std::uint64_t>(leaves))),
                           .difficulty = 0.7 * random.normal(),
                           .chance = random.below(3) == 0 ? 0.0 : 0.25,
                           .right = random.below(3) != 0});
    return history;
}

}  // namespace

TEST_CASE("the response model") {
    SECTION("the floor is what is left when nothing is known, one when everything is") {
        CHECK(probability_right(-40.0, 0.0, 0.25) == Approx(0.25));
        CHECK(probability_right(40.0, 0.0, 0.25) == Approx(1.0));
        CHECK(probability_right(0.5, 0.5, 0.2) == Approx(0.6));
    }
    SECTION("a difficulty shrinks towards the mean of exam items") {
        CHECK(shrunk_difficulty(1.0, -0.5, 0.66) == Approx(0.49));
        CHECK(shrunk_difficulty(1.0, -0.5, 0.0) == -0.5);
        CHECK(shrunk_difficulty(1.0, -0.5, 1.0) == 1.0);
    }
    SECTION("a label is worth what its standard error leaves of it, by the same measure as an author's") {
        CHECK(reliability_of(0.5) == Approx(authored_reliability).margin(0.005));
        CHECK(reliability_of(0.7) == Approx(0.5));
        CHECK(reliability_of(0.0) == 1.0);
    }
    SECTION("shrinking a label of its standard error leaves the least error") {
        constexpr double noise = 0.3;
        Random random(5);
        const auto squares = [&](double reliability) {
            Random same = random;
            double sum = 0.0;
            for (int i = 0; i < 20'000; ++i) {
                const double truth = 0.7 * same.normal();
                sum += std::pow(shrunk_difficulty(truth + noise * same.normal(), 0.0, reliability) - truth, 2);
            }
            return sum;
        };
        const double best = reliability_of(noise);
        CHECK(squares(best) < squares(best - 0.06));
        CHECK(squares(best) < squares(best + 0.06));
    }
}

TEST_CASE("ability before the first answer") {
    const Ability ability(two_categories);
    SECTION("the mean is the first-time candidate with the usual growth") {
        CHECK(ability.mean() == std::vector<double>{0.0, 0.0, 0.0, 0.0, 0.33});
        CHECK(ability.answers() == 0);
    }
    SECTION("the covariance is overall, category and leaf variance in sum") {
        const std::vector<double> expected = {0.33, 0.27, 0.25, 0.25, 0.0,  //
                                              0.27, 0.33, 0.25, 0.25, 0.0,  //
                                              0.25, 0.25, 0.33, 0.27, 0.0,  //
                                              0.25, 0.25, 0.27, 0.33, 0.0,  //
                                              0.0,  0.0,  0.0,  0.0,  0.04};
        for (std::size_t i = 0; i < expected.size(); ++i) CHECK(ability.covariance()[i] == Approx(expected[i]));
    }
}

TEST_CASE("what an answer says") {
    const Ability prior(two_categories);
    SECTION("a leaf never seen moves with its sibling, and less with another category") {
        for (const bool right : {true, false}) {
            Evidence e = right_on(0);
            e.right = right;
            const Ability told = after({e, e, e});
            const Ability untold = [] {
                Ability repeats(two_categories);
                for (int i = 0; i < 3; ++i) repeats.answer(100, nullptr);
                return repeats;
            }();
            std::array<double, 3> moved{};
            for (std::size_t i = 0; i < 3; ++i) moved[i] = (right ? 1 : -1) * (told.mean()[i] - untold.mean()[i]);
            CHECK(moved[0] > moved[1]);
            CHECK(moved[1] > moved[2]);
            CHECK(moved[2] > 0.0);
        }
    }
    SECTION("of two right answers without a floor, the one to the harder item says more") {
        for (double b = -2.0; b < 2.0; b += 0.5)
            CHECK(after({right_on(0, b + 0.5, 0.0)}).mean()[0] > after({right_on(0, b, 0.0)}).mean()[0]);
    }
    SECTION("of two wrong answers, the one to the easier item says more") {
        for (double b = -2.0; b < 2.0; b += 0.5)
            CHECK(after({wrong_on(0, b)}).mean()[0] < after({wrong_on(0, b + 0.5)}).mean()[0]);
    }
    SECTION("an answer that may be a guess says less") {
        for (double b = -2.0; b <= 2.0; b += 0.5) {
            const Ability sure = after({right_on(0, b, 0.0)});
            const Ability guessed = after({right_on(0, b, 0.25)});
            CHECK(guessed.mean()[0] < sure.mean()[0]);
            CHECK(variance(guessed, 0) > variance(sure, 0));
            CHECK(variance(guessed, 0) < variance(prior, 0));
        }
    }
    SECTION("right instead of wrong never lowers any theta, nor the growth") {
        Random random(7);
        for (int trial = 0; trial < 60; ++trial) {
            const auto history = random_history(random, 1 + trial, 4);
            const Ability before = after(history);
            for (int leaf = 0; leaf < 4; ++leaf) {
                const double b = 1.5 * random.normal();
                Ability right = before;
                Ability wrong = before;
                const Evidence yes = right_on(leaf, b);
                const Evidence no = wrong_on(leaf, b);
                right.answer(100, &yes);
                wrong.answer(100, &no);
                for (std::size_t i = 0; i < 5; ++i) CHECK(right.mean()[i] >= wrong.mean()[i] - 1e-9);
                CHECK(right.mean()[static_cast<std::size_t>(leaf)] > before.mean()[static_cast<std::size_t>(leaf)]);
            }
        }
    }
    SECTION("an earlier mistake mended never lowers the leaf, days later either") {
        Random random(8);
        for (int trial = 0; trial < 40; ++trial) {
            auto history = random_history(random, 60, 4);
            history[0].right = false;
            const auto leaf = static_cast<std::size_t>(history[0].leaf);
            const auto live = [&] {
                Ability ability(two_categories);
                for (std::size_t i = 0; i < history.size(); ++i) ability.answer(static_cast<Day>(i / 10), &history[i]);
                return ability.mean()[leaf];
            };
            const double with_mistake = live();
            history[0].right = true;
            CHECK(live() > with_mistake);
        }
    }
    SECTION("a thousand answers all right or all wrong still give a finite estimate") {
        for (const bool right : {true, false}) {
            Ability ability(two_categories);
            for (int i = 0; i < 1000; ++i) {
                Evidence e = right_on(i % 4, right ? -2.0 : 3.0, 0.25);
                e.right = right;
                ability.answer(i / 100, &e);
            }
            CHECK(std::isfinite(ability.mean()[0]));
            CHECK(std::abs(ability.mean()[0]) < 8.0);
            CHECK(variance(ability, 0) < 0.33 + 0.04 * std::pow(growth(0.0, 1000.0), 2));
        }
    }
}

TEST_CASE("ability against brute force") {
    // Two siblings: prior covariance [[.41, .29], [.29, .41]].
    const std::vector<Evidence> history = {right_on(0, 0.3),       wrong_on(0, -0.6), right_on(0, 1.1),
                                           right_on(1, -0.2, 0.0), wrong_on(1, -1.0), wrong_on(0, 0.2),
                                           right_on(1, 0.9),       right_on(0, -0.4)};
    const Ability ability = after(history, {0, 0});
    // Learning during the batch is added to what the evidence says: theta + gamma ln(308/300).
    const double c = std::log(308.0 / 300.0);
    const double det = 0.33 * 0.33 - 0.27 * 0.27;
    const auto log_posterior = [&](double x, double y) {
        double sum = -0.5 * (0.33 * x * x - 2.0 * 0.27 * x * y + 0.33 * y * y) / det;
        for (const Evidence& e : history) sum += log_likelihood(e, e.leaf == 0 ? x : y);
        return sum;
    };
    const double gamma = ability.mean()[2];
    const double x0 = ability.mean()[0] - c * gamma;
    const double y0 = ability.mean()[1] - c * gamma;

    SECTION("growth is untouched by a batch that starts before any learning") { CHECK(gamma == Approx(0.33)); }
    SECTION("the mean is the mode of the exact posterior") {
        for (const double step : {1e-2, 1e-3, 1e-4})
            for (const auto& [dx, dy] : {std::pair{step, 0.0}, {-step, 0.0}, {0.0, step}, {0.0, -step}})
                CHECK(log_posterior(x0, y0) > log_posterior(x0 + dx, y0 + dy));
        const double h = 1e-5;
        CHECK(std::abs(log_posterior(x0 + h, y0) - log_posterior(x0 - h, y0)) / (2.0 * h) < 1e-6);
        CHECK(std::abs(log_posterior(x0, y0 + h) - log_posterior(x0, y0 - h)) / (2.0 * h) < 1e-6);
    }
    SECTION("the covariance is the inverse of prior precision plus expected information") {
        std::array<double, 2> information{};
        for (const Evidence& e : history) {
            // Fisher information of a yes-no answer: P'^2 / (P (1 - P)), P' by central difference.
            const double theta = e.leaf == 0 ? x0 : y0;
            const double p = probability_right(theta, e.difficulty, e.chance);
            const double slope = (probability_right(theta + 1e-5, e.difficulty, e.chance) -
                                  probability_right(theta - 1e-5, e.difficulty, e.chance)) /
                                 2e-5;
            information[static_cast<std::size_t>(e.leaf)] += slope * slope / (p * (1.0 - p));
        }
        const double a = 0.33 / det + information[0];
        const double b = -0.27 / det;
        const double d = 0.33 / det + information[1];
        const double grown = c * c * 0.04;  // gamma's own doubt
        CHECK(ability.covariance()[0] == Approx(d / (a * d - b * b) + grown).epsilon(1e-7));
        CHECK(ability.covariance()[1] == Approx(-b / (a * d - b * b) + grown).epsilon(1e-7));
        CHECK(ability.covariance()[4] == Approx(a / (a * d - b * b) + grown).epsilon(1e-7));
        CHECK(ability.covariance()[2] == Approx(c * 0.04));
    }
    SECTION("mean and spread are near those of the exact posterior") {
        double mass = 0.0;
        double mean = 0.0;
        double square = 0.0;
        for (double x = -4.0; x <= 4.0; x += 0.02)
            for (double y = -4.0; y <= 4.0; y += 0.02) {
                const double weight = std::exp(log_posterior(x, y));
                mass += weight;
                mean += weight * x;
                square += weight * x * x;
            }
        mean /= mass;
        const double sd = std::sqrt(square / mass - mean * mean);
        CHECK(std::abs(x0 - mean) < 0.05 * sd);
        CHECK(std::abs(std::sqrt(ability.covariance()[0] - c * c * 0.04) - sd) < 0.05 * sd);
    }
}

TEST_CASE("growth and drift") {
    SECTION("answers without evidence say nothing but that there was study") {
        const std::vector<Evidence> history = {right_on(0), wrong_on(2), right_on(1, 0.7)};
        const Ability plain = after(history);
        Ability repeating(two_categories);
        for (const Evidence& e : history) {
            repeating.answer(100, &e);
            for (int i = 0; i < 5; ++i) repeating.answer(100, nullptr);
        }
        CHECK(plain.answers() == 3);
        CHECK(repeating.answers() == 18);
        const double gamma = plain.mean()[4];
        CHECK(repeating.mean()[4] == gamma);
        for (std::size_t i = 0; i < 4; ++i)
            CHECK(repeating.mean()[i] - plain.mean()[i] == Approx(gamma * std::log(318.0 / 303.0)));
    }
    SECTION("a remembered question says little: half of a new one's growth, alike in every leaf, and nothing else") {
        const Ability before = after({right_on(0), wrong_on(2), right_on(1, 0.7)});
        Ability repeating = before;
        for (int i = 0; i < 20; ++i) repeating.repeat(100);
        CHECK(repeating.answers() == before.answers());
        CHECK(repeating.studied() == 3.0 + 0.5 * 20.0);
        const double gamma = before.mean()[4];
        CHECK(repeating.mean()[4] == gamma);
        for (std::size_t i = 0; i < 4; ++i) {
            CHECK(repeating.mean()[i] - before.mean()[i] == Approx(gamma * std::log(313.0 / 303.0)));
            CHECK(variance(repeating, i) >= variance(before, i));
        }
        Ability new_ones = before;
        for (int i = 0; i < 20; ++i) new_ones.answer(100, nullptr);
        CHECK(new_ones.mean()[0] > repeating.mean()[0]);
        CHECK(*Ability::load(repeating.save()) == repeating);
    }
    SECTION("every leaf grows by gamma ln((300 + n') / (300 + n)), with gamma's doubt") {
        Ability ability(two_categories);
        for (int day = 0; day < 3; ++day)
            for (int i = 0; i < 100; ++i) ability.answer(day, nullptr);
        const double c = std::log(2.0);
        for (std::size_t i = 0; i < 4; ++i) {
            CHECK(ability.mean()[i] == Approx(0.33 * c));
            // Drift adds nothing: growth's doubt has already carried the variance past the prior's.
            CHECK(variance(ability, i) == Approx(0.33 + c * c * 0.04));
            CHECK(ability.covariance()[i * 5 + 4] == Approx(c * 0.04));
        }
        CHECK(growth(0.0, 300.0) == Approx(c));
    }
    SECTION("answers that beat the expected growth raise the growth rate") {
        const auto live = [](bool right_late) {
            Ability ability(two_categories);
            for (Day day = 0; day < 20; ++day)
                for (int i = 0; i < 40; ++i) {
                    const bool right = i % 2 == 0 ? (day >= 10) == right_late : i % 4 == 1;
                    const Evidence e = {.leaf = i % 4, .difficulty = 0.0, .chance = 0.25, .right = right};
                    ability.answer(day, &e);
                }
            return ability.mean()[4];
        };
        CHECK(live(true) > 0.33);
        CHECK(live(false) < 0.33);
    }
    SECTION("a pause widens by a thousandth of the prior a day, up to the prior") {
        std::vector<Evidence> history;
        for (int i = 0; i < 40; ++i) history.push_back(i % 3 == 0 ? wrong_on(i % 4) : right_on(i % 4));
        const Ability before = after(history);
        const auto paused = [&](Day days) {
            Ability ability = before;
            ability.answer(100 + days, nullptr);
            return ability;
        };
        const Ability next = paused(1);
        const Ability month = paused(31);
        for (std::size_t i = 0; i < 4; ++i)
            for (std::size_t j = 0; j < 4; ++j) {
                const double prior = Ability(two_categories).covariance()[i * 5 + j];
                CHECK(month.covariance()[i * 5 + j] - next.covariance()[i * 5 + j] == Approx(0.030 * prior));
            }
        const Ability decade = paused(3650);
        const double growth_doubt = 3e-4;  // of the one answer given that day
        for (std::size_t i = 0; i < 4; ++i) CHECK(variance(decade, i) == Approx(0.33).margin(growth_doubt));
        CHECK(variance(decade, 4) == Approx(variance(before, 4)));
    }
    SECTION("a day that went backwards brings no drift") {
        const Evidence e = right_on(0);
        const auto after_days = [&](Day second) {
            Ability ability(two_categories);
            for (const Day day : {Day{100}, second}) ability.answer(day, &e);
            return ability;
        };
        CHECK(variance(after_days(10), 0) < variance(after_days(101), 0));
        CHECK(variance(after_days(101), 0) < variance(after_days(190), 0));
        Ability goes_on = after_days(10);
        goes_on.answer(11, &e);
        CHECK(goes_on.answers() == 3);
    }
}

TEST_CASE("equal histories give equal bits") {
    Random random(11);
    const auto history = random_history(random, 400, 4);
    const auto day_of = [](std::size_t i) { return static_cast<Day>(i / 90); };

    Ability quiet(two_categories);
    for (std::size_t i = 0; i < history.size(); ++i) quiet.answer(day_of(i), &history[i]);

    SECTION("looking after every answer changes nothing") {
        Ability watched(two_categories);
        for (std::size_t i = 0; i < history.size(); ++i) {
            watched.answer(day_of(i), &history[i]);
            CHECK(watched.mean().size() == 5);
        }
        CHECK(watched == quiet);
        CHECK(watched.mean() == quiet.mean());
        CHECK(watched.covariance() == quiet.covariance());
    }
    SECTION("saving and loading anywhere on the way changes nothing") {
        for (const std::size_t stop :
             {std::size_t{0}, std::size_t{1}, std::size_t{31}, std::size_t{32}, std::size_t{91}, std::size_t{399}}) {
            Ability ability(two_categories);
            for (std::size_t i = 0; i < stop; ++i) ability.answer(day_of(i), &history[i]);
            auto loaded = Ability::load(ability.save());
            REQUIRE(loaded);
            CHECK(*loaded == ability);
            for (std::size_t i = stop; i < history.size(); ++i) loaded->answer(day_of(i), &history[i]);
            CHECK(*loaded == quiet);
            CHECK(loaded->covariance() == quiet.covariance());
        }
    }
    SECTION("the covariance stays symmetric to the bit") {
        for (std::size_t i = 0; i < 5; ++i)
            for (std::size_t j = 0; j < i; ++j) CHECK(quiet.covariance()[i * 5 + j] == quiet.covariance()[j * 5 + i]);
    }
}

TEST_CASE("a saved ability that is not one") {
    Random random(12);
    Ability ability(two_categories);
    for (const Evidence& e : random_history(random, 70, 4)) ability.answer(5, &e);
    const std::vector<std::byte> good = ability.save();
    REQUIRE(Ability::load(good));

    SECTION("is refused when cut short or too long") {
        for (std::size_t size = 0; size < good.size(); ++size) CHECK_FALSE(Ability::load(std::span(good).first(size)));
        std::vector<std::byte> longer = good;
        longer.push_back(std::byte{0});
        CHECK_FALSE(Ability::load(longer));
    }
    SECTION("never breaks anything when a byte is off, and is never taken for the original") {
        for (std::size_t i = 0; i < good.size(); ++i) {
            std::vector<std::byte> damaged = good;
            damaged[i] ^= std::byte{0x80};
            const auto loaded = Ability::load(damaged);
            if (loaded) CHECK(loaded->save() == damaged);
        }
    }
    SECTION("is refused with a variance below zero, a number that is none, or a leaf that is none") {
        const std::size_t gaussian = 4 + 4 + 4 * 4 + 4 + 4 + 8 + 8 + 8;
        const std::size_t covariance = gaussian + 5 * 8;
        std::vector<std::byte> negative = good;
        negative[covariance + 7] ^= std::byte{0x80};
        CHECK_FALSE(Ability::load(negative));
        std::vector<std::byte> nan = good;
        nan[gaussian + 6] = nan[gaussian + 7] = std::byte{0x7f};
        nan[gaussian + 6] = std::byte{0xf8};
        CHECK_FALSE(Ability::load(nan));
        std::vector<std::byte> leafless = good;
        leafless[covariance + 15 * 8 + 4] = std::byte{4};
        CHECK_FALSE(Ability::load(leafless));
    }
}
