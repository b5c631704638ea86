#include "engine/model/item_analysis.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "engine/base/json_text.hpp"
#include "engine/model/dif.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/simulated_class.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;
using nlohmann::json;

namespace {

const json& psych_oracle() {
    static const json numbers = parse_json(bytes_of(COLLIMATE_SOURCE_DIR "/tests/oracle/class_numbers.json"));
    return numbers;
}

struct OracleClass {
    ResponseMatrix matrix;
    std::vector<ItemOptions> options;
};

/// With `candidates_more` who met nothing, the matrix is no longer complete and is counted one by one.
OracleClass oracle_class(std::size_t candidates_more = 0) {
    const auto chosen = psych_oracle()["chosen"].get<std::vector<std::vector<int>>>();
    const auto key = psych_oracle()["key"].get<std::vector<int>>();
    OracleClass made;
    for (const int right : key) made.options.push_back({.options = 4, .keys = {right - 1}});
    std::vector<ScoredResponse> responses;
    for (std::uint32_t i = 0; i < chosen.size(); ++i)
        for (std::uint32_t j = 0; j < key.size(); ++j) {
            const int option = chosen[i][j];
            const std::optional<int> picked = option == 0 ? std::nullopt : std::optional<int>(option - 1);
            responses.push_back({.candidate = i, .item = j, .cell = ResponseCell(option == key[j], picked)});
        }
    made.matrix = ResponseMatrix(chosen.size() + candidates_more, key.size(), responses);
    return made;
}

constexpr double exact = 1e-9;

void check_against_r(const OracleClass& made) {
    const ResponseAnalysis analysis = analyze_responses(made.matrix, made.options);
    for (std::size_t j = 0; j < made.options.size(); ++j) {
        INFO("item " << j);
        const ItemAnalysis& item = analysis.items[j];
        CHECK(item.n == 150);
        CHECK(std::abs(*item.facility.value - psych_oracle()["facility"][j].get<double>()) < exact);
        CHECK(std::abs(item.facility.limits->low - psych_oracle()["wilson"][j][0].get<double>()) < exact);
        CHECK(std::abs(item.facility.limits->high - psych_oracle()["wilson"][j][1].get<double>()) < exact);
        CHECK(std::abs(*item.point_biserial.value - psych_oracle()["item_rest_psych"][j].get<double>()) < exact);
        CHECK(std::abs(item.point_biserial.limits->low - psych_oracle()["fisher"][j][0].get<double>()) < exact);
        CHECK(std::abs(item.point_biserial.limits->high - psych_oracle()["fisher"][j][1].get<double>()) < exact);
        for (std::size_t o = 0; o < 4; ++o) {
            CHECK(std::abs(*item.options[o].share.value - psych_oracle()["option_share"][j][o].get<double>()) < exact);
            CHECK(std::abs(*item.options[o].point_biserial.value - psych_oracle()["option_rest"][j][o].get<double>()) <
                  exact);
        }
    }
}

/// n candidates, ten items that rank them, and an item 0 on which `choose` says what candidate i takes; option 0 is
/// key.
template <class Choose>
OracleClass ranked_class(std::uint32_t n, const Choose& choose) {
    std::vector<ScoredResponse> responses;
    for (std::uint32_t i = 0; i < n; ++i) {
        responses.push_back({.candidate = i, .item = 0, .cell = ResponseCell(choose(i) == 0, choose(i))});
        for (std::uint32_t j = 1; j <= 10; ++j)
            responses.push_back({.candidate = i, .item = j, .cell = ResponseCell(i * 11 / n >= j, std::nullopt)});
    }
    OracleClass made{.matrix = ResponseMatrix(n, 11, responses), .options = std::vector<ItemOptions>(11)};
    made.options[0] = {.options = 4, .keys = {0}};
    return made;
}

}  // namespace

