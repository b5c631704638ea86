#include "engine/item/markup.hpp"

#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

std::vector<Span> spans(std::string_view text) {
    const auto parsed = parse_markup(text);
    REQUIRE(parsed);
    return *parsed;
}

std::string fault_of(std::string_view text) {
    std::string fault;
    CHECK_FALSE(parse_markup(text, &fault));
    return fault;
}

}  // namespace

TEST_CASE("markup") {
    SECTION("knows four marks") {
        const auto found = spans("**NOT** in *vitro*: CTDI~vol~ of 10^6^");
        REQUIRE(found.size() == 7);
        CHECK(found[0].style == Style::bold);
        CHECK(found[0].text == "NOT");
        CHECK(found[2].style == Style::italic);
        CHECK(found[2].text == "vitro");
        CHECK(found[4].style == Style::sub);
        CHECK(found[4].text == "vol");
        CHECK(found[6].style == Style::sup);
        CHECK(found[6].text == "6");
    }
    SECTION("resolves Greek names, alone and inside marks") {
        CHECK(plain(":lambda: = c/f, :Delta:B~:mu:~") == "λ = c/f, ΔBμ");
    }
    SECTION("leaves colons of ratios and lists alone") {
        CHECK(plain("a 6:1 grid: lines 10:20:30") == "a 6:1 grid: lines 10:20:30");
    }
    SECTION("shows a hyphen before a digit as a minus") {
        CHECK(plain("-120 to -60 HU") == "−120 to −60\u00a0HU");
        CHECK(plain("10^-3^") == "10^−3");
        CHECK(plain("(-5)") == "(−5)");
        CHECK(plain("4 × -2") == "4 × −2");
    }
    SECTION("keeps the hyphen of a name or a modifier") {
        CHECK(plain("a 4.2-cm breast, Tc-99m, T1-weighted") == "a 4.2-cm breast, Tc-99m, T1-weighted");
    }
    SECTION("binds a number to its unit, not to a word") {
        CHECK(plain("5 cm deep") == "5\u00a0cm deep");
        CHECK(plain("1540 m/s.") == "1540\u00a0m/s.");
        CHECK(plain("2 images of 3 vessels") == "2\u00a0images of 3 vessels");
        CHECK(plain("420 mGy·cm") == "420\u00a0mGy·cm");
        CHECK(plain("10^6^ Hz") == "10^6\u00a0Hz");
        CHECK(plain("41 mL/min/1.73 m^2^") == "41\u00a0mL/min/1.73\u00a0m^2");
    }
    SECTION("turns a line end into a space and an empty line into a line break") {
        CHECK(plain("one\ntwo\n\nthree") == "one two\nthree");
    }
    SECTION("refuses what is unclosed, empty, nested or unknown") {
        CHECK(fault_of("**open").find("not closed") != std::string::npos);
        CHECK(fault_of("~5 cm").find("space inside") != std::string::npos);
        CHECK(fault_of("m^2").find("not closed") != std::string::npos);
        CHECK(fault_of("**a *b* c**").find("nested") != std::string::npos);
        CHECK(fault_of("x~~y").find("nothing") != std::string::npos);
        CHECK(fault_of(":foo: bar").find(":foo:") != std::string::npos);
    }
    SECTION("gives faulty text back unchanged where plain words are due") { CHECK(plain("**open") == "**open"); }
    SECTION("survives bytes that are no UTF-8") { CHECK(spans("\xff\xfe\xe2").size() == 1); }
}
