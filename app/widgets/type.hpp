#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct ImFont;

namespace collimate::ui {

/// The faces of the design language; `figure` holds digits, signs and % only.
// clang-format off
enum class Face {
    figure, title, heading,
    stem, stem_bold, stem_italic,
    body, body_bold, body_italic,
    small, small_medium,
    icon_small, icon, icon_large,
};
// clang-format on
inline constexpr int face_count = 14;

/// Font Awesome 4.7 code points.
// clang-format off
enum class Icon : std::uint16_t {
    none = 0,
    today = 0xF274, practise = 0xF044, mock_exam = 0xF017, progress = 0xF201, bank = 0xF02D, group = 0xF0C0,
    settings = 0xF013,
    right = 0xF00C, wrong = 0xF00D, flag_on = 0xF024, flag_off = 0xF11D, note = 0xF0E5, warning = 0xF071,
    strike = 0xF0CC, calculator = 0xF1EC, magnify = 0xF00E, full_size = 0xF065, highlight = 0xF040, help = 0xF059,
    show = 0xF06E, hide = 0xF070, saved = 0xF058, returns = 0xF021, source = 0xF02D, search = 0xF002, date = 0xF073,
    exported = 0xF019, review_list = 0xF03A, incomplete = 0xF068, unseen = 0xF10C, disk = 0xF0C7, more = 0xF141,
    up = 0xF062, down = 0xF063, back = 0xF104, on = 0xF105, open_branch = 0xF107, closed_branch = 0xF105,
    zoom_out = 0xF010, fit = 0xF066, invert = 0xF042, window = 0xF1DE, measure = 0xF07E, describe = 0xF05A,
    play = 0xF04B, pause = 0xF04C, step_back = 0xF048, step_on = 0xF051, grip = 0xF0C9, crosshair = 0xF05B,
    picture = 0xF03E, table = 0xF0CE,
};
// clang-format on

/// Where fonts were found and what to do about the missing ones; empty when all is well.
using FontNotice = std::string;

/// Builds the atlas of the current ImGui context for a text scale of 0.8 to 4 (text size times the monitor's content
/// scale). Only between frames. Without any font the built-in one serves and the notice says what to install.
[[nodiscard]] FontNotice load_type(float scale);

/// Builds that atlas ahead of the context, so that it can be done while a window opens; the first load_type takes it over
/// where it is for the same scale. At most once, before any other call here and before there is a context; may run on
/// another thread that has ended by then.
void prepare_type(float scale);

/// True when something drawn or measured since the last load needs signs the atlas does not hold yet:
/// call load_type again and draw once more before showing the picture.
[[nodiscard]] bool signs_missing();

/// Signs of a text that no face can show, as code points; a question bank must have none.
[[nodiscard]] std::vector<std::uint32_t> uncovered(std::string_view utf8);

[[nodiscard]] float type_scale();

/// Whole pixels of `times` em; 1 em is the body size, 17 px at 100 %.
[[nodiscard]] float em(float times = 1.0f);
[[nodiscard]] float hairline();
/// Height of a face from ascent to descent in pixels.
[[nodiscard]] float size_of(Face face);

/// Counts the loads, so that cached measures know when they are stale.
[[nodiscard]] unsigned type_generation();
[[nodiscard]] ImFont* font(Face face);
/// Notes signs of `utf8` that the face still lacks (see signs_missing).
void need_signs(Face face, std::string_view utf8);
/// Next code point of UTF-8 text from `at`, which moves on; U+FFFD for a broken sequence.
[[nodiscard]] std::uint32_t next_sign(std::string_view utf8, std::size_t& at);

}  // namespace collimate::ui
