#include "engine/model/link.hpp"

#include <cmath>

#include "engine/base/random.hpp"
#include "tests/support/candidate.hpp"
#include "tests/support/catch.hpp"

using namespace collimate;
using collimate::testing::Candidate;

namespace {

ExamFrame four_leaves() {
    ExamFrame frame = {.category_of_leaf = {0, 0, 1, 1},
                       .weight = {0.1, 0.2, 0.3, 0.4},
                       .items = 165,
                       .cut = 0.66,
                       .scale_cut = 74.5,
                       .scale_high = 99.49,
                       .scale_low = 1.0};
    frame.b_ref = link_b_ref(frame, 0.739);
    return frame;
}

SatExam untold(const ExamFrame& frame, bool passed, std::optional<double> scaled = std::nullopt) {
    return {.ability = Ability(frame.category_of_leaf), .passed = passed, .scaled = scaled};
}

/// Posterior mean and SD of b_ref on a fine grid, straight from Bayes' rule.
std::pair<double, double> by_brute_force(const ExamFrame& frame, const std::vector<SatExam>& exams) {
    double sum = 0.0, first = 0.0, second = 0.0;
    for (int i = -400; i <= 400; ++i) {
        const double shift = 0.15 * i / 50.0;
        ExamFrame known = frame;
        known.b_ref += shift;
        known.label_shift_sd = 0.0;
        double weight = std::exp(-0.5 * shift * shift / (0.15 * 0.15));
        for (const SatExam& exam : exams) {
            const Forecast told = forecast(known, exam.ability, {});
            const double z = exam.scaled ? (raw_of_scaled(frame, *exam.scaled) - told.raw) / told.raw_sd : 0.0;
            weight *=
                exam.scaled ? std::exp(-0.5 * z * z) / told.raw_sd : (exam.passed ? told.p_pass : 1.0 - told.p_pass);
        }
        sum += weight;
        first += weight * shift;
        second += weight * shift * shift;
    }
    const double mean = first / sum;
    return {frame.b_ref + mean, std::sqrt(second / sum - mean * mean)};
}

}  // namespace

TEST_CASE("a scaled score back to the proportion it stands for") {
    const ExamFrame frame = four_leaves();
    for (const double raw : {0.5, 0.66, 0.8, 1.0}) CHECK(raw_of_scaled(frame, scaled_score(frame, raw)) == Approx(raw));
}

TEST_CASE("b_ref linked to real outcomes") {
    const ExamFrame frame = four_leaves();
    SECTION("stays where there are none") {
        const ExamFrame linked = linked_to(frame, {});
        CHECK(linked.b_ref == frame.b_ref);
        CHECK(linked.label_shift_sd == frame.label_shift_sd);
    }
    SECTION("falls with a pass and rises with a failure") {
        const std::vector<SatExam> passed = {untold(frame, true)};
        const std::vector<SatExam> failed = {untold(frame, false)};
        CHECK(linked_to(frame, passed).b_ref < frame.b_ref);
        CHECK(linked_to(frame, failed).b_ref > frame.b_ref);
    }
    SECTION("falls the more, the better the score") {
        double before = 10.0;
        for (const double scaled : {60.0, 70.0, 75.0, 85.0, 95.0}) {
            const std::vector<SatExam> exams = {untold(frame, scaled >= 75.0, scaled)};
            const double b_ref = linked_to(frame, exams).b_ref;
            CHECK(b_ref < before);
            before = b_ref;
        }
    }
    SECTION("knows more with every score, whatever it is, and less from a verdict than from a score") {
        const std::vector<SatExam> verdict = {untold(frame, true)};
        std::vector<SatExam> scores;
        double doubt = frame.label_shift_sd;
        for (const double scaled : {78.0, 71.0, 84.0}) {
            scores.push_back(untold(frame, scaled >= 75.0, scaled));
            const double now = linked_to(frame, scores).label_shift_sd;
            CHECK(now < doubt);
            if (scores.size() == 1) CHECK(now < linked_to(frame, verdict).label_shift_sd);
            doubt = now;
        }
    }
    SECTION("is the posterior of Bayes' rule, summed on a fine grid") {
        const std::vector<SatExam> exams = {untold(frame, true), untold(frame, false), untold(frame, true, 81.0)};
        const auto [mean, sd] = by_brute_force(frame, exams);
        const ExamFrame linked = linked_to(frame, exams);
        CHECK(linked.b_ref == Approx(mean).margin(1e-6));
        CHECK(linked.label_shift_sd == Approx(sd).margin(1e-6));
    }
    SECTION("does not hang on the order of the outcomes") {
        const std::vector<SatExam> one = {untold(frame, true, 81.0), untold(frame, false)};
        const std::vector<SatExam> other = {untold(frame, false), untold(frame, true, 81.0)};
        CHECK(linked_to(frame, one).b_ref == Approx(linked_to(frame, other).b_ref).epsilon(1e-12));
    }
    SECTION("of a class finds the shift that its exam had") {
        constexpr double shift = 0.2;  // the exam is harder than the labels by this
        ExamFrame harder = frame;
        harder.b_ref += shift;
        Random random(20270115);
        std::vector<SatExam> group;
        for (int i = 0; i < 150; ++i) {
            Candidate candidate(harder, random.next());
            Ability ability(frame.category_of_leaf);
            const double raw = candidate.sit();
            group.push_back({.ability = ability, .passed = raw >= frame.cut, .scaled = scaled_score(frame, raw)});
        }
        const ExamFrame linked = linked_to(frame, group);
        CHECK(std::abs(linked.b_ref - harder.b_ref) < 3.0 * linked.label_shift_sd);
        CHECK(linked.label_shift_sd < 0.06);
        CHECK(linked.b_ref > frame.b_ref + 0.05);
    }
    SECTION("a score at the end of the scale says no more than that it was not passed") {
        const std::vector<SatExam> end = {untold(frame, false, 1.0)};
        const std::vector<SatExam> verdict = {untold(frame, false)};
        CHECK(linked_to(frame, end).b_ref == linked_to(frame, verdict).b_ref);
    }
}
