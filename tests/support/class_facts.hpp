#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/screens/classroom.hpp"
#include "engine/base/random.hpp"
#include "engine/cohort/group_report.hpp"
#include "engine/study/frame.hpp"
#include "tests/support/class_store.hpp"

namespace collimate::test {

/// A class as its report would tell it, made by hand: candidates from weak to strong, the first with few answers in one
/// area, the second idle. Items are those of the bank; the third item's key is suspect.
class MadeClass {
public:
    MadeClass(std::shared_ptr<const Bank> bank, int candidates, Day today, std::uint64_t seed = 7)
        : bank_(std::move(bank)), today_(today), random_(seed) {
        facts_.bank = bank_;
        facts_.programme = a_programme;
        facts_.cohort = a_class;
        facts_.choice = {.store = "class.collimate-class",
                         .programme = a_programme.name,
                         .code = a_class.code,
                         .exam = bank_->outline().exam};
        facts_.programmes = {
            {.programme = a_programme, .cohorts = {a_class, another_class}, .enrolled = {candidates, 0}}};
        facts_.roll.cohorts = {a_class, another_class};
        cohort::ClassReport report = {.programme = a_programme.name,
                                      .name = a_class.name,
                                      .today = today,
                                      .exam_day = today + 53,
                                      .outline = bank_->outline(),
                                      .cut = bank_->outline().cut.percent / 100.0,
                                      .basis = "Made by hand for the tests; rests on nothing."};
        for (int i = 0; i < candidates; ++i) add_candidate(report, i, candidates);
        add_class(report);
        add_answers(report, candidates);
        add_groups(report, candidates);
        add_log();
        facts_.report = std::move(report);
    }

    [[nodiscard]] ClassFacts& facts() { return facts_; }
    [[nodiscard]] std::shared_ptr<const ClassFacts> done() const { return std::make_shared<const ClassFacts>(facts_); }

private:
    double shifted(double middle, double spread) { return std::clamp(middle + spread * random_.normal(), 0.12, 0.97); }

    cohort::AreaCell cell(double share) {
        const int answers = 8 + static_cast<int>(random_.below(60));
        cohort::AreaCell made = {.answers = answers, .expected = share, .few = false};
        made.right = static_cast<int>(std::lround(share * answers));
        const double half = 1.28 * std::sqrt(share * (1 - share) / (answers + 20.0));
        made.low = std::max(0.0, share - half);
        made.high = std::min(1.0, share + half);
        return made;
    }

    void add_candidate(cohort::ClassReport& report, int i, int candidates) {
        const double able = 0.5 + 0.42 * i / std::max(candidates - 1, 1);
        cohort::CandidateReport each = {.candidate = candidate(i)};
        each.label = std::string{static_cast<char>('A' + i % 23), static_cast<char>('2' + i / 23 % 8),
                                 static_cast<char>('C' + i * 7 % 20), static_cast<char>('2' + i * 3 % 8)};
        each.first_answers = 120 + 9 * i;
        each.repeats = 40 + 3 * i;
        each.last_day = today_ - (i == 1 ? 18 : i % 4);
        each.days_in_30 = i == 1 ? 3 : 12 + i % 14;
        each.median_seconds = i == 1 ? 14.0 : 41.0 + i;
        for (std::size_t area = 0; area < report.outline.areas.size(); ++area)
            each.areas.push_back(cell(shifted(able, 0.09)));
        if (i == 0) each.areas.back() = {.answers = 2, .right = 1, .expected = 0.6, .low = 0.2, .high = 0.9};
        if (i == 2) each.areas[1] = {};
        const Scale& scale = report.outline.scale;
        const double score = std::min(scale.high - 2, scale.cut + (able - report.cut) * (scale.high - scale.cut) * 2.4);
        each.forecast.scaled = {.low = score - 5, .median = score, .high = std::min(scale.high, score + 5)};
        each.forecast.p_pass = 1.0 / (1.0 + std::exp(-(score - scale.cut) * 100 / scale.high / 2.5));
        each.forecast.p_pass_low = each.forecast.p_pass * 0.8;
        each.forecast.p_pass_high = std::min(1.0, each.forecast.p_pass * 1.15);
        each.mocks = {
            {.sitting = {}, .day = today_ - 9, .right = static_cast<int>(able * 165), .answered = 165, .share = able}};
        if (each.forecast.p_pass < 0.5) each.concerns.push_back(cohort::Concern::unlikely);
        if (i == 1) each.concerns.insert(each.concerns.end(), {cohort::Concern::idle, cohort::Concern::rushing});
        each.at_risk = !each.concerns.empty();
        each.why = i == 1 ? "contrast, artifacts; idle for 18 days; half the answers in less than 14 s"
                          : "radiation physics, artifacts; 12 days in 30";
        each.advice =
            "Work through the learning points of the weakest areas with them before more questions are asked.";
        facts_.roll.candidates.push_back(each.candidate);
        facts_.roll.enrolments.push_back({.candidate = each.candidate, .cohort = a_class.id});
        facts_.roster[each.candidate] = {.name = "Made Up " + std::to_string(i + 1),
                                         .number = "S" + std::to_string(100 + i)};
        report.candidates.push_back(std::move(each));
    }

