#include "app/widgets/typed_date.hpp"

#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <string>
#include <vector>

namespace collimate::ui {
namespace {

using std::chrono::year_month_day;

constexpr std::array months = {"January", "February", "March",     "April",   "May",      "June",
                               "July",    "August",   "September", "October", "November", "December"};
constexpr std::array weekdays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

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
    const int year = static_cast<int>(year_month_day(std::chrono::sys_days(std::chrono::days(today))).year());
    const auto this_year = day_of(year, *parts.month, n[0]);
    return this_year && *this_year >= today ? this_year : day_of(year + 1, *parts.month, n[0]);
}

}  // namespace collimate::ui
