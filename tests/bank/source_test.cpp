#include "engine/bank/source.hpp"

#include "engine/base/error.hpp"
#include "tests/bank/exam_folder.hpp"

using namespace collimate;
using namespace collimate::testing;

namespace {

struct Fault {
    std::string from;   ///< what stands in the sound item
    std::string to;     ///< what a hurried author writes
    std::string words;  ///< what the message must say
    std::string at;     ///< text on the line it must name; empty: the line of `[[item]]`
};

/// Reads the sound item with one change and looks for the fault; `items` is what the change is made in.
void check_faults(const std::string& items, const std::vector<Fault>& faults) {
    for (const Fault& fault : faults) {
        const TemporaryFolder folder;
        const std::string text = changed(items, fault.from, fault.to);
        write_small_exam(folder, text);
        Diagnostics diagnostics;
        (void)read_source(folder.path(), diagnostics);
        INFO("written: " << fault.to << "\nexpected: " << fault.words << "\nfound:\n" << all_lines(diagnostics));
        const std::string whole = small_head + text;
        CHECK(names(diagnostics, fault.words, line_of(whole, fault.at.empty() ? "[[item]]" : fault.at)));
        CHECK(blocks(diagnostics));
    }
}

}  // namespace

TEST_CASE("exemplars") {
    for (const std::string exam : {"arrt-ct", "arrt-m", "arrt-r", "ardms-spi"}) {
        Diagnostics diagnostics;
        const ExamSource source = read_source(exemplar_folder(exam), diagnostics);
        INFO(all_lines(diagnostics));
        CHECK(diagnostics.empty());
        CHECK(source.outline.exam == exam);
        CHECK(source.items.size() >= 3);
        for (const Diagnostic& finding : lint(source, 20'779)) {  // 2026-11-22, the day they were checked
            INFO(to_line(finding));
            CHECK(finding.severity == Severity::inform);
        }
    }
}

TEST_CASE("banks of this repository") {
    for (const std::string registry : {"arrt", "ardms"})
        for (const auto& folder :
             fs::directory_iterator(fs::path(COLLIMATE_SOURCE_DIR) / "question_banks" / registry)) {
            Diagnostics diagnostics;
            (void)read_source(folder.path(), diagnostics);
            INFO(folder.path().string() << "\n" << all_lines(diagnostics));
            CHECK_FALSE(blocks(diagnostics));
        }
}

TEST_CASE("reading an exam folder") {
    const TemporaryFolder folder;
    Diagnostics diagnostics;

    SECTION("takes sound items without a word") {
        write_small_exam(folder, small_item + small_drawn_item);
        const ExamSource source = read_source(folder.path(), diagnostics);
        INFO(all_lines(diagnostics));
        CHECK(diagnostics.empty());
        REQUIRE(source.items.size() == 2);
        const Item& item = source.items[0];
        CHECK(item.id == "ct-s-0001");
        CHECK(item.expected == 60);
        CHECK(item.written_order);
        CHECK(item.options[1].right);
        CHECK(item.sources[0].seen == Seen::page);
        CHECK(item.license == "CC BY 4.0");
        const Item& drawn = source.items[1];
        CHECK(drawn.numbers->parameters.size() == 2);
        CHECK(drawn.numbers->parameters[1].values == std::vector<double>{16, 32, 48, 64});
        CHECK(source.places.at("ct-s-0001").line == line_of(small_head + small_item, "[[item]]"));
        CHECK(source.places.at("ct-s-0001.b").line == line_of(small_head + small_item, "[item.option.b]"));
    }
    SECTION("folds lines into sentences and keeps an empty line as a break") {
        const std::string opened = changed(small_item, "stem = \"At 1 m the exposure rate is 8 mGy/h. What",
                                           "stem = \"\"\"\nAt 1 m the rate\nis 8.\n\nWhat");
        write_small_exam(folder, changed(opened, "point source?\"", "point source?\"\"\""));
        const ExamSource source = read_source(folder.path(), diagnostics);
        INFO(all_lines(diagnostics));
        REQUIRE(source.items.size() == 1);
        CHECK(source.items[0].stem == "At 1 m the rate is 8.\n\nWhat is it at 2 m from the same point source?");
    }
    SECTION("sorts items by id, however they are spread over files") {
        write_small_exam(folder, small_drawn_item);
        folder.write("items/a.toml", small_head + changed(small_item, "ct-s-0001", "ct-s-0003"));
        folder.write("items/z.toml", small_head + small_item);
        const ExamSource source = read_source(folder.path(), diagnostics);
        REQUIRE(source.items.size() == 3);
        CHECK(source.items[0].id == "ct-s-0001");
        CHECK(source.items[2].id == "ct-s-0003");
    }
    SECTION("names an id that is used twice, and where it is used first") {
        write_small_exam(folder, small_item);
        folder.write("items/t.toml", small_head + small_item);
        const ExamSource source = read_source(folder.path(), diagnostics);
        CHECK(source.items.size() == 1);
        CHECK(names(diagnostics, "s.toml:" + std::to_string(line_of(small_head + small_item, "[[item]]"))));
        CHECK(names(diagnostics, "items/t.toml"));
    }
    SECTION("warns of an item in the file of another category, unless that is waived") {
        write_small_exam(folder, changed(small_item, "\"S.1\"", "\"P\""));
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "A2"));
        CHECK_FALSE(blocks(diagnostics));
        diagnostics.clear();
        write_small_exam(folder, changed(changed(small_item, "\"S.1\"", "\"P\""), "revision = 1",
                                         "revision = 1\nwaive = { A2 = \"it belongs to both\" }"));
        (void)read_source(folder.path(), diagnostics);
        CHECK(diagnostics.empty());
    }
    SECTION("wants enemies that exist") {
        write_small_exam(folder, changed(small_item, "revision = 1", "revision = 1\nenemies = [\"ct-s-0009\"]"));
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "ct-s-0009"));
    }
    SECTION("refuses a folder that is none") {
        CHECK_THROWS_AS(read_source(folder / "nowhere", diagnostics), WorldFailed);
    }
    SECTION("names a missing file of points") {
        write_small_exam(folder, small_item);
        fs::remove(folder / "points.toml");
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "points.toml: the file is missing"));
    }
    SECTION("names a missing outline, and nothing that only follows from it") {
        write_small_exam(folder, small_item);
        fs::remove(folder / "outline.toml");
        (void)read_source(folder.path(), diagnostics);
        REQUIRE(diagnostics.size() == 1);
        CHECK(names(diagnostics, "outline.toml: the file is missing"));
    }
    SECTION("does not pass over a folder with the name of a file") {
        write_small_exam(folder, small_item);
        fs::create_directory(folder / "items/x.toml");
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "items/x.toml: this is no ordinary file"));
    }
    SECTION("refuses line ends and marks of other systems, by line") {
        write_small_exam(folder, changed(small_item, "expected = 60\n", "expected = 60\r\n"));
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "carriage return and line feed"));
        diagnostics.clear();
        write_small_exam(folder, small_item);
        folder.write("points.toml", "\ufeff" + small_points);
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "points.toml:1: the file begins with a byte order mark"));
    }
}

