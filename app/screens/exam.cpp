// What the pages of an exam show and what the candidate's steps come to; painted in exam_draw.cpp and
// exam_pages_draw.cpp.
#include "app/screens/exam.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/screens/explanation.hpp"
#include "app/screens/phrases.hpp"
#include "app/screens/words.hpp"
#include "engine/base/index.hpp"

namespace collimate {
namespace {

std::string questions_words(int count) { return counted(count, "question", "questions"); }

// ---- before it begins ------------------------------------------------------

TutorialPage how_it_runs(const MockExam& exam, const Outline& outline) {
    const Sitting& sitting = exam.sitting();
    const auto& asked = exam.begun().questions;
    const auto pilots = std::count_if(asked.begin(), asked.end(), [](const ExamQuestion& q) { return q.pilot; });
    TutorialPage page = {.heading = "How this exam runs"};
    const auto say = [&](std::string text) { page.lines.push_back({.text = std::move(text)}); };
    say(fmt::format("You have {} for {}. The clock starts when you accept the agreement, not before.",
                    hours_and_minutes(static_cast<int>(sitting.rules().time_ms / ms_per_minute)),
                    questions_words(sitting.size())));
    if (pilots > 0)
        say(fmt::format("{} of them {} pilot questions. They are not marked and do not count, as in the real exam.",
                        pilots, pilots == 1 ? "is a" : "are"));
    say("Nothing tells you whether an answer was right before the end. Questions without an answer count as wrong, so "
        "a guess never costs anything.");
    if (sitting.rules().answer_before_moving_on)
        say("Each question wants an answer before you move on. You can flag it and change the answer later.");
    else
        say("You may leave a question open, move freely, and change answers until you end the exam.");
    for (const std::string& remark : exam.remarks()) say(remark);
    say(std::string("The questions are ours, not ") + std::string(registry_name(outline.registry)) +
        "\u2019s. The test center\u2019s own screens differ in looks, and it may not offer every tool.");
    return page;
}

TutorialPage answering_and_tools() {
    return {
        .heading = "Answering, and the tools",
        .lines = {
            {"A to J", "choose an option; the figures 1 to 9 do the same"},
            {"Right", "or N: the next question; Enter too"},
            {"Left", "or P: the question before"},
            {"F", "flag the question, to come back to it"},
            {"S then a letter", "strike an option out, or restore it"},
            {"H", "mark words of the question, by mouse or keys"},
            {"Alt C", "the calculator; digits and signs go to it while it is open"},
            {{}, "Where a letter is an option, or a number is being typed, hold Alt: Alt F flags, Alt N goes on."}}};
}

TutorialPage time_and_review() {
    return {.heading = "Time, review, breaks",
            .lines = {{"T", "hide the clock or show it; it comes back for the last five minutes"},
                      {{}, "A notice tells you when 30 and when 5 minutes are left. At zero the exam ends by itself."},
                      {"R", "the review: what is complete, incomplete, unseen and flagged"},
                      {"Alt B", "a break: the question is covered, the clock runs on"},
                      {{}, "You end the exam from the review. You are asked once more before it ends."},
                      {{},
                       "If the power fails or the window is closed, nothing is lost: the exam waits with its clock "
                       "stopped and goes on at the same question."}}};
}

TutorialView tutorial_of(const MockExam& exam, const Outline& outline) {
    return {.pages = {how_it_runs(exam, outline), answering_and_tools(), time_and_review()}};
}

AgreementView agreement_of(const MockExam& exam) {
    return {.terms = {"I sit this exam by myself, with nothing open beside it: no notes, no book, no other screen.",
                      "I go through it in one sitting, as on the day. If I take a break, the clock runs on.",
                      "I know that its score is an estimate. It says how I stand, and promises nothing about the real "
                      "exam."},
            .start = fmt::format("If you agree, the clock starts at {}. If you do not, nothing is counted and you go "
                                 "back. At the test center, declining the registry\u2019s own agreement ends the "
                                 "appointment.",
                                 clock_text(exam.sitting().rules().time_ms))};
}

// ---- a question ------------------------------------------------------------

ui::CellState state_of(const SittingQuestion& question) {
    if (question.complete) return ui::CellState::complete;
    return question.seen ? ui::CellState::incomplete : ui::CellState::unseen;
}

ui::NavigatorCell cell_of(const Sitting& sitting, int number) {
    const SittingQuestion& question = sitting.question(number);
    return {.number = number,
            .state = state_of(question),
            .flagged = question.flagged,
            .current = number == sitting.number()};
}

std::vector<ui::NavigatorCell> cells_of(const Sitting& sitting, ReviewFilter filter) {
    std::vector<ui::NavigatorCell> cells;
    for (const int number : sitting.numbers(filter)) cells.push_back(cell_of(sitting, number));
    return cells;
}

std::string keys_for(ItemType type, std::size_t options) {
    if (type == ItemType::numeric) return "Type the number, Enter goes on";
    if (type == ItemType::hotspot && options == 0)
        return "Click the place, or move the cursor with the arrows and press Enter; N goes on";
    const std::string range = "A to " + screen_letter(options - 1);
    if (type == ItemType::order) return range + " take one, Up and Down move it";
    return range + (type == ItemType::multiple ? " choose or take back,  S then a letter strikes out"
                                               : " choose,  S then a letter strikes out");
}

std::vector<ExamOption> options_of(const Instance& shown, const SittingQuestion& question, bool by_name) {
    std::vector<ExamOption> options;
    if (shown.type == ItemType::numeric || (shown.type == ItemType::hotspot && !by_name)) return options;
    for (std::size_t i = 0; i < shown.choices.size(); ++i) {
        const Choice& choice = shown.choices[i];
        options.push_back(
            {.letter = choice.letter,
             .badge = screen_letter(i),
             .words = marked(choice.text),
             .chosen = shown.type != ItemType::order && has_letter(question.response.letters, choice.letter),
             .struck = has_letter(question.struck, choice.letter)});
    }
    if (shown.type == ItemType::order && !question.response.letters.empty())
        std::stable_sort(options.begin(), options.end(), [&](const ExamOption& a, const ExamOption& b) {
            return question.response.letters.find(a.letter) < question.response.letters.find(b.letter);
        });
    return options;
}

std::vector<int> marked_words(const std::vector<Highlight>& highlights, std::string_view text) {
    const std::vector<Highlight> words = words_of(text);
    std::vector<int> found;
    for (std::size_t i = 0; i < words.size(); ++i)
        for (const Highlight& highlight : highlights)
            if (words[i].first < highlight.end && highlight.first < words[i].end) {
                found.push_back(static_cast<int>(i));
                break;
            }
    return found;
}

std::string_view walk_name(ReviewFilter filter) {
    switch (filter) {
        case ReviewFilter::flagged:
            return "Flagged questions";
        case ReviewFilter::incomplete:
            return "Questions without an answer";
        default:
            return "Questions";
    }
}

/// Place of a question among those the review sends the candidate through.
std::optional<std::size_t> place_in_walk(const std::optional<ReviewWalk>& walk, int number) {
    if (!walk) return std::nullopt;
    const auto found = std::find(walk->numbers.begin(), walk->numbers.end(), number);
    if (found == walk->numbers.end()) return std::nullopt;
    return static_cast<std::size_t>(found - walk->numbers.begin());
}

/// What the question shows, and its mark as it was left.
void add_exhibits(ExamQuestionView& view, const Model& model, const Instance& shown, const SittingQuestion& question) {
    view.exhibits = exhibits_asked(model, shown);
    view.mark_given = question.response.mark;
    view.exhibits.mark = view.mark_given;
    const bool by_name = asks_by_name(shown, view.exhibits);
    view.options = options_of(shown, question, by_name);
    view.keys = keys_for(shown.type, view.options.size());
    if (by_name) view.instruction = "The picture is missing: choose the place by its name.";
}

ExamQuestionView question_of(const Model& model, const ExamDraft& draft) {
    const MockExam& exam = model.sitting->exam;
    const Sitting& sitting = exam.sitting();
    const int number = sitting.number();
    const Instance& shown = exam.question();
    const SittingQuestion& question = sitting.question(number);
    ExamQuestionView view = {.number = number,
                             .last = number == sitting.size(),
                             .type = shown.type,
                             .stem = marked(shown.stem),
                             .marked = marked_words(question.highlights, plain(shown.stem)),
                             .instruction = instruction_for(model.bank->item(shown.item)),
                             .unit = plain(shown.unit),
                             .flagged = question.flagged,
                             .cells = cells_of(sitting, ReviewFilter::all),
                             .complete = fmt::format("{} complete", sitting.count(ReviewFilter::complete))};
    add_exhibits(view, model, shown, question);
    // Pictures that depend on the draw take their time: those of the next question are begun now.
    if (number < sitting.size()) (void)exhibits_asked(model, exam.question(number + 1));
    if (question.response.number) view.number_given = number_with_unit(*question.response.number, "");
    if (const auto place = place_in_walk(draft.walk, number)) {
        view.walk = fmt::format("{}, {} of {}", walk_name(draft.walk->filter), *place + 1, draft.walk->numbers.size());
        view.last = *place + 1 == draft.walk->numbers.size();
    }
    if (view.last) view.next = "Review";
    return view;
}

// ---- the review and what surrounds it --------------------------------------

std::string_view filter_name(ReviewFilter filter) {
    constexpr std::array<std::string_view, 5> names = {"All", "Complete", "Incomplete", "Unseen", "Flagged"};
    return names[static_cast<std::size_t>(filter)];
}

std::string filter_words(const Sitting& sitting, ReviewFilter filter) {
    switch (filter) {
        case ReviewFilter::all:
            return "questions";
        case ReviewFilter::complete:
            return "answered";
        case ReviewFilter::incomplete:
            return "seen, no answer";
        case ReviewFilter::unseen:
            return "not opened yet";
        case ReviewFilter::flagged:
            break;
    }
    int answered = 0;
    for (const int number : sitting.numbers(ReviewFilter::flagged)) answered += sitting.question(number).complete;
    return fmt::format("{} answered", answered);
}

int open_questions(const Sitting& sitting) { return sitting.size() - sitting.count(ReviewFilter::complete); }

std::string open_words(const Sitting& sitting) {
    const int open = open_questions(sitting);
    if (open == 0) return "Every question is answered.";
    return fmt::format("{} {} not complete. Unanswered questions count as wrong.", questions_words(open),
                       open == 1 ? "is" : "are");
}

ReviewView review_of(const Sitting& sitting, const ExamDraft& draft) {
    ReviewView view = {.summary = open_words(sitting) + " Choose a number to go back to it.",
                       .cells = cells_of(sitting, draft.filter),
                       .back = fmt::format("Back to question {}", sitting.number()),
                       .any_flagged = sitting.count(ReviewFilter::flagged) > 0,
                       .any_incomplete = open_questions(sitting) > 0};
    for (const ReviewFilter filter : {ReviewFilter::all, ReviewFilter::complete, ReviewFilter::incomplete,
                                      ReviewFilter::unseen, ReviewFilter::flagged})
        view.cards.push_back({.filter = filter,
                              .name = std::string(filter_name(filter)),
                              .explanation = filter_words(sitting, filter),
                              .count = std::to_string(sitting.count(filter)),
                              .on = draft.filter == filter});
    if (view.cells.empty()) view.empty = fmt::format("No question is {}.", name_of(draft.filter));
    return view;
}

BreakView break_of(const Sitting& sitting) {
    return {.text = fmt::format("The clock runs on. {} of {} questions are answered. You go on where you were.",
                                sitting.count(ReviewFilter::complete), sitting.size())};
}

TimeUpView time_up_of(const Sitting& sitting) {
    const int open = open_questions(sitting);
    std::string text = fmt::format("The exam has ended. {} of {} questions were answered.",
                                   sitting.count(ReviewFilter::complete), sitting.size());
    if (open > 0)
        text += open == 1 ? " The other one counts as wrong." : fmt::format(" The other {} count as wrong.", open);
    return {.text = std::move(text)};
}

std::string end_words(const Sitting& sitting) {
    const int open = open_questions(sitting);
    const int flagged = sitting.count(ReviewFilter::flagged);
    std::string words = open == 0 ? "Every question is answered."
                                  : fmt::format("{} {} no answer and will count as wrong.", questions_words(open),
                                                open == 1 ? "has" : "have");
    if (flagged > 0) words += fmt::format(" {} {} still flagged.", flagged, flagged == 1 ? "is" : "are");
    return words + " You cannot come back to the questions.";
}

ExamNotice notice_of(Notice notice, const Sitting& sitting) {
    const int open = open_questions(sitting);
    const std::string advice =
        open == 0 ? "Every question is answered." : fmt::format("{} still open.", questions_words(open));
    if (notice == Notice::five_minutes) return {.fact = "5\u00A0minutes are left.", .advice = advice, .urgent = true};
    return {.fact = "30\u00A0minutes are left.", .advice = advice};
}

ExamHeader header_of(const Model& model) {
    const MockExam& exam = model.sitting->exam;
    const Sitting& sitting = exam.sitting();
    const ExamStart& start = exam.begun();
    ExamHeader header = {.name = exam_name(model.bank->outline()) + ", " +
                                 sitting_name(model, start.sitting, start.section, start.length),
                         .counter = fmt::format("Question {} of {}", sitting.number(), sitting.size()),
                         .clock = clock_text(sitting.remaining_ms()),
                         .counter_shown = sitting.counter_shown(),
                         .clock_shown = sitting.clock_shown()};
    switch (sitting.phase()) {
        case SittingPhase::tutorial:
            header.counter = "Tutorial";
            break;
        case SittingPhase::agreement:
            header.counter = "Agreement";
            break;
        case SittingPhase::asking:
            break;
        case SittingPhase::review:
            header.counter = "Review";
            break;
        case SittingPhase::on_break:
            header.counter = "Break";
            break;
        case SittingPhase::ended:
            header.counter = "Ended";
            break;
    }
    return header;
}

// ---- update ----------------------------------------------------------------

/// An exam that ended under the candidate's eyes, or was put away unbegun, gives its place to what follows.
void leave_exam(Model& model, ExamDraft& draft) {
    model.sitting.reset();
    draft = ExamDraft{};
    model.place = Place::mock_exam;
}

struct ExamUpdates {
    Model& model;
    ExamDraft& draft;
    Now now;
    OpenSitting& open = *model.sitting;
    MockExam& exam = open.exam;

