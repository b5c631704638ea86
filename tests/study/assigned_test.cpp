#include "engine/study/assigned.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

TEST_CASE("an assignment as a session") {
    const TempFolder folder;
    const Bank bank = small_bank(folder.path());
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));
    Desk desk(bank, record);
    const std::vector<std::string> items = {desk.heads()[3].id, desk.heads()[40].id, desk.heads()[11].id};
    const auto answer_all = [&](const SessionSettings& settings, int wanted, Now now) {
        Session session = Session::start(desk, settings, now, 11);
        int answered = 0;
        while (session.phase() != Phase::finished && answered < wanted) {
            session.submit(answer_to(session.question(), true), now);
            if (session.phase() == Phase::feedback) session.advance(now);
            ++answered;
        }
        if (session.phase() != Phase::finished) session.end(now);
        return answered;
    };
    SECTION("asks every question of it and no other, and is done then") {
        const AssignedWork work = assigned_work(desk, items, {}, morning(0).day);
        CHECK(work.asked == 3);
        CHECK(work.left == 3);
        CHECK(answer_all(work.settings, 100, morning(0)) == 3);
        for (const std::string& id : items) CHECK(desk.state().item(id).all.answers == 1);
        CHECK(desk.state().all.answers == 3);
        CHECK(assigned_work(desk, items, {}, morning(0).day).left == 0);
    }
    SECTION("goes on with what was left") {
        CHECK(answer_all(assigned_work(desk, items, {}, morning(0).day).settings, 2, morning(0)) == 2);
        const AssignedWork work = assigned_work(desk, items, {}, morning(0).day);
        CHECK(work.left == 1);
        CHECK(work.asked == 3);
        CHECK(answer_all(work.settings, 100, morning(1)) == 1);
    }
    SECTION("asks again what was answered before it was given") {
        CHECK(answer_all(assigned_work(desk, items, {}, morning(0).day).settings, 100, morning(0)) == 3);
        CHECK(assigned_work(desk, items, {}, morning(1).day).left == 3);
    }
    SECTION("names what the bank lacks and asks the rest") {
        std::vector<std::string> more = items;
        more.push_back("ct-nowhere");
        const AssignedWork work = assigned_work(desk, more, {}, morning(0).day);
        CHECK(work.unknown == std::vector<std::string>{"ct-nowhere"});
        CHECK(work.left == 3);
        CHECK(assigned_work(desk, {}, std::vector<std::string>{"Q.7"}, morning(0).day).left == 0);
    }
    SECTION("of areas draws from them, parts included") {
        const AssignedWork work = assigned_work(desk, {}, std::vector<std::string>{"A"}, morning(0).day, 7);
        CHECK(work.left > 7);
        CHECK(answer_all(work.settings, 100, morning(0)) == 7);
        for (const std::int64_t ordinal : desk.pool({}, morning(0).day)) {
            const ItemHead& head = desk.heads()[static_cast<std::size_t>(ordinal)];
            const bool in_area = desk.outline().areas[static_cast<std::size_t>(head.area)].code.starts_with("A");
            if (desk.state().item(head.id).seen()) CHECK(in_area);
        }
    }
}
