// What the screens of the shell say and do: as values, and clicked by label as a person would.
#include <algorithm>
#include <fstream>

#include "app/screens/first_run.hpp"
#include "app/screens/practise.hpp"
#include "app/screens/settings.hpp"
#include "app/screens/today.hpp"
#include "engine/base/error.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/client.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

/// The client on a screen, without a window.
struct Client {
    App app;
    Now now;
    ScreenDriver person;

    Client(Model model, Now at)
        : app(std::move(model)), now(at), person([this](const ui::Rect& window) { app.draw(window, now); }) {
        person.frame(2);
    }
    void click(std::string_view name) {
        person.click(name);
        person.frame(2);
    }
    void press(ui::Chord chord) {
        person.press(chord);
        person.frame(2);
    }
    [[nodiscard]] Model& model() { return app.model(); }
    [[nodiscard]] bool sees(std::string_view text) const { return person.sees(text); }
};

constexpr Day exam_day_of_tests = 48;

Now today_of_tests() { return morning(0); }

}  // namespace

TEST_CASE("Today as a view") {
    const Computer computer;
    const Now now = today_of_tests();
    SECTION("counts down to the exam and shares the minutes of the day") {
        const Model model = computer.prepared("arrt-ct", now, now.day + exam_day_of_tests);
        const TodayView view = today_view(model, {}, now);
        CHECK(view.title == "48 days");
        CHECK(std::abs(std::stoi(view.plan.figure) - 45) <= 2);  // whole questions fill the minutes to within one
        CHECK(view.plan.can_start);
        double whole = 0.0;
        for (const PlanPart& part : view.plan.parts) whole += part.share;
        CHECK(whole == Approx(1.0));
        REQUIRE(view.plan.week.size() == 7);
        CHECK(view.plan.week.back().name == "Today");
        CHECK(view.forecast.exam_day);
    }
    SECTION("before any answer shows the national figure and says that it is one") {
        const Model model = computer.prepared("arrt-ct", now, now.day + exam_day_of_tests);
        const TodayView view = today_view(model, {}, now);
        CHECK(view.readiness.mostly_prior);
        CHECK(view.readiness.chance == Approx(0.739).margin(1e-6));  // the outline's first-time pass rate
        CHECK(view.readiness.chance_low < view.readiness.chance);
        CHECK(view.readiness.chance_high > view.readiness.chance);
        for (const WeakRow& row : view.weak.rows) CHECK(row.answers == "none yet");
    }
    SECTION("without a date, on exam day and after it says so and forecasts no further") {
        Model model = computer.prepared("arrt-ct", now, std::nullopt);
        CHECK(today_view(model, {}, now).title == "Today");
        CHECK_FALSE(today_view(model, {}, now).forecast.exam_day);
        CHECK_FALSE(today_view(model, {}, now).forecast.no_date.empty());
        model.desk->set_goal(now.day, 45, now);
        CHECK(today_view(model, {}, now).title == "Exam day");
        CHECK(today_view(model, {}, morning(1)).title == "Exam day has passed");
        model.desk->set_goal(now.day + 1, 45, now);
        CHECK(today_view(model, {}, now).title == "1 day");
    }
    SECTION("never lists more than five topics, worst first") {
        Model model = computer.prepared("arrt-ct", now, std::nullopt);
        Random random(3);
        study(*model.desk, now, 30, 0.6, random);
        const TodayView view = today_view(model, {}, now);
        CHECK(view.weak.rows.size() <= 5);
        CHECK(std::is_sorted(view.weak.rows.begin(), view.weak.rows.end(),
                             [](const auto& a, const auto& b) { return a.bar > b.bar; }));
        for (const WeakRow& row : view.weak.rows) {
            CHECK(row.low <= row.at);
            CHECK(row.at <= row.high);
            CHECK(row.low >= view.weak.axis_low);
            CHECK(row.high <= view.weak.axis_high);
        }
    }
    SECTION("offers a session that was left, until it is ended") {
        Model model = computer.prepared("arrt-ct", now, std::nullopt);
        CHECK_FALSE(today_view(model, {}, now).open);
        begin_session(model, {.length = 10}, now);
        CHECK_FALSE(today_view(model, {}, now).open);  // nothing was answered
        model.session->submit(answer_to(model.session->question(), true), now);
        const TodayView view = today_view(model, {}, morning(1));
        REQUIRE(view.open);
        CHECK(view.open->detail == "1 of 10 answered");
        TodayDraft draft;
        update(model, draft, today::GoOn{view.open->kind}, morning(1));
        CHECK(model.place == Place::question);
        CHECK(model.session->number() >= 1);
        update(model, draft, today::EndOpen{view.open->sitting}, morning(1));
        CHECK_FALSE(today_view(model, {}, morning(1)).open);
    }
}

