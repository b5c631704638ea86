#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/widgets/controls.hpp"

namespace collimate::ui {

struct InputLook {
    std::string_view hint = {};  ///< shown while it is empty
    Icon icon = Icon::none;      ///< at its left
    bool enabled = true;
    bool faulty = false;         ///< edge in bad
};
struct InputEvent {
    bool changed = false;
    bool submitted = false;  ///< Enter
};
inline constexpr float input_height = 2.47f;  ///< em

InputEvent input(const Rect& rect, std::string_view name, std::string& value, const InputLook& look = {});
/// With the magnifying glass and the hint 'Search'.
InputEvent search_input(const Rect& rect, std::string_view name, std::string& value);
/// Several lines, for notes and reports.
InputEvent text_area(const Rect& rect, std::string_view name, std::string& value, const InputLook& look = {});

}  // namespace collimate::ui
