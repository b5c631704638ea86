#include "engine/base/calendar.hpp"

#include "tests/support/catch.hpp"

using namespace collimate;

TEST_CASE("calendar") {
    SECTION("a moment reads as its UTC milliseconds and its written day") {
        // 2026-12-01T09:00:00Z is 1796115600 s after the epoch (date -u -d 2026-12-01T09:00:00Z +%s).
        const auto utc = parse_time("2026-12-01T09:00:00Z");
        REQUIRE(utc);
        CHECK(utc->ms == 1796115600000);
        CHECK(format_day(utc->day) == "2026-12-01");
        const auto west = parse_time("2026-11-30T23:30:00-05:00");
        REQUIRE(west);
        CHECK(format_time(west->ms) == "2026-12-01T04:30:00Z");
        CHECK(format_day(west->day) == "2026-11-30");
    }
    SECTION("what is not a time is refused") {
        for (const char* wrong :
             {"", "2026", "2026-02-30", "1999-12-31", "2100-01-01", "2026-12-01T25:00:00Z", "2026-12-01T09:00:00",
              "2026-12-01T09:00:00Zx", "26-12-01", "2026-12-01T09:00:00+99:00"})
            CHECK_FALSE(parse_time(wrong));
    }
    SECTION("days are named for people") {
        const auto day = parse_day("2027-01-09");
        REQUIRE(day);
        CHECK(long_date(*day) == "Saturday 9 January 2027");
        CHECK(short_date(*day) == "9 Jan");
        CHECK(weekday(*day) == "Sat");
    }
}
