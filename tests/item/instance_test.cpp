#include "engine/item/instance.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "engine/base/error.hpp"
#include "engine/item/draw.hpp"
#include "engine/item/score.hpp"
#include "tests/bank/exam_folder.hpp"

using namespace collimate;
using namespace collimate::testing;

namespace {

Item exemplar(const std::string& exam, const std::string& id) {
    Diagnostics diagnostics;
    const ExamSource source = read_source(exemplar_folder(exam), diagnostics);
    const auto found =
        std::find_if(source.items.begin(), source.items.end(), [&](const Item& i) { return i.id == id; });
    REQUIRE(found != source.items.end());
    return *found;
}

/// The grid point at which the parameters have these values.
GridPoint point_at(const Worksheet& worksheet, const std::map<std::string, double>& wanted) {
    for (std::int64_t at = 0; at < worksheet.points(); ++at) {
        GridPoint point = worksheet.at(at);
        bool here = true;
        for (std::size_t i = 0; i < worksheet.names().size(); ++i) {
            const auto found = wanted.find(worksheet.names()[i]);
            here = here && (found == wanted.end() || found->second == point.named[i]);
        }
        if (here) return point;
    }
    FAIL("no such point");
    return {};
}

std::string letters_of(const Instance& instance) {
    std::string letters;
    for (const Choice& choice : instance.choices) letters += choice.letter;
    return letters;
}

Item worded(ItemType type, int options, int keys) {
    Item item{.id = "ct-s-0001", .type = type, .stem = "Which?"};
    for (int i = 0; i < options; ++i)
        item.options.push_back({.letter = static_cast<char>('a' + i),
                                .right = type != ItemType::order && i < keys,
                                .place = type == ItemType::order ? i + 1 : 0,
                                .text = std::string(1, static_cast<char>('A' + i))});
    return item;
}

/// Key 100 and others at the given percents of it.
Item drawn(std::vector<std::string> others, int show) {
    Item item{.id = "ct-s-0002", .stem = "{x}?"};
    item.options.push_back({.letter = 'a', .right = true, .value = "100 * x"});
    for (const std::string& other : others)
        item.options.push_back({.letter = static_cast<char>('a' + item.options.size()), .value = other});
    item.numbers =
        Numbers{.parameters = {{.name = "x", .values = {1, 2, 3, 4, 5, 6, 7, 8}}}, .decimals = 0, .show = show};
    return item;
}

}  // namespace

TEST_CASE("exemplary draws, worked by hand") {
    SECTION("deviation index: 10 mAs at -3") {
        const Item item = exemplar("arrt-r", "r-ip-0001");
        const GridPoint point = point_at(Worksheet(item), {{"mas", 10.0}, {"di", -3.0}});
        // 10 x 10^0.3 = 19.953; 10 x 10^-0.3 = 5.012; 10 x 1.3; 10 x 2^1.5 = 28.284; 2 x 10; 10 x 0.7
        CHECK(point.values == std::vector<double>{20.0, 5.0, 13.0, 28.3, 20.0, 7.0});
        // e equals the key and is left out; of b, c, d, f (5.0, 13.0, 28.3, 7.0) all are 12% of 20 = 2.4 apart
        // except b and f (2.0): the sets of three without both are {b,c,d} and {c,d,f}, the key third of four in each.
        const auto sets = shown_sets(item, point);
        REQUIRE(sets.size() == 2);
        CHECK(std::set<std::uint32_t>{sets[0].options, sets[1].options} == std::set<std::uint32_t>{0b001111, 0b101101});
        CHECK(sets[0].key_rank == 2);
        CHECK(sets[1].key_rank == 2);
    }
    SECTION("Doppler angle: 100 cm/s, cursor 60, actual 50 degrees") {
        const Item item = exemplar("ardms-spi", "spi-4-0001");
        const GridPoint point = point_at(Worksheet(item), {{"v", 100.0}, {"cursor", 60.0}, {"actual", 50.0}});
        // cos 60 = 0.5, cos 50 = 0.642788: 77.79; 128.56; 100 x 50/60 = 83.33; 64.28; 155.57
        CHECK(point.admissible);
        CHECK(point.values == std::vector<double>{78.0, 129.0, 83.0, 64.0, 156.0});
        // All are 6% of 78 = 4.68 apart: any three of four; only e lies below the key.
        const auto sets = shown_sets(item, point);
        REQUIRE(sets.size() == 4);
        CHECK(std::count_if(sets.begin(), sets.end(), [](const ShownSet& s) { return s.key_rank == 0; }) == 1);
        CHECK(std::count_if(sets.begin(), sets.end(), [](const ShownSet& s) { return s.key_rank == 1; }) == 3);
    }
    SECTION("Doppler angle: a cursor off by more than the requirement allows is no draw") {
        const Item item = exemplar("ardms-spi", "spi-4-0001");
        CHECK_FALSE(point_at(Worksheet(item), {{"cursor", 60.0}, {"actual", 30.0}}).admissible);
        CHECK_FALSE(point_at(Worksheet(item), {{"cursor", 45.0}, {"actual", 45.0}}).admissible);
    }
    SECTION("dose-length product: 480 mGy·cm, pitch 0.8 to 1.2, 24 to 36 cm") {
        const Item item = exemplar("arrt-ct", "ct-s-0001");
        const GridPoint point =
            point_at(Worksheet(item), {{"dlp", 480.0}, {"p1", 0.8}, {"p2", 1.2}, {"l1", 24.0}, {"l2", 36.0}});
        // 480 x 0.8/1.2 x 36/24 = 480: no change at all, which the requirement excludes
        CHECK(point.values[0] == 480.0);
        CHECK_FALSE(point.admissible);
    }
}

