#include "engine/bank/source.hpp"

#include <algorithm>
#include <set>

#include "engine/bank/document.hpp"
#include "engine/bank/readers.hpp"
#include "engine/base/error.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> item_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder / "items", error))
        if (entry.path().extension() == ".toml" && entry.is_regular_file()) files.push_back(entry.path());
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
    const auto text = read_text(file, faults);
    if (!text) return nothing;
    return parse_toml(*text, split, faults);
}

void read_items(const fs::path& file, ExamSource& source, const Catalogue& catalogue, Diagnostics& diagnostics) {
    Faults faults{.file = file.generic_string(), .list = diagnostics};
    const TomlNode document = read_document(file, "item", faults);
    const ItemFileHead head = read_item_head(document, source.outline, faults);
    const TomlNode* list = document.find("item");
    const auto* tables = list ? std::get_if<TomlNode::Array>(&list->value) : nullptr;
    if (!tables) return;
    for (const TomlNode& table : *tables) {
        std::map<std::string, Place> places;
        Item item = read_item(table, head, catalogue, faults, places);
        if (item.id.empty()) continue;
        const auto before = source.places.find(item.id);
        if (before != source.places.end()) {
            faults.block(table.line, item.id,
                         "the id is used already in " + before->second.file + ":" + std::to_string(before->second.line),
                         "give the item the next free number");
            continue;
        }
        const auto category = source.outline.find(item.area);
        if (category && !head.category.empty() &&
            source.outline.areas[static_cast<std::size_t>(source.outline.category_of(*category))].code != head.category &&
            std::none_of(item.waivers.begin(), item.waivers.end(), [](const Waiver& w) { return w.code == "A2"; }))
            faults.add(Severity::warn, table.line, item.id, "A2", "area " + item.area + " is not of this file's category " +
                       head.category, "move the item to the file of its category");
        source.places[item.id] = {.file = faults.file, .line = table.line};
        source.places.merge(places);
        source.items.push_back(std::move(item));
    }
}

void check_enemies(const ExamSource& source, Diagnostics& diagnostics) {
    std::set<std::string_view> ids;
    for (const Item& item : source.items) ids.insert(item.id);
    for (const Item& item : source.items) {
        const Place& place = source.places.at(item.id);
        Faults faults{.file = place.file, .list = diagnostics};
        for (const std::string& enemy : item.enemies)
            if (!ids.contains(enemy) || enemy == item.id)
                faults.block(place.line, item.id, "enemy \"" + enemy + "\" is no other item of this exam", "correct the id");
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
    source.outline = read_outline(read_document(folder / "outline.toml", "area", outline_faults), outline_faults, source.places);

    const std::vector<fs::path> files = item_files(folder);
    std::map<std::string, Place> point_places;
    Faults point_faults{.file = (folder / "points.toml").generic_string(), .list = diagnostics};
    if (fs::exists(folder / "points.toml") || !files.empty())
        source.points = read_points(read_document(folder / "points.toml", "", point_faults), source.outline, point_faults,
                                    point_places);
    source.places.insert(point_places.begin(), point_places.end());

    const Catalogue catalogue{.outline = source.outline, .points = point_places};
    for (const fs::path& file : files) read_items(file, source, catalogue, diagnostics);
    std::sort(source.items.begin(), source.items.end(), [](const Item& a, const Item& b) { return a.id < b.id; });
    check_enemies(source, diagnostics);
    return source;
}

}  // namespace collimate
