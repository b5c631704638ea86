#pragma once

#include <span>

#include "app/widgets/dialog.hpp"
#include "app/widgets/layout.hpp"

namespace collimate {

/// Where a screen is painted: what the rail and the status line leave of the window, and how the layout gives way.
struct Stage {
    ui::Rect window;
    ui::Rect page;
    ui::Room room = ui::Room::full;
};

/// The stage of a place on the rail, or of a session: a session always takes the slim rail, the first run none.
enum class Surround { rail, session, none };
[[nodiscard]] Stage stage_of(const ui::Rect& window, Surround surround);

/// Whether two columns stand beside each other.
[[nodiscard]] bool beside(ui::Room room);

inline constexpr float ring_room = 0.29f;  // em: what a focus ring takes inside a clip

/// One line of the key map that '?' opens.
using KeyHelp = ui::KeyLine;

}  // namespace collimate
