#pragma once

#include <array>
#include <span>

namespace collimate::test {

/// The windows a screen is photographed in: name of the picture, pixels, and text size times the monitor's scale.
struct PhotoSize {
    const char* name;
    int width, height;
    float scale;
};

inline constexpr std::array<PhotoSize, 5> photo_sizes{{{"1280", 1280, 800, 1.0f},
                                                       {"1920", 1920, 1080, 1.0f},
                                                       {"1024", 1024, 700, 1.0f},
                                                       {"1024_150", 1024, 700, 1.5f},
                                                       {"1024_200", 1024, 700, 2.0f}}};
/// All but the largest text.
inline constexpr std::span<const PhotoSize> usual_sizes = std::span(photo_sizes).first(4);

}  // namespace collimate::test
