#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/figure/echo_beam.hpp"
#include "engine/figure/figure.hpp"
#include "engine/figure/generator.hpp"
#include "engine/figure/lettering.hpp"

namespace collimate::sono {

/// A box of the picture in pixels.
struct Frame {
    double left = 0.0;
    double top = 0.0;
    double width = 0.0;
    double height = 0.0;
};

/// Puts scan lines in their places on the screen (scan conversion). The field of the probe fills the frame.
class EchoDisplay {
public:
    EchoDisplay(const Probe& probe, double depth_mm, Frame frame, FigureSize size);

    [[nodiscard]] double mm_per_pixel() const { return mm_per_pixel_; }
    [[nodiscard]] Spot pixel_of(Place place) const;  ///< in pixels
    [[nodiscard]] Spot share_of(Place place) const;  ///< in shares of the picture
    [[nodiscard]] Place place_of(double x, double y) const;
    /// Whether the middle of a pixel lies in the scanned field.
    [[nodiscard]] bool scanned(int x, int y) const;
    [[nodiscard]] Probe::Beam beam_of(int x, int y) const;

    /// Gray 0 to 255 of every pixel within the scanned field; others are left as they are.
    void draw(const EchoMap& map, double gain_db, double dynamic_range_db, std::span<std::uint16_t> gray) const;
    /// Depth ticks each centimeter at the right, a mark at the focus, the gray bar at the left.
    void scales(Overlay& overlay, double focus_mm) const;
    void gray_bar(std::span<std::uint16_t> gray) const;
    [[nodiscard]] std::vector<FigurePart> scale_parts() const;

private:
    struct Sample {
        float line = -1.0F;
        float depth_mm = 0.0F;
    };
    const Probe& probe_;
    double depth_mm_;
    Frame frame_;
    FigureSize size_;
    double mm_per_pixel_ = 1.0;
    double origin_x_ = 0.0;  ///< pixel of x = 0
    double origin_y_ = 0.0;  ///< pixel of z = 0
    std::vector<Sample> samples_;
};

/// A named region of the scene as a polygon of the picture, cut at its borders.
[[nodiscard]] FigurePart part_of(const NamedPlace& place, const EchoDisplay& display);

}  // namespace collimate::sono
