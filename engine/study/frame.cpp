#include "engine/study/frame.hpp"

#include <algorithm>

namespace collimate {
namespace {

/// Where an outline does not say how long a form is; the commonest length of ARDMS forms.
constexpr int assumed_items = 170;

std::vector<int> categories_of_leaves(const Outline& outline) {
    const std::vector<int> categories = outline.children_of(-1);
    std::vector<int> numbers;
    for (const int leaf : outline.leaves()) {
        const auto found = std::find(categories.begin(), categories.end(), outline.category_of(leaf));
        numbers.push_back(static_cast<int>(found - categories.begin()));
    }
    return numbers;
}

}  // namespace

ExamFrame exam_frame(const Outline& outline) {
    const bool arrt = outline.registry == Registry::arrt;
    ExamFrame frame = {.category_of_leaf = categories_of_leaves(outline),
                       .items = outline.scored_items.value_or(assumed_items),
                       .cut = outline.cut.percent / 100.0,
                       .scale_cut = arrt ? outline.scale.cut - 0.5 : outline.scale.cut,
                       .scale_high = arrt ? outline.scale.high + 0.49 : outline.scale.high,
                       .scale_low = outline.scale.low};
    const std::vector<double> weights = area_weights(outline);
    for (const int leaf : outline.leaves()) frame.weight.push_back(weights[static_cast<std::size_t>(leaf)]);
    frame.b_ref = link_b_ref(frame, outline.first_time_pass.percent / 100.0);
    return frame;
}

ExamFrame exam_frame(const Outline& outline, std::span<const ItemHead> heads) {
    ExamFrame frame = exam_frame(outline);
    const std::vector<int> leaves = outline.leaves();
    std::vector<LabeledItem> labels;
    for (const ItemHead& head : heads) {
        const auto leaf = std::find(leaves.begin(), leaves.end(), head.area);
        if (head.retired || leaf == leaves.end()) continue;
        labels.push_back({.leaf = static_cast<int>(leaf - leaves.begin()), .difficulty = head.label().difficulty});
    }
    frame.leaf_shift = leaf_shifts(frame, labels);
    frame.b_ref = link_b_ref(frame, outline.first_time_pass.percent / 100.0);
    return frame;
}

ModelVersion ability_model(const ExamFrame& frame, double evidence_b_ref, std::span<const ItemHead> heads) {
    ModelVersion model = {.name = "leaves with growth, a batch a day, 2",
                          .parameters = {overall_variance, category_variance, leaf_variance, repeat_share,
                                         authored_reliability, evidence_b_ref, frame.b_ref, frame.label_shift_sd}};
    model.parameters.insert(model.parameters.end(), frame.leaf_shift.begin(), frame.leaf_shift.end());
    for (const ItemHead& head : heads)
        if (head.calibrated)
            model.parameters.insert(model.parameters.end(), {static_cast<double>(head.ordinal),
                                                             head.calibrated->difficulty, head.calibrated->se});
    return model;
}

}  // namespace collimate
