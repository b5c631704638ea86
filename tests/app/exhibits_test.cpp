// Questions with pictures and tables on the screens, answered as a person would.
#include "app/screens/exhibits.hpp"

#include <chrono>
#include <thread>

#include "tests/support/catch.hpp"
#include "tests/support/exhibit_items.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;
using ui::Key;

namespace {

/// Frames until nothing is being computed any more.
void settle(StudyClient& client, ScreenDriver& driver) {
    driver.frame(2);
    while (client.model().pictures->waiting()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        driver.frame();
    }
    client.now.ms += 1000;
    driver.frame(3);
    CHECK_FALSE(client.model().pictures->waiting());
}

ui::Point on_picture(const ScreenDriver& driver, const Figure& figure, Spot spot) {
    return ui::point_at(ui::placed(figure, driver.find("Exhibit")->rect, 1, {0.5, 0.5}), spot);
}

const Choice& choice_named(const Instance& question, std::string_view name) {
    for (const Choice& choice : question.choices)
        if (choice.text == name) return choice;
    throw std::runtime_error("no such place");
}

}  // namespace

TEST_CASE("A question with a picture") {
    StudyClient client(exhibit_source());
    client.start_on({"ct-x-9201"});
    ScreenDriver driver(client.scene());
    settle(client, driver);
    SECTION("shows it with caption, description and tools, and is answered by keys") {
        CHECK(driver.sees("Water phantom"));
        CHECK(driver.find("Exhibit")->value.find("Water phantom with a ring") == 0);
        driver.press(Key::i);
        CHECK(driver.sees("inverted"));
        driver.press(key_of(client.session().question(), true));
        driver.press(Key::enter);
        driver.frame(3);
        CHECK(driver.sees("Correct"));
        CHECK(driver.find("Exhibit"));
        CHECK_FALSE(driver.sees("inverted"));
    }
    SECTION("gives it the whole window and takes it back") {
        const float small = driver.find("Exhibit")->rect.height();
        driver.press(Key::m);
        driver.frame(2);
        CHECK(driver.find("Exhibit")->rect.height() > 1.2f * small);
        CHECK(driver.find("Back to the question"));
        driver.press(Key::escape);
        driver.frame(2);
        CHECK(driver.find("Magnify"));
        CHECK(client.model().place == Place::question);
    }
    SECTION("keeps its letters while the picture has the focus") {
        driver.click("Exhibit");
        driver.press(Key::b);
        driver.frame();
        CHECK(driver.find("Option B")->chosen);
    }
    SECTION("lists the picture's keys") {
        driver.press(Key::question);
        driver.frame(2);
        CHECK(driver.sees("picture in the whole window"));
    }
}

TEST_CASE("A hot spot") {
    StudyClient client(exhibit_source());
    client.start_on({"ct-x-9202"});
    ScreenDriver driver(client.scene());
    settle(client, driver);
    const Instance question = client.session().question();
    const auto figure = client.model().pictures->of(*client.model().bank, question.figures[0]).figure;
    REQUIRE(figure);
    SECTION("tells nothing of its places beforehand and waits for a mark") {
        CHECK(driver.sees("Mark the place in the picture."));
        CHECK_FALSE(driver.sees("aorta"));
        CHECK_FALSE(driver.find("Submit")->enabled);
        CHECK(driver.focused() == "Exhibit");
    }
    SECTION("is right where the mark lies in the key's place") {
        driver.click_at(on_picture(driver, *figure, middle_of(*choice_named(question, "right kidney").region)));
        driver.click("Submit");
        driver.frame(3);
        CHECK(driver.sees("Correct"));
        CHECK(client.session().response().mark);
        CHECK(driver.sees("Your mark"));
        CHECK(driver.sees("right kidney, answer"));
        CHECK(driver.sees("left kidney"));
    }
    SECTION("is wrong elsewhere, and says what was hit") {
        driver.click_at(on_picture(driver, *figure, middle_of(*choice_named(question, "left kidney").region)));
        driver.click("Submit");
        driver.frame(3);
        CHECK(driver.sees("Incorrect"));
        CHECK(driver.sees("You marked"));
        CHECK(driver.sees("left kidney"));
    }
    SECTION("is marked by keys alone") {
        const Spot goal = middle_of(*choice_named(question, "right kidney").region);
        Spot at{0.5, 0.5};
        const auto walk = [&](double& from, double to, Key less, Key more) {
            while (std::abs(from - to) > 0.01) {
                const bool coarse = std::abs(from - to) >= 0.05;
                driver.press(ui::Chord{.key = to < from ? less : more, .shift = coarse});
                from += (to < from ? -1 : 1) * (coarse ? 0.05 : 0.005);
            }
        };
        walk(at.x, goal.x, Key::left, Key::right);
        walk(at.y, goal.y, Key::up, Key::down);
        driver.press(Key::enter);
        driver.frame();
        CHECK(client.session().phase() == Phase::asking);
        driver.press(Key::enter);
        driver.frame(3);
        CHECK(driver.sees("Correct"));
    }
}

