#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/cohort/class_report.hpp"
#include "engine/model/ability.hpp"

namespace collimate::cohort {

/// A report's frame with what is looked up for every answer.
class ReportPlaces {
public:
    /// Borrows the frame.
    explicit ReportPlaces(const ReportFrame& frame);

    [[nodiscard]] const ReportFrame& frame() const { return *frame_; }
    /// Where an answer's question lies now, else where it lay; the 0-based number of a leaf. As a Desk sees it.
    [[nodiscard]] std::optional<int> leaf_of(const PackedAnswer& answer) const;
    /// As a Desk sees it; of answers from elsewhere, which carry none, the bank's.
    [[nodiscard]] DifficultyLabel label_of(const PackedAnswer& answer) const;
    /// Guess floor; of answers from elsewhere, which are to be to a question of the bank, the bank's.
    [[nodiscard]] double chance_of(const PackedAnswer& answer) const;
    /// Difficulties of a leaf's answers are shrunk towards this.
    [[nodiscard]] double reference_of(int leaf) const;
    /// Of an area of the outline, by its index.
    [[nodiscard]] const std::vector<int>& leaves_of(int area) const { return leaves_[static_cast<std::size_t>(area)]; }
    [[nodiscard]] const std::vector<std::vector<int>>& leaves() const { return leaves_; }
    [[nodiscard]] int questions() const { return questions_; }  ///< in use; 0 where the bank is not known

private:
    const ReportFrame* frame_;
    std::map<std::string, int, std::less<>> leaf_by_code_;
    std::vector<std::vector<int>> leaves_;  ///< by area
    int questions_ = 0;
};

/// An answer as evidence, and when it was given.
struct DatedEvidence {
    Day day = 0;
    Evidence evidence;
};

/// What came in of one candidate in one week; weeks are numbered backwards from the one that ends today, 0.
struct CandidateWeek {
    int answers = 0;
    int first_answers = 0;
    int right_first = 0;
    std::optional<double> scaled;  ///< at its end; where nothing was answered in it that of the week before stands
};

/// One candidate's answers as they come in, in the order they were given: the same ability filter over the same
/// evidence as the candidate's own Desk. Answers given after `today` are passed over.
class CandidateGathering {
public:
    CandidateGathering(const ReportPlaces& places, Day today);

    void add(const PackedAnswer& answer);

    /// By area of the outline.
    [[nodiscard]] std::vector<AreaExpectation> expectations() const;
    /// After the last answer. All of the report but its label, mock exams and what is judged from it.
    [[nodiscard]] CandidateReport report(std::optional<Day> exam_day, std::span<const AreaExpectation> areas) const;

    [[nodiscard]] const Ability& ability() const { return ability_; }
    [[nodiscard]] const std::vector<DatedEvidence>& evidence() const { return evidence_; }
    [[nodiscard]] int timed() const { return static_cast<int>(elapsed_ms_.size()); }  ///< first answers with a time
    [[nodiscard]] std::map<int, CandidateWeek> weeks() const;
    [[nodiscard]] bool answered() const { return day_.has_value(); }

private:
    [[nodiscard]] bool is_fresh(const PackedAnswer& answer) const;
    void take_first(const PackedAnswer& answer, Day day);
    void begin_week(int week);
    void close_week();
    [[nodiscard]] StudyAhead study_ahead(std::optional<Day> exam_day) const;
    [[nodiscard]] std::vector<AreaCell> cells(std::span<const AreaExpectation> expectations) const;

    const ReportPlaces* places_;
    Day today_;
    Ability ability_;
    std::optional<Day> first_day_;
    std::optional<Day> day_;  ///< of study, of the last answer
    int first_answers_ = 0;
    int repeats_ = 0;
    std::vector<AreaCell> tally_;  ///< by leaf: answers and right alone
    std::vector<DatedEvidence> evidence_;
    std::vector<std::int64_t> elapsed_ms_;
    std::set<std::string, std::less<>> met_;
    int met_in_use_ = 0;  ///< of the bank's questions in use
    struct DayCount {
        int answers = 0;
        int repeats = 0;
    };
    std::map<Day, DayCount> recent_;  ///< of the last thirty days
    std::map<int, CandidateWeek> weeks_;
    std::optional<int> week_;
};

}  // namespace collimate::cohort
