#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/exam/outline.hpp"
#include "engine/model/forecast.hpp"

namespace collimate {

/// Name and parameters of a model: where either differs, equal logs may give other estimates.
struct ModelVersion {
    std::string name;
    std::vector<double> parameters;
    friend bool operator==(const ModelVersion&, const ModelVersion&) = default;
};

/// The exam as the forecast sees it: leaves in outline order, b_ref linked to the first-time pass rate of the outline,
/// and the registry's straight line from percent correct to scaled score (ARRT: 74.5 at the cut, 99.49 at full marks,
/// so that rounding gives 75 and 99; ARDMS: the scale's own ends, our assumption).
[[nodiscard]] ExamFrame exam_frame(const Outline& outline);

/// The same, with what the bank's labels say of how hard each leaf is.
[[nodiscard]] ExamFrame exam_frame(const Outline& outline, std::span<const ItemHead> heads);

/// The model of ability, with the parameters that are not within its own code: the prior's variances, what a
/// repeat counts, the reliability of difficulties, the b_ref evidence is weighed by, the b_ref and its doubt that the
/// exam is forecast with, the shifts of the leaves, and the difficulties that are calibrated.
[[nodiscard]] ModelVersion ability_model(const ExamFrame& frame, double evidence_b_ref, std::span<const ItemHead> heads);

}  // namespace collimate
