#include "engine/bank/read_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/bank/image_file.hpp"
#include "engine/base/error.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_alt = 1000;
constexpr std::size_t longest_caption = 300;

std::string listed(const std::vector<std::string_view>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

std::string generator_names() {
    std::vector<std::string_view> names;
    for (const Generator& generator : generators()) names.push_back(generator.name);
    return listed(names);
}

// ---------------------------------------------------------------- settings

/// Whether texts where a number is due are expressions (in an item) or faults (in a file that has no draw).
enum class Formulas { allowed, refused };

/// Reads one setting; absent with its fault named.
class SettingReader {
public:
    SettingReader(const Generator& generator, Formulas formulas, const std::string& subject, Faults& faults)
        : generator_(generator), formulas_(formulas), subject_(subject), faults_(faults) {}

    std::optional<FigureSetting> read(const TomlEntry& entry) {
        const auto found = std::find_if(generator_.parameters.begin(), generator_.parameters.end(),
                                        [&](const FigureParameter& p) { return p.name == entry.key; });
        if (found == generator_.parameters.end()) return unknown(entry);
        return found->choices.empty() ? number(entry, *found) : word(entry, *found);
    }

private:
    std::optional<FigureSetting> unknown(const TomlEntry& entry) {
        std::vector<std::string_view> names;
        for (const auto& parameter : generator_.parameters) names.push_back(parameter.name);
        block(entry, fmt::format("{} has no parameter '{}'", generator_.name, entry.key.substr(0, 60)),
              "write one of: " + listed(names));
        return std::nullopt;
    }

    std::optional<FigureSetting> number(const TomlEntry& entry, const FigureParameter& parameter) {
        const auto* integer = std::get_if<std::int64_t>(&entry.node.value);
        const auto* real = std::get_if<double>(&entry.node.value);
        const auto* text = std::get_if<std::string>(&entry.node.value);
        if (text && formulas_ == Formulas::allowed) return Formula{.text = *text};
        if (!integer && !real) {
            block(entry, fmt::format("'{}' is no number", parameter.name),
                  formulas_ == Formulas::allowed ? "write a number, or an expression over draw and let in quotes"
                                                 : "write a number; expressions belong into the item's own 'with'");
            return std::nullopt;
        }
        const double value = integer ? static_cast<double>(*integer) : *real;
        if (std::isfinite(value) && value >= parameter.low && value <= parameter.high) return value;
        block(entry, fmt::format("{} = {} is out of range", parameter.name, value),
              fmt::format("write a number from {} to {}", parameter.low, parameter.high));
        return std::nullopt;
    }

    std::optional<FigureSetting> word(const TomlEntry& entry, const FigureParameter& parameter) {
        const auto* text = std::get_if<std::string>(&entry.node.value);
        if (text && std::find(parameter.choices.begin(), parameter.choices.end(), *text) != parameter.choices.end())
            return *text;
        block(entry, fmt::format("'{}' is none of its choices", parameter.name),
              "write one of: " + listed({parameter.choices.begin(), parameter.choices.end()}));
        return std::nullopt;
    }

    void block(const TomlEntry& entry, std::string fault, std::string remedy) {
        faults_.block(entry.node.line, subject_, "figure: " + std::move(fault), std::move(remedy));
    }

    const Generator& generator_;
    Formulas formulas_;
    const std::string& subject_;
    Faults& faults_;
};

/// Lays the settings of `with` over those there are; false where one is at fault.
bool add_settings(Fields& fields, const Generator& generator, Formulas formulas, FigureUse& figure) {
    const TomlNode* with = fields.table("with", Need::optional);
    if (!with) return !fields.has("with");
    bool good = true;
    SettingReader reader(generator, formulas, fields.subject(), fields.faults());
    for (const TomlEntry& entry : entries_of(*with)) {
        const auto setting = reader.read(entry);
        if (setting)
            figure.settings[entry.key] = *setting;
        else
            good = false;
    }
    return good;
}

/// generator, version, size of a table that names a generator; null where the generator is unknown or of another
/// version.
const Generator* read_generator(Fields& fields, FigureUse& figure) {
    figure.generator = fields.text("generator", Need::required, 100);
    figure.version = static_cast<int>(fields.integer("version", Need::optional, 1, 1'000'000).value_or(1));
    const std::vector<double> size =
        fields.has("size") ? fields.numbers("size", Need::required) : std::vector<double>{};
    if (figure.generator.empty()) return nullptr;
    const Generator* generator = find_generator(figure.generator);
    if (!generator) {
        fields.fault("generator", "\"" + figure.generator + "\" is unknown", "write one of: " + generator_names());
        return nullptr;
    }
    if (figure.version != generator->version) {
        fields.fault(fields.has("version") ? "version" : "generator",
                     fmt::format("is of version {}, but {} is at version {} and draws another picture", figure.version,
                                 generator->name, generator->version),
                     fmt::format("look at the picture anew, then write version = {}", generator->version));
        return nullptr;
    }
    figure.size = generator->usual;
    if (!fields.has("size")) return generator;
    const auto side = [](double value) {
        return value >= smallest_figure_side && value <= largest_figure_side && value == std::floor(value);
    };
    if (size.size() != 2 || !side(size[0]) || !side(size[1])) {
        fields.fault(
            "size", "is not two whole numbers of pixels",
            fmt::format("write [width, height], each from {} to {}", smallest_figure_side, largest_figure_side));
        return nullptr;
    }
    figure.size = {static_cast<int>(size[0]), static_cast<int>(size[1])};
    return generator;
}

void read_seed(Fields& fields, FigureUse& figure) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    if (const auto seed = fields.integer("seed", Need::optional, 0, most))
        figure.seed = static_cast<std::uint64_t>(*seed);
}