TEST_CASE("item analysis equals R's") {
    SECTION("counted in words of bits") { check_against_r(oracle_class()); }
    SECTION("counted one by one") { check_against_r(oracle_class(1)); }
    SECTION("for the form, with the limits of Feldt and the decisions of Subkoviak") {
        for (const std::size_t more : {0U, 1U}) {
            const OracleClass made = oracle_class(more);
            const FormAnalysis form =
                analyze_responses(made.matrix, made.options, psych_oracle()["cut"].get<int>()).form;
            CHECK(form.n == 150);
            CHECK(std::abs(*form.kr20.value - psych_oracle()["kr20"].get<double>()) < exact);
            CHECK(std::abs(form.kr20.limits->low - psych_oracle()["feldt"][0].get<double>()) < exact);
            CHECK(std::abs(form.kr20.limits->high - psych_oracle()["feldt"][1].get<double>()) < exact);
            CHECK(std::abs(*form.mean.value - psych_oracle()["mean"].get<double>()) < exact);
            CHECK(std::abs(form.mean.limits->low - psych_oracle()["mean_limits"][0].get<double>()) < exact);
            CHECK(std::abs(*form.sd.value - psych_oracle()["sd"].get<double>()) < exact);
            CHECK(*form.sem.value == Approx(*form.sd.value * std::sqrt(1.0 - *form.kr20.value)).epsilon(1e-12));
            CHECK(std::abs(*form.consistency.value - psych_oracle()["consistency"].get<double>()) < exact);
            CHECK(std::abs(*form.kappa.value - psych_oracle()["kappa"].get<double>()) < exact);
        }
    }
    SECTION("for differential functioning") {
        const OracleClass made = oracle_class();
        std::vector<DifGroup> groups;
        for (std::size_t i = 0; i < 150; ++i) groups.push_back(i % 2 == 0 ? DifGroup::reference : DifGroup::focal);
        const std::vector<ItemDif> dif = mantel_haenszel(made.matrix, groups);
        for (std::size_t j = 0; j < dif.size(); ++j) {
            CHECK(std::abs(*dif[j].delta.value - psych_oracle()["mh_delta"][j].get<double>()) < exact);
            CHECK(std::abs(dif[j].delta.limits->low - psych_oracle()["mh_low"][j].get<double>()) < 1e-7);
            CHECK(std::abs(dif[j].delta.limits->high - psych_oracle()["mh_high"][j].get<double>()) < 1e-7);
            CHECK(std::abs(dif[j].chi_square - psych_oracle()["mh_chi_square"][j].get<double>()) < 1e-7);
        }
    }
    SECTION("for the distributions behind it") {
        constexpr double p[] = {0.025, 0.5, 0.975};
        for (const auto& row : psych_oracle()["f"])
            for (std::size_t i = 0; i < 3; ++i)
                CHECK(f_quantile(p[i], row[0], row[1]) == Approx(row[i + 2].get<double>()).epsilon(1e-9));
        for (const auto& row : psych_oracle()["beta"])
            CHECK(incomplete_beta(row[0], row[1], row[2]) == Approx(row[3].get<double>()).epsilon(1e-10));
        CHECK(normal_quantile(0.975) == Approx(1.959963984540054).epsilon(1e-13));
    }
}

