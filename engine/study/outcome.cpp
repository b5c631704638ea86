// Results of real exams: entering them, and what they did to the forecast.
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "engine/base/error.hpp"
#include "engine/model/link.hpp"
#include "engine/study/desk_impl.hpp"

namespace collimate {
namespace {

std::string result_words(Day day, const RealOutcome& outcome) {
    const std::string score = outcome.scaled ? fmt::format(" with {:g}", *outcome.scaled) : std::string();
    return fmt::format("{} on {} {}{}", outcome.passed ? "passed" : "not passed", short_date(day),
                       format_day(day).substr(0, 4), score);
}

/// SD of the expected proportion correct that comes from not knowing how hard the exam is.
double doubt_of(ExamFrame frame, const Ability& ability) {
    const double sd = frame.label_shift_sd;
    frame.label_shift_sd = 0.0;
    frame.b_ref -= sd;
    const double easier = forecast(frame, ability, {}).raw;
    frame.b_ref += 2.0 * sd;
    return 0.5 * (easier - forecast(frame, ability, {}).raw);
}

std::string link_words(const std::map<Day, RealOutcome>& outcomes, const OutcomeLink& link) {
    std::string results;
    for (const auto& [day, outcome] : outcomes) {
        if (!results.empty()) results += "; ";
        results += result_words(day, outcome);
    }
    const double moved = 100.0 * (link.raw_after - link.raw_before);
    const std::string effect =
        std::abs(moved) < 0.05
            ? std::string("It agrees with what was expected of you, so the forecast hardly moves.")
            : fmt::format("The exam is now taken to be {} than our difficulty labels say: {:.1f} in 100 {} right.",
                          moved < 0.0 ? "harder" : "easier", std::abs(moved), moved < 0.0 ? "fewer" : "more");
    return fmt::format(
        "Your real {} ({}) {} counted in. {} Doubt about how hard it is fell from {:.1f} to {:.1f} in "
        "100.",
        outcomes.size() == 1 ? "result" : "results", results, outcomes.size() == 1 ? "is" : "are", effect,
        100.0 * link.doubt_before, 100.0 * link.doubt_after);
}

}  // namespace

std::string outcome_fault(const OutcomeTold& outcome, const Scale& scale, Day today) {
    if (outcome.exam_day > today)
        return fmt::format("{} has not come yet: enter the result once you have it", format_day(outcome.exam_day));
    if (!outcome.scaled) return {};
    if (!(*outcome.scaled >= scale.low && *outcome.scaled <= scale.high))
        return fmt::format("a score of {:g} is not on the scale from {:g} to {:g}: take it from your report",
                           *outcome.scaled, scale.low, scale.high);
    if ((*outcome.scaled >= scale.cut) != outcome.passed)
        return fmt::format("a score of {:g} is not {}, since {:g} passes: correct one of the two", *outcome.scaled,
                           outcome.passed ? "a pass" : "a failure", scale.cut);
    return {};
}

void Desk::tell_outcome(const OutcomeTold& outcome, Now now) {
    if (outcome.withdrawn && !state().outcomes.contains(outcome.exam_day))
        throw Refused(fmt::format("no result was entered for {}: nothing to withdraw", format_day(outcome.exam_day)));
    if (!outcome.withdrawn)
        if (const std::string fault = outcome_fault(outcome, outline().scale, now.day); !fault.empty())
            throw Refused(fault);
    record().append(outline().exam, outcome, now);
    *impl_ = Impl(bank(), record());
}

OutcomeLink Desk::outcome_link() const {
    const std::map<Day, RealOutcome>& outcomes = state().outcomes;
    OutcomeLink link = {.outcomes = static_cast<int>(outcomes.size()),
                        .published = impl_->published,
                        .raw_before = collimate::forecast(impl_->published, ability(), {}).raw,
                        .raw_after = collimate::forecast(frame(), ability(), {}).raw,
                        .doubt_before = doubt_of(impl_->published, ability()),
                        .doubt_after = doubt_of(frame(), ability())};
    if (!outcomes.empty()) link.words = link_words(outcomes, link);
    return link;
}

}  // namespace collimate
