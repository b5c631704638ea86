#pragma once

#include <array>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "app/screens/class_assignments.hpp"
#include "app/screens/class_candidate.hpp"
#include "app/screens/class_items.hpp"
#include "app/screens/class_log.hpp"
#include "app/screens/class_outcomes.hpp"
#include "app/screens/class_overview.hpp"
#include "app/screens/class_trends.hpp"
#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

/// One class of the store, to be chosen.
struct ClassLine {
    std::string name;    ///< of the class; "Everyone" for a programme
    std::string detail;  ///< programme, code, how many
    ClassChoice choice;
    bool current = false;
};

/// What was brought in, for the dialog.
struct BroughtInView {
    std::string sum;  ///< "38 files: 30 new, 6 known, 2 refused"
    std::vector<BroughtIn> files;
};

struct ClassView {
    enum class Shows { nothing, work, fault, pages } shows = Shows::nothing;
    Day today = 0;
    std::string title = "Class";
    std::string subtitle;
    bool can_export = false;  ///< there is a report
    bool open = false;        ///< a class has been read
    std::string work;         ///< "Reading the class", in passing where pages are shown
    std::string work_place;   ///< the store
    float work_share = 0;     ///< 0 where it is not known
    bool can_stop = false;
    std::string fault;
    std::string last;  ///< the store opened last, to be opened again
    std::vector<ClassLine> classes;
    std::vector<ClassChip> sources;  ///< of the items: exams answered
    ClassThrough through;            ///< on the pages that follow a group
    std::string no_report;           ///< in place of the pages that need a report
    std::optional<ClassOverviewView> overview;
    std::optional<ClassItemsView> items;
    std::optional<ClassItemView> item;
    std::optional<ClassTrendsView> trends;
    std::optional<ClassGroupsView> groups;
    std::optional<ClassCurriculumView> curriculum;
    std::optional<ClassOutcomesView> outcomes;
    std::optional<ClassAssignmentsView> assignments;
    std::optional<ClassLogView> log;
    std::optional<ClassCandidateView> candidate;
    std::optional<ClassGroupForm> group_form;
    std::optional<BroughtInView> brought_in;
    std::string entry;  ///< what is wrong or missing in the dialog that is open
    bool entry_ready = false;
    std::string new_file;  ///< proposed for a new class
};

[[nodiscard]] ClassView class_view(const Model& model, const ClassDraft& draft, Now now);
[[nodiscard]] std::optional<ClassEvent> draw(const ClassView& view, ClassDraft& draft, const Stage& stage);
void update(Model& model, ClassDraft& draft, const ClassEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> class_keys();

/// The class that is open, as in its title; of a group with the group's name.
[[nodiscard]] std::string class_name(const ClassFacts& facts);

/// What happens when the instructor comes to the place: the class opened last is read, where none is open.
void enter_class(Model& model, Now now);

/// Files dropped on the window: results are brought into the class that is open, a class store is opened, an assignment
/// is practised. Throws Refused where it cannot be.
void drop_files(Model& model, ClassDraft& draft, std::vector<std::filesystem::path> files, Now now);

}  // namespace collimate
