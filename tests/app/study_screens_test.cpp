#include <cmath>

#include "app/screens/bank.hpp"
#include "app/screens/progress.hpp"
#include "app/screens/result.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;

TEST_CASE("Share of right answers with its interval") {
    constexpr double z = 1.2815515655446004;
    SECTION("is bounded where the share seen is just z standard errors away (Wilson 1927)") {
        for (const Tally tally : {Tally{1, 1}, Tally{7, 0}, Tally{10, 5}, Tally{165, 119}}) {
            const Share share = share_of(tally);
            for (const double bound : {share.low, share.high}) {
                if (bound == 0.0 || bound == 1.0) continue;
                const double distance = share.share - bound;
                CHECK(distance * distance == Approx(z * z * bound * (1 - bound) / static_cast<double>(tally.answers)));
            }
            CHECK(share.low <= share.share);
            CHECK(share.high >= share.share);
        }
    }
    SECTION("is everything where nothing was answered") {
        CHECK(share_of({}).low == 0.0);
        CHECK(share_of({}).high == 1.0);
    }
}

TEST_CASE("What confidence was worth") {
    std::array<Tally, 4> by_confidence{};
    CHECK(calibration_words(by_confidence).empty());
    by_confidence[static_cast<std::size_t>(Confidence::sure)] = {10, 5};
    by_confidence[static_cast<std::size_t>(Confidence::guess)] = {2, 2};
    const auto lines = calibration_words(by_confidence);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] == "Sure: 5 of 10 right. You are sure too early; look at these again.");
    CHECK(lines[1] == "Guessed: 2 of 2 right, too few to tell more.");
}

TEST_CASE("The result of a session") {
    StudyClient client(every_kind());
    client.start({.length = 6});
    for (int i = 0; client.session().phase() != Phase::finished; ++i) {
        client.session().submit(answer_to(client.session().question(), i % 3 != 1), client.now);
        client.session().advance(client.now);
    }
    client.model().place = Place::result;
    SECTION("lists the wrong answers first and names what was missed") {
        const ResultView view = result_view(client.model(), {}, client.now);
        REQUIRE(view.answers.size() == 6);
        CHECK_FALSE(view.answers[0].right);
        CHECK_FALSE(view.answers[1].right);
        CHECK(view.answers[2].right);
        CHECK(view.right == "4");
        CHECK_FALSE(view.points_missed.empty());
        CHECK(view.even_pace == Approx(60.0));
    }
    SECTION("opens an answer as it stood, and comes back") {
        ScreenDriver driver(client.scene());
        driver.frame(2);
        const std::string number = result_view(client.model(), {}, client.now).answers[0].number;
        driver.click("Answer " + number);
        driver.frame(2);
        CHECK(driver.sees("Your choice"));
        driver.press(ui::Key::escape);
        driver.frame(2);
        CHECK(driver.sees("This session"));
    }
    SECTION("starts the same again, or goes to Today") {
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.click("Practise again");
        driver.frame(2);
        CHECK(client.model().place == Place::question);
        CHECK(client.session().number() == 1);
        client.session().end(client.now);
        client.model().place = Place::result;
        driver.frame(2);
        driver.press(ui::Key::enter);
        driver.frame(2);
        CHECK(client.model().place == Place::today);
    }
    SECTION("practises the wrong ones alone") {
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.click("Practise the wrong ones");
        driver.frame(2);
        CHECK(client.session().length() == 2);
    }
}

