#include "engine/cohort/assignment.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/holds.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

AssignmentFile some_items() {
    return {.code = "RAD-2027",
            .id = id_number<AssignmentId>(7),
            .title = "Artifacts before Friday",
            .exam = "arrt-ct",
            .items = {"ct-ip-0031", "ct-ip-0007"},
            .areas = {},
            .given = *parse_day("2026-11-23"),
            .due = parse_day("2026-11-27")};
}

std::string refusal(const TempFolder& folder, const std::string& text) {
    write_bytes(folder / "task", text);
    try {
        (void)read_assignment(folder / "task");
    } catch (const Refused& refused) {
        CHECK(holds(refused.what(), (folder / "task").string()));
        return refused.what();
    }
    return "";
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), instead);
}

}  // namespace

TEST_CASE("an assignment as a file") {
    const TempFolder folder;
    const std::string text = assignment_text(some_items());
    SECTION("comes back as it was, questions in their order") {
        write_bytes(folder / "task", text);
        CHECK(read_assignment(folder / "task") == some_items());
        CHECK(assignment_text(read_assignment(folder / "task")) == text);
    }
    SECTION("of areas and without a day it is due comes back, too") {
        AssignmentFile areas = some_items();
        areas.items.clear();
        areas.areas = {"IP.2.C", "S"};
        areas.due.reset();
        write_bytes(folder / "task", assignment_text(areas));
        CHECK(read_assignment(folder / "task") == areas);
    }
    SECTION("stands in the class store as what was assigned") {
        const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
        const std::vector<Change> changes{assignment_of(some_items(), a_class.id)};
        store->change(a_programme.id, changes);
        const Roll roll = store->roll(a_programme.id);
        REQUIRE(roll.assignments.size() == 1);
        CHECK(file_of(roll.assignments.front(), "RAD-2027") == some_items());
    }
    SECTION("is not written with a fault") {
        AssignmentFile file = some_items();
        file.areas = {"S"};
        CHECK_THROWS_AS(assignment_text(file), Refused);
        file = some_items();
        file.items.clear();
        CHECK_THROWS_AS(assignment_text(file), Refused);
        file = some_items();
        file.title = "two\nlines";
        CHECK_THROWS_AS(assignment_text(file), Refused);
        file = some_items();
        file.due = file.given - 1;
        CHECK(holds(assignment_fault(file), "later day"));
        file = some_items();
        file.items.push_back(file.items.front());
        CHECK(holds(assignment_fault(file), "twice"));
    }
    SECTION("is refused in words where it is missing, cut off, foreign, newer or contradicts itself") {
        CHECK_THROWS_AS(read_assignment(folder / "nowhere"), Refused);
        for (std::size_t length = 0; length + 2 < text.size(); ++length)
            CHECK_FALSE(refusal(folder, text.substr(0, length)).empty());
        CHECK(holds(refusal(folder, "{}"), "no assignment"));
        CHECK(holds(refusal(folder, with(text, "\"version\": 1", "\"version\": 2")), "newer"));
        CHECK(holds(refusal(folder, with(text, "\"due\"", "\"title\"")), "twice"));
        CHECK(holds(refusal(folder, with(text, "\"areas\": []", "\"areas\": [\"S\"]")), "either questions or areas"));
        CHECK(holds(refusal(folder, with(text, "\"areas\": []", "\"areas\": [[[[]]]]")), "deep"));
        CHECK(holds(refusal(folder, with(text, "2026-11-27", "2026-13-27")), "no day"));
        CHECK_FALSE(refusal(folder, with(text, "ct-ip-0031", "ct\\u001b[31m")).empty());
        CHECK_FALSE(refusal(folder, with(text, "\"items\": [", "\"items\": [3, ")).empty());
        CHECK(holds(refusal(folder, std::string(1 << 20, ' ')), "too large"));
    }
}