TEST_CASE("faults of an item") {
    check_faults(
        small_item,
        {
            {"id = \"ct-s-0001\"", "id = \"CT 1\"", "not well formed", "id = "},
            {"id = \"ct-s-0001\"\n", "", "'id' is missing", ""},
            {"area = \"S.1\"", "area = \"S.9\"", "not in the outline", "area = \"S.9\""},
            {"area = \"S.1\"", "area = \"S\"", "divided further", "area = \"S\""},
            {"area = \"S.1\"", "area = 1", "not text in quotes", "area = 1"},
            {"[\"inverse-square\"]", "[\"unheard-of\"]", "unheard-of", "points = "},
            {"[\"inverse-square\"]", "[]", "'points' is empty", "points = "},
            {"[\"inverse-square\"]", "[\"inverse-square\", \"dose-length\", \"a-b-c\", \"d-e-f\"]", "more than 3",
             "points = "},
            {"\"application\"", "\"expert\"", "recall, application, analysis", "level = "},
            {"expected = 60", "expected = 19", "20 to 97", "expected = "},
            {"expected = 60", "expected = 98", "20 to 97", "expected = "},
            {"expected = 60", "expected = 60.5", "whole number", "expected = "},
            {"expected = 60", "expcted = 60", "did you mean 'expected'", "expcted"},
            {"expected = 60\n", "", "'expected' is missing", ""},
            {"stem = \"At", "stem = \"~At", "markup", "stem = "},
            {"stem = \"At", "stem = \"{v} At", "{v} names no number", "stem = "},
            {"stem = \"At", "stem = \"{ At", "brace", "stem = "},
            {"stem = \"At", "stem = \"\\u0007At", "control character", "stem = "},
            {"stem = \"At", "stem = \"\\u0000At", "control character (U+0000)", "stem = "},
            {"stem = \"At", "stem = \"\u009bAt", "control character (U+009B)", "stem = "},
            {"stem = \"At", "stem = \"\\u202EAt", "mark of reading direction (U+202E)", "stem = "},
            {"stem = \"At", "stem = \"A\u200bt", "not seen (U+200B)", "stem = "},
            {"stem = \"At", "stem = \"A\u00adt", "soft hyphen (U+00AD)", "stem = "},
            {"stem = \"At", "stem = \"A\u0301t", "combining mark (U+0301): write the letter with its mark", "stem = "},
            {"checked = 2026-11-22", "checked = \"2026-11-22\"", "a date", "checked = "},
            {"checked = 2026-11-22", "checked = 1999-11-22", "a date", "checked = "},
            {"revision = 1", "revision = 0", "1 to", "revision = "},
            {"revision = 1", "revision = 9223372036854775807", "1 to", "revision = "},
            {"revision = 1", "revision = 1\ntype = \"essay\"", "single, multiple", "type = "},
            {"revision = 1", "revision = 1\ncount_stated = true", "belongs to type multiple", "count_stated"},
            {"revision = 1", "revision = 1\nunit = \"cm\"", "for options with 'value'", "unit = "},
            {"revision = 1", "revision = 1\nwaive = { C3 = 1 }", "waive", "waive = "},
            {"seen = \"page\"", "seen = \"heard\"", "page, quoted, recalled", "seen = "},
            {"year = 2020", "year = 2200", "1895 to 2100", "year = "},
            {"year = 2020", "year = \"2020\"", "whole number", "year = "},
            {"doc = \"A textbook of physics\"\n", "", "source: 'doc' is missing", "[[item.source]]"},
            {"seen = \"page\"", "seen = \"page\"\nurl = \"ftp://x\"", "web address", "url = "},
            {"right = true", "right = false", "is false", "right = false"},
            {"right = true\n", "", "K1 it has 0 right options", "[item.option.a]"},
            {"error = \"distance cubed\"", "right = true", "K1 it has 2 right options", "[item.option.a]"},
            {"error = \"distance cubed\"\n", "", "option a: 'error' is missing", "[item.option.a]"},
            {"why = \"This divides by the cube of the ratio.\"\n", "", "option a: 'why' is missing", "[item.option.a]"},
            {"why = \"This divides by the cube of the ratio.\"", "why = \"  \"", "option a: 'why' is empty",
             "why = \"  \""},
            {"text = \"1 mGy/h\"", "text = \"1 mGy/h\"\nvalue = \"1\"", "exactly one is due", "text = \"1 mGy/h\""},
            {"text = \"1 mGy/h\"", "place = 1\ntext = \"1 mGy/h\"", "belongs to type order", "place = 1"},
            {"text = \"1 mGy/h\"", "text = \"m^2\"", "markup", "[item.option.a]"},
            {"[item.option.c]", "[item.option.k]", "a to j", "[item.option.k]"},
            {"[item.option.c]", "[item.option.a]", "not TOML", "[item.option.a]\ntext = \"4"},
            {"\n[item.option.c]\ntext = \"4 mGy/h\"\nerror = \"first power of the distance\"\nwhy = \"This divides by "
             "the ratio "
             "itself.\"\n",
             "\n", "K2 it shows 2 options", "[item.option.a]"},
            {"revision = 1", "revision = 1\ntype = \"hotspot\"", "a hotspot has 0 figures", "type = "},
            {"revision = 1", "revision = 1\n[item.figure]\nuse = \"ring\"", "no file of figures/", "use = "},
            {"revision = 1", "revision = 1\n[item.moving]\nolder = \"x\"", "'authority' is missing", "[item.moving]"},
            {"revision = 1", "revision = 1\n[item.retired]\non = 2026-01-01\nwhy = \"x\"\nby = \"ct-s-0077\"",
             "ct-s-0077", ""},
        });
}

