#include "engine/bank/calibration_file.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cmath>

#include "engine/bank/schema.hpp"
#include "engine/base/error.hpp"
#include "tests/bank/exam_folder.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/small_bank.hpp"

using namespace collimate;
namespace fs = std::filesystem;
using testing::changed;
using testing::contents;
using testing::line_of;
using testing::names;
using testing::TemporaryFolder;

namespace {

constexpr int per_leaf = 3;

double authored_b(const std::string& id) {
    const ExamSource source = test::small_source(per_leaf);
    const auto item = std::find_if(source.items.begin(), source.items.end(), [&](const Item& i) { return i.id == id; });
    return difficulty_of(item->expected, chance_of(*item));
}

ItemCalibration calibrated(const std::string& id, double shift, double se = 0.2) {
    const double authored = authored_b(id);
    return {.item = id, .found = {.n = 90, .difficulty = authored + shift, .se = se}, .authored = authored};
}

CalibrationFile three_items() {
    return {.exam = "arrt-ct",
            .origin = {.candidates = 120, .answers = 300, .newest = parse_day("2026-11-20").value()},
            .items = {calibrated("ct-x-0003", 1.25), calibrated("ct-x-0001", -0.5), calibrated("ct-x-9004", 0.75)}};
}

struct Read {
    CalibrationFile calibration;
    Diagnostics faults;
};

Read read(const TemporaryFolder& folder, const std::string& text) {
    folder.write("class.toml", text);
    Read result;
    result.calibration = read_calibration(folder / "class.toml", result.faults);
    return result;
}

/// Three items and a class that forgets twice as fast as usual.
CalibrationFile with_memory() {
    CalibrationFile file = three_items();
    file.memory = ClassMemory{.candidates = 20, .reviews = 5'600};
    for (std::size_t i = 0; i < 4; ++i) file.memory->parameters[i] = 0.5 * default_fsrs()[i];
    return file;
}

Diagnostics applied(ExamSource& source, const CalibrationFile& calibration) {
    Diagnostics findings;
    apply_calibration(source, calibration, "class.toml", findings);
    return findings;
}

std::string bank_bytes(const TemporaryFolder& folder, const ExamSource& source) {
    const fs::path file = folder / "some.bank";
    write_bank(source, file);
    return contents(file);
}

}  // namespace

TEST_CASE("a calibration file") {
    const TemporaryFolder folder;
    const std::string text = calibration_text(three_items());
    SECTION("comes back as it was written, in order of id") {
        const auto [back, faults] = read(folder, text);
        INFO(testing::all_lines(faults));
        REQUIRE(faults.empty());
        CHECK(back.exam == "arrt-ct");
        CHECK(back.origin == three_items().origin);
        REQUIRE(back.items.size() == 3);
        CHECK(back.items[0].item == "ct-x-0001");
        CHECK(back.items[2].item == "ct-x-9004");
        for (const ItemCalibration& item : back.items)
            for (const ItemCalibration& written : three_items().items) {
                if (item.item != written.item) continue;
                CHECK(item.revision == written.revision);
                CHECK(item.found.n == written.found.n);
                CHECK(item.found.difficulty == Approx(written.found.difficulty).margin(1e-6));
                CHECK(item.found.se == Approx(written.found.se).margin(1e-6));
                CHECK(item.authored == Approx(written.authored).margin(1e-6));
            }
        CHECK(calibration_text(back) == text);
    }
    SECTION("tells how the class forgets, in a format of its own") {
        const std::string told = calibration_text(with_memory());
        CHECK(holds(told, "format = 2\n"));
        const auto [back, faults] = read(folder, told);
        INFO(testing::all_lines(faults));
        REQUIRE(faults.empty());
        REQUIRE(back.memory);
        CHECK(back.memory->candidates == 20);
        CHECK(back.memory->reviews == 5'600);
        for (std::size_t i = 0; i < default_fsrs().size(); ++i)
            CHECK(back.memory->parameters[i] == Approx(with_memory().memory->parameters[i]).margin(1e-6));
        CHECK(calibration_text(back) == told);
        CHECK_FALSE(read(folder, text).calibration.memory);
        CHECK(names(read(folder, changed(told, "parameters = [", "parameters = [7.0, ")).faults, "21 of FSRS-6"));
        CHECK(names(read(folder, changed(told, "parameters = [", "parameters = [nan, ")).faults, "parameters"));
        CHECK(names(read(folder, changed(told, "reviews = 5600\n", "")).faults, "'reviews'"));
        CHECK(blocks(read(folder, changed(told, "format = 2", "format = 1")).faults));
        CHECK(blocks(read(folder, changed(text, "format = 1", "format = 2")).faults));
    }
    SECTION("is the same bytes in whatever order its items came") {
        CalibrationFile turned = three_items();
        std::reverse(turned.items.begin(), turned.items.end());
        CHECK(calibration_text(turned) == text);
    }
    SECTION("is refused where its end is missing, wherever it was cut") {
        // The last number without some of its decimals is still a number.
        for (std::size_t length = 0; length < text.rfind("authored = ") + 11; length += 7) {
            INFO(text.substr(0, length));
            CHECK(blocks(read(folder, text.substr(0, length)).faults));
        }
    }
    SECTION("is refused where a number makes no sense, by its line") {
        const std::string se = "se = 0.200000";
        for (const char* bad : {"se = 0.0", "se = -0.2", "se = nan", "se = inf", "se = 7.0", "se = \"0.2\""}) {
            INFO(bad);
            CHECK(names(read(folder, changed(text, se, bad)).faults, "'se'", line_of(text, se)));
        }
        CHECK(names(read(folder, changed(text, "answers = 300", "answers = -1")).faults, "'answers'"));
        CHECK(names(read(folder, changed(text, "newest = 2026-11-20", "newest = 20")).faults, "'newest'"));
    }
    SECTION("is refused where it names an item twice, a key nobody knows, or another model") {
        CHECK(names(read(folder, changed(text, "ct-x-0003", "ct-x-0001")).faults, "stands here a second time"));
        CHECK(names(read(folder, changed(text, "candidates", "candidate")).faults, "did you mean 'candidates'"));
        CHECK(names(read(folder, changed(text, "\"rasch\"", "\"2pl\"")).faults, "'model'"));
    }
    SECTION("of a later format is refused by that alone") {
        const Diagnostics faults = read(folder, changed(text, "format = 1", "format = 3")).faults;
        REQUIRE(faults.size() == 1);
        CHECK(holds(to_line(faults[0]), "use a newer version of Collimate"));
    }
    SECTION("that is not there is a fault of the world") {
        Diagnostics faults;
        CHECK_THROWS_AS(read_calibration(folder / "none.toml", faults), WorldFailed);
        CHECK_THROWS_AS(read_calibration(folder.path(), faults), WorldFailed);
    }
}

TEST_CASE("an exam's calibration") {
    const TemporaryFolder folder;
    ExamSource source = test::small_source(per_leaf);
    CalibrationFile calibration = three_items();
    SECTION("reaches the items of the bank, the authored difficulty beside it") {
        CHECK(applied(source, calibration).empty());
        write_bank(source, folder / "some.bank");
        const Bank bank = Bank::open(folder / "some.bank");
        bank.verify();
        CHECK(bank.schema_version() == calibrated_schema_version);
        CHECK_FALSE(bank.memory());
        CHECK(bank.calibration() == calibration.origin);
        int calibrated_heads = 0;
        for (const ItemHead& head : bank.heads()) {
            CHECK(head.difficulty == Approx(authored_b(head.id)));
            calibrated_heads += head.calibrated ? 1 : 0;
            CHECK(bank.head(head.ordinal).calibrated == head.calibrated);
            if (!head.calibrated) CHECK(head.label().reliability == authored_reliability);
        }
        CHECK(calibrated_heads == 3);
        const ItemHead head = bank.head(bank.find("ct-x-0003").value());
        CHECK(head.calibrated == calibration.items[0].found);
        CHECK(head.label().difficulty == calibration.items[0].found.difficulty);
        CHECK(head.label().reliability == Approx(0.49 / (0.49 + 0.04)));
        CHECK(head.label_for(head.revision, 0.3).difficulty == head.label().difficulty);
        CHECK(head.label_for(head.revision + 1, 0.3).difficulty == 0.3);
    }
    SECTION("brings how the class forgets, unless it was altered") {
        calibration = with_memory();
        CHECK(applied(source, calibration).empty());
        const fs::path file = folder / "some.bank";
        const std::string hash = write_bank(source, file);
        CHECK(Bank::open(file).schema_version() == bank_schema_version);
        CHECK(Bank::open(file).memory() == calibration.memory);
        Bank::open(file).verify();
        for (ItemCalibration& item : calibration.items) item.revision = 9;
        ExamSource none_fit = test::small_source(per_leaf);
        CHECK(applied(none_fit, calibration).size() == 3);
        CHECK(write_bank(none_fit, folder / "memory.bank") != hash);
        CHECK(Bank::open(folder / "memory.bank").memory() == calibration.memory);
        for (const char* sql : {"UPDATE memory SET parameters = '[1]'", "UPDATE memory SET parameters = 'x'",
                                "UPDATE memory SET reviews = 9", "DELETE FROM memory"}) {
            INFO(sql);
            write_bank(source, file);
            sqlite3* database = nullptr;
            REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
            REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
            sqlite3_close(database);
            CHECK_THROWS_AS(Bank::open(file).check(), Refused);
        }
    }
    SECTION("of another exam is refused") {
        calibration.exam = "arrt-r";
        const Diagnostics findings = applied(source, calibration);
        CHECK(blocks(findings));
        CHECK(holds(testing::all_lines(findings), "a calibration of arrt-r, and the folder is arrt-ct"));
        CHECK_FALSE(source.calibration);
    }
    SECTION("passes over what does not fit, by its line, and takes the rest") {
        calibration.items[0].revision = 2;
        calibration.items[0].line = 17;
        calibration.items[1].authored += 0.1;
        calibration.items.push_back(calibration.items[2]);
        calibration.items.back().item = "ct-x-7777";
        const Diagnostics findings = applied(source, calibration);
        CHECK_FALSE(blocks(findings));
        CHECK(findings.size() == 3);
        CHECK(names(findings, "class.toml:17: ct-x-0003: the answers were given to revision 2", 17));
        CHECK(names(findings, "ct-x-0001: it was calibrated from an authored difficulty"));
        CHECK(names(findings, "ct-x-7777: the exam has no such item"));
        CHECK(source.calibrated.size() == 1);
        CHECK(source.calibrated.contains("ct-x-9004"));
    }
    SECTION("changes no byte of a bank where there is none, or nothing of it fits") {
        const std::string before = bank_bytes(folder, source);
        CHECK(Bank::open(folder / "some.bank").schema_version() == authored_schema_version);
        CHECK_FALSE(Bank::open(folder / "some.bank").calibration());
        for (ItemCalibration& item : calibration.items) item.revision = 9;
        CHECK(applied(source, calibration).size() == 3);
        CHECK(bank_bytes(folder, source) == before);
    }
    SECTION("makes another bank by its hash, and the same bytes each time") {
        const std::string before = write_bank(source, folder / "plain.bank");
        (void)applied(source, calibration);
        CHECK(write_bank(source, folder / "some.bank") != before);
        const std::string bytes = contents(folder / "some.bank");
        std::reverse(calibration.items.begin(), calibration.items.end());
        ExamSource again = test::small_source(per_leaf);
        (void)applied(again, calibration);
        CHECK(bank_bytes(folder, again) == bytes);
    }
    SECTION("that was altered in the bank is refused") {
        (void)applied(source, calibration);
        for (const char* sql :
             {"UPDATE calibrated SET difficulty = 0.1", "UPDATE calibrated SET se = 0.01", "DELETE FROM calibrated",
              "UPDATE calibration SET answers = 9", "INSERT INTO calibrated VALUES (1000, 9, 0.1, 0.2)"}) {
            INFO(sql);
            write_bank(source, folder / "some.bank");
            Bank::open(folder / "some.bank").check();
            sqlite3* database = nullptr;
            REQUIRE(sqlite3_open((folder / "some.bank").c_str(), &database) == SQLITE_OK);
            REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
            sqlite3_close(database);
            CHECK_THROWS_AS(Bank::open(folder / "some.bank").check(), Refused);
        }
    }
}
