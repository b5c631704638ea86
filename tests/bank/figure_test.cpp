#include <fmt/format.h>
#include <sqlite3.h>

#include <functional>
#include <set>

#include "engine/bank/bank.hpp"
#include "engine/bank/compile_pictures.hpp"
#include "engine/bank/item_json.hpp"
#include "engine/base/error.hpp"
#include "engine/figure/raster.hpp"
#include "engine/item/score.hpp"
#include "tests/bank/figure_items.hpp"

using namespace collimate;
using namespace collimate::testing;

namespace {

const std::string shown_figure = R"toml(
[item.figure]
use = "ring"
with = { mas = 50 }
alt = "Axial CT image of a round phantom."
caption = "Phantom at {mas}"
)toml";

/// The same with a rod that stays; the draw is told in the stem alone.
std::string fixed_spot() {
    return changed(changed(spot_item, "\"right_of_it\"", "\"50\""), "A dense rod", "At {offset} mm a dense rod");
}

/// Colors that rise byte by byte.
std::string png_of(int width, int height) {
    Raster raster{.width = width, .height = height};
    for (int i = 0; i < 3 * width * height; ++i) raster.rgb.push_back(static_cast<std::uint8_t>(i * 5));
    return to_png(raster);
}

const std::string photo_file = R"toml(file = "photo.png"
credit = "A. Technologist"
license = "CC BY 4.0"
year = 2021
)toml";

struct Written {
    TemporaryFolder folder;

    explicit Written(const std::string& items) {
        write_small_exam(folder, items);
        folder.write("figures/ring.toml", ring_file);
    }

    [[nodiscard]] Diagnostics read() const {
        Diagnostics diagnostics;
        (void)read_source(folder.path(), diagnostics);
        return diagnostics;
    }

    [[nodiscard]] ExamSource source() const {
        Diagnostics diagnostics;
        ExamSource read = read_source(folder.path(), diagnostics);
        INFO(all_lines(diagnostics));
        REQUIRE_FALSE(blocks(diagnostics));
        return read;
    }

    [[nodiscard]] fs::path compile() const {
        fs::path file = folder / "exam.bank";
        (void)write_bank(source(), file);
        return file;
    }
};

struct FigureFault {
    std::string from;
    std::string to;
    std::string words;
    std::string at;  ///< text on the line it must name
};

void check_figure_faults(const std::string& items, const std::vector<FigureFault>& faults) {
    for (const FigureFault& fault : faults) {
        const std::string text = changed(items, fault.from, fault.to);
        const Written written(text);
        const Diagnostics diagnostics = written.read();
        INFO("written: " << fault.to << "\nexpected: " << fault.words << "\nfound:\n" << all_lines(diagnostics));
        CHECK(names(diagnostics, fault.words, line_of(small_head + text, fault.at)));
        CHECK(blocks(diagnostics));
    }
}

void tamper(const fs::path& file, const std::string& sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
    const int result = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(database);
    REQUIRE(result == SQLITE_OK);
}

std::string refusal_when(const std::function<void()>& action) {
    try {
        action();
    } catch (const Refused& refused) {
        return refused.what();
    }
    return "it was accepted";
}

const Instance only(const Bank& bank, std::string_view id, std::uint64_t seed = 0) {
    return present(bank.item(id), seed);
}

}  // namespace

