#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/study/desk.hpp"
#include "engine/study/exam_log.hpp"

namespace collimate {

/// The response as it is kept. Throws Refused where a letter is not an option of the question or is there twice, and
/// where a mark lies outside the picture.
[[nodiscard]] Response accepted(const Instance& instance, const Response& given);

/// Everything a desk keeps. What is here is a function of (bank, log): `absorb` is called with every answer, in order,
/// when the desk is opened and when an answer is given.
struct Desk::Impl {
    Impl(const Bank& the_bank, Record& the_record);

    /// Everything from the log anew; `at_exam` is filled with the ability at the end of each day of a real exam.
    void replay(std::map<Day, Ability>& at_exam);
    void absorb(const Answered& answer, Day day);
    /// Takes up an exam that has ended.
    void absorb(const ExamStart& start, const ExamLog& log);
    void finish_day(Day day);
    /// Takes the state of an item over from the record.
    void refresh(const std::string& item_id);
    [[nodiscard]] std::optional<std::size_t> ordinal_of(std::string_view item_id) const;
    [[nodiscard]] std::optional<int> leaf_of(const Answered& answer) const;
    /// Calibrated where the bank is, else as the answer carries it.
    [[nodiscard]] DifficultyLabel label_of(const Answered& answer) const;
    /// Throws Refused for an id the bank does not know.
    [[nodiscard]] const ItemHead& head_of(std::string_view item_id) const;
    [[nodiscard]] const std::vector<LeafStanding>& leaf_standings() const;
    [[nodiscard]] double retrievability_at(std::size_t ordinal, Day day) const;
    [[nodiscard]] int minutes_per_day() const;
    /// Study between now and then at so many minutes a day; `unused` questions are new.
    [[nodiscard]] static StudyAhead study_ahead(Day today, Day until, int minutes, double unused);
    [[nodiscard]] int unused() const;
    /// What the plan chooses from on this day; defined in day_plan.cpp.
    [[nodiscard]] PlanSituation plan_situation(Day today, std::uint64_t seed) const;
    [[nodiscard]] const ExamState& state() const { return record->state(outline->exam); }

    const Bank* bank;
    Record* record;
    const Outline* outline;
    std::vector<ItemHead> heads;
    std::map<std::string, std::size_t, std::less<>> ordinals;
    std::vector<ItemState> items;                          ///< by ordinal
    std::vector<int> leaves;                               ///< areas that are leaves
    std::vector<int> leaf_of_area;                         ///< index into `leaves`, -1 for branches
    std::vector<double> weights;                           ///< by area
    std::vector<std::vector<std::size_t>> points_of_item;  ///< by ordinal, indices into `points`
    std::vector<PointState> points;
    ExamFrame published;  ///< linked to the published pass rate alone; what evidence is weighed by
    ExamFrame frame;      ///< linked to the candidate's own outcomes as well
    Ability ability;
    Habits exam_habits;  ///< of mock exams alone
    std::vector<DayForecast> history;
    std::optional<Day> day;                                      ///< of the last answer
    std::optional<Day> first_day;                                ///< of the earliest answer
    mutable std::optional<std::vector<LeafStanding>> standings;  ///< of the present ability, once asked for

    /// Kept until another event or day, since screens ask again and again.
    struct KeptCalendar {
        std::int64_t seq = 0;
        Day today = 0;
        std::vector<CalendarDay> days;
    };
    struct KeptSpeeds {
        std::int64_t seq = 0;
        std::vector<ForgettingSpeed> by_category;
    };
    mutable std::optional<KeptCalendar> calendar_kept;
    mutable std::optional<KeptSpeeds> speeds_kept;
};

}  // namespace collimate
