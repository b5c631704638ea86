#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/bank/source.hpp"
#include "engine/base/diagnostic.hpp"

namespace collimate {

/// One question of a calibration file.
struct ItemCalibration {
    std::string item;
    int revision = 1;  ///< that the answers were given to
    CalibratedDifficulty found;
    double authored = 0.0;  ///< logits, mean of the prior
    int line = 0;           ///< where it was read; 0 where it was not
};

/// What a class says of the difficulties of an exam's questions, and of how it forgets. A file of it holds no answers
/// and nobody's name.
struct CalibrationFile {
    std::string exam;
    CalibrationOrigin origin;
    std::vector<ItemCalibration> items;
    std::optional<ClassMemory> memory;  ///< absent where its answers do not tell
};

/// TOML with the items in order of id, difficulties and memory's parameters to 1e-6; the same values give the same
/// bytes. Without memory it is of the format that programs read which know of none.
[[nodiscard]] std::string calibration_text(const CalibrationFile& calibration);

/// Faults of form, a number that makes no sense, an item named twice and items that are missing at the end are added to
/// `diagnostics`, all in one run. Throws WorldFailed when the file cannot be read.
[[nodiscard]] CalibrationFile read_calibration(const std::filesystem::path& file, Diagnostics& diagnostics);

/// Gives the source's items the difficulties, and the source the memory, of a calibration that was read from `file`. Another exam's is a blocking
/// fault. An item that the source does not hold, or holds at another revision or under another authored difficulty, is
/// a warning: it keeps its authored one.
///
/// A calibrated difficulty needs no change of scale. `calibrate` fits the class's mean along, so the answers are as
/// likely when all difficulties and abilities are moved together, and only the priors hold the scale: at the mode the
/// differences of calibrated from authored difficulties sum to zero. Questions become harder or easier against each
/// other, not as a whole; whether all labels are off together stays as open as it was.
void apply_calibration(ExamSource& source, const CalibrationFile& calibration, const std::filesystem::path& file,
                       Diagnostics& diagnostics);

}  // namespace collimate
