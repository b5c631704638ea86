#include "engine/bank/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/base/characters.hpp"

namespace collimate {
namespace {

std::string folded(std::string_view text) {
    std::string line;
    int breaks = 0;
    for (const char c : text) {
        if (c == '\r') continue;
        if (c == '\n') {
            ++breaks;
            continue;
        }
        if (breaks > 0 && !line.empty()) {
            while (line.ends_with(' ')) line.pop_back();
            line += breaks > 1 ? "\n\n" : " ";
        }
        breaks = 0;
        const bool after_blank = line.empty() || line.back() == '\n' || line.back() == ' ';
        if (!(after_blank && c == ' ')) line += c;
    }
    while (line.ends_with(' ')) line.pop_back();
    return line;
}

/// Levenshtein distance, for 'did you mean'.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

}  // namespace

Fields::Fields(const TomlNode& table, std::string subject, std::string where, Faults& faults)
    : table_(table), subject_(std::move(subject)), where_(std::move(where)), faults_(faults) {
    if (!std::holds_alternative<TomlNode::Table>(table.value))
        faults_.block(table.line, subject_, (where_.empty() ? "this" : where_) + " is not a table",
                      "write it as a table");
}

const TomlNode* Fields::take(std::string_view key, Need need) {
    known_.emplace(key);
    const TomlNode* node = table_.find(key);
    if (!node && need == Need::required) fault(key, "is missing", "add it");
    return node;
}

void Fields::fault(std::string_view key, std::string what, std::string remedy, std::string code) {
    const std::string prefix = where_.empty() ? "" : where_ + ": ";
    faults_.add(Severity::block, line_of(key), subject_, std::move(code), prefix + "'" + std::string(key) + "' " + what,
                std::move(remedy));
}

void Fields::wrong_type(std::string_view key, std::string_view due) {
    fault(key, "is not " + std::string(due), "write " + std::string(due));
}

std::optional<std::string> Fields::checked_text(std::string_view key, const TomlNode& node, std::size_t longest) {
    const auto* text = std::get_if<std::string>(&node.value);
    if (!text) {
        wrong_type(key, "text in quotes");
        return std::nullopt;
    }
    if (text->size() > longest) {
        fault(key, "is longer than " + std::to_string(longest) + " bytes", "shorten it");
        return std::nullopt;
    }
    std::string line = folded(*text);
    if (const auto bad = find_bad_character(line)) {
        fault(key, fmt::format("holds {} (U+{:04X})", bad->what, static_cast<std::uint32_t>(bad->code)),
              std::string(bad->remedy));
        return std::nullopt;
    }
    return line;
}

std::string Fields::text(std::string_view key, Need need, std::size_t longest) {
    const TomlNode* node = take(key, need);
    if (!node) return {};
    const auto line = checked_text(key, *node, longest);
    if (line && line->empty() && need == Need::required) fault(key, "is empty", "write it");
    return line.value_or("");
}

std::vector<std::string> Fields::texts(std::string_view key, Need need, std::size_t longest) {
    const TomlNode* node = take(key, need);
    if (!node) return {};
    const auto* array = std::get_if<TomlNode::Array>(&node->value);
    if (!array) {
        wrong_type(key, "a list of texts");
        return {};
    }
    std::vector<std::string> lines;
    for (const TomlNode& element : *array) {
        const auto line = checked_text(key, element, longest);
        if (!line) continue;
        if (line->empty())
            fault(key, "holds an empty text", "remove it");
        else
            lines.push_back(*line);
    }
    if (array->empty() && need == Need::required) fault(key, "is empty", "name at least one");
    return lines;
}

std::optional<std::int64_t> Fields::integer(std::string_view key, Need need, std::int64_t low, std::int64_t high) {
    const TomlNode* node = take(key, need);
    if (!node) return std::nullopt;
    const auto* whole = std::get_if<std::int64_t>(&node->value);
    if (!whole) {
        wrong_type(key, "a whole number");
        return std::nullopt;
    }
    if (*whole < low || *whole > high) {
        fault(key, "is " + std::to_string(*whole),
              "write a number from " + std::to_string(low) + " to " + std::to_string(high));
        return std::nullopt;
    }
    return *whole;
}

std::optional<double> Fields::number(std::string_view key, Need need, double low, double high) {
    const TomlNode* node = take(key, need);
    if (!node) return std::nullopt;
    const auto* whole = std::get_if<std::int64_t>(&node->value);
    const auto* real = std::get_if<double>(&node->value);
    if (!whole && !real) {
        wrong_type(key, "a number");
        return std::nullopt;
    }
    const double value = whole ? static_cast<double>(*whole) : *real;
    if (!std::isfinite(value) || value < low || value > high) {
        fault(key, "is out of range", "write a number that makes sense here");
        return std::nullopt;
    }
    return value;
}

namespace {

/// Absent where the node is no list, empty, or holds anything but finite numbers.
std::optional<std::vector<double>> numbers_in(const TomlNode& node) {
    const auto* array = std::get_if<TomlNode::Array>(&node.value);
    if (!array || array->empty()) return std::nullopt;
    std::vector<double> values;
    for (const TomlNode& element : *array) {
        const auto* whole = std::get_if<std::int64_t>(&element.value);
        const auto* real = std::get_if<double>(&element.value);
        if (!whole && !(real && std::isfinite(*real))) return std::nullopt;
        values.push_back(whole ? static_cast<double>(*whole) : *real);
    }
    return values;
}

}  // namespace

std::vector<double> Fields::numbers(std::string_view key, Need need) {
    const TomlNode* node = take(key, need);
    if (!node) return {};
    auto values = numbers_in(*node);
    if (!values) wrong_type(key, "a list of numbers");
    return values ? std::move(*values) : std::vector<double>{};
}

std::vector<std::vector<double>> Fields::rows_of_numbers(std::string_view key, Need need) {
    const TomlNode* node = take(key, need);
    if (!node) return {};
    const auto* array = std::get_if<TomlNode::Array>(&node->value);
    std::vector<std::vector<double>> rows;
    for (const TomlNode& element : array ? *array : TomlNode::Array{})
        if (auto row = numbers_in(element)) rows.push_back(std::move(*row));
    if (array && rows.size() == array->size() && !rows.empty()) return rows;
    wrong_type(key, "a list of lists of numbers");
    return {};
}

std::vector<std::vector<std::string>> Fields::rows_of_texts(std::string_view key, Need need, std::size_t longest) {
    const TomlNode* node = take(key, need);
    if (!node) return {};
    const auto* array = std::get_if<TomlNode::Array>(&node->value);
    std::vector<std::vector<std::string>> rows;
    for (const TomlNode& element : array ? *array : TomlNode::Array{}) {
        const auto* cells = std::get_if<TomlNode::Array>(&element.value);
        if (!cells) break;
        std::vector<std::string>& row = rows.emplace_back();
        for (const TomlNode& cell : *cells) row.push_back(checked_text(key, cell, longest).value_or(""));
    }
    if (array && rows.size() == array->size() && !rows.empty()) return rows;
    wrong_type(key, "a list of lists of texts");
    return {};
}

std::optional<bool> Fields::flag(std::string_view key) {
    const TomlNode* node = take(key, Need::optional);
    if (!node) return std::nullopt;
    const auto* flag = std::get_if<bool>(&node->value);
    if (!flag) wrong_type(key, "true or false");
    return flag ? std::optional(*flag) : std::nullopt;
}

std::optional<Day> Fields::day(std::string_view key, Need need) {
    const TomlNode* node = take(key, need);
    if (!node) return std::nullopt;
    const auto* date = std::get_if<TomlDate>(&node->value);
    if (!date || !date->day) {
        wrong_type(key, "a date such as 2026-11-22 (without quotes)");
        return std::nullopt;
    }
    return date->day;
}

std::optional<std::size_t> Fields::one_of(std::string_view key, Need need, std::span<const std::string_view> names) {
    const std::string name = text(key, need, 100);
    if (name.empty()) return std::nullopt;
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    std::string list;
    for (const std::string_view each : names) list += (list.empty() ? "" : ", ") + std::string(each);
    fault(key, "is \"" + name + "\"", "write one of: " + list);
    return std::nullopt;
}

const TomlNode* Fields::table(std::string_view key, Need need) {
    const TomlNode* node = take(key, need);
    if (!node) return nullptr;
    if (std::holds_alternative<TomlNode::Table>(node->value)) return node;
    wrong_type(key, "a table");
    return nullptr;
}

std::vector<const TomlNode*> Fields::tables(std::string_view key, Need need) {
    const TomlNode* node = take(key, need);
    if (!node) return {};
    const auto* array = std::get_if<TomlNode::Array>(&node->value);
    std::vector<const TomlNode*> found;
    if (array) {
        for (const TomlNode& element : *array)
            if (std::holds_alternative<TomlNode::Table>(element.value)) found.push_back(&element);
    }
    if (!array || found.size() != array->size()) wrong_type(key, "a list of tables (double brackets)");
    return found;
}

std::vector<const TomlNode*> Fields::one_or_more(std::string_view key, Need need) {
    const TomlNode* node = table_.find(key);
    const bool single = node && std::holds_alternative<TomlNode::Table>(node->value);
    return single ? std::vector<const TomlNode*>{table(key, need)} : tables(key, need);
}

bool Fields::has(std::string_view key) const { return table_.find(key) != nullptr; }

int Fields::line_of(std::string_view key) const {
    const TomlNode* node = table_.find(key);
    return node ? node->line : table_.line;
}

void Fields::finish() {
    for (const TomlEntry& entry : entries_of(table_)) {
        if (known_.contains(entry.key)) continue;
        const auto nearest = std::min_element(known_.begin(), known_.end(), [&](const auto& a, const auto& b) {
            return distance(a, entry.key) < distance(b, entry.key);
        });
        const bool near = nearest != known_.end() && distance(*nearest, entry.key) <= 2;
        fault(visible(entry.key.substr(0, 60)), "is not a key of this table",
              near ? "did you mean '" + *nearest + "'?" : "remove it or see the bank format for the key you meant");
    }
}

const TomlNode::Table& entries_of(const TomlNode& node) {
    static const TomlNode::Table none;
    const auto* table = std::get_if<TomlNode::Table>(&node.value);
    return table ? *table : none;
}

}  // namespace collimate
