// Fitting FSRS-6 to simulated logs of people who differ as the published collections do: seconds, and the share of what
// can be gained over the defaults on new reviews of the same person, beside @open-spaced-repetition/binding. And what
// scheduling costs, beside it and ts-fsrs.
// bench_fit [SEEDS] [FOLDER] [MOST], the folder being one where the npm packages were installed (see fit_peer.mjs); logs
// of more than MOST reviews are left out.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/support/review_simulator.hpp"

using namespace collimate;
using namespace collimate::test;

namespace {

constexpr std::size_t fresh_reviews = 100'000;

struct Estimate {
    FsrsParameters parameters = default_fsrs();
    double seconds = 0.0;      ///< to fit
    double cpu_seconds = 0.0;  ///< of all threads, what a busy machine tells best
    double preparing = 0.0;    ///< seconds
};

struct Person {
    FsrsParameters truth;
    std::vector<Review> reviews;
    ReviewLog fresh;
};

/// Families: the published spread; half of it; and, unlike the prior, each parameter even between its bounds' middle
/// parts.
enum class Family { published, near_defaults, even };

FsrsParameters truth_of(Family family, Random& random) {
    if (family != Family::even) return someone(random, family == Family::published ? 1.0 : 0.5);
    FsrsParameters w = default_fsrs();
    for (std::size_t i = 0; i < w.size(); ++i) {
        const double u = random.uniform();
        w[i] = i < 4 ? w[i] * std::exp(std::log(16.0) * (u - 0.5))
                     : least_fsrs()[i] + (0.05 + 0.45 * u) * (most_fsrs()[i] - least_fsrs()[i]);
    }
    w[4] = 4.0 + 4.0 * random.uniform();
    std::sort(w.begin(), w.begin() + 4);
    return w;
}

Person person_of(Family family, std::size_t count, std::uint64_t seed) {
    Random random(derive(seed, 1));
    Person person{.truth = truth_of(family, random)};
    person.reviews = ReviewSimulator(person.truth, derive(seed, 2)).reviews(count);
    const std::vector<Review> fresh = ReviewSimulator(person.truth, derive(seed, 3)).reviews(fresh_reviews);
    person.fresh = review_log(fresh, cards_of(fresh), 1.0);
    return person;
}

Estimate ours(const Person& person) {
    const std::size_t cards = cards_of(person.reviews);
    const auto start = std::chrono::steady_clock::now();
    const ReviewLog log = review_log(person.reviews, cards, 0.8);
    Estimate estimate{.preparing = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()};
    const std::clock_t cpu = std::clock();
    estimate.parameters = fit_fsrs(log, FitTo::all)->parameters;
    estimate.cpu_seconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    estimate.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() - estimate.preparing;
    return estimate;
}

/// Absent where Node or the package is.
std::vector<Estimate> theirs(const std::string& folder, const Person& person) {
    const std::filesystem::path at = std::filesystem::temp_directory_path() / "collimate_bench_fit";
    std::filesystem::create_directories(at);
    {
        std::ofstream out(at / "log.csv");
        out << "card_id,review_time_unix,rating,elapsed_days\n";
        for (const Review& r : person.reviews)
            out << r.card << ',' << r.time_s << ',' << static_cast<int>(r.rating) << ',' << r.elapsed_days << '\n';
    }
    const std::string out = (at / "out.txt").string();
    const std::string command = fmt::format("echo {} | node {}/bench/fit_peer.mjs {} > {}", (at / "log.csv").string(),
                                            COLLIMATE_SOURCE_DIR, folder, out);
    if (std::system(command.c_str()) != 0) return {};
    std::ifstream in(out);
    Estimate estimate;
    in >> estimate.preparing >> estimate.seconds >> estimate.cpu_seconds;
    for (double& w : estimate.parameters) in >> w;
    if (!in) return {};
    return {estimate};
}

/// Of one way of fitting, over people.
struct Tally {
    double gained = 0.0;
    int worse = 0;
    std::vector<double> seconds;
    std::vector<double> cpu_seconds;
    std::vector<double> preparing;