TEST_CASE("an instance of drawn numbers") {
    const Item item = exemplar("ardms-spi", "spi-4-0001");
    SECTION("is the same for the same seed and differs for most others") {
        const Instance first = present(item, 7);
        const Instance again = present(item, 7);
        CHECK(first.stem == again.stem);
        CHECK(letters_of(first) == letters_of(again));
        std::set<std::string> stems;
        for (std::uint64_t seed = 0; seed < 50; ++seed) stems.insert(present(item, seed).stem);
        CHECK(stems.size() > 20);
    }
    SECTION("shows as many options as stated, the key among them, ascending and apart") {
        for (std::uint64_t seed = 0; seed < 500; ++seed) {
            const Instance instance = present(item, seed);
            REQUIRE(instance.choices.size() == 4);
            REQUIRE(key_letters(instance).size() == 1);
            const auto key =
                std::find_if(instance.choices.begin(), instance.choices.end(), [](auto& c) { return c.right; });
            for (std::size_t i = 1; i < instance.choices.size(); ++i)
                REQUIRE(*instance.choices[i].value - *instance.choices[i - 1].value >= 0.06 * *key->value - 1e-9);
        }
    }
    SECTION("leaves no placeholder behind and prints units") {
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const Instance instance = present(item, seed);
            CHECK(instance.stem.find('{') == std::string::npos);
            for (const Choice& choice : instance.choices) {
                CHECK(choice.text.ends_with(" cm/s"));
                CHECK(choice.why.find('{') == std::string::npos);
            }
        }
    }
    SECTION("prints a sign where one is asked for") {
        const Item index = exemplar("arrt-r", "r-ip-0001");
        bool plus = false;
        bool minus = false;
        for (std::uint64_t seed = 0; seed < 50; ++seed) {
            const std::string stem = present(index, seed).stem;
            plus = plus || stem.find("index of +") != std::string::npos;
            minus = minus || stem.find("index of -") != std::string::npos;
        }
        CHECK(plus);
        CHECK(minus);
    }
}

