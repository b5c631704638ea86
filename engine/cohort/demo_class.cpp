#include "engine/cohort/demo_class.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <set>

#include "engine/cohort/demo_exam.hpp"
#include "engine/cohort/demo_practice.hpp"
#include "engine/cohort/sheet_import.hpp"
#include "engine/model/statistic.hpp"

namespace collimate::cohort {
namespace {

constexpr Day practice_days = 7 * demonstration_weeks;
constexpr Day exam_ahead = 26;      ///< days to the real exam
constexpr Day midterm_before = 30;  ///< days
constexpr Day assigned_before = 8;
constexpr std::size_t assigned_items = 12;
constexpr std::size_t weak_at = 17, idle_at = 9;  ///< among the names

// The ordinary candidates: what makes their forecasts reach from an even chance to near certainty.
constexpr double middle_level = -0.16;
constexpr double level_spread = 0.12;
constexpr double midterm_spread = 0.9;  ///< of one course, four weeks earlier: they differ more

constexpr std::array<std::string_view, demonstration_candidates> first_names = {
    "Ada", "Ben",  "Cleo", "Dan", "Eva",   "Finn", "Gia", "Hugo", "Ida", "Jon", "Kim", "Leo",
    "Mia", "Noel", "Ola",  "Pia", "Quinn", "Rosa", "Sam", "Tess", "Uma", "Vic", "Wes", "Zoe"};

template <class Id>
Id drawn_id(std::uint64_t seed, std::string_view what) {
    Random random(derive(seed, hash_of(what)));
    Id id;
    for (unsigned char& byte : id.bytes) byte = static_cast<unsigned char>(random.next() >> 56);
    return id;
}

class DemoClass {
public:
    DemoClass(Store& store, const Bank& ct, Now now, std::uint64_t seed)
        : store_(store), bank_(ct), today_(now.day), midnight_ms_(now.ms - now.ms % ms_per_day), seed_(seed) {
        items_ = made_up_items(ct, derive(seed, 1));
        made_.programme = drawn_id<ProgrammeId>(seed, "programme");
        made_.cohort = drawn_id<CohortId>(seed, "class");
        for (const std::string_view name : first_names) ids_.push_back(drawn_id<CandidateId>(seed, name));
        made_.weak = ids_[weak_at];
        made_.idle = ids_[idle_at];
        draw_ranks();
    }

    Demonstration make() {
        const std::vector<std::size_t> midterm = demo_exam_questions(items_, derive(seed_, 2));
        store_.put({.id = made_.programme, .name = std::string(demonstration_name)});
        arrange();
        give_exam(midterm);
        practise(midterm);
        add_earlier_years();
        return made_;
    }

private:
    /// Normal scores of the ordinary candidates, in random order: a spread that does not hang on luck.
    void draw_ranks() {
        std::vector<double> scores;
        for (int i = 0; i < demonstration_candidates - 2; ++i)
            scores.push_back(normal_quantile((i + 0.5) / (demonstration_candidates - 2)));
        Random(derive(seed_, 3)).shuffle(std::span(scores));
        scores_ = scores;
        scores_.insert(scores_.begin() + idle_at, 0.0);
        scores_.insert(scores_.begin() + weak_at, 0.0);
    }

    void arrange() {
        std::vector<Change> changes;
        changes.push_back(Cohort{.id = made_.cohort,
                                 .name = "CT class (made up)",
                                 .code = std::string(demonstration_code),
                                 .exam = bank_.outline().exam,
                                 .exam_day = today_ + exam_ahead,
                                 .completed = today_ + 5});
        const std::array<Group, 2> sites = {
            Group{.id = drawn_id<GroupId>(seed_, "north"), .cohort = made_.cohort, .name = "North site"},
            Group{.id = drawn_id<GroupId>(seed_, "south"), .cohort = made_.cohort, .name = "South site"}};
        for (const Group& site : sites) changes.push_back(site);
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            changes.push_back(
                Named{.candidate = ids_[i],
                      .entry = {.name = fmt::format("{} Example", first_names[i]), .number = demo_number(i)}});
            changes.push_back(Enrolment{.candidate = ids_[i],
                                        .cohort = made_.cohort,
                                        .since_ms = midnight_ms_ - practice_days * ms_per_day,
                                        .completed = std::nullopt});
            changes.push_back(Membership{.candidate = ids_[i], .group = sites[i % 5 < 3 ? 0 : 1].id});
        }
        store_.change(made_.programme, changes);
    }

