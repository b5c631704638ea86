#include "engine/base/calendar.hpp"

#include <array>
#include <charconv>
#include <chrono>

namespace collimate {
namespace {

constexpr std::array month_names = {"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array weekday_names = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

std::chrono::year_month_day civil(Day day) {
    return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day}}};
}

const char* weekday_name(Day day) {
    return weekday_names[std::chrono::weekday{std::chrono::sys_days{std::chrono::days{day}}}.c_encoding()];
}

const char* month_name(Day day) { return month_names[static_cast<unsigned>(civil(day).month()) - 1]; }

std::string padded(int value, std::size_t width) {
    std::string digits = std::to_string(value);
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
}

/// Takes exactly `width` digits off the front of `text`.
std::optional<int> take_digits(std::string_view& text, std::size_t width) {
    if (text.size() < width) return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + width, value);
    if (error != std::errc{} || end != text.data() + width || text[0] == '-') return std::nullopt;
    text.remove_prefix(width);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text[0] != expected) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Day> take_day(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_digits(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!day || *year < 2000 || *year >= 2100) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return static_cast<Day>(std::chrono::sys_days{date}.time_since_epoch().count());
}

/// Minutes east of UTC from `Z` or `+hh:mm`.
std::optional<int> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return 0;
    const bool west = !text.empty() && text[0] == '-';
    if (!take(text, west ? '-' : '+')) return std::nullopt;
    const auto hours = take_digits(text, 2);
    if (!hours || !take(text, ':')) return std::nullopt;
    const auto minutes = take_digits(text, 2);
    if (!minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    const int offset = *hours * 60 + *minutes;
    return west ? -offset : offset;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
    const auto day = take_day(text);
    return text.empty() ? day : std::nullopt;
}

std::optional<Now> parse_time(std::string_view text) {
    const auto day = take_day(text);
    if (!day) return std::nullopt;
    if (text.empty()) return Now{.ms = *day * ms_per_day, .day = *day};
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
    const auto hour = take_digits(text, 2);
    if (!hour || !take(text, ':')) return std::nullopt;
    const auto minute = take_digits(text, 2);
    if (!minute || !take(text, ':')) return std::nullopt;
    const auto second = take_digits(text, 2);
    if (!second || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    int milli = 0;
    if (take(text, '.')) {
        int scale = 100;
        if (text.empty() || text[0] < '0' || text[0] > '9') return std::nullopt;
        for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), scale /= 10)
            milli += (text[0] - '0') * scale;
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    const TimeMs of_day = ((*hour * 60LL + *minute - *offset) * 60 + *second) * 1000 + milli;
    return Now{.ms = *day * ms_per_day + of_day, .day = *day};
}

Day day_at(TimeMs ms, TimeMs utc_offset_ms) { return static_cast<Day>((ms + utc_offset_ms) / ms_per_day); }

std::string format_day(Day day) {
    const auto date = civil(day);
    return padded(static_cast<int>(date.year()), 4) + "-" +
           padded(static_cast<int>(static_cast<unsigned>(date.month())), 2) + "-" +
           padded(static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

std::string format_time(TimeMs ms) {
    TimeMs day = ms / ms_per_day;
    if (ms % ms_per_day < 0) --day;
    const int second = static_cast<int>((ms - day * ms_per_day) / 1000);
    return format_day(static_cast<Day>(day)) + "T" + padded(second / 3600, 2) + ":" + padded(second / 60 % 60, 2) +
           ":" + padded(second % 60, 2) + "Z";
}

std::string long_date(Day day) {
    const auto date = civil(day);
    return std::string(weekday_name(day)) + " " + std::to_string(static_cast<unsigned>(date.day())) + " " +
           month_name(day) + " " + std::to_string(static_cast<int>(date.year()));
}

std::string short_date(Day day) {
    return std::to_string(static_cast<unsigned>(civil(day).day())) + " " + std::string(month_name(day)).substr(0, 3);
}

std::string weekday(Day day) { return std::string(weekday_name(day)).substr(0, 3); }

}  // namespace collimate