TEST_CASE("Several pictures stand side by side") {
    StudyClient client(exhibit_source());
    client.start_on({"ct-x-9203"});
    ScreenDriver driver(client.scene());
    settle(client, driver);
    REQUIRE(driver.find("Exhibit 1"));
    REQUIRE(driver.find("Exhibit 2"));
    SECTION("the keys belong to the one last turned to") {
        driver.press(Key::i);
        CHECK(driver.find("Exhibit 1/Invert")->chosen);
        driver.click("Exhibit 2/Exhibit 2");
        driver.press(Key::i);
        driver.frame();
        CHECK(driver.find("Exhibit 2/Invert")->chosen);
    }
    SECTION("in the whole window too") {
        driver.press(Key::m);
        driver.frame(2);
        const ui::Rect one = driver.find("Exhibit 1")->rect;
        const ui::Rect two = driver.find("Exhibit 2")->rect;
        CHECK(one.x1 < two.x0);
        CHECK(one.y0 == two.y0);
    }
}

TEST_CASE("A loop in a question plays") {
    StudyClient client(exhibit_source());
    client.start_on({"ct-x-9204"});
    ScreenDriver driver(client.scene());
    settle(client, driver);
    CHECK(driver.sees("1 of 12"));
    driver.click("Play");
    driver.frame(30, 0.02);
    CHECK_FALSE(driver.sees("1 of 12"));
    CHECK(driver.find("Pause"));
}

TEST_CASE("A table in a question") {
    StudyClient client(exhibit_source());
    client.start_on({"ct-x-9205"});
    ScreenDriver driver(client.scene());
    driver.frame(3);
    for (const char* part : {"Two protocols", "DLP (mGy cm)", "52.4", "543"}) CHECK(driver.sees(part));
    driver.press(key_of(client.session().question(), true));
    driver.press(Key::enter);
    driver.frame(3);
    CHECK(driver.sees("52.4"));
}

TEST_CASE("A picture that depends on the draw") {
    StudyClient client(exhibit_source());
    client.start_on({"ct-x-9207"});
    ScreenDriver driver(client.scene());
    settle(client, driver);
    const Instance question = client.session().question();
    CHECK_FALSE(question.figures[0].stored);
    const PictureState state = client.model().pictures->of(*client.model().bank, question.figures[0]);
    REQUIRE(state.figure);
    CHECK(state.figure->gray == rendered(question.figures[0]).gray);
    CHECK(driver.find("Exhibit/Magnify"));
}

TEST_CASE("A picture that cannot be had") {
    Pictures pictures;
    StudyClient client(exhibit_source());
    client.start_on({"ct-x-9201"});
    ShownFigure shown = client.session().question().figures[0];
    shown.generator = "nobody-has-this";
    for (const bool stored : {false, true}) {
        shown.stored = stored;
        while (pictures.of(*client.model().bank, shown).waiting()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            (void)pictures.arrived();
        }
        const PictureState state = pictures.of(*client.model().bank, shown);
        CHECK_FALSE(state.figure);
        CHECK_FALSE(state.fault.empty());
    }
}

TEST_CASE("Pictures are kept while they are looked at, and not for ever") {
    StudyClient client(exhibit_source());
    client.start_on({"ct-x-9207"});
    ShownFigure shown = client.session().question().figures[0];
    shown.size = {64, 64};
    Pictures pictures;
    const auto get = [&](std::uint64_t seed) {
        shown.seed = seed;
        shown.stored = false;
        while (pictures.of(*client.model().bank, shown).waiting()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            (void)pictures.arrived();
        }
        return pictures.of(*client.model().bank, shown).figure;
    };
    const std::weak_ptr<const Figure> first = get(1);
    CHECK(get(1) == first.lock());
    for (std::uint64_t seed = 2; seed < 4 + Pictures::most_kept; ++seed) (void)get(seed);
    CHECK(first.expired());
}

TEST_CASE("An item page shows pictures and the places of a hot spot") {
    StudyClient client(exhibit_source());
    client.model().place = Place::bank;
    ScreenDriver driver(client.scene());
    driver.frame(3);
    driver.click("ct-x-9202");
    settle(client, driver);
    CHECK(driver.find("Exhibit"));
    CHECK(driver.sees("right kidney, answer"));
    driver.press(Key::m);
    driver.frame(2);
    driver.press(Key::escape);
    driver.frame(2);
    CHECK(driver.sees("ct-x-9202"));
}

TEST_CASE("Lines of an order are dragged by mouse") {
    StudyClient client(every_kind());
    client.start_on({"ct-x-9101"});
    ScreenDriver driver(client.scene());
    driver.frame(3);
    const auto middle = [&](const char* name) { return driver.find(name)->rect.centre(); };
    const char moved = client.session().question().choices[0].letter;
    driver.drag(middle("Option A"), {middle("Option A").x, middle("Option B").y + 4});
    driver.frame(2);
    driver.click("Submit");
    driver.frame(2);
    CHECK(client.session().response().letters[1] == moved);
}
