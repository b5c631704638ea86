#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/item/item.hpp"

namespace collimate {

/// One option as it stands on the screen.
struct Choice {
    char letter = 'a';  ///< the author's letter, kept in the record; the screen labels by position
    bool right = false;
    int place = 0;
    std::string text;  ///< markup, numbers filled in
    std::string why;
    std::string error;
    std::optional<double> value;
};

/// An item as a candidate meets it: numbers drawn, options in order of appearance.
struct Instance {
    std::string item;
    int revision = 1;
    std::uint64_t seed = 0;
    ItemType type = ItemType::single;
    std::string area;
    std::string stem;
    std::string principle;
    std::vector<Choice> choices;
    std::string unit;
    double tolerance = 0.0;  ///< numeric entry, in `unit`
};

/// The instance that (item, seed) stands for: the same on every machine.
/// Throws Refused when no draw of a parametric item is admissible; a compiled bank has none such.
[[nodiscard]] Instance present(const Item& item, std::uint64_t seed);

}  // namespace collimate
