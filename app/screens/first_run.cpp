#include "app/screens/first_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/words.hpp"
#include "app/widgets/typed_date.hpp"

namespace collimate {
namespace {

const ShelvedBank* find_bank(const Shelf& shelf, const std::string& exam) {
    const auto found = std::find_if(shelf.banks.begin(), shelf.banks.end(),
                                    [&](const ShelvedBank& bank) { return bank.outline.exam == exam; });
    return found == shelf.banks.end() ? nullptr : &*found;
}

int dots(OutlineConfidence confidence) {
    switch (confidence) {
        case OutlineConfidence::high:
            return 3;
        case OutlineConfidence::medium:
            return 2;
        case OutlineConfidence::low:
            break;
    }
    return 1;
}

ExamCard exam_card(const ShelvedBank& bank, const std::string& chosen) {
    const Outline& outline = bank.outline;
    return {.exam = outline.exam,
            .title = outline.title,
            .length = exam_length(outline),
            .questions = bank.items > 0 ? thousands(bank.items) : "no questions yet",
            .sure = dots(outline.confidence),
            .sure_words = outline_sureness(outline.confidence),
            .ready = bank.items > 0,
            .chosen = outline.exam == chosen};
}

std::vector<ExamGroup> groups_of(const Shelf& shelf, const std::string& chosen) {
    std::vector<ExamGroup> groups;
    for (const ShelvedBank& bank : shelf.banks) {
        const std::string registry(registry_name(bank.outline.registry));
        if (groups.empty() || groups.back().name != registry) groups.push_back({.name = registry});
        groups.back().cards.push_back(exam_card(bank, chosen));
        groups.back().about =
            fmt::format("{}, pass at {:.0f} of {:.0f}",
                        counted(static_cast<std::int64_t>(groups.back().cards.size()), "exam", "exams"),
                        bank.outline.scale.cut, bank.outline.scale.high);
    }
    return groups;
}

std::string length_sentence(const Outline& outline) {
    std::string words;
    if (outline.scored_items && outline.pilot_items)
        words = fmt::format("{} scored and {} pilot questions", *outline.scored_items, *outline.pilot_items);
    else if (outline.scored_items)
        words = counted(*outline.scored_items, "scored question", "scored questions");
    else
        words = "The number of questions is not published";
    if (outline.minutes)
        words += (outline.scored_items ? " in " : "; the time is ") + hours_and_minutes(*outline.minutes);
    else
        words += outline.scored_items ? "; the time is not published" : ", nor is the time";
    return words + ".";
}

/// Categories with their published figure; where not all have one, the shares we work with.
void add_parts(ExamDetail& detail, const Outline& outline) {
    const std::vector<int> categories = outline.children_of(-1);
    const std::vector<double> weights = area_weights(outline);
    const auto area = [&](int i) -> const Area& { return outline.areas[static_cast<std::size_t>(i)]; };
    const bool counts =
        std::all_of(categories.begin(), categories.end(), [&](int i) { return area(i).items.has_value(); });
    const bool published =
        std::all_of(categories.begin(), categories.end(), [&](int i) { return outline.published(i); });
    const bool official =
        std::all_of(categories.begin(), categories.end(), [&](int i) { return area(i).basis == Basis::official; });
    detail.parts_head =
        std::string(counts ? "Questions by area, " : "Share by area, ") + (!published ? "our working weights"
                                                                           : official ? "as published"
                                                                                      : "as reported by others");
    double most = 0.0;
    for (const int i : categories) most = std::max(most, weights[static_cast<std::size_t>(i)]);
    for (const int i : categories) {
        const double weight = weights[static_cast<std::size_t>(i)];
        detail.parts.push_back({.title = area(i).title,
                                .count = counts ? std::to_string(*area(i).items) : percent(weight),
                                .share = weight / most});
    }
}

ExamDetail detail_of(const ShelvedBank& bank) {
    const Outline& outline = bank.outline;
    ExamDetail detail = {.title = outline.title,
                         .about = length_sentence(outline) + " " + outline_age(outline),
                         .sure_words = outline_sureness(outline.confidence)};
    add_parts(detail, outline);
    return detail;
}

void add_date(FirstRunView& view, const FirstRunDraft& draft, std::optional<Day> date, Now now) {
    if (draft.no_date) {
        view.date_words = "You can set it later.";
        view.sum = counted(roughly(planned_answers(1, draft.minutes)), "answer", "answers") + " a day";
    } else if (date && *date >= now.day) {
        view.date_words = distance_words(*date, now.day);
        const int days = *date - now.day;
        view.sum = fmt::format("{} in all, about {}", counted(roughly(days * draft.minutes / 60.0), "hour", "hours"),
                               counted(roughly(planned_answers(days, draft.minutes)), "answer", "answers"));
    } else if (draft.date.empty()) {
        view.date_words = "typed or picked";
    } else {
        view.date_faulty = true;
        view.date_words = date ? "This day has passed." : "Not a date: write it like 9 Jan 2027.";
    }
}

void add_start(FirstRunView& view, const FirstRunDraft& draft, const ShelvedBank* bank, std::optional<Day> date,
               Now now) {
    if (!bank) {
        view.reason = "Choose an exam first.";
    } else if (bank->items == 0) {
        view.reason = "There are no questions for this exam yet.";
    } else if (!draft.no_date && (!date || *date < now.day)) {
        view.reason = "Give the exam date, or say you have none.";
    } else {
        view.can_start = true;
    }
}

struct FirstRunUpdates {
    Model& model;
    FirstRunDraft& draft;
    Now now;

