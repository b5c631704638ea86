#pragma once

#include <functional>
#include <optional>
#include <string>

#include "engine/cohort/matrix_csv.hpp"
#include "engine/cohort/store.hpp"

namespace collimate::cohort {

/// What the answers to an exam given elsewhere are filed under.
struct SheetFiling {
    std::string exam;  ///< exam code, or the name of that exam
    Day day = 0;       ///< it was given on
    std::optional<CohortId> cohort;  ///< class to enroll in
    std::function<UuidBytes()> new_id;
};

struct SheetImport {
    std::size_t candidates = 0;
    std::size_t new_candidates = 0;  ///< ids the roster did not hold as a number
    std::int64_t new_answers = 0;
};

/// Files a sheet in a programme. A candidate is whom the roster holds under that number; who is not there gets a random
/// id and stands on the roster with the number alone. The same sheet of the same exam and day adds nothing again.
/// Throws Refused where a candidate was deleted from the programme; those before are stored then.
[[nodiscard]] SheetImport import_sheet(Store& store, const ProgrammeId& programme, const AnswerSheet& sheet,
                                       const SheetFiling& filing);

}  // namespace collimate::cohort
