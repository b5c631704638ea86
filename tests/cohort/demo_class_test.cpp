#include "engine/cohort/demo_class.hpp"

#include <algorithm>
#include <set>

#include "engine/cohort/class_report.hpp"
#include "engine/study/frame.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/made_class.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

const Now demo_now = {.ms = 1'795'435'200'000, .day = 20'780};  // 2026-11-23T12:00:00Z

Bank bank_of(const char* exam) {
    return Bank::open(std::filesystem::path(COLLIMATE_BANKS) / (std::string(exam) + ".bank"));
}

struct DemoStore {
    TempFolder folder;
    Bank bank = bank_of("arrt-ct");
    std::unique_ptr<Store> store = open_store((folder / "class").string(), IfAbsent::create);
    Demonstration made;
    explicit DemoStore(std::uint64_t seed = 1) : made(make_demonstration(*store, bank, demo_now, seed)) {}

    std::vector<ClassResponse> practice(std::optional<CandidateId> candidate = std::nullopt) {
        return responses_in(
            *store, {.programme = made.programme, .cohort = made.cohort, .candidate = candidate, .exam = "arrt-ct"});
    }
};

/// What an instructor is told of it.
ClassReport report_of(DemoStore& demo) {
    const ReportFrame frame =
        report_frame(demo.bank.outline(), exam_frame(demo.bank.outline(), demo.bank.heads()), demo.bank.heads());
    return class_report(*demo.store, {.programme = demo.made.programme, .cohort = demo.made.cohort, .exam = "arrt-ct"},
                        frame, demo_now.day);
}

double share_right(const std::vector<ClassResponse>& responses, const std::set<std::string>& areas, bool within) {
    double n = 0.0;
    double right = 0.0;
    for (const ClassResponse& response : responses) {
        if (areas.contains(response.answer.area) != within || !response.answer.fresh) continue;
        n += 1.0;
        right += response.answer.right ? 1.0 : 0.0;
    }
    return right / n;
}

}  // namespace

