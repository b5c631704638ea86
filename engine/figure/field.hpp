#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/figure/figure.hpp"

namespace collimate {

/// A plane of values while a picture is being computed; rows from the top.
struct Field {
    int width = 0;
    int height = 0;
    std::vector<float> values;

    Field() = default;
    Field(int w, int h, float value = 0.0F)
        : width(w), height(h), values(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), value) {}
    [[nodiscard]] float& at(int x, int y) { return values[index(x, y)]; }
    [[nodiscard]] float at(int x, int y) const { return values[index(x, y)]; }

private:
    [[nodiscard]] std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x);
    }
};

/// Where millimeters of a plane lie in a picture of square pixels; y runs down.
struct PlaneFrame {
    int width = 0;
    int height = 0;
    double mm_per_pixel = 1.0;
    Spot middle_mm;  ///< what lies in the middle of the picture

    [[nodiscard]] Spot pixel(Spot mm) const {
        return {(mm.x - middle_mm.x) / mm_per_pixel + width / 2.0, (mm.y - middle_mm.y) / mm_per_pixel + height / 2.0};
    }
    [[nodiscard]] Spot mm(double x_pixel, double y_pixel) const {
        return {(x_pixel - width / 2.0) * mm_per_pixel + middle_mm.x,
                (y_pixel - height / 2.0) * mm_per_pixel + middle_mm.y};
    }
    [[nodiscard]] Spot share(Spot mm) const {
        const Spot p = pixel(mm);
        return {p.x / width, p.y / height};
    }
    [[nodiscard]] std::vector<Spot> pixels(std::span<const Spot> mm) const;
};

/// How much of each pixel a shape covers, 0 to 1, within the box that holds it.
struct Mask {
    int left = 0;
    int top = 0;
    int width = 0;
    int height = 0;
    std::vector<float> share;

    [[nodiscard]] float at(int x, int y) const {  ///< in pixels of the box
        return share[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

/// Coverage of a polygon given in pixels (even-odd rule), clipped to a picture of this size.
[[nodiscard]] Mask cover_polygon(std::span<const Spot> corners, int width, int height);
/// Coverage of a path drawn with a round pen.
[[nodiscard]] Mask cover_path(std::span<const Spot> path, double radius_pixels, int width, int height);

/// Smooth curves through knots (Catmull and Rom), each span cut into `pieces`.
[[nodiscard]] std::vector<Spot> closed_curve(std::span<const Spot> knots, int pieces = 8);
[[nodiscard]] std::vector<Spot> open_curve(std::span<const Spot> knots, int pieces = 8);
[[nodiscard]] std::vector<Spot> ellipse_curve(Spot middle, double radius_x, double radius_y, double tilt_deg = 0.0);
[[nodiscard]] std::vector<Spot> mirror_image(std::vector<Spot> spots, double axis_x = 0.0);

/// Gaussian blur; a sigma of 0 leaves that direction alone. Edges repeat the border value.
void blur(Field& field, double sigma_x_pixels, double sigma_y_pixels);
/// Mean 0, standard deviation about 1, structures about `scale_pixels` across.
[[nodiscard]] Field smooth_noise(int width, int height, double scale_pixels, Random& random);
/// Bilinear, corner to corner.
[[nodiscard]] Field resized(const Field& field, int width, int height);
/// The value below which `share` of the field's values lie; 0 to 1.
[[nodiscard]] float quantile(const Field& field, double share);

/// A part whose outline in millimeters is clamped to the picture; no part where nothing worth clicking is left.
void add_part(std::vector<FigurePart>& parts, std::string name, std::span<const Spot> outline_mm,
              const PlaneFrame& frame);

}  // namespace collimate
