#include "engine/cohort/outcomes.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/holds.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

Day on(const char* date) { return parse_day(date).value(); }

/// Classes that completed in May of a year, candidates numbered through.
class Graduates {
public:
    Cohort& add_class(const char* completed, const std::string& exam) {
        const int number = static_cast<int>(roll.cohorts.size()) + 1;
        Cohort cohort = {.id = id_number<CohortId>(number), .code = std::to_string(number), .exam = exam};
        if (*completed) cohort.completed = on(completed);
        return roll.cohorts.emplace_back(cohort);
    }
    CandidateId enroll(std::optional<Day> completed = std::nullopt) {
        const CandidateId id = candidate(++candidates_);
        roll.enrolments.push_back({.candidate = id, .cohort = roll.cohorts.back().id, .completed = completed});
        return id;
    }
    void sat(const CandidateId& id, const char* date, bool passed, bool first = true, const char* exam = "arrt-r") {
        roll.outcomes.push_back(
            {.candidate = id, .credential = exam, .day = on(date), .passed = passed, .first_attempt = first});
    }
    Roll roll;

private:
    int candidates_ = 0;
};

}  // namespace

TEST_CASE("five-year pass rate") {
    Graduates all;
    SECTION("pools first attempts within six months of completion") {
        // By hand: 2022 3 of 4, 2024 2 of 2, 2026 1 of 3; 6 of 9 in all.
        all.add_class("2022-05-31", "arrt-r");
        for (int i = 0; i < 4; ++i) all.sat(all.enroll(), "2022-06-20", i < 3);
        all.add_class("2024-05-31", "");
        for (int i = 0; i < 2; ++i) all.sat(all.enroll(), "2024-11-30", true);
        all.add_class("2026-05-31", "arrt-r");
        for (int i = 0; i < 3; ++i) all.sat(all.enroll(), "2026-05-20", i == 0);
        all.add_class("2021-05-31", "arrt-r");
        all.sat(all.enroll(), "2021-06-20", true);
        const FiveYears five = five_years(all.roll, "", 2026);
        REQUIRE(five.years.size() == 5);
        CHECK(five.years[0].attempts == 4);
        CHECK(five.years[0].passed == 3);
        CHECK(five.years[1].attempts == 0);
        CHECK_FALSE(five.years[1].rate.value.has_value());
        CHECK(five.years[0].from == on("2022-01-01"));
        CHECK(five.years[0].to == on("2022-12-31"));
        CHECK(five.pooled.attempts == 9);
        CHECK(five.pooled.passed == 6);
        CHECK(five.pooled.from == on("2022-01-01"));
        CHECK(five.pooled.to == on("2026-12-31"));
        CHECK(five.pooled.rate.value.value() == Approx(6.0 / 9.0));
        // Wilson: (p + z^2/2n -+ z sqrt(p q/n + z^2/4n^2)) / (1 + z^2/n), z = 1.959964, p = 2/3, n = 9.
        CHECK(five.pooled.rate.limits.value().low == Approx(0.3542).margin(1e-4));
        CHECK(five.pooled.rate.limits.value().high == Approx(0.8794).margin(1e-4));
        CHECK(five.pooled.benchmark == 0.75);
        CHECK(five.pooled.margin.value() == Approx(6.0 / 9.0 - 0.75));
        CHECK(five.not_counted == 0);
        CHECK_FALSE(five.years[0].benchmark.has_value());
    }
    SECTION("leaves out later attempts, later months and candidates without a day of completion, and says so") {
        all.add_class("2026-05-31", "arrt-r");
        const CandidateId again = all.enroll();
        all.sat(again, "2026-06-10", false);
        all.sat(again, "2026-08-10", true, false);
        all.sat(all.enroll(), "2026-12-01", true);
        all.add_class("", "arrt-r");
        all.sat(all.enroll(), "2026-06-10", true);
        all.sat(candidate(99), "2026-06-10", true);
        const FiveYears five = five_years(all.roll, "arrt-r", 2026);
        CHECK(five.pooled.attempts == 1);
        CHECK(five.pooled.passed == 0);
        CHECK(five.not_counted == 4);
        CHECK(five.why_not == std::vector<std::string>{"1 after the first attempt",
                                                       "1 later than six months after completion",
                                                       "2 of candidates without a day of completion"});
    }
    SECTION("counts six months by the calendar") {
        all.add_class("2025-08-31", "arrt-r");
        all.sat(all.enroll(), "2026-02-28", true);  // February has no 31st
        all.sat(all.enroll(), "2026-03-01", true);
        CHECK(five_years(all.roll, "arrt-r", 2026).pooled.attempts == 1);
    }
    SECTION("takes a candidate's own day of completion before the class's") {
        all.add_class("2025-12-20", "arrt-r");
        all.sat(all.enroll(on("2026-05-31")), "2026-11-30", true);
        const FiveYears five = five_years(all.roll, "arrt-r", 2026);
        CHECK(five.years[4].attempts == 1);
        CHECK(five.years[3].attempts == 0);
    }
    SECTION("of two first attempts told the earlier counts") {
        all.add_class("2026-05-31", "arrt-r");
        const CandidateId twice = all.enroll();
        all.sat(twice, "2026-08-10", true);
        all.sat(twice, "2026-06-10", false);
        const FiveYears five = five_years(all.roll, "arrt-r", 2026);
        CHECK(five.pooled.passed == 0);
        CHECK(five.not_counted == 1);
    }
    SECTION("of one credential counts that alone") {
        all.add_class("2026-05-31", "");
        const CandidateId both = all.enroll();
        all.sat(both, "2026-06-10", true);
        all.sat(both, "2026-07-10", false, true, "arrt-ct");
        all.sat(both, "2026-07-11", false, true, "ardms-spi");
        CHECK(five_years(all.roll, "arrt-ct", 2026).pooled.attempts == 1);
        CHECK(five_years(all.roll, "", 2026).pooled.attempts == 2);
    }
    SECTION("without an attempt tells no rate and no margin") {
        const FiveYears five = five_years(all.roll, "", 2026);
        CHECK(five.years.size() == 5);
        CHECK_FALSE(five.pooled.rate.value.has_value());
        CHECK_FALSE(five.pooled.margin.has_value());
    }
}