TEST_CASE("the rank of the key") {
    SECTION("is even over its attainable ranks, whatever the count of sets behind each") {
        // Below the key one option, above it three: rank 0 comes from one set of three, rank 1 from three.
        const Item item = drawn({"50 * x", "150 * x", "200 * x", "250 * x"}, 4);
        std::array<int, 4> ranks{};
        for (std::uint64_t seed = 0; seed < 4000; ++seed) {
            const Instance instance = present(item, seed);
            for (std::size_t i = 0; i < instance.choices.size(); ++i)
                if (instance.choices[i].right) ++ranks[i];
        }
        // Binomial(4000, 1/2): SD 31.6; 5 SD.
        CHECK(std::abs(ranks[0] - 2000) < 160);
        CHECK(std::abs(ranks[1] - 2000) < 160);
        CHECK(ranks[2] + ranks[3] == 0);
    }
}

TEST_CASE("options that take no part in a draw") {
    const auto sets_at_first = [](const Item& item) { return shown_sets(item, Worksheet(item).at(0)); };
    SECTION("are those nearer to the key than the least distance, 5% of it") {
        CHECK(sets_at_first(drawn({"104", "150", "200"}, 4)).empty());
        CHECK(sets_at_first(drawn({"96", "150", "200"}, 4)).empty());
        CHECK(sets_at_first(drawn({"105", "150", "200"}, 4)).size() == 1);
    }
    SECTION("are those at zero or below while the key is positive") {
        CHECK(sets_at_first(drawn({"0", "150", "200"}, 4)).empty());
        CHECK(sets_at_first(drawn({"-50", "150", "200"}, 4)).empty());
    }
    SECTION("are, of two alike, one or the other") {
        const auto sets = sets_at_first(drawn({"150", "150", "200", "50"}, 4));
        CHECK(sets.size() == 2);
    }
    SECTION("may be negative where the key is") {
        Item item = drawn({"-50", "-150", "-200"}, 4);
        item.options[0].value = "-100 * x";
        CHECK(sets_at_first(item).size() == 1);
    }
}

