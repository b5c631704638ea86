#pragma once

#include <unistd.h>

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/study/exam_log.hpp"
#include "engine/study/mock_exam.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"

namespace collimate::test {

/// What a candidate was told is safe, written to a pipe only after the call that says so has returned.
struct Told {
    enum class What { answered, moved, ticked, ended } what = What::answered;
    SittingId sitting = 0;
    int number = 1;
    std::array<char, 8> letters{};
    double entered = 0.0;
    std::int64_t remaining_ms = 0;
};

/// A hasty candidate who sits one exam after the other, for ever, answers at random, goes back now and then, and
/// changes answers. Never returns but by a broken world.
class HastyCandidate {
public:
    HastyCandidate(const Bank& bank, const std::filesystem::path& record_file, int pipe_end, std::uint64_t seed)
        : record_(Record::open(record_file, made_up, morning(0))),
          desk_(bank, record_),
          pipe_(pipe_end),
          random_(seed) {}

    void sit_for_ever() {
        for (;;) {
            auto exam = MockExam::resume(desk_, morning(0));
            if (!exam || exam->ended()) exam.emplace(MockExam::start(desk_, settings_, morning(0), random_.next()));
            exam->finish_tutorial();
            exam->accept_agreement();
            sit(*exam);
        }
    }

private:
    void sit(MockExam& exam) {
        while (!exam.ended()) {
            exam.elapse(250, morning(0));
            tell(exam, Told::What::ticked);
            exam.respond(answer_to(exam.question(), random_.below(2) == 0), morning(0));
            tell(exam, Told::What::answered);
            const bool back = random_.below(5) == 0 && exam.sitting().number() > 1;
            const bool last = exam.sitting().number() == exam.sitting().size();
            if (last) {
                exam.end(morning(0));
                tell(exam, Told::What::ended);
            } else {
                (void)(back ? exam.previous(morning(0)) : exam.next(morning(0)));
                tell(exam, Told::What::moved);
            }
        }
    }

    void tell(const MockExam& exam, Told::What what) {
        const int number = exam.sitting().number();
        const Response& response = exam.sitting().question(number).response;
        Told told{.what = what,
                  .sitting = exam.id(),
                  .number = number,
                  .entered = response.number.value_or(0.0),
                  .remaining_ms = exam.sitting().remaining_ms()};
        response.letters.copy(told.letters.data(), told.letters.size() - 1);
        if (::write(pipe_, &told, sizeof told) != sizeof told) ::_exit(1);
    }

    ExamSettings settings_{.length = FormLength::quarter};
    Record record_;
    Desk desk_;
    int pipe_;
    Random random_;
};

/// What of the told is not in the record: acknowledged answers and ends that are lost, and how far the exam that was
/// left open is off.
struct Losses {
    int answers = 0;
    int ends = 0;
    int places = 0;             ///< the exam goes on at a question before the one last told
    std::int64_t clock_ms = 0;  ///< time given back at most
};

/// Whether the record knows that the question of the last told was left after it: what was told later is no loss. Time
/// goes by on every question, so an earlier visit had more of it left.
inline bool left_since(const Record& record, const Told& last) {
    for (const Event& event : record.events_of(last.sitting)) {
        const auto* note = std::get_if<Annotated>(&event.body);
        if (note && note->left && note->number == last.number && note->remaining_ms <= last.remaining_ms) return true;
    }
    return false;
}

/// Holds a reopened record against what was told before it was torn off.
inline Losses losses_of(const Record& record, const std::vector<Told>& told, const std::string& exam = "arrt-ct") {
    Losses losses;
    const ExamState& state = record.state(exam);
    const auto kept = [&](const Told& each) {
        for (const Event& event : record.events_of(each.sitting)) {
            const auto* response = std::get_if<Responded>(&event.body);
            if (response && response->number == each.number && response->letters == each.letters.data() &&
                response->entered.value_or(0.0) == each.entered)
                return true;
        }
        return false;
    };
    for (const Told& each : told) {
        const auto sitting = state.sittings.find(each.sitting);
        if (each.what == Told::What::answered && !kept(each)) ++losses.answers;
        if (each.what == Told::What::ended && (sitting == state.sittings.end() || !sitting->second.ended_ms))
            ++losses.ends;
    }
    if (told.empty()) return losses;
    const Told& last = told.back();
    const auto sitting = state.sittings.find(last.sitting);
    const auto start =
        sitting == state.sittings.end() ? std::nullopt : exam_start(last.sitting, sitting->second.started);
    if (!start) {
        ++losses.places;
    } else if (!sitting->second.ended_ms && last.what != Told::What::ended) {
        const ExamLog log = read_exam_log(record, *start);
        losses.clock_ms = std::max<std::int64_t>(0, log.remaining_ms - last.remaining_ms);
        if (log.number != last.number && !left_since(record, last)) ++losses.places;
    }
    return losses;
}

}  // namespace collimate::test
