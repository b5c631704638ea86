#include <sys/wait.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "engine/bank/schema.hpp"
#include "engine/base/json_text.hpp"
#include "tests/bank/exam_folder.hpp"
#include "tests/support/holds.hpp"

using namespace collimate;
using namespace collimate::testing;

namespace {

struct CommandResult {
    int code = -1;
    std::string out;
    std::string err;
};

/// Runs collimate-cli with arguments that need no quoting.
CommandResult cli(const TemporaryFolder& folder, const std::string& arguments) {
    const fs::path out = folder / "stdout.txt";
    const fs::path err = folder / "stderr.txt";
    const std::string command = std::string(COLLIMATE_CLI) + " --now 2026-12-01T09:00:00Z " + arguments + " >" +
                                out.string() + " 2>" + err.string();
    const int status = std::system(command.c_str());
    return {.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1, .out = contents(out), .err = contents(err)};
}

}  // namespace

TEST_CASE("bank commands") {
    const TemporaryFolder folder;
    const std::string source = (folder / "exam").string();
    const std::string bank = (folder / "exam.bank").string();
    folder.write("exam/outline.toml", small_outline);
    folder.write("exam/points.toml", small_points);
    folder.write("exam/items/s.toml", small_head + small_item + small_drawn_item);

    SECTION("compile writes a bank that info and show can read") {
        const CommandResult compiled = cli(folder, "bank compile " + source + " -o " + bank);
        INFO(compiled.err);
        REQUIRE(compiled.code == 0);
        const auto info = parse_json(cli(folder, "bank info " + bank + " --json").out);
        CHECK(info["exam"] == "arrt-ct");
        CHECK(info["items"] == 2);
        CHECK(info["types"]["single"] == 2);
        CHECK(info["schema_version"] == authored_schema_version);
        CHECK(info["hash"].get<std::string>().size() == 64);
        CHECK(info["areas"][0]["code"] == "S.1");
        CHECK(info["areas"][0]["items"] == 2);
        const auto item = parse_json(cli(folder, "bank show " + bank + " ct-s-0001 --json").out);
        CHECK(item["key"] == "b");
        CHECK(item["area"] == "S.1");
        CHECK(item["options"][1]["right"] == true);
        CHECK(holds(cli(folder, "bank show " + bank + " ct-s-0001").out, "* b) 2"));
        CHECK(holds(cli(folder, "bank info " + bank).out, "2 items"));
    }
    SECTION("compile names every fault with its place, writes nothing, and keeps what was there") {
        folder.write("exam.bank", "an older bank");
        folder.write("exam/items/s.toml", small_head + changed(changed(small_item, "expected = 60", "expected = 5"),
                                                               "revision = 1", "revison = 1"));
        const CommandResult refused = cli(folder, "bank compile " + source + " -o " + bank);
        CHECK(refused.code == 1);
        CHECK(refused.out.empty());
        CHECK(holds(refused.err, "s.toml:" + std::to_string(line_of(small_head + small_item, "expected = ")) +
                                     ": ct-s-0001: 'expected'"));
        CHECK(holds(refused.err, "did you mean 'revision'"));
        CHECK(contents(folder / "exam.bank") == "an older bank");
    }
    SECTION("compile replaces a bank, and nothing else") {
        const std::string compile = "bank compile " + source + " -o ";
        REQUIRE(cli(folder, compile + bank).code == 0);
        CHECK(cli(folder, compile + bank).code == 0);
        for (const std::string& target : {source + "/outline.toml", source, std::string("/dev/null")})
            CHECK(cli(folder, compile + target).code == 1);
        CHECK(contents(folder / "exam/outline.toml") == small_outline);
        CHECK(std::filesystem::is_character_file("/dev/null"));
        const std::string before = contents(bank);
        const std::string booklet = "bank booklet " + bank + " --area S --seed 1 ";
        CHECK(cli(folder, booklet + "-o " + bank + " --key " + (folder / "key.json").string()).code == 1);
        CHECK(cli(folder, booklet + "-o " + (folder / "b.md").string() + " --key " + bank).code == 1);
        CHECK((contents(bank) == before));
        CHECK_FALSE(std::filesystem::exists(folder / "b.md"));
    }
    SECTION("end with 1 for refused input, 2 for wrong usage, 3 for a failed world") {
        folder.write("text.bank", "no bank");
        CHECK(cli(folder, "bank info " + (folder / "text.bank").string()).code == 1);
        CHECK(cli(folder, "bank info").code == 2);
        CHECK(cli(folder, "bank frobnicate").code == 2);
        CHECK(cli(folder, "").code == 2);
        CHECK(cli(folder, "bank info " + (folder / "missing.bank").string()).code == 3);
        CHECK(cli(folder, "bank compile " + (folder / "missing").string() + " -o " + bank).code == 3);
        CHECK(cli(folder, "--now yesterday bank info " + bank).code == 2);
    }
    SECTION("explain themselves") {
        CHECK(cli(folder, "--help").code == 0);
        CHECK(cli(folder, "bank compile --help").code == 0);
        CHECK(holds(cli(folder, "--version").out, "collimate-cli"));
    }
    SECTION("lint --draws prints every point of an item's grid") {
        const CommandResult drawn = cli(folder, "bank lint " + source + " --draws ct-s-0002");
        CHECK(drawn.code == 0);
        CHECK(std::count(drawn.out.begin(), drawn.out.end(), '\n') == 12);
        // 16 mGy/h at 2 m: 16/4, 16/2, 16 x 4, 16/8; all apart, so any two of three beside the key
        CHECK(holds(drawn.out, "far=2 rate=16 | a* 4.00 b 8.00 c 64.00 d 2.00 | 3 sets, key at 1 2"));
        CHECK(holds(drawn.out, "far=1 rate=16 | a* 16.00 b 16.00 c 16.00 d 16.00 | refused: a requirement fails"));
        CHECK(cli(folder, "bank lint " + source + " --draws ct-s-0001").code == 1);
        CHECK(cli(folder, "bank lint " + source + " --draws ct-s-0009").code == 1);
    }
    SECTION("booklet keeps the key in a file of its own") {
        REQUIRE(cli(folder, "bank compile " + source + " -o " + bank).code == 0);
        const std::string quiz = (folder / "quiz.md").string();
        const std::string key = (folder / "key.json").string();
        CHECK(cli(folder, "bank booklet " + bank + " --area S --seed 3 -o " + quiz + " --key " + key).code == 0);
        CHECK(parse_json(contents(key))["questions"].size() == 2);
        CHECK(holds(contents(quiz), "## 2"));
        CHECK(cli(folder, "bank booklet " + bank + " --seed 3 -o " + key + " --key " + key).code == 1);
        const CommandResult pdf =
            cli(folder, "bank booklet " + bank + " --seed 3 -o " + (folder / "quiz.pdf").string() + " --key " + key);
        CHECK(pdf.code == 0);
        CHECK(contents((folder / "quiz.pdf").string()).starts_with("%PDF-"));
        CHECK(cli(folder, "bank booklet " + bank + " --items ct-s-0002,ct-s-0001 --seed 3 -o " + quiz + " --key " + key)
                  .code == 0);
        CHECK(parse_json(contents(key))["questions"][0]["item"] == "ct-s-0002");
    }
}
