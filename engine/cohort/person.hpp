#pragma once

#include <string>

#include "engine/cohort/store.hpp"

namespace collimate::cohort {

/// Everything that is kept of one candidate, their name included, as one JSON document: what a person who asks is to be
/// given. Whoever gives it writes so into the disclosure log.
[[nodiscard]] std::string person_json(Store& store, const ProgrammeId& programme, const CandidateId& candidate);

}  // namespace collimate::cohort
