// The viewer as a person meets it: mouse and keys.
#include "app/widgets/viewer.hpp"

#include <array>

#include "tests/support/catch.hpp"
#include "tests/support/screen_driver.hpp"

using namespace collimate;
using namespace collimate::ui;
using test::ScreenDriver;

namespace {

Figure gradient(int frames) {
    Figure figure{.width = 200,
                  .height = 150,
                  .frames = frames,
                  .frame_ms = frames > 1 ? 40.0 : 0.0,
                  .intercept = -1000,
                  .unit = "HU"};
    figure.windows = {{"Soft tissue", 40, 400}, {"Lung", -600, 1500}};
    figure.mm_per_pixel = 1.0;
    for (std::size_t i = 0; i < figure.pixels() * static_cast<std::size_t>(frames); ++i)
        figure.gray.push_back(static_cast<std::uint16_t>(1000 + i % 200));
    return figure;
}

/// One viewer in the middle of a window, of 800 x 600 pixels without its rows of tools.
struct Lightbox {
    Figure figure;
    ViewerState state;
    ViewerLook look{.alt = "A gradient from left to right."};
    ViewerEvent last;
    ScreenDriver driver{[this](const Rect& window) {
        const Rect place = centred(window, 800, viewer_height(figure, 800, 600));
        const ViewerEvent event = viewer(place, figure, state, look);
        last.marked = last.marked || event.marked;
        last.magnify = last.magnify || event.magnify;
    }};

    explicit Lightbox(Figure shown) : figure(std::move(shown)) { driver.frame(2); }
    [[nodiscard]] Point at(double x, double y) const { return point_at(driver.find("Exhibit")->rect, {x, y}); }
};

}  // namespace

TEST_CASE("A viewer of gray values") {
    Lightbox box(gradient(1));
    ScreenDriver& driver = box.driver;
    SECTION("has its description, window and tools within reach") {
        const auto picture = driver.find("Exhibit");
        REQUIRE(picture);
        CHECK(picture->value.find("A gradient from left to right.") == 0);
        CHECK(picture->value.find("W\u00A0400  L\u00A040") != std::string::npos);
        CHECK(driver.sees("W\u00A0400"));
        for (const char* tool : {"Invert", "Window by drag", "Measure length", "Zoom in", "Fit", "Magnify", "Describe"})
            CHECK(driver.find(tool));
        CHECK_FALSE(driver.find("Play"));
        driver.click("Describe");
        CHECK(box.state.described);
    }
    SECTION("changes its window by right drag, by the tool and by presets") {
        driver.drag_right(box.at(0.5, 0.5), box.at(0.6, 0.5));
        CHECK(box.state.window->width > 400);
        CHECK(box.state.window->center == 40);
        driver.press(Key::v);
        CHECK(box.state.window->name == "Soft tissue");
        driver.press(Key::v);
        CHECK(box.state.window->name == "Lung");
        driver.click("Window by drag");
        driver.drag(box.at(0.5, 0.5), box.at(0.5, 0.7));
        CHECK(box.state.window->center > -600);
        CHECK(box.state.window->width == 1500);
    }
    SECTION("inverts") {
        driver.press(Key::i);
        CHECK(box.state.inverted);
        CHECK(driver.sees("inverted"));
        driver.click("Invert");
        CHECK_FALSE(box.state.inverted);
    }
    SECTION("enlarges by keys and moves by drag, but not when it fits") {
        driver.drag(box.at(0.5, 0.5), box.at(0.2, 0.5));
        CHECK(box.state.middle.x == 0.5);
        driver.press(Key::plus);
        driver.press(Key::plus);
        CHECK(box.state.zoom > 1.5f);
        driver.drag(box.at(0.5, 0.5), box.at(0.4, 0.5));
        CHECK(box.state.middle.x > 0.5);
        driver.press(Key::d0);
        CHECK(box.state.zoom == 1);
        driver.press(Key::minus);
        CHECK(box.state.zoom == 1);
    }
    SECTION("measures in millimeters") {
        driver.press(Key::l);
        driver.drag(box.at(0.25, 0.5), box.at(0.75, 0.5));
        REQUIRE(box.state.measured);
        CHECK(driver.sees("100\u00A0mm"));
    }
    SECTION("tells the value under the pointer") {
        const Point middle = box.at(0.5025, 0.5);
        driver.click_at(middle);
        CHECK(driver.sees("100\u00A0HU"));
    }
}

