// Paints the dialogs of the place of a class.
#include "app/screens/class_dialogs_draw.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/screens/cards.hpp"
#include "app/widgets/dialog.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/scroll.hpp"
#include "app/widgets/table.hpp"

namespace collimate {
namespace {

using ui::em;
using ui::Face;
using ui::Rect;

constexpr float dialog_width = 30.0f;  // em
constexpr float field_gap = 0.59f;
constexpr float dialog_padding = 1.41f;
constexpr float class_row = 2.94f;
constexpr float member_row = 1.76f;

/// One dialog: words, fields from top to bottom, what is wrong, two buttons.
class Form {
public:
    Form(std::string_view title, std::string_view words, int fields, float more, const ClassView& view,
         const Stage& stage)
        : width_(std::min(em(dialog_width), stage.window.width() - em(2))),
          words_height_(height_of(words, ui::small_reading(), width_ - 2 * em(dialog_padding))),
          fault_height_(std::max(height_of(view.entry, ui::small_reading(), width_ - 2 * em(dialog_padding)),
                                 ui::small_reading().line)),
          dialog_(title,
                  words_height_ + em(0.71f) + static_cast<float>(fields) * em(ui::input_height + field_gap) + more +
                      fault_height_ + em(0.94f) + em(ui::button_height),
                  width_),
          in_(dialog_.content()),
          entry_(view.entry),
          ready_(view.entry_ready) {
        ui::paragraph(in_.top_left(), in_.width(), words, ui::small_reading(), ui::colors().muted);
        ui::take_top(in_, words_height_, em(0.71f));
    }

    void field(std::string_view name, std::string& value, std::string_view hint) {
        const Rect box = ui::take_top(in_, em(ui::input_height), em(field_gap));
        if (ui::input(box, name, value, {.hint = hint}).changed) changed_ = true;
        if (dialog_.opened() && first_) ui::focus_on(name);
        first_ = false;
    }
    [[nodiscard]] Rect room(float height) { return ui::take_top(in_, height, em(field_gap)); }
    void note_change() { changed_ = true; }

