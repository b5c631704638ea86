// What a class's answers say of items and candidates: item analysis, Rasch and two-parameter calibration with standard
// errors, each beside its budget; then, where R is installed, its packages on matrices of the same kind, and the
// largest difference between their numbers and ours on one matrix.
//   bench_class_numbers [--alone]   without R

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include "engine/model/calibration.hpp"
#include "engine/model/item_analysis.hpp"
#include "tests/support/simulated_class.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

constexpr int rounds = 7;

/// Milliseconds of the fastest and of the middle of `rounds` runs, and the least of the processor: other work on the
/// machine only ever adds.
struct Time {
    double least = 0.0;
    double median = 0.0;
    double processor = 0.0;
};

/// Milliseconds that this process has had of all processors.
double processor_time() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto milliseconds = [](const timeval& time) {
        return 1e3 * static_cast<double>(time.tv_sec) + 1e-3 * static_cast<double>(time.tv_usec);
    };
    return milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
}

Time time_of(const std::function<void()>& work) {
    std::vector<double> took;
    double processor = std::numeric_limits<double>::infinity();
    for (int round = 0; round < rounds; ++round) {
        const double before = processor_time();
        const auto start = std::chrono::steady_clock::now();
        work();
        processor = std::min(processor, processor_time() - before);
        took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(took.begin(), took.end());
    return {.least = took.front(), .median = took[took.size() / 2], .processor = processor};
}

void print(const char* what, const Time& time, double budget) {
    fmt::print("{:<58} {:8.1f} ms  (median {:.1f}, processor {:.1f}; budget {:.0f})\n", what, time.least,
               time.median, time.processor, budget);
}

void bench_items(const char* what, const ClassShape& shape, double budget) {
    const SimulatedClass made = simulated_class(shape, 1);
    double sum = 0.0;
    print(what, time_of([&] { sum += *analyze_responses(made.matrix, made.options).form.kr20.value; }), budget);
}

struct Recovery {
    double difficulty = 0.0;
    double log_slope = 0.0;
};

Recovery recovery_of(const Calibration& calibration, const SimulatedClass& made) {
    std::vector<double> b, log_a, truth;
    for (std::size_t j = 0; j < made.difficulty.size(); ++j) {
        b.push_back(calibration.items[j].difficulty.value_or(0.0));
        log_a.push_back(std::log(calibration.items[j].slope));
        truth.push_back(std::log(made.slope[j]));
    }
    return {.difficulty = centered_rmse(b, made.difficulty), .log_slope = centered_rmse(log_a, truth)};
}

void bench_calibration(const char* what, const ClassShape& shape, const CalibrationOptions& options, double budget) {
    const SimulatedClass made = simulated_class(shape, 2);
    Calibration calibration;
    print(what, time_of([&] { calibration = calibrate(made.matrix, options); }), budget);
    const Recovery found = recovery_of(calibration, made);
    fmt::print("    {} passes, {}; RMSE b {:.4f}", calibration.iterations,
               calibration.converged ? "converged" : "NOT converged", found.difficulty);
    if (options.model == ItemModel::two_parameter) fmt::print(", ln a {:.4f}", found.log_slope);
    fmt::print("; first standard error {:.4f}\n", calibration.items[0].difficulty_se.value_or(-1.0));
    CalibrationOptions plain = options;
    plain.accelerated = false;
    const auto start = std::chrono::steady_clock::now();
    const Calibration by_em = calibrate(made.matrix, plain);
    const double took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    const Recovery em = recovery_of(by_em, made);
    fmt::print("    plain EM: {:.1f} ms, {} passes; RMSE b {:.4f}", took, by_em.iterations, em.difficulty);
    if (options.model == ItemModel::two_parameter) fmt::print(", ln a {:.4f}", em.log_slope);
    fmt::print("; log-likelihood {:+.2e} of ours\n", by_em.log_likelihood - calibration.log_likelihood);
}

/// A matrix and what we make of it, for the peer to make the same of.
void write_for_peer(const std::filesystem::path& folder) {
    const SimulatedClass made = simulated_class({.candidates = 500, .items = 100}, 3);
    const ResponseAnalysis analysis = analyze_responses(made.matrix, made.options);
    std::ofstream matrix(folder / "matrix.csv");
    std::ofstream ours(folder / "ours.csv");
    for (std::size_t i = 0; i < made.matrix.candidates(); ++i)
        for (std::size_t j = 0; j < made.matrix.items(); ++j)
            matrix << made.matrix.column(j).cells[i].right() << (j + 1 < made.matrix.items() ? ',' : '\n');
    for (const ItemAnalysis& item : analysis.items)
        ours << fmt::format("{:.17g},{:.17g},{:.17g}\n", *item.facility.value, *item.point_biserial.value,
                            *analysis.form.kr20.value);
}

int run_peer() {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / fmt::format("collimate-{}", getpid());
    std::filesystem::create_directories(folder);
    write_for_peer(folder);
    const std::string command = "Rscript --vanilla " COLLIMATE_SOURCE_DIR "/bench/class_numbers_peer.R " + folder.string();
    std::fflush(stdout);
    const int status = std::system(command.c_str());
    std::filesystem::remove_all(folder);
    return status == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    bench_items("item analysis 30,000 x 500 with options", {.candidates = 30'000, .items = 500}, 50);
    bench_items("item analysis 3,000 x 1,000 with options", {.candidates = 3'000, .items = 1'000}, 10);
    bench_items("item analysis 5,000 x 2,000, 200 items each", {.candidates = 5'000, .items = 2'000, .items_each = 200}, 50);
    bench_calibration("Rasch 30,000 x 500", {.candidates = 30'000, .items = 500}, {}, 500);
    bench_calibration("Rasch 5,000 x 2,000, 200 items each",
                      {.candidates = 5'000, .items = 2'000, .items_each = 200}, {}, 200);
    bench_calibration("two-parameter 3,000 x 200", {.candidates = 3'000, .items = 200, .slope_sd = 0.3},
                      {.model = ItemModel::two_parameter}, 150);
    if (argc > 1 && std::string(argv[1]) == "--alone") return 0;
    if (std::system("command -v Rscript >/dev/null") != 0) {
        fmt::print("R is not installed (r-base-core r-cran-psych r-cran-psychotools): the peers are left out\n");
        return 0;
    }
    return run_peer();
}
