#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/bank/document.hpp"
#include "engine/bank/read_figure.hpp"
#include "engine/bank/source.hpp"

namespace collimate {

/// What an items file states once for all its items.
struct ItemFileHead {
    std::string exam;
    std::string category;
    std::string origin;
    std::vector<std::string> authors;
    std::string license;
};

/// What an item may refer to.
struct Catalogue {
    const Outline& outline;
    const std::map<std::string, SourcePlace>& points;  ///< by point id
    const FigureShelf& figures;
};

[[nodiscard]] Outline read_outline(const TomlNode& document, Faults& faults,
                                   std::map<std::string, SourcePlace>& places);

/// Points in the order of the file.
[[nodiscard]] std::vector<LearningPoint> read_points(const TomlNode& document, const Outline& outline, Faults& faults,
                                                     std::map<std::string, SourcePlace>& places);

[[nodiscard]] ItemFileHead read_item_head(const TomlNode& document, const Outline& outline, Faults& faults);

/// One `[[item]]`. Faulty fields are left at their defaults; an item without id comes back with an empty one.
/// Places of the item, its stem and its options are entered as `ID`, `ID.stem`, `ID.a`.
[[nodiscard]] Item read_item(const TomlNode& table, const ItemFileHead& head, const Catalogue& catalogue,
                             Faults& faults, std::map<std::string, SourcePlace>& places);

}  // namespace collimate
