// The place of a class: as values, and clicked by label as an instructor would.
#include <chrono>
#include <numeric>
#include <set>
#include <thread>

#include "app/screens/class_place.hpp"
#include "engine/bank/source.hpp"
#include "engine/base/output_file.hpp"
#include "engine/cohort/assignment.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/class_facts.hpp"
#include "tests/support/study_client.hpp"

using namespace collimate;
using namespace collimate::test;

TEST_CASE("Pieces of a class's pages in words") {
    SECTION("a statistic is withheld with its sentence, or told with its interval") {
        const ClassNumber none = class_number(withheld(Withheld::too_few, 11, 20), NumberForm::decimals);
        CHECK(none.value == "\u2013");
        CHECK(none.why == "11 candidates answered; it takes 20 to say this.");
        const Statistic some = {.value = -0.284, .limits = Limits{-0.61, 0.13}, .n = 24};
        const ClassNumber told = class_number(some, NumberForm::decimals);
        CHECK(told.value == "\u22120.28");
        CHECK(told.limits == "\u22120.61 to 0.13");
        CHECK(told.why.empty());
    }
    SECTION("a password in an address is never shown or kept") {
        CHECK(without_password("postgresql://ann:s3cret@host/db") == "postgresql://ann@host/db");
        CHECK(without_password("postgresql://ann:s3@cret@host:5432/db") == "postgresql://ann@host:5432/db");
        CHECK(without_password("postgresql://host/db?user=ann&password=s3cret&sslmode=require") ==
              "postgresql://host/db?user=ann&sslmode=require");
        CHECK(without_password("postgresql://host:5432/db") == "postgresql://host:5432/db");
        CHECK(without_password("/home/ann/a:b@c.collimate-class") == "/home/ann/a:b@c.collimate-class");
    }
    SECTION("a code to enroll by is eight signs, none of which is mistaken for another") {
        for (std::uint64_t seed = 1; seed <= 200; ++seed) {
            const std::string code = enrolment_code(seed);
            CHECK(code.size() == 8);
            CHECK(code.find_first_of("01OIL") == std::string::npos);
        }
    }
    SECTION("scores fall into bins whose edges meet the cut, each into one") {
        const Scale arrt = {.low = 1, .cut = 75, .high = 99};
        const std::vector<double> scores = {56.2, 74.4, 74.6, 75.0, 79.9, 99.0};
        const ScoreBins bins = score_bins(scores, arrt);
        CHECK(std::accumulate(bins.counts.begin(), bins.counts.end(), 0) == 6);
        const double edges = (bins.cut - bins.low) / bins.width;
        CHECK(edges == std::floor(edges));
        CHECK(bins.below == "2 below");  // 74.6 is reported as 75
    }
    SECTION("a long title gives two short lines, without the small words") {
        CHECK(short_title("Radiation Safety and Dose") == std::pair<std::string, std::string>("Radiation", "Safety"));
        CHECK(short_title("Head, Spine, and Musculoskeletal") == std::pair<std::string, std::string>("Head", "Spine"));
        CHECK(short_title("Chest") == std::pair<std::string, std::string>("Chest", ""));
    }
}

namespace {

/// The client at the place of a class with a made class on its pages.
struct Instructor {
    StudyClient client;
    MadeClass made;
    ScreenDriver driver;

    explicit Instructor(int candidates = 24)
        : client(every_kind(12)),
          made(std::make_shared<const Bank>(Bank::open(client.model().bank->file())), candidates, client.now.day),
          driver(client.scene()) {
        client.model().place = Place::classes;
        client.model().classroom->show(made.done());
        driver.frame(3);
    }
    void click(std::string_view name) {
        driver.click(name);
        driver.frame(3);
    }
};

}  // namespace

