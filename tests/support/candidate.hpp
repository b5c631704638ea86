#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "engine/base/random.hpp"
#include "engine/model/ability.hpp"
#include "engine/model/forecast.hpp"

namespace collimate::testing {

/// A frame of `categories` x `leaves_each` equally weighted leaves on the ARRT line, linked to a pass rate.
inline ExamFrame even_frame(int categories, int leaves_each, double first_time_pass, int items = 200,
                            double cut = 0.65) {
    ExamFrame frame = {.items = items, .cut = cut, .scale_cut = 74.5, .scale_high = 99.49, .scale_low = 1.0};
    for (int c = 0; c < categories; ++c)
        for (int i = 0; i < leaves_each; ++i) frame.category_of_leaf.push_back(c);
    frame.weight.assign(frame.category_of_leaf.size(), 1.0 / (categories * leaves_each));
    frame.b_ref = link_b_ref(frame, first_time_pass);
    return frame;
}

/// A candidate as psychometrics sections 3 and 5 suppose them: hierarchical abilities and a growth rate of their own,
/// who practises on items whose labels are all off by the same amount and then sits the exam the frame describes. No
/// daily drift.
class Candidate {
public:
    Candidate(const ExamFrame& frame, std::uint64_t seed) : frame_(frame), random_(seed) {
        const double mu = random_.normal() * std::sqrt(overall_variance);
        std::vector<double> category;
        for (const int c : frame.category_of_leaf) {
            while (static_cast<int>(category.size()) <= c)
                category.push_back(random_.normal() * std::sqrt(category_variance));
            theta.push_back(mu + category[static_cast<std::size_t>(c)] + random_.normal() * std::sqrt(leaf_variance));
        }
        gamma = 0.33 + 0.2 * random_.normal();
        label_shift = 0.15 * random_.normal();
    }

    /// A first exposure of an item of a leaf drawn by the exam's weights.
    Evidence answer_one() {
        Evidence e = {.leaf = static_cast<int>(draw_leaf()), .chance = 0.25};
        e.difficulty = frame_.b_ref + 0.7 * std::sqrt(authored_reliability) * random_.normal();
        e.right = random_.uniform() <
                  probability_right(theta[static_cast<std::size_t>(e.leaf)], e.difficulty + label_shift, e.chance);
        return e;
    }

    /// A day of answers, told to `ability`; learning comes at its end.
    void study(Ability& ability, Day day, int answers) {
        const auto before = static_cast<double>(ability.answers());
        for (int i = 0; i < answers; ++i) {
            const Evidence e = answer_one();
            ability.answer(day, &e);
        }
        for (double& t : theta) t += gamma * growth(before, before + answers);
    }

    /// Proportion right on one form.
    double sit() {
        int right = 0;
        for (int i = 0; i < frame_.items; ++i) {
            const double b = frame_.b_ref + 0.7 * random_.normal();
            if (random_.uniform() < probability_right(theta[draw_leaf()], b, 0.25)) ++right;
        }
        return static_cast<double>(right) / frame_.items;
    }

    std::vector<double> theta;
    double gamma = 0.0;
    double label_shift = 0.0;  ///< logits by which practice items are harder than they say

private:
    std::size_t draw_leaf() {
        double u = random_.uniform();
        for (std::size_t i = 0; i + 1 < frame_.weight.size(); ++i) {
            if (u < frame_.weight[i]) return i;
            u -= frame_.weight[i];
        }
        return frame_.weight.size() - 1;
    }

    const ExamFrame& frame_;
    Random random_;
};

}  // namespace collimate::testing
