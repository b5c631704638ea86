#include "engine/item/number.hpp"

#include <limits>

#include "tests/support/catch.hpp"

using namespace collimate;

TEST_CASE("numbers of an item") {
    SECTION("are rounded half away from zero as their decimals read, not as binary holds them") {
        CHECK(rounded(2.675, {.decimals = 2}) == 2.68);  // the double nearest 2.675 lies below it
        CHECK(rounded(1.005, {.decimals = 2}) == 1.01);
        CHECK(rounded(-2.5, {.decimals = 0}) == -3.0);
        CHECK(rounded(0.5, {.decimals = 0}) == 1.0);
        CHECK(rounded(0.49999, {.decimals = 0}) == 0.0);
    }
    SECTION("never become minus zero") {
        CHECK_FALSE(std::signbit(rounded(-0.004, {.decimals = 2})));
        CHECK(formatted(-0.004, {.decimals = 2}) == "0.00");
    }
    SECTION("keep significant figures, trailing zeros included") {
        CHECK(rounded(12345.0, {.figures = 3}) == 12300.0);
        CHECK(formatted(12345.0, {.figures = 3}) == "12,300");
        CHECK(formatted(9.996, {.figures = 3}) == "10.0");
        CHECK(formatted(0.0012345, {.figures = 3}) == "0.00123");
        CHECK(formatted(0.0, {.figures = 2}) == "0.0");
        CHECK(formatted(2.0, {.figures = 3}) == "2.00");
    }
    SECTION("take a comma from five digits on") {
        CHECK(formatted(1540.0, {.decimals = 0}) == "1540");
        CHECK(formatted(77000.0, {.decimals = 0}) == "77,000");
        CHECK(formatted(-1234567.25, {.decimals = 2}) == "-1,234,567.25");
        CHECK(formatted(9999.96, {.decimals = 1}) == "10,000.0");
    }
    SECTION("stand as their author wrote them when drawn") {
        CHECK(as_drawn(0.8) == "0.8");
        CHECK(as_drawn(1.0) == "1");
        CHECK(as_drawn(-3.0) == "-3");
        CHECK(as_drawn(0.1 + 0.2) == "0.3");
        CHECK(as_drawn(20000.0) == "20,000");
    }
    SECTION("stand apart from their unit, save percent and degrees") {
        CHECK(with_unit("5", "cm") == "5 cm");
        CHECK(with_unit("50", "%") == "50%");
        CHECK(with_unit("60", "°") == "60°");
        CHECK(with_unit("37", "°C") == "37 °C");
        CHECK(with_unit("2", "") == "2");
    }
    SECTION("pass through when they are not finite") {
        CHECK(std::isinf(rounded(std::numeric_limits<double>::infinity(), {.decimals = 1})));
    }
}
