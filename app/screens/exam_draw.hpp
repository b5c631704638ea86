#pragma once

#include "app/screens/exam.hpp"
#include "app/widgets/layout.hpp"

namespace collimate {

// The pages of an exam below its bar; each returns what was done. Painted in exam_draw.cpp and exam_pages_draw.cpp.

using ExamDone = std::optional<ExamEvent>;

[[nodiscard]] ExamDone draw_exam_question(const ExamQuestionView& view, const ExamView& whole, ExamDraft& draft,
                                          ui::Rect page, const Stage& stage);
[[nodiscard]] ExamDone draw_tutorial(const TutorialView& view, ExamDraft& draft, ui::Rect page, ui::Room room);
[[nodiscard]] ExamDone draw_agreement(const AgreementView& view, ui::Rect page, ui::Room room);
[[nodiscard]] ExamDone draw_review(const ReviewView& view, const ExamView& whole, ExamDraft& draft, ui::Rect page,
                                   ui::Room room);
[[nodiscard]] ExamDone draw_break(const BreakView& view, const ui::Rect& page);
[[nodiscard]] ExamDone draw_time_up(const TimeUpView& view, const ui::Rect& page);

/// Cuts a notice off the top of the page where there is one.
[[nodiscard]] ExamDone draw_exam_notice(const std::optional<ExamNotice>& notice, ui::Rect& page, float margin);

/// A key of the exam: alone, or with Alt, which works while a number is typed and where the letter is an option.
[[nodiscard]] bool exam_key(ui::Key key);

}  // namespace collimate
