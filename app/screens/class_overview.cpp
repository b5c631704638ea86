// The class at a glance: candidates by area, forecast scores, who is at risk. Painted in class_overview_draw.cpp.
#include "app/screens/class_overview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/screens/words.hpp"

namespace collimate {
namespace {

using cohort::AreaCell;
using cohort::CandidateReport;
using cohort::ClassReport;
using cohort::Concern;

/// The areas of one depth, and the leaves that end above it.
HeatLevel level_of(const Outline& outline, int depth) {
    HeatLevel level;
    for (std::size_t area = 0; area < outline.areas.size(); ++area) {
        const int own = outline.depth_of(static_cast<int>(area));
        if (own != depth && !(own < depth && outline.is_leaf(static_cast<int>(area)))) continue;
        level.areas.push_back(area);
        level.titles.push_back(outline.areas[area].title);
        level.heads.push_back(short_title(outline.areas[area].title));
    }
    return level;
}

std::vector<HeatLevel> levels_of(const Outline& outline) {
    int deepest = 0;
    for (std::size_t area = 0; area < outline.areas.size(); ++area)
        deepest = std::max(deepest, outline.depth_of(static_cast<int>(area)));
    std::vector<HeatLevel> levels;
    for (int depth = 0; depth <= deepest; ++depth) levels.push_back(level_of(outline, depth));
    return levels;
}

std::vector<HeatFigure> figures_of(const ClassReport& report, const std::vector<AreaCell>& cells) {
    std::vector<HeatFigure> figures;
    for (std::size_t area = 0; area < cells.size(); ++area)
        figures.push_back({.figure = cell_figure(cells[area]),
                           .distance = (cells[area].expected - report.cut) / full_color,
                           .few = cells[area].few,
                           .hover = cell_words(report.outline.areas[area].title, cells[area])});
    return figures;
}

HeatRow row_of(const ClassReport& report, const CandidateReport& each, const ClassNames& names) {
    const double score = each.forecast.scaled.median;
    return {.candidate = each.candidate,
            .name = names.of(each.candidate),
            .figures = figures_of(report, each.areas),
            .score = fmt::format("{:.0f}", score),
            .below = std::round(score) < report.outline.scale.cut,
            .few = says_little(each)};
}

RiskLine risk_of(const CandidateReport& each, const ClassNames& names) {
    RiskLine line = {.candidate = each.candidate, .name = names.of(each.candidate), .why = each.why};
    line.unsure = says_little(each);
    line.chance = line.unsure ? "unsure" : shown_chance(each.forecast.p_pass);
    return line;
}

}  // namespace

ScoreBins score_bins(const std::vector<double>& scores, const Scale& scale) {
    ScoreBins bins = {.width = scale.high > 200 ? 25.0 : 5.0, .cut = scale.cut};
    double low = scale.cut - 2 * bins.width, high = scale.cut + 2 * bins.width;
    for (const double score : scores) low = std::min(low, std::round(score)), high = std::max(high, std::round(score));
    bins.low = scale.cut - bins.width * std::ceil((scale.cut - low) / bins.width);
    bins.counts.assign(static_cast<std::size_t>(std::floor((high - bins.low) / bins.width)) + 1, 0);
    int below = 0;
    for (const double score : scores) {
        ++bins.counts[static_cast<std::size_t>((std::round(score) - bins.low) / bins.width)];
        below += std::round(score) < scale.cut ? 1 : 0;
    }
    bins.below = fmt::format("{} below", below);
    bins.pass = fmt::format("pass {:.0f}", scale.cut);
    return bins;
}

ClassOverviewView class_overview_view(const ClassFacts& facts, const ClassNames& names, const std::string& search) {
    const ClassReport& report = *facts.report;
    ClassOverviewView view = {.levels = levels_of(report.outline), .basis = unbroken(report.basis)};
    std::vector<double> scores;
    for (const CandidateReport& each : report.candidates) {
        view.names.push_back(names.of(each.candidate));
        if (names.fits(each.candidate, search)) view.rows.push_back(row_of(report, each, names));
        scores.push_back(each.forecast.scaled.median);
        if (each.at_risk) view.risks.push_back(risk_of(each, names));
    }
    view.first_above = static_cast<std::size_t>(
        std::find_if(view.rows.begin(), view.rows.end(), [](const HeatRow& row) { return !row.below; }) -
        view.rows.begin());
    if (!search.empty()) view.found = fmt::format("{} of {}", view.rows.size(), view.names.size());
    if (view.rows.empty())
        view.nobody = "\u201C" + search + "\u201D stands in nobody\u2019s name, number or label. Esc shows everybody.";
    view.everyone = {.name = facts.choice.group ? "group" : "class", .figures = figures_of(report, report.areas)};
    view.scope = "expected right, %";
    view.bins = score_bins(scores, report.outline.scale);
    view.bins_scope = counted(static_cast<std::int64_t>(scores.size()), "candidate", "candidates");
    if (view.risks.empty()) view.no_risk = "Nobody is, by the answers so far.";
    return view;
}

}  // namespace collimate
