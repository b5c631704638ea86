#pragma once

#include <string>
#include <vector>

namespace collimate {

enum class Severity { block, warn, inform };

/// One fault an author can mend. Faults are collected, all of them in one run, never thrown.
struct Diagnostic {
    std::string file;
    int line = 0;         ///< 1-based; 0 where the fault belongs to the whole file or bank
    std::string subject;  ///< item id, area code or point id; empty for a whole file
    std::string fault;
    std::string remedy;
    Severity severity = Severity::block;
    std::string code;  ///< rule of the item-writing guide (K1, O2, ...); empty for faults of form
};

using Diagnostics = std::vector<Diagnostic>;

/// `file:line: subject: fault: remedy`, the form in which every fault is printed.
[[nodiscard]] std::string to_line(const Diagnostic& diagnostic);

[[nodiscard]] bool blocks(const Diagnostics& diagnostics);

}  // namespace collimate
