#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/base/json_text.hpp"
#include "engine/study/desk.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/cli.hpp"
#include "tests/support/holds.hpp"
#include "tests/support/random_log.hpp"
#include "tests/support/small_bank.hpp"

using namespace collimate;
using namespace collimate::test;
using nlohmann::json;

namespace {

std::size_t times(const std::string& text, const std::string& words) {
    std::size_t count = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++count;
    return count;
}

}  // namespace

TEST_CASE("exams command") {
    const TempFolder folder;
    const json exams = parse_json(run_cli(folder, "exams --json").out)["exams"];
    // The codes of the two registries' examinations, as the command line documents them.
    const std::set<std::string> expected = {"arrt-r",   "arrt-n",    "arrt-t",   "arrt-mr",  "arrt-s",    "arrt-m",
                                            "arrt-ct",  "arrt-bd",   "arrt-bs",  "arrt-vs",  "arrt-vi",   "arrt-ci",
                                            "arrt-rra", "ardms-spi", "ardms-ab", "ardms-ob", "ardms-br",  "ardms-fe",
                                            "ardms-ps", "ardms-ae",  "ardms-pe", "ardms-vt", "ardms-msks"};
    std::set<std::string> found;
    for (const json& exam : exams) {
        found.insert(exam["code"].get<std::string>());
        CHECK(exam.contains("title"));
        CHECK(exam.contains("scored_items"));
        CHECK(exam.contains("minutes"));
        CHECK(exam.contains("items"));
        CHECK(exam.contains("confidence"));
    }
    CHECK(found == expected);
    CHECK(holds(run_cli(folder, "exams").out, "Computed Tomography"));
}

