#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/screens/classroom.hpp"
#include "app/screens/courier.hpp"
#include "app/screens/memory_work.hpp"
#include "app/screens/pictures.hpp"
#include "app/screens/preferences.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/print/printer.hpp"
#include "engine/study/desk.hpp"
#include "engine/study/exam_result.hpp"
#include "engine/study/mock_exam.hpp"
#include "engine/study/session.hpp"

namespace collimate {

/// Where the candidate is. A session, an exam and the first run cover the window; a score report belongs to the mock
/// exams; the others are places of the rail.
enum class Place {
    first_run,
    today,
    practise,
    mock_exam,
    progress,
    bank,
    classes,
    settings,
    question,
    result,
    exam,
    score_report
};

struct Folders {
    std::filesystem::path data;   ///< record, backups, preferences
    std::filesystem::path banks;  ///< compiled banks
};

/// Something the world refused, in words a person can act on.
struct Fault {
    std::string heading;
    std::string message;
};

struct Message {
    std::string text;
    TimeMs shown_ms = 0;
};

/// An exam being sat, and how far the window's clock has been counted into it.
struct OpenSitting {
    MockExam exam;
    std::int64_t counted_ms = 0;   ///< of Model::steady_ms
    std::optional<Notice> notice;  ///< not yet put away
};

/// A score report on the screen, with its questions as they were shown; absent where the bank no longer holds them.
struct OpenReport {
    ExamResult result;
    std::vector<std::optional<Instance>> questions;
};

/// Results of exams that have ended, told once each since telling takes its time; absent where there is no score.
using KeptResults = std::map<SittingId, std::optional<ExamResult>>;

/// Everything the window knows. Screens read it into Views; their `update` functions change it.
struct Model {
    Folders folders;
    std::function<Identity()> new_identity;   ///< random ids for a new record
    std::function<std::uint64_t()> new_seed;  ///< for a new session
    std::function<Printer()> printer;         ///< loads it; throws WorldFailed where it cannot be
    TimeMs utc_offset_ms = 0;                 ///< of the candidate's time zone, for clock times shown
    std::int64_t steady_ms = 0;               ///< of a clock that never jumps; set before each frame
    Preferences preferences;
    Shelf shelf;
    std::unique_ptr<Record> record;
    std::unique_ptr<Bank> bank;          ///< of the exam in preparation
    std::unique_ptr<Desk> desk;          ///< borrows both; reset it first
    std::optional<Session> session;      ///< borrows the desk
    std::optional<OpenSitting> sitting;  ///< borrows the desk
    std::optional<OpenReport> report;
    std::shared_ptr<KeptResults> results = std::make_shared<KeptResults>();  ///< of the exam in preparation
    std::unique_ptr<Pictures> pictures = std::make_unique<Pictures>();
    std::unique_ptr<MemoryWork> fitting;  ///< of the exam in preparation, while it is under way
    std::optional<Day> fit_begun;         ///< the last day on which one was begun by itself
    std::unique_ptr<Classroom> classroom = std::make_unique<Classroom>();  ///< for instructors
    Courier courier;           ///< takes results to the shared folder of the preferences
    bool send_again = false;   ///< something new came up while it was under way
    bool unsent_told = false;  ///< what it failed at
    Place place = Place::first_run;
    std::optional<Fault> fault;
    std::optional<Message> toast;
    bool closing = false;
};

/// Reads shelf and preferences, opens the record and the exam last open. A fault is kept in the model, not thrown.
/// The shelf may be being read already; only the record has to wait for a window.
[[nodiscard]] Model open_model(Folders folders, std::function<Identity()> new_identity,
                               std::function<std::uint64_t()> new_seed, Now now, std::future<Shelf> shelf = {});

/// Makes `exam` the one in preparation and goes to Today. Throws Refused or WorldFailed with the model as it was.
void open_exam(Model& model, const std::string& exam, Now now);

/// Starts a session and goes to it; where nothing passes its filter a toast says so.
/// Throws WorldFailed with the model as it was.
void begin_session(Model& model, SessionSettings settings, Now now);

/// What decides among equals in a new session: the day alone where the plan chooses, so that what Today shows is what
/// comes.
[[nodiscard]] std::uint64_t seed_for(const Model& model, const SessionSettings& settings);

/// Sits down to a new exam and goes to it. Throws Refused naming what the bank cannot fill, or WorldFailed.
void begin_exam(Model& model, const ExamSettings& settings, Now now);

/// Goes on with the exam left open and goes to it. Throws Refused with what is in the way.
void go_on_with_exam(Model& model, Now now);

/// Lets the steady time that has gone by since the last call count for the exam being sat. Throws WorldFailed when the
/// disk refuses; the exam goes on from there.
void pass_exam_time(Model& model, Now now);

/// Goes to the score report of an exam that has ended. Throws Refused where it has no score.
void open_report(Model& model, SittingId sitting);

/// Fits memory on another thread, to a copy of the log.
void begin_fit(Model& model, Now now);

/// Takes up a fit that is done: recorded, and told in a toast. Throws WorldFailed with nothing changed.
void take_fit(Model& model, Now now);

/// Lets go of everything that borrows the desk.
void leave_desk(Model& model);

/// Keeps the preferences; a disk that refuses becomes a toast, since nothing of the record is at stake.
void keep_preferences(Model& model, Now now);

/// Removes the file of the preferences. Throws WorldFailed.
void remove_preferences(const Model& model);

[[nodiscard]] std::filesystem::path record_file(const Folders& folders);
[[nodiscard]] std::filesystem::path preferences_file(const Folders& folders);

}  // namespace collimate
