#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>

#include "app/screens/first_run.hpp"
#include "app/screens/settings.hpp"
#include "app/widgets/dialog.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/page.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::Align;
using ui::colors;
using ui::em;
using ui::Face;
using ui::Rect;
using ui::Room;

using SettingsDone = std::optional<SettingsEvent>;

constexpr float settings_row = 3.76f;   // em
constexpr float control_width = 14.7f;  // em

/// One setting: what it is and lines below; its control goes into what is returned, right of the words.
Rect setting(Rect& in, std::string_view name, std::string_view words, float width) {
    const float text_width = in.width() - width - em(0.71f);
    const float text_height = words.empty() ? 0.0f : ui::measure(words, ui::small_reading(), text_width).height;
    Rect row = ui::take_top(in, std::max(em(settings_row), em(2.53f) + text_height));
    ui::hairline_across(row.x0, row.x1, row.y0, colors().line);
    const Rect right = ui::take_right(row, width, em(0.71f));
    if (words.empty()) {
        ui::text_in(row, Face::body, colors().text, name);
        return right;
    }
    ui::text_in({row.x0, row.y0 + em(0.53f), row.x1, row.y0 + em(1.88f)}, Face::body, colors().text, name);
    ui::paragraph({row.x0, row.y0 + em(1.94f)}, text_width, words, ui::small_reading(), colors().muted);
    return right;
}

bool setting_button(Rect& in, std::string_view name, std::string_view words, std::string_view label,
                    ui::ButtonKind kind = ui::ButtonKind::secondary, const ui::ButtonLook& look = {}) {
    const float width = ui::button_width(label, look);
    const Rect right = setting(in, name, words, width);
    return ui::button(ui::centred(right, width, em(ui::button_height)), label, kind, look);
}

// ---- cards -----------------------------------------------------------------

void draw_exam(Rect& in, const SettingsView& view, SettingsDraft& draft, SettingsDone& event) {
    if (setting_button(in, view.exam, view.exam_age, "Change")) event = settings::ChangeExam{};
    if (setting_button(in, "Date: " + view.date, view.date_words, view.has_date ? "Change date" : "Set date")) {
        draft.dialog = SettingsDialog::date;
        draft.date.clear();
        event = settings::DateChanged{};
    }
    static constexpr std::array<std::string_view, 5> labels = {"15", "30", "45", "60", "90"};
    const auto* const at = std::find(std::begin(minutes_offered), std::end(minutes_offered), view.minutes);
    const int current = at == std::end(minutes_offered) ? -1 : static_cast<int>(at - minutes_offered);
    const float width = std::min(em(control_width), in.width() * 0.55f);
    const Rect right = setting(in, "Minutes a day", view.minutes_words, width);
    if (const auto i = ui::segmented(ui::centred(right, width, em(2.24f)), "Minutes a day", labels, current))
        event = settings::SetMinutes{minutes_offered[*i]};
}

void draw_reading(Rect& in, const SettingsView& view, SettingsDone& event) {
    static constexpr std::array<std::string_view, 3> themes = {"System", "Light", "Dark"};
    const float width = std::min(em(control_width), in.width() * 0.55f);
    Rect right = setting(in, "Theme", "", width);
    if (const auto i =
            ui::segmented(ui::centred(right, width, em(2.24f)), "Theme", themes, static_cast<int>(view.theme)))
        event = settings::SetTheme{static_cast<ThemeChoice>(*i)};
    right = setting(in, "Text size", "Ctrl + and Ctrl \u2212", width);
    const std::string shown = std::to_string(view.text_percent) + "\u00A0%";
    if (const auto value =
            ui::slider(ui::centred(right, width, em(1.76f)), "Text size", static_cast<float>(view.text_percent),
                       text_percent_low, text_percent_high, 10, shown))
        event = settings::SetTextPercent{static_cast<int>(std::lround(*value))};
    right = setting(in, "Ask how sure I am", "guess, unsure or sure with each answer", em(5.3f));
    if (ui::switch_control(ui::centred(right, em(5.3f), em(1.76f)), "Ask how sure I am", view.ask_confidence))
        event = settings::SetConfidence{!view.ask_confidence};
    ui::hairline_across(in.x0, in.x1, in.y0, colors().line);
    const std::array sample = {Span{"A question reads like this: CTDI", Style::plain}, Span{"vol", Style::sub},
                               Span{" of 8\u00A0mGy.", Style::plain}};
    ui::take_top(in, em(0.71f));
    ui::take_top(in, ui::paragraph(in.top_left(), in.width(), sample, ui::stem_reading(), colors().text));
}