TEST_CASE("pass rates of a sonography programme") {
    Graduates all;
    all.add_class("2026-05-31", "");
    const CandidateId one = all.enroll();
    const CandidateId two = all.enroll();
    const CandidateId three = all.enroll(on("2027-01-10"));
    static_cast<void>(all.enroll());
    all.sat(one, "2026-07-01", false, true, "ardms-spi");
    all.sat(one, "2026-09-01", true, false, "ardms-spi");
    all.sat(one, "2026-10-01", true, true, "ardms-ab");
    all.sat(two, "2026-07-01", false, true, "ardms-spi");
    all.sat(two, "2027-06-15", true, false, "ardms-spi");  // more than a year after
    all.sat(three, "2027-02-01", true, true, "ardms-spi");
    const auto spi = [&](Denominator denominator) {
        for (const PassRate& rate : by_credential(all.roll, denominator, 2026))
            if (rate.credential == "ardms-spi") return rate;
        throw std::out_of_range("no SPI");
    };
    SECTION("divide by those who attempted it, by whom the class completed, or by who was enrolled") {
        CHECK(spi(Denominator::attempted).attempts == 2);
        CHECK(spi(Denominator::attempted).passed == 1);
        CHECK(spi(Denominator::completed).attempts == 3);
        CHECK(spi(Denominator::completed).passed == 1);
        CHECK(spi(Denominator::enrolled).attempts == 4);
        CHECK(spi(Denominator::enrolled).passed == 2);
    }
    SECTION("have a benchmark only where one is known") {
        CHECK(spi(Denominator::attempted).benchmark == 0.6);
        CHECK(spi(Denominator::attempted).margin.value() == Approx(-0.1));
        CHECK_FALSE(spi(Denominator::completed).benchmark.has_value());
        CHECK_FALSE(spi(Denominator::enrolled).margin.has_value());
    }
    SECTION("are one a credential") { CHECK(by_credential(all.roll, Denominator::attempted, 2026).size() == 2); }
    SECTION("name where the rule comes from") {
        CHECK(holds(std::string(by_credential_rule), "second hand"));
        CHECK(holds(std::string(five_years_rule), "objective 6.1"));
    }
}
