#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/explanation.hpp"
#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

/// An item to be looked at; `seed` and `response` where it was answered in a session.
struct OpenItem {
    std::string id;
    std::optional<std::uint64_t> seed;
    std::optional<Response> response;
};

/// One earlier answer.
struct AnswerLine {
    std::string when;  ///< `22 Nov`
    bool right = false;
    std::string given;  ///< `chose B, sure`
    std::string time;   ///< `38 s`
};

struct FactLine {
    std::string name;
    std::string value;
};

/// Everything about one question: what it asks, why, where it comes from, and the candidate's own history with it.
struct ItemPageView {
    std::string id;
    std::string area;
    Explanation explained;
    std::string draw_note;  ///< parametric: these numbers are one draw of many
    std::vector<FactLine> facts;
    std::string origin;
    std::vector<AnswerLine> answers;  ///< newest first
    std::string memory;               ///< when it comes back
    std::string retired;              ///< why it is not asked any more; empty else
    bool flagged = false;
    std::string note;
};

struct ItemPageDraft {
    ExhibitsDraft exhibits;
    bool editing_note = false;
    std::string note;
};

namespace item_page {
struct Back {};
struct SetFlag {
    bool on = true;
};
struct KeepNote {
    std::string text;
};
struct Practise {};
}  // namespace item_page

using ItemPageEvent = std::variant<item_page::Back, item_page::SetFlag, item_page::KeepNote, item_page::Practise>;

/// Throws Refused when the bank does not hold the item.
[[nodiscard]] ItemPageView item_page_view(const Model& model, const OpenItem& open, Now now);
/// `back` names where the way back leads: `Bank`, `Result`.
[[nodiscard]] std::optional<ItemPageEvent> draw_item_page(const ItemPageView& view, ItemPageDraft& draft,
                                                          std::string_view back, const Stage& stage);
/// Every event but Back, which belongs to the screen that opened the page.
void update_item_page(Model& model, const std::string& id, const ItemPageEvent& event, Now now);

/// Starts a practice session on these questions and goes there.
void practise_items(Model& model, std::vector<std::string> items, Now now);

}  // namespace collimate
