#include "engine/model/value.hpp"

#include <vector>

#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

double value_of(std::vector<PointExposure> points, double p_first, double retrievability) {
    return value_per_minute(points, p_first, retrievability);
}

}  // namespace

TEST_CASE("the value of an item per minute") {
    const PointExposure point = {.weight = 0.01};

    SECTION("is the rule of the plan, by hand") {
        // New, p = 0.6: (0.4 + 0.3) / (1.2 + 0.2) = 0.5 per unit of weight.
        CHECK(value_of({point}, 0.6, 0.0) == Approx(0.01 * 0.5));
        // Seen, R = 0.8, p_first = 0.5: p = 0.56 + 0.44 * 0.5 = 0.78;
        // (0.22 + 0.39 * 0.6) / (1.2 * 0.76 + 0.11) = 0.454 / 1.022; met three times: a quarter.
        CHECK(raised_by_memory(0.5, 0.8) == Approx(0.78));
        CHECK(minutes_needed(0.78, 0.8) == Approx(1.022));
        CHECK(value_of({{.weight = 0.01, .met = 3}}, 0.5, 0.8) == Approx(0.01 / 4.0 * 0.454 / 1.022));
    }
    SECTION("adds up over the points of an item and grows with their weight") {
        const PointExposure other = {.weight = 0.03, .met = 1};
        CHECK(value_of({point, other}, 0.5, 0.3) == Approx(value_of({point}, 0.5, 0.3) + value_of({other}, 0.5, 0.3)));
        CHECK(value_of({{.weight = 0.02}}, 0.5, 0.3) == Approx(2.0 * value_of({point}, 0.5, 0.3)));
        CHECK(value_of({}, 0.5, 0.3) == 0.0);
    }
    SECTION("falls each time the point is met, and to 0.4 of it once it was met today") {
        for (int met = 0; met < 10; ++met)
            CHECK(value_of({{.weight = 0.01, .met = met + 1}}, 0.5, 0.0) <
                  value_of({{.weight = 0.01, .met = met}}, 0.5, 0.0));
        CHECK(value_of({{.weight = 0.01, .met = 2, .met_today = 1}}, 0.5, 0.0) ==
              Approx(0.4 * value_of({{.weight = 0.01, .met = 2}}, 0.5, 0.0)));
    }
    SECTION("falls with what is known already") {
        for (double p = 0.25; p < 0.95; p += 0.05)
            for (double r = 0.0; r < 0.95; r += 0.05) CHECK(value_of({point}, p + 0.05, r) < value_of({point}, p, r));
    }
    SECTION("is less for an item remembered for certain than for the same item new") {
        for (double p = 0.25; p < 1.0; p += 0.05) CHECK(value_of({point}, p, 1.0) < 0.9 * value_of({point}, p, 0.0));
    }
}
