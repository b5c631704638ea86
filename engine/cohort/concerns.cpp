#include "engine/cohort/concerns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/item/markup.hpp"

namespace collimate::cohort {
namespace {

constexpr double unlikely_below = 0.5;
constexpr double doubtful_below = 2.0 / 3.0;  // the average first-time candidate passes at 0.7 to 0.9
constexpr Day idle_from = 14;
constexpr double rushed_below_seconds = 20.0;
constexpr int least_timed = 20;
constexpr Day lately = 28;
constexpr std::size_t least_each_side = 20;
constexpr double one_in_a_hundred = -2.3263478740408408;  // 1st percentile of the standard normal
constexpr int seldom_days = 8;                            // of thirty: fewer than two a week
constexpr std::size_t named_areas = 2;
constexpr double clearly_below = 0.02;  // of P(right), under the cut: less is no reason to name an area

double right_at(double theta, const Evidence& each) { return probability_right(theta, each.difficulty, each.chance); }

/// dP/dtheta = (P - c)(1 - P)/(1 - c).
double slope_at(double theta, const Evidence& each) {
    const double p = right_at(theta, each);
    return each.chance < 1.0 ? (p - each.chance) * (1.0 - p) / (1.0 - each.chance) : 0.0;
}

/// The ability at which as many are expected to be right as were; absent beyond +-8 logits.
std::optional<double> ability_of(std::span<const DatedEvidence> evidence) {
    const auto surplus = [&](double theta) {
        double sum = 0.0;
        for (const DatedEvidence& each : evidence)
            sum += (each.evidence.right ? 1.0 : 0.0) - right_at(theta, each.evidence);
        return sum;
    };
    double low = -8.0;
    double high = 8.0;
    if (surplus(low) <= 0.0 || surplus(high) >= 0.0) return std::nullopt;
    for (int halving = 0; halving < 50; ++halving) {
        const double middle = 0.5 * (low + high);
        (surplus(middle) > 0.0 ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

std::vector<Concern> concerns_of(const CandidateReport& report, const CandidateGathering& gathering,
                                 const ReportFrame& frame, Day today) {
    std::vector<Concern> found;
    const bool few = mostly_prior(frame.exam, gathering.ability());
    if (!few && report.forecast.p_pass < doubtful_below)
        found.push_back(report.forecast.p_pass < unlikely_below ? Concern::unlikely : Concern::doubtful);
    if (few) found.push_back(Concern::few_answers);
    if (!report.last_day || today - *report.last_day >= idle_from) found.push_back(Concern::idle);
    if (gathering.timed() >= least_timed && *report.median_seconds < rushed_below_seconds)
        found.push_back(Concern::rushing);
    if (fell(gathering.evidence(), today - lately + 1)) found.push_back(Concern::falling);
    return found;
}

bool is_among(const CandidateReport& report, Concern concern) {
    return std::find(report.concerns.begin(), report.concerns.end(), concern) != report.concerns.end();
}

/// Areas expected clearly below the cut on enough answers, the costliest first: leaves, or categories where no leaf has
/// enough.
struct LowAreas {
    std::vector<int> areas;
    bool all = false;  ///< every category that can be judged, and all can
};

LowAreas low_areas(const CandidateReport& report, const ReportFrame& frame) {
    const std::vector<double> weights = area_weights(frame.outline);
    const auto lost = [&](int area) {
        const auto i = static_cast<std::size_t>(area);
        return weights[i] * (frame.exam.cut - report.areas[i].expected);
    };
    const auto low_of = [&](const std::vector<int>& candidates) {
        std::vector<int> low;
        for (const int area : candidates)
            if (!report.areas[static_cast<std::size_t>(area)].few &&
                report.areas[static_cast<std::size_t>(area)].expected < frame.exam.cut - clearly_below)
                low.push_back(area);
        std::stable_sort(low.begin(), low.end(), [&](int a, int b) { return lost(a) > lost(b); });
        return low;
    };
    const std::vector<int> categories = frame.outline.children_of(-1);
    const std::vector<int> low_categories = low_of(categories);
    LowAreas low = {.areas = low_of(frame.outline.leaves()),
                    .all = categories.size() > 1 && low_categories.size() == categories.size()};
    if (low.areas.empty()) low.areas = low_categories;
    if (low.areas.size() > named_areas) low.areas.resize(named_areas);
    return low;
}

std::string area_title(const ReportFrame& frame, int area) {
    return plain(frame.outline.areas[static_cast<std::size_t>(area)].title);
}

std::string times(int count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string why_of(const CandidateReport& report, const LowAreas& low, const ReportFrame& frame, Day today) {
    std::vector<std::string> parts;
    std::vector<std::string> titles;
    for (const int area : low.areas) titles.push_back(area_title(frame, area));
    if (low.all)
        parts.emplace_back("low in all areas");
    else if (!titles.empty())
        parts.push_back(fmt::format("{}", fmt::join(titles, ", ")));
    if (is_among(report, Concern::falling)) parts.emplace_back("fewer right lately");
    if (is_among(report, Concern::rushing)) parts.push_back(fmt::format("fast, {:.0f} s each", *report.median_seconds));
    if (!report.last_day)
        parts.emplace_back("no answer yet");
    else if (is_among(report, Concern::few_answers))
        parts.push_back(fmt::format("only {}", times(report.first_answers, "first answer", "first answers")));
    if (report.last_day && is_among(report, Concern::idle))
        parts.push_back(fmt::format("idle for {} days", today - *report.last_day));
    else if (report.last_day && report.days_in_30 < seldom_days)
        parts.push_back(fmt::format("{} in 30", times(report.days_in_30, "day", "days")));
    return fmt::format("{}", fmt::join(parts, "; "));
}

/// What the areas ask for; empty where none is known to be low.
std::string areas_advice(const CandidateReport& report, const LowAreas& low, const ReportFrame& frame) {
    if (low.areas.empty()) return {};
    std::vector<std::string> figures;
    for (const int area : low.areas) {
        const AreaCell& cell = report.areas[static_cast<std::size_t>(area)];
        figures.push_back(fmt::format("{:.0f} % in {} ({:.0f} to {:.0f} %)", 100 * cell.expected,
                                      area_title(frame, area), 100 * cell.low, 100 * cell.high));
    }
    return fmt::format("Expected {}, where {:.0f} % is the cut: give 30 new questions {}, then a whole mock exam.",
                       fmt::join(figures, " and "), 100 * frame.exam.cut, figures.size() == 1 ? "there" : "in each");
}

std::string advice_of(const CandidateReport& report, const LowAreas& low, const ReportFrame& frame, Day today) {
    std::vector<std::string> sentences;
    if (!report.last_day)
        sentences.emplace_back("Nothing has come in: ask whether they practise, and for their result package.");
    else if (is_among(report, Concern::idle))
        sentences.push_back(fmt::format("Nothing for {} days: talk with them first.", today - *report.last_day));
    if (is_among(report, Concern::rushing))
        sentences.push_back(
            fmt::format("Half the first answers took under {:.0f} s: ask for slower work, with every explanation read.",
                        std::ceil(*report.median_seconds)));
    if (report.last_day && is_among(report, Concern::few_answers))
        sentences.emplace_back("Too few answers to judge: give 60 new questions over the whole exam.");
    else if (is_among(report, Concern::unlikely) || is_among(report, Concern::doubtful))
        sentences.push_back(low.areas.empty() ? "No area stands out: give new questions over the whole exam every day, "
                                                "then a whole mock exam."
                                              : areas_advice(report, low, frame));
    if (sentences.empty() && is_among(report, Concern::falling))
        sentences.emplace_back("Fewer right in the last four weeks than before: ask what changed.");
    if (sentences.size() > 2) sentences.resize(2);
    return fmt::format("{}", fmt::join(sentences, " "));
}

}  // namespace

std::string_view name_of(Concern concern) {
    static constexpr std::array<std::string_view, 6> names = {"unlikely", "doubtful", "few answers",
                                                              "idle",     "rushing",  "falling"};
    return names[static_cast<std::size_t>(concern)];
}

bool fell(std::span<const DatedEvidence> evidence, Day since) {
    const auto later = static_cast<std::size_t>(
        std::count_if(evidence.begin(), evidence.end(), [&](const DatedEvidence& each) { return each.day >= since; }));
    if (later < least_each_side || evidence.size() - later < least_each_side) return false;
    const std::optional<double> theta = ability_of(evidence);
    if (!theta) return false;
    double slope = 0.0;
    double later_slope = 0.0;
    for (const DatedEvidence& each : evidence) {
        slope += slope_at(*theta, each.evidence);
        if (each.day >= since) later_slope += slope_at(*theta, each.evidence);
    }
    const double share = later_slope / slope;
    double surplus = 0.0;
    double variance = 0.0;
    for (const DatedEvidence& each : evidence) {
        const double p = right_at(*theta, each.evidence);
        const double part = each.day >= since ? 1.0 - share : -share;
        if (each.day >= since) surplus += (each.evidence.right ? 1.0 : 0.0) - p;
        variance += part * part * p * (1.0 - p);
    }
    return variance > 0.0 && surplus / std::sqrt(variance) < one_in_a_hundred;
}

void judge(CandidateReport& report, const CandidateGathering& gathering, const ReportFrame& frame, Day today,
           std::optional<Day> exam_day) {
    report.concerns = concerns_of(report, gathering, frame, today);
    const bool to_be_sat = !exam_day || *exam_day >= today;
    report.at_risk = is_among(report, Concern::unlikely) || is_among(report, Concern::doubtful) ||
                     is_among(report, Concern::few_answers) || (to_be_sat && is_among(report, Concern::idle));
    const LowAreas low = low_areas(report, frame);
    report.why = why_of(report, low, frame, today);
    report.advice = advice_of(report, low, frame, today);
}

}  // namespace collimate::cohort
