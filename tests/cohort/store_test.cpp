// The contract of the class store, kept by both kinds.
#include "engine/cohort/store.hpp"

#include <algorithm>
#include <thread>

#include "engine/cohort/merge.hpp"
#include "engine/cohort/person.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/holds.hpp"

using namespace collimate;
using namespace collimate::cohort;
using namespace collimate::test;

namespace {

const ProgrammeId here = a_programme.id;

void change_one(Store& store, const Change& change) { store.change(here, std::span(&change, 1)); }

template <class Work>
std::string why_refused(Work work) {
    try {
        work();
    } catch (const Refused& refused) {
        return refused.what();
    }
    return "done";
}

}  // namespace

TEST_CASE("a class store") {
    const StoreKind kind = GENERATE(StoreKind::sqlite, StoreKind::postgres);
    if (!StorePlaces::can_run(kind)) {
        WARN("skipped on PostgreSQL: no server is installed");
        return;
    }
    INFO((kind == StoreKind::sqlite ? "SQLite" : "PostgreSQL"));
    StorePlaces places(kind);
    const std::string place = places.next();
    CHECK_THROWS_AS(open_store(place, IfAbsent::refuse), Refused);
    const std::unique_ptr<Store> store = with_classes(open_store(place, IfAbsent::create));

    SECTION("keeps what was arranged, the same after it is opened again") {
        const Group evening = {.id = id_number<GroupId>(1), .cohort = a_class.id, .name = "Evening"};
        const std::vector<Change> changes{
            evening,
            Enrolment{.candidate = candidate(1), .cohort = a_class.id, .since_ms = morning(0).ms},
            Membership{.candidate = candidate(1), .group = evening.id},
            Named{.candidate = candidate(1), .entry = {.name = "Åsa O'Neil \"A\" \\ ;--", .number = "007"}},
            Outcome{.candidate = candidate(1), .credential = "arrt-r", .day = 20'800, .passed = true, .scaled = 81.5},
            Assignment{.id = id_number<AssignmentId>(1),
                       .cohort = a_class.id,
                       .title = "Week 3",
                       .exam = "arrt-ct",
                       .items = {"ct-ip-0001", "ct-ip-0002"},
                       .given = 20'700},
            Disclosure{.at_ms = morning(1).ms, .to = "JRCERT", .purpose = "accreditation"}};
        store->change(here, changes);
        const StoreContents before = contents_of(*store);
        CHECK(before.roll.cohorts == std::vector<Cohort>{a_class, another_class});
        CHECK(before.roll.memberships.size() == 1);
        CHECK(before.roster.at(candidate(1)).name == "Åsa O'Neil \"A\" \\ ;--");
        CHECK(before.roll.outcomes.front().scaled == 81.5);
        CHECK(before.roll.assignments.front().items.size() == 2);
        CHECK(before.disclosures.front().to == "JRCERT");
        CHECK((contents_of(*open_store(place, IfAbsent::refuse)) == before));
    }
    SECTION("replaces what has the same key, and removes what is withdrawn") {
        change_one(*store, Enrolment{.candidate = candidate(1), .cohort = a_class.id});
        change_one(*store, Enrolment{.candidate = candidate(1), .cohort = a_class.id, .completed = 20'800});
        CHECK(store->roll(here).enrolments.front().completed == 20'800);
        const Outcome outcome = {.candidate = candidate(1), .credential = "arrt-r", .day = 20'800};
        change_one(*store, outcome);
        change_one(*store, OutcomeWithdrawn{.candidate = candidate(1), .credential = "arrt-r", .day = 20'800});
        change_one(*store, Withdrawn{.candidate = candidate(1), .cohort = a_class.id});
        CHECK(store->roll(here).outcomes.empty());
        CHECK(store->roll(here).enrolments.empty());
        CHECK(store->roll(here).candidates == std::vector<CandidateId>{candidate(1)});
        store->put(Programme{.id = here, .name = "Radiologic Science"});
        CHECK(store->programmes().front().name == "Radiologic Science");
    }
    SECTION("makes all of several changes or none") {
        Cohort taken = another_class;
        taken.id = id_number<CohortId>(9);
        const std::vector<Change> changes{Enrolment{.candidate = candidate(1), .cohort = a_class.id}, taken};
        const StoreContents before = contents_of(*store);
        CHECK(holds(why_refused([&] { store->change(here, changes); }), "RAD-2028"));
        CHECK(holds(why_refused([&] {
                        change_one(*store, Enrolment{.candidate = candidate(1), .cohort = id_number<CohortId>(77)});
                    }),
                    "no such class"));
        CHECK(holds(why_refused([&] { (void)store->roll(id_number<ProgrammeId>(5)); }), "no programme"));
        CHECK((contents_of(*store) == before));
    }
    SECTION("takes packages in order and gives back what they told") {
        const std::vector<Batch> batches{package_batch(1, 1), package_batch(2, 1), package_batch(1, 2)};
        const auto results = store->append(here, batches);
        for (const Appended& result : results) CHECK(result == Appended{.new_answers = 3});
        Batch whole = batches[0];
        whole.enrolment.reset();
        whole.links.push_back(batches[2].links[0]);
        whole.answers.insert(whole.answers.end(), batches[2].answers.begin(), batches[2].answers.end());
        CHECK((store->batch_of(here, candidate(1)) == whole));
        CHECK(store->roll(here).enrolments.size() == 2);
    }
    SECTION("adds nothing for a package replayed a thousand times") {
        append_one(*store, package_batch(1, 1));
        append_one(*store, package_batch(1, 2));
        const StoreContents before = contents_of(*store);
        for (int i = 0; i < 1000; ++i)
            if (append_one(*store, package_batch(1, 1 + i % 2)).standing != BatchStanding::known) FAIL("stored again");
        CHECK((contents_of(*store) == before));
    }
    SECTION("refuses a gap and a fork, and takes the others of the same call") {
        append_one(*store, package_batch(1, 1));
        Batch other_second = package_batch(1, 2);
        other_second.links[0].own = digest_number(222);
        const std::vector<Batch> batches{package_batch(1, 4), package_batch(1, 2), other_second, package_batch(2, 1)};
        const auto results = store->append(here, batches);
        CHECK(results[0].standing == BatchStanding::refused);
        CHECK(holds(results[0].reason, "packages 2 to 3 are missing"));
        CHECK(results[1].standing == BatchStanding::stored);
        CHECK(results[2].standing == BatchStanding::refused);
        CHECK(holds(results[2].reason, "two different packages 2"));
        CHECK(results[3].standing == BatchStanding::stored);
        Batch after_other = package_batch(1, 3);
        after_other.links[0].previous = digest_number(222);
        CHECK(holds(append_one(*store, after_other).reason, "two different packages 2"));
        CHECK(store->batch_of(here, candidate(1)).answers.size() == 6);
    }
    SECTION("tells answers known from another device from new ones") {
        append_one(*store, package_batch(1, 1));
        Batch second_device = package_batch(1, 1, 4, 2);
        const Appended result = append_one(*store, second_device);
        CHECK(result == Appended{.new_answers = 1, .new_device = true});
        CHECK(store->batch_of(here, candidate(1)).answers.size() == 4);
    }
    SECTION("answers by class, group, candidate, exam, exposure and time, in the order of candidates and time") {
        for (const int number : {3, 1, 2}) append_one(*store, package_batch(number, 1, 6));
        Batch elsewhere = package_batch(4, 1, 1);
        elsewhere.enrolment->cohort = another_class.id;
        elsewhere.answers[0].exam = "ardms-spi";
        append_one(*store, elsewhere);
        const Group evening = {.id = id_number<GroupId>(1), .cohort = a_class.id, .name = "Evening"};
        const std::vector<Change> grouped{evening, Membership{.candidate = candidate(2), .group = evening.id}};
        store->change(here, grouped);

        const auto all = responses_in(*store, {.programme = here});
        REQUIRE(all.size() == 19);
        CHECK(std::is_sorted(all.begin(), all.end(), [](const ClassResponse& a, const ClassResponse& b) {
            return std::pair(a.candidate, a.answer.at_ms) < std::pair(b.candidate, b.answer.at_ms);
        }));
        CHECK(responses_in(*store, {.programme = here, .cohort = a_class.id}).size() == 18);
        CHECK(responses_in(*store, {.programme = here, .group = evening.id}).size() == 6);
        CHECK(responses_in(*store, {.programme = here, .candidate = candidate(3)}).size() == 6);
        CHECK(responses_in(*store, {.programme = here, .exam = "ardms-spi"}).size() == 1);
        CHECK(responses_in(*store, {.programme = here, .cohort = a_class.id, .fresh = true}).size() == 12);
        CHECK(responses_in(*store, {.programme = here, .cohort = a_class.id, .fresh = false}).size() == 6);
        const TimeMs third = package_batch(1, 1, 6).answers[2].at_ms;
        CHECK(responses_in(*store, {.programme = here, .cohort = a_class.id, .from_ms = third}).size() == 12);
        CHECK(responses_in(*store, {.programme = here, .cohort = a_class.id, .before_ms = third}).size() == 6);
        CHECK(responses_in(*store, {.programme = here, .exam = "arrt-mr"}).empty());
    }
    SECTION("shows an answer on its latest verdict, and keeps the first") {
        Batch first = package_batch(1, 1);
        append_one(*store, first);
        Batch second = package_batch(1, 2, 0);
        const AnswerId id = first.answers[0].id;
        second.verdicts = {
            {.answer = id, .order = 7, .revision = 3, .difficulty = 0.5, .chance = 0.2, .right = true},
            {.answer = id, .order = 9, .revision = 4, .difficulty = 0.75, .chance = 0.2, .right = false}};
        append_one(*store, second);
        const auto all = responses_in(*store, {.programme = here});
        CHECK(all[0].corrected);
        CHECK(all[0].answer.revision == 4);
        CHECK(all[0].answer.difficulty == 0.75);
        CHECK_FALSE(all[0].answer.right);
        CHECK_FALSE(all[1].corrected);
        CHECK(store->batch_of(here, candidate(1)).answers == first.answers);
    }
    SECTION("joins the end of a sitting, told later, to its start") {
        Batch first = package_batch(1, 1);
        first.sittings = {{.id = id_number<SittingKey>(1),
                           .exam = "arrt-ct",
                           .kind = SittingKind::mock,
                           .at_ms = morning(0).ms,
                           .day = morning(0).day,
                           .bank_hash = "abc",
                           .settings = "{\"a\":\"\\\\ '\"}"}};
        append_one(*store, first);
        CHECK_FALSE(store->sittings({.programme = here}).at(0).ended.has_value());
        Batch second = package_batch(1, 2, 0);
        second.ends = {{.sitting = id_number<SittingKey>(1), .at_ms = morning(1).ms, .by = EndedBy::time}};
        append_one(*store, second);
        const auto sittings = store->sittings({.programme = here, .cohort = a_class.id, .exam = "arrt-ct"});
        REQUIRE(sittings.size() == 1);
        CHECK(sittings[0].started == first.sittings[0]);
        CHECK(sittings[0].ended == second.ends[0]);
    }
    SECTION("forgets a candidate with all rows and lets no package of theirs back in") {
        append_one(*store, package_batch(1, 1));
        append_one(*store, package_batch(2, 1));
        change_one(*store, Named{.candidate = candidate(1), .entry = {.name = "Wilhelmina Roentgenova"}});
        change_one(*store, Outcome{.candidate = candidate(1), .credential = "arrt-r", .day = 20'800});
        store->forget(here, candidate(1), morning(3).ms);
        CHECK(store->batch_of(here, candidate(1)) == Batch{.candidate = candidate(1)});
        CHECK(store->roll(here).candidates == std::vector<CandidateId>{candidate(2)});
        CHECK(store->roll(here).tombstones.front().candidate == candidate(1));
        CHECK(store->roll(here).outcomes.empty());
        CHECK(store->roster(here).empty());
        CHECK(store->batch_of(here, candidate(2)).answers.size() == 3);
        CHECK(holds(append_one(*store, package_batch(1, 1)).reason, "was deleted"));
        CHECK(holds(why_refused([&] { change_one(*store, Named{.candidate = candidate(1)}); }), "was deleted"));
        if (kind == StoreKind::sqlite) {
            CHECK_FALSE(holds(bytes_of(place), "Roentgenova"));
            CHECK_FALSE(holds(bytes_of(place + "-wal"), "Roentgenova"));
        }
    }
    SECTION("forgets nobody who asked to see what is kept and was not answered") {
        append_one(*store, package_batch(1, 1));
        change_one(*store, Disclosure{.at_ms = 1, .kind = DisclosureKind::requested, .candidate = candidate(1)});
        change_one(*store, Disclosure{.at_ms = 2, .candidate = candidate(1), .to = "the dean"});
        CHECK(holds(why_refused([&] { store->forget(here, candidate(1), 3); }), "has not been answered"));
        CHECK(store->batch_of(here, candidate(1)).answers.size() == 3);
        CHECK(holds(person_json(*store, here, candidate(1)), "the dean"));
        change_one(*store, Disclosure{.at_ms = 4, .kind = DisclosureKind::answered, .candidate = candidate(1)});
        store->forget(here, candidate(1), 5);
        CHECK(store->disclosures(here).size() == 3);
    }
    SECTION("stores once what two importers bring at once") {
        std::vector<Batch> batches;
        for (int person = 1; person <= 10; ++person)
            for (int sequence = 1; sequence <= 6; ++sequence) batches.push_back(package_batch(person, sequence, 5));
        std::array<std::int64_t, 2> stored{};
        std::array<std::int64_t, 2> refused{};
        const auto import = [&](std::size_t self) {
            const auto mine = open_store(place, IfAbsent::refuse);
            for (const Batch& batch : batches) {
                const Appended result = append_one(*mine, batch);
                stored[self] += result.new_answers;
                refused[self] += result.standing == BatchStanding::refused;
            }
        };
        std::thread one([&] { import(0); });
        std::thread two([&] { import(1); });
        one.join();
        two.join();
        CHECK(stored[0] + stored[1] == 300);
        CHECK(refused[0] + refused[1] == 0);
        CHECK(responses_in(*store, {.programme = here}).size() == 300);
    }
    SECTION("takes in another store of the other kind, once") {
        append_one(*store, package_batch(1, 1));
        append_one(*store, package_batch(5, 1));
        store->forget(here, candidate(5), morning(2).ms);
        TempFolder folder;
        const auto other = with_classes(open_store((folder / "other").string(), IfAbsent::create));
        for (const int sequence : {1, 2}) append_one(*other, package_batch(1, sequence));
        append_one(*other, package_batch(2, 1));
        append_one(*other, package_batch(5, 1));
        Batch from_elsewhere = package_batch(3, 1);
        from_elsewhere.links.clear();
        append_one(*other, from_elsewhere);
        change_one(*other, Named{.candidate = candidate(2), .entry = {.name = "Two"}});
        change_one(*other, Disclosure{.at_ms = 7, .to = "a clinic"});
        append_one(*other, package_batch(6, 1));
        other->forget(here, candidate(6), morning(2).ms);

        const MergeReport report = merge_stores(*store, *other);
        CHECK(report.new_answers == 9);
        CHECK(report.candidates == 3);
        CHECK(report.refused.empty());
        const StoreContents merged = contents_of(*store);
        CHECK(merged.roll.candidates == std::vector<CandidateId>{candidate(1), candidate(2), candidate(3)});
        CHECK(merged.roll.tombstones.size() == 2);
        CHECK(merged.roster.at(candidate(2)).name == "Two");
        CHECK(merged.disclosures.size() == 1);
        const MergeReport again = merge_stores(*store, *other);
        CHECK(again.new_answers == 0);
        CHECK((contents_of(*store) == merged));
    }
    SECTION("refuses to merge packages that contradict its own, and takes the rest") {
        append_one(*store, package_batch(1, 1));
        TempFolder folder;
        const auto other = with_classes(open_store((folder / "other").string(), IfAbsent::create));
        Batch fork = package_batch(1, 1);
        fork.links[0].own = digest_number(99);
        append_one(*other, fork);
        append_one(*other, package_batch(2, 1));
        const MergeReport report = merge_stores(*store, *other);
        REQUIRE(report.refused.size() == 1);
        CHECK(holds(report.refused[0], "fork"));
        CHECK(report.new_answers == 3);
    }
}
