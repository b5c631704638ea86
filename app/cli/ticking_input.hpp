#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace collimate {

/// Lines of the standard input while time goes by. Nothing else may read the standard input beside it.
class TickingInput {
public:
    /// Told how many milliseconds went by since it was last called, by a clock that never jumps and stands while the
    /// machine sleeps; whether to wait on.
    using Tick = std::function<bool(std::int64_t ms)>;

    /// Prompts and waits for a line, which comes without the spaces around it. Calls `tick` before it and at least four
    /// times a second meanwhile; absent when that says no, or at the end of input.
    [[nodiscard]] std::optional<std::string> ask(std::string_view prompt, const Tick& tick);

private:
    [[nodiscard]] std::int64_t gone_by();
    [[nodiscard]] std::optional<std::string> buffered_line();

    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
    std::string buffer_;
    bool ended_ = false;
};

}  // namespace collimate
