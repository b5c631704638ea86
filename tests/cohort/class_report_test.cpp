#include "engine/cohort/class_report.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "engine/cohort/import.hpp"
#include "engine/record/outbox.hpp"
#include "engine/study/desk.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/made_class.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

const Day today = parse_day("2026-12-01").value();

/// Twelve candidates from weak to strong over five weeks, a thirteenth enrolled and never seen.
std::vector<MadeLog> twelve() {
    std::vector<MadeLog> logs;
    for (int i = 1; i <= 12; ++i) {
        MadeLog& log = logs.emplace_back(i);
        for (int week = 5; week >= 1; --week)
            log.study({.day = today - 7 * week + i % 5, .answers = 24, .right = 0.4 + 0.045 * i});
        log.study({.day = today - 1, .answers = 10, .right = 0.9, .fresh = false});
    }
    logs.emplace_back(13);
    return logs;
}

const CandidateReport& of(const ClassReport& report, int number) {
    return *std::find_if(report.candidates.begin(), report.candidates.end(),
                         [&](const CandidateReport& each) { return each.candidate == candidate(number); });
}

bool same(const Interval& a, const Interval& b) { return a.low == b.low && a.median == b.median && a.high == b.high; }

}  // namespace

TEST_CASE("class report") {
    const StoreKind kind = GENERATE(StoreKind::sqlite, StoreKind::postgres);
    if (!StorePlaces::can_run(kind)) {
        WARN("skipped: no PostgreSQL here");
        return;
    }
    StorePlaces places(kind);
    const auto store = with_classes(open_store(places.next(), IfAbsent::create));
    enroll_all(*store, twelve());
    const ReportFrame frame = small_frame();
    const ClassReport report = class_report(*store, whole_class, frame, today);
    SECTION("tells of everyone, the worst forecast first") {
        REQUIRE(report.candidates.size() == 13);
        CHECK(report.name == "Class of 2027");
        CHECK(report.programme == "Radiography");
        CHECK(report.exam_day == a_class.exam_day);
        for (std::size_t i = 1; i < report.candidates.size(); ++i)
            CHECK(report.candidates[i - 1].forecast.raw <= report.candidates[i].forecast.raw);
        CHECK(report.candidates.front().candidate == candidate(1));
        CHECK(of(report, 13).first_answers == 0);
        CHECK_FALSE(of(report, 13).last_day.has_value());
    }
    SECTION("answers of a branch are those of its leaves, and all are the candidate's first answers") {
        for (const CandidateReport& each : report.candidates) {
            int categories = 0;
            for (const int category : report.outline.children_of(-1)) {
                int leaves = 0;
                for (const int leaf : report.outline.children_of(category))
                    leaves += each.areas[static_cast<std::size_t>(leaf)].answers;
                CHECK(each.areas[static_cast<std::size_t>(category)].answers == leaves);
                categories += leaves;
            }
            CHECK(categories == each.first_answers);
        }
        CHECK(of(report, 5).first_answers == 120);
        CHECK(of(report, 5).repeats == 10);
        CHECK(of(report, 5).median_seconds == 45.0);
    }
    SECTION("a branch is expected the exam-weighted mean of its leaves") {
        const std::vector<double> weights = area_weights(report.outline);
        for (const CandidateReport& each : report.candidates)
            CHECK(each.areas[3].expected ==
                  Approx((weights[4] * each.areas[4].expected + weights[5] * each.areas[5].expected) / weights[3]));
    }
    SECTION("the class's area is the mean of its candidates', with an interval no wider than theirs") {
        for (std::size_t area = 0; area < report.areas.size(); ++area) {
            double sum = 0.0;
            double width = 0.0;
            int answers = 0;
            for (const CandidateReport& each : report.candidates) {
                sum += each.areas[area].expected / 13.0;
                width += (each.areas[area].high - each.areas[area].low) / 13.0;
                answers += each.areas[area].answers;
            }
            CHECK(report.areas[area].expected == Approx(sum));
            CHECK(report.areas[area].answers == answers);
            CHECK(report.areas[area].high - report.areas[area].low < width);
        }
    }
    SECTION("counts below the cut whose interval lies there, and nobody with few answers") {
        for (std::size_t area = 0; area < report.areas.size(); ++area)
            CHECK(report.below[area] ==
                  std::count_if(report.candidates.begin(), report.candidates.end(), [&](const CandidateReport& each) {
                      return !each.areas[area].few && each.areas[area].high < report.cut;
                  }));
        CHECK(of(report, 13).areas[0].few);
    }
    SECTION("weeks sum to the whole, and the last ends today") {
        int answers = 0;
        int first = 0;
        for (const WeekReport& week : report.weeks) {
            answers += week.answers;
            first += week.first_answers;
            CHECK(std::is_sorted(week.expected_scaled.begin(), week.expected_scaled.end()));
            CHECK(week.expected_to_pass <= static_cast<int>(week.expected_scaled.size()));
        }
        CHECK(answers == 12 * 130);
        CHECK(first == 12 * 120);
        REQUIRE(report.weeks.size() == 6);
        CHECK(report.weeks.back().last_day == today);
        CHECK(report.weeks.back().expected_scaled.size() == 12);
    }
    SECTION("its trend is what a report of that day would have said, had they sat then") {
        const WeekReport& week = report.weeks[2];
        Cohort no_exam_day = a_class;
        no_exam_day.exam_day.reset();
        const std::vector<Change> changes{no_exam_day};
        store->change(a_programme.id, changes);
        const ClassReport then = class_report(*store, whole_class, frame, week.last_day);
        std::vector<double> scaled;
        for (const CandidateReport& each : then.candidates)
            if (each.first_answers > 0) scaled.push_back(each.forecast.scaled.median);
        std::sort(scaled.begin(), scaled.end());
        CHECK(scaled == week.expected_scaled);
    }
    SECTION("its first answers are those of the matrix") {
        const ClassMatrix matrix =
            class_matrix(*store, {.programme = a_programme.id, .cohort = a_class.id, .exam = "arrt-ct"});
        CHECK(report.first.items == matrix.items);
        CHECK(report.first.candidates == matrix.candidates);
        CHECK(report.first.matrix.responses() == 12 * 120);
        CHECK(report.analysis.items.size() == matrix.items.size());
    }
    SECTION("its times are of first answers, one a candidate") {
        std::map<std::string, std::map<CandidateId, std::int64_t>> told;
        for (const ClassResponse& response :
             responses_in(*store, {.programme = a_programme.id, .cohort = a_class.id, .exam = "arrt-ct", .fresh = true}))
            told[response.answer.item].try_emplace(response.candidate, response.answer.elapsed_ms);
        for (std::size_t i = 0; i < report.first.items.size(); ++i) {
            std::vector<double> seconds;
            for (const auto& [candidate, ms] : told[report.first.items[i]])
                seconds.push_back(static_cast<double>(ms) / 1000.0);
            CHECK(report.first.seconds[i] == median_statistic(seconds));
        }
    }
    SECTION("tells nothing of later days") {
        const ClassReport before = class_report(*store, whole_class, frame, today - 100);
        CHECK(before.weeks.empty());
        for (const CandidateReport& each : before.candidates) CHECK(each.first_answers == 0);
    }
    SECTION("with the exam ahead, counts on the pace of the last thirty days") {
        const CandidateReport& each = of(report, 5);
        // 1 December less 30 days: four of the five weeks' sessions and the repeats of yesterday.
        const double days = *a_class.exam_day - today;
        CHECK(each.ahead.answers == Approx((4 * 24 + 10) * days / 30.0));
        CHECK(each.ahead.repeats == Approx(10 * days / 30.0));
        CHECK(holds(report.basis, "15 January 2027"));
        CHECK(holds(report.basis, "our assumption"));
    }
    SECTION("names a class nobody is in") {
        CHECK_THROWS_AS(
            class_report(*store, {.programme = a_programme.id, .cohort = another_class.id, .exam = "arrt-mr"}, frame,
                         today),
            Refused);
    }
}

