#include "engine/figure/raster.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "engine/figure/lettering.hpp"

namespace collimate {
namespace {

using Color = std::array<std::uint8_t, 3>;

constexpr Color paper = {255, 255, 255};
constexpr std::array<Color, 6> ink_colors = {
    {{30, 30, 36}, {128, 128, 136}, {24, 96, 176}, {196, 120, 110}, {150, 138, 104}, {214, 158, 30}}};
constexpr double tint = 0.35;  ///< how strongly an area is filled with its ink
constexpr int drawing_side = 768;
constexpr int sheet_side = 256;
constexpr int most_on_sheet = 24;

/// Share of each pixel that is covered by one stroke, within the box that holds it.
class Cover {
public:
    Cover(const Raster& raster, const std::vector<Spot>& spots, double margin) {
        double left = raster.width;
        double top = raster.height;
        double right = 0;
        double bottom = 0;
        for (const Spot s : spots) {
            left = std::min(left, s.x);
            right = std::max(right, s.x);
            top = std::min(top, s.y);
            bottom = std::max(bottom, s.y);
        }
        x0_ = clamped(left - margin, raster.width);
        y0_ = clamped(top - margin, raster.height);
        width_ = std::max(0, clamped(right + margin + 1, raster.width) - x0_);
        height_ = std::max(0, clamped(bottom + margin + 1, raster.height) - y0_);
        share_.resize(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_));
    }

    /// A round-ended line; pixels.
    void line(Spot a, Spot b, double thickness) {
        a = within(a);
        b = within(b);
        const double half = std::max(thickness, 1.0) / 2;
        const int x0 = clamped(std::min(a.x, b.x) - half - 1, width_);
        const int x1 = clamped(std::max(a.x, b.x) + half + 1, width_);
        const int y0 = clamped(std::min(a.y, b.y) - half - 1, height_);
        const int y1 = clamped(std::max(a.y, b.y) + half + 1, height_);
        for (int y = y0; y < y1; ++y)
            for (int x = x0; x < x1; ++x) raise(x, y, half + 0.5 - distance({x + 0.5, y + 0.5}, a, b));
    }

    /// The inside by the even-odd rule, four rows of samples a pixel, exact along each; pixels.
    void fill(std::vector<Spot> corners) {
        for (Spot& corner : corners) corner = within(corner);
        constexpr int sample_rows = 4;
        for (int row = 0; row < height_ * sample_rows; ++row) {
            const double y = (row + 0.5) / sample_rows;
            std::vector<double> crossings;
            for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++)
                if ((corners[i].y > y) != (corners[j].y > y))
                    crossings.push_back(corners[j].x + (y - corners[j].y) / (corners[i].y - corners[j].y) *
                                                           (corners[i].x - corners[j].x));
            std::sort(crossings.begin(), crossings.end());
            for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
                span(row / sample_rows, crossings[i], crossings[i + 1], 1.0 / sample_rows);
        }
    }

    void paint(Raster& raster, Color color, double strength) const {
        for (int y = 0; y < height_; ++y)
            for (int x = 0; x < width_; ++x) {
                const double share = std::min(share_[index(x, y)], 1.0) * strength;
                const auto pixel = static_cast<std::size_t>(((y0_ + y) * raster.width + x0_ + x) * 3);
                for (std::size_t c = 0; c < 3 && share > 0.0; ++c) {
                    std::uint8_t& value = raster.rgb[pixel + c];
                    value = static_cast<std::uint8_t>(std::lround(value + (color[c] - value) * share));
                }
            }
    }

private:
    static int clamped(double at, int side) { return static_cast<int>(std::clamp(at, 0.0, static_cast<double>(side))); }

