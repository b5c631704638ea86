#include "engine/item/score.hpp"

#include <limits>

#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

Instance with_keys(ItemType type, std::string_view letters, std::string_view keys) {
    Instance instance{.type = type};
    for (const char letter : letters)
        instance.choices.push_back({.letter = letter, .right = keys.find(letter) != std::string_view::npos});
    return instance;
}

/// `right_order` gives the letters in their right places; the screen shows them as in `shown`.
Instance ordering(std::string_view shown, std::string_view right_order) {
    Instance instance{.type = ItemType::order};
    for (const char letter : shown)
        instance.choices.push_back({.letter = letter, .place = static_cast<int>(right_order.find(letter)) + 1});
    return instance;
}

Instance numeric(double key, double tolerance) {
    Instance instance{.type = ItemType::numeric, .tolerance = tolerance};
    instance.choices.push_back({.letter = 'a', .right = true, .value = key});
    instance.choices.push_back({.letter = 'b', .value = key * 2});
    return instance;
}

/// Key a: a square; slip b: a disc; apart from one another.
Instance hotspot() {
    Instance instance{.type = ItemType::hotspot};
    instance.choices.push_back(
        {.letter = 'a',
         .right = true,
         .region = Region{.shape = Region::Shape::rectangle, .spots = {{0.1, 0.1}, {0.3, 0.3}}}});
    instance.choices.push_back(
        {.letter = 'b', .region = Region{.shape = Region::Shape::ellipse, .spots = {{0.7, 0.7}, {0.1, 0.1}}}});
    return instance;
}

Item of(ItemType type, int options, int keys = 1) {
    Item item{.type = type};
    for (int i = 0; i < options; ++i) item.options.push_back({.letter = static_cast<char>('a' + i), .right = i < keys});
    return item;
}

}  // namespace

TEST_CASE("scoring") {
    SECTION("of a hot spot takes a mark in the key region and nowhere else") {
        const Instance instance = hotspot();
        CHECK(is_right(instance, {.mark = Spot{0.2, 0.2}}));
        CHECK(is_right(instance, {.mark = Spot{0.3, 0.1}}));
        CHECK_FALSE(is_right(instance, {.mark = Spot{0.31, 0.2}}));
        CHECK_FALSE(is_right(instance, {.mark = Spot{0.7, 0.7}}));
        CHECK_FALSE(is_right(instance, {.letters = "a", .mark = Spot{0.7, 0.7}}));
        CHECK_FALSE(is_right(instance, {}));
    }
    SECTION("of a hot spot chosen by name goes by its letter") {
        CHECK(is_right(hotspot(), {.letters = "a"}));
        CHECK_FALSE(is_right(hotspot(), {.letters = "b"}));
    }
    SECTION("of a hot spot keeps the letter of the region hit") {
        CHECK(settled(hotspot(), {.mark = Spot{0.2, 0.2}}).letters == "a");
        CHECK(settled(hotspot(), {.mark = Spot{0.75, 0.75}}).letters == "b");
        CHECK(settled(hotspot(), {.letters = "a", .mark = Spot{0.5, 0.5}}).letters.empty());
    }
    SECTION("of a single choice takes the key and nothing else") {
        const Instance instance = with_keys(ItemType::single, "cabd", "b");
        CHECK(is_right(instance, {.letters = "b"}));
        CHECK_FALSE(is_right(instance, {.letters = "a"}));
        CHECK_FALSE(is_right(instance, {.letters = "ab"}));
        CHECK_FALSE(is_right(instance, {.letters = ""}));
        CHECK(key_letters(instance) == "b");
    }
    SECTION("of a select-multiple is all or nothing, in any order") {
        const Instance instance = with_keys(ItemType::multiple, "fabcde", "ace");
        CHECK(is_right(instance, {.letters = "ace"}));
        CHECK(is_right(instance, {.letters = "eca"}));
        CHECK_FALSE(is_right(instance, {.letters = "ac"}));
        CHECK_FALSE(is_right(instance, {.letters = "abce"}));
        CHECK_FALSE(is_right(instance, {.letters = "aace"}));
        CHECK(key_letters(instance) == "ace");
    }
    SECTION("of an ordering wants the whole order") {
        const Instance instance = ordering("dbac", "abcd");
        CHECK(is_right(instance, {.letters = "abcd"}));
        CHECK_FALSE(is_right(instance, {.letters = "abdc"}));
        CHECK_FALSE(is_right(instance, {.letters = "abc"}));
        CHECK(key_letters(instance) == "abcd");
    }
    SECTION("of a number includes the bounds of the tolerance") {
        const Instance instance = numeric(10.0, 0.5);
        CHECK(is_right(instance, {.number = 10.0}));
        CHECK(is_right(instance, {.number = 10.5}));
        CHECK(is_right(instance, {.number = 9.5}));
        CHECK_FALSE(is_right(instance, {.number = 10.51}));
        CHECK_FALSE(is_right(instance, {.letters = "a"}));
        CHECK_FALSE(is_right(instance, {.number = std::numeric_limits<double>::quiet_NaN()}));
        CHECK(is_right(numeric(0.3, 0.1), {.number = 0.2}));  // 0.3 - 0.2 exceeds 0.1 in binary
    }
}

