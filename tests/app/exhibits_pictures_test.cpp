// Photographs of questions with pictures and tables, to be looked at: build/<preset>/pictures/.
#include <chrono>
#include <functional>
#include <thread>

#include "app/widgets/viewer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/exhibit_items.hpp"
#include "tests/support/photo_sizes.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;
using ui::Key;

namespace {

void photograph_exhibit(StudyClient& client, const std::string& name,
                        const std::function<void(ScreenDriver&)>& act = {}) {
    for (const PhotoSize& size : usual_sizes)
        for (const ui::Mode mode : {ui::Mode::light, ui::Mode::dark}) {
            ScreenDriver driver(client.scene(), {size.width, size.height, size.scale, mode});
            driver.frame(2);
            while (client.model().pictures->waiting()) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
                driver.frame();
            }
            client.now.ms += 1000;
            driver.frame(3);
            if (act) act(driver);
            driver.photograph(name + (mode == ui::Mode::light ? "_light_" : "_dark_") + size.name);
            CHECK_FALSE(client.model().fault);
        }
}

void answer(StudyClient& client, Response response) {
    response.confidence = Confidence::unsure;
    response.elapsed_ms = 38'000;
    client.session().submit(response, client.now);
    client.now.ms += 1000;
}

Figure drawn_figure() {
    Figure figure{.width = 4, .height = 3};
    Drawing drawing;
    drawing.strokes.push_back({.spots = {{0.1, 0.2}, {0.9, 0.2}, {0.9, 0.9}, {0.5, 0.5}, {0.1, 0.9}},
                               .width = 0.006,
                               .ink = Ink::tissue,
                               .closed = true,
                               .filled = true});
    drawing.strokes.push_back({.spots = {{0.5, 0.05}, {0.3, 0.95}}, .width = 0.004, .ink = Ink::beam, .dashed = true});
    drawing.strokes.push_back({.spots = {{0.42, 0.3}, {0.58, 0.3}, {0.58, 0.42}, {0.42, 0.42}},
                               .width = 0.004,
                               .ink = Ink::bone,
                               .closed = true,
                               .filled = true});
    drawing.labels = {{{0.2, 0.28}, "tissue", 0.035, Ink::line},
                      {{0.5, 0.36}, "bone", 0.03, Ink::line},
                      {{0.62, 0.08}, "central ray", 0.03, Ink::muted}};
    figure.drawing = drawing;
    return figure;
}

}  // namespace

TEST_CASE("Pictures of questions with exhibits", "[pictures]") {
    StudyClient client(exhibit_source());
    SECTION("of one image") {
        client.start_on({"ct-x-9201"});
        photograph_exhibit(client, "exhibit_image", [](ScreenDriver& driver) {
            driver.press(Key::b);
            driver.frame();
        });
        Response wrong = answer_to(client.session().question(), false);
        answer(client, wrong);
        photograph_exhibit(client, "exhibit_image_told");
    }
    SECTION("of a hot spot") {
        client.start_on({"ct-x-9202"});
        photograph_exhibit(client, "exhibit_hotspot", [](ScreenDriver& driver) {
            ui::focus_on("Exhibit");
            driver.frame(2);
            for (int i = 0; i < 2; ++i) driver.press(ui::Chord{.key = Key::left, .shift = true});
            driver.press(Key::enter);
            driver.press(ui::Chord{.key = Key::down, .shift = true});
            driver.frame();
        });
        answer(client, {.mark = Spot{0.62, 0.55}});
        photograph_exhibit(client, "exhibit_hotspot_told");
    }
    SECTION("of two images, and of them in the whole window") {
        client.start_on({"ct-x-9203"});
        photograph_exhibit(client, "exhibit_two");
        photograph_exhibit(client, "exhibit_whole", [](ScreenDriver& driver) {
            if (!driver.find("Exhibit 1/Back to the question")) driver.press(Key::m);
            driver.frame(3);
        });
    }
    SECTION("of a loop") {
        client.start_on({"ct-x-9204"});
        photograph_exhibit(client, "exhibit_loop");
    }
    SECTION("of tables") {
        client.start_on({"ct-x-9205"});
        photograph_exhibit(client, "exhibit_table");
        client.start_on({"ct-x-9206"});
        photograph_exhibit(client, "exhibit_both");
    }
    SECTION("of the page of a question") {
        client.model().place = Place::bank;
        for (const PhotoSize& size : usual_sizes) {
            ScreenDriver driver(client.scene(), {size.width, size.height, size.scale, ui::Mode::light});
            driver.frame(3);
            if (driver.find("ct-x-9202")) driver.click("ct-x-9202");
            driver.frame(4);
            driver.photograph(std::string("exhibit_page_light_") + size.name);
            driver.press(Key::escape);
            driver.frame(2);
        }
    }
    SECTION("of the keys") {
        client.start_on({"ct-x-9201"});
        for (const PhotoSize& size : usual_sizes) {
            ScreenDriver driver(client.scene(), {size.width, size.height, size.scale, ui::Mode::light});
            driver.frame(3);
            driver.press(Key::question);
            driver.frame(3);
            driver.photograph(std::string("exhibit_keys_light_") + size.name);
            driver.press(Key::escape);
            driver.frame(2);
        }
    }
}

TEST_CASE("Pictures of the viewer's other states", "[pictures]") {
    const Figure figure = drawn_figure();
    ui::ViewerState drawing, waiting;
    const ui::ViewerLook look{.name = "Exhibit", .alt = "A wedge of tissue with bone in it and the central ray."};
    for (const ui::Mode mode : {ui::Mode::light, ui::Mode::dark}) {
        ScreenDriver driver(
            [&](const ui::Rect& window) {
                const auto parts = ui::columns(window.inset(ui::em(1.41f)), 3, ui::em(1.41f));
                ui::viewer(
                    ui::at(parts[0].top_left(), parts[0].width(), ui::viewer_height(figure, parts[0].width(), 600)),
                    figure, drawing, look);
                const ui::Scope scope("others");
                ui::viewer_waiting(ui::at(parts[1].top_left(), parts[1].width(), 300), look, waiting);
                const std::string_view fault =
                    "item ct-x-0001: its picture needs the generator ct-x, version 4, which this program does not "
                    "have; compile the bank anew";
                ui::viewer_fault(ui::at(parts[2].top_left(), parts[2].width(),
                                        ui::viewer_fault_height(look, fault, parts[2].width())),
                                 look, fault);
            },
            {1280, 560, 1.0f, mode});
        driver.frame(40);
        driver.photograph(mode == ui::Mode::light ? "exhibit_states_light" : "exhibit_states_dark");
    }
}
