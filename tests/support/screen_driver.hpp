#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/keys.hpp"
#include "app/widgets/recorder.hpp"
#include "app/widgets/theme.hpp"
#include "tests/support/rasteriser.hpp"

namespace collimate::test {

struct Screen {
    int width = 1280, height = 800;
    float scale = 1.0f;
    ui::Mode mode = ui::Mode::light;
};

/// A person at a screen without a window: sees what is drawn, clicks and types. The scene is called once a frame,
/// between begin_frame and end_frame, with the window's rectangle. Whatever cannot be done at a real screen is refused
/// with std::runtime_error: clicking what is hidden, off, under a modal, or not there.
class ScreenDriver {
public:
    using Scene = std::function<void(const ui::Rect& window)>;

    explicit ScreenDriver(Scene scene, const Screen& screen = {});
    ~ScreenDriver();
    ScreenDriver(const ScreenDriver&) = delete;
    ScreenDriver& operator=(const ScreenDriver&) = delete;

    void frame(int count = 1, double seconds_each = 1.0 / 60);
    void resize(const Screen& screen);

    /// By name, or by "scope/name" when the name alone stands for several. Scrolls it into view as a person would.
    void click(std::string_view name);
    void click_at(ui::Point point);
    void hover(std::string_view name);
    void press(ui::Chord chord);
    void press(ui::Key key) { press(ui::Chord{key}); }
    void type(std::string_view utf8);
    void wheel(ui::Point over, float notches);
    void drag(ui::Point from, ui::Point to);
    void drag_right(ui::Point from, ui::Point to);  ///< with the right button

    /// As it stood in the last frame.
    [[nodiscard]] std::optional<ui::NotedControl> find(std::string_view name) const;
    [[nodiscard]] const std::vector<ui::NotedControl>& controls() const;
    /// A text containing `part` is on the screen, not scrolled or cut away.
    [[nodiscard]] bool sees(std::string_view part) const;
    /// Name of the control with the keyboard's focus ring or caret; empty without.
    [[nodiscard]] std::string focused() const;

    [[nodiscard]] Picture picture();
    /// Writes build/<preset>/pictures/<name>.png.
    void photograph(std::string_view name);

private:
    void drag_with(int button, ui::Point from, ui::Point to);
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace collimate::test
