#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/widgets/layout.hpp"
#include "app/widgets/theme.hpp"

namespace collimate {

/// What the window shows and how it wants to be shown. What is asked is asked once a frame.
struct WindowContent {
    std::function<void(const ui::Rect& window)> draw;
    std::function<float()> text_scale;  ///< 0.8 to 2, multiplied with the monitor's content scale
    std::function<ui::Mode()> mode;
    std::function<bool()> closing;    ///< true ends the program after this frame
    std::function<void(std::vector<std::filesystem::path>)> dropped;  ///< files on the window, before a frame
    std::function<void()> meanwhile;  ///< done once on another thread while the window opens, and then ended
    float first_text_scale = 1;       ///< what text_scale will probably say first; type is prepared for it meanwhile
};

/// Opens the one window (1280 x 800 by the monitor's scale, at least 1024 x 700) and shows the content until it is
/// closed. Sleeps while nothing happens; draws when there is input, when a wake asked for by the content is due, or
/// after wake_window. Throws WorldFailed, in one sentence with the remedy, when there is no display.
void run_window(const std::string& title, const WindowContent& content);

/// From any thread: there is something new to show.
void wake_window();

}  // namespace collimate