    void give_exam(const std::vector<std::size_t>& places) {
        std::vector<MadeUpItem> questions;
        for (const std::size_t place : places) questions.push_back(items_[place]);
        Random random(derive(seed_, 4));
        std::vector<double> levels;
        for (std::size_t i = 0; i < ids_.size(); ++i) {
            const double own = 0.6 * scores_[i] + 0.8 * random.normal();
            levels.push_back(i == weak_at ? -1.2 : i == idle_at ? -0.8 : 0.3 + midterm_spread * own);
        }
        DemoExam exam = demo_exam(questions, levels, derive(seed_, 5));
        made_.miskeyed = exam.sheet.answers.items[exam.miskeyed];
        made_.true_key = exam.true_key;
        made_.told_key = exam.told_key;
        (void)import_sheet(store_, made_.programme, exam.sheet,
                           {.exam = std::string(demonstration_exam),
                            .day = today_ - midterm_before,
                            .cohort = made_.cohort,
                            .new_id = {}});
    }

    // ---- Eight weeks ----

    void practise(const std::vector<std::size_t>& midterm) {
        // Nobody meets a question of the exam in practice before it.
        const std::set<std::size_t> kept(midterm.begin(), midterm.end());
        std::vector<MadeUpItem> open;
        for (std::size_t i = 0; i < items_.size(); ++i)
            if (!kept.contains(i)) open.push_back(items_[i]);
        DemoCourse course = {.bank = &bank_,
                             .items = open,
                             .assigned = {},
                             .first_day = today_ - practice_days,
                             .assigned_day = today_ - assigned_before,
                             .midnight_ms = midnight_ms_ - practice_days * ms_per_day,
                             .code = std::string(demonstration_code)};
        course.assigned = assign(open);
        std::vector<Batch> batches;
        for (std::size_t i = 0; i < ids_.size(); ++i) batches.push_back(batch_of(course, i));
        for (const Appended& appended : store_.append(made_.programme, batches))
            if (appended.standing == BatchStanding::refused) throw Refused(appended.reason);
    }

    /// Artifacts and radiation physics, which the class finds hard.
    std::vector<std::string> assign(const std::vector<MadeUpItem>& open) {
        std::vector<std::string> ids;
        for (const MadeUpItem& item : open)
            if ((item.area_code == "IP.2.C" || item.area_code == "S.1.A") && item.type == ItemType::single)
                ids.push_back(item.id);
        Random(derive(seed_, 6)).shuffle(std::span(ids));
        ids.resize(std::min(ids.size(), assigned_items));
        const std::vector<Change> changes{Assignment{.id = drawn_id<AssignmentId>(seed_, "assignment"),
                                                     .cohort = made_.cohort,
                                                     .title = "Artifacts and radiation physics",
                                                     .exam = bank_.outline().exam,
                                                     .items = ids,
                                                     .areas = {},
                                                     .given = today_ - assigned_before,
                                                     .due = today_ + 1}};
        store_.change(made_.programme, changes);
        return ids;
    }

    Batch batch_of(const DemoCourse& course, std::size_t i) {
        Batch batch = {.candidate = ids_[i]};
        for (Package& package : demo_packages(course, habits_of(i), ids_[i], derive(seed_, 1000 + i))) {
            batch.links.push_back(package.link);
            const auto take = [](auto& into, auto& from) {
                into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
            };
            take(batch.answers, package.answers);
            take(batch.sittings, package.sittings);
            take(batch.ends, package.ends);
        }
        return batch;
    }

    DemoHabits habits_of(std::size_t i) const {
        Random random(derive(seed_, 2000 + i));
        DemoHabits habits;
        MadeUpCharacter& character = habits.character;
        character.level = middle_level + level_spread * scores_[i];
        for (std::size_t area = 0; area < bank_.outline().areas.size(); ++area)
            character.area_shift.push_back(0.08 * random.normal());
        for (int skill = 0; skill < made_up_skills; ++skill) character.skills.push_back(0.08 * random.normal());
        character.median_seconds = 30.0 + 18.0 * random.uniform();
        habits.sessions_a_week = 2 + static_cast<int>(random.below(3));
        habits.questions = 8 + static_cast<int>(random.below(4));
        habits.mock_days = {26 + static_cast<int>(random.below(4)), 51 + static_cast<int>(random.below(4))};
        habits.dutiful = random.uniform() < 0.6 ? 1.0 : random.uniform();
        if (i == weak_at) make_weak(habits);
        if (i == idle_at) make_idle(habits);
        return habits;
    }

