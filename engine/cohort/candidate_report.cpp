#include "engine/cohort/candidate_report.hpp"

#include <algorithm>
#include <cmath>

#include "engine/record/state.hpp"

namespace collimate::cohort {
namespace {

constexpr Day days_of_pace = 30;
/// A first busy day or two say little of a pace.
constexpr Day least_days_of_pace = 7;
constexpr Day days_of_week = 7;
constexpr double z_80 = 1.2815515655446004;  // 90th percentile of the standard normal

/// Middle value, the mean of the two middle ones where they are even in number.
double median_of(std::vector<std::int64_t> values) {
    const std::size_t half = values.size() / 2;
    std::sort(values.begin(), values.end());
    const auto upper = static_cast<double>(values[half]);
    return values.size() % 2 == 1 ? upper : 0.5 * (static_cast<double>(values[half - 1]) + upper);
}

}  // namespace

ReportFrame report_frame(const Outline& outline, const ExamFrame& exam, std::span<const ItemHead> heads) {
    ReportFrame frame = {.outline = outline, .exam = exam, .evidence_b_ref = exam.b_ref};
    const std::vector<int> leaves = outline.leaves();
    for (const ItemHead& head : heads) {
        const auto leaf = std::find(leaves.begin(), leaves.end(), head.area);
        if (leaf == leaves.end()) continue;
        frame.items[head.id] = {.leaf = static_cast<int>(leaf - leaves.begin()),
                                .difficulty = head.difficulty,
                                .chance = head.chance,
                                .retired = head.retired,
                                .revision = head.revision,
                                .calibrated = head.calibrated};
    }
    return frame;
}

ReportPlaces::ReportPlaces(const ReportFrame& frame) : frame_(&frame), leaves_(frame.outline.areas.size()) {
    const Outline& outline = frame.outline;
    const std::vector<int> leaves = outline.leaves();
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
        const Area& area = outline.areas[static_cast<std::size_t>(leaves[leaf])];
        leaf_by_code_.try_emplace(area.code, static_cast<int>(leaf));
        for (const std::string& was : area.was) leaf_by_code_.try_emplace(was, static_cast<int>(leaf));
        for (int at = leaves[leaf]; at >= 0; at = outline.areas[static_cast<std::size_t>(at)].parent)
            leaves_[static_cast<std::size_t>(at)].push_back(static_cast<int>(leaf));
    }
    for (const auto& [id, item] : frame.items) questions_ += item.retired ? 0 : 1;
}

std::optional<int> ReportPlaces::leaf_of(const PackedAnswer& answer) const {
    if (const auto item = frame_->items.find(answer.item); item != frame_->items.end()) return item->second.leaf;
    const auto leaf = leaf_by_code_.find(answer.area);
    return leaf == leaf_by_code_.end() ? std::nullopt : std::optional(leaf->second);
}

DifficultyLabel ReportPlaces::label_of(const PackedAnswer& answer) const {
    const bool elsewhere = answer.area.empty();
    const auto found = frame_->items.find(answer.item);
    if (found == frame_->items.end()) return {.difficulty = answer.difficulty};
    const FrameItem& item = found->second;
    return collimate::label_of(elsewhere ? item.difficulty : answer.difficulty,
                               elsewhere || answer.revision == item.revision ? item.calibrated : std::nullopt);
}

double ReportPlaces::chance_of(const PackedAnswer& answer) const {
    return answer.area.empty() ? frame_->items.at(answer.item).chance : answer.chance;
}

double ReportPlaces::reference_of(int leaf) const {
    const std::vector<double>& shift = frame_->exam.leaf_shift;
    return frame_->evidence_b_ref + (shift.empty() ? 0.0 : shift[static_cast<std::size_t>(leaf)]);
}

CandidateGathering::CandidateGathering(const ReportPlaces& places, Day today)
    : places_(&places),
      today_(today),
      ability_(places.frame().exam.category_of_leaf),
      tally_(places.frame().exam.category_of_leaf.size()) {}

/// Answers from elsewhere name no area and all say they are first ones.
bool CandidateGathering::is_fresh(const PackedAnswer& answer) const {
    return answer.fresh && !(answer.area.empty() && met_.contains(answer.item));
}

void CandidateGathering::add(const PackedAnswer& answer) {
    if (answer.day > today_) return;
    if (!first_day_) first_day_ = answer.day;
    const Day day = study_day(*first_day_, day_.value_or(answer.day), answer.day);
    begin_week((today_ - std::min(day, today_)) / days_of_week);
    day_ = day;
    first_day_ = std::min(*first_day_, day);
    const bool fresh = is_fresh(answer);
    ++weeks_[*week_].answers;
    if (day > today_ - days_of_pace) {
        ++recent_[day].answers;
        recent_[day].repeats += fresh ? 0 : 1;
    }
    if (fresh) {
        take_first(answer, day);
    } else {
        ability_.repeat(day);
        ++repeats_;
    }
    if (!met_.insert(answer.item).second) return;
    const auto item = places_->frame().items.find(answer.item);
    met_in_use_ += item != places_->frame().items.end() && !item->second.retired ? 1 : 0;
}

