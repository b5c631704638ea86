#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/screens/preferences.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/study/desk.hpp"
#include "engine/study/session.hpp"

namespace collimate {

/// Where the candidate is. A session covers the whole window, the first run too; the others are places of the rail.
enum class Place { first_run, today, practise, progress, bank, settings, question, result };

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

/// Everything the window knows. Screens read it into Views; their `update` functions change it.
struct Model {
    Folders folders;
    std::function<Identity()> new_identity;   ///< random ids for a new record
    std::function<std::uint64_t()> new_seed;  ///< for a new session
    TimeMs utc_offset_ms = 0;                 ///< of the candidate's time zone, for clock times shown
    Preferences preferences;
    Shelf shelf;
    std::unique_ptr<Record> record;
    std::unique_ptr<Bank> bank;      ///< of the exam in preparation
    std::unique_ptr<Desk> desk;      ///< borrows both; reset it first
    std::optional<Session> session;  ///< borrows the desk
    Place place = Place::first_run;
    std::optional<Fault> fault;
    std::optional<Message> toast;
    bool closing = false;
};

/// Reads shelf and preferences, opens the record and the exam last open. A fault is kept in the model, not thrown.
[[nodiscard]] Model open_model(Folders folders, std::function<Identity()> new_identity,
                               std::function<std::uint64_t()> new_seed, Now now);

/// Makes `exam` the one in preparation and goes to Today. Throws Refused or WorldFailed with the model as it was.
void open_exam(Model& model, const std::string& exam, Now now);

/// Starts a session and goes to it; where nothing passes its filter a toast says so.
/// Throws WorldFailed with the model as it was.
void begin_session(Model& model, SessionSettings settings, Now now);

/// Keeps the preferences; a disk that refuses becomes a toast, since nothing of the record is at stake.
void keep_preferences(Model& model, Now now);

/// Removes the file of the preferences. Throws WorldFailed.
void remove_preferences(const Model& model);

[[nodiscard]] std::filesystem::path record_file(const Folders& folders);

}  // namespace collimate
