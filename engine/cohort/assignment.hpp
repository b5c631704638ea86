#pragma once

#include <filesystem>
#include <string>

#include "engine/cohort/store.hpp"

namespace collimate::cohort {

/// An assignment on its way to the candidates: one small file that holds nothing of them.
struct AssignmentFile {
    std::string code;  ///< of the class; result packages that carry it come back to it
    AssignmentId id;
    std::string title;
    std::string exam;
    std::vector<std::string> items;  ///< ids, in the order of the form; empty where areas are assigned
    std::vector<std::string> areas;  ///< codes; empty where items are assigned
    Day given = 0;
    std::optional<Day> due;
    friend bool operator==(const AssignmentFile&, const AssignmentFile&) = default;
};

inline constexpr std::string_view assignment_extension = ".collimate-assignment";
inline constexpr std::size_t most_assigned_items = 1'000;
inline constexpr std::size_t most_assigned_areas = 200;
inline constexpr std::size_t longest_assignment_title = 120;

/// As it is to be kept in the class store.
[[nodiscard]] Assignment assignment_of(const AssignmentFile& file, const CohortId& cohort);
[[nodiscard]] AssignmentFile file_of(const Assignment& assignment, const std::string& code);

/// What is wrong with it, one sentence with the remedy; empty where nothing is.
[[nodiscard]] std::string assignment_fault(const AssignmentFile& file);

/// The file's text, JSON, the same for the same assignment. Throws Refused with `assignment_fault`.
[[nodiscard]] std::string assignment_text(const AssignmentFile& file);

/// Throws Refused naming the file and the remedy where it is none, is damaged, newer, or tells what cannot be.
[[nodiscard]] AssignmentFile read_assignment(const std::filesystem::path& file);

}  // namespace collimate::cohort
