#include "engine/exam/form.hpp"
#include "engine/base/index.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <numeric>
#include <set>

#include "engine/bank/source.hpp"
#include "engine/base/random.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;

namespace {

/// Adds an area beneath the one whose code is its own without the last part.
void add(Outline& outline, const std::string& code, std::optional<int> items = {}, std::optional<double> share = {}) {
    const auto dot = code.rfind('.');
    Area area;
    area.code = code;
    area.items = items;
    area.share = share;
    area.basis = Basis::secondary;
    if (dot != std::string::npos)
        for (std::size_t i = 0; i < outline.areas.size(); ++i)
            if (outline.areas[i].code == code.substr(0, dot)) area.parent = static_cast<int>(i);
    outline.areas.push_back(area);
}

int index_of(const Outline& outline, const std::string& code) {
    for (std::size_t i = 0; i < outline.areas.size(); ++i)
        if (outline.areas[i].code == code) return static_cast<int>(i);
    FAIL("no area " << code);
    return -1;
}

/// Shaped like the radiography outline (reference note of ARRT exams, counts of R): topics without published counts.
Outline radiography() {
    Outline outline;
    outline.scored_items = 200;
    const auto branch = [&](const std::string& code, int items, int topics) {
        add(outline, code, items);
        for (int i = 0; i < topics; ++i) add(outline, code + "." + static_cast<char>('A' + i));
    };
    add(outline, "PC", 33);
    branch("PC.1", 33, 7);
    add(outline, "S", 50);
    branch("S.1", 21, 2);
    branch("S.2", 29, 2);
    add(outline, "IP", 51);
    branch("IP.1", 21, 3);
    branch("IP.2", 30, 4);
    add(outline, "P", 66);
    branch("P.1", 18, 3);
    branch("P.2", 21, 2);
    branch("P.3", 27, 2);
    return outline;
}

/// Of an area with all beneath it.
int total_under(const Outline& outline, const std::vector<int>& counts, int area) {
    int sum = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        int up = static_cast<int>(i);
        while (up >= 0 && up != area) up = outline.areas[at(up)].parent;
        if (up == area) sum += counts[i];
    }
    return sum;
}

/// A bank in memory: leaves one after another, `per_leaf` items each.
struct SyntheticBank {
    std::vector<OrdinalRange> ranges;
    std::map<std::int64_t, ItemFacts> special;  ///< items that differ from the plain ones
    mutable std::set<std::int64_t> asked;

    SyntheticBank(const Outline& outline, std::int64_t per_leaf) : ranges(outline.areas.size()) {
        std::int64_t next = 0;
        for (const int leaf : outline.leaves()) {
            ranges[at(leaf)] = {.first = next, .end = next + per_leaf};
            next += per_leaf;
        }
    }
    static std::string id_of(std::int64_t ordinal) { return "q-" + std::to_string(ordinal); }
    ItemFacts facts(std::int64_t ordinal) const {
        asked.insert(ordinal);
        const auto found = special.find(ordinal);
        ItemFacts facts = found == special.end() ? ItemFacts{} : found->second;
        facts.id = id_of(ordinal);
        return facts;
    }
    Form form(const Outline& outline, int length, std::uint64_t seed) const {
        return assemble(
            outline, ranges, [this](std::int64_t ordinal) { return facts(ordinal); }, length, seed);
    }
};

std::vector<std::int64_t> ordinals(const Form& form) {
    std::vector<std::int64_t> found;
    for (const FormItem& item : form.items) found.push_back(item.ordinal);
    return found;
}

std::vector<int> counts_of(const Outline& outline, const Form& form) {
    std::vector<int> counts(outline.areas.size());
    for (const FormItem& item : form.items) ++counts[at(item.area)];
    return counts;
}

/// Whether every item is live, of its leaf, and goes with all others.
bool clean(const SyntheticBank& bank, const Form& form) {
    std::set<std::string> ids;
    std::set<std::string> families;
    bool good = true;
    for (const FormItem& item : form.items) {
        const ItemFacts facts = bank.facts(item.ordinal);
        const OrdinalRange range = bank.ranges[at(item.area)];
        good = good && !facts.retired && item.ordinal >= range.first && item.ordinal < range.end;
        good = good && ids.insert(facts.id).second;
        good = good && (facts.family.empty() || families.insert(facts.family).second);
    }
    for (const FormItem& item : form.items)
        for (const std::string& enemy : bank.facts(item.ordinal).enemies) good = good && !ids.contains(enemy);
    return good;
}

}  // namespace