TEST_CASE("figures in the source") {
    SECTION("a sound hot spot and sound figures have no fault") {
        const Written written(spot_item + with_figure(small_item, plain_figure));
        INFO(all_lines(written.read()));
        CHECK(written.read().empty());
    }
    SECTION("settings of a file are laid under those of the item") {
        const Written written(with_figure(small_item, changed(shown_figure, "Phantom at {mas}", "Phantom")));
        const ExamSource source = written.source();
        const FigureUse& figure = source.items[0].figures.at(0);
        CHECK(figure.name == "ring");
        CHECK(figure.generator == "ct-phantom");
        CHECK(figure.size == FigureSize{64, 64});
        CHECK(figure.seed == 5);
        CHECK(std::get<double>(figure.settings.at("ring_percent")) == 8.0);
        CHECK(std::get<double>(figure.settings.at("mas")) == 50.0);
        CHECK(std::get<std::string>(figure.settings.at("kernel")) == "sharp");
        CHECK(figure.caption == "Phantom");
    }
    SECTION("several figures stand side by side, a fifth is refused") {
        std::string two = plain_figure + plain_figure;
        for (auto at = two.find("[item.figure]"); at != std::string::npos; at = two.find("[item.figure]", at + 16))
            two.replace(at, 13, "[[item.figure]]");
        CHECK(Written(with_figure(small_item, two)).source().items[0].figures.size() == 2);
        CHECK(names(Written(with_figure(small_item, two + two + two)).read(), "more than 4 times"));
    }
    SECTION("shapes are read in shares of width and height, a circle's radius of the width") {
        const auto region = [&](const std::string& shape) {
            const Written written(changed(fixed_spot(), "circle = [0.5, 0.5, 0.03]", shape));
            return std::get<Region>(*written.source().items[0].options[1].region);
        };
        CHECK(region("circle = [0.4, 0.5, 0.04]") ==
              Region{Region::Shape::ellipse, {{0.4, 0.5}, {0.04, 0.04 * 96.0 / 64.0}}});
        CHECK(region("ellipse = [0.4, 0.5, 0.04, 0.02]") == Region{Region::Shape::ellipse, {{0.4, 0.5}, {0.04, 0.02}}});
        CHECK(region("rectangle = [0.25, 0.5, 0.125, 0.25]") ==
              Region{Region::Shape::rectangle, {{0.25, 0.5}, {0.375, 0.75}}});
        CHECK(region("polygon = [[0, 0], [0.2, 0], [0.2, 0.2]]") ==
              Region{Region::Shape::polygon, {{0, 0}, {0.2, 0}, {0.2, 0.2}}});
    }
}

