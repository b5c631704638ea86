#include "engine/base/output_file.hpp"

#include "engine/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

TEST_CASE("an output file") {
    const TempFolder folder;
    const fs::path file = folder / "out.txt";
    SECTION("is written whole, new or in the place of an ordinary file, and leaves nothing beside it") {
        write_whole(file, "first");
        CHECK(bytes_of(file) == "first");
        write_whole(file, "second");
        CHECK(bytes_of(file) == "second");
        CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
    }
    SECTION("replaces no link, folder or device") {
        write_bytes(folder / "real", "kept");
        fs::create_symlink(folder / "real", file);
        CHECK_THROWS_AS(write_whole(file, "text"), Refused);
        CHECK(bytes_of(folder / "real") == "kept");
        CHECK(fs::is_symlink(file));
        CHECK_THROWS_AS(check_target(folder.path()), Refused);
        CHECK_THROWS_AS(check_target("/dev/null"), Refused);
    }
    SECTION("replaces no bank, and a database no other file") {
        const fs::path bank = small_bank(folder.path()).file();
        const std::string before = bytes_of(bank);
        CHECK_THROWS_AS(write_whole(bank, "text"), Refused);
        CHECK((bytes_of(bank) == before));
        constexpr int bank_kind = 0x434c4d42;  // "CLMB", as the bank format documents
        CHECK_NOTHROW(check_target(bank, bank_kind));
        CHECK_THROWS_AS(check_target(bank, bank_kind + 1), Refused);
        write_bytes(file, "a letter");
        CHECK_THROWS_AS(check_target(file, bank_kind), Refused);
        write_bytes(file, "");
        CHECK_NOTHROW(check_target(file, bank_kind));
    }
    SECTION("in a folder that is not there is a failure of the world") {
        CHECK_THROWS_AS(write_whole(folder / "no/such/file", "text"), WorldFailed);
    }
}
