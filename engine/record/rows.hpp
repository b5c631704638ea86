#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/record/event.hpp"

namespace SQLite {
class Statement;
}

namespace collimate {

/// One row of the table `event`, column by column; absent columns are NULL.
struct EventRow {
    std::int64_t seq = 0;
    std::int64_t device = 1;
    std::int64_t number = 0;
    TimeMs at_ms = 0;
    Day day = 0;
    std::string exam;
    std::string kind;
    std::optional<std::int64_t> sitting;
    std::optional<std::string> item;
    std::optional<std::int64_t> revision;
    std::optional<std::int64_t> draw;
    std::optional<std::string> area;
    std::optional<double> difficulty;
    std::optional<double> chance;
    std::optional<std::int64_t> fresh;
    std::optional<std::string> letters;
    std::optional<double> entered;
    std::optional<std::int64_t> correct;
    std::optional<std::int64_t> confidence;
    std::optional<std::int64_t> elapsed_ms;
    std::optional<std::string> body;
};

/// Columns of the table in the order that `bind_row` and `read_row` use, the checksum last.
inline constexpr const char* event_columns =
    "seq, device, number, at_ms, day, exam, kind, sitting, item, revision, draw, area, difficulty, chance, fresh, "
    "letters, "
    "entered, correct, confidence, elapsed_ms, body, checksum";
inline constexpr int event_column_count = 22;

[[nodiscard]] EventRow to_row(const Event& event);

/// Throws Refused naming the event when the row is not an event of a known kind.
[[nodiscard]] Event from_row(const EventRow& row);

/// SipHash-2-4 over every column: finds a flipped bit; no protection against someone who wants to deceive.
[[nodiscard]] std::int64_t checksum_of(const EventRow& row);

void bind_row(SQLite::Statement& insert, const EventRow& row);

/// Throws Refused naming the event when it does not match its checksum.
[[nodiscard]] EventRow read_row(SQLite::Statement& select);

}  // namespace collimate
