#include "engine/study/rescore.hpp"

#include <functional>

#include "engine/base/error.hpp"
#include "engine/study/desk.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

/// A record with answers of three days, and a bank that can be corrected.
struct Study {
    TempFolder folder;
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));

    Study() {
        const Bank bank = opened(small_source(6));
        Desk desk(bank, record);
        for (int day = 0; day < 3; ++day)
            for (int i = 1; i <= 8; ++i) {
                const Instance question = desk.present("ct-x-000" + std::to_string(i));
                const Response response{.letters = (i + day) % 3 != 0 ? "a" : "d", .elapsed_ms = 40'000};
                (void)desk.answer(0, question, response, morning(day));
            }
        const Instance number = desk.present("ct-x-9004");
        (void)desk.answer(0, number, answer_to(number, true), morning(2));
    }

    [[nodiscard]] Bank opened(const ExamSource& source) const {
        write_bank(source, folder / "small.bank");
        return Bank::open(folder / "small.bank");
    }
    [[nodiscard]] Bank corrected(const std::string& id, const std::function<void(Item&)>& correct) const {
        ExamSource source = small_source(6);
        for (Item& item : source.items)
            if (item.id == id) correct(item);
        return opened(source);
    }
    [[nodiscard]] const ExamState& state() const { return record.state("arrt-ct"); }
};

void key_is_d(Item& item) {
    item.revision = 2;
    item.options[0].right = false;
    item.options[0].error = "guessed";
    item.options[3].right = true;
    item.options[3].error.clear();
}

}  // namespace

TEST_CASE("answers to a bank that was corrected") {
    Study study;
    const std::int64_t before = study.record.last_seq();
    const Tally told = study.state().item("ct-x-0001").all;
    REQUIRE(told == Tally{.answers = 3, .right = 2});  // wrong ones chose d, the last day
    SECTION("stay as they are where nothing was corrected, at no cost to the log") {
        const Bank bank = study.opened(small_source(6));
        CHECK(rescore(bank, study.record, morning(4)).answers == 0);
        CHECK(study.record.last_seq() == before);
    }
    SECTION("are judged by the new key") {
        const Bank bank = study.corrected("ct-x-0001", key_is_d);
        const Rescoring rescoring = rescore(bank, study.record, morning(4));
        CHECK(rescoring.questions == 1);
        CHECK(rescoring.answers == 3);
        CHECK(rescoring.now_right == 1);
        CHECK(rescoring.now_wrong == 2);
        CHECK(study.state().item("ct-x-0001").all == Tally{.answers = 3, .right = 1});
        CHECK(study.record.last_seq() == before + 3);
    }
    SECTION("are judged once: opening again adds nothing") {
        const Bank bank = study.corrected("ct-x-0001", key_is_d);
        (void)rescore(bank, study.record, morning(4));
        const std::int64_t after = study.record.last_seq();
        CHECK(rescore(bank, study.record, morning(5)).answers == 0);
        CHECK(study.record.last_seq() == after);
    }
    SECTION("count for ability by the new key and the new difficulty, as if they had always stood") {
        const Bank bank = study.corrected("ct-x-0001", [](Item& item) {
            key_is_d(item);
            item.expected = 85;
        });
        (void)rescore(bank, study.record, morning(4));
        const Desk desk(bank, study.record);
        Record other = Record::open(study.folder / "other.collimate", made_up, morning(0));
        study.record.each_event("arrt-ct", 0, [&](const Event& event) {
            const auto* answer = std::get_if<Answered>(&event.body);
            if (!answer) return;
            const Answered stands = as_it_stands(study.state(), event.seq, *answer);
            if (answer->item == "ct-x-0001") CHECK(stands.revision == 2);
            other.append("arrt-ct", stands, {.ms = event.at_ms, .day = event.day});
        });
        const Desk straight(bank, other);
        CHECK(straight.ability() == desk.ability());
        CHECK(desk.ability().answers() == 9);
    }
    SECTION("with a new difficulty alone keep their verdict") {
        const Bank bank = study.corrected("ct-x-0002", [](Item& item) { item.expected = 90; });
        const Rescoring rescoring = rescore(bank, study.record, morning(4));
        CHECK(rescoring.answers == 3);
        CHECK_FALSE(rescoring.changed());
        const ItemState& item = study.state().item("ct-x-0002");
        CHECK(item.last_difficulty == bank.head(bank.find("ct-x-0002").value()).difficulty);
    }
    SECTION("that the new revision cannot judge keep their verdict") {
        const Bank gone = study.corrected("ct-x-0001", [](Item& item) {
            item.revision = 2;
            item.options[3].letter = 'e';  // d was replaced by another distractor
        });
        CHECK_FALSE(rescore(gone, study.record, morning(4)).changed());
        const Bank redrawn = study.corrected("ct-x-9004", [](Item& item) {
            item.revision = 2;
            item.options[0].value = "3 * x";
        });
        CHECK_FALSE(rescore(redrawn, study.record, morning(4)).changed());
    }
    SECTION("of a retired question, and under an earlier bank, stay as they are") {
        const Bank retired = study.corrected("ct-x-0001", [](Item& item) {
            item.revision = 2;
            item.retired = Retired{.on = morning(3).day, .why = "outdated"};
        });
        CHECK(rescore(retired, study.record, morning(4)).answers == 0);
        const Bank bank = study.corrected("ct-x-0001", key_is_d);
        (void)rescore(bank, study.record, morning(4));
        const Bank earlier = study.opened(small_source(6));
        CHECK(rescore(earlier, study.record, morning(5)).answers == 0);
    }
    SECTION("under a clock that was set back leave it to be told of later") {
        const Bank bank = study.corrected("ct-x-0001", key_is_d);
        CHECK(rescore(bank, study.record, morning(-30)).answers == 3);
        CHECK(study.state().day == morning(2).day);
        CHECK(study.state().clock_set_back == 0);
    }
    SECTION("live and rebuilt are the same bit for bit") {
        const Bank bank = study.corrected("ct-x-0001", key_is_d);
        (void)rescore(bank, study.record, morning(4));
        Desk desk(bank, study.record);
        const Instance question = desk.present("ct-x-0001");
        (void)desk.answer(0, question, answer_to(question, true), morning(4));
        const std::uint64_t lived = desk.digest();
        study.record.rebuild();
        CHECK(Desk(bank, study.record).digest() == lived);
        CHECK_NOTHROW(study.record.verify());
    }
}