TEST_CASE("item analysis") {
    SECTION("shares of the options in each third add up to one, and the thirds to all") {
        const OracleClass made = oracle_class();
        for (const ItemAnalysis& item : analyze_responses(made.matrix, made.options).items) {
            for (std::size_t third = 0; third < 3; ++third) {
                double sum = 0.0;
                for (const OptionAnalysis& option : item.options) sum += (*option.by_third)[third];
                CHECK(sum == Approx(1.0).epsilon(1e-12));
            }
            for (const OptionAnalysis& option : item.options) {
                const auto& shares = *option.by_third;
                CHECK((shares[0] + shares[1] + shares[2]) / 3.0 == Approx(*option.share.value).epsilon(1e-12));
            }
        }
    }
    SECTION("of a perfect item discriminates by 1; ties do not depend on the order of candidates") {
        const auto better_half = [](std::uint32_t i) { return i >= 33 ? 0 : 1; };
        const OracleClass made = ranked_class(66, better_half);
        const ItemAnalysis item = analyze_responses(made.matrix, made.options).items[0];
        CHECK(*item.discrimination_27.value == Approx(1.0));
        CHECK(item.discrimination_27.limits->low < 1.0);
        std::vector<ScoredResponse> turned;
        for (std::size_t j = 0; j < 11; ++j)
            for (std::uint32_t i = 0; i < 66; ++i)
                turned.push_back({.candidate = 65 - i,
                                  .item = static_cast<std::uint32_t>(j),
                                  .cell = made.matrix.column(j).cells[i]});
        const ResponseMatrix other(66, 11, turned);
        const ResponseAnalysis a = analyze_responses(made.matrix, made.options);
        const ResponseAnalysis b = analyze_responses(other, made.options);
        for (std::size_t j = 0; j < 11; ++j) CHECK(a.items[j].discrimination_27 == b.items[j].discrimination_27);
    }
    SECTION("suspects a key that the stronger half avoids, and not one they choose") {
        const OracleClass wrong =
            ranked_class(44, [](std::uint32_t i) { return i >= 22 ? 2 : static_cast<int>(i % 4); });
        const ItemAnalysis item = analyze_responses(wrong.matrix, wrong.options).items[0];
        CHECK(item.key_suspect == 2);
        CHECK(item.negative_discrimination);
        const OracleClass fine =
            ranked_class(44, [](std::uint32_t i) { return i >= 22 ? 0 : static_cast<int>(i % 4); });
        const ItemAnalysis good = analyze_responses(fine.matrix, fine.options).items[0];
        CHECK_FALSE(good.key_suspect);
        CHECK_FALSE(good.negative_discrimination);
    }
    SECTION("finds the key turned in the oracle's class and no other") {
        const OracleClass made = oracle_class();
        const ResponseAnalysis analysis = analyze_responses(made.matrix, made.options);
        for (std::size_t j = 0; j < analysis.items.size(); ++j)
            CHECK(analysis.items[j].key_suspect.has_value() == (j == 6));
    }
    SECTION("calls a distractor idle only when the interval does") {
        const auto by = [](std::uint32_t i) { return static_cast<int>(i % 3); };
        const OracleClass few = ranked_class(60, by);
        CHECK_FALSE(analyze_responses(few.matrix, few.options).items[0].options[3].non_functioning);
        const OracleClass many = ranked_class(90, by);
        const ItemAnalysis item = analyze_responses(many.matrix, many.options).items[0];
        CHECK(item.options[3].non_functioning);
        CHECK_FALSE(item.options[2].non_functioning);
    }
    SECTION("tells a sentence below the guard") {
        const OracleClass eleven = ranked_class(11, [](std::uint32_t i) { return static_cast<int>(i % 2); });
        const ResponseAnalysis analysis = analyze_responses(eleven.matrix, eleven.options);
        CHECK(analysis.items[0].facility.value);
        CHECK_FALSE(analysis.items[0].point_biserial.value);
        CHECK_FALSE(analysis.items[0].discrimination_27.value);
        CHECK_FALSE(analysis.items[0].options[0].by_third);
        CHECK(why_withheld(analysis.items[0].point_biserial) == "11 candidates answered; it takes 20 to say this.");
        CHECK_FALSE(analysis.form.kr20.value);
        CHECK(analysis.form.mean.value);
        const OracleClass nine = ranked_class(9, [](std::uint32_t) { return 0; });
        CHECK_FALSE(analyze_responses(nine.matrix, nine.options).items[0].facility.value);
    }
    SECTION("has no correlation where all were right, and none for an empty matrix") {
        const OracleClass all = ranked_class(40, [](std::uint32_t) { return 0; });
        const ItemAnalysis item = analyze_responses(all.matrix, all.options).items[0];
        CHECK(item.point_biserial.withheld == Withheld::no_spread);
        CHECK(*item.facility.value == 1.0);
        CHECK(analyze_responses(ResponseMatrix(0, 0, std::span<const ScoredResponse>()), {}).items.empty());
        const ResponseAnalysis nobody = analyze_responses(ResponseMatrix(0, 3, std::span<const ScoredResponse>()), {});
        CHECK(nobody.items.size() == 3);
        CHECK(nobody.form.kr20.withheld == Withheld::too_few);
    }
    SECTION("compares candidates who met different items, and gives them no common form") {
        const SimulatedClass made = simulated_class({.candidates = 400, .items = 60, .items_each = 30}, 5);
        const ResponseAnalysis analysis = analyze_responses(made.matrix, made.options);
        double mean = 0.0;
        for (const ItemAnalysis& item : analysis.items) mean += *item.point_biserial.value / 60.0;
        CHECK(mean > 0.25);  // with a common scale of ability 0.3 to 0.4; without one near 0.1
        CHECK(analysis.form.kr20.withheld == Withheld::unequal);
    }
}

