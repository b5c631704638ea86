#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/cli/context.hpp"
#include "engine/record/package.hpp"
#include "engine/study/desk.hpp"

namespace collimate {

/// A record, the bank of one exam, and the desk over both. Each keeps its place in memory, since the desk borrows.
struct Workplace {
    std::unique_ptr<Record> record;
    std::unique_ptr<Bank> bank;
    std::unique_ptr<Desk> desk;
};

/// `file`, or where it is empty the record of the data folder.
[[nodiscard]] std::filesystem::path record_path(const Context& context, const std::filesystem::path& file);

/// `file`, or the record of the data folder, which is made where there is none.
[[nodiscard]] std::unique_ptr<Record> open_record(const Context& context, const std::filesystem::path& file);

/// The exam last studied in a record; empty in a new one.
[[nodiscard]] std::string last_exam(const Record& record);

/// Opens the record and the bank of `exam`; where `exam` is empty, of the one last studied. Throws Refused asking for
/// --exam where there is none.
[[nodiscard]] Workplace open_workplace(const Context& context, const std::filesystem::path& record_file,
                                       const std::string& exam);

/// Answers to questions that the bank has corrected since are judged anew, which is said on standard error.
[[nodiscard]] Workplace workplace_of(std::unique_ptr<Record> record, Bank bank, Now now);

/// Judges answers anew where the bank was corrected, and says so on standard error.
void catch_up(const Bank& bank, Record& record, Now now);

/// Random ids for a new record.
[[nodiscard]] Identity new_identity();
/// A random key for a new device.
[[nodiscard]] DeviceKey new_device_key();

}  // namespace collimate
