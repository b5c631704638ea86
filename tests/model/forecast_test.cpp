#include "engine/model/forecast.hpp"

#include <cmath>
#include <numeric>

#include "tests/support/candidate.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;
using collimate::testing::Candidate;
using collimate::testing::even_frame;

namespace {

constexpr double z_80 = 1.2815515655;

Ability studied(const ExamFrame& frame, std::uint64_t seed, int days, int answers_a_day) {
    Ability ability(frame.category_of_leaf);
    Candidate candidate(frame, seed);
    for (Day day = 0; day < days; ++day) candidate.study(ability, day, answers_a_day);
    return ability;
}

/// Tells `ability` `count` answers to middling items of a leaf.
void tell(Ability& ability, int leaf, int count, bool right) {
    const Evidence e = {.leaf = leaf, .difficulty = 0.0, .chance = 0.25, .right = right};
    for (int i = 0; i < count; ++i) ability.answer(1, &e);
}

/// Lower Cholesky factor of the abilities' covariance, gamma left out.
std::vector<double> factor_of(const Ability& ability) {
    const std::size_t n = ability.leaves();
    std::vector<double> l(n * n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = ability.covariance()[i * (n + 1) + j];
            for (std::size_t k = 0; k < j; ++k) sum -= l[i * n + k] * l[j * n + k];
            l[i * n + j] = i == j ? std::sqrt(sum) : sum / l[j * n + j];
        }
    return l;
}

struct Simulated {
    double mean = 0.0;
    double sd = 0.0;
    double p_pass = 0.0;
};

/// Forms sat by candidates drawn from the posterior, with every label off by `shift_mean` + `shift_sd` N(0,1).
/// A score at the cut exactly counts half, as a normal curve has it.
Simulated simulate(const ExamFrame& frame, const Ability& ability, double shift_mean, double shift_sd) {
    constexpr int candidates = 20000;
    const auto factor = factor_of(ability);
    const std::size_t n = ability.leaves();
    Random random(99);
    Simulated result;
    double squares = 0.0;
    for (int c = 0; c < candidates; ++c) {
        std::vector<double> z(n);
        for (double& value : z) value = random.normal();
        std::vector<double> theta(n);
        for (std::size_t i = 0; i < n; ++i) {
            theta[i] = ability.mean()[i];
            for (std::size_t j = 0; j <= i; ++j) theta[i] += factor[i * n + j] * z[j];
        }
        const double shift = shift_mean + shift_sd * random.normal();
        int right = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const auto items = static_cast<int>(std::lround(frame.weight[i] * frame.items));
            for (int k = 0; k < items; ++k) {
                const double b = frame.b_ref + shift + 0.7 * random.normal();
                right += random.uniform() < probability_right(theta[i], b, 0.25) ? 1 : 0;
            }
        }
        const double raw = static_cast<double>(right) / frame.items;
        result.mean += raw / candidates;
        squares += raw * raw / candidates;
        result.p_pass += (raw > frame.cut + 1e-9 ? 1.0 : raw > frame.cut - 1e-9 ? 0.5 : 0.0) / candidates;
    }
    result.sd = std::sqrt(squares - result.mean * result.mean);
    return result;
}

}  // namespace

TEST_CASE("the line from raw to scaled") {
    SECTION("is the registry's published example") {
        // ARRT, volunteers.arrt.org blog 30209: a cut of 130 of 200 gives A = 0.357 a raw point and B = 28.09.
        const ExamFrame arrt = {.items = 200, .cut = 0.65, .scale_cut = 74.5, .scale_high = 99.49, .scale_low = 1.0};
        for (const int raw : {100, 130, 164, 200})
            CHECK(scaled_score(arrt, raw / 200.0) == Approx(0.357 * raw + 28.09).margin(0.01));
        CHECK(scaled_score(arrt, 0.65) == Approx(74.5));
        CHECK(scaled_score(arrt, 1.0) == Approx(99.49));
    }
    SECTION("stops at the least reported score") {
        const ExamFrame ardms = {.cut = 0.6, .scale_cut = 555.0, .scale_high = 700.0, .scale_low = 300.0};
        CHECK(scaled_score(ardms, 0.6) == Approx(555.0));
        CHECK(scaled_score(ardms, -0.5) == 300.0);
    }
}

TEST_CASE("the forecast before the first answer") {
    SECTION("is the national pass rate, whatever the exam") {
        for (const double rate : {0.55, 0.74, 0.838, 0.95})
            for (const double cut : {0.55, 0.66, 0.75})
                for (const int items : {75, 200}) {
                    const ExamFrame frame = even_frame(3, 4, rate, items, cut);
                    CHECK(forecast(frame, Ability(frame.category_of_leaf), {}).p_pass == Approx(rate).epsilon(1e-9));
                }
    }
    SECTION("an exam with the same cut and a lower pass rate has harder items") {
        CHECK(even_frame(3, 4, 0.7).b_ref > even_frame(3, 4, 0.9).b_ref);
    }
}