    void moved(Move move) const {
        draft.refusal = move == Move::answer_first ? "This exam wants an answer before you move on." : "";
    }
    void go_to(int number) const { moved(exam.go_to(number, now)); }
    void review() const { moved(exam.review(now)); }
    /// One further along the review's choice; past its end back to the review.
    bool step_walk(int by) const {
        const auto place = place_in_walk(draft.walk, exam.sitting().number());
        if (!place) {
            draft.walk.reset();
            return false;
        }
        const int next = static_cast<int>(*place) + by;
        if (next < 0) return true;
        if (next == static_cast<int>(draft.walk->numbers.size()))
            review();
        else
            go_to(draft.walk->numbers[at(next)]);
        return true;
    }

    void operator()(const exam::FinishTutorial&) const { exam.finish_tutorial(); }
    void operator()(const exam::Leave&) const {
        exam.finish_tutorial();
        exam.decline_agreement(now);
        leave_exam(model, draft);
    }
    void operator()(const exam::Agree&) const {
        open.counted_ms = model.steady_ms;
        exam.accept_agreement();
    }
    void operator()(const exam::GoTo& event) const {
        draft.walk.reset();
        go_to(event.number);
    }
    void operator()(const exam::Next&) const {
        if (step_walk(1)) return;
        if (exam.sitting().number() == exam.sitting().size())
            review();
        else
            moved(exam.next(now));
    }
    /// From the review: back to the question it was opened from.
    void operator()(const exam::Previous&) const {
        if (exam.sitting().phase() == SittingPhase::review) return go_to(exam.sitting().number());
        if (!step_walk(-1) && exam.sitting().number() > 1) moved(exam.previous(now));
    }
    void operator()(const exam::Review&) const { review(); }
    void operator()(const exam::Walk& walk) const {
        std::vector<int> numbers = exam.sitting().numbers(walk.filter);
        if (walk.filter == ReviewFilter::incomplete) {
            const std::vector<int> unseen = exam.sitting().numbers(ReviewFilter::unseen);
            numbers.insert(numbers.end(), unseen.begin(), unseen.end());
            std::sort(numbers.begin(), numbers.end());
        }
        if (numbers.empty()) return;
        draft.walk = ReviewWalk{.filter = walk.filter, .numbers = numbers};
        go_to(numbers.front());
    }
    void operator()(const exam::SetFilter& set) const { draft.filter = set.filter; }
    void operator()(const exam::TakeBreak&) const { exam.take_break(now); }
    void operator()(const exam::EndBreak&) const { exam.end_break(); }
    void operator()(const exam::End&) const {
        exam.end(now);
        (*this)(exam::SeeReport{});
    }
    void operator()(const exam::SeeReport&) const {
        const SittingId id = exam.id();
        leave_exam(model, draft);
        open_report(model, id);
    }
    void operator()(const exam::Respond& event) const {
        exam.respond(event.response, now);
        draft.refusal.clear();
        const std::string struck = exam.sitting().question(exam.sitting().number()).struck;
        for (const char letter : struck)
            if (has_letter(event.response.letters, letter)) exam.strike(letter, false, now);
    }
    void operator()(const exam::SetFlag& flag) const { exam.flag(flag.on, now); }
    /// What is chosen is not struck out, nor the other way round.
    void operator()(const exam::Strike& strike) const {
        exam.strike(strike.letter, strike.on, now);
        const Response& given = exam.sitting().question(exam.sitting().number()).response;
        if (!strike.on || exam.question().type == ItemType::order || !has_letter(given.letters, strike.letter)) return;
        Response without = given;
        std::erase(without.letters, strike.letter);
        exam.respond(without, now);
    }
    void operator()(const exam::MarkWords& mark) const {
        const auto& before = exam.sitting().question(exam.sitting().number()).highlights;
        exam.highlight(with_words(before, plain(exam.question().stem), mark.words), now);
    }
    void operator()(const exam::HideClock& hide) const { exam.hide_clock(hide.hidden); }
    void operator()(const exam::HideCounter& hide) const { exam.hide_counter(hide.hidden); }
    void operator()(const exam::DismissNotice&) const {
        open.notice.reset();
        draft.refusal.clear();
    }
};

}  // namespace

std::string sitting_name(const Model& model, SittingId sitting, std::string_view section, FormLength length) {
    int number = 1;
    for (const auto& [id, other] : model.desk->state().sittings)
        number += other.started.kind == SittingKind::mock && id < sitting && other.answers.answers > 0;
    std::string name = fmt::format("mock exam {}", number);
    const Outline& outline = model.bank->outline();
    if (const auto area = section.empty() ? std::nullopt : outline.find(section))
        name += ", " + outline.areas[at(*area)].title;
    if (length != FormLength::full) name += fmt::format(", {} length", name_of(length));
    return name;
}

std::vector<Highlight> words_of(std::string_view text) {
    std::vector<Highlight> words;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t first = std::min(text.find_first_not_of(" \n", i), text.size());
        const std::size_t end = std::min(text.find_first_of(" \n", first), text.size());
        if (end > first) words.push_back({.first = static_cast<int>(first), .end = static_cast<int>(end)});
        i = end;
        if (first == text.size()) break;
    }
    return words;
}

