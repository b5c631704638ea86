// A durable answer beside a raw 4 kB write plus fdatasync on the same file system, interleaved in one run.
//   bench_durable [FOLDER]     default: the current folder, since /tmp is often memory
#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <vector>

#include "engine/record/record.hpp"

using namespace collimate;
namespace fs = std::filesystem;

namespace {

template <class Work>
double milliseconds(Work&& work) {
    const auto before = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Answered answer(int number) {
    return {.item = "ct-ip-" + std::to_string(1000 + number % 300),
            .area = "IP.1.B",
            .chance = 0.25,
            .letters = "b",
            .right = number % 3 != 0,
            .elapsed_ms = 41'000};
}

}  // namespace

int main(int argc, char** argv) {
    const fs::path folder = fs::path(argc > 1 ? argv[1] : ".") / ("collimate-bench-" + std::to_string(getpid()));
    fs::create_directories(folder);
    constexpr int answers = 2000;
    std::vector<double> ours;
    std::vector<double> raw;
    {
        Record record = Record::open(folder / "record.collimate",
                                     {.candidate = std::string(32, '0'), .device = std::string(32, '1')},
                                     {.ms = 1'800'000'000'000, .day = 20'833});
        const int file = open((folder / "raw").c_str(), O_CREAT | O_WRONLY, 0600);
        std::array<char, 4096> page{};
        for (int number = 0; number < answers; ++number) {
            const Now now{.ms = 1'800'000'000'000 + number * 60'000, .day = 20'833};
            ours.push_back(milliseconds([&] { record.append("arrt-ct", answer(number), now); }));
            raw.push_back(milliseconds([&] {
                if (write(file, page.data(), page.size()) != static_cast<ssize_t>(page.size()) || fdatasync(file) != 0)
                    std::exit(3);
            }));
        }
        close(file);
    }
    double ours_total = 0.0;
    double raw_total = 0.0;
    for (const double ms : ours) ours_total += ms;
    for (const double ms : raw) raw_total += ms;
    fmt::print(
        "durable answer, {} interleaved: median {:.3f} ms, raw 4 kB write + fdatasync {:.3f} ms, ratio {:.2f} (goal "
        "1.2); "
        "mean {:.3f} and {:.3f} ms, ratio {:.2f}\n",
        answers, median(ours), median(raw), median(ours) / median(raw), ours_total / answers, raw_total / answers,
        ours_total / raw_total);
    fs::remove_all(folder);
}
