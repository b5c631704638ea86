#pragma once

#include "app/screens/exhibits.hpp"
#include "app/screens/stage.hpp"
#include "app/widgets/layout.hpp"

namespace collimate {

/// Once a frame before anything of them is drawn: a new question is looked at afresh. Keeps frames coming while a
/// picture is computed.
void meet_exhibits(const ExhibitsView& view, ExhibitsDraft& draft);

/// Height in pixels of pictures with captions and tools, and of the table, in this width; the pictures share `most`.
[[nodiscard]] float exhibits_height(const ExhibitsView& view, const ExhibitsDraft& draft, float width, float most);

/// Several pictures stand side by side where that shows them larger. Returns the bottom of what was drawn.
float draw_exhibits(const ExhibitsView& view, ExhibitsDraft& draft, ui::Rect in, float most);

/// The table alone; returns its bottom.
float draw_exhibit_table(const ExhibitTableView& table, ui::Rect in);
[[nodiscard]] float exhibit_table_height(const ExhibitTableView& table, float width);

/// The first picture small with its key, for a bar without room for more; opens the whole.
void draw_exhibit_thumbnail(const ExhibitsView& view, ExhibitsDraft& draft, const ui::Rect& in);
/// For the bar: whether a thumbnail stands for pictures that have no place on the page.
[[nodiscard]] bool only_thumbnail(const ExhibitsView& view, ui::Room room);

/// M opens and closes it, Esc closes it. Call after everything else of the page; draws only while it is open.
void draw_magnified(const ExhibitsView& view, ExhibitsDraft& draft, const ui::Rect& window);

/// Keys of a screen's own, and those of its pictures.
[[nodiscard]] std::vector<KeyHelp> with_viewer_keys(std::span<const KeyHelp> own);

}  // namespace collimate