void CandidateGathering::take_first(const PackedAnswer& answer, Day day) {
    ++first_answers_;
    CandidateWeek& week = weeks_[*week_];
    ++week.first_answers;
    week.right_first += answer.right ? 1 : 0;
    if (answer.elapsed_ms > 0) elapsed_ms_.push_back(answer.elapsed_ms);
    const std::optional<int> leaf = places_->leaf_of(answer);
    if (!leaf) return ability_.answer(day, nullptr);
    AreaCell& tally = tally_[static_cast<std::size_t>(*leaf)];
    ++tally.answers;
    tally.right += answer.right ? 1 : 0;
    const Evidence evidence = {.leaf = *leaf,
                               .difficulty = shrunk_difficulty(places_->label_of(answer), places_->reference_of(*leaf)),
                               .chance = places_->chance_of(answer),
                               .right = answer.right};
    ability_.answer(day, &evidence);
    evidence_.push_back({.day = day, .evidence = evidence});
}

void CandidateGathering::begin_week(int week) {
    if (week_ == week) return;
    if (week_) close_week();
    week_ = week;
}

/// Nothing drifts until the next answer, so that this is what is known at the week's end.
void CandidateGathering::close_week() {
    if (first_answers_ > 0) weeks_[*week_].scaled = forecast(places_->frame().exam, ability_, {}).scaled.median;
}

std::map<int, CandidateWeek> CandidateGathering::weeks() const {
    std::map<int, CandidateWeek> all = weeks_;
    if (week_ && first_answers_ > 0) all[*week_].scaled = forecast(places_->frame().exam, ability_, {}).scaled.median;
    return all;
}

/// At the pace of the last thirty days, or of the days since the first answer where they are fewer. New questions are
/// answered at their own pace until the bank has no more.
StudyAhead CandidateGathering::study_ahead(std::optional<Day> exam_day) const {
    if (!exam_day || *exam_day <= today_ || !first_day_) return {};
    DayCount sum;
    for (const auto& [day, count] : recent_) {
        sum.answers += count.answers;
        sum.repeats += count.repeats;
    }
    const double days = std::clamp(today_ - *first_day_ + 1, least_days_of_pace, days_of_pace);
    const double per_day = static_cast<double>(*exam_day - today_) / days;
    StudyAhead ahead = {.answers = sum.answers * per_day, .repeats = sum.repeats * per_day};
    if (places_->questions() > 0)
        ahead.repeats = std::max(ahead.repeats, ahead.answers - (places_->questions() - met_in_use_));
    return ahead;
}

std::vector<AreaExpectation> CandidateGathering::expectations() const {
    return area_expectations(places_->frame().exam, ability_, places_->leaves());
}

std::vector<AreaCell> CandidateGathering::cells(std::span<const AreaExpectation> expectations) const {
    const ExamFrame& frame = places_->frame().exam;
    const std::vector<LeafStanding> standing = standings(frame, ability_);
    std::vector<AreaCell> cells(expectations.size());
    for (std::size_t area = 0; area < cells.size(); ++area) {
        const std::vector<int>& leaves = places_->leaves()[area];
        AreaCell& cell = cells[area];
        for (const int leaf : leaves) {
            cell.answers += tally_[static_cast<std::size_t>(leaf)].answers;
            cell.right += tally_[static_cast<std::size_t>(leaf)].right;
        }
        cell.expected = expectations[area].expected;
        if (places_->frame().outline.is_leaf(static_cast<int>(area))) {
            const LeafStanding& leaf = standing[static_cast<std::size_t>(leaves.front())];
            cell.low = leaf.expected_low;
            cell.high = leaf.expected_high;
            cell.few = leaf.few;
            continue;
        }
        const double reach =
            z_80 * std::hypot(expectations[area].sd, expectations[area].per_shift * frame.label_shift_sd);
        cell.low = std::max(0.0, cell.expected - reach);
        cell.high = std::min(1.0, cell.expected + reach);
        cell.few = few_answers(frame, ability_, leaves);
    }
    return cells;
}

CandidateReport CandidateGathering::report(std::optional<Day> exam_day, std::span<const AreaExpectation> areas) const {
    CandidateReport report = {.first_answers = first_answers_,
                              .repeats = repeats_,
                              .last_day = day_,
                              .days_in_30 = static_cast<int>(recent_.size())};
    if (!elapsed_ms_.empty()) report.median_seconds = median_of(elapsed_ms_) / 1000.0;
    report.ahead = study_ahead(exam_day);
    report.forecast = forecast(places_->frame().exam, ability_, report.ahead);
    report.areas = cells(areas);
    return report;
}

}  // namespace collimate::cohort
