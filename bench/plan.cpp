// Claim: the plan spends equal minutes better than the ways people study today. Simulated minds of nine families
// (simulate/learner.hpp), none of them our model, study up to exam day by several policies with the same seeds; what
// counts is the score they can truly expect then, in scaled points over due-first FSRS. The plan's constants were
// chosen on five families; the other four were held out.
//
//     bench_plan [people of each family] [people of each family beside the oracle]

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <thread>
#include <vector>

#include "bench/simulate/classmates.hpp"
#include "bench/simulate/cohort.hpp"
#include "bench/simulate/judge.hpp"
#include "bench/simulate/oracle.hpp"
#include "engine/base/index.hpp"
#include "engine/base/random.hpp"
#include "engine/model/fsrs.hpp"
#include "engine/study/plan.hpp"

using namespace collimate;
using namespace collimate::simulate;

namespace {

constexpr double share_on_task = 0.86;
constexpr double missed_days = 0.1;
constexpr double tag_right = 0.85;  ///< share of learning points named rightly by authors
constexpr int outlines = 8;
constexpr int oracle_every = 3;  ///< days between its looks into the mind

constexpr std::array chosen_on = {Family::traces, Family::clusters, Family::curves, Family::two_stage, Family::moods};
constexpr std::array held_out = {Family::misconceptions, Family::labels, Family::disuse, Family::confusions};

enum class Way { due, plan, weakest, random, new_then_oldest, oracle };
constexpr std::array<const char*, 6> way_names = {
    "due-first FSRS", "plan", "weakest by percent", "random", "new, then oldest", "oracle, sees the mind"};

struct Span {
    int days = 60;
    int minutes_a_day = 45;
};

/// A bank as its authors tagged it: the learning points of each question, some named wrongly.
std::vector<std::vector<int>> tags_of(const World& world, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::vector<int>> of_leaf(world.exam.leaves());
    for (std::size_t z = 0; z < world.concepts.size(); ++z)
        of_leaf[at(world.concepts[z].leaf)].push_back(static_cast<int>(z));
    std::vector<std::vector<int>> tags;
    for (const Question& question : world.bank) {
        std::vector<int>& own = tags.emplace_back();
        for (int i = 0; i < question.concepts; ++i) {
            const auto& among = of_leaf[at(question.leaf)];
            const int wrong = among[random.below(among.size())];
            const int tag = random.uniform() < tag_right ? question.concept_ids[at(i)] : wrong;
            if (std::find(own.begin(), own.end(), tag) == own.end()) own.push_back(tag);
        }
    }
    return tags;
}

/// Everything about a bank that its learners share.
struct Book {
    const World* world;
    Scale scale;
    ExamFrame frame;
    PlanSituation plan;  ///< before the first day

    Book(const World& of, Scale its_scale, std::uint64_t seed)
        : world(&of), scale(its_scale), frame(frame_of(of, authored_labels(of))) {
        plan.leaf_weight = of.exam.weight;
        plan.points.resize(of.concepts.size());
        const auto tags = tags_of(of, seed);
        for (std::size_t i = 0; i < tags.size(); ++i)
            plan.items.push_back({.leaf = of.bank[i].leaf, .points = tags[i]});
        weigh_points(plan);
    }
};

struct Seen {
    int times = 0;
    int last_day = 0;
    int due = 0;
    Memory memory;
};

/// Chance to remember the very wording, by a law that is not FSRS.
double remembered(const Seen& seen, int day) {
    if (seen.times == 0) return 0.0;
    const double elapsed = day - seen.last_day;
    return 0.95 * std::pow(1.0 + elapsed / (4.0 * seen.times * seen.times), -0.7);
}

/// One person studying by one policy.
class Student {
public:
    Student(const Book& book, Learner& learner, Way way, Family family, Span span, std::uint64_t seed)
        : book_(book),
          span_(span),
          learner_(learner),
          way_(way),
          sway_(family == Family::moods ? 0.35 : 0.0),
          seed_(seed),
          random_(derive(seed, 1)),
          pace_(std::exp(0.2 * Random(derive(seed, 2)).normal())),
          seen_(book.world->bank.size()),
          right_(book.frame.weight.size()),
          answers_(book.frame.weight.size()),
          met_(book.frame.weight.size()),
          plan_(book.plan),
          ability_(book.frame.category_of_leaf) {}

