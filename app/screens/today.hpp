#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/exam_history.hpp"
#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

/// Part of today's minutes.
struct PlanPart {
    std::string label;    ///< "18 reviews"
    std::string minutes;  ///< "21 min"
    double share = 0.0;
};

struct WeekDay {
    std::string name;     ///< "Mon", "Today"
    std::string minutes;  ///< "45 min", "12", "none", "of 45"
    double done = 0.0;    ///< share of the minutes wanted, at most 1
    bool reached = false;
    bool today = false;
};

struct PlanView {
    std::string date;        ///< "Sunday 22 November"
    std::string short_date;  ///< "Sun 22 Nov"
    std::string figure;      ///< "42"; empty when nothing is left to do
    std::string unit;        ///< "minutes", "minute"
    std::string headline;    ///< in place of the figure: "Done for today"
    std::string start;       ///< label of the button
    bool can_start = true;
    std::string reason;  ///< why it cannot be started
    std::vector<PlanPart> parts;
    std::vector<std::string> words;  ///< why, and what is left out, a sentence each
    std::string mock;                ///< label of the way to a mock exam; empty where none is proposed now
    std::vector<WeekDay> week;
};

/// A session that was left before its end.
struct OpenSession {
    SittingKind kind = SittingKind::practice;
    SittingId sitting = 0;
    std::string fact;    ///< "A session of Friday is not finished."
    std::string detail;  ///< "7 of 20 answered"
};

struct ReadinessView {
    double axis_low = 0.0, axis_high = 0.0, cut = 0.0;  ///< scaled scores
    double low = 0.0, median = 0.0, high = 0.0;
    double chance = 0.0, chance_low = 0.0, chance_high = 0.0;
    std::string median_words;  ///< "Median 79, likely 72 to 86"
    std::string basis;
    bool mostly_prior = true;  ///< the answers have told less than was known of anyone before
};

struct WeakRow {
    std::string code;
    std::string title;
    double low = 0.0, at = 0.0, high = 0.0;  ///< share of right answers expected
    bool few = true;
    std::string answers;  ///< "38", "only 9"
    std::string points;   ///< "2.4"
    std::string hover;    ///< "62 % right expected, 55 to 70 %"
    double bar = 0.0;     ///< of the longest
};

struct WeakView {
    std::vector<WeakRow> rows;
    double axis_low = 0.0, axis_high = 1.0, cut = 0.0;
    std::string total;  ///< "7.1 of 165 points"
    std::string link;   ///< "Practise these five"
};

struct ForecastPoint {
    double day = 0.0;
    double low = 0.0, median = 0.0, high = 0.0;
};

struct ForecastView {
    std::vector<ForecastPoint> past;  ///< the last one is today
    std::optional<ForecastPoint> exam_day;
    double floor = 0.0, ceiling = 0.0, cut = 0.0;
    std::vector<double> grid;
    std::string first_label, exam_label;
    std::string median_label, high_label, cut_label;
    std::vector<std::string> hovers;  ///< one for each point of the past
    std::string scope;                ///< "scaled score, 80 % band"
    std::string no_date;              ///< why there is no forecast to exam day; empty where there is one
    std::string note;                 ///< why the band to exam day is wide; empty where it is not
};

struct TodayView {
    std::string title;     ///< "48 days"
    std::string subtitle;  ///< "to ARRT Computed Tomography, Saturday 9 January 2027"
    std::string short_subtitle;
    std::optional<LeftExam> exam;  ///< before all else: it was begun under a clock
    std::optional<OpenSession> open;
    PlanView plan;
    ReadinessView readiness;
    WeakView weak;
    ForecastView forecast;
};

struct TodayDraft {};

namespace today {
struct StartPlan {};
struct GoOn {
    SittingKind kind = SittingKind::practice;
};
struct EndOpen {
    SittingId sitting = 0;
};
struct PractiseAreas {
    std::vector<std::string> areas;
};
struct SetExamDate {};
struct GoToMock {};
struct GoOnExam {};
}  // namespace today
using TodayEvent = std::variant<today::StartPlan, today::GoOn, today::EndOpen, today::PractiseAreas, today::SetExamDate,
                                today::GoToMock, today::GoOnExam>;

[[nodiscard]] TodayView today_view(const Model& model, const TodayDraft& draft, Now now);
[[nodiscard]] std::optional<TodayEvent> draw(const TodayView& view, TodayDraft& draft, const Stage& stage);
void update(Model& model, TodayDraft& draft, const TodayEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> today_keys();

}  // namespace collimate
