#pragma once

#include <string>
#include <vector>

#include "app/screens/class_draft.hpp"
#include "app/screens/stage.hpp"

namespace collimate {

/// One line of the disclosure log, or a deletion.
struct ClassLogLine {
    TimeMs at_ms = 0;
    std::string when;     ///< `23 Nov 2026, 17:20`
    std::string what;     ///< `What is kept of K3D2 was given to the dean`
    std::string purpose;  ///< what they need it for; empty where that is plain
    std::string due;      ///< `due by 7 Jan 2027`, of a request that was not answered yet
    bool late = false;    ///< that day is past
    ui::Icon icon = ui::Icon::none;
};

struct ClassLogView {
    std::vector<ClassLogLine> lines;  ///< newest first
    std::string scope;                ///< of whom
    std::string note;                 ///< what stands in it and what does not
    std::string empty;                ///< in words, while nothing does
};

/// `utc_offset_ms`: of the instructor's time zone.
[[nodiscard]] ClassLogView class_log_view(const ClassFacts& facts, const ClassNames& names, TimeMs utc_offset_ms,
                                          Day today);
[[nodiscard]] ClassDid draw_class_log(const ClassLogView& view, const ui::Rect& page, const Stage& stage);

}  // namespace collimate
