#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/screens/class_draft.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

struct ClassAreaLine {
    std::string name;
    int depth = 0;
    bool branch = false;
    std::string figure;
    double distance = 0.0;
    double value = 0.0, low = 0.0, high = 0.0;
    bool few = false;
    std::string answers;
    std::string hover;
};

struct ClassFact {
    std::string name, value;
};

struct ClassMockLine {
    std::string when, what, right;
    double share = 0.0, low = 0.0, high = 0.0;
};

struct ClassOutcomeLine {
    std::string when, what;
    cohort::OutcomeWithdrawn withdrawn;
};

struct ClassCandidateView {
    CandidateId candidate;
    std::string title;
    std::string subtitle;
    std::vector<std::string> concerns;
    std::string name_button;  ///< `Enter a name`, `Change the name`
    bool forecast = false;    ///< absent for who has not answered
    std::string chance;       ///< `14 %`
    std::string chance_words;
    bool below = false, unsure = false;
    double scale_low = 0.0, scale_cut = 0.0, scale_high = 0.0, score = 0.0, score_low = 0.0, score_high = 0.0;
    std::string low_label, high_label, pass_label, score_words;
    std::string why, advice;
    std::vector<ClassAreaLine> areas;
    double cut = 0.0, axis_low = 0.0, axis_high = 1.0;
    std::string cut_label;
    std::vector<ClassFact> facts;  ///< pace, days
    std::vector<ClassMockLine> mocks;
    std::vector<ClassOutcomeLine> outcomes;
    std::string file;         ///< proposed for what is kept of them
    std::string remove_text;  ///< what deletion does
    std::string no_remove;    ///< why it cannot be now; empty where it can
};

[[nodiscard]] ClassCandidateView class_candidate_view(const ClassFacts& facts, const ClassNames& names,
                                                      const CandidateId& candidate, Day today);
[[nodiscard]] ClassDid draw_class_candidate(const ClassCandidateView& view, const ui::Rect& page, const Stage& stage);

/// Rows of an outline with a cell, dots and a count; shared with the curriculum.
[[nodiscard]] std::vector<ClassAreaLine> class_area_lines(const Outline& outline,
                                                          const std::vector<cohort::AreaCell>& cells, double cut);
/// Round shares around everything drawn, the cut included.
[[nodiscard]] std::pair<double, double> class_area_axis(const std::vector<ClassAreaLine>& lines, double cut);

}  // namespace collimate
