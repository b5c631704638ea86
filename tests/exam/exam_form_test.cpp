#include <algorithm>
#include <map>
#include <set>

#include "engine/base/error.hpp"
#include "engine/exam/form.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

/// Two categories (40 and 60 of 100 scored questions), three leaves.
Outline two_categories() {
    Outline outline = {.exam = "made-up", .scored_items = 100, .pilot_items = 20, .minutes = 120};
    outline.areas = {{.code = "A", .items = 40},
                     {.code = "A.1", .parent = 0, .items = 10},
                     {.code = "A.2", .parent = 0, .items = 30},
                     {.code = "B", .items = 60}};
    return outline;
}

/// Leaves one after another; `met` says how often an item was met, `family` which belong together.
struct MadeUpBank {
    std::vector<OrdinalRange> ranges;
    std::map<std::int64_t, int> met;
    std::map<std::int64_t, std::string> family;

    MadeUpBank(const Outline& outline, std::int64_t per_leaf) : ranges(outline.areas.size()) {
        std::int64_t next = 0;
        for (const int leaf : outline.leaves()) {
            ranges[static_cast<std::size_t>(leaf)] = {.first = next, .end = next + per_leaf};
            next += per_leaf;
        }
    }
    [[nodiscard]] ExamForm form(const Outline& outline, const ExamPlan& plan, std::uint64_t seed) const {
        const auto facts = [this](std::int64_t ordinal) {
            const auto times = met.find(ordinal);
            const auto kin = family.find(ordinal);
            return ItemFacts{.id = std::to_string(ordinal),
                             .family = kin == family.end() ? "" : kin->second,
                             .exposures = times == met.end() ? 0 : times->second};
        };
        return assemble_exam(outline, ranges, facts, plan, seed);
    }
};

std::map<int, int> by_area(const ExamForm& form, bool pilot) {
    std::map<int, int> counts;
    for (const ExamItem& item : form.items)
        if (item.pilot == pilot) ++counts[item.area];
    return counts;
}

std::vector<std::int64_t> ordinals(const ExamForm& form) {
    std::vector<std::int64_t> found;
    for (const ExamItem& item : form.items) found.push_back(item.ordinal);
    return found;
}

}  // namespace

