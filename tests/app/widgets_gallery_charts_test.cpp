// Photographs of charts, sessions, exams and states, to be looked at: build/<preset>/pictures/.
#include <array>
#include <cmath>
#include <string>

#include "app/widgets/charts.hpp"
#include "app/widgets/dialog.hpp"
#include "app/widgets/exam_parts.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/rail_places.hpp"
#include "tests/support/screen_driver.hpp"

using namespace collimate;
using namespace collimate::test;
using namespace collimate::ui;

namespace {

struct TodayMockup {
    static void draw(const Rect& window) {
        const std::array<std::string, 2> facts{"ARRT Computed Tomography", "saved 09:41"};
        Rect page = window;
        const Rect status = take_bottom(page, em(status_height));
        const Room space = room(window);
        (void)rail(take_left(page, rail_width(space)), rail_places, 0, space);
        page = page.inset(page_margin(space), 0);
        page_title(page, "48 days", "to ARRT Computed Tomography, Saturday 9 January 2027");
        page.y0 += em(title_height);
        page.y1 -= em(1.41f);
        Rect upper = take_top(page, em(18.9f), em(card_gap));
        const auto top = columns(upper, {58.5f, 41.5f}, em(card_gap));
        const auto low = columns(page, {58.5f, 41.5f}, em(card_gap));
        plan(top[0]);
        readiness(top[1]);
        lost(low[0]);
        forecast(low[1]);
        status_line(status, {facts});
    }
    static void plan(const Rect& rect) {
        Rect in = card(rect, "Today\u2019s plan", "Sunday 22 November");
        Rect row = take_top(in, em(2.8f), em(0.94f));
        const float figure = text_width(Face::figure, "42");
        text({row.x0, row.centre().y - size_of(Face::figure) / 2}, Face::figure, colors().text, "42");
        text({row.x0 + figure + em(0.41f), row.centre().y + em(0.12f)}, Face::heading, colors().muted, "minutes");
        button(take_right(row, em(7.1f)), "Start", ButtonKind::primary, {.key = Chord{Key::enter}});
        const Palette& c = colors();
        const std::array<SharePart, 3> parts{
            {{21, c.accent}, {15, mix(c.surface, c.accent, 0.55f)}, {6, mix(c.surface, c.accent, 0.28f)}}};
        share_bar(take_top(in, em(0.59f), em(0.47f)), parts);
        take_top(in, em(2.6f), em(0.7f));
        hairline_across(in.x0, in.x1, in.y0, c.line);
        in.y0 += em(1.1f);
        const std::array<DayRing, 7> days{{{"Mon", "45 min", 1},
                                           {"Tue", "41", 1},
                                           {"Wed", "12", 0.3},
                                           {"Thu", "44", 1},
                                           {"Fri", "none", 0},
                                           {"Sat", "38", 0.9},
                                           {"Today", "of 42", 0, true}}};
        const auto cols = columns(take_top(in, em(day_ring_height)), 7, 0);
        for (std::size_t i = 0; i < 7; ++i) day_ring(cols[i], days[i]);
    }
    static void readiness(const Rect& rect) {
        const Rect in = card(rect, "Readiness");
        gauge({in.x0, rect.y0 + em(2.5f), in.x1, rect.y1}, {.chance = 0.80,
                                                            .chance_low = 0.66,
                                                            .chance_high = 0.90,
                                                            .median = 79,
                                                            .low = 72,
                                                            .high = 86,
                                                            .median_words = "Median 79, likely 72 to 86",
                                                            .rests_on = "rests on 612 answers and 1 mock exam"});
    }
    static void lost(const Rect& rect) {
        Rect in = card(rect, "Where points are lost");
        const std::array<Column, 5> cols{{{"", 0, Align::left},
                                          {"pass", em(7.3f), Align::centre},
                                          {"answers", em(3), Align::right},
                                          {"", em(2.7f), Align::left},
                                          {"points", em(2.4f), Align::right}}};
        table_head(take_top(in, em(1.4f)), cols, em(0.82f));
        struct Row {
            const char* name;
            double value, low, high;
            const char* n;
            double cost;
            bool few;
        };
        const std::array<Row, 5> rows{{{"Artifact recognition and reduction", 0.55, 0.45, 0.63, "38", 2.4, false},
                                       {"Radiation physics", 0.59, 0.46, 0.68, "29", 1.6, false},
                                       {"Cardiac", 0.56, 0.33, 0.72, "only\u00A09", 1.3, true},
                                       {"Image quality and assurance", 0.63, 0.55, 0.71, "47", 1.1, false},
                                       {"Contrast and medication", 0.67, 0.55, 0.78, "33", 0.7, false}}};
        for (const Row& row : rows) {
            const Rect line = take_top(in, em(2.35f));
            table_row(line, row.name, {.hairline = false});
            const auto cell = cells(line, cols, em(0.82f));
            text_in(cell[0], Face::body, colors().text, row.name);
            const DotInterval dot{.value = row.value,
                                  .low = row.low,
                                  .high = row.high,
                                  .axis_low = 0.3,
                                  .axis_high = 1,
                                  .cut = 0.66,
                                  .few = row.few};
            dot_interval(cell[1], dot);
            figures_in(cell[2], Face::small, row.few ? colors().warn : colors().muted, row.n);
            row_bar(cell[3], row.cost / 2.4, mix(colors().surface, dot_color(dot), 0.75f));
            figures_in(cell[4], Face::body_bold, colors().text, std::to_string(row.cost).substr(0, 3));
        }
        link({in.x0, rect.y1 - em(2.1f)}, "Practise these five", Icon::on);
    }
    static void forecast(const Rect& rect) {
        const Rect in = card(rect, "Forecast to exam day", "scaled score, 80\u00A0% band");
        std::vector<Band::At> past, future{{57, 72, 86}, {105, 75, 88}};
        std::vector<XY> median, ahead{{57, 79}, {105, 81.5}};
        std::vector<std::string> hovers;
        for (int day = 0; day <= 57; ++day) {
            const double m = 71 + 8.0 * day / 57 + 0.6 * std::sin(day * 0.35);
            past.push_back({static_cast<double>(day), m - 11 + 4.0 * day / 57, m + 12 - 5.0 * day / 57});
            median.push_back({static_cast<double>(day), m});
            hovers.push_back("day " + std::to_string(day));
        }
        median.back().y = 79;
        const std::array<Band, 2> bands{{{past, false}, {future, true}}};
        const std::array<Curve, 2> curves{{{median}, {ahead, true}}};
        const std::array<AxisLabel, 4> ys{{{60, "60"}, {70, "70"}, {80, "80"}, {90, "90"}}};
        const std::array<AxisLabel, 4> xs{{{0, "27 Sep"}, {34, "31 Oct"}, {57, "today", true}, {105, "exam 9 Jan"}}};
        const std::array<EndLabel, 3> ends{
            {{88, "88"}, {81.5, "82", EndLabel::Ink::accent}, {75, "pass 75", EndLabel::Ink::text}}};
        plot(in, {.x_low = 0,
                  .x_high = 105,
                  .y_low = 60,
                  .y_high = 90,
                  .y_labels = ys,
                  .x_labels = xs,
                  .bands = bands,
                  .curves = curves,
                  .cut = 75,
                  .upright = 105,
                  .today = XY{57, 79},
                  .ends = ends,
                  .hovers = hovers});
    }
};

struct Exam {
    int current = 67;
    void draw(const Rect& window) {
        Rect page = window;
        exam_bar(take_top(page, em(exam_bar_height)),
                 {"ARRT Computed Tomography, mock exam 2", "Question 67 of 195", "1:52:08"});
        const std::array<ExamTool, 4> tools{{{"Calculator", Icon::calculator, {Key::c}},
                                             {"Magnify", Icon::magnify, {Key::m}},
                                             {"Strike out", Icon::strike, {Key::s}},
                                             {"Highlight", Icon::highlight, {Key::h}, true}}};
        (void)exam_tools(take_top(page, em(exam_tools_height)), tools, true);
        Rect foot = footer(take_bottom(page, footer_height(Room::full)), Room::full);
        button(take_left(foot, em(8.2f)), "Previous", ButtonKind::secondary, {.icon = Icon::back});
        button(take_right(foot, em(8.2f)), "Next", ButtonKind::primary, {.icon_right = Icon::on});
        navigator(take_right(page, em(20)));
        page = page.inset(em(2.35f));
        const std::array<FilterCard, 3> filters{{{"All", "questions", "195", Icon::review_list, Tone::neutral, true},
                                                 {"Incomplete", "seen, no answer", "3", Icon::incomplete, Tone::warn},
                                                 {"Flagged", "6 answered", "7", Icon::flag_on, Tone::bad}}};
        const auto cols = columns(take_top(page, em(filter_card_height), em(card_gap)), 3, em(card_gap));
        for (std::size_t i = 0; i < 3; ++i) filter_card(cols[i], filters[i]);
        const std::array<ScoreStrip, 1> strips{
            {{.value = 79, .low = 74, .high = 84, .low_label = "1", .high_label = "99", .pass_label = "pass 75"}}};
        score_strip(take_top(page, em(score_strip_height), em(card_gap)), strips[0]);
        charts(page);
    }
    static void charts(Rect page) {
        const auto cols = columns(page, 3, em(card_gap));
        const std::array<AxisLabel, 3> ys{{{0, "0"}, {40, "40"}, {80, "80"}}};
        std::vector<Bar> pace;
        for (const double s : {71, 66, 62, 58, 60, 55, 57, 52, 54, 49, 50, 46, 41})
            pace.push_back({s, mix(colors().surface, colors().accent, 0.55f)});
        const std::array<AxisLabel, 2> ends{{{0, "1"}, {13, "195"}}};
        bars(cols[0], {.bars = pace,
                       .y_high = 80,
                       .y_labels = ys,
                       .x_labels = ends,
                       .across = 55,
                       .across_label = "even pace 55"});
        std::vector<Bar> scores;
        for (const double n : {0, 0, 3, 5, 6, 6, 1, 3, 0})
            scores.push_back({n, scores.size() < 4 ? colors().diverging[1] : colors().diverging[7]});
        const std::array<AxisLabel, 3> counts{{{0, "0"}, {4, "4"}, {8, "8"}}};
        const std::array<AxisLabel, 5> marks{{{0, "55"}, {2, "65"}, {4, "75"}, {6, "85"}, {8, "95"}}};
        bars(cols[1], {.bars = scores,
                       .y_high = 8,
                       .y_labels = counts,
                       .x_labels = marks,
                       .cut = 4,
                       .below_label = "8 below",
                       .cut_label = "pass 75"});
        const std::array<ReliabilityPoint, 3> points{{{0.4, 0.46, 0.36, 0.56, "guess"},
                                                      {0.65, 0.62, 0.55, 0.69, "unsure"},
                                                      {0.9, 0.82, 0.6, 0.93, "sure", true}}};
        reliability(cols[2], points, "how sure", "right, %");
    }
    void navigator(const Rect& rect) {
        fill(rect, colors().surface);
        hairline_down(rect.x0, rect.y0, rect.y1, colors().line);
        Rect in = rect.inset(em(1.18f));
        navigator_key(take_bottom(in, em(3.1f), em(0.82f)));
        ScrollArea area({in.x0 - em(0.3f), in.y0, rect.x1, in.y1}, "navigator", colors().surface);
        Rect cells_in = area.content().inset(em(0.3f), em(0.3f));
        cells_in.x1 -= em(0.88f);
        const Group group("navigator", Arrows::both, Stops::one);
        for (int row = 0; row < 25; ++row) {
            const auto line = columns(take_top(cells_in, em(navigator_cell_height), em(0.29f)), 8, em(0.29f));
            for (int i = 0; i < 8; ++i) {
                const int number = row * 8 + i + 1;
                const CellState state = number == 23 || number == 31 ? CellState::incomplete
                                        : number <= 67               ? CellState::complete
                                                                     : CellState::unseen;
                if (number <= 195 && navigator_cell(line[static_cast<std::size_t>(i)],
                                                    {number, state, number % 15 == 8, number == current}))
                    current = number;
            }
        }
        area.reaches(cells_in.y0);
    }
};

struct States {
    std::string date = "2027-01-09";
    bool modal = false, keys = false;
    void draw(const Rect& window) {
        Rect page = window;
        const std::array<TickState, 8> ticks{TickState::right,   TickState::right, TickState::wrong, TickState::right,
                                             TickState::current, TickState::ahead, TickState::ahead, TickState::ahead};
        const std::array<Tool, 3> tools{{{"Magnify", Icon::magnify, Chord{Key::m}},
                                         {"Calculator", Icon::calculator, Chord{Key::c}},
                                         {"Keys", Icon::help}}};
        (void)session_bar(take_top(page, session_bar_height(Room::full)),
                          {"Image Production", "Tutor, untimed", "5 of 8", ticks, tools});
        page = page.inset(em(1.41f));
        const auto rows = std::array{take_top(page, em(19), em(card_gap)), page};
        const auto top = columns(rows[0], 3, em(card_gap));
        const auto low = columns(rows[1], 3, em(card_gap));
        empty_state(card(top[0]), {Icon::mock_exam, Tone::accent, "No mock exam yet",
                                   "A form has 195 questions in 3 hours. Its report is compared with your forecast.",
                                   "Start a mock exam", "Half a form"});
        empty_state(card(top[1]),
                    {Icon::disk, Tone::bad, "The disk is full",
                     "Your last answer is kept in memory. Free some space or choose another folder, then save again.",
                     "Save again", "Choose folder"});
        loading(card(top[2]), {"Reading 18 result files", "11 of 18, spring-results.csv", "about 4 s", 0.61f});
        left(card(low[0], "Areas"));
        middle(card(low[1], "Candidates by area", ""), low[1]);
        right(card(low[2], "Small numbers, dates"));
        toast(low[2], "Flag removed from question 52", "Undo", Icon::flag_on);
        const std::array<KeyLine, 5> lines{{{"A to J", "choose an option"},
                                            {"S then letter", "strike an option out"},
                                            {"Enter", "submit, go on"},
                                            {"Ctrl F", "search"},
                                            {"Left Right", "question before, after"}}};
        if (keys && key_map("Question", lines)) keys = false;
        const std::array<DialogButton, 2> answers{{{"Keep working"}, {"End exam", ButtonKind::danger}}};
        if (modal &&
            ask("End the exam?",
                "3 questions are incomplete and 128 unseen. They count as wrong. 1\u00A0h 52\u00A0min are left.",
                answers))
            modal = false;
    }
    static void left(Rect in) {
        verdict(take_top(in, em(verdict_height), em(0.71f)),
                {Tone::bad, "Incorrect", "You chose A and were unsure.", "38\u00A0s"});
        verdict(take_top(in, em(verdict_height), em(0.71f)), {Tone::good, "Correct", "You were sure.", "21\u00A0s"});
        for (const auto& [name, branch, depth] : {std::tuple{"Patient Care", Branch::open, 0},
                                                  {"Contrast and medication", Branch::leaf, 1},
                                                  {"Safety", Branch::closed, 0}})
            tree_row(take_top(in, em(1.94f)), name, branch, depth, in.x1);
    }
    static void middle(Rect in, const Rect& whole) {
        heat_scale({in.x0 + em(10), whole.y0 + em(1.29f), in.x1, whole.y0 + em(2.47f)}, "below", "above pass");
        const std::array<std::string_view, 3> names{"Overview", "Items", "Trends"};
        tabs(take_top(in, em(tabs_height), em(0.71f)), "class", names, 0);
        int step = 0;
        for (int row = 0; row < 6; ++row)
            for (const Rect& place : columns(take_top(in, em(1.29f), em(0.12f)), 5, em(0.12f))) {
                const double distance = std::sin(step++ * 1.7);
                const std::string figure = std::to_string(static_cast<int>(66 + 30 * distance));
                heat_cell(place, {.figure = step == 9 ? "–" : figure,
                                  .ground = diverging(distance),
                                  .few = step == 9,
                                  .selected = step == 18,
                                  .dense = true});
            }
    }
    void right(Rect in) {
        in.y0 += notice(in.top_left(), in.width(),
                        {Tone::warn, "4 candidates are too few",
                         "Shares are shown, statistics are not. They appear from 10 first answers."}) +
                 em(0.94f);
        (void)date_input(take_top(in, em(input_height)), "Exam date", date, *parse_day("2026-11-22"));
    }
};

const std::array<std::pair<const char*, test::Screen>, 4> screens{{{"light_100", {}},
                                                                   {"dark_100", {.mode = Mode::dark}},
                                                                   {"light_150", {1920, 1200, 1.5f}},
                                                                   {"dark_150", {1920, 1200, 1.5f, Mode::dark}}}};

}  // namespace

