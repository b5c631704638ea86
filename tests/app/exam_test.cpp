// The mock exam in the window: as values, by keyboard alone, by mouse alone, torn off, timed out.
#include "app/screens/exam.hpp"

#include <filesystem>
#include <fstream>

#include "app/screens/mock_exam.hpp"
#include "app/screens/score_report.hpp"
#include "app/screens/today.hpp"
#include "engine/item/markup.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/exam_client.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;
using ui::Key;

namespace {

constexpr std::int64_t second = 1000;
constexpr std::int64_t minute = 60 * second;
constexpr int first_section = 0;  // of the small outline: A, 30 of 100 questions

/// A quarter of the first section: eight questions and a pilot item or two.
ExamSettings short_exam(bool answer_first = false) {
    return {.section = first_section, .length = FormLength::quarter, .answer_before_moving_on = answer_first};
}

void tab_to(ScreenDriver& driver, std::string_view name) {
    for (int i = 0; i < 80 && driver.focused() != name; ++i) driver.press(Key::tab);
    REQUIRE(driver.focused() == name);
}

ui::Chord alt(Key key) { return {.key = key, .alt = true}; }

std::string option_name(const Instance& question, bool right) {
    return std::string("Option ") + static_cast<char>('A' + static_cast<int>(key_of(question, right)));
}

/// Ten questions, the three of the first section being these.
ExamSource only_in_first(ExamSource source, std::vector<Item> items) {
    std::erase_if(source.items, [](const Item& item) { return item.area == "A.1" || item.area == "A.2"; });
    source.items.insert(source.items.end(), items.begin(), items.end());
    source.outline.scored_items = 10;
    source.outline.pilot_items.reset();
    for (const auto& [area, count] : {std::pair{0, 3}, {1, 1}, {2, 2}, {3, 7}, {4, 3}, {5, 4}})
        source.outline.areas[static_cast<std::size_t>(area)].items = count;
    return source;
}

/// One section of an order, a question with several right options, and a number to enter.
ExamSource every_kind_in_first() {
    Item multiple = multiple_item();
    multiple.area = "A.1";
    Item number = small_source(1).items.back();
    REQUIRE(number.type == ItemType::numeric);
    number.id = "ct-x-9104";
    number.area = "A.2";
    return only_in_first(small_source(6), {order_item(), multiple, number});
}

const ExamQuestionView& asked(const ExamView& view) { return std::get<ExamQuestionView>(view.page); }

}  // namespace

TEST_CASE("Words of a question that are marked") {
    const std::string text = "What is  twice\n8 cm?";
    SECTION("are what blanks and line breaks part, by their bytes") {
        CHECK(words_of(text) == std::vector<Highlight>{{0, 4}, {5, 7}, {9, 14}, {15, 16}, {17, 20}});
        CHECK(words_of("").empty());
        CHECK(words_of("  ").empty());
    }
    SECTION("join where they follow each other, and are rubbed out where all were marked") {
        const auto once = with_words({}, text, {1, 2});
        CHECK(once == std::vector<Highlight>{{5, 14}});
        const auto twice = with_words(once, text, {4, 4});
        CHECK(twice == std::vector<Highlight>{{5, 14}, {17, 20}});
        CHECK(with_words(twice, text, {2, 3}) == std::vector<Highlight>{{5, 20}});
        CHECK(with_words(twice, text, {1, 1}) == std::vector<Highlight>{{9, 14}, {17, 20}});
        CHECK(with_words(once, text, {1, 2}).empty());
        CHECK(with_words({}, text, {3, 99}) == std::vector<Highlight>{{15, 20}});
    }
}

