#include "app/screens/practise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/words.hpp"

namespace collimate {
namespace {

constexpr double unpublished_pace = 60.0;    // seconds a question; the forms whose time is published lie near it
constexpr double own_pace = 60.0 / 0.86;     // seconds with the explanation, as the plan counts them
constexpr double practise_full_color = 0.2;  // share of right answers from the cut at which the ramp ends

std::vector<int> leaves_under(const Outline& outline, int area) {
    if (outline.is_leaf(area)) return {area};
    std::vector<int> leaves;
    for (const int child : outline.children_of(area)) {
        const auto below = leaves_under(outline, child);
        leaves.insert(leaves.end(), below.begin(), below.end());
    }
    return leaves;
}

Ticked ticked(const PractiseDraft& draft, const std::vector<int>& leaves) {
    const auto count =
        std::count_if(leaves.begin(), leaves.end(), [&](int leaf) { return draft.leaves.contains(leaf); });
    if (count == 0) return Ticked::no;
    return static_cast<std::size_t>(count) == leaves.size() ? Ticked::yes : Ticked::partly;
}

/// Numbers of these leaves among all leaves of the outline.
std::vector<int> numbers_of(const Outline& outline, const std::vector<int>& leaves) {
    const std::vector<int> all = outline.leaves();
    std::vector<int> numbers;
    for (const int leaf : leaves)
        numbers.push_back(static_cast<int>(std::find(all.begin(), all.end(), leaf) - all.begin()));
    return numbers;
}

AreaRow area_row(const Desk& desk, const std::vector<AreaStanding>& areas, const PractiseDraft& draft, int area,
                 int depth) {
    const Outline& outline = desk.outline();
    const AreaStanding& standing = areas[static_cast<std::size_t>(area)];
    const std::vector<int> leaves = leaves_under(outline, area);
    const double expected = standing.standing.expected;
    const bool few = few_answers(desk.frame(), desk.ability(), numbers_of(outline, leaves));
    return {.area = area,
            .code = outline.areas[static_cast<std::size_t>(area)].code,
            .depth = depth,
            .branch = !outline.is_leaf(area),
            .open = depth == 0 || draft.opened.contains(area),
            .ticked = ticked(draft, leaves),
            .title = outline.areas[static_cast<std::size_t>(area)].title,
            .right = few ? "few" : percent(expected),
            .distance = std::clamp((expected - desk.frame().cut) / practise_full_color, -1.0, 1.0),
            .few = few,
            .fresh = thousands(standing.pool.unused),
            .due = thousands(standing.pool.due),
            .all = thousands(standing.pool.all),
            .any_due = standing.pool.due > 0};
}

void add_rows(PractiseView& view, const Desk& desk, const std::vector<AreaStanding>& areas, const PractiseDraft& draft,
              int parent, int depth) {
    for (const int area : desk.outline().children_of(parent)) {
        view.rows.push_back(area_row(desk, areas, draft, area, depth));
        if (view.rows.back().open) add_rows(view, desk, areas, draft, area, depth + 1);
    }
}

PoolCounts counts_of(const Desk& desk, const std::vector<AreaStanding>& areas, const PractiseDraft& draft) {
    PoolCounts sum;
    for (const int leaf : desk.outline().leaves()) {
        if (!draft.leaves.empty() && !draft.leaves.contains(leaf)) continue;
        const PoolCounts& pool = areas[static_cast<std::size_t>(leaf)].pool;
        sum.all += pool.all;
        sum.unused += pool.unused;
        sum.wrong += pool.wrong;
        sum.flagged += pool.flagged;
        sum.due += pool.due;
    }
    return sum;
}

std::vector<StateChip> state_chips(const PoolCounts& counts, PoolState on) {
    std::vector<StateChip> chips = {{PoolState::all, "All", thousands(counts.all)},
                                    {PoolState::unused, "New", thousands(counts.unused)},
                                    {PoolState::due, "Due", thousands(counts.due)},
                                    {PoolState::wrong, "Wrong", thousands(counts.wrong)},
                                    {PoolState::flagged, "Flagged", thousands(counts.flagged)}};
    for (StateChip& chip : chips) chip.on = chip.state == on;
    return chips;
}

std::string mode_words(Feedback feedback, const Outline& outline) {
    if (feedback == Feedback::each)
        return "Tutor explains after each answer and takes its time. The plan picks what is worth most of the exam.";
    if (const auto pace = exam_pace(outline))
        return fmt::format("Timed runs at exam pace, {:.0f}\u00A0s a question, and explains at the end.", *pace);
    return "Timed gives a minute a question (the time of this exam is not published) and explains at the end.";
}

int timed_minutes(const Outline& outline, int length) {
    return std::max(1, static_cast<int>(std::lround(length * exam_pace(outline).value_or(unpublished_pace) / 60.0)));
}

void add_session(PractiseView& view, const Desk& desk, const PractiseDraft& draft, Day today) {
    const auto pool = static_cast<int>(desk.pool(filter_of(draft, desk.outline()), today).size());
    const int length = std::min(draft.length, pool);
    view.scope =
        draft.leaves.empty() ? "Whole exam" : counted(static_cast<std::int64_t>(draft.leaves.size()), "area", "areas");
    view.questions = counted(length, "question", "questions");
    if (length < draft.length && length > 0) view.questions = "only " + view.questions;
    view.time = draft.feedback == Feedback::each
                    ? "about " + hours_and_minutes(std::max(1, static_cast<int>(std::lround(length * own_pace / 60.0))))
                    : hours_and_minutes(timed_minutes(desk.outline(), length));
    view.can_start = length > 0;
    if (length == 0) {
        view.questions = "No question matches";
        view.time.clear();
        view.reason = "Choose other areas, questions or another difficulty.";
    }
}

/// With the tutor the plan picks, unless too many of the questions were answered today already: it asks none twice a
/// day.
bool by_plan(const Desk& desk, const PractiseDraft& draft, const SessionSettings& settings, Now now) {
    if (draft.feedback != Feedback::each) return false;
    const std::vector<std::int64_t> pool = desk.pool(settings.filter, now.day);
    const auto open = std::count_if(pool.begin(), pool.end(), [&](std::int64_t ordinal) {
        const ItemState& item = desk.state().item(desk.heads()[static_cast<std::size_t>(ordinal)].id);
        return !item.seen() || item.last_day < now.day;
    });
    return open >= settings.length;
}

struct PractiseUpdates {
    Model& model;
    PractiseDraft& draft;
    Now now;

