#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/screens/class_parts.hpp"
#include "app/screens/stage.hpp"
#include "engine/item/markup.hpp"

namespace collimate {

struct ClassItemRow {
    std::string id;
    std::string stem;  ///< its start, where the bank has it
    std::string n;
    ClassNumber facility, point_biserial;
    std::string flag;      ///< `check the key`; empty where nothing is flagged
    bool serious = false;  ///< the key or the direction, not only a distractor
};

/// One figure of the form, or the sentence in its place.
struct ClassFormLine {
    std::string name;
    ClassNumber number;
    std::string what;  ///< in plain words
};

struct ClassItemsView {
    std::string scope;               ///< `24 candidates, first answers`
    std::vector<ClassItemRow> rows;  ///< flags first
    std::vector<ClassFormLine> form;
    std::string form_scope;
    std::string form_none;  ///< in place of the figures, where there is no common form
    std::string flags;      ///< `2 of 40 need a look`
};

struct ClassOptionLine {
    std::string label;  ///< `A`
    std::string text;
    bool key = false;
    std::string chosen;
    double share = 0.0;
    ClassNumber shares;
    std::optional<std::array<double, 3>> by_third;
    ClassNumber point_biserial;
    std::string note;  ///< `hardly chosen`
};

struct ClassItemView {
    std::string id;
    std::string area;
    std::vector<Span> stem;
    std::string no_stem;  ///< where the bank does not have it
    std::vector<std::string> flags;
    std::vector<ClassOptionLine> options;
    std::string no_options;
    std::string thirds_note;
    std::vector<ClassFormLine> figures;
    std::vector<std::string> why;  ///< sentences for what is withheld, each once
};

/// The exams whose items can be looked at: that of the class, then the others.
/// With how many of their items need a look.
[[nodiscard]] std::vector<ClassChip> class_sources(const ClassFacts& facts, std::size_t current);
[[nodiscard]] ClassItemsView class_items_view(const ClassFacts& facts, std::size_t source);
/// Absent where the source has no such item.
[[nodiscard]] std::optional<ClassItemView> class_item_view(const ClassFacts& facts, std::size_t source,
                                                           const std::string& id);

[[nodiscard]] ClassDid draw_class_items(const ClassItemsView& view, const std::vector<ClassChip>& sources,
                                        const ui::Rect& page, const Stage& stage);
[[nodiscard]] ClassDid draw_class_item(const ClassItemView& view, const ui::Rect& page, const Stage& stage);

}  // namespace collimate
