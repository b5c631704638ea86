#include "engine/figure/field.hpp"

#include <cmath>
#include <numbers>

#include "tests/support/catch.hpp"

using namespace collimate;

namespace {
double sum_of(const Mask& mask) {
    double sum = 0;
    for (const float share : mask.share) sum += share;
    return sum;
}
}  // namespace

TEST_CASE("Field") {
    SECTION("a polygon covers its area, wherever it lies between the pixels") {
        const std::vector<Spot> box{{3.25, 4.5}, {10.75, 4.5}, {10.75, 9.5}, {3.25, 9.5}};
        CHECK(sum_of(cover_polygon(box, 20, 20)) == Approx(7.5 * 5));
        CHECK(sum_of(cover_polygon(ellipse_curve({30, 30}, 12, 7, 20), 60, 60)) ==
              Approx(std::numbers::pi * 12 * 7).epsilon(0.01));
    }
    SECTION("what lies outside the picture is left out") {
        const std::vector<Spot> half_out{{-10, 2}, {5, 2}, {5, 6}, {-10, 6}};
        CHECK(sum_of(cover_polygon(half_out, 20, 20)) == Approx(20));
        const std::vector<Spot> outside{{-30, 2}, {-25, 2}, {-25, 6}};
        CHECK(sum_of(cover_polygon(outside, 20, 20)) == 0);
    }
    SECTION("a path covers its length times its width, and a hairline too") {
        const std::vector<Spot> path{{10, 20}, {50, 20}};
        CHECK(sum_of(cover_path(path, 3, 64, 40)) == Approx(40 * 6 + std::numbers::pi * 9).epsilon(0.02));
        CHECK(sum_of(cover_path(path, 0.25, 64, 40)) == Approx(40 * 0.5).epsilon(0.1));
    }
    SECTION("a blur keeps the sum and has the spread asked for") {
        for (const double sigma : {1.5, 8.0}) {
            Field field(129, 129);
            field.at(64, 64) = 1.0F;
            blur(field, sigma, sigma);
            double sum = 0, spread = 0;
            for (int y = 0; y < 129; ++y)
                for (int x = 0; x < 129; ++x) {
                    sum += field.at(x, y);
                    spread += field.at(x, y) * std::pow(x - 64, 2);
                }
            CHECK(sum == Approx(1).epsilon(1e-3));
            CHECK(std::sqrt(spread) == Approx(sigma).epsilon(0.05));
        }
    }
    SECTION("curves pass through their knots") {
        const std::vector<Spot> knots{{0, 0}, {10, 5}, {20, 0}, {10, -8}};
        const auto curve = closed_curve(knots, 6);
        CHECK(curve.size() == 24);
        CHECK(curve[6] == knots[1]);
        CHECK(open_curve(knots, 6).back() == knots.back());
    }
    SECTION("a plane's middle lies in the middle of the picture") {
        const PlaneFrame frame{200, 100, 0.5, {10, -4}};
        CHECK(frame.share({10, -4}) == Spot{0.5, 0.5});
        CHECK(frame.pixel({11, -4}).x == Approx(102));
        CHECK(frame.mm(100, 50) == Spot{10, -4});
    }
}
