#include "bench/simulate/judge.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace collimate::simulate {
namespace {

constexpr std::size_t listed = 5;
constexpr double shrunk_by = 10.0;
constexpr double weaker_from = 0.7;  // as the desk names leaves

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// Share right by leaf and in all.
struct Percent {
    explicit Percent(std::size_t leaves) : right(leaves), answers(leaves) {}
    void count(int leaf, bool was_right) {
        right[at(leaf)] += was_right ? 1.0 : 0.0;
        answers[at(leaf)] += 1.0;
    }
    [[nodiscard]] double whole() const {
        const double n = std::accumulate(answers.begin(), answers.end(), 0.0);
        return n > 0.0 ? std::accumulate(right.begin(), right.end(), 0.0) / n : 0.0;
    }
    [[nodiscard]] double of(std::size_t leaf, double shrink) const {
        return answers[leaf] + shrink > 0.0 ? (right[leaf] + shrink * whole()) / (answers[leaf] + shrink) : 1.0;
    }
    std::vector<double> right;
    std::vector<double> answers;
};

/// Leaves by falling value.
std::vector<std::size_t> order_by(const std::vector<double>& value) {
    std::vector<std::size_t> order(value.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return value[a] > value[b]; });
    return order;
}

double shared(const std::vector<double>& ours, const std::vector<double>& truth) {
    const auto a = order_by(ours);
    const auto b = order_by(truth);
    const std::size_t n = std::min(listed, a.size());
    double both = 0.0;
    for (std::size_t i = 0; i < n; ++i)
        both += std::find(b.begin(), b.begin() + static_cast<std::ptrdiff_t>(n), a[i]) !=
                        b.begin() + static_cast<std::ptrdiff_t>(n)
                    ? 1.0
                    : 0.0;
    return both / static_cast<double>(n);
}

template <class Value>
std::vector<double> each_leaf(const Exam& exam, const Value& value) {
    std::vector<double> all(exam.leaves());
    for (std::size_t leaf = 0; leaf < all.size(); ++leaf) all[leaf] = value(leaf);
    return all;
}

Precision precision(const Exam& exam, const std::vector<LeafStanding>& standings, const Percent& percent,
                    const Percent& bank, const Truth& truth) {
    const auto lost = each_leaf(exam, [&](std::size_t i) { return exam.weight[i] * (1.0 - truth.leaf[i]); });
    const auto by_share = [&](const Percent& share, double shrink) {
        return shared(each_leaf(exam, [&](std::size_t i) { return exam.weight[i] * (1.0 - share.of(i, shrink)); }),
                      lost);
    };
    Precision at_five = {
        .model = shared(each_leaf(exam, [&](std::size_t i) { return standings[i].points_lost; }), lost),
        .weight = shared(exam.weight, lost),
        .raw_percent = shared(each_leaf(exam, [&](std::size_t i) { return -percent.of(i, 0.0); }), lost),
        .shrunk_percent = by_share(percent, shrunk_by)};
    for (std::size_t k = 0; k < bank_shrinkages.size(); ++k) at_five.whole_bank[k] = by_share(bank, bank_shrinkages[k]);
    return at_five;
}

double logit(double p) {
    const double inside = std::clamp(p, 0.02, 0.98);
    return std::log(inside / (1.0 - inside));
}

/// Standing of each leaf against first-time candidates, beside the person's own mean of it.
std::vector<double> true_contrast(const Exam& exam, const Truth& truth, const std::vector<double>& national) {
    auto contrast = each_leaf(exam, [&](std::size_t i) { return logit(truth.leaf[i]) - logit(national[i]); });
    const double mean = std::inner_product(contrast.begin(), contrast.end(), exam.weight.begin(), 0.0);
    for (double& c : contrast) c -= mean;
    return contrast;
}

WeakerList weaker_list(const Exam& exam, const std::vector<LeafStanding>& standings, const Percent& percent,
                       const Truth& truth, const std::vector<double>& national) {
    const auto contrast = true_contrast(exam, truth, national);
    WeakerList list;
    for (std::size_t i = 0; i < standings.size(); ++i) {
        if (standings[i].few || standings[i].p_weak < weaker_from) continue;
        ++list.named;
        list.truly += contrast[i] < 0.0 ? 1 : 0;
    }
    const auto lowest = order_by(each_leaf(exam, [&](std::size_t i) { return -percent.of(i, 0.0); }));
    for (int i = 0; i < list.named; ++i) list.by_raw_percent += contrast[lowest[at(i)]] < 0.0 ? 1 : 0;
    return list;
}

