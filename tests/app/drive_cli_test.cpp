#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "engine/base/json_text.hpp"
#include "engine/study/desk.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cli.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"

using namespace collimate;
using namespace collimate::test;
using nlohmann::json;

namespace {

struct Drive {
    TempFolder folder;
    Bank bank = small_bank(folder.path());

    /// Sends the lines and returns one reply for each.
    std::vector<json> talk(const std::vector<std::string>& lines) const {
        std::string input;
        for (const std::string& line : lines) input += line + "\n";
        const CliRun run =
            run_cli(folder, "drive --bank " + bank.file().string() + " --record " + record_file(), input);
        INFO(run.err);
        REQUIRE(run.code == 0);
        std::vector<json> replies;
        std::istringstream out(run.out);
        for (std::string line; std::getline(out, line);) replies.push_back(parse_json(line));
        REQUIRE(replies.size() == lines.size());
        return replies;
    }

    [[nodiscard]] std::string record_file() const { return (folder / "drive.collimate").string(); }
};

const std::string begin = R"({"op":"advance","to":"2026-12-01T09:00:00Z"})";

}  // namespace

TEST_CASE("driver") {
    const Drive drive;
    SECTION("says what it drives; weights sum to 1") {
        const json hello = drive.talk({R"({"op":"hello"})"})[0];
        CHECK(hello["ok"] == true);
        CHECK(hello["protocol"] == 1);
        CHECK(hello["exam"] == "arrt-ct");
        CHECK(hello["items"] == 84);
        double weight = 0.0;
        for (const json& area : hello["areas"]) weight += area["weight"].get<double>();
        CHECK(weight == Approx(1.0));
        CHECK(hello["areas"].size() == 4);
        CHECK(hello["areas"][0]["title"] == "One");
    }
    SECTION("answers as the client does: what is told is what a desk finds in the record") {
        const auto replies = drive.talk(
            {begin, R"({"op":"goal","exam_date":"2027-01-15","minutes_per_day":45})",
             R"({"op":"answer","item":"ct-x-0001","correct":true,"confidence":"sure","seconds":41})",
             R"({"op":"answer","item":"ct-x-0002","choice":[2],"seconds":50})",
             R"({"op":"advance","to":"2026-12-03T09:00:00Z"})",
             R"({"op":"answer","item":"ct-x-0001","choice":["a"],"confidence":"unsure"})", R"({"op":"bye"})"});
        CHECK(replies[1]["days"] == 45);
        CHECK(replies[2]["correct"] == true);
        CHECK(replies[2]["retrievability"].is_null());
        CHECK(replies[2]["rating"] == 3);
        CHECK(replies[3]["correct"] == false);
        CHECK(replies[3]["rating"] == 1);
        CHECK(replies[3]["due"] == "2026-12-02");
        CHECK(replies[5]["rating"] == 2);
        Record record = Record::open(drive.record_file());
        const Desk desk(drive.bank, record);
        const ItemState& item = desk.state().item("ct-x-0001");
        CHECK(item.memory.stability == replies[5]["stability"].get<double>());
        CHECK(format_day(item.due) == replies[5]["due"].get<std::string>());
        CHECK(desk.state().all.answers == 3);
        CHECK(desk.state().goal.minutes_per_day == 45);
        CHECK_FALSE(desk.state().open_sitting(SittingKind::driver));
    }
    SECTION("next tells the question and why") {
        const auto replies = drive.talk(
            {begin, R"({"op":"next","policy":"due"})", R"({"op":"answer","item":"ct-x-0007","correct":false})",
             R"({"op":"advance","to":"2026-12-02T09:00:00Z"})", R"({"op":"next","policy":"due"})"});
        CHECK(replies[1]["why"] == "new");
        CHECK(replies[1]["options"] == 4);
        CHECK(replies[1]["chance"] == 0.25);
        CHECK(replies[1]["seen"] == 0);
        CHECK(replies[4]["item"] == "ct-x-0007");
        CHECK(replies[4]["why"] == "due review");
        CHECK(replies[4]["seen"] == 1);
        CHECK(replies[4]["points"] == json({"point-3"}));
    }
    SECTION("the item is null when there is nothing to do") {
        ExamSource source = small_source(1);
        std::erase_if(source.items, [](const Item& item) { return !item.retired; });
        write_bank(source, drive.folder / "none.bank");
        const CliRun run = run_cli(
            drive.folder, "drive --bank " + (drive.folder / "none.bank").string() + " --record " + drive.record_file(),
            begin + "\n{\"op\":\"next\"}\n");
        CHECK(run.out.find(R"("item":null)") != std::string::npos);
    }
    SECTION("a forecast begins at the national figure and looks ahead") {
        const auto replies = drive.talk({begin, R"({"op":"forecast"})", R"({"op":"forecast","at":"2027-01-15"})"});
        CHECK(replies[1]["p_pass"].get<double>() == Approx(0.739).margin(1e-6));
        CHECK(replies[1]["cut"] == 75.0);
        CHECK(replies[1]["sections"].size() == 2);
        CHECK(replies[1]["low"] < replies[1]["median"]);
        CHECK(replies[1]["median"] < replies[1]["high"]);
        CHECK(replies[2]["median"] > replies[1]["median"]);
    }
    SECTION("areas tell evidence and standing of every leaf") {
        const auto replies =
            drive.talk({begin, R"({"op":"answer","item":"ct-x-0001","correct":true})", R"({"op":"areas"})"});
        CHECK(replies[2]["areas"].size() == 4);
        CHECK(replies[2]["areas"][0]["n"] == 1);
        CHECK(replies[2]["areas"][0]["theta"] > replies[2]["areas"][3]["theta"]);
    }
    SECTION("a form is the same for the same seed") {
        const auto replies =
            drive.talk({R"({"op":"form","seed":7,"length":20})", R"({"op":"form","seed":7,"length":20})",
                        R"({"op":"form","seed":8,"length":20})"});
        CHECK(replies[0]["items"].size() == 20);
        CHECK(replies[0] == replies[1]);
        CHECK(replies[0] != replies[2]);
    }
    SECTION("a number is answered with a number") {
        const auto replies = drive.talk({begin, R"({"op":"answer","item":"ct-x-9004","number":-1})",
                                         R"({"op":"answer","item":"ct-x-9004","correct":true})",
                                         R"({"op":"answer","item":"ct-x-9004","choice":[1]})"});
        CHECK(replies[1]["correct"] == false);
        CHECK(replies[2]["correct"] == true);
        CHECK(replies[3]["ok"] == false);
    }
    SECTION("the same seed asks the same") {
        std::vector<std::string> first, second;
        for (const char* file : {"one", "two"}) {
            const CliRun run = run_cli(
                drive.folder,
                "drive --seed 5 --bank " + drive.bank.file().string() + " --record " + (drive.folder / file).string(),
                begin + "\n{\"op\":\"next\",\"policy\":\"random\"}\n");
            (file == std::string("one") ? first : second).push_back(run.out);
        }
        CHECK(first == second);
    }
}

