#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/widgets/layout.hpp"
#include "engine/figure/figure.hpp"

namespace collimate::ui {

// What a viewer does with a figure, without painting: gray values, frames, lengths, places on the screen.

/// The window a figure opens with; for a color picture or a drawing it means nothing.
[[nodiscard]] GrayWindow opening_window(const Figure& figure);

/// `window` after the mouse was dragged by so many pixels: to the right widens it, down raises its level. Stays within
/// what the stored values can hold.
[[nodiscard]] GrayWindow dragged(const Figure& figure, GrayWindow window, float dx, float dy);

/// The pixel of every stored value from 0 on: its gray from 0 to 255 in each color, opaque.
void gray_levels(const Figure& figure, const GrayWindow& window, bool inverted, std::span<std::uint32_t> levels);

/// One frame as a screen shows it.
struct Shown {
    int frame = 0;
    GrayWindow window;
    bool inverted = false;
    int shrink = 1;  ///< so many pixels a side become one, by their mean
    friend bool operator==(const Shown& a, const Shown& b) {
        return a.frame == b.frame && a.window.center == b.window.center && a.window.width == b.window.width &&
               a.inverted == b.inverted && a.shrink == b.shrink;
    }
};
struct Pixels {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgba;
};
/// Paints into `pixels`, whose memory is used again. For gray and color figures.
void paint_pixels(const Figure& figure, const Shown& shown, Pixels& pixels);

/// The value at a place, in the figure's unit; absent beside the picture and where values mean nothing.
[[nodiscard]] std::optional<double> value_at(const Figure& figure, int frame, Spot spot);

struct Segment {
    Spot from, to;
};
/// Absent where the figure has no scale.
[[nodiscard]] std::optional<double> length_mm(const Figure& figure, const Segment& segment);

/// Where a loop stands after `ms` more of it at this speed; `left_ms` is what its frame has been shown already.
struct LoopPlace {
    int frame = 0;
    double left_ms = 0;
};
[[nodiscard]] LoopPlace advanced(const Figure& figure, LoopPlace place, double ms, double speed);

/// The whole picture on the screen, part of it perhaps outside `room`: fitted at zoom 1, `middle` in the room's middle
/// as far as no edge of the picture leaves a gap that need not be.
[[nodiscard]] Rect placed(const Figure& figure, const Rect& room, float zoom, Spot middle);
[[nodiscard]] Spot spot_at(const Rect& picture, Point point);
[[nodiscard]] Point point_at(const Rect& picture, Spot spot);
[[nodiscard]] inline bool within(Spot spot) { return spot.x >= 0 && spot.x <= 1 && spot.y >= 0 && spot.y <= 1; }

/// "W 400  L 40".
[[nodiscard]] std::string window_words(const GrayWindow& window);
/// "−42 HU", with as many decimals as the figure can tell apart.
[[nodiscard]] std::string value_words(const Figure& figure, double value);

}  // namespace collimate::ui
