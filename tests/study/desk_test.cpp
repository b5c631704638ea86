#include "engine/study/desk.hpp"

#include <algorithm>
#include <set>

#include "engine/base/error.hpp"
#include "engine/study/frame.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

/// A bank, a record and a desk over both.
struct DeskRoom {
    TempFolder folder;
    Bank bank;
    Record record;
    Desk desk;

    explicit DeskRoom(int per_leaf = 20)
        : bank(small_bank(folder.path(), per_leaf)),
          record(Record::open(folder / "record.collimate", made_up, morning(0))),
          desk(bank, record) {}

    AnswerResult answer(const std::string& item, bool right, Now now) {
        const Instance question = desk.present(item);
        return desk.answer(0, question, answer_to(question, right), now);
    }

    AnswerResult answer_next(Policy policy, bool right, Now now) {
        return answer(id(desk.next(policy, now, 1).value()), right, now);
    }

    [[nodiscard]] std::string id(const Next& next) const { return head(next).id; }
    [[nodiscard]] const ItemHead& head(const Next& next) const {
        return desk.heads()[static_cast<std::size_t>(next.ordinal)];
    }
};

const AreaStanding& area(const std::vector<AreaStanding>& areas, const Outline& outline, const char* code) {
    return areas[static_cast<std::size_t>(outline.find(code).value())];
}

}  // namespace

TEST_CASE("frame of an exam") {
    const Outline outline = small_outline();
    const ExamFrame frame = exam_frame(outline);
    SECTION("the leaves' weights are the outline's") {
        REQUIRE(frame.weight.size() == 4);
        for (std::size_t leaf = 0; leaf < 4; ++leaf)
            CHECK(frame.weight[leaf] == Approx(0.1 * static_cast<double>(leaf + 1)));
        CHECK(frame.category_of_leaf == std::vector<int>{0, 0, 1, 1});
    }
    SECTION("before the first answer the forecast is the published first-time pass rate") {
        CHECK(forecast(frame, Ability(frame.category_of_leaf), {}).p_pass == Approx(0.739).margin(1e-6));
    }
    SECTION("the line of ARRT rounds to 75 at the cut and 99 at full marks") {
        CHECK(scaled_score(frame, frame.cut) == Approx(74.5));
        CHECK(scaled_score(frame, 1.0) == Approx(99.49));
    }
    SECTION("the line of ARDMS ends at 555 and 700 and is called an assumption") {
        Outline ardms = outline;
        ardms.registry = Registry::ardms;
        ardms.scale = {.low = 300, .cut = 555, .high = 700};
        CHECK(scaled_score(exam_frame(ardms), ardms.cut.percent / 100.0) == Approx(555));
        CHECK(scaled_score(exam_frame(ardms), 1.0) == Approx(700));
        CHECK(assumptions(ardms).find("our assumption, as is the scaled score.") != std::string::npos);
        ardms.cut.assumed = false;
        CHECK(assumptions(ardms).find("a scaled score is our assumption.") != std::string::npos);
    }
    SECTION("published and assumed figures are told apart") {
        CHECK(assumptions(outline).find("published first-time pass rate is 73.9 % (2024)") != std::string::npos);
        CHECK(assumptions(outline).find("cut at 66 % correct is our assumption") != std::string::npos);
    }
}