TEST_CASE("practice command") {
    const TempFolder folder;
    SECTION("asks, explains, sums up") {
        // Whatever the type of the question: a letter, then all letters, then a number, then a place; what does not fit
        // is refused in words.
        std::string input;
        for (int i = 0; i < 3; ++i) input += "A\nABCD\nABCDE\nABCDEF\n1\n50 50\n\n\n\n\n";
        const CliRun run = run_cli(folder, "practice --exam arrt-ct --length 2 --no-confidence", input);
        INFO(run.err);
        CHECK(run.code == 0);
        CHECK(holds(run.out, "Question 1 of 2."));
        CHECK(holds(run.out, "Question 2 of 2."));
        CHECK(holds(run.out, "Result: "));
        CHECK(holds(run.out, "Source: "));
        CHECK(holds(run.out, "Comes back "));
        CHECK(holds(run.out, "Tomorrow: "));
        CHECK(std::count(run.out.begin(), run.out.end(), '\x1b') == 0);
        const Record record = Record::open(folder / "data" / "record.collimate");
        CHECK(record.state("arrt-ct").all.answers == 2);
        CHECK_FALSE(record.state("arrt-ct").open_sitting(SittingKind::practice));
    }
    SECTION("keeps a session when the input ends, and goes on with it") {
        CHECK(holds(run_cli(folder, "practice --exam arrt-ct --length 3", "").out, "The session is kept"));
        const CliRun again = run_cli(folder, "practice", "\n");
        CHECK(holds(again.out, "left at question 1 of 3"));
        CHECK(holds(again.out, "Question 1 of 3."));
        const CliRun declined = run_cli(folder, "practice --length 1", "n\nq\n");
        CHECK(holds(declined.out, "Question 1 of 1."));
        CHECK(holds(declined.out, "No question was answered."));
    }
    SECTION("keeps flags, notes and reports without an answer") {
        const CliRun run = run_cli(folder, "practice --exam arrt-ct --length 1",
                                   "flag\nnote look this up\nreport two keys\n?\nagain\nq\n");
        CHECK(times(run.out, "Question 1 of 1.") == 2);
        const Record record = Record::open(folder / "data" / "record.collimate");
        const ExamState& state = record.state("arrt-ct");
        REQUIRE(state.items.size() == 1);
        CHECK(state.items.begin()->second.flagged);
        CHECK(state.items.begin()->second.note == "look this up");
        CHECK(state.reports == 1);
        CHECK(state.all.answers == 0);
    }
    SECTION("lets areas, state and length be chosen by questions") {
        const CliRun run = run_cli(folder, "practice --exam arrt-ct", "Q.7\nPC\nnonsense\nunused\n0\n2\nq\n");
        CHECK(holds(run.out, "Type codes of the list"));
        CHECK(holds(run.out, "Type one of these words"));
        CHECK(holds(run.out, "Type a number above 0"));
        CHECK(holds(run.out, "Question 1 of 2. PC"));
    }
    SECTION("asks for the exam the first time") {
        CHECK(holds(run_cli(folder, "practice --length 1", "arrt-xx\narrt-ct\nq\n").out, "Question 1 of 1."));
    }
    SECTION("says when nothing passes the choice") {
        CHECK(holds(run_cli(folder, "practice --exam arrt-ct --filter wrong").out, "No question passes"));
    }
    SECTION("a policy draws from the whole bank and is wrong usage beside a choice of questions") {
        for (const char* choice : {"--area PC", "--filter unused", "--difficulty hard"})
            CHECK(run_cli(folder, std::string("practice --exam arrt-ct --policy weakest ") + choice).code == 2);
    }
    SECTION("writes the control characters of a note out") {
        run_cli(folder, "practice --exam arrt-ct --length 1", "note a\x1b[31mb\xc2\x9b\n");
        const CliRun run = run_cli(folder, "practice", "\n");
        CHECK(holds(run.out, "Your note: a\\u{1b}[31mb\\u{9b}"));
        CHECK_FALSE(holds(run.out, "\x1b"));
        CHECK_FALSE(holds(run.out, "\xc2\x9b"));
    }
    SECTION("makes no record for what is refused, or when the input ends before an exam is chosen") {
        for (const char* options : {"--exam arrt-xx", "--exam arrt-ct --area Q.7", "--exam arrt-ct --filter odd",
                                    "--exam arrt-ct --length 0"})
            CHECK(run_cli(folder, std::string("practice ") + options).code == 1);
        CHECK(run_cli(folder, "practice").code == 0);
        CHECK_FALSE(std::filesystem::exists(folder / "data"));
    }
    SECTION("refuses unknown areas, states and exams with code 1") {
        for (const char* options : {"--area Q.7", "--filter odd", "--difficulty odd", "--policy odd", "--length 0"})
            CHECK(run_cli(folder, std::string("practice --exam arrt-ct ") + options).code == 1);
        CHECK(run_cli(folder, "practice --exam arrt-xx").code == 1);
        CHECK_FALSE(std::filesystem::exists(folder / "data" / "backups"));
    }
}

