#pragma once

#include "tests/support/small_bank.hpp"

namespace collimate::test {

/// Questions with pictures and tables, on top of the small exam: ct-x-9201 one CT image, 9202 a hot spot in it whose
/// places are parts, 9203 two images, 9204 a cine loop, 9205 a table, 9206 an image and a table, 9207 an image that
/// depends on the draw, 9208 a hot spot whose generator nobody has.
inline FigureUse figure_use(std::string generator, FigureSize size, std::string alt, std::string caption) {
    return {.generator = std::move(generator),
            .version = 1,
            .size = size,
            .seed = 7,
            .alt = std::move(alt),
            .caption = std::move(caption)};
}

inline FigureUse abdomen_use() {
    FigureUse use = figure_use("ct-abdomen", {320, 240}, "Axial CT image of the upper abdomen with both kidneys.",
                               "Axial image, portal venous phase, simulated");
    use.settings = {{"phase", "portal"}};
    return use;
}

inline FigureUse phantom_use(double noise_mas, std::string caption) {
    FigureUse use =
        figure_use("ct-phantom", {256, 256}, "Water phantom with a ring about the isocenter.", std::move(caption));
    use.settings = {{"ring_percent", 6.0}, {"mas", noise_mas}, {"window", "brain"}};
    return use;
}

inline Item item_with(int number, std::string stem) {
    Item item = small_item(number, "A.1");
    item.points = {"point-0"};
    item.stem = std::move(stem);
    return item;
}

inline Item ring_item() {
    Item item = item_with(9201,
                          "The daily scan of a water phantom shows the pattern in the exhibit. CTDI~vol~ and the "
                          "position are unchanged from the day before. Which action is most likely to remove it?");
    item.figures = {phantom_use(200, "Water phantom, 20 cm, 120 kV, 5 mm")};
    const std::array<const char*, 4> texts{
        "Run the air calibration of the detectors", "Raise the tube current-time product to 300 mAs",
        "Select a smoother reconstruction kernel", "Widen the scan field of view to 50 cm"};
    for (std::size_t i = 0; i < texts.size(); ++i) item.options[i].text = texts[i];
    item.options[0].why = "A gain error of one channel traces a circle; an air scan measures every gain anew.";
    return item;
}

inline Item kidney_item(int number) {
    Item item = item_with(number, "Mark the patient's right kidney in this axial image.");
    item.type = ItemType::hotspot;
    item.principle = "The patient's right side is at the left of an axial image, as seen from the feet.";
    item.figures = {abdomen_use()};
    item.options.clear();
    const auto place = [&](char letter, bool right, const char* part, const char* why) {
        item.options.push_back({.letter = letter, .right = right, .region = std::string(part), .why = why});
    };
    place('a', true, "right kidney", "Below the liver, beside the spine.");
    place('b', false, "left kidney", "This is the patient's left: below the spleen.");
    place('c', false, "aorta", "Round, bright, in front of the spine.");
    return item;
}

inline Item pair_item() {
    Item item = item_with(9203, "Both images show the same phantom. What was changed from the first to the second?");
    item.figures = {phantom_use(400, "First image"), phantom_use(25, "Second image")};
    return item;
}

inline Item loop_item() {
    Item item = item_with(9204, "What does the color flow loop show?");
    FigureUse loop =
        figure_use("doppler-color", {256, 192}, "Color flow loop of an artery over one beat.", "Color flow, one beat");
    loop.settings = {{"frames", 12.0}};
    item.figures = {loop};
    return item;
}

inline ExhibitTable doses() {
    return {
        .caption = "Two protocols of the same scanner",
        .columns = {"Protocol", "CTDI~vol~ (mGy)", "Length (cm)", "DLP (mGy cm)"},
        .rows = {{"Head, helical", "52.4", "18", "943"}, {"Abdomen, with oral contrast medium", "11.8", "46", "543"}}};
}

inline Item table_item(int number) {
    Item item = item_with(number, "Which protocol gives the larger DLP, by the table?");
    item.table = doses();
    return item;
}

/// One draw of three noise levels.
inline Item drawn_picture_item() {
    Item item = item_with(9207, "The phantom was scanned with {mas} mAs. What is twice that?");
    item.type = ItemType::numeric;
    item.options = {{.letter = 'a', .right = true, .value = "2 * mas", .why = "Twice."}};
    item.numbers = Numbers{.unit = "mAs", .decimals = 0, .within = 0.5};
    item.numbers->parameters = {{.name = "mas", .values = {50, 100, 200}, .unit = "mAs"}};
    item.figures = {phantom_use(0, "Scanned with {mas} mAs")};
    item.figures[0].size = {128, 128};
    item.figures[0].settings["mas"] = Formula{"mas"};
    return item;
}

inline std::vector<Item> exhibit_items() {
    Item both = table_item(9206);
    both.figures = {phantom_use(200, "Water phantom")};
    return {ring_item(), kidney_item(9202), pair_item(), loop_item(), table_item(9205), both, drawn_picture_item()};
}

inline ExamSource exhibit_source() {
    ExamSource source = small_source(2);
    for (Item& item : exhibit_items()) source.items.push_back(std::move(item));
    return source;
}

}  // namespace collimate::test