void draw_record(Rect& in, const SettingsView& view, SettingsDraft& draft, SettingsDone& event) {
    setting(in, view.record, view.record_words, 0);
    setting(in, "Data folder", view.folder, 0);
    if (setting_button(in, "Back up now", "a copy beside the record, as one is kept every day", "Back up"))
        event = settings::BackUp{};
    const ui::ButtonLook look = {.enabled = !view.backups.empty(), .reason = "There is no backup yet."};
    if (setting_button(in, "Backups", view.backup_words, "Restore", ui::ButtonKind::secondary, look))
        draft.dialog = SettingsDialog::backups;
    if (setting_button(in, "Export everything", "answers, notes and flags as CSV and JSON", "Export",
                       ui::ButtonKind::secondary, {.icon = ui::Icon::exported})) {
        draft.dialog = SettingsDialog::export_all;
        draft.folder = view.export_folder;
    }
}

void draw_class(Rect& in, const SettingsView& view, SettingsDraft& draft) {
    const bool shared = !view.shared_folder.empty();
    const std::string code = view.class_code.empty() ? "no class code" : "class code " + view.class_code;
    std::string words = shared ? view.shared_folder + ", " + code : "your results stay on this computer";
    if (!view.sharing_state.empty()) words += "; " + view.sharing_state;
    if (!setting_button(in, shared ? "Results go to your class" : "Send results to your class", words,
                        shared ? "Change folder" : "Set up"))
        return;
    draft.dialog = SettingsDialog::sharing;
    draft.folder = view.shared_folder;
    draft.code = view.class_code;
}

void draw_start_over(Rect& in, const SettingsView& view, SettingsDraft& draft) {
    if (view.has_exam && setting_button(in, "Forget this exam", "keeps other exams and all backups", "Forget"))
        draft.dialog = SettingsDialog::forget;
    if (setting_button(in, "Delete all my data", "record, backups and settings", "Delete",
                       ui::ButtonKind::danger_outline)) {
        draft.dialog = SettingsDialog::delete_all;
        draft.typed.clear();
    }
}

void draw_about(Rect& in, const SettingsView& view, SettingsDraft& draft) {
    ui::hairline_across(in.x0, in.x1, in.y0, colors().line);
    ui::take_top(in, em(0.59f));
    for (const std::string& words : view.about)
        ui::take_top(in, ui::paragraph(in.top_left(), in.width(), words, ui::small_reading(), colors().muted),
                     em(0.47f));
    if (view.outline.empty()) return;
    if (ui::link(in.top_left(), "What the exam\u2019s outline rests on", ui::Icon::on))
        draft.dialog = SettingsDialog::outline;
    ui::take_top(in, ui::size_of(Face::small_medium));
}

// ---- dialogs ---------------------------------------------------------------

/// Two buttons at the foot of a dialog, the safe one left. Returns which was pressed.
enum class Pressed { none, safe, other };
Pressed draw_dialog_buttons(Rect row, std::string_view safe, std::string_view other, ui::ButtonKind kind,
                            const ui::ButtonLook& look = {}) {
    const Rect right = ui::take_right(row, ui::button_width(other, look), em(0.59f));
    const Rect left = ui::take_right(row, ui::button_width(safe));
    if (ui::button(left, safe)) return Pressed::safe;
    return ui::button(right, other, kind, look) ? Pressed::other : Pressed::none;
}

