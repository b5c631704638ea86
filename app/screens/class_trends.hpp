#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/screens/class_candidate.hpp"
#include "app/screens/class_draft.hpp"
#include "app/screens/class_parts.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

/// Forecasts of the class at the end of a week: the middle half, and the median.
struct ClassWeekPoint {
    double at = 0.0;  ///< weeks from the first
    double low = 0.0, middle = 0.0, high = 0.0;
    std::string hover;
};

struct ClassWeekLine {
    std::string week;  ///< `to 21 Nov`
    std::string active, answers, right, median, passing;
    int active_count = 0;
};

struct ClassTrendsView {
    std::vector<ClassWeekPoint> points;
    double axis_low = 0.0, axis_high = 1.0, cut = 0.0;
    std::string first, last, median, pass;
    std::string empty;                 ///< in words, while two weeks are not over
    std::vector<ClassWeekLine> weeks;  ///< newest first
    int most_active = 0;
    int class_size = 0;
};

struct ClassGroupLine {
    cohort::GroupId id;
    std::string name;
    std::string candidates;
    ClassNumber score;
    double value = 0.0, low = 0.0, high = 0.0;
};

struct ClassGroupsView {
    std::vector<ClassGroupLine> lines;
    double axis_low = 0.0, axis_high = 1.0, cut = 0.0;
    std::string cut_label;
    std::string empty, heading, button;  ///< in place of the lines: why there are none, and what helps
    ClassEvent helps;                    ///< what the button does
    bool can_edit = false;               ///< where one class is shown, not all of them
    std::vector<std::string> sentences;  ///< items harder for one group than for equally able others
    std::string dif_note;
};

/// Whom the class is looked at through: everybody, or the candidates of a group.
struct ClassThrough {
    std::vector<ClassChip> chips;
    std::vector<std::optional<cohort::GroupId>> groups;  ///< one a chip
};

struct ClassMemberLine {
    CandidateId candidate;
    std::string name;
    std::string others;  ///< further groups they are in
    bool on = false;
};

/// A group being made, or one being changed.
struct ClassGroupForm {
    std::string title, words;
    std::vector<ClassMemberLine> members;  ///< of the class, by name; those searched for
    std::string sum;                       ///< `7 of 24 are in it`
};

struct ClassCurriculumLine {
    ClassAreaLine area;
    int index = 0;
    bool open = true;
    std::string weight;
    std::string below;  ///< `5 of 24`
    bool many_below = false;
};

struct ClassCurriculumView {
    std::vector<ClassCurriculumLine> lines;
    double cut = 0.0, axis_low = 0.0, axis_high = 1.0;
    std::string cut_label;
    std::string note;
};

[[nodiscard]] ClassTrendsView class_trends_view(const ClassFacts& facts);
[[nodiscard]] ClassGroupsView class_groups_view(const ClassFacts& facts);
[[nodiscard]] ClassCurriculumView class_curriculum_view(const ClassFacts& facts, const std::set<int>& closed);
void draw_class_trends(const ClassTrendsView& view, const ui::Rect& page, const Stage& stage);
[[nodiscard]] ClassDid draw_class_groups(const ClassGroupsView& view, const ui::Rect& page, const Stage& stage);

/// Nothing to choose where no group has anybody in it.
[[nodiscard]] ClassThrough class_through(const ClassFacts& facts);
[[nodiscard]] ClassGroupForm class_group_form(const ClassFacts& facts, const ClassNames& names,
                                              const ClassDraft& draft);
/// What is wrong with a group as it stands in the draft; empty where nothing is.
[[nodiscard]] std::string class_group_fault(const ClassFacts& facts, const ClassDraft& draft);
[[nodiscard]] ClassDid draw_class_curriculum(const ClassCurriculumView& view, const ui::Rect& page, const Stage& stage);

}  // namespace collimate
