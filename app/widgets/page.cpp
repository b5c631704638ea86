#include "app/widgets/page.hpp"

#include <cmath>

namespace collimate::ui {
namespace {

/// The product's sign: a square field with the cross of the light field in it.
void brand(Point centre) {
    const Color c = colors().accent;
    const float half = em(0.56f);
    const Rect box{std::floor(centre.x - half), std::floor(centre.y - half), std::floor(centre.x + half),
                   std::floor(centre.y + half)};
    outline(box.inset(em(0.12f)), c, em(0.21f), em(0.12f));
    const float line = em(0.12f);
    const float arm = em(0.29f);
    const Point m = box.centre();
    fill({m.x - line / 2, m.y - arm, m.x + line / 2, m.y + arm}, c);
    fill({m.x - arm, m.y - line / 2, m.x + arm, m.y + line / 2}, c);
}

bool rail_item(const Rect& box, const RailItem& item, bool current, Room room) {
    const Palette& c = colors();
    const bool named = room == Room::full;
    const Touch touch =
        control(box, {.name = item.name, .kind = "place", .radius = em(Radius::button), .chosen = current});
    if (current)
        bordered(box, c.surface, c.line, em(Radius::button));
    else if (touch.hovered)
        fill(box, mix(c.rail, c.text, touch.held ? Tint::pressed : Tint::hover), em(Radius::button));
    const float middle = std::floor(box.centre().y);
    icon({named ? box.x0 + em(1.06f) : box.centre().x, middle}, item.icon, current ? c.accent : c.muted);
    if (named)
        text_in({box.x0 + em(2.35f), box.y0, box.x1 - em(0.3f), box.y1}, current ? Face::body_bold : Face::body,
                current ? c.text : c.muted, item.name);
    else
        tooltip_over(box, item.key ? std::string(item.name) + ", " + caption(*item.key) : std::string(item.name));
    return touch.clicked || (item.key && take(*item.key));
}

}  // namespace

std::optional<int> rail(const Rect& rect, std::span<const RailItem> items, int current, Room room) {
    const Palette& c = colors();
    const Group group("rail", Arrows::vertical, Stops::one);
    fill(rect, c.rail);
    hairline_down(rect.x1 - hairline(), rect.y0, rect.y1, c.line);
    const float item_height = em(2.24f);
    const float gap = em(0.24f);
    Rect column{rect.x0 + em(0.71f), rect.y0, rect.x1 - em(0.71f), rect.y1 - em(0.71f)};
    if (room == Room::compact) column = {rect.x0 + em(0.35f), column.y0, rect.x1 - em(0.35f), column.y1};
    const Rect head = take_top(column, em(3.82f));
    const float head_middle = rect.y0 + em(1.76f);
    if (room == Room::full) {
        brand({head.x0 + em(1.0f), head_middle});
        text_in({head.x0 + em(2.18f), head_middle - em(), head.x1, head_middle + em()}, Face::body_bold, c.text,
                "Collimate");
    } else {
        brand({head.centre().x, head_middle});
    }
    std::optional<int> chosen;
    for (int i = 0; i < static_cast<int>(items.size()); ++i) {
        const RailItem& item = items[static_cast<std::size_t>(i)];
        const Rect box = item.at_foot ? take_bottom(column, item_height, gap) : take_top(column, item_height, gap);
        if (rail_item(box, item, i == current, room)) chosen = i;
    }
    return chosen;
}

bool status_line(const Rect& rect, const StatusLine& status) {
    const Palette& c = colors();
    fill(rect, c.rail);
    hairline_across(rect.x0, rect.x1, rect.y0, c.line);
    Rect line = rect.inset(em(0.94f), 0);
    line.y0 += hairline();
    const std::string_view keys = "? keys";
    const Rect right = take_right(line, std::ceil(text_width(Face::small, keys)), em(0.94f));
    const Touch touch =
        control(right.inset(-em(0.35f), em(0.12f)), {.name = "Keys", .kind = "link", .radius = em(0.29f)});
    text_in({right.x0, right.y0, right.x1 + 1, right.y1}, Face::small, touch.hovered ? c.text : c.muted, keys);
    const Rect sign = take_left(line, em(0.82f), em(0.41f));
    icon(sign.centre(), status.saved ? Icon::saved : Icon::warning, status.saved ? c.good : c.warn, Face::icon_small);
    std::string joined;
    for (const std::string& fact : status.facts) joined += (joined.empty() ? "" : "   \xC2\xB7   ") + fact;
    text_in(line, Face::small, c.muted, joined);
    return touch.clicked;
}

float page_title(const Rect& page, std::string_view title, std::string_view subtitle) {
    const Palette& c = colors();
    // Both stand on one baseline: ascents are 0.8 of a face's height in Inter.
    constexpr float ascent = 0.8f;
    const float baseline = page.y0 + em(1.41f) + std::round(size_of(Face::title) * ascent);
    const float width =
        text({page.x0, baseline - std::round(size_of(Face::title) * ascent)}, Face::title, c.text, title);
    if (subtitle.empty()) return page.x0 + width;
    const float left = page.x0 + width + em(0.82f);
    const float top = baseline - std::round(size_of(Face::body) * ascent);
    const Rect box{left, top, page.x1, top + size_of(Face::body)};
    return left + text_in(box, Face::body, c.muted, subtitle);
}

float card_padding(Density density) { return em(density == Density::dense ? 1.18f : 1.41f); }

float card_head(Density density) { return card_padding(density) + em(1.41f) + em(0.35f); }

Rect card(const Rect& rect, std::string_view title, std::string_view scope, Density density) {
    const Palette& c = colors();
    bordered(rect, c.surface, c.line, em(Radius::card));
    const float padding = card_padding(density);
    Rect inside = rect.inset(padding);
    if (title.empty()) return inside;
    Rect head = take_top(inside, em(1.41f), em(0.35f));
    head = head.shifted(0, -em(0.12f));
    if (!scope.empty()) {
        const float room = std::max(0.0f, head.width() - text_width(Face::body_bold, title) - em(0.94f));
        const float width = std::min(std::ceil(text_width(Face::small, scope)), room);
        const Rect right = take_right(head, width, em(0.94f));
        text_in({right.x0 - 1, right.y0, right.x1, right.y1}, Face::small, c.muted, scope, Align::right);
    }
    text_in(head, Face::body_bold, c.text, title);
    return inside;
}

}  // namespace collimate::ui
