// Photographs of the screens on the real banks, to be looked at: build/<preset>/pictures/.
#include <string>

#include "app/screens/app.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/client.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

struct Size {
    const char* name;
    Screen screen;
};

const Size sizes[] = {{"1280", {1280, 800, 1.0f}},     {"1920", {1920, 1080, 1.0f}},
                      {"1024", {1024, 700, 1.0f}},     {"1024_150", {1024, 700, 1.5f}},
                      {"1024_200", {1024, 700, 2.0f}}, {"1920_200", {1920, 1080, 2.0f}}};

void photograph_all(App& app, Now now, const std::string& name) {
    for (const Size& size : sizes)
        for (const ui::Mode mode : {ui::Mode::light, ui::Mode::dark}) {
            Screen screen = size.screen;
            screen.mode = mode;
            ScreenDriver driver([&](const ui::Rect& window) { app.draw(window, now); }, screen);
            driver.frame(2);
            driver.photograph(name + (mode == ui::Mode::light ? "_light_" : "_dark_") + size.name);
            CHECK_FALSE(app.model().fault);
        }
}

/// Eight weeks of preparation, with days off and days cut short.
Now live_eight_weeks(Desk& desk) {
    Random random(20261122);
    Now now = morning(0);
    for (int day = 0; day < 57; ++day) {
        now = morning(day - 36);
        if (random.below(6) == 0) continue;
        const double share = 0.58 + 0.003 * day;
        now = study(desk, now, 4 + static_cast<int>(random.below(16)), share, random);
    }
    return morning(21);
}

}  // namespace

TEST_CASE("Pictures of the client") {
    const Computer computer{std::filesystem::path(COLLIMATE_BANKS)};
    SECTION("of the first run") {
        Model model = computer.open(morning(21));
        App app(std::move(model));
        photograph_all(app, morning(21), "first_run");
    }
    SECTION("of a candidate on the first day, and with eight weeks behind them") {
        const Now today = morning(21);
        Model model = computer.prepared("arrt-ct", morning(-36), parse_day("2027-01-09"));
        App app(std::move(model));
        photograph_all(app, morning(-36), "today_new");
        live_eight_weeks(*app.model().desk);
        photograph_all(app, today, "today");
        app.model().place = Place::practise;
        photograph_all(app, today, "practise");
        app.model().place = Place::settings;
        photograph_all(app, today, "settings");
    }
    SECTION("of what opens above the pages") {
        const Now now = morning(21);
        App app(computer.prepared("arrt-ct", now, parse_day("2027-01-09")));
        ScreenDriver driver([&](const ui::Rect& window) { app.draw(window, now); }, {1280, 800, 1.0f});
        const auto open = [&](const char* name, auto act) {
            act();
            driver.frame(3);
            driver.photograph(name);
        };
        open("keys_light_1280", [&] { driver.press(ui::Key::question); });
        driver.press(ui::Key::escape);
        driver.frame(2);
        app.model().place = Place::settings;
        driver.frame(3);
        open("settings_date_light_1280", [&] { driver.click("Change date"); });
        open("settings_calendar_light_1280", [&] { driver.click("Calendar of Date"); });
        driver.press(ui::Key::escape);
        driver.frame(2);
        driver.press(ui::Key::escape);
        driver.frame(2);
        open("settings_export_light_1280", [&] { driver.click("Export"); });
        driver.click("Cancel");
        driver.frame(2);
        open("settings_delete_light_1280", [&] { driver.click("Delete"); });
        driver.press(ui::Key::escape);
        driver.frame(2);
        open("settings_backups_light_1280", [&] { driver.click("Restore"); });
        driver.press(ui::Key::escape);
        driver.frame(2);
        open("settings_toast_light_1280", [&] { driver.click("Back up"); });
        app.model().place = Place::first_run;
        driver.frame(3);
        open("first_run_chosen_light_1280", [&] { driver.click("Radiography"); });
        app.model().fault =
            Fault{.heading = "Something is in the way",
                  .message = "record.collimate cannot be written: the disk is full; free some space and answer again."};
        open("fault_light_1280", [] {});
    }
}
