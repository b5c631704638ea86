#include "tests/bank/exam_folder.hpp"
#include "tests/support/lint.hpp"

using namespace collimate;
using namespace collimate::testing;

namespace {

/// Findings on `now` against a bank released with a faultless item and one more.
Diagnostics against_release(std::vector<Item> now) {
    const TemporaryFolder folder;
    const fs::path file = folder / "released.bank";
    Item second = faultless_item("ct-ip-0002");
    second.stem = "Which of the filters hardens the beam before it meets the skin?";
    write_bank(bank_of({faultless_item(), second}), file);
    now.push_back(second);
    return compare_with_release(bank_of(std::move(now)), Bank::open(file));
}

}  // namespace

TEST_CASE("lint: against a release") {
    Item item = faultless_item();
    SECTION("wording may change freely, and new items may come") {
        item.stem =
            "Coarse grain shows in the upper lungs on a chest scan of a large adult. Which setting smooths it at the "
            "same dose?";
        item.options[1].text = "A higher pitch";
        item.options[1].why = "Other words for the same thing.";
        Item fresh = faultless_item("ct-ip-0003");
        CHECK(against_release({item, fresh}).empty());
    }
    SECTION("a vanished id blocks, a retired one does not") {
        const Diagnostics gone = against_release({});
        REQUIRE(gone.size() == 1);
        CHECK(gone[0].code == "Y1");
        CHECK(gone[0].subject == "ct-ip-0001");
        CHECK(blocks(gone));
        item.retired = Retired{.on = lint_today, .why = "The fact has changed."};
        CHECK(against_release({item}).empty());
    }
    SECTION("another key, option or count of options needs a new revision") {
        Item moved = with_key(item, 'b');
        CHECK(blocks(against_release({moved})));
        moved.revision = 2;
        CHECK(against_release({moved}).empty());
        item.options.pop_back();
        CHECK(blocks(against_release({item})));
    }
    SECTION("a letter is not given to another option, revision or not") {
        item.revision = 2;
        item.options[3].text = "Thicker slices";
        item.options[3].error = "averaging overlooked";
        const Diagnostics reused = against_release({item});
        REQUIRE(reused.size() == 1);
        CHECK(reused[0].fault.find("letter d") != std::string::npos);
        item = faultless_item();
        item.revision = 2;
        item.options[3] = {
            .letter = 'e', .text = "Thicker slices", .why = "They average.", .error = "averaging overlooked"};
        CHECK(against_release({item}).empty());
    }
    SECTION("a revision does not go back") {
        item.revision = 0;
        CHECK(blocks(against_release({item})));
    }
}