TEST_CASE("The progress screen") {
    StudyClient client(every_kind());
    client.model().place = Place::progress;
    SECTION("says what will stand there while there is nothing") {
        ScreenDriver driver(client.scene());
        driver.frame(2);
        CHECK(driver.sees("Nothing to see yet"));
        driver.click("Go to Today");
        driver.frame(2);
        CHECK(client.model().place == Place::today);
    }
    SECTION("folds branches and opens the learning points of an area") {
        client.live(5, 8, 0.6);
        client.model().place = Place::progress;
        ScreenDriver driver(client.scene());
        driver.frame(2);
        CHECK(driver.find("Three"));
        driver.click("Second");
        driver.frame(2);
        CHECK_FALSE(driver.find("Three"));
        driver.click("One");
        driver.frame(2);
        CHECK(driver.sees("Something to know."));
        CHECK(driver.find("Practise this area"));
    }
    SECTION("forgets more by stopping than by reviewing") {
        client.live(5, 8, 0.6);
        const ProgressView view = progress_view(client.model(), {}, client.now);
        REQUIRE(view.memory.stopping.size() == view.memory.reviewing.size());
        CHECK(view.memory.stopping.front().middle == Approx(view.memory.reviewing.front().middle));
        for (std::size_t i = 1; i < view.memory.stopping.size(); ++i) {
            CHECK(view.memory.stopping[i].middle < view.memory.stopping[i - 1].middle);
            CHECK(view.memory.reviewing[i].middle >= view.memory.stopping[i].middle);
        }
    }
    SECTION("marks areas with few answers and gives an interval for each leaf") {
        client.live(2, 6, 0.6);
        for (const ProgressArea& area : progress_view(client.model(), {}, client.now).areas) {
            if (area.branch) continue;
            CHECK(area.few);
            REQUIRE(area.interval);
            CHECK(area.interval->first < area.share);
            CHECK(area.interval->second > area.share);
        }
    }
}

TEST_CASE("The days until the exam on the progress screen") {
    StudyClient client(every_kind(20));
    client.live(4, 8, 0.6);
    client.next_day();  // one day missed
    client.model().place = Place::progress;
    const auto view = [&](const ProgressDraft& draft = {}) {
        return progress_view(client.model(), draft, client.now).calendar;
    };
    const Day exam = *client.desk().state().goal.exam_day;
    SECTION("are a month with what was done, what was missed and what is planned") {
        const CalendarView november = view();
        CHECK(november.month == "November 2026");
        REQUIRE(november.cells.size() == 30);
        CHECK(november.first_column == 6);  // 1 November 2026 was a Sunday
        CHECK_FALSE(november.cells[0].minutes.empty());
        CHECK(november.cells[4].missed);
        CHECK(november.cells[5].today);
        CHECK(november.cells[5].reviews + november.cells[5].fresh + november.cells[5].probes == Approx(1.0));
        CHECK_FALSE(november.before);
        CHECK(november.after);
        const CalendarView december = view({.calendar = {.month = 1, .chosen = exam}});
        CHECK(december.cells[18].exam);
        CHECK(std::count_if(december.cells.begin(), december.cells.end(),
                            [](const CalendarCell& cell) { return cell.mock; }) == 1);
        CHECK(december.chosen_words.front() == "The exam; nothing else is planned.");
        CHECK_FALSE(december.after);
    }
    SECTION("lead to the readiness of exam day") {
        const CalendarView ahead = view();
        REQUIRE(ahead.ready.size() == static_cast<std::size_t>(exam - client.now.day) + 1);
        CHECK(ahead.ready.back().median == client.desk().forecast(client.now.day, exam).forecast.scaled.median);
        CHECK(ahead.ready.back().median > ahead.ready.front().median);
        CHECK(ahead.what_if.size() == 4);
        CHECK(ahead.words[1].find("1 of the last seven days was without study") == 0);
    }
    SECTION("follow other minutes and another date at once") {
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.click("60");
        driver.frame(2);
        CHECK(client.desk().state().goal.minutes_per_day == 60);
        driver.click("calendar/Exam date");
        driver.type("2026-11-21");
        driver.frame(2);
        CHECK(*client.desk().state().goal.exam_day == exam);  // not while it is being typed
        driver.click("Set date");
        driver.frame(2);
        CHECK(*client.desk().state().goal.exam_day == parse_day("2026-11-21"));
        CHECK(view().cells[20].exam);
    }
    SECTION("are gone through by month and day") {
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.click("Fri 6 Nov");
        driver.click("Month after");
        driver.frame(2);
        driver.click("Sat 19 Dec");
        driver.frame(2);
        CHECK(driver.find("Sat 19 Dec")->chosen);
    }
    SECTION("are written as a calendar file where the candidate says") {
        ScreenDriver driver(client.scene());
        driver.frame(2);
        driver.click("Write a calendar file");
        driver.frame(2);
        CHECK(driver.focused() == "File");
        driver.click("Write");
        driver.frame(2);
        const std::string file = bytes_of(view().file);
        CHECK(file.find("BEGIN:VCALENDAR\r\n") == 0);
        CHECK(file.find("DTSTART;VALUE=DATE:20261219") != std::string::npos);
    }
    SECTION("are asked for where there is no date") {
        client.desk().set_goal(std::nullopt, 30, client.now);
        CHECK(view().empty.find("Set the date of your exam") == 0);
        CHECK(view().ready.empty());
        ScreenDriver driver(client.scene());
        driver.frame(2);
        CHECK(driver.find("Set date"));
    }
}

