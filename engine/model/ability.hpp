#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/calendar.hpp"

namespace collimate {

/// One answer that says something about ability: a first exposure, or a fresh draw of a parametric item.
struct Evidence {
    int leaf = 0;             ///< index of the leaf, 0..leaves-1
    double difficulty = 0.0;  ///< b* of psychometrics section 2: already shrunk, logits
    double chance = 0.0;      ///< guess floor
    bool right = false;
    friend bool operator==(const Evidence&, const Evidence&) = default;
};

/// b* = b_ref + r (b - b_ref); `reliability` 0.66 for authored difficulties.
[[nodiscard]] double shrunk_difficulty(double difficulty, double b_ref, double reliability);

inline constexpr double authored_reliability = 0.66;

/// Variance of exam items' difficulties about b_ref, logits^2.
inline constexpr double difficulty_variance = 0.7 * 0.7;

/// Reliability of a difficulty with this standard error: r = v / (v + se^2), v = difficulty_variance (Kelley's
/// regression of the true value on an unbiased label; Lord and Novick 1968, section 3.7). The noise of authored labels,
/// 0.5 logit, gives their .66. A calibrated difficulty is such a label too: it joins the author's label and the class's
/// answers, each by its precision, and knows nothing yet of how exam items spread; se^2 is the variance left.
[[nodiscard]] double reliability_of(double standard_error);

/// A difficulty as it was told, in logits, and how far it is to be believed.
struct DifficultyLabel {
    double difficulty = 0.0;
    double reliability = authored_reliability;
};

/// b* of a label.
[[nodiscard]] double shrunk_difficulty(const DifficultyLabel& label, double b_ref);

/// P(correct) = c + (1 - c) sigmoid(theta - b).
[[nodiscard]] double probability_right(double theta, double difficulty, double chance);

/// Mean, and covariance row-major.
struct Gaussian {
    std::vector<double> mean;
    std::vector<double> covariance;
    friend bool operator==(const Gaussian&, const Gaussian&) = default;
};

/// Area ability with growth: a Gaussian over one theta per leaf and the growth rate gamma, filtered by one Laplace
/// update a day (psychometrics section 3). A batch of evidence closes with its day, or at 32 pieces of evidence.
/// What is told about the open batch is what closing it now would leave, growth included, so that nothing jumps
/// overnight. Copyable value; equal histories give equal bits. The open batch is worked out when first asked for:
/// reading one object from two threads at once is not safe.
class Ability {
public:
    /// `category_of_leaf[i]` numbers the category of leaf i, 0-based.
    explicit Ability(std::span<const int> category_of_leaf);

    /// One answer to a new question on `day`. A day earlier than the last one, where a clock was set right, begins a
    /// batch without drift. A question that says nothing of any leaf passes no evidence but still counts as study.
    void answer(Day day, const Evidence* evidence);

    /// One answer to a question answered before: it says nothing of ability, and counts as `repeat_share` of study.
    void repeat(Day day);

    [[nodiscard]] std::size_t leaves() const { return category_of_leaf_.size(); }
    [[nodiscard]] std::int64_t answers() const { return answers_; }  ///< to new questions
    [[nodiscard]] double studied() const;                            ///< n, answers + repeat_share * repeats
    /// Posterior mean, leaves then gamma; with everything answered so far.
    [[nodiscard]] const std::vector<double>& mean() const { return posterior().mean; }
    /// Posterior covariance, row-major, (leaves+1)^2.
    [[nodiscard]] const std::vector<double>& covariance() const { return posterior().covariance; }

    /// The whole state; `load(save())` is equal and goes on with the same bits. Little-endian on every machine.
    [[nodiscard]] std::vector<std::byte> save() const;
    /// Absent when the bytes are not a saved state: foreign, cut short, too long, or not a Gaussian.
    [[nodiscard]] static std::optional<Ability> load(std::span<const std::byte> bytes);

    /// Same history so far; what has been worked out for display does not count.
    friend bool operator==(const Ability& a, const Ability& b) {
        return a.category_of_leaf_ == b.category_of_leaf_ && a.day_ == b.day_ && a.answers_ == b.answers_ &&
               a.repeats_ == b.repeats_ && a.studied_before_batch_ == b.studied_before_batch_ &&
               a.before_batch_ == b.before_batch_ && a.batch_ == b.batch_;
    }

private:
    Ability() = default;
    [[nodiscard]] const Gaussian& posterior() const;
    void open_day(Day day);
    void close_batch();
    void drift(Day days);

    std::vector<int> category_of_leaf_;
    std::optional<Day> day_;  ///< of the open batch
    std::int64_t answers_ = 0;
    std::int64_t repeats_ = 0;
    double studied_before_batch_ = 0.0;
    Gaussian before_batch_;
    std::vector<Evidence> batch_;
    mutable std::optional<Gaussian> posterior_;  ///< of the open batch, once asked for
};

/// Prior of the area abilities: mu ~ N(0, 0.25), u_category ~ N(0, 0.02), v_leaf ~ N(0, 0.06), so that
/// var theta = 0.33, cov = 0.27 within a category and 0.25 across. Within a person leaves then differ by 5 % raw; twice
/// that (bench_evidence) took the luck of few answers for weakness, in learners of every family.
inline constexpr double overall_variance = 0.25;
inline constexpr double category_variance = 0.02;
inline constexpr double leaf_variance = 0.06;

/// What a repeat teaches about other questions, beside a new question: not known, so the middle of none and all.
inline constexpr double repeat_share = 0.5;

/// Growth of all leaves while the answers studied go from `before` to `after`, in units of gamma: ln((300 + after) /
/// (300 + before)).
[[nodiscard]] double growth(double before, double after);

}  // namespace collimate
