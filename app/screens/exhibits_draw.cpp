// Paints pictures and tables of a question, on the page and in the whole window.
#include "app/screens/exhibits_draw.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/widgets/dialog.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Key;
using ui::Rect;

constexpr float picture_gap = 0.94f;  // em, between pictures
constexpr float caption_gap = 0.35f;
constexpr float table_padding = 1.18f;
constexpr float exhibit_cell_gap = 1.41f;  // between columns
constexpr float row_air = 0.41f;           // above and below the words of a row
constexpr float least_cell = 30;           // tools and caption want that much beside a narrow picture

ui::ViewerLook look_of(const ExhibitsView& view, const ExhibitsDraft& draft, std::size_t i) {
    const ExhibitPicture& picture = view.pictures[i];
    return {.name = picture.name,
            .title = view.pictures.size() > 1 ? std::string_view(picture.name) : std::string_view(),
            .alt = picture.alt,
            .asks_mark = view.asks_mark && i == 0,
            .mark_words = view.mark_words,
            .mark_tone = view.mark_tone,
            .regions = picture.regions,
            .takes_keys = draft.current == static_cast<int>(i),
            .large = draft.magnified};
}

/// Caption, credit and description below a picture.
float words_height(const ExhibitPicture& picture, bool described, float width) {
    const ui::Reading small = ui::small_reading();
    float height = 0;
    if (!picture.caption.empty()) height += em(caption_gap) + ui::measure(picture.caption, small, width).height;
    if (!picture.credit.empty()) height += em(caption_gap) + ui::measure(picture.credit, small, width).height;
    if (described) height += em(caption_gap) + ui::measure(picture.alt, small, width).height;
    return height;
}

void draw_words(const ExhibitPicture& picture, bool described, Rect in) {
    const auto& c = ui::colors();
    const ui::Reading small = ui::small_reading();
    const auto line = [&](const auto& words, ui::Color color) {
        in.y0 += em(caption_gap);
        in.y0 += ui::paragraph(in.top_left(), in.width(), words, small, color);
    };
    if (!picture.caption.empty()) line(picture.caption, c.muted);
    if (!picture.credit.empty()) line(picture.credit, c.muted);
    if (described) line(picture.alt, c.text);
}

float box_height(const ExhibitPicture& picture, const ui::ViewerLook& look, float width, float most) {
    if (picture.picture.figure) return ui::viewer_height(*picture.picture.figure, width, most);
    const float shape = static_cast<float>(picture.height) / static_cast<float>(picture.width);
    const float box = std::min(std::ceil(width * shape), most);
    if (picture.picture.waiting()) return box;
    return ui::viewer_fault_height(look, picture.picture.fault, width);
}

/// How several pictures share the room.
struct TableGrid {
    int columns = 1;
    float width = 0;  ///< of a cell
    float most = 0;   ///< height of a picture
};

TableGrid grid_of(const ExhibitsView& view, float width, float most) {
    const int count = static_cast<int>(view.pictures.size());
    TableGrid best{.columns = 1, .width = width, .most = most};
    float largest = 0;
    for (int columns = count; columns >= 1; --columns) {
        const int rows = (count + columns - 1) / columns;
        const TableGrid grid{
            .columns = columns,
            .width =
                std::floor((width - em(picture_gap) * static_cast<float>(columns - 1)) / static_cast<float>(columns)),
            .most = std::floor((most - em(4.7f) * static_cast<float>(rows - 1)) / static_cast<float>(rows))};
        float scale = 1e9f;
        for (const ExhibitPicture& picture : view.pictures)
            scale = std::min({scale, grid.width / static_cast<float>(picture.width),
                              grid.most / static_cast<float>(picture.height)});
        if (scale <= largest) continue;
        largest = scale;
        best = grid;
    }
    float widest = em(least_cell);
    for (const ExhibitPicture& picture : view.pictures)
        widest = std::max(
            widest, std::floor(best.most * static_cast<float>(picture.width) / static_cast<float>(picture.height)));
    best.width = std::min(best.width, widest);
    return best;
}

