#include "engine/model/lanes.hpp"

#include <cmath>

#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

/// How far the lanes of `got` are from `exact`, of it.
double largest_error(const Lanes& got, const long double (&exact)[8]) {
    const double each[8] = {got.a[0], got.a[1], got.b[0], got.b[1], got.c[0], got.c[1], got.d[0], got.d[1]};
    long double largest = 0.0L;
    for (int i = 0; i < 8; ++i) largest = std::max(largest, std::abs((each[i] - exact[i]) / exact[i]));
    return static_cast<double>(largest);
}

}  // namespace

// The C library's long double functions are exact to some 1e-19.
TEST_CASE("exponential and logarithm of eight numbers") {
    double of_exp = 0.0;
    double of_log = 0.0;
    for (int step = 0; step < 100'000; ++step) {
        double x[8];
        double y[8];
        long double exp_x[8];
        long double log_y[8];
        for (int lane = 0; lane < 8; ++lane) {
            x[lane] = -700.0 + 1400.0 * (step + 0.125 * lane) / 100'000.0;
            // From 1e-300 to 1e300, and, every other lane, about 1, where a logarithm is small.
            y[lane] = lane % 2 == 0 ? std::exp(x[lane] * 690.0 / 700.0) : 1.0 + x[lane] / 1401.0;
            exp_x[lane] = std::exp(static_cast<long double>(x[lane]));
            log_y[lane] = std::log(static_cast<long double>(y[lane]));
        }
        of_exp = std::max(of_exp, largest_error(exp_of(load(x)), exp_x));
        of_log = std::max(of_log, largest_error(log_of(load(y)), log_y));
    }
    CHECK(of_exp < 4e-16);
    CHECK(of_log < 4e-16);
    const Lanes ones = log_of(all_lanes(1.0));
    CHECK(sum(ones) == 0.0);
}

TEST_CASE("choices lane by lane") {
    const double x[8] = {1.0, 5.0, 2.0, 6.0, 3.0, 7.0, 4.0, 8.0};
    const Lanes each = load(x);
    CHECK(sum(only(each < 4.5, each)) == 10.0);
    CHECK(sum(only(4.5 < each, each)) == 26.0);
    CHECK(sum(choose(each < 2.5, all_lanes(100.0), each)) == 233.0);
    CHECK(sum(most(each, all_lanes(5.0))) == 46.0);
    CHECK(sum(least(each, all_lanes(5.0))) == 30.0);
    CHECK(any(7.5 < each));
    CHECK(!any(8.0 < each));
}