TEST_CASE("the plan of an exam") {
    const Outline outline = two_categories();
    SECTION("is the registry's own at full length") {
        const ExamPlan plan = plan_exam(outline, std::nullopt, FormLength::full);
        CHECK(plan.scored == 100);
        CHECK(plan.pilots == 20);
        CHECK(plan.time_ms == 120 * 60'000);
        CHECK_FALSE(plan.length_assumed);
        CHECK_FALSE(plan.time_assumed);
    }
    SECTION("keeps the time a question where it is shortened or a section") {
        for (const FormLength length : {FormLength::full, FormLength::half, FormLength::quarter}) {
            for (const std::optional<int> section : {std::optional<int>(), std::optional(0), std::optional(3)}) {
                const ExamPlan plan = plan_exam(outline, section, length);
                CHECK(plan.time_ms == (plan.scored + plan.pilots) * 60'000);
            }
        }
        // 60 of 100 scored, 12 of 20 pilots; a quarter of that.
        const ExamPlan quarter = plan_exam(outline, 3, FormLength::quarter);
        CHECK(quarter.scored == 15);
        CHECK(quarter.pilots == 3);
    }
    SECTION("says what it assumes where nothing is published") {
        Outline silent = outline;
        silent.scored_items.reset();
        silent.pilot_items.reset();
        silent.minutes.reset();
        const ExamPlan plan = plan_exam(silent, std::nullopt, FormLength::full);
        CHECK(plan.length_assumed);
        CHECK(plan.time_assumed);
        CHECK(plan.scored > 0);
        CHECK(plan.pilots == 0);
        CHECK(plan.time_ms == plan.scored * 60'000);
    }
    SECTION("refuses a section that is no category") {
        CHECK_THROWS_AS(plan_exam(outline, 1, FormLength::full), Refused);
        CHECK_THROWS_AS(plan_exam(outline, 99, FormLength::full), Refused);
    }
    SECTION("names its lengths") {
        CHECK(form_length_from("half") == FormLength::half);
        CHECK(name_of(FormLength::quarter) == "quarter");
        CHECK_FALSE(form_length_from("third").has_value());
    }
}

TEST_CASE("the form of an exam") {
    const Outline outline = two_categories();
    const ExamPlan full = plan_exam(outline, std::nullopt, FormLength::full);
    MadeUpBank bank(outline, 100);
    SECTION("holds scored and pilot items by the blueprint, each once") {
        const ExamForm form = bank.form(outline, full, 1);
        CHECK(by_area(form, false) == std::map<int, int>{{1, 10}, {2, 30}, {3, 60}});
        // 20 pilots split 8 to 12; the 8 split 2 to 6.
        CHECK(by_area(form, true) == std::map<int, int>{{1, 2}, {2, 6}, {3, 12}});
        const auto drawn = ordinals(form);
        CHECK(std::set<std::int64_t>(drawn.begin(), drawn.end()).size() == 120);
        CHECK(form.shortages.empty());
        CHECK(form.pilot_shortages.empty());
    }
    SECTION("is the same for the same seed and another for another") {
        CHECK(ordinals(bank.form(outline, full, 5)) == ordinals(bank.form(outline, full, 5)));
        CHECK(ordinals(bank.form(outline, full, 5)) != ordinals(bank.form(outline, full, 6)));
    }
    SECTION("spreads the pilot items over the whole form") {
        // Over 300 forms a position holds a pilot with probability 1/6: 50 expected, SD 6.5; six SD either way.
        std::vector<int> pilots(120);
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            const ExamForm form = bank.form(outline, full, seed);
            for (std::size_t i = 0; i < form.items.size(); ++i) pilots[i] += form.items[i].pilot ? 1 : 0;
        }
        CHECK(*std::min_element(pilots.begin(), pilots.end()) > 50 - 39);
        CHECK(*std::max_element(pilots.begin(), pilots.end()) < 50 + 39);
    }
    SECTION("prefers what was never met, then what was met least") {
        // Of the 100 items of B, 50 never met, 15 met once, the others three times: 60 scored and 12 pilots take all of
        // the first, all of the second and seven of the third.
        for (std::int64_t i = 200; i < 300; ++i)
            if (i >= 250) bank.met[i] = i < 265 ? 1 : 3;
        const ExamForm form = bank.form(outline, full, 9);
        std::map<int, int> times;
        for (const ExamItem& item : form.items)
            if (item.area == 3) ++times[bank.met.contains(item.ordinal) ? bank.met[item.ordinal] : 0];
        CHECK(times == std::map<int, int>{{0, 50}, {1, 15}, {3, 7}});
    }
    SECTION("does not change in the leaves where nothing was met") {
        const ExamForm before = bank.form(outline, full, 9);
        bank.met[250] = 1;
        const ExamForm after = bank.form(outline, full, 9);
        const auto of_a = [](const ExamForm& form) {
            std::set<std::int64_t> found;
            for (const ExamItem& item : form.items)
                if (item.area != 3) found.insert(item.ordinal);
            return found;
        };
        CHECK(of_a(before) == of_a(after));
    }
    SECTION("keeps a family apart, pilots included") {
        for (std::int64_t i = 0; i < 50; ++i) bank.family[i] = "kin";
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            int kin = 0;
            for (const std::int64_t ordinal : ordinals(bank.form(outline, full, seed)))
                kin += bank.family.contains(ordinal) ? 1 : 0;
            CHECK(kin <= 1);
        }
    }
    SECTION("has fewer pilots where the bank has no items to spare, and says so") {
        const MadeUpBank tight(outline, 65);  // B: 60 scored, 5 left for 12 pilots
        const ExamForm form = tight.form(outline, full, 3);
        CHECK(form.scored() == 100);
        CHECK(form.pilots() == 2 + 6 + 5);
        REQUIRE(form.pilot_shortages.size() == 1);
        CHECK(form.pilot_shortages[0].area == 3);
        CHECK(form.pilot_shortages[0].wanted == 12);
        CHECK(form.pilot_shortages[0].got == 5);
    }
    SECTION("says by area and number what it lacks") {
        const MadeUpBank poor(outline, 25);  // A.2: 25 of 30, 5 more from A.1; B: 25 of 60
        const ExamForm form = poor.form(outline, full, 3);
        REQUIRE(form.shortages.size() == 2);
        CHECK(form.shortages[0].area == 2);
        CHECK(form.shortages[0].got == 25);
        CHECK(form.shortages[0].replaced == 5);
        CHECK(form.shortages[1].area == 3);
        CHECK(form.shortages[1].got == 25);
        CHECK(form.shortages[1].replaced == 0);
        CHECK(form.scored() == 10 + 30 + 25);
    }
    SECTION("of a section stays within its category") {
        const ExamForm form = bank.form(outline, plan_exam(outline, 0, FormLength::half), 3);
        // 40 scored and 8 pilots, halved; 20 split 5 to 15, 4 split 1 to 3.
        CHECK(by_area(form, false) == std::map<int, int>{{1, 5}, {2, 15}});
        CHECK(by_area(form, true) == std::map<int, int>{{1, 1}, {2, 3}});
    }
}