bool described(const ExhibitsDraft& draft, std::size_t i) {
    return i < draft.viewers.size() && draft.viewers[i].described;
}

float exhibit_cell_height(const ExhibitsView& view, const ExhibitsDraft& draft, std::size_t i, const TableGrid& grid) {
    return box_height(view.pictures[i], look_of(view, draft, i), grid.width, grid.most) +
           words_height(view.pictures[i], described(draft, i), grid.width);
}

void draw_cell(const ExhibitsView& view, ExhibitsDraft& draft, std::size_t i, Rect cell, float most) {
    const ExhibitPicture& picture = view.pictures[i];
    const ui::ViewerLook look = look_of(view, draft, i);
    ui::ViewerState& state = draft.viewers[i];
    const Rect box = ui::take_top(cell, box_height(picture, look, cell.width(), most));
    draw_words(picture, state.described, cell);
    if (picture.picture.waiting()) return ui::viewer_waiting(box, look, state);
    if (!picture.picture.figure) return ui::viewer_fault(box, look, picture.picture.fault);
    const ui::ViewerEvent event = ui::viewer(box, *picture.picture.figure, state, look);
    if (event.touched) draft.current = static_cast<int>(i);
    if (event.magnify) {
        draft.magnified = !draft.magnified;
        ui::wake_in(0);
    }
}

/// Returns the bottom of the lowest.
float walk_grid(const ExhibitsView& view, const ExhibitsDraft& draft, Rect in, const TableGrid& grid,
                const auto& visit) {
    float bottom = in.y0;
    for (std::size_t first = 0; first < view.pictures.size(); first += static_cast<std::size_t>(grid.columns)) {
        if (first > 0) in.y0 = bottom + em(picture_gap);
        for (std::size_t i = first; i < std::min(view.pictures.size(), first + static_cast<std::size_t>(grid.columns));
             ++i) {
            const float left = in.x0 + static_cast<float>(i - first) * (grid.width + em(picture_gap));
            const Rect cell = ui::at({left, in.y0}, grid.width, exhibit_cell_height(view, draft, i, grid));
            visit(i, cell);
            bottom = std::max(bottom, cell.y1);
        }
    }
    return bottom;
}

// The table.

float natural_width(const ExhibitTableView& table, std::size_t column) {
    constexpr float endless = 1e5f;
    float width = ui::measure(table.columns[column].head, ui::body_reading(), endless).width;
    for (const auto& row : table.rows)
        width = std::max(width, ui::measure(row[column], ui::body_reading(), endless).width);
    return std::ceil(width) + 1;
}

/// As wide as their words where that fits, the rest shared among all; else the widest give way first.
std::vector<float> column_widths(const ExhibitTableView& table, float width) {
    std::vector<float> widths;
    for (std::size_t i = 0; i < table.columns.size(); ++i) widths.push_back(natural_width(table, i));
    const auto count = static_cast<float>(widths.size());
    const float room = width - em(exhibit_cell_gap) * (count - 1);
    const float wanted = std::accumulate(widths.begin(), widths.end(), 0.0f);
    if (wanted <= room) {
        const float more = std::min(em(2), std::floor((room - wanted) / std::max(count - 1, 1.0f)));
        for (std::size_t i = 1; i < widths.size(); ++i) widths[i] += more;
        return widths;
    }
    float low = 0;
    float high = room;
    for (int i = 0; i < 24; ++i) {
        const float most = (low + high) / 2;
        float sum = 0;
        for (const float w : widths) sum += std::min(w, most);
        (sum <= room ? low : high) = most;
    }
    for (float& w : widths) w = std::floor(std::min(w, std::max(low, em(2))));
    return widths;
}

float row_height(const std::vector<std::vector<Span>>& row, const std::vector<float>& widths) {
    float height = 0;
    for (std::size_t i = 0; i < row.size(); ++i)
        height = std::max(height, ui::measure(row[i], ui::body_reading(), widths[i]).height);
    return std::ceil(height) + 2 * em(row_air);
}

