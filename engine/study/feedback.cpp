#include "engine/study/feedback.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "engine/item/markup.hpp"
#include "engine/study/desk.hpp"

namespace collimate {
namespace {

constexpr double z_80 = 1.2815515655446004;  // 90th percentile of the standard normal
constexpr double reliable = 0.85;            // share right from which 'sure' may be relied on
constexpr double doubted_in_vain = 0.75;     // share right from which doubt is mostly idle
constexpr double coin = 0.5;
constexpr double beyond_luck = 0.10;  // above the guess floor

void observe(Observed& observed, const ScoredQuestion& question) {
    ++observed.answers;
    observed.right += question.right ? 1 : 0;
    observed.expected += probability_right(0.0, question.difficulty, question.chance);
    observed.chance += question.chance;
}

std::optional<std::int64_t> median_of_answered(const std::vector<ScoredQuestion>& questions) {
    std::vector<std::int64_t> times;
    for (const ScoredQuestion& each : questions)
        if (each.answered) times.push_back(each.response.elapsed_ms);
    if (times.size() < PaceWindow::enough) return std::nullopt;
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>((times.size() - 1) / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

std::string percent(double share) { return fmt::format("{:.0f} %", 100.0 * share); }

long in_hundred(double share) { return std::max(1L, std::lround(100.0 * std::abs(share))); }

/// With its sign, the minus a true one.
std::string signed_in_hundred(double share) {
    const auto rounded = std::lround(100.0 * share);
    return rounded < 0 ? fmt::format("\u2212{}", -rounded) : fmt::format("{}{}", rounded > 0 ? "+" : "", rounded);
}

// ---- confidence ------------------------------------------------------------

struct Told {
    Bearing bearing = Bearing::unclear;
    std::string words;
};

Told told_of_sure(const Finding& finding) {
    if (finding.high < reliable)
        return {Bearing::bad, "You are sure too early. Read the question once more before you settle."};
    if (finding.low >= reliable) return {Bearing::good, "You can rely on it."};
    return {Bearing::unclear, "Mostly right; more answers will tell how far to rely on it."};
}

Told told_of_unsure(const Finding& finding) {
    if (finding.low > doubted_in_vain)
        return {Bearing::good, "You doubt answers that are mostly right: keep them unless you find a reason."};
    if (finding.high < coin)
        return {Bearing::bad, "Unsure mostly means wrong: read up on these topics rather than ponder."};
    return {Bearing::unclear, "As doubt should be: some right, some wrong."};
}

Told told_of_guess(const Finding& finding, double luck) {
    if (finding.low > luck + beyond_luck)
        return {Bearing::good, fmt::format("Better than luck, which gives {}: you know more than you think. Never "
                                           "leave a question blank.",
                                           percent(luck))};
    if (finding.high < luck + beyond_luck)
        return {Bearing::unclear, fmt::format("No better than luck, which gives {}: here you have to learn, not "
                                              "guess. A blank still counts as wrong.",
                                              percent(luck))};
    return {Bearing::unclear,
            fmt::format("Not to be told from luck, which gives {}. Never leave a question blank.", percent(luck))};
}

std::string not_enough(std::int64_t have, std::string_view what) {
    return fmt::format("Not enough answers yet: {} of the {} {}it takes.", have, enough_answers, what);
}

Finding confidence_finding(About about, std::string title, const Observed& seen) {
    const int right = static_cast<int>(seen.right);
    const int answers = static_cast<int>(seen.answers);
    const Interval share = wilson_interval(right, answers);
    Finding finding = {.about = about,
                       .answers = seen.answers,
                       .enough = answers >= enough_answers,
                       .value = share.median,
                       .title = std::move(title)};
    if (!finding.enough) {
        finding.words = not_enough(seen.answers, "");
        finding.evidence = fmt::format("{} of {} right", right, answers);
        return finding;
    }
    finding.low = share.low;
    finding.high = share.high;
    const Told told = about == About::sure     ? told_of_sure(finding)
                      : about == About::unsure ? told_of_unsure(finding)
                                               : told_of_guess(finding, seen.chance / answers);
    finding.bearing = told.bearing;
    finding.words = told.words;
    finding.evidence = fmt::format("{} of {} right: {}, likely {:.0f} to {}", right, answers, percent(share.median),
                                   100.0 * share.low, percent(share.high));
    return finding;
}

// ---- answer changes --------------------------------------------------------

std::string exams_words(int exams) {
    return exams == 1 ? std::string("this exam") : fmt::format("{} mock exams", exams);
}

Finding changes_finding(const Habits& habits) {
    const AnswerChanges& changes = habits.changes;
    const int effect = changes.wrong_to_right + changes.right_to_wrong;
    const Interval share = wilson_interval(changes.wrong_to_right, effect);
    Finding finding = {.about = About::changes,
                       .answers = changes.all(),
                       .enough = effect >= enough_changes,
                       .value = share.median,
                       .title = "Answers you changed"};
    finding.evidence = fmt::format(
        "{} changed in {}: {} from wrong to right, {} from right to wrong, {} from wrong to wrong", changes.all(),
        exams_words(habits.exams), changes.wrong_to_right, changes.right_to_wrong, changes.wrong_to_wrong);
    const int gained = changes.gained();
    const std::string sum = gained > 0   ? fmt::format("It gained you {}", gained)
                            : gained < 0 ? fmt::format("It cost you {}", -gained)
                                         : std::string("It neither gained nor cost you anything");
    const std::string so_far =
        gained == 0 ? sum : fmt::format("{} {}", sum, std::abs(gained) == 1 ? "answer" : "answers");
    if (changes.all() == 0) {
        finding.words = "You changed no answer after leaving its question.";
        finding.evidence.clear();
    } else if (!finding.enough) {
        finding.words = fmt::format("{}; too few changes yet to say whether it is a good habit.", so_far);
    } else {
        finding.low = share.low;
        finding.high = share.high;
        finding.bearing = share.low > coin ? Bearing::good : share.high < coin ? Bearing::bad : Bearing::unclear;
        finding.words =
            so_far + (finding.bearing == Bearing::good  ? ": going back pays for you."
                      : finding.bearing == Bearing::bad ? ": change an answer only for a reason you can name."
                                                        : ", which may be luck.");
        finding.evidence += fmt::format("; {} of those with an effect to the better, likely {:.0f} to {}",
                                        percent(share.median), 100.0 * share.low, percent(share.high));
    }
    return finding;
}

// ---- pace ------------------------------------------------------------------

/// Variance of a share with one right and one wrong answer added (Agresti and Caffo 2000).
double share_variance(const Observed& seen) {
    const double n = static_cast<double>(seen.answers) + 2.0;
    const double p = (static_cast<double>(seen.right) + 1.0) / n;
    return p * (1.0 - p) / n;
}

/// Right answers a question beyond what first-time candidates would give.
double beyond_expected(const Observed& seen) {
    return (static_cast<double>(seen.right) - seen.expected) / static_cast<double>(seen.answers);
}

double right_share(const Observed& seen) { return static_cast<double>(seen.right) / static_cast<double>(seen.answers); }

struct PaceWords {
    std::string_view title, good, bad, unclear, here, there;
    std::string_view here_few, there_few;  ///< which answers are missing, with a space behind
};

PaceWords words_of(About about) {
    if (about == About::quick)
        return {"Quick answers",
                "Answering quickly loses you nothing.",
                "Haste costs you about {} right answers in 100: read every option before you choose.",
                "No clear sign that answering quickly costs you.",
                "in under half your usual time",
                "at your usual pace",
                "quick ones ",
                "at your usual pace "};
    if (about == About::slow)
        return {"Slow answers",
                "Taking your time pays for you.",
                "Long pondering goes with about {} fewer right in 100: flag the question, choose, and come back.",
                "No clear sign that long pondering helps or harms.",
                "in over twice your usual time",
                "at your usual pace"};
    return {"The end of an exam",
            "You get better toward the end of an exam.",
            "The last quarter costs you about {} right answers in 100: save time before it, and take the break.",
            "No clear sign that you tire toward the end.",
            "in the last quarter",
            "before it",
            "in a last quarter ",
            "before it "};
}

Finding pace_finding(About about, const Observed& here, const Observed& there) {
    const PaceWords texts = words_of(about);
    Finding finding = {.about = about,
                       .answers = here.answers,
                       .enough = here.answers >= enough_answers && there.answers >= enough_answers,
                       .title = std::string(texts.title)};
    if (!finding.enough) {
        finding.words = not_enough(std::min(here.answers, there.answers),
                                   here.answers < there.answers ? texts.here_few : texts.there_few);
        return finding;
    }
    finding.value = beyond_expected(here) - beyond_expected(there);
    const double reach = z_80 * std::sqrt(share_variance(here) + share_variance(there));
    finding.low = finding.value - reach;
    finding.high = finding.value + reach;
    finding.bearing = finding.low > 0.0 ? Bearing::good : finding.high < 0.0 ? Bearing::bad : Bearing::unclear;
    finding.words = finding.bearing == Bearing::good  ? std::string(texts.good)
                    : finding.bearing == Bearing::bad ? fmt::format(fmt::runtime(texts.bad), in_hundred(finding.value))
                                                      : std::string(texts.unclear);
    finding.evidence = fmt::format("{} right of {} {}, {} of {} {}; on questions as hard {} in 100, likely {} to {}",
                                   percent(right_share(here)), here.answers, texts.here, percent(right_share(there)),
                                   there.answers, texts.there, signed_in_hundred(finding.value),
                                   signed_in_hundred(finding.low), signed_in_hundred(finding.high));
    return finding;
}

const Observed& of(const std::array<Observed, 4>& counts, Confidence confidence) {
    return counts[static_cast<std::size_t>(confidence)];
}

const Observed& of(const std::array<Observed, 3>& counts, Speed speed) {
    return counts[static_cast<std::size_t>(speed)];
}

// ---- topics ----------------------------------------------------------------

std::string topic_evidence(const AreaStanding& area) {
    const std::string answers =
        area.fresh.answers == 0 ? std::string("No answer there yet")
        : area.fresh.answers == 1
            ? std::string("Only 1 answer there")
            : fmt::format("{}{} answers there", area.standing.few ? "Only " : "", area.fresh.answers);
    if (area.standing.few)
        return fmt::format("{}: not enough yet. It is named for its share of the exam, {}.", answers,
                           percent(area.weight));
    if (area.weaker)
        return fmt::format("{}; {} sure that it is weaker than the rest of you.", answers,
                           percent(area.standing.p_weak));
    const bool stronger = area.standing.p_weak <= 0.2;
    return fmt::format("{}; you are {} there {} elsewhere, {} it is {} of the exam.", answers,
                       stronger ? "stronger" : "about as good", stronger ? "than" : "as", stronger ? "but" : "and",
                       percent(area.weight));
}

}  // namespace

void add_exam(Habits& habits, const std::vector<ScoredQuestion>& questions) {
    ++habits.exams;
    const std::size_t last_quarter = questions.size() * 3 / 4;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        const ScoredQuestion& question = questions[i];
        habits.changes.wrong_to_right += question.change == AnswerChange::wrong_to_right ? 1 : 0;
        habits.changes.right_to_wrong += question.change == AnswerChange::right_to_wrong ? 1 : 0;
        habits.changes.wrong_to_wrong += question.change == AnswerChange::wrong_to_wrong ? 1 : 0;
        if (question.seen) observe(i < last_quarter ? habits.early : habits.late, question);
    }
}

Habits habits_of(const ScoreReport& report) {
    Habits habits;
    add_exam(habits, report.questions);
    const auto median = median_of_answered(report.questions);
    for (const ScoredQuestion& question : report.questions) {
        if (!question.answered) continue;
        observe(habits.by_confidence[static_cast<std::size_t>(question.response.confidence)], question);
        if (median)
            observe(habits.by_speed[static_cast<std::size_t>(speed_of(question.response.elapsed_ms, *median))],
                    question);
    }
    return habits;
}

std::vector<Finding> findings(const Habits& habits) {
    std::vector<Finding> all;
    const auto add_confidence = [&](About about, const char* title, Confidence confidence) {
        const Observed& seen = of(habits.by_confidence, confidence);
        if (seen.answers > 0) all.push_back(confidence_finding(about, title, seen));
    };
    add_confidence(About::sure, "When you were sure", Confidence::sure);
    add_confidence(About::unsure, "When you were unsure", Confidence::unsure);
    add_confidence(About::guess, "When you guessed", Confidence::guess);
    if (habits.exams > 0) all.push_back(changes_finding(habits));
    const Observed& usual = of(habits.by_speed, Speed::usual);
    for (const auto& [about, speed] : {std::pair{About::quick, Speed::quick}, std::pair{About::slow, Speed::slow}})
        if (of(habits.by_speed, speed).answers > 0)
            all.push_back(pace_finding(about, of(habits.by_speed, speed), usual));
    if (habits.late.answers > 0) all.push_back(pace_finding(About::end_of_exam, habits.late, habits.early));
    return all;
}

std::vector<TopicFinding> topics_to_study(const Desk& desk, Day today, std::size_t most) {
    const std::vector<AreaStanding> areas = desk.areas(today);
    std::vector<int> worst = desk.weak_topics().costs_most;
    worst.resize(std::min(worst.size(), most));
    std::vector<TopicFinding> topics;
    for (const int index : worst) {
        const AreaStanding& area = areas[static_cast<std::size_t>(index)];
        const double size = area.weight * desk.frame().items;
        TopicFinding topic = {.area = index,
                              .points = area.standing.points_lost,
                              .low = size * (1.0 - area.standing.expected_high),
                              .high = size * (1.0 - area.standing.expected_low),
                              .answers = area.fresh.answers,
                              .enough = !area.standing.few,
                              .title = plain(desk.outline().areas[static_cast<std::size_t>(index)].title),
                              .evidence = topic_evidence(area)};
        topic.words = fmt::format("costs about {:.1f} of {} exam points, likely {:.1f} to {:.1f}", topic.points,
                                  desk.frame().items, topic.low, topic.high);
        topics.push_back(std::move(topic));
    }
    return topics;
}

}  // namespace collimate
