#pragma once

#include "engine/bank/source.hpp"

namespace CLI {
class App;
}

namespace collimate {

struct Context;

// The parts of `collimate-cli bank` that stand in files of their own.
void add_bank_booklet(CLI::App& bank, const Context& context);
void add_bank_figure_commands(CLI::App& bank);
void add_bank_lint_command(CLI::App& bank, const Context& context);

/// Faults of form and findings of the rules together, in the order of the files.
[[nodiscard]] Diagnostics together(Diagnostics form, Diagnostics rules);
[[nodiscard]] std::size_t count(const Diagnostics& findings, Severity severity);

}  // namespace collimate