TEST_CASE("The place of the mock exams") {
    SECTION("tells what each length takes, and what the bank lacks") {
        ExamClient client(small_source(20));
        MockExamDraft draft;
        const MockExamView whole = mock_exam_view(client.model(), draft, client.now);
        CHECK(whole.extents.size() == 3);
        CHECK(whole.extents[0].questions == "120");
        CHECK(whole.extents[1].name == "First");
        CHECK_FALSE(whole.can_start);  // 84 items cannot fill 100 questions
        CHECK_FALSE(whole.lacks.empty());
        update(client.model(), draft, mock_exam::SetLength{FormLength::quarter}, client.now);
        const MockExamView quarter = mock_exam_view(client.model(), draft, client.now);
        CHECK(quarter.can_start);
        CHECK(quarter.questions == "30 questions");
        CHECK(quarter.time == "in 30\u00A0min");
        CHECK(quarter.answer_first);  // as ARRT does
    }
    SECTION("offers to go on with an exam that was left, or to end it and keep the answers") {
        ExamClient client(small_source(40));
        client.begin_asking(short_exam());
        client.exam().respond(answer_to(client.exam().question(), true), client.now);
        client.tear_off();
        client.model().place = Place::mock_exam;
        ScreenDriver driver(client.scene());
        driver.frame(2);
        CHECK(driver.sees("A mock exam is not finished."));
        CHECK(driver.sees("1 of"));
        CHECK_FALSE(driver.find("Start")->enabled);
        driver.click("End it");
        driver.click("End the exam");
        driver.frame(2);
        CHECK_FALSE(driver.sees("A mock exam is not finished."));
        CHECK(client.model().desk->state().all.answers == 1);
        CHECK(mock_exam_view(client.model(), {}, client.now).past.size() == 1);
    }
}

TEST_CASE("The exam as a view") {
    ExamClient client(small_source(40));
    ExamDraft draft;
    const auto view = [&] { return exam_view(client.model(), draft, client.now); };
    const auto act = [&](const ExamEvent& event) { update(client.model(), draft, event, client.now); };

    SECTION("holds the candidate on a question that wants its answer first") {
        client.begin_asking(short_exam(true));
        act(exam::Next{});
        CHECK(client.sitting().number() == 1);
        CHECK(view().notice->fact == "This exam wants an answer before you move on.");
        act(exam::Respond{answer_to(client.exam().question(), true)});
        CHECK_FALSE(view().notice);
        act(exam::Next{});
        CHECK(client.sitting().number() == 2);
    }
    SECTION("counts what is complete, incomplete, unseen and flagged") {
        client.begin_asking(short_exam());
        act(exam::Respond{answer_to(client.exam().question(), true)});
        act(exam::SetFlag{true});
        act(exam::Next{});
        act(exam::GoTo{5});
        act(exam::SetFlag{true});
        act(exam::Review{});
        const ExamView shown = view();
        const auto& review = std::get<ReviewView>(shown.page);
        const int size = client.sitting().size();
        CHECK(review.cards[0].count == std::to_string(size));
        CHECK(review.cards[1].count == "1");
        CHECK(review.cards[2].count == "2");
        CHECK(review.cards[3].count == std::to_string(size - 3));
        CHECK(review.cards[4].count == "2");
        CHECK(review.cards[4].explanation == "1 answered");
        CHECK(review.back == "Back to question 5");
        CHECK(shown.end_question.starts_with(std::to_string(size - 1) + " questions have no answer"));
    }
    SECTION("goes through the flagged ones alone, and comes back to the review") {
        client.begin_asking(short_exam());
        for (const int number : {2, 4, 7}) {
            act(exam::GoTo{number});
            act(exam::SetFlag{true});
        }
        act(exam::Review{});
        act(exam::Walk{ReviewFilter::flagged});
        CHECK(client.sitting().number() == 2);
        CHECK(asked(view()).walk == "Flagged questions, 1 of 3");
        act(exam::Next{});
        CHECK(client.sitting().number() == 4);
        act(exam::Previous{});
        act(exam::Previous{});
        CHECK(client.sitting().number() == 2);
        act(exam::Next{});
        act(exam::Next{});
        CHECK(client.sitting().number() == 7);
        CHECK(asked(view()).last);
        act(exam::Next{});
        CHECK(client.sitting().phase() == SittingPhase::review);
        act(exam::Previous{});
        CHECK(client.sitting().number() == 7);
    }
    SECTION("filters the review") {
        client.begin_asking(short_exam());
        act(exam::SetFlag{true});
        act(exam::Review{});
        act(exam::SetFilter{ReviewFilter::flagged});
        CHECK(std::get<ReviewView>(view().page).cells.size() == 1);
        act(exam::SetFilter{ReviewFilter::complete});
        CHECK(std::get<ReviewView>(view().page).cells.empty());
        CHECK(std::get<ReviewView>(view().page).empty == "No question is complete.");
    }
    SECTION("never leaves an option both chosen and struck out") {
        client.begin_asking(short_exam());
        const char letter = client.exam().question().choices[0].letter;
        act(exam::Respond{{.letters = std::string(1, letter)}});
        act(exam::Strike{letter, true});
        CHECK(asked(view()).options[0].struck);
        CHECK_FALSE(asked(view()).options[0].chosen);
        act(exam::Respond{{.letters = std::string(1, letter)}});
        CHECK_FALSE(asked(view()).options[0].struck);
        CHECK(asked(view()).options[0].chosen);
    }
    SECTION("marks words, and keeps them in the record") {
        client.begin_asking(short_exam());
        act(exam::MarkWords{{1, 2}});
        CHECK(asked(view()).marked == std::vector<int>{1, 2});
        client.tear_off();
        go_on_with_exam(client.model(), client.now);
        CHECK(asked(view()).marked == std::vector<int>{1, 2});
    }
    SECTION("says nothing of right or wrong before its end") {
        client.begin_asking(short_exam());
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.press(key_of(client.exam().question(), false));
        driver.frame(2);
        for (const char* word : {"Correct", "Incorrect", "wrong"}) CHECK_FALSE(driver.sees(word));
        CHECK(client.model().desk->state().all.answers == 0);
    }
}

