#include "app/widgets/table.hpp"

#include <string>

namespace collimate::ui {

std::vector<Rect> cells(const Rect& row, std::span<const Column> columns, float gap) {
    float taken = gap * static_cast<float>(columns.size() > 0 ? columns.size() - 1 : 0);
    for (const Column& column : columns) taken += column.width;
    Rect rest = row;
    std::vector<Rect> places;
    for (const Column& column : columns)
        places.push_back(take_left(rest, column.width > 0 ? column.width : std::max(0.0f, row.width() - taken), gap));
    return places;
}

void table_head(const Rect& row, std::span<const Column> columns, float gap) {
    const std::vector<Rect> places = cells(row, columns, gap);
    for (std::size_t i = 0; i < columns.size(); ++i)
        text_in(places[i], Face::small, colors().muted, columns[i].head, columns[i].align);
}

bool table_row(const Rect& row, std::string_view name, const RowLook& look) {
    const Palette& c = colors();
    const Rect ground = row.inset(-em(look.bleed), 0);
    const Touch touch =
        control(ground, {.name = name, .kind = "row", .radius = em(Radius::button), .chosen = look.chosen});
    if (look.hairline) hairline_across(row.x0, row.x1, row.y0, c.line);
    Rect inner = ground;
    if (look.hairline) inner.y0 += hairline();
    if (look.chosen) fill(inner, c.accent_soft, em(Radius::button));
    if (touch.hovered)
        fill(inner, mix(look.chosen ? c.accent_soft : c.surface, c.text, touch.held ? Tint::hover : Tint::row_hover),
             em(Radius::button));
    return touch.clicked;
}

void plain_row(const Rect& row) { hairline_across(row.x0, row.x1, row.y0, colors().line); }

TreeEvent tree_row(const Rect& row, std::string_view name, Branch branch, int depth, float name_end,
                   const RowLook& look) {
    const Palette& c = colors();
    TreeEvent event;
    const float indent = em(1.18f) * static_cast<float>(depth);
    const Rect sign = at({row.x0 + indent, row.y0}, em(1.18f), row.height());
    Touch touch;
    if (branch != Branch::leaf) {
        const std::string what = (branch == Branch::open ? "Close " : "Open ") + std::string(name);
        touch = control(sign, {.name = what, .kind = "branch", .radius = em(Radius::cell), .stop = false});
        event.toggled = touch.clicked;
    }
    event.pressed = table_row(row, name, look);
    if (branch != Branch::leaf)
        icon({sign.x0 + em(0.41f), sign.centre().y}, branch == Branch::open ? Icon::open_branch : Icon::closed_branch,
             touch.hovered ? c.text : c.muted);
    text_in({sign.x1, row.y0, name_end, row.y1}, branch == Branch::leaf ? Face::body : Face::body_bold, c.text, name);
    return event;
}

}  // namespace collimate::ui