TEST_CASE("The place of a class before one is open") {
    StudyClient client(every_kind());
    ScreenDriver driver(client.scene());
    driver.frame(2);
    driver.press({.key = ui::Key::d6, .ctrl = true});
    driver.frame(2);
    CHECK(client.model().place == Place::classes);
    CHECK(driver.sees("See how a class stands"));
    SECTION("asks for a file or an address") {
        driver.click("Open a class");
        driver.frame(2);
        CHECK(driver.focused() == "File or address");
        CHECK_FALSE(driver.find("Open")->enabled);
    }
    SECTION("is reached without an exam of one's own, and left for the choice of one") {
        client.model().desk.reset();
        client.model().bank.reset();
        driver.frame(2);
        CHECK(client.model().place == Place::classes);
        driver.click("Today");
        driver.frame(2);
        CHECK(client.model().place == Place::first_run);
    }
}

TEST_CASE("The overview of a class") {
    Instructor instructor;
    auto& driver = instructor.driver;
    const auto& report = *instructor.made.facts().report;
    SECTION("lists candidates by label, worst first, and names only when asked for") {
        CHECK(driver.sees(report.candidates.front().label));
        CHECK_FALSE(driver.sees("Made Up 1"));
        instructor.click("Names");
        CHECK(driver.sees("Made Up 1"));
        driver.press(ui::Key::n);
        driver.frame(2);
        CHECK_FALSE(driver.sees("Made Up 1"));
    }
    SECTION("shows no figure where there are few answers") {
        const ClassNames names(instructor.made.facts(), false);
        const ClassOverviewView view = class_overview_view(instructor.made.facts(), names);
        CHECK(view.rows[0].figures.back().figure == "few");
        CHECK(view.rows[2].figures[1].figure == "\u2013");
        for (const HeatLevel& level : view.levels) CHECK(level.heads.size() == level.areas.size());
        CHECK(view.first_above > 0);
        for (std::size_t i = 0; i < view.rows.size(); ++i) CHECK(view.rows[i].below == (i < view.first_above));
    }
    SECTION("opens a candidate from the list of those at risk, and comes back") {
        instructor.click("at risk/" + report.candidates.front().label);
        CHECK(driver.sees("Pace and days"));
        CHECK(driver.sees("unlikely to pass"));
        driver.press(ui::Key::escape);
        driver.frame(2);
        CHECK(driver.sees("Candidates by area"));
        CHECK(instructor.client.model().place == Place::classes);
    }
    SECTION("holds three hundred, the last of whom can be reached") {
        Instructor large(300);
        large.click("candidates/" + large.made.facts().report->candidates.back().label);
        CHECK(large.driver.sees("Pace and days"));
    }
    SECTION("holds nine") {
        Instructor small(9);
        CHECK(small.driver.sees("9 candidates"));
    }
}

TEST_CASE("A candidate searched for in a class") {
    Instructor instructor;
    auto& driver = instructor.driver;
    const auto& candidates = instructor.made.facts().report->candidates;
    const auto listed = [&](std::size_t i) { return driver.find("candidates/" + candidates[i].label).has_value(); };
    driver.press(ui::Key::s);
    driver.frame(3);
    CHECK(driver.focused() == "Find a candidate");
    SECTION("is found by name, though names are not shown, and opened with Enter") {
        driver.type("made up 7");
        driver.frame(3);
        CHECK(driver.sees("1 of 24"));
        CHECK(listed(6));
        CHECK_FALSE(listed(7));
        CHECK_FALSE(driver.sees("Made Up 7"));
        driver.press(ui::Key::enter);
        driver.frame(3);
        CHECK(driver.sees("Pace and days"));
    }
    SECTION("is found by number, label and the beginning of the id") {
        const ClassNames names(instructor.made.facts(), false);
        for (const auto& typed : {std::string("S106"), candidates[6].label, hex_of(candidates[6].candidate)}) {
            INFO(typed);
            for (std::size_t i = 0; i < candidates.size(); ++i)
                CHECK(names.fits(candidates[i].candidate, typed) == (i == 6));
        }
        CHECK(names.fits(candidates[6].candidate, "  s106 "));
    }
    SECTION("is nobody, which is said, until Escape shows everybody again") {
        driver.type("zzz");
        driver.frame(3);
        CHECK(driver.sees("stands in nobody"));
        CHECK_FALSE(listed(6));
        driver.press(ui::Key::escape);
        driver.frame(3);
        CHECK(listed(6));
        CHECK(instructor.client.model().place == Place::classes);
    }
}

