#include "engine/cohort/import.hpp"

#include <algorithm>

#include "engine/record/outbox.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/holds.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

DeviceKey key_number(int number) {
    DeviceKey key;
    key.seed[0] = static_cast<unsigned char>(number);
    return key;
}

/// A student with a record of their own and a device that exports from it.
class Student {
public:
    Student(const fs::path& folder, int number)
        : record_(Record::open(folder / ("student" + std::to_string(number)),
                               {.candidate = hex_of(candidate(number)), .device = std::string(32, 'b')}, morning(0))),
          outbox_(Outbox::open(record_, key_number(number))) {}

    void study(int day, int answers) {
        for (int i = 0; i < answers; ++i)
            record_.append("arrt-ct", an_answer("ct-ip-" + std::to_string(1000 + i), i % 4 != 0),
                           after(morning(day), i * 60'000));
    }
    std::string package(const std::string& code, int day) {
        outbox_.make(code, morning(day).ms);
        return outbox_.bytes_of(outbox_.count());
    }
    Outbox& outbox() { return outbox_; }

private:
    Record record_;
    Outbox outbox_;
};

std::vector<ImportedFile> import(Store& store, const std::vector<fs::path>& places, const std::string& code = {}) {
    return import_packages(store, places, {.code = code, .now_ms = morning(9).ms});
}

}  // namespace

TEST_CASE("importing result packages") {
    const TempFolder folder;
    const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    Student student(folder.path(), 1);
    student.study(1, 8);
    write_bytes(folder / "first", student.package("RAD-2027", 1));
    student.study(2, 5);
    write_bytes(folder / "second", student.package("", 2));

    SECTION("takes files in the order of their chain, whatever the order they are named in") {
        const auto files = import(*store, {folder / "second", folder / "first"});
        CHECK(files[0].file == folder / "second");
        CHECK(files[0].standing == BatchStanding::stored);
        CHECK(files[0].new_answers == 5);
        CHECK(files[1].new_answers == 8);
        CHECK(responses_in(*store, {.programme = a_programme.id, .cohort = a_class.id}).size() == 13);
    }
    SECTION("takes a shared folder, and nothing of it twice") {
        fs::create_directory(folder / "shared");
        Student other(folder.path(), 2);
        other.study(3, 4);
        student.outbox().deliver(folder / "shared", "", morning(4).ms);
        other.outbox().deliver(folder / "shared", "RAD-2028", morning(4).ms);
        write_bytes(folder / "shared" / "notes.txt", "not for import");
        const auto files = import(*store, {folder / "shared"});
        CHECK(files.size() == 3);
        CHECK(store->roll(a_programme.id).candidates.size() == 2);
        const StoreContents before = contents_of(*store);
        for (const ImportedFile& file : import(*store, {folder / "shared"}))
            CHECK(file.standing == BatchStanding::known);
        CHECK((contents_of(*store) == before));
    }
    SECTION("refuses each bad file with its reason and leaves the store as it was") {
        import(*store, {folder / "first"});
        const StoreContents before = contents_of(*store);
        const std::string good = bytes_of(folder / "second");
        std::string flipped = good;
        flipped[good.size() / 2] = static_cast<char>(flipped[good.size() / 2] ^ 4);
        std::string newer = good;
        newer[8] = 2;
        const std::vector<std::pair<std::string, std::string>> bad = {{good.substr(0, good.size() / 2), "cut off"},
                                                                      {flipped, "damaged"},
                                                                      {newer, "newer Collimate"},
                                                                      {"name,score\nA,1\n", "no result package"},
                                                                      {"", "no result package"}};
        std::vector<fs::path> paths;
        for (std::size_t i = 0; i < bad.size(); ++i) {
            paths.push_back(folder / ("bad" + std::to_string(i)));
            write_bytes(paths.back(), bad[i].first);
        }
        paths.push_back(folder / "none");
        paths.push_back("/dev/zero");
        const auto files = import(*store, paths);
        for (std::size_t i = 0; i < bad.size(); ++i) {
            CHECK(files[i].standing == BatchStanding::refused);
            INFO(files[i].reason);
            CHECK(holds(files[i].reason, bad[i].second));
        }
        CHECK(holds(files[bad.size()].reason, "no such file"));
        CHECK(holds(files[bad.size() + 1].reason, "no plain file"));
        CHECK((contents_of(*store) == before));
    }
    SECTION("names the gap where a package is missing, and heals when it comes") {
        student.study(3, 2);
        write_bytes(folder / "third", student.package("", 3));
        import(*store, {folder / "first"});
        CHECK(holds(import(*store, {folder / "third"})[0].reason, "package 2 is missing"));
        CHECK(import(*store, {folder / "third", folder / "second"})[0].standing == BatchStanding::stored);
    }
    SECTION("names the fork where two computers share one record and its key") {
        student.study(3, 2);
        write_bytes(folder / "third", student.package("", 3));
        import(*store, {folder / "first", folder / "second", folder / "third"});
        fs::create_directory(folder / "twin");
        Package package = read_package(bytes_of(folder / "third"));
        package.answers.pop_back();
        write_bytes(folder / "twin" / "third", sign_package(package, key_number(1)));
        const StoreContents before = contents_of(*store);
        CHECK(
            holds(import(*store, {folder / "twin" / "third"})[0].reason, "two computers work on copies of one record"));
        CHECK((contents_of(*store) == before));
    }
    SECTION("puts a candidate into the class of the code, of --code, or of their enrolment") {
        Student other(folder.path(), 2);
        other.study(1, 3);
        write_bytes(folder / "no-code", other.package("", 1));
        CHECK(holds(import(*store, {folder / "no-code"})[0].reason, "several classes"));
        CHECK(import(*store, {folder / "no-code"}, "RAD-2028")[0].standing == BatchStanding::stored);
        other.study(2, 3);
        write_bytes(folder / "wrong-code", other.package("NURSE-1", 2));
        const auto files = import(*store, {folder / "wrong-code"});
        CHECK(files[0].standing == BatchStanding::stored);
        CHECK(holds(files[0].notes.at(0), "NURSE-1"));
        CHECK(store->roll(a_programme.id).enrolments.front().cohort == another_class.id);
        Student stranger(folder.path(), 3);
        stranger.study(1, 1);
        write_bytes(folder / "stranger", stranger.package("NURSE-1", 1));
        CHECK(holds(import(*store, {folder / "stranger"})[0].reason, "no class of this store has"));
        CHECK_THROWS_AS(import(*store, {folder / "stranger"}, "NURSE-1"), Refused);
    }
    SECTION("keeps answers to questions that no bank here has, and says so") {
        const std::vector<fs::path> files{folder / "first"};
        const auto knows = [](std::string_view, std::string_view item) { return item != "ct-ip-1003"; };
        const auto imported = import_packages(*store, files, {.knows = knows});
        CHECK(imported[0].new_answers == 8);
        CHECK(holds(imported[0].notes.at(0), "1 answers are to 1 questions that no bank here has"));
    }
    SECTION("stops between files when asked, and what was stored stays") {
        const std::vector<fs::path> files{folder / "first", folder / "second"};
        const auto imported = import_packages(*store, files, {.go_on = [](std::size_t, std::size_t) { return false; }});
        CHECK(holds(imported[0].reason, "stopped"));
        CHECK(store->roll(a_programme.id).candidates.empty());
    }
    SECTION("lets a deleted candidate's packages in no more") {
        import(*store, {folder / "first"});
        store->forget(a_programme.id, candidate(1), morning(3).ms);
        CHECK(holds(import(*store, {folder / "second"}, "RAD-2027")[0].reason, "was deleted"));
        CHECK(holds(import(*store, {folder / "first"})[0].reason, "was deleted"));
    }
}

TEST_CASE("a file that is no class store is refused and keeps every byte") {
    const TempFolder folder;
    const fs::path file = folder / "file";
    const auto refused = [&](const std::string& bytes) {
        write_bytes(file, bytes);
        CHECK_THROWS_AS(open_store(file.string(), IfAbsent::create), Refused);
        CHECK((bytes_of(file) == bytes));
    };
    refused("");
    refused("hello");
    { const Record record = Record::open(folder / "record", made_up, morning(0)); }
    refused(bytes_of(folder / "record"));
    with_classes(open_store((folder / "class").string(), IfAbsent::create));
    std::string store = bytes_of(folder / "class");
    REQUIRE(store.size() > 100);
    store[63] = 9;  // user_version
    refused(store);
    CHECK_THROWS_AS(open_store(folder.path().string(), IfAbsent::create), Refused);
    CHECK_THROWS_AS(open_store((folder / "no/such/folder").string(), IfAbsent::create), WorldFailed);
}
