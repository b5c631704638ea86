#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/platform/system.hpp"
#include "app/platform/window.hpp"
#include "app/screens/app.hpp"
#include "engine/base/error.hpp"

namespace {

using namespace collimate;

enum ExitCode { done = 0, input_refused = 1, wrong_usage = 2, world_failed = 3 };

constexpr const char* help =
    R"(Practice for medical-imaging registry examinations. Not affiliated with or endorsed by ARRT or ARDMS.

usage: collimate [--data DIR] [--now TIME]
  --data DIR   folder of the record, its backups and the settings
  --now TIME   start the clock at this time instead of the machine's, as 2026-12-01T09:00:00Z
  --version    print the version and leave
  --help       print this and leave

Without a display: collimate-cli practice
)";

struct Options {
    std::filesystem::path data = data_folder();
    std::optional<Now> now;
    bool version = false;
    bool help = false;
    std::string fault;
};

Options read_options(const std::vector<std::string_view>& words) {
    Options options;
    for (std::size_t i = 0; i < words.size() && options.fault.empty(); ++i) {
        const bool last = i + 1 == words.size();
        if (words[i] == "--version") {
            options.version = true;
        } else if (words[i] == "--help" || words[i] == "-h") {
            options.help = true;
        } else if (words[i] == "--data" && !last) {
            options.data = words[++i];
        } else if (words[i] == "--now" && !last) {
            options.now = parse_time(words[++i]);
            if (!options.now) options.fault = fmt::format("\"{}\" is no time; write 2026-12-01T09:00:00Z", words[i]);
        } else {
            options.fault = fmt::format("\"{}\" is not understood; see collimate --help", words[i]);
        }
    }
    return options;
}

/// The machine's clock, or one that was set at the start and runs on from there.
class Clock {
public:
    explicit Clock(std::optional<Now> set) : set_(set) {}
    [[nodiscard]] Now now() const {
        if (!set_) return machine_now();
        const auto passed = std::chrono::steady_clock::now() - start_;
        const TimeMs ms = set_->ms + std::chrono::duration_cast<std::chrono::milliseconds>(passed).count();
        return {.ms = ms, .day = static_cast<Day>(set_->day + ms / ms_per_day - set_->ms / ms_per_day)};
    }

private:
    std::optional<Now> set_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// Stands while the machine sleeps, and never jumps.
std::int64_t steady_ms() {
    const auto since = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

ui::Mode mode_of(ThemeChoice theme, bool desktop_dark) {
    if (theme == ThemeChoice::system) return desktop_dark ? ui::Mode::dark : ui::Mode::light;
    return theme == ThemeChoice::dark ? ui::Mode::dark : ui::Mode::light;
}

Identity new_identity() { return {.candidate = random_id(), .device = random_id()}; }

/// The record is opened only once there is a window to show it in; what is only read is read while it opens.
void run(const Options& options) {
    const Clock clock(options.now);
    const Folders folders = {.data = options.data, .banks = banks_folder(COLLIMATE_BANKS)};
    const int text_percent = load_preferences(preferences_file(folders)).text_percent;
    std::packaged_task<Shelf()> shelf([&] { return read_shelf(folders.banks); });
    const bool desktop_dark = desktop_is_dark();
    std::optional<App> opened;
    const auto app = [&]() -> App& {
        if (!opened) {
            opened.emplace(folders, new_identity, random_seed, clock.now(), shelf.get_future());
            opened->model().printer = load_printer;
        }
        return *opened;
    };
    run_window("Collimate",
               {.draw =
                    [&](const ui::Rect& window) {
                        const Now now = clock.now();
                        app().model().utc_offset_ms = options.now ? 0 : utc_offset(now.ms);
                        app().model().steady_ms = steady_ms();
                        app().draw(window, now);
                    },
                .text_scale = [&] { return app().text_scale(); },
                .mode = [&] { return mode_of(app().theme(), desktop_dark); },
                .closing = [&] { return app().closing(); },
                .dropped = [&](std::vector<std::filesystem::path> files) { app().drop(std::move(files), clock.now()); },
                .meanwhile = [&] { shelf(); },
                .first_text_scale = static_cast<float>(text_percent) / 100.0f});
    if (opened) opened->close(clock.now());
}

int complain(ExitCode code, std::string_view what) {
    fmt::print(stderr, "collimate: {}\n", what);
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = read_options({argv + 1, argv + argc});
    if (!options.fault.empty()) return complain(wrong_usage, options.fault);
    if (options.help) return fmt::print("{}", help), done;
    if (options.version) return fmt::print("collimate {}\n", COLLIMATE_VERSION), done;
    try {
        run(options);
        return done;
    } catch (const Refused& refused) {
        return complain(input_refused, refused.what());
    } catch (const std::exception& error) {
        return complain(world_failed, error.what());
    }
}
