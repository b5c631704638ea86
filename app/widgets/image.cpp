#include "app/widgets/image.hpp"

#include <cmath>
#include <utility>

#include "app/widgets/internal.hpp"

namespace collimate::ui {
namespace {
TextureHost host;
}

void set_texture_host(TextureHost next) { host = std::move(next); }

Texture upload(std::span<const std::uint8_t> rgba, int width, int height) {
    return host.upload ? host.upload(rgba, width, height) : Texture{};
}

void release(Texture texture) {
    if (texture && host.release) host.release(texture);
}

void image(const Rect& rect, Texture texture, const Part& part) {
    if (!texture) return;
    canvas().AddImage(texture.handle, top_left(rect), bottom_right(rect), {part.u0, part.v0}, {part.u1, part.v1});
}

Rect fitted(const Rect& rect, Texture texture) {
    if (!texture) return rect;
    const float scale =
        std::min(rect.width() / static_cast<float>(texture.width), rect.height() / static_cast<float>(texture.height));
    return centred(rect, std::floor(static_cast<float>(texture.width) * scale),
                   std::floor(static_cast<float>(texture.height) * scale));
}

}  // namespace collimate::ui