TEST_CASE("faults of drawn numbers") {
    check_faults(
        small_drawn_item,
        {
            {"unit = \"mGy/h\"\n", "", "'unit' is missing", ""},
            {"decimals = 2", "decimals = 2\nfigures = 3", "exactly one is due", "decimals = 2"},
            {"decimals = 2\n", "", "exactly one is due", ""},
            {"show = 3", "show = 6", "3 to 5", "show = 6"},
            {"show = 3", "show = 5", "more than there are options", "show = 5"},
            {"show = 3\n", "show = 3\narrange = \"written\"\n", "ascending order", "arrange = "},
            {"from = 16, to = 64", "from = 64, to = 16", "no steps", "rate = {"},
            {"step = 16", "step = 0", "out of range", "rate = {"},
            {"values = [1, 2, 4]", "values = [1, 2, 2]", "a number twice", "far = {"},
            {"values = [1, 2, 4]", "values = []", "list of numbers", "far = {"},
            {"values = [1, 2, 4], unit = \"m\"", "values = [1, 2, 4]", "'unit' is missing", "far = {"},
            {"square = \"far * far\"", "square = \"far * squared\"", "'squared' is neither", "[item.option.a]"},
            {"square = \"far * far\"", "square = \"square + far\"", "in a circle", "[item.option.a]"},
            {"square = \"far * far\"", "square = \"far * far\"\nfar = \"1\"", "in draw and in let", "far = \"1\""},
            {"square = \"far * far\"", "square = \"far * far\"\nsin = \"1\"", "belongs to a function", "sin = "},
            {"square = \"far * far\"", "square = \"far * far\"\nBig = \"1\"", "not well formed", "Big = "},
            {"square = \"far * far\"", "square = \"far = 2\"", "'=' assigns", "[item.option.a]"},
            {"square = \"far * far\"", "square = \"log(far)\"", "ambiguous", "[item.option.a]"},
            {"{rate}/{square} = {value}", "{rate}/{squared} = {value}", "{squared} names no number", "[item.option.a]"},
            {"At 1 m the rate", "At {value} m the rate", "{value} names no number", "stem = "},
            {"at {far} m", "at some distance", "'far' appears neither in the stem", "stem = "},
            {"value = \"rate / square\"", "value = \"rate / (far - 2)\"", "not a finite number at far = 2",
             "[item.option.a]"},
            {"[\"far > 1\"]", "[\"far > 3\"]", "draws can be used", "[item.option.a]"},
            {"[\"far > 1\"]", "[\"farther > 1\"]", "'farther' is neither", "[item.option.a]"},
            {"from = 16, to = 64, step = 16", "from = 0, to = 10000, step = 1", "more than 20,000 points",
             "[item.option.a]"},
            {"value = \"rate / far\"", "text = \"words\"", "some options have 'text'", "[item.option.a]"},
        });
}

