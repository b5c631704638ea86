#pragma once

#include <string>
#include <vector>

#include "app/screens/class_candidate.hpp"
#include "app/screens/class_draft.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

struct ClassAssignmentLine {
    cohort::AssignmentId id;
    std::string title;
    std::string detail;  ///< `40 questions, given on 2 Nov, due on 16 Nov`
    std::string done;    ///< `17 of 24 done`
    double share = 0.0;
    bool shown = false;
};

struct ClassAssignedLine {
    CandidateId candidate;
    std::string name, answered, right, last;
    bool done = false, begun = false;
};

struct ClassAssignArea {
    std::string code, name;
    int depth = 0;
    bool on = false;
};

struct ClassAssignmentsView {
    std::vector<ClassAssignmentLine> lines;
    std::string shown;  ///< title of the one whose candidates are listed
    std::string shown_areas;
    std::vector<ClassAssignedLine> candidates;  ///< undone first
    bool can_assign = false;
    std::string cannot;  ///< why not
    std::vector<ClassAssignArea> areas;
    std::string form_words;  ///< what a form is, and how many questions there are for one
    std::string file;        ///< proposed
};

[[nodiscard]] ClassAssignmentsView class_assignments_view(const ClassFacts& facts, const ClassNames& names,
                                                          const ClassDraft& draft, Day today);
[[nodiscard]] ClassDid draw_class_assignments(const ClassAssignmentsView& view, const ui::Rect& page,
                                              const Stage& stage);

}  // namespace collimate
