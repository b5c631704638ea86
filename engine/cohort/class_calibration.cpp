#include "engine/cohort/class_calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"

namespace collimate::cohort {
namespace {

/// Ids come in packages from elsewhere; those of exams and of a bank's questions are of these characters.
bool is_plain_id(const std::string& id) {
    return !id.empty() && id.size() <= 60 && std::all_of(id.begin(), id.end(), [](char c) {
        return is_lower(c) || is_digit(c) || c == '-';
    });
}

bool tells_enough(const CalibratedItem& item) {
    return item.n >= least_for_fit && item.difficulty && item.difficulty_se && std::isfinite(*item.difficulty) &&
           std::isfinite(*item.difficulty_se);
}

const std::string& exam_of(const ClassMatrix& matrix) {
    if (matrix.exams.empty())
        throw Refused(
            "none of these answers tells the authored difficulty of its question, so there is no scale to calibrate on: "
            "import result packages");
    if (matrix.exams.size() > 1)
        throw Refused(fmt::format("the answers are to {} exams, and a calibration file is of one: name it with --exam",
                                  matrix.exams.size()));
    const std::string& exam = *matrix.exams.begin();
    if (!is_plain_id(exam)) throw Refused("the answers are to an exam that no bank is of: name another with --exam");
    return exam;
}

}  // namespace

CalibrationFile calibration_file(const ClassMatrix& matrix, const Calibration& calibration) {
    CalibrationFile file{.exam = exam_of(matrix),
                         .origin = {.candidates = static_cast<std::int64_t>(matrix.candidates.size()),
                                    .answers = static_cast<std::int64_t>(matrix.matrix.responses()),
                                    .newest = matrix.newest.value_or(0)}};
    if (!calibration.converged)
        throw Refused("the calibration did not converge, so that no file was written: ask for more answers");
    for (std::size_t i = 0; i < matrix.items.size(); ++i) {
        const CalibratedItem& item = calibration.items[i];
        if (!matrix.authored[i] || !tells_enough(item) || !is_plain_id(matrix.items[i])) continue;
        file.items.push_back({.item = matrix.items[i],
                              .revision = matrix.revisions[i],
                              .found = {.n = static_cast<std::int64_t>(item.n),
                                        .difficulty = *item.difficulty,
                                        .se = *item.difficulty_se},
                              .authored = *matrix.authored[i]});
    }
    if (file.items.empty())
        throw Refused(fmt::format("no question has the first answers of {} candidates yet: wait for more results",
                                  least_for_fit));
    return file;
}

}  // namespace collimate::cohort
