#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

struct BackupRow {
    std::filesystem::path file;
    std::string when;  ///< "Sun 22 November 2026, daily"
    std::string size;
};

struct SettingsView {
    Day today = 0;
    bool has_exam = true;
    std::string exam;        ///< "ARRT Computed Tomography"
    std::string exam_age;    ///< "Outline of September 2026."
    std::string date;        ///< "Sat 9 January 2027", "not set"
    std::string date_words;  ///< "48 days from today"
    bool has_date = false;
    int minutes = 0;
    std::string minutes_words;  ///< "about 1,400 answers in all"
    std::string typed_words;    ///< of the date being typed
    bool typed_faulty = false;
    bool typed_ready = false;

    ThemeChoice theme = ThemeChoice::system;
    int text_percent = 100;
    bool ask_confidence = true;

    std::string record;        ///< "record.collimate"
    std::string record_words;  ///< "1.8 MB, saved 09:41"
    std::string folder;
    std::vector<BackupRow> backups;
    std::string backup_words;   ///< "5 kept, the last of Sun 22 November"
    std::string export_folder;  ///< proposed

    std::string shared_folder;  ///< results are sent there; empty: nowhere
    std::string class_code;
    std::string sharing_state;  ///< `sent 09:41`, `not sent: ...`
    std::string sharing_words;  ///< what goes out, under the dialog's title
    std::string code_fault;     ///< of the code being typed; empty: none

    std::string forget_text;  ///< what forgetting this exam does
    std::string delete_text;  ///< what deleting everything does, backups named

    std::string version;
    std::vector<std::string> about;    ///< paragraphs
    std::vector<std::string> outline;  ///< how sure the exam's outline is, on what it rests, its sources
};

enum class SettingsDialog { none, date, sharing, backups, restore, export_all, forget, delete_all, outline };

struct SettingsDraft {
    SettingsDialog dialog = SettingsDialog::none;
    std::string date;                                   ///< as typed so far
    std::filesystem::path backup;                       ///< to be restored
    std::string folder;                                 ///< to export into, or to send results to
    std::string code;                                   ///< of the class
    std::string typed;                                  ///< must be `delete_word`
    std::map<std::string, float, std::less<>> heights;  ///< of the cards, as last drawn, in pixels
};

/// What must be typed before everything is deleted.
inline constexpr const char* delete_word = "delete";

namespace settings {
struct ChangeExam {};
struct DateChanged {};  ///< the draft holds it
struct KeepDate {};
struct RemoveDate {};
struct SetMinutes {
    int minutes = 0;
};
struct SetTheme {
    ThemeChoice theme = ThemeChoice::system;
};
struct SetTextPercent {
    int percent = 100;
};
struct SetConfidence {
    bool on = true;
};
struct SharingTyped {};  ///< the draft holds it
struct KeepSharing {};
struct StopSharing {};
struct BackUp {};
struct Restore {
    std::filesystem::path file;
};
struct Export {
    std::filesystem::path folder;
};
struct Forget {};
struct DeleteAll {};
}  // namespace settings
using SettingsEvent =
    std::variant<settings::ChangeExam, settings::DateChanged, settings::KeepDate, settings::RemoveDate,
                 settings::SetMinutes, settings::SetTheme, settings::SetTextPercent, settings::SetConfidence,
                 settings::SharingTyped, settings::KeepSharing, settings::StopSharing, settings::BackUp, settings::Restore, settings::Export, settings::Forget, settings::DeleteAll>;

[[nodiscard]] SettingsView settings_view(const Model& model, const SettingsDraft& draft, Now now);
[[nodiscard]] std::optional<SettingsEvent> draw(const SettingsView& view, SettingsDraft& draft, const Stage& stage);
void update(Model& model, SettingsDraft& draft, const SettingsEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> settings_keys();

}  // namespace collimate
