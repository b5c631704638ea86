#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bank/document.hpp"

namespace collimate {

enum class Need { required, optional };

/// Reads the keys of one table of a source file. Each wrong type, value out of range or missing key becomes a fault;
/// `finish` names every key nobody asked for.
class Fields {
public:
    /// `subject` is the item, area or point id; `where` says which part of it, e.g. `option b`.
    Fields(const TomlNode& table, std::string subject, std::string where, Faults& faults);

    /// Trimmed, blanks single, line ends folded: one is a space, an empty line stays as "\n\n". Empty counts as
    /// missing.
    std::string text(std::string_view key, Need need, std::size_t longest = 1000);
    std::vector<std::string> texts(std::string_view key, Need need, std::size_t longest = 1000);
    std::optional<std::int64_t> integer(std::string_view key, Need need, std::int64_t low, std::int64_t high);
    std::optional<double> number(std::string_view key, Need need, double low = -std::numeric_limits<double>::max(),
                                 double high = std::numeric_limits<double>::max());
    std::vector<double> numbers(std::string_view key, Need need);
    /// A list of lists.
    std::vector<std::vector<std::string>> rows_of_texts(std::string_view key, Need need, std::size_t longest);
    std::vector<std::vector<double>> rows_of_numbers(std::string_view key, Need need);
    std::optional<bool> flag(std::string_view key);
    std::optional<Day> day(std::string_view key, Need need);
    /// Position in `names`.
    std::optional<std::size_t> one_of(std::string_view key, Need need, std::span<const std::string_view> names);
    /// A sub-table; null where absent or no table.
    const TomlNode* table(std::string_view key, Need need);
    /// A list of tables (`[[item.source]]`).
    std::vector<const TomlNode*> tables(std::string_view key, Need need);
    /// As above; a single table (`[item.figure]`) counts as a list of one.
    std::vector<const TomlNode*> one_or_more(std::string_view key, Need need);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] int line_of(std::string_view key) const;  ///< the table's own line where absent
    [[nodiscard]] const std::string& subject() const { return subject_; }
    [[nodiscard]] Faults& faults() { return faults_; }

    void fault(std::string_view key, std::string what, std::string remedy, std::string code = {});
    void finish();

private:
    const TomlNode* take(std::string_view key, Need need);
    void wrong_type(std::string_view key, std::string_view due);
    std::optional<std::string> checked_text(std::string_view key, const TomlNode& node, std::size_t longest);

    const TomlNode& table_;
    std::string subject_;
    std::string where_;
    Faults& faults_;
    std::set<std::string, std::less<>> known_;
};

/// Entries of a table that is one; empty otherwise.
[[nodiscard]] const TomlNode::Table& entries_of(const TomlNode& node);

}  // namespace collimate