    enum class Pressed { none, safe, other };
    /// What is wrong, and the buttons.
    [[nodiscard]] Pressed foot(std::string_view does, ui::ButtonKind kind = ui::ButtonKind::primary,
                               std::string_view safe = "Cancel") {
        ui::paragraph(in_.top_left(), in_.width(), entry_, ui::small_reading(), ui::colors().muted);
        Rect row = ui::take_bottom(in_, em(ui::button_height));
        ui::ButtonLook look = {.enabled = ready_, .reason = entry_};
        if (kind == ui::ButtonKind::primary) look.key = ui::Chord{ui::Key::enter};
        const bool done = ui::button(ui::take_right(row, ui::button_width(does, look), em(0.59f)), does, kind, look);
        const bool left = ui::button(ui::take_right(row, ui::button_width(safe)), safe) || dialog_.escaped();
        return done && ready_ ? Pressed::other : left ? Pressed::safe : Pressed::none;
    }
    [[nodiscard]] bool changed() const { return changed_; }

private:
    float width_, words_height_, fault_height_;
    ui::Dialog dialog_;
    Rect in_;
    const std::string& entry_;
    bool ready_;
    bool first_ = true;
    bool changed_ = false;
};

/// The event of a form: what was pressed, or that something was typed.
ClassDid event_of(const Form& form, Form::Pressed pressed, ClassEvent done) {
    if (pressed == Form::Pressed::other) return done;
    if (pressed == Form::Pressed::safe) return class_page::ShowDialog{ClassDialog::none};
    return form.changed() ? ClassDid(class_page::DialogChanged{}) : std::nullopt;
}

ClassDid draw_open(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    Form form("Open a class",
              "The file of a class (it ends in .collimate-class), or the address of a database, "
              "postgresql://user@host/database. A password in the address is not remembered; keep it in ~/.pgpass.",
              1, 0, view, stage);
    form.field("File or address", draft.place, "File or address");
    return event_of(form, form.foot("Open"), class_page::OpenStore{draft.place});
}

ClassDid draw_make(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    Form form("New class",
              "A file that is not there is made; in one that is, the class is added. The exam day is the one "
              "forecasts are made for.",
              5, 0, view, stage);
    form.field("Name of the class", draft.name, "Name, such as CT, spring 2027");
    form.field("File or address", draft.place, "File or address");
    form.field("Programme", draft.programme, "Programme, such as Radiography");
    form.field("Exam", draft.exam, "Exam code, such as arrt-ct");
    form.field("Exam day", draft.day, "Exam day, such as 9 Jan 2027; may be left out");
    return event_of(form, form.foot("Make the class"), class_page::MakeStore{});
}

std::string dropped_words(const ClassDraft& draft) {
    if (draft.dropped.empty()) return "";
    std::string words = draft.dropped.front().filename().string();
    if (draft.dropped.size() > 1) words += " and " + std::to_string(draft.dropped.size() - 1) + " more";
    return words + " will be brought in.";
}

ClassDid draw_results(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    const std::string dropped = dropped_words(draft);
    const float more = em(1.76f + field_gap) + (dropped.empty() ? 0 : em(1.41f + field_gap));
    Form form("Add results",
              "Result packages of candidates, a folder of them, or a sheet of answers as CSV: first row the "
              "questions, second row the keys, then one row a candidate. Files can also be dropped on the window. "
              "The same file twice adds nothing.",
              dropped.empty() ? 3 : 2, more, view, stage);
    if (dropped.empty())
        form.field("File or folder", draft.place, "File or folder");
    else
        ui::text_in(form.room(em(1.41f)), Face::body_bold, ui::colors().text, dropped);
    form.field("Exam of a sheet", draft.exam, "Of a sheet: name of the exam; its file name if left out");
    form.field("Given on", draft.day, "Of a sheet: day of the exam; today if left out");
    const Rect box = form.room(em(1.76f));
    if (ui::checkbox({box.x0, box.y0 + em(0.29f)}, "Enroll everybody in this class", draft.option)) {
        draft.option = !draft.option;
        form.note_change();
    }
    return event_of(form, form.foot("Add"), class_page::BringIn{});
}

ClassDid draw_export(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    static constexpr std::array<std::string_view, 3> formats = {"PDF", "HTML", "CSV"};
    const std::string words =
        std::string(
            "Overview, candidates, areas, questions that need a look, weeks and outcomes. Candidates stand "
            "there by ") +
        (draft.option  ? "no name at all: nothing of fewer than ten is told."
         : draft.names ? "name, since Names is on."
                       : "label, since Names is off.");
    Form form("Export the report", words, 3, em(ui::segmented_height + 1.76f + 2 * field_gap), view, stage);
    ClassDid event;
    if (const auto chosen =
            ui::segmented(form.room(em(ui::segmented_height)), "Format", formats, static_cast<int>(draft.format)))
        event = class_page::SetFormat{static_cast<ReportFormat>(*chosen)};
    form.field("File", draft.place, "File");
    const Rect box = form.room(em(1.76f));
    if (ui::checkbox({box.x0, box.y0 + em(0.29f)}, "For others than those who teach the class", draft.option)) {
        draft.option = !draft.option;
        form.note_change();
    }
    form.field("Given to", draft.to, "Given to, for the disclosure log; may be left out");
    form.field("What for", draft.purpose, "What they need it for");
    ClassDid done = event_of(form, form.foot("Export"), class_page::Export{});
    return event ? event : done;
}

ClassDid draw_name(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    Form form("Name of " + view.candidate->title,
              "Names are kept in a table of their own, which nothing else refers to, and are shown only while Names "
              "is on. Clear both to remove them.",
              2, 0, view, stage);
    form.field("Name", draft.name, "Name");
    form.field("Number", draft.number, "The school\u2019s own number, as on a sheet of answers");
    return event_of(form, form.foot("Keep"), class_page::KeepName{});
}

ClassDid draw_outcome(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    static constexpr std::array<std::string_view, 2> verdicts = {"Passed", "Not passed"};
    const bool known = draft.candidate.has_value() && view.candidate;
    Form form(known ? "Result of " + view.candidate->title : std::string("Result of a real exam"),
              "As the programme learned it. Accreditors count first attempts.", known ? 3 : 4,
              em(ui::segmented_height + 1.76f + 2 * field_gap), view, stage);
    if (!known) form.field("Candidate", draft.name, "Label, name or number of the candidate");
    form.field("Exam", draft.exam, "Exam code, such as arrt-ct");
    form.field("Date of the exam", draft.day, "Date of the exam, such as 9 Oct 2026");
    const int current = draft.passed ? (*draft.passed ? 0 : 1) : -1;
    if (const auto chosen = ui::segmented(form.room(em(ui::segmented_height)), "Verdict", verdicts, current)) {
        draft.passed = *chosen == 0;
        form.note_change();
    }
    form.field("Scaled score", draft.score, "Scaled score, if it was reported");
    const Rect box = form.room(em(1.76f));
    if (ui::checkbox({box.x0, box.y0 + em(0.29f)}, "First attempt", draft.option)) {
        draft.option = !draft.option;
        form.note_change();
    }
    return event_of(form, form.foot("Keep"), class_page::KeepOutcome{});
}

/// A list in a form whose rows are ticked.
template <class DrawRows>
void draw_tick_list(Form& form, std::string_view name, float height, const DrawRows& draw_rows) {
    ui::ScrollArea area(form.room(height), name, ui::colors().surface);
    Rect in = area.content();
    in.x0 += em(0.35f);
    in.x1 -= em(0.94f);
    const ui::Group group(name, ui::Arrows::vertical);
    draw_rows(in);
    area.reaches(in.y0 + em(0.35f));
}

void draw_assigned_areas(const ClassAssignmentsView& view, ClassDraft& draft, Form& form, float height) {
    draw_tick_list(form, "assigned areas", height, [&](Rect& in) {
        for (const ClassAssignArea& each : view.areas) {
            const Rect row = ui::take_top(in, em(member_row));
            if (!ui::check_row(row, each.name, each.on ? ui::Check::on : ui::Check::off,
                               em(1.18f) * static_cast<float>(each.depth)))
                continue;
            if (!draft.areas.erase(each.code)) draft.areas.insert(each.code);
            form.note_change();
        }
    });
}

ClassDid draw_assign(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    static constexpr std::array<std::string_view, 2> kinds = {"Areas", "A form"};
    if (!view.assignments) return std::nullopt;
    const float list = std::clamp(stage.window.height() - em(27.5f), em(4.5f), em(16));
    const float more = em(ui::segmented_height + field_gap) +
                       (draft.by_form ? ui::small_reading().line + em(field_gap) : list + em(field_gap));
    Form form("New assignment",
              draft.by_form
                  ? "A fixed form by the exam\u2019s outline: the same questions for everybody, done when all "
                    "are answered. The file is what candidates open."
                  : "Areas of the outline; done with ten answers in each. The file is what candidates open.",
              draft.by_form ? 4 : 3, more, view, stage);
    form.field("Title", draft.name, "Title, such as Artifacts, week 6");
    form.field("Due", draft.day, "Due on; may be left out");
    form.field("File", draft.place, "File");
    ClassDid event;
    if (const auto kind = ui::segmented(form.room(em(ui::segmented_height)), "Assigned", kinds, draft.by_form ? 1 : 0))
        event = class_page::SetByForm{*kind == 1};
    if (draft.by_form) {
        form.field("Questions", draft.length, "How many questions");
        ui::text_in(form.room(ui::small_reading().line), Face::small, ui::colors().muted, view.assignments->form_words);
    } else {
        draw_assigned_areas(*view.assignments, draft, form, list);
    }
    ClassDid done = event_of(form, form.foot("Keep"), class_page::KeepAssignment{});
    return event ? event : done;
}

/// Candidates of the class to tick, with the other groups they are in.
void draw_members(const ClassGroupForm& group, ClassDraft& draft, Form& form, float height) {
    draw_tick_list(form, "members", height, [&](Rect& in) {
        const ui::Scope scope("members");
        for (const ClassMemberLine& each : group.members) {
            Rect row = ui::take_top(in, em(member_row));
            const float others = std::min(std::ceil(ui::text_width(Face::small, each.others)) + 1, row.width() * 0.45f);
            if (ui::check_row(row, each.name, each.on ? ui::Check::on : ui::Check::off, 0, Face::body,
                              row.x1 - others - em(0.71f))) {
                if (!draft.members.erase(each.candidate)) draft.members.insert(each.candidate);
                form.note_change();
            }
            ui::text_in(ui::take_right(row, others), Face::small, ui::colors().muted, each.others, ui::Align::right);
        }
        if (group.members.empty())
            ui::text_in(ui::take_top(in, em(member_row)), Face::body, ui::colors().muted,
                        "Nobody of the class is called so.");
    });
}

ClassDid draw_group_form(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    const float list = std::clamp(stage.window.height() - em(24.5f), em(6), em(17));
    Form form(view.group_form->title, view.group_form->words, 2, list + ui::small_reading().line + 2 * em(field_gap),
              view, stage);
    form.field("Name of the group", draft.name, "Name, such as North site");
    form.field("Find", draft.narrowed, "Find by name, number or label");
    draw_members(*view.group_form, draft, form, list);
    ui::text_in(form.room(ui::small_reading().line), Face::small, ui::colors().text, view.group_form->sum);
    return event_of(form, form.foot("Keep"), class_page::KeepGroup{});
}

ClassDid draw_request(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    Form form(
        "A candidate asked to see their data",
        "They are to be given it within 45 days (20 U.S.C. 1232g): Export on the candidate\u2019s page. Until then "
        "nothing of theirs can be deleted.",
        1, 0, view, stage);
    form.field("Candidate", draft.name, "Label, name or number of the candidate");
    return event_of(form, form.foot("Note it"), class_page::KeepRequest{});
}

ClassDid draw_person(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    Form form("Export " + view.candidate->title,
              "Everything that is kept of this candidate, the name included, as one JSON file. The disclosure log "
              "gets a line (34 CFR 99.32).",
              3, 0, view, stage);
    form.field("File", draft.place, "File");
    form.field("Given to", draft.to, "Given to; left out: the candidate");
    form.field("What for", draft.purpose, "What they need it for");
    return event_of(form, form.foot("Export"), class_page::ExportPerson{});
}

ClassDid draw_remove(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    Form form("Delete " + view.candidate->title + "?",
              view.candidate->remove_text + " Type \u201C" + std::string(class_delete_word) + "\u201D to go on.", 1, 0,
              view, stage);
    form.field("Type delete", draft.typed, "delete");
    return event_of(form, form.foot("Delete for good", ui::ButtonKind::danger, "Keep them"),
                    class_page::DeletePerson{});
}

/// What the estimates rest on and assume.
ClassDid draw_basis(const ClassView& view, const Stage& stage) {
    const std::string words = view.overview ? view.overview->basis : std::string();
    const float width = std::min(em(34), stage.window.width() - em(2));
    const float height = height_of(words, ui::body_reading(), width - 2 * em(dialog_padding));
    ui::Dialog dialog("What this rests on", height + em(1.41f) + em(ui::button_height), width);
    Rect in = dialog.content();
    ui::paragraph(in.top_left(), in.width(), words, ui::body_reading(), ui::colors().muted);
    Rect foot = ui::take_bottom(in, em(ui::button_height));
    if (dialog.opened()) ui::focus_on("Close");
    if (ui::button(ui::take_right(foot, ui::button_width("Close")), "Close") || dialog.escaped())
        return class_page::ShowDialog{ClassDialog::none};
    return std::nullopt;
}

/// Every class of the store, and the ways to others.
ClassDid draw_classes(const ClassView& view, const Stage& stage) {
    const float rows = em(class_row) * static_cast<float>(view.classes.size());
    const float list = std::min(rows, stage.window.height() - em(14));
    ui::Dialog dialog("Classes", list + em(0.94f) + em(ui::button_height),
                      std::min(em(dialog_width), stage.window.width() - em(2)));
    Rect in = dialog.content();
    Rect foot = ui::take_bottom(in, em(ui::button_height), em(0.94f));
    ClassDid event;
    {
        ui::ScrollArea area(in.inset(-em(0.35f), 0), "classes", ui::colors().surface);
        Rect content = area.content().inset(em(0.65f), 0);
        const ui::Group group("classes", ui::Arrows::vertical);
        for (const ClassLine& line : view.classes) {
            const Rect row = ui::take_top(content, em(class_row));
            if (ui::table_row(row, line.name, {.chosen = line.current, .bleed = 0.29f}))
                event = class_page::Choose{line.choice};
            Rect words = row.inset(0, em(0.35f));
            ui::text_in(ui::take_top(words, em(1.18f)), Face::body_bold, ui::colors().text, line.name);
            ui::text_in(words, Face::small, ui::colors().muted, line.detail);
        }
        area.reaches(content.y0);
    }
    if (ui::button(ui::take_left(foot, ui::button_width("New class"), em(0.59f)), "New class"))
        event = class_page::ShowDialog{ClassDialog::make};
    if (ui::button(ui::take_left(foot, ui::button_width("Open another"), em(0.59f)), "Open another"))
        event = class_page::ShowDialog{ClassDialog::open};
    if (ui::button(ui::take_right(foot, ui::button_width("Close")), "Close") || dialog.escaped())
        event = class_page::ShowDialog{ClassDialog::none};
    if (dialog.opened()) ui::focus_on("Close");
    return event;
}

float brought_height(const BroughtIn& file, float width) {
    float height = em(1.53f) + height_of(file.words, ui::small_reading(), width) + em(0.47f);
    for (const std::string& note : file.notes) height += height_of(note, ui::small_reading(), width);
    return height;
}

void draw_brought(const BroughtIn& file, Rect row) {
    const auto& c = ui::colors();
    ui::plain_row(row);
    const bool refused = file.standing == cohort::BatchStanding::refused;
    Rect first = ui::take_top(row, em(1.53f));
    ui::icon({first.x0 + em(0.47f), first.centre().y + em(0.06f)},
             refused                                         ? ui::Icon::wrong
             : file.standing == cohort::BatchStanding::known ? ui::Icon::incomplete
                                                             : ui::Icon::right,
             refused                                         ? c.bad
             : file.standing == cohort::BatchStanding::known ? c.muted
                                                             : c.good,
             Face::icon_small);
    first.x0 += em(1.41f);
    row.x0 += em(1.41f);
    ui::text_in(first, Face::body_bold, c.text, file.file);
    row.y0 += ui::paragraph(row.top_left(), row.width(), file.words, ui::small_reading(), refused ? c.bad : c.muted);
    for (const std::string& note : file.notes)
        row.y0 += ui::paragraph(row.top_left(), row.width(), note, ui::small_reading(), c.warn);
}

/// What became of each file.
ClassDid draw_brought_in(const BroughtInView& view, const Stage& stage) {
    const float width = std::min(em(36), stage.window.width() - em(2));
    const float inside = width - 2 * em(dialog_padding) - em(2.35f);
    float rows = 0;
    for (const BroughtIn& file : view.files) rows += brought_height(file, inside);
    const float list = std::min(rows, stage.window.height() - em(16));
    ui::Dialog dialog("Results brought in", em(1.41f) + em(0.59f) + list + em(0.94f) + em(ui::button_height), width);
    Rect in = dialog.content();
    ui::text_in(ui::take_top(in, em(1.41f), em(0.59f)), Face::body, ui::colors().muted, view.sum);
    Rect foot = ui::take_bottom(in, em(ui::button_height), em(0.94f));
    {
        ui::ScrollArea area(in, "brought in", ui::colors().surface);
        Rect content = area.content();
        content.x1 -= em(0.94f);
        for (const BroughtIn& file : view.files)
            draw_brought(file, ui::take_top(content, brought_height(file, inside)));
        area.reaches(content.y0);
    }
    if (dialog.opened()) ui::focus_on("Close");
    if (ui::button(ui::take_right(foot, ui::button_width("Close")), "Close") || dialog.escaped())
        return class_page::ShowDialog{ClassDialog::none};
    return std::nullopt;
}

}  // namespace

ClassDid draw_class_dialog(const ClassView& view, ClassDraft& draft, const Stage& stage) {
    if (view.brought_in) return draw_brought_in(*view.brought_in, stage);
    switch (draft.dialog) {
        case ClassDialog::none:
            return std::nullopt;
        case ClassDialog::basis:
            return draw_basis(view, stage);
        case ClassDialog::open:
            return draw_open(view, draft, stage);
        case ClassDialog::make:
            return draw_make(view, draft, stage);
        case ClassDialog::classes:
            return draw_classes(view, stage);
        case ClassDialog::results:
            return draw_results(view, draft, stage);
        case ClassDialog::exporting:
            return draw_export(view, draft, stage);
        case ClassDialog::name:
            return view.candidate ? draw_name(view, draft, stage) : std::nullopt;
        case ClassDialog::outcome:
            return draw_outcome(view, draft, stage);
        case ClassDialog::assign:
            return draw_assign(view, draft, stage);
        case ClassDialog::group:
            return view.group_form ? draw_group_form(view, draft, stage) : std::nullopt;
        case ClassDialog::request:
            return draw_request(view, draft, stage);
        case ClassDialog::person:
            return view.candidate ? draw_person(view, draft, stage) : std::nullopt;
        case ClassDialog::remove:
            return view.candidate ? draw_remove(view, draft, stage) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace collimate
