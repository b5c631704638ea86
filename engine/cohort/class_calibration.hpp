#pragma once

#include <cstdint>
#include <optional>

#include "engine/bank/calibration_file.hpp"
#include "engine/cohort/class_matrix.hpp"
#include "engine/cohort/store.hpp"
#include "engine/model/calibration.hpp"
#include "engine/model/fsrs_fit.hpp"

namespace collimate::cohort {

/// What a bank takes over from a class: the questions that its own answers tell an authored difficulty of, answered by
/// at least `least_for_fit` candidates, with a finite standard error. `calibration` is that of `matrix` by the Rasch
/// model, which is the bank's own: its response model has no slopes.
/// Throws Refused where the answers are of several exams or of none, where the calibration did not converge, and where
/// no question has enough answers.
[[nodiscard]] CalibrationFile calibration_file(const ClassMatrix& matrix, const Calibration& calibration);

/// What the answers of a class say of how it forgets.
struct ClassForgetting {
    std::int64_t candidates = 0;  ///< who answered a question again on a later day
    std::int64_t reviews = 0;     ///< these answers
    FsrsFit fit;
    std::optional<ClassMemory> memory;  ///< absent below the numbers needed and where the defaults foretell as well
};

/// Below either a class's memory is not fitted.
inline constexpr std::int64_t least_class_reviews = 300;
inline constexpr std::int64_t least_class_candidates = 5;

/// FSRS-6 fitted to the answers a query asks for, whatever it says of `fresh`, of all candidates together: their order
/// is that of random ids, and the last fifth, whom the fit has not seen, judges it. Packages tell nothing of confidence,
/// so that what is right counts as good. Counted are answers to questions whose first answer is among them; answers from
/// elsewhere are not, as they do not tell it.
[[nodiscard]] ClassForgetting class_forgetting(Store& store, Query query);

}  // namespace collimate::cohort
