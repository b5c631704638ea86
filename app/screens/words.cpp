#include "app/screens/words.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>
#include <vector>

namespace collimate {
namespace {

using std::chrono::year_month_day;

constexpr std::array months = {"January", "February", "March",     "April",   "May",      "June",
                               "July",    "August",   "September", "October", "November", "December"};
constexpr std::array weekdays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
constexpr std::string_view nbsp = "\u00A0";

year_month_day civil(Day day) {
    return std::chrono::sys_days(std::chrono::days(day));
}

std::string_view month_name(Day day) {
    return months[static_cast<unsigned>(civil(day).month()) - 1];
}

std::string_view weekday_name(Day day) {
    return weekdays[std::chrono::weekday(std::chrono::sys_days(std::chrono::days(day))).c_encoding()];
}

std::optional<Day> day_of(int year, int month, int day) {
    if (month < 1 || day < 1 || year < 2000 || year > 2100) return {};
    const year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day)));
    if (!date.ok()) return {};
    return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

/// Words and numbers of a text, in lower case.
std::vector<std::string> tokens(std::string_view text) {
    std::vector<std::string> found;
    bool letters = false;
    for (const char sign : text) {
        const auto byte = static_cast<unsigned char>(sign);
        if (!std::isalnum(byte)) {
            letters = false;
            found.emplace_back();
            continue;
        }
        const bool letter = std::isalpha(byte) != 0;
        if (found.empty() || letter != letters) found.emplace_back();
        letters = letter;
        found.back() += static_cast<char>(std::tolower(byte));
    }
    std::erase(found, std::string());
    return found;
}

std::optional<int> number_of(const std::string& token) {
    int value = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (error != std::errc() || end != token.data() + token.size()) return {};
    return value;
}

template <std::size_t n>
std::optional<int> named(const std::string& token, const std::array<const char*, n>& names) {
    if (token.size() < 3) return {};
    for (std::size_t i = 0; i < n; ++i) {
        std::string name = names[i];
        name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
        if (name.starts_with(token)) return static_cast<int>(i);
    }
    return {};
}

struct DateParts {
    std::optional<int> month;
    std::vector<int> numbers;
    bool understood = true;
};

DateParts parts_of(std::string_view text) {
    DateParts parts;
    for (const auto& token : tokens(text)) {
        if (const auto number = number_of(token)) {
            parts.numbers.push_back(*number);
        } else if (const auto month = named(token, months); month && !parts.month) {
            parts.month = *month + 1;
        } else if (!named(token, weekdays) && token != "st" && token != "nd" && token != "rd" && token != "th" &&
                   token != "of") {
            parts.understood = false;
        }
    }
    return parts;
}

}  // namespace

std::string_view registry_name(Registry registry) {
    return registry == Registry::arrt ? "ARRT" : "ARDMS";
}

std::string exam_name(const Outline& outline) {
    return std::string(registry_name(outline.registry)) + " " + outline.title;
}

std::string hours_and_minutes(int minutes) {
    if (minutes < 60) return fmt::format("{}{}min", minutes, nbsp);
    if (minutes % 60 == 0) return fmt::format("{}{}h", minutes / 60, nbsp);
    return fmt::format("{}{}h{}{:02}", minutes / 60, nbsp, nbsp, minutes % 60);
}

std::string exam_length(const Outline& outline) {
    std::string words;
    if (outline.scored_items) words = fmt::format("{}{}q", *outline.scored_items, nbsp);
    if (outline.minutes) words += (words.empty() ? "" : ", ") + hours_and_minutes(*outline.minutes);
    return words.empty() ? "length not published" : words;
}

std::string outline_sureness(OutlineConfidence confidence) {
    switch (confidence) {
        case OutlineConfidence::high: return "Its figures are as the registry publishes them.";
        case OutlineConfidence::medium: return "Some of its figures come from second-hand sources.";
        case OutlineConfidence::low: break;
    }
    return "Little of it is published; much is our working assumption.";
}

std::string outline_age(const Outline& outline) {
    const std::string& text = outline.effective;
    if (const auto day = parse_day(text))
        return fmt::format("Outline of {} {}.", month_name(*day), static_cast<int>(civil(*day).year()));
    if (text.empty() || text.starts_with("unknown") || text.starts_with("not established"))
        return "The date of its outline is not established.";
    return (text[0] >= '0' && text[0] <= '9' ? "Outline of " : "Outline ") + text + ".";
}

std::string thousands(std::int64_t value) {
    std::string digits = std::to_string(value);
    for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > (value < 0 ? 1 : 0); i -= 3)
        digits.insert(static_cast<std::size_t>(i), ",");
    return digits;
}

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return thousands(count) + " " + std::string(count == 1 ? one : many);
}

std::int64_t roughly(double value) {
    double step = 1.0;
    while (value / step >= 100.0) step *= 10.0;
    return std::llround(step * std::round(value / step));
}

std::string percent(double share) {
    return fmt::format("{:.0f}{}%", 100.0 * share, nbsp);
}

std::string one_decimal(double value) {
    return fmt::format("{:.1f}", value);
}

std::string file_size(std::uintmax_t bytes) {
    if (bytes < 1000) return fmt::format("{}{}bytes", bytes, nbsp);
    if (bytes < 1'000'000) return fmt::format("{:.0f}{}kB", static_cast<double>(bytes) / 1e3, nbsp);
    return fmt::format("{:.1f}{}MB", static_cast<double>(bytes) / 1e6, nbsp);
}

std::string date_words(Day day) {
    return fmt::format("{} {} {} {}", weekday_name(day).substr(0, 3), static_cast<unsigned>(civil(day).day()),
                       month_name(day), static_cast<int>(civil(day).year()));
}

std::string day_words(Day day) {
    return fmt::format("{} {} {}", weekday_name(day), static_cast<unsigned>(civil(day).day()), month_name(day));
}

std::string clock_words(TimeMs local_ms) {
    constexpr TimeMs minute = 60'000;
    constexpr TimeMs day = 24 * 60 * minute;
    const TimeMs within = (local_ms % day + day) % day;
    return fmt::format("{:02}:{:02}", within / (60 * minute), within / minute % 60);
}

std::optional<Day> typed_date(std::string_view text, Day today) {
    const DateParts parts = parts_of(text);
    const auto& n = parts.numbers;
    if (!parts.understood) return {};
    if (!parts.month) {
        if (n.size() == 3 && n[0] > 31) return day_of(n[0], n[1], n[2]);
        if (n.size() == 3) return day_of(n[2], n[0], n[1]);
        return {};
    }
    if (n.size() == 2) return n[0] > 31 ? day_of(n[0], *parts.month, n[1]) : day_of(n[1], *parts.month, n[0]);
    if (n.size() != 1) return {};
    const int year = static_cast<int>(civil(today).year());
    const auto this_year = day_of(year, *parts.month, n[0]);
    return this_year && *this_year >= today ? this_year : day_of(year + 1, *parts.month, n[0]);
}

std::string distance_words(Day day, Day today) {
    if (day == today) return "today";
    if (day == today + 1) return "tomorrow";
    if (day < today) return counted(today - day, "day", "days") + " ago";
    return counted(day - today, "day", "days") + " from today";
}

}  // namespace collimate
