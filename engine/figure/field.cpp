#include "engine/figure/field.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace collimate {

namespace {

Mask empty_mask(std::span<const Spot> spots, double margin, int width, int height) {
    if (spots.empty()) return {};
    double low_x = spots[0].x, high_x = spots[0].x, low_y = spots[0].y, high_y = spots[0].y;
    for (const Spot s : spots) {
        low_x = std::min(low_x, s.x), high_x = std::max(high_x, s.x);
        low_y = std::min(low_y, s.y), high_y = std::max(high_y, s.y);
    }
    const auto inside = [](double value, int side) {
        return static_cast<int>(std::clamp(std::floor(value), 0.0, static_cast<double>(side)));
    };
    Mask mask;
    mask.left = inside(low_x - margin, width);
    mask.top = inside(low_y - margin, height);
    mask.width = inside(high_x + margin + 1, width) - mask.left;
    mask.height = inside(high_y + margin + 1, height) - mask.top;
    if (mask.width <= 0 || mask.height <= 0) mask.width = mask.height = 0;
    mask.share.assign(static_cast<std::size_t>(mask.width) * static_cast<std::size_t>(mask.height), 0.0F);
    return mask;
}

/// Adds the covered share of a run from x0 to x1 (pixels of the row).
void add_run(float* row, int width, double x0, double x1, float weight) {
    x0 = std::clamp(x0, 0.0, static_cast<double>(width));
    x1 = std::clamp(x1, 0.0, static_cast<double>(width));
    if (x1 <= x0) return;
    const int first = std::min(static_cast<int>(x0), width - 1);
    const int last = std::min(static_cast<int>(x1), width - 1);
    if (first == last) {
        row[first] += weight * static_cast<float>(x1 - x0);
        return;
    }
    row[first] += weight * static_cast<float>(first + 1 - x0);
    for (int x = first + 1; x < last; ++x) row[x] += weight;
    row[last] += weight * static_cast<float>(x1 - last);
}

Spot catmull_rom(Spot a, Spot b, Spot c, Spot d, double t) {
    const auto blend = [t](double p0, double p1, double p2, double p3) {
        return 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t +
                      (3 * p1 - p0 - 3 * p2 + p3) * t * t * t);
    };
    return {blend(a.x, b.x, c.x, d.x), blend(a.y, b.y, c.y, d.y)};
}

/// One pass of a running mean along a line of `count` values, `step` apart.
void box_pass(float* line, std::vector<float>& copy, int count, std::ptrdiff_t step, int radius) {
    for (int i = 0; i < count; ++i) copy[static_cast<std::size_t>(i)] = line[i * step];
    const auto value = [&](int i) { return copy[static_cast<std::size_t>(std::clamp(i, 0, count - 1))]; };
    const float share = 1.0F / static_cast<float>(2 * radius + 1);
    double sum = 0.0;
    for (int i = -radius; i <= radius; ++i) sum += value(i);
    for (int i = 0; i < count; ++i) {
        line[i * step] = static_cast<float>(sum) * share;
        sum += value(i + radius + 1) - value(i - radius);
    }
}

void kernel_pass(float* line, std::vector<float>& copy, int count, std::ptrdiff_t step,
                 const std::vector<float>& kernel) {
    const int radius = static_cast<int>(kernel.size() / 2);
    for (int i = 0; i < count; ++i) copy[static_cast<std::size_t>(i)] = line[i * step];
    for (int i = 0; i < count; ++i) {
        float sum = 0.0F;
        for (int k = -radius; k <= radius; ++k)
            sum += kernel[static_cast<std::size_t>(k + radius)] *
                   copy[static_cast<std::size_t>(std::clamp(i + k, 0, count - 1))];
        line[i * step] = sum;
    }
}

std::vector<float> gaussian_kernel(double sigma) {
    const int radius = std::max(1, static_cast<int>(std::ceil(3 * sigma)));
    std::vector<float> kernel;
    double sum = 0.0;
    for (int k = -radius; k <= radius; ++k) {
        kernel.push_back(static_cast<float>(std::exp(-0.5 * k * k / (sigma * sigma))));
        sum += kernel.back();
    }
    for (float& k : kernel) k /= static_cast<float>(sum);
    return kernel;
}

