#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/figure/region.hpp"

namespace collimate {

/// How values become gray: black below center - width / 2, white above center + width / 2. In the figure's unit.
struct GrayWindow {
    std::string name;  ///< "Lung"; empty for the one the figure opens with
    double center = 0.0;
    double width = 1.0;
};

/// A named place of a figure, so that a hot spot moves with the picture.
struct FigurePart {
    std::string name;
    Region region;
};

/// Ink of a drawing; the screen and the page each have their own color for it.
enum class Ink { line, muted, accent, tissue, bone, beam };

/// A run of straight pieces; curves are many short ones.
struct Stroke {
    std::vector<Spot> spots;
    double width = 0.003;  ///< share of the drawing's width; 0 for no outline
    Ink ink = Ink::line;
    bool closed = false;
    bool filled = false;  ///< closed strokes only, in a light tint of the ink
    bool dashed = false;
};

struct Label {
    Spot at;  ///< its middle
    std::string text;
    double size = 0.04;  ///< height of the type, share of the drawing's width
    Ink ink = Ink::line;
};

struct Drawing {
    std::vector<Stroke> strokes;
    std::vector<Label> labels;
};

/// A picture as it was computed or read: gray values of 16 bits, colors, or a drawing. Rows from the top; one frame or,
/// for a cine loop, several.
struct Figure {
    int width = 0;  ///< pixels; of a drawing: only the shape counts
    int height = 0;
    int frames = 1;
    double frame_ms = 0.0;            ///< time of a frame; 0 for a still
    std::vector<std::uint16_t> gray;  ///< frames x height x width; value = slope * stored + intercept
    std::vector<std::uint8_t> rgb;    ///< frames x height x width x 3
    double slope = 1.0;
    double intercept = 0.0;
    std::string unit;                    ///< of the values: "HU"; empty where they mean nothing by themselves
    std::vector<GrayWindow> windows;     ///< gray only, at least one; the first is the one it opens with
    std::optional<double> mm_per_pixel;  ///< square pixels; absent where lengths cannot be measured
    std::vector<FigurePart> parts;
    std::optional<Drawing> drawing;

    [[nodiscard]] bool is_gray() const { return !gray.empty(); }
    [[nodiscard]] bool is_color() const { return !rgb.empty(); }
    [[nodiscard]] std::size_t pixels() const {
        return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    }
};

}  // namespace collimate
