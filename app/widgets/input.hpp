#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/widgets/controls.hpp"
#include "engine/base/calendar.hpp"

namespace collimate::ui {

struct InputLook {
    std::string_view hint = {};  ///< shown while it is empty
    Icon icon = Icon::none;      ///< at its left
    bool enabled = true;
    bool faulty = false;  ///< edge in bad
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

/// Typed in any of the ways of typed_date, or picked from a month that opens at its calendar sign. `draft` is what is
/// being typed and belongs to the caller. Returns the day when a whole valid one, not before `first`, was typed or
/// picked.
std::optional<Day> date_input(const Rect& rect, std::string_view name, std::string& draft, Day first);

}  // namespace collimate::ui
