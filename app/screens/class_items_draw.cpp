// Paints the items of a class and the page of one of them.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/screens/class_items.hpp"
#include "app/screens/class_parts.hpp"
#include "app/widgets/charts.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::Align;
using ui::em;
using ui::Face;
using ui::Rect;

constexpr float item_row = 2.71f;  // em
constexpr float option_row = 2.71f;
constexpr float figure_row = 2.82f;

/// A figure with its interval below it, both right-aligned.
void draw_number(const Rect& cell, const ClassNumber& number) {
    const auto& c = ui::colors();
    Rect in = cell;
    const float half = std::floor(em(1.18f));
    in.y0 += std::floor((in.height() - (number.limits.empty() ? half : 2 * half)) / 2);
    ui::figures_in(ui::take_top(in, half), Face::body, number.why.empty() ? c.text : c.muted, number.value);
    if (!number.limits.empty()) ui::text_in(ui::take_top(in, half), Face::small, c.muted, number.limits, Align::right);
    if (!number.why.empty()) ui::tooltip_over(cell, number.why);
}

struct ItemColumns {
    float n, facility, point_biserial, flag;
    explicit ItemColumns(const ClassItemsView& view) {
        const auto small = [](std::string_view words) { return std::ceil(ui::text_width(Face::small, words)) + 1; };
        n = std::max(small("n"), std::ceil(ui::figures_width(Face::body, "8,888")));
        facility = std::max(small("88 to 100"), small("right"));
        point_biserial = std::max(small("\u22120.88 to \u22120.88"), small("point-biserial"));
        flag = 0;
        for (const ClassItemRow& row : view.rows)
            if (!row.flag.empty()) flag = std::max(flag, ui::chip_width(row.flag, ui::Icon::warning));
    }
};

void draw_item_heads(const ItemColumns& columns, Rect row) {
    const auto& c = ui::colors();
    ui::text_in(ui::take_right(row, columns.point_biserial, em(class_table_gap)), Face::small, c.muted,
                "point-biserial", Align::right);
    ui::text_in(ui::take_right(row, columns.facility, em(class_table_gap)), Face::small, c.muted, "right",
                Align::right);
    ui::text_in(ui::take_right(row, columns.n, em(class_table_gap)), Face::small, c.muted, "n", Align::right);
    ui::text_in(row, Face::small, c.muted, "question");
}

void draw_item_words(const ClassItemRow& row, const ItemColumns& columns, Rect in) {
    const auto& c = ui::colors();
    draw_number(ui::take_right(in, columns.point_biserial, em(class_table_gap)), row.point_biserial);
    draw_number(ui::take_right(in, columns.facility, em(class_table_gap)), row.facility);
    ui::figures_in(ui::take_right(in, columns.n, em(class_table_gap)), Face::body, c.text, row.n);
    if (columns.flag > 0) {
        const Rect flag = ui::take_right(in, columns.flag, em(class_table_gap));
        if (!row.flag.empty())
            ui::chip({flag.x0, std::floor(flag.centre().y - em(ui::chip_height) / 2)}, row.flag,
                     row.serious ? ui::Tone::bad : ui::Tone::neutral, row.serious ? ui::Icon::warning : ui::Icon::none);
    }
    const float half = std::floor(em(1.24f));
    in.y0 += std::floor((in.height() - (row.stem.empty() ? half : 2 * half)) / 2);
    ui::text_in(ui::take_top(in, half), Face::body, c.text, row.id);
    if (!row.stem.empty()) ui::text_in(ui::take_top(in, half), Face::small, c.muted, row.stem);
}

ClassDid draw_item_rows(const ClassItemsView& view, const ItemColumns& columns, Rect& in) {
    ClassDid event;
    const ui::Group group("items", ui::Arrows::vertical);
    const Rect shown = ui::clip();
    for (const ClassItemRow& row : view.rows) {
        const Rect place = ui::take_top(in, em(item_row));
        if (ui::table_row(place, row.id, {.bleed = 0.29f})) event = class_page::OpenItem{row.id};
        if (place.y1 > shown.y0 && place.y0 < shown.y1) draw_item_words(row, columns, place);
    }
    return event;
}

