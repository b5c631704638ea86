#include "engine/cohort/report_pages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "engine/item/markup.hpp"

namespace collimate::cohort {
namespace {

constexpr int least_shared = 10;
constexpr std::size_t most_heat_columns = 12;
constexpr double full_distance = 0.25;  // of P(right) from the cut: the ramp's end
constexpr double passing_from = 0.5;

ReportCell text_cell(std::string text) { return {.text = std::move(text)}; }
ReportCell number_cell(int number) { return {.text = fmt::format("{}", number), .number = true}; }

bool hidden(int count, const ReportChoices& choices) { return choices.shared && count < least_shared; }

ReportCell count_cell(int count, const ReportChoices& choices) {
    return hidden(count, choices) && count > 0 ? text_cell(shown_count(count, choices)) : number_cell(count);
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100.0 * share); }

std::string with_limits(const Statistic& statistic, double unit, const char* after) {
    if (!statistic.value) return why_withheld(statistic);
    std::string text = fmt::format("{:.{}f}{}", *statistic.value * unit, unit > 1.0 ? 0 : 2, after);
    if (statistic.limits)
        text += fmt::format(" ({:.{}f} to {:.{}f})", statistic.limits->low * unit, unit > 1.0 ? 0 : 2,
                            statistic.limits->high * unit, unit > 1.0 ? 0 : 2);
    return text;
}

std::string shown_area(const Outline& outline, int area) {
    return plain(outline.areas[static_cast<std::size_t>(area)].title);
}

int depth_of(const Outline& outline, int area) {
    int depth = 0;
    for (int at = outline.areas[static_cast<std::size_t>(area)].parent; at >= 0;
         at = outline.areas[static_cast<std::size_t>(at)].parent)
        ++depth;
    return depth;
}

/// The deepest level that fits across a page, and leaves above it.
std::vector<int> heat_areas(const Outline& outline) {
    std::vector<int> chosen = outline.children_of(-1);
    for (int level = 1;; ++level) {
        std::vector<int> finer;
        bool deeper = false;
        for (int area = 0; area < static_cast<int>(outline.areas.size()); ++area) {
            const int depth = depth_of(outline, area);
            deeper = deeper || depth == level;
            if (depth == level || (depth < level && outline.is_leaf(area))) finer.push_back(area);
        }
        if (!deeper || finer.size() > most_heat_columns) return chosen;
        chosen = finer;
    }
}

double median_of_sorted(const std::vector<double>& sorted) {
    const std::size_t half = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half]);
}

ReportCell heat_cell(const AreaCell& cell, double cut) {
    if (cell.few) return text_cell("\u2013");
    return {.text = fmt::format("{:.0f}", 100.0 * cell.expected),
            .number = true,
            .distance = std::clamp((cell.expected - cut) / full_distance, -1.0, 1.0)};
}

ReportTable overview_table(const ClassReport& report, const ReportChoices& choices) {
    int answered = 0;
    int first_answers = 0;
    int at_risk = 0;
    int likely = 0;
    for (const CandidateReport& each : report.candidates) {
        answered += each.last_day ? 1 : 0;
        first_answers += each.first_answers;
        at_risk += each.at_risk ? 1 : 0;
        likely += each.first_answers > 0 && each.forecast.p_pass >= passing_from ? 1 : 0;
    }
    ReportTable table = {.title = "Overview", .columns = {"Figure", "Value"}, .widths = {0.6, 0.4}};
    table.rows.push_back({text_cell("Candidates"), count_cell(static_cast<int>(report.candidates.size()), choices)});
    table.rows.push_back({text_cell("of whom answers came in"), count_cell(answered, choices)});
    table.rows.push_back({text_cell("First answers to questions"), number_cell(first_answers)});
    table.rows.push_back({text_cell("More likely to pass than not"), count_cell(likely, choices)});
    table.rows.push_back({text_cell("At risk"), count_cell(at_risk, choices)});
    table.rows.push_back(
        {text_cell("Day of the exam"), text_cell(report.exam_day ? format_day(*report.exam_day) : "not set")});
    return table;
}