TEST_CASE("A short exam by keyboard alone") {
    ExamClient client(small_source(40));
    ScreenDriver driver(client.scene());
    driver.frame(2);
    driver.press({.key = Key::d3, .ctrl = true});
    driver.frame(2);
    tab_to(driver, "Whole exam");
    driver.press(Key::down);
    driver.press(Key::space);
    tab_to(driver, "Full");
    driver.press(Key::right);
    driver.press(Key::space);
    driver.frame(2);
    tab_to(driver, "Start");
    driver.press(Key::enter);
    driver.frame(2);
    REQUIRE(client.model().place == Place::exam);
    CHECK(driver.sees("How this exam runs"));
    for (int page = 0; page < 3; ++page) driver.press(Key::enter);
    driver.frame(2);
    CHECK(driver.sees("Before you begin"));
    client.pass(10 * minute);
    driver.frame(2);
    CHECK(client.sitting().remaining_ms() == client.sitting().rules().time_ms);
    driver.press(Key::enter);
    driver.frame(2);
    const int size = client.sitting().size();
    CHECK(driver.sees("Question 1 of " + std::to_string(size)));

    // The first is struck, flagged, marked and worked out before it is answered.
    driver.press(Key::s);
    driver.press(key_of(client.exam().question(), false));
    driver.press(Key::f);
    driver.press(Key::h);
    driver.press(Key::right);
    driver.press(Key::space);
    driver.press(Key::right);
    driver.press(Key::space);
    driver.press(Key::h);
    driver.frame(2);
    const SittingQuestion& first = client.sitting().question(1);
    CHECK(first.struck.size() == 1);
    CHECK(first.flagged);
    CHECK(first.highlights.size() == 1);
    driver.press(alt(Key::c));
    driver.frame(2);
    CHECK(driver.find("Square root, @"));
    driver.type("12*4");
    driver.press(Key::enter);
    driver.frame(2);
    CHECK(driver.sees("48"));
    CHECK_FALSE(client.sitting().question(1).complete);  // the digits were not for the options
    driver.press(Key::escape);
    driver.frame(2);
    CHECK_FALSE(driver.find("Square root, @"));
    driver.press(Key::t);
    driver.frame(2);
    CHECK(driver.find("Show the clock"));
    driver.press(alt(Key::b));
    driver.frame(2);
    CHECK(driver.sees("You are on a break"));
    client.pass(30 * second);
    driver.frame(2);
    driver.press(Key::enter);
    driver.frame(2);
    CHECK(client.sitting().remaining_ms() == client.sitting().rules().time_ms - 30 * second);

    for (int number = 1; number <= size; ++number) {
        REQUIRE(client.sitting().number() == number);
        client.pass(20 * second);
        driver.press(key_of(client.exam().question(), true));
        driver.press(number % 2 == 0 ? Key::enter : Key::n);
        driver.frame(2);
    }
    CHECK(driver.sees("Review your answers"));
    CHECK(driver.sees("Every question is answered."));
    driver.press(Key::e);
    driver.frame(2);
    CHECK(driver.focused() == "Go back");
    driver.press(Key::right);
    driver.press(Key::enter);
    driver.frame(2);
    REQUIRE(client.model().place == Place::score_report);
    const ScoreReport& report = client.model().report->result.report;
    CHECK(report.raw == report.scored);
    CHECK(report.scored + report.pilots == size);
    CHECK(driver.sees("Passed"));
    CHECK(driver.sees(std::to_string(report.raw) + " of " + std::to_string(report.scored)));
    CHECK(client.model().desk->state().all.answers == size);
    driver.press(Key::escape);
    driver.frame(2);
    CHECK(client.model().place == Place::mock_exam);
    CHECK(driver.sees("First, half length"));
}

