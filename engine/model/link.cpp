#include "engine/model/link.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace collimate {
namespace {

constexpr double shift_step = 0.5;  // of the shift, in its SD
constexpr int shift_reach = 12;     // steps to either side: six SD

double log_normal_density(double distance, double sd) {
    const double z = distance / sd;
    return -0.5 * z * z - std::log(sd);
}

/// Log likelihood of an outcome where exam items are as hard as the frame says, without doubt.
double log_likelihood(const ExamFrame& frame, const SatExam& exam) {
    const Forecast known = forecast(frame, exam.ability, {});
    if (exam.scaled && *exam.scaled > frame.scale_low)
        return log_normal_density(raw_of_scaled(frame, *exam.scaled) - known.raw, known.raw_sd);
    constexpr double least = 1e-12;
    return std::log(std::max(least, exam.passed ? known.p_pass : 1.0 - known.p_pass));
}

}  // namespace

double raw_of_scaled(const ExamFrame& frame, double scaled) {
    const double slope = (frame.scale_high - frame.scale_cut) / (1.0 - frame.cut);
    return frame.cut + (scaled - frame.scale_cut) / slope;
}

ExamFrame linked_to(const ExamFrame& frame, std::span<const SatExam> exams) {
    if (exams.empty()) return frame;
    std::array<double, 2 * shift_reach + 1> weight{};
    double most = -HUGE_VAL;
    for (int i = -shift_reach; i <= shift_reach; ++i) {
        ExamFrame known = frame;
        known.b_ref += shift_step * i * frame.label_shift_sd;
        known.label_shift_sd = 0.0;
        double& w = weight[static_cast<std::size_t>(i + shift_reach)];
        w = -0.5 * shift_step * i * shift_step * i;
        for (const SatExam& exam : exams) w += log_likelihood(known, exam);
        most = std::max(most, w);
    }
    double sum = 0.0, first = 0.0, second = 0.0;
    for (int i = -shift_reach; i <= shift_reach; ++i) {
        const double z = shift_step * i;
        const double w = std::exp(weight[static_cast<std::size_t>(i + shift_reach)] - most);
        sum += w;
        first += w * z;
        second += w * z * z;
    }
    const double mean = first / sum;
    ExamFrame linked = frame;
    linked.b_ref += mean * frame.label_shift_sd;
    linked.label_shift_sd *= std::sqrt(std::max(0.0, second / sum - mean * mean));
    return linked;
}

}  // namespace collimate
