#include "engine/base/error.hpp"
#include "engine/model/link.hpp"
#include "engine/study/desk.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

struct OutcomeRoom {
    TempFolder folder;
    Bank bank = small_bank(folder.path());
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));
    Desk desk{bank, record};

    void study(int day, int first, int last) {
        for (int i = first; i <= last; ++i) {
            const Instance question = desk.present("ct-x-" + std::to_string(10'000 + i).substr(1));
            (void)desk.answer(0, question, answer_to(question, i % 3 != 0), morning(day));
        }
    }
    [[nodiscard]] double p_pass(int day) const {
        return desk.forecast(morning(day).day, morning(day).day).forecast.p_pass;
    }
};

}  // namespace

TEST_CASE("the result of a real exam at the desk") {
    OutcomeRoom room;
    room.study(0, 1, 20);
    room.study(1, 21, 40);
    const double before = room.p_pass(5);
    SECTION("that was failed lowers the forecast, one that was passed raises it") {
        room.desk.tell_outcome({.exam_day = morning(2).day, .passed = false}, morning(5));
        CHECK(room.p_pass(5) < before);
        room.desk.tell_outcome({.exam_day = morning(2).day, .passed = true, .scaled = 90}, morning(5));
        CHECK(room.p_pass(5) > before);
    }
    SECTION("is weighed by what was known of the candidate until that day") {
        Ability then(room.desk.frame().category_of_leaf);
        room.record.each_event("arrt-ct", 0, [&](const Event& event) {
            const auto* answer = std::get_if<Answered>(&event.body);
            if (!answer || event.day > morning(0).day) return;
            const ItemHead head = room.bank.head(room.bank.find(answer->item).value());
            const auto leaves = room.bank.outline().leaves();
            const Evidence evidence = {
                .leaf = static_cast<int>(std::find(leaves.begin(), leaves.end(), head.area) - leaves.begin()),
                .difficulty = shrunk_difficulty(
                    answer->difficulty,
                    room.desk.frame().difficulty_of(static_cast<std::size_t>(
                        std::find(leaves.begin(), leaves.end(), head.area) - leaves.begin())),
                    authored_reliability),
                .chance = answer->chance,
                .right = answer->right};
            then.answer(event.day, &evidence);
        });
        const std::vector<SatExam> sat = {{.ability = then, .passed = false, .scaled = 70}};
        const ExamFrame expected = linked_to(room.desk.frame(), sat);
        room.desk.tell_outcome({.exam_day = morning(0).day, .passed = false, .scaled = 70}, morning(5));
        CHECK(room.desk.frame().b_ref == expected.b_ref);
        CHECK(room.desk.frame().label_shift_sd == expected.label_shift_sd);
    }
    SECTION("leaves what is known of the candidate's ability alone") {
        const Ability ability = room.desk.ability();
        room.desk.tell_outcome({.exam_day = morning(2).day, .passed = false}, morning(5));
        CHECK(room.desk.ability() == ability);
    }
    SECTION("is told in words, with what it did") {
        CHECK(room.desk.outcome_link().words.empty());
        room.desk.tell_outcome({.exam_day = morning(2).day, .passed = false, .scaled = 71}, morning(5));
        const OutcomeLink link = room.desk.outcome_link();
        CHECK(link.words.find("not passed on 3 Nov 2026 with 71") != std::string::npos);
        CHECK(link.raw_after < link.raw_before);
        CHECK(link.doubt_after < link.doubt_before);
        CHECK(room.desk.forecast(morning(5).day, morning(5).day).basis.find(link.words) != std::string::npos);
    }
    SECTION("withdrawn leaves no trace in the forecast") {
        room.desk.tell_outcome({.exam_day = morning(2).day, .passed = false}, morning(5));
        room.desk.tell_outcome({.exam_day = morning(2).day, .withdrawn = true}, morning(5));
        CHECK(room.p_pass(5) == before);
    }
    SECTION("is refused with nothing recorded where it cannot be") {
        const std::int64_t seq = room.record.last_seq();
        const Now now = morning(5);
        CHECK_THROWS_AS(room.desk.tell_outcome({.exam_day = morning(6).day, .passed = true}, now), Refused);
        CHECK_THROWS_AS(room.desk.tell_outcome({.exam_day = morning(2).day, .passed = true, .scaled = 100}, now),
                        Refused);
        CHECK_THROWS_AS(room.desk.tell_outcome({.exam_day = morning(2).day, .passed = true, .scaled = 74}, now),
                        Refused);
        CHECK_THROWS_AS(room.desk.tell_outcome({.exam_day = morning(2).day, .passed = false, .scaled = 75}, now),
                        Refused);
        CHECK_THROWS_AS(room.desk.tell_outcome({.exam_day = morning(2).day, .withdrawn = true}, now), Refused);
        CHECK(room.record.last_seq() == seq);
    }
    SECTION("lived and opened anew gives the same bits, with answers before and after it") {
        room.desk.tell_outcome({.exam_day = morning(0).day, .passed = true}, morning(5));
        room.study(5, 41, 60);
        room.desk.tell_outcome({.exam_day = morning(3).day, .passed = false, .scaled = 68}, morning(6));
        room.study(7, 1, 30);
        const Desk again(room.bank, room.record);
        CHECK(again.digest() == room.desk.digest());
        REQUIRE(again.history().size() == room.desk.history().size());
        for (std::size_t i = 0; i < again.history().size(); ++i)
            CHECK(again.history()[i].p_pass == room.desk.history()[i].p_pass);
    }
}

TEST_CASE("the models a desk names") {
    OutcomeRoom room;
    const auto models = room.desk.models();
    REQUIRE(models.size() == 2);
    CHECK(models[0].name == "fsrs-6");
    CHECK(models[0].parameters.size() == 22);  // 21 and the retrievability at which an item is due
    SECTION("change with the link, and the digest with them") {
        const std::uint64_t before = room.desk.digest();
        room.desk.tell_outcome({.exam_day = morning(0).day, .passed = true}, morning(1));
        CHECK(room.desk.models()[0] == models[0]);
        CHECK_FALSE(room.desk.models()[1] == models[1]);
        CHECK(room.desk.digest() != before);
    }
}