    void add_class(cohort::ClassReport& report) {
        for (std::size_t area = 0; area < report.outline.areas.size(); ++area) {
            cohort::AreaCell all = {.few = false};
            int below = 0;
            for (const auto& each : report.candidates) {
                const cohort::AreaCell& one = each.areas[area];
                all.answers += one.answers;
                all.right += one.right;
                all.expected += one.expected / static_cast<double>(report.candidates.size());
                below += !one.few && one.high < report.cut ? 1 : 0;
            }
            all.low = all.expected - 0.03;
            all.high = all.expected + 0.03;
            report.areas.push_back(all);
            report.below.push_back(below);
        }
        for (int week = 0; week < 8; ++week) {
            cohort::WeekReport made = {.last_day = today_ - 7 * (7 - week)};
            made.active = static_cast<int>(report.candidates.size()) - week % 4;
            made.answers = 400 + 60 * week;
            made.first_answers = 300 + 40 * week;
            made.right_first = 180 + 30 * week;
            for (const auto& each : report.candidates) {
                made.expected_scaled.push_back(each.forecast.scaled.median - (7 - week) * 0.9);
                made.expected_to_pass += made.expected_scaled.back() >= report.outline.scale.cut ? 1 : 0;
            }
            report.weeks.push_back(std::move(made));
        }
    }

    /// Everybody met the first forty items of the bank.
    void add_answers(cohort::ClassReport& report, int candidates) {
        const int items = static_cast<int>(std::min<std::int64_t>(40, bank_->size()));
        std::vector<ResponseCell> cells;
        for (int item = 0; item < items; ++item) {
            report.first.items.push_back(bank_->head(item).id);
            report.first.options.push_back({.options = 4, .keys = {0}});
            report.first.labels.push_back({"a", "b", "c", "d"});
            report.first.authored.push_back(0.0);
            report.first.chance.push_back(0.25);
            const double hard = shifted(0.0, 0.12) - 0.1;
            for (int i = 0; i < candidates; ++i) {
                double able = 0.45 + 0.5 * i / std::max(candidates - 1, 1) - hard;
                if (item == 2) able = 1.05 - able;
                const bool right = random_.uniform() < able;
                const int wrong = item == 2 || random_.uniform() < 0.55 ? 1 : random_.uniform() < 0.8 ? 2 : 3;
                cells.emplace_back(right, right ? 0 : wrong);
            }
        }
        for (int i = 0; i < candidates; ++i) report.first.candidates.push_back(hex_of(candidate(i)));
        report.first.matrix =
            ResponseMatrix(static_cast<std::size_t>(candidates), static_cast<std::size_t>(items), cells);
        report.analysis = analyze_responses(report.first.matrix, report.first.options);
    }

    /// Two sites: two thirds of the candidates and the others.
    void add_groups(cohort::ClassReport& report, int candidates) {
        const std::array<cohort::Group, 2> sites = {
            cohort::Group{.id = id_number<cohort::GroupId>(1), .cohort = a_class.id, .name = "North site"},
            cohort::Group{.id = id_number<cohort::GroupId>(2), .cohort = a_class.id, .name = "South site"}};
        std::array<std::set<CandidateId>, 2> members;
        for (int i = 0; i < candidates; ++i) {
            const std::size_t site = i % 3 == 2 ? 1 : 0;
            members[site].insert(candidate(i));
            facts_.roll.memberships.push_back({.candidate = candidate(i), .group = sites[site].id});
        }
        for (std::size_t site = 0; site < 2; ++site) {
            facts_.roll.groups.push_back(sites[site]);
            report.groups.push_back(cohort::group_report(sites[site], members[site], report));
        }
    }

    /// A request that waits, one that was answered, an export for somebody else, and a deletion.
    void add_log() {
        const auto at = [this](int days_ago) {
            return (static_cast<TimeMs>(today_) - days_ago) * 86'400'000 + 34'800'000;
        };
        facts_.disclosures = {
            {.at_ms = at(40),
             .kind = cohort::DisclosureKind::requested,
             .candidate = candidate(3),
             .to = "the candidate"},
            {.at_ms = at(38),
             .kind = cohort::DisclosureKind::answered,
             .candidate = candidate(3),
             .to = "the candidate"},
            {.at_ms = at(12), .to = "the accreditor", .purpose = "annual report on the effectiveness of the programme"},
            {.at_ms = at(3),
             .kind = cohort::DisclosureKind::requested,
             .candidate = candidate(5),
             .to = "the candidate"},
            {.at_ms = at(1),
             .candidate = candidate(4),
             .to = "the clinical coordinator of the South site",
             .purpose = "plan of extra hours"}};
        facts_.roll.tombstones = {{.candidate = candidate(9999), .at_ms = at(20)}};
    }

    std::shared_ptr<const Bank> bank_;
    Day today_;
    Random random_;
    ClassFacts facts_;
};

}  // namespace collimate::test
