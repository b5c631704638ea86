#include "tests/support/rasteriser.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace collimate::test {
namespace {

using Four = std::array<float, 4>;

Four unpack(std::uint32_t color) {
    return {static_cast<float>(color & 0xFF), static_cast<float>(color >> 8 & 0xFF),
            static_cast<float>(color >> 16 & 0xFF), static_cast<float>(color >> 24)};
}

Four texel(const TestTexture& texture, int x, int y) {
    x = std::clamp(x, 0, texture.width - 1);
    y = std::clamp(y, 0, texture.height - 1);
    return unpack(texture.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(texture.width) +
                                 static_cast<std::size_t>(x)]);
}

Four sample(const TestTexture& texture, float u, float v) {
    const float x = u * static_cast<float>(texture.width) - 0.5f;
    const float y = v * static_cast<float>(texture.height) - 0.5f;
    const float fx = std::floor(x + 1e-3f);
    const float fy = std::floor(y + 1e-3f);
    const float ax = std::max(x - fx, 0.0f);
    const float ay = std::max(y - fy, 0.0f);
    const int ix = static_cast<int>(fx);
    const int iy = static_cast<int>(fy);
    if (ax < 2e-3f && ay < 2e-3f) return texel(texture, ix, iy);
    const Four a = texel(texture, ix, iy), b = texel(texture, ix + 1, iy);
    const Four c = texel(texture, ix, iy + 1), d = texel(texture, ix + 1, iy + 1);
    Four mixed{};
    for (std::size_t i = 0; i < 4; ++i)
        mixed[i] = (a[i] * (1 - ax) + b[i] * ax) * (1 - ay) + (c[i] * (1 - ax) + d[i] * ax) * ay;
    return mixed;
}

void blend(std::uint32_t& under, const Four& over) {
    const float alpha = over[3] / 255.0f;
    const Four below = unpack(under);
    std::uint32_t packed = 0xFF000000u;
    for (std::size_t i = 0; i < 3; ++i) {
        const float level = over[i] * alpha + below[i] * (1 - alpha);
        packed |= static_cast<std::uint32_t>(std::lround(level)) << (8 * i);
    }
    under = packed;
}

struct Box {
    int x0, y0, x1, y1;
};

/// Twice the signed area of a, b and the point; positive when the point lies inside for our winding.
float edge(const ImVec2& a, const ImVec2& b, float x, float y) {
    return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

/// Of two triangles that share an edge exactly one owns the pixels on it.
bool owns(const ImVec2& a, const ImVec2& b) { return (a.y == b.y && b.x > a.x) || b.y < a.y; }

class Triangle {
public:
    Triangle(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c) : v_{a, b, c} {
        area_ = edge(a.pos, b.pos, c.pos.x, c.pos.y);
        if (area_ < 0) {
            std::swap(v_[1], v_[2]);
            area_ = -area_;
        }
        for (std::size_t i = 0; i < 3; ++i) {
            owned_[i] = owns(v_[i].pos, v_[(i + 1) % 3].pos);
            colors_[i] = unpack(v_[i].col);
        }
        flat_ = a.col == b.col && b.col == c.col;
        white_ = a.uv.x == b.uv.x && b.uv.x == c.uv.x && a.uv.y == b.uv.y && b.uv.y == c.uv.y;
    }

    void paint(Picture& picture, const Box& clip, const TestTexture& texture) const {
        if (area_ <= 0) return;
        const auto [left, right] = std::minmax({v_[0].pos.x, v_[1].pos.x, v_[2].pos.x});
        const auto [top, bottom] = std::minmax({v_[0].pos.y, v_[1].pos.y, v_[2].pos.y});
        const int x0 = std::max(clip.x0, static_cast<int>(std::floor(left)));
        const int x1 = std::min(clip.x1, static_cast<int>(std::ceil(right)) + 1);
        const int y0 = std::max(clip.y0, static_cast<int>(std::floor(top)));
        const int y1 = std::min(clip.y1, static_cast<int>(std::ceil(bottom)) + 1);
        const Four plain = white_ ? sample(texture, v_[0].uv.x, v_[0].uv.y) : Four{};
        for (int y = y0; y < y1; ++y)
            for (int x = x0; x < x1; ++x) pixel(picture, texture, plain, x, y);
    }

private:
    void pixel(Picture& picture, const TestTexture& texture, const Four& plain, int x, int y) const {
        const float px = static_cast<float>(x) + 0.5f;
        const float py = static_cast<float>(y) + 0.5f;
        Four weight{};
        for (std::size_t i = 0; i < 3; ++i) {
            const float w = edge(v_[(i + 1) % 3].pos, v_[(i + 2) % 3].pos, px, py);
            if (w < 0 || (w == 0 && !owned_[(i + 1) % 3])) return;
            weight[i] = w / area_;
        }
        Four color = colors_[0];
        for (std::size_t i = 0; !flat_ && i < 4; ++i)
            color[i] = colors_[0][i] * weight[0] + colors_[1][i] * weight[1] + colors_[2][i] * weight[2];
        const Four tex = white_
                             ? plain
                             : sample(texture, v_[0].uv.x * weight[0] + v_[1].uv.x * weight[1] + v_[2].uv.x * weight[2],
                                      v_[0].uv.y * weight[0] + v_[1].uv.y * weight[1] + v_[2].uv.y * weight[2]);
        for (std::size_t i = 0; i < 4; ++i) color[i] *= tex[i] / 255.0f;
        if (color[3] <= 0) return;
        blend(picture.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                             static_cast<std::size_t>(x)],
              color);
    }

    std::array<ImDrawVert, 3> v_;
    std::array<Four, 3> colors_{};
    std::array<bool, 3> owned_{};
    float area_ = 0;
    bool flat_ = false, white_ = false;
};