TEST_CASE("gallery of charts, exams and states", "[gallery]") {
    SECTION("today") {
        for (const auto& [suffix, screen] : screens) {
            test::ScreenDriver driver([](const Rect& window) { TodayMockup::draw(window); }, screen);
            driver.photograph(std::string("gallery_today_") + suffix);
            CHECK(driver.sees("66 to 90\u00A0%"));
        }
    }
    SECTION("exam") {
        for (const auto& [suffix, screen] : screens) {
            Exam exam;
            test::ScreenDriver driver([&](const Rect& window) { exam.draw(window); }, screen);
            driver.photograph(std::string("gallery_exam_") + suffix);
            CHECK(driver.find("Question 67")->chosen);
        }
    }
    SECTION("states") {
        for (const auto& [suffix, screen] : screens) {
            States states;
            test::ScreenDriver driver([&](const Rect& window) { states.draw(window); }, screen);
            driver.hover("Calendar of Exam date");
            driver.photograph(std::string("gallery_states_") + suffix);
            driver.click("Calendar of Exam date");
            driver.photograph(std::string("gallery_calendar_") + suffix);
            driver.press(Key::escape);
            states.keys = true;
            driver.frame(2);
            driver.photograph(std::string("gallery_keys_") + suffix);
            driver.press(Key::escape);
            CHECK_FALSE(states.keys);
            driver.hover("Magnify");
            driver.frame(2, 0.6);
            driver.photograph(std::string("gallery_tooltip_") + suffix);
            states.modal = true;
            driver.frame(2);
            driver.photograph(std::string("gallery_modal_") + suffix);
            CHECK(driver.focused() == "Keep working");
        }
    }
}
