#include "engine/exam/outline.hpp"

#include <numeric>

#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

/// S (S.1, S.2), P (P.1, P.2): figures are set by the test.
Outline outline() {
    Outline made;
    made.areas = {{.code = "S", .parent = -1}, {.code = "S.1", .parent = 0}, {.code = "S.2", .parent = 0},
                  {.code = "P", .parent = -1}, {.code = "P.1", .parent = 3}, {.code = "P.2", .parent = 3}};
    return made;
}

double leaf_sum(const Outline& outline, const std::vector<double>& weights) {
    double sum = 0.0;
    for (const int leaf : outline.leaves()) sum += weights[static_cast<std::size_t>(leaf)];
    return sum;
}

}  // namespace

TEST_CASE("an outline") {
    const Outline made = outline();
    SECTION("finds areas, leaves, children and categories") {
        CHECK(made.find("P.1") == 4);
        CHECK_FALSE(made.find("P.3"));
        CHECK(made.leaves() == std::vector<int>{1, 2, 4, 5});
        CHECK(made.is_leaf(1));
        CHECK_FALSE(made.is_leaf(0));
        CHECK(made.children_of(-1) == std::vector<int>{0, 3});
        CHECK(made.category_of(5) == 3);
        CHECK(made.category_of(3) == 3);
    }
    SECTION("calls a figure published unless it is inferred") {
        Outline figures = made;
        figures.areas[0].items = 3;
        figures.areas[0].basis = Basis::secondary;
        figures.areas[1].items = 3;
        CHECK(figures.published(0));
        CHECK_FALSE(figures.published(1));
        CHECK_FALSE(figures.published(2));
    }
}

TEST_CASE("area weights") {
    Outline made = outline();
    SECTION("are even where nothing is published") {
        const auto weights = area_weights(made);
        CHECK(weights[0] == Approx(0.5));
        CHECK(weights[1] == Approx(0.25));
        CHECK(leaf_sum(made, weights) == Approx(1.0));
    }
    SECTION("follow published counts") {
        made.scored_items = 10;
        made.areas[0].items = 7;
        made.areas[3].items = 3;
        made.areas[1].items = 5;
        made.areas[2].items = 2;
        const auto weights = area_weights(made);
        CHECK(weights[0] == Approx(0.7));
        CHECK(weights[1] == Approx(0.5));
        CHECK(weights[2] == Approx(0.2));
        CHECK(weights[4] == Approx(0.15));
        CHECK(leaf_sum(made, weights) == Approx(1.0));
    }
    SECTION("follow published percents") {
        made.areas[0].percent = 60.0;
        made.areas[3].percent = 40.0;
        CHECK(area_weights(made)[0] == Approx(0.6));
    }
    SECTION("give siblings without a figure what is left, by share") {
        made.scored_items = 10;
        made.areas[0].items = 10;
        made.areas[1].items = 4;
        CHECK(area_weights(made)[2] == Approx(0.6));
        made.areas[1].items.reset();
        made.areas[1].share = 3.0;
        CHECK(area_weights(made)[1] == Approx(0.75));
    }
    SECTION("give a category without a figure what is left of the exam") {
        made.scored_items = 10;
        made.areas[0].items = 7;
        CHECK(area_weights(made)[3] == Approx(0.3));
    }
    SECTION("know a parent by the sum of its parts") {
        made.scored_items = 10;
        made.areas[1].items = 5;
        made.areas[2].items = 3;
        CHECK(area_weights(made)[0] == Approx(0.8));
        CHECK(area_weights(made)[3] == Approx(0.2));
    }
    SECTION("do without a published total") {
        made.areas[0].items = 6;
        made.areas[3].items = 2;
        CHECK(area_weights(made)[0] == Approx(0.75));
    }
    SECTION("sum to one where percents are rounded") {
        made.areas[0].percent = 33.0;
        made.areas[3].percent = 66.0;
        const auto weights = area_weights(made);
        CHECK(weights[0] == Approx(1.0 / 3.0));
        CHECK(leaf_sum(made, weights) == Approx(1.0));
    }
    SECTION("stay finite where counts are zero") {
        made.areas[0].items = 0;
        made.areas[3].items = 0;
        CHECK(leaf_sum(made, area_weights(made)) == Approx(1.0));
    }
    SECTION("of nothing are nothing") { CHECK(area_weights(Outline{}).empty()); }
}
