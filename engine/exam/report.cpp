#include "engine/exam/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "engine/base/error.hpp"
#include "engine/base/index.hpp"

namespace collimate {
namespace {

constexpr double z_80 = 1.2815515655446004;  // 90th percentile of the standard normal
constexpr double exam_floor = 0.25;
constexpr double label_shift_sd = 0.15;  // logits, shared by all labels
constexpr double furthest_theta = 8.0;

constexpr std::array<std::string_view, 3> change_names = {"wrong_to_right", "right_to_wrong", "wrong_to_wrong"};
constexpr std::array<std::string_view, 3> standing_names = {"above", "unclear", "below"};

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

struct Chance {
    double right = 0.0;
    double slope = 0.0;  ///< by theta
};

/// P(right) of an item whose difficulty is N(mean, variance). Trapezoid rule in z with step 1/2 over +-8: for an
/// integrand this smooth it is exact to about 1e-13.
Chance chance_right(double theta, double mean, double variance, double floor) {
    constexpr double step = 0.5;
    const double sd = std::sqrt(variance);
    Chance sum;
    for (int i = -16; i <= 16; ++i) {
        const double z = step * i;
        const double weight = step * std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
        const double p = 1.0 / (1.0 + std::exp(-(theta - mean - sd * z)));
        sum.right += weight * p;
        sum.slope += weight * p * (1.0 - p);
    }
    return {.right = floor + (1.0 - floor) * sum.right, .slope = (1.0 - floor) * sum.slope};
}

Chance chance_right(const ExamFrame& frame, const ScoredQuestion& question, double theta) {
    const double b = shrunk_difficulty(question.difficulty, frame.b_ref, question.reliability);
    const double left = difficulty_variance * (1.0 - question.reliability);  // of the true difficulty, given the label
    return chance_right(theta, b, left, question.chance);
}

/// The theta at which a growing function takes a value; the nearest end where it does not.
double solve(const std::function<double(double)>& f, double value) {
    double low = -furthest_theta;
    double high = furthest_theta;
    for (int i = 0; i < 50; ++i) {
        const double middle = 0.5 * (low + high);
        (f(middle) < value ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

double theta_at_cut(const ExamFrame& frame) {
    return solve([&](double theta) { return chance_right(theta, frame.b_ref, difficulty_variance, exam_floor).right; },
                 frame.cut);
}

using Picked = std::vector<const ScoredQuestion*>;

double expected_right(const ExamFrame& frame, const Picked& questions, double theta) {
    double sum = 0.0;
    for (const ScoredQuestion* each : questions) sum += chance_right(frame, *each, theta).right;
    return sum;
}

Picked scored_ones(std::span<const ScoredQuestion> questions) {
    Picked picked;
    for (const ScoredQuestion& each : questions)
        if (!each.pilot) picked.push_back(&each);
    return picked;
}

/// Points by which the raw score of one and the same candidate strays: the luck of the answers, and all labels off
/// together, which moves the raw cut.
double raw_sd(const ExamFrame& frame, const Picked& questions, int raw) {
    const double theta = solve([&](double t) { return expected_right(frame, questions, t); }, raw);
    double luck = 0.0;
    double slope = 0.0;
    for (const ScoredQuestion* each : questions) {
        const Chance chance = chance_right(frame, *each, theta);
        luck += chance.right * (1.0 - chance.right);
        slope += chance.slope;
    }
    return std::sqrt(luck + label_shift_sd * label_shift_sd * slope * slope);
}

Standing standing_of(double low, double high, double cut) {
    return low >= cut ? Standing::above : high < cut ? Standing::below : Standing::unclear;
}

bool lies_in(const Outline& outline, int leaf, int area) {
    while (leaf >= 0 && leaf != area) leaf = outline.areas[at(leaf)].parent;
    return leaf == area;
}

/// ARRT shows sections on a tenth of the scale of the whole, with one decimal.
Interval section_score(const ExamFrame& frame, const ScoredPart& part) {
    const ScoreLine line = score_line(frame, part.items, part.cut * part.items);
    const auto shown = [&](double proportion) {
        const double tenth = std::round(line.scaled(proportion * part.items)) / 10.0;
        return std::clamp(tenth, 0.1, 9.9);
    };
    return {.low = shown(part.proportion.low),
            .median = shown(static_cast<double>(part.right) / part.items),
            .high = shown(part.proportion.high)};
}

ScoredPart scored_part(const Outline& outline, const ExamFrame& frame, const Picked& scored, int area, double theta) {
    ScoredPart part{.area = area};
    Picked inside;
    for (const ScoredQuestion* each : scored) {
        if (!lies_in(outline, each->area, area)) continue;
        inside.push_back(each);
        part.right += each->right ? 1 : 0;
    }
    part.items = static_cast<int>(inside.size());
    if (part.items == 0) return part;
    part.cut = expected_right(frame, inside, theta) / part.items;
    part.proportion = wilson_interval(part.right, part.items);
    part.standing = standing_of(part.proportion.low, part.proportion.high, part.cut);
    if (outline.areas[at(area)].parent < 0 && outline.registry == Registry::arrt)
        part.score = section_score(frame, part);
    return part;
}

void add_parts(ScoreReport& report, const Outline& outline, const ExamFrame& frame, const Picked& scored) {
    const double theta = theta_at_cut(frame);
    for (int area = 0; area < static_cast<int>(outline.areas.size()); ++area) {
        ScoredPart part = scored_part(outline, frame, scored, area, theta);
        if (part.items == 0) continue;
        (outline.areas[at(area)].parent < 0 ? report.sections : report.areas).push_back(std::move(part));
    }
}

void add_score(ScoreReport& report, const ExamFrame& frame, const Picked& scored) {
    report.cut_exact = expected_right(frame, scored, theta_at_cut(frame));
    const double cut = std::clamp(std::round(report.cut_exact), 0.0, report.scored - 1.0);
    report.line = score_line(frame, report.scored, cut);
    const auto within = [&](double scaled) { return std::clamp(scaled, report.scale.low, report.scale.high); };
    const double sd = raw_sd(frame, scored, report.raw);
    report.scaled = static_cast<int>(within(std::round(report.line.scaled(report.raw))));
    report.interval = {.low = within(report.line.scaled(report.raw - z_80 * sd)),
                       .median = within(report.line.scaled(report.raw)),
                       .high = within(report.line.scaled(std::min(report.raw + z_80 * sd, report.line.full)))};
    report.passed = report.raw >= report.line.cut;
    report.standing = standing_of(report.raw - z_80 * sd, report.raw + z_80 * sd, report.line.cut);
    report.p_above = normal_cdf((report.raw - report.cut_exact) / sd);
}

void count(ScoreReport& report) {
    for (const ScoredQuestion& each : report.questions) {
        auto& tally = report.by_confidence[static_cast<std::size_t>(each.response.confidence)];
        tally.answers += each.answered ? 1 : 0;
        tally.right += each.answered && each.right ? 1 : 0;
        if (each.change == AnswerChange::wrong_to_right) ++report.changes.wrong_to_right;
        if (each.change == AnswerChange::right_to_wrong) ++report.changes.right_to_wrong;
        if (each.change == AnswerChange::wrong_to_wrong) ++report.changes.wrong_to_wrong;
        if (each.pilot) {
            ++report.pilots;
            report.pilots_right += each.right ? 1 : 0;
            continue;
        }
        ++report.scored;
        report.raw += each.right ? 1 : 0;
        report.unanswered += each.answered ? 0 : 1;
        report.unseen += each.seen ? 0 : 1;
    }
}

std::optional<std::int64_t> median_ms(std::span<const ScoredQuestion> questions) {
    std::vector<std::int64_t> times;
    for (const ScoredQuestion& each : questions)
        if (each.seen) times.push_back(each.response.elapsed_ms);
    if (times.empty()) return std::nullopt;
    std::sort(times.begin(), times.end());
    const std::size_t half = times.size() / 2;
    return times.size() % 2 == 1 ? times[half] : (times[half - 1] + times[half]) / 2;
}

/// The half-open range of indices of one of `parts` stretches.
std::pair<std::size_t, std::size_t> stretch(std::size_t size, int part, int parts) {
    return {size * at(part) / at(parts), size * at(part + 1) / at(parts)};
}

std::array<PaceQuarter, 4> quarters(std::span<const ScoredQuestion> questions) {
    std::array<PaceQuarter, 4> pace;
    for (int quarter = 0; quarter < 4; ++quarter) {
        const auto [first, end] = stretch(questions.size(), quarter, 4);
        const auto inside = questions.subspan(first, end - first);
        PaceQuarter& each = pace[at(quarter)];
        each = {.first = static_cast<int>(first) + 1, .last = static_cast<int>(end), .median_ms = median_ms(inside)};
        for (const ScoredQuestion& question : inside) {
            each.seen += question.seen ? 1 : 0;
            each.total_ms += question.response.elapsed_ms;
        }
    }
    return pace;
}

std::vector<int> review_order(std::span<const ScoredQuestion> questions) {
    std::vector<int> order;
    const auto rank = [&](int index) {
        const ScoredQuestion& each = questions[at(index)];
        return each.right ? 2 : each.answered ? 0 : 1;
    };
    for (int index = 0; index < static_cast<int>(questions.size()); ++index) order.push_back(index);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return rank(a) < rank(b); });
    return order;
}

/// Where the difficulties of the form come from.
std::string difficulties_of(const ScoreReport& report) {
    const auto calibrated = std::count_if(
        report.questions.begin(), report.questions.end(),
        [](const ScoredQuestion& each) { return !each.pilot && each.reliability != authored_reliability; });
    if (calibrated == 0) return "our authors' difficulty estimates of these very questions";
    if (calibrated == report.scored) return "the difficulties of these very questions, calibrated on a class";
    return fmt::format("the difficulties of these very questions, {} of them calibrated on a class, the others "
                       "estimated by our authors,",
                       calibrated);
}

std::vector<std::string> basis_of(const Outline& outline, const ScoreReport& report) {
    std::vector<std::string> basis;
    basis.push_back(
        fmt::format("The raw cut of {:g} of {} comes from {} and {} of {:g} % correct at the cut{}.", report.line.cut,
                    report.scored, difficulties_of(report), outline.cut.assumed ? "our assumption" : "a published figure",
                    outline.cut.percent, outline.cut.year > 0 ? fmt::format(" ({})", outline.cut.year) : ""));
    if (outline.registry == Registry::arrt)
        basis.push_back("Raw to scaled is ARRT's published straight line; pilot questions do not count.");
    else
        basis.push_back(
            "ARDMS publishes no way from raw to scaled scores: the scaled score is our estimate, on a straight line "
            "through 555 at the cut and 700 at full marks.");
    const int whole = outline.scored_items.value_or(0);
    if (whole > report.scored)
        basis.push_back(
            fmt::format("{} scored questions instead of {}: the fewer the questions, the wider the interval.",
                        report.scored, whole));
    return basis;
}

}  // namespace

std::string_view name_of(AnswerChange change) { return change_names[static_cast<std::size_t>(change)]; }

std::string_view name_of(Standing standing) { return standing_names[static_cast<std::size_t>(standing)]; }

ScoreLine score_line(const ExamFrame& frame, double full, double cut) {
    if (!(cut >= 0.0 && cut < full))
        throw Refused(fmt::format("a raw cut of {} does not lie below the {} points of the form", cut, full));
    const double slope = (frame.scale_high - frame.scale_cut) / (full - cut);
    return {.full = full, .cut = cut, .slope = slope, .intercept = frame.scale_cut - slope * cut};
}

double expected_at_cut(const ExamFrame& frame, std::span<const ScoredQuestion> questions) {
    return expected_right(frame, scored_ones(questions), theta_at_cut(frame));
}

ScoreReport score_report(const Outline& outline, const ExamFrame& frame, std::vector<ScoredQuestion> questions,
                         std::int64_t time_ms, std::int64_t remaining_ms) {
    ScoreReport report{
        .scale = outline.scale, .time_ms = time_ms, .remaining_ms = remaining_ms, .questions = std::move(questions)};
    count(report);
    if (report.scored == 0) throw Refused("no question of this form is scored: there is nothing to report");
    const Picked scored = scored_ones(report.questions);
    add_score(report, frame, scored);
    add_parts(report, outline, frame, scored);
    report.pace = quarters(report.questions);
    report.even_pace_ms = time_ms / static_cast<std::int64_t>(report.questions.size());
    report.review = review_order(report.questions);
    report.basis = basis_of(outline, report);
    return report;
}

std::vector<std::optional<std::int64_t>> pace_of(std::span<const ScoredQuestion> questions, int parts) {
    std::vector<std::optional<std::int64_t>> pace;
    for (int part = 0; part < parts; ++part) {
        const auto [first, end] = stretch(questions.size(), part, parts);
        pace.push_back(median_ms(questions.subspan(first, end - first)));
    }
    return pace;
}

Interval wilson_interval(int right, int items) {
    if (items == 0) return {.low = 0.0, .median = 0.5, .high = 1.0};
    const double n = items;
    const double p = right / n;
    const double scale = 1.0 / (1.0 + z_80 * z_80 / n);
    const double middle = scale * (p + z_80 * z_80 / (2.0 * n));
    const double half = scale * z_80 * std::sqrt(p * (1.0 - p) / n + z_80 * z_80 / (4.0 * n * n));
    return {.low = right == 0 ? 0.0 : middle - half, .median = p, .high = right == items ? 1.0 : middle + half};
}

}  // namespace collimate