TEST_CASE("The status line in the place of a class") {
    Instructor instructor;
    auto& driver = instructor.driver;
    CHECK(driver.sees("Class of 2027   \u00B7   class.collimate-class"));
    CHECK_FALSE(driver.sees("days left"));
    instructor.click("Today");
    CHECK_FALSE(driver.sees("Class of 2027"));
    CHECK(driver.sees("days left"));
}

TEST_CASE("The disclosure log of a class") {
    Instructor instructor;
    const ClassFacts& facts = instructor.made.facts();
    const ClassNames names(facts, false);
    SECTION("tells the newest first, deletions among it") {
        const ClassLogView view = class_log_view(facts, names, 0, instructor.client.now.day);
        REQUIRE(view.lines.size() == 6);
        for (std::size_t i = 1; i < view.lines.size(); ++i) CHECK(view.lines[i - 1].at_ms > view.lines[i].at_ms);
        CHECK(view.lines[0].what == "What is kept of " + names.label(candidate(4)) +
                                        " was given to the clinical coordinator of the South site");
        CHECK(view.lines[0].purpose == "plan of extra hours");
        CHECK(view.lines[2].what == "A report of the class was given to the accreditor");
        CHECK(view.lines[3].what == "0000 was deleted for good");
    }
    SECTION("says until when a request is to be answered, as long as it was not") {
        const ClassLogView view = class_log_view(facts, names, 0, instructor.client.now.day);
        CHECK(view.lines[1].due.starts_with("due by "));
        CHECK_FALSE(view.lines[1].late);
        CHECK(view.lines[5].due.empty());
        const ClassLogView later = class_log_view(facts, names, 0, instructor.client.now.day + 43);
        CHECK(later.lines[1].late);
    }
    SECTION("tells times as they are on the instructor's wall") {
        const TimeMs hours = 3'600'000;
        const auto first = [&](TimeMs offset) {
            return class_log_view(facts, names, offset, instructor.client.now.day).lines[0].when;
        };
        CHECK(first(0).ends_with(", 09:40"));
        CHECK(first(-6 * hours).ends_with(", 03:40"));
        CHECK(first(0).substr(0, 6) == first(-6 * hours).substr(0, 6));
        CHECK(first(0).substr(0, 6) != first(-10 * hours).substr(0, 6));  // still the day before
    }
    SECTION("is a page of the place") {
        instructor.click("Log");
        CHECK(instructor.driver.sees("was given to the accreditor"));
    }
}

TEST_CASE("The items of a class") {
    Instructor instructor;
    auto& driver = instructor.driver;
    const ClassFacts& facts = instructor.made.facts();
    instructor.click("Items");
    SECTION("put what needs a look first") {
        const ClassItemsView view = class_items_view(facts, 0);
        REQUIRE(view.rows.size() == 40);
        bool serious = true;
        for (const ClassItemRow& row : view.rows) {
            CHECK((serious || !row.serious));
            serious = row.serious;
        }
    }
    SECTION("open with option shares, figures and the flag as a sentence") {
        const std::string suspect = facts.report->first.items[2];
        instructor.click(suspect);
        const ClassItemView view = class_item_view(facts, 0, suspect).value();
        CHECK(view.options.size() == 4);
        CHECK(driver.sees("Which option is right in question"));
        for (const std::string& flag : view.flags) CHECK(driver.sees(flag.substr(0, 20)));
        driver.press(ui::Key::escape);
        driver.frame(2);
        CHECK(driver.sees("The form"));
    }
    SECTION("say with how many a number would be told, below the guard") {
        Instructor small(9);
        small.click("Items");
        const std::string id = small.made.facts().report->first.items[2];
        small.click(id);
        CHECK(small.driver.sees("9 candidates answered; it takes 20 to say this."));
    }
}

