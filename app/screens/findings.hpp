#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/widgets/controls.hpp"
#include "engine/study/feedback.hpp"

namespace collimate {

/// A statement on how the candidate works, with its strength in a word.
struct FindingLine {
    std::string title, words, evidence;
    std::string strength;  ///< `good`, `look here`, `not clear`, `too few`
    ui::Tone tone = ui::Tone::neutral;
    ui::Icon icon = ui::Icon::none;
};

[[nodiscard]] std::vector<FindingLine> finding_lines(std::span<const Finding> findings);

/// In pixels.
[[nodiscard]] float findings_height(std::span<const FindingLine> lines, float width);
void draw_findings(std::span<const FindingLine> lines, const ui::Rect& in);

}  // namespace collimate