    void operator()(const practise::Tick& event) const {
        const std::vector<int> leaves = leaves_under(model.desk->outline(), event.area);
        const bool on = ticked(draft, leaves) != Ticked::yes;
        for (const int leaf : leaves) {
            if (on)
                draft.leaves.insert(leaf);
            else
                draft.leaves.erase(leaf);
        }
    }
    void operator()(const practise::Open& event) const {
        if (!draft.opened.erase(event.area)) draft.opened.insert(event.area);
    }
    void operator()(const practise::TickWeak&) const {
        draft.leaves.clear();
        for (const int area : model.desk->weak_topics().weaker) draft.leaves.insert(area);
    }
    void operator()(const practise::Clear&) const { draft.leaves.clear(); }
    void operator()(const practise::SetState& event) const { draft.state = event.state; }
    void operator()(const practise::SetDifficulty& event) const { draft.difficulty = event.difficulty; }
    void operator()(const practise::SetLength& event) const { draft.length = event.length; }
    void operator()(const practise::SetFeedback& event) const { draft.feedback = event.feedback; }
    void operator()(const practise::Start&) const {
        const Outline& outline = model.desk->outline();
        SessionSettings settings = {
            .filter = filter_of(draft, outline), .length = draft.length, .feedback = draft.feedback};
        if (by_plan(*model.desk, draft, settings, now)) settings.policy = Policy::plan;
        const auto pool = static_cast<int>(model.desk->pool(settings.filter, now.day).size());
        if (draft.feedback == Feedback::at_end) settings.minutes = timed_minutes(outline, std::min(draft.length, pool));
        begin_session(model, std::move(settings), now);
    }
};

}  // namespace

Filter filter_of(const PractiseDraft& draft, const Outline& outline) {
    Filter filter = {.state = draft.state, .difficulty = draft.difficulty};
    for (const int leaf : draft.leaves) filter.areas.push_back(outline.areas[static_cast<std::size_t>(leaf)].code);
    return filter;
}

std::optional<double> exam_pace(const Outline& outline) {
    if (!outline.minutes || !outline.scored_items) return {};
    return 60.0 * *outline.minutes / (*outline.scored_items + outline.pilot_items.value_or(0));
}

PractiseView practise_view(const Model& model, const PractiseDraft& draft, Now now) {
    const Desk& desk = *model.desk;
    const std::vector<AreaStanding> areas = desk.areas(now.day);
    PractiseView view;
    const PoolCounts whole = counts_of(desk, areas, {});
    view.subtitle = counted(whole.all, "question", "questions") + ", " + thousands(whole.all - whole.unused) + " seen";
    add_rows(view, desk, areas, draft, -1, 0);
    view.any_weak = !desk.weak_topics().weaker.empty();
    if (!view.any_weak) view.weak_reason = "There are not enough answers yet to tell any area weaker than the rest.";
    view.states = state_chips(counts_of(desk, areas, draft), draft.state);
    view.mode_words = mode_words(draft.feedback, desk.outline());
    add_session(view, desk, draft, now.day);
    return view;
}

void update(Model& model, PractiseDraft& draft, const PractiseEvent& event, Now now) {
    std::visit(PractiseUpdates{model, draft, now}, event);
}

std::span<const KeyHelp> practise_keys() {
    static constexpr std::array keys = {KeyHelp{"Enter", "start the session"},
                                        KeyHelp{"Up and Down", "move between areas"},
                                        KeyHelp{"Space", "tick the area"}};
    return keys;
}

}  // namespace collimate