    void add(const Estimate& estimate, const Person& person, double usual) {
        const double gain = usual - log_loss(person.fresh, LogPart::train, estimate.parameters).mean();
        gained += gain;
        worse += gain < 0.0 ? 1 : 0;
        seconds.push_back(estimate.seconds);
        cpu_seconds.push_back(estimate.cpu_seconds);
        preparing.push_back(estimate.preparing);
    }
};

double median(std::vector<double> values) {
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

void print(const char* who, std::size_t count, const Tally& tally, double possible) {
    const double people = static_cast<double>(tally.seconds.size());
    fmt::print("{:9} {:8} reviews: {:5.1f} % of the gain possible ({:.4f} a review), worse than the defaults {:2} of {}; "
               "{:.4f} s to fit ({:.4f} s of CPU), {:.4f} s to prepare\n",
               who, count, 100.0 * tally.gained / possible, possible / people, tally.worse, people,
               median(tally.seconds), median(tally.cpu_seconds), median(tally.preparing));
    std::fflush(stdout);
}

void compare(Family family, std::size_t count, int people, const std::string& folder) {
    Tally our_tally;
    Tally their_tally;
    double possible = 0.0;
    for (int seed = 0; seed < people; ++seed) {
        const Person person = person_of(family, count, static_cast<std::uint64_t>(seed));
        const double usual = log_loss(person.fresh, LogPart::train, default_fsrs()).mean();
        possible += usual - log_loss(person.fresh, LogPart::train, person.truth).mean();
        our_tally.add(ours(person), person, usual);
        if (!folder.empty())
            for (const Estimate& estimate : theirs(folder, person)) their_tally.add(estimate, person, usual);
    }
    print("collimate", count, our_tally, possible);
    if (their_tally.seconds.size() == our_tally.seconds.size()) print("binding", count, their_tally, possible);
}

// ---- scheduling, choosing, memory ------------------------------------------------------------------------------------

double cpu_seconds(const std::clock_t& from) { return static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC; }

struct Scheduled {
    std::vector<Memory> memory;
    std::vector<double> days;
};

Scheduled some_memories(std::size_t count) {
    Random random(1);
    Scheduled all;
    for (std::size_t i = 0; i < count; ++i) {
        all.memory.push_back({.stability = 1.0 + 50.0 * random.uniform(), .difficulty = 1.0 + 9.0 * random.uniform()});
        all.days.push_back(1.0 + std::floor(40.0 * random.uniform()));
    }
    return all;
}

/// What each of the four answers would lead to, with its interval.
void bench_scheduling(const Scheduled& all) {
    double sum = 0.0;
    const std::clock_t from = std::clock();
    for (std::size_t i = 0; i < all.memory.size(); ++i)
        for (const Memory& next : reviews(default_fsrs(), all.memory[i], all.days[i]))
            sum += next.difficulty + interval(default_fsrs(), next.stability, 0.9);
    fmt::print("scheduling: {:.1f} million four-grade reviews a CPU second, one thread (sum {:.0f}); goal 5\n",
               static_cast<double>(all.memory.size()) / cpu_seconds(from) / 1e6, sum);
}

/// The least retrievable; elapsed over stability orders them as retrievability does.
void bench_choosing(const Scheduled& all) {
    constexpr std::size_t wanted = 200;
    using Candidate = std::pair<double, std::size_t>;
    const std::clock_t from = std::clock();
    std::vector<Candidate> best;
    const auto least_urgent_first = std::greater<>();
    for (std::size_t i = 0; i < all.memory.size(); ++i) {
        const double urgency = all.days[i] / all.memory[i].stability;
        if (best.size() == wanted && urgency <= best.front().first) continue;
        if (best.size() == wanted) {
            std::pop_heap(best.begin(), best.end(), least_urgent_first);
            best.pop_back();
        }
        best.emplace_back(urgency, i);
        std::push_heap(best.begin(), best.end(), least_urgent_first);
    }
    std::sort_heap(best.begin(), best.end(), least_urgent_first);
    const Candidate& last = best.back();
    fmt::print("the {} most forgotten of {}: {:.1f} ms of CPU (the last at {:.3f}); goal 6 ms\n", best.size(),
               all.memory.size(), 1000.0 * cpu_seconds(from),
               retrievability(default_fsrs(), all.days[last.second], all.memory[last.second].stability));
}

/// kB of /proc/self/status.
double status_kb(const std::string& field) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.rfind(field + ":", 0) == 0) return std::stod(line.substr(field.size() + 1));
    return 0.0;
}

/// Beyond the reviews themselves, which the caller holds: the log that is fitted and all that the fit needs.
void bench_memory(std::size_t count) {
    Random random(5);
    const std::vector<Review> reviews = ReviewSimulator(someone(random), 5).reviews(count);
    std::ofstream("/proc/self/clear_refs") << 5;  // the peak starts anew
    const double before = status_kb("VmRSS");
    const ReviewLog log = review_log(reviews, cards_of(reviews), 0.8);
    const bool fitted = fit_fsrs(log, FitTo::all)->outcome == FitOutcome::fitted;
    const double own = (status_kb("VmHWM") - before) * 1024.0 / static_cast<double>(reviews.size());
    fmt::print("memory while fitting {} reviews: {:.0f} bytes a review beside the {} of the review itself{}; goal 200\n",
               reviews.size(), std::max(0.0, own), sizeof(Review), fitted ? "" : " (defaults kept)");
}

}  // namespace

int main(int argc, char** argv) {
    const int people = argc > 1 ? std::atoi(argv[1]) : 20;
    const std::string folder = argc > 2 ? argv[2] : "";
    const std::size_t most = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 1'000'000;
    if (folder.empty()) fmt::print("no folder with @open-spaced-repetition/binding named: the peer is left out\n");
    bench_memory(1'000'000);
    const Scheduled memories = some_memories(1'000'000);
    bench_scheduling(memories);
    bench_choosing(memories);
    if (!folder.empty())
        if (std::system(fmt::format("node {}/bench/fit_peer.mjs {} schedule", COLLIMATE_SOURCE_DIR, folder).c_str()) != 0)
            fmt::print("the peers' scheduling could not be run\n");
    const std::pair<Family, const char*> families[] = {{Family::published, "parameters spread as published"},
                                                       {Family::near_defaults, "half that spread"},
                                                       {Family::even, "parameters even over half their bounds"}};
    for (const auto& [family, name] : families) {
        fmt::print("{}\n", name);
        for (const std::size_t count : {1'000UL, 10'000UL, 100'000UL, 1'000'000UL})
            if (count <= most) compare(family, count, people, folder);
    }
}
