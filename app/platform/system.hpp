#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "engine/base/calendar.hpp"
#include "engine/print/printer.hpp"

namespace collimate {

/// The moment on this machine's clock, its day in the time zone of the person at it.
[[nodiscard]] Now machine_now();
/// What must be added to UTC at that moment to get the time on the person's wall.
[[nodiscard]] TimeMs utc_offset(TimeMs ms);

/// From the kernel's random device. Throws WorldFailed where there is none.
[[nodiscard]] std::uint64_t random_seed();
[[nodiscard]] std::string random_id();  ///< 32 hex digits

/// Whether the desktop is set to dark, by GTK's settings; false where it does not say.
[[nodiscard]] bool desktop_is_dark();

/// XDG base directory specification: $XDG_DATA_HOME/collimate, else ~/.local/share/collimate.
[[nodiscard]] std::filesystem::path data_folder();
/// $COLLIMATE_BANKS, else `banks` beside the program or in ../share/collimate, else `built`.
[[nodiscard]] std::filesystem::path banks_folder(const std::filesystem::path& built);

/// Loads the module that prints, from beside the program. Throws WorldFailed where it is not there or cannot be loaded.
[[nodiscard]] Printer load_printer();

}  // namespace collimate
