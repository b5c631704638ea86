#include "engine/figure/mammo_phantom.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

namespace collimate {

namespace {

constexpr double cell_mm = 15.0;
constexpr double margin_mm = 3.0;
constexpr double acrylic_mm = 34.0;
constexpr double wax_mm = 7.0;
constexpr double fiber_length_mm = 10.0;
constexpr double mass_radius_mm = 4.2;
constexpr double speck_ring_mm = 2.6;

struct Object {
    enum class Kind { fiber, specks, mass };
    Kind kind;
    int number;  ///< 1 is the largest of its kind
    double mm;   ///< diameter, or thickness of a mass
    Spot cell;   ///< column and row
};

struct Layout {
    int columns = 0;
    int rows = 0;
    std::vector<Object> objects;
};

Layout layout_of(std::string_view kind) {
    using enum Object::Kind;
    Layout layout;
    const auto fill = [&](Object::Kind what, std::initializer_list<double> sizes) {
        int number = 0;
        for (const double mm : sizes) {
            const auto i = static_cast<int>(layout.objects.size());
            const Spot cell{static_cast<double>(i % layout.columns),
                            std::floor(static_cast<double>(i) / layout.columns)};
            layout.objects.push_back({what, ++number, mm, cell});
        }
    };
    if (kind == "film") {
        layout.columns = layout.rows = 4;
        fill(fiber, {1.56, 1.12, 0.89, 0.75, 0.54, 0.40});
        fill(specks, {0.54, 0.40, 0.32, 0.24, 0.16});
        fill(mass, {2.00, 1.00, 0.75, 0.50, 0.25});
    } else {
        layout.columns = 6;
        layout.rows = 3;
        fill(fiber, {0.89, 0.75, 0.61, 0.54, 0.40, 0.30});
        fill(specks, {0.33, 0.28, 0.23, 0.20, 0.17, 0.14});
        fill(mass, {1.00, 0.75, 0.50, 0.38, 0.25, 0.20});
    }
    return layout;
}

/// Millimeters of a pixel so that the whole insert fits, which lies in the middle.
struct Placing {
    double mm_per_pixel;
    Spot origin_mm;  ///< of the insert's top left corner, from the picture's

    Placing(const Layout& layout, FigureSize size)
        : mm_per_pixel(std::max((layout.columns * cell_mm + 2 * margin_mm) / size.width,
                                (layout.rows * cell_mm + 2 * margin_mm) / size.height)),
          origin_mm{(size.width * mm_per_pixel - layout.columns * cell_mm) / 2,
                    (size.height * mm_per_pixel - layout.rows * cell_mm) / 2} {}

    [[nodiscard]] Spot center(const Object& object) const {
        return {origin_mm.x + (object.cell.x + 0.5) * cell_mm, origin_mm.y + (object.cell.y + 0.5) * cell_mm};
    }
};

double chord(double radius, double off) { return off < radius ? 2 * std::sqrt(radius * radius - off * off) : 0.0; }

/// Thickness of the object over a spot, in mm from its middle.
double thickness_at(const Object& object, Spot s) {
    switch (object.kind) {
        case Object::Kind::fiber: {
            const double tilt = object.number % 2 == 0 ? 1.0 : -1.0;
            const double along = (s.x + tilt * s.y) / std::numbers::sqrt2;
            const double across = (s.x - tilt * s.y) / std::numbers::sqrt2;
            return std::abs(along) <= fiber_length_mm / 2 ? chord(object.mm / 2, std::abs(across)) : 0.0;
        }
        case Object::Kind::specks: {
            double sum = chord(object.mm / 2, std::hypot(s.x, s.y));
            for (int i = 0; i < 5; ++i) {
                const double angle = (72.0 * i - 90) * std::numbers::pi / 180;
                sum += chord(object.mm / 2,
                             std::hypot(s.x - speck_ring_mm * std::cos(angle), s.y - speck_ring_mm * std::sin(angle)));
            }
            return sum;
        }
        case Object::Kind::mass: {
            const double off = (s.x * s.x + s.y * s.y) / (mass_radius_mm * mass_radius_mm);
            return off < 1 ? object.mm * std::min(1.0, 2.5 * (1 - off)) : 0.0;
        }
    }
    return 0.0;
}

double contrast_per_mm(Object::Kind kind, const MammoTissues& tissues) {
    switch (kind) {
        case Object::Kind::fiber:
            return tissues.nylon - tissues.wax;
        case Object::Kind::specks:
            return tissues.alumina - tissues.wax;
        case Object::Kind::mass:
            return tissues.phenolic - tissues.wax;
    }
    return 0.0;
}

/// Averaged over each pixel, so that a speck smaller than a pixel keeps its weight.
void draw_object(MammoPlane& plane, const Object& object, Spot center, double per_mm) {
    constexpr int parts = 4;
    const double mm = plane.mm_per_pixel;
    const auto low = [&](double c) { return std::max(0, static_cast<int>((c - cell_mm / 2) / mm)); };
    const auto high = [&](double c, int limit) {
        return std::min(limit, static_cast<int>((c + cell_mm / 2) / mm) + 1);
    };
    for (int y = low(center.y); y < high(center.y, plane.height); ++y)
        for (int x = low(center.x); x < high(center.x, plane.width); ++x) {
            double sum = 0.0;
            for (int i = 0; i < parts * parts; ++i)
                sum += thickness_at(object, {(x + (i % parts + 0.5) / parts) * mm - center.x,
                                             (y + (static_cast<double>(i / parts) + 0.5) / parts) * mm - center.y});
            plane.at(x, y) += static_cast<float>(per_mm * sum / (parts * parts));
        }
}

std::string name_of(const Object& object) {
    constexpr std::array names = {"fiber", "speck group", "mass"};
    return fmt::format("{} {}", names[static_cast<std::size_t>(object.kind)], object.number);
}

}  // namespace

double mammo_phantom_background(double kv) {
    const MammoTissues tissues = mammo_tissues(kv);
    return tissues.acrylic * acrylic_mm + tissues.wax * wax_mm;
}

MammoPlane mammo_phantom(std::string_view kind, double kv, FigureSize size) {
    const Layout layout = layout_of(kind);
    const Placing placing(layout, size);
    MammoPlane plane(size.width, size.height, placing.mm_per_pixel);
    std::fill(plane.values.begin(), plane.values.end(), static_cast<float>(mammo_phantom_background(kv)));
    const MammoTissues tissues = mammo_tissues(kv);
    for (const Object& object : layout.objects)
        draw_object(plane, object, placing.center(object), contrast_per_mm(object.kind, tissues));
    return plane;
}

std::vector<FigurePart> mammo_phantom_parts(std::string_view kind, FigureSize size) {
    const Layout layout = layout_of(kind);
    const Placing placing(layout, size);
    std::vector<FigurePart> parts;
    for (const Object& object : layout.objects) {
        const Spot c = placing.center(object);
        const double wide = size.width * placing.mm_per_pixel;
        const double high = size.height * placing.mm_per_pixel;
        const double half = 0.42 * cell_mm;
        parts.push_back({name_of(object),
                         {Region::Shape::rectangle,
                          {{(c.x - half) / wide, (c.y - half) / high}, {(c.x + half) / wide, (c.y + half) / high}}}});
    }
    return parts;
}

}  // namespace collimate
