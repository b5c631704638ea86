#pragma once

#include <vector>

#include "engine/figure/region.hpp"

namespace collimate {

/// Corners of a closed shape in millimeters, x to the right, y down, closed by a straight edge from last to first.
using Contour = std::vector<Spot>;

/// `tilt_deg` turns the x radius clockwise on the screen.
[[nodiscard]] Contour ellipse_contour(Spot center, double radius_x, double radius_y, double tilt_deg = 0.0,
                                      int corners = 48);
[[nodiscard]] Contour rectangle_contour(Spot center, double width, double height, double tilt_deg = 0.0);
/// A smooth curve through all points (closed Catmull-Rom spline), `steps` pieces between neighbors.
[[nodiscard]] Contour smooth_contour(const Contour& points, int steps = 6);
/// A band of constant width along an open smooth curve, with pointed or blunt ends as `end_width` says.
[[nodiscard]] Contour band_contour(const Contour& points, double width, double end_width, int steps = 5);

/// The other side of the body: x becomes -x.
[[nodiscard]] Contour mirrored(const Contour& contour);
[[nodiscard]] Contour shifted(Contour contour, double dx, double dy);
/// Grown or shrunk about a center.
[[nodiscard]] Contour scaled(Contour contour, double factor, Spot center = {});

/// Each corner moved inward by `depth` mm; for outlines that are smooth at that scale.
[[nodiscard]] Contour inset(const Contour& contour, double depth);

/// Positive where the corners run clockwise on the screen.
[[nodiscard]] double signed_area(const Contour& contour);
/// Even-odd rule.
[[nodiscard]] bool holds(const Contour& contour, Spot spot);
/// To the nearest spot of its edges.
[[nodiscard]] double distance_to(const Contour& contour, Spot spot);

}  // namespace collimate
