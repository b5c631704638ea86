#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "app/widgets/controls.hpp"

namespace collimate::ui {

/// The header of an exam: this is not practice any more.
struct ExamBar {
    std::string_view name;     ///< "ARRT Computed Tomography, mock exam 2"
    std::string_view counter;  ///< "Question 67 of 195"
    std::string_view clock;    ///< "1:52:08"
    bool counter_shown = true, clock_shown = true;
};
struct ExamBarEvent {
    bool counter_toggled = false, clock_toggled = false;
};
inline constexpr float exam_bar_height = 3.29f;  ///< em
ExamBarEvent exam_bar(const Rect& rect, const ExamBar& bar);

/// Tools with their keys, and the flag at the right. Returns the tool pressed, `tools.size()` for the flag.
struct ExamTool {
    std::string_view name;
    Icon icon = Icon::none;
    Chord key;
    bool on = false;
};
inline constexpr float exam_tools_height = 2.82f;  ///< em
std::optional<int> exam_tools(const Rect& rect, std::span<const ExamTool> tools, bool flagged);

enum class CellState { complete, incomplete, unseen };
struct NavigatorCell {
    int number = 1;
    CellState state = CellState::unseen;
    bool flagged = false;
    bool current = false;
};
inline constexpr float navigator_cell_height = 1.65f;  ///< em
/// True when pressed; named "Question 67".
bool navigator_cell(const Rect& rect, const NavigatorCell& cell);
/// The words for the four marks, in two columns. Returns the height used.
float navigator_key(const Rect& rect);

/// A filter where counts matter: icon, name, line of explanation, count in title size.
struct FilterCard {
    std::string_view name, explanation, count;
    Icon icon = Icon::none;
    Tone tone = Tone::neutral;
    bool on = false;
};
inline constexpr float filter_card_height = 4.94f;  ///< em
bool filter_card(const Rect& rect, const FilterCard& card);

}  // namespace collimate::ui