float head_height(const ExhibitTableView& table, const std::vector<float>& widths) {
    float height = 0;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        height = std::max(height, ui::measure(table.columns[i].head, ui::body_reading(), widths[i]).height);
    return std::ceil(height) + em(row_air);
}

float caption_height(const ExhibitTableView& table, float width) {
    if (table.caption.empty()) return 0;
    return ui::measure(table.caption, ui::bold_reading(), width).height + em(0.71f);
}

void draw_cells(const auto& cells, const ExhibitTableView& table, const std::vector<float>& widths, ui::Point at,
                const ui::Reading& reading, ui::Color color) {
    for (std::size_t i = 0; i < widths.size(); ++i) {
        ui::paragraph(at, widths[i], cells(i), reading, color, {.align = table.columns[i].align});
        at.x += widths[i] + em(exhibit_cell_gap);
    }
}

}  // namespace

void meet_exhibits(const ExhibitsView& view, ExhibitsDraft& draft) {
    if (draft.key != view.key) {
        draft = ExhibitsDraft{.key = view.key, .viewers = {}};
        draft.viewers.resize(view.pictures.size());
        if (view.mark && !draft.viewers.empty()) draft.viewers.front().mark = view.mark;
    }
    if (view.pictures.empty()) return;
    if (ui::take(Key::m)) {
        draft.magnified = true;
        ui::wake_in(0);
    }
}

float exhibits_height(const ExhibitsView& view, const ExhibitsDraft& draft, float width, float most) {
    const TableGrid grid = grid_of(view, width, most);
    float height = walk_grid(view, draft, {0, 0, width, 0}, grid, [](std::size_t, const Rect&) {});
    if (view.table) height += (height > 0 ? em(picture_gap) : 0) + exhibit_table_height(*view.table, width);
    return height;
}

float draw_exhibits(const ExhibitsView& view, ExhibitsDraft& draft, Rect in, float most) {
    const TableGrid grid = grid_of(view, in.width(), most);
    const bool first = view.pictures.empty();
    float bottom = walk_grid(view, draft, in, grid, [&](std::size_t i, const Rect& cell) {
        // In the whole window it is painted there alone: one texture shows one size at a time.
        if (!draft.magnified) draw_cell(view, draft, i, cell, grid.most);
    });
    if (!view.table) return bottom;
    in.y0 = first ? in.y0 : bottom + em(picture_gap);
    return draw_exhibit_table(*view.table, in);
}

float exhibit_table_height(const ExhibitTableView& table, float width) {
    const float inside = width - 2 * em(table_padding);
    const std::vector<float> widths = column_widths(table, inside);
    float height = 2 * em(table_padding) - em(row_air) + caption_height(table, inside) + head_height(table, widths);
    for (const auto& row : table.rows) height += row_height(row, widths);
    return height;
}

float draw_exhibit_table(const ExhibitTableView& table, Rect in) {
    const auto& c = ui::colors();
    const Rect box = ui::at(in.top_left(), in.width(), exhibit_table_height(table, in.width()));
    ui::bordered(box, c.surface, c.line, em(ui::Radius::card));
    Rect inside = box.inset(em(table_padding));
    const std::vector<float> widths = column_widths(table, inside.width());
    if (!table.caption.empty())
        ui::paragraph(inside.top_left(), inside.width(), table.caption, ui::bold_reading(), c.text);
    inside.y0 += caption_height(table, inside.width());
    const Rect head = ui::take_top(inside, head_height(table, widths));
    draw_cells([&](std::size_t i) { return std::span<const Span>(table.columns[i].head); }, table, widths,
               head.top_left(), ui::body_reading(), c.muted);
    for (const auto& row : table.rows) {
        const Rect line = ui::take_top(inside, row_height(row, widths));
        ui::hairline_across(line.x0, line.x1, line.y0, c.line);
        draw_cells([&](std::size_t i) { return std::span<const Span>(row[i]); }, table, widths,
                   {line.x0, line.y0 + em(row_air)}, ui::body_reading(), c.text);
    }
    return box.y1;
}