    void live() {
        for (int day = 1; day <= span_.days; ++day) {
            Random today(derive(seed_, static_cast<std::uint64_t>(100 + day)));
            mood_ = 0.8 * mood_ + 0.6 * sway_ * today.normal();
            if (today.uniform() >= missed_days) study(day);
            learner_.night();
        }
    }

private:
    void study(int day) {
        const int days_left = span_.days + 1 - day;
        double minutes = way_ == Way::plan ? minutes_for_day(span_.minutes_a_day, days_left) : span_.minutes_a_day;
        begin(day, days_left);
        while (minutes > 0.0) {
            const auto item = next(day);
            if (!item) return;
            minutes -= answer(*item, day);
        }
    }

    void begin(int day, int days_left) {
        if (way_ == Way::due) list_due(day);
        if (way_ == Way::plan) brief_plan(day, days_left);
        if (way_ == Way::oracle) look_into_mind(day, days_left);
    }

    std::optional<int> next(int day) {
        switch (way_) {
            case Way::due: {
                if (due_.empty()) return new_else_oldest(day, -1);
                const int item = due_.back();
                due_.pop_back();
                return item;
            }
            case Way::plan: {
                choice_ = chooser_->next();
                return choice_ ? std::optional(choice_->item) : std::nullopt;
            }
            case Way::weakest:
                return new_else_oldest(day, weakest_leaf(day));
            case Way::random:
                return any(day);
            case Way::new_then_oldest:
                return new_else_oldest(day, -1);
            case Way::oracle:
                return most_gained(day);
        }
        return std::nullopt;
    }

    /// Of the very wording.
    double remembers(int index, int day) const {
        return book_.world->bank[at(index)].redrawn ? 0.0 : remembered(seen_[at(index)], day);
    }

    double knows(int index, double memory) const {
        return memory + (1.0 - memory) * learner_.right(book_.world->bank[at(index)]);
    }

    /// Answers and reads the explanation; the minutes it took.
    double answer(int index, int day) {
        const Question& question = book_.world->bank[at(index)];
        Seen& seen = seen_[at(index)];
        const double attention = std::clamp(1.0 + mood_, 0.15, 1.2);
        const double memory = remembers(index, day);
        const bool right = random_.uniform() < knows(index, memory);
        const bool fresh = seen.times == 0 || question.redrawn;
        learner_.learn(question, right, std::min(1.0, attention) * (fresh ? 1.0 : 0.5));
        tell(question, index, day, right, fresh);
        seen.memory = review(default_fsrs(), seen.memory, seen.times == 0 ? 0 : day - seen.last_day,
                             right ? Rating::good : Rating::again);
        seen.due =
            day + static_cast<int>(std::max(1.0, std::round(interval(default_fsrs(), seen.memory.stability, 0.9))));
        seen.last_day = day;
        ++seen.times;
        return pace_ * (1.2 * (1.0 - 0.3 * memory) + (right ? 0.0 : 0.5)) / share_on_task;
    }

    void tell(const Question& question, int index, int day, bool right, bool fresh) {
        right_[at(question.leaf)] += right ? 1 : 0;
        ++answers_[at(question.leaf)];
        if (seen_[at(index)].times == 0) ++taken_, ++met_[at(question.leaf)];
        if (way_ != Way::plan) return;
        chooser_->take(*choice_, right);
        if (!fresh) return ability_.repeat(day);
        const Evidence evidence = {
            .leaf = question.leaf,
            .difficulty =
                shrunk_difficulty(question.label, book_.frame.difficulty_of(at(question.leaf)), authored_reliability),
            .chance = question.told_chance,
            .right = right};
        ability_.answer(day, &evidence);
    }

