#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/screens/classroom.hpp"
#include "engine/cohort/outcomes.hpp"

namespace collimate {

enum class ClassTab { overview, items, trends, groups, curriculum, outcomes, assignments, log };
inline constexpr int class_tab_count = 8;

enum class ClassDialog {
    none,
    basis,
    open,
    make,
    classes,
    results,
    exporting,
    name,
    outcome,
    assign,
    group,
    request,
    person,
    remove
};

enum class ReportFormat { pdf, html, csv };

/// Where the instructor is within the class, and what is being typed.
struct ClassDraft {
    ClassTab tab = ClassTab::overview;
    bool names = false;  ///< off: labels stand for the candidates
    std::string search;  ///< narrows the list of candidates
    std::optional<CandidateId> candidate;
    std::size_t source = 0;           ///< of the items: the exam of the class first, then the others
    std::optional<std::string> item;  ///< id
    std::set<int> closed;             ///< branches of the curriculum folded together
    int year = 0;                     ///< of outcomes; 0: the present one
    std::string credential;           ///< empty: all of ARRT
    cohort::Denominator denominator = cohort::Denominator::attempted;
    std::optional<cohort::AssignmentId> assignment;  ///< the one whose lines are shown

    ClassDialog dialog = ClassDialog::none;
    std::string place;  ///< path or address typed to open, make or bring in
    std::vector<std::filesystem::path> dropped;
    std::string name, number, programme, exam, day, score;
    ReportFormat format = ReportFormat::pdf;
    bool option = true;  ///< the one switch of the dialog that is open
    std::optional<bool> passed;
    bool by_form = false;                  ///< of a new assignment: questions, not areas
    std::set<std::string> areas;           ///< of a new assignment
    std::string length;                    ///< of its form, questions
    std::optional<cohort::GroupId> group;  ///< the one being changed; absent: a new one
    std::set<CandidateId> members;         ///< of the group being made or changed
    std::string narrowed;                  ///< typed to find one for it
    std::string to, purpose;
    std::string typed;  ///< a word typed to confirm
};

inline constexpr std::string_view class_delete_word = "delete";

namespace class_page {
struct OpenStore {
    std::string place;
};
struct MakeStore {};  ///< the draft holds it
struct OpenDemonstration {};
struct Choose {
    ClassChoice choice;
};
struct ReadAgain {};
struct Stop {};
struct ForgetFault {};
struct SetTab {
    ClassTab tab = ClassTab::overview;
};
struct SetNames {
    bool on = false;
};
struct OpenCandidate {
    CandidateId candidate;
};
struct Back {};  ///< from a candidate or an item to the tab
struct OpenItem {
    std::string id;
};
struct SetSource {
    std::size_t source = 0;
};
struct Fold {
    int area = 0;
};
struct SetYear {
    int year = 0;
};
struct SetCredential {
    std::string credential;
};
struct SetDenominator {
    cohort::Denominator denominator = cohort::Denominator::attempted;
};
struct ShowAssignment {
    cohort::AssignmentId id;
};
struct Search {};  ///< the draft holds it
struct LookThrough {
    std::optional<cohort::GroupId> group;  ///< absent: the whole class
};
struct EditGroup {
    std::optional<cohort::GroupId> group;  ///< absent: a new one
};
struct KeepGroup {};
struct SetByForm {
    bool on = false;
};
struct ShowDialog {
    ClassDialog dialog = ClassDialog::none;
};
struct DialogChanged {};  ///< the draft holds it
struct BringIn {};
struct SetFormat {
    ReportFormat format = ReportFormat::pdf;
};
struct Export {};
struct KeepName {};
struct KeepOutcome {};
struct WithdrawOutcome {
    cohort::OutcomeWithdrawn outcome;
};
struct KeepAssignment {};
struct WithdrawAssignment {
    cohort::AssignmentId id;
};
struct KeepRequest {};
struct ExportPerson {};
struct DeletePerson {};
}  // namespace class_page

using ClassEvent =
    std::variant<class_page::OpenStore, class_page::MakeStore, class_page::OpenDemonstration, class_page::Choose,
                 class_page::ReadAgain, class_page::Stop, class_page::ForgetFault, class_page::SetTab,
                 class_page::SetNames, class_page::OpenCandidate, class_page::Back, class_page::OpenItem,
                 class_page::SetSource, class_page::Fold, class_page::SetYear, class_page::SetCredential,
                 class_page::SetDenominator, class_page::ShowAssignment, class_page::ShowDialog,
                 class_page::DialogChanged, class_page::BringIn, class_page::SetFormat, class_page::Export,
                 class_page::KeepName, class_page::KeepOutcome, class_page::WithdrawOutcome, class_page::KeepAssignment,
                 class_page::WithdrawAssignment, class_page::Search, class_page::LookThrough, class_page::EditGroup,
                 class_page::KeepGroup, class_page::SetByForm, class_page::KeepRequest, class_page::ExportPerson,
                 class_page::DeletePerson>;
using ClassDid = std::optional<ClassEvent>;

/// How candidates are called: by label, or by name where names are shown and known.
class ClassNames {
public:
    ClassNames(const ClassFacts& facts, bool names);
    [[nodiscard]] std::string of(const CandidateId& candidate) const;
    [[nodiscard]] std::string label(const CandidateId& candidate) const;
    /// Whom a typed label, name, number or beginning of an id means; absent where nobody or several.
    [[nodiscard]] std::optional<CandidateId> find(const std::string& typed) const;
    /// Whether what is typed stands in their name, number or label, or begins their id; names count though they are not
    /// shown. Nothing typed fits everybody.
    [[nodiscard]] bool fits(const CandidateId& candidate, const std::string& typed) const;

private:
    const ClassFacts& facts_;
    bool names_;
    std::map<CandidateId, std::string> labels_;
    std::map<std::string, int> called_;  ///< how many bear a name
};

/// A statistic as `0.62`, and its limits as `0.41 to 0.79`; a dash where it is withheld.
struct ClassNumber {
    std::string value;
    std::string limits;
    std::string why;  ///< the sentence in place of a number; empty where there is one
};
enum class NumberForm { percent, decimals, score, seconds };
[[nodiscard]] ClassNumber class_number(const Statistic& statistic, NumberForm form);

/// What stands in the cell of an area: `68`, `few` or a dash.
[[nodiscard]] std::string cell_figure(const cohort::AreaCell& cell);
/// `Artifacts: 44 %, likely 36 to 53, 18 of 41 right`.
[[nodiscard]] std::string cell_words(const std::string& area, const cohort::AreaCell& cell);

/// A title in at most two short lines for the head of a narrow column.
[[nodiscard]] std::pair<std::string, std::string> short_title(const std::string& title);

/// `14 %`, never 0 or 100.
[[nodiscard]] std::string shown_chance(double share);

/// Too few answers to say more of a candidate than that.
[[nodiscard]] bool says_little(const cohort::CandidateReport& candidate);

[[nodiscard]] std::string_view concern_words(cohort::Concern concern);

}  // namespace collimate
