// Photographs of the screens of study, to be looked at: build/<preset>/pictures/.
#include <functional>

#include "engine/bank/source.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/photo_sizes.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;
using ui::Key;

namespace {

void photograph_all(StudyClient& client, const std::string& name, const std::function<void(ScreenDriver&)>& act = {}) {
    for (const PhotoSize& size : photo_sizes)
        for (const ui::Mode mode : {ui::Mode::light, ui::Mode::dark}) {
            ScreenDriver driver(client.scene(), {size.width, size.height, size.scale, mode});
            driver.frame(3);
            if (act && size.name == photo_sizes[0].name && mode == ui::Mode::light) act(driver);
            driver.photograph(name + (mode == ui::Mode::light ? "_light_" : "_dark_") + size.name);
            CHECK_FALSE(client.model().fault);
        }
}

ExamSource source_of(const std::string& folder) {
    Diagnostics diagnostics;
    return read_source(std::filesystem::path(COLLIMATE_SOURCE_DIR) / "question_banks" / folder, diagnostics);
}

void answer(StudyClient& client, bool right, Confidence confidence, std::int64_t elapsed_ms) {
    Response response = answer_to(client.session().question(), right);
    response.confidence = confidence;
    response.elapsed_ms = elapsed_ms;
    client.session().submit(response, client.now);
    client.now.ms += 1000;  // the window makes its views anew once a second
}

void go_through(StudyClient& client, int count) {
    for (int i = 0; i < count && client.session().phase() != Phase::finished; ++i) {
        const auto confidence = static_cast<Confidence>(1 + (i * 7 + 2) % 3);
        answer(client, i % 4 != 3, confidence, 25'000 + i * 7919 % 60'000);
        client.session().advance(client.now);
    }
}

}  // namespace

TEST_CASE("Pictures of the screens of study", "[pictures]") {
    SECTION("of a question and its feedback") {
        StudyClient client(source_of("arrt/ct"));
        client.live(6, 14, 0.7);
        client.start({.length = 30});
        go_through(client, 13);
        photograph_all(client, "question", [](ScreenDriver& driver) {
            driver.press(Key::s);
            driver.press(Key::a);
            driver.press(Key::b);
            driver.press(Key::right);
            driver.press(Key::right);
        });
        answer(client, false, Confidence::unsure, 38'000);
        photograph_all(client, "feedback");
    }
    SECTION("of the other kinds of question") {
        StudyClient client(every_kind());
        for (const auto& [id, name] :
             {std::pair{"ct-x-9102", "multiple"}, std::pair{"ct-x-9101", "order"}, std::pair{"ct-x-9004", "numeric"}}) {
            client.start_on({id});
            photograph_all(client, std::string("question_") + name);
            Response response = answer_to(client.session().question(), false);
            if (client.session().question().type == ItemType::order) response.letters = "abdce";
            client.session().submit(response, client.now);
            client.now.ms += 1000;
            photograph_all(client, std::string("feedback_") + name);
        }
    }
    SECTION("of the dialogs") {
        StudyClient client(every_kind());
        client.start({.length = 5});
        for (const auto& [key, name] : {std::pair{Key::n, "note"}, std::pair{Key::r, "report"}}) {
            ScreenDriver driver(client.scene());
            driver.frame(2);
            driver.press(key);
            driver.frame(3);
            driver.photograph(std::string("question_dialog_") + name);
            driver.press(Key::escape);
            driver.frame(2);
        }
    }
    SECTION("of a result") {
        StudyClient client(source_of("arrt/ct"));
        client.live(3, 10, 0.7);
        client.start({.length = 20});
        go_through(client, 20);
        client.model().place = Place::result;
        photograph_all(client, "result");
    }
    SECTION("of all of progress at once, memory fitted") {
        StudyClient client(source_of("arrt/ct"));
        client.live(34, 30, 0.7);
        client.next_day();
        client.live(1, 12, 0.7);
        client.desk().keep_fit(fit_memory(client.desk().memory_log()).value(), client.now);
        client.model().place = Place::progress;
        for (const auto& [name, screen] :
             {std::pair{"1280_light", Screen{1280, 3300, 1.0f, ui::Mode::light}},
              std::pair{"1280_above", Screen{1280, 1200, 1.0f, ui::Mode::light}},
              std::pair{"1280_dark", Screen{1280, 3300, 1.0f, ui::Mode::dark}},
              std::pair{"1920_light", Screen{1920, 3300, 1.0f, ui::Mode::light}},
              std::pair{"1024_150_light", Screen{1024, 5600, 1.5f, ui::Mode::light}}}) {
            ScreenDriver driver(client.scene(), screen);
            driver.frame(3);
            driver.photograph(std::string("progress_whole_") + name);
            driver.click("Write a calendar file");
            driver.frame(2);
            CHECK(driver.sees("reminds of nothing"));
            driver.click("Cancel");
            driver.frame(2);
        }
    }
    SECTION("of progress, bank and a question of it") {
        StudyClient client(source_of("arrt/ct"));
        client.model().place = Place::progress;
        photograph_all(client, "progress_empty");
        client.live(18, 12, 0.72);
        photograph_all(client, "progress");
        client.next_day();
        client.start({.length = 90});
        go_through(client, 90);
        client.model().session.reset();
        client.model().place = Place::progress;
        for (const float text : {1.0f, 1.5f}) {
            ScreenDriver driver(client.scene(), {1280, 800, text});
            driver.frame(2);
            for (int page = 1; page <= 5; ++page) {
                driver.photograph("progress_page_" + std::to_string(page) + (text > 1 ? "_150" : "_100"));
                driver.wheel({500, 500}, -7);
                driver.frame(20, 0.05);
            }
        }
        photograph_all(client, "progress_open", [](ScreenDriver& driver) { driver.click("Contrast and medication"); });
        client.model().place = Place::bank;
        photograph_all(client, "bank");
        photograph_all(client, "bank_item", [&](ScreenDriver& driver) {
            driver.click("ct-pc-0002");
            driver.frame(2);
        });
        client.model().place = Place::progress;
        client.desk().tell_outcome({.exam_day = client.now.day - 3, .passed = false, .scaled = 71}, client.now);
        for (const ui::Mode mode : {ui::Mode::light, ui::Mode::dark}) {
            ScreenDriver driver(client.scene(), {.scale = 1.5f, .mode = mode});
            driver.frame(2);
            driver.click("Enter a result");
            driver.frame(2);
            driver.type("9 Nov 2026");
            driver.frame(2);
            driver.photograph(std::string("progress_result_") + (mode == ui::Mode::light ? "light" : "dark"));
            driver.click("Cancel");
            driver.frame(2);
        }
    }
}