namespace {

/// A class store on the disk, with nobody in it yet, and what an instructor does to it through the window.
struct AtWork {
    StudyClient client{every_kind(12)};
    TempFolder folder;
    ScreenDriver driver{client.scene()};
    std::string place = (folder / "class.collimate-class").string();

    AtWork() {
        client.model().place = Place::classes;
        driver.frame(2);
    }
    void click(std::string_view name) {
        driver.click(name);
        driver.frame(2);
    }
    void write(std::string_view field, std::string_view text) {
        driver.click(field);
        driver.frame(1);
        driver.press({.key = ui::Key::a, .ctrl = true});
        driver.type(text);
        driver.frame(2);
    }
    /// Until the work under way is done.
    void wait() {
        while (client.model().classroom->working()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            driver.frame(1);
        }
        driver.frame(3);
    }
    [[nodiscard]] const ClassFacts& facts() { return *client.model().classroom->facts(); }
};

}  // namespace

TEST_CASE("A class made and filled through the window") {
    AtWork work;
    ClassDraft draft = {.dialog = ClassDialog::make, .place = work.place, .name = "CT, autumn", .exam = "arrt-ct"};
    update(work.client.model(), draft, class_page::MakeStore{}, work.client.now);
    work.wait();
    REQUIRE(work.client.model().classroom->fault().empty());
    REQUIRE(work.facts().cohort);
    CHECK(work.driver.sees("CT, autumn"));
    CHECK(work.client.model().preferences.taught_store == work.place);

    SECTION("takes a sheet of answers from elsewhere, tells of it, and takes it once") {
        std::string sheet = "id,ct-x-0001,ct-x-0002,ct-x-0003\nkey,a,b,c\n";
        for (int i = 0; i < 24; ++i) sheet += "S" + std::to_string(i) + (i % 3 ? ",a,b,c\n" : ",b,b,a\n");
        const auto file = work.folder / "midterm.csv";
        write_whole(file, sheet);
        draft = {.dialog = ClassDialog::results, .place = file.string()};
        update(work.client.model(), draft, class_page::BringIn{}, work.client.now);
        work.wait();
        CHECK(work.driver.sees("1 file: 1 new, 0 known before, 0 refused"));
        CHECK(work.driver.sees("72 new answers by 24 candidates"));
        work.click("Close");
        const auto& exams = work.facts().report ? work.facts().report->others : work.facts().answered;
        REQUIRE(exams.size() == 1);
        CHECK(exams[0].exam == "midterm");
        CHECK(work.facts().roll.candidates.size() == 24);
        draft = {.dialog = ClassDialog::results, .place = file.string()};
        update(work.client.model(), draft, class_page::BringIn{}, work.client.now);
        work.wait();
        CHECK(work.driver.sees("0 new, 1 known before"));
    }
    SECTION("tells of each file that is refused why, and stays as it was") {
        const auto file = work.folder / "broken.collimate-results";
        write_whole(file, "no package at all");
        draft = {.dialog = ClassDialog::results, .dropped = {file}};
        update(work.client.model(), draft, class_page::BringIn{}, work.client.now);
        work.wait();
        CHECK(work.driver.sees("1 file: 0 new, 0 known before, 1 refused"));
        CHECK(work.facts().roll.candidates.empty());
    }
    SECTION("says in words what cannot be opened, and goes back to the class that is there") {
        update(work.client.model(), draft, class_page::OpenStore{(work.folder / "nothing").string()}, work.client.now);
        work.wait();
        CHECK(work.driver.sees("This could not be done"));
        CHECK(work.driver.sees("does not exist"));
    }
}

