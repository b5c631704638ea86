#include "app/cli/context.hpp"

#include <sodium.h>

#include <charconv>
#include <chrono>
#include <ctime>

namespace collimate {

Now Context::now() const {
    if (fixed_now) return *fixed_now;
    const auto moment = std::chrono::system_clock::now();
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(moment.time_since_epoch()).count();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(moment);
    std::tm local{};
    localtime_r(&seconds, &local);
    const std::chrono::year_month_day date{std::chrono::year{local.tm_year + 1900},
                                           std::chrono::month{static_cast<unsigned>(local.tm_mon + 1)},
                                           std::chrono::day{static_cast<unsigned>(local.tm_mday)}};
    return {.ms = ms, .day = static_cast<Day>(std::chrono::sys_days{date}.time_since_epoch().count())};
}

std::filesystem::path Context::banks() const {
    std::error_code unknown;
    const std::filesystem::path beside =
        std::filesystem::read_symlink("/proc/self/exe", unknown).parent_path() / "banks";
    return !unknown && std::filesystem::is_directory(beside, unknown) ? beside : std::filesystem::path(COLLIMATE_BANKS);
}

std::string seed_fault(const std::string& text) {
    std::int64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error == std::errc{} && end == text.data() + text.size() && seed >= 0) return {};
    return "\"" + text + "\" is no seed; write a whole number from 0 to 9223372036854775807";
}

std::uint64_t new_seed() {
    std::uint64_t seed = 0;
    randombytes_buf(&seed, sizeof seed);
    return seed;
}

}  // namespace collimate