    void make_weak(DemoHabits& habits) const {
        habits.sessions_a_week = 6;
        habits.questions = 11;
        habits.dutiful = 1.0;
        habits.character.median_seconds = 48.0;
        habits.character.level = middle_level - 0.4;
        const auto weaken = [&](std::string_view code, double by) {
            if (const auto area = bank_.outline().find(code))
                habits.character.area_shift[static_cast<std::size_t>(*area)] = -by;
        };
        for (const char* code : {"S.1.A", "IP.2.C"}) weaken(code, 2.4);
        for (const char* code : {"IP.1.A", "IP.1.B", "IP.1.C"}) weaken(code, 1.5);
    }

    static void make_idle(DemoHabits& habits) {
        habits.weeks = 5;
        habits.dutiful = 0.0;
        habits.mock_days = {13, 27};
        habits.character.haste = 0.35;
        habits.character.median_seconds = 12.0;
        habits.character.level = middle_level - 0.5;
    }

    // ---- The years before ----

    void add_earlier_years() {
        const int this_year = std::stoi(format_day(today_).substr(0, 4));
        for (int year = this_year - 5; year < this_year; ++year) {
            std::vector<Change> changes;
            add_year(year, changes);
            store_.change(made_.programme, changes);
        }
    }

    void add_year(int year, std::vector<Change>& changes) {
        Random random(derive(seed_, static_cast<std::uint64_t>(year)));
        const Day completed = *parse_day(fmt::format("{}-05-{:02}", year, 14 + random.below(10)));
        const Cohort cohort = {.id = drawn_id<CohortId>(seed_, std::to_string(year)),
                               .name = fmt::format("Class of {} (made up)", year),
                               .code = fmt::format("{}-{}", demonstration_code, year),
                               .exam = bank_.outline().exam,
                               .exam_day = std::nullopt,
                               .completed = completed};
        changes.push_back(cohort);
        const std::size_t size = 18 + random.below(8);
        for (std::size_t i = 0; i < size; ++i) {
            const auto candidate = drawn_id<CandidateId>(seed_, fmt::format("{} {}", year, i));
            changes.push_back(Enrolment{.candidate = candidate,
                                        .cohort = cohort.id,
                                        .since_ms = (completed - 330) * ms_per_day,
                                        .completed = std::nullopt});
            add_outcomes(candidate, completed, random, changes);
        }
    }

    /// Most sit the exam within six months and pass; some later, some twice, a few never.
    void add_outcomes(const CandidateId& candidate, Day completed, Random& random, std::vector<Change>& changes) const {
        if (random.uniform() < 0.06) return;
        const bool late = random.uniform() < 0.05;
        Day day = completed + (late ? 200 : 15) + static_cast<Day>(random.below(late ? 60 : 120));
        bool passed = random.uniform() < 0.86;
        for (bool first = true; day < today_; first = false) {
            const double scaled =
                passed ? 75.0 + static_cast<double>(random.below(19)) : 74.0 - static_cast<double>(random.below(12));
            changes.push_back(Outcome{.candidate = candidate,
                                      .credential = bank_.outline().exam,
                                      .day = day,
                                      .passed = passed,
                                      .first_attempt = first,
                                      .scaled = scaled});
            if (passed || !first) return;
            day += 60 + static_cast<Day>(random.below(60));
            passed = random.uniform() < 0.7;
        }
    }

    Store& store_;
    const Bank& bank_;
    Day today_;
    TimeMs midnight_ms_;
    std::uint64_t seed_;
    std::vector<MadeUpItem> items_;
    std::vector<CandidateId> ids_;
    std::vector<double> scores_;
    Demonstration made_;
};

}  // namespace

Demonstration make_demonstration(Store& store, const Bank& ct, Now now, std::uint64_t seed) {
    if (ct.outline().exam != "arrt-ct")
        throw Refused(
            fmt::format("the demonstration class studies computed tomography, and {} is a bank of {}: give "
                        "the bank of arrt-ct",
                        ct.file().string(), ct.outline().exam));
    for (const Programme& programme : store.programmes())
        throw Refused(fmt::format(
            "the class store already holds {}: the demonstration class needs a new one of its own", programme.name));
    return DemoClass(store, ct, now, seed).make();
}

}  // namespace collimate::cohort