namespace {

/// A class of 24 who answered a sheet.
struct WithSheet : AtWork {
    Model& model = client.model();
    CandidateId third;

    WithSheet() {
        ClassDraft draft = {.dialog = ClassDialog::make, .place = place, .name = "CT, autumn", .exam = "arrt-ct"};
        act(draft, class_page::MakeStore{});
        std::string sheet = "id,ct-x-0001,ct-x-0002,ct-x-0003\nkey,a,b,c\n";
        for (int i = 0; i < 24; ++i) sheet += "S" + std::to_string(i) + (i % 3 ? ",a,b,c\n" : ",b,b,a\n");
        write_whole(folder / "midterm.csv", sheet);
        draft = {.dialog = ClassDialog::results, .place = (folder / "midterm.csv").string()};
        act(draft, class_page::BringIn{});
        act(draft, class_page::ShowDialog{});
        third = ClassNames(facts(), true).find("S3").value();
    }
    void act(ClassDraft& draft, const ClassEvent& event) {
        update(model, draft, event, client.now);
        wait();
        CHECK(model.classroom->fault().empty());
    }
};

}  // namespace

TEST_CASE("A class on PostgreSQL made and read through the window") {
    if (!StorePlaces::can_run(StoreKind::postgres)) {
        WARN("skipped: PostgreSQL is not installed");
        return;
    }
    AtWork work;
    StorePlaces places(StoreKind::postgres);
    const std::string address = places.next();
    ClassDraft draft = {.dialog = ClassDialog::make, .place = address, .name = "CT, autumn", .exam = "arrt-ct"};
    update(work.client.model(), draft, class_page::MakeStore{}, work.client.now);
    work.wait();
    REQUIRE(work.client.model().classroom->fault().empty());
    CHECK(work.driver.sees("CT, autumn"));
    CHECK(work.client.model().preferences.taught_store == without_password(address));
    update(work.client.model(), draft, class_page::OpenStore{address + "_not_there"}, work.client.now);
    work.wait();
    CHECK(work.driver.sees("This could not be done"));
}

TEST_CASE("What is kept of a candidate") {
    WithSheet work;
    ClassDraft draft;
    draft.candidate = work.third;
    SECTION("is named, and called so only where names are shown") {
        draft.name = "Ann Example";
        draft.number = "S3";
        work.act(draft, class_page::KeepName{});
        CHECK(ClassNames(work.facts(), true).of(work.third) == "Ann Example");
        CHECK(ClassNames(work.facts(), false).of(work.third) != "Ann Example");
        CHECK(ClassNames(work.facts(), true).find("ann example") == work.third);
    }
    SECTION("is a result of a real exam, which can be taken back") {
        draft = {.dialog = ClassDialog::outcome, .name = "S3", .exam = "arrt-ct", .day = "2 Nov 2025", .passed = true};
        CHECK(class_view(work.model, draft, work.client.now).entry_ready);
        work.act(draft, class_page::KeepOutcome{});
        REQUIRE(work.facts().roll.outcomes.size() == 1);
        const cohort::Outcome outcome = work.facts().roll.outcomes.front();
        CHECK(outcome.candidate == work.third);
        CHECK(outcome.first_attempt);
        work.act(draft, class_page::WithdrawOutcome{{outcome.candidate, outcome.credential, outcome.day}});
        CHECK(work.facts().roll.outcomes.empty());
    }
    SECTION("is given to them as a file, and that is logged") {
        const auto file = work.folder / "person.json";
        draft.dialog = ClassDialog::person;
        draft.place = file.string();
        work.act(draft, class_page::ExportPerson{});
        CHECK(std::filesystem::file_size(file) > 100);
        REQUIRE(work.facts().disclosures.size() == 1);
        CHECK(work.facts().disclosures[0].kind == cohort::DisclosureKind::answered);
    }
    SECTION("is given to somebody else only with what they need it for") {
        draft.dialog = ClassDialog::person;
        draft.place = (work.folder / "person.json").string();
        draft.to = "the dean";
        CHECK_FALSE(class_view(work.model, draft, work.client.now).entry_ready);
    }
    SECTION("is deleted for good, after a word was typed") {
        draft.dialog = ClassDialog::remove;
        work.act(draft, class_page::DeletePerson{});
        CHECK(work.facts().roll.candidates.size() == 24);
        draft.typed = std::string(class_delete_word);
        work.act(draft, class_page::DeletePerson{});
        CHECK(work.facts().roll.candidates.size() == 23);
        CHECK(work.facts().roll.tombstones.size() == 1);
        CHECK_FALSE(draft.candidate);
    }
}