TEST_CASE("Practise as a view") {
    const Computer computer;
    const Now now = today_of_tests();
    Model model = computer.prepared("arrt-ct", now, std::nullopt);
    PractiseDraft draft;
    const auto row = [&](const char* title) {
        const PractiseView view = practise_view(model, draft, now);
        return *std::find_if(view.rows.begin(), view.rows.end(), [&](const AreaRow& r) { return r.title == title; });
    };
    SECTION("asks from the whole exam while nothing is ticked") {
        CHECK(practise_view(model, draft, now).scope == "Whole exam");
        CHECK(filter_of(draft, model.desk->outline()).areas.empty());
        CHECK(practise_view(model, draft, now).can_start);
    }
    SECTION("ticking a branch ticks its leaves, and one of them shows it partly") {
        update(model, draft, practise::Tick{row("First").area}, now);
        CHECK(row("One").ticked == Ticked::yes);
        CHECK(row("First").ticked == Ticked::yes);
        update(model, draft, practise::Tick{row("One").area}, now);
        CHECK(row("First").ticked == Ticked::partly);
        CHECK(filter_of(draft, model.desk->outline()).areas == std::vector<std::string>{"A.2"});
        update(model, draft, practise::Clear{}, now);
        CHECK(row("First").ticked == Ticked::no);
    }
    SECTION("says when nothing matches, and does not start") {
        update(model, draft, practise::SetState{PoolState::flagged}, now);
        const PractiseView view = practise_view(model, draft, now);
        CHECK_FALSE(view.can_start);
        CHECK_FALSE(view.reason.empty());
    }
    SECTION("counts of branches are the sums of their leaves") {
        CHECK(std::stoi(row("First").all) == std::stoi(row("One").all) + std::stoi(row("Two").all));
    }
    SECTION("a timed session lasts as long as that many questions of the exam") {
        update(model, draft, practise::SetFeedback{Feedback::at_end}, now);
        update(model, draft, practise::SetLength{20}, now);
        update(model, draft, practise::Start{}, now);
        REQUIRE(model.session);
        CHECK(model.session->settings().minutes == 20);  // the small exam: 120 questions in 120 minutes
        CHECK(model.place == Place::question);
    }
}

TEST_CASE("The first run clicked through") {
    const Computer computer;
    Client client(computer.open(today_of_tests()), today_of_tests());
    CHECK(client.sees("Which exam are you preparing for?"));
    CHECK(client.sees("not affiliated with or endorsed by ARRT or ARDMS"));
    CHECK_THROWS(client.click("Start"));
    SECTION("an exam without a date is started with what was chosen") {
        client.click("Computed Tomography");
        CHECK_THROWS(client.click("Start"));
        client.click("I have no date yet");
        client.click("30");
        client.click("Start");
        CHECK(client.sees("Today\u2019s plan"));
        CHECK(client.model().desk->state().goal == Goal{.exam_day = std::nullopt, .minutes_per_day = 30});
    }
    SECTION("a date is typed and kept") {
        client.click("Computed Tomography");
        client.click("Exam date");
        client.person.type("19 Dec 2026");
        client.person.frame(2);
        CHECK(client.sees("48 days from today"));
        client.click("Start");
        CHECK(client.sees("48 days"));
        CHECK(client.model().desk->state().goal.exam_day == parse_day("2026-12-19"));
    }
    SECTION("comes back no more once it is done") {
        client.click("Computed Tomography");
        client.click("I have no date yet");
        client.click("Start");
        client.model() = Model();
        const Model again = computer.open(morning(1));
        CHECK(again.place == Place::today);
        CHECK_FALSE(again.fault);
    }
}

TEST_CASE("The shell clicked through") {
    const Computer computer;
    const Now now = today_of_tests();
    Client client(computer.prepared("arrt-ct", now, now.day + exam_day_of_tests), now);
    SECTION("leads from place to place by mouse and keys") {
        client.click("Practise");
        CHECK(client.sees("Areas"));
        client.press({.key = ui::Key::d7, .ctrl = true});
        CHECK(client.sees("Start over"));
        client.press({.key = ui::Key::escape});
        CHECK(client.sees("Today\u2019s plan"));
    }
    SECTION("starts the day's plan with Enter") {
        client.press({.key = ui::Key::enter});
        REQUIRE(client.model().session);
        CHECK(client.model().session->settings().policy == Policy::plan);
    }
    SECTION("practises the five topics that cost most") {
        client.click("Practise these");
        REQUIRE(client.model().session);
        CHECK(client.model().session->settings().filter.areas.size() == 4);  // the small exam has four
    }
    SECTION("text grows and shrinks by keys, within its limits") {
        for (int i = 0; i < 15; ++i) client.press({.key = ui::Key::plus, .ctrl = true});
        CHECK(client.app.text_scale() == Approx(2.0f));
        client.press({.key = ui::Key::d0, .ctrl = true});
        CHECK(client.app.text_scale() == Approx(1.0f));
        for (int i = 0; i < 15; ++i) client.press({.key = ui::Key::minus, .ctrl = true});
        CHECK(client.app.text_scale() == Approx(0.8f));
    }
    SECTION("shows the keys of a place and closes them again") {
        client.press({.key = ui::Key::question});
        CHECK(client.sees("start today's plan"));
        client.press({.key = ui::Key::escape});
        CHECK_FALSE(client.sees("start today's plan"));
    }
}

