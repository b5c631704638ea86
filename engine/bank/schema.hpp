#pragma once

#include <span>
#include <string_view>

namespace collimate {

/// Marks a SQLite file as a bank: the bytes "CLMB".
inline constexpr int bank_application_id = 0x434c4d42;
/// A bank is written in the lowest format that holds it, so that one without calibrated difficulties is the same, byte
/// for byte, to programs that know of none.
inline constexpr int authored_schema_version = 3;
inline constexpr int calibrated_schema_version = 4;  ///< with calibrated difficulties
inline constexpr int bank_schema_version = 5;        ///< with them and a class's memory; the newest

/// One object of the schema with the exact statement that makes it; a file with anything more, less or other is
/// refused.
struct SchemaObject {
    std::string_view type;
    std::string_view name;
    std::string_view sql;
};

/// Of a format that this program reads.
[[nodiscard]] std::span<const SchemaObject> bank_schema(int version);

}  // namespace collimate