TEST_CASE("the demonstration class") {
    SECTION("is the same for the same day and seed, and another one for another seed") {
        DemoStore one, two, other(2);
        CHECK((contents_of(*one.store, one.made.programme) == contents_of(*two.store, two.made.programme)));
        CHECK_FALSE(one.made.programme == other.made.programme);
    }
    SECTION("says of itself that it is made up") {
        DemoStore demo;
        CHECK(holds(demo.store->programmes().front().name, "made up"));
        const Roster roster = demo.store->roster(demo.made.programme);
        CHECK(roster.size() == 24);
        for (const auto& [id, entry] : roster) CHECK(entry.name.ends_with(" Example"));
        for (const Cohort& cohort : demo.store->roll(demo.made.programme).cohorts) CHECK(holds(cohort.name, "made up"));
    }
    SECTION("refuses a store that holds anything, and another bank") {
        DemoStore demo;
        CHECK_THROWS_AS(make_demonstration(*demo.store, demo.bank, demo_now, 2), Refused);
        const auto empty = open_store((demo.folder / "other").string(), IfAbsent::create);
        CHECK_THROWS_AS(make_demonstration(*empty, bank_of("arrt-m"), demo_now, 1), Refused);
        CHECK(empty->programmes().empty());
    }
    SECTION("answers real questions as the bank holds them, within its eight weeks") {
        DemoStore demo;
        const auto responses = demo.practice();
        CHECK(responses.size() > 24 * 150);
        for (const ClassResponse& response : responses) {
            const PackedAnswer& answer = response.answer;
            const auto ordinal = demo.bank.find(answer.item);
            REQUIRE(ordinal);
            const ItemHead head = demo.bank.head(*ordinal);
            const bool as_in_bank = head.revision == answer.revision && head.difficulty == answer.difficulty &&
                                    head.chance == answer.chance && !head.retired &&
                                    demo.bank.outline().areas[static_cast<std::size_t>(head.area)].code == answer.area;
            CHECK(as_in_bank);
            const bool in_time = answer.day >= demo_now.day - 56 && answer.day < demo_now.day &&
                                 answer.at_ms / 86'400'000 == answer.day && answer.elapsed_ms >= 3000;
            CHECK(in_time);
            if (head.type != ItemType::single) continue;
            const Item item = demo.bank.item(*ordinal);
            const auto chosen = std::find_if(item.options.begin(), item.options.end(), [&](const Option& option) {
                return answer.letters == std::string(1, option.letter);
            });
            REQUIRE(chosen != item.options.end());
            CHECK(chosen->right == answer.right);
        }
    }
    SECTION("sat two mock exams each and has two groups, an assignment and results of five years") {
        DemoStore demo;
        const Roll roll = demo.store->roll(demo.made.programme);
        for (const auto& [candidate, entry] : demo.store->roster(demo.made.programme)) {
            const auto sittings = demo.store->sittings({.programme = demo.made.programme, .candidate = candidate});
            CHECK(std::count_if(sittings.begin(), sittings.end(), [](const SittingRow& row) {
                      return row.started.kind == SittingKind::mock && row.ended.has_value();
                  }) == 2);
        }
        CHECK(roll.groups.size() == 2);
        CHECK(roll.memberships.size() == 24);
        REQUIRE(roll.assignments.size() == 1);
        CHECK(roll.assignments.front().items.size() == 12);
        std::set<std::string> years;
        for (const Outcome& outcome : roll.outcomes) years.insert(format_day(outcome.day).substr(0, 4));
        for (const char* year : {"2021", "2022", "2023", "2024", "2025"}) CHECK(years.contains(year));
        for (const Outcome& outcome : roll.outcomes) CHECK(outcome.passed == (*outcome.scaled >= 75.0));
    }
    SECTION("has two candidates clearly at risk, and the others from an even chance upwards") {
        DemoStore demo;
        const ClassReport report = report_of(demo);
        REQUIRE(report.candidates.size() == 24);
        const std::set<CandidateId> worst = {report.candidates[0].candidate, report.candidates[1].candidate};
        CHECK((worst == std::set<CandidateId>{demo.made.weak, demo.made.idle}));
        for (std::size_t i = 0; i < 2; ++i) {
            const CandidateReport& each = report.candidates[i];
            CHECK(each.at_risk);
            CHECK(has(each, Concern::unlikely));
            CHECK(has(each, Concern::idle) == (each.candidate == demo.made.idle));
            CHECK(has(each, Concern::rushing) == (each.candidate == demo.made.idle));
        }
        CHECK(report.candidates[2].forecast.p_pass > 0.4);
        CHECK(report.candidates[2].forecast.p_pass < 0.75);
        CHECK(report.candidates.back().forecast.p_pass > 0.95);
    }
    SECTION("has a report with everything that pages of a class show") {
        DemoStore demo;
        const ClassReport report = report_of(demo);
        CHECK(report.groups.size() == 2);
        REQUIRE(report.assignments.size() == 1);
        const auto& lines = report.assignments.front().lines;
        CHECK(std::any_of(lines.begin(), lines.end(), [](const auto& line) { return line.done; }));
        CHECK(std::any_of(lines.begin(), lines.end(), [](const auto& line) { return line.answered == 0; }));
        CHECK(report.weeks.size() >= 8);
        for (const CandidateReport& each : report.candidates) CHECK(each.mocks.size() == 2);
    }
    SECTION("has one of them weak in physics and artifacts, the other hasty and gone") {
        DemoStore demo;
        const std::set<std::string> hard = {"S.1.A", "IP.2.C"};
        const auto weak = demo.practice(demo.made.weak);
        CHECK(share_right(weak, hard, true) < share_right(weak, hard, false) - 0.1);
        std::vector<std::int64_t> times;
        Day last = 0;
        for (const ClassResponse& response : demo.practice(demo.made.idle)) {
            times.push_back(response.answer.elapsed_ms);
            last = std::max(last, response.answer.day);
        }
        std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
        CHECK(times[times.size() / 2] < 20'000);
        CHECK(demo_now.day - last >= 14);
    }
}

TEST_CASE("the question of the demonstration with the wrong key") {
    int found = 0;
    int alarms = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        DemoStore demo(seed);
        const ClassMatrix answers =
            class_matrix(*demo.store, {.programme = demo.made.programme, .exam = std::string(demonstration_exam)});
        const ResponseAnalysis exam = analyze_responses(answers.matrix, answers.options);
        CHECK(exam.form.n == 24);
        REQUIRE(answers.items.size() == 40);
        for (std::size_t item = 0; item < 40; ++item) {
            const ItemAnalysis& analysis = exam.items[item];
            if (answers.items[item] != demo.made.miskeyed) {
                alarms += analysis.key_suspect || analysis.negative_discrimination ? 1 : 0;
            } else if (analysis.key_suspect) {
                const auto suspect = static_cast<std::size_t>(*analysis.key_suspect);
                found += answers.labels[item][suspect] == demo.made.true_key ? 1 : 0;
            }
        }
    }
    SECTION("is found by item analysis, with its right key, in nearly every class") { CHECK(found >= 11); }
    SECTION("comes with few false alarms") { CHECK(alarms <= 6); }
}
