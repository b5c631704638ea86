#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/widgets/layout.hpp"

namespace collimate::ui {

/// Which keys press a control that has the keyboard's focus. With `space`, Enter stays with the screen's primary
/// action.
enum class PressedBy { enter_or_space, space, nothing };

struct Control {
    std::string_view name;  ///< unique within its Scope; what a test or a person calls it
    std::string_view kind;  ///< for the recorder
    float radius = 0;       ///< of the shape, for the focus ring, in pixels
    bool enabled = true;
    bool stop = true;  ///< reached by Tab
    bool chosen = false;
    bool ring = true;  ///< inputs show their own edge instead
    PressedBy pressed_by = PressedBy::enter_or_space;
    std::string_view value = {};  ///< for the recorder
};

struct Touch {
    bool clicked = false;  ///< by mouse or keyboard, this frame
    bool hovered = false;
    bool held = false;
    bool focused = false;  ///< has the keyboard's focus and the ring is shown
};

/// The one way a control comes to be: hit area, place in the focus order, note for the recorder. Paints nothing but,
/// at the end of the frame, the focus ring. Where two overlap, the one called first gets the mouse.
Touch control(const Rect& rect, const Control& what);

/// Names within are prefixed, so that two cards can both hold an 'Export'.
class Scope {
public:
    explicit Scope(std::string_view name);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
};

enum class Arrows { vertical, horizontal, both };
enum class Stops { each, one };

/// Controls that belong together: arrow keys move between them while one has the visible focus. With Stops::one the
/// whole group is one stop for Tab (tabs, segments, grids).
class Group {
public:
    Group(std::string_view name, Arrows arrows, Stops stops = Stops::each);
    ~Group();
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

private:
    unsigned outer_;
    Arrows outer_arrows_;
    Stops outer_stops_;
};

/// The named control gets the focus, with ring, when it is next drawn.
void focus_on(std::string_view name);
/// Nothing has the focus; a new page starts at its top.
void clear_focus();

/// Forgets focus, scrolling, open months and everything drawn; for a test driver that starts on a new screen.
void reset_focus();

/// Who lays the canvas under a frame: begin_frame, or the caller, who has cleared the picture to its color.
enum class Ground { painted, cleared };

/// A frame: begin, draw the page, end. Called by the window and by the test driver between ImGui's NewFrame and Render.
/// begin_frame returns the window's rectangle.
Rect begin_frame(Ground ground = Ground::painted);
void end_frame();

/// Asks for another frame in `seconds`, though nothing happens until then (clock, tooltip, toast).
void wake_in(double seconds);
/// Seconds until the earliest wake asked for in this frame; absent when the next input is soon enough.
[[nodiscard]] std::optional<double> next_wake();

/// True while a text field is being edited.
[[nodiscard]] bool editing();
/// True for what is drawn below an open modal or popup.
[[nodiscard]] bool covered();

}  // namespace collimate::ui
