#include <nlohmann/json.hpp>

#include "engine/base/json_text.hpp"
#include "engine/record/record.hpp"
#include "tests/bank/figure_items.hpp"
#include "tests/support/cli.hpp"
#include "tests/support/holds.hpp"

using namespace collimate;
using namespace collimate::testing;
using collimate::test::CliRun;
using collimate::test::run_cli;
using collimate::test::TempFolder;
using nlohmann::json;

namespace {

const std::string table =
    "\n[item.table]\ncaption = \"Rates\"\ncolumns = [\"Distance\", \"Rate\"]\nrows = [[\"1 m\", \"8 mGy/h\"], [\"2 "
    "m\", "
    "\"\"]]\n";

/// A bank with a hot spot, a figure and a table, compiled by the program itself.
struct Compiled {
    TempFolder folder;
    TemporaryFolder source;
    std::string bank = (folder / "exam.bank").string();

    Compiled() {
        write_small_exam(source, spot_item + with_figure(testing::small_item, plain_figure + table));
        source.write("figures/ring.toml", ring_file);
        const CliRun run = cli("bank compile " + source.path().string() + " -o " + bank);
        INFO(run.err);
        REQUIRE(run.code == 0);
    }

    [[nodiscard]] CliRun cli(const std::string& arguments, const std::string& input = {}) const {
        return run_cli(folder, arguments, input);
    }
};

/// Width and height by the header of a PNG file; zeros where it is none.
std::pair<int, int> png_size(const std::string& bytes) {
    if (bytes.size() < 24 || !bytes.starts_with("\x89PNG\r\n\x1a\n")) return {0, 0};
    const auto number = [&](std::size_t at) {
        int value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value * 256 + static_cast<unsigned char>(bytes[at + i]);
        return value;
    };
    return {number(16), number(20)};
}

}  // namespace

TEST_CASE("figures on the command line") {
    const Compiled made;
    const std::string png = (made.folder / "out.png").string();

    SECTION("a question's figure becomes a PNG of its size, with its parts named") {
        const CliRun run = made.cli("bank figure " + made.bank + " ct-s-0003 -o " + png + " --seed 4");
        INFO(run.err);
        CHECK(run.code == 0);
        CHECK(png_size(contents(png)) == std::pair(96, 64));
        CHECK(holds(run.out, "part target"));
        CHECK(holds(run.out, "bright disk"));
        CHECK(made.cli("bank figure " + made.bank + " ct-s-0003 -o " + png + " --place 2").code == 1);
        CHECK(made.cli("bank figure " + made.bank + " ct-s-0009 -o " + png).code == 1);
        const CliRun window = made.cli("bank figure " + made.bank + " ct-s-0001 -o " + png + " --window Spleen");
        CHECK(window.code == 1);
        CHECK(holds(window.err, "Lung"));
    }
    SECTION("a picture is never laid on a bank") {
        const std::string before = contents(made.bank);
        CHECK(made.cli("bank figure " + made.bank + " ct-s-0001 -o " + made.bank).code == 1);
        CHECK(contents(made.bank) == before);
    }
    SECTION("settings are tried out from a file of figures/, or from a generator by name") {
        const std::string file = (made.source / "figures/ring.toml").string();
        CHECK(made.cli("bank render " + file + " -o " + png).code == 0);
        CHECK(png_size(contents(png)) == std::pair(64, 64));
        const std::string ring = contents(png);
        CHECK(made.cli("bank render " + file + " --with ring_percent=0 -o " + png).code == 0);
        CHECK(contents(png) != ring);
        CHECK(made.cli("bank render --generator ct-phantom --size 80 70 --with kernel=sharp -o " + png).code == 0);
        CHECK(png_size(contents(png)) == std::pair(80, 70));
        CHECK(holds(made.cli("bank render --generator ct-phantom --with mas=1 -o " + png).err, "from 5 to 2000"));
        CHECK(holds(made.cli("bank render --generator ct-dream -o " + png).err, "no generator ct-dream"));
        CHECK(made.cli("bank render -o " + png).code == 1);
        made.source.write("figures/ring.toml", changed(ring_file, "ring_percent", "ring"));
        CHECK(holds(made.cli("bank render " + file + " -o " + png).err, "no parameter 'ring'"));
    }
    SECTION("generators are listed with what can be set") {
        CHECK(holds(made.cli("bank generators").out, "ct-phantom"));
        const CliRun one = made.cli("bank generators ct-phantom");
        CHECK(holds(one.out, "ring_percent"));
        CHECK(holds(one.out, "part phantom"));
    }
    SECTION("info, show and the booklet tell of pictures, places and tables") {
        CHECK(parse_json(made.cli("bank info " + made.bank + " --json").out)["pictures"] == 1);
        const json spot = parse_json(made.cli("bank show " + made.bank + " ct-s-0003 --json").out);
        CHECK(spot["type"] == "hotspot");
        CHECK(spot["key"] == "a");
        CHECK(spot["options"][0]["region"]["part"] == "target");
        CHECK(spot["options"][1]["region"]["shape"] == "ellipse");
        CHECK(spot["figures"][0]["with"]["target_x_mm"]["formula"] == "right_of_it");
        const json whole = parse_json(made.cli("bank show " + made.bank + " ct-s-0001 --json").out);
        CHECK(whole["table"]["rows"][0][1] == "8 mGy/h");
        CHECK(whole["figures"][0]["generator"] == "ct-phantom");
        CHECK(holds(made.cli("bank show " + made.bank + " ct-s-0001").out, "Axial CT image of a round phantom."));

        const std::string paper = (made.folder / "quiz.md").string();
        const std::string key = (made.folder / "key.json").string();
        REQUIRE(made.cli("bank booklet " + made.bank + " --seed 1 -o " + paper + " --key " + key).code == 0);
        CHECK(holds(contents(paper), "> Figure: Axial CT image of a round phantom."));
        CHECK(holds(contents(paper), "| 1\u00A0m | 8\u00A0mGy/h |"));
        CHECK(holds(contents(paper), "Mark the place in the picture"));
        CHECK_FALSE(holds(contents(paper), ") The rod"));  // its name would give the key away
    }
    SECTION("lint names a fault of a figure by file and line") {
        made.source.write("figures/ring.toml", changed(ring_file, "ct-phantom", "ct-dream"));
        const CliRun run = made.cli("bank lint " + made.source.path().string());
        CHECK(run.code == 1);
        CHECK(holds(run.out, "ring.toml:1: ring: 'generator' \"ct-dream\" is unknown"));
    }
}

