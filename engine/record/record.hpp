#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/record/event.hpp"
#include "engine/record/state.hpp"

namespace collimate {

/// Random ids of a new record, made by the application (the engine has no random device): 32 hex digits each. Neither
/// says who the candidate is.
struct Identity {
    std::string candidate;
    std::string device;
};

/// Another process has the record open.
struct RecordHeld : Refused {
    using Refused::Refused;
};

/// Where an exam stands that has not ended: kept beside the log, since it changes every second.
struct ExamClock {
    SittingId sitting = 0;
    SittingPhase phase = SittingPhase::asking;
    int number = 1;                 ///< of the question on the screen
    std::int64_t remaining_ms = 0;  ///< of the exam
    std::int64_t elapsed_ms = 0;    ///< on that question so far
    friend bool operator==(const ExamClock&, const ExamClock&) = default;
};

/// A candidate's file: an append-only log of what was done, for any number of exams, and a snapshot of what follows
/// from it.
///
/// Only one process holds a record at a time. SQLite in WAL mode with synchronous=FULL: `append` returns when the event
/// is on disk. Snapshots are written now and then and on closing; what a kill leaves out is replayed from the log on
/// opening.
class Record {
public:
    /// Opens `file`, or creates it with `identity` where there is none.
    /// Throws Refused, leaving every byte as it was, when the file is not a record, is damaged or was written by a
    /// newer version (one of an older version is brought up to date, all or nothing, with a copy of it kept among the
    /// backups); RecordHeld when it is open in another process; WorldFailed when it cannot be read or written. One
    /// sentence with the remedy each time.
    [[nodiscard]] static Record open(const std::filesystem::path& file, const Identity& identity, Now now);

    /// As above, for a file that must exist.
    [[nodiscard]] static Record open(const std::filesystem::path& file);

    Record(Record&&) noexcept;
    Record& operator=(Record&&) noexcept;
    ~Record();

    /// Appends one event; it is on disk before this returns, and only then in `state`. A clock that stands earlier than
    /// at the event before is recorded first, in the same transaction. Throws WorldFailed when the disk refuses;
    /// nothing has changed then and the same event may be appended again.
    Event append(std::string_view exam, EventBody body, Now now);

    /// As above with several events at once: all of them, or none. They are returned without the one about the clock.
    /// A Rescored or a MemoryFitted derives the state of its exam anew.
    std::vector<Event> append_all(std::string_view exam, std::vector<EventBody> bodies, Now now);

    /// Puts the clock of an exam in the place of the one kept before; it is on disk before this returns. Cheap enough
    /// for twice a second. The end of the sitting removes it. Throws WorldFailed when the disk refuses.
    void keep_clock(const ExamClock& clock);
    /// The clock kept last; absent before the first, after the end, and where it is damaged: the last event of the
    /// sitting tells the time then.
    [[nodiscard]] std::optional<ExamClock> clock_of(SittingId sitting) const;

    [[nodiscard]] const ExamState& state(std::string_view exam) const;  ///< the empty state for an exam never touched
    [[nodiscard]] std::vector<std::string> exams() const;               ///< in the record, sorted

    /// Calls `visit` with every event after `after_seq` in order; one exam, or all where `exam` is empty.
    /// Throws Refused naming the event when one does not match its checksum.
    void each_event(std::string_view exam, std::int64_t after_seq,
                    const std::function<void(const Event&)>& visit) const;
    /// The start of a sitting and all that belongs to it, in order. Throws as `each_event`.
    [[nodiscard]] std::vector<Event> events_of(SittingId sitting) const;
    /// The answers of one sitting in order.
    [[nodiscard]] std::vector<Event> answers_of(SittingId sitting) const;

    [[nodiscard]] const std::filesystem::path& file() const;
    [[nodiscard]] const std::string& candidate() const;
    [[nodiscard]] std::int64_t last_seq() const;
    [[nodiscard]] TimeMs last_saved_ms() const;  ///< time of the last event; 0 in a new record

    /// Full check: SQLite's integrity_check, every event's checksum, no gap in the numbers, and the snapshot against a
    /// rebuild. Returns the number of events. Throws Refused naming the first fault.
    std::int64_t verify() const;

    /// Throws the snapshots away and derives them anew from the log.
    void rebuild();

    /// Writes a snapshot of the derived state if anything changed. Never needed for safety.
    void flush();

    /// A copy in `file`, all or nothing: temporary name, fsync, rename, fsync of the folder. Replaces nothing but an
    /// earlier copy of this candidate's record; throws Refused where something else, or the record itself, lies there,
    /// WorldFailed when the disk refuses.
    void backup(const std::filesystem::path& file) const;

    /// The day's backup in the folder `backups` beside the record, if there is none of that day yet, and removes daily
    /// ones over two weeks old. Returns the file of the day.
    std::filesystem::path backup_daily(Day day) const;

    /// Everything as JSON lines: a head, then one object an event; all exams, or one.
    void export_json(std::ostream& out, std::string_view exam = {}) const;
    /// Answers as CSV with a head row, one line each; text cells quoted and safe from formulas.
    void export_csv(std::ostream& out, std::string_view exam = {}) const;

    /// Removes every event of one exam (all exams where empty) and what follows from them, then vacuums so that nothing
    /// stays behind in the file. Numbers are not used again. Backups are the caller's to name: see `backups_of`.
    /// Returns the number of events removed.
    std::int64_t forget(std::string_view exam);

private:
    struct Impl;
    explicit Record(std::unique_ptr<Impl> impl);
    void copy_into(const std::filesystem::path& new_file) const;
    std::filesystem::path keep_copy(const std::string& label) const;
    void migrate();
    std::unique_ptr<Impl> impl_;
};

/// Puts `backup` in the place of `file` after checking it in full; the present file, where there is one, is backed up
/// first as `before-restore`. All or nothing. Returns where the present file went (empty where there was none).
std::filesystem::path restore_record(const std::filesystem::path& backup, const std::filesystem::path& file, Now now);

/// Backups kept beside a record, newest first.
[[nodiscard]] std::vector<std::filesystem::path> backups_of(const std::filesystem::path& file);

}  // namespace collimate
