#include "engine/cohort/report_pages.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/base/json_text.hpp"
#include "engine/cohort/report_csv.hpp"
#include "engine/cohort/report_html.hpp"
#include "engine/print/class_pdf.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cli.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/made_class.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

const Day now_day = parse_day("2026-12-01").value();

/// `candidates` with forecasts from weak to strong.
ClassReport class_of_size(int candidates) {
    const TempFolder folder;
    const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    std::vector<MadeLog> logs;
    for (int i = 1; i <= candidates; ++i)
        for (int day = (logs.emplace_back(i), 8); day >= 1; --day)
            logs.back().study({.day = now_day - day, .answers = 30, .right = 0.3 + 0.6 * i / candidates});
    enroll_all(*store, logs);
    return class_report(*store, whole_class, small_frame(), now_day);
}

const ReportTable& table_named(const ReportPages& pages, std::string_view title) {
    return *std::find_if(pages.tables.begin(), pages.tables.end(),
                         [&](const ReportTable& table) { return holds(table.title, title); });
}

ReportChoices with_outcomes(bool shared) {
    const auto rate = [](int attempts, int passed) {
        PassRate each = {.from = parse_day("2026-01-01").value(), .attempts = attempts, .passed = passed};
        each.rate = {.value = static_cast<double>(passed) / attempts, .limits = wilson_limits(passed, attempts)};
        return each;
    };
    ReportChoices choices = {.shared = shared};
    choices.five_years = {.years = {rate(20, 15), rate(8, 6), rate(30, 21), rate(12, 9), rate(14, 14)},
                          .pooled = rate(84, 65),
                          .not_counted = 2,
                          .why_not = {"2 after the first attempt"}};
    return choices;
}

}  // namespace

TEST_CASE("pages of a class report") {
    const ClassReport report = class_of_size(12);
    const ReportPages pages = report_pages(report, with_outcomes(false));
    SECTION("have a cell a column in every row, and widths that fill the page") {
        for (const ReportTable& table : pages.tables) {
            INFO(table.title);
            CHECK(table.widths.size() == table.columns.size());
            double sum = 0.0;
            for (const double width : table.widths) sum += width;
            CHECK(sum == Approx(1.0));
            for (const auto& row : table.rows) CHECK(row.size() == table.columns.size());
            CHECK((!table.rows.empty() || !table.empty.empty()));
        }
    }
    SECTION("list those at risk by their chance, the least first") {
        const ReportTable& risk = table_named(pages, "At risk");
        const auto at_risk = std::count_if(report.candidates.begin(), report.candidates.end(),
                                           [](const CandidateReport& each) { return each.at_risk; });
        REQUIRE(static_cast<std::ptrdiff_t>(risk.rows.size()) == at_risk);
        REQUIRE(at_risk >= 2);
        CHECK(std::stoi(risk.rows.front()[1].text) <= std::stoi(risk.rows.back()[1].text));
    }
    SECTION("count every candidate once in the forecast scores") {
        int sum = 0;
        for (const auto& row : table_named(pages, "Forecast scores").rows) sum += std::stoi(row[1].text);
        CHECK(sum == 12);
    }
    SECTION("show candidates and the class in the heat map, dashes where answers are few") {
        const ReportTable& heat = table_named(pages, "Candidates by area");
        REQUIRE(heat.rows.size() == 13);
        CHECK(heat.columns == std::vector<std::string>{"Candidate", "A.1", "A.2", "B.1", "B.2", "Score"});
        CHECK(heat.rows.back()[0].text == "Class");
    }
    SECTION("give names where they are asked for, labels where there is none") {
        ReportChoices choices;
        choices.names = Roster{{report.candidates[0].candidate, {.name = "Ada"}},
                               {report.candidates[1].candidate, {.number = "17"}}};
        CHECK(shown_name(report.candidates[0], choices) == "Ada");
        CHECK(shown_name(report.candidates[1], choices) == "17");
        CHECK(shown_name(report.candidates[2], choices) == report.candidates[2].label);
        CHECK(shown_name(report.candidates[0], {}) == report.candidates[0].label);
    }
}

TEST_CASE("a class report to be shared") {
    const ReportPages pages = report_pages(class_of_size(12), with_outcomes(true));
    const std::string html = report_html(pages);
    SECTION("names nobody") {
        for (const CandidateReport& each : class_of_size(12).candidates) CHECK_FALSE(holds(html, each.label));
        CHECK(table_named(pages, "Candidates by area").rows.size() == 1);
    }
    SECTION("tells no count from one to nine") {
        for (const ReportTable& table : pages.tables)
            for (const auto& row : table.rows)
                for (const ReportCell& cell : row) {
                    INFO(table.title << ": " << cell.text);
                    if (cell.number && !cell.distance) CHECK((cell.text == "0" || std::stoi(cell.text) >= 10));
                }
    }
    SECTION("hides with a small year the next smallest, from which it would follow") {
        const ReportTable& years = table_named(pages, "five years");
        CHECK(years.rows[1][1].text == "fewer than 10");
        CHECK(years.rows[3][1].text == "fewer than 10");
        CHECK(years.rows[0][1].text == "20");
        CHECK(years.rows[5][1].text == "84");
    }
    SECTION("of a class of nine tells no figure of the class") {
        const ReportPages small = report_pages(class_of_size(9), with_outcomes(true));
        CHECK(table_named(small, "Candidates by area").rows.empty());
        for (const auto& row : table_named(small, "Areas").rows) CHECK(row[3].text == "\u2013");
    }
}

