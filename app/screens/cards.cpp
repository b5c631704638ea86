#include "app/screens/cards.hpp"

#include <algorithm>
#include <cmath>

#include "app/widgets/page.hpp"

namespace collimate {

using ui::em;
using ui::Rect;

OpenCard open_card(const Rect& column, std::string_view title, std::string_view scope, float content_height) {
    const float height = std::ceil(ui::card_head() + content_height + ui::card_padding());
    const Rect box = ui::at(column.top_left(), column.width(), height);
    return {.in = ui::card(box, title, scope), .bottom = box.y1};
}

float height_of(std::string_view words, const ui::Reading& reading, float width) {
    return words.empty() ? 0.0f : ui::measure(words, reading, width).height;
}

Rect CardColumn::next(std::string_view title, std::string_view scope, float content_height) {
    const OpenCard card = open_card(left_, title, scope, content_height);
    bottom_ = card.bottom;
    left_.y0 = card.bottom + em(ui::card_gap);
    return card.in;
}

Rect CardColumn::rest(std::string_view title, std::string_view scope, float content_height, float bottom) {
    const float room = bottom - left_.y0 - ui::card_head() - ui::card_padding();
    return next(title, scope, std::max(content_height, std::floor(room)));
}

float CardColumn::content_width() const { return left_.width() - 2 * ui::card_padding(); }

}  // namespace collimate
