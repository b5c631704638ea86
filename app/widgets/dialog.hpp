#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/widgets/controls.hpp"

namespace collimate::ui {

/// Above the page, which it dims and keeps from mouse, keys and focus while it is drawn each frame. Draw it last.
///
///     Dialog dialog("Note", em(9));
///     Rect in = dialog.content();   // em(9) high, below the title
///     ... text_area, buttons ...
///     if (dialog.escaped()) ...     // the caller stops drawing it
class Dialog {
public:
    /// Both in pixels; the height is that of the content without title and padding.
    Dialog(std::string_view title, float content_height, float width = 0);
    /// Hangs below `anchor` without dimming the page; a press outside counts as escaped.
    struct Popup {
        Rect anchor;
    };
    Dialog(std::string_view name, const Popup& popup, float content_height, float width);
    /// Takes the whole window, its ground the canvas.
    struct Whole {};
    Dialog(std::string_view name, const Whole& whole);
    ~Dialog();
    Dialog(const Dialog&) = delete;
    Dialog& operator=(const Dialog&) = delete;

    [[nodiscard]] Rect content() const { return content_; }
    /// True in the frame it appears: the moment to focus_on the safe choice.
    [[nodiscard]] bool opened() const { return opened_; }
    /// Escape, or a press outside a popup.
    [[nodiscard]] bool escaped() const { return escaped_; }

private:
    void begin(std::string_view name);
    Rect content_;
    bool opened_ = false;
    bool escaped_ = false;
};

struct DialogButton {
    std::string_view label;
    ButtonKind kind = ButtonKind::secondary;
};
/// A question with its buttons at the right; `safe` is focused first and is what Escape answers.
[[nodiscard]] std::optional<int> ask(std::string_view title, std::string_view text,
                                     std::span<const DialogButton> buttons, int safe = 0);

/// At the bottom of the page above everything. True when its one action was pressed; F8 brings the keyboard there.
/// The caller shows it for six seconds.
bool toast(const Rect& page, std::string_view text, std::string_view action = {}, Icon sign = Icon::none);
inline constexpr double toast_seconds = 6;

/// One cap for each key of "A to J" or "S then a letter"; the words between stay words.
void key_caps(const Rect& row, std::string_view keys);

struct KeyLine {
    std::string_view keys, does;
};
/// The keys of the screen, over the page. True when it is to be closed.
[[nodiscard]] bool key_map(std::string_view place, std::span<const KeyLine> lines);

}  // namespace collimate::ui
