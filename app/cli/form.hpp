#pragma once

#include <cstdint>
#include <optional>

#include "engine/bank/bank.hpp"
#include "engine/record/state.hpp"

namespace collimate {

/// A form of `length` items (absent: the exam's own number) drawn by the blueprint of the bank's outline; items `seen`
/// holds answers to are passed over. Throws Refused when no length is known.
[[nodiscard]] Form form_of(const Bank& bank, const ExamState* seen, std::optional<int> length, std::uint64_t seed);

}  // namespace collimate
