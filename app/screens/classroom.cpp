#include "app/screens/classroom.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <new>

#include "engine/bank/shelf.hpp"
#include "engine/base/error.hpp"
#include "engine/base/random.hpp"
#include "engine/study/frame.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

using cohort::Cohort;
using cohort::Store;

std::vector<ProgrammeClasses> programmes_of(Store& store) {
    std::vector<ProgrammeClasses> all;
    for (const cohort::Programme& programme : store.programmes()) {
        const cohort::Roll roll = store.roll(programme.id);
        ProgrammeClasses each = {.programme = programme, .cohorts = roll.cohorts};
        for (const Cohort& one : roll.cohorts)
            each.enrolled.push_back(static_cast<int>(
                std::count_if(roll.enrolments.begin(), roll.enrolments.end(),
                              [&](const cohort::Enrolment& enrolment) { return enrolment.cohort == one.id; })));
        all.push_back(std::move(each));
    }
    return all;
}

const ProgrammeClasses& programme_for(const std::vector<ProgrammeClasses>& all, const ClassChoice& choice) {
    if (all.empty())
        throw Refused(without_password(choice.store) + " holds no programme yet: make a class in it with New class");
    const auto named =
        std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.programme.name == choice.programme; });
    return named == all.end() ? all.front() : *named;
}

std::optional<Cohort> cohort_for(const ProgrammeClasses& programme, const ClassChoice& choice) {
    if (choice.everyone || programme.cohorts.empty()) return std::nullopt;
    std::size_t best = 0;
    for (std::size_t i = 0; i < programme.cohorts.size(); ++i) {
        if (programme.cohorts[i].code == choice.code) return programme.cohorts[i];
        if (programme.enrolled[i] > programme.enrolled[best]) best = i;
    }
    return programme.cohorts[best];
}

/// Exams with answers, and how many.
std::map<std::string, std::int64_t> exams_answered(Store& store, const cohort::Query& query) {
    std::map<std::string, std::int64_t> counts;
    store.each_response(query, [&](const cohort::ClassResponse& response) { ++counts[response.answer.exam]; });
    return counts;
}

std::shared_ptr<const Bank> bank_of(const fs::path& banks, const std::string& exam) {
    if (exam.empty()) return nullptr;
    try {
        return std::make_shared<const Bank>(Bank::open(bank_file(banks, exam)));
    } catch (const Refused&) {
        return nullptr;
    }
}

/// The exam with a bank that was answered most.
std::string most_answered(const std::map<std::string, std::int64_t>& answered, const fs::path& banks) {
    std::string best;
    std::int64_t most = 0;
    for (const auto& [exam, answers] : answered)
        if (answers > most && bank_of(banks, exam)) best = exam, most = answers;
    return best;
}

void add_report(ClassFacts& facts, Store& store, Day today) {
    if (!facts.bank) {
        facts.no_report = facts.choice.exam.empty()
                              ? "Nobody has answered a question yet. Add results, or say which exam the class prepares "
                                "for."
                              : "There is no question bank for " + facts.choice.exam +
                                    " here, so nothing can be forecast. The items that were answered are still "
                                    "analyzed.";
        return;
    }
    const Outline& outline = facts.bank->outline();
    const std::vector<ItemHead> heads = facts.bank->heads();
    const cohort::ReportFrame frame = cohort::report_frame(outline, exam_frame(outline, heads), heads);
    const cohort::ReportScope scope = {.programme = facts.programme.id,
                                       .cohort = facts.cohort ? std::optional(facts.cohort->id) : std::nullopt,
                                       .group = facts.choice.group,
                                       .exam = facts.choice.exam};
    try {
        facts.report = cohort::class_report(store, scope, frame, today);
        if (facts.report->candidates.empty()) {
            facts.report.reset();
            facts.no_report = "Nobody is in this class yet.";
        }
    } catch (const Refused& refused) {
        facts.no_report = refused.what();
    }
}

