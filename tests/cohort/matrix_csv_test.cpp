#include "engine/cohort/matrix_csv.hpp"

#include "engine/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

AnswerSheet sheet_of(const std::string& text) {
    const TempFolder folder;
    write_bytes(folder / "exam.csv", text);
    return read_matrix_csv(folder / "exam.csv");
}

/// What it is refused with; empty where it is taken.
std::string sheet_refusal(const std::string& text) {
    try {
        (void)sheet_of(text);
    } catch (const Refused& refused) {
        return refused.what();
    }
    return {};
}

ResponseCell cell_at(const AnswerSheet& sheet, std::size_t item, std::size_t candidate) {
    return sheet.answers.matrix.column(item).cells[candidate];
}

}  // namespace

TEST_CASE("matrix of answers from elsewhere") {
    SECTION("is scored by the keys of row 2") {
        const AnswerSheet sheet = sheet_of("id,q1,q2\nkey,B,A\ns1,B,C\ns2,A,a\n");
        CHECK(sheet.answers.items == std::vector<std::string>{"q1", "q2"});
        CHECK(sheet.answers.candidates == std::vector<std::string>{"s1", "s2"});
        CHECK(cell_at(sheet, 0, 0) == ResponseCell(true, 1));
        CHECK(cell_at(sheet, 0, 1) == ResponseCell(false, 0));
        CHECK(cell_at(sheet, 1, 0) == ResponseCell(false, 2));
        CHECK(cell_at(sheet, 1, 1) == ResponseCell(true, 0));
        CHECK(sheet.answers.options[0].keys == std::vector<int>{1});
    }
    SECTION("counts an empty cell as wrong, a dash as not presented, and an empty row as absent") {
        const AnswerSheet sheet = sheet_of(",q1,q2\n,A,B\ns1,,B\ns2,-,A\ns3,,\n");
        CHECK(sheet.unanswered == 1);
        CHECK(sheet.not_presented == 1);
        CHECK(sheet.absent == std::vector<std::string>{"s3"});
        CHECK(sheet.answers.matrix.candidates() == 2);
        CHECK(cell_at(sheet, 0, 0) == ResponseCell(false, std::nullopt));
        CHECK(sheet.answers.matrix.column(0).cells.size() == 1);
        CHECK(sheet.answers.matrix.column(1).cells.size() == 2);
    }
    SECTION("offers the letters up to the highest one seen") {
        const AnswerSheet sheet = sheet_of("id,q1,q2,q3\nkey,D,2,left\ns1,A,4,right\n");
        CHECK(sheet.answers.labels[0] == std::vector<std::string>{"A", "B", "C", "D"});
        CHECK(sheet.answers.labels[1] == std::vector<std::string>{"1", "2", "3", "4"});
        CHECK(sheet.answers.labels[2] == std::vector<std::string>{"LEFT", "RIGHT"});
    }
    SECTION("takes several options in any order") {
        const AnswerSheet sheet = sheet_of("id,q1\nkey,A;C\ns1,c; a\ns2,A\n");
        CHECK(cell_at(sheet, 0, 0).right());
        CHECK_FALSE(cell_at(sheet, 0, 1).right());
    }
    SECTION("takes semicolons, tabs, a byte order mark, carriage returns, quotes and rows without a corner") {
        for (const char* text : {"\xEF\xBB\xBFid;q1;q2\r\nkey;A;B\r\ns1;A;A\r\n", "id\tq1\tq2\nKey\tA\tB\ns1\tA\tA\n",
                                 "\"id\",\"q1\",\"q2\"\n\"Answer key\",A,B\n\"s1\",A,A", "q1,q2\nA,B\ns1,A,A\n"}) {
            const AnswerSheet sheet = sheet_of(text);
            CHECK(sheet.answers.items == std::vector<std::string>{"q1", "q2"});
            CHECK(sheet.answers.candidates == std::vector<std::string>{"s1"});
            CHECK(cell_at(sheet, 0, 0).right());
            CHECK_FALSE(cell_at(sheet, 1, 0).right());
        }
    }
    SECTION("keeps answers that are no options as right or wrong") {
        std::string text = "id,dose\nkey,4.5\n";
        for (int i = 0; i < 40; ++i) text += "s" + std::to_string(i) + "," + std::to_string(i) + ".5\n";
        const AnswerSheet sheet = sheet_of(text);
        CHECK(sheet.answers.options[0].options == 0);
        CHECK(cell_at(sheet, 0, 4).right());
        CHECK_FALSE(cell_at(sheet, 0, 5).right());
    }
    SECTION("is refused with the line and what to do") {
        const std::string head = "id,q1,q2\nkey,A,B\n";
        std::string wide = "id";
        for (int i = 0; i < 1'000'000; ++i) wide += ",q" + std::to_string(i);
        std::string many = "id";
        for (int i = 0; i < 5'001; ++i) many += ",q" + std::to_string(i);
        const std::pair<std::string, std::string> faults[] = {
            {"", "is empty; row 1 names the questions"},
            {"id,q1\n", "ends before the row of keys"},
            {head, "holds no candidate"},
            {head + "s1,A\n", "exam.csv:3: 2 cells instead of 3"},
            {head + "s1,A,B\ns2,A,B,C\n", "exam.csv:4: 4 cells instead of 3"},
            {"id,q1,q2\nkey,A\ns1,A,B\n", "exam.csv:2: 2 cells where row 1 has 3"},
            {"id,q1,q1\nkey,A,B\ns1,A,B\n", "the id q1 stands twice"},
            {"id,q1,\nkey,A,B\ns1,A,B\n", "question 2: it has no id"},
            {"id,q1,q2\nkey,A,\ns1,A,B\n", "exam.csv:2: question q2 has no key"},
            {"id,q1,q2\ns0,A,B\ns1,A,B\n", "seems to be a candidate"},
            {head + "key,B,B\ns1,A,B\n", "exam.csv:3: a second row of keys"},
            {"id,q1\nkey,A;B\ns1,A\ns2,B\n", "question q1 has two keys, A;B"},
            {head + "s1,A,B\ns1,A,B\n", "exam.csv:4: the candidate s1 stands twice"},
            {head + ",A,B\n", "the candidate has no id"},
            {head + "s1,=1+1,B\n", "exam.csv:3: column 2, \"=1+1\", is a formula"},
            {head + "@SUM(A1),A,B\n", "is a formula"},
            {head + "-cmd|' /C calc'!A0,A,B\n", "is a formula"},
            {wide + "\n", "exam.csv:1: the line is too long"},
            {many + "\n", "exam.csv:1: 5002 columns; give at most 5000 questions"},
            {head + "\"s1,A,B\n", "a quote is out of place"},
            {head + "s\xE9,A,B\n", "exam.csv:3: the text is not UTF-8"},
            {std::string("\xFF\xFEi\0d\0", 6), "the text is not UTF-8"},
            {std::string("PK\x03\x04\x14\x00", 6), "no CSV"},
            {head + "s\x1B[2J,A,B\n", "holds a control character"},
        };
        for (const auto& [text, words] : faults) {
            INFO(words << " in " << sheet_refusal(text));
            CHECK(sheet_refusal(text).find(words) != std::string::npos);
        }
    }
    SECTION("that is not there is the world's fault") {
        CHECK_THROWS_AS(read_matrix_csv("/no/such/exam.csv"), WorldFailed);
    }
}
