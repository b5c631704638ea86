#include "engine/figure/drawing_board.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace collimate {

Naming naming_of(std::string_view word) {
    if (word == "letters") return Naming::letters;
    return word == "none" ? Naming::none : Naming::words;
}

void DrawingBoard::stroke(std::vector<Spot> spots, Pen pen, bool closed, bool filled) {
    drawing_.strokes.push_back({.spots = std::move(spots),
                                .width = pen.width,
                                .ink = pen.ink,
                                .closed = closed,
                                .filled = filled,
                                .dashed = pen.dashed});
}

void DrawingBoard::line(std::vector<Spot> spots, Pen pen) { stroke(std::move(spots), pen, false, false); }

void DrawingBoard::outline(std::vector<Spot> spots, Pen pen) { stroke(std::move(spots), pen, true, false); }

void DrawingBoard::area(std::vector<Spot> spots, Ink ink, double edge_width) {
    stroke(std::move(spots), {ink, edge_width, false}, true, true);
}

void DrawingBoard::head(Spot from, Spot to, Pen pen) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    if (length <= 0) return;
    const double size = std::min(0.018 * width_, 0.4 * length);
    const Spot d{(to.x - from.x) / length * size, (to.y - from.y) / length * size};
    pen.dashed = false;
    line({{to.x - d.x - 0.45 * d.y, to.y - d.y + 0.45 * d.x}, to, {to.x - d.x + 0.45 * d.y, to.y - d.y - 0.45 * d.x}},
         pen);
}

void DrawingBoard::arrow(Spot from, Spot to, Pen pen) {
    line({from, to}, pen);
    head(from, to, pen);
}

void DrawingBoard::dimension(Spot from, Spot to, Pen pen) {
    arrow(from, to, pen);
    head(to, from, pen);
}

void DrawingBoard::text(Spot at, std::string words, double size, Ink ink) {
    drawing_.labels.push_back({at, std::move(words), size, ink});
}

void DrawingBoard::name(Spot at, std::string words, Ink ink) {
    if (naming_ == Naming::none) return;
    text(at, naming_ == Naming::letters ? std::string(1, next_letter_++) : std::move(words), 0.032, ink);
}

void DrawingBoard::name(Spot at, Spot target, std::string words, Ink ink) {
    if (naming_ == Naming::none) return;
    // The leader stops short of the type.
    const double length = std::hypot(target.x - at.x, target.y - at.y);
    const double gap = std::min(0.035 * width_, 0.5 * length);
    const double tied = naming_ == Naming::words && std::abs(target.x - at.x) > std::abs(target.y - at.y)
                            ? std::min(0.011 * width_ * static_cast<double>(words.size()) + 0.01 * width_, 0.9 * length)
                            : gap;
    const double t = length > 0 ? tied / length : 0;
    line({{at.x + t * (target.x - at.x), at.y + t * (target.y - at.y)}, target}, {Ink::muted, 0.0015, false});
    name(at, std::move(words), ink);
}

void DrawingBoard::part(std::string word, const std::vector<Spot>& corners) {
    parts_.push_back({std::move(word), {Region::Shape::polygon, corners}});
}

Figure DrawingBoard::figure(FigureSize size) const {
    const double scale = std::min(size.width / width_, size.height / height_);
    const double left = (size.width - scale * width_) / 2;
    const double top = (size.height - scale * height_) / 2;
    const auto fit = [&](Spot s) { return Spot{(left + scale * s.x) / size.width, (top + scale * s.y) / size.height}; };
    const double shrink = scale * width_ / size.width;
    Figure figure;
    figure.width = size.width;
    figure.height = size.height;
    figure.drawing = drawing_;
    for (Stroke& stroke : figure.drawing->strokes) {
        stroke.width *= shrink;
        for (Spot& s : stroke.spots) s = fit(s);
    }
    for (Label& label : figure.drawing->labels) {
        label.at = fit(label.at);
        label.size *= shrink;
    }
    for (FigurePart part : parts_) {
        for (Spot& s : part.region.spots) {
            s = fit(s);
            s = {std::clamp(s.x, 0.0, 1.0), std::clamp(s.y, 0.0, 1.0)};
        }
        if (area_of(part.region) > 1e-5) figure.parts.push_back(std::move(part));
    }
    return figure;
}

void DrawingBoard::part_around(std::string word, Spot from, Spot to, double half_width) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    if (length <= 0) return;
    const Spot n{-(to.y - from.y) / length * half_width, (to.x - from.x) / length * half_width};
    part(std::move(word), {{from.x + n.x, from.y + n.y},
                           {to.x + n.x, to.y + n.y},
                           {to.x - n.x, to.y - n.y},
                           {from.x - n.x, from.y - n.y}});
}

std::vector<Spot> box_corners(Spot low, Spot high) { return {low, {high.x, low.y}, high, {low.x, high.y}}; }

std::vector<Spot> turned_box(Spot middle, double half_width, double half_height, double deg) {
    const double a = deg * std::numbers::pi / 180;
    std::vector<Spot> corners;
    for (const Spot s : {Spot{-half_width, -half_height}, Spot{half_width, -half_height}, Spot{half_width, half_height},
                         Spot{-half_width, half_height}})
        corners.push_back(
            {middle.x + s.x * std::cos(a) - s.y * std::sin(a), middle.y + s.x * std::sin(a) + s.y * std::cos(a)});
    return corners;
}

Spot polar(Spot middle, double radius, double deg) {
    const double a = deg * std::numbers::pi / 180;
    return {middle.x + radius * std::cos(a), middle.y + radius * std::sin(a)};
}

std::vector<Spot> arc(Spot middle, double radius, double from_deg, double to_deg) {
    constexpr double step_deg = 4;
    const int pieces = std::max(2, static_cast<int>(std::ceil(std::abs(to_deg - from_deg) / step_deg)));
    std::vector<Spot> spots;
    for (int i = 0; i <= pieces; ++i)
        spots.push_back(polar(middle, radius, from_deg + (to_deg - from_deg) * i / pieces));
    return spots;
}

}  // namespace collimate