TEST_CASE("answering at the desk") {
    DeskRoom room;
    SECTION("scores, schedules and tells the learning points met") {
        const AnswerResult first = room.answer("ct-x-0003", true, morning(0));
        CHECK(first.right);
        CHECK(first.fresh);
        CHECK(first.rating == Rating::good);
        CHECK_FALSE(first.retrievability);
        REQUIRE(first.points.size() == 1);
        CHECK(first.points[0].id == "point-1");
        CHECK(first.points[0].met_before == 0);
        const AnswerResult second = room.answer("ct-x-0002", false, morning(0));
        CHECK(second.points[0].met_before == 1);
        CHECK(second.due == morning(1).day);
    }
    SECTION("a repeat is no fresh evidence, and when it is due its retrievability is near 0.9") {
        const AnswerResult first = room.answer("ct-x-0003", true, morning(0));
        const Now due = morning(first.due - morning(0).day);
        const AnswerResult again = room.answer("ct-x-0003", true, due);
        CHECK_FALSE(again.fresh);
        CHECK(again.retrievability.value() == Approx(0.9).margin(0.03));
        CHECK(again.stability > first.stability);
        CHECK(room.desk.state().fresh.answers == 1);
    }
    SECTION("a new draw of a parametric item is fresh each time") {
        const Instance before = room.desk.present("ct-x-9004");
        CHECK(room.answer("ct-x-9004", true, morning(0)).fresh);
        CHECK(room.answer("ct-x-9004", false, morning(1)).fresh);
        CHECK(room.desk.present("ct-x-9004").seed != before.seed);
    }
    SECTION("the draw stays until it is answered") {
        const std::uint64_t before = room.desk.present("ct-x-0005").seed;
        room.desk.flag("ct-x-0005", true, morning(0));
        CHECK(room.desk.present("ct-x-0005").seed == before);
        room.answer("ct-x-0005", true, morning(0));
        CHECK(room.desk.present("ct-x-0005").seed != before);
    }
    SECTION("a letter that is not shown, or twice, is refused and nothing is kept") {
        const Instance question = room.desk.present("ct-x-0001");
        CHECK_THROWS_AS(room.desk.answer(0, question, {.letters = "z"}, morning(0)), Refused);
        CHECK_THROWS_AS(room.desk.answer(0, question, {.letters = "aa"}, morning(0)), Refused);
        CHECK(room.record.last_seq() == 0);
    }
    SECTION("an unknown item is refused") {
        CHECK_THROWS_AS(room.desk.present("ct-x-7777"), Refused);
        CHECK_THROWS_AS(room.desk.flag("ct-x-7777", true, morning(0)), Refused);
    }
    SECTION("keeps what the models need with the answer") {
        room.answer("ct-x-0003", true, morning(0));
        const ItemHead head = room.bank.head(room.bank.find("ct-x-0003").value());
        int answers = 0;
        room.record.each_event("arrt-ct", 0, [&](const Event& event) {
            const Answered& answer = std::get<Answered>(event.body);
            CHECK(answer.difficulty == head.difficulty);
            CHECK(answer.chance == 0.25);
            CHECK(answer.area == "A.1");
            CHECK(answer.letters == "a");
            ++answers;
        });
        CHECK(answers == 1);
    }
}

TEST_CASE("a goal at the desk") {
    DeskRoom room;
    CHECK_THROWS_AS(room.desk.set_goal(std::nullopt, 0, morning(0)), Refused);
    room.desk.set_goal(morning(60).day, 45, morning(0));
    const Today today = room.desk.today(morning(0).day);
    CHECK(today.days_left == 60);
    CHECK(today.minutes_left == 45.0);
    CHECK(today.fresh == 29);  // 45 minutes * 0.86 / 1.33 = 29.1
    CHECK(today.reviews == 0);
    CHECK(today.week.size() == 7);
}

TEST_CASE("choosing the next question") {
    DeskRoom room(6);
    const auto policy = GENERATE(Policy::due, Policy::weakest, Policy::random, Policy::plan);
    SECTION("never twice a day while others are left, never a retired one, one of a family a day") {
        std::set<std::string> met;
        int twins = 0;
        const int askable = 24 + 1 + 1;  // plain ones, one of the twins, the drawn number
        for (int i = 0; i < askable; ++i) {
            const auto next = room.desk.next(policy, morning(0), 5);
            REQUIRE(next);
            const std::string id = room.id(*next);
            CHECK(met.insert(id).second);
            CHECK(id != "ct-x-9003");
            twins += room.head(*next).family == "twins" ? 1 : 0;
            room.answer(id, i % 3 != 0, morning(0));
        }
        CHECK(twins == 1);
    }
    SECTION("the same record and seed give the same question") {
        for (int i = 0; i < 5; ++i) {
            const auto next = room.desk.next(policy, morning(0), 9);
            const Desk again(room.bank, room.record);
            CHECK(again.next(policy, morning(0), 9)->ordinal == next->ordinal);
            room.answer(room.id(*next), true, morning(0));
        }
    }
    SECTION("a bank with nothing but a retired question gives none") {
        ExamSource source = small_source(1);
        std::erase_if(source.items, [](const Item& item) { return !item.retired; });
        write_bank(source, room.folder / "one.bank");
        const Bank bank = Bank::open(room.folder / "one.bank");
        REQUIRE(bank.size() == 1);
        CHECK_FALSE(Desk(bank, room.record).next(policy, morning(0), 1));
    }
}