TEST_CASE("Memory on the progress screen") {
    StudyClient client(every_kind(12));
    client.live(6, 15, 0.6);
    client.model().place = Place::progress;
    SECTION("is told by area, with how much it rests on") {
        const AreaMemoryView memory = progress_view(client.model(), {}, client.now).area_memory;
        REQUIRE(memory.lines.size() == 2);
        CHECK(memory.lines[0].name == "First");
        CHECK(memory.lines[0].few);
        CHECK_FALSE(memory.can_fit);
        CHECK(memory.words.size() == 2);
    }
    SECTION("is fitted by itself once there are reviews enough, and the schedule follows") {
        while (repeats(client.desk().state()) < least_reviews_to_fit) client.live(1, 20, 0.6);
        ScreenDriver driver(client.scene());
        driver.frame(1);
        while (!client.desk().state().fit) driver.frame(1);
        CHECK_FALSE(client.model().fitting);
        CHECK(client.desk().state().model.parameters == client.desk().state().fit->told.parameters);
        driver.frame(2);
        CHECK_FALSE(client.model().fitting);  // once a week is enough
        driver.click("Fit my memory again");
        driver.frame(1);
        while (client.model().fitting) driver.frame(1);
        CHECK_NOTHROW(client.model().record->verify());
    }
    SECTION("waits with what it found while a question is on the screen") {
        while (repeats(client.desk().state()) < least_reviews_to_fit) client.live(1, 20, 0.6);
        begin_fit(client.model(), client.now);
        client.start({.length = 3});
        ScreenDriver driver(client.scene());
        driver.frame(1);
        while (!client.model().fitting->done()) driver.frame(1);
        driver.frame(2);
        CHECK_FALSE(client.desk().state().fit);
        client.model().place = Place::today;
        driver.frame(2);
        CHECK(client.desk().state().fit);
    }
    SECTION("is left as it is when a fit is stopped") {
        begin_fit(client.model(), client.now);
        ProgressDraft draft;
        update(client.model(), draft, progress::StopFit{}, client.now);
        CHECK_FALSE(client.model().fitting);
        CHECK_FALSE(client.desk().state().fit);
    }
}

TEST_CASE("What the progress screen advises") {
    StudyClient client(every_kind(30));
    client.live(3, 10, 0.6);
    client.model().place = Place::progress;
    SECTION("is three topics with what each costs and how sure that is, and a session of them") {
        const ProgressView view = progress_view(client.model(), {}, client.now);
        REQUIRE(view.topics.lines.size() == 3);
        const auto topics = topics_to_study(client.desk(), client.now.day);
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(view.topics.lines[i].title == topics[i].title);
            CHECK(view.topics.lines[i].few == !topics[i].enough);
        }
        ScreenDriver driver(client.scene());
        driver.frame(2);
        CHECK(driver.sees("Study these first"));
        driver.click("Practise these three");
        driver.frame(2);
        CHECK(client.model().place == Place::question);
        CHECK(client.session().settings().filter.areas == view.topics.areas);
    }
    SECTION("says what will show while nothing was said of confidence and pace") {
        const ProgressView view = progress_view(client.model(), {}, client.now);
        CHECK(view.findings.size() == finding_lines(findings(client.desk().habits())).size());
        CHECK(view.findings.empty() != view.findings_empty.empty());
    }
}

