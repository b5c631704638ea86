#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/cohort/class_report.hpp"
#include "engine/study/frame.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/class_store.hpp"
#include "tests/support/small_bank.hpp"

namespace collimate::test {

inline constexpr TimeMs day_ms = 86'400'000;

/// The small exam's frame; a bank of no items.
inline cohort::ReportFrame small_frame() {
    const Outline outline = small_outline();
    return cohort::report_frame(outline, exam_frame(outline), {});
}

inline bool has(const cohort::CandidateReport& report, cohort::Concern concern) {
    return std::count(report.concerns.begin(), report.concerns.end(), concern) == 1;
}

/// Answers of one candidate, each to a question of its own unless told otherwise.
class MadeLog {
public:
    struct Session {
        Day day = 0;
        int answers = 0;
        double right = 1.0;  ///< share, spread evenly
        std::string area;    ///< code of a leaf; empty: in turn
        int seconds = 45;
        double difficulty = 0.0;
        bool fresh = true;
        std::optional<SittingKey> sitting;
    };

    explicit MadeLog(int number) { batch_.candidate = candidate(number); }

    MadeLog& study(const Session& session) {
        static const std::vector<std::string> leaves{"A.1", "A.2", "B.1", "B.2"};
        for (int i = 0; i < session.answers; ++i) {
            const TimeMs at = session.day * day_ms + 36'000'000 + i * 60'000;
            const int number = session.fresh ? ++items_ : 1 + i % std::max(1, items_);
            const auto reached = [&](int count) { return static_cast<int>(count * session.right + 1e-9); };
            const bool right = reached(i + 1) > reached(i);
            batch_.answers.push_back(
                {.id = AnswerId{timed_id(at, std::to_string(batch_.answers.size()))},
                 .sitting = session.sitting,
                 .exam = "arrt-ct",
                 .item = "q-" + std::to_string(number),
                 .area = session.area.empty() ? leaves[static_cast<std::size_t>(number) % 4] : session.area,
                 .difficulty = session.difficulty,
                 .chance = 0.25,
                 .fresh = session.fresh,
                 .letters = right ? "a" : "b",
                 .right = right,
                 .elapsed_ms = session.seconds * 1000,
                 .at_ms = at,
                 .day = session.day});
        }
        return *this;
    }
    [[nodiscard]] cohort::Batch& batch() { return batch_; }
    [[nodiscard]] const cohort::Batch& batch() const { return batch_; }
    [[nodiscard]] std::vector<PackedAnswer> answers() const { return batch_.answers; }

private:
    cohort::Batch batch_;
    int items_ = 0;
};

/// Puts logs into a store as answers of `a_class`.
inline void enroll_all(cohort::Store& store, const std::vector<MadeLog>& logs) {
    for (const MadeLog& log : logs) {
        const cohort::Enrolment enrolment = {.candidate = log.batch().candidate, .cohort = a_class.id};
        const std::vector<cohort::Change> changes{enrolment};
        store.change(a_programme.id, changes);
        if (!log.batch().answers.empty())
            REQUIRE(append_one(store, log.batch()).standing == cohort::BatchStanding::stored);
    }
}

inline const cohort::ReportScope whole_class = {.programme = a_programme.id, .cohort = a_class.id, .exam = "arrt-ct"};

}  // namespace collimate::test
