#include <algorithm>
#include <array>
#include <cmath>

#include "engine/bank/fields.hpp"
#include "engine/bank/readers.hpp"
#include "engine/item/markup.hpp"

namespace collimate {
namespace {

constexpr std::array<std::string_view, 3> bases = {"official", "secondary", "inferred"};
constexpr std::array<std::string_view, 3> confidences = {"high", "medium", "low"};
constexpr std::array<std::string_view, 4> registries = {"arrt", "ardms", "ARRT", "ARDMS"};
constexpr std::size_t longest_point = 125;  // characters

void check_format(Fields& fields) {
    const auto format = fields.integer("format", Need::required, 0, 1'000'000);
    if (format && *format != 1)
        fields.fault("format", "is " + std::to_string(*format) + ", which this version cannot read",
                     "use a newer version of Collimate, or format = 1");
}

PublishedPercent read_percent(Fields& parent, std::string_view key) {
    const TomlNode* table = parent.table(key, Need::optional);
    if (!table) return {};
    Fields fields(*table, parent.subject(), std::string(key), parent.faults());
    PublishedPercent figure;
    figure.percent = fields.number("percent", Need::required, 1.0, 100.0).value_or(0.0);
    figure.year = static_cast<int>(fields.integer("year", Need::optional, 0, 2100).value_or(0));
    figure.assumed = fields.flag("assumed").value_or(true);
    figure.source = fields.text("source", Need::optional, 2000);
    fields.finish();
    return figure;
}

Scale read_scale(Fields& parent) {
    const TomlNode* table = parent.table("scale", Need::required);
    if (!table) return {};
    Fields fields(*table, parent.subject(), "scale", parent.faults());
    Scale scale;
    scale.low = fields.number("low", Need::required).value_or(0.0);
    scale.cut = fields.number("cut", Need::required).value_or(0.0);
    scale.high = fields.number("high", Need::required).value_or(0.0);
    if (!(scale.low < scale.cut && scale.cut < scale.high))
        fields.fault("cut", "does not lie between low and high", "write low < cut < high");
    fields.finish();
    return scale;
}

/// The code without its last part; empty for a category.
std::string parent_code(const std::string& code) {
    const auto dot = code.rfind('.');
    return dot == std::string::npos ? "" : code.substr(0, dot);
}

bool well_formed_code(const std::string& code) {
    return !code.empty() && code.size() <= 32 && std::all_of(code.begin(), code.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
}

void read_area(const TomlNode& table, Outline& outline, Faults& faults, std::map<std::string, SourcePlace>& places) {
    Fields fields(table, "", "area", faults);
    Area area;
    area.code = fields.text("code", Need::required, 100);
    if (!area.code.empty() && !well_formed_code(area.code))
        fields.fault("code", "\"" + area.code + "\" is not a code", "use letters, digits and dots, such as IP.1.B");
    area.title = fields.text("title", Need::required, 300);
    if (const auto items = fields.integer("items", Need::optional, 0, 10'000)) area.items = static_cast<int>(*items);
    area.percent = fields.number("percent", Need::optional, 0.0, 100.0);
    area.share = fields.number("share", Need::optional, 1e-6, 1e6);
    if (const auto basis = fields.one_of("basis", Need::required, bases)) area.basis = static_cast<Basis>(*basis);
    area.note = fields.text("note", Need::optional, 2000);
    area.was = fields.texts("was", Need::optional, 100);
    fields.finish();
    if (fields.has("items") + fields.has("percent") + fields.has("share") > 1)
        faults.block(table.line, area.code, "more than one of 'items', 'percent' and 'share' is given", "keep one");
    const std::string parent = parent_code(area.code);
    if (const auto found = outline.find(parent); found && !parent.empty())
        area.parent = *found;
    else if (parent.find('.') != std::string::npos)
        faults.block(table.line, area.code, "its parent " + parent + " does not stand before it",
                     "list the parent first, children after it");
    if (outline.find(area.code)) {
        faults.block(table.line, area.code, "the code is used twice", "give each area a code of its own");
        return;
    }
    places[area.code] = {.file = faults.file, .line = table.line};
    outline.areas.push_back(std::move(area));
}

/// Sums of published figures against the figure they are parts of; `whole` < 0 where that is unknown.
void check_sum(const Outline& outline, int parent, double whole_items, double whole_percent, const SourcePlace& place,
               Faults& faults) {
    const std::vector<int> children = outline.children_of(parent);
    if (children.empty()) return;
    double items = 0.0;
    double percent = 0.0;
    std::size_t with_items = 0;
    std::size_t with_percent = 0;
    for (const int child : children) {
        const Area& area = outline.areas[static_cast<std::size_t>(child)];
        items += area.items.value_or(0);
        percent += area.percent.value_or(0.0);
        with_items += area.items ? 1 : 0;
        with_percent += area.percent ? 1 : 0;
    }
    const std::string subject = parent < 0 ? "" : outline.areas[static_cast<std::size_t>(parent)].code;
    const std::string what = parent < 0 ? "the categories" : "its parts";
    const auto number = [](double x) { return std::to_string(static_cast<long long>(std::llround(x))); };
    if (with_items == children.size() && whole_items >= 0.0 && items != whole_items)
        faults.block(place.line, subject, what + " sum to " + number(items) + " items, not " + number(whole_items),
                     "mend the counts, or leave out those that are not published");
    else if (items > whole_items && whole_items >= 0.0)
        faults.block(place.line, subject, what + " hold more than " + number(whole_items) + " items",
                     "mend the counts");
    if (with_percent == children.size() && whole_percent >= 0.0 && std::abs(percent - whole_percent) > 0.5)
        faults.block(place.line, subject, what + " sum to " + number(percent) + "%, not " + number(whole_percent) + "%",
                     "mend the percents, or leave out those that are not published");
}

void check_sums(const Outline& outline, const std::map<std::string, SourcePlace>& places, Faults& faults) {
    check_sum(outline, -1, outline.scored_items ? *outline.scored_items : -1.0, 100.0, {.line = 1}, faults);
    for (std::size_t i = 0; i < outline.areas.size(); ++i) {
        const Area& area = outline.areas[i];
        check_sum(outline, static_cast<int>(i), area.items ? *area.items : -1.0, area.percent.value_or(-1.0),
                  places.at(area.code), faults);
    }
}

void read_point(const TomlEntry& entry, const std::string& area, Faults& faults,
                std::map<std::string, SourcePlace>& places, std::vector<LearningPoint>& points) {
    const std::string& id = entry.key;
    const bool good_id = id.size() >= 3 && id.size() <= 40 && std::all_of(id.begin(), id.end(), [](char c) {
                             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                         });
    if (!good_id)
        faults.block(entry.node.line, id.substr(0, 60), "the point's id is not well formed",
                     "use 3 to 40 of a-z, 0-9 and hyphens");
    const auto* text = std::get_if<std::string>(&entry.node.value);
    if (!text || text->empty()) {
        faults.block(entry.node.line, id.substr(0, 60), "the point is not a text", "write one statement in quotes");
        return;
    }
    const auto characters = std::count_if(text->begin(), text->end(), [](char c) { return (c & 0xc0) != 0x80; });
    if (static_cast<std::size_t>(characters) > longest_point)
        faults.block(entry.node.line, id, "the point has " + std::to_string(characters) + " characters",
                     "shorten it to 125");
    if (!text->ends_with('.'))
        faults.block(entry.node.line, id, "the point does not end in a full stop", "write a statement");
    std::string reason;
    if (!parse_markup(*text, &reason)) faults.block(entry.node.line, id, "markup: " + reason, "mend the mark");
    if (places.contains(id)) {
        faults.block(entry.node.line, id, "the point's id is used twice in this exam", "give it an id of its own");
        return;
    }
    places[id] = {.file = faults.file, .line = entry.node.line};
    points.push_back({.id = id, .area = area, .text = *text});
}

}  // namespace

Outline read_outline(const TomlNode& document, Faults& faults, std::map<std::string, SourcePlace>& places) {
    Fields fields(document, "", "", faults);
    Outline outline;
    check_format(fields);
    outline.exam = fields.text("exam", Need::required, 100);
    const auto known = exam_codes();
    if (!outline.exam.empty() && std::find(known.begin(), known.end(), outline.exam) == known.end())
        fields.fault("exam", "\"" + outline.exam + "\" is no exam code", "use a code such as arrt-ct or ardms-spi");
    if (const auto registry = fields.one_of("registry", Need::required, registries))
        outline.registry = static_cast<Registry>(*registry % 2);
    outline.title = fields.text("title", Need::required, 200);
    outline.effective = fields.text("effective", Need::required, 300);
    const auto count = [&](std::string_view key) -> std::optional<int> {
        const auto number = fields.integer(key, Need::optional, 1, 10'000);
        return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
    };
    outline.scored_items = count("scored_items");
    outline.pilot_items = count("pilot_items");
    outline.minutes = count("minutes");
    outline.scale = read_scale(fields);
    if (const auto confidence = fields.one_of("confidence", Need::required, confidences))
        outline.confidence = static_cast<OutlineConfidence>(*confidence);
    outline.basis = fields.text("basis", Need::required, 4000);
    outline.sources = fields.texts("sources", Need::optional, 2000);
    outline.next_revision = fields.text("next_revision", Need::optional, 1000);
    outline.license = fields.text("license", Need::required, 200);
    outline.first_time_pass = read_percent(fields, "first_time_pass");
    outline.cut = read_percent(fields, "cut");
    for (const TomlNode* area : fields.tables("area", Need::required)) read_area(*area, outline, faults, places);
    fields.finish();
    check_sums(outline, places, faults);
    return outline;
}

std::vector<LearningPoint> read_points(const TomlNode& document, const Outline& outline, Faults& faults,
                                       std::map<std::string, SourcePlace>& places) {
    std::vector<LearningPoint> points;
    const TomlNode* format = document.find("format");
    if (!format || !std::holds_alternative<std::int64_t>(format->value) || std::get<std::int64_t>(format->value) != 1)
        faults.block(format ? format->line : 1, "", "'format' is not 1", "write format = 1 at the top");
    for (const TomlEntry& entry : entries_of(document)) {
        if (entry.key == "format") continue;
        if (!std::holds_alternative<TomlNode::Table>(entry.node.value)) {
            faults.block(entry.node.line, entry.key.substr(0, 60), "this stands under no area",
                         "put it under a heading such as [\"IP.1.B\"]");
            continue;
        }
        if (!outline.find(entry.key))
            faults.block(entry.node.line, entry.key.substr(0, 60), "the outline has no such area",
                         "use a code of outline.toml, in quotes: [\"IP.1.B\"]");
        for (const TomlEntry& point : entries_of(entry.node)) read_point(point, entry.key, faults, places, points);
    }
    return points;
}

ItemFileHead read_item_head(const TomlNode& document, const Outline& outline, Faults& faults) {
    Fields fields(document, "", "", faults);
    ItemFileHead head;
    check_format(fields);
    head.exam = fields.text("exam", Need::required, 100);
    if (!head.exam.empty() && !outline.exam.empty() && head.exam != outline.exam)
        fields.fault("exam", "is \"" + head.exam + "\", but the outline is of " + outline.exam,
                     "write the outline's code");
    head.category = fields.text("category", Need::required, 100);
    const auto area = outline.find(head.category);
    if (!head.category.empty() && (!area || outline.areas[static_cast<std::size_t>(*area)].parent >= 0))
        fields.fault("category", "\"" + head.category + "\" is no category", "use a top-level code of outline.toml");
    head.origin = fields.text("origin", Need::required, 2000);
    if (!head.origin.empty() && std::count(head.origin.begin(), head.origin.end(), ' ') < 9)
        fields.fault("origin", "has fewer than 10 words", "say where the questions come from");
    head.authors = fields.texts("authors", Need::required, 200);
    head.license = fields.text("license", Need::optional, 200);
    (void)fields.tables("item", Need::optional);
    fields.finish();
    return head;
}

}  // namespace collimate