Statement statement(const Exam& exam, const Forecast& forecast, const Truth& truth) {
    return {.p_pass = forecast.p_pass,
            .passed = truth.form >= exam.cut,
            .raw = forecast.raw,
            .raw_sd = forecast.raw_sd,
            .true_raw = truth.raw,
            .form = truth.form};
}

/// A person's answers told to the model one by one.
class Observer {
public:
    Observer(const World& world, std::span<const DifficultyLabel> labels, const Habit& habit)
        : world_(world),
          labels_(labels),
          habit_(habit),
          frame_(frame_of(world, labels)),
          ability_(frame_.category_of_leaf),
          firsts_(world.exam.leaves()),
          all_(world.exam.leaves()),
          unused_(static_cast<double>(world.bank.size())) {}

    void tell(const GivenAnswer& answer) {
        const Question& question = world_.bank[at(answer.item)];
        all_.count(question.leaf, answer.right);
        if (answer.first) firsts_.count(question.leaf, answer.right);
        unused_ -= answer.first ? 1.0 : 0.0;
        if (!answer.first && !question.redrawn) {
            ability_.repeat(answer.day);
            return;
        }
        const Evidence evidence = {
            .leaf = question.leaf,
            .difficulty = shrunk_difficulty(labels_[at(answer.item)], frame_.difficulty_of(at(question.leaf))),
            .chance = question.told_chance,
            .right = answer.right};
        ability_.answer(answer.day, &evidence);
    }

    [[nodiscard]] Look look(const Checkpoint& now, const Truth& exam_day, const std::vector<double>& national) const {
        const double planned = planned_answers(habit_.days - now.day, habit_.minutes_a_day);
        const StudyAhead ahead = {.answers = planned, .repeats = std::max(0.0, planned - unused_)};
        const auto standings = collimate::standings(frame_, ability_);
        const Exam& exam = world_.exam;
        return {.today = statement(exam, forecast(frame_, ability_, {}), now.truth),
                .exam_day = statement(exam, forecast(frame_, ability_, ahead), exam_day),
                .at_five = precision(exam, standings, firsts_, whole_bank(now), now.truth),
                .weaker = weaker_list(exam, standings, firsts_, now.truth, national),
                .first_percent = firsts_.whole(),
                .all_percent = all_.whole(),
                .used_up = unused_ <= 0.0};
    }

private:
    [[nodiscard]] Percent whole_bank(const Checkpoint& now) const {
        Percent bank(world_.exam.leaves());
        bank.right = now.bank_right;
        for (const Question& question : world_.bank) bank.answers[at(question.leaf)] += 1.0;
        return bank;
    }

    const World& world_;
    std::span<const DifficultyLabel> labels_;
    Habit habit_;
    ExamFrame frame_;
    Ability ability_;
    Percent firsts_;
    Percent all_;
    double unused_ = 0.0;
};

}  // namespace

ExamFrame frame_of(const World& world, std::span<const DifficultyLabel> labels) {
    const Exam& exam = world.exam;
    ExamFrame frame = {.category_of_leaf = exam.category_of_leaf,
                       .weight = exam.weight,
                       .items = exam.items,
                       .cut = exam.cut,
                       .scale_cut = 74.5,
                       .scale_high = 99.49,
                       .scale_low = 1.0};
    std::vector<LabeledItem> bank;
    for (std::size_t i = 0; i < labels.size(); ++i)
        bank.push_back({.leaf = world.bank[i].leaf, .difficulty = labels[i].difficulty});
    frame.leaf_shift = leaf_shifts(frame, bank);
    frame.b_ref = link_b_ref(frame, exam.pass_rate);
    return frame;
}

std::vector<Look> judge(const Cohort& cohort, const Person& person) {
    Observer observer(cohort.worlds[person.world], cohort.labels[person.world], person.habit);
    std::vector<Look> looks;
    std::size_t told = 0;
    for (const Checkpoint& checkpoint : person.life.checkpoints) {
        for (; told < at(checkpoint.answers); ++told) observer.tell(person.life.answers[told]);
        looks.push_back(observer.look(checkpoint, person.life.exam, cohort.national[person.world]));
    }
    return looks;
}

}  // namespace collimate::simulate