TEST_CASE("driver replies with the fields of its contract, no more and no less") {
    const Drive drive;
    const auto replies =
        drive.talk({R"({"op":"hello"})", begin, R"({"op":"goal","exam_date":"2027-01-15","minutes_per_day":45})",
                    R"({"op":"next","policy":"random"})", R"({"op":"answer","item":"ct-x-0001","choice":[1]})",
                    R"({"op":"areas"})", R"({"op":"forecast","at":"2027-01-15"})", R"({"op":"form","seed":7})",
                    R"({"op":"bye"})"});
    const auto fields = [](const json& object) {
        std::set<std::string> names;
        for (const auto& [name, value] : object.items()) names.insert(name);
        return names;
    };
    using Names = std::set<std::string>;
    CHECK(fields(replies[0]) == Names{"ok", "protocol", "exam", "items", "areas"});
    CHECK(fields(replies[0]["areas"][0]) == Names{"code", "title", "weight"});
    CHECK(fields(replies[1]) == Names{"ok", "now"});
    CHECK(fields(replies[2]) == Names{"ok", "days"});
    CHECK(fields(replies[3]) ==
          Names{"ok", "item", "area", "type", "options", "chance", "difficulty", "seen", "points", "why"});
    CHECK(fields(replies[4]) == Names{"ok", "correct", "rating", "retrievability", "stability", "due"});
    CHECK(fields(replies[5]["areas"][0]) == Names{"code", "weight", "n", "theta", "se", "p_weak", "points_lost"});
    CHECK(fields(replies[6]) == Names{"ok", "at", "p_pass", "median", "low", "high", "cut", "sections", "basis"});
    CHECK(fields(replies[6]["sections"][0]) == Names{"code", "score", "low", "high"});
    CHECK(fields(replies[7]["items"][0]) == Names{"item", "area"});
    CHECK(fields(replies[8]) == Names{"ok"});
}

TEST_CASE("driver and the ends of lines") {
    const Drive drive;
    const std::string command = "drive --bank " + drive.bank.file().string() + " --record " + drive.record_file();
    SECTION("takes a last line without one, and lines that end as on Windows") {
        const CliRun run = run_cli(drive.folder, command, "{\"op\":\"hello\"}\r\n{\"op\":\"hello\"}");
        CHECK(run.code == 0);
        CHECK(std::count(run.out.begin(), run.out.end(), '\n') == 2);
        CHECK(run.out.find("\"ok\":false") == std::string::npos);
    }
    SECTION("answers bytes that are no text, each line in its place") {
        std::string garbage = "\xff\xfe\x80{}\n";
        garbage += std::string("{\"op\":\"he\0llo\"}\n", 17);
        garbage += "{\"op\":\"\xc3\x28\"}\n{\"op\":\"hello\"}\n";
        const CliRun run = run_cli(drive.folder, command, garbage);
        CHECK(run.code == 0);
        std::istringstream out(run.out);
        std::vector<json> replies;
        for (std::string line; std::getline(out, line);) replies.push_back(parse_json(line));
        REQUIRE(replies.size() == 4);
        for (int i = 0; i < 3; ++i) CHECK(replies[static_cast<std::size_t>(i)]["ok"] == false);
        CHECK(replies[3]["ok"] == true);
    }
    SECTION("ends with bye; what follows is not read") {
        const CliRun run = run_cli(drive.folder, command, "{\"op\":\"bye\"}\n{\"op\":\"hello\"}\n");
        CHECK(run.out == "{\"ok\":true}\n");
    }
}

