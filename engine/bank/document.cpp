#include "engine/bank/document.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "engine/base/error.hpp"

namespace collimate {
namespace {

constexpr std::uintmax_t largest_file = 16 << 20;

TomlNode converted(const toml::node& node, int offset);

TomlNode::Table converted_table(const toml::table& table, int offset) {
    TomlNode::Table entries;
    entries.reserve(table.size());
    for (const auto& [key, value] : table) {
        TomlNode node = converted(value, offset);
        // A sub-table's own place is its heading; a plain value's line is its key's.
        const auto line = static_cast<int>(key.source().begin.line);
        if (line > 0 && node.line == offset) node.line = line + offset;
        entries.push_back({.key = std::string(key.str()), .node = std::move(node)});
    }
    return entries;
}

TomlNode converted(const toml::node& node, int offset) {
    TomlNode result;
    result.line = static_cast<int>(node.source().begin.line) + offset;
    if (const auto* flag = node.as_boolean()) {
        result.value = flag->get();
    } else if (const auto* whole = node.as_integer()) {
        result.value = whole->get();
    } else if (const auto* real = node.as_floating_point()) {
        result.value = real->get();
    } else if (const auto* text = node.as_string()) {
        result.value = text->get();
    } else if (const auto* date = node.as_date()) {
        const std::string_view pad_month = date->get().month < 10 ? "-0" : "-";
        const std::string_view pad_day = date->get().day < 10 ? "-0" : "-";
        result.value =
            TomlDate{parse_day(std::to_string(date->get().year).append(pad_month) +
                               std::to_string(date->get().month).append(pad_day) + std::to_string(date->get().day))};
    } else if (const auto* array = node.as_array()) {
        TomlNode::Array nodes;
        nodes.reserve(array->size());
        for (const auto& element : *array) nodes.push_back(converted(element, offset));
        if (!nodes.empty() && result.line == offset) result.line = nodes.front().line;
        result.value = std::move(nodes);
    } else if (const auto* table = node.as_table()) {
        result.value = converted_table(*table, offset);
    } else {
        result.value = TomlDate{};  // times have no place in the format; a date field refuses them in words
    }
    return result;
}

/// Start of each line that is `heading`, with the count of lines before it.
std::vector<std::pair<std::size_t, int>> headings(std::string_view text, std::string_view heading) {
    std::vector<std::pair<std::size_t, int>> found;
    int line = 0;
    for (std::size_t at = 0; at < text.size(); ++line) {
        if (text.substr(at).starts_with(heading)) found.emplace_back(at, line);
        const auto end = text.find('\n', at);
        if (end == std::string_view::npos) break;
        at = end + 1;
    }
    return found;
}

/// Adds the entries of `part` to `whole`; lists of tables are joined.
void merge(TomlNode::Table& whole, TomlNode part) {
    for (TomlEntry& entry : std::get<TomlNode::Table>(part.value)) {
        const auto same =
            std::find_if(whole.begin(), whole.end(), [&](const TomlEntry& e) { return e.key == entry.key; });
        auto* list = same == whole.end() ? nullptr : std::get_if<TomlNode::Array>(&same->node.value);
        auto* more = std::get_if<TomlNode::Array>(&entry.node.value);
        if (same == whole.end())
            whole.push_back(std::move(entry));
        else if (list && more)
            std::move(more->begin(), more->end(), std::back_inserter(*list));
    }
}

/// Parses one piece; a syntax fault is named and gives an empty table.
TomlNode parse_piece(std::string_view text, int lines_before, Faults& faults) {
    try {
        return converted(toml::parse(text), lines_before);
    } catch (const toml::parse_error& error) {
        const auto line = static_cast<int>(error.source().begin.line) + lines_before;
        faults.block(line, "", "this is not TOML: " + std::string(error.description()),
                     "mend the line; the place named is where reading stopped");
        return {.line = lines_before + 1, .value = TomlNode::Table{}};
    }
}

}  // namespace

const TomlNode* TomlNode::find(std::string_view key) const {
    const auto* table = std::get_if<Table>(&value);
    if (!table) return nullptr;
    const auto found = std::find_if(table->begin(), table->end(), [key](const TomlEntry& e) { return e.key == key; });
    return found == table->end() ? nullptr : &found->node;
}

void Faults::add(Severity severity, int line, std::string subject, std::string code, std::string fault,
                 std::string remedy) {
    list.push_back({.file = file,
                    .line = line,
                    .subject = std::move(subject),
                    .fault = std::move(fault),
                    .remedy = std::move(remedy),
                    .severity = severity,
                    .code = std::move(code)});
}

std::optional<std::string> read_text(const std::filesystem::path& file, Faults& faults) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error) throw WorldFailed(file.string() + ": cannot be read (" + error.message() + ")");
    if (size > largest_file) {
        faults.block(0, "", "the file is larger than 16 MiB", "split it into several files");
        return std::nullopt;
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text(size, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(size));
    if (!stream) throw WorldFailed(file.string() + ": cannot be read");
    return text;
}

void check_encoding(std::string_view text, Faults& faults) {
    if (text.starts_with("\xEF\xBB\xBF"))
        faults.block(1, "", "the file begins with a byte order mark", "save it as UTF-8 without one");
    const std::size_t end = text.find("\r\n");
    if (end != std::string_view::npos)
        faults.block(
            1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n')), "",
            "the lines end in carriage return and line feed", "save the file with LF alone");
}

TomlNode parse_toml(std::string_view text, std::string_view split, Faults& faults) {
    try {
        return converted(toml::parse(text), 0);
    } catch (const toml::parse_error&) {
        const auto parts = headings(text, "[[" + std::string(split) + "]]");
        TomlNode::Table whole;
        const std::size_t head_end = parts.empty() ? text.size() : parts.front().first;
        merge(whole, parse_piece(text.substr(0, head_end), 0, faults));
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const std::size_t end = i + 1 < parts.size() ? parts[i + 1].first : text.size();
            merge(whole, parse_piece(text.substr(parts[i].first, end - parts[i].first), parts[i].second, faults));
        }
        return {.line = 1, .value = std::move(whole)};
    }
}

}  // namespace collimate