TEST_CASE("today command") {
    const TempFolder folder;
    SECTION("needs an exam the first time") { CHECK(run_cli(folder, "today").code == 1); }
    SECTION("counts down and tells what the forecast rests on") {
        CHECK(holds(run_cli(folder, "today --exam arrt-ct").out, "No exam date is set"));
        const CliRun run = run_cli(folder, "today --exam arrt-ct --exam-date 2027-01-15 --minutes 45");
        CHECK(holds(run.out, "Friday 15 January 2027: 45 days to your exam."));
        CHECK(holds(run.out, "74 % to pass"));
        CHECK(holds(run.out, "No answers yet"));
        CHECK(holds(run.out, "If you sat today"));
        CHECK(holds(run.out, "On exam day"));
        CHECK(holds(run.out, "The plan has "));
        CHECK(holds(run.out, "A full mock exam tells most between 1 Jan and 8 Jan."));
        CHECK(holds(run.out, "Study these first"));
        CHECK(holds(run.out, "Weaker than the rest of you"));
        CHECK(holds(run_cli(folder, "today").out, "45 days to your exam"));
    }
    SECTION("tells each day until the exam, as text and as JSON, and writes them as a calendar file") {
        const std::string set = "today --exam arrt-ct --exam-date 2026-12-20 --minutes 40 ";
        const CliRun text = run_cli(folder, set);
        INFO(text.err);
        CHECK(text.code == 0);
        CHECK(holds(text.out, "Ready by then:"));
        CHECK(holds(text.out, "Ten minutes more a day:"));
        const std::string ics = (folder / "plan.ics").string();
        const CliRun run = run_cli(folder, "today --json --ics " + ics);
        const json document = parse_json(run.out);
        REQUIRE(document["calendar"].size() > 2);
        CHECK(document["calendar"].back()["exam"] == true);
        CHECK(document["calendar"].back()["day"] == "2026-12-20");
        CHECK(document["calendar"].back()["p_pass"] == document["forecast_exam_day"]["p_pass"]);
        CHECK(document["calendar"].front()["p_pass"] == document["forecast_today"]["p_pass"]);
        CHECK(document["plan"]["questions"].size() > 5);
        CHECK(document["what_if"].size() == 4);
        const std::string file = bytes_of(ics);
        CHECK(file.find("BEGIN:VCALENDAR\r\n") == 0);
        CHECK(times(file, "BEGIN:VEVENT") == document["calendar"].size());
        CHECK(holds(file, "DTSTART;VALUE=DATE:20261220"));
    }
    SECTION("refuses a calendar file without an exam ahead, or over a record, with nothing written") {
        const std::string ics = (folder / "plan.ics").string();
        CHECK(run_cli(folder, "today --exam arrt-ct --ics " + ics).code == 1);
        CHECK_FALSE(std::filesystem::exists(ics));
        (void)run_cli(folder, "today --exam arrt-ct --exam-date 2026-12-20");
        const std::string record = (folder / "data/record.collimate").string();
        CHECK(run_cli(folder, "today --ics " + record).code == 1);
        CHECK(run_cli(folder, "record verify").code == 0);
    }
    SECTION("refuses a date that is none or has passed, and makes no record for it") {
        CHECK(run_cli(folder, "today --exam arrt-ct --exam-date 2027-02-30").code == 1);
        CHECK(run_cli(folder, "today --exam arrt-ct --exam-date 2026-11-30").code == 1);
        CHECK(run_cli(folder, "today").code == 1);
        CHECK_FALSE(std::filesystem::exists(folder / "data"));
        CHECK(run_cli(folder, "today --exam arrt-ct --exam-date 2026-12-01").code == 0);
    }
    SECTION("says that the clock was set back, as practice does") {
        CHECK_FALSE(holds(run_cli(folder, "today --exam arrt-ct").out, "clock was set back"));
        std::filesystem::create_directories(folder / "data");
        {
            Record record = Record::open(folder / "data" / "record.collimate");
            record.append("arrt-ct", an_answer("ct-ip-0001"), *parse_time("2099-12-31T09:00:00Z"));
        }
        for (const char* command : {"today", "practice --length 1"}) {
            const CliRun run = run_cli(folder, command);
            CHECK(holds(run.out, "clock was set back"));
            CHECK(holds(run.out, "31 December 2099"));
        }
        run_cli(folder, "practice --length 1", "a\n\n");
        CHECK_FALSE(holds(run_cli(folder, "today").out, "clock was set back"));
    }
    SECTION("says a range of one value once") {
        const std::string record = (folder / "r.collimate").string();
        const std::string bank = std::string(COLLIMATE_BANKS) + "/arrt-ct.bank";
        std::string input = "{\"op\":\"advance\",\"to\":\"2026-12-01T08:00:00Z\"}\n";
        for (const ItemHead& head : Bank::open(bank).heads())
            input += "{\"op\":\"answer\",\"item\":\"" + head.id + "\",\"correct\":true}\n";
        REQUIRE(run_cli(folder, "drive --bank " + bank + " --record " + record, input).code == 0);
        const CliRun run = run_cli(folder, "today --record " + record);
        REQUIRE(holds(run.out, "over 99 % to pass"));
        CHECK_FALSE(holds(run.out, "over 99 % to over 99 %"));
    }
}

