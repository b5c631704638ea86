#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "app/screens/app.hpp"
#include "engine/base/random.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/screen_driver.hpp"
#include "tests/support/small_bank.hpp"
#include "tests/support/temp_folder.hpp"

namespace collimate::test {

/// A computer with Collimate on it: folders for data and banks, and the client's model as if just opened.
struct Computer {
    TempFolder home;
    Folders folders;

    /// One bank, of the small exam.
    explicit Computer(int per_leaf = 20) : folders{home / "data", home / "banks"} {
        std::filesystem::create_directories(folders.banks);
        write_bank(small_source(per_leaf), folders.banks / "arrt-ct.bank");
    }
    explicit Computer(std::filesystem::path banks) : folders{home / "data", std::move(banks)} {}

    [[nodiscard]] Model open(Now now) const {
        Model model = open_model(
            folders, [] { return made_up; }, [seed = std::uint64_t{1}]() mutable { return seed++; }, now);
        model.printer = linked_printer;
        return model;
    }

    /// Opened with an exam chosen and a goal set.
    [[nodiscard]] Model prepared(const std::string& exam, Now now, std::optional<Day> exam_day,
                                 int minutes = 45) const {
        Model model = open(now);
        model.record->append(exam, GoalSet{.exam_day = exam_day, .minutes_per_day = minutes}, now);
        open_exam(model, exam, now);
        return model;
    }
};

/// Answers `count` questions as the plan brings them, `share` of them right, a minute apart.
inline Now study(Desk& desk, Now now, int count, double share, Random& random) {
    SittingStarted started = {.kind = SittingKind::review, .bank_hash = desk.bank().hash(), .settings = "{}"};
    const SittingId sitting = desk.start_sitting(started, now);
    for (int i = 0; i < count; ++i) {
        const auto next = desk.next(Policy::due, now, random.next());
        if (!next) break;
        const Instance question = desk.present(desk.heads()[static_cast<std::size_t>(next->ordinal)].id);
        Response response = answer_to(question, random.uniform() < share);
        now = after(now, 60'000);
        desk.answer(sitting, question, response, now);
    }
    desk.end_sitting(sitting, now);
    return now;
}

}  // namespace collimate::test