TEST_CASE("Groups of a class") {
    WithSheet work;
    auto& driver = work.driver;
    const auto label = [&](std::size_t i) {
        return ClassNames(work.facts(), false).label(work.facts().roll.candidates[i]);
    };
    work.click("Close");  // what was brought in
    work.click("Groups");
    CHECK(driver.sees("No groups"));
    work.click("New group");
    CHECK(driver.focused() == "Name of the group");
    CHECK_FALSE(driver.find("Keep")->enabled);
    work.write("Name of the group", "North site");
    for (std::size_t i = 0; i < 12; ++i) work.click("members/" + label(i));
    CHECK(driver.sees("12 of 24 are in it."));
    work.click("Keep");
    work.wait();
    REQUIRE(work.facts().roll.groups.size() == 1);
    CHECK(work.facts().roll.groups[0].name == "North site");
    CHECK(work.facts().roll.memberships.size() == 12);

    SECTION("are looked through: report, title and status line are of the group alone") {
        work.click("Overview");
        work.click("through/North site");
        work.wait();
        REQUIRE(work.facts().report);
        CHECK(work.facts().report->candidates.size() == 12);
        REQUIRE(work.facts().report->others.size() == 1);
        CHECK(work.facts().report->others[0].first.candidates.size() == 12);
        CHECK(driver.sees("CT, autumn, North site   \u00B7"));
        work.click("Groups");
        CHECK(driver.sees("You are looking at one group"));
        work.click("Show the whole class");
        work.wait();
        CHECK(work.facts().report->candidates.size() == 24);
    }
    SECTION("are changed: the name, who joins and who leaves") {
        work.click("groups/North site");
        work.write("Name of the group", "North");
        work.click("members/" + label(0));
        work.click("members/" + label(20));
        work.click("Keep");
        work.wait();
        REQUIRE(work.facts().roll.groups.size() == 1);
        CHECK(work.facts().roll.groups[0].name == "North");
        std::set<CandidateId> members;
        for (const auto& membership : work.facts().roll.memberships) members.insert(membership.candidate);
        CHECK(members.size() == 12);
        CHECK_FALSE(members.contains(work.facts().roll.candidates[0]));
        CHECK(members.contains(work.facts().roll.candidates[20]));
    }
    SECTION("do not share a name, and a new one has somebody in it") {
        ClassDraft draft = {.dialog = ClassDialog::group, .name = "North site", .members = {work.third}};
        CHECK(class_view(work.model, draft, work.client.now).entry.find("of that name already") != std::string::npos);
        draft.name = "South site";
        CHECK(class_view(work.model, draft, work.client.now).entry_ready);
        draft.members.clear();
        CHECK(class_view(work.model, draft, work.client.now).entry == "Tick who is in it.");
    }
    SECTION("are filled by searching") {
        work.click("New group");
        work.write("Find", "S3");
        for (std::size_t i = 0; i < 24; ++i)
            CHECK(driver.find("members/" + label(i)).has_value() == (work.facts().roll.candidates[i] == work.third));
    }
    SECTION("left by everybody are not offered any more") {
        ClassDraft draft;
        work.act(draft, class_page::EditGroup{work.facts().roll.groups[0].id});
        CHECK(draft.members.size() == 12);
        draft.members.clear();
        work.act(draft, class_page::KeepGroup{});
        CHECK(work.facts().roll.memberships.empty());
        CHECK(class_through(work.facts()).chips.empty());
    }
}

