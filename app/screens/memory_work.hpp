#pragma once

#include <atomic>
#include <optional>
#include <thread>

#include "engine/study/memory.hpp"

namespace collimate {

/// A fit of memory beside the screens, on a copied log: a kill in the midst of it loses nothing. Destroying it stops it.
class MemoryWork {
public:
    explicit MemoryWork(MemoryLog log);
    MemoryWork(const MemoryWork&) = delete;
    MemoryWork& operator=(const MemoryWork&) = delete;

    [[nodiscard]] double share() const { return share_; }  ///< done, 0 to 1
    [[nodiscard]] bool done() const { return done_; }
    /// Once it is done; absent where there was no memory for it.
    [[nodiscard]] const std::optional<MemoryFitted>& result() const { return result_; }

private:
    std::atomic<double> share_ = 0.0;
    std::atomic<bool> done_ = false;
    std::optional<MemoryFitted> result_;  ///< not touched by the thread once done
    std::jthread thread_;                 ///< last, so that it ends before the rest goes
};

}  // namespace collimate