void draw_date_dialog(const SettingsView& view, SettingsDraft& draft, SettingsDone& event) {
    ui::Dialog dialog("Exam date", em(7.6f));
    Rect in = dialog.content();
    const std::string before = draft.date;
    const Rect field = ui::take_top(in, em(ui::input_height), em(0.35f));
    if (ui::date_input(field, "Date", draft.date, view.today) || draft.date != before) event = settings::DateChanged{};
    Rect words = ui::take_top(in, ui::size_of(Face::small_medium));
    if (view.has_date) {
        const float width = ui::link_width("Remove the date");
        if (ui::link({words.x1 - width, words.y0}, "Remove the date")) event = settings::RemoveDate{};
        words.x1 -= width + em(0.59f);
    }
    ui::text_in(words, Face::small, view.typed_faulty ? colors().bad : colors().muted, view.typed_words);
    const ui::ButtonLook look = {
        .key = ui::Chord{ui::Key::enter}, .enabled = view.typed_ready, .reason = "Give a date from today on."};
    const Pressed pressed = draw_dialog_buttons(ui::take_bottom(in, em(ui::button_height)), "Cancel", "Keep",
                                                ui::ButtonKind::primary, look);
    if (pressed == Pressed::other) event = settings::KeepDate{};
    if (pressed == Pressed::safe || dialog.escaped()) draft.dialog = SettingsDialog::none;
    if (dialog.opened()) ui::focus_on("Date");
}

void draw_sharing_dialog(const SettingsView& view, SettingsDraft& draft, SettingsDone& event) {
    const float width = em(32);
    const float words = ui::measure(view.sharing_words, ui::small_reading(), width - 2 * em(1.41f)).height;
    ui::Dialog dialog("Send results to your class", words + em(13.6f), width);
    Rect in = dialog.content();
    ui::take_top(in, ui::paragraph(in.top_left(), in.width(), view.sharing_words, ui::small_reading(), colors().muted),
                 em(0.71f));
    bool typed = ui::input(ui::take_top(in, em(ui::input_height), em(0.59f)), "Shared folder", draft.folder,
                           {.hint = "Folder your programme shares with you"})
                     .changed;
    const Rect field = ui::take_top(in, em(ui::input_height), em(0.35f));
    typed |=
        ui::input(field, "Class code", draft.code, {.hint = "Class code", .faulty = !view.code_fault.empty()}).changed;
    if (typed) event = settings::SharingTyped{};
    Rect line = ui::take_top(in, ui::size_of(Face::small_medium));
    if (!view.shared_folder.empty()) {
        const float stop = ui::link_width("Stop sending");
        if (ui::link({line.x1 - stop, line.y0}, "Stop sending")) event = settings::StopSharing{};
        line.x1 -= stop + em(0.59f);
    }
    ui::text_in(line, Face::small, colors().bad, view.code_fault);
    const ui::ButtonLook look = {.key = ui::Chord{ui::Key::enter},
                                 .enabled = !draft.folder.empty() && view.code_fault.empty(),
                                 .reason = "Name a folder."};
    const Pressed pressed = draw_dialog_buttons(ui::take_bottom(in, em(ui::button_height)), "Cancel", "Keep",
                                                ui::ButtonKind::primary, look);
    if (pressed == Pressed::other) event = settings::KeepSharing{};
    if (pressed == Pressed::safe || dialog.escaped()) draft.dialog = SettingsDialog::none;
    if (dialog.opened()) ui::focus_on("Shared folder");
}

void draw_backups_dialog(const SettingsView& view, SettingsDraft& draft) {
    const auto rows = static_cast<float>(std::min<std::size_t>(view.backups.size(), 8));
    ui::Dialog dialog("Restore a backup", em(2.0f + 2.24f * rows + 3.3f), em(30));
    Rect in = dialog.content();
    ui::text_in(ui::take_top(in, em(1.29f), em(0.71f)), Face::small, colors().muted,
                "Which one? The present record is backed up first.");
    const Rect foot = ui::take_bottom(in, em(ui::button_height), em(0.94f));
    {
        ui::ScrollArea area(in, "backups", colors().surface);
        Rect list = area.content();
        const ui::Group group("backups", ui::Arrows::vertical);
        for (const BackupRow& backup : view.backups) {
            const Rect row = ui::take_top(list, em(2.24f));
            const ui::Rect inner = row.inset(em(0.29f), 0);
            if (ui::table_row(inner, backup.when, {.bleed = 0.29f})) {
                draft.backup = backup.file;
                draft.dialog = SettingsDialog::restore;
            }
            ui::text_in(inner, Face::body, colors().text, backup.when);
            ui::text_in({inner.x0, inner.y0, inner.x1 - em(0.94f), inner.y1}, Face::small, colors().muted, backup.size,
                        Align::right);
        }
        area.reaches(list.y0);
    }
    const float width = ui::button_width("Cancel");
    if (ui::button({foot.x1 - width, foot.y0, foot.x1, foot.y1}, "Cancel") || dialog.escaped())
        draft.dialog = SettingsDialog::none;
    if (dialog.opened()) ui::focus_on("Cancel");
}