    double retrievability_of(std::size_t index, int day) const {
        const Seen& seen = seen_[index];
        return seen.times == 0 ? 0.0 : retrievability(default_fsrs(), day - seen.last_day, seen.memory.stability);
    }

    void list_due(int day) {
        std::vector<std::pair<double, int>> keyed;
        for (std::size_t i = 0; i < seen_.size(); ++i)
            if (seen_[i].times > 0 && seen_[i].due <= day)
                keyed.emplace_back(retrievability_of(i, day), static_cast<int>(i));
        std::sort(keyed.rbegin(), keyed.rend());
        due_.clear();
        for (const auto& [r, item] : keyed) due_.push_back(item);
    }

    /// The day's situation, as the desk makes it up.
    void brief_plan(int day, int days_left) {
        plan_.seed = derive(seed_, static_cast<std::uint64_t>(day));
        plan_.days_left = days_left;
        plan_.today = day;
        plan_.leaves_today.clear();
        plan_.answered_today = 0;
        plan_.since_new = 0;
        plan_.leaf_met.assign(plan_.leaf_weight.size(), false);
        for (PlanPoint& point : plan_.points) point.met_before = point.met > 0;
        for (std::size_t i = 0; i < plan_.items.size(); ++i) {
            PlanItem& item = plan_.items[i];
            const Question& question = book_.world->bank[i];
            const double b =
                shrunk_difficulty(question.label, book_.frame.difficulty_of(at(item.leaf)), authored_reliability);
            item.p_first = probability_right(ability_.mean()[at(item.leaf)], b, question.told_chance);
            item.retrievability = question.redrawn ? 0.0 : retrievability_of(i, day);
            item.open = true;
            item.drawn_anew = question.redrawn;
            item.due = item.seen && seen_[i].due <= day;
            if (item.seen) plan_.leaf_met[at(item.leaf)] = true;
        }
        chooser_.emplace(plan_);
    }

    void look_into_mind(int day, int days_left) {
        concepts_today_.assign(book_.world->concepts.size(), 0);
        if (day % oracle_every != 1 && !gains_.empty()) return;
        std::vector<bool> fresh;
        for (std::size_t i = 0; i < seen_.size(); ++i)
            fresh.push_back(seen_[i].times == 0 || book_.world->bank[i].redrawn);
        gains_ = exam_gains(*book_.world, learner_, fresh, days_left, derive(seed_, static_cast<std::uint64_t>(day)));
    }

    /// Greedy: most exam points a minute. Each meeting of a concept today is taken to halve what the next one gives,
    /// and a question once answered to give half until the next look.
    std::optional<int> most_gained(int day) {
        std::optional<int> best;
        double most = 0.0;
        for (int i = 0; i < static_cast<int>(seen_.size()); ++i) {
            if (seen_[at(i)].times > 0 && seen_[at(i)].last_day >= day) continue;
            const Question& question = book_.world->bank[at(i)];
            int met = 0;
            for (int k = 0; k < question.concepts; ++k)
                met = std::max(met, concepts_today_[at(question.concept_ids[at(k)])]);
            const double memory = remembers(i, day);
            const double value = std::ldexp(gains_[at(i)], -met) / minutes_needed(knows(i, memory), memory);
            if (!best || value > most) best = i, most = value;
        }
        if (!best) return best;
        const Question& question = book_.world->bank[at(*best)];
        for (int k = 0; k < question.concepts; ++k) ++concepts_today_[at(question.concept_ids[at(k)])];
        gains_[at(*best)] *= 0.5;
        return best;
    }

