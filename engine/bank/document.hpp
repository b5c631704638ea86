#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/calendar.hpp"
#include "engine/base/diagnostic.hpp"

namespace collimate {

struct TomlEntry;

/// A date of a TOML file; absent inside when outside 2000 to 2100.
struct TomlDate {
    std::optional<Day> day;
};

/// A value of a TOML file and the line it begins on.
struct TomlNode {
    using Array = std::vector<TomlNode>;
    using Table = std::vector<TomlEntry>;  ///< in order of key

    int line = 0;
    std::variant<bool, std::int64_t, double, std::string, TomlDate, Array, Table> value;

    [[nodiscard]] const TomlNode* find(std::string_view key) const;  ///< of a table; null where absent
};

struct TomlEntry {
    std::string key;
    TomlNode node;
};

/// Collects the faults of one file.
struct Faults {
    std::string file;
    Diagnostics& list;

    void add(Severity severity, int line, std::string subject, std::string code, std::string fault, std::string remedy);
    void block(int line, std::string subject, std::string fault, std::string remedy) {
        add(Severity::block, line, std::move(subject), {}, std::move(fault), std::move(remedy));
    }
};

/// Text of a source file. Absent with a fault when it is too large. Throws WorldFailed when it cannot be read.
[[nodiscard]] std::optional<std::string> read_text(const std::filesystem::path& file, Faults& faults);

/// A byte order mark and line ends of another system are faults.
void check_encoding(std::string_view text, Faults& faults);

/// Parses TOML. Where the syntax is broken, the fault is named and the parts between headings `[[split]]` are read one
/// by one, so that a slip in one part does not hide the faults of the others. The result is always a table.
[[nodiscard]] TomlNode parse_toml(std::string_view text, std::string_view split, Faults& faults);

}  // namespace collimate
