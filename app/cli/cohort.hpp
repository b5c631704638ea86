#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/context.hpp"
#include "engine/cohort/class_matrix.hpp"
#include "engine/cohort/store.hpp"
#include "engine/model/item_analysis.hpp"

namespace collimate {

/// What the commands about a class are given.
struct CohortOptions {
    std::string store;      ///< path or postgresql://...
    std::string programme;  ///< name; where the store has several
    std::string code;       ///< of a class
    std::string person;     ///< candidate: id or its beginning, school's number, or name
    bool as_json = false;
};

/// A store and the programme of it that is meant.
struct OpenClass {
    std::unique_ptr<cohort::Store> store;
    cohort::Programme programme;
};

/// Opens a store that must be there. Throws Refused asking for --programme where it has several and none is named.
[[nodiscard]] OpenClass open_class(const CohortOptions& options);

/// The candidate that `options.person` means. Throws Refused where it is nobody or several.
[[nodiscard]] CandidateId find_person(OpenClass& open, const std::string& person);

/// The class with a code. Throws Refused naming the codes there are.
[[nodiscard]] cohort::Cohort find_class(const cohort::Roll& roll, const std::string& code);

/// 128 bits from the machine's random device.
[[nodiscard]] UuidBytes random_id();

/// Roster, groups, outcomes, and what the law asks for: export, deletion, the log.
void add_person_commands(CLI::App& group, Context& context);

/// One JSON document with the statistics of questions and of the form; `cut`: the least raw score that passes.
[[nodiscard]] std::string items_document(const cohort::ClassMatrix& matrix, const ResponseAnalysis& analysis,
                                         std::optional<int> cut);

/// The class report and its parts.
void add_report_commands(CLI::App& group, Context& context);

/// Assignments and the demonstration class.
void add_assign_commands(CLI::App& group, Context& context);

/// Item analysis and calibration.
void add_numbers_commands(CLI::App& group);

}  // namespace collimate
