#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/exam/sitting.hpp"
#include "engine/record/record.hpp"
#include "engine/study/mock_exam.hpp"

namespace collimate {

/// An answer that stood when the candidate left the question.
struct LeftAnswer {
    Response response;
    bool right = false;
};

/// What the log says of one question of an exam.
struct LoggedQuestion {
    bool seen = false;
    bool complete = false;
    bool right = false;  ///< the answer as it stands
    Response response;
    bool flagged = false;
    std::string struck;
    std::vector<Highlight> highlights;
    std::int64_t elapsed_ms = 0;
    std::vector<LeftAnswer> left;    ///< one after the other, each unlike the one before
    std::optional<Verdict> verdict;  ///< what the answer stands on, where the question was corrected since
};

/// What the log says of an exam, ended or not.
struct ExamLog {
    bool begun = false;  ///< the clock has started
    SittingPhase phase = SittingPhase::asking;
    int number = 1;
    std::int64_t remaining_ms = 0;
    TimeMs at_ms = 0;  ///< when the candidate sat down
    Day day = 0;
    std::optional<SittingEnded> ended;
    TimeMs ended_ms = 0;
    std::vector<LoggedQuestion> questions;
};

/// Reads an exam from its events, one after the other; those of other sittings are not to be given to it.
class ExamLogReader {
public:
    explicit ExamLogReader(const ExamStart& start);
    void read(const Event& event);
    void read(const ExamClock& clock);
    [[nodiscard]] const ExamLog& log() const { return log_; }

private:
    [[nodiscard]] LoggedQuestion* enter(int number, std::int64_t remaining_ms);
    void take(const Responded& response);
    void take(const Annotated& note);
    void take(const Rescored& rescored);

    std::map<std::string, int, std::less<>> number_of_;  ///< of each item
    ExamLog log_;
};

/// Reads the events of a sitting and its clock. Throws Refused when one is damaged.
[[nodiscard]] ExamLog read_exam_log(const Record& record, const ExamStart& start);

}  // namespace collimate
