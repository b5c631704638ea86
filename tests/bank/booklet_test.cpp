#include "engine/bank/booklet.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "engine/base/error.hpp"
#include "engine/base/json_text.hpp"
#include "engine/item/instance.hpp"
#include "tests/bank/exam_folder.hpp"

using namespace collimate;
using namespace collimate::testing;

namespace {

fs::path compiled(const TemporaryFolder& folder, const std::string& exam) {
    Diagnostics diagnostics;
    const ExamSource source = read_source(exemplar_folder(exam), diagnostics);
    const fs::path file = folder / (exam + ".bank");
    write_bank(source, file);
    return file;
}

std::string printed_option(const std::string& markdown, int number, char letter) {
    const auto heading = markdown.find("## " + std::to_string(number) + "\n");
    const auto at = markdown.find(std::string("- ") + letter + ") ", heading);
    return markdown.substr(at + 5, markdown.find('\n', at) - at - 5);
}

}  // namespace

TEST_CASE("a booklet") {
    const TemporaryFolder folder;
    const Bank bank = Bank::open(compiled(folder, "ardms-spi"));
    const Booklet booklet = make_booklet(bank, {.seed = 7});

    SECTION("says which printed letter is right, in the key alone") {
        const auto key = parse_json(booklet.key);
        REQUIRE(key["questions"].size() == 4);
        for (const auto& question : key["questions"]) {
            const Item item = bank.item(question["item"].get<std::string>());
            const Instance instance = present(item, 7);
            const std::string letter = question["key"];
            REQUIRE(letter.size() == 1);
            const Choice& choice = instance.choices[static_cast<std::size_t>(letter[0] - 'A')];
            CHECK(choice.right);
            CHECK(question["options"][letter] == std::string(1, choice.letter));
        }
        CHECK(printed_option(booklet.markdown, 4, std::string(key["questions"][3]["key"])[0]).find("1480") !=
              std::string::npos);
    }
    SECTION("gives nothing away: no rationale, no slip, no id, no seed") {
        for (const ItemHead& head : bank.heads()) {
            const Item item = bank.item(head.ordinal);
            CHECK(booklet.markdown.find(item.id) == std::string::npos);
            for (const Option& option : item.options) {
                CHECK(booklet.markdown.find(option.why.substr(0, 25)) == std::string::npos);
                if (!option.error.empty()) CHECK(booklet.markdown.find(option.error) == std::string::npos);
            }
        }
        CHECK(booklet.markdown.find("seed") == std::string::npos);
    }
    SECTION("is the same for the same seed and differs for another") {
        CHECK(make_booklet(bank, {.seed = 7}).markdown == booklet.markdown);
        CHECK(make_booklet(bank, {.seed = 8}).markdown != booklet.markdown);
    }
    SECTION("draws the numbers of a question and leaves no braces") {
        CHECK(booklet.markdown.find('{') == std::string::npos);
    }
    SECTION("takes areas with their parts, or items in the order named") {
        CHECK(make_booklet(bank, {.areas = {"SPI.5"}, .seed = 1}).questions == 2);
        CHECK(make_booklet(bank, {.areas = {"SPI.5", "SPI.5.A.1"}, .seed = 1}).questions == 2);
        const auto key = parse_json(make_booklet(bank, {.items = {"spi-5-0002", "spi-4-0001"}, .seed = 1}).key);
        CHECK(key["questions"][0]["item"] == "spi-5-0002");
        CHECK(key["questions"][1]["number"] == 2);
    }
    SECTION("refuses what the bank does not hold") {
        CHECK_THROWS_AS(make_booklet(bank, {.areas = {"SPI.9"}, .seed = 1}), Refused);
        CHECK_THROWS_AS(make_booklet(bank, {.areas = {"SPI"}, .seed = 1}), Refused);
        CHECK_THROWS_AS(make_booklet(bank, {.items = {"spi-9-0001"}, .seed = 1}), Refused);
        CHECK_THROWS_AS(make_booklet(bank, {.items = {"spi-5-0002", "spi-5-0002"}, .seed = 1}), Refused);
    }
}

TEST_CASE("a booklet of other types") {
    const TemporaryFolder folder;
    SECTION("tells the candidate to select all, and lists the key in printed order") {
        const Bank bank = Bank::open(compiled(folder, "arrt-r"));
        const Booklet booklet = make_booklet(bank, {.items = {"r-ip-0002"}, .seed = 3});
        CHECK(booklet.markdown.find("Select all that apply") != std::string::npos);
        const std::string letters = parse_json(booklet.key)["questions"][0]["key"];
        CHECK(letters.size() == 3);
        CHECK(std::is_sorted(letters.begin(), letters.end()));
        std::set<std::string> right;
        for (const char letter : letters) right.insert(printed_option(booklet.markdown, 1, letter));
        CHECK(right == std::set<std::string>{"Narrowing the collimated field", "Changing to a 12:1 grid",
                                             "Moving the receptor farther from the patient"});
    }
    SECTION("lists an ordering's key in the right order") {
        const Bank bank = Bank::open(compiled(folder, "arrt-ct"));
        const Booklet booklet = make_booklet(bank, {.items = {"ct-p-0001"}, .seed = 3});
        const std::string letters = parse_json(booklet.key)["questions"][0]["key"];
        REQUIRE(letters.size() == 5);
        CHECK(printed_option(booklet.markdown, 1, letters[0]) == "Orbital fat");
        CHECK(printed_option(booklet.markdown, 1, letters[4]) == "Fresh blood clot");
        CHECK(letters != "ABCDE");
    }
    SECTION("leaves out a retired item, and one that another would give away") {
        write_small_exam(folder, changed(small_item, "revision = 1", "revision = 1\nenemies = [\"ct-s-0002\"]") +
                                     small_drawn_item +
                                     changed(changed(small_item, "ct-s-0001", "ct-s-0003"), "revision = 1",
                                             "revision = 1\n[item.retired]\non = 2026-11-22\nwhy = \"outdated\""));
        Diagnostics diagnostics;
        write_bank(read_source(folder.path(), diagnostics), folder / "b.bank");
        INFO(all_lines(diagnostics));
        const Booklet booklet = make_booklet(Bank::open(folder / "b.bank"), {.areas = {"S"}, .seed = 1});
        CHECK(booklet.questions == 1);
        CHECK(booklet.left_out == std::vector<std::string>{"ct-s-0002", "ct-s-0003"});
    }
}
