// What several pages of a class have in common.
#include "app/screens/class_parts.hpp"

#include <cmath>

#include "app/widgets/controls.hpp"

namespace collimate {

using ui::em;
using ui::Rect;

std::optional<int> draw_class_chips(std::span<const ClassChip> chips, Rect& in) {
    std::optional<int> pressed;
    float x = in.x0;
    float y = in.y0;
    for (std::size_t i = 0; i < chips.size(); ++i) {
        const float width = ui::filter_chip_width(chips[i].name, chips[i].count);
        if (x > in.x0 && x + width > in.x1) {
            x = in.x0;
            y += em(ui::filter_chip_height) + em(0.47f);
        }
        if (ui::filter_chip({x, y}, chips[i].name, chips[i].count, chips[i].on)) pressed = static_cast<int>(i);
        x += width + em(0.47f);
    }
    in.y0 = y + em(ui::filter_chip_height);
    return pressed;
}

ClassDid draw_class_way_back(const Rect& line, std::string_view words) {
    ui::icon({line.x0 + em(0.24f), line.y0 + em(0.59f)}, ui::Icon::back, ui::colors().accent, ui::Face::icon_small);
    if (ui::link({line.x0 + em(0.82f), line.y0 + em(0.12f)}, words) || ui::take(ui::Key::escape))
        return class_page::Back{};
    return std::nullopt;
}

float small_width(std::string_view words) { return std::ceil(ui::text_width(ui::Face::small, words)) + 1; }

}  // namespace collimate
