#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "app/cli/context.hpp"
#include "engine/base/error.hpp"

namespace {

using namespace collimate;

enum ExitCode { done = 0, input_refused = 1, wrong_usage = 2, world_failed = 3, interrupted = 130 };

/// XDG base directory specification: $XDG_DATA_HOME, else ~/.local/share.
std::filesystem::path default_data() {
    if (const char* xdg = std::getenv("XDG_DATA_HOME"); xdg && *xdg) return std::filesystem::path(xdg) / "collimate";
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home ? home : ".") / ".local/share/collimate";
}

int complain(ExitCode code, const char* what) {
    fmt::print(stderr, "collimate-cli: {}\n", what);
    return code;
}

void add_global_options(CLI::App& app, Context& context) {
    app.set_version_flag("--version", std::string("collimate-cli ") + COLLIMATE_VERSION);
    app.add_option("--data", context.data, "Folder of records and banks")->capture_default_str();
    app.add_option_function<std::string>(
           "--now",
           [&context](const std::string& text) {
               context.fixed_now = parse_time(text);
               if (!context.fixed_now)
                   throw CLI::ValidationError("--now", "\"" + text + "\" is no time; write 2026-12-01T09:00:00Z");
           },
           "Virtual clock, RFC 3339")
        ->trigger_on_parse();
    app.require_subcommand(1);
    app.fallthrough();
}

int run(int argc, char** argv) {
    Context context{.data = default_data()};
    CLI::App app("Practice for medical-imaging registry examinations. Not affiliated with ARRT or ARDMS.",
                 "collimate-cli");
    add_global_options(app, context);
    add_exams_command(app, context);
    add_practice_command(app, context);
    add_exam_command(app, context);
    add_score_command(app, context);
    add_today_command(app, context);
    add_outcome_command(app, context);
    add_form_command(app, context);
    add_record_commands(app, context);
    add_bank_commands(app, context);
    add_drive_command(app, context);
    add_demo_command(app, context);
    add_fit_command(app, context);
    add_cohort_commands(app, context);
    try {
        app.parse(argc, argv);
        return done;
    } catch (const CLI::Success& success) {
        return app.exit(success);
    } catch (const CLI::ParseError& error) {
        app.exit(error);
        return wrong_usage;
    }
}

/// What stayed in the buffer of standard output, or was lost before: a cut-off export must not pass for a whole one.
void finish_output() {
    if (std::fflush(stdout) != 0 || std::ferror(stdout) || !std::cout.flush())
        throw WorldFailed("the standard output could not be written in full; check the disk or where it goes");
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGINT, [](int) { _exit(interrupted); });
    try {
        const int code = run(argc, argv);
        finish_output();
        return code;
    } catch (const Refused& refused) {
        return complain(input_refused, refused.what());
    } catch (const WorldFailed& failed) {
        return complain(world_failed, failed.what());
    } catch (const std::exception& error) {
        return complain(world_failed, error.what());
    }
}