void draw_restore_dialog(const SettingsView& view, SettingsDraft& draft, SettingsDone& event) {
    const auto found = std::find_if(view.backups.begin(), view.backups.end(),
                                    [&](const BackupRow& b) { return b.file == draft.backup; });
    const std::string when = found == view.backups.end() ? draft.backup.filename().string() : found->when;
    const std::array buttons = {ui::DialogButton{"Keep the present record"},
                                ui::DialogButton{"Restore", ui::ButtonKind::danger}};
    const std::string text = "The record goes back to the backup of " + when +
                             ". What was answered since then is kept as a backup, and can be restored in the same way.";
    const auto pressed = ui::ask("Restore this backup?", text, buttons);
    if (pressed == 1) event = settings::Restore{draft.backup};
    if (pressed) draft.dialog = SettingsDialog::none;
}

void draw_export_dialog(SettingsDraft& draft, SettingsDone& event) {
    ui::Dialog dialog("Export everything", em(10.2f), em(30));
    Rect in = dialog.content();
    ui::take_top(
        in,
        ui::paragraph(in.top_left(), in.width(),
                      "Two files are written into this folder: answers.csv with one line an answer, record.jsonl with "
                      "everything that was recorded. They hold no name.",
                      ui::small_reading(), colors().muted),
        em(0.71f));
    ui::input(ui::take_top(in, em(ui::input_height)), "Folder", draft.folder, {});
    const ui::ButtonLook look = {
        .key = ui::Chord{ui::Key::enter}, .enabled = !draft.folder.empty(), .reason = "Name a folder."};
    const Pressed pressed = draw_dialog_buttons(ui::take_bottom(in, em(ui::button_height)), "Cancel", "Export",
                                                ui::ButtonKind::primary, look);
    if (pressed == Pressed::other) event = settings::Export{draft.folder};
    if (pressed == Pressed::safe || dialog.escaped()) draft.dialog = SettingsDialog::none;
    if (dialog.opened()) ui::focus_on("Folder");
}

void draw_forget_dialog(const SettingsView& view, SettingsDraft& draft, SettingsDone& event) {
    const std::array buttons = {ui::DialogButton{"Keep it"},
                                ui::DialogButton{"Forget this exam", ui::ButtonKind::danger}};
    const auto pressed = ui::ask("Forget this exam?", view.forget_text, buttons);
    if (pressed == 1) event = settings::Forget{};
    if (pressed) draft.dialog = SettingsDialog::none;
}

void draw_delete_dialog(const SettingsView& view, SettingsDraft& draft, SettingsDone& event) {
    const float width = em(27);
    const float words = ui::measure(view.delete_text, ui::body_reading(), width - 2 * em(1.41f)).height;
    ui::Dialog dialog("Delete all my data?", words + em(8.8f), width);
    Rect in = dialog.content();
    ui::take_top(in, ui::paragraph(in.top_left(), in.width(), view.delete_text, ui::body_reading(), colors().muted),
                 em(0.94f));
    ui::text_in(ui::take_top(in, em(1.29f), em(0.35f)), Face::small, colors().text,
                "Type \u201Cdelete\u201D to go on.");
    ui::input(ui::take_top(in, em(ui::input_height)), "Type delete", draft.typed, {});
    const ui::ButtonLook look = {.enabled = draft.typed == delete_word, .reason = "Type the word first."};
    const Pressed pressed = draw_dialog_buttons(ui::take_bottom(in, em(ui::button_height)), "Keep my data",
                                                "Delete everything", ui::ButtonKind::danger, look);
    if (pressed == Pressed::other) event = settings::DeleteAll{};
    if (pressed == Pressed::safe || dialog.escaped()) draft.dialog = SettingsDialog::none;
    if (dialog.opened()) ui::focus_on("Keep my data");
}

