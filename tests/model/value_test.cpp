#include "engine/model/value.hpp"

#include <cmath>
#include <vector>

#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

constexpr Day today = 20'000;

double value_of(const std::vector<PointExposure>& points, ItemExposure item, int days_left = 20) {
    return value_per_minute(points, item, today, days_left);
}

/// A point of weight .01 met by so many new questions, the last of them some days ago.
PointExposure met(int times, int wrong, int days_ago) {
    PointExposure point = {.weight = 0.01};
    for (int i = 0; i < times; ++i) point.history.add(true, i >= wrong, today - days_ago);
    return point;
}

}  // namespace

TEST_CASE("the value of an item per minute") {
    const PointExposure point = {.weight = 0.01};

    SECTION("is the rule of the plan, by hand") {
        // Never met, on the eve: all that is learned is kept. p = .6: .4 learned, .6 * .5 refreshed; 1.4 minutes.
        CHECK(value_of({point}, {.p_first = 0.6}, 0) == Approx(0.01 * 0.7 / 1.4));
        // Met by one new question, right, three days ago, 9 days to go: n = 1, stability 6 sqrt 2 = 8.485, after it
        // 6 sqrt 3 = 10.392; kept 1 / sqrt(1 + 9 / 10.392) = .7321 with and 1 / sqrt(1 + 12 / 8.485) = .6436 without;
        // q = .5 / 2 = .25; spacing 1 - exp(-1.65) = .80795; gain .80795 (.25 * .7321 + .75 * .0885) = .20150.
        // A repeat with R = .8 and p_first = .5: p = .78, minutes 1.022; (1 - .4) / 2 of it: .3 / 2 * .20150 / 1.022.
        CHECK(raised_by_memory(0.5, 0.8) == Approx(0.78));
        CHECK(minutes_needed(0.78, 0.8) == Approx(1.022));
        CHECK(value_of({met(1, 0, 3)}, {.p_first = 0.5, .retrievability = 0.8, .repeat = true}, 9) ==
              Approx(0.01 / 2.0 * 0.3 * 0.20150 / 1.022).epsilon(0.001));
    }
    SECTION("adds up over the points of an item and grows with their weight") {
        const ItemExposure item = {.p_first = 0.5, .retrievability = 0.3};
        const PointExposure other = met(2, 1, 4);
        CHECK(value_of({point, other}, item) == Approx(value_of({point}, item) + value_of({other}, item)));
        CHECK(value_of({{.weight = 0.02}}, item) == Approx(2.0 * value_of({point}, item)));
        CHECK(value_of({}, item) == 0.0);
    }
    SECTION("falls each time the point is met, and rises again with the days since") {
        for (int times = 1; times < 10; ++times) {
            CHECK(value_of({met(times + 1, 0, 5)}, {}) < value_of({met(times, 0, 5)}, {}));
            for (int days = 0; days < 20; ++days)
                CHECK(value_of({met(times, 0, days + 1)}, {}) > value_of({met(times, 0, days)}, {}));
        }
    }
    SECTION("is higher the more often the point was missed") {
        for (int wrong = 0; wrong < 4; ++wrong)
            CHECK(value_of({met(4, wrong + 1, 5)}, {}) > value_of({met(4, wrong, 5)}, {}));
    }
    SECTION("falls with what is known already") {
        for (const PointExposure& each : {point, met(2, 1, 3)})
            for (double p = 0.25; p < 0.95; p += 0.05)
                for (double r = 0.0; r < 0.95; r += 0.05) {
                    const double now = value_of({each}, {.p_first = p, .retrievability = r});
                    CHECK(value_of({each}, {.p_first = p + 0.05, .retrievability = r}) < now);
                    CHECK(value_of({each}, {.p_first = p, .retrievability = r + 0.05}) < now);
                }
    }
    SECTION("is less for a repeat than for a new question or draw") {
        for (double p = 0.25; p < 1.0; p += 0.05)
            CHECK(value_of({point}, {.p_first = p, .repeat = true}) == Approx(0.5 * value_of({point}, {.p_first = p})));
    }
    SECTION("a point that fades is worth more near the exam than far ahead of it") {
        const PointExposure known = met(3, 0, 10);
        CHECK(value_of({known}, {.p_first = 0.9}, 2) > value_of({known}, {.p_first = 0.9}, 60));
    }
}

TEST_CASE("what answers say of a learning point") {
    PointHistory history;
    history.add(true, false, 5);
    CHECK(history == PointHistory{.studied = 1.0, .told = 1, .wrong = 1, .last_met = 5});
    SECTION("a question known by heart, right again, says nothing and counts half as study") {
        history.add(false, true, 7);
        CHECK(history == PointHistory{.studied = 1.5, .told = 1, .wrong = 1, .last_met = 7});
    }
    SECTION("missed again, it says so") {
        history.add(false, false, 7);
        CHECK(history == PointHistory{.studied = 1.5, .told = 2, .wrong = 2, .last_met = 7});
    }
    SECTION("a new question says it either way") {
        history.add(true, true, 7);
        CHECK(history == PointHistory{.studied = 2.0, .told = 2, .wrong = 1, .last_met = 7});
    }
}
