#include "engine/bank/lint_quantity.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/lint.hpp"

using namespace collimate;
using namespace collimate::testing;

namespace {

Item numbers(const std::vector<std::string>& texts,
             std::string stem = "Which dose is due for the test of the phantom?") {
    Item item = item_with_options(texts, std::move(stem));
    item.written_order = true;
    return item;
}

/// Distance after the inverse square, with errors on both sides.
Item drawn() {
    Item item = with_stem("At {d} cm the rate is {r} mGy/h. What is the rate at twice the distance?");
    item.options = {{.letter = 'a', .right = true, .value = "r / 4", .why = "{value} follows."},
                    {.letter = 'b', .value = "r / 2", .why = "{value} is linear.", .error = "square forgotten"},
                    {.letter = 'c', .value = "r * 2", .why = "{value} rises.", .error = "ratio inverted"},
                    {.letter = 'd', .value = "r / 8", .why = "{value} is cubic.", .error = "cube taken"},
                    {.letter = 'e', .value = "r / 16", .why = "{value} is fourth.", .error = "square taken twice"}};
    item.numbers = Numbers{.unit = "mGy/h", .decimals = 2, .show = 4};
    item.numbers->parameters = {{.name = "d", .values = {50, 60, 70, 80, 90, 100}, .unit = "cm"},
                                {.name = "r", .values = {16, 24, 32, 40, 48}, .unit = "mGy/h"}};
    return item;
}

}  // namespace

TEST_CASE("quantities in options") {
    SECTION("are read with their unit, a bracket at the end aside") {
        const auto dose = quantity_in("3.0 mGy (0.3 rad)");
        REQUIRE(dose);
        CHECK(dose->low == 3.0);
        CHECK(dose->unit == "mGy");
        CHECK(dose->decimals == 1);
        CHECK(quantity_in("77,000 Bq")->low == 77000.0);
        CHECK(quantity_in("10^6 Bq")->low == Approx(1e6));
        CHECK(quantity_in("−3 HU")->low == -3.0);
        CHECK(quantity_in("12:1")->low == 12.0);
    }
    SECTION("may be ranges and limits") {
        CHECK(quantity_in("4 to 6 cm")->high == 6.0);
        CHECK(quantity_in("Less than 5 mSv")->high == 5.0);
        CHECK(std::isinf(quantity_in("5 mSv or more")->high));
    }
    SECTION("are not found in other words") {
        CHECK_FALSE(quantity_in("Two views"));
        CHECK_FALSE(quantity_in("5 mGy; 3 views"));
        CHECK_FALSE(quantity_in("30°, left side toward the table"));
        CHECK_FALSE(quantity_in("80 to 60 kVp"));
    }
    SECTION("are equal across units") {
        CHECK(same_quantity(*quantity_in("1 rad"), *quantity_in("10 mGy")));
        CHECK(same_quantity(*quantity_in("100 cm/s"), *quantity_in("1 m/s")));
        CHECK_FALSE(same_quantity(*quantity_in("1 rad"), *quantity_in("10 mSv")));
    }
}

TEST_CASE("lint: U1, numbers in order") {
    CHECK(warns_by(numbers({"1 mGy", "3 mGy", "2 mGy", "4 mGy"}), "U1"));
    CHECK(warns_by(numbers({"5 mm", "1 cm", "20 mm", "0.2 cm"}), "U1"));
    CHECK(silent_on(numbers({"1 mGy", "2 mGy", "3 mGy", "4 mGy"}), "U1"));
    CHECK(silent_on(numbers({"4 mGy", "3 mGy", "2 mGy", "1 mGy"}), "U1"));
    SECTION("are not shuffled") {
        Item item = numbers({"1 mGy", "2 mGy", "3 mGy", "4 mGy"});
        item.written_order = false;
        CHECK(warns_by(item, "U1"));
    }
}

TEST_CASE("lint: U2, ranges that overlap") {
    CHECK(blocks_by(numbers({"1 to 3 cm", "2 to 4 cm", "5 to 6 cm", "7 to 8 cm"}), "U2"));
    CHECK(blocks_by(numbers({"1 to 3 cm", "4 to 6 cm", "20 to 30 mm", "7 to 8 cm"}), "U2"));
    CHECK(blocks_by(numbers({"Less than 5 cm", "4 to 6 cm", "7 to 8 cm", "9 cm or more"}), "U2"));
    CHECK(silent_on(numbers({"1 to 2 cm", "3 to 4 cm", "5 to 6 cm", "7 to 8 cm"}), "U2"));
    CHECK(silent_on(numbers({"1 to 2 cm", "2 to 3 cm", "3 to 4 cm", "4 to 5 cm"}), "U2"));
    SECTION("limits to one side are rival criteria") {
        CHECK(silent_on(numbers({"At least 5 cm", "At least 6 cm", "At least 7 cm", "At least 8 cm"}), "U2"));
    }
}