float form_height(const ClassItemsView& view, float width) {
    if (!view.form_none.empty()) return height_of(view.form_none, ui::small_reading(), width);
    return em(3.3f) * (width > em(34) ? 1.0f : 2.0f);
}

/// Mean, spread, reliability and standard error beside each other.
void draw_form(const ClassItemsView& view, Rect in) {
    const auto& c = ui::colors();
    if (!view.form_none.empty()) {
        ui::paragraph(in.top_left(), in.width(), view.form_none, ui::small_reading(), c.muted);
        return;
    }
    const int beside = in.width() > em(34) ? 4 : 2;
    for (std::size_t i = 0; i < view.form.size(); i += static_cast<std::size_t>(beside)) {
        const std::vector<Rect> places = ui::columns(ui::take_top(in, em(3.3f)), beside, em(class_table_gap));
        for (std::size_t j = 0; j < places.size() && i + j < view.form.size(); ++j) {
            const ClassFormLine& line = view.form[i + j];
            Rect cell = places[j];
            Rect top = ui::take_top(cell, em(1.41f));
            top.x0 += ui::text_in(top, Face::body_bold, c.text, line.name + " " + line.number.value) + em(0.47f);
            ui::text_in(top, Face::small, c.muted, line.number.limits);
            ui::text_in(ui::take_top(cell, em(1.18f)), Face::small, c.muted, line.what);
            if (!line.number.why.empty()) ui::tooltip_over(places[j], line.number.why);
        }
    }
}

// ---- one item --------------------------------------------------------------

struct OptionColumns {
    bool thirds = true;
    float label, third, bar, shares, point_biserial;
    explicit OptionColumns(float width) {
        const auto small = [](std::string_view words) { return std::ceil(ui::text_width(Face::small, words)) + 1; };
        label = em(1.76f);
        third = std::max(small("100\u00A0%"), small("middle"));
        shares = small("88 to 100");
        point_biserial = small("\u22120.88 to \u22120.88");
        thirds = width > em(30);
        bar = std::clamp(width * 0.14f, em(3), em(8));
    }
};

void draw_option_heads(const OptionColumns& columns, Rect row) {
    const auto& c = ui::colors();
    ui::text_in(ui::take_right(row, columns.point_biserial, em(class_table_gap)), Face::small, c.muted,
                "point-biserial", Align::right);
    if (columns.thirds) {
        for (const std::string_view third : {"upper", "middle", "lower"})
            ui::text_in(ui::take_right(row, columns.third, em(0.59f)), Face::small, c.muted, third, Align::right);
        ui::take_right(row, em(0.35f));
    }
    ui::text_in(ui::take_right(row, columns.shares, em(0.59f)), Face::small, c.muted, "chosen", Align::right);
    ui::text_in(row, Face::small, c.muted, "option");
}

void draw_thirds(const ClassOptionLine& line, const OptionColumns& columns, Rect& in) {
    for (int third = 2; third >= 0; --third) {
        const Rect cell = ui::take_right(in, columns.third, em(0.59f));
        const std::string words =
            line.by_third
                ? std::to_string(std::lround(100 * (*line.by_third)[static_cast<std::size_t>(third)])) + "\u00A0%"
                : std::string("\u2013");
        ui::figures_in(cell, Face::body, ui::colors().text, words);
    }
    ui::take_right(in, em(0.35f));
}

