#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/focus.hpp"
#include "app/widgets/keys.hpp"
#include "app/widgets/text.hpp"

namespace collimate::ui {

enum class ButtonKind { primary, secondary, ghost, danger, danger_outline };

struct ButtonLook {
    std::optional<Chord> key = std::nullopt;  ///< presses it from anywhere on the page; shown as a keycap
    bool show_key = true;
    Icon icon = Icon::none;
    Icon icon_right = Icon::none;
    bool enabled = true;
    std::string_view reason = {};  ///< why it is off, in the tooltip
    std::string_view tooltip = {};
    bool chosen = false;  ///< a ghost that is on (a set flag): soft bad ground
};
inline constexpr float button_height = 2.24f;        ///< em
inline constexpr float large_button_height = 2.59f;  ///< em

[[nodiscard]] float button_width(std::string_view label, const ButtonLook& look = {});
bool button(const Rect& rect, std::string_view label, ButtonKind kind = ButtonKind::secondary,
            const ButtonLook& look = {});

/// Icon alone, for the tool row and the slim rail: `name` is its tooltip and what it is called.
bool icon_button(const Rect& rect, std::string_view name, Icon sign, std::optional<Chord> key = std::nullopt,
                 bool enabled = true);

/// Accent text that can be pressed, small and medium; as wide as its text. Returns whether it was pressed.
bool link(Point top_left, std::string_view label, Icon right = Icon::none);
[[nodiscard]] float link_width(std::string_view label, Icon right = Icon::none);

/// Outlined key of 1.29 em with its caption. Returns its width.
float keycap(Point centre_left, std::string_view caption, Color ground, Color ink);
[[nodiscard]] float keycap_width(std::string_view caption);

/// Returns the part newly chosen, if any. Left and Right change it while it has the focus.
std::optional<int> segmented(const Rect& rect, std::string_view name, std::span<const std::string_view> labels,
                             int current, Face face = Face::body);
[[nodiscard]] float segmented_width(std::span<const std::string_view> labels, Face face = Face::body);
inline constexpr float segmented_height = 2.12f;  ///< em

enum class Tone { neutral, accent, good, warn, bad };
struct ToneColors {
    Color ink, ground;
};
[[nodiscard]] ToneColors tone_colors(Tone tone);
inline constexpr float chip_height = 1.53f;         ///< em
inline constexpr float filter_chip_height = 1.76f;  ///< em
[[nodiscard]] float chip_width(std::string_view label, Icon sign = Icon::none);
/// A word on its soft ground, not pressable. Returns its width.
float chip(Point top_left, std::string_view label, Tone tone, Icon sign = Icon::none);
[[nodiscard]] float filter_chip_width(std::string_view label, std::string_view count = {});
/// True when pressed; the caller turns it on or off.
bool filter_chip(Point top_left, std::string_view label, std::string_view count, bool on);

enum class Check { off, partly, on };
/// The whole row is the target. True when pressed. `indent` in pixels before the box; text may be SemiBold for a
/// branch. Returns presses only; draws the label, cut at `label_end` where given, and leaves the rest of the row to the
/// caller.
bool check_row(const Rect& row, std::string_view label, Check state, float indent = 0, Face face = Face::body,
               std::optional<float> label_end = std::nullopt);
/// Box and label only as wide as its text.
bool checkbox(Point top_left, std::string_view label, bool on);

/// The word 'on' or 'off' stands at its left; the box is right-aligned in `rect`.
bool switch_control(const Rect& rect, std::string_view name, bool on);

/// Returns the new value while it is moved by mouse or arrow keys. `shown` is the value as text at its right.
std::optional<float> slider(const Rect& rect, std::string_view name, float value, float low, float high, float step,
                            std::string_view shown);

/// Shows after half a second over the last control drawn.
void tooltip(std::string_view text);
void tooltip_over(const Rect& rect, std::string_view text);
/// At the end of the frame; called by end_frame.
void draw_tooltip();

}  // namespace collimate::ui