TEST_CASE("lint: U3, numbers without a unit") {
    CHECK(blocks_by(numbers({"1", "2", "3", "4"}), "U3"));
    CHECK(blocks_by(numbers({"1 mGy", "2", "3 mGy", "4 mGy"}), "U3"));
    CHECK(silent_on(numbers({"1", "2", "3", "4"}, "By which factor does the dose rise when the distance is halved?"),
                    "U3"));
    CHECK(silent_on(numbers({"1", "2", "3", "4"}, "Which dose in mGy is due for the test of the phantom?"), "U3"));
    CHECK(silent_on(numbers({"0", "2 mGy", "3 mGy", "4 mGy"}), "U3"));
}

TEST_CASE("lint: U4, precision") {
    CHECK(warns_by(with_key(numbers({"10 cm", "14.63 cm", "20 cm", "30 cm"}), 'b'), "U4"));
    CHECK(warns_by(numbers({"1 cm", "2.125 cm", "3 cm", "4 cm"}), "U4"));
    CHECK(silent_on(numbers({"1.0 cm", "2.1 cm", "3.0 cm", "4.0 cm"}), "U4"));
    CHECK(silent_on(numbers({"0.75 mm", "1.5 mm", "3.0 mm", "5 mm"}), "U4"));
    CHECK(silent_on(numbers({"800 Hz", "1000 Hz", "1540 Hz", "2000 Hz"}), "U4"));
}

TEST_CASE("lint: U6, one unit") {
    CHECK(warns_by(numbers({"5 mm", "1 cm", "2 cm", "4 cm"}), "U6"));
    CHECK(warns_by(numbers({"1 rad", "20 mGy", "30 mGy", "40 mGy"}), "U6"));
    CHECK(silent_on(numbers({"5 mm", "10 mm", "20 mm", "40 mm"}), "U6"));
    CHECK(
        silent_on(numbers({"1.0 mGy (0.1 rad)", "2.0 mGy (0.2 rad)", "3.0 mGy (0.3 rad)", "6.0 mGy (0.6 rad)"}), "U6"));
}

TEST_CASE("lint: U7, units of the list") {
    Item item = drawn();
    CHECK(silent_on(item, "U7"));
    item.numbers->unit = "mgy/h";
    CHECK(warns_by(item, "U7"));
    for (const char* unit : {"mL/min/1.73 m^2^", "beats per minute", "mg iodine/mL", "dB/cm/MHz", "%", "", "μs"}) {
        INFO(unit);
        item.numbers->unit = unit;
        CHECK(silent_on(item, "U7"));
    }
}

TEST_CASE("lint: grids") {
    Item item = drawn();
    SECTION("with enough draws on both sides of the key are left alone") {
        for (const char* code : {"V2", "V3", "V4", "V5", "V7"}) {
            INFO(code);
            CHECK(silent_on(item, code));
        }
    }
    SECTION("V2: fewer than 20 draws") {
        item.numbers->parameters[1].values = {16, 32, 48};  // 6 x 3
        CHECK(warns_by(item, "V2"));
        item.numbers->parameters[1].values = {16, 24, 32, 48};  // 6 x 4
        CHECK(silent_on(item, "V2"));
    }
    SECTION("V3: options too near in most draws, whatever the requirements rule out") {
        item.numbers->require = {"r > 30"};
        CHECK(silent_on(item, "V3"));
        item.numbers->require = {};
        item.numbers->parameters[0].values = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100};
        item.options[3].value = "r / 4 + 1";
        item.options[4].value = "r / 4 - 1";
        item.numbers->apart = 17;  // 1 is over 17% of r / 4 only at r = 16
        CHECK(warns_by(item, "V3"));
    }
    SECTION("V4: the key mostly at one rank") {
        item.options[3].value = "r * 3";
        item.options[4].value = "r * 4";
        CHECK(warns_by(item, "V4"));
    }
    SECTION("V5: an option hardly ever shown") {
        item.options[4].value = "r / 4 * 1.01";
        CHECK(notes_by(item, "V5"));
    }
    SECTION("V7: a number without its unit in the stem") {
        item.stem = "At a distance of {d} the rate is {r} mGy/h. What is the rate at twice the distance?";
        CHECK(warns_by(item, "V7"));
        item.stem = "From {d} by {r} mGy/h to a {d}-cm gap, what is the rate at twice the distance?";
        CHECK(silent_on(item, "V7"));
    }
}
