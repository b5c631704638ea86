#include "app/screens/words.hpp"
#include "app/widgets/typed_date.hpp"

#include "tests/support/catch.hpp"

namespace collimate {
namespace {

Day day(std::string_view iso) { return parse_day(iso).value(); }

}  // namespace

TEST_CASE("A typed date") {
    const Day today = day("2026-11-22");
    SECTION("is read in the ways people write one") {
        for (const char* text : {"2027-01-09", "1/9/2027", "9 Jan 2027", "January 9, 2027", "Sat 9 January 2027",
                                 "jan 9th 2027", "9 January"}) {
            INFO(text);
            CHECK(ui::typed_date(text, today) == day("2027-01-09"));
        }
    }
    SECTION("without a year is the next such day, today included") {
        CHECK(ui::typed_date("22 Nov", today) == today);
        CHECK(ui::typed_date("21 Nov", today) == day("2027-11-21"));
    }
    SECTION("that is no day of the calendar is refused") {
        for (const char* text :
             {"", "soon", "31 February 2027", "13/1/2027", "9 Jan 1999", "2027", "9", "1/2", "29 Feb 2027"}) {
            INFO(text);
            CHECK_FALSE(ui::typed_date(text, today));
        }
    }
    SECTION("reads back what is shown") {
        for (Day d = today; d < today + 800; d += 7) CHECK(ui::typed_date(date_words(d), today) == d);
    }
}

TEST_CASE("Figures in words") {
    SECTION("thousands carry commas") {
        CHECK(thousands(0) == "0");
        CHECK(thousands(999) == "999");
        CHECK(thousands(1240) == "1,240");
        CHECK(thousands(-1234567) == "-1,234,567");
    }
    SECTION("one is singular") {
        CHECK(counted(1, "day", "days") == "1 day");
        CHECK(counted(1500, "answer", "answers") == "1,500 answers");
    }
    SECTION("distances name today and tomorrow") {
        CHECK(distance_words(10, 10) == "today");
        CHECK(distance_words(11, 10) == "tomorrow");
        CHECK(distance_words(58, 10) == "48 days from today");
        CHECK(distance_words(8, 10) == "2 days ago");
    }
}

TEST_CASE("The length of an exam") {
    SECTION("says what is published and nothing else") {
        CHECK(exam_length(Outline{.scored_items = 165, .minutes = 195}) == "165\u00A0q, 3\u00A0h\u00A015");
        CHECK(exam_length(Outline{.minutes = 180}) == "3\u00A0h");
        CHECK(exam_length(Outline{.scored_items = 200}) == "200\u00A0q");
        CHECK(exam_length(Outline{}) == "length not published");
    }
}

}  // namespace collimate

TEST_CASE("figures keep to their percent signs") {
    CHECK(collimate::unbroken("66 % of 10 %.") == "66\u00A0% of 10\u00A0%.");
    CHECK(collimate::unbroken("no figure") == "no figure");
}
