#include "engine/item/expression.hpp"

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "engine/base/error.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

const std::vector<std::string> names = {"x", "y"};

double value(const std::string& text, double x = 0.0, double y = 0.0) {
    std::vector<double> values = {1.0, 1.0};
    const Expression expression(text, names, values.data());
    values = {x, y};
    return expression.value();
}

}  // namespace

TEST_CASE("expressions") {
    SECTION("follow the usual order of operations") {
        CHECK(value("2 + 3 * 4") == 14.0);
        CHECK(value("2^3^2") == 512.0);
        CHECK(value("(2 + 3) * 4 / 8 - 1") == 1.5);
        CHECK(value("x * 10^(-y/10)", 20.0, 10.0) == Approx(2.0));
    }
    SECTION("compare and choose") {
        CHECK(value("x < y && y <= 2", 1.0, 2.0) == 1.0);
        CHECK(value("x == y || x != 1", 1.0, 2.0) == 0.0);
        CHECK(value("x < 0 ? 2 * y : y / 2", -1.0, 8.0) == 16.0);
        CHECK(value("x < 0 ? 2 * y : y / 2", 1.0, 8.0) == 4.0);
    }
    SECTION("have angles in radians and, with a d, in degrees") {
        CHECK(value("cosd(60)") == Approx(0.5));
        CHECK(value("sind(x)", 30.0) == Approx(0.5));
        CHECK(value("tand(45)") == Approx(1.0));
        CHECK(value("asind(0.5)") == Approx(30.0));
        CHECK(value("acosd(0.5)") == Approx(60.0));
        CHECK(value("atand(1)") == Approx(45.0));
        CHECK(value("cos(_pi)") == Approx(-1.0));
    }
    SECTION("have the functions of the format") {
        CHECK(value("ln(_e) + log10(1000) + log2(8)") == Approx(7.0));
        CHECK(value("max(1, x, y) - min(1, x, y)", 5.0, -2.0) == 7.0);
        CHECK(value("sqrt(abs(x)) + exp(0) + rint(2.5)", -9.0) == Approx(7.0));
        CHECK(value("2e3 + 1.5E-1") == Approx(2000.15));
    }
    SECTION("are not finite where arithmetic has no answer") {
        CHECK_FALSE(std::isfinite(value("1 / x")));
        CHECK_FALSE(std::isfinite(value("sqrt(x)", -1.0)));
    }
    SECTION("refuse what the format leaves out") {
        for (const char* text :
             {"x = 3", "x += 1", "log(10)", "z + 1", "\"text\"", "1, 2", "sinh(1)", "rnd()", "x; y",     "x'",
              "",      "2 +",    "(1",      "sin()", "min()",    "x y",  "1 <",     "@",     "sum(1,2)", "x # y"})
            CHECK_THROWS_AS(value(text), Refused);
        CHECK_THROWS_AS(value(std::string(600, '1')), Refused);
        CHECK_THROWS_AS(value(std::string(200, '(') + "1"), Refused);
    }
    SECTION("name what they use, each once") {
        CHECK(names_in("a1 * cosd(b) + a1 / _pi - 2e3 + max(c_d, 1)") == std::vector<std::string>{"a1", "b", "c_d"});
    }
    SECTION("reserve functions, constants and the placeholder") {
        CHECK(is_reserved("value"));
        CHECK(is_reserved("atand"));
        CHECK(is_reserved("log"));
        CHECK_FALSE(is_reserved("velocity"));
    }
}
