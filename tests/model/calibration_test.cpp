#include "engine/model/calibration.hpp"

#include <cmath>
#include <numbers>

#include "tests/support/catch.hpp"
#include "tests/support/simulated_class.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

/// Marginal log-likelihood of a small complete matrix on a grid of its own, term by term.
double plain_log_likelihood(const ResponseMatrix& matrix, const std::vector<double>& b, const std::vector<double>& a,
                            double mean, double sd) {
    constexpr int nodes = 2000;
    constexpr double half = 9.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < matrix.candidates(); ++i) {
        double marginal = 0.0;
        for (int q = 0; q < nodes; ++q) {
            const double z = -half + 2.0 * half * (q + 0.5) / nodes;
            double product = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi) * 2.0 * half / nodes;
            for (std::size_t j = 0; j < matrix.items(); ++j) {
                const double p = 1.0 / (1.0 + std::exp(-a[j] * (mean + sd * z - b[j])));
                product *= matrix.column(j).cells[i].right() ? p : 1.0 - p;
            }
            marginal += product;
        }
        sum += std::log(marginal);
    }
    return sum;
}

std::vector<double> difficulties(const Calibration& calibration) {
    std::vector<double> b;
    for (const CalibratedItem& item : calibration.items) b.push_back(item.difficulty.value());
    return b;
}

std::vector<double> slopes(const Calibration& calibration) {
    std::vector<double> a;
    for (const CalibratedItem& item : calibration.items) a.push_back(item.slope);
    return a;
}

std::vector<double> logarithms(std::vector<double> values) {
    for (double& value : values) value = std::log(value);
    return values;
}

CalibrationOptions two_parameter() {
    CalibrationOptions options;
    options.model = ItemModel::two_parameter;
    options.tolerance = 1e-7;
    return options;
}

}  // namespace