TEST_CASE("faults of figures") {
    SECTION("in an item") {
        const std::string ring = with_figure(small_item, plain_figure);
        check_figure_faults(
            ring,
            {
                {"\"ring\"", "\"rong\"", "\"rong\" is no file of figures/", "use = "},
                {"use = \"ring\"", "generator = \"ct-gantry\"", "\"ct-gantry\" is unknown", "generator = "},
                {"use = \"ring\"", "generator = \"ct-phantom\"\nversion = 9", "of version 9", "version = "},
                {"use = \"ring\"", "generator = \"ct-phantom\"\nuse = \"ring\"", "exactly one is due", "use = "},
                {"use = \"ring\"", "generator = \"ct-phantom\"\nsize = [64, 5000]", "two whole numbers", "size = "},
                {"use = \"ring\"", "generator = \"ct-phantom\"\nsize = [64.5, 64]", "two whole numbers", "size = "},
                {"use = \"ring\"", "use = \"ring\"\nwith = { mass = 3 }", "no parameter 'mass'", "with = "},
                {"use = \"ring\"", "use = \"ring\"\nwith = { mas = 1 }", "mas = 1 is out of range", "with = "},
                {"use = \"ring\"", "use = \"ring\"\nwith = { mas = true }", "'mas' is no number", "with = "},
                {"use = \"ring\"", "use = \"ring\"\nwith = { mas = \"m\" }", "draws no numbers", "[item.figure]"},
                {"use = \"ring\"", "use = \"ring\"\nwith = { kernel = \"bone\" }", "none of its choices", "with = "},
                {"use = \"ring\"", "use = \"ring\"\nwith = { kernel = 2 }", "none of its choices", "with = "},
                {"use = \"ring\"", "use = \"ring\"\nframes = 24", "'frames' is not a key", "frames = "},
                {"use = \"ring\"", "use = \"ring\"\nseed = -1", "'seed' is -1", "seed = "},
                {"alt = \"Axial CT image of a round phantom.\"\n", "", "'alt' is missing", "[item.figure]"},
                {"round phantom", "{phantom}", "names no number", "[item.figure]"},
                {"round phantom", "**phantom", "markup", "[item.figure]"},
            });
    }
    SECTION("of places") {
        check_figure_faults(
            fixed_spot(),
            {
                {"part = \"target\"", "part = \"targte\"", "has no part \"targte\"", "[item.option.a]"},
                {"circle = [0.5, 0.5, 0.03]", "circle = [0.5, 0.5]", "the region is no circle", "region = { circle"},
                {"circle = [0.5, 0.5, 0.03]", "circle = [0.5, 0.5, -0.1]", "the region is no circle", "circle = "},
                {"circle = [0.5, 0.5, 0.03]", "circle = [0.01, 0.5, 0.1]", "leaves the picture", "circle = "},
                {"circle = [0.5, 0.5, 0.03]", "square = [0.5, 0.5, 0.1]", "not exactly one shape", "square = "},
                {"circle = [0.5, 0.5, 0.03]", "polygon = [[0, 0], [1, 1]]", "the region is no polygon", "polygon = "},
                {"circle = [0.5, 0.5, 0.03]", "ellipse = [0.6, 0.5, 0.2, 0.2]", "overlaps that of option a",
                 "[item.option.b]"},
                {"region = { circle = [0.5, 0.5, 0.03] }\n", "", "'region' is missing", "[item.option.b]"},
                {"target_mm = 40, ", "", "has no part \"target\"", "[item.option.a]"},
                {"\"50\"", "\"150 - 5\"", "target_x_mm of ct-phantom must be a number from -80 to 80", "[item.figure]"},
                {"error = \"isocenter taken for the rod\"", "right = true", "K1 it has 2 right options",
                 "[item.option.a]"},
                {"revision = 1", "revision = 1\nunit = \"mm\"", "is for options with 'value'", "unit = "},
            });
        check_figure_faults(small_item,
                            {{"revision = 1", "revision = 1\ntype = \"hotspot\"", "a hotspot has 0 figures", "type = "},
                             {"text = \"1 mGy/h\"", "text = \"1 mGy/h\"\nregion = { part = \"x\" }",
                              "belongs to type hotspot", "region = "}});
    }
    SECTION("at some draws alone") {
        check_figure_faults(
            spot_item,
            {{"50, 55, 60]", "50, 55, 90]", "must be a number from -80 to 80 (at offset = 90)", "[item.figure]"},
             {"-45, 45", "-45, 0, 45", "overlaps that of option a at offset = 0", "[item.option.b]"},
             {"\"right_of_it\"", "50", "'offset' appears neither in the stem nor in figure or table", "stem = "},
             {"\"right_of_it\"", "\"far\"", "'far' is neither", "[item.option.a]"}});
    }
    SECTION("in a table") {
        const std::string table =
            "\n[item.table]\ncaption = \"Rates\"\ncolumns = [\"Distance\", \"Rate\"]\nrows = [[\"1 m\", \"8\"], "
            "[\"2 m\", \"\"]]\n";
        CHECK(Written(with_figure(small_item, table)).source().items[0].table->rows.size() == 2);
        check_figure_faults(with_figure(small_item, table),
                            {{"[\"2 m\", \"\"]", "[\"2 m\"]", "a row of 1 cells where there are 2 columns", "rows = "},
                             {"[\"2 m\", \"\"]", "2", "a list of lists of texts", "rows = "},
                             {"\"8\"", "8", "is not text in quotes", "rows = "},
                             {"\"8\"", "\"~8\"", "markup", "[item.table]"},
                             {"columns = [\"Distance\", \"Rate\"]\n", "", "'columns' is missing", "[item.table]"}});
    }
    SECTION("in a file of figures/, used or not") {
        for (const auto& [from, to, words] : std::vector<std::array<std::string, 3>>{
                 {"ct-phantom", "ct-phantoms", "is unknown"},
                 {"version = 1", "version = 2", "of version 2"},
                 {"kernel = \"sharp\"", "kernel = \"sharper\"", "none of its choices"},
                 {"ring_percent = 8", "ring_percent = \"8 * r\"", "expressions belong into the item"},
                 {"ring_percent = 8", "ring_percents = 8", "no parameter 'ring_percents'"},
                 {"seed = 5", "seeds = 5", "did you mean 'seed'"},
                 {"[with]", "[with", "not TOML"}}) {
            const Written written(small_item);
            written.folder.write("figures/ring.toml", changed(ring_file, from, to));
            const Diagnostics diagnostics = written.read();
            INFO(to << "\n" << all_lines(diagnostics));
            CHECK(names(diagnostics, words));
            CHECK(names(diagnostics, "ring.toml"));
            CHECK(blocks(diagnostics));
        }
    }
    SECTION("that no item uses warn and do not block") {
        const Diagnostics diagnostics = Written(small_item).read();
        CHECK(names(diagnostics, "no item uses this figure"));
        CHECK_FALSE(blocks(diagnostics));
    }
}

