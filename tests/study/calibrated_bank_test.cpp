#include <cmath>

#include "engine/bank/calibration_file.hpp"
#include "engine/study/desk.hpp"
#include "engine/study/frame.hpp"
#include "engine/study/mock_exam.hpp"
#include "engine/study/rescore.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

constexpr double se = 0.15;

/// The small bank, the questions of A.1 found harder by a class than their authors thought.
Bank calibrated_bank(const TempFolder& folder) {
    ExamSource source = small_source(60);
    source.calibration = CalibrationOrigin{.candidates = 100, .answers = 400, .newest = morning(0).day};
    for (const Item& item : source.items)
        if (item.area == "A.1") source.calibrated[item.id] = {.n = 100, .difficulty = 1.5, .se = se};
    write_bank(source, folder / "calibrated.bank");
    return Bank::open(folder / "calibrated.bank");
}

void answer(Desk& desk, const std::string& id, bool right) {
    const Instance question = desk.present(id);
    (void)desk.answer(0, question, answer_to(question, right), morning(0));
}

}  // namespace

TEST_CASE("a desk over a calibrated bank") {
    const TempFolder folder;
    const Bank authored = small_bank(folder.path(), 60);
    const Bank bank = calibrated_bank(folder);
    Record record = Record::open(folder / "record.collimate", made_up, morning(0));
    SECTION("weighs an answer by the calibrated difficulty and its own reliability") {
        Desk desk(bank, record);
        answer(desk, "ct-x-0001", true);
        const ExamFrame frame = exam_frame(bank.outline(), bank.heads());
        const double reference = frame.difficulty_of(0);
        const Evidence evidence = {.leaf = 0,
                                   .difficulty = reference + 0.49 / (0.49 + se * se) * (1.5 - reference),
                                   .chance = 0.25,
                                   .right = true};
        Ability ability(frame.category_of_leaf);
        ability.answer(morning(0).day, &evidence);
        for (std::size_t i = 0; i < ability.mean().size(); ++i)
            CHECK(desk.ability().mean()[i] == Approx(ability.mean()[i]).margin(1e-9));
    }
    SECTION("thinks more of who was right on what is harder than its author thought") {
        {
            Desk desk(authored, record);
            for (const char* id : {"ct-x-0001", "ct-x-0002", "ct-x-0003", "ct-x-0004"}) answer(desk, id, true);
        }
        const Desk before(authored, record);
        const Desk desk(bank, record);
        CHECK(desk.ability().mean()[0] > before.ability().mean()[0] + 0.01);
        CHECK(desk.digest() != before.digest());
    }
    SECTION("keeps the authored difficulty in the log, and judges nothing anew") {
        {
            Desk desk(bank, record);
            answer(desk, "ct-x-0001", true);
        }
        record.each_event("arrt-ct", 0, [&](const Event& event) {
            if (const auto* told = std::get_if<Answered>(&event.body))
                CHECK(told->difficulty == authored.head(authored.find("ct-x-0001").value()).difficulty);
        });
        CHECK(rescore(bank, record, morning(1)).answers == 0);
        CHECK(rescore(authored, record, morning(1)).answers == 0);
    }
    SECTION("scores a mock exam by it, and remembers by what") {
        Desk desk(bank, record);
        const MockExam exam = MockExam::start(desk, {}, morning(0), 3);
        int calibrated = 0;
        for (const ExamQuestion& question : exam.begun().questions) {
            const ItemHead head = bank.head(bank.find(question.item).value());
            CHECK(question.difficulty == head.difficulty);
            REQUIRE(question.calibrated.has_value() == head.calibrated.has_value());
            if (!question.calibrated) continue;
            ++calibrated;
            CHECK(question.calibrated->difficulty == 1.5);
            CHECK(question.calibrated->reliability == Approx(0.49 / (0.49 + se * se)));
        }
        const auto open = open_exam(desk);
        REQUIRE(open);
        int read = 0;
        for (const ExamQuestion& question : open->start.questions)
            read += question.calibrated && question.calibrated->difficulty == 1.5 ? 1 : 0;
        CHECK(calibrated > 0);
        CHECK(read == calibrated);
    }
}
