#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/bank/source.hpp"

namespace collimate::testing {

inline constexpr Day lint_today = 20'780;  // 2026-11-23

/// A question no rule finds fault with.
inline Item faultless_item(std::string id = "ct-ip-0001") {
    Item item{
        .id = std::move(id), .area = "IP.1", .points = {"point-one"}, .level = Level::application, .expected = 60};
    item.stem =
        "A chest scan shows coarse grain in the upper lungs of a large adult. Which setting would smooth the grain "
        "without more dose?";
    const std::string why =
        "This setting changes how the measured data are filtered, and therefore what the reader sees in the final "
        "picture.";
    item.options = {{.letter = 'a', .right = true, .text = "Softer kernel", .why = why},
                    {.letter = 'b', .text = "Higher pitch", .why = why, .error = "pitch thought to smooth"},
                    {.letter = 'c', .text = "Wider window", .why = why, .error = "display mixed up with data"},
                    {.letter = 'd', .text = "Lower potential", .why = why, .error = "potential thought to smooth"}};
    item.sources = {{.doc = "A public document on image quality", .year = 2020, .section = "3", .seen = Seen::page}};
    item.checked = lint_today - 30;
    item.read_blind = lint_today - 10;
    return item;
}

/// The same with other words to choose from; the first is right.
inline Item item_with_options(const std::vector<std::string>& texts, std::string stem = {}) {
    Item item = faultless_item();
    if (!stem.empty()) item.stem = std::move(stem);
    item.options.resize(4);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i >= item.options.size()) item.options.push_back(item.options.back());
        item.options[i].letter = static_cast<char>('a' + i);
        item.options[i].text = texts[i];
    }
    item.options.resize(texts.size());
    return item;
}

/// Moves the key to another option.
inline Item with_key(Item item, char letter) {
    for (Option& option : item.options) option.right = option.letter == letter;
    return item;
}

inline Item with_stem(std::string stem) {
    Item item = faultless_item();
    item.stem = std::move(stem);
    return item;
}

inline ExamSource bank_of(std::vector<Item> items) {
    ExamSource source;
    source.outline.exam = "arrt-ct";
    source.outline.areas = {{.code = "IP", .title = "Image Production"},
                            {.code = "IP.1", .title = "Image Formation", .parent = 0},
                            {.code = "PC", .title = "Patient Care"},
                            {.code = "PC.1", .title = "Patient Interactions", .parent = 2}};
    source.points = {{.id = "point-one", .area = "IP.1", .text = "A soft kernel smooths noise."}};
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.id < b.id; });
    source.items = std::move(items);
    int line = 1;
    for (const Item& item : source.items) source.places[item.id] = {.file = "items/ip.toml", .line = line += 40};
    return source;
}

/// Findings of one rule.
inline Diagnostics findings_of(const ExamSource& source, std::string_view code, Day today = lint_today) {
    Diagnostics all = lint(source, today);
    std::erase_if(all, [&](const Diagnostic& d) { return d.code != code; });
    return all;
}

inline bool finds(const ExamSource& source, std::string_view code, Severity severity, Day today = lint_today) {
    const Diagnostics all = findings_of(source, code, today);
    return std::any_of(all.begin(), all.end(), [&](const Diagnostic& d) { return d.severity == severity; });
}

inline bool blocks_by(const Item& item, std::string_view code) { return finds(bank_of({item}), code, Severity::block); }
inline bool warns_by(const Item& item, std::string_view code) { return finds(bank_of({item}), code, Severity::warn); }
inline bool notes_by(const Item& item, std::string_view code) { return finds(bank_of({item}), code, Severity::inform); }
inline bool silent_on(const Item& item, std::string_view code) { return findings_of(bank_of({item}), code).empty(); }

}  // namespace collimate::testing
