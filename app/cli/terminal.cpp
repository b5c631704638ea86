#include "app/cli/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>

#include "engine/item/markup.hpp"

namespace collimate {
namespace {

constexpr std::size_t columns = 78;
constexpr std::size_t topics_shown = 5;

/// Characters, not bytes: continuation bytes of UTF-8 take no column.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// One paragraph without line ends; spaces before its first word stay.
std::string wrapped(std::string_view text, std::size_t indent) {
    const std::size_t margin = std::min(text.find_first_not_of(' '), text.size());
    std::string lines(margin, ' ');
    std::size_t column = margin;
    bool line_begins = true;
    text.remove_prefix(margin);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        if (!line_begins && column + 1 + width_of(word) > columns) {
            lines += '\n' + std::string(indent, ' ');
            column = indent;
        } else if (!line_begins) {
            lines += ' ';
            ++column;
        }
        lines += word;
        column += width_of(word);
        line_begins = false;
    }
    return lines;
}

void print_areas(const Desk& desk, const SessionSummary& summary) {
    for (const SessionArea& area : summary.areas)
        print_wrapped(
            fmt::format("  {}: {} of {}", area_text(desk.outline(), area.area), area.tally.right, area.tally.answers),
            4);
}

void print_confidence(const SessionSummary& summary) {
    for (const Confidence confidence : {Confidence::sure, Confidence::unsure, Confidence::guess}) {
        const Tally& tally = summary.by_confidence[static_cast<std::size_t>(confidence)];
        if (tally.answers > 0)
            fmt::print("  when marked {}: {} of {} right\n", name_of(confidence), tally.right, tally.answers);
    }
}

}  // namespace

void print_wrapped(std::string_view text, int indent) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        fmt::print("{}\n", wrapped(text.substr(0, end), static_cast<std::size_t>(indent)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::optional<std::string> ask(std::string_view prompt) {
    fmt::print("{} ", prompt);
    std::fflush(stdout);
    std::string line;
    if (!std::getline(std::cin, line)) {
        fmt::print("\n");
        return std::nullopt;
    }
    const auto first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos) return std::string();
    return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

void print_clock_warning(const Desk& desk, Day today) {
    if (desk.state().day <= today + 1) return;
    print_wrapped(
        fmt::format("The clock was set back: this record was used on {}, and today is {}. From the next answer on, "
                    "what was answered then counts as answered today. If today's date is the wrong one, mend the "
                    "computer's clock first.",
                    long_date(desk.state().day), long_date(today)));
}

std::string duration_text(std::int64_t ms) {
    const std::int64_t seconds = (ms + 500) / 1000;
    return seconds < 60 ? fmt::format("{} s", seconds) : fmt::format("{} min {} s", seconds / 60, seconds % 60);
}

std::string area_text(const Outline& outline, int area) {
    const Area& entry = outline.areas[static_cast<std::size_t>(area)];
    return fmt::format("{} {}", entry.code, plain(entry.title));
}

std::string percent_text(double proportion) {
    if (proportion < 0.01) return "under 1 %";
    if (proportion > 0.99) return "over 99 %";
    return fmt::format("{:.0f} %", 100.0 * proportion);
}

void print_summary(const Desk& desk, const SessionSummary& summary) {
    if (summary.all.answers == 0) {
        fmt::print("No question was answered.\n");
        return;
    }
    fmt::print("Result: {} of {} right in {}.\n", summary.all.right, summary.all.answers,
               duration_text(summary.elapsed_ms));
    print_areas(desk, summary);
    print_confidence(summary);
    if (summary.points_missed.empty()) return;
    fmt::print("What the missed questions turned on:\n");
    for (const std::string& id : summary.points_missed)
        for (const LearningPoint& point : desk.bank().points())
            if (point.id == id) print_wrapped("  - " + plain(point.text), 4);
}

void print_topics(const Desk& desk, Day today) {
    const std::vector<TopicFinding> topics = topics_to_study(desk, today);
    fmt::print("Study these first:\n");
    for (std::size_t i = 0; i < topics.size(); ++i)
        print_wrapped(fmt::format("  {}. {} {}. {}", i + 1, area_text(desk.outline(), topics[i].area), topics[i].words,
                                  topics[i].evidence),
                      5);
}

void print_findings(const std::vector<Finding>& findings) {
    if (findings.empty()) return;
    fmt::print("How you work:\n");
    for (const Finding& finding : findings)
        print_wrapped(fmt::format("  - {}: {}{}", finding.title, finding.words,
                                  finding.evidence.empty() ? "" : fmt::format(" ({})", finding.evidence)),
                      4);
}

void print_weak_topics(const Desk& desk, Day today) {
    const std::vector<AreaStanding> areas = desk.areas(today);
    const WeakTopics topics = desk.weak_topics();
    fmt::print("Areas that cost most points, of {} questions:\n", desk.frame().items);
    for (std::size_t i = 0; i < std::min(topics_shown, topics.costs_most.size()); ++i) {
        const AreaStanding& area = areas[static_cast<std::size_t>(topics.costs_most[i])];
        print_wrapped(
            fmt::format("  {}. {}: {:.1f} points, {} expected right{}", i + 1, area_text(desk.outline(), area.area),
                        area.standing.points_lost, percent_text(area.standing.expected),
                        area.standing.few ? fmt::format(" (few answers: {})", area.fresh.answers) : ""),
            5);
    }
    print_weaker(desk);
}

void print_weaker(const Desk& desk) {
    const WeakTopics topics = desk.weak_topics();
    if (topics.weaker.empty()) {
        fmt::print("Weaker than the rest of you: not enough answers yet to name an area.\n");
        return;
    }
    fmt::print("Weaker than the rest of you:\n");
    for (const int area : topics.weaker) print_wrapped("  - " + area_text(desk.outline(), area), 4);
}

void print_tomorrow(const Desk& desk, Day today) {
    const int due = desk.today(today).due_tomorrow;
    fmt::print("Tomorrow: {} {} due for review.\n", due, due == 1 ? "question" : "questions");
}

}  // namespace collimate
