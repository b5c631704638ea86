#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/study/session.hpp"

namespace collimate {

// Plain lines for a terminal: no cursor movement, no color, so that a braille line or a screen reader follows.

/// Prints a paragraph broken at 78 columns; further lines begin with `indent` spaces.
void print_wrapped(std::string_view text, int indent = 0);

/// Asks for one line; spaces around it are taken off. Absent at the end of input.
[[nodiscard]] std::optional<std::string> ask(std::string_view prompt);

/// Warns when the record knows a day that lies more than one day after `today`.
void print_clock_warning(const Desk& desk, Day today);

/// `8 min 12 s`
[[nodiscard]] std::string duration_text(std::int64_t ms);

/// `Code Title`
[[nodiscard]] std::string area_text(const Outline& outline, int area);

/// Percent without decimals; never 0 or 100 for what is not certain.
[[nodiscard]] std::string percent_text(double proportion);

/// Right answers, areas, confidence, and what the missed questions turned on.
void print_summary(const Desk& desk, const SessionSummary& summary);

/// What to study first, each with what it costs and how sure that is.
void print_topics(const Desk& desk, Day today);

/// What answers tell of how the candidate works, with the strength of each statement.
void print_findings(const std::vector<Finding>& findings);

/// Areas named as weaker than the rest of the candidate, or that there are not enough answers yet to name one.
void print_weaker(const Desk& desk);

/// The five areas that cost most points, and those weaker than the rest.
void print_weak_topics(const Desk& desk, Day today);

void print_tomorrow(const Desk& desk, Day today);

}  // namespace collimate