TEST_CASE("allocation of a form") {
    const Outline outline = radiography();
    SECTION("meets the published counts exactly at the full length") {
        const auto counts = allocate(outline, 200);
        for (int area = 0; area < static_cast<int>(counts.size()); ++area) {
            if (outline.areas[at(area)].items)
                CHECK(total_under(outline, counts, area) == *outline.areas[at(area)].items);
            if (!outline.is_leaf(area)) CHECK(counts[at(area)] == 0);
        }
    }
    SECTION("splits an unpublished level evenly, the first areas taking the odd ones") {
        const auto counts = allocate(outline, 200);
        // 33 over 7 topics: 4.71 each, so five get 5 and two get 4.
        const std::vector<int> topics(counts.begin() + 2, counts.begin() + 9);
        CHECK(topics == std::vector<int>{5, 5, 5, 5, 5, 4, 4});
    }
    SECTION("sums to the length and stays within one of every category's share at any length") {
        const auto weights = area_weights(outline);
        for (int length = 0; length <= 260; ++length) {
            const auto counts = allocate(outline, length);
            CHECK(std::accumulate(counts.begin(), counts.end(), 0) == length);
            for (const int category : outline.children_of(-1))
                CHECK(std::abs(total_under(outline, counts, category) - length * weights[at(category)]) < 1.0);
        }
    }
    SECTION("shares steer where nothing is published") {
        Outline shared;
        add(shared, "A", {}, 3.0);
        add(shared, "B", {}, 1.0);
        CHECK(allocate(shared, 40) == std::vector<int>{30, 10});
        CHECK(allocate(shared, 2) == std::vector<int>{2, 0});  // 1.5 and 0.5: the tie goes to the first
    }
    SECTION("is Hamilton's: the largest remainders take what is left") {
        Outline uneven;
        add(uneven, "A", {}, 45.0);
        add(uneven, "B", {}, 30.5);
        add(uneven, "C", {}, 24.5);
        // Of 10: 4.5, 3.05, 2.45. The one item over goes to A.
        CHECK(allocate(uneven, 10) == std::vector<int>{5, 3, 2});
    }
}

TEST_CASE("allocation by the outlines of all exams") {
    int outlines = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(COLLIMATE_SOURCE_DIR "/question_banks")) {
        if (entry.path().filename() != "outline.toml") continue;
        Diagnostics diagnostics;
        const Outline outline = read_source(entry.path().parent_path(), diagnostics).outline;
        INFO(outline.exam);
        ++outlines;
        const int length = outline.scored_items.value_or(100);
        const auto counts = allocate(outline, length);
        const auto weights = area_weights(outline);
        CHECK(std::accumulate(counts.begin(), counts.end(), 0) == length);
        for (int area = 0; area < static_cast<int>(counts.size()); ++area) {
            const int total = total_under(outline, counts, area);
            INFO(outline.areas[at(area)].code);
            if (outline.scored_items && outline.areas[at(area)].items) CHECK(total == *outline.areas[at(area)].items);
            if (outline.areas[at(area)].parent < 0) CHECK(std::abs(total - length * weights[at(area)]) < 1.0);
        }
    }
    CHECK(outlines == 23);
}

