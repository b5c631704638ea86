#include "app/screens/question.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;
using ui::Key;

TEST_CASE("A typed number") {
    CHECK(typed_number("12.5") == 12.5);
    CHECK(typed_number(" 1,200 ") == 1200.0);
    CHECK(typed_number("77,000.5") == 77000.5);
    CHECK(typed_number("0,125") == 0.125);
    CHECK(typed_number("12,5") == 12.5);
    CHECK(typed_number("\u22123") == -3.0);
    CHECK(typed_number("+4e3") == 4000.0);
    for (const char* text : {"", "-", "abc", "1.2.3", "5 cm", "inf", "nan"}) CHECK_FALSE(typed_number(text));
}

TEST_CASE("Time on the screen") {
    ScreenTime time;
    time.restart(1'000'000);
    SECTION("runs while the question is looked at") {
        for (int second = 1; second <= 38; ++second) time.seen(1'000'000 + second * 1000);
        CHECK(time.counted_ms() == 38'000);
    }
    SECTION("stands still while it is not, and never runs backwards") {
        time.seen(1'001'000);
        time.seen(9'000'000);
        time.seen(9'001'000);
        time.seen(8'000'000);
        CHECK(time.counted_ms() == 2'000);
    }
}

TEST_CASE("The question screen") {
    StudyClient client(every_kind());
    const auto id_of = [&](int ordinal) { return client.desk().heads()[static_cast<std::size_t>(ordinal)].id; };

    SECTION("is answered and gone through by keyboard alone") {
        client.start_on({id_of(0), id_of(1)});
        ScreenDriver driver(client.scene());
        driver.frame(2);
        CHECK(driver.sees("1 of 2"));
        CHECK(driver.sees("New"));
        CHECK_FALSE(driver.find("Submit")->enabled);
        driver.press(key_of(client.session().question(), true));
        driver.press(Key::right);
        driver.press(Key::enter);
        driver.frame(2);
        CHECK(driver.sees("Correct"));
        CHECK(client.session().response().confidence == Confidence::guess);
        CHECK(driver.sees("What to know"));
        CHECK(driver.sees("Something to know."));
        CHECK(driver.sees("A book, 2020, 1"));
        driver.press(Key::enter);
        driver.frame(2);
        driver.press(key_of(client.session().question(), false));
        driver.press(Key::enter);
        driver.frame(2);
        CHECK(driver.sees("Incorrect"));
        CHECK(driver.sees("guessed"));
        driver.press(Key::enter);
        driver.frame(2);
        CHECK(client.model().place == Place::result);
        CHECK(driver.sees("of 2 right"));
        CHECK(client.desk().state().all.answers == 2);
    }
    SECTION("strikes options out and restores them; a struck option is not chosen") {
        client.start_on({id_of(0)});
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.press(Key::b);
        driver.press(Key::s);
        driver.press(Key::b);
        driver.frame();
        CHECK(driver.find("Option B")->value == "struck out");
        CHECK_FALSE(driver.find("Option B")->chosen);
        driver.click("Restore B");
        driver.frame();
        CHECK(driver.find("Option B")->value.empty());
    }
    SECTION("counts the time a question is on the screen, not the time it waits") {
        client.start_on({id_of(0)});
        client.frame_ms = 1000;
        ScreenDriver driver(client.scene());
        driver.frame(20);
        client.model().place = Place::bank;
        driver.frame(3);
        client.now.ms += 3'600'000;
        driver.frame(2);
        client.model().place = Place::question;
        driver.frame(10);
        driver.press(key_of(client.session().question(), true));
        driver.press(Key::enter);
        driver.frame(2);
        const std::int64_t elapsed = client.session().response().elapsed_ms;
        CHECK(elapsed > 26'000);
        CHECK(elapsed < 40'000);
    }
    SECTION("takes several options where all that apply are asked for, and tells how much was right") {
        client.start_on({"ct-x-9102"});
        ScreenDriver driver(client.scene());
        driver.frame(2);
        CHECK(driver.sees("Select all that apply."));
        driver.press(key_of(client.session().question(), true));
        driver.press(key_of(client.session().question(), false));
        driver.press(Key::enter);
        driver.frame(2);
        CHECK(driver.sees("Answer, not chosen"));
        CHECK(driver.sees("The exam counts all or nothing"));
    }
    SECTION("puts lines in order with keys, and not before one was moved") {
        client.start_on({"ct-x-9101"});
        ScreenDriver driver(client.scene());
        driver.frame(2);
        CHECK_FALSE(driver.find("Submit")->enabled);
        const auto& choices = client.session().question().choices;
        const std::string first{choices[0].letter, choices[1].letter};
        driver.press(Key::a);
        driver.press(Key::down);
        driver.press(Key::enter);
        driver.frame(2);
        CHECK(client.session().response().letters.substr(0, 2) == std::string{first[1], first[0]});
        CHECK(driver.sees("The right order is"));
    }
    SECTION("moves lines with buttons as well") {
        client.start_on({"ct-x-9101"});
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.click("Move B up");
        driver.click("Submit");
        driver.frame(2);
        CHECK(client.session().response().letters[0] == client.session().question().choices[1].letter);
    }
    SECTION("takes a typed number") {
        client.start_on({"ct-x-9004"});
        ScreenDriver driver(client.scene());
        driver.frame(3);
        CHECK(driver.focused() == "Your number");
        driver.type("x");
        driver.frame();
        CHECK(driver.sees("This is not a number"));
        driver.press(Key::backspace);
        driver.type(std::to_string(static_cast<int>(*client.session().question().choices[0].value)));
        driver.press(Key::enter);
        driver.frame(2);
        CHECK(driver.sees("Correct"));
    }
    SECTION("keeps flag, note and report in the record") {
        client.start_on({id_of(0)});
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.press(Key::f);
        driver.frame(2);
        driver.press(Key::n);
        driver.frame(3);
        driver.type("Look at the table.");
        driver.click("Keep note");
        driver.frame(2);
        driver.press(Key::r);
        driver.frame(3);
        CHECK_FALSE(driver.find("Keep report")->enabled);
        driver.type("Two options are right.");
        driver.click("Keep report");
        driver.frame(2);
        const ItemState& state = client.desk().state().item(id_of(0));
        CHECK(state.flagged);
        CHECK(state.note == "Look at the table.");
        CHECK(client.desk().state().reports == 1);
        CHECK(client.desk().state().all.answers == 0);
    }
    SECTION("brings another question of the same topic, after which the session goes on as drawn") {
        client.start_on({id_of(0), id_of(7)});
        const std::string second = client.session().question().item == id_of(0) ? id_of(7) : id_of(0);
        const int leaf =
            client.desk()
                .heads()[static_cast<std::size_t>(*client.desk().bank().find(client.session().question().item))]
                .area;
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.press(key_of(client.session().question(), true));
        driver.press(Key::enter);
        driver.frame(2);
        driver.press(Key::t);
        driver.frame(2);
        CHECK(driver.sees("2 of 3"));
        CHECK(client.desk()
                  .heads()[static_cast<std::size_t>(*client.desk().bank().find(client.session().question().item))]
                  .area == leaf);
        driver.press(key_of(client.session().question(), true));
        driver.press(Key::enter);
        driver.frame(2);
        driver.press(Key::enter);
        driver.frame(2);
        CHECK(client.session().question().item == second);
    }
    SECTION("tells nothing before the end of a timed session, and ends it when the time is up") {
        client.start({.length = 5, .feedback = Feedback::at_end, .minutes = 1});
        client.frame_ms = 1000;
        ScreenDriver driver(client.scene());
        driver.frame(3);
        CHECK(driver.sees(" left"));
        driver.press(key_of(client.session().question(), false));
        driver.press(Key::enter);
        driver.frame(2);
        CHECK_FALSE(driver.sees("Incorrect"));
        CHECK(driver.sees("2 of 5"));
        driver.frame(60);
        CHECK(client.model().place == Place::result);
        CHECK(client.desk().state().all.answers == 1);
    }
    SECTION("asks before it ends a session") {
        client.start({.length = 5});
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.click("End session");
        driver.frame(2);
        CHECK(driver.focused() == "Keep going");
        driver.press(Key::escape);
        driver.frame(2);
        CHECK(client.session().phase() == Phase::asking);
    }
}