    /// New by blueprint, else the longest unseen; of one leaf, or of all where `leaf` is -1.
    std::optional<int> new_else_oldest(int day, int leaf) {
        std::vector<int> fresh(answers_.size());
        std::optional<int> oldest;
        for (int i = 0; i < static_cast<int>(seen_.size()); ++i) {
            const Seen& seen = seen_[at(i)];
            const int own = book_.world->bank[at(i)].leaf;
            if ((leaf >= 0 && own != leaf) || (seen.times > 0 && seen.last_day >= day)) continue;
            if (seen.times == 0)
                ++fresh[at(own)];
            else if (!oldest || seen.last_day < seen_[at(*oldest)].last_day)
                oldest = i;
        }
        const auto behind = [&](std::size_t l) { return book_.frame.weight[l] * (taken_ + 1) - met_[l]; };
        std::optional<std::size_t> best;
        for (std::size_t l = 0; l < fresh.size(); ++l)
            if (fresh[l] > 0 && (!best || behind(l) > behind(*best))) best = l;
        return best ? any_new(static_cast<int>(*best), fresh[*best]) : oldest;
    }

    /// One of the `count` new questions of a leaf.
    int any_new(int leaf, int count) {
        std::uint64_t left = random_.below(static_cast<std::uint64_t>(count));
        int i = 0;
        while (seen_[at(i)].times > 0 || book_.world->bank[at(i)].leaf != leaf || left-- > 0) ++i;
        return i;
    }

    int weakest_leaf(int day) const {
        std::vector<bool> open(answers_.size());
        for (std::size_t i = 0; i < seen_.size(); ++i)
            if (seen_[i].times == 0 || seen_[i].last_day < day) open[at(book_.world->bank[i].leaf)] = true;
        int weakest = -1;
        double least = 0.0;
        for (std::size_t leaf = 0; leaf < open.size(); ++leaf) {
            if (!open[leaf]) continue;
            const double percent = answers_[leaf] == 0 ? -1.0 : right_[leaf] / static_cast<double>(answers_[leaf]);
            if (weakest < 0 || percent < least) weakest = static_cast<int>(leaf), least = percent;
        }
        return weakest;
    }

    std::optional<int> any(int day) {
        for (int tries = 0; tries < 1000; ++tries) {
            const std::size_t i = random_.below(seen_.size());
            if (seen_[i].times == 0 || seen_[i].last_day < day) return static_cast<int>(i);
        }
        return std::nullopt;
    }

    const Book& book_;
    Span span_;
    Learner& learner_;
    Way way_;
    double sway_;
    std::uint64_t seed_;
    Random random_;
    double pace_;
    std::vector<Seen> seen_;
    std::vector<int> right_;
    std::vector<int> answers_;
    std::vector<int> met_;  ///< questions met, by leaf
    int taken_ = 0;
    std::vector<int> due_;  ///< the least retrievable last
    PlanSituation plan_;
    std::optional<PlanChooser> chooser_;  ///< of the day
    std::optional<PlanChoice> choice_;
    std::vector<double> gains_;        ///< of each question, to the oracle
    std::vector<int> concepts_today_;  ///< times met today
    Ability ability_;
    double mood_ = 0.0;
};

/// What each way came to for one person.
struct Outcome {
    Family family = Family::traces;
    std::vector<double> scaled;  ///< by way
    std::vector<double> p_pass;
};

struct Mean {
    double mean = 0.0;
    double se = 0.0;
};

template <class Value>
Mean mean_of(const std::vector<Outcome>& all, const Value& value) {
    double sum = 0.0;
    double squares = 0.0;
    for (const Outcome& outcome : all) sum += value(outcome), squares += value(outcome) * value(outcome);
    const double n = static_cast<double>(all.size());
    const double mean = sum / n;
    return {.mean = mean, .se = std::sqrt(std::max(0.0, squares / n - mean * mean) / (n - 1.0))};
}

/// Scaled points of a way over another.
Mean gain(const std::vector<Outcome>& all, std::size_t way, std::size_t over) {
    return mean_of(all, [&](const Outcome& o) { return o.scaled[way] - o.scaled[over]; });
}

double mean_p_pass(const std::vector<Outcome>& all, std::size_t way) {
    return mean_of(all, [&](const Outcome& o) { return o.p_pass[way]; }).mean;
}

/// Banks of one size, and all who study from them.
class Study {
public:
    explicit Study(int bank_size) : size_(bank_size) {
        for (const Family family : chosen_on) families_.push_back(family);
        for (const Family family : held_out) families_.push_back(family);
        cohort_ = recruit(
            {.families = families_, .people_each = 0, .worlds_each = outlines, .bank_size = bank_size, .seed = 3});
        for (std::size_t w = 0; w < cohort_.worlds.size(); ++w)
            books_.emplace_back(cohort_.worlds[w], cohort_.scales[w], derive(17, w));
    }

