// How often item analysis finds a wrong key, and how often it doubts a right one, in made-up exams: ours, Steiger's
// test of the two correlations (1980, equation 14; one-sided 5 %), and the usual rule of thumb, a distractor whose
// point-biserial is above the key's. One of the questions of each exam is scored by its most chosen distractor.
//   bench_key_doubt [EXAMS]   default 1000 of each kind
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/model/item_analysis.hpp"

using namespace collimate;

namespace {

struct ExamShape {
    const char* what;
    int candidates = 24;
    int items = 40;
    double spread = 0.9;                           ///< SD of ability, logits
    double pull = 0.3;                             ///< SD of how a distractor's charm changes with ability
    double slope_sd = 0.3;                         ///< of ln slope
    double wrong_slope = 1.0, wrong_place = -0.3;  ///< of the question with the wrong key
};

struct MadeExam {
    ResponseMatrix matrix;
    std::vector<ItemOptions> options;  ///< item 0 is scored by a distractor
};

MadeExam make_exam(const ExamShape& shape, std::uint64_t seed) {
    Random random(seed);
    std::vector<double> ability(static_cast<std::size_t>(shape.candidates));
    for (double& theta : ability) theta = shape.spread * random.normal();
    MadeExam made;
    std::vector<ResponseCell> cells;
    for (int item = 0; item < shape.items; ++item) {
        const bool wrong = item == 0;
        const double slope = wrong ? shape.wrong_slope : std::exp(shape.slope_sd * random.normal());
        const double place = wrong ? shape.wrong_place : -0.6 + 0.9 * random.normal();
        std::array<double, 3> charm{}, pull{};
        for (std::size_t d = 0; d < 3; ++d) {
            charm[d] = 0.8 * random.normal();
            pull[d] = shape.pull * random.normal();
        }
        const int key = wrong ? 1 + static_cast<int>(std::max_element(charm.begin(), charm.end()) - charm.begin()) : 0;
        for (const double theta : ability) {
            int chosen = 0;
            const bool knows = random.uniform() < 1.0 / (1.0 + std::exp(-slope * (theta - place)));
            if (!knows && random.uniform() >= 0.12) {  // some guess right
                std::array<double, 3> weight{};
                for (std::size_t d = 0; d < 3; ++d) weight[d] = std::exp(charm[d] + pull[d] * theta);
                double left = (weight[0] + weight[1] + weight[2]) * random.uniform();
                for (chosen = 1; chosen < 3 && (left -= weight[static_cast<std::size_t>(chosen - 1)]) >= 0.0;) ++chosen;
            }
            cells.emplace_back(chosen == key, chosen);
        }
        made.options.push_back({.options = 4, .keys = {key}});
    }
    made.matrix = ResponseMatrix(ability.size(), made.options.size(), std::move(cells));
    return made;
}

double steiger_z(const OptionAnalysis& distractor, const OptionAnalysis& key) {
    const double rd = *distractor.point_biserial.value;
    const double rk = *key.point_biserial.value;
    const double pd = *distractor.share.value;
    const double pk = *key.share.value;
    const double between = -std::sqrt(pd * pk / ((1.0 - pd) * (1.0 - pk)));
    const double square = 0.25 * (rd + rk) * (rd + rk);
    const double covariance =
        (between * (1.0 - 2.0 * square) - 0.5 * square * (1.0 - 2.0 * square - between * between)) /
        ((1.0 - square) * (1.0 - square));
    const double n = static_cast<double>(key.point_biserial.n);
    return std::sqrt((n - 3.0) / (2.0 - 2.0 * covariance)) * (std::atanh(rd) - std::atanh(rk));
}

struct Flags {
    bool ours = false, steiger = false, thumb = false;
};

Flags flags_of(const ItemAnalysis& item) {
    Flags flags{.ours = item.key_suspect.has_value()};
    const auto key = std::find_if(item.options.begin(), item.options.end(), [](const auto& o) { return o.key; });
    if (!key->point_biserial.value) return flags;
    for (const OptionAnalysis& option : item.options) {
        if (option.key || !option.option || !option.point_biserial.value) continue;
        flags.thumb |= *option.point_biserial.value > *key->point_biserial.value;
        flags.steiger |= steiger_z(option, *key) > 1.6448536269514722;
    }
    return flags;
}

void run(const ExamShape& shape, int exams) {
    std::array<int, 3> found{}, alarms{};
    for (int exam = 0; exam < exams; ++exam) {
        const MadeExam made = make_exam(shape, derive(7, static_cast<std::uint64_t>(exam)));
        const ResponseAnalysis analysis = analyze_responses(made.matrix, made.options);
        for (std::size_t item = 0; item < analysis.items.size(); ++item) {
            const Flags flags = flags_of(analysis.items[item]);
            auto& into = item == 0 ? found : alarms;
            into[0] += flags.ours;
            into[1] += flags.steiger;
            into[2] += flags.thumb;
        }
    }
    const auto share = [&](int count) { return static_cast<double>(count) / exams; };
    fmt::print("{:<44} ours {:.3f}, {:5.2f}   Steiger {:.3f}, {:5.2f}   thumb {:.3f}, {:5.2f}\n", shape.what,
               share(found[0]), share(alarms[0]), share(found[1]), share(alarms[1]), share(found[2]), share(alarms[2]));
}

}  // namespace

int main(int argc, char** argv) {
    const int exams = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1000;
    fmt::print("wrong keys found, false alarms an exam; {} exams of each kind\n", exams);
    for (const ExamShape& shape : std::initializer_list<ExamShape>{
             {.what = "24 x 40, a question that separates well", .wrong_slope = 2.0},
             {.what = "24 x 40, an ordinary question"},
             {.what = "24 x 40, an easy question", .wrong_place = -1.5},
             {.what = "24 x 40, a class much alike", .spread = 0.6},
             {.what = "24 x 40, distractors that draw the able", .pull = 0.8, .slope_sd = 0.4, .wrong_slope = 1.2},
             {.what = "30 x 100, an ordinary question", .candidates = 30, .items = 100, .pull = 0.5},
             {.what = "60 x 40, an ordinary question", .candidates = 60},
             {.what = "60 x 40, a hard one, distractors drawing the able",
             .candidates = 60,
             .pull = 0.8,
             .slope_sd = 0.4,
             .wrong_place = 0.6},
             {.what = "200 x 40, distractors that draw the able", .candidates = 200, .pull = 0.8, .slope_sd = 0.4}})
        run(shape, exams);
}