TEST_CASE("the forecast against simulated candidates") {
    // 16 leaves; each weighs a whole number of items.
    const ExamFrame frame = even_frame(4, 4, 0.8, 160, 0.65);
    for (const int days : {0, 3, 12}) {
        INFO(days << " days of 40 answers");
        const Ability ability = studied(frame, 5, days, 40);
        const Forecast ours = forecast(frame, ability, {});
        const Simulated theirs = simulate(frame, ability, 0.0, 0.15);
        CHECK(std::abs(ours.raw - theirs.mean) < 0.003);  // 4 SE of 20,000 draws
        CHECK(std::abs(ours.raw_sd / theirs.sd - 1.0) < 0.025);
        CHECK(std::abs(ours.p_pass - theirs.p_pass) < 0.03);  // the score is a little skewed, the curve is not
        // The 10th and 90th percentile of the shift.
        CHECK(std::abs(ours.p_pass_low - simulate(frame, ability, z_80 * 0.15, 0.0).p_pass) < 0.03);
        CHECK(std::abs(ours.p_pass_high - simulate(frame, ability, -z_80 * 0.15, 0.0).p_pass) < 0.03);
    }
}

TEST_CASE("laws of the forecast") {
    const ExamFrame frame = even_frame(3, 5, 0.8);
    const Ability ability = studied(frame, 21, 4, 50);
    const Forecast today = forecast(frame, ability, {});

    SECTION("more study expects more, and doubts it more than the ability alone would") {
        const Forecast later = forecast(frame, ability, {.answers = 600.0});
        CHECK(later.raw > today.raw);
        CHECK(later.p_pass > today.p_pass);
        const double gamma = ability.mean().back();
        ExamFrame shifted = frame;  // the same growth without doubt about it
        shifted.b_ref -= gamma * std::log((300.0 + 200.0 + 600.0) / (300.0 + 200.0));
        CHECK(forecast(shifted, ability, {}).raw == Approx(later.raw).margin(0.002));
        CHECK(forecast(shifted, ability, {}).raw_sd < later.raw_sd);
    }
    SECTION("repeats promise half of what new questions do, and more doubt") {
        const Forecast half_as_many = forecast(frame, ability, {.answers = 450.0});
        const Forecast with_repeats = forecast(frame, ability, {.answers = 600.0, .repeats = 300.0});
        const Forecast all_new = forecast(frame, ability, {.answers = 600.0});
        const Forecast only_repeats = forecast(frame, ability, {.answers = 600.0, .repeats = 600.0});
        CHECK(with_repeats.raw == Approx(half_as_many.raw).margin(0.002));  // the mean curve bends with the spread
        CHECK(with_repeats.raw < all_new.raw);
        CHECK(with_repeats.raw_sd > half_as_many.raw_sd);
        CHECK(only_repeats.raw > today.raw);
        CHECK(only_repeats.raw < with_repeats.raw);
        CHECK(only_repeats.raw_sd > forecast(frame, ability, {.answers = 300.0}).raw_sd);
    }
    SECTION("what a repeat promises is what it counts for once it is done") {
        Ability done = ability;
        for (int i = 0; i < 300; ++i) done.repeat(3);
        CHECK(forecast(frame, done, {}).raw ==
              Approx(forecast(frame, ability, {.answers = 300.0, .repeats = 300.0}).raw).margin(0.001));
    }
    SECTION("the figures stand in order") {
        CHECK(today.p_pass_low < today.p_pass);
        CHECK(today.p_pass < today.p_pass_high);
        CHECK(today.scaled.low < today.scaled.median);
        CHECK(today.scaled.median < today.scaled.high);
        CHECK(today.scaled.median == Approx(scaled_score(frame, today.raw)));
        CHECK(today.scaled.high == Approx(scaled_score(frame, today.raw + z_80 * today.raw_sd)));
    }
    SECTION("no amount of evidence takes the doubt about the labels away") {
        ExamFrame endless = frame;
        endless.items = 1'000'000'000;
        Ability known(frame.category_of_leaf);
        for (Day day = 0; day < 200; ++day)
            for (int leaf = 0; leaf < 15; ++leaf) {
                for (int i = 0; i < 16; ++i) {
                    const Evidence e = {.leaf = leaf, .difficulty = 0.0, .chance = 0.25, .right = i % 8 < 5};
                    known.answer(0, &e);
                }
            }
        // Near theta = b the curve is 3/4 of a sigmoid averaged over items of SD 0.7: slope a little under 3/16.
        const Forecast sure = forecast(endless, known, {});
        CHECK(sure.raw_sd > 0.15 * 0.12);
        CHECK(sure.raw_sd < 0.15 * 3.0 / 16.0 * 1.15);
    }
    SECTION("sections are the parts of the whole on the same line, and less certain") {
        REQUIRE(today.sections.size() == 3);
        double sum = 0.0;
        for (const Interval& section : today.sections) {
            sum += section.median / 3.0;
            CHECK(section.high - section.low > today.scaled.high - today.scaled.low);
        }
        CHECK(sum == Approx(today.scaled.median));
    }
    SECTION("a strong section shows") {
        Ability uneven(frame.category_of_leaf);
        for (int leaf = 0; leaf < 5; ++leaf) tell(uneven, leaf, 12, true);
        for (int leaf = 5; leaf < 15; ++leaf) tell(uneven, leaf, 12, false);
        const Forecast f = forecast(frame, uneven, {});
        CHECK(f.sections[0].median > f.sections[1].median);
        CHECK(f.sections[1].median == Approx(f.sections[2].median).epsilon(0.02));
    }
    SECTION("minutes become answers at the rate of the plan") {
        CHECK(planned_answers(10, 45) == Approx(450.0 * 0.86 / 1.33));
        CHECK(planned_answers(0, 45) == 0.0);
    }
}

