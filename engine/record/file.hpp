#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "engine/record/record.hpp"

namespace SQLite {
class Database;
class Exception;
}  // namespace SQLite

namespace collimate {

/// In the file's header, so that a record is told from a bank or a foreign database by its first hundred bytes.
inline constexpr int record_application_id = 0x436C7263;  // "Clrc"
inline constexpr int record_schema = 4;

/// Makes a new record under a temporary name and links it to `file`, on disk when this returns.
void create_record_file(const std::filesystem::path& file, const Identity& identity, TimeMs at_ms);

/// Checks header, permissions, schema and structure, in this order, and takes the file for this process alone. A file
/// of an older format is opened as it is. Throws as Record::open does; a file that is refused keeps every byte.
[[nodiscard]] std::unique_ptr<SQLite::Database> open_record_file(const std::filesystem::path& file);

/// The format of an open record.
[[nodiscard]] int format_of(SQLite::Database& database);

/// Brings an open record of an older format up to this one, all or nothing.
void migrate_format(SQLite::Database& database);

/// Says in one sentence what SQLite reported, as Refused or WorldFailed.
[[noreturn]] void rethrow(const SQLite::Exception& error, const std::filesystem::path& file);

}  // namespace collimate