TEST_CASE("assembly of a form") {
    const Outline outline = radiography();
    SyntheticBank bank(outline, 60);

    SECTION("holds the allocated count of every leaf, for a thousand seeds") {
        // Every fifth item retired; families of three; each seventh is an enemy of the item 60 further on.
        for (std::int64_t i = 0; i < 25 * 60; ++i) {
            ItemFacts facts;
            facts.retired = i % 5 == 0;
            if (i % 4 == 1) facts.family = "family-" + std::to_string(i / 12);
            if (i % 7 == 0) facts.enemies = {SyntheticBank::id_of(i + 60)};
            bank.special[i] = facts;
        }
        const auto wanted = allocate(outline, 200);
        for (std::uint64_t seed = 0; seed < 1000; ++seed) {
            const Form form = bank.form(outline, 200, seed);
            REQUIRE(form.shortages.empty());
            REQUIRE(counts_of(outline, form) == wanted);
            REQUIRE(clean(bank, form));
        }
    }
    SECTION("is the same for the same seed, another for another") {
        CHECK(ordinals(bank.form(outline, 200, 4)) == ordinals(bank.form(outline, 200, 4)));
        CHECK(ordinals(bank.form(outline, 200, 4)) != ordinals(bank.form(outline, 200, 5)));
    }
    SECTION("does not ask area by area") {
        const Form form = bank.form(outline, 200, 1);
        CHECK_FALSE(std::is_sorted(form.items.begin(), form.items.end(),
                                   [](const FormItem& a, const FormItem& b) { return a.area < b.area; }));
    }
    SECTION("leaves the draws of other leaves alone when one grows") {
        const auto without_last = [&](const Form& form) {
            std::set<std::int64_t> found;
            for (const FormItem& item : form.items)
                if (item.area != outline.leaves().back()) found.insert(item.ordinal);
            return found;
        };
        SyntheticBank grown = bank;
        grown.ranges[at(outline.leaves().back())].end += 100;
        CHECK(without_last(bank.form(outline, 200, 9)) == without_last(grown.form(outline, 200, 9)));
    }
    SECTION("every item of a leaf is equally likely") {
        Outline one;
        add(one, "A");
        const SyntheticBank small(one, 10);
        std::vector<int> times(10);
        for (std::uint64_t seed = 0; seed < 5000; ++seed)
            for (const std::int64_t ordinal : ordinals(small.form(one, 3, seed)))
                ++times[static_cast<std::size_t>(ordinal)];
        // Binomial(5000, 0.3): SD 32.4; 5 SD either side.
        for (const int count : times) CHECK(std::abs(count - 1500) < 162);
    }
    SECTION("looks at nothing but what it takes, however large the bank") {
        const SyntheticBank vast(outline, 40'000);
        const Form form = vast.form(outline, 200, 3);
        CHECK(form.items.size() == 200);
        CHECK(vast.asked.size() == 200);
    }
}

TEST_CASE("a bank too small for its form") {
    Outline outline;
    for (const char* code : {"A", "A.1", "A.1.A", "A.1.B", "A.2", "B"}) add(outline, code);
    // Of 40: A 20 (A.1.A 5, A.1.B 5, A.2 10), B 20.
    SyntheticBank bank(outline, 30);
    const int short_leaf = index_of(outline, "A.1.A");
    const int sibling = index_of(outline, "A.1.B");
    const int cousin = index_of(outline, "A.2");
    const int stranger = index_of(outline, "B");
    const auto keep = [&](int leaf, std::int64_t items) {
        bank.ranges[at(leaf)].end = bank.ranges[at(leaf)].first + items;
    };
    const auto drawn = [&] { return bank.form(outline, 40, 17); };

    SECTION("borrows from the leaf beside it and says so") {
        keep(short_leaf, 2);
        const Form form = drawn();
        CHECK(form.items.size() == 40);
        CHECK(counts_of(outline, form)[at(short_leaf)] == 2);
        CHECK(counts_of(outline, form)[at(sibling)] == 8);
        CHECK(counts_of(outline, form)[at(cousin)] == 10);
        REQUIRE(form.shortages.size() == 1);
        CHECK(form.shortages[0].area == short_leaf);
        CHECK(form.shortages[0].wanted == 5);
        CHECK(form.shortages[0].got == 2);
        CHECK(form.shortages[0].replaced == 3);
    }
    SECTION("goes on to the rest of the category when the leaf beside it has no more") {
        keep(short_leaf, 0);
        keep(sibling, 6);
        const Form form = drawn();
        CHECK(form.items.size() == 40);
        CHECK(counts_of(outline, form)[at(sibling)] == 6);
        CHECK(counts_of(outline, form)[at(cousin)] == 14);
        CHECK(counts_of(outline, form)[at(stranger)] == 20);
    }
    SECTION("never takes from another category: the form stays short") {
        keep(short_leaf, 1);
        keep(sibling, 1);
        keep(cousin, 8);
        const Form form = drawn();
        CHECK(form.items.size() == 30);
        CHECK(counts_of(outline, form)[at(stranger)] == 20);
        REQUIRE(form.shortages.size() == 3);
        int missing = 0;
        for (const Shortage& shortage : form.shortages) missing += shortage.wanted - shortage.got - shortage.replaced;
        CHECK(missing == 10);
    }
    SECTION("counts retired items and second family members as absent") {
        for (std::int64_t i = bank.ranges[at(stranger)].first; i < bank.ranges[at(stranger)].end; ++i) {
            bank.special[i].retired = i % 2 == 0;
            bank.special[i].family = "one";
        }
        const Form form = drawn();
        REQUIRE(form.shortages.size() == 1);
        CHECK(form.shortages[0].area == stranger);
        CHECK(form.shortages[0].got == 1);
        CHECK(form.shortages[0].replaced == 0);
    }
    SECTION("an empty bank gives an empty form with every leaf reported") {
        for (const int leaf : outline.leaves()) keep(leaf, 0);
        const Form form = drawn();
        CHECK(form.items.empty());
        CHECK(form.shortages.size() == 4);
    }
}