TEST_CASE("A record that cannot be opened") {
    const Computer computer;
    const Now now = today_of_tests();
    fs::create_directories(computer.folders.data);
    write_bytes(record_file(computer.folders), "this is no record");
    Client client(computer.open(now), now);
    SECTION("is shown with a way on, keeps its bytes, and opens once it is out of the way") {
        CHECK(client.sees("A file was refused"));
        CHECK(bytes_of(record_file(computer.folders)) == "this is no record");
        client.click("Try again");
        CHECK(client.sees("A file was refused"));
        fs::remove(record_file(computer.folders));
        client.click("Try again");
        CHECK(client.sees("Which exam are you preparing for?"));
    }
    SECTION("can be left") {
        client.click("Close Collimate");
        CHECK(client.app.closing());
    }
}

TEST_CASE("Settings") {
    const Computer computer;
    const Now now = today_of_tests();
    Client client(computer.prepared("arrt-ct", now, now.day + exam_day_of_tests), now);
    Random random(5);
    study(*client.model().desk, now, 12, 0.7, random);
    client.click("Settings");
    const auto answers = [&] { return client.model().record->state("arrt-ct").all.answers; };
    SECTION("keep what is chosen over a restart") {
        client.click("Dark");
        client.click("60");
        client.click("Ask how sure I am");
        client.model() = Model();
        const Model again = computer.open(now);
        CHECK(again.preferences.theme == ThemeChoice::dark);
        CHECK_FALSE(again.preferences.ask_confidence);
        CHECK(again.desk->state().goal == Goal{.exam_day = now.day + exam_day_of_tests, .minutes_per_day = 60});
    }
    SECTION("change and remove the exam date") {
        client.click("Change date");
        client.person.type("1/9/2027");
        client.person.frame(2);
        client.click("Keep");
        CHECK(client.model().desk->state().goal.exam_day == parse_day("2027-01-09"));
        client.click("Change date");
        client.click("Remove the date");
        CHECK_FALSE(client.model().desk->state().goal.exam_day);
    }
    SECTION("a backup brings back what there was, and keeps what came after") {
        client.click("Back up");
        REQUIRE(answers() == 12);
        study(*client.model().desk, morning(1), 5, 0.7, random);
        REQUIRE(answers() == 17);
        const std::size_t before = backups_of(record_file(computer.folders)).size();
        const SettingsView view = settings_view(client.model(), {}, now);
        const auto by_hand = std::find_if(view.backups.begin(), view.backups.end(), [](const BackupRow& b) {
            return b.when.find("by hand") != std::string::npos;
        });
        REQUIRE(by_hand != view.backups.end());
        const std::string when = by_hand->when;
        client.click("Restore");
        client.click(when);
        client.click("Restore");
        CHECK(answers() == 12);
        CHECK(backups_of(record_file(computer.folders)).size() == before + 1);
    }
    SECTION("a damaged backup is refused and the record stays open as it was") {
        SettingsDraft draft;
        const fs::path damaged = computer.folders.data / "backups" / "record-2026-01-01.collimate";
        write_bytes(damaged, "not a record");
        CHECK_THROWS_AS(update(client.model(), draft, settings::Restore{damaged}, now), Refused);
        CHECK(answers() == 12);
        CHECK(client.model().desk->state().all.answers == 12);
    }
    SECTION("everything is exported, one line an answer") {
        client.click("Export");
        client.click("Export");
        std::ifstream csv(computer.folders.data / "export-2026-11-01" / "answers.csv");
        std::string line;
        int lines = 0;
        while (std::getline(csv, line)) ++lines;
        CHECK(lines == 13);
        CHECK(fs::file_size(computer.folders.data / "export-2026-11-01" / "record.jsonl") > 0);
    }
    SECTION("forgetting asks first, and removes the exam's events alone") {
        client.model().record->append("ardms-spi", GoalSet{.minutes_per_day = 15}, now);
        client.click("Forget");
        client.click("Keep it");
        CHECK(answers() == 12);
        client.click("Forget");
        client.click("Forget this exam");
        CHECK(answers() == 0);
        CHECK(client.model().record->state("ardms-spi").goal.minutes_per_day == 15);
        CHECK(client.sees("Which exam are you preparing for?"));
    }
    SECTION("deleting everything needs the word, and leaves no file with an answer") {
        client.click("Back up");
        client.click("Delete");
        CHECK_THROWS(client.click("Delete everything"));
        client.click("Type delete");
        client.person.type("delete");
        client.person.frame(2);
        client.click("Delete everything");
        CHECK(client.sees("Which exam are you preparing for?"));
        CHECK(client.model().record->last_seq() == 0);
        CHECK(backups_of(record_file(computer.folders)).empty());
        CHECK_FALSE(fs::exists(computer.folders.data / "preferences.json"));
    }
}