TEST_CASE("a candidate's figures in a class report") {
    const TempFolder folder;
    const Bank bank = small_bank(folder.path());
    Record record = Record::open(folder / "record.collimate",
                                 {.candidate = hex_of(candidate(1)), .device = std::string(32, 'b')}, morning(0));
    Desk desk(bank, record);
    for (int day = 0; day < 9; day += 2)
        for (int i = 0; i < 45; ++i) {
            const Now now = after(morning(day), i * 60'000);
            const auto next = desk.next(Policy::random, now, static_cast<std::uint64_t>(day * 100 + i));
            const Instance question = desk.present(desk.heads()[static_cast<std::size_t>(next->ordinal)].id);
            static_cast<void>(desk.answer(0, question, answer_to(question, (day + i) % 3 != 0), now));
        }
    Outbox outbox = Outbox::open(record, DeviceKey{});
    outbox.make("RAD-2027", morning(9).ms);
    write_bytes(folder / "package", outbox.bytes_of(1));
    const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    const std::vector<std::filesystem::path> files{folder / "package"};
    REQUIRE(import_packages(*store, files, {.now_ms = morning(9).ms})[0].standing == cohort::BatchStanding::stored);
    const ReportFrame frame = report_frame(bank.outline(), desk.frame(), bank.heads());
    Cohort cohort = a_class;
    const Day at = morning(9).day;
    SECTION("are the Desk's, bit for bit, without an exam ahead") {
        cohort.exam_day.reset();
        const std::vector<Change> changes{cohort};
        store->change(a_programme.id, changes);
        const ClassReport report = class_report(*store, whole_class, frame, at);
        const Forecast& told = report.candidates.front().forecast;
        const Forecast own = desk.forecast(at, at).forecast;
        CHECK(told.p_pass == own.p_pass);
        CHECK(told.raw == own.raw);
        CHECK(told.raw_sd == own.raw_sd);
        CHECK(told.p_pass_low == own.p_pass_low);
        CHECK(told.p_pass_high == own.p_pass_high);
        CHECK(same(told.scaled, own.scaled));
        const std::vector<AreaStanding> areas = desk.areas(at);
        for (const AreaStanding& area : areas) {
            const AreaCell& cell = report.candidates.front().areas[static_cast<std::size_t>(area.area)];
            CHECK(cell.answers == area.fresh.answers);
            CHECK(cell.right == area.fresh.right);
            if (!area.leaf) continue;
            CHECK(cell.expected == area.standing.expected);
            CHECK(cell.low == area.standing.expected_low);
            CHECK(cell.high == area.standing.expected_high);
            CHECK(cell.few == area.standing.few);
        }
    }
    SECTION("promise no more than the bank holds") {
        const std::vector<Change> changes{cohort};
        store->change(a_programme.id, changes);
        const ClassReport report = class_report(*store, whole_class, frame, at);
        const StudyAhead& ahead = report.candidates.front().ahead;
        const Readiness own = desk.forecast(at, at);
        CHECK(ahead.answers - ahead.repeats <= own.unused + 1e-9);
        CHECK(ahead.repeats > 0.0);
    }
}

TEST_CASE("answers from elsewhere in a class report") {
    const TempFolder folder;
    const Bank bank = small_bank(folder.path());
    const ReportFrame frame = report_frame(bank.outline(), exam_frame(bank.outline(), bank.heads()), bank.heads());
    const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    MadeLog practice(1);
    practice.study({.day = today - 3, .answers = 1});
    practice.batch().answers.front().item = "ct-x-0001";
    MadeLog log(1);
    log.study({.day = today - 2, .answers = 3});
    for (std::size_t i = 0; i < 3; ++i) {
        PackedAnswer& answer = log.batch().answers[i];
        answer.item = i == 2 ? "unknown-question" : "ct-x-000" + std::to_string(i + 1);
        answer.area.clear();
        answer.chance = 0.0;
        answer.elapsed_ms = 0;
    }
    enroll_all(*store, {practice, log});
    const ClassReport report = class_report(*store, whole_class, frame, today);
    const CandidateReport& each = report.candidates.front();
    SECTION("count where the bank has their questions, and as repeats where they were met before") {
        CHECK(each.repeats == 1);
        CHECK(each.first_answers == 3);
        CHECK(each.areas[0].answers == 2);
    }
    SECTION("say nothing of time") { CHECK(each.median_seconds == 45.0); }
}

TEST_CASE("exams given elsewhere in a class report") {
    const TempFolder folder;
    const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    MadeLog log(1);
    log.study({.day = today - 5, .answers = 40, .right = 0.7});
    MadeLog midterm(1);
    midterm.study({.day = today - 3, .answers = 5});
    for (PackedAnswer& answer : midterm.batch().answers) {
        answer.exam = "Midterm";
        answer.area.clear();
    }
    MadeLog other_registry(1);
    other_registry.study({.day = today - 2, .answers = 5});
    for (PackedAnswer& answer : other_registry.batch().answers) answer.exam = "arrt-mr";
    enroll_all(*store, {log});
    const ClassReport before = class_report(*store, whole_class, small_frame(), today);
    enroll_all(*store, {midterm, other_registry});
    const ClassReport report = class_report(*store, whole_class, small_frame(), today);
    SECTION("are analyzed by themselves; practice for another registry exam is not") {
        REQUIRE(report.others.size() == 1);
        CHECK(report.others[0].exam == "Midterm");
        CHECK(report.others[0].day == today - 3);
        CHECK(report.others[0].first.matrix.responses() == 5);
        CHECK(report.others[0].analysis.items.size() == 5);
    }
    SECTION("leave the estimates as they are") {
        CHECK(report.candidates[0].forecast.p_pass == before.candidates[0].forecast.p_pass);
        CHECK(report.first.matrix.responses() == 40);
        CHECK(report.candidates[0].last_day == today - 5);
    }
}

TEST_CASE("mock exams in a class report") {
    const TempFolder folder;
    const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    MadeLog log(1);
    const auto sit = [&](int number, const std::string& settings, std::optional<EndedBy> by) {
        const SittingKey key = id_number<SittingKey>(number);
        log.batch().sittings.push_back({.id = key,
                                        .exam = "arrt-ct",
                                        .kind = SittingKind::mock,
                                        .at_ms = (today - 10 + number) * day_ms,
                                        .day = today - 10 + number,
                                        .settings = settings});
        log.study({.day = today - 10 + number, .answers = 8, .right = 0.75, .sitting = key});
        if (by)
            log.batch().ends.push_back(
                {.sitting = key, .at_ms = (today - 10 + number) * day_ms + 50'000'000, .by = by});
    };
    sit(1,
        R"({"section":"","length":"full","questions":[[1,0,0,0,0],[1,0,0,0,0],[1,0,0,0,0],[1,0,0,0,0],[1,0,0,0,0],)"
        R"([1,0,0,0,0],[1,0,0,0,0],[1,0,0,0,0],[1,0,0,0,1],[1,0,0,0,1]]})",
        EndedBy::candidate);
    sit(2, R"({"section":"A","length":"full"})", EndedBy::candidate);
    sit(3, R"({"section":"","length":"half"})", EndedBy::candidate);
    sit(4, "", std::nullopt);
    sit(5, "[[[[[[[[", EndedBy::time);
    sit(6, "", EndedBy::declined);
    enroll_all(*store, {log});
    const auto mocks = class_report(*store, whole_class, small_frame(), today).candidates.front().mocks;
    SECTION("are whole ones that were ended, what was not answered counting as wrong") {
        REQUIRE(mocks.size() == 2);
        CHECK(mocks[0].right == 6);
        CHECK(mocks[0].answered == 8);
        CHECK(mocks[0].questions == 10);
        CHECK(mocks[0].share == Approx(0.6));
    }
    SECTION("are of those answered where nothing tells how many were asked") { CHECK(mocks[1].share == Approx(0.75)); }
}

TEST_CASE("assignments in a class report") {
    const TempFolder folder;
    const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    MadeLog first(1);
    first.study({.day = today - 9, .answers = 2}).study({.day = today - 4, .answers = 22, .right = 0.5, .area = "A.1"});
    MadeLog second(2);
    second.study({.day = today - 4, .answers = 4, .right = 0.5});
    enroll_all(*store, {first, second});
    const Assignment items = {.id = id_number<AssignmentId>(1),
                              .cohort = a_class.id,
                              .title = "Form",
                              .exam = "arrt-ct",
                              .items = {"q-1", "q-3", "q-4"},
                              .given = today - 5};
    const Assignment areas = {.id = id_number<AssignmentId>(2),
                              .cohort = a_class.id,
                              .title = "Areas",
                              .exam = "arrt-ct",
                              .areas = {"A"},
                              .given = today - 5};
    Assignment other = items;
    other.id = id_number<AssignmentId>(3);
    other.exam = "arrt-mr";
    const std::vector<Change> changes{items, areas, other};
    store->change(a_programme.id, changes);
    const ClassReport report = class_report(*store, whole_class, small_frame(), today);
    REQUIRE(report.assignments.size() == 2);
    const auto line = [&](std::size_t assignment, int number) {
        for (const auto& each : report.assignments[assignment].lines)
            if (each.candidate == candidate(number)) return each;
        throw std::out_of_range("nobody");
    };
    SECTION("count each assigned question once, from the day it was given") {
        CHECK(line(0, 1).answered == 2);  // q-1 came before
        CHECK_FALSE(line(0, 1).done);
        CHECK(line(0, 2).answered == 3);
        CHECK(line(0, 2).done);
        CHECK(line(0, 2).last_day == today - 4);
    }
    SECTION("of areas count answers beneath them, done at ten") {
        CHECK(line(1, 1).answered == 22);
        CHECK(line(1, 1).right == 11);
        CHECK(line(1, 1).done);
        CHECK_FALSE(line(1, 2).done);
    }
    SECTION("have a line for each candidate, in the report's order") {
        for (const AssignmentReport& each : report.assignments) {
            REQUIRE(each.lines.size() == 2);
            for (std::size_t i = 0; i < 2; ++i) CHECK(each.lines[i].candidate == report.candidates[i].candidate);
        }
    }
}

TEST_CASE("groups in a class report") {
    const TempFolder folder;
    const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    std::vector<MadeLog> logs;
    std::vector<Change> changes{Group{.id = id_number<GroupId>(1), .cohort = a_class.id, .name = "North"},
                                Group{.id = id_number<GroupId>(2), .cohort = a_class.id, .name = "South"}};
    for (int i = 1; i <= 14; ++i) {
        logs.emplace_back(i).study({.day = today - 2, .answers = 40, .right = 0.5 + 0.03 * i});
        changes.emplace_back(Membership{.candidate = candidate(i), .group = id_number<GroupId>(i <= 12 ? 1 : 2)});
    }
    enroll_all(*store, logs);
    store->change(a_programme.id, changes);
    const ClassReport report = class_report(*store, whole_class, small_frame(), today);
    REQUIRE(report.groups.size() == 2);
    SECTION("tell the mean of their forecasts with Student's limits") {
        const Statistic& north = report.groups[0].expected_scaled;
        std::vector<double> scores;
        for (const CandidateReport& each : report.candidates)
            if (each.candidate <= candidate(12)) scores.push_back(each.forecast.scaled.median);
        double mean = 0.0;
        for (const double score : scores) mean += score / 12.0;
        double squares = 0.0;
        for (const double score : scores) squares += (score - mean) * (score - mean);
        const double t = 2.200985160082949;  // qt(0.975, 11) in R
        CHECK(report.groups[0].candidates == 12);
        CHECK(north.value.value() == Approx(mean));
        CHECK(north.limits.value().high == Approx(mean + t * std::sqrt(squares / 11.0 / 12.0)));
    }
    SECTION("tell no mean of a few") {
        CHECK_FALSE(report.groups[1].expected_scaled.value.has_value());
        CHECK(report.groups[1].expected_scaled.withheld == Withheld::too_few);
    }
    SECTION("have one comparison a question") { CHECK(report.groups[0].items.size() == report.first.items.size()); }
    SECTION("can be reported alone") {
        ReportScope scope = whole_class;
        scope.group = id_number<GroupId>(2);
        const ClassReport south = class_report(*store, scope, small_frame(), today);
        CHECK(south.candidates.size() == 2);
        CHECK(south.groups.empty());
        CHECK(south.name == "Class of 2027, South");
    }
}

TEST_CASE("labels of a class report") {
    const TempFolder folder;
    const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    std::vector<MadeLog> logs{MadeLog(1), MadeLog(2), MadeLog(3)};
    logs[0].batch().candidate.bytes = {0x8d, 0x52, 0x10};
    logs[1].batch().candidate.bytes = {0x8d, 0x52, 0x1f};
    logs[2].batch().candidate.bytes = {0xc0, 0xff, 0xee};
    for (MadeLog& log : logs) log.study({.day = today, .answers = 1});
    enroll_all(*store, logs);
    std::set<std::string> labels;
    for (const CandidateReport& each : class_report(*store, whole_class, small_frame(), today).candidates)
        labels.insert(each.label);
    SECTION("are four digits of the id, more where two begin alike") {
        CHECK(labels == std::set<std::string>{"8D5210", "8D521F", "C0FF"});
    }
}
