#include "engine/bank/booklet.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/item/instance.hpp"
#include "engine/item/markup.hpp"
#include "engine/item/score.hpp"

namespace collimate {
namespace {

using Json = nlohmann::json;

bool lies_within(const std::string& code, const std::string& area) {
    return code == area || code.starts_with(area + ".");
}

/// Ordinals of the leaves under the named areas, in bank order.
std::vector<std::int64_t> ordinals_of(const Bank& bank, const std::vector<std::string>& areas) {
    std::set<std::int64_t> found;
    const Outline& outline = bank.outline();
    for (const std::string& area : areas)
        if (!outline.find(area))
            throw Refused(bank.file().string() + ": the outline has no area " + area + "; see collimate-cli bank info");
    for (const int leaf : outline.leaves()) {
        const std::string& code = outline.areas[static_cast<std::size_t>(leaf)].code;
        const bool wanted = areas.empty() || std::any_of(areas.begin(), areas.end(), [&](const std::string& area) {
                                return lies_within(code, area);
                            });
        const OrdinalRange range = bank.range(leaf);
        for (std::int64_t i = range.first; wanted && i < range.end; ++i) found.insert(i);
    }
    return {found.begin(), found.end()};
}

/// Items that may stand together: no retired ones, one of a family, no two of which one gives the other away.
std::vector<Item> compatible_items(const Bank& bank, const std::vector<std::string>& areas, Booklet& booklet) {
    std::set<std::string> families;
    std::set<std::string> taken;
    std::vector<Item> items;
    for (const std::int64_t ordinal : ordinals_of(bank, areas)) {
        const ItemHead head = bank.head(ordinal);
        const bool betrays = std::any_of(head.enemies.begin(), head.enemies.end(),
                                         [&](const std::string& enemy) { return taken.contains(enemy); });
        if (head.retired || betrays || (!head.family.empty() && !families.insert(head.family).second)) {
            booklet.left_out.push_back(head.id);
            continue;
        }
        taken.insert(head.id);
        items.push_back(bank.item(ordinal));
    }
    return items;
}

std::vector<Item> named_items(const Bank& bank, const std::vector<std::string>& ids) {
    std::vector<Item> items;
    std::set<std::string> seen;
    for (const std::string& id : ids) {
        if (!seen.insert(id).second) throw Refused("item " + id + " is named twice; name each once");
        items.push_back(bank.item(id));
        if (items.back().retired) throw Refused("item " + id + " is retired and no longer asked; leave it out");
    }
    return items;
}

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        if (c == '\n') {
            safe += "  \n";
            continue;
        }
        if (std::string_view("\\`*_<>[]#|").find(c) != std::string_view::npos) safe += '\\';
        safe += c;
    }
    return safe;
}

/// Our markup in Markdown, with HTML for what Markdown lacks.
std::string markdown_of(const std::string& text) {
    const auto spans = parse_markup(text);
    if (!spans) return escaped(text);
    std::string line;
    for (const Span& span : *spans) {
        const std::string words = escaped(span.text);
        switch (span.style) {
            case Style::plain:
                line += words;
                break;
            case Style::bold:
                line += "**" + words + "**";
                break;
            case Style::italic:
                line += "*" + words + "*";
                break;
            case Style::sub:
                line += "<sub>" + words + "</sub>";
                break;
            case Style::sup:
                line += "<sup>" + words + "</sup>";
                break;
        }
    }
    return line;
}

/// A picture cannot be printed as text; what it shows can.
std::string exhibits_text(const Instance& instance) {
    std::string text;
    for (const ShownFigure& figure : instance.figures) {
        text += "> Figure" + (instance.figures.size() > 1 ? " " + std::to_string(figure.place + 1) : "") + ": " +
                markdown_of(figure.alt);
        if (!figure.caption.empty()) text += " *" + markdown_of(figure.caption) + "*";
        if (!figure.credit.empty()) text += " (" + escaped(figure.credit) + ")";
        text += "\n\n";
    }
    if (!instance.table) return text;
    const auto row = [](const std::vector<std::string>& cells) {
        std::string line = "|";
        for (const std::string& cell : cells) line += " " + markdown_of(cell) + " |";
        return line + "\n";
    };
    if (!instance.table->caption.empty()) text += markdown_of(instance.table->caption) + "\n\n";
    text += row(instance.table->columns) + "|";
    for (std::size_t i = 0; i < instance.table->columns.size(); ++i) text += " --- |";
    text += "\n";
    for (const auto& cells : instance.table->rows) text += row(cells);
    return text + "\n";
}