/// Ten steps over the forecasts, in whole multiples of five points.
ReportTable scores_table(const ClassReport& report, const ReportChoices& choices) {
    ReportTable table = {
        .title = "Forecast scores",
        .remark = fmt::format("Median forecast of each candidate with answers; {:g} passes.", report.outline.scale.cut),
        .columns = {"Score", "Candidates"},
        .widths = {0.3, 0.7},
        .empty = "No candidate has answers yet.",
        .bars = 1};
    std::vector<double> scores;
    for (const CandidateReport& each : report.candidates)
        if (each.first_answers > 0) scores.push_back(each.forecast.scaled.median);
    if (scores.empty()) return table;
    std::sort(scores.begin(), scores.end());
    const double step = report.outline.scale.high > 200.0 ? 20.0 : 5.0;
    const double cut = report.outline.scale.cut;
    const double shift = report.outline.registry == Registry::arrt ? 0.5 : 0.0;  // scores are reported rounded
    const auto bin_of = [&](double score) { return static_cast<int>(std::floor((score + shift - cut) / step)); };
    for (int bin = bin_of(scores.front()); bin <= bin_of(scores.back()); ++bin) {
        const auto count = static_cast<int>(
            std::count_if(scores.begin(), scores.end(), [&](double score) { return bin_of(score) == bin; }));
        table.rows.push_back({text_cell(fmt::format("{:g} to {:g}", cut + bin * step, cut + (bin + 1) * step - 1.0)),
                              count_cell(count, choices)});
    }
    return table;
}

ReportTable heat_table(const ClassReport& report, const ReportChoices& choices) {
    const std::vector<int> areas = heat_areas(report.outline);
    const double share = 0.78 / static_cast<double>(areas.size());
    ReportTable table = {
        .title = "Candidates by area",
        .remark = fmt::format("Percent expected right on exam questions if they sat today; {} is the cut. A dash: not "
                              "enough answers yet. Score: median forecast.",
                              percent(report.cut)),
        .columns = {"Candidate"},
        .widths = {0.14},
        .empty = "The class is too small to be told of."};
    for (const int area : areas) {
        table.columns.push_back(report.outline.areas[static_cast<std::size_t>(area)].code);
        table.widths.push_back(share);
    }
    table.columns.emplace_back("Score");
    table.widths.push_back(0.08);
    const auto row = [&](std::string name, const std::vector<AreaCell>& cells, ReportCell score) {
        std::vector<ReportCell>& line = table.rows.emplace_back();
        line.push_back(text_cell(std::move(name)));
        for (const int area : areas) line.push_back(heat_cell(cells[static_cast<std::size_t>(area)], report.cut));
        line.push_back(std::move(score));
    };
    if (!choices.shared)
        for (const CandidateReport& each : report.candidates)
            row(shown_name(each, choices), each.areas,
                each.first_answers > 0
                    ? ReportCell{.text = fmt::format("{:.0f}", each.forecast.scaled.median), .number = true}
                    : text_cell("\u2013"));
    if (!hidden(static_cast<int>(report.candidates.size()), choices)) row("Class", report.areas, text_cell(""));
    std::vector<std::string> legend;
    for (const int area : areas)
        legend.push_back(report.outline.areas[static_cast<std::size_t>(area)].code + " " +
                         shown_area(report.outline, area));
    table.remark += fmt::format(" {}.", fmt::join(legend, "; "));
    return table;
}

std::string look_at(const ClassMatrix& first, std::size_t item, const ItemAnalysis& analysis) {
    return fmt::format("{}", fmt::join(item_flags(first, item, analysis), "; "));
}

ReportTable items_table(const std::string& exam, const ClassMatrix& first, const ResponseAnalysis& analysis) {
    ReportTable table = {.title = fmt::format("Questions that need a look: {}", exam),
                         .columns = {"Question", "n", "Facility", "Point-biserial", "Why"},
                         .widths = {0.2, 0.06, 0.17, 0.2, 0.37}};
    for (std::size_t item = 0; item < first.items.size(); ++item) {
        const ItemAnalysis& each = analysis.items[item];
        if (!each.key_suspect && !each.negative_discrimination) continue;
        table.rows.push_back({text_cell(first.items[item]), number_cell(static_cast<int>(each.n)),
                              text_cell(with_limits(each.facility, 1.0, "")),
                              text_cell(with_limits(each.point_biserial, 1.0, "")),
                              text_cell(look_at(first, item, each))});
    }
    const auto judged = std::count_if(analysis.items.begin(), analysis.items.end(),
                                      [](const ItemAnalysis& each) { return each.point_biserial.value.has_value(); });
    table.empty = fmt::format("None of the {} questions with enough answers to judge.", judged);
    table.remark = fmt::format(
        "{} questions, {} with enough answers to judge; 95 % limits. One in twenty may be listed by "
        "chance alone: read the question before changing its key. KR-20: {}{}",
        first.items.size(), judged, with_limits(analysis.form.kr20, 1.0, ""), analysis.form.kr20.value ? "." : "");
    return table;
}

