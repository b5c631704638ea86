#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "app/widgets/layout.hpp"

namespace collimate::ui {

/// A picture on the graphics side. A value: whoever uploads it releases it.
struct Texture {
    void* handle = nullptr;
    int width = 0, height = 0;
    unsigned host = 0;  ///< which host it is of, by count
    explicit operator bool() const { return handle != nullptr; }
};

/// How pictures get to the graphics side; set by the window, and by the test driver for its rasteriser.
struct TextureHost {
    std::function<Texture(std::span<const std::uint8_t> rgba, int width, int height)> upload;
    std::function<void(Texture)> release;
    std::function<void(Texture, std::span<const std::uint8_t> rgba)> replace;  ///< new pixels of the same size
};
void set_texture_host(TextureHost host);

/// `rgba` holds width x height pixels, 4 bytes each, rows from the top. An empty texture without a host.
[[nodiscard]] Texture upload(std::span<const std::uint8_t> rgba, int width, int height);
/// Whether its host is still the one that draws.
[[nodiscard]] bool lives(const Texture& texture);
/// Puts new pixels into `texture`, in place where the size stays.
void renew(Texture& texture, std::span<const std::uint8_t> rgba, int width, int height);
/// What was painted with it in this frame still shows: it goes at the start of the next.
void release(Texture texture);
/// For the frame loop only.
void release_left();

/// Part of a picture in 0 to 1 of its width and height.
struct Part {
    float u0 = 0, v0 = 0, u1 = 1, v1 = 1;
};
void image(const Rect& rect, Texture texture, const Part& part = {}, float radius = 0);
/// What of a picture lies within `room`, whose rounded corners it does not cover.
void image_in(const Rect& room, const Rect& picture, Texture texture, float radius);
/// The largest rectangle of the picture's shape within `rect`, in its middle.
[[nodiscard]] Rect fitted(const Rect& rect, Texture texture);

}  // namespace collimate::ui
