#include "engine/cohort/demo_practice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/base/json_text.hpp"
#include "engine/exam/form.hpp"

namespace collimate::cohort {
namespace {

constexpr TimeMs ms_per_minute = 60'000;
constexpr double share_of_new = 0.8;
constexpr int days_before_repeat = 3;
constexpr std::int64_t reading_ms = 15'000;  ///< of the explanation

/// What the candidate did with an item so far.
struct Met {
    int times = 0;
    Day last_day = 0;
    bool right = false;
};

class DemoPractice {
public:
    DemoPractice(const DemoCourse& course, const DemoHabits& habits, const CandidateId& candidate, std::uint64_t seed)
        : course_(course),
          habits_(habits),
          candidate_(candidate),
          random_(seed),
          learner_(habits.character, course.bank->points().size(), derive(seed, 1)),
          met_(course.items.size()) {
        for (std::size_t i = 0; i < key_.seed.size(); ++i)
            key_.seed[i] = static_cast<unsigned char>(derive(seed, 100 + i));
        const std::vector<double> weights = area_weights(course.bank->outline());
        std::vector<int> in_area(weights.size());
        for (const MadeUpItem& item : course.items) ++in_area[static_cast<std::size_t>(item.area)];
        for (const MadeUpItem& item : course.items) {
            const auto area = static_cast<std::size_t>(item.area);
            weight_.push_back(weights[area] / in_area[area]);
        }
        const std::set<std::string> assigned(course.assigned.begin(), course.assigned.end());
        for (std::size_t i = 0; i < course.items.size(); ++i)
            if (assigned.contains(course.items[i].id) && random_.uniform() < habits.dutiful) assigned_.push_back(i);
    }

    std::vector<Package> run() {
        for (int week = 0; week < habits_.weeks; ++week) {
            package_ = {.candidate = candidate_, .code = course_.code};
            study_week(week);
            if (package_.answers.empty()) continue;
            package_.link = {.sequence = static_cast<std::int64_t>(packages_.size()) + 1,
                             .previous = packages_.empty() ? Digest{} : packages_.back().link.own,
                             .made_ms = course_.midnight_ms + (7 * week + 7) * ms_per_day - ms_per_minute};
            (void)sign_package(package_, key_);  // sets device and digest
            packages_.push_back(package_);
        }
        return std::move(packages_);
    }

private:
    void study_week(int week) {
        std::array<int, 7> days{0, 1, 2, 3, 4, 5, 6};
        random_.shuffle(std::span<int>(days));
        const int sessions = std::clamp(habits_.sessions_a_week + static_cast<int>(random_.below(3)) - 1, 1, 7);
        std::sort(days.begin(), days.begin() + sessions);
        for (int number = 0; number < 7; ++number) {
            const int day = 7 * week + number;
            const bool mock =
                std::find(habits_.mock_days.begin(), habits_.mock_days.end(), day) != habits_.mock_days.end();
            if (mock)
                sit_mock_exam(day);
            else if (std::find(days.begin(), days.begin() + sessions, number) != days.begin() + sessions)
                practise(day);
        }
    }

    /// Evenings on working days, any time on the others.
    TimeMs start_of(int day) {
        const Day date = course_.first_day + day;
        const bool weekend = (date + 3) % 7 >= 5;  // day 0 was a Thursday
        const double hour = weekend ? 9.5 + 9.0 * random_.uniform() : 17.5 + 3.5 * random_.uniform();
        return course_.midnight_ms + day * ms_per_day + static_cast<TimeMs>(hour * 3'600'000.0);
    }

    PackedSitting& sit_down(SittingKind kind, TimeMs at_ms, int day, std::string settings) {
        const SittingKey id{timed_id(at_ms, fmt::format("demonstration sitting\n{}", hex_of(candidate_)))};
        return package_.sittings.emplace_back(PackedSitting{.id = id,
                                                            .exam = course_.bank->outline().exam,
                                                            .kind = kind,
                                                            .at_ms = at_ms,
                                                            .day = course_.first_day + day,
                                                            .bank_hash = course_.bank->hash(),
                                                            .settings = std::move(settings)});
    }

