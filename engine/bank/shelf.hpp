#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/exam/outline.hpp"

namespace collimate {

/// One compiled bank of a folder, opened just long enough to say what it holds.
struct ShelvedBank {
    std::filesystem::path file;
    Outline outline;
    std::int64_t items = 0;
};

/// All banks of a folder.
struct Shelf {
    std::vector<ShelvedBank> banks;    ///< ARRT first, then ARDMS, each by title
    std::vector<std::string> refused;  ///< one sentence for each file that is not a usable bank
};

/// Reads every `*.bank` of `folder`. Throws WorldFailed when the folder cannot be read.
[[nodiscard]] Shelf read_shelf(const std::filesystem::path& folder);

/// The bank of `exam` in `folder`. Throws Refused naming the exam and the known ones.
[[nodiscard]] std::filesystem::path bank_file(const std::filesystem::path& folder, const std::string& exam);

}  // namespace collimate