TEST_CASE("Rasch calibration") {
    SECTION("stands where the marginal likelihood is greatest, and tells what it is") {
        const SimulatedClass made = simulated_class({.candidates = 60, .items = 7, .ability_sd = 0.8}, 1);
        CalibrationOptions options;
        options.tolerance = 1e-8;
        const Calibration found = calibrate(made.matrix, options);
        REQUIRE(found.converged);
        const std::vector<double> a(7, 1.0);
        const std::vector<double> b = difficulties(found);
        const double best = plain_log_likelihood(made.matrix, b, a, 0.0, found.ability_sd);
        CHECK(found.log_likelihood == Approx(best).epsilon(1e-9));
        constexpr double step = 1e-3;
        for (std::size_t j = 0; j < b.size(); ++j)
            for (const double side : {-step, step}) {
                std::vector<double> moved = b;
                moved[j] += side;
                CHECK(plain_log_likelihood(made.matrix, moved, a, 0.0, found.ability_sd) < best);
            }
        for (const double side : {-step, step})
            CHECK(plain_log_likelihood(made.matrix, b, a, 0.0, found.ability_sd + side) < best);
    }
    SECTION("has the standard errors of the curvature of that likelihood") {
        const SimulatedClass made = simulated_class({.candidates = 80, .items = 5}, 2);
        CalibrationOptions options;
        options.tolerance = 1e-9;
        const Calibration found = calibrate(made.matrix, options);
        const std::vector<double> a(5, 1.0);
        std::vector<double> x = difficulties(found);
        x.push_back(std::log(found.ability_sd));
        const auto value = [&](const std::vector<double>& at) {
            return plain_log_likelihood(made.matrix, {at.begin(), at.end() - 1}, a, 0.0, std::exp(at.back()));
        };
        constexpr double h = 1e-3;
        double information[6][12] = {};
        for (std::size_t i = 0; i < 6; ++i)
            for (std::size_t j = 0; j < 6; ++j) {
                const auto at = [&](double u, double v) {
                    std::vector<double> y = x;
                    y[i] += u;
                    y[j] += v;
                    return value(y);
                };
                information[i][j] = -(at(h, h) - at(h, -h) - at(-h, h) + at(-h, -h)) / (4.0 * h * h);
                information[i][6 + j] = i == j ? 1.0 : 0.0;
            }
        for (std::size_t i = 0; i < 6; ++i)  // Gauss and Jordan
            for (std::size_t r = 0; r < 6; ++r) {
                const double by = r == i ? 1.0 - 1.0 / information[i][i] : information[r][i] / information[i][i];
                for (std::size_t c = 0; c < 12; ++c)
                    if (r != i) information[r][c] -= by * information[i][c];
            }
        for (std::size_t i = 0; i < 5; ++i) {
            const double se = std::sqrt(information[i][6 + i] / information[i][i]);
            // Very short tests are the hardest case for the regression of scores on ability.
            CHECK(*found.items[i].difficulty_se == Approx(se).epsilon(0.02));
        }
    }
    SECTION("recovers what made the answers, as well as its standard errors say") {
        const SimulatedClass made = simulated_class({.candidates = 2000, .items = 60, .ability_sd = 0.7}, 3);
        const Calibration found = calibrate(made.matrix);
        REQUIRE(found.converged);
        CHECK(found.ability_sd == Approx(0.7).margin(0.04));
        double squares = 0.0;
        for (std::size_t j = 0; j < 60; ++j)
            squares += std::pow((*found.items[j].difficulty - made.difficulty[j]) / *found.items[j].difficulty_se, 2);
        CHECK(squares / 60.0 > 0.4);
        CHECK(squares / 60.0 < 1.9);
        for (const CalibratedItem& item : found.items) CHECK(*item.infit.value == Approx(1.0).margin(0.12));
    }
    SECTION("is the same where each met another part of the items, in the doubt they leave") {
        const SimulatedClass made = simulated_class({.candidates = 1500, .items = 100, .items_each = 40}, 4);
        const Calibration found = calibrate(made.matrix);
        REQUIRE(found.converged);
        double squares = 0.0;
        for (std::size_t j = 0; j < 100; ++j)
            squares += std::pow((*found.items[j].difficulty - made.difficulty[j]) / *found.items[j].difficulty_se, 2);
        CHECK(squares / 100.0 > 0.5);
        CHECK(squares / 100.0 < 1.7);
    }
    SECTION("accelerated ends where plain EM ends") {
        const SimulatedClass made = simulated_class({.candidates = 300, .items = 40, .items_each = 15}, 5);
        CalibrationOptions options;
        options.tolerance = 1e-8;
        const Calibration fast = calibrate(made.matrix, options);
        options.accelerated = false;
        const Calibration plain = calibrate(made.matrix, options);
        REQUIRE(plain.converged);
        CHECK(fast.iterations < plain.iterations);
        for (std::size_t j = 0; j < 40; ++j)
            CHECK(*fast.items[j].difficulty == Approx(*plain.items[j].difficulty).margin(1e-5));
    }
    SECTION("gives the same bits every time") {
        const SimulatedClass made = simulated_class({.candidates = 500, .items = 50, .items_each = 20}, 6);
        const Calibration once = calibrate(made.matrix);
        const Calibration again = calibrate(made.matrix);
        for (std::size_t j = 0; j < 50; ++j) {
            CHECK(*once.items[j].difficulty == *again.items[j].difficulty);
            CHECK(*once.items[j].difficulty_se == *again.items[j].difficulty_se);
        }
    }
    SECTION("of many parameters has nearly the standard errors of the exact inverse") {
        // 1,300 items go by leading eigenvectors; the first 1,100 of them alone go exactly. Each candidate meets as many.
        const SimulatedClass many = simulated_class({.candidates = 600, .items = 1300, .items_each = 130}, 7);
        std::vector<ScoredResponse> fewer;
        for (std::uint32_t j = 0; j < 1100; ++j) {
            const ResponseColumn column = many.matrix.column(j);
            for (std::size_t i = 0; i < column.cells.size(); ++i)
                fewer.push_back({column.candidate(i), j, column.cells[i]});
        }
        const Calibration by_series = calibrate(many.matrix);
        const Calibration exactly = calibrate(ResponseMatrix(600, 1100, fewer));
        double ratio = 0.0;
        std::size_t both = 0;
        for (std::size_t j = 0; j < 1100; ++j)
            if (by_series.items[j].difficulty_se && exactly.items[j].difficulty_se) {
                ratio += *by_series.items[j].difficulty_se / *exactly.items[j].difficulty_se;
                ++both;
            }
        REQUIRE(both > 1000);
        CHECK(ratio / static_cast<double>(both) == Approx(1.0).margin(0.02));
    }
    SECTION("tells nothing of an item all got right unless somebody authored it") {
        SimulatedClass made = simulated_class({.candidates = 50, .items = 6}, 9);
        std::vector<ScoredResponse> responses;
        for (std::uint32_t j = 0; j < 6; ++j)
            for (std::uint32_t i = 0; i < 50; ++i)
                responses.push_back({i, j, j == 0 ? ResponseCell(true, 0) : made.matrix.column(j).cells[i]});
        const ResponseMatrix matrix(50, 6, responses);
        const Calibration without = calibrate(matrix);
        CHECK_FALSE(without.items[0].difficulty);
        CHECK(without.items[0].infit.withheld == Withheld::no_bound);
        CHECK(without.items[1].difficulty);
        CalibrationOptions options;
        options.authored.assign(6, -1.0);
        const Calibration with = calibrate(matrix, options);
        CHECK(*with.items[0].difficulty < -1.0);
        CHECK(*with.items[0].difficulty_se < options.authored_sd * 1.05);
    }
    SECTION("keeps to the authored difficulties in a small class, and finds that it is a better one") {
        const SimulatedClass made =
            simulated_class({.candidates = 24, .items = 150, .ability_mean = 0.8, .ability_sd = 0.6}, 10);
        Random random(11);
        CalibrationOptions options;
        std::vector<double> labels;
        for (const double b : made.difficulty) {
            labels.push_back(b + 0.5 * random.normal());
            options.authored.emplace_back(labels.back());
        }
        const Calibration with = calibrate(made.matrix, options);
        CHECK(with.ability_mean == Approx(0.8).margin(0.35));
        double squares_with = 0.0, squares_labels = 0.0;
        for (std::size_t j = 0; j < 150; ++j) {
            squares_with += std::pow(*with.items[j].difficulty - made.difficulty[j], 2);
            squares_labels += std::pow(labels[j] - made.difficulty[j], 2);
        }
        CHECK(squares_with < 0.8 * squares_labels);
    }
    SECTION("withholds fit below thirty, and has nothing to say of nobody") {
        const SimulatedClass made = simulated_class({.candidates = 29, .items = 8}, 12);
        CHECK(calibrate(made.matrix).items[0].infit.withheld == Withheld::too_few);
        const Calibration nothing = calibrate(ResponseMatrix(0, 3, std::span<const ScoredResponse>()));
        CHECK(nothing.items.size() == 3);
        CHECK_FALSE(nothing.items[0].difficulty);
    }
}

