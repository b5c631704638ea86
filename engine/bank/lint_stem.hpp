#pragma once

#include <optional>
#include <string>

#include "engine/bank/lint_rules.hpp"

namespace collimate {

/// The word that makes a question negative, as it is written, and whether capitals or bold stress it.
struct Negative {
    std::string word;
    bool stressed = false;
};

/// Absent where the question is positive.
[[nodiscard]] std::optional<Negative> negative_in(const Reading& reading);

}  // namespace collimate