std::string instruction(const Item& item, const Instance& instance) {
    if (item.type == ItemType::multiple && !item.count_stated) return "Select all that apply.\n\n";
    if (item.type == ItemType::hotspot)
        return "Mark the place in the picture, or write it in percent from the left and from the top: ____________\n\n";
    if (item.type == ItemType::order) return "Write the letters in the right order.\n\n";
    if (item.type == ItemType::numeric)
        return "Answer: ____________" + (instance.unit.empty() ? "" : " " + markdown_of(instance.unit)) + "\n\n";
    return "";
}

char printed_letter(std::size_t position) { return static_cast<char>('A' + position); }

std::string question_text(int number, const Item& item, const Instance& instance) {
    std::string text = "## " + std::to_string(number) + "\n\n" + markdown_of(instance.stem) + "\n\n";
    text += exhibits_text(instance);
    text += instruction(item, instance);
    // The names of a hot spot's places would give the key away.
    if (item.type == ItemType::numeric || item.type == ItemType::hotspot) return text;
    for (std::size_t i = 0; i < instance.choices.size(); ++i)
        text += std::string("- ") + printed_letter(i) + ") " + markdown_of(instance.choices[i].text) + "\n";
    return text + "\n";
}

/// The author's letters of the key as they are printed on this paper.
std::string printed_key(const Instance& instance) {
    std::string key;
    for (const char letter : key_letters(instance))
        for (std::size_t i = 0; i < instance.choices.size(); ++i)
            if (instance.choices[i].letter == letter) key += printed_letter(i);
    if (instance.type == ItemType::multiple) std::sort(key.begin(), key.end());
    return key;
}

Json key_entry(int number, const Item& item, const Instance& instance) {
    Json entry = {{"number", number},
                  {"item", item.id},
                  {"revision", item.revision},
                  {"area", item.area},
                  {"type", std::string(name_of(item.type))}};
    if (item.type == ItemType::numeric) {
        for (const Choice& choice : instance.choices)
            if (choice.right) entry["value"] = *choice.value;
        entry["unit"] = instance.unit;
        entry["tolerance"] = instance.tolerance;
        return entry;
    }
    if (item.type == ItemType::hotspot) {
        for (const Choice& choice : instance.choices)
            if (choice.right) {
                entry["place"] = {middle_of(*choice.region).x, middle_of(*choice.region).y};
                entry["place_name"] = choice.text;
            }
        return entry;
    }
    entry["key"] = printed_key(instance);
    for (std::size_t i = 0; i < instance.choices.size(); ++i)
        entry["options"][std::string(1, printed_letter(i))] = std::string(1, instance.choices[i].letter);
    return entry;
}

}  // namespace

Booklet make_booklet(const Bank& bank, const BookletRequest& request) {
    Booklet booklet;
    const std::vector<Item> items =
        request.items.empty() ? compatible_items(bank, request.areas, booklet) : named_items(bank, request.items);
    if (items.empty()) throw Refused(bank.file().string() + ": no question fits; name other areas or items");
    booklet.markdown =
        "# " + bank.outline().title + ": practice quiz\n\nName: ______________________  Date: ______________\n\n";
    Json entries = Json::array();
    for (const Item& item : items) {
        const Instance instance = present(item, request.seed);
        ++booklet.questions;
        booklet.markdown += question_text(booklet.questions, item, instance);
        entries.push_back(key_entry(booklet.questions, item, instance));
        booklet.printed.push_back({.instance = instance, .count_stated = item.count_stated});
    }
    booklet.markdown += "---\n\nOriginal practice questions; license: " + escaped(bank.outline().license) +
                        ". Not affiliated with, or endorsed by, ARRT or ARDMS.\n";
    booklet.key =
        json_text(
            Json{{"exam", bank.outline().exam}, {"bank", bank.hash()}, {"seed", request.seed}, {"questions", entries}},
            2) +
        "\n";
    return booklet;
}

}  // namespace collimate
