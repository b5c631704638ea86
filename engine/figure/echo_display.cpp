#include "engine/figure/echo_display.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace collimate::sono {

namespace {

constexpr double liver_gray = 0.40;  ///< share of white at which 0 dB is shown

}  // namespace

EchoDisplay::EchoDisplay(const Probe& probe, double depth_mm, Frame frame, FigureSize size)
    : probe_(probe), depth_mm_(depth_mm), frame_(frame), size_(size) {
    const double tall = depth_mm - probe.top_mm();
    mm_per_pixel_ = std::max(tall / frame.height, 2 * probe.half_width_mm(depth_mm) / frame.width);
    origin_x_ = frame.left + frame.width / 2;
    origin_y_ = frame.top - probe.top_mm() / mm_per_pixel_;
    samples_.resize(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height));
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
            const auto beam = probe.locate(place_of(x + 0.5, y + 0.5));
            if (beam.line < 0 || beam.line > probe.lines() - 1 || beam.depth_mm < 0 || beam.depth_mm >= depth_mm)
                continue;
            samples_[static_cast<std::size_t>(y * size.width + x)] = {static_cast<float>(beam.line),
                                                                      static_cast<float>(beam.depth_mm)};
        }
}

Spot EchoDisplay::pixel_of(Place p) const { return {origin_x_ + p.x / mm_per_pixel_, origin_y_ + p.z / mm_per_pixel_}; }

Spot EchoDisplay::share_of(Place p) const {
    const Spot at = pixel_of(p);
    return {at.x / size_.width, at.y / size_.height};
}

Place EchoDisplay::place_of(double x, double y) const {
    return {(x - origin_x_) * mm_per_pixel_, (y - origin_y_) * mm_per_pixel_};
}

bool EchoDisplay::scanned(int x, int y) const {
    return samples_[static_cast<std::size_t>(y * size_.width + x)].line >= 0;
}

Probe::Beam EchoDisplay::beam_of(int x, int y) const {
    const Sample& s = samples_[static_cast<std::size_t>(y * size_.width + x)];
    return {s.line, s.depth_mm};
}

void EchoDisplay::draw(const EchoMap& map, double gain_db, double dynamic_range_db,
                       std::span<std::uint16_t> gray) const {
    for (std::size_t i = 0; i < samples_.size(); ++i) {
        const Sample& s = samples_[i];
        if (s.line < 0) continue;
        const double row = std::clamp(s.depth_mm / map.step_mm - 0.5, 0.0, map.rows - 1.001);
        const double line = std::min<double>(s.line, map.lines - 1.001);
        const auto top = static_cast<std::size_t>(row);
        const auto left = static_cast<std::size_t>(line);
        const double tr = row - static_cast<double>(top);
        const double tl = line - static_cast<double>(left);
        const float* a = map.db.data() + top * static_cast<std::size_t>(map.lines) + left;
        const float* b = a + map.lines;
        const double db = (a[0] * (1 - tl) + a[1] * tl) * (1 - tr) + (b[0] * (1 - tl) + b[1] * tl) * tr;
        const double shown = liver_gray + (db + gain_db) / dynamic_range_db;
        gray[i] = static_cast<std::uint16_t>(std::lround(255 * std::clamp(shown, 0.0, 1.0)));
    }
}

void EchoDisplay::scales(Overlay& overlay, double focus_mm) const {
    const double x = frame_.left + frame_.width + 0.015 * size_.width;
    const double letter = std::max(7.0, 0.02 * size_.height);
    const double tick = 0.008 * size_.width;
    for (int cm = 0; cm * 10 <= depth_mm_ + 0.5; ++cm) {
        const double y = pixel_of({0.0, cm * 10.0}).y;
        const bool fifth = cm % 5 == 0;
        overlay.line(x, y, x + (fifth ? 2 : 1) * tick, y);
        if (fifth && cm > 0) overlay.text(x + 3 * tick, y, fmt::format("{}", cm), letter);
    }
    const double y = pixel_of({0.0, std::min(focus_mm, depth_mm_)}).y;
    for (double d = 0; d <= 2 * tick; d += 0.5) overlay.line(x - tick - d, y - d / 2, x - tick - d, y + d / 2);
}

void EchoDisplay::gray_bar(std::span<std::uint16_t> gray) const {
    const int left = static_cast<int>(0.015 * size_.width);
    const int right = static_cast<int>(0.04 * size_.width);
    const int top = static_cast<int>(frame_.top + 0.02 * size_.height);
    const int bottom = static_cast<int>(frame_.top + 0.3 * size_.height);
    for (int y = top; y < bottom; ++y)
        for (int x = left; x < right; ++x)
            gray[static_cast<std::size_t>(y * size_.width + x)] =
                static_cast<std::uint16_t>(255 - 255 * (y - top) / std::max(1, bottom - top - 1));
}

std::vector<FigurePart> EchoDisplay::scale_parts() const {
    const double w = size_.width;
    const double h = size_.height;
    const double right = (frame_.left + frame_.width + 0.012 * w) / w;
    return {{"depth-scale",
             {Region::Shape::rectangle, {{right, frame_.top / h}, {0.999, (frame_.top + frame_.height) / h}}}},
            {"gray-bar", {Region::Shape::rectangle, {{0.01, frame_.top / h + 0.01}, {0.05, frame_.top / h + 0.31}}}}};
}

FigurePart part_of(const NamedPlace& place, const EchoDisplay& display) {
    FigurePart part{place.name, {Region::Shape::polygon, {}}};
    for (const Place p : place.polygon) {
        Spot s = display.share_of(p);
        s.x = std::clamp(s.x, 0.0, 1.0);
        s.y = std::clamp(s.y, 0.0, 1.0);
        if (part.region.spots.empty() || !(part.region.spots.back() == s)) part.region.spots.push_back(s);
    }
    return part;
}

}  // namespace collimate::sono
