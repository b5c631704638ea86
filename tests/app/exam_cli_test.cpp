#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/base/json_text.hpp"
#include "engine/study/exam_result.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cli.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"

using namespace collimate;
using namespace collimate::test;
using nlohmann::json;

namespace {

constexpr const char* quarter = "exam --exam arrt-ct --length quarter --seed 7";

/// The built bank and the record a run of the program has left in `folder`.
struct Left {
    Bank bank = Bank::open(std::filesystem::path(COLLIMATE_BANKS) / "arrt-ct.bank");
    Record record;
    Desk desk;
    explicit Left(const TempFolder& folder)
        : record(Record::open(folder / "data/record.collimate", made_up, morning(30))), desk(bank, record) {}
};

}  // namespace

TEST_CASE("exam command") {
    const TempFolder folder;
    std::filesystem::create_directories(folder / "data");
    SECTION("goes from tutorial and agreement over questions and review to the score") {
        const CliRun run = run_cli(folder, quarter, "\naccept\nflag\n\np\ntime\nreview\nflagged\n1\nend\n\nend\nyes\n");
        INFO(run.out << run.err);
        CHECK(run.code == 0);
        CHECK(holds(run.out, "49 questions, 49 min."));  // 41 of 165 and 8 of 30, a minute each
        CHECK(holds(run.out, "Not affiliated"));
        CHECK(holds(run.out, "Question 1 of 49. 49 min left."));
        CHECK(holds(run.out, "Flagged."));
        CHECK(holds(run.out, "flagged: 1\n"));
        CHECK(holds(run.out, "49 of 49 questions are not complete"));
        CHECK(holds(run.out, "Score report"));
        CHECK(holds(run.out, "0 of 41 scored questions right"));
    }
    SECTION("keeps the exam where the input ends, and goes on with it") {
        const CliRun first = run_cli(folder, quarter, "\naccept\n\n\nflag\n");
        CHECK(holds(first.out, "The exam is kept"));
        const CliRun second = run_cli(folder, "exam --exam arrt-ct", "\n");
        INFO(second.out);
        CHECK(holds(second.out, "left at question 3 of 49"));
        CHECK(holds(second.out, "0 answered, with"));
        CHECK(holds(second.out, "Question 3 of 49."));
        CHECK(holds(second.out, "Flagged."));
        CHECK_FALSE(holds(second.out, "Tutorial"));
    }
    SECTION("begins nothing where the agreement is declined") {
        const CliRun run = run_cli(folder, quarter, "\ndecline\n");
        CHECK(run.code == 0);
        CHECK(holds(run.out, "declined"));
        CHECK(run_cli(folder, "score").code == 1);
    }
    SECTION("ends by its own clock, whatever --now says") {
        {
            Left left(folder);
            MockExam exam = MockExam::start(left.desk, {.length = FormLength::quarter}, morning(30), 7);
            exam.finish_tutorial();
            exam.accept_agreement();
            exam.elapse(exam.sitting().remaining_ms() - 700, morning(30));
        }
        // The input stays open for longer than the 0.7 s that are left.
        const std::string command = "(echo; sleep 3) | " + std::string(COLLIMATE_CLI) + " --data " +
                                    (folder / "data").string() + " --now 2026-12-01T09:00:00Z exam --exam arrt-ct >" +
                                    (folder / "out.txt").string();
        REQUIRE(std::system(command.c_str()) == 0);
        const std::string out = bytes_of(folder / "out.txt");
        CHECK(holds(out, "The time is up."));
        CHECK(holds(out, "The exam ended because its time was up."));
    }
    SECTION("wants an answer first where that is asked for") {
        const CliRun run = run_cli(folder, std::string(quarter) + " --answer-first", "\naccept\nn\nreview\ngo 3\n");
        CHECK(holds(run.out, "This exam wants an answer before you move on."));
        CHECK_FALSE(holds(run.out, "Question 2 of"));
        CHECK_FALSE(holds(run.out, "Review."));
    }
    SECTION("sits one section") {
        const CliRun run = run_cli(folder, "exam --exam arrt-ct --section S --seed 1", "\naccept\n");
        CHECK(holds(run.out, "25 questions"));  // 21 of 165 scored, 21/165 of 30 pilots = 3.8, so 4
    }
    SECTION("refuses what it cannot do, in words and with no record of it") {
        CHECK(run_cli(folder, "exam --exam arrt-ct --length third").code == 1);
        CHECK(holds(run_cli(folder, "exam --exam arrt-ct --section IP.1").err, "choose among PC, S, IP, P"));
        const CliRun empty = run_cli(folder, "exam --exam arrt-rra --length quarter");
        CHECK(empty.code == 1);
        CHECK(holds(empty.err, "holds 0 of the"));
        CHECK(holds(run_cli(folder, "score --list --exam arrt-rra").out, "No mock exam yet"));
    }
}