// ---------------------------------------------------------------- figures/NAME.toml

/// A plain name within the folder: never a path.
bool plain_name(const std::string& name) {
    return !name.empty() && name.size() <= 100 && name[0] != '.' && name.find('/') == std::string::npos &&
           name.find('\\') == std::string::npos;
}

bool read_image(Fields& fields, const fs::path& folder, FigureUse& figure) {
    const std::string name = fields.text("file", Need::required, 200);
    ImageFile image{.file = name,
                    .credit = fields.text("credit", Need::required, 300),
                    .license = fields.text("license", Need::required, 100),
                    .year = static_cast<int>(fields.integer("year", Need::required, 1895, 2100).value_or(0))};
    if (name.empty()) return false;
    if (!plain_name(name)) {
        fields.fault("file", "\"" + name.substr(0, 60) + "\" is no plain file name",
                     "put the image beside this file and write its name");
        return false;
    }
    try {
        const std::string bytes = read_image_file(folder / name);
        figure.size = image_size(bytes);
        (void)decode_image(bytes);
        image.hash = hash_of_image(bytes);
    } catch (const Refused& refused) {
        fields.fault("file", "\"" + name + "\": " + refused.what(), "give a sound PNG or JPEG within the limits");
        return false;
    }
    figure.image = std::move(image);
    return true;
}

// ---------------------------------------------------------------- regions

Region ellipse(double x, double y, double rx, double ry) {
    return {.shape = Region::Shape::ellipse, .spots = {{x, y}, {rx, ry}}};
}

/// The shape a key and its numbers stand for; absent where their count is wrong.
std::optional<Region> shaped(const std::string& shape, const std::vector<double>& n, FigureSize size) {
    const double aspect = static_cast<double>(size.width) / static_cast<double>(size.height);
    if (shape == "circle" && n.size() == 3) return ellipse(n[0], n[1], n[2], n[2] * aspect);
    if (shape == "ellipse" && n.size() == 4) return ellipse(n[0], n[1], n[2], n[3]);
    if (shape == "rectangle" && n.size() == 4)
        return Region{.shape = Region::Shape::rectangle, .spots = {{n[0], n[1]}, {n[0] + n[2], n[1] + n[3]}}};
    return std::nullopt;
}

std::optional<Region> polygon(const std::vector<std::vector<double>>& corners) {
    Region region{.shape = Region::Shape::polygon};
    for (const auto& corner : corners) {
        if (corner.size() != 2) return std::nullopt;
        region.spots.push_back({corner[0], corner[1]});
    }
    return region;
}

}  // namespace

std::optional<FigureUse> read_figure_file(const fs::path& file, Diagnostics& diagnostics) {
    Faults faults{.file = file.generic_string(), .list = diagnostics};
    const std::size_t before = diagnostics.size();
    const auto text = read_text(file, faults);
    if (!text) return std::nullopt;
    check_encoding(*text, faults);
    const TomlNode document = parse_toml(*text, "", faults);
    FigureUse figure{.name = file.stem().string()};
    Fields fields(document, figure.name, "", faults);
    if (fields.has("file")) {
        (void)read_image(fields, file.parent_path(), figure);
    } else {
        const Generator* generator = read_generator(fields, figure);
        if (generator)
            (void)add_settings(fields, *generator, Formulas::refused, figure);
        else
            (void)fields.table("with", Need::optional);
        read_seed(fields, figure);
    }
    fields.finish();
    return diagnostics.size() == before ? std::optional(std::move(figure)) : std::nullopt;
}

FigureShelf read_figure_shelf(const fs::path& folder, Diagnostics& diagnostics) {
    FigureShelf shelf;
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder / "figures", error))
        if (entry.path().extension() == ".toml" && entry.is_regular_file()) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files) {
        auto figure = read_figure_file(file, diagnostics);
        const std::string name = file.stem().string();
        if (!figure) {
            shelf.faulty.insert(name);
            continue;
        }
        if (figure->image) shelf.images[figure->image->hash] = file.parent_path() / figure->image->file;
        shelf.figures.emplace(name, std::move(*figure));
    }
    return shelf;
}

