#include "app/cli/ticking_input.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

namespace collimate {
namespace {

constexpr int wait_ms = 250;

std::string trimmed(const std::string& line) {
    const auto first = line.find_first_not_of(" \t\r");
    return first == std::string::npos ? std::string() : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

std::int64_t TickingInput::gone_by() {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - last_);
    last_ += ms;  // what is left of a millisecond is not lost
    return ms.count();
}

std::optional<std::string> TickingInput::buffered_line() {
    const auto end = buffer_.find('\n');
    if (end == std::string::npos && !(ended_ && !buffer_.empty())) return std::nullopt;
    std::string line = trimmed(buffer_.substr(0, end));
    buffer_.erase(0, end == std::string::npos ? end : end + 1);
    return line;
}

std::optional<std::string> TickingInput::ask(std::string_view prompt, const Tick& tick) {
    fmt::print("{} ", prompt);
    std::fflush(stdout);
    for (;;) {
        if (!tick(gone_by())) return std::nullopt;
        if (auto line = buffered_line()) return line;
        if (ended_) {
            fmt::print("\n");
            return std::nullopt;
        }
        pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        if (::poll(&input, 1, wait_ms) <= 0) continue;
        std::array<char, 4096> bytes{};
        const ssize_t got = ::read(STDIN_FILENO, bytes.data(), bytes.size());
        if (got > 0)
            buffer_.append(bytes.data(), static_cast<std::size_t>(got));
        else if (got == 0 || errno != EINTR)
            ended_ = true;
    }
}

}  // namespace collimate