    [[nodiscard]] int size() const { return size_; }

    [[nodiscard]] std::vector<Outcome> run(const std::vector<Way>& ways, Span span, int people) const {
        std::vector<Outcome> outcomes(families_.size() * at(people));
        const unsigned hands = std::max(1u, std::thread::hardware_concurrency());
        std::vector<std::jthread> threads;
        for (unsigned hand = 0; hand < hands; ++hand)
            threads.emplace_back([&, hand] {
                for (std::size_t i = hand; i < outcomes.size(); i += hands)
                    outcomes[i] = live(i / at(people), i % at(people), ways, span);
            });
        threads.clear();
        return outcomes;
    }

private:
    [[nodiscard]] Outcome live(std::size_t family, std::size_t person, const std::vector<Way>& ways, Span span) const {
        const Book& book = books_[family * outlines + person % outlines];
        const std::uint64_t own = derive(derive(5, static_cast<std::uint64_t>(families_[family])), person);
        Outcome outcome = {.family = families_[family]};
        for (const Way way : ways) {
            const double level = Random(derive(own, 1)).normal();
            const auto learner = make_learner(outcome.family, *book.world, book.scale, level, derive(own, 2));
            Student(book, *learner, way, outcome.family, span, derive(own, 3)).live();
            const double raw = truth_of(*book.world, *learner, derive(own, 4)).raw;
            const double sd = std::sqrt(raw * (1.0 - raw) / book.frame.items);
            outcome.scaled.push_back(scaled_score(book.frame, raw));
            outcome.p_pass.push_back(0.5 * std::erfc((book.frame.cut - raw) / sd / std::sqrt(2.0)));
        }
        return outcome;
    }

