#include <nlohmann/json.hpp>

#include "engine/bank/bank.hpp"
#include "engine/base/json_text.hpp"
#include "tests/bank/exam_folder.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/cli.hpp"
#include "tests/support/holds.hpp"

using namespace collimate;
using namespace collimate::test;
using nlohmann::json;

namespace {

/// Forty candidates who met the two questions of the small exam; the first is harder than its author thought.
void fill_class(const std::string& store_file, const Bank& bank) {
    const auto store = with_classes(cohort::open_store(store_file, cohort::IfAbsent::create));
    for (int person = 0; person < 40; ++person) {
        cohort::Batch batch{.candidate = candidate(person)};
        for (const ItemHead& head : bank.heads()) {
            const bool right = head.ordinal == 0 ? person % 2 == 0 : person % 10 != 0;
            PackedAnswer answer = packed_answer(2 * person + static_cast<int>(head.ordinal), right);
            answer.item = head.id;
            answer.revision = head.revision;
            answer.area = "S.1";
            answer.difficulty = head.difficulty;
            answer.chance = head.chance;
            answer.fresh = true;
            answer.sitting.reset();
            batch.answers.push_back(answer);
        }
        REQUIRE(append_one(*store, batch).standing == cohort::BatchStanding::stored);
    }
}

}  // namespace

TEST_CASE("a class's calibration on its way into a bank") {
    const TempFolder folder;
    const testing::TemporaryFolder exam;
    testing::write_small_exam(exam, testing::small_item + testing::small_drawn_item);
    const std::string bank = (folder / "ct.bank").string();
    const std::string store = (folder / "class").string();
    const std::string file = (folder / "class.toml").string();
    const std::string compile = "bank compile " + exam.path().string() + " -o " + bank;
    const auto run = [&](const std::string& arguments) {
        const CliRun done = run_cli(folder, arguments);
        INFO(arguments << ": " << done.err);
        CHECK(done.code == 0);
        return done.out;
    };
    run(compile);
    const std::string authored_bytes = bytes_of(bank);
    fill_class(store, Bank::open(bank));

    SECTION("is written, compiled in and told of") {
        CHECK(holds(run("cohort calibrate " + store + " -o " + file), "2 of 2 questions"));
        const std::string text = bytes_of(file);
        const json told = parse_json(run("cohort calibrate " + store + " --json -o " + file));
        CHECK(told["memory"]["reviews"] == 0);
        CHECK(told["memory"]["parameters"].is_null());
        CHECK(bytes_of(file) == text);
        CHECK(holds(run(compile + " --calibration " + file), "2 items (2 calibrated)"));
        const json shown = parse_json(run("bank show " + bank + " ct-s-0001 --json"));
        const double before = shown["difficulty"]["authored"];
        CHECK(shown["difficulty"]["calibrated"]["difficulty"].get<double>() > before);
        CHECK(shown["difficulty"]["calibrated"]["n"] == 40);
        CHECK(holds(run("bank show " + bank + " ct-s-0001"), "with 40 first answers of a class"));
        const json info = parse_json(run("bank info " + bank + " --json"));
        CHECK(info["calibrated"]["items"] == 2);
        CHECK(info["calibrated"]["candidates"] == 40);
        CHECK(info["calibrated"]["answers"] == 80);
        CHECK(holds(run("bank info " + bank), "2 items calibrated by the rasch model on 80 answers of 40 candidates"));
        run(compile);
        CHECK(bytes_of(bank) == authored_bytes);
        CHECK(parse_json(run("bank info " + bank + " --json"))["calibrated"].is_null());
        CHECK(parse_json(run("bank show " + bank + " ct-s-0001 --json"))["difficulty"]["calibrated"].is_null());
    }
    SECTION("that does not fit stops nothing but itself, and is told of") {
        run("cohort calibrate " + store + " -o " + file);
        exam.write("items/s.toml", testing::small_head +
                                       testing::changed(testing::small_item, "revision = 1", "revision = 2") +
                                       testing::small_drawn_item);
        const CliRun done = run_cli(folder, compile + " --calibration " + file);
        CHECK(done.code == 0);
        CHECK(holds(done.err, "ct-s-0001: the answers were given to revision 1, and the item is at revision 2"));
        CHECK(holds(done.out, "(1 calibrated)"));
    }
    SECTION("that is damaged is refused, and the bank stays") {
        run("cohort calibrate " + store + " -o " + file);
        write_bytes(file, bytes_of(file).substr(0, bytes_of(file).rfind("[[item]]")));
        const CliRun refused = run_cli(folder, compile + " --calibration " + file);
        CHECK(refused.code == 1);
        CHECK(holds(refused.err, "it tells of 2 items and holds 1"));
        CHECK(bytes_of(bank) == authored_bytes);
        CHECK(run_cli(folder, compile + " --calibration " + (folder / "none").string()).code == 3);
    }
    SECTION("with slopes leaves these out of the file, whose difficulties are then the Rasch model's, and says so") {
        run("cohort calibrate " + store + " -o " + file);
        const std::string text = bytes_of(file);
        const std::string told = run("cohort calibrate " + store + " --model 2pl -o " + file);
        CHECK(holds(told, "no slopes: the file holds the difficulties of --model rasch"));
        CHECK(holds(told, ", a "));
        CHECK(bytes_of(file) == text);
    }
    SECTION("does not lie on a bank") {
        CHECK(run_cli(folder, "cohort calibrate " + store + " -o " + bank).code == 1);
        CHECK(bytes_of(bank) == authored_bytes);
    }
}