TEST_CASE("how hard a leaf is, from the bank's labels") {
    ExamFrame frame = even_frame(2, 3, 0.8);
    const auto shifts = [&](int in_first, double label) {
        std::vector<LabeledItem> bank;
        for (int leaf = 0; leaf < 6; ++leaf)
            for (int i = 0; i < (leaf == 0 ? in_first : 10); ++i)
                bank.push_back({.leaf = leaf, .difficulty = leaf == 0 ? label : 0.3});
        return leaf_shifts(frame, bank);
    };
    SECTION("labels all alike tell of no difference, however hard they are") {
        for (const double shift : shifts(10, 0.3)) CHECK(shift == Approx(0.0).margin(1e-12));
    }
    SECTION("a leaf of harder labels is harder, the more surely the more labels, and never by more than they say") {
        CHECK(shifts(2, 1.3)[0] > 0.0);
        CHECK(shifts(20, 1.3)[0] > shifts(2, 1.3)[0]);
        CHECK(shifts(2000, 1.3)[0] < 1.0);
    }
    SECTION("the exam as a whole keeps its difficulty") {
        frame.weight = {0.4, 0.2, 0.1, 0.1, 0.1, 0.1};
        const auto shift = shifts(7, 1.3);
        CHECK(std::inner_product(shift.begin(), shift.end(), frame.weight.begin(), 0.0) == Approx(0.0).margin(1e-12));
    }
    SECTION("a leaf without questions, and a bank without any, is taken as the exam is") {
        for (const double shift : leaf_shifts(frame, {})) CHECK(shift == 0.0);
        CHECK(std::abs(shifts(0, 0.0)[0]) < 1e-12);
    }
    SECTION("a harder leaf costs more points at the same ability, and the national rate still stands first") {
        frame.leaf_shift = shifts(20, 1.3);
        frame.b_ref = link_b_ref(frame, 0.8);
        const Ability nobody(frame.category_of_leaf);
        const auto all = standings(frame, nobody);
        CHECK(all[0].points_lost > all[1].points_lost);
        CHECK(all[1].points_lost == Approx(all[2].points_lost));
        CHECK(forecast(frame, nobody, {}).p_pass == Approx(0.8).epsilon(1e-9));
    }
}