TEST_CASE("partial credit") {
    SECTION("of a select-multiple sets wrong marks against right ones") {
        const Instance instance = with_keys(ItemType::multiple, "abcdef", "abc");
        CHECK(partial(instance, {.letters = "abc"}) == 1.0);
        CHECK(partial(instance, {.letters = "ab"}) == Approx(2.0 / 3.0));
        CHECK(partial(instance, {.letters = "abd"}) == Approx(1.0 / 3.0));
        CHECK(partial(instance, {.letters = "abcdef"}) == 0.0);
        CHECK(partial(instance, {.letters = ""}) == 0.0);
    }
    SECTION("of an ordering counts pairs in the right order") {
        const Instance instance = ordering("dbac", "abcd");
        CHECK(partial(instance, {.letters = "abcd"}) == 1.0);
        CHECK(partial(instance, {.letters = "dcba"}) == 0.0);
        CHECK(partial(instance, {.letters = "bacd"}) == Approx(5.0 / 6.0));  // one of six pairs is turned round
        CHECK(partial(instance, {.letters = ""}) == 0.0);
    }
}

TEST_CASE("guess floor") {
    SECTION("of a single choice is one in the options shown") {
        CHECK(chance_of(of(ItemType::single, 4)) == 0.25);
        CHECK(chance_of(of(ItemType::single, 3)) == Approx(1.0 / 3.0));
        Item pool = of(ItemType::single, 6);
        pool.numbers = Numbers{.decimals = 0, .show = 4};
        CHECK(chance_of(pool) == 0.25);
    }
    SECTION("of a select-multiple is one in all sets that are not empty, or in all sets of the stated size") {
        CHECK(chance_of(of(ItemType::multiple, 6, 3)) == Approx(1.0 / 63.0));
        Item stated = of(ItemType::multiple, 6, 3);
        stated.count_stated = true;
        CHECK(chance_of(stated) == Approx(1.0 / 20.0));  // C(6,3)
    }
    SECTION("of an ordering is one in k!, of a number none") {
        CHECK(chance_of(of(ItemType::order, 5, 0)) == Approx(1.0 / 120.0));
        CHECK(chance_of(of(ItemType::numeric, 3)) == 0.0);
        Item spot = of(ItemType::hotspot, 1);
        spot.figures.push_back({.generator = "unknown", .size = {256, 256}});
        spot.options[0].region = Region{.shape = Region::Shape::rectangle, .spots = {{0.1, 0.2}, {0.4, 0.6}}};
        CHECK(chance_of(spot) == Approx(0.3 * 0.4));
    }
}

TEST_CASE("authored difficulty") {
    SECTION("is zero halfway between chance and certainty") {
        CHECK(difficulty_of(50, 0.0) == Approx(0.0).margin(1e-12));
        CHECK(difficulty_of(60, 0.2) == Approx(0.0).margin(1e-12));  // 0.2 + 0.8 / 2
    }
    SECTION("inverts the response model at theta = 0") {
        for (const double chance : {0.0, 0.25, 1.0 / 3.0})
            for (const int expected : {45, 60, 75, 90}) {
                const double b = difficulty_of(expected, chance);
                CHECK(chance + (1.0 - chance) / (1.0 + std::exp(b)) == Approx(expected / 100.0));
            }
    }
    SECTION("stays finite at and below chance") {
        CHECK(std::isfinite(difficulty_of(20, 0.25)));
        CHECK(difficulty_of(20, 0.25) > 3.0);
    }
}