TEST_CASE("image files of figures") {
    const std::string item = with_figure(small_item, changed(plain_figure, "\"ring\"", "\"photo\""));
    const Written written(item + spot_item);
    fs::remove(written.folder / "figures/ring.toml");
    written.folder.write("figures/photo.toml", photo_file);
    const std::string png = png_of(40, 30);
    written.folder.write("figures/photo.png", png);
    const auto fault_with = [&](const std::string& bytes) {
        written.folder.write("figures/photo.png", bytes);
        const Diagnostics diagnostics = written.read();
        CHECK(blocks(diagnostics));
        return all_lines(diagnostics);
    };
    SECTION("are compiled with their origin and shown as they are") {
        const Bank bank = Bank::open(written.compile());
        const Instance instance = only(bank, "ct-s-0001");
        const Figure figure = bank.figure(instance.figures.at(0));
        CHECK(figure.width == 40);
        CHECK(figure.height == 30);
        CHECK(figure.rgb.at(100) == static_cast<std::uint8_t>(100 * 5));
        CHECK(instance.figures[0].credit == "A. Technologist, 2021, CC BY 4.0");
        bank.verify();
    }
    SECTION("change the content hash when their bytes do") {
        const std::string before = Bank::open(written.compile()).hash();
        written.folder.write("figures/photo.png", png_of(40, 31));
        CHECK(Bank::open(written.compile()).hash() != before);
    }
    SECTION("are refused in words when missing, foreign, cut short, damaged or lying") {
        CHECK(fault_with("GIF89a").find("neither PNG nor JPEG") != std::string::npos);
        CHECK(fault_with(png.substr(0, png.size() - 30)).find("cut short") != std::string::npos);
        CHECK(fault_with(png.substr(0, 20)).find("photo.png") != std::string::npos);
        CHECK(fault_with("\xff\xd8\xff\xe0 no picture").find("photo.png") != std::string::npos);
        std::string larger = png;
        larger[18] = '\x20';  // the header now says 40 + 8192 pixels
        CHECK(fault_with(larger).find("8192") != std::string::npos);
        std::string taller = png;
        taller[22] = '\x10';  // 30 + 4096 rows, for which there are no bytes
        CHECK(fault_with(taller).find("damaged") != std::string::npos);
        std::string huge = png;
        huge[18] = huge[22] = '\x1f';  // 63 million pixels
        CHECK(fault_with(huge).find("16 million") != std::string::npos);
        CHECK(fault_with(std::string(20'000'001, 'x')).find("20 MB") != std::string::npos);
        CHECK(fault_with("").find("empty") != std::string::npos);
        fs::remove(written.folder / "figures/photo.png");
        CHECK(all_lines(written.read()).find("no such file") != std::string::npos);
    }
    SECTION("have plain names and an origin") {
        for (const auto& [from, to, words] :
             std::vector<std::array<std::string, 3>>{{"photo.png", "../photo.png", "no plain file name"},
                                                     {"credit = \"A. Technologist\"\n", "", "'credit' is missing"},
                                                     {"license = \"CC BY 4.0\"\n", "", "'license' is missing"},
                                                     {"year = 2021", "year = 1700", "'year' is 1700"}}) {
            written.folder.write("figures/photo.toml", changed(photo_file, from, to));
            INFO(all_lines(written.read()));
            CHECK(names(written.read(), words));
        }
    }
    SECTION("take no settings") {
        written.folder.write("items/s.toml",
                             small_head + changed(item, "alt = ", "with = { mas = 3 }\nalt = ") + spot_item);
        CHECK(names(written.read(), "has no meaning for an image file"));
    }
}

