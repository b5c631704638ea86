#include <nlohmann/json.hpp>

#include "engine/base/json_text.hpp"
#include "engine/record/outbox.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/cli.hpp"
#include "tests/support/holds.hpp"

using namespace collimate;
using namespace collimate::test;
using nlohmann::json;

namespace {

void study_at(const TempFolder& folder, const std::string& name, char id, int answers) {
    Record record =
        Record::open(folder / name, {.candidate = std::string(32, id), .device = std::string(32, 'b')}, morning(0));
    for (int i = 0; i < answers; ++i)
        record.append("arrt-ct", an_answer("ct-ip-" + std::to_string(1000 + i)), test::after(morning(1), i * 60'000));
}

json json_from(const CliRun& run) {
    INFO(run.err);
    REQUIRE(run.code == 0);
    return parse_json(run.out);
}

}  // namespace

TEST_CASE("a class at the command line") {
    const TempFolder folder;
    const std::string store = (folder / "class").string();
    study_at(folder, "one", 'a', 7);
    const std::string record = " --record " + (folder / "one").string();
    const std::string package = (folder / "one.results").string();

    SECTION("begins with a package and no more") {
        const CliRun exported = run_cli(folder, "record export -o " + package + record);
        REQUIRE(exported.code == 0);
        CHECK(holds(exported.out, "not that nobody helped"));
        const CliRun imported = run_cli(folder, "cohort import " + store + " " + package);
        CHECK(imported.code == 0);
        CHECK(holds(imported.out, "new, candidate aaaaaaaa, 7 answers, 7 of them new"));
        CHECK(holds(imported.out, "not that nobody helped"));
        CHECK(holds(run_cli(folder, "cohort import " + store + " " + package).out, "already known"));
        const json classes = json_from(run_cli(folder, "cohort classes " + store + " --json"));
        CHECK(classes["programmes"][0]["classes"][0]["candidates"] == 1);
    }
    SECTION("enrolls by the code that a package carries") {
        REQUIRE(run_cli(folder, "cohort add " + store + " Evening --code CT-2027 --exam arrt-ct").code == 0);
        REQUIRE(run_cli(folder, "cohort add " + store + " Day --code CT-DAY").code == 0);
        CHECK(run_cli(folder, "cohort add " + store + " Again --code CT-2027").code == 1);
        REQUIRE(run_cli(folder, "record export --code CT-2027 -o " + package + record).code == 0);
        const json imported = json_from(run_cli(folder, "cohort import --json " + store + " " + package));
        CHECK(imported["files"][0]["result"] == "new");
        CHECK(imported["files"][0]["new_answers"] == 7);
        const json roster = json_from(run_cli(folder, "cohort roster " + store + " --json"));
        CHECK(roster["candidates"][0]["codes"] == json::array({"CT-2027"}));
    }
    SECTION("says why a file is refused, takes the others, and exits with 1") {
        REQUIRE(run_cli(folder, "record export -o " + package + record).code == 0);
        write_bytes(folder / "bad", "nothing");
        const CliRun run = run_cli(folder, "cohort import " + store + " " + (folder / "bad").string() + " " + package);
        CHECK(run.code == 1);
        CHECK(holds(run.err, "no result package"));
        CHECK(holds(run.out, "7 of them new"));
    }
    SECTION("exports into a folder whatever it lacks") {
        std::filesystem::create_directory(folder / "shared");
        const std::string to_shared = "record export -o " + (folder / "shared").string() + record;
        CHECK(holds(run_cli(folder, to_shared).out, ".collimate-results"));
        CHECK(holds(run_cli(folder, to_shared).out, "Nothing is new"));
        CHECK(run_cli(folder, "cohort import " + store + " " + (folder / "shared").string()).code == 0);
    }
    SECTION("keeps names, groups and outcomes, gives a person their data, and deletes them") {
        REQUIRE(run_cli(folder, "record export -o " + package + record).code == 0);
        REQUIRE(run_cli(folder, "cohort import " + store + " " + package).code == 0);
        const json classes = json_from(run_cli(folder, "cohort classes --json " + store));
        const std::string code = classes["programmes"][0]["classes"][0]["code"];
        const auto cohort = [&](const std::string& words) {
            const CliRun run = run_cli(folder, "cohort " + words);
            INFO(words << ": " << run.err);
            CHECK(run.code == 0);
            return run.out;
        };
        cohort("name " + store + " aaaa --name Ada --number 12");
        cohort("group " + store + " Ada --code " + code + " --group evening");
        cohort("outcome " + store + " 12 --exam arrt-r --date 2026-11-30 --passed --score 81");
        cohort("request " + store + " Ada");
        CHECK(run_cli(folder, "cohort delete " + store + " Ada --yes").code == 1);
        cohort("person " + store + " Ada -o " + (folder / "ada.json").string());
        const json person = parse_json(bytes_of(folder / "ada.json"));
        CHECK(person["name"] == "Ada");
        CHECK(person["groups"] == json::array({"evening"}));
        CHECK(person["outcomes"][0]["scaled"] == 81.0);
        CHECK(person["answers"].size() == 7);
        CHECK(person["disclosures"].size() == 1);
        CHECK(run_cli(folder, "cohort delete " + store + " Ada").code == 1);
        cohort("delete " + store + " Ada --yes");
        CHECK(json_from(run_cli(folder, "cohort roster --json " + store))["candidates"].empty());
        CHECK(holds(cohort("log " + store), "given to the candidate"));
        CHECK(holds(run_cli(folder, "cohort import " + store + " " + package).err, "was deleted"));
    }
    SECTION("says in words that an address is wrong or nobody is there, and never the password") {
        for (const char* address : {"postgresql://[", "postgresql://me:secret@127.0.0.1:1/class"}) {
            const CliRun run = run_cli(folder, std::string("cohort classes ") + address);
            CHECK(run.code == 3);
            CHECK(holds(run.err, "cannot be reached"));
            CHECK_FALSE(holds(run.err, "secret"));
        }
    }
    SECTION("assigns questions as a file that a candidate works through") {
        REQUIRE(run_cli(folder, "cohort add " + store + " Evening --code CT-2027 --exam arrt-ct").code == 0);
        const std::string task = (folder / "artifacts.collimate-assignment").string();
        const std::string assign = "cohort assign " + store + " --class CT-2027 --title Artifacts -o " + task;
        CHECK(run_cli(folder, assign).code == 1);
        CHECK(run_cli(folder, assign + " --items ct-nowhere").code == 1);
        CHECK(run_cli(folder, assign + " --areas Q.7").code == 1);
        CHECK(run_cli(folder, assign + " --areas S --form 3").code == 2);
        CHECK_FALSE(std::filesystem::exists(task));
        const CliRun made = run_cli(folder, assign + " --form 3 --seed 7 --due 2026-12-09");
        INFO(made.err);
        REQUIRE(made.code == 0);
        CHECK(holds(made.out, "3 questions, due 2026-12-09"));
        std::string input;
        for (int i = 0; i < 4; ++i) input += "A\nABCD\nABCDE\nABCDEF\n1\n50 50\n\n\n\n\n\n";
        const CliRun first = run_cli(folder, "practice --no-confidence --assignment " + task, input);
        INFO(first.err);
        CHECK(first.code == 0);
        CHECK(holds(first.out, "Assignment: Artifacts, due Wednesday 9 December 2026."));
        CHECK(holds(first.out, "0 of 3 questions done."));
        CHECK(holds(first.out, "Question 3 of 3."));
        CHECK(holds(run_cli(folder, "practice --assignment " + task).out, "Nothing is left of it."));
        CHECK(run_cli(folder, "practice --area S --assignment " + task).code == 2);
        CHECK(run_cli(folder, "practice --assignment " + store).code == 1);
    }
    SECTION("shows what it can on a made-up class, in a store of its own") {
        const std::string demo = (folder / "demo").string();
        const CliRun made = run_cli(folder, "cohort demo " + demo);
        INFO(made.err);
        REQUIRE(made.code == 0);
        CHECK(holds(made.out, "Everybody in it is made up."));
        CHECK(run_cli(folder, "cohort demo " + demo).code == 1);
        const json items = json_from(run_cli(folder, "cohort items " + demo + " --json --exam 'CT midterm (made up)'"));
        CHECK(items["form"]["n"] == 24);
        CHECK(items["form"]["kr20"].is_number());
        int suspects = 0;
        for (const json& item : items["items"])
            for (const json& flag : item["flags"])
                suspects += flag.get<std::string>().starts_with("key suspect") ? 1 : 0;
        CHECK(suspects == 1);
        CHECK(items["items"][0]["median_seconds"].is_null());  // a sheet tells no times
        const json practised = json_from(run_cli(folder, "cohort items " + demo + " --json --exam arrt-ct"))["items"];
        CHECK(std::any_of(practised.begin(), practised.end(),
                          [](const json& item) { return item["median_seconds"].is_number(); }));
        REQUIRE(run_cli(folder, "cohort add " + store + " Evening --code CT-2027").code == 0);
        CHECK(run_cli(folder, "cohort demo " + store).code == 1);
    }
    SECTION("merges two stores") {
        study_at(folder, "two", 'c', 3);
        REQUIRE(run_cli(folder, "record export -o " + package + record).code == 0);
        REQUIRE(run_cli(folder, "record export -o " + package + "2 --record " + (folder / "two").string()).code == 0);
        REQUIRE(run_cli(folder, "cohort import " + store + " " + package).code == 0);
        REQUIRE(run_cli(folder, "cohort import " + store + "2 " + package + "2").code == 0);
        CHECK(holds(run_cli(folder, "cohort merge " + store + " " + store + "2").out, "3 new answers of 1 candidates"));
        CHECK(run_cli(folder, "cohort merge " + store + " " + (folder / "none").string()).code == 1);
    }
}