/// Where nothing can be forecast the items still tell something.
void add_items(ClassFacts& facts, Store& store, cohort::Query query,
               const std::map<std::string, std::int64_t>& answered) {
    for (const auto& [exam, answers] : answered) {
        query.exam = exam;
        cohort::OtherExam other = {.exam = exam, .first = cohort::class_matrix(store, query)};
        if (other.first.items.empty()) continue;
        other.analysis = analyze_responses(other.first.matrix, other.first.options);
        facts.answered.push_back(std::move(other));
    }
}

}  // namespace

ClassFacts read_class(const ClassChoice& choice, const fs::path& banks, Day today) {
    const auto store = cohort::open_store(choice.store, cohort::IfAbsent::refuse);
    ClassFacts facts = {.choice = choice, .programmes = programmes_of(*store)};
    const ProgrammeClasses& programme = programme_for(facts.programmes, choice);
    facts.programme = programme.programme;
    facts.cohort = cohort_for(programme, choice);
    facts.choice.programme = facts.programme.name;
    facts.choice.code = facts.cohort ? facts.cohort->code : "";
    facts.roll = store->roll(facts.programme.id);
    facts.roster = store->roster(facts.programme.id);
    facts.disclosures = store->disclosures(facts.programme.id);
    const cohort::Query query = {.programme = facts.programme.id,
                                 .cohort = facts.cohort ? std::optional(facts.cohort->id) : std::nullopt,
                                 .group = choice.group,
                                 .fresh = true};
    if (facts.choice.exam.empty() && facts.cohort) facts.choice.exam = facts.cohort->exam;
    if (facts.choice.exam.empty()) facts.choice.exam = most_answered(exams_answered(*store, query), banks);
    facts.bank = bank_of(banks, facts.choice.exam);
    add_report(facts, *store, today);
    if (!facts.report) add_items(facts, *store, query, exams_answered(*store, query));
    return facts;
}

Classroom::~Classroom() { stop(); }

void Classroom::begin(std::string what, TimeMs now_ms, Work work) {
    if (working()) return;
    work_ = std::move(what);
    since_ms_ = now_ms;
    fault_.clear();
    progress_ = std::make_shared<ClassProgress>();
    coming_ = std::async(std::launch::async, [progress = progress_, work = std::move(work)]() -> ClassNews {
        try {
            return work(*progress);
        } catch (const Refused& refused) {
            return {.fault = refused.what()};
        } catch (const WorldFailed& failed) {
            return {.fault = failed.what()};
        } catch (const std::bad_alloc&) {
            return {.fault = "There is not enough memory for this class; close other programs and try again."};
        }
    });
}

void Classroom::stop() { progress_->stop = true; }

std::uint64_t Classroom::arrived(std::string& said) {
    if (!working() || coming_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return arrived_;
    ClassNews news = coming_.get();
    if (news.facts) facts_ = std::move(news.facts);
    if (!news.brought_in.empty()) brought_in_ = std::move(news.brought_in);
    fault_ = std::move(news.fault);
    said = std::move(news.said);
    return ++arrived_;
}

void Classroom::show(std::shared_ptr<const ClassFacts> facts) {
    facts_ = std::move(facts);
    ++arrived_;
}

void Classroom::leave() {
    facts_.reset();
    fault_.clear();
    brought_in_.clear();
    ++arrived_;
}

std::string without_password(const std::string& store) {
    const auto scheme = store.find("://");
    if (scheme == std::string::npos) return store;
    std::string shown = store;
    const auto start = scheme + 3;
    const auto end = std::min(shown.find_first_of("/?", start), shown.size());
    const auto host = shown.rfind('@', end);
    const auto colon = shown.find(':', start);
    if (host != std::string::npos && host > start && colon < host) shown.erase(colon, host - colon);
    if (const auto named = shown.find("password="); named != std::string::npos && named > start)
        shown.erase(named, std::min(shown.find('&', named), shown.size() - 1) - named + 1);
    return shown;
}

std::string enrolment_code(std::uint64_t seed) {
    constexpr std::string_view letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
    Random random(seed);
    std::string code;
    for (int i = 0; i < 8; ++i) code += letters[random.below(letters.size())];
    return code;
}

}  // namespace collimate