TEST_CASE("exam command with places to mark") {
    // The program takes the banks that lie beside it.
    const TempFolder folder;
    const std::filesystem::path program = folder / "collimate-cli";
    std::filesystem::create_directories(folder / "banks");
    std::filesystem::copy_file(COLLIMATE_CLI, program);
    ExamSource source = small_source(20);
    for (int number = 9201; number <= 9260; ++number) {
        source.items.push_back(small_hotspot(number, "A.1"));
        source.items.back().points = {"point-0"};
    }
    write_bank(source, folder / "banks/arrt-ct.bank");
    std::string input = "\naccept\n";
    for (int number = 0; number < 18; ++number) input += number % 2 == 0 ? "90 10\nn\n" : "50 50\nn\n";
    write_bytes(folder / "stdin.txt", input);
    const std::string command = program.string() + " --data " + (folder / "data").string() +
                                " exam --exam arrt-ct --section A --length half --seed 5 <" +
                                (folder / "stdin.txt").string() + " >" + (folder / "out.txt").string();
    REQUIRE(std::system(command.c_str()) == 0);
    const std::string out = bytes_of(folder / "out.txt");
    INFO(out);
    SECTION("shows each picture in words") { CHECK(holds(out, "Picture: A round phantom.")); }
    SECTION("tells neither a hit nor a miss") {
        CHECK(holds(out, "Kept: 90 10."));
        CHECK(holds(out, "Kept: 50 50."));
        CHECK_FALSE(holds(out, "inside"));
        CHECK_FALSE(holds(out, "outside"));
    }
}

TEST_CASE("score command") {
    const TempFolder folder;
    std::filesystem::create_directories(folder / "data");
    SittingId sitting = 0;
    int right = 0;
    {
        Left left(folder);
        MockExam exam = MockExam::start(left.desk, {.length = FormLength::quarter}, morning(30), 7);
        exam.finish_tutorial();
        exam.accept_agreement();
        sitting = exam.id();
        for (int number = 1; number <= exam.sitting().size(); ++number) {
            exam.elapse(20'000, morning(30));
            const std::string key = key_letters(exam.question());
            if (number % 3 != 0 && exam.question().type != ItemType::numeric &&
                exam.question().type != ItemType::hotspot) {
                exam.respond({.letters = key}, morning(30));
                right += exam.begun().questions[static_cast<std::size_t>(number - 1)].pilot ? 0 : 1;
            }
            exam.next(morning(30));
        }
        exam.end(morning(30));
    }
    SECTION("tells the last exam as lines and as one document") {
        const CliRun lines = run_cli(folder, "score");
        CHECK(lines.code == 0);
        CHECK(holds(lines.out, "Every question, wrong ones first"));
        const json report = parse_json(run_cli(folder, "score --json").out);
        CHECK(report["sitting"] == sitting);
        CHECK(report["raw"] == right);
        CHECK(report["scored"] == 41);
        CHECK(report["questions"].size() == 49);
        CHECK_FALSE(report["questions"][0]["right"].get<bool>());
        // The published line: A = 24.99 / (C - D), B = 74.5 - A D.
        const double a = report["line"]["A"];
        CHECK(a == Approx(24.99 / (41.0 - report["line"]["D"].get<double>())));
        CHECK(report["line"]["B"] == Approx(74.5 - a * report["line"]["D"].get<double>()));
        CHECK(report["scaled"] == std::lround(a * right + report["line"]["B"].get<double>()));
        CHECK(run_cli(folder, "score --sitting " + std::to_string(sitting)).out == lines.out);
    }
    SECTION("lists the exams of a record") {
        const json list = parse_json(run_cli(folder, "score --list --json").out);
        REQUIRE(list.size() == 1);
        CHECK(list[0]["ended"] == true);
        CHECK(list[0]["length"] == "quarter");
    }
    SECTION("scores a form with answers written in, and tells the line of one without") {
        const std::string bank = std::string(COLLIMATE_BANKS) + "/arrt-ct.bank";
        json form = parse_json(run_cli(folder, "form " + bank + " --seed 3 --length 40 --json").out);
        write_bytes(folder / "form.json", json_text(form));
        const json line = parse_json(run_cli(folder, "score " + (folder / "form.json").string() + " --json").out);
        CHECK(line["line"]["C"] == 40);
        CHECK(line["table"].size() == 41);
        CHECK(line["table"][40]["scaled"] == 99);
        const Bank opened = Bank::open(bank);
        int answered = 0;
        for (json& entry : form["items"]) {
            const Item item = opened.item(entry["item"].get<std::string>());
            if (item.type != ItemType::single) continue;
            entry["answer"] = key_letters(present(item, 0));
            ++answered;
        }
        write_bytes(folder / "form.json", json_text(form));
        const json scored = parse_json(run_cli(folder, "score " + (folder / "form.json").string() + " --json").out);
        CHECK(scored["raw"] == answered);
    }
    SECTION("says what is missing") {
        CHECK(holds(run_cli(folder, "score --sitting 999").err, "no mock exam 999"));
        CHECK(run_cli(folder, "score " + (folder / "no.collimate").string()).code == 1);
        write_bytes(folder / "bad.json", "{\"items\": 3}");
        CHECK(run_cli(folder, "score " + (folder / "bad.json").string()).code == 1);
        const CliRun gone = run_cli(folder, "score --bank " + (folder / "no.bank").string());
        CHECK(gone.code != 0);
        CHECK(run_cli(folder, "score --list").code == 0);
    }
}
