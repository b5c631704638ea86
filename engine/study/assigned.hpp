#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/record/state.hpp"
#include "engine/study/session.hpp"

namespace collimate {

/// What an assignment still asks of a candidate.
struct AssignedWork {
    SessionSettings settings;          ///< of the session that does it; its filter lets through what is left
    int asked = 0;                     ///< questions assigned that the bank holds; 0 where areas are assigned
    int left = 0;                      ///< of these, not answered since it was given; of areas, questions in them
    std::vector<std::string> unknown;  ///< questions or areas that the bank lacks, retired ones included
};

/// The work of an assignment of questions, or of areas where `items` is empty: all that is left of the questions, or
/// `area_length` questions of the areas. An answer counts from the day it was given on.
[[nodiscard]] AssignedWork assigned_work(const Desk& desk, std::span<const std::string> items,
                                         std::span<const std::string> areas, Day given, int area_length = 20);

/// A form of `length` items (absent: the exam's own number) drawn by the blueprint of the bank's outline; items `seen`
/// holds answers to are passed over. Throws Refused when no length is known.
[[nodiscard]] Form form_of(const Bank& bank, const ExamState* seen, std::optional<int> length, std::uint64_t seed);

}  // namespace collimate