std::vector<Highlight> with_words(const std::vector<Highlight>& highlights, std::string_view text,
                                  const ui::WordRange& range) {
    const std::vector<Highlight> words = words_of(text);
    std::vector<bool> on(words.size());
    for (const int word : marked_words(highlights, text)) on[at(word)] = true;
    const int last = std::min(range.last, static_cast<int>(words.size()) - 1);
    bool all = true;
    for (int word = std::max(0, range.first); word <= last; ++word) all = all && on[at(word)];
    for (int word = std::max(0, range.first); word <= last; ++word) on[at(word)] = !all;
    std::vector<Highlight> joined;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!on[i]) continue;
        if (i > 0 && on[i - 1])
            joined.back().end = words[i].end;
        else
            joined.push_back(words[i]);
    }
    return joined;
}

ExamView exam_view(const Model& model, const ExamDraft& draft, Now) {
    const OpenSitting& open = *model.sitting;
    const Sitting& sitting = open.exam.sitting();
    ExamView view = {.header = header_of(model),
                     .key = fmt::format("{}/{}/{}", open.exam.id(), name_of(sitting.phase()), sitting.number()),
                     .end_question = end_words(sitting)};
    if (!draft.refusal.empty())
        view.notice = ExamNotice{.fact = draft.refusal, .advice = "Flag it if you want to come back to it."};
    else if (open.notice && sitting.running())
        view.notice = notice_of(*open.notice, sitting);
    switch (sitting.phase()) {
        case SittingPhase::tutorial:
            view.page = tutorial_of(open.exam, model.bank->outline());
            break;
        case SittingPhase::agreement:
            view.page = agreement_of(open.exam);
            break;
        case SittingPhase::asking:
            view.page = question_of(model, draft);
            break;
        case SittingPhase::review:
            view.page = review_of(sitting, draft);
            break;
        case SittingPhase::on_break:
            view.page = break_of(sitting);
            break;
        case SittingPhase::ended:
            view.page = time_up_of(sitting);
            break;
    }
    return view;
}

void update(Model& model, ExamDraft& draft, const ExamEvent& event, Now now) {
    std::visit(ExamUpdates{model, draft, now}, event);
}

std::span<const KeyHelp> exam_keys() {
    static constexpr std::array<KeyHelp, 13> keys{{{"A to J, 1 to 9", "choose an option"},
                                                   {"Arrows, Enter", "hot spot: move the cursor, set the mark"},
                                                   {"Right, N, Enter", "next question"},
                                                   {"Left, P", "question before"},
                                                   {"F", "flag"},
                                                   {"S then a letter", "strike an option out, or restore it"},
                                                   {"H", "mark words: arrows, Space, Space"},
                                                   {"Alt C", "calculator"},
                                                   {"T", "hide or show the clock"},
                                                   {"R", "review"},
                                                   {"Alt B", "break"},
                                                   {"Alt and a letter", "the same while a number is typed"},
                                                   {"Up, Down", "order: move the taken line"}}};
    return keys;
}

}  // namespace collimate