TEST_CASE("where the leaves stand") {
    ExamFrame frame = even_frame(3, 4, 0.8);
    SECTION("points lost over all leaves are the questions the forecast expects to miss") {
        const Ability ability = studied(frame, 31, 5, 60);
        double lost = 0.0;
        for (const LeafStanding& leaf : standings(frame, ability)) {
            lost += leaf.points_lost;
            CHECK(leaf.expected_low < leaf.expected);
            CHECK(leaf.expected < leaf.expected_high);
            CHECK(leaf.se > 0.0);
        }
        CHECK(lost == Approx(frame.items * (1.0 - forecast(frame, ability, {}).raw)));
    }
    SECTION("nobody is weak anywhere before the first answer") {
        for (const LeafStanding& leaf : standings(frame, Ability(frame.category_of_leaf))) {
            CHECK(leaf.p_weak == Approx(0.5));
            CHECK(leaf.few);
        }
    }
    SECTION("one mistake in two answers is not weaker than eighteen in thirty") {
        Ability ability(frame.category_of_leaf);
        for (int leaf = 0; leaf < 12; ++leaf)
            if (leaf != 0 && leaf != 5) {
                tell(ability, leaf, 24, true);
                tell(ability, leaf, 6, false);
            }
        tell(ability, 0, 1, true);
        tell(ability, 0, 1, false);
        tell(ability, 5, 12, true);
        tell(ability, 5, 18, false);
        const auto all = standings(frame, ability);
        CHECK(all[5].p_weak > 0.95);
        CHECK(all[0].p_weak < all[5].p_weak);
        CHECK(all[0].p_weak < 0.8);
        CHECK(all[0].few);
    }
    SECTION("a leaf stops being 'few' at some twenty-five answers, its neighbours do not") {
        const auto few_after = [&](int answers) {
            Ability ability(frame.category_of_leaf);
            for (int leaf = 0; leaf < 12; ++leaf)
                for (int i = 0; i < (leaf == 1 ? 3 : answers); ++i) tell(ability, leaf, 1, i % 8 < 5);
            return standings(frame, ability);
        };
        CHECK(few_after(12)[0].few);
        CHECK_FALSE(few_after(40)[0].few);
        CHECK(few_after(40)[1].few);
    }
    SECTION("more weight means more points lost at the same ability") {
        frame.weight[0] *= 2.0;
        for (std::size_t i = 1; i < 12; ++i) frame.weight[i] = (1.0 - frame.weight[0]) / 11.0;
        const auto all = standings(frame, Ability(frame.category_of_leaf));
        CHECK(all[0].points_lost / all[1].points_lost == Approx(frame.weight[0] / frame.weight[1]));
    }
}

TEST_CASE("the filter finds simulated candidates again") {
    // 500 candidates drawn as the model supposes, 200 answers over four days, one form each. The 80 % interval must
    // hold the raw score of 80 % of them; SD of the count is 1.8 %.
    const ExamFrame frame = even_frame(4, 5, 0.8);
    constexpr int candidates = 500;
    int held = 0;
    double error = 0.0;
    double prior_error = 0.0;
    double expected_pass = 0.0;
    int passed = 0;
    const double prior_raw = forecast(frame, Ability(frame.category_of_leaf), {.answers = 200.0}).raw;
    for (int c = 0; c < candidates; ++c) {
        Candidate candidate(frame, derive(2024, static_cast<std::uint64_t>(c)));
        Ability ability(frame.category_of_leaf);
        for (Day day = 0; day < 4; ++day) candidate.study(ability, day, 50);
        const Forecast f = forecast(frame, ability, {});
        const double raw = candidate.sit();
        held += std::abs(raw - f.raw) <= z_80 * f.raw_sd ? 1 : 0;
        passed += raw >= frame.cut ? 1 : 0;
        expected_pass += f.p_pass;
        error += (raw - f.raw) * (raw - f.raw) / candidates;
        prior_error += (raw - prior_raw) * (raw - prior_raw) / candidates;
    }
    CHECK(held >= 0.74 * candidates);
    CHECK(held <= 0.86 * candidates);
    CHECK(std::sqrt(error) < 0.6 * std::sqrt(prior_error));
    CHECK(std::abs(expected_pass - passed) / candidates < 0.05);
}

TEST_CASE("whether answers or the prior speak") {
    const ExamFrame frame = collimate::testing::even_frame(3, 4, 0.74);
    Ability ability(frame.category_of_leaf);
    SECTION("without an answer it is the prior, of the whole and of every part") {
        CHECK(collimate::mostly_prior(frame, ability));
        CHECK(collimate::few_answers(frame, ability, std::vector<int>{0, 1, 2, 3}));
    }
    SECTION("of a single leaf it is what its standing says, however many answers there are") {
        for (int day = 0; day < 30; ++day) {
            for (int i = 0; i < 20; ++i) {
                const Evidence e = {
                    .leaf = i % 3 == 0 ? 5 : i % 12, .difficulty = frame.b_ref, .chance = 0.25, .right = i % 4 != 0};
                ability.answer(20'000 + day, &e);
            }
            const auto all = collimate::standings(frame, ability);
            for (int leaf = 0; leaf < 12; ++leaf) {
                INFO("day " << day << ", leaf " << leaf);
                CHECK(collimate::few_answers(frame, ability, std::vector<int>{leaf}) ==
                      all[static_cast<std::size_t>(leaf)].few);
            }
        }
        CHECK_FALSE(collimate::mostly_prior(frame, ability));
        CHECK_FALSE(collimate::few_answers(frame, ability, std::vector<int>{4, 5, 6, 7}));
    }
}
