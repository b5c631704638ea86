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
    explicit operator bool() const { return handle != nullptr; }
};

/// How pictures get to the graphics side; set by the window, and by the test driver for its rasteriser.
struct TextureHost {
    std::function<Texture(std::span<const std::uint8_t> rgba, int width, int height)> upload;
    std::function<void(Texture)> release;
};
void set_texture_host(TextureHost host);

/// `rgba` holds width x height pixels, 4 bytes each, rows from the top. An empty texture without a host.
[[nodiscard]] Texture upload(std::span<const std::uint8_t> rgba, int width, int height);
void release(Texture texture);

/// Part of a picture in 0 to 1 of its width and height.
struct Part {
    float u0 = 0, v0 = 0, u1 = 1, v1 = 1;
};
void image(const Rect& rect, Texture texture, const Part& part = {});
/// The largest rectangle of the picture's shape within `rect`, in its middle.
[[nodiscard]] Rect fitted(const Rect& rect, Texture texture);

}  // namespace collimate::ui