TEST_CASE("A request to see what is kept") {
    WithSheet work;
    work.click("Close");  // what was brought in
    work.click("Log");
    CHECK(work.driver.sees("The disclosure log is empty"));
    work.click("Note a request");
    work.write("Candidate", "S3");
    work.click("Note it");
    work.wait();
    REQUIRE(work.facts().disclosures.size() == 1);
    CHECK(work.facts().disclosures[0].kind == cohort::DisclosureKind::requested);
    CHECK(work.facts().disclosures[0].candidate == work.third);
    CHECK(work.driver.sees("due by"));
    SECTION("stands in the way of deleting them") {
        ClassDraft draft = {.candidate = work.third, .typed = std::string(class_delete_word)};
        update(work.model, draft, class_page::DeletePerson{}, work.client.now);
        work.wait();
        CHECK_FALSE(work.model.classroom->fault().empty());
    }
}

TEST_CASE("A result of a real exam that cannot be") {
    WithSheet work;
    const auto fault = [&](const ClassDraft& draft) { return class_view(work.model, draft, work.client.now).entry; };
    ClassDraft draft = {
        .dialog = ClassDialog::outcome, .name = "S3", .exam = "arrt-ct", .day = "2 Nov 2025", .passed = true};
    CHECK(fault(draft).empty());
    draft.name = "nobody";
    CHECK(fault(draft).find("is nobody of this programme") != std::string::npos);
    draft.name = "S3";
    draft.exam = "CT";
    CHECK(fault(draft).find("by its code") != std::string::npos);
    draft.exam = "arrt-ct";
    draft.day = "2 Nov 2031";
    CHECK(fault(draft).find("has not come yet") != std::string::npos);
    draft.day = "2 Nov 2025";
    draft.score = "eighty";
    CHECK(fault(draft) == "The score is no number.");
    draft.score.clear();
    draft.passed.reset();
    CHECK(fault(draft) == "Was it passed?");
}

TEST_CASE("The report of a class as a file") {
    WithSheet work;
    if (!work.facts().report) FAIL(work.facts().no_report);
    for (const auto& [format, name] :
         {std::pair{ReportFormat::csv, "class.csv"}, std::pair{ReportFormat::html, "class.html"},
          std::pair{ReportFormat::pdf, "class.pdf"}}) {
        ClassDraft draft = {.dialog = ClassDialog::exporting,
                            .place = (work.folder / name).string(),
                            .format = format,
                            .option = false};
        work.act(draft, class_page::Export{});
        CHECK(std::filesystem::file_size(work.folder / name) > 500);
    }
    SECTION("has a line in the disclosure log where it is given to somebody") {
        ClassDraft draft = {.dialog = ClassDialog::exporting,
                            .place = (work.folder / "class.csv").string(),
                            .format = ReportFormat::csv,
                            .to = "the accreditor",
                            .purpose = "annual report"};
        work.act(draft, class_page::Export{});
        REQUIRE(work.facts().disclosures.size() == 1);
        CHECK(work.facts().disclosures[0].to == "the accreditor");
    }
}

TEST_CASE("Work assigned to a class") {
    WithSheet work;
    ClassDraft draft = {.dialog = ClassDialog::assign,
                        .place = (work.folder / "week-6.collimate-assignment").string(),
                        .name = "Week 6",
                        .areas = {"A.1"}};
    work.act(draft, class_page::KeepAssignment{});
    REQUIRE(work.facts().roll.assignments.size() == 1);
    CHECK(work.facts().roll.assignments[0].areas == std::vector<std::string>{"A.1"});
    SECTION("is a file that starts its session when it is dropped on the window of a candidate") {
        drop_files(work.model, draft, {draft.place}, work.client.now);
        CHECK(work.model.place == Place::question);
        REQUIRE(work.model.session);
        CHECK(work.model.session->settings().filter.areas == std::vector<std::string>{"A.1"});
    }
}

