#include "engine/model/key_doubt.hpp"

#include <cmath>
#include <vector>

#include "engine/model/statistic.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

/// Candidates with normal scores as rest scores, each with the option they chose.
struct Chosen {
    std::vector<double> t;
    std::vector<std::size_t> option;
};

template <class Choose>
Chosen ranked(std::size_t n, Choose choose) {
    Chosen made;
    double squares = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        made.t.push_back(normal_quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n)));
        squares += made.t.back() * made.t.back() / static_cast<double>(n);
        made.option.push_back(choose(i));
    }
    for (double& t : made.t) t /= std::sqrt(squares);
    return made;
}

std::vector<ChosenOption> counted(const Chosen& made, std::size_t options) {
    std::vector<ChosenOption> counts(options);
    const auto n = static_cast<double>(made.t.size());
    for (std::size_t i = 0; i < made.t.size(); ++i) {
        counts[made.option[i]].n += 1.0;
        counts[made.option[i]].point_biserial += made.t[i] / n;
    }
    for (ChosenOption& option : counts) {
        const double share = option.n / n;
        option.point_biserial =
            share > 0.0 && share < 1.0 ? option.point_biserial / std::sqrt(share * (1.0 - share)) : 0.0;
    }
    return counts;
}

/// The chance that `wrong` is right, from every single answer and a fine grid over slope and place.
double by_every_answer(const Chosen& made, std::size_t options, std::size_t key, std::size_t wrong) {
    std::vector<double> likelihood;
    for (std::size_t right = 0; right < options; ++right) {
        double sum = 0.0;
        double weights = 0.0;
        for (double za = -2.5; za <= 2.5; za += 0.1)
            for (double zb = -3.0; zb <= 3.0; zb += 0.1) {
                const double a = std::exp(-0.1 + 0.5 * za);
                const double b = -0.6 + zb;
                const double weight = std::exp(-0.5 * (za * za + zb * zb));
                double log_product = 0.0;
                for (std::size_t i = 0; i < made.t.size(); ++i) {
                    const double p = 1.0 / (1.0 + std::exp(-a * (made.t[i] - b)));
                    log_product += std::log(made.option[i] == right ? p : 1.0 - p);
                }
                sum += weight * std::exp(log_product);
                weights += weight;
            }
        double others = 0.0;  // ln of (K - 2)! prod n! / (n + K - 2)!, K options
        double n = 0.0;
        const std::vector<ChosenOption> counts = counted(made, options);
        for (std::size_t other = 0; other < options; ++other) {
            if (other == right) continue;
            others += std::lgamma(counts[other].n + 1.0);
            n += counts[other].n;
        }
        const auto k = static_cast<double>(options);
        others += std::lgamma(k - 1.0) - std::lgamma(n + k - 1.0);
        const double before = right == key ? 0.98 : 0.02 / (k - 1.0);
        likelihood.push_back(before * sum / weights * std::exp(others));
    }
    double all = 0.0;
    for (const double each : likelihood) all += each;
    return likelihood[wrong] / all;
}

}  // namespace

TEST_CASE("doubt of a key") {
    SECTION("is what a likelihood over every single answer gives") {
        for (const std::size_t n : {24u, 40u, 80u})
            for (const std::size_t from : {9u, 12u, 15u}) {
                // Who is above `from` tenths of the way to the middle mostly chooses 1, the others spread.
                const Chosen made =
                    ranked(n, [&](std::size_t i) { return 20 * i > from * n && i % 5 != 0 ? 1 : (i * 7) % 4; });
                const auto doubt = doubt_of_key(counted(made, 4), 0, static_cast<double>(n));
                REQUIRE(doubt);
                CHECK(doubt->option == 1);
                CHECK(doubt->chance == Approx(by_every_answer(made, 4, 0, 1)).margin(0.03));
            }
    }
    SECTION("is absent where no other option goes with ability more") {
        const Chosen fine = ranked(30, [](std::size_t i) { return i >= 15 ? std::size_t{0} : i % 4; });
        CHECK_FALSE(doubt_of_key(counted(fine, 4), 0, 30.0));
    }
    SECTION("does not hang on the order of the options") {
        const Chosen made = ranked(40, [](std::size_t i) { return i >= 22 ? std::size_t{2} : i % 4; });
        std::vector<ChosenOption> options = counted(made, 4);
        const auto one = doubt_of_key(options, 0, 40.0);
        std::swap(options[0], options[3]);
        std::swap(options[2], options[1]);
        const auto other = doubt_of_key(options, 3, 40.0);
        REQUIRE(one);
        REQUIRE(other);
        CHECK(one->option == 2);
        CHECK(other->option == 1);
        CHECK(one->chance == Approx(other->chance).epsilon(1e-12));
    }
    SECTION("grows with the candidates and with what sets the option apart") {
        double before = 0.0;
        for (const double n : {24.0, 48.0, 96.0, 400.0}) {
            const std::vector<ChosenOption> options = {
                {0.3 * n, -0.1}, {0.4 * n, 0.2}, {0.2 * n, -0.1}, {0.1 * n, -0.1}};
            const double chance = doubt_of_key(options, 0, n)->chance;
            CHECK(chance > before);
            before = chance;
        }
        CHECK(before > 0.99);
        before = 0.0;
        for (const double r : {-0.05, 0.05, 0.15, 0.25, 0.35}) {
            const std::vector<ChosenOption> options = {{8, -0.1}, {10, r}, {3, -0.1}, {3, -0.1}};
            const double chance = doubt_of_key(options, 0, 24.0)->chance;
            CHECK(chance > before);
            before = chance;
        }
    }
    SECTION("falls on an option whose key nobody chose") {
        const std::vector<ChosenOption> options = {{0, 0.0}, {15, 0.4}, {5, -0.3}, {4, -0.2}};
        const auto doubt = doubt_of_key(options, 0, 24.0);
        REQUIRE(doubt);
        CHECK(doubt->option == 1);
        CHECK(doubt->chance > 0.9);
    }
}