void warn_of_unused(const fs::path& folder, const FigureShelf& shelf, const std::set<std::string>& used,
                    Diagnostics& diagnostics) {
    for (const auto& [name, figure] : shelf.figures) {
        if (used.contains(name)) continue;
        Faults faults{.file = (folder / "figures" / (name + ".toml")).generic_string(), .list = diagnostics};
        faults.add(Severity::warn, 0, name, "F2", "no item uses this figure", "use it or remove the file");
    }
}

std::optional<FigureUse> read_figure_use(const TomlNode& table, const std::string& item, const FigureShelf& shelf,
                                         Faults& faults) {
    Fields fields(table, item, "figure", faults);
    FigureUse figure;
    const Generator* generator = nullptr;
    bool good = true;
    if (fields.has("use") && fields.has("generator"))
        fields.fault("use", "and 'generator': exactly one is due", "keep one of them");
    if (fields.has("use")) {
        const std::string name = fields.text("use", Need::required, 100);
        const auto found = shelf.figures.find(name);
        if (found != shelf.figures.end())
            figure = found->second;
        else if (!shelf.faulty.contains(name) && !name.empty())
            fields.fault("use", "\"" + name + "\" is no file of figures/",
                         "add figures/" + name.substr(0, 60) + ".toml or correct the name");
        good = found != shelf.figures.end();
        generator = find_generator(figure.generator);
        if (fields.has("generator")) (void)fields.text("generator", Need::optional, 100);
    } else {
        generator = read_generator(fields, figure);
        good = generator != nullptr;
    }
    if (good && figure.image)
        for (const std::string_view key : {"with", "seed"})
            if (fields.has(key)) fields.fault(key, "has no meaning for an image file", "remove it");
    if (generator)
        good = add_settings(fields, *generator, Formulas::allowed, figure) && good;
    else
        (void)fields.table("with", Need::optional);
    read_seed(fields, figure);
    figure.alt = fields.text("alt", Need::required, longest_alt);
    figure.caption = fields.text("caption", Need::optional, longest_caption);
    fields.finish();
    return good ? std::optional(std::move(figure)) : std::nullopt;
}

std::optional<ExhibitTable> read_exhibit_table(const TomlNode& node, const std::string& item, Faults& faults) {
    Fields fields(node, item, "table", faults);
    ExhibitTable table{.caption = fields.text("caption", Need::optional, longest_caption),
                       .columns = fields.texts("columns", Need::required, longest_cell),
                       .rows = fields.rows_of_texts("rows", Need::required, longest_cell)};
    fields.finish();
    if (table.columns.size() > most_columns)
        fields.fault("columns", "are more than " + std::to_string(most_columns), "split the table or leave some out");
    if (table.rows.size() > most_rows)
        fields.fault("rows", "are more than " + std::to_string(most_rows), "leave out what the question does not need");
    for (const auto& row : table.rows)
        if (row.size() != table.columns.size())
            fields.fault(
                "rows",
                fmt::format("has a row of {} cells where there are {} columns", row.size(), table.columns.size()),
                "give each row one text for each column; \"\" leaves a cell empty");
    if (table.columns.empty() || table.rows.empty()) return std::nullopt;
    return table;
}

std::optional<FigurePlace> read_region(const TomlNode& table, const std::string& item, const std::string& where,
                                       FigureSize size, Faults& faults) {
    Fields fields(table, item, where, faults);
    const auto refuse = [&](std::string fault, std::string remedy) -> std::optional<FigurePlace> {
        faults.block(table.line, item, where + ": " + std::move(fault), std::move(remedy));
        return std::nullopt;
    };
    const TomlNode::Table& entries = entries_of(table);
    const std::string shape = entries.size() == 1 ? entries[0].key : "";
    std::optional<Region> region;
    if (shape == "part") {
        const std::string part = fields.text("part", Need::required, 100);
        return part.empty() ? std::nullopt : std::optional<FigurePlace>(part);
    }
    if (shape == "polygon")
        region = polygon(fields.rows_of_numbers("polygon", Need::required));
    else if (shape == "circle" || shape == "ellipse" || shape == "rectangle")
        region = shaped(shape, fields.numbers(shape, Need::required), size);
    else
        return refuse("the region is not exactly one shape or part",
                      "write circle = [x, y, r], ellipse = [x, y, rx, ry], rectangle = [x, y, w, h], polygon = [[x, "
                      "y], ...] or part = \"name\"");
    if (!region || !well_formed(*region))
        return refuse("the region is no " + shape, "give x, y and sizes in shares of the picture, all above zero");
    if (!within_picture(*region)) return refuse("the region leaves the picture", "keep it between 0 and 1 both ways");
    return *region;
}

}  // namespace collimate
