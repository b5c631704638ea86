#include <algorithm>
#include <array>
#include <cmath>

#include "engine/bank/check_item.hpp"
#include "engine/bank/fields.hpp"
#include "engine/bank/readers.hpp"
#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"
#include "engine/item/draw.hpp"
#include "engine/item/expression.hpp"
#include "engine/item/markup.hpp"
#include "engine/item/placeholder.hpp"

namespace collimate {
namespace {

constexpr std::array<std::string_view, 5> types = {"single", "multiple", "order", "hotspot", "numeric"};
constexpr std::array<std::string_view, 3> levels = {"recall", "application", "analysis"};
constexpr std::array<std::string_view, 3> seens = {"page", "quoted", "recalled"};
constexpr std::array<std::string_view, 2> arrangements = {"shuffle", "written"};
constexpr std::size_t longest_stem = 4000;
constexpr std::size_t longest_why = 2000;
constexpr std::size_t longest_option = 400;

/// `[a-z]+-[a-z0-9]+-[0-9]{4}`
bool well_formed_id(const std::string& id) {
    const auto first = id.find('-');
    const auto last = id.rfind('-');
    if (first == std::string::npos || first == last || first == 0 || id.size() - last != 5 || id.size() > 40)
        return false;
    const std::string middle = id.substr(first + 1, last - first - 1);
    return std::all_of(id.begin(), id.begin() + static_cast<std::ptrdiff_t>(first), is_lower) && !middle.empty() &&
           std::all_of(middle.begin(), middle.end(), [](char c) { return is_lower(c) || is_digit(c); }) &&
           std::all_of(id.begin() + static_cast<std::ptrdiff_t>(last) + 1, id.end(), is_digit);
}

bool well_formed_name(const std::string& name) {
    return !name.empty() && name.size() <= 40 && is_lower(name[0]) &&
           std::all_of(name.begin(), name.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

class ItemReader {
public:
    ItemReader(const TomlNode& table, std::string id, const ItemFileHead& head, const Catalogue& catalogue,
               Faults& faults, std::map<std::string, SourcePlace>& places)
        : fields_(table, id, "", faults), head_(head), catalogue_(catalogue), faults_(faults), places_(places) {
        item_.id = std::move(id);
    }

    Item read(const TomlNode& table) {
        const std::string id = fields_.text("id", Need::required, 100);
        if (!id.empty() && !well_formed_id(id))
            fields_.fault("id", "\"" + id + "\" is not well formed", "write exam-category-number, such as ct-ip-0042");
        read_identity();
        read_words();
        read_sources();
        read_history();
        read_exhibits();
        read_options(table);
        read_slips();
        read_numbers();
        fields_.finish();
        check_texts();
        return std::move(item_);
    }

private:
    void read_identity() {
        const std::string exam = fields_.text("exam", Need::optional, 100);
        if (!exam.empty() && exam != catalogue_.outline.exam)
            fields_.fault("exam", "is \"" + exam + "\", not the exam of this folder",
                          "move the item or remove the key");
        if (const auto type = fields_.one_of("type", Need::optional, types)) item_.type = static_cast<ItemType>(*type);
        read_area();
        item_.points = fields_.texts("points", Need::required, 100);
        if (item_.points.size() > 3) fields_.fault("points", "names more than 3 points", "keep the 1 to 3 it turns on");
        for (const std::string& point : item_.points)
            if (!catalogue_.points.contains(point))
                fields_.fault("points", "names \"" + point + "\", which points.toml does not have",
                              "add the point or correct its id");
        if (const auto level = fields_.one_of("level", Need::required, levels))
            item_.level = static_cast<Level>(*level);
        item_.expected = static_cast<int>(fields_.integer("expected", Need::required, 20, 97).value_or(0));
        item_.revision = static_cast<int>(fields_.integer("revision", Need::required, 1, 1'000'000).value_or(1));
        item_.origin = head_.origin;
        item_.authors = head_.authors;
        item_.license = head_.license.empty() ? catalogue_.outline.license : head_.license;
    }

    void read_area() {
        item_.area = fields_.text("area", Need::required, 100);
        if (item_.area.empty()) return;
        const auto area = catalogue_.outline.find(item_.area);
        if (!area) {
            fields_.fault("area", "\"" + item_.area + "\" is not in the outline", "use a code of outline.toml");
        } else if (!catalogue_.outline.is_leaf(*area)) {
            fields_.fault("area", "\"" + item_.area + "\" is divided further", "name the part the question belongs to");
        }
    }

    void read_words() {
        item_.stem = fields_.text("stem", Need::required, longest_stem);
        note_place(".stem", fields_.line_of("stem"));
        const bool tied = item_.type == ItemType::multiple || item_.type == ItemType::order;
        item_.principle = fields_.text("principle", tied ? Need::required : Need::optional, longest_why);
        const auto arrange = fields_.one_of("arrange", Need::optional, arrangements);
        item_.written_order = arrange && *arrange == 1;
        if (arrange && item_.type == ItemType::order)
            fields_.fault("arrange", "has no meaning for type order", "remove it");
        item_.count_stated = fields_.flag("count_stated").value_or(false);
        if (fields_.has("count_stated") && item_.type != ItemType::multiple)
            fields_.fault("count_stated", "belongs to type multiple", "remove it");
    }

    void read_sources() {
        const auto tables = fields_.tables("source", Need::required);
        if (tables.size() > 4) fields_.fault("source", "has more than 4 entries", "keep those the key rests on");
        for (const TomlNode* table : tables) {
            Fields fields(*table, item_.id, "source", faults_);
            Source source;
            source.doc = fields.text("doc", Need::required, 500);
            source.year = static_cast<int>(fields.integer("year", Need::required, 1895, 2100).value_or(0));
            source.section = fields.text("section", Need::required, 300);
            if (const auto seen = fields.one_of("seen", Need::required, seens)) source.seen = static_cast<Seen>(*seen);
            source.url = fields.text("url", Need::optional, 500);
            if (!source.url.empty() && !source.url.starts_with("https://") && !source.url.starts_with("http://"))
                fields.fault("url", "is no web address", "begin it with https://");
            fields.finish();
            item_.sources.push_back(std::move(source));
        }
        item_.checked = fields_.day("checked", Need::required).value_or(0);
    }

    void read_history() {
        if (const TomlNode* table = fields_.table("moving", Need::optional)) {
            Fields fields(*table, item_.id, "moving", faults_);
            item_.moving = Moving{.authority = fields.text("authority", Need::required, 500),
                                  .older = fields.text("older", Need::required),
                                  .recheck = fields.day("recheck", Need::optional)};
            fields.finish();
        }
        if (const TomlNode* table = fields_.table("retired", Need::optional)) {
            Fields fields(*table, item_.id, "retired", faults_);
            item_.retired = Retired{.on = fields.day("on", Need::required).value_or(0),
                                    .why = fields.text("why", Need::required),
                                    .by = fields.text("by", Need::optional, 100)};
            fields.finish();
        }
        item_.read_blind = fields_.day("read_blind", Need::optional);
        item_.family = fields_.text("family", Need::optional, 100);
        item_.enemies = fields_.texts("enemies", Need::optional, 100);
        if (const TomlNode* table = fields_.table("waive", Need::optional)) {
            Fields fields(*table, item_.id, "waive", faults_);
            for (const TomlEntry& entry : entries_of(*table))
                item_.waivers.push_back(
                    {.code = entry.key.substr(0, 10), .reason = fields.text(entry.key, Need::required)});
        }
    }

    void read_exhibits() {
        const auto figures = fields_.one_or_more("figure", Need::optional);
        if (figures.size() > most_figures)
            fields_.fault("figure", "stands more than 4 times", "show at most four side by side");
        for (const TomlNode* table : figures)
            if (auto figure = read_figure_use(*table, item_.id, catalogue_.figures, faults_))
                item_.figures.push_back(std::move(*figure));
        note_place(".figure", fields_.line_of("figure"));
        if (item_.type == ItemType::hotspot && figures.size() != 1)
            faults_.block(fields_.line_of(figures.empty() ? "type" : "figure"), item_.id,
                          "a hotspot has " + std::to_string(figures.size()) + " figures",
                          "give it exactly one [item.figure], in which the candidate marks a place");
        if (const TomlNode* table = fields_.table("table", Need::optional))
            item_.table = read_exhibit_table(*table, item_.id, faults_);
    }

    void read_options(const TomlNode& table) {
        const TomlNode* options = fields_.table("option", Need::required);
        if (!options) return;
        for (const TomlEntry& entry : entries_of(*options)) {
            if (entry.key.size() != 1 || entry.key[0] < 'a' || entry.key[0] > 'j') {
                faults_.block(entry.node.line, item_.id,
                              "option '" + entry.key.substr(0, 20) + "' has no letter from a to j",
                              "name it [item.option.a] to [item.option.j]");
                continue;
            }
            item_.options.push_back(read_option(entry));
        }
        if (item_.options.empty())
            faults_.block(table.line, item_.id, "it has no options", "write [item.option.a] and so on");
    }

    Option read_option(const TomlEntry& entry) {
        Fields fields(entry.node, item_.id, "option " + entry.key, faults_);
        Option option{.letter = entry.key[0]};
        note_place("." + entry.key, entry.node.line);
        const bool order = item_.type == ItemType::order;
        if (const auto right = fields.flag("right")) {
            option.right = *right;
            if (!*right) fields.fault("right", "is false", "leave the key out of wrong options");
            if (order) fields.fault("right", "has no meaning for type order", "use 'place'");
        }
        if (order || fields.has("place"))
            option.place =
                static_cast<int>(fields.integer("place", order ? Need::required : Need::optional, 1, 8).value_or(0));
        if (!order && fields.has("place")) fields.fault("place", "belongs to type order", "remove it");
        read_content(fields, option);
        option.why = fields.text("why", Need::required, longest_why);
        const bool wrong = !option.right && !order;
        option.error = fields.text("error", wrong ? Need::required : Need::optional, 300);
        if (!wrong && !option.error.empty()) fields.fault("error", "belongs to wrong options", "remove it");
        fields.finish();
        return option;
    }

    void read_content(Fields& fields, Option& option) {
        option.text = fields.text("text", Need::optional, longest_option);
        option.value = fields.text("value", Need::optional, 500);
        const TomlNode* region =
            fields.table("region", item_.type == ItemType::hotspot ? Need::required : Need::optional);
        if (item_.type == ItemType::hotspot) {
            if (!option.value.empty())
                fields.fault("value", "has no place in type hotspot", "write the place in 'region'");
            const FigureSize size = item_.figures.size() == 1 ? item_.figures[0].size : FigureSize{1, 1};
            if (region)
                option.region = read_region(*region, item_.id, std::string("option ") + option.letter, size, faults_);
            return;
        }
        if (region) fields.fault("region", "belongs to type hotspot", "remove it");
        const bool may_be_words = item_.type != ItemType::numeric;
        const bool may_be_number = item_.type == ItemType::single || item_.type == ItemType::numeric;
        if (option.text.empty() == option.value.empty())
            fields.fault("text", "and 'value': exactly one is due", "write the words or the expression");
        else if (!option.text.empty() && !may_be_words)
            fields.fault("text", "has no place in type numeric", "write an expression in 'value'");
        else if (!option.value.empty() && !may_be_number)
            fields.fault("value", "has no place in this type", "write words in 'text'");
    }

    void read_slips() {
        for (const TomlNode* table : fields_.tables("slip", Need::optional)) {
            Fields fields(*table, item_.id, "slip", faults_);
            Slip slip{.order = fields.text("order", Need::required, 20),
                      .error = fields.text("error", Need::required, 300),
                      .why = fields.text("why", Need::required, longest_why)};
            fields.finish();
            check_slip(fields, slip);
            item_.slips.push_back(std::move(slip));
        }
        if (!item_.slips.empty() && item_.type != ItemType::order)
            fields_.fault("slip", "belongs to type order", "remove it");
    }

    void check_slip(Fields& fields, const Slip& slip) {
        std::string letters;
        std::vector<const Option*> in_place;
        for (const Option& option : item_.options) in_place.push_back(&option);
        std::sort(in_place.begin(), in_place.end(), [](auto* a, auto* b) { return a->place < b->place; });
        for (const Option* option : in_place) letters += option->letter;
        if (slip.order == letters) fields.fault("order", "is the right order", "write a wrong one");
        if (!std::is_permutation(slip.order.begin(), slip.order.end(), letters.begin(), letters.end()))
            fields.fault("order", "\"" + slip.order + "\" does not name each option once", "use every letter once");
    }

    void read_numbers() {
        const bool valued =
            std::any_of(item_.options.begin(), item_.options.end(), [](auto& o) { return !o.value.empty(); });
        static constexpr std::array<std::string_view, 8> keys = {"unit",  "decimals", "figures", "show",
                                                                 "apart", "require",  "draw",    "let"};
        if (!valued && !item_.figures.empty()) {
            read_figure_numbers();
            return;
        }
        if (!valued) {
            for (const std::string_view key : keys)
                if (fields_.has(key)) fields_.fault(key, "is for options with 'value'", "remove it or write values");
            skip_value_keys();
            (void)fields_.texts("require", Need::optional);
            for (const std::string_view key : {"draw", "let"}) (void)fields_.table(key, Need::optional);
            return;
        }
        if (std::any_of(item_.options.begin(), item_.options.end(), [](auto& o) { return o.value.empty(); }))
            faults_.block(fields_.line_of("option"), item_.id, "some options have 'text' and others 'value'",
                          "write all options in the same way");
        if (fields_.has("arrange"))
            fields_.fault("arrange", "has no effect: numbers stand in ascending order", "remove it");
        Numbers numbers;
        read_precision(numbers);
        read_show(numbers);
        read_tolerance(numbers);
        numbers.require = fields_.texts("require", Need::optional, 500);
        read_draw(numbers);
        read_lets(numbers);
        item_.numbers = std::move(numbers);
    }

    /// Numbers drawn for a figure while the options stay words or places.
    void read_figure_numbers() {
        for (const std::string_view key : {"unit", "decimals", "figures", "show", "apart", "within", "within_percent"})
            if (fields_.has(key)) fields_.fault(key, "is for options with 'value'", "remove it");
        skip_value_keys();
        Numbers numbers;
        read_draw(numbers);
        read_lets(numbers);
        numbers.require = fields_.texts("require", Need::optional, 500);
        if (!numbers.parameters.empty() || !numbers.lets.empty()) item_.numbers = std::move(numbers);
    }

    /// Marks the keys of values as known, so that they are reported once only.
    void skip_value_keys() {
        (void)fields_.text("unit", Need::optional);
        for (const std::string_view key : {"decimals", "figures", "show"})
            (void)fields_.integer(key, Need::optional, -1000, 1000);
        for (const std::string_view key : {"apart", "within", "within_percent"})
            (void)fields_.number(key, Need::optional);
    }

    void read_precision(Numbers& numbers) {
        numbers.unit = fields_.text("unit", Need::optional, 60);
        if (!fields_.has("unit"))
            fields_.fault("unit", "is missing", "write the unit of all values; \"\" for a pure number");
        numbers.decimals = static_cast<int>(fields_.integer("decimals", Need::optional, 0, 9).value_or(-1));
        numbers.figures = static_cast<int>(fields_.integer("figures", Need::optional, 1, 9).value_or(-1));
        if (fields_.has("decimals") == fields_.has("figures")) {
            fields_.fault("decimals", "and 'figures': exactly one is due", "write one of them");
            numbers.figures = -1;
            if (numbers.decimals < 0) numbers.decimals = 0;
        }
    }

    void read_show(Numbers& numbers) {
        const bool single = item_.type == ItemType::single;
        if (!single && fields_.has("show")) fields_.fault("show", "belongs to type single", "remove it");
        numbers.show = static_cast<int>(fields_.integer("show", Need::optional, 3, 5).value_or(0));
        if (single && numbers.show > static_cast<int>(item_.options.size()))
            fields_.fault("show", "is more than there are options", "write more options or show fewer");
        numbers.apart = fields_.number("apart", Need::optional, 0.0, 100.0).value_or(5.0);
    }

    void read_tolerance(Numbers& numbers) {
        const bool numeric = item_.type == ItemType::numeric;
        numbers.within = fields_.number("within", Need::optional, 0.0);
        numbers.within_percent = fields_.number("within_percent", Need::optional, 0.0, 50.0);
        if (numeric && numbers.within.has_value() == numbers.within_percent.has_value())
            fields_.fault("within", "and 'within_percent': exactly one is due", "say how near an answer must be");
        if (!numeric && (fields_.has("within") || fields_.has("within_percent")))
            fields_.fault("within", "belongs to type numeric", "remove it");
    }

    void read_draw(Numbers& numbers) {
        const TomlNode* draw = fields_.table("draw", Need::optional);
        if (!draw) return;
        for (const TomlEntry& entry : entries_of(*draw)) {
            if (!name_is_free(entry, numbers)) continue;
            Fields fields(entry.node, item_.id, "draw " + entry.key, faults_);
            Parameter parameter{.name = entry.key};
            if (!fields.has("unit")) fields.fault("unit", "is missing", "write the unit; \"\" for a pure number");
            parameter.unit = fields.text("unit", Need::optional, 60);
            if (fields.has("values"))
                parameter.values = fields.numbers("values", Need::required);
            else
                parameter.values = stepped(fields);
            fields.finish();
            std::vector<double> seen = parameter.values;
            std::sort(seen.begin(), seen.end());
            if (std::adjacent_find(seen.begin(), seen.end()) != seen.end())
                fields.fault("values", "holds a number twice", "name each once; all are equally likely");
            if (!parameter.values.empty()) numbers.parameters.push_back(std::move(parameter));
        }
    }

    std::vector<double> stepped(Fields& fields) {
        const auto from = fields.number("from", Need::required, -1e12, 1e12);
        const auto to = fields.number("to", Need::required, -1e12, 1e12);
        const auto step = fields.number("step", Need::required, 1e-12, 1e12);
        if (!from || !to || !step) return {};
        const double steps = (*to - *from) / *step;
        if (steps < 0.0 || steps >= static_cast<double>(largest_grid)) {
            fields.fault("step", "gives no steps, or more than 20,000", "let 'to' lie above 'from' and widen the step");
            return {};
        }
        std::vector<double> values;
        for (int i = 0; i <= static_cast<int>(std::floor(steps + 1e-9)); ++i)
            values.push_back(std::round((*from + i * *step) * 1e10) / 1e10);  // 0.3, not 0.30000000000000004
        return values;
    }

    bool name_is_free(const TomlEntry& entry, const Numbers& numbers) {
        const std::string name = entry.key.substr(0, 60);
        const auto taken = [&](const auto& list) {
            return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
        };
        if (!well_formed_name(entry.key))
            faults_.block(entry.node.line, item_.id, "the name '" + name + "' is not well formed",
                          "use lower-case letters, digits and underscores, a letter first");
        else if (is_reserved(name))
            faults_.block(entry.node.line, item_.id, "the name '" + name + "' belongs to a function or placeholder",
                          "use another name");
        else if (taken(numbers.parameters) || taken(numbers.lets))
            faults_.block(entry.node.line, item_.id, "the name '" + name + "' stands in draw and in let", "rename one");
        else
            return true;
        return false;
    }

    void read_lets(Numbers& numbers) {
        const TomlNode* lets = fields_.table("let", Need::optional);
        if (!lets) return;
        Fields fields(*lets, item_.id, "let", faults_);
        for (const TomlEntry& entry : entries_of(*lets))
            if (name_is_free(entry, numbers))
                numbers.lets.push_back({.name = entry.key, .expression = fields.text(entry.key, Need::required, 500)});
    }

    // ---- after reading: the item as a whole, placeholders, markup

    void check_texts() {
        check_item(
            item_, [this](const std::string& part) { return line_of(part); }, faults_);
        check_text(fields_.line_of("stem"), "stem", item_.stem, false);
        check_text(fields_.line_of("principle"), "principle", item_.principle, false);
        for (const Option& option : item_.options) {
            const SourcePlace& place = places_[item_.id + "." + option.letter];
            const std::string where = std::string("option ") + option.letter;
            check_text(place.line, where, option.text, false);
            check_text(place.line, where + ", why", option.why, !option.value.empty());
            check_text(place.line, where + ", error", option.error, false);
        }
        check_exhibit_texts();
        for (const Slip& slip : item_.slips) check_text(fields_.line_of("slip"), "slip", slip.why, false);
    }

    void check_exhibit_texts() {
        const int line = fields_.line_of("figure");
        for (const FigureUse& figure : item_.figures) {
            check_text(line, "figure, alt", figure.alt, false);
            check_text(line, "figure, caption", figure.caption, false);
        }
        if (!item_.table) return;
        const int table = fields_.line_of("table");
        check_text(table, "table, caption", item_.table->caption, false);
        for (const std::string& column : item_.table->columns) check_text(table, "table, columns", column, false);
        for (const auto& row : item_.table->rows)
            for (const std::string& cell : row) check_text(table, "table, rows", cell, false);
    }

    /// Of a key, or of an option by its letter.
    int line_of(const std::string& part) {
        const auto option = places_.find(item_.id + "." + part);
        return option != places_.end() ? option->second.line : fields_.line_of(part);
    }

    /// Placeholders name numbers of this item; what remains is markup.
    void check_text(int line, const std::string& where, const std::string& text, bool may_use_value) {
        if (text.find_first_of("{}*~^:") == std::string::npos) return;  // nothing but words
        std::string reason;
        const auto parts = split_placeholders(text, &reason);
        if (!parts) {
            faults_.block(line, item_.id, where + ": " + reason, "braces are for numbers of draw and let alone");
            return;
        }
        std::string words;
        for (const TextPart& part : *parts) {
            words += part.words;
            if (!part.number) continue;
            words += "0";
            if (!names_number(part.number->name, may_use_value))
                faults_.block(line, item_.id, where + ": {" + part.number->name + "} names no number of this item",
                              may_use_value ? "use a name of draw or let, or {value}" : "use a name of draw or let");
        }
        if (!parse_markup(words, &reason))
            faults_.block(line, item_.id, where + ": markup: " + reason,
                          "close the mark; there are **bold**, *italic*, ~sub~, ^sup^ and :mu:, without nesting");
    }

    bool names_number(const std::string& name, bool may_use_value) const {
        if (name == "value") return may_use_value;
        if (!item_.numbers) return false;
        const auto has = [&](const auto& list) {
            return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.name == name; });
        };
        return has(item_.numbers->parameters) || has(item_.numbers->lets);
    }

    void note_place(const std::string& part, int line) {
        places_[item_.id + part] = {.file = faults_.file, .line = line};
    }

    Fields fields_;
    const ItemFileHead& head_;
    const Catalogue& catalogue_;
    Faults& faults_;
    std::map<std::string, SourcePlace>& places_;
    Item item_;
};

}  // namespace

Item read_item(const TomlNode& table, const ItemFileHead& head, const Catalogue& catalogue, Faults& faults,
               std::map<std::string, SourcePlace>& places) {
    const TomlNode* node = table.find("id");
    const auto* id = node ? std::get_if<std::string>(&node->value) : nullptr;
    return ItemReader(table, id ? id->substr(0, 60) : "", head, catalogue, faults, places).read(table);
}

}  // namespace collimate