    static double distance(Spot p, Spot a, Spot b) {
        const double length = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
        const double along =
            length > 0 ? std::clamp(((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length, 0.0, 1.0) : 0.0;
        return std::hypot(p.x - a.x - along * (b.x - a.x), p.y - a.y - along * (b.y - a.y));
    }

    [[nodiscard]] Spot within(Spot s) const { return {.x = s.x - x0_, .y = s.y - y0_}; }

    [[nodiscard]] std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(x);
    }

    double& at(int x, int y) { return share_[index(x, y)]; }

    void raise(int x, int y, double share) { at(x, y) = std::max(at(x, y), std::min(share, 1.0)); }

    void span(int y, double from, double to, double share) {
        const double end = std::min(to, static_cast<double>(width_));
        for (int x = clamped(from, width_); x < end; ++x)
            at(x, y) += share * std::max(0.0, std::min(end, x + 1.0) - std::max(from, static_cast<double>(x)));
    }

    int x0_ = 0;
    int y0_ = 0;
    int width_ = 0;
    int height_ = 0;
    std::vector<double> share_;
};

/// A run of pixels cut into dashes; whole where it is not dashed.
void draw_outline(Cover& cover, const std::vector<Spot>& spots, double thickness, bool dashed) {
    const double period = 6 * std::max(thickness, 1.0);
    double done = 0.0;
    for (std::size_t i = 1; i < spots.size(); ++i) {
        const Spot a = spots[i - 1];
        const Spot b = spots[i];
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        if (!dashed) {
            cover.line(a, b, thickness);
            continue;
        }
        const auto along = [&](double t) {
            return Spot{a.x + (b.x - a.x) * t / length, a.y + (b.y - a.y) * t / length};
        };
        for (double at = 0.0; at < length;) {
            const double phase = std::fmod(done + at, period);
            const bool pen = phase < period / 2;
            const double next = std::min(length, at + (pen ? period / 2 : period) - phase + 1e-9);
            if (pen) cover.line(along(at), along(next), thickness);
            at = next;
        }
        done += length;
    }
}

void draw_stroke(Raster& raster, const Stroke& stroke) {
    if (stroke.spots.size() < 2) return;
    std::vector<Spot> spots;
    for (const Spot s : stroke.spots) spots.push_back({s.x * raster.width, s.y * raster.height});
    const Color color = ink_colors[static_cast<std::size_t>(stroke.ink)];
    if (stroke.closed && stroke.filled) {
        Cover inside(raster, spots, 0.0);
        inside.fill(spots);
        inside.paint(raster, color, tint);
    }
    if (stroke.closed) spots.push_back(spots.front());
    if (stroke.width <= 0.0) return;
    const double thickness = stroke.width * raster.width;
    Cover outline(raster, spots, thickness + 1.0);
    draw_outline(outline, spots, thickness, stroke.dashed);
    outline.paint(raster, color, 1.0);
}

/// In the machine lettering of scans; on the screen labels stand in the type of the text.
void draw_label(Raster& raster, const Label& label) {
    const std::string& words = label.text;
    const double height = std::max(7.0, 0.7 * label.size * raster.width);
    Overlay overlay(raster.width, raster.height);
    overlay.text(label.at.x * raster.width - Overlay::text_width(words, height) / 2, label.at.y * raster.height, words,
                 height);
    const Color color = ink_colors[static_cast<std::size_t>(label.ink)];
    overlay.burn(std::span(raster.rgb), color[0], color[1], color[2]);
}

Raster blank(int width, int height, Color color) {
    Raster raster{.width = width, .height = height};
    const std::size_t pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    raster.rgb.resize(3 * pixels);
    for (std::size_t i = 0; i < raster.rgb.size(); ++i) raster.rgb[i] = color[i % 3];
    return raster;
}

/// A page of the drawing's shape, its longer side a fixed number of pixels.
Raster page_for(const Figure& figure) {
    const double scale = static_cast<double>(drawing_side) / std::max(figure.width, figure.height);
    return blank(std::max(1, static_cast<int>(figure.width * scale)),
                 std::max(1, static_cast<int>(figure.height * scale)), paper);
}

std::uint8_t gray_level(double value, const GrayWindow& window) {
    return static_cast<std::uint8_t>(
        std::lround(255.0 * std::clamp((value - window.center) / window.width + 0.5, 0.0, 1.0)));
}

/// Every `step`-th pixel of the raster both ways.
void place(const Raster& picture, int step, int x0, int y0, Raster& sheet) {
    for (int y = 0; y < picture.height / step; ++y)
        for (int x = 0; x < picture.width / step; ++x)
            for (int c = 0; c < 3; ++c)
                sheet.rgb[static_cast<std::size_t>(((y0 + y) * sheet.width + x0 + x) * 3 + c)] =
                    picture.rgb[static_cast<std::size_t>((y * step * picture.width + x * step) * 3 + c)];
}

}  // namespace

Raster raster_of(const Figure& figure, int frame, std::size_t window) {
    const std::size_t first = figure.pixels() * static_cast<std::size_t>(frame);
    Raster raster =
        figure.is_gray() || figure.is_color() ? blank(figure.width, figure.height, paper) : page_for(figure);
    if (figure.is_gray())
        for (std::size_t i = 0; i < raster.rgb.size(); ++i)
            raster.rgb[i] =
                gray_level(figure.slope * figure.gray[first + i / 3] + figure.intercept, figure.windows[window]);
    if (figure.is_color())
        std::copy_n(figure.rgb.begin() + static_cast<std::ptrdiff_t>(3 * first), raster.rgb.size(), raster.rgb.begin());
    if (figure.drawing) {
        for (const Stroke& stroke : figure.drawing->strokes) draw_stroke(raster, stroke);
        for (const Label& label : figure.drawing->labels) draw_label(raster, label);
    }
    return raster;
}

Raster contact_sheet(const Figure& figure, std::size_t window) {
    if (figure.frames == 1) return raster_of(figure, 0, window);
    const int count = std::min(figure.frames, most_on_sheet);
    const int columns = static_cast<int>(std::ceil(std::sqrt(count)));
    const int rows = (count + columns - 1) / columns;
    const int step = std::max(1, std::max(figure.width, figure.height) / sheet_side);
    const int width = figure.width / step;
    const int height = figure.height / step;
    Raster sheet = blank(columns * width + columns - 1, rows * height + rows - 1, {70, 70, 70});
    for (int i = 0; i < count; ++i) {
        const int frame = static_cast<int>(static_cast<std::int64_t>(i) * figure.frames / count);
        place(raster_of(figure, frame, window), step, i % columns * (width + 1), i / columns * (height + 1), sheet);
    }
    return sheet;
}

}  // namespace collimate