TEST_CASE("today tells what to study first and how the candidate works") {
    const TempFolder folder;
    CHECK(holds(run_cli(folder, "today --exam arrt-ct").out, "Study these first:"));
    CHECK_FALSE(holds(run_cli(folder, "today").out, "How you work:"));
    const std::string record = (folder / "data" / "record.collimate").string();
    const std::string bank = std::string(COLLIMATE_BANKS) + "/arrt-ct.bank";
    std::string input = "{\"op\":\"advance\",\"to\":\"2026-11-30T08:00:00Z\"}\n";
    int count = 0;
    for (const ItemHead& head : Bank::open(bank).heads()) {
        if (head.retired || ++count > 30) continue;
        input += "{\"op\":\"answer\",\"item\":\"" + head.id + "\",\"correct\":" + (count <= 20 ? "true" : "false") +
                 ",\"confidence\":\"sure\",\"seconds\":40}\n";
    }
    REQUIRE(run_cli(folder, "drive --bank " + bank + " --record " + record, input).code == 0);
    const CliRun run = run_cli(folder, "today");
    CHECK(holds(run.out, "How you work:"));
    CHECK(holds(run.out, "You are sure too early."));
    CHECK(holds(run.out, "(20 of 30 right: 67 %, likely 55 to 77 %)"));
}

TEST_CASE("outcome command") {
    const TempFolder folder;
    SECTION("refuses where there is no record") { CHECK(run_cli(folder, "outcome").code == 1); }
    run_cli(folder, "today --exam arrt-ct --exam-date 2026-12-01");
    SECTION("lists nothing, then what was entered, and what it did") {
        CHECK(holds(run_cli(folder, "outcome").out, "no real result entered"));
        const CliRun told = run_cli(folder, "outcome --failed --date 2026-11-20 --score 71");
        CHECK(told.code == 0);
        CHECK(holds(told.out, "2026-11-20: not passed, score 71"));
        CHECK(holds(told.out, "Your real result"));
        CHECK(holds(run_cli(folder, "today").out, "Your real result"));
        const auto document = parse_json(run_cli(folder, "outcome --json").out);
        CHECK(document["outcomes"].size() == 1);
        CHECK(document["outcomes"][0]["scaled"] == 71.0);
        CHECK(document["expected_raw"]["with"] < document["expected_raw"]["without"]);
        CHECK(document["doubt_raw"]["with"] < document["doubt_raw"]["without"]);
        CHECK(run_cli(folder, "outcome --withdraw --date 2026-11-20").code == 0);
        CHECK(holds(run_cli(folder, "outcome").out, "no real result entered"));
    }
    SECTION("refuses what cannot be, with nothing recorded") {
        for (const char* options :
             {"--passed", "--passed --date soon", "--passed --date 2026-12-02", "--passed --failed --date 2026-11-20",
              "--passed --date 2026-11-20 --score 60", "--failed --date 2026-11-20 --score 300", "--date 2026-11-20",
              "--score 80", "--withdraw --date 2026-11-20"})
            CHECK(run_cli(folder, std::string("outcome ") + options).code == 1);
        CHECK(holds(run_cli(folder, "outcome").out, "no real result entered"));
    }
    SECTION("is asked for when the day of the exam has passed") {
        run_cli(folder, "outcome --passed --date 2026-11-20");
        const CliRun later = run_cli(folder, "today --now 2026-12-05T09:00:00Z");
        CHECK(holds(later.out, "Tell how it went"));
    }
}

TEST_CASE("demo command") {
    const TempFolder folder;
    const CliRun run = run_cli(folder, "demo --exam arrt-ct");
    CHECK(run.code == 0);
    CHECK(holds(run.out, "of 10 right"));
    CHECK(holds(run.out, "Areas that cost most points"));
    CHECK(holds(run.out, "Tomorrow: "));
    CHECK(run_cli(folder, "demo --exam arrt-ct").out == run.out);
    CHECK(run_cli(folder, "demo --exam arrt-ct --seed 2").out != run.out);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        CHECK_FALSE(holds(entry.path().filename().string(), "demo"));
    CHECK_FALSE(std::filesystem::exists(folder / "data"));
}

