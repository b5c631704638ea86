#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/cohort/store.hpp"

namespace collimate::cohort {

struct MergeReport {
    std::int64_t candidates = 0;  ///< of whom something new came
    std::int64_t new_answers = 0;
    std::int64_t deleted = 0;          ///< deleted here because the other store had deleted them
    std::vector<std::string> refused;  ///< one sentence each for a candidate whose packages contradict those here
};

/// Brings everything of `from` into `into`; what both hold stays as it is in `into`. A programme or class of the same
/// id is the same, and so is one of the same name or code. Candidates deleted in either are deleted in `into`. Stores
/// that are merged twice change nothing the second time.
MergeReport merge_stores(Store& into, Store& from);

}  // namespace collimate::cohort
