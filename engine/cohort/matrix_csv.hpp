#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/cohort/class_matrix.hpp"

namespace collimate::cohort {

/// Answers to an exam given elsewhere, scored by its keys.
struct AnswerSheet {
    ClassMatrix answers;
    std::vector<std::string> absent;  ///< ids of those who answered nothing at all; not in the matrix
    std::size_t unanswered = 0;       ///< empty cells of those who were there: presented, no option, wrong
    std::size_t not_presented = 0;    ///< cells `-`
};

inline constexpr std::size_t most_sheet_items = 5'000;
inline constexpr std::size_t most_sheet_candidates = 1'000'000;
inline constexpr std::size_t most_sheet_responses = 100'000'000;
inline constexpr std::size_t most_sheet_labels = 26;  ///< of an item; beyond, its answers are no options

/// Reads a CSV file (comma, semicolon or tab; UTF-8): the first row names the items, the second their keys, every
/// further row is a candidate: an id, then what was chosen. The first cell of row 2 is empty or says that it holds keys;
/// rows 1 and 2 may also go without that cell. Upper and lower case are one; a cell of several options, `A;C`, is right
/// where the key has the same set. An empty cell was not answered, which in an exam is wrong; `-` was not presented.
/// Options are those chosen or keyed, and the letters or digits up to the highest of these.
/// Throws Refused naming file, line and remedy; WorldFailed when the file cannot be read.
[[nodiscard]] AnswerSheet read_matrix_csv(const std::filesystem::path& file);

}  // namespace collimate::cohort
