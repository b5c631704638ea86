#include "engine/base/random.hpp"

#include <array>
#include <numeric>

#include "tests/support/catch.hpp"

using namespace collimate;

TEST_CASE("random numbers") {
    SECTION("SplitMix64 gives its published sequence") {
        // Seed 1234567: reference values of the public-domain splitmix64.c by Vigna, as listed on Rosetta Code.
        Random random(1234567);
        CHECK(random.next() == 6457827717110365317ULL);
        CHECK(random.next() == 3203168211198807973ULL);
        CHECK(random.next() == 9817491932198370423ULL);
    }
    SECTION("every rank of a shuffle is equally likely") {
        std::array<int, 4> first{};
        for (std::uint64_t seed = 0; seed < 8000; ++seed) {
            std::array<std::size_t, 4> values{};
            std::iota(values.begin(), values.end(), 0);
            Random random(derive(seed, 1));
            random.shuffle(std::span<std::size_t>(values));
            ++first[values[0]];
        }
        // Binomial(8000, 1/4): SD 38.7; 5 SD either side.
        for (const int count : first) CHECK(std::abs(count - 2000) < 194);
    }
}
