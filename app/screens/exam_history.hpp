#pragma once

#include <string>
#include <vector>

#include "app/screens/model.hpp"

namespace collimate {

/// A mock exam that was sat to its end, with its score.
struct PastScore {
    SittingId sitting = 0;
    std::string when;    ///< "21 Nov"
    std::string what;    ///< "Whole exam", "Safety, half length"
    std::string right;   ///< "119 of 165"
    std::string score;   ///< "79", on the registry's scale
    std::string likely;  ///< "74 to 84"
    bool passed = false;
    double value = 0.0, low = 0.0, high = 0.0;  ///< scaled, 80 % interval
};

/// Newest first, `most` at most; those declined or not ended are left out.
[[nodiscard]] std::vector<PastScore> past_scores(const Model& model, std::size_t most);

/// "Whole exam", "Safety, half length".
[[nodiscard]] std::string exam_extent(const Outline& outline, std::string_view section, FormLength length);

/// Where an exam was left, for those who may go on with it.
struct LeftExam {
    std::string fact;    ///< "A mock exam is not finished."
    std::string detail;  ///< "64 of 195 answered, 1:52:08 left"
    std::string fault;   ///< why it cannot be gone on with; empty where it can
};
[[nodiscard]] std::optional<LeftExam> left_exam(const Model& model);

}  // namespace collimate
