#include <array>
#include <string>

#include "app/widgets/dialog.hpp"
#include "app/widgets/exam_parts.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/screen_driver.hpp"

using namespace collimate;
using namespace collimate::ui;
using test::ScreenDriver;

TEST_CASE("a question asked over the page") {
    bool open = false;
    int below = 0, keys = 0;
    std::optional<int> answer;
    ScreenDriver driver([&](const Rect& window) {
        if (button(centred(window, em(40), em(20)), "Page")) ++below;
        if (take(Key::n)) ++keys;
        const std::array<DialogButton, 2> buttons{{{"Keep working"}, {"End exam", ButtonKind::danger}}};
        if (!open) return;
        if (const auto chosen = ask("End the exam?", "3 questions are incomplete.", buttons)) {
            answer = chosen;
            open = false;
        }
    });
    driver.press(Key::tab);
    open = true;
    driver.frame(3);
    SECTION("the safe choice has the focus and Enter takes it") {
        CHECK(driver.focused() == "Keep working");
        driver.press(Key::enter);
        CHECK(answer == 0);
    }
    SECTION("nothing below can be clicked, focused or reached by key") {
        CHECK_THROWS(driver.click("Page"));
        driver.click_at({640, 330});
        driver.press(Key::n);
        for (int i = 0; i < 4; ++i) {
            driver.press(Key::tab);
            CHECK(driver.focused() != "Page");
        }
        CHECK(below == 0);
        CHECK(keys == 0);
    }
    SECTION("Escape answers safely") {
        driver.press(Key::escape);
        CHECK(answer == 0);
    }
    SECTION("its buttons answer; afterwards the page has keys and focus back") {
        driver.click("End exam");
        CHECK(answer == 1);
        driver.press(Key::n);
        CHECK(keys == 1);
        driver.click("Page");
        CHECK(below == 1);
    }
}

TEST_CASE("scroll area") {
    int pressed = -1;
    const auto rows = [&](const Rect& window) {
        const Rect view = centred(window, em(30), em(15));
        ScrollArea area(view, "rows", colors().canvas);
        Rect in = area.content();
        for (int i = 0; i < 60; ++i)
            if (table_row(take_top(in, em(2)), "Row " + std::to_string(i))) pressed = i;
        area.reaches(in.y0);
    };
    ScreenDriver driver(rows);
    driver.frame(2);
    SECTION("what lies outside is not visible; a click scrolls to it first") {
        CHECK_FALSE(driver.find("Row 40")->visible());
        driver.click("Row 40");
        CHECK(pressed == 40);
        CHECK_FALSE(driver.find("Row 0")->visible());
    }
    SECTION("a new screen starts at the top") {
        driver.press(Key::end);
        ScreenDriver again(rows);
        CHECK(again.find("Row 0")->visible());
    }
    SECTION("it ends where the content ends") {
        driver.wheel({640, 400}, -500);
        const NotedControl last = *driver.find("Row 59");
        CHECK(last.rect.y1 == last.clip.y1);
        driver.wheel({640, 400}, 500);
        const NotedControl first = *driver.find("Row 0");
        CHECK(first.rect.y0 == first.clip.y0);
    }
    SECTION("Tab brings a control into view") {
        for (int i = 0; i < 21; ++i) driver.press(Key::tab);
        CHECK(driver.focused() == "Row 20");
        const NotedControl row = *driver.find("Row 20");
        CHECK(row.seen().height() == row.rect.height());
    }
    SECTION("keys scroll by a page and to both ends") {
        driver.press(Key::end);
        CHECK(driver.find("Row 59")->visible());
        driver.press(Key::home);
        CHECK(driver.find("Row 0")->visible());
        driver.press(Key::page_down);
        CHECK_FALSE(driver.find("Row 0")->visible());
    }
    SECTION("its bar can be dragged") {
        const Rect bar = driver.find("scrollbar")->rect;
        driver.drag(bar.centre(), {bar.centre().x, bar.centre().y + 400});
        CHECK(driver.find("Row 59")->visible());
    }
}

