// What the place of a class shows and does; it is painted in class_place_draw.cpp and class_dialogs_draw.cpp.
#include "app/screens/class_place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"
#include "app/widgets/typed_date.hpp"
#include "engine/bank/shelf.hpp"
#include "engine/base/error.hpp"
#include "engine/base/output_file.hpp"
#include "engine/base/random.hpp"
#include "engine/cohort/assignment.hpp"
#include "engine/cohort/demo_class.hpp"
#include "engine/cohort/matrix_csv.hpp"
#include "engine/cohort/person.hpp"
#include "engine/cohort/report_csv.hpp"
#include "engine/cohort/report_html.hpp"
#include "engine/cohort/report_pages.hpp"
#include "engine/cohort/sheet_import.hpp"
#include "engine/study/assigned.hpp"

namespace collimate {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t demonstration_seed = 1;
constexpr TimeMs told_after_ms = 300;  // shorter work is not told of

// ---- view ------------------------------------------------------------------

std::string candidates_words(const ClassFacts& facts) {
    const std::size_t count = facts.report ? facts.report->candidates.size() : facts.roll.candidates.size();
    return counted(static_cast<std::int64_t>(count), "candidate", "candidates");
}

std::string exam_words(const ClassFacts& facts, Day today) {
    if (!facts.report) return "";
    const std::optional<Day> day = facts.report->exam_day;
    if (!day) return ", no exam day set: forecasts are as if sat today";
    if (*day < today) return ", exam was on " + short_date(*day);
    if (*day == today) return ", exam today";
    return ", exam on " + short_date(*day) + " in " + counted(*day - today, "day", "days");
}

void add_titles(ClassView& view, const ClassFacts& facts, Day today) {
    view.title = class_name(facts);
    view.subtitle = candidates_words(facts) + exam_words(facts, today);
    if (facts.programme.name != view.title && facts.programme.name != "Programme")
        view.subtitle += ", " + facts.programme.name;
}

void add_classes(ClassView& view, const ClassFacts& facts) {
    for (const ProgrammeClasses& programme : facts.programmes) {
        for (std::size_t i = 0; i < programme.cohorts.size(); ++i) {
            const cohort::Cohort& each = programme.cohorts[i];
            view.classes.push_back(
                {.name = each.name,
                 .detail = fmt::format("{}, code {}, {} enrolled", programme.programme.name, each.code,
                                       programme.enrolled[i]),
                 .choice = {.store = facts.choice.store, .programme = programme.programme.name, .code = each.code},
                 .current = facts.cohort && facts.cohort->id == each.id});
        }
        view.classes.push_back({.name = "Everyone in " + programme.programme.name,
                                .detail = "all classes together, and those in none",
                                .choice = {.store = facts.choice.store,
                                           .programme = programme.programme.name,
                                           .exam = facts.choice.exam,
                                           .everyone = true},
                                .current = !facts.cohort && facts.programme.id == programme.programme.id});
    }
}

void add_tab(ClassView& view, const ClassFacts& facts, const ClassNames& names, const ClassDraft& draft,
             TimeMs utc_offset_ms, Day today) {
    const bool of_all = draft.tab == ClassTab::outcomes || draft.tab == ClassTab::log;
    if (!of_all) view.through = class_through(facts);
    const bool needs_report = draft.tab == ClassTab::overview || draft.tab == ClassTab::trends ||
                              draft.tab == ClassTab::groups || draft.tab == ClassTab::curriculum;
    if (needs_report && !facts.report) {
        view.no_report = facts.no_report;
        return;
    }
    switch (draft.tab) {
        case ClassTab::overview:
            view.overview = class_overview_view(facts, names, draft.search);
            return;
        case ClassTab::items:
            view.items = class_items_view(facts, draft.source);
            view.sources = class_sources(facts, draft.source);
            if (draft.item) view.item = class_item_view(facts, draft.source, *draft.item);
            return;
        case ClassTab::trends:
            view.trends = class_trends_view(facts);
            return;
        case ClassTab::groups:
            view.groups = class_groups_view(facts);
            return;
        case ClassTab::curriculum:
            view.curriculum = class_curriculum_view(facts, draft.closed);
            return;
        case ClassTab::outcomes:
            view.outcomes = class_outcomes_view(facts, names, draft, today);
            return;
        case ClassTab::assignments:
            view.assignments = class_assignments_view(facts, names, draft, today);
            return;
        case ClassTab::log:
            view.log = class_log_view(facts, names, utc_offset_ms, today);
            return;
    }
}

void add_brought_in(ClassView& view, const std::vector<BroughtIn>& files) {
    if (files.empty()) return;
    std::array<int, 3> by_standing{};
    for (const BroughtIn& file : files) ++by_standing[static_cast<std::size_t>(file.standing)];
    view.brought_in =
        BroughtInView{.sum = fmt::format("{}: {} new, {} known before, {} refused",
                                         counted(static_cast<std::int64_t>(files.size()), "file", "files"),
                                         by_standing[0], by_standing[1], by_standing[2]),
                      .files = files};
}

template <class Number>
std::optional<Number> typed_number(const std::string& text) {
    Number value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool known_exam(const std::string& code) {
    const auto codes = exam_codes();
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string date_fault(const std::string& typed, Day today) {
    if (typed.empty() || ui::typed_date(typed, today)) return "";
    return "\u201C" + typed + "\u201D is no date: write it like 9 Jan 2027.";
}

/// The same for a day that must have come.
std::string past_fault(const std::string& typed, Day today) {
    const auto day = ui::typed_date(typed, today);
    if (day && *day > today) return short_date(*day) + " has not come yet: write the year as well.";
    return date_fault(typed, today);
}

std::string nobody_words(const std::string& typed) {
    return "\u201C" + typed + "\u201D is nobody of this programme, or several: write more of it.";
}

/// What is wrong or missing in a result being entered; empty where nothing is.
std::string outcome_fault(const ClassFacts& facts, const ClassDraft& draft, Day today) {
    const ClassNames names(facts, true);
    if (!draft.candidate && draft.name.empty()) return "Whose result is it?";
    if (!draft.candidate && !names.find(draft.name)) return nobody_words(draft.name);
    if (!known_exam(draft.exam)) return "Write the exam by its code, such as arrt-ct or ardms-spi.";
    if (draft.day.empty()) return "When was it?";
    if (const std::string fault = past_fault(draft.day, today); !fault.empty()) return fault;
    if (!draft.passed) return "Was it passed?";
    if (!draft.score.empty() && !typed_number<double>(draft.score)) return "The score is no number.";
    return "";
}

/// What is wrong or missing in an assignment; empty where nothing is.
std::string assignment_draft_fault(const ClassFacts& facts, const ClassDraft& draft, Day today) {
    if (draft.name.empty()) return "Give it a title.";
    if (!draft.by_form && draft.areas.empty()) return "Tick at least one area.";
    if (draft.by_form) {
        const auto most = std::min(facts.bank ? facts.bank->size() : 0, std::int64_t{cohort::most_assigned_items});
        const auto length = typed_number<int>(draft.length);
        if (!length || *length < 1 || *length > most)
            return fmt::format("Write how many questions: a number from 1 to {}.", thousands(most));
    }
    if (draft.place.empty()) return "Name a file.";
    return date_fault(draft.day, today);
}

std::string request_fault(const ClassFacts& facts, const ClassDraft& draft) {
    if (draft.name.empty()) return "Who asked?";
    if (ClassNames(facts, true).find(draft.name)) return "";
    return nobody_words(draft.name);
}

std::string dialog_fault(const Model& model, const ClassDraft& draft, Day today) {
    const ClassFacts* facts = model.classroom->facts();
    switch (draft.dialog) {
        case ClassDialog::open:
            return draft.place.empty() ? "Name a file, or an address." : "";
        case ClassDialog::make:
            if (draft.place.empty()) return "Name a file, or an address.";
            if (draft.name.empty()) return "Give the class a name.";
            if (!draft.exam.empty() && !known_exam(draft.exam))
                return "\u201C" + draft.exam + "\u201D is no exam code; write one such as arrt-ct.";
            return date_fault(draft.day, today);
        case ClassDialog::results:
            if (draft.place.empty() && draft.dropped.empty()) return "Name a file or a folder.";
            return past_fault(draft.day, today);
        case ClassDialog::outcome:
            return facts == nullptr ? "" : outcome_fault(*facts, draft, today);
        case ClassDialog::assign:
            return facts == nullptr ? "" : assignment_draft_fault(*facts, draft, today);
        case ClassDialog::group:
            return facts == nullptr ? "" : class_group_fault(*facts, draft);
        case ClassDialog::request:
            return facts == nullptr ? "" : request_fault(*facts, draft);
        case ClassDialog::exporting:
        case ClassDialog::person:
            if (draft.place.empty()) return "Name a file.";
            return !draft.to.empty() && draft.purpose.empty() ? "Say what they need it for." : "";
        case ClassDialog::remove:
            return draft.typed == class_delete_word ? "" : "Type the word first.";
        case ClassDialog::none:
        case ClassDialog::basis:
        case ClassDialog::classes:
        case ClassDialog::name:
            break;
    }
    return "";
}

// ---- work ------------------------------------------------------------------

ClassNews read_news(const ClassChoice& choice, const fs::path& banks, Day today, std::string said = {}) {
    return {.facts = std::make_shared<const ClassFacts>(read_class(choice, banks, today)), .said = std::move(said)};
}

void remove_store(const fs::path& file) {
    std::error_code ignored;
    for (const char* part : {"", "-wal", "-shm"}) fs::remove(file.string() + part, ignored);
}

/// A class that is made up, in a file of its own; made where it is not there yet, whole or not at all.
ClassNews open_demonstration(const fs::path& file, const fs::path& banks, Now now) {
    if (!fs::exists(file)) {
        try {
            const auto store = cohort::open_store(file.string(), cohort::IfAbsent::create);
            const Bank ct = Bank::open(bank_file(banks, "arrt-ct"));
            (void)cohort::make_demonstration(*store, ct, now, demonstration_seed);
        } catch (...) {
            remove_store(file);
            throw;
        }
    }
    return read_news({.store = file.string()}, banks, now.day);
}

UuidBytes id_from(std::uint64_t seed) {
    Random random(seed);
    UuidBytes id{};
    for (std::size_t half = 0; half < 2; ++half) {
        const std::uint64_t word = random.next();
        for (std::size_t i = 0; i < 8; ++i) id[half * 8 + i] = static_cast<unsigned char>(word >> (8 * i));
    }
    return id;
}

/// Whether a bank here has an item; each bank is opened once.
class ItemsKnown {
public:
    explicit ItemsKnown(fs::path banks) : folder_(std::move(banks)) {}
    bool operator()(std::string_view exam, std::string_view item) {
        auto found = banks_.find(exam);
        if (found == banks_.end()) found = banks_.emplace(exam, open(std::string(exam))).first;
        return found->second && found->second->find(item).has_value();
    }

private:
    [[nodiscard]] std::shared_ptr<Bank> open(const std::string& exam) const {
        try {
            return std::make_shared<Bank>(Bank::open(bank_file(folder_, exam)));
        } catch (const Refused&) {
            return nullptr;
        }
    }
    fs::path folder_;
    std::map<std::string, std::shared_ptr<Bank>, std::less<>> banks_;
};

bool is_sheet(const fs::path& file) {
    const std::string extension = file.extension().string();
    return extension == ".csv" || extension == ".tsv" || extension == ".txt";
}

BroughtIn words_for(const cohort::ImportedFile& file) {
    BroughtIn line = {.file = file.file.filename().string(), .standing = file.standing, .notes = file.notes};
    if (file.standing == cohort::BatchStanding::refused)
        line.words = file.reason;
    else if (file.standing == cohort::BatchStanding::known)
        line.words = "known before, nothing new";
    else
        line.words = counted(file.new_answers, "new answer", "new answers");
    return line;
}

/// Everything a piece of work that brings results in needs.
struct Bringing {
    ClassChoice choice;
    cohort::ProgrammeId programme;
    std::optional<cohort::CohortId> cohort;
    std::string code;  ///< to enroll in; empty: as the packages say
    std::vector<fs::path> packages, sheets;
    std::string exam;
    std::optional<Day> given;
    fs::path banks;
    std::uint64_t seed = 0;
    Now now;
};

BroughtIn bring_sheet(cohort::Store& store, const Bringing& bringing, const fs::path& file) {
    BroughtIn line = {.file = file.filename().string()};
    try {
        const cohort::AnswerSheet sheet = cohort::read_matrix_csv(file);
        const cohort::SheetFiling filing = {
            .exam = bringing.exam.empty() ? file.stem().string() : bringing.exam,
            .day = bringing.given.value_or(bringing.now.day),
            .cohort = bringing.cohort,
            .new_id = [random = Random(bringing.seed)]() mutable { return id_from(random.next()); }};
        const cohort::SheetImport done = cohort::import_sheet(store, bringing.programme, sheet, filing);
        line.standing = done.new_answers > 0 ? cohort::BatchStanding::stored : cohort::BatchStanding::known;
        line.words = fmt::format("{} by {}, filed under {}, {}", counted(done.new_answers, "new answer", "new answers"),
                                 counted(static_cast<std::int64_t>(done.candidates), "candidate", "candidates"),
                                 filing.exam, short_date(filing.day));
        if (done.new_candidates > 0)
            line.notes.push_back(
                counted(static_cast<std::int64_t>(done.new_candidates), "candidate was", "candidates were") +
                " not known by their number before.");
        if (!sheet.absent.empty())
            line.notes.push_back(counted(static_cast<std::int64_t>(sheet.absent.size()), "candidate", "candidates") +
                                 " answered nothing and were left out.");
        if (sheet.unanswered > 0)
            line.notes.push_back(
                counted(static_cast<std::int64_t>(sheet.unanswered), "empty cell counts", "empty cells count") +
                " as wrong.");
    } catch (const Refused& refused) {
        line.words = refused.what();
    }
    return line;
}

ClassNews bring_in(const Bringing& bringing, ClassProgress& progress) {
    ClassNews news;
    {
        const auto store = cohort::open_store(bringing.choice.store, cohort::IfAbsent::refuse);
        if (!bringing.packages.empty()) {
            ItemsKnown known(bringing.banks);
            const cohort::ImportSettings settings = {.code = bringing.code,
                                                     .knows = std::ref(known),
                                                     .go_on =
                                                         [&](std::size_t done, std::size_t all) {
                                                             progress.done = static_cast<int>(done);
                                                             progress.all = static_cast<int>(all);
                                                             return !progress.stop;
                                                         },
                                                     .now_ms = bringing.now.ms};
            for (const auto& file : cohort::import_packages(*store, bringing.packages, settings))
                news.brought_in.push_back(words_for(file));
        }
        for (const fs::path& sheet : bringing.sheets) news.brought_in.push_back(bring_sheet(*store, bringing, sheet));
    }
    if (news.brought_in.empty())
        throw Refused(
            "There is no result package in what was named: name files that end in .collimate-results, a "
            "folder with some, or a sheet as CSV.");
    news.facts = std::make_shared<const ClassFacts>(read_class(bringing.choice, bringing.banks, bringing.now.day));
    return news;
}

std::string_view extension_of(ReportFormat format) {
    switch (format) {
        case ReportFormat::pdf:
            return ".pdf";
        case ReportFormat::html:
            return ".html";
        case ReportFormat::csv:
            break;
    }
    return ".csv";
}

/// Everything a piece of work that writes a report needs.
struct Writing {
    std::shared_ptr<const ClassFacts> facts;
    cohort::ReportChoices choices;
    ReportFormat format = ReportFormat::pdf;
    fs::path file;
    std::function<Printer()> printer;
    std::optional<cohort::Disclosure> disclosure;
    TimeMs at_ms = 0;
};

std::string report_text(const Writing& writing) {
    const cohort::ReportPages pages = cohort::report_pages(*writing.facts->report, writing.choices);
    if (writing.format == ReportFormat::html) return cohort::report_html(pages);
    if (writing.format == ReportFormat::csv) return cohort::report_csv(pages);
    return writing.printer().class_pdf(pages, writing.at_ms);
}

ClassNews write_report(const Writing& writing) {
    write_whole(writing.file, report_text(writing));
    ClassNews news = {.said = "Written to " + writing.file.string() + "."};
    if (!writing.disclosure) return news;
    const std::vector<cohort::Change> changes{*writing.disclosure};
    const auto store = cohort::open_store(writing.facts->choice.store, cohort::IfAbsent::refuse);
    store->change(writing.facts->programme.id, changes);
    ClassFacts facts = *writing.facts;
    facts.disclosures = store->disclosures(facts.programme.id);
    news.facts = std::make_shared<const ClassFacts>(std::move(facts));
    return news;
}

/// What is told of an assignment's file; of a form also where the bank had too few questions for the outline.
std::string assigned_words(const std::string& place, const Form& form, int wanted) {
    std::string words = "Written to " + place + ": give this file to the class.";
    if (const int missing = wanted - static_cast<int>(form.items.size()); missing > 0)
        words += fmt::format(" It lacks {} for which the bank has too few.", counted(missing, "question", "questions"));
    return words;
}

// ---- update ----------------------------------------------------------------

struct ClassPlaceUpdates {
    Model& model;
    ClassDraft& draft;
    Now now;

    [[nodiscard]] Classroom& room() const { return *model.classroom; }
    [[nodiscard]] const ClassFacts& facts() const { return *room().facts(); }
    void remember(const std::string& store, const std::string& code) const {
        const std::string shown = without_password(store);
        if (model.preferences.taught_store == shown && model.preferences.taught_class == code) return;
        model.preferences.taught_store = shown;
        model.preferences.taught_class = code;
        keep_preferences(model, now);
    }
    void read(const ClassChoice& choice) const {
        room().begin("Reading the class", now.ms,
                     [choice, banks = model.folders.banks, today = now.day](ClassProgress&) {
                         return read_news(choice, banks, today);
                     });
    }
    /// Runs `act` on the store of the class that is open, and reads the class again.
    void with_store(std::string what, std::string said,
                    std::function<void(cohort::Store&, const cohort::ProgrammeId&)> act) const {
        room().begin(std::move(what), now.ms,
                     [choice = facts().choice, programme = facts().programme.id, banks = model.folders.banks,
                      today = now.day, said = std::move(said), act = std::move(act)](ClassProgress&) {
                         act(*cohort::open_store(choice.store, cohort::IfAbsent::refuse), programme);
                         return read_news(choice, banks, today, said);
                     });
    }
    void change(std::vector<cohort::Change> changes, std::string said) const {
        with_store("Writing", std::move(said),
                   [changes = std::move(changes)](cohort::Store& store, const cohort::ProgrammeId& programme) {
                       store.change(programme, changes);
                   });
    }
    void close_dialog() const { draft.dialog = ClassDialog::none; }
    void leave_page() const {
        draft.candidate.reset();
        draft.item.reset();
    }

    void operator()(const class_page::OpenStore& open) const {
        close_dialog();
        leave_page();
        room().leave();
        remember(open.place, "");
        read({.store = open.place});
    }
    void operator()(const class_page::MakeStore&) const;
    void operator()(const class_page::OpenDemonstration&) const {
        const fs::path file = model.folders.data / "demonstration.collimate-class";
        remember(file.string(), "");
        room().begin("Making the demonstration class", now.ms,
                     [file, banks = model.folders.banks, at = now](ClassProgress&) {
                         return open_demonstration(file, banks, at);
                     });
    }
    void operator()(const class_page::Choose& choose) const {
        close_dialog();
        leave_page();
        draft.source = 0;
        draft.search.clear();
        draft.assignment.reset();
        remember(choose.choice.store, choose.choice.code);
        read(choose.choice);
    }
    void operator()(const class_page::ReadAgain&) const {
        if (room().facts() != nullptr)
            read(facts().choice);
        else
            read({.store = model.preferences.taught_store, .code = model.preferences.taught_class});
    }
    void operator()(const class_page::Stop&) const { room().stop(); }
    void operator()(const class_page::ForgetFault&) const { room().forget_fault(); }
    void operator()(const class_page::SetTab& set) const {
        draft.tab = set.tab;
        leave_page();
    }
    void operator()(const class_page::SetNames& set) const { draft.names = set.on; }
    void operator()(const class_page::OpenCandidate& open) const { draft.candidate = open.candidate; }
    void operator()(const class_page::Back&) const { leave_page(); }
    void operator()(const class_page::OpenItem& open) const { draft.item = open.id; }
    void operator()(const class_page::SetSource& set) const {
        draft.source = set.source;
        draft.item.reset();
    }
    void operator()(const class_page::Fold& fold) const {
        if (!draft.closed.erase(fold.area)) draft.closed.insert(fold.area);
    }
    void operator()(const class_page::SetYear& set) const { draft.year = set.year; }
    void operator()(const class_page::SetCredential& set) const { draft.credential = set.credential; }
    void operator()(const class_page::SetDenominator& set) const { draft.denominator = set.denominator; }
    void operator()(const class_page::ShowAssignment& show) const { draft.assignment = show.id; }
    void operator()(const class_page::Search&) const {}
    void operator()(const class_page::LookThrough& look) const {
        leave_page();
        draft.source = 0;
        ClassChoice choice = facts().choice;
        choice.group = look.group;
        read(choice);
    }
    void operator()(const class_page::EditGroup& edit) const;
    void operator()(const class_page::KeepGroup&) const;
    void operator()(const class_page::SetByForm& set) const { draft.by_form = set.on; }
    void operator()(const class_page::KeepRequest&) const;
    void operator()(const class_page::ShowDialog& show) const;
    void operator()(const class_page::DialogChanged&) const {}
    void operator()(const class_page::BringIn&) const;
    void operator()(const class_page::SetFormat& set) const {
        draft.format = set.format;
        draft.place = fs::path(draft.place).replace_extension(extension_of(set.format)).string();
    }
    void operator()(const class_page::Export&) const;
    void operator()(const class_page::KeepName&) const;
    void operator()(const class_page::KeepOutcome&) const;
    void operator()(const class_page::WithdrawOutcome& withdraw) const {
        change({withdraw.outcome}, "The result was removed.");
    }
    void operator()(const class_page::KeepAssignment&) const;
    void operator()(const class_page::WithdrawAssignment& withdraw) const {
        change({cohort::AssignmentWithdrawn{.id = withdraw.id}}, "The assignment was removed.");
    }
    void operator()(const class_page::ExportPerson&) const;
    void operator()(const class_page::DeletePerson&) const;
};

void ClassPlaceUpdates::operator()(const class_page::MakeStore&) const {
    if (!dialog_fault(model, draft, now.day).empty()) return;
    close_dialog();
    leave_page();
    const cohort::Cohort made = {.id = {id_from(model.new_seed())},
                                 .name = draft.name,
                                 .code = enrolment_code(model.new_seed()),
                                 .exam = draft.exam,
                                 .exam_day = ui::typed_date(draft.day, now.day)};
    const cohort::Programme wanted = {.id = {id_from(model.new_seed())},
                                      .name = draft.programme.empty() ? "Programme" : draft.programme};
    const std::string place = draft.place;
    remember(place, made.code);
    room().begin("Making the class", now.ms,
                 [made, wanted, place, banks = model.folders.banks, today = now.day](ClassProgress&) {
                     const auto store = cohort::open_store(place, cohort::IfAbsent::create);
                     cohort::Programme programme = wanted;
                     bool there = false;
                     for (const cohort::Programme& each : store->programmes())
                         if (each.name == wanted.name) programme = each, there = true;
                     if (!there) store->put(programme);
                     const std::vector<cohort::Change> changes{made};
                     store->change(programme.id, changes);
                     return read_news({.store = place, .programme = programme.name, .code = made.code}, banks, today,
                                      made.name + " is there. Candidates enroll by the code " + made.code + ".");
                 });
}

/// What is typed starts anew with each dialog.
void ClassPlaceUpdates::operator()(const class_page::ShowDialog& show) const {
    draft.dialog = show.dialog;
    draft.place.clear();
    draft.dropped.clear();
    draft.name.clear();
    draft.number.clear();
    draft.programme.clear();
    draft.exam.clear();
    draft.day.clear();
    draft.score.clear();
    draft.to.clear();
    draft.purpose.clear();
    draft.typed.clear();
    draft.passed.reset();
    draft.areas.clear();
    draft.by_form = false;
    draft.length = "30";
    draft.group.reset();
    draft.members.clear();
    draft.narrowed.clear();
    draft.option = true;
    room().forget_brought_in();
    const ClassFacts* open = room().facts();
    if (show.dialog == ClassDialog::open) draft.place = model.preferences.taught_store;
    if (show.dialog == ClassDialog::make) {
        draft.place = open ? open->choice.store : (model.folders.data / "class.collimate-class").string();
        draft.programme = open ? open->programme.name : "";
        draft.exam = model.bank ? model.bank->outline().exam : "";
    }
    if (open == nullptr) return;
    if (show.dialog == ClassDialog::exporting) {
        draft.option = false;
        draft.place =
            (model.folders.data / ("class-" + format_day(now.day))).string() + std::string(extension_of(draft.format));
    }
    if (show.dialog == ClassDialog::outcome) draft.exam = open->choice.exam;
    if (show.dialog == ClassDialog::assign)
        draft.place = (model.folders.data / ("assignment-" + format_day(now.day) + ".collimate-assignment")).string();
    if (show.dialog == ClassDialog::name && draft.candidate) {
        const auto entry = open->roster.find(*draft.candidate);
        if (entry != open->roster.end()) draft.name = entry->second.name, draft.number = entry->second.number;
    }
    if (show.dialog == ClassDialog::person && draft.candidate) {
        const ClassNames names(*open, false);
        draft.place =
            (model.folders.data / ("candidate-" + names.label(*draft.candidate) + "-" + format_day(now.day) + ".json"))
                .string();
    }
}

void ClassPlaceUpdates::operator()(const class_page::BringIn&) const {
    if (!dialog_fault(model, draft, now.day).empty()) return;
    Bringing bringing = {.choice = facts().choice,
                         .programme = facts().programme.id,
                         .exam = draft.exam,
                         .given = ui::typed_date(draft.day, now.day),
                         .banks = model.folders.banks,
                         .seed = model.new_seed(),
                         .now = now};
    if (facts().cohort) {
        bringing.cohort = facts().cohort->id;
        if (draft.option) bringing.code = facts().cohort->code;
    }
    std::vector<fs::path> files = draft.dropped;
    if (!draft.place.empty()) files.emplace_back(draft.place);
    for (const fs::path& file : files) (is_sheet(file) ? bringing.sheets : bringing.packages).push_back(file);
    close_dialog();
    room().begin("Bringing results in", now.ms,
                 [bringing = std::move(bringing)](ClassProgress& progress) { return bring_in(bringing, progress); });
}

void ClassPlaceUpdates::operator()(const class_page::Export&) const {
    if (!facts().report || !dialog_fault(model, draft, now.day).empty()) return;
    close_dialog();
    const int year = draft.year == 0 ? std::atoi(format_day(now.day).substr(0, 4).c_str()) : draft.year;
    Writing writing = {.facts = room().shared_facts(),
                       .choices = {.shared = draft.option,
                                   .five_years = cohort::five_years(facts().roll, draft.credential, year),
                                   .denominator = draft.denominator,
                                   .credentials = cohort::by_credential(facts().roll, draft.denominator, year)},
                       .format = draft.format,
                       .file = draft.place,
                       .printer = model.printer,
                       .at_ms = now.ms};
    if (draft.names && !draft.option) writing.choices.names = facts().roster;
    if (!draft.to.empty())
        writing.disclosure = cohort::Disclosure{.at_ms = now.ms, .to = draft.to, .purpose = draft.purpose};
    room().begin("Writing the report", now.ms,
                 [writing = std::move(writing)](ClassProgress&) { return write_report(writing); });
}

void ClassPlaceUpdates::operator()(const class_page::KeepName&) const {
    if (!draft.candidate) return;
    close_dialog();
    if (draft.name.empty() && draft.number.empty())
        return change({cohort::Unnamed{.candidate = *draft.candidate}}, "The name was removed.");
    change({cohort::Named{.candidate = *draft.candidate, .entry = {.name = draft.name, .number = draft.number}}},
           "The name is kept in its own table of the class store.");
}

void ClassPlaceUpdates::operator()(const class_page::KeepOutcome&) const {
    if (!outcome_fault(facts(), draft, now.day).empty()) return;
    const ClassNames names(facts(), true);
    const cohort::Outcome outcome = {.candidate = draft.candidate ? *draft.candidate : *names.find(draft.name),
                                     .credential = draft.exam,
                                     .day = *ui::typed_date(draft.day, now.day),
                                     .passed = *draft.passed,
                                     .first_attempt = draft.option,
                                     .scaled = typed_number<double>(draft.score)};
    close_dialog();
    change({outcome}, "The result was entered.");
}

void ClassPlaceUpdates::operator()(const class_page::EditGroup& edit) const {
    (*this)(class_page::ShowDialog{ClassDialog::group});
    draft.group = edit.group;
    for (const cohort::Group& group : facts().roll.groups)
        if (edit.group == group.id) draft.name = group.name;
    for (const cohort::Membership& membership : facts().roll.memberships)
        if (edit.group == membership.group) draft.members.insert(membership.candidate);
}

void ClassPlaceUpdates::operator()(const class_page::KeepGroup&) const {
    if (!facts().cohort || !dialog_fault(model, draft, now.day).empty()) return;
    const cohort::Group group = {.id = draft.group ? *draft.group : cohort::GroupId{id_from(model.new_seed())},
                                 .cohort = facts().cohort->id,
                                 .name = draft.name};
    std::vector<cohort::Change> changes{group};
    std::set<CandidateId> joining = draft.members;
    for (const cohort::Membership& membership : facts().roll.memberships)
        if (membership.group == group.id && joining.erase(membership.candidate) == 0)
            changes.emplace_back(cohort::Left{membership});
    for (const CandidateId& candidate : joining)
        changes.emplace_back(cohort::Membership{.candidate = candidate, .group = group.id});
    close_dialog();
    change(std::move(changes), "The group " + group.name + " was kept.");
}

void ClassPlaceUpdates::operator()(const class_page::KeepRequest&) const {
    if (!dialog_fault(model, draft, now.day).empty()) return;
    const cohort::Disclosure line = {.at_ms = now.ms,
                                     .kind = cohort::DisclosureKind::requested,
                                     .candidate = ClassNames(facts(), true).find(draft.name),
                                     .to = "the candidate",
                                     .purpose = "access to their own record"};
    close_dialog();
    change({line}, "Noted. Give it to them with Export on the candidate\u2019s page.");
}

void ClassPlaceUpdates::operator()(const class_page::KeepAssignment&) const {
    if (!facts().cohort || !facts().bank || !dialog_fault(model, draft, now.day).empty()) return;
    cohort::Assignment assignment = {.id = {id_from(model.new_seed())},
                                     .cohort = facts().cohort->id,
                                     .title = draft.name,
                                     .exam = facts().choice.exam,
                                     .given = now.day,
                                     .due = ui::typed_date(draft.day, now.day)};
    Form form;
    const int length = draft.by_form ? *typed_number<int>(draft.length) : 0;
    if (draft.by_form)
        form = form_of(*facts().bank, nullptr, length, model.new_seed());
    else
        assignment.areas = {draft.areas.begin(), draft.areas.end()};
    for (const FormItem& item : form.items) assignment.items.push_back(facts().bank->head(item.ordinal).id);
    close_dialog();
    draft.assignment = assignment.id;
    with_store("Writing", assigned_words(draft.place, form, length),
               [assignment, code = facts().cohort->code, file = fs::path(draft.place)](
                   cohort::Store& store, const cohort::ProgrammeId& programme) {
                   const std::vector<cohort::Change> changes{assignment};
                   const std::string text = cohort::assignment_text(cohort::file_of(assignment, code));
                   write_whole(file, text);
                   store.change(programme, changes);
               });
}

void ClassPlaceUpdates::operator()(const class_page::ExportPerson&) const {
    if (!draft.candidate || !dialog_fault(model, draft, now.day).empty()) return;
    close_dialog();
    const bool own = draft.to.empty();
    const cohort::Disclosure line = {.at_ms = now.ms,
                                     .kind = own ? cohort::DisclosureKind::answered : cohort::DisclosureKind::disclosed,
                                     .candidate = *draft.candidate,
                                     .to = own ? "the candidate" : draft.to,
                                     .purpose = own ? "access to their own record" : draft.purpose};
    with_store("Writing", "Written to " + draft.place + ", and noted in the disclosure log.",
               [line, file = fs::path(draft.place)](cohort::Store& store, const cohort::ProgrammeId& programme) {
                   write_whole(file, cohort::person_json(store, programme, *line.candidate));
                   const std::vector<cohort::Change> changes{line};
                   store.change(programme, changes);
               });
}

void ClassPlaceUpdates::operator()(const class_page::DeletePerson&) const {
    if (!draft.candidate || draft.typed != class_delete_word) return;
    close_dialog();
    with_store(
        "Deleting", "The candidate was deleted.",
        [candidate = *draft.candidate, at_ms = now.ms](cohort::Store& store, const cohort::ProgrammeId& programme) {
            store.forget(programme, candidate, at_ms);
        });
    leave_page();
}

}  // namespace

std::string class_name(const ClassFacts& facts) {
    if (facts.report) return facts.report->name;
    const std::string name = facts.cohort ? facts.cohort->name : facts.programme.name;
    for (const cohort::Group& group : facts.roll.groups)
        if (facts.choice.group == group.id) return name + ", " + group.name;
    return name;
}

ClassView class_view(const Model& model, const ClassDraft& draft, Now now) {
    const Classroom& room = *model.classroom;
    ClassView view = {.today = now.day, .fault = room.fault(), .last = model.preferences.taught_store};
    if (room.working() && now.ms - room.since_ms() >= told_after_ms) {
        view.work = room.work();
        view.work_place = without_password(room.facts() ? room.facts()->choice.store : view.last);
        const ClassProgress& progress = room.progress();
        if (progress.all > 0) {
            view.work_share = static_cast<float>(progress.done) / static_cast<float>(progress.all);
            view.work += fmt::format(", {} of {}", progress.done.load(), progress.all.load());
            view.can_stop = true;
        }
    }
    view.entry = dialog_fault(model, draft, now.day);
    view.entry_ready = view.entry.empty();
    add_brought_in(view, room.brought_in());
    if (const ClassFacts* facts = room.facts()) {
        view.open = true;
        view.shows = view.fault.empty() ? ClassView::Shows::pages : ClassView::Shows::fault;
        view.can_export = facts->report.has_value();
        add_titles(view, *facts, now.day);
        add_classes(view, *facts);
        const ClassNames names(*facts, draft.names);
        if (draft.candidate) view.candidate = class_candidate_view(*facts, names, *draft.candidate, now.day);
        if (draft.dialog == ClassDialog::group) view.group_form = class_group_form(*facts, names, draft);
        add_tab(view, *facts, names, draft, model.utc_offset_ms, now.day);
        return view;
    }
    if (!view.fault.empty())
        view.shows = ClassView::Shows::fault;
    else if (room.working())
        view.shows = ClassView::Shows::work;
    return view;
}

void update(Model& model, ClassDraft& draft, const ClassEvent& event, Now now) {
    std::visit(ClassPlaceUpdates{model, draft, now}, event);
}

void enter_class(Model& model, Now now) {
    Classroom& room = *model.classroom;
    if (room.facts() != nullptr || room.working() || !room.fault().empty() || model.preferences.taught_store.empty())
        return;
    ClassDraft unused;
    ClassPlaceUpdates{model, unused, now}(class_page::ReadAgain{});
}

namespace {

/// An assignment is practised at once, where its exam is the one in preparation.
void open_assignment(Model& model, const fs::path& file, Now now) {
    const cohort::AssignmentFile assignment = cohort::read_assignment(file);
    if (!model.desk || model.bank->outline().exam != assignment.exam)
        throw Refused(file.filename().string() + " is for the exam " + assignment.exam +
                      ": choose that exam in the settings, then drop the file again.");
    const AssignedWork work = assigned_work(*model.desk, assignment.items, assignment.areas, assignment.given);
    if (work.left == 0) {
        model.toast = Message{.text = "Nothing of this assignment is left to do.", .shown_ms = now.ms};
        return;
    }
    begin_session(model, work.settings, now);
}

}  // namespace

void drop_files(Model& model, ClassDraft& draft, std::vector<fs::path> files, Now now) {
    if (files.empty()) return;
    if (files.size() == 1 && files.front().extension() == cohort::assignment_extension)
        return open_assignment(model, files.front(), now);
    if (files.size() == 1 && files.front().extension() == ".collimate-class")
        return update(model, draft, class_page::OpenStore{files.front().string()}, now);
    if (model.classroom->facts() == nullptr) {
        model.toast = Message{.text = "Open a class first, then drop the results on it.", .shown_ms = now.ms};
        return;
    }
    update(model, draft, class_page::ShowDialog{ClassDialog::results}, now);
    draft.dropped = std::move(files);
}

std::span<const KeyHelp> class_keys() {
    static constexpr std::array keys = {KeyHelp{"Left and Right", "from tab to tab"},
                                        KeyHelp{"Down, Up", "move in a list"},
                                        KeyHelp{"Space or Enter", "open what is chosen"},
                                        KeyHelp{"N", "names or labels"},
                                        KeyHelp{"S", "search the candidates"},
                                        KeyHelp{"A", "add results"},
                                        KeyHelp{"E", "export the report"},
                                        KeyHelp{"Esc", "back to the list"}};
    return keys;
}

}  // namespace collimate