void paint(Picture& picture, const ImDrawList& list, const ImDrawCmd& command) {
    const auto bound = [](float value, int limit) { return std::clamp(static_cast<int>(value), 0, limit); };
    const Box clip{bound(command.ClipRect.x, picture.width), bound(command.ClipRect.y, picture.height),
                   bound(command.ClipRect.z, picture.width), bound(command.ClipRect.w, picture.height)};
    const auto& texture = *static_cast<const TestTexture*>(command.GetTexID());
    const auto vertex = [&](unsigned i) -> const ImDrawVert& {
        const unsigned index = list.IdxBuffer[static_cast<int>(command.IdxOffset + i)];
        return list.VtxBuffer[static_cast<int>(command.VtxOffset + index)];
    };
    for (unsigned i = 0; i + 2 < command.ElemCount; i += 3)
        Triangle(vertex(i), vertex(i + 1), vertex(i + 2)).paint(picture, clip, texture);
}

}  // namespace

namespace {

Picture blank(int width, int height, std::uint32_t ground) {
    Picture picture{width, height, {}};
    picture.pixels.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), ground);
    return picture;
}

void paint(Picture& picture, const ImDrawList& list) {
    for (const ImDrawCmd& command : list.CmdBuffer)
        if (!command.UserCallback) paint(picture, list, command);
}

}  // namespace

Picture rasterise(const ImDrawData& data, std::uint32_t ground) {
    Picture picture = blank(static_cast<int>(data.DisplaySize.x), static_cast<int>(data.DisplaySize.y), ground);
    for (int i = 0; i < data.CmdListsCount; ++i) paint(picture, *data.CmdLists[i]);
    return picture;
}

Picture rasterise(const ImDrawList& list, int width, int height, std::uint32_t ground) {
    Picture picture = blank(width, height, ground);
    paint(picture, list);
    return picture;
}

void write_png(const Picture& picture, const std::filesystem::path& file) {
    std::filesystem::create_directories(file.parent_path());
    stbi_write_png_compression_level = 1;  // pictures to look at, not to keep
    stbi_write_force_png_filter = 0;
    if (!stbi_write_png(file.c_str(), picture.width, picture.height, 4, picture.pixels.data(), picture.width * 4))
        throw std::runtime_error("cannot write " + file.string());
}

}  // namespace collimate::test