ReportTable weeks_table(const ClassReport& report, const ReportChoices& choices) {
    ReportTable table = {.title = "Week by week",
                         .remark = "Forecasts as if they had sat at the week's end, from what was known then.",
                         .columns = {"Week to", "Active", "Answers", "Right of first", "Median score", "Would pass"},
                         .widths = {0.2, 0.14, 0.15, 0.17, 0.17, 0.17},
                         .empty = "No answers yet."};
    for (const WeekReport& week : report.weeks) {
        const auto known = static_cast<int>(week.expected_scaled.size());
        const bool hide = hidden(known, choices);
        table.rows.push_back(
            {text_cell(format_day(week.last_day)), count_cell(week.active, choices), number_cell(week.answers),
             text_cell(week.first_answers > 0 && !hidden(week.active, choices)
                           ? percent(static_cast<double>(week.right_first) / week.first_answers)
                           : "\u2013"),
             text_cell(known > 0 && !hide ? fmt::format("{:.0f}", median_of_sorted(week.expected_scaled)) : "\u2013"),
             text_cell(hide || known == 0
                           ? "\u2013"
                           : fmt::format("{} of {}", shown_count(week.expected_to_pass, choices), known))});
    }
    return table;
}

ReportTable groups_table(const ClassReport& report, const ReportChoices& choices) {
    ReportTable table = {
        .title = "Groups",
        .remark =
            "Mean forecast of those with answers, 95 % limits. Questions that are harder or easier for a group than "
            "for equally able others: Mantel and Haenszel, class C.",
        .columns = {"Group", "Candidates", "Mean forecast", "Questions of class C"},
        .widths = {0.25, 0.15, 0.35, 0.25},
        .empty = "The class has no groups."};
    for (const GroupReport& group : report.groups) {
        std::vector<std::string> large;
        bool judged = false;
        for (std::size_t item = 0; item < group.items.size(); ++item) {
            judged = judged || group.items[item].delta.value.has_value();
            if (group.items[item].delta.value && group.items[item].klass == DifClass::large)
                large.push_back(report.first.items[item]);
        }
        const bool hide = hidden(group.candidates, choices);
        table.rows.push_back({text_cell(group.group.name), count_cell(group.candidates, choices),
                              text_cell(hide ? "\u2013" : with_limits(group.expected_scaled, 1.0, "")),
                              text_cell(!judged         ? fmt::format("takes {} in each group", least_per_group)
                                        : large.empty() ? "none"
                                                        : fmt::format("{}", fmt::join(large, ", ")))});
    }
    return table;
}

ReportTable assignments_table(const ClassReport& report, const ReportChoices& choices) {
    ReportTable table = {.title = "Assignments",
                         .columns = {"Assignment", "Given", "Due", "Begun", "Done"},
                         .widths = {0.36, 0.17, 0.17, 0.15, 0.15},
                         .empty = "Nothing was assigned."};
    for (const AssignmentReport& each : report.assignments) {
        const auto count = [&](auto holds) {
            return static_cast<int>(std::count_if(each.lines.begin(), each.lines.end(), holds));
        };
        table.rows.push_back({text_cell(each.assignment.title), text_cell(format_day(each.assignment.given)),
                              text_cell(each.assignment.due ? format_day(*each.assignment.due) : "\u2013"),
                              count_cell(count([](const auto& line) { return line.answered > 0; }), choices),
                              count_cell(count([](const auto& line) { return line.done; }), choices)});
    }
    return table;
}

std::vector<ReportCell> rate_row(std::string name, const PassRate& rate, bool hide) {
    std::string margin = "\u2013";
    if (rate.margin && !hide)
        margin = fmt::format("{:+.0f} points to {}", 100.0 * *rate.margin, percent(*rate.benchmark));
    if (hide)
        return {text_cell(std::move(name)), text_cell("fewer than 10"), text_cell("\u2013"), text_cell("\u2013"),
                text_cell(margin)};
    return {text_cell(std::move(name)), number_cell(rate.attempts), number_cell(rate.passed),
            text_cell(rate.attempts > 0 ? with_limits(rate.rate, 100.0, " %") : "\u2013"), text_cell(margin)};
}

