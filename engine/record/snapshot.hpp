#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/record/state.hpp"

namespace collimate {

/// Raised whenever `apply` or the form below changes: a snapshot of another version is thrown away and rebuilt.
inline constexpr int snapshot_version = 5;

/// A state as JSON. Numbers are written so that reading gives the same bits back.
[[nodiscard]] std::string state_to_json(const ExamState& state);

/// Absent where the text is not such a state.
[[nodiscard]] std::optional<ExamState> state_from_json(std::string_view text);

}  // namespace collimate