void draw_option(const ClassOptionLine& line, const OptionColumns& columns, const Rect& row) {
    const auto& c = ui::colors();
    Rect in = row;
    ui::plain_row(row);
    draw_number(ui::take_right(in, columns.point_biserial, em(class_table_gap)), line.point_biserial);
    if (columns.thirds) draw_thirds(line, columns, in);
    draw_number(ui::take_right(in, columns.shares, em(0.59f)), line.shares);
    const Rect bar = ui::take_right(in, columns.bar, em(class_table_gap));
    ui::row_bar({bar.x0, bar.centre().y - em(0.24f), bar.x1, bar.centre().y + em(0.24f)}, line.share,
                line.key ? c.good : ui::mix(c.surface, c.accent, ui::Tint::secondary_bar), true);
    const Rect label = ui::take_left(in, columns.label, em(0.47f));
    ui::text_in(label, Face::body_bold, line.key ? c.good : c.text, line.label);
    if (line.key) {
        const float width = ui::chip_width("Key", ui::Icon::right);
        const Rect chip = ui::take_right(in, width, em(0.47f));
        ui::chip({chip.x0, std::floor(chip.centre().y - em(ui::chip_height) / 2)}, "Key", ui::Tone::good,
                 ui::Icon::right);
    } else if (!line.note.empty()) {
        const Rect chip = ui::take_right(in, ui::chip_width(line.note), em(0.47f));
        ui::chip({chip.x0, std::floor(chip.centre().y - em(ui::chip_height) / 2)}, line.note, ui::Tone::neutral);
    }
    ui::text_in(in, Face::body, c.text, line.text);
}

void draw_options(const ClassItemView& view, CardColumn& column) {
    const float width = column.content_width();
    const auto& c = ui::colors();
    if (view.options.empty()) {
        const Rect in = column.next("Options", {}, height_of(view.no_options, ui::body_reading(), width));
        ui::paragraph(in.top_left(), in.width(), view.no_options, ui::body_reading(), c.muted);
        return;
    }
    Rect in = column.next("Options", "first answers, 95\u00A0% interval",
                          em(1.41f) + em(option_row) * static_cast<float>(view.options.size()) + em(0.71f) +
                              height_of(view.thirds_note, ui::small_reading(), width));
    const OptionColumns columns(in.width());
    draw_option_heads(columns, ui::take_top(in, em(1.41f)));
    for (const ClassOptionLine& line : view.options) draw_option(line, columns, ui::take_top(in, em(option_row)));
    in.y0 += em(0.71f);
    ui::paragraph(in.top_left(), in.width(), view.thirds_note, ui::small_reading(), c.muted);
}

void draw_figures(const ClassItemView& view, CardColumn& column) {
    const auto& c = ui::colors();
    const float width = column.content_width();
    float sentences = 0;
    for (const std::string& why : view.why) sentences += height_of(why, ui::small_reading(), width) + em(0.35f);
    Rect in = column.next("What it tells", "95\u00A0% interval",
                          em(figure_row) * static_cast<float>(view.figures.size()) + sentences);
    for (std::size_t i = 0; i < view.figures.size(); ++i) {
        const ClassFormLine& line = view.figures[i];
        Rect row = ui::take_top(in, em(figure_row));
        if (i > 0) ui::plain_row(row);
        draw_number(ui::take_right(row, em(7.1f), em(0.71f)), line.number);
        const float half = std::floor(em(1.24f));
        row.y0 += std::floor((row.height() - 2 * half) / 2);
        ui::text_in(ui::take_top(row, half), Face::body, c.text, line.name);
        ui::text_in(ui::take_top(row, half), Face::small, c.muted, line.what);
    }
    for (const std::string& why : view.why)
        in.y0 += ui::paragraph(in.top_left(), in.width(), why, ui::small_reading(), c.warn) + em(0.35f);
}

void draw_stem(const ClassItemView& view, CardColumn& column) {
    const float width = std::min(column.content_width(), ui::widest_measure(ui::body_reading()));
    const auto& c = ui::colors();
    if (!view.no_stem.empty()) {
        const Rect in = column.next("Question", {}, height_of(view.no_stem, ui::body_reading(), width));
        ui::paragraph(in.top_left(), width, view.no_stem, ui::body_reading(), c.muted);
        return;
    }
    const Rect in = column.next("Question", view.area, ui::measure(view.stem, ui::body_reading(), width).height);
    ui::paragraph(in.top_left(), width, view.stem, ui::body_reading(), c.text);
}

}  // namespace

