#pragma once

#include <vector>

#include "engine/figure/region.hpp"

namespace collimate {

/// Corners of a closed shape in millimeters, x to the right, y down, closed by a straight edge from last to first.
using Outline = std::vector<Spot>;

/// `tilt_deg` turns the x radius clockwise on the screen.
[[nodiscard]] Outline ellipse_outline(Spot center, double radius_x, double radius_y, double tilt_deg = 0.0,
                                      int corners = 48);
[[nodiscard]] Outline rectangle_outline(Spot center, double width, double height, double tilt_deg = 0.0);
/// A smooth curve through all points (closed Catmull-Rom spline), `steps` pieces between neighbors.
[[nodiscard]] Outline smooth_outline(const Outline& points, int steps = 6);
/// A band of constant width along an open smooth curve, with pointed or blunt ends as `end_width` says.
[[nodiscard]] Outline band_outline(const Outline& points, double width, double end_width, int steps = 5);

/// The other side of the body: x becomes -x.
[[nodiscard]] Outline mirrored(const Outline& outline);
[[nodiscard]] Outline shifted(Outline outline, double dx, double dy);
/// Grown or shrunk about a center.
[[nodiscard]] Outline scaled(Outline outline, double factor, Spot center = {});

/// Each corner moved inward by `depth` mm; for outlines that are smooth at that scale.
[[nodiscard]] Outline inset(const Outline& outline, double depth);

/// Positive where the corners run clockwise on the screen.
[[nodiscard]] double signed_area(const Outline& outline);
/// Even-odd rule.
[[nodiscard]] bool holds(const Outline& outline, Spot spot);
/// To the nearest spot of its edges.
[[nodiscard]] double distance_to(const Outline& outline, Spot spot);

}  // namespace collimate
