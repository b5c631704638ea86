#include "engine/bank/item_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/item/draw.hpp"

namespace collimate {
namespace {

using Json = nlohmann::json;

constexpr int deepest = 8;
constexpr std::size_t longest_text = 8192;
constexpr std::size_t longest_list = 20'000;
constexpr std::size_t most_settings = 64;

Json parse(std::string_view text) {
    try {
        return parse_foreign_json(text, deepest);
    } catch (const Json::exception&) {
        throw Refused("it is not JSON");
    }
}

/// The text of a JSON string, unless it holds what no text of ours may hold.
std::string sound(const Json& value, const char* what) {
    const auto& text = value.get_ref<const std::string&>();
    if (find_bad_character(text)) throw Refused(std::string(what) + " holds a character no text may hold");
    return text;
}

/// Takes the fields of one object; what is left over at the end is refused.
class Object {
public:
    explicit Object(const Json& json) : json_(json) {
        if (!json.is_object()) throw Refused("an object is due");
    }

    std::string text(const char* key) {
        const Json* value = take(key);
        if (!value) return {};
        if (!value->is_string() || value->get_ref<const std::string&>().size() > longest_text)
            throw Refused(std::string(key) + " is no text of reasonable length");
        return sound(*value, key);
    }

    std::int64_t integer(const char* key, std::int64_t fallback, std::int64_t low, std::int64_t high) {
        const Json* value = take(key);
        if (!value) return fallback;
        const bool too_big =
            value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
        if (!value->is_number_integer() || too_big || value->get<std::int64_t>() < low ||
            value->get<std::int64_t>() > high)
            throw Refused(std::string(key) + " is out of range");
        return value->get<std::int64_t>();
    }

    int small(const char* key, int fallback, int low, int high) {
        return static_cast<int>(integer(key, fallback, low, high));
    }

    std::optional<double> real(const char* key) {
        const Json* value = take(key);
        if (!value) return std::nullopt;
        if (!value->is_number() || !std::isfinite(value->get<double>()))
            throw Refused(std::string(key) + " is no number");
        return value->get<double>();
    }

    std::uint64_t whole(const char* key) {
        const Json* value = take(key);
        if (value && !value->is_number_unsigned()) throw Refused(std::string(key) + " is no whole number");
        return value ? value->get<std::uint64_t>() : 0;
    }

    bool flag(const char* key) {
        const Json* value = take(key);
        if (value && !value->is_boolean()) throw Refused(std::string(key) + " is neither true nor false");
        return value && value->get<bool>();
    }

    template <class Enum>
    Enum one_of(const char* key, Enum fallback, int count) {
        const std::string name = text(key);
        if (name.empty()) return fallback;
        for (int i = 0; i < count; ++i)
            if (name_of(static_cast<Enum>(i)) == name) return static_cast<Enum>(i);
        throw Refused(std::string(key) + " is unknown");
    }

    std::vector<double> reals(const char* key) {
        std::vector<double> found;
        for (const Json& element : list(key)) {
            if (!element.is_number() || !std::isfinite(element.get<double>()))
                throw Refused(std::string(key) + " holds something other than numbers");
            found.push_back(element.get<double>());
        }
        return found;
    }

    const std::vector<Json>& list(const char* key) {
        static const std::vector<Json> none;
        const Json* value = take(key);
        if (!value) return none;
        if (!value->is_array() || value->size() > longest_list) throw Refused(std::string(key) + " is no list");
        return value->get_ref<const Json::array_t&>();
    }

    std::vector<std::string> texts(const char* key) {
        std::vector<std::string> found;
        for (const Json& element : list(key)) {
            if (!element.is_string()) throw Refused(std::string(key) + " holds something other than text");
            found.push_back(sound(element, key));
        }
        return found;
    }

    const Json* take(const char* key) {
        known_.insert(key);
        const auto found = json_.find(key);
        return found == json_.end() ? nullptr : &*found;
    }

