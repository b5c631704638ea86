#include "engine/cohort/class_calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "engine/base/characters.hpp"
#include "engine/base/error.hpp"

namespace collimate::cohort {
namespace {

/// Ids come in packages from elsewhere; those of exams and of a bank's questions are of these characters.
bool is_plain_id(const std::string& id) {
    return !id.empty() && id.size() <= 60 && std::all_of(id.begin(), id.end(), [](char c) {
        return is_lower(c) || is_digit(c) || c == '-';
    });
}

bool tells_enough(const CalibratedItem& item) {
    return item.n >= least_for_fit && item.difficulty && item.difficulty_se && std::isfinite(*item.difficulty) &&
           std::isfinite(*item.difficulty_se);
}

const std::string& exam_of(const ClassMatrix& matrix) {
    if (matrix.exams.empty())
        throw Refused(
            "none of these answers tells the authored difficulty of its question, so there is no scale to calibrate on: "
            "import result packages");
    if (matrix.exams.size() > 1)
        throw Refused(fmt::format("the answers are to {} exams, and a calibration file is of one: name it with --exam",
                                  matrix.exams.size()));
    const std::string& exam = *matrix.exams.begin();
    if (!is_plain_id(exam)) throw Refused("the answers are to an exam that no bank is of: name another with --exam");
    return exam;
}

constexpr double share_of_candidates_fitted = 0.8;

/// Takes answers candidate by candidate and in order of time, as a store gives them.
class ReviewGathering {
public:
    void add(const CandidateId& candidate, const PackedAnswer& answer) {
        if (answer.area.empty()) return;
        if (candidate != candidate_) {
            candidate_ = candidate;
            met_.clear();
            counted_ = false;
        }
        const auto known = met_.find(answer.item);
        if (answer.fresh)
            met_[answer.item] = {.card = cards_++, .day = answer.day};  // a new draw is another card
        else if (known == met_.end())
            return;
        Met& met = met_[answer.item];
        const Day elapsed = std::max(0, answer.day - met.day);
        reviews_.push_back({.time_s = static_cast<std::int64_t>(reviews_.size()),
                            .card = met.card,
                            .elapsed_days = static_cast<float>(elapsed),
                            .rating = answer.right ? Rating::good : Rating::again});
        met.day = std::max(met.day, answer.day);
        if (elapsed == 0) return;
        ++found_.reviews;
        if (!counted_) ++found_.candidates;
        counted_ = true;
    }

    [[nodiscard]] ClassForgetting fitted() {
        if (found_.reviews < least_class_reviews || found_.candidates < least_class_candidates) return found_;
        found_.fit = fit_fsrs(review_log(reviews_, cards_, share_of_candidates_fitted), FitTo::all).value();
        if (found_.fit.outcome == FitOutcome::fitted)
            found_.memory = ClassMemory{.candidates = found_.candidates,
                                        .reviews = found_.reviews,
                                        .parameters = found_.fit.parameters};
        return found_;
    }

private:
    struct Met {
        std::uint32_t card = 0;
        Day day = 0;  ///< of the last answer
    };

    std::vector<Review> reviews_;  ///< in the order they came, which stands for their time
    std::uint32_t cards_ = 0;
    CandidateId candidate_;
    std::map<std::string, Met> met_;
    bool counted_ = false;
    ClassForgetting found_;
};

}  // namespace

CalibrationFile calibration_file(const ClassMatrix& matrix, const Calibration& calibration) {
    CalibrationFile file{.exam = exam_of(matrix),
                         .origin = {.candidates = static_cast<std::int64_t>(matrix.candidates.size()),
                                    .answers = static_cast<std::int64_t>(matrix.matrix.responses()),
                                    .newest = matrix.newest.value_or(0)}};
    if (!calibration.converged)
        throw Refused("the calibration did not converge, so that no file was written: ask for more answers");
    for (std::size_t i = 0; i < matrix.items.size(); ++i) {
        const CalibratedItem& item = calibration.items[i];
        if (!matrix.authored[i] || !tells_enough(item) || !is_plain_id(matrix.items[i])) continue;
        file.items.push_back({.item = matrix.items[i],
                              .revision = matrix.revisions[i],
                              .found = {.n = static_cast<std::int64_t>(item.n),
                                        .difficulty = *item.difficulty,
                                        .se = *item.difficulty_se},
                              .authored = *matrix.authored[i]});
    }
    if (file.items.empty())
        throw Refused(fmt::format("no question has the first answers of {} candidates yet: wait for more results",
                                  least_for_fit));
    return file;
}

ClassForgetting class_forgetting(Store& store, Query query) {
    query.fresh.reset();
    ReviewGathering gathering;
    store.each_response(query,
                        [&](const ClassResponse& response) { gathering.add(response.candidate, response.answer); });
    return gathering.fitted();
}

}  // namespace collimate::cohort
