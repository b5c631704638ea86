#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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
    std::optional<Region> region;  ///< hotspot: the place in the figure; `text` is what it is called, may be empty
};

/// A figure as it is shown: everything that depends on the draw is settled.
struct ShownFigure {
    std::string item;
    int place = 0;       ///< among the item's figures, from 0
    bool stored = true;  ///< the same at every draw; its picture lies in the bank
    std::string generator;
    int version = 1;
    FigureSize size;  ///< pixels
    FigureSettings settings;
    std::uint64_t seed = 0;
    std::string alt;
    std::string caption;  ///< markup
    std::string image;    ///< of an image file: its SHA-256, hex; `generator` is empty then
    std::string credit;   ///< of an image file: author, year and license in one line
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
    std::vector<ShownFigure> figures;
    std::optional<ExhibitTable> table;  ///< numbers filled in
};

/// The instance that (item, seed) stands for: the same on every machine.
/// Throws Refused when no draw of a parametric item is admissible, or when a region is a part of a figure and this
/// program lacks the generator at that version; an item of a freshly compiled bank has none such.
[[nodiscard]] Instance present(const Item& item, std::uint64_t seed);

/// The name of a generator's part as a candidate reads it: `fat_pad` is `fat pad`.
[[nodiscard]] std::string in_words(std::string_view part);

/// The figures of an item where its formulas have these values (GridPoint::settings); texts as they were written.
[[nodiscard]] std::vector<ShownFigure> figures_at(const Item& item, std::span<const double> formulas);

/// Computes the picture of a generated figure. Throws Refused where this program lacks the generator at that version,
/// or where it refuses the settings. A pure function: may run beside anything else.
[[nodiscard]] Figure rendered(const ShownFigure& shown);

/// The named parts of a generated figure, without computing a pixel. Throws as `rendered` does.
[[nodiscard]] std::vector<FigurePart> parts_of(const ShownFigure& shown);

}  // namespace collimate
