#include <fmt/format.h>
#include <sqlite3.h>

#include <set>

#include "engine/bank/bank.hpp"
#include "engine/bank/content.hpp"
#include "engine/bank/item_json.hpp"
#include "engine/bank/schema.hpp"
#include "engine/base/error.hpp"
#include "engine/base/random.hpp"
#include "engine/item/instance.hpp"
#include "engine/item/score.hpp"
#include "tests/bank/exam_folder.hpp"

using namespace collimate;
using namespace collimate::testing;

namespace {

ExamSource read_cleanly(const fs::path& folder) {
    Diagnostics diagnostics;
    ExamSource source = read_source(folder, diagnostics);
    INFO(all_lines(diagnostics));
    REQUIRE(diagnostics.empty());
    return source;
}

/// A bank of two items in a folder of its own.
struct SmallBank {
    TemporaryFolder folder;
    fs::path file = folder / "small.bank";

    SmallBank() {
        write_small_exam(folder, small_item + small_drawn_item);
        write_bank(read_cleanly(folder.path()), file);
    }

    /// Runs SQL on the file as a stranger might.
    void tamper(const std::string& sql) const {
        sqlite3* database = nullptr;
        REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
        char* fault = nullptr;
        const int result =
            sqlite3_exec(database, ("PRAGMA journal_mode = OFF; " + sql).c_str(), nullptr, nullptr, &fault);
        INFO(sql << ": " << (fault ? fault : ""));
        sqlite3_free(fault);
        sqlite3_close(database);
        REQUIRE(result == SQLITE_OK);
    }

    /// Another first item, its digest with it: what the digest cannot tell.
    void put_item(const std::string& json) const {
        std::string digest;
        for (const char byte : digest_of(json)) digest += fmt::format("{:02x}", static_cast<unsigned char>(byte));
        tamper("UPDATE body SET item = '" + json + "' WHERE ordinal = 0; UPDATE head SET digest = x'" + digest +
               "' WHERE ordinal = 0");
    }

    [[nodiscard]] std::string first_item() const { return item_to_json(Bank::open(file).item(0)); }
};

template <class Action>
std::string refusal_of(Action action) {
    try {
        (void)action();
    } catch (const Refused& refused) {
        return refused.what();
    }
    return "it was accepted";
}

std::string refusal(const fs::path& file) {
    return refusal_of([&] { return Bank::open(file); });
}

/// Everything a program does with a bank. Refused is a sound answer; anything else but success fails the test.
void use_all(const fs::path& file) {
    try {
        const Bank bank = Bank::open(file);
        for (std::int64_t i = 0; i < std::min<std::int64_t>(bank.size(), 10); ++i) {
            (void)bank.head(i);
            (void)present(bank.item(i), 1);
        }
        (void)bank.heads();
        (void)bank.points();
        (void)bank.search("distance", 5);
        bank.verify();
    } catch (const Refused&) {
    } catch (const WorldFailed&) {
    }
}

}  // namespace

