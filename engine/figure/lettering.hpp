#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace collimate {

/// Lines and letters laid over a picture as a machine burns them in: scales, ticks, cursors.
/// Coordinates in pixels, origin at the top left corner of the picture.
class Overlay {
public:
    Overlay(int width, int height);

    void line(double x0, double y0, double x1, double y1, double thickness = 1.0);
    /// Filled, edges along the axes.
    void box(double x0, double y0, double x1, double y1);
    /// Capitals, digits and a few signs; `height` of a capital. (x, y) is the middle of the left edge.
    void text(double x, double y, std::string_view words, double height);
    /// Pixels that `words` would take.
    [[nodiscard]] static double text_width(std::string_view words, double height);

    /// Covers one frame with `level`.
    void burn(std::span<std::uint16_t> gray, std::uint16_t level) const;
    void burn(std::span<std::uint8_t> rgb, std::uint8_t red, std::uint8_t green, std::uint8_t blue) const;

private:
    int width_;
    int height_;
    std::vector<float> cover_;  ///< 0 to 1
};

}  // namespace collimate
