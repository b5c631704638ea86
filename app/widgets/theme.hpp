#pragma once

#include <array>
#include <cstdint>

namespace collimate::ui {

/// Colour as Dear ImGui packs it: 0xAABBGGRR.
using Color = std::uint32_t;

/// From the usual 0xRRGGBB, opaque.
[[nodiscard]] constexpr Color rgb(std::uint32_t hex) {
    return 0xFF000000u | (hex & 0xFFu) << 16 | (hex & 0xFF00u) | (hex >> 16 & 0xFFu);
}

enum class Mode { light, dark };

/// The tokens of the design language. Nothing outside theme.cpp writes a colour as a number.
struct Palette {
    Color rail, canvas, surface, sunken, line, edge, text, muted;
    Color accent, on_accent, accent_soft;
    Color good, good_soft, on_good;
    Color warn, warn_soft;
    Color bad, bad_soft, on_bad;
    Color exam_bar, exam_text, exam_muted;
    Color toast, toast_text, toast_action;
    Color scrim;                      ///< with alpha; under a modal
    Color exhibit, exhibit_text;      ///< ground and overlay text of images, the same in both modes
    std::array<Color, 7> sequential;  ///< low to high
    std::array<Color, 9> diverging;   ///< below the cut to above it; [4] is the cut
};

[[nodiscard]] const Palette& palette(Mode mode);
[[nodiscard]] const Palette& colors();  ///< of the mode in force
[[nodiscard]] Mode mode();
void set_mode(Mode mode);

/// Opaque mixture: `ground` at t = 0, `over` at t = 1.
[[nodiscard]] Color mix(Color ground, Color over, float t);
[[nodiscard]] Color with_alpha(Color color, float alpha);

/// Near-black or white, whichever contrasts more with the ground.
[[nodiscard]] Color ink_on(Color ground);

/// WCAG 2.2 contrast ratio of two opaque colours, 1 to 21.
[[nodiscard]] double contrast(Color a, Color b);

/// `share` 0 to 1 on the sequential ramp.
[[nodiscard]] Color sequential(double share);
/// `distance` -1 (far below the cut) to 1 (far above it) on the diverging ramp.
[[nodiscard]] Color diverging(double distance);

/// Strength of the mixtures every chart uses (look: section 1).
struct Tint {
    static constexpr float interval = 0.42f, few = 0.25f, secondary_bar = 0.55f;
    static constexpr float hover = 0.06f, pressed = 0.13f, row_hover = 0.04f;
};
[[nodiscard]] float band_alpha();  ///< 0.16 light, 0.26 dark

}  // namespace collimate::ui
