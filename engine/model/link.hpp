#pragma once

#include <optional>
#include <span>

#include "engine/model/forecast.hpp"

namespace collimate {

/// A real exam that somebody sat: what was known of them when they did, and how it went. One candidate's own exams or
/// those of a whole class.
struct SatExam {
    Ability ability;  ///< from what was answered until the day of the exam
    bool passed = false;
    std::optional<double> scaled;  ///< on the registry's scale
};

/// The frame with b_ref and its doubt as the outcomes leave them (psychometrics section 5). Before them the mean
/// difficulty of exam items is N(b_ref, label_shift_sd^2), the shift that all labels share; each outcome is weighed by
/// P(pass) at that difficulty, or by the density of the score where it is known. Mean and SD of the posterior, by the
/// trapezoid rule. What is known only as an end of the scale, its least score, counts as not passed.
[[nodiscard]] ExamFrame linked_to(const ExamFrame& frame, std::span<const SatExam> exams);

/// The proportion correct that a scaled score stands for: the line of `scaled_score` backwards.
[[nodiscard]] double raw_of_scaled(const ExamFrame& frame, double scaled);

}  // namespace collimate
