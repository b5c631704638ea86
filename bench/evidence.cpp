// Claim: the forecast is calibrated and the lists of weak topics hold on candidates who are not our model. Simulated
// minds of seven families (simulate/learner.hpp) study, the model hears their answers, and what it says is held against
// what they truly can do. Beside each figure: the chance floor of a perfect forecaster, or the simpler way.
//
//     bench_evidence [people of each family]

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/simulate/judge.hpp"
#include "bench/simulate/measure.hpp"

using namespace collimate;
using namespace collimate::simulate;

namespace {

const std::vector<int> counts = {50, 200, 800};
constexpr double z_80 = 1.2815515655446004;

/// One look at one person.
struct Sight {
    Family family = Family::traces;
    bool weaker = false;
    int answers = 0;
    double pass_rate = 0.0;
    Look look;
};

using Sights = std::vector<Sight>;

Sights observe(const Cohort& cohort) {
    Sights sights;
    for (const Person& person : cohort.people) {
        const auto looks = judge(cohort, person);
        for (std::size_t i = 0; i < looks.size(); ++i)
            sights.push_back({.family = person.family,
                              .weaker = person.weaker,
                              .answers = person.life.checkpoints[i].answers,
                              .pass_rate = cohort.worlds[person.world].exam.pass_rate,
                              .look = looks[i]});
    }
    return sights;
}

template <class Wanted>
Sights only(const Sights& sights, const Wanted& wanted) {
    Sights chosen;
    std::copy_if(sights.begin(), sights.end(), std::back_inserter(chosen), wanted);
    return chosen;
}

Sights after(const Sights& sights, int answers) {
    return only(sights, [&](const Sight& sight) { return sight.answers == answers; });
}

template <class Value>
double mean(const Sights& sights, const Value& value) {
    double sum = 0.0;
    for (const Sight& sight : sights) sum += value(sight);
    return sum / static_cast<double>(std::max<std::size_t>(1, sights.size()));
}

using When = Statement Look::*;

std::vector<Told> told(const Sights& sights, When when) {
    std::vector<Told> all;
    for (const Sight& sight : sights) all.push_back({(sight.look.*when).p_pass, (sight.look.*when).passed});
    return all;
}

/// 1 - Brier score / that of telling everyone the national pass rate.
double brier_skill(const Sights& sights, When when) {
    std::vector<Told> national;
    for (const Sight& sight : sights) national.push_back({sight.pass_rate, (sight.look.*when).passed});
    return 1.0 - brier(told(sights, when)) / brier(national);
}

double bias(const Sights& sights, When when) {
    return mean(sights, [&](const Sight& s) { return (s.look.*when).raw - (s.look.*when).true_raw; });
}

double rms_error(const Sights& sights, When when) {
    return std::sqrt(
        mean(sights, [&](const Sight& s) { return std::pow((s.look.*when).raw - (s.look.*when).true_raw, 2); }));
}

double coverage(const Sights& sights, When when) {
    return mean(sights, [&](const Sight& s) {
        const Statement& said = s.look.*when;
        return std::abs(said.form - said.raw) <= z_80 * said.raw_sd ? 1.0 : 0.0;
    });
}

constexpr std::array<std::pair<When, const char*>, 2> moments = {
    {{&Look::today, "today"}, {&Look::exam_day, "exam day"}}};

void print_forecast(const Sights& sights) {
    fmt::print("{:>8} {:9} {:>6} {:>6} {:>6} {:>6} {:>7} {:>7} {:>8} {:>7} {:>7}\n", "answers", "moment", "N", "told",
               "came", "ECE", "(floor)", "Brier", "cover 80", "error", "rms");
    for (const int answers : counts)
        for (const auto& [when, name] : moments) {
            const Sights here = after(sights, answers);
            const auto all = told(here, when);
            fmt::print("{:>8} {:9} {:>6} {:>6.3f} {:>6.3f} {:>6.3f} {:>7.3f} {:>7.2f} {:>8.3f} {:>+7.3f} {:>7.3f}\n",
                       answers, name, here.size(), mean(here, [&](const Sight& s) { return (s.look.*when).p_pass; }),
                       mean(here, [&](const Sight& s) { return (s.look.*when).passed ? 1.0 : 0.0; }),
                       calibration_error(all), chance_floor(all, 1), brier_skill(here, when), coverage(here, when),
                       bias(here, when), rms_error(here, when));
        }
}

void print_reliability(const Sights& sights, int answers) {
    for (const auto& [when, name] : moments) {
        fmt::print("  {} answers, {:9} told/came (count):", answers, name);
        for (const Bin& bin : reliability(told(after(sights, answers), when)))
            if (bin.count > 0) fmt::print("  {:.2f}/{:.2f} ({})", bin.told, bin.came, bin.count);
        fmt::print("\n");
    }
}

double precision_at_five(const Sights& sights, double Precision::*way) {
    return mean(sights, [&](const Sight& s) { return s.look.at_five.*way; });
}

/// With the shrinkage that suits these candidates best.
double precision_of_whole_bank(const Sights& sights) {
    double best = 0.0;
    for (std::size_t k = 0; k < bank_shrinkages.size(); ++k)
        best = std::max(best, mean(sights, [&](const Sight& s) { return s.look.at_five.whole_bank[k]; }));
    return best;
}

void print_families(const Sights& sights) {
    fmt::print("{:16} {:10}", "family", "");
    for (const int answers : counts) fmt::print("  {:>4}: today  exam d.", answers);
    fmt::print("   cover at 200   at 5, ours - weight\n");
    for (const Family family : all_families) {
        const Sights own = only(sights, [&](const Sight& s) { return s.family == family; });
        if (own.empty()) continue;
        fmt::print("{:16} {:10}", name_of(family), tuned_on(family) ? "tuned on" : "held out");
        for (const int answers : counts)
            for (const auto& moment : moments) fmt::print("    {:>+.3f}", bias(after(own, answers), moment.first));
        for (const auto& moment : moments) fmt::print("   {:.2f}", coverage(after(own, 200), moment.first));
        for (const int answers : counts) {
            const Sights here = after(own, answers);
            fmt::print("  {:+.3f}",
                       precision_at_five(here, &Precision::model) - precision_at_five(here, &Precision::weight));
        }
        fmt::print("\n");
    }
}

void print_topics(const Sights& sights) {
    fmt::print("{:>8} {:>6} {:>7} | {:>6} {:>6} {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6}\n", "answers", "N", "used up",
               "ours", "weight", "raw %", "shrunk", "mind", "named", "truly", "raw %");
    for (const int answers : counts) {
        const Sights here = after(sights, answers);
        const auto weaker = [&](int WeakerList::*what) {
            return mean(here, [&](const Sight& s) { return static_cast<double>(s.look.weaker.*what); });
        };
        const double named = weaker(&WeakerList::named);
        fmt::print("{:>8} {:>6} {:>7.2f} | {:>6.3f} {:>6.3f} {:>6.3f} {:>6.3f} {:>6.3f} | {:>6.2f}", answers,
                   here.size(), mean(here, [](const Sight& s) { return s.look.used_up ? 1.0 : 0.0; }),
                   precision_at_five(here, &Precision::model), precision_at_five(here, &Precision::weight),
                   precision_at_five(here, &Precision::raw_percent),
                   precision_at_five(here, &Precision::shrunk_percent), precision_of_whole_bank(here), named);
        if (named > 0.0)
            fmt::print(" {:>6.3f} {:>6.3f}", weaker(&WeakerList::truly) / named,
                       weaker(&WeakerList::by_raw_percent) / named);
        fmt::print("\n");
    }
}

void print_repeats(const Sights& sights) {
    for (const int answers : counts) {
        const Sights here = after(sights, answers);
        fmt::print(
            "{:>8} answers, used up by {:.2f}: share right of all answers {:+.3f}, of first exposures {:+.3f}, "
            "our forecast {:+.3f}; exam day {:+.3f}\n",
            answers, mean(here, [](const Sight& s) { return s.look.used_up ? 1.0 : 0.0; }),
            mean(here, [](const Sight& s) { return s.look.all_percent - s.look.today.true_raw; }),
            mean(here, [](const Sight& s) { return s.look.first_percent - s.look.today.true_raw; }),
            bias(here, &Look::today), bias(here, &Look::exam_day));
    }
}

void report(const Sights& sights, const char* title, bool tuned) {
    const Sights group = only(sights, [&](const Sight& s) { return tuned_on(s.family) == tuned; });
    if (group.empty()) return;
    fmt::print("\n{}, {}\n", title, tuned ? "families the constants were chosen on" : "HELD-OUT FAMILIES");
    print_forecast(group);
    if (!tuned)
        for (const int answers : counts) print_reliability(group, answers);
    fmt::print(
        "points lost, precision at 5 (mind: who knows the true chance on every question of the bank) | weaker than the "
        "rest: named, share truly weaker, as many by raw percent\n");
    print_topics(group);
}

Sights study(std::vector<Family> families, int people, int bank_size, int classmates = 0) {
    return observe(recruit({.families = std::move(families),
                            .people_each = people,
                            .bank_size = bank_size,
                            .classmates = classmates,
                            .counts = counts,
                            .seed = 2}));
}

}  // namespace

int main(int argc, char** argv) {
    const int people = std::max(8, argc > 1 ? std::atoi(argv[1]) : 500);
    const std::vector<Family> families(all_families.begin(), all_families.end());
    fmt::print("{} candidates of each family; half of them start {} SD below what the model is told\n", people,
               weaker_by);
    for (const int classmates : {0, 60})
        for (const int bank_size : {1000, 330}) {
            const Sights sights = study(families, people, bank_size, classmates);
            std::string title = fmt::format("Bank of {} questions", bank_size);
            if (classmates > 0) title += fmt::format(", calibrated on {} earlier candidates", classmates);
            for (const bool tuned : {true, false}) report(sights, title.c_str(), tuned);
            fmt::print("\nForecast of raw score minus truth, by family\n");
            print_families(sights);
        }
    fmt::print("\nOld questions repeated: a bank of 120. Error of each as an estimate of the score today\n");
    print_repeats(study(families, people / 2, 120));
}
