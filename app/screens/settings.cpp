#include "app/screens/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <sstream>

#include "app/screens/sending.hpp"
#include "app/screens/words.hpp"
#include "app/widgets/typed_date.hpp"
#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"
#include "engine/record/outbox.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

// ---- view ------------------------------------------------------------------

void add_exam(SettingsView& view, const Desk& desk, Now now) {
    const Goal& goal = desk.state().goal;
    view.exam = exam_name(desk.outline());
    view.exam_age = outline_age(desk.outline());
    view.minutes = goal.minutes_per_day;
    view.has_date = goal.exam_day.has_value();
    view.date = goal.exam_day ? date_words(*goal.exam_day) : "not set";
    view.date_words =
        goal.exam_day ? distance_words(*goal.exam_day, now.day) : "without one there is no forecast to exam day";
    const int days = goal.exam_day ? *goal.exam_day - now.day : 1;
    view.minutes_words =
        "about " + counted(roughly(planned_answers(std::max(days, 0), goal.minutes_per_day)), "answer", "answers") +
        (goal.exam_day ? " by then" : " a day");
}

void add_typed_date(SettingsView& view, const SettingsDraft& draft, Now now) {
    const auto typed = ui::typed_date(draft.date, now.day);
    view.typed_ready = typed && *typed >= now.day;
    view.typed_faulty = !view.typed_ready && !draft.date.empty();
    view.typed_words = view.typed_ready     ? distance_words(*typed, now.day)
                       : draft.date.empty() ? "typed or picked"
                       : typed              ? "This day has passed."
                                            : "Not a date: write it like 9 Jan 2027.";
}

/// "record-2026-11-22" is the daily one; other names carry the moment with dots for colons.
std::string backup_when(const fs::path& backup, const fs::path& record, TimeMs utc_offset_ms) {
    std::string name = backup.stem().string().substr(record.stem().string().size() + 1);
    if (const auto day = parse_day(name)) return date_words(*day) + ", daily";
    const bool before_restore = name.starts_with("before-restore-");
    const auto start = name.find("20");
    if (start == std::string::npos) return name;
    std::string stamp = name.substr(start, name.find('Z', start) - start + 1);  // copies of one second: -2, -3
    std::replace(stamp.begin(), stamp.end(), '.', ':');
    const auto made = parse_time(stamp);
    if (!made) return name;
    const TimeMs local = made->ms + utc_offset_ms;
    return date_words(day_at(made->ms, utc_offset_ms)) + " " + clock_words(local) +
           (before_restore ? ", before a restore" : ", by hand");
}

/// Of a file and, where there is one, of its write-ahead log.
std::string size_of(const fs::path& file, const fs::path& log = {}) {
    std::error_code error;
    const auto bytes = fs::file_size(file, error);
    if (error) return "size unknown";
    const auto more = fs::file_size(log, error);
    return file_size(bytes + (error ? 0 : more));
}

void add_record(SettingsView& view, const Model& model, Now now) {
    const fs::path& file = model.record->file();
    view.record = file.filename().string();
    const TimeMs saved = model.record->last_saved_ms();
    view.record_words = size_of(file, file.string() + "-wal");
    if (saved > 0) view.record_words += ", last answer saved " + clock_words(saved + model.utc_offset_ms);
    for (const fs::path& backup : backups_of(file))
        view.backups.push_back(
            {.file = backup, .when = backup_when(backup, file, model.utc_offset_ms), .size = size_of(backup)});
    view.backup_words = view.backups.empty()
                            ? "none yet"
                            : fmt::format("{} kept, the last of {}", view.backups.size(), view.backups.front().when);
    view.export_folder = (model.folders.data / ("export-" + format_day(now.day))).string();
}

void add_sharing(SettingsView& view, const Model& model, const SettingsDraft& draft) {
    view.shared_folder = model.preferences.shared_folder;
    view.class_code = model.preferences.class_code;
    view.sharing_state = sending_state_words(model);
    view.sharing_words = sending_words();
    view.code_fault = class_code_fault(draft.code);
}