/// Three running means stand in for a wide Gaussian (Wells, IEEE TPAMI 8:234, 1986). One of radius r adds r (r + 1) / 3
/// to the variance; the last ones are a pixel wider, so that the sum comes close.
void blur_line(float* line, std::vector<float>& copy, int count, std::ptrdiff_t step, double sigma,
               const std::vector<float>& kernel) {
    if (!kernel.empty()) return kernel_pass(line, copy, count, step, kernel);
    const double variance = sigma * sigma;
    const int radius = static_cast<int>((std::sqrt(4 * variance + 1) - 1) / 2);
    const auto wider = std::lround(3 * (variance - radius * (radius + 1)) / (2 * (radius + 1)));
    for (int pass = 0; pass < 3; ++pass) box_pass(line, copy, count, step, radius + (pass >= 3 - wider ? 1 : 0));
}

}  // namespace

std::vector<Spot> PlaneFrame::pixels(std::span<const Spot> mm) const {
    std::vector<Spot> all;
    for (const Spot s : mm) all.push_back(pixel(s));
    return all;
}

Mask cover_polygon(std::span<const Spot> corners, int width, int height) {
    constexpr int lines = 4;
    Mask mask = empty_mask(corners, 0.0, width, height);
    std::vector<double> crossings;
    for (int sub = 0; sub < mask.height * lines; ++sub) {
        const double y = mask.top + (sub + 0.5) / lines;
        crossings.clear();
        for (std::size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
            const Spot a = corners[j];
            const Spot b = corners[i];
            if ((a.y > y) != (b.y > y)) crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
        }
        std::sort(crossings.begin(), crossings.end());
        float* row = mask.share.data() + static_cast<std::ptrdiff_t>(sub / lines) * mask.width;
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
            add_run(row, mask.width, crossings[i] - mask.left, crossings[i + 1] - mask.left, 1.0F / lines);
    }
    return mask;
}

Mask cover_path(std::span<const Spot> path, double radius_pixels, int width, int height) {
    Mask mask = empty_mask(path, radius_pixels + 1, width, height);
    // A pen thinner than a pixel covers part of it.
    const double radius = std::max(radius_pixels, 0.5);
    const double strength = std::min(1.0, radius_pixels / 0.5);
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
        const Spot a{path[i].x - mask.left, path[i].y - mask.top};
        const Spot d{path[i + 1].x - path[i].x, path[i + 1].y - path[i].y};
        const double length2 = d.x * d.x + d.y * d.y;
        const double reach = radius + 1;
        const int x0 = static_cast<int>(std::clamp(std::min(a.x, a.x + d.x) - reach, 0.0, 1.0 * mask.width));
        const int x1 = static_cast<int>(std::clamp(std::max(a.x, a.x + d.x) + reach, 0.0, 1.0 * mask.width));
        const int y0 = static_cast<int>(std::clamp(std::min(a.y, a.y + d.y) - reach, 0.0, 1.0 * mask.height));
        const int y1 = static_cast<int>(std::clamp(std::max(a.y, a.y + d.y) + reach, 0.0, 1.0 * mask.height));
        for (int y = y0; y < y1; ++y)
            for (int x = x0; x < x1; ++x) {
                const double px = x + 0.5 - a.x;
                const double py = y + 0.5 - a.y;
                const double t = length2 > 0 ? std::clamp((px * d.x + py * d.y) / length2, 0.0, 1.0) : 0.0;
                const double distance = std::hypot(px - t * d.x, py - t * d.y);
                const auto share = static_cast<float>(strength * std::clamp(radius - distance + 0.5, 0.0, 1.0));
                float& held = mask.share[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) +
                                         static_cast<std::size_t>(x)];
                held = std::max(held, share);
            }
    }
    return mask;
}

std::vector<Spot> closed_curve(std::span<const Spot> knots, int pieces) {
    std::vector<Spot> curve;
    const std::size_t n = knots.size();
    for (std::size_t i = 0; i < n; ++i)
        for (int p = 0; p < pieces; ++p)
            curve.push_back(catmull_rom(knots[(i + n - 1) % n], knots[i], knots[(i + 1) % n], knots[(i + 2) % n],
                                        static_cast<double>(p) / pieces));
    return curve;
}

std::vector<Spot> open_curve(std::span<const Spot> knots, int pieces) {
    std::vector<Spot> curve;
    const std::size_t n = knots.size();
    for (std::size_t i = 0; i + 1 < n; ++i)
        for (int p = 0; p < pieces; ++p)
            curve.push_back(catmull_rom(knots[i > 0 ? i - 1 : 0], knots[i], knots[i + 1], knots[std::min(i + 2, n - 1)],
                                        static_cast<double>(p) / pieces));
    if (n > 0) curve.push_back(knots.back());
    return curve;
}

