// Photographs of the mock exam and its score report on a real bank, to be looked at: build/<preset>/pictures/.
#include <functional>

#include "tests/support/catch.hpp"
#include "tests/support/exam_client.hpp"
#include "tests/support/photo_sizes.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;
using ui::Key;

namespace {

void photograph_all(ExamClient& client, const std::string& name, const std::function<void(ScreenDriver&)>& act = {}) {
    for (const PhotoSize& size : usual_sizes)
        for (const ui::Mode mode : {ui::Mode::light, ui::Mode::dark}) {
            client.pass(1000);  // the window makes its views anew once a second
            ScreenDriver driver(client.scene(), {size.width, size.height, size.scale, mode});
            driver.frame(3);
            if (act) act(driver);
            driver.frame(3);
            driver.photograph(name + (mode == ui::Mode::light ? "_light_" : "_dark_") + size.name);
            CHECK_FALSE(client.model().fault);
        }
}

/// A candidate who knows two of three, leaves some open, flags some and changes some answers.
void sit(ExamClient& client, int until) {
    Random random(20261123);
    MockExam& exam = client.exam();
    for (int number = 1; number <= until; ++number) {
        exam.elapse(35'000 + static_cast<std::int64_t>(random.below(50'000)), client.now);
        if (random.below(9) == 0) exam.flag(true, client.now);
        const bool right = random.uniform() < 0.70;
        Response response = answer_to(exam.question(), right);
        response.confidence = right ? Confidence::sure : static_cast<Confidence>(1 + random.below(3));
        if (random.below(20) != 0) exam.respond(response, client.now);
        if (number < exam.sitting().size()) exam.next(client.now);
        if (random.below(14) != 0) continue;
        exam.previous(client.now);
        exam.elapse(9'000, client.now);
        exam.respond(answer_to(exam.question(), random.below(3) != 0), client.now);
        exam.next(client.now);
    }
}

SittingId sit_whole(ExamClient& client, const ExamSettings& settings) {
    client.begin_asking(settings);
    sit(client, client.sitting().size());
    const SittingId id = client.exam().id();
    client.exam().end(client.now);
    client.model().sitting.reset();
    client.model().place = Place::mock_exam;
    client.now.ms += 5LL * 24 * 3'600'000;
    client.now.day += 5;
    return id;
}

}  // namespace

TEST_CASE("Pictures of the mock exam", "[pictures]") {
    ExamClient client("arrt-ct");
    SECTION("of its place, empty, with past exams, and with one left open") {
        client.model().place = Place::mock_exam;
        photograph_all(client, "mock_empty");
        sit_whole(client, {.section = 0});
        sit_whole(client, {.length = FormLength::quarter});
        sit_whole(client, {});
        photograph_all(client, "mock_past");
        client.begin_asking({.length = FormLength::half});
        sit(client, 20);
        client.tear_off();
        photograph_all(client, "today_exam_left");
        client.model().place = Place::mock_exam;
        photograph_all(client, "mock_left");
        client.model().place = Place::progress;
        photograph_all(client, "progress_exams");
    }
    SECTION("of what comes before its questions") {
        client.begin({.answer_before_moving_on = true});
        photograph_all(client, "exam_tutorial_1");
        photograph_all(client, "exam_tutorial_2", [](ScreenDriver& driver) { driver.press(Key::right); });
        // The drafts stay with the client: the second page is where the last picture left it, or further on.
        client.exam().finish_tutorial();
        photograph_all(client, "exam_agreement");
    }
    SECTION("of its questions") {
        client.begin_asking({});
        sit(client, 66);
        const auto shown = [&](const std::string& name, const std::function<void(ScreenDriver&)>& act = {}) {
            photograph_all(client, name, act);
        };
        client.exam().respond(answer_to(client.exam().question(), true), client.now);
        client.exam().strike(client.exam().question().choices.back().letter, true, client.now);
        client.exam().flag(true, client.now);
        client.exam().highlight({{.first = 6, .end = 24}}, client.now);
        shown("exam_question");
        bool open = false;
        shown("exam_calculator", [&](ScreenDriver& driver) {
            if (!open) driver.press({.key = Key::c, .alt = true});
            open = true;
            driver.frame(2);
            driver.type("8*55");
        });
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.press(Key::escape);
        driver.press(Key::h);
        driver.press(Key::right);
        driver.press(Key::space);
        driver.press(Key::right);
        driver.frame(2);
        driver.photograph("exam_marking_light_1280");
    }
    SECTION("of its questions with pictures") {
        client.begin_asking({});
        int pictures = 0;
        for (int number = 1; number <= client.sitting().size() && pictures < 2; ++number) {
            const Instance& question = client.exam().question(number);
            if (question.figures.empty() && !question.table) continue;
            client.exam().go_to(number, client.now);
            photograph_all(client, "exam_exhibit_" + std::to_string(++pictures),
                           [](ScreenDriver& driver) { driver.frame(20, 0.05); });
        }
    }
    SECTION("of its notices, review, break and end") {
        client.begin_asking({});
        sit(client, 90);
        client.model().sitting->notice = Notice::thirty_minutes;
        photograph_all(client, "exam_notice");
        client.model().sitting->notice = Notice::five_minutes;
        client.exam().review(client.now);
        photograph_all(client, "exam_review_notice");
        client.model().sitting->notice.reset();
        photograph_all(client, "exam_review");
        photograph_all(client, "exam_end", [](ScreenDriver& driver) {
            if (!driver.find("Go back")) driver.press(Key::e);
        });
        ScreenDriver(client.scene()).press(Key::escape);
        client.exam().take_break(client.now);
        photograph_all(client, "exam_break");
        client.exam().elapse(client.sitting().remaining_ms(), client.now);
        photograph_all(client, "exam_time_up");
    }
    SECTION("of the score report") {
        const SittingId id = sit_whole(client, {});
        open_report(client.model(), id);
        photograph_all(client, "report");
        photograph_all(client, "report_below", [](ScreenDriver& driver) { driver.press(Key::page_down); });
        photograph_all(client, "report_questions", [](ScreenDriver& driver) {
            for (int i = 0; i < 4; ++i) driver.press(Key::page_down);
        });
        const SittingId quarter = sit_whole(
            client, {.section = client.model().bank->outline().children_of(-1)[1], .length = FormLength::quarter});
        open_report(client.model(), quarter);
        photograph_all(client, "report_quarter");
        photograph_all(client, "report_question", [](ScreenDriver& driver) {
            if (driver.find("Close")) driver.press(Key::enter);
        });
    }
    SECTION("of a score report on ARDMS's scale") {
        ExamClient spi("ardms-spi");
        const SittingId id = sit_whole(spi, {});
        open_report(spi.model(), id);
        photograph_all(spi, "report_ardms");
        spi.model().place = Place::mock_exam;
        photograph_all(spi, "mock_ardms");
    }
}
