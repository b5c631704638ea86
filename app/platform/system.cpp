#include "app/platform/system.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <sys/random.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include "engine/base/error.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// The folder the program lies in; empty where the system does not say.
fs::path program_folder() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

std::tm local_time(TimeMs ms) {
    const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
    std::tm local{};
    localtime_r(&seconds, &local);
    return local;
}

}  // namespace

Now machine_now() {
    const auto moment = std::chrono::system_clock::now().time_since_epoch();
    const TimeMs ms = std::chrono::duration_cast<std::chrono::milliseconds>(moment).count();
    return {.ms = ms, .day = day_at(ms, utc_offset(ms))};
}

TimeMs utc_offset(TimeMs ms) { return TimeMs{1000} * local_time(ms).tm_gmtoff; }

std::uint64_t random_seed() {
    std::uint64_t seed = 0;
    if (getrandom(&seed, sizeof seed, 0) != static_cast<ssize_t>(sizeof seed))
        throw WorldFailed("This system gives no random numbers; start it with a kernel of version 3.17 or later.");
    return seed;
}

std::string random_id() {
    constexpr char digits[] = "0123456789abcdef";
    std::string id;
    for (const std::uint64_t half : {random_seed(), random_seed()})
        for (int shift = 60; shift >= 0; shift -= 4) id += digits[half >> shift & 15u];
    return id;
}

bool desktop_is_dark() {
    const std::string theme = environment("GTK_THEME");
    if (!theme.empty()) return theme.ends_with(":dark") || theme.ends_with("-dark");
    const std::string config = environment("XDG_CONFIG_HOME");
    const fs::path folder = config.empty() ? fs::path(environment("HOME")) / ".config" : fs::path(config);
    std::ifstream settings(folder / "gtk-3.0" / "settings.ini");
    for (std::string line; std::getline(settings, line);)
        if (line.starts_with("gtk-application-prefer-dark-theme")) return line.ends_with("1") || line.ends_with("true");
    return false;
}

fs::path data_folder() {
    const std::string xdg = environment("XDG_DATA_HOME");
    if (!xdg.empty()) return fs::path(xdg) / "collimate";
    const std::string home = environment("HOME");
    return fs::path(home.empty() ? "." : home) / ".local/share/collimate";
}

fs::path banks_folder(const fs::path& built) {
    const std::string named = environment("COLLIMATE_BANKS");
    if (!named.empty()) return named;
    const fs::path program = program_folder();
    for (const fs::path& folder : {program / "banks", program / "../share/collimate/banks"})
        if (!program.empty() && fs::is_directory(folder)) return folder.lexically_normal();
    return built;
}

Printer load_printer() {
    const fs::path module = program_folder() / "collimate-print.so";
    void* const handle = dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle) throw WorldFailed(fmt::format("what prints cannot be loaded: {}; build Collimate again", dlerror()));
    const auto fill = reinterpret_cast<void (*)(Printer*)>(dlsym(handle, "collimate_printer"));
    if (!fill) throw WorldFailed(fmt::format("{} is of another Collimate; build it again", module.string()));
    Printer printer;
    fill(&printer);
    return printer;
}

}  // namespace collimate