TEST_CASE("A form assigned to a class") {
    WithSheet work;
    const std::string place = (work.folder / "midterm.collimate-assignment").string();
    const std::shared_ptr<const Bank> kept = work.facts().bank;  // facts are read anew below
    const Bank& bank = *kept;
    SECTION("is one set of questions for everybody, split as the outline asks") {
        work.click("Close");  // what was brought in
        work.click("Assignments");
        work.click("New assignment");
        work.write("Title", "Before the midterm");
        work.write("File", place);
        work.click("A form");
        work.write("Questions", "6");
        work.click("Keep");
        work.wait();
        REQUIRE(work.facts().roll.assignments.size() == 1);
        const cohort::AssignmentFile file = cohort::read_assignment(place);
        CHECK(file.items == work.facts().roll.assignments[0].items);
        CHECK(file.areas.empty());
        CHECK(file.title == "Before the midterm");
        CHECK(std::set<std::string>(file.items.begin(), file.items.end()).size() == 6);
        std::vector<int> drawn(bank.outline().areas.size(), 0);
        for (const std::string& item : file.items) ++drawn[static_cast<std::size_t>(bank.head(*bank.find(item)).area)];
        CHECK(drawn == allocate(bank.outline(), 6));
        CHECK(work.driver.sees("6 questions"));
        ClassDraft draft;
        drop_files(work.model, draft, {place}, work.client.now);
        REQUIRE(work.model.session);
        CHECK(work.model.session->settings().filter.items == file.items);
    }
    SECTION("has at least one question and no more than the bank") {
        ClassDraft draft = {.dialog = ClassDialog::assign, .place = place, .name = "Midterm", .by_form = true};
        for (const char* wrong : {"", "0", "-3", "six", "6.5", "6 ", "9999999999999", "1001"}) {
            draft.length = wrong;
            INFO(wrong);
            CHECK(class_view(work.model, draft, work.client.now).entry.starts_with("Write how many questions"));
        }
        draft.length = std::to_string(bank.size());
        CHECK(class_view(work.model, draft, work.client.now).entry_ready);
    }
    SECTION("that the bank cannot fill says how many are missing") {
        ClassDraft draft = {.dialog = ClassDialog::assign,
                            .place = place,
                            .name = "Everything",
                            .by_form = true,
                            .length = std::to_string(bank.size())};
        work.act(draft, class_page::KeepAssignment{});
        const auto& items = work.facts().roll.assignments.at(0).items;
        REQUIRE(items.size() < static_cast<std::size_t>(bank.size()));
        const std::size_t missing = static_cast<std::size_t>(bank.size()) - items.size();
        CHECK(work.model.toast->text.find("It lacks " + std::to_string(missing) + " question") != std::string::npos);
    }
}

TEST_CASE("Files dropped on the window") {
    AtWork work;
    SECTION("ask for a class first where none is open") {
        ClassDraft draft;
        drop_files(work.client.model(), draft, {"a.collimate-results"}, work.client.now);
        REQUIRE(work.client.model().toast);
        CHECK(draft.dialog == ClassDialog::none);
    }
    SECTION("stand ready in the dialog where one is") {
        MadeClass made(std::make_shared<const Bank>(Bank::open(work.client.model().bank->file())), 9,
                       work.client.now.day);
        work.client.model().classroom->show(made.done());
        ClassDraft draft;
        drop_files(work.client.model(), draft, {"a.collimate-results", "b.collimate-results"}, work.client.now);
        CHECK(draft.dialog == ClassDialog::results);
        CHECK(draft.dropped.size() == 2);
    }
}