    int size_;
    std::vector<Family> families_;
    Cohort cohort_;
    std::vector<Book> books_;
};

bool is_held_out(const Outcome& outcome) {
    return std::find(held_out.begin(), held_out.end(), outcome.family) != held_out.end();
}

template <class Wanted>
std::vector<Outcome> only(const std::vector<Outcome>& all, const Wanted& wanted) {
    std::vector<Outcome> chosen;
    std::copy_if(all.begin(), all.end(), std::back_inserter(chosen), wanted);
    return chosen;
}

void print_ways(const std::vector<Outcome>& all, const std::vector<Way>& ways) {
    const auto chosen = only(all, [](const Outcome& o) { return !is_held_out(o); });
    const auto other = only(all, is_held_out);
    fmt::print("{:22} {:>14} {:>14} {:>14} {:>8} {:>8}\n", "", "all", "chosen on", "held out", "score", "P(pass)");
    for (std::size_t way = 0; way < ways.size(); ++way) {
        fmt::print("{:22}", way_names[static_cast<std::size_t>(ways[way])]);
        for (const auto* group : {&all, &chosen, &other}) {
            const Mean points = gain(*group, way, 0);
            fmt::print(" {:>+7.2f} ({:.2f})", points.mean, points.se);
        }
        fmt::print(" {:>8.1f} {:>8.3f}\n", mean_of(all, [&](const Outcome& o) { return o.scaled[way]; }).mean,
                   mean_p_pass(all, way));
    }
}

template <class Print>
void each_family(const std::vector<Outcome>& all, const Print& print) {
    for (const Outcome* first = all.data(); first != all.data() + all.size();) {
        const auto own = only(all, [&](const Outcome& o) { return o.family == first->family; });
        fmt::print("  {:16}", name_of(first->family));
        print(own);
        fmt::print("\n");
        first += own.size();
    }
}

void report(const Study& study, int people) {
    const std::vector<Way> ways = {Way::due, Way::plan, Way::weakest, Way::random, Way::new_then_oldest};
    const auto all = study.run(ways, {}, people);
    fmt::print(
        "\nBank of {} questions, {} people, 60 days of 45 minutes; scaled points over due-first FSRS (standard "
        "error)\n",
        study.size(), all.size());
    print_ways(all, ways);
    each_family(all, [](const std::vector<Outcome>& own) {
        fmt::print(" plan {:+.2f} ({:.2f}), new then oldest {:+.2f}; plan over it {:+.2f} ({:.2f})",
                   gain(own, 1, 0).mean, gain(own, 1, 0).se, gain(own, 4, 0).mean, gain(own, 1, 4).mean,
                   gain(own, 1, 4).se);
    });
}

void report_oracle(const Study& study, int people) {
    const std::vector<Way> ways = {Way::due, Way::plan, Way::oracle};
    const auto all = study.run(ways, {}, people);
    fmt::print("\nThe same beside a greedy oracle, {} people\n", all.size());
    print_ways(all, ways);
    each_family(all, [](const std::vector<Outcome>& own) {
        fmt::print(" plan {:+.2f}, oracle {:+.2f} ({:.2f})", gain(own, 1, 0).mean, gain(own, 2, 0).mean,
                   gain(own, 2, 0).se);
    });
}

void report_spans(const Study& study, int people) {
    const std::vector<Way> ways = {Way::due, Way::plan, Way::weakest, Way::random};
    fmt::print(
        "\nOther spans, {} people of each family: points over due-first FSRS, P(pass) of due-first and of the plan\n",
        people);
    for (const int days : {30, 60, 120})
        for (const int minutes : {20, 45, 90}) {
            const auto all = study.run(ways, {.days = days, .minutes_a_day = minutes}, people);
            fmt::print(
                "  {:3} days of {:2} minutes: plan {:+.2f} ({:.2f}), weakest {:+.2f}, random {:+.2f}; {:.3f} {:.3f}\n",
                days, minutes, gain(all, 1, 0).mean, gain(all, 1, 0).se, gain(all, 2, 0).mean, gain(all, 3, 0).mean,
                mean_p_pass(all, 0), mean_p_pass(all, 1));
        }
}

void report_sizes(int people) {
    fmt::print("\nWhat a larger bank is worth, {} people of each family, 60 days of 45 minutes by the plan\n", people);
    for (const int size : {100, 200, 330, 500, 1000, 2000}) {
        const auto all = Study(size).run({Way::plan}, {}, people);
        fmt::print("  {:4} questions: score {:.2f}, P(pass) {:.3f}\n", size,
                   mean_of(all, [](const Outcome& o) { return o.scaled[0]; }).mean, mean_p_pass(all, 0));
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);  // hours may pass between two lines
    const int people = std::max(8, argc > 1 ? std::atoi(argv[1]) : 48);
    const int beside_oracle = std::max(8, argc > 2 ? std::atoi(argv[2]) : 16);
    for (const int bank_size : {1000, 330}) {
        const Study study(bank_size);
        report(study, people);
        report_oracle(study, beside_oracle);
        report_spans(study, people);
    }
    report_sizes(people);
}
