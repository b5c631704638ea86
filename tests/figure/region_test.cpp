#include "engine/figure/region.hpp"

#include <limits>
#include <numbers>

#include "tests/support/catch.hpp"

using namespace collimate;

namespace {
const Region disk{Region::Shape::ellipse, {{0.5, 0.5}, {0.2, 0.1}}};
const Region box{Region::Shape::rectangle, {{0.1, 0.2}, {0.4, 0.6}}};
const Region hook{Region::Shape::polygon, {{0.1, 0.1}, {0.9, 0.1}, {0.9, 0.9}, {0.8, 0.9}, {0.8, 0.2}, {0.1, 0.2}}};
}  // namespace

TEST_CASE("Region") {
    SECTION("an ellipse holds its center and the ends of its radii and no more") {
        CHECK(contains(disk, {0.5, 0.5}));
        CHECK(contains(disk, {0.6999, 0.5}));
        CHECK_FALSE(contains(disk, {0.7001, 0.5}));
        CHECK_FALSE(contains(disk, {0.5, 0.6001}));
        CHECK_FALSE(contains(disk, {0.65, 0.58}));
    }
    SECTION("edges and corners belong to rectangles and polygons") {
        CHECK(contains(box, {0.1, 0.2}));
        CHECK(contains(box, {0.4, 0.6}));
        CHECK_FALSE(contains(box, {0.41, 0.6}));
        CHECK(contains(hook, {0.1, 0.1}));
        CHECK(contains(hook, {0.85, 0.9}));
        CHECK_FALSE(contains(hook, {0.5, 0.5}));
    }
    SECTION("areas are shares of the picture") {
        CHECK(area_of(disk) == Approx(std::numbers::pi * 0.02));
        CHECK(area_of(box) == Approx(0.12));
        CHECK(area_of(hook) == Approx(0.8 * 0.1 + 0.1 * 0.7));
    }
    SECTION("regions overlap when they cross or when one lies within the other") {
        CHECK(overlap(box, Region{Region::Shape::ellipse, {{0.4, 0.4}, {0.1, 0.1}}}));
        CHECK(overlap(box, Region{Region::Shape::rectangle, {{0.2, 0.3}, {0.3, 0.4}}}));
        CHECK(overlap(Region{Region::Shape::rectangle, {{0.2, 0.3}, {0.3, 0.4}}}, box));
        CHECK_FALSE(overlap(hook, Region{Region::Shape::ellipse, {{0.4, 0.6}, {0.2, 0.2}}}));
        CHECK_FALSE(overlap(box, disk) != overlap(disk, box));
    }
    SECTION("the middle of a bent polygon lies inside it") {
        CHECK(contains(hook, middle_of(hook)));
        CHECK(middle_of(box).x == Approx(0.25));
        CHECK(middle_of(box).y == Approx(0.4));
    }
    SECTION("a region that reaches over the edge is not within the picture") {
        CHECK(within_picture(hook));
        CHECK_FALSE(within_picture(Region{Region::Shape::ellipse, {{0.9, 0.5}, {0.2, 0.1}}}));
    }
}

TEST_CASE("regions from outside") {
    using Shape = Region::Shape;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(well_formed({.shape = Shape::ellipse, .spots = {{0.5, 0.5}, {0.1, 0.2}}}));
    CHECK(well_formed({.shape = Shape::rectangle, .spots = {{0.0, 0.0}, {1.0, 1.0}}}));
    CHECK(well_formed({.shape = Shape::polygon, .spots = {{0.1, 0.1}, {0.5, 0.1}, {0.3, 0.4}}}));
    CHECK_FALSE(well_formed({.shape = Shape::ellipse, .spots = {{0.5, 0.5}}}));
    CHECK_FALSE(well_formed({.shape = Shape::ellipse, .spots = {{0.5, 0.5}, {0.0, 0.2}}}));
    CHECK_FALSE(well_formed({.shape = Shape::rectangle, .spots = {{0.5, 0.5}, {0.4, 0.6}}}));
    CHECK_FALSE(well_formed({.shape = Shape::polygon, .spots = {{0.1, 0.1}, {0.5, 0.1}}}));
    CHECK_FALSE(well_formed({.shape = Shape::polygon, .spots = {{0.1, 0.1}, {0.2, 0.1}, {0.3, 0.1}}}));
    CHECK_FALSE(well_formed({.shape = Shape::polygon, .spots = {{0.1, nan}, {0.5, 0.1}, {0.3, 0.4}}}));
    CHECK_FALSE(well_formed({.shape = Shape::polygon, .spots = std::vector<Spot>(1000, Spot{0.5, 0.5})}));
}
