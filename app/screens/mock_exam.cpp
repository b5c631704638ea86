// What can be sat and what was; painted in mock_exam_draw.cpp.
#include "app/screens/mock_exam.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"
#include "engine/base/index.hpp"

namespace collimate {
namespace {

constexpr std::size_t most_past = 12;

std::string time_words(const ExamPlan& plan) {
    return hours_and_minutes(static_cast<int>((plan.time_ms + ms_per_minute / 2) / ms_per_minute));
}

ExamExtent extent_of(const Outline& outline, std::optional<int> section, const MockExamDraft& draft) {
    const ExamPlan plan = plan_exam(outline, section, draft.length);
    return {.section = section,
            .name = section ? outline.areas[at(*section)].title : "Whole exam",
            .questions = std::to_string(plan.scored + plan.pilots),
            .time = time_words(plan),
            .on = section == draft.section};
}

bool answers_first(const Outline& outline, const MockExamDraft& draft) {
    return draft.answer_first.value_or(outline.registry == Registry::arrt);
}

/// The 80 % interval a score at the pass mark would have on these very questions, in points of the scale to each side.
double expected_margin(const Model& model, const ExamForm& form, const ExamPlan& plan) {
    std::vector<ScoredQuestion> questions;
    for (const ExamItem& item : form.items) {
        const ItemHead& head = model.desk->heads()[static_cast<std::size_t>(item.ordinal)];
        questions.push_back({.item = head.id,
                             .area = item.area,
                             .pilot = item.pilot,
                             .difficulty = head.label().difficulty,
                             .reliability = head.label().reliability,
                             .chance = head.chance,
                             .seen = true,
                             .answered = true});
    }
    auto right = std::lround(expected_at_cut(model.desk->frame(), questions));
    for (ScoredQuestion& question : questions)
        if (!question.pilot && right > 0) question.right = right-- > 0;
    const Interval interval =
        score_report(model.bank->outline(), model.desk->frame(), questions, plan.time_ms, 0).interval;
    return (interval.high - interval.low) / 2;
}

std::string scored_words(const ExamForm& form) {
    if (form.pilots() == 0) return counted(form.scored(), "question counts.", "questions count.");
    return fmt::format("{} count and {} {} pilot questions: mixed in, not marked, not scored.", form.scored(),
                       form.pilots(), form.pilots() == 1 ? "is a" : "are");
}

void add_takes(MockExamView& view, const Model& model, const ExamForm& form, const ExamPlan& plan) {
    const std::string registry(registry_name(model.bank->outline().registry));
    view.takes.push_back(scored_words(form));
    if (plan.length_assumed)
        view.takes.push_back(registry + " does not publish the number of questions; this one is our assumption.");
    if (plan.time_assumed) view.takes.push_back(registry + " does not publish the time; we give a minute a question.");
    if (form.scored() < 2) return;
    const double margin = expected_margin(model, form, plan);
    view.takes.push_back(fmt::format(
        "A score near the pass mark will be good to about {:.0f} points either way "
        "(80\u00A0% interval){}",
        margin, plan.section || plan.length != FormLength::full ? ": the fewer the questions, the wider." : "."));
}

void add_form(MockExamView& view, const Model& model, const MockExamDraft& draft) {
    const Outline& outline = model.bank->outline();
    const ExamPlan plan = plan_exam(outline, draft.section, draft.length);
    const ExamForm form = exam_form(*model.bank, &model.desk->state(), plan, 0);
    const int questions = static_cast<int>(form.items.size());
    view.questions = counted(questions, "question", "questions");
    ExamPlan timed = plan;
    timed.time_ms = plan.time_ms * questions / (plan.scored + plan.pilots);
    view.time = "in " + time_words(timed);
    view.lacks = shortage_lines(outline, form);
    if (form.scored() < plan.scored) {
        view.can_start = false;
        view.reason = fmt::format("The bank holds {} of the {} questions it takes.", form.scored(), plan.scored);
        view.lacks.push_back(view.reason + " Choose a shorter form or a section.");
    }
    if (questions > 0) add_takes(view, model, form, plan);
}

/// Round figures around everything drawn, the cut included.
void add_axis(MockExamView& view, const Outline& outline) {
    const double step = outline.registry == Registry::arrt ? 10.0 : 50.0;
    view.axis_low = view.axis_high = view.cut = outline.scale.cut;
    for (const PastScore& score : view.past) {
        view.axis_low = std::min(view.axis_low, score.low);
        view.axis_high = std::max(view.axis_high, score.high);
    }
    view.axis_low = std::floor(view.axis_low / step) * step;
    view.axis_high = std::ceil((view.axis_high + 1) / step) * step;
}

struct MockExamUpdates {
    Model& model;
    MockExamDraft& draft;
    Now now;

    void operator()(const mock_exam::SetSection& set) const { draft.section = set.section; }
    void operator()(const mock_exam::SetLength& set) const { draft.length = set.length; }
    void operator()(const mock_exam::SetAnswerFirst& set) const { draft.answer_first = set.on; }
    void operator()(const mock_exam::Start&) const {
        begin_exam(model,
                   {.section = draft.section,
                    .length = draft.length,
                    .answer_before_moving_on = answers_first(model.bank->outline(), draft)},
                   now);
    }
    void operator()(const mock_exam::GoOn&) const { go_on_with_exam(model, now); }
    void operator()(const mock_exam::EndLeft&) const {
        draft.ending = false;
        if (const auto open = open_exam(*model.desk)) end_open_exam(*model.desk, *open, now);
    }
    void operator()(const mock_exam::OpenReport& open) const { open_report(model, open.sitting); }
};

}  // namespace

MockExamView mock_exam_view(const Model& model, const MockExamDraft& draft, Now) {
    const Outline& outline = model.bank->outline();
    MockExamView view = {.subtitle = exam_name(outline),
                         .left = left_exam(model),
                         .length = draft.length,
                         .answer_first = answers_first(outline, draft),
                         .past = past_scores(model, most_past),
                         .pass_label = fmt::format("pass {:.0f}", outline.scale.cut)};
    view.answer_first_words = view.answer_first
                                  ? "As ARRT does: no question is passed over, changing answers stays free."
                                  : "Questions may be left open and come back to.";
    view.extents.push_back(extent_of(outline, std::nullopt, draft));
    for (const int category : outline.children_of(-1)) view.extents.push_back(extent_of(outline, category, draft));
    add_form(view, model, draft);
    add_axis(view, outline);
    if (view.left) {
        view.can_start = false;
        view.reason = "Go on with the exam that is open, or end it, before you begin another.";
    }
    return view;
}

void update(Model& model, MockExamDraft& draft, const MockExamEvent& event, Now now) {
    std::visit(MockExamUpdates{model, draft, now}, event);
}

std::span<const KeyHelp> mock_exam_keys() {
    static constexpr std::array<KeyHelp, 2> keys{
        {{"Enter", "start; with an exam left open, go on with it"}, {"Tab, Up, Down", "what to sit, and past exams"}}};
    return keys;
}

}  // namespace collimate
