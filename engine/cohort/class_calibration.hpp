#pragma once

#include "engine/bank/calibration_file.hpp"
#include "engine/cohort/class_matrix.hpp"
#include "engine/model/calibration.hpp"

namespace collimate::cohort {

/// What a bank takes over from a class: the questions that its own answers tell an authored difficulty of, answered by
/// at least `least_for_fit` candidates, with a finite standard error. `calibration` is that of `matrix` by the Rasch
/// model, which is the bank's own: its response model has no slopes.
/// Throws Refused where the answers are of several exams or of none, where the calibration did not converge, and where
/// no question has enough answers.
[[nodiscard]] CalibrationFile calibration_file(const ClassMatrix& matrix, const Calibration& calibration);

}  // namespace collimate::cohort
