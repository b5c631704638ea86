#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>

#include "app/cli/answers.hpp"
#include "app/cli/context.hpp"
#include "app/cli/exhibits.hpp"
#include "app/cli/score.hpp"
#include "app/cli/terminal.hpp"
#include "app/cli/ticking_input.hpp"
#include "app/cli/workplace.hpp"
#include "engine/base/error.hpp"
#include "engine/item/expression.hpp"
#include "engine/item/markup.hpp"
#include "engine/study/mock_exam.hpp"

namespace collimate {
namespace {

struct ExamOptions {
    std::filesystem::path record;
    std::string exam;
    std::string section;
    std::string length = "full";
    std::optional<std::uint64_t> seed;
    bool answer_first = false;
};

constexpr std::string_view help =
    "A letter (several where several are asked, a number where one is asked) answers; the last answer stands.\n"
    "Enter or n: next question. p: previous question. go N: question N. clear: take the answer back.\n"
    "flag: set or take off a flag. strike B: strike out option B, or take that back. calc 3*4: calculator.\n"
    "again: print the question once more. time: time left. clock: hide or show the clock. counter: the same.\n"
    "review: overview. break: a break; the clock runs on. end: end the exam. ?: this help.\n";

constexpr std::string_view review_help =
    "A number goes to that question. complete, incomplete, unseen, flagged or all lists those questions.\n"
    "time, break and end as before. Enter goes back to the question you came from.\n";

std::optional<int> number_in(const std::string& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string list_text(const std::vector<int>& numbers) {
    std::string text;
    for (const int number : numbers) text += fmt::format("{}{}", text.empty() ? "" : ", ", number);
    return text.empty() ? "none" : text;
}

/// The answer as it was given. Of a place marked nothing more is said: what it hit would tell the key.
std::string given_text(const Instance& question, const Response& response) {
    if (!response.mark) return answer_text(question, response);
    return fmt::format("{:.4g} {:.4g}", 100 * response.mark->x, 100 * response.mark->y);
}

/// An exam at the terminal: prints where the candidate is, asks, and does what they say.
class ExamRoom {
public:
    ExamRoom(MockExam exam, const Bank& bank, TickingInput& input, const Context& context)
        : exam_(std::move(exam)), bank_(bank), input_(input), context_(context) {}

    /// False when the input ended before the exam did.
    bool sit();
    [[nodiscard]] const MockExam& exam() const { return exam_; }

private:
    [[nodiscard]] const Sitting& sitting() const { return exam_.sitting(); }
    [[nodiscard]] Now now() const { return context_.now(); }
    void tick(std::int64_t ms);
    [[nodiscard]] std::optional<std::string> ask(std::string_view prompt);

    bool tutorial();
    bool agreement();
    bool question();
    bool review();
    bool on_break();

    [[nodiscard]] std::string clock_line() const;
    void print_question() const;
    void print_review() const;
    void obey(const std::string& line);
    bool move_or_end(const std::string& verb, const std::string& rest);
    bool change(const std::string& verb, const std::string& rest);
    bool tell(const std::string& verb, const std::string& rest);
    void answer(const std::string& line);
    void tell(Move move) const;
    void confirm_end();
    void strike(const std::string& label);
    void calculate(const std::string& text) const;

    MockExam exam_;
    const Bank& bank_;
    TickingInput& input_;
    const Context& context_;
    std::string trouble_;  ///< the last refusal of the disk, so that it is told once
    int printed_ = 0;      ///< number of the question printed last
};

// ---------------------------------------------------------------- time

/// The clock runs whatever the disk says; what it says is told once.
void ExamRoom::tick(std::int64_t ms) {
    try {
        const auto notice = exam_.elapse(ms, now());
        trouble_.clear();
        if (notice == Notice::thirty_minutes) fmt::print("\n30 minutes left.\n");
        if (notice == Notice::five_minutes) fmt::print("\n5 minutes left.\n");
        if (notice == Notice::time_up) fmt::print("\nThe time is up.\n");
    } catch (const WorldFailed& failed) {
        if (trouble_ != failed.what()) fmt::print("\nThe clock was not kept: {}\n", failed.what());
        trouble_ = failed.what();
    }
    std::fflush(stdout);
}

std::optional<std::string> ExamRoom::ask(std::string_view prompt) {
    return input_.ask(prompt, [this](std::int64_t ms) {
        tick(ms);
        return !exam_.ended();
    });
}

std::string ExamRoom::clock_line() const {
    return sitting().clock_shown() ? fmt::format(" {} left.", clock_text(sitting().remaining_ms())) : "";
}

// ---------------------------------------------------------------- pages

bool ExamRoom::sit() {
    bool more = true;
    while (more && !exam_.ended()) {
        switch (sitting().phase()) {
            case SittingPhase::tutorial:
                more = tutorial();
                break;
            case SittingPhase::agreement:
                more = agreement();
                break;
            case SittingPhase::asking:
                more = question();
                break;
            case SittingPhase::review:
                more = review();
                break;
            case SittingPhase::on_break:
                more = on_break();
                break;
            case SittingPhase::ended:
                break;
        }
    }
    return exam_.ended();
}

bool ExamRoom::tutorial() {
    fmt::print("\nTutorial. The clock does not run yet.\n");
    print_wrapped(fmt::format(
        "There are {} questions, one at a time, and {}. Some questions may be pilot questions, which do not "
        "count and are not marked. Questions without an answer count as wrong; nothing is taken off for a "
        "wrong one.",
        sitting().size(), clock_text(sitting().rules().time_ms)));
    if (sitting().rules().answer_before_moving_on)
        print_wrapped("Each question wants an answer before you move on; you may go back and change it.");
    print_wrapped(
        "Every answer is on disk as soon as it is shown as kept. If the program or the power fails, the exam goes on "
        "at "
        "the same question with the same time left; meanwhile the clock stands.");
    fmt::print("{}", help);
    if (!ask("Enter goes on:")) return false;
    exam_.finish_tutorial();
    return true;
}

bool ExamRoom::agreement() {
    fmt::print("\nAgreement\n");
    print_wrapped(
        "This is a practice exam of Collimate with its own questions. It is not affiliated with or endorsed by ARRT or "
        "ARDMS. I will not take part in collecting or passing on questions of a registry's exam, here or elsewhere.");
    const auto line = ask("Type accept to begin (the clock starts), decline to leave:");
    if (!line) return false;
    if (*line == "accept") exam_.accept_agreement();
    if (*line == "decline") exam_.decline_agreement(now());
    return true;
}

void ExamRoom::print_question() const {
    const int number = sitting().number();
    const SittingQuestion& here = sitting().question(number);
    const Instance& asked = exam_.question();
    const std::string head = sitting().counter_shown() ? fmt::format("Question {} of {}", number, sitting().size())
                                                       : fmt::format("Question {}", number);
    fmt::print("\n{}.{}{}\n", head, clock_line(), here.flagged ? " Flagged." : "");
    print_wrapped(plain(asked.stem));
    print_exhibits(bank_, asked);
    print_options(asked, here.struck);
    if (!is_blank(here.response)) fmt::print("Your answer so far: {}.\n", given_text(asked, here.response));
}

bool ExamRoom::question() {
    if (printed_ != sitting().number()) print_question();
    printed_ = sitting().number();
    const auto line = ask(instruction_for(exam_.question()));
    if (!line) return false;
    try {
        obey(*line);
    } catch (const WorldFailed& failed) {
        fmt::print("That was not recorded: {}\n", failed.what());
    } catch (const Refused& refused) {
        fmt::print("That was not recorded: {}\n", refused.what());
    }
    return true;
}

void ExamRoom::print_review() const {
    fmt::print("\nReview.{} {} questions: {} complete, {} incomplete, {} unseen; {} flagged.\n", clock_line(),
               sitting().size(), sitting().count(ReviewFilter::complete), sitting().count(ReviewFilter::incomplete),
               sitting().count(ReviewFilter::unseen), sitting().count(ReviewFilter::flagged));
}

bool ExamRoom::review() {
    if (printed_ != -1) print_review();
    printed_ = -1;
    const auto line = ask("A number, a list (complete, incomplete, unseen, flagged), break, end or Enter:");
    if (!line) return false;
    try {
        for (const ReviewFilter filter : {ReviewFilter::all, ReviewFilter::complete, ReviewFilter::incomplete,
                                          ReviewFilter::unseen, ReviewFilter::flagged}) {
            if (*line != name_of(filter)) continue;
            print_wrapped(fmt::format("{}: {}", name_of(filter), list_text(sitting().numbers(filter))), 2);
            return true;
        }
        if (const auto number = number_in(*line))
            tell(exam_.go_to(*number, now()));
        else if (line->empty())
            tell(exam_.go_to(sitting().number(), now()));
        else if (*line == "end")
            confirm_end();
        else if (*line == "break")
            exam_.take_break(now());
        else if (*line == "time")
            fmt::print("{} left.\n", clock_text(sitting().remaining_ms()));
        else
            fmt::print("{}", review_help);
    } catch (const WorldFailed& failed) {
        fmt::print("That was not recorded: {}\n", failed.what());
    }
    return true;
}

bool ExamRoom::on_break() {
    fmt::print("\nBreak.{} The clock runs on.\n", clock_line());
    if (!ask("Enter goes on with the exam:")) return false;
    exam_.end_break();
    printed_ = 0;
    return true;
}

// ---------------------------------------------------------------- commands

void ExamRoom::tell(Move move) const {
    if (move == Move::answer_first) fmt::print("This exam wants an answer before you move on.\n");
    if (move == Move::nowhere) fmt::print("There is no such question; they are 1 to {}.\n", sitting().size());
}

void ExamRoom::obey(const std::string& line) {
    const std::size_t space = line.find(' ');
    const std::string verb = line.substr(0, space);
    const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
    if (!move_or_end(verb, rest) && !change(verb, rest) && !tell(verb, rest)) answer(line);
}

bool ExamRoom::move_or_end(const std::string& verb, const std::string& rest) {
    if (verb.empty() || verb == "n") {
        const bool last = sitting().number() == sitting().size();
        tell(last ? exam_.review(now()) : exam_.next(now()));
    } else if (verb == "p") {
        tell(exam_.previous(now()));
    } else if (verb == "go") {
        tell(exam_.go_to(number_in(rest).value_or(0), now()));
    } else if (verb == "review") {
        tell(exam_.review(now()));
    } else if (verb == "break") {
        exam_.take_break(now());
    } else if (verb == "end") {
        confirm_end();
    } else {
        return false;
    }
    return true;
}

bool ExamRoom::change(const std::string& verb, const std::string& rest) {
    if (verb == "flag") {
        const bool on = !sitting().question(sitting().number()).flagged;
        exam_.flag(on, now());
        fmt::print("{}\n", on ? "Flagged." : "Flag taken off.");
    } else if (verb == "clear") {
        exam_.respond({}, now());
        fmt::print("The answer is taken back.\n");
    } else if (verb == "strike") {
        strike(rest);
    } else if (verb == "clock") {
        exam_.hide_clock(sitting().clock_shown());
        fmt::print("{}\n",
                   sitting().clock_shown() ? "The clock is shown." : "The clock is hidden until 5 minutes are left.");
    } else if (verb == "counter") {
        exam_.hide_counter(sitting().counter_shown());
        fmt::print("{}\n", sitting().counter_shown() ? "The counter is shown." : "The counter is hidden.");
    } else {
        return false;
    }
    return true;
}

bool ExamRoom::tell(const std::string& verb, const std::string& rest) {
    if (verb == "?")
        fmt::print("{}", help);
    else if (verb == "again")
        print_question();
    else if (verb == "time")
        fmt::print("{} left.\n", clock_text(sitting().remaining_ms()));
    else if (verb == "calc")
        calculate(rest);
    else
        return false;
    return true;
}

void ExamRoom::answer(const std::string& line) {
    const auto response = response_from(exam_.question(), line);
    if (!response) {
        fmt::print("That is no answer to this question; ? prints the help.\n");
        return;
    }
    exam_.respond(*response, now());
    fmt::print("Kept: {}. Enter goes on.\n", given_text(exam_.question(), *response));
}

void ExamRoom::strike(const std::string& label) {
    const Instance& asked = exam_.question();
    const auto option = asked.type == ItemType::numeric || asked.type == ItemType::hotspot || label.size() != 1
                            ? std::nullopt
                            : response_from({.type = ItemType::single, .choices = asked.choices}, label);
    if (!option) {
        fmt::print("Name one option, such as: strike B\n");
        return;
    }
    const char letter = option->letters.front();
    const bool struck = sitting().question(sitting().number()).struck.find(letter) != std::string::npos;
    exam_.strike(letter, !struck, now());
    fmt::print("{} is {}struck out.\n", label_of(asked, letter), struck ? "no longer " : "");
}

void ExamRoom::calculate(const std::string& text) const {
    try {
        fmt::print("{:g}\n", Expression(text, {}, nullptr).value());
    } catch (const Refused& refused) {
        fmt::print("That cannot be calculated: {}\n", refused.what());
    }
}

void ExamRoom::confirm_end() {
    const int open = sitting().size() - sitting().count(ReviewFilter::complete);
    if (open > 0) fmt::print("{} of {} questions are not complete and count as wrong.\n", open, sitting().size());
    if (const auto line = ask("Type yes to end the exam, Enter to stay:"); line && *line == "yes") exam_.end(now());
}

// ---------------------------------------------------------------- the command

ExamSettings settings_from(const ExamOptions& options, const Outline& outline) {
    ExamSettings settings{.answer_before_moving_on = options.answer_first};
    const auto length = form_length_from(options.length);
    if (!length) throw Refused(fmt::format("'{}' is no length; choose full, half or quarter", options.length));
    settings.length = *length;
    if (options.section.empty()) return settings;
    settings.section = outline.find(options.section);
    if (settings.section && outline.areas[static_cast<std::size_t>(*settings.section)].parent < 0) return settings;
    std::string categories;
    for (const int category : outline.children_of(-1))
        categories +=
            fmt::format("{}{}", categories.empty() ? "" : ", ", outline.areas[static_cast<std::size_t>(category)].code);
    throw Refused(fmt::format("'{}' is no section of {}; choose among {}", options.section, outline.exam, categories));
}

void print_start(const MockExam& exam) {
    const ExamStart& start = exam.begun();
    fmt::print("{} questions, {}.\n", start.questions.size(), clock_text(start.rules.time_ms));
    if (start.length_assumed)
        print_wrapped("The registry's number of questions is not published; this one is assumed.");
    if (start.time_assumed) print_wrapped("The registry's time is not published; a minute a question is assumed.");
    for (const std::string& remark : exam.remarks()) print_wrapped(remark);
}

/// The exam left open, if the candidate goes on with it. Absent with `leave` set where nothing is begun now.
std::optional<MockExam> take_up(Desk& desk, TickingInput& input, const Context& context, bool& leave) {
    const auto open = open_exam(desk);
    if (!open) return std::nullopt;
    print_wrapped(
        fmt::format("An exam was left at question {} of {}, {} answered, with {} left. The clock stood since then.",
                    open->number, open->start.questions.size(), open->answered, clock_text(open->remaining_ms)));
    if (!open->fault.empty()) print_wrapped("It cannot be gone on with: " + open->fault + ".");
    const auto line = input.ask(open->fault.empty() ? "Enter goes on with it; end ends it and keeps the answers:"
                                                    : "Type end to end it and keep the answers, Enter to leave it:",
                                [](std::int64_t) { return true; });
    leave = !line || (line->empty() && !open->fault.empty());
    if (leave) return std::nullopt;
    if (*line != "end") return MockExam::resume(desk, context.now());
    end_open_exam(desk, *open, context.now());
    fmt::print("It is ended; collimate-cli score shows its score.\n");
    leave = true;
    return std::nullopt;
}

void sit_exam(const Context& context, const ExamOptions& options) {
    Workplace place = open_workplace(context, options.record, options.exam);
    Desk& desk = *place.desk;
    const ExamSettings settings = settings_from(options, desk.outline());
    fmt::print("{}: mock exam. Not affiliated with or endorsed by ARRT or ARDMS.\n", desk.outline().title);
    print_clock_warning(desk, context.now().day);
    TickingInput input;
    bool leave = false;
    std::optional<MockExam> exam = take_up(desk, input, context, leave);
    if (leave) return;
    if (!exam) {
        exam.emplace(MockExam::start(desk, settings, context.now(), options.seed.value_or(new_seed())));
        print_start(*exam);
    }
    ExamRoom room(std::move(*exam), desk.bank(), input, context);
    if (!room.sit()) {
        fmt::print("The exam is kept and its clock stands; collimate-cli exam goes on with it.\n");
        return;
    }
    if (room.exam().sitting().ended_by() == EndedBy::declined) {
        fmt::print("The agreement was declined; no exam was sat.\n");
        return;
    }
    print_report(desk.outline(), exam_result(desk.outline(), *place.record, room.exam().id()));
    fmt::print("collimate-cli score shows this again, with every question.\n");
    place.record->backup_daily(context.now().day);
}

}  // namespace

void add_exam_command(CLI::App& app, Context& context) {
    const auto options = std::make_shared<ExamOptions>();
    CLI::App* command = app.add_subcommand("exam", "Sit a mock exam in the terminal, or go on with the one left open");
    command->add_option("--exam", options->exam, "Exam code; the one last studied if left out");
    command->add_option("--record", options->record, "Record file; the one of the data folder if left out");
    command->add_option("--section", options->section, "Code of one category: a section exam");
    command->add_option("--length", options->length, "full, half or quarter")->capture_default_str();
    command->add_option("--seed", options->seed, "The same seed gives the same form")->check(seed_fault);
    command->add_flag("--answer-first", options->answer_first, "Answer each question before moving on");
    command->callback([options, &context] { sit_exam(context, *options); });
}

}  // namespace collimate
