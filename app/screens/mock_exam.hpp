#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/exam_history.hpp"
#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

/// What can be sat: the whole exam or one of its sections.
struct ExamExtent {
    std::optional<int> section;  ///< category of the outline
    std::string name;
    std::string questions;  ///< "195"
    std::string time;       ///< "3 h 15"
    bool on = false;
};

struct MockExamView {
    std::string subtitle;
    std::optional<LeftExam> left;
    std::vector<ExamExtent> extents;
    FormLength length = FormLength::full;
    bool answer_first = false;
    std::string answer_first_words;
    std::string questions;           ///< "195 questions"
    std::string time;                ///< "in 3 h 15"
    std::vector<std::string> takes;  ///< one sentence each
    std::vector<std::string> lacks;  ///< what the bank cannot fill, one sentence for each area
    bool can_start = true;
    std::string reason;  ///< why it cannot be started
    std::vector<PastScore> past;
    double axis_low = 0.0, axis_high = 0.0, cut = 0.0;
    std::string pass_label;  ///< "pass 75"
};

struct MockExamDraft {
    std::optional<int> section;
    FormLength length = FormLength::full;
    std::optional<bool> answer_first;  ///< absent: as the registry does
    bool ending = false;               ///< the confirmation is open
};

namespace mock_exam {
struct SetSection {
    std::optional<int> section;
};
struct SetLength {
    FormLength length = FormLength::full;
};
struct SetAnswerFirst {
    bool on = true;
};
struct Start {};
struct GoOn {};
struct EndLeft {};
struct OpenReport {
    SittingId sitting = 0;
};
}  // namespace mock_exam

using MockExamEvent = std::variant<mock_exam::SetSection, mock_exam::SetLength, mock_exam::SetAnswerFirst,
                                   mock_exam::Start, mock_exam::GoOn, mock_exam::EndLeft, mock_exam::OpenReport>;

[[nodiscard]] MockExamView mock_exam_view(const Model& model, const MockExamDraft& draft, Now now);
[[nodiscard]] std::optional<MockExamEvent> draw(const MockExamView& view, MockExamDraft& draft, const Stage& stage);
void update(Model& model, MockExamDraft& draft, const MockExamEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> mock_exam_keys();

}  // namespace collimate
