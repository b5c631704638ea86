#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "app/widgets/controls.hpp"

namespace collimate::ui {

/// A column's place in every row; widths come from measured text of the longest content expected.
struct Column {
    std::string_view head;
    float width = 0;  ///< pixels; 0 takes what is left (one column of a table)
    Align align = Align::right;
};
/// Cells of a row for these columns, `gap` pixels apart.
[[nodiscard]] std::vector<Rect> cells(const Rect& row, std::span<const Column> columns, float gap);
/// Small muted heads on one baseline.
void table_head(const Rect& row, std::span<const Column> columns, float gap);

struct RowLook {
    bool chosen = false;
    bool hairline = true;  ///< above the row
    float bleed = 0.59f;   ///< em the ground reaches beyond the row on both sides
};
/// Ground, hairline and hit area of a row; the caller paints the cells on it. True when pressed.
bool table_row(const Rect& row, std::string_view name, const RowLook& look = {});
/// The same row without anything to press.
void plain_row(const Rect& row);

enum class Branch { leaf, open, closed };
struct TreeEvent {
    bool toggled = false;  ///< the branch sign; by keyboard the row itself is pressed
    bool pressed = false;
};
/// Sign and name of a row of a tree, the name cut at `name_end`. A branch's name is SemiBold.
TreeEvent tree_row(const Rect& row, std::string_view name, Branch branch, int depth, float name_end,
                   const RowLook& look = {});

}  // namespace collimate::ui