TEST_CASE("a bank file") {
    const SmallBank small;
    const Bank bank = Bank::open(small.file);

    SECTION("gives back what was written") {
        const ExamSource source = read_cleanly(small.folder.path());
        CHECK(bank.size() == 2);
        CHECK(bank.outline().exam == "arrt-ct");
        CHECK(bank.outline().areas.size() == 4);
        CHECK(bank.outline().areas[1].items == 4);
        CHECK(bank.outline().scored_items == 10);
        CHECK_FALSE(bank.outline().minutes);
        CHECK(bank.points().size() == 2);
        const Item item = bank.item("ct-s-0001");
        const Item& written = source.items[0];
        CHECK(item.stem == written.stem);
        CHECK(item.options.size() == 3);
        CHECK(item.options[0].error == written.options[0].error);
        CHECK(item.options[1].right);
        CHECK(item.sources[0].doc == written.sources[0].doc);
        CHECK(item.checked == written.checked);
        CHECK(item.written_order);
        CHECK(item.origin == written.origin);
        const Item numbers = bank.item("ct-s-0002");
        CHECK(numbers.numbers->parameters[0].values == std::vector<double>{1, 2, 4});
        CHECK(numbers.numbers->require == std::vector<std::string>{"far > 1"});
        CHECK(present(numbers, 5).stem == present(source.items[1], 5).stem);
        CHECK_NOTHROW(bank.verify());
    }
    SECTION("keeps heads that agree with the items") {
        const std::vector<ItemHead> heads = bank.heads();
        REQUIRE(heads.size() == 2);
        for (const ItemHead& head : heads) {
            const Item item = bank.item(head.ordinal);
            CHECK(head.id == item.id);
            CHECK(head.chance == Approx(chance_of(item)));
            CHECK(head.difficulty == Approx(difficulty_of(item.expected, head.chance)));
            CHECK(bank.find(head.id) == head.ordinal);
            CHECK(bank.head(head.ordinal).points == item.points);
        }
        CHECK_FALSE(heads[0].parametric);
        CHECK(heads[1].parametric);
        CHECK(heads[1].shown_options == 3);
    }
    SECTION("keeps the items of an area side by side") {
        CHECK(bank.range(*bank.outline().find("S.1")).size() == 2);
        CHECK(bank.range(*bank.outline().find("P")).size() == 0);
        CHECK(bank.range(-1).size() == 0);
        CHECK(bank.range(99).size() == 0);
    }
    SECTION("knows what it does not hold") {
        CHECK_FALSE(bank.find("ct-s-9999"));
        CHECK_THROWS_AS(bank.item("ct-s-9999"), Refused);
        CHECK_THROWS_AS(bank.item(2), Refused);
        CHECK_THROWS_AS(bank.head(-1), Refused);
    }
    SECTION("makes enmity mutual") {
        const TemporaryFolder folder;
        write_small_exam(
            folder, changed(small_item, "revision = 1", "revision = 1\nenemies = [\"ct-s-0002\"]") + small_drawn_item);
        write_bank(read_cleanly(folder.path()), folder / "b.bank");
        const Bank mutual = Bank::open(folder / "b.bank");
        CHECK(mutual.head(1).enemies == std::vector<std::string>{"ct-s-0001"});
        CHECK_NOTHROW(mutual.verify());
    }
    SECTION("opens under a name with blanks, percents and question marks") {
        const fs::path odd = small.folder / "a b%20?c#d.bank";
        fs::copy_file(small.file, odd);
        CHECK(Bank::open(odd).size() == 2);
    }
    SECTION("is left alone by reading") {
        const std::string before = contents(small.file);
        use_all(small.file);
        CHECK((contents(small.file) == before));
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator(small.folder.path())) names.insert(entry.path().filename());
        CHECK(names == std::set<std::string>{"items", "outline.toml", "points.toml", "small.bank"});
    }
}

TEST_CASE("the bytes of a bank") {
    const TemporaryFolder one;
    const TemporaryFolder other;
    write_small_exam(one, small_item + small_drawn_item);
    const std::string hash = write_bank(read_cleanly(one.path()), one / "x.bank");
    SECTION("are the same each time") {
        CHECK(write_bank(read_cleanly(one.path()), one / "y.bank") == hash);
        CHECK((contents(one / "x.bank") == contents(one / "y.bank")));
    }
    SECTION("do not depend on files, order or broken lines") {
        write_small_exam(other, small_drawn_item);
        const std::string wrapped =
            changed(changed(small_item, "stem = \"At 1 m", "stem = \"\"\"\nAt 1 m\n"), "source?\"", "source?\"\"\"");
        other.write("items/zz.toml", small_head + wrapped);
        CHECK(write_bank(read_cleanly(other.path()), other / "x.bank") == hash);
        CHECK((contents(one / "x.bank") == contents(other / "x.bank")));
    }
    SECTION("have another hash when any word differs") {
        for (const auto& [from, to] :
             std::vector<std::pair<std::string, std::string>>{{"2 mGy/h", "3 mGy/h"},
                                                              {"revision = 1", "revision = 2"},
                                                              {"year = 2020", "year = 2021"},
                                                              {"expected = 60", "expected = 61"}}) {
            write_small_exam(other, changed(small_item, from, to) + small_drawn_item);
            CHECK(write_bank(read_cleanly(other.path()), other / "x.bank") != hash);
        }
    }
}

