#include "app/cli/context.hpp"

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

}  // namespace collimate
