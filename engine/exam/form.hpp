#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "engine/exam/outline.hpp"

namespace collimate {

/// Largest-remainder split of `length` items over the leaves of an outline, one figure per area (0 for branches).
/// Split from the top: first over the categories, then each area's count over its children, so that every branch holds
/// its rounded share too. Sums to exactly `length`; published counts are met exactly at the full length; ties go to the
/// area listed first, so a form is reproducible.
[[nodiscard]] std::vector<int> allocate(const Outline& outline, int length);

/// Half-open range of ordinals.
struct OrdinalRange {
    std::int64_t first = 0;
    std::int64_t end = 0;
    [[nodiscard]] std::int64_t size() const { return end - first; }
};

/// What assembly needs to know of an item.
struct ItemFacts {
    std::string id;
    std::string family;                ///< at most one of a family on a form; empty: none
    std::vector<std::string> enemies;  ///< not on one form; naming on one side is enough
    bool retired = false;
};

struct FormItem {
    std::int64_t ordinal = 0;
    int area = 0;  ///< the leaf it belongs to, index into the outline
};

/// A leaf whose own items did not suffice.
struct Shortage {
    int area = 0;
    int wanted = 0;
    int got = 0;       ///< of its own
    int replaced = 0;  ///< by items of its nearest relatives
};

struct Form {
    std::vector<FormItem> items;  ///< in the order they are asked
    std::vector<Shortage> shortages;
};

/// Draws a form of `length` items by the outline, uniformly within each leaf and without repeats, passing over retired
/// items, second members of a family and enemies. `ranges` holds one range per area, empty where there are no items.
/// What a leaf lacks is taken in turn from the leaves beside it, then from the rest of its category, never from another
/// one; every lack is reported, and the form stays short where no relative helps. Asks `facts` only about items drawn:
/// about `length` times, however large the bank. The same arguments give the same form.
[[nodiscard]] Form assemble(const Outline& outline, std::span<const OrdinalRange> ranges,
                            const std::function<ItemFacts(std::int64_t ordinal)>& facts, int length,
                            std::uint64_t seed);

}  // namespace collimate
