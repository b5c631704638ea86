#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace collimate::ui {

/// Keys by what is printed on them, whatever the keyboard layout.
// clang-format off
enum class Key {
    a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z,
    d0, d1, d2, d3, d4, d5, d6, d7, d8, d9,
    enter, escape, tab, space, backspace, del,
    left, right, up, down, page_up, page_down, home, end,
    plus, minus, question, comma, period,
    f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12,
};
// clang-format on

struct Chord {
    Key key = Key::enter;
    bool ctrl = false, shift = false, alt = false;
    friend bool operator==(const Chord&, const Chord&) = default;
};

/// Fed by the window and by the test driver alike; read by the next frame. '?' arrives as Key::question by itself.
void push_key(Chord chord);

/// True once for a press of this frame that nobody took before. While a text field is being edited, plain letters and
/// editing keys belong to it; below an open modal nothing arrives.
[[nodiscard]] bool take(Chord chord);
[[nodiscard]] inline bool take(Key key) { return take(Chord{key}); }

/// A to J or 1 to 9 as an index below `count`.
[[nodiscard]] std::optional<int> take_choice(int count);

/// The signs typed this frame, for a calculator; empty while a text field is being edited.
[[nodiscard]] std::string take_typed();

/// As on a keycap: "Enter", "Ctrl F", "?".
[[nodiscard]] std::string caption(Chord chord);

/// For the frame loop only: moves the pushed keys into the new frame.
void begin_keys();
/// For focus handling only: takes a press whatever is being edited.
[[nodiscard]] bool take_raw(Chord chord);

}  // namespace collimate::ui
