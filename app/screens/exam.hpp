#pragma once

#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/exhibits.hpp"
#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"
#include "app/widgets/calculator.hpp"
#include "app/widgets/exam_parts.hpp"
#include "app/widgets/highlighter.hpp"

namespace collimate {

// The exam as it is sat: the whole window, from the tutorial to its end.

struct ExamHeader {
    std::string name;     ///< "ARRT Computed Tomography, mock exam 2"
    std::string counter;  ///< "Question 67 of 195", "Review"
    std::string clock;    ///< "1:52:08"
    bool counter_shown = true;
    bool clock_shown = true;
};

struct TutorialLine {
    std::string keys;  ///< caps, as in the map of keys; empty for a plain paragraph
    std::string text;
};

struct TutorialPage {
    std::string heading;
    std::vector<TutorialLine> lines;
};

struct TutorialView {
    std::vector<TutorialPage> pages;
};

struct AgreementView {
    std::vector<std::string> terms;
    std::string start;  ///< what pressing the button does: "The clock starts at 3:15:00."
};

struct ExamOption {
    char letter = 'a';  ///< the author's, for the response
    std::string badge;
    std::vector<Span> words;
    bool chosen = false;
    bool struck = false;
};

struct ExamQuestionView {
    int number = 1;
    bool last = false;
    ItemType type = ItemType::single;
    std::vector<Span> stem;
    std::vector<int> marked;  ///< words of the stem on the marker's colour
    std::string instruction;
    std::vector<ExamOption> options;  ///< for an order: as they stand now
    ExhibitsView exhibits;
    std::optional<Spot> mark_given;  ///< hot spot: the place as it is kept
    std::string unit;
    std::string number_given;  ///< what was typed, as it is kept
    std::string keys;          ///< one line: which keys answer
    bool flagged = false;
    std::string walk;  ///< "Flagged questions, 2 of 7" while the review's choice is gone through
    std::vector<ui::NavigatorCell> cells;
    std::string complete;  ///< "64 complete"
    std::string next = "Next";
};

struct ReviewCard {
    ReviewFilter filter = ReviewFilter::all;
    std::string name, explanation, count;
    bool on = false;
};

struct ReviewView {
    std::string summary;
    std::vector<ReviewCard> cards;
    std::vector<ui::NavigatorCell> cells;  ///< that pass the filter
    std::string empty;                     ///< why there is none; empty else
    std::string back;                      ///< "Back to question 67"
    bool any_flagged = false;
    bool any_incomplete = false;
};

struct BreakView {
    std::string text;
};

struct TimeUpView {
    std::string text;
};

struct ExamNotice {
    std::string fact, advice;
    bool urgent = false;
};

struct ExamView {
    ExamHeader header;
    std::string key;  ///< of the page: changes with each question
    std::optional<ExamNotice> notice;
    std::string end_question;  ///< the words of its confirmation
    std::variant<TutorialView, AgreementView, ExamQuestionView, ReviewView, BreakView, TimeUpView> page;
};

/// The questions that the review sends a candidate through, one after the other.
struct ReviewWalk {
    ReviewFilter filter = ReviewFilter::flagged;
    std::vector<int> numbers;
};

struct ExamDraft {
    std::string key;  ///< the page it belongs to
    int tutorial_page = 0;
    std::string number;  ///< as typed
    int held = -1;       ///< order: place of the line that Up and Down move
    char dragged = 0;    ///< order: the line the mouse holds
    bool strike_next = false;
    bool marking = false;
    ui::MarkerState marker;
    bool calculator_open = false;
    ui::CalculatorPanel calculator;
    bool ending = false;  ///< the confirmation is open
    ExhibitsDraft exhibits;
    ReviewFilter filter = ReviewFilter::all;
    std::optional<ReviewWalk> walk;
    std::string refusal;     ///< why the candidate was kept on the question
    int hidden = 0;          ///< options below the edge in the last frame
    bool show_cell = false;  ///< scroll the navigator to the question
    bool show_last = false;
};

namespace exam {
struct FinishTutorial {};
struct Leave {};  ///< from the tutorial, or by declining the agreement: nothing was begun
struct Agree {};
struct GoTo {
    int number = 1;
};
struct Next {};
struct Previous {};
struct Review {};
struct Walk {
    ReviewFilter filter = ReviewFilter::flagged;
};
struct SetFilter {
    ReviewFilter filter = ReviewFilter::all;
};
struct TakeBreak {};
struct EndBreak {};
struct End {};
struct SeeReport {};
struct Respond {
    Response response;
};
struct SetFlag {
    bool on = true;
};
struct Strike {
    char letter = 'a';
    bool on = true;
};
struct MarkWords {
    ui::WordRange words;
};
struct HideClock {
    bool hidden = true;
};
struct HideCounter {
    bool hidden = true;
};
struct DismissNotice {};
}  // namespace exam

using ExamEvent = std::variant<exam::FinishTutorial, exam::Leave, exam::Agree, exam::GoTo, exam::Next, exam::Previous,
                               exam::Review, exam::Walk, exam::SetFilter, exam::TakeBreak, exam::EndBreak, exam::End,
                               exam::SeeReport, exam::Respond, exam::SetFlag, exam::Strike, exam::MarkWords,
                               exam::HideClock, exam::HideCounter, exam::DismissNotice>;

/// Needs Model::sitting.
[[nodiscard]] ExamView exam_view(const Model& model, const ExamDraft& draft, Now now);
[[nodiscard]] std::optional<ExamEvent> draw(const ExamView& view, ExamDraft& draft, const Stage& stage);
void update(Model& model, ExamDraft& draft, const ExamEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> exam_keys();

/// "mock exam 2", "mock exam 3, Safety, half length": which of the record's exams it is, counting those in which
/// something was answered.
[[nodiscard]] std::string sitting_name(const Model& model, SittingId sitting, std::string_view section,
                                       FormLength length);

/// Bytes of each word of a plain text, words being what blanks and line breaks part.
[[nodiscard]] std::vector<Highlight> words_of(std::string_view plain_text);

/// `highlights` with a stretch of words marked, or rubbed out where all of it was marked. Ascending, never touching.
[[nodiscard]] std::vector<Highlight> with_words(const std::vector<Highlight>& highlights, std::string_view plain_text,
                                                const ui::WordRange& words);

}  // namespace collimate