TEST_CASE("the due policy") {
    SECTION("brings back what is due, the least retrievable first, before anything new") {
        DeskRoom room;
        for (const char* item : {"ct-x-0001", "ct-x-0002", "ct-x-0003"}) room.answer(item, false, morning(0));
        room.answer("ct-x-0002", true, morning(1));
        room.answer("ct-x-0004", false, morning(2));
        const Day then = morning(9).day;
        const auto list = room.desk.due_list(then);
        REQUIRE(list.size() == 4);
        for (std::size_t i = 1; i < list.size(); ++i) {
            const auto& before = room.desk.heads()[static_cast<std::size_t>(list[i - 1])].id;
            const auto& after = room.desk.heads()[static_cast<std::size_t>(list[i])].id;
            CHECK(room.desk.retrievability_of(before, then) <= room.desk.retrievability_of(after, then));
        }
        const auto next = room.desk.next(Policy::due, morning(9), 1);
        CHECK(next->ordinal == list.front());
        CHECK(next->why == Why::due_review);
    }
    SECTION("then brings new ones in the proportion of the exam") {
        DeskRoom room;
        std::vector<int> taken(4);
        for (int i = 0; i < 40; ++i) {
            const auto next = room.desk.next(Policy::due, morning(0), 3);
            CHECK(next->why == Why::new_item);
            const std::string code = room.desk.outline().areas[static_cast<std::size_t>(room.head(*next).area)].code;
            ++taken[code == "A.1" ? 0 : code == "A.2" ? 1 : code == "B.1" ? 2 : 3];
            room.answer(room.id(*next), true, morning(0));
        }
        CHECK(taken == std::vector<int>{4, 8, 12, 16});  // 10, 20, 30, 40 % of 40
    }
    SECTION("has nothing to do when all is answered and nothing is due") {
        DeskRoom room(1);
        while (const auto next = room.desk.next(Policy::due, morning(0), 3))
            room.answer(room.id(*next), true, morning(0));
        CHECK(room.desk.state().all.answers == 6);
    }
}

TEST_CASE("the weakest policy asks where most points are lost") {
    DeskRoom room;
    for (int i = 0; i < 15; ++i) {
        const int lost_most = room.desk.weak_topics().costs_most.front();
        const auto next = room.desk.next(Policy::weakest, morning(0), 3);
        CHECK(room.head(*next).area == lost_most);
        CHECK(next->why == Why::weak_area);
        room.answer(room.id(*next), i % 2 == 0, morning(0));
    }
}

TEST_CASE("a filtered pool") {
    DeskRoom room(5);
    const Day today = morning(0).day;
    SECTION("the whole exam is every item but the retired") { CHECK(room.desk.pool({}, today).size() == 23); }
    SECTION("a category holds its leaves") {
        CHECK(room.desk.pool({.areas = {"A"}}, today).size() ==
              room.desk.pool({.areas = {"A.1"}}, today).size() + room.desk.pool({.areas = {"A.2"}}, today).size());
        CHECK(room.desk.pool({.areas = {"A", "A.1"}}, today) == room.desk.pool({.areas = {"A"}}, today));
    }
    SECTION("an unknown area is refused") { CHECK_THROWS_AS(room.desk.pool({.areas = {"Q.1"}}, today), Refused); }
    SECTION("the bands of difficulty split the pool") {
        std::size_t sum = 0;
        for (const auto band : {DifficultyBand::easy, DifficultyBand::medium, DifficultyBand::hard})
            sum += room.desk.pool({.difficulty = band}, today).size();
        CHECK(sum == room.desk.pool({}, today).size());
        // expected percents are 40, 50, 60, 70, 80
        CHECK(room.desk.pool({.areas = {"A.1"}, .difficulty = DifficultyBand::easy}, today).size() == 1);
        CHECK(room.desk.pool({.areas = {"A.1"}, .difficulty = DifficultyBand::hard}, today).size() == 1);
    }
    SECTION("the states follow the log, and agree with the counts of the areas") {
        room.answer("ct-x-0001", false, morning(0));
        room.answer("ct-x-0002", true, morning(0));
        room.desk.flag("ct-x-0003", true, morning(0));
        const Day later = morning(1).day;
        CHECK(room.desk.pool({.state = PoolState::wrong}, later).size() == 1);
        CHECK(room.desk.pool({.state = PoolState::flagged}, later).size() == 1);
        CHECK(room.desk.pool({.state = PoolState::unused}, later).size() == 21);
        CHECK(room.desk.pool({.state = PoolState::due}, later).size() == 1);
        const auto areas = room.desk.areas(later);
        const AreaStanding& whole_a = area(areas, room.desk.outline(), "A");
        CHECK(whole_a.pool.wrong == 1);
        CHECK(whole_a.pool.flagged == 1);
        CHECK(whole_a.pool.due == 1);
        CHECK(whole_a.pool.all - whole_a.pool.unused == 2);
        room.answer("ct-x-0001", true, morning(1));
        CHECK(room.desk.pool({.state = PoolState::wrong}, later).empty());
    }
}