TEST_CASE("a median with its limits") {
    const auto counted_to = [](int n) {
        std::vector<double> values;
        for (int i = n; i >= 1; --i) values.push_back(i);
        return median_statistic(values);
    };
    SECTION("is the middle value, or halfway between the two in the middle") {
        CHECK(counted_to(11).value == 6.0);
        CHECK(counted_to(12).value == 6.5);
    }
    SECTION("has the limits that the sign test gives") {
        // Of the two-sided sign test at 5 % the critical counts are 1, 1, 2, 3, 5, 7 and 17 for these n, as of n = 10:
        // (1 + 10) / 1024 is below 0.025, (1 + 10 + 45) / 1024 is not. The limit is the next value.
        const std::vector<std::pair<int, int>> table = {{10, 2}, {11, 2}, {12, 3}, {15, 4}, {20, 6}, {25, 8}, {50, 18}};
        for (const auto& [n, r] : table) {
            INFO(n);
            CHECK(counted_to(n).limits == Limits{static_cast<double>(r), static_cast<double>(n - r + 1)});
        }
    }
    SECTION("is withheld from few, and where nothing was told") {
        CHECK(counted_to(9) == withheld(Withheld::too_few, 9, 10));
        CHECK(median_statistic({}).withheld == Withheld::untold);
    }
}

TEST_CASE("response matrix") {
    const std::vector<ScoredResponse> responses = {{2, 1, ResponseCell(true, 3)},
                                                   {0, 1, ResponseCell(false, std::nullopt)},
                                                   {2, 1, ResponseCell(false, 1)},
                                                   {1, 0, ResponseCell(false, 2)}};
    const ResponseMatrix matrix(3, 3, responses);
    SECTION("keeps the first of several responses and names candidates in order") {
        CHECK(matrix.responses() == 3);
        const ResponseColumn column = matrix.column(1);
        REQUIRE(column.cells.size() == 2);
        CHECK(column.candidate(0) == 0);
        CHECK(column.candidate(1) == 2);
        CHECK(column.cells[1] == ResponseCell(true, 3));
        CHECK(matrix.column(2).cells.empty());
        CHECK_FALSE(matrix.complete());
    }
    SECTION("gives the same by candidate") {
        const ResponseRows rows = matrix.rows();
        CHECK(rows.start == std::vector<std::size_t>{0, 1, 2, 3});
        CHECK(rows.items == std::vector<std::uint32_t>{1, 0, 1});
        CHECK(rows.cells[2].option() == 3);
        CHECK_FALSE(rows.cells[0].option());
    }
    SECTION("needs no list of candidates where all met the item") {
        const std::vector<ScoredResponse> all = {{1, 0, ResponseCell(true, 0)}, {0, 0, ResponseCell(false, 1)}};
        const ResponseMatrix full(2, 1, all);
        CHECK(full.complete());
        CHECK(full.column(0).everybody());
        CHECK(full.column(0).cells[1].right());
    }
}

TEST_CASE("differential functioning") {
    SECTION("is found where an item is a logit harder for one group, and classed large") {
        Random random(8);
        std::vector<ScoredResponse> responses;
        std::vector<DifGroup> groups;
        for (std::uint32_t i = 0; i < 1200; ++i) {
            groups.push_back(i % 2 == 0 ? DifGroup::reference : DifGroup::focal);
            const double theta = random.normal() - (i % 2 == 0 ? 0.0 : 0.5);  // the focal group is weaker, too
            for (std::uint32_t j = 0; j < 40; ++j) {
                const double harder = j == 0 && i % 2 == 1 ? 1.0 : 0.0;
                responses.push_back({i, j, simulated_response(theta, 0.1 * j - 2.0 + harder, 1.0, random)});
            }
        }
        const std::vector<ItemDif> dif = mantel_haenszel(ResponseMatrix(1200, 40, responses), groups);
        CHECK(*dif[0].delta.value == Approx(-2.35).margin(0.7));  // -2.35 per logit
        CHECK(dif[0].klass == DifClass::large);
        for (std::size_t j = 1; j < 40; ++j) CHECK(dif[j].klass != DifClass::large);
    }
    SECTION("is not told of 29 in a group") {
        const SimulatedClass made = simulated_class({.candidates = 100, .items = 5}, 3);
        std::vector<DifGroup> groups(100, DifGroup::reference);
        std::fill(groups.begin(), groups.begin() + 29, DifGroup::focal);
        CHECK(mantel_haenszel(made.matrix, groups)[0].delta.withheld == Withheld::too_few);
    }
}
