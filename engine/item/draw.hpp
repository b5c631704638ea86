#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/item/item.hpp"

namespace collimate {

/// One point of an item's grid, calculated.
struct GridPoint {
    bool admissible = false;       ///< every requirement holds
    std::vector<double> named;     ///< parameters, then lets, in the item's order
    std::vector<double> values;    ///< one per option, rounded as shown; none where options are words or places
    std::vector<double> settings;  ///< one per Formula of the figures, in their order
};

/// Options that may stand together on the screen, and where the key then stands.
struct ShownSet {
    std::uint32_t options = 0;  ///< bit i: option i is shown
    int key_rank = 0;           ///< shown values below the key's
};

/// The numbers of an item with its expressions compiled: walks or samples the grid.
class Worksheet {
public:
    /// Throws Refused naming the expression that cannot be used, a name used in a circle, or a grid over 20,000 points.
    explicit Worksheet(const Item& item);
    Worksheet(Worksheet&&) noexcept;
    ~Worksheet();

    [[nodiscard]] std::int64_t points() const;  ///< at least 1
    [[nodiscard]] GridPoint at(std::int64_t point) const;

    /// Names in the order of GridPoint::named.
    [[nodiscard]] const std::vector<std::string>& names() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

inline constexpr std::int64_t largest_grid = 20'000;

/// All sets of `show` options that hold the key and keep `apart` percent of the key between any two. Empty: the draw is
/// refused. Options within `apart` of the key, and those at zero or less while the key is positive, take no part.
[[nodiscard]] std::vector<ShownSet> shown_sets(const Item& item, const GridPoint& point);

/// Draws evenly among the ranks the key can take, then among the sets of that rank. `sets` is not empty.
[[nodiscard]] ShownSet draw_set(const std::vector<ShownSet>& sets, Random& random);

/// Whether a draw can be used: requirements met, all numbers finite, and for options with values a set to show.
[[nodiscard]] bool usable(const Item& item, const GridPoint& point);

/// A usable point drawn at random from the grid; absent where there is none.
[[nodiscard]] std::optional<GridPoint> draw_point(const Item& item, const Worksheet& worksheet, Random& random);

}  // namespace collimate
