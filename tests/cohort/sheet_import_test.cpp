#include "engine/cohort/sheet_import.hpp"

#include "engine/cohort/class_matrix.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

constexpr const char* small_sheet = "id,q1,q2,q10\nkey,A,B,C\n17,A,C,C\n18,B,,C\n19,A,B,-\n";

SheetFiling filing_with(int& ids) {
    return {.exam = "midterm", .day = 20'000, .cohort = a_class.id, .new_id = [&ids] {
                return id_number<CandidateId>(500 + ++ids).bytes;
            }};
}

}  // namespace

TEST_CASE("filing answers from elsewhere") {
    const TempFolder folder;
    write_bytes(folder / "midterm.csv", small_sheet);
    const AnswerSheet sheet = read_matrix_csv(folder / "midterm.csv");
    const auto store = with_classes(open_store((folder / "class").string(), IfAbsent::create));
    int ids = 0;
    const SheetImport first = import_sheet(*store, a_programme.id, sheet, filing_with(ids));
    SECTION("puts new candidates on the roster by number alone and enrolls them") {
        CHECK(first.new_candidates == 3);
        CHECK(first.new_answers == 8);
        const Roster roster = store->roster(a_programme.id);
        REQUIRE(roster.size() == 3);
        for (const auto& [id, entry] : roster) CHECK(entry.name.empty());
        CHECK(store->roll(a_programme.id).enrolments.size() == 3);
    }
    SECTION("adds nothing the second time") {
        const SheetImport again = import_sheet(*store, a_programme.id, sheet, filing_with(ids));
        CHECK(again.new_candidates == 0);
        CHECK(again.new_answers == 0);
    }
    SECTION("gives the matrix of the sheet back, questions in the order of their numbers") {
        const ClassMatrix matrix = class_matrix(*store, {.programme = a_programme.id, .exam = "midterm"});
        CHECK(matrix.items == std::vector<std::string>{"q1", "q2", "q10"});
        CHECK(matrix.matrix.responses() == 8);
        CHECK(matrix.matrix.column(2).cells.size() == 2);
        CHECK(matrix.labels[0] == std::vector<std::string>{"A", "B"});
        CHECK(matrix.options[0].keys == std::vector<int>{0});
        CHECK_FALSE(matrix.authored[0].has_value());
        const ResponseAnalysis analysis = analyze_responses(matrix.matrix, matrix.options);
        CHECK_FALSE(analysis.items[0].facility.value.has_value());
        CHECK(why_withheld(analysis.items[0].facility) == "3 candidates answered; it takes 10 to say this.");
    }
    SECTION("leaves other exams out") {
        CHECK(class_matrix(*store, {.programme = a_programme.id, .exam = "arrt-ct"}).items.empty());
    }
}