namespace {

/// The form keeps still, the questions scroll below it.
ClassDid draw_items_beside(const ClassItemsView& view, Rect box) {
    const float inside = box.width() - 2 * ui::card_padding();
    const Rect form =
        ui::take_top(box, ui::card_head() + form_height(view, inside) + ui::card_padding() * 0.6f, em(ui::card_gap));
    draw_form(view, ui::card(form, "The form", view.form_scope));
    Rect in = ui::card(box, view.flags, view.scope);
    const ItemColumns columns(view);
    Rect heads = ui::take_top(in, em(1.41f));
    heads.x1 -= em(0.47f);
    draw_item_heads(columns, heads);
    ui::ScrollArea area({box.x0 + em(0.29f), in.y0, box.x1 - em(0.12f), box.y1 - em(0.18f)}, "items",
                        ui::colors().surface);
    Rect list = area.content();
    list = {in.x0, list.y0 + em(ring_room), in.x1 - em(0.47f), list.y1};
    ClassDid event = draw_item_rows(view, columns, list);
    area.reaches(list.y0 + em(0.35f));
    return event;
}

/// The whole page scrolls, where there is little room.
ClassDid draw_items_column(const ClassItemsView& view, const Rect& page, const Stage& stage) {
    ui::ScrollArea area({stage.page.x0, page.y0 - em(ring_room), stage.page.x1, stage.page.y1}, "items",
                        ui::colors().canvas);
    Rect in = area.content();
    in = {page.x0, in.y0 + em(ring_room), page.x1, in.y1};
    CardColumn column(in);
    draw_form(view, column.next("The form", {}, form_height(view, column.content_width())));
    Rect rows = column.next(view.flags, {}, em(1.41f) + em(item_row) * static_cast<float>(view.rows.size()));
    const ItemColumns columns(view);
    draw_item_heads(columns, ui::take_top(rows, em(1.41f)));
    ClassDid event = draw_item_rows(view, columns, rows);
    area.reaches(column.bottom() + em(1.41f));
    return event;
}

}  // namespace

ClassDid draw_class_items(const ClassItemsView& view, const std::vector<ClassChip>& sources, const ui::Rect& page,
                          const Stage& stage) {
    ClassDid event;
    Rect box = page;
    if (sources.size() > 1) {
        if (const auto chosen = draw_class_chips(sources, box))
            event = class_page::SetSource{static_cast<std::size_t>(*chosen)};
        box.y0 += em(0.71f);
    }
    if (view.rows.empty()) {
        (void)ui::empty_state(box, {.icon = ui::Icon::table,
                                    .heading = "No answers yet",
                                    .text = "Add results of the class, or a sheet of answers from elsewhere."});
        return event;
    }
    Rect fixed = box;
    fixed.y1 -= em(1.41f);
    ClassDid opened = beside(stage.room) ? draw_items_beside(view, fixed) : draw_items_column(view, box, stage);
    return opened ? opened : event;
}

ClassDid draw_class_item(const ClassItemView& view, const ui::Rect& page, const Stage& stage) {
    Rect rest = page;
    rest.y0 += em(0.94f);
    ClassDid event = draw_class_way_back(ui::take_top(rest, em(1.65f)), "Back to the items");
    Rect title = ui::take_top(rest, em(2.59f), em(0.47f));
    title.x0 += ui::text_in(title, Face::title, ui::colors().text, view.id) + em(0.82f);
    ui::ScrollArea area({stage.page.x0, rest.y0 - em(ring_room), stage.page.x1, stage.page.y1}, "item",
                        ui::colors().canvas);
    Rect in = area.content();
    in = {page.x0, in.y0 + em(ring_room), page.x1, in.y1};
    for (const std::string& flag : view.flags)
        in.y0 += ui::notice(in.top_left(), in.width(), {.fact = flag}) + em(0.59f);
    const auto parts = beside(stage.room) ? ui::columns(in, {62.0f, 38.0f}, em(ui::card_gap)) : std::vector<Rect>{in};
    CardColumn left(parts.front());
    draw_stem(view, left);
    CardColumn right(parts.size() > 1 ? parts[1] : left.left());
    draw_figures(view, right);
    Rect across = in;
    across.y0 = std::max(left.bottom(), right.bottom()) + em(ui::card_gap);
    CardColumn below(across);
    draw_options(view, below);
    area.reaches(below.bottom() + em(1.41f));
    return event;
}

}  // namespace collimate
