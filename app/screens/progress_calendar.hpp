#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/cards.hpp"
#include "app/screens/model.hpp"

namespace collimate {

/// One day of the month shown.
struct CalendarCell {
    Day day = 0;
    std::string name;     ///< `Mon 23 November`
    std::string number;   ///< `23`
    std::string minutes;  ///< `45`; empty where nothing was or will be done
    double share = 0.0;   ///< of the usual minutes, at most 1
    double reviews = 0.0, fresh = 0.0, probes = 0.0;  ///< shares of what is planned
    bool past = false, today = false, missed = false, mock = false, exam = false, chosen = false;
};

/// Readiness on the morning of a day, the days before it kept.
struct ReadyPoint {
    Day day = 0;
    double low = 0.0, median = 0.0, high = 0.0;  ///< scaled scores
};

/// What the plan does each day until the exam, and where it leads.
struct CalendarView {
    std::string scope;  ///< `48 days, 45 minutes a day`
    std::string month;  ///< `November 2026`
    int first_column = 0;  ///< of the month's first day, Monday 0
    bool before = false, after = false;  ///< there is more to see
    std::vector<CalendarCell> cells;
    std::string chosen_head;                 ///< `Sat 28 November`
    std::vector<std::string> chosen_words;   ///< of the day
    std::vector<std::string> words;          ///< of all days
    std::vector<std::string> what_if;        ///< ten minutes more, another date
    Day today = 0;
    int minutes = 0;           ///< a day
    std::string date_words;    ///< below the field of the date
    bool date_faulty = false, date_ready = false;
    std::string file;          ///< proposed for the calendar file
    std::string empty;         ///< why there are no days; empty where there are
    std::vector<ReadyPoint> ready;
    std::vector<std::string> ready_hovers;
    double cut = 0.0, axis_low = 0.0, axis_high = 0.0;
    std::string ready_scope, exam_label, median_label, high_label, cut_label;
};

struct CalendarDraft {
    int month = 0;              ///< months after that of today
    std::optional<Day> chosen;  ///< absent: today
    std::string date;           ///< as typed so far
    bool exporting = false;     ///< the dialog is open
    std::string file;
};

namespace progress {
struct TurnMonth {
    int by = 1;
};
struct ChooseDay {
    Day day = 0;
};
struct DateTyped {};  ///< the draft holds it
struct SetDate {};
struct SetMinutes {
    int minutes = 0;
};
struct WriteCalendar {
    std::string file;
};
}  // namespace progress

using CalendarEvent = std::variant<progress::TurnMonth, progress::ChooseDay, progress::DateTyped, progress::SetDate,
                                   progress::SetMinutes, progress::WriteCalendar>;

[[nodiscard]] CalendarView calendar_view(const Model& model, const CalendarDraft& draft, Now now);
void update(Model& model, CalendarDraft& draft, const CalendarEvent& event, Now now);

/// The days with what stands around them.
[[nodiscard]] std::optional<CalendarEvent> draw_calendar(const CalendarView& view, CalendarDraft& draft,
                                                         CardColumn& column);
/// Where they lead, as a band; nothing without an exam ahead.
void draw_readiness_ahead(const CalendarView& view, CardColumn& column);
/// The dialog that asks for the file, while it is open.
[[nodiscard]] std::optional<CalendarEvent> draw_calendar_file(CalendarDraft& draft);

}  // namespace collimate