TEST_CASE("drawing a session") {
    DeskRoom room(20);
    const Day today = morning(0).day;
    const auto count_in = [&](const std::vector<std::int64_t>& drawn, const char* code) {
        return std::count_if(drawn.begin(), drawn.end(), [&](std::int64_t ordinal) {
            return room.desk.heads()[static_cast<std::size_t>(ordinal)].area == room.desk.outline().find(code);
        });
    };
    SECTION("is in the proportion of the exam and without repeats") {
        const auto drawn = room.desk.draw({}, 20, today, 7);
        CHECK(drawn.size() == 20);
        CHECK(std::set<std::int64_t>(drawn.begin(), drawn.end()).size() == 20);
        CHECK(count_in(drawn, "A.1") == 2);
        CHECK(count_in(drawn, "B.2") == 8);
    }
    SECTION("keeps the proportion among the areas chosen") {
        const auto drawn = room.desk.draw({.areas = {"A"}}, 12, today, 7);
        CHECK(count_in(drawn, "A.1") == 4);
        CHECK(count_in(drawn, "A.2") == 8);
    }
    SECTION("the same seed draws the same, another seed another") {
        CHECK(room.desk.draw({}, 20, today, 7) == room.desk.draw({}, 20, today, 7));
        CHECK(room.desk.draw({}, 20, today, 7) != room.desk.draw({}, 20, today, 8));
    }
    SECTION("takes what was answered today only when nothing else is left") {
        for (int i = 1; i <= 15; ++i) room.answer(small_item(i, "A.1").id, true, morning(0));
        for (const std::int64_t ordinal : room.desk.draw({.areas = {"A.1"}}, 5, today, 7))
            CHECK_FALSE(room.desk.state().item(room.bank.head(ordinal).id).seen());
        CHECK(room.desk.draw({.areas = {"A.1"}}, 8, today, 7).size() == 8);
    }
    SECTION("is short when the pool is short") {
        CHECK(room.desk.draw({.areas = {"A.1"}}, 500, today, 7).size() == 20);
    }
}

TEST_CASE("areas") {
    DeskRoom room;
    for (int i = 0; i < 60; ++i) room.answer_next(Policy::due, i % 4 != 0, morning(i / 20));
    const auto areas = room.desk.areas(morning(3).day);
    const auto topics = room.desk.weak_topics();
    SECTION("branches sum up their leaves") {
        double weight = 0.0, lost = 0.0;
        Tally all;
        for (const AreaStanding& each : areas) {
            if (!each.leaf) continue;
            weight += each.weight;
            lost += each.standing.points_lost;
            all.answers += each.all.answers;
        }
        CHECK(weight == Approx(1.0));
        CHECK(all.answers == 60);
        const AreaStanding& a = area(areas, room.desk.outline(), "A");
        const AreaStanding& b = area(areas, room.desk.outline(), "B");
        CHECK(a.all.answers + b.all.answers == 60);
        CHECK(a.standing.points_lost + b.standing.points_lost == Approx(lost));
    }
    SECTION("the list of what costs most is every leaf, ordered by points lost") {
        REQUIRE(topics.costs_most.size() == 4);
        for (std::size_t i = 1; i < 4; ++i)
            CHECK(areas[static_cast<std::size_t>(topics.costs_most[i - 1])].standing.points_lost >=
                  areas[static_cast<std::size_t>(topics.costs_most[i])].standing.points_lost);
    }
}

TEST_CASE("a leaf weaker than the rest is named only with enough answers") {
    DeskRoom room(100);
    CHECK(room.desk.weak_topics().weaker.empty());
    for (int i = 0; i < 400; ++i) {  // a hundred each of A.1, A.2, B.1, B.2
        const bool in_b1 = i / 100 == 2;
        room.answer(small_item(i + 1, "").id, in_b1 ? i % 2 == 0 : i % 6 != 0, morning(i / 100));
    }
    const int b1 = room.desk.outline().find("B.1").value();
    const auto areas = room.desk.areas(morning(5).day);
    CHECK(room.desk.weak_topics().weaker == std::vector<int>{b1});
    CHECK(areas[static_cast<std::size_t>(b1)].weaker);
    CHECK(areas[static_cast<std::size_t>(b1)].standing.p_weak >= 0.8);
    CHECK_FALSE(areas[static_cast<std::size_t>(b1)].standing.few);
}