    /// Answers the item and returns how long it took.
    std::int64_t answer(std::size_t at, const SittingKey& sitting, TimeMs at_ms, int day) {
        const MadeUpItem& item = course_.items[at];
        const Day date = course_.first_day + day;
        MadeUpAnswer given = learner_.answer(item, date);
        package_.answers.push_back(
            {.id = AnswerId{timed_id(at_ms, fmt::format("demonstration answer\n{}\n{}", hex_of(candidate_), item.id))},
             .sitting = sitting,
             .exam = course_.bank->outline().exam,
             .item = item.id,
             .revision = item.revision,
             .area = item.area_code,
             .difficulty = item.difficulty,
             .chance = item.chance,
             .fresh = item.parametric || met_[at].times == 0,
             .letters = std::move(given.letters),
             .right = given.right,
             .elapsed_ms = given.elapsed_ms,
             .at_ms = at_ms,
             .day = date});
        met_[at] = {.times = met_[at].times + 1, .last_day = date, .right = given.right};
        return given.elapsed_ms;
    }

    void practise(int day) {
        const std::vector<std::size_t> drawn = draw(day);
        if (drawn.empty()) return;
        TimeMs at_ms = start_of(day);
        const nlohmann::json settings = {{"policy", "plan"},       {"areas", nlohmann::json::array()},
                                         {"state", "all"},         {"difficulty", "any"},
                                         {"length", drawn.size()}, {"feedback", "each"},
                                         {"minutes", nullptr}};
        const SittingKey sitting = sit_down(SittingKind::practice, at_ms, day, json_text(settings)).id;
        for (const std::size_t at : drawn) at_ms += answer(at, sitting, at_ms, day) + reading_ms;
        package_.ends.push_back({.sitting = sitting, .at_ms = at_ms, .by = std::nullopt, .remaining_ms = std::nullopt});
    }

    /// What was assigned, then mostly new questions by the exam's weights, and some met before, the wrong ones first.
    std::vector<std::size_t> draw(int day) {
        const Day date = course_.first_day + day;
        const auto length =
            static_cast<std::size_t>(std::max(5, habits_.questions + static_cast<int>(random_.below(7)) - 3));
        std::vector<std::size_t> drawn;
        while (date >= course_.assigned_day && !assigned_.empty() && drawn.size() < length) {
            drawn.push_back(assigned_.back());
            assigned_.pop_back();
        }
        std::vector<std::size_t> fresh, again;
        for (std::size_t i = 0; i < met_.size(); ++i) {
            if (std::find(drawn.begin(), drawn.end(), i) != drawn.end()) continue;
            if (met_[i].times == 0)
                fresh.push_back(i);
            else if (date - met_[i].last_day >= days_before_repeat)
                again.push_back(i);
        }
        while (drawn.size() < length && !(fresh.empty() && again.empty())) {
            const bool take_new = again.empty() || (!fresh.empty() && random_.uniform() < share_of_new);
            drawn.push_back(take_new ? pick(fresh, [&](std::size_t i) { return weight_[i]; })
                                     : pick(again, [&](std::size_t i) { return met_[i].right ? 1.0 : 5.0; }));
        }
        return drawn;
    }

    template <class Weight>
    std::size_t pick(std::vector<std::size_t>& from, Weight weight) {
        double all = 0.0;
        for (const std::size_t i : from) all += weight(i);
        double left = all * random_.uniform();
        auto at = from.begin();
        while (std::next(at) != from.end() && (left -= weight(*at)) >= 0.0) ++at;
        const std::size_t picked = *at;
        from.erase(at);
        return picked;
    }