    void operator()(const first_run::Choose& event) const {
        draft.exam = event.exam;
        const Goal& goal = model.record->state(event.exam).goal;
        if (goal.minutes_per_day > 0) draft.minutes = goal.minutes_per_day;
        if (goal.exam_day && *goal.exam_day >= now.day) {
            draft.date = date_words(*goal.exam_day);
            draft.no_date = false;
        }
    }
    void operator()(const first_run::DateChanged&) const { draft.no_date = false; }
    void operator()(const first_run::SetNoDate& event) const {
        draft.no_date = event.on;
        draft.date.clear();
    }
    void operator()(const first_run::SetMinutes& event) const { draft.minutes = event.minutes; }
    void operator()(const first_run::Start&) const {
        GoalSet goal = {.minutes_per_day = draft.minutes};
        if (!draft.no_date) goal.exam_day = ui::typed_date(draft.date, now.day);
        model.record->append(draft.exam, goal, now);
        open_exam(model, draft.exam, now);
    }
    void operator()(const first_run::Leave&) const { model.place = Place::today; }
    void operator()(const first_run::Teach&) const { model.place = Place::classes; }
};

}  // namespace

FirstRunView first_run_view(const Model& model, const FirstRunDraft& draft, Now now) {
    const ShelvedBank* bank = find_bank(model.shelf, draft.exam);
    const std::optional<Day> date = ui::typed_date(draft.date, now.day);
    FirstRunView view = {.groups = groups_of(model.shelf, draft.exam), .today = now.day};
    if (bank) view.detail = detail_of(*bank);
    add_date(view, draft, date, now);
    add_start(view, draft, bank, date, now);
    for (const std::string& refused : model.shelf.refused) view.notice += (view.notice.empty() ? "" : " ") + refused;
    view.can_leave = model.desk != nullptr;
    return view;
}

void update(Model& model, FirstRunDraft& draft, const FirstRunEvent& event, Now now) {
    std::visit(FirstRunUpdates{model, draft, now}, event);
}

std::span<const KeyHelp> first_run_keys() {
    static constexpr std::array keys = {KeyHelp{"Arrows", "move between exams"}, KeyHelp{"Space", "choose the exam"},
                                        KeyHelp{"Enter", "start"}};
    return keys;
}

}  // namespace collimate