TEST_CASE("driver on a bank that was corrected") {
    const Drive drive;
    drive.talk({begin, R"({"op":"answer","item":"ct-x-0001","choice":["b"]})"});
    ExamSource corrected = small_source(20);
    for (Item& item : corrected.items) {
        if (item.id != "ct-x-0001") continue;
        item.revision = 2;
        std::swap(item.options[0].right, item.options[1].right);
        std::swap(item.options[0].error, item.options[1].error);
    }
    write_bank(corrected, drive.bank.file());
    const CliRun run =
        run_cli(drive.folder, "drive --bank " + drive.bank.file().string() + " --record " + drive.record_file(),
                begin + "\n{\"op\":\"areas\"}\n");
    CHECK(run.code == 0);
    CHECK(run.err.find("1 now right, 0 now wrong") != std::string::npos);
    const Record record = Record::open(drive.record_file());
    CHECK(record.state("arrt-ct").all == Tally{.answers = 1, .right = 1});
}

TEST_CASE("driver told nonsense") {
    const Drive drive;
    const std::string deep = std::string(200, '[') + std::string(200, ']');
    const std::vector<std::string> nonsense = {
        "",
        "x",
        "[]",
        "1",
        "null",
        "{}",
        R"({"op":7})",
        R"({"op":"dance"})",
        R"({"op":"next")",
        R"({"op":"bye","op":"bye"})",
        R"({"op":"next","x":)" + deep + "}",
        R"({"op":"next","x":")" + std::string(100'000, 'x') + R"("})",
        R"({"op":"advance","to":"2026-11-30T09:00:00Z"})",
        R"({"op":"advance","to":"yesterday"})",
        R"({"op":"advance"})",
        R"({"op":"next","policy":"clever"})",
        R"({"op":"answer","item":"ct-x-0001"})",
        R"({"op":"answer","item":"nobody","correct":true})",
        R"({"op":"answer","item":"ct-x-0001","correct":1})",
        R"({"op":"answer","item":"ct-x-0001","correct":true,"choice":[1]})",
        R"({"op":"answer","item":"ct-x-0001","choice":[0]})",
        R"({"op":"answer","item":"ct-x-0001","choice":[5]})",
        R"({"op":"answer","item":"ct-x-0001","choice":[4294967297]})",
        R"({"op":"answer","item":"ct-x-0001","choice":[18446744073709551615]})",
        R"({"op":"answer","item":"ct-x-0001","choice":["a","a"]})",
        R"({"op":"answer","item":"ct-x-0001","choice":[1.5]})",
        R"({"op":"answer","item":"ct-x-0001","choice":[]})",
        R"({"op":"answer","item":"ct-x-0001","choice":[1,2]})",
        R"({"op":"answer","item":"ct-x-0001","correct":1e400})",
        R"({"op":"answer","item":"ct-x-0001","correct":true,"seconds":-1})",
        R"({"op":"answer","item":"ct-x-0001","correct":true,"seconds":1e308})",
        R"({"op":"answer","item":"ct-x-0001","correct":true,"confidence":"very"})",
        R"({"op":"goal","minutes_per_day":0})",
        R"({"op":"goal","minutes_per_day":4294967341})",
        R"({"op":"goal","exam_date":"soon","minutes_per_day":30})",
        R"({"op":"forecast","at":"2026-11-01"})",
        R"({"op":"form"})",
        R"({"op":"form","seed":-1})",
        R"({"op":"form","seed":1,"length":0})"};
    std::vector<std::string> lines = {begin};
    lines.insert(lines.end(), nonsense.begin(), nonsense.end());
    lines.push_back(R"({"op":"answer","item":"ct-x-0001","correct":true})");
    const auto replies = drive.talk(lines);
    SECTION("refuses each line in its place with a reason, and goes on") {
        for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
            INFO(lines[i].substr(0, 100));
            CHECK(replies[i]["ok"] == false);
            CHECK_FALSE(replies[i]["error"].get<std::string>().empty());
            CHECK(replies[i]["error"].get<std::string>().find("json.exception") == std::string::npos);
        }
        CHECK(replies.back()["ok"] == true);
    }
    SECTION("has recorded nothing of it, and ends the sitting with the input") {
        const Record record = Record::open(drive.record_file());
        CHECK(record.state("arrt-ct").all.answers == 1);
        CHECK(record.last_seq() == 3);  // sitting, answer, end
    }
}

TEST_CASE("driver before time has begun") {
    const Drive drive;
    const auto replies =
        drive.talk({R"({"op":"next"})", R"({"op":"answer","item":"ct-x-0001","correct":true})", R"({"op":"hello"})"});
    CHECK(replies[0]["ok"] == false);
    CHECK(replies[1]["ok"] == false);
    CHECK(replies[2]["ok"] == true);
}