TEST_CASE("two-parameter calibration") {
    SECTION("stands where the marginal likelihood is greatest") {
        const SimulatedClass made = simulated_class({.candidates = 250, .items = 6, .slope_sd = 0.3}, 1);
        CalibrationOptions options = two_parameter();
        options.log_slope_sd = std::numeric_limits<double>::infinity();
        const Calibration found = calibrate(made.matrix, options);
        REQUIRE(found.converged);
        const std::vector<double> b = difficulties(found);
        const std::vector<double> a = slopes(found);
        const double best = plain_log_likelihood(made.matrix, b, a, 0.0, 1.0);
        CHECK(found.log_likelihood == Approx(best).epsilon(1e-9));
        for (std::size_t j = 0; j < b.size(); ++j)
            for (const double side : {-2e-3, 2e-3}) {
                std::vector<double> moved = b;
                moved[j] += side;
                CHECK(plain_log_likelihood(made.matrix, moved, a, 0.0, 1.0) < best);
                moved = a;
                moved[j] += side;
                CHECK(plain_log_likelihood(made.matrix, b, moved, 0.0, 1.0) < best);
            }
    }
    SECTION("recovers what made the answers, as well as its standard errors say") {
        const SimulatedClass made = simulated_class({.candidates = 2000, .items = 50, .slope_sd = 0.3}, 2);
        const Calibration found = calibrate(made.matrix, two_parameter());
        REQUIRE(found.converged);
        double b_squares = 0.0, a_squares = 0.0;
        for (std::size_t j = 0; j < 50; ++j) {
            const CalibratedItem& item = found.items[j];
            b_squares += std::pow((*item.difficulty - made.difficulty[j]) / *item.difficulty_se, 2);
            a_squares += std::pow((item.slope - made.slope[j]) / *item.slope_se, 2);
        }
        for (const double mean : {b_squares / 50.0, a_squares / 50.0}) {
            CHECK(mean > 0.4);
            CHECK(mean < 2.2);
        }
        CHECK(centered_rmse(logarithms(slopes(found)), logarithms(made.slope)) < 0.12);
    }
    SECTION("goes a shorter way without guessing, and ends where the other one does") {
        const std::size_t items_each = GENERATE(0, 15);
        const SimulatedClass made =
            simulated_class({.candidates = 300, .items = 30, .slope_sd = 0.3, .items_each = items_each}, 4);
        CalibrationOptions options = two_parameter();
        const Calibration shorter = calibrate(made.matrix, options);
        options.chance.assign(30, 1e-12);  // no guessing to speak of
        const Calibration longer = calibrate(made.matrix, options);
        REQUIRE(shorter.converged);
        CHECK(shorter.log_likelihood == Approx(longer.log_likelihood).epsilon(1e-9));
        for (std::size_t j = 0; j < 30; ++j) {
            const CalibratedItem& one = shorter.items[j];
            const CalibratedItem& other = longer.items[j];
            CHECK(*one.difficulty == Approx(*other.difficulty).margin(2e-5));
            CHECK(one.slope == Approx(other.slope).margin(2e-5));
            CHECK(*one.difficulty_se == Approx(*other.difficulty_se).epsilon(1e-4));
            CHECK(*one.slope_se == Approx(*other.slope_se).epsilon(1e-4));
            CHECK(*one.infit.value == Approx(*other.infit.value).margin(1e-4));
            CHECK(*one.outfit.value == Approx(*other.outfit.value).margin(1e-4));
        }
    }
    SECTION("with a guess floor finds the difficulty that answering by chance hides") {
        Random random(3);
        std::vector<ScoredResponse> responses;
        std::vector<double> truth;
        for (std::uint32_t j = 0; j < 30; ++j) truth.push_back(0.1 * j - 1.0);
        for (std::uint32_t i = 0; i < 3000; ++i) {
            const double theta = random.normal();
            for (std::uint32_t j = 0; j < 30; ++j) {
                const bool knows = random.uniform() < 1.0 / (1.0 + std::exp(truth[j] - theta));
                responses.push_back({i, j, ResponseCell(knows || random.uniform() < 0.25, std::nullopt)});
            }
        }
        CalibrationOptions options;
        options.chance.assign(30, 0.25);
        const Calibration found = calibrate(ResponseMatrix(3000, 30, responses), options);
        REQUIRE(found.converged);
        CHECK(found.ability_sd == Approx(1.0).margin(0.08));
        for (std::size_t j = 0; j < 30; ++j)
            CHECK(std::abs(*found.items[j].difficulty - truth[j]) < 4.0 * *found.items[j].difficulty_se);
    }
}