TEST_CASE("exhibits of an item from elsewhere") {
    const Written written(spot_item +
                          with_figure(small_item, plain_figure + "\n[item.table]\ncolumns = [\"A\", \"B\"]\n"
                                                                 "rows = [[\"1\", \"2\"]]\n"));
    const ExamSource source = written.source();
    const std::string table = item_to_json(source.items[0]);
    const std::string spot = item_to_json(source.items[1]);
    CHECK(item_to_json(item_from_json(table)) == table);
    CHECK(item_to_json(item_from_json(spot)) == spot);
    const std::string circle = "\"ellipse\":[0.5,0.5,0.03,0.045]";
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{circle, "\"ellipse\":[0.5,0.5,0.03]"},
                                                          {circle, "\"ellipse\":[0.99,0.5,0.03,0.045]"},
                                                          {circle, "\"ellipse\":[0.5,0.5,0,0]"},
                                                          {circle, "\"ellipse\":[1e999,0.5,0.03,0.045]"},
                                                          {circle, "\"blob\":[0.5,0.5,0.03,0.045]"},
                                                          {circle, "\"polygon\":[]"},
                                                          {"\"region\":{" + circle + "}", "\"place\":1"},
                                                          {"\"size\":[96,64]", "\"size\":[96,64000]"},
                                                          {"\"size\":[96,64]", "\"size\":[-96,64]"},
                                                          {"\"size\":[96,64]", "\"size\":[1e300,64]"},
                                                          {"\"size\":[96,64]", "\"size\":96"},
                                                          {"\"seed\":7", "\"seed\":-7"},
                                                          {"\"version\":1", "\"version\":0"},
                                                          {"\"generator\":\"ct-phantom\",", ""},
                                                          {"\"kernel\":\"smooth\"", "\"kernel\":[\"smooth\"]"},
                                                          {"\"kernel\":\"smooth\"", "\"kernel\":{\"formula\":\"\"}"},
                                                          {"\"alt\":\"Axial", "\"alt\":\"\\u001bAxial"}}) {
        INFO(from << " -> " << to);
        CHECK_THROWS_AS(item_from_json(changed(spot, from, to)), Refused);
    }
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"[\"1\",\"2\"]", "[\"1\"]"},
             {"[\"1\",\"2\"]", "[\"1\",2]"},
             {"[\"1\",\"2\"]", "[\"1\",\"\\u202e2\"]"},
             {"[\"1\",\"2\"]", "[\"1\",\"" + std::string(2000, 'x') + "\"]"},
             {"[\"A\",\"B\"]", "[]"},
             {"\"ring_percent\":8.0", "\"ring_percent\":{\"formula\":\"8\"}"},
             {"\"type\":\"single\"", "\"type\":\"hotspot\""}}) {
        INFO(from << " -> " << to);
        CHECK_THROWS_AS(item_from_json(changed(table, from, to)), Refused);
    }
    Item crowded = source.items[0];
    crowded.figures.assign(5, crowded.figures[0]);
    CHECK_THROWS_AS(item_from_json(item_to_json(crowded)), Refused);
}

TEST_CASE("lint: figures") {
    constexpr Day day = 20'779;  // 2026-11-22, when the items were checked
    const auto findings = [&](const std::string& items, std::string_view code) {
        Diagnostics all = lint(Written(items).source(), day);
        std::erase_if(all, [&](const Diagnostic& d) { return d.code != code; });
        return all;
    };
    const std::string item = with_figure(small_item, plain_figure);
    SECTION("a hot spot is blocked by no rule") {
        for (const std::string& text : {spot_item, changed(spot_item, "text = \"The center\"\n", "")}) {
            const Diagnostics all = lint(Written(text).source(), day);
            INFO(all_lines(all));
            CHECK_FALSE(blocks(all));
        }
    }
    SECTION("S5: an alternative text that says what only the key says") {
        CHECK(findings(item, "S5").empty());
        const std::string kernel =
            changed(changed(item, "\"2 mGy/h\"", "\"Uniform water\""), "round phantom", "water bath");
        CHECK(names(findings(kernel, "S5"), "says \"water\""));
        CHECK(names(findings(changed(item, "Axial CT image of a round phantom.", "A phantom."), "S5"), "fewer than 4"));
    }
    SECTION("G4: a loop that stands still") {
        CHECK(findings(item, "G4").empty());
        CHECK(names(findings(changed(item, "Axial CT image", "Cine loop"), "G4"), "is a still"));
    }
    SECTION("Y2: another picture under the released revision") {
        const Written written(item + spot_item);
        const fs::path file = written.compile();
        const auto against = [&](const std::string& items) {
            return all_lines(compare_with_release(Written(items).source(), Bank::open(file)));
        };
        CHECK(against(item + spot_item).empty());
        const std::string other = changed(item, "use = \"ring\"", "use = \"ring\"\nwith = { mas = 80 }");
        CHECK(against(other + spot_item).find("its figure is another") != std::string::npos);
        const std::string moved = changed(spot_item, "[0.5, 0.5, 0.03]", "[0.5, 0.5, 0.04]");
        CHECK(against(item + moved).find("its regions are others") != std::string::npos);
    }
}

