#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/bank/document.hpp"
#include "engine/bank/fields.hpp"
#include "engine/item/item.hpp"

namespace collimate {

/// figures/*.toml of an exam folder by name, and the image files they name by hash.
struct FigureShelf {
    std::map<std::string, FigureUse, std::less<>> figures;
    std::set<std::string, std::less<>> faulty;  ///< names whose file was read but cannot be used
    std::map<std::string, std::filesystem::path> images;
};

/// Reads figures/*.toml and the images they name; all faults in one run.
[[nodiscard]] FigureShelf read_figure_shelf(const std::filesystem::path& folder, Diagnostics& diagnostics);

/// One file of figures/, and the image it may name. Absent, with its faults named, where it cannot be used.
[[nodiscard]] std::optional<FigureUse> read_figure_file(const std::filesystem::path& file, Diagnostics& diagnostics);

/// Figures of the shelf that no item uses.
void warn_of_unused(const std::filesystem::path& folder, const FigureShelf& shelf, const std::set<std::string>& used,
                    Diagnostics& diagnostics);

/// One `[item.figure]`. Absent, with its faults named, where it cannot be used.
[[nodiscard]] std::optional<FigureUse> read_figure_use(const TomlNode& table, const std::string& item,
                                                       const FigureShelf& shelf, Faults& faults);

/// `[item.table]`.
[[nodiscard]] std::optional<ExhibitTable> read_exhibit_table(const TomlNode& table, const std::string& item,
                                                             Faults& faults);

/// `region = { circle = [x, y, r] }` and so on, in a figure of this size. Absent, with its fault named, where it is
/// malformed or leaves the picture.
[[nodiscard]] std::optional<FigurePlace> read_region(const TomlNode& table, const std::string& item,
                                                     const std::string& where, FigureSize size, Faults& faults);

}  // namespace collimate