TEST_CASE("faults of an ordering") {
    const std::string sound = [] {
        std::string item =
            changed(small_item, "arrange = \"written\"\n", "type = \"order\"\nprinciple = \"Distance decides.\"\n");
        item = changed(item, "error = \"distance cubed\"", "place = 1");
        item = changed(item, "right = true", "place = 2");
        item = changed(item, "error = \"first power of the distance\"", "place = 3");
        return item +
               "\n[item.option.d]\nplace = 4\ntext = \"8 mGy/h\"\nwhy = \"The nearest.\"\n"
               "\n[[item.slip]]\norder = \"bacd\"\nerror = \"two swapped\"\nwhy = \"The cube is smaller.\"\n";
    }();
    SECTION("a sound one passes") {
        const TemporaryFolder folder;
        write_small_exam(folder, sound);
        Diagnostics diagnostics;
        (void)read_source(folder.path(), diagnostics);
        INFO(all_lines(diagnostics));
        CHECK(diagnostics.empty());
    }
    SECTION("others are named") {
        check_faults(sound, {
                                {"place = 4", "place = 3", "K1 the places", "[item.option.a]"},
                                {"place = 4", "place = 5", "K1 the places", "[item.option.a]"},
                                {"place = 4\n", "", "option d: 'place' is missing", "[item.option.d]"},
                                {"place = 4", "right = true\nplace = 4", "no meaning for type order", "right = true"},
                                {"\"bacd\"", "\"abcd\"", "is the right order", "order = \"abcd\""},
                                {"\"bacd\"", "\"bac\"", "each option once", "order = \"bac\""},
                                {"\"bacd\"", "\"bacc\"", "each option once", "order = \"bacc\""},
                                {"principle = \"Distance decides.\"\n", "", "'principle' is missing", ""},
                            });
    }
}

