// The real window: under Xvfb, clicked and typed at with xdotool, killed, and its record read afterwards.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "app/screens/app.hpp"
#include "engine/base/random.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/client.hpp"
#include "tests/support/screen_driver.hpp"
#include "tests/support/temp_folder.hpp"

using namespace collimate;
using namespace collimate::test;
namespace fs = std::filesystem;

namespace {

constexpr int width = 1280;
constexpr int height = 800;

bool installed(const std::string& program) {
    return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

std::string output_of(const std::string& command) {
    std::string text;
    FILE* pipe = popen(command.c_str(), "r");
    for (int sign = fgetc(pipe); sign != EOF; sign = fgetc(pipe)) text += static_cast<char>(sign);
    pclose(pipe);
    return text;
}

/// A program of its own, ended with this object.
class Program {
public:
    explicit Program(std::vector<std::string> words, int inherited = -1) : process_(fork()) {
        if (process_ != 0) return;
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        if (inherited < 0) dup2(null, STDERR_FILENO);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    ~Program() { end(SIGTERM); }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    void end(int signal) {
        if (process_ <= 0) return;
        kill(process_, signal);
        waitpid(process_, nullptr, 0);
        process_ = 0;
    }

private:
    pid_t process_;
};

/// An X server without a screen; its picture lies in a file.
class Display {
public:
    explicit Display(const fs::path& folder) : picture_(folder / "Xvfb_screen0") {
        int number[2];
        REQUIRE(pipe(number) == 0);
        server_.emplace(std::vector<std::string>{"Xvfb", "-displayfd", std::to_string(number[1]), "-noreset", "-screen",
                                                 "0", std::to_string(width) + "x" + std::to_string(height) + "x24",
                                                 "-fbdir", folder.string()},
                        number[1]);
        close(number[1]);
        std::string digits;
        for (char sign = 0; read(number[0], &sign, 1) == 1 && sign != '\n';) digits += sign;
        close(number[0]);
        REQUIRE_FALSE(digits.empty());
        setenv("DISPLAY", (":" + digits).c_str(), 1);
    }
    ~Display() { unsetenv("DISPLAY"); }
    Display(const Display&) = delete;
    Display& operator=(const Display&) = delete;

    /// Waits until the picture differs from the last one seen here and has then kept still.
    void await_change() {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        std::uint64_t before = seen_;
        int still = 0;
        while (still < 4 && std::chrono::steady_clock::now() < patience) {
            std::this_thread::sleep_for(std::chrono::milliseconds(150));
            const std::uint64_t now = look();
            still = now == before && now != seen_ ? still + 1 : 0;
            before = now;
        }
        REQUIRE(still == 4);
        seen_ = before;
    }

private:
    [[nodiscard]] std::uint64_t look() const {
        std::ifstream in(picture_, std::ios::binary);
        return hash_of(std::string(std::istreambuf_iterator<char>(in), {}));
    }

    fs::path picture_;
    std::optional<Program> server_;
    std::uint64_t seen_ = 0;
};

/// The same client without a window, to know where a person would find things.
class Map {
public:
    explicit Map(const Computer& computer)
        : app_(computer.open(morning(0))),
          driver_([this](const ui::Rect& window) { app_.draw(window, morning(0)); }, {width, height, 1.0f}) {
        driver_.frame(2);
    }
    /// Where `name` is; it is clicked here too, so that the next question finds what follows.
    std::string click(std::string_view name) {
        const auto found = driver_.find(name);
        REQUIRE(found);
        REQUIRE(found->visible());
        const ui::Point at = found->seen().centre();
        driver_.click(name);
        driver_.frame(2);
        return std::to_string(static_cast<int>(at.x)) + " " + std::to_string(static_cast<int>(at.y));
    }

private:
    App app_;
    ScreenDriver driver_;
};

int answers_in(const fs::path& record) {
    int answers = 0;
    Record::open(record).each_event(
        "arrt-ct", 0, [&](const Event& event) { answers += std::holds_alternative<Answered>(event.body) ? 1 : 0; });
    return answers;
}

}  // namespace

TEST_CASE("The window on a real display") {
    if (!installed("Xvfb") || !installed("xdotool")) {
        WARN("skipped: Xvfb and xdotool are not installed (scripts/setup --test)");
        return;
    }
    SECTION("is clicked from the first run to an answer, killed, and has lost nothing") {
        const Computer real{fs::path(COLLIMATE_BANKS)};
        const Computer copy{fs::path(COLLIMATE_BANKS)};
        Map map(copy);
        Display display(real.home.path());
        Program client({COLLIMATE_CLIENT, "--data", real.folders.data.string(), "--now", "2026-11-22T09:00:00Z"});
        display.await_change();
        const std::string window = output_of("xdotool search --sync --onlyvisible --name '^Collimate$'");
        REQUIRE_FALSE(window.empty());
        std::system(("xdotool windowfocus " + window).c_str());
        for (const char* name : {"Computed Tomography", "I have no date yet", "Start", "Start"}) {
            std::system(("xdotool mousemove " + map.click(name) + " click 1").c_str());
            display.await_change();
        }
        std::system("xdotool key b");
        display.await_change();
        std::system("xdotool key Return");
        display.await_change();
        client.end(SIGKILL);
        CHECK(answers_in(record_file(real.folders)) == 1);
    }
    SECTION("without a display says so and names the terminal client") {
        const TempFolder folder;
        const fs::path said = folder / "said";
        const int status = std::system(("env -u DISPLAY -u WAYLAND_DISPLAY " COLLIMATE_CLIENT " --data " +
                                        (folder / "data").string() + " 2> " + said.string())
                                           .c_str());
        CHECK(WEXITSTATUS(status) == 3);
        CHECK(bytes_of(said).find("collimate-cli practice") != std::string::npos);
    }
}
