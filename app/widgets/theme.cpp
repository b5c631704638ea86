#include "app/widgets/theme.hpp"

#include <algorithm>
#include <cmath>

namespace collimate::ui {
namespace {

// clang-format off
constexpr Palette light{
    .rail = rgb(0xECEFF3), .canvas = rgb(0xF6F7F9), .surface = rgb(0xFFFFFF), .sunken = rgb(0xEDF0F4),
    .line = rgb(0xE0E4EA), .edge = rgb(0x828B9A), .text = rgb(0x141920), .muted = rgb(0x4B5462),
    .accent = rgb(0x1D4FC4), .on_accent = rgb(0xFFFFFF), .accent_soft = rgb(0xE6EDFC),
    .good = rgb(0x00706A), .good_soft = rgb(0xDDF3EF), .on_good = rgb(0xFFFFFF),
    .warn = rgb(0x8A5A00), .warn_soft = rgb(0xFCEFD9),
    .bad = rgb(0xA8123C), .bad_soft = rgb(0xFCE7EC), .on_bad = rgb(0xFFFFFF),
    .exam_bar = rgb(0x16294D), .exam_text = rgb(0xFFFFFF), .exam_muted = rgb(0xC9D6F0),
    .toast = rgb(0x1B222C), .toast_text = rgb(0xF2F4F7), .toast_action = rgb(0x9DBBFF),
    .scrim = (rgb(0x0A1020) & 0x00FFFFFFu) | 0x61000000u,
    .exhibit = rgb(0x000000), .exhibit_text = rgb(0xDDE3EA),
    .sequential = {rgb(0xEEF3FA), rgb(0xD3E0F3), rgb(0xB0C8E9), rgb(0x86A9DB), rgb(0x5A86C8), rgb(0x3563AD),
                   rgb(0x1B4286)},
    .diverging = {rgb(0x9A4300), rgb(0xC4712A), rgb(0xE3A468), rgb(0xF4D3AF), rgb(0xF1F2F3), rgb(0xC5DAEE),
                  rgb(0x8DB7DE), rgb(0x4A86BF), rgb(0x17568F)},
};
// clang-format on

// clang-format off
constexpr Palette dark{
    .rail = rgb(0x0C0F13), .canvas = rgb(0x11151A), .surface = rgb(0x191E25), .sunken = rgb(0x222831),
    .line = rgb(0x2B323D), .edge = rgb(0x768193), .text = rgb(0xE9ECF1), .muted = rgb(0xA9B2C0),
    .accent = rgb(0x8FB3FF), .on_accent = rgb(0x0B1736), .accent_soft = rgb(0x1F2C4A),
    .good = rgb(0x57D1BA), .good_soft = rgb(0x14332B), .on_good = rgb(0x06241E),
    .warn = rgb(0xE9B95F), .warn_soft = rgb(0x372A10),
    .bad = rgb(0xFF9488), .bad_soft = rgb(0x3F1E1B), .on_bad = rgb(0x3A0A0A),
    .exam_bar = rgb(0x1B2942), .exam_text = rgb(0xFFFFFF), .exam_muted = rgb(0xC9D6F0),
    .toast = rgb(0xE9ECF1), .toast_text = rgb(0x141920), .toast_action = rgb(0x1D4FC4),
    .scrim = (rgb(0x06080B) & 0x00FFFFFFu) | 0xB3000000u,
    .exhibit = rgb(0x000000), .exhibit_text = rgb(0xDDE3EA),
    .sequential = {rgb(0x1E2733), rgb(0x22364F), rgb(0x284A73), rgb(0x33639B), rgb(0x5489C8), rgb(0x78A5DD),
                   rgb(0xB0CDF4)},
    .diverging = {rgb(0xF2A35E), rgb(0xCC7B37), rgb(0x97571F), rgb(0x5E3C22), rgb(0x2C323B), rgb(0x23425F),
                  rgb(0x2E6492), rgb(0x4E8FC8), rgb(0x8CC2F2)},
};
// clang-format on

Mode current = Mode::light;

float channel(Color color, int shift) { return static_cast<float>(color >> shift & 0xFFu); }

double linear(float level) {
    const double share = level / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

/// WCAG 2.2, relative luminance.
double luminance(Color color) {
    return 0.2126 * linear(channel(color, 0)) + 0.7152 * linear(channel(color, 8)) +
           0.0722 * linear(channel(color, 16));
}

template <std::size_t steps>
Color step_of(const std::array<Color, steps>& ramp, double share) {
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(steps);
    return ramp[std::min(static_cast<std::size_t>(place), steps - 1)];
}

}  // namespace

const Palette& palette(Mode which) { return which == Mode::light ? light : dark; }
const Palette& colors() { return palette(current); }
Mode mode() { return current; }
void set_mode(Mode next) { current = next; }

Color mix(Color ground, Color over, float t) {
    const auto blend = [&](int shift) {
        const float level = channel(ground, shift) + (channel(over, shift) - channel(ground, shift)) * t;
        return static_cast<Color>(std::lround(level)) << shift;
    };
    return 0xFF000000u | blend(0) | blend(8) | blend(16);
}

Color with_alpha(Color color, float alpha) {
    return (color & 0x00FFFFFFu) | static_cast<Color>(std::lround(alpha * 255.0f)) << 24;
}

Color ink_on(Color ground) {
    return contrast(ground, light.text) >= contrast(ground, light.surface) ? light.text : light.surface;
}

double contrast(Color a, Color b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

Color sequential(double share) { return step_of(colors().sequential, share); }
Color diverging(double distance) { return step_of(colors().diverging, (distance + 1.0) / 2.0); }

float band_alpha() { return current == Mode::light ? 0.16f : 0.26f; }

}  // namespace collimate::ui
