#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/record/package.hpp"
#include "engine/record/record.hpp"

namespace collimate {

/// What is wrong with a class code, one sentence with the remedy; empty where nothing is, or there is none.
[[nodiscard]] std::string class_code_fault(const std::string& code);

/// The result packages of one record, each holding what is new since the one before. Which events each holds is kept,
/// with the key that signs them, in `<record>.device` beside the record and on disk before a package leaves; so the
/// same package can be made again at any time, to the same bytes, when a copy was lost.
///
/// A record without that file, or one put back to an earlier state, begins a new chain as a new device: answers told
/// before keep their ids and are not counted twice. The record is borrowed and must outlive this.
class Outbox {
public:
    /// `new_key` is used where a new device begins. Throws Refused when the file beside the record is damaged,
    /// WorldFailed when it cannot be read.
    [[nodiscard]] static Outbox open(const Record& record, const DeviceKey& new_key);

    /// Packages made so far, numbered 1 to this.
    [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(made_.size()); }
    [[nodiscard]] DeviceId device() const { return key_.device(); }
    /// The record was put back to an earlier state since the last package.
    [[nodiscard]] bool put_back() const { return put_back_; }
    /// The class code given last; empty where none was.
    [[nodiscard]] std::string code() const;

    /// Makes packages of what is new, or an empty one where only the code is. An empty `code` stands for the one given
    /// last. Returns how many were made: 0 where there is nothing new. Throws Refused for an impossible code,
    /// WorldFailed when the disk refuses.
    std::int64_t make(const std::string& code, TimeMs now_ms);

    /// A package made before. Throws Refused where answers it held have been removed from the record since.
    [[nodiscard]] std::string bytes_of(std::int64_t sequence) const;
    /// `results-<candidate>-<device>-0001.collimate-results`, the first eight digits of each id.
    [[nodiscard]] std::string name_of(std::int64_t sequence) const;

    /// Writes every package that is not in `folder` yet, what is new included; the folder may be one that several
    /// share. Returns the files written. Packages whose answers were removed from the record are passed over.
    std::vector<std::filesystem::path> deliver(const std::filesystem::path& folder, const std::string& code,
                                               TimeMs now_ms);

private:
    /// One package: the events after the one before, up to `through`.
    struct Made {
        std::int64_t through = 0;
        TimeMs last_at_ms = 0;  ///< of the event `through`: tells whether the record still is the one it was
        TimeMs made_ms = 0;
        std::string code;
        Digest own{};
    };
    Outbox(const Record& record, const DeviceKey& key) : record_(&record), key_(key) {}
    void read(const std::filesystem::path& file);
    void save() const;
    [[nodiscard]] bool still_holds() const;
    [[nodiscard]] Package package_of(std::size_t index, std::int64_t first, const Made& made) const;
    [[nodiscard]] std::int64_t first_of(std::size_t index) const;

    const Record* record_;
    DeviceKey key_;
    std::vector<Made> made_;
    bool put_back_ = false;
};

}  // namespace collimate
