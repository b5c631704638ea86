// What the bank screen shows; it is painted in bank_draw.cpp.
#include "app/screens/bank.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"

namespace collimate {
namespace {

constexpr std::size_t rows_at_a_time = 60;
constexpr int most_found = 2000;
constexpr std::size_t bank_stem_signs = 200;
constexpr std::array<std::string_view, bank_state_count> state_names{"All", "New",     "Wrong",
                                                                     "Due", "Flagged", "With a note"};

bool in_state(const ItemState& item, BankState state, Day today) {
    switch (state) {
        case BankState::all:
            return true;
        case BankState::unused:
            return !item.seen();
        case BankState::wrong:
            return item.last_wrong();
        case BankState::due:
            return item.seen() && item.due <= today;
        case BankState::flagged:
            return item.flagged;
        case BankState::noted:
            return !item.note.empty();
    }
    return true;
}

bool within(const Outline& outline, int area, int of) {
    for (int at = area; at >= 0; at = outline.areas[static_cast<std::size_t>(at)].parent)
        if (at == of) return true;
    return false;
}

/// In the order of the search, or of the bank where nothing is searched for; retired items show up in a search only.
std::vector<const ItemHead*> candidates(const Model& model, const std::string& query) {
    const auto& heads = model.desk->heads();
    std::vector<const ItemHead*> found;
    if (query.empty()) {
        for (const ItemHead& head : heads)
            if (!head.retired) found.push_back(&head);
        return found;
    }
    for (const std::string& id : model.bank->search(query, most_found))
        if (const auto ordinal = model.bank->find(id)) found.push_back(&heads[static_cast<std::size_t>(*ordinal)]);
    return found;
}

BankRow row_of(const Model& model, const ItemHead& head, Day today) {
    const ItemState& state = model.desk->state().item(head.id);
    BankRow row = {.id = head.id,
                   .stem = opening(plain(model.desk->present(head.id).stem), bank_stem_signs),
                   .area = model.bank->outline().areas[static_cast<std::size_t>(head.area)].title,
                   .level = std::string(level_name(head.level)),
                   .history = "New",
                   .tone = ui::Tone::accent,
                   .flagged = state.flagged,
                   .noted = !state.note.empty()};
    if (head.retired) {
        row.history = "Retired";
        row.tone = ui::Tone::neutral;
    }
    if (!state.seen()) return row;
    row.history = fmt::format("{} of {} right", state.all.right, state.all.answers);
    row.tone = state.last_right ? ui::Tone::good : ui::Tone::bad;
    row.icon = state.last_right ? ui::Icon::right : ui::Icon::wrong;
    if (state.due <= today && !head.retired) row.history += ", due";
    return row;
}

void fill_rows(BankView& view, const Model& model, const BankDraft& draft, Day today) {
    const Outline& outline = model.bank->outline();
    std::array<int, bank_state_count> by_state{};
    std::array<int, 4> by_level{};
    std::vector<const ItemHead*> listed;
    for (const ItemHead* head : candidates(model, draft.query)) {
        if (draft.area && !within(outline, head->area, *draft.area)) continue;
        const ItemState& state = model.desk->state().item(head->id);
        const bool level = !draft.level || *draft.level == head->level;
        const bool here = in_state(state, draft.state, today);
        for (int i = 0; i < bank_state_count; ++i)
            by_state[static_cast<std::size_t>(i)] += level && in_state(state, static_cast<BankState>(i), today) ? 1 : 0;
        by_level[0] += here ? 1 : 0;
        by_level[static_cast<std::size_t>(head->level) + 1] += here ? 1 : 0;
        if (level && here) listed.push_back(head);
    }
    for (std::size_t i = 0; i < view.states.size(); ++i)
        view.states[i] = {std::string(state_names[i]), thousands(by_state[i]),
                          static_cast<std::size_t>(draft.state) == i};
    view.levels[0] = {"Any level", thousands(by_level[0]), !draft.level};
    for (const Level level : {Level::recall, Level::application, Level::analysis}) {
        const auto i = static_cast<std::size_t>(level) + 1;
        view.levels[i] = {std::string(level_name(level)), thousands(by_level[i]), draft.level == level};
    }
    view.found = counted(static_cast<std::int64_t>(listed.size()), "question", "questions");
    const std::size_t shown = std::min(listed.size(), draft.rows);
    for (std::size_t i = 0; i < shown; ++i) view.rows.push_back(row_of(model, *listed[i], today));
    if (shown < listed.size()) view.more = fmt::format("{} more", listed.size() - shown);
}

std::string empty_words(const BankDraft& draft) {
    if (!draft.query.empty())
        return "Nothing found for \u201C" + draft.query +
               "\u201D with these filters. Try fewer letters, or clear the filters.";
    return "No question of this bank passes these filters.";
}

CoverageLine coverage_line(const Outline& outline, const AreaStanding& standing, double all_items) {
    const Area& area = outline.areas[static_cast<std::size_t>(standing.area)];
    CoverageLine line = {
        .area = standing.area,
        .depth = outline.depth_of(standing.area),
        .branch = !standing.leaf,
        .name = area.title,
        .items = thousands(standing.pool.all),
        .share = standing.weight < 0.1 ? one_decimal(100 * standing.weight) + "\u00A0%" : percent(standing.weight),
        .none = standing.pool.all == 0};
    if (all_items > 0 && standing.weight > 0 && standing.pool.all > 0)
        line.balance = std::log2(standing.pool.all / all_items / standing.weight);
    return line;
}

void fill_coverage(BankView& view, const Model& model, const BankDraft& draft, Day today) {
    const Outline& outline = model.bank->outline();
    const std::vector<AreaStanding> standings = model.desk->areas(today);
    double all_items = 0;
    int without = 0;
    bool published = true;
    for (const AreaStanding& standing : standings) {
        if (!standing.leaf) continue;
        all_items += standing.pool.all;
        without += standing.pool.all == 0 ? 1 : 0;
        published = published && outline.published(standing.area);
    }
    for (const AreaStanding& standing : standings) {
        view.coverage.push_back(coverage_line(outline, standing, all_items));
        view.coverage.back().chosen = draft.area == standing.area;
    }
    view.coverage_scope = "questions here, share of the exam";
    view.coverage_note =
        without == 0 ? "Every area has questions." : counted(without, "area has", "areas have") + " no questions yet.";
    if (!published)
        view.coverage_note += " Where the registry publishes no share for an area, it is our working weight.";
}

}  // namespace

BankView bank_view(const Model& model, const BankDraft& draft, Now now) {
    const Outline& outline = model.bank->outline();
    BankView view;
    fill_rows(view, model, draft, now.day);
    fill_coverage(view, model, draft, now.day);
    view.subtitle =
        counted(model.bank->size(), "question", "questions") + ", " +
        counted(static_cast<std::int64_t>(model.bank->points().size()), "learning point", "learning points");
    if (draft.area) view.area = outline.areas[static_cast<std::size_t>(*draft.area)].title;
    if (view.rows.empty()) view.empty = empty_words(draft);
    if (draft.open) view.page = item_page_view(model, *draft.open, now);
    return view;
}

void update(Model& model, BankDraft& draft, const BankEvent& event, Now now) {
    struct Does {
        Model& model;
        BankDraft& draft;
        Now now;

        void operator()(const bank_screen::Search& search) const {
            draft.query = search.text;
            draft.rows = rows_at_a_time;
        }
        void operator()(const bank_screen::SetState& set) const {
            draft.state = set.state;
            draft.rows = rows_at_a_time;
        }
        void operator()(const bank_screen::SetLevel& set) const {
            draft.level = set.level;
            draft.rows = rows_at_a_time;
        }
        void operator()(const bank_screen::SetArea& set) const {
            draft.area = set.area == draft.area ? std::nullopt : set.area;
            draft.rows = rows_at_a_time;
            draft.tab = BankTab::questions;
        }
        void operator()(const bank_screen::ShowMore&) const { draft.rows += rows_at_a_time; }
        void operator()(const bank_screen::ClearFilters&) const { draft = BankDraft{.tab = draft.tab}; }
        void operator()(const bank_screen::Open& open) const {
            draft.open = OpenItem{.id = open.id};
            draft.page = {};
        }
        void operator()(const ItemPageEvent& page) const {
            if (std::holds_alternative<item_page::Back>(page))
                draft.open.reset();
            else
                update_item_page(model, draft.open->id, page, now);
        }
    };
    std::visit(Does{model, draft, now}, event);
}

std::span<const KeyHelp> bank_keys() {
    static constexpr std::array<KeyHelp, 5> keys{{{"Ctrl F", "to the search field"},
                                                  {"Down, Up", "move in the list"},
                                                  {"Space or Enter", "open the question"},
                                                  {"P, F, N", "on a question: practise it, flag it, note"},
                                                  {"Esc", "back to the list"}}};
    return keys;
}

}  // namespace collimate
