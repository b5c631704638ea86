#pragma once

#include <filesystem>
#include <string>

#include "engine/bank/bank.hpp"
#include "engine/bank/source.hpp"
#include "engine/item/score.hpp"

namespace collimate::test {

/// An exam of two categories (30 % and 70 %) with two leaves each; its bank is enough for a few days of study.
inline Outline small_outline() {
    Outline outline = {.exam = "arrt-ct",
                       .title = "Computed Tomography",
                       .effective = "2026-09-01",
                       .scored_items = 100,
                       .pilot_items = 20,
                       .minutes = 120,
                       .scale = {.low = 1, .cut = 75, .high = 99},
                       .basis = "made up for tests",
                       .license = "CC BY 4.0",
                       .first_time_pass = {.percent = 73.9, .year = 2024, .assumed = false, .source = "a page"},
                       .cut = {.percent = 66, .year = 2026, .assumed = true, .source = "made up"}};
    outline.areas = {{.code = "A", .title = "First", .items = 30},
                     {.code = "A.1", .title = "One", .parent = 0, .items = 10},
                     {.code = "A.2", .title = "Two", .parent = 0, .items = 20},
                     {.code = "B", .title = "Second", .items = 70},
                     {.code = "B.1", .title = "Three", .parent = 3, .items = 30, .was = {"Z.9"}},
                     {.code = "B.2", .title = "Four", .parent = 3, .items = 40}};
    return outline;
}

inline Item small_item(int number, const std::string& area) {
    std::string digits = std::to_string(10'000 + number).substr(1);
    Item item = {.id = "ct-x-" + digits,
                 .area = area,
                 .points = {"point-" + std::to_string(number / 2)},
                 .expected = 40 + number % 5 * 10,
                 .stem = "Which option is right in question " + digits + "?",
                 .sources = {{.doc = "A book", .year = 2020, .section = "1", .seen = Seen::page}},
                 .checked = parse_day("2026-11-01").value(),
                 .origin = "Written for the tests from nothing but imagination, as ten words must say.",
                 .authors = {"Tests"}};
    for (const char letter : {'a', 'b', 'c', 'd'})
        item.options.push_back({.letter = letter,
                                .right = letter == 'a',
                                .text = std::string("option ") + letter,
                                .why = "Because it is so.",
                                .error = letter == 'a' ? "" : "guessed"});
    return item;
}

/// A phantom in which a place in the middle is to be marked.
inline Item small_hotspot(int number, const std::string& area) {
    Item item = small_item(number, area);
    item.type = ItemType::hotspot;
    item.stem = "Where is the middle of this image?";
    item.figures = {{.generator = "ct-phantom", .size = {.width = 64, .height = 64}, .alt = "A round phantom."}};
    item.options.resize(1);
    item.options[0].region = Region{.shape = Region::Shape::ellipse, .spots = {{0.5, 0.5}, {0.1, 0.1}}};
    return item;
}

/// `per_leaf` plain items in each leaf, numbered through; two items share a learning point. Besides: two versions of
/// one question (ct-x-9001 and ct-x-9002, family `twins`), a retired one (ct-x-9003) and a number to enter, drawn anew
/// each time (ct-x-9004).
inline ExamSource small_source(int per_leaf) {
    ExamSource source = {.outline = small_outline()};
    int number = 0;
    for (const char* leaf : {"A.1", "A.2", "B.1", "B.2"})
        for (int i = 0; i < per_leaf; ++i) source.items.push_back(small_item(++number, leaf));
    for (int i = 0; i <= number / 2; ++i)
        source.points.push_back({.id = "point-" + std::to_string(i), .area = "A.1", .text = "Something to know."});
    for (const int twin : {9001, 9002}) {
        source.items.push_back(small_item(twin, "A.2"));
        source.items.back().family = "twins";
        source.items.back().points = {"point-0"};
    }
    source.items.push_back(small_item(9003, "B.1"));
    source.items.back().points = {"point-0"};
    source.items.back().retired = Retired{.on = parse_day("2026-10-01").value(), .why = "outdated"};
    Item drawn = small_item(9004, "B.1");
    drawn.points = {"point-0"};
    drawn.type = ItemType::numeric;
    drawn.stem = "What is twice {x} cm?";
    drawn.options = {{.letter = 'a', .right = true, .value = "2 * x", .why = "Twice."}};
    drawn.numbers = Numbers{.unit = "cm", .decimals = 0, .within = 0.5};
    Parameter x = {.name = "x", .unit = "cm"};
    for (int i = 1; i <= 40; ++i) x.values.push_back(i);
    drawn.numbers->parameters = {x};
    source.items.push_back(drawn);
    return source;
}

inline Bank small_bank(const std::filesystem::path& folder, int per_leaf = 20) {
    const std::filesystem::path file = folder / ("small-" + std::to_string(per_leaf) + ".bank");
    write_bank(small_source(per_leaf), file);
    return Bank::open(file);
}

/// The right answer to a question, or a wrong one.
inline Response answer_to(const Instance& question, bool right) {
    Response response = {.confidence = Confidence::none, .elapsed_ms = 45'000};
    if (question.type == ItemType::numeric) {
        response.number = question.choices.front().value.value() + (right ? 0.0 : 17.0);
        return response;
    }
    response.letters = key_letters(question);
    if (right) return response;
    for (const Choice& choice : question.choices)
        if (!choice.right) response.letters = choice.letter;
    return response;
}

}  // namespace collimate::test
