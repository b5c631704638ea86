#pragma once

#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/calendar.hpp"

namespace collimate {

/// A file on its way into a shared folder.
struct Parcel {
    std::string name;
    std::string bytes;
};

/// Looks into a shared folder and writes into it beside the screens: a folder of the network may hang for minutes, and
/// nothing can call off what hangs in it. So each errand has a thread of its own that is given all it needs; one that
/// hangs is left to itself, and ends with the program at the latest.
class Courier {
public:
    enum class State { none, under_way, done, failed };

    Courier() = default;
    Courier(Courier&&) noexcept = default;
    Courier& operator=(Courier&& other) noexcept;
    ~Courier();

    /// Asks which of these files `folder` lacks; what was under way is given up.
    void look(const std::filesystem::path& folder, std::vector<std::string> names, TimeMs now_ms);
    /// The names that are lacking, once and when they are known. Throws WorldFailed where there is no such folder.
    [[nodiscard]] std::optional<std::vector<std::string>> lacking();
    /// Writes into the folder that was looked into.
    void bring(std::vector<Parcel> parcels);
    /// Whether all of it has been written; true once. Throws Refused or WorldFailed with what was in the way.
    [[nodiscard]] bool brought();

    void end(TimeMs now_ms);
    void fail(std::string why);
    /// Nothing more is begun, and what is under way is given up.
    void give_up();

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] TimeMs since_ms() const { return since_ms_; }  ///< begun, or done
    [[nodiscard]] const std::string& fault() const { return fault_; }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
    State state_ = State::none;
    TimeMs since_ms_ = 0;
    std::string fault_;
    std::filesystem::path folder_;
    std::shared_ptr<std::atomic<bool>> given_up_;
    std::future<std::vector<std::string>> looking_;
    std::future<void> bringing_;
};

}  // namespace collimate