void draw_outline_dialog(const SettingsView& view, SettingsDraft& draft, const Stage& stage) {
    const float width = std::min(em(38), stage.window.width() * 0.8f);
    ui::Dialog dialog("What the outline rests on", std::min(em(24), stage.window.height() * 0.6f), width);
    Rect in = dialog.content();
    const Rect foot = ui::take_bottom(in, em(ui::button_height), em(0.94f));
    {
        ui::ScrollArea area(in, "outline", colors().surface);
        Rect text = area.content();
        text.x1 -= em(0.94f);
        for (const std::string& words : view.outline)
            ui::take_top(text, ui::paragraph(text.top_left(), text.width(), words, ui::small_reading(), colors().muted),
                         em(0.59f));
        area.reaches(text.y0);
    }
    const float close = ui::button_width("Close");
    if (ui::button({foot.x1 - close, foot.y0, foot.x1, foot.y1}, "Close") || dialog.escaped())
        draft.dialog = SettingsDialog::none;
    if (dialog.opened()) ui::focus_on("Close");
}

void draw_dialog(const SettingsView& view, SettingsDraft& draft, const Stage& stage, SettingsDone& event) {
    switch (draft.dialog) {
        case SettingsDialog::none:
            return;
        case SettingsDialog::date:
            return draw_date_dialog(view, draft, event);
        case SettingsDialog::sharing:
            return draw_sharing_dialog(view, draft, event);
        case SettingsDialog::backups:
            return draw_backups_dialog(view, draft);
        case SettingsDialog::restore:
            return draw_restore_dialog(view, draft, event);
        case SettingsDialog::export_all:
            return draw_export_dialog(draft, event);
        case SettingsDialog::forget:
            return draw_forget_dialog(view, draft, event);
        case SettingsDialog::delete_all:
            return draw_delete_dialog(view, draft, event);
        case SettingsDialog::outline:
            return draw_outline_dialog(view, draft, stage);
    }
}

// ---- the page --------------------------------------------------------------

/// A card as high as its content was when last drawn; where that has changed, one more frame sets it right.
template <class Content>
void draw_card(Rect& in, SettingsDraft& draft, std::string_view title, std::string_view scope, Content content) {
    const auto known = draft.heights.find(title);
    const float height = known == draft.heights.end() ? em(10) : known->second;
    const Rect place = ui::take_top(in, height, em(ui::card_gap));
    Rect inside = ui::card(place, title, scope);
    inside.y1 = 1e6f;
    content(inside);
    const float needed = std::ceil(inside.y0 - place.y0 + em(0.94f));
    if (needed == height) return;
    draft.heights.insert_or_assign(std::string(title), needed);
    ui::wake_in(0);
}

}  // namespace

std::optional<SettingsEvent> draw(const SettingsView& view, SettingsDraft& draft, const Stage& stage) {
    SettingsDone event;
    {
        ui::ScrollArea area(stage.page, "settings", colors().canvas);
        Rect in = area.content();
        in = {in.x0 + ui::page_margin(stage.room), in.y0, in.x1 - ui::page_margin(stage.room), in.y1};
        ui::page_title(in, "Settings");
        ui::take_top(in, em(ui::title_height));
        const bool one = stage.room == Room::one_column || stage.room == Room::compact;
        std::vector<Rect> sides = ui::columns(in, one ? 1 : 2, em(ui::card_gap));
        Rect& left = sides.front();
        Rect& right = sides.back();
        if (view.has_exam) draw_card(left, draft, "Exam", "", [&](Rect& card) { draw_exam(card, view, draft, event); });
        draw_card(left, draft, "Reading", "", [&](Rect& card) { draw_reading(card, view, event); });
        draw_card(right, draft, "Record", "", [&](Rect& card) { draw_record(card, view, draft, event); });
        draw_card(left, draft, "Your class", "", [&](Rect& card) { draw_class(card, view, draft); });
        draw_card(right, draft, "Start over", "", [&](Rect& card) { draw_start_over(card, view, draft); });
        Rect& shorter = right.y0 <= left.y0 ? right : left;
        draw_card(one ? left : shorter, draft, "About", view.version,
                  [&](Rect& card) { draw_about(card, view, draft); });
        area.reaches(std::max(left.y0, right.y0) + em(0.53f));
    }
    draw_dialog(view, draft, stage, event);
    return event;
}

}  // namespace collimate
