#include "engine/bank/source.hpp"

#include <algorithm>
#include <set>

#include "engine/bank/document.hpp"
#include "engine/bank/readers.hpp"
#include "engine/base/error.hpp"
#include "engine/base/parallel.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> item_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder / "items", error))
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

/// A file of the folder, parsed; an empty table where it is missing or unreadable as TOML.
TomlNode read_document(const fs::path& file, std::string_view split, Faults& faults) {
    const TomlNode nothing{.line = 1, .value = TomlNode::Table{}};
    if (!fs::exists(file)) {
        faults.block(0, "", "the file is missing", "add it; see the bank format, section 1");
        return nothing;
    }
    if (!fs::is_regular_file(file)) {
        faults.block(0, "", "this is no ordinary file", "move it away; every .toml in a folder of items is read");
        return nothing;
    }
    const auto text = read_text(file, faults);
    if (!text) return nothing;
    check_encoding(*text, faults);
    return parse_toml(*text, split, faults);
}

/// What one items file gave; files are read side by side and joined in their order.
struct ItemFile {
    std::string name;
    std::vector<Item> items;
    std::vector<int> lines;  ///< of each item
    std::map<std::string, SourcePlace> places;
    Diagnostics diagnostics;
};

void check_category(const Item& item, int line, const std::string& category, const Outline& outline, Faults& faults) {
    const auto area = outline.find(item.area);
    if (!area || !outline.find(category)) return;
    if (outline.areas[static_cast<std::size_t>(outline.category_of(*area))].code == category) return;
    const bool waived =
        std::any_of(item.waivers.begin(), item.waivers.end(), [](const Waiver& w) { return w.code == "A2"; });
    if (!waived)
        faults.add(Severity::warn, line, item.id, "A2",
                   "area " + item.area + " is not of this file's category " + category,
                   "move the item to the file of its category");
}

ItemFile read_item_file(const fs::path& file, const Catalogue& catalogue) {
    ItemFile result{.name = file.generic_string()};
    Faults faults{.file = result.name, .list = result.diagnostics};
    const TomlNode document = read_document(file, "item", faults);
    const ItemFileHead head = read_item_head(document, catalogue.outline, faults);
    const TomlNode* list = document.find("item");
    const auto* tables = list ? std::get_if<TomlNode::Array>(&list->value) : nullptr;
    for (const TomlNode& table : tables ? *tables : TomlNode::Array{}) {
        Item item = read_item(table, head, catalogue, faults, result.places);
        check_category(item, table.line, head.category, catalogue.outline, faults);
        if (item.id.empty()) continue;
        result.items.push_back(std::move(item));
        result.lines.push_back(table.line);
    }
    return result;
}

/// Adds the items of a file to the source; an id that is taken already is named and left out.
void join(ItemFile&& file, ExamSource& source, Diagnostics& diagnostics) {
    diagnostics.insert(diagnostics.end(), std::make_move_iterator(file.diagnostics.begin()),
                       std::make_move_iterator(file.diagnostics.end()));
    Faults faults{.file = file.name, .list = diagnostics};
    for (std::size_t i = 0; i < file.items.size(); ++i) {
        Item& item = file.items[i];
        const auto [place, fresh] =
            source.places.try_emplace(item.id, SourcePlace{.file = file.name, .line = file.lines[i]});
        if (fresh) {
            source.items.push_back(std::move(item));
            continue;
        }
        faults.block(file.lines[i], item.id,
                     "the id is used already in " + place->second.file + ":" + std::to_string(place->second.line),
                     "give the item the next free number");
    }
    source.places.merge(file.places);
}

void check_enemies(const ExamSource& source, Diagnostics& diagnostics) {
    std::set<std::string_view> ids;
    for (const Item& item : source.items) ids.insert(item.id);
    for (const Item& item : source.items) {
        const SourcePlace& place = source.places.at(item.id);
        Faults faults{.file = place.file, .list = diagnostics};
        for (const std::string& enemy : item.enemies)
            if (!ids.contains(enemy) || enemy == item.id)
                faults.block(place.line, item.id, "enemy \"" + enemy + "\" is no other item of this exam",
                             "correct the id");
        if (item.retired && !item.retired->by.empty() && !ids.contains(item.retired->by))
            faults.block(place.line, item.id, "it is replaced by \"" + item.retired->by + "\", which does not exist",
                         "correct the id");
    }
}

}  // namespace

ExamSource read_source(const fs::path& folder, Diagnostics& diagnostics) {
    if (!fs::is_directory(folder)) throw WorldFailed(folder.string() + ": no such folder; name the folder of an exam");
    ExamSource source;
    Faults outline_faults{.file = (folder / "outline.toml").generic_string(), .list = diagnostics};
    const TomlNode outline = read_document(folder / "outline.toml", "area", outline_faults);
    if (diagnostics.empty() || outline.find("area"))
        source.outline = read_outline(outline, outline_faults, source.places);
    // Without areas every point and item would be a fault, and the one that matters would drown.
    if (source.outline.areas.empty()) return source;

    const std::vector<fs::path> files = item_files(folder);
    std::map<std::string, SourcePlace> point_places;
    Faults point_faults{.file = (folder / "points.toml").generic_string(), .list = diagnostics};
    if (fs::exists(folder / "points.toml") || !files.empty())
        source.points = read_points(read_document(folder / "points.toml", "", point_faults), source.outline,
                                    point_faults, point_places);
    source.places.insert(point_places.begin(), point_places.end());

    FigureShelf figures = read_figure_shelf(folder, diagnostics);
    const Catalogue catalogue{.outline = source.outline, .points = point_places, .figures = figures};
    std::vector<ItemFile> read(files.size());
    for_each_index(files.size(), [&](std::size_t i) { read[i] = read_item_file(files[i], catalogue); });
    for (ItemFile& file : read) join(std::move(file), source, diagnostics);
    std::sort(source.items.begin(), source.items.end(), [](const Item& a, const Item& b) { return a.id < b.id; });
    check_enemies(source, diagnostics);
    std::set<std::string> used;
    for (const Item& item : source.items)
        for (const FigureUse& figure : item.figures) used.insert(figure.name);
    warn_of_unused(folder, figures, used, diagnostics);
    source.images = std::move(figures.images);
    return source;
}

}  // namespace collimate
