#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/base/calendar.hpp"

namespace CLI {
class App;
}

namespace collimate {

/// What every command is given: the global options.
struct Context {
    std::filesystem::path data;    ///< --data; where records and banks of the user lie
    std::optional<Now> fixed_now;  ///< --now

    /// The virtual clock where --now was given, else the machine's.
    [[nodiscard]] Now now() const;
    /// The folder `banks` beside the program, else the one it was built with.
    [[nodiscard]] std::filesystem::path banks() const;
};

/// For CLI11's `check`: empty where `text` is a seed, 0 to 2^63 - 1 as the driver takes it, else what is wrong.
[[nodiscard]] std::string seed_fault(const std::string& text);

/// A seed from the machine's random device.
[[nodiscard]] std::uint64_t new_seed();

// Each group of commands registers itself; a command runs as its CLI11 callback and throws Refused or WorldFailed.
void add_bank_commands(CLI::App& app, Context& context);
void add_exams_command(CLI::App& app, Context& context);
void add_practice_command(CLI::App& app, Context& context);
void add_exam_command(CLI::App& app, Context& context);
void add_score_command(CLI::App& app, Context& context);
void add_today_command(CLI::App& app, Context& context);
void add_outcome_command(CLI::App& app, Context& context);
void add_form_command(CLI::App& app, Context& context);
void add_record_commands(CLI::App& app, Context& context);
void add_drive_command(CLI::App& app, Context& context);
void add_demo_command(CLI::App& app, Context& context);
void add_fit_command(CLI::App& app, Context& context);
void add_cohort_commands(CLI::App& app, Context& context);

}  // namespace collimate
