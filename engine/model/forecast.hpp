#pragma once

#include <span>
#include <vector>

#include "engine/model/ability.hpp"

namespace collimate {

/// What the forecast needs to know of an exam.
struct ExamFrame {
    std::vector<int> category_of_leaf;
    std::vector<double> weight;  ///< per leaf, sums to 1
    int items = 0;               ///< scored items of a form, at least 1
    double cut = 0.0;            ///< proportion correct at the cut
    double scale_cut = 0.0;      ///< scaled score at the cut (ARRT line: 74.5; ARDMS: 555)
    double scale_high = 0.0;     ///< scaled score at full marks (ARRT line: 99.49; ARDMS: 700)
    double scale_low = 0.0;      ///< least reported score
    double b_ref = 0.0;          ///< mean difficulty of exam items, logits; see link_b_ref
    /// Doubt about b_ref against the labels, which are all off together; real outcomes narrow it: link.hpp.
    double label_shift_sd = 0.15;
    /// Per leaf, by how much its questions are harder than b_ref, logits; weighted mean 0. Empty where it is not known.
    std::vector<double> leaf_shift;

    [[nodiscard]] double difficulty_of(std::size_t leaf) const {
        return b_ref + (leaf_shift.empty() ? 0.0 : leaf_shift[leaf]);
    }
};

/// What a bank says of one of its questions.
struct LabeledItem {
    int leaf = 0;
    double difficulty = 0.0;  ///< authored, logits
};

/// How much harder each leaf is than the exam, from the bank's labels: the leaf's mean label against that of all,
/// shrunk by its reliability v / (v + w/n), v = 0.03 between leaves and w = 0.6 within a leaf, label noise included
/// (logits^2; in the banks at hand v is 0 to 0.13, w 0.3 to 0.5 before noise).
[[nodiscard]] std::vector<double> leaf_shifts(const ExamFrame& frame, std::span<const LabeledItem> bank);

/// The b_ref at which the prior predicts `first_time_pass` (proportion), all else of the frame given.
[[nodiscard]] double link_b_ref(const ExamFrame& frame, double first_time_pass);

struct Interval {
    double low = 0.0;
    double median = 0.0;
    double high = 0.0;  ///< 80 % interval
};

struct Forecast {
    double p_pass = 0.0;
    double raw = 0.0;  ///< expected proportion correct
    double raw_sd = 0.0;
    Interval scaled;
    std::vector<Interval> sections;  ///< one per category, scaled like the whole
    /// 80 % interval of P(pass) over the one thing the candidate's own answers cannot settle: whether all difficulty
    /// labels are off together. P(pass) with that shift at its 90th (low) and 10th (high) percentile; averaged over the
    /// shift it is `p_pass`. Doubt about ability and the luck of the form are inside every one of the three figures.
    double p_pass_low = 0.0;
    double p_pass_high = 0.0;
};

/// What a candidate will still do before the exam.
struct StudyAhead {
    double answers = 0.0;
    double repeats = 0.0;  ///< of these, on questions seen before, because the bank has run out of new ones
};

/// Forecast after the study ahead (none: if sat today). Psychometrics section 5.
/// How much a repeat teaches about other questions, beside a new question, is not known: it is taken as anything from
/// none to all of a new one's growth, evenly. So where unused questions run out, growth falls and the interval widens.
[[nodiscard]] Forecast forecast(const ExamFrame& frame, const Ability& ability, const StudyAhead& ahead);

/// Answers that fit into the minutes left: minutes * 0.86 / 1.33.
[[nodiscard]] double planned_answers(int days, int minutes_per_day);

/// Where one leaf stands.
struct LeafStanding {
    double theta = 0.0;
    double se = 0.0;
    double expected = 0.0;      ///< P(right) on an exam item
    double expected_low = 0.0;  ///< 80 % interval of it, over theta and the shift of all labels
    double expected_high = 0.0;
    double points_lost = 0.0;  ///< weight * (1 - expected) * items; over all leaves items * (1 - Forecast::raw)
    double p_weak = 0.0;  ///< P(theta_leaf < own mean, weighted by the exam); the leaf's labels may be off together
    /// Say 'not enough answers yet': of the prior variance of (theta_leaf - own mean) more than 0.8 is left. At a guess
    /// floor of 1/4 an answer tells 0.15, and 0.8 is reached near 25 answers in the leaf.
    bool few = true;
};

[[nodiscard]] std::vector<LeafStanding> standings(const ExamFrame& frame, const Ability& ability);

/// P(right) on exam items of several leaves together, weighted by the exam.
struct AreaExpectation {
    double expected = 0.0;   ///< of one leaf the same as `LeafStanding::expected`
    double sd = 0.0;         ///< of it, as far as the candidate's own ability is not known
    double per_shift = 0.0;  ///< by how much it falls for a logit by which all labels are off together
};

/// One for each list of leaves (0-based numbers). A list whose leaves carry no weight is evenly weighted.
[[nodiscard]] std::vector<AreaExpectation> area_expectations(const ExamFrame& frame, const Ability& ability,
                                                             std::span<const std::vector<int>> areas);

/// Of the prior variance of the exam-weighted ability more than half is left: the forecast is more the national figure
/// than the candidate.
[[nodiscard]] bool mostly_prior(const ExamFrame& frame, const Ability& ability);

/// `LeafStanding::few` of several leaves together (0-based numbers of leaves), their abilities weighted by the exam.
[[nodiscard]] bool few_answers(const ExamFrame& frame, const Ability& ability, std::span<const int> leaves);

/// Raw proportion to the registry's scaled score on the straight line through (cut, scale_cut) and (1, scale_high),
/// not below scale_low. Not rounded.
[[nodiscard]] double scaled_score(const ExamFrame& frame, double raw);

}  // namespace collimate
