#include "engine/base/characters.hpp"

#include "tests/support/catch.hpp"

using namespace collimate;

TEST_CASE("characters that no text may hold") {
    SECTION("letters, signs and line ends of the trade are fine") {
        for (const std::string text :
             {"µSv and μSv, 10⁶, ≥ 5 × 10, α/β, Ångström, café", "a\nb", "\u00a0\u2009\u202f", ""})
            CHECK_FALSE(find_bad_character(text));
    }
    SECTION("what steers a terminal, hides, or turns the direction is found, and where") {
        // Code points by name in the Unicode Character Database.
        for (const std::string bad :
             {"\x1b", "\t", "\r", "\x7f", "\u0085", "\u009b", "\u00ad", "\u200b", "\u200f", "\u2028", "\u202e",
              "\u2060", "\u2066", "\ufeff", "\ue000", "\U000E0001", "\u0301", "\ufe0f"}) {
            const auto found = find_bad_character("Kα" + bad + "x");
            REQUIRE(found);
            CHECK(found->at == 3);
            CHECK_FALSE(found->what.empty());
        }
    }
    SECTION("a letter and its mark apart are named as such") {
        const auto found = find_bad_character("cafe\u0301");
        REQUIRE(found);
        CHECK(found->what == "a combining mark");
        CHECK(found->code == 0x301);
    }
    SECTION("bytes that are not UTF-8 hide nothing behind them") {
        CHECK(find_bad_character("\xc3\x1b")->code == 0x1b);
        CHECK(find_bad_character("\xff\xfe\u200b")->code == 0x200b);
        CHECK_FALSE(find_bad_character("\xe2\x80"));
    }
    SECTION("they are shown written out") {
        CHECK(visible("a\x1b[31mb") == "a\\u{1b}[31mb");
        CHECK(visible("\u202eabc\xff") == "\\u{202e}abc\\xff");
        CHECK(visible("6 µm") == "6 µm");
    }
}
