#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/figure/figure.hpp"

namespace collimate {

/// Colors of a picture ready to be seen, three bytes a pixel, rows from the top.
struct Raster {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;
};

/// One frame of a figure: gray values through one of its windows, colors as they are, a drawing in ink on white (over
/// the samples, where the figure has both). `frame` and `window` count from 0 and must exist.
[[nodiscard]] Raster raster_of(const Figure& figure, int frame = 0, std::size_t window = 0);

/// All frames of a cine loop, or at most 24 spread over it, row by row on one sheet; a still is itself.
[[nodiscard]] Raster contact_sheet(const Figure& figure, std::size_t window = 0);

/// The raster as a PNG file (ISO/IEC 15948), 8 bits a color.
[[nodiscard]] std::string to_png(const Raster& raster);

}  // namespace collimate
