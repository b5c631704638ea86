#pragma once

#include <span>

#include "app/screens/explanation.hpp"
#include "app/widgets/layout.hpp"

namespace collimate {

// The parts of an explanation as they are painted beside an answer and on the page of an item. Each draw returns the
// bottom of what it painted, each height is that of the same in pixels.

[[nodiscard]] float explained_options_height(const Explanation& explained, float width);
float draw_explained_options(const Explanation& explained, ui::Rect in);

[[nodiscard]] float point_lines_height(std::span<const PointLine> lines, float width);
float draw_point_lines(std::span<const PointLine> lines, ui::Rect in);

[[nodiscard]] float source_lines_height(const Explanation& explained, float width);
float draw_source_lines(const Explanation& explained, ui::Rect in);

}  // namespace collimate