TEST_CASE("faults of numeric entry") {
    const std::string sound = changed(small_drawn_item, "show = 3\n", "type = \"numeric\"\nwithin_percent = 5\n");
    SECTION("a sound one passes") {
        const TemporaryFolder folder;
        write_small_exam(folder, sound);
        Diagnostics diagnostics;
        (void)read_source(folder.path(), diagnostics);
        INFO(all_lines(diagnostics));
        CHECK(diagnostics.empty());
    }
    SECTION("others are named") {
        check_faults(sound,
                     {
                         {"within_percent = 5\n", "", "exactly one is due", ""},
                         {"within_percent = 5", "within_percent = 5\nwithin = 1", "exactly one is due", "within = 1"},
                         {"within_percent = 5", "within = 100", "within the tolerance", "[item.option.b]"},
                         {"within_percent = 5", "within_percent = 5\nshow = 3", "belongs to type single", "show = 3"},
                     });
    }
}

TEST_CASE("faults of an outline") {
    const auto faults_of = [](const std::string& from, const std::string& to) {
        const TemporaryFolder folder;
        folder.write("outline.toml", changed(small_outline, from, to));
        Diagnostics diagnostics;
        (void)read_source(folder.path(), diagnostics);
        return all_lines(diagnostics);
    };
    SECTION("are none in a sound one") { CHECK(faults_of("2026", "2026-09-01").empty()); }
    SECTION("are sums that do not fit") {
        CHECK(faults_of("items = 2", "items = 3").find("S: its parts sum to 7 items, not 6") != std::string::npos);
        CHECK(faults_of("scored_items = 10", "scored_items = 12").find("sum to 10 items, not 12") != std::string::npos);
        CHECK(faults_of("items = 4\nbasis = \"official\"\n\n[[area]]\ncode = \"S.2\"",
                        "items = 9\nbasis = \"official\"\n\n[[area]]\ncode = \"S.2\"")
                  .find("S: its parts") != std::string::npos);
    }
    SECTION("are no counts left out where nothing is published") {
        CHECK(faults_of("items = 2\n", "").empty());
        CHECK(faults_of("scored_items = 10\n", "").empty());
    }
    SECTION("are codes that hang in the air or stand twice") {
        CHECK(faults_of("code = \"S.2\"", "code = \"T.1.A\"").find("its parent T.1") != std::string::npos);
        CHECK(faults_of("code = \"S.2\"", "code = \"S.1\"").find("used twice") != std::string::npos);
    }
    SECTION("are wrong words") {
        CHECK(faults_of("\"arrt-ct\"", "\"arrt-xx\"").find("no exam code") != std::string::npos);
        CHECK(faults_of("confidence = \"low\"", "confidence = \"none\"").find("high, medium, low") !=
              std::string::npos);
        CHECK(faults_of("cut = 75", "cut = 100").find("low < cut < high") != std::string::npos);
        CHECK(faults_of("format = 1", "format = 2").find("newer version") != std::string::npos);
        CHECK(faults_of("title = \"Sample\"", "titel = \"Sample\"").find("did you mean 'title'") != std::string::npos);
    }
}

TEST_CASE("faults of learning points") {
    const auto faults_of = [](const std::string& from, const std::string& to) {
        const TemporaryFolder folder;
        write_small_exam(folder, small_item);
        folder.write("points.toml", changed(small_points, from, to));
        Diagnostics diagnostics;
        (void)read_source(folder.path(), diagnostics);
        return all_lines(diagnostics);
    };
    const std::string sentence = "DLP is CTDI~vol~ times the scan length.";
    CHECK(faults_of(sentence, "DLP is dose times length.").empty());
    CHECK(faults_of(sentence, "DLP is dose times length").find("full stop") != std::string::npos);
    CHECK(faults_of(sentence, std::string(126, 'x') + ".").find("127 characters") != std::string::npos);
    CHECK(faults_of(sentence, "CTDI~vol.").find("markup") != std::string::npos);
    CHECK(faults_of("dose-length", "\"Dose Length\"").find("not well formed") != std::string::npos);
    CHECK(faults_of("[\"S.1\"]", "[\"S.7\"]").find("no such area") != std::string::npos);
    CHECK(faults_of("format = 1", "format = 2").find("format = 1") != std::string::npos);
}