TEST_CASE("learning points") {
    DeskRoom room(4);
    room.answer("ct-x-0002", false, morning(0));
    room.answer("ct-x-0003", true, morning(0));
    room.answer("ct-x-0004", false, morning(0));
    const auto points = room.desk.points();
    const auto find = [&](const char* id) {
        return *std::find_if(points.begin(), points.end(), [&](const PointState& p) { return p.id == id; });
    };
    SECTION("are met on any of their items and known by the last answer") {
        CHECK(find("point-1").met == 2);
        CHECK(find("point-1").last_right);
        CHECK(find("point-2").met == 1);
        CHECK_FALSE(find("point-2").last_right);
        CHECK(find("point-3").met == 0);
    }
    SECTION("are counted in their area and above") {
        const PointCounts leaf = room.desk.points_by_area()[1];
        CHECK(leaf.met == 2);
        CHECK(leaf.known == 1);
        CHECK(leaf.missed == 1);
        CHECK(leaf.all == static_cast<int>(points.size()));
        CHECK(room.desk.points_by_area()[0].met == 2);
        CHECK(room.desk.points_by_area()[3].all == 0);
    }
}

TEST_CASE("forecast at the desk") {
    DeskRoom room;
    const Day today = morning(0).day;
    SECTION("begins at the national figure and says what it rests on") {
        const Readiness readiness = room.desk.forecast(today, today);
        CHECK(readiness.forecast.p_pass == Approx(0.739).margin(1e-6));
        CHECK(readiness.basis.find("No answers yet") != std::string::npos);
        CHECK(readiness.basis.find("73.9 %") != std::string::npos);
        CHECK(readiness.cut == 75.0);
    }
    SECTION("rises with right answers and falls with wrong ones") {
        DeskRoom other;
        for (int i = 0; i < 25; ++i) {
            room.answer_next(Policy::due, true, morning(0));
            other.answer_next(Policy::due, false, morning(0));
        }
        CHECK(room.desk.forecast(today, today).forecast.p_pass > 0.739);
        CHECK(other.desk.forecast(today, today).forecast.p_pass < 0.5);
        CHECK(room.desk.forecast(today, today).basis.find("25 answers") != std::string::npos);
    }
    SECTION("looks ahead to the answers that the plan leaves time for") {
        room.desk.set_goal(today + 30, 45, morning(0));
        const Readiness then = room.desk.forecast(today, today + 30);
        CHECK(then.ahead.answers == Approx(30 * 45 * 0.86 / 1.33));
        CHECK(then.forecast.scaled.median > room.desk.forecast(today, today).forecast.scaled.median);
        CHECK(then.basis.find("unused questions") != std::string::npos);  // 873 answers, 83 questions
    }
    SECTION("keeps one estimate for every finished day of study") {
        for (const int day : {0, 0, 1, 4}) room.answer_next(Policy::due, true, morning(day));
        REQUIRE(room.desk.history().size() == 2);
        CHECK(room.desk.history()[0].day == morning(0).day);
        CHECK(room.desk.history()[1].day == morning(1).day);
        CHECK(room.desk.history()[1].p_pass > 0.739);
    }
}

TEST_CASE("an answer to a question the bank no longer holds") {
    DeskRoom room;
    Answered gone = an_answer("ct-gone-0001", false);
    SECTION("counts where its area went") {
        gone.area = "Z.9";  // folded into B.1
        room.record.append("arrt-ct", gone, morning(0));
        const Desk desk(room.bank, room.record);
        const auto areas = desk.areas(morning(0).day);
        CHECK(area(areas, desk.outline(), "B.1").standing.theta < area(areas, desk.outline(), "B.2").standing.theta);
    }
    SECTION("counts as study only when its area is gone, too") {
        gone.area = "Q.1";
        room.record.append("arrt-ct", gone, morning(0));
        const Desk desk(room.bank, room.record);
        CHECK(desk.ability().answers() == 1);
        const auto areas = desk.areas(morning(0).day);
        CHECK(area(areas, desk.outline(), "B.1").standing.theta == area(areas, desk.outline(), "A.1").standing.theta);
    }
}
