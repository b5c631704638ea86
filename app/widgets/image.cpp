#include "app/widgets/image.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include "app/widgets/internal.hpp"

namespace collimate::ui {
namespace {
TextureHost host;
unsigned hosts = 0;         // so far
std::vector<Texture> abandoned;  // to be released
}  // namespace

void set_texture_host(TextureHost next) {
    release_left();
    host = std::move(next);
    ++hosts;
}

bool lives(const Texture& texture) { return texture && texture.host == hosts; }

Texture upload(std::span<const std::uint8_t> rgba, int width, int height) {
    Texture texture = host.upload ? host.upload(rgba, width, height) : Texture{};
    texture.host = hosts;
    return texture;
}

void renew(Texture& texture, std::span<const std::uint8_t> rgba, int width, int height) {
    if (lives(texture) && texture.width == width && texture.height == height && host.replace)
        return host.replace(texture, rgba);
    release(texture);
    texture = upload(rgba, width, height);
}

void release(Texture texture) {
    if (lives(texture) && host.release) abandoned.push_back(texture);
}

void release_left() {
    for (const Texture texture : std::exchange(abandoned, {}))
        if (host.release) host.release(texture);
}

void image(const Rect& rect, Texture texture, const Part& part, float radius) {
    if (!texture) return;
    canvas().AddImageRounded(texture.handle, top_left(rect), bottom_right(rect), {part.u0, part.v0}, {part.u1, part.v1},
                             0xFFFFFFFFu, radius);
}

void image_in(const Rect& room, const Rect& picture, Texture texture, float radius) {
    const Rect seen = room.meet(picture);
    if (seen.empty()) return;
    const Part part{(seen.x0 - picture.x0) / picture.width(), (seen.y0 - picture.y0) / picture.height(),
                    (seen.x1 - picture.x0) / picture.width(), (seen.y1 - picture.y0) / picture.height()};
    const bool at_corners = seen.width() > room.width() - 2 * radius && seen.height() > room.height() - 2 * radius;
    image(seen, texture, part, at_corners ? radius : 0);
}

Rect fitted(const Rect& rect, Texture texture) {
    if (!texture) return rect;
    const float scale =
        std::min(rect.width() / static_cast<float>(texture.width), rect.height() / static_cast<float>(texture.height));
    return centred(rect, std::floor(static_cast<float>(texture.width) * scale),
                   std::floor(static_cast<float>(texture.height) * scale));
}

}  // namespace collimate::ui
