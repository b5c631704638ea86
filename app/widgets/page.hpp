#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/widgets/controls.hpp"

namespace collimate::ui {

struct RailItem {
    std::string_view name;
    Icon icon = Icon::none;
    bool at_foot = false;  ///< Settings
    std::optional<Chord> key = std::nullopt;
};
/// The left rail with the product's name. With Room::full names stand beside the icons, otherwise they are tooltips.
/// Returns the place pressed.
std::optional<int> rail(const Rect& rect, std::span<const RailItem> items, int current, Room room);

/// Facts joined by middle dots, a tick before them while everything is saved, `keys` at the right opens the key map.
struct StatusLine {
    std::span<const std::string> facts;
    bool saved = true;
};
inline constexpr float status_height = 1.76f;  ///< em
/// True when '? keys' was pressed.
bool status_line(const Rect& rect, const StatusLine& status);

/// Title and subtitle on one baseline, 4.94 em high with the space below. Returns where the title's texts end, so
/// that buttons can stand at the right.
float page_title(const Rect& page, std::string_view title, std::string_view subtitle = {});
inline constexpr float title_height = 4.94f;  ///< em

enum class Density { normal, dense };
/// A surface with its head: title left, unit or scope small at the right. Returns the room below the head, inside the
/// padding; without a title the whole inside.
Rect card(const Rect& rect, std::string_view title = {}, std::string_view scope = {},
          Density density = Density::normal);
[[nodiscard]] float card_padding(Density density = Density::normal);
/// From the card's top to the room below its head.
[[nodiscard]] float card_head(Density density = Density::normal);

enum class TickState { right, wrong, answered, current, ahead };
struct Tool {
    std::string_view name;
    Icon icon = Icon::none;
    std::optional<Chord> key = std::nullopt;
    bool enabled = true;
};
/// Above a session: name, mode, one tick a question, "n of m", tools. The middle is left to the caller (a thumbnail).
struct SessionBar {
    std::string_view name, mode, position;
    std::span<const TickState> ticks;
    std::span<const Tool> tools;
    Room room = Room::full;
};
struct SessionBarEvent {
    std::optional<int> tool;
    Rect middle;
};
[[nodiscard]] float session_bar_height(Room room);  ///< pixels
SessionBarEvent session_bar(const Rect& rect, const SessionBar& bar);

/// Ground and hairline of the foot of a session; returns the room inside its margins, as high as a large button.
[[nodiscard]] float footer_height(Room room);  ///< pixels
Rect footer(const Rect& rect, Room room);

/// After an answer: `word` in heading size on its soft ground, one sentence, the time at the right.
struct Verdict {
    Tone tone = Tone::good;
    std::string_view word, sentence, time;
};
inline constexpr float verdict_height = 3.76f;  ///< em
void verdict(const Rect& rect, const Verdict& what);

/// A fact and what to do about it, on soft ground. In a narrow box they stand below each other.
struct Notice {
    Tone tone = Tone::warn;
    std::string_view fact, advice;
    Icon icon = Icon::warning;
};
[[nodiscard]] float notice_height(const Notice& what, float width);
/// Returns its height.
float notice(Point top_left, float width, const Notice& what);

/// Names on a hairline, the current one underlined. Returns the one pressed.
std::optional<int> tabs(const Rect& rect, std::string_view name, std::span<const std::string_view> names, int current);
inline constexpr float tabs_height = 2.24f;  ///< em

/// What this is, why it is empty or failed, and the one button that helps; centred in the box.
struct EmptyState {
    Icon icon = Icon::none;
    Tone tone = Tone::accent;
    std::string_view heading, text;
    std::string_view primary = {}, ghost = {};
};
enum class EmptyEvent { primary, ghost };
std::optional<EmptyEvent> empty_state(const Rect& rect, const EmptyState& what);

/// Work under way: what, how far, the name of the piece, the time left. True when Cancel was pressed.
struct Loading {
    std::string_view what, detail, time_left;
    float share = 0;
    bool can_cancel = true;
};
bool loading(const Rect& rect, const Loading& work);
/// A share from 0 to 1 on a sunken track.
void progress_bar(const Rect& rect, float share, float second_share = 0);

}  // namespace collimate::ui