TEST_CASE("all faults of a run") {
    const TemporaryFolder folder;
    Diagnostics diagnostics;
    SECTION("are named at once, over all files") {
        write_small_exam(folder, changed(small_item, "expected = 60", "expected = 5") +
                                     changed(small_drawn_item, "\"S.1\"", "\"S.5\""));
        folder.write("items/t.toml", small_head + changed(changed(small_item, "ct-s-0001", "ct-s-0003"), "revision = 1",
                                                          "revison = 1"));
        (void)read_source(folder.path(), diagnostics);
        INFO(all_lines(diagnostics));
        CHECK(names(diagnostics, "ct-s-0001: 'expected'"));
        CHECK(names(diagnostics, "ct-s-0002: 'area'"));
        CHECK(names(diagnostics, "ct-s-0003: 'revison'"));
        CHECK(names(diagnostics, "ct-s-0003: 'revision' is missing"));
    }
    SECTION("are not hidden by a slip of syntax elsewhere in the file") {
        const std::string text = changed(small_item, "level = \"application\"", "level = \"application") +
                                 changed(small_drawn_item, "expected = 60", "expected = 5");
        write_small_exam(folder, text);
        const ExamSource source = read_source(folder.path(), diagnostics);
        INFO(all_lines(diagnostics));
        CHECK(names(diagnostics, "not TOML", line_of(small_head + text, "level = \"application\n")));
        CHECK(names(diagnostics, "ct-s-0002: 'expected'", line_of(small_head + text, "expected = 5\n")));
        CHECK(source.items.size() == 1);
    }
}

TEST_CASE("garbage in a source file") {
    const TemporaryFolder folder;
    Diagnostics diagnostics;
    SECTION("a stem of ten million bytes") {
        write_small_exam(folder, changed(small_item, "stem = \"At", "stem = \"" + std::string(10'000'000, 'x') + "At"));
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "'stem' is longer than"));
    }
    SECTION("bytes that are no UTF-8") {
        write_small_exam(folder, changed(small_item, "stem = \"At",
                                         "stem = \"\xff\xfe"
                                         "At"));
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "not TOML", line_of(small_head + small_item, "stem = ")));
    }
    SECTION("a NUL and other control characters") {
        write_small_exam(folder, changed(small_item, "stem = \"At", std::string("stem = \"\0\x01 At", 12)));
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "not TOML"));
    }
    SECTION("ten thousand brackets") {
        write_small_exam(folder, "\nx = " + std::string(10'000, '[') + "\n");
        (void)read_source(folder.path(), diagnostics);
        CHECK(blocks(diagnostics));
    }
    SECTION("tables where values are due and values where tables are") {
        write_small_exam(folder, "\nitem = 3\n");
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "'item' is not a list of tables"));
        diagnostics.clear();
        write_small_exam(folder, "\n[[item]]\nid = [1]\noption = 2\nsource = { a = 1 }\ndraw = []\nwaive = 1\n");
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "'option' is not a table"));
        CHECK(names(diagnostics, "'source' is not a list of tables"));
    }
    SECTION("an empty file, and one that is only a comment") {
        write_small_exam(folder, small_item);
        folder.write("items/t.toml", "");
        folder.write("items/u.toml", "# nothing\n");
        (void)read_source(folder.path(), diagnostics);
        CHECK(names(diagnostics, "t.toml:1: 'format' is missing"));
        CHECK(names(diagnostics, "u.toml:1: 'exam' is missing"));
    }
    SECTION("keys with control characters are not printed as they are") {
        write_small_exam(folder, changed(small_item, "revision = 1", "revision = 1\n\"\\u001b[31m\" = 1"));
        (void)read_source(folder.path(), diagnostics);
        CHECK(blocks(diagnostics));
        CHECK(all_lines(diagnostics).find('\x1b') == std::string::npos);
    }
}
