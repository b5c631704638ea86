#include "engine/study/ics.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/base/random.hpp"

namespace collimate {
namespace {

std::string digits_of(std::string text) {
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

/// TEXT of RFC 5545 section 3.3.11.
std::string escaped_text(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\\' || c == ';' || c == ',') escaped += '\\';
        escaped += c;
    }
    return escaped;
}

/// Lines end with CRLF and are folded at 75 octets, never within a UTF-8 character (section 3.1).
void add_line(std::string& ics, std::string_view line) {
    constexpr std::size_t longest = 75;
    std::size_t room = longest;
    while (line.size() > room) {
        std::size_t cut = room;
        while ((static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
        ics.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
        room = longest - 1;  // the space counts
    }
    ics.append(line).append("\r\n");
}

std::string summary_of(const CalendarDay& day, std::string_view exam_title) {
    if (day.exam) return fmt::format("Exam: {}", exam_title);
    return fmt::format("{}Study {:.0f} min: {}", day.mock ? "Mock exam, or " : "", day.minutes, exam_title);
}

}  // namespace

std::string to_ics(std::span<const CalendarDay> days, std::string_view exam_title, std::string_view owner,
                   TimeMs now_ms) {
    std::string ics;
    add_line(ics, "BEGIN:VCALENDAR");
    add_line(ics, "VERSION:2.0");
    add_line(ics, "PRODID:-//Collimate//Study plan//EN");
    for (const CalendarDay& day : days) {
        if (!day.exam && !day.mock && day.questions() == 0) continue;
        const std::string date = digits_of(format_day(day.day));
        add_line(ics, "BEGIN:VEVENT");
        add_line(ics, fmt::format("UID:{:016x}-{}@collimate", hash_of(fmt::format("{} {}", owner, exam_title)), date));
        add_line(ics, "DTSTAMP:" + digits_of(format_time(now_ms)));
        add_line(ics, "DTSTART;VALUE=DATE:" + date);
        add_line(ics, "DTEND;VALUE=DATE:" + digits_of(format_day(day.day + 1)));
        add_line(ics, "SUMMARY:" + escaped_text(summary_of(day, exam_title)));
        add_line(ics, "DESCRIPTION:" + escaped_text(sentence(day)));
        add_line(ics, "TRANSP:TRANSPARENT");
        add_line(ics, "END:VEVENT");
    }
    add_line(ics, "END:VCALENDAR");
    return ics;
}

}  // namespace collimate
