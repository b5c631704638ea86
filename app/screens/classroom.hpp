#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/bank/bank.hpp"
#include "engine/cohort/class_report.hpp"
#include "engine/cohort/import.hpp"
#include "engine/cohort/store.hpp"

namespace collimate {

/// Which class of which store is asked for.
struct ClassChoice {
    std::string store;                     ///< path or postgresql://...
    std::string programme;                 ///< name; empty: the first
    std::string code;                      ///< of the class; empty: the largest
    std::optional<cohort::GroupId> group;  ///< only these of the class
    std::string exam;                      ///< code; empty: that of the class
    bool everyone = false;                 ///< the whole programme instead of one class
    friend bool operator==(const ClassChoice&, const ClassChoice&) = default;
};

struct ProgrammeClasses {
    cohort::Programme programme;
    std::vector<cohort::Cohort> cohorts;
    std::vector<int> enrolled;  ///< one a cohort
};

/// Everything the pages of a class are made of, from one reading of its store.
struct ClassFacts {
    ClassChoice choice;  ///< as it was resolved
    std::vector<ProgrammeClasses> programmes;
    cohort::Programme programme;
    std::optional<cohort::Cohort> cohort;  ///< absent where everyone in the programme is shown
    cohort::Roll roll;
    cohort::Roster roster;
    std::vector<cohort::Disclosure> disclosures;
    std::optional<cohort::ClassReport> report;
    std::string no_report;  ///< why there is none
    std::vector<cohort::OtherExam> answered;  ///< without a report: every exam that was
    std::shared_ptr<const Bank> bank;  ///< of the exam; absent where there is none
};

/// Reads a class. Throws Refused or WorldFailed.
[[nodiscard]] ClassFacts read_class(const ClassChoice& choice, const std::filesystem::path& banks, Day today);

/// Where results are filed, beside what the files themselves say.
struct ResultFiling {
    std::string exam;             ///< of a sheet; empty: the file's name
    std::optional<Day> given;     ///< day of the exam on the sheet; absent: the file's
    bool into_this_class = true;  ///< enroll in the class that is open, whatever the packages say
};

/// What became of one file or sheet that was brought in, in words.
struct BroughtIn {
    std::string file;
    cohort::BatchStanding standing = cohort::BatchStanding::refused;
    std::string words;
    std::vector<std::string> notes;
};

/// What a piece of work ended with.
struct ClassNews {
    std::shared_ptr<const ClassFacts> facts;  ///< null: as they were
    std::vector<BroughtIn> brought_in;
    std::string said;   ///< told in passing
    std::string fault;  ///< what was in the way, in words a person can act on
};

/// How far a piece of work is; shared with the thread that does it.
struct ClassProgress {
    std::atomic<int> done = 0;
    std::atomic<int> all = 0;  ///< 0: not known
    std::atomic<bool> stop = false;
};

/// The class that is open, and the one piece of work under way for it on a thread of its own. The store is opened anew
/// for each, so that nothing is held while nobody asks.
class Classroom {
public:
    using Work = std::function<ClassNews(ClassProgress&)>;

    Classroom() = default;
    ~Classroom();
    Classroom(const Classroom&) = delete;
    Classroom& operator=(const Classroom&) = delete;

    [[nodiscard]] const ClassFacts* facts() const { return facts_.get(); }
    [[nodiscard]] std::shared_ptr<const ClassFacts> shared_facts() const { return facts_; }
    [[nodiscard]] const std::string& fault() const { return fault_; }
    [[nodiscard]] const std::vector<BroughtIn>& brought_in() const { return brought_in_; }
    [[nodiscard]] bool working() const { return coming_.valid(); }
    [[nodiscard]] const std::string& work() const { return work_; }  ///< "Reading the class"
    [[nodiscard]] TimeMs since_ms() const { return since_ms_; }
    [[nodiscard]] const ClassProgress& progress() const { return *progress_; }

    /// Begins a piece of work; nothing where one is under way. Refused and WorldFailed become its fault.
    void begin(std::string what, TimeMs now_ms, Work work);
    /// Asks the work under way to stop where it can.
    void stop();
    /// Takes what was finished meanwhile; what it said is left in `said`. Counts what has come.
    std::uint64_t arrived(std::string& said);
    /// Puts a class there as if it had been read.
    void show(std::shared_ptr<const ClassFacts> facts);
    void forget_fault() { fault_.clear(); }
    void forget_brought_in() { brought_in_.clear(); }
    /// Nothing is open any more.
    void leave();

private:
    std::shared_ptr<const ClassFacts> facts_;
    std::vector<BroughtIn> brought_in_;
    std::string fault_;
    std::string work_;
    TimeMs since_ms_ = 0;
    std::shared_ptr<ClassProgress> progress_ = std::make_shared<ClassProgress>();
    std::future<ClassNews> coming_;
    std::uint64_t arrived_ = 0;
};

/// The place of a store without the password an address may hold: for the screen and for the preferences.
[[nodiscard]] std::string without_password(const std::string& store);

/// A code for candidates to enroll by: eight letters and figures that are not mistaken for one another.
[[nodiscard]] std::string enrolment_code(std::uint64_t seed);

}  // namespace collimate