TEST_CASE("writing a bank") {
    const SmallBank small;
    const ExamSource source = read_cleanly(small.folder.path());
    SECTION("replaces an older file whole") {
        small.folder.write("small.bank", "something older");
        write_bank(source, small.file);
        CHECK(Bank::open(small.file).size() == 2);
    }
    SECTION("fails in words where there is no folder, and leaves nothing behind") {
        CHECK_THROWS_AS(write_bank(source, small.folder / "no/such/place.bank"), WorldFailed);
        CHECK_FALSE(fs::exists(small.folder / "no"));
    }
    SECTION("leaves what stands in the way") {
        fs::create_directories(small.folder / "taken.bank/inside");
        CHECK_THROWS_AS(write_bank(source, small.folder / "taken.bank"), WorldFailed);
        for (const auto& entry : fs::directory_iterator(small.folder.path()))
            CHECK(entry.path().string().find("partial") == std::string::npos);
    }
}

TEST_CASE("a file that is no bank") {
    const SmallBank small;
    const auto says = [&](const std::string& words) {
        const std::string before = contents(small.file);
        const std::string said = refusal(small.file);
        INFO(said);
        CHECK(said.find(words) != std::string::npos);
        CHECK(said.find(small.file.string()) != std::string::npos);
        CHECK((contents(small.file) == before));
    };
    SECTION("is called so when it is text, empty, or short") {
        for (const std::string text : {"", "x", "SQLite format 3", "format = 1\n", "PK\x03\x04"}) {
            small.folder.write("small.bank", text);
            says("not a question bank");
        }
    }
    SECTION("is a folder, or missing") {
        CHECK_THROWS_AS(Bank::open(small.folder.path()), WorldFailed);
        CHECK_THROWS_AS(Bank::open(small.folder / "missing.bank"), WorldFailed);
    }
    SECTION("belongs to another program") {
        small.tamper("PRAGMA application_id = 1");
        says("not a question bank");
    }
    SECTION("is newer: both versions are named") {
        small.tamper("PRAGMA user_version = 99");
        says("format 99, this program reads up to " + std::to_string(bank_schema_version));
    }
    SECTION("is older than any format") {
        small.tamper("PRAGMA user_version = 0");
        says("format 0");
    }
    SECTION("carries more than a bank has") {
        SECTION("a view") { small.tamper("CREATE VIEW v AS SELECT 1"); }
        SECTION("a view that never ends") {
            small.tamper(
                "CREATE VIEW v AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT * FROM r");
        }
        SECTION("a trigger") { small.tamper("CREATE TRIGGER t AFTER INSERT ON head BEGIN DELETE FROM body; END"); }
        SECTION("a table") { small.tamper("CREATE TABLE t (x)"); }
        SECTION("a virtual table") { small.tamper("CREATE VIRTUAL TABLE t USING fts5(x)"); }
        SECTION("an index") { small.tamper("CREATE INDEX i ON head (family)"); }
        SECTION("a generated column") { small.tamper("ALTER TABLE head ADD COLUMN g INTEGER AS (abs(area))"); }
        SECTION("another definition of its own table") {
            small.tamper("DROP TABLE point; CREATE TABLE point (ordinal INTEGER PRIMARY KEY, id, area, text)");
        }
        SECTION("a view in the place of a table") {
            small.tamper("DROP TABLE point; CREATE VIEW point AS SELECT 0 ordinal, 'a' id, 'b' area, 'c' text");
        }
        says("that no question bank has");
    }
    SECTION("carries less") {
        small.tamper("DROP TABLE word");
        says("missing");
    }
}

