#pragma once

// Between focus.cpp and the few widgets that open layers, scroll or edit; screens need nothing from here.

#include <unordered_map>

#include "app/widgets/focus.hpp"

namespace collimate::ui {

/// Counts the calls of reset_focus.
[[nodiscard]] unsigned session();

/// What widgets keep from frame to frame by their id; a new session starts with nothing.
template <class Key, class Value>
class Kept {
public:
    Value& operator[](const Key& key) {
        if (session_ != session()) all_.clear();
        session_ = session();
        return all_[key];
    }

private:
    unsigned session_ = 0;
    std::unordered_map<Key, Value> all_;
};

/// Controls belong to the innermost scroll area open while they are drawn.
void enter_scroll_area(unsigned id);
void leave_scroll_area(unsigned outer);
[[nodiscard]] unsigned scroll_area();
/// Where the control just focused by keyboard lies, if it belongs to this area, which then scrolls it into view.
[[nodiscard]] std::optional<Rect> take_reveal_in(unsigned area);

/// Everything drawn until leave_layer lies above the page and takes keyboard and focus from it. `opened`: first frame.
void enter_layer(bool opened);
void leave_layer();

/// For text fields: the keyboard has just arrived at the named control; the field holds or loses the typing.
[[nodiscard]] bool just_focused(std::string_view name);
[[nodiscard]] bool field_active(std::string_view name);
void note_field(std::string_view name, bool active);

}  // namespace collimate::ui
