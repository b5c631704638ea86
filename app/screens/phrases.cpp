#include "app/screens/phrases.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "app/screens/words.hpp"

namespace collimate {
namespace {

constexpr Day near_days = 13;  // beyond it a date says more than a count of days

}  // namespace

std::string duration(std::int64_t ms) {
    const std::int64_t seconds = (std::max<std::int64_t>(ms, 0) + 500) / 1000;
    if (seconds < 60) return fmt::format("{}{}s", seconds, nbsp);
    if (seconds >= 3600) return fmt::format("{}{}h {}{}min", seconds / 3600, nbsp, seconds % 3600 / 60, nbsp);
    if (seconds % 60 == 0) return fmt::format("{}{}min", seconds / 60, nbsp);
    return fmt::format("{}{}min {}{}s", seconds / 60, nbsp, seconds % 60, nbsp);
}

std::string clock_text(std::int64_t ms) {
    const std::int64_t seconds = (std::max<std::int64_t>(ms, 0) + 999) / 1000;
    if (seconds >= 3600) return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds % 3600 / 60, seconds % 60);
    return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

std::string near_day(Day day, Day today) {
    const Day ahead = day - today;
    if (ahead == 0) return "today";
    if (ahead == 1) return "tomorrow";
    if (ahead == -1) return "yesterday";
    if (std::abs(ahead) > near_days) return "on " + short_date(day);
    return ahead > 0 ? fmt::format("in {}{}days", ahead, nbsp) : fmt::format("{}{}days ago", -ahead, nbsp);
}

std::string instruction_for(const Item& item) {
    switch (item.type) {
        case ItemType::multiple:
            return item.count_stated ? "" : "Select all that apply.";
        case ItemType::order:
            return "Put these in order, first at the top.";
        case ItemType::numeric:
            return "Enter a number.";
        case ItemType::hotspot:
            return "Mark the place in the picture.";
        default:
            return "";
    }
}

std::vector<Span> marked(std::string_view markup) {
    auto spans = parse_markup(markup);
    return spans ? std::move(*spans) : plain_span(std::string(markup));
}

std::vector<Span> plain_span(std::string text) { return {Span{.text = std::move(text), .style = Style::plain}}; }

std::string opening(std::string_view text, std::size_t signs) {
    std::string line(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    if (line.size() <= signs) return line;
    const auto space = line.rfind(' ', signs);
    line.resize(space == std::string::npos ? 0 : space);
    return line + "\u2026";
}

std::string_view how_read(Seen seen) {
    switch (seen) {
        case Seen::page:
            return "The section itself was read.";
        case Seen::quoted:
            return "Read as quoted on a public page.";
        case Seen::recalled:
            return "From memory; not looked up again.";
    }
    return {};
}

std::string source_line(const Source& source) {
    std::string line = source.doc;
    if (source.year > 0) line += fmt::format(", {}", source.year);
    if (!source.section.empty()) line += ", " + source.section;
    return line;
}

std::string_view level_name(Level level) {
    switch (level) {
        case Level::recall:
            return "Recall";
        case Level::application:
            return "Application";
        case Level::analysis:
            return "Analysis";
    }
    return {};
}

std::string list_words(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
        text += words[i];
    }
    return text;
}

}  // namespace collimate