TEST_CASE("date input") {
    const Day today = *parse_day("2026-11-22");
    std::string draft = "2027-01-09";
    std::optional<Day> given;
    ScreenDriver driver([&](const Rect& window) {
        if (auto day = date_input(centred(window, em(16), em(input_height)), "Exam date", draft, today)) given = day;
    });
    SECTION("a day is picked from the month") {
        driver.click("Calendar of Exam date");
        driver.click("2027-01-20");
        REQUIRE(given);
        CHECK(format_day(*given) == "2027-01-20");
        CHECK(draft == "2027-01-20");
        CHECK_FALSE(driver.find("2027-01-20"));
    }
    SECTION("the month is walked by arrow keys") {
        driver.click("Calendar of Exam date");
        driver.press(Key::right);
        driver.press(Key::down);
        driver.press(Key::enter);
        CHECK(draft == "2027-01-17");
    }
    SECTION("months turn and days before the first are off") {
        driver.click("Calendar of Exam date");
        driver.click("Month before");
        driver.click("Month before");
        CHECK_THROWS(driver.click("2026-11-21"));
        driver.click("2026-11-22");
        CHECK(given == today);
    }
    SECTION("a press outside or Escape closes it with nothing picked") {
        driver.click("Calendar of Exam date");
        driver.click_at({20, 20});
        driver.frame(2);
        CHECK_FALSE(driver.find("2027-01-09"));
        CHECK_FALSE(given);
    }
    SECTION("a day is typed; what is no day, or too early, is not given") {
        draft.clear();
        driver.click("Exam date");
        driver.type("2027-02-30");
        CHECK_FALSE(given);
        for (int i = 0; i < 2; ++i) driver.press(Key::backspace);
        driver.type("28");
        REQUIRE(given);
        CHECK(format_day(*given) == "2027-02-28");
    }
}

TEST_CASE("toast") {
    bool undone = false;
    ScreenDriver driver([&](const Rect& window) { undone = toast(window, "Flag removed", "Undo") || undone; });
    SECTION("its action can be clicked") {
        driver.click("Undo");
        CHECK(undone);
    }
    SECTION("F8 brings the keyboard there") {
        driver.press(Key::f8);
        CHECK(driver.focused() == "Undo");
        driver.press(Key::enter);
        CHECK(undone);
    }
}

TEST_CASE("tooltip") {
    ScreenDriver driver([](const Rect& window) {
        button(at(window.top_left(), 80, 40), "Start", ButtonKind::primary,
               {.enabled = false, .reason = "Choose an area first"});
        text_in({200, 200, 260, 220}, Face::body, colors().text, "Head, spine, musculoskeletal");
    });
    ui::NotedControl start = *driver.find("Start");
    driver.wheel(start.rect.centre(), 0);
    SECTION("shows why a button is off, after half a second") {
        driver.frame(1, 0.1);
        CHECK_FALSE(driver.sees("Choose an area first"));
        driver.frame(2, 0.4);
        CHECK(driver.sees("Choose an area first"));
    }
    SECTION("shows a name that was cut") {
        driver.wheel({230, 210}, 0);
        driver.frame(3, 0.4);
        CHECK(driver.sees("musculoskeletal"));
    }
}

TEST_CASE("rail and tabs") {
    int place = 0, tab = 0;
    ScreenDriver driver([&](const Rect& window) {
        Rect page = window;
        const std::array<RailItem, 3> items{
            {{"Today", Icon::today}, {"Practise", Icon::practise}, {"Settings", Icon::settings, true}}};
        if (auto next = rail(take_left(page, rail_width(Room::full)), items, place, Room::full)) place = *next;
        const std::array<std::string_view, 3> names{"Overview", "Items", "Trends"};
        if (auto next = tabs(take_top(page, em(tabs_height)), "class", names, tab)) tab = *next;
    });
    SECTION("the rail is one stop for Tab and arrows walk it") {
        driver.press(Key::tab);
        CHECK(driver.focused() == "Today");
        driver.press(Key::down);
        driver.press(Key::enter);
        CHECK(place == 1);
        driver.press(Key::tab);
        CHECK(driver.focused() == "Overview");
        driver.press(Key::right);
        driver.press(Key::space);
        CHECK(tab == 1);
    }
    SECTION("places and tabs can be clicked") {
        driver.click("Settings");
        driver.click("Trends");
        CHECK(place == 2);
        CHECK(tab == 2);
    }
}

TEST_CASE("layout") {
    ScreenDriver driver([](const Rect&) {});
    SECTION("columns fill their width exactly with their gaps") {
        for (float width = 300; width < 1200; width += 17) {
            const auto cells = columns({10, 0, 10 + width, 5}, {58.5f, 41.5f}, 16);
            CHECK(cells[0].x0 == 10);
            CHECK(cells[1].x1 == 10 + width);
            CHECK(cells[1].x0 - cells[0].x1 == 16);
        }
    }
    SECTION("the layout gives way at the widths of the design") {
        CHECK(room({0, 0, 1280, 800}) == Room::full);
        CHECK(room({0, 0, 1024, 700}) == Room::slim);
        CHECK(room({0, 0, 54 * 17.0f, 700}) == Room::one_column);
        CHECK(room({0, 0, 1280, 33 * 17.0f}) == Room::compact);
        driver.resize({1024, 700, 1.5f});
        CHECK(room({0, 0, 1024, 700}) == Room::compact);
    }
}
