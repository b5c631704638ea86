#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>

#include "app/cli/answers.hpp"
#include "app/cli/context.hpp"
#include "app/cli/exhibits.hpp"
#include "app/cli/terminal.hpp"
#include "app/cli/workplace.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"
#include "engine/cohort/assignment.hpp"
#include "engine/item/markup.hpp"
#include "engine/study/assigned.hpp"

namespace collimate {
namespace {

constexpr int usual_length = 10;

struct PracticeOptions {
    std::filesystem::path record;
    std::string exam;
    std::vector<std::string> areas;
    std::string state;
    std::string difficulty;
    std::string policy;
    std::optional<int> length;
    std::filesystem::path assignment;
    bool no_confidence = false;
    bool feedback_at_end = false;

    [[nodiscard]] bool says_what() const {
        return !areas.empty() || !state.empty() || !difficulty.empty() || !policy.empty() || length;
    }
};

// ---------------------------------------------------------------- choosing

std::vector<std::string> words_of(std::string text) {
    std::replace(text.begin(), text.end(), ',', ' ');
    std::vector<std::string> words;
    std::size_t at = 0;
    while ((at = text.find_first_not_of(' ', at)) != std::string::npos) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

std::optional<int> positive_number(const std::string& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number > 0 ? std::optional(number)
                                                                                  : std::nullopt;
}

/// Asks until `read` accepts the line; absent at the end of input.
template <class Read>
auto ask_until(std::string_view prompt, std::string_view remedy, Read read) -> decltype(read(std::string())) {
    for (;;) {
        const auto line = ask(prompt);
        if (!line) return std::nullopt;
        if (auto value = read(*line)) return value;
        fmt::print("{}\n", remedy);
    }
}

/// The exam of the options, the one last studied, or the one asked for; empty at the end of input.
std::string choose_exam(const Context& context, const PracticeOptions& options, const Record* record) {
    if (!options.exam.empty()) return options.exam;
    if (const std::string last = record ? last_exam(*record) : ""; !last.empty()) return last;
    const Shelf shelf = read_shelf(context.banks());
    for (const ShelvedBank& bank : shelf.banks)
        fmt::print("{:<11} {}, {} questions\n", bank.outline.exam, bank.outline.title, bank.items);
    return ask_until("Which exam? Its code:", "No such exam; type a code of the list.",
                     [&](const std::string& line) -> std::optional<std::string> {
                         const bool known =
                             std::any_of(shelf.banks.begin(), shelf.banks.end(),
                                         [&](const ShelvedBank& bank) { return bank.outline.exam == line; });
                         return known ? std::optional(line) : std::nullopt;
                     })
        .value_or("");
}

template <class Enum>
Enum value_or_refuse(const std::optional<Enum>& value, const std::string& text, std::string_view choices) {
    if (!value) throw Refused(fmt::format("'{}' is not known; choose among {}", text, choices));
    return *value;
}

SessionSettings settings_from(const PracticeOptions& options) {
    SessionSettings settings = {.filter = {.areas = options.areas}, .length = options.length.value_or(usual_length)};
    if (!options.state.empty())
        settings.filter.state =
            value_or_refuse(pool_state_from(options.state), options.state, "all, unused, wrong, flagged, due");
    if (!options.difficulty.empty())
        settings.filter.difficulty =
            value_or_refuse(difficulty_band_from(options.difficulty), options.difficulty, "any, easy, medium, hard");
    if (!options.policy.empty())
        settings.policy = value_or_refuse(policy_from(options.policy), options.policy, "plan, due, weakest, random");
    return settings;
}

enum class Menu { categories, every_area };

void print_area_menu(const Desk& desk, Day today, Menu menu) {
    for (const AreaStanding& area : desk.areas(today)) {
        const PoolCounts& pool = area.pool;
        const bool category = desk.outline().areas[static_cast<std::size_t>(area.area)].parent < 0;
        if (pool.all == 0 || (menu == Menu::categories && !category)) continue;
        print_wrapped(fmt::format("{}: {} questions, {} unused, {} wrong, {} flagged, {} due",
                                  area_text(desk.outline(), area.area), pool.all, pool.unused, pool.wrong, pool.flagged,
                                  pool.due),
                      4);
    }
}

/// Asks for areas, state and length; Enter takes the usual. Absent at the end of input.
std::optional<SessionSettings> ask_settings(const Desk& desk, Day today) {
    SessionSettings settings;
    print_area_menu(desk, today, Menu::categories);
    const auto areas = ask_until(
        "Areas, codes with spaces between (Enter: all, ?: their parts):", "Type codes of the list, or Enter for all.",
        [&](const std::string& line) -> std::optional<std::vector<std::string>> {
            if (line == "?") print_area_menu(desk, today, Menu::every_area);
            const auto codes = words_of(line);
            const bool known = std::all_of(codes.begin(), codes.end(), [&](const std::string& code) {
                return desk.outline().find(code).has_value();
            });
            return known ? std::optional(codes) : std::nullopt;
        });
    if (!areas) return std::nullopt;
    const auto state = ask_until("Which: all, unused, wrong, flagged, due (Enter: all):", "Type one of these words.",
                                 [](const std::string& line) { return pool_state_from(line.empty() ? "all" : line); });
    if (!state) return std::nullopt;
    const auto length = ask_until(
        fmt::format("How many questions (Enter: {}):", usual_length), "Type a number above 0.",
        [](const std::string& line) { return line.empty() ? std::optional(usual_length) : positive_number(line); });
    if (!length) return std::nullopt;
    settings.filter = {.areas = *areas, .state = *state};
    settings.length = *length;
    return settings;
}

// ---------------------------------------------------------------- answering

enum class Wish { answered, again, end, keep };  ///< keep: the input ended; the session waits in the record

void print_question(const Desk& desk, const Session& session) {
    const Instance& question = session.question();
    const ItemState& state = desk.state().item(question.item);
    std::string head = fmt::format("Question {}", session.number());
    if (session.length()) head += fmt::format(" of {}", *session.length());
    fmt::print("\n{}. {}{}.\n", head, area_text(desk.outline(), *desk.outline().find(question.area)),
               state.flagged ? ". Flagged" : "");
    if (session.choice()) print_wrapped(sentence(*session.choice()));
    if (!state.note.empty()) print_wrapped("Your note: " + visible(state.note));
    print_wrapped(plain(question.stem));
    print_exhibits(desk.bank(), question);
    print_options(question);
}

void print_help(const Instance& question) {
    fmt::print("{}", question.type == ItemType::numeric ? "A number answers the question.\n"
                     : question.type == ItemType::hotspot
                         ? "Two numbers answer the question: how far from the left and from the top, in percent.\n"
                         : "A letter answers the question; several where several are asked.\n");
    fmt::print(
        "flag sets or takes off a flag. note TEXT keeps a note. report TEXT tells a problem with the question.\n"
        "again prints the question once more. ? prints this help. q ends the session.\n");
}

/// Flag, note, report, help: what is no answer. False when the line is none of them.
bool side_wish(Desk& desk, const Session& session, const std::string& line, Now now) {
    const Instance& question = session.question();
    const std::string& id = question.item;
    const std::size_t space = line.find(' ');
    const std::string verb = line.substr(0, space);
    const std::string text = space == std::string::npos ? "" : line.substr(space + 1);
    // Alone, f is an option where there are six; such a line never comes here.
    if (line == "flag" || line == "f") {
        const bool on = !desk.state().item(id).flagged;
        desk.flag(id, on, now);
        fmt::print("{}\n", on ? "Flagged." : "Flag taken off.");
    } else if (verb == "note") {
        desk.note(id, text, now);
        fmt::print("{}\n", text.empty() ? "Note removed." : "Note kept.");
    } else if (verb == "report" && !text.empty()) {
        desk.report(id, text, now);
        fmt::print("Report kept in your record; it goes out only with what you export.\n");
    } else if (line == "?") {
        print_help(question);
    } else if (line == "again") {
        print_question(desk, session);
    } else {
        return false;
    }
    return true;
}

std::optional<Confidence> ask_confidence() {
    return ask_until("How sure? g guess, u unsure, s sure (Enter: no answer):", "Type g, u, s or Enter.",
                     [](const std::string& line) -> std::optional<Confidence> {
                         if (line.empty()) return Confidence::none;
                         if (line == "g") return Confidence::guess;
                         if (line == "u") return Confidence::unsure;
                         if (line == "s") return Confidence::sure;
                         return std::nullopt;
                     });
}

/// Asks how sure the candidate is and records the answer. What the disk refuses is told, and the question is asked
/// again.
Wish submit(Session& session, Response response, const Context& context, bool with_confidence) {
    if (with_confidence) {
        const auto confidence = ask_confidence();
        if (!confidence) return Wish::keep;
        response.confidence = *confidence;
    }
    try {
        session.submit(response, context.now());
        return Wish::answered;
    } catch (const WorldFailed& failed) {
        fmt::print("The answer was not recorded: {}\n", failed.what());
    } catch (const Refused& refused) {
        fmt::print("The answer was not recorded: {}\n", refused.what());
    }
    return Wish::again;
}

Wish answer_question(Desk& desk, Session& session, const Context& context, bool with_confidence) {
    const auto shown = std::chrono::steady_clock::now();
    const Instance& question = session.question();
    for (;;) {
        const auto line = ask(instruction_for(question));
        if (!line) return Wish::keep;
        if (*line == "q") return Wish::end;
        if (auto response = response_from(question, *line)) {
            using std::chrono::milliseconds;
            response->elapsed_ms =
                std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - shown).count();
            const Wish wish = submit(session, *response, context, with_confidence);
            if (wish != Wish::again) return wish;
        } else if (line->empty() || !side_wish(desk, session, *line, context.now())) {
            fmt::print("That is no answer to this question; ? prints the help.\n");
        }
    }
}

// ---------------------------------------------------------------- feedback

void print_verdict(const Instance& question, const Session& session) {
    fmt::print("{}", session.result().right ? "Right." : "Wrong.");
    if (question.type == ItemType::numeric)
        fmt::print(" The answer is {}.", key_text(question));
    else if (!session.result().right || question.type == ItemType::hotspot)
        fmt::print(" You {} {}; {} is right.", session.response().mark ? "marked" : "chose",
                   answer_text(question, session.response()), key_text(question));
    fmt::print("\n");
}

std::string_view reason_to_return(const Session& session) {
    if (!session.result().right) return "it was missed";
    if (session.result().rating == Rating::again) return "it was a guess";
    return "until then it should still be known with 90 % likelihood";
}

void print_feedback(const Desk& desk, const Session& session, Day today) {
    const Instance& question = session.question();
    print_verdict(question, session);
    print_reasons(question);
    for (const Source& source : desk.bank().item(question.item).sources)
        print_wrapped(fmt::format("Source: {}{}{}", source.doc, source.section.empty() ? "" : ", " + source.section,
                                  source.year > 0 ? fmt::format(" ({})", source.year) : ""));
    const int days = session.result().due - today;
    print_wrapped(fmt::format("Comes back {}, {}: {}.", days == 1 ? "tomorrow" : fmt::format("in {} days", days),
                              short_date(session.result().due), reason_to_return(session)));
}

/// After the feedback: Enter goes on. Flags and notes are possible here, too.
Wish wait_for_enter(Desk& desk, Session& session, const Context& context) {
    for (;;) {
        const auto line = ask("Enter goes on, q ends:");
        if (!line) return Wish::keep;
        if (*line == "q") return Wish::end;
        if (line->empty()) return Wish::answered;
        if (!side_wish(desk, session, *line, context.now()))
            fmt::print("Type Enter, flag, note TEXT, report TEXT or q.\n");
    }
}

Wish run(Desk& desk, Session& session, const Context& context, bool with_confidence) {
    while (session.phase() != Phase::finished) {
        print_question(desk, session);
        Wish wish = answer_question(desk, session, context, with_confidence);
        if (wish == Wish::answered && session.phase() == Phase::feedback) {
            print_feedback(desk, session, context.now().day);
            wish = wait_for_enter(desk, session, context);
            if (wish == Wish::answered) session.advance(context.now());
        }
        if (wish != Wish::answered) return wish;
    }
    return Wish::answered;
}

/// The session that was torn off, if there is one and the candidate wants it.
std::optional<Session> take_up(Desk& desk, const Context& context) {
    auto open = Session::resume(desk, SittingKind::practice, context.now());
    if (!open || open->phase() == Phase::finished) return std::nullopt;
    fmt::print("A session was left at question {}{}.\n", open->number(),
               open->length() ? fmt::format(" of {}", *open->length()) : "");
    const auto line = ask("Go on with it? Enter: yes, n: no:");
    if (line && *line != "n") return open;
    if (line) open->end(context.now());
    return std::nullopt;
}

/// What an assignment still asks; absent where nothing is left of it.
std::optional<SessionSettings> settings_from(const cohort::AssignmentFile& file, const Desk& desk,
                                             const PracticeOptions& options) {
    const AssignedWork work =
        assigned_work(desk, file.items, file.areas, file.given, options.length.value_or(usual_length));
    print_wrapped(fmt::format("Assignment: {}{}.", file.title, file.due ? ", due " + long_date(*file.due) : ""));
    if (!work.unknown.empty())
        fmt::print("{} of it {} not in your bank, {} for one; update Collimate, or tell your programme.\n",
                   work.unknown.size(), work.unknown.size() == 1 ? "is" : "are", visible(work.unknown.front()));
    if (work.asked > 0) fmt::print("{} of {} questions done.\n", work.asked - work.left, work.asked);
    if (work.left > 0) return work.settings;
    fmt::print("Nothing is left of it.\n");
    return std::nullopt;
}

std::optional<Session> begin(Desk& desk, const PracticeOptions& options,
                             const std::optional<cohort::AssignmentFile>& assignment, const Context& context) {
    if (auto open = take_up(desk, context)) return open;
    auto settings = assignment            ? settings_from(*assignment, desk, options)
                    : options.says_what() ? settings_from(options) : ask_settings(desk, context.now().day);
    if (!settings) return std::nullopt;
    if (options.feedback_at_end) settings->feedback = Feedback::at_end;
    const std::uint64_t seed = settings->policy == Policy::plan ? plan_seed : new_seed();
    return Session::start(desk, *settings, context.now(), seed);
}

void practice(const Context& context, const PracticeOptions& options) {
    if (options.length && *options.length < 1)
        throw Refused("a session has at least one question; name a --length above 0");
    (void)settings_from(options);  // what is refused makes no record
    std::unique_ptr<Record> record;
    if (std::filesystem::exists(record_path(context, options.record))) record = open_record(context, options.record);
    std::optional<cohort::AssignmentFile> assignment;
    if (!options.assignment.empty()) assignment = cohort::read_assignment(options.assignment);
    const std::string exam = assignment ? assignment->exam : choose_exam(context, options, record.get());
    if (exam.empty()) return;
    Bank bank = Bank::open(bank_file(context.banks(), exam));
    for (const std::string& area : options.areas)
        if (!bank.outline().find(area))
            throw Refused(fmt::format("'{}' is no area of {}; practice without --area lists them", area, exam));
    if (!record) record = open_record(context, options.record);
    Workplace place = workplace_of(std::move(record), std::move(bank), context.now());
    Desk& desk = *place.desk;
    fmt::print("{}, {} questions. ? prints the help, q ends.\n", desk.outline().title, desk.heads().size());
    print_clock_warning(desk, context.now().day);
    auto session = begin(desk, options, assignment, context);
    if (!session) return;
    if (session->sitting() == 0) {
        fmt::print("No question passes this choice.\n");
        return;
    }
    const Wish wish = run(desk, *session, context, !options.no_confidence);
    if (wish == Wish::keep) {
        fmt::print("The session is kept; collimate-cli practice goes on with it.\n");
        return;
    }
    session->end(context.now());
    fmt::print("\n");
    print_summary(desk, session->summary());
    print_tomorrow(desk, context.now().day);
    place.record->backup_daily(context.now().day);
}

}  // namespace

void add_practice_command(CLI::App& app, Context& context) {
    const auto options = std::make_shared<PracticeOptions>();
    CLI::App* command = app.add_subcommand("practice", "Practice in the terminal: plain lines, one question at a time");
    command->add_option("--exam", options->exam, "Exam code; the one last studied if left out");
    command->add_option("--record", options->record, "Record file; the one of the data folder if left out");
    command->add_option("--area", options->areas, "Area code, parts included; may be repeated")->take_all();
    command->add_option("--filter", options->state, "all, unused, wrong, flagged or due");
    command->add_option("--difficulty", options->difficulty, "any, easy, medium or hard");
    CLI::Option* policy =
        command->add_option("--policy", options->policy, "Draw one by one: plan, due, weakest or random");
    // A policy draws from the whole bank.
    for (const char* choice : {"--area", "--filter", "--difficulty"}) policy->excludes(command->get_option(choice));
    command->add_option("--length", options->length, "Questions");
    CLI::Option* assignment =
        command->add_option("--assignment", options->assignment, "What your programme assigned: its file");
    for (const char* choice : {"--exam", "--area", "--filter", "--difficulty", "--policy"})
        assignment->excludes(command->get_option(choice));
    command->add_flag("--no-confidence", options->no_confidence, "Do not ask how sure you are");
    command->add_flag("--feedback-at-end", options->feedback_at_end, "No answers before the end");
    command->callback([options, &context] { practice(context, *options); });
}

}  // namespace collimate