TEST_CASE("A short exam by mouse alone") {
    ExamClient client(small_source(40));
    ScreenDriver driver(client.scene());
    driver.frame(2);
    for (const char* name : {"Mock exam", "First", "Quarter", "Answer before moving on", "Start", "Next", "Next",
                             "Go on", "I agree, start"}) {
        driver.click(name);
        driver.frame(2);
    }
    REQUIRE(client.model().place == Place::exam);
    CHECK_FALSE(client.sitting().rules().answer_before_moving_on);
    const int size = client.sitting().size();
    for (int number = 1; number <= size; ++number) {
        REQUIRE(client.sitting().number() == number);
        client.pass(20 * second);
        if (number != 3) driver.click(option_name(client.exam().question(), number % 2 == 0));
        if (number == 2) driver.click("Flag");
        driver.click(number == size ? "Review" : "Next");
        driver.frame(2);
    }
    CHECK(driver.sees("1 question is not complete."));
    driver.click("Incomplete");
    driver.frame(2);
    CHECK_FALSE(driver.find("Question 1"));
    driver.click("Question 3");
    driver.frame(2);
    CHECK(client.sitting().number() == 3);
    driver.click("Highlight");
    driver.frame(2);
    const ui::Rect text = driver.find("Question text")->rect;
    driver.drag({text.x0 + 4, text.y0 + 10}, {text.x0 + 120, text.y0 + 10});
    driver.click("Highlight");
    driver.click("Calculator");
    driver.frame(2);
    for (const char* key : {"9", "Square root, @", "Add, +", "1", "Equals, Enter"}) driver.click(key);
    driver.frame(2);
    CHECK(driver.sees("4"));
    driver.click("Close the calculator");
    CHECK(client.sitting().question(3).highlights.size() == 1);
    driver.click("Strike out A");
    driver.frame(2);
    driver.click("Hide the clock");
    driver.click("Hide the counter");
    driver.frame(2);
    CHECK_FALSE(driver.sees("Question 3 of"));
    driver.click("Break");
    driver.frame(2);
    driver.click("Go on");
    driver.frame(2);
    driver.click("Question " + std::to_string(size));
    driver.frame(2);
    driver.click("Review");
    driver.frame(2);
    driver.click("Review flagged");
    driver.frame(2);
    CHECK(client.sitting().number() == 2);
    driver.click("Review");
    driver.frame(2);
    driver.click("End exam");
    driver.frame(2);
    CHECK(driver.sees("1 question has no answer and will count as wrong."));
    driver.click("Go back");
    driver.frame(2);
    driver.click("End exam");
    driver.click("End the exam");
    driver.frame(2);
    REQUIRE(client.model().place == Place::score_report);
    const ScoreReport& report = client.model().report->result.report;
    CHECK_FALSE(report.questions[2].answered);
    driver.click("Close");
    driver.frame(2);
    driver.click("Progress");
    driver.resize({1280, 3000, 1.0f});  // it stands below the fold
    driver.frame(2);
    CHECK(driver.sees("Mock exams"));
}

