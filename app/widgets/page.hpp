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
Rect card(const Rect& rect, std::string_view title = {}, std::string_view scope = {}, Density density = Density::normal);
[[nodiscard]] float card_padding(Density density = Density::normal);
/// From the card's top to the room below its head.
[[nodiscard]] float card_head(Density density = Density::normal);

}  // namespace collimate::ui