TEST_CASE("A viewer of a loop") {
    Lightbox box(gradient(24));
    ScreenDriver& driver = box.driver;
    SECTION("steps, plays in its own time and stops") {
        CHECK(driver.sees("1 of 24"));
        driver.press(Key::period);
        driver.press(Key::period);
        driver.press(Key::comma);
        CHECK(driver.sees("2 of 24"));
        driver.press(Key::comma);
        driver.press(Key::comma);
        CHECK(driver.sees("24 of 24"));
        driver.click("Play");
        const int before = box.state.place.frame;
        driver.frame(50, 0.02);  // one second: 25 frames of 40 ms
        CHECK((box.state.place.frame - before - 25) % 24 == 0);
        driver.press(Key::space);
        const int stood = box.state.place.frame;
        driver.frame(20, 0.02);
        CHECK(box.state.place.frame == stood);
    }
    SECTION("runs slower and faster") {
        driver.press(Chord{.key = Key::comma, .shift = true});
        CHECK(box.state.speed == 0.5);
        driver.click("Speed");
        driver.click("Speed");
        CHECK(box.state.speed == 2);
    }
    SECTION("does not leap after the machine slept") {
        box.state.playing = true;
        const int before = box.state.place.frame;
        driver.frame(1, 3600);
        CHECK(box.state.place.frame - before < 10);
    }
}

TEST_CASE("A hot spot in the viewer") {
    Lightbox box(gradient(1));
    box.look.asks_mark = true;
    ScreenDriver& driver = box.driver;
    driver.frame(2);
    SECTION("is marked by a click") {
        driver.click_at(box.at(0.25, 0.75));
        REQUIRE(box.state.mark);
        CHECK(box.state.mark->x == Approx(0.25).margin(0.002));
        CHECK(box.state.mark->y == Approx(0.75).margin(0.002));
        CHECK(box.last.marked);
    }
    SECTION("is marked by cursor keys, near and far, and Enter") {
        focus_on("Exhibit");
        driver.frame(2);
        for (int i = 0; i < 4; ++i) driver.press(Chord{.key = Key::left, .shift = true});
        driver.press(Key::up);
        CHECK_FALSE(box.state.mark);
        driver.press(Key::enter);
        REQUIRE(box.state.mark);
        CHECK(box.state.mark->x == Approx(0.3));
        CHECK(box.state.mark->y == Approx(0.495));
    }
    SECTION("is not marked by looking around") {
        driver.press(Key::plus);
        driver.press(Key::plus);
        driver.drag(box.at(0.5, 0.5), box.at(0.3, 0.5));
        driver.drag_right(box.at(0.5, 0.5), box.at(0.6, 0.5));
        CHECK_FALSE(box.state.mark);
        driver.click_at(box.at(0.5, 0.5));
        REQUIRE(box.state.mark);
        CHECK(box.state.mark->x == Approx(box.state.middle.x).margin(0.005));
    }
}

TEST_CASE("A viewer in little room") {
    Lightbox box(gradient(1));
    for (const float width : {150.0f, 220.0f, 300.0f, 420.0f}) {
        ScreenDriver narrow([&](const Rect& window) {
            viewer({window.x0, window.y0, window.x0 + width, window.y0 + 300}, box.figure, box.state, box.look);
        });
        narrow.frame(2);
        float right = 0;
        for (const auto& noted : narrow.controls())
            if (noted.kind == "tool") {
                CHECK(noted.rect.x1 <= width);
                CHECK(noted.rect.x0 >= 0);
                right = std::max(right, noted.rect.x1);
            }
        CHECK(narrow.find("Magnify"));
        CHECK(narrow.find("Invert"));
    }
}