TEST_CASE("files of a class report") {
    ReportPages pages = {.title = "Class <of> \"2027\" & more",
                         .subtitle = "=cmd|' /C calc'!A0",
                         .tables = {{.title = "@Table",
                                     .columns = {"Name", "Count"},
                                     .widths = {0.5, 0.5},
                                     .rows = {{{.text = "+1 \"x\", <b>y</b>"}, {.text = "12", .number = true}}},
                                     .bars = 1}}};
    SECTION("as CSV begin no cell of text as a formula and keep numbers plain") {
        const std::string csv = report_csv(pages);
        CHECK(holds(csv, "\"'=cmd|' /C calc'!A0\""));
        CHECK(holds(csv, "\"'@Table\"\n"));
        CHECK(holds(csv, "\"'+1 \"\"x\"\", <b>y</b>\",12\n"));
    }
    SECTION("as HTML escape all text, load nothing and head rows and columns") {
        const std::string html = report_html(pages);
        CHECK(holds(html, "Class &lt;of&gt; &quot;2027&quot; &amp; more"));
        CHECK_FALSE(holds(html, "<b>"));
        CHECK_FALSE(holds(html, "<script"));
        CHECK_FALSE(holds(html, "http"));
        CHECK(holds(html, "<th scope=\"col\">Count</th>"));
        CHECK(holds(html, "<th scope=\"row\">+1"));
    }
    SECTION("as PDF are the same for the same report and moment") {
        const std::string pdf = class_pdf(pages, day_ms);
        CHECK(pdf.starts_with("%PDF-"));
        CHECK(pdf == class_pdf(pages, day_ms));
    }
}

TEST_CASE("class report from the command line") {
    const TempFolder folder;
    const std::string place = (folder / "class").string();
    {
        const auto store = with_classes(open_store(place, IfAbsent::create));
        std::vector<MadeLog> logs;
        for (int i = 1; i <= 11; ++i)
            for (int day = (logs.emplace_back(i), 6); day >= 1; --day)
                logs.back().study({.day = now_day - day, .answers = 30, .right = 0.3 + 0.05 * i});
        enroll_all(*store, logs);
        const std::vector<Change> changes{Named{.candidate = candidate(1), .entry = {.name = "Ada"}}};
        store->change(a_programme.id, changes);
    }
    const std::string scope = place + " --code RAD-2027";
    SECTION("tells the same figures as JSON and as text") {
        const CliRun run = run_cli(folder, "cohort report " + scope + " --json");
        REQUIRE(run.code == 0);
        const auto root = parse_json(run.out);
        CHECK(root["n"] == 11);
        CHECK(root["candidates"].size() == 11);
        CHECK_FALSE(holds(run.out, "Ada"));
        const CliRun text = run_cli(folder, "cohort risk " + scope + " --names");
        CHECK(text.code == 0);
        CHECK(holds(text.out, "Ada"));
        std::istringstream lines(run_cli(folder, "cohort report " + scope).out);
        for (std::string line; std::getline(lines, line);) {
            const auto width = std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
            INFO(line);
            CHECK(width <= 100);
        }
    }
    SECTION("writes files, and a line into the log when they are given to somebody") {
        const std::string files = " --csv " + (folder / "r.csv").string() + " --html " + (folder / "r.html").string() +
                                  " --pdf " + (folder / "r.pdf").string();
        REQUIRE(run_cli(folder, "cohort report " + scope + files).code == 0);
        CHECK(open_store(place, IfAbsent::refuse)->disclosures(a_programme.id).empty());
        CHECK(holds(bytes_of(folder / "r.csv"), "Overview"));
        CHECK(bytes_of(folder / "r.pdf").starts_with("%PDF-"));
        REQUIRE(run_cli(folder, "cohort report " + scope + files + " --shared --to Dean --for accreditation").code ==
                0);
        CHECK(open_store(place, IfAbsent::refuse)->disclosures(a_programme.id).size() == 1);
        CHECK(run_cli(folder, "cohort report " + scope + files + " --to Dean").code == 1);
        CHECK(run_cli(folder, "cohort report " + scope + " --names --shared").code == 1);
    }
    SECTION("without outcomes says so, and with an unknown class names those there are") {
        CHECK(holds(run_cli(folder, "cohort outcomes " + place).out, "No outcome was entered"));
        CHECK(holds(run_cli(folder, "cohort areas " + place + " --code NO").err, "RAD-2027"));
    }
}
