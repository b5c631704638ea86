#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/item_page.hpp"

namespace collimate {

/// What of the bank is listed, by the candidate's own history with it.
enum class BankState { all, unused, wrong, due, flagged, noted };
inline constexpr int bank_state_count = 6;

/// One question of the list.
struct BankRow {
    std::string id;
    std::string stem;  ///< its start
    std::string area;
    std::string level;
    std::string history;  ///< `New`, `right 3 of 4`
    ui::Tone tone = ui::Tone::neutral;
    ui::Icon icon = ui::Icon::none;
    bool flagged = false;
    bool noted = false;
};

/// How well the bank covers one area of the outline.
struct CoverageLine {
    int area = 0;
    int depth = 0;
    bool branch = false;
    std::string name;
    std::string items;     ///< questions in the bank
    std::string share;     ///< `12 %`
    double balance = 0.0;  ///< share of the bank over share of the exam, as log2: 0 even, -1 half, 1 double
    bool none = false;
    bool chosen = false;
};

struct BankFilterChip {
    std::string name;
    std::string count;
    bool on = false;
};

struct BankView {
    std::string subtitle;
    std::array<BankFilterChip, bank_state_count> states;
    std::array<BankFilterChip, 4> levels;  ///< all, then by level
    std::string area;                      ///< of the filter; empty for all
    std::string found;                     ///< `212 questions`
    std::vector<BankRow> rows;
    std::string more;   ///< `112 more`; empty when all are listed
    std::string empty;  ///< why the list is empty; empty else
    std::string coverage_scope;
    std::vector<CoverageLine> coverage;
    std::string coverage_note;
    std::optional<ItemPageView> page;
};

enum class BankTab { questions, coverage };

struct BankDraft {
    std::string typed;  ///< in the search field
    std::string query;
    BankState state = BankState::all;
    std::optional<Level> level;
    std::optional<int> area;
    std::size_t rows = 60;
    BankTab tab = BankTab::questions;  ///< where both do not fit beside each other
    std::optional<OpenItem> open;
    ItemPageDraft page;
    bool focus_search = false;  ///< Ctrl F: the search field takes the keyboard when next drawn
};

namespace bank_screen {
struct Search {
    std::string text;
};
struct SetState {
    BankState state = BankState::all;
};
struct SetLevel {
    std::optional<Level> level;
};
struct SetArea {
    std::optional<int> area;
};
struct ShowMore {};
struct ClearFilters {};
struct Open {
    std::string id;
};
}  // namespace bank_screen

using BankEvent = std::variant<bank_screen::Search, bank_screen::SetState, bank_screen::SetLevel, bank_screen::SetArea,
                               bank_screen::ShowMore, bank_screen::ClearFilters, bank_screen::Open, ItemPageEvent>;

[[nodiscard]] BankView bank_view(const Model& model, const BankDraft& draft, Now now);
[[nodiscard]] std::optional<BankEvent> draw(const BankView& view, BankDraft& draft, const Stage& stage);
void update(Model& model, BankDraft& draft, const BankEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> bank_keys();

}  // namespace collimate
