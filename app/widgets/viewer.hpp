#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/widgets/controls.hpp"
#include "app/widgets/image.hpp"
#include "app/widgets/picture.hpp"

namespace collimate::ui {

/// A picture on the graphics side and what it shows; painted anew only when that changes. Gone with the last state that
/// holds it.
class FrameTexture {
public:
    FrameTexture() = default;
    ~FrameTexture();
    FrameTexture(const FrameTexture&) = delete;
    FrameTexture& operator=(const FrameTexture&) = delete;

    [[nodiscard]] Texture of(const Figure& figure, const Shown& shown);

private:
    Texture texture_;
    const Figure* figure_ = nullptr;
    Shown shown_;
    Pixels pixels_;
};

/// What a drag with the left button does.
enum class DragTool { pan, window, measure };

/// How a person looks at one figure. A value, kept by whoever shows the figure, and made anew with another figure.
struct ViewerState {
    std::optional<GrayWindow> window;  ///< absent: the one the figure opens with
    bool inverted = false;
    float zoom = 1;  ///< 1 fits the picture in its room
    Spot middle{0.5, 0.5};
    LoopPlace place;
    bool playing = false;
    double speed = 1;
    DragTool tool = DragTool::pan;
    std::optional<Segment> measured;
    std::optional<Spot> mark;             ///< hot spot: the answer so far
    std::optional<Spot> cursor;           ///< moved by keys
    bool described = false;               ///< the caller shows the description
    std::optional<double> waiting_since;  ///< seconds of the frame clock
    bool windowing = false;               ///< the right button is held since it went down on the picture
    std::shared_ptr<FrameTexture> texture = std::make_shared<FrameTexture>();
};
inline constexpr float farthest_zoom = 12;

/// An area told after the answer.
struct NotedRegion {
    Region region;
    std::string words;
    Tone tone = Tone::neutral;
};

struct ViewerLook {
    std::string_view name = "Exhibit";  ///< unique in its Scope
    std::string_view title;             ///< over the picture, top left; may be empty
    std::string_view alt;               ///< for who cannot see it
    bool asks_mark = false;             ///< hot spot: a click, or cursor and Enter, sets the mark
    std::string_view mark_words;        ///< beside the mark once it is told
    Tone mark_tone = Tone::accent;
    std::span<const NotedRegion> regions = {};
    bool takes_keys = true;  ///< its keys work without the focus; of several pictures one alone
    bool large = false;      ///< it has the window to itself: the wheel zooms
    bool tools = true;
};

struct ViewerEvent {
    bool magnify = false;
    bool touched = false;  ///< a person turned to this one of several
    bool marked = false;   ///< the mark was set or moved in this frame
};

/// Picture, loop controls and tools in `rect`, as high as viewer_height for its width at most.
ViewerEvent viewer(const Rect& rect, const Figure& figure, ViewerState& state, const ViewerLook& look);

/// Height of picture, loop controls and tools in this width, the picture itself at most `most` pixels high.
[[nodiscard]] float viewer_height(const Figure& figure, float width, float most, bool tools = true);

/// The picture alone, not to be touched, fitted into `rect`.
void thumbnail(const Rect& rect, const Figure& figure, FrameTexture& texture);

/// In the place of a picture that is being computed. Says so after 300 ms, and keeps frames coming.
void viewer_waiting(const Rect& rect, const ViewerLook& look, ViewerState& state);
/// In the place of a picture that cannot be had: why, and what it would show.
void viewer_fault(const Rect& rect, const ViewerLook& look, std::string_view fault);
[[nodiscard]] float viewer_fault_height(const ViewerLook& look, std::string_view fault, float width);

/// Keys of the viewer for the map of keys.
struct ViewerKey {
    std::string_view keys, does;
};
[[nodiscard]] std::span<const ViewerKey> viewer_keys();

}  // namespace collimate::ui
