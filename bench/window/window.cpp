// Exec to first frame beside an empty ImGui window, and the processor time of an idle client.
// Needs a display: xvfb-run -a -s "-screen 0 1280x800x24 -noreset" build/release/bench/bench_window
// (-noreset: a server that starts anew after its last client takes 25 ms in both and now and then refuses the next
// one).
#include <fcntl.h>
#include <fmt/core.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

pid_t start(const std::vector<std::string>& command, const char* preload) {
    const pid_t child = fork();
    if (child != 0) return child;
    if (preload) setenv("LD_PRELOAD", preload, 1);
    const int null = open("/dev/null", O_WRONLY);
    dup2(null, 1);
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
}

/// Milliseconds from exec to the first swapped frame; negative when the program failed.
double first_frame_ms(const std::vector<std::string>& command) {
    const auto before = Clock::now();
    const pid_t child = start(command, FIRST_FRAME_LIBRARY);
    int status = 0;
    waitpid(child, &status, 0);
    const std::chrono::duration<double, std::milli> spent = Clock::now() - before;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? spent.count() : -1.0;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// User and system time of a process so far, in seconds (proc(5), fields 14 and 15 of stat).
double processor_seconds(pid_t process) {
    std::ifstream in("/proc/" + std::to_string(process) + "/stat");
    std::string line;
    std::getline(in, line);
    std::istringstream fields(line.substr(line.rfind(')') + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;
    double user = 0.0;
    double system = 0.0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double idle_percent(const std::vector<std::string>& command, int seconds) {
    const pid_t child = start(command, nullptr);
    std::this_thread::sleep_for(std::chrono::seconds(4));
    const double before = processor_seconds(child);
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    const double spent = processor_seconds(child) - before;
    kill(child, SIGTERM);
    waitpid(child, nullptr, 0);
    return 100.0 * spent / seconds;
}

}  // namespace

int main() {
    if (!std::getenv("DISPLAY")) {
        fmt::print(stderr,
                   "bench_window needs a display: xvfb-run -a -s \"-screen 0 1280x800x24 -noreset\" bench_window\n");
        return 2;
    }
    const auto data = std::filesystem::temp_directory_path() / ("collimate-bench-" + std::to_string(getpid()));
    const std::vector<std::string> client = {COLLIMATE_CLIENT, "--data", data.string()};
    const std::vector<std::string> empty = {EMPTY_WINDOW};
    std::vector<double> ours;
    std::vector<double> peers;
    first_frame_ms(client);  // warms the disk cache and makes the data folder
    first_frame_ms(empty);
    for (int run = 0; run < 15; ++run) {
        ours.push_back(first_frame_ms(client));
        peers.push_back(first_frame_ms(empty));
    }
    const bool failed =
        *std::min_element(ours.begin(), ours.end()) < 0 || *std::min_element(peers.begin(), peers.end()) < 0;
    if (failed) {
        fmt::print(stderr, "a window did not open\n");
        return 3;
    }
    fmt::print(
        "exec to first frame, median of 15: client {:.0f} ms, empty ImGui window {:.0f} ms, ratio {:.2f} (goal 1.3)\n",
        median(ours), median(peers), median(ours) / median(peers));
    fmt::print("idle client over 20 s: {:.2f} % of one core (goal 0.3)\n", idle_percent(client, 20));
    std::filesystem::remove_all(data);
}
