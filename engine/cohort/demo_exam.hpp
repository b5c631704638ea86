#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/cohort/made_up_learner.hpp"
#include "engine/cohort/matrix_csv.hpp"

namespace collimate::cohort {

inline constexpr std::size_t demo_exam_items = 40;

/// The instructor's exam of the demonstration class.
struct DemoExam {
    AnswerSheet sheet;
    std::size_t miskeyed = 0;  ///< place of the question that is scored by a wrong key
    std::string true_key;
    std::string told_key;
};

/// Places of 40 questions for it among `items`: of image production and safety, one right option of four, no draws, no
/// two of a family.
[[nodiscard]] std::vector<std::size_t> demo_exam_questions(std::span<const MadeUpItem> items, std::uint64_t seed);

/// Answers of candidates of these levels (logits) to them, numbered D-01, D-02 and so on. Nobody has studied these
/// questions before. A question of middling difficulty that separates well is scored by the distractor most like its
/// key.
[[nodiscard]] DemoExam demo_exam(std::span<const MadeUpItem> questions, std::span<const double> levels,
                                 std::uint64_t seed);

/// `D-07`.
[[nodiscard]] std::string demo_number(std::size_t candidate);

}  // namespace collimate::cohort
