#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cohort/store.hpp"

namespace collimate::cohort {

struct ImportSettings {
    /// Code of the class to enroll in, whatever the packages say; empty: as they say.
    std::string code;
    /// Whether a bank here has the item; empty: nobody is asked. Answers to other items are kept and told of.
    std::function<bool(std::string_view exam, std::string_view item)> knows;
    /// Called with files done and files in all; false stops before the next ones. What is stored then stays.
    std::function<bool(std::size_t done, std::size_t all)> go_on;
    TimeMs now_ms = 0;
};

/// What became of one file.
struct ImportedFile {
    std::filesystem::path file;
    BatchStanding standing = BatchStanding::refused;
    std::string reason;              ///< of a refusal
    std::vector<std::string> notes;  ///< what the instructor should know of a file that was taken
    CandidateId candidate;
    std::int64_t answers = 0;
    std::int64_t new_answers = 0;
};

/// Reads result packages into the store: files, or folders with files `*.collimate-results`. Packages of one device are
/// taken in their order, whatever the order of the files. Each file is taken whole or not at all, and a refused one
/// changes nothing and stops no other. The result is in the order of the files as given, those of a folder by name.
/// Throws Refused where `settings.code` is of no class, WorldFailed where the store fails: what was stored before
/// stays, and the same files may be imported again.
[[nodiscard]] std::vector<ImportedFile> import_packages(Store& store, std::span<const std::filesystem::path> places,
                                                        const ImportSettings& settings);

}  // namespace collimate::cohort
