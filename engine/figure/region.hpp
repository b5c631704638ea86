#pragma once

#include <vector>

namespace collimate {

/// A place in a picture, in shares of its width and height; the origin is the top left corner.
struct Spot {
    double x = 0.0;
    double y = 0.0;
    friend bool operator==(const Spot&, const Spot&) = default;
};

/// An area of a picture that can be hit by a mark.
struct Region {
    enum class Shape { ellipse, rectangle, polygon };
    Shape shape = Shape::ellipse;
    /// ellipse: center, then its radii (share of the width, share of the height); rectangle: top left, bottom right;
    /// polygon: three corners or more, not crossing itself.
    std::vector<Spot> spots;
    friend bool operator==(const Region&, const Region&) = default;
};

/// Whether its spots make the shape they claim, finite and of some extent. The other functions may be asked of
/// well-formed regions only.
[[nodiscard]] bool well_formed(const Region& region);
/// Edges belong to the region.
[[nodiscard]] bool contains(const Region& region, Spot spot);
/// Share of the picture's area, 0 to 1: the guess floor of a hot spot.
[[nodiscard]] double area_of(const Region& region);
[[nodiscard]] bool overlap(const Region& one, const Region& other);
/// Whether all of it lies within the picture.
[[nodiscard]] bool within_picture(const Region& region);
/// A spot inside, where a mark or a label may stand.
[[nodiscard]] Spot middle_of(const Region& region);

}  // namespace collimate