void add_warnings(SettingsView& view, const Model& model) {
    const auto backups = static_cast<std::int64_t>(view.backups.size());
    if (model.desk)
        view.forget_text = "All answers, notes and flags of " + view.exam +
                           " are removed from the record; other exams stay. The " +
                           counted(backups, "backup", "backups") + " kept until now still hold them.";
    view.delete_text = "Every answer, note and flag of every exam, the settings and " +
                       (backups == 1 ? std::string("the 1 backup") : "all " + counted(backups, "backup", "backups")) +
                       " are removed from this computer. Files you exported elsewhere stay. This cannot be undone.";
}

void add_about(SettingsView& view, const Model& model) {
    view.version = "Collimate " COLLIMATE_VERSION;
    view.about = {"Free software under the MIT License; the questions under CC BY 4.0.",
                  "Not affiliated with or endorsed by ARRT or ARDMS. All questions are original.",
                  "Nothing leaves this computer: no account, no telemetry, no update check."};
    if (!model.desk) return;
    const Outline& outline = model.desk->outline();
    view.outline = {outline_sureness(outline.confidence) + " " + view.exam_age};
    if (!outline.basis.empty()) view.outline.push_back(outline.basis);
    for (const std::string& source : outline.sources) view.outline.push_back("Source: " + source);
    if (!outline.next_revision.empty()) view.outline.push_back("Next revision: " + outline.next_revision);
}

// ---- update ----------------------------------------------------------------

/// Lets go of the record for `action`, which may replace its file, and opens whatever is there afterwards.
void with_record_closed(Model& model, Now now, const std::function<void()>& action) {
    const auto reopen = [&] {
        model.record = std::make_unique<Record>(Record::open(record_file(model.folders), model.new_identity(), now));
    };
    leave_desk(model);
    model.courier.give_up();
    model.desk.reset();
    model.record.reset();
    try {
        action();
    } catch (...) {
        reopen();
        if (model.bank) model.desk = std::make_unique<Desk>(*model.bank, *model.record);
        throw;
    }
    reopen();
}

void remove_file(const fs::path& file) {
    std::error_code error;
    fs::remove(file, error);
    if (error)
        throw WorldFailed(file.string() + " cannot be removed (" + error.message() +
                          "): make its folder writable and delete again.");
}

void write_export(const Record& record, const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw WorldFailed(folder.string() + " cannot be made (" + error.message() + "): choose another folder.");
    const auto write = [&](const char* name, const auto& fill) {
        std::ostringstream out;
        fill(out);
        write_whole(folder / name, out.str());
    };
    write("answers.csv", [&](std::ostream& out) { record.export_csv(out); });
    write("record.jsonl", [&](std::ostream& out) { record.export_json(out); });
}

std::string stamp_of(TimeMs ms) {
    std::string stamp = format_time(ms);
    std::replace(stamp.begin(), stamp.end(), ':', '.');
    return stamp;
}

struct SettingsUpdates {
    Model& model;
    SettingsDraft& draft;
    Now now;

    void say(std::string text) const { model.toast = Message{.text = std::move(text), .shown_ms = now.ms}; }
    void set_goal(std::optional<Day> exam_day, int minutes) const { model.desk->set_goal(exam_day, minutes, now); }
    [[nodiscard]] const Goal& goal() const { return model.desk->state().goal; }