bool only_thumbnail(const ExhibitsView& view, ui::Room room) {
    return room == ui::Room::compact && !view.pictures.empty() && !view.asks_mark &&
           view.pictures.front().regions.empty();
}

void draw_exhibit_thumbnail(const ExhibitsView& view, ExhibitsDraft& draft, const Rect& in) {
    const auto& c = ui::colors();
    const float side = std::min(in.height() - em(0.47f), em(2.24f));
    Rect rest = in;
    const float word = std::ceil(ui::text_width(ui::Face::small_medium, "Exhibit"));
    const float cap = ui::keycap_width("M");
    const bool wordy = in.width() >= side + em(0.59f) + word + em(0.47f) + cap + em(0.59f);
    const float width = wordy ? side + em(0.59f) + word + em(0.47f) + cap : side;
    const Rect target = ui::centred(ui::take_left(rest, width), width, side);
    const ui::Touch touch = ui::control(
        target,
        {.name = "Exhibit", .kind = "thumbnail", .radius = em(ui::Radius::cell), .value = view.pictures.front().alt});
    const Rect box = ui::at(target.top_left(), side, side);
    if (const auto& figure = view.pictures.front().picture.figure)
        ui::thumbnail(box, *figure, *draft.thumbnail);
    else
        ui::fill(box, c.exhibit, em(ui::Radius::cell));
    ui::outline(box, touch.hovered ? c.text : c.accent, em(ui::Radius::cell), em(0.12f), -em(0.06f));
    if (wordy) {
        const float left = box.x1 + em(0.59f);
        ui::text_in({left, target.y0, left + word + 1, target.y1}, ui::Face::small_medium, c.accent, "Exhibit");
        ui::keycap({left + word + em(0.47f), target.centre().y}, "M", c.surface, c.muted);
    }
    if (!touch.clicked) return;
    draft.magnified = true;
    ui::wake_in(0);
}

void draw_magnified(const ExhibitsView& view, ExhibitsDraft& draft, const Rect& window) {
    if (!draft.magnified || draft.viewers.size() != view.pictures.size()) return;
    ui::Dialog dialog("Exhibits", ui::Dialog::Whole{});
    const ui::Scope scope("magnified");
    if (dialog.opened() && view.asks_mark) ui::focus_on(view.pictures.front().name);
    Rect in = window.inset(em(1.18f));
    float words = 0;
    for (std::size_t i = 0; i < view.pictures.size(); ++i)
        words = std::max(words, words_height(view.pictures[i], described(draft, i), in.width()));
    const bool loops = std::any_of(view.pictures.begin(), view.pictures.end(), [](const ExhibitPicture& picture) {
        return picture.picture.figure && picture.picture.figure->frames > 1;
    });
    const float most = in.height() - words - em(loops ? 4.7f : 2.35f);
    const TableGrid grid = grid_of(view, in.width(), most);
    const auto columns =
        static_cast<float>(std::min<std::size_t>(view.pictures.size(), static_cast<std::size_t>(grid.columns)));
    in.x0 += std::floor((in.width() - columns * grid.width - (columns - 1) * em(picture_gap)) / 2);
    const bool closes = dialog.escaped() || ui::take(Key::m);
    walk_grid(view, draft, in, grid,
              [&](std::size_t i, const Rect& cell) { draw_cell(view, draft, i, cell, grid.most); });
    if (!closes) return;
    draft.magnified = false;
    ui::wake_in(0);
}

std::vector<KeyHelp> with_viewer_keys(std::span<const KeyHelp> own) {
    std::vector<KeyHelp> keys(own.begin(), own.end());
    for (const ui::ViewerKey& key : ui::viewer_keys()) keys.push_back({key.keys, key.does});
    return keys;
}

}  // namespace collimate
