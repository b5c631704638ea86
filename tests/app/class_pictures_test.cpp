// Photographs of the place of a class, to be looked at: build/<preset>/pictures/.
#include <array>
#include <chrono>
#include <functional>
#include <thread>

#include "engine/bank/source.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/class_facts.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

ExamSource ct_source() {
    Diagnostics diagnostics;
    return read_source(std::filesystem::path(COLLIMATE_SOURCE_DIR) / "question_banks/arrt/ct", diagnostics);
}

struct ClassPhoto {
    const char* name;
    int width, height;
    float scale;
    ui::Mode mode;
};
constexpr std::array<ClassPhoto, 5> class_photos{{{"1280", 1280, 800, 1.0f, ui::Mode::light},
                                                  {"1920", 1920, 1080, 1.0f, ui::Mode::light},
                                                  {"1024", 1024, 700, 1.0f, ui::Mode::light},
                                                  {"dark", 1280, 800, 1.0f, ui::Mode::dark},
                                                  {"150", 1280, 800, 1.5f, ui::Mode::light}}};

void photograph(StudyClient& client, const std::string& name, const std::function<void(ScreenDriver&)>& act = {}) {
    for (const ClassPhoto& size : class_photos) {
        ScreenDriver driver(client.scene(), {size.width, size.height, size.scale, size.mode});
        driver.frame(3);
        if (act && size.name == class_photos[0].name) act(driver);
        driver.frame(2);
        driver.photograph("class_" + name + "_" + size.name);
        CHECK_FALSE(client.model().fault);
    }
}

}  // namespace

TEST_CASE("Pictures of the place of a class", "[pictures]") {
    StudyClient client(ct_source());
    client.model().place = Place::classes;
    SECTION("of a class of 24, tab by tab") {
        photograph(client, "empty");
        const auto bank = std::make_shared<const Bank>(Bank::open(client.model().bank->file()));
        MadeClass made(bank, 24, client.now.day);
        client.model().classroom->show(made.done());
        for (const char* tab :
             {"Overview", "Items", "Trends", "Groups", "Curriculum", "Outcomes", "Assignments", "Log"})
            photograph(client, tab, [&](ScreenDriver& driver) {
                if (std::string(tab) != "Overview") driver.click(tab);
            });
        photograph(client, "item", [&](ScreenDriver& driver) {
            driver.click("Items");
            driver.frame(2);
            driver.click(made.facts().report->first.items[2]);
        });
        photograph(client, "candidate", [&](ScreenDriver& driver) {
            driver.press(ui::Key::escape);
            driver.frame(2);
            driver.click("Overview");
            driver.frame(2);
            driver.click("at risk/" + made.facts().report->candidates[1].label);
        });
        for (const auto& [name, button] :
             {std::pair{"dialog_results", "Add results"}, std::pair{"dialog_classes", "Classes"}})
            for (const float text : {1.0f, 1.5f}) {
                ScreenDriver driver(client.scene(), {.scale = text});
                driver.frame(2);
                if (driver.find("Back to the class")) driver.click("Back to the class");
                driver.frame(2);
                driver.click(button);
                driver.frame(3);
                driver.photograph("class_" + std::string(name) + (text > 1 ? "_150" : "_100"));
                driver.click(driver.find("Cancel") ? "Cancel" : "Close");
                driver.frame(2);
            }
    }
    SECTION("of a search, and of the dialogs for a group and an assignment") {
        const auto bank = std::make_shared<const Bank>(Bank::open(client.model().bank->file()));
        MadeClass made(bank, 24, client.now.day);
        client.model().classroom->show(made.done());
        photograph(client, "search", [](ScreenDriver& driver) {
            driver.click("Find a candidate");
            driver.frame(2);
            driver.type("made up 2");
        });
        photograph(client, "dialog_group", [](ScreenDriver& driver) {
            driver.click("Groups");
            driver.frame(2);
            driver.click("groups/South site");
        });
        photograph(client, "dialog_assign", [](ScreenDriver& driver) {
            driver.click("Cancel");
            driver.frame(2);
            driver.click("Assignments");
            driver.frame(2);
            driver.click("New assignment");
        });
        photograph(client, "dialog_assign_form", [](ScreenDriver& driver) { driver.click("A form"); });
        photograph(client, "dialog_request", [](ScreenDriver& driver) {
            driver.click("Cancel");
            driver.frame(2);
            driver.click("Log");
            driver.frame(2);
            driver.click("Note a request");
        });
    }
    SECTION("of the demonstration class") {
        ScreenDriver driver(client.scene());
        driver.frame(3);
        driver.click("Open the demonstration class");
        while (client.model().classroom->working()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            driver.frame(1);
        }
        driver.frame(5);
        REQUIRE(client.model().classroom->fault().empty());
        for (const char* tab : {"Items", "Trends", "Groups", "Outcomes", "Assignments", "Overview"})
            photograph(client, std::string("demo_") + tab, [&](ScreenDriver& person) {
                if (person.find(tab)) person.click(tab);
                person.frame(2);
                if (std::string(tab) == "Items") person.click("CT midterm (made up)");
                person.frame(2);
            });
    }
}