TEST_CASE("The result of a real exam on the progress screen") {
    StudyClient client(every_kind());
    client.live(3, 8, 0.6);
    client.model().place = Place::progress;
    ScreenDriver driver(client.scene());
    driver.frame(2);
    SECTION("is entered, counted in and can be taken away") {
        driver.click("Enter a result");
        driver.frame(2);
        CHECK(driver.focused() == "Date of the exam");
        driver.type("2 Nov 2026");
        driver.frame(2);
        driver.click("Not passed");
        driver.frame(2);
        driver.click("Scaled score");
        driver.frame(1);
        driver.type("71");
        driver.frame(2);
        driver.click("Keep");
        driver.frame(2);
        REQUIRE(client.desk().state().outcomes.size() == 1);
        CHECK(client.desk().state().outcomes.begin()->second == RealOutcome{.passed = false, .scaled = 71});
        CHECK(progress_view(client.model(), {}, client.now).real.words.find("Your real result") == 0);
        driver.click("Remove");
        driver.frame(2);
        CHECK(client.desk().state().outcomes.empty());
    }
    SECTION("cannot be kept where it contradicts itself, and says why") {
        ProgressDraft draft = {.entering = true, .result_date = "2 Nov 2026", .result_score = "71", .passed = true};
        const ProgressView view = progress_view(client.model(), draft, client.now);
        CHECK_FALSE(view.real.entry_ready);
        CHECK(view.real.entry_faulty);
        CHECK(view.real.entry.find("71 is not a pass") != std::string::npos);
        update(client.model(), draft, progress::KeepResult{}, client.now);
        CHECK(client.desk().state().outcomes.empty());
        draft.result_score = "eighty";
        CHECK_FALSE(progress_view(client.model(), draft, client.now).real.entry_ready);
    }
}

TEST_CASE("The bank screen") {
    StudyClient client(every_kind());
    client.model().place = Place::bank;
    ScreenDriver driver(client.scene());
    driver.frame(2);
    SECTION("finds by words and says when nothing is found") {
        driver.press({.key = ui::Key::f, .ctrl = true});
        driver.frame(2);
        CHECK(driver.focused() == "Search");
        driver.type("saline");
        driver.frame(2);
        CHECK(driver.find("ct-x-9101"));
        CHECK(driver.sees("1 question"));
        driver.type("qqq");
        driver.frame(2);
        CHECK(driver.sees("Nothing found"));
        driver.click("Clear the filters");
        driver.frame(2);
        CHECK(driver.find("ct-x-0001"));
    }
    SECTION("filters by history and level, and counts each") {
        client.desk().flag("ct-x-0003", true, client.now);
        const BankView view = bank_view(client.model(), {.state = BankState::flagged}, client.now);
        REQUIRE(view.rows.size() == 1);
        CHECK(view.rows[0].id == "ct-x-0003");
        CHECK(view.states[static_cast<std::size_t>(BankState::flagged)].count == "1");
        CHECK(view.levels[1].count == "0");
        CHECK(view.levels[2].count == "1");
    }
    SECTION("leaves retired questions out until they are searched for") {
        for (const BankRow& row : bank_view(client.model(), {.rows = 1000}, client.now).rows)
            CHECK(row.id != "ct-x-9003");
        const BankView found = bank_view(client.model(), {.query = "9003"}, client.now);
        REQUIRE_FALSE(found.rows.empty());
        CHECK(found.rows[0].history == "Retired");
    }
    SECTION("opens a question with its key, its origin and what was answered, and practises it") {
        client.now = study(client.desk(), client.now, 3, 1.0, *std::make_unique<Random>(1));
        driver.click("ct-x-0001");
        driver.frame(2);
        CHECK(driver.sees("Your answers"));
        CHECK(driver.sees("Answer"));
        driver.press(ui::Key::p);
        driver.frame(2);
        CHECK(client.model().place == Place::question);
        CHECK(client.session().question().item == "ct-x-0001");
    }
    SECTION("weighs what it holds against the outline") {
        const BankView view = bank_view(client.model(), {}, client.now);
        REQUIRE(view.coverage.size() == 6);
        CHECK(view.coverage[1].balance > 0);  // A.1: a tenth of the exam, over a quarter of the questions
        CHECK(view.coverage[5].balance < 0);  // B.2: two fifths of the exam, under a quarter of them
    }
}