    /// A whole exam by the blueprint, in the morning; the answers count when it ends, as in the client.
    void sit_mock_exam(int day) {
        const Outline& outline = course_.bank->outline();
        const ExamPlan plan = plan_exam(outline, std::nullopt, FormLength::full);
        const ExamForm form = draw_form(plan);
        const TimeMs begun_ms =
            course_.midnight_ms + day * ms_per_day + static_cast<TimeMs>((9.0 + 2.0 * random_.uniform()) * 3'600'000.0);
        const SittingKey sitting = sit_down(SittingKind::mock, begun_ms, day, settings_of(form, plan)).id;
        const std::size_t first = package_.answers.size();
        std::int64_t used_ms = 0;
        for (const ExamItem& each : form.items) used_ms += answer(place_of(each.ordinal), sitting, begun_ms, day);
        used_ms = std::min(used_ms, plan.time_ms - 1000);
        const TimeMs ended_ms = begun_ms + used_ms;
        for (std::size_t i = first; i < package_.answers.size(); ++i) {
            PackedAnswer& given = package_.answers[i];
            given.at_ms = ended_ms;
            given.id = AnswerId{
                timed_id(ended_ms, fmt::format("demonstration answer\n{}\n{}", hex_of(candidate_), given.item))};
        }
        package_.ends.push_back(
            {.sitting = sitting, .at_ms = ended_ms, .by = EndedBy::candidate, .remaining_ms = plan.time_ms - used_ms});
    }

    std::size_t place_of(std::int64_t ordinal) const {
        const auto at =
            std::lower_bound(course_.items.begin(), course_.items.end(), ordinal,
                             [](const MadeUpItem& item, std::int64_t wanted) { return item.ordinal < wanted; });
        return static_cast<std::size_t>(at - course_.items.begin());
    }

    ExamForm draw_form(const ExamPlan& plan) {
        const Bank& bank = *course_.bank;
        std::vector<OrdinalRange> ranges;
        for (int area = 0; area < static_cast<int>(bank.outline().areas.size()); ++area)
            ranges.push_back(bank.range(area));
        const std::vector<ItemHead> heads = bank.heads();
        const auto facts = [&](std::int64_t ordinal) {
            const ItemHead& head = heads[static_cast<std::size_t>(ordinal)];
            const std::size_t at = place_of(ordinal);
            const bool ours = at < course_.items.size() && course_.items[at].ordinal == ordinal;
            return ItemFacts{.id = head.id,
                             .family = head.family,
                             .enemies = head.enemies,
                             .retired = !ours,
                             .exposures = ours ? met_[at].times : 0};
        };
        return assemble_exam(bank.outline(), ranges, facts, plan, random_.next());
    }

    /// As a mock exam lays down its form; see study/mock_exam.cpp.
    std::string settings_of(const ExamForm& form, const ExamPlan& plan) const {
        nlohmann::json questions = nlohmann::json::array();
        nlohmann::json areas = nlohmann::json::array();
        for (const ExamItem& each : form.items) {
            const MadeUpItem& item = course_.items[place_of(each.ordinal)];
            questions.push_back({item.revision, item.area, item.difficulty, item.chance, each.pilot ? 1 : 0});
        }
        for (const Area& area : course_.bank->outline().areas) areas.push_back(area.code);
        return json_text(nlohmann::json{{"section", ""},
                                        {"length", name_of(plan.length)},
                                        {"time_ms", plan.time_ms},
                                        {"answer_first", false},
                                        {"length_assumed", plan.length_assumed},
                                        {"time_assumed", plan.time_assumed},
                                        {"areas", areas},
                                        {"questions", questions}});
    }

    const DemoCourse& course_;
    const DemoHabits& habits_;
    CandidateId candidate_;
    Random random_;
    MadeUpLearner learner_;
    DeviceKey key_;
    std::vector<Met> met_;
    std::vector<double> weight_;         ///< of an item: its area's, shared among the area's items
    std::vector<std::size_t> assigned_;  ///< places, not yet done
    Package package_;
    std::vector<Package> packages_;
};

}  // namespace

std::vector<Package> demo_packages(const DemoCourse& course, const DemoHabits& habits, const CandidateId& candidate,
                                   std::uint64_t seed) {
    return DemoPractice(course, habits, candidate, seed).run();
}

}  // namespace collimate::cohort
