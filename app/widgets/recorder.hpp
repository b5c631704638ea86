#pragma once

#include <string>
#include <vector>

#include "app/widgets/layout.hpp"

namespace collimate::ui {

/// A control as a person finds it on the screen.
struct NotedControl {
    std::string name;   ///< its label, or what it would be called
    std::string kind;   ///< "button", "option", "input", ...
    std::string scope;  ///< enclosing Scope names, joined by '/'
    std::string value;  ///< what it shows: the text of an input, "on", "30", ...
    Rect rect;
    Rect clip;
    int layer = 0;  ///< 0 the page, above it popups and modals
    bool enabled = true;
    bool chosen = false;
    bool focused = false;

    /// What of it can be seen and hit.
    [[nodiscard]] Rect seen() const { return rect.meet(clip); }
    [[nodiscard]] bool visible() const { return !seen().empty(); }
};

struct NotedText {
    std::string text;
    Rect rect;
    Rect clip;
    [[nodiscard]] bool visible() const { return !rect.meet(clip).empty(); }
};

/// Everything one frame showed. Filled anew each frame while it listens.
struct Recorder {
    std::vector<NotedControl> controls;
    std::vector<NotedText> texts;
    int top_layer = 0;
};

/// The recorder lives with the test and must outlive its listening; null in the product.
void listen(Recorder* recorder);
[[nodiscard]] Recorder* listener();

}  // namespace collimate::ui