TEST_CASE("a damaged bank") {
    const SmallBank small;
    SECTION("is refused when its outline makes no sense") {
        for (const std::string sql :
             {"UPDATE bank SET outline = '{'", "UPDATE bank SET outline = '[]'",
              "UPDATE bank SET outline = '{\"exam\":\"x\"}'", "UPDATE bank SET items = 7", "UPDATE bank SET items = -1",
              "UPDATE bank SET hash = 'short'", "DELETE FROM bank", "UPDATE area SET past = 1000000",
              "UPDATE area SET first = 5", "UPDATE area SET parent = 3", "DELETE FROM area",
              "DELETE FROM head WHERE ordinal = 1"}) {
            const SmallBank fresh;
            fresh.tamper(sql);
            INFO(sql);
            CHECK(refusal(fresh.file).find("damaged") != std::string::npos);
        }
    }
    SECTION("is refused when an item's heading is out of range") {
        for (const std::string sql :
             {"UPDATE head SET area = 99", "UPDATE head SET area = -1", "UPDATE head SET type = 9",
              "UPDATE head SET level = 4294967297", "UPDATE head SET revision = 0", "UPDATE head SET shown = 1000",
              "UPDATE head SET chance = 2.0", "UPDATE head SET difficulty = 9e99", "UPDATE head SET flags = 64",
              "UPDATE head SET id = ''"}) {
            const SmallBank fresh;
            fresh.tamper(sql.find("id = ''") != std::string::npos ? sql + std::string(" WHERE ordinal = 0") : sql);
            INFO(sql);
            const Bank bank = Bank::open(fresh.file);
            CHECK_THROWS_AS(bank.head(0), Refused);
            CHECK_THROWS_AS(bank.heads(), Refused);
        }
    }
    SECTION("is refused when an item is not what an item may be") {
        const std::string good =
            R"("id":"ct-s-0001","area":"S.1","stem":"Which?","options":[{"letter":"a","right":true,"text":"x","why":"w"},{"letter":"b","text":"y","why":"w"}])";
        for (const std::string& json : std::vector<std::string>{
                 "",
                 "{",
                 "[]",
                 "null",
                 "{}",
                 std::string(100'000, '['),
                 "{" + good + ",\"id\":\"twice\"}",
                 "{" + good + ",\"other\":1}",
                 "{" + good + ",\"revision\":4294967297}",
                 "{" + good + ",\"revision\":1.5}",
                 "{" + good + ",\"revision\":1e300}",
                 "{" + good + ",\"type\":\"essay\"}",
                 "{" + good + ",\"type\":\"order\"}",
                 "{" + good + ",\"type\":\"hotspot\"}",
                 "{" + good + ",\"checked\":-5}",
                 "{" + good + ",\"points\":[1]}",
                 "{" + good + ",\"principle\":\"" + std::string(10'000, 'x') + "\"}",
                 changed("{" + good + "}", "\"right\":true,", ""),
                 changed("{" + good + "}", "\"letter\":\"b\"", "\"letter\":\"a\""),
                 changed("{" + good + "}", "\"letter\":\"b\"", "\"letter\":\"bb\""),
                 changed("{" + good + "}", "\"text\":\"y\"", "\"value\":\"1\""),
                 "{" + good + R"(,"numbers":{"draw":[{"name":"x","values":[1e999],"unit":""}],"decimals":0}})"}) {
            const SmallBank fresh;
            fresh.put_item(json);
            INFO(json.substr(0, 300));
            const Bank bank = Bank::open(fresh.file);
            CHECK_THROWS_AS(bank.item(0), Refused);
        }
        CHECK(item_from_json("{" + good + "}").options.size() == 2);
    }
    SECTION("is refused when an item is another one than its heading says") {
        small.put_item(changed(small.first_item(), "\"revision\":1", "\"revision\":2"));
        const Bank bank = Bank::open(small.file);
        CHECK(refusal_of([&] { return bank.item(0); }).find("does not agree with its heading") != std::string::npos);
    }
    SECTION("asks no item whose words were altered") {
        small.tamper("UPDATE body SET item = replace(item, '2 mGy/h', '9 mGy/h')");
        const Bank bank = Bank::open(small.file);
        CHECK(refusal_of([&] { return bank.item(0); }).find("ct-s-0001 was altered") != std::string::npos);
        CHECK(bank.item(1).id == "ct-s-0002");
    }
    SECTION("cannot be studied when digests, points or outline were altered") {
        for (const std::string sql : {"UPDATE head SET digest = zeroblob(32) WHERE ordinal = 0",
                                      "UPDATE point SET text = 'Other.'", "UPDATE area SET title = 'Other'"}) {
            const SmallBank fresh;
            CHECK_NOTHROW(Bank::open(fresh.file).check());
            fresh.tamper(sql);
            INFO(sql);
            CHECK_THROWS_AS(Bank::open(fresh.file).check(), Refused);
        }
    }
    SECTION("fails its full check when content and hash part ways") {
        for (const std::string sql :
             {"UPDATE body SET item = replace(item, '2 mGy/h', '9 mGy/h')", "UPDATE point SET text = 'Other.'",
              "UPDATE area SET title = 'Other'", "UPDATE head SET difficulty = 0", "UPDATE head SET points = ''",
              "UPDATE bank SET hash = replace(hash, substr(hash, 1, 1), 'z')"}) {
            const SmallBank fresh;
            fresh.tamper(sql);
            INFO(sql);
            CHECK_THROWS_AS(Bank::open(fresh.file).verify(), Refused);
        }
    }
    SECTION("survives a hostile word index") {
        for (const std::string blob :
             {"x'ffffffffffffffffffffffff'", "x'80'", "x''", "x'00000000'", "x'ff7f01'", "zeroblob(100000)"}) {
            const SmallBank fresh;
            fresh.tamper("UPDATE word SET places = " + blob);
            for (const std::string& id : Bank::open(fresh.file).search("distance", 10)) CHECK(id.starts_with("ct-s-"));
        }
    }
    SECTION("survives the loss of its end at any place") {
        const std::string whole = contents(small.file);
        for (std::size_t length = 0; length < whole.size(); length += 997) {
            small.folder.write("cut.bank", whole.substr(0, length));
            use_all(small.folder / "cut.bank");
        }
        small.folder.write("cut.bank", whole.substr(0, whole.size() / 2));
        CHECK_THROWS_AS(Bank::open(small.folder / "cut.bank").verify(), Refused);
    }
    SECTION("survives changed bytes at any place") {
        const std::string whole = contents(small.file);
        Random random(20261122);
        for (int round = 0; round < 300; ++round) {
            std::string bytes = whole;
            for (int i = 0; i < 5; ++i) bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
            small.folder.write("changed.bank", bytes);
            use_all(small.folder / "changed.bank");
        }
    }
}

TEST_CASE("search") {
    const SmallBank small;
    const Bank bank = Bank::open(small.file);
    using Ids = std::vector<std::string>;
    SECTION("finds words of stems, options, rationales and points") {
        CHECK(bank.search("exposure", 10) == Ids{"ct-s-0001", "ct-s-0002"});  // a stem before a point
        CHECK(bank.search("four times", 10) == Ids{"ct-s-0001"});
        CHECK(bank.search("grows", 10) == Ids{"ct-s-0002"});
        CHECK(bank.search("inverted", 10) == Ids{"ct-s-0002"});
    }
    SECTION("finds an id, whole") { CHECK(bank.search("ct-s-0002", 10) == Ids{"ct-s-0002"}); }
    SECTION("does not mind case and takes beginnings of words") {
        CHECK(bank.search("EXPOS", 10).size() == 2);
        CHECK(bank.search("doubl", 10) == Ids{"ct-s-0001"});
    }
    SECTION("wants every word") { CHECK(bank.search("exposure grows", 10) == Ids{"ct-s-0002"}); }
    SECTION("finds nothing for nothing") {
        CHECK(bank.search("", 10).empty());
        CHECK(bank.search("   ", 10).empty());
        CHECK(bank.search("zzzzzz", 10).empty());
        CHECK(bank.search("exposure", 0).empty());
        CHECK(bank.search("'; DROP TABLE head; --", 10).empty());
        CHECK(bank.search(std::string(10'000, 'x'), 10).empty());
    }
    SECTION("keeps to the limit") { CHECK(bank.search("exposure", 1) == Ids{"ct-s-0001"}); }
}
