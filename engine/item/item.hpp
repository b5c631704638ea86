#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/calendar.hpp"
#include "engine/figure/generator.hpp"

namespace collimate {

enum class ItemType { single, multiple, order, hotspot, numeric };
enum class Level { recall, application, analysis };

/// How closely the author read a source: the section itself, a page quoting it, or from memory.
enum class Seen { page, quoted, recalled };

struct Source {
    std::string doc;
    int year = 0;
    std::string section;
    Seen seen = Seen::recalled;
    std::string url;
};

/// A place in the item's figure: drawn by the author, or a part that the generator names, which moves with the picture.
using FigurePlace = std::variant<Region, std::string>;

struct Option {
    char letter = 'a';  ///< stays with the option for ever; logs hold letters
    bool right = false;
    int place = 0;      ///< order: position in the right order, 1-based
    std::string text;   ///< markup; empty where `value` is set; hotspot: what the place is called, may be empty
    std::string value;  ///< expression over draw and let; empty where `text` is set
    std::optional<FigurePlace> region;  ///< hotspot only, and there always
    std::string why;
    std::string error;  ///< the slip a wrong option stands for
};

/// A frequent wrong order and what it means.
struct Slip {
    std::string order;  ///< letters, e.g. "abdce"
    std::string error;
    std::string why;
};

/// A fact that is changing.
struct Moving {
    std::string authority;
    std::string older;
    std::optional<Day> recheck;
};

struct Retired {
    Day on = 0;
    std::string why;
    std::string by;
};

/// A named number drawn anew each time, from a finite grid.
struct Parameter {
    std::string name;
    std::vector<double> values;
    std::string unit;
};

struct Let {
    std::string name;
    std::string expression;
};

/// How the numbers of an item are made and shown. Present on every item whose options have `value`, and on one
/// whose figure is drawn anew while its options stay; that one has neither unit nor precision.
struct Numbers {
    std::vector<Parameter> parameters;
    std::vector<Let> lets;
    std::vector<std::string> require;
    std::string unit;
    int decimals = -1;  ///< exactly one of decimals and figures is set where options have `value`
    int figures = -1;
    int show = 0;                          ///< options on screen: the key and show - 1 others; 0 = all
    double apart = 5.0;                    ///< percent of the key
    std::optional<double> within;          ///< numeric entry: tolerance in `unit`
    std::optional<double> within_percent;  ///< numeric entry: tolerance in percent of the key
};

/// An expression over draw and let.
struct Formula {
    std::string text;
    friend bool operator==(const Formula&, const Formula&) = default;
};

/// A number, a word among the choices of its parameter, or an expression.
using FigureSetting = std::variant<double, std::string, Formula>;

/// An image file that came with the bank's source, and its origin.
struct ImageFile {
    std::string hash;  ///< SHA-256 of the file, hex
    std::string file;  ///< its name beside figures/NAME.toml; not kept in a bank
    std::string credit;
    std::string license;
    int year = 0;
};

/// A picture of an item: computed by a generator, or an image file.
struct FigureUse {
    std::string name;       ///< of figures/NAME.toml; empty where the item names its generator
    std::string generator;  ///< empty for an image file
    int version = 1;        ///< of the generator
    FigureSize size;        ///< pixels
    std::map<std::string, FigureSetting, std::less<>> settings;  ///< what differs from the generator's usual values
    std::uint64_t seed = 0;
    std::string alt;      ///< describes for who cannot see it; placeholders allowed
    std::string caption;  ///< markup, placeholders allowed; may be empty
    std::optional<ImageFile> image;
};

inline constexpr std::size_t most_figures = 4;

inline constexpr int largest_image_side = 8192;

/// An exhibit of rows and columns. All texts are markup and may hold placeholders.
struct ExhibitTable {
    std::string caption;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  ///< each as long as `columns`
};

inline constexpr std::size_t most_columns = 8;
inline constexpr std::size_t most_rows = 30;
inline constexpr std::size_t longest_cell = 300;  ///< bytes

struct Waiver {
    std::string code;
    std::string reason;
};

/// One question as its author wrote it. See the bank format for the meaning and limits of each field.
struct Item {
    std::string id;
    int revision = 1;
    std::string area;  ///< leaf of the outline
    std::vector<std::string> points;
    ItemType type = ItemType::single;
    Level level = Level::application;
    int expected = 0;  ///< percent of first-time candidates expected to get it right
    std::string stem;
    std::string principle;
    bool written_order = false;  ///< options stay in letter order
    bool count_stated = false;
    std::vector<Option> options;
    std::vector<Slip> slips;
    std::optional<Numbers> numbers;
    std::vector<FigureUse> figures;  ///< at most `most_figures`, side by side; a hotspot has one
    std::optional<ExhibitTable> table;
    std::vector<Source> sources;
    Day checked = 0;
    std::optional<Moving> moving;
    std::optional<Retired> retired;
    std::optional<Day> read_blind;
    std::string family;
    std::vector<std::string> enemies;
    std::vector<Waiver> waivers;
    std::string origin;
    std::vector<std::string> authors;
    std::string license;
};

/// Whether each showing draws new numbers, so that a repeat is fresh evidence.
[[nodiscard]] bool parametric(const Item& item);

/// Whether the options are calculated from the numbers; else they are words or places, whatever is drawn.
[[nodiscard]] bool has_values(const Item& item);

/// Whether a figure is the same at every showing, so that a bank keeps its picture.
[[nodiscard]] bool fixed_figure(const Item& item, const FigureUse& figure);

[[nodiscard]] std::string_view name_of(ItemType type);
[[nodiscard]] std::string_view name_of(Level level);
[[nodiscard]] std::string_view name_of(Seen seen);

}  // namespace collimate
