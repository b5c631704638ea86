#include <fmt/format.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/context.hpp"
#include "app/cli/terminal.hpp"
#include "app/cli/workplace.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/base/error.hpp"
#include "engine/base/random.hpp"
#include "engine/item/markup.hpp"

namespace collimate {
namespace {

namespace fs = std::filesystem;

constexpr int questions = 10;

struct DemoOptions {
    std::string exam = "arrt-ct";
    std::uint64_t seed = 1;
};

/// A folder for a record nobody needs afterwards.
class ThrowawayFolder {
public:
    ThrowawayFolder() {
        std::string pattern = (fs::temp_directory_path() / "collimate-demo-XXXXXX").string();
        if (!mkdtemp(pattern.data()))
            throw WorldFailed(pattern + ": no folder can be made there; set TMPDIR to another one");
        path_ = pattern;
    }
    ThrowawayFolder(const ThrowawayFolder&) = delete;
    ThrowawayFolder& operator=(const ThrowawayFolder&) = delete;
    ~ThrowawayFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// What a first-time candidate of average ability, who guesses now and then, might answer.
Response made_up_response(const ItemHead& head, const Instance& question, Random& random) {
    const bool right = random.uniform() < probability_right(0.0, head.difficulty, head.chance);
    Response response = {.elapsed_ms = static_cast<std::int64_t>(25'000 + random.below(60'000))};
    response.confidence = right == (random.uniform() < 0.8) ? Confidence::sure : Confidence::unsure;
    if (question.type == ItemType::numeric) {
        for (const Choice& choice : question.choices)
            if (choice.right)
                response.number = choice.value.value_or(0.0) + (right ? 0.0 : 10.0 * question.tolerance + 1.0);
        return response;
    }
    response.letters = key_letters(question);
    if (right) return response;
    if (question.type == ItemType::hotspot) response.letters.clear();
    if (question.type == ItemType::order)
        std::swap(response.letters.front(), response.letters.back());
    else
        for (const Choice& choice : question.choices)
            if (!choice.right) response.letters = choice.letter;
    return response;
}

void print_answer(const Desk& desk, const Session& session) {
    const Instance& question = session.question();
    const std::string stem = plain(question.stem);
    print_wrapped(fmt::format("{:>2}. {} {}. {}: {}", session.number(), question.item,
                              area_text(desk.outline(), *desk.outline().find(question.area)),
                              session.result().right ? "Right" : "Wrong",
                              stem.substr(stem.find_last_of(".\n", stem.size() - 2) + 1)),
                  4);
}

void demonstrate(const Context& context, const DemoOptions& options) {
    const ThrowawayFolder folder;
    // The same on every day, unless a day is asked for.
    Now now = context.fixed_now.value_or(parse_time("2026-12-01T09:00:00Z").value());
    const Bank bank = Bank::open(bank_file(context.banks(), options.exam));
    Record record =
        Record::open(folder.path() / "record.collimate",
                     {.candidate = fmt::format("{:032x}", options.seed), .device = std::string(32, '0')}, now);
    Desk desk(bank, record);
    desk.set_goal(now.day + 45, 45, now);
    Random random(options.seed);
    Session session = Session::start(desk, {.length = questions}, now, options.seed);
    fmt::print("A made-up candidate answers {} questions of {} ({}) on a throwaway record.\n\n", questions,
               desk.outline().title, options.exam);
    while (session.phase() != Phase::finished) {
        const ItemHead& head = desk.heads()[static_cast<std::size_t>(*bank.find(session.question().item))];
        const Response response = made_up_response(head, session.question(), random);
        now.ms += response.elapsed_ms;
        session.submit(response, now);
        print_answer(desk, session);
        session.advance(now);
    }
    fmt::print("\n");
    print_summary(desk, session.summary());
    fmt::print("\n");
    print_weak_topics(desk, now.day);
    fmt::print("\n");
    const Readiness readiness = desk.forecast(now.day, now.day);
    print_wrapped(fmt::format("If the exam were today: {} to pass. {}", percent_text(readiness.forecast.p_pass),
                              readiness.basis));
    print_tomorrow(desk, now.day);
}

}  // namespace

void add_demo_command(CLI::App& app, Context& context) {
    const auto options = std::make_shared<DemoOptions>();
    CLI::App* command = app.add_subcommand("demo", "A made-up candidate answers ten questions on a throwaway record");
    command->add_option("--exam", options->exam, "Exam code")->capture_default_str();
    command->add_option("--seed", options->seed, "The same seed gives the same candidate")
        ->check(seed_fault)
        ->capture_default_str();
    command->callback([options, &context] { demonstrate(context, *options); });
}

}  // namespace collimate
