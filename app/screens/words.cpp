#include "app/screens/words.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>

namespace collimate {
namespace {

using std::chrono::year_month_day;

constexpr std::array months = {"January", "February", "March",     "April",   "May",      "June",
                               "July",    "August",   "September", "October", "November", "December"};
constexpr std::array weekdays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

year_month_day civil(Day day) { return std::chrono::sys_days(std::chrono::days(day)); }

std::string_view month_name(Day day) { return months[static_cast<unsigned>(civil(day).month()) - 1]; }

std::string_view weekday_name(Day day) {
    return weekdays[std::chrono::weekday(std::chrono::sys_days(std::chrono::days(day))).c_encoding()];
}

}  // namespace

std::string_view registry_name(Registry registry) { return registry == Registry::arrt ? "ARRT" : "ARDMS"; }

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
        case OutlineConfidence::high:
            return "We are sure of its figures.";
        case OutlineConfidence::medium:
            return "We are fairly sure of its figures: sources differ or are second-hand.";
        case OutlineConfidence::low:
            break;
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

std::string percent(double share) { return fmt::format("{:.0f}{}%", 100.0 * share, nbsp); }

std::string unbroken(std::string text) {
    for (std::size_t at = text.find(" %"); at != std::string::npos; at = text.find(" %", at + 2))
        text.replace(at, 1, "\u00A0");
    return text;
}

std::string one_decimal(double value) { return fmt::format("{:.1f}", value); }

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

std::string distance_words(Day day, Day today) {
    if (day == today) return "today";
    if (day == today + 1) return "tomorrow";
    if (day < today) return counted(today - day, "day", "days") + " ago";
    return counted(day - today, "day", "days") + " from today";
}

double axis_step(const Outline& outline) { return outline.scale.high > 200 ? 50.0 : 10.0; }

std::string capitalized(std::string words) {
    if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

bool has_letter(std::string_view letters, char letter) { return letters.find(letter) != std::string_view::npos; }

}  // namespace collimate
