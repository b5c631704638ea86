#include "app/widgets/layout.hpp"

#include <cmath>
#include <utility>

#include "app/widgets/type.hpp"

namespace collimate::ui {

Rect centred(const Rect& in, float width, float height) {
    const Point middle = in.centre();
    return at({std::floor(middle.x - width / 2), std::floor(middle.y - height / 2)}, width, height);
}

Rect take_top(Rect& rest, float height, float gap) {
    const Rect strip{rest.x0, rest.y0, rest.x1, rest.y0 + height};
    rest.y0 = std::min(rest.y0 + height + gap, rest.y1);
    return strip;
}

Rect take_bottom(Rect& rest, float height, float gap) {
    const Rect strip{rest.x0, rest.y1 - height, rest.x1, rest.y1};
    rest.y1 = std::max(rest.y1 - height - gap, rest.y0);
    return strip;
}

Rect take_left(Rect& rest, float width, float gap) {
    const Rect strip{rest.x0, rest.y0, rest.x0 + width, rest.y1};
    rest.x0 = std::min(rest.x0 + width + gap, rest.x1);
    return strip;
}

Rect take_right(Rect& rest, float width, float gap) {
    const Rect strip{rest.x1 - width, rest.y0, rest.x1, rest.y1};
    rest.x1 = std::max(rest.x1 - width - gap, rest.x0);
    return strip;
}

namespace {

std::vector<Rect> split(const Rect& in, const std::vector<float>& shares, float gap) {
    float total = 0;
    for (const float share : shares) total += share;
    const float free = in.width() - gap * static_cast<float>(shares.size() - 1);
    std::vector<Rect> cells;
    float before = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const float shift = gap * static_cast<float>(i);
        const float left = std::round(in.x0 + free * before / total + shift);
        before += shares[i];
        cells.push_back({left, in.y0, std::round(in.x0 + free * before / total + shift), in.y1});
    }
    return cells;
}

}  // namespace

std::vector<Rect> columns(const Rect& in, std::initializer_list<float> shares, float gap) {
    return split(in, std::vector<float>(shares), gap);
}

std::vector<Rect> columns(const Rect& in, int count, float gap) {
    return split(in, std::vector<float>(static_cast<std::size_t>(count), 1.0f), gap);
}

Room room(const Rect& window) {
    const float wide = window.width() / em();
    const float high = window.height() / em();
    if (wide < 42 || high < 34) return Room::compact;
    if (wide < 56) return Room::one_column;
    return wide < 69 ? Room::slim : Room::full;
}

float page_margin(Room room) { return em(room == Room::full ? 1.88f : 1.41f); }

float rail_width(Room room) {
    if (room == Room::full) return em(12);
    return em(room == Room::compact ? 3.06f : 3.76f);
}

}  // namespace collimate::ui