std::vector<Spot> ellipse_curve(Spot middle, double radius_x, double radius_y, double tilt_deg) {
    constexpr int corners = 48;
    const double tilt = tilt_deg * std::numbers::pi / 180;
    std::vector<Spot> curve;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        const double x = radius_x * std::cos(angle);
        const double y = radius_y * std::sin(angle);
        curve.push_back(
            {middle.x + x * std::cos(tilt) - y * std::sin(tilt), middle.y + x * std::sin(tilt) + y * std::cos(tilt)});
    }
    return curve;
}

std::vector<Spot> mirror_image(std::vector<Spot> spots, double axis_x) {
    for (Spot& s : spots) s.x = 2 * axis_x - s.x;
    return spots;
}

void blur(Field& field, double sigma_x_pixels, double sigma_y_pixels) {
    constexpr double least = 0.15;  // below, the neighbors weigh nothing
    constexpr double wide = 4.0;
    std::vector<float> copy(static_cast<std::size_t>(std::max(field.width, field.height)));
    const auto kernel_of = [](double sigma) { return sigma < wide ? gaussian_kernel(sigma) : std::vector<float>{}; };
    if (sigma_x_pixels > least) {
        const auto kernel = kernel_of(sigma_x_pixels);
        for (int y = 0; y < field.height; ++y) blur_line(&field.at(0, y), copy, field.width, 1, sigma_x_pixels, kernel);
    }
    if (sigma_y_pixels > least) {
        const auto kernel = kernel_of(sigma_y_pixels);
        for (int x = 0; x < field.width; ++x)
            blur_line(&field.at(x, 0), copy, field.height, field.width, sigma_y_pixels, kernel);
    }
}

Field smooth_noise(int width, int height, double scale_pixels, Random& random) {
    const double cell = std::max(1.0, scale_pixels / 2);
    const int columns = static_cast<int>(width / cell) + 3;
    const int rows = static_cast<int>(height / cell) + 3;
    Field coarse(columns, rows);
    for (float& v : coarse.values) v = static_cast<float>(random.normal());
    blur(coarse, 0.8, 0.8);
    double sum = 0.0;
    for (const float v : coarse.values) sum += static_cast<double>(v) * v;
    const auto scale = static_cast<float>(1.0 / std::sqrt(sum / static_cast<double>(coarse.values.size()) + 1e-12));
    for (float& v : coarse.values) v *= scale;
    return resized(coarse, width, height);
}

Field resized(const Field& field, int width, int height) {
    if (field.width == width && field.height == height) return field;
    Field result(width, height);
    for (int y = 0; y < height; ++y) {
        const double fy = std::clamp((y + 0.5) * field.height / height - 0.5, 0.0, field.height - 1.0);
        const int y0 = static_cast<int>(fy);
        const int y1 = std::min(y0 + 1, field.height - 1);
        const auto wy = static_cast<float>(fy - y0);
        for (int x = 0; x < width; ++x) {
            const double fx = std::clamp((x + 0.5) * field.width / width - 0.5, 0.0, field.width - 1.0);
            const int x0 = static_cast<int>(fx);
            const int x1 = std::min(x0 + 1, field.width - 1);
            const auto wx = static_cast<float>(fx - x0);
            const float top = field.at(x0, y0) * (1 - wx) + field.at(x1, y0) * wx;
            const float bottom = field.at(x0, y1) * (1 - wx) + field.at(x1, y1) * wx;
            result.at(x, y) = top * (1 - wy) + bottom * wy;
        }
    }
    return result;
}

float quantile(const Field& field, double share) {
    std::vector<float> values = field.values;
    const auto rank = static_cast<std::ptrdiff_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

void add_part(std::vector<FigurePart>& parts, std::string name, std::span<const Spot> outline_mm,
              const PlaneFrame& frame) {
    constexpr double least_area = 2e-5;
    Region region{Region::Shape::polygon, {}};
    for (const Spot mm : outline_mm) {
        Spot s = frame.share(mm);
        s.x = std::clamp(s.x, 0.0, 1.0);
        s.y = std::clamp(s.y, 0.0, 1.0);
        if (region.spots.empty() || !(region.spots.back() == s)) region.spots.push_back(s);
    }
    if (region.spots.size() >= 3 && area_of(region) > least_area) parts.push_back({std::move(name), std::move(region)});
}

}  // namespace collimate