TEST_CASE("form command") {
    const TempFolder folder;
    const std::string bank = small_bank(folder.path()).file().string();
    const auto form = [&](const std::string& options) {
        return parse_json(run_cli(folder, "form " + bank + " " + options + " --json").out);
    };
    SECTION("the same seed gives the same form in the proportion of the exam") {
        const json first = form("--seed 7 --length 20");
        CHECK(first == form("--seed 7 --length 20"));
        CHECK(first["items"].size() == 20);
        std::map<std::string, int> per_area;
        for (const json& item : first["items"]) ++per_area[item["area"].get<std::string>()];
        CHECK(per_area == std::map<std::string, int>{{"A.1", 2}, {"A.2", 4}, {"B.1", 6}, {"B.2", 8}});
        CHECK(first["shortages"].empty());
    }
    SECTION("says which area could not be filled, by how much") {
        const json whole = form("--seed 7");  // 100 questions, 40 of B.2, which has 20
        const json& shortages = whole["shortages"];
        const auto b2 =
            std::find_if(shortages.begin(), shortages.end(), [](const json& s) { return s["area"] == "B.2"; });
        REQUIRE(b2 != shortages.end());
        CHECK((*b2)["wanted"] == 40);
        CHECK((*b2)["got"] == 20);
        CHECK(holds(run_cli(folder, "form " + bank + " --seed 7").err, "B.2: 20 of 40 questions missing"));
    }
    SECTION("passes over what a record has seen") {
        const std::string record = (folder / "r.collimate").string();
        {
            Record seen = Record::open(record, made_up, morning(0));
            for (int i = 1; i <= 18; ++i) seen.append("arrt-ct", an_answer(small_item(i, "A.1").id), morning(0));
        }
        const json fresh = form("--seed 7 --length 20 --record " + record);
        std::set<std::string> of_a1;
        for (const json& item : fresh["items"])
            if (item["area"] == "A.1") of_a1.insert(item["item"].get<std::string>());
        CHECK(of_a1 == std::set<std::string>{"ct-x-0019", "ct-x-0020"});
    }
    SECTION("a seed out of range is wrong usage") {
        for (const char* seed : {"-1", "9223372036854775808", "18446744073709551616", "1.5", "x"})
            CHECK(run_cli(folder, "form " + bank + " --length 3 --seed " + seed).code == 2);
        CHECK(run_cli(folder, "form " + bank + " --length 3 --seed 9223372036854775807").code == 0);
    }
    SECTION("a record that is not there is refused, not made") {
        CHECK(run_cli(folder, "form " + bank + " --seed 1 --length 3 --record " + (folder / "no").string()).code == 1);
        CHECK_FALSE(std::filesystem::exists(folder / "no"));
    }
    SECTION("a length of 0 is refused, a missing seed is wrong usage, a missing bank is refused") {
        CHECK(run_cli(folder, "form " + bank + " --seed 1 --length 0").code == 1);
        CHECK(run_cli(folder, "form " + bank).code == 2);
        CHECK(run_cli(folder, "form " + bank + ".no --seed 1").code != 0);
    }
}

