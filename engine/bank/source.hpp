#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/base/diagnostic.hpp"
#include "engine/exam/outline.hpp"
#include "engine/item/item.hpp"

namespace collimate {

/// Where something was written.
struct SourcePlace {
    std::string file;
    int line = 0;
};

/// The TOML of one exam folder, read. Items are sorted by id, so nothing depends on how they are spread over files.
struct ExamSource {
    Outline outline;
    std::vector<LearningPoint> points;
    std::vector<Item> items;
    /// Of item ids, area codes and point ids; and of an item's stem and options as `ID.stem`, `ID.a`.
    std::map<std::string, SourcePlace> places;
    std::map<std::string, std::filesystem::path> images;  ///< image files of the figures, by their SHA-256
    /// See `apply_calibration`.
    std::optional<CalibrationOrigin> calibration;
    std::map<std::string, CalibratedDifficulty> calibrated;  ///< by item id; empty without `calibration`
    std::optional<ClassMemory> memory;                       ///< absent without `calibration`
};

/// Reads `outline.toml`, `points.toml`, `figures/*.toml` and `items/*.toml` of an exam folder. Faults of form (syntax,
/// types, unknown keys, missing fields, unknown areas and points, bad markup, bad expressions) are added to
/// `diagnostics`, all in one run; what could not be read is left out. Throws WorldFailed when the folder cannot be read
/// at all.
[[nodiscard]] ExamSource read_source(const std::filesystem::path& folder, Diagnostics& diagnostics);

/// Item-writing rules, coverage, key balance, duplicates: everything that looks at meaning rather than form.
/// Warnings waived by their item are left out. `today` decides what has not been checked for too long.
[[nodiscard]] Diagnostics lint(const ExamSource& source, Day today);

/// What of `lint` keeps a bank from being compiled; without the search for near duplicates and cues, which only warns
/// and takes most of the time.
[[nodiscard]] Diagnostics blocking_faults(const ExamSource& source, Day today);

/// What must not change after a release: a vanished id, a reused letter, another meaning under the same revision.
[[nodiscard]] Diagnostics compare_with_release(const ExamSource& source, const Bank& released);

/// Writes `file` anew, all or nothing (temporary name, fsync, rename); the bytes depend on the source alone. Pictures
/// that the bank there holds already are taken over. Returns the content hash. Throws WorldFailed when the disk
/// refuses, Refused when a figure cannot be made.
std::string write_bank(const ExamSource& source, const std::filesystem::path& file);

}  // namespace collimate
