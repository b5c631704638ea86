#pragma once

#include <span>
#include <string>

#include "app/widgets/controls.hpp"
#include "engine/figure/figure.hpp"

namespace collimate::ui {

/// The drawing on its place, in the theme's colors and faces.
void draw_drawing(const Drawing& drawing, const Rect& picture);

/// A filled shape that need not be convex; it must not cross itself.
void fill_shape(std::span<const Point> corners, Color color);

/// An area of a picture with its name, outlined so that it shows on any gray. Tone::neutral for areas that are neither
/// right nor wrong. Its words stay within `room`.
void draw_region(const Region& region, const Rect& picture, const Rect& room, std::string_view words, Tone tone);

/// A mark of the candidate: cross hairs with a gap in the middle.
void draw_mark(Point at, const Rect& room, std::string_view words, Tone tone);

}  // namespace collimate::ui