TEST_CASE("record commands") {
    const TempFolder folder;
    const std::filesystem::path file = folder / "r.collimate";
    const std::string named = " --record " + file.string();
    {
        Record record = Record::open(file, made_up, morning(0));
        RandomLog log(4);
        for (int day = 0; day < 4; ++day) log.live_a_day(record, day);
        record.append("ardms-spi", an_answer("spi-a-0001"), morning(4));
    }
    SECTION("verify and rebuild find a sound record in order") {
        CHECK(run_cli(folder, "record verify" + named).code == 0);
        CHECK(run_cli(folder, "record rebuild" + named).code == 0);
        CHECK(holds(run_cli(folder, "record verify" + named).out, "all in order"));
    }
    SECTION("fit waits for answers enough, says so, and records nothing until then") {
        const CliRun run = run_cli(folder, "record fit --exam arrt-ct" + named);
        CHECK(run.code == 1);
        CHECK(holds(run.out, "usual forgetting curve"));
        CHECK(holds(run.err, "too few answers"));
        CHECK_FALSE(Record::open(file).state("arrt-ct").fit);
        CHECK(run_cli(folder, "record fit --exam arrt-ct --record " + (folder / "none").string()).code == 1);
    }
    SECTION("fit follows the reviews once there are enough, and the record stays sound") {
        {
            const Bank bank = Bank::open(std::filesystem::path(COLLIMATE_BANKS) / "arrt-ct.bank");
            Record record = Record::open(file);
            for (int day = 0; day < 12; ++day)
                for (int i = 0; i < 40; ++i) {
                    const std::string id = bank.heads()[static_cast<std::size_t>(i)].id;
                    Answered answer = an_answer(id, (i + day) % 3 != 0);
                    answer.fresh = day == 0;
                    record.append("arrt-ct", answer, morning(5 + 2 * day));
                }
        }
        const CliRun run = run_cli(folder, "record fit --exam arrt-ct" + named);
        INFO(run.err);
        CHECK(run.code == 0);
        CHECK(Record::open(file).state("arrt-ct").fit);
        CHECK(run_cli(folder, "record verify" + named).code == 0);
    }
    SECTION("verify refuses a damaged record with code 1 and leaves it alone") {
        std::string bytes = bytes_of(file);
        std::fill(bytes.begin() + 4096, bytes.end(), 'Z');
        write_bytes(file, bytes);
        const CliRun run = run_cli(folder, "record verify" + named);
        CHECK(run.code == 1);
        CHECK(holds(run.err, file.string()));
        const bool untouched = bytes_of(file) == bytes;
        CHECK(untouched);
    }
    SECTION("none of them makes a record") {
        for (const char* verb : {"verify", "rebuild", "backup", "export", "forget --all --yes"})
            CHECK(run_cli(folder, std::string("record ") + verb + " --record " + (folder / "none").string()).code == 1);
        CHECK_FALSE(std::filesystem::exists(folder / "none"));
    }
    SECTION("a backup comes back by restore, and the present record is kept aside") {
        const std::string copy = (folder / "copy.collimate").string();
        REQUIRE(run_cli(folder, "record backup -o " + copy + named).code == 0);
        { Record::open(file).append("arrt-ct", an_answer("ct-ip-0001"), morning(5)); }
        const std::int64_t later = Record::open(file).last_seq();
        const CliRun run = run_cli(folder, "record restore " + copy + named);
        CHECK(run.code == 0);
        CHECK(holds(run.out, "before-restore"));
        CHECK(Record::open(file).last_seq() == later - 1);
    }
    SECTION("export writes every event as JSON, or the answers as CSV") {
        const CliRun lines = run_cli(folder, "record export --format json" + named);
        CHECK(static_cast<std::int64_t>(std::count(lines.out.begin(), lines.out.end(), '\n')) ==
              Record::open(file).last_seq() + 1);
        REQUIRE(run_cli(folder, "record export --format csv --exam ardms-spi -o " + (folder / "a.csv").string() + named)
                    .code == 0);
        CHECK(static_cast<std::int64_t>(times(bytes_of(folder / "a.csv"), "\n")) ==
              1 + Record::open(file).state("ardms-spi").all.answers);
    }
    SECTION("forget asks for --yes, then removes rows and old backups, and says what it does not reach") {
        REQUIRE(run_cli(folder, "record backup" + named).code == 0);
        const std::string before = bytes_of(file);
        CHECK(run_cli(folder, "record forget --exam arrt-ct" + named).code == 1);
        CHECK(run_cli(folder, "record forget --yes" + named).code == 1);
        const bool untouched = bytes_of(file) == before;
        CHECK(untouched);
        const CliRun run = run_cli(folder, "record forget --exam arrt-ct --yes" + named);
        CHECK(run.code == 0);
        CHECK(holds(run.out, "not reached"));
        CHECK(Record::open(file).exams() == std::vector<std::string>{"ardms-spi"});
        for (const auto& backup : backups_of(file))
            CHECK(Record::open(backup).exams() == std::vector<std::string>{"ardms-spi"});
        CHECK(run_cli(folder, "record forget --all --yes" + named).code == 0);
        CHECK(Record::open(file).exams().empty());
        CHECK(backups_of(file).empty());
    }
    SECTION("an export that cannot be written in full is no success") {
        for (const char* format : {"json", "csv"}) {
            const CliRun run =
                run_cli(folder, std::string("record export --format ") + format + named, "", "/dev/full");
            CHECK(run.code == 3);
            CHECK(holds(run.err, "standard output"));
        }
        CHECK(run_cli(folder, "exams", "", "/dev/full").code == 3);
    }
    SECTION("no output is written over a record, this or another, nor over a link or a device") {
        const std::filesystem::path other = folder / "other.collimate";
        const Identity somebody = {.candidate = std::string(32, 'b'), .device = std::string(32, 'c')};
        { Record::open(other, somebody, morning(0)).append("arrt-ct", an_answer("ct-ip-0001"), morning(0)); }
        std::filesystem::create_symlink(folder / "target", folder / "link");
        const std::string before = bytes_of(file);
        const std::string of_other = bytes_of(other);
        for (const std::string& target : {file.string(), other.string(), (folder / "link").string(),
                                          std::string("/dev/null"), folder.path().string()}) {
            INFO(target);
            CHECK(run_cli(folder, "record export --format json -o " + target + named).code == 1);
            CHECK(run_cli(folder, "record backup -o " + target + named).code == 1);
        }
        CHECK((bytes_of(file) == before));
        CHECK((bytes_of(other) == of_other));
        CHECK(std::filesystem::is_symlink(folder / "link"));
        CHECK(std::filesystem::is_character_file("/dev/null"));
    }
    SECTION("a backup replaces an earlier one of the same candidate") {
        const std::string backup = "record backup -o " + (folder / "copy").string() + named;
        REQUIRE(run_cli(folder, backup).code == 0);
        { Record::open(file).append("arrt-ct", an_answer("ct-ip-0001"), morning(5)); }
        REQUIRE(run_cli(folder, backup).code == 0);
        CHECK(Record::open(folder / "copy").last_seq() == Record::open(file).last_seq());
    }
    SECTION("two restores at the same moment keep both of the records that were there") {
        const std::string copy = (folder / "copy.collimate").string();
        REQUIRE(run_cli(folder, "record backup -o " + copy + named).code == 0);
        { Record::open(file).append("arrt-ct", an_answer("ct-ip-0001"), morning(5)); }
        const std::int64_t later = Record::open(file).last_seq();
        REQUIRE(run_cli(folder, "record restore " + copy + named).code == 0);
        REQUIRE(run_cli(folder, "record restore " + copy + named).code == 0);
        std::multiset<std::int64_t> kept;
        for (const auto& backup : backups_of(file)) kept.insert(Record::open(backup).last_seq());
        CHECK(kept == std::multiset<std::int64_t>{later - 1, later});
    }
    SECTION("forget of an exam that is not in the record names those that are, and removes nothing") {
        REQUIRE(run_cli(folder, "record backup" + named).code == 0);
        const std::string before = bytes_of(file);
        const CliRun run = run_cli(folder, "record forget --exam arrt-cct --yes" + named);
        CHECK(run.code == 1);
        CHECK(holds(run.err, "it holds ardms-spi, arrt-ct"));
        CHECK((bytes_of(file) == before));
        CHECK(backups_of(file).size() == 1);
    }
    SECTION("a record on a disk that cannot be written is checked, exported and backed up from a copy") {
        namespace fs = std::filesystem;
        const fs::path disk = folder / "disk";
        fs::create_directory(disk);
        fs::copy_file(file, disk / "r.collimate");
        fs::copy_file(COLLIMATE_CLI, folder / "cli");
        fs::permissions(folder.path(), fs::perms::all);
        fs::permissions(
            disk, fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec);
        // Root may write everywhere, so the command runs as nobody.
        const std::string nobody = ::geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
        const std::string of_disk = " --record " + (disk / "r.collimate").string();
        for (const std::string& command : {std::string("record verify"), std::string("record export --format json"),
                                           "record backup -o " + (folder / "copy").string()}) {
            const CliRun run = run_cli(folder, command + of_disk, "", "", nobody + (folder / "cli").string());
            INFO(run.err);
            CHECK(run.code == 0);
            CHECK(holds(run.err, "a copy is read instead"));
        }
        fs::permissions(disk, fs::perms::owner_all);
        CHECK((bytes_of(disk / "r.collimate") == bytes_of(file)));
        CHECK(Record::open(folder / "copy").last_seq() == Record::open(file).last_seq());
    }
    SECTION("a record in use elsewhere is refused in words") {
        const Record held = Record::open(file);
        const CliRun run = run_cli(folder, "record verify" + named);
        CHECK(run.code == 1);
        CHECK(holds(run.err, "open in another program"));
    }
}
