#pragma once

#include <array>
#include <string_view>

namespace collimate {

/// Marks a SQLite file as a bank: the bytes "CLMB".
inline constexpr int bank_application_id = 0x434c4d42;
inline constexpr int bank_schema_version = 3;

/// One object of the schema with the exact statement that makes it; a file with anything more, less or other is
/// refused.
struct SchemaObject {
    std::string_view type;
    std::string_view name;
    std::string_view sql;
};

[[nodiscard]] const std::array<SchemaObject, 9>& bank_schema();

}  // namespace collimate
