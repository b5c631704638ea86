#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "app/screens/model.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

enum class Ticked { no, partly, yes };

struct AreaRow {
    int area = 0;
    std::string code;
    int depth = 0;
    bool branch = false;
    bool open = false;
    Ticked ticked = Ticked::no;
    std::string title;
    std::string right;      ///< "78 %"; "few" where the answers do not carry a figure
    double distance = 0.0;  ///< of the figure from the cut, -1 to 1
    bool few = true;
    std::string fresh, due, all;  ///< counts
    bool any_due = false;
};

struct StateChip {
    PoolState state = PoolState::all;
    std::string label;
    std::string count;
    bool on = false;
};

struct PractiseView {
    std::string subtitle;  ///< "812 questions, 412 seen"
    std::vector<AreaRow> rows;
    bool any_weak = false;
    std::string weak_reason;  ///< why 'Weak ones' is off
    std::vector<StateChip> states;
    std::string mode_words;
    std::string scope;      ///< "Whole exam", "3 areas"
    std::string questions;  ///< "30 questions"
    std::string time;       ///< "about 26 min", "26 min"
    bool can_start = true;
    std::string reason;  ///< why it cannot be started
};

inline constexpr int practise_lengths[] = {10, 20, 30, 50};

struct PractiseDraft {
    std::set<int> leaves;  ///< ticked; none: the whole exam
    std::set<int> opened;  ///< branches below the categories, which are always open
    PoolState state = PoolState::all;
    DifficultyBand difficulty = DifficultyBand::any;
    int length = 20;
    Feedback feedback = Feedback::each;
};

namespace practise {
struct Tick {
    int area = 0;
};
struct Open {
    int area = 0;
};
struct TickWeak {};
struct Clear {};
struct SetState {
    PoolState state = PoolState::all;
};
struct SetDifficulty {
    DifficultyBand difficulty = DifficultyBand::any;
};
struct SetLength {
    int length = 20;
};
struct SetFeedback {
    Feedback feedback = Feedback::each;
};
struct Start {};
}  // namespace practise
using PractiseEvent =
    std::variant<practise::Tick, practise::Open, practise::TickWeak, practise::Clear, practise::SetState,
                 practise::SetDifficulty, practise::SetLength, practise::SetFeedback, practise::Start>;

[[nodiscard]] PractiseView practise_view(const Model& model, const PractiseDraft& draft, Now now);
[[nodiscard]] std::optional<PractiseEvent> draw(const PractiseView& view, PractiseDraft& draft, const Stage& stage);
void update(Model& model, PractiseDraft& draft, const PractiseEvent& event, Now now);
[[nodiscard]] std::span<const KeyHelp> practise_keys();

/// What the draft asks for.
[[nodiscard]] Filter filter_of(const PractiseDraft& draft, const Outline& outline);

/// Seconds a question at the exam: its minutes over all its questions, pilot ones included; absent where not published.
[[nodiscard]] std::optional<double> exam_pace(const Outline& outline);

}  // namespace collimate
