#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/screens/class_draft.hpp"
#include "app/widgets/layout.hpp"

namespace collimate {

/// A filter among others, on as many lines as they need.
struct ClassChip {
    std::string name;
    std::string count;
    bool on = false;
};
/// Returns the one pressed; `in` keeps what is below.
[[nodiscard]] std::optional<int> draw_class_chips(std::span<const ClassChip> chips, ui::Rect& in);

inline constexpr float class_table_gap = 0.94f;  // em, between columns

/// What words of a table's small type take, whole pixels.
[[nodiscard]] float small_width(std::string_view words);

/// The link at the head of a page that was opened from another; Escape does the same.
[[nodiscard]] ClassDid draw_class_way_back(const ui::Rect& line, std::string_view words);

}  // namespace collimate
