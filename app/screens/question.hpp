#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/explanation.hpp"
#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"
#include "app/widgets/page.hpp"

namespace collimate {

struct SessionHeader {
    std::string name;                  ///< what is practised
    std::string mode;                  ///< `Tutor, untimed`
    std::vector<ui::TickState> ticks;  ///< empty for an open-ended session
    std::string number;                ///< `14 of 30`
    std::string clock;                 ///< `12:04 left`; empty where untimed
    bool clock_short = false;          ///< little time left
    std::string answered;              ///< `13 answered so far`, for the end
};

struct AskedOption {
    char letter = 'a';  ///< the author's, for the response
    std::string badge;
    std::vector<Span> words;
};

struct QuestionChip {
    std::string text;
    ui::Tone tone = ui::Tone::neutral;
    ui::Icon icon = ui::Icon::none;
};

/// A question waiting for its answer.
struct AskingView {
    std::vector<QuestionChip> chips;
    std::string why;  ///< the plan took it, in a sentence; empty where the candidate chose
    ItemType type = ItemType::single;
    std::vector<Span> stem;
    std::string instruction;  ///< `Select all that apply.`; empty for one best answer
    std::vector<AskedOption> options;
    std::string unit;
    ExhibitsView exhibits;
    std::string keys;  ///< one line: which keys answer
    bool ask_confidence = true;
    std::string submit = "Submit";
};

/// When the question comes back, and how well it would be known by then.
struct MemoryLines {
    std::string heading;
    std::string text;
    std::optional<double> now;       ///< chance of remembering it on exam day if it is not seen again
    std::optional<double> reviewed;  ///< with its reviews kept
};

struct FeedbackView {
    bool right = false;
    std::string verdict;
    std::string sentence;
    std::string partial;  ///< how much of a select-multiple or an order was right; empty else
    std::string time;
    Explanation explained;
    MemoryLines memory;
    std::string area;
    std::string area_text;
    std::string another;  ///< label of its button
    std::string next = "Next question";
};

struct QuestionView {
    std::string key;  ///< of the question on the screen: changes with each
    TimeMs now_ms = 0;
    SessionHeader header;
    bool flagged = false;
    std::string note;
    std::string item;
    bool time_up = false;
    std::variant<AskingView, FeedbackView> part;
};

/// Time on the screen. Counts from one sight to the next while they follow closely; a question that was left for
/// another place, or a machine asleep, adds nothing.
class ScreenTime {
public:
    static constexpr std::int64_t longest_gap_ms = 3000;

    void seen(TimeMs now_ms);
    void restart(TimeMs now_ms);
    [[nodiscard]] std::int64_t counted_ms() const { return counted_ms_; }

private:
    std::optional<TimeMs> last_ms_;
    std::int64_t counted_ms_ = 0;
};

enum class QuestionDialog { none, more, note, report, end };

struct QuestionDraft {
    std::string key;     ///< the question it belongs to
    std::string chosen;  ///< author's letters
    std::string struck;
    std::string order;   ///< author's letters in the order given; empty until something was moved
    std::string number;  ///< as typed
    int held = -1;       ///< order: place of the line that Up and Down move
    char dragged = 0;    ///< order: the line under the mouse
    bool strike_next = false;
    Confidence confidence = Confidence::none;
    ScreenTime time;
    ExhibitsDraft exhibits;
    QuestionDialog dialog = QuestionDialog::none;
    std::string note;
    std::string report;
    int hidden = 0;          ///< options below the edge in the last frame
    bool show_last = false;  ///< scroll to the last option
    ui::Rect more_place;     ///< where the dots were drawn
};

namespace question {
struct Submit {
    Response response;  ///< without its time
};
struct GoOn {};
struct Another {};
struct SetFlag {
    bool on = true;
};
struct KeepNote {
    std::string text;
};
struct Report {
    std::string text;
};
struct EndSession {};
}  // namespace question

using QuestionEvent = std::variant<question::Submit, question::GoOn, question::Another, question::SetFlag,
                                   question::KeepNote, question::Report, question::EndSession>;

/// Needs a session that is not finished.
[[nodiscard]] QuestionView question_view(const Model& model, const QuestionDraft& draft, Now now);
[[nodiscard]] std::optional<QuestionEvent> draw(const QuestionView& view, QuestionDraft& draft, const Stage& stage);
void update(Model& model, QuestionDraft& draft, const QuestionEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> question_keys();

/// A number as people type it: `1,200` is thousands, `0,5` a half, either minus sign. Absent when it is not one.
[[nodiscard]] std::optional<double> typed_number(std::string_view text);

/// What a session practises, in few words.
[[nodiscard]] std::string session_name(const Model& model, const SessionSettings& settings);

}  // namespace collimate
