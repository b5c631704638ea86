// One answer's update of the abilities and one forecast: microseconds, beside the budget of each.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "tests/support/candidate.hpp"

using namespace collimate;

namespace {

double microseconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count();
}

struct Cost {
    double median = 0.0;
    double dear = 0.0;  ///< 99th percentile
};

/// Every answer of `days` days of `answers` answers shown at once.
Cost answer_cost(const ExamFrame& frame, int days, int answers) {
    Ability ability(frame.category_of_leaf);
    testing::Candidate candidate(frame, 1);
    std::vector<double> took;
    for (Day day = 0; day < days; ++day)
        for (int i = 0; i < answers; ++i) {
            const Evidence e = candidate.answer_one();
            const auto start = std::chrono::steady_clock::now();
            ability.answer(day, &e);
            (void)ability.mean();
            took.push_back(microseconds_since(start));
        }
    std::sort(took.begin(), took.end());
    return {.median = took[took.size() / 2], .dear = took[took.size() * 99 / 100]};
}

/// A record of 100,000 answers, 50 a day, told without looking: milliseconds of each quarter, which are alike where the
/// cost does not grow with the log.
std::vector<double> replay_cost(const ExamFrame& frame) {
    constexpr int answers = 100'000;
    constexpr int quarter = answers / 4;
    testing::Candidate candidate(frame, 2);
    std::vector<Evidence> log;
    for (int i = 0; i < answers; ++i) log.push_back(candidate.answer_one());
    Ability ability(frame.category_of_leaf);
    std::vector<double> took;
    for (int from = 0; from < answers; from += quarter) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = from; i < from + quarter; ++i) ability.answer(i / 50, &log[static_cast<std::size_t>(i)]);
        (void)ability.mean();
        took.push_back(microseconds_since(start) / 1000.0);
    }
    return took;
}

template <class Run>
double cost_of(int times, const Run& run) {
    double kept = 0.0;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) kept += run(i);
    const double took = microseconds_since(start) / times;
    return kept == -1.0 ? 0.0 : took;  // the sum keeps the work from being dropped
}

}  // namespace

int main() {
    for (const int leaves_each : {6, 15}) {
        const ExamFrame frame = testing::even_frame(4, leaves_each, 0.8);
        const int leaves = 4 * leaves_each;
        for (const int answers : {10, 30, 60}) {
            const Cost cost = answer_cost(frame, 50, answers);
            fmt::print(
                "ability  {:3} leaves  one answer of a day of {:2}: median {:6.1f} us, 99 % under {:6.1f} us (budget "
                "100)\n",
                leaves, answers, cost.median, cost.dear);
        }
        const std::vector<double> replay = replay_cost(frame);
        fmt::print("ability  {:3} leaves  replay of 100,000 answers: {:.0f} ms (budget 1000); by quarter {:.0f}\n",
                   leaves, std::accumulate(replay.begin(), replay.end(), 0.0), fmt::join(replay, " "));
    }
    for (const auto& [categories, leaves_each] : {std::pair{4, 6}, std::pair{23, 1}, std::pair{4, 15}}) {
        const ExamFrame frame = testing::even_frame(categories, leaves_each, 0.8);
        Ability ability(frame.category_of_leaf);
        testing::Candidate(frame, 3).study(ability, 1, 200);
        (void)ability.mean();
        fmt::print(
            "forecast {:3} leaves, {:2} sections: {:6.1f} us (budget 1000); standings {:6.1f} us; link {:7.1f} us\n",
            ability.leaves(), categories,
            cost_of(2000, [&](int i) { return forecast(frame, ability, {.answers = static_cast<double>(i)}).p_pass; }),
            cost_of(500, [&](int) { return standings(frame, ability)[0].p_weak; }),
            cost_of(50, [&](int i) { return link_b_ref(frame, 0.6 + 0.005 * i); }));
    }
}