TEST_CASE("figures of a bank") {
    const Written written(spot_item + with_figure(small_item, plain_figure) +
                          changed(with_figure(small_item, plain_figure), "ct-s-0001", "ct-s-0004"));
    const fs::path file = written.compile();
    SECTION("a picture that two items share is stored once and read back as it was drawn") {
        const Bank bank = Bank::open(file);
        CHECK(bank.pictures() == 1);
        const ShownFigure shown = only(bank, "ct-s-0001").figures.at(0);
        CHECK(shown.stored);
        const Figure stored = bank.figure(shown);
        const Figure drawn = rendered(shown);
        CHECK(stored.gray == drawn.gray);
        CHECK(stored.parts.size() == drawn.parts.size());
        CHECK(bank.figure(only(bank, "ct-s-0004").figures.at(0)).gray == drawn.gray);
        bank.verify();
    }
    SECTION("a figure that depends on the draw is drawn when it is shown, and its part is the key there") {
        const Bank bank = Bank::open(file);
        for (std::uint64_t seed = 0; seed < 12; ++seed) {
            const Instance instance = only(bank, "ct-s-0003", seed);
            REQUIRE_FALSE(instance.figures.at(0).stored);
            const double x = std::get<double>(instance.figures[0].settings.at("target_x_mm"));
            const auto key = std::find_if(instance.choices.begin(), instance.choices.end(),
                                          [](const Choice& choice) { return choice.right; });
            // 96 pixels show the 220 mm of the phantom's field at least; the disk's middle lies x mm from the center.
            const Figure figure = bank.figure(instance.figures[0]);
            const double share = 0.5 + x / (figure.width * figure.mm_per_pixel.value());
            CHECK(contains(*key->region, {share, 0.5}));
            CHECK(is_right(instance, {.mark = Spot{share, 0.5}}));
            CHECK_FALSE(is_right(instance, {.mark = Spot{1.0 - share, 0.5}}));
            const auto at = [&](double s) {
                return figure.gray[figure.pixels() / 2 + static_cast<std::size_t>(s * figure.width)];
            };
            CHECK(at(share) > at(1.0 - share) + 50);  // 100 HU against 0, noise a few
        }
    }
    SECTION("a figure may be drawn anew while the options stay the same words") {
        std::string text = changed(with_figure(small_item, plain_figure), "use = \"ring\"",
                                   "use = \"ring\"\nwith = { ring_radius_mm = \"r\" }");
        text = changed(text, "\n[item.figure]",
                       "\n[item.draw]\nr = { from = 20, to = 60, step = 5, unit = \"mm\" }\n\n[item.figure]");
        const Written drawn(text);
        const Bank bank = Bank::open(drawn.compile());
        CHECK(bank.pictures() == 0);
        CHECK(bank.head(0).parametric);
        std::set<double> radii;
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            const Instance instance = only(bank, "ct-s-0001", seed);
            CHECK(instance.choices.size() == 3);
            CHECK(key_letters(instance) == "b");
            radii.insert(std::get<double>(instance.figures.at(0).settings.at("ring_radius_mm")));
        }
        CHECK(radii.size() == 9);
        CHECK_FALSE(blocks(lint(drawn.source(), 20'779)));
        bank.verify();
    }
    SECTION("a fixed part becomes the region its picture has, so that another generator version does no harm") {
        const std::string drawn_away =
            changed(changed(spot_item, "[item.let]\nright_of_it = \"offset / 2 + offset / 2\"\n", ""),
                    "[item.draw]\noffset = { values = [-60, -55, -50, -45, 45, 50, 55, 60], unit = \"mm\" }\n", "");
        const Written fixed(changed(drawn_away, "\"right_of_it\"", "50"));
        const Item item = Bank::open(fixed.compile()).item("ct-s-0003");
        const Region& region = std::get<Region>(item.options.at(0).region.value());
        const ShownFigure shown = present(item, 0).figures.at(0);
        CHECK(shown.stored);
        for (const FigurePart& part : parts_of(shown))
            if (part.name == "target") CHECK(part.region == region);
        const double width_mm = shown.size.width * rendered(shown).mm_per_pixel.value();
        CHECK(contains(region, {0.5 + 50.0 / width_mm, 0.5}));
    }
    SECTION("compiling anew gives the same bytes, whether pictures are taken over or drawn") {
        const std::string first = contents(file);
        CHECK(contents(written.compile()) == first);
        fs::remove(file);
        CHECK(contents(written.compile()) == first);
    }
    SECTION("what the bank holds is taken over, if the same sources drew it") {
        const auto drawn_by = [&] {
            std::string stamp;
            compile_pictures(written.source(), {}, [&](const CompiledPicture& picture) { stamp = picture.drawn_by; });
            return stamp;
        };
        const StoredPicture foreign =
            pack_picture(Figure{.width = 1, .height = 1, .gray = {7}, .windows = {{.center = 0, .width = 100}}});
        std::string key;
        compile_pictures(written.source(), {}, [&](const CompiledPicture& picture) { key = picture.key; });
        const auto blob = [](const std::string& bytes) {
            std::string hex;
            for (const char byte : bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(byte));
            return hex;
        };
        tamper(file, fmt::format("UPDATE picture SET meta = '{}', samples = x'{}', hash = '{}'", foreign.meta,
                                 blob(foreign.samples), hash_of_picture(foreign.meta, foreign.samples)));
        compile_pictures(written.source(), file,
                         [&](const CompiledPicture& picture) { CHECK(picture.stored.meta == foreign.meta); });
        tamper(file, "UPDATE picture SET drawn_by = 'others'");
        compile_pictures(written.source(), file,
                         [&](const CompiledPicture& picture) { CHECK(picture.stored.meta != foreign.meta); });
        CHECK_FALSE(Bank::open(file).stored_picture(key, drawn_by()));
        CHECK(Bank::open(file).stored_picture(key, "others"));
    }
    SECTION("a damaged picture is refused when it is shown, and made anew when compiled over") {
        const ShownFigure shown = only(Bank::open(file), "ct-s-0001").figures.at(0);
        tamper(file, "UPDATE picture SET samples = substr(samples, 1, 100)");
        CHECK(refusal_when([&] { (void)Bank::open(file).figure(shown); }).find("does not fit its hash") !=
              std::string::npos);
        CHECK_THROWS_AS(Bank::open(file).verify(), Refused);
        (void)written.compile();
        CHECK_NOTHROW(Bank::open(file).figure(shown));
        tamper(file, "DELETE FROM picture");
        CHECK(refusal_when([&] { (void)Bank::open(file).figure(shown); }).find("is missing") != std::string::npos);
        CHECK_THROWS_AS(Bank::open(file).verify(), Refused);
    }
    SECTION("a picture whose hash was made to fit is still checked") {
        const ShownFigure shown = only(Bank::open(file), "ct-s-0001").figures.at(0);
        for (const std::string& meta : std::vector<std::string>{
                 "{}", R"({"width":8192,"height":8192,"frames":200,"samples":"gray","slope":1,"intercept":0})",
                 R"({"width":64,"height":64,"frames":1,"samples":"gray","slope":1,"intercept":0,"windows":[]})"}) {
            tamper(file, fmt::format("UPDATE picture SET meta = '{}', samples = x'00', hash = '{}'", meta,
                                     hash_of_picture(meta, std::string(1, '\0'))));
            INFO(meta);
            CHECK_THROWS_AS(Bank::open(file).figure(shown), Refused);
        }
    }
    SECTION("an unknown generator, or another version of it, is named") {
        ShownFigure shown = only(Bank::open(file), "ct-s-0003").figures.at(0);
        shown.version = 7;
        CHECK(refusal_when([&] { (void)Bank::open(file).figure(shown); }).find("ct-phantom, version 7") !=
              std::string::npos);
        shown.generator = "ct-dream";
        CHECK(refusal_when([&] { (void)Bank::open(file).figure(shown); }).find("ct-dream") != std::string::npos);
    }
}