TEST_CASE("a degenerate draw") {
    SECTION("is refused in words when no set can be shown") {
        CHECK_THROWS_AS(present(drawn({"100", "150 * x", "100 * x"}, 4), 1), Refused);
    }
    SECTION("is found even when only one point of the grid serves") {
        Item item = drawn({"50", "150", "200"}, 4);
        item.numbers->require = {"x == 1"};
        for (std::uint64_t seed = 0; seed < 20; ++seed) CHECK(*present(item, seed).choices[1].value == 100.0);
        std::vector<double> many(20'000);
        for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<double>(i) + 1.0;
        item.numbers->parameters[0].values = many;
        CHECK(*present(item, 3).choices[1].value == 100.0);
    }
    SECTION("is refused when a name is missing, used in a circle, or the grid is too large") {
        Item item = drawn({"150", "200"}, 3);
        item.numbers->lets = {{.name = "p", .expression = "q"}, {.name = "q", .expression = "p"}};
        CHECK_THROWS_AS(present(item, 1), Refused);
        item.numbers->lets = {{.name = "p", .expression = "nothing"}};
        CHECK_THROWS_AS(present(item, 1), Refused);
        item.numbers->lets.clear();
        item.numbers->parameters[0].values.assign(20'001, 1.0);
        CHECK_THROWS_AS(present(item, 1), Refused);
    }
    SECTION("lets may stand in any order") {
        Item item = drawn({"p", "200", "300"}, 3);
        item.numbers->lets = {{.name = "p", .expression = "q * 2"}, {.name = "q", .expression = "x + 20"}};
        CHECK(Worksheet(item).at(0).values[1] == 42.0);
    }
}

TEST_CASE("an instance of worded options") {
    SECTION("shuffles them evenly") {
        std::array<int, 4> first{};
        const Item item = worded(ItemType::single, 4, 1);
        for (std::uint64_t seed = 0; seed < 4000; ++seed)
            ++first[static_cast<std::size_t>(present(item, seed).choices[0].letter - 'a')];
        // Binomial(4000, 1/4): SD 27.4; 5 SD.
        for (const int count : first) CHECK(std::abs(count - 1000) < 137);
    }
    SECTION("keeps the written order where the author asks for it") {
        Item item = worded(ItemType::single, 4, 1);
        item.written_order = true;
        for (std::uint64_t seed = 0; seed < 20; ++seed) CHECK(letters_of(present(item, seed)) == "abcd");
    }
    SECTION("shuffles two items differently under the same seed") {
        const Item one = worded(ItemType::single, 5, 1);
        Item other = one;
        other.id = "ct-s-0002";
        int same = 0;
        for (std::uint64_t seed = 0; seed < 100; ++seed)
            same += letters_of(present(one, seed)) == letters_of(present(other, seed));
        CHECK(same < 20);
    }
    SECTION("never shows an ordering that is solved already") {
        const Item item = worded(ItemType::order, 4, 0);
        std::set<std::string> seen;
        for (std::uint64_t seed = 0; seed < 2000; ++seed) seen.insert(letters_of(present(item, seed)));
        CHECK_FALSE(seen.contains("abcd"));
        CHECK(seen.size() == 23);
    }
}

TEST_CASE("an instance of numeric entry") {
    Item item = drawn({"50 * x"}, 0);
    item.type = ItemType::numeric;
    item.numbers->unit = "cm";
    item.numbers->within_percent = 5.0;
    const Instance instance = present(item, 3);
    const auto key = std::find_if(instance.choices.begin(), instance.choices.end(), [](auto& c) { return c.right; });
    CHECK(instance.unit == "cm");
    CHECK(instance.tolerance == Approx(*key->value * 0.05));
    CHECK(is_right(instance, {.number = *key->value}));
    CHECK_FALSE(is_right(instance, {.number = *key->value * 1.06}));
}

TEST_CASE("exhibits of an instance") {
    Item item{.id = "ct-ip-0001", .type = ItemType::hotspot, .stem = "Where is the ring of {r} mm?"};
    item.numbers = Numbers{.parameters = {{.name = "r", .values = {10, 20, 30}, .unit = "mm"}},
                           .lets = {{.name = "twice", .expression = "2 * r"}}};
    item.figures.push_back({.generator = "not-here",
                            .version = 4,
                            .size = {128, 96},
                            .settings = {{"diameter_mm", Formula{"twice"}}, {"noise_hu", 8.0}, {"phantom", "head"}},
                            .seed = 7,
                            .alt = "A ring of {twice} mm",
                            .caption = "{r:1} mm"});
    item.table = ExhibitTable{.columns = {"Radius"}, .rows = {{"{r}"}}};
    item.options.push_back({.letter = 'a',
                            .right = true,
                            .region = Region{.shape = Region::Shape::ellipse, .spots = {{0.5, 0.5}, {0.2, 0.2}}},
                            .why = "It is {twice} mm wide."});
    SECTION("settings, alternative text, caption and table follow the draw") {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            const Instance shown = present(item, seed);
            const double r = std::get<double>(shown.figures.at(0).settings.at("diameter_mm")) / 2;
            const std::string twice = std::to_string(static_cast<int>(2 * r));
            CHECK(shown.stem == "Where is the ring of " + std::to_string(static_cast<int>(r)) + " mm?");
            CHECK(shown.figures[0].alt == "A ring of " + twice + " mm");
            CHECK(shown.figures[0].caption == std::to_string(static_cast<int>(r)) + ".0 mm");
            CHECK(shown.table->rows[0][0] == std::to_string(static_cast<int>(r)));
            CHECK(shown.choices[0].why == "It is " + twice + " mm wide.");
            CHECK(std::get<double>(shown.figures[0].settings.at("noise_hu")) == 8.0);
            CHECK(std::get<std::string>(shown.figures[0].settings.at("phantom")) == "head");
            CHECK_FALSE(shown.figures[0].stored);
        }
    }
    SECTION("a figure that no draw changes is stored") {
        item.figures[0].settings.erase("diameter_mm");
        CHECK(present(item, 1).figures[0].stored);
    }
    SECTION("a part of a generator that is not here is refused, and so is its picture") {
        item.options[0].region = "ring";
        CHECK_THROWS_AS(present(item, 1), Refused);
        item.options[0].region = Region{.shape = Region::Shape::ellipse, .spots = {{0.5, 0.5}, {0.2, 0.2}}};
        CHECK_THROWS_AS(rendered(present(item, 1).figures[0]), Refused);
    }
}