TEST_CASE("An exam torn off") {
    ExamClient client(small_source(40));
    client.begin_asking(short_exam());
    std::int64_t left = 0;
    {
        ScreenDriver driver(client.scene());
        driver.frame(2);
        for (int number = 1; number <= 3; ++number) {
            client.pass(10 * second, 7 * 24 * 3600 * second);  // the wall clock jumps; the exam does not care
            driver.press(key_of(client.exam().question(), true));
            driver.press(Key::enter);
            driver.frame(2);
        }
        for (int i = 0; i < 25; ++i) {
            client.pass(500);
            driver.frame(1);
        }
        left = client.sitting().remaining_ms();
        CHECK(left == client.sitting().rules().time_ms - 42'500);
    }
    client.tear_off();
    ScreenDriver driver(client.scene());
    driver.frame(2);
    CHECK(client.model().place == Place::today);
    CHECK(driver.sees("A mock exam is not finished."));
    CHECK(driver.sees("3 of"));
    SECTION("goes on at the same question with the same time, a second off at most") {
        driver.click("Go on with the exam");
        driver.frame(2);
        REQUIRE(client.model().place == Place::exam);
        CHECK(client.sitting().number() == 4);
        CHECK(client.sitting().remaining_ms() >= left);
        CHECK(client.sitting().remaining_ms() <= left + second);
        CHECK(client.sitting().count(ReviewFilter::complete) == 3);
    }
    SECTION("goes on from the keyboard") {
        tab_to(driver, "Go on with the exam");
        driver.press(Key::enter);
        driver.frame(2);
        CHECK(client.model().place == Place::exam);
    }
}

TEST_CASE("The time of an exam") {
    ExamClient client(small_source(40));
    ScreenDriver driver(client.scene());
    driver.frame(2);

    SECTION("asks for the next frame at the next second, half a second at most, and for none before it runs") {
        client.begin(short_exam());
        driver.frame(3);
        CHECK(ui::next_wake().value_or(9) > 0.5);
        client.exam().finish_tutorial();
        client.exam().accept_agreement();
        client.pass(300);
        driver.frame(2);
        CHECK(ui::next_wake().value_or(9) <= 0.5);
        CHECK(ui::next_wake().value_or(0) > 0.1);
    }
    SECTION("brings the clock back for the last five minutes, with a notice that can be put away") {
        client.begin_asking({.section = first_section, .length = FormLength::half});
        driver.frame(2);
        driver.press(Key::t);
        driver.frame(2);
        CHECK(driver.find("Show the clock"));
        client.pass(client.sitting().remaining_ms() - 5 * minute);
        driver.frame(2);
        CHECK(driver.sees("5\u00A0minutes are left."));
        CHECK(driver.sees("5:00"));
        CHECK(driver.find("Hide the clock"));
        driver.press(Key::escape);
        driver.frame(2);
        CHECK_FALSE(driver.sees("minutes are left."));
        CHECK(client.model().place == Place::exam);
    }
    SECTION("announces thirty minutes") {
        client.begin_asking({.length = FormLength::half});
        driver.frame(2);
        client.pass(client.sitting().remaining_ms() - 30 * minute);
        driver.frame(2);
        CHECK(driver.sees("30\u00A0minutes are left."));
        driver.click("Close the notice");
        driver.frame(2);
        CHECK_FALSE(driver.sees("minutes are left."));
    }
    SECTION("ends the exam at zero; what was answered counts") {
        client.begin_asking(short_exam());
        driver.frame(2);
        driver.press(key_of(client.exam().question(), true));
        client.pass(client.sitting().remaining_ms() + minute);
        driver.frame(2);
        CHECK(driver.sees("Time is up"));
        driver.press(Key::a);
        driver.frame(2);
        driver.press(Key::enter);
        driver.frame(2);
        REQUIRE(client.model().place == Place::score_report);
        CHECK(client.model().report->result.by == EndedBy::time);
        CHECK(driver.sees("The time ran out."));
        CHECK(client.model().desk->state().all.answers == 1);
    }
    SECTION("stands while a fault is on the screen") {
        client.begin_asking(short_exam());
        driver.frame(2);
        const std::int64_t before = client.sitting().remaining_ms();
        client.model().fault = Fault{.heading = "Something is in the way", .message = "The disk is full."};
        driver.frame(2);
        client.pass(5 * minute);
        driver.frame(2);
        driver.click("Go back");
        driver.frame(2);
        CHECK(client.sitting().remaining_ms() == before);
    }
}

TEST_CASE("The agreement declined") {
    ExamClient client(small_source(40));
    client.begin(short_exam());
    ScreenDriver driver(client.scene());
    driver.frame(2);
    SECTION("goes back, and nothing is counted") {
        for (int page = 0; page < 3; ++page) driver.press(Key::enter);
        driver.frame(2);
        driver.click("I do not agree");
        driver.frame(2);
        CHECK(client.model().place == Place::mock_exam);
    }
    SECTION("or the tutorial left does the same") {
        driver.click("Leave");
        driver.frame(2);
        CHECK(client.model().place == Place::mock_exam);
    }
    CHECK_FALSE(driver.sees("A mock exam is not finished."));
    CHECK(driver.sees("None yet."));
    CHECK(client.model().desk->state().all.answers == 0);
}

TEST_CASE("Every kind of question in an exam") {
    ExamClient client(every_kind_in_first());
    client.begin_asking({.section = first_section});
    REQUIRE(client.sitting().size() == 3);
    ScreenDriver driver(client.scene());
    driver.frame(3);
    for (int i = 0; i < 3; ++i) {
        const Instance& question = client.exam().question();
        const int number_here = client.sitting().number();
        if (question.type == ItemType::numeric) {
            CHECK(driver.focused() == "Your number");
            driver.type("x");
            CHECK_FALSE(client.sitting().question(number_here).complete);
            driver.press(Key::backspace);
            driver.type(std::to_string(static_cast<int>(*question.choices[0].value)));
            driver.press(alt(Key::f));
        } else if (question.type == ItemType::multiple) {
            CHECK(driver.sees("Select all that apply."));
            for (std::size_t at = 0; at < question.choices.size(); ++at)
                if (question.choices[at].right) driver.press(static_cast<Key>(at));
        } else {
            driver.press(Key::a);
            driver.press(Key::down);
            driver.press(Key::down);
            driver.press(Key::a);
        }
        driver.frame(2);
        CHECK(client.sitting().question(number_here).complete);
        driver.press(Key::enter);
        driver.frame(2);
    }
    CHECK(driver.sees("Review your answers"));
    CHECK(client.sitting().count(ReviewFilter::flagged) == 1);
    driver.press(Key::e);
    driver.click("End the exam");
    driver.frame(2);
    REQUIRE(client.model().report);
    for (const ScoredQuestion& question : client.model().report->result.report.questions)
        CHECK(question.right == (question.item != "ct-x-9101"));
}

TEST_CASE("Lines of an order in an exam are dragged by mouse") {
    ExamClient client(every_kind_in_first());
    client.begin_asking({.section = first_section});
    for (int i = 1; i < client.sitting().size() && client.exam().question().type != ItemType::order; ++i)
        client.exam().next(client.now);
    REQUIRE(client.exam().question().type == ItemType::order);
    ScreenDriver driver(client.scene());
    driver.frame(3);
    const auto middle = [&](const char* name) { return driver.find(name)->rect.centre(); };
    const char moved = client.exam().question().choices[0].letter;
    driver.drag(middle("Option A"), {middle("Option A").x, middle("Option B").y + 4});
    driver.frame(2);
    const SittingQuestion& kept = client.sitting().question(client.sitting().number());
    CHECK(kept.complete);
    CHECK(kept.response.letters[1] == moved);
}

TEST_CASE("Pictures in an exam") {
    ExamSource source = only_in_first(
        small_source(6), {small_hotspot(9201, "A.1"), small_hotspot(9202, "A.2"), small_hotspot(9203, "A.2")});
    ExamClient client(source);
    client.begin_asking({.section = first_section, .answer_before_moving_on = true});
    ScreenDriver driver(client.scene());
    driver.frame(3);
    CHECK(driver.find("Exhibit"));
    CHECK_FALSE(driver.find("Option A"));  // the places are not told
    driver.press(Key::n);
    driver.frame(2);
    CHECK(client.sitting().number() == 1);

    SECTION("are marked by mouse; the mark is kept and shown again") {
        driver.click("Exhibit");
        driver.frame(2);
        REQUIRE(client.sitting().question(1).complete);
        const Spot mark = *client.sitting().question(1).response.mark;
        CHECK(mark.x == Approx(0.5).margin(0.1));
        driver.press(Key::n);
        driver.frame(2);
        CHECK(client.sitting().number() == 2);
        CHECK_FALSE(client.sitting().question(2).complete);
        driver.press(Key::p);
        driver.frame(3);
        CHECK(client.sitting().question(1).response.mark == mark);
        client.tear_off();
        go_on_with_exam(client.model(), client.now);
        driver.frame(3);
        CHECK(client.sitting().question(1).response.mark == mark);
        client.exam().end(client.now);
        CHECK(client.model().desk->state().all == Tally{.answers = 1, .right = 1});
    }
    SECTION("are marked by keys") {
        CHECK(driver.focused() == "Exhibit");
        driver.press(Key::right);
        driver.press(Key::enter);
        driver.frame(2);
        CHECK(client.sitting().question(1).response.mark.has_value());
        driver.press(Key::n);
        driver.frame(2);
        CHECK(client.sitting().number() == 2);
    }
    SECTION("fill the window on demand") {
        driver.press(Key::m);
        driver.frame(2);
        CHECK(driver.find("magnified/Exhibit/Exhibit"));
        driver.press(Key::m);
        driver.frame(2);
        CHECK_FALSE(driver.find("magnified/Exhibit/Exhibit"));
        driver.click("Magnify");
        driver.frame(2);
        CHECK(driver.find("magnified/Exhibit/Exhibit"));
        driver.press(Key::escape);
        driver.frame(2);
        CHECK_FALSE(driver.find("magnified/Exhibit/Exhibit"));
        CHECK(client.model().place == Place::exam);
    }
}

TEST_CASE("The score report as a view") {
    ExamClient client(small_source(40));
    client.begin_asking({.length = FormLength::quarter});
    const int size = client.sitting().size();
    for (int number = 1; number <= size; ++number) {
        client.exam().elapse(30 * second, client.now);
        if (number % 5 != 0) client.exam().respond(answer_to(client.exam().question(), number % 3 != 0), client.now);
        if (number < size) client.exam().next(client.now);
    }
    const SittingId id = client.exam().id();
    client.exam().end(client.now);
    client.model().sitting.reset();
    open_report(client.model(), id);
    const ScoreReport& report = client.model().report->result.report;
    const ScoreReportView view = score_report_view(client.model(), {}, client.now);

    SECTION("labels its figure as an estimate, with its interval") {
        CHECK(view.scaled.figure == std::to_string(report.scaled));
        CHECK(view.scaled.against.find("likely") != std::string::npos);
        CHECK(view.scaled.estimate.starts_with("Our estimate"));
        CHECK(view.subtitle.starts_with("Mock exam 1, quarter length, "));
        CHECK_FALSE(view.basis.empty());
    }
    SECTION("has sections in ARRT's form, and areas below them") {
        CHECK(view.sections.scope.starts_with("0.1 to 9.9"));
        CHECK(view.sections.lines.size() == 2);
        CHECK(view.areas.lines.size() == 4);
        for (const PartsView* parts : {&view.sections, &view.areas})
            for (const PartLine& line : parts->lines) {
                CHECK(line.low <= line.value);
                CHECK(line.value <= line.high);
                CHECK(parts->axis_low <= line.low);
                CHECK(parts->axis_high >= line.high);
            }
    }
    SECTION("lists every question once, wrong before unanswered before right") {
        REQUIRE(view.questions.size() == static_cast<std::size_t>(size));
        for (std::size_t i = 1; i < view.questions.size(); ++i)
            CHECK(view.questions[i - 1].outcome <= view.questions[i].outcome);
        CHECK(view.questions.front().outcome == Outcome::wrong);
        CHECK(view.questions.back().outcome == Outcome::right);
    }
    SECTION("is printed into a file of the candidate's choice") {
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.click("Print");
        driver.frame(2);
        CHECK(driver.focused() == "File");
        driver.press(Key::enter);
        driver.frame(2);
        CHECK_FALSE(client.model().fault);
        REQUIRE(std::filesystem::exists(view.print_file));
        std::ifstream file(view.print_file, std::ios::binary);
        std::string start(5, ' ');
        file.read(start.data(), 5);
        CHECK(start == "%PDF-");
    }
    SECTION("opens a question with what was answered, and leads to the next") {
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.press(Key::enter);
        driver.frame(2);
        CHECK(driver.sees("Your choice"));
        const std::string first = view.questions[0].number;
        CHECK(driver.sees("Question " + first));
        driver.press(Key::right);
        driver.frame(2);
        CHECK(driver.sees("Question " + view.questions[1].number));
        driver.click("Previous");
        driver.frame(2);
        CHECK(driver.sees("Question " + first));
        driver.press(Key::escape);
        driver.frame(2);
        CHECK(driver.sees("Scaled score"));
        driver.click("Question " + view.questions.back().number);
        driver.frame(2);
        CHECK(driver.sees("Answer, your choice"));
    }
}