    void operator()(const settings::ChangeExam&) const { model.place = Place::first_run; }
    void operator()(const settings::DateChanged&) const {}
    void operator()(const settings::KeepDate&) const {
        const auto day = ui::typed_date(draft.date, now.day);
        if (!day || *day < now.day) return;
        set_goal(day, goal().minutes_per_day);
        draft.dialog = SettingsDialog::none;
    }
    void operator()(const settings::RemoveDate&) const {
        set_goal(std::nullopt, goal().minutes_per_day);
        draft.dialog = SettingsDialog::none;
    }
    void operator()(const settings::SetMinutes& event) const { set_goal(goal().exam_day, event.minutes); }
    void operator()(const settings::SetTheme& event) const {
        model.preferences.theme = event.theme;
        keep_preferences(model, now);
    }
    void operator()(const settings::SetTextPercent& event) const {
        model.preferences.text_percent = std::clamp(event.percent, text_percent_low, text_percent_high);
        keep_preferences(model, now);
    }
    void operator()(const settings::SetConfidence& event) const {
        model.preferences.ask_confidence = event.on;
        keep_preferences(model, now);
    }
    void operator()(const settings::SharingTyped&) const {}
    void operator()(const settings::KeepSharing&) const {
        if (draft.folder.empty() || !class_code_fault(draft.code).empty()) return;
        share(draft.folder, draft.code);
        say("Your results go to " + draft.folder + " after each session.");
        send_results(model, now);
    }
    void operator()(const settings::StopSharing&) const {
        share("", "");
        say("Nothing is sent any more. What was sent stays where it is.");
    }
    void share(const std::string& folder, const std::string& code) const {
        model.courier.give_up();
        model.preferences.shared_folder = folder;
        model.preferences.class_code = code;
        draft.dialog = SettingsDialog::none;
        keep_preferences(model, now);
    }
    void operator()(const settings::BackUp&) const {
        const fs::path file = record_file(model.folders);
        model.record->backup_daily(now.day);
        const fs::path copy =
            file.parent_path() / "backups" / (file.stem().string() + "-" + stamp_of(now.ms) + ".collimate");
        model.record->backup(copy);
        say("Backed up as " + copy.filename().string());
    }
    void operator()(const settings::Restore& event) const {
        draft.dialog = SettingsDialog::none;
        with_record_closed(model, now, [&] { restore_record(event.file, record_file(model.folders), now); });
        if (model.bank) open_exam(model, model.bank->outline().exam, now);
        say("Restored. What was there before is kept among the backups.");
    }
    void operator()(const settings::Export& event) const {
        draft.dialog = SettingsDialog::none;
        write_export(*model.record, event.folder);
        say("Exported to " + event.folder.string());
    }
    void operator()(const settings::Forget&) const {
        const std::string exam = model.bank->outline().exam;
        draft.dialog = SettingsDialog::none;
        leave_desk(model);
        model.courier.give_up();
        model.record->forget(exam);
        model.desk.reset();
        model.bank.reset();
        model.preferences.exam.clear();
        keep_preferences(model, now);
        model.place = Place::first_run;
    }
    void operator()(const settings::DeleteAll&) const {
        if (draft.typed != delete_word) return;
        draft = {};
        const fs::path file = record_file(model.folders);
        const std::vector<fs::path> backups = backups_of(file);
        with_record_closed(model, now, [&] {
            for (const fs::path& backup : backups) remove_file(backup);
            for (const char* part : {"", "-wal", "-shm", ".device"}) remove_file(file.string() + part);
        });
        model.bank.reset();
        model.preferences = {};
        remove_preferences(model);
        model.place = Place::first_run;
        say("Everything was deleted.");
    }
};

}  // namespace

SettingsView settings_view(const Model& model, const SettingsDraft& draft, Now now) {
    SettingsView view = {.today = now.day,
                         .has_exam = model.desk != nullptr,
                         .theme = model.preferences.theme,
                         .text_percent = model.preferences.text_percent,
                         .ask_confidence = model.preferences.ask_confidence,
                         .folder = model.folders.data.string()};
    if (model.desk) add_exam(view, *model.desk, now);
    add_typed_date(view, draft, now);
    add_record(view, model, now);
    add_sharing(view, model, draft);
    add_warnings(view, model);
    add_about(view, model);
    return view;
}

void update(Model& model, SettingsDraft& draft, const SettingsEvent& event, Now now) {
    std::visit(SettingsUpdates{model, draft, now}, event);
}

std::span<const KeyHelp> settings_keys() {
    static constexpr std::array keys = {KeyHelp{"Tab", "next setting"}, KeyHelp{"Left and Right", "change a setting"},
                                        KeyHelp{"Space", "press or switch"}};
    return keys;
}

}  // namespace collimate