int year_from(Day day) { return std::stoi(format_day(day).substr(0, 4)); }

}  // namespace

std::vector<bool> hidden_years(const std::vector<PassRate>& years, const ReportChoices& choices) {
    std::vector<bool> hide(years.size(), false);
    for (std::size_t i = 0; i < years.size(); ++i)
        hide[i] = years[i].attempts > 0 && hidden(years[i].attempts, choices);
    if (std::count(hide.begin(), hide.end(), true) != 1) return hide;
    std::optional<std::size_t> next;
    for (std::size_t i = 0; i < years.size(); ++i)
        if (!hide[i] && years[i].attempts > 0 && (!next || years[i].attempts < years[*next].attempts)) next = i;
    if (next) hide[*next] = true;
    return hide;
}

std::string shown_count(int count, const ReportChoices& choices) {
    return hidden(count, choices) && count > 0 ? "fewer than 10" : fmt::format("{}", count);
}

std::string shown_name(const CandidateReport& candidate, const ReportChoices& choices) {
    if (!choices.names) return candidate.label;
    const auto entry = choices.names->find(candidate.candidate);
    if (entry == choices.names->end()) return candidate.label;
    if (!entry->second.name.empty()) return entry->second.name;
    return entry->second.number.empty() ? candidate.label : entry->second.number;
}

std::vector<std::string> item_flags(const ClassMatrix& matrix, std::size_t item, const ItemAnalysis& analysis) {
    const auto label = [&](std::optional<int> option) {
        return option ? matrix.labels[item][static_cast<std::size_t>(*option)] : std::string("no option");
    };
    std::vector<std::string> flags;
    if (analysis.key_suspect)
        flags.push_back(label(analysis.key_suspect) + " goes with ability more than the key: check the key");
    if (analysis.negative_discrimination) flags.emplace_back("the able miss it more often than the others");
    for (const OptionAnalysis& option : analysis.options)
        if (option.non_functioning) flags.push_back("hardly anybody chooses " + label(option.option));
    return flags;
}

ReportTable risk_table(const ClassReport& report, const ReportChoices& choices) {
    ReportTable table = {.title = "At risk",
                         .remark = "Chance of passing, and score with its 80 % interval.",
                         .columns = {"Candidate", "Chance", "Score", "Why", "What to do"},
                         .widths = {0.13, 0.09, 0.14, 0.28, 0.36},
                         .empty = choices.shared ? "Single candidates are left out of a shared report."
                                                 : "Nobody is at risk by these figures."};
    if (choices.shared) return table;
    std::vector<const CandidateReport*> listed;
    for (const CandidateReport& each : report.candidates)
        if (each.at_risk) listed.push_back(&each);
    std::stable_sort(listed.begin(), listed.end(), [](const CandidateReport* a, const CandidateReport* b) {
        return a->forecast.p_pass < b->forecast.p_pass;
    });
    for (const CandidateReport* each : listed) {
        const bool few =
            std::find(each->concerns.begin(), each->concerns.end(), Concern::few_answers) != each->concerns.end();
        const Interval& score = each->forecast.scaled;
        table.rows.push_back(
            {text_cell(shown_name(*each, choices)), text_cell(few ? "\u2013" : percent(each->forecast.p_pass)),
             text_cell(few ? "\u2013" : fmt::format("{:.0f} ({:.0f} to {:.0f})", score.median, score.low, score.high)),
             text_cell(each->why), text_cell(each->advice)});
    }
    return table;
}

std::string right_so_far(const AreaCell& cell) {
    if (static_cast<std::size_t>(cell.answers) < least_for_share) return "\u2013";
    const Limits limits = wilson_limits(cell.right, cell.answers);
    return fmt::format("{} ({:.0f} to {:.0f})", percent(static_cast<double>(cell.right) / cell.answers),
                       100.0 * limits.low, 100.0 * limits.high);
}