TEST_CASE("a hot spot without sight") {
    const Compiled made;
    // The program looks for its banks beside itself first.
    fs::create_directories(made.folder / "banks");
    fs::copy_file(made.bank, made.folder / "banks/arrt-ct.bank");
    fs::copy_file(COLLIMATE_CLI, made.folder / "collimate-cli");
    const auto practise = [&](const std::string& answers) {
        const std::string at = made.folder.path().string();
        collimate::test::write_bytes(made.folder / "answers.txt", answers);
        const std::string command = at + "/collimate-cli --data " + at +
                                    "/data --now 2026-12-01T09:00:00Z practice --exam arrt-ct --length 2 "
                                    "--no-confidence <" +
                                    at + "/answers.txt >" + at + "/out.txt 2>" + at + "/err.txt";
        (void)std::system(command.c_str());
        return contents(made.folder / "out.txt");
    };
    const std::string out = practise("101 5\n50 50\nA\n\n50 50\nA\n\n\n");
    INFO(out);
    SECTION("pictures and tables are told in words") {
        CHECK(holds(out, "Picture: Axial CT image of a round phantom."));
        CHECK(holds(out, "mm wide"));
        CHECK(holds(out, "Table: Rates, 2 rows."));
        CHECK(holds(out, "Row 2: Distance 2\u00A0m; Rate empty."));
    }
    SECTION("a place is typed in percent, and kept as a mark beside the letter it hit") {
        CHECK(holds(out, "a place in percent from the left and from the top"));
        CHECK(holds(out, "You marked 50 50, inside \"The center\"; \"The rod\" is right."));
        const Record record = Record::open(made.folder / "data/record.collimate");
        std::optional<Answered> spot;
        record.each_event("arrt-ct", 0, [&](const Event& event) {
            if (const auto* answer = std::get_if<Answered>(&event.body); answer && answer->item == "ct-s-0003")
                spot = *answer;
        });
        REQUIRE(spot);
        CHECK(spot->mark == Spot{0.5, 0.5});
        CHECK(spot->letters == "b");
        CHECK_FALSE(spot->right);
        CHECK(spot->chance > 0.0);
    }
}