    void finish() const {
        for (const auto& [key, value] : json_.items())
            if (!known_.contains(key)) throw Refused("an unknown key stands in it");
    }

private:
    const Json& json_;
    std::set<std::string> known_;
};

void put(Json& object, const char* key, const std::string& text) {
    if (!text.empty()) object[key] = text;
}

void put(Json& object, const char* key, const std::vector<std::string>& texts) {
    if (!texts.empty()) object[key] = texts;
}

constexpr std::array<std::string_view, 3> shapes = {"ellipse", "rectangle", "polygon"};

Json place_json(const FigurePlace& place) {
    if (const std::string* part = std::get_if<std::string>(&place)) return {{"part", *part}};
    const Region& region = std::get<Region>(place);
    Json shares = Json::array();
    for (const Spot spot : region.spots) {
        shares.push_back(spot.x);
        shares.push_back(spot.y);
    }
    return {{std::string(shapes[static_cast<std::size_t>(region.shape)]), shares}};
}

FigurePlace place_from(const Json& json) {
    Object object(json);
    const std::string part = object.text("part");
    for (std::size_t i = 0; i < shapes.size() && part.empty(); ++i) {
        const std::vector<double> shares = object.reals(std::string(shapes[i]).c_str());
        if (shares.empty()) continue;
        Region region{.shape = static_cast<Region::Shape>(i)};
        for (std::size_t at = 0; at + 1 < shares.size(); at += 2) region.spots.push_back({shares[at], shares[at + 1]});
        object.finish();
        if (shares.size() % 2 != 0 || !well_formed(region) || !within_picture(region))
            throw Refused("a region is malformed or leaves its picture");
        return region;
    }
    object.finish();
    if (part.empty()) throw Refused("a region has neither shape nor part");
    return part;
}

Json option_json(const Option& option) {
    Json object = Json::object();
    object["letter"] = std::string(1, option.letter);
    if (option.right) object["right"] = true;
    if (option.place != 0) object["place"] = option.place;
    put(object, "text", option.text);
    put(object, "value", option.value);
    if (option.region) object["region"] = place_json(*option.region);
    put(object, "why", option.why);
    put(object, "error", option.error);
    return object;
}

Option option_from(const Json& json) {
    Object object(json);
    Option option;
    const std::string letter = object.text("letter");
    if (letter.size() != 1 || letter[0] < 'a' || letter[0] > 'j') throw Refused("an option has no letter from a to j");
    option.letter = letter[0];
    option.right = object.flag("right");
    option.place = object.small("place", 0, 1, 10);
    option.text = object.text("text");
    option.value = object.text("value");
    if (const Json* region = object.take("region")) option.region = place_from(*region);
    option.why = object.text("why");
    option.error = object.text("error");
    object.finish();
    if (option.region ? !option.value.empty() : option.text.empty() == option.value.empty())
        throw Refused("an option has not exactly one of text, value and region");
    return option;
}

Json numbers_json(const Numbers& numbers) {
    Json object = Json::object();
    for (const Parameter& parameter : numbers.parameters)
        object["draw"].push_back({{"name", parameter.name}, {"values", parameter.values}, {"unit", parameter.unit}});
    for (const Let& let : numbers.lets) object["let"].push_back({{"name", let.name}, {"expression", let.expression}});
    put(object, "require", numbers.require);
    put(object, "unit", numbers.unit);
    if (numbers.decimals >= 0) object["decimals"] = numbers.decimals;
    if (numbers.figures >= 0) object["figures"] = numbers.figures;
    if (numbers.show > 0) object["show"] = numbers.show;
    object["apart"] = numbers.apart;
    if (numbers.within) object["within"] = *numbers.within;
    if (numbers.within_percent) object["within_percent"] = *numbers.within_percent;
    return object;
}

Parameter parameter_from(const Json& json) {
    Object object(json);
    Parameter parameter{.name = object.text("name")};
    parameter.values = object.reals("values");
    parameter.unit = object.text("unit");
    object.finish();
    if (parameter.name.empty() || parameter.values.empty()) throw Refused("a parameter has no name or no values");
    return parameter;
}

Numbers numbers_from(const Json& json) {
    Object object(json);
    Numbers numbers;
    std::size_t points = 1;
    for (const Json& each : object.list("draw")) {
        numbers.parameters.push_back(parameter_from(each));
        points *= numbers.parameters.back().values.size();
        if (points > static_cast<std::size_t>(largest_grid)) throw Refused("its grid of numbers is too large");
    }
    for (const Json& each : object.list("let")) {
        Object let(each);
        numbers.lets.push_back({.name = let.text("name"), .expression = let.text("expression")});
        let.finish();
        if (numbers.lets.size() > 100) throw Refused("it has too many lets");
    }
    numbers.require = object.texts("require");
    numbers.unit = object.text("unit");
    numbers.decimals = object.small("decimals", -1, 0, 9);
    numbers.figures = object.small("figures", -1, 1, 9);
    if (numbers.decimals >= 0 && numbers.figures >= 0) throw Refused("its numbers have no single precision");
    numbers.show = object.small("show", 0, 1, 10);
    numbers.apart = object.real("apart").value_or(5.0);
    numbers.within = object.real("within");
    numbers.within_percent = object.real("within_percent");
    object.finish();
    return numbers;
}

Json setting_json(const FigureSetting& setting) {
    if (const double* number = std::get_if<double>(&setting)) return *number;
    if (const std::string* word = std::get_if<std::string>(&setting)) return *word;
    return {{"formula", std::get<Formula>(setting).text}};
}

FigureSetting setting_from(const Json& json) {
    if (json.is_number() && std::isfinite(json.get<double>())) return json.get<double>();
    if (json.is_string() && json.get_ref<const std::string&>().size() <= 100) return json.get<std::string>();
    Object object(json);
    Formula formula{.text = object.text("formula")};
    object.finish();
    if (formula.text.empty()) throw Refused("a setting of a figure is empty");
    return formula;
}

Json use_json(const FigureUse& figure) {
    Json object = {{"size", {figure.size.width, figure.size.height}}, {"alt", figure.alt}};
    put(object, "name", figure.name);
    put(object, "caption", figure.caption);
    if (figure.image) {
        object["image"] = {{"hash", figure.image->hash},
                           {"credit", figure.image->credit},
                           {"license", figure.image->license},
                           {"year", figure.image->year}};
        return object;
    }
    object["generator"] = figure.generator;
    object["version"] = figure.version;
    object["seed"] = figure.seed;
    for (const auto& [name, setting] : figure.settings) object["with"][name] = setting_json(setting);
    return object;
}

ImageFile image_from(const Json& json) {
    Object object(json);
    ImageFile image{.hash = object.text("hash"),
                    .credit = object.text("credit"),
                    .license = object.text("license"),
                    .year = object.small("year", 0, 0, 2100)};
    object.finish();
    if (image.hash.size() != 64) throw Refused("an image file has no hash");
    return image;
}

void check_figure_size(const FigureUse& figure) {
    const int least = figure.image ? 1 : smallest_figure_side;
    const int most = figure.image ? largest_image_side : largest_figure_side;
    for (const int side : {figure.size.width, figure.size.height})
        if (side < least || side > most) throw Refused("a figure is too small or too large");
}

FigureUse use_from(const Json& json) {
    Object object(json);
    FigureUse figure{.name = object.text("name"), .generator = object.text("generator")};
    figure.version = object.small("version", 1, 1, 1'000'000);
    const std::vector<double> size = object.reals("size");
    if (size.size() != 2 || std::abs(size[0]) > 1e5 || std::abs(size[1]) > 1e5) throw Refused("a figure has no size");
    figure.size = {static_cast<int>(size[0]), static_cast<int>(size[1])};
    figure.seed = object.whole("seed");
    figure.alt = object.text("alt");
    figure.caption = object.text("caption");
    if (const Json* image = object.take("image")) figure.image = image_from(*image);
    if (const Json* with = object.take("with")) {
        if (!with->is_object() || with->size() > most_settings) throw Refused("the settings of a figure are no object");
        for (const auto& [name, setting] : with->items()) figure.settings[name] = setting_from(setting);
    }
    object.finish();
    if (figure.image.has_value() != figure.generator.empty())
        throw Refused("a figure has not exactly one of generator and image");
    check_figure_size(figure);
    return figure;
}

Json table_json(const ExhibitTable& table) {
    Json object = {{"columns", table.columns}, {"rows", table.rows}};
    put(object, "caption", table.caption);
    return object;
}

ExhibitTable table_from(const Json& json) {
    Object object(json);
    ExhibitTable table{.caption = object.text("caption"), .columns = object.texts("columns")};
    for (const Json& row : object.list("rows")) {
        if (!row.is_array() || row.size() != table.columns.size())
            throw Refused("a row of its table is too short or long");
        std::vector<std::string>& cells = table.rows.emplace_back();
        for (const Json& cell : row) {
            if (!cell.is_string() || cell.get_ref<const std::string&>().size() > longest_cell)
                throw Refused("a cell of its table is no short text");
            cells.push_back(sound(cell, "a cell of its table"));
        }
    }
    object.finish();
    if (table.columns.empty() || table.columns.size() > most_columns || table.rows.empty() ||
        table.rows.size() > most_rows)
        throw Refused("its table is empty or too large");
    return table;
}

Json source_json(const Source& source) {
    Json object = {{"doc", source.doc},
                   {"year", source.year},
                   {"section", source.section},
                   {"seen", std::string(name_of(source.seen))}};
    put(object, "url", source.url);
    return object;
}

Source source_from(const Json& json) {
    Object object(json);
    Source source{.doc = object.text("doc"),
                  .year = object.small("year", 0, 0, 2100),
                  .section = object.text("section"),
                  .seen = object.one_of("seen", Seen::recalled, 3),
                  .url = object.text("url")};
    object.finish();
    return source;
}

constexpr Day first_day = 0;
constexpr Day last_day = 47'482;  // 2100-01-01

void put_histories(Json& object, const Item& item) {
    object["checked"] = item.checked;
    if (item.read_blind) object["read_blind"] = *item.read_blind;
    if (item.moving) {
        Json moving = {{"authority", item.moving->authority}, {"older", item.moving->older}};
        if (item.moving->recheck) moving["recheck"] = *item.moving->recheck;
        object["moving"] = moving;
    }
    if (item.retired) {
        Json retired = {{"on", item.retired->on}, {"why", item.retired->why}};
        put(retired, "by", item.retired->by);
        object["retired"] = retired;
    }
    for (const Waiver& waiver : item.waivers) object["waive"][waiver.code] = waiver.reason;
}

void take_histories(Object& object, Item& item) {
    item.checked = object.small("checked", 0, first_day, last_day);
    if (object.take("read_blind")) item.read_blind = object.small("read_blind", 0, first_day, last_day);
    if (const Json* json = object.take("moving")) {
        Object moving(*json);
        item.moving = Moving{.authority = moving.text("authority"), .older = moving.text("older")};
        if (moving.take("recheck")) item.moving->recheck = moving.small("recheck", 0, first_day, last_day);
        moving.finish();
    }
    if (const Json* json = object.take("retired")) {
        Object retired(*json);
        item.retired = Retired{
            .on = retired.small("on", 0, first_day, last_day), .why = retired.text("why"), .by = retired.text("by")};
        retired.finish();
    }
    if (const Json* json = object.take("waive")) {
        if (!json->is_object()) throw Refused("waive is no object");
        for (const auto& [code, reason] : json->items()) {
            if (!reason.is_string()) throw Refused("a waiver has no reason");
            item.waivers.push_back({.code = code, .reason = reason.get<std::string>()});
        }
    }
}

void check_figures(const Item& item) {
    if (item.figures.size() > most_figures) throw Refused("it has too many figures");
    if (item.type == ItemType::hotspot && item.figures.size() != 1) throw Refused("a hot spot has not one figure");
    for (const FigureUse& figure : item.figures)
        for (const auto& [name, setting] : figure.settings)
            if (std::holds_alternative<Formula>(setting) && !item.numbers)
                throw Refused("a setting of its figure is reckoned from numbers it does not have");
}

/// What the engine relies on when it shows or scores an item from a foreign file.
void check_shape(const Item& item) {
    if (item.id.empty() || item.stem.empty() || item.area.empty()) throw Refused("it lacks id, area or stem");
    if (item.options.empty() || item.options.size() > 10) throw Refused("it has no options, or more than ten");
    const bool hotspot = item.type == ItemType::hotspot;
    const bool valued = has_values(item);
    std::set<char> letters;
    std::set<int> places;
    int keys = 0;
    for (const Option& option : item.options) {
        if (!letters.insert(option.letter).second) throw Refused("an option letter stands twice");
        if (option.value.empty() == valued || (valued && !item.numbers)) throw Refused("values and words are mixed");
        if (option.region.has_value() != hotspot) throw Refused("regions and other options are mixed");
        keys += option.right ? 1 : 0;
        places.insert(option.place);
    }
    const int count = static_cast<int>(item.options.size());
    const bool order = item.type == ItemType::order;
    if (order &&
        (static_cast<int>(places.size()) != count || *places.begin() != 1 || *places.rbegin() != count || keys > 0))
        throw Refused("its places are not 1 to " + std::to_string(count));
    if (item.type == ItemType::multiple && (keys < 1 || valued)) throw Refused("it has no key");
    if ((item.type == ItemType::single || item.type == ItemType::numeric || hotspot) && keys != 1)
        throw Refused("it has not exactly one key");
    if (item.type == ItemType::numeric && !valued) throw Refused("it has no number to compare with");
    if (item.numbers && (item.numbers->decimals >= 0 || item.numbers->figures >= 0) != valued)
        throw Refused("its numbers have no single precision");
    if (item.numbers && item.numbers->show > count) throw Refused("it shows more options than it has");
    check_figures(item);
}

Json percent_json(const PublishedPercent& figure) {
    return {{"percent", figure.percent}, {"year", figure.year}, {"assumed", figure.assumed}, {"source", figure.source}};
}

PublishedPercent percent_from(Object& parent, const char* key) {
    const Json* json = parent.take(key);
    if (!json) return {};
    Object object(*json);
    PublishedPercent figure{.percent = object.real("percent").value_or(0.0),
                            .year = object.small("year", 0, 0, 2100),
                            .assumed = object.flag("assumed"),
                            .source = object.text("source")};
    object.finish();
    return figure;
}

}  // namespace

std::string item_to_json(const Item& item) {
    Json object = {{"id", item.id},
                   {"revision", item.revision},
                   {"area", item.area},
                   {"points", item.points},
                   {"stem", item.stem},
                   {"expected", item.expected},
                   {"type", std::string(name_of(item.type))},
                   {"level", std::string(name_of(item.level))}};
    put(object, "principle", item.principle);
    if (item.written_order) object["written_order"] = true;
    if (item.count_stated) object["count_stated"] = true;
    for (const Option& option : item.options) object["options"].push_back(option_json(option));
    for (const Slip& slip : item.slips)
        object["slips"].push_back({{"order", slip.order}, {"error", slip.error}, {"why", slip.why}});
    if (item.numbers) object["numbers"] = numbers_json(*item.numbers);
    for (const FigureUse& figure : item.figures) object["figures"].push_back(use_json(figure));
    if (item.table) object["table"] = table_json(*item.table);
    for (const Source& source : item.sources) object["sources"].push_back(source_json(source));
    put_histories(object, item);
    put(object, "family", item.family);
    put(object, "enemies", item.enemies);
    put(object, "origin", item.origin);
    put(object, "authors", item.authors);
    put(object, "license", item.license);
    return json_text(object);
}

Item item_from_json(std::string_view text) {
    const Json json = parse(text);
    Object object(json);
    Item item;
    item.id = object.text("id");
    item.revision = object.small("revision", 1, 1, 1'000'000);
    item.area = object.text("area");
    item.points = object.texts("points");
    item.type = object.one_of("type", ItemType::single, 5);
    item.level = object.one_of("level", Level::application, 3);
    item.expected = object.small("expected", 50, 0, 100);
    item.stem = object.text("stem");
    item.principle = object.text("principle");
    item.written_order = object.flag("written_order");
    item.count_stated = object.flag("count_stated");
    for (const Json& each : object.list("options")) item.options.push_back(option_from(each));
    for (const Json& each : object.list("slips")) {
        Object slip(each);
        item.slips.push_back({.order = slip.text("order"), .error = slip.text("error"), .why = slip.text("why")});
        slip.finish();
    }
    if (const Json* numbers = object.take("numbers")) item.numbers = numbers_from(*numbers);
    for (const Json& each : object.list("figures")) item.figures.push_back(use_from(each));
    if (const Json* table = object.take("table")) item.table = table_from(*table);
    for (const Json& each : object.list("sources")) item.sources.push_back(source_from(each));
    take_histories(object, item);
    item.family = object.text("family");
    item.enemies = object.texts("enemies");
    item.origin = object.text("origin");
    item.authors = object.texts("authors");
    item.license = object.text("license");
    object.finish();
    check_shape(item);
    return item;
}

std::string outline_to_json(const Outline& outline) {
    Json object = {{"exam", outline.exam},
                   {"registry", std::string(name_of(outline.registry))},
                   {"title", outline.title},
                   {"effective", outline.effective},
                   {"scale", {{"low", outline.scale.low}, {"cut", outline.scale.cut}, {"high", outline.scale.high}}},
                   {"confidence", std::string(name_of(outline.confidence))},
                   {"basis", outline.basis},
                   {"license", outline.license},
                   {"first_time_pass", percent_json(outline.first_time_pass)},
                   {"cut", percent_json(outline.cut)}};
    if (outline.scored_items) object["scored_items"] = *outline.scored_items;
    if (outline.pilot_items) object["pilot_items"] = *outline.pilot_items;
    if (outline.minutes) object["minutes"] = *outline.minutes;
    put(object, "sources", outline.sources);
    put(object, "next_revision", outline.next_revision);
    return json_text(object);
}

Outline outline_from_json(std::string_view text) {
    const Json json = parse(text);
    Object object(json);
    Outline outline;
    outline.exam = object.text("exam");
    outline.registry = object.one_of("registry", Registry::arrt, 2);
    outline.title = object.text("title");
    outline.effective = object.text("effective");
    outline.confidence = object.one_of("confidence", OutlineConfidence::low, 3);
    outline.basis = object.text("basis");
    outline.license = object.text("license");
    outline.sources = object.texts("sources");
    outline.next_revision = object.text("next_revision");
    const auto count = [&](const char* key) -> std::optional<int> {
        const int number = object.small(key, 0, 1, 10'000);
        return number > 0 ? std::optional(number) : std::nullopt;
    };
    outline.scored_items = count("scored_items");
    outline.pilot_items = count("pilot_items");
    outline.minutes = count("minutes");
    if (const Json* scale_json = object.take("scale")) {
        Object scale(*scale_json);
        outline.scale = {.low = scale.real("low").value_or(0.0),
                         .cut = scale.real("cut").value_or(0.0),
                         .high = scale.real("high").value_or(0.0)};
        scale.finish();
    }
    outline.first_time_pass = percent_from(object, "first_time_pass");
    outline.cut = percent_from(object, "cut");
    object.finish();
    const auto known = exam_codes();
    if (std::find(known.begin(), known.end(), outline.exam) == known.end()) throw Refused("its exam is unknown");
    return outline;
}

std::string texts_to_json(const std::vector<std::string>& texts) { return json_text(Json(texts)); }

std::vector<std::string> texts_from_json(std::string_view text) {
    if (text == "[]") return {};  // as nearly always
    const Json json = parse("{\"list\":" + std::string(text) + "}");
    Object object(json);
    return object.texts("list");
}

std::string numbers_to_json(std::span<const double> numbers) {
    return json_text(Json(std::vector<double>(numbers.begin(), numbers.end())));
}

std::vector<double> numbers_from_json(std::string_view text) {
    const Json json = parse("{\"list\":" + std::string(text) + "}");
    std::vector<double> numbers;
    for (const Json& number : json.at("list")) {
        if (!number.is_number()) throw Refused("a list of numbers holds something else");
        numbers.push_back(number.get<double>());
    }
    return numbers;
}

}  // namespace collimate