ReportTable areas_table(const ClassReport& report, const ReportChoices& choices) {
    ReportTable table = {
        .title = "Areas",
        .remark = fmt::format("Right: of first answers, 95 % limits; questions of one area may be harder than those of "
                              "another. Expected: on the exam, mean over the class, 80 % interval; a dash where most "
                              "have too few answers in the area. Below: candidates whose own interval lies below the "
                              "cut of {}.",
                              percent(report.cut)),
        .columns = {"Area", "Weight", "First answers", "Right", "Expected", "Below"},
        .widths = {0.36, 0.09, 0.12, 0.18, 0.16, 0.09}};
    const std::vector<double> weights = area_weights(report.outline);
    const bool hide = hidden(static_cast<int>(report.candidates.size()), choices);
    for (std::size_t area = 0; area < report.areas.size(); ++area) {
        const AreaCell& cell = report.areas[area];
        const std::string expected = cell.few || hide ? "\u2013"
                                                      : fmt::format("{} ({:.0f} to {:.0f})", percent(cell.expected),
                                                                    100.0 * cell.low, 100.0 * cell.high);
        const std::string code = report.outline.areas[area].code;
        table.rows.push_back({text_cell(code + " " + shown_area(report.outline, static_cast<int>(area))),
                              text_cell(percent(weights[area])), number_cell(cell.answers),
                              text_cell(hide ? "\u2013" : right_so_far(cell)), text_cell(expected),
                              hide ? text_cell("\u2013") : count_cell(report.below[area], choices)});
    }
    return table;
}

ReportTable five_years_table(const ReportChoices& choices) {
    const FiveYears& five = choices.five_years;
    ReportTable table = {
        .title = "First attempts of five years",
        .remark = std::string(five_years_rule),
        .columns = {"Completed in", "Attempts", "Passed", "Rate, 95 % limits", "Against the benchmark"},
        .widths = {0.2, 0.13, 0.12, 0.28, 0.27},
        .empty = "No outcome was entered."};
    if (five.pooled.attempts == 0 && five.not_counted == 0) return table;
    const std::vector<bool> hide = hidden_years(five.years, choices);
    for (std::size_t i = 0; i < five.years.size(); ++i)
        table.rows.push_back(rate_row(fmt::format("{}", year_from(five.years[i].from)), five.years[i], hide[i]));
    table.rows.push_back(
        rate_row("all five years", five.pooled, five.pooled.attempts > 0 && hidden(five.pooled.attempts, choices)));
    if (five.not_counted > 0 && !choices.shared)
        table.remark += fmt::format(" Not counted: {}.", fmt::join(five.why_not, ", "));
    return table;
}

ReportTable credentials_table(const ReportChoices& choices) {
    static constexpr std::array<const char*, 3> of = {"of those who attempted it", "of those who completed",
                                                      "of those who were enrolled"};
    ReportTable table = {
        .title = fmt::format("Sonography credentials, {}", of[static_cast<std::size_t>(choices.denominator)]),
        .remark = std::string(by_credential_rule),
        .columns = {"Credential", "Divided by", "Passed", "Rate, 95 % limits", "Against the benchmark"},
        .widths = {0.2, 0.13, 0.12, 0.28, 0.27},
        .empty = "No outcome was entered."};
    for (const PassRate& rate : choices.credentials)
        table.rows.push_back(rate_row(rate.credential, rate, hidden(rate.attempts, choices)));
    return table;
}

ReportPages report_pages(const ClassReport& report, const ReportChoices& choices) {
    ReportPages pages = {
        .title = report.name,
        .subtitle = fmt::format("{}, {}, {}", report.programme, report.outline.title, long_date(report.today)),
        .remarks = {report.basis}};
    if (choices.shared)
        pages.remarks.emplace_back(
            "To be shared: single candidates are left out, and nothing is told of fewer than ten.");
    pages.tables = {overview_table(report, choices), scores_table(report, choices)};
    if (!choices.shared) pages.tables.push_back(risk_table(report, choices));
    pages.tables.push_back(heat_table(report, choices));
    pages.tables.push_back(areas_table(report, choices));
    pages.tables.push_back(items_table(report.outline.title, report.first, report.analysis));
    for (const OtherExam& other : report.others)
        pages.tables.push_back(items_table(other.exam, other.first, other.analysis));
    pages.tables.push_back(weeks_table(report, choices));
    if (!report.groups.empty()) pages.tables.push_back(groups_table(report, choices));
    if (!report.assignments.empty()) pages.tables.push_back(assignments_table(report, choices));
    pages.tables.push_back(five_years_table(choices));
    if (!choices.credentials.empty()) pages.tables.push_back(credentials_table(choices));
    return pages;
}

}  // namespace collimate::cohort
