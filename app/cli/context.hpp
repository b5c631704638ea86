#pragma once

#include <filesystem>
#include <optional>

#include "engine/base/calendar.hpp"

namespace CLI {
class App;
}

namespace collimate {

/// What every command is given: the global options.
struct Context {
    std::filesystem::path data;  ///< --data; where records and banks of the user lie
    std::optional<Now> fixed_now;  ///< --now

    /// The virtual clock where --now was given, else the machine's.
    [[nodiscard]] Now now() const;
};

// Each group of commands registers itself; a command runs as its CLI11 callback and throws Refused or WorldFailed.
void add_bank_commands(CLI::App& app, Context& context);

}  // namespace collimate
