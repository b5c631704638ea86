#include "engine/bank/picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/bank/content.hpp"
#include "engine/bank/samples.hpp"
#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/item/item.hpp"

namespace collimate {
namespace {

using Json = nlohmann::json;

constexpr int deepest = 8;
constexpr std::size_t longest_meta = std::size_t{8} << 20;
constexpr std::size_t most_parts = 200;
constexpr std::size_t most_strokes = 20'000;
constexpr std::size_t most_spots = 200'000;
constexpr std::size_t longest_name = 200;

constexpr std::array<std::string_view, 3> shapes = {"ellipse", "rectangle", "polygon"};
constexpr std::array<std::string_view, 6> inks = {"line", "muted", "accent", "tissue", "bone", "beam"};

// ---------------------------------------------------------------- writing

Json flat(const std::vector<Spot>& spots) {
    Json shares = Json::array();
    for (const Spot spot : spots) {
        shares.push_back(spot.x);
        shares.push_back(spot.y);
    }
    return shares;
}

Json stroke_json(const Stroke& stroke) {
    Json object = {
        {"at", flat(stroke.spots)}, {"width", stroke.width}, {"ink", inks[static_cast<std::size_t>(stroke.ink)]}};
    if (stroke.closed) object["closed"] = true;
    if (stroke.filled) object["filled"] = true;
    if (stroke.dashed) object["dashed"] = true;
    return object;
}

Json drawing_json(const Drawing& drawing) {
    Json object = {{"strokes", Json::array()}, {"labels", Json::array()}};
    for (const Stroke& stroke : drawing.strokes) object["strokes"].push_back(stroke_json(stroke));
    for (const Label& label : drawing.labels)
        object["labels"].push_back({{"at", flat({label.at})},
                                    {"text", label.text},
                                    {"size", label.size},
                                    {"ink", inks[static_cast<std::size_t>(label.ink)]}});
    return object;
}

Json meta_json(const Figure& figure) {
    Json object = {{"width", figure.width}, {"height", figure.height}, {"frames", figure.frames}};
    if (figure.frame_ms > 0.0) object["frame_ms"] = figure.frame_ms;
    if (figure.is_gray()) object["samples"] = "gray";
    if (figure.is_color()) object["samples"] = "rgb";
    if (figure.is_gray()) {
        object["slope"] = figure.slope;
        object["intercept"] = figure.intercept;
        for (const GrayWindow& window : figure.windows)
            object["windows"].push_back({{"name", window.name}, {"center", window.center}, {"width", window.width}});
    }
    if (!figure.unit.empty()) object["unit"] = figure.unit;
    if (figure.mm_per_pixel) object["mm_per_pixel"] = *figure.mm_per_pixel;
    for (const FigurePart& part : figure.parts)
        object["parts"].push_back({{"name", part.name},
                                   {"shape", shapes[static_cast<std::size_t>(part.region.shape)]},
                                   {"at", flat(part.region.spots)}});
    if (figure.drawing) object["drawing"] = drawing_json(*figure.drawing);
    return object;
}

// ---------------------------------------------------------------- reading

Json parsed(std::string_view meta) {
    if (meta.size() > longest_meta) throw Refused("its description is too long");
    return parse_foreign_json(meta, deepest);
}

double real(const Json& object, const char* key, double low, double high) {
    const double value = object.at(key).get<double>();
    if (!(value >= low && value <= high)) throw Refused(std::string(key) + " of its description is out of range");
    return value;
}

int whole(const Json& object, const char* key, int low, int high) {
    return static_cast<int>(std::floor(real(object, key, low, high)));
}

std::string words(const Json& object, const char* key) {
    std::string text = object.at(key).get<std::string>();
    if (text.size() > longest_name) throw Refused(std::string(key) + " of its description is too long");
    return text;
}

bool flag(const Json& object, const char* key) { return object.contains(key) && object.at(key).get<bool>(); }

template <std::size_t N>
std::size_t index_of(const std::array<std::string_view, N>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw Refused("its description uses the unknown word " + name.substr(0, 40));
    return static_cast<std::size_t>(found - names.begin());
}

/// `budget` bounds the spots of a whole picture.
std::vector<Spot> spots_of(const Json& shares, std::size_t& budget) {
    if (!shares.is_array() || shares.size() % 2 != 0 || shares.size() / 2 > budget)
        throw Refused("its description has too many corners");
    budget -= shares.size() / 2;
    std::vector<Spot> spots;
    for (std::size_t i = 0; i < shares.size(); i += 2) {
        const Spot spot{.x = shares[i].get<double>(), .y = shares[i + 1].get<double>()};
        if (!(std::abs(spot.x) <= 10.0 && std::abs(spot.y) <= 10.0)) throw Refused("a corner lies far outside");
        spots.push_back(spot);
    }
    return spots;
}

const Json& list_of(const Json& object, const char* key, std::size_t most) {
    static const Json none = Json::array();
    const auto found = object.find(key);
    if (found == object.end()) return none;
    if (!found->is_array() || found->size() > most)
        throw Refused(std::string(key) + " of its description are too many");
    return *found;
}

Drawing drawing_from(const Json& object, std::size_t& budget) {
    Drawing drawing;
    for (const Json& each : list_of(object, "strokes", most_strokes))
        drawing.strokes.push_back({.spots = spots_of(each.at("at"), budget),
                                   .width = real(each, "width", 0.0, 1.0),
                                   .ink = static_cast<Ink>(index_of(inks, words(each, "ink"))),
                                   .closed = flag(each, "closed"),
                                   .filled = flag(each, "filled"),
                                   .dashed = flag(each, "dashed")});
    for (const Json& each : list_of(object, "labels", most_strokes)) {
        const std::vector<Spot> at = spots_of(each.at("at"), budget);
        if (at.size() != 1) throw Refused("a label has not one place");
        drawing.labels.push_back({.at = at[0],
                                  .text = words(each, "text"),
                                  .size = real(each, "size", 0.001, 1.0),
                                  .ink = static_cast<Ink>(index_of(inks, words(each, "ink")))});
    }
    return drawing;
}

std::vector<FigurePart> parts_from(const Json& object, std::size_t& budget) {
    std::vector<FigurePart> parts;
    for (const Json& each : list_of(object, "parts", most_parts)) {
        FigurePart part{.name = words(each, "name")};
        part.region = {.shape = static_cast<Region::Shape>(index_of(shapes, words(each, "shape"))),
                       .spots = spots_of(each.at("at"), budget)};
        if (!well_formed(part.region)) throw Refused("the part " + part.name + " is malformed");
        parts.push_back(std::move(part));
    }
    return parts;
}

constexpr double largest_value = 1e9;

void read_gray(const Json& object, Figure& figure) {
    figure.slope = real(object, "slope", -largest_value, largest_value);
    figure.intercept = real(object, "intercept", -largest_value, largest_value);
    for (const Json& each : list_of(object, "windows", 20))
        figure.windows.push_back({.name = words(each, "name"),
                                  .center = real(each, "center", -largest_value, largest_value),
                                  .width = real(each, "width", 1e-9, largest_value)});
    if (figure.windows.empty()) throw Refused("a gray picture has no window");
}

/// The shape of a picture's samples; absent for a drawing alone. Checked against the bounds of a bank.
std::optional<SampleShape> shape_of(const Figure& figure, std::string_view samples) {
    if (samples.empty()) return std::nullopt;
    const bool gray = samples == "gray";
    if (!gray && samples != "rgb") throw Refused("its samples are of an unknown kind");
    const SampleShape shape{.width = figure.width,
                            .height = figure.height,
                            .frames = figure.frames,
                            .channels = gray ? 1 : 3,
                            .sample_bytes = gray ? 2 : 1};
    if (shape.count() * static_cast<std::size_t>(shape.sample_bytes) > most_sample_bytes)
        throw Refused("a picture of " + std::to_string(figure.frames) + " x " + std::to_string(figure.width) + " x " +
                      std::to_string(figure.height) + " is too large");
    return shape;
}

std::string_view kind_of(const Figure& figure) {
    return figure.is_gray() ? "gray" : figure.is_color() ? "rgb" : std::string_view();
}

Figure figure_from(const Json& object) {
    Figure figure{.width = whole(object, "width", 1, largest_image_side),
                  .height = whole(object, "height", 1, largest_image_side),
                  .frames = whole(object, "frames", 1, most_frames)};
    if (object.contains("frame_ms")) figure.frame_ms = real(object, "frame_ms", 0.0, 60'000.0);
    if (object.contains("samples") && object.at("samples") == "gray") read_gray(object, figure);
    if (object.contains("unit")) figure.unit = words(object, "unit");
    if (object.contains("mm_per_pixel")) figure.mm_per_pixel = real(object, "mm_per_pixel", 1e-6, 1e3);
    std::size_t budget = most_spots;
    figure.parts = parts_from(object, budget);
    if (object.contains("drawing")) figure.drawing = drawing_from(object.at("drawing"), budget);
    return figure;
}

/// The description read, with the kind of its samples.
std::pair<Figure, std::string> read_meta(std::string_view meta) {
    try {
        const Json object = parsed(meta);
        const std::string samples = object.contains("samples") ? words(object, "samples") : "";
        Figure figure = figure_from(object);
        (void)shape_of(figure, samples);
        if (samples.empty() && !figure.drawing) throw Refused("it holds no picture");
        return {std::move(figure), samples};
    } catch (const Json::exception&) {
        throw Refused("its description cannot be read");
    }
}

}  // namespace

StoredPicture pack_picture(const Figure& figure) {
    if (figure.frames < 1 || figure.frames > most_frames) throw Refused("a picture has 1 to 240 frames");
    StoredPicture stored{.meta = json_text(meta_json(figure))};
    (void)unpack_meta(stored.meta);  // what a bank would refuse is not written
    const auto shape = shape_of(figure, kind_of(figure));
    if (!shape) return stored;
    std::vector<std::uint16_t> samples = figure.gray;
    if (figure.is_color()) samples.assign(figure.rgb.begin(), figure.rgb.end());
    if (samples.size() != shape->count()) throw Refused("a picture has not as many samples as its size asks for");
    stored.samples = deflate_samples(samples, *shape);
    return stored;
}

Figure unpack_picture(std::string_view meta, std::string_view samples) {
    auto [figure, kind] = read_meta(meta);
    const auto shape = shape_of(figure, kind);
    if (!shape) return std::move(figure);
    std::vector<std::uint16_t> values = inflate_samples(samples, *shape);
    if (kind == "gray")
        figure.gray = std::move(values);
    else
        for (const std::uint16_t value : values) figure.rgb.push_back(static_cast<std::uint8_t>(value));
    return std::move(figure);
}

Figure unpack_meta(std::string_view meta) { return read_meta(meta).first; }

std::string picture_key(const ShownFigure& shown) {
    ContentHash hash;
    if (!shown.image.empty()) {
        hash.add("image");
        hash.add(shown.image);
        return hash.hex();
    }
    Json with = Json::object();
    for (const auto& [name, value] : shown.settings)
        std::visit([&, key = name](const auto& each) { with[key] = each; }, value);
    hash.add(json_text(Json{{"generator", shown.generator},
                            {"version", shown.version},
                            {"size", {shown.size.width, shown.size.height}},
                            {"with", with},
                            {"seed", shown.seed}}));
    return hash.hex();
}

std::string hash_of_picture(std::string_view meta, std::string_view samples) {
    ContentHash hash;
    hash.add(meta);
    hash.add(samples);
    return hash.hex();
}

}  // namespace collimate
